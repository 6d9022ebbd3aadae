"""`jiedu panel`: what lies in the folder, that its forms agree, and what happens to files and folders that are odd."""

import csv
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from openpyxl import load_workbook
from panels import TEXT, jiedu, rows_in, sentence, write_report
from support import REPORTS, ROOT, in_process

from jiedu.files import locked
from jiedu.panel.opening import Panel
from jiedu.panel.places import code_of
from jiedu.panel.rows import TABLES
from jiedu.panel.writing import columns_of

FORMS = (".csv", ".dta", ".parquet")
WRITTEN = sorted(
    [*(f"{name}{form}" for name in columns_of() for form in FORMS), "codebook.csv", "faults.csv", "panel.xlsx"]
)
STATA_NAMES = {"end": "end_at"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of a county that became a district, of another twice, of a place with many namesakes; a bad file."""
    folder = tmp_path_factory.mktemp("panel") / "reports"
    write_report(folder, "清苑县", 2013)
    write_report(folder, "清苑区", 2020)
    write_report(folder, "易县", 2020, "a.txt")
    write_report(folder, "易县", 2020, "b.txt", TEXT.replace("增长6%左右", "增长7%以上"))
    write_report(folder, "鼓楼区", 2021)
    (folder / "empty.txt").touch()
    (folder / "notes.ods").touch()
    (folder / "manifest.csv").write_text("file,source,note\na.txt,=1+1,scan\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def panel(reports: Path) -> Path:
    """The panel of these reports, made once; for reading only."""
    out = reports.parent / "panel"
    with pytest.MonkeyPatch.context() as patch:
        in_process(patch)
        result = jiedu("panel", reports, "--out", out)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "5 reports: 60 targets with a number, 25 outcomes",
        "1 without a code of GB/T 2260: no place was found, or several have its name",
        "not read: empty.txt: the file is empty",
        "2 files of other kinds were passed over",
    ]
    return out


def test_the_folder_holds_every_table_in_every_form_and_nothing_else(panel):
    assert sorted(path.name for path in panel.iterdir()) == WRITTEN
    for path in panel.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet takes it for UTF-8 only with its mark"


def test_a_bad_file_is_a_row_of_faults_and_the_rest_is_there(panel):
    assert rows_in(panel / "faults.csv") == [{"file": "empty.txt", "reason": "empty.txt: the file is empty"}]
    assert len(rows_in(panel / "reports.csv")) == 5


def test_places_have_the_code_of_their_year_and_an_ambiguous_name_has_none(panel):
    codes = {(row["place"], row["year"]): row["code"] for row in rows_in(panel / "reports.csv")}
    assert codes["清苑县", "2013"] == "130622"
    assert codes["清苑区", "2020"] == "130608"
    assert codes["鼓楼区", "2021"] == ""
    assert {row["code"] for row in rows_in(panel / "targets.csv") if row["place"] == "鼓楼区"} == {""}


def test_a_name_alone_tells_no_place_that_shares_it():
    assert code_of("鼓楼区", 2020) == ""
    assert code_of("鼓楼区", 2020, "南京市鼓楼区人民政府") == "320106"
    assert code_of("清苑区", 2013) == "130608", "the list of that year has no such name: the only one there is"
    assert code_of("青禾县", 2020) == code_of("", None) == ""


def test_two_files_of_one_place_and_year_are_two_reports(panel):
    reports = {row["file"]: row["id"] for row in rows_in(panel / "reports.csv") if row["place"] == "易县"}
    assert reports == {"a.txt": "rep-130633-2020", "b.txt": "rep-130633-2020-2"}
    base = [
        row
        for row in rows_in(panel / "targets.csv")
        if (row["family"], row["aim"], row["place"]) == ("gdp", "base", "易县")
    ]
    assert [(row["report"], row["value"], row["comparator"]) for row in base] == [
        ("rep-130633-2020", "6", "about"),
        ("rep-130633-2020-2", "7", "ge"),
    ]
    wide = {row["id"]: row["gdp"] for row in rows_in(panel / "wide.csv")}
    assert (wide["rep-130633-2020"], wide["rep-130633-2020-2"]) == ("6", "7")
    for name in TABLES:
        ids = [row["id"] for row in rows_in(panel / f"{name}.csv")]
        assert len(ids) == len(set(ids))


def test_a_manifest_tells_of_its_file_and_of_no_other(panel):
    told = {row["file"]: (row["source"], row["note"]) for row in rows_in(panel / "reports.csv")}
    assert told.pop("a.txt") == ("'=1+1", "scan")
    assert set(told.values()) == {("", "")}
    assert Panel.read(panel).reports.loc["rep-130633-2020", "source"] == "=1+1"


@pytest.mark.parametrize("name", columns_of())
def test_csv_parquet_workbook_and_stata_hold_the_same(name, panel):
    columns = columns_of()[name]
    table = pd.read_csv(panel / f"{name}.csv", dtype=str, keep_default_na=False)
    others = {
        "parquet": pd.read_parquet(panel / f"{name}.parquet"),
        "stata": pd.read_stata(panel / f"{name}.dta").rename(columns={v: k for k, v in STATA_NAMES.items()}),
        "workbook": pd.read_excel(panel / "panel.xlsx", sheet_name=name, dtype=str, keep_default_na=False),
    }
    assert len(table) >= 5
    for form, other in others.items():
        assert list(other.columns) == list(table.columns) == [column.name for column in columns], form
        for column in columns:
            if column.type == "string":
                cells = [cell[1:] if cell[:2] == "'=" else cell for cell in table[column.name]]
                assert other[column.name].fillna("").tolist() == cells, (form, column.name)
            else:
                numbers = [pd.to_numeric(cells[column.name]).astype(float).tolist() for cells in (other, table)]
                assert numbers[0] == pytest.approx(numbers[1], nan_ok=True), (form, column.name)


def test_stata_has_a_label_for_every_column(panel):
    for name, columns in columns_of().items():
        with pd.read_stata(panel / f"{name}.dta", iterator=True) as file:
            labels = file.variable_labels()
            assert file.data_label == f"jiedu panel: {name}"
            # The minute in which it was written would make other bytes of the same rows.
            assert file.time_stamp.startswith("01 Jan 2000")
        assert list(labels) == [STATA_NAMES.get(column.name, column.name) for column in columns]
        assert all(0 < len(label) <= 80 for label in labels.values())


def test_long_and_wide_agree(panel):
    long = pd.read_csv(panel / "targets.csv", dtype=str, keep_default_na=False)
    wide = pd.read_csv(panel / "wide.csv", dtype=str, keep_default_na=False).set_index("id")
    held = 0
    for report, rows in long[(long["aim"] == "base") & (long["value"] != "")].groupby("report"):
        for row in rows.itertuples():
            name = row.family if row.scope == "all" else f"{row.family}_{row.scope}"
            one = wide.loc[report]
            assert (one[name], one[f"{name}_high"], one[f"{name}_bound"], one[f"{name}_strive"]) == (
                row.value, row.value_high, row.comparator, row.strive,
            ), name  # fmt: skip
            held += 1
    assert held == (wide.filter(regex="^(?!.*_(last|high|bound|strive)$)").iloc[:, 5:21] != "").to_numpy().sum()
    told = pd.read_csv(panel / "outcomes.csv", dtype=str, keep_default_na=False)
    told = told[(told["family"] == "gdp") & (told["value"] != "")]
    assert dict(zip(told["report"], told["value"], strict=True)) == wide["gdp_last"].to_dict()
    measures = pd.read_csv(panel / "measures.csv", dtype=str, keep_default_na=False).set_index("report")
    assert (measures["promises"] == wide["promises"]).all() and (wide["promises"] != "").all()


def test_the_codebook_describes_every_column_and_comes_first_in_the_workbook(panel):
    book = {(row["table"], row["column"]): row for row in rows_in(panel / "codebook.csv")}
    assert load_workbook(panel / "panel.xlsx", read_only=True).sheetnames == ["codebook", *columns_of()]
    for name in columns_of():
        rows = rows_in(panel / f"{name}.csv")
        assert [column for table, column in book if table == name] == list(rows[0])
        for column in rows[0]:
            said = book[name, column]
            assert said["meaning"] and said["type"] in ("string", "int64", "double")
            if said["words"]:
                used = {row[column] for row in rows} - {""}
                assert used <= set(said["words"].split(", ")), (name, column)


def test_the_tables_answer_in_duckdb(panel):
    question = (
        f"SELECT place, value, comparator FROM '{panel}/targets.parquet' WHERE family = 'gdp' AND aim = 'stretch'"
    )
    assert duckdb.sql(f"{question} AND place = '清苑县'").fetchall() == [("清苑县", 6.5, "eq")]


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_reports_give_the_same_bytes(reports, panel, tmp_path, monkeypatch):
    in_process(monkeypatch)
    monkeypatch.setattr(time, "time", lambda: 1e9)
    assert jiedu("panel", reports, "--out", tmp_path / "panel").exit_code == 0
    assert digests(tmp_path / "panel") == digests(panel)


def test_an_earlier_panel_is_replaced_and_what_was_read_is_kept(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder, out = tmp_path / "in", tmp_path / "panel"
    first = write_report(folder, "易县", 2020)
    assert jiedu("panel", folder, "--out", out).exit_code == 0
    write_report(folder, "唐县", 2020)
    assert jiedu("panel", folder, "--out", out).exit_code == 0
    assert sorted(row["place"] for row in rows_in(out / "reports.csv")) == ["唐县", "易县"]
    assert len(list((tmp_path / ".panel.parts").glob("*/*.arrow"))) == 2
    first.unlink()
    assert jiedu("panel", folder, "--out", out).exit_code == 0
    assert [row["place"] for row in rows_in(out / "reports.csv")] == ["唐县"]
    assert sorted(os.listdir(tmp_path)) == [".panel.parts", "in", "panel"]


def test_a_folder_that_holds_something_else_is_left_alone(panel, tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = tmp_path / "in"
    write_report(folder)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    said = sentence(jiedu("panel", folder, "--out", mine))
    assert said == f"{mine}: exists, and is no earlier panel: nothing was written"
    both = shutil.copytree(panel, tmp_path / "both")
    (both / "thesis.do").write_text("years of work")
    said = sentence(jiedu("panel", folder, "--out", both))
    assert said == f"{both}: holds thesis.do, which is of no panel: nothing was written"
    codebook = tmp_path / "codebook"
    codebook.mkdir()
    (codebook / "codebook.csv").write_text("of another data set")
    (codebook / "data.csv").write_text("of another data set")
    assert "holds data.csv, which is of no panel" in sentence(jiedu("panel", folder, "--out", codebook))
    assert sentence(jiedu("panel", folder, "--out", both / "thesis.do")).endswith(
        "is a file, and a panel is a folder: nothing was written"
    )
    assert (both / "thesis.do").read_text() == (mine / "thesis.txt").read_text() == "years of work"
    assert sorted(os.listdir(tmp_path)) == ["both", "codebook", "in", "mine"], "it is known before a report is read"
    (tmp_path / "new").mkdir()
    assert jiedu("panel", folder, "--out", tmp_path / "new").exit_code == 0


@pytest.mark.parametrize("out", [".", "..", "in/.."])
def test_the_folder_that_one_is_in_is_not_replaced(out, tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = sentence(jiedu("panel", tmp_path / "in", "--out", out))
    assert said.endswith("name a folder inside it") or said.endswith("nothing was written")
    assert os.listdir() == [] and sorted(os.listdir(tmp_path)) == ["here", "in"]


MANIFESTS = {
    "no column file": (b"name,source\na.txt,x\n", "has no column `file`"),
    "in GBK": (
        "file,source\n易县.txt,来源\n".encode("gbk"),
        "is not readable as a table in UTF-8 (UnicodeDecodeError)",
    ),
    "in UTF-16": (
        "file,source\na.txt,x\n".encode("utf-16"),
        "is not readable as a table in UTF-8 (UnicodeDecodeError)",
    ),
}


@pytest.mark.parametrize("case", MANIFESTS)
def test_a_manifest_that_cannot_be_used_is_one_sentence(case, tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in")
    data, reason = MANIFESTS[case]
    (tmp_path / "in" / "manifest.csv").write_bytes(data)
    said = sentence(jiedu("panel", tmp_path / "in", "--out", tmp_path / "panel"))
    assert said == f"{tmp_path / 'in' / 'manifest.csv'}: {reason}"
    assert os.listdir(tmp_path) == ["in"]


def test_a_manifest_may_be_as_a_spreadsheet_saves_it(tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in", name="a.txt")
    (tmp_path / "in" / "manifest.csv").write_bytes("\ufefffile,source\r\na.txt,来源\r\nshort\r\n".encode())
    assert jiedu("panel", tmp_path / "in", "--out", tmp_path / "panel").exit_code == 0
    assert rows_in(tmp_path / "panel" / "reports.csv")[0]["source"] == "来源"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("missing", "missing: no such folder"),
        ("empty", "empty: no file to read"),
        ("bad", "no report among 1 files: a.txt: the file is empty"),
    ],
)
def test_what_cannot_be_done_at_all_is_one_sentence(folder, expected, tmp_path, monkeypatch):
    in_process(monkeypatch)
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").touch()
    assert expected in sentence(jiedu("panel", tmp_path / folder, "--out", tmp_path / "panel"))
    assert not (tmp_path / "panel").exists()


def test_one_output_is_named(tmp_path):
    for options in ((), ("--out", "a", "--in", "b")):
        result = jiedu("panel", tmp_path, *options)
        assert result.exit_code == 2 and "name --out DIR, or with --in a project" in result.stderr


def test_a_folder_of_one_report_and_a_file_are_read_alike(tmp_path, monkeypatch):
    in_process(monkeypatch)
    path = write_report(tmp_path / "in", "易县", 2020)
    for source, out in ((path.parent, "a"), (path, "b")):
        assert jiedu("panel", source, "--out", tmp_path / out).exit_code == 0
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_two_folders_are_one_panel(tmp_path, monkeypatch):
    in_process(monkeypatch)
    one, two = write_report(tmp_path / "one", "易县", 2020).parent, write_report(tmp_path / "two", "易县", 2020).parent
    (two / "manifest.csv").write_text("file,source\n易县-2020.txt,of both\n", encoding="utf-8")
    assert jiedu("panel", one, two, "--out", tmp_path / "a").exit_code == 0
    assert jiedu("panel", two, one, "--out", tmp_path / "b").exit_code == 0
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert [row["file"] for row in rows_in(tmp_path / "a" / "reports.csv")] == [
        "one/易县-2020.txt",
        "two/易县-2020.txt",
    ]


NAMES = (
    "=1+1.txt",
    "+cmd.txt",
    "-5.txt",
    "@SUM(A1).txt",
    "'quoted.txt",
    "''=twice.txt",
    "line\nfeed.txt",
    "tab\t.txt",
    "＝宽.txt",
)


@pytest.mark.skipif(sys.platform == "win32", reason="names that this system does not allow")
def test_names_that_a_spreadsheet_would_run_come_back_as_they_are(tmp_path, monkeypatch):
    in_process(monkeypatch)
    for name in NAMES:
        write_report(tmp_path / "in", name=name)
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_text(TEXT, encoding="utf-8")
    out = tmp_path / "panel"
    result = jiedu("panel", tmp_path / "in", "--out", out)
    assert result.exit_code == 0, result.output
    names = {*NAMES, "\\udcff.txt"}
    with (out / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        written = {row["file"] for row in csv.DictReader(file)}
    assert not [name for name in written if name.startswith(("=", "+", "-", "@", "＝"))]
    assert set(Panel.read(out).reports["file"]) == names
    assert set(pd.read_parquet(out / "reports.parquet")["file"]) == names
    assert set(pd.read_stata(out / "reports.dta")["file"]) == names
    for sheet in load_workbook(out / "panel.xlsx"):
        assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "inlineStr"}
    printed = jiedu("compare", out)
    assert printed.exit_code == 0 and printed.stdout.count("青河县") == len(names)


def test_a_report_without_place_year_and_targets_is_a_row_that_says_so(tmp_path, monkeypatch):
    in_process(monkeypatch)
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text("各项工作有序推进，社会大局保持稳定。\n" * 20, encoding="utf-8")
    out = tmp_path / "panel"
    result = jiedu("panel", tmp_path / "in", "--out", out)
    assert result.output.splitlines()[:2] == [
        "2 reports: 0 targets with a number, 0 outcomes",
        "2 without a code of GB/T 2260: no place was found, or several have its name",
    ]
    reports = rows_in(out / "reports.csv")
    assert len({row["id"] for row in reports}) == 2
    assert {(row["place"], row["code"], row["year"], row["level"]) for row in reports} == {("", "", "", "")}
    assert {row["availability"] for row in rows_in(out / "targets.csv")} == {"not found"}
    assert pd.read_stata(out / "wide.dta")["year"].isna().all()
    for options in ((), ("--by", "year"), ("--out", tmp_path / "a.xlsx"), ("--out", tmp_path / "a.html")):
        assert jiedu("compare", out, *options).exit_code == 0


def test_a_second_run_into_the_same_folder_is_kept_out(tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in")
    with locked(tmp_path / ".panel.parts" / "lock", ""):
        said = sentence(jiedu("panel", tmp_path / "in", "--out", tmp_path / "panel"))
    assert said.endswith("another run is writing it")
    assert not (tmp_path / "panel").exists()


@pytest.mark.parametrize("place", ["_write_csv", "write_parquet", "stata_file", "_write_workbook"])
def test_a_full_disk_leaves_the_earlier_panel(place, panel, tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in")
    out = shutil.copytree(panel, tmp_path / "panel")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"jiedu.panel.writing.{place}", full)
    said = sentence(jiedu("panel", tmp_path / "in", "--out", out))
    assert said == f"{out}: cannot be written: No space left on device"
    assert digests(out) == digests(panel)
    assert sorted(os.listdir(tmp_path)) == [".panel.parts", "in", "panel"]


def test_an_interrupt_leaves_nothing_half_written_and_the_next_run_goes_on(tmp_path, monkeypatch):
    for year in range(2000, 2080):
        write_report(tmp_path / "in", "易县", year)
    command = ["panel", str(tmp_path / "in"), "--out", str(tmp_path / "panel")]
    code = "from jiedu.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", code, *command, "--jobs", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not list((tmp_path / ".panel.parts").glob("*/*.arrow")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert re.fullmatch(r"jiedu: interrupted after \d+ of 80 files: run again to go on\n", errors)
    assert sorted(os.listdir(tmp_path)) == [".panel.parts", "in"]
    assert 0 < len(list((tmp_path / ".panel.parts").glob("*/*.arrow"))) < 80
    in_process(monkeypatch)
    assert jiedu(*command).output.startswith("80 reports: ")


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_real_reports_have_the_codes_and_targets_that_were_read_by_eye(tmp_path, monkeypatch):
    in_process(monkeypatch)
    (tmp_path / "in").mkdir()
    for name in (
        "county-清苑区-2005.txt",
        "county-清苑区-2020.txt",
        "state-国务院-2024.txt",
        "province-浙江省-2025.txt",
    ):
        shutil.copy(REPORTS / name, tmp_path / "in")
    assert jiedu("panel", tmp_path / "in", "--out", tmp_path / "panel").exit_code == 0
    codes = {row["file"]: row["code"] for row in rows_in(tmp_path / "panel" / "reports.csv")}
    assert list(codes.values()) == ["130622", "130608", "330000", "100000"]
    own = Panel.read(tmp_path / "panel").targets
    committed = Panel.read(ROOT / "data" / "panel").targets
    same = own.index.intersection(committed.index[committed["state"] == "checked"])
    assert len(same) >= 40
    for name in ("value", "value_high", "comparator", "availability", "surface"):
        assert own.loc[same, name].tolist() == committed.loc[same, name].tolist()
