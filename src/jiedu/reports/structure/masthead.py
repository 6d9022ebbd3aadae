"""What a report says of itself at its head: title, session, date and speaker."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jiedu.reports.rules import Example
from jiedu.reports.structure.furniture import masthead_lines
from jiedu.reports.structure.headings import Heading, unnumbered
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.model import Found
from jiedu.reports.structure.signs import addresses, marker, plain_year, small_number
from jiedu.text.spans import CleanText

_HEAD_LINES = 20
_HEAD_LINE = 120
_OPENING = 6


@dataclass(frozen=True, slots=True)
class Masthead:
    """Hold where a report says what it is: the lines before the address, the paragraphs after it, its headings.

    `head` are the lines of the report among those before the address; `name` is the name of the file.
    """

    run: CleanText
    head: Sequence[Line]
    opening: Sequence[Line]
    headings: Sequence[Heading]
    name: str = ""

    @classmethod
    def of(cls, run: CleanText, lines: Sequence[Line], end: int, headings: Sequence[Heading], name: str) -> "Masthead":
        """Take the masthead of a text whose first `end` lines are before the address."""
        return cls(run, masthead_lines(lines[:end]), lines[end : end + _OPENING], headings, name)

    def found(self, start: int, end: int, value: str, evidence: str) -> Found:
        """Give what stands between two offsets of the running text."""
        return Found(value, self.run.span_to_source(start, end), evidence)

    def group(self, line: Line, match: re.Match[str], group: int | str, evidence: str) -> Found:
        """Give a group of a match in a line, without white space, as what was found."""
        value = re.sub(r"[\s?]", "", match[group])
        return self.found(line.start + match.start(group), line.start + match.end(group), value, evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule(StructureRule):
    """Find one fact in a masthead, each rule by its own pattern and in its own lines."""

    find: Callable[[Masthead, str], Found | None]


def ask(rules: Sequence[FactRule], masthead: Masthead) -> Found | None:
    """Give what the first rule finds that finds something, with its name."""
    for rule in rules:
        found = rule.find(masthead, rule.pattern)
        if found:
            return Found(found.value, found.span, found.evidence, (rule.name,))
    return None


def masthead_end(lines: Sequence[Line]) -> int:
    """Count the lines before the first address to the deputies, or before the first heading or long paragraph.

    The bar and the abstract that a page has above its report do not end the masthead.
    """
    kept = masthead_lines(lines[:_HEAD_LINES])
    for line in kept:
        if addresses(line.text) or len(line.text) > _HEAD_LINE or marker(line.text) or unnumbered(line.text):
            return lines.index(line)
    return 0


def _matches(masthead: Masthead, pattern: str) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in masthead.head:
        found = heard(pattern).search(line.text)
        if found:
            yield line, found


def _date(masthead: Masthead, pattern: str) -> Found | None:
    for line, found in _matches(masthead, pattern):
        year, month, day = plain_year(found[1]), small_number(found[2]), small_number(found[3])
        if 1 <= month <= 12 and 1 <= day <= 31:
            start, end = line.start + found.start(), line.start + found.end()
            return masthead.found(start, end, f"{year}-{month:02}-{day:02}", "masthead")
    return None


_LONGEST_BEFORE_TITLE = 30
_LONGEST_TITLE = 40


def _title(masthead: Masthead, pattern: str) -> Found | None:
    """Find a title that fills its line or begins it; one with the date of the meeting in it is no title."""
    for line, found in _matches(masthead, pattern):
        whole = found.end() == len(line.text) or found.start() == 0
        reports = line.text.startswith(("—", "-", "－")) or heard(r"{time_day}{at_word}").search(line.text)
        if whole and not reports and found.start() < _LONGEST_BEFORE_TITLE:
            return masthead.group(line, found, 0, "masthead")
    return None


def _title_on_two_lines(masthead: Masthead, pattern: str) -> Found | None:
    for line, following in zip(masthead.head, masthead.head[1:], strict=False):
        both = line.text + following.text
        if len(both) < _LONGEST_TITLE and heard(pattern).fullmatch(both):
            return masthead.found(line.start, following.end, both, "masthead")
    return None


def _session(masthead: Masthead, pattern: str) -> Found | None:
    return next((masthead.group(line, found, 0, "masthead") for line, found in _matches(masthead, pattern)), None)


_OPENING_WORDS = 400


def _session_submitted_to(masthead: Masthead, pattern: str) -> Found | None:
    for line in masthead.opening:
        found = heard(pattern).search(line.text, 0, _OPENING_WORDS)
        if found:
            return masthead.group(line, found, 1, "opening")
    return None


def _speaker(masthead: Masthead, pattern: str) -> Found | None:
    for line, found in _matches(masthead, pattern):
        if not heard(r"{no_person}").search(found[1]):
            return masthead.group(line, found, 1, "masthead")
    return None


def _speaker_below(masthead: Masthead, pattern: str) -> Found | None:
    for line, following in zip(masthead.head, masthead.head[1:], strict=False):
        found = heard(r"({PERSON})").fullmatch(following.text)
        if found and heard(pattern).fullmatch(line.text) and not heard(r"{no_person}").search(found[1]):
            return masthead.group(following, found, 1, "masthead")
    return None


_OPENING_TEXT = 3 * "现在，我代表县人民政府向大会报告工作，请予审议。\n"

DATE_RULES = (
    FactRule(
        name="date.in-the-masthead",
        sentence="The first full date before the address is that of the report.",
        pattern=r"({YEAR})\s?{time_year}\s?({SMALL})\s?{time_month}\s?({SMALL})\s?{time_day}",
        find=_date,
        examples=(Example("政府工作报告\n⟦2025年1月14日⟧\n各位代表：", {"date": "2025-01-14"}),),
        near=Example("政府工作报告\n各位代表：\n⟦2025年1月14日⟧，大会开幕。"),
    ),
)

_GOVERNMENT_REPORT = r"""
    (?:{YEAR}{time_year})?(?:[{UNIFIED}]{2,25}?)?(?:{YEAR}{time_year})?{title_people}?{title_word}
    (?:[（(]{YEAR}{time_year}[）)])?
"""

TITLE_RULES = (
    FactRule(
        name="title.of-a-government-report",
        sentence="The report names itself, mostly with its place and year.",
        pattern=_GOVERNMENT_REPORT,
        find=_title,
        examples=(
            Example("⟦易县2025年政府工作报告⟧\n各位代表：", {"title": "易县2025年政府工作报告"}),
            Example("⟦2025年云南省政府工作报告⟧\n各位代表：", {"title": "2025年云南省政府工作报告"}),
            Example("⟦政府工作报告（2025年）⟧\n各位代表：", {"year": "2025"}),
        ),
        near=Example("⟦——2025年1月14日在临江区大会上作的政府工作报告⟧\n各位代表："),
    ),
    FactRule(
        name="title.of-another-report",
        sentence="A report on a subject names it.",
        pattern=r"{heading_on}[{UNIFIED}{DIGITS}（）、]{4,60}{title_report}",
        find=_title,
        examples=(Example("⟦关于1955年国家决算和1956年国家预算的报告⟧\n各位代表：", {}),),
        near=Example("⟦关于1955年国家决算的说明⟧\n各位代表："),
    ),
    FactRule(
        name="title.on-two-lines",
        sentence="A title may be cut over two lines.",
        pattern=_GOVERNMENT_REPORT,
        find=_title_on_two_lines,
        examples=(Example("⟦临江市政府\n工作报告⟧\n各位代表：\n" + _OPENING_TEXT, {"title": "临江市政府工作报告"}),),
        near=Example("⟦临江市政府\n会议文件⟧\n各位代表：\n" + _OPENING_TEXT),
    ),
)

OCCASION_RULES = (
    FactRule(
        name="occasion.in-the-masthead",
        sentence="The masthead names the session that the report was given to.",
        pattern=r"{OCCASION}",
        find=_session,
        examples=(
            Example(
                "政府工作报告\n——在⟦临江区第七届人民代表大会第五次会议⟧上\n各位代表：",
                {"occasion": "第七届人民代表大会第五次会议"},
            ),
        ),
        near=Example("政府工作报告\n——在⟦临江区第七次党代表会议⟧上\n各位代表："),
    ),
    FactRule(
        name="occasion.submitted-to",
        sentence="The sentence that submits the report names the session.",
        pattern=r"{submits_to}({OCCASION})(?={on_word}?{submits})",
        find=_session_submitted_to,
        examples=(
            Example(
                "各位代表：\n我代表国务院，向⟦第六届全国人民代表大会第一次会议⟧作政府工作报告。",
                {"occasion": "第六届全国人民代表大会第一次会议"},
            ),
        ),
        near=Example("各位代表：\n⟦第六届全国人民代表大会第一次会议⟧以来，成绩很大。"),
    ),
)

SPEAKER_RULES = (
    FactRule(
        name="speaker.after-the-office",
        sentence="A name after an office, at the end of a line or before what was done, is the speaker's.",
        pattern=r"{OFFICE}[\s\u3000?]*({PERSON})(?=[\s\u3000]*$|{speaker_after})",
        find=_speaker,
        examples=(Example("政府工作报告\n易县人民政府代县长 ⟦丁 磊⟧\n各位代表：", {"speaker": "丁磊"}),),
        near=Example("政府工作报告\n县长⟦办公会议⟧\n各位代表："),
    ),
    FactRule(
        name="speaker.before-the-office",
        sentence="A name before an office that what was done follows is the speaker's.",
        pattern=r"(?:[{time_day.chars}\s\u3000]|^)({PERSON}){OFFICE}(?={speaker_after})",
        find=_speaker,
        examples=(Example("政府工作报告\n2025年1月15日⟦龚正⟧市长在大会上作报告\n各位代表：", {"speaker": "龚正"}),),
        near=Example("政府工作报告\n⟦临江市人民政府⟧市长在大会上作报告\n各位代表："),
    ),
    FactRule(
        name="speaker.below-the-office",
        sentence="A name alone on the line below the office is the speaker's.",
        pattern=r".{0,20}{OFFICE}",
        find=_speaker_below,
        examples=(Example("徐水县人民政府县长\n⟦李保森⟧\n各位代表：\n" + _OPENING_TEXT, {"speaker": "李保森"}),),
        near=Example("徐水县人民政府\n⟦李保森⟧\n各位代表：\n" + _OPENING_TEXT),
    ),
)
