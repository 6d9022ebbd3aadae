"""The page's own words in a notebook: Chinese and English side by side, every number and term marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from jiedu import vocabulary
from jiedu.display import html, labels
from jiedu.display.amounts import in_words
from jiedu.display.html import Html, Safe
from jiedu.edition import Edition, Row, records
from jiedu.edition.positions import lines_of, position, sentence_at
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
class _Pair:
    """A sentence pair, or a sentence that nobody has translated."""

    id: str
    start: int
    end: int
    en: str
    draft: bool


_PASSAGE = Safe('{style}<section class="jd-passage{look}" aria-label="{label}">{blocks}{untranslated}</section>')
_UNTRANSLATED = Safe('<p class="jd-missing">尚无译文 Not translated yet.</p>')


def show(edition: Edition, *block_ids: str, notes: bool = True) -> Html:
    """Show blocks of the page: sentence pairs, marked numbers, linked terms, notes, and where it stands.

    Where nothing of it is translated the Chinese has the whole width. Raises Fault for an unknown block.

    >>> '<mark id="q-001"' in show(Edition.open(), "c-lead").html
    True
    """
    if not block_ids:
        raise Fault("passages.show: no block is named")
    blocks = [edition.row("blocks", name) for name in block_ids]
    before = ["", *(strip_whitespace(block["heading_zh"]) for block in blocks)]
    alone = not any(block["heading_en"] or any(pair.en for pair in _pairs(edition, block)) for block in blocks)
    shown = _PASSAGE.format(
        style=html.style_sheet("passage.css"),
        look=" jd-alone" if alone else "",
        label=blocks[0]["heading_zh"] or block_ids[0],
        blocks=Safe("").join(_block(edition, *one, notes, alone) for one in zip(blocks, before, strict=False)),
        untranslated=_UNTRANSLATED if alone else "",
    )
    return Html(str(shown), f"passage: {', '.join(block_ids)}")


_QUOTATION = Safe(
    '<blockquote class="jd-quote"><p>{zh} <a class="jd-to" href="#{to}" title="where it stands">{to}</a></p>'
    "{en}</blockquote>"
)


def quote(edition: Edition, *ids: str) -> Html:
    """Quote the sentences that hold rows of the edition, in both languages, with no anchors of their own.

    An id is a quantity, a commitment, a sentence or a term (its first occurrence); unknown ids raise Fault.

    >>> 'id="q-' in quote(Edition.open(), "q-003").html
    False
    """
    parts = []
    for name in ids:
        start, end = position(edition, name)
        row = sentence_at(edition, start)
        if row is None:
            raise Fault(f"data/translation.csv: no sentence holds {name}")
        text = clean(edition.text, row["start"], row["end"])
        a, b = text.from_source(start), text.from_source(min(end, row["end"]))
        zh = text.text
        if (a, b) != (0, len(zh)):
            zh = Safe("{}<mark>{}</mark>{}").format(zh[:a], zh[a:b], zh[b:])
        to = row["id"] if name.startswith("t-") else name
        parts.append(_QUOTATION.format(zh=html.chinese(zh), to=to, en=_english(row["en"])))
    return Html(str(html.style_sheet("passage.css") + Safe("").join(parts)), f"quotation: {', '.join(ids)}")


def _pairs(edition: Edition, block: Row) -> list[_Pair]:
    pairs = edition.translation
    pairs = pairs[pairs["block"] == block["id"]].sort_values("start")
    if len(pairs):
        return [
            _Pair(row["id"], row["start"], row["end"], row["en"], row["state"] == "draft") for row in records(pairs)
        ]
    text = clean(edition.text, block["start"], block["end"])
    spans = [text.span_to_source(span.start, span.end) for span in sentences(text)]
    return [_Pair("", span.start, span.end, "", True) for span in spans]


_BLOCK = Safe(
    '<div class="jd-block" id="{id}"><div class="jd-rows">{cells}</div><p class="jd-source">{source}{state}</p></div>'
)
# Grid lines are counted from 1.
_HEADING = Safe('<p class="jd-zh jd-head" style="--row:1">{zh}</p>')
_HEADING_EN = Safe('<p class="jd-en jd-head" style="--row:1">{en}</p>')
_SENTENCE = Safe('<p class="jd-zh{look}"{anchor} style="--row:{line}">{zh}</p>')
_SENTENCE_EN = Safe('<div class="jd-en{look}" style="--row:{line}">{en}</div>')
_BESIDE = Safe('<div class="jd-notes" style="--row:{line};--span:{span}">{notes}</div>')


def _block(edition: Edition, block: Row, before: str, with_notes: bool, alone: bool) -> Safe:
    """Write a block as rows of a grid; `before` is the heading of the block above, which is not said again.

    Where the Chinese stands `alone`, the English has no cells.
    """
    pairs = _pairs(edition, block)
    beside = _notes(edition, block, pairs) if with_notes else {}
    opening = strip_whitespace(clean(edition.text, pairs[0].start, pairs[0].end).text) if pairs else ""
    heading = strip_whitespace(block["heading_zh"])
    in_text = block["role"] == "heading" or (bool(pairs) and opening.startswith(heading))
    cells: list[Safe] = []
    if heading and heading != before and not in_text:
        cells.append(_HEADING.format(zh=html.chinese(block["heading_zh"])))
        if not alone:
            cells.append(_HEADING_EN.format(en=html.english(block["heading_en"])))
    # A heading that is not part of the text takes the first line.
    first = 2 if cells else 1
    marks = list(_marks(edition, block["start"], block["end"]))
    stops = [*sorted(beside), len(pairs)]
    for i, pair in enumerate(pairs):
        is_head = block["role"] == "heading" or (i == 0 and heading and opening == heading)
        look = (" jd-head" if is_head else "") + (" jd-draft" if pair.draft else "")
        anchor = Safe(' id="{}"').format(pair.id) if pair.id else ""
        zh = html.chinese(_marked(edition, pair, marks))
        cells.append(_SENTENCE.format(look=look, anchor=anchor, line=i + first, zh=zh))
        if not alone:
            cells.append(_SENTENCE_EN.format(look=look, line=i + first, en=_english(pair.en, pair.draft)))
        if i in beside:
            # The notes of a row may run on beside the rows that follow, up to the next row with notes.
            span = max(next(stop for stop in stops if stop > i) - i, 1)
            cells.append(_BESIDE.format(line=i + first, span=span, notes=Safe("").join(beside[i])))
    state = _badge("the limits of this block") if block["state"] == "draft" else ""
    return _BLOCK.format(id=block["id"], cells=Safe("").join(cells), source=_source(edition, block), state=state)


def _source(edition: Edition, block: Row) -> str:
    start, end = block["start"], block["end"]
    first, last = lines_of(edition, start, end)
    lines = f"line {first}" if first == last else f"lines {first}–{last}"
    return f"page.txt, {lines}, characters {start}–{end}"


def _badge(what: str) -> Safe:
    return html.badge(f"{what}: made by the machine, not yet read by a person")


def _english(text: str, draft: bool = False) -> Safe:
    # What is missing says so itself; a badge beside every such row would drown those that can be reviewed.
    if not text:
        return Safe('<p><span class="jd-missing">尚无译文 not translated</span></p>')
    return Safe("<p>{}{}</p>").format(html.english(text), _badge("the translation") if draft else "")


@lru_cache(maxsize=4)
def _placed_notes(edition: Edition) -> list[tuple[int, Row]]:
    return [(position(edition, note["target"])[0], note) for note in records(edition.notes)]


def _notes(edition: Edition, block: Row, pairs: list[_Pair]) -> dict[int, list[Safe]]:
    """Give the notes of a block by the number of the row that holds their target."""
    found: dict[int, list[Safe]] = {}
    if not pairs:
        return found
    for at, note in _placed_notes(edition):
        if block["start"] <= at < block["end"]:
            place = max((i for i, pair in enumerate(pairs) if pair.start <= at), default=0)
            found.setdefault(place, []).append(_note(edition, note))
    return found


_NOTE = Safe(
    '<aside class="jd-note jd-{kind}{draft}" id="{id}">{zh}{en}'
    '<p class="jd-note-foot"><a href="#{about}">{about}</a> · {named}{sources}</p></aside>'
)


def _note(edition: Edition, note: Row) -> Safe:
    is_draft = note["state"] == "draft"
    zh, en = labels.labelled(labels.NOTE_KINDS, note["kind"])
    sources = Safe(", ").join(_reference(edition, name) for name in note["sources"].split())
    return _NOTE.format(
        kind=note["kind"],
        named=Safe("{} {}").format(html.chinese(zh), en),
        draft=" jd-draft" if is_draft else "",
        id=note["id"],
        zh=html.chinese(html.cited(note["zh"]), "p"),
        en=html.english(html.cited(note["en"]) + (_badge("the note") if is_draft else ""), "p"),
        about=note["target"],
        sources=Safe(" · {}").format(sources) if sources else "",
    )


def _reference(edition: Edition, name: str) -> str:
    """Link a source of a note: a fact from outside, or a row of the edition; a bibliography key stays text."""
    if edition.has("context", name):
        claim = edition.row("context", name)["claim"]
        return Safe('<a href="#ctx-{0}" title="{1}">{0}</a>').format(name, claim)
    return html.link(name, name) if any(edition.has(table, name) for table in edition.tables) else name


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


def _marked(edition: Edition, pair: _Pair, marks: list[_Mark]) -> Safe:
    """Write the Chinese of one row with its marks as nested elements."""
    text = clean(edition.text, pair.start, pair.end)
    placed = []
    for mark in marks:
        if mark.start >= pair.end or mark.end <= pair.start:
            continue
        a, b = text.from_source(max(mark.start, pair.start)), text.from_source(min(mark.end, pair.end))
        if a < b:
            first = mark.first and mark.start >= pair.start
            placed.append((a, -b, _LAYERS.index(mark.layer), mark.id, first))
    placed.sort()
    out: list[str] = []
    open_tags: list[tuple[int, Safe]] = []
    at = 0

    def advance(to: int) -> None:
        nonlocal at
        while open_tags and open_tags[-1][0] <= to:
            stop, closing = open_tags.pop()
            out.extend((text.text[at:stop], closing))
            at = stop
        out.append(text.text[at:to])
        at = to

    for a, negative_end, layer, name, first in placed:
        advance(a)
        opening, closing = _tags(edition, _LAYERS[layer], name, first)
        out.append(opening)
        open_tags.append((-negative_end, closing))
    advance(len(text.text))
    return Safe("").join(out)


def _tags(edition: Edition, layer: str, name: str, first: bool) -> tuple[Safe, Safe]:
    """Give the tags before and behind a mark."""
    if layer == "term":
        term = edition.row("terms", name)
        title = f"{term['pinyin']} · {term['en']}".strip(" ·")
        return Safe('<a class="jd-term" href="#{}" title="{}">').format(name, title), Safe("</a>")
    # The rest of something that was cut names the whole it belongs to, and leaves the id to the first part.
    anchor = Safe('id="{}"' if first else 'data-of="{}"').format(name)
    if layer == "commitment":
        return Safe('<span {} class="jd-p">').format(anchor), Safe("</span>")
    row = edition.row("quantities", name)
    draft = " jd-draft" if row["state"] == "draft" else ""
    mark = Safe('<mark {} class="jd-q jd-{}{}" title="{}">').format(anchor, row["class"], draft, _title(row))
    return mark, Safe("</mark>")


def _title(row: Row) -> str:
    """Say in words what a marked numeral is."""
    if row["class"] != "quantity":
        said = f"{row['class']}: {vocabulary.CLASSES[row['class']]}"
    else:
        indicator = " ".join(part for part in (row["indicator"], row["indicator_en"]) if part)
        words = vocabulary.COMPARATORS["sync"] if row["comparator"] == "sync" else in_words(row)
        parts = ["quantity", words, indicator, row["kind"], row["status"], row["deadline"]]
        said = " · ".join(part for part in parts if part)
    return f"{said} · {row['id']}" + (" · draft" if row["state"] == "draft" else "")
