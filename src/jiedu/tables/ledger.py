"""Tables of numbers: the ledger, the targets, comparisons, computed facts."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from jiedu import vocabulary
from jiedu.display import (
    amount,
    chosen,
    cited,
    escape,
    number,
    plain,
    printed,
)
from jiedu.edition import Edition, measures, records
from jiedu.edition.facts import compute, shown
from jiedu.errors import Fault
from jiedu.tables.base import Column, Table, about, badge, chinese, none, or_none, pair, render, sources, sub, to_id
from jiedu.text.cleaning import strip_whitespace

ASPECTS = {"base": "the year before", "target": "target", "outcome": "outcome"}
"""The aspects of a comparison, in the order in which they are shown."""

_NOT_COMPARED = "not compared"


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
        Column("数值<br>value", _value),
        Column("指标<br>what it measures", lambda r: pair(r.indicator, r.indicator_en)),
        Column("类别<br>kind, status", lambda r: or_none(f"{r.kind}, {r.status}".strip(", "), "no quantity")),
    ]
    dated = (shown["deadline"] != "").any()
    if dated:
        columns.insert(
            3, Column("期限<br>deadline", lambda r: or_none(chinese(r.deadline) if r.deadline else "", "none stated"))
        )
    note = "" if dated or shown.empty else "No deadline is stated for any of these."
    name = f"quantities-{section}" if section else "quantities"
    return render(edition, name, shown, columns, caption or about(edition, "Numbers", section), subtitle, note)


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
        return "<br>".join(f'<span class="jd-id">{chinese(words)} {to_id(name)}</span>' for name, words in pairs)

    columns = [
        Column("指标<br>target", lambda r: pair(r.indicator, r.indicator_en)),
        Column(
            "目标<br>promised",
            lambda r: f'<span class="jd-amount">{chinese(r.words)}</span>' + sub(_sense(r.comparator)),
        ),
        Column("类别<br>kind", lambda r: escape(r.kind)),
        Column("各处原文<br>every mention, in its words", places),
    ]
    return render(edition, "targets", data, columns, caption or "The expected targets", subtitle)


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
                return none(_NOT_COMPARED)
            return "<br>".join(_compared(edition, one) for one in records(own))

        return fill

    shown = pd.DataFrame({"target_id": list(rows)})
    columns = [Column("指标<br>target", lambda r: pair(*_named(edition, r.target_id)))]
    for aspect, place in places:
        columns.append(Column(f"{chinese(place)}<br>{escape(ASPECTS.get(aspect, aspect))}", cell(aspect, place)))
    note = "“None set”: the source says that no value was set. “Not found”: no source was found. Neither is a zero."
    if (data["availability"] == "bound").any():
        note += " A bound is inferred, not published."
    table = render(edition, "comparisons", shown, columns, caption or "The targets beside others", subtitle, note, data)
    return table


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
        Column("结果<br>result", value, "right"),
        Column("含义<br>what it says", lambda r: pair(plain(r.zh), plain(r.en))),
        Column("算法<br>computed as", lambda r: f"<code>{escape(r.formula)}</code>"),
        Column("前提<br>assumes", lambda r: cited(r.assumption) if r.assumption else none("nothing")),
    ]
    return render(edition, "facts", data, columns, caption or "Computed facts", subtitle)


def _value(row: Any) -> str:
    said = amount(row._asdict()) if row.comparator or row.value is not None else printed(row._asdict())
    link = f'<a class="jd-amount" href="#{escape(row.id)}" title="{escape(row.id)}">{chinese(said)}</a>'
    return link + sub(chinese(strip_whitespace(row.cue)) if row.cue else "", safe=True) + badge(row.state)


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
    body = f'<span class="jd-amount">{escape(text)}</span>' if row["availability"] == "stated" else none(text)
    return body + sub(sources(edition, row["source"]), safe=True)


def _named(edition: Edition, target: str) -> tuple[str, str]:
    known = target in set(edition.quantities["target_id"])
    return measures.target_name(edition, target) if known else (target, "")
