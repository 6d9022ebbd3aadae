"""`jiedu build`: whole or not at all, never stale, the same each time, and clear when something is wrong."""

import errno
import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
from click.testing import CliRunner
from support import SHOW_PASSAGE, copy_project, notebook, run_build

from jiedu.book import build as building
from jiedu.book.build import Built, build_book, is_behind
from jiedu.book.digests import around
from jiedu.book.forks import ForkServer, can_fork
from jiedu.cli import main
from jiedu.errors import Fault
from jiedu.files import locked, replace_folder


def page(root: Path, name: str) -> str:
    return (root / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_citations_lead_from_every_page_to_the_marked_characters(read_only: Path) -> None:
    assert 'href="../notebooks/one.html#q-060"' in page(read_only, "book/index")
    assert '<mark id="q-060">1500家</mark>' in page(read_only, "notebooks/one")
    # A link within HTML finds the page its id is on.
    assert 'href="two.html#t-liu-wen"' in page(read_only, "notebooks/one")


def test_a_chart_brings_its_description_as_alt_text(read_only: Path) -> None:
    assert 'alt="Two bars: 55 and 116"' in page(read_only, "notebooks/one")


def test_what_is_downloaded_is_the_notebook_of_the_project(read_only: Path) -> None:
    source = read_only / "notebooks" / "one.ipynb"
    copy = read_only / "_build" / "html" / "_sources" / "notebooks" / "one.ipynb"
    assert filecmp.cmp(copy, source, shallow=False)


def test_nothing_but_the_site_and_what_is_kept_is_left(read_only: Path) -> None:
    assert {path.name for path in (read_only / "_build").iterdir()} == {".kept", ".lock", "html", "staged"}


def test_results_are_kept_and_an_unchanged_book_is_left_alone(
    first_build: tuple[Path, Built], read_only: Path, small: None
) -> None:
    first = first_build[1]
    assert (first.executed, first.kept, first.unchanged) == (2, 0, False)
    second = build_book(read_only)
    assert (second.executed, second.kept, second.unchanged) == (0, 2, True)


def test_one_edited_notebook_runs_alone(built: Path) -> None:
    edit(built / "notebooks" / "two.ipynb", "Two, a chapter", "Two, edited")
    report = build_book(built)
    assert (report.executed, report.kept) == (1, 1)
    assert "Two, edited" in page(built, "notebooks/two")


def test_a_notebook_that_jupyterlab_has_run_and_saved_is_built(built: Path) -> None:
    path = built / "notebooks" / "two.ipynb"
    saved = nbformat.reads(path.read_text(encoding="utf-8").replace("Two, a chapter", "Two, saved"), as_version=4)
    code = next(cell for cell in saved.cells if cell.cell_type == "code")
    code.source = f"# A line more.\n{code.source}"
    code.outputs, code.execution_count = [nbformat.v4.new_output("stream", text="one\ntwo left over\n")], 7
    nbformat.write(saved, path)
    assert all(isinstance(cell["source"], list) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    assert build_book(built).executed == 1
    assert "Two, saved" in page(built, "notebooks/two") and "left over" not in page(built, "notebooks/two")


def test_one_changed_cell_of_a_table_changes_the_page(built: Path) -> None:
    edit(built / "data" / "terms.csv", "six stabilities", "six kinds of stability")
    report = build_book(built)
    assert report.kept == 0
    assert "six kinds of stability" in page(built, "notebooks/two")


@pytest.mark.parametrize("name", ["requirements.lock", "notebooks/helper.txt"])
def test_results_depend_on_the_lock_and_on_what_lies_beside_the_notebooks(built: Path, name: str) -> None:
    (built / name).write_text("other\n", encoding="utf-8")
    assert build_book(built).kept == 0


def test_results_depend_on_the_package(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import jiedu

    copy = tmp_path / "elsewhere" / "jiedu"
    shutil.copytree(Path(jiedu.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "errors.py").write_text("# another package\n", encoding="utf-8")
    monkeypatch.setattr(jiedu, "__file__", str(copy / "__init__.py"))
    changed = around(built)
    monkeypatch.undo()
    assert around(built) != changed


@pytest.mark.parametrize(
    "damaged", [lambda text: text[:9], lambda text: "", lambda text: text.replace("six stabilities", "seven wonders")]
)
def test_a_damaged_or_edited_result_or_page_is_made_again(built: Path, damaged: Callable[[str], str]) -> None:
    results = (built / "_build" / ".kept").glob("*.ipynb")
    kept = next(path for path in results if "six stabilities" in path.read_text(encoding="utf-8"))
    kept.write_text(damaged(kept.read_text(encoding="utf-8")), encoding="utf-8")
    (built / "_build" / "html" / "book" / "index.html").write_text("scribbled over", encoding="utf-8")
    report = build_book(built)
    assert (report.executed, report.unchanged) == (1, False)
    assert "1,500" in page(built, "book/index")
    assert "six stabilities" in page(built, "notebooks/two")


def test_a_cell_that_raises_is_one_sentence_and_the_site_stays(built: Path) -> None:
    before = page(built, "notebooks/two")
    failing = notebook(("markdown", "# Two"), ("code", "x = 1"), ("code", "x / 0"))
    (built / "notebooks" / "two.ipynb").write_text(failing, encoding="utf-8")
    with pytest.raises(Fault) as fault:
        build_book(built)
    assert str(fault.value) == "notebooks/two.ipynb: cell 3: ZeroDivisionError: division by zero"
    assert page(built, "notebooks/two") == before


def test_a_notebook_that_is_none_is_one_sentence(built: Path) -> None:
    (built / "notebooks" / "two.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: not readable as JSON"):
        build_book(built)


def test_a_kernel_that_dies_is_one_sentence(built: Path) -> None:
    dying = notebook(("markdown", "# Two"), ("code", "import os; os._exit(7)"))
    (built / "notebooks" / "two.ipynb").write_text(dying, encoding="utf-8")
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: Kernel died"):
        build_book(built)


def test_warnings_stop_the_build_and_the_site_stays(built: Path) -> None:
    before = page(built, "book/index")
    edit(built / "book" / "index.md", "#q-060", "#q-999")
    with pytest.raises(Fault, match=r"book/index.md:3: WARNING: .*q-999"):
        build_book(built)
    assert page(built, "book/index") == before


def test_a_link_in_html_to_an_id_that_is_nowhere_stops_the_build(built: Path) -> None:
    edit(built / "notebooks" / "one.ipynb", "#t-liu-wen", "#t-nowhere")
    with pytest.raises(Fault, match="HTML links to an id that is nowhere: t-nowhere"):
        build_book(built)


def test_a_quantity_shown_twice_stops_the_build(built: Path) -> None:
    twice = notebook(("markdown", "# Two"), ("code", SHOW_PASSAGE))
    (built / "notebooks" / "two.ipynb").write_text(twice, encoding="utf-8")
    with pytest.raises(Fault, match="id q-060 stands on notebooks/one already"):
        build_book(built)


def test_a_warning_names_the_cell_of_a_notebook(built: Path) -> None:
    edit(built / "notebooks" / "one.ipynb", "# One", "# One\\n\\n[1](#q-998)")
    with pytest.raises(Fault, match=r"notebooks/one.ipynb: cell 1, line 3: WARNING"):
        build_book(built)


def test_a_page_of_the_contents_that_is_not_there(built: Path) -> None:
    edit(built / "_toc.yml", "notebooks/two", "notebooks/three")
    with pytest.raises(Fault, match="no such page: notebooks/three"):
        build_book(built)


def test_success_without_pages_is_no_success(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page(built, "book/index")
    edit(built / "book" / "index.md", "It says", "It now says")

    def writes_nothing(staged: Path, output: Path, *_: object) -> None:
        (output / "_sources" / "notebooks").mkdir(parents=True)

    monkeypatch.setattr(building, "_write_pages", writes_nothing)
    with pytest.raises(Fault, match=r"did not write book/index.html, notebooks/one.html"):
        build_book(built)
    assert page(built, "book/index") == before


def test_a_folder_that_is_no_site_is_never_replaced(built: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(Fault, match="not a site built before"):
        build_book(built, precious)
    assert files(precious) == {"thesis.txt"}


def test_the_site_can_go_elsewhere(built: Path, tmp_path: Path) -> None:
    report = build_book(built, tmp_path / "public")
    assert report.front == tmp_path / "public" / "index.html"
    assert (tmp_path / "public" / "notebooks" / "one.html").exists()


def test_what_a_killed_build_has_left_goes_with_the_next(built: Path) -> None:
    (built / "_build" / ".html.abc" / "new").mkdir(parents=True)
    edit(built / "book" / "index.md", "It says", "It now says")
    build_book(built)
    test_nothing_but_the_site_and_what_is_kept_is_left(built)


def test_a_second_build_at_the_same_time_is_kept_out(book: Path) -> None:
    with locked(book / "_build" / ".lock", "not here"), pytest.raises(Fault, match="another build is running"):
        build_book(book)


def test_every_page_says_while_rows_are_drafts(built: Path) -> None:
    assert "A draft" not in page(built, "book/index")
    edit(built / "data" / "terms.csv", "id,term,en\n", "id,term,en,state\n")
    edit(built / "data" / "terms.csv", "six stabilities", "six stabilities,draft")
    build_book(built)
    for name in ("book/index", "notebooks/one", "notebooks/two"):
        assert "A draft: 1 of 1 rows" in page(built, name)


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_an_ended_build_leaves_site_and_machine_as_they_were(
    built: Path, tmp_path_factory: pytest.TempPathFactory, number: str
) -> None:
    # A socket has at most 107 characters in its path, and the folder of a test has many of its own.
    short = tmp_path_factory.mktemp("t")
    before = page(built, "notebooks/two")
    # A process of a cell is one of the build's too.
    waits = "import subprocess; subprocess.run(['sleep', '60'])"
    sleeping = notebook(("markdown", "# Two"), ("code", waits))
    (built / "notebooks" / "two.ipynb").write_text(sleeping, encoding="utf-8")
    program = "import sys, jiedu.book.build as b; b._checked = lambda root: None; b.build_book(b.Path(sys.argv[1]))"
    process = psutil.Popen(
        [sys.executable, "-c", program, str(built)],
        env={**os.environ, "TMPDIR": str(short)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    # The server that kernels are forked from, one kernel, and what its cell started.
    while len(children := process.children(recursive=True)) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(getattr(signal, number))
    process.wait(timeout=30)
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert process.returncode != 0 and len(gone) >= 3 and alive == []
    assert list(short.glob("jiedu-*")) == []
    assert page(built, "notebooks/two") == before


def test_a_server_that_is_gone_is_one_sentence(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = ForkServer()
    server.process.kill()
    server.process.wait()
    monkeypatch.setattr("jiedu.book.execute.fork_server", lambda: server)
    monkeypatch.setattr("jiedu.book.kernels.fork_server", lambda: server)
    edit(built / "notebooks" / "two.ipynb", "Two, a chapter", "Two, edited")
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: the process that kernels are forked from has ended"):
        build_book(built)


@pytest.mark.skipif(not can_fork(), reason="no kernels are forked here")
def test_nothing_runs_on_after_the_last_book_of_a_process(built: Path) -> None:
    edit(built / "notebooks" / "two.ipynb", "Two, a chapter", "Two, edited")
    assert build_book(built, is_last=True).executed == 1
    assert [one for one in psutil.Process().children() if "jiedu.book.forks" in one.cmdline()] == []
    edit(built / "notebooks" / "two.ipynb", "Two, edited", "Two, once more")
    assert build_book(built).executed == 1


def test_a_cell_that_never_ends_is_one_sentence(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiedu.book.execute.CELL_SECONDS", 1)
    sleeping = notebook(("markdown", "# Two"), ("code", "import time; time.sleep(60)"))
    (built / "notebooks" / "two.ipynb").write_text(sleeping, encoding="utf-8")
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: a cell ran for more than 1 seconds$"):
        build_book(built)


def test_a_notebook_for_a_kernel_that_is_not_there_is_one_sentence(built: Path) -> None:
    edit(built / "notebooks" / "two.ipynb", '"name": "python3"', '"name": "julia-1.9"')
    with pytest.raises(Fault, match=r"^notebooks/two.ipynb: there is no kernel named 'julia-1.9'"):
        build_book(built)


def test_a_table_that_changes_while_notebooks_run_stops_the_build(built: Path) -> None:
    writes = "from pathlib import Path\nPath('../data/terms.csv').write_text('id,term,en\\n')"
    changing = notebook(("markdown", "# Two"), ("code", writes))
    (built / "notebooks" / "two.ipynb").write_text(changing, encoding="utf-8")
    with pytest.raises(Fault, match="the data or the package changed while the notebooks ran"):
        build_book(built)
    assert list((built / "_build" / ".kept").glob("*.ipynb")) == []


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no second file system")
def test_the_site_can_go_to_another_file_system(built: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        build_book(built, Path(name) / "public")
        assert [path.name for path in Path(name).iterdir()] == ["public"]
        assert (Path(name) / "public" / "notebooks" / "one.html").exists()


@pytest.mark.skipif(not Path("/dev/shm").is_mount(), reason="no second file system")
def test_a_file_system_of_its_own_is_no_place_for_a_site() -> None:
    with pytest.raises(Fault, match=r"^/dev/shm: a file system of its own"), replace_folder(Path("/dev/shm")):
        raise AssertionError("a folder to fill was given")


def test_a_full_disk_is_one_sentence_and_the_site_stays(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = page(built, "notebooks/two")
    (built / "book" / "index.md").write_text("# Two\n\nAnother text.\n", encoding="utf-8")

    def full(*_: object, **__: object) -> OSError:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "search.html")

    monkeypatch.setattr("jupyter_book.sphinx.build_sphinx", full)
    with pytest.raises(Fault, match=r"^the pages could not be written: search\.html: No space left on device$"):
        build_book(built)
    assert page(built, "notebooks/two") == before


def test_a_result_that_finds_no_room_is_the_systems_own_error(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("jiedu.book.execute.Store.put", full)
    with pytest.raises(OSError, match="No space left on device"):
        build_book(book)


@pytest.mark.skipif(not can_fork(), reason="no kernels are forked here")
def test_a_temporary_folder_too_long_for_sockets_is_one_sentence(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    made = [sys.executable, "-c", "from jiedu.book.forks import fork_server; fork_server()"]
    done = subprocess.run(made, env={**os.environ, "TMPDIR": str(long)}, capture_output=True, text=True, check=False)
    assert "too long a name for the sockets of kernels" in done.stderr
    assert list(long.iterdir()) == []


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
def test_plain_jupyter_book_builds_the_same_pages(built: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(built, plain, ignore=shutil.ignore_patterns("_build"))
    command = [Path(sys.executable).with_name("jupyter-book"), "build", str(plain), "-W", "-n", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = built / "_build" / "html", plain / "_build" / "html"
    assert files(ours) == files(theirs)
    # .buildinfo is a hash of the configuration, in which execution is off for the one and on for the other.
    pages = files(ours) - {".buildinfo"}
    assert [name for name in pages if not filecmp.cmp(ours / name, theirs / name, shallow=False)] == []


@pytest.mark.slow
def test_two_builds_are_identical(editions: Path, tmp_path: Path) -> None:
    other = copy_project(tmp_path / "quite another folder")
    done = run_build(other, TZ="Asia/Shanghai", PYTHONHASHSEED="2", LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stderr
    again = other / "_build" / "html"
    assert files(again) == files(editions)
    assert [name for name in files(again) if not filecmp.cmp(editions / name, again / name, shallow=False)] == []
    assert json.dumps(str(tmp_path)) not in (again / "zh" / "_static" / "search-index.js").read_text(encoding="utf-8")


def test_a_title_that_holds_html_is_refused(tmp_path):
    (tmp_path / "_config.yml").write_text('title: "<script>alert(1)</script>"\n', encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (tmp_path / "index.md").write_text("# x\n", encoding="utf-8")
    with pytest.raises(Fault, match="the title holds < or >"):
        build_book(tmp_path)
    assert not (tmp_path / "_build" / "html").exists()


def test_a_site_that_is_behind_its_sources_is_told_from_one_that_is_not(built: Path) -> None:
    # Nothing is remembered of a copy.
    assert not is_behind(built)
    build_book(built)
    assert not is_behind(built)
    told = CliRunner().invoke(main, ["epub", str(built), "--out", str(built / "a.epub")])
    assert (told.exit_code, told.stderr) == (0, "")
    page = built / "book" / "index.md"
    page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert is_behind(built)
    told = CliRunner().invoke(main, ["epub", str(built), "--out", str(built / "a.epub")])
    assert told.exit_code == 0
    assert told.stderr == "jiedu: the site is older than what it is built from: jiedu build makes it new\n"
