"""What reports are measured by, as a rate of each: counts per thousand characters or per hundred promises."""

from collections.abc import Sequence
from decimal import Decimal

from jiedu.edition import records
from jiedu.panel.opening import Panel
from jiedu.panel.rows import Row
from jiedu.reports.rates import with_exact_rates

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


def measures_of(panel: Panel) -> list[Row]:
    """Give the rows of measures of a panel, with their rates not rounded.

    >>> from jiedu import open_panel
    >>> row = next(row for row in measures_of(open_panel()) if row["id"] == "pm-page-machine")
    >>> f"{row['ensure_per_100']:.4f}"
    '0.8475'
    """
    return [with_exact_rates(row) for row in records(panel.measures)]


def measure_values(rows: Sequence[Row], name: str, level: str) -> list[Decimal]:
    """Give one measure of every report of a level, by the machine; national reports count from 1990 on.

    >>> row = {"level": "nation", "by": "machine", "share_number": Decimal(5)}
    >>> measure_values([row | {"year": 1988}, row | {"year": 2024}], "share_number", "nation")
    [Decimal('5')]
    """
    own = [row for row in rows if row["level"] == level and row["by"] == "machine"]
    own = [row for row in own if level != "nation" or (row["year"] or 0) >= _SINCE]
    return [row[name] for row in own if row[name] is not None]
