"""The header of TEI: what the file is, what it was made from, how it is encoded, and the vocabularies that it uses."""

import hashlib
import re

from lxml import etree

from jiedu.edition import Edition
from jiedu.exports.tei.elements import CHINESE, ENGLISH, element, on_lines
from jiedu.exports.words import Imprint
from jiedu.vocabulary import VOCABULARIES, word_id

_ENCODED = (
    "The text is that of the page in reading order, its white space taken out; the rows of the blocks, sentences, "
    "quantities, promises, terms and notes keep the offsets of the page, in code points.",
    "A measure is a quantity, a num a numeral that counts nothing, a seg of type promise a promise, a term a place of "
    "an entry of the glossary. Where two cross, the weaker is cut and its parts point at each other. The attribute ana "
    "points at the words of the vocabularies, which are the taxonomies below.",
    "Every row stands once more as a feature structure with all its cells.",
)


def header(edition: Edition) -> etree._Element:
    """Make the header of an edition.

    >>> [part.tag.rpartition("}")[2] for part in header(Edition.open())]
    ['fileDesc', 'encodingDesc', 'profileDesc']
    """
    imprint = Imprint.of(edition)
    made = element("teiHeader", "", _file(edition, imprint), _encoding(), _profile())
    return on_lines(made)


def _file(edition: Edition, imprint: Imprint) -> etree._Element:
    title = element("titleStmt", "", element("title", imprint.title or imprint.name))
    title.extend(element("editor", name) for name in imprint.editors)
    statement = [on_lines(title)]
    if imprint.version:
        statement.append(
            element("editionStmt", "", element("edition", f"Version {imprint.version}", n=imprint.version))
        )
    return on_lines(element("fileDesc", "", *statement, _publication(imprint), _source(edition, imprint)))


def _publication(imprint: Imprint) -> etree._Element:
    publishers = [element("publisher", name) for name in imprint.editors] or [element("publisher", imprint.name)]
    day = imprint.day if re.fullmatch(r"\d{4}-\d{2}-\d{2}", imprint.day) else ""
    words, address = imprint.licence
    if words or address:
        licence = element("licence", words or address, target=_web(address))
        availability = element("availability", "", licence, status="restricted")
    else:
        availability = element("availability", "", element("p", "No licence is stated."), status="unknown")
    dates = [element("date", day, when=day)] if day else []
    return on_lines(element("publicationStmt", "", *publishers, *dates, availability))


def _source(edition: Edition, imprint: Imprint) -> etree._Element:
    made = element("sourceDesc")
    for title, address in imprint.sources or (("The page", ""),):
        bibl = element("bibl", "", element("title", title or address, xml_lang=CHINESE))
        bibl.extend([element("ptr", target=_web(address))] if _web(address) else [])
        made.append(bibl)
    digest = hashlib.sha256(edition.text.encode("utf-8")).hexdigest()
    made.append(element("bibl", "", element("title", "page.txt"), element("idno", digest, type="sha256")))
    return on_lines(made)


def _web(address: str) -> str:
    return address if re.fullmatch(r"https?://\S+", address) else ""


def _encoding() -> etree._Element:
    editorial = element("editorialDecl", "", *(element("p", words) for words in _ENCODED))
    taxonomies = element("classDecl", "", *(_taxonomy(name) for name in VOCABULARIES))
    return on_lines(element("encodingDesc", "", on_lines(editorial), on_lines(taxonomies)))


def _taxonomy(name: str) -> etree._Element:
    title, words = VOCABULARIES[name]
    made = element("taxonomy", "", element("desc", title), xml_id=f"voc-{name}")
    for word, meaning in words.items():
        made.append(element("category", "", element("catDesc", f"{word}: {meaning}"), xml_id=word_id(name, word)))
    return on_lines(made)


def _profile() -> etree._Element:
    languages = [
        element("language", "Chinese, in simplified characters: the page", ident=CHINESE),
        element("language", "English: translation and commentary", ident=ENGLISH),
    ]
    return on_lines(element("profileDesc", "", on_lines(element("langUsage", "", *languages))))
