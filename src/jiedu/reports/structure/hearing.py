"""What every rule of the structure is made of, and how its patterns hear the lexicon."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import SETS, Rule, hear, spell
from jiedu.text.characters import BELOW_HUNDRED

COMPOUNDS: Mapping[str, str] = {
    # “十四五”, 十四五, “七五”; but “十五” only in quotes.
    "PLAN": r"""(?:
          [“"] {plan_ten}? [{ONE_TO_NINE}]? {plan_end} [”"]
        | {plan_ten} [{ONE_TO_NINE}] {plan_end}
    )""",
    # 保定市清苑区, 易县; not 景德镇 in 景德镇市, not 全县.
    "UNIT": r"{place_unit}(?!{place_unit_follows})",
    "NAME": r"(?!{place_no_name})[{UNIFIED}]{1,8}?{place_unit}(?!{place_unit_follows})",
    "OFFICE": r"{office_deputy}?{office}",
    "PERSON": r"[{UNIFIED}](?:[\s\u3000?]*[{UNIFIED}·]){1,5}?",
    "OCCASION": r"""
        {occasion_mark}? {ORDINAL} {occasion_term} [{BLANK}]? (?:[{UNIFIED}]{2,25}?)? {occasion_congress}
        {occasion_committee}? [{BLANK}]? {occasion_mark}? {ORDINAL} {occasion_meeting}""",
    "ANNEX": r"""(?:
          [※*【\[《（(〔\s]* (?:{annex_attached}[：:\s]*)? 《?{title_word}?》? {annex_about}* {annex_word} {annex_more}?
          (?:[（(][^（）()]{0,20}[）)])? [※*】\]》）)〕：:\s]*
        | {annex_attached} [{DIGITS}{ONE_TO_NINE}]{0,2} [：:]?
        | {annex_attached} [{DIGITS}{ONE_TO_NINE}]{0,2} [：:\s] [^。；，]{2,30}
    )""",
    # What a heading without a number says of the time it is about.
    "TIME": r"(?:{YEAR}{time_year}|{heading_time}|{PLAN}{heading_span}?)",
}
"""Patterns that several rules share, by the name under which they stand in them; a later one may name an earlier."""


@lru_cache(maxsize=4)
def sets(lexicon: Lexicon) -> Mapping[str, str]:
    """Give the sets of characters and the patterns that a rule of the structure may name."""
    named = {**SETS, "SMALL": BELOW_HUNDRED, "BLANK": r"\x20\u3000"}
    for name, pattern in COMPOUNDS.items():
        named[name] = spell(pattern, lexicon, named)
    return named


_listening: ContextVar[Lexicon | None] = ContextVar("lexicon", default=None)


@contextmanager
def listening(lexicon: Lexicon | None) -> Iterator[None]:
    """Hear a lexicon's words inside a `with`; None for those of the package."""
    token = _listening.set(lexicon)
    try:
        yield
    finally:
        _listening.reset(token)


def listened() -> Lexicon:
    """Give the lexicon that is listened to.

    >>> listened() is Lexicon.load()
    True
    """
    return _listening.get() or Lexicon.load()


def heard(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of a rule, once for a lexicon, with the words that are listened to.

    >>> heard(r"{YEAR}{time_year}").match("2025年工作安排")[0]
    '2025年'
    """
    return _compiled(pattern, listened())


@lru_cache(maxsize=1024)
def _compiled(pattern: str, lexicon: Lexicon) -> re.Pattern[str]:
    return hear(pattern, lexicon, sets(lexicon))


def words(name: str) -> tuple[str, ...]:
    """Give the words of a list.

    >>> words("whole_country")
    ('全国', '全國')
    """
    return listened().lists[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRule(Rule):
    """Hold a pattern, and what must not be heard beside it; without a pattern a rule looks at what stands around."""

    pattern: str = ""
    unless: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return tuple(pattern for pattern in (self.pattern, self.unless) if pattern)

    def hears(self, words: str) -> bool:
        """Say whether the pattern is found in some words, and what excludes it is not."""
        if self.pattern and not heard(self.pattern).search(words):
            return False
        return not (self.unless and heard(self.unless).search(words))
