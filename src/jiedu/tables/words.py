"""Tables of terms."""

from jiedu.display import html, labels
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row
from jiedu.language import language, one_of, say
from jiedu.tables.base import Table, about, name_of, render, sources


def terms(edition: Edition, section: str | None = None) -> Table:
    """List the terms that stand in a section, or all: pinyin, English, what they stand for, how sure that is.

    >>> "yī huán" in terms(Edition.open(), section="c").html
    True
    """
    data = edition.select("terms", section=section)[
        ["id", "term", "type", "pinyin", "en", "expansion_zh", "expansion_en", "confidence", "source", "state"]
    ]

    def term(row: Row) -> Safe:
        return html.two(html.link(row["id"], html.chinese(row["term"])), row["pinyin"]) + html.draft_badge(row)

    def meaning(row: Row) -> Safe:
        zh, en = row["expansion_zh"], row["expansion_en"]
        return html.of_page(zh, en) if zh or en else html.absent(_not_expanded(row))

    english = Column("英译", "English", lambda row: html.two(row["en"]) + html.sub(one_of(*_type(row))))
    columns = [
        Column("词语", "term", term),
        english if (data["en"] != "").any() else Column("类型", "type", lambda row: html.label(*_type(row))),
        Column("释义", "what it stands for", meaning, spare=True),
        Column(
            "依据",
            "support",
            lambda row: Safe.escape(_support(row)) + html.sub(sources(edition, row["source"])),
        ),
    ]
    return render(edition, name_of("terms", section), data, columns, about(edition, ("词语", "Terms"), section))


def _not_expanded(row: Row) -> str:
    return say("as it says") if row["confidence"] == "plain wording" else say("not known")


def _support(row: Row) -> str:
    """Name what an entry rests on; in both, as sentences are, in English."""
    zh, en = labels.labelled(labels.CONFIDENCES, row["confidence"])
    return (language() == "zh" and zh) or en


def _type(row: Row) -> labels.Label:
    return labels.labelled(labels.TERM_TYPES, str(row["type"]))
