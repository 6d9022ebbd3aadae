"""What a target is, and what is handed from rule to rule while a list is read: all of it immutable."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from jiedu.reports.quantities import Quantity
from jiedu.text.spans import CleanText, Span

WHERES = {
    "list": "the paragraph that lists the year's expected targets",
    "sentence": "a sentence of the plan that calls a figure the year's target",
    "plan": "elsewhere in the part that plans the year",
    "": "nowhere",
}
AIMS = {"base": "the target", "stretch": "what is to be striven for beyond it (力争, 争取)"}
SCOPES = ("all", "urban", "rural", "exports")

COLUMNS = (
    "family",
    "scope",
    "aim",
    "measure",
    "availability",
    "value",
    "value_high",
    "comparator",
    "unit",
    "direction",
    "start",
    "end",
    "surface",
    "sentence",
    "where",
)
"""`availability` and `measure` are words of the vocabulary; start and end point at the number, or at the words."""


@dataclass(frozen=True, slots=True)
class Target:
    """Hold one target; `value` is None and `measure` empty where the report names no number.

    `rules` names the rules that spoke, in their order.
    """

    family: str
    scope: str
    aim: str
    measure: str
    availability: str
    value: Decimal | None
    value_high: Decimal | None
    comparator: str
    unit: str
    direction: str
    start: int | None
    end: int | None
    surface: str
    sentence: str
    where: str
    rules: tuple[str, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Point at a sentence as a stretch of clean text."""

    paragraph: CleanText
    start: int
    end: int

    @property
    def text(self) -> str:
        """Give its words.

        >>> from jiedu.text.cleaning import clean
        >>> Sentence(clean("增长5%。增长6%。"), 5, 10).text
        '增长6%。'
        """
        return self.paragraph.text[self.start : self.end]


class NamedFamily(NamedTuple):
    """Say that a clause is about a family: where it names it, in which scope, and by which rule it counts.

    `item` is where the thing begins that the name is part of: 全部 in 全部财政收入.
    """

    start: int
    end: int
    family: str
    scope: str
    item: int
    rule: str


class Number(NamedTuple):
    """Point at a quantity in the words of a clause."""

    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Claim:
    """Say that the report sets a target: what a rule of a clause makes of it.

    `quantity` is None where the words name no number; then `span` points at the words. `named` are the words that
    name the family.
    """

    family: str
    scope: str
    aim: str
    measure: str
    quantity: Quantity | None
    named: str
    words: str
    sentence: str
    span: Span
    comparator: str
    direction: str
    rules: tuple[str, ...]

    def by(self, rule: str) -> "Claim":
        """Return the claim with the name of a rule more."""
        return replace(self, rules=(*self.rules, rule))

    def as_target(self, availability: str, where: str) -> Target:
        """Return the claim as a row of the table."""
        number = self.quantity
        return Target(
            self.family,
            self.scope,
            self.aim,
            self.measure,
            availability,
            number.value if number else None,
            number.value_high if number else None,
            self.comparator,
            number.unit if number else "",
            self.direction,
            self.span.start,
            self.span.end,
            "".join(self.words.split()) if number is None else self.words.strip(),
            self.sentence.strip(),
            where,
            self.rules,
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """Hold a clause of a list: its words, the families it is about, the numbers that can be theirs.

    Offsets of names and numbers are those of `words`. `before` are the claims of the clause before it, `opened` the
    mark between the two.
    """

    sentence: Sentence
    start: int
    words: str
    names: tuple[NamedFamily, ...]
    numbers: tuple[Number, ...]
    before: tuple[Claim, ...]
    opened: str

    @property
    def span(self) -> Span:
        """Give the clause's place in the source."""
        return self.sentence.paragraph.span_to_source(self.start, self.start + len(self.words))
