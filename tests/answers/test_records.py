"""What a row answers: the fields a reader asks for, in both languages, and the way from row to row."""

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import DATA, ROOT

from jiedu.answers.formulas import in_plain_words, inputs
from jiedu.answers.records import Record, answer, answers
from jiedu.answers.rows import TYPES, rows_in_order, site_id
from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.edition.facts import compute
from jiedu.errors import Fault


@cache
def edition() -> Edition:
    return Edition.open(ROOT)


@cache
def everything() -> dict[str, Record]:
    return answers(edition())


def said(record: Record, name: str) -> list[tuple[str, str]]:
    fields = [field for field in record["fields"] if field["name"]["en"] == name]
    return [(field["value"]["zh"], field["value"]["en"]) for field in fields]


def test_every_row_with_an_id_answers() -> None:
    ids = {site_id(table, name) for table in TYPES for name in edition().tables[table]["id"]}
    assert set(everything()) == ids
    assert all(record["fields"] and all(record["label"].values()) for record in everything().values())


@pytest.mark.parametrize("table", TYPES)
def test_previous_and_next_lead_through_the_whole_table_and_back(table: str) -> None:
    order = rows_in_order(edition())[table]
    assert sorted(order) == sorted(site_id(table, name) for name in edition().tables[table]["id"])
    forth, name = [], order[0]
    while name:
        forth.append(name)
        name = everything()[name]["next"]
    back, name = [], order[-1]
    while name:
        back.append(name)
        name = everything()[name]["previous"]
    assert forth == order == back[::-1]


def test_the_ids_of_a_field_are_rows_that_answer_too() -> None:
    unknown = {
        name
        for record in everything().values()
        for field in record["fields"]
        for name in field.get("ids", [])
        # A note may cite a row of a table that an edition can do without: readings, mutations, a panel.
        if name not in everything() and not name.startswith(("m-", "mut-", "pt-", "po-", "pm-", "pa-", "pr-"))
    }
    assert unknown == set()


def test_a_quantity_says_its_bound_in_words_what_it_measures_and_whose_promise_it_is() -> None:
    record = everything()["q-099"]
    assert said(record, "Value") == [("6.5%左右", "about 6.5%")]
    assert said(record, "What it measures") == [("地区生产总值", "gross regional product")]
    assert said(record, "Status") == [("已承诺", "promised")]
    assert said(record, "Promise") == [("地区生产总值增长6.5%左右", "expected target, result")]
    assert said(record, "Review")[0][1].startswith("reviewed by ")
    assert said(record, "Place in the page") == [("第227行，字符3630–3634", "line 227, characters 3630–3634")]
    (mentions,) = [field for field in record["fields"] if field["name"]["en"] == "Also stated at"]
    assert mentions["ids"] == ["q-038", "q-045", "q-107"]


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("q-102", "Value", "in step with another figure; no number"),
        ("q-060", "Explicit deadline", "no explicit deadline"),
        ("r-nation-gdp-growth", "Value", "the source says that no value was set"),
        ("r-city-outcome-rd-growth", "Value", "no source was found"),
        ("r-nation-unemployment", "Value", "about 5.5%"),
        ("fact-tasks-without-section", "Value", "2"),
        ("fact-plain-share", "Value", "73%"),
        ("fact-plain-share", "Assumes", "nothing"),
    ],
)
def test_what_is_absent_is_said_as_what_it_is(name: str, field: str, words: str) -> None:
    assert [en for _, en in said(everything()[name], field)] == [words]


def test_zero_is_a_value() -> None:
    changed = edition().with_row("comparisons", "r-nation-unemployment", value=edition().facts["decimals"].iloc[0] * 0)
    assert said(answer(changed, "r-nation-unemployment"), "Value") == [("", "about 0%")]


def test_a_numeral_that_counts_nothing_has_its_class_and_its_english() -> None:
    record = everything()["q-009"]
    assert (record["type"], record["label"]["en"]) == ("numeral", "“one ring, ten across, ten down”")
    assert said(record, "Class") == [("数字略语", "numeric shorthand for a list of policies or works")]
    assert everything()["q-043"]["label"]["en"] == "13th Five-Year Plan"


def test_a_fact_names_its_inputs_with_their_values() -> None:
    record = everything()["fact-plain-share"]
    (field,) = [field for field in record["fields"] if field["name"]["en"] == "Inputs"]
    assert field["ids"] == ["fact-plain", "fact-commitments"]
    assert field["value"]["en"] == "119 (promises are plain statements); 164 (promises, clause by clause)"


def test_every_formula_is_said_in_words_without_a_function_left() -> None:
    said = [in_plain_words(formula) for formula in edition().facts["formula"]]
    assert [words for words in said if "(" in words and "_" in words] == []
    assert [words for words in said if "…" in words or '"' in words] == []


def test_a_formula_that_is_none_stands_as_it_is() -> None:
    assert in_plain_words("1 +") == "1 +"
    assert inputs(edition(), "1 +") == []
    assert in_plain_words("a - (b - c)") == "a − (b − c)"


def test_an_unknown_id_is_a_fault() -> None:
    for name in ("q-999", "f01", "ctx-q-060", ""):
        with pytest.raises(Fault, match="nothing in the edition has the id"):
            answer(edition(), name)


def test_a_changed_row_says_that_it_is_a_draft() -> None:
    drafts = edition().with_row("quantities", "q-060", state="draft")
    assert said(answer(drafts, "q-060"), "Review") == [("草稿，尚无人审阅", "draft: not read by a person as it stands")]


def test_a_new_project_answers_before_anything_is_translated(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(tmp_path / "qinghe"), "--from", str(DATA / "sample_report.txt")])
    assert done.exit_code == 0, done.output
    draft = Edition.open(tmp_path / "qinghe")
    found = answers(draft)
    assert len(found) == sum(len(draft.tables[table]) for table in TYPES)
    quantity = next(record for record in found.values() if record["type"] == "quantity")
    assert said(quantity, "Sentence")[0][1] == "not translated"
    assert said(quantity, "Review") == [("草稿，尚无人审阅", "draft: not read by a person as it stands")]
    assert len(compute(draft)) == sum(record["type"] == "fact" for record in found.values())
