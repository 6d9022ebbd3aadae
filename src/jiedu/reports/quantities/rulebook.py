"""The rules of the reader of numerals, room by room, as they are asked."""

from collections.abc import Mapping

from jiedu.reports.quantities.classes import CLASS_RULES
from jiedu.reports.quantities.comparators import BOUND_RULES, NO_BOUNDS, SHARE_RULES
from jiedu.reports.quantities.extents import EXTENT_RULES
from jiedu.reports.quantities.forms import FORM_RULES
from jiedu.reports.quantities.ranges import PAIR_RULES
from jiedu.reports.rules import Rule

ROOMS: Mapping[str, tuple[Rule, ...]] = {
    "What a numeral looks like": FORM_RULES,
    "What class it is of": CLASS_RULES,
    "What belongs to the number": EXTENT_RULES,
    "What the members of a list share": PAIR_RULES,
    "Which words bound nothing": NO_BOUNDS,
    "How the number is bounded": (*BOUND_RULES, *SHARE_RULES),
}
"""The rules by what they decide, in the order in which they are asked."""

SENTENCES: Mapping[str, str] = {rule.name: rule.sentence for rules in ROOMS.values() for rule in rules}
"""What each rule says, by its name."""
