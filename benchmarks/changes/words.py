"""Words and numbers found in a text, and what each is changed into: a kind of change after the other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from jiedu.edition.citations import CITATION, EXEMPT, numbers_in_words
from jiedu.text.characters import UNIFIED

Span = tuple[int, int]
Find = Callable[[str], list[Span]]
Change = Callable[[str, Random, Sequence[str]], str | None]
"""Gives another text for the one found, with the texts that others of its sort have; None where there is none."""


@dataclass(frozen=True)
class Kind:
    """Hold one kind of change: its name, where it can be made in a text, and how."""

    name: str
    find: Find
    change: Change


def matches(pattern: str) -> Find:
    """Find what a pattern finds: its first group where it has one."""
    compiled = re.compile(pattern, re.MULTILINE)
    group = min(compiled.groups, 1)
    return lambda text: [match.span(group) for match in compiled.finditer(text)]


def whole(text: str) -> list[Span]:
    """Find the whole of a text that is not empty."""
    return [(0, len(text))] if text else []


def another(before: str, random: Random, others: Sequence[str]) -> str | None:
    """Take another of the texts that the column has."""
    rest = sorted({other for other in others if other and other != before})
    return random.choice(rest) if rest else None


def another_digit(before: str, random: Random, _: Sequence[str]) -> str:
    """Take another digit, and no nought, which would change nothing behind a decimal point."""
    return random.choice([digit for digit in "123456789" if digit != before])


def shifted(before: str, random: Random, others: Sequence[str]) -> str | None:
    """Move an offset by up to three characters, over more than white space: others are the page."""
    (page,), at = others, int(before)
    moved = [at + by for by in (-3, -2, -1, 1, 2, 3) if page[min(at, at + by) : max(at, at + by)].strip()]
    return str(random.choice(moved)) if moved else None


def dropped(before: str, random: Random, _: Sequence[str]) -> str:
    """Leave it out."""
    return ""


_HAN = f"[{UNIFIED}]"
_ENGLISH = r"[A-Za-z][A-Za-z’'-]+"
_CHINESE = f"{_HAN}{{1,2}}"


def _another_word(pattern: str) -> Change:
    words = re.compile(pattern)

    def change(before: str, random: Random, others: Sequence[str]) -> str | None:
        return another(before, random, [word for other in others for word in words.findall(other)])

    return change


def another_id(before: str, random: Random, others: Sequence[str]) -> str | None:
    """Take another id of the same sort (q-049, q-050), or any other where there is none."""
    sort = _sort_of(before)
    return another(before, random, [other for other in others if _sort_of(other) == sort]) or another(
        before, random, others
    )


def _sort_of(name: str) -> str:
    return re.match(r"(?:ctx-)?[a-z]*", name)[0]  # type: ignore[index]


def swapped_ends(before: str, *_: object) -> str:
    """Exchange the first number of a text with the last."""
    found = list(_NUMBER.finditer(before))
    first, last = found[0], found[-1]
    return last[0] + before[first.end() : last.start()] + first[0]


_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def neighbouring_numbers(text: str) -> list[Span]:
    """Find two different numbers that follow each other."""
    found = list(_NUMBER.finditer(text))
    return [(a.start(), b.end()) for a, b in pairwise(found) if a[0] != b[0]]


def mapped(table: dict[str, str]) -> Change:
    """Take what a table says, keeping a capital."""

    def change(before: str, random: Random, _: Sequence[str]) -> str | None:
        after = table.get(before.lower())
        return after and (after[:1].upper() + after[1:] if before[:1].isupper() else after)

    return change


def one_of(pattern: str) -> str:
    """Write a pattern that finds one of some words, the longest first."""
    return "|".join(sorted(map(re.escape, pattern.split("|")), key=len, reverse=True))


def _in_turn(words: str) -> dict[str, str]:
    listed = words.split()
    return dict(zip(listed, [*listed[1:], listed[-2]], strict=True))


_ENGLISH_NUMBERS = _in_turn("one two three four five six seven eight nine ten eleven twelve") | {
    "once": "twice",
    "twice": "once",
}
_CHINESE_NUMBERS = _in_turn("一 二 三 四 五 六 七 八 九 十") | {"一": "两", "两": "三"}
_MEASURES = "个条项处家年月日天类种倍成句行段字位人者份章篇节本表块栏版页次"
# One is a number before a noun, and a pronoun elsewhere.
_ENGLISH_NUMBER = (
    r"\b([Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|[Oo]nce|[Tt]wice"
    r"|(?<!no )(?<!any )(?<!every )(?<!each )(?<!the )(?<!this )(?<!that )"
    r"[Oo]ne(?= (?!of\b|is\b|that\b|another\b|can\b|has\b|may\b|or\b|and\b|by\b|for\b|in\b)[a-z]))\b"
)

_CITED_NUMBER = re.compile(
    rf"\b(?:{'|'.join(_ENGLISH_NUMBERS)})\b|[{''.join(_CHINESE_NUMBERS)}](?=[{_MEASURES}]|$)", re.IGNORECASE
)

_NOT_ENGLISH = r"\b(is|are|was|were|has|have|can|may|will|does|not|no)\b(?! not\b)"
_NOT_CHINESE = "(?<![不没未])(是|可以|能|会|没有|未|不)"


def negated(before: str, random: Random, _: Sequence[str]) -> str:
    """Turn a sentence into its opposite: a verb gets a not, a not goes."""
    opposite = {"not": "indeed", "no": "a", "没有": "有", "未": "已", "不": "", "是": "不是", "可以": "不可以"}
    return opposite.get(before, f"{before} not" if before.isascii() else f"不{before}")


DIGIT = Kind("digit changed", matches(r"\d"), another_digit)
NUMBER = Kind("number replaced", whole, another)
OFFSET = Kind("offset shifted", whole, shifted)
VOCABULARY = Kind("vocabulary word replaced", whole, another)
ID = Kind("id replaced", matches(r"\S+"), another_id)
NEGATED = Kind("negated", lambda text: matches(_NOT_ENGLISH)(text) + matches(_NOT_CHINESE)(text), negated)

FREE_TEXT = (
    Kind("English word replaced", matches(_ENGLISH), _another_word(_ENGLISH)),
    Kind("Chinese word replaced", matches(_CHINESE), _another_word(_CHINESE)),
    Kind("word dropped", matches(f"{_ENGLISH}|{_CHINESE}"), dropped),
)
"""What can be done to the words of a cell."""

NUMBER_WORDS = (
    Kind("English number word changed", matches(_ENGLISH_NUMBER), mapped(_ENGLISH_NUMBERS)),
    Kind(
        "Chinese number word changed", matches(f"([一二两三四五六七八九十])(?=[{_MEASURES}])"), mapped(_CHINESE_NUMBERS)
    ),
)

_UNITS = "yuan|square metres|square kilometres|kilometres|metres|km|mu|tonnes|%|per cent|percentage points|years|months"
_MAGNITUDES = "thousand|million|billion|trillion"
_BOUNDS = {
    "at least": "at most",
    "at most": "at least",
    "more than": "less than",
    "less than": "more than",
    "no less than": "no more than",
    "no more than": "no less than",
    "not less than": "not more than",
    "about": "",
    "around": "",
    "nearly": "over",
    "over": "under",
    "above": "below",
    "below": "above",
    "under": "over",
    "within": "over",
    "up to": "beyond",
    "exceed": "miss",
    "exceeding": "missing",
}
_NOUN = rf"\d (?:(?:{_MAGNITUDES}) )?(?:[a-z-]+ ){{0,2}}?((?!(?:{one_of(_UNITS)})\b)[a-z]+s|people)\b"

TRANSLATION = (
    Kind("numbers exchanged", neighbouring_numbers, swapped_ends),
    Kind(
        "unit changed",
        matches(rf"\d ?(?:(?:{_MAGNITUDES}) )?({one_of(_UNITS)})"),
        lambda before, random, _: another(before, random, _UNITS.split("|")),
    ),
    Kind(
        "counted noun changed",
        matches(_NOUN),
        lambda before, random, others: another(
            before, random, [noun for other in others for noun in re.findall(_NOUN, other)]
        ),
    ),
    Kind(
        "bound changed",
        matches(rf"\b({one_of('|'.join(_BOUNDS))})\b(?=[^.;]{{0,12}}\d)"),
        lambda before, _, __: _BOUNDS[before],
    ),
    NUMBER_WORDS[0],
)
"""What can be done to the English of a sentence of the page."""

_HIDDEN = (
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    EXEMPT["code"][0],
    EXEMPT["directive"][0],
    EXEMPT["link target"][0],
    re.compile(r"<[^<>]*>|\{[a-z:-]+\}"),
)


def _blanked(text: str, *forms: "re.Pattern[str]") -> str:
    """Put a sign that is no word in the place of each character of what is no prose."""
    for form in forms:
        text = form.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), text)
    return text


def in_prose(find: Find) -> Find:
    """Look at what a reader reads: no code, no markup, no address and no citation."""
    return lambda text: find(_blanked(text, CITATION, *_HIDDEN))


def _cited(part: str, within: "re.Pattern[str]") -> Find:
    def find(text: str) -> list[Span]:
        return [
            (citation.start(part) + match.start(), citation.start(part) + match.end())
            for citation in CITATION.finditer(_blanked(text, EXEMPT["code"][0]))
            for match in within.finditer(citation[part])
        ]

    return find


def _cited_words(text: str) -> list[Span]:
    return [
        citation.span("id")
        for citation in CITATION.finditer(_blanked(text, EXEMPT["code"][0]))
        if not _states_a_number(citation["text"])
    ]


def _states_a_number(text: str) -> bool:
    return bool(re.search(r"\d", text) or numbers_in_words(text))


def cited_numbers(text: str) -> list[Span]:
    """Find citations, the link and all, that state a number in digits or words."""
    return [
        citation.span()
        for citation in CITATION.finditer(_blanked(text, EXEMPT["code"][0]))
        if _states_a_number(citation["text"])
    ]


def _quoted(opening: str, closing: str, character: str) -> Find:
    quotation = re.compile(f"{opening}([^{opening}{closing}\n\0]+){closing}")

    def find(text: str) -> list[Span]:
        return [
            (quoted.start(1) + match.start(), quoted.start(1) + match.end())
            for quoted in quotation.finditer(text)
            for match in re.finditer(character, quoted[1])
        ]

    return in_prose(find)


def _han_in_english(text: str) -> list[Span]:
    return [
        (line.start() + match.start(), line.start() + match.end())
        for line in re.finditer(r"[^\n]+", _blanked(text, re.compile("“[^“”]*”")))
        if len(re.findall("[A-Za-z]", line[0])) > len(re.findall(_HAN, line[0]))
        for match in re.finditer(_HAN, line[0])
        if not line[0].startswith("#")
    ]


_another_character = _another_word(_HAN)
_another_latin_word = _another_word(_ENGLISH)

PROSE = (
    Kind("cited digit changed", _cited("text", re.compile(r"\d")), another_digit),
    Kind("cited number word changed", _cited("text", _CITED_NUMBER), mapped(_ENGLISH_NUMBERS | _CHINESE_NUMBERS)),
    Kind("id of cited words replaced", _cited_words, another_id),
    Kind("uncited digit changed", in_prose(matches(r"\d")), another_digit),
    *(Kind(kind.name, in_prose(kind.find), kind.change) for kind in NUMBER_WORDS),
    Kind("Chinese character in “ ” changed", _quoted("“", "”", _HAN), _another_character),
    Kind("English word in “ ” changed", _quoted("“", "”", _ENGLISH), _another_latin_word),
    Kind(
        'word in "…" changed',
        _quoted('"', '"', f"{_HAN}|{_ENGLISH}"),
        lambda before, random, others: (_another_latin_word if before.isascii() else _another_character)(
            before, random, others
        ),
    ),
    Kind("Chinese character in English prose changed", in_prose(_han_in_english), _another_character),
    Kind("negated", in_prose(NEGATED.find), negated),
)
"""What can be done to prose."""
