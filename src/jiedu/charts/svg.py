"""A figure written as SVG that is text: words that can be selected, classes for colours, no number too long."""

import math
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape
from zlib import crc32

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from jiedu.charts.metrics import ASCENT, DESCENT, FAMILY, runs, width_in_ems
from jiedu.charts.palette import colour_name, style
from jiedu.language import BOTH, LANGUAGES

_SIZE = 10
_BOLD = 600
_ANCHORS = {"center": "middle", "right": "end"}
_CAPS = {"projecting": "square", "round": "round"}
_HATCHES = {"|": "M{h} 0v{s}", "-": "M0 {h}h{s}", "/": "M0 {s}L{s} 0", "\\": "M0 0L{s} {s}"}


def document(alt: str, wide: Figure, narrow: Figure | None = None, spoken: str = BOTH) -> str:
    """Write a chart as an SVG file: the wide drawing, and hidden in it the narrow one, for a page to choose from.

    The first sentence of the alt text, which is in the language that was spoken, is the title, the rest the
    description.
    """
    drawing = Drawing(wide)
    other = Drawing(narrow) if narrow else None
    key = f"{crc32((alt + drawing.body + (other.body if other else '')).encode()):08x}"
    end = "。" if spoken == "zh" else ". "
    at = alt.find(end)
    title, rest = (alt[: at + 1], alt[at + len(end) :]) if at >= 0 else (alt, "")
    named = f"c{key}t c{key}d" if rest else f"c{key}t"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="jd-c jd-wide" {drawing.size} role="img"',
        f' lang="{LANGUAGES.get(spoken, "en")}"',
        f' aria-labelledby="{named}" font-family="{FAMILY}" font-size="{_SIZE}">',
        f'<title id="c{key}t">{escape(title)}</title>',
        f'<desc id="c{key}d">{escape(rest)}</desc>' if rest else "",
        f"<style>{style()}</style>",
        drawing.body.replace(_KEY, f"{key}w"),
    ]
    if other:
        parts.append(f'<svg class="jd-c jd-narrow" {other.size} display="none">')
        parts.append(f"{other.body.replace(_KEY, f'{key}n')}</svg>")
    return "".join(parts) + "</svg>\n"


_KEY = "\ue000"
"""Stands in a drawing for the key of the chart, which is made from the drawing."""


class Drawing:
    """Hold the elements of a figure, and how large it is: in a window a point is 1.333 pixels, as on paper."""

    def __init__(self, figure: Figure) -> None:
        renderer = LayoutRenderer(figure)
        width, height = renderer.width, renderer.height
        figure.draw(renderer)
        # As a hollow mark is filled with the paper, the paper is drawn, though a page may give it its own colour.
        paper = f'<path class="fp" d="M0 0h{_n(width)}v{_n(height)}h{_n(-width)}z"/>'
        self.body = paper + renderer.patterns() + "".join(_grouped(renderer.drawn))
        across, down = round(width * 4 / 3), round(height * 4 / 3)
        self.size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{across}" height="{down}"'


def _grouped(drawn: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Write what shares its look within one element, or paths as one path."""
    at = 0
    while at < len(drawn):
        end = at
        while end < len(drawn) and drawn[end][0] == drawn[at][0]:
            end += 1
        look, own = drawn[at][0], [what for _, what in drawn[at:end]]
        if own[0].startswith("<"):
            yield f"<g {look}>{''.join(own)}</g>" if len(own) > 1 else own[0].replace(" ", f" {look} ", 1)
        else:
            yield f'<path {look} d="{"".join(own)}"/>'
        at = end


class LayoutRenderer(RendererBase):
    """Take down what a figure draws, in its order."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.width, self.height = (side * 72 for side in figure.get_size_inches())
        self.drawn: list[tuple[str, str]] = []
        self._hatches: dict[tuple[str, str], str] = {}
        self._up = Affine2D().scale(1, -1).translate(0, self.height)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: object) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return width_in_ems(s, is_bold(prop)) * size, (ASCENT + DESCENT) * size, DESCENT * size

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:
        look = self._look(gc, rgbFace)
        if not look:
            return
        clip = None
        bounds = gc.get_clip_rectangle()
        if rgbFace is None and not gc.get_hatch() and bounds is not None:
            x0, y0, x1, y1 = bounds.extents
            clip = (x0 - 1, y0 - 1, x1 + 1, y1 + 1)
        words = _as_circle(path, transform + self._up) or _as_path(path, transform, self._up, clip)
        if words:
            self.drawn.append((look, words))

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: object = False, mtext: Any = None,
    ) -> None:  # fmt: skip
        if not s.strip():
            return
        size = prop.get_size_in_points()
        align = mtext.get_ha() if mtext is not None else "left"
        x += {"center": 0.5, "right": 1.0}.get(align, 0.0) * width_in_ems(s, is_bold(prop)) * size
        classes = f"f{colour_name(gc.get_rgb())}" + " b" * is_bold(prop) + " t" * (prop.get_style() == "italic")
        look = f'class="{classes}"'
        look += f' font-size="{_n(size)}"' if size != _SIZE else ""
        look += f' text-anchor="{_ANCHORS[align]}"' if align in _ANCHORS else ""
        parts = list(runs(s))
        whole = ' lang="zh-CN"' if len(parts) == 1 and parts[0][1] else ""
        inner = (f'<tspan lang="zh-CN">{escape(run)}</tspan>' if zh and not whole else escape(run) for run, zh in parts)
        self.drawn.append((look, f'<text x="{_n(x)}" y="{_n(y)}"{whole}>{"".join(inner)}</text>'))

    def _look(self, gc: GraphicsContextBase, face: Any) -> str:
        """Write fill and line of a path as attributes; nothing for what is not seen."""
        line = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        filled = face is not None and (len(face) < 4 or face[3] > 0)
        if not (line or filled or gc.get_hatch()):
            return ""
        classes = [f"f{colour_name(face)}"] if filled and not gc.get_hatch() else []
        classes += [f"s{colour_name(gc.get_rgb())}"] if line else []
        said = [f'class="{" ".join(classes)}"'] if classes else []
        if gc.get_hatch():
            said.append(f'fill="url(#{self._pattern(gc, face if filled else None)})"')
        elif not filled:
            said.append('fill="none"')
        else:
            alpha = gc.get_alpha() if gc.get_forced_alpha() else face[3] if len(face) > 3 else 1
            said += [f'fill-opacity="{_n(alpha, 2)}"'] if alpha != 1 else []
        return " ".join([*said, *(_line(gc) if line else ())])

    def _pattern(self, gc: GraphicsContextBase, face: Any) -> str:
        fill = f'<path class="f{colour_name(face)}" d="M0 0h{{s}}v{{s}}h-{{s}}z"/>' if face is not None else ""
        return self._hatches.setdefault(
            (
                str(gc.get_hatch()),
                fill + f'<path class="s{colour_name(gc.get_hatch_color())}" stroke-width=".6" d="{{d}}"/>',
            ),
            f"h{_KEY}{len(self._hatches)}",
        )

    def patterns(self) -> str:
        """Write the patterns that were used."""
        said = []
        for (hatch, inside), name in self._hatches.items():
            step = 72 / (6 * max(hatch.count(c) for c in hatch))
            step *= math.sqrt(2) if set(hatch) & set("/\\x") else 1
            signs = {"x": "/\\", "+": "|-"}.get(hatch[0], hatch[0])
            lines = "".join(_HATCHES[sign].format(s=_n(step), h=_n(step / 2)) for sign in signs)
            size = f'width="{_n(step)}" height="{_n(step)}"'
            body = inside.format(s=_n(step), d=lines)
            said.append(f'<pattern id="{name}" {size} patternUnits="userSpaceOnUse">{body}</pattern>')
        return f"<defs>{''.join(said)}</defs>" if said else ""


def is_bold(prop: FontProperties) -> bool:
    """Tell whether a font is bold."""
    weight = prop.get_weight()
    return weight == "bold" or (isinstance(weight, int) and weight >= _BOLD)


def _line(gc: GraphicsContextBase) -> Iterator[str]:
    if gc.get_linewidth() != 1:
        yield f'stroke-width="{_n(gc.get_linewidth(), 2)}"'
    dashes: Any = gc.get_dashes()[1]
    if dashes is not None:
        yield f'stroke-dasharray="{" ".join(_n(dash) for dash in dashes)}"'
    if gc.get_capstyle() in _CAPS and dashes is None:
        yield f'stroke-linecap="{_CAPS[gc.get_capstyle()]}"'


def _n(value: float, decimals: int = 1) -> str:
    """Write a number as shortly as it can be.

    >>> _n(0.52), _n(-3.0), _n(10.04)
    ('.5', '-3', '10')
    """
    words = f"{value:.{decimals}f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return {"-0": "0", "": "0"}.get(words, words).replace("0.", ".", 1) if abs(value) < 1 else words


_CIRCLE = np.asarray(Path.unit_circle().vertices)


def _as_circle(path: Path, transform: Transform) -> str:
    """Write a path as a circle where it is one, which matplotlib draws as eight curves."""
    codes, vertices = np.asarray(path.codes), np.asarray(path.vertices)
    if len(vertices) != len(_CIRCLE) or codes.shape != (len(vertices),) or codes[1] != Path.CURVE4:
        return ""
    points = transform.transform(vertices)
    # The last point is that of closing, and stands anywhere.
    low, high = points[:-1].min(axis=0), points[:-1].max(axis=0)
    across, down = high - low
    if abs(across - down) > 0.01:
        return ""
    x, y = (low + high) / 2
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(across / 2)}"/>'


def _as_path(path: Path, transform: Transform, up: Transform, clip: Any) -> str:
    """Write a path with each point counted from the one before it, which needs fewer digits."""
    straight = path.codes is None or not np.isin(path.codes, [Path.CURVE3, Path.CURVE4]).any()
    said: list[str] = []
    at = np.zeros(2)
    segments = path.iter_segments(
        transform, remove_nans=True, clip=clip if straight else None, simplify=False, curves=True
    )
    for vertices, code in segments:
        if code == Path.CLOSEPOLY:
            said.append("z")
            continue
        points = np.round(up.transform(vertices.reshape(-1, 2)), 1)
        said.append(_step(int(code), points, at))
        at = points[-1]
    return "".join(said) if len(said) > 1 else ""


def _step(code: int, points: Any, at: Any) -> str:
    if code == Path.MOVETO:
        return "M" + _joined(points[0])
    away = points - at
    if code == Path.LINETO:
        x, y = away[0]
        return f"v{_n(y)}" if x == 0 else f"h{_n(x)}" if y == 0 else "l" + _joined(away[0])
    return ("q" if code == Path.CURVE3 else "c") + _joined(away.reshape(-1))


def _joined(numbers: Any) -> str:
    """Write numbers one after another, parted only where they would run together."""
    words = ""
    for number in numbers:
        own = _n(float(number))
        words += own if not words or own.startswith("-") else f" {own}"
    return words
