"""What a numeral looks like, and the lexicon in the form that reading needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiedu.reports.lexicon import Lexicon, Unit
from jiedu.text.numerals import parse

DIGIT = "0-9０-９"
FIGURE = "〇○零一二三四五六七八九两兩壹贰貳叁叄肆伍陆陸柒捌玖"
TEN = "十拾廿卅百佰千仟"
# 千瓦, 千克 and their kind are units: their 千 is no magnitude.
MAGNITUDE = "(?:[十拾百佰万萬亿億]|[千仟](?![瓦克米卡伏赫帕]))"
APPROXIMATE = "[多余餘来來几幾]"

_ARABIC = rf"(?:[{DIGIT}]{{1,3}}(?:[,，][{DIGIT}]{{3}})+(?![{DIGIT}])|[{DIGIT}]+)(?:[.．·•][{DIGIT}]+)?"
_SIZED = rf"(?:{APPROXIMATE}?{MAGNITUDE})+"
_ARABIC_NUMBER = rf"{_ARABIC}(?:{_SIZED}(?:{_ARABIC}{_SIZED})*)?"
_CHINESE = rf"(?:[{FIGURE}廿卅]|{MAGNITUDE})"
_CHINESE_NUMBER = rf"{_CHINESE}+(?:[点點][{FIGURE}]+{MAGNITUDE}*)?(?:[多余餘来來几幾]{_CHINESE}+)*"
# 一九八一、一九八二两年: the year ends before the count of years.
NUMBER = rf"(?:{_ARABIC_NUMBER}|[一二][{FIGURE}]{{3}}(?=[两兩三四五六七]年)|{_CHINESE_NUMBER})"
_TAIL = r"(?:[多余餘来來幾]|(?<=十)几)?"

TOKEN = re.compile(
    rf"""
    (?=[第{DIGIT}{FIGURE}{TEN}万萬亿億半双雙])            # a quick no to most characters
    (?P<nth>第(?={_CHINESE}|[{DIGIT}]))?                  # 第四
    (?:
      (?P<per>[百千万]分之)(?P<rate>{NUMBER}){_TAIL}     # 百分之六点五
    | (?P<below>{_CHINESE}{{1,4}})分之(?P<above>{NUMBER})  # 三分之一
    | (?P<slash>[{DIGIT}]{{1,4}}[/／][{DIGIT}]{{1,4}})(?![{DIGIT}/／])  # 1/4
    | (?P<number>{NUMBER}){_TAIL}
    | (?P<single>[半双雙第])
    )
    """,
    re.VERBOSE,
)
NUMBER_ONLY = re.compile(rf"(?:(?P<per>[百千]分之))?(?P<number>{NUMBER})(?P<tail>{_TAIL})")
YEAR = re.compile(rf"[1１2２][{DIGIT}]{{3}}|[一二][{FIGURE}]{{3}}")
LONGEST = 24


@dataclass(slots=True)
class Token:
    """Mark one numeral in the running text, and gather what is learnt of it."""

    start: int
    end: int
    number_start: int
    number_end: int
    class_: str = "word"
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    kind: str = ""
    comparator: str = "eq"
    cue: str = ""
    indicator: str = ""
    status: str = ""
    direction: str = ""
    # what stands around the number and bounds it: comparator words on either side
    outer_start: int = 0
    outer_end: int = 0
    arabic: bool = False
    nth: bool = False
    rules: tuple[str, ...] = ()

    def learn(self, rule: str, **changes: Any) -> "Token":
        """Return the token with what a rule says of it; the rule's name is kept."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.rules += (rule,)
        return self


class Grammar:
    """Hold a lexicon's tables in the form that reading needs: by first or last character, longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.units: dict[str, list[Unit]] = {}
        for unit in sorted(lexicon.units.values(), key=lambda unit: -len(unit.unit)):
            self.units.setdefault(unit.unit[0], []).append(unit)
        self.words: dict[str, list[tuple[str, str]]] = {}
        for word, class_ in sorted(lexicon.words.items(), key=lambda item: -len(item[0])):
            self.words.setdefault(word[0], []).append((word, class_))
        self.before = _grouped(lexicon.comparators["before"], -1)
        self.after = _grouped(lexicon.comparators["after"], 0)
        self.between = sorted(lexicon.comparators["between"], key=len, reverse=True)
        self.inside = lexicon.comparators["inside"]
        self.lexicon = lexicon

    def unit_at(self, text: str, at: int) -> Unit | None:
        """Find the longest unit at an offset, not counting one that is the head of another word."""
        for unit in self.units.get(text[at : at + 1], ()):
            if text.startswith(unit.unit, at):
                after = text[at + len(unit.unit) : at + len(unit.unit) + 1]
                if not after or after not in unit.not_before:
                    return unit
        return None

    def bounded(self, text: str, token: Token) -> bool:
        """Say whether a comparator stands right before or right after a number."""
        for start in (token.start, token.start - 1 if text[token.start - 1 : token.start] in _PARTICLES else 0):
            words = self.before.get(text[start - 1 : start], ()) if start > 0 else ()
            if any(text.endswith(word, 0, start) for word, _ in words):
                return True
        following = self.after.get(text[token.end : token.end + 1], ())
        return any(text.startswith(word, token.end) for word, _ in following if len(word) > 1)


_PARTICLES = frozenset("了为是有")


def _grouped(words: Mapping[str, str], position: int) -> dict[str, list[tuple[str, str]]]:
    """Group words by their first (0) or last (-1) character, longest first."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for word, code in sorted(words.items(), key=lambda item: -len(item[0])):
        grouped.setdefault(word[position], []).append((word, code))
    return grouped


def parse_or_none(numeral: str) -> Decimal | None:
    try:
        return parse(numeral)
    except (ValueError, ArithmeticError):
        return None
