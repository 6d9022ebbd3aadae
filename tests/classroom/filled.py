"""Worksheets filled in by program, as the spreadsheets of a class save them."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl

from jiedu.classroom.sheet_files import blank_csv
from jiedu.classroom.sheet_workbook import sheet_workbook
from jiedu.classroom.sheets import Worksheet

Answers = dict[tuple[int, str], str]


def from_key(sheet: Worksheet) -> Answers:
    """Answer every field as the key does; what is not asked stays empty."""
    return {
        (item.number, field.code): field.write(item.key[field.code])
        for item in sheet.items
        for field in sheet.fields
        if item.key[field.code]
    }


def grid(sheet: Worksheet, answers: Answers) -> list[list[str]]:
    """Fill in the table of a sheet."""
    head, *rows = csv.reader(io.StringIO(blank_csv(sheet).removeprefix("\ufeff"), newline=""))
    for row in rows:
        for field in sheet.fields:
            row[head.index(field.code)] = answers.get((int(row[0]), field.code), "")
    return [head, *rows]


def as_csv(rows: list[list[str]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def save_workbook(path: Path, sheet: Worksheet, answers: Answers) -> Path:
    """Fill in the workbook as it was handed out, with the program that writes it back."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_workbook(sheet)))
    page = book.worksheets[0]
    for item in sheet.items:
        for at, field in enumerate(sheet.fields, 5):
            page.cell(item.number + 1, at).value = answers.get((item.number, field.code))
    book.save(path)
    return path


SAVED: dict[str, Callable[[list[list[str]]], bytes]] = {
    "utf-8": lambda rows: as_csv(rows).encode("utf-8"),
    "utf-8 with mark": lambda rows: as_csv(rows).encode("utf-8-sig"),
    "Chinese Windows": lambda rows: as_csv(rows).encode("gb18030"),
    "Chinese Windows, old": lambda rows: as_csv(rows).encode("gbk", "replace"),
    "Unicode text": lambda rows: as_csv(rows, "\t").encode("utf-16"),
    "European Excel": lambda rows: as_csv(rows, ";").encode("utf-8-sig"),
    "named separator": lambda rows: b"sep=;\r\n" + as_csv(rows, ";").encode("utf-8"),
    "line feeds": lambda rows: as_csv(rows).replace("\r\n", "\n").encode("utf-8"),
}
"""How spreadsheets save a table."""
