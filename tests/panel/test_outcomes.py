"""What a report says came of the year before: sentences that state it, and those that must not be taken for it."""

import pytest
from panels import TEXT

from jiedu.reports.outcomes import read_outcomes
from jiedu.reports.report import read_report

AROUND = "各项事业取得新的进步，社会大局保持稳定。" * 12


def told(words: str, year: int = 2025, heading: str = "") -> list[tuple[str, str, str, str, str]]:
    """Give what the review of a report of a year states in these words: family, scope, value, bound, hedge."""
    review = heading or f"一、{year - 1}年工作回顾"
    text = f"{year}年青河县人民政府工作报告\n\n{review}\n　　{words}\n　　{AROUND}\n\n二、{year}年工作安排\n　　建成道路9条。\n"
    found = list(read_outcomes(read_report(text)))
    assert all(text[one.start : one.end] == one.surface for one in found)
    return [(one.family, one.scope, f"{one.value}{one.unit}", one.comparator, one.preliminary) for one in found]


TAKEN = {
    "地区生产总值增长5.2%。": [("gdp", "all", "5.2%", "eq", "")],
    "全年地区生产总值达到186.4亿元，增长6.1%。": [("gdp", "all", "6.1%", "eq", "")],
    "地区生产总值下降1.2%。": [("gdp", "all", "-1.2%", "eq", "")],
    "地区生产总值增长5%左右。": [("gdp", "all", "5%", "about", "")],
    "地区生产总值由2019年的120亿元增加到186.4亿元。": [("gdp", "all", "18640000000元", "eq", "")],
    "一般公共预算收入下降3.5%。": [("budget_revenue", "all", "-3.5%", "eq", "")],
    "财政收入增长9%；一般公共预算收入增长3%。": [("budget_revenue", "all", "3%", "eq", "")],
    "居民消费价格上涨0.2%。": [("cpi", "all", "0.2%", "eq", "")],
    "居民消费价格下降0.3%。": [("cpi", "all", "-0.3%", "eq", "")],
    "城镇新增就业1256万人，城镇调查失业率平均为5.1%。": [
        ("new_jobs", "all", "12560000人", "eq", ""),
        ("surveyed_unemployment", "all", "5.1%", "eq", ""),
    ],
    "城镇登记失业率控制在4%以内。": [("registered_unemployment", "all", "4%", "le", "")],
    "城乡居民人均可支配收入分别增长4.8%、6.2%。": [("income", "urban", "4.8%", "eq", ""), ("income", "rural", "6.2%", "eq", "")],
    "城镇和农村居民人均可支配收入分别增长4.8%和6.2%。": [("income", "urban", "4.8%", "eq", ""), ("income", "rural", "6.2%", "eq", "")],
    "农村和城镇居民人均可支配收入分别增长6.2%、4.8%。": [("income", "rural", "6.2%", "eq", ""), ("income", "urban", "4.8%", "eq", "")],
    "城镇居民人均可支配收入增长4.6%，农村居民人均可支配收入增长6.6%。": [("income", "urban", "4.6%", "eq", ""), ("income", "rural", "6.6%", "eq", "")],
    "农民人均纯收入增长9%。": [("income", "rural", "9%", "eq", "")],
    "居民人均可支配收入达到4万元，实际增长5.1%。": [("income", "all", "5.1%", "eq", "")],
    "预计地区生产总值增长5.2%；一般公共预算收入增长3%。": [("gdp", "all", "5.2%", "eq", "预计"), ("budget_revenue", "all", "3%", "eq", "预计")],
    "预计地区生产总值增长5.2%。一般公共预算收入增长3%。": [("gdp", "all", "5.2%", "eq", "预计"), ("budget_revenue", "all", "3%", "eq", "")],
    "地区生产总值预计完成186.4亿元，增长6.1%。": [("gdp", "all", "6.1%", "eq", "预计")],
    "初步核算，地区生产总值增长5.2%。": [("gdp", "all", "5.2%", "eq", "初步核算")],
    "上半年，地区生产总值增长6.3%，全年增长5.2%。": [("gdp", "all", "5.2%", "eq", "")],
    "地区生产总值增长5.2%，五年年均增长6%。": [("gdp", "all", "5.2%", "eq", "")],
}  # fmt: skip


@pytest.mark.parametrize("words", TAKEN)
def test_what_is_told_of_the_year_is_taken(words):
    assert told(words) == TAKEN[words]


PASSED_OVER = {
    "an average of several years": "五年来，地区生产总值年均增长8.1%。",
    "a sum of several years": "三年累计城镇新增就业3万人。",
    "the years of a plan": "“十三五”期间，城镇新增就业6000万人。",
    "years in a row": "地区生产总值连续三年增长5%以上。",
    "half a year": "上半年地区生产总值增长6.3%。",
    "half a year, before a comma": "上半年，地区生产总值增长6.3%。",
    "half a year, two clauses before": "上半年，面对困难，地区生产总值增长6.3%。",
    "a quarter": "一季度，城镇新增就业300万人。",
    "eleven months": "1-11月，一般公共预算收入增长7%。",
    "a month": "12月份居民消费价格上涨0.1%。",
    "a target": "地区生产总值增长目标为6%。",
    "a target that was met": "地区生产总值增长5%的目标如期完成。",
    "a plan": "地区生产总值计划增长6%。",
    "what was added": "一般公共预算收入增加1.2亿元。",
    "what was added net": "一般公共预算收入净增1.2亿元。",
    "a share of growth": "一般公共预算收入占地区生产总值的比重达到8.5%。",
    "a share of revenue": "税收收入占一般公共预算收入的比重达到78%。",
    "a part of revenue": "税收收入增长5%。",
    "spending": "一般公共预算支出增长5%。",
    "points": "地区生产总值增速高于全国0.5个百分点。",
    "times": "地区生产总值是2010年的2.5倍。",
    "a family that is not looked for": "固定资产投资增长8%，粮食产量达到38万吨。",
    "a rise of unemployment in points": "城镇调查失业率下降0.2个百分点。",
}


@pytest.mark.parametrize("case", PASSED_OVER)
def test_what_is_no_outcome_of_the_year_is_passed_over(case):
    assert told(PASSED_OVER[case]) == []


def test_a_review_of_five_years_tells_of_the_last_where_it_names_it():
    heading = "一、过去五年工作回顾"
    assert told("2024年，地区生产总值增长5.2%。", heading=heading) == [("gdp", "all", "5.2%", "eq", "")]
    assert told("地区生产总值增长5.2%。", heading=heading) == []


def test_targets_of_the_plan_are_no_outcomes():
    found = {(one.family, one.scope): str(one.value) for one in read_outcomes(read_report(TEXT))}
    assert found == {
        ("gdp", "all"): "6.1",
        ("budget_revenue", "all"): "5.3",
        ("income", "urban"): "5.2",
        ("income", "rural"): "7.4",
        ("new_jobs", "all"): "5200",
    }
