"""How wide words are in a chart, whatever face a reader's machine draws them in."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

from jiedu.display.style.fonts import register
from jiedu.text.characters import HAN

STYLE = Path(__file__).parents[1] / "display" / "style" / "house.mplstyle"

ASCENT, DESCENT = 0.84, 0.1
"""Parts of the size above and below the foot of a line, about the middle of a Chinese character and of a figure."""

FAMILY = (
    "'Jiedu Marks',Arial,'Liberation Sans',Arimo,Helvetica,Roboto,'PingFang SC','Noto Sans SC','Noto Sans CJK SC',"
    "'Source Han Sans SC','Microsoft YaHei','Jiedu Sans','Jiedu Sans Old',sans-serif"
)
"""Latin faces as wide as Helvetica or narrower, then Chinese ones, whose Latin is narrower still."""

_REGULAR = {
    191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”²", 334: "{}", 355: '"', 389: "*", 400: "°",
    469: "^", 500: "Jcksvxyz", 549: "≤≥≈", 556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~±×−", 611: "FTZ",
    667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijl‘’·", 280: "|", 333: "!()-:;[]`ft²", 389: "*r{}", 400: "°", 474: '"', 500: "z“”",
    549: "≤≥≈", 556: "#$0123456789J_aceksvxy–", 584: "+<=>^~±×−", 611: "?FLTZbdghnopqu", 667: "EPSVXY",
    722: "&ABCDHKNRU", 778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@",
}  # fmt: skip
_HELVETICA = tuple({c: width / 1000 for width, all_ in face.items() for c in all_} for face in (_REGULAR, _BOLD))
"""The widths of Helvetica, which Arial and Liberation Sans share, as parts of the size: regular, bold."""

_BESIDE = "‘’“”—…·"
# Chinese within a line: its characters with the marks that belong to them and are as wide as they are.
_CHINESE = re.compile(rf"[{_BESIDE}《（「]*[{HAN}〓][{HAN}〓{_BESIDE}，。、；：？！《》（）「」]*")


def runs(words: str) -> Iterator[tuple[str, bool]]:
    """Cut a line into its Chinese and the rest; a run says whether it is Chinese.

    >>> list(runs("左右 about"))
    [('左右', True), (' about', False)]
    """
    at = 0
    for match in _CHINESE.finditer(words):
        if match.start() > at:
            yield words[at : match.start()], False
        yield match[0], True
        at = match.end()
    if at < len(words):
        yield words[at:], False


@functools.cache
def families() -> tuple[str, ...]:
    """Name the fonts of the house style, the first made known to matplotlib."""
    register()
    return tuple(mpl.rc_params_from_file(STYLE, use_default_template=False)["font.family"])


@functools.cache
def printable(words: str) -> str:
    """Put 〓, the printer's sign for a missing type, in place of characters that no font of the charts has.

    >>> printable("朱镕基 6.5%")
    '朱〓基 6.5%'
    """
    fonts = [get_font(findfont(FontProperties(family=[name]))) for name in families()]
    return "".join(c if c.isspace() or any(font.get_char_index(ord(c)) for font in fonts) else "〓" for c in words)


@functools.cache
def width_in_ems(words: str, bold: bool = False) -> float:
    """Measure a line as a multiple of its size: Latin as Helvetica, the rest as the site's own face has it.

    >>> width_in_ems("双改"), width_in_ems("“双改”"), round(width_in_ems("6.5%"), 3)
    (2.0, 4.0, 2.279)
    """
    return sum(_advance(c, bold, chinese) for run, chinese in runs(words) for c in run)


def _advance(character: str, bold: bool, chinese: bool) -> float:
    if not chinese and character in _HELVETICA[bold]:
        return _HELVETICA[bold][character]
    return 1.0 if chinese else _in_own_face(character)


@functools.cache
def _in_own_face(character: str) -> float:
    for name in families():
        font = get_font(findfont(FontProperties(family=[name])))
        if font.get_char_index(ord(character)):
            font.set_size(100, 72)
            return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100)
    return 1.0
