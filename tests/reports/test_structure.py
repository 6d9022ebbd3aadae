"""The structure of reports: a small one in full, the real ones as three readers saw them.

`parts-read-by-eye.csv` holds the top-level parts of 42 county and 26 provincial reports, as they were read without the
machine: 221 headings with their roles (`also` is a second role that a reader may defend). `identity-read-by-eye.csv`
holds the places and years that their mastheads and opening sentences name; empty where they name none. All of both
are found; the tests hold every row.
"""

import csv
import re
from collections import defaultdict
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


REVIEWED = (
    "过去一年，我们坚持稳中求进工作总基调，统筹发展和安全，较好完成了各项目标任务。\n"
    "产业结构不断优化，城市面貌明显改善，地区生产总值增长6.1%。\n"
)
PLANNED = (
    "新的一年，我们将坚持以高质量发展为主题，牢牢把握稳的基调、进的方向，抓好项目建设。\n"
    "今年主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长4%，城镇新增就业1.2万人。\n"
)
HEAD = "政府工作报告\n——2026年1月8日在临江区第七届人民代表大会第五次会议上\n各位代表：\n"


def rows_by_file(table: str) -> dict[str, list[dict[str, str]]]:
    """Read a table of what was read by eye, by the names of the reports."""
    rows = defaultdict(list)
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["file"]].append(row)
    return dict(rows)


PARTS_BY_EYE = rows_by_file("parts-read-by-eye.csv")
IDENTITY_BY_EYE = rows_by_file("identity-read-by-eye.csv")


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
        (
            "province-云南省-2025.txt",
            [("一、", "review"), ("二、", "plan"), ("三、", "plan"), ("", "annex"), ("", "annex")],
        ),
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


@needs_reports
@pytest.mark.parametrize("name", PARTS_BY_EYE)
def test_the_parts_are_those_that_a_reader_sees(name):
    by_eye = PARTS_BY_EYE[name]
    parts = of(name).parts
    assert ["".join(part.heading.split()) for part in parts] == [row["heading"] for row in by_eye]
    for part, row in zip(parts, by_eye, strict=True):
        roles = {role if role != "context" else None for role in (row["role"], row["also"]) if role}
        assert part.role in roles, (part.heading, part.rules)


@needs_reports
@pytest.mark.parametrize("name", IDENTITY_BY_EYE)
def test_place_and_year_are_those_that_a_reader_sees(name):
    identity = of(name).identity()
    (row,) = IDENTITY_BY_EYE[name]
    assert (identity["place"] or "", identity["year"] or "") == (row["place"], row["year"])


def test_the_tables_read_by_eye_are_whole():
    assert len(PARTS_BY_EYE) == len(IDENTITY_BY_EYE) == 42 + 26
    assert sum(map(len, PARTS_BY_EYE.values())) == 221
    assert {row["role"] for rows in PARTS_BY_EYE.values() for row in rows} <= {*PART_ROLES, "context"}


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        (
            ["“十四五”时期工作回顾", "“十五五”时期的主要目标任务", "2026年工作安排"],
            ["review_term", "plan_term", "plan"],
        ),
        (
            ["一、2025年主要工作和“十四五”发展成就", "二、“十五五”时期经济社会发展主要目标", "三、2026年重点任务"],
            ["review_term", "plan_term", "plan"],
        ),
        (["一、十四五时期工作回顾", "二、十五五时期主要目标", "三、2026年工作"], ["review_term", "plan_term", "plan"]),
        (["一、回顾2025年，砥砺前行", "二、展望“十五五”，再启新程"], ["review", "plan_term"]),
        (["一、关于2025年工作", "二、关于2026年工作"], ["review", "plan"]),
        (["2025年工作回顾", "2026年工作安排建议"], ["review", "plan"]),
        (["过去五年的工作", "今后五年的工作建议", "2026年重点工作"], ["review_term", "plan_term", "plan"]),
        (["工作回顾", "主要目标任务"], ["review", "plan"]),
        (["第一部分　2025年工作回顾", "第二部分　2026年工作打算"], ["review", "plan"]),
        (["一　2025年工作回顾", "二　2026年工作思路"], ["review", "plan"]),
        (["（一）2025年工作回顾", "（二）2026年工作安排"], ["review", "plan"]),
        (["【2025年工作回顾】", "【2026年工作安排】"], ["review", "plan"]),
        (["1.2025年工作回顾", "2.2026年工作安排"], ["review", "plan"]),
    ],
)
def test_headings_of_any_wording(headings, roles):
    texts = [REVIEWED, *[PLANNED] * (len(headings) - 1)]
    text = HEAD + "".join(f"{heading}\n{below}" for heading, below in zip(headings, texts, strict=True))
    parts = read_structure(text).parts
    assert [part.role for part in parts] == roles
    assert all(heading.endswith(part.heading) for part, heading in zip(parts, headings, strict=True))


@pytest.mark.parametrize("between", [" ", "：", ": ", "　", "——"])
def test_a_heading_ends_where_its_paragraph_opens(between):
    opening = "今年是全面实现“十四五”规划目标、衔接“十五五”发展的重要一年。"
    text = f"{HEAD}一、2025年工作回顾\n{REVIEWED}二、2026年主要任务{between}{opening}\n{PLANNED}"
    second = read_structure(text).parts[1]
    assert (second.heading, second.role, second.run_in) == ("2026年主要任务", "plan", True)


BODY = (
    f"{HEAD}一、2025年工作回顾\n{REVIEWED}二、2026年工作安排\n{PLANNED}各位代表！让我们团结奋斗，作出新的更大贡献！\n"
)


@pytest.mark.parametrize(
    "foot",
    [
        "分享到：\nQQ空间\n新浪微博\n上一篇：\n东河区2026年政府工作报告\n下一篇：\n西河区2026年政府工作报告\n",
        "（责任编辑： 郭桢\n）\n",
        "本作品是中华人民共和国的\n法律、法规，国家机关的决议。根据《中华人民共和国著作权法》第五条第一项，属于\n公有领域\n。\n",
        "版权所有：临江区人民政府　冀ICP备05000123号\n",
        "主办：临江区人民政府办公室 联系电话：0571-88886666 备案号：浙ICP备05000123号-1\n",
        "【打印本页】【关闭窗口】\n",
        "网站地图\n联系我们\n",
    ],
)
def test_the_foot_of_a_page_is_no_part_of_the_report(foot):
    structure = read_structure(BODY + foot)
    assert [part.role for part in structure.parts] == ["review", "plan"]
    assert structure.parts[-1].span.end <= len(BODY)
    assert structure.role_at(len(BODY) - 3) == "plan" and structure.role_at(len(BODY) + 4) is None


def test_what_an_annex_says_is_no_part_of_the_plan():
    notes = "1.“独角兽”企业：指估值超过10亿美元的未上市企业。\n2.“六个100%”：指施工工地周边100%围挡。\n"
    glossary = read_structure(BODY + "名词解释\n" + notes)
    assert [(part.heading, part.role) for part in glossary.parts][2:] == [("名词解释", "annex")]
    assert glossary.role_at(len(BODY) + 20) == "annex"
    table = "附件1：2026年十大工程\n一、水厂扩建工程，完成投资5亿元。\n二、学校新建工程，完成投资3亿元。\n"
    both = read_structure(BODY + table + "附：名词解释\n" + notes)
    assert [part.heading for part in both.parts][2:] == ["附件1：2026年十大工程", "附：名词解释"]
    assert both.parts[2].sections == () and both.role_at(len(BODY) + 20) == "annex"


@pytest.mark.parametrize(
    "heading",
    [
        "《政府工作报告》名词解释",
        "附件：政府工作报告有关名词解释",
        "名词解释（按出现顺序排列）",
        "相关名词解释及说明",
        "※注释※",
        "[名词解释]",
        "名 词 解 释",
        "报告中专有名词解释",
        "附件2",
        "附表1：2026年主要指标",
        "三、名词解释",
    ],
)
def test_annexes_of_any_name(heading):
    structure = read_structure(
        f"{BODY}{heading}\n1.“独角兽”企业：指估值超过10亿美元的未上市企业。\n2.双碳：即碳达峰与碳中和。\n"
    )
    assert [part.role for part in structure.parts] == ["review", "plan", "annex"]
    assert structure.role_at(len(BODY) + len(heading) + 5) == "annex"


def test_notes_without_a_heading_are_no_promises():
    notes = "[1]“两重”：国家重大战略实施。\n[2]“两新”：大规模设备更新。\n[3]双碳：碳达峰与碳中和，2030年前达峰。\n"
    structure = read_structure(BODY + notes)
    assert [part.role for part in structure.parts] == ["review", "plan"]
    assert structure.parts[-1].span.end <= len(BODY) and structure.role_at(len(BODY) + 5) == "annex"


def test_an_annex_is_none_before_the_report():
    structure = read_structure("附件\n" + BODY)
    assert [part.role for part in structure.parts] == ["review", "plan"]


def test_what_stands_above_a_report_on_its_page_is_no_evidence():
    page = (
        "工作报告\n临江区2026年政府工作报告\n时间：2027年3月2日　　作者：中国县域　　来源：政府网　　阅读：\n119\n评论：\n0\n内容摘要：\n"
        "政府工作报告——2025年1月8日在东河区第七届人民代表大会第四次会议上……一、2024年工作回顾..\n"
    )
    structure = read_structure(page + BODY)
    assert structure.identity()["date"] == "2026-01-08" and structure.identity()["place"] == "临江区"
    assert structure.title.value == "临江区2026年政府工作报告" and structure.remarks == ()


@pytest.mark.parametrize(
    ("title", "place", "remarks"),
    [
        ("东河区2026年政府工作报告", "东河区", ("the title names 东河区, the text 临江区",)),
        ("云山市临江区2026年政府工作报告", "云山市临江区", ()),
        ("2024年临江区政府工作报告", "临江区", ("the title names 2024, the text is dated 2026",)),
        ("政府工作报告", "临江区", ()),
    ],
)
def test_a_title_that_names_another_place_or_year_is_told(title, place, remarks):
    structure = read_structure(BODY.replace("政府工作报告", title, 1))
    assert (structure.place.value, structure.year.value, structure.remarks) == (place, "2026", remarks)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("在易县第十八届人民代表大会第五次会议上", "易县"),
        ("2019年1月29日临江市东河区第二届人民代表大会第三次会议", "临江市东河区"),
        ("2021年2月5日在易县十七届人民代表大会第六次会议上", "易县"),
        ("2020年1月13日在县十六届人民代表大会第四次会议上\n涞源县人民政府县长周峰", "涞源县"),
        ("在景德镇市第十六届人民代表大会第四次会议上", "景德镇市"),
        ("在枣庄市市中区第十六届人民代表大会第四次会议上", "枣庄市市中区"),
        ("在荆州市沙市区第十六届人民代表大会第四次会议上", "荆州市沙市区"),
        ("在易县十八届人大五次会议上", "易县"),
        ("在县第十六届人民代表大会第四次会议上", None),
    ],
)
def test_places_of_any_length(written, place):
    structure = read_structure(f"政府工作报告\n{written}\n各位代表：\n现在，我向大会报告工作。")
    assert (structure.place.value if structure.place else None) == place


def test_links_on_lines_of_their_own_cut_no_heading():
    cut = REVIEWED.replace("产业结构", "认真落实市委\n七届九次全会\n部署，产业结构")
    text = f"{HEAD}一、2025年工作回顾\n{cut * 3}二、2026年工作安排\n{PLANNED}支持\n专精特新\n企业发展。\n"
    parts = read_structure(text).parts
    assert [(part.heading, part.role) for part in parts] == [("2025年工作回顾", "review"), ("2026年工作安排", "plan")]


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
