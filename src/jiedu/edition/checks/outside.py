"""The promise that every fact from outside the page is there because the edition uses it.

| a row of data/context.csv is used by | as |
|---|---|
| prose, notes, claims | a citation, `[6.5](#ctx-f01)` |
| a cell of another table | its id, in a column of sources, a formula or a note |
| a page that cites a work | {cite} of the key in book/references.bib whose title stands in the row |

To be listed on the page of facts from outside, or in the bibliography, is no use.
"""

import os
import re
from collections.abc import Iterator

from jiedu.edition import Edition, records
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.citations import citations
from jiedu.edition.reading import read_file
from jiedu.language import tell

_ID = re.compile(r"(?<![A-Za-z0-9-])(?:ctx-)?([a-z]\d{2})(?![A-Za-z0-9-])")
_CITE = re.compile(r"\{cite(?::[a-z]+)?\}`([^`]+)`")
_WORK = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)
_TITLE = re.compile(r"^[ \t]*title[ \t]*=[ \t]*[{\"]([^\n]*?)[}\"],?[ \t]*$", re.MULTILINE)


def outside_facts_are_used(edition: Edition) -> Iterator[str]:
    """Find facts from outside the page that nothing in the edition uses.

    >>> broken = Edition.open().with_row("terms", "t-zhuan-jing-te-xin", source="")
    >>> next(fault for fault in outside_facts_are_used(broken) if "h20" in fault)
    'data/context.csv: row h20: nothing in the edition uses it; cite it or take it out'
    """
    used = set(_named(edition)) | _cited(edition)
    for row in records(edition.context):
        if row["id"] not in used:
            yield tell(
                "data/context.csv: row {row}: nothing in the edition uses it; cite it or take it out", row=row["id"]
            )


def _named(edition: Edition) -> Iterator[str]:
    """Give the ids that stand in the cells of the other tables."""
    for name in edition.tables.keys() - {"context"}:
        for row in records(edition.tables[name]):
            for cell in row.values():
                if isinstance(cell, str):
                    yield from _ID.findall(cell)


def _cited(edition: Edition) -> set[str]:
    """Give the ids that prose cites, and those of the works that it cites."""
    ids: set[str] = set()
    keys: set[str] = set()
    for _, _, prose in prose_of(edition):
        ids |= {citation.id.removeprefix("ctx-") for citation in citations(prose)}
        keys |= {key.strip() for keys in _CITE.findall(prose) for key in keys.split(",")}
    titles = [title for key, title in _works(edition) if key in keys]
    return ids | {row["id"] for row in records(edition.context) if any(title in row["claim"] for title in titles)}


def _works(edition: Edition) -> Iterator[tuple[str, str]]:
    """Give the key and the title of each work of the bibliography."""
    path = edition.root / "book" / "references.bib"
    if os.path.lexists(path):
        text = read_file(path, "book/references.bib").decode("utf-8", errors="replace")
        _, *parts = _WORK.split(text)
        for key, entry in zip(parts[::2], parts[1::2], strict=True):
            if title := _TITLE.search(entry):
                # Braces only keep the capitals of what stands in them.
                yield key, title[1].replace("{", "").replace("}", "")
