"""The rules of the reader of numerals, room by room, as they are asked."""

from collections.abc import Mapping

from jiedu.reports.quantities.classes import CLASS_RULES
from jiedu.reports.quantities.comparators import BOUND_RULES, NO_BOUNDS, SHARE_RULES
from jiedu.reports.quantities.extents import EXTENT_RULES
from jiedu.reports.quantities.forms import FORM_RULES
from jiedu.reports.quantities.indicators.measures import DIRECTIONS, KINDS
from jiedu.reports.quantities.indicators.members import MEMBERS
from jiedu.reports.quantities.indicators.names import NAMES
from jiedu.reports.quantities.indicators.trims import DESCRIBED, ENDS, NO_NOUNS
from jiedu.reports.quantities.ranges import PAIR_RULES
from jiedu.reports.quantities.status.context import CONTEXT
from jiedu.reports.quantities.status.durations import DURATIONS
from jiedu.reports.quantities.status.sentences import HEADINGS
from jiedu.reports.quantities.status.sentences import SENTENCES as SENTENCE_VOICES
from jiedu.reports.quantities.status.voices import PARTS, TENSE, VOICES
from jiedu.reports.rules import Rule

ROOMS: Mapping[str, tuple[Rule, ...]] = {
    "What a numeral looks like": FORM_RULES,
    "What class it is of": CLASS_RULES,
    "What belongs to the number": EXTENT_RULES,
    "What the members of a list share": PAIR_RULES,
    "Which words bound nothing": NO_BOUNDS,
    "How the number is bounded": (*BOUND_RULES, *SHARE_RULES),
    "Which member of a list it measures": MEMBERS,
    "Which words before it are no noun": (*ENDS, *NO_NOUNS, *DESCRIBED),
    "What it measures": NAMES,
    "Whether it is a rate, and falls": (*KINDS, *DIRECTIONS),
    "What is context": CONTEXT,
    "Where a duration lies": DURATIONS,
    "Whether it is promised or reported": (*HEADINGS, *SENTENCE_VOICES, *PARTS.values(), *VOICES, TENSE),
}
"""The rules by what they decide, in the order in which they are asked."""

SENTENCES: Mapping[str, str] = {rule.name: rule.sentence for rules in ROOMS.values() for rule in rules}
"""What each rule says, by its name."""
