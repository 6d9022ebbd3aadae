"""The paragraphs of Markdown prose and their language, so that every check parts and judges them alike."""

import re

from jiedu.text.characters import UNIFIED

HEADING = re.compile(r"^#[^\n]*", re.MULTILINE)
"""A heading of Markdown, whose two languages stand in one line."""

OWN = re.compile(r"‘[^‘’]*’")
"""The editor's own words, which are none of the page's."""

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_TAG = re.compile(r"</?[a-z][^<>]*>")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-*|] )")
_HAN = re.compile(f"[{UNIFIED}]")
_WORD = re.compile(r"[A-Za-z]+")


def prose_paragraphs(prose: str) -> list[str]:
    r"""Part prose at blank lines and before each item of a list or row of a table.

    >>> prose_paragraphs("One line.\nAnother.\n\n- an item\n- a second")
    ['One line.\nAnother.', '- an item', '- a second']
    """
    return _PARAGRAPH.split(prose)


def linked_words(prose: str) -> str:
    """Put the words of each link, and of each citation, in its place.

    >>> linked_words("to [1,500](#q-060) firms, see [the page](overview.ipynb)")
    'to 1,500 firms, see the page'
    """
    return _LINK.sub(r"\1", prose)


def is_english(paragraph: str) -> bool:
    """Tell whether a paragraph is English, its headings, its markup and the editor's own words apart; in Chinese
    nothing is quoted without marks.

    >>> is_english("The page says 力促开工."), is_english("版面只写“力促”（press for）。")
    (True, False)
    """
    running = OWN.sub(" ", HEADING.sub(" ", _TAG.sub(" ", linked_words(paragraph))))
    # A word of English says about as much as two characters.
    return 2 * len(_WORD.findall(running)) > len(_HAN.findall(running))
