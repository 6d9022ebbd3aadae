"""The edition: what its tables promise to whoever opens them."""

from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package, system
from support import ROOT

from jiedu.display import section_name
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
        assert section_name(edition, section)[0] == edition.blocks.loc[f"{section}-lead", "heading_zh"]
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


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="this is no edition"):
        Edition.open(tmp_path)


def test_a_folder_inside_an_edition_opens_the_edition() -> None:
    assert Edition.open(ROOT / "notebooks").root == ROOT
