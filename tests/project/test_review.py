"""`jiedu review`: a row is reviewed when somebody has signed it, and as long as it is as it was then."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import edit, files, jiedu, rows_of, sign
from support import ROOT, copy_project

from jiedu.book.directives import PagePart, context_page, facts_page, glossary_page
from jiedu.book.execute import tables_in
from jiedu.book.notice import notice
from jiedu.edition import Edition
from jiedu.edition.checks import CONTENT, check, draft_counts
from jiedu.edition.schema import TABLES
from jiedu.edition.signatures import SIGNED, count_drafts


def signatures(project: Path) -> list[dict[str, str]]:
    return rows_of(project, "reviewed")


def number(project: Path) -> str:
    """Give the id of the number that the tests review."""
    return next(row["id"] for row in rows_of(project, "quantities") if row["surface"] == "127家")


def test_every_row_of_the_edition_is_signed() -> None:
    counts = count_drafts(Edition.open(ROOT))
    assert set(counts) == set(SIGNED) and {drafts for drafts, _ in counts.values()} == {0}
    assert set(TABLES) - set(SIGNED) == {"occurrences"}


def test_signing_a_row_makes_it_reviewed(project: Path) -> None:
    name = number(project)
    before = Edition.open(project)
    result = jiedu("review", name, "--by", "A. Editor", "--yes", "--in", project)
    assert result.exit_code == 0 and "value: 127" in result.output and "1 row signed by A. Editor" in result.output
    (line,) = signatures(project)
    assert (line["table"], line["row"], line["by"]) == ("quantities", name, "A. Editor")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", line["on"]) and len(line["sha256"]) == 64
    after = Edition.open(project)
    assert after.row("quantities", name) == before.row("quantities", name) | {"state": "reviewed"}
    assert draft_counts(after)["quantities"] == draft_counts(before)["quantities"] - 1
    assert check(project) == []


def test_a_row_that_changed_since_is_a_draft_and_check_says_what_changed(project: Path) -> None:
    name = number(project)
    sign(project, name)
    edit(project, "quantities", lambda rows: next(r for r in rows if r["id"] == name).update(indicator="企业"))
    (fault,) = check(project)
    assert fault.startswith(f"data/quantities.csv: row {name}: not as A. Editor signed it on ")
    assert re.search(r": indicator \S+ → 企业; `jiedu review ", fault)
    assert jiedu("check", project).exit_code == 1
    edition = Edition.open(project)
    assert edition.row("quantities", name)["state"] == "draft"
    assert draft_counts(edition)["quantities"] == len(edition.quantities)
    # It may be built: the book says that it is a draft.
    assert check(project, CONTENT) == [] and "or changed since" in notice(project)
    shown = jiedu("review", name, "--by", "B. Other", "--in", project, "--yes").output
    assert re.search(r"indicator: \[-.*-\]企业", shown)
    assert check(project) == [] and signatures(project)[0]["by"] == "B. Other"


def test_a_row_that_only_says_it_is_reviewed_is_none(project: Path) -> None:
    name = number(project)
    sign(project, rows_of(project, "blocks")[0]["id"])
    edit(project, "quantities", lambda rows: next(r for r in rows if r["id"] == name).update(state="reviewed"))
    (fault,) = check(project)
    assert f"row {name}: says reviewed, and nobody has signed it" in fault
    assert Edition.open(project).row("quantities", name)["state"] == "draft"
    sign(project)
    assert check(project) == []


def test_a_signed_row_that_is_gone_is_missed_until_it_is_let_go(project: Path) -> None:
    name = rows_of(project, "terms")[0]["id"]
    edit(project, "terms", lambda rows: rows[0].update(en="a term"))
    sign(project, name)
    edit(project, "terms", lambda rows: rows.pop(0))
    edit(project, "occurrences", lambda rows: rows.__delitem__(slice(sum(r["term"] == name for r in rows))))
    assert [fault for fault in check(project) if fault.startswith(f"data/terms.csv: row {name}: A. Editor signed it")]
    assert "gone" in jiedu("review", "--changed", "--by", "A", "--yes", "--in", project).output
    assert check(project) == [] and signatures(project) == []


def test_where_a_term_stands_is_signed_with_it(project: Path) -> None:
    places = rows_of(project, "occurrences")
    name = next(row["term"] for row in places)
    edit(project, "terms", lambda rows: next(r for r in rows if r["id"] == name).update(en="a term"))
    sign(project, name)
    edit(project, "occurrences", lambda rows: rows.remove(next(r for r in rows if r["term"] == name)))
    assert any("occurrences" in fault for fault in check(project))


@pytest.mark.parametrize("table", ["context", "comparisons", "readers", "coding-a", "disagreements", "claims", "notes"])
def test_a_table_without_states_is_signed_too(tmp_path: Path, table: str) -> None:
    """In the edition itself, where all of it is signed: a cell changed, a row gone."""
    copy = copy_project(tmp_path / "edition")
    path = copy / {"coding-a": "data/coding/a.csv", "disagreements": "data/coding/disagreements.csv"}.get(
        table, f"data/{table}.csv"
    )
    column = {"coding-a": "indicator", "disagreements": "reason", "claims": "en", "notes": "kind"}.get(table, "note")
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    at = header.index(column)
    for changed in ([[*lines[0][:at], "interpretive", *lines[0][at + 1 :]], *lines[1:]], lines[1:]):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *changed])
        row = lines[0][0] if header[0] == "id" else ""
        assert [f for f in check(copy) if "The Jiedu project signed it" in f and f"row {row}" in f]
    assert count_drafts(Edition.open(copy))[table][0] == 0


def test_a_row_set_back_to_draft_is_one_and_no_fault(project: Path) -> None:
    name = number(project)
    sign(project, name)
    edit(project, "quantities", lambda rows: next(r for r in rows if r["id"] == name).update(state="draft"))
    assert check(project) == [] and Edition.open(project).row("quantities", name)["state"] == "draft"
    assert "set back to draft" in jiedu("review", name, "--by", "A", "--yes", "--in", project).output
    assert Edition.open(project).row("quantities", name)["state"] == "reviewed"


def test_what_is_written_otherwise_and_means_the_same_stays_signed(project: Path) -> None:
    name = next(row["id"] for row in rows_of(project, "quantities") if "." in row["value"])
    sign(project, name)
    edit(project, "quantities", lambda rows: [r.update(value=f"{r['value']}0") for r in rows if r["id"] == name])
    assert check(project) == []


def test_a_column_of_ones_own_needs_no_new_signature(project: Path) -> None:
    name = number(project)
    sign(project, name)
    edit(project, "quantities", lambda rows: [r.update(teacher="seen") for r in rows])
    assert jiedu("describe", project).exit_code == 0 and check(project) == []


@pytest.mark.parametrize("column", ["by", "on", "sha256", "cells", "row", "table"])
def test_a_signature_cannot_be_changed_by_hand(project: Path, column: str) -> None:
    sign(project, number(project))
    new = {"on": "2001-01-01", "table": "terms"}.get(column, '{"unit": "万家"}')
    edit(project, "reviewed", lambda rows: rows[0].update({column: new}))
    (fault,) = check(project)
    assert fault.startswith("data/reviewed.csv: row 2: the signature of ")


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    """Copy the edition without its signatures."""
    copy = copy_project(tmp_path / "edition")
    (copy / "data" / "reviewed.csv").unlink()
    assert jiedu("describe", copy).exit_code == 0
    return copy


def test_a_block_is_signed_with_what_stands_in_it_and_the_notes_on_it(unsigned: Path) -> None:
    sign(unsigned, "--block", "a-1")
    edition = Edition.open(unsigned)
    inside = {("blocks", "a-1")}
    for table in ("quantities", "commitments", "translation"):
        frame = edition.tables[table]
        inside |= {(table, row) for row in frame["id"][frame["block"] == "a-1"]}
    targets = {row for _, row in inside}
    notes = edition.notes
    inside |= {("notes", row) for row in notes["id"][notes["target"].isin(targets)]}
    assert {(line["table"], line["row"]) for line in signatures(unsigned)} == inside
    assert {table for table, _ in inside} == {"blocks", "quantities", "commitments", "translation", "notes"}


def test_a_chapter_is_signed_with_what_it_shows_and_cites(unsigned: Path) -> None:
    sign(unsigned, "--chapter", "open_innovation")
    signed = {(line["table"], line["row"]) for line in signatures(unsigned)}
    edition = Edition.open(ROOT)
    own = {("quantities", row) for row in edition.select("quantities", section="d")["id"]}
    assert own <= signed and ("quantities", edition.select("quantities", section="e")["id"].iloc[0]) not in signed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["q-999"], "there is no row q-999"),
        (["--block", "nowhere"], "no block nowhere"),
        (["--chapter", "nowhere"], "notebooks/nowhere.ipynb: there is no such chapter"),
        (["--table", "reviewed"], "no table reviewed"),
        (["--by", "a\nb", "q-001"], "--by: the name"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(project: Path, arguments: list[str], said: str) -> None:
    before = files(project)
    result = jiedu("review", *arguments, "--yes", "--in", project, *([] if "--by" in arguments else ["--by", "A"]))
    assert (result.exit_code, files(project)) == (1, before)
    assert said in result.output and result.output.strip().count("\n") <= (0 if "q-001" not in arguments else 20)


def test_a_row_at_fault_is_not_signed(project: Path) -> None:
    name = rows_of(project, "terms")[0]["id"]
    before = files(project)
    result = jiedu("review", name, "--by", "A", "--yes", "--in", project)
    assert (result.exit_code, files(project)) == (1, before)
    assert f"nothing was signed: data/terms.csv: row {name}: reviewed, but there is no English" in result.output


def test_the_number_of_a_slogan_is_not_the_one_that_counts(project: Path) -> None:
    """三纵两横 and 3条 in one sentence: the roads are counted by the second three."""

    def number(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["surface"] == "3条")
        row |= {"indicator": "断头路", "indicator_en": "dead-end roads", "state": "reviewed"}

    def sentence(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if "断头路" in row["zh"])
        row |= {
            "en": "Carry out the “three lengthwise, two across” road works, and open up 3 dead-end roads by year-end."
        }

    edit(project, "quantities", number)
    edit(project, "translation", sentence)
    sign(project)
    assert check(project) == []
    edit(project, "translation", lambda rows: [r.update(en=r["en"].replace("dead-end roads", "parks")) for r in rows])
    assert any("dead" in fault for fault in check(project))


def test_nobody_signs_without_being_asked(project: Path) -> None:
    before = files(project)
    assert jiedu("review", number(project), "--by", "A", "--in", project).exit_code == 1
    assert files(project) == before


def test_an_update_keeps_signed_rows_and_what_was_changed_in_them(project: Path) -> None:
    name = number(project)
    comparison = rows_of(project, "comparisons")[0]["id"]
    sign(project, name, comparison)
    edit(project, "quantities", lambda rows: next(r for r in rows if r["id"] == name).update(indicator="企业"))
    before = files(project)
    result = jiedu("update", project)
    assert result.exit_code == 0 and files(project) == before


def test_a_signature_counts_for_the_notebooks_that_use_its_table(project: Path) -> None:
    """What a build keeps is known by the tables: signing a number leaves those alone that only use terms."""
    before = tables_in(project)
    sign(project, number(project))
    after = tables_in(project)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"data/quantities.csv", "data/reviewed.csv"}


def test_without_rows_it_counts_what_is_to_be_done(project: Path) -> None:
    result = jiedu("review", "--in", project)
    rows = len(rows_of(project, "quantities"))
    assert result.exit_code == 0 and f"quantities: {rows} of {rows} rows to be reviewed" in result.output


@pytest.mark.parametrize(
    ("table", "row", "page"),
    [("context", "f02", context_page), ("terms", "t-liu-wen", glossary_page), ("facts", "fact-rows", facts_page)],
)
def test_a_page_made_from_a_table_marks_a_draft(
    table: str, row: str, page: Callable[[Edition], list[PagePart]]
) -> None:
    edition = Edition.open(ROOT)
    assert "jd-badge" not in "".join(part.body for part in page(edition))
    draft = "".join(part.body for part in page(edition.with_row(table, row, state="draft")))
    assert draft.count("jd-badge") == 1
