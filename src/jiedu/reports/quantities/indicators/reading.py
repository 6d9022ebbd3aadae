"""What a rule of indicators sees of a number, and what is remembered from one number to the next."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from jiedu.reports.quantities.grammar import Changes, Token
from jiedu.reports.quantities.indicators.phrases import Phrases
from jiedu.reports.rules import Rule


class Memory(NamedTuple):
    """Hold what the numbers before tell about the next; it is never changed, each number makes its own.

    `subject` is what the last number measured, `carried` that of the sentence part before a semicolon, `former` that
    of the sentence before; `named` are the subjects of this sentence in their order. `members` are those of the last
    分别, `pending` those of them that still wait for their number. `change` is the verb that led to the last number,
    `falls` says that its clause began with a verb that takes away, `last_end` where it ended.
    """

    subject: str = ""
    carried: str = ""
    former: str = ""
    named: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    change: str = ""
    falls: bool = False
    last_end: int = -1


class Reading(NamedTuple):
    """Show a rule one number with the words around it; it is never changed.

    `segment` are the words before the number in its clause, after the number before if that stands in the clause too
    (`linked`). `noun` is what is left of them without the verbs and adverbs at both ends, `change` the verb of change,
    `nearest` the verb nearest the number. `following` is the noun phrase right after the number, `conjunct` says that
    the words before go on in it, `relative` that they describe it, `parted` where 分别 stands in the segment,
    `followers` how many numbers follow in a list. `spoke` are the rules that spoke so far.
    """

    text: str
    token: Token
    phrases: Phrases
    memory: Memory
    segment: str
    linked: bool
    sentence: int
    clause: int
    followers: int
    parted: tuple[int, int] | None = None
    noun: str = ""
    change: str = ""
    nearest: str = ""
    conjunct: bool = False
    relative: bool = False
    following: str = ""
    spoke: tuple[str, ...] = ()

    def but(self, **changes: Any) -> "Reading":
        """Return the reading with some cells changed; `_replace` takes twice as long."""
        cells = list(self)
        for name, cell in changes.items():
            cells[_AT[name]] = cell
        return Reading._make(cells)

    @property
    def joined(self) -> bool:
        """Say whether nothing but connectors stands between the number and the one before."""
        return self.linked and not self.segment.strip(self.phrases.connectors)

    @property
    def predicate(self) -> bool:
        """Say whether a verb leads to the number."""
        return bool(self.change or self.nearest)

    @property
    def per_cent(self) -> bool:
        """Say whether the number is a part of a hundred or a thousand, or a fraction."""
        unit = self.token.unit
        return unit in self.phrases.words("percent_mark") or (self.token.kind == "share" and not unit)

    def has_unit(self, name: str) -> bool:
        """Say whether the unit is one of a list."""
        return self.token.unit in self.phrases.words(name)


_AT = {name: at for at, name in enumerate(Reading._fields)}


class Named(NamedTuple):
    """Hold what a rule says that a number measures, and what the next number may take from it.

    `subject` is remembered, empty where the noun names this number alone; `change` and `nearest` are the verbs.
    """

    indicator: str
    subject: str
    change: str
    nearest: str
    members: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRule(Rule):
    """Hold a rule on the words around a number.

    `segment` stands in the words before the number, `noun` in what is left of them, `indicator` in what the number was
    found to measure; what is empty is not asked. `when` asks the rest.
    """

    segment: str = ""
    noun: str = ""
    indicator: str = ""
    when: Callable[[Reading], bool] | None = None

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule, as they are written."""
        return tuple(filter(None, (self.segment, self.noun, self.indicator)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRule(IndicatorRule):
    """Hold a rule that says where the noun ends, or that there is none: `then` gives the reading that is left."""

    then: Callable[[Reading], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRule(IndicatorRule):
    """Hold a rule that names what the number measures; `then` gives None where it has nothing to say after all.

    `has_noun` says whether a noun must stand before the number, `has_following` whether one must follow it, None that
    it does not matter.
    """

    has_noun: bool | None = None
    has_following: bool | None = None
    then: Callable[[Reading], Named | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRule(IndicatorRule):
    """Hold a rule on the kind of a measure, or its direction, when what is measured is known."""

    then: Changes


class HeardIndicator:
    """Hold a rule with its patterns compiled for a lexicon."""

    def __init__(self, rule: IndicatorRule, phrases: Phrases) -> None:
        def heard(pattern: str) -> re.Pattern[str] | None:
            return phrases.hear(pattern) if pattern else None

        self._when = rule.when
        self._segment, self._noun, self._indicator = map(heard, (rule.segment, rule.noun, rule.indicator))

    def speaks(self, reading: Reading) -> bool:
        """Say whether the rule speaks about a number: what is quickly asked first."""
        if self._when and not self._when(reading):
            return False
        if self._segment and not self._segment.search(reading.segment):
            return False
        if self._noun and not self._noun.search(reading.noun):
            return False
        return self._indicator is None or self._indicator.search(reading.token.indicator) is not None
