"""Rules that can be read: a name, a sentence, a pattern that hears the lexicon's words, and examples as its tests.

A room of the reader is an ordered tuple of rules. A pattern is written in verbose form and holds no word of its own:
`{reaching}` in it stands for the words of the list `reaching` in `lexicon/lists/`, `{DIGITS}` for a set of characters.
What a pattern can say of a list:

| written | stands for |
|---|---|
| `{reaching}` | any of its words, the longest first |
| `[{reaching.chars}]` | any of its words, which are single characters, inside a set |
| `{reaching.behind}` | the place after any of its words |
| `{reaching.not_behind}` | a place after none of its words |
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jiedu.reports.lexicon import Lexicon
from jiedu.text.characters import DIGITS, HAN, MAGNITUDES, ONE_TO_NINE, ORDINAL, UNIFIED, WRITTEN_FIGURES, YEAR, ZEROS

MARKS = "⟦⟧"
"""What stands around the words of an example that its rule speaks about."""

SETS: Mapping[str, str] = {
    "DIGITS": DIGITS,
    "FIGURES": WRITTEN_FIGURES,
    "HAN": HAN,
    "MAGNITUDES": MAGNITUDES,
    "ONE_TO_NINE": ONE_TO_NINE,
    "ORDINAL": ORDINAL,
    "UNIFIED": UNIFIED,
    "YEAR": YEAR,
    "ZEROS": ZEROS,
}
"""The sets and patterns of `jiedu.text.characters` that a pattern may name."""


@dataclass(frozen=True, slots=True)
class Example:
    """Show a rule at work: a text with what it speaks about between MARKS, and what the record then says.

    >>> Example("开通⟦5G⟧基站", {"class": "label"}).plain
    '开通5G基站'
    >>> Example("开通⟦5G⟧基站").marked
    (2, 4)
    """

    text: str
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        """Give the text without its marks."""
        return self.text.translate({ord(mark): None for mark in MARKS})

    @property
    def marked(self) -> tuple[int, int]:
        """Give the offsets of the marked words in the plain text."""
        opened, closed = (self.text.index(mark) for mark in MARKS)
        return opened, closed - 1


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold what every rule has: a name, a sentence that says what it holds, and examples.

    `name` is `room.what-it-hears`. `near` is the near miss: a text of the same look in which the rule stays silent.
    A room's own kind of rule adds its patterns, and what follows from them.
    """

    name: str
    sentence: str
    examples: tuple[Example, ...]
    near: Example

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule; a rule that looks at tokens alone has none."""
        return ()


_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)(?:\.(chars|behind|not_behind))?\}")


def hear(pattern: str, lexicon: Lexicon, sets: Mapping[str, str] = SETS) -> re.Pattern[str]:
    """Compile a pattern in verbose form, with the words of the lexicon and the sets of characters put in.

    `sets` are patterns that a room adds to SETS. Raises KeyError for a list that the lexicon does not have.

    >>> hear(r"[{DIGITS}]+ 年", Lexicon.load()).match("2020年")[0]
    '2020年'
    """
    return re.compile(spell(pattern, lexicon, sets), re.VERBOSE)


def spell(pattern: str, lexicon: Lexicon, sets: Mapping[str, str] = SETS) -> str:
    """Write a pattern out, with words and sets in their places, to be compiled in verbose form.

    >>> spell("[{ZEROS}]", Lexicon.load())
    '[〇○零]'
    """

    def put(found: re.Match[str]) -> str:
        name, form = found[1], found[2] or ""
        return sets[name] if name in sets else _WRITTEN[form](lexicon.lists[name])

    return _PLACEHOLDER.sub(put, pattern)


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _chars(words: Iterable[str]) -> str:
    return "".join(map(re.escape, words))


def _behind(words: Iterable[str]) -> str:
    # A look behind has one width: each word looks for itself.
    return f"(?:{'|'.join(f'(?<={re.escape(word)})' for word in words)})"


def _not_behind(words: Iterable[str]) -> str:
    return "".join(f"(?<!{re.escape(word)})" for word in words)


_WRITTEN: Mapping[str, Callable[[Iterable[str]], str]] = {
    "": _either,
    "chars": _chars,
    "behind": _behind,
    "not_behind": _not_behind,
}


def listed(pattern: str, sets: tuple[str, ...] = tuple(SETS)) -> tuple[str, ...]:
    """Name the lists of words that a pattern hears, in their order, each once.

    >>> listed("{reaching} [{DIGITS}]+ {reaching}")
    ('reaching',)
    """
    names = (found[1] for found in _PLACEHOLDER.finditer(pattern))
    return tuple(dict.fromkeys(name for name in names if name not in sets))
