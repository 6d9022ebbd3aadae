"""The classroom in one language: exercises, sheets to print, scores and their report."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from one_language import chinese_in, english_in, tree_of
from support import ROOT

from jiedu import classroom, open_panel
from jiedu.classroom.asked import ASKED
from jiedu.classroom.report import report_page, score_lines
from jiedu.classroom.scoring import Score
from jiedu.classroom.sheet_files import blank_csv, key_csv
from jiedu.classroom.sheet_page import sheet_page
from jiedu.classroom.sheet_reading import answer_key
from jiedu.classroom.sheets import Worksheet, section_worksheets, worksheet
from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.language import speaking, telling
from jiedu.vocabulary import LESSONS

EDITION = Edition.open(ROOT)
CLASS = {"numerals": "c", "promises": "d"}
TRANSLATED = "//*[@class='jd-en'] | //*[@lang='en' and ancestor::*[contains(@class, 'jd-quot')]]"
"""The English of a sentence, which an edition shows beside it in any language."""
TYPED = "//*[contains(@class, 'jd-class-own')]//td"
"""What students typed, and remarked, in whatever language."""


def sheet_of(of: str) -> Worksheet:
    return worksheet(EDITION, CLASS[of], of)


def scored(of: str, count: int) -> Score:
    files = sorted((ROOT / "lessons" / "class" / f"{of}-{CLASS[of]}").iterdir())[:count]
    return classroom.score(sheet_of(of), files) if files else Score(answer_key(sheet_of(of)), ())


@pytest.mark.parametrize("lesson", LESSONS)
def test_exercises_are_asked_and_answered_in_one_language(lesson: str) -> None:
    with speaking("zh"):
        shown = classroom.exercises(EDITION, lesson)
    assert not english_in(shown.html, TRANSLATED)
    assert "Answer" not in shown.html and repr(shown).startswith("练习：x-")
    with speaking("en"):
        english = classroom.exercises(EDITION, lesson)
    assert "答案" not in english.html and "各词含义" not in english.html and "练习" not in english.html
    assert not chinese_in(english.html)
    of_package = tree_of(english.html).xpath(
        "//*[@class='jd-x-options jd-x-listed' or @class='jd-x-why']//p[@lang='zh-CN']"
    )
    assert not of_package
    # What a browser keeps of answers holds in every language.
    marks = [re.findall(r'(?:data-mark|value|id)="([^"]+)"', one.html) for one in (shown, english)]
    assert marks[0] == marks[1]


@pytest.mark.parametrize("of", ASKED)
def test_sheets_to_print_are_of_one_language(of: str) -> None:
    for sheet in section_worksheets(EDITION, of, ASKED[of]):
        for answered in (False, True):
            with speaking("zh"):
                page = sheet_page(sheet_in("zh", sheet), answered=answered)
            # The title of the edition is translated with its prose.
            assert not english_in(page, "//*[@class='jd-sheet-source']")
            assert '<html lang="zh-CN">' in page
            with speaking("en"):
                english = sheet_page(sheet, answered=answered)
            assert '<html lang="en">' in english
            # A rule of coding names the words that it is about; the heading is the page's own.
            said = tree_of(english, "//*[@lang='zh-CN'] | //*[@class='jd-sheet-source'] | //title").text_content()
            assert not re.search("[\u4e00-\u9fff]", said)
            assert not tree_of(english).xpath("//thead//*[@lang='zh-CN'] | //dd/span[@lang='zh-CN' and not(../text())]")


def sheet_in(language: str, sheet: Worksheet) -> Worksheet:
    with speaking(language):
        return worksheet(EDITION, sheet.section, sheet.of, [field.code for field in sheet.fields])


def test_the_words_of_a_printed_sheet_can_be_scored() -> None:
    """What a class copies from the paper is an answer, whatever the language of the paper."""
    for fields in ASKED.values():
        for field in fields.values():
            for word in (*field.words, "none"):
                for language in ("zh", "en", "both"):
                    with speaking(language):
                        assert field.read(field.say(word)) == word, (field.code, word, language)


def test_files_to_fill_in_are_the_same_in_every_language() -> None:
    made = []
    for language in ("both", "zh", "en"):
        with speaking(language):
            made.append([(blank_csv(sheet), key_csv(sheet)) for sheet in map(sheet_of, ASKED)])
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("of", ASKED)
def test_the_report_of_a_class_is_of_one_language(of: str, count: int) -> None:
    score = scored(of, count)
    with speaking("zh"), telling("zh"):
        page, lines = report_page(score), list(score_lines(score))
    assert not english_in(page, TYPED)
    assert '<html lang="zh-CN">' in page and "全班与答案" in page
    assert not [line for line in lines if re.search("[A-Za-z]{3,} [A-Za-z]{3,}", line.partition("：")[2])]
    heads = [cell.text_content() for cell in html.fromstring(page).xpath("//table[1]//th[@scope='col']")]
    assert "与答案的α" in heads and "学生之间的α" in heads
    with speaking("en"):
        english = report_page(score)
    assert '<html lang="en">' in english
    assert not chinese_in(english, TYPED)
    assert not re.search("编号|备注|答案|作答|未答", tree_of(english, TYPED).text_content())


def test_an_alpha_keeps_its_sign_alone_where_both_languages_are_read() -> None:
    shown = classroom.show_agreement(scored("numerals", 3)).html
    heads = [cell.text_content() for cell in html.fromstring(shown).xpath("//th[@scope='col']")]
    assert "αwith the key" in heads and "αamong students" in heads


def test_what_was_odd_about_a_sheet_is_said_in_the_language_of_the_report(tmp_path: Path) -> None:
    sheet = sheet_of("numerals")
    lines = blank_csv(sheet).splitlines(keepends=True)
    file = tmp_path / "late.csv"
    file.write_text("".join([*lines[:1], *lines[3:]]), encoding="utf-8")
    with speaking("zh"):
        (odd, nothing) = classroom.score(sheet, [file]).sheets[0].odd
    assert odd == "缺2行：第1、2项" and nothing == "全未作答"
    (odd, nothing) = classroom.score(sheet, [file]).sheets[0].odd
    assert odd == "2 rows missing: items 1, 2" and nothing == "nothing is answered"


def test_the_command_makes_the_report_in_the_language_of_its_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIEDU_MESSAGES", "en")
    sheet, out = sheet_of("numerals"), tmp_path / "report.html"
    lines = blank_csv(sheet).splitlines(keepends=True)
    (tmp_path / "late.csv").write_text("".join([*lines[:1], *lines[3:]]), encoding="utf-8")
    (tmp_path / "key.csv").write_text(key_csv(sheet), encoding="utf-8")
    files = [str(tmp_path / "key.csv"), str(tmp_path / "late.csv"), "--out", str(out)]
    done = CliRunner().invoke(main, ["--language", "zh", "score", *files])
    assert (done.exit_code, "缺2行：第1、2项" in done.output) == (0, True), done.output
    page = out.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page and not english_in(page, TYPED)
    assert "2 rows missing: items 1, 2" in CliRunner().invoke(main, ["--language", "en", "score", *files]).output
    assert '<html lang="en">' in out.read_text(encoding="utf-8")


def test_the_hat_and_the_luck_of_a_lesson_are_of_one_language() -> None:
    coders = {"甲": ["word word", "word word"]}
    for language, other in (("zh", english_in), ("en", chinese_in)):
        with speaking(language):
            hat = classroom.show_hat(EDITION, coders).html
            luck = classroom.show_striving(EDITION, "d", {"p-101": "plain"}, open_panel(), ["pm-371526-2025"]).html
        # The word that the table is about stands in an English head too.
        assert not [words for words in other(hat) + other(luck) if "力争" not in words], language
