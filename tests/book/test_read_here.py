"""The page that reads a report in the browser: what npm has to give, what the site holds, and the same records."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from docx import Document
from lxml import html
from support import DATA, REPORTS, ROOT, served
from written import AXE, LANGUAGES, TAGS

from jiedu.book.build import build_book
from jiedu.errors import Fault
from jiedu.reports.export import BOM, csv_lines, json_lines_of, json_object, report_tables
from jiedu.reports.formats import load
from jiedu.reports.report import read_report
from jiedu.site import engine
from jiedu.site.policy import POLICY
from jiedu.site.read_here import READER, packed_reader

SAMPLE = DATA / "sample_report.txt"
PAGE = "book/read_here.html"


def records(path: Path) -> dict[str, str]:
    """What CPython writes of a report, file by file, as the page offers them."""
    report = read_report(load(path))
    tables = report_tables(report)
    files = {
        f"{name}.csv": BOM + "".join(csv_lines(tables[name][0](), tables[name][1], guarded=True))
        for name in ("quantities", "targets")
    }
    lines = "".join(f"{line}\n" for line in json_lines_of(report.source))
    return files | {"read.jsonl": lines, "report.json": "".join(json_object(report)) + "\n"}


# What npm has to give


def an_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of that name first on the path."""
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_without_npm_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Fault, match=r"^the reader for the browser needs Pyodide.* no npm here"):
        engine.fetch_engine(tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("sys.stderr.write('npm error code ENOTFOUND\\nnpm error more\\n'); sys.exit(1)", r"\(ENOTFOUND\)"),
        ("sys.exit(7)", r"\(exit code 7\)"),
        ("Path(sys.argv[-1], 'pyodide.tgz').write_bytes(b'another')", "npm gave another pyodide"),
    ],
)
def test_what_npm_does_not_give_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    an_npm(tmp_path, script, monkeypatch)
    with pytest.raises(Fault, match=message) as caught:
        engine.fetch_engine(tmp_path / "kept")
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "kept").iterdir()) == []


# What the browser gets of the package


OF_THE_STANDARD_LIBRARY = """
import json, sys
sys.path.insert(0, sys.argv[1])
from jiedu.reports.here import answer_here
for name in sys.argv[2:]:
    with open(name, "rb") as file:
        print(json.dumps(json.loads(answer_here(file.read(), name.rpartition("/")[2]))))
others = {name.partition(".")[0] for name in sys.modules} - {"jiedu", "__main__"} - sys.stdlib_module_names
assert not others, others
"""


def answers(tmp_path: Path, *files: Path) -> list[dict]:
    """Read files by what the site packs, with Python alone."""
    archive = tmp_path / "jiedu.zip"
    archive.write_bytes(packed_reader())
    command = [sys.executable, "-I", "-S", "-c", OF_THE_STANDARD_LIBRARY, archive, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_packed_reader_needs_the_standard_library_alone(tmp_path: Path) -> None:
    (found,) = answers(tmp_path, SAMPLE)
    assert found["files"] == records(SAMPLE)
    assert (found["place"], found["year"]) == ("青禾县", "2025")


def test_it_is_the_same_to_the_byte_each_time() -> None:
    assert packed_reader() == packed_reader()
    times = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(packed_reader())).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_encodings_are_told_apart_without_a_library(tmp_path: Path, encoding: str) -> None:
    text = "今年，地方生产增长6%左右，城市和社会发展。" * 20
    text = (
        text.replace("发", "發").replace("长", "長").replace("产", "產").replace("会", "會")
        if encoding == "big5"
        else text
    )
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding, "ignore"))
    (found,) = answers(tmp_path, file)
    source = load(file)
    assert (found["text"], found["encoding"]) == (source.text, source.encoding)


def test_what_is_no_plain_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    word = io.BytesIO()
    Document().save(word)
    given = {
        "a.docx": (word.getvalue(), "a Word document, and this page reads plain text alone"),
        "a.pdf": (b"%PDF-1.7\n%%EOF\n", "a PDF, and this page reads plain text alone"),
        "a.html": (
            b"<html><p>" + "今年，建成道路9条。".encode() * 30,
            "a web page, and this page reads plain text alone",
        ),
        "a.png": (b"\x89PNG\r\n\x1a\n", "not a text, but a PNG image"),
        "a.bin": (bytes(range(256)), "a binary file, or a text in an unknown encoding"),
        "a.txt": (b" \n", "the file is empty"),
        "b.txt": ("道路9条。".encode() * 100_001, "a text of 500,005 characters; this page reads at most 500,000"),
    }
    for name, (data, _) in given.items():
        (tmp_path / name).write_bytes(data)
    found = answers(tmp_path, *(tmp_path / name for name in given))
    for (name, (_, message)), answer in zip(given.items(), found, strict=True):
        assert answer["fault"].startswith(f"{name}: {message}"), answer


# The site


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The engine as npm has it; where there is no npm, or it reaches nothing, what needs it is skipped."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine: the reader in the browser was not tested")
    try:
        return engine.fetch_engine(tmp_path_factory.mktemp("engine"))
    except Fault as fault:
        if os.environ.get("JIEDU_REQUIRE_INSTALL"):
            raise
        pytest.skip(f"the reader in the browser was not tested: {fault}")


def a_book(root: Path) -> Path:
    """Write a book of a front page and the page that reads, whose links out of the book are words."""
    (root / "book").mkdir(parents=True)
    shutil.copy(ROOT / "_config.yml", root)
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n- file: book/read_here\n", encoding="utf-8"
    )
    (root / "book" / "references.bib").write_text("", encoding="utf-8")
    (root / "book" / "index.md").write_text("# A small book\n\nIt has one page.\n", encoding="utf-8")
    (root / "book" / "read_here.md").write_text(
        "# Read here · 在此读\n\nPaste a text.\n\n```{read-here}\n```\n", encoding="utf-8"
    )
    return root


@pytest.fixture(scope="module")
def unchecked() -> Iterator[None]:
    """Let a book be built that is no edition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jiedu.book.build._checked", lambda root: None)
        yield


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, unchecked: None, package: Path) -> Path:
    """The site of that book, with the reader; for reading only."""
    root = a_book(tmp_path_factory.mktemp("tiny") / "book")
    kept = root / "_build" / ".kept"
    kept.mkdir(parents=True)
    shutil.copy(package, kept)
    build_book(root, with_reader=True)
    return root / "_build" / "html"


def asked_of(site: Path) -> tuple[list[str], list[str]]:
    """The scripts of the page, and the parts of its box."""
    tree = html.document_fromstring((site / PAGE).read_bytes())
    (box,) = tree.find_class("jd-here")
    parts = [part for part in ("jd-here-with", "jd-here-without") if box.find_class(part)]
    return sorted(Path(address.partition("?")[0]).name for address in tree.xpath("//script/@src")), parts


@pytest.mark.slow
def test_with_and_without_and_with_again(tiny: Path, unchecked: None, tmp_path: Path) -> None:
    """Each build is as if it were the first: what is kept of one does not pass for the other."""

    def files(site: Path) -> dict[str, bytes]:
        # The theme adds to a list of Sphinx's own at each build of a process, of which that file holds a hash.
        found = (path for path in site.rglob("*") if path.is_file() and path.name != ".buildinfo")
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}

    root = shutil.copytree(tiny.parents[1], tmp_path / "book")
    site, with_it = root / "_build" / "html", files(tiny)
    assert asked_of(site) == (["early.js", "read_here.js", "site.js"], ["jd-here-with"])
    assert {Path(name).name for name in with_it if name.startswith(READER)} == {
        *engine.ENGINE_FILES, "worker.mjs", "jiedu.zip", "LICENCES.txt",
    }  # fmt: skip
    build_book(root)
    assert asked_of(site) == (["early.js", "site.js"], ["jd-here-without"])
    assert not (site / READER).exists()
    assert not build_book(root, with_reader=True).unchanged
    now = files(site)
    assert {name for name in now.keys() | with_it.keys() if now.get(name) != with_it.get(name)} == set()
    assert build_book(root, with_reader=True).unchanged


@pytest.mark.slow
def test_a_book_without_such_a_page_is_not_built_with_the_reader(
    tmp_path: Path, unchecked: None, package: Path
) -> None:
    root = a_book(tmp_path / "book")
    (root / "book" / "read_here.md").write_text("# Nothing\n\nNothing is read here.\n", encoding="utf-8")
    kept = root / "_build" / ".kept"
    kept.mkdir(parents=True)
    shutil.copy(package, kept)
    with pytest.raises(Fault, match="no page of this book has the reader"):
        build_book(root, with_reader=True)
    assert not (root / "_build" / "html").exists()


@pytest.mark.slow
def test_the_book_built_without_it_says_so_and_loads_nothing(site: Path) -> None:
    assert asked_of(site) == (["early.js", "site.js"], ["jd-here-without"])
    said = " ".join(
        html.document_fromstring((site / PAGE).read_bytes()).find_class("jd-here")[0].text_content().split()
    )
    assert "This copy of the site was built without the reader. jiedu build --with-reader builds one" in said
    assert not (site / READER).exists()


@pytest.fixture(scope="module")
def server(tiny: Path) -> Iterator[str]:
    with served(tiny) as address:
        yield address


@pytest.fixture(scope="module")
def opened(chromium, server: str) -> Iterator[object]:
    """The page, opened once: the reader starts with the first text, and stays for the others."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.asked, page.said = [], []
    context.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{server}/{PAGE}")
    yield page
    context.close()


def read_in(page, path: Path) -> str:
    """Give the page a file, and wait for what it says in the end."""
    page.get_by_role("button", name="Clear").click()
    page.set_input_files("#jd-here-file", path)
    page.get_by_role("button", name="Read").click()
    return ended(page)


def ended(page) -> str:
    status = page.locator(".jd-here:not([data-busy]) .jd-here-status:not(:empty)")
    status.wait_for(timeout=120_000)
    return status.inner_text()


def downloaded(page) -> dict[str, str]:
    """Download every file that is offered."""
    files = {}
    for link in page.locator("a.jd-here-download").all():
        with page.expect_download() as waiting:
            link.click()
        files[link.inner_text()] = Path(waiting.value.path()).read_bytes().decode("utf-8")
    return files


def reports() -> list[Path]:
    found = sorted(REPORTS.glob("*.txt")) if REPORTS.is_dir() else []
    return found[:: max(1, len(found) // 4)]


@pytest.mark.slow
@pytest.mark.browser
def test_the_browser_reads_what_python_reads(opened, server: str) -> None:
    """To the byte, each file of the sample and of reports as they are."""
    for path in (SAMPLE, *reports()):
        assert "Done" in read_in(opened, path)
        assert downloaded(opened) == records(path), path.name
    assert {address.split("/")[2] for address in opened.asked if not address.startswith("blob:")} == {
        server.split("/")[2]
    }
    assert opened.said == []
    (policy,) = opened.locator("meta[http-equiv='Content-Security-Policy']").all()
    assert policy.get_attribute("content") == POLICY


@pytest.mark.slow
@pytest.mark.browser
def test_numbers_are_marked_and_lead_to_their_rows_and_back(opened) -> None:
    read_in(opened, SAMPLE)
    quantities = read_report(load(SAMPLE)).quantities
    marks = opened.locator(".jd-here-page a")
    assert marks.all_inner_texts() == [quantity.surface for quantity in quantities]
    # The text is all there, but for the notes.
    said = opened.evaluate(
        "() => { const page = document.querySelector('.jd-here-page').cloneNode(true);"
        " page.querySelectorAll('small').forEach((note) => note.remove()); return page.textContent; }"
    )
    assert said == load(SAMPLE).text
    at = next(at for at, quantity in enumerate(quantities) if quantity.comparator == "about")
    assert "左右 about" in opened.locator(".jd-here-number").nth(at).inner_text()
    opened.locator(".jd-here-page a").nth(at).focus()
    opened.keyboard.press("Enter")
    row = opened.locator("tr:target")
    assert quantities[at].surface in row.inner_text() and "about" in row.inner_text()
    row.locator("a").click()
    assert opened.evaluate("location.hash") == f"#here-mark-{at + 1}"
    targets = opened.locator(".jd-here-targets tbody tr").all_inner_texts()
    assert len(targets) == len(read_report(load(SAMPLE)).targets)
    assert "Growth of GDP" in targets[0] and "6" in targets[0] and "not stated" in " ".join(targets)


@pytest.mark.slow
@pytest.mark.browser
def test_a_text_is_pasted_and_read_by_keyboard_alone(opened) -> None:
    opened.get_by_role("button", name="Clear").click()
    assert opened.evaluate("document.activeElement.id") == "jd-here-text"
    opened.keyboard.insert_text("力争年内突破1000家，投资超1.2亿元。𠮷地增长6%左右。")
    for _ in range(2):
        opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert "Done: 3 numbers, 0 targets stated" in ended(opened)
    assert opened.locator(".jd-here-number").all_inner_texts() == [
        "1000家超过 more than", "1.2亿元超过 more than 120,000,000", "6%左右 about"
    ]  # fmt: skip
    # So short a text is no report, and its page says that.
    assert "Chinese characters, a report has at least 200" in opened.locator(".jd-here-result").inner_text()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "There is no text"),
        (b"\x00\x01\x02\x03", "a binary file, or a text in an unknown encoding"),
        (b"PK\x03\x04 no archive", "a truncated or damaged Word document"),
        ("道路9条。".encode() * 100_001, "this page reads at most 500,000"),
        ("道路9条。".encode() * 200_000, "The text is too long"),
        (b"Ten roads.", "the text holds no Chinese character"),
    ],
)
def test_what_cannot_be_read_is_said(opened, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert said in read_in(opened, tmp_path / "a.txt")
    assert not opened.locator(".jd-here-result").is_visible()
    # And the next text is read as if nothing had been.
    assert "Done" in read_in(opened, SAMPLE)


@pytest.mark.slow
@pytest.mark.browser
def test_reading_can_be_stopped_and_begun_again(chromium, server: str) -> None:
    page = chromium.new_context().new_page()
    page.goto(f"{server}/{PAGE}")
    page.set_input_files("#jd-here-file", SAMPLE)
    page.get_by_role("button", name="Read").click()
    assert page.locator(".jd-here-progress").is_visible()
    page.get_by_role("button", name="Stop").click()
    assert "Stopped" in ended(page) and not page.locator(".jd-here-progress").is_visible()
    page.get_by_role("button", name="Read").click()
    assert "Done" in ended(page)
    page.context.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_what_was_read_is_for_everyone(opened, width: int, theme: str) -> None:
    opened.emulate_media(color_scheme=theme)
    opened.set_viewport_size({"width": width, "height": 900})
    read_in(opened, SAMPLE)
    assert opened.evaluate("document.documentElement.dataset.theme") == theme
    opened.evaluate(AXE_SCRIPT)
    assert opened.evaluate(AXE, [TAGS, {}, None]) == []
    languages = opened.evaluate(LANGUAGES)
    assert (languages["zh"], languages["en"]) == ([], [])
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.locator(".jd-here-status").get_attribute("role") == "status"


@pytest.mark.slow
@pytest.mark.browser
def test_from_a_folder_it_says_that_it_needs_a_server(tiny: Path, chromium) -> None:
    page = chromium.new_context().new_page()
    page.goto((tiny / PAGE).as_uri())
    assert "python -m http.server" in page.locator(".jd-here-folder").inner_text()
    assert not page.locator(".jd-here-form").is_visible()
    page.context.close()
