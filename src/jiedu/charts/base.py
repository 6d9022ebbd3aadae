"""The sheet that every chart is drawn on, and how a notebook shows it."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jiedu.charts import svg
from jiedu.charts.metrics import STYLE, printable, width_in_ems
from jiedu.charts.palette import INK, LINE, QUIET
from jiedu.display.style.fonts import register
from jiedu.language import language, speaking
from jiedu.text.characters import FIRST_WIDE

WIDE, NARROW = 6.6, 3.85
"""Inches: as wide as a column of text, where the small type is of 12 pixels; and as wide as that of a phone 390 pixels
wide, where it is of 11."""

MARGIN = 0.12
"""Inches left blank on either side of what is written."""

TEXT, SMALL = 10.0, 9.0

_DRAWN_FOR = 5.2
_LEADING = 1.32
_width: ContextVar[float] = ContextVar("_width", default=WIDE)
_P = ParamSpec("_P")


def sheet_width() -> float:
    """Give the width in inches of the sheet that is drawn on: a chart is drawn on a wide one and on a narrow one."""
    return _width.get()


def is_narrow() -> bool:
    """Tell whether the sheet that is drawn on is the narrow one."""
    return sheet_width() < _DRAWN_FOR


def across(length: float) -> float:
    """Scale a length in inches that is right on a sheet 5.2 wide.

    >>> round(across(5.2), 2)
    6.6
    """
    return length * sheet_width() / _DRAWN_FOR


@dataclass(frozen=True)
class Chart:
    """Hold a chart: the figure, what it shows in a sentence with its numbers, and the data it was drawn from."""

    figure: Figure = field(repr=False)
    alt: str
    data: pd.DataFrame = field(repr=False)
    narrow: Callable[[], Figure] | None = field(default=None, repr=False)
    """Draws the same on a sheet for a phone."""
    spoken: str = field(default_factory=language, repr=False)
    """The language in which it was drawn."""

    @functools.cached_property
    def svg(self) -> str:
        """Draw the figure as SVG, wide and narrow: the same bytes for the same data, the alt text in its head."""
        with mpl.rc_context(fname=STYLE):
            return svg.document(self.alt, self.figure, self.narrow() if self.narrow else None, self.spoken)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt


def house(draw: Callable[_P, Chart]) -> Callable[_P, Chart]:
    """Draw a chart in the house style, whatever the notebook has set, and the narrow one when it is asked for."""

    def on_sheet(width: float, spoken: str, args: Iterable[Any], kwargs: Mapping[str, Any]) -> Chart:
        register()
        token = _width.set(width)
        try:
            with speaking(spoken), mpl.rc_context(fname=STYLE):
                return draw(*args, **kwargs)
        finally:
            _width.reset(token)

    @functools.wraps(draw)
    def styled(*args: _P.args, **kwargs: _P.kwargs) -> Chart:
        # What can be gone through only once is kept for the second drawing.
        given = [list(arg) if isinstance(arg, Iterator) else arg for arg in args]
        named = {name: list(arg) if isinstance(arg, Iterator) else arg for name, arg in kwargs.items()}
        spoken = language()
        return replace(
            on_sheet(WIDE, spoken, given, named), narrow=lambda: on_sheet(NARROW, spoken, given, named).figure
        )

    return styled


class Sheet:
    """A figure measured in inches from its upper left corner, with text that knows its own width.

    >>> Sheet(2).height
    2
    """

    def __init__(self, height: float, width: float | None = None) -> None:
        width = sheet_width() if width is None else width
        self.width, self.height = width, height
        # A point is a unit of the drawing.
        self.figure = Figure(figsize=(width, height), dpi=72)
        self.page: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.page.set(xlim=(0, width), ylim=(height, 0))
        self.page.set_axis_off()

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at a place given in inches, above what the page itself holds."""
        across, down = self.width, self.height
        return self.figure.add_axes((left / across, 1 - (top + height) / down, width / across, height / down))

    def text(self, x: float, y: float, words: str, **options: Any) -> None:
        """Write at a place in inches; options as of matplotlib's text."""
        settings: dict[str, Any] = {"size": TEXT, "va": "center", "ha": "left", "color": INK} | options
        self.page.text(x, y, printable(words).replace("$", r"\$"), **settings)

    def note(self, x: float, y: float, words: str, **options: Any) -> None:
        """Write something small and quiet: a legend, a unit, what is missing."""
        self.text(x, y, words, **({"size": SMALL, "color": QUIET} | options))

    def lines(self, x: float, y: float, parts: Iterable[tuple[str, dict[str, Any]]], width: float) -> float:
        """Write lines below each other from y on, broken to a width; gives the height they take."""
        start = y
        for words, options in parts:
            size = options.get("size", TEXT)
            for line in wrap(words, width, size, options.get("weight", "normal")):
                self.text(x, y, line, va="top", **options)
                y += size * _LEADING / 72
        return y - start

    def pair(self, x: float, y: float, zh: str, en: str, width: float, **options: Any) -> float:
        """Write a Chinese term with its English below, or the one there is; gives the height they take.

        A label goes through `jiedu.language.pick` first, the page's own words through `pick_page`.
        """
        parts = [(zh or en, {"size": TEXT} | options)] if zh or en else []
        if zh and en and en != zh:
            parts.append(
                (
                    en,
                    {"size": SMALL, "color": QUIET} | {k: v for k, v in options.items() if k == "ha"},
                )
            )
        return self.lines(x, y, parts, width)

    def label(self, top: float, height: float, zh: str, en: str, width: float, **options: Any) -> None:
        """Write a term with its English at the margin, in the middle of a row."""
        self.pair(MARGIN, top + (height - pair_height(zh, en, width)) / 2, zh, en, width, **options)

    def rule(self, y: float, weight: float) -> None:
        """Draw a line across the sheet, from margin to margin."""
        self.page.plot([MARGIN, self.width - MARGIN], [y, y], color=LINE, lw=weight)

    def ruled(self, top: float, heights: Iterable[float], weight: float) -> Iterator[float]:
        """Give the top of each row from a height on, under a line of its own; the last row has none below it."""
        for height in heights:
            self.rule(top, weight)
            yield top
            top += height


def pair_height(zh: str, en: str, width: float, weight: str = "normal") -> float:
    """Give the height in inches that a Chinese term with its English takes at a width; `weight` is of the first line.

    >>> pair_height("道路", "roads", 1.0) > pair_height("道路", "", 1.0) > 0
    True
    """
    lines = len(wrap(zh or en, width, TEXT, weight)) * TEXT if zh or en else 0
    if zh and en and en != zh:
        lines += len(wrap(en, width, SMALL)) * SMALL
    return lines * _LEADING / 72


@functools.cache
def text_width(words: str, size: float = TEXT, weight: str = "normal") -> float:
    """Measure a line of text in inches.

    >>> text_width("道路") > text_width("路") > 0
    True
    """
    return width_in_ems(printable(words), weight == "bold") * size / 72


@functools.cache
def wrap(words: str, width: float, size: float = TEXT, weight: str = "normal") -> tuple[str, ...]:
    """Break a text into lines no wider than so many inches, at spaces and between Chinese characters, evenly.

    >>> wrap("大型生活垃圾分拣中心", 1.2)
    ('大型生活垃', '圾分拣中心')
    >>> wrap("side streets and back lanes", 1.0)
    ('side streets', 'and back lanes')
    """
    pieces = [(piece, text_width(piece, size, weight)) for piece in _pieces(words)]
    lines = _filled(pieces, width, size, weight)
    low, high = width / 2, width
    # The narrowest width that needs no more lines spreads the text evenly over them.
    for _ in range(6 if len(lines) > 1 else 0):
        middle = (low + high) / 2
        trial = _filled(pieces, middle, size, weight)
        fits = len(trial) == len(lines) and max(text_width(line, size, weight) for line in trial) <= width
        low, high, lines = (low, middle, trial) if fits else (middle, high, lines)
    return lines


def _filled(pieces: list[tuple[str, float]], width: float, size: float, weight: str) -> tuple[str, ...]:
    lines, used = [""], 0.0
    for piece, length in pieces:
        # A space at the end of a line hangs over and counts for nothing.
        bare = length if not piece.endswith(" ") else text_width(piece.rstrip() or " ", size, weight)
        if lines[-1] and used + bare > width:
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += length
    return tuple(line.strip() for line in lines)


def _pieces(words: str) -> list[str]:
    """Cut a text where a line may end; closing punctuation stays with what it closes."""
    pieces: list[str] = []
    for character in words:
        chinese = ord(character) >= FIRST_WIDE or character in "“”‘’"
        joins = bool(pieces) and (
            character in "，。、；：”’》）！？"
            or pieces[-1][-1] in "“‘《（"
            # A number stays with its unit.
            or (chinese and pieces[-1][-1].isdigit())
            or (not chinese and not pieces[-1].endswith((" ", "-")) and ord(pieces[-1][-1]) < FIRST_WIDE)
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def pluralize(count: int, one: str, many: str) -> str:
    """Write a count with its noun.

    >>> pluralize(1, "slogan", "slogans"), pluralize(0, "slogan", "slogans")
    ('1 slogan', '0 slogans')
    """
    return f"{count:,} {one if count == 1 else many}"
