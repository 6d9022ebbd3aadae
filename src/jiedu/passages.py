"""The page's own words in a notebook: Chinese and English side by side, every number and term marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from jiedu import vocabulary
from jiedu.display import Html, cited, escape, in_words, style_sheet
from jiedu.edition import Edition, records
from jiedu.errors import Fault
from jiedu.text.cleaning import clean, sentences, strip_whitespace

_LAYERS = ("commitment", "term", "quantity")
"""Outermost first. Where two cross, the outer one is cut, so that a number stays in one piece."""


@dataclass(frozen=True)
class _Mark:
    """A stretch of the page to be marked up; `first` is false for the rest of one that was cut."""

    layer: str
    id: str
    start: int
    end: int
    first: bool = True


@dataclass(frozen=True)
class _Row:
    """A sentence pair, or a sentence that nobody has translated."""

    id: str
    start: int
    end: int
    en: str
    draft: bool


def show(edition: Edition, *block_ids: str, notes: bool = True) -> Html:
    """Show blocks of the page: sentence pairs, marked numbers, linked terms, notes, and where it stands.

    Raises Fault for an unknown block.

    >>> '<mark id="q-001"' in show(Edition.open(), "c-lead").html
    True
    """
    for name in block_ids:
        _require(edition.blocks, name, "blocks")
    if not block_ids:
        raise Fault("passages.show: no block is named")
    parts, before = [], ""
    for name in block_ids:
        block = edition.blocks.loc[name]
        parts.append(_block(edition, block, before, notes))
        before = strip_whitespace(block["heading_zh"])
    label = escape(edition.blocks.loc[block_ids[0], "heading_zh"] or block_ids[0])
    body = "".join(parts)
    html = f'{style_sheet("passage.css")}<section class="jd-passage" aria-label="{label}">{body}</section>'
    return Html(html, f"passage: {', '.join(block_ids)}")


def quote(edition: Edition, *ids: str) -> Html:
    """Quote the sentences that hold rows of the edition, in both languages, with no anchors of their own.

    An id is a quantity, a commitment, a sentence or a term (its first occurrence); unknown ids raise Fault.

    >>> 'id="q-' in quote(Edition.open(), "q-003").html
    False
    """
    parts = []
    for name in ids:
        start, end = _place(edition, name)
        table = edition.translation
        holds = table[(table["start"] <= start) & (table["end"] > start)]
        if holds.empty:
            raise Fault(f"data/translation.csv: no sentence holds {name}")
        row = holds.iloc[0]
        text = clean(edition.text, int(row["start"]), int(row["end"]))
        a, b = text.from_source(start), text.from_source(min(end, int(row["end"])))
        zh = escape(text.text)
        if (a, b) != (0, len(text.text)):
            zh = f"{escape(text.text[:a])}<mark>{escape(text.text[a:b])}</mark>{escape(text.text[b:])}"
        target = name if not name.startswith("t-") else row["id"]
        parts.append(
            f'<blockquote class="jd-quote"><p><span lang="zh-CN">{zh}</span> '
            f'<a class="jd-to" href="#{escape(target)}" title="where it stands">{escape(target)}</a></p>'
            f"{_english(row['en'])}</blockquote>"
        )
    return Html(style_sheet("passage.css") + "".join(parts), f"quotation: {', '.join(ids)}")


def _require(table: pd.DataFrame, name: str, file: str) -> None:
    if name not in table.index:
        raise Fault(f"data/{file}.csv: there is no row {name}")


def _place(edition: Edition, name: str) -> tuple[int, int]:
    """Find the span of a row by its id; for a term that of its first occurrence in reading order."""
    if name.startswith("t-"):
        _require(edition.terms, name, "terms")
        first = _first_occurrences(edition)
        if name not in first:
            raise Fault(f"data/occurrences.csv: {name} stands nowhere")
        return first[name]
    for file in ("quantities", "commitments", "translation", "blocks"):
        table = edition.tables[file]
        if name in table.index:
            return int(table.loc[name, "start"]), int(table.loc[name, "end"])
    raise Fault(f"nothing in the edition has the id {name}")


def _first_occurrences(edition: Edition) -> dict[str, tuple[int, int]]:
    """Map each term to its first place in reading order."""
    order = [(int(b.start), int(b.end)) for b in edition.blocks.itertuples()]

    def key(span: tuple[int, int]) -> tuple[int, int]:
        place = next((i for i, (a, b) in enumerate(order) if a <= span[0] < b), len(order))
        return place, span[0]

    first: dict[str, tuple[int, int]] = {}
    for row in edition.occurrences.itertuples():
        span = (int(row.start), int(row.end))
        if row.term not in first or key(span) < key(first[row.term]):
            first[row.term] = span
    return first


def _rows(edition: Edition, block: pd.Series) -> list[_Row]:
    pairs = edition.translation
    pairs = pairs[pairs["block"] == block["id"]].sort_values("start")
    if len(pairs):
        return [
            _Row(row["id"], int(row["start"]), int(row["end"]), row["en"], row["state"] == "draft")
            for row in records(pairs)
        ]
    text = clean(edition.text, int(block["start"]), int(block["end"]))
    spans = [text.span_to_source(span.start, span.end) for span in sentences(text)]
    return [_Row("", span.start, span.end, "", True) for span in spans]


def _block(edition: Edition, block: pd.Series, before: str, with_notes: bool) -> str:
    rows = _rows(edition, block)
    marks = list(_marks(edition, int(block["start"]), int(block["end"])))
    beside = _notes(edition, block, rows) if with_notes else {}
    heads = [clean(edition.text, row.start, row.end).text for row in rows]
    heading = strip_whitespace(block["heading_zh"])
    run_in = bool(heads) and bool(heading) and strip_whitespace(heads[0]) == heading
    told = block["role"] == "heading" or any(strip_whitespace(text).startswith(heading) for text in heads[:1])
    shown = heading and heading != before and not told
    # Grid lines are counted from 1; a heading that is not part of the text takes the first.
    offset = 2 if shown else 1
    cells = []
    if shown:
        cells.append(
            f'<p class="jd-zh jd-head" style="--row:1"><span lang="zh-CN">{escape(block["heading_zh"])}</span></p>'
            f'<p class="jd-en jd-head" style="--row:1"><span lang="en">{escape(block["heading_en"])}</span></p>'
        )
    stops = [*sorted(beside), len(rows)]
    for i, row in enumerate(rows):
        head = " jd-head" if (i == 0 and run_in) or block["role"] == "heading" else ""
        draft = " jd-draft" if row.draft else ""
        anchor = f' id="{escape(row.id)}"' if row.id else ""
        zh = _marked(edition, row, marks)
        cells.append(
            f'<p class="jd-zh{head}{draft}"{anchor} style="--row:{i + offset}"><span lang="zh-CN">{zh}</span></p>'
            f'<div class="jd-en{head}{draft}" style="--row:{i + offset}">{_english(row.en, row.draft)}</div>'
        )
        if i in beside:
            # The notes of a row may run on beside the rows that follow, up to the next row with notes.
            span = max(next(stop for stop in stops if stop > i) - i, 1)
            cells.append(f'<div class="jd-notes" style="--row:{i + offset};--span:{span}">{"".join(beside[i])}</div>')
    state = _badge("the limits of this block") if block["state"] == "draft" else ""
    return (
        f'<div class="jd-block" id="{escape(block["id"])}"><div class="jd-rows">{"".join(cells)}</div>'
        f'<p class="jd-source">{_source(edition, block)}{state}</p></div>'
    )


def _source(edition: Edition, block: pd.Series) -> str:
    start, end = int(block["start"]), int(block["end"])
    first = edition.text.count("\n", 0, start) + 1
    last = edition.text.count("\n", 0, max(end - 1, start)) + 1
    lines = f"line {first}" if first == last else f"lines {first}–{last}"
    return f"page.txt, {lines}, characters {start}–{end}"


def _badge(what: str) -> str:
    title = escape(f"{what}: made by the machine, not yet read by a person")
    return f' <span class="jd-badge" title="{title}">草稿 draft</span>'


def _english(text: str, draft: bool = False) -> str:
    # What is missing says so itself; a badge beside every such row would drown those that can be reviewed.
    if not text:
        return '<p><span class="jd-missing">not translated</span></p>'
    badge = _badge("the translation") if draft else ""
    return f'<p><span lang="en">{escape(text)}</span>{badge}</p>'


def _notes(edition: Edition, block: pd.Series, rows: list[_Row]) -> dict[int, list[str]]:
    """Give the notes of a block by the number of the row that holds their target."""
    start, end = int(block["start"]), int(block["end"])
    found: dict[int, list[str]] = {}
    if not rows:
        return found
    for note in records(edition.notes):
        at, _stop = _place(edition, note["target"])
        if not start <= at < end:
            continue
        place = max((i for i, row in enumerate(rows) if row.start <= at), default=0)
        found.setdefault(place, []).append(_note(edition, note))
    return found


def _note(edition: Edition, note: pd.Series) -> str:
    draft = _badge("the note") if note["state"] == "draft" else ""
    kind = escape(note["kind"])
    about = escape(note["target"])
    sources = [_reference(edition, name) for name in note["sources"].split()]
    foot = f'<p class="jd-note-foot"><a href="#{about}">{about}</a> · {kind}'
    foot += f" · {', '.join(sources)}" if sources else ""
    return (
        f'<aside class="jd-note jd-{kind}{" jd-draft" if draft else ""}" id="{escape(note["id"])}">'
        f'<p lang="zh-CN">{cited(note["zh"])}</p><p lang="en">{cited(note["en"])}{draft}</p>{foot}</p></aside>'
    )


def _reference(edition: Edition, name: str) -> str:
    """Link a source of a note: a fact from outside, or a row of the edition; a bibliography key stays text."""
    shown = escape(name)
    if name in edition.context.index:
        claim = escape(edition.context.loc[name, "claim"])
        return f'<a href="#ctx-{shown}" title="{claim}">{shown}</a>'
    known = any(name in table.index for table in edition.tables.values())
    return f'<a href="#{shown}">{shown}</a>' if known else shown


def _marks(edition: Edition, start: int, end: int) -> Iterator[_Mark]:
    """List everything to be marked in a span, cut where two marks cross."""
    by_layer = {
        "quantity": list(_spans(edition.tables["quantities"], "quantity", start, end)),
        "term": _innermost(list(_spans(edition.occurrences, "term", start, end))),
        "commitment": list(_spans(edition.tables["commitments"], "commitment", start, end)),
    }
    kept: list[_Mark] = []
    for layer in reversed(_LAYERS):
        cut = [piece for mark in by_layer[layer] for piece in _cut(mark, kept)]
        kept += cut
    yield from kept


def _spans(table: pd.DataFrame, layer: str, start: int, end: int) -> Iterator[_Mark]:
    inside = table[(table["start"] < end) & (table["end"] > start)]
    names = inside["term"] if layer == "term" else inside["id"]
    for name, a, b in zip(names, inside["start"], inside["end"], strict=True):
        yield _Mark(layer, name, int(a), int(b))


def _innermost(marks: list[_Mark]) -> list[_Mark]:
    """Cut links that hold other links: HTML has no link within a link, the shorter term wins its characters."""
    taken: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.end - mark.start, mark.start)):
        gaps, at = [], mark.start
        for other in sorted(taken, key=lambda other: other.start):
            if other.start < mark.end and other.end > at:
                if other.start > at:
                    gaps.append((at, other.start))
                at = max(at, other.end)
        if at < mark.end:
            gaps.append((at, mark.end))
        taken += [_Mark(mark.layer, mark.id, a, b, a == gaps[0][0]) for a, b in gaps]
    return taken


def _cut(mark: _Mark, others: list[_Mark]) -> Iterator[_Mark]:
    """Cut a mark at the edges of those that it crosses, so that the rest nests."""
    edges = set()
    for other in others:
        if other.start < mark.start < other.end < mark.end:
            edges.add(other.end)
        elif mark.start < other.start < mark.end < other.end:
            edges.add(other.start)
    points = [mark.start, *sorted(edges), mark.end]
    for a, b in pairwise(points):
        yield _Mark(mark.layer, mark.id, a, b, mark.first and a == mark.start)


def _marked(edition: Edition, row: _Row, marks: list[_Mark]) -> str:
    """Write the Chinese of one row with its marks as nested elements."""
    text = clean(edition.text, row.start, row.end)
    placed = []
    for mark in marks:
        if mark.start >= row.end or mark.end <= row.start:
            continue
        a, b = text.from_source(max(mark.start, row.start)), text.from_source(min(mark.end, row.end))
        if a < b:
            first = mark.first and mark.start >= row.start
            placed.append((a, -b, _LAYERS.index(mark.layer), mark.id, first))
    placed.sort()
    out: list[str] = []
    open_tags: list[tuple[int, str]] = []
    at = 0

    def advance(to: int) -> None:
        nonlocal at
        while open_tags and open_tags[-1][0] <= to:
            stop, tag = open_tags.pop()
            out.append(escape(text.text[at:stop]) + f"</{tag}>")
            at = stop
        out.append(escape(text.text[at:to]))
        at = to

    for a, negative_end, layer, name, first in placed:
        advance(a)
        out.append(_open(edition, _LAYERS[layer], name, first))
        open_tags.append((-negative_end, {"commitment": "span", "term": "a", "quantity": "mark"}[_LAYERS[layer]]))
    advance(len(text.text))
    return "".join(out)


def _open(edition: Edition, layer: str, name: str, first: bool) -> str:
    shown = escape(name)
    if layer == "term":
        term = edition.terms.loc[name]
        title = escape(f"{term['pinyin']} · {term['en']}".strip(" ·"))
        return f'<a class="jd-term" href="#{shown}" title="{title}">'
    # The rest of something that was cut names the whole it belongs to, and leaves the id to the first part.
    anchor = f'id="{shown}"' if first else f'data-of="{shown}"'
    if layer == "commitment":
        return f'<span {anchor} class="jd-p">'
    row = edition.tables["quantities"].loc[name]
    draft = " jd-draft" if row["state"] == "draft" else ""
    return f'<mark {anchor} class="jd-q jd-{escape(row["class"])}{draft}" title="{escape(_title(row))}">'


def _title(row: pd.Series) -> str:
    """Say in words what a marked numeral is."""
    if row["class"] != "quantity":
        said = f"{row['class']}: {vocabulary.CLASSES[row['class']]}"
    else:
        indicator = " ".join(part for part in (row["indicator"], row["indicator_en"]) if part)
        words = vocabulary.COMPARATORS["sync"] if row["comparator"] == "sync" else in_words(row)
        parts = ["quantity", words, indicator, row["kind"], row["status"], row["deadline"]]
        said = " · ".join(part for part in parts if part)
    return f"{said} · {row['id']}" + (" · draft" if row["state"] == "draft" else "")
