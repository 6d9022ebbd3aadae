"""The book of a new project, built as its owner builds it."""

import subprocess
from pathlib import Path

import pytest
from projects import edit, rows_of

from jiedu.edition.schema import TABLES


@pytest.mark.slow
def test_the_book_of_a_new_project_is_built_at_once(project: Path) -> None:
    built = subprocess.run(["make", "book"], cwd=project, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    site = project / "_build/html"
    pages = sorted(site.glob("notebooks/*.html")) + sorted(site.glob("book/*.html"))
    assert len(pages) == 14
    for page in pages:
        assert "rows of its data have not been reviewed by a person" in page.read_text(encoding="utf-8"), page.name
    section = (site / "notebooks/section_a.html").read_text(encoding="utf-8")
    assert 'class="jd-passage"' in section and "草稿 draft" in section and ".svg" in section


@pytest.mark.slow
def test_the_notice_counts_what_is_left(project: Path) -> None:
    from jiedu.book.notice import notice

    total = len([row for name in TABLES for row in rows_of(project, name) if "state" in row])
    assert notice(project) == f"A draft: {total} of {total} rows of its data have not been reviewed by a person."
    edit(project, "facts", lambda rows: rows[0].update(state="reviewed"))
    assert f"{total - 1} of {total}" in notice(project)
