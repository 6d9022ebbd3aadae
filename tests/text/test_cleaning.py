"""Clean text: nothing but white space goes, and every character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import PAGE as PAGE_FILE

from jiedu.text.cleaning import clean, reflow, sentences
from jiedu.text.pagination import page_marks
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
        # columns of a table are not one number, nor is a caption and its year
        ("2020 2021 2022", "2020 2021 2022"),
        ("“1 10 100”工程，表1 2023年末人口", "“1 10 100”工程，表1 2023年末人口"),
        ("人口1 234 567人，比重0.45 100", "人口1234567人，比重0.45 100"),
        ("20 24年", "2024年"),
        # a statistical communiqué: the line is spread, its numbers are not
        ("第 二 产 业 比 重 为 22.1% 、 第 三 产 业 为\n57.0%。", "第二产业比重为22.1%、第三产业为57.0%。"),
        ("甲 乙 12 34", "甲乙12 34"),
        # rows of a table stand apart
        (
            "城镇 392.66 45.31\n乡村 473.94 54.69\n0-15岁 212.60 24.53",
            "城镇392.66 45.31\n乡村473.94 54.69\n0-15岁212.60 24.53",
        ),
        ("人数如下\n城镇 392\n乡村 473\n合计 865\n其中", "人数如下\n城镇392\n乡村473\n合计865\n其中"),
        ("指标\t增速\n消费\t-1.2\n投资\t—\t8", "指标 增速\n消费 -1.2\n投资 — 8"),
        # a number at the end of a line that was justified is no row
        ("全年牛奶产量 4.32\n万吨，增长 10.9\n个百分点", "全年牛奶产量4.32万吨，增长10.9个百分点"),
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


PARAGRAPH = "过去一年，我们坚持稳中求进工作总基调，统筹发展和安全，较好完成了确定的各项目标任务，经济社会保持平稳健康发展的良好势头，群众获得感幸福感安全感持续增强，产业结构不断优化，城市面貌明显改善，社会大局和谐稳定。"


@pytest.mark.parametrize(
    "mark",
    [
        "— 12 —",
        "- 5 -",
        "-5-",
        "·3·",
        "第 3 页 共 20 页",
        "第3页",
        "（第三页）",
        "第3页/共20页",
        "共 20 页 第 3 页",
        "Page 3 of 20",
        "３ / 24",
        "　　　— 12 —　　　",
    ],
)
@pytest.mark.parametrize("prepare", [clean, reflow])
def test_a_page_number_between_two_lines_is_none_of_the_text(mark, prepare):
    source = f"全年新增就业\n{mark}\n3.6万人，产量4.32\n\n{mark}\n\n万吨，重工业增加\n{mark}\n值增长。"
    text = prepare(source)
    assert text.text == "全年新增就业3.6万人，产量4.32万吨，重工业增加值增长。"
    span = text.span_to_source(text.text.index("3.6"), text.text.index("，"))
    assert span.of(source) == "3.6万人"


@pytest.mark.parametrize(
    "line", ["12", "1000", "3/4", "—12", "12—", "第3", "3页", "2024 / 2025", "— 12345 —", "- 5 - 6", "（3）", "共20页"]
)
def test_a_number_that_was_cut_from_its_sentence_stays(line):
    assert page_marks(f"企业突破\n{line}\n家") == []
    assert "".join(line.split()) in "".join(reflow(f"企业突破\n{line}\n家").text.split())


def test_numbers_alone_count_pages_if_they_go_on():
    pages = [PARAGRAPH * 3 + "全年新增" for _ in range(4)]
    numbered = "".join(f"{page}\n{number}\n" for number, page in enumerate(pages, 7))
    assert [mark.of(numbered) for mark in page_marks(numbered)] == ["7", "8", "9", "10"]
    assert reflow(numbered).text == "".join(pages)
    column = "".join(f"第{'一二三四'[number]}名\n{number + 1}\n" for number in range(4))
    jumping = "".join(f"{page}\n{number}\n" for number, page in zip((7, 9, 12, 40), pages, strict=True))
    assert page_marks(column) == page_marks(jumping) == []


def test_a_number_beside_a_form_feed_is_a_page_number():
    assert (
        reflow("全年新增就业\n12\n\f3.6万人").text
        == reflow("全年新增就业\n\f12\n3.6万人").text
        == "全年新增就业3.6万人"
    )


def test_a_running_head_beside_page_numbers_is_none_of_the_text():
    source = "全年新增\n— 2 —\n临江区政府工作报告\n就业3.6万\n— 3 —\n临江区政府工作报告\n人，增长。"
    assert reflow(source).text == "全年新增就业3.6万人，增长。"
    once = source.replace("— 3 —", "").replace("— 2 —\n临江", "— 2 —\n东河")
    assert reflow(once).text.count("区政府工作报告") == 2
    sentence = source.replace("临江区政府工作报告", "今年，新增学校9所。")
    assert reflow(sentence).text.count("今年，新增学校9所。") == 2


@pytest.mark.parametrize("heading", ["一、今年工作", "（二）产业"])
def test_a_page_ends_after_a_heading_or_a_sentence(heading):
    source = f"{PARAGRAPH}\n{heading}\n— 2 —\n{PARAGRAPH}\n— 3 —\n{PARAGRAPH}"
    assert reflow(source).text == f"{PARAGRAPH}\n{heading}\n{PARAGRAPH}\n{PARAGRAPH}"


def test_links_and_menus_on_lines_of_their_own_leave_the_headings():
    links = "认真落实市委\n七届九次全会\n部署，增长6.1%。深入开展\n主题教育\n，新增企业23家。办好\n全国两会\n代表建议。支持\n专精特新\n企业，用好\n专项债券\n政策。"
    source = f"2024年工作回顾\n{PARAGRAPH}{links}\n今年工作安排\n{PARAGRAPH}\n认真落实\n中央会议\n精神，增长6%。"
    assert reflow(source).text.split("\n") == [
        "2024年工作回顾",
        PARAGRAPH + links.replace("\n", ""),
        "今年工作安排",
        PARAGRAPH,
        "认真落实中央会议精神，增长6%。",
    ]
    menu = "\n".join(["免责声明", "相关文章", "02-22", "下一篇", "QQ空间", "新浪微博"] * 3)
    assert reflow(f"2024年工作回顾\n{PARAGRAPH}\n{menu}").text.startswith(f"2024年工作回顾\n{PARAGRAPH}\n")


def test_a_text_in_columns_is_run_together():
    lines = [PARAGRAPH[at : at + 30] for at in range(0, len(PARAGRAPH), 30)]
    assert reflow("\n".join(lines * 3)).text == "\n".join([PARAGRAPH] * 3)


def test_radicals_are_read_as_the_characters_they_look_like():
    source = "⼀、⼯作\n旅游接待⼈数突破20 万⼈次，增⻓6%。\n⼈⺠⽤⼾"
    text = reflow(source)
    assert text.text == "一、工作\n旅游接待人数突破20万人次，增长6%。\n人民用户"
    assert text.written == "⼀、⼯作\n旅游接待⼈数突破20万⼈次，增⻓6%。\n⼈⺠⽤⼾"
    assert text.source == source and reflow("人").written == "人"
