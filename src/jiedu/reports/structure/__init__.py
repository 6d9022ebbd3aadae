"""What a report is made of: its title and occasion, parts and sections, the expected targets, past and plan.

Everything is a span of the source. What a report does not say is None: nothing is guessed, and what follows from
something else (a review of 2008 was given in 2009) names its evidence.
"""

import re

from jiedu.reports.structure.expected import find_target_lists
from jiedu.reports.structure.headings import find_headings
from jiedu.reports.structure.lines import paragraphs
from jiedu.reports.structure.masthead import (
    find_date,
    find_level,
    find_occasion,
    find_place,
    find_speaker,
    find_title,
    find_year,
    level_of,
    masthead_end,
)
from jiedu.reports.structure.model import IDENTITY, Found, Part, Period, Structure
from jiedu.reports.structure.roles import read_parts
from jiedu.text.cleaning import reflow
from jiedu.text.spans import CleanText

__all__ = ["IDENTITY", "Found", "Part", "Period", "Structure", "level_of", "read_structure"]

_BREAK = re.compile(r"各位代表[：:！!，,]")


def read_structure(text: str | CleanText, name: str = "") -> Structure:
    """Find the structure of a report; `name` is the file's name, the last evidence of place and year.

    A text that was run together already (`reflow`) is taken as it is.

    >>> text = "一、2008年工作回顾⏎　　经济增长9%。⏎二、2009年工作安排⏎　　今年经济增长8%。".replace("⏎", chr(10))
    >>> structure = read_structure(text)
    >>> [(part.ordinal, part.heading, part.role) for part in structure.parts]
    [('一、', '2008年工作回顾', 'review'), ('二、', '2009年工作安排', 'plan')]
    >>> structure.year.value, structure.year.evidence, structure.place
    ('2009', 'review heading', None)
    """
    run = reflow(text) if isinstance(text, str) else text
    lines = paragraphs(run)
    head_end = masthead_end(lines)
    head = lines[:head_end]
    headings = find_headings(lines, head_end)
    date = find_date(run, head)
    title = find_title(run, lines, head)
    occasion = find_occasion(run, lines, head_end)
    place = find_place(run, lines, head, head_end, title, name)
    level = find_level(run, lines, head_end, place)
    year = find_year(run, lines, head_end, date, title, occasion, headings, name)
    number = int(year.value) if year else None
    targets = find_target_lists(lines, head_end, number, headings)
    tree, periods = read_parts(run, lines, headings, number, targets, head_end)
    return Structure(
        title,
        place,
        level,
        year,
        date,
        occasion,
        find_speaker(run, head),
        tree,
        tuple(
            run.span_to_source(line.start, line.start + found.end())
            for line in lines
            if (found := _BREAK.match(line.text))
        ),
        tuple(run.span_to_source(a, b) for a, b in targets),
        periods,
    )
