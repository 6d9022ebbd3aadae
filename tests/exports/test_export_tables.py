"""The tables in other forms: what is read back is what the edition holds, row for row and cell for cell."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from exported import HOSTILE, expected, hostile, lines, plain, real, untitled, written
from frictionless import Package
from openpyxl.utils.escape import unescape
from project.projects import edit, jiedu, new
from support import ROOT

from jiedu.edition import Edition
from jiedu.exports import FORM_NAMES
from jiedu.exports.croissant import croissant, described
from jiedu.exports.forms import FORMS
from jiedu.panel.stata import stata_names
from jiedu.reports.export import unguarded

EDITIONS = {"real": real, "hostile": hostile}


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> Edition:
    return EDITIONS[request.param]()


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("export") / "draft")


def test_csv_holds_every_cell_and_a_spreadsheet_computes_none(edition: Edition) -> None:
    files = FORMS["csv"].make(edition, "")
    tables = dict(expected(edition))
    assert set(files) == {f"{name}.csv" for name in tables} | {"page.txt", "datapackage.json", "croissant.json"}
    for name, rows in tables.items():
        text = files[f"{name}.csv"].decode("utf-8")
        assert text.startswith("\ufeff"), name
        found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        numbers = {key for row in rows for key, cell in row.items() if not isinstance(cell, str) and cell is not None}
        for row in found:
            risky = [cell for key, cell in row.items() if key not in numbers and cell[:1] in "=+-@\t\r＝＋－＠"]
            assert not any(risky), (name, risky)
        back = [{key: unguarded(cell) for key, cell in row.items()} for row in found]
        for row in back:
            row.update({key: plain(Decimal(row[key])) for key in numbers if row[key]})
        assert back == lines(rows), name


def test_the_data_package_describes_what_was_written(edition: Edition, tmp_path: Path) -> None:
    folder = written(tmp_path, FORMS["csv"].make(edition, ""))
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "type", "note"])[:3]
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        # Otherwise nothing would have been held against the file.
        assert resource["hash"].startswith("sha256:") and resource["encoding"] == "utf-8"
    rows = package.get_resource("quantities").read_rows()
    assert [row["value"] for row in rows] == edition.quantities["value"].tolist()
    (folder / "terms.csv").write_bytes((folder / "terms.csv").read_bytes() + b"\n")
    assert not package.validate().valid


def test_the_workbook_begins_with_its_codebook_and_holds_text_as_text(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(FORMS["xlsx"].single(edition))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    tables = dict(expected(edition))
    assert book.sheetnames == ["codebook", *tables]
    codebook = [[cell.value for cell in row] for row in book["codebook"].iter_rows()]
    assert codebook[0] == ["table", "column", "type", "unit", "words", "meaning"]
    force = next(row for row in codebook if row[:2] == ["commitments", "force"])
    assert "strive" in force[4] and force[5] == "How firmly it is worded, firmest first."
    assert {(row[0], row[1]) for row in codebook[1:]} == {
        (name, key) for name, rows in tables.items() for key in (rows[0] if rows else ())
    }
    for name, rows in tables.items():
        head, *found = book[name].iter_rows()
        names = [cell.value for cell in head]
        for cells, row in zip(found, rows, strict=True):
            # s is text, n a number or nothing; f would be a formula.
            assert {cell.data_type for cell in cells} <= {"s", "n"}, name
            given = {key: cell.value for key, cell in zip(names, cells, strict=True)}
            for key, cell in row.items():
                if isinstance(cell, str):
                    # What XML would take for the end of a line is written as Excel writes it.
                    assert unescape(given[key] or "") == cell, (name, key)
                else:
                    assert plain(given[key]) == plain(None if cell is None else float(cell)), (name, key)


def test_parquet_has_types_and_says_what_columns_mean(edition: Edition) -> None:
    files = FORMS["parquet"].make(edition, "")
    for name, rows in expected(edition):
        table = pq.read_table(io.BytesIO(files[f"{name}.parquet"]))
        assert lines(table.to_pylist()) == lines(rows), name
        assert all(field.metadata[b"description"] for field in table.schema)
        assert table.schema.metadata[b"title"]
    schema = pq.read_schema(io.BytesIO(files["quantities.parquet"]))
    kinds = [str(schema.field(name).type) for name in ("id", "start", "value")]
    assert kinds[:2] == ["string", "int64"] and kinds[2].startswith("decimal128")


def test_numbers_too_long_for_a_decimal_are_doubles() -> None:
    longest = Decimal("1." + "0" * 37 + "1")
    edition = real().with_row("quantities", "q-060", value=longest)
    table = pq.read_table(io.BytesIO(FORMS["parquet"].make(edition, "")["quantities.parquet"]))
    assert str(table.schema.field("value").type) == "double"
    assert dict(zip(table["id"].to_pylist(), table["value"].to_pylist(), strict=True))["q-060"] == 1.0


def test_stata_holds_every_cell_and_labels_every_variable(edition: Edition, tmp_path: Path) -> None:
    folder = written(tmp_path, FORMS["dta"].make(edition, ""))
    for name, rows in expected(edition):
        with pd.read_stata(folder / f"{name}.dta", iterator=True) as file:
            labels = file.variable_labels()
            frame = file.read()
        names = list(rows[0]) if rows else list(frame.columns)
        assert list(frame.columns) == stata_names(names) or not rows
        assert all(0 < len(label) <= 80 for label in labels.values())
        assert all(len(column) <= 32 for column in frame.columns)
        found = [dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False)]
        # Stata knows no decimals.
        wanted = [{k: float(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in rows]
        assert lines(found) == lines(wanted), name


def test_names_that_stata_would_not_take_are_changed_and_stay_apart() -> None:
    long = "a" * 40
    names = stata_names([long, long + "b", "2020", "class", "in", "end", "备注", "my column"])
    assert len(set(names)) == 8 and all(len(name) <= 32 for name in names)
    assert names[2:] == ["_2020", "class_", "in_", "end_at", "备注", "my_column"]


def test_croissant_is_read_by_the_library_of_its_makers(edition: Edition, tmp_path: Path) -> None:
    import mlcroissant

    folder = written(tmp_path, FORMS["csv"].make(edition, "") | FORMS["croissant"].make(edition, ""))
    data = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    assert not data.metadata.ctx.issues.errors
    found = list(data.records("quantities"))
    assert [row["quantities/id"].decode() for row in found] == edition.quantities["id"].tolist()
    values = [None if value is None else float(value) for value in edition.quantities["value"]]
    assert [row["quantities/value"] for row in found] == values


def test_croissant_names_files_at_the_address_of_the_site() -> None:
    edition = real()
    files = {entry["@id"]: entry["contentUrl"] for entry in croissant(edition, "https://example.org/a")["distribution"]}
    assert files["terms.csv"] == "https://example.org/a/data/terms.csv"
    assert croissant(edition)["distribution"][0]["contentUrl"] == "blocks.csv"
    assert "url" not in described(edition) and "distribution" not in described(edition)
    bare = untitled(edition, licenses="none", sources=[1], contributors=None, keywords="x", version=2, title="")
    assert croissant(bare)["name"] == "jinshui-2020"


def test_two_exports_are_the_same_to_the_byte() -> None:
    one, two = real(), real()
    for form in FORMS.values():
        assert form.single(one) == form.single(two), form.name


def test_the_name_of_a_file_holds_no_way_out() -> None:
    names = [FORMS["xlsx"].file_name(untitled(real(), name=name)) for name in ("../../etc/x", "", "a b/c", "..")]
    assert names == ["etc-x.xlsx", "edition.xlsx", "a-b-c.xlsx", "edition.xlsx"]


def test_every_form_has_a_name_and_a_maker() -> None:
    assert list(FORMS) == list(FORM_NAMES)


# The command


def test_all_forms_of_a_draft_are_written_beside_what_is_there(draft: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    edit(draft, "terms", lambda rows: [row.update(own="=1") for row in rows])
    result = jiedu("export", draft, "--to", "all", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == len(FORMS)
    assert len(list(tmp_path.iterdir())) == len(FORMS) + 1
    book = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx")))
    assert [row[0].value for row in book["quantities"].iter_rows()][1:] == Edition.open(draft).quantities["id"].tolist()
    assert [cell.value for cell in book["terms"][1]][-1] == "own"


def test_an_export_replaces_an_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        assert jiedu("export", ROOT, "--to", "parquet", "--out", out).exit_code == 0
    before = sorted(path.name for path in out.iterdir())
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    result = jiedu("export", ROOT, "--to", "parquet", "--out", out)
    assert result.exit_code == 1 and "holds notes.txt, which is of no export" in result.stderr
    assert sorted(path.name for path in out.iterdir()) == sorted([*before, "notes.txt"])


def test_a_project_is_no_place_for_an_export(draft: Path) -> None:
    before = {path: path.read_bytes() for path in draft.rglob("*.csv")}
    for out in (draft / "data", draft):
        for form in ("csv", "xlsx"):
            result = jiedu("export", draft, "--to", form, "--out", out)
            assert result.exit_code == 1 and result.stderr.count("\n") == 1, result.output
    assert {path: path.read_bytes() for path in draft.rglob("*.csv")} == before


def test_hostile_cells_are_among_what_is_tried() -> None:
    assert set(HOSTILE) <= set(hostile().notes["en"])
