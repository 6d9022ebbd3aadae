"""Which class a numeral is of: quantity, label, ordinal, slogan, or a part of a word."""

from collections.abc import Iterable
from dataclasses import replace

from jiedu.reports.quantities.classes.counts import ARABIC_RULES, CHINESE_RULES
from jiedu.reports.quantities.classes.names import NAME_RULES
from jiedu.reports.quantities.classes.ranks import FIRST_RULES, NTH_RULES
from jiedu.reports.quantities.dates import DATE_RULES
from jiedu.reports.quantities.grammar import Grammar, Token
from jiedu.reports.quantities.numeral import Numeral, NumeralRule, NumeralRules

_ROOMS = (NTH_RULES, DATE_RULES, NAME_RULES, FIRST_RULES, CHINESE_RULES, ARABIC_RULES)
CLASS_RULES: tuple[NumeralRule, ...] = tuple({rule.name: rule for rules in _ROOMS for rule in rules}.values())
"""Every rule of this room, each once: some speak of both scripts."""


class Classes:
    """Ask the rules of classes in their order: 第N, dates, names, ranks, then what counts in either script."""

    def __init__(self, grammar: Grammar) -> None:
        chinese, arabic = _in_script(CHINESE_RULES, "chinese"), _in_script(ARABIC_RULES, "digits")
        self._nth = NumeralRules(NTH_RULES, grammar)
        self._other = NumeralRules((*DATE_RULES, *NAME_RULES, *FIRST_RULES, *chinese, *arabic), grammar)

    def of(self, numeral: Numeral) -> Token:
        """Give the token of a numeral with its class, and the name of the rule that spoke."""
        rules = self._nth if numeral.token.nth else self._other
        return rules.first(numeral) or numeral.token


def _in_script(rules: Iterable[NumeralRule], script: str) -> list[NumeralRule]:
    return [replace(rule, script=script) for rule in rules]
