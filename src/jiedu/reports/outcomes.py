"""What a report says came of the year before: growth, revenue, prices, jobs, unemployment, income.

A report of one year is where the outcome of the year before is first told, often as an estimate. What it says is taken
as it stands; whether it is right is not asked here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from jiedu.reports.quantities import Quantity

if TYPE_CHECKING:
    from jiedu.reports.report import Report

FAMILIES_REPORTED = (
    "gdp",
    "budget_revenue",
    "income",
    "cpi",
    "new_jobs",
    "surveyed_unemployment",
    "registered_unemployment",
)
"""The families of targets whose outcomes are looked for."""

_LEVELS = ("new_jobs",)
_SHARES = ("surveyed_unemployment", "registered_unemployment")
_STOPS = "。；;！？!?\n"
# Of several years, of a part of the year, or of a longer plan: no outcome of the year.
_OTHER_SPAN = re.compile(
    r"年均|平均每年|五年|[三四]年(?:来|间|累计)|累计|年来|以来|期间|时期|规划|连续|[上下]半年|季度|[一二三四]至|年平均|本世纪|总目标|比(?:19|20)\d\d年"
    r"|(?<!1)[1-9一二三四五六七八九]{1,2}月份?"
)
# 上半年，地区生产总值增长6.3%: a clause of its own, which governs those behind it until the whole year is named.
_PART_ALONE = re.compile(
    r"(?:今年|去年|(?:19|20)\d\d年)?(?:[上下]半年|[前第]?[一二三四]个?季度|(?:1|一)[-—~至到](?:1?\d|[一二三四五六七八九十]{1,2})月份?)"
)
_PLANNED = re.compile(r"目标|计划|预期|要求|任务|低于|高于全|快于|全国平均|全省平均|百分点")
_PRELIMINARY = re.compile(r"预计|初步核算|初步统计|初步测算|初步预计|据初步|预算执行|快报")
_URBAN, _RURAL = re.compile(r"城镇|城市|职工|市民"), re.compile(r"农村|农民|农牧民")
_BOTH = re.compile(r"城乡|城镇(?:和|与|、)农村")
_RURAL_FIRST = re.compile(r"(?:农村|农民|农牧民)[^，,]{0,12}[和、与](?:城镇|城市)")
_BUDGET = re.compile(r"一般公共预算|公共财政预算|一般预算|地方财政")
_BETWEEN = re.compile(r"[和、与及，]")
# What was added, or what it rose from, is not what it came to.
_FROM = re.compile(r"(?:[由从]|增收|增加|净增|多收)(?:\d{4}年的)?$")
_SEVERAL = re.compile(r"年均|五年|期间|“?十[一二三四]?五”?(?:期|时|以来|末)")
_DEFICIT = re.compile(r"比例|占|比重|收入比|之比|支出|税收|人均(?!可支配|纯)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what a report says a family came to in the year before its own.

    `value` of a fall is negative; `preliminary` is the word that calls the figure an estimate, "" where none does.
    """

    family: str
    scope: str
    measure: str
    value: Decimal
    value_high: Decimal | None
    comparator: str
    unit: str
    preliminary: str
    start: int
    end: int
    surface: str


def read_outcomes(report: "Report") -> Iterator[Outcome]:
    """Find the outcomes of the year before, a row for each family and scope that the review states.

    The first figure of the year counts: growth before an amount, the general budget before other revenue. Figures of
    several years, of a part of the year, and of targets are passed over.

    >>> from jiedu.reports.report import read_report
    >>> words = "2024年，地区生产总值增长5.2%，城镇新增就业9.1万人。" * 20
    >>> parts = (f"一、2024年工作回顾⏎　　{words}⏎", "二、2025年工作安排⏎　　建成道路9条。")
    >>> report = read_report("".join(parts).replace("⏎", chr(10)))
    >>> [(found.family, str(found.value), found.unit) for found in read_outcomes(report)]
    [('gdp', '5.2', '%'), ('new_jobs', '91000', '人')]
    """
    stated = list(_stated(report))
    for family in FAMILIES_REPORTED:
        own = [one for one in stated if one.family == family]
        # Amounts stand in where no growth is told, and are no second outcome beside it.
        own = [one for one in own if one.measure == own[0].measure]
        for scope in dict.fromkeys(one.scope for one in own):
            yield next(one for one in own if one.scope == scope)


def _stated(report: "Report") -> Iterator[Outcome]:
    """Give every figure that may be an outcome, the likelier first."""
    text, structure = report.source.text, report.structure
    reported = [
        found
        for found in report.quantities
        if found.status != "target" and structure.role_at(found.start) in ("review", "review_term")
    ]
    paired = dict(_pairs(text, reported))
    rated = []
    for found in reported:
        family = "income" if found.start in paired else found.family
        words = _sentence(text, found)
        if family not in FAMILIES_REPORTED or _elsewhere(found, words, text):
            continue
        if not _of_the_year(text, found, words, structure.role_at(found.start), report.year):
            continue
        usual = _usual(family, found)
        if usual or family not in _LEVELS + _SHARES:
            wider = family != "budget_revenue" or _BUDGET.search(found.indicator) is not None
            rated.append(((not usual, not wider), found, family))
    # Growth first, then the wider budget; the sort keeps the order of the text among equals.
    for _, found, family in sorted(rated, key=lambda one: one[0]):
        yield _outcome(text, found, family, paired.get(found.start) or _scope(family, found))


def _usual(family: str, found: Quantity) -> bool:
    if family in _LEVELS:
        return found.kind == "count"
    return found.kind in ("share", "rate") if family in _SHARES else found.kind == "rate"


def _sentence(text: str, found: Quantity) -> str:
    """Give the sentence from its beginning to the number."""
    first = max((text.rfind(stop, 0, found.start) for stop in _STOPS), default=-1) + 1
    return "".join(text[first : found.start].split())


def _elsewhere(found: Quantity, words: str, text: str) -> bool:
    """Say whether a figure is not the year's: of several years, of a quarter, of a target, or a share of the whole."""
    *before, clause = re.split("[，,]", words)
    parts = [at for at, said in enumerate(before) if _PART_ALONE.fullmatch(said)]
    if parts and "全年" not in "".join([*before[parts[-1] :], clause]):
        return True
    behind = "".join(text[found.end : found.end + 6].split())
    return bool(
        _OTHER_SPAN.search(clause)
        or _PLANNED.search(clause)
        or _DEFICIT.search(found.indicator)
        or behind.startswith(("的目标", "个百分点"))
        or found.unit.endswith(("百分点", "倍"))
        or (found.kind == "money" and _FROM.search(words))
        or re.search(r"[由从]$", words)
    )


def _of_the_year(text: str, found: Quantity, words: str, role: str | None, year: str) -> bool:
    """Say whether a figure is told of the last year: in a review of several, only where that is named before it."""
    last = re.compile(rf"去年|过去一年|全年|比上年|{int(year) - 1 if year else '去年'}年")
    if role == "review":
        return not _SEVERAL.search(words) or any(last.search(clause) for clause in re.split("[，,]", words)[-2:])
    first = text.rfind("\n", 0, found.start) + 1
    return last.search("".join(text[first : found.start].split())) is not None and not _SEVERAL.search(words)


def _pairs(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, str]]:
    """Tell the two figures of towns and country apart where they stand side by side: 分别增长7.7%和6.8%."""
    rates = [one for one in found if one.kind == "rate"]
    for one, other in pairwise(rates):
        if other.family != "income" or one.family not in ("", "income"):
            continue
        words = _sentence(text, one)
        together = _BOTH.search(words) or (_URBAN.search(words) and _RURAL.search(words))
        if together and _BETWEEN.fullmatch("".join(text[one.end : other.start].split())):
            first, second = ("rural", "urban") if _RURAL_FIRST.search(words) else ("urban", "rural")
            yield one.start, first
            yield other.start, second


def _scope(family: str, found: Quantity) -> str:
    if family != "income" or _BOTH.search(found.indicator):
        return "all"
    if _RURAL.search(found.indicator):
        return "rural"
    return "urban" if _URBAN.search(found.indicator) else "all"


def _outcome(text: str, found: Quantity, family: str, scope: str) -> Outcome:
    # 预计 at the head of a sentence governs what follows its semicolons too.
    hedge = _PRELIMINARY.search(text, text.rfind("。", 0, found.start) + 1, found.start)
    measure = "level" if found.kind in ("money", "count", "level") else "growth"
    assert found.value is not None
    sign = -1 if found.direction == "down" and measure == "growth" and family not in _SHARES else 1
    return Outcome(
        family,
        scope,
        "intensity" if family in _SHARES else measure,
        sign * found.value,
        None if found.value_high is None else sign * found.value_high,
        found.comparator,
        found.unit,
        hedge[0] if hedge else "",
        found.start,
        found.end,
        "".join(text[found.start : found.end].split()),
    )
