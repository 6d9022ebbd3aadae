"""The pages of a printed document: which lines are its text, and which are heads, feet and page numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from jiedu.text.characters import DIGITS
from jiedu.text.pagination import PAGE_NUMBER

_EDGE = 3
"""How many lines from the top or the bottom a head, a foot or a page number may stand."""
_MARGIN = 0.8
"""The share of lines at one height that repeat, from which on the height is one of heads."""
_APART = 1.4
"""How much further than one line of text the text is from a head that only two pages have."""
_MANY = 3

_SURE = re.compile(PAGE_NUMBER, re.VERBOSE)
_NUMBER = re.compile(rf"([{DIGITS}]{{1,4}})(?:\s*[/／]\s*([{DIGITS}]{{1,4}}))?")
_DIGIT_RUN = re.compile(rf"[{DIGITS}]+")
_STOP = re.compile(r"[。！？；]")


class PrintedLine(NamedTuple):
    """A line of a page, and the height at which it stands."""

    text: str
    height: float


Page = list[PrintedLine]


def body(pages: list[Page]) -> tuple[list[str], tuple[str, ...]]:
    """Give the lines of the text, and a remark on every running head or foot that was left out.

    >>> words = [[("工作报告", 800), (word, 700), (f"— {n} —", 40)] for n, word in enumerate("增长快", 1)]
    >>> pages = [[PrintedLine(*line) for line in page] for page in words]
    >>> lines, remarks = body(pages)
    >>> lines
    ['增', '长', '快']
    >>> remarks
    ('the running head 工作报告 was left out on 3 pages',)
    """
    pages = [[line for line in page if line.text.strip()] for page in pages]
    edges = [_edge_lines(page) for page in pages]
    numbers = _page_numbers(pages, edges)
    heads = _running_heads(pages, [edge - number for edge, number in zip(edges, numbers, strict=True)])
    lines = [
        line.text
        for page, number, head in zip(pages, numbers, heads, strict=True)
        for at, line in enumerate(page)
        if at not in number and at not in head
    ]
    left = Counter(key for head in heads for key in head.values())
    words = {
        key: " ".join(page[at].text.split())
        for page, head in zip(pages, heads, strict=True)
        for at, key in head.items()
    }
    remarks = (f"the running head {words[key]} was left out on {times} pages" for key, times in left.items())
    return lines, tuple(remarks)


def _edge_lines(page: Page) -> set[int]:
    """Find the lines at the edges of a page, by their heights, and by their order where heights do not tell."""
    levels = sorted({round(line.height) for line in page})
    outer = {*levels[:_EDGE], *levels[-_EDGE:]}
    near = {at for at, line in enumerate(page) if round(line.height) in outer}
    return near | {at for at in (0, 1, len(page) - 2, len(page) - 1) if 0 <= at < len(page)}


def _page_numbers(pages: list[Page], edges: list[set[int]]) -> list[set[int]]:
    """Find the page numbers: what is one in itself, and what counts on from page to page."""
    found: list[set[int]] = [set() for _ in pages]
    likely: dict[int, dict[int, int]] = {}
    for index, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        for at in edge:
            text = page[at].text.strip()
            number = _NUMBER.fullmatch(text)
            if _SURE.fullmatch(text) or (number and number[2] and int(number[1]) <= int(number[2])):
                found[index].add(at)
            elif number and not number[2]:
                likely.setdefault(int(number[1]) - index, {})[index] = at
    counting = len({index for places in likely.values() for index in places})
    for places in likely.values():
        if len(places) > 1 and 2 * len(places) >= counting:
            for index, at in places.items():
                found[index].add(at)
    return found


_Key = tuple[str, int]


def _keys(line: PrintedLine, index: int) -> list[_Key]:
    """Give what a line would say as a head: its words, or its words with the number of the page, and its height."""
    words = "".join(line.text.split())
    keys = [words]
    for run in _DIGIT_RUN.finditer(words):
        keys.append(f"{words[: run.start()]}#{int(run[0]) - index}{words[run.end() :]}")
    return [(key, round(line.height)) for key in keys[:_EDGE]]


def _running_heads(pages: list[Page], edges: list[set[int]]) -> list[dict[int, _Key]]:
    """Find the lines at the edges that say the same at the same height on several pages, and are no sentences.

    At the height of a head there is nothing but heads: a line that two tables begin with stands where other pages
    have text.
    """
    places: Counter[_Key] = Counter()
    for index, page in enumerate(pages):
        places.update({key for at in edges[index] for key in _keys(page[at], index)})
    levels = Counter(height for page in pages for height in {round(line.height) for line in page})
    said: list[dict[int, _Key]] = []
    heads: Counter[int] = Counter()
    for index, page in enumerate(pages):
        keys = {at: max(_keys(page[at], index), key=lambda key: places[key]) for at in sorted(edges[index])}
        said.append({at: key for at, key in keys.items() if places[key] > 1 and not _STOP.search(key[0])})
        heads.update({height for _, height in said[index].values()})
    return [
        {
            at: key
            for at, key in lines.items()
            if heads[key[1]] >= _MARGIN * levels[key[1]] and (places[key] >= _MANY or _stands_apart(page, key[1]))
        }
        for page, lines in zip(pages, said, strict=True)
    ]


def _stands_apart(page: Page, height: int) -> bool:
    """Say whether a height is further from the text than the lines of the text are from each other."""
    levels = sorted({round(line.height) for line in page})
    steps = sorted(after - before for before, after in pairwise(levels))
    # Of a page with few lines most steps are not those of its text.
    return bool(steps) and min(_steps_at(levels, height)) >= _APART * steps[len(steps) // 4]


def _steps_at(levels: list[int], height: int) -> Iterator[int]:
    at = levels.index(height)
    if at:
        yield height - levels[at - 1]
    if at + 1 < len(levels):
        yield levels[at + 1] - height
