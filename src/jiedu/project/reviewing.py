"""`jiedu review`: rows shown beside what was signed of them, and signed as they stand."""

import ast
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from jiedu.edition import Edition, records
from jiedu.edition.checks import CONTENT
from jiedu.edition.citations import citations
from jiedu.edition.reading import read_exactly, read_notebook
from jiedu.edition.schema import ALL_TABLES, PACKAGE, describe
from jiedu.edition.signatures import (
    SCHEMA,
    SIGNED,
    Difference,
    Name,
    Signature,
    every_table,
    names_of,
    not_as_signed,
    signed_cells,
)
from jiedu.errors import Fault
from jiedu.files import safe_name, write_whole
from jiedu.language import tell
from jiedu.project.wording import reworded
from jiedu.reports.export import to_csv


@dataclass(frozen=True)
class Wanted:
    """Say which rows are to be reviewed: by name, by block, by chapter, by table, or all that changed.

    >>> bool(Wanted()), bool(Wanted(changed=True))
    (False, True)
    """

    rows: Sequence[str] = ()
    block: str = ""
    chapter: str = ""
    table: str = ""
    changed: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return any((self.rows, self.block, self.chapter, self.table, self.changed))


def chosen(edition: Edition, wanted: Wanted) -> list[Difference]:
    """Find the rows that are asked for and are not as they were signed, table by table.

    Rows that say of themselves that they are drafts count as changed only where they are named: by id, block, chapter
    or table. Raises Fault for a row, block, chapter or table that is not there.

    >>> chosen(Edition.open(), Wanted(block="a-1"))
    []
    """
    found = _to_review(edition)
    names: set[Name] = set()
    if wanted.rows:
        names |= _named(edition, wanted.rows, found)
    if wanted.block:
        if wanted.block not in set(edition.blocks["id"]):
            raise Fault(tell("data/blocks.csv: no block {name}", name=safe_name(wanted.block)))
        names |= _of_blocks(edition, {wanted.block})
    if wanted.chapter:
        names |= _of_chapter(edition, wanted.chapter)
    if wanted.table:
        tables = every_table(edition)
        if wanted.table not in tables or wanted.table not in SIGNED:
            raise Fault(tell("no table {name}", name=safe_name(wanted.table)))
        names |= {(wanted.table, row) for row in names_of(tables[wanted.table])}
        names |= {one.name for one in found if one.table == wanted.table and one.kind == "gone"}
    if wanted.changed:
        names |= {one.name for one in found if one.kind != "unsigned" or one.name in edition.signatures.claimed}
    return [one for one in found if one.name in names]


def _to_review(edition: Edition) -> list[Difference]:
    """List what is not as it was signed, and rows that an editor has set back to draft though nothing changed."""
    found = not_as_signed(edition)
    known = {one.name for one in found}
    signed, claimed = edition.signatures.signed, edition.signatures.claimed
    stated = {name for name, table in ALL_TABLES.items() if table.has_states}
    back = [name for name in signed if name[0] in stated and name not in claimed | known]
    return found + [Difference("changed", *name, {}, {}, signed[name]) for name in back]


def _named(edition: Edition, rows: Iterable[str], found: Iterable[Difference]) -> set[Name]:
    """Find rows by their id, as the prose cites it, or by table and place (`coding-a:37-39`)."""
    known: dict[str, list[Name]] = {}
    for table, frame in every_table(edition).items():
        for row in names_of(frame) if table in SIGNED else []:
            one = Difference("", table, row)
            known.setdefault(one.label, []).append(one.name)
    for one in found:
        known.setdefault(one.label, [one.name])
    names: set[Name] = set()
    for row in rows:
        label = row.removeprefix("#")
        there = known.get(label) or known.get(label.removeprefix("ctx-"))
        if there is None:
            raise Fault(tell("there is no row {row} in the tables, and none was signed", row=safe_name(row)))
        names |= set(there)
    return names


def _of_blocks(edition: Edition, blocks: set[str]) -> set[Name]:
    """Find the rows that stand in blocks, and the notes on any of them."""
    names = {("blocks", block) for block in blocks}
    for table in ("quantities", "commitments", "translation", "claims"):
        names |= {(table, row["id"]) for row in records(edition.tables[table]) if row["block"] in blocks}
    return names | _notes_on(edition, {row for _, row in names})


def _notes_on(edition: Edition, ids: set[str]) -> set[Name]:
    return {("notes", note["id"]) for note in records(edition.notes) if note["target"] in ids}


def _of_chapter(edition: Edition, chapter: str) -> set[Name]:
    """Find the rows that a notebook shows or cites: those that its code names, their blocks, its citations."""
    stem = Path(chapter).name.removesuffix(".ipynb")
    path = edition.root / "notebooks" / f"{stem}.ipynb"
    if not path.is_file():
        raise Fault(tell("notebooks/{stem}.ipynb: there is no such chapter", stem=safe_name(stem)))
    ids: set[str] = set()
    for cell in read_notebook(path, f"notebooks/{path.name}")["cells"]:
        source = cell["source"]
        if cell["cell_type"] == "code":
            ids |= set(_strings(source))
        caption = cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "")
        ids |= {citation.id.removeprefix("ctx-") for citation in citations(f"{source}\n\n{caption}")}
    blocks = edition.blocks
    shown = set(blocks["id"][blocks["id"].isin(ids) | blocks["section"].isin(ids - {""})])
    names = _of_blocks(edition, shown) if shown else set()
    for table, frame in edition.tables.items():
        if table in SIGNED:
            names |= {(table, row) for row in frame["id"] if row in ids}
    return names | _notes_on(edition, ids)


def _strings(source: str) -> Iterator[str]:
    """Yield the strings of a cell of code; a line for the shell has none."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    yield from (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def shown(one: Difference) -> str:
    """Show a row beside what was signed of it, a line a cell.

    >>> print(shown(Difference("changed", "notes", "n-001", {"en": "at least"}, {"en": "at most"})))
    n-001 (data/notes.csv), changed
      en: at [-least-]{+most+}
    """
    if one.kind == "unsigned":
        cells = dict(one.new)
    elif one.kind == "changed":
        cells = {name: reworded(one.old[name], one.new[name]) for name in one.old}
    else:
        cells = {name: reworded(cell, "") for name, cell in one.old.items()}
    lines = [_what_is_shown(one), *(tell("  {column}: {cell}", column=name, cell=cell) for name, cell in cells.items())]
    return "\n".join(line.replace("\n", "⏎") for line in lines)


def _what_is_shown(one: Difference) -> str:
    """Name a row, and say how it stands to what was signed of it."""
    where: dict[str, str] = {"row": one.label, "path": ALL_TABLES[one.table].path}
    if one.kind == "unsigned":
        return tell("{row} ({path}), never signed", **where)
    if one.kind == "gone":
        return tell("{row} ({path}), gone: its signature goes too", **where)
    if not one.old:
        return tell("{row} ({path}), set back to draft, the cells are as they were signed", **where)
    if one.signature:
        by, on = one.signature.by, one.signature.on
        return tell("{row} ({path}), changed since {by} signed it on {on}", **where, by=by, on=on)
    return tell("{row} ({path}), changed", **where)


def sign(edition: Edition, rows: Sequence[Difference], by: str, on: date) -> None:
    """Sign rows as they stand, take back the signatures of those that are gone, and set their state to reviewed.

    Raises Fault, with nothing written, where a signer has no name, or an edition with these rows reviewed would not
    hold: who signs answers for it.
    """
    by = by.strip()
    if not by or not by.isprintable():
        raise Fault(tell("--by: the name of who has reviewed the rows, in one line"))
    names = {one.name for one in rows if one.kind != "gone"}
    cells = signed_cells(every_table(edition))
    signed = {**edition.signatures.signed} | {name: Signature(*name, cells[name], by, on.isoformat()) for name in names}
    for one in rows:
        if one.kind == "gone":
            del signed[one.name]
    _must_hold(edition, names)
    order = {name: at for at, name in enumerate(cells)}
    lines = [signed[name].as_row() for name in sorted(signed, key=lambda name: order.get(name, len(order)))]
    # The signatures come last: a row that is reviewed and not signed is a draft, and nothing is lost.
    for path, text in _with_states(edition.root, names).items():
        write_whole(edition.root / path, text)
    write_whole(edition.root / SCHEMA.path, to_csv(lines, [column.name for column in SCHEMA.fields]))
    write_whole(edition.root / PACKAGE, describe(edition.root, dict(edition.package)))


def _must_hold(edition: Edition, names: set[Name]) -> None:
    """Run the checks on the edition as it would be; a fault of a row that is to be signed stops the signing."""
    frames = {}
    for table in {table for table, _ in names if table in edition.tables}:
        frame = edition.tables[table]
        states = [
            "reviewed" if (table, row) in names else state
            for row, state in zip(frame["id"], frame["state"], strict=True)
        ]
        frames[table] = frame.assign(state=pd.Series(states, index=frame.index, dtype=object))
    reviewed = replace(edition, tables=edition.tables | frames)
    rows = tuple(tell("{path}: row {row}:", path=ALL_TABLES[table].path, row=row) for table, row in names)
    fault = next((fault for one in CONTENT for fault in one(reviewed) if fault.startswith(rows)), None)
    if fault:
        raise Fault(tell("nothing was signed: {fault}", fault=fault))


def _with_states(root: Path, names: set[Name]) -> dict[str, str]:
    """Write the tables whose rows do not say yet that they are reviewed: nothing else in them changes."""
    texts = {}
    for table in {table for table, _ in names if ALL_TABLES[table].has_states}:
        path = ALL_TABLES[table].path
        lines = list(csv.reader(io.StringIO(read_exactly(root / path, path), newline="")))
        at = lines[0].index("state")
        changed = [line for line in lines[1:] if (table, line[0]) in names and line[at] != "reviewed"]
        for line in changed:
            line[at] = "reviewed"
        if changed:
            written = io.StringIO(newline="")
            csv.writer(written, lineterminator="\n").writerows(lines)
            texts[path] = written.getvalue()
    return texts
