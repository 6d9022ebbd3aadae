"""Numbers in prose."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedu.edition.citations import bare_numbers, missing, numbers, states
from jiedu.edition.number_words import EXEMPT_WORDS
from jiedu.edition.uncited import bare_words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", "1500"),
        ("29 billion yuan", "29000000000"),
        ("60 million", "60000000"),
        ("300,000 m²", "300000"),
        ("30万", "300000"),
        ("6.5%", "6.5"),
        ("2.16", "2.15962"),
        ("densest", "7"),
        ("Twice", "2"),
        ("twenty-four", "24"),
        ("十六", "16"),
        ("Half", "50.4"),
        ("a third", "33.2"),
        ("三分之一", "0.3333"),
        ("一半", "0.5"),
    ],
)
def test_a_citation_states_its_value(text: str, value: str) -> None:
    assert states(text, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,400", "1500"),
        ("2.9 billion", "29000000000"),
        ("2.15", "2.15962"),
        ("one", "7"),
        ("6", "6.5"),
        ("十六", "15"),
        ("half", "44"),
    ],
)
def test_a_citation_that_says_another_number(text: str, value: str) -> None:
    assert not states(text, Decimal(value))


@pytest.mark.parametrize(
    "prose",
    [
        "On 27 May 2020 and in 2019",
        "2020年5月27日，C04–C05版",
        "`q-001` and row q-099",
        "lines 246–256 of the file",
        "the 13th Five-Year Plan",
        "version 0.1.0 under CC BY 4.0",
        "“增长15%左右”",
        "[55](#q-049) projects",
    ],
)
def test_a_named_exception_is_no_bare_number(prose: str) -> None:
    assert bare_numbers(prose) == []


@pytest.mark.parametrize(
    "prose", ["55 projects", "about 6.5%", "a ratio of 133 to one", "[55 projects](overview.ipynb)"]
)
def test_a_bare_number_is_found(prose: str) -> None:
    assert bare_numbers(prose)


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("The page opens six sections, two of them twice.", ["six", "two", "twice"]),
        ("a dozen firms, one window, twenty-four lists", ["dozen", "one", "twenty-four"]),
        ("Two thirds of the promises and half of the numbers", ["Two thirds", "half"]),
        ("[Two](#fact-a) of the five", ["five"]),
        ("[the two targets](targets.ipynb)", ["two"]),
        ("全页十六个数字，三分之一有期限，还有两处", ["十六", "三分之一", "两"]),
        ("## Stages · 三个阶段", ["三"]),
    ],
)
def test_a_bare_number_word_is_found(prose: str, words: list[str]) -> None:
    assert bare_words(prose) == words


@pytest.mark.parametrize(
    "prose",
    [
        "No one is the one that one of them calls this one.",
        "for two reasons, in three ways; 有两个原因，三方面",
        "Once the list is read; once more; at once",
        "per thousand characters; [420](#m-a) thousand characters; [3](#q-001)万",
        "第七项，第二次，三月五日，二〇二〇年",
        "同一版面，每一行，这一次，逐一，统一",
        "水平与速度，两者不同；一次性；上亿元",
        "the slogan “one matter”, “四个自信”, `two cells`",
        "What 最多跑一次 limits is said on the page.",
    ],
)
def test_what_counts_nothing_is_no_number_word(prose: str) -> None:
    assert bare_words(prose) == []


def test_every_exemption_of_a_word_has_a_reason() -> None:
    assert all(reason and form.pattern for form, reason in EXEMPT_WORDS.values())


@given(st.integers(min_value=0, max_value=10**15))
def test_a_whole_number_is_read_back_with_separators(value: int) -> None:
    assert numbers(f"{value:,}") == [Decimal(value)]
    assert states(f"{value:,}", Decimal(value))


@given(st.lists(st.integers(0, 9).map(Decimal)), st.lists(st.integers(0, 9).map(Decimal)))
def test_the_same_numbers_in_any_order_agree(required: list[Decimal], optional: list[Decimal]) -> None:
    assert missing(required, optional, [*reversed(required), *optional]) == ([], [])
