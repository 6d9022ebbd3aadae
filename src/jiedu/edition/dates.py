"""Days and years that a text names, in English, in Chinese and in figures."""

import re

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_DAY = re.compile(
    rf"""
      \b(?P<day_en>\d{{1,2}})[ ](?P<month_en>{"|".join(MONTHS)})[ ](?P<year_en>\d{{4}})\b
    | (?<!\d)(?P<year_zh>\d{{4}})\s*年\s*(?P<month_zh>\d{{1,2}})\s*月\s*(?P<day_zh>\d{{1,2}})\s*日
    | (?<!\d)(?P<year>\d{{4}})-(?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?!\d)
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.]\d|\d)|(?<!\d)\d{4}(?=\s*年)")


def dates(text: str) -> set[tuple[int, int, int]]:
    """Give the days that a text names: year, month, day.

    >>> sorted(dates("On 27 May 2020; 2020 年 5 月 24 日, 2020-06-15 or 2020-06/16"))
    [(2020, 5, 24), (2020, 5, 27), (2020, 6, 15), (2020, 6, 16)]
    """
    found = set()
    for day in _DAY.finditer(text):
        if day["day_en"]:
            found.add((int(day["year_en"]), MONTHS.index(day["month_en"]) + 1, int(day["day_en"])))
        elif day["day_zh"]:
            found.add((int(day["year_zh"]), int(day["month_zh"]), int(day["day_zh"])))
        else:
            found.add((int(day["year"]), int(day["month"]), int(day["day"])))
    return found


def years_named(text: str) -> set[int]:
    """Give the years that a text names, alone or in a date.

    >>> sorted(years_named("1840 年, 2019年, 27 May 2020, 1,999 firms and 2000.5"))
    [1840, 2019, 2020]
    """
    return {int(year[0]) for year in _YEAR.finditer(text)}


def without_days(text: str) -> str:
    """Take the days out of a text, so that their figures are no numbers of it.

    >>> without_days("3 parts, on 20 April 2020")
    '3 parts, on  '
    """
    return _DAY.sub(" ", text)
