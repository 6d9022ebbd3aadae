"""The promise that the edition calls one thing by one name, and sets its own Chinese with Chinese marks."""

import re
from collections.abc import Iterator

from jiedu.edition import Edition, records
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.checks.quotations import NO_QUOTATION
from jiedu.edition.own_terms import half_width, other_english, other_words
from jiedu.edition.paragraphs import HEADING, is_english, linked_words
from jiedu.language import tell
from jiedu.text.cleaning import strip_whitespace

_CELLS = {"facts": ("zh", "en", "assumption"), "terms": ("expansion_zh",)}
"""What the edition says itself, besides its prose."""

_QUOTED = re.compile(r"“[^“”\n]*”")
_CORNERS = re.compile("「[^「」]*」|[「」]")
_LATIN_WORD = re.compile("[A-Za-z]{2,}")


def own_words_hold(edition: Edition) -> Iterator[str]:
    """Find words that stand for a term of the edition and are not it, in its own Chinese and in its own English.

    Quotations and words of the page are not the edition's own.

    >>> broken = Edition.open().with_row("facts", "fact-rows", zh="总账的行数")
    >>> [fault for fault in own_words_hold(broken) if "fact-rows," in fault]
    ['data/facts.csv: row fact-rows, zh: 总账 stands for 台账, the term of this edition (ledger)']
    """
    page = strip_whitespace(edition.text)
    for where, text in _own_prose(edition):
        for line in _chinese(text, page):
            for found, term in other_words(line, page):
                yield tell(
                    "{where}: {found} stands for {zh}, the term of this edition ({en})",
                    where=where,
                    found=found,
                    zh=term.zh,
                    en=term.en,
                )
        for line in _english(text):
            for found, term in other_english(line):
                yield tell(
                    "{where}: “{found}” stands for “{en}”, the term of this edition",
                    where=where,
                    found=found,
                    en=term.en,
                )


def marks_hold(edition: Edition) -> Iterator[str]:
    """Find 「」 outside quotation marks, and marks of half width in the edition's own Chinese.

    >>> broken = Edition.open().with_row("facts", "fact-rows", zh="「台账」的行数,全部")
    >>> for fault in marks_hold(broken):
    ...     if "fact-rows," in fault:
    ...         print(fault)
    data/facts.csv: row fact-rows, zh: 「台账」 stands outside “ ”; a quotation stands in “ ”, and 「 」 only inside one
    data/facts.csv: row fact-rows, zh: a half-width mark in “行数,全部”
    """
    page = strip_whitespace(edition.text)
    for where, text in _own_prose(edition):
        for found in _CORNERS.findall(text):
            yield tell(
                "{where}: {found} stands outside “ ”; a quotation stands in “ ”, and 「 」 only inside one",
                where=where,
                found=found,
            )
        for line in _chinese(text, page):
            for found in half_width(line):
                yield tell("{where}: a half-width mark in “{found}”", where=where, found=found)


def _own_prose(edition: Edition) -> Iterator[tuple[str, str]]:
    """Give the place and text of what the edition says itself: no quotation, no code, the words of links alone."""
    cells = (
        (f"data/{table}.csv", tell("row {row}, {column}", row=row["id"], column=column), row[column])
        for table, columns in _CELLS.items()
        for row in records(edition.tables[table])
        for column in columns
    )
    for path, place, text in (*prose_of(edition), *cells):
        words = linked_words(NO_QUOTATION.sub(" ", text))
        # A quotation leaves its marks: what stands on either side of it does not meet.
        yield tell("{path}: {place}", path=path, place=place), _QUOTED.sub("“”", words)


def _chinese(text: str, page: str) -> Iterator[str]:
    """Give the lines that are Chinese, and of a heading the part that is, unless the page has it."""
    for line in text.splitlines():
        if HEADING.match(line):
            parts = [part for part in line.lstrip("# ").split(" · ") if not _LATIN_WORD.search(part)]
        else:
            parts = [] if is_english(line) else [line]
        # A heading of the page may stand in a draft as Markdown takes it, with strokes before its marks.
        yield from (part for part in parts if strip_whitespace(part.replace("\\", "")) not in page)


def _english(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if HEADING.match(line) or is_english(line))
