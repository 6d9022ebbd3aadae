"""`jiedu new --language`: a project in Chinese or in English alone, from a real report to its site."""

import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import html
from one_language import english_in
from projects import edit, files, jiedu, new, rows_of, sign
from support import REPORTS, run_build

from jiedu.book.editions import editions_of
from jiedu.book.notice import notice
from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.checks.prose import prompts_left, without_prompts
from jiedu.edition.checks.translation import translation_numbers_agree
from jiedu.edition.schema import TABLES
from jiedu.language import LANGUAGES
from jiedu.text.characters import HAN

REPORT = REPORTS / "county-徐水县-2011.txt"
CHINESE = re.compile(f"[{HAN}]")
# The sites themselves name these so.
NAMES = ("Data Package", "Web Annotation", "TEI P", "characters(section")


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a project in each language alone; nobody changes them."""
    if not REPORT.exists():
        pytest.skip(f"no report {REPORT}: JIEDU_REPORTS names the folder")
    folder = tmp_path_factory.mktemp("alone")
    for language in LANGUAGES:
        made = jiedu("new", folder / language, "--from", REPORT, "--language", language)
        assert made.exit_code == 0, made.output
    return {language: folder / language for language in LANGUAGES}


def prose(project: Path) -> dict[str, str]:
    """Give what the project's pages, notebooks and guides say, without code, by their file."""
    found = {}
    for path in [*project.glob("*.md"), *project.glob("*/*.md"), *project.glob("notebooks/*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            cells = json.loads(text)["cells"]
            said = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
            said += [cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "") for cell in cells]
            text = "\n".join(said)
        text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|^ {4,}.*$", "", text, flags=re.DOTALL | re.MULTILINE)
        found[path.relative_to(project).as_posix()] = text
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_project_in_one_language_holds_every_promise(alone: dict[str, Path], language: str) -> None:
    project = alone[language]
    assert check(project) == []
    assert Edition.open(project).language == language
    assert [(one.language, one.folder) for one in editions_of(project)] == [(language, "")]
    before = files(project)
    assert jiedu("update", project).output == "nothing has changed\n"
    assert files(project) == before


def test_a_project_in_both_is_what_it_is_without_the_option(tmp_path: Path) -> None:
    plain = new(tmp_path / "plain", REPORT if REPORT.exists() else pytest.skip("no reports"))
    assert jiedu("new", tmp_path / "both", "--from", REPORT, "--language", "both").exit_code == 0
    assert files(plain) == files(tmp_path / "both")
    assert "language" not in Edition.open(plain).package


def test_a_chinese_project_says_nothing_in_english(alone: dict[str, Path]) -> None:
    allowed = re.compile(r"GitHub|Settings|Pages|Actions|Data|Package|Table|Schema|Unicode|JupyterLab|Markdown")
    for path, text in prose(alone["zh"]).items():
        assert CHINESE.search(text), path
        assert not re.findall(r"[A-Za-z]{3,} [A-Za-z]{3,}", allowed.sub("", text)), path
    for table in TABLES:
        for row in rows_of(alone["zh"], table):
            english = [name for name, cell in row.items() if (name == "en" or name.endswith("_en")) and cell]
            assert not english, (table, row)
            assert CHINESE.search(row.get("evidence", "中")), row


def test_an_english_project_says_in_chinese_what_the_report_says(alone: dict[str, Path]) -> None:
    page = Edition.open(alone["en"])
    known = {cell for cell in page.blocks["heading_zh"] if cell} | {str(page.package["title"])}
    for path, text in prose(alone["en"]).items():
        for words in known:
            text = text.replace(words, "")
        assert not CHINESE.search(text), path
    assert not any(row["zh"] for row in rows_of(alone["en"], "facts"))


def test_the_sheets_of_a_class_are_in_the_language_of_the_project(alone: dict[str, Path]) -> None:
    for path in sorted(alone["zh"].glob("lessons/sheets/*.html")):
        assert not english_in(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_nothing_to_translate_in_a_project_of_one_language(alone: dict[str, Path], language: str) -> None:
    told = jiedu("translate", alone[language])
    assert told.exit_code == 1 and "the edition is in a single language" in told.output
    assert not (alone[language] / "locale").exists()


def finish(project: Path) -> None:
    """Review every row as it stands, put a text in the place of each prompt, and sign."""
    for table in TABLES:
        rows = rows_of(project, table)
        if rows and "state" in rows[0]:
            edit(project, table, lambda rows: [row.update(state="reviewed") for row in rows])
    sign(project)
    # Its rows say nothing of their state.
    sign(project, "--table", "comparisons")
    for path in [*project.glob("book/*.md"), *project.glob("notebooks/*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            path.write_text(without_prompts(text).replace("%\n", ""), encoding="utf-8")
            continue
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                source = "".join(cell["source"])
                left = without_prompts(source)
                cell["source"] = left if left == source else f"{left}\n\n没有补充。"
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    citation = project / "CITATION.cff"
    citation.write_text(citation.read_text(encoding="utf-8").replace("待署名", "徐水县志办公室"), encoding="utf-8")


@pytest.fixture(scope="module")
def finished(alone: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the project in Chinese with every row reviewed and every text written: without a word of English."""
    project = Path(shutil.copytree(alone["zh"], tmp_path_factory.mktemp("finished") / "zh"))
    finish(project)
    return project


def test_a_chinese_project_is_reviewed_without_english(finished: Path) -> None:
    assert notice(finished) == ""
    assert list(prompts_left(finished)) == []
    checked = jiedu("check", finished)
    assert checked.exit_code == 0, checked.output
    assert "0 rows still draft" in checked.output


def test_english_that_is_given_is_held_against_the_report(finished: Path) -> None:
    edition = Edition.open(finished)
    sentence = next(row for row in edition.translation.to_dict("records") if re.search("[0-9]亿元", row["zh"]))
    wrong = edition.with_row("translation", sentence["id"], en="Nothing is counted here.")
    assert any("the English lacks" in fault for fault in translation_numbers_agree(wrong))


@pytest.fixture(scope="module")
def sites(alone: dict[str, Path], finished: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the finished project in Chinese, and the one in English as it was drafted."""
    english = Path(shutil.copytree(alone["en"], tmp_path_factory.mktemp("built") / "en"))
    for project in (finished, english):
        built = run_build(project)
        assert built.returncode == 0, built.stderr
    return {"zh": finished / "_build/html", "en": english / "_build/html"}


def pages_of(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if not {"_static", "_sources"} & set(path.parts)]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_in_one_language_says_so_and_leads_to_no_other(sites: dict[str, Path], language: str) -> None:
    assert not (sites[language] / language).exists()
    for path in pages_of(sites[language]):
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        assert page.get("lang") == LANGUAGES[language], path.name
        assert not page.xpath("//nav[@class='jd-editions'] | //link[@rel='alternate']"), path.name


@pytest.mark.slow
def test_a_chinese_site_has_no_english_no_empty_column_and_no_banner(sites: dict[str, Path]) -> None:
    for path in pages_of(sites["zh"]):
        text = path.read_text(encoding="utf-8")
        page = html.document_fromstring(text)
        # Pinyin is Chinese.
        found = english_in(text, "//*[contains(@lang, 'Latn')] | //*[@class='jd-pinyin']")
        assert not [run for run in found if run not in NAMES], path.name
        assert not page.xpath("//*[contains(@class, 'bd-header-announcement')]"), path.name
        article = page.find(".//article")
        if article is None:
            continue
        assert "尚无译文" not in article.text_content(), path.name
        assert not article.xpath(
            ".//*[contains(@class, 'jd-en')] | .//p[not(normalize-space()) and not(*) and not(@*)]"
        ), path.name
        assert not re.search(f"[{HAN}，。；：]\n[{HAN}]", "".join(article.xpath(".//p//text()"))), path.name
        for table in article.xpath(".//table"):
            heads = table.xpath(".//thead//th")
            assert all(head.text_content().strip() for head in heads), path.name
            rows = [
                [cell.text_content().strip() for cell in row.xpath("./td|./th")] for row in table.xpath(".//tbody/tr")
            ]
            assert all(any(cells) for cells in zip(*rows, strict=True)), path.name


@pytest.mark.slow
def test_an_english_site_keeps_the_report_and_has_english_labels(sites: dict[str, Path]) -> None:
    section = html.document_fromstring((sites["en"] / "notebooks/section_a.html").read_text(encoding="utf-8"))
    article = section.find(".//article")
    headings = [" ".join(heading.text_content().split()) for heading in article.xpath(".//h2")]
    assert headings[0].strip("#") == "The passage"
    passage = article.xpath(".//section[contains(@class, 'jd-passage')]")[0]
    assert CHINESE.search(passage.text_content()) and "Not translated yet." in passage.text_content()
    assert "A draft:" in section.text_content()
