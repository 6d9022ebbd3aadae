"""The promise that quoted words are those of the page, wherever in the prose they stand.

What is held against the page and the tables beside it:

| written | held against |
|---|---|
| the text of a citation that is Chinese | the page, the facts from outside |
| “…” with Chinese in it, Chinese in an English sentence | the same, and the Chinese of the glossary |
| “…” in English | the English of the page, of the glossary, of headings and of facts from outside |
| a single character or word | a whole cell: a surface, a unit, a verb, a cue, a term, a heading |

The editor's own words stand in ‘…’, examples that are none of the page's in `code`; the Chinese of a heading is
the editor's too, but for what it quotes. A quotation that the page has within a quotation stands in 「…」.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiedu.edition import Edition
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.citations import CITATION, citations
from jiedu.edition.paragraphs import HEADING, is_english, prose_paragraphs
from jiedu.language import tell
from jiedu.text.characters import HAN, UNIFIED
from jiedu.text.cleaning import strip_whitespace

_HAN = re.compile(f"[{UNIFIED}]")
# A link to a fact, a computation or a figure is described, not quoted.
_NOT_QUOTED = ("ctx-", "fact-", "fig-")
_LATIN = re.compile(r"[A-Za-z]")
# A number may be written with a magnitude that the page does not use: 100万 for 百万.
_MEASURE = re.compile(r"[\d.,%万亿]+")

NO_QUOTATION = re.compile(
    r"```.*?```|`[^`\n]*`|‘[^‘’]*’|^(?::{3,}|:[a-z-]+:)[^\n]*|\{[a-z:-]+\}", re.DOTALL | re.MULTILINE
)
"""What in prose is no quotation: code, the editor's own words, markup."""

_INNER = str.maketrans("「」", "“”")
_QUOTES = re.compile(r"“([^“”]*)”")
_RUN = re.compile(rf"[{HAN}]+(?:[，、0-9％%]*[{HAN}]+)*")
_OMITTED = re.compile(r"\s*(?:……|…|\.\.\.)\s*")


def parts_of(quoted: str) -> list[str]:
    """Part a quotation where something is left out, at …

    >>> parts_of("press … for")
    ['press', 'for']
    """
    return _OMITTED.split(quoted)


def folded(english: str) -> str:
    """Write English as it is compared: lower case, straight apostrophes, single blanks, no mark at the end.

    >>> folded("The  page’s words,")
    "the page's words"
    """
    return " ".join(english.lower().replace("’", "'").split()).rstrip(".,;:!?")


@dataclass(frozen=True, slots=True)
class _Sources:
    """Hold what may be quoted: the Chinese without white space, the English in lower case.

    `page` has the facts from outside with it, `chinese` the glossary too, which spells out what the page shortens.
    `words` are whole cells: any single character or word stands somewhere in a text, so it is quoted only as a surface,
    a unit, a verb, a cue or a term of the tables.
    """

    page: str
    chinese: str
    english: str
    words: frozenset[str]

    @classmethod
    def of(cls, edition: Edition) -> "_Sources":
        """Take the page and the tables that have their words from somewhere."""
        outside = edition.context[["claim", "value", "note"]].to_numpy().ravel()
        spelled = [*edition.context["place"], *edition.context["unit"], *edition.terms["expansion_zh"]]
        english = [
            *edition.translation["en"],
            *edition.blocks["heading_en"],
            *edition.terms[["en", "expansion_en"]].to_numpy().ravel(),
            *edition.claims["en"],
            *outside,
        ]
        page = "\n".join(strip_whitespace(text).translate(_INNER) for text in (edition.text, *outside))
        return cls(
            page,
            "\n".join([page, *map(strip_whitespace, spelled)]),
            "\n".join(" ".join(str(text).lower().replace("’", "'").split()) for text in english),
            frozenset(_words(edition)),
        )

    def has(self, quoted: str) -> bool:
        """Tell whether each part of a quotation stands there; … parts them."""
        return all(self._has(part) for part in parts_of(quoted))

    def _has(self, part: str) -> bool:
        if _HAN.search(part):
            characters = strip_whitespace(part).translate(_INNER)
            return characters in (self.chinese if len(characters) > 1 else self.words)
        words = folded(part)
        if words.isalpha():
            return words in self.words
        return re.search(rf"(?<![a-z]){re.escape(words)}(?![a-z])", self.english) is not None


_WORDS = {
    "quantities": ("surface", "unit", "cue", "indicator", "indicator_en"),
    "commitments": ("verb", "cue", "object"),
    "terms": ("term", "en"),
    "blocks": ("heading_zh", "heading_en"),
}


def _words(edition: Edition) -> Iterator[str]:
    """Give the whole cells that a single character or word may be quoted from."""
    for table, columns in _WORDS.items():
        for cell in edition.tables[table][list(columns)].to_numpy().ravel():
            yield strip_whitespace(cell) if _HAN.search(cell) else cell.lower().strip("“”‘’ ")


def quotations_hold(edition: Edition) -> Iterator[str]:
    """Find quoted words that stand neither on the page nor, in English, in its translation.

    >>> broken = Edition.open().with_row("notes", "n-001", en="The page says “press for opening”, 力促开放.")
    >>> for fault in quotations_hold(broken):
    ...     print(fault)
    data/notes.csv: row n-001, en: “press for opening” is quoted, and stands neither on the page nor in its English
    data/notes.csv: row n-001, en: 力促开放 stands neither on the page nor in the tables of sources
    """
    sources = _Sources.of(edition)
    for path, place, prose in prose_of(edition):
        where = tell("{path}: {place}", path=path, place=place)
        yield from _cited(where, prose, sources)
        for paragraph in prose_paragraphs(NO_QUOTATION.sub(" ", prose)):
            yield from _quoted(where, CITATION.sub(r"\g<text>", paragraph), sources)


def _cited(where: str, prose: str, sources: _Sources) -> Iterator[str]:
    for citation in citations(prose):
        words = strip_whitespace(citation.text)
        said = _HAN.search(_MEASURE.sub("", words)) and not _LATIN.search(words)
        if said and not citation.id.startswith(_NOT_QUOTED) and words not in sources.page:
            yield tell(
                "{where}: [{text}](#{id}) quotes what is not on the page",
                where=where,
                text=citation.text,
                id=citation.id,
            )


def _quoted(where: str, paragraph: str, sources: _Sources) -> Iterator[str]:
    for quoted in _QUOTES.findall(paragraph):
        if not sources.has(quoted):
            yield tell(
                "{where}: “{quoted}” is quoted, and stands neither on the page nor in its English",
                where=where,
                quoted=quoted,
            )
    if not is_english(paragraph):
        return
    for run in _RUN.findall(_QUOTES.sub(" ", HEADING.sub(" ", paragraph))):
        if not sources.has(run):
            yield tell(
                "{where}: {words} stands neither on the page nor in the tables of sources", where=where, words=run
            )
