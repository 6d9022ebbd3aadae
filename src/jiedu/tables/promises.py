"""Tables of promises: clause by clause, by force, by how precise they are."""

from itertools import pairwise

from jiedu import vocabulary
from jiedu.display import html, labels
from jiedu.display.amounts import in_english, with_sign
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, measures
from jiedu.language import BOTH, language, one_of, pick_page, say
from jiedu.tables.base import (
    Table,
    about,
    count_in,
    cue,
    defined,
    in_a_row,
    in_sentences,
    lines,
    name_of,
    partly,
    render,
    section_column,
    sentence_in_english,
)


def commitments(edition: Edition, section: str | None = None) -> Table:
    """List promises clause by clause: the words, their force, kind, numbers, deadline and actor.

    >>> "确保" in commitments(Edition.open(), section="e").html
    True
    """
    data = edition.select("commitments", section=section)[
        ["id", "block", "text", "verb", "force", "cue", "kind", "deadline", "actor", "object", "quantities", "state"]
    ]

    starts = edition.commitments.loc[data.index, "start"].tolist()
    places = dict(zip(data.index, pairwise([None, *starts]), strict=True))

    def promise(row: Row) -> Safe:
        before, start = places[row["id"]]
        english = sentence_in_english(edition, start, before)
        return Safe('<span class="jd-wide">{} {}{}{}</span>').format(
            html.chinese(row["text"]), html.link_id(row["id"]), html.draft_badge(row), english
        )

    def numbers(row: Row) -> Safe:
        ids = [name for name in row["quantities"].split() if edition.has("quantities", name)]
        return lines([promised_number(edition.row("quantities", name)) for name in ids], say("no number"))

    def bound(row: Row) -> Safe:
        parts = []
        if row["deadline"]:
            parts.append(labels.deadline(row["deadline"]))
        if row["actor"]:
            parts.append(Safe(say("{actor} acts")).format(actor=html.chinese(row["actor"])))
        return lines(parts, say("neither explicit"))

    columns = [
        Column("承诺", "promise", promise),
        Column("措辞力度", "force", lambda row: Safe.escape(force_word(row["force"])) + cue(row)),
        Column("种类", "kind", lambda row: html.label(*labels.labelled(labels.COMMITMENT_KINDS, row["kind"]))),
        Column("数字", "numbers", numbers, spare=True),
        Column("明确期限、行动主体", "explicit deadline, actor", bound, spare=True),
    ]
    caption = about(edition, ("承诺", "Promises"), section)
    return render(edition, name_of("commitments", section), data, columns, caption)


def promised_number(row: Row) -> Safe:
    """Link a number that a promise holds, with its English where its unit is Chinese.

    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     promised_number(Edition.open().row("quantities", "q-060")).striptags()
    '30万平方米300,000 square metres'
    """
    words = with_sign(row)
    english = pick_page(words, in_english(row))[1] if any(map(str.isalpha, words)) else ""
    return html.link(row["id"], words) + html.sub(english)


def force_word(force: str) -> str:
    """Name a force; in both, where its cue stands below, by its code.

    >>> force_word("strive")
    'strive'
    """
    zh, _ = labels.labelled(labels.FORCES, force)
    return (language() == "zh" and zh) or force


def force(edition: Edition) -> Table:
    """Count promises by the force of their wording, firmest first, and by section; what has no rank stands below.

    >>> force(Edition.open()).data["force"].iloc[0]
    'ensure'
    """
    counts = measures.count_by_force(edition)
    data = counts.rename_axis("force").reset_index()
    used = [name for name in vocabulary.FORCES if name in set(edition.commitments["force"])]
    apart = [force_word(name) for name in used if name in vocabulary.UNRANKED_FORCES]
    note = in_sentences(
        say("Firmest first."),
        say("{forces}: not ranked, and set apart below.", forces=in_a_row(apart)) if apart else "",
        *(_defined(name) for name in used),
        say("Ranks are an order, not a measure."),
        say("Force is wording only: whether a promise can be checked is its kind."),
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
        columns += [_column(name, str(counts.loc[name, "cues"])) for name in used]
    caption = one_of("措辞力度", "How firmly promises are worded")
    return render(edition, "force", rows, columns, caption, note, data)


def _defined(force: str) -> str:
    """Say what a force means, by its name; the Chinese of its sentence begins with its words."""
    meaning = say(vocabulary.FORCES[force])
    return f"{meaning}。" if language() == "zh" else f"{force}: {meaning}."


MOST_COLUMNS = 12
"""Sections; beyond them a table has them as rows."""
_SHOWN_CUES = 3


def _column(force: str, cues: str) -> Column:
    """Make the column of a force, headed in both by its words, and say so where it has no rank."""
    zh, en = labels.labelled(labels.FORCES, force)
    zh, en = _cues(cues) if language() == BOTH else zh, force
    if force in vocabulary.UNRANKED_FORCES:
        zh, en = zh if language() == BOTH else f"{zh}（{labels.UNRANKED[0]}）", f"{en} ({labels.UNRANKED[1]})"
    return Column(zh, en, count_in(force), "right")


def _force(row: Row) -> Safe:
    apart = Safe('<span class="jd-apart">{}</span>').format(html.in_line(*labels.UNRANKED))
    word, cues = force_word(row["force"]), _cues(row["cues"])
    # In Chinese a force is called by the first of its words.
    said = html.two(word, "" if Safe(cues).striptags() == Safe(word).striptags() else cues)
    return apart + said if row["force"] in vocabulary.UNRANKED_FORCES else said


def _cues(words: str) -> Safe:
    """Name the words that carry a force, the commonest of them."""
    if not words:
        return Safe.escape(say("no cue"))
    first = words.split("、")
    return html.chinese("、".join(first[:_SHOWN_CUES]) + ("…" if len(first) > _SHOWN_CUES else ""))


def _place(edition: Edition, section: str) -> Safe:
    names = {"rest": labels.REST, "all": ("合计", "all")}
    zh, en = names[section] if section in names else edition.section_name(section)
    return html.label(zh, en) if section in names else html.of_page(f"{section.upper()} {zh}", en)


def specificity(edition: Edition) -> Table:
    """Count the promises that name a deliverable, a quantity, a deadline, an actor, section by section.

    >>> specificity(Edition.open()).data.columns.tolist()[-4:]
    ['deliverable', 'quantity', 'deadline', 'actor']
    """
    data = measures.count_by_criterion(edition)
    rows = data[data["commitments"] > 0]
    columns = [section_column(), Column("承诺", "promises", lambda row: str(row["commitments"]), "right")]
    columns += [Column(*labels.CRITERIA[name], partly(name), "right", spare=True) for name in measures.CRITERIA]
    zh = language() == "zh"
    meanings = {labels.CRITERIA[name][0 if zh else 1]: meaning for name, meaning in measures.CRITERIA.items()}
    silent = [section.upper() for section in data.loc[data["commitments"] == 0, "section"]]
    note = in_sentences(
        defined(meanings) + ("。" if zh else "."),
        say("No promises stand in {sections}.", sections=in_a_row(silent)) if silent else "",
    )
    caption = one_of("承诺的具体程度", "How precise promises are")
    return render(edition, "specificity", rows, columns, caption, note, data)
