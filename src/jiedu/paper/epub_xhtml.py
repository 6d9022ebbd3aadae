"""A piece of a page copied as XHTML: elements and attributes that a reader of books knows, and nothing that runs."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from jiedu.charts.palette import NAMES, PAPER

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
OPS = "http://www.idpf.org/2007/ops"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = f"{{{OPS}}}type"

Node = Any
"""An element of a tree of XML."""

_ELEMENTS = frozenset((
    "a", "abbr", "aside", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul", "var",
))  # fmt: skip
_GONE = frozenset((
    "audio", "base", "button", "canvas", "embed", "head", "iframe", "input", "link", "meta", "noscript",
    "object", "script", "select", "source", "style", "template", "textarea", "video",
))  # fmt: skip
"""Elements that are left out with all that stands in them; of others that are not known the words are kept."""

_ATTRIBUTES = frozenset(["id", "class", "lang", "role", "aria-label", "aria-labelledby", "aria-hidden"])
_OWN_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset(["href"]),
    "abbr": frozenset(["title"]),
    "img": frozenset(["src", "alt", "width", "height"]),
    "li": frozenset(["value"]),
    "ol": frozenset(["start", "type"]),
    "td": frozenset(["colspan", "rowspan"]),
    "th": frozenset(["colspan", "rowspan", "scope"]),
}

# As an HTML parser writes them, and as SVG does.
_SVG_CASE = {"viewbox": "viewBox", "patternunits": "patternUnits", "clippath": "clipPath"}
_SVG_ELEMENTS = frozenset((
    "svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "title",
    "desc", "defs", "pattern", "clippath",
))  # fmt: skip
_SVG_ATTRIBUTES = frozenset((
    "id", "class", "lang", "role", "aria-labelledby", "viewbox", "width", "height", "x", "y", "dx", "dy", "cx",
    "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "d", "points", "transform", "fill", "fill-opacity",
    "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "opacity", "font-size", "text-anchor", "patternunits", "clip-path",
))  # fmt: skip
_WHITE = "#ffffff"
_LOOKS = {
    **{f"f{name}": ("fill", _WHITE if colour == PAPER else colour) for colour, name in NAMES.items()},
    **{f"s{name}": ("stroke", _WHITE if colour == PAPER else colour) for colour, name in NAMES.items()},
    "b": ("font-weight", "bold"),
    "t": ("font-style", "italic"),
}
"""What the classes of a chart say, as attributes: not every reader of books knows style sheets in a drawing."""

# What no XML may hold, even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME = re.compile(r"\s|^$")


@dataclass(frozen=True)
class Copier:
    """Copy elements of a page: `link` gives the address of a link in the book, `image` that of a picture, or None.

    A link that leads nowhere keeps its words, a picture its alternative text.
    """

    link: Callable[[html.HtmlElement], str | None]
    image: Callable[[html.HtmlElement], str | None]

    def copy(self, element: html.HtmlElement, into: Node, language: str) -> None:
        """Copy an element and what stands in it to the end of another; `language` is that of the words around it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _GONE:
            return
        if tag == "svg":
            _copy_svg(element, into)
            return
        made = self._start(element, into, language)
        add_text(made, element.text)
        inside = element.get("lang") or language
        for child in element:
            self.copy(child, made, inside)
            add_text(made, child.tail)
        # An element without an end is taken for an open one by whoever reads XHTML as HTML.
        if made is not into and made.text is None and not len(made) and tag not in ("br", "hr", "img", "col"):
            made.text = ""

    def _start(self, element: html.HtmlElement, into: Node, language: str) -> Node:
        """Begin the copy of an element; where only its words are kept, that is the element around it."""
        tag, attributes = str(element.tag), dict(_attributes(element))
        if tag == "a":
            address = self.link(element)
            attributes.pop("href", None)
            if address is not None:
                attributes["href"] = address
            else:
                tag = "span"
                attributes.pop("aria-label", None)
                attributes.pop("role", None)
        elif tag == "img":
            address = self.image(element)
            if address is None:
                add_text(into, element.get("alt"))
                return into
            attributes["src"] = address
            attributes.setdefault("alt", "")
        if tag not in _ELEMENTS:
            return into
        if attributes.get("lang") == language:
            del attributes["lang"]
        if tag == "span" and not attributes:
            return into
        return etree.SubElement(into, f"{{{XHTML}}}{tag}", attributes)


def copy_words(element: html.HtmlElement, into: Node, words: Copier, language: str) -> None:
    """Copy what stands in an element, not the element itself."""
    add_text(into, element.text)
    for child in element:
        words.copy(child, into, language)
        add_text(into, child.tail)


def _attributes(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Give the attributes of an element that a book keeps."""
    own = _OWN_ATTRIBUTES.get(str(element.tag), frozenset())
    for name, value in element.attrib.items():
        if name == "id" and _NO_NAME.search(value):
            continue
        if name in _ATTRIBUTES or name in own:
            yield name, clean_text(value)
        elif name == "epub-type":
            yield EPUB_TYPE, value


def _copy_svg(element: html.HtmlElement, into: Node) -> None:
    tag = str(element.tag)
    if tag not in _SVG_ELEMENTS:
        return
    namespaces = {"nsmap": {None: SVG}} if tag == "svg" else {}
    made = etree.SubElement(into, f"{{{SVG}}}{_SVG_CASE.get(tag, tag)}", dict(_svg_attributes(element)), **namespaces)
    if tag in ("title", "desc"):
        made.text = clean_text(str(element.text_content()))
        return
    add_text(made, element.text)
    for child in element:
        if isinstance(child.tag, str):
            _copy_svg(child, made)
        add_text(made, child.tail)


def _svg_attributes(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Give the attributes of a piece of a drawing; what its classes say of its looks becomes attributes."""
    for name, value in element.attrib.items():
        if name == "lang":
            yield XML_LANG, value
        elif name == "class":
            words = value.split()
            yield from (_LOOKS[word] for word in words if word in _LOOKS)
            if kept := " ".join(word for word in words if word not in _LOOKS):
                yield "class", kept
        elif name in _SVG_ATTRIBUTES and not ("url(" in value and not value.startswith("url(#")):
            yield _SVG_CASE.get(name, name), clean_text(value)
    if element.tag == "svg":
        yield "font-family", "Helvetica, Arial, sans-serif"


def clean_text(text: str) -> str:
    r"""Take out the characters that no XML may hold.

    >>> clean_text("a\x08b")
    'ab'
    """
    return _NO_XML.sub("", text)


def add_text(element: Node, text: str | None) -> None:
    """Add text behind all that stands in an element."""
    if not text:
        return
    text = clean_text(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def add(parent: Node, tag: str, text: str = "", **attributes: Any) -> Node:
    """Add an element of XHTML with its text; `class_` stands for class, `epub` for epub:type.

    >>> page = xhtml_page("en", "A page", "a.css")
    >>> etree.tostring(add(page[1], "p", "解读", class_="x", lang="zh-CN"), encoding="unicode").partition(" xmlns")[0]
    '<p'
    """
    names = {"class_": "class", "epub": EPUB_TYPE, "aria_label": "aria-label"}
    made = etree.SubElement(
        parent, f"{{{XHTML}}}{tag}", {names.get(key, key): value for key, value in attributes.items()}
    )
    made.text = clean_text(text)
    return made


def xhtml_page(language: str, title: str, style: str) -> Node:
    """Begin a page of a book: a root with its head, and an empty body."""
    page: Node = etree.Element(f"{{{XHTML}}}html", {"lang": language, XML_LANG: language}, {None: XHTML, "epub": OPS})
    head = add(page, "head")
    add(head, "title", title)
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href=style)
    add(page, "body")
    return page


def serialize(tree: Node, doctype: str | None = None) -> bytes:
    """Write a tree as a file of XML in UTF-8."""
    written: bytes = etree.tostring(tree, encoding="utf-8", xml_declaration=True, doctype=doctype)
    return written
