"""The rules of the structure, room by room, as they are asked."""

from collections.abc import Mapping

from jiedu.reports.rules import Rule
from jiedu.reports.structure.annexes import HEADING_RULE, NOTE_RULES
from jiedu.reports.structure.furniture import FOOT_RULES, PAGE_RULES
from jiedu.reports.structure.headings import END_RULES, UNNUMBERED_RULES
from jiedu.reports.structure.lines import LINE_RULES
from jiedu.reports.structure.masthead import DATE_RULES, OCCASION_RULES, SPEAKER_RULES, TITLE_RULES
from jiedu.reports.structure.place import BODY_RULES, LEVEL_RULES, TITLE_PLACE
from jiedu.reports.structure.place import FILE_RULE as PLACE_IN_FILE_NAME
from jiedu.reports.structure.roles import ROLE_RULES
from jiedu.reports.structure.signs import MARK_RULES
from jiedu.reports.structure.years import FILE_RULE as YEAR_IN_FILE_NAME
from jiedu.reports.structure.years import SESSION_RULE, YEAR_RULES

ROOMS: Mapping[str, tuple[Rule, ...]] = {
    "Which lines stand alone": LINE_RULES,
    "What is of the page and not of the report": (*PAGE_RULES, *FOOT_RULES),
    "What a heading is": (*MARK_RULES, *UNNUMBERED_RULES, *END_RULES),
    "What follows the report": (HEADING_RULE, *NOTE_RULES),
    "What a part does": ROLE_RULES,
    "What the report says of itself": (*DATE_RULES, *TITLE_RULES, *OCCASION_RULES, *SPEAKER_RULES),
    "Where it was given": (TITLE_PLACE, *BODY_RULES, PLACE_IN_FILE_NAME, *LEVEL_RULES),
    "When it was given": (SESSION_RULE, *YEAR_RULES, YEAR_IN_FILE_NAME),
}
"""The rules by what they decide, in the order in which they are asked."""
