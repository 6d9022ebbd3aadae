"""What a machine may do to a command: no room, no temporary folder, an end before the end. One sentence, nothing lost."""

import contextlib
import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import DATA

from jiedu.project.making import make_project

REPORT = DATA / "report.txt"
# A small book is no edition: nothing of it is checked.
RUN = "import jiedu.book.build as b; b._checked = lambda root: None; from jiedu.cli import main; main()"
NO_ROOM = r"(File too large|No space left on device)"


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for temporary files; short, since a socket has at most 107 characters in its path."""
    return tmp_path_factory.mktemp("t")


@pytest.fixture
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path]]:
    """Mounts a disk of a size; a test that cannot have one is skipped."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path_factory.mktemp("disk")
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False) if shutil.which("mount") else None
        if done is None or done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.strip() if done else 'no mount'}")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=False)


@pytest.fixture
def changed(tmp_path: Path, read_only: Path) -> Path:
    """A book with its site and kept results, of which one notebook has changed."""
    book = shutil.copytree(read_only, tmp_path / "book of two")
    path = book / "notebooks" / "two.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("Two, a chapter", "Two, changed"), encoding="utf-8")
    return book


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", RUN, *map(str, arguments)]


def run(*arguments: object, temporary: Path, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; no file of its may grow beyond `largest` bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        command(*arguments),
        env={**os.environ, "TMPDIR": str(temporary)},
        preexec_fn=None if largest is None else limit,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def sentence(done: subprocess.CompletedProcess[str], words: str) -> None:
    """Hold that a command ended with one sentence and no more."""
    assert done.returncode == 1, done.stderr
    assert re.fullmatch(rf"\s*jiedu: [^\n]*{words}[^\n]*\n", done.stderr), done.stderr


def emptied(folder: Path) -> bool:
    """Tell whether a folder is empty soon: the server of kernels lives a moment longer than its build."""
    deadline = time.monotonic() + 20
    while os.listdir(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    return os.listdir(folder) == []


def stands(book: Path, read_only: Path) -> bool:
    """Tell whether the site before is in its place, and nothing half-written beside it."""
    beside = set(os.listdir(book / "_build")) <= {".kept", ".lock", "html", "staged"}
    return beside and tree(book / "_build" / "html") == tree(read_only / "_build" / "html")


# From the first file that a build writes to fonts, of which the largest have some 500 kB.
@pytest.mark.parametrize("largest", [0, 5_000, 20_000, 200_000])
def test_a_limit_on_files_stops_a_build(changed: Path, read_only: Path, short: Path, largest: int) -> None:
    done = run("build", changed, temporary=short, largest=largest)
    sentence(done, NO_ROOM if largest else "No usable temporary directory")
    assert stands(changed, read_only) and emptied(short)


@pytest.mark.parametrize("size", ["80k", "6m"])
def test_a_disk_that_is_full_where_the_site_goes(
    changed: Path, short: Path, disk: Callable[[str], Path], size: str
) -> None:
    out = disk(f"size={size}") / "public"
    sentence(run("build", changed, "--out", out, temporary=short), NO_ROOM)
    assert os.listdir(out.parent) == [] and emptied(short)


def test_a_site_on_another_disk_is_replaced_or_left(
    changed: Path, read_only: Path, short: Path, disk: Callable[[str], Path]
) -> None:
    out = disk("size=40m") / "public"
    shutil.copytree(read_only / "_build" / "html", out)
    before = tree(out)
    (out.parent / "filler").write_bytes(bytes(40 * 2**20 - sum(p.stat().st_size for p in out.rglob("*")) - 3 * 2**20))
    sentence(run("build", changed, "--out", out, temporary=short), NO_ROOM)
    assert tree(out) == before and sorted(os.listdir(out.parent)) == ["filler", "public"]
    (out.parent / "filler").unlink()
    assert run("build", changed, "--out", out, temporary=short).returncode == 0
    assert os.listdir(out.parent) == ["public"] and tree(out) != before


@pytest.mark.parametrize("options", ["size=4k", "ro", ""])
def test_a_temporary_folder_of_no_use_is_passed_over(
    changed: Path, tmp_path: Path, disk: Callable[[str], Path], options: str
) -> None:
    temporary = disk(options) if options else tmp_path / "missing"
    if options.startswith("size"):
        with contextlib.suppress(OSError), (temporary / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    before = os.listdir(temporary) if options else []
    done = run("build", changed, temporary=temporary)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert not options or os.listdir(temporary) == before


@pytest.mark.parametrize("pages", [1, 3])
def test_a_temporary_folder_with_little_room(
    changed: Path, read_only: Path, disk: Callable[[str], Path], pages: int
) -> None:
    temporary = disk(f"size={pages * 4}k")
    done = run("build", changed, temporary=temporary)
    if done.returncode:
        sentence(done, "")
        assert stands(changed, read_only)
    assert emptied(temporary)


def wait_for(moment: str, process: subprocess.Popen[str], book: Path) -> None:
    """Wait until a build has come so far."""
    place = {"while the notebooks run": "ran", "while the pages are written": "_build/.html.*/new/_static"}[moment]
    deadline = time.monotonic() + 120
    while not list(book.glob(place)) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        ("SIGINT", "while the notebooks run"),
        ("SIGTERM", "while the notebooks run"),
        ("SIGINT", "while the pages are written"),
        ("SIGHUP", "while the pages are written"),
    ],
)
def test_a_build_that_is_ended_says_so_and_leaves_nothing(
    changed: Path, read_only: Path, short: Path, number: str, moment: str
) -> None:
    notebook = changed / "notebooks" / "two.ipynb"
    if moment == "while the notebooks run":
        text = notebook.read_text(encoding="utf-8").replace(
            "import csv", "open('../ran', 'w'); import time; time.sleep(60)"
        )
        notebook.write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        command("build", changed),
        env={**os.environ, "TMPDIR": str(short)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for(moment, process, changed)
    process.send_signal(getattr(signal, number))
    _, said = process.communicate(timeout=60)
    assert said.strip() == "jiedu: interrupted: what it was to replace is as it was"
    assert process.returncode == 1
    assert stands(changed, read_only) and emptied(short)


def test_a_job_that_ctrl_c_does_not_reach_can_be_ended(changed: Path, read_only: Path, short: Path) -> None:
    """A shell starts what runs in the background with Ctrl-C ignored."""
    process = subprocess.Popen(
        command("build", changed),
        env={**os.environ, "TMPDIR": str(short)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    wait_for("while the pages are written", process, changed)
    process.terminate()
    assert process.communicate(timeout=60)[1].strip() == "jiedu: interrupted: what it was to replace is as it was"
    assert stands(changed, read_only) and emptied(short)


@pytest.mark.parametrize("largest", [0, 10_000])
@pytest.mark.parametrize(
    "arguments",
    [("new", "made", "--from", REPORT), ("report", REPORT, "--out", "made")],
    ids=["new", "report"],
)
def test_a_folder_is_made_whole_or_not_at_all(
    tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], largest: int
) -> None:
    monkeypatch.chdir(tmp_path)
    sentence(run(*arguments, temporary=short, largest=largest), NO_ROOM)
    assert os.listdir(tmp_path) == [] and os.listdir(short) == []


@pytest.mark.parametrize(("form", "largest"), [("parquet", 0), ("parquet", 3_000), ("csv", 3_000), ("xlsx", 3_000)])
def test_a_corpus_is_written_whole_or_not_at_all(tmp_path: Path, short: Path, form: str, largest: int) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(REPORT, tmp_path / "in")
    done = run(
        "corpus", tmp_path / "in", "--out", tmp_path / f"a.{form}", "--jobs", 1, temporary=short, largest=largest
    )
    sentence(done, NO_ROOM if largest else "No usable temporary directory")
    assert sorted(os.listdir(tmp_path)) == [".a.parts", "in"] and os.listdir(short) == []
    done = run("corpus", tmp_path / "in", "--out", tmp_path / f"a.{form}", "--jobs", 1, temporary=short)
    assert (done.returncode, done.stderr) == (0, "") and os.listdir(short) == []


@pytest.mark.parametrize("name", ["new", "update"])
def test_a_project_that_is_ended_on_the_way_is_as_it_was(drafted: Path, tmp_path: Path, short: Path, name: str) -> None:
    project = tmp_path / "project"
    if name == "update":
        shutil.copytree(drafted, project)
    before = tree(tmp_path)
    arguments, place = {"new": (("--from", REPORT), ".project.*"), "update": ((), "project/.update.*")}[name]
    process = subprocess.Popen(
        command(name, project, *arguments),
        env={**os.environ, "TMPDIR": str(short)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(tmp_path.glob(place)) and process.poll() is None:
        time.sleep(0.001)
    process.terminate()
    assert process.communicate(timeout=60)[1].strip() == "jiedu: interrupted: what it was to replace is as it was"
    assert tree(tmp_path) == before and os.listdir(tmp_path) == (["project"] if before else [])


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that an update would change: a table and a page."""
    folder = tmp_path_factory.mktemp("drafted") / "project"
    make_project(folder, REPORT)
    path = folder / "data" / "quantities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",eq,", ",about,"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("largest", [500, 20_000])
def test_an_update_is_whole_or_not_at_all(drafted: Path, tmp_path: Path, short: Path, largest: int) -> None:
    project = shutil.copytree(drafted, tmp_path / "project")
    before = tree(project)
    sentence(run("update", project, temporary=short, largest=largest), f"project: cannot be updated: {NO_ROOM}$")
    assert tree(project) == before and os.listdir(short) == []


def test_a_table_is_written_back_whole_or_not_at_all(drafted: Path, tmp_path: Path, short: Path) -> None:
    project = shutil.copytree(drafted, tmp_path / "project")
    path = project / "data" / "quantities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before = tree(project)
    sentence(run("check", "--fix-format", project, temporary=short, largest=5_000), f"quantities.csv: {NO_ROOM}")
    assert tree(project) == before
