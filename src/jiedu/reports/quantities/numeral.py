"""What the rules of classes see of a numeral, and how they are asked in their order."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from jiedu.reports.lexicon import Unit
from jiedu.reports.quantities.grammar import Changes, Grammar, Token
from jiedu.reports.rules import Rule
from jiedu.text.characters import MAGNITUDES

HEAD = 14
"""How far the rules look back from a numeral, in characters."""
_QUOTE_LONGEST = 11
_TITLE_LONGEST = 40
_SIZES = frozenset(f"{MAGNITUDES}百千")


class Numeral(NamedTuple):
    """Hold a numeral with what stands around it; it is never changed.

    `number` is the numeral without its approximator, `unit` the unit that follows it, `head` what stands before it.
    """

    text: str
    token: Token
    number: str
    unit: Unit | None
    head: str
    grammar: Grammar

    @property
    def plain(self) -> bool:
        """Say whether the number has no size: no hundred, no thousand, no magnitude."""
        return _SIZES.isdisjoint(self.number)

    @property
    def figures(self) -> bool:
        """Say whether the number has a figure, and not magnitudes alone."""
        return self.grammar.has_figure(self.number)

    @property
    def large(self) -> bool:
        """Say whether a Chinese number is longer than a word would hold: three characters, or a figure with a size."""
        return len(self.number) >= 3 or (len(self.number) == 2 and self.number[-1] in _SIZES and self.figures)

    @property
    def quoted(self) -> bool:
        """Say whether the numeral stands in a short quotation."""
        opened = self.text.rfind("“", max(0, self.token.start - _QUOTE_LONGEST), self.token.start)
        if opened < 0 or self.text.rfind("”", opened, self.token.start) >= 0:
            return False
        return self.text.find("”", self.token.end, opened + _QUOTE_LONGEST + 2) >= 0

    @property
    def titled(self) -> bool:
        """Say whether the numeral stands between the marks of a title."""
        opened = self.text.rfind("《", max(0, self.token.start - _TITLE_LONGEST), self.token.start)
        return opened >= 0 and self.text.rfind("》", opened, self.token.start) < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumeralRule(Rule):
    """Hold a rule on one numeral.

    `script` is `digits` or `chinese` for a rule on the numbers of one script. `unit` and `quoted` say whether a unit
    must follow and whether the numeral must stand in a short quotation, None that it does not matter; `units` names
    the list of units that the rule hears. `before` must match up to where the numeral begins, and looks `back` so
    many characters; `after` must match from where it ends, `number` all of it, and `when` must hold. `then` gives what
    changes in the token, or None where the rule has nothing to say after all.
    """

    script: str = ""
    unit: bool | None = None
    units: str = ""
    quoted: bool | None = None
    before: str = ""
    back: int = HEAD
    after: str = ""
    number: str = ""
    when: Callable[[Numeral], bool] | None = None
    then: Callable[[Numeral], Changes | None]

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule, its list of units as one of them."""
        units = f"{{{self.units}}}" if self.units else ""
        return tuple(filter(None, (self.before, self.after, self.number, units)))


def classed(class_: str) -> Callable[[Numeral], Changes]:
    """Return what makes a numeral one of a class."""
    learnt = {"class_": class_}

    def make(_: Numeral) -> Changes:
        return learnt

    return make


def plain(numeral: Numeral) -> bool:
    """Say whether a number has no size."""
    return numeral.plain


def titled(numeral: Numeral) -> bool:
    """Say whether a number stands in a title."""
    return numeral.titled


def unsized(numeral: Numeral) -> bool:
    """Say whether digits stand alone: no unit, no size and no approximator says that they count."""
    token = numeral.token
    alone = token.end == token.number_start + len(numeral.number)
    return token.arabic and numeral.unit is None and numeral.plain and alone


def counts_nothing(numeral: Numeral) -> bool:
    """Say whether digits stand alone and no word bounds them or leads to them."""
    grammar = numeral.grammar
    return unsized(numeral) and not grammar.bounded(numeral.text, numeral.token) and not grammar.reaches(numeral.head)


label, ordinal, slogan, word = (classed(name) for name in ("label", "ordinal", "slogan", "word"))


class NumeralRules:
    """Hold rules in their order, and ask them: for the first that speaks, or for all that do.

    What most numerals are not is known at one look, so each numeral is asked only what could be said of it: with or
    without a unit, quoted or not, and with something behind it that any of the rules hears, or nothing.
    """

    def __init__(self, rules: Iterable[NumeralRule], grammar: Grammar) -> None:
        asked = [(rule, _Asked.of(rule, grammar)) for rule in rules]
        strict = {rule.name for rule, ask in asked if ask.after is not None and not ask.after(_ANYTHING, 0)}
        self._after = grammar.hear("|".join(f"(?:{rule.after})" for rule, _ in asked if rule.name in strict) or "(?!)")
        self._quotes = any(rule.quoted is not None for rule, _ in asked)
        self._asked = {
            (arabic, unit, quoted, hears): [
                ask
                for rule, ask in asked
                if rule.script in ("", "digits" if arabic else "chinese")
                and rule.unit in (None, unit)
                and (unit or not rule.units)
                and rule.quoted in (None, quoted)
                and (hears or rule.name not in strict)
            ]
            for arabic, unit, quoted, hears in product((True, False), repeat=4)
        }

    def first(self, numeral: Numeral) -> Token | None:
        """Give the token of the first rule that speaks, with its name; None if none does."""
        return next(self._spoken(numeral), None)

    def each(self, numeral: Numeral) -> Token:
        """Let every rule speak in turn, each on what the one before left."""
        *_, token = (numeral.token, *self._spoken(numeral))
        return token

    def _spoken(self, numeral: Numeral) -> Iterator[Token]:
        """Give what each rule that speaks makes of a numeral, one after the other."""
        text, token, number, unit, head, grammar = numeral
        hears = self._after.match(text, token.end) is not None
        quoted = self._quotes and "“" in head and numeral.quoted
        rules = self._asked[token.arabic, unit is not None, quoted, hears]
        for name, units, words, before, back, after, whole, when, then in rules:
            if after is not None and not after(text, token.end):
                continue
            # Until a rule has taken the unit in, it stands behind the number.
            if units is not None and (token.unit or (unit.unit if unit else "")) not in units:
                continue
            if words is not None and not head.endswith(words):
                continue
            if whole is not None and not whole(number):
                continue
            if when is not None and not when(numeral):
                continue
            if before is not None and not before(head[-back:]):
                continue
            found = then(numeral)
            if found is not None:
                token = token.learn(name, **found)
                yield token
                numeral = Numeral(text, token, number, unit, head, grammar)


# What hears this hears nearly everything, and is no way to tell numerals apart.
_ANYTHING = "龘龘龘"
_ONE_LIST = re.compile(r"\{([a-z]\w*)\}|\[\{([a-z]\w*)\.chars\}\]|\[?([^\[\](){}\\^|-]+)\]?")


class _Asked(NamedTuple):
    """Hold a rule in the form in which it is asked: each condition a bound method, None for none."""

    name: str
    units: frozenset[str] | None
    words: tuple[str, ...] | None
    before: Callable[[str], object] | None
    back: int
    after: Callable[[str, int], object] | None
    number: Callable[[str], object] | None
    when: Callable[[Numeral], bool] | None
    then: Callable[[Numeral], Changes | None]

    @classmethod
    def of(cls, rule: NumeralRule, grammar: Grammar) -> "_Asked":
        # What is one list of words is compared at the end, which is quicker than to search for it.
        listed = _ONE_LIST.fullmatch(rule.before)
        words = (tuple(listed[3] or "") or grammar.lexicon.lists[listed[1] or listed[2]]) if listed else None
        before = grammar.hear(rf"(?:{rule.before})\Z").search if rule.before and not listed else None
        after = grammar.hear(rule.after).match if rule.after else None
        number = grammar.hear(rule.number).fullmatch if rule.number else None
        units = frozenset(grammar.lexicon.lists[rule.units]) if rule.units else None
        return cls(rule.name, units, words, before, rule.back, after, number, rule.when, rule.then)


def head_of(text: str, start: int) -> str:
    """Give what stands before a numeral, as far as a rule looks back.

    >>> head_of("经过312国道", 2)
    '经过'
    """
    return text[max(0, start - HEAD) : start]
