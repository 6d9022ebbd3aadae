"""Blocks of the page, and sentences quoted from it: sentence pairs, their notes, and where they stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jiedu.answers.bilingual import english_spans
from jiedu.display import html, labels
from jiedu.display.html import Html, Safe
from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.ledger import unassigned
from jiedu.edition.positions import lines_of, position, sentence_at
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick, pick_page, say
from jiedu.passages.marks import marks_between
from jiedu.passages.notes import called, note_card, noted, notes_by_sentence
from jiedu.passages.writing import Writer
from jiedu.text.cleaning import clean, sentences, strip_whitespace

_TITLES = ("headline", "heading")
"""The roles of blocks whose words are the heading of what follows them."""


@dataclass(frozen=True)
class _Pair:
    """A sentence pair, or a sentence that nobody has translated."""

    id: str
    start: int
    end: int
    en: str
    draft: bool


@dataclass(frozen=True)
class _Look:
    """How the blocks of a passage are shown: with notes, with the Chinese alone, below headings of which level."""

    notes: bool
    alone: bool
    level: int


_PASSAGE = Safe(
    '{style}<section class="jd-passage{look}" aria-label="{label}">{uncounted}{blocks}{untranslated}{source}</section>'
)
_UNTRANSLATED = Safe('<p class="jd-missing">{}</p>')


def show(edition: Edition, *block_ids: str, notes: bool = True) -> Html:
    """Show blocks of the page: sentence pairs with notes, every number, promise and term a link to its record.

    Where nothing of it is translated the Chinese has the whole width. Raises Fault for an unknown block.

    >>> '<mark id="q-001"' in show(Edition.open(), "c-lead").html
    True
    """
    if not block_ids:
        raise Fault("passages.show: no block is named")
    blocks = [edition.row("blocks", name) for name in block_ids]
    before = ["", *(strip_whitespace(block["heading_zh"]) for block in blocks)]
    alone = not any(block["heading_en"] or any(pair.en for pair in _pairs(edition, block)) for block in blocks)
    written, titled = [], False
    for block, heading in zip(blocks, before, strict=False):
        titled = titled or block["role"] in _TITLES
        level = 4 if titled and block["role"] not in _TITLES else 3
        written.append(_block(edition, block, heading, _Look(notes, alone, level)))
    shown = _PASSAGE.format(
        style=html.style_sheet("passage.css"),
        look=" jd-alone" if alone else "",
        label=_name(blocks[0]) or block_ids[0],
        uncounted=_uncounted(edition, blocks),
        blocks=Safe("").join(written),
        untranslated=_untranslated(edition) if alone else "",
        source=_source(edition, blocks),
    )
    return Html(str(shown), say("passage: {ids}", ids=", ".join(block_ids)))


def _name(block: Row) -> str:
    zh, en = str(block["heading_zh"]), str(block["heading_en"])
    return (language() == "zh" and strip_whitespace(zh)) or en or zh


def _untranslated(edition: Edition) -> Safe:
    """Say that a translation is still to come, unless none is wanted."""
    if edition.language == "zh":
        return Safe("")
    return _UNTRANSLATED.format(one_of("尚无译文", "Not translated yet."))


_QUOTATION = Safe(
    '<blockquote class="jd-quote"><p>{zh} <a class="jd-to" href="#{to}" aria-label="{where}">{to}</a></p>'
    "{en}</blockquote>"
)


def quote(edition: Edition, *ids: str) -> Html:
    """Quote the sentences that hold rows of the edition, in both languages, with no anchors of their own.

    An id is a quantity, a commitment, a sentence or a term (its first occurrence); unknown ids raise Fault.

    >>> 'id="q-' in quote(Edition.open(), "q-003").html
    False
    """
    quoted = Safe("").join(quotation(edition, name) for name in ids)
    return Html(str(html.style_sheet("passage.css") + quoted), say("quotation: {ids}", ids=", ".join(ids)))


def quotation(edition: Edition, name: str, marked: str = "") -> Safe:
    """Write the sentence that holds a row, the row marked in it and, but for Chinese readers, its English below.

    In an English edition the English is marked too: the number that states the row, or the words that `marked` names.
    It comes without a style sheet.

    >>> "<mark>1000家</mark>" in quotation(Edition.open(), "q-057")
    True
    """
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
    where = say("where it stands: {id}", id=to)
    below = Safe("") if language() == "zh" else _english(_marked_english(edition, row, name, marked))
    return _QUOTATION.format(zh=html.chinese(zh), to=to, where=where, en=below)


def _marked_english(edition: Edition, sentence: Row, name: str, marked: str) -> str:
    """Mark what states a row in the English of its sentence, for readers who have nothing else to go by."""
    english = str(sentence["en"])
    if language() != "en":
        return english
    spans = [(start, end) for start, end, of in english_spans(edition, sentence["id"]) if of == name]
    if marked and marked in english:
        spans = [(english.index(marked), english.index(marked) + len(marked))]
    out: list[str] = []
    done = 0
    for start, end in spans:
        out += [Safe.escape(english[done:start]), Safe("<mark>{}</mark>").format(english[start:end])]
        done = end
    return Safe("").join([*out, Safe.escape(english[done:])])


_SAMPLE = Safe(
    '<div class="jd-block"><div class="jd-rows">{pair}</div>'
    '<p class="jd-source"><a class="jd-answer-link" href="#{id}">{words}</a></p></div>'
)


def sample(edition: Edition, sentence: str) -> Html:
    """Show one sentence as a passage shows it, with no anchors of its own; an unknown sentence raises Fault.

    >>> shown = sample(Edition.open(), "s-072").html
    >>> ' id="' in shown, 'class="jd-q jd-quantity"' in shown
    (False, True)
    """
    row = edition.row("translation", sentence)
    writer = Writer(edition, anchored=False)
    zh = writer.chinese(row["start"], row["end"], marks_between(edition, row["start"], row["end"]))
    en = html.english(writer.english(sentence, row["en"])) if row["en"] else _missing()
    pair = _Pair("", row["start"], row["end"], row["en"], row["state"] == "draft")
    alone = not row["en"]
    written = _sentence(pair, html.chinese(zh), en, _Look(notes=False, alone=alone, level=3))
    blocks = _SAMPLE.format(pair=written, id=sentence, words=html.in_line("原处", "where it stands"))
    shown = _PASSAGE.format(
        style=html.style_sheet("passage.css"),
        look=" jd-alone" if alone else "",
        label=say("One annotated sentence"),
        uncounted="",
        blocks=blocks,
        untranslated=_untranslated(edition) if alone else "",
        source="",
    )
    return Html(str(shown), say("sentence: {id}", id=sentence))


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


_BLOCK = Safe('<div class="jd-block jd-is-{role}" id="{id}"><div class="jd-rows">{cells}</div>{state}</div>')
_HEADING = Safe('<h{level} class="jd-head{look}">{zh}{en}</h{level}>')
_HEADING_ZH = Safe('<span class="jd-zh"{anchor}>{zh}</span>')
_HEADING_EN = Safe('<span class="jd-en">{en}</span>')
_SENTENCE = Safe('<p class="jd-zh{look}"{anchor}>{zh}</p>')
_SENTENCE_EN = Safe('<div class="jd-en{look}">{en}</div>')
_NOTES = Safe('<div class="jd-notes">{}</div>')


def _block(edition: Edition, block: Row, before: str, look: _Look) -> Safe:
    """Write a block as rows of a grid; `before` is the heading of the block above, which is not said again."""
    pairs = _pairs(edition, block)
    beside = notes_by_sentence(edition, block, [pair.start for pair in pairs]) if look.notes else {}
    writer = Writer(edition, noted(note for notes in beside.values() for note in notes))
    marks = marks_between(edition, block["start"], block["end"])
    opening = strip_whitespace(clean(edition.text, pairs[0].start, pairs[0].end).text) if pairs else ""
    heading = strip_whitespace(block["heading_zh"])
    in_text = block["role"] in _TITLES or (bool(pairs) and opening.startswith(heading))
    cells: list[Safe] = []
    if heading and heading != before and not in_text:
        pair = _Pair("", 0, 0, block["heading_en"], False)
        cells.append(_heading(pair, html.chinese(block["heading_zh"]), html.english(block["heading_en"]), look))
    for i, pair in enumerate(pairs):
        zh = html.chinese(writer.chinese(pair.start, pair.end, marks))
        en = html.english(writer.english(pair.id, pair.en)) if pair.en else _missing()
        if block["role"] in _TITLES or (i == 0 and heading and opening == heading):
            cells.append(_heading(pair, zh, en, look))
        else:
            cells.append(_sentence(pair, zh, en, look))
        if i in beside:
            cells.append(_NOTES.format(Safe("").join(note_card(edition, note) for note in beside[i])))
    state = Safe("<p>{}</p>").format(_badge(say("the limits of this block"))) if block["state"] == "draft" else ""
    return _BLOCK.format(role=block["role"].replace("_", "-"), id=block["id"], cells=Safe("").join(cells), state=state)


def _heading(pair: _Pair, zh: Safe, en: Safe, look: _Look) -> Safe:
    anchor = Safe(' id="{}"').format(pair.id) if pair.id else ""
    return _HEADING.format(
        level=look.level,
        look=" jd-draft" if pair.draft else "",
        zh=_HEADING_ZH.format(anchor=anchor, zh=zh),
        en="" if look.alone else _HEADING_EN.format(en=en),
    )


def _sentence(pair: _Pair, zh: Safe, en: Safe, look: _Look) -> Safe:
    draft = " jd-draft" if pair.draft else ""
    anchor = Safe(' id="{}"').format(pair.id) if pair.id else ""
    chinese = _SENTENCE.format(look=draft, anchor=anchor, zh=zh)
    return chinese if look.alone else chinese + _SENTENCE_EN.format(look=draft, en=_paragraph(en, pair))


# What is missing says so itself; a badge beside every such row would drown those that can be reviewed.
def _missing() -> Safe:
    return Safe('<span class="jd-missing">{}</span>').format(one_of("尚无译文", "not translated"))


def _paragraph(en: Safe, pair: _Pair) -> Safe:
    return Safe("<p>{}{}</p>").format(en, _badge(say("the translation")) if pair.draft and pair.en else "")


def _english(words: str) -> Safe:
    return Safe("<p>{}</p>").format(html.english(words) if words else _missing())


def _badge(what: str) -> Safe:
    return html.badge(say("{what}: made by the machine, not yet read by a person", what=what))


_UNCOUNTED = Safe('<details class="jd-uncounted"><summary>{title}</summary>{counts}</details>')


def _uncounted(edition: Edition, blocks: list[Row]) -> Safe:
    """Write how many numerals of the blocks count something, what the others are, and how many are in no row.

    Nothing where every numeral counts.
    """
    spans = [(block["start"], block["end"]) for block in blocks]
    rows = edition.quantities
    shown = [kind for kind, at in zip(rows["class"], rows["start"], strict=True) if _is_in(at, spans)]
    others = Counter(kind for kind in shown if kind != "quantity")
    if not others:
        return Safe("")
    left = sum(_is_in(at, spans) for at in unassigned(edition))
    named = [(*labels.labelled(labels.CLASSES, kind), count) for kind, count in sorted(others.items())]
    counted, uncounted = len(shown) - others.total(), others.total()
    of_zh = "、".join(f"{name}{count}个" for name, _, count in named)
    of_en = ", ".join(f"{count} {name}" for _, name, count in named)
    do = "does" if uncounted == 1 else "do"
    zh, en = pick(
        f"此处数字{len(shown)}个：数量{counted}个，不计数{uncounted}个（{of_zh}），未归类{left}个。",
        f"{len(shown)} numerals here: {counted} count or measure, {uncounted} {do} not ({of_en}), {left} unassigned.",
    )
    counts = Safe("<p>{}</p>").format(html.chinese(zh)) if zh else Safe("")
    counts += Safe('<p lang="en">{}</p>').format(en) if en else Safe("")
    return _UNCOUNTED.format(title=html.in_line("不计数的数字", "what is not counted"), counts=counts)


def _is_in(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


_SOURCE = Safe('<details class="jd-source"><summary>{}</summary><ul>{}</ul></details>')


def _source(edition: Edition, blocks: list[Row]) -> Safe:
    line = Safe("<li>{}：{}</li>") if language() == "zh" else Safe("<li>{}: {}</li>")
    lines = [line.format(_called_block(edition, block), _where(edition, block)) for block in blocks]
    return _SOURCE.format(html.in_line("出处", "where it stands in the file"), Safe("").join(lines))


def _called_block(edition: Edition, block: Row) -> Safe:
    zh, en = pick_page(*called(edition, block["id"]))
    link = Safe('<a class="jd-answer-link" href="#{0}">{0}</a>').format(block["id"])
    if language() == BOTH:
        return Safe("{} {} {}").format(link, html.chinese(zh), en)
    return Safe(" ").join([link, *([html.chinese(zh)] if zh else []), *([Safe.escape(en)] if en else [])])


def _where(edition: Edition, block: Row) -> str:
    start, end = block["start"], block["end"]
    first, last = lines_of(edition, start, end)
    if first == last:
        return say("page.txt, line {line}, characters {start}–{end}", line=first, start=start, end=end)
    return say("page.txt, lines {first}–{last}, characters {start}–{end}", first=first, last=last, start=start, end=end)
