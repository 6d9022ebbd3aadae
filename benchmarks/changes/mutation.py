"""One change of one place, and how changes are drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

BEYOND_CHECKS = ("negated",)
"""Kinds that turn a sentence into its opposite: no check can know which is true, so they are counted apart."""


@dataclass(frozen=True)
class Mutation:
    """Hold one change: the file and the place in it, what stood there and what stands there now, the file after it.

    The area is `tables`, `prose` or `translation`; the group is a column (`quantities.value`), all rows of a table
    (`notes`), or what sort of page holds the prose (`notebooks`).
    """

    path: str
    place: str
    area: str
    group: str
    kind: str
    before: str
    after: str
    text: str = field(repr=False)


Make = Callable[[Random], Mutation | None]
"""Makes the change at one place, or says that it cannot be made there."""


@dataclass(frozen=True)
class Pool:
    """Hold all places of one group where one kind of change can be made."""

    area: str
    group: str
    kind: str
    places: Sequence[Make] = field(repr=False)

    def names(self) -> tuple[str, ...]:
        """Give the names by which the pool can be asked for."""
        return self.area, self.group, self.group.partition(".")[0], self.kind


def draw(pools: Sequence[Pool], random: Random, count: int) -> list[Mutation]:
    """Draw changes by turns from each kind, and within a kind by turns from each group, none twice."""
    kinds: dict[tuple[str, str], list[list[Make]]] = {}
    for pool in pools:
        places = list(pool.places)
        random.shuffle(places)
        kinds.setdefault((pool.area, pool.kind), []).append(places)
    for groups in kinds.values():
        random.shuffle(groups)
    waiting = {kind: cycle(range(len(groups))) for kind, groups in kinds.items()}
    drawn: list[Mutation] = []
    while waiting and len(drawn) < count:
        for kind in list(waiting):
            mutation = _next(kinds[kind], waiting[kind], random)
            if mutation is None:
                del waiting[kind]
            elif len(drawn) < count:
                drawn.append(mutation)
    return drawn


def _next(groups: list[list[Make]], turns: "cycle[int]", random: Random) -> Mutation | None:
    while any(groups):
        places = groups[next(turns)]
        if places and (mutation := places.pop()(random)) is not None:
            return mutation
    return None
