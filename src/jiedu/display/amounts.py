"""Numbers as the page prints them, with the words and signs that bind them."""

import re
import unicodedata
from decimal import Decimal

from jiedu.edition import Edition, Row
from jiedu.edition.english import unit_in_english
from jiedu.edition.facts import format_fact, power_of, round_fact
from jiedu.edition.wordlist import word_list
from jiedu.language import in_digits, language
from jiedu.panel.grid import in_magnitude
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import COMPARATOR_SIGNS

COMPARATOR_WORDS = {
    "eq": "",
    "about": "about",
    "gt": "more than",
    "ge": "at least",
    "le": "at most",
    "lt": "less than",
    "range": "between",
    "sync": "in step with",
    "other": "",
}
"""How a comparator reads before its number."""

DEADLINES = {
    "年内": "within the year",
    "年底前": "by year-end",
    "年底": "at year-end",
    "上半年": "in the first half of the year",
    "下半年": "in the second half of the year",
}
"""The usual deadlines in English; any other stands in Chinese alone."""

_DIGITS = re.compile(r"(?<![\d.,])\d{4,}(?!\.\d)")


def number(value: Decimal) -> str:
    """Write a number without an exponent or empty decimals, thousands apart in English.

    >>> number(Decimal("6.50")), number(Decimal("1E+3"))
    ('6.5', '1,000')
    """
    text = in_digits(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def fact_amount(edition: Edition, row: Row) -> tuple[str, str]:
    """Write the figure of a computed fact and its unit, with what parts the two; in Chinese in Chinese magnitudes.

    >>> edition = Edition.open()
    >>> row = {"value": Decimal("197.4"), "decimals": 0, "unit": "million yuan"}
    >>> fact_amount(edition, row), fact_amount(edition, row | {"unit": "%"})
    (('197', ' million yuan'), ('197', '%'))
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     fact_amount(edition, row)
    ('1.97亿', '元')
    """
    unit, power = row["unit"], power_of(row["unit"])
    if language() != "zh" or not unit:
        return format_fact(row["value"], row["decimals"]), unit if unit in ("", "%") else f" {unit}"
    if not power:
        return format_fact(row["value"], row["decimals"]), edition.said(unit)
    proper = unit.partition(" ")[2]
    figure = in_magnitude(round_fact(row["value"], row["decimals"]).scaleb(power))
    return figure, word_list("unit").get(proper, proper)


def unit_before(unit: str, words: str) -> str:
    """Leave out a unit that the words behind it begin with.

    >>> unit_before(" points", "points below the city"), unit_before("%", "of the numbers")
    ('', '%')
    """
    return "" if unit.strip() and words.startswith(unit.strip()) else unit


def percent(value: Decimal | None, decimals: int = 0) -> str:
    """Write a percentage, rounded as the derived facts are, half up; a dash for none.

    >>> percent(Decimal("12.5")), percent(None)
    ('13%', '–')
    """
    return "–" if value is None else f"{format_fact(value, decimals)}%"


def as_printed(row: Row) -> str:
    """Write a quantity in the magnitude of the page, thousands apart in English; Chinese numerals as digits.

    >>> as_printed({"surface": "6000万元", "value": Decimal(60000000), "value_high": None, "unit": "元"})
    '6,000万元'
    >>> as_printed({"surface": "两个", "value": Decimal(2), "value_high": None, "unit": "个"})
    '2个'
    """
    surface = unicodedata.normalize("NFKC", strip_whitespace(row["surface"]))
    if row["value"] is None or any(character.isdecimal() for character in surface):
        return _DIGITS.sub(lambda run: in_digits(int(run[0])), surface)
    high = f"–{number(row['value_high'])}" if row["value_high"] is not None else ""
    return f"{number(row['value'])}{high}{row['unit']}"


def with_sign(row: Row) -> str:
    """Write a quantity with the sign of its comparator; a plain number gets no sign.

    >>> with_sign({"surface": "95%", "value": Decimal(95), "value_high": None, "unit": "%", "comparator": "ge"})
    '≥ 95%'
    """
    comparator = row["comparator"]
    sign = "" if comparator in ("", "eq", "range") else f"{COMPARATOR_SIGNS[comparator]} "
    return sign + as_printed(row)


def in_words(row: Row) -> str:
    """Write a quantity with its comparator as a word, for titles and alt texts.

    >>> in_words({"surface": "95%", "value": Decimal(95), "value_high": None, "unit": "%", "comparator": "ge"})
    'at least 95%'
    """
    words = "" if row["value"] is None else COMPARATOR_WORDS.get(row["comparator"], "")
    return f"{words} {as_printed(row)}".strip()


_BOUND = {
    "about": "{}左右",
    "gt": "超过{}",
    "ge": "{}以上",
    "le": "{}以内",
    "lt": "不足{}",
}


def in_chinese(row: Row) -> str:
    """Write a figure for readers of Chinese, its bound in words.

    >>> in_chinese({"surface": "", "value": Decimal(7), "value_high": None, "unit": "%", "comparator": "ge"})
    '7%以上'
    >>> in_chinese({"surface": "", "value": None, "value_high": None, "unit": "%", "comparator": "sync"})
    '与另一数字同步，无数字'
    """
    if row["value"] is None:
        return "与另一数字同步，无数字" if row["comparator"] == "sync" else ""
    return _BOUND.get(row["comparator"], "{}").format(as_printed(row))


_MAGNITUDES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def in_english(row: Row) -> str:
    """Write a quantity for readers without Chinese: its bound in words, English magnitudes, the unit where it has one.

    A measure word is left out, as the English of the indicator says what is counted.

    >>> in_english({"value": Decimal("2.9e10"), "value_high": None, "unit": "元", "comparator": "gt"})
    'more than 29 billion yuan'
    >>> in_english({"value": Decimal(200), "value_high": None, "unit": "家", "comparator": "ge"})
    'at least 200'
    >>> in_english({"value": None, "value_high": None, "unit": "%", "comparator": "sync"})
    'in step with another figure; no number'
    """
    if row["value"] is None:
        return "in step with another figure; no number" if row["comparator"] == "sync" else ""
    ends = [row["value"], *([row["value_high"]] if row["value_high"] is not None else [])]
    unit = unit_in_english(row["unit"])
    amount = " and ".join(_in_magnitude(value) for value in ends)
    words = COMPARATOR_WORDS.get(row["comparator"], "")
    return f"{words} {amount}{unit if unit == '%' else f' {unit}'}".strip()


def _in_magnitude(value: Decimal) -> str:
    size, name = next(((size, name) for size, name in _MAGNITUDES if value >= size), (Decimal(1), ""))
    return f"{number(value / size)} {name}".strip()
