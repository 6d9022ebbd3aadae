"""The year in which a report was delivered."""

from collections.abc import Iterator
from itertools import pairwise

from jiedu.reports.rules import Example
from jiedu.reports.structure.headings import Heading
from jiedu.reports.structure.hearing import heard
from jiedu.reports.structure.masthead import FactRule, Masthead, ask
from jiedu.reports.structure.model import Found
from jiedu.reports.structure.signs import plain_year, small_number
from jiedu.text.spans import Span

_FIRST_REGULAR_CONGRESS = 5
_FIRST_REGULAR_YEAR = 1978
_FIRST_HEADINGS = 6
_OPENING = 4
_OPENING_WORDS = 200


def _of_session(occasion: Found | None, pattern: str) -> Found | None:
    found = heard(pattern).match(occasion.value) if occasion else None
    if not occasion or not found or small_number(found[1]) < _FIRST_REGULAR_CONGRESS:
        return None
    terms = small_number(found[1]) - _FIRST_REGULAR_CONGRESS
    year = _FIRST_REGULAR_YEAR + 5 * terms + small_number(found[2]) - 1
    return Found(str(year), occasion.span, "session")


def _heading(masthead: Masthead, heading: Heading, year: int, evidence: str) -> Found:
    return masthead.found(heading.start, heading.end, str(year), evidence)


def _reviewed(masthead: Masthead, pattern: str) -> Found | None:
    for heading in masthead.headings[:_FIRST_HEADINGS]:
        found = heard(pattern).search(heading.title)
        if found:
            return _heading(masthead, heading, int(plain_year(found[1] or found[2])) + 1, "review heading")
    return None


def _just_past(masthead: Masthead, pattern: str) -> Found | None:
    for line in masthead.opening[:_OPENING]:
        found = heard(pattern).search(line.text, 0, _OPENING_WORDS)
        if found:
            start, end = line.start + found.start(1), line.start + found.end(1)
            return masthead.found(start, end, str(int(plain_year(found[1])) + 1), "opening paragraph")
    return None


def _planned(masthead: Masthead, pattern: str) -> Iterator[tuple[Heading, int]]:
    for heading in masthead.headings:
        found = heard(pattern).search(heading.title)
        if found and not heard(r"{year_no_plan}|{year_up_to}{YEAR}").search(heading.title):
            yield heading, int(plain_year(found[1]))


def _two_years(masthead: Masthead, pattern: str) -> Found | None:
    """Find two headings after one another that name a year and the next: the report is of the second."""
    named = list(_planned(masthead, pattern))
    for (_, before), (heading, year) in pairwise(named):
        if year == before + 1:
            return _heading(masthead, heading, year, "plan heading")
    return None


def _first_planned(masthead: Masthead, pattern: str) -> Found | None:
    return next((_heading(masthead, *planned, "plan heading") for planned in _planned(masthead, pattern)), None)


def _in_file_name(masthead: Masthead, pattern: str) -> Found | None:
    found = heard(pattern).search(masthead.name)
    return Found(found[1], Span(0, 0), "file name") if found else None


_WORK = r"({YEAR}){time_year}(?!.*{year_plan}).{0,12}{year_work}"

SESSION_RULE = FactRule(
    name="year.of-the-session",
    sentence="A session of the National People's Congress has its year: one a year, five a term, since 1978.",
    pattern=r"{occasion_mark}({ORDINAL}){occasion_term}{whole_country}.*{occasion_mark}([{ONE_TO_NINE}])",
    find=lambda masthead, pattern: None,
    examples=(Example("在⟦第七届全国人民代表大会第二次会议⟧上\n各位代表：", {"year": "1989"}),),
    near=Example("在⟦易县第十八届人民代表大会第五次会议⟧上\n各位代表："),
)

YEAR_RULES = (
    FactRule(
        name="year.reviewed",
        sentence="A heading that reviews a year is of a report of the next.",
        pattern=r"({YEAR}){time_year}.{0,8}{year_review}|{year_first}({YEAR}){year_of_work}",
        find=_reviewed,
        examples=(Example("⟦一、2008年工作回顾⟧\n二、工作安排", {"year": "2009"}),),
        near=Example("⟦一、2009年工作安排⟧\n二、其他工作"),
    ),
    FactRule(
        name="year.just-past",
        sentence="The year that the opening calls just past is the one before that of the report.",
        pattern=r"{year_just_past}({YEAR}){time_year}",
        find=_just_past,
        examples=(Example("各位代表：\n刚刚过去的⟦2021⟧年，是极不平凡的一年。", {"year": "2022"}),),
        near=Example("各位代表：\n过去的⟦2021⟧年，是极不平凡的一年。"),
    ),
    FactRule(
        name="year.one-after-the-other",
        sentence="Of two headings on the work of a year and of the next, the second is of the year of the report.",
        pattern=_WORK,
        find=_two_years,
        examples=(Example("一、关于2014年政府工作\n⟦二、2015年经济社会发展的任务目标⟧", {"year": "2015"}),),
        near=Example("⟦一、2015年工作安排⟧\n二、加强自身建设"),
    ),
    FactRule(
        name="year.planned",
        sentence="A heading that plans a year is of a report of that year.",
        pattern=_WORK,
        find=_first_planned,
        examples=(Example("⟦一、2015年工作安排⟧\n二、加强自身建设", {"year": "2015"}),),
        near=Example("⟦一、到2035年的奋斗目标⟧\n二、加强自身建设"),
    ),
)
"""What headings and opening tell, where the masthead has no year."""

FILE_RULE = FactRule(
    name="year.file-name",
    sentence="Where the text does not tell the year, the name of its file may.",
    pattern=r"(?<!\d)(19[4-9]\d|20[0-4]\d)(?!\d)",
    find=_in_file_name,
    examples=(Example("云山市-⟦2019⟧.txt", {"year": "2019"}),),
    near=Example("云山市-⟦20191⟧.txt"),
)


def _of_title(title: Found | None) -> Found | None:
    """Take the year of a title that names the report's own, not the years of a report on a subject."""
    own = title is not None and heard(r"{title_word}(?:[（(].*)?$").search(title.value)
    found = heard(r"({YEAR}){time_year}").search(title.value) if title and own else None
    return Found(plain_year(found[1]), title.span, "masthead", title.rules) if title and found else None


def find_year(
    masthead: Masthead, date: Found | None, title: Found | None, occasion: Found | None
) -> tuple[Found | None, tuple[str, ...]]:
    """Give the year in which the report was delivered, and say where the title names another."""
    titled = _of_title(title)
    dated = Found(date.value[:4], date.span, "masthead", date.rules) if date else None
    if dated and titled and dated.value != titled.value:
        return dated, (f"the title names {titled.value}, the text is dated {dated.value}",)
    session = _of_session(occasion, SESSION_RULE.pattern)
    told = session and Found(session.value, session.span, session.evidence, (SESSION_RULE.name,))
    return dated or titled or told or ask(YEAR_RULES, masthead) or ask([FILE_RULE], masthead), ()
