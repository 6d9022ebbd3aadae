"""An edition: the page and its tables, loaded against datapackage.json and joined."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pandas as pd

from jiedu.edition.schema import OPTIONAL_TABLES, PACKAGE, PAGE, TABLES, TableSchema
from jiedu.edition.use import loading, tell_use
from jiedu.errors import Fault
from jiedu.vocabulary import BODY_ROLES


def read_page(root: Path) -> str:
    """Read data/source/page.txt as it stands, line feeds and all.

    Raises Fault where it is missing, empty or not UTF-8.

    >>> read_page(find_root())[1:4]
    '·解读'
    """
    path = root / PAGE
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Fault(f"{PAGE}: the page is missing") from None
    except OSError as error:
        raise Fault(f"{PAGE}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise Fault(f"{PAGE}: not UTF-8 (byte {error.start}); convert it, then run `jiedu describe`") from None
    if not text.strip():
        raise Fault(f"{PAGE}: the page is empty")
    return text


def find_root(start: Path | None = None) -> Path:
    """Find the folder that holds data/datapackage.json, from `start` (or here) upwards.

    >>> (find_root() / "data" / "datapackage.json").exists()
    True
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / PACKAGE).is_file():
            return folder
    raise Fault(f"no {PACKAGE} in {start or 'this folder'} or above it: this is no edition")


def read_table(root: Path, table: TableSchema) -> pd.DataFrame:
    """Read one CSV against its schema: columns in order, offsets Int64, numbers Decimal, text str.

    Empty text is "", an empty number None, an empty integer <NA>. Raises Fault with file, row and column.

    >>> read_table(find_root(), TABLES["blocks"]).loc["c-lead", "section"]
    'c'
    """
    rows = _rows(root, table)
    names = [column.name for column in table.fields]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    for column in table.fields:
        if column.type == "integer":
            frame[column.name] = pd.array(
                [_integer(value, table, i, column.name) for i, value in enumerate(frame[column.name])],
                dtype="Int64",
            )
        elif column.type == "number":
            frame[column.name] = pd.Series(
                [_number(value, table, i, column.name) for i, value in enumerate(frame[column.name])],
                dtype=object,
            )
    if table.key:
        doubles = frame[table.key][frame[table.key].duplicated()]
        if len(doubles):
            raise Fault(f"{table.path}: row {doubles.iloc[0]}: the {table.key} stands twice")
        frame = frame.set_index(table.key, drop=False)
        frame.index.name = None
    return frame


def _rows(root: Path, table: TableSchema) -> list[list[str]]:
    path = root / table.path
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Fault(f"{table.path}: the table is missing") from None
    except OSError as error:
        raise Fault(f"{table.path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise Fault(f"{table.path}: not UTF-8 (byte {error.start})") from None
    if text.startswith("\ufeff"):
        raise Fault(f"{table.path}: begins with a byte order mark; save it as UTF-8 without one")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise Fault(f"{table.path}: line {reader.line_num} is not readable as CSV ({error})") from None
    if not lines:
        raise Fault(f"{table.path}: the table is empty, it has no header row")
    names = [column.name for column in table.fields]
    if lines[0] != names:
        raise Fault(f"{table.path}: the header is {','.join(lines[0])}, expected {','.join(names)}")
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(names):
            raise Fault(f"{table.path}: row {number} has {len(line)} cells, expected {len(names)}")
        for column, cell in zip(table.fields, line, strict=True):
            if column.constraints.get("required") and not cell:
                raise Fault(f"{table.path}: row {number}: {column.name} is empty")
    return lines[1:]


def _integer(value: str, table: TableSchema, row: int, column: str) -> Any:
    if value == "":
        return pd.NA
    # An offset, an order or a number of decimals; a longer figure is a slip of the hand, and would not fit Int64.
    if re.fullmatch(r"-?[0-9]{1,12}", value):
        return int(value)
    raise Fault(f"{table.path}: row {row + 2}: {column} is {value[:40]!r}, not a whole number")


# Beyond 10 to this power no report counts, and arithmetic on the figure would take for ever.
_LARGEST_POWER = 20


def _number(value: str, table: TableSchema, row: int, column: str) -> Decimal | None:
    if value == "":
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or number.adjusted() > _LARGEST_POWER:
        raise Fault(f"{table.path}: row {row + 2}: {column} is {value[:40]!r}, not a number")
    return number


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a table as dicts, every cell as it was read.

    `iterrows` would infer a type for each row and turn None into NaN.

    >>> records(pd.DataFrame({"id": ["q-001"], "value": pd.Series([None], dtype=object)}))
    [{'id': 'q-001', 'value': None}]
    """
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


class Tables(Mapping[str, pd.DataFrame]):
    """Hold the tables of an edition by name, and tell when one is taken: see `jiedu.edition.use`.

    >>> tables = Tables({"terms": pd.DataFrame({"id": ["t-a"]})})
    >>> list(tables), len(tables["terms"])
    (['terms'], 1)
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        tell_use(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


@dataclass(frozen=True, eq=False)
class Edition:
    """Hold the page and every table of one edition; made by `Edition.open`, never changed.

    >>> edition = Edition.open()
    >>> len(edition.text)
    4344
    """

    root: Path
    text: str
    package: dict[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    @classmethod
    def open(cls, root: str | Path | None = None) -> "Edition":
        """Load the edition that holds the folder `root`, or the current one.

        Raises Fault for a missing or altered page, a missing table, a wrong header or a cell of the wrong type.

        >>> Edition.open().blocks.loc["a-1", "start"]
        np.int64(1589)
        """
        folder = find_root(Path(root) if root is not None else None)
        try:
            package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
            recorded = {resource.get("name"): resource.get("hash") for resource in package["resources"]}.get("page")
        except (ValueError, OSError) as error:
            raise Fault(f"{PACKAGE}: not readable as JSON ({error})") from None
        except (KeyError, TypeError, AttributeError):
            raise Fault(f"{PACKAGE}: is no data package: it has no list of resources") from None
        text = read_page(folder)
        digest = f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"
        if recorded != digest:
            raise Fault(f"{PAGE}: the page was altered: its SHA-256 is {digest[7:19]}…, {PACKAGE} records {recorded}")
        with loading():
            tables = {name: read_table(folder, table) for name, table in TABLES.items()}
        return cls(folder, text, package, Tables(tables))

    @property
    def blocks(self) -> pd.DataFrame:
        """Give the blocks in reading order.

        >>> Edition.open().blocks["id"].iloc[1]
        'headline'
        """
        return self.tables["blocks"].sort_values("order")

    @property
    def quantities(self) -> pd.DataFrame:
        """Give the number ledger with the section of each row, in the order of the file.

        >>> "section" in Edition.open().quantities.columns
        True
        """
        return self._with_section("quantities")

    @property
    def commitments(self) -> pd.DataFrame:
        """Give the promises with their section, in reading order.

        >>> "section" in Edition.open().commitments.columns
        True
        """
        return self._with_section("commitments")

    @property
    def translation(self) -> pd.DataFrame:
        """Give the sentence pairs with their section, in reading order.

        >>> list(Edition.open().translation.columns)[:2]
        ['id', 'block']
        """
        return self._with_section("translation")

    @property
    def terms(self) -> pd.DataFrame:
        """Give the glossary.

        >>> Edition.open().terms.index.is_unique
        True
        """
        return self.tables["terms"]

    @property
    def occurrences(self) -> pd.DataFrame:
        """Give where each term stands on the page.

        >>> list(Edition.open().occurrences.columns)
        ['term', 'start', 'end']
        """
        return self.tables["occurrences"]

    @property
    def notes(self) -> pd.DataFrame:
        """Give the notes.

        >>> Edition.open().notes.index.is_unique
        True
        """
        return self.tables["notes"]

    @property
    def claims(self) -> pd.DataFrame:
        """Give the writer's claims with what is found about each.

        >>> Edition.open().claims.index.is_unique
        True
        """
        return self.tables["claims"]

    @property
    def context(self) -> pd.DataFrame:
        """Give the facts from outside the page.

        >>> Edition.open().context.loc["f02", "value"]
        '7左右'
        """
        return self.tables["context"]

    @property
    def comparisons(self) -> pd.DataFrame:
        """Give the targets beside other places' figures.

        >>> Edition.open().comparisons.index.is_unique
        True
        """
        return self.tables["comparisons"]

    @property
    def facts(self) -> pd.DataFrame:
        """Give the computed facts as formulas; `jiedu.edition.facts.compute` gives their values.

        >>> "formula" in Edition.open().facts.columns
        True
        """
        return self.tables["facts"]

    @property
    def sections(self) -> list[str]:
        """Give the section letters in reading order.

        >>> Edition.open().sections
        ['a', 'b', 'c', 'd', 'e', 'f']
        """
        bodies = self.blocks[self.blocks["role"].isin(BODY_ROLES)]
        return [section for section in bodies["section"].unique() if section]

    def optional(self, name: str) -> pd.DataFrame:
        """Give a table that an edition may have or not: coding-a, coding-b, disagreements, readers.

        Raises Fault where this edition has none.

        >>> len(Edition.open().optional("coding-a")) > 100
        True
        """
        return read_table(self.root, OPTIONAL_TABLES[name])

    def _with_section(self, name: str) -> pd.DataFrame:
        frame = self.tables[name]
        section = self.tables["blocks"]["section"]
        return frame.assign(section=frame["block"].map(section).fillna(""))
