"""What the commands on a project tell a reader of Chinese; what they write and refuse hangs on no language."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from projects import edit, files, jiedu, rows_of

from jiedu.project.collecting import CONFLICTS


@pytest.fixture(autouse=True)
def _english_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a command has set for this process."""
    monkeypatch.setenv("JIEDU_MESSAGES", "en")


def signed(group: Path, note: str) -> Path:
    """Write a note on a number in a copy, and sign it in the name of the copy."""
    edit(group, "quantities", lambda rows: next(row for row in rows if row["id"] == "q-005").update(note=note))
    result = jiedu("review", "q-005", "--by", group.name, "--yes", "--in", group)
    assert result.exit_code == 0, result.output
    return group


def test_a_merge_is_told_in_chinese_and_its_list_is_in_english(project: Path, tmp_path: Path) -> None:
    groups = [signed(Path(shutil.copytree(project, tmp_path / f"group-{note}")), note) for note in ("1", "2")]
    result = jiedu("--language", "zh", "merge", *groups, "--in", project)
    assert result.exit_code == 1
    assert "冲突：q-005（data/quantities.csv）：几个小组的署名不同" in result.output
    assert "收下0行，冲突1处" in result.output
    assert not re.search("[A-Za-z]{2,} [A-Za-z]{2,}", result.output.replace(str(tmp_path), "")), result.output
    with (project / CONFLICTS).open(encoding="utf-8-sig", newline="") as file:
        assert {row["what"] for row in csv.DictReader(file)} == {"conflict: signed differently"}


def test_a_row_at_fault_is_signed_in_no_language(project: Path) -> None:
    name = rows_of(project, "terms")[0]["id"]
    before = files(project)
    result = jiedu("--language", "zh", "review", name, "--by", "A", "--yes", "--in", project)
    assert (result.exit_code, files(project)) == (1, before)
    assert f"没有署名：data/terms.csv：行{name}：已审校，却没有英文" in result.output


def test_an_update_tells_in_chinese_what_it_changed(project: Path) -> None:
    edit(project, "terms", lambda rows: rows.remove(rows[-1]))
    result = jiedu("--language", "zh", "update", project)
    assert result.exit_code == 0 and "terms：新增1行" in result.output.splitlines(), result.output
    assert jiedu("--language", "zh", "update", project).output == "没有改动\n"
