"""The ledger as a page: every number and every promise in one table, which a script filters, sorts and downloads.

Without a script the table stands there whole, in the order of reading.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from jiedu.answers.bilingual import english_spans
from jiedu.answers.records import answer
from jiedu.display import html, labels
from jiedu.display.amounts import DEADLINES
from jiedu.display.html import CHINESE_RUN, Safe
from jiedu.display.labels import Label
from jiedu.display.spoken import beside, english_then
from jiedu.edition import Edition, Row, records
from jiedu.edition.positions import reading_place, sentence_at
from jiedu.language import language, one_of, pick_page, say
from jiedu.tables.base import lines
from jiedu.tables.promises import promised_number
from jiedu.text.cleaning import clean
from jiedu.vocabulary import COMPARATORS, FORCES

TYPES: dict[str, Label] = {"number": ("数字", "Numbers"), "promise": ("承诺", "Promises")}

_REST = "rest"
_EXPLICIT, _NONE = "explicit", "none"
"""What a filter calls any deadline that is stated, and none."""


@dataclass(frozen=True)
class Entry:
    """A row of the ledger page: the row of its table, of which type it is, its sentence, and what it is called."""

    type: str
    row: Row
    sentence: Row | None
    label: Mapping[str, str]

    @property
    def counts(self) -> bool:
        """Tell whether it is a quantity, which has a kind, a comparator and a status."""
        return self.type == "number" and self.row["class"] == "quantity"

    def code(self, column: str) -> str:
        """Give what the row has in a column of its table, "" where that table has no such column."""
        return str(self.row.get(column) or "")


def entries(edition: Edition) -> list[Entry]:
    """List numbers, then promises, each in the order of reading.

    >>> [len([one for one in entries(Edition.open()) if one.type == name]) for name in TYPES]
    [121, 164]
    """
    tables = {"number": edition.quantities, "promise": edition.commitments}
    return [
        Entry(name, row, sentence_at(edition, row["start"]), answer(edition, row["id"])["label"])
        for name, table in tables.items()
        for row in sorted(records(table), key=lambda row: reading_place(edition, row["start"]))
    ]


@dataclass(frozen=True)
class LedgerColumn:
    """A column: its key in the address, its head, how it is sorted, and what stands in a cell and sorts it."""

    key: str
    head: Label
    sort: str
    cell: Callable[[Edition, Entry], str]
    rank: Callable[[Entry], str]


def _value(edition: Edition, entry: Entry) -> Safe:
    if entry.type == "promise":
        ids = [name for name in entry.row["quantities"].split() if edition.has("quantities", name)]
        return lines([promised_number(edition.row("quantities", name)) for name in ids], say("no number"))
    zh, en = pick_page(entry.label["zh"], entry.label["en"])
    return Safe("<b>{}</b>{}").format(html.chinese(zh), html.sub(en)) + html.draft_badge(entry.row)


def _words(edition: Edition, entry: Entry) -> Safe:
    """Say what is counted or promised, and the sentence in which it stands: its English, in Chinese itself."""
    if entry.type == "promise":
        first = html.chinese(entry.row["text"], "p") + html.draft_badge(entry.row)
    else:
        row = entry.row
        first = (
            Safe("<p>{}</p>").format(html.of_page(row["indicator"], row["indicator_en"])) if entry.counts else Safe("")
        )
    return first + (_own_sentence(edition, entry) if language() == "zh" else _sentence(edition, entry))


def _sentence(edition: Edition, entry: Entry) -> Safe:
    """Write the English of a sentence, with the number in question set off."""
    if entry.sentence is None or not entry.sentence["en"]:
        return Safe("<p>{}</p>").format(html.absent(say("no English yet")))
    english, at, parts = entry.sentence["en"], 0, []
    for start, end, name in english_spans(edition, entry.sentence["id"]):
        if name == entry.row["id"]:
            parts += [Safe.escape(english[at:start]), Safe("<b>{}</b>").format(english[start:end])]
            at = end
    return Safe('<p class="jd-small jd-sentence" lang="en">{}</p>').format(
        Safe("").join([*parts, Safe.escape(english[at:])])
    )


def _own_sentence(edition: Edition, entry: Entry) -> Safe:
    """Write a sentence as the page has it, the number in question set off; none of a promise, which is most of it."""
    if entry.sentence is None or entry.type == "promise":
        return Safe("")
    text = clean(edition.text, entry.sentence["start"], entry.sentence["end"])
    start, end = text.from_source(entry.row["start"]), text.from_source(entry.row["end"])
    marked = Safe("{}<b>{}</b>{}").format(text.text[:start], text.text[start:end], text.text[end:])
    return Safe('<p class="jd-small jd-sentence" lang="zh-CN">{}</p>').format(marked)


def _kind(edition: Edition, entry: Entry) -> Safe:
    if entry.type == "number" and not entry.counts:
        return html.label(*labels.labelled(labels.CLASSES, entry.row["class"]))
    kinds = labels.KINDS if entry.counts else labels.COMMITMENT_KINDS
    return html.label(*labels.labelled(kinds, entry.row["kind"]))


def _bound(edition: Edition, entry: Entry) -> Safe:
    if entry.type == "promise":
        return html.label(*labels.labelled(labels.FORCES, entry.row["force"]))
    if not entry.counts:
        return html.absent(say("counts nothing"))
    return html.label(*labels.labelled(labels.COMPARATORS, entry.row["comparator"]))


def _status(edition: Edition, entry: Entry) -> Safe:
    return html.label(*labels.labelled(labels.STATUSES, entry.row["status"])) if entry.counts else Safe("")


def _deadline(edition: Edition, entry: Entry) -> Safe:
    return labels.deadline(entry.row["deadline"]) if entry.counts or entry.type == "promise" else Safe("")


def _section(edition: Edition, entry: Entry) -> Safe:
    letter = entry.row["section"]
    if not letter:
        return html.label(*labels.REST)
    return Safe('<abbr title="{}">{}</abbr>').format(_in_line(edition.section_name(letter)), letter.upper())


def _in_line(of_page: Label) -> str:
    """Write words of the page in one line, with their English where that is read."""
    return " ".join(filter(None, pick_page(*of_page)))


def _rank(words: Mapping[str, str], code: str) -> str:
    return str(list(words).index(code)) if code in words else ""


COLUMNS = (
    LedgerColumn("id", ("编号", "id"), "text", lambda edition, one: one.row["id"], lambda one: one.row["id"]),
    LedgerColumn("section", ("版块", "section"), "text", _section, lambda one: one.row["section"]),
    LedgerColumn("value", ("数值", "value"), "number", _value, lambda one: _plain(one.row.get("value"))),
    LedgerColumn(
        "words",
        ("内容", "what it says"),
        "text",
        _words,
        lambda one: one.row["text"] if one.type == "promise" else one.row["indicator"],
    ),
    LedgerColumn("kind", ("种类", "kind"), "text", _kind, lambda one: one.code("kind") or one.code("class")),
    LedgerColumn(
        "bound",
        ("限定方式、措辞力度", "bound, force"),
        "number",
        _bound,
        lambda one: _rank(FORCES, one.code("force")) or _rank(COMPARATORS, one.code("comparator")),
    ),
    LedgerColumn("status", ("状态", "status"), "text", _status, lambda one: one.code("status")),
    LedgerColumn("deadline", ("明确期限", "explicit deadline"), "text", _deadline, lambda one: one.code("deadline")),
)
"""The columns of the page, in their order."""


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


_FILTERED: tuple[tuple[str, Label, Callable[[Entry], str]], ...] = (
    ("type", ("类型", "Type"), lambda one: one.type),
    ("section", ("版块", "Section"), lambda one: one.row["section"] or _REST),
    ("class", ("数字类别", "Class of numeral"), lambda one: one.code("class")),
    ("kind", ("种类", "Kind"), lambda one: one.code("kind")),
    ("bound", ("限定方式", "Bound"), lambda one: one.code("comparator")),
    ("force", ("措辞力度", "Force"), lambda one: one.code("force")),
    ("status", ("状态", "Status"), lambda one: one.code("status")),
    ("deadline", ("明确期限", "Explicit deadline"), lambda one: one.code("deadline")),
)
"""What rows are filtered by: the key in the address, what it is called, and what a row has there."""


def ledger(edition: Edition) -> Safe:
    """Lay out the page: the controls, which wait for their script, the count of rows, and the table.

    >>> page = ledger(Edition.open())
    >>> page.count("<tr data-"), '<option value="d" lang="zh-CN">D 开放创新 Opening up and innovation</option>' in page
    (285, True)
    """
    rows = entries(edition)
    if not rows:
        return Safe('<p class="jd-small">{}</p>').format(
            english_then("There are no numbers and no promises yet.", "目前没有数字，也没有承诺。", " ")
        )
    name = str(edition.package.get("name") or "edition")
    return Safe('<div class="jd-ledger jd-sortable" data-name="{}">\n{}\n{}\n</div>').format(
        name, _form(edition, rows), _table(edition, rows)
    )


_SEARCH = Safe(
    '<label class="jd-ledger-search"><span>{}</span>'
    '<input type="search" name="q" autocomplete="off" spellcheck="false"></label>'
)
_SORT = Safe(
    '<label><span>{by}</span><select name="sort">{sorts}</select></label>\n'
    '<label class="jd-ledger-check"><input type="checkbox" name="order" value="desc"> <span>{down}</span></label>'
)
_BUTTONS = Safe(
    '<p class="jd-ledger-buttons"><button type="reset">{}</button> '
    '<button type="button" name="download">{}</button></p>'
)


def _form(edition: Edition, rows: list[Entry]) -> Safe:
    """Write the controls: a search, a choice for each filter that tells rows apart, the order, the download."""
    choices = [
        _choice(key, head, options)
        for key, head, of in _FILTERED
        if len(options := _options(edition, key, dict.fromkeys(map(of, rows)))) > 1
    ]
    sorts = [_option("", "阅读顺序", "as read"), *(_option(column.key, *column.head) for column in COLUMNS)]
    sort = _SORT.format(by=beside("排序", "Sort by"), sorts=Safe("").join(sorts), down=beside("倒序", "descending"))
    buttons = _BUTTONS.format(beside("清除筛选", "Show all"), beside("下载所示各行", "Download the rows shown (CSV)"))
    return Safe(
        '<form class="jd-ledger-form" aria-label="{}" hidden>\n{}\n{}\n</form>\n'
        '<p class="jd-ledger-count" role="status"></p>'
    ).format(
        say("Filter and sort the rows"),
        _SEARCH.format(beside("检索", "Search: Chinese, English, id, value")),
        Safe("\n").join([*choices, sort, buttons]),
    )


def _choice(key: str, head: Label, options: Iterable[Safe]) -> Safe:
    frame = Safe('<label><span>{}</span><select name="{}">{}</select></label>')
    return frame.format(beside(*head), key, Safe("").join([_option("", "全部", "all"), *options]))


def _option(value: str, zh: str, en: str) -> Safe:
    # An option holds no markup, so that it has one language: the one that has to be set as what it is.
    words = one_of(zh, en)
    tag = Safe('<option value="{}" lang="zh-CN">{}</option>') if _has_chinese(words) else _PLAIN_OPTION
    return tag.format(value, words)


_PLAIN_OPTION = Safe('<option value="{}">{}</option>')


def _has_chinese(words: str) -> bool:
    """Tell whether words hold Chinese, by which they are set.

    >>> _has_chinese("D 开放创新"), _has_chinese("all")
    (True, False)
    """
    return CHINESE_RUN.search(words) is not None


def _option_of_page(value: str, zh: str, en: str) -> Safe:
    return _option(value, _in_line((zh, en)), "")


def _rest(value: str) -> Safe:
    return _option(value, *labels.REST)


def _options(edition: Edition, key: str, found: Iterable[str]) -> list[Safe]:
    """List the options of a filter: what rows have, in the order of its vocabulary."""
    there = [code for code in found if code]
    if key == "section":
        named = {one: edition.section_name(one) for one in edition.sections}
        return [
            _option_of_page(one, f"{one.upper()} {named[one][0]}", named[one][1]) if one in named else _rest(one)
            for one in sorted(there, key=lambda one: (one == _REST, one))
        ]
    if key == "deadline":
        some = [_option(_EXPLICIT, "有明确期限", "any"), _option(_NONE, *labels.NO_DEADLINE)] if there else []
        return [*some, *(_option_of_page(words, words, DEADLINES.get(words, "")) for words in there)]
    words = _LABELS[key]
    order = [code for code in words if code in there]
    return [
        _option(code, *labels.labelled(words, code)) for code in (*order, *(one for one in there if one not in order))
    ]


_LABELS: Mapping[str, dict[str, Label]] = {
    "type": TYPES,
    "class": labels.CLASSES,
    "kind": labels.KINDS | labels.COMMITMENT_KINDS,
    "bound": labels.COMPARATORS,
    "force": labels.FORCES,
    "status": labels.STATUSES,
}


def _table(edition: Edition, rows: list[Entry]) -> Safe:
    heads = Safe("").join(
        Safe('<th scope="col" data-key="{}" data-as="{}">{}</th>').format(column.key, column.sort, beside(*column.head))
        for column in COLUMNS
    )
    count = {name: sum(one.type == name for one in rows) for name in TYPES}
    frame = Safe(
        '<table class="jd-stack jd-ledger-table"><caption>{}</caption>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table>"
    )
    body = Safe("\n").join(map(partial(_row, edition), rows))
    caption = beside("台账：数字与承诺", f"The ledger: {count['number']} numbers, {count['promise']} promises")
    return frame.format(caption, heads, body)


def _row(edition: Edition, entry: Entry) -> Safe:
    """Write a row: what it is filtered by and its plain values as data, its id as the head."""
    row = entry.row
    data = {key: of(entry) for key, _, of in _FILTERED}
    data |= {name: _plain(row.get(name)) for name in ("value", "value_high")}
    data |= {"unit": row.get("unit", ""), "zh": entry.label["zh"] if entry.type == "number" else row["text"]}
    data |= {"en": entry.label["en"] if entry.type == "number" else ""}
    said = Safe("").join(
        Safe(' data-{}="{}"').format(name.replace("_", "-"), value) for name, value in data.items() if value
    )
    first = Safe('<th scope="row" data-head="{}" data-sort="{}"><a class="jd-id jd-maybe" href="#{}">{}</a></th>')
    cells = [first.format(_head(COLUMNS[0]), row["id"], row["id"], row["id"])]
    cells += [_cell(edition, entry, column) for column in COLUMNS[1:]]
    return Safe("<tr{}>{}</tr>").format(said, Safe("").join(cells))


def _head(column: LedgerColumn) -> str:
    return one_of(*column.head)


def _cell(edition: Edition, entry: Entry, column: LedgerColumn) -> Safe:
    words = column.cell(edition, entry)
    empty = Safe("") if words else Safe(' class="jd-empty"')
    frame = Safe('<td data-head="{}" data-sort="{}"{}>{}</td>')
    return frame.format(_head(column), column.rank(entry), empty, words)
