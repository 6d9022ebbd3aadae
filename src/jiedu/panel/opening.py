"""A panel opened again: from a folder that `jiedu panel` wrote, or from a project."""

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.panel.rows import TABLES, Row, Tables
from jiedu.reports.columns import PANEL, OutputColumn
from jiedu.reports.export import BOM, unguarded

if TYPE_CHECKING:
    import pandas as pd

MARKER = "codebook.csv"
"""What a folder that `jiedu panel` wrote is known by."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Hold the tables of a panel for pandas: numbers Decimal or None, counts Int64, text str.

    >>> from jiedu.edition import Edition
    >>> panel = Panel.read(Edition.open().root / "data" / "panel")
    >>> panel.targets.loc["pt-100000-2024-gdp", "surface"]
    '国内生产总值增长5%左右'
    """

    name: str
    reports: "pd.DataFrame" = field(repr=False)
    targets: "pd.DataFrame" = field(repr=False)
    outcomes: "pd.DataFrame" = field(repr=False)
    measures: "pd.DataFrame" = field(repr=False)

    def only(self, level: str = "", year: int | None = None) -> "Panel":
        """Give the part of the panel that is of one level, or of reports of one year.

        Raises Fault where there is none.

        >>> from jiedu import open_panel
        >>> len(open_panel().only("province", 2025).reports)
        26
        """
        reports = self.reports
        reports = reports if not level else reports[reports["level"] == level]
        reports = reports if year is None else reports[reports["year"] == year]
        if reports.empty:
            of = level or tell("any level")
            if year:
                raise Fault(tell("the panel has no report of {level} and of {year!r}", level=of, year=year))
            raise Fault(tell("the panel has no report of {level}", level=of))

        def own(frame: "pd.DataFrame") -> "pd.DataFrame":
            return frame[frame["report"].isin(reports["id"])]

        return Panel(self.name, reports, own(self.targets), own(self.outcomes), own(self.measures))

    @property
    def package(self) -> Mapping[str, Any]:
        """Give what names the panel in the files of its tables, as the package of an edition does."""
        return {"name": self.name}

    @classmethod
    def read(cls, folder: Path) -> "Panel":
        """Read a panel from the CSV files of a folder, with or without a byte order mark.

        Raises Fault for a table that is missing or has other columns, with the file and the row of a bad cell.
        """
        rows = {name: read_rows(folder / f"{name}.csv", PANEL[name]) for name in TABLES}
        _require_reports(folder, rows)
        return cls(_name_of(folder), **{name: _frame(rows[name], PANEL[name]) for name in TABLES})

    @classmethod
    def of(cls, tables: Tables) -> "Panel":
        """Make a panel of rows that were just read."""
        return cls("panel", **{name: _frame(tables[name], PANEL[name]) for name in TABLES})


def _require_reports(folder: Path, tables: Tables) -> None:
    """Raise Fault where a row is of a report that the panel has not, as where rows of one table alone were deleted."""
    known = {row["id"] for row in tables["reports"]} | {""}
    for name in TABLES[1:]:
        for number, row in enumerate(tables[name], 2):
            if row["report"] not in known:
                where = tell("{path}: row {row}", path=safe_name(folder / f"{name}.csv"), row=number)
                report = row["report"][:40]
                raise Fault(tell("{where}: report {report!r} is not in reports.csv", where=where, report=report))


def _name_of(folder: Path) -> str:
    """Call the panel of a project after the project, as its package is called wherever it lies."""
    whole = folder.resolve()
    if whole.parts[-2:] == ("data", "panel"):
        from jiedu.edition.schema import read_package

        with contextlib.suppress(Fault):
            return f"{read_package(whole.parents[1]).get('name') or 'edition'}-panel"
    return "panel"


def is_panel(folder: Path) -> bool:
    """Tell whether a folder holds a panel, and not reports.

    >>> is_panel(Path("/nowhere"))
    False
    """
    # With its codebook it is one, even where a table is missing: that is to be said, and no report to be looked for.
    return (folder / MARKER).is_file() or all((folder / f"{name}.csv").is_file() for name in TABLES)


def _frame(rows: Iterable[Row], columns: tuple[OutputColumn, ...]) -> "pd.DataFrame":
    import pandas as pd

    rows = list(rows)
    frame = pd.DataFrame(index=range(len(rows)))
    for column in columns:
        cells = [row.get(column.name) for row in rows]
        if column.type == "int64":
            frame[column.name] = pd.array(cells, dtype="Int64")
        elif column.type == "double":
            frame[column.name] = pd.Series(cells, dtype=object, index=frame.index)
        else:
            frame[column.name] = pd.Series([cell or "" for cell in cells], dtype=str, index=frame.index)
    frame = frame.set_index("id", drop=False)
    frame.index.name = None
    return frame


def read_rows(path: Path, columns: tuple[OutputColumn, ...]) -> list[Row]:
    """Read the rows of a CSV file, each cell in the type of its column; raise Fault where one is not."""
    try:
        text = path.read_text(encoding="utf-8").removeprefix(BOM)
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        header = list(reader.fieldnames or ())
        rows = list(reader)
    except FileNotFoundError:
        raise Fault(tell("{path}: the table is missing: this is no panel", path=safe_name(path))) from None
    except (UnicodeDecodeError, csv.Error) as error:
        fault = tell("{path}: is not readable as CSV in UTF-8 ({said})", path=safe_name(path), said=error)
        raise Fault(fault) from None
    names = [column.name for column in columns]
    if header[: len(names)] != names:
        begins = ", ".join(header[:4])
        raise Fault(tell("{path}: the header is not that of a panel: {begins} …", path=safe_name(path), begins=begins))
    types = {column.name: column.type for column in columns}
    return [
        {name: _typed(path, number, name, row[name], kind) for name, kind in types.items()}
        for number, row in enumerate(rows, 2)
    ]


def _typed(path: Path, number: int, name: str, cell: str | None, kind: str) -> Any:
    if cell is None:
        raise Fault(tell("{path}: row {row} has too few cells", path=safe_name(path), row=number))
    if kind == "string":
        return unguarded(cell)
    if not cell:
        return None
    # Not all that Python reads: 1_000, nan and a number of hundreds of digits are no cell of a panel.
    if not _NUMBERS[kind].fullmatch(cell):
        where = tell("{path}: row {row}", path=safe_name(path), row=number)
        shown = safe_name(cell[:40])
        raise Fault(tell("{where}: {column} is {cell!r}, not a number", where=where, column=name, cell=shown))
    return int(cell) if kind == "int64" else Decimal(cell)


_NUMBERS = {
    "int64": re.compile(r"-?[0-9]{1,18}"),
    "double": re.compile(r"-?[0-9]{1,18}(?:[.][0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?"),
}
