"""What a person read of the reports without sight of the machine's value, held against the panel.

A reading and the machine agree where both have the same value, bound and availability. Where they do not, the text was
looked at once more, and `decided` says who was right; an undecided difference leaves the machine's cell as it is,
unchecked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiedu.panel.rows import Row, Tables, apart, name_in_id, outcome_row

STATED = ("stated", "in the plan")
"""The words of availability that come with a value."""

_COPIED = (
    "year",
    "scope",
    "measure",
    "availability",
    "value",
    "value_high",
    "comparator",
    "unit",
    "start",
    "end",
    "surface",
)
_SILENT = ("not stated", "not found")
_BOUND = re.compile(r"左右|以上|以内|以下|不低于|不少于|不超过|超过|突破|大体|近")


@dataclass(frozen=True, slots=True)
class Held:
    """Hold one cell that was read: the reading and the machine's row, either of which may be missing."""

    reading: Row | None
    row: Row | None

    @property
    def agrees(self) -> bool:
        """Tell whether reader and machine say the same."""
        return _says(self.reading) == _says(self.row)

    @property
    def of_machine(self) -> bool:
        """Tell whether the machine looks for such a cell at all."""
        return self.reading is None or self.reading["decided"] != "by eye"


def _says(row: Mapping[str, Any] | None) -> tuple[Any, ...]:
    if row is None or row["availability"] in _SILENT:
        return ("silent",)
    where = row["availability"]
    if row["value"] is None:
        # Words without a number have a bound only where they tie one figure to another.
        return where, row["comparator"] == "sync"
    return where, row["value"], row["value_high"], row["comparator"]


def held(tables: Tables, readings: Iterable[Row], table: str) -> list[Held]:
    """Pair the cells of the reports that were read with the rows of a table, family by family.

    A family that neither states is one cell, on which both agree.
    """
    files = {report["id"]: report["file"] for report in tables["reports"]}
    own: dict[tuple[str, str], list[Row]] = {}
    for reading in readings:
        if reading["table"] == table:
            own.setdefault((reading["file"], reading["family"]), []).append(reading)
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in tables[table]:
        rows.setdefault((files[row["report"]], row["family"]), []).append(row)
    return [pair for key, read in own.items() for pair in _pairs(read, rows.get(key, []))]


def _pairs(readings: Sequence[Row], rows: Sequence[Row]) -> Iterator[Held]:
    said = [one for one in readings if one["availability"] not in _SILENT]
    told = [one for one in rows if one["availability"] not in _SILENT]
    if not said and not told:
        yield Held(readings[0], rows[0] if rows else None)
        return
    left = list(told)
    for reading in said:
        match = next((row for row in left if _same_cell(reading, row)), None)
        if match is not None:
            left.remove(match)
        yield Held(reading, match)
    silent = next((one for one in readings if one["availability"] in _SILENT), None)
    for row in left:
        yield Held(silent, row)


def _same_cell(reading: Row, row: Row) -> bool:
    names = ("scope", "aim", "measure", "year")
    return all(reading.get(name) in ("", None) or row.get(name, reading[name]) == reading[name] for name in names)


def applied(tables: Tables, readings: Sequence[Row]) -> Tables:
    """Give the tables with the state of every cell that was read; the reader's where that was found right.

    >>> report = {"id": "rep-1", "file": "a.txt", "place": "易县", "code": "130633", "level": "county", "year": 2020}
    >>> row = {"id": "pt-1-gdp", "report": "rep-1", "family": "gdp", "scope": "all", "aim": "base", "measure": "growth"}
    >>> row |= {"year": 2020, "availability": "stated", "value": 5, "value_high": None, "comparator": "eq"}
    >>> row |= {"state": "machine"}
    >>> reading = row | {"file": "a.txt", "table": "targets", "decided": ""}
    >>> empty = {"outcomes": [], "measures": []}
    >>> applied({"reports": [report], "targets": [row], **empty}, [reading])["targets"][0]["state"]
    'checked'
    """
    notes = {reading["file"]: reading["reason"] for reading in readings if reading["table"] == "reports"}
    reports = [row | {"note": notes.get(row["file"], row.get("note", ""))} for row in tables["reports"]]
    found = dict(tables) | {"reports": reports}
    for table in ("targets", "outcomes"):
        pairs = held(tables, readings, table)
        state: dict[str, str] = {}
        gone: set[str] = set()
        new: list[Row] = []
        for pair in pairs:
            if pair.agrees or (pair.reading and pair.reading["decided"] == "machine"):
                if pair.row is not None:
                    state[pair.row["id"]] = "checked"
            elif pair.reading and pair.reading["decided"] in ("reading", "by eye"):
                if pair.row is not None:
                    gone.add(pair.row["id"])
                new.append(_corrected(tables, table, pair))
        kept = [row | {"state": state.get(row["id"], row["state"])} for row in tables[table] if row["id"] not in gone]
        found[table] = _in_order(tables, _without_silence(kept + new), table)
    return found


def _corrected(tables: Tables, table: str, pair: Held) -> Row:
    """Make the row that a reading stands for."""
    reading = pair.reading
    assert reading is not None
    report = next(one for one in tables["reports"] if one["file"] == reading["file"])
    of = {"report": report["id"], **{name: report[name] for name in ("place", "code", "level")}}
    key = f"{report['id'].removeprefix('rep-').rsplit('-', 1)[0]}-{reading['year']}"
    copied = {name: reading[name] for name in _COPIED}
    if table == "outcomes":
        row = outcome_row(of | {"year": reading["year"], "family": reading["family"]}, key, None)
        row |= copied | {"preliminary": reading["preliminary"], "state": "corrected"}
        return row | {"id": f"po-{key}-{name_in_id(row)}"}
    row = of | {"family": reading["family"], "aim": reading["aim"] or "base"} | copied
    bound = _BOUND.search(reading["surface"])
    row |= {"cue": bound[0] if bound and row["value"] is not None else "", "state": "corrected"}
    row |= {name: reading[name] for name in ("strive", "direction")}
    row["where"] = {"stated": "list", "in the plan": "plan", "not ratable": "list"}.get(reading["availability"], "")
    return {"id": f"pt-{key}-{name_in_id(row)}"} | row


def _without_silence(rows: Sequence[Row]) -> list[Row]:
    """Leave out that a family is not stated where a reader found it stated."""
    said = {(row["report"], row["family"]) for row in rows if row["availability"] not in _SILENT}
    return [row for row in rows if row["availability"] not in _SILENT or (row["report"], row["family"]) not in said]


def _in_order(tables: Tables, rows: Sequence[Row], table: str) -> list[Row]:
    """Put rows in the order of reports and families."""
    reports = {report["id"]: at for at, report in enumerate(tables["reports"])}
    families = {name: at for at, name in enumerate(dict.fromkeys(row["family"] for row in tables[table]))}
    return apart(sorted(rows, key=lambda row: (reports[row["report"]], families.get(row["family"], len(families)))))


def agreement_rows(tables: Tables, readings: Sequence[Row]) -> Iterator[Row]:
    """Count how far readers and the machine agree, sample by sample; `tables` are as the machine read them."""
    for sample in dict.fromkeys(reading["sample"] for reading in readings):
        own = [reading for reading in readings if reading["sample"] == sample]
        for table in ("targets", "outcomes"):
            pairs = [pair for pair in held(tables, own, table) if pair.of_machine]
            apart_ = [pair for pair in pairs if not pair.agrees]
            decided = [pair.reading["decided"] if pair.reading else "" for pair in apart_]
            yield {
                "id": f"pa-{sample}-{table}",
                "sample": sample,
                "table": table,
                "reports": len({reading["file"] for reading in own if reading["table"] == table}),
                "cells": len(pairs),
                "agreed": len(pairs) - len(apart_),
                "machine_right": decided.count("machine"),
                "reader_right": decided.count("reading"),
                "undecided": decided.count(""),
            }
