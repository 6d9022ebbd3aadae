"""Two numbers that are one: 5%至6%, 三四百, and the members of a list that share a unit."""

import re
from decimal import Decimal

from jiedu.reports.quantities.grammar import LONGEST, NUMBER, NUMBER_ONLY, TEN, Grammar, Token, parse_or_none
from jiedu.text.numerals import parse

_NEIGHBOURS = re.compile(rf"([一二两三四五六七八九])([一二两三四五六七八九])([{TEN}万亿]*)")
SPACED_NEIGHBOURS = re.compile(rf"([一二两三四五六七八])、([二三四五六七八九])([{TEN}万亿]*)(?![级类期届代产线等次])")


def read_neighbours(number: str) -> tuple[Decimal, Decimal] | None:
    """Read 三四, 五六十 and 七八万 as a range."""
    match = _NEIGHBOURS.fullmatch(number)
    if not match:
        return None
    low, high = (parse(match[group] + match[3]) for group in (1, 2))
    return (low, high) if low < high and (parse(match[2]) - parse(match[1]) == 1 or number[:2] == "三五") else None


def unit_name(unit: str) -> str:
    """Write a unit as the guidelines do: % for its variants, points without 个."""
    return "%" if unit in ("％", "﹪") else unit.lstrip("个個") if unit.endswith(("分点", "分點")) else unit


_BETWEEN_TWO = re.compile(rf"{NUMBER}[^，。；、0-9]{{0,3}}之间")
_MAGNITUDES_AT_END = re.compile(r"[十百千万萬亿億]+$")


def join_range(text: str, token: Token, grammar: Grammar) -> Token:
    """Join the other end of a range: 5%至6%, 20—30个, 百分之五到六; 由a到b is a change, not a range."""
    at = token.end
    connector = next((c for c in grammar.between if text.startswith(c, at)), "")
    if not connector and text[at : at + 1] in ("与", "和") and _BETWEEN_TWO.match(text, at + 1):
        connector = text[at]
    if not connector or token.comparator == "range" or text[token.start - 1 : token.start] in ("由", "从", "自"):
        return token
    other = NUMBER_ONLY.match(text, at + len(connector))
    high = parse_or_none(other["number"]) if other else None
    if other is None or high is None or token.value is None or len(other[0]) > LONGEST:
        return token
    end, unit = other.end(), token.unit
    if not (token.unit in ("%", "‰") and other["per"]):
        second = grammar.unit_at(text, end)
        name = unit_name(second.unit) if second else ""
        if token.unit and name not in ("", token.unit):
            return token
        if not token.unit and not name and token.class_ != "quantity" and connector not in ("与", "和"):
            return token
        if second and second.numerals == "arabic" and not token.arabic:
            return token
        if second:
            end += len(second.unit)
            unit = name
            token.kind = second.kind
    low = token.value
    size = _MAGNITUDES_AT_END.search(other["number"])
    own_size = _MAGNITUDES_AT_END.search(text[token.number_start : token.number_end])
    if size and not token.unit and not own_size and low < high / parse(size[0]):
        low *= parse(size[0])
    if low >= high:
        return token
    token.value, token.value_high, token.unit, token.end = low, high, unit, end
    token.comparator, token.cue, token.class_ = "range", connector, "quantity"
    return token


def share_lists(text: str, tokens: list[Token]) -> None:
    """Give a bare number in a list the class and unit of the number that ends the list: 6、7、8号线."""
    for token, following in zip(reversed(tokens[:-1]), reversed(tokens[1:]), strict=True):
        if token.unit == "次" and following.class_ == "label" and text[token.end : following.start] in ("、", "和"):
            token.class_, token.unit, token.kind, token.value = "label", "", "", None
        bare = token.arabic and not token.unit and token.end == token.number_end
        if bare and text[token.end : following.start] in ("、", "和", "及", "，") and following.arabic:
            if following.class_ in ("label", "ordinal"):
                token.class_ = following.class_
            elif following.class_ == "quantity" and following.unit and text[token.end] != "，":
                token.class_, token.unit, token.kind = "quantity", following.unit, following.kind
