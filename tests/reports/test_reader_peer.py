"""The cases of a peer, Microsoft's Recognizers-Text: what falls under the guidelines runs, the rest is listed by reason.

Numbers are held against `parse`; percentages, currencies, dimensions and ranges against `read`. A case of
`data/peer-differences.csv` must still differ, so that the list cannot grow stale.
"""

import csv
import json
import re
from decimal import Decimal

import pytest
from support import DATA

from jiedu.reports.quantities import Quantity, read
from jiedu.text.numerals import parse

CASES = json.loads((DATA / "recognizers-text-chinese.json").read_text(encoding="utf-8"))
with (DATA / "peer-differences.csv").open(encoding="utf-8", newline="") as table:
    DIFFERENCES = {(row["model"], row["input"]): row["reason"] for row in csv.DictReader(table)}

LOWER = {"[": ("ge", "about"), "(": ("gt", "about")}


def close(value: Decimal | None, expected: str) -> bool:
    """Compare two values; the peer rounds to 15 digits."""
    if value is None:
        return False
    wanted = Decimal(expected)
    return abs(value - wanted) <= Decimal("1e-9") * max(1, abs(wanted))


def at(found: list[Quantity], result: dict) -> Quantity | None:
    """Find the quantity that overlaps a result of the peer; its end is inclusive."""
    return next((q for q in found if q.start <= result["End"] and result["Start"] < q.end), None)


def same_number(result: dict) -> bool:
    """Hold a number of the peer against `parse`."""
    try:
        return close(parse(re.sub(r"\s", "", result["Text"])), result["Resolution"]["value"])
    except (ValueError, ArithmeticError):
        return False


def same_range(found: list[Quantity], result: dict) -> bool:
    """Hold an interval of the peer against value, value_high and comparator."""
    match = re.fullmatch(r"([\[(])([^,]*),([^,]*)([\])])", result["Resolution"]["value"])
    quantity = at(found, result)
    if not match or quantity is None:
        return False
    _, low, high, _ = match.groups()
    if low and high and low != high:
        return quantity.comparator == "range" and close(quantity.value, low) and close(quantity.value_high, high)
    side = {"ge", "gt"} if low and not high else {"le", "lt"} if high and not low else {"eq"}
    return quantity.comparator in side and close(quantity.value, low or high)


def agrees(case: dict) -> bool:
    """Say whether every result of a case is read as the peer reads it, and nothing is read where it reads nothing."""
    found = [q for q in read(case["Input"]) if q.kind != "date"]
    if not case["Results"]:
        return not found
    if case["model"] == "NumberModel":
        return all(same_number(result) for result in case["Results"])
    if case["model"].startswith("NumberRange"):
        return all(same_range(found, result) for result in case["Results"])
    for result in case["Results"]:
        quantity, value = at(found, result), result["Resolution"].get("value")
        if quantity is None or value is None or not close(quantity.value, value.rstrip("%")):
            return False
    return True


@pytest.mark.parametrize(
    "case", [c for c in CASES if (c["model"], c["Input"]) not in DIFFERENCES], ids=lambda c: c["Input"]
)
def test_reads_as_the_peer_does(case):
    assert agrees(case)


@pytest.mark.parametrize(
    "case", [c for c in CASES if (c["model"], c["Input"]) in DIFFERENCES], ids=lambda c: c["Input"]
)
def test_differs_as_listed(case):
    assert not agrees(case), "this case now agrees: take it off the list"


def test_every_difference_has_a_case_and_a_reason():
    known = {(case["model"], case["Input"]) for case in CASES}
    assert not [key for key in DIFFERENCES if key not in known]
    assert all(DIFFERENCES.values())
