"""`jiedu merge`: what groups have signed in their copies of a project comes together; nothing is lost, nothing guessed."""

import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import edit, files, jiedu, rows_of, sign, write

from jiedu.edition import Edition
from jiedu.edition.checks import check, draft_counts
from jiedu.files import BUILD_LOCK, locked
from jiedu.project.collecting import CONFLICTS

Rows = list[dict[str, str]]


@pytest.fixture
def groups(project: Path, tmp_path: Path) -> list[Path]:
    """Copy the project for three groups."""
    return [Path(shutil.copytree(project, tmp_path / f"group-{number}")) for number in (1, 2, 3)]


def changed(row: str, **cells: str) -> Callable[[Rows], None]:
    return lambda rows: next(one for one in rows if one["id"] == row).update(cells)


def signs(group: Path, table: str, row: str, by: str = "", **cells: str) -> None:
    """Correct a row in a group's copy and sign it, as the group does."""
    edit(group, table, changed(row, **cells))
    result = jiedu("review", row, "--by", by or group.name, "--yes", "--in", group)
    assert result.exit_code == 0, result.output


def writes(group: Path, note: str, target: str, zh: str = "注", signed: bool = True) -> None:
    """Add a note in a group's copy."""
    cells = {
        "id": note,
        "target": target,
        "kind": "textual",
        "zh": zh,
        "en": "A note.",
        "sources": "",
        "state": "draft",
    }
    write(group, "notes", [*rows_of(group, "notes"), cells])
    if signed:
        assert jiedu("review", note, "--by", group.name, "--yes", "--in", group).exit_code == 0


def row(project: Path, table: str, name: str) -> dict[str, str]:
    return next(one for one in rows_of(project, table) if one["id"] == name)


def listed(project: Path, name: str = CONFLICTS) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((project / name).read_text(encoding="utf-8-sig"), newline="")))


def tree(project: Path) -> dict[str, bytes]:
    """Give the files of a project, without the lock that a run may leave."""
    return {path: data for path, data in files(project).items() if path != BUILD_LOCK}


def test_what_groups_have_signed_comes_together_with_its_signatures(project: Path, groups: list[Path]) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    signs(groups[0], "blocks", "a-heading", heading_en="Looking back")
    signs(groups[1], "quantities", "q-050", note="two")
    signs(groups[2], "commitments", "p-010", actor="县政府")
    before = Edition.open(project)
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 0 and "4 rows taken, no conflicts" in result.output, result.output
    after = Edition.open(project)
    assert after.row("quantities", "q-005")["note"] == "one" and after.row("quantities", "q-050")["note"] == "two"
    assert after.row("blocks", "a-heading")["heading_en"] == "Looking back"
    assert {(name, one.by) for name, one in after.signatures.signed.items()} == {
        (("blocks", "a-heading"), "group-1"),
        (("quantities", "q-005"), "group-1"),
        (("quantities", "q-050"), "group-2"),
        (("commitments", "p-010"), "group-3"),
    }
    assert sum(draft_counts(after).values()) == sum(draft_counts(before).values()) - 4
    assert check(project) == [] and not (project / CONFLICTS).exists()
    # The rows stand in their order, and all others are as they were.
    for table in ("quantities", "commitments", "blocks"):
        old, new = rows_of(project.parent / "group-1", table), rows_of(project, table)
        assert [one["id"] for one in old] == [one["id"] for one in new]
    for group in groups:
        assert check(group) == []


def test_to_merge_twice_changes_nothing(project: Path, groups: list[Path]) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    signs(groups[1], "quantities", "q-005", note="one")
    writes(groups[0], "n-001", "q-005")
    writes(groups[1], "n-001", "q-006")
    separate = Path(shutil.copytree(project, project.parent / "separate"))
    assert jiedu("merge", *groups, "--in", project).exit_code == 0
    # One at a time gives what all at once gives, where no two have signed a row differently.
    for group in groups:
        assert jiedu("merge", group, "--in", separate).exit_code == 0
    assert files(separate)["data/notes.csv"] == files(project)["data/notes.csv"]
    assert Edition.open(separate).signatures == Edition.open(project).signatures
    signs(groups[1], "quantities", "q-050", note="two")
    signs(groups[2], "quantities", "q-050", note="three")
    assert jiedu("merge", *groups, "--in", project).exit_code == 1
    once = tree(project)
    again = jiedu("merge", *groups, "--in", project)
    assert (again.exit_code, tree(project)) == (1, once) and "0 rows taken, 1 conflict\n" in again.output


def test_rows_signed_alike_are_taken_once_with_all_who_signed(project: Path, groups: list[Path]) -> None:
    for group in groups[:2]:
        signs(group, "quantities", "q-005", note="one")
    assert jiedu("merge", *groups, "--in", project).exit_code == 0
    (signature,) = rows_of(project, "reviewed")
    assert signature["by"] == "group-1; group-2" and check(project) == []
    signs(groups[2], "quantities", "q-005", note="one")
    assert jiedu("merge", groups[2], "--in", project).exit_code == 0
    assert [one["by"] for one in rows_of(project, "reviewed")] == ["group-1; group-2; group-3"]


def test_a_row_signed_differently_stays_and_is_listed(project: Path, groups: list[Path]) -> None:
    signs(groups[0], "commitments", "p-010", note="one")
    signs(groups[1], "commitments", "p-010", note="two", actor="县政府")
    signs(groups[1], "quantities", "q-006", note="six")
    old = row(project, "commitments", "p-010")
    result = jiedu("merge", *groups, "--in", project, "--conflicts", project.parent / "list.csv")
    assert result.exit_code == 1 and "1 row taken, 1 conflict" in result.output
    assert "conflict: p-010 (data/commitments.csv): signed differently" in result.output
    assert f"  note: here nothing; {groups[0]} one; {groups[1]} two" in result.output
    assert row(project, "commitments", "p-010") == old and row(project, "quantities", "q-006")["note"] == "six"
    cells = {
        (one["row"], one["column"], one["copy"]): (one["cell"], one["by"]) for one in listed(project.parent, "list.csv")
    }
    assert cells["p-010", "note", str(groups[0])] == ("one", "group-1")
    assert cells["p-010", "note", str(groups[1])] == ("two", "group-2")
    assert cells["p-010", "actor", str(groups[1])] == ("县政府", "group-2")
    assert cells["p-010", "actor", "here"] == (old["actor"], "")
    assert len(cells) == 6 and check(project) == []


def test_a_row_that_is_signed_here_is_not_overruled(project: Path, groups: list[Path]) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    signs(project, "quantities", "q-005", note="mine")
    before = {path: data for path, data in tree(project).items()}
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and "signed otherwise here, by qinghe on" in result.output
    assert {path: data for path, data in tree(project).items() if path != CONFLICTS} == before


@pytest.mark.parametrize("state", ["reviewed", "draft"])
def test_what_an_editor_has_in_hand_here_is_not_overruled(project: Path, groups: list[Path], state: str) -> None:
    """A row that was signed here and then changed, or set back to draft, waits for whoever did so."""
    signs(project, "quantities", "q-005", note="one")
    edit(project, "quantities", changed("q-005", state=state, note="one" if state == "draft" else "changed"))
    signs(groups[0], "quantities", "q-005", note="one")
    before = rows_of(project, "quantities")
    assert jiedu("merge", groups[0], "--in", project).exit_code == 1
    assert rows_of(project, "quantities") == before


def test_what_is_not_signed_is_left_and_counted(project: Path, groups: list[Path]) -> None:
    edit(groups[0], "quantities", changed("q-005", note="one"))
    edit(groups[0], "quantities", changed("q-006", note="two", state="reviewed"))
    signs(groups[0], "quantities", "q-007", note="three")
    edit(groups[0], "quantities", changed("q-007", note="changed since"))
    writes(groups[0], "n-001", "q-005", signed=False)
    before = tree(project)
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 0 and "0 rows taken, no conflicts" in result.output
    assert "3 rows changed there and not signed: q-005 (data/quantities.csv), q-006" in result.output
    assert "1 row added there and not signed: n-001" in result.output
    assert {path: data for path, data in tree(project).items() if path != CONFLICTS} == before
    cells = {one["row"]: one["cell"] for one in listed(project) if one["column"] == "note" and one["copy"] != "here"}
    assert cells == {"q-005": "one", "q-006": "two", "q-007": "changed since"}
    assert [one["cell"] for one in listed(project) if one["row"] == "n-001" and one["column"] == "zh"] == ["注"]


def test_notes_of_two_groups_under_one_number_are_both_kept(project: Path, groups: list[Path]) -> None:
    writes(groups[0], "n-001", "q-005", "甲")
    writes(groups[1], "n-001", "q-006", "乙")
    writes(groups[1], "n-002", "q-007", "丙")
    writes(groups[2], "n-001", "q-005", "甲")
    result = jiedu("merge", *groups, "--in", project)
    assert (
        result.exit_code == 0
        and "n-001 (data/notes.csv): the id is another row's here: taken as n-003" in result.output
    )
    assert {(one["id"], one["target"], one["zh"]) for one in rows_of(project, "notes")} == {
        ("n-001", "q-005", "甲"),
        ("n-003", "q-006", "乙"),
        ("n-002", "q-007", "丙"),
    }
    assert {one["row"]: one["by"] for one in rows_of(project, "reviewed")} == {
        "n-001": "group-1; group-3",
        "n-002": "group-2",
        "n-003": "group-2",
    }
    assert check(project) == []


def test_a_number_that_something_names_is_not_given_another(project: Path, groups: list[Path]) -> None:
    writes(groups[0], "n-001", "q-005", "甲")
    writes(groups[1], "n-001", "q-006", "乙")
    page = groups[1] / "book/going_on.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [the note](#n-001).\n", encoding="utf-8")
    result = jiedu("merge", *groups, "--in", project)
    # It keeps its own, and the other is called anew.
    assert result.exit_code == 0 and "not merged: book/going_on.md" in result.output
    assert {(one["id"], one["zh"]) for one in rows_of(project, "notes")} == {("n-001", "乙"), ("n-002", "甲")}
    page = groups[2] / "book/going_on.md"
    writes(groups[2], "n-001", "q-007", "丙")
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [the note](#n-001).\n", encoding="utf-8")
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and "the id is another row's here, and rows or pages there name it" in result.output
    assert "丙" in {one["cell"] for one in listed(project)}


def test_notes_on_one_thing_under_one_number_are_a_conflict(project: Path, groups: list[Path]) -> None:
    writes(groups[0], "n-001", "q-005", "甲")
    writes(groups[1], "n-001", "q-005", "乙")
    assert jiedu("merge", *groups, "--in", project).exit_code == 1
    assert rows_of(project, "notes") == [] and {one["cell"] for one in listed(project)} == {"甲", "乙"}


def cut(name: str, new: str, at: int) -> Callable[[Rows], None]:
    """Cut a sentence in two."""

    def change(rows: Rows) -> None:
        where = next(place for place, one in enumerate(rows) if one["id"] == name)
        old = rows[where]
        middle = str(int(old["start"]) + at)
        rows.insert(where + 1, old | {"id": new, "start": middle, "zh": old["zh"][at:], "en": "It is so."})
        old |= {"end": middle, "zh": old["zh"][:at], "en": "This is it."}

    return change


def split(group: Path, name: str, new: str, at: int) -> None:
    """Cut a sentence in two, and sign both halves."""
    edit(group, "translation", cut(name, new, at))
    sign(group, name, new)


def plain_sentences(project: Path) -> list[str]:
    """Name sentences without a number, a quotation or a term, whose English is quickly written."""
    edition = Edition.open(project)
    places = [*edition.occurrences[["start", "end"]].itertuples(), *edition.quantities[["start", "end"]].itertuples()]
    return [
        one["id"]
        for one in rows_of(project, "translation")
        if len(one["zh"]) > 8
        and int(one["end"]) - int(one["start"]) == len(one["zh"])
        and not any(place.start < int(one["end"]) and place.end > int(one["start"]) for place in places)
    ]


def test_rows_that_groups_add_stand_where_they_belong(project: Path, groups: list[Path]) -> None:
    first, last = plain_sentences(project)[0], plain_sentences(project)[-1]
    split(groups[0], first, "s-900", 5)
    split(groups[1], last, "s-900", 5)
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 0 and "taken as s-901" in result.output, result.output
    names = [one["id"] for one in rows_of(project, "translation")]
    assert names[names.index(first) + 1] == "s-900" and names[names.index(last) + 1] == "s-901"
    assert check(project) == []


def test_a_draft_gives_way_to_a_signed_row_on_its_characters(project: Path, tmp_path: Path) -> None:
    """A group joins what the machine has cut in two and drops the second: its signature answers for all of it."""
    rows = rows_of(project, "translation")
    name, kept = plain_sentences(project)[0], rows[-1]["id"]
    whole = next(one for one in rows if one["id"] == name) | {"en": "It is so."}
    edit(project, "translation", cut(name, "s-900", 5))
    groups = [Path(shutil.copytree(project, tmp_path / f"group-{number}")) for number in (1, 2)]
    edit(groups[0], "translation", changed(name, **whole))
    edit(groups[0], "translation", lambda rows: rows.remove(next(one for one in rows if one["id"] == "s-900")))
    edit(groups[1], "translation", lambda rows: rows.pop())
    sign(groups[0], name)
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 0, result.output
    assert f"s-900 (data/translation.csv): gone, since {name} stands on its characters" in result.output
    # What nobody's signature tells of is named, and kept.
    assert f"1 row not in {groups[1]}, kept: {kept} (data/translation.csv)" in result.output
    names = [row["id"] for row in rows_of(project, "translation")]
    assert names == [row["id"] for row in rows] and check(project) == []


def test_two_rows_on_the_same_characters_are_a_conflict(project: Path, groups: list[Path]) -> None:
    name = plain_sentences(project)[0]
    split(groups[0], name, "s-900", 5)
    split(groups[1], name, "s-901", 6)
    before = rows_of(project, "translation")
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and "s-901 (data/translation.csv): stands on characters of s-900" in result.output
    assert rows_of(project, "translation") == before and "reviewed.csv" not in os.listdir(project / "data")


def test_a_term_comes_with_the_places_where_it_stands(project: Path, groups: list[Path]) -> None:
    """A term that was missed, with two of its places; one that is here, with one place more."""
    text = Edition.open(project).text
    old = rows_of(project, "terms")[0] | {"en": "a term"}
    new = old | {"id": "t-qing-he-xian", "term": "青禾县", "type": "place", "pinyin": "", "en": "Qinghe County"}
    first = text.index("青禾县")
    starts = [first, text.index("青禾县", first + 3)]
    edit(groups[0], "terms", lambda rows: [rows.append(new), rows[0].update(old)])
    places = [{"term": new["id"], "start": str(at), "end": str(at + 3)} for at in starts]
    edit(groups[0], "occurrences", lambda rows: rows.extend(places))
    sign(groups[0], new["id"], old["id"])
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 0, result.output
    assert rows_of(project, "terms")[-1] == new | {"state": "reviewed"} and check(project) == []
    assert rows_of(project, "occurrences") == rows_of(groups[0], "occurrences")
    edit(groups[1], "terms", lambda rows: rows.append(new))
    edit(groups[1], "occurrences", lambda rows: rows.extend(places[:1]))
    sign(groups[1], new["id"])
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and f"  occurrences: here {starts[0]}-{starts[0] + 3} {starts[1]}-" in result.output


def test_columns_of_ones_own_stay_here(project: Path, groups: list[Path]) -> None:
    edit(project, "quantities", lambda rows: [one.update(teacher="seen") for one in rows])
    edit(groups[0], "quantities", lambda rows: [one.update(teacher="theirs", other="x") for one in rows])
    signs(groups[0], "quantities", "q-005", note="one")
    for folder in (project, groups[0]):
        assert jiedu("describe", folder).exit_code == 0
    result = jiedu("merge", *groups, "--in", project)
    assert row(project, "quantities", "q-005")["teacher"] == "seen" and "other" not in row(
        project, "quantities", "q-005"
    )
    assert "the column other is not here" in result.output and "115 cells of teacher not as here, kept" in result.output


def test_a_notebook_that_was_only_run_is_not_named(project: Path, groups: list[Path]) -> None:
    for group, change in ((groups[0], {"execution_count": 7}), (groups[1], {"source": "1 + 1"})):
        path = group / "notebooks/overview.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        next(cell for cell in notebook["cells"] if cell["cell_type"] == "code").update(change)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    output = jiedu("merge", *groups, "--in", project).output
    assert f"{groups[1]}: not as here, and not merged: notebooks/overview.ipynb" in output
    assert output.count("notebooks/overview.ipynb") == 1


def test_rows_that_do_not_go_together_are_told(project: Path, groups: list[Path]) -> None:
    """One group takes a target for another value than the other: each holds alone."""
    named = [one for one in rows_of(project, "quantities") if one["target_id"] == "gdp"]
    other = next(
        one
        for one in rows_of(project, "quantities")
        if one["unit"] == "%" and one["target_id"] == "" and one["value"] != "6"
    )
    edit(groups[1], "quantities", changed(named[0]["id"], target_id=""))
    edit(groups[1], "comparisons", lambda rows: rows.remove(next(one for one in rows if one["target_id"] == "gdp")))
    signs(groups[0], "quantities", named[0]["id"], note="one")
    signs(groups[1], "quantities", other["id"], target_id="gdp")
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and "now at fault: data/" in result.output
    assert "2 rows taken, no conflicts" in result.output and check(project) != []


def test_to_try_writes_nothing(project: Path, groups: list[Path]) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    signs(groups[1], "quantities", "q-005", note="two")
    signs(groups[1], "quantities", "q-006", note="two")
    before = files(project)
    result = jiedu("merge", *groups, "--in", project, "--dry-run")
    assert result.exit_code == 1 and "1 row taken, 1 conflict" in result.output and files(project) == before


def saved_by_excel(group: Path) -> None:
    path = group / "data/quantities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def saved_in_gbk(group: Path) -> None:
    path = group / "data/quantities.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


def other_page(group: Path) -> None:
    page = group / "data/source/page.txt"
    page.write_text(page.read_text(encoding="utf-8") + "。\n", encoding="utf-8")
    assert jiedu("describe", group).exit_code == 0


def altered_page(group: Path) -> None:
    page = group / "data/source/page.txt"
    page.write_text(page.read_text(encoding="utf-8") + "。\n", encoding="utf-8")


def not_a_number(group: Path) -> None:
    edit(group, "quantities", changed("q-001", start="one"))


def forged(group: Path) -> None:
    signs(group, "quantities", "q-009", note="one")
    edit(group, "reviewed", lambda rows: rows[0].update(by="somebody else"))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (saved_by_excel, "a spreadsheet has saved data/quantities.csv: run `jiedu check --fix-format "),
        (saved_in_gbk, "a spreadsheet has saved data/quantities.csv: run `jiedu check --fix-format "),
        (other_page, "its page is another (SHA-256 "),
        (altered_page, "the page was altered"),
        (not_a_number, "data/quantities.csv: row 2: start is 'one', not a whole number"),
        (forged, "data/reviewed.csv: row 2: the signature of q-009 is not as it was written"),
        (lambda group: (group / "data/terms.csv").unlink(), "data/terms.csv: the table is missing"),
        (lambda group: (group / "data/datapackage.json").unlink(), "no data/datapackage.json here: this is no edition"),
        (shutil.rmtree, "no data/datapackage.json here: this is no edition"),
    ],
)
def test_a_copy_that_cannot_be_used_is_refused(
    project: Path, groups: list[Path], harm: Callable[[Path], None], said: str
) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    harm(groups[1])
    before = tree(project)
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and said in result.stderr and result.stderr.startswith(f"jiedu: {groups[1]}: ")
    assert result.output.strip().count("\n") == 0 and tree(project) == before


def test_a_copy_is_named_once_and_is_not_the_project(project: Path, groups: list[Path]) -> None:
    before = tree(project)
    (project.parent / "link").symlink_to(groups[0])
    for names, said in (
        ([groups[0], project.parent / "link"], f"is the same folder as {groups[0]}"),
        ([groups[0], project], "is the project that is merged into"),
        ([project / "data"], "this is no edition"),
        (["\x1b[31mred\n"], "\\x1b[31mred\\n: no data/datapackage.json"),
        ([groups[0], "--conflicts", project / "data/notes.csv"], "is there already and is no list of a merge"),
        ([groups[0], "--conflicts", project / "nowhere/list.csv"], "in a folder that is there"),
    ):
        result = jiedu("merge", *names, "--in", project)
        assert result.exit_code == 1 and said in result.stderr and result.stderr.count("\n") == 1, result.output
    assert tree(project) == before


@pytest.mark.parametrize("when", range(1, 4))
def test_an_error_on_the_way_leaves_all_as_it_was(
    project: Path, groups: list[Path], monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    signs(groups[1], "quantities", "q-005", note="two")
    signs(groups[1], "quantities", "q-006", note="two")
    (project / CONFLICTS).write_text("\ufeffwhat,table,row,column,copy,cell,by,on\nold\n", encoding="utf-8")
    before = tree(project)
    real, count = os.replace, 0

    def full(old: Path, new: Path) -> None:
        nonlocal count
        inside = project in Path(new).parents
        count += inside
        if inside and count == when:
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr("os.replace", full)
    result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and "cannot be merged into: No space left on device" in result.stderr
    assert tree(project) == before


def test_nobody_merges_while_another_writes(project: Path, groups: list[Path]) -> None:
    signs(groups[0], "quantities", "q-005", note="one")
    before = tree(project)
    with locked(project / BUILD_LOCK, ""):
        result = jiedu("merge", *groups, "--in", project)
    assert result.exit_code == 1 and "a build or another merge is running there" in result.stderr
    assert tree(project) == before
