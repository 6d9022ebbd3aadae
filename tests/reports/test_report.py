"""`jiedu report`: the summary fits a terminal, the tables say the same in three formats."""

import csv
import hashlib
import json
import os
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from support import DATA, REPORTS

from jiedu.cli import main
from jiedu.errors import Fault
from jiedu.reports import export
from jiedu.reports.columns import REPORT as REPORT_COLUMNS
from jiedu.reports.formats import load
from jiedu.reports.report import read_report
from jiedu.vocabulary import AVAILABILITY, KINDS

REPORT = DATA / "report.txt"
TEXT = REPORT.read_text(encoding="utf-8")
FILES = {
    f"{name}.{suffix}" for name in ("quantities", "targets", "structure") for suffix in ("csv", "parquet", "jsonl")
}


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["report", *arguments], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_summary_says_what_the_report_is_and_promises():
    output = printed(str(REPORT))
    for words in (
        "青河县",
        "county",
        "第十七届人民代表大会第三次会议",
        "一、2023年工作回顾",
        "review",
        "≈6%",
        "none set",
        "≥5000人",
    ):
        assert words in output
    assert "6.5% (stretch)" in output


def test_the_summary_fits_eighty_columns():
    for path in [REPORT, *sorted(REPORTS.glob("*.txt"))[::9]]:
        assert max(cell_len(line.rstrip()) for line in printed(str(path)).splitlines()) <= 80


def test_what_is_not_found_is_said(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("各位代表：\n" + "　　我们要继续努力，把各项工作做得更好。\n" * 20, encoding="utf-8")
    output = printed(str(path))
    assert output.count("not found") >= 7
    assert "no headings found" in output


def test_words_of_a_report_are_no_markup(tmp_path):
    path = tmp_path / "[bold]a.txt"
    path.write_text(TEXT.replace("工作回顾", "[red]回顾[/red][nothing]"), encoding="utf-8")
    assert "[red]回顾" in printed(str(path))


def test_a_report_as_one_json_object():
    about = json.loads(printed(str(REPORT), "--format", "json"))
    found = read_report(load(REPORT))
    assert list(about) == [column.name for column in REPORT_COLUMNS["report"]] + ["structure", "targets", "quantities"]
    assert (about["place"], about["text_sha256"]) == ("青河县", found.source.sha256)
    for name, (rows, types) in export.report_tables(found).items():
        assert "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in about[name]) == "".join(
            export.json_lines(rows(), types)
        )
    assert printed(str(REPORT), "--format", "json").count("\n") == 1


@pytest.mark.parametrize("table", [None, "targets", "quantities", "structure"])
def test_a_table_as_csv(table, out):
    chosen = [] if table is None else ["--table", table]
    lines = printed(str(REPORT), "--format", "csv", *chosen)
    assert lines == (out / f"{table or 'targets'}.csv").read_text(encoding="utf-8-sig")


def test_what_is_printed_is_nothing_else_even_when_files_are_written(tmp_path):
    for form in ("json", "csv"):
        arguments = ["report", str(REPORT), "--format", form, "--out", str(tmp_path / "out")]
        result = CliRunner().invoke(main, arguments)
        assert result.stdout == printed(str(REPORT), "--format", form)
        assert f"tables and text: {tmp_path / 'out'}" in result.stderr


def test_a_table_is_named_for_csv_alone():
    result = CliRunner().invoke(main, ["report", str(REPORT), "--table", "targets"])
    assert (result.exit_code, "--table names what --format csv prints" in result.stderr) == (2, True)


@pytest.fixture
def out(tmp_path) -> Path:
    folder = tmp_path / "results" / "qinghe"
    printed(str(REPORT), "--out", str(folder))
    return folder


def test_a_result_is_complete(out):
    assert {path.name for path in out.iterdir()} == FILES | {
        "text.txt",
        "text.txt.sha256",
        "report.json",
        "columns.csv",
    }
    about = json.loads((out / "report.json").read_text(encoding="utf-8"))
    text = (out / "text.txt").read_bytes()
    assert text.decode("utf-8") == TEXT
    assert about["text_sha256"] == hashlib.sha256(text).hexdigest()
    assert (out / "text.txt.sha256").read_text() == f"{about['text_sha256']}  text.txt\n"
    assert about["place"] == "青河县" and about["year"] == "2024"


def test_the_three_formats_say_the_same(out):
    for name in ("quantities", "targets", "structure"):
        parquet = pd.read_parquet(out / f"{name}.parquet")
        lines = [json.loads(line) for line in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(parquet) == len(lines) == len(rows) > 10
        assert list(parquet.columns) == list(lines[0]) == list(rows[0])
        for column in parquet.columns:
            cells = [None if pd.isna(cell) else cell for cell in parquet[column]]
            assert cells == [line[column] for line in lines]
            assert [None if cell is None else str(cell) for cell in cells if isinstance(cell, str)] == [
                row[column] for row, cell in zip(rows, cells, strict=True) if isinstance(cell, str)
            ]


def test_offsets_point_into_the_text_beside_them(out):
    text = (out / "text.txt").read_bytes().decode("utf-8")
    quantities = pd.read_parquet(out / "quantities.parquet")
    assert all(text[row.start : row.end] == row.surface for row in quantities.itertuples())
    assert set(quantities["kind"]) <= set(KINDS)
    inside = quantities[quantities["surface"] == "85个"].iloc[0]
    assert (inside["role"], inside["part"]) == ("plan", "二、2024年目标任务和重点工作")
    assert inside["section"] == "（一）聚力项目建设，扩大有效投资"
    targets = pd.read_parquet(out / "targets.parquet").set_index("family")
    assert set(targets["availability"]) <= set(AVAILABILITY)
    assert targets.loc["rd", "availability"] == "none set"
    assert targets.loc["trade", "availability"] == "not stated"
    assert targets.loc["registered_unemployment", ["value", "comparator"]].tolist() == [4, "le"]


def test_a_result_replaces_an_earlier_one_and_nothing_else(out, tmp_path):
    (out / "old.txt").write_text("left over")
    printed(str(REPORT), "--out", str(out))
    assert not (out / "old.txt").exists()
    assert os.listdir(out.parent) == ["qinghe"]
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("precious")
    result = CliRunner().invoke(main, ["report", str(REPORT), "--out", str(other)])
    assert result.exit_code == 1
    assert result.stderr.strip().endswith("is no earlier result of jiedu report: nothing was written")
    assert (other / "thesis.txt").read_text() == "precious"
    (tmp_path / "empty").mkdir()
    printed(str(REPORT), "--out", str(tmp_path / "empty"))
    assert (tmp_path / "empty" / "report.json").exists()
    with pytest.raises(Fault, match="exists, and is no earlier result"):
        export.write_results(read_report(load(REPORT)), other / "thesis.txt")


def test_a_number_too_large_for_a_double_is_null_in_parquet_and_whole_in_the_csv():
    rows, types = [{"value": Decimal("9" * 400)}, {"value": Decimal("0.10")}], {"value": "double"}
    assert export.to_arrow(rows, types).column("value").to_pylist() == [None, 0.1]
    assert export.to_csv(rows, types).splitlines() == ["value", "9" * 400, "0.10"]
    assert [json.loads(line)["value"] for line in export.json_lines(rows, types)] == [10**400 - 1, 0.1]


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_every_report_can_be_written(tmp_path):
    for path in sorted(REPORTS.glob("*.txt"))[::5]:
        export.write_results(read_report(load(path)), tmp_path / path.stem)
        assert (tmp_path / path.stem / "quantities.parquet").stat().st_size > 1000
