"""`jiedu compare`: a cell for every bound, what became of a target, the forms of the output, and panels that are broken."""

import csv
import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from panels import TEXT, jiedu, panel_of, rows_in, sentence, target, write_report
from support import ROOT, in_process

from jiedu import open_panel
from jiedu.compare import Comparison, compare_panel
from jiedu.errors import Fault
from jiedu.panel.grid import CHANGES, KEY, cell_of, changes, grid
from jiedu.panel.opening import Panel, is_panel
from jiedu.panel.rows import TABLES

COMMITTED = ROOT / "data" / "panel"

CELLS = {
    "≈5": target("5", "about"),
    "≥5.5": target("5.5", "ge"),
    "≤3": target("3", "le"),
    ">20": target("20", "gt"),
    "<4": target("4", "lt"),
    "5": target("5.00"),
    "4.5–5": target("4.5–5", "range"),
    "同步": target("", "sync", availability="not ratable"),
    "无数字": target("", availability="not ratable"),
    "未设": target("", availability="none set"),
    "—": target(""),
    "(5)": target("5", availability="in the plan"),
    "(≥26万人)": target("260000", "ge", availability="in the plan", unit="人"),
    "力争≥8": target("8", "ge", strive="力争"),
    "↓3": target("3", direction="down"),
    "≥↓3": target("3", "ge", direction="down"),
    "14000亿斤": target("1.4E+12", unit="斤"),
    "0": target("0"),
    "-1.5": target("-1.5"),
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_has_sign_number_and_unit(cell):
    assert cell_of(CELLS[cell]) == cell
    (row,) = grid(panel_of(CELLS[cell]), ["gdp"]).to_dict("records")
    assert (row["place"], row["year"], row["gdp"]) == ("青河县", 2024, cell)


def test_a_report_gives_these_cells(tmp_path, monkeypatch):
    in_process(monkeypatch)
    found = jiedu("compare", write_report(tmp_path / "in").parent)
    assert found.exit_code == 0 and found.stderr == ""
    head, line = found.stdout.splitlines()
    cells = dict(zip(head.split(), line.replace(" →", "→").replace(" 乡", "乡").split(), strict=True))
    assert cells == {
        "place": "青河县", "year": "2024", "gdp": "≈6→力争6.5", "budget_revenue": "≥4", "income": "城≈5.5乡≈7",
        "cpi": "≈3", "new_jobs": "≥5000人", "registered_unemployment": "≤4", "retail": "≥7", "fixed_investment": "≈8",
        "grain": "≥38万吨", "rd": "未设", "energy_intensity": "无数字", "industry": "(≈9)",
    }  # fmt: skip


def test_every_sign_of_a_cell_is_in_the_key():
    signs = "".join(KEY)
    for cell in CELLS:
        for sign in cell:
            assert sign in signs or sign.isdigit() or sign in ".-<>万人亿斤", cell


def test_the_same_family_asked_for_twice_is_one_column():
    assert list(grid(panel_of(target()), ["gdp", "gdp"]).columns) == ["report", "place", "code", "level", "year", "gdp"]


def test_the_order_is_that_of_the_years_where_it_is_asked():
    panel = panel_of(target(year=2025), target(year=2024), target(year=2023, code="110000", place="北京市"))
    assert grid(panel)["year"].tolist() == [2025, 2024, 2023]
    assert grid(panel, by="year")["year"].tolist() == [2023, 2024, 2025]


def test_the_committed_panel_by_level_year_and_family():
    lines = jiedu(
        "compare", COMMITTED, "--level", "province", "--year", 2025, "--families", "gdp, cpi"
    ).stdout.splitlines()
    assert lines[0].split() == ["place", "year", "gdp", "cpi"] and len(lines) == 27
    assert ["陕西省", "2025", "≈5", "≈2"] in [line.split() for line in lines]
    years = [
        line.split()[1]
        for line in jiedu("compare", COMMITTED, "--by", "year", "--families", "gdp").stdout.splitlines()[1:]
    ]
    assert years == sorted(years)
    # A report that plans two years has two rows.
    assert len(years) == len(open_panel().targets.groupby(["report", "year"])) == 126


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--families", "gdp,growth"), "there is no family 'growth': it is one of gdp, budget_revenue"),
        (("--level", "city"), "the panel has no report of city"),
        (("--level", "planet"), "the panel has no report of planet"),
        (("--year", 1900), "the panel has no report of any level and of 1900"),
        (("--level", "province", "--year", 1990), "the panel has no report of province and of 1990"),
        (("--diff", 1990, 1800), "no place of the panel has a report of 1990 and one of 1800"),
        (("--out", "a.pdf"), "a.pdf: the output is a .html, .csv or .xlsx file"),
        (("--out", "none\n/a.csv/b.csv"), "none\\n/a.csv/b.csv: cannot be written: "),
    ],
)
def test_what_the_panel_has_not_is_one_sentence(options, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if "/" in str(options[1]):
        (tmp_path / "none\n").mkdir()
        (tmp_path / "none\n" / "a.csv").touch()
    before = sorted(os.listdir())
    assert sentence(jiedu("compare", COMMITTED, *options)).startswith(expected)
    assert sorted(os.listdir()) == before


# What became of a target


def became(before: dict | None, after: dict | None) -> tuple[str, ...]:
    rows = [target("", family="cpi", year=year) for year in (2024, 2025)]
    rows += [row | {"year": year} for row, year in ((before, 2024), (after, 2025)) if row is not None]
    rows = [row | {"id": f"pt-{at}", "report": f"rep-{row['year']}"} for at, row in enumerate(rows)]
    return next((change.words for change in changes(panel_of(*rows), 2024, 2025, ["gdp", "cpi"])), ())


BECAME = {
    "raised": (target("5"), target("5.5")),
    "raised from a range": (target("4–5", "range"), target("5")),
    "lowered": (target("5", "about"), target("4.5", "about")),
    "lowered from a fall": (target("-1"), target("-1.5")),
    "hedged": (target("5", "ge"), target("5", "about")),
    "hedged by a word": (target("5"), target("5", strive="力争")),
    "unhedged": (target("5", "about"), target("5", "ge")),
    "unhedged of a word": (target("5", strive="争取"), target("5")),
    "other bound": (target("5"), target("5", "ge")),
    "unchanged": (target("5", "about"), target("5", "about")),
    "dropped": (target("5"), target("")),
    "dropped for words": (target("5"), target("", "sync", availability="not ratable")),
    "dropped with its row": (target("5"), None),
    "new": (target(""), target("5")),
    "new from none set": (target("", availability="none set"), target("5")),
}


@pytest.mark.parametrize("case", BECAME)
def test_what_became_of_a_target(case):
    word = next(word for word in CHANGES if case.startswith(word))
    assert became(*BECAME[case]) == (word,)


def test_a_change_of_number_and_one_of_hedge_come_together():
    assert became(target("6", "ge"), target("5", "about")) == ("lowered", "hedged")
    assert became(target("5", strive="力争"), target("6")) == ("raised", "unhedged")
    assert became(target("5"), target("6", "ge")) == ("raised",), "a bound beside another number is no change of it"
    assert became(target(""), target("")) == ()


def test_a_level_is_held_against_a_level_and_towns_against_towns():
    before = [target("5"), target("60000000", measure="level", unit="元"), target("7", family="income", scope="urban")]
    after = [target("5.5", year=2025), target("7", family="income", scope="rural", year=2025)]
    found = {
        (c.family, c.scope, c.before and c.before["measure"]): c.words
        for c in changes(panel_of(*before, *after), 2024, 2025)
    }
    assert found == {
        ("gdp", "all", "growth"): ("raised",),
        ("gdp", "all", "level"): ("dropped",),
        ("income", "urban", "growth"): ("dropped",),
        ("income", "rural", None): ("new",),
    }


def test_what_is_striven_for_beyond_a_target_is_no_change_of_it():
    rows = [target("5"), target("5", year=2025), target("8", year=2025, aim="stretch", strive="力争")]
    assert [change.words for change in changes(panel_of(*rows), 2024, 2025)] == [("unchanged",)]


def test_places_without_a_name_are_not_one_place():
    nowhere = {"place": "", "code": ""}
    rows = [target("5", **nowhere), target("6", year=2025, **nowhere)]
    with pytest.raises(Fault, match="no place of the panel has a report of 2024 and one of 2025"):
        changes(panel_of(*rows), 2024, 2025)
    named = [row | {"place": "青禾县"} for row in rows]
    assert [change.words for change in changes(panel_of(*named), 2024, 2025)] == [("raised",)]


def test_the_command_prints_what_changed():
    lines = jiedu(
        "compare", COMMITTED, "--level", "nation", "--diff", 2024, 2025, "--families", "cpi,new_jobs"
    ).stdout.splitlines()
    assert [line.split() for line in lines] == [
        ["place", "family", "scope", "before", "after", "change"],
        ["全国", "cpi", "all", "≈3", "≈2", "lowered"],
        ["全国", "new_jobs", "all", "≥1200万人", "≥1200万人", "unchanged"],
    ]


def test_two_years_without_a_target_are_a_table_without_rows(tmp_path):
    silent = panel_of(target("", family="cpi"), target("", family="cpi", year=2025))
    wanted = Comparison(("cpi",), diff=(2024, 2025))
    for form in ("csv", "xlsx", "html"):
        assert list(compare_panel(silent, wanted, tmp_path / f"a.{form}")) == [f"table: {tmp_path / f'a.{form}'}"]
    assert list(compare_panel(silent, wanted)) == ["place  family  scope  before  after  change"]
    assert rows_in(tmp_path / "a.csv") == []


# The forms of the output


def test_the_forms_hold_the_same(tmp_path):
    options = ("--level", "province", "--families", "gdp,new_jobs,cpi")
    for form in ("csv", "xlsx", "html"):
        out = tmp_path / "made" / f"a.{form}"
        result = jiedu("compare", COMMITTED, *options, "--out", out)
        assert (result.exit_code, result.stdout) == (0, f"table: {out}\n")
    table = rows_in(tmp_path / "made" / "a.csv")
    assert (tmp_path / "made" / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    book = load_workbook(tmp_path / "made" / "a.xlsx")
    assert book.sheetnames == ["targets", "key"]
    head, *rows = book["targets"].values
    assert [dict(zip(head, map(str, row), strict=True)) for row in rows] == table and len(table) == 26
    assert dict(list(book["key"].values)[1:]) == KEY
    page = (tmp_path / "made" / "a.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "<script src" not in page and "http" not in page.split("</head>")[0]
    for row in table:
        assert row["place"] in page and all(cell in page for cell in row["gdp"].split())
    assert page.count('id="pt-') == sum(len(row[name].split()) for row in table for name in ("gdp", "new_jobs", "cpi"))


def test_the_same_panel_gives_the_same_bytes(tmp_path):
    for form in ("csv", "xlsx", "html"):
        for name in ("a", "b"):
            (tmp_path / name).mkdir(exist_ok=True)
            assert (
                jiedu("compare", COMMITTED, "--level", "nation", "--out", tmp_path / name / f"c.{form}").exit_code == 0
            )
        assert (tmp_path / "a" / f"c.{form}").read_bytes() == (tmp_path / "b" / f"c.{form}").read_bytes()


HOSTILE = ("[bold]县", "[/]", ":smile:", "<script>alert(1)</script>", "=1+1", "行\n列\x1b[31m", "'x", "a" * 3_000)


@pytest.mark.parametrize("place", HOSTILE)
def test_what_a_panel_holds_is_shown_and_not_obeyed(place, tmp_path):
    panel = panel_of(target("5", place=place, code=""))
    printed = list(compare_panel(panel, Comparison()))
    assert len(printed) == 2 or len(place) > 2_000
    assert all(line.isprintable() for line in printed)
    if place.isprintable() and len(place) < 2_000:
        assert printed[1].split()[0] == place
    for form in ("csv", "xlsx", "html"):
        list(compare_panel(panel, Comparison(), tmp_path / f"a.{form}"))
    (row,) = rows_in(tmp_path / "a.csv")
    assert row["place"] == (f"'{place}" if place[0] in "='" else place)
    assert load_workbook(tmp_path / "a.xlsx")["targets"]["B2"].data_type in ("s", "inlineStr")
    assert "<script>alert" not in (tmp_path / "a.html").read_text(encoding="utf-8")


# Panels, folders and files


def test_a_panel_of_a_command_a_folder_and_a_file_are_compared_alike(tmp_path, monkeypatch):
    in_process(monkeypatch)
    path = write_report(tmp_path / "in", "易县", 2020)
    assert jiedu("panel", path.parent, "--out", tmp_path / "panel").exit_code == 0
    printed = {jiedu("compare", source).stdout for source in (tmp_path / "panel", path.parent, path)}
    assert len(printed) == 1 and "易县" in printed.pop()
    assert sorted(os.listdir(tmp_path)) == [".panel.parts", "in", "panel"]


def test_a_bad_file_of_a_folder_is_named_and_the_rest_compared(tmp_path, monkeypatch):
    in_process(monkeypatch)
    folder = write_report(tmp_path / "in").parent
    (folder / "empty.txt").touch()
    result = jiedu("compare", folder)
    assert (result.exit_code, result.stderr) == (0, "jiedu: empty.txt: the file is empty\n")
    assert "青河县" in result.stdout


@pytest.mark.parametrize("source", ["missing", "empty", "a.csv"])
def test_what_is_neither_panel_nor_report_is_one_sentence(source, tmp_path, monkeypatch):
    in_process(monkeypatch)
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    said = {"missing": "no such folder", "empty": "no file to read", "a.csv": "no report among 1 files"}
    assert said[source] in sentence(jiedu("compare", tmp_path / source))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(COMMITTED, tmp_path / "copy")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cell(folder: Path, name: str, number: int, column: str, value: str) -> None:
    """Put a value in a cell of a table; rows are counted as a spreadsheet counts them."""
    rows = rows_in(folder / f"{name}.csv")
    rows[number - 2][column] = value
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def in_gbk(folder: Path) -> None:
    path = folder / "reports.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


BROKEN = {
    "a column is missing": (lambda f: edit(f, "targets", ",scope,", ",sope,"), "targets.csv: the header is not that of a panel"),
    "another encoding": (in_gbk, "reports.csv: is not readable as CSV in UTF-8"),
    "a table is missing": (lambda f: (f / "outcomes.csv").unlink(), None),
    "a table is empty": (lambda f: (f / "outcomes.csv").write_text(""), "outcomes.csv: the header is not that of a panel"),
    "a word for a number": (lambda f: cell(f, "targets", 7, "value", "五"), "targets.csv: row 7: value is '五', not a number"),
    "a share": (lambda f: cell(f, "targets", 7, "value", "5%"), "targets.csv: row 7: value is '5%', not a number"),
    "no number": (lambda f: cell(f, "outcomes", 3, "value", "NaN"), "outcomes.csv: row 3: value is 'NaN', not a number"),
    "infinite": (lambda f: cell(f, "outcomes", 3, "value", "Infinity"), "outcomes.csv: row 3: value is 'Infinity', not a number"),
    "no size of a number": (lambda f: cell(f, "targets", 2, "value", "1e999999999"), "targets.csv: row 2: value is '1e999999999', not"),
    "a year with a point": (lambda f: cell(f, "reports", 2, "year", "2022.0"), "reports.csv: row 2: year is '2022.0', not a number"),
    "a year that no table holds": (lambda f: cell(f, "reports", 2, "year", "9" * 30), "reports.csv: row 2: year is '999"),
    "too few cells": (lambda f: (f / "reports.csv").open("a").write("rep-x,a.txt\n"), "reports.csv: row 125 has too few cells"),
    "a report that is not there": (lambda f: cell(f, "targets", 4, "report", "rep-x"), "targets.csv: row 4: report 'rep-x' is not in reports.csv"),
    "a quotation mark that stays open": (lambda f: (f / "reports.csv").open("a").write('"rep-x,'), "reports.csv: is not readable as CSV in UTF-8"),
    "a line feed in a number": (lambda f: cell(f, "targets", 7, "value", "5\n\x1b"), "targets.csv: row 7: value is '5\\\\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_panel_is_one_sentence_with_file_and_row(case, copy):
    damage, expected = BROKEN[case]
    damage(copy)
    if expected is None:
        # Without a codebook nothing says that it was a panel; with one the missing table is named.
        assert "no file to read" in sentence(jiedu("compare", copy))
        (copy / "codebook.csv").touch()
        expected = "outcomes.csv: the table is missing: this is no panel"
    assert sentence(jiedu("compare", copy)).startswith(f"{copy}/{expected}")


def test_a_panel_is_read_with_what_a_spreadsheet_adds(copy):
    for name in TABLES:
        rows = rows_in(copy / f"{name}.csv")
        with (copy / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0], "mine"], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
    ours, theirs = Panel.read(COMMITTED), Panel.read(copy)
    for name in TABLES:
        assert getattr(ours, name).equals(getattr(theirs, name))


def test_numbers_are_exact_and_a_missing_one_is_no_zero():
    targets = open_panel().targets
    assert targets.loc["pt-100000-2024-gdp", "value"] == Decimal("5")
    assert targets.loc[targets["availability"] == "not stated", "value"].isna().all()
    assert {type(value) for value in targets["value"].dropna()} == {Decimal}


def test_a_panel_is_known_from_reports(tmp_path):
    assert is_panel(COMMITTED) and not is_panel(tmp_path) and not is_panel(ROOT)


def test_an_apostrophe_of_a_name_stays_where_a_table_is_not_guarded(copy):
    name = rows_in(copy / "reports.csv")[0]["file"]
    edit(copy, "reports", name, f"'{name}")
    assert Panel.read(copy).reports["file"].iloc[0] == f"'{name}"


def test_the_report_of_the_tests_sets_no_research_target():
    assert "不设具体增长目标" in TEXT
