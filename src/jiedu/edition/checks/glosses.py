"""The promise that whoever reads English only is told what every Chinese word in it means.

A Chinese expression has a gloss where English stands beside it:

| written | the English is |
|---|---|
| `力争 (strive)`, `力争, ‘strive’` | in brackets or quoted behind it; a mere pointer, (context a01), is none |
| `strive (力争)`, `“strive”, 力争` | before the brackets that begin with it, or quoted before it |
| `六稳: stabilise jobs, finance …` | behind the colon of one expression; not of several, `六稳, 六保: the slogans` |
| 力争 in one cell of a table, strive in the next | in that cell |

Words joined by 、, a comma, *and*, *or*, … or a blank are one expression with one gloss. It is asked for at the first
mention: in a notebook or page once, in a table once a row, whose English cells are read together. What has been
glossed needs no gloss again, nor does a part of it; in a row of the glossary the term and its expansion are glossed
by their English. A link counts as its text; a number cited with its unit, [55个](#q-049), is read by its digits.
Headings, which stand in both languages, code, the syntax of directives, cells that a draft takes from the page and
paragraphs in Chinese are left out, as is an edition that has no English at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.paragraphs import HEADING, is_english, linked_words, prose_paragraphs
from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.edition.signatures import names_of
from jiedu.language import tell
from jiedu.text.characters import HAN
from jiedu.text.cleaning import strip_whitespace

_MARKUP = re.compile(
    r"```.*?```|`[^`\n]*`|^(?::{3,}|:[a-z-]+:)[^\n]*|\{[a-z:-]+\}|<!--.*?-->|https?://\S+", re.DOTALL | re.MULTILINE
)
_AMOUNT = re.compile(rf"\[\d[\d.,]*[{HAN}]+\]\(#q-\d+\)")
_HAN = re.compile(f"[{HAN}]")
_WORD = rf"[{HAN}](?:[{HAN}0-9%％、，·〔〕（）]*[{HAN}])?"
_EXPRESSION = re.compile(
    rf"""
      {_WORD}
      (?: [」”’》]*+ (?: \s*+ (?: [,，、/…] (?: \s*+ (?:and|or)\b )? | (?:and|or)\b ) )? \s*+ [「“‘《]*+ {_WORD} )*
    """,
    re.VERBOSE,
)
_SEVERAL = re.compile(r",|\band\b|\bor\b")
_BEFORE = re.compile(
    r"""
      [A-Za-z][.,]?[”’*_]* \s? [(（] \s* [「“‘《*]* $                        # strive (力争
    | [A-Za-z][.,…]?[”’] ,? \s* [「“‘《]* $                                  # “strive”, 力争
    | [A-Za-z][^|\n]* [|] \s* [「“‘《]* $                                      # strive | 力争
    """,
    re.VERBOSE,
)
_POINTER = r"(?:(?:(?:from|since|in)[ ])?(?:context|see|rows?|here|section|line|page|\d)\b)"
_BEHIND = re.compile(
    rf"""
      [」”’》*_]* \s? [(（] (?!{_POINTER}) [^()（）]*? [A-Za-z]                # 力争 (strive
    | [」”’》*_]* [,:]? \s* (?:(?:the|a|an|or|that\ is)\s+)? [“‘][A-Za-z]       # 力争, ‘strive
    | [」”’》*_]* \s* [|] [^|\n]* [A-Za-z]                                      # 力争 | strive
    """,
    re.VERBOSE,
)
_COLON = re.compile(r"[」”’》*_]*:\s+[“‘]?[A-Za-z]")

_TABLES = {
    "blocks": ("heading_en", "evidence"),
    "quantities": ("indicator_en",),
    "terms": ("en", "expansion_en", "note"),
    "translation": ("en",),
    "notes": ("en",),
    "claims": ("en", "evidence_en", "finding_en"),
    "context": ("claim", "note"),
    "comparisons": ("note",),
    "facts": ("en", "assumption"),
    "disagreements": ("reason",),
    "exercises": ("question_en", "why_en"),
    "options": ("words_en", "why_en"),
}
"""The cells in English of each table that the book shows; the notes of quantities and promises are the coders'."""
_PAIRS = {
    "blocks": (("heading_zh", "heading_en"),),
    "quantities": (("indicator", "indicator_en"),),
    "terms": (("term", "en"), ("expansion_zh", "expansion_en")),
}
"""Cells that are each other's gloss: the Chinese, the English."""


def glosses_hold(edition: Edition) -> Iterator[str]:
    """Find Chinese in English prose, and in the English cells of the tables, that has no English beside it.

    >>> broken = Edition.open().with_row("notes", "n-001", en="力争 (strive) is hedged, 力促 is not; 力争 is common.")
    >>> next(fault for fault in glosses_hold(broken) if "n-001" in fault)
    'data/notes.csv: row n-001: 力促 has no English beside it'
    """
    if not _has_english(edition):
        return
    told: dict[str, _Told] = {}
    for path, place, text in prose_of(edition):
        # The cells of tables are read below, row by row.
        if path.startswith("data/"):
            continue
        glossed = told.setdefault(path, _Told())
        for paragraph in _paragraphs(text):
            if is_english(paragraph):
                where = tell("{path}: {place}", path=path, place=place)
                yield from _without_english(where, glossed.lacking(paragraph))
    page = strip_whitespace(edition.text)
    for path, place, row, columns in _rows(edition):
        glossed = _Told(" ".join(row[zh] for zh, en in _PAIRS.get(path, ()) if row[en]))
        cells = [cell for cell in (row[column] for column in columns) if _HAN.search(cell)]
        cells = [cell for cell in cells if strip_whitespace(cell) not in page]
        for paragraph in (part for cell in cells for part in _paragraphs(cell)):
            yield from _without_english(place, glossed.lacking(paragraph))


def _without_english(where: str, words: Iterator[str]) -> Iterator[str]:
    return (tell("{where}: {word} has no English beside it", where=where, word=word) for word in words)


def _has_english(edition: Edition) -> bool:
    return any(edition.translation["en"]) or any(edition.terms["en"])


def _rows(edition: Edition) -> Iterator[tuple[str, str, Row, tuple[str, ...]]]:
    """Give each row that may hold English: its table, how a fault names it, the row, the columns that are English."""
    for name, columns in _TABLES.items():
        path = f"data/{name}.csv"
        if name in OPTIONAL_TABLES:
            path = OPTIONAL_TABLES[name].path
            if not (edition.root / path).exists():
                continue
        frame = edition.optional(name) if name in OPTIONAL_TABLES else edition.tables[name]
        for row_name, row in zip(names_of(frame), records(frame), strict=True):
            yield name, tell("{path}: row {row}", path=path, row=row_name), row, columns


def _paragraphs(text: str) -> Iterator[str]:
    """Part a text into paragraphs, without headings and markup, links as their text."""
    for paragraph in prose_paragraphs(_MARKUP.sub(" ", text)):
        yield linked_words(_AMOUNT.sub(" ", HEADING.sub(" ", paragraph)))


@dataclass(slots=True)
class _Told:
    """Hold the Chinese that a reader has been told the meaning of, or that has been named as lacking it."""

    known: str = ""

    def lacking(self, paragraph: str) -> Iterator[str]:
        """Yield the words of a paragraph that have no gloss; what has one, or was yielded, needs none again."""
        for found in _EXPRESSION.finditer(paragraph):
            if not _is_glossed(paragraph, found):
                yield from (word for word in re.findall(_WORD, found[0]) if word not in self.known)
            self.known += f" {strip_whitespace(found[0])}"


def _is_glossed(paragraph: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    if _BEFORE.search(paragraph[max(0, start - 80) : start]) or _BEHIND.match(paragraph, end):
        return True
    return not _SEVERAL.search(found[0]) and _COLON.match(paragraph, end) is not None
