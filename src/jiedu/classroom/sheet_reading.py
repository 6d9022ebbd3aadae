"""Keys and filled-in sheets, read back whatever a spreadsheet did to them, or refused in a sentence for a teacher."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from jiedu.classroom.asked import ASKED, HEADS, ITEM_HEADS, NONE, AskedField, bare, forms, normal
from jiedu.classroom.sheet_tables import DateCell, Grid, read_grids
from jiedu.classroom.sheets import SheetItem, Worksheet
from jiedu.display.spoken import comma
from jiedu.edition.spreadsheets import is_date
from jiedu.errors import Fault
from jiedu.files import one_line, safe_name
from jiedu.language import say, say_count, tell
from jiedu.reports.export import unguarded

_ENDINGS = (".csv", ".xlsx", ".txt", ".tsv", ".xlsm")
"""What a folder of sheets is searched for."""


@dataclass(frozen=True)
class SheetKey:
    """Hold a key: what the items are, what is asked of them, and the answers of the edition."""

    of: str
    fields: tuple[AskedField, ...]
    items: tuple[SheetItem, ...] = field(repr=False)
    section: str

    @property
    def drafts(self) -> int:
        """Count the items whose key nobody has signed."""
        return sum(item.state != "reviewed" for item in self.items)


@dataclass(frozen=True)
class FilledSheet:
    """Hold what a student answered: by item and field, as read and as written, remarks, and what was odd.

    A field that was left empty has no answer.
    """

    name: str
    answers: Mapping[tuple[int, str], str] = field(repr=False)
    written: Mapping[tuple[int, str], str] = field(repr=False)
    remarks: Mapping[int, str] = field(repr=False)
    odd: tuple[str, ...] = ()


def answer_key(key: "Worksheet | str | Path") -> SheetKey:
    """Take a worksheet as a key, or read the file of one; raise Fault for a file that is none.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> answer_key(worksheet(Edition.open(), "c")).section
    'jinshui-2020 · c · 聚焦“双改” · Focus on the “two renovations”'
    """
    if isinstance(key, Worksheet):
        section = " · ".join((key.edition, key.section, *dict.fromkeys(key.label)))
        return SheetKey(key.of, key.fields, key.items, section)
    return _read_key(Path(key))


class _Table:
    """A table with its heads: which column holds what, and its rows with their numbers in the spreadsheet."""

    def __init__(self, path: Path) -> None:
        self.name = safe_name(path)
        grids = [_without_empty(grid) for grid in read_grids(path)]
        self.head, self.rows = max(
            ((rows[0][1], rows[1:]) for rows in grids if rows), key=lambda one: _known(one[0]), default=([], [])
        )
        if _known(self.head) < _FEWEST_HEADS:
            begins = one_line(self.head[0][:40]) if self.head and self.head[0].strip() else ""
            raise Fault(
                tell(
                    "{name}: no worksheet: its first row is no row of headings, it begins with “{begins}”"
                    if begins
                    else "{name}: no worksheet: its first row is no row of headings, it begins with nothing",
                    name=self.name,
                    begins=begins,
                )
            )
        self.of = "promises" if "promises" in map(_any_head, self.head) else "numerals"
        self.columns: dict[str, int] = {}
        for at, cell in enumerate(self.head):
            code = _head(cell, self.of)
            if code in self.columns:
                raise Fault(
                    tell(
                        "{name}: the heading “{head}” stands twice, in columns {first} and {second}",
                        name=self.name,
                        head=code,
                        first=_letter(self.columns[code]),
                        second=_letter(at),
                    )
                )
            if code:
                self.columns[code] = at

    def cell(self, row: list[str], code: str) -> str:
        at = self.columns.get(code)
        return row[at] if at is not None and at < len(row) else ""

    def require(self, names: Sequence[str], expected: Sequence[str]) -> None:
        """Raise Fault for the first head that is missing, with what stands in its place."""
        for name in names:
            if name not in self.columns:
                raise Fault(
                    tell(
                        "{name}: the heading “{head}” is missing{instead}",
                        name=self.name,
                        head=_shown_head(name),
                        instead=self._instead(name, expected),
                    )
                )

    def _instead(self, name: str, expected: Sequence[str]) -> str:
        unknown = {
            at: one_line(cell.strip()) for at, cell in enumerate(self.head) if cell.strip() and not _head(cell, self.of)
        }
        at = expected.index(name)
        near = get_close_matches(name, unknown.values(), n=1)
        place = at if at in unknown else next((column for column, cell in unknown.items() if cell in near), None)
        if place is None:
            return tell(": column {column} should have it", column=_letter(at))
        there = unknown[place][:40]
        return tell(": in column {column} stands “{there}” in its place", column=_letter(place), there=there)


_FEWEST_HEADS = 3


def _without_empty(grid: Grid) -> list[tuple[int, list[str]]]:
    return [(number, row) for number, row in enumerate(grid, 1) if any(cell.strip() for cell in row)]


def _letter(at: int) -> str:
    """Name a column as a spreadsheet does.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


_HEADS = {
    of: {
        form: code
        for code, label in (HEADS | {one.code: one.label for one in fields.values()}).items()
        for form in forms(code if code not in ITEM_HEADS else label[1], *label)
    }
    for of, fields in ASKED.items()
}


def _head(cell: str, of: str) -> str:
    return _HEADS[of].get(bare(cell), "")


def _any_head(cell: str) -> str:
    return _head(cell, "promises") or _head(cell, "numerals")


def _known(head: Iterable[str]) -> int:
    return sum(bool(_any_head(cell)) for cell in head)


def _shown_head(code: str) -> str:
    return ITEM_HEADS[code][1] if code in ITEM_HEADS else code


def _read_key(path: Path) -> SheetKey:
    table = _Table(path)
    if "key" not in table.columns:
        raise Fault(
            tell(
                "{name}: no key: it has no column “key”; name the file key-….csv that came with the sheets",
                name=table.name,
            )
        )
    fields = tuple(one for code, one in ASKED[table.of].items() if code in table.columns)
    if not fields:
        raise Fault(
            tell(
                "{name}: no key: it has no column of answers ({fields})",
                name=table.name,
                fields=", ".join(ASKED[table.of]),
            )
        )
    names = ["item", "sentence", "text", table.of]
    table.require(names, [*names, *(one.code for one in fields)])
    items = []
    for number, row in _numbered(table):
        key = {one.code: _key_answer(table, row, one, tell("item {item}", item=number)) for one in fields}
        sentence = _whole_number(table.cell(row, "sentence"))
        items.append(
            SheetItem(
                number=number,
                id=table.cell(row, "key").strip(),
                sentence=sentence or 0,
                text=unguarded(table.cell(row, "text")),
                words=unguarded(table.cell(row, table.of)),
                key=key,
                state=table.cell(row, "state").strip(),
            )
        )
    if not items:
        raise Fault(tell("{name}: the key has no item", name=table.name))
    section = next((table.cell(row, "section").strip() for _, row in table.rows), "")
    return SheetKey(table.of, fields, tuple(sorted(items, key=lambda item: item.number)), section)


def _key_answer(table: _Table, row: list[str], asked: AskedField, where: str) -> str:
    cell = unguarded(table.cell(row, asked.code)).strip()
    answer = asked.read(cell)
    if not asked.knows(answer) and answer not in ("", NONE):
        raise Fault(
            tell(
                "{name}: {where}: {field} “{cell}” is no word of its vocabulary",
                name=table.name,
                where=where,
                field=asked.code,
                cell=one_line(cell[:40]),
            )
        )
    return cell if asked.labels is None and answer not in ("", NONE) and asked.code != "value" else answer


def _whole_number(cell: str) -> int | None:
    """Read the number of an item, as a spreadsheet may write it; None where it is none.

    >>> _whole_number("1.0"), _whole_number(" １２ "), _whole_number("1.5"), _whole_number("x")
    (1, 12, None, None)
    """
    plain = normal(cell).removesuffix(".0").removesuffix(".00").lstrip("'")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 7 else None


def _numbered(table: _Table) -> list[tuple[int, list[str]]]:
    """Give the rows by the number of their item; raise Fault where it is none, or is there twice."""
    found: dict[int, int] = {}
    rows = []
    for place, row in table.rows:
        cell = table.cell(row, "item")
        number = _whole_number(cell)
        if number is None:
            raise Fault(
                tell(
                    "{name}: row {row}: the item is “{cell}”, which is no number",
                    name=table.name,
                    row=place,
                    cell=one_line(cell.strip()[:40]),
                )
            )
        if number in found:
            raise Fault(
                tell(
                    "{name}: rows {first} and {row} are both of item {item}",
                    name=table.name,
                    first=found[number],
                    row=place,
                    item=number,
                )
            )
        found[number] = place
        rows.append((number, row))
    return rows


def read_filled(path: Path, name: str, key: SheetKey) -> FilledSheet:
    """Read a filled-in sheet against its key; raise Fault for what is none, or of another section.

    Rows may stand in any order and some may be missing, which is said; a head that was changed is a fault.
    """
    table = _Table(path)
    if "key" in table.columns:
        raise Fault(tell("{name}: a key, and no filled-in sheet: name it first and once", name=table.name))
    if table.of != key.of:
        raise Fault(
            tell(
                "{name}: a sheet of numerals, and the key is of promises"
                if table.of == "numerals"
                else "{name}: a sheet of promises, and the key is of numerals",
                name=table.name,
            )
        )
    asked = [one.code for one in key.fields]
    table.require(["item", "text", *asked], ["item", "sentence", "text", key.of, *asked])
    rows = dict(_numbered(table))
    places = {number: place for (number, _), (place, _) in zip(rows.items(), table.rows, strict=True)}
    known = {item.number: item for item in key.items}
    strange = [number for number in rows if number not in known]
    odd = _text_of(table, {number: row for number, row in rows.items() if number in known}, known, len(strange))
    if strange:
        raise Fault(
            tell(
                "{name}: row {row}: there is no item {item}, the key has {first} to {last}",
                name=table.name,
                row=places[strange[0]],
                item=strange[0],
                first=min(known),
                last=max(known),
            )
        )
    missing = [number for number in known if number not in rows]
    if missing:
        shown = comma().join([*map(str, missing[:12]), *(["…"] if len(missing) > 12 else [])])
        gone = say_count(
            "{count} row missing: item {items}", "{count} rows missing: items {items}", len(missing), items=shown
        )
        odd.insert(0, gone)
    answers, written = {}, {}
    for number, row in rows.items():
        for one in key.fields:
            cell = table.cell(row, one.code)
            where = tell("{name}: row {row}, {column}", name=table.name, row=places[number], column=one.code)
            answer = one.read(_typed(cell, one, where))
            if answer:
                answers[number, one.code] = answer
                written[number, one.code] = " ".join(cell.split())
    remarks = {number: said for number, row in rows.items() if (said := " ".join(table.cell(row, "remark").split()))}
    if not answers:
        odd.append(say("nothing is answered"))
    return FilledSheet(name, answers, written, remarks, tuple(odd))


def _typed(cell: str, asked: AskedField, where: str) -> str:
    """Give the answer of a cell; raise Fault for a date that a spreadsheet made of it."""
    plain = cell.strip()
    # A deadline may well be a day, in the words of the page.
    chinese = asked.code == "deadline" and any(sign in plain for sign in "年月日")
    if isinstance(cell, DateCell) or (is_date(plain) and not chinese):
        raise Fault(
            tell(
                "{where}: “{cell}” is a date, which the spreadsheet made of an answer such as 3-5: "
                "format the column as text and type it again",
                where=where,
                cell=one_line(plain),
            )
        )
    return unguarded(plain)


def _text_of(table: _Table, rows: Mapping[int, list[str]], known: Mapping[int, SheetItem], strange: int) -> list[str]:
    """Hold the text of each row against the key; raise Fault where the sheet is of another section, or fell apart."""
    by_text = {normal(item.text): number for number, item in known.items()}
    changed = []
    for number, row in rows.items():
        text = normal(unguarded(table.cell(row, "text").strip()))
        if not _same_text(text, normal(known[number].text)):
            changed.append((number, by_text.get(text)))
    swapped = next(((number, other) for number, other in changed if other), None)
    if 2 * (len(changed) + strange) > len(rows) + strange and not swapped:
        raise Fault(tell("{name}: a sheet of another section: its texts are not those of the key", name=table.name))
    if swapped:
        raise Fault(
            tell(
                "{name}: item {item} stands beside the text of item {other}: columns were sorted without "
                "the others; sort all of them together",
                name=table.name,
                item=swapped[0],
                other=swapped[1],
            )
        )
    return [
        say("the text of item {number} was changed; its answers count by its number", number=number)
        for number, _ in changed
    ]


def _same_text(text: str, key: str) -> bool:
    # An old code page writes ? for what it lacks.
    return text == key or ("?" in text and key.encode("gbk", "replace").decode("gbk") == text)


def sheets_in(folder: Path) -> list[Path]:
    """List the sheets in a folder by their names, but for keys and what is hidden or open; none if it is not there.

    >>> sheets_in(Path("/nowhere"))
    []
    """
    if not folder.is_dir():
        return []
    return sorted(
        one
        for one in folder.iterdir()
        if one.suffix.lower() in _ENDINGS and not one.name.startswith((".", "~$", "key-"))
    )


def sheet_paths(paths: Iterable[str | Path]) -> list[Path]:
    """List the files of filled-in sheets; a folder stands for all that are in it, but for its keys.

    Raises Fault for a folder without any, and for a file that is named twice.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if not path.is_dir():
            found.append(path)
            continue
        inside = sheets_in(path)
        if not inside:
            raise Fault(
                tell(
                    "{name}: no sheet is in this folder ({endings})", name=safe_name(path), endings=", ".join(_ENDINGS)
                )
            )
        found += inside
    twice = next((path for path, count in Counter(path.resolve() for path in found).items() if count > 1), None)
    if twice is not None:
        raise Fault(tell("{name}: is named twice", name=safe_name(twice.name)))
    return found


def student_names(paths: Sequence[Path]) -> list[str]:
    """Name each student as the file is called; files of one name are told apart by ending, then by their folders.

    >>> student_names([Path("a/anna.csv"), Path("b/anna.csv"), Path("b/ben.xlsx"), Path("b/ben.csv")])
    ['a/anna', 'b/anna', 'ben.xlsx', 'ben.csv']
    """
    parts = [path.resolve().parts for path in paths]
    stems = Counter(path.stem for path in paths)
    names = []
    for path, own in zip(paths, parts, strict=True):
        alike = [other for other, one in zip(parts, paths, strict=True) if one.stem == path.stem and other != own]
        if stems[path.stem] == 1:
            name = path.stem
        elif all(Path(other[-1]).name != path.name for other in alike):
            name = path.name
        else:
            depth = next(n for n in range(2, len(own) + 1) if all(other[-n:] != own[-n:] for other in alike))
            name = "/".join([*own[-depth:-1], path.stem])
        names.append(one_line(name))
    return names


def read_class(key: SheetKey, paths: Iterable[str | Path]) -> tuple[list[FilledSheet], list[str]]:
    """Read the sheets of a class: those that can be read, and a sentence for each that cannot.

    >>> read_class(SheetKey("numerals", (), (), ""), [Path("/nowhere.csv")])[1]
    ['/nowhere.csv: there is no such file']
    """
    files = sheet_paths(paths)
    sheets, faults = [], []
    for path, name in zip(files, student_names(files), strict=True):
        try:
            sheets.append(read_filled(path, name, key))
        except Fault as fault:
            faults.append(str(fault))
    return sheets, faults
