"""The reader: every number of a text with its unit, comparator, indicator, kind and status."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from jiedu.reports.families import Families, families_of
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.comparators import Comparators
from jiedu.reports.quantities.grammar import Grammar, Token
from jiedu.reports.quantities.indicators import IndicatorReader, Phrases
from jiedu.reports.quantities.rulebook import SENTENCES
from jiedu.reports.quantities.status import Cues, StatusReader
from jiedu.reports.quantities.tokens import Tokenizer
from jiedu.reports.structure import Structure, read_structure
from jiedu.text.characters import INVISIBLE
from jiedu.text.cleaning import reflow
from jiedu.text.spans import CleanText


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold one numeral of a text: where it stands, and what was read of it.

    `start` and `end` are offsets into the text as it stands, `surface` the characters between them. `class_` says
    what the numeral is: quantity, label, ordinal, slogan or word; what follows is filled for quantities only. `value`
    is the number, or the lower end of a range whose upper end is `value_high`; None where there is none. `unit` is as
    written, without 万 and 亿. `comparator` says how the words in `cue` bind the number (eq, about, ge, le …),
    `indicator` what is measured, `kind` what sort of measure it is, `status` whether it is a target, achieved or
    context, `direction` whether it goes up or down, `family` which family of targets it is about (gdp, new_jobs …).
    `rules` names the rules that spoke, in their order.

    >>> found = read("单位能耗下降3%以上")[0]
    >>> found.value, found.unit, found.comparator, found.cue, found.indicator, found.kind, found.direction
    (Decimal('3'), '%', 'ge', '以上', '单位能耗', 'rate', 'down')
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
    family: str = ""
    rules: tuple[str, ...] = field(default=(), repr=False, compare=False)


def read(text: str, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Read the quantities of a text, in their order; text[q.start:q.end] == q.surface.

    `lexicon` is `Lexicon.load()` with tables of your own. Any text is read, none is refused.

    >>> [(q.surface, q.value, q.unit) for q in read("新增孵化载体7家、在孵企业突破3200家")]
    [('7家', Decimal('7'), '家'), ('3200家', Decimal('3200'), '家')]
    >>> read("千方百计扩大有效投资")
    []
    """
    return [quantity for quantity in read_all(text, lexicon) if quantity.class_ == "quantity"]


def read_all(text: str, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Read every numeral of a text with its class: quantities, labels, ordinals, slogans and words.

    >>> [(q.surface, q.class_) for q in read_all("第十三届会议聚焦六稳，一期4条主干道")]
    [('第十三届', 'label'), ('六', 'slogan'), ('一期', 'ordinal'), ('4条', 'quantity')]
    """
    return list(iterate_all(text, lexicon))


def iterate_all(text: str, lexicon: Lexicon | None = None) -> Iterator[Quantity]:
    """Give the numerals of `read_all` one after the other; those that were given are not held.

    >>> next(iterate_all("一期4条主干道")).class_
    'ordinal'
    """
    running = reflow(text)
    yield from iterate_numerals(running, read_structure(running, lexicon=lexicon), lexicon)


def read_numerals(running: CleanText, structure: Structure, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Read every numeral of a running text whose structure is known; offsets are those of its source.

    >>> running = reflow("一期 4 条主干道")
    >>> [(q.start, q.end) for q in read_numerals(running, read_structure(running))]
    [(0, 2), (3, 6)]
    """
    return list(iterate_numerals(running, structure, lexicon))


def iterate_numerals(running: CleanText, structure: Structure, lexicon: Lexicon | None = None) -> Iterator[Quantity]:
    """Give the numerals of `read_numerals` one after the other; those that were given are not held.

    >>> running = reflow("一期 4 条主干道")
    >>> next(iterate_numerals(running, read_structure(running))).surface
    '一期'
    """
    rules = _rules(lexicon or Lexicon.load())
    simple, plain, written = rules.simplify(running.text), running.text, running.written
    back = {} if simple is written else {ord(rules.traditional[c]): c for c in set(plain) & rules.traditional.keys()}
    indicators, status = IndicatorReader(simple, rules.phrases), StatusReader(simple, rules.cues)
    for portion in rules.tokenizer.portions(simple):
        tokens = indicators.assign(rules.comparators.assign(simple, portion))
        spans = [running.span_to_source(token.start, token.end) for token in tokens]
        tokens = status.assign(tokens, [structure.role_at(span.start) for span in spans])
        for token, span in zip(tokens, spans, strict=True):
            family = rules.family(simple, token)
            shown = token if simple is written else _as_written(plain, written, simple, token, back)
            yield _quantity(shown, span.start, span.end, running.source, family)


_NEAR = 160


def _as_written(plain: str, written: str, simple: str, token: Token, back: Mapping[int, str]) -> Token:
    """Give unit, cue and indicator of a text in traditional characters back as it writes them.

    A radical that stands for a character is no other way to write a unit; an indicator is quoted as it stands.
    """
    if token.class_ != "quantity":
        return token
    at = token.end - len(token.unit)
    unit = plain[at : token.end] if token.unit and simple.startswith(token.unit, at) else token.unit
    at = simple.rfind(token.indicator, max(0, token.start - _NEAR), token.end + _NEAR) if token.indicator else -1
    indicator = written[at : at + len(token.indicator)] if at >= 0 else token.indicator.translate(back)
    return token._replace(unit=unit, cue=token.cue.translate(back), indicator=indicator)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Hold a lexicon in the forms that the steps of reading need."""

    tokenizer: Tokenizer
    comparators: Comparators
    phrases: Phrases
    cues: Cues
    families: Families
    traditional: Mapping[str, str]
    is_traditional: re.Pattern[str]

    def simplify(self, text: str) -> str:
        """Write a text in the characters of the tables, character for character; most texts are already."""
        return self.is_traditional.sub(lambda found: self.traditional[found[0]], text)

    def family(self, text: str, token: Token) -> str:
        """Give the family that a number is about; "" for none."""
        if not token.indicator:
            return ""
        return self.families.of(token.indicator, token.unit, token.kind, text[max(0, token.start - 24) : token.start])


@lru_cache(maxsize=2)
def _rules(lexicon: Lexicon) -> _Rules:
    """Prepare a lexicon once; the last two are kept."""
    grammar = Grammar(lexicon)
    return _Rules(
        Tokenizer(grammar),
        Comparators(grammar),
        Phrases(lexicon),
        Cues(lexicon),
        families_of(lexicon),
        lexicon.traditional,
        re.compile(f"[{''.join(lexicon.traditional)}]" if lexicon.traditional else "(?!)"),
    )


_NAMES = tuple(each.name for each in fields(Quantity) if each.name != "rules")
_LEARNT = _NAMES[_NAMES.index("value") : _NAMES.index("family")]
_OF_TOKEN = attrgetter(*_LEARNT)
_OF_QUANTITY = attrgetter(*_NAMES)

COLUMNS = tuple(name.rstrip("_") for name in _NAMES)
"""The names of a quantity's cells, as in every output: those of its fields, `class` for `class_`."""


def _quantity(token: Token, start: int, end: int, text: str, family: str) -> Quantity:
    """Keep of a token what was learnt of it; a numeral that counts nothing has its class alone."""
    if token.class_ != "quantity":
        return Quantity(start, end, text[start:end], token.class_, rules=token.rules)
    cells: tuple[Any, ...] = (start, end, text[start:end], token.class_, *_OF_TOKEN(token), family, token.rules)
    return Quantity(*cells)


def as_row(quantity: Quantity) -> dict[str, Any]:
    """Return a quantity as a row: COLUMNS and its cells.

    >>> as_row(read("下降16%")[0])["surface"]
    '16%'
    """
    return dict(zip(COLUMNS, _OF_QUANTITY(quantity), strict=True))


def to_json(quantity: Quantity, file: str, explain: bool = False) -> str:
    """Write a quantity as one line of JSON; `file` is a base name, `value` a number or a [low, high] pair.

    With `explain`, `rules` names the rules that spoke, in their order, each with its sentence.

    >>> to_json(read("下降16%")[0], "a.txt")[:66]
    '{"file": "a.txt", "start": 2, "end": 5, "surface": "16%", "class":'
    """
    row = {"file": file} | as_row(quantity)
    low, high = json_number(row["value"]), row.pop("value_high")
    row["value"] = low if high is None else [low, json_number(high)]
    if explain:
        row["rules"] = {name: SENTENCES[name] for name in quantity.rules}
    return json_text(row)


_UNPRINTED = re.compile(f"[\x7f-\x9f\u2028\u2029{INVISIBLE}]")


def json_text(value: object) -> str:
    r"""Write JSON in one line: Chinese as it is, but what moves a cursor or turns the direction of writing escaped.

    >>> json_text({"surface": "6" + chr(0x200B) + ".5家"})
    '{"surface": "6\\u200b.5家"}'
    """
    line = json.dumps(value, ensure_ascii=False)
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def json_number(value: Decimal | None) -> int | float | None:
    """Return a number as JSON has it: whole numbers without a point; None for none.

    >>> json_number(Decimal("6.50")), json_number(Decimal("1E+3"))
    (6.5, 1000)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
