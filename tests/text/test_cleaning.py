"""Clean text: nothing but white space goes, and every character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import PAGE as PAGE_FILE

from jiedu.text.cleaning import clean, reflow, sentences
from jiedu.text.spans import Span

PAGE = PAGE_FILE.read_text(encoding="utf-8")
TEXTS = st.text(alphabet="发展突破企业力争家亩，。；：“”（）0123%ABc一二十万 \u3000\t\n\r\ufeff", max_size=120)


def bare(text):
    """Take every blank out; a byte order mark is one."""
    return "".join(text.replace("\ufeff", "").split())


@given(TEXTS, st.sampled_from([clean, reflow]))
def test_every_clean_character_is_the_source_character_it_points_at(source, prepare):
    text = prepare(source)
    for index, character in enumerate(text.text):
        origin = source[text.to_source(index)]
        assert origin == character or (character in " \n" and origin.isspace()) or (origin == "\ufeff")


@given(TEXTS, st.sampled_from([clean, reflow]))
def test_the_map_goes_there_and_back(source, prepare):
    text = prepare(source)
    assert all(text.from_source(text.to_source(index)) == index for index in range(len(text.text)))


@given(TEXTS, st.sampled_from([clean, reflow]))
def test_only_white_space_is_lost(source, prepare):
    kept = "".join(prepare(source).text.split())
    assert kept == bare(source)


@given(TEXTS, st.data())
def test_a_span_covers_its_characters_in_the_source(source, data):
    text = clean(source)
    start = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(start, len(text.text)))
    span = text.span_to_source(start, end)
    assert bare(span.of(source)) == bare(text.text[start:end])


@given(TEXTS)
def test_sentences_tile_the_text(source):
    text = clean(source)
    assert "".join(span.of(text.text) for span in sentences(text)) == text.text


@given(TEXTS, st.data())
def test_a_part_reads_like_the_whole(source, data):
    start = data.draw(st.integers(0, len(source)))
    part = clean(source, start)
    assert part.start == start and all(part.to_source(i) >= start for i in range(len(part.text)))


@pytest.mark.parametrize(
    "joined",
    [
        "力争年内大铺等6个项目主体封顶",
        "线上园区注册企业突破1000家；",
        "力争分类覆盖率达95%以上。",
        "“三项工程、一项管理”",
        "联动实施“一环十横十纵”和支路背街综合改造",
        "常态化开展“三送一强”活动",
        "推进“最多跑一次”改革",
        "京港澳高速",
        "石沟河和索须河",
        "农科路酒吧一条街",
        "轨道交通6、7、8号线",
        "走出一条内陆城区开放发展、创新发展的新路子",
    ],
)
def test_what_the_page_cut_is_joined(joined):
    assert joined in clean(PAGE).text


@pytest.mark.parametrize(
    "spaced",
    [
        "高品质建设优化城区格局 力争",
        "最严标准推进污染防治攻坚 坚持",
        "E关键词 优化营商环境",
        "C 关键词 聚焦“双改”",
        "响鼓重锤 再跨征鞍",
        "记者 王翠",
    ],
)
def test_a_meaningful_space_stays(spaced):
    expected = spaced.replace("C 关键词", "C关键词")
    assert expected in clean(PAGE).text


def test_no_space_stands_beside_a_digit_on_the_page():
    text = clean(PAGE).text
    around = [text[i - 1] + text[i + 1] for i, character in enumerate(text) if character == " "]
    assert around and not [pair for pair in around if any(c.isdigit() for c in pair)]


def test_offsets_beyond_the_text_are_refused():
    text = clean("力争 6家")
    with pytest.raises(IndexError, match="no character 99"):
        text.to_source(99)


def test_an_empty_span_stays_empty():
    assert clean("力争").span_to_source(1, 1) == Span(1, 1)


@pytest.mark.parametrize(
    ("source", "running"),
    [
        # State Council 1998, digits spread
        ("1 9 9 7 年粮食产量达到4 9 2 5 0 万吨", "1997年粮食产量达到49250万吨"),
        # columns of a table are not one number
        ("2020 2021 2022", "2020 2021 2022"),
        ("总量12 345吨", "总量12345吨"),
        # State Council 2014
        ("广义货币M\n2\n增长13.6%，符合调控要求。\n消费稳定。", "广义货币M2增长13.6%，符合调控要求。\n消费稳定。"),
        # State Council 2017, whose links stand on lines of their own
        (
            "脱贫加快。\n新开工重大水利工程21项。新增\n第四代移动通信\n用户3.4亿。\n",
            "脱贫加快。\n新开工重大水利工程21项。新增第四代移动通信用户3.4亿。",
        ),
        # a heading of a report whose paragraphs end with stops
        (
            "保持稳定。\n一、2024年工作回顾\n过去一年，稳中有进。\n",
            "保持稳定。\n一、2024年工作回顾\n过去一年，稳中有进。",
        ),
    ],
)
def test_running_text_joins_what_belongs_together(source, running):
    assert reflow(source).text == running
