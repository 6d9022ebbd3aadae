"""The files of a corpus in three forms: Parquet, CSV, and one workbook with a sheet a table.

Every form is written a stretch of rows at a time, so that a corpus may be larger than memory.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.reports.columns import COLUMNS_TABLE, CORPUS, column_rows, types_of
from jiedu.reports.export import BOM, csv_lines, to_arrow, to_csv

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter import Workbook

FORMS = (".parquet", ".csv", ".xlsx")
"""What the name of the output may end in; it decides the form."""

TYPES = {name: types_of(columns) for name, columns in CORPUS.items()} | {"columns": types_of(COLUMNS_TABLE)}
"""The tables that a run writes: those of a corpus, and what their columns mean."""

SHEET_ROWS = 1_048_576
"""The rows of a sheet in Excel, its head among them."""
_CELL = 32_767
"""The characters of a cell in Excel; a longer one makes the file a damaged one."""

_ROW_GROUP = 50_000
# Opened by a spreadsheet far more often than by a program that asks for Parquet.
_ALWAYS_CSV = ("faults", "columns")


class TableFile(Protocol):
    """A table that is written a stretch of rows at a time; rows come in the columns and types of TYPES."""

    def add(self, table: "pa.Table") -> None:
        """Write rows at the end."""
        ...


def paths_of(out: Path) -> dict[str, Path]:
    """Give the file of each table by the name of the output; a workbook holds them all.

    >>> [path.name for path in paths_of(Path("a.csv")).values()]
    ['a.csv', 'a-targets.csv', 'a-reports.csv', 'a-faults.csv', 'a-columns.csv']
    >>> {path.name for path in paths_of(Path("a.xlsx")).values()}
    {'a.xlsx'}
    """
    if out.suffix == ".xlsx":
        return dict.fromkeys(TYPES, out)
    names = {name: "" if name == "quantities" else f"-{name}" for name in TYPES}
    return {
        name: out.with_name(f"{out.stem}{end}{'.csv' if name in _ALWAYS_CSV else out.suffix}")
        for name, end in names.items()
    }


def other_form(out: Path, forms: Sequence[str]) -> Fault:
    """Say of a file that it is to be written in one of several forms, which its name has not.

    >>> str(other_form(Path("a.ods"), (".csv", ".xlsx")))
    'a.ods: the output is a .csv or .xlsx file'
    """
    return Fault(
        tell(
            "{name}: the output is a {forms} or {last} file",
            name=safe_name(out),
            forms=", ".join(forms[:-1]),
            last=forms[-1],
        )
    )


def require_form(out: Path, reports: int) -> None:
    """Raise Fault for an output of no known form, and for more reports than a workbook can hold.

    >>> require_form(Path("a.ods"), 1)
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a.ods: the output is a .parquet, .csv or .xlsx file
    """
    if out.suffix not in FORMS:
        raise other_form(out, FORMS)
    if out.suffix == ".xlsx":
        # What is missing should be heard of before the reports are read.
        import_module("xlsxwriter")
        # Every report has a row for each family of targets, so much is known beforehand.
        if reports * _FAMILIES >= SHEET_ROWS:
            raise _too_long(out, "targets")


_FAMILIES = len(next(column for column in CORPUS["targets"] if column.name == "family").words)


def _too_long(out: Path, table: str) -> Fault:
    return Fault(
        tell(
            "{name}: more {table} than a sheet has rows ({most:,}): write {others}",
            name=safe_name(out),
            table=table,
            most=SHEET_ROWS,
            others=tell(" or ").join(safe_name(out.with_suffix(form)) for form in FORMS if form != ".xlsx"),
        )
    )


@contextlib.contextmanager
def open_tables(folder: Path, out: Path) -> Iterator[dict[str, TableFile]]:
    """Open the tables of a corpus in a folder, under the names that `paths_of` gives; whole when the block ends.

    The table of columns is written here; the others wait for their rows.
    """
    with contextlib.ExitStack() as stack:
        paths = {name: folder / path.name for name, path in paths_of(out).items()}
        if out.suffix == ".xlsx":
            workbook = stack.enter_context(open_workbook(folder / out.name))
            tables: dict[str, TableFile] = {name: BookSheet(workbook, name, TYPES[name], out) for name in TYPES}
        else:
            tables = {name: stack.enter_context(_file(path, TYPES[name])) for name, path in paths.items()}
        tables["columns"].add(to_arrow(list(column_rows(CORPUS)), TYPES["columns"]))
        yield tables


def _file(path: Path, types: dict[str, str]) -> contextlib.AbstractContextManager[TableFile]:
    return _CsvFile(path, types) if path.suffix == ".csv" else _ParquetFile(path, types)


class _CsvFile:
    """A CSV file that is written a stretch at a time."""

    def __init__(self, path: Path, types: dict[str, str]) -> None:
        self.path = path
        self.types = types

    def __enter__(self) -> "_CsvFile":
        self.file = self.path.open("w", encoding="utf-8", newline="")
        self.file.write(BOM + to_csv([], self.types))
        return self

    def add(self, table: "pa.Table") -> None:
        self.file.writelines(csv_lines(table.to_pylist(), self.types, header=False, guarded=True))

    def __exit__(self, *_: object) -> None:
        self.file.close()


class _ParquetFile:
    """A Parquet file that is written a row group at a time."""

    def __init__(self, path: Path, types: dict[str, str]) -> None:
        import pyarrow as pa

        self.path = path
        self.schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in types.items()])
        self.waiting: list[pa.Table] = []
        self.rows = 0

    def __enter__(self) -> "_ParquetFile":
        import pyarrow.parquet as pq

        self.file = self.path.open("wb")
        self.writer = pq.ParquetWriter(self.file, self.schema, compression="zstd")
        return self

    def add(self, table: "pa.Table") -> None:
        self.waiting.append(table.cast(self.schema))
        self.rows += table.num_rows
        if self.rows >= _ROW_GROUP:
            self._write()

    def _write(self) -> None:
        import pyarrow as pa

        if self.waiting:
            self.writer.write_table(pa.concat_tables(self.waiting).combine_chunks(), row_group_size=2 * _ROW_GROUP)
        self.waiting, self.rows = [], 0

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._write()
            # Closing writes the footer; on a full disk it fails once more, and the first error is the one to hear.
            with contextlib.suppress(OSError) if kind else contextlib.nullcontext():
                self.writer.close()
        finally:
            self.file.close()


@contextlib.contextmanager
def open_workbook(path: Path) -> Iterator["Workbook"]:
    """Open a workbook that keeps its rows on the disk and says no time, so that the same rows give the same bytes."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    workbook = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    workbook.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    yield workbook
    try:
        workbook.close()
    except FileCreateError as error:
        # The library has wrapped an OSError, such as that of a full disk.
        raise error.args[0] from None


class BookSheet:
    """A sheet of a workbook: text stays text, whatever it begins with, and an empty cell is left out."""

    def __init__(self, workbook: "Workbook", name: str, types: Mapping[str, str], out: Path) -> None:
        self.name = name
        self.out = out
        self.sheet = workbook.add_worksheet(name)
        # Without it a cell such as -5 would become a number, or a formula, as soon as somebody edits it.
        self.quoted = workbook.add_format({"quote_prefix": True})
        head = workbook.add_format({"bold": True})
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, len(types) - 1, 14)
        for at, column in enumerate(types):
            self.sheet.write_string(0, at, column, head)
        self.rows = 1

    def add(self, table: "pa.Table") -> None:
        """Write the rows of an Arrow table at the end; raise Fault where the sheet is full."""
        self.add_rows(list(zip(*(column.to_pylist() for column in table.columns), strict=True)))

    def add_rows(self, rows: Sequence[Iterable[Any]]) -> None:
        """Write rows at the end, cells in the order of the columns; raise Fault where the sheet is full."""
        if self.rows + len(rows) > SHEET_ROWS:
            raise _too_long(self.out, self.name)
        for row in rows:
            for at, cell in enumerate(row):
                self._write(at, cell)
            self.rows += 1

    def _write(self, at: int, cell: Any) -> None:
        if isinstance(cell, str):
            if cell:
                cell = cell_text(cell)
                self.sheet.write_string(self.rows, at, cell, self.quoted if cell[0] in "=+-@" else None)
        elif cell is not None:
            self.sheet.write_number(self.rows, at, float(cell))


# No XML can hold these; what else cannot be printed the library escapes as Excel does.
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


def cell_text(text: str) -> str:
    """Give a text as a cell of Excel can hold it: at most 32,767 UTF-16 units, the rest cut with a mark.

    >>> cell_text("解读"), len(cell_text("字" * 40_000)), len(cell_text("𠮷" * 40_000))
    ('解读', 32767, 16384)
    """
    text = _NO_XML.sub("\ufffd", text)
    if 2 * len(text) <= _CELL or len(text.encode("utf-16-le")) <= 2 * _CELL:
        return text
    return text.encode("utf-16-le")[: 2 * (_CELL - 1)].decode("utf-16-le", "ignore") + "…"
