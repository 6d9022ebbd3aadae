"""A built site, read from its folder as a book: what stands on its title page, its parts and its chapters in order."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from jiedu.errors import Fault
from jiedu.files import safe_name, why
from jiedu.language import tell

FRONT = "index.html"
"""The page that every site begins with."""

_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True)


@dataclass(frozen=True, eq=False)
class PrintedChapter:
    """Hold a page of the table of contents: its address from the root of the site, and what it says."""

    address: str
    article: html.HtmlElement = field(repr=False)

    @property
    def name(self) -> str:
        """Give the name of the page without folder and ending, which is fit for an id.

        >>> PrintedChapter("notebooks/open_innovation.html", html.fromstring("<article></article>")).name
        'open_innovation'
        """
        return PurePosixPath(self.address).stem


@dataclass(frozen=True, eq=False)
class PrintedPart:
    """Hold chapters under one heading; the first part of a book has none."""

    caption: str
    chapters: tuple[PrintedChapter, ...]


@dataclass(frozen=True, eq=False)
class PrintedBook:
    """Hold a site as a book. What it does not say is an empty text; `released` is a day as `2026-11-26`."""

    folder: Path
    language: str
    title: str
    author: str
    released: str
    version: str
    description: str
    citation: str
    source: str
    draft: str
    parts: tuple[PrintedPart, ...]

    @property
    def chapters(self) -> list[PrintedChapter]:
        """List the chapters of all parts, as they are read."""
        return [chapter for part in self.parts for chapter in part.chapters]


def read_printed_book(folder: Path) -> PrintedBook:
    """Read the folder of a built site.

    Where it is none, or lacks a page that its contents list, is a Fault.
    """
    if not (folder / FRONT).is_file():
        raise Fault(
            tell(
                "{name}: holds no {front}: this is not the folder of a site; jiedu build makes one",
                name=safe_name(folder),
                front=FRONT,
            )
        )
    front = _page(folder, FRONT)
    start = _address(FRONT, _start_of(folder, front))
    first = _page(folder, start)
    addresses = _contents(folder, start, first)
    pages = {address: _page(folder, address) for _, chapters in addresses for address in chapters}
    parts = tuple(
        PrintedPart(
            caption, tuple(PrintedChapter(address, _article(folder, address, pages[address])) for address in chapters)
        )
        for caption, chapters in addresses
    )
    cited = [html for page in pages.values() for html in page.find_class("jd-cited")]
    record = _citation_file(folder)
    title = _title(front)
    if not title:
        raise Fault(tell("{name}: says no title of the book", name=safe_name(folder / FRONT)))
    return PrintedBook(
        folder=folder,
        language=str(front.get("lang") or "en"),
        title=title,
        author=_said(front, "citation_author"),
        released=_said(front, "DC.date"),
        version=str(record.get("version") or ""),
        description=_said(front, "description"),
        citation=_last_citation(cited, 0),
        source=_last_citation(cited, 1),
        draft=" ".join(plain_text(line) for line in first.find_class("bd-header-announcement")[:1]),
        parts=parts,
    )


def plain_text(element: html.HtmlElement | None) -> str:
    """Give the words of an element on one line.

    >>> plain_text(html.fromstring("<p>One\\n <b>sentence</b></p>"))
    'One sentence'
    """
    return "" if element is None else " ".join(element.text_content().split())


def _page(folder: Path, address: str) -> html.HtmlElement:
    """Parse a page of the site; one that is missing, empty or outside the folder is a Fault."""
    path = folder / address
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise Fault(
                tell(
                    "{name}: a link of its contents leads out of the site: {page}",
                    name=safe_name(folder),
                    page=safe_name(address),
                )
            )
        root = html.parse(str(path), _PARSER).getroot() if path.stat().st_size else None
    except FileNotFoundError:
        raise Fault(
            tell(
                "{name}: the page {page} is missing, which its contents list",
                name=safe_name(folder),
                page=safe_name(address),
            )
        ) from None
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else tell("no such name can be")
        raise Fault(tell("{name}: cannot be read: {why}", name=safe_name(path), why=reason)) from None
    except etree.ParserError:
        root = None
    if root is None:
        raise Fault(tell("{name}: the page is empty", name=safe_name(path)))
    return root


def _start_of(folder: Path, front: html.HtmlElement) -> str:
    """Find where the front page leads: to the first page of the book."""
    links = front.xpath("//body//a/@href")
    if not links:
        raise Fault(tell("{name}: leads to no first page of the book", name=safe_name(folder / FRONT)))
    return str(links[0])


def _address(page: str, link: str) -> str:
    """Give the address from the root of the site to which a link on a page leads, without what stands after `#`.

    >>> _address("book/index.html", "../notebooks/targets.html#q-1"), _address("book/index.html", "#")
    ('notebooks/targets.html', 'book/index.html')
    """
    path = unquote(urlsplit(link).path)
    if not path:
        return page
    steps: list[str] = []
    for step in (PurePosixPath(page).parent / path).parts:
        if step == ".." and steps and steps[-1] != "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)


def _contents(folder: Path, start: str, first: html.HtmlElement) -> list[tuple[str, list[str]]]:
    """List the parts of the book, each with the addresses of its chapters; the first page stands before them."""
    parts: list[tuple[str, list[str]]] = [("", [start])]
    for element in first.xpath("(//nav[contains(@class, 'bd-links')])[1]//*[self::p or self::a]"):
        if element.tag == "p":
            parts.append((plain_text(element), []))
        else:
            parts[-1][1].append(_address(start, str(element.get("href") or "")))
    listed = [(caption, chapters) for caption, chapters in parts if chapters]
    if len(listed) == 1 and len(listed[0][1]) == 1:
        raise Fault(tell("{name}: has no table of contents of the book", name=safe_name(folder / start)))
    return listed


def _article(folder: Path, address: str, page: html.HtmlElement) -> html.HtmlElement:
    articles = page.find_class("bd-article")
    if not articles:
        raise Fault(tell("{name}: has no text of a chapter", name=safe_name(folder / address)))
    return articles[0]


def _said(page: html.HtmlElement, name: str) -> str:
    """Give what the head of a page says under a name."""
    return " ".join(" ".join(page.xpath("//meta[@name=$name]/@content", name=name)[:1]).split())


def _title(front: html.HtmlElement) -> str:
    """Give the title of the book: its name in the language of the edition, and the subtitle under which it is cited."""
    cited = _said(front, "citation_title") or plain_text(front.find(".//title"))
    name, colon, subtitle = parted_title(plain_text(front.find(".//h1")) or cited)
    _, cited_colon, cited_subtitle = parted_title(cited)
    return f"{name}{cited_colon or colon}{cited_subtitle or subtitle}"


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


def _last_citation(cited: list[html.HtmlElement], at: int) -> str:
    """Give a citation of the page on how to cite in its plainest style, which stands last."""
    lines = [plain_text(line) for block in cited[at : at + 1] for line in block.iter("dd")]
    return lines[-1] if lines else ""


def _citation_file(folder: Path) -> dict[str, Any]:
    """Read the citation file that a site has beside its front page; an empty one where it has none that can be read."""
    import yaml

    try:
        found = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) else {}


def fit_for_id(text: str) -> str:
    """Turn a text into what may stand in an id and in the name of a page of the style sheet.

    >>> fit_for_id("open_innovation")
    'open-innovation'
    """
    return re.sub(r"[^0-9a-z]+", "-", text.lower()).strip("-") or "x"
