"""HTML pages: the main text, without navigation and scripts."""

import re
from typing import Any

from jiedu.errors import Fault
from jiedu.language import tell
from jiedu.reports.formats.raised import raised

MAX_HTML = 128 * 2**20
"""The largest HTML page, in bytes."""
LONGEST_SEARCHED = 1_000_000
"""Characters; a longer page is no page of a site, and is read from end to end, without a search for its main text."""
HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)


def is_wide_html(data: bytes) -> bool:
    """Say whether a UTF-16 file with a byte order mark holds HTML.

    >>> is_wide_html("<html>".encode("utf-16")), is_wide_html("增长".encode("utf-16"))
    (True, False)
    """
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return False
    return HTML_START.match(data[2:4096].replace(b"\x00", b"")) is not None


def web_text(text: str, where: str) -> str:
    """Take the main text of a page; scripts are dropped with their text, nothing is fetched or run.

    Raises Fault for a page that is nested too deeply, not readable, or without a main text.

    >>> page = "<script>alert(9)</script><p>" + "今年，建成道路9条。" * 9 + "</p>"
    >>> web_text(f"<html><body>{page}</body></html>", "a.html")[:10]
    '今年，建成道路9条。'
    """
    text = _without_long_tags(text)
    if len(text) > LONGEST_SEARCHED:
        return _whole_text(text, where)
    import trafilatura
    from lxml import etree, html

    try:
        # An XML declaration contradicts a text that is already decoded.
        tree = html.fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text))
        etree.strip_elements(tree, "script", "style", "noscript", "template", "iframe", "object", with_tail=False)
        _raise(tree)
        _leave_out_small_print(tree)
        _open_tables(tree)
        _open_lists(tree)
        _paragraphs(tree)
        main = trafilatura.extract(
            tree,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            deduplicate=False,
        )
    except RecursionError:
        raise Fault(tell("{where}: the HTML page is nested too deeply", where=where)) from None
    # lxml and trafilatura meet a broken page with whatever their lookups raise.
    except Exception as error:
        raise Fault(_unreadable(where, error)) from None
    if not main:
        raise Fault(_without_text(where))
    return str(main).replace(_TAB, "\t")


_TAG = re.compile(r"""<([A-Za-z][A-Za-z0-9]*)(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_LONGEST_TAG = 50_000


def _without_long_tags(text: str) -> str:
    """Take the attributes out of tags that hold thousands: the parser compares each with all before it."""
    pieces: list[str] = []
    kept, at = 0, text.find("<")
    while at >= 0:
        tag = _TAG.match(text, at)
        if tag is not None and tag.end() - at > _LONGEST_TAG:
            pieces += [text[kept:at], f"<{tag[1]}>"]
            kept = tag.end()
        elif tag is None and text[at + 1 : at + 2].isalpha():
            # It has no end: what follows is in it.
            break
        at = text.find("<", tag.end() if tag else at + 1)
    return "".join([*pieces, text[kept:]])


_NO_TEXT = frozenset(("script", "style", "noscript", "template", "iframe", "object", "head", "nav"))


class _Lines:
    """Take the lines of a page as the parser meets them: no tree is held."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._hidden = 0

    def start(self, tag: str, _attributes: Any) -> None:
        """Open an element."""
        self._hidden += tag in _NO_TEXT
        if tag in ("td", "th"):
            self._line.append("\t")
        elif tag == "br" or _BLOCK.fullmatch(tag):
            self._break()

    def end(self, tag: str) -> None:
        """Close an element."""
        self._hidden -= tag in _NO_TEXT
        if tag not in ("td", "th") and _BLOCK.fullmatch(tag):
            self._break()

    def data(self, words: str) -> None:
        """Take words."""
        if not self._hidden:
            self._line.append(words)

    def comment(self, _words: str) -> None:
        """Leave a comment out."""

    def close(self) -> str:
        """Give the text."""
        self._break()
        return "\n".join(self._lines)

    def _break(self) -> None:
        cells = [" ".join(cell.split()) for cell in "".join(self._line).split("\t")]
        if line := "\t".join(cells).strip():
            self._lines.append(line)
        self._line = []


def _whole_text(text: str, where: str) -> str:
    from lxml import etree

    parser = etree.HTMLParser(target=_Lines(), huge_tree=True)
    try:
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE])
        whole = str(parser.close())
    # What lxml cannot read it says in many ways.
    except Exception as error:
        raise Fault(_unreadable(where, error)) from None
    if not whole:
        raise Fault(_without_text(where))
    return whole


_PIECE = 2**16
# Stands between the cells of a row until the main text is found; white space would be lost on the way.
_TAB = "␉"
_SMALL_PRINT = re.compile(r"ICP\s*备|公网安备|网站标识码|版权所有|Copyright", re.IGNORECASE)
_FOOT = re.compile(r"foot|copyright|bottom", re.IGNORECASE)
_LONGEST_SMALL_PRINT = 300
_LONG_CELL = 200
_LINKS = 0.5


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def _is_links(element: Any) -> bool:
    """Say whether the text of an element is mostly links, as that of a menu is."""
    words = len(_words(element))
    return sum(len(_words(link)) for link in element.iter("a")) > _LINKS * words if words else False


def _raise(tree: Any) -> None:
    """Write raised characters as plain ones that keep their meaning; lowered ones are plain."""
    from lxml import etree

    for element in list(tree.iter("sup")):
        if element.getparent() is None:
            continue
        words = raised(_before(element), element.text_content())
        for child in list(element):
            element.remove(child)
        element.text = words
    # All at once: each by itself would copy the text before it.
    etree.strip_tags(tree, "sup", "sub")


_NEAR = 8


def _before(element: Any) -> str:
    """Give the words before a raised character, over others that were raised before it."""
    words, previous = "", element.getprevious()
    while previous is not None and len(words) < _NEAR:
        words = (previous.tail or "") + words
        if previous.tag != "sup":
            return words or str(previous.text_content())
        words = (previous.text or "") + words
        previous = previous.getprevious()
    return words if previous is not None else (element.getparent().text or "") + words


def _leave_out_small_print(tree: Any) -> None:
    """Take out the boxes with the licence and the owner of the site."""
    for element in list(tree.iter()):
        if not any(words and _SMALL_PRINT.search(words) for words in (element.text, element.tail)):
            continue
        box = next((box for box in (element, *element.iterancestors()) if _is_block(box)), element)
        while box.getparent() is not None and _FOOT.search(
            f"{box.getparent().get('class')} {box.getparent().get('id')}"
        ):
            box = box.getparent()
        if box.getparent() is not None and box.tag != "body" and _is_short(box):
            box.drop_tree()


def _is_short(box: Any) -> bool:
    """Say whether a box has few words, without reading the others."""
    length = 0
    for words in box.itertext():
        length += len("".join(words.split()))
        if length >= _LONGEST_SMALL_PRINT:
            return False
    return len(_words(box)) < _LONGEST_SMALL_PRINT


_OPENED = "opened"
"""The tag of what is to be replaced by what it holds, all at once: each by itself would move what stands beside it."""


def _open_tables(tree: Any) -> None:
    """Make boxes of the cells of a table that only lays out the page, and lines of the rows of every other."""
    from lxml import etree

    tables = [(table, table.find(".//table") is not None) for table in tree.iter("table")]
    for table, holds_tables in reversed(tables):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        if holds_tables or _is_layout(rows):
            for cell in (cell for row in rows for cell in row):
                if len(rows) + len(rows[0]) > 2 and _is_links(cell):
                    cell.drop_tree()
            for part in table.iter("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"):
                part.tag = "div"
        else:
            _as_lines(table, rows)
    etree.strip_tags(tree, _OPENED)


def _is_layout(rows: list[list[Any]]) -> bool:
    """Tell a table that lays out a page: one column, or a cell that holds a text."""
    return all(len(row) < 2 for row in rows) or any(len(_words(cell)) > _LONG_CELL for row in rows for cell in row)


def _as_lines(table: Any, rows: list[list[Any]]) -> None:
    caption = table.find("caption")
    lines = [] if caption is None else [_words(caption)]
    lines += [_TAB.join(map(_words, row)).rstrip(_TAB) for row in rows]
    for child in list(table):
        table.remove(child)
    table.text = None
    for line in filter(None, lines):
        paragraph = table.makeelement("p")
        paragraph.text = line
        table.append(paragraph)
    table.tag = _OPENED


def _open_lists(tree: Any) -> None:
    """Make paragraphs of the items of a list that is no menu: a hyphen before an item may pass for a minus."""
    from lxml import etree

    for items in list(tree.iter("ul", "ol")):
        if not _is_links(items):
            for item in items.iterchildren("li"):
                item.tag = "div" if any(_is_block(child) or child.tag == _OPENED for child in item) else "p"
            items.tag = _OPENED
    etree.strip_tags(tree, _OPENED)


# The tags that end a line of text; br ends one too.
_BLOCK = re.compile(
    "address|article|aside|blockquote|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|tbody|td|tfoot|th|thead|tr|ul"
)


def _is_block(element: Any) -> bool:
    return isinstance(element.tag, str) and _BLOCK.fullmatch(element.tag) is not None


def _paragraphs(tree: Any) -> None:
    """Make a paragraph of every line between <br>s; bare text at the beginning of a box is easily lost."""
    from lxml import etree

    for box in [
        parent for parent in tree.iter("div", "section", "article", "main", "td") if parent.find("br") is not None
    ]:
        children = list(box)
        line = etree.Element("p")
        line.text, box.text = box.text, None
        for child in children:
            box.remove(child)
        for child in children:
            tail, child.tail = child.tail, None
            if child.tag == "br" or _is_block(child):
                _close(box, line)
                line = etree.Element("p")
                line.text = tail
                if child.tag != "br":
                    box.append(child)
            else:
                child.tail = tail
                line.append(child)
        _close(box, line)


def _close(box: Any, line: Any) -> None:
    if len(line) or (line.text and line.text.strip()):
        box.append(line)


def _unreadable(where: str, error: Exception) -> str:
    return tell("{where}: no readable HTML ({said})", where=where, said=type(error).__name__)


def _without_text(where: str) -> str:
    return tell("{where}: the HTML page has no main text", where=where)
