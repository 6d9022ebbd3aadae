"""Many records in little room: packed by the thousand, unpacked where they are asked for."""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar, overload

_Record = TypeVar("_Record")
_BLOCK = 1_000
MOST_UNPACKED = 50_000
"""Records; twenty times as many as the longest report has. More are packed, which takes a twentieth of the room."""


class Packed(Sequence[_Record]):
    """Hold records like a tuple, in some twenty bytes each; one that is asked for twice is two equal objects.

    >>> packed = Packed(range(2500))
    >>> len(packed), packed[1999], list(packed[998:1001]), packed[-1], sum(packed) == sum(range(2500))
    (2500, 1999, [998, 999, 1000], 2499, True)
    """

    def __init__(self, records: Iterable[_Record]) -> None:
        self._blocks: list[bytes] = []
        self._length = 0
        self._unpacked: tuple[int, Sequence[_Record]] = (-1, ())
        source = iter(records)
        while block := tuple(islice(source, _BLOCK)):
            # What is packed here is unpacked by this object alone.
            self._blocks.append(zlib.compress(pickle.dumps(block, pickle.HIGHEST_PROTOCOL), 1))
            self._length += len(block)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[_Record]:
        for at in range(len(self._blocks)):
            yield from self._load(at)

    @overload
    def __getitem__(self, at: int) -> _Record: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Record]: ...
    def __getitem__(self, at: int | slice) -> _Record | Sequence[_Record]:
        if isinstance(at, slice):
            return tuple(self[index] for index in range(*at.indices(self._length)))
        index = range(self._length)[at]
        return self._block(index // _BLOCK)[index % _BLOCK]

    def _block(self, at: int) -> Sequence[_Record]:
        if self._unpacked[0] != at:
            self._unpacked = (at, self._load(at))
        return self._unpacked[1]

    def _load(self, at: int) -> Sequence[_Record]:
        block: tuple[_Record, ...] = pickle.loads(zlib.decompress(self._blocks[at]))
        return block


def keep(records: Iterable[_Record]) -> Sequence[_Record]:
    """Hold records in a tuple, and packed where they are more than any report has.

    >>> keep(iter("ab"))
    ('a', 'b')
    """
    source = iter(records)
    first = tuple(islice(source, MOST_UNPACKED))
    return first if len(first) < MOST_UNPACKED else Packed(chain(first, source))
