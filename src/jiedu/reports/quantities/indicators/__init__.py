"""What a number measures: the noun phrase before it, after it, or one it shares with its neighbour."""

from jiedu.reports.quantities.grammar import Token
from jiedu.reports.quantities.indicators.namer import Namer, followers
from jiedu.reports.quantities.indicators.phrases import Phrases

__all__ = ["Phrases", "assign_indicators"]


def assign_indicators(text: str, tokens: list[Token], phrases: Phrases) -> list[Token]:
    """Give every quantity but dates and durations its indicator, and return the tokens in their order."""
    namer = Namer(text, phrases, followers(text, [token for token in tokens if _counts(token)], phrases))
    return [namer.name(token) if _counts(token) else token for token in tokens]


def _counts(token: Token) -> bool:
    return token.class_ == "quantity" and token.kind not in ("date", "time")
