"""`jiedu diff`: what changed since a revision reads like an editor's list."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from projects import edit, jiedu, rows_of, sign

from jiedu.project.wording import excerpt, reworded


@pytest.fixture
def kept(project: Path) -> Path:
    """Give a project that git keeps, with all of it in one commit."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "A draft"]):
        git(project, *arguments)
    return project


def git(project: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A. Editor", "-c", "user.email=a@example.org")
    # No configuration of the machine's owner, such as one that signs every commit.
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(project), *who, *arguments], check=True, env={**os.environ, **alone})


def diff(project: Path, *arguments: str) -> list[str]:
    result = jiedu("diff", *(arguments or ["HEAD"]), project)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_nothing_has_changed(kept: Path) -> None:
    assert diff(kept) == ["nothing has changed since HEAD"]


def test_rows_cell_by_cell(kept: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["surface"] == "127家")
        row |= {"value": "128", "indicator": "工业企业", "state": "reviewed"}
        rows.remove(next(row for row in rows if row["surface"] == "22个"))

    gone = next(row["id"] for row in rows_of(kept, "quantities") if row["surface"] == "22个")
    changed = next(row for row in rows_of(kept, "quantities") if row["surface"] == "127家")
    edit(kept, "quantities", change)
    sign(kept)
    lines = diff(kept)
    at = lines.index("data/quantities.csv:")
    assert f"  {gone} (22个): gone" in lines[at:]
    (line,) = [line for line in lines[at:] if line.startswith(f"  {changed['id']} ")]
    assert line == (
        f"  {changed['id']} (127家): value 127 → 128; indicator {changed['indicator']} → 工业企业;"
        " state draft → reviewed"
    )
    assert "data/reviewed.csv: new" in lines


def test_who_signed_what(kept: Path) -> None:
    first, second = (row["id"] for row in rows_of(kept, "facts")[:2])
    sign(kept, first)
    git(kept, "add", "-A")
    git(kept, "commit", "-q", "-m", "One row")
    sign(kept, second)
    lines = diff(kept)
    assert lines[lines.index("data/reviewed.csv:") + 1] == "  1 row signed by A. Editor"
    assert "data/reviewed.csv: new" in diff(kept, "HEAD~1")


def test_prose_word_by_word(kept: Path) -> None:
    path = kept / "notebooks/wording.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    number, cell = next((i, c) for i, c in enumerate(book["cells"], 1) if "Write here" in "".join(c["source"]))
    cell["source"] = re.sub("% Write here.*", "Most of it is 确保.", "".join(cell["source"]))
    path.write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = diff(kept)
    at = lines.index("notebooks/wording.ipynb:")
    assert lines[at + 1] == f"  cell {number}:" and "{+Most of it is 确保+}." in "".join(lines[at:])


def test_other_files_are_named(kept: Path) -> None:
    (kept / "book/own.md").write_text("# Own\n", encoding="utf-8")
    (kept / "book/references.bib").unlink(missing_ok=True)
    (kept / "data/source/page.txt").write_text("x", encoding="utf-8")
    (kept / "data/terms.csv").write_bytes(b"\xff\xfe")
    lines = diff(kept)
    assert {"book/own.md: new", "data/source/page.txt: changed"} <= set(lines)
    assert lines[lines.index("data/terms.csv:") + 1] == "  not to be read as it was or as it is"


@pytest.mark.parametrize("revision", ["nonsense", "--output=x", "HEAD~9"])
def test_a_revision_that_is_none_is_said_in_a_line(kept: Path, revision: str) -> None:
    result = jiedu("diff", "--", revision, kept)
    assert result.exit_code == 1
    assert result.output.startswith(f"jiedu: {revision}: git knows no such revision of ")
    assert result.output.count("\n") == 1


def test_a_project_that_git_does_not_keep(project: Path) -> None:
    result = jiedu("diff", "HEAD", project)
    assert result.exit_code == 1 and result.output.count("\n") == 1 and "git" in result.output


def test_the_edition_in_a_folder_of_a_repository(tmp_path: Path, kept: Path) -> None:
    """A project may be a folder of something larger."""
    (kept / ".git").rename(tmp_path / "moved")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "qinghe")
    git(tmp_path, "commit", "-q", "-m", "All")
    edit(kept, "facts", lambda rows: rows[0].update(en="other words"))
    assert diff(kept)[0] == "data/facts.csv:"


def test_words_that_went_and_came() -> None:
    assert reworded("确保完成50个", "力争完成55个") == "[-确保-]{+力争+}完成[-50-]{+55+}个"
    long = "word " * 30
    assert excerpt(f"{long}one more {long}", f"{long}one less {long}").count("…") == 2
    assert excerpt("", "new words") == "{+new words+}"
