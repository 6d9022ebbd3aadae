"""The contents of an EPUB, as a page and in the form of before EPUB 3."""

from collections.abc import Mapping

from lxml import etree

from jiedu.paper.book_site import BookSite, ContentsEntry
from jiedu.paper.epub_package import STYLE, identifier
from jiedu.paper.epub_title import TITLE
from jiedu.paper.epub_xhtml import XML_LANG, Copier, Node, add, clean_text, copy_words, serialize, xhtml_page
from jiedu.paper.words import printed_word

NAV, NCX = "nav.xhtml", "toc.ncx"

_NCX = "http://www.daisy.org/z3986/2005/ncx/"


def write_nav(site: BookSite, contents: list[ContentsEntry], files: Mapping[str, str], words: Copier) -> bytes:
    """Write the contents as a page: parts, chapters, sections; and where the book begins, for the reader's program."""
    page = xhtml_page(site.language, printed_word("contents", site.language), STYLE)
    nav = add(page[1], "nav", epub="toc", role="doc-toc", id="toc")
    add(nav, "h1", printed_word("contents", site.language))
    _list_entries(nav, contents, files, words, site.language)
    marks = add(page[1], "nav", epub="landmarks", hidden="hidden")
    listing = add(marks, "ol")
    first = next(entry for entry in site.chapters())
    for kind, href, what in (
        ("titlepage", TITLE, "title page"),
        ("toc", f"{NAV}#toc", "contents"),
        ("bodymatter", files[first.target], "begin"),
    ):
        add(add(listing, "li"), "a", printed_word(what, site.language), href=href, epub=kind)
    return serialize(page, "<!DOCTYPE html>")


def _list_entries(
    parent: Node, entries: list[ContentsEntry], files: Mapping[str, str], words: Copier, language: str
) -> None:
    listing = add(parent, "ol")
    for entry in entries:
        item = add(listing, "li")
        made = add(item, "a", href=_address(entry, files)) if entry.target else add(item, "span")
        copy_words(entry.words, made, words, language)
        if entry.below:
            _list_entries(item, entry.below, files, words, language)


def _address(entry: ContentsEntry, files: Mapping[str, str]) -> str:
    """Give the place of an entry in the book; that of a part is its first chapter."""
    target = next(one.target for one in entry.walk() if one.target)
    page, sign, id_ = target.partition("#")
    return f"{files[page]}{sign}{id_}"


def write_ncx(site: BookSite, contents: list[ContentsEntry], files: Mapping[str, str]) -> bytes:
    """Write the contents once more, for readers of before EPUB 3."""
    ncx: Node = etree.Element(f"{{{_NCX}}}ncx", {"version": "2005-1", XML_LANG: site.language}, {None: _NCX})
    head = etree.SubElement(ncx, f"{{{_NCX}}}head")
    etree.SubElement(head, f"{{{_NCX}}}meta", name="dtb:uid", content=identifier(site))
    etree.SubElement(etree.SubElement(ncx, f"{{{_NCX}}}docTitle"), f"{{{_NCX}}}text").text = clean_text(site.title)
    order: dict[str, int] = {}

    def point(parent: Node, entry: ContentsEntry, id_: str) -> None:
        address = _address(entry, files)
        # A part and its first chapter are one place, and have one number in the order.
        place = str(order.setdefault(address, len(order) + 1))
        made = etree.SubElement(parent, f"{{{_NCX}}}navPoint", id=id_, playOrder=place)
        etree.SubElement(etree.SubElement(made, f"{{{_NCX}}}navLabel"), f"{{{_NCX}}}text").text = clean_text(entry.text)
        etree.SubElement(made, f"{{{_NCX}}}content", src=address)
        for number, below in enumerate(entry.below):
            point(made, below, f"{id_}-{number}")

    points = etree.SubElement(ncx, f"{{{_NCX}}}navMap")
    for number, entry in enumerate(contents):
        point(points, entry, f"n{number}")
    return serialize(ncx)
