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
    busy = f"{safe_name(folder)}: a build or another merge is running there"
    with contextlib.nullcontext() if dry_run else locked(root / BUILD_LOCK, busy):
        found = decide(*open_copies(folder, groups))
        listed = [*_of_disputed(found.disputed), *_of_left(found.left)]
        files = merged_files(found)
        faults = _write(found.here.edition, files, place, _list_text(listed, place), dry_run)
    lines = [*_said(found), *(f"now at fault: {fault}" for fault in faults)]
    if listed:
        what = "would be listed" if dry_run else "is listed"
        lines.append(f"what was not taken {what} in {safe_name(place)}: {_counted(len(listed), 'cell')}")
    lines += [] if files else ["nothing has changed"]
    return Merged(lines, len(found.disputed), faults)


def _must_be_ours(place: Path) -> None:
    """Refuse to write the list over anything but an earlier list."""
    if place.is_dir() or not place.parent.is_dir():
        raise Fault(f"--conflicts {safe_name(place)}: the name of a file, in a folder that is there")
    if os.path.lexists(place) and not read_exactly(place, safe_name(place)).startswith(BOM + ",".join(_COLUMNS)):
        raise Fault(f"--conflicts {safe_name(place)}: is there already and is no list of a merge; name another file")


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
        raise Fault(f"nothing was changed, since the tables would not hold: {fault}") from None
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
    return f"{Difference('', *name).label} ({ALL_TABLES[name[0]].path})"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _said(found: Decision) -> Iterator[str]:
    """Say copy by copy what was taken and what was not, then each conflict."""
    for copy in found.copies:
        yield from map(one_line, _of_copy(found, copy))
    for draft, name in found.gone.items():
        yield f"{_label(draft)}: gone, since {name[1]} stands on its characters"
    for one in found.disputed:
        yield f"conflict: {_label(one.name)}: {one.why}"
        yield from (f"  {one_line(line)}" for line in _cells_of(one))
    conflicts = "no conflicts" if not found.disputed else _counted(len(found.disputed), "conflict")
    yield f"{_counted(len(found.taken), 'row')} taken, {conflicts}"


def _of_copy(found: Decision, copy: ProjectCopy) -> Iterator[str]:
    taken = Counter(name[0] for name, offer in found.taken.items() if offer.copy is copy)
    rows = ", ".join(f"{count:,} in {table}" for table, count in taken.items())
    signed = _counted(len(copy.signed), "signed row")
    yield f"{copy.name}: {signed}, taken: {rows or 'none'}"
    for name, (whose, old) in found.renamed.items():
        if whose is copy and name in found.taken:
            yield f"{copy.name}: {_label(old)}: the id is another row's here: taken as {name[1]}"
    left = [one for one in found.left if one.copy is copy]
    for what in dict.fromkeys(one.what for one in left):
        names = [_label(one.name) for one in left if one.what == what]
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        yield f"{copy.name}: {_counted(len(names), 'row')} {what}: {', '.join(names[:_SHOWN])}{more}"
    if count := found.passed[copy.name]:
        yield f"{copy.name}: {_counted(count, 'row')} signed here, and not there as here"
    if other := _other_files(found.here, copy):
        yield f"{copy.name}: not as here, and not merged: {', '.join(safe_name(path) for path in other)}"
    yield from _own_columns(found.here, copy)


def _other_files(here: ProjectCopy, copy: ProjectCopy) -> list[str]:
    paths = here.others.keys() | copy.others.keys()
    return sorted(path for path in paths if here.others.get(path) != copy.others.get(path))


def _own_columns(here: ProjectCopy, copy: ProjectCopy) -> Iterator[str]:
    """Name the columns of a group's own, which nobody signs, where they are not as they are here."""
    for name, table in copy.tables.items():
        ours = here.tables.get(name)
        for column in table.header[len(ALL_TABLES[name].fields) :]:
            if ours is None or column not in ours.header:
                yield f"{copy.name}: {ALL_TABLES[name].path}: the column {column} is not here, and was not taken"
                continue
            at, there = table.header.index(column), ours.header.index(column)
            rows = [row for row in table.lines if row in ours.lines]
            count = sum(table.lines[row][at] != ours.lines[row][there] for row in rows)
            if count:
                yield f"{copy.name}: {ALL_TABLES[name].path}: {_counted(count, 'cell')} of {column} not as here, kept"


def _columns(one: Disputed) -> list[str]:
    """Name the columns in which a row is not the same in all copies that count."""
    sides = [*([one.own] if one.own is not None else []), *(offer.cells for offer in one.offers)]
    names = dict.fromkeys(name for side in sides for name in side)
    if len(sides) == 1:
        return list(names)
    return [name for name in names if len({side.get(name, "") for side in sides}) > 1]


def _cells_of(one: Disputed) -> Iterator[str]:
    for column in _columns(one):
        cells = [(HERE, one.own.get(column, ""))] if one.own is not None else []
        cells += [(offer.copy.name, offer.cells.get(column, "")) for offer in one.offers]
        yield f"{column}: {'; '.join(f'{name} {_short(cell)}' for name, cell in cells)}"


def _short(cell: str) -> str:
    if not cell:
        return "nothing"
    return cell if len(cell) <= _SHORT else f"{cell[:_SHORT]}…"


# What is listed


def _of_disputed(disputed: Sequence[Disputed]) -> Iterator[Listed]:
    for one in disputed:
        row = {"what": f"conflict: {one.why}", "table": one.name[0], "row": one.name[1]}
        for column in _columns(one) or [""]:
            if one.own is not None:
                yield row | {"column": column, "copy": HERE, "cell": one.own.get(column, "")}
            for offer in one.offers:
                cell = {"column": column, "copy": offer.copy.name, "cell": offer.cells.get(column, "")}
                yield row | cell | {"by": offer.signature.by, "on": offer.signature.on}


def _of_left(left: Sequence[Left]) -> Iterator[Listed]:
    for one in left:
        row = {"what": one.what, "table": one.name[0], "row": one.name[1]}
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
