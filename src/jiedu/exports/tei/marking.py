"""Marks on a text as elements that nest: where two cross, the weaker is cut, and its parts point at each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from jiedu.exports.tei.elements import element, xml_name, xml_words

_OUTER_FIRST = ("s", "seg", "term", "measure", "num")
"""Of marks on the same words, which holds which."""
_STRONGEST_FIRST = ("s", "measure", "num", "term", "seg")
"""Of marks that cross, which stays whole."""
_FRAGMENTED = ("s", "seg")
"""Elements that can say which part of the whole they are."""


@dataclass(frozen=True)
class TeiMark:
    """Hold a mark on text[start:end]: the element that it becomes, its id and its other attributes."""

    start: int
    end: int
    tag: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)


def nested(marks: Iterable[TeiMark]) -> list[TeiMark]:
    """Cut marks until none crosses another; of a mark that was cut each part but the first has a number in its id.

    >>> cut = nested([TeiMark(0, 4, "term", "t-1"), TeiMark(2, 6, "seg", "p-1")])
    >>> [(mark.start, mark.end, mark.name) for mark in cut]
    [(0, 4, 't-1'), (2, 4, 'p-1'), (4, 6, 'p-1.2')]
    """
    placed: list[TeiMark] = []
    for mark in sorted((mark for mark in marks if mark.start < mark.end), key=_strength):
        parts = [mark]
        for other in placed:
            parts = [piece for part in parts for piece in _cut(part, other)]
        placed += _linked(mark.name, parts)
    return sorted(placed, key=lambda mark: (mark.start, -mark.end, _OUTER_FIRST.index(mark.tag)))


def _strength(mark: TeiMark) -> tuple[int, int, int]:
    return _STRONGEST_FIRST.index(mark.tag), mark.start, -mark.end


def _cut(mark: TeiMark, other: TeiMark) -> Iterator[TeiMark]:
    if mark.start < other.start < mark.end < other.end:
        at = other.start
    elif other.start < mark.start < other.end < mark.end:
        at = other.end
    else:
        yield mark
        return
    yield replace(mark, end=at)
    yield replace(mark, start=at)


def _linked(name: str, parts: list[TeiMark]) -> list[TeiMark]:
    """Let the parts of a mark point at the one before and the one behind."""
    if len(parts) == 1:
        return parts
    names = [name, *(f"{name}.{number}" for number in range(2, len(parts) + 1))]
    ways = [f"#{xml_name(one)}" for one in names]
    linked = []
    for at, part in enumerate(parts):
        more = {"prev": ways[at - 1]} if at else {}
        more |= {"next": ways[at + 1]} if at + 1 < len(parts) else {}
        if part.tag in _FRAGMENTED:
            more["part"] = "I" if at == 0 else "F" if at + 1 == len(parts) else "M"
        linked.append(replace(part, name=names[at], attributes=part.attributes | more))
    return linked


def marked(parent: etree._Element, text: str, marks: Iterable[TeiMark]) -> etree._Element:
    """Fill an element with a text and the marks on it.

    >>> marks = [TeiMark(4, 6, "measure", "q-1"), TeiMark(0, 6, "seg", "p-1")]
    >>> made = marked(element("p"), "力争落户6家", nested(marks))
    >>> [(part.tag.rpartition("}")[2], "".join(part.itertext())) for part in made.iter()]
    [('p', '力争落户6家'), ('seg', '力争落户6家'), ('measure', '6家')]
    """
    around = [(len(text), parent)]
    at = 0
    for mark in marks:
        at = _close(around, text, at, mark.start)
        made = element(mark.tag, xml_id=xml_name(mark.name), **mark.attributes)
        around[-1][1].append(made)
        around.append((mark.end, made))
    _close(around, text, at, len(text))
    return parent


def _close(around: list[tuple[int, etree._Element]], text: str, at: int, until: int) -> int:
    """Write the text from `at` up to an offset into the elements that it stands in, and leave those that end there."""
    while len(around) > 1 and around[-1][0] <= until:
        end, made = around.pop()
        _append(made, text[at:end])
        at = end
    _append(around[-1][1], text[at:until])
    return until


def _append(made: etree._Element, words: str) -> None:
    words = xml_words(words)
    if len(made):
        made[-1].tail = (made[-1].tail or "") + words
    else:
        made.text = (made.text or "") + words
