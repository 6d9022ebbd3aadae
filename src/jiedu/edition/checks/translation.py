"""The promises that hold the English of the page against its Chinese, with the rows of the ledger as the measure."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.ledger import blocks_of, is_inside
from jiedu.edition.citations import missing, numbers
from jiedu.edition.english import (
    Conversion,
    EnglishNumber,
    as_shown,
    conversions,
    first_phrase,
    goes_on_with_a_noun,
    is_tied,
    known_units,
    readings,
    stems,
)
from jiedu.text.characters import ONE_TO_NINE
from jiedu.text.cleaning import strip_whitespace
from jiedu.text.numerals import parse

_HAN_NUMERALS = re.compile(f"[〇零{ONE_TO_NINE}十百千万亿两双]+")


def translation_covers_the_page(edition: Edition) -> Iterator[str]:
    """Find sentences that are not what the page says, and characters of a block in no sentence or in two.

    >>> broken = Edition.open().with_row("translation", "s-014", en="")
    >>> next(translation_covers_the_page(broken))
    'data/translation.csv: row s-014: reviewed, but there is no English'
    """
    count = [0] * len(edition.text)
    blocks = blocks_of(edition)
    for row in records(edition.translation):
        where = f"data/translation.csv: row {row['id']}"
        if not is_inside(row, blocks):
            yield f"{where}: {row['start']}–{row['end']} is not inside block {row['block']!r}"
            continue
        there = strip_whitespace(edition.text[row["start"] : row["end"]])
        if there != strip_whitespace(row["zh"]):
            yield f"{where}: the Chinese is {row['zh']!r}, the page has {there!r}"
        if row["state"] == "reviewed" and not row["en"]:
            yield f"{where}: reviewed, but there is no English"
        for offset in range(row["start"], min(row["end"], len(count))):
            count[offset] += 1
    wrong = [i for i, c in enumerate(edition.text) if not c.isspace() and count[i] != 1]
    if wrong:
        yield f"data/translation.csv: {len(wrong)} characters are not in exactly one sentence, the first at {wrong[0]}"


@dataclass(frozen=True, slots=True)
class _Number:
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
            return f"bounds {self.value} by {reading.comparator}, row {row['id']} by {row['comparator']}"
        unit = {"百分点": "个百分点"}.get(row["unit"], row["unit"])
        if reading.unit != (unit if unit in known_units() else ""):
            return f"gives {self.value} the unit {reading.unit or 'none'}, row {row['id']} {row['unit'] or 'none'}"
        return ""


def translation_numbers_agree(edition: Edition) -> Iterator[str]:
    """Find sentence pairs whose numbers differ in value, order, bound or unit: 超290亿元 is over 29 billion yuan.

    The English states every quantity and every Arabic label of the Chinese in their order, in digits or words; it may
    also state Chinese numerals of names and slogans; any other number, also in words, is a fault. A number in square
    brackets is the number before it in another unit, rounded to the digits shown: 1,000 mu [about 67 hectares].

    >>> broken = Edition.open().with_row("translation", "s-014", en="Regional GDP to grow")
    >>> next(translation_numbers_agree(broken))
    'data/translation.csv: row s-014: the English lacks 6.5'
    """
    for row, inside in _sentences(edition):
        for fault in (*_numbers_of(row["en"], inside), *_conversions_of(row["en"])):
            yield f"data/translation.csv: row {row['id']}: {fault}"


def _sentences(edition: Edition) -> Iterator[tuple[Row, list[Row]]]:
    """Give each sentence that has its English, with the rows of the ledger inside it."""
    ledger = records(edition.quantities)
    for row in records(edition.translation):
        if row["en"]:
            yield row, [q for q in ledger if q["start"] >= row["start"] and q["end"] <= row["end"]]


def _numbers_of(english: str, rows: list[Row]) -> Iterator[str]:
    expected = _expected(rows)
    labels = [strip_whitespace(row["surface"]) for row in rows if row["class"] != "quantity"]
    optional = [value for label in labels for value in _spoken(label)]
    found = readings(english)
    stated = [number.value for number in found]
    lost, unexplained = missing([number.value for number in expected], optional, stated)
    if lost:
        yield f"the English lacks {', '.join(map(str, lost))}"
    if unexplained:
        yield f"the Chinese has no {', '.join(map(str, unexplained))}"
    if not lost and not unexplained:
        for number, reading in _paired(expected, found, lambda number, reading: not number.differs(reading)):
            if reading is None:
                yield f"the English has {number.value} in another place than row {number.row['id']}"
            elif differs := number.differs(reading):
                yield f"the English {differs}"
    if any(row["comparator"] == "sync" for row in rows) and not is_tied(english):
        yield "the English does not say that one figure keeps in step with another"


def _conversions_of(english: str) -> Iterator[str]:
    for conversion in conversions(english):
        if fault := _converted(conversion):
            yield f"the bracket says {conversion.words}; {fault}"


def _converted(conversion: Conversion) -> str:
    """Say what is wrong with a number in a bracket; "" for nothing."""
    before, said = conversion.before, conversion.said
    if before is None:
        return "no number stands right before it that it could convert"
    if said.comparator not in ("eq", "about"):
        return f"a conversion is about so much or exactly, not {said.comparator}"
    number = f"{before.value:,f} {before.unit}".strip()
    if (exact := conversion.exact) is None:
        return f"no conversion of {number} into that is known"
    if as_shown(exact, said.value) != said.value:
        finer = f"{as_shown(exact, said.value, 1):,f}"
        return f"{number} are {finer.rstrip('0').rstrip('.') if '.' in finer else finer}"
    return "" if said.comparator == "about" or exact == said.value else "it is rounded, and does not say about"


def _expected(rows: list[Row]) -> list[_Number]:
    expected = []
    for row in rows:
        stated = [value for value in (row["value"], row["value_high"]) if value is not None]
        if row["class"] != "quantity":
            stated = numbers(strip_whitespace(row["surface"]))
        expected += [_Number(row, value) for value in stated]
    return expected


def _paired(
    expected: list[_Number], found: list[EnglishNumber], fit: Callable[[_Number, EnglishNumber], int]
) -> Iterator[tuple[_Number, EnglishNumber | None]]:
    """Give the numbers in the order of the Chinese, each with the next number of its value; None for none.

    A label or a slogan may have the same value: of several the first that fits best is the quantity.
    """
    passed = 0
    for number in expected:
        rest = [(at, reading) for at, reading in enumerate(found[passed:], passed) if reading.value == number.value]
        if not rest:
            yield number, None
            continue
        scores = [fit(number, reading) for _, reading in rest]
        at, reading = rest[scores.index(max(scores))]
        passed = at + 1
        yield number, reading


def _spoken(surface: str) -> list[Decimal]:
    # 十三五 is spoken as 13th Five-Year: any part of a run of numerals may be what the English says in digits.
    parts = (
        run[a:b] for run in _HAN_NUMERALS.findall(surface) for a in range(len(run)) for b in range(a + 1, len(run) + 1)
    )
    values = []
    for part in parts:
        with contextlib.suppress(ValueError):
            values.append(parse(part))
    return values


def names_are_translated(edition: Edition) -> Iterator[str]:
    """Find English names of what a number measures that are not the words of the English beside them.

    Every word of the name stands in the English of the sentence, or of the block where the Chinese noun stands in
    another sentence of it; of what is counted the first words stand behind the number, or before it where no noun
    follows.

    >>> broken = Edition.open().with_row("quantities", "q-049", indicator_en="roads")
    >>> next(names_are_translated(broken))
    "data/quantities.csv: row q-049: s-037 has no road of 'roads'"
    """
    blocks: dict[str, str] = {}
    for row, _ in _sentences(edition):
        blocks[row["block"]] = f"{blocks.get(row['block'], '')} {row['en']}"
    for row, inside in _sentences(edition):
        for quantity in filter(itemgetter("indicator_en"), inside):
            said = strip_whitespace(quantity["indicator"]) in strip_whitespace(row["zh"])
            there = set(stems(row["en"] if said else blocks[row["block"]]))
            lost = [stem for stem in stems(quantity["indicator_en"]) if stem not in there]
            if lost:
                where = f"data/quantities.csv: row {quantity['id']}"
                yield f"{where}: {row['id']} has no {', '.join(lost)} of {quantity['indicator_en']!r}"
        yield from _counted(row, inside)


# Words: 3 new dead-end county roads.
_NEAR = 4


def _counted(row: Row, quantities: list[Row]) -> Iterator[str]:
    """Find numbers that count, in the English of a sentence, something else than their row says."""
    english = row["en"]

    def fit(number: _Number, reading: EnglishNumber) -> int:
        """Count the words of the name right behind the number; a number that differs fits none."""
        behind = " ".join(english[reading.end :].split()[:_NEAR])
        name = set(stems(number.row["indicator_en"]))
        return -1 if number.differs(reading) else len(name.intersection(stems(behind)))

    found = _paired(_expected(quantities), readings(english), fit)
    pairs = [(number.row, reading) for number, reading in found if reading]
    ends = [*(reading.start for _, reading in pairs[1:]), len(english)]
    for (quantity, reading), end in zip(pairs, ends, strict=False):
        if reading.unit or quantity["kind"] != "count" or not quantity["indicator_en"]:
            continue
        name = quantity["indicator_en"]
        there, words = english[reading.end : end], stems(first_phrase(name))
        if goes_on_with_a_noun(there):
            # What stands right behind the number begins the name; the rest of it may come after a comma.
            first = stems(re.split("[,;.]", there, maxsplit=1)[0])
            holds = not set(words).isdisjoint(first) and set(words) <= set(stems(there))
        else:
            # Before the number other things are named too, so that the words must stand together.
            there = english[max(english.rfind(mark, 0, reading.start) for mark in ";.") + 1 : reading.start]
            holds = f" {' '.join(words)} " in f" {' '.join(stems(there))} "
        if not holds:
            yield (
                f"data/quantities.csv: row {quantity['id']}: {name!r} is not what {row['id']} counts there: "
                f"{there.strip()[:40]}"
            )
