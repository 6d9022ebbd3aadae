"""Every derived number that the prose states: a formula over the tables, computed and named."""

import ast
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd
from simpleeval import DEFAULT_OPERATORS, EvalWithCompoundTypes, InvalidExpression

from jiedu.edition.citations import MAGNITUDES
from jiedu.edition.loading import records
from jiedu.edition.schema import ALL_TABLES, OPTIONAL_TABLES
from jiedu.errors import Fault
from jiedu.language import in_digits, tell
from jiedu.reports.rates import with_exact_rates
from jiedu.text.characters import UNIFIED
from jiedu.text.cleaning import clean, strip_whitespace
from jiedu.vocabulary import BODY_ROLES

if TYPE_CHECKING:
    from jiedu.edition import Edition


# What arithmetic over rows needs, and nothing that could run for hours: no powers, no formatting.
_OPERATORS = {
    kind: DEFAULT_OPERATORS[kind] for kind in (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Eq, ast.Gt, ast.Lt)
}
_PANEL_IDS = {"panel-targets": "pt-", "panel-outcomes": "po-"}
"""How the ids of rows begin that a formula may name."""
_LONGEST_FORMULA = 500
_LARGEST = Decimal(10) ** 18


def compute(edition: "Edition") -> pd.DataFrame:
    """Compute data/facts.csv: the table with a column `value` (Decimal, not yet rounded).

    A formula may name rows with their hyphens as underscores (q_098, r_city_gdp, f02, fact_x) and call
    count(table, column=value …), distinct(table, column, …), total(table, column, …), median(…), smallest(…),
    largest(…), below(table, column, value, …), cell(table, row, column), characters(section=…), times(word),
    overlap(block, section), likeness(block, section), matched(by=…, role=…) and the figures of `agreement`:
    alpha(field), kappa(field) and equal_share(field) compare the two codings of the numerals, with of="promises"
    those of the promises, whose one field is "kind"; reader_share(field) compares the reader with the ledger.
    In a panel first=… and last=… bound the year; against(family, "above", level=…) counts the years whose outcome lay
    above the target, "at" it or "below", beside_last(family, "above", …) those whose year before lay above the target,
    and gap(family, level=…) is the median of how far.
    A column that is a Python keyword takes a trailing underscore (class_), as does one that is called like an argument
    (table_); several allowed values stand in a list, and `*` matches any cell that is not empty.
    Raises Fault with the fact's id for an unknown name, a missing value or a circle.

    >>> from jiedu.edition import Edition
    >>> compute(Edition.open()).loc["fact-targets", "value"]
    Decimal('5')
    """
    return _computed(edition).copy(deep=False)


@lru_cache(maxsize=4)
def _computed(edition: "Edition") -> pd.DataFrame:
    facts = edition.facts
    evaluator = _Evaluator(edition)
    return facts.assign(value=pd.Series({id_: evaluator.fact(id_) for id_ in facts.index}, dtype=object))


def format_fact(value: Decimal, decimals: int) -> str:
    """Write a computed value as the prose writes it: rounded half up, thousands apart in English.

    >>> format_fact(Decimal("2158.6"), 0), format_fact(Decimal("2.1596"), 2)
    ('2,159', '2.16')
    """
    return in_digits(round_fact(value, decimals))


def round_fact(value: Decimal, decimals: int) -> Decimal:
    """Round a computed value as the prose states it: half up.

    >>> round_fact(Decimal("2.125"), 2)
    Decimal('2.13')
    """
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def power_of(unit: str) -> int:
    """Give the power of ten that a unit begins with, 0 where it begins with none.

    >>> power_of("million yuan"), power_of("points")
    (6, 0)
    """
    return MAGNITUDES.get(unit.partition(" ")[0], 0)


class _Evaluator:
    """Evaluate the formulas of one edition: their names are its rows, their calls counts over its tables."""

    def __init__(self, edition: "Edition") -> None:
        self.edition = edition
        self.open: list[str] = []
        self.known: dict[str, Decimal] = {}
        self.tables: dict[str, pd.DataFrame] = {}

    def fact(self, id_: str) -> Decimal:
        if id_ in self.known:
            return self.known[id_]
        if id_ in self.open:
            circle = " → ".join(self.open)
            raise Fault(
                tell("data/facts.csv: row {row}: the formula comes back to itself ({circle})", row=id_, circle=circle)
            )
        self.open.append(id_)
        formula = self.edition.row("facts", id_)["formula"]
        try:
            # Of several lines the evaluator would take the first alone.
            ast.parse(formula[:_LONGEST_FORMULA].strip(), mode="eval")
            evaluator = EvalWithCompoundTypes(operators=_OPERATORS, names=self._name, functions=self._functions())
            value = Decimal(evaluator.eval(formula[:_LONGEST_FORMULA]))
            if not value.is_finite() or abs(value) >= _LARGEST or len(formula) > _LONGEST_FORMULA:
                raise ValueError(tell("the result, or the formula, is out of bounds"))
            self.known[id_] = value
        except (
            InvalidExpression,
            InvalidOperation,
            ArithmeticError,
            AttributeError,
            LookupError,
            MemoryError,
            RecursionError,
            SyntaxError,
            TypeError,
            ValueError,
        ) as error:
            fault = tell(
                "data/facts.csv: row {row}: {formula!r} cannot be computed ({why})",
                row=id_,
                formula=formula[:60],
                why=error,
            )
            raise Fault(fault) from None
        self.open.pop()
        return self.known[id_]

    def _name(self, node: Any) -> Decimal:
        id_ = node.id.replace("_", "-")
        if self.edition.has("facts", id_):
            return self.fact(id_)
        panel = [name for name in ("panel-targets", "panel-outcomes") if id_.startswith(_PANEL_IDS[name])]
        for name in ("quantities", "comparisons", "context", *panel):
            if name in panel and id_ in self._rows(name, {}).index:
                return self._cell(name, id_, "value")
            if name not in panel and self.edition.has(name, id_):
                value = self.edition.row(name, id_)["value"]
                if value is None or value == "":
                    raise Fault(tell("data/facts.csv: row {row}: {name} has no value", row=self.open[-1], name=id_))
                return Decimal(value)
        raise Fault(tell("data/facts.csv: row {row}: nothing is called {name}", row=self.open[-1], name=id_))

    def _functions(self) -> dict[str, Callable[..., Decimal]]:
        from jiedu.edition import agreement

        return {
            "count": lambda table, **where: Decimal(len(self._rows(table, where))),
            "distinct": lambda table, column, **where: Decimal(self._rows(table, where)[column].nunique()),
            "total": lambda table, column, **where: _sum(self._rows(table, where)[column]),
            "characters": lambda **where: characters(self.edition, self._rows("blocks", where)),
            **{name: self._agreement(name) for name in ("alpha", "kappa", "equal_share")},
            "reader_share": lambda field: agreement.figure(agreement.reader(self.edition), field, "share"),
            "cell": self._cell,
            "median": lambda table, column, **where: _median(self._numbers(table, column, where)),
            "smallest": lambda table, column, **where: min(self._numbers(table, column, where)),
            "largest": lambda table, column, **where: max(self._numbers(table, column, where)),
            "below": lambda table, column, value, **where: Decimal(
                sum(number < value for number in self._numbers(table, column, where))
            ),
            "against": lambda family, how, **where: Decimal([word for word, _ in self._gaps(family, where)].count(how)),
            "beside_last": lambda family, how, **where: Decimal(
                [word for word, _ in self._gaps(family, where, 1)].count(how)
            ),
            "gap": lambda family, **where: _median([gap for _, gap in self._gaps(family, where)]),
            "times": lambda word: Decimal(strip_whitespace(self.edition.text).count(word)),
            "matched": lambda by="overlap", **where: matched(self.edition, self._rows("blocks", where), by),
            "overlap": lambda block, section: overlap(self.edition, block, section),
            "likeness": lambda block, section: likeness(self.edition, block, section),
        }

    def _agreement(self, column: str) -> Callable[..., Decimal]:
        from jiedu.edition import agreement

        return lambda field, **of: agreement.figure(agreement.coding(self.edition, **of), field, column)

    def _rows(self, table: str, where: dict[str, Any]) -> pd.DataFrame:
        if table not in ALL_TABLES:
            raise LookupError(tell("there is no table {table!r}", table=table))
        if table not in self.tables:
            # A table that an edition may have is read anew each time it is asked for.
            optional = table in OPTIONAL_TABLES
            frame = self.edition.optional(table) if optional else getattr(self.edition, table)
            self.tables[table] = _with_exact_rates(frame) if table == "panel-measures" else frame
        frame = self.tables[table]
        for column, wanted in where.items():
            if column in ("first", "last"):
                frame = frame[frame["year"] >= wanted if column == "first" else frame["year"] <= wanted]
                continue
            cells = frame[column.rstrip("_")]
            if wanted == "*":
                frame = frame[cells.map(lambda cell: cell not in ("", None))]
            else:
                frame = frame[cells.isin(wanted if isinstance(wanted, list) else [wanted])]
        return frame

    def _cell(self, table: str, row: str, column: str) -> Decimal:
        value = self._rows(table, {}).loc[row, column]
        if value is None or value is pd.NA or value == "":
            raise LookupError(tell("{row} has no {column}", row=row, column=column))
        return Decimal(str(value))

    def _numbers(self, table: str, column: str, where: dict[str, Any]) -> list[Decimal]:
        return [Decimal(str(cell)) for cell in self._rows(table, where)[column].dropna()]

    def _gaps(self, family: str, where: dict[str, Any], before: int = 0) -> list[tuple[str, Decimal]]:
        """Say for each year with a target and an outcome in one measure where the outcome lay, and how far off."""
        own = {"family": family, "scope": "all", "availability": "stated", **where}
        # The outcome of the year before is told by the report that sets the target.
        told = {name: cell for name, cell in own.items() if not before or name not in ("year", "first", "last")}
        outcomes = {
            (row["code"], row["year"], row["measure"]): row["value"]
            for row in records(self._rows("panel-outcomes", told))
        }
        found = []
        for row in records(self._rows("panel-targets", own | {"aim": "base"})):
            came = outcomes.get((row["code"], row["year"] - before, row["measure"]))
            if came is None:
                continue
            low, high = row["value"], row["value"] if row["value_high"] is None else row["value_high"]
            where_it_lay = "below" if came < low else "above" if came > high else "at"
            found.append((where_it_lay, came - (low if came < low else min(came, high))))
        return found


def _with_exact_rates(measures: pd.DataFrame) -> pd.DataFrame:
    """Give the measures of a panel with rates that are not rounded, since what is computed of them is."""
    exact = pd.DataFrame(map(with_exact_rates, records(measures)), columns=measures.columns, dtype=object)
    return exact.set_index(measures.index)


def _median(numbers: list[Decimal]) -> Decimal:
    return Decimal(median(numbers))


def _sum(cells: pd.Series) -> Decimal:
    # Whole numbers come as those of a library, which Decimal does not add.
    return sum((Decimal(str(cell)) for cell in cells.dropna()), Decimal(0))


def characters(edition: "Edition", blocks: pd.DataFrame) -> Decimal:
    """Count the characters of some blocks, white space left out.

    >>> from jiedu.edition import Edition
    >>> edition = Edition.open()
    >>> characters(edition, edition.blocks.loc[["a-heading"]])
    Decimal('10')
    """
    return Decimal(sum(len("".join(edition.text[a:b].split())) for a, b in zip(blocks.start, blocks.end, strict=True)))


_UNIFIED = re.compile(f"[{UNIFIED}]+")


def bigrams(edition: "Edition", blocks: pd.DataFrame) -> set[str]:
    """Give the pairs of neighbouring Chinese characters in some blocks.

    >>> from jiedu.edition import Edition
    >>> edition = Edition.open()
    >>> sorted(bigrams(edition, edition.blocks.loc[["targets-heading"]]))[:2]
    ['主要', '会发']
    """
    pairs: set[str] = set()
    for start, end in zip(blocks["start"], blocks["end"], strict=True):
        text = clean(edition.text, start, end).text
        pairs |= {a + b for a, b in pairwise(text) if _UNIFIED.fullmatch(a + b)}
    return pairs


def overlap(edition: "Edition", block: str, section: str) -> Decimal:
    """Give the share, in per cent, of a block's character pairs that also stand in a section's bodies.

    >>> from jiedu.edition import Edition
    >>> overlap(Edition.open(), "tasks-4", "d") > overlap(Edition.open(), "tasks-4", "f")
    True
    """
    own, other = _pairs(edition, block, section)
    return _per_cent(own & other, own)


def likeness(edition: "Edition", block: str, section: str) -> Decimal:
    """Give the character pairs that a block and a section share, in per cent of those of either (Jaccard's index).

    A long section has no advantage here, as it has with `overlap`.

    >>> from jiedu.edition import Edition
    >>> likeness(Edition.open(), "tasks-2", "a") > likeness(Edition.open(), "tasks-2", "b")
    True
    """
    own, other = _pairs(edition, block, section)
    return _per_cent(own & other, own | other)


def _pairs(edition: "Edition", block: str, section: str) -> tuple[set[str], set[str]]:
    blocks = edition.blocks
    body = blocks[(blocks["section"] == section) & blocks["role"].isin(BODY_ROLES)]
    return _pairs_in(edition, block), _pairs_in(edition, *body["id"])


# Every task is held against every section, and by each measure.
@lru_cache(maxsize=64)
def _pairs_in(edition: "Edition", *blocks: str) -> set[str]:
    return bigrams(edition, edition.blocks.loc[list(blocks)])


def _per_cent(part: set[str], whole: set[str]) -> Decimal:
    return Decimal(100 * len(part)) / len(whole) if whole else Decimal(0)


SIMILARITIES: dict[str, Callable[["Edition", str, str], Decimal]] = {"overlap": overlap, "likeness": likeness}
"""How near a block is to a section, by the name that a formula gives."""


def closest(edition: "Edition", block: str, by: str = "overlap") -> str:
    """Name the section to which a block is nearest; the first of equals.

    >>> from jiedu.edition import Edition
    >>> closest(Edition.open(), "tasks-2"), closest(Edition.open(), "tasks-2", "likeness")
    ('b', 'a')
    """
    return max(edition.sections, key=lambda section: SIMILARITIES[by](edition, block, section))


def matched(edition: "Edition", blocks: pd.DataFrame, by: str = "overlap") -> Decimal:
    """Count the blocks that are nearest to the bodies of their own section.

    >>> from jiedu.edition import Edition
    >>> edition = Edition.open()
    >>> matched(edition, edition.blocks.loc[["tasks-2"]]), matched(edition, edition.blocks.loc[["tasks-2"]], "likeness")
    (Decimal('1'), Decimal('0'))
    """
    own = zip(blocks["id"], blocks["section"], strict=True)
    return Decimal(sum(closest(edition, id_, by) == section for id_, section in own if section))
