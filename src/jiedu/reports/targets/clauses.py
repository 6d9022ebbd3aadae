"""What the clauses of a list say: from the names and numbers of a clause to claims."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from jiedu.reports.rules import Example, Rule
from jiedu.reports.targets.model import Claim, Clause, NamedFamily, Number

if TYPE_CHECKING:
    from jiedu.reports.targets.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRule(Rule):
    """Turn a clause into claims by `then`, which gives none where the rule has nothing to say.

    `pattern` is what `then` holds against the words up to the number.
    """

    then: Callable[["Reader", Clause], list[Claim]]
    pattern: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern,) if self.pattern else ()


def _goes_on(reader: "Reader", clause: Clause, rule: str, aim: str) -> list[Claim]:
    """Give the numbers of a clause that names no family to the families of the clause before."""
    if clause.names or not clause.before or not clause.numbers:
        return []
    if not reader.hears(rule, clause.words[: clause.numbers[0].start]):
        return []
    if len(clause.numbers) not in (1, len(clause.before)) or len(clause.before) > len(clause.numbers):
        return []
    claims = []
    for before, number in zip(clause.before, clause.numbers, strict=False):
        if not reader.families.fits(before.family, number.quantity.unit, number.quantity.kind):
            return []
        named = NamedFamily(0, 0, before.family, before.scope, 0, rule)
        own_aim = "base" if before.quantity is None else aim
        claim = replace(reader.claim(clause, named, number, own_aim, rule), named=before.named)
        if own_aim == aim == "base" and before.quantity is not None and claim.measure == before.measure:
            return []
        claims.append(claim)
    return claims


def _strives(reader: "Reader", clause: Clause) -> list[Claim]:
    return _goes_on(reader, clause, "clause.strives", "stretch")


def _sets(reader: "Reader", clause: Clause) -> list[Claim]:
    return _goes_on(reader, clause, "clause.sets", "base")


def _grows_besides(reader: "Reader", clause: Clause) -> list[Claim]:
    return _goes_on(reader, clause, "clause.grows-besides", "base")


def _after_colon(reader: "Reader", clause: Clause) -> list[Claim]:
    if clause.opened not in ("：", ":") or any(before.quantity for before in clause.before):
        return []
    return _goes_on(reader, clause, "clause.after-colon", "base")


def _respectively(reader: "Reader", clause: Clause) -> list[Claim]:
    """Give each thing before 分别 its number, where there are as many of the one as of the other."""
    apart = reader.patterns.apart.search(clause.words) or reader.patterns.paired.search(clause.words)
    if apart is None or not clause.names:
        return []
    stop = apart.start()
    after = [number for number in clause.numbers if number.end >= stop]
    if len(after) < 2:
        return []
    things = reader.things(clause, stop, len(after))
    pairs = zip(things, after, strict=False)
    return [reader.claim(clause, name, number, "base", "clause.respectively") for name, number in pairs if name]


def _own_number(reader: "Reader", clause: Clause) -> list[Claim]:
    """Give each family the numbers from its name to the next name, or those that all share."""
    claims: list[Claim] = []
    for index, name in enumerate(clause.names):
        stop = clause.names[index + 1].start if index + 1 < len(clause.names) else len(clause.words)
        mine = [number for number in clause.numbers if name.start <= number.start < stop] or clause.numbers[:1]
        mine = [number for number in mine if reader.can_be(clause, name, number)]
        if not mine:
            continue
        claims.append(reader.claim(clause, name, mine[0], "base", "clause.own-number"))
        claims += _beyond(reader, clause, name, mine)
    return claims


def _beyond(reader: "Reader", clause: Clause, name: NamedFamily, mine: list[Number]) -> Iterator[Claim]:
    """Give what a family strives for beyond its number, and its other measure."""
    first = mine[0]
    besides = False
    for before, number in pairwise(mine):
        between = clause.words[before.end : number.start]
        if reader.patterns.stretch.search(clause.words, first.end, number.start):
            yield reader.claim(clause, name, number, "stretch", "clause.strives")
            return
        other = reader.claim(clause, name, number, "base", "clause.grows-besides")
        is_other = other.measure != reader.measure(clause, name, first)[0]
        if not besides and is_other and reader.hears("clause.grows-besides", between):
            besides = True
            yield other


def _in_words(reader: "Reader", clause: Clause) -> list[Claim]:
    """Say of each family that its target is put in words."""
    claims = []
    comparator = "sync" if reader.patterns.sync.search(clause.words) else ""
    for index, name in enumerate(clause.names):
        stop = clause.names[index + 1].start if index + 1 < len(clause.names) else len(clause.words)
        direction = "down" if reader.patterns.down.search(clause.words, name.start, stop) else ""
        claims.append(reader.in_words(clause, name, comparator, direction))
    return claims


CLAUSES = (
    ClauseRule(
        name="clause.after-colon",
        sentence="A number after a colon belongs to the family before it.",
        examples=(
            Example("今年主要预期目标是：\n地区生产总值：⟦7%⟧；居民收入增长6%。", {"family": "gdp", "value": "7"}),
        ),
        near=Example("今年主要预期目标是：\n地区生产总值增长7%；新建学校：⟦6所⟧；居民收入增长6%。"),
        then=_after_colon,
        pattern="{target_adverb}* (?: {target_changes} | {target_reaches} )? {target_adverb}* $",
    ),
    ClauseRule(
        name="clause.strives",
        sentence="What is striven for goes beyond the target before it, where nothing else is named between.",
        examples=(
            Example("今年主要预期目标是：地区生产总值增长7%以上，力争达到⟦8%⟧，居民收入增长6%。", {"aim": "stretch"}),
        ),
        near=Example(
            "今年主要预期目标是：地区生产总值增长7%，居民收入增长与经济增长同步，细颗粒物浓度控制在⟦29微克⟧/立方米、争取更优。"
        ),
        then=_strives,
        pattern=(
            r"^ \s* {target_adverb}* {target_strive}"
            " (?: {target_adverb} | {target_changes} | {target_reaches} )* $"
        ),
    ),
    ClauseRule(
        name="clause.sets",
        sentence="定为, 控制在 after a comma give the family before it its number.",
        examples=(Example("今年经济增长速度的预期目标，定为⟦百分之八⟧。", {"family": "gdp", "value": "8"}),),
        near=Example("今年经济增长的预期目标为8%，赤字率定为⟦3%⟧。"),
        then=_sets,
        pattern=r"^ \s* {target_sets} {target_adverb}* $",
    ),
    ClauseRule(
        name="clause.grows-besides",
        sentence="Level and growth of one family are two targets: 达到43.5亿元，增长14.5%.",
        examples=(
            Example(
                "今年主要预期目标是：全县生产总值达到43.5亿元，增长⟦14.5%⟧；居民收入增长6%。", {"measure": "growth"}
            ),
        ),
        near=Example("今年主要预期目标是：全县生产总值达到43.5亿元，工业用电增长⟦14.5%⟧；居民收入增长6%。"),
        then=_grows_besides,
        pattern=(
            r"^ \s* {target_adverb}* 、? {target_adverb}*"
            " (?: {target_changes} | {target_reaches} ) {target_adverb}* $"
        ),
    ),
    ClauseRule(
        name="clause.respectively",
        sentence="Under 分别 each thing has its own number, in their order.",
        examples=(Example("今年主要预期目标是：城镇、农村居民人均可支配收入分别增长5%、⟦6.5%⟧。", {"scope": "rural"}),),
        near=Example("今年主要预期目标是：生产总值增长5%，固定资产投资、社会消费品零售总额均增长⟦6.5%⟧。"),
        then=_respectively,
    ),
    ClauseRule(
        name="clause.own-number",
        sentence="A family has the number that follows its name, or the one that all share.",
        examples=(Example("今年主要预期目标是：生产总值增长⟦5%⟧，粮食产量500亿斤。", {"family": "gdp"}),),
        near=Example("今年主要预期目标是：生产总值增长5%，粮食产量、播种面积稳定在⟦500万亩⟧。"),
        then=_own_number,
    ),
    ClauseRule(
        name="clause.in-words",
        sentence="A family of the list without a number is set in words.",
        examples=(Example("今年主要预期目标是：生产总值增长5%，⟦居民收入增长与经济增长同步⟧。", {"family": "income"}),),
        near=Example("今年主要预期目标是：⟦生产总值增长5%⟧，居民收入增长6%。"),
        then=_in_words,
    ),
)
"""What a clause says; the first rule that makes a claim decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingRule(Rule):
    """Say how wide a government's taking is that `pattern` names: the narrowest that has a number is the family's."""

    width: int
    pattern: str

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern,)


TAKINGS = (
    TakingRule(
        name="taking.budget",
        sentence="The revenue of the general public budget is the narrowest.",
        examples=(
            Example("今年主要预期目标是：全部财政收入增长16.3%，公共财政预算收入增长⟦7.7%⟧。", {"value": "7.7"}),
        ),
        near=Example("今年主要预期目标是：生产总值增长5%，财政收入增长⟦7.7%⟧。"),
        width=0,
        pattern="{family_budget}",
    ),
    TakingRule(
        name="taking.local",
        sentence="The local fiscal revenue is narrower than fiscal revenue.",
        examples=(Example("今年主要预期目标是：财政收入增长10.1%，其中，地方财政收入增长⟦5.5%⟧。", {"value": "5.5"}),),
        near=Example("今年主要预期目标是：财政收入增长⟦10.1%⟧，生产总值增长5%。"),
        width=1,
        pattern="{target_local} {family_fiscal}",
    ),
    TakingRule(
        name="taking.whole",
        sentence="The whole fiscal revenue is the widest.",
        examples=(Example("今年主要预期目标是：全部财政收入增长⟦18%⟧，生产总值增长5%。", {"value": "18"}),),
        near=Example("今年主要预期目标是：财政收入增长⟦18%⟧，生产总值增长5%。"),
        width=3,
        pattern="{target_all} {family_fiscal} | {family_fiscal} {family_fiscal_whole}",
    ),
)
"""How wide a taking is; one that none of them names lies between 地方 and 全部."""

PLAIN_TAKING = 2
