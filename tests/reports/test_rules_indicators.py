"""The rules of indicators: each speaks in its examples, says what they name, and is silent in its near miss."""

import pytest
from rule_checks import assert_named, assert_no_word, assert_silent, assert_speaks, lists_named, lists_of, never_heard
from support import ROOT

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import read_all
from jiedu.reports.quantities.indicators import clauses, following, namer, phrases
from jiedu.reports.quantities.indicators.measures import DIRECTIONS, KINDS
from jiedu.reports.quantities.indicators.members import MEMBERS
from jiedu.reports.quantities.indicators.names import NAMES
from jiedu.reports.quantities.indicators.phrases import Phrases
from jiedu.reports.quantities.indicators.trims import DESCRIBED, ENDS, NO_NOUNS

RULES = (*MEMBERS, *ENDS, *NO_NOUNS, *DESCRIBED, *NAMES, *KINDS, *DIRECTIONS)
ROOM = ROOT / "src/jiedu/reports/quantities/indicators"
LEXICON = Lexicon.load()
PATTERNS = (
    *(pattern for rule in RULES for pattern in rule.patterns),
    *phrases.PATTERNS,
    *clauses.PATTERNS,
    *following.PATTERNS,
    *namer.PATTERNS,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_speaks_in_its_examples_and_is_silent_in_its_near_miss(rule):
    assert_speaks(rule)
    assert_silent(rule)


def test_no_pattern_holds_a_word_and_every_list_is_heard():
    assert_no_word(PATTERNS)
    assert lists_named(PATTERNS, Phrases(LEXICON).sets) <= set(LEXICON.lists)
    code = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    assert never_heard(lists_of("indicators"), code) == []


def test_every_rule_has_its_own_name_and_one_sentence():
    assert_named(RULES, "indicator|kind|direction")


@pytest.mark.parametrize(
    ("text", "surface", "indicator"),
    [
        ("对全区6条河道进行整治", "6条", "河道"),
        ("分4个片区进行管理", "4个", "片区"),
        ("5条生产线均已完工", "5条", "生产线"),
        ("44项水毁修复工程汛前全部完工", "44项", "水毁修复工程"),
        ("除因政策调整取消3项外，其余均已完成，但仍有7项尚未开工", "3项", ""),
        ("除因政策调整取消3项外，其余均已完成，但仍有7项尚未开工", "7项", ""),
        ("对全区1131户2397人建档立卡", "1131户", ""),
        ("对全区1131户2397人建档立卡", "2397人", ""),
        ("对全区2397人建档立卡贫困人口", "2397人", "建档立卡贫困人口"),
        ("财政总收入2.16亿元，其中地方收入1.26亿元，分别完成年度计划的113.1%和120.4%", "120.4%", "地方收入"),
        ("造林、种草分别完成年度目标任务的113%和220%", "220%", "种草"),
        ("固定资产投资10.12亿元，完成年度计划的119.1%", "119.1%", "固定资产投资"),
        ("甲公司、乙集团、丙科技分别实现税收2.1亿元、1.3亿元、1.2亿元", "1.2亿元", "丙科技税收"),
        ("总投资15亿元的综合体开工，零售总额稳定增长，2024年完成94.8亿元", "94.8亿元", "零售总额"),
        ("新增就业1.2万人;城镇化率提高0.8个百分点.", "1.2万人", "就业"),
        ("新增省级企业28家[12]，总数达到96家①", "28家", "省级企业"),
        ("新增省级企业28家[12]，总数达到96家①", "96家", "省级企业总数"),
        ("“上云企业”[1]20家", "20家", "“上云企业”"),
        ("城镇新增就业143万人、占全国1/10以上", "1/10", "城镇新增就业占全国"),
        ("改造14条道路和53条巷道", "14条", "道路"),
        ("向乡镇下放政务服务事项118项", "118项", "政务服务事项"),
        ("对外贸易总额达到2.97万亿美元", "2.97万亿美元", "对外贸易总额"),
        ("35kv变电站2座", "35kv", "变电站"),
        ("一般公共预算收入可比增长6%", "6%", "一般公共预算收入"),
        ("地区生产总值按可比价增长7%", "7%", "地区生产总值"),
        ("财政收入同口径增长5%", "5%", "财政收入"),
        ("可比产品成本上升7%", "7%", "可比产品成本"),
    ],
)
def test_an_indicator_is_a_noun_phrase(text, surface, indicator):
    found = [q.indicator for q in read_all(text) if q.surface == surface]
    assert found[:1] == [indicator]


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("增速高于全市平均2个百分点，占比提高3.2个百分点、达到45%", "45%", "share"),
        ("三产业对经济增长的贡献率为55.4%", "55.4%", "share"),
        ("规上工业增速达到6%", "6%", "rate"),
        ("空气质量指数同比改善8.3%", "8.3%", "rate"),
    ],
)
def test_a_rate_is_a_change_and_a_share_a_part(text, surface, kind):
    assert [q.kind for q in read_all(text) if q.surface == surface] == [kind]
