"""The whole edition as one document of TEI P5."""

from lxml import etree

from jiedu.edition import Edition
from jiedu.exports.tei.elements import element, on_lines
from jiedu.exports.tei.header import header
from jiedu.exports.tei.standoff import notes, present, rows, sentence_pairs
from jiedu.exports.tei.text import english_text, page_text


def tei_document(edition: Edition) -> bytes:
    """Write an edition as TEI P5: header, page and translation, notes, pairs of sentences, rows.

    The ids are those of the edition; a fact from outside has `ctx-` before its own. What XML cannot hold becomes
    U+FFFD.

    >>> tei_document(Edition.open())[:38]
    b"<?xml version='1.0' encoding='UTF-8'?>"
    """
    texts = present([page_text(edition), english_text(edition)])
    whole = texts[0]
    if len(texts) > 1:
        whole = on_lines(element("text", "", on_lines(element("group", "", *texts))))
    parts = present([header(edition), whole, notes(edition), sentence_pairs(edition), rows(edition)])
    document = on_lines(element("TEI", "", *parts, xml_lang="en"))
    return etree.tostring(document, encoding="UTF-8", xml_declaration=True) + b"\n"
