"""The fonts of pages and charts: what early reports were set in is there, and loads only where it is needed."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from support import REPORTS

import jiedu
from jiedu.charts.base import printable
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import read

PACKAGE = Path(jiedu.__file__).parent
STATIC = PACKAGE / "book" / "static"
CHARTS = PACKAGE / "display" / "style" / "fonts"
TRADITIONAL = Lexicon.load().traditional


def characters(*files: Path) -> set[str]:
    found: set[str] = set()
    for file in files:
        with TTFont(file) as font:
            found.update(map(chr, font.getBestCmap()))
    return found


@pytest.mark.parametrize(("folder", "ending"), [(STATIC, "woff2"), (CHARTS, "otf")])
def test_every_traditional_character_and_its_simplified_form_is_in_the_face(folder, ending):
    fonts = [folder / f"JieduSans-Regular.{ending}", folder / f"JieduSansOld-Regular.{ending}"]
    assert {*TRADITIONAL, *TRADITIONAL.values()} - characters(*fonts) == set()
    assert characters(fonts[0]) & characters(fonts[1]) <= {" "}


def test_a_chart_can_be_labelled_as_the_report_writes():
    assert printable("書記為國蔣覚") == "書記為國蔣覚"


def test_a_character_has_one_simplified_form_that_is_none_itself():
    assert not TRADITIONAL.keys() & set(TRADITIONAL.values())
    assert all(len(old) == len(new) == 1 for old, new in TRADITIONAL.items())
    assert not TRADITIONAL.keys() & set("里面发了干台几")


def test_a_report_in_traditional_characters_is_read_as_one_in_simplified():
    old = "為發展農業，紅軍縣開墾荒地三萬五千畝，新建書店十二個，鋼産量達到1500萬噸，棉紗增產百分之六點五。"
    new = old.translate({ord(c): TRADITIONAL[c] for c in set(old) & TRADITIONAL.keys()})
    assert [(q.start, q.end, q.value, q.kind) for q in read(old)] == [
        (q.start, q.end, q.value, q.kind) for q in read(new)
    ]
    assert len(read(old)) == 4


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_the_reports_before_1960_are_read_and_shown():
    text = "".join(path.read_text(encoding="utf-8") for path in REPORTS.glob("state-*-195*.txt"))
    han = set(re.findall(r"[〇㐀-鿿]", text))
    assert han - characters(*STATIC.glob("*.woff2")) == set()

    def is_simplified(character):
        return bool(character.encode("gb2312", "ignore"))

    # 瓩 is two characters in simplified ones, 洺 the name of a place in both.
    assert {character for character in han if not is_simplified(character)} - TRADITIONAL.keys() <= set("〇瓩洺")


@pytest.mark.browser
@pytest.mark.parametrize(("words", "old"), [("政府工作报告 abc 🙂", False), ("為人民書記", True)])
def test_the_old_face_loads_only_for_a_character_of_its_own(tmp_path: Path, chromium, words: str, old: bool) -> None:
    for file in STATIC.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    style = "<style>p { font-family: 'Jiedu Sans', 'Jiedu Sans Old' }</style>"
    page_of = f"<meta charset=utf-8><link rel=stylesheet href=jiedu.css>{style}<p>{words}</p>"
    (tmp_path / "page.html").write_text(page_of, encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("[...document.fonts].some((font) => font.status == 'loaded')")
    page.wait_for_timeout(500)
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status != 'unloaded').map((f) => f.family)")
    assert [name.strip('"') for name in loaded] == ["Jiedu Sans", *(["Jiedu Sans Old"] if old else [])]
    context.close()
