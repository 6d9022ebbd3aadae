"""What the plan sets elsewhere, for a family that the list does not name."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import Quantity
from jiedu.reports.rules import Example, hear
from jiedu.reports.structure import Structure
from jiedu.reports.targets.model import Claim, Sentence
from jiedu.reports.targets.numbers import NumberRule
from jiedu.reports.targets.reader import Reader
from jiedu.reports.targets.statements import sentence_around
from jiedu.text.spans import CleanText

ELSEWHERE = NumberRule(
    name="plan.elsewhere",
    sentence="A family that no list names has the first figure that the part which plans the year sets for it.",
    examples=(
        Example(
            "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n稳定就业，城镇新增就业⟦3000人⟧。"
        ),
    ),
    near=Example(
        "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，城镇新增就业⟦3000人⟧。\n稳定就业，新增岗位900个。"
    ),
)
OUTPUT = NumberRule(
    name="plan.output-of-grain",
    sentence="A bare 产量 is that of the grain which its sentence names before.",
    examples=(
        Example(
            "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n"
            "粮食播种面积稳定在52万亩以上，产量⟦20万吨⟧左右。"
        ),
    ),
    near=Example(
        "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n"
        "粮食播种面积稳定在52万亩以上，蔬菜产量⟦20万吨⟧左右。"
    ),
    before="{target_grain} [^。；]{0,80} [，、] {target_harvest} {target_adverb}* {target_reaches}? {target_bound}? $",
    far=True,
)
TOLD = NumberRule(
    name="plan.told",
    sentence="What the plan tells of the past, or of another place, sets nothing.",
    examples=(
        Example(
            "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n去年城镇新增就业⟦3000人⟧，今年更多。"
        ),
    ),
    near=Example(
        "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n今年城镇新增就业⟦3000人⟧，比去年更多。"
    ),
    before="{target_last_year} [^。；，]* $",
    far=True,
)
OUTLINE = NumberRule(
    name="plan.outline",
    sentence="A paragraph that speaks of an outline, or of the time of a plan, sets nothing for the year.",
    examples=(
        Example(
            "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n"
            "《纲要（草案）》明确了目标。其中粮食产量达到⟦20万吨⟧。"
        ),
    ),
    near=Example(
        "一、今年工作安排\n今年主要预期目标是：生产总值增长5%，居民收入增长6%。\n"
        "落实《纲要（草案）》明确的目标。今年粮食产量达到⟦20万吨⟧。"
    ),
    before=(
        '(?: {target_outline} | [“"] {target_ten}? {ORDINAL}? {target_five} [”"] {target_span} )'
        " (?! .* {target_this_year} )"
    ),
    far=True,
)
RULES = (ELSEWHERE, OUTPUT, TOLD, OUTLINE)
"""Every rule on what the plan sets elsewhere."""


@lru_cache(maxsize=2)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    return tuple(hear(rule.before, lexicon) for rule in (OUTPUT, TOLD, OUTLINE))


_NEAR = 400


class PlanReader:
    """Ask the plan of a report what it sets outside the list."""

    def __init__(self, run: CleanText, structure: Structure, reader: Reader, lexicon: Lexicon) -> None:
        self._run, self._structure, self._reader = run, structure, reader
        self._output, self._told, self._outline = _patterns(lexicon)

    def claims(self, quantities: Iterable[Quantity], silent: set[str]) -> Iterator[Claim]:
        """Give for each silent family what the first sentence of the plan claims that sets a figure for it."""
        held: dict[str, int] = {}
        for quantity in quantities:
            family = quantity.family or ("grain" if self._may_be_grain(quantity) else "")
            if family not in silent or not self._plans(quantity):
                continue
            at = self._run.from_source(quantity.start)
            sentence = Sentence(self._run, *sentence_around(self._run.text, at, at))
            if held.get(family, sentence.start) != sentence.start or self._is_told(sentence, at):
                continue
            for claim in self._about(sentence, quantity, family):
                held[family] = sentence.start
                yield claim.by(ELSEWHERE.name)

    def _plans(self, quantity: Quantity) -> bool:
        """Say whether a quantity is a target of the part that plans the year, outside the list."""
        lists, role = self._structure.targets, self._structure.role_at(quantity.start)
        if quantity.status != "target" or self._structure.is_listed(quantity.start):
            return False
        # Where no heading tells, what follows the list is the plan.
        return role == "plan" or (role is None and bool(lists) and lists[0].end <= quantity.start)

    def _is_told(self, sentence: Sentence, at: int) -> bool:
        """Say whether a number tells of the past, or of many years: by its sentence, or its paragraph so far."""
        nearest = max(at - _NEAR, 0)
        paragraph = self._run.text[max(self._run.text.rfind("\n", nearest, at) + 1, nearest) : at]
        return any((self._told.search(self._before(sentence, at)), self._outline.search(paragraph)))

    def _about(self, sentence: Sentence, quantity: Quantity, family: str) -> Iterator[Claim]:
        """Give the claim that the sentence's clauses make of a quantity."""
        if not quantity.family:
            at = self._run.from_source(quantity.start)
            if self._output.search(self._before(sentence, at)):
                yield self._reader.bare_claim(sentence, quantity, family, OUTPUT.name)
            return
        for claim in self._reader.claims(sentence):
            if claim.family == family and claim.quantity == quantity:
                yield claim

    def _before(self, sentence: Sentence, at: int) -> str:
        return self._run.text[sentence.start : at]

    def _may_be_grain(self, quantity: Quantity) -> bool:
        return quantity.kind == "level" and self._reader.families.fits("grain", quantity.unit, quantity.kind)
