"""Rows by where they stand in the page, found without a look at all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

Row = dict[str, Any]


class Places:
    """Hold rows with `start` and `end` in the order of the page; a question costs a search by halves.

    >>> places = Places([{"start": 4, "end": 9}, {"start": 0, "end": 3}])
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
