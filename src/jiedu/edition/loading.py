"""The files of an edition read: the page, and the tables cell by cell, each in the type of its column."""

import contextlib
import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pandas as pd

from jiedu.edition.reading import read_exactly
from jiedu.edition.schema import JOINED, PACKAGE, PAGE, TABLES, TableSchema, edition_language
from jiedu.errors import Fault
from jiedu.language import tell

Row = dict[str, Any]
"""A row of a table by its columns: text, int, Decimal or None."""


def find_root(start: Path | None = None) -> Path:
    """Find the folder that holds data/datapackage.json, from `start` (or here) upwards.

    >>> find_root().joinpath("data").is_dir()
    True
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / PACKAGE).exists():
            return folder
    where = start or tell("this folder")
    raise Fault(tell("no {path} in {folder} or above it: this is no edition", path=PACKAGE, folder=where))


def read_page(root: Path) -> str:
    """Read data/source/page.txt as it stands, line feeds and all.

    Raises Fault where it is missing, empty or not UTF-8.

    >>> read_page(find_root())[1:4]
    '·解读'
    """
    missing, advice = tell("the page is missing"), tell("; convert it, then run `jiedu describe`")
    text = read_exactly(root / PAGE, PAGE, missing, advice)
    if not text.strip():
        raise Fault(tell("{path}: the page is empty", path=PAGE))
    return text


def read_table(root: Path, table: TableSchema) -> pd.DataFrame:
    """Read one CSV against its schema: columns in order, offsets Int64, numbers Decimal, text str.

    Empty text is "", an empty number None, an empty integer <NA>. Columns of the edition's own stand after those
    of the schema and are text. Raises Fault with file, row and column.

    >>> from jiedu.edition.schema import TABLES
    >>> read_table(find_root(), TABLES["blocks"]).loc["c-lead", "section"]
    'c'
    """
    header, *lines = _lines(root, table)
    _check_header(table, header)
    _check_cells(table, header, lines)
    frame = pd.DataFrame(lines, columns=header, dtype=object)
    for column in table.fields:
        if column.type == "integer":
            frame[column.name] = pd.array(_cells(frame, table, column.name, _integer), dtype="Int64")
        elif column.type == "number":
            frame[column.name] = pd.Series(_cells(frame, table, column.name, _number), dtype=object)
    if table.key:
        doubles = frame[table.key][frame[table.key].duplicated()]
        if len(doubles):
            where = tell("{path}: row {row}", path=table.path, row=doubles.iloc[0])
            raise Fault(tell("{where}: the {column} stands twice", where=where, column=table.key))
        frame = frame.set_index(table.key, drop=False)
        frame.index.name = None
    return frame


def _lines(root: Path, table: TableSchema) -> list[list[str]]:
    """Split a CSV into lines of cells, the header first."""
    advice = tell("; if a spreadsheet has saved it, `jiedu check --fix-format` writes it back")
    text = read_exactly(root / table.path, table.path, tell("the table is missing"), advice)
    if text.startswith("\ufeff"):
        raise Fault(tell("{path}: begins with a byte order mark{advice}", path=table.path, advice=advice))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        line = reader.line_num
        fault = tell("{path}: line {line} is not readable as CSV ({said})", path=table.path, line=line, said=error)
        raise Fault(fault) from None
    if not lines:
        raise Fault(tell("{path}: the table is empty, it has no header row", path=table.path))
    return lines


def _check_header(table: TableSchema, header: list[str]) -> None:
    """Let columns of the edition's own follow those of the schema, under names that are free."""
    names = [column.name for column in table.fields]
    own = header[len(names) :]
    if header[: len(names)] != names:
        found, expected = ",".join(header), ",".join(names)
        raise Fault(
            tell("{path}: the header is {found}, expected {expected}", path=table.path, found=found, expected=expected)
        )
    for name in own:
        if not name.strip():
            raise Fault(tell("{path}: the header has a column without a name", path=table.path))
        if header.count(name) > 1:
            raise Fault(tell("{path}: the header has the column {name!r} twice", path=table.path, name=name))
        if name == JOINED.get(table.name):
            raise Fault(
                tell(
                    "{path}: the column {name!r} is worked out by the edition; give yours another name",
                    path=table.path,
                    name=name,
                )
            )


def _check_cells(table: TableSchema, header: list[str], lines: list[list[str]]) -> None:
    required = [(i, c.name) for i, c in enumerate(table.fields) if c.constraints.get("required")]
    for number, line in enumerate(lines, 2):
        if len(line) != len(header):
            raise Fault(
                tell(
                    "{path}: row {row} has {count} cells, expected {expected}",
                    path=table.path,
                    row=number,
                    count=len(line),
                    expected=len(header),
                )
            )
        empty = next((name for i, name in required if not line[i]), None)
        if empty:
            raise Fault(tell("{path}: row {row}: {column} is empty", path=table.path, row=number, column=empty))


def _cells(frame: pd.DataFrame, table: TableSchema, column: str, read: Callable[[str], Any]) -> list[Any]:
    """Read the cells of one column; a Fault names the row and shows the cell."""
    values = []
    for number, cell in enumerate(frame[column], 2):
        try:
            values.append(read(cell))
        except ValueError as error:
            where = tell("{path}: row {row}", path=table.path, row=number)
            fault = tell(
                "{where}: {column} is {cell!r}, {problem}", where=where, column=column, cell=cell[:40], problem=error
            )
            raise Fault(fault) from None
    return values


def _integer(cell: str) -> Any:
    if cell == "":
        return pd.NA
    # An offset, an order or a number of decimals; a longer figure is a slip of the hand, and would not fit Int64.
    if re.fullmatch(r"-?[0-9]{1,12}", cell):
        return int(cell)
    raise ValueError(tell("not a whole number"))


# Beyond 10 to this power no report counts, and arithmetic on the figure would take for ever.
_LARGEST_POWER = 20


def _number(cell: str) -> Decimal | None:
    if cell == "":
        return None
    try:
        number = Decimal(cell)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or number.adjusted() > _LARGEST_POWER:
        raise ValueError(tell("not a number"))
    return number


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Say to whoever listens to audit events that files read in the block are no use of them yet.

    >>> with loading():
    ...     page = read_page(find_root())
    """
    sys.audit("jiedu.edition.load", True)
    try:
        yield
    finally:
        sys.audit("jiedu.edition.load", False)


class Tables(Mapping[str, pd.DataFrame]):
    """Hold the tables of an edition as they were read, by name.

    Whoever takes one out gets a copy that shares its cells until it is changed: what is done to it stays with its
    user. Whoever listens to audit events is told which table is asked for.

    >>> tables = Tables({"terms": pd.DataFrame({"id": ["t-liu-wen"]})})
    >>> del tables["terms"]["id"]
    >>> list(tables["terms"])
    ['id']
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame], root: Path | None = None) -> None:
        self._frames: dict[str, pd.DataFrame] = {}
        self._root: Path | None = root
        if isinstance(frames, Tables):
            # Another one's tables are handed over without being asked for.
            self._root, frames = frames._root, frames._frames
        self._frames |= {name: frame.copy(deep=False) for name, frame in frames.items()}

    @classmethod
    def read(cls, root: Path) -> "Tables":
        """Read all tables of the edition in a folder, so that a broken one is met at once."""
        with loading():
            language = edition_language(root)
            return cls({name: read_table(root, table.within(language)) for name, table in TABLES.items()}, root)

    def __getitem__(self, name: str) -> pd.DataFrame:
        frame = self._frames[name].copy(deep=False)
        if self._root is not None and name in TABLES:
            sys.audit("jiedu.edition.table", str(self._root / TABLES[name].path))
        return frame

    def untold(self, name: str) -> pd.DataFrame:
        """Give a table as it was read without telling anyone: for the edition itself, which uses all of them.

        >>> Tables({"terms": pd.DataFrame({"id": ["t-liu-wen"]})}).untold("terms")["id"].tolist()
        ['t-liu-wen']
        """
        return self._frames[name].copy(deep=False)

    def __contains__(self, name: object) -> bool:
        return name in self._frames

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __or__(self, others: Mapping[str, pd.DataFrame]) -> "Tables":
        """Put other tables in the place of those of the same name."""
        return Tables(self._frames | dict(others), self._root)


def records(frame: pd.DataFrame) -> list[Row]:
    """Give the rows of a table as dicts, every cell as it was read.

    `iterrows` would infer a type for each row and turn None into NaN.

    >>> records(pd.DataFrame({"id": ["q-001"], "value": pd.Series([None], dtype=object)}))
    [{'id': 'q-001', 'value': None}]
    """
    names = list(frame.columns)
    # to_dict("records") asks for each cell whether it is NumPy's, and takes five times as long.
    columns = [[None if cell is pd.NA else cell for cell in frame[name].tolist()] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
