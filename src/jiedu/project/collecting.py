"""`jiedu merge`: what groups have signed in their copies of a project, brought together in one."""

import contextlib
import os
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.loading import find_root
from jiedu.edition.reading import read_exactly
from jiedu.edition.schema import ALL_TABLES, PACKAGE, describe
from jiedu.edition.signatures import Difference, Name
from jiedu.errors import Fault
from jiedu.files import BUILD_LOCK, locked, one_line, replace_folder, safe_name, write_whole
from jiedu.language import tell, tell_count, telling
from jiedu.project.copies import HERE, ProjectCopy, open_copies
from jiedu.project.merging import Decision, Disputed, Left, decide, merged_files
from jiedu.reports.export import BOM, csv_lines

CONFLICTS = "merge-conflicts.csv"
"""Where the list of what was not taken stands, in the project, unless another file is named."""
_COLUMNS = ("what", "table", "row", "column", "copy", "cell", "by", "on")
_SHOWN = 12
_SHORT = 32

Listed = dict[str, Any]


@dataclass(frozen=True)
class Merged:
    """Hold what a merge has to say, and whether everything could be taken that was signed."""

    lines: Sequence[str]
    conflicts: int
    faults: Sequence[str]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is in conflict and nothing is newly at fault."""
        return not self.conflicts and not self.faults


def merge(folder: Path, groups: Sequence[Path], conflicts: Path | None = None, dry_run: bool = False) -> Merged:
    """Bring the rows that groups have signed in their copies into the project around a folder.

    What is in conflict stays as it is, and is listed with all that was not taken in `conflicts`. Raises Fault, with
    nothing written, where a copy cannot be used or the merged tables could not be read.

    >>> merge(Path("/nowhere"), [])
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: no data/datapackage.json in /nowhere or above it: this is no edition
    """
    root = find_root(folder)
    place = conflicts or root / CONFLICTS
    _must_be_ours(place)
    busy = tell("{name}: a build or another merge is running there", name=safe_name(folder))
    with contextlib.nullcontext() if dry_run else locked(root / BUILD_LOCK, busy):
        found = decide(*open_copies(folder, groups))
        with telling("en"):
            listed = [*_of_disputed(found.disputed), *_of_left(found.left)]
        files = merged_files(found)
        faults = _write(found.here.edition, files, place, _list_text(listed, place), dry_run)
    lines = [*_said(found), *(tell("now at fault: {fault}", fault=fault) for fault in faults)]
    if listed:
        lines.append(
            tell(
                "what was not taken would be listed in {name}: {cells}"
                if dry_run
                else "what was not taken is listed in {name}: {cells}",
                name=safe_name(place),
                cells=_cells(len(listed)),
            )
        )
    lines += [] if files else [tell("nothing has changed")]
    return Merged(lines, len(found.disputed), faults)


def _must_be_ours(place: Path) -> None:
    """Refuse to write the list over anything but an earlier list."""
    if place.is_dir() or not place.parent.is_dir():
        raise Fault(tell("--conflicts {name}: the name of a file, in a folder that is there", name=safe_name(place)))
    if os.path.lexists(place) and not read_exactly(place, safe_name(place)).startswith(BOM + ",".join(_COLUMNS)):
        raise Fault(
            tell(
                "--conflicts {name}: is there already and is no list of a merge; name another file",
                name=safe_name(place),
            )
        )


def _write(edition: Edition, files: Mapping[str, str], place: Path, text: str | None, dry_run: bool) -> list[str]:
    """Check the merged tables, then put them and the list in their places, all or none; give what is newly at fault."""
    root = edition.root
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="jiedu-") as made:
        staged = Path(made)
        if files:
            for name in ("data", "book", "notebooks"):
                if (root / name).is_dir():
                    shutil.copytree(root / name, staged / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
            for path, content in files.items():
                write_whole(staged / path, content)
            write_whole(staged / PACKAGE, describe(staged, dict(edition.package)))
            faults = _new_faults(root, staged)
        if dry_run:
            return faults
        with _put_back(place), contextlib.ExitStack() as stack:
            if text is not None:
                write_whole(place, text)
            if files:
                data = stack.enter_context(replace_folder(root / "data"))
                shutil.copytree(staged / "data", data, dirs_exist_ok=True)
    return faults


def _new_faults(root: Path, staged: Path) -> list[str]:
    try:
        Edition.open(staged)
    except Fault as fault:
        raise Fault(tell("nothing was changed, since the tables would not hold: {fault}", fault=fault)) from None
    faults = check(staged)
    known = set(check(root)) if faults else set()
    return [fault for fault in faults if fault not in known]


@contextlib.contextmanager
def _put_back(place: Path) -> Iterator[None]:
    """Give a file back what it held if the block fails; to move one takes no room, and the disk may be full."""
    aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    if place.exists():
        shutil.copy2(place, aside)
    try:
        yield
    except BaseException:
        if aside.exists():
            os.replace(aside, place)
        else:
            place.unlink(missing_ok=True)
        raise
    finally:
        aside.unlink(missing_ok=True)


# What is said


def _label(name: Name) -> str:
    return tell("{row} ({path})", row=Difference("", *name).label, path=ALL_TABLES[name[0]].path)


def _rows(count: int) -> str:
    return tell_count("{count} row", "{count:,} rows", count)


def _cells(count: int) -> str:
    return tell_count("{count} cell", "{count:,} cells", count)


def _said(found: Decision) -> Iterator[str]:
    """Say copy by copy what was taken and what was not, then each conflict."""
    for copy in found.copies:
        yield from map(one_line, _of_copy(found, copy))
    for draft, name in found.gone.items():
        yield tell("{row}: gone, since {other} stands on its characters", row=_label(draft), other=name[1])
    for one in found.disputed:
        yield tell("conflict: {row}: {why}", row=_label(one.name), why=one.why())
        yield from (f"  {one_line(line)}" for line in _cells_of(one))
    conflicts = tell_count("{count} conflict", "{count:,} conflicts", len(found.disputed))
    yield tell(
        "{rows} taken, {conflicts}" if found.disputed else "{rows} taken, no conflicts",
        rows=_rows(len(found.taken)),
        conflicts=conflicts,
    )


def _of_copy(found: Decision, copy: ProjectCopy) -> Iterator[str]:
    taken = Counter(name[0] for name, offer in found.taken.items() if offer.copy is copy)
    rows = tell(", ").join(tell("{count:,} in {table}", count=count, table=table) for table, count in taken.items())
    signed = tell_count("{count} signed row", "{count:,} signed rows", len(copy.signed))
    yield tell("{name}: {signed}, taken: {rows}", name=copy.name, signed=signed, rows=rows or tell("none"))
    for name, (whose, old) in found.renamed.items():
        if whose is copy and name in found.taken:
            yield tell(
                "{name}: {row}: the id is another row's here: taken as {new}",
                name=copy.name,
                row=_label(old),
                new=name[1],
            )
    left: dict[str, list[str]] = {}
    for one in found.left:
        if one.copy is copy:
            left.setdefault(one.what(), []).append(_label(one.name))
    for what, labels in left.items():
        more = tell(" and {count:,} more", count=len(labels) - _SHOWN) if len(labels) > _SHOWN else ""
        yield tell(
            "{name}: {rows} {what}: {labels}{more}",
            name=copy.name,
            rows=_rows(len(labels)),
            what=what,
            labels=tell(", ").join(labels[:_SHOWN]),
            more=more,
        )
    if count := found.passed[copy.name]:
        yield tell("{name}: {rows} signed here, and not there as here", name=copy.name, rows=_rows(count))
    if other := _other_files(found.here, copy):
        paths = tell(", ").join(safe_name(path) for path in other)
        yield tell("{name}: not as here, and not merged: {paths}", name=copy.name, paths=paths)
    yield from _own_columns(found.here, copy)


def _other_files(here: ProjectCopy, copy: ProjectCopy) -> list[str]:
    paths = here.others.keys() | copy.others.keys()
    return sorted(path for path in paths if here.others.get(path) != copy.others.get(path))


def _own_columns(here: ProjectCopy, copy: ProjectCopy) -> Iterator[str]:
    """Name the columns of a group's own, which nobody signs, where they are not as they are here."""
    for name, table in copy.tables.items():
        ours = here.tables.get(name)
        where = {"name": copy.name, "path": ALL_TABLES[name].path}
        for column in table.header[len(ALL_TABLES[name].fields) :]:
            if ours is None or column not in ours.header:
                yield tell("{name}: {path}: the column {column} is not here, and was not taken", **where, column=column)
                continue
            at, there = table.header.index(column), ours.header.index(column)
            rows = [row for row in table.lines if row in ours.lines]
            count = sum(table.lines[row][at] != ours.lines[row][there] for row in rows)
            if count:
                cells = _cells(count)
                yield tell("{name}: {path}: {cells} of {column} not as here, kept", **where, cells=cells, column=column)


def _columns(one: Disputed) -> list[str]:
    """Name the columns in which a row is not the same in all copies that count."""
    sides = [*([one.own] if one.own is not None else []), *(offer.cells for offer in one.offers)]
    names = dict.fromkeys(name for side in sides for name in side)
    if len(sides) == 1:
        return list(names)
    return [name for name in names if len({side.get(name, "") for side in sides}) > 1]


def _cells_of(one: Disputed) -> Iterator[str]:
    for column in _columns(one):
        cells = [(tell("here"), one.own.get(column, ""))] if one.own is not None else []
        cells += [(offer.copy.name, offer.cells.get(column, "")) for offer in one.offers]
        line = tell("; ").join(f"{name} {_short(cell)}" for name, cell in cells)
        yield tell("{name}: {line}", name=column, line=line)


def _short(cell: str) -> str:
    if not cell:
        return tell("nothing")
    return cell if len(cell) <= _SHORT else f"{cell[:_SHORT]}…"


# What is listed


def _of_disputed(disputed: Sequence[Disputed]) -> Iterator[Listed]:
    for one in disputed:
        row = {"what": f"conflict: {one.why()}", "table": one.name[0], "row": one.name[1]}
        for column in _columns(one) or [""]:
            if one.own is not None:
                yield row | {"column": column, "copy": HERE, "cell": one.own.get(column, "")}
            for offer in one.offers:
                cell = {"column": column, "copy": offer.copy.name, "cell": offer.cells.get(column, "")}
                yield row | cell | {"by": offer.signature.by, "on": offer.signature.on}


def _of_left(left: Sequence[Left]) -> Iterator[Listed]:
    for one in left:
        row = {"what": one.what(), "table": one.name[0], "row": one.name[1]}
        if not one.cells:
            yield row | {"copy": one.copy.name}
            continue
        for column in dict.fromkeys([*one.own, *one.cells]):
            if one.own.get(column, "") != one.cells.get(column, ""):
                if one.own:
                    yield row | {"column": column, "copy": HERE, "cell": one.own.get(column, "")}
                yield row | {"column": column, "copy": one.copy.name, "cell": one.cells.get(column, "")}


def _list_text(listed: Sequence[Listed], place: Path) -> str | None:
    """Write the list for a spreadsheet; none where there is nothing to list and no earlier list to take away."""
    if not listed and not place.exists():
        return None
    return BOM + "".join(csv_lines(listed, _COLUMNS, guarded=True))
