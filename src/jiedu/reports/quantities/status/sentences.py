"""What a sentence says of its tense as a whole: a heading that names the part, a list announced, a change to come."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.status.cues import STRONGEST
from jiedu.reports.quantities.status.places import OF_STATUS
from jiedu.reports.rules import Example, Rule, hear

REVIEW = r"{review_heading} | {review_past}[{ONE_TO_NINE}]?{year_word} | [{ONE_TO_NINE}]{years_since}"
_PLAN = r"{plan_heading} | {budget}(?!{carried_out}) | {YEAR}{year_word}{work_of_year}(?!{looking_back})"
_NUMBERED = r"{ORDINAL}、 | {heading_nth}{ORDINAL}{heading_part}"
PATTERNS = (_NUMBERED,)
"""The patterns of this part of the room beside those of its rules."""
_LONGEST = 46
_HEADING_SAYS = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRule(Rule):
    """Say what a sentence that holds a pattern adds to the log-odds for a plan."""

    pattern: str
    weight: float

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the pattern of the rule, as the others do."""
        return (self.pattern,)


HEADINGS = (
    SentenceRule(
        name="status.heading-of-a-review",
        sentence="A heading that looks back, and names no plan, opens a part that reports.",
        pattern=REVIEW,
        weight=-_HEADING_SAYS,
        examples=(Example("一、工作回顾\n建设学校⟦5所⟧。", {"status": "achieved"}),),
        near=Example("一、回顾与建议\n建设学校⟦5所⟧。"),
    ),
    SentenceRule(
        name="status.heading-of-a-plan",
        sentence="A heading that names tasks, and does not look back, opens a part that plans.",
        pattern=_PLAN,
        weight=_HEADING_SAYS,
        examples=(Example("二、主要任务\n建成学校⟦5所⟧。", {"status": "target"}),),
        near=Example("二、预算执行情况\n建成学校⟦5所⟧。"),
    ),
)
"""The two voices of headings; one that names both parts says nothing."""

SENTENCES = (
    SentenceRule(
        name="status.targets-announced",
        sentence="A sentence that says what the expected targets are lists targets.",
        pattern=r"{targets_named} [^，。；{targets_met.chars}]{0,6} (?: {announced} | ： | : )",
        weight=STRONGEST,
        examples=(Example("主要预期目标是：经济增长⟦6.5%⟧。", {"status": "target"}),),
        near=Example("主要预期目标完成较好，经济增长⟦6.5%⟧。"),
    ),
    SentenceRule(
        name="status.change-to-come",
        sentence="A change that will take place is planned.",
        pattern=r"{will}{will_do}",
        weight=STRONGEST,
        examples=(Example("财政收入将比上年增长⟦6.5%⟧。", {"status": "target"}),),
        near=Example("财政收入即将公布，比上年增长⟦6.5%⟧。"),
    ),
    SentenceRule(
        name="status.plan-provides",
        sentence="What a plan or a budget provides is planned.",
        pattern=r"{provides}(?!{attributive})",
        weight=STRONGEST,
        examples=(Example("国家预算规定工业投资⟦6.5亿元⟧。", {"status": "target"}),),
        near=Example("国家预算规定的工业投资⟦6.5亿元⟧全部完成。"),
    ),
    SentenceRule(
        name="status.share-of-a-budget",
        sentence="A share of this year's revenue or outlay belongs to a budget.",
        pattern=r"{share_of_budget}",
        weight=STRONGEST,
        examples=(Example("国防费⟦6.5亿元⟧，占本年支出的一成。", {"status": "target"}),),
        near=Example("国防费⟦6.5亿元⟧，占支出的一成。"),
    ),
    SentenceRule(
        name="status.held-against-accounts",
        sentence="What is held against the accounts of a year is a budget.",
        pattern=r"{accounts_of_year}",
        weight=STRONGEST,
        examples=(Example("国防费⟦6.5亿元⟧，为1959年决算数的一倍。", {"status": "target"}),),
        near=Example("国防费⟦6.5亿元⟧，为1959年的一倍。"),
    ),
    SentenceRule(
        name="status.intended",
        sentence="What one intends to fix is planned.",
        pattern=r"{intends}{intended}",
        weight=STRONGEST,
        examples=(Example("赤字率拟按⟦3.2%⟧安排。", {"status": "target"}),),
        near=Example("赤字率为⟦3.2%⟧。"),
    ),
    SentenceRule(
        name="status.gone-wrong",
        sentence="What went wrong is told, not planned.",
        pattern=r"{went_wrong} | {lost}[^，。；]{0,4}[{DIGITS}{ONE_TO_NINE}{TENS}] | {scrap_rate}{amounts_to}",
        weight=-STRONGEST / 2,
        examples=(Example("粮食损失⟦五百斤⟧。", {"status": "achieved"}),),
        near=Example("减少损失，节约粮食⟦五百斤⟧。"),
    ),
)
"""The voices of a sentence beside its cues; on each side the loudest is heard."""


class Said(NamedTuple):
    """Hold what a sentence says as a whole: log-odds for a plan, the rule that says most, and what it begins.

    `part` is a heading that names a part, `numbered` any other that has a number.
    """

    weight: float
    rule: str
    part: bool = False
    numbered: bool = False


_NOTHING = Said(0.0, "")


class Voices:
    """Hear the rules of sentences with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._numbered = hear(_NUMBERED, lexicon)
        self._headings = _heard(HEADINGS, lexicon)
        self._sentences = _heard(SENTENCES, lexicon)
        # Most sentences say nothing of the kind: one look tells.
        self._any = hear("|".join(rule.pattern for rule in SENTENCES), lexicon, OF_STATUS)

    def of(self, sentence: str) -> Said:
        """Say what a sentence adds to its cues."""
        numbered = self._numbered.match(sentence) is not None
        if len(sentence) <= _LONGEST and (numbered or sentence.endswith("\n")):
            spoke = [rule for rule, pattern in self._headings if pattern.search(sentence)]
            if len(spoke) == 1:
                return Said(spoke[0].weight, spoke[0].name, part=True)
        else:
            numbered = False
        if not self._any.search(sentence):
            return Said(0.0, "", numbered=True) if numbered else _NOTHING
        spoke = [rule for rule, pattern in self._sentences if pattern.search(sentence)]
        weights = [rule.weight for rule in spoke]
        loudest = max(spoke, key=lambda rule: abs(rule.weight))
        return Said(max(0.0, *weights) + min(0.0, *weights), loudest.name, numbered=numbered)


def _heard(rules: Iterable[SentenceRule], lexicon: Lexicon) -> list[tuple[SentenceRule, re.Pattern[str]]]:
    return [(rule, hear(rule.pattern, lexicon, OF_STATUS)) for rule in rules]
