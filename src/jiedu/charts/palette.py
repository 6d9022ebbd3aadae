"""The colours of the charts: each has a name, by which a page of the book gives it that of the reader's theme."""

from matplotlib.colors import to_hex

PAPER, INK, QUIET, LINE, PALE = "#f6f2e9", "#23201c", "#5f594f", "#c9c0ae", "#e6dfcf"
AXIS, GRID, MUTED = "#8a8377", "#dbd3c3", "#a79d8b"
ON_STRONG = "#ffffff"
"""For words on an area of STRONG."""

STRONG, COOL = "#8a3b12", "#2f5d7c"
"""What the chart is about, and what it is set against; form tells them apart in grey, never colour alone."""

HUES = ("#4477aa", "#aa3377", "#228833", "#b8860b", "#cc5544", "#4a9aa8")
"""For areas that also carry a label; distinct to the colour-blind."""

NAMES = {
    PAPER: "p", INK: "i", QUIET: "q", LINE: "l", PALE: "e", AXIS: "a", GRID: "g", MUTED: "m", ON_STRONG: "o",
    STRONG: "s", COOL: "c", **{hue: f"h{i}" for i, hue in enumerate(HUES, 1)},
}  # fmt: skip
"""What each colour is called in a chart's classes: `fi` is filled with ink, `si` drawn with it."""

_DEEPEST = 0.46


def tint(colour: str, depth: float = 0.4) -> tuple[float, float, float, float]:
    """Thin a colour so that ink is read on it in either theme: the more, the less deep (0 to 1).

    >>> tint("#000000", 0.5)
    (0.0, 0.0, 0.0, 0.265)
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, round(0.07 + (_DEEPEST - 0.07) * depth, 3)


def colour_name(colour: object) -> str:
    """Name a colour, whatever its transparency; a chart has no other colours than these.

    >>> colour_name("#23201c")
    'i'
    """
    return NAMES[to_hex(colour)]  # type: ignore[arg-type]


def style() -> str:
    """Write the colours as a style sheet for a chart that stands alone.

    >>> style()[:22]
    '.jd-c .fp{fill:#f6f2e9'
    """
    fills = "".join(f".jd-c .f{name}{{fill:{colour}}}" for colour, name in NAMES.items())
    lines = "".join(f".jd-c .s{name}{{stroke:{colour}}}" for colour, name in NAMES.items())
    faces = ".jd-c [lang|=zh]{font-family:'PingFang SC','Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC',"
    faces += "'Microsoft YaHei','Jiedu Sans',sans-serif}"
    return f"{fills}{lines}{faces}.jd-c .b{{font-weight:700}}.jd-c .t{{font-style:italic}}"
