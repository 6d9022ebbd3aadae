"""The Chinese of the prose: whole, up to date, and in agreement with what it says in Chinese."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from support import ROOT

from jiedu.cli import main
from jiedu.errors import Fault
from jiedu.language import LOCALE
from jiedu.translating.agreement import check_chinese, translation_faults
from jiedu.translating.catalogues import catalogue_paths, read_translations, update_catalogues
from jiedu.translating.exchange import export_translations, import_translations, write_chinese_pages

PAGE = f"{LOCALE}/notebooks/open_innovation.po"
SENTENCE = "This is the densest section of the page"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A book of a single chapter of the edition, for a test to change; its data are for reading only."""
    for name in (PAGE, f"{LOCALE}/book.po", "notebooks/open_innovation.ipynb", "_config.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: notebooks/open_innovation\n", encoding="utf-8")
    (tmp_path / "data").symlink_to(ROOT / "data")
    update_catalogues(tmp_path)
    return tmp_path


def _change(path: Path, form: str, by: str) -> None:
    text, number = re.subn(form, by, path.read_text(encoding="utf-8"), count=1)
    assert number == 1
    path.write_text(text, encoding="utf-8")


def test_the_edition_has_its_chinese_whole_and_in_agreement() -> None:
    assert check_chinese(ROOT) == []


@pytest.mark.parametrize(
    ("form", "by", "fault"),
    [
        (r'(msgid "This is the densest[^\n]*\nmsgstr )"[^\n]*"', r'\1""', "has no translation"),
        (r'(msgid "This is the densest)', r"#, fuzzy\n\1", "has changed since it was translated"),
        (r"\[16\]\(#fact-d-numbers\)(?=处)", "[17](#fact-d-numbers)", "but the row says 16"),
        (r"\[16\]\(#fact-d-numbers\)处", "一些", "links to #fact-d-numbers no more"),
        ("“落户”", "“来到”", "has 落户 no more"),
        (r'(msgstr ")这是', r"\1这是2处，", "has the number 2"),
        (r'(msgstr ")这是', r"\1总账里，这是", "总账 stands for 台账"),
        (r'(msgstr ")这是全页', r"\1这是,全页", "half-width mark"),
        (r'(msgstr ")这是全页', r"\1“最密之最”，全页", "stands neither on the page"),
        (r"\Z", '\nmsgid "Nobody says this."\nmsgstr "没有人这样说。"\n', "no page says this any more"),
    ],
)
def test_what_is_wrong_in_a_catalogue_is_a_fault(project: Path, form: str, by: str, fault: str) -> None:
    _change(project / PAGE, form, by)
    found = check_chinese(project)
    assert any(fault in line for line in found)
    assert all("notebooks/open_innovation" in line for line in found)


def test_a_changed_paragraph_makes_its_translation_stale(project: Path) -> None:
    page = project / "notebooks" / "open_innovation.ipynb"
    _change(page, SENTENCE, "This is by far the densest section of the page")
    assert [line for line in check_chinese(project) if "has no translation" in line]
    wanted = update_catalogues(project)
    assert {name: number for name, number in wanted.items() if number} == {"notebooks/open_innovation": 1}
    assert "#, fuzzy" in (project / PAGE).read_text(encoding="utf-8")
    assert [line for line in check_chinese(project) if "has changed since it was translated" in line]


def test_an_update_of_what_is_up_to_date_changes_nothing(project: Path) -> None:
    before = {path: path.read_bytes() for path in catalogue_paths(project).values()}
    assert not any(update_catalogues(project).values())
    assert {path: path.read_bytes() for path in catalogue_paths(project).values()} == before


def test_a_workbook_brings_a_translation_home(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "chinese.xlsx"
    assert export_translations(project, file) == sum(map(len, read_translations(project).texts.values()))
    book = load_workbook(file)
    rows = {row[2].value: row for row in book.worksheets[0].iter_rows()}
    rows["The passage"][3].value = "本版块原文"
    rows["Its numbers"][3].value = "数量共8处"
    book.save(file)
    count, refused = import_translations(project, file)
    assert count == 1
    assert len(refused) == 1 and "has the number 8" in refused[0]


def test_what_is_no_workbook_of_translations_is_refused(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "no.xlsx"
    with pytest.raises(Fault, match=r"no\.xlsx: is missing"):
        import_translations(project, file)
    file.write_text("x")
    with pytest.raises(Fault, match="no workbook"):
        import_translations(project, file)


def test_the_pages_are_written_in_chinese_for_jupyterlab(project: Path) -> None:
    folder = project / "_build" / "lab"
    assert write_chinese_pages(project, folder) == 1
    text = (folder / "notebooks" / "open_innovation.ipynb").read_text(encoding="utf-8")
    assert "# D · 开放创新" in text and SENTENCE not in text
    (folder / "own.csv").write_text("a", encoding="utf-8")
    with pytest.raises(Fault, match=r"holds own\.csv"):
        write_chinese_pages(project, folder)


def test_a_broken_catalogue_is_said_in_one_line(project: Path) -> None:
    (project / PAGE).write_bytes(b'msgid "\xff"\n')
    done = CliRunner().invoke(main, ["translate", str(project)])
    assert done.exit_code == 1
    assert done.output.startswith(f"jiedu: {PAGE}: not UTF-8")


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("[Seven](#fact-d-firms) of them count firms.", "其中[7](#fact-d-firms)处计的是企业。"),
        ("On 27 May 2020, 3 pages.", "2020年5月27日，3页。"),
        ("**Answer.** It says 左右 (about).", "**回答：** 写的是“左右”。"),
    ],
)
def test_what_agrees_is_let_through(message: str, translation: str) -> None:
    assert list(translation_faults(message, translation)) == []
