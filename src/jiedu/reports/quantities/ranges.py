"""Two numbers that are one: 5%至6%, 三四百, and the members of a list that share a unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiedu.reports.quantities.grammar import LONGEST, Changes, Grammar, Token, parse_or_none
from jiedu.reports.rules import Example, Rule
from jiedu.text.numerals import parse

_NEIGHBOURS = r"([{neighbour_low.chars}])([{neighbour_high.chars}])([{TENS}{MAGNITUDES}]*)"
_SPACED = r"([{neighbour_low.chars}])、([{neighbour_high.chars}])([{TENS}{MAGNITUDES}]*)(?![{numbered.chars}])"
_RESPECTIVELY = r"{respectively}[^，。；！？]*\Z"
_BACK = 40
_BETWEEN_TWO = r"{NUMBER}[^，。；、{DIGITS}]{0,8}{between_word}"
_MAGNITUDES_AT_END = r"[{size_word.chars}{ten_word.chars}{MAGNITUDES}]+\Z"


def read_neighbours(number: str, grammar: Grammar) -> tuple[Decimal, Decimal] | None:
    """Read 三四, 五六十 and 七八万 as a range; None for what is none.

    >>> from jiedu.reports.lexicon import Lexicon
    >>> read_neighbours("三四十", Grammar(Lexicon.load()))
    (Decimal('30'), Decimal('40'))
    """
    match = grammar.heard(_NEIGHBOURS).fullmatch(number)
    if not match:
        return None
    low, high = (parse(match[group] + match[3]) for group in (1, 2))
    one, other = parse(match[1]), parse(match[2])
    # 三五个 is a few; every other pair is of neighbours
    return (low, high) if other - one == 1 or (one, other) == (3, 5) else None


def read_spaced(text: str, at: int, grammar: Grammar) -> tuple[str, int] | None:
    """Read 两、三年 and 二、三百个 as the numeral of a range: its characters, and where it ends; None for a list.

    >>> from jiedu.reports.lexicon import Lexicon
    >>> read_spaced("两、三年", 0, Grammar(Lexicon.load()))
    ('两三', 3)
    """
    match = grammar.heard(_SPACED).match(text, at)
    if match is None or grammar.unit_at(text, match.end()) is None:
        return None
    number = match[1] + match[2] + match[3]
    return (number, match.end()) if read_neighbours(number, grammar) else None


def join_range(text: str, token: Token, grammar: Grammar) -> Changes | None:
    """Join the other end of a range: 5%至6%, 20—30个, 百分之五到六; None where there is none: 由a到b is a change.

    >>> from jiedu.reports.lexicon import Lexicon
    >>> three = Token(0, 1, 0, 1, "quantity", Decimal(3), arabic=True)
    >>> join_range("3—5家", three, Grammar(Lexicon.load()))["value_high"]
    Decimal('5')
    """
    connector = _connector(text, token, grammar)
    if not connector or token.comparator == "range" or text[token.start - 1 : token.start] in grammar.change_from:
        return None
    other = grammar.number_only.match(text, token.end + len(connector))
    high = parse_or_none(other["number"]) if other else None
    if other is None or high is None or token.value is None or len(other[0]) > LONGEST:
        return None
    end, unit, kind = other.end(), token.unit, token.kind
    if not (token.unit in ("%", "‰") and other["per"]):
        second = grammar.unit_at(text, end)
        name = unit_name(second.unit) if second else ""
        if not _same_thing(token, name, connector) or (second and second.numerals == "arabic" and not token.arabic):
            return None
        if second:
            end, unit, kind = end + len(second.unit), name, second.kind
    low = _low(text, token, high, other["number"], grammar)
    if low >= high:
        return None
    return {
        "class_": "quantity",
        "value": low,
        "value_high": high,
        "unit": unit,
        "kind": kind,
        "end": end,
        "comparator": "range",
        "cue": connector,
    }


def unit_name(unit: str) -> str:
    """Write a unit as the guidelines do: % for its variants, points without 个.

    >>> unit_name("％"), unit_name("个百分点")
    ('%', '百分点')
    """
    return "%" if unit in ("％", "﹪") else unit.lstrip("个個") if unit.endswith(("分点", "分點")) else unit


def _connector(text: str, token: Token, grammar: Grammar) -> str:
    """Give the word or stroke that joins a number to a second one; "" for none."""
    for word in grammar.between:
        if text.startswith(word, token.end):
            return word
    and_word = text[token.end : token.end + 1]
    if and_word in grammar.and_words and grammar.heard(_BETWEEN_TWO).match(text, token.end + 1):
        return and_word
    return ""


def _same_thing(token: Token, unit: str, connector: str) -> bool:
    """Say whether two numbers can be the ends of one range by their units."""
    if token.unit and unit not in ("", token.unit):
        return False
    return bool(token.unit or unit or token.class_ == "quantity" or connector in ("与", "和"))


def _low(text: str, token: Token, high: Decimal, other: str, grammar: Grammar) -> Decimal:
    """Give the lower end, in the size of the upper one where it has none of its own: 3至5万."""
    assert token.value is not None
    at_end = grammar.heard(_MAGNITUDES_AT_END)
    size = at_end.search(other)
    own_size = at_end.search(text[token.number_start : token.number_end])
    if size and not token.unit and not own_size and token.value < high / parse(size[0]):
        return token.value * parse(size[0])
    return token.value


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRule(Rule):
    """Hold a rule on a numeral and the one that follows it: `then` gives what changes in the first, or None."""

    between: str
    then: Callable[[str, Token, Token, Grammar], Changes | None]

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.between,)


def _is_bare(token: Token) -> bool:
    return token.arabic and not token.unit and token.end == token.number_end


def _as_session(text: str, token: Token, following: Token, grammar: Grammar) -> Changes | None:
    if token.unit != "次" or following.class_ != "label":
        return None
    return dict(class_="label", unit="", kind="", value=None)


def _as_name(text: str, token: Token, following: Token, grammar: Grammar) -> Changes | None:
    if not _is_bare(token) or not following.arabic or following.class_ not in ("label", "ordinal"):
        return None
    return dict(class_=following.class_)


def _as_member(text: str, token: Token, following: Token, grammar: Grammar) -> Changes | None:
    counts = following.class_ == "quantity" and following.unit and following.arabic
    if not _is_bare(token) or not counts:
        return None
    own_size = grammar.heard(_MAGNITUDES_AT_END).search(text[token.number_start : token.number_end])
    shares = following.kind == "money" or grammar.heard(_RESPECTIVELY).search(
        text[max(0, token.start - _BACK) : token.start]
    )
    value = token.value
    if shares and not own_size and value is not None:
        value *= _size_shared(text, following, grammar)
    return dict(class_="quantity", unit=following.unit, kind=following.kind, value=value)


def _size_shared(text: str, following: Token, grammar: Grammar) -> Decimal:
    """Give by how much the number at the end of a list of sums is larger than its digits say: 30、32、45亿元."""
    digits = text[following.number_start : following.number_end]
    size = grammar.heard(_MAGNITUDES_AT_END).search(digits)
    own = parse_or_none(digits[: size.start()] if size else digits)
    if not own or not following.value or following.comparator == "range":
        return Decimal(1)
    return following.value / own


PAIR_RULES = (
    PairRule(
        name="range.session-in-a-list",
        sentence="A number of times that is joined to the number of a session is a session's too.",
        between="[、{and_word.chars}]",
        then=_as_session,
        examples=(Example("六届⟦二次⟧、三次全会", {"class": "label"}),),
        near=Example("开展⟦二次⟧、三家"),
    ),
    PairRule(
        name="range.name-in-a-list",
        sentence="Digits joined to a name are a name of the same kind.",
        between="[、，{and_word.chars}{and_also.chars}]",
        then=_as_name,
        examples=(Example("⟦6⟧、8号线", {"class": "label"}),),
        near=Example("⟦6⟧、8公里"),
    ),
    PairRule(
        name="range.member-of-a-list",
        sentence="Digits joined to a number with a unit have its unit, and the size that ends a list of sums.",
        between="[、{and_word.chars}{and_also.chars}]",
        then=_as_member,
        examples=(
            Example("分别为⟦30⟧、45亿元", {"class": "quantity", "unit": "元", "value": "3000000000"}),
            Example("分别新增⟦12⟧、15、18万人", {"unit": "人", "value": "120000"}),
            Example("建成⟦6⟧、8公里", {"unit": "公里", "value": "6"}),
        ),
        near=Example("⟦30⟧、8号线"),
    ),
)
"""What a number of a list takes from the one that follows it, from the last of the list to the first."""


def share_lists(text: str, tokens: Sequence[Token], grammar: Grammar) -> list[Token]:
    """Return the tokens with what the members of lists share; the time grows with their number."""
    shared = list(tokens)
    for at in range(len(shared) - 2, -1, -1):
        token, following = shared[at], shared[at + 1]
        if following.start - token.end != 1:
            continue
        for rule in PAIR_RULES:
            if grammar.heard(rule.between).match(text, token.end) is None:
                continue
            found = rule.then(text, token, following, grammar)
            if found is not None:
                shared[at] = token.learn(rule.name, **found)
                break
    return shared
