"""Two versions of a text in one line: what went in [-…-], what came in {+…+}, as editors' tools write it."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

from jiedu.text.characters import UNIFIED

# A Chinese character is a word of its own; digits stay together, and so does white space.
_WORDS = re.compile(rf"[{UNIFIED}]|[^\W{UNIFIED}]+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_AROUND = 24


def reworded(old: str, new: str) -> str:
    """Show how one text became another, word by word; a text that is empty went or came whole.

    >>> reworded("at least 200 firms", "at most 200 firms")
    'at [-least-]{+most+} 200 firms'
    >>> reworded("", "新增")
    '{+新增+}'
    """
    return "".join(_marked(kind, before, after) for kind, before, after in _parts(old, new))


def excerpt(old: str, new: str) -> str:
    """Show the places where one text became another, with a few words around each; … stands for the rest.

    >>> excerpt("a " * 40 + "half of them", "a " * 40 + "most of them")
    '…a a a a a a a a a a a a [-half-]{+most+} of them'
    """
    shown = []
    parts = list(_parts(old, new))
    for at, (kind, before, after) in enumerate(parts):
        if kind != "equal":
            shown.append(_marked(kind, before, after))
            continue
        head = before[:_AROUND] if at else ""
        tail = before[-_AROUND:] if at < len(parts) - 1 else ""
        shown.append(before if len(head) + len(tail) >= len(before) else f"{head}…{tail}")
    return "".join(shown)


def _parts(old: str, new: str) -> list[tuple[str, str, str]]:
    """Cut two texts into what is equal and what is not: the kind, the one's words, the other's."""
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    parts = [(kind, "".join(one[a:b]), "".join(other[c:d])) for kind, a, b, c, d in codes]
    # A blank between two words that both changed is no place to stop at.
    joined: list[tuple[str, str, str]] = []
    following = [*(right[0] for _, right in pairwise(parts)), ""]
    for part, after in zip(parts, following, strict=True):
        kind, before, now = part
        blank = kind == "equal" and not before.strip() and after and joined and joined[-1][0] != "equal"
        if joined and joined[-1][0] != "equal" and (blank or kind != "equal"):
            joined[-1] = ("replace", joined[-1][1] + before, joined[-1][2] + now)
        else:
            joined.append((kind, before, now))
    return joined


def _marked(kind: str, before: str, after: str) -> str:
    if kind == "equal":
        return before
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")
