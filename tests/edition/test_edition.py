"""The edition: what its tables promise to whoever opens them."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package, system
from support import ROOT

from jiedu.edition import Edition
from jiedu.edition.facts import compute
from jiedu.errors import Fault


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


def test_frictionless_finds_the_data_package_valid() -> None:
    with system.use_context(trusted=True):
        report = Package(str(ROOT / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_every_column_has_title_description_and_constraints(edition: Edition) -> None:
    for resource in edition.package["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert field["title"] and field["description"] and field["constraints"], (resource["name"], field)


def test_the_pairing_of_headings_and_bodies_is_the_right_one_six_times(edition: Edition) -> None:
    opens_with = {
        "b": "坚持把现代服务业",
        "c": "深入落实“中优”",
        "d": "坚持把开放创新",
        "e": "坚持以制度建设",
        "f": "深入贯彻",
    }
    for section, words in opens_with.items():
        row = edition.blocks.loc[f"{section}-lead"]
        assert edition.text[row["start"] : row["end"]].startswith(words)
        assert edition.section_name(section)[0] == edition.blocks.loc[f"{section}-lead", "heading_zh"]
    assert "a-lead" not in edition.blocks.index
    assert edition.text[edition.blocks.loc["a-1", "start"] :].startswith("千方百计扩大有效投资")


def test_fifteen_subsections_stand_under_their_keywords(edition: Edition) -> None:
    subsections = edition.blocks[edition.blocks["role"] == "subsection"]
    assert subsections.groupby("section").size().to_dict() == {"a": 2, "b": 3, "c": 3, "d": 3, "e": 2, "f": 2}


def test_numbers_are_decimals_and_absence_is_none(edition: Edition) -> None:
    ledger = edition.quantities
    assert ledger.loc["q-074", "value"] == Decimal("29000000000")
    assert ledger.loc["q-102", "value"] is None
    assert ledger.loc["q-102", "comparator"] == "sync"
    assert {type(value) for value in ledger["value"]} == {Decimal, type(None)}


@pytest.mark.parametrize(
    ("id_", "column", "expected"),
    [
        ("q-021", "comparator", "ge"),
        ("q-057", "surface", "1000\n\n家"),
        ("q-063", "comparator", "eq"),
        ("q-029", "comparator", "gt"),
        ("q-065", "value_high", None),
        ("q-085", "comparator", "ge"),
        ("q-007", "deadline", ""),
        ("q-016", "deadline", "年底前"),
        ("q-107", "comparator", "eq"),
        ("q-111", "kind", "share"),
        ("q-113", "kind", "rate"),
        ("q-006", "class", "label"),
    ],
)
def test_what_the_page_is_easily_misread_for(edition: Edition, id_: str, column: str, expected: object) -> None:
    assert edition.quantities.loc[id_, column] == expected or (
        expected is None and edition.quantities.loc[id_, column] is None
    )


def test_a_missing_value_says_why(edition: Edition) -> None:
    why = edition.comparisons["availability"]
    assert why["r-nation-gdp-growth"] == "none set"
    assert why["r-city-income-growth"] == "not ratable"
    assert why["r-district-outcome-income-growth"] == "not found"
    assert why["r-district-outcome-gdp-growth"] == "bound"


def test_words_of_force_stand_as_often_as_the_facts_say(edition: Edition) -> None:
    facts = compute(edition)["value"]
    counts = {word: facts[f"fact-{word}-words"] for word in ("strive", "ensure", "seek", "press")}
    assert counts == {"strive": 12, "ensure": 1, "seek": 2, "press": 1}
    assert facts["fact-deadline-quantities"] == 7


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_what_is_done_to_a_table_stays_with_its_user(edition: Edition) -> None:
    names = [*edition.tables, "blocks", "sections"]
    before = {name: repr(getattr(edition, name)) for name in names}
    for name in edition.tables:
        for table in (getattr(edition, name), edition.tables[name], edition.select(name)):
            table["teacher"] = "李老师"
            table.iloc[0, 0] = "x"
            table.index.name = "row"
            del table[table.columns[-2]]
            table.drop(table.index[0], inplace=True)
    edition.sections.clear()
    edition.row("quantities", "q-049")["surface"] = "56个"
    known = compute(edition)
    known["value"] = Decimal(0)
    known.drop("fact-targets", inplace=True)
    assert {name: repr(getattr(edition, name)) for name in names} == before
    assert compute(edition).loc["fact-targets", "value"] == 5
    assert edition.row("quantities", "q-049")["surface"] == "55个"
    with pytest.raises(TypeError):
        edition.tables["terms"] = edition.terms  # type: ignore[index]


def test_an_edition_with_another_table_is_another_edition(edition: Edition) -> None:
    frame = edition.terms
    changed = replace(edition, tables=edition.tables | {"terms": frame})
    frame.iloc[0, 1] = "x"
    assert len(changed.tables) == len(edition.tables)
    assert changed.terms.iloc[0, 1] == edition.terms.iloc[0, 1]


def test_rows_are_selected_by_id_section_and_cells(edition: Edition) -> None:
    assert list(edition.select(ids=["q-050", "q-049"]).index) == ["q-050", "q-049"]
    assert edition.select().equals(edition.quantities)
    both = edition.select(section="a", class_="quantity", status=["target", "context"])
    assert set(both["section"]) == {"a"} and set(both["class"]) == {"quantity"}
    assert set(both["status"]) <= {"target", "context"}
    assert edition.select("commitments", section="e", kind="result")["kind"].unique().tolist() == ["result"]
    assert edition.select("quantities", ids=["q-001", "q-049"], section="a").index.tolist() == ["q-049"]
    assert set(edition.select("blocks", section="c")["id"]) == {"c-heading", "c-lead", "c-1", "c-2", "c-3"}


def test_a_section_is_its_own_text_and_not_the_task_that_points_to_it(edition: Edition) -> None:
    role = edition.blocks["role"]
    tasks = edition.translation[edition.translation["block"].map(role) == "tasks"]
    for section in edition.sections:
        rows = edition.select("translation", section=section)
        assert len(rows) and not set(rows.index) & set(tasks.index)
    spans = edition.select("occurrences", section="c")
    assert list(edition.select("terms", section="c").index) == list(dict.fromkeys(spans["term"]))


@pytest.mark.parametrize(
    ("select", "message"),
    [
        (lambda e: e.select("sources"), "there is no table 'sources'"),
        (lambda e: e.select(ids=["q-999"]), "^data/quantities.csv: there is no row q-999$"),
        (lambda e: e.select(section="z"), "^data/blocks.csv: there is no section 'z'$"),
        (lambda e: e.select(colour="red"), "^data/quantities.csv: there is no column colour$"),
        (lambda e: e.select("facts", section="a"), "^data/facts.csv: its rows stand in no section$"),
        (lambda e: e.row("terms", "t-none"), "^data/terms.csv: there is no row t-none$"),
    ],
)
def test_what_cannot_be_selected_is_said(edition: Edition, select: Callable[[Edition], object], message: str) -> None:
    with pytest.raises(Fault, match=message):
        select(edition)


def test_joins_are_made_once_and_tell_which_table_is_asked_for() -> None:
    code = (
        "import sys; asked = []; loading = []\n"
        "sys.addaudithook(lambda event, args: asked.append(args[0].rsplit('/', 1)[1])"
        " if event == 'jiedu.edition.table' else None)\n"
        "from jiedu.edition import Edition; edition = Edition.open(); assert asked == [], asked\n"
        "edition.commitments; edition.commitments; print(*asked)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.split() == ["commitments.csv", "blocks.csv"]


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="this is no edition"):
        Edition.open(tmp_path)


def test_a_folder_inside_an_edition_opens_the_edition() -> None:
    assert Edition.open(ROOT / "notebooks").root == ROOT
