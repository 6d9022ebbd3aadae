"""The place of a report and its level."""

import re

from jiedu.reports.rules import Example
from jiedu.reports.structure.hearing import heard, words
from jiedu.reports.structure.masthead import FactRule, Masthead, ask
from jiedu.reports.structure.model import Found
from jiedu.text.spans import Span

PLACE = r"(?:{NAME}){1,4}|{place_whole}|{place_short}"
"""A pattern of a place: one name or several, the wider first."""

_OPENING_WORDS = 400
_SESSION_WORDS = 200


def _in_title(masthead: Masthead, pattern: str) -> Found | None:
    for line in masthead.head:
        found = heard(pattern).match(line.text)
        if found:
            return masthead.group(line, found, "place", "masthead")
    return None


def _before_session(masthead: Masthead, pattern: str) -> Found | None:
    """Find a place between the date, or the word for at, and the session; 全国 stands inside its name."""
    for line in masthead.head:
        found = heard(pattern).search(line.text)
        if found and found["whole"]:
            start, end = line.start + found.start("whole"), line.start + found.end("whole")
            return masthead.found(start, end, "全国", "masthead")
        if found:
            before = found["before"]
            cut = max((m.end() for m in heard(r"{SMALL}\s?{time_day}|{place_before}").finditer(before)), default=0)
            place = heard(PLACE).search(before, cut)
            if place:
                at = line.start + found.start("before")
                return masthead.found(at + place.start(), at + place.end(), place[0], "masthead")
    return None


def _of_office(masthead: Masthead, pattern: str) -> Found | None:
    for line in masthead.head:
        found = heard(pattern).match(line.text)
        if found:
            return masthead.group(line, found, 1, "masthead")
    return None


def _submitted_for(masthead: Masthead, pattern: str) -> Found | None:
    for line in masthead.opening:
        found = heard(pattern).search(line.text, 0, _OPENING_WORDS)
        if found:
            return masthead.group(line, found, 1, "opening")
    return None


def _whole_country(masthead: Masthead, pattern: str) -> Found | None:
    for line in masthead.opening:
        found = heard(pattern).search(line.text, 0, _OPENING_WORDS)
        if found:
            start, end = line.start + found.start(1), line.start + found.end(1)
            return masthead.found(start, end, "全国", "opening")
        found = heard(r"{OCCASION}").search(line.text, 0, _SESSION_WORDS)
        if found and heard(r"{whole_country}").search(found[0]):
            return masthead.found(line.start + found.start(), line.start + found.end(), "全国", "opening")
    return None


def _in_file_name(masthead: Masthead, pattern: str) -> Found | None:
    found = heard(pattern).search(re.sub(r"[-_\d]", " ", masthead.name))
    if not found:
        return None
    value = "全国" if heard(r"{place_whole}").fullmatch(found[0]) else found[0]
    return Found(value, Span(0, 0), "file name")


TITLE_PLACE = FactRule(
    name="place.in-the-title",
    sentence="The title names the place, before or after its year.",
    pattern=r"(?:{YEAR}{time_year})?(?P<place>(?:{NAME}){1,4}|{place_short})(?:{YEAR}{time_year})?{title_people}?{title_word}",
    find=_in_title,
    examples=(
        Example("⟦易县⟧2025年政府工作报告\n各位代表：", {"place": "易县"}),
        Example("2022年⟦博野县⟧政府工作报告\n各位代表：", {"place": "博野县"}),
    ),
    near=Example("⟦全县⟧2025年政府工作报告\n各位代表："),
)

SUBMITTED_FOR = FactRule(
    name="place.submitted-for",
    sentence="The sentence that submits the report names the government of the place.",
    pattern=r"{represents}((?:{NAME}){1,4})(?:{occasion_mark}{ORDINAL}{occasion_term})?{title_people}?{government}",
    find=_submitted_for,
    examples=(
        Example("各位代表：\n现在，我代表⟦易县⟧人民政府，向大会报告工作。", {"place": "易县"}),
        Example("各位代表：\n现在，我代表⟦容城县⟧第十四届人民政府，向大会报告工作。", {"place": "容城县"}),
    ),
    near=Example("各位代表：\n现在，我代表⟦自治区⟧人民政府，向大会报告工作。"),
)

BODY_RULES = (
    FactRule(
        name="place.before-the-session",
        sentence="The place stands before the session, after the date.",
        pattern=r"(?P<before>[{UNIFIED}\s\d]{0,40}?){occasion_mark}?{ORDINAL}{occasion_term}[\s\u3000]*(?P<whole>{whole_country})?",
        find=_before_session,
        examples=(
            Example("2019年1月29日⟦临江市东河区⟧第二届人民代表大会第三次会议\n各位代表：", {"place": "临江市东河区"}),
            Example("——2025年1月8日在⟦易县⟧第十八届人民代表大会第五次会议上\n各位代表：", {"place": "易县"}),
        ),
        near=Example("2020年1月13日在⟦县⟧十六届人民代表大会第四次会议上\n各位代表："),
    ),
    FactRule(
        name="place.of-the-office",
        sentence="The place stands before the office of the speaker.",
        pattern=r"((?:{NAME}){1,4}){of_government}?{OFFICE}",
        find=_of_office,
        examples=(Example("政府工作报告\n⟦涞源县⟧人民政府县长周峰\n各位代表：", {"place": "涞源县"}),),
        near=Example("政府工作报告\n⟦县人民政府⟧县长周峰\n各位代表："),
    ),
    FactRule(
        name="place.whole-country",
        sentence="A report for the State Council, or to the National People's Congress, is of the whole country.",
        pattern=r"{represents}{whole_republic}?({whole_government})",
        find=_whole_country,
        examples=(Example("各位代表：\n现在，我代表⟦国务院⟧，向大会报告政府工作，请予审议。", {"place": "全国"}),),
        near=Example("各位代表：\n⟦国务院⟧批准了规划。"),
    ),
    SUBMITTED_FOR,
)
"""Where the text itself names the place, the surest first."""

FILE_RULE = FactRule(
    name="place.file-name",
    sentence="Where the text does not name the place, the name of its file may.",
    pattern=PLACE,
    find=_in_file_name,
    examples=(Example("⟦云山市⟧-2019.txt", {"place": "云山市"}),),
    near=Example("⟦报告⟧.txt"),
)


def find_place(masthead: Masthead) -> tuple[Found | None, tuple[str, ...]]:
    """Find the place, and say where title, masthead and opening sentence name two that do not agree."""
    place, differs = _find_place(masthead)
    return place, differs or _submitted_elsewhere(masthead, place)


def _find_place(masthead: Masthead) -> tuple[Found | None, tuple[str, ...]]:
    titled, told = ask([TITLE_PLACE], masthead), ask(BODY_RULES, masthead)
    if not titled:
        return told or ask([FILE_RULE], masthead), ()
    if told and titled.value in words("place_short") and told.value.startswith(titled.value):
        # 广西 in the title is 广西壮族自治区 in full.
        return told, ()
    differs = told is not None and not told.value.endswith(titled.value) and not titled.value.endswith(told.value)
    return titled, (f"the title names {titled.value}, the text {told.value}",) if told and differs else ()


def _submitted_elsewhere(masthead: Masthead, place: Found | None) -> tuple[str, ...]:
    """Say so where the report is submitted for another place than the one it was found to be about."""
    submitted = ask([SUBMITTED_FOR], masthead)
    if not place or not submitted or _may_be_one(submitted.value, place.value):
        return ()
    return (f"the opening sentence names {submitted.value}, the {place.evidence} {place.value}: the latter stands",)


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two names may mean one place: 宁夏 and 宁夏回族自治区, 徐水区 and 保定市徐水区."""
    return other in words("place_whole") or one in other or other in one or one[:2] == other[:2]


def level_of(place: str) -> str | None:
    """Give the level of a place by the last word of its name.

    >>> [level_of(p) for p in ("全国", "重庆市", "宁夏回族自治区", "郑州市", "郑州市金水区", "平原")]
    ['nation', 'province', 'province', 'city', 'county', None]
    """
    if place in words("place_whole"):
        return "nation"
    if place in (*words("place_municipality"), *words("place_short")):
        return "province"
    for level in ("province", "city", "county", "township"):
        if place.endswith(words(f"level_{level}")):
            return level
    return None


LEVEL_RULES = (
    FactRule(
        name="level.in-words",
        sentence="Where the place is not named, the sentence that submits the report names its rank.",
        pattern=r"{represents}({level_word}){title_people}?{government}",
        find=_submitted_for,
        examples=(Example("各位代表：\n现在，我代表⟦县⟧人民政府，向大会报告工作。", {"level": "county"}),),
        near=Example("各位代表：\n现在，我代表⟦人民⟧政府，向大会报告工作。"),
    ),
)


def find_level(masthead: Masthead, place: Found | None) -> Found | None:
    """Give the level of the place, or of the government that the report is submitted for."""
    level = level_of(place.value) if place else None
    if place and level:
        return Found(level, place.span, place.evidence, place.rules)
    found = ask(LEVEL_RULES, masthead)
    level = level_of(found.value) if found else None
    return Found(level, found.span, found.evidence, found.rules) if found and level else None
