"""Raised characters, which are plain ones in a text without type: the 2 of km² and the mark of a note."""

import re

_SQUARE_OR_CUBE = {"2": "²", "3": "³"}
_LENGTH = re.compile(r"(?:(?<![A-Za-z])(?:[kcdmnhμµ]?m|[KC]?M|Km|ft|yd|in)|[米里尺寸]|[㎞㎝㎜㎚])$")
_TEN = re.compile(r"[×xX*·]\s*10$")
_POWER = re.compile(r"[-−+]?\d{1,3}")
_RAISE = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_NOTE = re.compile(r"\d{1,3}(?:[-–,，、]\d{1,3})*|[a-z]|注\d{1,3}")


def raised(before: str, words: str) -> str:
    """Write raised characters so that they keep their meaning: a power, or the mark of a note in brackets.

    >>> raised("建成面积12.5km", "2"), raised("能耗下降3", "2"), raised("上云企业", "[2]"), raised("1.2×10", "4")
    ('²', '[2]', '[2]', '⁴')
    """
    plain = words.strip()
    if plain in _SQUARE_OR_CUBE and _LENGTH.search(before[-3:]):
        return _SQUARE_OR_CUBE[plain]
    if _POWER.fullmatch(plain) and _TEN.search(before[-8:]):
        return plain.translate(_RAISE)
    return f"[{plain}]" if _NOTE.fullmatch(plain) else words
