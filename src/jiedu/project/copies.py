"""Copies of one project, opened side by side: what stands in each row, and which rows its group has signed."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jiedu.edition import Edition, find_root
from jiedu.edition.reading import parse_json, read_exactly
from jiedu.edition.schema import ALL_TABLES, PACKAGE
from jiedu.edition.signatures import (
    SCHEMA,
    SIGNED,
    SIGNED_WITH,
    Name,
    Signature,
    every_table,
    names_of,
    not_as_signed,
    signed_cells,
)
from jiedu.edition.spreadsheets import mend
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.project.making import package_of
from jiedu.project.versions import source_files

HERE = "here"
"""What the copy is called into which the others are merged."""
((_TERMS, PLACES),) = SIGNED_WITH.items()
_ID = re.compile(r"[a-z]+(?:[-_][a-z0-9]+)+|[a-z][0-9]{2}")


@dataclass(frozen=True)
class RawTable:
    """Hold a table as it is written: its header, and each row's cells by the name of the row."""

    header: Sequence[str]
    lines: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ProjectCopy:
    """Hold one copy of a project; `name` is what it was called by."""

    name: str
    edition: Edition

    @cached_property
    def cells(self) -> dict[Name, dict[str, str]]:
        """Give the cells of every row that bear its meaning."""
        return signed_cells(every_table(self.edition))

    @cached_property
    def signed(self) -> dict[Name, Signature]:
        """Give the signatures of the rows that are as they were signed, and not set back to draft."""
        kept = self.edition.signatures
        other = {one.name for one in not_as_signed(self.edition)}
        return {
            name: signature
            for name, signature in kept.signed.items()
            if name not in other and (name in kept.claimed or not ALL_TABLES[name[0]].has_states)
        }

    @cached_property
    def in_hand(self) -> set[Name]:
        """Name the rows that a person has changed since they were signed, or calls reviewed without a signature."""
        return (set(self.edition.signatures.signed) | self.edition.signatures.claimed) - set(self.signed)

    @cached_property
    def tables(self) -> dict[str, RawTable]:
        """Give the tables that are signed as they are written, by name."""
        tables = every_table(self.edition)
        found = {}
        for table in SIGNED:
            if table in tables:
                header, *lines = self._written(table)
                found[table] = RawTable(header, dict(zip(names_of(tables[table]), lines, strict=True)))
        return found

    @cached_property
    def places(self) -> list[list[str]]:
        """Give the table of where terms stand as it is written, the header first."""
        return self._written(PLACES)

    def _written(self, table: str) -> list[list[str]]:
        path = ALL_TABLES[table].path
        return list(csv.reader(io.StringIO(read_exactly(self.edition.root / path, path), newline="")))

    @cached_property
    def named(self) -> set[str]:
        """Collect the ids that cells, prose and formulas name: such a row cannot be called otherwise."""
        text = "\n".join(cell for row in self.cells.values() for cell in row.values())
        prose = (data.decode("utf-8", "replace") for path, data in self.others.items() if not path.endswith(".csv"))
        found = (word.replace("_", "-") for word in _ID.findall("\n".join([text, *prose])))
        return {word.removeprefix("ctx-") for word in found}

    @cached_property
    def others(self) -> dict[str, bytes]:
        """Give the files that are no signed tables, by path; of a notebook what was written alone."""
        tables = {ALL_TABLES[name].path for name in (*SIGNED, SCHEMA.name, PLACES)} | {PACKAGE}
        return {
            path: _prose_of(path, data) for path, data in source_files(self.edition.root).items() if path not in tables
        }


def _prose_of(path: str, data: bytes) -> bytes:
    """Leave of a notebook what was written: JupyterLab adds outputs and counts where it is only opened and run."""
    if not path.endswith(".ipynb"):
        return data.replace(b"\r\n", b"\n")
    try:
        cells = parse_json(data.decode("utf-8"), path)["cells"]
        return "\n\n".join(f"{cell['cell_type']}\n{''.join(cell['source'])}" for cell in cells).encode()
    except (UnicodeDecodeError, Fault, KeyError, TypeError):
        return data


def open_copies(folder: Path, groups: Sequence[Path]) -> tuple[ProjectCopy, list[ProjectCopy]]:
    """Open the project around a folder, and the copies of it that groups have worked on.

    Raises Fault for a copy that is no edition, is not to be read, has another page, or is the project itself or
    named twice.

    >>> open_copies(Path("/nowhere"), [])
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: no data/datapackage.json in /nowhere or above it: this is no edition
    """
    root = find_root(folder)
    here = _opened(root, HERE, str(folder))
    known = {root: ""}
    copies = []
    for group in groups:
        name = safe_name(group)
        package_of(group)
        place = group.resolve()
        if place in known:
            raise Fault(
                tell(
                    "{name}: is the same folder as {other}; name each group's copy once"
                    if known[place]
                    else "{name}: is the project that is merged into; name each group's copy once",
                    name=name,
                    other=known[place],
                )
            )
        known[place] = name
        copy = _opened(place, name, str(group))
        ours, theirs = (_page_hash(one.edition) for one in (here, copy))
        if ours != theirs:
            raise Fault(
                tell(
                    "{name}: its page is another (SHA-256 {theirs}…, here {ours}…): only copies of one "
                    "project are merged",
                    name=name,
                    theirs=theirs[:12],
                    ours=ours[:12],
                )
            )
        copies.append(copy)
    return here, copies


def _page_hash(edition: Edition) -> str:
    """Give the SHA-256 that an edition's page was found to have when it was opened."""
    page = next(resource for resource in edition.package["resources"] if resource["name"] == "page")
    return str(page["hash"]).removeprefix("sha256:")


def _opened(root: Path, name: str, written: str) -> ProjectCopy:
    saved = next((table for table in mend(root) if table.done), None)
    if saved:
        raise Fault(
            tell(
                "{name}: a spreadsheet has saved {path}: run `jiedu check --fix-format {name}`, then merge",
                name=safe_name(written),
                path=saved.path,
            )
        )
    try:
        return ProjectCopy(name, Edition.open(root))
    except Fault as fault:
        raise Fault(tell("{where}: {problem}", where=safe_name(written), problem=fault)) from None
