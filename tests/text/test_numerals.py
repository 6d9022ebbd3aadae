"""Numerals: what reports write, what is refused, and that size does not hurt."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedu.text.numerals import NUMERAL_CHARACTERS, parse

READ = {
    "6": "6",
    "1,500": "1500",
    "33，212": "33212",
    "１３，９８０，０００": "13980000",
    "6.5": "6.5",
    "２．１": "2.1",
    "19·5": "19.5",
    "1.2万亿": "1200000000000",
    "5800多万": "58000000",
    "20余万": "200000",
    "20万余": "200000",
    "1亿3千多万": "130000000",
    "五千八百多万": "58000000",
    "二亿七千万": "270000000",
    "十八万六千": "186000",
    "四百零六万": "4060000",
    "一千零二十五万": "10250000",
    "一万零十二": "10012",
    "一千三百六十九亿一千四百万": "136914000000",
    "两千四百五": "2450",
    "一万三": "13000",
    "两千零五": "2005",
    "十点四": "10.4",
    "一点四": "1.4",
    "十几": "10",
    "廿五": "25",
    "一九六○": "1960",
    "一九五三": "1953",
    "壹佰贰拾": "120",
    "五萬萬": "500000000",
    "三萬八千億": "3800000000000",
    "百万": "1000000",
    "万": "10000",
    "百分之六点五": "6.5",
    "百分之二百五十": "250",
    "千分之六": "6",
    "1／4": "0.25",
    "1/8": "0.125",
    "四分之三": "0.75",
    "半": "0.5",
    "半百": "50",
    "-22.2": "-22.2",
    "负三十二": "-32",
    "零": "0",
}
REFUSED = ["", "家", "一体化", "多", "点", "三四十", "1/0", "零分之一", "1一", "1.2.3年", "三送一强"]


@pytest.mark.parametrize(("numeral", "value"), READ.items())
def test_read(numeral, value):
    assert parse(numeral) == Decimal(value)


@pytest.mark.parametrize("numeral", REFUSED)
def test_refused(numeral):
    with pytest.raises(ValueError):
        parse(numeral)


def test_a_third_has_28_digits():
    assert parse("三分之一") == Decimal(1) / 3


def in_chinese(number: int) -> str:
    """Write a number below 10^12 in Chinese, the textbook way."""
    if not number:
        return "零"
    out, zero = "", False
    for power, name in ((8, "亿"), (4, "万"), (0, "")):
        part = number // 10**power % 10**4
        if not part:
            zero = bool(out)
            continue
        if out and (zero or part < 1000):
            out += "零"
        inner = False
        for ten, ten_name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = part // ten % 10
            if digit:
                out += ("零" if inner else "") + "零一二三四五六七八九"[digit] + ten_name
                inner = False
            elif part % ten and part >= ten:
                inner = True
        out += name
        zero = False
    return out


@given(st.integers(0, 10**12 - 1))
def test_chinese_numbers_come_back(number):
    assert parse(in_chinese(number)) == number


@given(st.decimals(0, 10**15, places=3, allow_nan=False))
def test_arabic_numbers_come_back_in_both_widths(number):
    text = f"{number:f}"
    wide = text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert parse(text) == parse(wide) == number


@given(st.integers(1, 9999), st.sampled_from(["万", "亿", "万亿"]))
def test_magnitudes_multiply(number, magnitude):
    assert parse(f"{number}{magnitude}") == number * parse(magnitude)


@given(st.text(alphabet="".join(sorted(NUMERAL_CHARACTERS)) + "多余点.,，分之/-", max_size=40))
def test_any_sequence_is_a_number_or_refused(text):
    with suppress(ValueError, ArithmeticError):
        assert isinstance(parse(text), Decimal)


@pytest.mark.parametrize("unit", ["9", "九", "一十", "万", "1多"])
def test_a_hundred_thousand_characters_do_not_hurt(unit):
    started = time.process_time()
    with suppress(ValueError):
        parse(unit * (100_000 // len(unit)))
    assert time.process_time() - started < 2


def test_a_thousand_digits_are_exact():
    assert parse("9" * 1000) == Decimal("9" * 1000)
