"""Tables of terms."""

from jiedu.display import html, labels
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row
from jiedu.tables.base import Table, about, name_of, render, sources

_NOT_EXPANDED = {"plain wording": "as it says"}


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
        return html.pair(zh, en) if zh or en else html.absent(_NOT_EXPANDED.get(row["confidence"], "not known"))

    english = Column("英译", "English", lambda row: html.two(row["en"]) + html.sub(" ".join(_type(row))))
    columns = [
        Column("词语", "term", term),
        english if (data["en"] != "").any() else Column("类型", "type", lambda row: html.pair(*_type(row))),
        Column("释义", "what it stands for", meaning, spare=True),
        Column(
            "依据",
            "support",
            lambda row: Safe.escape(row["confidence"]) + html.sub(sources(edition, row["source"])),
        ),
    ]
    return render(edition, name_of("terms", section), data, columns, about(edition, "词语 Terms", section))


def _type(row: Row) -> labels.Label:
    return labels.labelled(labels.TERM_TYPES, str(row["type"]))
