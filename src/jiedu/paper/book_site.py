"""What a book on paper and an EPUB are made from: the folder of a site, its contents and what it says of itself."""

import copy
import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from jiedu.errors import Fault
from jiedu.files import safe_name, why
from jiedu.language import tell

FRONT = "index.html"
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
_TOKEN = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def by_class(name: str, tag: str = "*", axis: str = "descendant-or-self") -> str:
    """Write the path to the elements that have a class.

    >>> by_class("jd-note", "aside")
    "descendant-or-self::aside[contains(concat(' ', normalize-space(@class), ' '), ' jd-note ')]"
    """
    return f"{axis}::{tag}[{_TOKEN.format(name)}]"


def plain_text(element: html.HtmlElement) -> str:
    """Give the words of an element on one line.

    >>> plain_text(html.fromstring("<p>One\\n <b>sentence</b></p>"))
    'One sentence'
    """
    return " ".join(str(element.text_content()).split())


def parted_title(title: str) -> tuple[str, str, str]:
    """Part a title at its first colon into the name, the colon and the subtitle; without one the last two are empty.

    >>> parted_title("响鼓重锤：数字释读"), parted_title("A drum: a reading"), parted_title("A drum")
    (('响鼓重锤', '：', '数字释读'), ('A drum', ': ', 'a reading'), ('A drum', '', ''))
    """
    for colon in ("：", ": "):
        name, found, rest = title.partition(colon)
        if rest.strip():
            return name.strip(), found, rest.strip()
    return title, "", ""


@dataclass(frozen=True)
class ContentsEntry:
    """Hold an entry of the contents: its words as they stand on the site, where it leads, and what stands below it.

    A part leads nowhere, its target is "".
    """

    words: html.HtmlElement = field(repr=False)
    target: str
    below: list["ContentsEntry"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Give the words as plain text."""
        return plain_text(self.words)

    def walk(self) -> Iterator["ContentsEntry"]:
        """Yield the entry and all below it, in reading order."""
        yield self
        for entry in self.below:
            yield from entry.walk()


@dataclass(frozen=True)
class BookSite:
    """Hold a finished site as a book: `front` is the page its front door leads to, `contents` its table of contents."""

    folder: Path
    door: html.HtmlElement = field(repr=False)
    front: str
    pages: dict[str, html.HtmlElement] = field(repr=False)
    contents: list[ContentsEntry] = field(repr=False)

    @property
    def language(self) -> str:
        """Give the language of the front page."""
        return str(self.pages[self.front].get("lang") or "en")

    @property
    def languages(self) -> list[str]:
        """List the languages of the book, that of its front page first."""
        named = self._described("Book").get("inLanguage", [])
        listed = named if isinstance(named, list) else [named]
        return list(dict.fromkeys([self.language, *(str(one) for one in listed)]))

    @property
    def title(self) -> str:
        """Give the title of the book."""
        head = self.door.find(".//h1")
        return plain_text(head) if head is not None else self.meta("og:site_name") or self.heading

    @property
    def whole_title(self) -> str:
        """Give the title with the subtitle under which the book is cited."""
        name, colon, subtitle = parted_title(self.title)
        _, cited_colon, cited_subtitle = parted_title(self.meta("citation_title"))
        return f"{name}{cited_colon or colon}{cited_subtitle or subtitle}"

    @property
    def heading(self) -> str:
        """Give the heading of the front page."""
        return _heading(self.pages[self.front])

    @property
    def author(self) -> str:
        """Name the author; "" where the site names none."""
        return self.meta("citation_author") or self.meta("DC.creator")

    @property
    def date(self) -> str:
        """Give the day of the edition, like 2026-11-26; "" where the site has none."""
        return self.meta("DC.date") or self.meta("citation_publication_date").replace("/", "-")

    @property
    def name(self) -> str:
        """Give the short name of the edition, by which its files are called; "" where it has none."""
        return str(self._described("Dataset").get("alternateName", ""))

    @property
    def version(self) -> str:
        """Give the version of the edition; "" where it has none."""
        return str(self._described("Dataset").get("version", ""))

    @property
    def licence(self) -> str:
        """Give the address of the licence; "" where none is named."""
        return str(self._described("Book").get("license", ""))

    @property
    def draft(self) -> str:
        """Give the line that a draft has on every page; "" where the book is none."""
        found = self.pages[self.front].xpath(by_class("bd-header-announcement"))
        return plain_text(found[0]) if found else ""

    @property
    def sources(self) -> list[tuple[str, str]]:
        """List what the edition reads: the words for it, and its address."""
        addresses = [str(address) for address in self._described("Dataset").get("isBasedOn", [])]
        titles = {str(one.get("path", "")): str(one.get("title", "")) for one in self._package.get("sources", [])}
        return [(titles.get(address) or address, address) for address in addresses]

    @property
    def address(self) -> str:
        """Give the address of the published site, with a slash at its end; "" where it is not known."""
        for link in self.pages[self.front].xpath("//head/link[@rel='canonical']/@href"):
            if str(link).endswith(self.front):
                return str(link).removesuffix(self.front)
        return ""

    def meta(self, name: str) -> str:
        """Give what the head of the front page says under a name; "" where it says nothing."""
        found = self.pages[self.front].xpath("//head/meta[@name=$name or @property=$name]/@content", name=name)
        return str(found[0]).strip() if found else ""

    def file(self, path: str) -> bytes:
        """Read a file of the site by its path there; Fault where it is not there or leads out of the site."""
        return _read(self.folder, path)

    def article(self, page: str) -> html.HtmlElement:
        """Give the text of a page, without the frame around it; Fault where a page has none."""
        found = self.pages[page].xpath("//article")
        if not found:
            raise Fault(
                tell(
                    "{name}: {page}: a page without a text, so no page of a book",
                    name=safe_name(self.folder),
                    page=safe_name(page),
                )
            )
        return found[0]

    def chapters(self) -> Iterator[ContentsEntry]:
        """Yield the pages of the book in the order of its contents, the front page first."""
        yield from (entry for top in self.contents for entry in top.walk() if entry.target)

    def sections(self, page: str) -> list[ContentsEntry]:
        """List the sections of a page as the site lists them beside it: its headings of the second level alone."""
        found = self.pages[page].xpath(f"//nav[{_TOKEN.format('page-toc')}]/ul")
        return [ContentsEntry(entry.words, entry.target) for entry in _entries(found[0], page)] if found else []

    @cached_property
    def _package(self) -> dict[str, Any]:
        path = "data/datapackage.json"
        return self._read_json(self.file(path).decode("utf-8"), path) if (self.folder / path).is_file() else {}

    def _described(self, kind: str) -> dict[str, Any]:
        """Give what the front page says of itself in schema.org's words about a kind of thing."""
        for block in self.pages[self.front].xpath("//script[@type='application/ld+json']/text()"):
            said = self._read_json(str(block), self.front)
            if said.get("@type") == kind:
                return said
        return {}

    def _read_json(self, text: str, where: str) -> dict[str, Any]:
        try:
            return dict(json.loads(text))
        except (ValueError, TypeError):
            raise Fault(
                tell(
                    "{name}: {page}: what it says of the book is no JSON",
                    name=safe_name(self.folder),
                    page=safe_name(where),
                )
            ) from None


def resolve(page: str, link: str) -> tuple[str, str]:
    """Resolve a link of a page to a path of the site and the id there; the path is ".." or below where it leads out.

    >>> resolve("book/index.html", "../notebooks/overview.html#s-012")
    ('notebooks/overview.html', 's-012')
    >>> resolve("book/index.html", "#one-sentence")
    ('book/index.html', 'one-sentence')
    """
    parts = urlsplit(link)
    if not parts.path:
        return page, unquote(parts.fragment)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    return path, unquote(parts.fragment)


def open_book_site(folder: Path) -> BookSite:
    """Read a finished site as a book; Fault where it is none, or a page of its contents is missing."""
    if not (folder / FRONT).is_file():
        raise Fault(
            tell("{name}: no {front}, so no built site; `jiedu build` makes one", name=safe_name(folder), front=FRONT)
        )
    door = _parse(folder, FRONT)
    leads = [str(content) for content in door.xpath("//meta[translate(@http-equiv, 'R', 'r')='refresh']/@content")]
    front = resolve(FRONT, leads[0].partition("url=")[2])[0] if leads else FRONT
    first = _parse(folder, front)
    head = first.find(".//h1")
    if head is None:
        raise Fault(
            tell(
                "{name}: {page}: a front page without a heading, so no book",
                name=safe_name(folder),
                page=safe_name(front),
            )
        )
    words = copy.deepcopy(head)
    for sign in words.xpath(by_class("headerlink")):
        sign.drop_tree()
    contents = [ContentsEntry(words, front)]
    for part in first.xpath(f"//nav[{_TOKEN.format('bd-docs-nav')}]//ul[not(ancestor::ul)]"):
        captions = part.xpath(f"preceding-sibling::*[1][self::p][{_TOKEN.format('caption')}]")
        entries = [entry for entry in _entries(part, front) if entry.target != front]
        contents += [ContentsEntry(captions[0], "", entries)] if captions else entries
    pages = {front: first}
    for entry in (entry for top in contents for entry in top.walk() if entry.target):
        if entry.target not in pages:
            pages[entry.target] = _parse(folder, entry.target)
    return BookSite(folder, door, front, pages, contents)


def _entries(listing: html.HtmlElement, page: str) -> list[ContentsEntry]:
    """Read a list of links as entries; what leads out of the site is none of the book."""
    entries = []
    for item in listing.findall("li"):
        link = item.find("a")
        below = [entry for inner in item.findall("ul") for entry in _entries(inner, page)]
        if link is None or urlsplit(link.get("href", "")).scheme:
            entries += below
            continue
        path, id_ = resolve(page, link.get("href", ""))
        entries.append(ContentsEntry(link, f"{path}#{id_}" if id_ else path, below))
    return entries


def _heading(tree: html.HtmlElement) -> str:
    head = tree.find(".//h1")
    return plain_text(head) if head is not None else ""


def _read(folder: Path, path: str) -> bytes:
    found = folder / path
    try:
        is_within = found.resolve().is_relative_to(folder.resolve())
        data = found.read_bytes() if is_within and found.is_file() else None
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else tell("no such name can be")
        raise Fault(tell("{name}: cannot be read: {why}", name=safe_name(found), why=reason)) from None
    if not is_within:
        raise Fault(
            tell(
                "{name}: {page}: leads out of the site, which a book does not follow",
                name=safe_name(folder),
                page=safe_name(path),
            )
        )
    if data is None:
        raise Fault(
            tell(
                "{name}: {page}: named by the site, but not there; build the site again",
                name=safe_name(folder),
                page=safe_name(path),
            )
        )
    return data


def _parse(folder: Path, path: str) -> html.HtmlElement:
    data = _read(folder, path)
    try:
        return html.document_fromstring(data, parser=_PARSER)
    except (etree.ParserError, UnicodeDecodeError):
        raise Fault(tell("{name}: {page}: not a page of HTML", name=safe_name(folder), page=safe_name(path))) from None
