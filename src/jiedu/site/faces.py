"""The Chinese faces of the site, cut down to the characters that its pages hold."""

import base64
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

CHINESE = (
    "U+B7,U+2014,U+2018-2019,U+201C-201D,U+2026,U+2E80-303F,U+3105-312F,U+31C0-31E3,U+3400-9FFF,U+F900-FAFF,"
    "U+FE30-FE4F,U+FF00-FFEF"
)
"""What a Chinese face draws, as a style sheet says it; Latin letters and figures are drawn by the machine's own faces,
which are always there."""

_BLANK = ((0x3000, 0x303F), (0x4E00, 0x9FFF), (0xFF00, 0xFF60))


def cut(face: Path, characters: Iterable[str]) -> tuple[bytes, list[int]]:
    """Cut a face down to some characters; gives it as WOFF2, and the code points that it has of them.

    The same characters give the same bytes, whenever it is done.
    """
    # Boxes of the whole face hold for a part of it, and to work them out again takes longer than all the rest.
    with TTFont(face, recalcTimestamp=False, recalcBBoxes=False) as font:
        known = sorted({ord(character) for character in characters} & set(font.getBestCmap()))
        options = subset.Options(layout_features=["halt", "chws", "kern"], notdef_outline=True)
        options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=known)
        cutter.subset(font)
        written = io.BytesIO()
        font.flavor = "woff2"
        font.save(written)
    return written.getvalue(), known


def ranges(codes: Iterable[int]) -> str:
    """Write code points as the ranges of a style sheet.

    >>> ranges([0x4E00, 0x4E01, 0x4E03])
    'U+4E00-4E01,U+4E03'
    """
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{start:X}" if start == end else f"U+{start:X}-{end:X}" for start, end in runs)


def is_chinese(character: str) -> bool:
    """Tell whether a Chinese face draws a character.

    >>> [is_chinese(character) for character in "解，“a1"]
    [True, True, True, False, False]
    """
    return any(start <= ord(character) <= end for start, end in _CHINESE)


def _bounds(part: str) -> tuple[int, int]:
    start, _, end = part.removeprefix("U+").partition("-")
    return int(start, 16), int(end or start, 16)


_CHINESE = tuple(_bounds(part) for part in CHINESE.split(","))


@cache
def blank_face() -> str:
    """Give a face whose characters are as wide as Chinese ones and show nothing, as WOFF in base 64.

    It keeps the place of the words while the face that draws them is on its way, so that no line moves.
    """
    codes = [code for start, end in _BLANK for code in range(start, end + 1)]
    names = [".notdef", *(f"b{code:x}" for code in codes)]
    nothing = TTGlyphPen(None).glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({code: f"b{code:x}" for code in codes})
    builder.setupGlyf(dict.fromkeys(names, nothing))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=1160, descent=-288)
    builder.setupNameTable({"familyName": "Jiedu Blank", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=1160, usWinDescent=288)
    builder.setupPost(keepGlyphNames=False)
    # Any day will do, if it is always the same one.
    builder.font["head"].created = builder.font["head"].modified = 3_000_000_000
    builder.font.recalcTimestamp = False
    # WOFF2 would be smaller still, and browsers refuse it: so much of nothing is too good to be true to them.
    builder.font.flavor = "woff"
    written = io.BytesIO()
    builder.font.save(written)
    return base64.b64encode(written.getvalue()).decode()
