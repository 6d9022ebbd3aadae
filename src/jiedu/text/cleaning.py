"""Cleaning and running text: white space and page numbers go, every character keeps its offset.

A source is never edited. What is read is a copy with white space taken out, and every character of the copy
knows the offset it came from.
"""

import io
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain
from typing import overload

from jiedu.text.characters import DIGIT_VALUES, DIGITS, INVISIBLE, ONE_TO_NINE, ORDINAL, RADICAL, RADICALS, ZEROS
from jiedu.text.pagination import page_marks
from jiedu.text.spans import CleanText, Span

_SENTENCE_END = "。！？!?；;：:…"
_CLOSING = "”’」』）)》〉】\"'"


@dataclass(frozen=True, slots=True)
class _Page:
    """Hold a stretch of a source as it is read: no radicals, and no characters that nobody sees.

    `holes` are the offsets in `text` before which such characters stood, `lost` how many there were up to there.
    """

    source: str
    start: int
    end: int
    text: str
    holes: Sequence[int] = ()
    lost: Sequence[int] = ()

    @classmethod
    def of(cls, source: str, start: int, end: int) -> "_Page":
        """Read source[start:end]; most have neither."""
        text = source[start:end]
        if _RADICAL.search(text):
            text = text.translate(RADICALS)
        if not _INVISIBLE.search(text):
            return cls(source, start, end, text)
        holes, lost, gone = array("q"), array("q"), 0
        for found in _INVISIBLE.finditer(text):
            holes.append(found.start() - gone)
            gone += len(found[0])
            lost.append(gone)
        return cls(source, start, end, _INVISIBLE.sub("", text), holes, lost)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut text[start:end] where something was taken out of it: where each piece begins, here and in the source."""
        at = bisect_right(self.holes, start)
        yield start, self.start + start + (self.lost[at - 1] if at else 0)
        while at < len(self.holes) and self.holes[at] < end:
            yield self.holes[at], self.start + self.holes[at] + self.lost[at]
            at += 1

    def without(self, gaps: Iterable[tuple[int, int, str]]) -> CleanText:
        """Copy the page without its gaps; a gap may leave one character, which maps to its first offset."""
        # Not a list of pieces: of a text that is spread character by character each would be an object.
        clean = io.StringIO()
        clean_starts, source_starts = array("q"), array("q")
        length, position = 0, 0
        for gap_start, gap_end, left in gaps:
            if position < gap_start:
                self._copy(position, gap_start, length, clean_starts, source_starts)
                clean.write(self.text[position:gap_start])
                length += gap_start - position
            if left:
                clean.write(left)
                clean_starts.append(length)
                source_starts.append(next(self.pieces(gap_start, gap_end))[1])
                length += 1
            position = gap_end
        if position < len(self.text):
            self._copy(position, len(self.text), length, clean_starts, source_starts)
            clean.write(self.text[position:])
        return CleanText(clean.getvalue(), self.source, self.start, self.end, clean_starts, source_starts)

    def _copy(self, start: int, end: int, length: int, clean_starts: "array[int]", source_starts: "array[int]") -> None:
        if not self.holes:
            clean_starts.append(length)
            source_starts.append(self.start + start)
            return
        for begin, origin in self.pieces(start, end):
            clean_starts.append(length + begin - start)
            source_starts.append(origin)


_RADICAL = re.compile(f"[{RADICAL}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")


# A gap of the text: where it begins and ends, and what it holds.
_Gap = tuple[int, int, int]
_INLINE, _BROKEN, _TURNED = range(3)
"""Blanks inside a line, a line break, and a page break with its page number or running head."""


class _Gaps(Sequence[_Gap]):
    """Hold gaps in little room: in a text that is spread character by character they are as many as its characters."""

    def __init__(self, gaps: Iterable[_Gap] = ()) -> None:
        self._starts, self._ends, self._kinds = array("q"), array("q"), bytearray()
        for gap in gaps:
            self.add(*gap)

    def add(self, start: int, end: int, kind: int) -> None:
        """Add a gap behind the others."""
        self._starts.append(start)
        self._ends.append(end)
        self._kinds.append(kind)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[_Gap]:
        return zip(self._starts, self._ends, self._kinds, strict=True)

    @overload
    def __getitem__(self, at: int) -> _Gap: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Gap]: ...
    def __getitem__(self, at: int | slice) -> _Gap | Sequence[_Gap]:
        if isinstance(at, slice):
            return _Gaps(zip(self._starts[at], self._ends[at], self._kinds[at], strict=True))
        return self._starts[at], self._ends[at], self._kinds[at]


def _gaps(text: str) -> _Gaps:
    """Find everything that is no text."""
    gaps = _blanks(text)
    marks = page_marks(text, chain((0,), (end for _, end, kind in gaps if kind)))
    return _turned(gaps, marks) if marks else gaps


_STRETCH = 2**16


def _blanks(text: str) -> _Gaps:
    """Find the white space; to split at it is three times as fast as to search for it with a pattern."""
    gaps = _Gaps()
    at, size = 0, len(text)
    while at < size:
        stop = at + _STRETCH
        # A stretch ends where white space does, so that no gap is cut in two.
        while stop < size and text[stop].isspace():
            stop += 1
        for token in [*text[at:stop].split(), ""]:
            begin = at
            while at < size and text[at].isspace():
                at += 1
            if begin < at:
                words = text[begin:at]
                gaps.add(begin, at, _BROKEN if "\n" in words or "\r" in words else _INLINE)
            at += len(token)
    return gaps


def _turned(gaps: _Gaps, marks: list[Span]) -> _Gaps:
    """Make one gap of a page number and the blanks in it and around it."""
    merged = _Gaps()
    last = (0, -1, _INLINE)
    for start, end, kind in merge(gaps, ((mark.start, mark.end, _TURNED) for mark in marks)):
        if start <= last[1] and _TURNED in (kind, last[2]):
            last = (last[0], max(end, last[1]), _TURNED)
        else:
            if last[1] >= 0:
                merged.add(*last)
            last = (start, end, kind)
    merged.add(*last)
    return merged


_LATIN = re.compile(r"[A-Za-z]")


def clean(source: str, start: int = 0, end: int | None = None) -> CleanText:
    """Take line breaks, page numbers and justification out of source[start:end].

    One space stays between two words of Chinese on one line, where it separates a heading from its text, and
    between two Latin words. A space beside a digit, beside a lone Latin letter, at the edge of a line, or in a
    line spread character by character is justification.

    >>> clean("高品质建设 力争年内大铺等6⏎个项目".replace("⏎", chr(10))).text
    '高品质建设 力争年内大铺等6个项目'
    >>> clean("轨道交通 6、7、8号线").text
    '轨道交通6、7、8号线'
    """
    page = _Page.of(source, start, len(source) if end is None else end)
    return page.without(_clean_gaps(page.text))


def _clean_gaps(text: str) -> Iterator[tuple[int, int, str]]:
    gaps = _gaps(text)
    lines = _Lines.of(text, gaps)
    for index, (a, b, kind) in enumerate(gaps):
        before, after = text[a - 1 : a], text[b : b + 1]
        if _LATIN.match(before) and _LATIN.match(after):
            yield a, b, " "
        elif kind or not before or not after or lines.marks[index] == _SPREAD or not _apart(text, a, b):
            yield a, b, ""
        else:
            yield a, b, " "


def _apart(source: str, a: int, b: int) -> bool:
    """Say whether the space source[a:b] stands between two words, not beside a figure or a lone letter."""
    before, after = source[a - 1], source[b]
    if before.isdigit() or after.isdigit() or not (before.isalpha() or before in _CLOSING):
        return False
    letter = before.isascii() and before.isalpha()
    return not letter or (a - 2 >= 0 and source[a - 2].isascii() and source[a - 2].isalnum())


_CELL = rf"[-+－＋—]?[{DIGITS}][{DIGITS},，.．]*[%％‰]?"
_NUMBER = re.compile(_CELL)
# A cell of a column of numbers, or what says there that there is none.
_CELL_OR_NONE = re.compile(rf"{_CELL}|[-－—–/／…]{{1,2}}")
_CLAUSE = re.compile(r"[，。；：]")


_SPREAD, _CELLS, _CUTS = 1, 2, 3
"""What a gap is by its line: in one spread character by character, between the cells of a table, around its rows."""


class _Lines:
    """Hold what the lines with blanks inside are, as a mark a gap."""

    def __init__(self, gaps: int) -> None:
        self.marks = bytearray(gaps)

    @classmethod
    def of(cls, text: str, gaps: _Gaps) -> "_Lines":
        """Look at every line that has blanks inside."""
        lines = cls(len(gaps))
        first, begin = 0, 0
        likely: tuple[int, int] | None = None
        for index, (start, end, kind) in enumerate(chain(gaps, [(len(text), len(text), _BROKEN)])):
            if kind == _INLINE:
                continue
            told = _line_kind(text[begin:start]) if first < index else ""
            if told == "spread":
                lines._mark(first, index, _SPREAD)
            elif told == "row" or (told == "likely row" and likely and likely[1] == first - 1):
                lines._add_row(first, index)
                if likely and likely[1] == first - 1:
                    lines._add_row(*likely)
            likely = (first, index) if told.endswith("row") else None
            first, begin = index + 1, end
        return lines

    def _mark(self, first: int, last: int, mark: int) -> None:
        self.marks[first:last] = bytes((mark,)) * (last - first)

    def _add_row(self, first: int, last: int) -> None:
        self._mark(first, last, _CELLS)
        for at in (first - 1, last):
            if 0 <= at < len(self.marks):
                self.marks[at] = _CUTS


def _line_kind(line: str) -> str:
    """Tell a line with blanks inside: spread (业 突 破 1000 家), a row of a table, likely a row, or neither."""
    tokens = line.split()
    if len(tokens) < 2:
        return ""
    if "\t" in line.strip():
        return "row"
    words = [token for token in tokens if not _NUMBER.fullmatch(token)]
    if len(words) > 1 and 4 * sum(len(word) == 1 for word in words) >= 3 * len(words):
        return "spread"
    if not _NUMBER.fullmatch(tokens[-1]):
        return ""
    last = tokens[-2:]
    if all(map(_CELL_OR_NONE.fullmatch, last)) and len(last[0] + last[1]) > 2:
        return "row"
    return "" if _CLAUSE.search(line) else "likely row"


_STOP = re.compile(rf"[{_SENTENCE_END}]+[{_CLOSING}]*|\n")


def sentences(text: CleanText | str) -> list[Span]:
    """Cut a text into sentences: spans that end after 。！？；： and the quotes that close with them.

    >>> [span.of("一期完工。二期开工") for span in sentences("一期完工。二期开工")]
    ['一期完工。', '二期开工']
    """
    return list(iterate_sentences(text.text if isinstance(text, CleanText) else text))


def iterate_sentences(text: str) -> Iterator[Span]:
    """Give the spans of `sentences` one after the other.

    >>> next(iterate_sentences("一期完工。二期开工"))
    Span(start=0, end=5)
    """
    position = 0
    for stop in _STOP.finditer(text):
        if stop.end() > position:
            yield Span(position, stop.end())
            position = stop.end()
    if position < len(text):
        yield Span(position, len(text))


_HEAD = re.compile(
    rf"""
      [（(]?{ORDINAL}[）)、]                  # （一）
    | 第{ORDINAL}[章节部]                     # 第二章
    | [{DIGITS}]{{1,2}}[.．、](?![{DIGITS}])  # 1. but not 1.5
    | 各位代表
    """,
    re.VERBOSE,
)
_DIGIT = frozenset(DIGIT_VALUES)
# 数说2024 may be a line of its own; any other number at its end waits for its unit.
_ENDS_WITH_YEAR = re.compile(rf"(?![{DIGITS}年])(?s:.)(?:19|20)[0-9]{{2}}(?!\s*年)")
_BIG = "万亿萬億"
# What is not cut from the unit after it; the figures of accounts (壹) and 廿 do not stand before a space.
_FIGURES = frozenset(f"{ZEROS}{ONE_TO_NINE}十百千{_BIG}两兩点點之")
_LONGEST_HEADING = 60
_DIGIT_RUN_BACK = 12
_LONG_LINE = 100
_SHORT_LINE = 30
_LONGEST_LIST = 20
_LINE = re.compile(r"\s*(\S[^\n]*)")


def reflow(source: str) -> CleanText:
    """Run a text together for reading: no line breaks, but one line feed where a paragraph ends.

    Spaces go as in `clean`. A break inside a sentence, or inside a number, is none, nor is a page break with its
    page number. Whether a line without a full stop is a heading or half a sentence is read from the rest: where most
    lines end with a stop, a short one is a heading. Rows of a table stand apart, as do their cells.

    >>> reflow("企业突破⏎1000⏎⏎家；⏎力争".replace("⏎", chr(10))).text
    '企业突破1000家；\\n力争'
    >>> reflow("新增就业⏎— 12 —⏎3.6万人".replace("⏎", chr(10))).text
    '新增就业3.6万人'
    """
    page = _Page.of(source, 0, len(source))
    return page.without(_flow_gaps(page.text, _gaps(page.text)))


def _flow_gaps(source: str, gaps: _Gaps) -> Iterator[tuple[int, int, str]]:
    """Decide what each gap leaves, remembering where the paragraph began."""
    marks = _Lines.of(source, gaps).marks
    setting = _Setting.of(source, gaps)
    began = 0
    for gap, mark in zip(gaps, marks, strict=True):
        a, b, kind = gap
        if a == 0 or b == len(source):
            left = ""
        elif mark == _CUTS:
            left = "\n"
        elif kind:
            left = _left_between_lines(source, gap, setting, began)
        elif mark == _CELLS:
            left = _left_between_cells(source, a, b)
        else:
            left = _left_inside_a_line(source, a, b, mark == _SPREAD)
        if left == "\n" or a == 0:
            began = b
        yield a, b, left


def _stops(source: str, at: int) -> bool:
    last = source[at - 1]
    return last in _SENTENCE_END or (last in _CLOSING and at > 1 and source[at - 2] in _SENTENCE_END)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Say how a text is set: a line a paragraph or not, and whether something cuts such lines.

    Where the words of a page that are links stand on lines of their own, or its menu stands at its end, few lines
    end with a stop; but then much of the text is in lines longer than any page is wide.
    """

    paragraphs: bool
    cut: bool
    masthead_end: int

    @classmethod
    def of(cls, source: str, gaps: _Gaps) -> "_Setting":
        """Read the setting from the ends of the lines and, where they do not tell, from the lengths."""
        breaks = stops = long = begin = 0
        for start, end, kind in chain(gaps, [(len(source), len(source), _BROKEN)]):
            if kind:
                breaks += 1
                stops += bool(start) and start < len(source) and _stops(source, start)
                long += start - begin if start - begin > _LONG_LINE else 0
                begin = end
        if 5 * stops >= 2 * (breaks - 1):
            return cls(True, False, 0)
        cut = 4 * long > len(source)
        return cls(cut, cut, max(source.find("各位代表"), 0) if cut else 0)


def _left_inside_a_line(source: str, a: int, b: int, spread: bool) -> str:
    before = source[a - 1]
    if before in _DIGIT and source[b] in _DIGIT:
        return _left_between_digits(source, a, b)
    # 一百五十 个: a figure is not cut from its unit
    return " " if not spread and before not in _FIGURES and _apart(source, a, b) else ""


def _left_between_cells(source: str, a: int, b: int) -> str:
    """Join a number to the name of its row; keep every other cell apart, also from the sign of the next."""
    before = source[a - 1]
    return "" if source[b] in _DIGIT and (before.isalpha() or before in _CLOSING) else " "


def _left_between_lines(source: str, gap: _Gap, setting: _Setting, began: int) -> str:
    """Say what a line break leaves in the running text: nothing or a line feed."""
    a, b, kind = gap
    if _stops(source, a):
        return "\n"
    before, after = source[a - 1], source[b]
    if before in _DIGIT and after in _DIGIT:
        return "\n" if kind == _BROKEN and _digits_alone(source, a) else ""
    if after in "。，、；：！？）”%％" or before in "，、（“" or before in _BIG:
        return ""
    if before in _DIGIT and not _ENDS_WITH_YEAR.match(source, a - 5):
        return ""
    if _is_indented(source, gap) or _HEAD.match(source, b):
        return "\n"
    return "\n" if setting.paragraphs and _is_heading(source, began, gap, setting) else ""


def _is_indented(source: str, gap: _Gap) -> bool:
    a, b, kind = gap
    # A page number may be set in the middle of the line by such spaces.
    return "\u3000\u3000" in source[source.rfind("\n", a, b) + 1 if kind == _TURNED else a : b]


def _is_heading(source: str, began: int, gap: _Gap, setting: _Setting) -> bool:
    """Tell a heading from a sentence that was cut: a short line of its own, numbered or without a comma.

    A heading without a number does not stand at the foot of a page. Where links cut lines, what follows it is a
    paragraph, or it is one of the lines of a list.
    """
    end = gap[0]
    if end - began > _LONGEST_HEADING or source.find("\n", began, end) >= 0:
        return False
    if _HEAD.match(source, began):
        return True
    if gap[2] == _TURNED or any(mark in source[began:end] for mark in "，。；"):
        return False
    return (
        not setting.cut
        or end < setting.masthead_end
        or _is_paragraph(source, gap[1])
        or _goes_on_as_list(source, gap[1])
    )


def _is_paragraph(source: str, begin: int) -> bool:
    end = source.find("\n", begin)
    line = source[begin : end if end >= 0 else len(source)].rstrip()
    return len(line) > _LONGEST_HEADING or (len(line) > _SHORT_LINE and _stops(line, len(line)))


def _goes_on_as_list(source: str, begin: int) -> bool:
    """Say whether only short lines follow, up to a numbered heading or the end of the text."""
    for _ in range(_LONGEST_LIST):
        found = _LINE.match(source, begin)
        if not found or _HEAD.match(source, found.start(1)):
            return True
        if len(found[1]) > _LONGEST_HEADING or _CLAUSE.search(found[1]):
            return False
        begin = found.end()
    return False


def _digits_before(source: str, at: int) -> int:
    """Count the digits that end at an offset, up to _DIGIT_RUN_BACK."""
    count = 0
    while count < _DIGIT_RUN_BACK and at - count > 0 and source[at - count - 1] in _DIGIT:
        count += 1
    return count


def _digits_alone(source: str, at: int) -> bool:
    begin = at - _digits_before(source, at)
    return begin == 0 or source[begin - 1] == "\n"


def _left_between_digits(source: str, a: int, b: int) -> str:
    """Join digits that were spread (1 9 9 7) or grouped (12 345); keep the columns of a table apart."""
    head = _digits_before(source, a)
    tail = 0
    while tail < _DIGIT_RUN_BACK and b + tail < len(source) and source[b + tail] in _DIGIT:
        tail += 1
    spread = head == tail == 1 or (head + tail == 4 and source.startswith("年", b + tail))
    return "" if spread or (tail == 3 and _is_group(source, a - head, head)) else " "


def _is_group(source: str, begin: int, length: int) -> bool:
    """Say whether digits are the first or a middle group of a number: not 10 of 1 10 100, not 45 of 0.45 100."""
    if source[begin - 1 : begin] in (".", "．") and source[begin - 2 : begin - 1] in _DIGIT:
        return False
    after_digits = source[begin - 1 : begin].isspace() and source[begin - 2 : begin - 1] in _DIGIT
    return length == 3 or (length < 3 and not after_digits)


def without_invisible(text: str) -> str:
    """Take out every character that takes no room.

    >>> without_invisible("6" + chr(0x200B) + ".5%")
    '6.5%'
    """
    return _INVISIBLE.sub("", text)


def strip_whitespace(text: str) -> str:
    """Take all white space out of a text, and every character that takes no room at all.

    >>> strip_whitespace(" 业 突 破 1000 家")
    '业突破1000家'
    """
    return without_invisible("".join(text.split()))
