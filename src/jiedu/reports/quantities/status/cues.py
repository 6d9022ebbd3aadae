"""The words of tense: each speaks for a plan or for a report, with a weight of its own."""

import re
from collections.abc import Container, Iterable
from itertools import chain

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import SETS, hear
from jiedu.text.characters import DIGITS, ONE_TO_NINE

STRONGEST = 5.0
"""The most that one sentence, or one rule about it, adds for a plan or for a report."""

_CUES = r"""
    (?= [{FIRST}] )                  # a quick no to most characters
    (?:
    (?P<part>                        # words that contain a cue and are none
      {no_cue} | {short_of} [^，。；]{0,6} {demand}
    )
  | (?P<decimal> [{DIGITS}] [.．·] [{DIGITS}] )
  | (?P<rise>                        # from one level to another
      [{base_from.chars}] [^，。；、{base_from.chars}]{1,18} {rises} [^，。；、]{0,2} [{arrives.chars}]
    )
  | {AT_HEAD} (?P<head_year> {YEAR}{year_word} )
  | (?P<to_year> {up_to} {YEAR}{year_word} )
  | (?P<year> {YEAR}{year_word} )
  | {AT_HEAD} (?P<head> {HEADS} )
  | (?P<plain> {PLAIN} )
    )
"""
_AT_HEAD = r"(?:^|(?<=[，、；：。！？\n“”（）《》\ ,;:!?]))"
_DECIMAL = "小数"
_PATTERN_CUES = {"decimal": _DECIMAL, "rise": "由到", "head_year": "^某年", "to_year": "到某年", "year": "某年"}

PATTERNS = (_CUES,)
"""The patterns of this part of the room."""


def cue_finder(cues: Iterable[str], lexicon: Lexicon) -> re.Pattern[str]:
    """Compile cues into one expression that finds the longest at each place.

    `^` is the head of a clause, 某年 any year, 小数 a number with decimals (a report's, seldom a plan's),
    由到 a change from one level to another. Words that contain a cue and are none are the lexicon's.

    >>> cues = ["^加快", "加快", "了", "某年"]
    >>> found_cues(cue_finder(cues, Lexicon.load()), "加快建设，在2025年加快了", cues)
    ['^加快', '某年', '加快', '了']
    """
    words = [cue for cue in cues if cue not in _PATTERN_CUES.values()]
    lists = (lexicon.lists[name] for name in ("no_cue", "short_of", "base_from", "up_to"))
    first = {word.removeprefix("^")[0] for word in chain(words, *lists)}
    sets = {
        **SETS,
        "FIRST": f"{DIGITS}{ONE_TO_NINE}{''.join(sorted(first))}",
        "AT_HEAD": _AT_HEAD,
        "HEADS": _either(cue[1:] for cue in words if cue.startswith("^")),
        "PLAIN": _either(cue for cue in words if not cue.startswith("^")),
    }
    return hear(_CUES, lexicon, sets)


def _either(words: Iterable[str]) -> str:
    """Write words as one expression that finds the longest; none of them is found where there are none."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True))) or '(?!)'})"


def found_cues(finder: re.Pattern[str], sentence: str, known: Container[str]) -> list[str]:
    """Name the cues of a sentence, in their order."""
    return [name for match in finder.finditer(sentence) if (name := _named(match, known))]


def _named(match: re.Match[str], known: Container[str]) -> str:
    group, word = match.lastgroup or "plain", match[0]
    if group in ("part", "plain"):
        return word if word in known else ""
    name = _PATTERN_CUES.get(group) or f"^{word}"
    if name in known:
        return name
    return word if word in known else ""


class Cues:
    """Hold the weights of a lexicon's cues with the expression that finds them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.weights = {cue: weight for cue, weight in lexicon.status.items() if cue != "*"}
        self.finder = cue_finder(self.weights, lexicon)

    def score(self, phrase: str) -> float:
        """Add up the weights of a phrase, bounded, so that no one sentence outshouts its part."""
        # The weights were learnt from whether a sentence has the cue; only decimals say more the more there are.
        found = found_cues(self.finder, phrase, self.weights)
        total = sum(self.weights[name] for name in {*found})
        total += self.weights.get(_DECIMAL, 0.0) * max(0, found.count(_DECIMAL) - 1)
        return max(-STRONGEST, min(STRONGEST, total))
