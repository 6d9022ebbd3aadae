"""Every column of every output is in the dictionary, with its type, its words and a sentence; and nothing else is."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from support import DATA, REPORTS

from jiedu.cli import main
from jiedu.reports.columns import COLUMNS_TABLE, CORPUS, READ, REPORT, OutputColumn, column_rows, types_of
from jiedu.reports.corpus import parts
from jiedu.reports.corpus.outputs import paths_of
from jiedu.reports.export import quantity_rows, structure_rows, target_rows
from jiedu.reports.formats import load
from jiedu.reports.report import read_report

SAMPLES = [DATA / "report.txt", DATA / "sample_report.txt"]
ALL = [*READ.values(), *REPORT.values(), *CORPUS.values(), COLUMNS_TABLE]


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.stdout


def names(columns: tuple[OutputColumn, ...]) -> list[str]:
    return [column.name for column in columns]


def head(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a corpus of the two samples, as Parquet."""
    folder = tmp_path_factory.mktemp("corpus")
    run("corpus", *SAMPLES, "--out", folder / "a.parquet", "--jobs", 1)
    return folder


@pytest.mark.parametrize("every", [(), ("--all",)], ids=["quantities", "numerals"])
def test_the_lines_of_read(every: tuple[str, ...]) -> None:
    for line in run("read", *every, *SAMPLES).splitlines():
        assert list(json.loads(line)) == names(READ["read"])[:-1]
    for line in run("read", "--explain", *every, *SAMPLES).splitlines():
        assert list(json.loads(line)) == names(READ["read"])


def test_the_files_of_a_report(tmp_path: Path) -> None:
    run("report", SAMPLES[0], "--out", tmp_path / "out")
    for table in ("quantities", "targets", "structure"):
        assert head(tmp_path / "out" / f"{table}.csv") == names(REPORT[table])
    about = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert list(about) == names(REPORT["report"])
    tables = {path.stem for path in (tmp_path / "out").glob("*.csv")} - {"columns"}
    assert tables | {"report"} == set(REPORT)


def test_what_a_row_is_made_of_is_what_is_written() -> None:
    """A cell that the dictionary does not know would be left out of every file, and nobody would hear of it."""
    report = read_report(load(SAMPLES[0]))
    for table, rows in (("quantities", quantity_rows), ("targets", target_rows), ("structure", structure_rows)):
        assert list(next(rows(report))) == names(REPORT[table])
    _, about, _ = parts.unpack(parts.read_part("a.txt", SAMPLES[0].read_bytes()))
    # What a panel asks for beyond the tables of a corpus.
    assert {"file", *about} - {"counts", "outcomes"} == set(names(CORPUS["reports"]))


def test_the_files_of_a_corpus(corpus: Path) -> None:
    paths = paths_of(corpus / "a.parquet")
    assert set(paths) == set(CORPUS) | {"columns"}
    for table, columns in CORPUS.items():
        if paths[table].suffix == ".csv":
            assert head(paths[table]) == names(columns)
        else:
            schema = pq.read_schema(paths[table])
            assert {field.name: str(field.type) for field in schema} == types_of(columns)
    assert head(paths["columns"]) == names(COLUMNS_TABLE)


@pytest.mark.parametrize(("written", "tables"), [("report", REPORT), ("corpus", CORPUS)])
def test_the_list_beside_the_files_is_the_dictionary(written: str, tables: dict, corpus: Path, tmp_path: Path) -> None:
    path = corpus / "a-columns.csv"
    if written == "report":
        run("report", SAMPLES[0], "--out", tmp_path / "out")
        path = tmp_path / "out" / "columns.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == list(column_rows(tables))


def test_every_column_says_what_it_means() -> None:
    for columns in ALL:
        assert len(names(columns)) == len(set(names(columns)))
        for column in columns:
            assert column.meaning.endswith(".") and column.meaning.count(". ") == 0, column.name
            assert column.meaning[0].isupper() or column.meaning.startswith("string"), column.name
            assert column.unit or column.type not in ("int64", "double") or column.name == "year", column.name
            assert not (column.unit and column.words), column.name


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_the_words_of_a_column_are_those_that_stand_in_it() -> None:
    """In real reports of every level and age no other word is met, and most of the words are."""
    met: dict[tuple[str, str], set[Any]] = {}
    for path in sorted(REPORTS.glob("*.txt"))[::3]:
        report = read_report(load(path))
        for table, rows in (("quantities", quantity_rows), ("targets", target_rows), ("structure", structure_rows)):
            for row in rows(report):
                for name, cell in row.items():
                    met.setdefault((table, name), set()).add(cell)
    for (table, name), cells in met.items():
        (column,) = (column for column in REPORT[table] if column.name == name)
        if column.words:
            assert cells - {""} <= set(column.words), (table, name)
        else:
            assert table == "structure" or column.type != "string" or len(cells) > 5, (table, name)
