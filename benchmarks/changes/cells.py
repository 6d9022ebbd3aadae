"""The cells of the tables, and what can be done to each."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random

from changes.mutation import Make, Mutation, Pool
from changes.words import DIGIT, FREE_TEXT, ID, NEGATED, NUMBER, OFFSET, TRANSLATION, VOCABULARY, Kind
from jiedu.edition.schema import PAGE, Field, TableSchema, tables_of

EXEMPT = {
    "state": "says who has read the row, and nothing of the page",
    "evidence": "of a block: why its span was taken for it, in words that rest on nothing else in the tables",
    "source_kind": "what sort of publication an address is: only the address can tell",
    "source_url": "an address: only the network can tell",
}
"""Columns whose cells are left alone, and why; what is worked out (sections, values of facts) stands in no file."""

_OFFSETS = ("start", "end", "cue_start", "cue_end")
_NAMING = ("id", "block", "target", "target_id", "term", "source", "sources", "quantities", "except")
"""Columns that hold an id or some, except where the column of a table says otherwise."""
_WORDS = {("terms", "term"), ("readers", "source")}
PROSE = {
    "notes": ("zh", "en"),
    "claims": ("en", "evidence_zh", "evidence_en", "finding_zh", "finding_en"),
}
"""Columns that hold prose with citations: digits and negations are counted with the prose."""


@dataclass(frozen=True)
class Table:
    """Hold a table as lines of cells, its header apart."""

    schema: TableSchema
    header: list[str]
    lines: list[list[str]]

    @classmethod
    def read(cls, root: Path, schema: TableSchema) -> "Table":
        """Read a table cell by cell, as it is written."""
        text = (root / schema.path).read_bytes().decode("utf-8")
        header, *lines = csv.reader(io.StringIO(text, newline=""))
        return cls(schema, header, lines)

    def column(self, name: str) -> list[str]:
        """Give the cells of a column."""
        at = self.header.index(name)
        return [line[at] for line in self.lines]

    def where(self, line: int) -> str:
        """Name a row as the checks do."""
        return f"row {self.lines[line][0] if self.schema.key else line + 2}"

    def mutation(self, area: str, group: str, kind: str, lines: list[list[str]], *said: str) -> Mutation:
        """Make the change that leaves the table with these lines; said are the place, before and after."""
        place, before, after = said
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows([self.header, *lines])
        return Mutation(self.schema.path, place, area, group, kind, before, after, written.getvalue())

    def with_cell(self, area: str, kind: str, column: str, line: int, cell: str, before: str, after: str) -> Mutation:
        """Make the change that puts another cell in its place."""
        lines = [list(cells) for cells in self.lines]
        lines[line][self.header.index(column)] = cell
        place = f"{self.where(line)}, {column}"
        return self.mutation(area, f"{self.schema.name}.{column}", kind, lines, place, before, after)


def tables(root: Path) -> list[Table]:
    """Read all tables of an edition."""
    return [Table.read(root, schema) for schema in tables_of(root).values()]


def cell_pools(root: Path) -> list[Pool]:
    """Give what can be done to the cells and the rows of the tables."""
    found = tables(root)
    ids = sorted({id_ for table in found if "id" in table.header for id_ in table.column("id")})
    page = (root / PAGE).read_text(encoding="utf-8")
    pools = list(
        chain.from_iterable(_column_pools(table, field, ids, page) for table in found for field in table.schema.fields)
    )
    for table in found:
        deletions = [partial(_without_row, table, line) for line in range(len(table.lines))]
        pools.append(Pool("tables", table.schema.name, "row deleted", deletions))
    return [pool for pool in pools if pool.places]


def _column_pools(table: Table, field: Field, ids: list[str], page: str) -> list[Pool]:
    if field.name in EXEMPT:
        return []
    cells = table.column(field.name)
    group = f"{table.schema.name}.{field.name}"
    pools = []
    for area, kind in _kinds(table.schema.name, field, cells):
        others = [page] if kind is OFFSET else _others(field, kind, cells, ids)
        pools.append(Pool(area, group, kind.name, spots(table, field.name, area, kind, others)))
    exchanges = [partial(_exchanged, table, field.name, line) for line in range(len(cells))]
    return [*pools, Pool("tables", group, "cells exchanged", exchanges)]


def _kinds(table: str, field: Field, cells: list[str]) -> list[tuple[str, Kind]]:
    """Say what can be done to a column, from what its schema says of it."""
    if field.name in _OFFSETS:
        kinds = [OFFSET]
    elif field.type == "integer":
        kinds = [DIGIT]
    elif field.type == "number":
        kinds = [DIGIT, NUMBER]
    elif "enum" in field.constraints:
        kinds = [VOCABULARY]
    elif field.name in _NAMING and (table, field.name) not in _WORDS:
        kinds = [ID]
    else:
        kinds = [*FREE_TEXT] if field.name in PROSE.get(table, ()) else [DIGIT, *FREE_TEXT, NEGATED]
        kinds += [VOCABULARY] if _repeats(cells) else []
    listed = [("tables", kind) for kind in kinds]
    if (table, field.name) == ("translation", "en"):
        listed += [("translation", kind) for kind in TRANSLATION]
    return listed


def _repeats(cells: list[str]) -> bool:
    """Tell a column whose few words come again and again, as those of a vocabulary do."""
    full = [cell for cell in cells if cell]
    return 2 * len(set(full)) <= len(full)


def _others(field: Field, kind: Kind, cells: list[str], ids: list[str]) -> Sequence[str]:
    if kind is VOCABULARY and "enum" in field.constraints:
        return list(field.constraints["enum"])
    if kind is ID and field.name not in ("block", "target_id"):
        return [*ids, *chain.from_iterable(cell.split() for cell in cells)]
    return cells


def spots(table: Table, column: str, area: str, kind: Kind, others: Sequence[str]) -> list[Make]:
    """Give every place in a column where a kind of change can be made."""

    def make(line: int, cell: str, start: int, end: int, random: Random) -> Mutation | None:
        before = cell[start:end]
        after = kind.change(before, random, others)
        if after is None or after == before:
            return None
        changed = cell[:start] + after + cell[end:]
        around = (cell[max(0, start - 20) : start], cell[end : end + 20])
        return table.with_cell(area, kind.name, column, line, changed, before.join(around), after.join(around))

    return [
        partial(make, line, cell, start, end)
        for line, cell in enumerate(table.column(column))
        for start, end in kind.find(cell)
    ]


def _exchanged(table: Table, column: str, line: int, random: Random) -> Mutation | None:
    at = table.header.index(column)
    mine = table.lines[line][at]
    partners = [other for other, cells in enumerate(table.lines) if cells[at] != mine]
    if not partners:
        return None
    other = random.choice(partners)
    lines = [list(cells) for cells in table.lines]
    lines[line][at], lines[other][at] = lines[other][at], mine
    place = f"{table.where(line)} and {table.where(other)}, {column}"
    group = f"{table.schema.name}.{column}"
    return table.mutation("tables", group, "cells exchanged", lines, place, mine, lines[line][at])


def _without_row(table: Table, line: int, random: Random) -> Mutation:
    lines = table.lines[:line] + table.lines[line + 1 :]
    said = " | ".join(cell for cell in table.lines[line] if cell)
    return table.mutation("tables", table.schema.name, "row deleted", lines, table.where(line), said[:80], "")
