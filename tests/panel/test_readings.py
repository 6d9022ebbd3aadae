"""What a person read held against the machine: who agrees, who was right, and what becomes of the cell."""

from decimal import Decimal
from typing import Any

import pytest
from panels import target

from jiedu.panel.readings import agreement_rows, applied, held
from jiedu.panel.rows import Row, Tables, outcome_row
from jiedu.reports.columns import READ_BY_EYE, READINGS

EMPTY = dict.fromkeys((column.name for column in READINGS), "") | {"year": None, "value": None, "value_high": None}
EMPTY |= {"start": None, "end": None}


def tables(*targets: Row, outcomes: tuple[Row, ...] = ()) -> Tables:
    report = {
        "id": "rep-654325-2024",
        "file": "a.txt",
        "place": "青河县",
        "code": "654325",
        "level": "county",
        "year": 2024,
        "note": "",
    }
    return {"reports": [report], "targets": list(targets), "outcomes": list(outcomes), "measures": []}


def reading(row: Row, decided: str = "", table: str = "targets", **more: Any) -> Row:
    """Write down what a person read, as the row has it but for what is named."""
    own = {name: row[name] for name in EMPTY if name in row}
    return EMPTY | own | {"sample": "province", "file": "a.txt", "table": table, "decided": decided} | more


def outcome(value: str | None, **more: Any) -> Row:
    told = {"scope": "all", "measure": "growth", "value_high": None, "comparator": "eq", "unit": "%", "preliminary": ""}
    told |= {"start": 3, "end": 7, "brief": "增长5%", "value": Decimal(value or 0)} | more
    of = {
        "report": "rep-654325-2024",
        "place": "青河县",
        "code": "654325",
        "level": "county",
        "year": 2023,
        "family": "gdp",
    }
    return outcome_row(of, "654325-2023", told if value is not None else None)


ROW = target("5", "about")


def states(given: Tables, *readings: Row) -> list[tuple[str, str, Any, str]]:
    return [(row["family"], row["scope"], row["value"], row["state"]) for row in applied(given, readings)["targets"]]


def test_a_cell_on_which_both_agree_is_checked():
    assert states(tables(ROW), reading(ROW)) == [("gdp", "all", Decimal(5), "checked")]
    other = target("3", family="cpi")
    assert states(tables(ROW, other), reading(ROW))[1][3] == "machine", "nobody has read it"


def test_the_words_around_a_value_are_no_difference():
    assert (
        states(tables(ROW), reading(ROW, surface="other words", start=99, unit="％", strive="力争"))[0][3] == "checked"
    )


@pytest.mark.parametrize(
    "difference",
    [{"value": Decimal("5.5")}, {"comparator": "ge"}, {"value_high": Decimal(6)}, {"availability": "in the plan"}],
    ids=lambda difference: next(iter(difference)),
)
def test_value_bound_and_place_in_the_report_are_differences(difference):
    read = reading(ROW, **difference)
    (pair,) = held(tables(ROW), [read], "targets")
    assert not pair.agrees
    assert states(tables(ROW), read) == [("gdp", "all", Decimal(5), "machine")], "undecided: the cell stays as it is"
    assert states(tables(ROW), read | {"decided": "machine"}) == [("gdp", "all", Decimal(5), "checked")]
    (row,) = applied(tables(ROW), [read | {"decided": "reading"}])["targets"]
    assert row["state"] == "corrected" and {name: row[name] for name in difference} == difference
    assert row["id"] == ROW["id"] and set(row) == set(ROW)


def test_what_a_reader_found_and_the_machine_did_not_takes_the_place_of_silence():
    silent = target("")
    read = reading(ROW, "reading")
    assert states(tables(silent), read) == [("gdp", "all", Decimal(5), "corrected")]
    assert states(tables(silent), reading(ROW)) == [("gdp", "all", None, "machine")]


def test_what_the_machine_made_up_goes():
    read = reading(target(""), "reading")
    assert states(tables(ROW), read) == [("gdp", "all", None, "corrected")]
    assert states(tables(ROW), read | {"decided": ""}) == [("gdp", "all", Decimal(5), "machine")]


def test_silence_of_both_is_one_cell_that_agrees():
    silent = target("")
    (pair,) = held(tables(silent), [reading(silent | {"availability": "not found"})], "targets")
    assert pair.agrees
    assert states(tables(silent), reading(silent)) == [("gdp", "all", None, "checked")]


def test_towns_and_country_are_two_cells():
    urban, rural = (target(value, family="income", scope=scope) for value, scope in (("5", "urban"), ("6", "rural")))
    readings = [reading(urban), reading(rural, "reading", value=Decimal(7))]
    assert states(tables(urban, rural), *readings) == [
        ("income", "urban", Decimal(5), "checked"),
        ("income", "rural", Decimal(7), "corrected"),
    ]
    # A reading without a scope of a pair takes the first: the other stands against silence.
    assert [pair.agrees for pair in held(tables(urban, rural), [readings[0]], "targets")] == [True, False]


def test_words_without_a_number_agree_whatever_binds_them_but_a_tie():
    said = target("", availability="not ratable")
    tied = target("", "sync", availability="not ratable")
    assert held(tables(said), [reading(said, comparator="about")], "targets")[0].agrees
    assert not held(tables(said), [reading(tied)], "targets")[0].agrees


def test_what_only_a_reader_looks_for_is_corrected_and_not_counted():
    early = target("12", family="output")
    by_eye = reading(early, "by eye")
    (pair,) = held(tables(), [by_eye], "targets")
    assert not pair.of_machine
    found = applied(tables(ROW), [by_eye, reading(ROW)])["targets"]
    assert [(row["family"], row["state"]) for row in found] == [("gdp", "checked"), ("output", "corrected")]
    assert next(agreement_rows(tables(ROW), [by_eye, reading(ROW)]))["cells"] == 1


def test_outcomes_are_held_alike_and_have_the_year_of_the_figure():
    machine = outcome("5")
    read = reading(machine, "reading", "outcomes", value=Decimal("5.2"), preliminary="预计")
    (row,) = applied(tables(outcomes=(machine,)), [read])["outcomes"]
    assert (row["id"], row["year"], row["value"], row["preliminary"], row["state"]) == (
        "po-654325-2023-gdp", 2023, Decimal("5.2"), "预计", "corrected",
    )  # fmt: skip
    (row,) = applied(tables(outcomes=(outcome(None),)), [read])["outcomes"]
    assert row["value"] == Decimal("5.2") and row["state"] == "corrected"
    (row,) = applied(tables(outcomes=(machine,)), [reading(machine, table="outcomes")])["outcomes"]
    assert row == machine | {"state": "checked"}


def test_a_note_on_a_text_stands_in_the_table_of_reports():
    note = EMPTY | {"sample": "province", "file": "a.txt", "table": "reports", "reason": "from a corpus of sentences"}
    (report,) = applied(tables(ROW), [note])["reports"]
    assert report["note"] == "from a corpus of sentences"


def test_applying_changes_no_row_that_it_was_given():
    given = tables(ROW | {})
    applied(given, [reading(ROW)])
    assert given == tables(ROW)


def test_agreement_is_counted_before_anything_is_decided():
    rows = [target(str(at), family=family) for at, family in enumerate(("gdp", "cpi", "retail", "trade", "grain"))]
    readings = [
        reading(rows[0]),
        reading(rows[1], "machine", value=Decimal(9)),
        reading(rows[2], "reading", value=Decimal(9)),
        reading(rows[3], value=Decimal(9)),
        reading(rows[4], "reading", comparator="ge"),
    ]
    targets, outcomes = agreement_rows(tables(*rows), readings)
    assert targets == {
        "id": "pa-province-targets", "sample": "province", "table": "targets", "reports": 1, "cells": 5, "agreed": 1,
        "machine_right": 1, "reader_right": 2, "undecided": 1,
    }  # fmt: skip
    assert tuple(targets) == tuple(column.name for column in READ_BY_EYE)
    assert (outcomes["cells"], outcomes["reports"]) == (0, 0)
