"""What the tests of a project share that is no fixture: the command, a project's tables, its files."""

import csv
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result
from support import DATA

from jiedu.cli import main

REPORT = DATA / "sample_report.txt"
TEXT = REPORT.read_text(encoding="utf-8")


def jiedu(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def new(folder: Path, report: Path = REPORT) -> Path:
    """Make a project, which `jiedu new` refuses where its tables would not hold: there is nothing to check again."""
    result = jiedu("new", folder, "--from", report)
    assert result.exit_code == 0, result.output
    return folder


def rows_of(project: Path, table: str) -> list[dict[str, str]]:
    with (project / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(project: Path, table: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a table by hand; a row may get cells of new columns."""
    rows = rows_of(project, table)
    change(rows)
    write(project, table, rows)


def write(project: Path, table: str, rows: list[dict[str, str]]) -> None:
    names = list(rows[0])
    with (project / f"data/{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def sign(project: Path, *arguments: object) -> None:
    """Sign what was reviewed, as its editor does: all that says so, unless rows are named."""
    result = jiedu("review", *(arguments or ["--changed"]), "--by", "A. Editor", "--yes", "--in", project)
    assert result.exit_code == 0, result.output
