"""What bounds a number: words before it, after it, and inside it."""

import re
from itertools import pairwise

from jiedu.reports.quantities.grammar import Grammar, Token

# 约占全年投资总额的三分之二: the word bounds the share across the whole that is shared.
_DISTANT = re.compile(r"(约占|大约占|约为|接近|超过|不到|不足|低于|高于)[^，。；、0-9]{1,14}的$")
# 过 bounds a number after the noun it measures (产值过10亿元), not in 经过, 通过, 去过.
_BEFORE_GUO = frozenset("值额入润模量资数产收率")


def assign_comparators(text: str, tokens: list[Token], grammar: Grammar) -> None:
    """Give every quantity its comparator, its cue, and the extent of number and bounding words."""
    bounded = [token for token in tokens if token.class_ == "quantity" and token.kind != "date"]
    for token in tokens:
        token.outer_start, token.outer_end = token.start, token.end
    for token in bounded:
        _bound(text, token, grammar)
    _share(text, bounded)


# 控制在5%和3%以内, 分别超过400家、1500家: what bounds one number of a list bounds its neighbours.
_LIST = frozenset(("、", "和", "与", "及", "以及"))
_SPREADS_BACK = frozenset(("以内", "之内", "左右", "以上", "以下", "及以上", "及以下"))
_SPREADS_ON = frozenset(("about", "gt", "ge", "le", "lt"))


def _share(text: str, tokens: list[Token]) -> None:
    """Give the members of a list, joined by nothing but 、 or 和, the word that bounds the last or the first."""

    def joined(one: Token, other: Token) -> bool:
        return text[one.outer_end : other.outer_start] in _LIST and one.unit == other.unit and one.kind == other.kind

    for token, following in reversed(list(pairwise(tokens))):
        word = following.cue.rpartition("…")[2]
        if token.comparator == "eq" and word in _SPREADS_BACK and joined(token, following):
            token.comparator, token.cue = following.comparator, following.cue
            if word == following.cue and text[max(0, token.start - 3) : token.start] in ("控制在", "控制到"):
                opened = f"{text[token.start - 3 : token.start]}…{word}"
                token.cue = following.cue = opened
    for token, following in pairwise(tokens):
        leads = token.outer_start < token.start and token.comparator in _SPREADS_ON
        # The word stands once, before the first: 分别 says that all the numbers share the predicate.
        shared = "分别" in text[max(0, token.outer_start - 8) : token.outer_start]
        if leads and shared and following.comparator == "eq" and joined(token, following):
            following.comparator, following.cue = token.comparator, token.cue


def _bound(text: str, token: Token, grammar: Grammar) -> None:
    code, cue = token.comparator, token.cue
    found = _before(text, token, grammar)
    if found:
        word, before, at = found
        token.outer_start = at
        if before != "eq" and code == "eq":
            code, cue = before, word
    elif token.kind == "share" and (distant := _DISTANT.search(text[max(0, token.start - 24) : token.start])):
        code, cue = grammar.lexicon.comparators["before"][distant[1]], distant[1]
    after = _after(text, token, grammar)
    if after:
        word, following = after
        token.outer_end = token.end + len(word)
        if code == "eq":
            code, cue = following, word
            opened = text[max(0, token.start - 4) : token.start]
            if opened.endswith(("控制在", "控制到")) and word in ("以内", "左右", "以下", "之内"):
                cue = f"{opened[-3:]}…{word}"
    if code == "eq" and text[token.outer_start - 1 : token.outer_start] == "上" and _bare(text, token):
        code, cue = "ge", "上"
        token.outer_start -= 1
    if code == "eq":
        for character in reversed(text[token.number_start : token.number_end]):
            if character in grammar.inside:
                code, cue = grammar.inside[character], character
                break
    if token.unit == "番" and code == "eq":
        code = "other"
    token.comparator, token.cue = code, cue


_BETWEEN = frozenset("了为是有达在")


def _bare(text: str, token: Token) -> bool:
    """Say whether a number is a magnitude alone: 上万种, 上亿人."""
    return not token.arabic and all(c in "百千万萬亿億" for c in text[token.number_start : token.number_end])


def _before(text: str, token: Token, grammar: Grammar) -> tuple[str, str, int] | None:
    """Find the comparator word that ends where the number begins."""
    at = token.start
    # 突破了, 至少有, 最多为: one verb or particle may stand between
    return _ending(text, token, grammar, at) or (
        _ending(text, token, grammar, at - 1) if text[at - 1 : at] in _BETWEEN else None
    )


def _ending(text: str, token: Token, grammar: Grammar, at: int) -> tuple[str, str, int] | None:
    for word, code in grammar.before.get(text[at - 1 : at], ()):
        if text.startswith(word, at - len(word)) and at >= len(word):
            if word == "近" and (token.kind == "time" or text[at - 2 : at - 1] in ("最", "附", "邻")):
                return None
            if word == "过" and (token.kind == "time" or text[at - 2 : at - 1] not in _BEFORE_GUO):
                return None
            if word == "超" and text[at - 2 : at - 1] in ("赶", "反"):
                return None
            return word, code, at - len(word)
    return None


def _after(text: str, token: Token, grammar: Grammar) -> tuple[str, str] | None:
    """Find the comparator word that begins where the number ends."""
    at = token.end
    for word, code in grammar.after.get(text[at : at + 1], ()):
        if text.startswith(word, at):
            if word == "强" and (token.unit or token.kind != "share"):
                return None
            if word in ("多", "余") and (token.kind == "count" or text[at + 1 : at + 2] in tuple("种元样方边")):
                return None
            if word == "前后" and token.kind != "time":
                return None
            return word, code
    return None
