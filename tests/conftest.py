"""Fixtures of several tests: the project's site built once, a book of two notebooks, Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import CHROMIUM, FIGURE, ROOT, SHOW_CHART, SHOW_PASSAGE, SHOW_TABLE, copy_project, notebook, run_build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition's site, built once for all tests."""
    project = copy_project(tmp_path_factory.mktemp("site") / "project")
    done = run_build(project, TZ="UTC", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    return project / "_build" / "html"


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """Debian's Chromium, driven by Playwright, whose event loop runs as long as it is open."""
    path = shutil.which("chromium")
    if path is None:
        message = "no chromium on this machine: what the pages look like in a browser was not tested"
        if os.environ.get("JIEDU_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of two notebooks and a front page that cite each other; it is no edition, so nothing is checked."""
    monkeypatch.setattr("jiedu.book.build._checked", lambda root: None)
    root = tmp_path / "book of two"
    for folder in ("book", "notebooks", "data"):
        (root / folder).mkdir(parents=True)
    shutil.copy2(ROOT / "_config.yml", root)
    chapters = "".join(f"- file: notebooks/{name}\n" for name in ("one", "two"))

    def write(name: str, text: str) -> None:
        (root / name).write_text(text, encoding="utf-8")

    write("_toc.yml", f"format: jb-book\nroot: book/index\nchapters:\n{chapters}")
    write("book/references.bib", "")
    write("book/index.md", "# Two\n\nIt says [1,500](#q-060), see {numref}`fig-stages`, [六稳](#t-liu-wen), 海外仓.\n")
    write("data/terms.csv", "id,term,en\nt-liu-wen,六稳,six stabilities\n")
    one = notebook(("markdown", "# One"), ("code", SHOW_PASSAGE), ("code", SHOW_CHART, FIGURE))
    write("notebooks/one.ipynb", one)
    write("notebooks/two.ipynb", notebook(("markdown", "# Two, a chapter"), ("code", SHOW_TABLE)))
    return root
