"""The place of a number: what a rule of status is held against, and how."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from jiedu.reports.lexicon import KINDS, Lexicon
from jiedu.reports.quantities.grammar import Token
from jiedu.reports.rules import SETS, Rule, hear
from jiedu.text.characters import TENS

OF_STATUS = {**SETS, "TENS": TENS}
"""The sets of characters that a pattern of this room may name."""

_REACH = 40
_CLAUSE_BOUNDS = "，。；：！？\n,;:!?"


class Place(NamedTuple):
    """Show a rule one number: the text, what is known of the number, and the part it stands in.

    `entries` are the lines of a glossary, as starts and ends by turns.
    """

    text: str
    token: Token
    role: str | None = None
    entries: tuple[int, ...] = ()

    @property
    def explains(self) -> bool:
        """Say whether the number stands in an entry of a glossary."""
        return bisect_right(self.entries, self.token.start) % 2 == 1

    @property
    def clause(self) -> int:
        """Give the offset at which the clause of the number begins."""
        end = self.token.outer_start
        start = max(0, end - _REACH)
        window = self.text[start:end]
        return start + 1 + max(window.rfind(bound) for bound in _CLAUSE_BOUNDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRule(Rule):
    """Say what the words around a number make of its status.

    `before` ends where the number and the words that bound it begin (`inner`: where the number itself does), `after`
    begins where they end, `clause` stands anywhere between the head of the clause and the number; what is empty is
    not asked. `kinds`, where there are any, are those of the numbers that the rule is about, `without` those that it
    is not about, `units` is the list of their units; `unless` stands nowhere in what is measured, and `guard` asks the
    rest. `status` is what follows, or `weight`: the log-odds for a plan.
    """

    before: str = ""
    after: str = ""
    clause: str = ""
    inner: bool = False
    kinds: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    units: str = ""
    unless: str = ""
    guard: Callable[[Place], bool] | None = None
    status: str = ""
    weight: float = 0.0

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule, as they are written."""
        units = f"{{{self.units}}}" if self.units else ""
        return tuple(filter(None, (self.before, self.after, self.clause, self.unless, units)))


class Heard:
    """Hold a rule with its patterns compiled for a lexicon."""

    def __init__(self, rule: StatusRule, lexicon: Lexicon) -> None:
        def heard(pattern: str) -> re.Pattern[str] | None:
            return hear(pattern, lexicon, OF_STATUS) if pattern else None

        self.rule = rule
        self._kinds = rule.kinds or frozenset(KINDS)
        self._kinds -= rule.without
        self._units = frozenset(lexicon.lists[rule.units]) if rule.units else None
        # What ends at the number is searched for before it: the end of the text searched is the end that is meant.
        self._before = heard(f"(?:{rule.before})$" if rule.before else "")
        self._after, self._clause, self._unless = (heard(each) for each in (rule.after, rule.clause, rule.unless))

    def speaks(self, place: Place) -> bool:
        """Say whether the rule speaks about a number: the cheap questions first."""
        token, guard = place.token, self.rule.guard
        if token.kind not in self._kinds or (self._units is not None and token.unit not in self._units):
            return False
        return (guard is None or guard(place)) and self._around(place)

    def _around(self, place: Place) -> bool:
        """Say whether the words around a number are those of the rule."""
        text, token = place.text, place.token
        begin, end = (token.start, token.end) if self.rule.inner else (token.outer_start, token.outer_end)
        if self._after and not self._after.match(text, end):
            return False
        if self._before and not self._before.search(text, max(0, begin - _REACH), begin):
            return False
        if self._clause and not self._clause.search(text, place.clause, token.outer_start):
            return False
        return self._unless is None or not self._unless.search(token.indicator)
