"""Years, months with days, decades and centuries."""

from collections.abc import Callable

from jiedu.reports.quantities.grammar import Changes, parse_or_none
from jiedu.reports.quantities.numeral import Numeral, NumeralRule, label
from jiedu.reports.rules import Example

_SMALL = r"(?:[{DIGITS}]{1,2}|{ORDINAL})"
_DAY = rf"(?:{_SMALL}{{day_word}})"
_MONTH_DAY = rf"(?:{_SMALL}{{month_word}}(?:{{month_part}})?{_DAY}?)?"
_DAY_OF_MONTH = rf"(?:{{month_part}})?(?:{_SMALL}[{{day_word.chars}}{{day_number.chars}}])?"
_TO_YEAR = r"(?:{date_to})({YEAR})"


def _date(numeral: Numeral, end: int, unit: str) -> Changes:
    return dict(class_="quantity", kind="date", unit=unit, end=end)


def _end_of(numeral: Numeral, pattern: str, at: int) -> int:
    found = numeral.grammar.heard(pattern).match(numeral.text, at)
    return found.end() if found else at


def _year(numeral: Numeral) -> Changes:
    end = numeral.token.end
    return _date(numeral, _end_of(numeral, _MONTH_DAY, end + 1), "年")


def _years(numeral: Numeral) -> Changes | None:
    """Read the span from a year to a year; the second is the upper end."""
    found = numeral.grammar.heard(rf"{{year_word}}?{_TO_YEAR}{{year_word}}").match(numeral.text, numeral.token.end)
    if found is None:
        return None
    return _date(numeral, found.end(), "年") | {"value_high": parse_or_none(found[1]), "comparator": "range"}


def _whole(unit: str) -> Callable[[Numeral], Changes]:
    def make(numeral: Numeral) -> Changes:
        return _date(numeral, numeral.token.end + len(unit), unit)

    return make


def _month(numeral: Numeral) -> Changes | None:
    if not numeral.token.value or numeral.token.value > 12:
        return None
    return _date(numeral, _end_of(numeral, _DAY_OF_MONTH, numeral.token.end + 1), "月")


def _month_before_stroke(numeral: Numeral) -> Changes:
    return _date(numeral, numeral.token.end, "月")


def _day(numeral: Numeral) -> Changes | None:
    if not numeral.token.value or numeral.token.value > 31:
        return None
    return _date(numeral, numeral.token.end + 1, "日")


def _tenth(numeral: Numeral) -> bool:
    return numeral.token.value is not None and numeral.token.value > 10


DATE_RULES = (
    NumeralRule(
        name="date.years",
        sentence="Two years joined by a stroke or by 至, with 年 after the second, are a span of years.",
        number="{YEAR}",
        after=rf"{{year_word}}?{_TO_YEAR}{{year_word}}",
        then=_years,
        examples=(Example("⟦2021—2025年⟧累计完成投资860亿元", {"class": "quantity", "kind": "date", "unit": "年"}),),
        near=Example("⟦2021—2025⟧规划"),
    ),
    NumeralRule(
        name="date.year",
        sentence="A year before 年 is a date, with the month and the day that follow it.",
        number="{YEAR}",
        after="{year_word}",
        then=_year,
        examples=(Example("⟦2020年5月27日⟧公布", {"class": "quantity", "kind": "date", "unit": "年"}),),
        near=Example("投资⟦2020⟧万元"),
    ),
    NumeralRule(
        name="date.year-in-a-list",
        sentence="A year that is joined to another without 年 is the name of a year.",
        number="{YEAR}",
        after=rf"(?:{_TO_YEAR}|、{{YEAR}})",
        then=label,
        examples=(Example("⟦2021⟧、2022、2023三年累计", {"class": "label"}),),
        near=Example("⟦120⟧、130吨"),
    ),
    NumeralRule(
        name="date.year-in-figures",
        sentence="Four Chinese figures that could be a year are the name of one.",
        number="{YEAR}",
        script="chinese",
        then=label,
        examples=(Example("⟦一九八一⟧计划", {"class": "label"}),),
        near=Example("⟦一千九百⟧户"),
    ),
    NumeralRule(
        name="date.short-year",
        sentence="Two digits before 年 name a year where its beginning or end, or the whole place, follows.",
        number="[{DIGITS}]{2}",
        before="(?:(?:^|[。；，：！？、])(?:{until})?)",
        after="{year_word}(?:{part_of_year}|{whole_place})",
        then=label,
        examples=(
            Example("⟦21年⟧全区新开工项目85个", {"class": "label"}),
            Example("到⟦25年⟧末达60公里", {"class": "label"}),
        ),
        near=Example("历时⟦21年⟧建成"),
    ),
    NumeralRule(
        name="date.century",
        sentence="A number above ten before 世纪 is a century.",
        after="{century}",
        when=_tenth,
        then=_whole("世纪"),
        examples=(Example("⟦21世纪⟧中叶", {"kind": "date", "unit": "世纪"}),),
        near=Example("⟦半个世纪⟧以来"),
    ),
    NumeralRule(
        name="date.decade",
        sentence="A number before 年代 is a decade.",
        after="{decade}",
        then=_whole("年代"),
        examples=(Example("上世纪⟦90年代⟧", {"kind": "date", "unit": "年代"}),),
        near=Example("⟦90年⟧前"),
    ),
    NumeralRule(
        name="date.month",
        sentence="A number up to twelve before 月 is a month, with the day that follows it.",
        after="{month_word}",
        then=_month,
        examples=(Example("⟦6月底⟧前投产", {"kind": "date", "unit": "月"}),),
        near=Example("历时⟦6个月⟧"),
    ),
    NumeralRule(
        name="date.day",
        sentence="A number up to 31 before 日 is a day of the month, unless 日 begins another word.",
        after="{day_word}(?![{after_day.chars}])",
        then=_day,
        examples=(Example("⟦27日⟧召开", {"kind": "date", "unit": "日"}),),
        near=Example("⟦27日元⟧"),
    ),
    NumeralRule(
        name="date.months",
        sentence="A number that a stroke joins to a month is the first of the months.",
        after="[{month_to.chars}][{DIGITS}]{1,2}{month_word}",
        script="digits",
        then=_month_before_stroke,
        examples=(Example("⟦1⟧—4月完成投资", {"kind": "date", "unit": "月"}),),
        near=Example("⟦1⟧—4号楼"),
    ),
)
"""Which numerals are dates; a year without 年 is a name."""
