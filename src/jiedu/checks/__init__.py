"""Every promise the edition makes: a function a promise, a message a fault.

`jiedu check`, the build and the tests call the same functions.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from jiedu.checks import page, prose, tables
from jiedu.edition import Edition
from jiedu.errors import Fault

Promise = Callable[[Edition], Iterator[str]]

PROMISES: tuple[Promise, ...] = (
    tables.cells_are_plain_text,
    tables.schemas_are_recorded,
    tables.rows_fit_their_schemas,
    page.blocks_cover_the_page,
    page.surfaces_are_on_the_page,
    page.numerals_are_assigned,
    page.ledger_is_in_order,
    page.targets_agree,
    page.commitments_hold,
    page.occurrences_hold,
    page.claims_are_on_the_page,
    page.translation_covers_the_page,
    page.translation_numbers_agree,
    tables.references_exist,
    tables.reviewed_terms_have_english,
    tables.comparisons_repeat_their_sources,
    tables.coding_is_accounted_for,
    prose.pages_exist,
    prose.notebooks_are_clean,
    prose.citations_hold,
    prose.quotations_are_on_the_page,
)


def check(root: str | Path) -> list[str]:
    """Check every promise of the edition in a folder: a line a fault (file, row, what is wrong).

    A table that cannot be read at all is one fault, and nothing else is checked.

    >>> check("/nowhere")
    ['no data/datapackage.json in /nowhere or above it: this is no edition']
    """
    try:
        edition = Edition.open(root)
    except Fault as fault:
        return [str(fault)]
    faults: list[str] = []
    for promise in PROMISES:
        try:
            faults.extend(promise(edition))
        except Fault as fault:
            faults.append(str(fault))
    # A file that cannot be read at all is met by several promises and is one fault.
    return list(dict.fromkeys(faults))


def drafts(edition: Edition) -> dict[str, int]:
    """Count the rows of each table that no editor has read yet.

    >>> sum(drafts(Edition.open()).values())
    0
    """
    counts = {
        name: int((frame["state"] == "draft").sum())
        for name, frame in edition.tables.items()
        if "state" in frame.columns
    }
    return {name: count for name, count in counts.items() if count}
