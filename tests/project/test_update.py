"""`jiedu update`: what a person has reviewed stays to the letter, what is a draft is read again."""

import os
import random
import re
from pathlib import Path

import pytest
from projects import TEXT, edit, files, jiedu, rows_of, sign

from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.schema import PACKAGE, PAGE, describe
from jiedu.project.making import package_of


def test_a_reviewed_term_needs_its_english(project: Path) -> None:
    edit(project, "terms", lambda rows: rows[0].update(en="a term"))
    term = rows_of(project, "terms")[0]["id"]
    sign(project, term)
    edit(project, "terms", lambda rows: rows[0].update(en=""))
    (fault,) = check(project)
    assert fault.startswith(f"data/terms.csv: row {term}: not as A. Editor signed it on ") and "en a term → n" in fault


def test_an_update_with_nothing_to_do_changes_nothing(project: Path) -> None:
    before = files(project)
    result = jiedu("update", project)
    assert result.exit_code == 0 and result.output == "nothing has changed\n"
    assert files(project) == before


def test_a_reviewed_row_is_never_overwritten(project: Path) -> None:
    def review(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["surface"] == "127家")
        row |= {"value": "128", "indicator": "工业企业", "note": "checked", "state": "reviewed"}
        # Another draft row is wrong: the machine puts it right.
        next(row for row in rows if row["surface"] == "31个")["value"] = "99"

    edit(project, "quantities", review)
    sign(project)
    result = jiedu("update", project)
    assert result.exit_code == 0, result.output
    after = {row["surface"]: row for row in rows_of(project, "quantities")}
    assert after["127家"]["value"] == "128" and after["127家"]["note"] == "checked"
    assert after["31个"]["value"] == "31"
    assert "1 changed" in result.output and "1 reviewed and left alone" in result.output
    assert check(project) == []


def test_a_draft_row_gives_way_to_a_reviewed_one(project: Path) -> None:
    """A reviewer joins 增长5.1%和6.7% into one row; the reader would make two."""
    start = TEXT.index("5.1%和6.7%")

    def join(rows: list[dict[str, str]]) -> None:
        first = next(row for row in rows if row["start"] == str(start))
        second = next(row for row in rows if row["surface"] == "6.7%")
        first |= {"end": second["end"], "surface": "5.1%和6.7%", "value_high": "6.7", "state": "reviewed"}
        rows.remove(second)

    edit(project, "quantities", join)
    sign(project)
    before = rows_of(project, "quantities")
    assert jiedu("update", project).output == "nothing has changed\n"
    assert rows_of(project, "quantities") == before and check(project) == []


def test_a_lost_numeral_gets_a_new_row_and_the_others_keep_their_ids(project: Path) -> None:
    ids = {row["start"]: row["id"] for row in rows_of(project, "quantities")}
    edit(project, "quantities", lambda rows: rows.remove(next(r for r in rows if r["surface"] == "22个")))
    result = jiedu("update", project)
    assert "quantities: 1 new" in result.output
    after = {row["start"]: row["id"] for row in rows_of(project, "quantities")}
    new = str(TEXT.index("22个"))
    assert after.pop(new) not in set(ids.values()) - {ids[new]}
    assert after == {start: id_ for start, id_ in ids.items() if start != new} and check(project) == []


def test_reviewed_promises_terms_and_sentences_stay(project: Path) -> None:
    def promise(rows: list[dict[str, str]]) -> None:
        row = next(r for r in rows if r["text"].startswith("确保全年"))
        row |= {"object": "亿元以上项目", "actor": "开发区", "state": "reviewed"}

    def term(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"en": "one visit at most", "type": "programme", "state": "reviewed"}
        rows[1]["en"] = "one window for all"

    def sentence(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"en": "Work report of the government of Qinghe County, 2025", "state": "reviewed"}
        rows[2]["en"] = "Deputies,"

    edit(project, "commitments", promise)
    edit(project, "terms", term)
    edit(project, "translation", sentence)
    sign(project)
    tables = {name: rows_of(project, name) for name in ("commitments", "terms", "occurrences", "translation")}
    assert check(project) == []
    assert jiedu("update", project).exit_code == 0
    assert {name: rows_of(project, name) for name in tables} == tables


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_reviewed_stays_to_the_letter(project: Path, seed: int) -> None:
    """Some rows of every table reviewed, others lost or wrong: the reviewed ones come out as they went in."""
    chance = random.Random(seed)
    kept: dict[str, dict[str, dict[str, str]]] = {}
    for name in ("quantities", "commitments", "terms", "translation", "facts", *(["blocks"] if seed % 2 else [])):

        def change(rows: list[dict[str, str]], name: str = name) -> None:
            for row in chance.sample(rows, len(rows) // 4):
                row |= {"state": "reviewed"} | ({"note": f"seen {seed}"} if "note" in row else {})
                row |= {"en": "Seen."} if name in ("terms", "translation") else {}
            drafts = [row for row in rows if row["state"] == "draft"]
            if name in ("quantities", "commitments", "terms"):
                for row in chance.sample(drafts, 5):
                    rows.remove(row)
            kept[name] = {row["id"]: dict(row) for row in rows if row["state"] == "reviewed"}

        edit(project, name, change)
    result = jiedu("update", project)
    assert result.exit_code == 0, result.output
    for name, rows in kept.items():
        after = {row["id"]: row for row in rows_of(project, name)}
        assert {id_: after.get(id_) for id_ in rows} == rows, name
    # What is left is the person's to settle: English that says nothing of the numbers.
    seen = re.compile(
        r"row s-\d+: the English (?:lacks|does not say)|: s-\d+ has no .* of '|rows say reviewed and none is"
    )
    assert [fault for fault in check(project) if not seen.search(fault)] == []
    assert jiedu("update", project).output == "nothing has changed\n"


def test_what_the_prose_cites_does_not_vanish(project: Path) -> None:
    """A person adds a draft row for what the reader misses, and cites it."""
    at = TEXT.index("农户")

    def add(rows: list[dict[str, str]]) -> None:
        row = dict(rows[0]) | {"id": "q-900", "block": "a-1", "start": str(at), "end": str(at + 2), "surface": "农户"}
        rows.append(row | {"class": "word", "note": "by hand"})
        rows.sort(key=lambda row: int(row["start"]))

    edit(project, "quantities", add)
    index = project / "book/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n[农户](#q-900)\n", encoding="utf-8")
    jiedu("update", project)
    assert "q-900" in {row["id"] for row in rows_of(project, "quantities")} and check(project) == []


def test_the_facts_of_a_section_that_is_gone_go_with_it(project: Path) -> None:
    """A heading of the page becomes none, as where the reader learns better."""
    (project / PAGE).write_text(
        TEXT.replace("　　三、2025年重点工作\n", "　　往下要说的是各项工作：\n"), encoding="utf-8"
    )
    (project / PACKAGE).write_text(describe(project, package_of(project)), encoding="utf-8")
    *left, last = Edition.open(project).sections
    gone = [row["id"] for row in rows_of(project, "facts") if row["id"].startswith(f"fact-{last}-")]
    assert len(gone) == 4
    assert jiedu("update", project).exit_code == 0
    assert Edition.open(project).sections == left and check(project) == []
    assert not [row["id"] for row in rows_of(project, "facts") if row["id"] in gone]


def test_a_fact_of_a_section_that_is_gone_stays_while_it_is_named(project: Path) -> None:
    def add(rows: list[dict[str, str]]) -> None:
        for name, formula in (
            ("fact-y-numbers", "2 * fact_y_promises"),
            ("fact-y-promises", 'count("commitments", section="y")'),
            ("fact-z-density", "1000 * fact_z_numbers / fact_z_characters"),
            ("fact-z-numbers", 'count("quantities", section="z", class_="quantity")'),
            ("fact-z-characters", 'characters(section="z")'),
            ("fact-own", "fact_y_numbers + 1"),
        ):
            rows.append(dict(rows[0]) | {"id": name, "formula": formula})

    edit(project, "facts", add)
    assert jiedu("update", project).exit_code == 0
    left = {row["id"] for row in rows_of(project, "facts") if row["id"].startswith(("fact-y", "fact-z", "fact-own"))}
    assert left == {"fact-own", "fact-y-numbers", "fact-y-promises"}


def test_columns_of_ones_own_stay_with_their_rows(project: Path) -> None:
    """A teacher adds a column, to a table without rows too, and fills it in for a reviewed row and for a draft."""

    def teach(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["teacher"] = {"127家": "李老师", "22个": "王老师"}.get(row["surface"], "")
        next(row for row in rows if row["surface"] == "127家").update(state="reviewed", note="checked")
        # The machine has something to put right.
        next(row for row in rows if row["surface"] == "31个")["value"] = "99"

    edit(project, "quantities", teach)
    notes = project / "data/notes.csv"
    notes.write_text(notes.read_text(encoding="utf-8").rstrip("\n") + ",teacher\n", encoding="utf-8")
    (project / PACKAGE).write_text(describe(project, package_of(project)), encoding="utf-8")
    sign(project)
    assert check(project) == []
    before = {row["id"]: row for row in rows_of(project, "quantities")}
    result = jiedu("update", project)
    assert result.exit_code == 0 and "quantities: 1 changed" in result.output, result.output
    after = {row["id"]: row for row in rows_of(project, "quantities")}
    assert {id_ for id_ in after if after[id_] != before[id_]} == {
        id_ for id_ in before if before[id_]["surface"] == "31个"
    }
    assert {row["surface"]: row["teacher"] for row in after.values() if row["teacher"]} == {
        "127家": "李老师",
        "22个": "王老师",
    }
    assert notes.read_text(encoding="utf-8").endswith(",state,teacher\n") and check(project) == []


def test_an_update_that_fails_on_the_way_puts_everything_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(project, "quantities", lambda rows: rows[0].update(note="to be refreshed", value=""))
    edit(project, "quantities", lambda rows: rows.remove(next(r for r in rows if r["surface"] == "22个")))
    before = files(project)
    real, calls = os.replace, []

    def second_fails(source: object, target: object) -> None:
        calls.append(target)
        if Path(str(target)).name == "data" and len(calls) == 2:
            raise KeyboardInterrupt
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr("jiedu.files.os.replace", second_fails)
    monkeypatch.setattr("jiedu.project.refresh.write_whole", lambda path, text: path.write_text(text, "utf-8"))
    assert jiedu("update", project).exit_code == 1
    assert calls[-1] == project / "data" and files(project) == before


def test_an_update_of_what_is_no_edition_is_one_sentence(tmp_path: Path, project: Path) -> None:
    result = jiedu("update", tmp_path / "nothing")
    assert result.exit_code == 1 and "no edition" in result.stderr
    (project / "data/source/page.txt").write_text(TEXT + "!", encoding="utf-8")
    before = files(project)
    result = jiedu("update", project)
    assert result.exit_code == 1 and "altered" in result.stderr and files(project) == before


def test_the_sheets_of_a_class_are_left_alone(project: Path) -> None:
    (project / "lessons/sheets/worksheet-a-numerals.csv").write_text("filled in\n", encoding="utf-8")
    (project / "lessons/sheets/key-b-numerals.csv").unlink()
    edit(project, "quantities", lambda rows: rows.pop())
    before = files(project / "lessons")
    result = jiedu("update", project)
    assert result.exit_code == 0 and "1 new" in result.output
    assert files(project / "lessons") == before


def test_edited_pages_are_left_alone(project: Path) -> None:
    notebook = project / "notebooks/section_a.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("three", "3rd").replace("*Write here", "*Wrote here")
    )
    edit(project, "blocks", lambda rows: rows[-1].update(evidence="to be refreshed"))
    before = notebook.read_bytes()
    result = jiedu("update", project)
    assert result.exit_code == 0 and "blocks: 1 changed" in result.output and notebook.read_bytes() == before


@pytest.mark.parametrize("id_", ["0", "p-", "p-x", "p-99999999999"])
def test_an_id_of_another_form_is_one_sentence_or_left(project: Path, id_: str) -> None:
    edit(project, "commitments", lambda rows: rows[0].update(id=id_))
    before = files(project)
    result = jiedu("update", project)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == 0 or files(project) == before
