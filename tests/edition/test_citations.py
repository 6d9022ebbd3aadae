"""Numbers in prose."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedu.edition.citations import bare_numbers, missing, numbers, states


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
    ],
)
def test_a_citation_states_its_value(text: str, value: str) -> None:
    assert states(text, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,400", "1500"), ("2.9 billion", "29000000000"), ("2.15", "2.15962"), ("one", "7"), ("6", "6.5")],
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
        "「增长15%左右」",
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


@given(st.integers(min_value=0, max_value=10**15))
def test_a_whole_number_is_read_back_with_separators(value: int) -> None:
    assert numbers(f"{value:,}") == [Decimal(value)]
    assert states(f"{value:,}", Decimal(value))


@given(st.lists(st.integers(0, 9).map(Decimal)), st.lists(st.integers(0, 9).map(Decimal)))
def test_the_same_numbers_in_any_order_agree(required: list[Decimal], optional: list[Decimal]) -> None:
    assert missing(required, optional, [*reversed(required), *optional]) == ([], [])
