"""A page of the site made ready for an EPUB: notes become footnotes, exercises a text, charts and tables fit to a book.

Each step changes the article of a page, which is a copy for this use alone.
"""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import html

from jiedu.display.html import CHINESE_RUN
from jiedu.paper.book_site import BookSite, by_class
from jiedu.paper.words import printed_word
from jiedu.site.trees import add_class, has_class

WIDE_FROM = 4
"""Columns from which a table is a list of its rows where the screen is narrow."""

_LEDGER = "ledger-"
# What stands only on a site: links to a heading, code, downloads, the page's own citation box, signs for the eye alone.
_LEFT_OUT = (
    *("headerlink", "jd-code", "jd-launch", "jd-cite-page", "jd-download", "jd-ticks", "toctree-wrapper", "jd-icon"),
    *("jd-ledger-count", "jd-ledger-buttons", "jd-ledger-form", "jd-here", "noprint", "d-print-none"),
)
_WORKED_WITH = ("jd-ledger-form", "jd-here")
"""What a reader of the site works with: a sentence stands in its place."""

_SERIAL = re.compile(r"jd-u\d+$")
"""Ids that the site counts for its search; nothing cites them."""


@dataclass(frozen=True)
class Chapter:
    """Hold a page on its way into the book: its path on the site, its heading, its text, and the ids in it."""

    page: str
    heading: html.HtmlElement = field(repr=False)
    article: html.HtmlElement = field(repr=False)
    ids: frozenset[str] = field(repr=False)
    rows: frozenset[str] = field(repr=False)
    """What rows of the ledger stand here: q-060, p-033."""


def read_chapter(site: BookSite, page: str) -> Chapter:
    """Take a page of a site through every step."""
    article = copy.deepcopy(site.article(page))
    for step in STEPS:
        step(article, site.language)
    heading = next(iter(article.iter("h1")), article)
    ids = frozenset(element.get("id") for element in article.iter("*") if element.get("id"))
    rows = frozenset(id_.removeprefix(_LEDGER) for id_ in ids if id_.startswith(_LEDGER))
    return Chapter(page, heading, article, ids, rows)


def ledger_id(row: str) -> str:
    """Give the id of a row of the ledger on its page.

    >>> ledger_id("q-060")
    'ledger-q-060'
    """
    return f"{_LEDGER}{row}"


def language_runs(text: str) -> Iterator[tuple[str, bool]]:
    """Part a text into its runs, each with whether it is Chinese.

    >>> list(language_runs("编号 id"))
    [('编号', True), (' id', False)]
    """
    at = 0
    for run in CHINESE_RUN.finditer(text):
        if run.start() > at:
            yield text[at : run.start()], False
        yield run[0], True
        at = run.end()
    if at < len(text):
        yield text[at:], False


def _find(article: html.HtmlElement, name: str, tag: str = "*") -> list[html.HtmlElement]:
    return list(article.xpath(by_class(name, tag)))


def _leave_out(article: html.HtmlElement, language: str) -> None:
    for name in _LEFT_OUT:
        for element in _find(article, name):
            if name in _WORKED_WITH:
                element.addprevious(_made("p", printed_word("left out", language), {"class": "jd-left-out"}))
            element.drop_tree()
    for element in article.iter("*"):
        if _SERIAL.match(element.get("id") or ""):
            del element.attrib["id"]


def _number_ledger(article: html.HtmlElement, language: str) -> None:
    """Give each row of the ledger an id of its own: that of the number itself stands where the number stands."""
    for table in _find(article, "jd-ledger-table"):
        for row in table.iter("tr"):
            names = _find(row, "jd-id", "a")
            if names and not row.get("id"):
                row.set("id", ledger_id(str(names[0].text_content()).strip()))


def _write_exercises(article: html.HtmlElement, language: str) -> None:
    """Turn a form into a text: the options a list to tick, the answer folded below as it is."""
    for form in list(article.iter("form")):
        for option in _find(form, "jd-x-option", "label"):
            boxes = option.xpath(".//input[@type='checkbox']")
            option.tag = "li"
            option.text = ("□ " if boxes else "○ ") + (option.text or "")
        for options in _find(form, "jd-x-options"):
            options.tag = "ul"
        for how in _find(form, "jd-x-how"):
            before, _, after = printed_word("in brackets", language).partition("{}")
            how.text = f"{before}{how.text or ''}"
            if len(how):
                how[-1].tail = f"{how[-1].tail or ''}{after}"
            else:
                how.text += after
        for tag, name in (("legend", "p"), ("fieldset", "div")):
            for element in list(form.iter(tag)):
                element.tag = name
        form.tag = "section"


def _mark_notes(article: html.HtmlElement, language: str) -> None:
    """Make notes footnotes that a reader of books may show beside their words, and that can be read where they stand.

    They are no `aside`: of those that are footnotes some readers show nothing in place.
    """
    for note in _find(article, "jd-note", "aside"):
        name = note.get("id") or ""
        for place in _places_of(note):
            sign = _made("sup", "", {"class": "jd-noteref"})
            sign.append(_made("a", name, {"href": f"#{name}", "epub-type": "noteref", "role": "doc-noteref"}))
            for earlier in place.itersiblings():
                if place.tail or not has_class(earlier, "jd-noteref"):
                    break
                place = earlier
            sign.tail, place.tail = place.tail, None
            place.addnext(sign)
        note.tag = "div"
        note.attrib.update({"epub-type": "footnote", "role": "doc-footnote"})
        for head in _find(note, "jd-note-head", "p"):
            head.insert(0, _made("b", name))
            head[0].tail, head.text = f" · {head.text or ''}", ""


def _places_of(note: html.HtmlElement) -> list[html.HtmlElement]:
    """Find behind what the sign of a note stands: the marks of its row, in both languages; else the words before it."""
    passage = next((above for above in note.iterancestors() if has_class(above, "jd-passage")), None)
    if passage is None:
        return []
    about = note.get("data-about")
    links = [link for link in _find(passage, "jd-answer-link", "a") if link.get("data-id") == about]
    # Where a block stands in the file is said below it, with a link of its own.
    links = [link for link in links if not any(has_class(above, "jd-source") for above in link.iterancestors())]
    if links:
        return [link.getparent() if link.getparent().tag == "mark" else link for link in links]
    sentences = note.getparent().xpath(f"preceding-sibling::*/{by_class('jd-zh')}")
    return [sentences[-1][-1]] if sentences and len(sentences[-1]) else []


def _sign_promises(article: html.HtmlElement, language: str) -> None:
    """Write the sign of a promise, which the style sheet of the site draws, as a character with its name."""
    for link in _find(article, "jd-promise", "a"):
        if not len(link) and not link.text:
            link.text = "◆"


def _fit_tables(article: html.HtmlElement, language: str) -> None:
    """Write into each cell of a table of many columns the head of its column, for where the rows are lists.

    A style sheet could take it from the cell's attribute, but not every reader of books knows how.
    """
    for table in list(article.iter("table")):
        columns = max((len(row) for row in table.iter("tr")), default=0)
        if columns < WIDE_FROM or not table.xpath(".//@data-head"):
            continue
        add_class(table, "jd-many")
        # Its width is asked for, not that of the screen: a page in columns may be called as wide as all of them.
        around = _made("div", "", {"class": "jd-fit"})
        around.tail, table.tail = table.tail, None
        table.addprevious(around)
        around.append(table)
        for cell in table.xpath(".//td[@data-head][node()]"):
            head = _made("span", "", {"class": "jd-of"})
            for text, is_chinese in language_runs(printed_word("of", language).format(cell.get("data-head"))):
                head.append(_made("span", text, {"lang": "zh-CN" if is_chinese else "en"}))
            head.tail, cell.text = cell.text, None
            cell.insert(0, head)


STEPS: tuple[Callable[[html.HtmlElement, str], None], ...] = (
    _leave_out,
    _number_ledger,
    _write_exercises,
    _mark_notes,
    _sign_promises,
    _fit_tables,
)
"""What is done to the article of a page, in this order."""


def _made(tag: str, text: str, attributes: dict[str, str] | None = None) -> html.HtmlElement:
    element = html.Element(tag, attributes or {})
    element.text = text
    return element
