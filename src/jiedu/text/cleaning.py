"""Cleaning and running text: white space goes, every character keeps its offset.

A source is never edited. What is read is a copy with white space taken out, and every character of the copy
knows the offset it came from.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator

from jiedu.text.characters import DIGITS, ONE_TO_NINE, ORDINAL, ZEROS
from jiedu.text.spans import CleanText, Span

_SENTENCE_END = "。！？!?；;：:…"
_CLOSING = "”’」』）)》〉】\"'"


def _assemble(source: str, start: int, end: int, gaps: Iterable[tuple[int, int, str]]) -> CleanText:
    """Copy source[start:end] without its gaps; a gap may leave one character, which maps to its first offset."""
    pieces: list[str] = []
    clean_starts, source_starts = array("q"), array("q")
    length, position = 0, start
    for gap_start, gap_end, left in gaps:
        if position < gap_start:
            pieces.append(source[position:gap_start])
            clean_starts.append(length)
            source_starts.append(position)
            length += gap_start - position
        if left:
            pieces.append(left)
            clean_starts.append(length)
            source_starts.append(gap_start)
            length += 1
        position = gap_end
    if position < end:
        pieces.append(source[position:end])
        clean_starts.append(length)
        source_starts.append(position)
    return CleanText("".join(pieces), source, start, end, clean_starts, source_starts)


_BLANK = re.compile(r"[\s\ufeff]+")
# A line whose every character stands alone was spread to fill the column: 业 突 破.
_SPREAD = re.compile(r"[^\S\n]*\S(?:[^\S\n]+\S)+[^\S\n]*")
_LATIN = re.compile(r"[A-Za-z]")


def clean(source: str, start: int = 0, end: int | None = None) -> CleanText:
    """Take line breaks and justification out of source[start:end].

    One space stays between two words of Chinese on one line, where it separates a heading from its text, and
    between two Latin words. A space beside a digit, beside a lone Latin letter, at the edge of a line, or in a
    line spread character by character is justification.

    >>> clean("高品质建设 力争年内大铺等6⏎个项目".replace("⏎", chr(10))).text
    '高品质建设 力争年内大铺等6个项目'
    >>> clean("轨道交通 6、7、8号线").text
    '轨道交通6、7、8号线'
    """
    end = len(source) if end is None else end
    return _assemble(source, start, end, _clean_gaps(source, start, end))


def _clean_gaps(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    is_spread = _spread_lines(source)
    for gap in _BLANK.finditer(source, start, end):
        a, b = gap.span()
        before = source[a - 1] if a > start else ""
        after = source[b] if b < end else ""
        if _LATIN.match(before) and _LATIN.match(after):
            yield a, b, " "
        elif "\n" in gap[0] or not before or not after or is_spread(a) or not _apart(source, a, b, start):
            yield a, b, ""
        else:
            yield a, b, " "


def _apart(source: str, a: int, b: int, start: int) -> bool:
    """Say whether the space source[a:b] stands between two words, not beside a figure or a lone letter."""
    before, after = source[a - 1], source[b]
    if before.isdigit() or after.isdigit() or not (before.isalpha() or before in _CLOSING):
        return False
    letter = before.isascii() and before.isalpha()
    return not letter or (a - 2 >= start and source[a - 2].isascii() and source[a - 2].isalnum())


_STOP = re.compile(rf"[{_SENTENCE_END}]+[{_CLOSING}]*|\n")


def sentences(text: CleanText | str) -> list[Span]:
    """Cut a text into sentences: spans that end after 。！？；： and the quotes that close with them.

    >>> [span.of("一期完工。二期开工") for span in sentences("一期完工。二期开工")]
    ['一期完工。', '二期开工']
    """
    body = text.text if isinstance(text, CleanText) else text
    spans, position = [], 0
    for stop in _STOP.finditer(body):
        if stop.end() > position:
            spans.append(Span(position, stop.end()))
            position = stop.end()
    if position < len(body):
        spans.append(Span(position, len(body)))
    return spans


_HEAD = re.compile(
    rf"""
      [（(]?{ORDINAL}[）)、]                  # （一）
    | 第{ORDINAL}[章节部]                     # 第二章
    | [{DIGITS}]{{1,2}}[.．、](?![{DIGITS}])  # 1. but not 1.5
    | 各位代表
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(rf"[{DIGITS}]")
_BIG = "万亿萬億"
# What is not cut from the unit after it; the figures of accounts (壹) and 廿 do not stand before a space.
_FIGURES = frozenset(f"{ZEROS}{ONE_TO_NINE}十百千{_BIG}两兩点點之")
_LONGEST_HEADING = 60
_DIGIT_RUN_BACK = 12


def reflow(source: str) -> CleanText:
    """Run a text together for reading: no line breaks, but one line feed where a paragraph ends.

    Spaces go as in `clean`. A break inside a sentence, or inside a number, is none. Whether a line without a
    full stop is a heading or half a sentence is read from the rest: where most lines end with a stop, a short
    one is a heading.

    >>> reflow("企业突破⏎1000⏎⏎家；⏎力争".replace("⏎", chr(10))).text
    '企业突破1000家；\\n力争'
    """
    gaps = list(_BLANK.finditer(source))
    broken = [gap for gap in gaps if "\n" in gap[0] or "\r" in gap[0]]
    stops = sum(1 for gap in broken if gap.start() and _stops(source, gap.start()))
    paragraphs = 5 * stops >= 2 * len(broken)
    return _assemble(source, 0, len(source), _flow_gaps(source, gaps, paragraphs))


def _flow_gaps(source: str, gaps: list[re.Match[str]], paragraphs: bool) -> Iterator[tuple[int, int, str]]:
    """Decide what each run of white space leaves, remembering where the paragraph began."""
    spread = _spread_lines(source)
    began = 0
    for gap in gaps:
        left = _left(source, gap, paragraphs, spread, began)
        if left == "\n" or gap.start() == 0:
            began = gap.end()
        yield gap.start(), gap.end(), left


def _spread_lines(source: str) -> Callable[[int], bool]:
    """Say of offsets, in rising order, whether they stand in a line that was spread character by character."""
    line_end, spread = -1, False

    def is_spread(at: int) -> bool:
        nonlocal line_end, spread
        if at >= line_end:
            line_end = source.find("\n", at)
            line_end = len(source) if line_end < 0 else line_end
            spread = _SPREAD.fullmatch(source, source.rfind("\n", 0, at) + 1, line_end) is not None
        return spread

    return is_spread


def _stops(source: str, at: int) -> bool:
    last = source[at - 1]
    return last in _SENTENCE_END or (last in _CLOSING and at > 1 and source[at - 2] in _SENTENCE_END)


def _left(source: str, gap: re.Match[str], paragraphs: bool, spread: Callable[[int], bool], began: int) -> str:
    """Say what a run of white space leaves in the running text: nothing, a line feed, or a space."""
    a, b = gap.span()
    if a == 0 or b == len(source):
        return ""
    before, after = source[a - 1], source[b]
    broken = "\n" in gap[0] or "\r" in gap[0]
    if _DIGIT.match(before) and _DIGIT.match(after):
        return _left_between_digits(source, a, b, broken)
    if not broken:
        # 一百五十 个: a figure is not cut from its unit
        apart = _apart(source, a, b, 0) and before not in _FIGURES
        return " " if apart and not spread(a) else ""
    if _stops(source, a):
        return "\n"
    if after in "。，、；：！？）”%％" or before in "，、（“" or _DIGIT.match(before) or before in _BIG:
        return ""
    if "\u3000\u3000" in gap[0] or _HEAD.match(source, b):
        return "\n"
    return "\n" if paragraphs and _is_heading(source, began, a) else ""


def _is_heading(source: str, began: int, end: int) -> bool:
    """Tell a heading from a sentence that was cut: a short line of its own, numbered or without a comma."""
    if end - began > _LONGEST_HEADING or source.find("\n", began, end) >= 0:
        return False
    return _HEAD.match(source, began) is not None or not any(mark in source[began:end] for mark in "，。；")


def _left_between_digits(source: str, a: int, b: int, broken: bool) -> str:
    """Join digits that were spread (1 9 9 7) or grouped (12 345); keep the columns of a table apart."""
    head = tail = 0
    while head < _DIGIT_RUN_BACK and a - head - 1 >= 0 and _DIGIT.match(source[a - head - 1]):
        head += 1
    while tail < _DIGIT_RUN_BACK and b + tail < len(source) and _DIGIT.match(source[b + tail]):
        tail += 1
    if broken:
        whole_line = a - head == 0 or source[a - head - 1] == "\n"
        return "\n" if whole_line else ""
    return "" if head == 1 or tail == 1 or (head <= 3 and tail == 3) else " "


def strip_whitespace(text: str) -> str:
    """Take all white space out of a text.

    >>> strip_whitespace(" 业 突 破 1000 家")
    '业突破1000家'
    """
    return "".join(text.split())
