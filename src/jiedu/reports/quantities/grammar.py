"""What a numeral looks like, and the lexicon in the form that reading needs."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from string import ascii_letters
from typing import Any, NamedTuple

from jiedu.reports.lexicon import Lexicon, Unit
from jiedu.reports.rules import SETS, Example, Rule, hear, spell
from jiedu.text.characters import (
    APPROXIMATORS,
    BELOW_KILO,
    CHINESE_YEAR,
    DIGIT_VALUES,
    KILOS,
    MAGNITUDES,
    TENS,
    WRITTEN_FIGURES,
)
from jiedu.text.numerals import parse

_CHARACTERS = {
    **SETS,
    "APPROXIMATORS": APPROXIMATORS,
    "BELOW_KILO": BELOW_KILO,
    "CHINESE_YEAR": CHINESE_YEAR,
    "KILOS": KILOS,
    "TENS": TENS,
}
# From the smallest to the whole: each may name those before it.
_FORMS = {
    # A thousand that begins a unit (kilowatt, kilogram) is no magnitude.
    "SIZE": r"(?:[{BELOW_KILO}{MAGNITUDES}]|[{KILOS}](?![{after_kilo.chars}]))",
    "ARABIC": r"(?:[{DIGITS}]{1,3}(?:[,，][{DIGITS}]{3})+(?![{DIGITS}])|[{DIGITS}]+)(?:[.．·•][{DIGITS}]+)?",
    "SIZED": r"(?:[{APPROXIMATORS}]?{SIZE})+",
    "ARABIC_NUMBER": r"{ARABIC}(?:{SIZED}(?:{ARABIC}{SIZED})*)?",
    "CHINESE": r"(?:[{FIGURES}{score.chars}]|{SIZE})",
    "CHINESE_NUMBER": r"{CHINESE}+(?:[{point.chars}][{FIGURES}]+{SIZE}*)?(?:[{APPROXIMATORS}]{CHINESE}+)*",
    # A year that a count of years follows ends before it.
    "NUMBER": r"(?:{ARABIC_NUMBER}|{CHINESE_YEAR}(?=[{count_of_years.chars}]{year_word})|{CHINESE_NUMBER})",
    "TAIL": r"(?:[{open_tail.chars}]|{ten_word.behind}[{some.chars}])?",
    "LATIN": r"[A-Za-zＡ-Ｚａ-ｚ]",
}
_TOKEN = r"""
    (?=[{ordinal_mark.chars}{DIGITS}{FIGURES}{TENS}{MAGNITUDES}{half.chars}{pair.chars}])  # a quick no to most
    (?P<nth>{ordinal_mark}(?={CHINESE}|[{DIGITS}]))?
    (?:
      (?P<per>{per_base}{fraction_mark})(?P<rate>{NUMBER}){TAIL}
    | (?P<below>{CHINESE}{1,4}){fraction_mark}(?P<above>{NUMBER})
    | (?P<slash>[{DIGITS}]{1,4}[/／][{DIGITS}]{1,4})(?![{DIGITS}/／])
    | (?P<number>{NUMBER}){TAIL}
    | (?P<single>[{half.chars}{pair.chars}{ordinal_mark.chars}])
    )
"""
KNOWN_WORD = Rule(
    name="form.known-word",
    sentence="A numeral that begins a word of the table has the word's class, unless it is longer or a unit follows.",
    examples=(Example("⟦三门峡⟧市", {"class": "label"}),),
    near=Example("⟦三⟧门课程"),
)
_LETTERS = frozenset(ascii_letters)
LONGEST = 24
"""The longest numeral that is read as a number; what is longer is the number of a document or an account."""


class Token(NamedTuple):
    """Hold one numeral of the running text, and what the rules have learnt of it so far.

    A rule never changes a token, it returns a new one (`learn`). `lead` and `trail` say how many characters before
    and after it the words take that bound the number; `rules` are the names of the rules that spoke, in their order.
    """

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
    lead: int = 0
    trail: int = 0
    arabic: bool = False
    nth: bool = False
    rules: tuple[str, ...] = ()

    def learn(self, rule: str, **changes: Any) -> "Token":
        """Return the token with what a rule says of it; the rule's name is kept.

        >>> Token(0, 2, 0, 1).learn("class.example", class_="label").rules
        ('class.example',)
        """
        # A token learns several times, and _replace takes three times as long.
        cells: list[Any] = list(self)
        for name, cell in changes.items():
            cells[_AT[name]] = cell
        cells[-1] = (*cells[-1], rule)
        return tuple.__new__(Token, cells)

    @property
    def outer_start(self) -> int:
        """Give where the number begins with the words that bound it."""
        return self.start - self.lead

    @property
    def outer_end(self) -> int:
        """Give where the number ends with the words that bound it."""
        return self.end + self.trail


_AT = {name: at for at, name in enumerate(Token._fields)}

Changes = dict[str, Any]
"""What a rule says of a token: cells by the names of its fields."""


class Grammar:
    """Hold a lexicon's tables in the form that reading needs, and compile the patterns of the rules once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.sets: dict[str, str] = dict(_CHARACTERS)
        for name, pattern in _FORMS.items():
            self.sets[name] = spell(pattern, lexicon, self.sets)
        for role in ("act", "change", "reach"):
            words = sorted(lexicon.phrases.get(role, {}), key=len, reverse=True)
            self.sets[f"{role.upper()}S"] = f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"
        self.token = self.hear(_TOKEN)
        self.number_only = self.hear(r"(?:(?P<per>{per_base}{fraction_mark}))?(?P<number>{NUMBER})(?P<tail>{TAIL})")
        self.units: dict[str, list[Unit]] = {}
        for unit in sorted(lexicon.units.values(), key=lambda unit: -len(unit.unit)):
            self.units.setdefault(unit.unit[0], []).append(unit)
        self.latin = {unit.unit.casefold(): unit for unit in lexicon.units.values() if _is_symbol(unit.unit)}
        self.symbol = self.hear(r"{LATIN}{2,}[²³]?(?!{LATIN})")
        self.words: dict[str, list[tuple[str, str]]] = {}
        for word, class_ in sorted(lexicon.words.items(), key=lambda item: -len(item[0])):
            self.words.setdefault(word[:2], []).append((word, class_))
        self.before = _grouped(lexicon.comparators["before"], -1)
        self.after = _grouped(lexicon.comparators["after"], 0)
        self.between = sorted(lexicon.comparators["between"], key=len, reverse=True)
        self.sets["BETWEEN"] = f"(?:{'|'.join(map(re.escape, self.between)) or '(?!)'})"
        self.inside = lexicon.comparators["inside"]
        self._weights = frozenset(lexicon.lists["weight_figure"])
        self._heard: dict[str, re.Pattern[str]] = {}
        self._reaching = lexicon.lists["leads_to_number"]
        self._figures = frozenset(f"{WRITTEN_FIGURES}十")
        lists = lexicon.lists
        self.particles = frozenset(lists["particle_before_number"])
        self.halves = frozenset(lists["half"])
        self.before_half = frozenset(lists["before_half"])
        self.and_words = frozenset(lists["and_word"])
        self.change_from = frozenset(lists["change_from"])
        self.open_tail = frozenset(lists["open_tail"])
        self.particles_of_bound = frozenset(lists["particle_of_bound"])
        self.opens_control = frozenset(lists["opens_control"])
        self.closes_control = frozenset(lists["closes_control"])
        self.opens_note = frozenset(lists["opens_note"])
        self.list_joints = frozenset(lists["list_joint"])
        self.spreads_back = frozenset(lists["spreads_back"])
        self.respectively = lists["respectively"]
        self.begins_bound = frozenset(word[0] for word in lists["bound_of_deed"])
        self.ones = frozenset(lists["one_figure"])
        self.digits = frozenset(DIGIT_VALUES)
        self.magnitudes = frozenset(MAGNITUDES)

    def hear(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern with the words of the lexicon and the forms of numbers.

        >>> Grammar(Lexicon.load()).hear("{NUMBER}").match("1.2万亿元")[0]
        '1.2万亿'
        """
        return hear(pattern, self.lexicon, self.sets)

    def unit_at(self, text: str, at: int) -> Unit | None:
        """Find the longest unit at an offset, not counting one that is the head of another word.

        A symbol of two Latin letters or more is known in any case: 110KV, 35kv.

        >>> Grammar(Lexicon.load()).unit_at("35kv线路", 2).unit
        'kv'
        """
        for unit in self.units.get(text[at : at + 1], ()):
            if text.startswith(unit.unit, at):
                after = text[at + len(unit.unit) : at + len(unit.unit) + 1]
                if (not after or after not in unit.not_before) and not (after in _LETTERS and unit.unit.isascii()):
                    return unit
        symbol = self.symbol.match(text, at) if text[at : at + 1] < "\u3000" else None
        known = self.latin.get(symbol[0].casefold()) if symbol else None
        return Unit(symbol[0], known.kind, known.numerals) if symbol and known else None

    def word_at(self, text: str, start: int, end: int) -> Token | None:
        """Give the word of the lexicon that a numeral begins, unless the numeral itself is longer.

        >>> Grammar(Lexicon.load()).word_at("三门峡市", 0, 1).class_
        'label'
        """
        pair = text[start : start + 2]
        for word, class_ in (*self.words.get(pair, ()), *self.words.get(pair[:1], ())):
            if text.startswith(word, start):
                stop = start + len(word)
                if stop > end or (stop == end and not self.unit_at(text, end)):
                    return Token(start, stop, start, stop, class_, rules=(KNOWN_WORD.name,))
        return None

    def is_weight(self, number: str) -> bool:
        """Say whether a number ends in the figure that is a unit of weight too.

        >>> Grammar(Lexicon.load()).is_weight("三百两")
        True
        """
        return number[-1:] in self._weights

    def heard(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern as `hear` does, once.

        >>> grammar = Grammar(Lexicon.load())
        >>> grammar.heard("{YEAR}") is grammar.heard("{YEAR}")
        True
        """
        found = self._heard.get(pattern)
        if found is None:
            found = self._heard[pattern] = self.hear(pattern)
        return found

    def reaches(self, head: str) -> bool:
        """Say whether a word that leads to a number ends what stands before it: 达到, 增长, 约.

        >>> Grammar(Lexicon.load()).reaches("总数达到")
        True
        """
        return head.endswith(self._reaching)

    def has_figure(self, number: str) -> bool:
        """Say whether a Chinese number has a figure or a ten, and is not magnitudes alone.

        >>> Grammar(Lexicon.load()).has_figure("百万"), Grammar(Lexicon.load()).has_figure("三万")
        (False, True)
        """
        return not self._figures.isdisjoint(number)

    def bounded(self, text: str, token: Token) -> bool:
        """Say whether a comparator stands right before or right after a number."""
        for start in (token.start, token.start - 1 if text[token.start - 1 : token.start] in self.particles else 0):
            words = self.before.get(text[start - 1 : start], ()) if start > 0 else ()
            if any(text.endswith(word, 0, start) for word, _ in words):
                return True
        following = self.after.get(text[token.end : token.end + 1], ())
        return any(text.startswith(word, token.end) for word, _ in following if len(word) > 1)


def _is_symbol(unit: str) -> bool:
    """Tell a symbol that may be written in any case: of one letter, G and g, M and m are different things."""
    return len(unit) > 1 and unit[0].isascii() and unit[0].isalpha()


def _grouped(words: Mapping[str, str], position: int) -> dict[str, list[tuple[str, str]]]:
    """Group words by their first (0) or last (-1) character, longest first."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for word, code in sorted(words.items(), key=lambda item: -len(item[0])):
        grouped.setdefault(word[position], []).append((word, code))
    return grouped


# A report says the same numbers again and again: one, this year, five per cent.
@lru_cache(maxsize=4096)
def parse_or_none(numeral: str) -> Decimal | None:
    """Read a numeral; None for what is none.

    >>> parse_or_none("1.2万"), parse_or_none("点")
    (Decimal('12000'), None)
    """
    try:
        return parse(numeral)
    except (ValueError, ArithmeticError):
        return None
