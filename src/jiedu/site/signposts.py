"""What stands at the root of a site beside its pages: the way in, the answer to a wrong address, what robots read."""

import shutil
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from jiedu.citing.address import read_settings, site_address
from jiedu.display.html import Safe
from jiedu.files import write_whole
from jiedu.language import language, pick
from jiedu.site.cards import book_icon
from jiedu.site.feet import LICENCE
from jiedu.site.heads import about_book, write_head
from jiedu.site.language import english_first, page_language, spoken
from jiedu.site.policy import put_policy
from jiedu.site.trees import Site, SitePage

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"

_PLAIN = Safe(
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<link rel="stylesheet" href="{sheet}"></head><body><main>{body}</main></body></html>'
)


@dataclass(eq=False)
class LostPage(SitePage):
    """Hold the page that answers at any address: its ways are written from the root of the server, if it is known."""

    base: str | None = None

    def to(self, address: str) -> str:
        """Give the way to an address that is written from the root of the site.

        >>> LostPage("404", html.fromstring("<html></html>"), "/jinshui").to("book/index.html")
        '/jinshui/book/index.html'
        """
        return super().to(address) if self.base is None else f"{self.base}/{address}"


def write_signposts(site: Site) -> None:
    """Write what stands at the root: the front door, the page for wrong addresses, and what servers and robots read."""
    address = site_address(read_settings(site.root))
    # GitHub Pages would leave out every folder whose name begins with an underscore.
    write_whole(site.folder / ".nojekyll", "")
    write_whole(site.folder / "robots.txt", _robots(address))
    if address:
        write_whole(site.folder / "sitemap.xml", _sitemap(site, address))
    if (site.root / "LICENSE").is_file():
        shutil.copyfile(site.root / "LICENSE", site.folder / LICENCE)
    about = about_book(site)
    for page in (_door(site), _lost(site, address)):
        # They are none of the book's, and look like none: what is done to its pages is not done to them.
        if page.name not in site.titles:
            write_head(page, site, about)
            put_policy(page, site)
            page.write(site.folder)


def _robots(address: str) -> str:
    """Let every robot in, and name the map of the site once its address is known.

    >>> _robots("https://example.org/a").splitlines()
    ['User-agent: *', 'Allow: /', 'Sitemap: https://example.org/a/sitemap.xml']
    """
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {address}/sitemap.xml\n" if address else "")


def _sitemap(site: Site, address: str) -> bytes:
    """List the pages of the table of contents by their public addresses, the front page first."""
    urls = etree.Element(f"{{{_SITEMAPS}}}urlset", nsmap={None: _SITEMAPS})
    for name in site.titles:
        url = etree.SubElement(urls, f"{{{_SITEMAPS}}}url")
        etree.SubElement(url, f"{{{_SITEMAPS}}}loc").text = f"{address}/{name}.html"
    return etree.tostring(urls, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _door(site: Site) -> SitePage:
    """Make the front door: whoever comes to the root is led to the front page, at once or by a link."""
    front, title = f"{next(iter(site.titles))}.html", site.config.html_title
    body = Safe('<h1>{title}</h1><p><a href="{front}">{words}</a></p>').format(
        title=spoken(title) if language() == "zh" else title,
        front=front,
        words=english_first("打开本书", "Open the book", " · "),
    )
    page = SitePage("index", _plain_page(site, "_static/plain.css", body))
    page.tree.find("head").append(html.Element("meta", {"http-equiv": "refresh", "content": f"0; url={front}"}))
    return page


def _lost(site: Site, address: str) -> SitePage:
    """Make the page that a server shows for an address that is none, at whatever depth."""
    page = LostPage("404", html.Element("html"), urlsplit(address).path if address else None)
    said = Safe("").join(half for half in reversed(pick(*_LOST)) if half)
    body = Safe('<p><img src="{icon}" alt=""></p><h1>{none}</h1>{said}').format(
        icon=page.to(book_icon(site)),
        none=english_first(*_NONE),
        said=said.format(front=page.to(f"{next(iter(site.titles))}.html"), search=page.to("search.html")),
    )
    zh, en = pick(*_NONE)
    page.tree = _plain_page(site, page.to("_static/plain.css"), body, " · ".join(filter(None, (en, zh))))
    return page


_NONE = ("没有这一页", "No such page")
_LOST = (
    Safe('<p lang="zh-CN">此地址没有内容。请从<a href="{front}">首页</a>开始，或<a href="{search}">检索</a>全书。</p>'),
    Safe(
        '<p>There is nothing at this address. Begin with <a href="{front}">the front page</a>, or '
        '<a href="{search}">search</a> the book.</p>'
    ),
)


def _plain_page(site: Site, sheet: str, body: Safe, title: str = "") -> HtmlElement:
    """Make a page that is none of the book's, with a style sheet of its own."""
    return html.document_fromstring(
        _PLAIN.format(language=page_language(), title=title or site.config.html_title, sheet=sheet, body=body)
    )
