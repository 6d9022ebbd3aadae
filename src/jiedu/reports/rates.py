"""What follows from the counts of a report, not rounded: shares and rates by the names of their columns.

A table of a panel has them with two decimals. What is rounded once more, or held against another rate, is computed from
the counts again: 1 word in 118 promises is 0.8 in a hundred, and 0.85 rounded again would be 0.9.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jiedu.reports.counting import COUNTS, WORDS

_SHARES = {
    "share_number": "promises_number",
    "share_deadline": "promises_deadline",
    "share_actor": "promises_actor",
}


def rates_of(counts: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Compute every rate from counts by their names; None where a count is missing or there is nothing to divide by.

    >>> found = rates_of({"promises": 118, "ensure": 1, "characters": 1000, "quantities": 5})
    >>> round(found["ensure_per_100"], 3), found["numbers_per_1000"], found["plan_numbers_per_1000"]
    (Decimal('0.847'), Decimal('5'), None)
    """
    return {
        "numbers_per_1000": _rate(1000, counts.get("quantities"), counts.get("characters")),
        "plan_numbers_per_1000": _rate(1000, counts.get("plan_quantities"), counts.get("plan_characters")),
        **{share: _rate(100, counts.get(part), counts.get("promises")) for share, part in _SHARES.items()},
        "strive_share_number": _rate(100, counts.get("promises_strive_number"), counts.get("promises_strive")),
        "other_share_number": _rate(100, *_others(counts)),
        "shorthand_per_1000": _rate(1000, counts.get("shorthand"), counts.get("characters")),
        **{f"{name}_per_100": _rate(100, counts.get(name), counts.get("promises")) for name in WORDS},
    }


def with_exact_rates(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row of measures with its rates as its counts have them; a rate without counts stays as it is.

    >>> row = with_exact_rates({"promises": 8, "ensure": 1, "ensure_per_100": Decimal("12.5"), "about_per_100": None})
    >>> row["ensure_per_100"], row["about_per_100"]
    (Decimal('12.5'), None)
    """
    exact = rates_of({name: row[name] for name in COUNTS if row.get(name) is not None})
    return {**row, **{name: rate for name, rate in exact.items() if name in row and rate is not None}}


def _others(counts: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Give the promises with a number and all promises, those of striving left out."""
    pairs = (("promises_number", "promises_strive_number"), ("promises", "promises_strive"))
    number, whole = (counts[of] - counts[part] if of in counts and part in counts else None for of, part in pairs)
    return number, whole


def _rate(times: int, part: int | None, whole: int | None) -> Decimal | None:
    # Counts of a library are no numbers that Decimal takes.
    return None if part is None or not whole else Decimal(times * int(part)) / int(whole)
