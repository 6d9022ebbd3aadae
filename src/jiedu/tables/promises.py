"""Tables of promises: clause by clause, by force, by how precise they are."""

from typing import Any

from jiedu import vocabulary
from jiedu.display import (
    amount,
    escape,
    in_section,
)
from jiedu.edition import Edition, measures
from jiedu.tables.base import (
    Column,
    Table,
    about,
    badge,
    chinese,
    counted,
    none,
    partly,
    render,
    section_column,
    sub,
    to_id,
)
from jiedu.text.cleaning import strip_whitespace


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
            parts.append(f"by {chinese(row.deadline)}")
        if row.actor:
            parts.append(f"{chinese(row.actor)} acts")
        return "<br>".join(parts) or none("neither stated")

    def numbers(row: Any) -> str:
        ledger = edition.quantities
        parts = [
            f'<a href="#{escape(name)}">{escape(amount(ledger.loc[name]))}</a>'
            for name in row.quantities.split()
            if name in ledger.index
        ]
        return "<br>".join(parts) or none("no number")

    columns = [
        Column(
            "承诺<br>promise", lambda r: f'<span class="jd-wide">{chinese(r.text)} {to_id(r.id)}{badge(r.state)}</span>'
        ),
        Column(
            "力度<br>force",
            lambda r: escape(r.force) + sub(chinese(strip_whitespace(r.cue)) if r.cue else "", safe=True),
        ),
        Column("类别<br>kind", lambda r: escape(r.kind)),
        Column("数<br>numbers", numbers),
        Column("期限、主体<br>deadline, actor", bound),
    ]
    name = f"commitments-{section}" if section else "commitments"
    return render(edition, name, data, columns, caption or about(edition, "Promises", section), subtitle)


def force(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Count promises by the force of their wording, firmest first, and by section.

    >>> force(Edition.open()).data["force"].iloc[0]
    'ensure'
    """
    counts = measures.force(edition)
    data = counts.rename_axis("force").reset_index()
    columns = [
        Column(
            "力度<br>force",
            lambda r: (
                f'<span class="jd-two">{escape(r.force)}{sub(chinese(r.cues) if r.cues else "no cue", safe=True)}</span>'
            ),
        )
    ]
    for place in [*edition.sections, "rest"]:
        head = f"<br>{escape(place.upper())}" if place != "rest" else "其余<br>rest"
        columns.append(Column(head, counted(place), "right"))
    columns.append(Column("合计<br>all", counted("all"), "right"))
    note = f"Firmest first. {_key(edition)} Ranks are an order, not a measure."
    return render(edition, "force", data, columns, caption or "How firmly promises are worded", subtitle, note)


def specificity(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Count the promises that name a deliverable, a quantity, a deadline, an actor, section by section.

    >>> "deliverable" in specificity(Edition.open()).data
    True
    """
    data = measures.specificity(edition)
    heads = {"deliverable": "成果", "quantity": "数", "deadline": "期限", "actor": "主体"}
    columns = [section_column(), Column("承诺<br>promises", lambda r: str(r.commitments), "right")]
    for name, head in heads.items():
        columns.append(Column(f"{head}<br>{name}", partly(name), "right"))
    note = "; ".join(f"{name}: {meaning}" for name, meaning in measures.CRITERIA.items()) + "."
    return render(edition, "specificity", data, columns, caption or "How precise promises are", subtitle, note)


def _key(edition: Edition) -> str:
    used = [name for name in vocabulary.FORCES if name in set(edition.commitments["force"])]
    return " ".join(f"{name}: {vocabulary.FORCES[name]}." for name in used)
