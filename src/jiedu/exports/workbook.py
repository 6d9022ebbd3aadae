"""One workbook: what the columns mean on its first sheet, then a sheet a table."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from jiedu.exports.tables import ExportTable
from jiedu.reports.columns import COLUMNS_TABLE, column_rows, types_of
from jiedu.reports.corpus.outputs import BookSheet, open_workbook

_SHEET_NAME = 31
"""Characters, of which Excel takes no more."""


def workbook(tables: Iterable[ExportTable]) -> bytes:
    """Make a workbook of some tables; text stays text, whatever it begins with.

    A cell holds at most 32,767 characters in Excel: what is longer is cut, with a mark at its end.

    >>> from jiedu.edition import Edition
    >>> from jiedu.exports.tables import export_tables
    >>> workbook([next(export_tables(Edition.open()))])[:2]
    b'PK'
    """
    chosen = list(tables)
    # The library writes to a path alone.
    with tempfile.TemporaryDirectory(prefix="jiedu-") as folder:
        path = Path(folder) / "tables.xlsx"
        with open_workbook(path) as book:
            codebook = BookSheet(book, "codebook", types_of(COLUMNS_TABLE), path)
            codebook.add_rows([row.values() for row in column_rows({table.name: table.columns for table in chosen})])
            for table in chosen:
                types = table.types
                sheet = BookSheet(book, table.name[:_SHEET_NAME], types, path)
                sheet.add_rows([[row[name] for name in types] for row in table.rows])
        return path.read_bytes()
