"""The rows that stand on the page as annotations of it, after the Web Annotation Data Model of the W3C."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from jiedu.answers.records import answer
from jiedu.edition import Edition, Row, records
from jiedu.edition.positions import position
from jiedu.exports.data_package import FOLDER, PAGE_FILE
from jiedu.exports.words import Imprint
from jiedu.language import BOTH, speaking

ANNOTATIONS_FILE = "annotations.jsonld"

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_LEAST_CONTEXT = 16
"""Code points before and after a quotation; more where these do not tell it from its like."""

Body = dict[str, Any]


def quote_selector(text: str, start: int, end: int) -> dict[str, str]:
    """Quote a span with as much of the text around it as tells it from every other place.

    >>> quote_selector("6个项目，6个项目", 0, 2)
    {'type': 'TextQuoteSelector', 'exact': '6个', 'prefix': '', 'suffix': '项目，6个项目'}
    >>> selector = quote_selector("甲" * 100, 50, 51)
    >>> len(selector["prefix"]), len(selector["suffix"])
    (50, 49)
    """
    exact, reach = text[start:end], _LEAST_CONTEXT
    while True:
        prefix, suffix = text[max(0, start - reach) : start], text[end : end + reach]
        if reach >= len(text) or _occurs_once(text, prefix + exact + suffix):
            return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
        reach *= 2


def _occurs_once(text: str, words: str) -> bool:
    first = text.find(words)
    # Places may overlap, as 甲甲 in 甲甲甲.
    return text.find(words, first + 1) < 0


def annotations(edition: Edition, address: str = "") -> dict[str, Any]:
    """Give every quantity, numeral, promise, place of a term and note as an annotation of data/source/page.txt.

    A collection with one page. Each annotation has the id of its row, the codes that class it, its record in words of
    both languages, and its cells as JSON; it quotes the page with enough context to be found once, and counts its code
    points. `address` is the public address of the site; without one addresses are relative, and page.txt stands beside
    the annotations.

    >>> collection = annotations(Edition.open())
    >>> note = collection["first"]["items"][-1]
    >>> note["motivation"], note["target"]["source"]
    ('commenting', 'page.txt')
    """
    where = f"{address}/{FOLDER}" if address else ""
    file, page = f"{where}{ANNOTATIONS_FILE}", f"{where}{PAGE_FILE}"
    items = [_annotation(edition, file, page, *parts) for parts in _parts(edition)]
    imprint = Imprint.of(edition)
    collection: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": file,
        "type": "AnnotationCollection",
        "label": imprint.title or imprint.name,
        "total": len(items),
        "first": {
            "id": f"{file}#items",
            "type": "AnnotationPage",
            "partOf": file,
            "startIndex": 0,
            "items": items,
        },
        "last": f"{file}#items",
    }
    return collection | ({"rights": imprint.licence[1]} if imprint.licence[1] else {})


_Spans = list[tuple[int, int]]
_Part = tuple[str, str, list[Body], _Spans]
"""An id, why it is annotated, what is said, and of which spans."""


def _parts(edition: Edition) -> Iterator[_Part]:
    for row in records(edition.quantities):
        codes = ("class", "kind", "status", "comparator")
        yield row["id"], "classifying", _bodies(edition, row, codes), [(row["start"], row["end"])]
    for row in records(edition.commitments):
        yield row["id"], "describing", _bodies(edition, row, ("force", "kind")), [(row["start"], row["end"])]
    terms = {row["id"]: row for row in records(edition.terms)}
    for place in records(edition.occurrences):
        name, start, end = place["term"], place["start"], place["end"]
        yield f"{name}-{start}", "identifying", _bodies(edition, terms[name], ("type", "confidence")), [(start, end)]
    for row in records(edition.notes):
        comments = [_words("commenting", row[key], lang, "text/markdown") for key, lang in _LANGUAGES if row[key]]
        bodies = [_identity(row), *comments, _codes(row["kind"]), _cells(row)]
        yield row["id"], "commenting", bodies, _commented(edition, row["target"])


_LANGUAGES = (("zh", "zh-CN"), ("en", "en"))


def _bodies(edition: Edition, row: Row, codes: Iterable[str]) -> list[Body]:
    """Say which row it is, what it is classed as, and what it says in words and cell by cell."""
    with speaking(BOTH):
        fields = answer(edition, row["id"])["fields"]
    said = [
        _words("describing", words, lang, "text/plain")
        for key, lang in _LANGUAGES
        if (words := "\n".join(f"{one['name'][key]}: {one['value'][key]}" for one in fields if one["value"][key]))
    ]
    return [_identity(row), *(_codes(row[code]) for code in codes if row[code]), *said, _cells(row)]


def _identity(row: Row) -> Body:
    return {"type": "TextualBody", "purpose": "identifying", "format": "text/plain", "value": row["id"]}


def _codes(word: str) -> Body:
    return {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": word}


def _words(purpose: str, words: str, language: str, form: str) -> Body:
    return {"type": "TextualBody", "purpose": purpose, "format": form, "language": language, "value": words}


def _cells(row: Row) -> Body:
    # As text, so that a number keeps its digits; an empty cell says nothing.
    cells = {
        key: f"{cell:f}" if isinstance(cell, Decimal) else cell for key, cell in row.items() if cell not in ("", None)
    }
    value = json.dumps(cells, ensure_ascii=False)
    return {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": value}


def _commented(edition: Edition, target: str) -> _Spans:
    """Give the spans that a note is on: of a term all its places, since the note holds for each."""
    places = edition.occurrences
    found = places[places["term"] == target]
    if len(found):
        return list(zip(found["start"].tolist(), found["end"].tolist(), strict=True))
    return [position(edition, target)]


def _annotation(edition: Edition, file: str, page: str, name: str, why: str, bodies: list[Body], on: _Spans) -> Body:
    targets = [
        {
            "type": "SpecificResource",
            "source": page,
            "selector": [
                quote_selector(edition.text, start, end),
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        }
        for start, end in on
    ]
    return {
        "id": f"{file}#{name}",
        "type": "Annotation",
        "motivation": why,
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else targets,
    }
