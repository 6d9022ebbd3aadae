"""The words about a figure, few enough to stand in a table of facts: what binds it, what softens it, what it is of.

A table of targets keeps no sentence of the reports that it is made from. At most 20 characters let a reader find the
place and see the bound; the text itself is read where it was published.
"""

import re

from jiedu.text.cleaning import strip_whitespace

LONGEST = 20
"""Characters, white space left out."""

_STOPS = "，,。；;：:、！？\n（）()"
_STRIVE = re.compile(r"力争|争取(?!到)|努力(?!提高)")
_AFTER = 8


def brief(text: str, start: int, end: int) -> str:
    """Give a figure with the words about it, 20 characters at most: first those behind it, then those before.

    >>> text = "今年发展主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业9万人。"
    >>> brief(text, 20, 24)
    '地区生产总值增长5.5%左右'
    """
    behind = re.split(f"[{_STOPS}]", text[end : end + _AFTER])[0]
    words = strip_whitespace(text[start:end] + behind)[:LONGEST]
    # 分别增长4.8%、6.2%: what is of the second figure stands before the first.
    first = max(text.rfind(stop, 0, start) for stop in _STOPS if stop != "、") + 1
    before = strip_whitespace(text[first:start])
    room = LONGEST - len(words)
    return (before[-room:] if room else "") + words


def striving(text: str, start: int) -> str:
    """Give the word of striving that stands before a figure in its own clause; "" where none does.

    >>> striving("地区生产总值增长7%以上、力争达到8%", 16), striving("力争项目落地，增长7%以上", 9)
    ('力争', '')
    """
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    found = _STRIVE.search(text, first, start)
    return found[0] if found else ""
