"""Tables of an edition for a notebook, each with a download of exactly the data it shows."""

from jiedu.tables.base import Table
from jiedu.tables.ledger import compare, facts, quantities, targets
from jiedu.tables.method import (
    agreement,
    claims,
    disagreements,
    drafts,
    mutations,
    promise_confusion,
    promise_disagreements,
    reader_mistakes,
    readers,
    reading,
)
from jiedu.tables.page import blocks, density, tasks_sections
from jiedu.tables.panel import bounds, changed, measures_beside, outcomes, panel_agreement, side_by_side
from jiedu.tables.promises import commitments, force, specificity
from jiedu.tables.references import references
from jiedu.tables.words import terms

__all__ = [
    "Table",
    "agreement",
    "blocks",
    "bounds",
    "changed",
    "claims",
    "commitments",
    "compare",
    "density",
    "disagreements",
    "drafts",
    "facts",
    "force",
    "measures_beside",
    "mutations",
    "outcomes",
    "panel_agreement",
    "promise_confusion",
    "promise_disagreements",
    "quantities",
    "reader_mistakes",
    "readers",
    "reading",
    "references",
    "side_by_side",
    "specificity",
    "targets",
    "tasks_sections",
    "terms",
]
