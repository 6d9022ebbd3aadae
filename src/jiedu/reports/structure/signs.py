"""The marks that structure a report: years, ordinals, the address to the deputies."""

from dataclasses import dataclass

from jiedu.reports.rules import Example
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.text.characters import DIGIT_VALUES, FIGURE_VALUES, ONE_TO_NINE

__all__ = ["MARK_RULES", "Mark", "MarkRule", "addresses", "marker", "plain_year", "small_number"]

ADDRESS = r"{address}{addressed}?\s*[：:！!，,。]?"
"""A pattern of the address to the deputies, at the head of a paragraph."""

_VALUES = {character: str(value) for character, value in {**FIGURE_VALUES, **DIGIT_VALUES}.items()}


def addresses(line: str) -> bool:
    """Say whether a line begins with the address to the deputies.

    >>> addresses("各位代表：现在，我代表县人民政府"), addresses("代表建议")
    (True, False)
    """
    return heard(ADDRESS).match(line) is not None


def plain_year(digits: str) -> str:
    """Write a year in Arabic digits.

    >>> plain_year("二〇二五"), plain_year("１９９７")
    ('2025', '1997')
    """
    return "".join(_VALUES[c] for c in digits)


def small_number(digits: str) -> int:
    """Read a number below 100: 26, ２６, 二十六; what is none, as 十十, gives 0.

    >>> small_number("二十六"), small_number("十"), small_number("十十")
    (26, 10, 0)
    """
    if digits.count("十") > 1:
        return 0
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * int(plain_year(tens) or 1) + int(plain_year(ones) or 0)
    return int(plain_year(digits))


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold the mark that a line begins with: its rank, number, words and length, and the rule that heard it."""

    rank: int
    number: int
    ordinal: str
    length: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRule(StructureRule):
    """Hear a mark at the head of a line; the first group is its number."""

    rank: int


MARK_RULES = (
    MarkRule(
        name="mark.number",
        sentence="A Chinese number with a stop after it begins a part.",
        pattern=r"({ORDINAL})[、．.][{BLANK}]*",
        rank=1,
        examples=(Example("⟦一、2024年工作回顾⟧", {"ordinal": "一、"}),),
        near=Example("⟦一年来的工作⟧"),
    ),
    MarkRule(
        name="mark.part",
        sentence="第一部分 begins a part.",
        pattern=r"{part_mark}({ORDINAL}){part_word}[、：:，]?[{BLANK}]*",
        rank=1,
        examples=(Example("⟦第一部分 2024年工作回顾⟧", {"ordinal": "第一部分"}),),
        near=Example("⟦第一产业加快发展⟧"),
    ),
    MarkRule(
        name="mark.number-before-a-year",
        sentence="A Chinese number at the head of a line, with nothing between it and a year in digits, begins a part.",
        pattern=r"({ORDINAL})(?=[1１2２][{DIGITS}]{3}{time_year})",
        rank=1,
        examples=(Example("⟦一2024年工作回顾⟧", {"ordinal": "一"}),),
        near=Example("⟦一九八四年工作回顾⟧"),
    ),
    MarkRule(
        name="mark.bracketed",
        sentence="A Chinese number in brackets begins a section.",
        pattern=r"[（(]({ORDINAL})[）)][、．.{BLANK}]*",
        rank=2,
        examples=(Example("一、2024年工作安排\n⟦（一）稳增长⟧\n（二）促改革", {"ordinal": "（一）"}),),
        near=Example("一、2024年工作安排\n⟦（试行）办法⟧\n（二）促改革"),
    ),
)
"""What a heading may begin with, as it is asked."""

_FIRST = frozenset(f"{ONE_TO_NINE}十第（(")


def marker(text: str) -> Mark | None:
    """Give the mark that a line begins with.

    >>> marker("二、工作安排").number, marker("（三）").rank, marker("二手房")
    (2, 2, None)
    """
    if text[:1] not in _FIRST:
        return None
    for rule in MARK_RULES:
        found = heard(rule.pattern).match(text)
        if found:
            return Mark(rule.rank, small_number(found[1]), found[0].strip(), found.end(), rule.name)
    return None
