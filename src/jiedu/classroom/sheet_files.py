"""The files of a worksheet: a table and a workbook to fill in, a page to print, and the key apart, also to print."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from jiedu.classroom.asked import ITEM_HEADS
from jiedu.classroom.sheet_page import sheet_page
from jiedu.classroom.sheet_workbook import sheet_workbook
from jiedu.classroom.sheets import Worksheet, section_worksheets
from jiedu.display import html
from jiedu.display.html import Safe
from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.files import replace_folder, safe_name, why, write_whole
from jiedu.language import tell
from jiedu.reports.export import BOM, csv_lines

_OURS = re.compile(
    r"(?:worksheet-[a-z0-9]+-(?:numerals|promises)\.(?:csv|xlsx|html)|key-[a-z0-9]+-(?:numerals|promises)\.(?:csv|html))"
)


def sheet_files(sheet: Worksheet, style: Safe | None = None) -> dict[str, bytes]:
    """Make the files of a worksheet: those for the class, the page with its own style or another, and last the key.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> list(sheet_files(worksheet(Edition.open(), "f")))[-2:]
    ['key-f-numerals.csv', 'key-f-numerals.html']
    """
    name = f"worksheet-{sheet.stem}"
    return {
        f"{name}.xlsx": sheet_workbook(sheet),
        f"{name}.csv": blank_csv(sheet).encode("utf-8"),
        f"{name}.html": sheet_page(sheet, style).encode("utf-8"),
        f"key-{sheet.stem}.csv": key_csv(sheet).encode("utf-8"),
        f"key-{sheet.stem}.html": sheet_page(sheet, style, answered=True).encode("utf-8"),
    }


SITE_FOLDER = "sheets/"
"""Where a site keeps the sheets that it offers, from its root."""
_SITE_STYLE = "sheet.css"


def site_file(name: str) -> str:
    """Give the address of a file of a sheet from the root of a site.

    >>> site_file("key-c-numerals.csv")
    'sheets/key-c-numerals.csv'
    """
    return f"{SITE_FOLDER}{name}"


def site_sheets(edition: Edition, policy: str) -> dict[str, bytes]:
    """Make the sheets and keys that a site offers, of every section, by their addresses.

    The pages to print obey the content security policy of the site: their style stands in a file beside them.

    >>> from jiedu.edition import Edition
    >>> len(site_sheets(Edition.open(), "default-src 'none'"))
    61
    """
    meta = Safe('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy) if policy else Safe("")
    style = meta + Safe('<link rel="stylesheet" href="{}">').format(_SITE_STYLE)
    sheet_css = (html.STYLE / "classroom.css").read_bytes()
    files = {site_file(_SITE_STYLE): sheet_css}
    for of in ITEM_HEADS:
        for sheet in section_worksheets(edition, of):
            files |= {site_file(name): data for name, data in sheet_files(sheet, style).items()}
    return files


def blank_csv(sheet: Worksheet) -> str:
    """Write the table to fill in, with a byte order mark, which Excel needs.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> blank_csv(worksheet(Edition.open(), "f")).splitlines()[0].lstrip(BOM)
    'item,sentence,text,numeral,class,unit,comparator,remark'
    """
    asked = [field.code for field in sheet.fields]
    names = ["item", "sentence", "text", ITEM_HEADS[sheet.of][1], *asked, "remark"]
    rows = (dict(zip(names, [*row, *([""] * len(asked)), ""], strict=True)) for row in _rows(sheet))
    return BOM + "".join(csv_lines(rows, names, guarded=True))


def key_csv(sheet: Worksheet) -> str:
    """Write the key: the answers in the columns of the sheet, then the row of the edition, its state and the section.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> key_csv(worksheet(Edition.open(), "f")).splitlines()[3].split(",")[-6:-1]
    ['quantity · 数量', '亩', 'eq · 只有数字', 'q-098', 'reviewed']
    """
    asked = [field.code for field in sheet.fields]
    names = ["item", "sentence", "text", ITEM_HEADS[sheet.of][1], *asked, "key", "state", "section"]
    section = " · ".join((sheet.edition, sheet.section, *dict.fromkeys(sheet.label)))
    rows = (
        dict(
            zip(
                names,
                [
                    *row,
                    *sheet.answers(item),
                    item.id,
                    item.state,
                    section,
                ],
                strict=True,
            )
        )
        for row, item in zip(_rows(sheet), sheet.items, strict=True)
    )
    return BOM + "".join(csv_lines(rows, names, guarded=True))


def _rows(sheet: Worksheet) -> Iterable[tuple[int, int, str, str]]:
    return ((item.number, item.sentence, item.text, item.words) for item in sheet.items)


def write_sheets(sheets: Sequence[Worksheet], out: Path) -> list[Path]:
    """Write the files of some worksheets into a folder, all or none, beside those of other sections; give their paths.

    Raises Fault for a folder that holds anything else, and where a sheet of this name is there and differs: it may
    have been filled in.
    """
    there = _there(out)
    made = {name: data for sheet in sheets for name, data in sheet_files(sheet).items()}
    for name, data in made.items():
        if name in there and there[name] != data:
            raise Fault(
                tell(
                    "{name}: is there and differs, so it may have been filled in: name another folder",
                    name=safe_name(out / name),
                )
            )
    try:
        with replace_folder(out) as new:
            for name, data in (there | made).items():
                write_whole(new / name, data)
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(out), why=why(error))) from None
    return [out / name for name in made]


def _there(out: Path) -> dict[str, bytes]:
    """Read the sheets that a folder holds; raise Fault where it holds anything else, or is none."""
    if not out.exists():
        return {}
    if not out.is_dir():
        raise Fault(tell("{name}: is a file; name a folder for the sheets", name=safe_name(out)))
    try:
        others = sorted(path.name for path in out.iterdir() if not _OURS.fullmatch(path.name) or not path.is_file())
        if others:
            raise Fault(
                tell(
                    "{name}: holds other things ({other}); name a new or an empty folder",
                    name=safe_name(out),
                    other=safe_name(others[0]),
                )
            )
        return {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    except OSError as error:
        raise Fault(tell("{name}: cannot be read: {why}", name=safe_name(out), why=why(error))) from None
