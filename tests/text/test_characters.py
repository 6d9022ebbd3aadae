"""The sets of characters: what belongs, what does not, and that they agree with each other."""

import re
import unicodedata

import pytest

from jiedu.text import characters
from jiedu.text.numerals import NUMERAL_CHARACTERS, parse

VALUES = characters.DIGIT_VALUES | characters.FIGURE_VALUES | characters.TEN_VALUES


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("UNIFIED", "\u4e00\u9fff中", "〇\u3400\uf900あA，０"),
        ("IDEOGRAPHS", "\u3400一\u9fff", "〇\uf900あA，"),
        ("HAN", "〇\u3400一\u9fff\uf900\ufaff", "あA，○"),
        ("DIGITS", "09０９", "一٣A"),
        ("ZEROS", "〇○零", "0O"),
        ("POINTS", "点點.．·•", ",，"),
        ("APPROXIMATORS", "多余餘来來几幾", "约"),
    ],
)
def test_a_set_stands_between_brackets(name, inside, outside):
    pattern = re.compile(f"[{getattr(characters, name)}]")
    assert all(pattern.fullmatch(character) for character in inside)
    assert not any(pattern.fullmatch(character) for character in outside)


def test_the_wide_characters_begin_below_every_ideograph():
    assert min(map(ord, "⺀〇，あ一豈")) >= characters.FIRST_WIDE
    assert unicodedata.east_asian_width(chr(characters.FIRST_WIDE)) == "W"


@pytest.mark.parametrize("character", VALUES)
def test_a_character_counts_for_what_it_says(character):
    assert parse(character) == VALUES[character]
    assert character in NUMERAL_CHARACTERS


@pytest.mark.parametrize("character", characters.MAGNITUDE_POWERS)
def test_a_magnitude_is_a_power_of_ten(character):
    assert parse(f"3{character}") == 3 * 10 ** characters.MAGNITUDE_POWERS[character]


@pytest.mark.parametrize("number", ["一", "十", "二十", "九十九"])
def test_an_ordinal_has_three_figures_at_most(number):
    assert re.fullmatch(characters.ORDINAL, number)
    assert not re.fullmatch(characters.ORDINAL, f"{number}百")


def test_every_radical_has_the_character_it_looks_like():
    kangxi = {chr(code) for code in range(0x2F00, 0x2FD6)}
    assert kangxi | set("⺠⻓⻔⻅⻋⻛⻝") <= {chr(code) for code in characters.RADICALS}
    assert all(re.match(f"[{characters.IDEOGRAPHS}]", character) for character in characters.RADICALS.values())
    assert "⼈⼀⻓⺠⼾".translate(characters.RADICALS) == "人一长民户"
