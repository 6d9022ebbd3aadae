"""Tables of the method: claims, codings, the reader and its mistakes."""

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

import pandas as pd

from jiedu.display import html, labels
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, records
from jiedu.edition import agreement as codings
from jiedu.edition.schema import ALL_TABLES
from jiedu.edition.signatures import count_drafts
from jiedu.language import BOTH, in_digits, language, one_of, pick_page, say, say_count
from jiedu.reports.quantities import read
from jiedu.tables.base import Table, count_in, render, rounded, sentence_in_english
from jiedu.text.cleaning import strip_whitespace


def claims(edition: Edition) -> Table:
    """List the writer's claims: the words, what the page and the record say, what follows.

    >>> claims(Edition.open()).data["id"].iloc[0]
    'claim-1'
    """

    def claim(row: Row) -> Safe:
        zh, en = pick_page(row["zh"], row["en"])
        words = html.pair(zh, "") + html.sub(html.cited(en)) + html.draft_badge(row)
        return html.anchored(row["id"], words)

    def both(name: str) -> Callable[[Row], Safe]:
        return lambda row: html.label(html.cited(row[f"{name}_zh"]), html.cited(row[f"{name}_en"]))

    columns = [
        Column("论断", "claim", claim),
        Column("依据", "the page and the record", both("evidence")),
        Column("结论", "finding", both("finding")),
    ]
    return render(edition, "claims", edition.claims, columns, one_of("逐条论断", "The claims, one by one"))


def _said(name: str) -> Callable[[Row], Safe]:
    """Write what one side says in a column, a code in Chinese by its label; ∅ where it says nothing."""

    def cell(row: Row) -> Safe:
        known = _CODES.get(str(row["field"]), {}) if language() == "zh" else {}
        words = strip_whitespace(row[name])
        return html.chinese(labels.labelled(known, words)[0] or words or "∅")

    return cell


_CODES: dict[str, dict[str, labels.Label]] = {
    "class": labels.CLASSES,
    "comparator": labels.COMPARATORS,
    "found": labels.CLASSES,
    "kind": labels.KINDS,
    "status": labels.STATUSES,
}
"""The fields of a coding that hold codes, and what these are called."""


def disagreements(edition: Edition) -> Table:
    """List every cell in which the two codings differ, with what was decided and why.

    >>> disagreements(Edition.open()).data.columns.tolist()[-2:]
    ['resolved', 'reason']
    """
    columns = [
        Column("字符", "characters", _place),
        Column("字段", "field", _field),
        Column("初编", "first", _said("a")),
        Column("复编", "second", _said("b")),
        Column("裁定", "resolved", _said("resolved")),
        Column("理由", "why", lambda row: html.two(edition.said(row["reason"]))),
    ]
    note = say("∅ stands for an empty cell, or for a row that one coding does not have.")
    data = edition.optional("disagreements")
    caption = one_of("两份编码的分歧", "Where two codings differ")
    return render(edition, "disagreements", data, columns, caption, note)


def _field(row: Row) -> Safe:
    return html.label(*labels.labelled(labels.FIELDS, str(row["field"])))


def _place(row: Row) -> Safe:
    return html.chinese(strip_whitespace(row["surface"])) + html.sub(f"{row['start']}–{row['end']}")


def agreement(edition: Edition, frame: pd.DataFrame) -> Table:
    """Show an agreement, field by field: cells compared, cells that are equal, and the coefficients that there are.

    `frame` has field and n, and of equal, equal_share, share (per cent), alpha and kappa what there is.

    >>> frame = pd.DataFrame({"field": ["value"], "n": [4], "equal": [3], "equal_share": [75.0], "alpha": [None]})
    >>> "not defined" in agreement(Edition.open(), frame).html
    True
    """
    rate = "equal_share" if "equal_share" in frame else "share"
    columns = [Column("字段", "field", _field), Column("比对数", "compared", count_in("n"), "right")]
    if "equal" in frame:
        columns.append(Column("相同", "equal", count_in("equal"), "right"))
    columns.append(
        Column("相同占比", "share equal", lambda row: rounded(row[rate], 1, "%", say("nothing compared")), "right")
    )
    for name, sign, whose in (("alpha", "α", "Krippendorff"), ("kappa", "κ", "Cohen")):
        if name in frame:
            columns.append(Column(sign, whose, _coefficient(name), "right"))
    return render(edition, f"agreement-{rate.replace('_', '-')}", frame, columns, one_of("一致程度", "Agreement"))


def _coefficient(name: str) -> Callable[[Row], str]:
    return lambda row: rounded(row[name], 3, "", say("not defined"))


def promise_confusion(edition: Edition) -> Table:
    """Cross the kinds of the promises: a row a kind of the first coding, a column a kind of the second.

    >>> promise_confusion(Edition.open()).data.columns.tolist()
    ['first', 'measure', 'result', 'orientation']
    """
    counts = codings.confusion(edition)
    data = counts.rename_axis("first").rename_axis(None, axis="columns").reset_index()
    columns = [Column("初编＼复编", "first ＼ second", _kind("first"))]
    columns += [
        Column(*labels.labelled(labels.COMMITMENT_KINDS, kind), count_in(kind), "right") for kind in counts.columns
    ]
    note = say(
        "On the diagonal both codings agree. A row is what the first coding says, a column what the second says."
    )
    caption = one_of("承诺种类的双重编码", "The kinds of the promises, coded twice")
    return render(edition, "promise-confusion", data, columns, caption, note)


def promise_disagreements(edition: Edition) -> Table:
    """List every promise whose kind the two codings see differently, with what was decided and why.

    >>> promise_disagreements(Edition.open()).data.columns.tolist()
    ['id', 'text', 'a', 'b', 'resolved', 'reason']
    """
    listed = edition.optional("promises-disagreements")
    data = listed.assign(text=listed["id"].map(edition.commitments["text"]).fillna(""))
    data = data[["id", "text", "a", "b", "resolved", "reason"]]

    def promise(row: Row) -> Safe:
        clause = html.chinese(row["text"]) + html.sub(html.link_id(row["id"]))
        place = edition.commitments["start"].get(row["id"])
        return clause if place is None else clause + sentence_in_english(edition, place)

    columns = [
        Column("承诺", "promise", promise),
        Column("初编", "first", _kind("a")),
        Column("复编", "second", _kind("b")),
        Column("裁定", "resolved", _kind("resolved")),
        Column("理由", "why", lambda row: html.two(edition.said(row["reason"]))),
    ]
    caption = one_of("种类有分歧的承诺", "Promises to which two codings give different kinds")
    return render(edition, "promise-disagreements", data, columns, caption)


def _kind(name: str) -> Callable[[Row], Safe]:
    return lambda row: html.label(*labels.labelled(labels.COMMITMENT_KINDS, row[name]))


def drafts(edition: Edition) -> Table:
    """Count table by table the rows that nobody answers for as they stand; say who signed the others, and when.

    >>> drafts(Edition.open()).data["draft"].sum()
    np.int64(0)
    """
    signed = edition.signed_by()

    def names(row: Row) -> str:
        if language() != "zh":
            return str(row["signed"])
        parted = (one.rpartition(", ") for one in signed.get(row["table"], []))
        return "；".join(f"{edition.said(by)}，{day}" for by, _, day in parted)

    counts = [
        {
            "table": name,
            "path": ALL_TABLES[name].path,
            "title": ALL_TABLES[name].title,
            "rows": rows,
            "draft": draft,
            "signed": "; ".join(signed.get(name, [])),
        }
        for name, (draft, rows) in count_drafts(edition).items()
        if rows
    ]
    columns = [
        Column("表", "table", lambda row: html.two(say(row["title"]), row["path"])),
        Column("行", "rows", count_in("rows"), "right"),
        Column("草稿", "draft", count_in("draft"), "right"),
        Column("署名", "signed", lambda row: names(row) or html.absent(say("by nobody yet")), spare=True),
    ]
    data = pd.DataFrame(counts, columns=["table", "path", "title", "rows", "draft", "signed"])
    return render(edition, "drafts", data, columns, one_of("署名", "Who answers for what"))


def reader_mistakes(edition: Edition, frame: pd.DataFrame) -> Table:
    """List where the reader and the edition differ: the characters, the field, what either says.

    >>> columns = ["id", "surface", "field", "edition", "reader"]
    >>> "∅" in reader_mistakes(Edition.open(), pd.DataFrame([["", "6个", "unit", "个", "∅"]], columns=columns)).html
    True
    """

    def characters(row: Row) -> Safe:
        return html.chinese(strip_whitespace(row["surface"])) + html.sub(html.link_id(row["id"]) if row["id"] else "")

    columns = [
        Column("字符", "characters", characters),
        Column("字段", "field", _field),
        Column("本书", "edition", _said("edition")),
        Column("程序", "reader", _said("reader")),
    ]
    note = say("∅ stands for an empty cell, – for a row that one side does not have.")
    return render(edition, "reader-mistakes", frame, columns, one_of("程序读错之处", "Where the reader errs"), note)


def reading(edition: Edition, text: str) -> Table:
    """Read any text and list the quantities in it, as `jiedu read` gives them.

    >>> reading(Edition.open(), "建成道路9条").data["indicator"].tolist()
    ['道路']
    """
    fields = ["surface", "value", "unit", "comparator", "indicator", "kind", "status", "start", "end"]
    data = pd.DataFrame([[getattr(found, name) for name in fields] for found in read(text)], columns=fields)

    def value(row: Row) -> str:
        return in_digits(row["value"]) if row["value"] is not None else html.absent(say("none"))

    def indicator(row: Row) -> Safe:
        return html.chinese(row["indicator"]) if row["indicator"] else html.absent(say("none named"))

    columns = [
        Column("字符", "surface", _place),
        Column("数值", "value", value, "right"),
        Column("单位", "unit", lambda row: html.chinese(row["unit"])),
        Column(*labels.FIELDS["comparator"], lambda row: _word(labels.COMPARATORS, row["comparator"])),
        Column("指标", "indicator", indicator),
        Column("种类、状态", "kind, status", lambda row: html.label(*labels.measured(row))),
    ]
    return render(edition, "reading", data, columns, one_of("程序读数", "What the reader reads"))


def _word(codes: dict[str, labels.Label], code: str) -> str:
    """Name a code: in Chinese by its label, else by itself."""
    return (language() == "zh" and labels.labelled(codes, code)[0]) or code


def readers(edition: Edition) -> Table:
    """Compare readers of quantities: a row a reader, a column a measure.

    >>> "Recognizers-Text" in readers(Edition.open()).html
    True
    """
    data = edition.optional("readers")
    known = {(row["reader"], row["measure"]): row for row in records(data)}

    def reader(row: Row) -> Safe:
        records = say_count("{count} record", "{count} records", int(row["n"])) if row["n"] else ""
        return Safe.escape(edition.said(row["reader"])) + html.sub(records)

    def reached(measure: str) -> Callable[[Row], Safe]:
        def cell(row: Row) -> Safe:
            found = known.get((row["reader"], measure))
            if found is None:
                return html.absent(say("not given"))
            return Safe('<span id="{}">{}</span>').format(found["id"], in_digits(found["value"]))

        return cell

    columns = [Column("程序", "reader", reader)]
    columns += [_measured(edition, row, reached(row["measure"])) for row in records(data.drop_duplicates("measure"))]
    title = one_of("各程序读数比较", "What readers of quantities reach")
    return render(edition, "readers", data.drop_duplicates("reader"), columns, title, download=data)


def _measured(edition: Edition, row: Row, cell: Callable[[Row], Safe]) -> Column:
    """Make the column of a measure, with its unit below it; in one language both stand in one line."""
    measure, unit = edition.said(row["measure"]), edition.said(row["unit"])
    if language() == BOTH:
        return Column(measure, unit, cell, "right")
    return Column(f"{measure}（{unit}）", f"{measure} ({unit})", cell, "right")


def mutations(edition: Edition) -> Table:
    """Say what share of single changes the checks catch: a row an area and kind of change.

    >>> mutations(Edition.open()).data["tried"].min() > 0
    np.True_
    """
    data = edition.optional("mutations")

    def share(name: str) -> Callable[[Row], Safe]:
        def cell(row: Row) -> Safe:
            caught = row["caught"] - (row["signed"] if name == "alone" else 0)
            # Never rounded up to all of it.
            per_cent = Decimal(100 * int(caught) / int(row["tried"])).quantize(Decimal("0.1"), ROUND_DOWN).normalize()
            counts = say("{caught} of {tried}", caught=in_digits(caught), tried=in_digits(row["tried"]))
            return Safe('<span class="jd-amount">{}%</span>').format(f"{per_cent:f}") + html.sub(counts)

        return cell

    def changed(row: Row) -> Safe:
        return Safe('<span id="{}">{}</span>').format(row["id"], edition.said(row["kind"]))

    columns = [
        Column("对象", "where", lambda row: edition.said(row["area"])),
        Column("改动", "what was changed", changed),
        Column("发现", "caught", share("caught"), "right"),
        Column("不计署名", "without signatures", share("alone"), "right"),
    ]
    caption = one_of("检查能发现的单处改动", "What the checks catch of single changes")
    return render(edition, "mutations", data, columns, caption)
