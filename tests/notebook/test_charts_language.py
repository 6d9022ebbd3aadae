"""Charts of one language: everything that the package says in a drawing and in its alt text is in it, and has room."""

import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import pytest
from test_charts import CALLS, EDITION, PAGE, PANEL, SVG, drawn_by_hand, stands_apart

from jiedu import charts
from jiedu.charts.base import NARROW, WIDE, Chart
from jiedu.charts.palette import STRONG
from jiedu.edition.own_terms import half_width, other_words
from jiedu.language import LANGUAGES, one_of, speaking
from jiedu.text.characters import HAN
from jiedu.text.cleaning import strip_whitespace

SECTIONS = {f"inside {section}": section for section in EDITION.sections}
ALL: dict[str, Callable[[], Chart]] = {
    **{name: call for name, call in CALLS.items() if name != "own_figure"},
    **{name: lambda section=section: charts.inside(EDITION, section) for name, section in SECTIONS.items()},
    "deadlines d": lambda: charts.deadlines(EDITION, "d"),
    "no sections highlighted": lambda: charts.density(EDITION),
    "tiles of grain": lambda: charts.tiles(PANEL, "grain"),
    "years of income": lambda: charts.years(PANEL, "income"),
    "own_figure": lambda: charts.own_figure(
        drawn_by_hand(one_of("增长目标", "What is promised"), color=STRONG),
        ("产值增长6.5%左右。", "Output is to grow by about 6.5%."),
    ),
}
HAN_RUN = re.compile(f"[{HAN}]+")
# What is no abbreviation, unit or letter of a section.
ENGLISH_WORD = re.compile(r"[A-Za-z]*[a-z]{2,}[A-Za-z]*")
THE_PAGES_OWN = strip_whitespace(
    "|".join(
        [
            EDITION.text,
            *EDITION.blocks["heading_zh"],
            *EDITION.quantities["indicator"],
            *EDITION.quantities["unit"],
            *EDITION.comparisons["place"],
            *PANEL.reports["place"],
            *(row["place"] for row in PAGE),
        ]
    )
)
"""What the English edition shows in Chinese: the page's words, as it has them or as its tables name them, and places."""


@cache
def spoken(name: str, language: str) -> Chart:
    with speaking(language):
        return ALL[name]()


def words_of(chart: Chart) -> list[str]:
    """Give the words of both drawings, a line each, and the alt text."""
    root = ElementTree.fromstring(chart.svg)
    return [*("".join(text.itertext()) for text in root.iter(f"{SVG}text")), chart.alt]


@pytest.mark.parametrize("name", ALL)
def test_a_chinese_chart_says_nothing_in_english(name: str) -> None:
    said = words_of(spoken(name, "zh"))
    assert [words for words in said if ENGLISH_WORD.search(words)] == []
    assert any(HAN_RUN.search(words) for words in said[:-1]) and HAN_RUN.search(said[-1])


@pytest.mark.parametrize("name", ALL)
def test_an_english_chart_has_no_chinese_but_the_pages_own(name: str) -> None:
    said = words_of(spoken(name, "en"))
    foreign = {run for words in said for run in HAN_RUN.findall(words) if run not in THE_PAGES_OWN}
    assert foreign == set()
    # A Chinese mark stands within words of the page alone.
    assert [words for words in said if re.search(rf"(?<![{HAN}])[，；。：（）、](?![{HAN}])", words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_no_word_of_an_edition_is_cut_or_on_another(name: str, language: str) -> None:
    chart = spoken(name, language)
    assert chart.narrow is not None
    for figure, width in ((chart.figure, WIDE), (chart.narrow(), NARROW)):
        assert figure.get_figwidth() == pytest.approx(width)
        stands_apart(figure)


@pytest.mark.parametrize("name", ALL)
def test_the_chinese_alt_text_is_set_as_chinese(name: str) -> None:
    alt = spoken(name, "zh").alt
    assert alt.endswith("。") and "。。" not in alt
    # The page has its own use for some words: 核心板块.
    others = [word for word, _ in other_words(alt) if word not in THE_PAGES_OWN]
    assert [*half_width(alt), *others] == []
    assert not re.search(rf"[{HAN}] [{HAN}]", alt)


@pytest.mark.parametrize("name", ALL)
def test_the_data_are_the_same_in_every_language(name: str) -> None:
    one, other = (spoken(name, language).data for language in LANGUAGES)
    assert one.equals(other)
    assert one.equals(spoken(name, "both").data)


def test_a_chart_keeps_the_language_in_which_it_was_drawn() -> None:
    chart = spoken("targets", "zh")
    with speaking("en"):
        root = ElementTree.fromstring(chart.svg)
    assert root.get("lang") == "zh-CN"
    title, text = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title is not None and text is not None
    assert title.text == "5项目标与其他数字并列。" and chart.alt == f"{title.text}{text.text}"
    assert ElementTree.fromstring(spoken("targets", "en").svg).get("lang") == "en"


def test_alt_texts_of_an_edition_have_the_numbers_of_the_other() -> None:
    for name in ("targets", "hedges", "density", "numbers_and_slogans", "force", "specificity", "reading_order"):
        numbers = [sorted(re.findall(r"\d+(?:\.\d+)?", spoken(name, language).alt)) for language in LANGUAGES]
        assert set(numbers[0]) == set(numbers[1]), name


def test_both_languages_stand_in_neither_edition_where_one_does() -> None:
    # A label stands once: where it was in two lines there is one.
    lines = {language: len(words_of(spoken("specificity", language))) for language in (*LANGUAGES, "both")}
    assert lines["zh"] < lines["both"] and lines["en"] <= lines["both"]
