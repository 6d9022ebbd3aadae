"""A report read in its reader's own browser: one answer in JSON, of the standard library alone.

The page *Read your report here* runs this module in Pyodide, where no other library is; what it gives is what
`jiedu read` and `jiedu report` give.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.reports.columns import REPORT, types_of
from jiedu.reports.export import BOM, Row, csv_lines, json_object, report_tables
from jiedu.reports.formats import Source, extract, require_report
from jiedu.reports.quantities import to_json
from jiedu.reports.report import Report, read_source

LONGEST_HERE = 500_000
"""Characters of the longest text that the page reads: ten of the longest reports."""

_LIBRARIES = {
    "docx": "a Word document",
    "lxml": "a web page",
    "trafilatura": "a web page",
    "pypdf": "a PDF",
}
"""What a file is, by the library that would read it."""


def answer_here(data: bytes, name: str) -> str:
    """Read the bytes of a text, and answer in one JSON object; a Fault stands in it as `fault`.

    `quantities` and `targets` hold the rows that the page shows, each value also as it is `shown`; `files` what can be
    downloaded: the tables, the lines of `jiedu read`, the report of `jiedu report --format json`. `no_report` says why
    there are no targets, where there are none.

    >>> found = json.loads(answer_here("力争年内突破1000家，投资超1.2亿元".encode(), "a.txt"))
    >>> [(row["surface"], row["shown"], row["comparator"]) for row in found["quantities"]]
    [('1000家', '1,000', 'gt'), ('1.2亿元', '120,000,000', 'gt')]
    >>> found["no_report"]
    'a.txt: no report: 12 Chinese characters, a report has at least 200'
    >>> json.loads(answer_here(b"", "a.txt"))
    {'fault': 'a.txt: the file is empty'}
    """
    try:
        return json.dumps(_answer(_source_here(data, name)), ensure_ascii=False)
    except Fault as fault:
        return json.dumps({"fault": str(fault)}, ensure_ascii=False)


def _source_here(data: bytes, name: str) -> Source:
    try:
        source = extract(data, name)
    except ModuleNotFoundError as error:
        what = _LIBRARIES.get((error.name or "").partition(".")[0])
        if what is None:
            raise
        raise Fault(
            f"{safe_name(name)}: {what}, and this page reads plain text alone: open it, and copy its text, or save it "
            "as .txt"
        ) from None
    if len(source.text) > LONGEST_HERE:
        raise Fault(
            f"{safe_name(name)}: a text of {len(source.text):,} characters; this page reads at most {LONGEST_HERE:,}, "
            "jiedu read any number"
        )
    return source


def _answer(source: Source) -> Mapping[str, Any]:
    report = read_source(source)
    no_report = _no_report(source)
    made = report_tables(report)
    tables = {name: list(made[name][0]()) for name in (("quantities",) if no_report else ("quantities", "targets"))}
    return {
        "name": source.name,
        "text": source.text,
        "encoding": source.encoding,
        "place": report.place,
        "year": report.year,
        "remarks": list(source.remarks if no_report else report.remarks),
        "no_report": no_report,
        "quantities": list(map(_shown, tables["quantities"])),
        "targets": list(map(_shown, tables.get("targets", ()))),
        "files": _files_here(report, tables),
    }


def _no_report(source: Source) -> str:
    """Say why a text cannot be a report; "" where it can."""
    try:
        require_report(source)
    except Fault as fault:
        return str(fault)
    return ""


def _files_here(report: Report, tables: Mapping[str, Iterable[Row]]) -> dict[str, str]:
    """Write the tables as CSV files that a spreadsheet opens, the rest for programs."""
    columns = {name: types_of(REPORT[name]) for name in tables}
    files = {
        f"{name}.csv": "".join(chain((BOM,), csv_lines(rows, columns[name], guarded=True)))
        for name, rows in tables.items()
    }
    lines = "".join(f"{to_json(quantity, report.source.name)}\n" for quantity in report.quantities)
    return files | {"read.jsonl": lines, "report.json": "".join(json_object(report)) + "\n"}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Put the value of a row into the form that a page shows; in JSON a number of any length is its digits."""
    low, high = row["value"], row["value_high"]
    shown = "–".join(_grouped(one) for one in (low, high) if one is not None)
    plain = {key: str(cell) if isinstance(cell, Decimal) else cell for key, cell in row.items()}
    return plain | {"shown": shown}


def _grouped(value: Decimal) -> str:
    """Write a number with thousands separators.

    >>> _grouped(Decimal("6.50")), _grouped(Decimal("1E+3"))
    ('6.5', '1,000')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
