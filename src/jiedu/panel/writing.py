"""A panel as files: CSV, Parquet, Stata and one workbook, each long and wide, with a codebook."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jiedu.errors import Fault
from jiedu.files import replace_folder, safe_name, why
from jiedu.language import tell
from jiedu.panel.building import PanelResult
from jiedu.panel.opening import MARKER
from jiedu.panel.rows import TABLES, Row
from jiedu.panel.stata import stata_file
from jiedu.panel.wide import wide_columns, wide_rows
from jiedu.reports.columns import COLUMNS_TABLE, PANEL, OutputColumn, column_rows, types_of
from jiedu.reports.corpus.outputs import BookSheet, open_workbook
from jiedu.reports.export import BOM, csv_lines, to_arrow, write_parquet

WORKBOOK = "panel.xlsx"
_FAULTS = "faults.csv"


def columns_of() -> dict[str, tuple[OutputColumn, ...]]:
    """Give the columns of every table of the output, the wide one last.

    >>> list(columns_of())
    ['reports', 'targets', 'outcomes', 'measures', 'wide']
    """
    return {name: PANEL[name] for name in TABLES} | {"wide": wide_columns()}


def write_panel(result: PanelResult, folder: Path) -> list[Path]:
    """Write a panel into a folder, whole or not at all: each table in four forms, the workbook, the codebook, faults.

    An earlier panel is replaced; a folder that holds anything else is left alone, with a Fault. Gives the files.
    """
    require_replaceable(folder)
    try:
        rows: dict[str, list[Row]] = dict(result.tables) | {"wide": list(wide_rows(result.tables))}
        columns = columns_of()
        with replace_folder(folder) as new:
            for name, own in columns.items():
                _write_table(new, name, rows[name], own)
            _write_workbook(new / WORKBOOK, rows, columns)
            faults = [{"file": file, "reason": reason} for file, reason in result.faults]
            _write_csv(new / _FAULTS, faults, ("file", "reason"))
            # What a folder of a panel is known by comes last.
            _write_csv(new / MARKER, column_rows(columns), types_of(COLUMNS_TABLE))
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(folder), why=why(error))) from None
    return sorted(folder.iterdir())


def require_replaceable(folder: Path) -> None:
    """Raise Fault where a panel may not take the place of what a folder holds: anything but an earlier panel.

    >>> require_replaceable(Path("no folder yet"))
    """
    if folder.name in ("", ".."):
        raise Fault(tell("{name}: cannot be replaced by a panel; name a folder inside it", name=safe_name(folder)))
    if not folder.exists():
        return
    try:
        there = sorted(path.name for path in folder.iterdir())
    except NotADirectoryError:
        fault = tell("{name}: is a file, and a panel is a folder: nothing was written", name=safe_name(folder))
        raise Fault(fault) from None
    except OSError as error:
        raise Fault(tell("{name}: cannot be read: {why}", name=safe_name(folder), why=why(error))) from None
    if there and MARKER not in there:
        raise Fault(tell("{name}: exists, and is no earlier panel: nothing was written", name=safe_name(folder)))
    # A table or a note that somebody put beside an earlier panel is theirs.
    own = {f"{name}{form}" for name in columns_of() for form in _FORMS} | {WORKBOOK, _FAULTS, MARKER}
    for name in there:
        if name not in own:
            raise Fault(
                tell(
                    "{name}: holds {other}, which is of no panel: nothing was written",
                    name=safe_name(folder),
                    other=safe_name(name),
                )
            )


_FORMS = (".csv", ".parquet", ".dta")


def _whole(rows: Iterable[Row], types: Mapping[str, str]) -> list[Row]:
    """Give rows with a cell for every column, in the order of the columns."""
    return [dict.fromkeys(types) | row for row in rows]


def _write_csv(path: Path, rows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(chain((BOM,), csv_lines((dict(row) for row in rows), list(names), guarded=True)))


def _write_table(folder: Path, name: str, rows: list[Row], columns: tuple[OutputColumn, ...]) -> None:
    types = types_of(columns)
    whole = _whole(rows, types)
    _write_csv(folder / f"{name}.csv", whole, types)
    write_parquet(whole, types, folder / f"{name}.parquet")
    (folder / f"{name}.dta").write_bytes(stata_file(whole, columns, f"jiedu panel: {name}"))


def _write_workbook(path: Path, rows: Mapping[str, list[Row]], columns: Mapping[str, tuple[OutputColumn, ...]]) -> None:
    """Write one workbook: the codebook first, then a sheet a table."""
    with open_workbook(path) as workbook:
        types = types_of(COLUMNS_TABLE)
        BookSheet(workbook, "codebook", types, path).add(to_arrow(list(column_rows(columns)), types))
        for name, own in columns.items():
            types = types_of(own)
            BookSheet(workbook, name, types, path).add(to_arrow(_whole(rows[name], types), types))


def project_lines(rows: Iterable[Row], columns: tuple[OutputColumn, ...]) -> Iterator[str]:
    """Give the lines of a table of a project: UTF-8 without a mark, nothing guarded.

    >>> from jiedu.reports.columns import PANEL
    >>> next(project_lines([], PANEL["targets"]))[:26]
    'id,report,place,code,level'
    """
    types = types_of(columns)
    yield from csv_lines(_whole(rows, types), types)
