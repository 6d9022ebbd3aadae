"""Fixtures of several tests: the project's site built once, a book of two notebooks, Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from support import CHROMIUM, copy_project, run_build, without_chinese_fonts, write_book

from jiedu.book.build import Built, build_book
from jiedu.helping import language_of

# The tests read what a command says in English, whatever the language of the machine.
if language_of(os.environ) == "zh":
    os.environ["LANGUAGE"] = "en"


@pytest.fixture(scope="session")
def site(editions: Path) -> Path:
    """The folder of the English edition's site."""
    return editions / "en"


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both editions' sites, built once for all tests, whichever process runs them; for reading only."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    project = shared / "site" / "project"
    site = project / "_build" / "html"
    with FileLock(shared / "site.lock"):
        if not site.is_dir():
            shutil.rmtree(project, ignore_errors=True)
            done = run_build(copy_project(project), TZ="UTC", PYTHONHASHSEED="1")
            assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[..., object]]:
    """Start Debian's Chromium, driven by Playwright, whose event loop runs as long as this fixture lives."""
    path = shutil.which("chromium")
    if path is None:
        message = "no chromium on this machine: what the pages look like in a browser was not tested"
        if os.environ.get("JIEDU_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield partial(playwright.chromium.launch, executable_path=path, args=list(CHROMIUM))


@pytest.fixture(scope="module")
def chromium(launch: Callable[..., object]) -> Iterator[object]:
    """Chromium with the fonts of this machine."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def bare_chromium(launch: Callable[..., object], tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Chromium on a machine that has no Chinese font, whatever this one has."""
    browser = launch(env=without_chinese_fonts(tmp_path_factory.mktemp("fonts")))
    yield browser
    browser.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small book be built: it is no edition, so nothing is checked."""
    monkeypatch.setattr("jiedu.book.build._checked", lambda root: None)


@pytest.fixture
def book(tmp_path: Path, small: None) -> Path:
    """A book of two notebooks and a front page that cite each other, not built yet."""
    return write_book(tmp_path / "book of two")


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """That book, built once for all tests, and what the build said; for reading only."""
    root = write_book(tmp_path_factory.mktemp("built") / "book of two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jiedu.book.build._checked", lambda root: None)
        return root, build_book(root)


@pytest.fixture
def read_only(first_build: tuple[Path, Built]) -> Path:
    """That book, built; for reading only."""
    return first_build[0]


@pytest.fixture
def built(tmp_path: Path, small: None, read_only: Path) -> Path:
    """A copy of that book with its site and its kept results, for a test to change and build again."""
    return shutil.copytree(read_only, tmp_path / "book of two")
