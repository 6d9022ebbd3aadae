"""Where rows stand on the page, and the order in which they are read."""

from functools import lru_cache

from jiedu.edition import Edition, Row, records
from jiedu.errors import Fault
from jiedu.language import tell

SPANNED = ("quantities", "commitments", "translation", "blocks")
"""The tables whose rows are spans of the page."""


def position(edition: Edition, name: str) -> tuple[int, int]:
    """Find the span of a row by its id; for a term that of its first occurrence in reading order.

    Raises Fault for an id that stands nowhere on the page.

    >>> position(Edition.open(), "q-057"), position(Edition.open(), "t-liu-wen")
    ((2081, 2088), (3062, 3064))
    """
    if name.startswith("t-"):
        edition.row("terms", name)
        first = first_occurrences(edition)
        if name not in first:
            raise Fault(tell("data/occurrences.csv: {name} stands nowhere", name=name))
        return first[name]
    for table in SPANNED:
        if edition.has(table, name):
            row = edition.row(table, name)
            return row["start"], row["end"]
    raise Fault(tell("nothing in the edition has the id {name}", name=name))


def reading_place(edition: Edition, start: int) -> tuple[int, int]:
    """Give where an offset comes in the order in which the page is read: the block, then the offset itself.

    >>> edition = Edition.open()
    >>> reading_place(edition, edition.blocks.loc["headline", "start"]) < reading_place(edition, 0)
    True
    """
    blocks = _blocks(edition)
    return next((at for at, block in enumerate(blocks) if block["start"] <= start < block["end"]), len(blocks)), start


def block_at(edition: Edition, start: int) -> Row | None:
    """Find the block that holds an offset of the page; None where there is none.

    >>> block_at(Edition.open(), 2081)["id"]
    'd-1'
    """
    return next((block for block in _blocks(edition) if block["start"] <= start < block["end"]), None)


@lru_cache(maxsize=4)
def _blocks(edition: Edition) -> list[Row]:
    return records(edition.blocks)


@lru_cache(maxsize=4)
def first_occurrences(edition: Edition) -> dict[str, tuple[int, int]]:
    """Map each term to its first place in reading order.

    >>> first_occurrences(Edition.open())["t-liu-wen"]
    (3062, 3064)
    """
    first: dict[str, tuple[int, int]] = {}
    for row in records(edition.occurrences):
        span = (row["start"], row["end"])
        if row["term"] not in first or reading_place(edition, span[0]) < reading_place(edition, first[row["term"]][0]):
            first[row["term"]] = span
    return first


def lines_of(edition: Edition, start: int, end: int) -> tuple[int, int]:
    """Count the first and last line of a span in the file of the page, from 1.

    >>> lines_of(Edition.open(), 2081, 2088)
    (134, 136)
    """
    return edition.text.count("\n", 0, start) + 1, edition.text.count("\n", 0, max(end - 1, start)) + 1


def sentence_at(edition: Edition, start: int) -> Row | None:
    """Find the sentence pair that holds an offset of the page; None where there is none.

    >>> sentence_at(Edition.open(), 2081)["id"]
    's-072'
    """
    return next((row for row in _sentences(edition) if row["start"] <= start < row["end"]), None)


@lru_cache(maxsize=4)
def _sentences(edition: Edition) -> list[Row]:
    return records(edition.translation)
