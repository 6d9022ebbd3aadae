"""Rates that are rounded once: what is computed of a panel's rates is computed of its counts."""

from decimal import Decimal

from jiedu import open_panel
from jiedu.edition import Edition
from jiedu.edition.facts import compute, format_fact
from jiedu.panel.measuring import measure_values, measures_of


def test_one_word_in_118_promises_is_said_with_one_rounding() -> None:
    facts = compute(Edition.open())
    row = facts.loc["fact-ensure-rate-page"]
    assert format_fact(row["value"], int(row["decimals"])) == "0.8"
    (page,) = (row for row in measures_of(open_panel()) if row["id"] == "pm-page-machine")
    assert page["ensure_per_100"] == row["value"] == Decimal(100) / 118


def test_a_report_with_the_same_share_is_not_below() -> None:
    # 2 promises in 118 and 4 in 236 are one share; of the two decimals of the table, 1.69, one lay below the other.
    edition = Edition.open()
    rows = measures_of(open_panel())
    shares = measure_values(rows, "share_deadline", "county")
    threshold = Decimal(200) / 118
    assert threshold in shares
    assert compute(edition).loc["fact-dated-less", "value"] == sum(share < threshold for share in shares)
