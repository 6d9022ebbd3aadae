"""The reader: every number of a text with its unit, comparator, indicator, kind and status."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiedu.lexicon import Lexicon
from jiedu.quantities.comparators import bound
from jiedu.quantities.indicators import Phrases, name_all
from jiedu.quantities.status import Cues, settle
from jiedu.quantities.tokens import Grammar, Token, scan
from jiedu.structure import read_structure
from jiedu.text import flow


@dataclass(frozen=True, slots=True)
class Quantity:
    """Mark one numeral of a text: offsets into the text as it stands, and what was read of it.

    `class_` is quantity, label, ordinal, slogan or word; the other fields are filled for quantities only.
    `value_high` is set for a range; a missing value is None.
    """

    start: int
    end: int
    surface: str
    class_: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    comparator: str = "eq"
    cue: str = ""
    indicator: str = ""
    kind: str = ""
    status: str = ""
    direction: str = ""


def read(text: str, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Read the quantities of a text, in their order; text[q.start:q.end] == q.surface.

    >>> [(q.surface, q.value, q.unit) for q in read("新增孵化载体7家、在孵企业突破3200家")]
    [('7家', Decimal('7'), '家'), ('3200家', Decimal('3200'), '家')]
    >>> read("千方百计扩大有效投资")
    []
    """
    return [quantity for quantity in numerals(text, lexicon) if quantity.class_ == "quantity"]


def numerals(text: str, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Read every numeral of a text with its class: quantities, labels, ordinals, slogans and words.

    >>> [(q.surface, q.class_) for q in numerals("第十三届会议聚焦六稳，一期4条主干道")]
    [('第十三届', 'label'), ('六', 'slogan'), ('一期', 'ordinal'), ('4条', 'quantity')]
    """
    running = flow(text)
    rules = _rules(lexicon or Lexicon.load())
    simple = rules.simplify(running.text)
    tokens = scan(simple, rules.grammar)
    bound(simple, tokens, rules.grammar)
    name_all(simple, tokens, rules.phrases)
    spans = [running.span_to_source(token.start, token.end) for token in tokens]
    structure = read_structure(text)
    settle(simple, tokens, rules.cues, [structure.role_at(span.start) for span in spans])
    if simple is not running.text:
        _as_written(running.text, simple, tokens, rules)
    found = []
    for token, span in zip(tokens, spans, strict=True):
        found.append(_quantity(token, span.start, span.end, text))
    return found


_NEAR = 160


def _as_written(written: str, simple: str, tokens: list[Token], rules: "_Rules") -> None:
    """Give units, cues and indicators of a text in traditional characters back as it writes them."""
    back = {ord(rules.traditional[c]): c for c in set(written) & rules.traditional.keys()}
    for token in tokens:
        at = token.end - len(token.unit)
        if token.unit and simple.startswith(token.unit, at):
            token.unit = written[at : token.end]
        token.cue = token.cue.translate(back)
        at = simple.rfind(token.indicator, max(0, token.start - _NEAR), token.end + _NEAR) if token.indicator else -1
        token.indicator = written[at : at + len(token.indicator)] if at >= 0 else token.indicator.translate(back)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Hold a lexicon in the forms that the steps of reading need."""

    lexicon: Lexicon
    grammar: Grammar
    phrases: Phrases
    cues: Cues
    traditional: Mapping[str, str]
    is_traditional: re.Pattern[str]

    def simplify(self, text: str) -> str:
        """Write a text in the characters of the tables, character for character; most texts are already."""
        if not self.is_traditional.search(text):
            return text
        return text.translate({ord(old): new for old, new in self.traditional.items()})


_PREPARED: dict[int, _Rules] = {}


def _rules(lexicon: Lexicon) -> _Rules:
    """Prepare a lexicon once; the last one is kept."""
    kept = _PREPARED.get(id(lexicon))
    if kept is None or kept.lexicon is not lexicon:
        any_traditional = re.compile(f"[{''.join(lexicon.traditional)}]" if lexicon.traditional else "(?!)")
        kept = _Rules(
            lexicon,
            Grammar(lexicon),
            Phrases(lexicon.phrases),
            Cues(lexicon.status),
            lexicon.traditional,
            any_traditional,
        )
        _PREPARED.clear()
        _PREPARED[id(lexicon)] = kept
    return kept


def _quantity(token: Token, start: int, end: int, text: str) -> Quantity:
    if token.class_ != "quantity":
        return Quantity(start, end, text[start:end], token.class_)
    return Quantity(
        start,
        end,
        text[start:end],
        "quantity",
        token.value,
        token.value_high,
        token.unit,
        token.comparator,
        token.cue,
        token.indicator,
        token.kind,
        token.status,
        token.direction,
    )


def to_json(quantity: Quantity, file: str) -> str:
    """Write a quantity as one line of JSON; `file` is a base name, `value` a number or a [low, high] pair.

    >>> to_json(read("下降16%")[0], "a.txt")[:66]
    '{"file": "a.txt", "start": 2, "end": 5, "surface": "16%", "class":'
    """
    value = _number(quantity.value)
    record: dict[str, Any] = {
        "file": file,
        "start": quantity.start,
        "end": quantity.end,
        "surface": quantity.surface,
        "class": quantity.class_,
        "value": value if quantity.value_high is None else [value, _number(quantity.value_high)],
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "cue": quantity.cue,
        "indicator": quantity.indicator,
        "kind": quantity.kind,
        "status": quantity.status,
        "direction": quantity.direction,
    }
    return json.dumps(record, ensure_ascii=False)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
