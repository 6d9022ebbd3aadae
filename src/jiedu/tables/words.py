"""Tables of terms."""

from typing import Any

from jiedu.display import (
    escape,
    in_section,
)
from jiedu.edition import Edition
from jiedu.tables.base import Column, Table, about, badge, none, pair, render, sources, sub


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
        return f'<span class="jd-two">{link}{sub(row.pinyin)}</span>{badge(row.state)}'

    def meaning(row: Any) -> str:
        return pair(row.expansion_zh, row.expansion_en) if row.expansion_zh or row.expansion_en else none("no source")

    columns = [
        Column("词语<br>term", term),
        Column("英译<br>English", lambda r: f'<span class="jd-two">{escape(r.en)}</span>{sub(r.type)}'),
        Column("所指<br>what it stands for", meaning),
        Column("依据<br>support", lambda r: escape(r.confidence) + sub(sources(edition, r.source), safe=True)),
    ]
    name = f"terms-{section}" if section else "terms"
    return render(edition, name, data, columns, caption or about(edition, "Terms", section), subtitle)
