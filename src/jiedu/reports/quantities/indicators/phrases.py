"""Where a noun phrase begins and ends: the words of the lexicon that stand around it, and what is no noun."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import SETS, hear, spell

_MOST_VERBS = 3
_SHORT_NUMBER = r"[{DIGITS}{ONE_TO_NINE}{two_and_ten.chars}]{1,3}"
T = TypeVar("T")

# What stands before a noun and is no part of it: years, months, spans of years, connectors.
_LEAD = r"""
    {LEADS}
  | {in_all}(?![{no_in_all.chars}])
  | {lead_in}?[{DIGITS}]{4}{year_word}?(?:[—-]|{span_to}){YEAR}{year_word}{span_end}?
  | {per_unit_time}
  | {year_lead}?{YEAR}{year_word}{year_end}?
  | {duration_lead}?(?:{SHORT_NUMBER}|{several}){more_than}?{duration_unit}
    (?:{duration_end}|{within}(?![{no_within.chars}]))*(?:，|{in_total})?
  | [{DIGITS}]{1,2}{month_word}{month_end}?
  | “{ORDINAL}{five.behind}”{plan_span}*
  | [、，{connects.chars}]
"""
# When, at the end of a phrase: 粮食产量连续五年.
_TIME = r"""
    {time_lead}?
    (?:{YEAR}{year_word}{time_year_end}?{time_of}?|{SHORT_NUMBER}{measure_word}?{time_unit}{time_since}?)$
  | [{since.chars}]{since_when}{noun_of}?$
"""
# What the number is compared with: 比上年, 高于全国平均水平.
_COMPARED = r"{compares}[^，、{compare_chars.chars}]{1,14}?{compared_level}{noun_of}?$"
# The plan that a share is of: 完成年度计划的119.1%.
_OF_PLAN = r"(?:{fulfils}{plan_qualifier}*{plan_noun}{noun_of}|{completes}{plan_qualifier}*{plan_noun})$"
# The whole that a share is of: 占全省的30%.
_SHARE_OF = r"{about_word}?{takes_share}(?![{no_takes_share.chars}])[^{takes_share}，、]{1,14}?{noun_of}?$"
_KEPT_SHARE = r"{share_noun}$"
_ITEMS = r"、|{joins_items}"
_PLACED = r"{placed}"
_HELD_AGAINST = r"{held_against}|{than_word}(?![{no_relation_than.chars}])"
_OF_REGION = r"({takes_share}(?:{about_word})?{whole_region}){noun_of}?$"
# It may end at the next number too: 14条道路和53条巷道.
_STOP = r"""
    {STOPS}
  | {holds_share}(?!{no_holds_share})
  | {lives_at}(?![{no_lives_at.chars}])
  | {than_word}(?![{no_than.chars}])
  | (?<![{no_wants_before.chars}]){wants}(?!{no_wants})
  | (?<![{no_has_before.chars}]){has}(?![{no_has.chars}])
  | {basically}(?!{no_basically})
  | {joins_items}?[{DIGITS}]+[.．]?[{DIGITS}]*[{MAGNITUDES}]*{counted_next}
  | [，。；、！？\n：（\ ,;:!?(\[［【〔①-⑳]
"""
OPEN_END = r"(?:、|{joins_end}|(?<![{no_joins_and.chars}]){joins_and})+$"
"""A pattern of the connectors at the end of a phrase that goes on after the number."""

AFTER_PREPOSITION = r"""
    ^ (?!{no_preposition}) {preposition} [^，、]{1,16}? {verb_after_preposition}
    (?![{no_object.chars}]|{no_after_verb}) (.{2,}) $
"""
"""A pattern of a preposition with its noun and a verb, and of the object of the verb."""

_ASIDE = r"(?!{no_aside})(?:{ASIDES})"


class Stripped(NamedTuple):
    """Hold a phrase without the verbs at its end: the noun, the verb of change, and the verb nearest the number."""

    noun: str
    change: str
    nearest: str


class Phrases:
    """Hold the words that end or begin a noun phrase, by last character, longest first.

    >>> phrases = Phrases(Lexicon.load())
    >>> phrases.strip_tail("粮食产量比上年增长")
    Stripped(noun='粮食产量', change='增长', nearest='增长')
    >>> phrases.strip_head("2024年新建公园")
    '公园'
    """

    def __init__(self, lexicon: Lexicon) -> None:
        roles = lexicon.phrases
        self.lexicon = lexicon
        self.connectors = "、，," + "".join(lexicon.lists["connector"])
        self._lists = {name: frozenset(words) for name, words in lexicon.lists.items()}
        self.change = roles.get("change", {})
        self.reach = frozenset(roles.get("reach", {}))
        self.acts = frozenset(roles.get("act", {}))
        self.nouns = frozenset(roles.get("noun", {}))
        self.generic = frozenset(roles.get("head", {}))
        self.sets = {
            **SETS,
            "SHORT_NUMBER": spell(_SHORT_NUMBER, lexicon),
            **{f"{role.upper()}S": _any(roles.get(role, {})) for role in ("lead", "manner", "aside", "stop", "bare")},
        }
        self.lead, self.manner, self.aside, self.stop = map(self.hear, (_LEAD, "{MANNERS}", _ASIDE, _STOP))
        self.open_end, self.items, self.placed, self.held_against, self.of_region = map(
            self.hear, (OPEN_END, _ITEMS, _PLACED, _HELD_AGAINST, _OF_REGION)
        )
        self.after_preposition = self.hear(AFTER_PREPOSITION)
        self._time, self._compared, self._of_plan, self._share_of = map(
            self.hear, (_TIME, _COMPARED, _OF_PLAN, _SHARE_OF)
        )
        self._plan_ends = frozenset(word[-1] for name in ("noun_of", "plan_noun") for word in lexicon.lists[name])
        self._takes = frozenset(lexicon.lists["takes_share"])
        self._share_noun = self.hear(_KEPT_SHARE)
        self._no_object = frozenset(lexicon.lists["no_object"])
        self._then_verb = "、" + "".join(lexicon.lists["then_verb"])
        self._tails = _grouped(-1, _tails(lexicon))
        self._heads = _grouped(0, {word: None for word in self.acts})
        self._act_ends = _grouped(-1, {word: None for word in self.acts})

    def words(self, name: str) -> frozenset[str]:
        """Give the words of a list."""
        return self._lists[name]

    def hear(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern with the words of the lexicon."""
        return hear(pattern, self.lexicon, self.sets)

    def strip_tail(self, phrase: str) -> Stripped:
        """Take verbs, adverbs, and what is compared off the end of a phrase."""
        change = nearest = ""
        if phrase[-1:] in self._plan_ends:
            phrase = self._of_plan.sub("", phrase)
        while phrase:
            if found := self._tail_of(phrase):
                word, tail = found
                change = change or tail.change
                nearest = nearest or tail.nearest
                phrase = phrase[: -len(word)]
                continue
            shorter = self._time.sub("", self._compared.sub("", phrase))
            shares = nearest in self._takes if nearest else not change
            if shares and not self._share_noun.search(shorter):
                shorter = self._share_of.sub("", shorter)
            if shorter == phrase:
                break
            phrase = shorter
        return Stripped(phrase, change, nearest)

    def _tail_of(self, phrase: str) -> "tuple[str, _Tail] | None":
        whole = phrase[-2:] in self.nouns
        for word, tail in self._tails.get(phrase[-1], ()):
            if phrase.endswith(word) and not (whole and len(word) == 1):
                return word, tail
        return None

    def strip_head(self, phrase: str) -> str:
        """Take connectors, adverbs of time and place, and the acting verb off the front of a phrase."""
        while lead := self.lead.match(phrase):
            if not lead.end():
                break
            phrase = phrase[lead.end() :]
        for _ in range(_MOST_VERBS):
            shorter = self._without_verb(phrase)
            if shorter == phrase:
                break
            phrase = shorter
        return phrase

    def _without_verb(self, phrase: str) -> str:
        """Take one acting verb, with its manner, off the front; a phrase that is nothing else is no noun."""
        manner = self.manner.match(phrase)
        if manner and self.acting(phrase, manner.end()):
            phrase = phrase[manner.end() :]
        verb = self.acting(phrase)
        rest = phrase[len(verb) :].lstrip(self._then_verb) if verb else phrase
        # 服务业, 生产总值, 保障性住房: what begins like a verb is a noun when such a letter follows.
        if rest and (len(rest) == 1 or rest[0] in self._no_object):
            return phrase
        return rest

    def acting(self, phrase: str, at: int = 0) -> str:
        """Give the acting verb that begins at an offset, the longest; empty for none."""
        words = self._heads.get(phrase[at : at + 1], ())
        return next((word for word, _ in words if phrase.startswith(word, at)), "")

    def acts_on(self, phrase: str) -> bool:
        """Say whether a phrase begins with an acting verb and goes on: 建设公园."""
        words = self._heads.get(phrase[:1], ())
        return any(len(word) < len(phrase) and phrase.startswith(word) for word, _ in words)

    def changing(self, phrase: str) -> str:
        """Give the verb of change that a phrase begins with, the longest; empty for none."""
        return max((word for word in self.change if phrase.startswith(word)), key=len, default="")

    def ends_in_act(self, phrase: str) -> bool:
        """Say whether a phrase ends in an acting verb, so that its object follows the number: 发行2000亿元债券."""
        return any(phrase.endswith(word) for word, _ in self._act_ends.get(phrase[-1:], ()))


class _Tail(NamedTuple):
    """Say what a word at the end of a phrase tells: the verb of change in it, and the verb nearest the number."""

    change: str
    nearest: str


def _tails(lexicon: Lexicon) -> dict[str, _Tail]:
    """Give verbs, verbs with where they arrive, and adverbs with what each tells."""
    roles, lists = lexicon.phrases, lexicon.lists
    changes, reach = roles.get("change", {}), roles.get("reach", {})
    arriving = {f"{verb}{to}": verb for verb in changes for to in lists["arriving_suffix"]}
    levels = frozenset(lists["arriving_at_level"])
    letters = "".join(lists["arriving_suffix"])

    def tail(word: str) -> _Tail:
        verb = word if word in changes else word.rstrip(letters)
        change = verb if verb in changes else ""
        # 提高到 names a level, 提高 a change: where it arrives is what stands nearest.
        nearest = word[-1] if word.removeprefix(verb) in levels else word
        return _Tail(change, nearest if change or word in reach else "")

    return {word: tail(word) for word in (*roles.get("adverb", {}), *reach, *arriving, *changes)}


def _any(words: Iterable[str]) -> str:
    """Write words as one expression, the longest first; none of them is found where there are none."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True))) or '(?!)'})"


def _grouped(position: int, words: Mapping[str, T]) -> dict[str, list[tuple[str, T]]]:
    """Group words by their first (0) or last (-1) character, longest first."""
    grouped: dict[str, list[tuple[str, T]]] = {}
    for word in sorted(words, key=len, reverse=True):
        grouped.setdefault(word[position], []).append((word, words[word]))
    return grouped


PATTERNS = (
    _SHORT_NUMBER,
    _LEAD,
    _TIME,
    _COMPARED,
    _OF_PLAN,
    _SHARE_OF,
    _KEPT_SHARE,
    OPEN_END,
    AFTER_PREPOSITION,
    _ITEMS,
    _PLACED,
    _HELD_AGAINST,
    _OF_REGION,
    _STOP,
    _ASIDE,
)
"""The patterns of this part of the room."""
