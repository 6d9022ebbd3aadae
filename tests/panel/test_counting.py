"""What is counted of reports: binding and softening words, who acts, deadlines, and the page measured both ways."""

from decimal import Decimal

import pytest
from panels import TEXT
from support import ROOT

from jiedu import open_panel
from jiedu.edition import Edition
from jiedu.panel.measured_page import measure_page
from jiedu.panel.rows import measure_row
from jiedu.reports.briefs import LONGEST, brief, striving
from jiedu.reports.counting import COUNTS, WORDS, count_report, read_promises, words_in
from jiedu.reports.report import Report, read_report


def planned(words: str) -> Report:
    around = "我们坚定信心，迎难而上。" * 20
    return read_report(
        f"2025年青河县人民政府工作报告\n\n一、2024年工作回顾\n　　{around}\n\n二、2025年工作安排\n　　{words}\n"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("力争突破1000家", {"strive": 1, "at_least": 1}),
        ("争取到上级资金2亿元", {}),
        ("争取工作主动", {}),
        ("努力实现全年目标，努力提高水平", {"strive": 1}),
        ("确保完成，务必抓好，保证质量", {"ensure": 3}),
        ("缴纳保证金", {}),
        ("增长5%左右", {"about": 1}),
        ("同比上下，全县上下一心", {"about": 1}),
        ("不低于5%，不少于3个", {"at_least": 2}),
        ("低于5%，不超过3%，不高于2%，控制在4%以内", {"at_most": 4}),
        ("规模以上企业增长5%以上", {"at_least": 2}),
    ],
)
def test_words_that_bind_and_soften(words, expected):
    assert words_in([words]) == dict.fromkeys(WORDS, 0) | expected


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("支持企业扩大产能。", "企业"),
        ("引导金融机构扩大投放。", "金融机构"),
        ("督促各乡镇落实责任。", "各乡镇"),
        ("加快企业上市步伐。", ""),
        ("建设社区服务中心。", ""),
        ("推进农村公路建设。", ""),
    ],
)
def test_who_acts_is_named_where_a_clause_names_anyone(words, actor):
    rows = read_promises(planned(words))
    assert [row["actor"] for row in rows] == ([actor] if rows else [])


@pytest.mark.parametrize(
    ("words", "deadline", "inherited"),
    [
        ("年内建成道路9条。", "年内", ""),
        ("6月底前开工建设2座水厂。", "6月底前", ""),
        ("2025年底前完成改造3处。", "2025年底前", ""),
        ("2025年建设公园3个。", "", ""),
        ("加快建设公园。", "", ""),
    ],
)
def test_a_deadline_is_one_that_is_said(words, deadline, inherited):
    (row,) = read_promises(planned(words))
    assert (row["deadline"], row["deadline_inherited"]) == (deadline, inherited)


def test_a_heading_is_no_part_of_the_promise_below_it():
    rows = read_promises(planned("加快建设公园。\n（一）优化营商环境\n　　提升服务水平，建成道路9条。"))
    assert [row["text"] for row in rows] == ["加快建设公园", "提升服务水平", "建成道路9条"]


def test_a_review_promises_nothing_and_a_list_of_targets_does():
    rows = read_promises(read_report(TEXT))
    assert all("过去一年" not in row["text"] and row["start"] > TEXT.index("二、2024年") for row in rows)
    texts = [row["text"] for row in rows]
    assert "地区生产总值增长6%左右" in texts and "力争6.5%" in texts
    for row in rows:
        assert "".join(TEXT[row["start"] : row["end"]].split()) == row["text"]


def test_the_counts_of_a_report_follow_from_its_rows():
    report = read_report(TEXT)
    rows, counts = read_promises(report), count_report(report)
    assert tuple(counts) == COUNTS
    assert counts["characters"] == len("".join(TEXT.split()))
    assert 0 < counts["plan_characters"] < counts["characters"]
    assert counts["quantities"] == len(report.quantities) > counts["plan_quantities"] > 0
    assert counts["promises"] == len(rows)
    assert counts["promises_number"] == sum(bool(row["quantities"]) for row in rows) > 0
    assert counts["promises_deadline"] == sum(bool(row["deadline"]) for row in rows) > 0
    assert {name: counts[name] for name in WORDS} == words_in(row["text"] for row in rows)


def test_rates_are_of_what_there_is():
    counts = {"promises": 3, "promises_number": 1, "promises_actor": 0, "characters": 0, "quantities": 2}
    row = measure_row("pm-x", {}, counts)
    assert (row["share_number"], row["share_actor"], row["share_deadline"]) == (Decimal("33.33"), 0, None)
    assert row["numbers_per_1000"] is None, "nothing is divided by nothing"


def test_the_committed_measures_of_the_page_are_those_that_are_measured():
    rows = open_panel().measures
    for row in measure_page(Edition.open(ROOT)):
        committed = rows.loc[row["id"]]
        assert {name: committed[name] for name in (*COUNTS, "share_number")} == {
            name: row[name] for name in (*COUNTS, "share_number")
        }


@pytest.mark.parametrize("at", range(0, len(TEXT) - 4, 7))
def test_a_brief_is_short_wherever_it_is_taken(at):
    words = brief(TEXT, at, at + 4)
    assert len(words) <= LONGEST and not any(character.isspace() for character in words)
    assert "".join(TEXT[at : at + 4].split())[:LONGEST] in words


def test_a_word_of_striving_stands_in_the_clause_of_its_figure():
    text = "力争项目落地，增长7%以上，努力达到8%，争取到资金9亿元，努力提高到6%。"
    assert {figure: striving(text, text.index(figure)) for figure in "7869"} == {"7": "", "8": "努力", "6": "", "9": ""}
