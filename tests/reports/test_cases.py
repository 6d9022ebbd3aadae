"""Small inputs, each of a kind of document or phrase that was once misread, with what is right.

`tests/data/cases.jsonl` holds one case a line: `expect` is a list of quantities for a sentence, and for a report an
object of what its tables must say; `absent` are strings that hold no quantity. `firm` is false where the guidelines
leave the reading open.
"""

import json
import re

import pytest
from support import DATA

from jiedu.reports.formats import Source
from jiedu.reports.quantities import Quantity, as_row, json_number
from jiedu.reports.report import Report, read_source

CASES = [json.loads(line) for line in (DATA / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
UNSURE = {
    "A38": "a wide comma between digits groups them in older reports, and parts two clauses in newer ones",
}
"""Cases that are read otherwise, each with its reason."""


def cases(kind: type) -> list:
    """Give the cases whose `expect` is of a kind, the unsure ones marked."""
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(strict=True, reason=UNSURE[case["id"]])] if case["id"] in UNSURE else [],
        )
        for case in CASES
        if isinstance(case["expect"], kind)
    ]


def read(case: dict) -> Report:
    return read_source(Source(case.get("filename", "a.txt"), case["input"]))


def value_of(quantity: Quantity) -> float | list[float] | None:
    """Give a value as the cases write it: a number, a pair, or None."""
    low, high = json_number(quantity.value), json_number(quantity.value_high)
    return low if high is None else [low, high]


def squeezed(words: str) -> str:
    return "".join(words.split())


def names(found: str, wanted: str) -> bool:
    """Say whether an indicator is the one wanted, give or take a word at its ends."""
    found, wanted = squeezed(found), squeezed(wanted)
    return found == wanted if not wanted or not found else found in wanted or wanted in found


def cell(quantity: Quantity, name: str) -> object:
    return value_of(quantity) if name == "value" else as_row(quantity)[name.removesuffix("_exact")]


def agrees(quantity: Quantity, name: str, wanted: object) -> bool:
    if name == "indicator":
        return names(quantity.indicator, str(wanted))
    if name == "value":
        return value_of(quantity) == pytest.approx(wanted)
    return (cell(quantity, name) or "") == (wanted or "")


@pytest.mark.parametrize("case", cases(list))
def test_a_sentence(case):
    report = read(case)
    text, position = case["input"], 0
    by_place = {(quantity.start, quantity.end): quantity for quantity in report.quantities}
    for wanted in case["expect"]:
        start = text.index(wanted["surface"], position)
        position = start + 1
        found = by_place.get((start, start + len(wanted["surface"])))
        assert found, f"{wanted['surface']} not among {[quantity.surface for quantity in report.quantities]}"
        wrong = {
            name: (cell(found, name), said)
            for name, said in wanted.items()
            if name != "surface" and not agrees(found, name, said)
        }
        assert wrong == {}, wanted["surface"]
    assert in_any(report, case.get("absent", ())) == []


def in_any(report: Report, strings) -> list[str]:
    """Give the quantities that stand in one of some strings."""
    places = [found.span() for words in strings for found in re.finditer(re.escape(words), report.source.text)]
    return [q.surface for q in report.quantities if any(q.start < end and start < q.end for start, end in places)]


def targets_of(report: Report, name: str) -> list[tuple[float | None, str]]:
    """Give the base targets of `family` or `family(scope)`: value and comparator."""
    family, _, scope = name.rstrip(")").partition("(")
    return [
        (json_number(target.value), target.comparator)
        for target in report.targets
        if target.family == family and target.aim == "base" and (not scope or target.scope == scope)
    ]


def check_targets(report: Report, wanted: dict, first: bool) -> None:
    for name, (value, comparator) in wanted.items():
        found = targets_of(report, name)
        found = found[:1] if first and "(" not in name else found
        value = None if value is None else float(value)
        assert any(v == pytest.approx(value) and (value is None or c == comparator) for v, c in found), (name, found)


def check_roles(report: Report, wanted: list[str]) -> None:
    found = [part.role or "" for part in report.structure.parts]
    assert len(found) == len(wanted), found
    assert all(role in allowed.split("|") for role, allowed in zip(found, wanted, strict=True)), found


def check_glossary(report: Report, opens: str) -> None:
    at = report.source.text.index(opens)
    assert [q.surface for q in report.quantities if q.start > at and q.status == "target"] == []


def check_values(report: Report, wanted: dict, whole: bool) -> None:
    for surface, value in wanted.items():
        found = [
            q for q in report.quantities if surface in squeezed(q.surface) or (whole and squeezed(q.surface) in surface)
        ]
        assert any(value_of(q) == pytest.approx(value) for q in found), (surface, [value_of(q) for q in found])


def check_column(report: Report, wanted: dict, column: str) -> None:
    for surface, said in wanted.items():
        found = [as_row(q)[column] for q in report.quantities if q.surface == surface]
        assert found, surface
        assert any(names(cell, said) if column == "indicator" else cell == said for cell in found), (surface, found)


CHECKS = {
    "targets": lambda report, wanted: check_targets(report, wanted, first=True),
    "targets_any": lambda report, wanted: check_targets(report, wanted, first=False),
    "roles": check_roles,
    "not_target_after": check_glossary,
    "quantities": lambda report, wanted: check_values(report, wanted, whole=True),
    "value_at": lambda report, wanted: check_values(report, wanted, whole=False),
    "indicators": lambda report, wanted: check_column(report, wanted, "indicator"),
    "kinds": lambda report, wanted: check_column(report, wanted, "kind"),
    "status": lambda report, wanted: check_column(report, wanted, "status"),
}


def check(report: Report, name: str, wanted) -> None:
    if name in ("place", "year"):
        assert getattr(report, name) == wanted
    elif name == "absent":
        assert in_any(report, wanted) == []
    elif name == "not_values":
        assert [q.surface for q in report.quantities if value_of(q) in wanted] == []
    elif name == "not_units":
        assert [q.surface for q in report.quantities if q.unit in wanted] == []
    else:
        CHECKS[name](report, wanted)


@pytest.mark.parametrize("case", cases(dict))
def test_a_report(case):
    report = read(case)
    for name, wanted in case["expect"].items():
        check(report, name, wanted)
