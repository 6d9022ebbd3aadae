"""Tables of promises: clause by clause, by force, by how precise they are."""

from jiedu import vocabulary
from jiedu.display import html, labels
from jiedu.display.amounts import with_sign
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, measures
from jiedu.tables.base import (
    Table,
    about,
    count_in,
    cue,
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
        return Safe('<span class="jd-wide">{} {}{}</span>').format(
            words, html.link_id(row["id"]), html.draft_badge(row)
        )

    def numbers(row: Row) -> Safe:
        ids = [name for name in row["quantities"].split() if edition.has("quantities", name)]
        return lines([html.link(name, with_sign(edition.row("quantities", name))) for name in ids], "no number")

    def bound(row: Row) -> Safe:
        parts = []
        if row["deadline"]:
            parts.append(labels.deadline(row["deadline"]))
        if row["actor"]:
            parts.append(Safe("{} acts").format(html.chinese(row["actor"])))
        return lines(parts, "neither explicit")

    columns = [
        Column("承诺", "promise", promise),
        Column("措辞力度", "force", lambda row: Safe.escape(row["force"]) + cue(row)),
        Column("种类", "kind", lambda row: html.pair(*labels.labelled(labels.COMMITMENT_KINDS, row["kind"]))),
        Column("数字", "numbers", numbers, spare=True),
        Column("明确期限、行动主体", "explicit deadline, actor", bound, spare=True),
    ]
    return render(edition, name_of("commitments", section), data, columns, about(edition, "承诺 Promises", section))


def force(edition: Edition) -> Table:
    """Count promises by the force of their wording, firmest first, and by section; what has no rank stands below.

    >>> force(Edition.open()).data["force"].iloc[0]
    'ensure'
    """
    counts = measures.count_by_force(edition)
    data = counts.rename_axis("force").reset_index()
    used = [name for name in vocabulary.FORCES if name in set(edition.commitments["force"])]
    key = " ".join(f"{name}: {vocabulary.FORCES[name]}." for name in used)
    apart = [name for name in used if name in vocabulary.UNRANKED_FORCES]
    unranked = f" {', '.join(apart)}: not ranked, and set apart below." if apart else ""
    note = (
        f"Firmest first.{unranked} {key} Ranks are an order, not a measure. Force is wording only: whether a promise "
        "can be checked is its kind."
    )
    if len(edition.sections) <= MOST_COLUMNS:
        rows = data
        columns = [Column("措辞力度", "force", _force)]
        columns += [Column("", section.upper(), count_in(section), "right", spare=True) for section in edition.sections]
        columns += [Column(*labels.REST, count_in("rest"), "right", spare=True)]
        columns += [Column("合计", "all", count_in("all"), "right")]
    else:
        # So many columns would be wider than any page: a section is a row, and a force a column.
        rows = counts.drop(columns="cues").T.rename_axis("section").reset_index()
        rows = rows[rows[used].sum(axis="columns") > 0]
        columns = [Column("版块", "section", lambda row: _place(edition, row["section"]))]
        columns += [
            Column(_cues(str(counts.loc[name, "cues"])), _ranked(name), count_in(name), "right") for name in used
        ]
    return render(edition, "force", rows, columns, "措辞力度 How firmly promises are worded", note, data)


MOST_COLUMNS = 12
"""Sections; beyond them a table has them as rows."""
_SHOWN_CUES = 3


def _ranked(force: str) -> str:
    """Name a force, and say so where it has no rank."""
    return f"{force} ({labels.UNRANKED[1]})" if force in vocabulary.UNRANKED_FORCES else force


def _force(row: Row) -> Safe:
    apart = Safe('<span class="jd-apart">{} {}</span>').format(html.chinese(labels.UNRANKED[0]), labels.UNRANKED[1])
    said = html.two(row["force"], _cues(row["cues"]))
    return apart + said if row["force"] in vocabulary.UNRANKED_FORCES else said


def _cues(words: str) -> Safe:
    """Name the words that carry a force, the commonest of them."""
    if not words:
        return Safe.escape("no cue")
    first = words.split("、")
    return html.chinese("、".join(first[:_SHOWN_CUES]) + ("…" if len(first) > _SHOWN_CUES else ""))


def _place(edition: Edition, section: str) -> Safe:
    names = {"rest": labels.REST, "all": ("合计", "all")}
    zh, en = names[section] if section in names else edition.section_name(section)
    return html.pair(zh if section in names else f"{section.upper()} {zh}", en)


def specificity(edition: Edition) -> Table:
    """Count the promises that name a deliverable, a quantity, a deadline, an actor, section by section.

    >>> specificity(Edition.open()).data.columns.tolist()[-4:]
    ['deliverable', 'quantity', 'deadline', 'actor']
    """
    data = measures.count_by_criterion(edition)
    rows = data[data["commitments"] > 0]
    columns = [section_column(), Column("承诺", "promises", lambda row: str(row["commitments"]), "right")]
    columns += [Column(*labels.CRITERIA[name], partly(name), "right", spare=True) for name in measures.CRITERIA]
    note = "; ".join(f"{labels.CRITERIA[name][1]}: {meaning}" for name, meaning in measures.CRITERIA.items()) + "."
    silent = [section.upper() for section in data.loc[data["commitments"] == 0, "section"]]
    note += f" No promises stand in {', '.join(silent)}." if silent else ""
    return render(edition, "specificity", rows, columns, "承诺的具体程度 How precise promises are", note, data)
