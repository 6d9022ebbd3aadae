"""Make the fonts of charts and pages from Noto Sans CJK: `python tools/make_fonts.py FOLDER`.

FOLDER holds NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc (Debian's package fonts-noto-cjk).
The result stands in the repository; this need only run again when a character is missing.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

import jiedu
from jiedu.reports.lexicon import Lexicon

NAME = "Jiedu Sans"
OLD_NAME = "Jiedu Sans Old"

# Found in government work reports and their sources, but not in GB 2312: the numeral 〇, names of places, units and
# counters in traditional characters, and the like.
BEYOND_GB2312 = "〇勠槃蹚鹮鄠滆洺傒瓩‱億萬兩幾畝噸個條項戶間輛門報網匯"

# Names and words of a few reports, in neither GB 2312 nor the table of traditional characters.
RARE = "喆昜糃岄"

# Beside ASCII and Latin-1: dashes, quotation marks, arrows and signs that labels of charts and tables use.
SIGNS = "–—‘’“”„…•‰′″←↑→↓↔≈≠≤≥×÷−·²³㎡€○●◦▲△▼▽■□◆◇✓"


def characters() -> set[str]:
    """List every character of the fonts: GB 2312 whole, Latin, signs, and what reports use beyond them.

    >>> {"水", "鞍", "〇", "ǎ", "≤", "Z"} <= characters()
    True
    """
    found = {*BEYOND_GB2312, *SIGNS, *map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100))}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            found.update(bytes([high, low]).decode("gb2312", errors="ignore"))
    return found


def old_characters() -> set[str]:
    """List what reports were set in before 1956, and are elsewhere: a font of its own, which most books never load.

    >>> {"為", "蔣", "覚"} <= old_characters(), old_characters() & characters()
    (True, set())
    """
    return {*Lexicon.load().traditional, *RARE} - characters()


def make(collection: Path, weight: str, name: str, wanted: set[str]) -> TTFont:
    """Cut the simplified Chinese face of a collection down to some characters and give it a name of its own."""
    faces = TTCollection(str(collection)).fonts
    font = next(face for face in faces if str(face["name"].getDebugName(1)) == "Noto Sans CJK SC")
    options = subset.Options()
    options.layout_features = ["kern", "mark", "ccmp"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, wanted))
    cutter.subset(font)
    full = name if weight == "Regular" else f"{name} {weight}"
    names = {1: name, 2: weight, 3: f"jiedu;{name};{weight}", 4: full, 6: f"{name.replace(' ', '')}-{weight}"}
    for entry in list(font["name"].names):
        if entry.nameID in names:
            font["name"].setName(names[entry.nameID], entry.nameID, entry.platformID, entry.platEncID, entry.langID)
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top[0].FullName, top[0].FamilyName = full, name
    return font


def main(folder: Path) -> None:
    """Write the fonts for charts as OpenType, and the regular ones for pages as woff2."""
    package = Path(jiedu.__file__).parent
    fonts = ((NAME, "Regular", characters()), (NAME, "Bold", characters()), (OLD_NAME, "Regular", old_characters()))
    for name, weight, wanted in fonts:
        font = make(folder / f"NotoSansCJK-{weight}.ttc", weight, name, wanted)
        file = f"{name.replace(' ', '')}-{weight}"
        font.save(package / "display" / "style" / "fonts" / f"{file}.otf")
        if weight == "Regular":
            font.flavor = "woff2"
            font.save(package / "book" / "static" / f"{file}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
