"""The ids and links of many pages, as they stand in one document."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from lxml import html

from jiedu.paper.book_site import resolve

_REFERRING = ("aria-labelledby", "aria-describedby", "headers")
_TO_ID = re.compile(r"url\((['\"]?)#([^'\")]+)\1\)")
_ID_PAGE = re.compile(r"id/([^/]+)\.html")
_OUTSIDE = ("http", "https", "mailto")


@dataclass(frozen=True, eq=False)
class PrintedChapter:
    """Hold a page of the table of contents: its address from the root of the site, and what it says."""

    address: str
    article: html.HtmlElement = field(repr=False)


class OneDocument:
    """Know by which id each place of a book is found in the one document that holds all of its pages.

    An id stays as it is where it stands on one page alone, else the name of the later page is put before it.
    """

    def __init__(self, chapters: Iterable[PrintedChapter]) -> None:
        """Take the chapters in their order; their ids are not changed yet."""
        self._ids: dict[tuple[str, str], str] = {}
        self._pages: dict[str, str] = {}
        taken: dict[str, str] = {}
        for chapter in chapters:
            prefix = fit_for_id(PurePosixPath(chapter.address).stem)
            # Pages of one name in two folders are told apart by their number.
            page = _free(f"page-{prefix}", taken)
            taken[page] = self._pages[chapter.address] = page
            for element in chapter.article.iter():
                old = element.get("id") if isinstance(element.tag, str) else None
                if old:
                    new = old if old not in taken else _free(f"{prefix}--{old}", taken)
                    taken[new] = self._ids[chapter.address, old] = new
        self._first = {old: new for (_, old), new in reversed(self._ids.items())}

    def page(self, address: str) -> str:
        """Give the id of a chapter."""
        return self._pages[address]

    def place(self, address: str, link: str) -> str:
        """Give the id to which a link on a page leads; empty where it leads to nothing that is in the book."""
        target, at = resolve(address, link)
        if row := _ID_PAGE.fullmatch(target):
            return self._first.get(row[1], "")
        if target not in self._pages:
            return ""
        return self._ids.get((target, at), self._pages[target])

    def rewrite(self, chapter: PrintedChapter) -> None:
        """Give a chapter the ids and links that it has in the document.

        A link to what is not in the book, a file or a search, is no link any more; its words stay.
        """
        for element in list(chapter.article.iter()):
            if isinstance(element.tag, str):
                self._refer(chapter.address, element)
        for link in list(chapter.article.iter("a")):
            self._lead(chapter.address, link)

    def _refer(self, address: str, element: html.HtmlElement) -> None:
        for name in _REFERRING:
            if ids := element.get(name):
                element.set(name, " ".join(self._ids.get((address, old), old) for old in ids.split()))
        for name, value in element.items():
            if "url(" in value:
                element.set(name, _TO_ID.sub(lambda at: f"url(#{self._ids.get((address, at[2]), at[2])})", value))
        if old := element.get("id"):
            element.set("id", self._ids[address, old])

    def _lead(self, address: str, link: html.HtmlElement) -> None:
        target = link.get("href")
        if target is None or urlsplit(target).scheme in _OUTSIDE:
            return
        place = "" if urlsplit(target).scheme else self.place(address, target)
        own = {above.get("id") for above in (link, *link.iterancestors())}
        if place and place not in own:
            link.set("href", f"#{place}")
        elif link.get("id"):
            # Something else may lead to it.
            del link.attrib["href"]
        else:
            link.drop_tag()


def fit_for_id(text: str) -> str:
    """Turn a text into what may stand in an id and in the name of a page of the style sheet.

    >>> fit_for_id("open_innovation")
    'open-innovation'
    """
    return re.sub(r"[^0-9a-z]+", "-", text.lower()).strip("-") or "x"


def _free(wanted: str, taken: dict[str, str]) -> str:
    """Find an id that is not taken yet."""
    number, name = 2, wanted
    while name in taken:
        number, name = number + 1, f"{wanted}-{number}"
    return name
