"""What a number measures: the noun phrase before it, after it, or one it shares with its neighbour."""

from jiedu.reports.quantities.grammar import Token
from jiedu.reports.quantities.indicators.namer import Namer, followers
from jiedu.reports.quantities.indicators.phrases import Phrases

__all__ = ["IndicatorReader", "Phrases"]


class IndicatorReader:
    """Give the quantities of one text what they measure, from left to right, a portion at a time."""

    def __init__(self, text: str, phrases: Phrases) -> None:
        self._text = text
        self._phrases = phrases
        self._namer = Namer(text, phrases)

    def assign(self, tokens: list[Token]) -> list[Token]:
        """Give every quantity but dates and durations its indicator, and return the tokens in their order."""
        runs = followers(self._text, [token for token in tokens if _counts(token)], self._phrases)
        return [self._namer.name(token, runs.get(token.start, 0)) if _counts(token) else token for token in tokens]


def _counts(token: Token) -> bool:
    return token.class_ == "quantity" and token.kind not in ("date", "time")
