"""A change tried: made in a copy of the project, looked at by the checks, and undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from changes.mutation import Mutation
from jiedu.edition import Edition
from jiedu.edition.checks import CHECKS, Check, cells, check, draft_counts, prose, signed
from jiedu.errors import Fault

_SLOW: tuple[Check, ...] = (prose.citations_hold, cells.rows_fit_their_schemas)
"""What takes the most time: it is asked last, and only where no other check has spoken."""


@dataclass(frozen=True)
class Trial:
    """Hold one change and the first fault that was found; `crashed` where a check broke off with another error.

    `signed` where the tables and the prose agree with each other and with the page, and only the signature of a row
    tells that it is not as it was reviewed.
    """

    mutation: Mutation
    fault: str = ""
    crashed: bool = False
    signed: bool = False

    @property
    def caught(self) -> bool:
        """Tell whether a user is told that something is wrong."""
        return bool(self.fault) and not self.crashed


class Bench:
    """Try changes on a copy of a project, one at a time.

    `check` takes more than a second, most of it for formulas and schemas. Here the checks are asked by turns, the
    slow ones last, until one speaks; and where only prose was changed, the edition with its tables and what was
    computed from them stays open. Both give the same answer to the question whether there is a fault.
    """

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        if faults := check(copy):
            raise Fault(f"the edition has a fault before anything is changed: {faults[0]}")
        self._edition = Edition.open(copy)
        unsigned = (one for one in CHECKS if one is not signed.signatures_hold)
        self._checks = sorted(unsigned, key=lambda one: _SLOW.index(one) if one in _SLOW else -1)

    @contextmanager
    def made(self, mutation: Mutation) -> Iterator[None]:
        """Make a change, and undo it."""
        path = self.copy / mutation.path
        before = path.read_bytes()
        path.write_bytes(mutation.text.encode("utf-8"))
        try:
            yield
        finally:
            path.write_bytes(before)

    def tried(self, mutation: Mutation) -> Trial:
        """Make a change, ask the checks, undo it."""
        with self.made(mutation):
            # The text of the file has served its purpose.
            kept = replace(mutation, text="")
            try:
                if fault := next(self._faults(mutation), ""):
                    return Trial(kept, fault)
                fault = self._unsigned(mutation)
                return Trial(kept, fault, signed=bool(fault))
            except Fault as fault:
                return Trial(kept, str(fault))
            except Exception as error:
                return Trial(kept, f"{type(error).__name__}: {error}", crashed=True)

    def _faults(self, mutation: Mutation) -> Iterator[str]:
        tables_changed = mutation.path.startswith("data/")
        edition = Edition.open(self.copy) if tables_changed else self._edition
        # The other way round where only prose was changed: what reads it stands at the end, and is quick then.
        for one in self._checks if tables_changed else reversed(self._checks):
            # The schemas are held against the tables alone.
            if tables_changed or one is not cells.rows_fit_their_schemas:
                yield from one(edition)

    def _unsigned(self, mutation: Mutation) -> str:
        """Ask whether all rows are as they were signed, and whether all are signed."""
        if not mutation.path.startswith("data/"):
            return ""
        edition = Edition.open(self.copy)
        drafts = (f"{count} rows of {table} are drafts" for table, count in draft_counts(edition).items())
        return next(signed.signatures_hold(edition), "") or next(drafts, "")
