"""Spans of a text, and texts that know where each of their characters came from."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from jiedu.text.characters import RADICAL

_RADICAL = re.compile(f"[{RADICAL}]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Mark a stretch of text: code points, end exclusive.

    >>> Span(2, 5).of("ab解读页c")
    '解读页'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut the span out of a text."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class CleanText:
    """Hold a text without stray white space beside the source it was taken from.

    The map is kept as runs that were copied whole, so that it costs little on long texts.

    >>> from jiedu.text.cleaning import clean
    >>> clean("力争落户 6⏎家".replace("⏎", chr(10))).text
    '力争落户6家'
    """

    text: str
    source: str = field(repr=False)
    start: int
    end: int
    _clean_starts: Sequence[int] = field(repr=False)
    _source_starts: Sequence[int] = field(repr=False)

    @property
    def written(self) -> str:
        """Give the text as the source writes it, with the radicals that stand for characters; else the same object.

        >>> from jiedu.text.cleaning import clean
        >>> text = clean("20 万⼈次")
        >>> text.text, text.written
        ('20万人次', '20万⼈次')
        """
        if not _RADICAL.search(self.source, self.start, self.end):
            return self.text
        ends = [*self._clean_starts[1:], len(self.text)]
        runs = zip(self._clean_starts, ends, self._source_starts, strict=True)
        # A character that a gap left, a blank, is not in the source as it stands here.
        return "".join(
            self.text[start:end] if self.text[start] in " \n" else self.source[origin : origin + end - start]
            for start, end, origin in runs
        )

    def to_source(self, index: int) -> int:
        """Give the source offset of a clean character; the end of the text gives the end of its last character.

        >>> from jiedu.text.cleaning import clean
        >>> clean("破 1000", 0).to_source(1)
        2
        """
        if not 0 <= index <= len(self.text):
            raise IndexError(f"no character {index} in a clean text of {len(self.text)}")
        if index == len(self.text):
            return self.to_source(index - 1) + 1 if index else self.start
        run = bisect_right(self._clean_starts, index) - 1
        return self._source_starts[run] + index - self._clean_starts[run]

    def span_to_source(self, start: int, end: int) -> Span:
        """Give the source span from the first to the last character of a clean span.

        >>> from jiedu.text.cleaning import clean
        >>> clean("突破 1000  家", 0).span_to_source(2, 7)
        Span(start=3, end=10)
        """
        if start >= end:
            at = self.to_source(start)
            return Span(at, at)
        return Span(self.to_source(start), self.to_source(end - 1) + 1)

    def from_source(self, offset: int) -> int:
        """Give the index of the first clean character at or after a source offset.

        >>> from jiedu.text.cleaning import clean
        >>> clean("破 1000", 0).from_source(1)
        1
        """
        run = bisect_right(self._source_starts, offset) - 1
        if run < 0:
            return 0
        index = self._clean_starts[run] + offset - self._source_starts[run]
        following = self._clean_starts[run + 1] if run + 1 < len(self._clean_starts) else len(self.text)
        return min(index, following)


Row = dict[str, Any]


class SpanIndex:
    """Hold rows with `start` and `end` in the order of the page; a question costs a search by halves.

    >>> places = SpanIndex([{"start": 4, "end": 9}, {"start": 0, "end": 3}])
    >>> places.holding(5, 8), places.holding(2, 5)
    ({'start': 4, 'end': 9}, None)
    >>> [len(places.inside(0, 9)), len(places.inside(1, 9)), len(places.meeting(2, 5)), len(places.meeting(3, 4))]
    [2, 1, 2, 0]
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = sorted(rows, key=lambda row: row["start"])
        self._starts = [row["start"] for row in self._rows]
        # Rows may overlap: how far everything up to a row reaches says where a search may stop.
        self._reach = list(accumulate((row["end"] for row in self._rows), max))

    def holding(self, start: int, end: int) -> Row | None:
        """Give the last row that begins at or before a span and holds it whole; None where it does not."""
        at = bisect_right(self._starts, start) - 1
        return self._rows[at] if at >= 0 and start < end <= self._rows[at]["end"] else None

    def inside(self, start: int, end: int) -> list[Row]:
        """Give the rows that lie whole in a span, in the order of the page."""
        found = self._rows[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [row for row in found if row["end"] <= end]

    def meeting(self, start: int, end: int) -> list[Row]:
        """Give the rows that share a character with a span, in the order of the page."""
        last = first = bisect_left(self._starts, end)
        while first and self._reach[first - 1] > start:
            first -= 1
        return [row for row in self._rows[first:last] if row["end"] > start]
