"""PDF files with a text layer: every line once, without running heads, feet and page numbers."""

import io
import re
from bisect import bisect_right
from typing import Any

from jiedu.errors import Fault
from jiedu.language import tell
from jiedu.reports.formats.pages import Page, PrintedLine, body
from jiedu.reports.formats.source import CHINESE

MAX_PAGES = 5_000
"""The most pages of a PDF."""
FEWEST_OPERATIONS = 100_000
"""How many operations the pages of any PDF may have; a page of text has some thousand."""
BYTES_AN_OPERATION = 2
"""How many bytes of a PDF allow one more operation: pages that share what they show, or pack it, are no text."""


def pdf_text(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """Take the text layer of a PDF, page by page, with remarks on what was left out.

    Raises Fault for what is damaged, encrypted, without Chinese text, of more than MAX_PAGES pages, or of pages that
    take more work than a file of its size has text.

    >>> pdf_text(b"%PDF-1.7", "a.pdf")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a.pdf: a truncated PDF: its end is missing
    """
    if b"%%EOF" not in data[-2048:]:
        raise Fault(tell("{where}: a truncated PDF: its end is missing", where=where))
    import logging

    import pypdf
    import pypdf.errors

    # What pypdf logs about a damaged file is said in the Fault, or does not matter.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Fault(tell("{where}: the PDF is encrypted with a password: save it without one", where=where))
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise Fault(
                tell("{where}: {count:,} pages; the limit is {most:,}", where=where, count=pages, most=MAX_PAGES)
            )
        work = _Work(FEWEST_OPERATIONS + len(data) // BYTES_AN_OPERATION, where)
        lines, remarks = body([_page(page, work) for page in reader.pages])
    except Fault:
        raise
    except pypdf.errors.LimitReachedError:
        raise Fault(tell("{where}: a part of the PDF unpacks to more than any page of text has", where=where)) from None
    except pypdf.errors.DependencyError:
        raise Fault(
            tell(
                "{where}: the PDF is encrypted with AES: save it without protection, or pip install 'jiedu[corpus]'",
                where=where,
            )
        ) from None
    # pypdf meets a damaged file with many kinds of error, RecursionError among them.
    except Exception as error:
        fault = tell(
            "{where}: an encrypted PDF that cannot be opened ({said})"
            if _ENCRYPTED in data
            else "{where}: a damaged PDF ({said})",
            where=where,
            said=type(error).__name__,
        )
        raise Fault(fault) from None
    text = "\n".join(lines)
    if not CHINESE.search(text):
        raise Fault(
            tell(
                "{where}: a PDF without a text layer ({count} pages of images?): run OCR on it first",
                where=where,
                count=pages,
            )
        )
    return text, remarks


_ENCRYPTED = b"/Encrypt"


class _Work:
    """Count the operations of all pages, and stop where they are more than the file can mean."""

    def __init__(self, most: int, where: str) -> None:
        self._most = self._left = most
        self._where = where

    def count(self) -> None:
        """Count one operation."""
        self._left -= 1
        if self._left < 0:
            raise self.fault()

    def check(self) -> None:
        """Raise what pypdf has kept to itself: it reads on where a part of a page cannot be read."""
        if self._left < 0:
            raise self.fault()

    def fault(self) -> Fault:
        """Say that the pages are too much work."""
        return Fault(
            tell(
                "{where}: its pages have more than {most:,} operations, too many for its size",
                where=self._where,
                most=self._most,
            )
        )


_LINE = re.compile(r"[^\S\n]*([^\n]*\S)")
# The print that was left out moved the pen, so that every character seems to stand alone.
_SPREAD = re.compile(r"(?<!\S)(\S) (?=\S(?!\S))")


def _page(page: Any, work: _Work) -> Page:
    """Read the lines of a page with their heights on it."""
    # On a page that is turned, a line further down is one further to the side.
    axis = 0 if page.rotation % 180 else 1
    overprint = _Overprint(axis)
    pieces: list[str] = []
    begins: list[int] = []
    heights: list[float] = []
    length = 0

    def keep(piece: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            begins.append(length)
            heights.append(_position(cm, tm)[axis])
            length += len(piece)

    def before(operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        work.count()
        overprint.leave_out(operator, operands, cm, tm)

    page.extract_text(visitor_text=keep, visitor_operand_before=before)
    work.check()
    lines: Page = []
    for found in _LINE.finditer("".join(pieces)):
        height = heights[bisect_right(begins, found.start(1)) - 1]
        text = found[0]
        lines.append(PrintedLine(_SPREAD.sub(r"\1", text) if round(height) in overprint.heights else text, height))
    return lines


def _position(cm: list[float], tm: list[float]) -> tuple[float, float]:
    """Give the place on the page where text begins under both matrices."""
    return tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]


_PLACES = frozenset((b"BT", b"Td", b"TD", b"Tm", b"T*"))
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_NEAR = 0.1
"""How far apart, in sizes of the font, two prints of one text are that make it bold; a digit is five times as wide."""


class _Overprint:
    """Leave out what is printed a second time at nearly the same place, which is how some programs print bold."""

    def __init__(self, axis: int) -> None:
        self.heights: set[int] = set()
        self._axis = axis
        self._size = 12.0
        self._shown = 0
        self._prints: set[tuple[Any, ...]] = set()

    def leave_out(self, operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        """See every operation of a page before pypdf does, and empty those that print again."""
        if operator == b"Tf" and len(operands) > 1:
            self._size = abs(float(operands[1])) or self._size
        if operator in _PLACES:
            self._shown = 0
        if operator not in _SHOWS or not operands:
            return
        if operator in (b"'", b'"'):
            self._shown = 0
        words = operands[-1]
        key = (tuple(item for item in words if isinstance(item, (str, bytes))) if isinstance(words, list) else words,)
        x, y = _position(cm, tm)
        scale = abs(tm[0] * cm[0] + tm[1] * cm[2]) or abs(tm[1] * cm[0] + tm[0] * cm[1]) or 1.0
        side = _NEAR * self._size * scale
        column, row = round(x / side), round(y / side)
        # The matrices stand still while a line is shown piece by piece: its pieces are told by their order.
        around = {(*key, self._shown, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
        if around & self._prints:
            operands.clear()
            self.heights.add(round((x, y)[self._axis]))
        self._prints.add((*key, self._shown, column, row))
        self._shown += 1
