"""Brackets, quotation marks and the marks of notes inside a phrase."""

import re

MARK = r"[\[［〔【][{DIGITS}]{1,3}[\]］〕】] | [①-⑳]"
"""A pattern of the marks of notes, which stand before a number or after it and are no words."""

# A short bracket is part of a name: 分类屋（亭）覆盖率, 细颗粒物（PM2.5）浓度.
_BRACKETS = re.compile(r"（[^（）]{9,}）|\([^()]{9,}\)")


def unbracketed(phrase: str) -> str:
    """Drop a long bracket within a phrase, and what stands before one that is still open.

    >>> unbracketed("细颗粒物（PM2.5）浓度"), unbracketed("企业（不包括原有的各家企业在内）"), unbracketed("其中（县城")
    ('细颗粒物（PM2.5）浓度', '企业', '县城')
    """
    phrase = _BRACKETS.sub("", phrase)
    for mark, close in ("（）", "()"):
        opened = phrase.rfind(mark)
        if opened >= 0 and phrase.find(close, opened) < 0:
            phrase = phrase[opened + 1 :]
        if phrase.count(close) > phrase.count(mark):
            phrase = phrase.replace(close, "", 1)
    return unquoted(phrase)


def unquoted(phrase: str) -> str:
    """Drop a quotation mark that lost its partner.

    >>> unquoted("“上云企业"), unquoted("“上云”企业")
    ('上云企业', '“上云”企业')
    """
    opened, closed = phrase.rfind("“"), phrase.rfind("”")
    if opened > closed:
        phrase = phrase[:opened] + phrase[opened + 1 :]
    if phrase.count("”") > phrase.count("“"):
        phrase = phrase.replace("”", "", 1)
    return phrase
