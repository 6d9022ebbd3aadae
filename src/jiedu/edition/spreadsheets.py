"""Tables that went through a spreadsheet: what it did to them, and how they are written back.

A spreadsheet saves a table with a byte order mark, in the encoding and with the separator of its machine, and shows a
cell as what it took it for: 3-5 as the fifth of March, 6.5% as 6.50%, a long number with an exponent. What was lost is
never guessed. It is told by the page, at the row's own offsets, by the last version that git keeps, or by what an
editor signed; where none of them tells, the cell stays as it is and is named.
"""

import csv
import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from pathlib import Path

from jiedu.edition.reading import read_file
from jiedu.edition.schema import PAGE, Field, TableSchema, tables_of
from jiedu.edition.signatures import SCHEMA, Signature, signature_of
from jiedu.errors import Fault
from jiedu.files import one_line, write_whole
from jiedu.language import tell
from jiedu.reports.formats.encodings import Decoded, decode

_BOM = b"\xef\xbb\xbf"
_SEPARATORS = (",", ";", "\t")
_SHOWN = 3

Key = tuple[str, ...]
Cells = dict[str, str]


# What a spreadsheet takes a cell for.

_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_EXPONENT = re.compile(r"(?P<digits>[+-]?\d(?:\.\d+)?)[Ee](?P<power>[+-]?\d{1,2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4}|\d{2})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_NAME = r"(?P<name>[A-Za-z]{3,9})"
_AS_SHOWN = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}-{_NAME}(?:-{_YEAR})?",
        rf"{_NAME}-{_YEAR}",
        rf"(?:(?P<year>\d{{4}})年)?{_MONTH}月{_DAY}日",
        rf"(?P<year>\d{{4}})年{_MONTH}月",
        rf"(?P<year>\d{{4}})/{_MONTH}/{_DAY}",
        rf"{_MONTH}/{_DAY}/(?P<year>\d{{4}})",
        rf"{_DAY}/{_MONTH}/(?P<year>\d{{4}})",
    )
)
"""Dates as spreadsheets show them."""

_AS_WRITTEN = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})[-.]{_MONTH}[-.]{_DAY}",
        rf"{_MONTH}[-/]{_DAY}",
        rf"{_DAY}[-/]{_MONTH}",
        rf"(?P<year>\d{{4}})[-/]{_MONTH}",
        rf"{_MONTH}[-/](?P<year>\d{{4}})",
        rf"{_DAY} {_NAME}(?: {_YEAR})?",
        rf"{_NAME} {_DAY}(?:, (?P<year>\d{{4}}))?",
    )
)
"""What spreadsheets take for dates, beside the dates that they show."""

_UNMISTAKABLE = re.compile(
    rf"\d{{1,2}}-(?:{'|'.join(m.title() for m in _MONTHS)})(?:-\d\d)?"
    rf"|(?:{'|'.join(m.title() for m in _MONTHS)})-\d\d"
    r"|\d(?:\.\d+)?E[+-]\d\d"
)
"""What people write so rarely that it is told apart without knowing what stood there."""

_SEVERAL_THINGS = re.compile(r"\d+(?:\.\d+)?%|TRUE|FALSE")


def is_unmistakable(cell: str) -> bool:
    """Tell whether a cell holds a date or a number as only a spreadsheet writes it.

    >>> [is_unmistakable(cell) for cell in ("5-Mar", "Mar-05", "1.10E+11", "2020/3/5", "3月5日", "3-5")]
    [True, True, True, False, False, False]
    """
    return bool(_UNMISTAKABLE.fullmatch(cell))


def is_date(cell: str) -> bool:
    """Tell whether a cell holds a date as spreadsheets show it, in Chinese or English.

    >>> [is_date(cell) for cell in ("5-Mar", "3月5日", "2026/3/5", "1.10E+11", "3-5", "年内")]
    [True, True, True, False, False, False]
    """
    return bool(_dates(cell, _AS_SHOWN))


_Date = tuple[int | None, int, int | None]


def _dates(text: str, forms: tuple[re.Pattern[str], ...]) -> set[_Date]:
    """Give what a text may say as a date: year, month, day."""
    return {found for form in forms if (at := form.fullmatch(text)) and (found := _date(at.groupdict()))}


def _date(parts: Mapping[str, str | None]) -> _Date | None:
    name, year = parts.get("name"), parts.get("year")
    month = int(parts.get("month") or 0)
    if name:
        month = _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else 0
    day = int(parts["day"] or 0) if parts.get("day") else None
    if not 1 <= month <= 12 or not 1 <= (1 if day is None else day) <= 31:
        return None
    # Two digits of a year are this century's up to 29, and last century's after.
    full = None if year is None else int(year) + (0 if len(year) == 4 else 2000 if int(year) < 30 else 1900)
    return full, month, day


def _same_day(one: _Date, other: _Date) -> bool:
    """Tell whether two dates may be one; a year that is not said, and the first day of a month, agree with any."""
    years = one[0] is None or other[0] is None or one[0] == other[0]
    return years and one[1] == other[1] and (one[2] or 1) == (other[2] or 1)


def _number(text: str) -> Decimal | None:
    bare = text.removesuffix("%")
    if not _NUMBER.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", "")) / (100 if bare != text else 1)


def _rounds_to(number: Decimal, shown: re.Match[str]) -> bool:
    """Tell whether a number is shown so, with an exponent and few digits."""
    if not number:
        return False
    digits = Decimal(shown["digits"])
    step = digits.as_tuple().exponent
    mantissa = number.scaleb(-number.adjusted()).quantize(Decimal((0, (1,), int(step))), ROUND_HALF_UP)
    return mantissa.scaleb(number.adjusted()) == digits.scaleb(int(shown["power"]))


def is_made_of(cell: str, text: str) -> bool:
    """Tell whether a spreadsheet shows, or saves, a text as this cell.

    >>> is_made_of("5-Mar", "3-5"), is_made_of("2020/5/27", "2020-05-27"), is_made_of("6.50%", "6.5%")
    (True, True, True)
    >>> is_made_of("1.1E+11", "110000000000"), is_made_of("TRUE", "true"), is_made_of("3", "+3")
    (True, True, True)
    >>> is_made_of("km?", "km²"), is_made_of("6.5%", "6.6%"), is_made_of("5-Mar", "4-5")
    (True, False, False)
    """
    exponent = _EXPONENT.fullmatch(cell)
    number = _number(text)
    if exponent and number is not None:
        return _rounds_to(number, exponent)
    if number is not None and _number(cell) == number:
        return True
    if cell.upper() in ("TRUE", "FALSE") and cell.upper() == text.upper():
        return True
    if "?" in cell and text.encode("gbk", "replace").decode("gbk") == cell:
        return True
    shown, written = _dates(cell, _AS_SHOWN + _AS_WRITTEN[:1]), _dates(text, _AS_SHOWN + _AS_WRITTEN)
    return any(_same_day(one, other) for one in shown for other in written)


def _may_hide_another(cell: str) -> bool:
    """Tell whether a cell of a saved table may have been another text: a date, a share, a truth value, a rounding."""
    shown = _dates(cell, _AS_SHOWN) or _EXPONENT.fullmatch(cell) or _SEVERAL_THINGS.fullmatch(cell)
    return bool(shown) or is_unmistakable(cell)


# What stood there.


@dataclass(frozen=True)
class _Known:
    """What tells the text of a cell: the page, and the rows of the last version that git keeps, or as signed."""

    page: str
    rows: Mapping[Key, Cells]

    def of(self, row: Cells, key: Key, column: Field) -> list[str]:
        """List what the cell may have been."""
        texts = [self.rows[key][column.name]] if column.name in self.rows.get(key, {}) else []
        if column.name in ("surface", "value", "value_high") and "surface" in row:
            start, end = row.get("start", ""), row.get("end", "")
            surface = self.page[int(start) : int(end)] if start.isdecimal() and end.isdecimal() else ""
            texts += [surface] if column.name == "surface" else _values(surface)
        return texts


@cache
def _values(surface: str) -> list[str]:
    """Read the numbers of a surface as the ledger writes them."""
    from jiedu.reports.quantities import read_all

    found = [number for quantity in read_all(surface) for number in (quantity.value, quantity.value_high)]
    return [f"{number:f}" for number in found if number is not None]


def _committed(root: Path, path: str) -> str | None:
    """Give a file as git last kept it; None where there is no git, no repository, or no such file in it."""
    git = shutil.which("git")
    if git is None:
        return None
    # cat-file, since it runs no filter that a repository may name.
    command = [git, "-C", str(root), "cat-file", "blob", f"HEAD:./{path}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    try:
        return done.stdout.decode("utf-8") if done.returncode == 0 else None
    except UnicodeDecodeError:
        return None


def _key(row: Cells, table: TableSchema) -> Key:
    names = [table.key] if table.key else ["table", "row", "term", "start", "end", "field"]
    return tuple(row.get(name, "") for name in names)


Signed = Callable[[], list[Signature]]
"""Gives the signatures of an edition when they are first asked for."""


def _signatures(root: Path) -> list[Signature]:
    """Read data/reviewed.csv, which the spreadsheet may have saved too; a signature that was damaged tells nothing."""
    try:
        text = _mend_table(root, SCHEMA, read_file(root / SCHEMA.path, SCHEMA.path), "", list).text
    except Fault:
        return []
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = ((signature_of(row), row) for row in rows if None not in row and None not in row.values())
    return [signature for signature, row in found if signature and signature.sha256 == row["sha256"]]


def _signed_rows(table: TableSchema, signed: Signed) -> dict[Key, Cells]:
    """Give the texts of rows as an editor signed them; a number is signed without the noughts that it may have."""
    texts = {column.name for column in table.fields if column.type == "string"}
    return {
        (signature.row,): {name: cell for name, cell in signature.cells.items() if name in texts}
        for signature in signed()
        if signature.table == table.name and table.key
    }


def _committed_rows(root: Path, table: TableSchema) -> dict[Key, Cells]:
    """Give the rows of the version that git keeps, by key; a key that stands twice tells nothing."""
    text = _committed(root, table.path)
    if text is None:
        return {}
    lines = list(csv.reader(io.StringIO(text, newline="")))
    rows = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]] if lines else []
    counts = Counter(_key(row, table) for row in rows)
    return {_key(row, table): row for row in rows if counts[_key(row, table)] == 1}


# A table mended.


@dataclass
class MendedTable:
    """A table that went through a spreadsheet: as the project writes it, what that took, and what cannot be told."""

    path: str
    text: str
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def mend(root: Path) -> Iterator[MendedTable]:
    """Give each table of an edition that is not as the project writes it; nothing is written.

    A table that cannot be read at all is left to the check.

    >>> list(mend(Path("/nowhere")))
    []
    """
    page = ""
    if (root / PAGE).is_file():
        page = read_file(root / PAGE, PAGE).decode("utf-8", "replace")
    signed = cache(partial(_signatures, root))
    for table in tables_of(root).values():
        try:
            data = read_file(root / table.path, table.path)
            mended = _mend_table(root, table, data, page, signed)
        except Fault:
            continue
        if mended.done or mended.left:
            yield mended


def fix_format(root: Path) -> list[str]:
    """Write every table back as the project writes it, each whole or not at all; a line for each, and what is left.

    >>> fix_format(Path("/nowhere"))
    ['every table is as the project writes it']
    """
    lines = []
    for mended in list(mend(root)):
        if mended.done:
            write_whole(root / mended.path, mended.text)
            lines.append(tell("{path}: written back: {done}", path=mended.path, done=_listed(mended.done)))
        lines += mended.left
    return lines or [tell("every table is as the project writes it")]


def spreadsheet_traces(root: Path) -> Iterator[str]:
    """Say of each table what a spreadsheet did to it.

    >>> list(spreadsheet_traces(Path("/nowhere")))
    []
    """
    for mended in mend(root):
        if mended.done:
            yield tell(
                "{path}: not as the project writes it; `jiedu check --fix-format` gives it {done}",
                path=mended.path,
                done=_listed(mended.done),
            )
        yield from mended.left


def _listed(done: list[str]) -> str:
    return tell(", ").join(done)


def _mend_table(root: Path, table: TableSchema, data: bytes, page: str, signed: Signed) -> MendedTable:
    text, done = decode_table(data, table.path)
    lines = _split(text, table, done)
    lines = _without_empty(lines, table, done)
    traced = bool(done)
    header, *rows = lines
    # The offsets and keys first: they say which row it is, and where on the page.
    columns = sorted(table.fields, key=lambda column: column.type != "integer")
    own = (Field(name, "string", name, "") for name in header[len(table.fields) :])
    mended = MendedTable(table.path, "", done)
    repair = _Repair(table, traced, page, root, mended, signed)
    for number, line in enumerate(rows, 2):
        if len(line) == len(header):
            row = dict(zip(header, line, strict=True))
            repair.row(row, number, [*columns, *own])
            line[:] = row.values()
    if repair.cells:
        shown = tell("; ").join(repair.cells[:_SHOWN])
        if len(repair.cells) > _SHOWN:
            shown += tell("; and {count} more", count=len(repair.cells) - _SHOWN)
        done.append(
            tell(
                "{count:,} cell as it was: {cells}"
                if len(repair.cells) == 1
                else "{count:,} cells as they were: {cells}",
                count=len(repair.cells),
                cells=shown,
            )
        )
    mended.text = _written(lines)
    if not done and mended.text != text:
        done.append(tell("quotation marks where they are needed"))
    return mended


class _Repair:
    """The cells of one table, row by row; what git keeps is asked when the first cell is in doubt."""

    def __init__(
        self, table: TableSchema, traced: bool, page: str, root: Path, mended: MendedTable, signed: Signed
    ) -> None:
        self.table, self.traced, self.page, self.root = table, traced, page, root
        self.mended, self.signed = mended, signed
        self.cells: list[str] = []
        self._known: _Known | None = None

    def row(self, row: Cells, number: int, columns: list[Field]) -> None:
        """Mend the cells of a row in place."""
        for column in columns:
            cell = row[column.name]
            plain = cell.replace("\r\n", "\n").replace("\r", "\n")
            told = self._told(plain, row, column)
            name = row.get("id") or number
            if told is None:
                self.mended.left.append(
                    tell(
                        "{path}: row {row}: {column} is {cell!r}, which a spreadsheet may have made of another text: "
                        "only who knows the source can tell",
                        path=self.mended.path,
                        row=name,
                        column=column.name,
                        cell=one_line(plain[:40]),
                    )
                )
            elif told != cell:
                was, now = one_line(cell[:40]), one_line(told[:40])
                self.cells.append(
                    tell("row {row}: {column} {was} → {now}", row=name, column=column.name, was=was, now=now)
                )
            row[column.name] = plain if told is None else told

    def _told(self, cell: str, row: Cells, column: Field) -> str | None:
        if column.type == "date":
            return _iso(cell)
        return self._text(cell, row, column) if column.type == "string" else self._number(cell, row, column)

    def _candidates(self, row: Cells, column: Field) -> list[str]:
        if self._known is None:
            self._known = _Known(
                self.page, _signed_rows(self.table, self.signed) | _committed_rows(self.root, self.table)
            )
        return self._known.of(row, _key(row, self.table), column)

    def _number(self, cell: str, row: Cells, column: Field) -> str | None:
        """Tell the number of a cell of a column of numbers; None where it cannot be told, the cell if it is none."""
        # A spreadsheet drops the noughts at the end of a number, or adds some: the number is the same.
        if cell == "" or (not self.traced and re.fullmatch(r"-?\d+(?:\.\d+)?", cell)):
            return cell
        plain = cell.removesuffix("%").replace(",", "").removeprefix("+")
        texts = self._candidates(row, column)
        for text in [cell] if cell in texts else texts:
            share = plain != cell and _number(text) is not None and _number(text) == _number(plain)
            if share or is_made_of(cell, text):
                return text
        if not _NUMBER.fullmatch(cell.removesuffix("%")):
            return None if _may_hide_another(cell) else cell
        if cell.endswith("%") and row.get("unit") != "%":
            return None
        return _shortest(plain) if cell.endswith("%") or column.type == "integer" else plain

    def _text(self, cell: str, row: Cells, column: Field) -> str | None:
        """Tell the text of a cell; None where it may have been another and nothing tells."""
        # A surface is told by the page, whatever happened to the table.
        traced = self.traced or column.name == "surface"
        if is_unmistakable(cell) or (traced and self._in_doubt(cell, column)):
            texts = self._candidates(row, column)
            if cell in texts:
                return cell
            return next((text for text in texts if is_made_of(cell, text)), self._if_nothing_tells(cell))
        return cell

    def _in_doubt(self, cell: str, column: Field) -> bool:
        lost = "?" in cell and column.name != "source_url" and any("gb18030" in word for word in self.mended.done)
        return (
            lost or _number(cell) is not None or bool(_dates(cell, _AS_SHOWN + _AS_WRITTEN)) or _may_hide_another(cell)
        )

    def _if_nothing_tells(self, cell: str) -> str | None:
        return None if _may_hide_another(cell) or "?" in cell else cell


def _iso(day: str) -> str | None:
    """Write a day as the project does; None where it could be two, or is none.

    >>> _iso("2026/11/26"), _iso("26-Nov-26"), _iso("11/12/2026")
    ('2026-11-26', '2026-11-26', None)
    """
    found = {f"{y}-{m:02}-{d:02}" for y, m, d in _dates(day, _AS_SHOWN + _AS_WRITTEN[:1]) if y and d}
    return found.pop() if len(found) == 1 else None


def _shortest(number: str) -> str:
    """Write a number without the noughts that a format added.

    >>> _shortest("6.50"), _shortest("30"), _shortest("3.0")
    ('6.5', '30', '3')
    """
    return number.rstrip("0").rstrip(".") if "." in number else number


def decode_table(data: bytes, path: str) -> tuple[str, list[str]]:
    """Give the text of a table, and what was not as the project writes it: mark and encoding.

    Raises Fault for what is binary, damaged or in an unknown encoding.

    >>> decode_table("增长6%，投资增长8%".encode("gb18030"), "a.csv")
    ('增长6%，投资增长8%', ['UTF-8 in place of gb18030'])
    """
    if data.startswith(_BOM):
        return data[len(_BOM) :].decode("utf-8"), [tell("no byte order mark")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        text, encoding, remarks = _in_another_encoding(data, path)
    if remarks:
        raise Fault(tell("{path}: damaged: {remark}", path=path, remark=remarks[0]))
    return text, [tell("UTF-8 in place of {encoding}", encoding=encoding)]


def _in_another_encoding(data: bytes, path: str) -> Decoded:
    try:
        return decode(data, path, None)
    except Fault as fault:
        # A few signs in an English table are too little to tell by; spreadsheets in China save in this one.
        try:
            return data.decode("gb18030"), "gb18030", ()
        except UnicodeDecodeError:
            raise fault from None


def _split(text: str, table: TableSchema, done: list[str]) -> list[list[str]]:
    """Split a table into cells by the separator with which its header is the one of the schema."""
    first, _, rest = text.partition("\n")
    if first.strip().lower() in ("sep=,", "sep=;", "sep=\t"):
        done.append(tell("no line that names the separator"))
        text = rest
    names = [column.name for column in table.fields]
    for separator in _SEPARATORS:
        lines = _lines(text, separator)
        if lines and lines[0][: len(names)] == names:
            break
    else:
        raise Fault(tell("{path}: no header of this table", path=table.path))
    if any(lines[0].count(name) > 1 for name in lines[0] if name):
        raise Fault(tell("{path}: the header has a column twice", path=table.path))
    if separator != ",":
        done.append(tell("commas in place of semicolons" if separator == ";" else "commas in place of tabs"))
    if "\r" in text:
        done.append(tell("line feeds alone at the ends of lines"))
    return lines


def _lines(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return []


def _without_empty(lines: list[list[str]], table: TableSchema, done: list[str]) -> list[list[str]]:
    """Take out rows and columns that hold nothing, and give a row the empty cells at its end that it lacks."""
    full = [line for line in lines if any(line)]
    if len(full) < len(lines):
        gone = len(lines) - len(full)
        done.append(tell("without {count:,} empty row" if gone == 1 else "without {count:,} empty rows", count=gone))
    width = len(full[0])
    while width > len(table.fields) and not any(line[width - 1] for line in full if len(line) >= width):
        width -= 1
    if width < len(full[0]):
        gone = len(full[0]) - width
        done.append(
            tell("without {count:,} empty column" if gone == 1 else "without {count:,} empty columns", count=gone)
        )
    # A column that must not be empty was not left out for being so.
    needed = max((at for at, column in enumerate(table.fields) if column.constraints.get("required")), default=0)
    short = sum(needed < len(line) < width for line in full)
    if short:
        done.append(
            tell(
                "the empty cells at the end of {count:,} row"
                if short == 1
                else "the empty cells at the end of {count:,} rows",
                count=short,
            )
        )
    return [line + [""] * (width - len(line)) if needed < len(line) < width else _cut(line, width) for line in full]


def _cut(line: list[str], width: int) -> list[str]:
    return line[:width] if not any(line[width:]) else line


def _written(lines: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()
