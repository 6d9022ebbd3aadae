"""The foot of every page: whose the book is, and what may be done with it."""

from collections.abc import Iterator
from typing import Any

from lxml import html

from jiedu.display.html import Safe
from jiedu.edition.schema import PACKAGE, read_package
from jiedu.language import say
from jiedu.site.language import english_first
from jiedu.site.trees import Site, SitePage

LICENCE = "LICENSE.txt"
"""The text of the licence of the code, as browsers show it; a file without an ending they would download."""

_RIGHTS, _CITE = "book/colophon", "book/how_to_cite"


def write_feet(site: Site) -> None:
    """Say at the foot of each page who made the book and under which licences, with the ways to where more is said."""
    licences = licences_of(site)
    for page in site.pages:
        for inner in page.tree.xpath("//footer[contains(@class, 'bd-footer-content')]/div"):
            _mend(inner, _foot(site, page, licences))


def licences_of(site: Site) -> list[dict[str, str]]:
    """List the licences that the data package names: name, title and path, each as far as it is there."""
    package = read_package(site.root) if (site.root / PACKAGE).exists() else {}
    named: Any = package.get("licenses")
    found = [one for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    return [{key: str(value) for key, value in one.items()} for one in found]


def _foot(site: Site, page: SitePage, licences: list[dict[str, str]]) -> Safe:
    said = Safe(" · ").join(_parts(site, page, licences))
    return Safe('<p class="jd-foot">{}</p>').format(said)


def _parts(site: Site, page: SitePage, licences: list[dict[str, str]]) -> Iterator[Safe]:
    if site.config.author:
        yield Safe("© {}").format(" ".join(filter(None, [str(site.config.copyright or ""), str(site.config.author)])))
    for licence in licences:
        words = licence.get("title") or licence.get("name", "")
        words = site.edition.said(words) if site.edition is not None else words
        if licence.get("path"):
            yield Safe('<a rel="license" href="{}">{}</a>').format(licence["path"], words)
        else:
            yield Safe("{}").format(words)
    if (site.root / "LICENSE").is_file():
        yield Safe('<a href="{}">{}</a>').format(page.to(LICENCE), _licence_of_code(site))
    for name, en, zh in ((_RIGHTS, "Rights", "版权"), (_CITE, "How to cite", "引用")):
        if name in site.titles:
            yield Safe('<a href="{}">{}</a>').format(page.to(f"{name}.html"), english_first(zh, en))


def _licence_of_code(site: Site) -> str:
    """Name the licence in the file LICENSE by its first line."""
    first = (site.root / "LICENSE").read_text("utf-8", errors="replace").strip().partition("\n")[0].strip()
    return say("Code: {licence}", licence=first) if first else say("The licence of the code")


def _mend(inner: html.HtmlElement, foot: Safe) -> None:
    """Put the foot in the place of author and copyright; what else the settings have put there stays below."""
    for item in inner.xpath("./div"):
        own = item.xpath(".//p[contains(@class, 'component-author') or contains(@class, 'copyright')]")
        if own or not (item.text_content().strip() or len(item)):
            item.drop_tree()
    item = html.fragment_fromstring(Safe('<div class="footer-item">{}</div>').format(foot))
    inner.insert(0, item)
