"""The paragraphs of a report, also of one that breaks its lines at a column's width."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from jiedu.reports.structure.signs import marker
from jiedu.text.spans import CleanText


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the running text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def paragraphs(run: CleanText) -> list[Line]:
    """Cut the running text into paragraphs: at its line feeds, and after the short lines of a text set in columns."""
    feeds = {found.start() for found in re.finditer("\n", run.text)}
    short, full = _line_ends(run)
    # In columns a full line that ends in ； goes on in the next, unless that begins with a number.
    feeds -= {at for at in full if run.text[at - 1 : at] in ("；", "：") and not marker(run.text[at + 1 : at + 12])}
    lines, start = [], 0
    for end in sorted({*feeds, *short, len(run.text)}):
        piece = run.text[start:end]
        skip = len(piece) - len(piece.lstrip("\n"))
        if piece[skip:]:
            lines.append(Line(start + skip, piece[skip:].replace("\n", " ")))
        start = end
    return lines


_FULL = 0.85
_WIDEST = 160
_STOP_AT_END = re.compile(r"[。！？：；][”’）)]*$")


def _line_ends(run: CleanText) -> tuple[list[int], list[int]]:
    """Find the ends of the short and of the full lines of a text that breaks its lines at one width.

    A line that is not full ends a paragraph. Without indents nothing else tells a heading from what stands under it;
    a PDF's text layer is such a text.
    """
    source = run.source
    lines = [(found.start(), found.end(), found[0]) for found in re.finditer(r"[^\n]+", source) if found[0].strip()]
    if len(lines) < 20:
        return [], []
    # A page is set to a width, a terminal cuts at a number of characters: a line may be full by either measure.
    widths = [_width(line.strip()) for _, _, line in lines]
    lengths = [len(line.strip()) for _, _, line in lines]
    column, longest = (sorted(sizes)[int(0.9 * len(sizes))] for sizes in (widths, lengths))
    short = [a < _FULL * column and b < _FULL * longest for a, b in zip(widths, lengths, strict=True)]
    stopped = sum(1 for _, _, line in lines if _STOP_AT_END.search(line.rstrip()))
    if column > _WIDEST or 2 * sum(short) > len(lines) or 2 * stopped > len(lines):
        return [], []
    ends: tuple[list[int], list[int]] = ([], [])
    for (_, end, line), is_short in zip(lines, short, strict=True):
        if not line.rstrip().endswith(("，", "、")):
            ends[not is_short].append(run.from_source(end))
    return ends


def _width(line: str) -> int:
    """Count the columns of a line: two for a Chinese character, one for a Latin letter or digit."""
    return sum(1 if c < "\u1100" else 2 for c in line)


def first_line(lines: list[Line], offset: int) -> int:
    """Give the index of the first line that begins at or after an offset."""
    at = bisect_right(lines, offset, key=lambda line: line.start)
    return at - 1 if at and lines[at - 1].start == offset else at
