"""What reports are measured by, as a rate of each report: counts per thousand characters or per hundred promises."""

from collections.abc import Sequence
from decimal import Decimal

from jiedu.panel.rows import Row

RATES = (
    "numbers_per_1000",
    "plan_numbers_per_1000",
    "shorthand_per_1000",
    "share_number",
    "share_deadline",
    "share_actor",
    "strive_per_100",
    "ensure_per_100",
    "about_per_100",
    "at_least_per_100",
    "at_most_per_100",
)
"""What reports and the page are measured by, in the order of tables and charts."""

_SINCE = 1990
"""The first year of which national reports count: since then they have a list of targets."""


def measure_values(rows: Sequence[Row], name: str, level: str) -> list[Decimal]:
    """Give one measure of every report of a level, by the machine; rates per promise or character are worked out.

    National reports count from 1990 on.

    >>> counted = {"level": "nation", "by": "machine", "strive": 3, "promises": 60}
    >>> measure_values([counted | {"year": 1988}, counted | {"year": 2024}], "strive_per_100", "nation")
    [Decimal('5')]
    """
    own = [row for row in rows if row["level"] == level and row["by"] == "machine"]
    own = [row for row in own if level != "nation" or (row["year"] or 0) >= _SINCE]
    values = (measure_of(row, name) for row in own)
    return [value for value in values if value is not None]


def measure_of(row: Row, name: str) -> Decimal | None:
    """Give one measure of a row: a column, or a count per hundred promises or thousand characters.

    >>> measure_of({"shorthand": 27, "characters": 4000}, "shorthand_per_1000")
    Decimal('6.75')
    """
    for end, whole, times in (("_per_100", "promises", 100), ("_per_1000", "characters", 1000)):
        part = name.removesuffix(end)
        if part != name and part in row:
            return Decimal(times * int(row[part])) / int(row[whole]) if row[whole] else None
    return row[name]  # type: ignore[no-any-return]
