"""The promise that what counts as reviewed is as it was when an editor answered for it."""

from collections.abc import Iterator

from jiedu.edition import Edition
from jiedu.edition.schema import ALL_TABLES
from jiedu.edition.signatures import SCHEMA, Difference, not_as_signed

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
        yield f"{SCHEMA.path}: {len(found)} rows say reviewed and none is signed; `jiedu review --changed` signs them"
        return
    for one in found:
        yield f"{ALL_TABLES[one.table].path}: row {one.row}: {_what(one)}"


def _is_draft(edition: Edition, one: Difference) -> bool:
    """Tell whether a row says of itself that it is a draft; one of a table without states does until it is signed."""
    if one.kind == "unsigned":
        return one.name not in edition.signatures.claimed
    return one.kind == "changed" and ALL_TABLES[one.table].has_states and one.name not in edition.signatures.claimed


def _what(one: Difference) -> str:
    again = f"; `jiedu review {one.label}` shows it and signs"
    if one.signature is None:
        return f"says reviewed, and nobody has signed it{again}"
    when = f"{one.signature.by} signed it on {one.signature.on}"
    if one.kind == "gone":
        return f"{when}, and it is gone{again}"
    cells = ", ".join(f"{name} {_short(one.old[name])} → {_short(one.new[name])}" for name in one.old)
    return f"not as {when}: {cells}{again}"


def _short(cell: str) -> str:
    if not cell:
        return "nothing"
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"
