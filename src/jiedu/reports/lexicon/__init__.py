"""What the reader knows about words: tables in this folder, one a subject, merged with a user's own."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from jiedu import vocabulary
from jiedu.errors import Fault
from jiedu.language import tell

KINDS = tuple(vocabulary.KINDS)
CLASSES = tuple(vocabulary.CLASSES)
COMPARATORS = tuple(vocabulary.COMPARATORS)
NUMERALS = ("all", "any", "arabic")
SIDES = ("before", "after", "inside", "between")


@dataclass(frozen=True, slots=True)
class Unit:
    """Name a unit and its kind.

    Chinese numerals before it count, 一 with them (`all`) or not (`any`), or only long ones do (`arabic`: 两国
    and 三省 are words); the characters of `not_before` would make another word of it (年级, 人民).
    """

    unit: str
    kind: str
    numerals: str = "any"
    not_before: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Hold the reader's tables: units, comparators, words that are no quantities, phrases, cues of status.

    `lists` are the words that the rules hear, by the name of the list.

    Two lexicons are the same only if they are one object.

    >>> lexicon = Lexicon.load()
    >>> lexicon.units["公顷"].kind, lexicon.comparators["before"]["突破"]
    ('area', 'gt')
    """

    units: Mapping[str, Unit]
    comparators: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    status: Mapping[str, float] = field(default_factory=dict)
    traditional: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @staticmethod
    def load(extra: Path | None = None) -> "Lexicon":
        """Load the tables of the package, and add a user's own.

        The user's file is a CSV table with the columns `table` (units, comparators or words) and those of that
        table; its rows go over the package's. Raises Fault, naming file and row, for what does not fit.

        >>> Lexicon.load().units["公里"].kind
        'length'
        """
        return _package() if extra is None else _merged(_package(), extra)


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@lru_cache(maxsize=1)
def _package() -> Lexicon:
    tables = _Tables({}, {side: {} for side in SIDES}, {}, _lists())
    for table in ("units", "comparators", "words"):
        for number, row in enumerate(_rows(f"{table}.csv"), 2):
            tables.add(table, row, f"{table}.csv: row {number}")
    phrases: dict[str, dict[str, str]] = {}
    for row in _rows("phrases.csv"):
        phrases.setdefault(row["role"], {})[row["word"]] = row["code"]
    status = {row["cue"]: float(row["weight"]) for row in _rows("status.csv")}
    traditional = {row["traditional"]: row["simplified"] for row in _rows("traditional.csv")}
    return tables.lexicon(phrases, status, traditional)


def _lists() -> dict[str, dict[str, None]]:
    """Read the lists of words, a file a room; a word stands once in its list, and the lists keep their order."""
    lists: dict[str, dict[str, None]] = {}
    folder = resources.files(__package__).joinpath("lists")
    for table in sorted(folder.iterdir(), key=lambda table: table.name):
        for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))):
            lists.setdefault(row["list"], {})[row["word"]] = None
    return lists


def _merged(base: Lexicon, extra: Path) -> Lexicon:
    tables = _Tables(
        dict(base.units),
        {side: dict(table) for side, table in base.comparators.items()},
        dict(base.words),
        {name: dict.fromkeys(words) for name, words in base.lists.items()},
    )
    try:
        text = extra.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Fault(tell("{name}: cannot be read: {why}", name=extra, why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise Fault(tell("{name}: a lexicon is a CSV table in UTF-8, this is not UTF-8", name=extra)) from error
    reader = csv.DictReader(io.StringIO(text))
    if "table" not in (reader.fieldnames or ()):
        raise Fault(
            tell("{name}: row 1: a lexicon needs the column 'table' (units, comparators, words or lists)", name=extra)
        )
    for number, row in enumerate(reader, 2):
        fields = {
            key: (value or "").strip()
            for key, value in row.items()
            if isinstance(key, str) and not isinstance(value, list)
        }
        tables.add(fields.pop("table"), fields, tell("{path}: row {row}", path=extra, row=number))
    return tables.lexicon(base.phrases, base.status, base.traditional)


@dataclass
class _Tables:
    """Gather the rows of the tables that a user may add to."""

    units: dict[str, Unit]
    comparators: dict[str, dict[str, str]]
    words: dict[str, str]
    lists: dict[str, dict[str, None]]

    def add(self, table: str, row: Mapping[str, str], where: str) -> None:
        if table == "units":
            self._add_unit(row, where)
        elif table == "comparators":
            word = _filled(row, "word", where)
            self.comparators[_known(row, "side", SIDES, where)][word] = _known(row, "code", COMPARATORS, where)
        elif table == "words":
            self.words[_filled(row, "word", where)] = _known(row, "class", CLASSES[1:], where)
        elif table == "lists":
            name = _filled(row, "list", where)
            if name not in self.lists:
                raise Fault(tell("{where}: no rule hears a list {name!r}", where=where, name=name))
            self.lists[name][_filled(row, "word", where)] = None
        else:
            raise Fault(
                tell(
                    "{where}: table is 'units', 'comparators', 'words' or 'lists', not {table!r}",
                    where=where,
                    table=table,
                )
            )

    def _add_unit(self, row: Mapping[str, str], where: str) -> None:
        unit = _filled(row, "unit", where)
        kind = _known(row, "kind", KINDS, where)
        numerals = row.get("numerals") or "any"
        if numerals not in NUMERALS:
            raise Fault(_not_known(where, "numerals", NUMERALS, numerals))
        self.units[unit] = Unit(unit, kind, numerals, row.get("not_before") or "")

    def lexicon(
        self, phrases: Mapping[str, Mapping[str, str]], status: Mapping[str, float], traditional: Mapping[str, str]
    ) -> Lexicon:
        lists = {name: tuple(words) for name, words in self.lists.items()}
        return Lexicon(self.units, self.comparators, self.words, phrases, status, traditional, lists)


def _filled(row: Mapping[str, str], column: str, where: str) -> str:
    value = row.get(column) or ""
    if not value:
        raise Fault(tell("{where}: the column {column!r} is empty", where=where, column=column))
    return value


def _known(row: Mapping[str, str], column: str, known: Iterable[str], where: str) -> str:
    value = row.get(column) or ""
    if value not in known:
        raise Fault(_not_known(where, column, known, value))
    return value


def _not_known(where: str, column: str, known: Iterable[str], value: str) -> str:
    return tell(
        "{where}: {column} is one of {known}, not {value!r}",
        where=where,
        column=column,
        known=", ".join(known),
        value=value,
    )
