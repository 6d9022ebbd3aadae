"""Tables that went through a spreadsheet: known for what they are, written back, and never guessed at."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import ROOT, copy_project

from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.checks.cells import cells_are_plain_text
from jiedu.edition.loading import find_root
from jiedu.edition.schema import PANEL_TABLES, tables_of
from jiedu.edition.spreadsheets import fix_format, is_made_of, mend, spreadsheet_traces

TABLES = sorted(table.path for table in tables_of(ROOT).values())
GIT = shutil.which("git")
UNSIGNED = [name for name in TABLES if name != "data/reviewed.csv"]
# A panel is made again from its texts; without git nothing else tells what stood there.
MADE = [table.path for table in PANEL_TABLES.values()]
SOUND = ["every table is as the project writes it"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the edition to spoil."""
    return copy_project(tmp_path / "edition")


@pytest.fixture
def kept(project: Path) -> Path:
    """That copy as a repository, everything in its one commit."""
    if GIT is None:
        pytest.skip("no git on this machine")
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "All"]):
        subprocess.run([GIT, *name, *command], cwd=project, check=True)
    return project


def without_signatures(project: Path) -> None:
    """Leave the page alone to tell what stood in a cell."""
    (project / "data/reviewed.csv").unlink()


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def shown(cell: str) -> str:
    """Show a cell as Excel does in China: dates with slashes, fractions as dates, shares with two decimals."""
    if at := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{int(at[1])}/{int(at[2])}/{int(at[3])}"
    if (at := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})", cell)) and int(at[1]) <= 12 and int(at[2]) <= 31:
        return f"{int(at[1])}月{int(at[2])}日"
    if re.fullmatch(r"\d+\.\d+%", cell):
        return f"{float(cell[:-1]):.2f}%"
    if re.fullmatch(r"\d{12,}", cell):
        return re.sub(r"\.?0*E", "E", f"{float(cell):.5E}")
    if re.fullmatch(r"[+]?0*\d+(\.\d*?)0*", cell):
        return f"{float(cell):g}"
    return cell.upper() if cell in ("true", "false") else cell


def save(path: Path, codec: str = "utf-8-sig", delimiter: str = ",", show: Callable[[str], str] = shown) -> None:
    """Save a table as a spreadsheet does."""
    header, *rows = rows_of(path)
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([header, *([show(cell) for cell in row] for row in rows)])
    path.write_bytes(file.getvalue().encode(codec, "replace"))


@pytest.mark.parametrize(
    ("codec", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("gbk", ","), ("utf-16", "\t")],
)
def test_every_table_comes_back_from_a_spreadsheet_to_the_byte(kept: Path, codec: str, delimiter: str) -> None:
    for name in TABLES:
        save(kept / name, codec, delimiter)
    lines = fix_format(kept)
    assert [line.partition(":")[0] for line in lines] == [table.path for table in tables_of(kept).values()]
    assert all(": written back: " in line for line in lines)
    changed = [name for name in TABLES if (kept / name).read_bytes() != (ROOT / name).read_bytes()]
    assert changed == [] and fix_format(kept) == SOUND


def test_without_git_what_an_editor_signed_tells_a_text(project: Path) -> None:
    for name in TABLES:
        if name not in MADE:
            save(project / name)
    lines = fix_format(project)
    assert all(": written back: " in line for line in lines)
    # A number without its last noughts is the same number, and nothing tells how many there were.
    changed = [name for name in TABLES if (project / name).read_bytes() != (ROOT / name).read_bytes()]
    assert set(changed) <= {"data/readers.csv"} and check(project) == []


def test_without_git_what_the_page_does_not_tell_is_named_and_left(project: Path) -> None:
    without_signatures(project)
    for name in UNSIGNED:
        if name not in MADE:
            save(project / name)
    lines = fix_format(project)
    left = [line for line in lines if "written back" not in line]
    differs = [
        (name, number, was, now)
        for name in UNSIGNED
        for number, (old, new) in enumerate(zip(rows_of(ROOT / name), rows_of(project / name), strict=True), 1)
        for was, now in zip(old, new, strict=True)
        if was != now
    ]
    # A number without its last noughts is the same number, and nothing tells how many there were.
    differs = [cell for cell in differs if cell[0] != "data/readers.csv" or float(cell[2]) != float(cell[3])]
    assert {name for name, *_ in differs} == {"data/context.csv"}
    assert all(now == shown(was) and any(repr(now) in line for line in left) for _, _, was, now in differs)
    assert len(left) == len(differs) == 15
    assert left[0] == (
        "data/context.csv: row a01: period is '2020/5/27', which a spreadsheet may have made of another text:"
        " only who knows the source can tell"
    )
    before = {name: (project / name).read_bytes() for name in UNSIGNED}
    fix_format(project)
    assert before == {name: (project / name).read_bytes() for name in UNSIGNED}


def test_a_sound_edition_is_not_touched(project: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.rglob("*") if path.is_file()}
    said = CliRunner().invoke(main, ["check", "--fix-format", str(project)])
    assert said.exit_code == 0 and said.output.startswith(f"{SOUND[0]}\n0 faults\n")
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.rglob("*") if path.is_file()
    }


def test_the_check_names_what_happened_and_mends_it_when_asked(project: Path) -> None:
    path = project / "data" / "quantities.csv"
    save(path)
    said = CliRunner().invoke(main, ["check", str(project)])
    assert said.exit_code == 1 and said.stdout.splitlines() == [
        "data/quantities.csv: not as the project writes it; `jiedu check --fix-format` gives it no byte order mark,"
        " line feeds alone at the ends of lines, 4 cells as they were: row q-038: surface 6.50% → 6.5%;"
        " row q-045: surface 6.50% → 6.5%; row q-099: surface 6.50% → 6.5%; and 1 more",
        "data/quantities.csv: begins with a byte order mark; if a spreadsheet has saved it,"
        " `jiedu check --fix-format` writes it back",
    ]
    said = CliRunner().invoke(main, ["check", "--fix-format", str(project)])
    assert said.exit_code == 0
    assert re.match(r"data/quantities\.csv: written back: no byte order mark, .*; and 1 more\n0 faults\n", said.output)


FORMS: dict[str, tuple[Callable[[str], str], str]] = {
    "a mark": (lambda text: "\ufeff" + text, "no byte order mark"),
    "line ends": (lambda text: text.replace("\n", "\r\n"), "line feeds alone at the ends of lines"),
    "separators": (lambda text: text.replace(",", ";"), "commas in place of semicolons"),
    "a named separator": (lambda text: "sep=,\r\n" + text, "no line that names the separator"),
    "empty rows": (lambda text: text + ",,\n,,\n", "without 2 empty rows"),
    "empty columns": (lambda text: text.replace("\n", ",,\n"), "without 2 empty columns"),
    "quotation marks": (
        lambda text: re.sub(r"[^,\n]+", lambda at: f'"{at[0]}"', text),
        "quotation marks where they are needed",
    ),
    "thousands": (
        lambda text: re.sub(r"\b(\d)(\d{3})\b", r'"\1,\2"', text),
        "cells as they were: row 57: end 1,006 → 1006",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_said_and_taken_back(project: Path, form: str) -> None:
    change, words = FORMS[form]
    path = project / "data" / "occurrences.csv"
    before = path.read_bytes()
    path.write_bytes(change(before.decode("utf-8")).encode("utf-8"))
    (said,) = spreadsheet_traces(project)
    assert re.match(rf"data/occurrences\.csv: .*--fix-format` gives it .*{re.escape(words)}", said)
    (said,) = fix_format(project)
    assert re.match(rf"data/occurrences\.csv: written back: .*{re.escape(words)}", said)
    assert path.read_bytes() == before


CELLS = [
    # A number of the ledger is the page's own, whatever the format of the cell; so is a surface.
    ("quantities", "q-099", "value", "6.50%", "6.5"),
    ("quantities", "q-099", "surface", "6.50%", "6.5%"),
    ("quantities", "q-066", "value", "1,500", "1500"),
    ("quantities", "q-066", "value", "1.50E+03", "1500"),
    ("quantities", "q-066", "end", "2,320", "2320"),
    # A share stands in per cent where the unit says so, and elsewhere nobody knows.
    ("comparisons", "r-district-gdp-growth", "value", "6.50%", "6.5"),
    ("readers", "m-jiedu-found", "value", "99.70%", None),
    # 3-5 was a range, a date, or anything else.
    ("context", "a02", "value", "5-Mar", None),
    ("context", "a02", "value", "Mar-05", None),
    ("context", "a02", "value", "1.10E+11", None),
]


@pytest.mark.parametrize(("table", "id_", "column", "cell", "expected"), CELLS)
def test_a_cell_is_told_by_the_page_or_left(
    project: Path, table: str, id_: str, column: str, cell: str, expected: str | None
) -> None:
    path = project / "data" / f"{table}.csv"
    header, *rows = rows_of(path)
    row = next(row for row in rows if row[0] == id_)
    row[header.index(column)] = cell
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([header, *rows])
    path.write_text(file.getvalue(), encoding="utf-8")
    spoilt = path.read_bytes()
    lines = fix_format(project)
    now = next(row for row in rows_of(path) if row[0] == id_)[header.index(column)]
    if expected is None:
        assert path.read_bytes() == spoilt and len(lines) == 1
        assert lines[0].startswith(f"data/{table}.csv: row {id_}: {column} is {cell!r}, which a spreadsheet may")
    else:
        assert now == expected and path.read_bytes() == (ROOT / "data" / f"{table}.csv").read_bytes()
        assert f"1 cell as it was: row {id_}: {column} {cell} → {expected}" in lines[0]


def test_a_date_that_only_a_spreadsheet_writes_is_a_fault(project: Path) -> None:
    edition = Edition.open(project)
    for cell in ("5-Mar", "Mar-05", "1.10E+11"):
        said = (
            f"data/context.csv: row a02: value is {cell!r}, a date or a rounded number as only a spreadsheet writes it"
        )
        assert list(cells_are_plain_text(edition.with_row("context", "a02", value=cell))) == [said]


ORIGINALS = {
    "3-5": "5-Mar",
    "1/2": "1月2日",
    "2/1": "2-Jan",
    "2020-05": "May-20",
    "110000000000": "1.1E+11",
    "+6.1": "6.1",
    "007": "7",
    "true": "TRUE",
    "1,500": "1500",
    "6.5%": "6.50%",
    "27 May 2020": "27-May-20",
    "About 3": "About 3",
}


def test_what_git_keeps_tells_a_text(kept: Path) -> None:
    path = kept / "data" / "context.csv"
    header, *rows = rows_of(path)
    at = header.index("value")
    for row, original in zip(rows, ORIGINALS, strict=False):
        row[at] = original
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([header, *rows])
    path.write_text(file.getvalue(), encoding="utf-8")
    before = path.read_bytes()
    subprocess.run([GIT, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "More"], cwd=kept, check=True)
    save(path, show=lambda cell: ORIGINALS.get(cell, cell))
    # What an editor wrote in the same sitting stays.
    edited = path.read_bytes().replace(b"About 3", b"About 4")
    path.write_bytes(edited)
    lines = fix_format(kept)
    assert path.read_bytes() == before.replace(b"About 3", b"About 4")
    assert len(lines) == 1 and "11 cells as they were" in lines[0]


@pytest.mark.parametrize(
    ("cell", "text"),
    [("5-Mar", "5-4"), ("6.50%", "6.05%"), ("1.1E+11", "116000000000"), ("TRUE", "FALSE"), ("2020/5/27", "2021-05-27")],
)
def test_another_value_is_not_taken_for_the_same(cell: str, text: str) -> None:
    assert not is_made_of(cell, text)


def test_a_character_that_the_encoding_lost_comes_from_git_or_is_named(kept: Path) -> None:
    path = kept / "data" / "terms.csv"
    save(path, "gbk")
    lost = [row[0] for row in rows_of(ROOT / "data" / "terms.csv") if any(c in "".join(row) for c in "ÀŌ")]
    without_signatures(kept)
    shutil.move(kept / ".git", kept / "git")
    named = [line for mended in mend(kept) for line in mended.left]
    assert lost and all(any(f"row {id_}: " in line for line in named) for id_ in lost)
    shutil.move(kept / "git", kept / ".git")
    fix_format(kept)
    assert path.read_bytes() == (ROOT / "data" / "terms.csv").read_bytes()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b'id,"', b"PK\x03\x04\x00\xff", b"\xef\xbb\xbf", b"a,b\n\xff\n"]
)
def test_what_is_no_table_is_left_to_the_check(project: Path, data: bytes) -> None:
    path = project / "data" / "terms.csv"
    path.write_bytes(data)
    assert fix_format(project) == SOUND
    assert path.read_bytes() == data
    assert len(check(project)) == 1


def test_a_build_says_how_a_table_is_mended(project: Path) -> None:
    path = project / "data" / "terms.csv"
    save(path)
    mended = "if a spreadsheet has saved it, `jiedu check --fix-format` writes it back"
    assert check(project) == [f"data/terms.csv: begins with a byte order mark; {mended}"]
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gb18030"))
    assert re.fullmatch(rf"data/terms\.csv: not UTF-8 \(byte \d+\); {re.escape(mended)}", check(project)[0])


def test_the_edition_itself_has_no_traces() -> None:
    assert list(spreadsheet_traces(find_root(ROOT))) == []
