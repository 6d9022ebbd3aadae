"""Number words of prose that count something and cite nothing."""

import re

from jiedu.edition.citations import CITATION, EXEMPT
from jiedu.edition.number_words import CITED, number_words
from jiedu.edition.paragraphs import HEADING, is_english, prose_paragraphs
from jiedu.text.characters import HAN

_CHINESE = re.compile(f"[{HAN}]+")
# Of the exceptions for digits, those whose words are held elsewhere or are no statement.
_HELD = ("quotation", "code", "link target", "directive", "role")


def bare_words(prose: str) -> list[str]:
    """Give the number words of prose that count something, cite nothing, and fall under no named exception.

    What counts is said in `jiedu.edition.number_words`; quotations, code and markup are left out as for digits. So is
    Chinese in an English sentence, which is a quotation of the page, but for the Chinese of a heading.

    >>> bare_words("[Two](#fact-a) lists, one of them in three parts; 最多跑一次 is a limit, “one matter” a term.")
    ['three']
    >>> bare_words("本版块有[两](#fact-a)处，共三类。"), bare_words("## Stages · 三个阶段")
    (['三'], ['三'])
    """
    rest = prose
    for name in _HELD:
        # Of a citation the link target alone would go.
        rest = EXEMPT[name][0].sub(" ", rest if name != "link target" else CITATION.sub(CITED, rest))
    return [word.text for paragraph in prose_paragraphs(rest) for word in number_words(_own(paragraph))]


def _own(paragraph: str) -> str:
    """Leave out of an English paragraph the Chinese below its headings."""
    if not is_english(paragraph):
        return paragraph
    headings = HEADING.findall(paragraph)
    return "\n".join([*headings, _CHINESE.sub(" ", HEADING.sub(" ", paragraph))])
