"""The engine of the room: the rules are asked in their order, from number to number."""

from collections.abc import Iterable, Mapping, Sequence
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
    CONNECTORS,
    Heard,
    IndicatorRule,
    Memory,
    Named,
    NameRule,
    PhraseRule,
    Reading,
)
from jiedu.reports.quantities.indicators.trims import DESCRIBED, ENDS, NO_NOUNS

_BOUNDS = "，。；：！？\n ,;:!?《〈"
_SENTENCE_BOUNDS = "。！？\n；;"
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


def _heard(rules: Iterable[R], phrases: Phrases) -> tuple[tuple[R, Heard], ...]:
    return tuple((rule, Heard(rule, phrases)) for rule in rules)


class _Rules:
    """Hold the rules of the room with their patterns compiled, each tuple in its order."""

    def __init__(self, phrases: Phrases) -> None:
        self.mark, self.parted, self.firstly, self.falls, self.relative, self.of_whole = map(phrases.hear, PATTERNS)
        self.following = Following(phrases)
        self.ends, self.no_nouns, self.described = (_heard(rules, phrases) for rules in (ENDS, NO_NOUNS, DESCRIBED))
        self.members, self.names = (_heard(rules, phrases) for rules in (MEMBERS, NAMES))
        self.kinds, self.directions = (_heard(rules, phrases) for rules in (KINDS, DIRECTIONS))


_rules = lru_cache(maxsize=2)(_Rules)


class Namer:
    """Name what each number of a text measures, from left to right, with what the numbers before tell."""

    def __init__(self, text: str, phrases: Phrases, runs: Mapping[int, int]) -> None:
        self._text = text
        self._phrases = phrases
        self._rules = _rules(phrases)
        self._runs = runs
        self._memory = Memory()

    def name(self, token: Token) -> Token:
        """Give a number its indicator, its direction and, for per cents, its kind."""
        reading = self._place(token)
        found = _first(self._rules.members, reading)
        if found is None:
            reading = self._trim(reading)
            found = _first(self._rules.names, reading)
        rule, named = found or ("", Named("", reading.memory.subject, reading.change, reading.nearest))
        for spoke in filter(None, (*reading.spoke, rule)):
            token = token.learn(spoke)
        token = token._replace(indicator=named.indicator)
        self._memory = self._remember(reading, named)
        return self._measure(
            reading._replace(token=token, memory=self._memory, change=self._memory.change, nearest=named.nearest)
        )

    def _place(self, token: Token) -> Reading:
        """Find the clause and the sentence of a number, and the words before it; forget what a sentence ends."""
        start = max(0, token.outer_start - WINDOW)
        window = self._text[start : token.outer_start]
        clause = start + 1 + max(window.rfind(bound) for bound in _BOUNDS)
        sentence = start + 1 + max(window.rfind(bound) for bound in _SENTENCE_BOUNDS)
        memory = self._memory
        if memory.last_end < sentence:
            # After a semicolon the subject of the sentence may still hold: 八十斤到九十九斤的有五十五个县
            goes_on = self._text[sentence - 1 : sentence] in _SEMICOLONS and memory.last_end > sentence - WINDOW
            carried = (memory.subject or memory.carried) if goes_on else ""
            memory = Memory(carried=carried, former=memory.subject, falls=memory.falls, last_end=memory.last_end)
        linked = memory.last_end > clause
        segment = unbracketed(self._text[memory.last_end if linked else clause : token.outer_start])
        segment = self._rules.mark.sub("", segment)
        run = self._runs.get(token.start, 0)
        return self._strip(Reading(self._text, token, self._phrases, memory, segment, linked, sentence, clause, run))

    def _strip(self, reading: Reading) -> Reading:
        """Take the verbs off the words before a number, unless only connectors stand there."""
        if reading.joined:
            return reading
        rules, segment = self._rules, self._rules.firstly.sub("", reading.segment)
        parted = rules.parted.search(segment)
        relative = rules.relative.search(segment) is not None and not rules.of_whole.search(segment)
        noun, change, nearest = self._phrases.strip_tail(segment)
        return reading._replace(
            segment=segment,
            parted=parted.span() if parted else None,
            relative=relative,
            noun=noun,
            change=change,
            nearest=nearest,
        )

    def _trim(self, reading: Reading) -> Reading:
        """Let the rules say what of the words before a number is its noun, and find the noun after it."""
        reading = _each(self._rules.ends, reading)
        reading = reading._replace(noun=self._phrases.strip_head(reading.noun))
        reading = _each(self._rules.no_nouns, reading)
        before = "" if reading.conjunct or reading.relative else reading.noun
        reading = reading._replace(following=self._rules.following.after(reading, before))
        return _each(self._rules.described, reading)

    def _remember(self, reading: Reading, named: Named) -> Memory:
        """Keep what the next number may need."""
        memory, phrases = reading.memory, self._phrases
        level = named.nearest in phrases.words("reaches_level") and named.change != named.nearest
        falls = memory.falls
        if not named.pending and not named.members:
            falls = self._rules.falls.match(reading.segment) is not None and not reading.has_unit("hundredth")
        fresh = named.subject and named.subject not in memory.named
        return memory._replace(
            subject=named.subject,
            named=(*memory.named, named.subject) if fresh else memory.named,
            members=named.members or memory.members,
            pending=named.pending,
            change="" if level else named.change,
            falls=falls,
            last_end=reading.token.outer_end,
        )

    def _measure(self, reading: Reading) -> Token:
        """Let the rules on kind and direction speak, when what is measured is known."""
        for rules in (self._rules.kinds, self._rules.directions):
            for rule, heard in rules:
                if heard.speaks(reading):
                    reading = reading._replace(token=reading.token.learn(rule.name, **rule.then))
                    break
        return reading.token


def _first(rules: Iterable[tuple[NameRule, Heard]], reading: Reading) -> tuple[str, Named] | None:
    for rule, heard in rules:
        if heard.speaks(reading) and (named := rule.then(reading)):
            return rule.name, named
    return None


def _each(rules: Iterable[tuple[PhraseRule, Heard]], reading: Reading) -> Reading:
    for rule, heard in rules:
        if heard.speaks(reading):
            reading = rule.then(reading)
            reading = reading._replace(spoke=(*reading.spoke, rule.name))
    return reading


def listed(text: str, tokens: Sequence[Token]) -> dict[int, int]:
    """Count for each number, by where it begins, those that follow it in a list: joined by nothing but connectors."""
    runs: dict[int, int] = {}
    run, next_start = 0, -1
    for token in reversed(tokens):
        between = text[token.outer_end : next_start] if next_start >= 0 else ""
        run = run + 1 if 0 < len(between) <= _JOINT and not between.strip(CONNECTORS) else 0
        runs[token.start] = run
        next_start = token.outer_start
    return runs
