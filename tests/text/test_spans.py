"""Rows found by their place in a text."""

import random

from jiedu.text.spans import SpanIndex


def test_rows_are_found_by_place() -> None:
    """Against a look at every row; rows may touch, overlap and lie in each other."""
    source = random.Random(20250116)
    rows = [{"start": at, "end": at + source.randint(1, 9)} for at in source.choices(range(60), k=30)]
    places = SpanIndex(rows)
    for start in range(70):
        for end in range(start + 1, 71):
            inside = [row for row in rows if start <= row["start"] and row["end"] <= end]
            meeting = [row for row in rows if row["start"] < end and start < row["end"]]
            assert places.inside(start, end) == sorted(inside, key=lambda row: row["start"])
            assert places.meeting(start, end) == sorted(meeting, key=lambda row: row["start"])
