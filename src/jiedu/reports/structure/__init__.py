"""What a report is made of: its title and occasion, parts and sections, the expected targets, past and plan.

Everything is a span of the source. What a report does not say is None: nothing is guessed, and what follows from
something else (a review of 2008 was given in 2009) names its evidence. What stands on the page around a report, its
bar and its licence, is none of it.
"""

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.structure.annexes import find_annexes
from jiedu.reports.structure.expected import find_target_lists
from jiedu.reports.structure.furniture import find_foot
from jiedu.reports.structure.headings import find_headings
from jiedu.reports.structure.hearing import heard, listening
from jiedu.reports.structure.lines import paragraphs
from jiedu.reports.structure.masthead import (
    DATE_RULES,
    OCCASION_RULES,
    SPEAKER_RULES,
    TITLE_RULES,
    Masthead,
    ask,
    masthead_end,
)
from jiedu.reports.structure.model import IDENTITY, Found, Part, Period, Structure
from jiedu.reports.structure.parts import PartReader
from jiedu.reports.structure.place import find_level, find_place, level_of
from jiedu.reports.structure.years import find_year
from jiedu.text.cleaning import reflow
from jiedu.text.spans import CleanText

__all__ = ["IDENTITY", "Found", "Part", "Period", "Structure", "level_of", "read_structure"]

BREAK = r"{address_of_break}[：:！!，,]"
"""A pattern of the address with which a report takes breath."""


def read_structure(text: str | CleanText, name: str = "", lexicon: Lexicon | None = None) -> Structure:
    """Find the structure of a report; `name` is the file's name, the last evidence of place and year.

    A text that was run together already (`reflow`) is taken as it is. `lexicon` is `Lexicon.load()` with words of
    your own.

    >>> text = "一、2008年工作回顾⏎　　经济增长9%。⏎二、2009年工作安排⏎　　今年经济增长8%。".replace("⏎", chr(10))
    >>> structure = read_structure(text)
    >>> [(part.ordinal, part.heading, part.role) for part in structure.parts]
    [('一、', '2008年工作回顾', 'review'), ('二、', '2009年工作安排', 'plan')]
    >>> structure.year.value, structure.year.evidence, structure.place
    ('2009', 'review heading', None)
    """
    with listening(lexicon):
        return _read(reflow(text) if isinstance(text, str) else text, name)


def _read(run: CleanText, name: str) -> Structure:
    page = paragraphs(run)
    head_end = masthead_end(page)
    lines = page[: find_foot(page, head_end)[0]]
    headings = find_headings(lines, head_end)
    annexes = find_annexes(lines, head_end, headings)
    report = lines[: annexes.first]
    headings = [heading for heading in headings if heading.line < annexes.first]
    masthead = Masthead.of(run, lines, head_end, headings, name)
    title, date, occasion = (ask(rules, masthead) for rules in (TITLE_RULES, DATE_RULES, OCCASION_RULES))
    place, place_remarks = find_place(masthead)
    year, year_remarks = find_year(masthead, date, title, occasion)
    number = int(year.value) if year else None
    targets = find_target_lists(report, head_end, number, headings)
    tree, periods = PartReader(run, lines, headings, number, targets, annexes).read(head_end)
    breaks = ((line.start, heard(BREAK).match(line.text)) for line in report)
    return Structure(
        title,
        place,
        find_level(masthead, place),
        year,
        date,
        occasion,
        ask(SPEAKER_RULES, masthead),
        tree,
        tuple(run.span_to_source(start, start + found.end()) for start, found in breaks if found),
        tuple(run.span_to_source(start, end) for start, end in targets),
        periods,
        (*place_remarks, *year_remarks),
    )
