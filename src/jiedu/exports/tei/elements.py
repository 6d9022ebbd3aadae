"""Elements of TEI: made with the one namespace, with names, words and attributes that XML and the schema take."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from lxml import etree

from jiedu.vocabulary import VOCABULARIES, word_id

TEI_NS = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
CHINESE, ENGLISH = "zh-CN", "en"

# What no XML can hold: controls, half characters, and the two code points that are none.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[^\W\d][\w.\-]*")


def element(tag: str, words: str = "", *children: etree._Element, **attributes: str) -> etree._Element:
    """Make an element; `xml_id` and `xml_lang` stand for xml:id and xml:lang, and an empty attribute is left out.

    >>> etree.tostring(element("s", "水", xml_id="s-1", n="")).decode()
    '<s xmlns="http://www.tei-c.org/ns/1.0" xml:id="s-1">&#27700;</s>'
    """
    made = etree.Element(f"{{{TEI_NS}}}{tag}", nsmap={None: TEI_NS})
    for name, value in attributes.items():
        if value:
            full = f"{_XML}{name[4:]}" if name.startswith("xml_") else name.rstrip("_")
            made.set(full, xml_words(value))
    made.text = xml_words(words) or None
    made.extend(children)
    return made


def on_lines(parent: etree._Element) -> etree._Element:
    """Begin a line for each child of an element that holds no words of its own.

    >>> etree.tostring(on_lines(element("body", "", element("div")))).decode().count(chr(10))
    2
    """
    parent.text = "\n"
    for child in parent:
        child.tail = "\n"
    return parent


def xml_words(words: str) -> str:
    r"""Give words as XML can hold them.

    >>> xml_words("a\x00b")
    'a\ufffdb'
    """
    return _NO_XML.sub("\ufffd", words)


def xml_name(name: str) -> str:
    """Give an id or the name of a column as a name of XML; nearly every one is one already.

    >>> xml_name("q-060"), xml_name("2020 年")
    ('q-060', '_2020_年')
    """
    if _NAME.fullmatch(name):
        return name
    plain = re.sub(r"[^\w.\-]", "_", name)
    return plain if _NAME.fullmatch(plain) else f"_{plain}"


def pointers(names: Iterable[str]) -> str:
    """Point at elements of the same file.

    >>> pointers(["q-060", "q-061"])
    '#q-060 #q-061'
    """
    return " ".join(f"#{xml_name(name)}" for name in names)


def analysed(codes: Mapping[str, str]) -> str:
    """Point at the words of vocabularies, as the header defines them; a word that none has is left out.

    >>> analysed({"kind": "area", "status": "", "comparator": "?"})
    '#voc-kind-area'
    """
    return pointers(word_id(name, word) for name, word in codes.items() if word in VOCABULARIES[name][1])


def token(words: str) -> str:
    """Give words that an attribute of one word takes, or nothing.

    >>> token("平方米"), token("a b")
    ('平方米', '')
    """
    return words if words and not any(unicodedata.category(sign)[0] in "CZ" for sign in words) else ""
