"""The promise that what is said about a claim cites the rows that it speaks of, and a note names what it rests on.

| in data/claims.csv | must |
|---|---|
| a quantity in the words of the claim | be cited, by its own row, in the claim or its evidence |
| a bound beside a cited number, about [6.5](#q-099) | be that of the row |
| a bound by itself, “左右”, its hedge | be that of a row of the page which is cited |
| words in “…” or 「…」 | stand in the claim, or on the page where a cited row stands |

The Chinese of a row cites with its claim and the Chinese beside it, its English with the English.
In data/notes.csv a note that cites a row, or a fact from outside, names it among its sources; its target and computed
facts, which name their rows themselves, need not be.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.cells import bounds_of
from jiedu.edition.checks.quotations import folded, parts_of
from jiedu.edition.citations import CITATION, citations
from jiedu.edition.english import readings
from jiedu.language import tell
from jiedu.text.cleaning import clean, strip_whitespace
from jiedu.text.spans import Span, SpanIndex

_LANGUAGES = {"zh": ("en", "evidence_zh", "finding_zh"), "en": ("en", "evidence_en", "finding_en")}
_QUOTED = re.compile(r"[“「]([^“”「」]+)[”」]")
_HEDGE = re.compile(r"\bhedge[sd]?\b")
_COMPUTED = "fact-"


def claims_cite_what_they_say(edition: Edition) -> Iterator[str]:
    """Find claims whose evidence does not cite the rows that it speaks of.

    >>> broken = Edition.open().with_row("claims", "claim-5", en="Rank [24](#q-116) and another “record”.")
    >>> for fault in claims_cite_what_they_say(broken):
    ...     print(fault) if "claim-5" in fault else None
    data/claims.csv: row claim-5: 56位 in its words is row q-118, which neither the claim nor its evidence cites
    data/claims.csv: row claim-5, en: “record” stands neither in the claim nor where a cited row stands
    """
    page = _Page(edition)
    for claim in records(edition.claims):
        where = tell("data/claims.csv: row {row}", row=claim["id"])
        cited = _cited(claim, ("en", "evidence_zh", "evidence_en"))
        for row in page.quantities_in(claim):
            if row["id"] not in cited:
                yield tell(
                    "{where}: {said} in its words is row {row}, which neither the claim nor its evidence cites",
                    where=where,
                    said=strip_whitespace(row["surface"]),
                    row=row["id"],
                )
        faults = (
            tell("{where}, {column}: {problem}", where=where, column=column, problem=problem)
            for columns in _LANGUAGES.values()
            for column in columns
            for problem in page.problems(claim, column, _cited(claim, columns))
        )
        yield from dict.fromkeys(faults)


def _cited(row: Row, columns: Iterable[str]) -> set[str]:
    return {citation.id for column in columns for citation in citations(row[column])}


@dataclass(frozen=True)
class _Page:
    """Hold an edition as its claims are held against it."""

    edition: Edition

    @cached_property
    def cues(self) -> dict[str, str]:
        """Give the words that bind numbers on the page, and how; of 控制在…以内 the part behind the number."""
        bound = (row for row in self.ledger if row["cue"] and row["comparator"] != "eq")
        return {row["cue"].split("…")[-1]: row["comparator"] for row in bound}

    @cached_property
    def ledger(self) -> list[Row]:
        """Give the rows of the number ledger."""
        return records(self.edition.quantities)

    @cached_property
    def sentences(self) -> SpanIndex:
        """Give the sentences of the page with their English, by where they stand."""
        return SpanIndex(records(self.edition.translation))

    def span_of(self, claim: Row) -> Span:
        """Find the words of a claim on the page; nowhere where they are not there, as another check says."""
        if not self.edition.has("blocks", claim["block"]):
            return Span(0, 0)
        block = self.edition.row("blocks", claim["block"])
        text, words = clean(self.edition.text, block["start"], block["end"]), strip_whitespace(claim["zh"])
        at = text.text.find(words)
        return text.span_to_source(at, at + len(words)) if words and at >= 0 else Span(0, 0)

    def quantities_in(self, claim: Row) -> list[Row]:
        """Give the quantities of the ledger that stand in the words of a claim."""
        span = self.span_of(claim)
        return [
            q for q in self.ledger if q["class"] == "quantity" and span.start <= q["start"] and q["end"] <= span.end
        ]

    def problems(self, claim: Row, column: str, cited: set[str]) -> Iterator[str]:
        """Say what a text about a claim says and no row that is cited does."""
        plain, links = _plain(claim[column])
        yield from self._beside(plain, links)
        bound = {row["comparator"] for row in self._rows(cited) if "comparator" in row}
        if _HEDGE.search(plain) and "about" not in bound:
            yield tell("speaks of a hedge, and cites no row of the page that has one")
        words = strip_whitespace(claim["zh"])
        there = "\n".join([words, *self._around(self.span_of(claim)), *map(self._where, self._rows(cited))])
        for quoted in _QUOTED.findall(plain):
            if quoted in self.cues and quoted not in words:
                if self.cues[quoted] not in bound:
                    yield tell("says “{quoted}”, and cites no row of the page that is bound so", quoted=quoted)
            elif not all(_has(there, part) for part in parts_of(quoted)):
                yield tell("“{quoted}” stands neither in the claim nor where a cited row stands", quoted=quoted)

    def _beside(self, plain: str, links: list[tuple[int, int, str]]) -> Iterator[str]:
        """Say which bounds beside cited numbers are not those of their rows."""
        english = {reading.start: reading.comparator for reading in readings(plain) if reading.comparator != "eq"}
        for start, end, id_ in links:
            said = next((bound for at, bound in english.items() if start <= at < end), "") or self._cue(
                plain, start, end
            )
            known = self._bounds(id_)
            if said and known is not None and said not in known:
                yield tell(
                    "bounds [{text}](#{id}) by {said}, the row by {known}",
                    text=plain[start:end],
                    id=id_,
                    said=said,
                    known=", ".join(known) or tell("nothing"),
                )

    def _cue(self, plain: str, start: int, end: int) -> str:
        for cue, bound in self.cues.items():
            # A unit or a measure word may stand between: 300个以上.
            if plain[:start].endswith(cue) or cue in (plain[end:][n : n + len(cue)] for n in range(3)):
                return bound
        return ""

    def _bounds(self, id_: str) -> list[str] | None:
        """Give how a cited row is bound; None for what has no bound of its own."""
        if self.edition.has("quantities", id_):
            bound = self.edition.row("quantities", id_)["comparator"]
            return [bound] if bound != "eq" else []
        name = id_.removeprefix("ctx-")
        return bounds_of(self.edition.row("context", name)["value"]) if self.edition.has("context", name) else None

    def _rows(self, cited: set[str]) -> list[Row]:
        """Give the rows of the page among what is cited."""
        tables = ("quantities", "commitments", "translation", "blocks")
        return [self.edition.row(name, id_) for name in tables for id_ in sorted(cited) if self.edition.has(name, id_)]

    def _where(self, row: Row) -> str:
        return "\n".join(self._around(Span(row["start"], row["end"])))

    def _around(self, span: Span) -> Iterator[str]:
        """Give the sentences, in both languages, in which a span stands."""
        for sentence in self.sentences.meeting(span.start, span.end):
            yield from (strip_whitespace(sentence["zh"]), sentence["en"])


def _plain(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Take the links out of a text but for their words; give it with where each stands and what it cites."""
    plain, last, links = "", 0, []
    for found in CITATION.finditer(text):
        plain += text[last : found.start()]
        links.append((len(plain), len(plain) + len(found["text"]), found["id"]))
        plain, last = plain + found["text"], found.end()
    return plain + text[last:], links


def _has(text: str, quoted: str) -> bool:
    return strip_whitespace(quoted) in text or folded(quoted) in text.lower().replace("’", "'")


def notes_name_what_they_cite(edition: Edition) -> Iterator[str]:
    """Find notes that cite a row or a fact from outside which is not among their sources.

    >>> broken = Edition.open().with_row("notes", "n-007", sources="")
    >>> next(fault for fault in notes_name_what_they_cite(broken) if "n-007" in fault)
    'data/notes.csv: row n-007: cites f02, which is not among its sources'
    """
    for note in records(edition.notes):
        named = {note["target"], *note["sources"].split()}
        cited = (
            id_.removeprefix("ctx-") for id_ in sorted(_cited(note, ("zh", "en"))) if not id_.startswith(_COMPUTED)
        )
        for name in cited:
            if name not in named:
                yield tell(
                    "data/notes.csv: row {row}: cites {name}, which is not among its sources", row=note["id"], name=name
                )
