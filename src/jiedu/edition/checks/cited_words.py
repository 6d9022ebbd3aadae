"""The promise that the words of a citation say something of what they cite.

A link that states a number is held by its number. One of words is held by them:

| text of the link | what it cites | must |
|---|---|---|
| Chinese | a row that points at the page | stand in the words of the row, or in its sentence |
| Chinese | a fact, a note, a figure | share two neighbouring characters with its Chinese |
| English | any row | share more than half of the words that name something with its English |
| the chart, the figure, the table | a figure | be on the page of the figure |
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.prose import captions, prose_of
from jiedu.edition.citations import LEDGER_ID, Citation, citations, digits, numbers_in_words
from jiedu.edition.english import stems
from jiedu.edition.schema import PANEL_TABLES
from jiedu.language import tell
from jiedu.text.characters import HAN
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import definitions

_CHINESE = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
# The stems of what a link may call a figure without saying which.
_FIGURE = frozenset(["chart", "figur", "tabl", "pictur"])
_DESCRIBED = ("ctx-", "fact-", "fig-", "n-", "claim-", "m-")


def cited_words_hold(edition: Edition) -> Iterator[str]:
    """Find links whose words say nothing of what they cite.

    >>> broken = Edition.open().with_row("notes", "n-001", en="[A fund](#q-049) and [投资](#q-034).")
    >>> for fault in cited_words_hold(broken):
    ...     print(fault)
    data/notes.csv: row n-001, en: [A fund](#q-049) says nothing of what it cites
    data/notes.csv: row n-001, en: [投资](#q-034) does not stand in what it cites
    """
    shown = captions(edition.root)
    words: dict[str, str] = {}
    for path, place, prose in prose_of(edition):
        for citation in citations(prose):
            if _states_a_number(citation.text):
                continue
            words = words or _words_of(edition)
            # An id that is not there is a fault of another check.
            if citation.id not in words or _names_figure(citation, path, shown):
                continue
            if problem := _apart(citation, words[citation.id]):
                yield tell(
                    "{path}: {place}: [{text}](#{id}) {problem}",
                    path=path,
                    place=place,
                    text=citation.text,
                    id=citation.id,
                    problem=problem,
                )


def _states_a_number(text: str) -> bool:
    return bool(digits(text) or numbers_in_words(text) or LEDGER_ID.search(text))


def _names_figure(citation: Citation, path: str, shown: dict[str, tuple[str, str]]) -> bool:
    return set(stems(citation.text)) <= _FIGURE and citation.id in shown and shown[citation.id][0] == path


def _apart(citation: Citation, row: str) -> str:
    if _CHINESE.search(citation.text) and not _LATIN.search(citation.text):
        said, there = strip_whitespace(citation.text), strip_whitespace(row)
        if not citation.id.startswith(_DESCRIBED):
            return "" if said in there else tell("does not stand in what it cites")
        pairs = [a + b for a, b in pairwise(said)]
        return "" if any(pair in there for pair in pairs) else tell("says nothing of what it cites")
    said_words, there_words = set(stems(citation.text)), set(stems(row))
    return "" if 2 * len(said_words & there_words) > len(said_words) else tell("says nothing of what it cites")


def _words_of(edition: Edition) -> dict[str, str]:
    """Give the words of each row that may be cited, in both languages, with those of the sentence it stands in."""
    sentences = [(row["start"], row["end"], f"{row['zh']}\n{row['en']}") for row in records(edition.translation)]
    known = definitions()
    for name in ("quantities", "commitments", "translation", "blocks"):
        for row in records(edition.tables[name]):
            around = [text for start, end, text in sentences if start < row["end"] and row["start"] < end]
            known[row["id"]] = "\n".join([_cells(row), edition.text[row["start"] : row["end"]], *around])
    for name in ("terms", "notes", "claims", "facts"):
        known |= {row["id"]: _cells(row) for row in records(edition.tables[name])}
    known |= {f"ctx-{row['id']}": _cells(row) for row in records(edition.context)}
    for name in ("readers", "mutations", *(name for name, table in PANEL_TABLES.items() if table.key)):
        known |= {row["id"]: _cells(row) for row in edition.optional_rows(name)}
    return known | {name: caption for name, (_, caption) in captions(edition.root).items()}


# What says where a row is from or how it was made, and not what it says.
_NOT_SAID = ("id", "state", "formula", "evidence", "source", "sources", "source_url", "source_kind", "confidence")


def _cells(row: Row) -> str:
    return "\n".join(cell for name, cell in row.items() if name not in _NOT_SAID and isinstance(cell, str))
