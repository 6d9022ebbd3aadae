"""What the tests of exports share: editions to export, a hostile one among them, and what their tables hold."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from support import ROOT

from jiedu.edition import Edition, read_table, records
from jiedu.edition.facts import compute, format_fact
from jiedu.edition.schema import TABLES, tables_of

HOSTILE = ("=1+1", "+1", "-5", "@SUM(A1)", "\t=1", "\r=1", "'quoted", "＝1", '<script>alert("x")</script>', 'a,"b"\nc')
"""Cells that a program might take for something else than words."""


def real() -> Edition:
    return Edition.open(ROOT)


def hostile() -> Edition:
    """The edition with a note in place of each of its first ones, and a term, that no program should run."""
    edition = real()
    for id_, words in zip(edition.notes.index, HOSTILE, strict=False):
        edition = edition.with_row("notes", id_, en=words, zh=words)
    return edition.with_row("quantities", "q-060", indicator="=HYPERLINK(1)", unit="家 <b>")


def untitled(edition: Edition, **words: Any) -> Edition:
    """An edition whose package says other things of itself."""
    return replace(edition, package={**edition.package, **words})


def expected(edition: Edition) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the rows of each table from the edition itself; a fact has the value that the prose states."""
    for name, schema in tables_of(edition.root).items():
        frame = edition.select(name) if name in TABLES else read_table(edition.root, schema)
        rows = records(compute(edition) if name == "facts" else frame)
        if name == "facts":
            for row in rows:
                row["value"] = Decimal(format_fact(row["value"], row["decimals"]).replace(",", ""))
        yield name, rows


def plain(cell: Any) -> str:
    """Write a cell as it would be read: a number by its value, nothing as nothing."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, Decimal | float | int):
        return f"{Decimal(repr(cell) if isinstance(cell, float) else cell).normalize():f}"
    return str(cell)


def lines(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{name: plain(cell) for name, cell in row.items()} for row in rows]


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
