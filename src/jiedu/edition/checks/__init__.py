"""Every check of an edition: a function a check, a message a fault.

`jiedu check`, the build and the tests call the same functions.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jiedu.edition import Edition
from jiedu.edition.checks import (
    cells,
    cited_words,
    codings,
    evidence,
    exercises,
    glosses,
    ledger,
    lessons,
    names,
    outside,
    own_words,
    panel,
    prose,
    quotations,
    renderings,
    signed,
    translation,
)
from jiedu.edition.signatures import count_drafts
from jiedu.errors import Fault
from jiedu.files import one_line

Check = Callable[[Edition], Iterator[str]]

CONTENT: tuple[Check, ...] = (
    cells.files_can_be_copied,
    cells.cells_are_plain_text,
    cells.schemas_are_recorded,
    cells.rows_fit_their_schemas,
    panel.panel_holds,
    ledger.blocks_cover_the_page,
    ledger.surfaces_are_on_the_page,
    ledger.numerals_are_assigned,
    ledger.ledger_is_in_order,
    ledger.targets_agree,
    ledger.commitments_hold,
    ledger.occurrences_hold,
    ledger.claims_are_on_the_page,
    translation.translation_covers_the_page,
    translation.translation_numbers_agree,
    translation.names_are_translated,
    cells.references_exist,
    cells.confidences_hold,
    cells.reviewed_terms_have_english,
    cells.comparisons_repeat_their_sources,
    codings.coding_is_accounted_for,
    codings.promise_coding_is_accounted_for,
    exercises.exercises_hold,
    prose.pages_exist,
    prose.notebooks_are_clean,
    prose.citations_hold,
    names.names_hold,
    lessons.lesson_times_hold,
    cited_words.cited_words_hold,
    quotations.quotations_hold,
    evidence.claims_cite_what_they_say,
)
"""What a book is not built without."""

CHECKS: tuple[Check, ...] = (
    *CONTENT,
    own_words.own_words_hold,
    own_words.marks_hold,
    glosses.glosses_hold,
    renderings.terms_keep_their_english,
    renderings.words_keep_their_english,
    evidence.notes_name_what_they_cite,
    outside.outside_facts_are_used,
    signed.signatures_hold,
)
"""All of them.

What is not in CONTENT does not make the book say something false: a word without its English, a second English word
for one Chinese word, a word or a mark that the house does not use, a source that a note does not name, a fact that
nothing uses. Nor does a row that changed since it was signed: it is a draft, and a draft may be built, since the book
says so.
"""


def check(root: str | Path, checks: Sequence[Check] = CHECKS) -> list[str]:
    """Run checks on the edition in a folder, all by default: a line a fault (file, row, what is wrong).

    A table that cannot be read at all is one fault, and nothing else is checked.

    >>> check("/nowhere")
    ['no data/datapackage.json in /nowhere or above it: this is no edition']
    """
    try:
        edition = Edition.open(root)
    except Fault as fault:
        return [one_line(str(fault))]
    faults: list[str] = []
    for one in checks:
        try:
            faults.extend(one(edition))
        except Fault as fault:
            faults.append(str(fault))
    # A file that cannot be read at all is met by several checks and is one fault; a cell that a fault shows may hold
    # line feeds, and a fault is a line.
    return list(dict.fromkeys(map(one_line, faults)))


def draft_counts(edition: Edition) -> dict[str, int]:
    """Count the rows of each table that no editor answers for as they stand; tables without such rows are left out.

    >>> sum(draft_counts(Edition.open()).values())
    0
    """
    return {name: drafts for name, (drafts, _) in count_drafts(edition).items() if drafts}
