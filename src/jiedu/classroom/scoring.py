"""How far the sheets of a class agree with the key and among themselves: by field, by word, sentence by sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from jiedu.classroom.asked import NONE, AskedField
from jiedu.classroom.sheet_reading import FilledSheet, SheetKey, answer_key, read_class, sheets_in
from jiedu.classroom.sheets import SheetItem, Worksheet
from jiedu.display.spoken import semicolon
from jiedu.edition.agreement import krippendorff
from jiedu.errors import Fault
from jiedu.files import one_line
from jiedu.language import tell

OTHER, EMPTY = "outside the list", "no answer"
"""The columns of a confusion behind the words: what is no word of the vocabulary, and what was left empty."""

MOST_DISPUTED = 5


@dataclass(frozen=True)
class DisputedSentence:
    """A sentence on which the class disagrees: its number, its items, and how many pairs of answers differ."""

    number: int
    items: tuple[SheetItem, ...]
    differing: int
    pairs: int


@dataclass(frozen=True)
class StrangeAnswer:
    """An answer that is no word of its vocabulary: it counts as wrong; `meant` is the nearest word, or ""."""

    student: str
    item: int
    field: str
    written: str
    meant: str


@dataclass(frozen=True)
class Score:
    """Hold the sheets of a class and their key, and compute what they say of each other.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> Score(answer_key(worksheet(Edition.open(), "f")), ()).fields["field"].tolist()
    ['class', 'unit', 'comparator']
    """

    key: SheetKey
    sheets: tuple[FilledSheet, ...] = field(repr=False)

    @property
    def package(self) -> Mapping[str, Any]:
        """Name the score, for the files of its tables."""
        return {"name": "class"}

    @property
    def fields(self) -> pd.DataFrame:
        """Say by field how far answers agree with the key and among students.

        n: answers held against the key; empty: those left out; key_share: per cent of n as the key has them;
        key_alpha: Krippendorff's, of each answer with the key; pairs: pairs of answers of two students to one item;
        class_share: per cent of the pairs that are the same; class_alpha: Krippendorff's, of all students, whoever
        left some out. Values are the same or not. None where there is nothing to compare or one value alone.
        """
        return pd.DataFrame([self._field(one) for one in self.key.fields])

    def _field(self, asked: AskedField) -> dict[str, Any]:
        against = [(key, answer) for _, key, answer in self._against(asked)]
        given = [(key, answer) for key, answer in against if answer]
        pairs, differing = _pairs(self._by_item(asked).values())
        told = enumerate(given)
        return {
            "field": asked.code,
            "n": len(given),
            "empty": len(against) - len(given),
            "key_share": _share(sum(key == answer for key, answer in given), len(given)),
            "key_alpha": krippendorff([(who, at, said) for at, pair in told for who, said in enumerate(pair)]),
            "pairs": pairs,
            "class_share": _share(pairs - differing, pairs),
            "class_alpha": krippendorff(
                [(name, item, said) for item, by in self._by_item(asked).items() for name, said in by.items()]
            ),
        }

    def right(self, sheet: FilledSheet, item: SheetItem, asked: AskedField) -> bool | None:
        """Tell whether an answer is as the key has it; None where it was left empty, or is not asked of the item."""
        answer = sheet.answers.get((item.number, asked.code), "")
        key = asked.read(item.key[asked.code])
        return answer == key if answer and key else None

    def _against(self, asked: AskedField) -> Iterator[tuple[FilledSheet, str, str]]:
        """Give key and answer, "" for an empty one, wherever the field is asked."""
        for sheet in self.sheets:
            for item in self.key.items:
                if item.key[asked.code]:
                    yield sheet, asked.read(item.key[asked.code]), sheet.answers.get((item.number, asked.code), "")

    def _by_item(self, asked: AskedField) -> dict[int, dict[int, str]]:
        """Give the answers to each item by student, whether the key asks for one or not."""
        found: dict[int, dict[int, str]] = {item.number: {} for item in self.key.items}
        for at, sheet in enumerate(self.sheets):
            for number, answers in found.items():
                if answer := sheet.answers.get((number, asked.code)):
                    answers[at] = answer
        return found

    def asked(self, code: str) -> AskedField:
        """Give a field by its code; raise Fault where it was not asked."""
        for one in self.key.fields:
            if one.code == code:
                return one
        raise Fault(
            tell(
                "{field!r} was not asked: {asked} were",
                field=one_line(code),
                asked=", ".join(one.code for one in self.key.fields),
            )
        )

    def confusion(self, code: str) -> pd.DataFrame:
        """Count the answers to a field with a closed vocabulary: rows are words of the key, columns the answers.

        Behind the words stand OTHER, what is none of them, and EMPTY. Words that neither the key nor an answer
        has are left out. Raises Fault for free text.
        """
        asked = self.asked(code)
        if asked.labels is None:
            raise Fault(
                tell(
                    "{field} is free text and has no vocabulary: what was answered stands on the students' sheets",
                    field=code,
                )
            )
        counts = Counter(
            (key, answer if answer in asked.words else OTHER if answer else EMPTY)
            for _, key, answer in self._against(asked)
        )
        rows = [word for word in asked.words if any(key == word for key, _ in counts)]
        met = {word for pair in counts for word in pair}
        columns = [*(word for word in asked.words if word in met), OTHER, EMPTY]
        return pd.DataFrame(
            [[counts[key, answer] for answer in columns] for key in rows],
            index=pd.Index(rows, name="key"),
            columns=columns,
        )

    @cached_property
    def disputed(self) -> list[DisputedSentence]:
        """Give the sentences on which most pairs of answers differ, at most five, the most disputed first."""
        items: dict[int, list[SheetItem]] = defaultdict(list)
        for item in self.key.items:
            items[item.sentence].append(item)
        found = []
        for number, here in items.items():
            numbers = {item.number for item in here}
            cells = [by for one in self.key.fields for at, by in self._by_item(one).items() if at in numbers]
            pairs, differing = _pairs(cells)
            if differing:
                found.append(DisputedSentence(number, tuple(here), differing, pairs))
        # Of two with as many the one in which more of the pairs differ.
        found.sort(key=lambda one: (-one.differing, one.pairs, one.number))
        return found[:MOST_DISPUTED]

    @property
    def strange(self) -> list[StrangeAnswer]:
        """List the answers that are no word of their vocabulary, with what was probably meant."""
        return [
            StrangeAnswer(sheet.name, number, one.code, sheet.written[number, one.code], one.nearest(answer))
            for sheet in self.sheets
            for one in self.key.fields
            for (number, code), answer in sorted(sheet.answers.items())
            if code == one.code and not one.knows(answer) and answer != NONE
        ]

    @property
    def students(self) -> pd.DataFrame:
        """Count by student: student, answered and empty among what is asked, right, share (per cent of answered)."""
        rows = []
        for sheet in self.sheets:
            cells = [
                self.right(sheet, item, one) for item in self.key.items for one in self.key.fields if item.key[one.code]
            ]
            given = [cell for cell in cells if cell is not None]
            rows.append(
                {
                    "student": sheet.name,
                    "answered": len(given),
                    "empty": len(cells) - len(given),
                    "right": sum(given),
                    "share": _share(sum(given), len(given)),
                    "odd": semicolon().join(sheet.odd),
                }
            )
        return pd.DataFrame(rows, columns=["student", "answered", "empty", "right", "share", "odd"])


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _pairs(cells: Iterable[Mapping[int, str]]) -> tuple[int, int]:
    """Count the pairs of answers to one cell, and those that differ."""
    pairs = differing = 0
    for by in cells:
        for one, other in combinations(by.values(), 2):
            pairs += 1
            differing += one != other
    return pairs, differing


def score(key: "Worksheet | str | Path", sheets: Sequence[str | Path]) -> Score:
    """Score the sheets of a class against a key, a worksheet or the file of one.

    Raises Fault with a sentence for each sheet that cannot be read, and where none is named.

    >>> score("nowhere.csv", [])
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: nowhere.csv: there is no such file
    """
    read = answer_key(key)
    found, faults = read_class(read, sheets)
    if faults:
        raise Fault("\n".join(faults))
    if not found:
        raise Fault(tell("no filled-in sheet is named"))
    return Score(read, tuple(found))


def score_folder(key: "Worksheet | str | Path", folder: str | Path) -> Score:
    """Score the sheets that lie in a folder; where none lies there yet, nobody's, as its tables then say.

    Raises Fault as `score` does for a sheet that cannot be read.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> len(score_folder(worksheet(Edition.open(), "c"), "/nowhere").sheets)
    0
    """
    sheets = sheets_in(Path(folder))
    return score(key, sheets) if sheets else Score(answer_key(key), ())
