"""Citations with gaps: rendered once a style, and filled for each row, here and in the browser by `cite.js`.

A processor takes a fiftieth of a second for an item; an edition has a thousand rows, which differ in their titles.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jiedu.citing.address import read_settings, site_address
from jiedu.citing.references import LONGEST, Item, edition_item, part_item, part_title, source_item
from jiedu.citing.writing import STYLES, cite, escape_tex
from jiedu.edition import Edition

TITLE, KEY, ADDRESS, DAY = "⟦title⟧", "⟦key⟧", "⟦address⟧", "⟦day⟧"
"""The gaps of a citation: title and key of a part, its address, the day on which it was read."""

_NEVER = [9999, 12, 31]


def citation_templates(root: Path, edition: Edition | None = None) -> dict[str, Any]:
    """Give what a cite box needs: the styles, and edition, newspaper and part in each, with gaps for what differs.

    `source` is missing where the edition names no page that it reads. Raises Fault for settings or a citation file
    that cannot be read.

    >>> edition = Edition.open()
    >>> made = citation_templates(edition.root, edition)
    >>> made["part"]["gbt"][:49]
    'The Jiedu project. ⟦title⟧[DS]//The Jiedu project'
    """
    address = site_address(read_settings(root))
    name = str(edition.package.get("name") or "edition") if edition else "edition"
    whole = edition_item(root, address, name)
    part = part_item(whole, "", {"en": TITLE}, ADDRESS if address else "", KEY)
    source = source_item(root, edition, name)
    return {
        "styles": [
            {"name": style.name, "title": style.title, "language": style.list_language, "ending": style.ending}
            for style in STYLES.values()
        ],
        "address": address,
        "longest": LONGEST,
        "edition": _with_gaps(whole),
        **({"source": _with_gaps(source)} if source else {}),
        "part": _with_gaps(part),
    }


def _with_gaps(item: Item) -> dict[str, str]:
    """Write an item in every style, with a gap for the day of reading where the style asks for one."""
    never = "-".join(map(str, _NEVER))
    read = item | {"accessed": {"date-parts": [_NEVER]}}
    return {name: cite(read, style).replace(never, DAY) for name, style in STYLES.items()}


def without_day(citation: str) -> str:
    """Leave out the day of reading, which a page that is written beforehand cannot know.

    >>> without_day("（2026-11-26）[⟦day⟧]. https://example.org")
    '（2026-11-26）. https://example.org'
    """
    return citation.replace(f"[{DAY}]", "")


def fill(template: str, style: str, id_: str, label: Mapping[str, str], address: str = "", key: str = "") -> str:
    """Fill the gaps of a citation for a part of the edition, as the processor would have written it.

    `style` is the name of one of the styles; the other words are those of `part_item`.

    >>> fill("⟦title⟧. ⟦address⟧", "apa", "q-099", {"zh": "6.5%左右", "en": "about 6.5%"}, "https://example.org")
    'q-099: 6.5%左右 [about 6.5%]. https://example.org'
    """
    title = part_title(id_, label, STYLES[style].list_language)
    gaps = {TITLE: escape_tex(title) if style == "bibtex" else title, KEY: key or id_, ADDRESS: address}
    for gap, words in gaps.items():
        template = template.replace(gap, words)
    return template
