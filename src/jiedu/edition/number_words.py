"""Number words in prose, English and Chinese: which of them count something, and how much.

In English the cardinals, once and twice, and fractions; in Chinese a numeral before a measure word, and fractions. What
has the look of one and counts nothing is in EXEMPT_WORDS, each form with its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiedu.edition.wordlist import word_list
from jiedu.text.numerals import parse

CITED = "\0"
"""Stands in prose where a citation was taken out: what follows may be the unit of its number."""

MEASURES = "个条项处家年日天种类倍成句行段字位人者份章篇节本表块栏版页次遍周幢栋座件笔亩元张名套批组轮册幅"
"""The measure words, and nouns counted without one, before which a Chinese numeral counts."""

_NUMERAL = "[〇零一二两三四五六七八九十百千万亿]+"
_CARDINAL = "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_TIMES = {"once": "1", "twice": "2", "thrice": "3"}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
# Of one's own points, and of nothing on the page.
_POINTS = "(?:reason|way|thing|side|question|sense|respect|step|example|view)s?"
_POINTS_ZH = "(?:方面|原因|理由|角度|问题|办法|例子|意思|步骤|看法)"

EXEMPT_WORDS = {
    "one, a pronoun": (
        re.compile(
            r"\b(?:[Nn]o|[Aa]ny|[Ee]very|[Ee]ach|[Tt]he|[Tt]his|[Tt]hat|[Ww]hich|[Aa]nother) one\b"
            r"|\b[Oo]ne (?:of|is|was|that|which|who|whose|another|by one|can|cannot|could|may|might|must|should|would"
            r"|will|has|had|does|did|or|and|by|for|in|on|at|to|as|from|with|than)\b"
        ),
        "stands for a noun or goes with the, no, every, and tells which or who, not how many",
    ),
    "the writer's points": (
        re.compile(
            rf"\b(?:[Oo]ne|(?i:{_CARDINAL})) (?:[a-z]+ )?{_POINTS}\b|{_NUMERAL}[个种条点]?{_POINTS_ZH}",
        ),
        "announces the order of what is written, two reasons, 两个原因, and counts nothing on the page",
    ),
    "once, no count": (
        re.compile(
            r"\b[Oo]nce (?:a|an|the|it|they|he|she|we|you|this|that|these|all|every|more|again)\b|\b[Aa]t once\b",
        ),
        "as soon as, immediately, anew",
    ),
    "unit": (
        re.compile(
            r"\b(?i:per|for every|in every|in a|for a) (?:dozen|hundred|thousand|million)\b"
            rf"|(?<={CITED})[ -]?(?:hundred|thousand|million|billion)\b|(?<={CITED})[百千万亿]+"
            "|每[百千万]+"
        ),
        "the unit of a rate, or of the number cited before it, which is held with that number",
    ),
    "ordinal": (re.compile(f"第{_NUMERAL}"), "names a place in an order"),
    "month or year": (
        re.compile(f"{_NUMERAL}月(?:{_NUMERAL}日)?|[〇零一二三四五六七八九]{{4}}年|[上下]半年"),
        "names a month, a day, a year or a part of it",
    ),
    "一 that says which": (
        re.compile("(?:任[何意]|[同每这那某任另哪各唯逐统单上下前后])一"),
        "同一, 每一, 这一 say which one is meant",
    ),
    "both": (re.compile("[两二]者"), "a pronoun"),
    "so many": (re.compile("[上数][十百千万亿]+"), "上亿, 数十 give a size and no number"),
    "idiom": (
        re.compile("一次性|一家人|一成不变|一字不差|一本正经|一年一度|一日三餐|一天天|一句话"),
        "a word that holds a numeral and counts nothing",
    ),
}
"""What has the look of a number word that counts and does not: the name of the exception, its form, and why."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    """Hold a number word of prose: as it is written, and what it is worth; a fraction is worth less than one."""

    text: str
    value: Decimal


@cache
def _pattern() -> re.Pattern[str]:
    cardinals = sorted(set(word_list("cardinal")) - {"zero", "half", "one"} | set(_TIMES), key=len, reverse=True)
    units = "one|two|three|four|five|six|seven|eight|nine"
    return re.compile(
        rf"""
          \b(?i:(?P<few>a|one|two|three)[ -](?P<part>(?:half|third|quarter|fifth|tenth)s?))
          (?=[ ](?:of|the|each|are|is)\b)
        | \b(?i:(?P<half>half))(?=[ ](?:of|the|an?|as)\b)
        | \b(?i:(?P<tens>[a-z]+ty)-(?P<units>{units}))\b
        | \b(?i:(?P<word>{"|".join(cardinals)}))\b
        | \b(?P<one>[Oo]ne)(?=\s\[?[a-z])                        # before a noun
        | (?P<parted>{_NUMERAL}分之{_NUMERAL}|[一过]半|半数)
        | (?<![\d.])(?P<numeral>{_NUMERAL})[多余几]?(?=[{MEASURES}])
        | (?P<half_of>半)(?=[个年天])
        """,
        re.VERBOSE,
    )


def number_words(text: str) -> Iterator[NumberWord]:
    """Yield the number words of a text that count something, in their order.

    >>> [(w.text, str(w.value)) for w in number_words("Two of the five lists, twice; no one counts twenty-four.")]
    [('Two', '2'), ('five', '5'), ('twice', '2'), ('twenty-four', '24')]
    >>> [(w.text, str(w.value)) for w in number_words("同一版面有十六个数字，第七项不算，一致的有两处")]
    [('十六', '16'), ('两', '2')]
    """
    for form, _ in EXEMPT_WORDS.values():
        text = form.sub(" ", text)
    for found in _pattern().finditer(text):
        value = _value(found)
        if value is not None:
            yield NumberWord(found[0], value)


def value_of(word: str) -> Decimal | None:
    """Read a text that is one number word and nothing else; None for any other.

    >>> [str(value_of(word)) for word in ("Twelve", "half", "none", "十六", "一半", "densest")]
    ['12', '0.5', '0', '16', '0.5', 'None']
    """
    lowered = word.strip().lower()
    if lowered == "none":
        return Decimal(0)
    if worth := (word_list("cardinal") | _TIMES).get(lowered):
        return Decimal(worth)
    # In a link the measure word stands behind the bracket, as does what a fraction is of.
    for behind in ("个", " of"):
        found = list(number_words(word.strip() + behind))
        if len(found) == 1 and found[0].text == word.strip():
            return found[0].value
    return None


def _value(found: re.Match[str]) -> Decimal | None:
    known = word_list("cardinal") | _TIMES
    if found["part"]:
        few = {"a": 1, "one": 1, "two": 2, "three": 3}[found["few"].lower()]
        return Decimal(few) / _PARTS[found["part"].lower().removesuffix("s")]
    if found["half"] or found["half_of"] or found[0] in ("一半", "过半", "半数"):
        return Decimal("0.5")
    if found["tens"]:
        tens = known.get(found["tens"].lower())
        return Decimal(tens) + Decimal(known[found["units"].lower()]) if tens else None
    if found["one"]:
        return Decimal(1)
    if found["word"]:
        return Decimal(known[found["word"].lower()])
    return _numeral(found["parted"] or found["numeral"])


def _numeral(text: str) -> Decimal | None:
    try:
        return parse(text)
    except ValueError:
        return None
