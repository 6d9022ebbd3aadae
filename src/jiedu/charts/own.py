"""Charts that a notebook draws itself: matplotlib in the style of the book, shown as the book shows its own."""

import pickle
from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import pandas as pd
from cycler import cycler
from matplotlib import style
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from jiedu.charts import base, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.metrics import STYLE
from jiedu.charts.svg import LayoutRenderer
from jiedu.charts.words import alt_name
from jiedu.display import labels
from jiedu.display.style.fonts import register
from jiedu.edition import records
from jiedu.errors import Fault
from jiedu.language import one_of, pick, pick_page, say

_LEADING = 1.4


def use_style() -> None:
    """Set matplotlib to the style of the book for the figures that a notebook draws itself: its font, its colours.

    >>> use_style()
    >>> mpl.rcParams["font.family"][0]
    'Jiedu Sans'
    """
    register()
    style.use(STYLE)
    # The package writes its labels itself; whoever draws by hand has those of matplotlib, and room made for them.
    mpl.rcParams |= {
        "ytick.labelleft": True,
        "ytick.color": palette.INK,
        "lines.markeredgewidth": 1.6,
        "ytick.major.pad": 7,
        "figure.labelsize": base.SMALL,
        "axes.titlelocation": "left",
        "axes.prop_cycle": cycler(color=[palette.STRONG, palette.COOL, *palette.HUES]),
        "figure.constrained_layout.use": True,
        "figure.figsize": (base.WIDE, 2.6),
    }


def own_figure(figure: Figure, alt: str | tuple[str, str], data: pd.DataFrame | None = None) -> Chart:
    """Show a figure drawn with matplotlib as a chart of the book: words that stay words, a wide and a narrow drawing.

    `alt` says in words what the chart shows, its numbers too: in one language, or in Chinese and English, of which that
    is taken which is printed in. Raises Fault for a chart without it, for words that are turned or have no room on a
    phone, and for a colour that is not of the book.

    >>> from matplotlib import pyplot as plt
    >>> use_style()
    >>> figure, axes = plt.subplots()
    >>> bars = axes.barh(["约 about"], [6.5])
    >>> own_figure(figure, "Growth: about 6.5%.")
    Growth: about 6.5%.
    """
    # Whoever charts nothing of their own does not wait for it.
    from matplotlib import pyplot

    # A figure that is closed is not drawn by the notebook a second time, and its copies are no windows.
    pyplot.close(figure)
    alt = alt if isinstance(alt, str) else alt_name(*alt)
    if not alt.strip():
        raise Fault("the chart has no alt text: say in a sentence what it shows, with its numbers")
    # As it is now: the next cell may go on drawing on the same figure.
    kept = pickle.dumps(figure)
    wide = _on_paper(kept, base.WIDE)
    for drawn in (wide, _on_paper(kept, base.NARROW)):
        try:
            drawn.draw(_StrictRenderer(drawn))
        except KeyError as error:
            raise Fault(
                f"the colour {error.args[0]} is none of the book, which has one for each theme: call charts.use_style()"
                " before drawing, and take colours from jiedu.charts.palette, as STRONG, COOL, INK or PAPER"
            ) from None
    return Chart(wide, alt, pd.DataFrame() if data is None else data, lambda: _on_paper(kept, base.NARROW))


def _on_paper(kept: bytes, width: float) -> Figure:
    """Lay a kept figure out on a sheet of a width in inches, as high as it is, with a point for a unit."""
    figure: Figure = pickle.loads(kept)
    for text in figure.findobj(Text):
        # Lines are as high here as their letters are, which wants more room between them.
        text.set_linespacing(_LEADING)
    figure.set_dpi(72)
    figure.set_size_inches(width, figure.get_figheight())
    return figure


class _StrictRenderer(LayoutRenderer):
    """Draw, and raise Fault for what a chart of the book cannot have."""

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: object = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        where = f"the words {s.strip()[:30]!r}"
        if angle:
            raise Fault(f"{where} are turned: write them level, above the axis or beside the mark")
        wide = self.get_text_width_height_descent(s, prop, ismath)[0]
        if x < -1 or x + wide > self.width + 1:
            raise Fault(f"{where} have no room on a sheet {self.width / 72:.2f} inches wide: break the line")
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)


def stacked_names(names: Iterable[tuple[str, str]], width: int = 26) -> list[str]:
    """Write names of the page for the axis of a figure of one's own: each with its English below, where that is read.

    `width` is how many letters of English stand in a line.

    >>> stacked_names([("道路", "roads")])
    ['道路\\nroads']
    """
    return ["\n".join(filter(None, (zh, *wrap(en, width)))) for zh, en in map(pick_page, *zip(*names, strict=True))]


def said_bounds(rows: pd.DataFrame) -> tuple[str, str]:
    """Say quantities with what binds them, in Chinese and in English, for the alt text of a figure of one's own.

    >>> from jiedu.edition import Edition
    >>> said_bounds(Edition.open().quantities.loc[["q-099"]])
    ('地区生产总值6.5%（左右）', 'gross regional product about 6.5%')
    """
    named = [(row, labels.labelled(labels.COMPARATORS, row["comparator"])) for row in records(rows)]
    zh = "，".join(f"{row['indicator']}{row['surface']}（{bound}）" for row, (bound, _) in named)
    return zh, ", ".join(f"{row['indicator_en']} {bound} {row['surface']}" for row, (_, bound) in named)


_AXIS = 1.4
_FEET = (("来源", "source"), ("一句话说明，给看不见图的人", "in a sentence, for those who do not see it"))


@house
def blank_axes(count: int) -> Chart:
    """Draw empty axes to be filled in by hand on paper: a title, axes with a target, a unit and ends, a source.

    >>> blank_axes(3).alt.split("; ")[0]
    '3 empty axes to draw on, each with room for its target, unit and ends'
    """
    sheet = Sheet(0.5 + _AXIS * count + 0.85 * len(_FEET))
    _to_fill(sheet, 0.3, one_of("标题", "title"))
    for i in range(count):
        _empty_axis(sheet, 0.4 + _AXIS * i, i + 1)
    for i, (zh, en) in enumerate(_FEET):
        y = 0.7 + _AXIS * count + 0.85 * i
        sheet.pair(base.MARGIN, y, *pick(zh, en), sheet.width - 2 * base.MARGIN)
        _to_fill(sheet, y + 0.7, "")
    alt = say(
        "{count} empty axes to draw on, each with room for its target, unit and ends; lines for a title, a source and a"
        " sentence.",
        count=count,
    )
    return Chart(sheet.figure, alt, pd.DataFrame({"axis": range(1, count + 1)}))


def _to_fill(sheet: Sheet, y: float, words: str) -> None:
    """Draw a line to write on, behind the words that say what."""
    sheet.note(base.MARGIN, y, words)
    left = base.MARGIN + (base.text_width(words, base.SMALL) + 0.08 if words else 0)
    sheet.page.plot([left, sheet.width - base.MARGIN], [y + 0.06] * 2, color=palette.AXIS, lw=0.7)


def _empty_axis(sheet: Sheet, top: float, number: int) -> None:
    """Draw an axis with ten steps that have no numbers."""
    left, right, y = base.MARGIN + 0.1, sheet.width - base.MARGIN - 0.1, top + 1.05
    sheet.note(base.MARGIN, top + 0.2, f"{number} · {one_of('目标', 'target')} ____________________________")
    ends = (one_of("单位", "unit"), one_of("起", "from"), one_of("止", "to"))
    sheet.note(base.MARGIN + 0.2, top + 0.45, " ".join(f"{words} ______" for words in ends))
    sheet.page.plot([left, right], [y, y], color=palette.INK, lw=1)
    for i in range(11):
        x = left + (right - left) * i / 10
        sheet.page.plot([x, x], [y, y + 0.08], color=palette.INK, lw=0.8)
