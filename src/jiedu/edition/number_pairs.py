"""Which number of an English sentence states which row of the ledger: paired in the order of the Chinese."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jiedu.edition.citations import numbers
from jiedu.edition.english import EnglishNumber, known_units, readings, stems
from jiedu.edition.loading import Row
from jiedu.language import tell
from jiedu.text.characters import ONE_TO_NINE
from jiedu.text.cleaning import strip_whitespace
from jiedu.text.numerals import parse

_HAN_NUMERALS = re.compile(f"[〇零{ONE_TO_NINE}十百千万亿两双]+")

# Words: 3 new dead-end county roads.
NEAR = 4
"""How many words behind a number may name what it counts."""


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """Hold a number that the English must state: its value, and the row that says how it is bound and in what unit.

    Of a label only the value is held, as it stands there in Arabic digits.
    """

    row: Row
    value: Decimal

    def differs(self, reading: EnglishNumber) -> str:
        """Say in what the English differs but for the value; "" in nothing."""
        row = self.row
        if row["class"] != "quantity":
            return ""
        if row["comparator"] not in ("range", "other") and reading.comparator != row["comparator"]:
            return tell(
                "bounds {value} by {bound}, row {row} by {other}",
                value=self.value,
                bound=reading.comparator,
                row=row["id"],
                other=row["comparator"],
            )
        unit = {"百分点": "个百分点"}.get(row["unit"], row["unit"])
        if reading.unit != (unit if unit in known_units() else ""):
            return tell(
                "gives {value} the unit {unit}, row {row} {other}",
                value=self.value,
                unit=reading.unit or tell("none"),
                row=row["id"],
                other=row["unit"] or tell("none"),
            )
        return ""


def stated_numbers(rows: list[Row]) -> list[StatedNumber]:
    """List the numbers that the English of a sentence must state, in the order of its rows.

    >>> row = {"class": "label", "surface": "6、7号线", "value": None, "value_high": None}
    >>> [str(number.value) for number in stated_numbers([row])]
    ['6', '7']
    """
    expected = []
    for row in rows:
        stated = [value for value in (row["value"], row["value_high"]) if value is not None]
        if row["class"] != "quantity":
            stated = numbers(strip_whitespace(row["surface"]))
        expected += [StatedNumber(row, value) for value in stated]
    return expected


def paired_numbers(english: str, rows: list[Row]) -> Iterator[tuple[StatedNumber, EnglishNumber | None]]:
    """Give the numbers in the order of the Chinese, each with the next number of its value; None for none.

    A label or a slogan may have the same value: of several the first that fits best is the quantity, by bound, unit,
    and the words that name what it counts.

    >>> row = {"class": "quantity", "value": Decimal(4), "value_high": None, "comparator": "eq", "unit": "条"}
    >>> english = "clear the four evils of the town from four roads"
    >>> ((_, found),) = paired_numbers(english, [row | {"indicator_en": "roads"}])
    >>> english[found.start :]
    'four roads'
    """
    found = readings(english)
    passed = 0
    for number in stated_numbers(rows):
        rest = [(at, reading) for at, reading in enumerate(found[passed:], passed) if reading.value == number.value]
        if not rest:
            yield number, None
            continue
        scores = [_fit(english, number, reading) for _, reading in rest]
        at, reading = rest[scores.index(max(scores))]
        passed = at + 1
        yield number, reading


def _fit(english: str, number: StatedNumber, reading: EnglishNumber) -> int:
    """Count the words of the name right behind the number; a number that differs fits none."""
    behind = " ".join(english[reading.end :].split()[:NEAR])
    name = set(stems(number.row.get("indicator_en", "")))
    return -1 if number.differs(reading) else len(name.intersection(stems(behind)))


def spoken_numbers(surface: str) -> Iterator[tuple[int, int, Decimal]]:
    """Give the parts of the numerals of a name or slogan that the English may say, each with its span, longest first.

    十三五 is spoken as 13th Five-Year: any part of a run of numerals may be what the English says in digits.

    >>> [(start, end, str(value)) for start, end, value in spoken_numbers("十三五")][1:]
    [(0, 2, '13'), (0, 1, '10'), (1, 3, '35'), (1, 2, '3'), (2, 3, '5')]
    """
    for run in _HAN_NUMERALS.finditer(surface):
        for start in range(*run.span()):
            for end in range(run.end(), start, -1):
                with contextlib.suppress(ValueError):
                    yield start, end, parse(surface[start:end])
