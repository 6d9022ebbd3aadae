"""The promise that what counts as reviewed is as it was when an editor answered for it."""

from collections.abc import Iterator

from jiedu.edition import Edition
from jiedu.edition.schema import ALL_TABLES
from jiedu.edition.signatures import SCHEMA, Difference, not_as_signed
from jiedu.language import tell

_SHOWN = 40


def signatures_hold(edition: Edition) -> Iterator[str]:
    """Find rows that changed since they were signed, signed rows that are gone, and rows that only say so.

    Such a row is a draft again, and the book says so; a row that says of itself that it is a draft is no fault.

    >>> from decimal import Decimal
    >>> broken = Edition.open().with_row("quantities", "q-060", value=Decimal(1600))
    >>> print(next(signatures_hold(broken)).partition("; ")[0])
    data/quantities.csv: row q-060: not as The Jiedu project signed it on 2026-11-26: value 300000 → 1600
    """
    said = edition.signatures
    found = [one for one in not_as_signed(edition) if not _is_draft(edition, one)]
    if not said.signed and len(found) > 1:
        yield tell(
            "{path}: {count} rows say reviewed and none is signed; `jiedu review --changed` signs them",
            path=SCHEMA.path,
            count=len(found),
        )
        return
    for one in found:
        yield tell("{path}: row {row}: {problem}", path=ALL_TABLES[one.table].path, row=one.row, problem=_what(one))


def _is_draft(edition: Edition, one: Difference) -> bool:
    """Tell whether a row says of itself that it is a draft; one of a table without states does until it is signed."""
    if one.kind == "unsigned":
        return one.name not in edition.signatures.claimed
    return one.kind == "changed" and ALL_TABLES[one.table].has_states and one.name not in edition.signatures.claimed


def _what(one: Difference) -> str:
    if one.signature is None:
        return tell(
            "says reviewed, and nobody has signed it; `jiedu review {label}` shows it and signs", label=one.label
        )
    by, on = one.signature.by, one.signature.on
    if one.kind == "gone":
        return tell(
            "{by} signed it on {on}, and it is gone; `jiedu review {label}` shows it and signs",
            by=by,
            on=on,
            label=one.label,
        )
    return tell(
        "not as {by} signed it on {on}: {cells}; `jiedu review {label}` shows it and signs",
        by=by,
        on=on,
        cells=", ".join(f"{name} {_short(one.old[name])} → {_short(one.new[name])}" for name in one.old),
        label=one.label,
    )


def _short(cell: str) -> str:
    if not cell:
        return tell("nothing")
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"
