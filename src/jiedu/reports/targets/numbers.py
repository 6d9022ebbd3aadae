"""Which numbers of a clause can be no target."""

from dataclasses import dataclass

from jiedu.reports.rules import Example, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRule(Rule):
    """Refuse a number by what stands before it and after it; what is empty asks nothing.

    `before` is held against the words from the head of the clause, with `far` from the head of the sentence.
    """

    before: str = ""
    after: str = ""
    far: bool = False

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return tuple(filter(None, (self.before, self.after)))


IN_BRACKETS = NumberRule(
    name="number.in-brackets",
    sentence="A number in brackets is the base, or says more of what is measured.",
    examples=(Example("一般公共预算收入在去年市核任务（⟦5.55亿元⟧）的基础上增长8.1%"),),
    near=Example("一般公共预算收入（同口径）增长⟦8.1%⟧"),
    before=r"[（(] [^）)]* $",
    after=r"^ [^（(]* [）)]",
)
BASE = NumberRule(
    name="number.base",
    sentence="What is built on, 在…的基础上, is the base.",
    examples=(Example("一般公共预算收入在去年⟦5.55亿元⟧的基础上增长8.1%"),),
    near=Example("一般公共预算收入在去年的基础上增长⟦8.1%⟧"),
    after="^ {target_built_on}",
)
FROM = NumberRule(
    name="number.from",
    sentence="Where a number goes from one to another, the first is the base.",
    examples=(Example("研发经费投入强度由⟦2.1%⟧提高到2.5%"),),
    near=Example("研发经费投入强度提高到⟦2.5%⟧"),
    before="[{target_from.chars}] [^、]{0,12} $",
    after="^ {target_changes}? {target_arrives}",
)
AVERAGE = NumberRule(
    name="number.average",
    sentence="A growth a year on average is one of many years.",
    examples=(Example("地区生产总值年均增长⟦5%⟧左右"),),
    near=Example("细颗粒物年均浓度下降，地区生产总值增长⟦5%⟧左右"),
    before="{target_average} (?! {target_no_average} ) [^、]* $",
)
MANY_YEARS = NumberRule(
    name="number.many-years",
    sentence="A number that is to be reached in many years, or under a plan of many, is none of this year.",
    examples=(Example("今后五年，地区生产总值增长⟦40%⟧以上"),),
    near=Example("今年是“十五五”开局之年，地区生产总值增长⟦5%⟧以上"),
    before=(
        '(?: {target_many_years} | [“"] {target_ten}? {ORDINAL}? {target_five} [”"] {target_span} )'
        " (?! .* {target_this_year} )"
    ),
    far=True,
)
LATER_YEAR = NumberRule(
    name="number.later-year",
    sentence="A number that is to be reached by a later year is none of this one.",
    examples=(Example("到2030年，地区生产总值达到⟦1万亿元⟧"),),
    near=Example("到年底，地区生产总值达到⟦1万亿元⟧"),
    before="({YEAR}) {target_year} (?! .* {target_this_year} )",
    far=True,
)
REFUSES = (IN_BRACKETS, BASE, FROM, AVERAGE, MANY_YEARS, LATER_YEAR)
"""What makes a number be no target, whatever the clause is about."""

NEXT_ITEM = NumberRule(
    name="number.next-item",
    sentence="Where a thing has its predicate before 、 the number after that is another thing's.",
    examples=(Example("居民收入增长与经济增长同步、细颗粒物浓度下降⟦3%⟧"),),
    near=Example("居民收入、社会消费品零售总额增长⟦3%⟧"),
    before=(
        "(?: {target_tied} | {target_does} ) [^、]* 、"
        " (?! {target_adverb}* (?: {target_strive} | {target_changes} | {target_reaches} ) )"
    ),
)
UNFIT = NumberRule(
    name="number.unfit",
    sentence="A number whose unit the family cannot have is another thing's.",
    examples=(Example("粮食产量、播种面积稳定在⟦500万亩⟧"),),
    near=Example("粮食产量稳定在⟦500万吨⟧"),
)
OTHER = NumberRule(
    name="number.other-thing",
    sentence="A share of a family, or how far it is above an average, is not its target.",
    examples=(
        Example("财政收入占生产总值比重达到⟦10%⟧"),
        Example("居民收入增速高于全国平均水平⟦0.5个百分点⟧"),
    ),
    near=Example("财政收入增长⟦10%⟧，占比提高"),
)
RULES = (*REFUSES, NEXT_ITEM, UNFIT, OTHER)
"""Every rule on numbers."""
