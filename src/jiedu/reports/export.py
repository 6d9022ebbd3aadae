"""A report as tables: rows, CSV, JSON Lines, Arrow, pandas, and a folder of all of them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiedu import __version__
from jiedu.errors import Fault
from jiedu.files import replace_folder, safe_name, why
from jiedu.language import tell
from jiedu.reports.columns import COLUMNS_TABLE, REPORT, column_rows, types_of
from jiedu.reports.formats import Source
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import as_row, iterate_all, json_number, json_text, to_json
from jiedu.reports.structure import IDENTITY, Found, Part
from jiedu.reports.targets import COLUMNS as TARGET_COLUMNS
from jiedu.text.cleaning import strip_whitespace

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from jiedu.reports.report import Report

MARKER = "report.json"
"""What a folder of results is known by: a later run may replace it."""

Row = dict[str, Any]


def heading_of(part: Part) -> str:
    """Return a part's heading with its ordinal.

    >>> from jiedu.reports.report import read_report
    >>> report = read_report("一、今年工作安排" + chr(10) + "　　今年，建成道路9条。" * 40)
    >>> heading_of(report.structure.parts[0])
    '一、今年工作安排'
    """
    return part.ordinal + part.heading


def quantity_rows(report: "Report") -> Iterator[Row]:
    """Give the quantities with their place in the report, in the order of the text."""
    for quantity in report.quantities:
        path = report.structure.path_at(quantity.start)
        yield as_row(quantity) | {
            "role": report.structure.role_at(quantity.start) or "",
            "part": heading_of(path[0]) if path else "",
            "section": heading_of(path[1]) if len(path) > 1 else "",
        }


def target_rows(report: "Report") -> Iterator[Row]:
    """Give the expected targets, family by family."""
    for target in report.targets:
        yield {name: getattr(target, name) for name in TARGET_COLUMNS}


def structure_rows(report: "Report") -> Iterator[Row]:
    """Give what the report says about itself, then its parts in reading order, breaks, targets and periods."""
    for name in IDENTITY:
        found: Found | None = getattr(report.structure, name)
        if found is None:
            yield _element(name, evidence="not found")
        else:
            place = (None, None) if found.evidence == "file name" else (found.span.start, found.span.end)
            yield _element(name, text=found.value, evidence=found.evidence, start=place[0], end=place[1])
    for depth, part in report.structure.walk():
        yield _element(
            "section" if depth else "part",
            depth=depth,
            ordinal=part.ordinal,
            text=part.heading,
            role=part.role or "",
            evidence="run-in heading" if part.run_in else "heading",
            start=part.span.start,
            end=part.span.end,
        )
        for lead in part.leads:
            words = strip_whitespace(lead.of(report.source.text))
            yield _element("lead", depth=depth + 1, text=words, start=lead.start, end=lead.end)
    for name, spans in (("break", report.structure.breaks), ("targets", report.structure.targets)):
        for span in spans:
            yield _element(name, start=span.start, end=span.end)
    for period in report.structure.periods:
        yield _element("period", role=period.role or "", start=period.span.start, end=period.span.end)


def _element(element: str, **cells: Any) -> Row:
    blank: Row = {"element": element, "depth": None, "ordinal": "", "text": "", "role": "", "evidence": ""}
    return blank | {"start": None, "end": None} | cells


def to_arrow(rows: list[Row], types: dict[str, str]) -> "pa.Table":
    """Make an Arrow table of rows; a number too large for a double is null, its words stand in `surface`.

    >>> to_arrow([{"value": Decimal("6.5")}, {"value": None}], {"value": "double"}).column("value").to_pylist()
    [6.5, None]
    """
    import pyarrow as pa

    arrays = []
    for name, kind in types.items():
        cells = [row[name] for row in rows]
        if kind == "double":
            cells = [_double(cell) for cell in cells]
        arrays.append(pa.array(cells, type=pa.type_for_alias(kind)))
    return pa.Table.from_arrays(arrays, names=list(types))


def _double(value: Decimal | None) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if abs(number) != float("inf") else None


def to_csv(rows: Iterable[Row], columns: Iterable[str], header: bool = True) -> str:
    """Write rows as CSV; numbers stand as they were read, to the last digit and without an exponent, None as nothing.

    A row may have more cells than there are columns, or fewer.

    >>> to_csv([{"value": Decimal("6.50")}, {"value": 1.2e22}], ["value"])
    'value\\n6.50\\n12000000000000000000000\\n'
    """
    return "".join(csv_lines(rows, columns, header))


def csv_lines(rows: Iterable[Row], columns: Iterable[str], header: bool = True, guarded: bool = False) -> Iterator[str]:
    r"""Give the lines of `to_csv` one after the other.

    A `guarded` table stays text in a spreadsheet: an apostrophe stands before words that begin with = + - @, a tab, a
    line end or an apostrophe, so that to read them back is to take one apostrophe off. Numbers stand as they are.

    >>> list(csv_lines([{"unit": "=1+1", "value": Decimal("-5")}], ["unit", "value"], guarded=True))
    ['unit,value\n', "'=1+1,-5\n"]
    """
    write = _guarded if guarded else _digits
    names = list(columns)
    out = io.StringIO()
    # A cell is put in quotes for the signs of this line end alone, and readers take either of them for one.
    writer = csv.DictWriter(out, names, lineterminator="\r\n", extrasaction="ignore")
    if header:
        writer.writeheader()
        yield f"{out.getvalue()[:-2]}\n"
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow({name: write(cell) for name, cell in row.items()})
        yield f"{out.getvalue()[:-2]}\n"


_FORMULA = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet may take for the beginning of a formula, in both widths, and the guard itself."""


def _guarded(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return _digits(cell)


def unguarded(cell: str) -> str:
    """Take the apostrophe off a cell of a guarded table; a cell of another table stays as it is.

    >>> unguarded("'=1+1"), unguarded("''twas"), unguarded("'twas")
    ('=1+1', "'twas", "'twas")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _digits(cell: Any) -> Any:
    if isinstance(cell, float):
        # The shortest digits that give the number again; a whole number needs no point.
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


BOM = "\ufeff"
"""A spreadsheet takes a CSV file for UTF-8 only if it begins with this; what reads CSV into a program knows it too."""


def json_lines(rows: Iterable[Row], types: dict[str, str]) -> Iterator[str]:
    """Write rows as JSON Lines; null where there is no value.

    >>> list(json_lines([{"value": Decimal("6.50"), "unit": "%"}], {"value": "double", "unit": "string"}))
    ['{"value": 6.5, "unit": "%"}\\n']
    """
    for row in rows:
        yield json_text({name: _json(row[name]) for name in types}) + "\n"


def _json(cell: Any) -> Any:
    return json_number(cell) if isinstance(cell, Decimal) else cell


def to_frame(report: "Report", table: str) -> "pd.DataFrame":
    """Return one table of a report for pandas; see `Report.to_frame`.

    >>> from jiedu.reports.report import read_report
    >>> to_frame(read_report("今年，建成道路9条。" * 40), "quantities")["unit"].unique().tolist()
    ['条']
    """
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise Fault(tell("a table for pandas needs pandas: pip install 'jiedu[book]'")) from None
    tables = report_tables(report)
    if table not in tables:
        raise Fault(tell("a report has no table {table!r}: {known}", table=table, known=", ".join(tables)))
    rows, types = tables[table]
    frame = pd.DataFrame([[row[name] for name in types] for row in rows()], columns=list(types), dtype=object)
    kinds = {"int64": "Int64", "string": "str"}
    return frame.astype({name: kinds[kind] for name, kind in types.items() if kind in kinds})


def json_lines_of(
    source: Source, lexicon: Lexicon | None = None, every: bool = False, explain: bool = False
) -> Iterator[str]:
    """Give the lines of `jiedu read`: a quantity each, or with `every` a numeral each, as JSON.

    With `explain` each line names the rules that spoke.

    >>> next(json_lines_of(Source("a.txt", "建成道路9条")))[:49]
    '{"file": "a.txt", "start": 4, "end": 6, "surface"'
    """
    for found in iterate_all(source.text, lexicon):
        if every or found.class_ == "quantity":
            yield to_json(found, source.name, explain)


Rows = Callable[[], Iterator[Row]]
"""Rows that are made when they are asked for, once more each time: those of a long text are never all there."""


def report_tables(report: "Report") -> dict[str, tuple[Rows, dict[str, str]]]:
    """Give the three tables of a report by name: what makes its rows, and the column types.

    >>> from jiedu.reports.report import read_report
    >>> report = read_report("今年，地区生产总值增长5%左右。" * 20)
    >>> [(name, len(list(rows()))) for name, (rows, types) in report_tables(report).items()][:2]
    [('quantities', 20), ('targets', 14)]
    """
    rows = {"quantities": quantity_rows, "targets": target_rows, "structure": structure_rows}
    return {name: (partial(give, report), types_of(REPORT[name])) for name, give in rows.items()}


def write_results(report: "Report", folder: Path) -> None:
    """Write tables and text of a report into a folder, whole or not at all.

    Each table is written as CSV and JSON Lines, and as Parquet where `has_parquet`; `columns.csv` says what every
    column means. An earlier result is replaced; a folder that holds anything else is left alone. Raises Fault for
    that, and for a disk that is full or a place that may not be written.
    """
    try:
        if folder.exists() and not (folder / MARKER).is_file() and (not folder.is_dir() or any(folder.iterdir())):
            name = safe_name(folder)
            raise Fault(
                tell("{name}: exists, and is no earlier result of jiedu report: nothing was written", name=name)
            )
        with replace_folder(folder) as new:
            for name, lines in _files(report):
                with (new / name).open("w", encoding="utf-8", newline="") as file:
                    file.writelines(lines)
            if has_parquet():
                for name, (rows, types) in report_tables(report).items():
                    write_parquet(rows(), types, new / f"{name}.parquet")
            # What a folder of results is known by comes last.
            (new / MARKER).write_text(
                json.dumps(_about(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline=""
            )
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(folder), why=why(error))) from None


def _files(report: "Report") -> Iterator[tuple[str, Iterable[str]]]:
    """Give the files of text of a folder of results, line by line."""
    for name, (rows, types) in report_tables(report).items():
        yield f"{name}.csv", chain((BOM,), csv_lines(rows(), types, guarded=True))
        yield f"{name}.jsonl", json_lines(rows(), types)
    yield "columns.csv", chain((BOM,), csv_lines(column_rows(REPORT), types_of(COLUMNS_TABLE)))
    yield "text.txt", (report.source.text,)
    yield "text.txt.sha256", (f"{report.source.sha256}  text.txt\n",)


def has_parquet() -> bool:
    """Tell whether Parquet can be written: with the extra `corpus`, which brings pyarrow.

    >>> has_parquet()
    True
    """
    return find_spec("pyarrow") is not None


_ROW_GROUP = 2**16


def write_parquet(rows: Iterable[Row], types: dict[str, str], path: Path) -> None:
    """Write rows as a Parquet file, compressed with zstd, some ten thousand at a time.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.parquet"
    >>> write_parquet([{"unit": "家"}], {"unit": "string"}, path)
    >>> path.read_bytes()[:4]
    b'PAR1'
    """
    import pyarrow.parquet as pq

    source = iter(rows)
    first = to_arrow(list(islice(source, _ROW_GROUP)), types)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        while more := list(islice(source, _ROW_GROUP)):
            writer.write_table(to_arrow(more, types))


def json_object(report: "Report") -> Iterator[str]:
    """Give a report as one JSON object in one line, piece by piece: what report.json has, then its three tables.

    >>> from jiedu.reports.report import read_report
    >>> list(json.loads("".join(json_object(read_report("今年，建成道路9条。" * 40)))))[-4:]
    ['remarks', 'structure', 'targets', 'quantities']
    """
    yield json_text(_about(report)).removesuffix("}")
    tables = report_tables(report)
    for name in ("structure", "targets", "quantities"):
        rows, types = tables[name]
        yield f', "{name}": ['
        for at, line in enumerate(json_lines(rows(), types)):
            yield f"{', ' if at else ''}{line[:-1]}"
        yield "]"
    yield "}"


def _about(report: "Report") -> dict[str, Any]:
    return {
        "file": report.source.name,
        "format": report.source.format,
        "encoding": report.source.encoding,
        "file_sha256": report.source.file_sha256,
        "text_sha256": report.source.sha256,
        "characters": len(report.source.text),
        "jiedu": __version__,
        **report.structure.identity(),
        "remarks": list(report.remarks),
    }
