"""What a notebook uses of the data: a build runs it again when that changes, and never shows a stale page."""

import asyncio
import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import copy_project, notebook

from jiedu.book.build import build_book, contents
from jiedu.book.execute import Executed, Store, execute, plan
from jiedu.book.kernels import run_notebook
from jiedu.book.uses import EVERYTHING


def change(path: Path, column: str, row: int = 0) -> None:
    """Add a word to one cell of a table, or a digit to its number."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cell = rows[row][column]
    rows[row][column] = f"{cell}1" if cell.replace(".", "").isdigit() else f"{cell} changed"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def run(root: Path, kept: str) -> list[Executed]:
    notebooks = [page for page in contents(root) if page.suffix == ".ipynb"]
    store = Store(root / kept)
    return execute(plan(root, notebooks, store), store, 2)


# What draws or counts with a library of its own, or looks into a folder, runs again whatever changes.
LESSONS = {"lesson_numbers", "lesson_promises", "lesson_chart"}

# A table, a column whose cells are shown, and what must run again when one of them changes.
CHANGES = [
    ("claims", "finding_en", {"commentary"}),
    ("comparisons", "value", {"neighbours", "targets"}),
    ("panel/outcomes", "value", {"neighbours", "provinces", "seventy_years", "lesson_panel"}),
    ("readers", "value", {"reader"}),
    ("coding/disagreements", "reason", {"method"}),
]


@pytest.mark.slow
def test_a_changed_row_runs_what_uses_its_table_and_nothing_is_stale(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    run(root, "warm")
    for table, column, expected in CHANGES:
        change(root / "data" / f"{table}.csv", column)
        results = run(root, "warm")
        assert {result.source.stem for result in results if not result.kept} == expected | LESSONS, table
    # A term and a note are shown by most chapters, and by no chapter that is about something else.
    change(root / "data" / "terms.csv", "en")
    change(root / "data" / "notes.csv", "en")
    warm = run(root, "warm")
    again = {result.source.stem for result in warm if not result.kept}
    assert "overview" in again and not {"method", "reader"} & again
    assert [result.texts for result in warm] == [result.texts for result in run(root, "cold")]


PAGE = {"data/source/page.txt", "data/datapackage.json"}
"""What every edition opens, whatever is asked of it."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("uses") / "project")


def uses(source: str, root: Path) -> set[str]:
    import nbformat

    from jiedu.book.forks import fork_server

    async def watched() -> list[str]:
        with fork_server().listening():
            cells = nbformat.reads(notebook(("code", source)), 4)
            _, used = await run_notebook(cells, ["both"], root, root / "data", 60)
            return used

    return set(asyncio.run(watched()))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 1", set()),
        ("import jiedu; edition = jiedu.open_edition('.')", PAGE),
        ("import jiedu; jiedu.open_edition('.').terms", PAGE | {"data/terms.csv"}),
        ("import jiedu; jiedu.open_edition('.').quantities", PAGE | {"data/quantities.csv", "data/blocks.csv"}),
        ("import jiedu; jiedu.open_edition('.').optional('readers')", PAGE | {"data/readers.csv"}),
        ("import jiedu; jiedu.open_edition('.').root", {EVERYTHING}),
        ("from pathlib import Path; Path('data/terms.csv').stat()", {EVERYTHING}),
        ("import pandas as pd; pd.read_csv('data/terms.csv')", {EVERYTHING}),
        ("open('data/terms.csv')", {EVERYTHING}),
        ("import duckdb; duckdb.sql(\"from 'data/terms.csv'\")", {EVERYTHING}),
        ("import os; os.system('cat data/terms.csv')", {EVERYTHING}),
        ("import subprocess; subprocess.run(['cat', 'data/terms.csv'])", {EVERYTHING}),
        ("!cat data/terms.csv", {EVERYTHING}),
        ("__import__('duckdb')", {EVERYTHING}),
    ],
)
def test_what_a_kernel_uses_is_written_down(project: Path, source: str, expected: set[str]) -> None:
    found = uses(source, project)
    assert EVERYTHING in found if EVERYTHING in expected else found == expected


def test_a_result_without_its_list_of_uses_is_no_result(book: Path) -> None:
    build_book(book)
    for path in (book / "_build" / ".kept").glob("*.uses"):
        path.write_text("[]", encoding="utf-8")
    (book / "_build" / "html" / "index.html").write_text("scribbled over", encoding="utf-8")
    assert build_book(book).executed == 2


WITHOUT_FORK = """
import importlib, os, pkgutil, signal, sys
for name in ("fcntl", "resource", "termios", "pwd", "grp"):
    sys.modules[name] = None
for name in ("fork", "setsid", "sched_getaffinity", "killpg", "getpgid"):
    if hasattr(os, name):
        delattr(os, name)
del signal.pthread_sigmask
import jiedu
for module in pkgutil.walk_packages(jiedu.__path__, "jiedu."):
    importlib.import_module(module.name)
import jiedu.book.build as building
building._checked = lambda root: None
built = building.build_book(building.Path(sys.argv[1]))
print(built.executed, built.kept)
built = building.build_book(building.Path(sys.argv[1]))
print(built.executed, built.kept)
"""


def test_a_book_is_built_where_nothing_can_be_forked(book: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_FORK, str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout == "2 0\n0 2\n"
    page = (book / "_build" / "html" / "notebooks" / "one.html").read_text(encoding="utf-8")
    assert '<mark id="q-060">1500家</mark>' in page
    kept = [json.loads(path.read_text()) for path in (book / "_build" / ".kept").glob("*.uses")]
    assert all(EVERYTHING in known["uses"] for known in kept)
