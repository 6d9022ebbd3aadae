"""The panel of the edition: it fits its schemas, holds no sentence of a report, and is what the command makes."""

import csv
import shutil
from pathlib import Path

import pytest
from frictionless import Package, system
from panels import jiedu, rows_in, sentence, write_report
from support import REPORTS, ROOT, copy_project, in_process

from jiedu import open_panel, tables
from jiedu.edition import Edition
from jiedu.edition.checks.panel import panel_holds
from jiedu.edition.facts import compute
from jiedu.panel.remaking import remake_panel
from jiedu.reports.briefs import LONGEST

PANEL = ROOT / "data" / "panel"
NAMES = ("agreement", "measures", "outcomes", "readings", "reports", "targets")


def test_the_tables_fit_the_schemas_of_the_package():
    """`jiedu check` leaves them to quicker eyes."""
    with system.use_context(trusted=True):
        package = Package(str(ROOT / "data" / "datapackage.json"))
        package.resources = [resource for resource in package.resources if resource.name.startswith("panel-")]
        assert sorted(resource.name for resource in package.resources) == [f"panel-{name}" for name in NAMES]
        report = package.validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_frictionless_would_see_a_cell_that_does_not_fit(tmp_path):
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    text = (data / "panel" / "targets.csv").read_text(encoding="utf-8")
    (data / "panel" / "targets.csv").write_text(text.replace(",checked", ",seen", 1), encoding="utf-8")
    with system.use_context(trusted=True):
        package = Package(str(data / "datapackage.json"))
        package.resources = [resource for resource in package.resources if resource.name == "panel-targets"]
        assert not package.validate().valid


def test_no_cell_holds_a_sentence_of_a_report():
    for name in ("targets", "outcomes", "readings"):
        surfaces = [row["surface"] for row in rows_in(PANEL / f"{name}.csv")]
        assert len(surfaces) > 800 and max(map(len, surfaces)) <= LONGEST == 20
    assert {path.stem for path in PANEL.iterdir()} == set(NAMES)


def test_the_tables_are_as_the_project_writes_tables():
    for name in NAMES:
        data = (PANEL / f"{name}.csv").read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data and data.endswith(b"\n")


def test_the_panel_holds():
    assert list(panel_holds(Edition.open(ROOT))) == []


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_the_command_makes_the_panel_that_is_there(tmp_path, monkeypatch):
    """Nothing differs: a rule of the reader that changes a cell is seen here, and the table written anew."""
    in_process(monkeypatch)
    project = copy_project(tmp_path / "project")
    times = {name: (project / "data" / "panel" / f"{name}.csv").stat().st_mtime_ns for name in NAMES}
    remake_panel(project, [REPORTS])
    for name in NAMES:
        path = project / "data" / "panel" / f"{name}.csv"
        assert path.read_bytes() == (PANEL / f"{name}.csv").read_bytes(), name
        assert path.stat().st_mtime_ns == times[name], "a table that would be the same is not written"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the edition whose panel is of one report, which one cell was read of."""
    root = copy_project(tmp_path / "project")
    rows = rows_in(PANEL / "readings.csv")
    row = next(row for row in rows if (row["table"], row["family"], row["scope"]) == ("targets", "cpi", "all"))
    own = row | {
        "file": "青河县-2024.txt",
        "sample": "county-1",
        "year": "2024",
        "value": "2",
        "comparator": "le",
        "decided": "reading",
    }
    with (root / "data" / "panel" / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerow(
            own | {"aim": "base", "measure": "growth", "availability": "stated", "value_high": "", "unit": "%"}
        )
    return root


def test_a_project_gets_the_panel_of_its_reports_with_what_was_read(project, tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in")
    result = jiedu("panel", tmp_path / "in", "--in", project)
    assert result.exit_code == 0, result.output
    targets = {row["id"]: row for row in rows_in(project / "data" / "panel" / "targets.csv")}
    read = targets["pt-654325-2024-cpi"]
    assert (read["value"], read["comparator"], read["state"]) == ("2", "le", "corrected")
    assert targets["pt-654325-2024-gdp"]["state"] == "machine"
    measures = rows_in(project / "data" / "panel" / "measures.csv")
    assert [row["id"] for row in measures] == ["pm-654325-2024", "pm-page-machine", "pm-page-hand"]
    agreement = rows_in(project / "data" / "panel" / "agreement.csv")
    assert [(row["cells"], row["agreed"], row["reader_right"]) for row in agreement] == [
        ("1", "0", "1"),
        ("0", "0", "0"),
    ]


def test_readings_of_a_text_that_is_not_there_are_one_sentence_and_nothing_is_written(project, tmp_path, monkeypatch):
    in_process(monkeypatch)
    write_report(tmp_path / "in", "易县", 2020)
    before = {name: (project / "data" / "panel" / f"{name}.csv").read_bytes() for name in NAMES}
    said = sentence(jiedu("panel", tmp_path / "in", "--in", project))
    assert said == "data/panel/readings.csv: 青河县-2024.txt is not among the texts (1 files are not)"
    assert {name: (project / "data" / "panel" / f"{name}.csv").read_bytes() for name in NAMES} == before


def test_a_folder_that_is_no_project_is_one_sentence(tmp_path):
    write_report(tmp_path / "in")
    assert sentence(jiedu("panel", tmp_path / "in", "--in", tmp_path / "in"))


def test_the_bounds_counted_in_a_table_are_those_of_the_facts():
    """A pair that counts another family than the lesson's does so by this table."""
    found = tables.bounds(open_panel().only("province", 2025)).data
    facts = compute(Edition.open(ROOT))["value"]
    of = found.groupby("measure")[["numbers", "about"]].sum()
    rates = of.loc["growth"] + of.loc["intensity"]
    assert (rates["numbers"], of.loc["level", "numbers"]) == (facts["fact-prov-rates"], facts["fact-prov-levels"])
    assert 100 * rates["about"] / rates["numbers"] == pytest.approx(float(facts["fact-prov-rates-about"]))
    jobs = found.query("family == 'new_jobs'").iloc[0]
    assert (jobs["about"], jobs["numbers"]) == (facts["fact-prov-jobs-about"], facts["fact-prov-jobs"])
