"""The families of targets: the figures by which a year is planned, the words that name them, and what they can be.

A family is heard in two places: in the words of a clause, which may be about several, and in the indicator of a
quantity, which must be about the whole: 跨境电商进出口 is no target for 进出口, nor is a share of 生产总值 its growth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import Example, Rule, hear, spell


@dataclass(frozen=True, slots=True)
class Family:
    """Name a family of targets; `usual` is the measure in which it is mostly set, a word of vocabulary.MEASURES."""

    name: str
    en: str
    zh: str
    usual: str
    amount: str

    @property
    def kinds(self) -> frozenset[str]:
        """Give the kinds of quantity that can be its target.

        >>> sorted(FAMILIES[0].kinds)
        ['money', 'rate']
        """
        shares = {"share"} if self.usual == "intensity" or not self.amount or self.name == "rd" else set[str]()
        return frozenset({"rate", *({self.amount} if self.amount else ()), *shares})


FAMILIES = (
    Family("gdp", "Growth of GDP", "生产总值", "growth", "money"),
    Family("budget_revenue", "Budget revenue", "一般公共预算收入", "growth", "money"),
    Family("income", "Income of residents", "居民收入", "growth", "money"),
    Family("cpi", "Consumer prices", "居民消费价格", "growth", ""),
    Family("new_jobs", "New urban jobs", "城镇新增就业", "level", "count"),
    Family("surveyed_unemployment", "Surveyed urban unemployment", "城镇调查失业率", "intensity", ""),
    Family("registered_unemployment", "Registered urban unemployment", "城镇登记失业率", "intensity", ""),
    Family("retail", "Retail sales", "社会消费品零售总额", "growth", "money"),
    Family("fixed_investment", "Fixed-asset investment", "固定资产投资", "growth", "money"),
    Family("grain", "Grain output", "粮食产量", "level", "level"),
    Family("rd", "Spending on research and development", "研发投入", "intensity", "money"),
    Family("energy_intensity", "Energy use per unit of GDP", "单位生产总值能耗", "growth", ""),
    Family("trade", "Imports and exports", "进出口", "growth", "money"),
    Family("industry", "Value added of industry", "工业增加值", "growth", "money"),
)
"""The families that are looked for, in the order of the table."""

BY_NAME = {family.name: family for family in FAMILIES}
"""The families by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRule(Rule):
    """Hear a family: `pattern` wherever it is named.

    In the indicator of a quantity about the whole, nothing but `lead` stands before that, and `other` not after it.
    """

    pattern: str
    lead: str = "(?: {family_whole} )*"
    other: str = "{family_not_after}"

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern, self.lead, self.other)

    @property
    def family(self) -> str:
        """Give the family's name.

        >>> FAMILY_RULES[0].family
        'gdp'
        """
        return self.name.partition(".")[2].replace("-", "_")


FAMILY_RULES = (
    FamilyRule(
        name="family.gdp",
        sentence="What is produced in a year, as a whole; not per head, per unit, or a share of it.",
        examples=(
            Example("⟦全县生产总值⟧增长7%以上", {"family": "gdp"}),
            Example("今年⟦经济增长⟧5%左右", {"family": "gdp"}),
        ),
        near=Example("⟦人均地区生产总值⟧增长5%"),
        pattern=r"""
            {family_gdp_parts.not_behind} {family_gdp_wide}? {family_gdp} (?! {family_gdp_other} )
          | (?: ^ | {family_economy_of.behind} ) {family_economy} (?: {family_economy_grows} | $ )
          | {family_gdp_short} (?= {family_gdp_does} )
        """,
    ),
    FamilyRule(
        name="family.budget-revenue",
        sentence="What a government takes in: the revenue of its general public budget, or its fiscal revenue.",
        examples=(Example("⟦地方一般公共预算收入⟧增长2%", {"family": "budget_revenue"}),),
        near=Example("⟦税收收入⟧增长2%"),
        pattern=r"{family_budget} | {family_fiscal} {family_fiscal_whole}? {family_revenue}",
    ),
    FamilyRule(
        name="family.income",
        sentence="What residents have, in towns, in the country, or both.",
        examples=(Example("⟦城镇居民人均可支配收入⟧增长6%", {"family": "income"}),),
        near=Example("⟦脱贫人口收入⟧增长6%"),
        pattern=r"""
            {family_residents} {family_real}? {family_per_head}? {family_disposable}? {family_real}? {family_revenue}
          | {family_farmers} {family_per_head} {family_net}? {family_revenue}
          | {family_residents} {family_per_head} {family_net}? {family_revenue}
        """,
    ),
    FamilyRule(
        name="family.cpi",
        sentence="How consumer prices rise.",
        examples=(Example("⟦居民消费价格涨幅⟧2%左右", {"family": "cpi"}),),
        near=Example("⟦商品房价格⟧下降2%"),
        pattern=r"{family_prices}",
    ),
    FamilyRule(
        name="family.new-jobs",
        sentence="How many find work in towns; not how many of one group do.",
        examples=(
            Example("⟦城镇新增就业⟧1.2万人", {"family": "new_jobs"}),
            Example("⟦新增就业⟧3300人", {"family": "new_jobs"}),
        ),
        near=Example("⟦脱贫劳动力就业⟧1.2万人"),
        pattern=r"{family_jobs}",
    ),
    FamilyRule(
        name="family.surveyed-unemployment",
        sentence="The rate of unemployment that is surveyed.",
        examples=(Example("⟦城镇调查失业率⟧控制在5.5%以内", {"family": "surveyed_unemployment"}),),
        near=Example("⟦城镇登记失业率⟧控制在5.5%以内"),
        pattern=r"{family_surveyed}",
    ),
    FamilyRule(
        name="family.registered-unemployment",
        sentence="The rate of unemployment that is registered.",
        examples=(Example("⟦城镇登记失业率⟧控制在4.5%以内", {"family": "registered_unemployment"}),),
        near=Example("⟦失业率⟧控制在4.5%以内"),
        pattern=r"{family_registered}",
    ),
    FamilyRule(
        name="family.retail",
        sentence="What is sold to consumers.",
        examples=(Example("⟦社会消费品零售总额⟧增长6%", {"family": "retail"}),),
        near=Example("⟦网络零售额⟧增长6%"),
        pattern=r"{family_retail}",
    ),
    FamilyRule(
        name="family.fixed-investment",
        sentence="What is invested in fixed assets, by all.",
        examples=(Example("⟦全社会固定资产投资⟧增长8%", {"family": "fixed_investment"}),),
        near=Example("⟦交通固定资产投资⟧增长8%"),
        pattern=r"{family_fixed}",
    ),
    FamilyRule(
        name="family.grain",
        sentence="How much grain is grown.",
        examples=(Example("⟦粮食总产量⟧稳定在16万吨以上", {"family": "grain"}),),
        near=Example("⟦粮食播种面积⟧稳定在16万亩以上"),
        pattern=r"{family_grain}",
    ),
    FamilyRule(
        name="family.rd",
        sentence="What is spent on research and development, or its share of what is produced.",
        examples=(Example("⟦全社会研发经费投入⟧增长8%", {"family": "rd"}),),
        near=Example("⟦教育经费投入⟧增长8%"),
        pattern=r"{family_research} {family_research_spent}?",
        lead="(?: {family_whole} | {family_industry_size} | {family_firms} )*",
        other="{family_not_research}",
    ),
    FamilyRule(
        name="family.energy-intensity",
        sentence="How much energy a unit of what is produced takes.",
        examples=(Example("⟦单位地区生产总值能耗⟧下降2%", {"family": "energy_intensity"}),),
        near=Example("⟦能源消费总量⟧下降2%"),
        pattern=r"""
            (?: {family_per_unit} {family_gdp_wide}? {family_gdp_any} {family_energy_of}? )?
            {family_energy_parts.not_behind} {family_energy} (?! {family_energy_whole} )
        """,
    ),
    FamilyRule(
        name="family.trade",
        sentence="What goes over the border: imports and exports, or exports.",
        examples=(Example("⟦外贸进出口总值⟧增长5%", {"family": "trade"}),),
        near=Example("⟦跨境电商进出口⟧增长5%"),
        pattern=r"{family_trade} | {family_trade_ways.not_behind} {family_exports} (?= {family_exports_sum} | $ )",
    ),
    FamilyRule(
        name="family.industry",
        sentence="What industry adds, or its larger firms; not what one branch does.",
        examples=(Example("⟦规上工业增加值⟧增长11%以上", {"family": "industry"}),),
        near=Example("⟦食品工业增加值⟧增长11%以上"),
        pattern=r"""
            {family_industry_size}? {family_per_unit.not_behind} {family_industry}
            (?! {family_energy} | {family_not_industry} )
        """,
    ),
)
"""How each family is heard, in the order of FAMILIES."""

RULES: tuple[Rule, ...] = FAMILY_RULES
"""Every rule of this room."""


class Mention(NamedTuple):
    """Point at the words that name a family."""

    start: int
    end: int
    family: str


class Families:
    """Hold a lexicon's words for the families, compiled into one expression.

    >>> families = Families(Lexicon.load())
    >>> [mention.family for mention in families.named("城镇调查失业率、居民消费价格涨幅分别为5%和3%")]
    ['surveyed_unemployment', 'cpi']
    >>> families.of("全市城镇新增就业", "人", "count"), families.of("高校毕业生就业", "人", "count")
    ('new_jobs', '')
    """

    def __init__(self, lexicon: Lexicon) -> None:
        either = "|".join(f"(?P<{rule.family}> {spell(rule.pattern, lexicon)} )" for rule in FAMILY_RULES)
        self._any = re.compile(either, re.VERBOSE)
        self._leads = {rule.family: hear(rule.lead, lexicon) for rule in FAMILY_RULES}
        self._others = {rule.family: hear(rule.other, lexicon) for rule in FAMILY_RULES}
        self._bare = frozenset(lexicon.lists["family_bare"])
        self._new = tuple(lexicon.lists["family_new"])
        self._work = tuple(lexicon.lists["family_work"])
        self._units = {"count": frozenset(lexicon.lists["family_beings"])}
        self._units["level"] = frozenset(lexicon.lists["family_weights"])
        self._known: dict[tuple[str, str, str], str] = {}

    def named(self, words: str) -> Iterator[Mention]:
        """Give every mention of a family, in the order of the words."""
        for found in self._any.finditer(words):
            yield Mention(found.start(), found.end(), found.lastgroup or "")

    def fits(self, family: str, unit: str, kind: str) -> bool:
        """Say whether a number with this unit can be a target of the family.

        >>> families = Families(Lexicon.load())
        >>> families.fits("grain", "吨", "level"), families.fits("grain", "人", "count")
        (True, False)
        """
        amount = BY_NAME[family].amount
        if kind in ("rate", "share") or not unit:
            return True
        if kind == "money":
            return amount == "money"
        return unit in self._units.get(amount, ()) or (not amount and family == "energy_intensity")

    def is_other(self, family: str, after: str) -> bool:
        """Say whether what follows a family's name makes it another thing: a share of it, its projects.

        >>> Families(Lexicon.load()).is_other("gdp", "占全国比重达到")
        True
        """
        return self._others[family].search(after) is not None

    def of(self, indicator: str, unit: str, kind: str, before: str = "") -> str:
        """Name the family that a quantity is about, by what it measures, its unit and its kind; "" for none.

        `before` are the words before the number: the verb of 新增就业 is no part of an indicator, but of the family.
        """
        if indicator.endswith(self._work) and before[: before.rfind(indicator)].endswith(self._new):
            indicator = self._new[0] + indicator
        key = (indicator, unit, kind)
        if key not in self._known:
            if len(self._known) >= _MANY:
                self._known.clear()
            self._known[key] = self._of(*key)
        return self._known[key]

    def _of(self, indicator: str, unit: str, kind: str) -> str:
        found = self._any.search(indicator)
        if found is None or found.lastgroup is None:
            return ""
        family = found.lastgroup
        whole = self._leads[family].fullmatch(indicator, 0, found.start())
        # 能耗 alone may be that of a branch, or an amount.
        if whole is None or found[0] in self._bare or self._others[family].search(indicator, found.end()):
            return ""
        return family if kind in BY_NAME[family].kinds and self.fits(family, unit, kind) else ""


_MANY = 20_000


@lru_cache(maxsize=2)
def families_of(lexicon: Lexicon) -> Families:
    """Prepare the families of a lexicon once; the last two are kept.

    >>> families_of(Lexicon.load()) is families_of(Lexicon.load())
    True
    """
    return Families(lexicon)
