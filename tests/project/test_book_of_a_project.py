"""The book of a new project, built as its owner builds it."""

import io
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from lxml import html
from projects import rows_of, sign
from pypdf import PdfReader

from jiedu.edition.checks.prose import prompts_left
from jiedu.edition.schema import TABLES


@pytest.fixture(scope="module")
def site(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the book of a new project with its own `make book`."""
    project = Path(shutil.copytree(made, tmp_path_factory.mktemp("built") / "qinghe"))
    built = subprocess.run(["make", "book"], cwd=project, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return project / "_build/html"


_NOTHING = {"", "0", "neither stated", "no number", "no promises", "none yet", "nothing"}


def pages_of(site: Path) -> list[Path]:
    return sorted(site.glob("notebooks/*.html")) + sorted(site.glob("book/*.html"))


@pytest.mark.slow
def test_the_book_of_a_new_project_is_built_at_once(site: Path) -> None:
    pages = pages_of(site)
    assert len(pages) == 18
    for page in pages:
        assert "rows of its data have not been reviewed by a person" in page.read_text(encoding="utf-8"), page.name
    section = (site / "notebooks/section_a.html").read_text(encoding="utf-8")
    assert "jd-alone" in section and "<svg" in section
    assert "草稿 draft" in html.fromstring(section).text_content()


@pytest.mark.slow
def test_a_draft_publishes_no_prompt_and_nothing_empty(site: Path) -> None:
    for path in pages_of(site):
        page = html.fromstring(path.read_bytes().decode("utf-8"))
        (article,) = page.xpath("//article")
        text = " ".join(article.text_content().split())
        headings = [" ".join(heading.text_content().split()) for heading in article.xpath(".//h1|.//h2|.//h3")]
        if path.stem != "going_on":
            assert "Write here" not in text and "这里写" not in text, path.name
        assert not any(heading.startswith("Commentary") for heading in headings), path.name
        assert "nothing to list" not in text.lower(), path.name
        assert text.count("Not translated yet") == len(article.xpath(".//section[contains(@class, 'jd-alone')]"))
        assert not article.xpath(".//*[contains(@class, 'jd-en')]"), path.name
        for table in article.xpath(".//table"):
            assert table.xpath(".//tbody/tr"), path.name
            rows = [[cell.text_content().strip() for cell in row.xpath("./td")] for row in table.xpath(".//tbody/tr")]
            for cells in zip(*rows, strict=True):
                # A page of the dictionary lists what a column may hold, and of some there is nothing to say.
                assert path.stem == "data_dictionary" or set(cells) - _NOTHING, path.name


@pytest.mark.slow
def test_what_a_draft_offers_for_download_holds_no_prompt(site: Path) -> None:
    project = site.parents[1]
    offered = sorted(path for path in (site / "_sources").rglob("*.*") if path.stem != "going_on")
    assert len(offered) == 17
    for path in offered:
        text = path.read_text(encoding="utf-8")
        assert "Write here" not in text and "这里写" not in text, path.name
    original = nbformat.read(project / "notebooks/section_a.ipynb", 4)
    offered_cells = nbformat.read(site / "_sources/notebooks/section_a.ipynb", 4).cells
    nbformat.validate(nbformat.read(site / "_sources/notebooks/section_a.ipynb", 4))
    codes = [[cell.source for cell in cells if cell.cell_type == "code"] for cells in (original.cells, offered_cells)]
    assert codes[0] == codes[1]


@pytest.mark.slow
@pytest.mark.browser
def test_the_first_page_of_a_printed_chapter_says_that_it_is_a_draft(site: Path, chromium) -> None:
    page = chromium.new_page(color_scheme="dark")
    for path in (site / "notebooks/section_c.html", site / "notebooks/wording.html", site / "book/index.html"):
        page.goto(path.as_uri())
        first = PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
        assert "A draft:" in first and "reviewed by a person" in first, path.name
    page.emulate_media(media="print")
    look = page.eval_on_selector(
        ".bd-header-announcement", "e => [getComputedStyle(e).display, getComputedStyle(e).color]"
    )
    page.close()
    assert look == ["block", "rgb(0, 0, 0)"], "white on a ground that is not printed is not printed"


@pytest.mark.slow
def test_the_notice_counts_what_is_left(project: Path) -> None:
    from jiedu.book.notice import notice

    total = sum(len(rows_of(project, name)) for name in TABLES if name != "occurrences")
    prompts = len(list(prompts_left(project)))
    assert prompts == 24
    assert notice(project) == (
        f"A draft: {total} of {total} rows of its data have not been reviewed by a person, or changed since,"
        f" and {prompts} places wait for their text."
    )
    sign(project, rows_of(project, "facts")[0]["id"])
    assert f"{total - 1} of {total}" in notice(project)


@pytest.mark.slow
def test_every_number_of_a_draft_answers_at_its_own_address(site: Path) -> None:
    project = site.parents[1]
    for row in rows_of(project, "quantities"):
        page = html.fromstring((site / "id" / f"{row['id']}.html").read_bytes().decode("utf-8"))
        (place,) = page.xpath("//a[@class='jd-place']/@href")
        assert place.endswith(f"#{row['id']}") and (site / place.removeprefix("../").partition("#")[0]).exists()
        assert "draft: not read by a person as it stands" in page.text_content()
        assert "not translated" in page.text_content()
