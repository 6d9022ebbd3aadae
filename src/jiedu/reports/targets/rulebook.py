"""The rules of the targets, room by room, as they are asked."""

from collections.abc import Mapping

from jiedu.reports.families import FAMILY_RULES
from jiedu.reports.rules import Rule
from jiedu.reports.structure import expected_rules
from jiedu.reports.targets import clauses, measures, names, numbers, plan, statements

ROOMS: Mapping[str, tuple[Rule, ...]] = {
    "Which family a figure is about": FAMILY_RULES,
    "Where the year's targets are listed": expected_rules.RULES,
    "What states a target elsewhere": statements.RULES,
    "Which families a clause is about": names.RULES,
    "Which numbers are no target": numbers.RULES,
    "What a clause says": clauses.CLAUSES,
    "How wide a taking is": clauses.TAKINGS,
    "What a target is measured in": measures.RULES,
    "What the plan sets outside the list": plan.RULES,
}
"""The rules by what they decide, in the order in which they are asked."""
