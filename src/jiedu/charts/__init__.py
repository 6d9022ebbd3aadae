"""Charts of an edition or a panel: one style, direct labels, never two units on one axis, an alt text from the data."""

from jiedu.charts.base import Chart
from jiedu.charts.layout import overview, reading_order, tasks_sections
from jiedu.charts.own import blank_axes, own_figure, said_bounds, stacked_names, use_style
from jiedu.charts.panel import before_and_after, side_by_side
from jiedu.charts.section import inside
from jiedu.charts.spread import multiples, spread
from jiedu.charts.targets import hedges, targets
from jiedu.charts.tiles import tiles
from jiedu.charts.values import by_group, by_unit, deadlines, stages
from jiedu.charts.wording import agreement, density, force, numbers_and_slogans, specificity
from jiedu.charts.years import years

__all__ = [
    "Chart",
    "agreement",
    "before_and_after",
    "blank_axes",
    "by_group",
    "by_unit",
    "deadlines",
    "density",
    "force",
    "hedges",
    "inside",
    "multiples",
    "numbers_and_slogans",
    "overview",
    "own_figure",
    "reading_order",
    "said_bounds",
    "side_by_side",
    "specificity",
    "spread",
    "stacked_names",
    "stages",
    "targets",
    "tasks_sections",
    "tiles",
    "use_style",
    "years",
]
