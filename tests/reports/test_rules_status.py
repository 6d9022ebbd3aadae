"""The rules of status: each speaks in its examples, says what they name, and is silent in its near miss."""

import pytest
from rule_checks import assert_named, assert_no_word, assert_silent, assert_speaks, lists_named, lists_of

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import read_all
from jiedu.reports.quantities.status import cues, glossary, sentences
from jiedu.reports.quantities.status.context import CONTEXT
from jiedu.reports.quantities.status.cues import Cues, cue_finder, found_cues
from jiedu.reports.quantities.status.durations import DURATIONS
from jiedu.reports.quantities.status.places import OF_STATUS
from jiedu.reports.quantities.status.voices import PARTS, TENSE, VOICES
from jiedu.reports.rules import Rule
from jiedu.reports.structure import Structure

RULES: tuple[Rule, ...] = (
    *CONTEXT,
    *DURATIONS,
    *sentences.HEADINGS,
    *sentences.SENTENCES,
    *PARTS.values(),
    *VOICES,
    TENSE,
)
ROLES = {"status.annex": "annex", "status.annex-of-targets": "annex"} | {
    rule.name: role for role, rule in PARTS.items()
}
LEXICON = Lexicon.load()
PATTERNS = (
    *(pattern for rule in RULES for pattern in getattr(rule, "patterns", ())),
    *cues.PATTERNS,
    *glossary.PATTERNS,
    *sentences.PATTERNS,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_speaks_in_its_examples_and_is_silent_in_its_near_miss(rule, monkeypatch):
    assert_silent(rule)
    if rule.name in ROLES:
        monkeypatch.setattr(Structure, "role_at", lambda self, offset: ROLES[rule.name])
    assert_speaks(rule)


def test_no_pattern_holds_a_word_and_every_list_is_heard():
    assert_no_word(PATTERNS)
    heard = lists_named(PATTERNS, (*OF_STATUS, "AT_HEAD", "FIRST", "HEADS", "PLAIN"))
    assert lists_of("status") <= heard <= set(LEXICON.lists)


def test_every_rule_has_its_own_name_and_one_sentence():
    assert_named(RULES, "status")


def test_a_cue_inside_another_word_is_none():
    finder = cue_finder(["要", "将", "了"], LEXICON)
    assert found_cues(finder, "主要是除了将近的", ["要", "将", "了"]) == []
    assert found_cues(finder, "要建成了，将继续", ["要", "将", "了"]) == ["要", "了", "将"]
    assert Cues(LEXICON).score("今年将继续做好") > 0 > Cues(LEXICON).score("累计完成了")


@pytest.mark.parametrize(
    ("text", "surface", "status"),
    [
        ("审批时限由20天压缩到5天", "20天", "context"),
        ("审批时限由20天压缩到5天", "5天", "achieved"),
        ("平均通勤时间从46分钟降至38分钟", "46分钟", "context"),
        ("从世界第六位上升到第三位", "第六位", "context"),
        ("周转天数由上年的一百零九天延长到一百二十七天", "一百零九天", "context"),
        ("产值过10亿元企业达到6家", "10亿元", "context"),
        ("产值过10亿元企业达到6家", "6家", "achieved"),
        ("谋划过5亿元项目不少于3个", "5亿元", "context"),
        ("投资超5亿元，带动就业300人", "5亿元", "achieved"),
        ("[12]“独角兽”企业：指成立不足10年、估值超过10亿美元的未上市企业。", "10年", "context"),
        ("（1）三区三线：指划定的3条控制线。", "3条", "context"),
        ("“千万工程”，是指建设1000个示范村的工程。", "1000个", "context"),
        ("今年，“千万工程”要建设1000个示范村。", "1000个", "target"),
        ("名词解释\n1.重点项目：建设10个园区。", "10个", "context"),
        ("年度目标：建设10个园区。", "10个", "target"),
        ("从去年10月开始涨幅已持续5个月降到一位数", "5个月", "achieved"),
        ("全区主要预期目标:经济增长6%左右,新增就业1.2万人;城镇化率提高0.8个百分点.", "1.2万人", "target"),
    ],
)
def test_status_of_kinds_that_were_wrong(text, surface, status):
    found = [q for q in read_all(text) if q.surface == surface]
    assert [q.status for q in found][:1] == [status]
