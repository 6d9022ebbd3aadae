"""Exercises: answered by their row or by their options, folded until asked for, and known again when they change."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html
from support import ROOT

from jiedu import classroom
from jiedu.display.html import strip_citations
from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.vocabulary import LESSONS

HOSTILE = """"'><b onclick="x">粗</b> &amp; {0} %s"""
EDITION = Edition.open(ROOT)
EXERCISES = {row["id"]: row for row in EDITION.optional_rows("exercises")}
OF_ROWS = [name for name, row in EXERCISES.items() if row["row"]]
OF_OPTIONS = [name for name, row in EXERCISES.items() if not row["row"]]


def shown(edition: Edition, *wanted: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(f"<div>{classroom.exercises(edition, *wanted).html}</div>")


def right(form: lxml_html.HtmlElement) -> list[str]:
    return form.xpath(".//details[@class='jd-x-key']//li[@data-right='yes']/@data-value")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def change(root: Path, table: str, row: str, /, **cells: str) -> Edition:
    """Change cells of one row, of all where none is named, and open what became of it."""
    path = root / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [one | (cells if row in ("", one["id"]) else {}) for one in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return Edition.open(root)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_of_a_lesson_can_be_answered_and_answers_folded(lesson: str) -> None:
    forms = shown(EDITION, lesson).xpath("//form")
    assert [form.get("id") for form in forms] == [name for name, row in EXERCISES.items() if row["lesson"] == lesson]
    for form in forms:
        row = EXERCISES[form.get("id")]
        assert form.xpath("string(.//legend//*[@lang='zh-CN'])") and form.xpath("string(.//legend//*[@lang='en'])")
        values, answers = form.xpath(".//input/@value"), right(form)
        assert set(answers) < set(values) and answers
        assert set(form.xpath(".//input/@type")) == {"checkbox" if len(answers) > 1 else "radio"}
        assert form.xpath(".//details[@open] | .//input[@checked]") == []
        # What tells the answer stands in what is folded, and nowhere else.
        assert form.xpath(".//*[@data-right][not(ancestor::details)]") == []
        why = form.xpath("string(.//details[@class='jd-x-key']/div[@class='jd-x-why'])")
        assert why == strip_citations(row["why_zh"] + row["why_en"])


@pytest.mark.parametrize("name", OF_ROWS)
def test_the_right_answer_is_what_the_row_says(name: str) -> None:
    row = EXERCISES[name]
    (form,) = shown(EDITION, name).xpath("//form")
    table = "quantities" if row["row"].startswith("q-") else "commitments"
    assert right(form) == [EDITION.row(table, row["row"])[row["field"]]]
    assert len(form.xpath(".//blockquote//mark")) == 1 or row["row"].startswith("p-")
    assert form.xpath(f".//blockquote//a[@href='#{row['row']}']")


def test_a_row_that_says_another_thing_changes_the_answer_and_the_mark() -> None:
    name = next(name for name in OF_ROWS if EXERCISES[name]["field"] == "comparator")
    other = EDITION.with_row("quantities", EXERCISES[name]["row"], comparator="lt")
    (before,), (after,) = (shown(edition, name).xpath("//form") for edition in (EDITION, other))
    assert right(after) == ["lt"] != right(before)
    assert before.get("data-mark") != after.get("data-mark")


@pytest.mark.parametrize(
    ("cells", "is_another"),
    [({"words_en": "something else"}, True), ({"right": "yes"}, True), ({"why_en": "Because it is so."}, False)],
)
def test_an_exercise_is_another_where_its_options_are(copy: Path, cells: dict[str, str], is_another: bool) -> None:
    name = OF_OPTIONS[0]
    wrong = next(o["id"] for o in EDITION.optional_rows("options") if o["exercise"] == name and o["right"] == "no")
    marks = [shown(e, name).xpath("//form/@data-mark") for e in (EDITION, change(copy, "options", wrong, **cells))]
    assert (marks[0] != marks[1]) is is_another


def test_a_question_put_in_other_words_is_the_same_exercise(copy: Path) -> None:
    marks = shown(change(copy, "exercises", OF_ROWS[0], question_en="Which?"), OF_ROWS[0]).xpath("//form/@data-mark")
    assert marks == shown(EDITION, OF_ROWS[0]).xpath("//form/@data-mark")


def test_groups_on_one_page_are_told_apart() -> None:
    labels = [shown(EDITION, *group).xpath("//section/@aria-label") for group in (("x-101", "x-102"), ("x-103",))]
    assert labels == [["练习 Exercises 1.1–1.2"], ["练习 Exercises 1.3"]]


def test_nothing_that_is_written_in_a_cell_becomes_html(copy: Path) -> None:
    change(copy, "exercises", "", question_zh=HOSTILE, question_en=HOSTILE, why_zh=HOSTILE, why_en=HOSTILE)
    edition = change(copy, "options", "", words_zh=HOSTILE, words_en=HOSTILE, why_zh=HOSTILE, why_en=HOSTILE)
    tree = shown(replace(edition, package={"name": HOSTILE}), "numbers", "chart")
    assert not tree.xpath("//*[@onclick]")
    assert HOSTILE in tree.text_content()
    assert tree.xpath("//section/@data-edition") == [HOSTILE]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ((), "no lesson and no exercise is named"),
        (("x-999",), r"^data/exercises\.csv: there is no exercise 'x-999'"),
        (("graphs",), r"there is no exercise 'graphs', nor any of such a lesson \(numbers, promises, chart, panel\)"),
    ],
)
def test_what_is_not_there_is_said(wanted: tuple[str, ...], said: str) -> None:
    with pytest.raises(Fault, match=said):
        classroom.exercises(EDITION, *wanted)


def test_what_cannot_be_answered_is_not_shown(copy: Path) -> None:
    edition = change(copy, "exercises", OF_ROWS[0], row="q-999")
    with pytest.raises(Fault, match=f"row {OF_ROWS[0]}: q-999 has no "):
        classroom.exercises(edition, OF_ROWS[0])
    edition = change(copy, "options", "", right="no")
    with pytest.raises(Fault, match=f"row {OF_OPTIONS[0]}: no option is right"):
        classroom.exercises(edition, OF_OPTIONS[0])


def test_an_edition_without_exercises_has_none_and_promises_nothing(copy: Path) -> None:
    for name in ("exercises", "options"):
        (copy / "data" / f"{name}.csv").unlink()
    edition = Edition.open(copy)
    with pytest.raises(Fault, match="there is no exercise 'numbers'"):
        classroom.exercises(edition, "numbers")
    assert edition.optional_rows("options") == []
