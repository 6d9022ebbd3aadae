"""How far two codings of the numerals or of the promises agree, and the reader with the edition."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from jiedu.edition import Row, records
from jiedu.errors import Fault
from jiedu.language import tell
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import COMMITMENT_KINDS

if TYPE_CHECKING:
    from jiedu.edition import Edition

NOMINAL = ("class", "unit", "comparator", "indicator", "kind", "status")
ABSENT = "∅"
"""What stands for a row or a cell that one side does not have."""


def align(one: pd.DataFrame, other: pd.DataFrame) -> list[tuple[Row | None, Row | None]]:
    """Pair the rows of two codings by the characters they share, one to one, in the order of the page.

    A row is paired with the row it overlaps most; what overlaps nothing is paired with None.

    >>> a = pd.DataFrame({"start": [0, 9], "end": [4, 10]})
    >>> b = pd.DataFrame({"start": [2], "end": [4]})
    >>> [(x is not None, y is not None) for x, y in align(a, b)]
    [(True, True), (True, False)]
    """
    left_rows, right_rows = records(one), records(other)
    edges = sorted(
        (
            (min(x["end"], y["end"]) - max(x["start"], y["start"]), -i, -j)
            for i, x in enumerate(left_rows)
            for j, y in enumerate(right_rows)
            if x["start"] < y["end"] and y["start"] < x["end"]
        ),
        reverse=True,
    )
    left: dict[int, int] = {}
    right: set[int] = set()
    for _, i, j in edges:
        if -i not in left and -j not in right:
            left[-i] = -j
            right.add(-j)
    pairs: list[tuple[Row | None, Row | None]] = [
        (row, right_rows[left[i]] if i in left else None) for i, row in enumerate(left_rows)
    ]
    pairs += [(None, row) for j, row in enumerate(right_rows) if j not in right]
    return sorted(pairs, key=lambda pair: min(row["start"] for row in pair if row is not None))


Coded = Literal["numerals", "promises"]
"""What an edition may have coded twice."""


def coding(edition: "Edition", of: Coded = "numerals") -> pd.DataFrame:
    """Compare the two codings of the numerals, or of the promises, field by field.

    Columns: field, n (pairs in which either coding has a value), equal (of them), equal_share (per cent),
    alpha (Krippendorff's: nominal, for `value` ratio) and kappa (Cohen's, which is nominal: None for `value`). Both
    are None where only one value occurs, since they are undefined there. Of numerals, `class` is compared over every
    row, the other fields over what both call a quantity; of promises, the one field is `kind`.

    >>> from jiedu.edition import Edition
    >>> coding(Edition.open()).set_index("field").loc["class", "equal"] > 100
    np.True_
    >>> coding(Edition.open(), of="promises")["field"].tolist()
    ['kind']
    """
    return _coded(edition, of).copy()


# A fact asks for one figure of it, and there are several.
@lru_cache(maxsize=4)
def _coded(edition: "Edition", of: Coded) -> pd.DataFrame:
    compared = {"numerals": _of_numerals, "promises": _of_promises}
    if of not in compared:
        known = tell(" and ").join(compared)
        raise Fault(tell("data/coding: of {what!r} there are no codings, only of {known}", what=of, known=known))
    rows = []
    for field, cells in compared[of](edition).items():
        equal = sum(x == y for x, y in cells)
        rows.append(
            {
                "field": field,
                "n": len(cells),
                "equal": equal,
                "equal_share": 100 * equal / len(cells) if cells else None,
                "alpha": None if field == "span" else _alpha(cells, "ratio" if field == "value" else "nominal"),
                "kappa": None if field in ("span", "value") else _kappa(cells),
            }
        )
    return pd.DataFrame(rows)


Cells = list[tuple[str, ...]]
"""What the first and the second coding say, pair by pair."""


def _of_promises(edition: "Edition") -> dict[str, Cells]:
    first, second = (edition.optional(name)["kind"].to_dict() for name in ("promises-a", "promises-b"))
    # A promise that neither has is a fault of the tables, which the checks name; here it is no pair.
    return {"kind": [(first.get(id_, ABSENT), second.get(id_, ABSENT)) for id_ in dict.fromkeys([*first, *second])]}


def confusion(edition: "Edition") -> pd.DataFrame:
    """Count the promises by their kind in the first coding (rows) and in the second (columns).

    >>> from jiedu.edition import Edition
    >>> int(confusion(Edition.open()).to_numpy().sum()) == len(Edition.open().commitments)
    True
    """
    cells = pd.DataFrame(_of_promises(edition)["kind"], columns=["first", "second"])
    kinds = list(COMMITMENT_KINDS)
    return pd.crosstab(cells["first"], cells["second"]).reindex(index=kinds, columns=kinds, fill_value=0)


def _of_numerals(edition: "Edition") -> dict[str, Cells]:
    pairs = align(edition.optional("coding-a"), edition.optional("coding-b"))
    both = [(x, y) for x, y in pairs if x is not None and y is not None and x["class"] == "quantity" == y["class"]]
    found: dict[str, Cells] = {}
    for field in ("span", "class", "value", *NOMINAL[1:]):
        if field == "span":
            cells = [tuple(ABSENT if row is None else f"{row['start']}–{row['end']}" for row in pair) for pair in pairs]
        elif field == "class":
            cells = [tuple(ABSENT if row is None else row[field] for row in pair) for pair in pairs]
        else:
            cells = [tuple(_cell(row, field) for row in pair) for pair in both]
            cells = [pair for pair in cells if pair != (ABSENT, ABSENT)]
        found[field] = cells
    return found


def _cell(row: Row, field: str) -> str:
    value = row[field]
    return ABSENT if value is None or value == "" else str(value)


def _alpha(cells: Cells, level: Literal["nominal", "ratio"]) -> float | None:
    """Give Krippendorff's alpha of pairs of cells; None where only one value occurs."""
    if not _varied(cells):
        return None
    if level == "ratio":
        # Of a number that one side lacks there is no ratio.
        numbers = [pair for pair in cells if ABSENT not in pair]
        said = [(coder, item, float(pair[coder])) for item, pair in enumerate(numbers) for coder in (0, 1)]
        return krippendorff(said, _ratio_distance)
    return krippendorff(_said(cells))


def krippendorff(
    said: Sequence[tuple[Hashable, Hashable, Any]], distance: Callable[[Any, Any], float] | None = None
) -> float | None:
    """Give Krippendorff's alpha of what any number of coders say: coder, item, value.

    A coder may have left items out; an item that fewer than two have coded says nothing. Values are the same or not,
    unless a distance says how far they are apart. None where it is undefined: nothing to compare, or one value alone.

    >>> krippendorff([("a", 1, "x"), ("b", 1, "x"), ("a", 2, "y"), ("b", 2, "y"), ("b", 3, "x")])
    1.0
    >>> krippendorff([("a", 1, "x"), ("b", 1, "x")]) is None
    True
    """
    # Half a second to import, and needed nowhere else.
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance

    coded = Counter(item for _, item, _ in said)
    paired = [one for one in said if coded[one[1]] > 1]
    if len({value for *_, value in paired}) < 2:
        return None
    # The library sorts items and coders, which numbers of their own make possible whatever they are.
    coders, items = (
        {name: at for at, name in enumerate(dict.fromkeys(column))}
        for column in zip(*((c, i) for c, i, _ in paired), strict=True)
    )
    data = [(coders[coder], items[item], value) for coder, item, value in paired]
    return float(AnnotationTask(data, distance=distance or binary_distance).alpha())


def _kappa(cells: Cells) -> float | None:
    """Give Cohen's kappa of pairs of cells; None where only one value occurs."""
    from nltk.metrics.agreement import AnnotationTask

    return float(AnnotationTask(_said(cells)).kappa()) if _varied(cells) else None


def _varied(cells: Cells) -> bool:
    return len({cell for pair in cells for cell in pair}) > 1


def _said(cells: Cells) -> list[tuple[int, int, str]]:
    """Say who says what of which pair, as an annotation task is told."""
    return [(coder, item, pair[coder]) for item, pair in enumerate(cells) for coder in (0, 1)]


def _ratio_distance(one: float, other: float) -> float:
    return 0.0 if one == other else ((one - other) / (one + other)) ** 2


def differences(edition: "Edition") -> pd.DataFrame:
    """List every cell in which the two codings differ: start, end, surface, field, a, b.

    Where the spans differ the row says so under `surface`, and its other cells are compared as well.

    >>> from jiedu.edition import Edition
    >>> differences(Edition.open())["field"].isin(["surface", "indicator", *NOMINAL, "value", "cue"]).all()
    np.True_
    """
    rows = []
    for x, y in align(edition.optional("coding-a"), edition.optional("coding-b")):
        at = x if x is not None else y
        assert at is not None
        for field in ("surface", "block", *NOMINAL[:1], "value", "value_high", "cue", *NOMINAL[1:]):
            a, b = (ABSENT if row is None else _cell(row, field) for row in (x, y))
            if a != b:
                rows.append((at["start"], at["end"], at["surface"], field, a, b))
            if x is None or y is None:
                break
    return pd.DataFrame(rows, columns=["start", "end", "surface", "field", "a", "b"])


def reader(edition: "Edition") -> pd.DataFrame:
    """Compare the reader, run over the page, with the ledger.

    Columns: field, n, equal, share (per cent). `found`: ledger quantities the reader reports; `precision`:
    reported quantities that are in the ledger; the other fields over the quantities found.

    >>> from jiedu.edition import Edition
    >>> list(reader(Edition.open())["field"])[:2]
    ['found', 'precision']
    """
    pairs = _reader_pairs(edition)
    gold = [(x, y) for x, y in pairs if x is not None]
    reported = [(x, y) for x, y in pairs if y is not None]
    found = [(x, y) for x, y in gold if y is not None]
    counts = [("found", len(gold), len(found)), ("precision", len(reported), len(found))]
    for field in ("span", "value", "unit", "comparator", "indicator", "kind", "status"):
        counts.append((field, len(found), sum(_same(x, y, field) for x, y in found)))
    whole = sum(
        all(_same(x, y, f) for f in ("value", "unit", "comparator", "indicator", "kind", "status")) for x, y in found
    )
    counts.append(("whole record", len(gold), whole))
    return pd.DataFrame([{"field": f, "n": n, "equal": e, "share": 100 * e / n if n else None} for f, n, e in counts])


def mistakes(edition: "Edition") -> pd.DataFrame:
    """List where the reader and the ledger differ: id, surface, field, edition, reader.

    >>> from jiedu.edition import Edition
    >>> list(mistakes(Edition.open()).columns)
    ['id', 'surface', 'field', 'edition', 'reader']
    """
    rows = []
    for x, y in _reader_pairs(edition):
        if x is None or y is None:
            row = x if x is not None else y
            assert row is not None
            id_ = row["id"] if x is not None else ""
            rows.append(
                (id_, row["surface"], "found", "–" if x is None else "quantity", "–" if y is None else "quantity")
            )
            continue
        for field in ("span", "value", "unit", "comparator", "indicator", "kind", "status"):
            if not _same(x, y, field):
                rows.append((x["id"], x["surface"], field, _shown(x, field), _shown(y, field)))
    return pd.DataFrame(rows, columns=["id", "surface", "field", "edition", "reader"])


# The page is read once, for every figure of it and for the list of mistakes.
@lru_cache(maxsize=4)
def _reader_pairs(edition: "Edition") -> list[tuple[Row | None, Row | None]]:
    from jiedu.reports.quantities import read

    ledger = edition.quantities
    ledger = ledger[(ledger["class"] == "quantity") & (ledger["comparator"] != "sync")]
    reported = pd.DataFrame(
        [
            {"start": q.start, "end": q.end, "surface": q.surface, "value": q.value, "value_high": q.value_high}
            | {field: getattr(q, field) for field in NOMINAL[1:]}
            for q in read(edition.text)
            if q.comparator != "sync"
        ],
        columns=["start", "end", "surface", "value", "value_high", *NOMINAL[1:]],
    )
    return align(ledger, reported)


def _same(x: Row, y: Row, field: str) -> bool:
    if field == "span":
        return (x["start"], x["end"]) == (y["start"], y["end"])
    if field == "indicator":
        # One noun phrase inside the other names the same thing, as in the scorer of the guidelines.
        a, b = (strip_whitespace(row["indicator"]) for row in (x, y))
        return a == b or (bool(a) and bool(b) and (a in b or b in a))
    return bool(_cell(x, field) == _cell(y, field)) if field != "value" else _value(x) == _value(y)


def _value(row: Row) -> tuple[Decimal | None, Decimal | None]:
    return row["value"], row["value_high"]


def _shown(row: Row, field: str) -> str:
    return f"{row['start']}–{row['end']}" if field == "span" else _cell(row, field)


def figure(frame: pd.DataFrame, field: str, column: str) -> Decimal:
    """Take one figure out of an agreement table, exactly as computed.

    >>> figure(pd.DataFrame({"field": ["class"], "alpha": [0.5]}), "class", "alpha")
    Decimal('0.5')
    """
    values = frame.loc[frame["field"] == field, column]
    if values.empty or values.iloc[0] is None or pd.isna(values.iloc[0]):
        raise Fault(tell("data/coding: there is no {column} for {field!r}", column=column, field=field))
    return Decimal(float(values.iloc[0]))
