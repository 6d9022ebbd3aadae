"""Translations out of a project and in again: to a workbook and back for translators, as pages for JupyterLab."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from jiedu.errors import Fault
from jiedu.files import replace_folder, safe_name, write_whole
from jiedu.language import LOCALE, tell
from jiedu.translating.agreement import translation_faults
from jiedu.translating.catalogues import catalogue_paths, read_one, read_translations, write_catalogue
from jiedu.translating.pages import translated_pages

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HEADS = ("catalogue", "place", "English", "中文", "state")
_WIDTHS = (24, 26, 70, 70, 14)
_LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""


def export_translations(root: Path, out: Path) -> int:
    """Write every message of a project with its Chinese into a workbook, a row a message; give their number.

    The catalogues have to be up to date: see `update_catalogues`. The state is `new`, `fuzzy` or nothing.
    """
    from xlsxwriter import Workbook

    rows = [
        (name, " ".join(message.auto_comments), str(message.id), str(message.string or ""), _state(message))
        for name, path in catalogue_paths(root).items()
        for message in read_one(path, path.relative_to(root).as_posix())
        if message.id
    ]
    if not rows:
        raise Fault(
            tell(
                "{name}: no message in {folder}; `jiedu translate` writes the catalogues",
                name=safe_name(root),
                folder=LOCALE,
            )
        )
    too_long = next((row for row in rows if max(map(len, row)) > _LONGEST), None)
    if too_long:
        catalogue, place, *_ = too_long
        fault = tell(
            "{catalogue}: {place}: longer than a cell of a workbook can hold", catalogue=catalogue, place=place
        )
        raise Fault(fault)
    with tempfile.TemporaryDirectory(prefix="jiedu-") as folder:
        made = Path(folder) / "translations.xlsx"
        with Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            _write(book, rows)
        write_whole(out, made.read_bytes())
    return len(rows)


def _state(message: Any) -> str:
    return "fuzzy" if message.fuzzy else "" if message.string else "new"


def _write(book: Any, rows: Sequence[Sequence[str]]) -> None:
    page = book.add_worksheet("messages")
    head = book.add_format({"bold": True, "bottom": 2})
    # Text, so that what begins with = or looks like a date stays what was typed.
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    page.freeze_panes(1, 0)
    for at, (name, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        page.set_column(at, at, width, text)
        page.write_string(0, at, name, head)
    for down, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            page.write_string(down, at, cell, text)


def import_translations(root: Path, file: Path) -> tuple[int, list[str]]:
    """Take the Chinese of a workbook into the catalogues; give the messages changed, and what was not taken and why.

    A message is known by its catalogue and its English. What the pages no longer say is not taken, nor is an empty
    cell, nor a translation that does not agree with its message. A file that is no such workbook is a Fault.
    """
    catalogues: dict[str, Catalog] = {
        name: read_one(path, path.relative_to(root).as_posix()) for name, path in catalogue_paths(root).items()
    }
    changed, refused = set(), []
    count = 0
    for number, (name, _, english, chinese, _) in _rows(file):
        message = catalogues[name].get(english) if name in catalogues else None
        if message is None:
            refused.append(tell("row {row}: no page says this: {words}", row=number, words=english[:60]))
        elif chinese and chinese != message.string:
            apart = next(translation_faults(english, chinese), "")
            if apart:
                refused.append(tell("row {row}: {problem}: {words}", row=number, problem=apart, words=chinese[:60]))
                continue
            message.string = chinese
            message.flags.discard("fuzzy")
            changed.add(name)
            count += 1
    for name in sorted(changed):
        write_catalogue(root / LOCALE / f"{name}.po", catalogues[name])
    return count, refused


def _rows(file: Path) -> list[tuple[int, tuple[str, ...]]]:
    """Read the rows of a workbook of translations, each with its number in the sheet."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
        rows = [tuple("" if cell is None else str(cell).strip() for cell in row) for row in book.worksheets[0].values]
    except FileNotFoundError:
        raise Fault(tell("{name}: is missing", name=safe_name(file))) from None
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, OSError):
        raise Fault(tell("{name}: no workbook (.xlsx) that can be read", name=safe_name(file))) from None
    if not rows or rows[0][: len(HEADS)] != HEADS:
        raise Fault(
            tell(
                "{name}: no workbook of translations: its first row is not {heads}",
                name=safe_name(file),
                heads=", ".join(HEADS),
            )
        )
    return [(number, row[: len(HEADS)]) for number, row in enumerate(rows[1:], 2) if any(row)]


def write_chinese_pages(root: Path, folder: Path) -> int:
    """Write the pages of a project in Chinese below a folder, as they stand in it; give their number.

    Inside the project they find its edition, so that the notebooks run in JupyterLab. A folder that holds anything but
    such pages is a Fault.
    """
    others = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".ipynb")]
    if others:
        raise Fault(
            tell(
                "{name}: holds {other}, which is no page; name another folder",
                name=safe_name(folder),
                other=safe_name(others[0].name),
            )
        )
    pages = translated_pages(root, read_translations(root).of)
    with replace_folder(folder) as new:
        for page, text in pages.items():
            write_whole(new / page.relative_to(root), text)
    return len(pages)
