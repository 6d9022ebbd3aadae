"""What the tables of an edition in one language say in words of that language: names, units, codes, clauses."""

import re

import pytest

from jiedu import tables
from jiedu.book.directives import glossary_page
from jiedu.classroom.exercises import exercises
from jiedu.display.amounts import fact_amount
from jiedu.edition import Edition, agreement
from jiedu.edition.facts import compute
from jiedu.language import speaking


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open()


def words(html: str) -> str:
    return re.sub(r"<style.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL)


def test_a_sum_is_said_in_the_magnitudes_of_its_language(edition: Edition) -> None:
    row = compute(edition).loc["fact-revenue-added"]
    said = {}
    for name in ("zh", "en"):
        with speaking(name):
            said[name] = "".join(fact_amount(edition, row.to_dict()))
    assert said == {"zh": "1.97亿元", "en": "197 million yuan"}


def test_the_glossary_names_blocks_in_chinese(edition: Edition) -> None:
    with speaking("zh"):
        page = "".join(part.body for part in glossary_page(edition))
    named = re.findall(r'<a class="jd-maybe" href="#([a-z]+(?:-[a-z0-9]+)*)"[^>]*>([^<]*)</a>', page)
    blocks = {id_: name for id_, name in named if id_ in edition.blocks.index}
    assert blocks["deck"] == "提要" and blocks["overall"] == "政府工作总体要求"
    assert not [name for name in blocks.values() if re.search("[A-Za-z]", name)]


def test_codes_of_codings_are_said_in_chinese(edition: Edition) -> None:
    with speaking("zh"):
        shown = tables.reader_mistakes(edition, agreement.mistakes(edition)).html
    assert not re.findall(r"\b(?:quantity|rate|share|target|achieved|context)\b", words(shown))
    assert "变动率" in words(shown)


def test_a_reader_without_chinese_reads_every_promise(edition: Edition) -> None:
    with speaking("en"):
        shown = tables.commitments(edition, section="d").html
        disputed = tables.promise_disagreements(edition).html
    cells = re.findall(r'<span class="jd-wide">(.*?)</th>', shown, re.DOTALL)
    assert len(cells) == len(edition.select("commitments", section="d"))
    assert all(re.search("[a-z]{4}", words(re.sub("<a .*?</a>", "", cell))) for cell in cells)
    # Said once where several clauses share a sentence.
    english = edition.row("translation", "s-074")["en"]
    assert shown.count(english.split(",")[0]) == 1 and "in the sentence above" in shown
    assert "excellent, outstanding and superlative road sections" in disputed


def test_what_is_asked_about_is_marked_in_both_languages(edition: Edition) -> None:
    asked = [row for row in edition.optional_rows("exercises") if row["row"]]
    for row in asked:
        with speaking("en"):
            shown = exercises(edition, row["id"]).html
        assert len(re.findall("<mark>", shown)) == 2, row["id"]
        with speaking("zh"):
            assert len(re.findall("<mark>", exercises(edition, row["id"]).html)) == 1


def test_exercises_out_of_order_are_named_one_by_one(edition: Edition) -> None:
    with speaking("en"):
        assert 'aria-label="Exercises 2.11, 2.10"' in exercises(edition, "x-211", "x-210").html
        assert 'aria-label="Exercises 2.1–2.12"' in exercises(edition, "promises").html
