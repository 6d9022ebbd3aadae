"""The reader on text that means it harm: no exception, no wrong offset, no cost beyond the length."""

import time

import pytest
from costs import grows_slower
from hypothesis import given, settings
from hypothesis import strategies as st

from jiedu.reports.quantities import read, read_all, to_json

# Each pattern once led, or could lead, an expression to look at the same characters again and again.
PATTERNS = {
    "no break at all": "发",
    "digits": "9",
    "full-width digits": "９",
    "Chinese digits": "九",
    "一十": "一十",
    "magnitudes": "万",
    "approximators between magnitudes": "多万",
    "numbers with approximators": "1多",
    "thousands": "1,000",
    "commas after digits": "1,",
    "points": "1.",
    "Chinese points": "一点",
    "ranges that never end": "1至",
    "ranges with units": "1%至",
    "百分之 without a number": "百分之",
    "fractions of fractions": "一分之",
    "strokes": "1/",
    "comparators upon comparators": "不低于超过约近",
    "控制在…以内": "控制在1%以内",
    "open brackets": "（1个",
    "open quotes": "“一",
    "open titles": "《一",
    "第": "第一",
    "第 before a fraction": "第3/0",
    "lists": "1个、",
    "bare lists": "6、",
    "分别": "甲、乙分别为1个、2个",
    "members without numbers": "甲、乙、丙分别",
    "sentences": "。1个",
    "headings": "一、回顾\n",
    "spread digits": "1 ",
    "spread characters": "发 ",
    "digits on lines": "1\n",
    "由…到": "由1个增加到",
    "占…的": "约占全年的三分之一",
    "years": "2020年至",
    "verbs": "增长",
    "cues": "今年加快了",
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_the_cost_grows_with_the_length(pattern):
    """Eight times the length; twice that leaves room for a cold cache, a square would be 64 times."""
    read_all("暖机1个")
    short, long = (pattern * (size // len(pattern)) for size in (8_000, 64_000))
    assert grows_slower(read_all, short, long, 20)


def test_a_line_of_ten_million_characters():
    line = "建成道路92条，投资增长6.5%左右，" + "持续推进高质量发展" * 1_111_111
    started = time.process_time()
    found = read(line)
    assert [q.surface for q in found] == ["92条", "6.5%"]
    assert time.process_time() - started < 60


@pytest.mark.parametrize("numeral", ["9" * 1000, "九" * 1000, "一" + "万" * 999, "1" + "0" * 5000 + "亿"])
def test_a_number_of_a_thousand_digits_is_a_code(numeral):
    found = read_all(f"编号{numeral}元")
    assert [q.class_ for q in found] == ["label"]
    assert to_json(found[0], "a.txt")


ALPHABET = "发展企业增长下降达到突破超过控制在以内左右约近分别和、，。；：！？“”（）《》\n \u3000%％‰元家个亩年月日岁位第点分之至到—-~/+.,·．0123456789０１２一二两三四五六七八九十百千万亿零〇半双多余几来ABG"


def check(text):
    previous = 0
    for quantity in read_all(text):
        assert text[quantity.start : quantity.end] == quantity.surface
        assert previous <= quantity.start < quantity.end <= len(text)
        previous = quantity.end
        to_json(quantity, "a.txt")


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=200))
def test_any_text_of_reports_is_read(text):
    check(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read(text):
    check(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "增长",
                "5%",
                "至",
                "百分之",
                "三",
                "万",
                "亿元",
                "分别",
                "、",
                "，",
                "\n",
                "由",
                "到",
                "以上",
                "约",
                "第",
                "年",
                "2020",
                "“",
                "”",
                "半",
                "两",
            ]
        ),
        max_size=40,
    )
)
def test_any_sequence_of_words_is_read(words):
    check("".join(words))


@pytest.mark.parametrize("text", ["", " ", "\n", "\ufeff", "\x00", "一", "第", "“", "％", "\ud800"])
def test_the_smallest_texts(text):
    check(text)
