"""The entries of a glossary: lines that say what a term means."""

from functools import lru_cache

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.status.places import OF_STATUS
from jiedu.reports.rules import hear

# [12], （3）, ①, 4.: what stands before the term.
_MARK = r"""
    (?: [（(\[［【〔][{DIGITS}{ONE_TO_NINE}{TENS}]{1,3}[）)\]］】〕]
      | [①-⑳]
      | {note_word}? [{DIGITS}]{1,3} [.．、：:]?
    )
"""
_TERM = r"(?:[^，。；：！？\n,;:!?]{1,40}?)"
# A term with a colon and what it means; or a term in quotes, at the head of the line.
_MEANS = rf"""
    ^[ \t\u3000]* {_MARK}? [ \t\u3000]*
    (?: {_TERM} [：:] [ ]? {{means}} | [“"]{_TERM}[”"] {_TERM}? [：:，,]? {{means_surely}} )
    [^\n]*
"""
# Below a heading of its own, each line with a mark, a term and a colon is an entry.
_HEADING = r"^[^\n。；]{0,12}{glossary_heading}[^\n。；，]{0,6}$"
_LISTED = rf"^[ \t\u3000]* {_MARK} [ \t\u3000]* {_TERM}[：:][^\n]*"

_MAYBE = r"{means} | {glossary_heading}"
PATTERNS = (_MEANS, _HEADING, _LISTED, _MAYBE)
"""The patterns of this part of the room."""


class _Glossary:
    """Hold what an entry looks like with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.maybe = hear(_MAYBE, lexicon, OF_STATUS)
        self.entry, self.heading, self.listed = (
            hear(f"(?m:{pattern})", lexicon, OF_STATUS) for pattern in (_MEANS, _HEADING, _LISTED)
        )


_glossary = lru_cache(maxsize=2)(_Glossary)


def explained(text: str, lexicon: Lexicon) -> tuple[int, ...]:
    """Give the entries of a glossary, as starts and ends by turns.

    >>> explained("[12]“独角兽”企业：指估值超过10亿美元的企业。", Lexicon.load())
    (0, 26)
    >>> explained("今年目标：经济增长6%。", Lexicon.load())
    ()
    """
    glossary = _glossary(lexicon)
    if not glossary.maybe.search(text):
        return ()
    found = [match.span() for match in glossary.entry.finditer(text)]
    if heading := glossary.heading.search(text):
        found += [match.span() for match in glossary.listed.finditer(text, heading.end())]
    return tuple(offset for span in sorted(set(found)) for offset in span)
