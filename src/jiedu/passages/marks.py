"""What is marked in a sentence: promises, terms and numbers, cut so that they nest and no link holds a link."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import pandas as pd

from jiedu.edition import Edition

Layer = Literal["promise", "term", "number"]

LAYERS: tuple[Layer, ...] = ("promise", "term", "number")
"""Outermost first. Where two cross, the outer one is cut, so that a number stays in one piece."""


@dataclass(frozen=True)
class Mark:
    """A stretch of the page to be marked: `start` and `end` are offsets into the page, end exclusive.

    One that was cut has several marks; `first` and `last` tell which it begins and ends with. `within` names the
    terms whose characters a number has taken.
    """

    layer: Layer
    id: str
    start: int
    end: int
    first: bool = True
    last: bool = True
    within: tuple[str, ...] = ()


def marks_between(edition: Edition, start: int, end: int) -> list[Mark]:
    """List what is marked between two offsets of the page: numbers whole, terms around them, promises around both.

    >>> edition = Edition.open()
    >>> row = edition.row("quantities", "q-024")
    >>> [(mark.layer, mark.id, mark.within) for mark in marks_between(edition, row["start"], row["end"])]
    [('number', 'q-024', ('t-5g',))]
    """
    terms = list(_spans(edition.occurrences, "term", start, end))
    numbers = [
        replace(mark, within=tuple(term.id for term in terms if term.start < mark.end and mark.start < term.end))
        for mark in _spans(edition.tables["quantities"], "number", start, end)
    ]
    links = [*numbers, *_around(terms, numbers)]
    promises = _spans(edition.tables["commitments"], "promise", start, end)
    return links + [piece for mark in promises for piece in _cut(mark, links)]


def _spans(table: pd.DataFrame, layer: Layer, start: int, end: int) -> Iterator[Mark]:
    inside = table[(table["start"] < end) & (table["end"] > start)]
    names = inside["term"] if layer == "term" else inside["id"]
    for name, a, b in zip(names, inside["start"], inside["end"], strict=True):
        yield Mark(layer, name, int(a), int(b))


def _around(terms: list[Mark], numbers: list[Mark]) -> list[Mark]:
    """Cut terms around what they hold: HTML has no link within a link, so a number or a shorter term wins."""
    pieces: list[Mark] = []
    for term in sorted(terms, key=lambda term: (term.end - term.start, term.start)):
        gaps = list(_gaps(term, [*numbers, *pieces]))
        pieces += [_piece(term, a, b, gaps[0][0], gaps[-1][1]) for a, b in gaps]
    return pieces


def _gaps(mark: Mark, taken: list[Mark]) -> Iterator[tuple[int, int]]:
    """Give the stretches of a mark that nothing else has taken."""
    at = mark.start
    for other in sorted(taken, key=lambda other: other.start):
        if other.start < mark.end and other.end > at:
            if other.start > at:
                yield at, other.start
            at = max(at, other.end)
    if at < mark.end:
        yield at, mark.end


def _cut(mark: Mark, others: list[Mark]) -> Iterator[Mark]:
    """Cut a mark at the edges of those that it crosses, so that the rest nests."""
    edges = set()
    for other in others:
        if other.start < mark.start < other.end < mark.end:
            edges.add(other.end)
        elif mark.start < other.start < mark.end < other.end:
            edges.add(other.start)
    for a, b in pairwise([mark.start, *sorted(edges), mark.end]):
        yield _piece(mark, a, b, mark.start, mark.end)


def _piece(mark: Mark, start: int, end: int, first: int, last: int) -> Mark:
    return replace(mark, start=start, end=end, first=start == first, last=end == last)
