"""The cells of a table that a class hands in: CSV in the encodings and separators of spreadsheets, or a workbook."""

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from jiedu.edition.reading import read_file
from jiedu.edition.spreadsheets import decode_table
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell

_MOST_BYTES = 20_000_000
_MOST_ROWS, _MOST_COLUMNS = 5_000, 100
_SEPARATORS = ",;\t"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Grid = list[list[str]]
"""Rows of cells as somebody typed them."""


class DateCell(str):
    """A cell that a workbook keeps as a date, whatever was typed."""


def read_grids(path: Path) -> list[Grid]:
    """Read a file into cells; a workbook has a grid for each of its sheets, a table one for each separator.

    Row 1 is the first. Raises Fault for what is no table, too large, or of an old or protected form.
    """
    name = safe_name(path)
    data = read_file(path, name, missing=tell("there is no such file"))
    if len(data) > _MOST_BYTES:
        raise Fault(
            tell(
                "{name}: has {size:.0f} MB, more than any filled-in sheet ({most:.0f} MB)",
                name=name,
                size=len(data) / 1e6,
                most=_MOST_BYTES / 1e6,
            )
        )
    if data.startswith(_OLE):
        raise Fault(
            tell("{name}: an old workbook (.xls), or one with a password: save it as .xlsx or as CSV UTF-8", name=name)
        )
    if data.startswith(_ZIP):
        return _workbook_grids(data, name)
    if not data.strip():
        raise Fault(tell("{name}: the file is empty", name=name))
    text, _ = decode_table(data, name)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=,"):
        text = rest
    return [_lines(text, separator) for separator in _SEPARATORS]


def _lines(text: str, separator: str) -> Grid:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        # A cell longer than the module takes, or a stray line end: read with another separator it may be a table.
        return []
    return lines[:_MOST_ROWS]


def _workbook_grids(data: bytes, name: str) -> list[Grid]:
    from openpyxl import load_workbook

    damaged = Fault(tell("{name}: cannot be read as a workbook: save it as .xlsx or as CSV UTF-8", name=name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > 10 * _MOST_BYTES:
                raise Fault(tell("{name}: unpacks to more than any filled-in sheet", name=name))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return [_sheet_grid(sheet) for sheet in book.worksheets]
        finally:
            book.close()
    except Fault:
        raise
    # A damaged or foreign archive ends in whatever the parser of its part raises.
    except Exception:
        raise damaged from None


def _sheet_grid(sheet: Any) -> Grid:
    # Some programs say that a sheet reaches to its last possible cell.
    sheet.reset_dimensions()
    return [[_cell(cell) for cell in row] for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)]


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date | time | timedelta):
        return DateCell(value.isoformat()[:10] if isinstance(value, datetime) else str(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: float, form: str) -> str:
    """Write a number of a workbook as its cell shows it: a share in per cent, a whole number without a point.

    >>> _number(0.065, "0.00%"), _number(1000.0, "General"), _number(6.5, "General")
    ('6.5%', '1000', '6.5')
    """
    if "%" in form:
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
