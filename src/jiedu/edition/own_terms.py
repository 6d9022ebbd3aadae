"""The words in which the edition speaks of itself: one Chinese term and one English for one thing.

They stand in `own_terms.csv`, a row a term, with what must not stand for it. The edition's own Chinese is also held to
the marks of GB/T 15834: full-width beside a character, “ ” for a quotation, 「 」 only inside one.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jiedu.text.characters import HAN


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """Hold a term: its Chinese, its English, what it means, and the forms that must not stand for it."""

    zh: str
    en: str
    meaning: str
    avoid: "re.Pattern[str] | None"
    avoid_en: "re.Pattern[str] | None"


@cache
def own_terms() -> tuple[OwnTerm, ...]:
    """Give the edition's own terms, in the order of the table.

    >>> [(term.zh, term.en) for term in own_terms()][:2]
    [('版块', 'section'), ('区块', 'block')]
    """
    text = resources.files(__package__).joinpath("own_terms.csv").read_text(encoding="utf-8")
    return tuple(
        OwnTerm(
            row["zh"],
            row["en"],
            row["meaning"],
            _any(row["avoid"].split(), "{}"),
            _any([variant for variant in row["avoid_en"].split("; ") if variant], r"\b(?i:{})\b"),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _any(variants: list[str], form: str) -> "re.Pattern[str] | None":
    return re.compile(form.format(f"(?:{'|'.join(variants)})")) if variants else None


def other_words(text: str, page: str = "") -> Iterator[tuple[str, OwnTerm]]:
    """Find Chinese words that stand for a term of the edition and are not it; words of the page are its own.

    A word is the page's where it stands there together with the two characters before or behind it.

    >>> [(found, term.zh) for found, term in other_words("各板块的数字总账")]
    [('板块', '版块'), ('总账', '台账')]
    >>> list(other_words("两个核心板块", page="加快两个核心板块建设"))
    []
    """
    for term in own_terms():
        for found in term.avoid.finditer(text) if term.avoid else ():
            around = (text[max(found.start() - 2, 0) : found.end()], text[found.start() : found.end() + 2])
            if not any(words in page for words in around if len(words) == len(found[0]) + 2):
                yield found[0], term


def other_english(text: str) -> Iterator[tuple[str, OwnTerm]]:
    """Find English words that stand for a term of the edition and are not it.

    >>> [(found, term.en) for found, term in other_english("No deadline is stated.")]
    [('No deadline', 'explicit deadline')]
    """
    for term in own_terms():
        for found in term.avoid_en.finditer(text) if term.avoid_en else ():
            yield found[0], term


_HALF_WIDTH = re.compile(rf"""(?<=[{HAN}])(?:[,:;!?()"]|\.(?!\w))|[,;!?()"](?=[{HAN}])""")


def half_width(text: str) -> Iterator[str]:
    """Find marks of half width beside a Chinese character, with what stands around them.

    >>> list(half_width("共六项,其中“力争”两项(见下)；6,000万元"))
    ['六项,其中', '两项(见下', '见下)；6']
    """
    for found in _HALF_WIDTH.finditer(text):
        yield text[max(found.start() - 2, 0) : found.end() + 2]
