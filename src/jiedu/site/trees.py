"""The written site while it is finished: its pages as trees, and what every step may ask of it."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import html

from jiedu.answers.records import Record
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

    @property
    def to_root(self) -> str:
        """Give the way from this page to the root of the site, as a folder.

        >>> SitePage("notebooks/overview", html.fromstring("<html></html>")).to_root
        '../'
        """
        return "../" * self.name.count("/") or "./"


@dataclass(frozen=True, eq=False)
class Site:
    """Hold the site that is being finished.

    `pages` are those of the table of contents in its order, then those that have no place in it (search, index).
    `places` leads from an id to the address where it stands, from the root of the site; a step that gives ids adds
    them. `config` holds Sphinx's settings; `edition` is none in a book that has no tables. `records` holds what each
    row answers, with its place and its uses, once the step that gathers them is done.
    """

    folder: Path
    root: Path
    config: Any = field(repr=False)
    edition: Edition | None = field(repr=False)
    places: dict[str, str] = field(repr=False)
    titles: Mapping[str, str] = field(repr=False)
    pages: list[SitePage] = field(repr=False)
    records: dict[str, Record] = field(default_factory=dict, repr=False)

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


def data_block(name: str, data: Any) -> html.HtmlElement:
    """Make a block of data for a script; an end tag within the data cannot end it.

    >>> html.tostring(data_block("x", {"a": "</script>"}), encoding="unicode")
    '<script type="application/json" id="x">{"a":"\\\\u003c/script>"}</script>'
    """
    block = html.Element("script", {"type": "application/json", "id": name})
    block.text = as_json(data).replace("<", "\\u003c")
    return block


def as_json(data: Any) -> str:
    """Write data as JSON without spaces, Chinese as it is.

    >>> as_json({"a": ["解读", 1]})
    '{"a":["解读",1]}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def has_class(element: html.HtmlElement, *names: str) -> bool:
    """Tell whether an element has any of some classes.

    >>> has_class(html.fromstring('<p class="jd-zh jd-head">x</p>'), "jd-head")
    True
    """
    return not set(names).isdisjoint((element.get("class") or "").split())


def is_within(element: html.HtmlElement, *names: str) -> bool:
    """Tell whether an element stands in one that has any of some classes.

    >>> is_within(html.fromstring('<div class="a"><p><b>x</b></p></div>')[0][0], "a", "b")
    True
    """
    return any(has_class(above, *names) for above in element.iterancestors())


def add_class(element: html.HtmlElement, *names: str) -> None:
    """Give an element more classes.

    >>> link = html.fromstring('<a class="jd-id">x</a>')
    >>> add_class(link, "jd-cites")
    >>> link.get("class")
    'jd-id jd-cites'
    """
    element.set("class", " ".join(filter(None, (element.get("class"), *names))))
