"""What the tests of the panel share: folders of reports, the command, and small panels made of rows."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from support import DATA

from jiedu.cli import main
from jiedu.panel.opening import Panel
from jiedu.panel.rows import TABLES, Row, name_in_id
from jiedu.reports.columns import PANEL

TEXT = (DATA / "report.txt").read_text(encoding="utf-8")
"""A report of 青河县 of 2024, with every family of targets but two."""


def jiedu(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def sentence(result: Result) -> str:
    """Give the one sentence with which a command ended, its exit code being 1."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and len(lines[0]) < 500, lines
    return lines[0].removeprefix("jiedu: ")


def write_report(folder: Path, place: str = "青河县", year: int = 2024, name: str = "", text: str = TEXT) -> Path:
    """Write the report as one of another place and year."""
    folder.mkdir(parents=True, exist_ok=True)
    words = text.replace("青河县", place).replace("2023年", f"{year - 1}年").replace("2024年", f"{year}年")
    path = folder / (name or f"{place}-{year}.txt")
    path.write_text(words, encoding="utf-8")
    return path


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def target(value: str = "5", comparator: str = "eq", **more: Any) -> Row:
    """Make a row of targets: growth of 青河县 in 2024, unless it is said otherwise; value "4–5" is a range, "" none."""
    low, _, high = value.partition("–")
    row = {
        "place": "青河县", "code": "654325", "level": "county", "year": 2024, "family": "gdp", "scope": "all",
        "aim": "base", "measure": "growth" if low else "", "availability": "stated" if low else "not stated",
        "value": Decimal(low) if low else None, "value_high": Decimal(high) if high else None,
        "comparator": comparator if low or comparator == "sync" else "", "cue": "", "strive": "", "unit": "%",
        "direction": "", "start": None, "end": None, "surface": "", "where": "list", "state": "machine",
    } | more  # fmt: skip
    key = f"{row['code'] or 'x'}-{row['year']}"
    return {"id": f"pt-{key}-{name_in_id(row)}", "report": f"rep-{key}"} | row


def panel_of(*targets: Row) -> Panel:
    """Make a panel of targets; its reports are those that they are of."""
    keys = ("place", "code", "level", "year")
    reports = {row["report"]: {"id": row["report"]} | {name: row[name] for name in keys} for row in targets}
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    tables |= {"reports": list(reports.values()), "targets": list(targets)}
    return Panel.of(
        {name: [dict.fromkeys(c.name for c in PANEL[name]) | row for row in tables[name]] for name in TABLES}
    )
