"""The Chinese font of the charts, so that they look alike on every machine."""

from dataclasses import replace
from pathlib import Path

from matplotlib import font_manager

FAMILY = "Jiedu Sans"
OLD = "Jiedu Sans Old"
"""The face of the traditional characters, which has one weight."""

_BOLD = 700
_FOLDER = Path(__file__).with_name("fonts")


def register() -> str:
    """Make both weights of the font known to matplotlib and return the family's name.

    Calling it again changes nothing.

    >>> register()
    'Jiedu Sans'
    >>> Path(font_manager.findfont(font_manager.FontProperties(family=FAMILY, weight="bold"))).name
    'JieduSans-Bold.otf'
    """
    known = {Path(entry.fname) for entry in font_manager.fontManager.ttflist}
    for path in sorted(_FOLDER.glob("*.otf")):
        if path not in known:
            font_manager.fontManager.addfont(path)
    # matplotlib warns of a weight that is not there, in every chart with a bold word.
    faces = font_manager.fontManager.ttflist
    old = [face for face in faces if face.name == OLD]
    if old and all(face.weight != _BOLD for face in old):
        faces.append(replace(old[0], weight=_BOLD))
    return FAMILY
