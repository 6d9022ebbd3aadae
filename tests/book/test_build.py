"""`jiedu build`: whole or not at all, never stale, the same each time, and clear when something is wrong."""

import filecmp
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from support import SHOW_PASSAGE, copy_project, notebook, run_build

from jiedu.book import build as building
from jiedu.book.build import build_book
from jiedu.errors import Fault
from jiedu.files import locked


def page(root: Path, name: str) -> str:
    return (root / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_citations_lead_from_every_page_to_the_marked_characters(book: Path) -> None:
    build_book(book)
    assert 'href="../notebooks/one.html#q-060"' in page(book, "book/index")
    assert '<mark id="q-060">1500家</mark>' in page(book, "notebooks/one")
    # A link within HTML finds the page its id is on.
    assert 'href="two.html#t-liu-wen"' in page(book, "notebooks/one")


def test_a_chart_brings_its_description_as_alt_text(book: Path) -> None:
    build_book(book)
    assert 'alt="Two bars: 55 and 116"' in page(book, "notebooks/one")


def test_what_is_downloaded_is_the_notebook_of_the_project(book: Path) -> None:
    build_book(book)
    source = book / "notebooks" / "one.ipynb"
    assert filecmp.cmp(book / "_build" / "html" / "_sources" / "notebooks" / "one.ipynb", source, shallow=False)


def test_results_are_kept_and_an_unchanged_book_is_left_alone(book: Path) -> None:
    first = build_book(book)
    assert (first.executed, first.kept, first.unchanged) == (2, 0, False)
    second = build_book(book)
    assert (second.executed, second.kept, second.unchanged) == (0, 2, True)


def test_one_edited_notebook_runs_alone(book: Path) -> None:
    build_book(book)
    edit(book / "notebooks" / "two.ipynb", "Two, a chapter", "Two, edited")
    report = build_book(book)
    assert (report.executed, report.kept) == (1, 1)
    assert "Two, edited" in page(book, "notebooks/two")


def test_one_changed_cell_of_a_table_changes_the_page(book: Path) -> None:
    build_book(book)
    edit(book / "data" / "terms.csv", "six stabilities", "six kinds of stability")
    report = build_book(book)
    assert report.kept == 0
    assert "six kinds of stability" in page(book, "notebooks/two")


@pytest.mark.parametrize("name", ["requirements.lock", "notebooks/helper.txt"])
def test_results_depend_on_the_lock_and_on_what_lies_beside_the_notebooks(book: Path, name: str) -> None:
    build_book(book)
    (book / name).write_text("other\n", encoding="utf-8")
    assert build_book(book).kept == 0


def test_results_depend_on_the_package(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import jiedu

    build_book(book)
    copy = tmp_path / "elsewhere" / "jiedu"
    shutil.copytree(Path(jiedu.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "errors.py").write_text("# another package\n", encoding="utf-8")
    monkeypatch.setattr(jiedu, "__file__", str(copy / "__init__.py"))
    from jiedu.book.execute import surroundings

    changed = surroundings(book)
    monkeypatch.undo()
    assert surroundings(book) != changed


def test_a_damaged_result_or_page_is_made_again(book: Path) -> None:
    build_book(book)
    kept = next((book / "_build" / ".kept").glob("*.ipynb"))
    kept.write_text('{"cells": [', encoding="utf-8")
    (book / "_build" / "html" / "book" / "index.html").write_text("scribbled over", encoding="utf-8")
    report = build_book(book)
    assert (report.executed, report.unchanged) == (1, False)
    assert "1,500" in page(book, "book/index")


def test_a_cell_that_raises_is_one_sentence_and_the_site_stays(book: Path) -> None:
    build_book(book)
    before = page(book, "notebooks/two")
    failing = notebook(("markdown", "# Two"), ("code", "x = 1"), ("code", "x / 0"))
    (book / "notebooks" / "two.ipynb").write_text(failing, encoding="utf-8")
    with pytest.raises(Fault) as fault:
        build_book(book)
    assert str(fault.value) == "notebooks/two.ipynb: cell 3: ZeroDivisionError: division by zero"
    assert page(book, "notebooks/two") == before


def test_a_notebook_that_is_none_is_one_sentence(book: Path) -> None:
    (book / "notebooks" / "two.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: not a notebook"):
        build_book(book)


def test_a_kernel_that_dies_is_one_sentence(book: Path) -> None:
    dying = notebook(("markdown", "# Two"), ("code", "import os; os._exit(7)"))
    (book / "notebooks" / "two.ipynb").write_text(dying, encoding="utf-8")
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: Kernel died"):
        build_book(book)


def test_warnings_stop_the_build_and_the_site_stays(book: Path) -> None:
    build_book(book)
    before = page(book, "book/index")
    edit(book / "book" / "index.md", "#q-060", "#q-999")
    with pytest.raises(Fault, match=r"book/index.md:3: WARNING: .*q-999"):
        build_book(book)
    assert page(book, "book/index") == before


def test_a_link_in_html_to_an_id_that_is_nowhere_stops_the_build(book: Path) -> None:
    edit(book / "notebooks" / "one.ipynb", "#t-liu-wen", "#t-nowhere")
    with pytest.raises(Fault, match="HTML links to an id that is nowhere: t-nowhere"):
        build_book(book)


def test_a_quantity_shown_twice_stops_the_build(book: Path) -> None:
    twice = notebook(("markdown", "# Two"), ("code", SHOW_PASSAGE))
    (book / "notebooks" / "two.ipynb").write_text(twice, encoding="utf-8")
    with pytest.raises(Fault, match="id q-060 stands on notebooks/one already"):
        build_book(book)


def test_a_warning_names_the_cell_of_a_notebook(book: Path) -> None:
    edit(book / "notebooks" / "one.ipynb", "# One", "# One\\n\\n[1](#q-998)")
    with pytest.raises(Fault, match=r"notebooks/one.ipynb: cell 1, line 3: WARNING"):
        build_book(book)


def test_a_page_of_the_contents_that_is_not_there(book: Path) -> None:
    edit(book / "_toc.yml", "notebooks/two", "notebooks/three")
    with pytest.raises(Fault, match="no such page: notebooks/three"):
        build_book(book)


def test_success_without_pages_is_no_success(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_book(book)
    before = page(book, "book/index")
    edit(book / "book" / "index.md", "It says", "It now says")

    def writes_nothing(staged: Path, output: Path) -> None:
        (output / "_sources" / "notebooks").mkdir(parents=True)

    monkeypatch.setattr(building, "_write_pages", writes_nothing)
    with pytest.raises(Fault, match=r"did not write book/index.html, notebooks/one.html"):
        build_book(book)
    assert page(book, "book/index") == before


def test_a_folder_that_is_no_site_is_never_replaced(book: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(Fault, match="not a site built before"):
        build_book(book, precious)
    assert files(precious) == {"thesis.txt"}


def test_the_site_can_go_elsewhere(book: Path, tmp_path: Path) -> None:
    report = build_book(book, tmp_path / "public")
    assert report.front == tmp_path / "public" / "index.html"
    assert (tmp_path / "public" / "notebooks" / "one.html").exists()


def test_a_second_build_at_the_same_time_is_kept_out(book: Path) -> None:
    with locked(book / "_build" / ".lock", ""), pytest.raises(Fault, match="another build is running"):
        build_book(book)


def test_every_page_says_while_rows_are_drafts(book: Path) -> None:
    build_book(book)
    assert "A draft" not in page(book, "book/index")
    edit(book / "data" / "terms.csv", "id,term,en\n", "id,term,en,state\n")
    edit(book / "data" / "terms.csv", "six stabilities", "six stabilities,draft")
    build_book(book)
    for name in ("book/index", "notebooks/one", "notebooks/two"):
        assert "A draft: 1 of 1 rows" in page(book, name)


def test_an_interrupted_build_leaves_site_and_machine_as_they_were(book: Path) -> None:
    build_book(book)
    before = page(book, "notebooks/two")
    sleeping = notebook(("markdown", "# Two"), ("code", "import time; time.sleep(60)"))
    (book / "notebooks" / "two.ipynb").write_text(sleeping, encoding="utf-8")
    program = "import sys, jiedu.book.build as b; b._checked = lambda root: None; b.build_book(b.Path(sys.argv[1]))"
    process = psutil.Popen([sys.executable, "-c", program, str(book)], stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    # The server and the kernel that it forked.
    while len(children := process.children(recursive=True)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert process.returncode != 0 and len(gone) >= 2 and alive == []
    assert page(book, "notebooks/two") == before


@pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL"])
def test_no_kernel_outlives_a_build_that_is_ended(book: Path, number: str) -> None:
    sleeping = notebook(("markdown", "# Two"), ("code", "import time; time.sleep(60)"))
    (book / "notebooks" / "two.ipynb").write_text(sleeping, encoding="utf-8")
    program = "import sys, jiedu.book.build as b; b._checked = lambda root: None; b.build_book(b.Path(sys.argv[1]))"
    process = psutil.Popen([sys.executable, "-c", program, str(book)], stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(children := process.children(recursive=True)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(getattr(signal, number))
    process.wait(timeout=30)
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert len(gone) >= 2 and alive == []


def test_a_folder_without_contents_is_no_book(tmp_path: Path) -> None:
    done = run_build(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("jiedu: ") and "no _toc.yml" in done.stderr


def test_an_edition_with_a_fault_is_not_built(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / "data" / "source" / "page.txt").unlink()
    done = run_build(project)
    assert done.returncode == 1
    assert "page.txt" in done.stderr and "Traceback" not in done.stderr
    assert not (project / "_build" / "html").exists()


@pytest.mark.slow
def test_plain_jupyter_book_builds_the_same_pages(book: Path, tmp_path: Path) -> None:
    build_book(book)
    plain = tmp_path / "plain"
    shutil.copytree(book, plain, ignore=shutil.ignore_patterns("_build"))
    command = [Path(sys.executable).with_name("jupyter-book"), "build", str(plain), "-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = book / "_build" / "html", plain / "_build" / "html"
    assert files(ours) == files(theirs)
    # .buildinfo is a hash of the configuration, in which execution is off for the one and on for the other.
    pages = files(ours) - {".buildinfo"}
    assert [name for name in pages if not filecmp.cmp(ours / name, theirs / name, shallow=False)] == []


@pytest.mark.slow
def test_two_builds_are_identical(site: Path, tmp_path: Path) -> None:
    other = copy_project(tmp_path / "quite another folder")
    done = run_build(other, TZ="Asia/Shanghai", PYTHONHASHSEED="2", LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stderr
    again = other / "_build" / "html"
    assert files(again) == files(site)
    assert [name for name in files(site) if not filecmp.cmp(site / name, again / name, shallow=False)] == []
    assert json.dumps(str(tmp_path)) not in (again / "searchindex.js").read_text(encoding="utf-8")


def test_a_title_that_holds_html_is_refused(tmp_path):
    (tmp_path / "_config.yml").write_text('title: "<script>alert(1)</script>"\n', encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (tmp_path / "index.md").write_text("# x\n", encoding="utf-8")
    with pytest.raises(Fault, match="the title holds < or >"):
        build_book(tmp_path)
    assert not (tmp_path / "_build" / "html").exists()
