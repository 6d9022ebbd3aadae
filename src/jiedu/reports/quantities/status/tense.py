"""The tense of each sentence: what it says itself, and what its neighbours say."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from jiedu.reports.quantities.status.cues import Cues
from jiedu.reports.quantities.status.sentences import Voices
from jiedu.text.cleaning import iterate_sentences

_STAY, _STAY_AT_BREAK, _STAY_IN_LIST, _AT_PART = 0.01, 0.08, 0.0005, 0.5
_SILENT = (0.0, "")
_LIST_ENDS = ("：", "；", ":", ";")


@dataclass(frozen=True, slots=True)
class Tense:
    """Say of each sentence of a text how far it speaks of a plan: log-odds, negative for what was done.

    `rules` are the rules that spoke about each sentence as a whole, with their weights; what announces a list is named
    for its members too.
    """

    starts: Sequence[int]
    plan: Sequence[float]
    rules: Sequence[tuple[float, str]]

    def at(self, offset: int) -> tuple[float, tuple[float, str]]:
        """Give the log-odds for the sentence at an offset, and the rule that spoke about it."""
        here = max(bisect_right(self.starts, offset) - 1, 0)
        return self.plan[here], self.rules[here]


def tense(text: str, cues: Cues, voices: Voices) -> Tense:
    """Weigh the cues of each sentence, and let neighbours speak for one that has few.

    The two voices, review and plan, are the states of a chain that seldom changes (more easily where a part
    begins); a heading that names one speaks loudly. Forward and backward passes, so the time is linear.
    """
    starts, own, switch = array("q"), array("d"), array("d")
    rules: list[tuple[float, str]] = []
    changes, spoke = _STAY, _SILENT
    for span in iterate_sentences(text):
        sentence = text[span.start : span.end]
        starts.append(span.start)
        said = voices.of(sentence)
        if said.rule or changes != _STAY_IN_LIST:
            spoke = (said.weight, said.rule) if said.rule else _SILENT
        rules.append(spoke)
        own.append(said.weight if said.part else said.weight + cues.score(sentence))
        switch.append(_AT_PART if said.part else _STAY_AT_BREAK if said.numbered else changes)
        changes = _STAY_IN_LIST if sentence.endswith(_LIST_ENDS) else _STAY
    forward = _pass(own, switch)
    backward = _pass(own[::-1], array("d", [_STAY]) + switch[:0:-1])[::-1]
    plan = array("d", (f + o + b for f, o, b in zip(forward, own, backward, strict=True)))
    return Tense(starts or [0], plan or [0.0], rules or [_SILENT])


def _pass(own: Sequence[float], switch: Sequence[float]) -> "array[float]":
    """Carry log-odds from one sentence to the next; `switch[i]` is the chance of a change before sentence i."""
    carried, before = array("d"), 0.0
    for score, change in zip(own, switch, strict=True):
        there = 1 / (1 + exp(-before))
        there = there * (1 - change) + (1 - there) * change
        arriving = log(there / (1 - there))
        carried.append(arriving)
        before = arriving + score
    return carried
