"""The rules on lists of expected targets: what opens one, what is none of the year, and how far it goes."""

from collections.abc import Callable
from dataclasses import dataclass

from jiedu.reports.rules import Example, Rule
from jiedu.reports.structure.signs import plain_year


@dataclass(frozen=True, slots=True)
class Opening:
    """Hold a phrase that may open the list, and what stands around it.

    `before` is its sentence up to the phrase, `after` the list's first words from the phrase on, `heading` the
    headings above; `years` are named before it, `later` in the first words after it. `this_year` says that the
    sentence names the year of the report.
    """

    before: str
    after: str
    heading: str
    year: int | None
    years: tuple[int, ...]
    later: tuple[int, ...]
    this_year: bool
    families: int
    figures: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule(Rule):
    """Refuse an opening: by a `pattern` held against one of its stretches (`at`), or by what `judge` says of it.

    With `saved` the rule is silent where the sentence names the year of the report.
    """

    pattern: str = ""
    at: str = "before"
    saved: bool = False
    judge: Callable[[Opening], bool] | None = None

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern,) if self.pattern else ()


def named_years(digits: list[str]) -> tuple[int, ...]:
    """Read the years that a pattern found.

    >>> named_years(["2025", "二〇二六"])
    (2025, 2026)
    """
    return tuple(int(plain_year(year)) for year in digits)


def _another_year(opening: Opening) -> bool:
    if opening.year is None:
        return False
    if opening.years:
        return opening.year not in opening.years
    return not opening.this_year and max(opening.later, default=0) > opening.year


def _too_few(opening: Opening) -> bool:
    return opening.families < 2 or not opening.figures


TARGETS_ARE = ListRule(
    name="list.targets-are",
    sentence="The year's targets follow where they are announced: 预期目标是, 预定目标为, 主要指标：.",
    examples=(
        Example("⟦今年的预定目标是：地区生产总值增长12%，固定资产投资增长30%。⟧"),
        Example("⟦全区主要预期目标:经济增长6%左右,固定资产投资增长8%。⟧"),
    ),
    near=Example("⟦完成去年预期目标任务，地区生产总值增长12%，固定资产投资增长30%。⟧"),
    pattern=r"""
        {expected_phrases} (?: [（(] [^）)]{0,20} [）)] )?
        [，,]? {expected_proposed}? {expected_arranged}? {expected_as_follows}? (?: {expected_is} | [：:] ) \s* [：:]?
    """,
)
YEAR_GROWS = ListRule(
    name="list.year-grows",
    sentence="Where nothing is announced, a sentence that goes from 今年 to a family and its growth begins the list.",
    examples=(Example("⟦今年，地区生产总值增长8.5%。一般公共预算收入增长7.1%；城镇登记失业率控制在3.5%左右。⟧"),),
    near=Example("⟦今年，地区生产总值增长8.5%，新建道路9条，改造小区20个。⟧"),
    pattern=r"""
        (?: ^ | (?<= [。；，,] ) )
        (?: {expected_this_year} | (?P<year> {YEAR} ) {expected_year} ) [，,]? (?: {expected_we} ){0,6}
        {expected_families} [^。；，,]{0,16}? {expected_grows} [^。；，,{DIGITS}]{0,6} [{DIGITS}]
    """,
)
OPENS = (TARGETS_ARE, YEAR_GROWS)
"""What opens a list; the second speaks only where the first is silent in the whole report."""

REFUSES = (
    ListRule(
        name="list.one-target",
        sentence="经济增长预期目标为… states one target, and no list.",
        examples=(Example("今年⟦经济增长的预期目标是7%左右，就业、价格保持稳定。⟧"),),
        near=Example("今年⟦经济社会发展的预期目标是：生产总值增长7%，财政收入增长8%。⟧"),
        pattern="{expected_single} {expected_single_end}? {expected_main}? $",
    ),
    ListRule(
        name="list.many-years",
        sentence="What is announced for five years, a plan or a later day is not the year's.",
        examples=(Example("“十五五”时期的⟦主要目标是：生产总值增长7%，财政收入增长8%。⟧"),),
        near=Example("今年是“十五五”开局之年，⟦主要目标是：生产总值增长7%，财政收入增长8%。⟧"),
        pattern=(
            '{expected_many_years} | [“"]? {expected_ten}? {ORDINAL}? {expected_five} [”"]'
            " | {expected_until} {YEAR} {expected_year}"
        ),
        saved=True,
    ),
    ListRule(
        name="list.outline",
        sentence="What an outline sets, 《纲要（草案）》, is for its years, unless the sentence names this one.",
        examples=(Example("《纲要（草案）》提出的⟦主要目标是：生产总值增长5%左右，财政收入增长8%。⟧"),),
        near=Example("根据《纲要》，今年⟦主要目标是：生产总值增长7%，财政收入增长8%。⟧"),
        pattern="{expected_outline}",
        saved=True,
    ),
    ListRule(
        name="list.under-many-years",
        sentence="A list under a heading of many years is theirs, unless heading or sentence names this one.",
        examples=(Example("一、今后五年的奋斗目标\n⟦主要目标是：生产总值增长7%，财政收入增长8%。⟧"),),
        near=Example("一、今后五年的目标和今年的工作\n⟦主要目标是：生产总值增长7%，财政收入增长8%。⟧"),
        pattern=(
            "^ (?! .* {expected_this_year} | .* {YEAR} {expected_year} )"
            ' .* (?: {expected_many_years} | [“"] {expected_ten}? {ORDINAL}? {expected_five} [”"] )'
        ),
        at="heading",
        saved=True,
    ),
    ListRule(
        name="list.average",
        sentence="A list that begins with many years, or grows a year on average, is theirs, unless this one is named.",
        examples=(
            Example("⟦主要目标是：生产总值年均增长11.5%以上，财政收入年均增长16%。⟧"),
            Example("⟦主要目标是：到“十五五”末，生产总值突破500亿元，财政收入突破30亿元。⟧"),
        ),
        near=Example("⟦主要目标是：生产总值增长11.5%以上，细颗粒物年均浓度下降3%，财政收入增长16%。⟧"),
        pattern=(
            "^ .{0,60}? {expected_average} | ^ .{0,16}? (?: [：:] | {expected_is} )"
            ' .{0,4} (?: {expected_many_years} | [“"] {expected_ten}? {ORDINAL}? {expected_five} [”"] )'
        ),
        at="after",
        saved=True,
    ),
    ListRule(
        name="list.another-year",
        sentence="A list that names another year before it, or a later one in its first words, is not this year's.",
        examples=(
            Example("一、2024年工作安排\n⟦奋斗目标是：到2030年，生产总值翻一番，财政收入增长8%。⟧"),
            Example("一、2024年工作安排\n⟦2023年主要目标是：生产总值增长7%，财政收入增长8%。⟧"),
        ),
        near=Example("一、2024年工作安排\n⟦2024年主要目标是：生产总值增长7%，财政收入增长8%。⟧"),
        judge=_another_year,
    ),
    ListRule(
        name="list.too-few",
        sentence="A list names at least two families, and a figure.",
        examples=(Example("今年⟦主要目标是：新建学校3所，稳定就业。⟧"),),
        near=Example("今年⟦主要目标是：生产总值增长7%，财政收入增长8%。⟧"),
        judge=_too_few,
    ),
)
"""What is not the list of the year, though it is announced like one; the first that speaks decides."""

TOLD = ListRule(
    name="list.told",
    sentence="A sentence that tells what the year has brought, or is under a heading that looks back, is no list.",
    examples=(Example("⟦今年，地区生产总值增长8.5%，预计财政收入增长7.1%；城镇登记失业率控制在3.5%左右。⟧"),),
    near=Example("⟦今年，地区生产总值增长8.5%，财政收入增长7.1%；城镇登记失业率控制在3.5%左右。⟧"),
    pattern="{expected_told}",
    at="after",
)
LOOKS_BACK = "{expected_looks_back}"
FIGURES = r"{expected_figures} | [{DIGITS}] (?: [{expected_weights.chars}] | _M_M_ )"

BELOW = (
    ListRule(
        name="list.short-items",
        sentence="A list below its phrase takes in all short paragraphs that have a family and a figure each.",
        examples=(
            Example("今年的主要预期目标为：\n⟦地区生产总值增长13.5%。\n财政收入增长9%。\n零售增长8%。⟧\n我们要努力。"),
        ),
        near=Example("今年的主要预期目标为：\n⟦地区生产总值增长13.5%，财政收入增长9%。⟧\n做好工作，要努力。"),
        pattern="^ .{0,45} $",
        at="item",
    ),
    ListRule(
        name="list.marked-items",
        sentence="A list below its phrase takes in every paragraph that begins with a dash or a number.",
        examples=(Example("今年的主要预期目标是：\n⟦——生产总值增长7%。\n——财政收入增长8%。⟧\n我们要努力工作。"),),
        near=Example("今年的主要预期目标是：\n⟦生产总值增长7%，财政收入增长8%。⟧\n——努力工作。"),
        pattern=(
            r"[{expected_bullets.chars}\-] | [{DIGITS}]{1,2} [.．、] | {ORDINAL} {expected_is}"
            r" | [（(] [{DIGITS}]{1,2} [）)]"
        ),
        at="item",
    ),
    ListRule(
        name="list.item-a-line",
        sentence="A list goes on in the paragraph that follows where one ends in a semicolon or a comma.",
        examples=(
            Example(
                "今年的主要预期目标为：\n⟦地区生产总值增长13.5%；\n财政收入增长9%；\n粮食产量稳定。⟧\n我们要努力。"
            ),
        ),
        near=Example("今年的主要预期目标为：\n⟦地区生产总值增长13.5%，财政收入增长9%。⟧\n做好工作，要努力。"),
        pattern=r"[；;，,] \s* $",
        at="end",
    ),
)
"""How far a list goes below its first paragraph."""

RULES: tuple[ListRule, ...] = (*OPENS, *REFUSES, TOLD, *BELOW)
"""Every rule on lists, in the order in which they are asked."""
