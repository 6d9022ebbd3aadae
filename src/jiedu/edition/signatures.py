"""Reviewed means signed: what an editor answered for is kept as it was, and a row that differs is a draft again.

`data/reviewed.csv` holds a signature a row: the cells as they were reviewed, by whom, when, and a SHA-256 over all of
it. Every table is signed; what is computed is not in a table, and a formula is signed with the sentence about it.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from jiedu.edition.loading import Row, Tables, loading, read_table, records
from jiedu.edition.schema import ALL_TABLES, OPTIONAL_TABLES, PANEL_TABLES, TableSchema
from jiedu.errors import Fault
from jiedu.language import tell

if TYPE_CHECKING:
    from jiedu.edition import Edition

SCHEMA = OPTIONAL_TABLES["reviewed"]
SIGNED_WITH = {"terms": "occurrences"}
"""Where a term stands is signed with the term: a table, and the one whose rows count as cells of its own."""
SIGNED = tuple(name for name in ALL_TABLES if name not in {SCHEMA.name, *SIGNED_WITH.values(), *PANEL_TABLES})
"""The tables whose rows are signed: all, but the signatures themselves."""
_UNSIGNED = {"id", "state"}
# A row without an id is known by its word or its place, and where several stand there by what they speak of.
_KEY = ("zh", "start", "end", "field")

Name = tuple[str, str]
"""A table and a row of it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Hold what was reviewed: the table, the row, its cells in writing, who answered for them and on which day.

    >>> Signature("notes", "n-001", {"zh": "注"}, "A. Editor", "2026-11-26").sha256[:8]
    '9884f088'
    """

    table: str
    row: str
    cells: Mapping[str, str]
    by: str
    on: str

    @property
    def name(self) -> Name:
        """Give the table and the row."""
        return self.table, self.row

    @property
    def sha256(self) -> str:
        """Hash all of it, as hexadecimal SHA-256; the order of the cells does not count."""
        whole = [self.table, self.row, dict(self.cells), self.by, self.on]
        written = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()

    def as_row(self) -> Row:
        """Give it as a row of data/reviewed.csv."""
        cells = json.dumps(dict(self.cells), ensure_ascii=False)
        return {"table": self.table, "row": self.row, "by": self.by, "on": self.on, "cells": cells} | {
            "sha256": self.sha256
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold how a row differs from what was signed: `old` and `new` have the cells that are not the same.

    `kind` is `changed`, `gone` (signed, and no longer there) or `unsigned` (there, and nobody has signed it).
    """

    kind: str
    table: str
    row: str
    old: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    signature: Signature | None = None

    @property
    def name(self) -> Name:
        """Give the table and the row."""
        return self.table, self.row

    @property
    def label(self) -> str:
        """Name the row as a person does: by its id, or with its table where it has none or shares another table's.

        >>> Difference("gone", "coding-a", "37-39").label, Difference("gone", "notes", "n-001").label
        ('coding-a:37-39', 'n-001')
        >>> Difference("gone", "promises-a", "p-001").label
        'promises-a:p-001'
        """
        table = ALL_TABLES[self.table]
        return self.row if table.key and table.key not in table.foreign else f"{self.table}:{self.row}"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Hold the signatures of an edition, and the rows of its tables that say of themselves that they are reviewed."""

    signed: Mapping[Name, Signature] = field(default_factory=dict)
    claimed: frozenset[Name] = frozenset()

    @classmethod
    def read(cls, root: Path, tables: Tables) -> "Signatures":
        """Read data/reviewed.csv where there is one, beside the tables as they are written.

        Raises Fault for a signature that does not fit its own cells, or stands twice.
        """
        frames = ((name, tables.untold(name)) for name in tables)
        claimed = {
            (name, row)
            for name, frame in frames
            if "state" in frame.columns
            for row in frame["id"][frame["state"] == "reviewed"]
        }
        signed: dict[Name, Signature] = {}
        if os.path.lexists(root / SCHEMA.path):
            # A signature counts for the row that it is of.
            with loading():
                written = records(read_table(root, SCHEMA))
            for number, row in enumerate(written, 2):
                signature = signature_of(row)
                where = tell("{path}: row {row}", path=SCHEMA.path, row=number)
                if signature is None or signature.sha256 != row["sha256"]:
                    raise Fault(
                        tell(
                            "{where}: the signature of {row} is not as it was written; take the line out and review "
                            "the row again",
                            where=where,
                            row=row["row"],
                        )
                    )
                if signature.name in signed:
                    raise Fault(tell("{where}: {row} is signed twice", where=where, row=row["row"]))
                signed[signature.name] = signature
        return cls(signed, frozenset(claimed))


def signature_of(row: Row) -> Signature | None:
    """Read a row of data/reviewed.csv; None where its cells are no JSON object of texts.

    >>> signature_of({"table": "notes", "row": "n-001", "cells": "[", "by": "A", "on": "2026-11-26"}) is None
    True
    """
    try:
        cells = json.loads(row["cells"])
    except (ValueError, RecursionError):
        return None
    if not isinstance(cells, dict) or not all(isinstance(cell, str) for cell in cells.values()):
        return None
    return Signature(row["table"], row["row"], cells, row["by"], row["on"])


def settled(tables: Tables, signatures: Signatures) -> Tables:
    """Give the tables with the state that each row has: `reviewed` where it is as it was signed, else `draft`.

    A table without a state of its own gets the column.
    """
    unsettled = {difference.name for difference in _differences(tables, signatures)}
    frames = {}
    for name in set(SIGNED) & set(tables):
        frame = tables.untold(name)
        stated = "state" in frame.columns
        states = [
            "draft" if (name, row) in unsettled or (stated and (name, row) not in signatures.claimed) else "reviewed"
            for row in frame["id"]
        ]
        frames[name] = frame.assign(state=pd.Series(states, index=frame.index, dtype=object))
    return tables | frames


def cells_of(table: TableSchema, row: Row) -> dict[str, str]:
    """Write the cells of a row that bear its meaning: those of its schema that are not empty, without id and state.

    A number is written without the noughts that say nothing, so that 6.50 is 6.5.

    >>> cells_of(ALL_TABLES["notes"], {"id": "n-001", "target": "q-001", "zh": "", "state": "draft", "teacher": "x"})
    {'target': 'q-001'}
    """
    written = ((column.name, _written(row.get(column.name))) for column in table.fields if column.name not in _UNSIGNED)
    return {name: cell for name, cell in written if cell}


def _written(cell: Any) -> str:
    if cell is None or cell is pd.NA:
        return ""
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


def names_of(frame: pd.DataFrame) -> list[str]:
    """Name the rows of a table: by their id, else by their place and what they speak of.

    >>> names_of(pd.DataFrame({"start": [565, 570, 570], "end": [568, 571, 571], "field": ["unit", "cue", "cue"]}))
    ['565-568-unit', '570-571-cue', '570-571-cue-2']
    """
    if "id" in frame.columns:
        return [str(name) for name in frame["id"]]
    names: list[str] = []
    seen: Counter[str] = Counter()
    for row in records(frame):
        name = "-".join(str(row[column]) for column in _KEY if column in row)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def signed_cells(tables: Mapping[str, pd.DataFrame]) -> dict[Name, dict[str, str]]:
    """Give the cells that are signed of every row, by table and row, in the order of the tables.

    >>> from jiedu.edition import Edition
    >>> signed_cells(Edition.open().tables)["terms", "t-liu-wen"]["occurrences"]
    '3062-3064'
    """
    places: dict[str, list[str]] = {}
    ((_, stands),) = SIGNED_WITH.items()
    if stands in tables:
        for place in records(_untold(tables, stands)):
            places.setdefault(place["term"], []).append(f"{place['start']}-{place['end']}")
    found: dict[Name, dict[str, str]] = {}
    for name in SIGNED:
        if name not in tables:
            continue
        frame = _untold(tables, name)
        for row, cells in zip(names_of(frame), records(frame), strict=True):
            found[name, row] = cells_of(ALL_TABLES[name], cells)
            if name in SIGNED_WITH and row in places:
                found[name, row][stands] = " ".join(places[row])
    return found


def _untold(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    return tables.untold(name) if isinstance(tables, Tables) else tables[name]


def _differences(tables: Mapping[str, pd.DataFrame], signatures: Signatures) -> Iterator[Difference]:
    there = signed_cells(tables)
    for (table, row), cells in there.items():
        signature = signatures.signed.get((table, row))
        if signature is None:
            yield Difference("unsigned", table, row, {}, cells)
        elif signature.cells != cells:
            other = [name for name in {**signature.cells, **cells} if signature.cells.get(name) != cells.get(name)]
            old, new = ({name: side.get(name, "") for name in other} for side in (signature.cells, cells))
            yield Difference("changed", table, row, old, new, signature)
    for name, signature in signatures.signed.items():
        if name not in there and name[0] in tables:
            yield Difference("gone", *name, signature.cells, {}, signature)


def every_table(edition: "Edition") -> dict[str, pd.DataFrame]:
    """Give all tables of an edition, those that it may have or not among them, by name.

    >>> from jiedu.edition import Edition
    >>> {"terms", "readers"} <= every_table(Edition.open()).keys()
    True
    """
    optional = (name for name, table in OPTIONAL_TABLES.items() if name != SCHEMA.name)
    there = {name: edition.optional(name) for name in optional if (edition.root / OPTIONAL_TABLES[name].path).exists()}
    return dict(edition.tables) | there


def not_as_signed(edition: "Edition") -> list[Difference]:
    """Find every row that is not as it was signed, table by table, and what was signed and is gone.

    >>> from jiedu.edition import Edition
    >>> changed = Edition.open().with_row("quantities", "q-060", value=Decimal(1600))
    >>> [(one.kind, one.row, one.old, one.new) for one in not_as_signed(changed)]
    [('changed', 'q-060', {'value': '300000'}, {'value': '1600'})]
    """
    return list(_differences(every_table(edition), edition.signatures))


def count_drafts(edition: "Edition") -> dict[str, tuple[int, int]]:
    """Count, table by table, the rows that nobody answers for as they stand, and all rows.

    >>> from jiedu.edition import Edition
    >>> count_drafts(Edition.open())["terms"]
    (0, 223)
    """
    tables = every_table(edition)
    unsettled = {one.name for one in _differences(tables, edition.signatures)}
    counts = {}
    for name in (name for name in SIGNED if name in tables):
        rows = names_of(tables[name])
        # A row that an editor has set back to draft is one, whatever was signed.
        states = list(tables[name]["state"]) if "state" in tables[name].columns else [""] * len(rows)
        drafts = sum((name, row) in unsettled or state == "draft" for row, state in zip(rows, states, strict=True))
        counts[name] = drafts, len(rows)
    return counts
