"""What passages, tables and charts share: safe HTML, numbers as the page prints them, names of sections."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jiedu.edition import Edition
from jiedu.edition.citations import CITATION
from jiedu.edition.facts import shown
from jiedu.errors import Fault
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import BODY_ROLES, COMPARATOR_SIGNS

STYLE = Path(__file__).parent / "style"

COMPARATOR_WORDS = {
    "eq": "",
    "about": "about",
    "gt": "more than",
    "ge": "at least",
    "le": "at most",
    "lt": "less than",
    "range": "between",
    "sync": "in step with",
    "other": "",
}
"""How a comparator reads before its number."""

DEADLINES = {
    "年内": "within the year",
    "年底前": "by year-end",
    "年底": "at year-end",
    "上半年": "in the first half of the year",
    "下半年": "in the second half of the year",
}
"""The usual deadlines in English; any other stands in Chinese alone."""

OWN_ROLES = ("heading", *BODY_ROLES)
"""The roles of the blocks that a section consists of; a task only points to one."""

_DIGITS = re.compile(r"(?<![\d.,])\d{4,}(?!\.\d)")


@dataclass(frozen=True)
class Html:
    """Hold HTML for a notebook, with a line that stands for it in plain text.

    >>> Html("<b>解读</b>", "a word")
    a word
    """

    html: str = field(repr=False)
    summary: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.summary


def escape(text: str) -> str:
    """Make text safe between tags and inside quoted attributes.

    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(text, quote=True)


def cited(text: str) -> str:
    """Escape a text and turn its citations `[text](#id)` into links.

    >>> cited("a < [1,500](#q-060)")
    'a &lt; <a href="#q-060">1,500</a>'
    """
    return CITATION.sub(r'<a href="#\g<id>">\g<text></a>', escape(text))


def plain(text: str) -> str:
    """Strip a text of its citations, keeping their words.

    >>> plain("about [1,500](#q-060) firms")
    'about 1,500 firms'
    """
    return CITATION.sub(r"\g<text>", text)


@cache
def style_sheet(name: str) -> str:
    """Read a style sheet of the package into a style element.

    >>> style_sheet("passage.css").startswith("<style>")
    True
    """
    return f"<style>{(STYLE / name).read_text(encoding='utf-8')}</style>"


def number(value: Decimal) -> str:
    """Write a number with thousands separators and without an exponent or empty decimals.

    >>> number(Decimal("6.50")), number(Decimal("1E+3"))
    ('6.5', '1,000')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal | None, decimals: int = 0) -> str:
    """Write a percentage, rounded as the derived facts are, half up; a dash for none.

    >>> percent(Decimal("12.5")), percent(None)
    ('13%', '–')
    """
    return "–" if value is None else f"{shown(value, decimals)}%"


def printed(row: Mapping[str, Any]) -> str:
    """Write a quantity in the magnitude in which the page prints it, with separators; Chinese numerals as digits.

    >>> printed({"surface": "6000万元", "value": Decimal(60000000), "value_high": None, "unit": "元"})
    '6,000万元'
    >>> printed({"surface": "两个", "value": Decimal(2), "value_high": None, "unit": "个"})
    '2个'
    """
    surface = unicodedata.normalize("NFKC", strip_whitespace(row["surface"]))
    if row["value"] is None or any(character.isdecimal() for character in surface):
        return _DIGITS.sub(lambda run: f"{int(run[0]):,}", surface)
    high = f"–{number(row['value_high'])}" if row["value_high"] is not None else ""
    return f"{number(row['value'])}{high}{row['unit']}"


def amount(row: Mapping[str, Any]) -> str:
    """Write a quantity with the sign of its comparator; a plain number gets no sign.

    >>> amount({"surface": "95%", "value": Decimal(95), "value_high": None, "unit": "%", "comparator": "ge"})
    '≥ 95%'
    """
    comparator = row["comparator"]
    sign = "" if comparator in ("", "eq", "range") else f"{COMPARATOR_SIGNS[comparator]} "
    return sign + printed(row)


def in_words(row: Mapping[str, Any]) -> str:
    """Write a quantity with its comparator as a word, for titles and alt texts.

    >>> in_words({"surface": "95%", "value": Decimal(95), "value_high": None, "unit": "%", "comparator": "ge"})
    'at least 95%'
    """
    words = "" if row["value"] is None else COMPARATOR_WORDS.get(row["comparator"], "")
    return f"{words} {printed(row)}".strip()


def section_name(edition: Edition, section: str) -> tuple[str, str]:
    """Name a section in Chinese and English; its letter where it has no heading.

    >>> section_name(Edition.open(), "d")
    ('开放创新', 'Opening up and innovation')
    """
    blocks = edition.blocks
    heads = blocks[(blocks["section"] == section) & (blocks["role"] == "heading") & (blocks["heading_zh"] != "")]
    if heads.empty:
        return section.upper(), section.upper()
    return heads["heading_zh"].iloc[0], heads["heading_en"].iloc[0]


def chosen(edition: Edition, section: str | None = None, ids: Iterable[str] | None = None) -> Any:
    """Pick rows of the ledger: those named, in that order, or those of a section; all without either.

    Raises Fault for an unknown id or section.

    >>> len(chosen(Edition.open(), ids=["q-003", "q-001"]))
    2
    """
    table = edition.quantities
    if ids is not None:
        wanted = list(ids)
        unknown = [name for name in wanted if name not in table.index]
        if unknown:
            raise Fault(f"data/quantities.csv: there is no row {unknown[0]}")
        return table.loc[wanted]
    if section is None:
        return table
    return in_section(edition, table, section)


def in_section(edition: Edition, table: Any, section: str) -> Any:
    """Keep the rows that stand in a section itself; raises Fault where the edition has no such section.

    >>> in_section(Edition.open(), Edition.open().commitments, "f")["section"].unique().tolist()
    ['f']
    """
    if section not in set(edition.blocks["section"]) - {""}:
        raise Fault(f"data/blocks.csv: there is no section {section!r}")
    blocks = edition.blocks
    own = blocks[(blocks["section"] == section) & blocks["role"].isin(OWN_ROLES)]
    return table[table["block"].isin(own["id"])]
