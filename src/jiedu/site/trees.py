"""The written site while it is finished: its pages as trees, and what every step may ask of it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import html

from jiedu.edition import Edition
from jiedu.files import write_whole


@dataclass(eq=False)
class SitePage:
    """Hold one page: its name without ending, as in `_toc.yml` ("notebooks/overview"), and its tree, which changes."""

    name: str
    tree: html.HtmlElement = field(repr=False)

    @property
    def address(self) -> str:
        """Give the address of the page from the root of the site.

        >>> SitePage("notebooks/overview", html.fromstring("<html></html>")).address
        'notebooks/overview.html'
        """
        return f"{self.name}.html"

    def to(self, address: str) -> str:
        """Give the way from this page to an address that is written from the root of the site.

        >>> SitePage("notebooks/overview", html.fromstring("<html></html>")).to("book/facts.html#fact-rows")
        '../book/facts.html#fact-rows'
        """
        return os.path.relpath(address, PurePosixPath(self.name).parent).replace(os.sep, "/")

    def write(self, folder: Path) -> None:
        """Write the page into the folder of its site, as it is now."""
        text = html.tostring(self.tree, encoding="unicode", doctype="<!DOCTYPE html>")
        write_whole(folder / self.address, text + "\n")

    @property
    def article(self) -> html.HtmlElement | None:
        """Give the element that holds what the page says; none on pages that say nothing of their own."""
        return next(iter(self.tree.xpath("//article[contains(concat(' ', @class, ' '), ' bd-article ')]")), None)


@dataclass(frozen=True, eq=False)
class Site:
    """Hold the site that is being finished.

    `pages` are those of the table of contents in its order, then those that have no place in it (search, index).
    `places` leads from an id to the address where it stands, from the root of the site. `config` holds Sphinx's
    settings; `edition` is none in a book that has no tables.
    """

    folder: Path
    root: Path
    config: Any = field(repr=False)
    edition: Edition | None = field(repr=False)
    places: Mapping[str, str] = field(repr=False)
    titles: Mapping[str, str] = field(repr=False)
    pages: list[SitePage] = field(repr=False)

    def page(self, name: str) -> SitePage | None:
        """Find a page by its name."""
        return next((page for page in self.pages if page.name == name), None)

    def articles(self) -> Iterator[tuple[SitePage, html.HtmlElement]]:
        """Yield the pages of the table of contents, each with its article."""
        for page in self.pages:
            if page.name in self.titles and page.article is not None:
                yield page, page.article

    def write(self) -> None:
        """Write every page as it is now."""
        for page in self.pages:
            page.write(self.folder)
