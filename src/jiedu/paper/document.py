"""All pages of a site as one document to print: title page, contents, chapters, and the pages that they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from jiedu.paper.addresses import OneDocument, PrintedChapter
from jiedu.paper.book_site import BookSite, parted_title, plain_text
from jiedu.paper.content import fit_for_paper
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


def one_document(site: BookSite) -> PrintedDocument:
    """Make one document of a book; the trees of its chapters are used up by it."""
    title_page = _title_page(site)
    parts = list(_parts(site))
    chapters = [chapter for _, chapters in parts for chapter in chapters]
    for chapter in chapters:
        fit_for_paper(chapter.article, site.language)
    ids = OneDocument(chapters)
    for chapter in chapters:
        ids.rewrite(chapter)
    main = html.Element("main")
    lines: list[ContentsLine] = []
    title, _, _ = parted_title(site.title)
    styles: list[str] = []
    for number, (caption, within) in enumerate(parts):
        for at, chapter in enumerate(within):
            section = _chapter(chapter, ids.page(chapter.address))
            deep = 1 if caption else 0
            if caption and at == 0:
                heading = _element("h1", "jp-part", caption)
                heading.set("id", f"part-{number}")
                section.insert(0, heading)
                lines.append(ContentsLine(caption, f"part-{number}", 0))
            found = list(_headings(section, deep))
            lines += found
            name = f"c{len(styles)}"
            section.set("style", f"--jp-page: {name}; --jp-across: {name}x; page: {name}")
            styles.append(_page_style(name, title, found[0].text if found else ""))
            main.append(section)
    tree = html.Element("html", {"lang": site.language})
    tree.append(_head(site, styles))
    body = html.Element("body")
    body.append(title_page)
    body.append(_contents(site.language, lines))
    body.append(main)
    tree.append(body)
    return PrintedDocument(tree, tuple(lines))


def _parts(site: BookSite) -> Iterator[tuple[str, list[PrintedChapter]]]:
    """Yield the parts of a book: the heading of each, "" for what has none, and its chapters.

    A page that stands in the contents in several places is printed where it stands first.
    """
    printed: set[str] = set()
    for top in site.contents:
        pages = [entry.target for entry in top.walk() if entry.target and entry.target not in printed]
        printed.update(pages)
        chapters = [PrintedChapter(page, site.article(page)) for page in dict.fromkeys(pages)]
        yield "" if top.target else top.text, chapters


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


def _head(site: BookSite, styles: list[str]) -> html.HtmlElement:
    head = html.Element("head")
    head.append(html.Element("meta", {"charset": "utf-8"}))
    title = html.Element("title")
    title.text = site.whole_title
    head.append(title)
    sheet = html.Element("style")
    sheet.text = STYLE.read_text(encoding="utf-8") + "\n" + "\n".join(styles)
    head.append(sheet)
    return head


def _title_page(site: BookSite) -> html.HtmlElement:
    page = _element("section", "jp-title-page")
    name, _, subtitle = parted_title(site.whole_title)
    page.append(_element("p", "jp-title", name))
    edition = [f"{printed_word('version', site.language)} {site.version}"] if site.version else []
    lines = {
        "jp-subtitle": subtitle[:1].upper() + subtitle[1:],
        "jp-author": site.author,
        "jp-edition": " · ".join([*edition, *([site.date] if site.date else [])]),
        "jp-draft": site.draft,
    }
    for kind, text in lines.items():
        if text:
            page.append(_element("p", kind, text))
    facts = html.Element("dl")
    citation, source = _citations(site)
    for word, text in (("source", source), ("cite", citation)):
        if text:
            facts.append(_element("dt", "", printed_word(word, site.language)))
            facts.append(_element("dd", "", text))
    page.append(facts)
    page.append(_element("p", "jp-about-ids", printed_word("ids", site.language)))
    return page


def _citations(site: BookSite) -> tuple[str, str]:
    """Give the citations of the book and of its source in their plainest style, which stands last; "" for none."""
    blocks = [block for page in site.pages for block in site.article(page).find_class("jd-cited")]
    lines = [plain_text(line) for block in blocks for line in block.xpath("(.//dd)[last()]")]
    book, source, *_ = [*lines, "", ""]
    return book, source


def _contents(language: str, lines: list[ContentsLine]) -> html.HtmlElement:
    nav = _element("nav", "jp-contents")
    nav.append(_element("p", "jp-contents-title", printed_word("contents", language)))
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
