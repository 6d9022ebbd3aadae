"""Many reports: complete, in any order the same, whatever dies on the way."""

import ast
import contextlib
import csv
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from support import DATA, REPORTS, ROOT, in_process

from jiedu.cli import main
from jiedu.errors import Fault
from jiedu.files import locked
from jiedu.reports.corpus import assembly, build_corpus, outputs, parts, workers
from jiedu.reports.formats import extract
from jiedu.reports.quantities import read
from jiedu.reports.summary import corpus_summary

TEXT = (DATA / "report.txt").read_text(encoding="utf-8")
OUTPUTS = [
    "corpus-columns.csv",
    "corpus-faults.csv",
    "corpus-reports.parquet",
    "corpus-targets.parquet",
    "corpus.parquet",
]


def a_corpus(folder: Path, count: int) -> Path:
    """Write reports of invented counties, a year each, in three encodings."""
    folder.mkdir(parents=True)
    for number in range(count):
        place = f"青{'甲乙丙丁戊己庚辛壬癸'[number % 10]}县"
        year = 2000 + number // 10
        text = TEXT.replace("青河县", place).replace("2024年", f"{year}年").replace("2023年", f"{year - 1}年")
        codec = ("utf-8", "gb18030", "utf-16")[number % 3]
        inside = folder / str(year)
        inside.mkdir(exist_ok=True)
        (inside / f"{place}.txt").write_bytes(text.replace("85个", f"{100 + number}个").encode(codec))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


@pytest.fixture(scope="module")
def cluster():
    """A real cluster on loopback: a scheduler and two worker processes with nannies."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as running:
        yield running


def test_every_quantity_of_every_report_stands_in_the_file(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 12)
    result = build_corpus([folder], tmp_path / "corpus.parquet")
    assert (result.reports, result.read, result.kept, result.faults) == (12, 12, 0, [])
    table = pd.read_parquet(tmp_path / "corpus.parquet")
    for path in folder.rglob("*.txt"):
        text = extract(path.read_bytes(), path.name).text
        rows = table[table["file"] == path.relative_to(folder).as_posix()]
        assert [(row.start, row.end, row.surface) for row in rows.itertuples()] == [
            (quantity.start, quantity.end, quantity.surface) for quantity in read(text)
        ]
        assert set(rows["place"]) == {path.stem} and set(rows["year"]) == {int(path.parent.name)}
        assert set(rows["level"]) == {"county"}
    assert table[["file", "start"]].apply(tuple, axis=1).is_monotonic_increasing
    reports = pd.read_parquet(tmp_path / "corpus-reports.parquet")
    assert reports["quantities"].sum() == len(table) == result.quantities
    targets = pd.read_parquet(tmp_path / "corpus-targets.parquet")
    assert set(targets[targets["family"] == "gdp"]["value"]) == {6.0, 6.5}
    assert targets.groupby("file")["family"].nunique().tolist() == [14] * 12


def test_the_order_of_the_folders_changes_nothing(tmp_path, monkeypatch):
    in_process(monkeypatch)
    one, two = a_corpus(tmp_path / "one", 3), a_corpus(tmp_path / "two", 5)
    build_corpus([one, two], tmp_path / "a" / "corpus.parquet")
    build_corpus([two, one], tmp_path / "b" / "corpus.parquet")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    files = pd.read_parquet(tmp_path / "a" / "corpus-reports.parquet")["file"].tolist()
    assert files == sorted(files) and len(files) == 8
    result = build_corpus([one, one / "2000"], tmp_path / "c" / "corpus.parquet")
    assert result.reports == 3


def test_a_bad_file_never_stops_the_rest(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 4)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / "english.txt").write_text("The report.")
    (folder / "manifest.csv").write_text("not a report")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"\x7fELF")
    result = build_corpus([folder], tmp_path / "corpus.parquet")
    assert (result.reports, result.passed_over) == (4, 1)
    faults = faults_in(tmp_path / "corpus-faults.csv")
    assert set(faults) == {"empty.txt", "broken.docx", "english.txt", "\\udcff\\udcfe.txt"}
    assert faults["empty.txt"] == "empty.txt: the file is empty"
    assert "truncated or damaged" in faults["broken.docx"]


def faults_in(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row["reason"] for row in csv.DictReader(file)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_links_and_pipes_are_read_or_named(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder, elsewhere = a_corpus(tmp_path / "in", 4), a_corpus(tmp_path / "elsewhere", 1)
    first = folder / "2000" / "青甲县.txt"
    (folder / "again.txt").symlink_to(first)
    (folder / "beside").symlink_to(folder / "2000")
    (folder / "2000" / "up").symlink_to(folder)
    (folder / "linked").symlink_to(elsewhere)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "gone").symlink_to(tmp_path / "nowhere")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    os.mkfifo(folder / "pipe.txt")
    result = build_corpus([folder], tmp_path / "corpus.parquet")
    assert (result.reports, result.passed_over) == (4, 0)
    said = {name: reason.partition(": ")[2] for name, reason in faults_in(tmp_path / "corpus-faults.csv").items()}
    assert said == {
        "gone": "a link that leads nowhere",
        "gone.txt": "a link that leads nowhere",
        "linked": "a link to a folder, which is not searched; name the folder itself",
        "pipe.txt": "not a regular file",
        "round.txt": "a link that leads nowhere",
    }
    assert list(corpus_summary(result))[1] == "5 files or folders could not be read:"
    both = build_corpus([folder, elsewhere], tmp_path / "corpus.parquet")
    assert both.reports == 5 and "in/linked" not in dict(both.faults)


def test_a_folder_that_cannot_be_entered_is_named_and_the_rest_is_read(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 12)
    scan = os.scandir

    def closed(path):
        # Root enters every folder, so that a mode would close none to it.
        if isinstance(path, str) and Path(path).name == "2001":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    result = build_corpus([folder], tmp_path / "corpus.parquet")
    assert result.reports == 10
    reason = f"{folder / '2001'}: the folder cannot be searched: Permission denied"
    assert faults_in(tmp_path / "corpus-faults.csv") == {"2001": reason}
    with pytest.raises(
        Fault, match=r"no file to read \(.*\); .*2001: the folder cannot be searched: Permission denied$"
    ):
        build_corpus([folder / "2001"], tmp_path / "corpus.parquet")


NUMBERS = ("start", "end", "value", "value_high", "year", "characters", "parts", "quantities", "targets")


def test_the_three_forms_hold_the_same(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 7)
    (folder / "empty.txt").touch()
    read_again = [build_corpus([folder], tmp_path / f"corpus{form}").read for form in outputs.FORMS]
    assert read_again == [8, 0, 0]
    sheets = pd.read_excel(tmp_path / "corpus.xlsx", sheet_name=None, dtype=str, keep_default_na=False)
    assert list(sheets) == ["quantities", "targets", "reports", "faults", "columns"]
    for name, end in {"quantities": "", "targets": "-targets", "reports": "-reports"}.items():
        parquet = pd.read_parquet(tmp_path / f"corpus{end}.parquet")
        table = pd.read_csv(tmp_path / f"corpus{end}.csv", dtype=str, keep_default_na=False)
        assert list(parquet.columns) == list(table.columns) == list(sheets[name].columns)
        assert len(parquet) == len(table) == len(sheets[name]) >= 7
        for column in parquet.columns:
            if column in NUMBERS:
                assert pd.to_numeric(table[column]).tolist() == pytest.approx(parquet[column].tolist(), nan_ok=True)
                assert pd.to_numeric(sheets[name][column]).tolist() == pytest.approx(
                    parquet[column].tolist(), nan_ok=True
                )
            else:
                assert table[column].tolist() == parquet[column].tolist() == sheets[name][column].tolist()
    for name in ("faults", "columns"):
        table = pd.read_csv(tmp_path / f"corpus-{name}.csv", dtype=str, keep_default_na=False)
        assert table.equals(sheets[name]) and len(table)


def test_the_same_reports_give_the_same_bytes(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 3)
    for form in (".csv", ".xlsx"):
        build_corpus([folder], tmp_path / "a" / f"corpus{form}")
        monkeypatch.setattr(time, "time", lambda: 1e9)
        build_corpus([folder], tmp_path / "b" / f"corpus{form}")
    names = sorted(path.name for path in (tmp_path / "a").iterdir() if path.is_file())
    assert names == sorted([*(name.replace(".parquet", ".csv") for name in OUTPUTS), "corpus.xlsx"])
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_table_in_csv_opens_as_utf_8_and_writes_numbers_as_people_do(tmp_path, monkeypatch):
    in_process(monkeypatch)
    build_corpus([a_corpus(tmp_path / "in", 1)], tmp_path / "corpus.csv")
    for name in OUTPUTS:
        path = tmp_path / name.replace(".parquet", ".csv")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf" + path.read_text("utf-8-sig")[:4].encode())
    cells = {
        row["surface"]: row["value"] for row in csv.DictReader((tmp_path / "corpus.csv").open(encoding="utf-8-sig"))
    }
    assert (cells["100个"], cells["6.5%"]) == ("100", "6.5")


def test_text_that_looks_like_a_formula_is_text_in_a_workbook_and_in_csv(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = tmp_path / "in"
    folder.mkdir()
    names = ("=1+2.txt", "+cmd.txt", "-5.txt", "@SUM(A1).txt", "_x0041_.txt")
    for name in names:
        (folder / name).write_text(TEXT.replace("一、2023年工作回顾", "一、=HYPERLINK(1)工作回顾"), encoding="utf-8")
    build_corpus([folder], tmp_path / "corpus.xlsx")
    book = load_workbook(tmp_path / "corpus.xlsx")
    for sheet in book:
        assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "inlineStr"}
    files = [cell for cell in book["reports"]["A"][1:]]
    assert {unescape(cell.value) for cell in files} == set(names)
    assert {cell.value[0] for cell in files if cell.quotePrefix} == set("=+-@")
    build_corpus([folder], tmp_path / "corpus.csv")
    # One apostrophe before what a spreadsheet would run; taken off, it is the name again.
    written = set(pd.read_csv(tmp_path / "corpus-reports.csv")["file"])
    assert written == {f"'{name}" if name[0] in "=+-@" else name for name in names}


def test_more_rows_than_a_sheet_has_are_refused_and_nothing_is_written(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 3)
    out = tmp_path / "corpus.xlsx"
    said = f"more {{}} than a sheet has rows ({{}}): write {tmp_path / 'corpus.parquet'} or {tmp_path / 'corpus.csv'}"
    monkeypatch.setattr(outputs, "SHEET_ROWS", 42)
    with pytest.raises(Fault, match=re.escape(said.format("targets", 42))):
        build_corpus([folder], out)
    assert os.listdir(tmp_path) == ["in"], "it is known before a report is read"
    monkeypatch.setattr(outputs, "SHEET_ROWS", 70)
    with pytest.raises(Fault, match=re.escape(said.format("quantities", 70))):
        build_corpus([folder], out)
    assert sorted(os.listdir(tmp_path)) == [".corpus.parts", "in"]
    assert build_corpus([folder], tmp_path / "corpus.csv").read == 0


def test_what_a_cell_cannot_hold_damages_no_workbook(tmp_path):
    import pyarrow as pa

    with outputs.open_tables(tmp_path, tmp_path / "a.xlsx") as tables:
        reasons = ["a\x00b\x1f", "\ufffe\uffff", "字" * 40_000, ""]
        tables["faults"].add(pa.table({"file": ["f"] * 4, "reason": reasons}))
    cells = [cell.value for cell in load_workbook(tmp_path / "a.xlsx")["faults"]["B"][1:]]
    assert cells[0] in ("a\x00b\x1f", "a_x0000_b_x001F_")
    assert cells[1] == "\ufffd\ufffd" and cells[2] == "字" * 32_766 + "…" and cells[3] is None


@pytest.mark.parametrize("error", [ValueError, AttributeError, RuntimeError, AssertionError, Exception])
def test_a_report_that_trips_the_reader_never_stops_the_rest(error, tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 3)

    def trips(source):
        if source.text.find("青乙县") >= 0:
            raise error("a thing nobody thought of")
        return honest(source)

    honest = parts.read_report
    monkeypatch.setattr(parts, "read_report", trips)
    result = build_corpus([folder], tmp_path / "corpus.parquet")
    assert result.reports == 2
    assert result.faults[0][1].endswith(f"the reader failed: {error.__name__}: a thing nobody thought of")


def test_the_table_of_reports_comes_last(tmp_path, monkeypatch):
    """It is the mark of a run that came to its end."""
    in_process(monkeypatch)
    moved = []
    move = os.replace
    monkeypatch.setattr(assembly.os, "replace", lambda old, new: (moved.append(Path(new).name), move(old, new)))
    build_corpus([a_corpus(tmp_path / "in", 2)], tmp_path / "corpus.parquet")
    ends = [name for name in moved if name.startswith("corpus")]
    assert len(ends) == 5 and ends[-1] == "corpus-reports.parquet"


def test_a_file_that_is_unchanged_is_not_read_again(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 6)
    out = tmp_path / "corpus.parquet"
    build_corpus([folder], out)
    before = contents(tmp_path)
    again = build_corpus([folder], out)
    assert (again.read, again.kept) == (0, 6)
    assert contents(tmp_path) == before
    changed = folder / "2000" / "青甲县.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("100个", "777个"), encoding="utf-8")
    third = build_corpus([folder], out)
    assert (third.read, third.kept) == (1, 5)
    assert "777个" in set(pd.read_parquet(out)["surface"])
    assert len(list((tmp_path / ".corpus.parts").glob("*/*.arrow"))) == 6
    monkeypatch.setattr(parts, "code_version", lambda: "another")
    assert build_corpus([folder], out).read == 6


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "empty": lambda path: path.write_bytes(b""),
    "a bit of the beginning": lambda path: flip(path, 3),
    "a bit of the middle": lambda path: flip(path, path.stat().st_size // 2),
    "a bit of the end": lambda path: flip(path, -200),
    "a folder": make_folder,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_part_is_read_again_and_said(damage, tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 3)
    out = tmp_path / "corpus.parquet"
    build_corpus([folder], out)
    before = contents(tmp_path)
    DAMAGE[damage](next((tmp_path / ".corpus.parts").glob("*/*.arrow")))
    result = build_corpus([folder], out)
    assert (result.read, result.kept, result.damaged, result.faults) == (1, 2, 1, [])
    assert list(corpus_summary(result))[1] == "1 kept by an earlier run and damaged since: read again"
    assert contents(tmp_path) == before
    assert build_corpus([folder], out).kept == 3


def test_a_run_cut_short_goes_on_where_it_stopped(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 10)
    out = tmp_path / "corpus.parquet"

    def until_four(done, total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_corpus([folder], out, on_progress=until_four)
    assert sorted(os.listdir(tmp_path)) == [".corpus.parts", "in"]
    result = build_corpus([folder], out)
    assert (result.read, result.kept) == (6, 4)
    whole = tmp_path / "whole"
    build_corpus([folder], whole / "corpus.parquet")
    assert contents(tmp_path) == contents(whole)


@pytest.mark.parametrize(
    ("folders", "out", "expected"),
    [
        (["missing"], "corpus.parquet", "missing: no such folder"),
        (["empty"], "corpus.parquet", "no file to read"),
        (["in"], "corpus.ods", "corpus.ods: the output is a .parquet, .csv or .xlsx file"),
        (["bad"], "corpus.parquet", "no report among 1 files: a.txt: the file is empty"),
    ],
)
def test_what_cannot_be_done_at_all(folders, out, expected, tmp_path, monkeypatch):
    in_process(monkeypatch)
    a_corpus(tmp_path / "in", 1)
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").touch()
    arguments = ["corpus", *(str(tmp_path / folder) for folder in folders), "--out", str(tmp_path / out)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert expected in result.stderr
    assert not (tmp_path / out).exists()


def test_a_second_run_with_the_same_output_is_kept_out(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 1)
    out = tmp_path / "corpus.parquet"
    with (
        locked(tmp_path / ".corpus.parts" / "lock", ""),
        pytest.raises(Fault, match="another run is writing it"),
    ):
        build_corpus([folder], out)


@pytest.mark.parametrize(
    ("form", "place"),
    [
        (".parquet", "jiedu.reports.corpus.outputs._ParquetFile.add"),
        (".csv", "jiedu.reports.corpus.outputs._CsvFile.add"),
        (".xlsx", "jiedu.reports.corpus.outputs.BookSheet.add"),
        (".xlsx", "xlsxwriter.workbook.ZipFile.write"),
    ],
)
def test_a_full_disk_leaves_no_half_corpus(form, place, tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = a_corpus(tmp_path / "in", 1)
    out = tmp_path / f"corpus{form}"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, full)
    with pytest.raises(Fault, match=rf"corpus{form}: cannot be written: No space left on device"):
        build_corpus([folder], out)
    assert sorted(os.listdir(tmp_path)) == [".corpus.parts", "in"]


def test_the_room_opens_where_dask_pyarrow_and_posix_are_missing():
    """Importing it needs none of them; a library that is needed and missing is told by its name."""
    code = """
import os, signal, sys
for name in ("cryptography", "dask", "distributed", "pyarrow", "pandas", "fcntl", "resource"):
    sys.modules[name] = None
del signal.pthread_sigmask, os.sched_getaffinity
from jiedu.reports.corpus import parts, workers
with workers._interrupts_blocked():
    pass
for use in (lambda: parts.read_many([("a.txt", b"")]), workers.open_cluster(None, 1).__enter__):
    try:
        use()
    except ModuleNotFoundError as error:
        print(error.name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["pyarrow", "cryptography"], "")


def test_nobody_at_the_address(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "_PATIENCE", 1)
    folder = a_corpus(tmp_path / "in", 1)
    with pytest.raises(Fault, match="no Dask scheduler answers"):
        build_corpus([folder], tmp_path / "corpus.parquet", scheduler="tcp://127.0.0.1:9")


def test_local_processes_give_what_one_process_gives(tmp_path, monkeypatch, recwarn):
    folder = a_corpus(tmp_path / "in", 9)
    arguments = ["corpus", str(folder), "--out", str(tmp_path / "a" / "corpus.parquet"), "--jobs", "2"]
    # Another cluster of this machine has the port that Dask's web server likes best.
    with socket.socket() as other:
        with contextlib.suppress(OSError):
            other.bind(("", 8787))
            other.listen()
        result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert not [warning for warning in recwarn if "8787" in str(warning.message)]
    assert "9 reports (9 read, 0 unchanged)" in result.output
    in_process(monkeypatch)
    build_corpus([folder], tmp_path / "b" / "corpus.parquet")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_real_reports_answer_questions(cluster, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for path in sorted(REPORTS.glob("*.txt"))[::4]:
        shutil.copy(path, folder)
    out = tmp_path / "corpus.parquet"
    result = build_corpus([folder], out, scheduler=cluster.scheduler_address)
    assert result.faults == []
    assert result.reports == len(list(folder.iterdir()))
    question = f"SELECT count(*), count(DISTINCT file) FROM '{out}' WHERE kind = 'rate' AND status = 'target'"
    ((rates, files),) = duckdb.sql(question).fetchall()
    assert rates > 50 and files > 10


def test_a_worker_killed_on_the_way_loses_and_doubles_nothing(cluster, tmp_path, monkeypatch):
    folder = a_corpus(tmp_path / "in", 60)
    monkeypatch.setattr(workers, "_BATCH_FILES", 2)
    killed: list[int] = []
    one_killed = threading.Event()

    def kill_one(done, total):
        """Kill a worker, the hard way, when a third is done; it has tasks under way and more in its queue."""
        if done >= total // 3 and not one_killed.is_set():
            one_killed.set()
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

    out = tmp_path / "a" / "corpus.parquet"
    result = build_corpus([folder], out, scheduler=cluster.scheduler_address, on_progress=kill_one)
    assert killed and (result.reports, result.read, result.faults) == (60, 60, [])
    in_process(monkeypatch)
    build_corpus([folder], tmp_path / "b" / "corpus.parquet")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def poison(batch: list[tuple[str, bytes]]) -> tuple[str, list[bytes]]:
    """Read as a worker does, and die of one file as of a lack of memory."""
    if any("青乙县".encode() in data for _, data in batch):
        os._exit(137)
    return parts.read_many(batch)


def test_a_file_that_kills_every_worker_stands_alone_in_the_faults(cluster, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "甲乙丙丁戊己":
        (folder / f"{name}.txt").write_text(TEXT.replace("青河县", f"青{name}县"), encoding="utf-8")
    monkeypatch.setattr(workers, "_BATCH_FILES", 3)
    cluster.scheduler.allowed_failures = 1
    sys.path.insert(0, str(Path(__file__).parent))
    from cloudpickle import register_pickle_by_value

    register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setattr(workers, "read_many", poison)
    result = build_corpus([folder], tmp_path / "corpus.parquet", scheduler=cluster.scheduler_address)
    assert result.reports == 5
    assert result.faults == [("乙.txt", "乙.txt: every worker that read it died (out of memory?)")]


@pytest.mark.parametrize(
    ("group", "number"),
    [(False, signal.SIGINT), (True, signal.SIGINT), (False, signal.SIGTERM)],
    ids=["the client", "the whole process group", "an end"],
)
def test_an_interrupt_exits_cleanly_and_the_next_run_goes_on(group, number, tmp_path, monkeypatch):
    folder = a_corpus(tmp_path / "in", 120)
    out = tmp_path / "corpus.parquet"
    code = "from jiedu.cli import main; main()"
    command = [sys.executable, "-c", code, "corpus", str(folder), "--out", str(out), "--jobs", "2"]
    temporary = tmp_path / "t"
    temporary.mkdir()
    running = subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    parts = tmp_path / ".corpus.parts"
    deadline = time.monotonic() + 60
    while not list(parts.glob("*/*.arrow")) and time.monotonic() < deadline:
        time.sleep(0.01)
    (os.killpg if group else os.kill)(running.pid, number)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 1, errors
    assert re.fullmatch(r"jiedu: interrupted after \d+ of 120 files: run again to go on\n", errors)
    assert sorted(os.listdir(tmp_path)) == [".corpus.parts", "in", "t"] and os.listdir(temporary) == []
    done = len(list(parts.glob("*/*.arrow")))
    assert 0 < done < 120
    in_process(monkeypatch)
    result = CliRunner().invoke(main, command[3:])
    assert result.exit_code == 0, result.output
    assert f"120 reports ({120 - done} read, {done} unchanged)" in result.output


def test_the_questions_of_the_book_have_answers(tmp_path, monkeypatch):
    in_process(monkeypatch)
    page = (ROOT / "book" / "corpus.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    build_corpus([a_corpus(tmp_path / "in", 12)], tmp_path / "corpus.parquet")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    answers = []
    for block in blocks:
        *statements, last = ast.parse(block).body
        exec(compile(ast.Module(statements, []), "book/corpus.md", "exec"), names)
        if isinstance(last, ast.Expr):
            answers.append(eval(compile(ast.Expression(last.value), "book/corpus.md", "eval"), names))
        else:
            exec(compile(ast.Module([last], []), "book/corpus.md", "exec"), names)
    assert len(answers) == 7
    assert all(len(answer) > 0 for answer in answers)
