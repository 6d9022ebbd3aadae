"""Tables of the method: claims, codings, the reader and its mistakes."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from jiedu.display import (
    cited,
    escape,
)
from jiedu.edition import Edition
from jiedu.reports.quantities import read
from jiedu.tables.base import Column, Table, badge, chinese, figure, none, pair, render, sub, to_id
from jiedu.text.cleaning import strip_whitespace


def claims(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List the writer's claims: the words, what the page and the record say, what follows.

    >>> "claim-1" in set(claims(Edition.open()).data["id"])
    True
    """
    data = edition.claims

    def both(name: str) -> Callable[[Any], str]:
        return lambda row: (
            f'<span class="jd-two"><span lang="zh-CN">{cited(getattr(row, f"{name}_zh"))}</span>'
            f"{sub(cited(getattr(row, f'{name}_en')), safe=True)}</span>"
        )

    columns = [
        Column("判断<br>claim", lambda r: pair(r.zh, "") + sub(cited(r.en), safe=True) + badge(r.state)),
        Column("依据<br>the page and the record", both("evidence")),
        Column("结论<br>finding", both("finding")),
    ]
    return render(edition, "claims", data, columns, caption or "The claims, one by one", subtitle)


def disagreements(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List every cell in which the two codings differ, with what was decided and why.

    >>> "reason" in disagreements(Edition.open()).data
    True
    """
    data = edition.optional("disagreements")

    def said(name: str) -> Callable[[Any], str]:
        return lambda row: chinese(strip_whitespace(getattr(row, name)) or "∅")

    columns = [
        Column("字符<br>characters", lambda r: f"{chinese(strip_whitespace(r.surface))}{sub(f'{r.start}–{r.end}')}"),
        Column("栏<br>field", lambda r: escape(r.field)),
        Column("甲<br>first", said("a")),
        Column("乙<br>second", said("b")),
        Column("定<br>resolved", said("resolved")),
        Column("理由<br>why", lambda r: f'<span class="jd-two">{escape(r.reason)}</span>'),
    ]
    note = "∅ stands for an empty cell, or for a row that one coding does not have."
    return render(edition, "disagreements", data, columns, caption or "Where two codings differ", subtitle, note)


def agreement(edition: Edition, frame: pd.DataFrame, caption: str = "", subtitle: str = "") -> Table:
    """Show an agreement, field by field: how many cells were compared, how many are equal, and alpha if there is one.

    `frame` has field and n, and of equal, equal_share, share (per cent) and alpha what there is.

    >>> frame = pd.DataFrame({"field": ["value"], "n": [4], "equal": [3], "equal_share": [75.0], "alpha": [None]})
    >>> "not defined" in agreement(Edition.open(), frame).html
    True
    """
    rate = "equal_share" if "equal_share" in frame else "share"
    columns = [
        Column("栏<br>field", lambda r: escape(r.field)),
        Column("对数<br>compared", lambda r: f"{r.n:,}", "right"),
    ]
    if "equal" in frame:
        columns.append(Column("相同<br>equal", lambda r: f"{r.equal:,}", "right"))
    columns.append(
        Column("占比<br>share equal", lambda r: figure(getattr(r, rate), 1, "%", "nothing compared"), "right")
    )
    if "alpha" in frame:
        columns.append(Column("α<br>Krippendorff", lambda r: figure(r.alpha, 3, "", "not defined"), "right"))
    return render(edition, f"agreement-{rate.replace('_', '-')}", frame, columns, caption or "Agreement", subtitle)


def reader_mistakes(edition: Edition, frame: pd.DataFrame, caption: str = "", subtitle: str = "") -> Table:
    """List where the reader and the edition differ: the characters, the field, what either says.

    >>> columns = ["id", "surface", "field", "edition", "reader"]
    >>> "∅" in reader_mistakes(Edition.open(), pd.DataFrame([["", "6个", "unit", "个", "∅"]], columns=columns)).html
    True
    """
    columns = [
        Column(
            "字符<br>characters",
            lambda r: chinese(strip_whitespace(r.surface)) + (sub(to_id(r.id), safe=True) if r.id else ""),
        ),
        Column("栏<br>field", lambda r: escape(r.field)),
        Column("本书<br>edition", lambda r: chinese(strip_whitespace(r.edition) or "∅")),
        Column("程序<br>reader", lambda r: chinese(strip_whitespace(r.reader) or "∅")),
    ]
    return render(edition, "reader-mistakes", frame, columns, caption or "Where the reader errs", subtitle)


def reading(edition: Edition, text: str, caption: str = "", subtitle: str = "") -> Table:
    """Read any text and list the quantities in it, as `jiedu read` gives them.

    >>> reading(Edition.open(), "建成道路9条").data["indicator"].tolist()
    ['道路']
    """
    fields = ["surface", "value", "unit", "comparator", "indicator", "kind", "status", "start", "end"]
    data = pd.DataFrame([[getattr(found, name) for name in fields] for found in read(text)], columns=fields)
    columns = [
        Column("字符<br>surface", lambda r: chinese(strip_whitespace(r.surface)) + sub(f"{r.start}–{r.end}")),
        Column("数值<br>value", lambda r: f"{r.value:,}" if r.value is not None else none("none"), "right"),
        Column("单位<br>unit", lambda r: chinese(r.unit)),
        Column("约束<br>comparator", lambda r: escape(r.comparator)),
        Column("指标<br>indicator", lambda r: chinese(r.indicator) if r.indicator else none("none named")),
        Column("类别<br>kind, status", lambda r: escape(f"{r.kind}, {r.status}")),
    ]
    return render(edition, "reading", data, columns, caption or "What the reader reads", subtitle)


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
                return none("not given")
            return f'<span id="{escape(found.id)}">{found.value:,}</span>'

        return shown

    rows = data.drop_duplicates("reader")
    units = data.drop_duplicates("measure")
    columns = [Column("程序<br>reader", lambda r: escape(r.reader) + sub(f"{r.n} quantities" if r.n else ""))]
    columns += [
        Column(f"{escape(m.measure)}<br>{escape(m.unit)}", cell(m.measure), "right") for m in units.itertuples()
    ]
    title = caption or "What readers of quantities reach"
    return render(edition, "readers", rows, columns, title, subtitle, download=data)
