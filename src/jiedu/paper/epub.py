"""One EPUB of an edition, made from the pages of its finished site.

Sphinx has a builder for EPUB, which writes from the documents as they were before the pages were finished: without the
records, the charts as SVG, the tables and languages that the steps of `jiedu.site` put into the written pages. So the
book is made from these.
"""

import posixpath
import re
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from lxml import html

from jiedu.files import write_whole
from jiedu.paper.book_site import BookSite, ContentsEntry, open_book_site, resolve
from jiedu.paper.epub_chapter import Chapter, ledger_id, read_chapter
from jiedu.paper.epub_cover import draw_cover
from jiedu.paper.epub_nav import NAV, NCX, write_nav, write_ncx
from jiedu.paper.epub_package import COVER, STYLE, BookFile, is_picture, pack_book, write_package
from jiedu.paper.epub_title import TITLE, write_title_page
from jiedu.paper.epub_xhtml import EPUB_TYPE, SVG, Copier, add, copy_words, serialize, xhtml_page
from jiedu.site.trees import has_class

_PAGES = "pages"
"""Where the pages and pictures of the site lie in the book, as they lie on the site."""

_OUTSIDE = ("http", "https", "mailto")
_RECORD = re.compile(r"id/([^/]+)\.html$")
"""The page of a row, which is none of the book: what it says stands in the ledger and where the row stands."""

_SAFE = "/:?#[]@!$&'()*+,;=%~"


class _Links:
    """Where each link of the site leads in the book."""

    def __init__(self, site: BookSite, chapters: list[Chapter]) -> None:
        self.site = site
        self.chapters = {chapter.page: chapter for chapter in chapters}
        self.places: dict[str, str] = {}
        self.ledger: dict[str, str] = {}
        for chapter in chapters:
            for id_ in sorted(chapter.ids):
                self.places.setdefault(id_, f"{chapter.page}#{id_}")
            for row in sorted(chapter.rows):
                self.ledger.setdefault(row, f"{chapter.page}#{ledger_id(row)}")

    def link(self, page: str, element: html.HtmlElement) -> str | None:
        """Give the address of a link in the book, None where it leads nowhere from there."""
        href = (element.get("href") or "").strip()
        try:
            scheme = urlsplit(href).scheme
        except ValueError:
            return None
        if scheme or not href:
            return quote(href, safe=_SAFE) if scheme in _OUTSIDE else None
        path, id_ = resolve(page, href)
        record = _RECORD.match(path)
        if record is not None:
            path, _, id_ = self._place_of(record[1], element).partition("#")
        target = self.chapters.get(path)
        if target is None:
            # Files beside the pages: they are where the site is published, if that is known.
            within = bool(path) and not path.startswith("..")
            return self.site.address + quote(path) if within and self.site.address else None
        if id_ not in target.ids:
            return None if path == page else _relative(path, page)
        return f"{'' if path == page else _relative(path, page)}#{quote(id_)}"

    def _place_of(self, row: str, element: html.HtmlElement) -> str:
        """Give where a row is found: of a mark that is its row in the ledger, of anything else where it stands."""
        if has_class(element, "jd-answer-link") and row in self.ledger:
            return self.ledger[row]
        return self.places.get(row, "")

    def image(self, page: str, found: dict[str, None], element: html.HtmlElement) -> str | None:
        """Give the address of a picture of the site and note that it is needed; None for any other."""
        source = element.get("src") or ""
        if not source or urlsplit(source).scheme or source.startswith("//"):
            return None
        path, _ = resolve(page, source)
        if not is_picture(path):
            return None
        found[path] = None
        return quote(posixpath.relpath(path, posixpath.dirname(page) or "."))


def _file(page: str) -> str:
    """Give the path in the book of a page of the site.

    >>> _file("notebooks/overview.html")
    'pages/notebooks/overview.xhtml'
    """
    return f"{_PAGES}/{page.removesuffix('.html')}.xhtml"


def _relative(page: str, origin: str) -> str:
    return quote(posixpath.relpath(_file(page), posixpath.dirname(_file(origin))))


def write_epub(folder: Path, out: Path) -> Path:
    """Write the EPUB of a finished site to a file, whole or not at all, and give its path.

    Where `out` does not end in .epub it is a folder, and the file is called as the edition is. Fault where `folder` is
    no site, or a page of its contents or a picture is missing. The same site gives the same bytes.
    """
    site = open_book_site(folder)
    if out.suffix != ".epub":
        out = out / f"{_file_name(site)}.epub"
    write_whole(out, make_epub(site))
    return out


def _file_name(site: BookSite) -> str:
    """Give a name for a file: that of the edition, as far as it is fit for one; one that has none is a book."""
    return re.sub(r"[^\w.-]+", "-", site.name).strip("-.") or "book"


def make_epub(site: BookSite) -> bytes:
    """Make the EPUB of a site."""
    # A page may stand in the contents in several places; it is read where it stands first.
    pages = list(dict.fromkeys(entry.target for entry in site.chapters()))
    chapters = [read_chapter(site, page) for page in pages]
    links, pictures = _Links(site, chapters), dict[str, None]()
    words = Copier(lambda _: None, lambda _: None)
    files = {page: _file(page) for page in pages}
    contents = [_with_sections(site, links, entry) for entry in site.contents]
    written = [_write_chapter(site, chapter, links, pictures) for chapter in chapters]
    items = [
        BookFile(STYLE, Path(__file__).with_name("epub.css").read_bytes()),
        BookFile(COVER, draw_cover(site), "cover-image"),
        BookFile(TITLE, write_title_page(site, words), is_read=True),
        BookFile(NAV, write_nav(site, contents, files, words), "nav", is_read=True),
        BookFile(NCX, write_ncx(site, contents, files)),
        *written,
        *(BookFile(f"{_PAGES}/{path}", site.file(path)) for path in sorted(pictures)),
    ]
    return pack_book(items, write_package(site, items))


def _with_sections(site: BookSite, links: _Links, entry: ContentsEntry) -> ContentsEntry:
    """Add to an entry of the contents the sections of its page."""
    below = [_with_sections(site, links, inner) for inner in entry.below]
    if not entry.target:
        return ContentsEntry(entry.words, "", below)
    ids = links.chapters[entry.target].ids
    sections = [one for one in site.sections(entry.target) if one.target.partition("#")[2] in ids]
    return ContentsEntry(entry.words, entry.target, [*sections, *below])


def _write_chapter(site: BookSite, chapter: Chapter, links: _Links, pictures: dict[str, None]) -> BookFile:
    """Write a page of the book."""
    path = _file(chapter.page)
    title = " ".join(str(chapter.heading.text_content()).split())
    page = xhtml_page(site.language, title, posixpath.relpath(STYLE, posixpath.dirname(path)))
    body = page[1]
    if site.draft:
        add(body, "p", site.draft, class_="jd-draft-line")
    copier = Copier(partial(links.link, chapter.page), partial(links.image, chapter.page, pictures))
    copy_words(chapter.article, body, copier, site.language)
    for section in body.iterchildren("{*}section"):
        section.attrib.update({EPUB_TYPE: "chapter", "role": "doc-chapter"})
    drawn = next(page.iter(f"{{{SVG}}}svg"), None) is not None
    return BookFile(path, serialize(page, "<!DOCTYPE html>"), "svg" if drawn else "", is_read=True)
