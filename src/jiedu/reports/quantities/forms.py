"""The forms of a numeral: half of a unit, per cent in words, a fraction, a number."""

import re
from decimal import Decimal

from jiedu.reports.quantities.grammar import KNOWN_WORD, Grammar, Token, parse_or_none
from jiedu.reports.quantities.numeral import Numeral, head_of
from jiedu.reports.quantities.ranges import read_neighbours, read_spaced
from jiedu.reports.rules import Example, Rule
from jiedu.text.spans import Span

HALF = Rule(
    name="form.half",
    sentence="半 before a unit of time is half of one, unless it ends another word.",
    examples=(Example("建成⟦半小时⟧通勤圈", {"class": "quantity", "value": "0.5", "unit": "小时"}),),
    near=Example("上⟦半⟧年"),
)
QUOTED_HALF = Rule(
    name="form.quoted-pair",
    sentence="半 or 双 in a short quotation is shorthand.",
    examples=(Example("推进“⟦双⟧改”工作", {"class": "slogan"}),),
    near=Example("推进⟦双⟧改工作"),
)
PER_CENT = Rule(
    name="form.per-cent-in-words",
    sentence="What stands after 百分之, 千分之 or 万分之 is so many per cent, per mille or parts of ten thousand.",
    examples=(Example("增长⟦百分之六点五⟧", {"class": "quantity", "value": "6.5", "unit": "%"}),),
    near=Example("占⟦三分之一⟧"),
)
FRACTION = Rule(
    name="form.fraction",
    sentence="A fraction of at most one, in words or with a stroke, is a share.",
    examples=(Example("占全国⟦1/4⟧", {"class": "quantity", "value": "0.25", "kind": "share"}),),
    near=Example("打造⟦24/7⟧专区"),
)
NO_FRACTION = Rule(
    name="form.no-fraction",
    sentence="Digits around a stroke that make more than one, or stand beside letters or strokes, are a name.",
    examples=(Example("新建⟦4/5⟧G基站", {"class": "label"}),),
    near=Example("占全国⟦4/5⟧"),
)
NEIGHBOURS = Rule(
    name="form.neighbours",
    sentence="Two neighbouring figures in one number are a range.",
    examples=(
        Example("带动⟦三四十户⟧群众", {"value": "30", "value_high": "40", "comparator": "range"}),
        Example("打造⟦一两个⟧精品", {"value": "1", "value_high": "2", "unit": "个"}),
    ),
    near=Example("带动⟦三十四户⟧群众"),
)
TOO_LONG = Rule(
    name="form.too-long",
    sentence="A numeral longer than any number is the number of a document or an account.",
    examples=(Example("文号⟦1234567890123456789012345⟧", {"class": "label"}),),
    near=Example("达到⟦12345家⟧"),
)
FORM_RULES = (KNOWN_WORD, HALF, QUOTED_HALF, PER_CENT, FRACTION, NO_FRACTION, NEIGHBOURS, TOO_LONG)
"""What the form of a numeral says before its class is asked."""

_PER = {"百": "%", "千": "‰", "万": "万分之"}
_LONGEST_RATIO = 7


def read_half(text: str, token: Token, grammar: Grammar) -> Token:
    """Read 半年 and 半个月 as half of one; 上半年, 半导体, 双赢 are words."""
    unit = grammar.unit_at(text, token.end) if text[token.start] in grammar.halves else None
    if unit and unit.kind == "time" and text[token.start - 1 : token.start] not in grammar.before_half:
        end = token.end + len(unit.unit)
        return token.learn(HALF.name, class_="quantity", value=Decimal("0.5"), unit=unit.unit, kind="time", end=end)
    if Numeral(text, token, "", None, "", grammar).quoted:
        return token.learn(QUOTED_HALF.name, class_="slogan")
    return token


def read_rate(text: str, token: Token, match: re.Match[str], grammar: Grammar) -> Token:
    """Read 百分之六点五 and its kind: the value is what stands after 分之."""
    value = parse_or_none(match["rate"])
    if value is None:
        return token
    neighbours = read_neighbours(match["rate"], grammar)
    low, high = neighbours or (value, None)
    return token.learn(
        PER_CENT.name,
        class_="quantity",
        unit=_PER[match["per"][0]],
        kind="share",
        number_start=match.start("rate"),
        value=low,
        value_high=high,
        comparator="range" if neighbours else "eq",
    )


def read_fraction(text: str, token: Token, match: re.Match[str], grammar: Grammar) -> Token:
    """Read 三分之一 and 1/4 as a share; 24/7, 4/5G and １９９４／１９９５ are names."""
    value = parse_or_none(text[token.number_start : token.end])
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    named = bool(match["slash"]) and (
        len(match["slash"]) > _LONGEST_RATIO
        or before in ("-", "－", "/", "／", "+")
        or (after.isascii() and after.isalpha())
    )
    if value is not None and not named and value <= 1:
        return token.learn(FRACTION.name, class_="quantity", kind="share", value=value)
    return token.learn(NO_FRACTION.name, class_="label", value=value)


def read_number(text: str, span: Span, number: str, nth: bool, arabic: bool, grammar: Grammar) -> Numeral:
    """Read the value of a number, and what stands around it; a value of None is that of no number."""
    start = span.start + nth
    end, neighbours, high = span.end, None, None
    if not arabic:
        number, end, neighbours = _read_chinese(text, start, end, number, grammar)
    value = parse_or_none(number)
    if neighbours:
        value, high = neighbours
    token = Token(
        span.start,
        end,
        start,
        end,
        value=value,
        value_high=high,
        comparator="range" if neighbours else "eq",
        arabic=arabic,
        nth=nth,
        rules=_SPOKE_NEIGHBOURS if neighbours else (),
    )
    return Numeral(text, token, number, grammar.unit_at(text, end), head_of(text, span.start), grammar)


_SPOKE_NEIGHBOURS = (NEIGHBOURS.name,)


def _read_chinese(
    text: str, start: int, end: int, number: str, grammar: Grammar
) -> tuple[str, int, tuple[Decimal, Decimal] | None]:
    """Give a Chinese number, where it ends, and the two numbers that it stands for: 三四十, 两、三."""
    if len(number) == 1:
        spaced = read_spaced(text, start, grammar) if text.startswith("、", end) else None
        return (*spaced, read_neighbours(spaced[0], grammar)) if spaced else (number, end, None)
    neighbours = read_neighbours(number, grammar)
    if not grammar.is_weight(number) or (neighbours and grammar.unit_at(text, end)):
        return number, end, neighbours
    # No number ends in 两: it is a weight, or counts what follows (三百两, 一九八二两年).
    number = number[:-1]
    return number, start + len(number), read_neighbours(number, grammar)
