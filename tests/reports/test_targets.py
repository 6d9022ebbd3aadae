"""The expected targets: against a sample of reports read by eye, and on sentences that are easily misread."""

import csv
from collections import defaultdict
from decimal import Decimal

import pytest
from support import DATA, REPORTS

from jiedu import vocabulary
from jiedu.reports.formats import Source, load
from jiedu.reports.quantities import read
from jiedu.reports.report import read_source
from jiedu.reports.structure import read_structure
from jiedu.reports.targets import AIMS, COLUMNS, FAMILIES, WHERES, Target, list_targets

READ_BY_EYE = DATA / "targets-read-by-eye.csv"
FIELDS = ("scope", "aim", "measure", "availability", "value", "value_high", "comparator", "unit")


KNOWN = DATA / "targets-known-differences.csv"
"""What is read otherwise than by eye, with the reason; one that goes away, or comes up, fails the test."""


def targets_of(text: str) -> dict[str, list[Target]]:
    """Read a text and give its targets by family."""
    found = defaultdict(list)
    for target in list_targets(text, read_structure(text), read(text)):
        found[target.family].append(target)
    return found


def listed(words: str) -> dict[str, list[Target]]:
    return targets_of(f"今年经济社会发展主要预期目标是：{words}。")


@pytest.fixture(scope="module")
def sample() -> dict[tuple[str, str], list[tuple]]:
    """What a reader's eye found: (file, family) to rows."""
    truth = defaultdict(list)
    with READ_BY_EYE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = {name: Decimal(row[name]) if row[name] else None for name in ("value", "value_high")}
            truth[row["file"], row["family"]].append(tuple((row | values)[name] for name in FIELDS))
    return truth


def _comparable(row: tuple) -> str:
    """Write a row so that 5.0 and 5 are one."""
    return str([str(cell.normalize()) if isinstance(cell, Decimal) else cell for cell in row])


def wrong_in(sample: dict[tuple[str, str], list[tuple]]) -> list[tuple[str, str]]:
    """Read every report of the sample and give the (file, family) that differ in anything."""
    wrong = []
    for file in sorted({file for file, _ in sample}):
        found = targets_of(load(REPORTS / file).text)
        for family in FAMILIES:
            rows = [tuple(getattr(target, name) for name in FIELDS) for target in found[family.name]]
            if sorted(map(_comparable, rows)) != sorted(map(_comparable, sample[file, family.name])):
                wrong.append((file, family.name))
    return wrong


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_every_family_is_found_rightly_in_the_sample(sample, capsys):
    files = {file for file, _ in sample}
    assert len(files) == 98
    wrong = wrong_in(sample)
    with capsys.disabled():
        print(f"\nexpected targets, {len(files)} reports read by eye:")
        for family in FAMILIES:
            right = len(files) - sum(1 for _, name in wrong if name == family.name)
            stated = sum(
                1
                for (_, name), rows in sample.items()
                if name == family.name and rows[0][3] in ("stated", "not ratable", "in the plan")
            )
            print(f"  {family.name:24} {right}/{len(files)} right; the report speaks of it in {stated}")
    with KNOWN.open(encoding="utf-8", newline="") as file:
        known = [(row["file"], row["family"]) for row in csv.DictReader(file)]
    assert sorted(wrong) == sorted(known)
    assert len(known) == 9


def test_the_sample_holds_every_family_of_every_report(sample):
    files = {file for file, _ in sample}
    assert set(sample) == {(file, family.name) for file in files for family in FAMILIES}
    assert {row[3] for rows in sample.values() for row in rows} <= set(vocabulary.AVAILABILITY)


@pytest.mark.parametrize(
    ("sentence", "family"),
    [
        ("综合研判形势，我们没有提出全年经济增速具体目标。", "gdp"),
        ("今年不设定具体的经济增长目标。", "gdp"),
        ("今年经济增长不设具体目标。", "gdp"),
        ("今年未提出固定资产投资增长目标。", "fixed_investment"),
    ],
)
def test_a_target_that_is_refused_is_none_set(sentence, family):
    target = targets_of(f"二、2020年工作安排\n　　{sentence}")[family][0]
    assert target.availability == "none set"
    assert target.surface in sentence
    assert target.value is None


def test_a_target_that_was_refused_in_the_past_is_not_refused_now():
    text = "一、2020年工作回顾\n　　去年没有提出全年经济增速具体目标。\n二、2021年工作安排\n　　努力工作，不负期望。"
    assert targets_of(text)["gdp"][0].availability == "not found"


def test_silence_is_not_stated_with_a_list_and_not_found_without():
    assert listed("国内生产总值增长5%左右，居民消费价格涨幅2%左右")["grain"][0].availability == "not stated"
    assert targets_of("各位代表，谢谢大家。")["grain"][0].availability == "not found"


@pytest.mark.parametrize(
    ("words", "family", "rows"),
    [
        ("地区生产总值增长7%以上、力争达到8%，居民收入增长5%", "gdp", [("base", "7", "ge"), ("stretch", "8", "eq")]),
        ("地区生产总值增长6%左右，力争6.5%，居民收入增长5%", "gdp", [("base", "6", "about"), ("stretch", "6.5", "eq")]),
        ("全社会研发经费投入相当于全市生产总值的比例达到4.5%左右，居民收入增长5%", "gdp", [("base", None, "")]),
        ("单位地区生产总值能耗下降2%左右，居民收入增长5%", "energy_intensity", [("base", "2", "about")]),
        ("城镇登记失业率低于4.6%，居民收入增长5%", "registered_unemployment", [("base", "4.6", "lt")]),
        ("居民收入增长与经济增长同步，粮食产量500亿斤以上", "gdp", [("base", None, "")]),
        ("居民收入增长与经济增长同步，粮食产量500亿斤以上", "income", [("base", None, "sync")]),
        ("国内生产总值增长6%－6.5%，居民收入增长5%", "gdp", [("base", "6", "range")]),
        ("财政总收入增长5%，其中一般公共预算收入增长4%", "budget_revenue", [("base", "4", "eq")]),
    ],
)
def test_a_clause_is_read(words, family, rows):
    found = listed(words)[family]
    assert [(t.aim, None if t.value is None else str(t.value), t.comparator) for t in found] == rows


@pytest.mark.parametrize("opening", ["我们将努力实现以下目标：", "全年经济社会发展主要预期目标如下："])
def test_a_list_may_be_opened_in_other_words(opening):
    found = targets_of(f"{opening}生产总值增长8%以上，城镇、农村居民人均可支配收入分别增长8%和9%。")
    assert [str(found[name][0].value) for name in ("gdp", "income")] == ["8", "8"]


def test_a_list_under_respectively_is_taken_apart():
    income = listed("城镇、农村居民人均可支配收入分别增长5%、6.5%左右，居民消费价格涨幅2%左右")["income"]
    assert [(t.scope, str(t.value), t.comparator) for t in income] == [
        ("urban", "5", "about"),
        ("rural", "6.5", "about"),
    ]
    both = listed("城镇调查失业率、居民消费价格涨幅分别为5%和3%")
    assert [str(both[name][0].value) for name in ("surveyed_unemployment", "cpi")] == ["5", "3"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "固定资产投资、社会消费品零售总额、外贸进出口总额分别增长8%、7.5%和6%以上",
            {("fixed_investment", "all"): "8", ("retail", "all"): "7.5", ("trade", "all"): "6"},
        ),
        (
            "城镇登记失业率和人口自然增长率分别控制在4.5%和6‰以内，粮食总产稳定在100亿斤",
            {("registered_unemployment", "all"): "4.5", ("grain", "all"): "10000000000"},
        ),
        (
            "城镇居民人均可支配收入、农民人均纯收入分别增长10%、12%，财政总收入增长9%",
            {("income", "urban"): "10", ("income", "rural"): "12", ("budget_revenue", "all"): "9"},
        ),
        (
            "农村和城镇常住居民人均可支配收入分别增长8%、6%，人均地区生产总值达到8万元",
            {("income", "rural"): "8", ("income", "urban"): "6"},
        ),
        (
            "城乡居民人均可支配收入分别增长5%和7%，全社会研发经费支出占地区生产总值比重达到2.5%",
            {("income", "urban"): "5", ("income", "rural"): "7", ("rd", "all"): "2.5"},
        ),
        (
            "固定资产投资和社会消费品零售总额均增长8%，万元生产总值能耗下降3%",
            {("fixed_investment", "all"): "8", ("retail", "all"): "8", ("energy_intensity", "all"): "3"},
        ),
    ],
)
def test_what_counties_write(words, expected):
    found = {
        (target.family, target.scope): f"{target.value.normalize():f}"
        for targets in listed(words).values()
        for target in targets
        if target.value is not None
    }
    assert found == expected


def test_spans_point_at_the_number_in_the_text_as_it_stands():
    text = "今年主要预期目标是：国内生产总值增\n长 6.\n5％左右；粮食产量\n1.3万亿斤以上。"
    for targets in targets_of(text).values():
        for target in targets:
            if target.value is not None:
                assert any(c in text[target.start : target.end] for c in "65３13")
    assert text[targets_of(text)["grain"][0].start :].startswith("1.3万亿斤")


def test_the_targets_of_many_years_are_not_those_of_this_one():
    text = "今后五年经济社会发展的主要预期目标是：国内生产总值年均增长7%，城镇新增就业4500万人。"
    assert all(targets[0].availability == "not found" for targets in targets_of(text).values())


def test_the_table_keeps_to_its_vocabularies():
    text = "今年主要预期目标是：国内生产总值增长5%左右；居民收入增长和经济增长同步。"
    table = read_source(Source("a.txt", text)).to_frame("targets")
    assert list(table.columns) == list(COLUMNS)
    assert set(table["availability"]) <= set(vocabulary.AVAILABILITY)
    assert set(table["comparator"]) <= {*vocabulary.COMPARATORS, ""}
    assert set(table["aim"]) <= set(AIMS)
    assert set(table["measure"]) <= {*vocabulary.MEASURES, ""}
    assert set(table["where"]) <= set(WHERES)


REPORT = """政府工作报告
——2025年1月8日在临江区第七届人民代表大会第五次会议上
各位代表：
一、2024年工作回顾
过去一年，我们坚持稳中求进工作总基调，城镇新增就业1.1万人，地区生产总值增长6.1%。
{}
（一）突出项目建设。实施重点项目120个。
"""
PLAN = "二、2025年工作安排\n新的一年，我们将坚持以高质量发展为主题。\n"


def found_in(words: str) -> list[tuple[str, ...]]:
    """Read a report that ends in these words: family, scope, measure, availability, comparator, value and unit."""
    rows = [target for targets in targets_of(REPORT.format(words)).values() for target in targets]
    return [
        (t.family, t.scope, t.measure, t.availability, t.comparator, "" if t.value is None else f"{t.value:f}", t.unit)
        for t in rows
        if t.availability not in ("not stated", "not found")
    ]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("全口径财政收入达到30亿元，增长10%；公共财政预算收入达到12亿元，增长8%，居民收入增长7%", [
            ("budget_revenue", "all", "growth", "stated", "eq", "8", "%"),
            ("budget_revenue", "all", "level", "stated", "eq", "1200000000", "元"),
            ("income", "all", "growth", "stated", "eq", "7", "%"),
        ]),
        ("农民人均纯收入和城镇居民人均可支配收入分别达到8000元和18000元，增长10%和9%；粮食产量稳定", [
            ("income", "urban", "growth", "stated", "eq", "9", "%"),
            ("income", "urban", "level", "stated", "eq", "18000", "元"),
            ("income", "rural", "growth", "stated", "eq", "10", "%"),
            ("income", "rural", "level", "stated", "eq", "8000", "元"),
            ("grain", "all", "", "not ratable", "", "", ""),
        ]),
        ("研发投入强度由去年的2.1%提高到2.3%，研发经费投入增长10%；地区生产总值突破500亿元大关、增长8%", [
            ("gdp", "all", "growth", "stated", "eq", "8", "%"),
            ("gdp", "all", "level", "stated", "gt", "50000000000", "元"),
            ("rd", "all", "intensity", "stated", "eq", "2.3", "%"),
            ("rd", "all", "growth", "stated", "eq", "10", "%"),
        ]),
        ("人均地区生产总值突破8万元，经济增长6%以上；固定资产投资增长8%（其中工业投资增长12%）", [
            ("gdp", "all", "growth", "stated", "ge", "6", "%"),
            ("fixed_investment", "all", "growth", "stated", "eq", "8", "%"),
        ]),
    ],
)  # fmt: skip
def test_each_measure_has_its_row_the_usual_one_first(words, rows):
    assert found_in(f"{PLAN}今年经济社会发展主要预期目标是：{words}。") == rows


def test_what_the_plan_sets_elsewhere_is_never_mixed_with_what_is_stated():
    rows = found_in(
        f"{PLAN}主要预期目标是：地区生产总值增长6%，居民收入增长7%。\n（三）稳就业。全年城镇新增就业1.2万人以上。"
        "到2030年，粮食产量达到30万吨。跨境电商进出口额增长20%。“十五五”期间研发经费投入年均增长8%。"
    )
    assert [row for row in rows if row[3] == "in the plan"] == [
        ("new_jobs", "all", "level", "in the plan", "ge", "12000", "人")
    ]
    assert [row[0] for row in rows if row[3] == "stated"] == ["gdp", "income"]


@pytest.mark.parametrize(
    "outline",
    [
        "《纲要（草案）》明确了“十五五”时期经济社会发展的主要目标：地区生产总值年均增长5%左右，粮食综合生产能力达到526亿斤。",
        "《纲要（草案）》明确了主要目标。其中地区生产总值年均增长5%左右，粮食综合生产能力达到526亿斤。",
    ],
)
def test_the_list_of_the_year_goes_before_an_outline_of_five(outline):
    rows = found_in(f"{PLAN}{outline}\n今年主要预期目标是：地区生产总值增长4.5%左右，居民消费价格涨幅2%左右。")
    assert [(row[0], row[5]) for row in rows] == [("gdp", "4.5"), ("cpi", "2")]


def test_what_explains_a_list_that_was_lost_states_its_targets():
    rows = found_in(f"{PLAN}提出这些预期目标，主要考虑是打牢基础。\n城镇调查失业率5.5%左右，体现了稳就业的要求。")
    assert rows == [("surveyed_unemployment", "all", "intensity", "stated", "about", "5.5", "%")]


def test_a_quantity_names_its_family_where_it_is_about_the_whole():
    text = "全市地区生产总值增长6%，其中海洋生产总值增长8%，单位地区生产总值能耗下降2%，人均地区生产总值9万元，外贸进出口增长3%"
    assert [q.family for q in read(text)] == ["gdp", "", "energy_intensity", "", "trade"]
