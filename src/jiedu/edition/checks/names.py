"""The promise that what names something with a digit, and so need not cite, names something that is there.

| in the prose | held against |
|---|---|
| a day, a year | the page, and the title, description and sources of the edition in data/datapackage.json |
| a year in brackets, (2026) | these, and the year in which the edition was made |
| a year beside rows of the panel | these, and the years of the rows and facts of the panel that the same text cites |
| an ordinal, 13th | the numbers of the page and of the facts from outside |
| a page of a newspaper, C04 | the edition's description and sources, the facts from outside |
| a version | that of the edition |
| a line | the lines of the page |
| a licence; 4G, 5G | the licences of the edition; the page |
| an id | the rows |

Any other day or year belongs to a fact from outside and cites it, `[2018](#ctx-ID)`, or to a work of the bibliography,
which {cite} names; what belongs to nothing of the edition stands in `code`.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from jiedu.edition import Edition, records
from jiedu.edition.checks.cells import known_ids
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.citations import citations, digits, exempted
from jiedu.edition.dates import dates, years_named
from jiedu.language import tell
from jiedu.text.characters import ONE_TO_NINE
from jiedu.text.cleaning import strip_whitespace
from jiedu.text.numerals import parse

# Of the data package: what says what the edition is of.
_NOT_OF_THE_PAGE = ("resources", "created", "contributors", "licenses", "$schema")
_LABEL = re.compile(r"\bC(\d+)(?:[–-]C?(\d+))?")
_OF_PANEL = re.compile(r"panel-|against\(|gap\(")
_NUMERAL = re.compile(f"[{ONE_TO_NINE}十百]+")


@dataclass(frozen=True, slots=True)
class _Known:
    """Hold what names of the prose are held against."""

    days: set[tuple[int, int, int]]
    years: set[int]
    published: set[int]
    ordinals: set[int]
    labels: set[tuple[int, ...]]
    version: str
    lines: int
    licences: str
    page: str
    ids: set[str]

    @classmethod
    def of(cls, edition: Edition) -> "_Known":
        package = edition.package
        described = json.dumps({k: v for k, v in package.items() if k not in _NOT_OF_THE_PAGE}, ensure_ascii=False)
        # A day may be torn over lines.
        own = f"{edition.text}\n{strip_whitespace(edition.text)}\n{described}"
        outside = "\n".join(edition.context[["claim", "value", "period", "note"]].to_numpy().ravel())
        return cls(
            days=dates(own),
            years=years_named(own),
            published=years_named(str(package.get("created", ""))),
            ordinals={int(number) for number in digits(f"{edition.text}\n{outside}")} | _numerals(edition.text),
            labels=_labels(f"{described}\n{outside}"),
            version=str(package.get("version", "")),
            lines=edition.text.count("\n") + 1,
            licences=json.dumps(package.get("licenses", "")),
            page=edition.text,
            ids=known_ids(edition),
        )


def _labels(text: str) -> set[tuple[int, ...]]:
    """Give the pages that are named, and the first and last where they are a range."""
    named = [tuple(int(number) for number in label if number) for label in _LABEL.findall(text)]
    return {*named, *((number,) for label in named for number in label)}


def _numerals(page: str) -> set[int]:
    """Read the Chinese numerals of the page, and their beginnings: 十三五 is the thirteenth."""
    found = set()
    for run in {run for run in _NUMERAL.findall(page) if len(run) < 9}:
        for end in range(1, len(run) + 1):
            with suppress(ValueError):
                found.add(int(parse(run[:end])))
    return found


def _date(known: _Known, found: re.Match[str]) -> bool:
    if days := dates(found[0]):
        return days <= known.days
    return years_named(found[0]) <= known.years


def _year(known: _Known, found: re.Match[str]) -> bool:
    around = found.string[max(0, found.start() - 1) : found.end() + 1]
    bracketed = around[0] in "(（" and around[-1] in ")）"
    return int(found[0]) in (known.years | known.published if bracketed else known.years)


def _standard(known: _Known, found: re.Match[str]) -> bool:
    if found[0].startswith("CC") and f'"{found[0].replace(" ", "-")}"' in known.licences:
        return True
    return found[0].startswith(("GB", "UTF", "SHA")) or found[0] in known.page


_HELD: dict[str, Callable[[_Known, re.Match[str]], bool]] = {
    "date": _date,
    "year": _year,
    "ordinal": lambda known, found: int(re.sub(r"\D", "", found[0])) in known.ordinals,
    "page": lambda known, found: _labels(found[0]) <= known.labels,
    "version": lambda known, found: found[0].split()[1] == known.version,
    "line": lambda known, found: all(0 < int(line) <= known.lines for line in re.findall(r"\d+", found[0])),
    "standard": _standard,
    "ledger id": lambda known, found: found[0] in known.ids,
}
"""How each exception is held."""


def _problem(name: str) -> str:
    """Say what is wrong where an exception does not hold."""
    of_a_fact = tell("stands neither on the page nor in the description of the edition; cite the fact that it is of")
    return {
        "date": of_a_fact,
        "year": of_a_fact,
        "ordinal": tell("is no number of the page"),
        "page": tell("is no page that the edition names"),
        "version": tell("is not that of the edition; that of something else stands in `code`"),
        "line": tell("is no line of the page"),
        "standard": tell("is neither a licence of the edition nor on its page"),
        "ledger id": tell("is the id of no row"),
    }[name]


def _panel_years(edition: Edition) -> dict[str, set[int]]:
    """Give the years that each row of the panel is of, and each fact that is computed from the panel."""
    found: dict[str, set[int]] = {}
    for name in ("panel-targets", "panel-outcomes", "panel-measures"):
        # An outcome is of one year and told in the report of the next.
        more = 1 if name == "panel-outcomes" else 0
        for row in edition.optional_rows(name):
            if row["year"] is not None:
                found[row["id"]] = {int(row["year"]), int(row["year"]) + more}
    for fact in records(edition.facts):
        if _OF_PANEL.search(fact["formula"]):
            found[fact["id"]] = years_named(f"{fact['en']} {fact['zh']}")
    return found


def names_hold(edition: Edition) -> Iterator[str]:
    """Find days, years, pages, versions, lines, licences and ids in the prose that the edition does not know.

    >>> broken = Edition.open().with_row("notes", "n-001", en="Printed on 28 May 2020, row q-999.")
    >>> for fault in names_hold(broken):
    ...     print(fault.partition(";")[0])
    data/notes.csv: row n-001, en: 28 May 2020 stands neither on the page nor in the description of the edition
    data/notes.csv: row n-001, en: q-999 is the id of no row
    """
    known = _Known.of(edition)
    of_panel = _panel_years(edition)
    for path, place, prose in prose_of(edition):
        cited = {year for citation in citations(prose) for year in of_panel.get(citation.id, ())}
        for name, found in exempted(prose):
            if name in ("date", "year") and not dates(found[0]) and years_named(found[0]) <= cited:
                continue
            if name in _HELD and not _HELD[name](known, found):
                yield tell(
                    "{path}: {place}: {words} {problem}",
                    path=path,
                    place=place,
                    words=found[0],
                    problem=_problem(name),
                )
