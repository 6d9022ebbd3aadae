"""HTML pages: the main text, without navigation and scripts."""

import re
from typing import Any

from jiedu.errors import Fault

MAX_HTML = 16 * 2**20
"""The largest HTML page, in characters."""
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

    Raises Fault for a page that is too large, nested too deeply, not readable, or without a main text.

    >>> page = "<script>alert(9)</script><p>" + "今年，建成道路9条。" * 9 + "</p>"
    >>> web_text(f"<html><body>{page}</body></html>", "a.html")[:10]
    '今年，建成道路9条。'
    """
    if len(text) > MAX_HTML:
        raise Fault(f"{where}: an HTML page of {len(text):,} characters; the limit is {MAX_HTML:,}")
    import trafilatura
    from lxml import etree, html

    try:
        # An XML declaration contradicts a text that is already decoded.
        tree = html.fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text))
        etree.strip_elements(tree, "script", "style", "noscript", "template", "iframe", "object", with_tail=False)
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
        raise Fault(f"{where}: the HTML page is nested too deeply") from None
    # lxml and trafilatura meet a broken page with whatever their lookups raise.
    except Exception as error:
        raise Fault(f"{where}: no readable HTML ({type(error).__name__})") from None
    if not main:
        raise Fault(f"{where}: the HTML page has no main text")
    return str(main)


# The tags that end a line of text; br ends one too.
_BLOCK = re.compile(
    "address|article|aside|blockquote|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|tbody|td|tfoot|th|thead|tr|ul"
)


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
            if child.tag == "br" or (isinstance(child.tag, str) and _BLOCK.fullmatch(child.tag)):
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
