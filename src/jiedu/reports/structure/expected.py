"""The paragraphs that list the year's expected targets."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import hear
from jiedu.reports.structure.expected_rules import (
    BELOW,
    FIGURES,
    LOOKS_BACK,
    REFUSES,
    TARGETS_ARE,
    TOLD,
    YEAR_GROWS,
    Opening,
    named_years,
)
from jiedu.reports.structure.headings import Heading
from jiedu.reports.structure.hearing import listened
from jiedu.reports.structure.lines import Line


@dataclass(frozen=True, slots=True)
class TargetList:
    """Point at a list in the running text, and name the rules that found it.

    `refused` is the rule by which it is none of the year; `names_year` says that its sentence names the year.
    """

    start: int
    end: int
    rules: tuple[str, ...]
    refused: str = ""
    names_year: bool = False


class _Words:
    """Hold a lexicon's words for the lists, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.targets_are = hear(TARGETS_ARE.pattern, lexicon)
        self.year_grows = hear(YEAR_GROWS.pattern, lexicon)
        self.refuses = [(rule, hear(rule.pattern, lexicon) if rule.pattern else None) for rule in REFUSES]
        self.short, self.marked, self.unended = (hear(rule.pattern, lexicon) for rule in BELOW)
        self.families = hear("{expected_families}", lexicon)
        self.figures = hear(FIGURES, lexicon)
        self.years = hear("({YEAR}) {expected_year}", lexicon)
        self.until = hear("{expected_until} {YEAR} {expected_year}", lexicon)
        self.this_year = hear("{expected_this_year}", lexicon)
        self.told = hear(TOLD.pattern, lexicon)
        self.looks_back = hear(LOOKS_BACK, lexicon)

    def is_item(self, text: str) -> bool:
        """Say whether a paragraph is one short item of a list."""
        return all(pattern.search(text) for pattern in (self.short, self.families, self.figures))


@lru_cache(maxsize=2)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


_LONGEST_OPENING = 120
_NEAR = 60
_LOOKED_AT = 400
_ITEMS = 20


def find_target_lists(
    lines: list[Line], first: int, year: int | None, headings: Sequence[Heading] = ()
) -> list[tuple[int, int]]:
    """Find the paragraphs that list the year's expected targets: from the phrase to the end of the list.

    A list whose sentence names the year goes before one whose sentence does not.
    """
    taken = [found for found in judged_lists(lines, first, year, headings) if not found.refused]
    named = [found for found in taken if found.names_year]
    return list(dict.fromkeys((found.start, found.end) for found in named or taken))


def judged_lists(lines: list[Line], first: int, year: int | None, headings: Sequence[Heading] = ()) -> list[TargetList]:
    """List what opens like a list of targets, with the rule that refuses it where one does."""
    words = _words(listened())
    announced = list(_announced(words, lines, first, year, headings))
    if any(not found.refused for found in announced):
        return announced
    return announced + list(_grown(words, lines, first, year, headings))


def _announced(
    words: _Words, lines: list[Line], first: int, year: int | None, headings: Sequence[Heading]
) -> Iterator[TargetList]:
    for index in range(first, len(lines)):
        line = lines[index]
        for phrase in words.targets_are.finditer(line.text):
            nearest = max(phrase.start() - _LONGEST_OPENING, 0)
            start = max(line.text.rfind("。", nearest, phrase.start()) + 1, nearest)
            opening = _opening(words, lines, index, (start, phrase.start()), year, _above(headings, line.start))
            refused, end = _refusing(words, opening), line.end
            rules: tuple[str, ...] = (TARGETS_ARE.name,)
            if not refused:
                end, below = _list_end(words, lines, index, phrase.end() >= len(line.text) - 1)
                rules += below
            yield TargetList(line.start + start, end, rules, refused, opening.this_year)
            if not refused:
                break


def _grown(
    words: _Words, lines: list[Line], first: int, year: int | None, headings: Sequence[Heading]
) -> Iterator[TargetList]:
    """Find the first sentence that begins with the year and goes from family to family."""
    for index in range(first, len(lines)):
        line = lines[index]
        found = words.year_grows.search(line.text)
        if found is None or (found["year"] and year not in (None, *named_years([found["year"]]))):
            continue
        nearest = max(found.start() - _LONGEST_OPENING, 0)
        start = max(line.text.rfind("。", nearest, found.start()) + 1, nearest)
        heading = _above(headings, line.start)
        opening = _opening(words, lines, index, (start, found.start()), year, heading)
        body = line.text[found.start() : found.start() + _LOOKED_AT // 2]
        few = len({*words.families.findall(body)}) < 3
        told = words.told.search(line.text, start, found.start() + _LOOKED_AT // 2) or words.looks_back.search(heading)
        refused = TOLD.name if told else "list.too-few" if few or not opening.figures else ""
        end, below = _list_end(words, lines, index, False)
        yield TargetList(line.start + start, end, (YEAR_GROWS.name, *below), refused, True)
        if not refused:
            return


def _above(headings: Sequence[Heading], offset: int) -> str:
    """Give the headings that an offset stands under: the nearest, and the nearest of the first rank."""
    at = bisect_right(headings, offset, key=lambda heading: heading.start)
    nearest = headings[at - 1].title if at else ""
    top = next((heading.title for heading in reversed(headings[:at]) if heading.rank < 2), "")
    return nearest if nearest == top else f"{top} {nearest}"


def _opening(
    words: _Words, lines: list[Line], index: int, place: tuple[int, int], year: int | None, heading: str
) -> Opening:
    line = lines[index]
    before = line.text[place[0] : place[1]]
    after = line.text[place[1] : place[1] + _LOOKED_AT]
    after += "".join(item.text[:_LOOKED_AT] for item in lines[index + 1 : index + 4])
    after = after[:_LOOKED_AT]
    years = named_years(words.years.findall(before))
    return Opening(
        before,
        after,
        heading,
        year,
        years,
        named_years(words.years.findall(after[:_NEAR])),
        words.this_year.search(before) is not None or (year in years and not words.until.search(before)),
        len({*words.families.findall(after)}),
        words.figures.search(after) is not None,
    )


def _refusing(words: _Words, opening: Opening) -> str:
    """Name the rule by which an opening is no list of the year; "" where none speaks."""
    for rule, pattern in words.refuses:
        if rule.saved and opening.this_year:
            continue
        if pattern is not None and pattern.search(getattr(opening, rule.at)):
            return rule.name
        if rule.judge is not None and rule.judge(opening):
            return rule.name
    return ""


def _list_end(words: _Words, lines: list[Line], index: int, below: bool) -> tuple[int, tuple[str, ...]]:
    """Find where a list ends; `below` says that it begins in the paragraph after its phrase."""
    end, rules = lines[index].end, list[str]()
    before = lines[index].text
    for number, later in enumerate(lines[index + 1 : index + 1 + _ITEMS]):
        rule = _going_on(words, before, later.text, below, number == 0)
        if not rule and not (below and number == 0):
            break
        rules.append(rule)
        end, before = later.end, later.text
    return end, tuple(dict.fromkeys(filter(None, rules)))


def _going_on(words: _Words, before: str, item: str, below: bool, is_first: bool) -> str:
    """Name the rule by which a paragraph belongs to the list that the one before it belongs to; "" where none does."""
    short, marked, unended = BELOW
    if below and words.marked.match(item) and (is_first or words.marked.match(before)):
        return marked.name
    if is_first and below:
        return ""
    if words.unended.search(before):
        return unended.name
    return short.name if below and words.is_item(before) and words.is_item(item) else ""
