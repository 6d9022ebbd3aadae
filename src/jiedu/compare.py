"""`jiedu compare`: a panel on a terminal, as a page, a table or a chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiedu.display.html import Safe, style_sheet
from jiedu.edition import records
from jiedu.errors import Fault
from jiedu.files import one_line, safe_name, why, write_whole
from jiedu.language import tell
from jiedu.panel.grid import KEY, changes_frame, grid
from jiedu.panel.opening import Panel
from jiedu.reports.corpus.outputs import other_form
from jiedu.reports.export import BOM, csv_lines

if TYPE_CHECKING:
    import pandas as pd

    from jiedu.tables import Table

FORMS = (".html", ".csv", ".xlsx")
"""What the name of the output may end in; it decides the form."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Say what is to be compared: families (none for all that are set), order, one level, one year, or two years."""

    families: tuple[str, ...] = ()
    by: str = "place"
    level: str = ""
    year: int | None = None
    diff: tuple[int, int] | None = None


def compare_panel(
    panel: Panel, wanted: Comparison, out: Path | None = None, chart: Path | None = None
) -> Iterator[str]:
    """Write a comparison as asked, and give the lines to print: the table where no file is named, else the files.

    Raises Fault for a family, a level or years that the panel has not, and for an output of no known form.

    >>> from jiedu import open_panel
    >>> lines = list(compare_panel(open_panel(), Comparison(("gdp",), level="nation", year=2024)))
    >>> lines[1].split()
    ['全国', '2024', '≈5']
    """
    if out is not None and out.suffix not in FORMS:
        raise other_form(out, FORMS)
    if chart is not None and chart.suffix != ".svg":
        raise Fault(tell("{name}: the chart is an .svg file", name=safe_name(chart)))
    if chart is not None and wanted.diff is not None:
        raise Fault(tell("--chart draws targets side by side, and --diff lists changes: ask for the one or the other"))
    panel = panel.only(wanted.level, wanted.year)
    try:
        if out is not None:
            write_whole(out, _file(panel, wanted, out))
            yield tell("table: {path}", path=safe_name(out))
        if chart is not None:
            from jiedu import charts

            write_whole(chart, charts.side_by_side(panel, wanted.families, wanted.by).svg.encode("utf-8"))
            yield tell("chart: {path}", path=safe_name(chart))
    except OSError as error:
        raise Fault(
            tell("{name}: cannot be written: {why}", name=safe_name(out or chart or Path()), why=why(error))
        ) from None
    if out is None and chart is None:
        yield from _printed(_data(panel, wanted))


def _data(panel: Panel, wanted: Comparison) -> "pd.DataFrame":
    if wanted.diff is None:
        return grid(panel, wanted.families, wanted.by)
    return changes_frame(panel, *wanted.diff, wanted.families)


def _table(panel: Panel, wanted: Comparison) -> "Table":
    from jiedu import tables

    if wanted.diff is not None:
        return tables.changed(panel, *wanted.diff, wanted.families)
    return tables.side_by_side(panel, wanted.families, wanted.by)


def _file(panel: Panel, wanted: Comparison, out: Path) -> bytes:
    if out.suffix == ".csv":
        data = _data(panel, wanted)
        rows = records(data)
        return (BOM + "".join(csv_lines(rows, list(data.columns), guarded=True))).encode("utf-8")
    if out.suffix == ".xlsx":
        return _workbook(_data(panel, wanted), out)
    page = Safe(
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{title}</title>{style}</head>'
        '<body style="font-family: sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem">'
        "{table}</body></html>\n"
    )
    title = "预期目标对照 Targets side by side"
    words = page.format(title=title, style=style_sheet("table.css"), table=Safe(_table(panel, wanted).html))
    return str(words).encode("utf-8")


def _workbook(data: "pd.DataFrame", out: Path) -> bytes:
    """Write a workbook of one sheet, and one that says what its cells mean."""
    import tempfile

    from jiedu.reports.corpus.outputs import BookSheet, open_workbook
    from jiedu.reports.export import to_arrow

    with tempfile.TemporaryDirectory(prefix="jiedu-") as folder:
        path = Path(folder) / out.name
        with open_workbook(path) as workbook:
            types = dict.fromkeys(map(str, data.columns), "string") | ({"year": "int64"} if "year" in data else {})
            rows = [
                {name: cell if types[name] == "int64" or cell is None else str(cell) for name, cell in row.items()}
                for row in records(data)
            ]
            BookSheet(workbook, "targets", types, out).add(to_arrow(rows, types))
            key = {"sign": "string", "meaning": "string"}
            BookSheet(workbook, "key", key, out).add(
                to_arrow([{"sign": sign, "meaning": meaning} for sign, meaning in KEY.items()], key)
            )
        return path.read_bytes()


def _printed(data: "pd.DataFrame") -> Iterator[str]:
    """Give the table in lines as wide as they need to be: a terminal folds them, a file keeps them."""
    import io

    from rich.console import Console
    from rich.table import Table as Lines

    table = Lines(box=None, padding=(0, 2, 0, 0), header_style="")
    shown = [name for name in data.columns if name not in _HIDDEN]
    for name in shown:
        table.add_column(name, no_wrap=True)
    for row in data[shown].itertuples(index=False):
        # A panel may come from anywhere: what it holds is shown, and moves no cursor.
        table.add_row(*("" if cell is None else one_line(str(cell)) for cell in row))
    console = Console(file=io.StringIO(), width=_WIDEST, markup=False, emoji=False, highlight=False)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    yield from (line.rstrip() for line in console.file.getvalue().splitlines())


_HIDDEN = ("report", "code", "level", "id_before", "id_after")
_WIDEST = 2_000
