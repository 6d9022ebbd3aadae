"""The engine of the room: the rules are asked in their order, from number to number."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from jiedu.reports.quantities.grammar import Token
from jiedu.reports.quantities.indicators.brackets import MARK, unbracketed
from jiedu.reports.quantities.indicators.clauses import WINDOW
from jiedu.reports.quantities.indicators.following import Following
from jiedu.reports.quantities.indicators.measures import DIRECTIONS, KINDS
from jiedu.reports.quantities.indicators.members import MEMBERS, PARTED
from jiedu.reports.quantities.indicators.names import NAMES
from jiedu.reports.quantities.indicators.phrases import Phrases
from jiedu.reports.quantities.indicators.reading import (
    HeardIndicator,
    IndicatorRule,
    MeasureRule,
    Memory,
    Named,
    NameRule,
    PhraseRule,
    Reading,
)
from jiedu.reports.quantities.indicators.trims import DESCRIBED, ENDS, NO_NOUNS

# Looked for from the number backwards.
_IN_CLAUSE = re.compile(r"[^，。；：！？\n ,;:!?《〈]*")
_IN_SENTENCE = re.compile(r"[^。！？\n；;]*")
_MARKED = re.compile(r"[（）()“”\[\]［］〔〕【】①-⑳]")
_SEMICOLONS = ("；", ";")
_JOINT = 3
# 一是新建学校5所, （七）改善环境: the number of the item is no word of the phrase.
_FIRSTLY = r"^(?: {ORDINAL}{is_first} | [（(](?:{ORDINAL}|[{DIGITS}]{1,2})[）)] )"
_RELATIVE = r"{noun_of}$"
_OF_WHOLE = r"(?:{whole_lead})[^，]{0,14}{noun_of}$"
_FALLS = r"^[^，、]{0,10}?{falls_by}"
PATTERNS = (MARK, PARTED, _FIRSTLY, _FALLS, _RELATIVE, _OF_WHOLE)
"""The patterns of this part of the room."""


R = TypeVar("R", bound=IndicatorRule)


def _heard(rules: Iterable[R], phrases: Phrases) -> tuple[tuple[R, HeardIndicator], ...]:
    return tuple((rule, HeardIndicator(rule, phrases)) for rule in rules)


class _Each:
    """Hold rules that each speak on what the one before left; what none of them hears is known at one look."""

    def __init__(self, rules: Sequence[PhraseRule], phrases: Phrases) -> None:
        self._rules = _heard(rules, phrases)
        self._segment, self._noun = (
            phrases.hear("|".join(f"(?:{pattern})" for pattern in patterns if pattern) or "(?!)")
            for patterns in ([rule.segment for rule in rules], [rule.noun for rule in rules])
        )

    def __call__(self, reading: Reading) -> Reading:
        if not self._noun.search(reading.noun) and not self._segment.search(reading.segment):
            return reading
        for rule, heard in self._rules:
            if heard.speaks(reading):
                reading = rule.then(reading).but(spoke=(*reading.spoke, rule.name))
        return reading


class _Rules:
    """Hold the rules of the room with their patterns compiled, each tuple in its order."""

    def __init__(self, phrases: Phrases) -> None:
        self.mark, self.parted, self.firstly, self.falls, self.relative, self.of_whole = map(phrases.hear, PATTERNS)
        self.following = Following(phrases)
        self.ends, self.no_nouns, self.described = (_Each(rules, phrases) for rules in (ENDS, NO_NOUNS, DESCRIBED))
        self.members = _heard(MEMBERS, phrases)
        # Most rules are about a noun that is there, or is not: each number is asked what may be said of it.
        names = _heard(NAMES, phrases)
        self.names = {
            (noun, following): [
                (rule, heard)
                for rule, heard in names
                if rule.has_noun in (None, noun) and rule.has_following in (None, following)
            ]
            for noun in (True, False)
            for following in (True, False)
        }
        self.kinds, self.directions = (_heard(rules, phrases) for rules in (KINDS, DIRECTIONS))


_rules = lru_cache(maxsize=2)(_Rules)


class Namer:
    """Name what each number of a text measures, from left to right, with what the numbers before tell."""

    def __init__(self, text: str, phrases: Phrases) -> None:
        self._text = text
        self._phrases = phrases
        self._rules = _rules(phrases)
        self._memory = Memory()

    def name(self, token: Token, run: int) -> Token:
        """Give a number its indicator, its direction and, for per cents, its kind; `run` others follow it in a list."""
        rules, reading = self._rules, self._place(token, run)
        found = _first(rules.members, reading) if reading.parted or reading.memory.pending else None
        if found is None:
            reading = self._trim(reading)
            found = _first(rules.names[bool(reading.noun), bool(reading.following)], reading)
        for spoke in reading.spoke:
            token = token.learn(spoke)
        if found:
            rule, named = found
            token = token.learn(rule, indicator=named.indicator)
        else:
            named = Named("", reading.memory.subject, reading.change, reading.nearest)
        self._memory = memory = self._remember(reading, named)
        return self._measure(reading.but(token=token, memory=memory, change=memory.change, nearest=named.nearest))

    def _place(self, token: Token, run: int) -> Reading:
        """Find the clause and the sentence of a number, and the words before it; forget what a sentence ends."""
        start = token.outer_start
        backwards = self._text[max(0, start - WINDOW) : start][::-1]
        clause, sentence = (start - _length(inside, backwards) for inside in (_IN_CLAUSE, _IN_SENTENCE))
        memory = self._memory
        if memory.last_end < sentence:
            # After a semicolon the subject of the sentence may still hold: 八十斤到九十九斤的有五十五个县
            goes_on = self._text[sentence - 1 : sentence] in _SEMICOLONS and memory.last_end > sentence - WINDOW
            carried = (memory.subject or memory.carried) if goes_on else ""
            memory = Memory(carried=carried, former=memory.subject, falls=memory.falls, last_end=memory.last_end)
        linked = memory.last_end > clause
        segment = self._text[memory.last_end if linked else clause : start]
        if _MARKED.search(segment):
            segment = self._rules.mark.sub("", unbracketed(segment))
        reading = Reading(self._text, token, self._phrases, memory, segment, linked, sentence, clause, run)
        return reading if reading.joined else self._strip(reading)

    def _strip(self, reading: Reading) -> Reading:
        """Take the verbs off the words before a number."""
        rules, segment = self._rules, self._rules.firstly.sub("", reading.segment)
        parted = rules.parted.search(segment)
        relative = rules.relative.search(segment) is not None and not rules.of_whole.search(segment)
        noun, change, nearest = self._phrases.strip_tail(segment)
        return reading.but(
            segment=segment,
            parted=parted.span() if parted else None,
            relative=relative,
            noun=noun,
            change=change,
            nearest=nearest,
        )

    def _trim(self, reading: Reading) -> Reading:
        """Let the rules say what of the words before a number is its noun, and find the noun after it."""
        rules = self._rules
        reading = rules.ends(reading)
        noun = self._phrases.strip_head(reading.noun)
        if noun != reading.noun:
            reading = reading.but(noun=noun)
        if noun:
            reading = rules.no_nouns(reading)
        following = rules.following.after(reading, "" if reading.conjunct or reading.relative else reading.noun)
        if following:
            reading = reading.but(following=following)
        return rules.described(reading) if reading.noun else reading

    def _remember(self, reading: Reading, named: Named) -> Memory:
        """Keep what the next number may need."""
        memory, phrases = reading.memory, self._phrases
        level = named.nearest in phrases.words("reaches_level") and named.change != named.nearest
        falls = memory.falls
        if not named.pending and not named.members:
            falls = self._rules.falls.match(reading.segment) is not None and not reading.has_unit("hundredth")
        fresh = named.subject and named.subject not in memory.named
        return Memory(
            named.subject,
            memory.carried,
            memory.former,
            (*memory.named, named.subject) if fresh else memory.named,
            named.members or memory.members,
            named.pending,
            "" if level else named.change,
            falls,
            reading.token.outer_end,
        )

    def _measure(self, reading: Reading) -> Token:
        """Let the rules on kind and direction speak, when what is measured is known."""
        token, rules = reading.token, self._rules
        if reading.per_cent or not token.kind:
            token = _learn(token, rules.kinds, reading)
        if reading.change or reading.memory.falls:
            token = _learn(token, rules.directions, reading)
        return token


def _learn(token: Token, rules: Iterable[tuple[MeasureRule, HeardIndicator]], reading: Reading) -> Token:
    spoke = next((rule for rule, heard in rules if heard.speaks(reading)), None)
    return token.learn(spoke.name, **spoke.then) if spoke else token


def _length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _first(rules: Iterable[tuple[NameRule, HeardIndicator]], reading: Reading) -> tuple[str, Named] | None:
    for rule, heard in rules:
        if heard.speaks(reading) and (named := rule.then(reading)):
            return rule.name, named
    return None


def followers(text: str, tokens: Sequence[Token], phrases: Phrases) -> dict[int, int]:
    """Count for each number, by where it begins, those that follow it in a list: joined by nothing but connectors."""
    runs: dict[int, int] = {}
    run, next_start = 0, -1
    for token in reversed(tokens):
        between = text[token.outer_end : next_start] if next_start >= 0 else ""
        run = run + 1 if 0 < len(between) <= _JOINT and not between.strip(phrases.connectors) else 0
        runs[token.start] = run
        next_start = token.outer_start
    return runs
