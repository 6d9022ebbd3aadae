"""All pages of a site as one document to print: title page, contents, chapters, and the pages that they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from jiedu.paper.addresses import OneDocument
from jiedu.paper.content import fit_for_paper
from jiedu.paper.folder import PrintedBook, PrintedChapter, parted_title, plain_text
from jiedu.paper.words import printed_word

STYLE = Path(__file__).with_name("paper.css")


@dataclass(frozen=True)
class ContentsLine:
    """Say a line of the contents: its words, the id of its place, and how deep it stands, 0 for a part."""

    text: str
    place: str
    level: int


@dataclass(frozen=True, eq=False)
class PrintedDocument:
    """Hold what is printed, and the lines of its contents."""

    tree: html.HtmlElement
    lines: tuple[ContentsLine, ...]

    @property
    def text(self) -> str:
        """Give the document as HTML."""
        return html.tostring(self.tree, encoding="unicode", doctype="<!DOCTYPE html>")


def one_document(book: PrintedBook) -> PrintedDocument:
    """Make one document of a book; the trees of its chapters are used up by it."""
    for chapter in book.chapters:
        fit_for_paper(chapter.article, book.language)
    ids = OneDocument(book.chapters)
    for chapter in book.chapters:
        ids.rewrite(chapter)
    main = html.Element("main")
    lines: list[ContentsLine] = []
    title, _, _ = parted_title(book.title)
    styles: list[str] = []
    for number, part in enumerate(book.parts):
        for at, chapter in enumerate(part.chapters):
            section = _chapter(chapter, ids.page(chapter.address))
            deep = 1 if part.caption else 0
            if part.caption and at == 0:
                heading = _element("h1", "jp-part", part.caption)
                heading.set("id", f"part-{number}")
                section.insert(0, heading)
                lines.append(ContentsLine(part.caption, f"part-{number}", 0))
            found = list(_headings(section, deep))
            lines += found
            name = f"c{len(styles)}"
            section.set("style", f"--jp-page: {name}; --jp-across: {name}x; page: {name}")
            styles.append(_page_style(name, title, found[0].text if found else ""))
            main.append(section)
    tree = html.Element("html", {"lang": book.language})
    tree.append(_head(book, styles))
    body = html.Element("body")
    body.append(_title_page(book))
    body.append(_contents(book, lines))
    body.append(main)
    tree.append(body)
    return PrintedDocument(tree, tuple(lines))


def _chapter(chapter: PrintedChapter, name: str) -> html.HtmlElement:
    section = _element("section", "jp-chapter bd-article")
    section.set("id", name)
    section.extend(list(chapter.article))
    return section


def _headings(section: html.HtmlElement, deep: int) -> Iterator[ContentsLine]:
    """Yield the chapter's own heading and those of its sections; each gets an id, and its level in the book."""
    for at, heading in enumerate(section.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")):
        level = int(heading.tag[1])
        own = (heading.get("class") or "").split()
        heading.tag = f"h{level + deep}" if "jp-part" not in own else "h1"
        if f"jp-h{level}" in own and level <= 2:
            place = heading.get("id") or f"{section.get('id')}-h{at}"
            heading.set("id", place)
            yield ContentsLine(plain_text(heading), place, level - 1 + deep)


def _element(tag: str, kind: str = "", text: str = "") -> html.HtmlElement:
    element = html.Element(tag)
    if kind:
        element.set("class", kind)
    element.text = text or None
    return element


def _page_style(name: str, title: str, chapter: str) -> str:
    """Write the rules of a chapter's pages: what stands at their head; upright, and across for what is wide."""
    boxes = f"@top-left {{ content: {_css_text(title)} }} @top-right {{ content: {_css_text(chapter)} }}"
    return f"@page {name} {{ {boxes} }}\n@page {name}x {{ size: A4 landscape; {boxes} }}"


def _css_text(text: str) -> str:
    r"""Write a text as a string of a style sheet.

    >>> _css_text('a "b" </style>')
    '"a \\22 b\\22  \\3c /style\\3e "'
    """
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\<>\n' else c for c in text) + '"'


def _head(book: PrintedBook, styles: list[str]) -> html.HtmlElement:
    head = html.Element("head")
    head.append(html.Element("meta", {"charset": "utf-8"}))
    title = html.Element("title")
    title.text = book.title
    head.append(title)
    sheet = html.Element("style")
    sheet.text = STYLE.read_text(encoding="utf-8") + "\n" + "\n".join(styles)
    head.append(sheet)
    return head


def _title_page(book: PrintedBook) -> html.HtmlElement:
    page = _element("section", "jp-title-page")
    name, _, subtitle = parted_title(book.title)
    heading = _element("p", "jp-title", name)
    page.append(heading)
    if subtitle:
        page.append(_element("p", "jp-subtitle", subtitle[:1].upper() + subtitle[1:]))
    if book.author:
        page.append(_element("p", "jp-author", book.author))
    edition = [f"{printed_word('version', book.language)} {book.version}"] if book.version else []
    edition += [book.released] if book.released else []
    if edition:
        page.append(_element("p", "jp-edition", " · ".join(edition)))
    if book.draft:
        page.append(_element("p", "jp-draft", book.draft))
    facts = html.Element("dl")
    for word, text in (("source", book.source), ("cite", book.citation)):
        if text:
            facts.append(_element("dt", "", printed_word(word, book.language)))
            facts.append(_element("dd", "", text))
    page.append(facts)
    page.append(_element("p", "jp-about-ids", printed_word("ids", book.language)))
    return page


def _contents(book: PrintedBook, lines: list[ContentsLine]) -> html.HtmlElement:
    nav = _element("nav", "jp-contents")
    nav.append(_element("p", "jp-contents-title", printed_word("contents", book.language)))
    rows = _element("div", "jp-list")
    nav.append(rows)
    for line in lines:
        row = _element("a", f"jp-line jp-level-{line.level}")
        row.set("href", f"#{line.place}")
        row.append(_element("span", "jp-line-text", line.text))
        # Three figures wide from the start, so that nothing moves when the page is known.
        row.append(_element("span", "jp-line-page", "000"))
        rows.append(row)
    return nav
