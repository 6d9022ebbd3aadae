"""Whether a number is promised, reported, or stands as context."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import zip_longest

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.grammar import Token
from jiedu.reports.quantities.status.context import CONTEXT
from jiedu.reports.quantities.status.cues import Cues
from jiedu.reports.quantities.status.durations import DURATIONS
from jiedu.reports.quantities.status.glossary import explained
from jiedu.reports.quantities.status.places import NumberPlace, StatusRules
from jiedu.reports.quantities.status.sentences import Voices
from jiedu.reports.quantities.status.tense import Tense, tense
from jiedu.reports.quantities.status.voices import PARTS, TENSE, VOICES

__all__ = ["Cues", "StatusReader"]


class _Rules:
    """Hold the rules of the room with their patterns compiled, each tuple in its order."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.settled, self.voices = (StatusRules(rules, lexicon) for rules in ((*CONTEXT, *DURATIONS), VOICES))
        self.sentences = Voices(lexicon)


_rules = lru_cache(maxsize=2)(_Rules)


class StatusReader:
    """Give the quantities of one text their status, a portion at a time.

    A number is context by the first rule of CONTEXT that speaks; a duration may say itself whether it lies behind or
    ahead; every other number is target or achieved by the sum of what its sentence and those around it, its clause,
    and the part that it stands in say. The voices for the outcome are named.
    """

    def __init__(self, text: str, cues: Cues) -> None:
        self._text = text
        self._cues = cues
        self._rules = _rules(cues.lexicon)

    @cached_property
    def _tense(self) -> Tense:
        return tense(self._text, self._cues, self._rules.sentences)

    @cached_property
    def _entries(self) -> tuple[int, ...]:
        return explained(self._text, self._cues.lexicon)

    def assign(self, tokens: list[Token], roles: Sequence[str | None] = ()) -> list[Token]:
        """Return the tokens of a portion in their order; `roles` are those of the parts they stand in, one a token."""
        return [
            _decide(NumberPlace(self._text, token, role, self._entries), self._rules, self._tense)
            if token.class_ == "quantity"
            else token
            for token, role in zip_longest(tokens, roles)
        ]


def _decide(place: NumberPlace, rules: _Rules, told: Tense) -> Token:
    """Let the rules that settle a status speak, then weigh the voices."""
    token = place.token
    if spoke := rules.settled.first(place):
        return token.learn(spoke.name, status=spoke.status)
    score, sentence = told.at(token.start)
    voices = [(score, TENSE.name)]
    if part := PARTS.get(place.role or ""):
        voices.append((part.weight, part.name))
    if clause := rules.voices.first(place, place.clause):
        voices.append((clause.weight, clause.name))
    planned = sum(weight for weight, _ in voices) > 0
    for weight, name in (sentence, *voices):
        if weight > 0 if planned else weight < 0:
            token = token.learn(name)
    return token._replace(status="target" if planned else "achieved")
