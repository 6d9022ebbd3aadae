"""The workbook to fill in: a sheet whose words drop down, and one that says what they mean."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiedu.classroom.asked import HEADS, NONE, NONE_LABEL, AskedField
from jiedu.classroom.sheet_page import PRINT_WORDS
from jiedu.classroom.sheets import Worksheet
from jiedu.display.labels import Label
from jiedu.reports.corpus.outputs import cell_text, open_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_WORDS = "words 词表"
_WIDTHS = {"item": 7, "sentence": 7, "text": 52, "remark": 26}
_WIDTH = 20
_GIVEN = 4
"""Columns that stand before the fields."""
_A4 = 9


def sheet_workbook(sheet: Worksheet) -> bytes:
    """Make the workbook of a worksheet; whatever is typed in it stays text.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> sheet_workbook(worksheet(Edition.open(), "f"))[:2]
    b'PK'
    """
    # The library writes to a path alone.
    with tempfile.TemporaryDirectory(prefix="jiedu-") as folder:
        path = Path(folder) / "sheet.xlsx"
        with open_workbook(path) as book:
            _write(book, sheet)
        return path.read_bytes()


def _write(book: "Workbook", sheet: Worksheet) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
    given = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    number = book.add_format({"valign": "top"})
    # Text, so that 3-5 stays what was typed and becomes no date.
    box = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#FFF8E1", "border": 1})
    page, words = book.add_worksheet(sheet.stem), book.add_worksheet(_WORDS)
    _lay_out(page)
    codes = ["item", "sentence", "text", sheet.of, *(field.code for field in sheet.fields), "remark"]
    labels = HEADS | {field.code: field.label for field in sheet.fields}
    for at, code in enumerate(codes):
        page.set_column(at, at, _WIDTHS.get(code, _WIDTH))
        page.write_string(0, at, _head(labels[code][1] if code == sheet.of else code, labels[code]), head)
    for down, item in enumerate(sheet.items, 1):
        page.write_number(down, 0, item.number, number)
        page.write_number(down, 1, item.sentence, number)
        page.write_string(down, 2, cell_text(item.text), given)
        page.write_string(down, 3, cell_text(item.words), given)
        for at in range(_GIVEN, len(codes)):
            page.write_blank(down, at, None, box)
    places = _write_words(words, sheet, head, given)
    for at, field in enumerate(sheet.fields, _GIVEN):
        if field.code in places:
            page.data_validation(1, at, len(sheet.items), at, _drop_down(*places[field.code]))


def _lay_out(page: Any) -> None:
    page.freeze_panes(1, _GIVEN)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _drop_down(first: int, last: int) -> dict[str, str]:
    return {
        "validate": "list",
        "source": f"='{_WORDS}'!$B${first}:$B${last}",
        # The Chinese alone, or the code alone, is an answer too: what is not in the list is asked about, not refused.
        "error_type": "warning",
        "error_title": "词表之外 Not in the list",
        "error_message": "列表中没有这个词。This word is not in the list.",
    }


def _head(code: str, label: Label) -> str:
    return f"{code} · {label[0]}"


def _write_words(page: Any, sheet: Worksheet, head: Any, text: Any) -> dict[str, tuple[int, int]]:
    """Write the rules, then the words of each field; give the rows, from 1, in which the words of each stand."""
    page.set_column(0, 1, 24)
    page.set_column(2, 3, 60)
    lines: list[Sequence[str]] = [("field · 字段", "word · 取值", "what it means", "含义")]
    lines += [("", "", en, zh) for zh, en in (*PRINT_WORDS["rules"], *PRINT_WORDS[sheet.of])]
    places = {}
    for field in sheet.fields:
        zh, en = field.rule
        lines.append((_head(field.code, field.label), "", en, zh))
        first = len(lines) + 1
        lines += [("", field.write(word), en, zh) for word, (zh, en) in _words(field)]
        if field.meanings:
            places[field.code] = (first, len(lines))
    for down, line in enumerate(lines):
        for at, words in enumerate(line):
            if words:
                page.write_string(down, at, words, head if down == 0 or at == 0 else text)
    return places


def _words(field: AskedField) -> list[tuple[str, Label]]:
    return list(field.meanings.items()) or [(NONE, NONE_LABEL)]
