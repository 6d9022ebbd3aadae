"""Charts of an edition: one house style, direct labels, never two units on one axis, an alt text from the data."""

from jiedu.charts.base import Chart
from jiedu.charts.layout import overview, reading_order, tasks_sections
from jiedu.charts.section import inside
from jiedu.charts.targets import hedges, targets
from jiedu.charts.values import by_group, by_unit, deadlines, stages
from jiedu.charts.wording import agreement, density, force, numbers_and_slogans, specificity

__all__ = [
    "Chart",
    "agreement",
    "by_group",
    "by_unit",
    "deadlines",
    "density",
    "force",
    "hedges",
    "inside",
    "numbers_and_slogans",
    "overview",
    "reading_order",
    "specificity",
    "stages",
    "targets",
    "tasks_sections",
]
