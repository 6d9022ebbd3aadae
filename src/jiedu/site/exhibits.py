"""The figures and tables of the chapters: each has an id that stays, whatever its data become."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from jiedu.site.trees import Site

_DIGEST = re.compile(r"caption-(?P<name>.+)-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Hold a figure or a table of a chapter: its id, the page it stands on, and its caption."""

    id: str
    page: str
    caption: str

    @property
    def type(self) -> str:
        """Say which of the two it is."""
        return "table" if self.id.startswith("tab-") else "figure"


def name_exhibits(site: Site) -> None:
    """Give every table of a chapter an id made of the chapter and what it lists, and figures and tables a place.

    A figure is known by the name that its notebook gives it.
    """
    for page, article in site.articles():
        chapter = page.name.rpartition("/")[2].replace("_", "-")
        seen: Counter[str] = Counter()
        for table, name in _tables(article):
            seen[name] += 1
            table.set("id", f"tab-{chapter}-{name}" + (f"-{seen[name]}" if seen[name] > 1 else ""))
        for exhibit in article.xpath(".//figure[starts-with(@id, 'fig-')] | .//div[starts-with(@id, 'tab-')]"):
            site.places.setdefault(exhibit.get("id"), f"{page.address}#{exhibit.get('id')}")


def _tables(article: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for table in article.xpath(".//div[contains(concat(' ', @class, ' '), ' jd-table ')][not(@id)]"):
        named = _DIGEST.fullmatch(table.get("aria-labelledby") or "")
        if named:
            yield table, named["name"].lower().replace("_", "-")


def exhibits(site: Site) -> Iterator[Exhibit]:
    """Yield the figures and tables that have a place, in the order of the pages."""
    for page, article in site.articles():
        for found in article.xpath(".//figure[starts-with(@id, 'fig-')] | .//div[starts-with(@id, 'tab-')]"):
            captions = found.xpath("./figcaption | .//caption[contains(@class, 'jd-caption')]")
            words = " ".join(" ".join(caption.itertext()) for caption in captions).replace("#", " ")
            yield Exhibit(found.get("id"), page.name, " ".join(words.split()))
