"""The structure of reports: a small one in full, the real ones by what a reader sees at their head."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import DATA, REPORTS

from jiedu.reports.formats import load
from jiedu.reports.structure import Structure, level_of, read_structure
from jiedu.reports.structure.model import EVIDENCE, LEVELS, PART_ROLES

TEXT = (DATA / "report.txt").read_text(encoding="utf-8")
needs_reports = pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")


@cache
def of(name: str) -> Structure:
    """Read a real report's structure; several tests look at the same."""
    return read_structure(load(REPORTS / name).text)


def values(structure: Structure) -> list[str | None]:
    facts = (structure.title, structure.place, structure.level, structure.year, structure.occasion, structure.speaker)
    return [fact.value if fact else None for fact in facts]


def test_a_small_report_in_full():
    structure = read_structure(TEXT)
    assert values(structure) == [
        "2024年青河县人民政府工作报告",
        "青河县",
        "county",
        "2024",
        "第十七届人民代表大会第三次会议",
        "林涛",
    ]
    assert structure.date.value == "2024-02-18"
    outline = [(depth, part.ordinal, part.heading, part.role, part.run_in) for depth, part in structure.walk()]
    assert outline == [
        (0, "一、", "2023年工作回顾", "review", False),
        (1, "（一）", "产业升级步伐加快", "review", True),
        (1, "（二）", "城乡面貌持续改善", "review", True),
        (1, "（三）", "民生保障扎实有力", "review", True),
        (0, "二、", "2024年目标任务和重点工作", "plan", False),
        (1, "（一）", "聚力项目建设，扩大有效投资", "plan", True),
        (1, "（二）", "聚力产业升级，壮大实体经济", "plan", True),
        (1, "（三）", "聚力民生改善，增进群众福祉", "plan", True),
        (0, "三、", "加强政府自身建设", "self_building", False),
    ]
    last = structure.parts[-1]
    assert [span.of(TEXT) for span in last.leads] == ["坚持依法行政。", "坚持廉洁从政。"]
    assert [span.of(TEXT) for span in structure.breaks] == ["各位代表：", "各位代表！"]
    (targets,) = structure.targets
    assert targets.of(TEXT).startswith("经济社会发展的主要预期目标是：")
    assert structure.role_at(TEXT.index("186.4亿元")) == "review"
    assert structure.role_at(TEXT.index("85个")) == "plan"
    assert [part.heading for part in structure.path_at(TEXT.index("85个"))] == [
        "2024年目标任务和重点工作",
        "聚力项目建设，扩大有效投资",
    ]


def test_what_is_not_said_is_not_found():
    structure = read_structure("各位代表：\n　　大家辛苦了。我们要继续努力，把各项工作做得更好。")
    assert values(structure) == [None] * 6
    assert structure.parts == () and structure.targets == ()
    assert {period.role for period in structure.periods} == {None}


def test_the_name_of_the_file_is_the_last_evidence():
    text = "各位代表：\n　　大家辛苦了。"
    structure = read_structure(text, "云山市-2019.txt")
    assert (structure.place.value, structure.place.evidence) == ("云山市", "file name")
    assert (structure.year.value, structure.year.evidence) == ("2019", "file name")
    named = read_structure(TEXT, "平川市-1999.txt")
    assert (named.place.value, named.year.value) == ("青河县", "2024")


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("全国", "nation"),
        ("北京市", "province"),
        ("内蒙古自治区", "province"),
        ("云南省", "province"),
        ("延边朝鲜族自治州", "city"),
        ("锡林郭勒盟", "city"),
        ("郑州市", "city"),
        ("郑州市金水区", "county"),
        ("鄂温克族自治旗", "county"),
        ("神农架林区", "county"),
        ("青云镇", "township"),
        ("平原", None),
    ],
)
def test_the_level_of_a_place(place, level):
    assert level_of(place) == level
    assert level is None or level in LEVELS


@pytest.mark.parametrize(
    ("masthead", "place", "speaker"),
    [
        ("2020年5月24日在郑州市金水区第十三届人民代表大会第五次会议上\n区长 魏东", "郑州市金水区", "魏东"),
        ("——2025年1月16日省长 李乐成在辽宁省第十四届人民代表大会第三次会议上的讲话", "辽宁省", "李乐成"),
        ("2025年1月13日在广西壮族自治区第十四届人民代表大会第三次会议上", "广西壮族自治区", None),
        ("——2025年1月19日在青海省第十四届 人民代表大会第三次会议上\n代省长 罗东川", "青海省", "罗东川"),
    ],
)
def test_a_masthead(masthead, place, speaker):
    structure = read_structure(f"政府工作报告\n{masthead}\n各位代表：\n　　现在，我向大会报告工作。")
    assert structure.place.value == place
    assert (structure.speaker.value if structure.speaker else None) == speaker
    assert structure.occasion.value.endswith("次会议")


def test_a_list_inside_the_text_is_no_row_of_parts():
    text = (
        "一、2023年工作回顾\n　　办好十件实事：\n一、修路。\n二、架桥。\n三、建校。\n四、治水。\n"
        "二、2024年工作安排\n　　今年要抓好落实。\n"
    )
    assert [part.heading for part in read_structure(text).parts] == ["2023年工作回顾", "2024年工作安排"]


def test_parts_without_a_role_follow_the_announcement_of_the_plan():
    text = (
        "首先报告2001年的工作\n　　过去一年，成绩很大，国民经济保持良好发展势头，人民生活继续改善。\n"
        "　　按照这个总体要求，今年要着重做好以下三个方面工作。\n一、扩大内需\n　　投资增加。\n"
        "二、关于外交工作\n　　朋友更多。\n结束语\n各位代表！\n"
    )
    assert [(part.heading, part.role) for part in read_structure(text).parts] == [
        ("首先报告2001年的工作", "review"),
        ("扩大内需", "plan"),
        ("关于外交工作", None),
        ("结束语", "closing"),
    ]


@pytest.mark.parametrize("indent", ["　　", ""])
def test_lines_broken_at_one_width_change_nothing(indent):
    """A PDF's text layer breaks lines at the edge of the page and mostly loses the indents."""
    lines = []
    for line in TEXT.split("\n"):
        line = indent + line.strip() if line.strip() else ""
        lines += [line[at : at + 34] for at in range(0, len(line), 34)]
    broken = "\n".join(lines)
    one, other = read_structure(TEXT), read_structure(broken)
    assert [(depth, part.ordinal, part.heading, part.role) for depth, part in other.walk()] == [
        (depth, part.ordinal, part.heading, part.role) for depth, part in one.walk()
    ]
    assert values(other) == values(one)
    (targets,) = other.targets
    assert "".join(targets.of(broken).split()) == "".join(one.targets[0].of(TEXT).split())


@needs_reports
def test_every_provincial_report_names_itself():
    for path in sorted(REPORTS.glob("province-*.txt")):
        structure = of(path.name)
        title, place, level, year, occasion, speaker = values(structure)
        name = path.stem.split("-")[1]
        assert title == f"2025年{name}政府工作报告"
        assert place.startswith(name[:2]) and level == "province" and year == "2025"
        assert re.fullmatch(r"第.{1,3}届人民代表大会第.次会议", occasion)
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,4}", speaker)
        assert [part.role for part in structure.parts][:2] == ["review", "plan"]
        assert len(structure.targets) == 1


@needs_reports
def test_the_year_of_the_state_council_is_right_or_not_found():
    found = 0
    for path in sorted(REPORTS.glob("state-*.txt")):
        year = of(path.name).year
        if year:
            found += 1
            assert year.value == path.stem.split("-")[2], year
            assert year.evidence in EVIDENCE
    assert found >= 34


@needs_reports
@pytest.mark.parametrize(
    ("name", "outline"),
    [
        ("state-国务院-1983.txt", [("", "review_term"), ("", "plan_term"), ("", "closing")]),
        ("state-国务院-2016.txt", [("一、", "review"), ("二、", "plan_term"), ("三、", "plan")]),
        (
            "state-国务院-2007.txt",
            [("一、", "review"), *((f"{n}、", "plan") for n in "二三四五"), ("六、", "self_building")],
        ),
        ("state-国务院-1955.txt", [(f"{n}、", None) for n in "一二三四"]),
        ("province-西藏-2025.txt", [("", "review"), ("", "plan")]),
        ("province-福建省-2025.txt", [("一、", "review"), ("二、", "plan"), ("三、", "self_building")]),
        ("province-云南省-2025.txt", [("一、", "review"), ("二、", "plan"), ("三、", "plan")]),
    ],
)
def test_the_parts_of_reports_of_all_eras(name, outline):
    assert [(part.ordinal, part.role) for part in of(name).parts] == outline


@needs_reports
def test_spans_are_in_the_text_in_order_and_nested():
    for path in sorted(REPORTS.glob("*.txt")):
        length, structure = len(load(path).text), of(path.name)

        def nested(parts, start, end):
            for part in parts:
                assert start <= part.span.start <= part.span.end <= end
                assert part.span.start == part.heading_span.start
                start = part.span.end
                nested(part.sections, part.span.start, part.span.end)

        nested(structure.parts, 0, length)
        for before, after in zip(structure.periods, structure.periods[1:], strict=False):
            assert before.span.end <= after.span.start
        assert {part.role for _, part in structure.walk()} <= {*PART_ROLES, None}


PIECES = st.sampled_from(
    [
        "一、",
        "二、",
        "（一）",
        "2024年",
        "工作回顾",
        "任务",
        "各位代表：",
        "\n",
        "　　",
        "。",
        "预期目标是：",
        "增长5%",
        "第十届",
        "省长",
        "十",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_has_a_structure(text):
    structure = read_structure(text)
    spans = [part.span for _, part in structure.walk()] + [*structure.breaks, *structure.targets]
    spans += [period.span for period in structure.periods]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
