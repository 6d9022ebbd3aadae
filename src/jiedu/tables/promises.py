"""Tables of promises: clause by clause, by force, by how precise they are."""

from jiedu import vocabulary
from jiedu.display import html
from jiedu.display.amounts import with_sign
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, measures
from jiedu.tables.base import (
    Table,
    about,
    count_in,
    cue,
    draft_badge,
    lines,
    name_of,
    partly,
    render,
    section_column,
)


def commitments(edition: Edition, section: str | None = None) -> Table:
    """List promises clause by clause: the words, their force, kind, numbers, deadline and actor.

    >>> "确保" in commitments(Edition.open(), section="e").html
    True
    """
    data = edition.select("commitments", section=section)[
        ["id", "block", "text", "verb", "force", "cue", "kind", "deadline", "actor", "object", "quantities", "state"]
    ]

    def promise(row: Row) -> Safe:
        words = html.chinese(row["text"])
        return Safe('<span class="jd-wide">{} {}{}</span>').format(words, html.link_id(row["id"]), draft_badge(row))

    def numbers(row: Row) -> Safe:
        ids = [name for name in row["quantities"].split() if edition.has("quantities", name)]
        return lines([html.link(name, with_sign(edition.row("quantities", name))) for name in ids], "no number")

    def bound(row: Row) -> Safe:
        parts = []
        if row["deadline"]:
            parts.append(Safe("by {}").format(html.chinese(row["deadline"])))
        if row["actor"]:
            parts.append(Safe("{} acts").format(html.chinese(row["actor"])))
        return lines(parts, "neither stated")

    columns = [
        Column("承诺", "promise", promise),
        Column("力度", "force", lambda row: Safe.escape(row["force"]) + cue(row)),
        Column("类别", "kind", lambda row: row["kind"]),
        Column("数", "numbers", numbers),
        Column("期限、主体", "deadline, actor", bound),
    ]
    return render(edition, name_of("commitments", section), data, columns, about(edition, "Promises", section))


def force(edition: Edition) -> Table:
    """Count promises by the force of their wording, firmest first, and by section.

    >>> force(Edition.open()).data["force"].iloc[0]
    'ensure'
    """
    data = measures.count_by_force(edition).rename_axis("force").reset_index()
    columns = [
        Column(
            "力度",
            "force",
            lambda row: html.two(row["force"], html.chinese(row["cues"]) if row["cues"] else "no cue"),
        )
    ]
    columns += [Column("", section.upper(), count_in(section), "right") for section in edition.sections]
    columns += [Column("其余", "rest", count_in("rest"), "right"), Column("合计", "all", count_in("all"), "right")]
    used = [name for name in vocabulary.FORCES if name in set(edition.commitments["force"])]
    key = " ".join(f"{name}: {vocabulary.FORCES[name]}." for name in used)
    note = f"Firmest first. {key} Ranks are an order, not a measure."
    return render(edition, "force", data, columns, "How firmly promises are worded", note)


def specificity(edition: Edition) -> Table:
    """Count the promises that name a deliverable, a quantity, a deadline, an actor, section by section.

    >>> specificity(Edition.open()).data.columns.tolist()[-4:]
    ['deliverable', 'quantity', 'deadline', 'actor']
    """
    data = measures.count_by_criterion(edition)
    heads = {"deliverable": "成果", "quantity": "数", "deadline": "期限", "actor": "主体"}
    columns = [section_column(), Column("承诺", "promises", lambda row: str(row["commitments"]), "right")]
    columns += [Column(head, name, partly(name), "right") for name, head in heads.items()]
    note = "; ".join(f"{name}: {meaning}" for name, meaning in measures.CRITERIA.items()) + "."
    return render(edition, "specificity", data, columns, "How precise promises are", note)
