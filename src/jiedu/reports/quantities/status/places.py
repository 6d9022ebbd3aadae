"""The place of a number: what a rule of status is held against, and how."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from jiedu.reports.lexicon import KINDS, Lexicon
from jiedu.reports.quantities.grammar import Token
from jiedu.reports.rules import SETS, Rule, hear
from jiedu.text.characters import TENS

OF_STATUS = {**SETS, "TENS": TENS}
"""The sets of characters that a pattern of this room may name."""

_REACH = 40
_IN_CLAUSE = re.compile(r"[^，。；：！？\n,;:!?]*")


class NumberPlace(NamedTuple):
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
    def clause(self) -> str:
        """Give the words of the clause before the number."""
        end = self.token.outer_start
        backwards = self.text[max(0, end - _REACH) : end][::-1]
        inside = _IN_CLAUSE.match(backwards)
        return backwards[: inside.end() if inside else 0][::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRule(Rule):
    """Say what the words around a number make of its status.

    `before` ends where the number and the words that bound it begin (`inner`: where the number itself does), no
    further back than `reach`, `after`
    begins where they end, `clause` stands anywhere between the head of the clause and the number; what is empty is
    not asked. `kinds`, where there are any, are those of the numbers that the rule is about, `without` those that it
    is not about, `units` is the list of their units; `unless` stands nowhere in what is measured, and `guard` asks the
    rest. `status` is what follows, or `weight`: the log-odds for a plan.
    """

    before: str = ""
    after: str = ""
    clause: str = ""
    inner: bool = False
    reach: int = _REACH
    kinds: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    units: str = ""
    unless: str = ""
    guard: Callable[[NumberPlace], bool] | None = None
    status: str = ""
    weight: float = 0.0

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule, as they are written."""
        units = f"{{{self.units}}}" if self.units else ""
        return tuple(filter(None, (self.before, self.after, self.clause, self.unless, units)))


class HeardStatus:
    """Hold a rule with its patterns compiled for a lexicon."""

    def __init__(self, rule: StatusRule, lexicon: Lexicon) -> None:
        def heard(pattern: str) -> re.Pattern[str] | None:
            return hear(pattern, lexicon, OF_STATUS) if pattern else None

        self.rule = rule
        self.kinds = (rule.kinds or frozenset((*KINDS, ""))) - rule.without
        self.units = frozenset(lexicon.lists[rule.units]) if rule.units else None
        # What ends at the number is searched for before it: the end of the text searched is the end that is meant.
        self._before = heard(f"(?:{rule.before})$" if rule.before else "")
        self._after, self._clause, self._unless = (heard(each) for each in (rule.after, rule.clause, rule.unless))

    def speaks(self, place: NumberPlace, clause: str = "") -> bool:
        """Say whether the rule speaks about a number of its kinds and units."""
        rule, token, text = self.rule, place.token, place.text
        if rule.guard and not rule.guard(place):
            return False
        begin, end = (token.start, token.end) if rule.inner else (token.outer_start, token.outer_end)
        if self._after and not self._after.match(text, end):
            return False
        if self._before and not self._before.search(text, max(0, begin - rule.reach), begin):
            return False
        if self._clause and not self._clause.search(clause):
            return False
        return self._unless is None or not self._unless.search(token.indicator)


class StatusRules:
    """Hold rules in their order, and ask those that are about the kind and the unit of a number."""

    def __init__(self, rules: Iterable[StatusRule], lexicon: Lexicon) -> None:
        asked = [HeardStatus(rule, lexicon) for rule in rules]
        units = {unit for heard in asked for unit in heard.units or ()}
        self._asked = {
            (kind, unit): [
                heard for heard in asked if kind in heard.kinds and (heard.units is None or unit in heard.units)
            ]
            for kind in (*KINDS, "")
            for unit in (*units, None)
        }
        self._units = frozenset(units)

    def first(self, place: NumberPlace, clause: str = "") -> StatusRule | None:
        """Give the first rule that speaks about a number, None for none."""
        token = place.token
        unit = token.unit if token.unit in self._units else None
        for heard in self._asked[token.kind, unit]:
            if heard.speaks(place, clause):
                return heard.rule
        return None
