"""Tables of an edition for a notebook, each with a download of exactly the data it shows."""

import base64
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from great_tables import GT
from great_tables import html as gt_html

from jiedu import measures, vocabulary
from jiedu.display import (
    amount,
    chosen,
    cited,
    escape,
    in_section,
    number,
    percent,
    plain,
    printed,
    section_name,
    style_sheet,
)
from jiedu.edition import Edition, records
from jiedu.errors import Fault
from jiedu.facts import compute, shown
from jiedu.quantities import read
from jiedu.text import squeeze

ASPECTS = {"base": "the year before", "target": "target", "outcome": "outcome"}
"""The aspects of a comparison, in the order in which they are shown."""

_NOT_COMPARED = "not compared"


@dataclass(frozen=True)
class Table:
    """Hold a table: its HTML, its data as shown, and a file name for them.

    >>> table = Table("<table></table>", pd.DataFrame({"a": ["解读"]}), "x")
    >>> table.csv
    'a\\n解读\\n'
    """

    html: str = field(repr=False)
    data: pd.DataFrame = field(repr=False)
    name: str

    @property
    def csv(self) -> str:
        """Write the data as CSV, as the download holds them."""
        return str(self.data.to_csv(index=False, lineterminator="\n"))

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"table: {self.name}, {len(self.data)} rows"


@dataclass(frozen=True)
class _Column:
    """A column as shown: its two-line head, how a row fills it, and on which side it stands."""

    head: str
    cell: Callable[[Any], str]
    align: str = "left"


def quantities(
    edition: Edition,
    section: str | None = None,
    ids: Iterable[str] | None = None,
    classes: Iterable[str] = ("quantity",),
    caption: str = "",
    subtitle: str = "",
) -> Table:
    """List numbers of the ledger, of a section or by id: value, what it measures, kind, status, deadline.

    Raises Fault for an unknown id or section.

    >>> "6,000万元" in quantities(Edition.open(), section="b").html
    True
    """
    rows = chosen(edition, section, ids)
    wanted = set(classes)
    if ids is None:
        rows = rows[rows["class"].isin(wanted)]
    shown = rows[
        [
            "id",
            "block",
            "surface",
            "value",
            "value_high",
            "unit",
            "comparator",
            "cue",
            "indicator",
            "indicator_en",
            "kind",
            "status",
            "deadline",
            "state",
        ]
    ]
    columns = [
        _Column("数值<br>value", _value),
        _Column("指标<br>what it measures", lambda r: _two(r.indicator, r.indicator_en)),
        _Column("类别<br>kind, status", lambda r: _or_none(f"{r.kind}, {r.status}".strip(", "), "no quantity")),
    ]
    dated = (shown["deadline"] != "").any()
    if dated:
        columns.insert(
            3, _Column("期限<br>deadline", lambda r: _or_none(_zh(r.deadline) if r.deadline else "", "none stated"))
        )
    note = "" if dated or shown.empty else "No deadline is stated for any of these."
    name = f"quantities-{section}" if section else "quantities"
    return _table(edition, name, shown, columns, caption or _about(edition, "Numbers", section), subtitle, note)


def targets(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List the expected targets as announced, and every other place that names them, in its words.

    >>> "6.5%左右" in targets(Edition.open()).html
    True
    """
    mentions = measures.hedges(edition)
    mentions = mentions[mentions["hedge"] != "not mentioned"]
    rows = []
    for target in measures.targets(edition):
        own = mentions[mentions["target_id"] == target]
        first = edition.quantities.loc[own["id"].iloc[0]]
        zh, en = measures.target_name(edition, target)
        rows.append(
            {
                "target_id": target,
                "indicator": zh,
                "indicator_en": en,
                "value": first["value"],
                "unit": first["unit"],
                "comparator": first["comparator"],
                "words": own["words"].iloc[0],
                "kind": first["kind"],
                "mentions": " ".join(f"{i}:{words}" for i, words in zip(own["id"], own["words"], strict=True)),
            }
        )
    data = pd.DataFrame(rows)

    def places(row: Any) -> str:
        pairs = [part.split(":", 1) for part in row.mentions.split(" ")]
        return "<br>".join(f'<span class="jd-id">{_zh(words)} {_to(name)}</span>' for name, words in pairs)

    columns = [
        _Column("指标<br>target", lambda r: _two(r.indicator, r.indicator_en)),
        _Column(
            "目标<br>promised", lambda r: f'<span class="jd-amount">{_zh(r.words)}</span>' + _sub(_sense(r.comparator))
        ),
        _Column("类别<br>kind", lambda r: escape(r.kind)),
        _Column("各处原文<br>every mention, in its words", places),
    ]
    return _table(edition, "targets", data, columns, caption or "The expected targets", subtitle)


def compare(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Set the targets beside the figures of other places; a missing value says in words why it is missing.

    >>> "none set" in compare(Edition.open()).html
    True
    """
    data = edition.comparisons
    if data.empty:
        raise Fault("data/comparisons.csv: there is nothing to compare")
    order = {aspect: i for i, aspect in enumerate(ASPECTS)}
    places = list(
        dict.fromkeys(
            sorted(
                zip(data["aspect"], data["place"], strict=True),
                key=lambda pair: (order.get(pair[0], len(order)), list(data["place"]).index(pair[1])),
            )
        )
    )
    rows = {target: group for target, group in data.groupby("target_id", sort=False)}

    def cell(aspect: str, place: str) -> Callable[[Any], str]:
        def fill(row: Any) -> str:
            group = rows[row.target_id]
            own = group[(group["aspect"] == aspect) & (group["place"] == place)]
            if own.empty:
                return _none(_NOT_COMPARED)
            return "<br>".join(_compared(edition, one) for one in records(own))

        return fill

    shown = pd.DataFrame({"target_id": list(rows)})
    columns = [_Column("指标<br>target", lambda r: _two(*_named(edition, r.target_id)))]
    for aspect, place in places:
        columns.append(_Column(f"{_zh(place)}<br>{escape(ASPECTS.get(aspect, aspect))}", cell(aspect, place)))
    note = "“None set”: the source says that no value was set. “Not found”: no source was found. Neither is a zero."
    if (data["availability"] == "bound").any():
        note += " A bound is inferred, not published."
    table = _table(edition, "comparisons", shown, columns, caption or "The targets beside others", subtitle, note, data)
    return table


def commitments(edition: Edition, section: str | None = None, caption: str = "", subtitle: str = "") -> Table:
    """List promises clause by clause: the words, their force, kind, numbers, deadline and actor.

    >>> "确保" in commitments(Edition.open(), section="e").html
    True
    """
    rows = edition.commitments if section is None else in_section(edition, edition.commitments, section)
    data = rows[
        ["id", "block", "text", "verb", "force", "cue", "kind", "deadline", "actor", "object", "quantities", "state"]
    ]

    def bound(row: Any) -> str:
        parts = []
        if row.deadline:
            parts.append(f"by {_zh(row.deadline)}")
        if row.actor:
            parts.append(f"{_zh(row.actor)} acts")
        return "<br>".join(parts) or _none("neither stated")

    def numbers(row: Any) -> str:
        ledger = edition.quantities
        parts = [
            f'<a href="#{escape(name)}">{escape(amount(ledger.loc[name]))}</a>'
            for name in row.quantities.split()
            if name in ledger.index
        ]
        return "<br>".join(parts) or _none("no number")

    columns = [
        _Column(
            "承诺<br>promise", lambda r: f'<span class="jd-wide">{_zh(r.text)} {_to(r.id)}{_draft(r.state)}</span>'
        ),
        _Column("力度<br>force", lambda r: escape(r.force) + _sub(_zh(squeeze(r.cue)) if r.cue else "", safe=True)),
        _Column("类别<br>kind", lambda r: escape(r.kind)),
        _Column("数<br>numbers", numbers),
        _Column("期限、主体<br>deadline, actor", bound),
    ]
    name = f"commitments-{section}" if section else "commitments"
    return _table(edition, name, data, columns, caption or _about(edition, "Promises", section), subtitle)


def terms(edition: Edition, section: str | None = None, caption: str = "", subtitle: str = "") -> Table:
    """List the terms that stand in a section, or all: pinyin, English, what they stand for, how sure that is.

    >>> "yī huán" in terms(Edition.open(), section="c").html
    True
    """
    table = edition.terms
    if section is not None:
        blocks = in_section(edition, edition.blocks.assign(block=edition.blocks["id"]), section)
        spans = list(zip(blocks["start"], blocks["end"], strict=True))
        here = [row.term for row in edition.occurrences.itertuples() if any(a <= row.start < b for a, b in spans)]
        table = table.loc[[name for name in dict.fromkeys(here) if name in table.index]]
    data = table[
        ["id", "term", "type", "pinyin", "en", "expansion_zh", "expansion_en", "confidence", "source", "state"]
    ]

    def term(row: Any) -> str:
        link = f'<a href="#{escape(row.id)}"><span lang="zh-CN">{escape(row.term)}</span></a>'
        return f'<span class="jd-two">{link}{_sub(row.pinyin)}</span>{_draft(row.state)}'

    def meaning(row: Any) -> str:
        return _two(row.expansion_zh, row.expansion_en) if row.expansion_zh or row.expansion_en else _none("no source")

    columns = [
        _Column("词语<br>term", term),
        _Column("英译<br>English", lambda r: f'<span class="jd-two">{escape(r.en)}</span>{_sub(r.type)}'),
        _Column("所指<br>what it stands for", meaning),
        _Column("依据<br>support", lambda r: escape(r.confidence) + _sub(_sources(edition, r.source), safe=True)),
    ]
    name = f"terms-{section}" if section else "terms"
    return _table(edition, name, data, columns, caption or _about(edition, "Terms", section), subtitle)


def blocks(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List the blocks in reading order with their place in the file and the evidence for both.

    >>> len(blocks(Edition.open()).data) == len(Edition.open().blocks)
    True
    """
    table = edition.blocks
    data = table[["id", "role", "section", "heading_zh", "heading_en", "start", "end", "order", "evidence", "state"]]
    data = data.assign(file_order=data["start"].rank().astype(int))

    def lines(row: Any) -> str:
        first = edition.text.count("\n", 0, row.start) + 1
        last = edition.text.count("\n", 0, row.end - 1) + 1
        return f"{first}" if first == last else f"{first}–{last}"

    columns = [
        _Column("顺序<br>reading", lambda r: str(r.order), "right"),
        _Column("原序<br>file", lambda r: str(r.file_order), "right"),
        _Column("版块<br>block", lambda r: _to(r.id) + _sub(r.role.replace("_", " ")) + _draft(r.state)),
        _Column(
            "标题<br>heading",
            lambda r: _two(r.heading_zh, r.heading_en) if r.heading_zh else _none("no heading"),
        ),
        _Column("行<br>lines", lines, "right"),
        _Column("理由<br>evidence", lambda r: f'<span class="jd-wide">{escape(r.evidence)}</span>'),
    ]
    return _table(edition, "blocks", data, columns, caption or "The blocks of the page", subtitle)


def density(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Show section by section how much text, how many numbers and slogans, how many promises with a number.

    >>> density(Edition.open()).data["section"].tolist()[0]
    'a'
    """
    data = measures.density(edition)
    columns = [
        _section_column(),
        _Column("字数<br>characters", lambda r: f"{r.characters:,}", "right"),
        _Column("数<br>quantities", lambda r: str(r.quantities), "right"),
        _Column("数字略语<br>slogans", lambda r: str(r.slogans), "right"),
        _Column("承诺<br>promises", lambda r: str(r.commitments), "right"),
        _Column("有数<br>with a number", lambda r: _part(r.with_number, r.commitments), "right"),
        _Column("有期限<br>with a deadline", lambda r: _part(r.with_deadline, r.commitments), "right"),
    ]
    return _table(edition, "density", data, columns, caption or "Numbers and slogans by section", subtitle)


def force(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Count promises by the force of their wording, firmest first, and by section.

    >>> force(Edition.open()).data["force"].iloc[0]
    'ensure'
    """
    counts = measures.force(edition)
    data = counts.rename_axis("force").reset_index()
    columns = [
        _Column(
            "力度<br>force",
            lambda r: (
                f'<span class="jd-two">{escape(r.force)}{_sub(_zh(r.cues) if r.cues else "no cue", safe=True)}</span>'
            ),
        )
    ]
    for place in [*edition.sections, "rest"]:
        head = f"<br>{escape(place.upper())}" if place != "rest" else "其余<br>rest"
        columns.append(_Column(head, _counted(place), "right"))
    columns.append(_Column("合计<br>all", _counted("all"), "right"))
    note = f"Firmest first. {_key(edition)} Ranks are an order, not a measure."
    return _table(edition, "force", data, columns, caption or "How firmly promises are worded", subtitle, note)


def specificity(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Count the promises that name a deliverable, a quantity, a deadline, an actor, section by section.

    >>> "deliverable" in specificity(Edition.open()).data
    True
    """
    data = measures.specificity(edition)
    heads = {"deliverable": "成果", "quantity": "数", "deadline": "期限", "actor": "主体"}
    columns = [_section_column(), _Column("承诺<br>promises", lambda r: str(r.commitments), "right")]
    for name, head in heads.items():
        columns.append(_Column(f"{head}<br>{name}", _partly(name), "right"))
    note = "; ".join(f"{name}: {meaning}" for name, meaning in measures.CRITERIA.items()) + "."
    return _table(edition, "specificity", data, columns, caption or "How precise promises are", subtitle, note)


def tasks_sections(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Show how much of each task stands in each section, in per cent of the task's pairs of characters.

    >>> "a" in tasks_sections(Edition.open()).data
    True
    """
    shares = measures.tasks_sections(edition)
    tasks = measures.tasks(edition)
    data = shares.rename_axis("task").reset_index()
    data.insert(1, "heading_zh", [tasks.loc[name, "heading_zh"] for name in data["task"]])
    data.insert(2, "own_section", [tasks.loc[name, "section"] for name in data["task"]])

    def cell(section: str) -> Callable[[Any], str]:
        def fill(row: Any) -> str:
            value = getattr(row, section)
            text = percent(value)
            return f'<span class="jd-own">{text}</span>' if row.own_section == section else text

        return fill

    def own(row: Any) -> str:
        return row.own_section.upper() if row.own_section else _none("no section")

    columns = [
        _Column(
            "任务<br>task", lambda r: f'<span class="jd-two">{_zh(r.heading_zh)}{_sub(_to(r.task), safe=True)}</span>'
        ),
        _Column("对应<br>its section", own),
    ]
    for section in edition.sections:
        columns.append(
            _Column(f"{_zh(section_name(edition, section)[0])}<br>{section.upper()}", cell(section), "right")
        )
    note = "Share of the task's pairs of neighbouring characters that also stand in the section; outlined: its own."
    return _table(edition, "tasks-sections", data, columns, caption or "Tasks and sections", subtitle, note)


def facts(edition: Edition, ids: Iterable[str], caption: str = "", subtitle: str = "") -> Table:
    """List computed facts: the number, what it says, how it was computed, what it assumes.

    Raises Fault for an unknown id.

    >>> fact = Edition.open().facts.index[0]
    >>> fact in facts(Edition.open(), [fact]).html
    True
    """
    table = compute(edition)
    wanted = list(ids)
    unknown = [name for name in wanted if name not in table.index]
    if unknown:
        raise Fault(f"data/facts.csv: there is no row {unknown[0]}")
    data = table.loc[wanted, ["id", "value", "unit", "decimals", "zh", "en", "formula", "assumption"]]

    def value(row: Any) -> str:
        rounded = shown(row.value, int(row.decimals))
        return f'<a class="jd-amount" href="#{escape(row.id)}">{rounded}{escape(row.unit)}</a>'

    columns = [
        _Column("结果<br>result", value, "right"),
        _Column("含义<br>what it says", lambda r: _two(plain(r.zh), plain(r.en))),
        _Column("算法<br>computed as", lambda r: f"<code>{escape(r.formula)}</code>"),
        _Column("前提<br>assumes", lambda r: cited(r.assumption) if r.assumption else _none("nothing")),
    ]
    return _table(edition, "facts", data, columns, caption or "Computed facts", subtitle)


def claims(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List the writer's claims: the words, what the page and the record say, what follows.

    >>> "claim-1" in set(claims(Edition.open()).data["id"])
    True
    """
    data = edition.claims

    def both(name: str) -> Callable[[Any], str]:
        return lambda row: (
            f'<span class="jd-two"><span lang="zh-CN">{cited(getattr(row, f"{name}_zh"))}</span>'
            f"{_sub(cited(getattr(row, f'{name}_en')), safe=True)}</span>"
        )

    columns = [
        _Column("判断<br>claim", lambda r: _two(r.zh, "") + _sub(cited(r.en), safe=True) + _draft(r.state)),
        _Column("依据<br>the page and the record", both("evidence")),
        _Column("结论<br>finding", both("finding")),
    ]
    return _table(edition, "claims", data, columns, caption or "The claims, one by one", subtitle)


def disagreements(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List every cell in which the two codings differ, with what was decided and why.

    >>> "reason" in disagreements(Edition.open()).data
    True
    """
    data = edition.optional("disagreements")

    def said(name: str) -> Callable[[Any], str]:
        return lambda row: _zh(squeeze(getattr(row, name)) or "∅")

    columns = [
        _Column("字符<br>characters", lambda r: f"{_zh(squeeze(r.surface))}{_sub(f'{r.start}–{r.end}')}"),
        _Column("栏<br>field", lambda r: escape(r.field)),
        _Column("甲<br>first", said("a")),
        _Column("乙<br>second", said("b")),
        _Column("定<br>resolved", said("resolved")),
        _Column("理由<br>why", lambda r: f'<span class="jd-two">{escape(r.reason)}</span>'),
    ]
    note = "∅ stands for an empty cell, or for a row that one coding does not have."
    return _table(edition, "disagreements", data, columns, caption or "Where two codings differ", subtitle, note)


def agreement(edition: Edition, frame: pd.DataFrame, caption: str = "", subtitle: str = "") -> Table:
    """Show an agreement, field by field: how many cells were compared, how many are equal, and alpha if there is one.

    `frame` has field and n, and of equal, equal_share, share (per cent) and alpha what there is.

    >>> frame = pd.DataFrame({"field": ["value"], "n": [4], "equal": [3], "equal_share": [75.0], "alpha": [None]})
    >>> "not defined" in agreement(Edition.open(), frame).html
    True
    """
    rate = "equal_share" if "equal_share" in frame else "share"
    columns = [
        _Column("栏<br>field", lambda r: escape(r.field)),
        _Column("对数<br>compared", lambda r: f"{r.n:,}", "right"),
    ]
    if "equal" in frame:
        columns.append(_Column("相同<br>equal", lambda r: f"{r.equal:,}", "right"))
    columns.append(
        _Column("占比<br>share equal", lambda r: _figure(getattr(r, rate), 1, "%", "nothing compared"), "right")
    )
    if "alpha" in frame:
        columns.append(_Column("α<br>Krippendorff", lambda r: _figure(r.alpha, 3, "", "not defined"), "right"))
    return _table(edition, f"agreement-{rate.replace('_', '-')}", frame, columns, caption or "Agreement", subtitle)


def reader_mistakes(edition: Edition, frame: pd.DataFrame, caption: str = "", subtitle: str = "") -> Table:
    """List where the reader and the edition differ: the characters, the field, what either says.

    >>> columns = ["id", "surface", "field", "edition", "reader"]
    >>> "∅" in reader_mistakes(Edition.open(), pd.DataFrame([["", "6个", "unit", "个", "∅"]], columns=columns)).html
    True
    """
    columns = [
        _Column("字符<br>characters", lambda r: _zh(squeeze(r.surface)) + (_sub(_to(r.id), safe=True) if r.id else "")),
        _Column("栏<br>field", lambda r: escape(r.field)),
        _Column("本书<br>edition", lambda r: _zh(squeeze(r.edition) or "∅")),
        _Column("程序<br>reader", lambda r: _zh(squeeze(r.reader) or "∅")),
    ]
    return _table(edition, "reader-mistakes", frame, columns, caption or "Where the reader errs", subtitle)


def reading(edition: Edition, text: str, caption: str = "", subtitle: str = "") -> Table:
    """Read any text and list the quantities in it, as `jiedu read` gives them.

    >>> reading(Edition.open(), "建成道路9条").data["indicator"].tolist()
    ['道路']
    """
    fields = ["surface", "value", "unit", "comparator", "indicator", "kind", "status", "start", "end"]
    data = pd.DataFrame([[getattr(found, name) for name in fields] for found in read(text)], columns=fields)
    columns = [
        _Column("字符<br>surface", lambda r: _zh(squeeze(r.surface)) + _sub(f"{r.start}–{r.end}")),
        _Column("数值<br>value", lambda r: f"{r.value:,}" if r.value is not None else _none("none"), "right"),
        _Column("单位<br>unit", lambda r: _zh(r.unit)),
        _Column("约束<br>comparator", lambda r: escape(r.comparator)),
        _Column("指标<br>indicator", lambda r: _zh(r.indicator) if r.indicator else _none("none named")),
        _Column("类别<br>kind, status", lambda r: escape(f"{r.kind}, {r.status}")),
    ]
    return _table(edition, "reading", data, columns, caption or "What the reader reads", subtitle)


def readers(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Compare readers of quantities: a row a reader, a column a measure.

    >>> "Recognizers-Text" in readers(Edition.open()).html
    True
    """
    data = edition.optional("readers")
    by_reader = {(row.reader, row.measure): row for row in data.itertuples()}

    def cell(measure: str) -> Callable[[Any], str]:
        def shown(row: Any) -> str:
            found = by_reader.get((row.reader, measure))
            if found is None:
                return _none("not given")
            return f'<span id="{escape(found.id)}">{found.value:,}</span>'

        return shown

    rows = data.drop_duplicates("reader")
    units = data.drop_duplicates("measure")
    columns = [_Column("程序<br>reader", lambda r: escape(r.reader) + _sub(f"{r.n} quantities" if r.n else ""))]
    columns += [
        _Column(f"{escape(m.measure)}<br>{escape(m.unit)}", cell(m.measure), "right") for m in units.itertuples()
    ]
    title = caption or "What readers of quantities reach"
    return _table(edition, "readers", rows, columns, title, subtitle, download=data)


def _table(
    edition: Edition,
    name: str,
    data: pd.DataFrame,
    columns: list[_Column],
    caption: str,
    subtitle: str,
    note: str = "",
    download: pd.DataFrame | None = None,
) -> Table:
    """Lay a table out; `download` is what the file holds where it is more than the rows shown."""
    cells = [[column.cell(row) for column in columns] for row in data.itertuples(index=False)]
    keys = [f"c{i}" for i in range(len(columns))]
    frame = pd.DataFrame(cells, columns=keys, dtype=object)
    kept = data if download is None else download
    note = note or ("" if len(data) else "There is nothing to list.")
    file = f"{edition.package.get('name') or 'edition'}-{name}.csv"
    done = Table("", kept.reset_index(drop=True), file)
    # A notebook may show two tables of one kind: the data tell their ids apart, and the same data have the same id.
    digest = f"{zlib.crc32(done.csv.encode('utf-8')):08x}"
    # The cells are escaped where they are made, so that they may hold links; the identity keeps them as they are.
    table = (
        GT(frame, id=f"table-{name}-{digest}")
        .fmt(lambda cell: cell, columns=keys)
        .cols_label(cases={key: gt_html(column.head) for key, column in zip(keys, columns, strict=True)})
        .tab_options(table_background_color="transparent", container_overflow_x="auto")
    )
    for side in ("left", "right"):
        here = [key for key, column in zip(keys, columns, strict=True) if column.align == side]
        table = table.cols_align(align=side, columns=here) if here else table
    # Caption and note stand outside the box that scrolls, so that a phone shows them whole.
    name_id = f"caption-{name}-{digest}"
    head = f'<p class="jd-caption" id="{name_id}">{cited(caption)}</p>'
    head += f'<p class="jd-subtitle">{cited(subtitle)}</p>' if subtitle else ""
    foot = f'<p class="jd-table-note">{escape(note)}</p>' if note else ""
    text = base64.b64encode(b"\xef\xbb\xbf" + done.csv.encode("utf-8")).decode("ascii")
    link = (
        f'<p><a class="jd-download" download="{escape(file)}" href="data:text/csv;charset=utf-8;base64,{text}">'
        f"下载数据 Download the data (CSV, {len(kept)} {'row' if len(kept) == 1 else 'rows'})</a></p>"
    )
    body = f"{head}{table.as_raw_html()}{foot}{link}"
    html = f'{style_sheet("table.css")}<div class="jd-table" role="group" aria-labelledby="{name_id}">{body}</div>'
    return Table(html, done.data, file)


def _zh(text: str) -> str:
    return f'<span lang="zh-CN">{escape(text)}</span>'


def _two(zh: str, en: str) -> str:
    if not zh and not en:
        return _none("none named")
    return f'<span class="jd-two">{_zh(zh)}{_sub(en)}</span>'


def _sub(text: str, safe: bool = False) -> str:
    return f'<span class="jd-sub">{text if safe else escape(text)}</span>' if text else ""


def _none(words: str) -> str:
    return f'<span class="jd-none">{escape(words)}</span>'


def _or_none(text: str, words: str) -> str:
    return text or _none(words)


def _to(name: str) -> str:
    return f'<a class="jd-id" href="#{escape(name)}">{escape(name)}</a>'


def _draft(state: str) -> str:
    return ' <span class="jd-badge" title="not yet read by a person">草稿 draft</span>' if state == "draft" else ""


def _value(row: Any) -> str:
    said = amount(row._asdict()) if row.comparator or row.value is not None else printed(row._asdict())
    link = f'<a class="jd-amount" href="#{escape(row.id)}" title="{escape(row.id)}">{_zh(said)}</a>'
    return link + _sub(_zh(squeeze(row.cue)) if row.cue else "", safe=True) + _draft(row.state)


def _sense(comparator: str) -> str:
    return vocabulary.COMPARATORS.get(comparator, "")


def _compared(edition: Edition, row: Any) -> str:
    """Write one figure of a comparison, or why there is none, with a link to its source."""
    sign = vocabulary.COMPARATOR_SIGNS.get(row["comparator"], "")
    shown = "" if row["value"] is None else f"{number(row['value'])}{row['unit']}"
    if row["availability"] == "bound":
        text = f"no more than {shown}, inferred" if row["comparator"] == "le" else f"{sign} {shown}, inferred"
    elif row["availability"] == "stated" and shown:
        text = shown if row["comparator"] in ("", "eq") else f"{sign} {shown}"
    elif row["comparator"] == "sync":
        text = "in step with growth, no number" if row["availability"] == "not ratable" else row["availability"]
    else:
        text = row["availability"]
    body = f'<span class="jd-amount">{escape(text)}</span>' if row["availability"] == "stated" else _none(text)
    return body + _sub(_sources(edition, row["source"]), safe=True)


def _sources(edition: Edition, names: str) -> str:
    parts = []
    for name in names.split():
        shown = escape(name)
        if name in edition.context.index:
            parts.append(f'<a href="#ctx-{shown}">{shown}</a>')
        elif any(name in table.index for table in edition.tables.values()):
            parts.append(_to(name))
        else:
            parts.append(shown)
    return ", ".join(parts)


def _named(edition: Edition, target: str) -> tuple[str, str]:
    known = target in set(edition.quantities["target_id"])
    return measures.target_name(edition, target) if known else (target, "")


def _about(edition: Edition, what: str, section: str | None) -> str:
    if section is None:
        return what
    zh, en = section_name(edition, section)
    return f"{what} of section {section.upper()}, {zh} {en}"


def _section_column() -> _Column:
    return _Column("板块<br>section", lambda r: _two(f"{r.section.upper()} {r.zh}", r.en))


def _part(part: int, whole: int) -> str:
    value = measures.share(part, whole)
    return _none("no promises") if value is None else f"{part}{_sub(percent(value))}"


def _partly(name: str) -> Callable[[Any], str]:
    return lambda row: _part(getattr(row, name), row.commitments)


def _counted(place: str) -> Callable[[Any], str]:
    return lambda row: f"{getattr(row, place):,}"


def _key(edition: Edition) -> str:
    used = [name for name in vocabulary.FORCES if name in set(edition.commitments["force"])]
    return " ".join(f"{name}: {vocabulary.FORCES[name]}." for name in used)


def _figure(value: Any, decimals: int, unit: str, missing: str) -> str:
    empty = value is None or (not isinstance(value, Decimal) and pd.isna(value))
    return _none(missing) if empty else f"{shown(Decimal(value), decimals)}{unit}"
