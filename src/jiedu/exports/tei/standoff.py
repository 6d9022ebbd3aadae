"""What stands beside the texts of TEI: notes that point into them, sentence beside sentence, and every row whole."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from jiedu.answers.rows import site_id
from jiedu.edition import Edition, Row, records
from jiedu.edition.citations import CITATION
from jiedu.exports.tables import ExportTable, export_tables
from jiedu.exports.tei.elements import (
    CHINESE,
    ENGLISH,
    analysed,
    element,
    on_lines,
    pointers,
    token,
    xml_name,
    xml_words,
)

_STANDING = ("blocks", "quantities", "commitments", "terms", "translation", "notes")
"""Tables whose rows are elements already, to which the feature structures of the rows point."""
_OTHERS = ("claims", "context", "comparisons", "facts")
"""Tables whose rows are nothing but feature structures here."""


def notes(edition: Edition) -> etree._Element | None:
    """Give the notes, each with its target; none where there are none.

    >>> made = notes(Edition.open())
    >>> made.xpath("//*[@xml:id='n-001']")[0].attrib["target"]
    '#masthead'
    """
    listed = element("listAnnotation", type="notes")
    for row in records(edition.notes):
        note = element(
            "note",
            xml_id=xml_name(row["id"]),
            type=token(row["kind"]),
            target=pointers([row["target"]]),
            ana=analysed({"note-kind": row["kind"]}),
        )
        for words, language in ((row["zh"], CHINESE), (row["en"], ENGLISH)):
            note.extend([_cited(element("p", xml_lang=language), words)] if words else [])
        listed.append(on_lines(note))
    return on_lines(element("standOff", "", on_lines(listed), type="notes")) if len(listed) else None


def _cited(made: etree._Element, words: str) -> etree._Element:
    """Write a comment with its citations as references."""
    at = 0
    for match in CITATION.finditer(words):
        _add(made, words[at : match.start()])
        made.append(element("ref", match["text"], target=pointers([match["id"]])))
        at = match.end()
    _add(made, words[at:])
    return made


def _add(made: etree._Element, words: str) -> None:
    if len(made):
        made[-1].tail = xml_words(words)
    else:
        made.text = xml_words(words)


def sentence_pairs(edition: Edition) -> etree._Element | None:
    """Pair each sentence with its translation; none while nothing is translated.

    >>> sentence_pairs(Edition.open())[0][0].attrib["target"]
    '#s-001 #s-001.en'
    """
    names = [xml_name(row["id"]) for row in records(edition.translation) if row["en"]]
    if not names:
        return None
    links = (element("link", target=f"#{name} #{name}.en") for name in names)
    return on_lines(element("standOff", "", on_lines(element("linkGrp", "", *links, type="translation")), type="links"))


def rows(edition: Edition) -> etree._Element:
    """Give every row as a feature structure: its table, the element that it describes or its own id, its cells.

    >>> found = rows(Edition.open()).xpath("*[@corresp='#q-060']/*[@name='value']/*")
    >>> found[0].attrib["value"]
    '300000'
    """
    made = element("standOff", type="rows")
    for table in export_tables(edition):
        if table.name in _STANDING + _OTHERS:
            made.extend(_structure(table, row) for row in table.rows)
    return on_lines(made)


def _structure(table: ExportTable, row: Row) -> etree._Element:
    name = site_id(table.name, row["id"])
    about = {"corresp": pointers([name])} if table.name in _STANDING else {"xml_id": xml_name(name)}
    return element("fs", "", *_features(row), type=table.name, **about)


def _features(row: Row) -> Iterator[etree._Element]:
    for name, cell in row.items():
        if cell not in ("", None):
            yield element("f", "", _feature(cell), name=xml_name(name))


def _feature(cell: Any) -> etree._Element:
    if isinstance(cell, str):
        return element("string", cell)
    return element("numeric", value=f"{cell:f}" if isinstance(cell, Decimal) else str(cell))


def present(parts: Iterable[etree._Element | None]) -> list[etree._Element]:
    """Leave out what an edition does not have.

    >>> present([None])
    []
    """
    return [part for part in parts if part is not None]
