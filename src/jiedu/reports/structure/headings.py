"""The headings among the lines: their numbers must run on."""

import re
from dataclasses import dataclass, replace

from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.signs import ADDRESS, UNNUMBERED, marker


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    rank: int
    number: int
    ordinal: str
    title: str
    start: int
    end: int
    run_in: bool


_NO_HEADING = re.compile(r"[。；：，、！？…]$")
_LONGEST_HEADING = 70
_LONGEST_UNNUMBERED = 26


def _candidate(lines: list[Line], index: int) -> Heading | None:
    line = lines[index]
    mark = marker(line.text)
    if mark:
        rank, number, ordinal, length = mark
        stop = line.text.find("。", length, length + _LONGEST_HEADING + 1)
        rest = len(line.text) - length
        if stop < 0 and (not 0 < rest <= _LONGEST_HEADING or _NO_HEADING.search(line.text)):
            return None
        end = len(line.text) if stop < 0 else stop
        title = line.text[length:end].strip()
        if not title:
            return None
        run_in = stop >= 0 and stop + 1 < len(line.text)
        return Heading(index, rank, number, ordinal, title, line.start, line.start + end, run_in)
    if len(line.text) > _LONGEST_UNNUMBERED or _NO_HEADING.search(line.text):
        return None
    follows = index + 1 < len(lines) and (len(lines[index + 1].text) >= 30 or marker(lines[index + 1].text))
    follows = bool(follows) or ADDRESS.match(lines[index + 1].text) is not None if index + 1 < len(lines) else False
    before = index == 0 or re.search(r"[。！？!：”]$", lines[index - 1].text) is not None
    if follows and before and UNNUMBERED.fullmatch(line.text):
        return Heading(index, 0, 0, "", line.text, line.start, line.end, False)
    return None


def find_headings(lines: list[Line], first: int) -> list[Heading]:
    """Choose the headings among the lines that look like one: their numbers must run on."""
    marks = [(mark[0], mark[1]) if (mark := marker(line.text)) else (0, 0) for line in lines]
    numbers = [number if rank == 1 else 0 for rank, number in marks]
    following = _following(numbers)
    chosen: list[Heading] = []
    last = {1: 0, 2: 0}
    # The last number of a list inside the text, by rank: what goes on with it is no heading.
    listed = {1: 0, 2: 0}
    for index in range(first, len(lines)):
        heading = _candidate(lines, index)
        rank, number = marks[index]
        if rank:
            step = number - last[rank]
            # A lost heading leaves a gap; a number that goes back begins a list.
            runs_on = step == 1 or (step == 2 and last[rank] > 0 and heading is not None and not heading.run_in)
            if (listed[rank] and number == listed[rank] + 1) or not runs_on or heading is None:
                if number == 1 or listed[rank]:
                    listed[rank] = number
                continue
            last[rank] = number
            listed[rank] = 0
            if rank == 1:
                last[2] = listed[2] = 0
        elif heading is None or following[index] not in (0, 1):
            continue
        else:
            last = {1: 0, 2: 0}
            listed = {1: 0, 2: 0}
        chosen.append(heading)
    return _same_rank(chosen)


def _following(numbers: list[int]) -> list[int]:
    """Give for each line the next number of the first rank after it, or 0."""
    following, number = [0] * len(numbers), 0
    for index in range(len(numbers) - 1, -1, -1):
        following[index] = number
        number = numbers[index] or number
    return following


def _same_rank(headings: list[Heading]) -> list[Heading]:
    """Raise 一、 to the rank of unnumbered headings unless these hold them: 首先…, 一、, 二、, 结束语 are one row."""
    opening = [h for h in headings if h.rank == 0 and h.title != "结束语"]
    if len(opening) >= 2:
        return headings
    return [replace(h, rank=1) if h.rank == 0 else h for h in headings]
