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
class Stretch:
    """A stretch of the page to be marked: `start` and `end` are offsets into the page, end exclusive.

    A promise that was cut has several marks; `first` and `last` tell which it begins and ends with. `within` names
    the terms whose characters a number has taken.
    """

    layer: Layer
    id: str
    start: int
    end: int
    first: bool = True
    last: bool = True
    within: tuple[str, ...] = ()


def marks_between(edition: Edition, start: int, end: int) -> list[Stretch]:
    """List what is marked between two offsets of the page: numbers whole, terms around them, promises around both.

    >>> edition = Edition.open()
    >>> row = edition.row("quantities", "q-001")
    >>> [(mark.layer, mark.id, mark.within) for mark in marks_between(edition, row["start"], row["end"])]
    [('number', 'q-001', ('t-shuang-gai',)), ('promise', 'p-068', ())]
    """
    terms = list(_spans(edition.occurrences, "term", start, end))
    numbers = [
        replace(mark, within=tuple(term.id for term in terms if term.start < mark.end and mark.start < term.end))
        for mark in _spans(edition.tables["quantities"], "number", start, end)
    ]
    promises = list(_spans(edition.tables["commitments"], "promise", start, end))
    # The link of a promise stands at its end, so no term may run over it.
    edges = {edge for promise in promises for edge in (promise.start, promise.end)}
    split = (piece for term in _around(terms, numbers) for piece in _split(term, edges))
    links = [*numbers, *(piece for piece in split if _has_words(edition.text[piece.start : piece.end]))]
    return links + [piece for mark in promises for piece in _cut(mark, links)]


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _spans(table: pd.DataFrame, layer: Layer, start: int, end: int) -> Iterator[Stretch]:
    inside = table[(table["start"] < end) & (table["end"] > start)]
    names = inside["term"] if layer == "term" else inside["id"]
    for name, a, b in zip(names, inside["start"], inside["end"], strict=True):
        yield Stretch(layer, name, int(a), int(b))


def _around(terms: list[Stretch], numbers: list[Stretch]) -> list[Stretch]:
    """Cut terms around what they hold: HTML has no link within a link, so a number or a shorter term wins."""
    pieces: list[Stretch] = []
    for term in sorted(terms, key=lambda term: (term.end - term.start, term.start)):
        pieces += [replace(term, start=a, end=b) for a, b in _gaps(term, [*numbers, *pieces])]
    return pieces


def _gaps(mark: Stretch, taken: list[Stretch]) -> Iterator[tuple[int, int]]:
    """Give the stretches of a mark that nothing else has taken."""
    at = mark.start
    for other in sorted(taken, key=lambda other: other.start):
        if other.start < mark.end and other.end > at:
            if other.start > at:
                yield at, other.start
            at = max(at, other.end)
    if at < mark.end:
        yield at, mark.end


def _cut(mark: Stretch, others: list[Stretch]) -> Iterator[Stretch]:
    """Cut a mark at the edges of those that it crosses, so that the rest nests."""
    edges = set()
    for other in others:
        if other.start < mark.start < other.end < mark.end:
            edges.add(other.end)
        elif mark.start < other.start < mark.end < other.end:
            edges.add(other.start)
    return _split(mark, edges)


def _split(mark: Stretch, edges: set[int]) -> Iterator[Stretch]:
    inside = sorted(edge for edge in edges if mark.start < edge < mark.end)
    for a, b in pairwise([mark.start, *inside, mark.end]):
        yield replace(mark, start=a, end=b, first=mark.first and a == mark.start, last=mark.last and b == mark.end)
