"""From running text to tokens: every numeral, its unit, and what class of numeral it is."""

import re

from jiedu.reports.quantities.classes import read_fraction, read_half, read_number, read_rate
from jiedu.reports.quantities.grammar import LONGEST, TOKEN, Grammar, Token
from jiedu.reports.quantities.ranges import share_lists


def tokenize(text: str, grammar: Grammar) -> list[Token]:
    """Find every numeral of a running text, classed, with value and unit; the time grows with the length."""
    tokens: list[Token] = []
    position = 0
    while match := TOKEN.search(text, position):
        token = _read(text, match, grammar)
        tokens.append(token)
        position = token.end
    share_lists(text, tokens)
    return tokens


def _read(text: str, match: re.Match[str], grammar: Grammar) -> Token:
    """Read one match: its extent, value and unit, and its class by what stands around it."""
    start, end = match.span()
    for word, class_ in grammar.words.get(text[start], ()):
        if text.startswith(word, start):
            stop = start + len(word)
            if stop > end or (stop == end and not grammar.unit_at(text, end)):
                return Token(start, stop, start, stop, class_)
    token = Token(start, end, start, end)
    if match["single"]:
        return read_half(text, token, grammar)
    token.nth = bool(match["nth"])
    if token.nth:
        token.number_start += 1
    token.arabic = text[token.number_start].isdigit() and not "一" <= text[token.number_start] <= "鿿"
    if end - start > LONGEST:
        token.class_ = "label"
        return token
    if match["per"]:
        return read_rate(text, token, match, grammar)
    if match["below"] or match["slash"]:
        return read_fraction(text, token, match)
    return read_number(text, token, match["number"], grammar)
