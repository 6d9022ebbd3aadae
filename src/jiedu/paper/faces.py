"""The faces of the printed book: those of the package, cut to its characters, with outlines that a PDF can hold.

Chromium cannot put the outlines of the package's faces (CFF) into a PDF as a font: it draws each character as a little
picture, which readers show badly and screen readers not at all. TrueType outlines go in as they are.
"""

import io
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

FACES = Path(__file__).parent.parent / "display" / "style" / "fonts"
"""The folder of the package's faces."""

# How far a curve may lie from the one it stands for, in thousandths of the size of the type.
_ERROR = 0.7


def printed_face(face: Path, characters: Iterable[str]) -> bytes:
    """Cut a face of the package down to some characters and give it TrueType outlines.

    The same characters give the same bytes.

    >>> data = printed_face(FACES / "JieduSans-Regular.otf", "解读 1")
    >>> font = TTFont(io.BytesIO(data))
    >>> sorted(font.getBestCmap()) == sorted(map(ord, "解读 1")), "glyf" in font, "CFF " in font
    (True, True, False)
    """
    with TTFont(face, recalcTimestamp=False) as font:
        options = subset.Options(layout_features=["halt", "chws", "kern"], notdef_outline=True, glyph_names=False)
        options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes={ord(character) for character in characters} & set(font.getBestCmap()))
        cutter.subset(font)
        _to_truetype(font)
        written = io.BytesIO()
        font.save(written)
    return written.getvalue()


def _to_truetype(font: TTFont) -> None:
    """Replace the outlines of a face by quadratic ones."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _ERROR * font["head"].unitsPerEm / 1000, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, drawn
    # Boxes are those of the new outlines, and the left side of each is where its box begins.
    for name in order:
        drawn[name].recalcBounds(glyf)
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(drawn[name], "xMin", 0))
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        *("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours", "maxTwilightPoints", "maxStorage"),
        *("maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions", "maxComponentElements"),
        "maxComponentDepth",
    ):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"
