"""Targets outside the list: sentences that call a figure the year's target, and those that refuse one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiedu.reports.families import FAMILY_RULES
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import Example, Rule, hear
from jiedu.reports.structure import Structure
from jiedu.reports.targets.model import Sentence
from jiedu.text.spans import CleanText, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRule(Rule):
    """Hear a sentence that states a target; `goes_on` says how many sentences after it state more."""

    pattern: str
    goes_on: int = 0

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern,)


STATES = (
    StatementRule(
        name="statement.target-is",
        sentence="A sentence that says what a growth's target is states it.",
        examples=(
            Example("一、今年工作安排\n今年经济增长预期目标为⟦7%⟧左右。", {"family": "gdp", "where": "sentence"}),
        ),
        near=Example("一、今年工作安排\n今年努力完成经济增长目标，新增就业⟦3000人⟧。"),
        pattern=r"""
            {target_expected} {target_of}? {target_aim} [，,]? {target_is}
          | {target_growth} {target_expected} {target_aim}? {target_is} | {target_growth} {target_aim} {target_is}
        """,
    ),
    StatementRule(
        name="statement.plan-asks",
        sentence="What this year's plan asks for is a target, to the end of the paragraph.",
        examples=(
            Example(
                "一、今年工作安排\n今年计划要求，粮食产量达到⟦41250万吨⟧。", {"family": "grain", "where": "sentence"}
            ),
        ),
        near=Example("一、今年工作安排\n今年要求各地努力，粮食产量达到⟦41250万吨⟧。"),
        pattern=(
            "{target_this_year} {target_plans} {target_asks}? | {target_plans} {target_asks}"
            " | {family_gdp} {target_plans} {target_grow}"
        ),
        goes_on=99,
    ),
    StatementRule(
        name="statement.explains",
        sentence="After 提出这些预期目标 a sentence that begins with a family and its figure repeats its target.",
        examples=(
            Example(
                "一、今年工作安排\n提出这些预期目标，主要考虑是打牢基础。\n城镇调查失业率⟦5.5%⟧左右，体现了就业优先。",
                {"family": "surveyed_unemployment", "where": "sentence"},
            ),
        ),
        near=Example("一、今年工作安排\n提出这些举措，主要考虑是打牢基础。\n建设学校⟦5所⟧左右，体现了就业优先。"),
        pattern="{target_puts} {target_these} {target_expected}? {target_aim}",
        goes_on=8,
    ),
)
"""What states a target outside the list."""

EXPLAINS = StatementRule(
    name="statement.afterwards",
    sentence="A list ends where a sentence begins to explain it: 实现这样的目标, 这体现了, 确定这些目标.",
    examples=(Example("今年主要预期目标是：生产总值增长8%，价格涨幅3%。⟦实现这样的目标，财政收入要增长9%。⟧"),),
    near=Example("今年主要预期目标是：生产总值增长8%，价格涨幅3%。⟦财政收入增长9%。⟧"),
    pattern=r"\s* (?: {target_afterwards} | [^。]{0,6} {target_considers} )",
)
OTHER_YEARS = StatementRule(
    name="statement.other-years",
    sentence="A sentence that speaks of five years, of an average, or of what was set last year states none.",
    examples=(Example("一、今年工作安排\n“十五五”期间经济增长预期目标为⟦7%⟧左右。"),),
    near=Example("一、今年工作安排\n今年经济增长预期目标为⟦7%⟧左右。"),
    pattern=r"""
        {target_many_years} | [“"] {target_ten}? {ORDINAL}? {target_five} [”"]
      | {target_average} | {target_last_year} .{0,12} {target_was_set} | {target_outline}
    """,
)
REFUSES = StatementRule(
    name="statement.refuses",
    sentence="A report may say that it sets no target for a family.",
    examples=(Example("一、今年工作安排\n我们⟦没有提出全年经济增速具体目标⟧。", {"availability": "none set"}),),
    near=Example("一、今年工作安排\n我们⟦提出了全年经济增速具体目标⟧。"),
    pattern=r"{target_not} {target_sets_aim} [^。；\n]{0,24}? (?: {target_aim} | {target_figure} )",
)
RULES = (*STATES, EXPLAINS, OTHER_YEARS, REFUSES)
"""Every rule on statements."""

_BACK = ("review", "review_term", "plan_term")
_SENTENCE = re.compile(r"[^。！]+[。！]?")
_ITEM = re.compile(r"[^。！\n]+[。！]?")
_LONGEST_SENTENCE = 400


class _Words:
    """Hold the words of statements, compiled for one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.states = [(rule, hear(rule.pattern, lexicon)) for rule in STATES]
        self.any = re.compile("|".join(pattern.pattern for _, pattern in self.states), re.VERBOSE)
        self.afterwards = hear(EXPLAINS.pattern, lexicon)
        self.other_years = hear(OTHER_YEARS.pattern, lexicon)
        self.refuses = hear(REFUSES.pattern, lexicon)
        # What is refused is named in fewer words: 不设经济增速目标.
        own = {"gdp": "{family_economy} {family_economy_grows} | {family_gdp} | {family_gdp_short}"}
        self.refused = [(rule.family, hear(own.get(rule.family, rule.pattern), lexicon)) for rule in FAMILY_RULES]


@lru_cache(maxsize=2)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def list_sentences(run: CleanText, span: Span, lexicon: Lexicon) -> Iterator[Sentence]:
    """Give the sentences of a list of targets, up to the one that begins to explain them."""
    words = _words(lexicon)
    start, end = run.from_source(span.start), run.from_source(span.end)
    for number, found in enumerate(_ITEM.finditer(run.text, start, end)):
        if number and words.afterwards.match(found[0]):
            return
        yield Sentence(run, found.start(), found.end())


def statements(run: CleanText, structure: Structure, lexicon: Lexicon) -> Iterator[tuple[Sentence, str, bool]]:
    """Give the sentences outside the list that state a target, with the rule, and whether they only go on."""
    words = _words(lexicon)
    covered = 0
    for found in words.any.finditer(run.text):
        at = run.to_source(found.start())
        listed = structure.is_listed(at)
        if found.start() < covered or listed or structure.role_at(at) in _BACK:
            continue
        start, end = sentence_around(run.text, found.start(), found.end())
        covered = end
        if words.other_years.search(run.text, start, end):
            continue
        rule = next(rule for rule, pattern in words.states if pattern.match(run.text, found.start(), found.end()))
        yield Sentence(run, start, end), rule.name, False
        for sentence in _following(words, run, end, rule):
            yield sentence, rule.name, True


def _following(words: _Words, run: CleanText, end: int, rule: StatementRule) -> Iterator[Sentence]:
    """Give the sentences after a statement that state more; what explains goes over the paragraph's end."""
    last = min(end + 3 * _LONGEST_SENTENCE, len(run.text))
    explains = rule.name == "statement.explains"
    stop = -1 if explains else run.text.find("\n", end, last)
    text = run.text[end : last if stop < 0 else stop]
    for number, later in enumerate(_SENTENCE.finditer(text)):
        if number >= rule.goes_on or (not explains and words.afterwards.match(later[0])):
            return
        lead = len(later[0]) - len(later[0].lstrip())
        first = re.search(r"[，,；;。]", later[0]) if explains else None
        # What is said of a target after its figure is no target.
        length = first.start() if first else len(later[0])
        yield Sentence(run, end + later.start() + min(lead, length), end + later.start() + length)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the sentence that text[start:end] stands in, cut where it has no end.

    >>> sentence_around("新的一年。增长5%左右。谢谢。", 7, 9)
    (5, 12)
    """
    first = max(start - _LONGEST_SENTENCE, 0)
    last = min(end + _LONGEST_SENTENCE, len(text))
    begins = max(max(text.rfind(stop, first, start) for stop in "。！\n") + 1, first)
    return begins, min((at + 1 for stop in "。！" if (at := text.find(stop, end, last)) >= 0), default=last)


def refusals(run: CleanText, structure: Structure, lexicon: Lexicon) -> dict[str, tuple[Span, str]]:
    """Find the families for which the report says that it sets no target: where, and the sentence."""
    words = _words(lexicon)
    refused: dict[str, tuple[Span, str]] = {}
    for found in words.refuses.finditer(run.text):
        if structure.role_at(run.to_source(found.start())) in ("review", "review_term"):
            continue
        # What is refused may stand before the refusal: 今年经济增长不设具体目标.
        before = re.split(r"[。；，\n]", run.text[max(found.start() - 20, 0) : found.start()])[-1]
        start = found.start() - len(before)
        for family, named in words.refused:
            if named.search(before + found[0]):
                begins, ends = sentence_around(run.text, start, found.end())
                refused.setdefault(family, (run.span_to_source(start, found.end()), run.text[begins:ends]))
    return refused
