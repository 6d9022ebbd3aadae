"""The package of an EPUB, which says what it is and what it holds, and the archive that holds it."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jiedu.paper.book_site import BookSite
from jiedu.paper.epub_xhtml import XML_LANG, Node, clean_text, serialize
from jiedu.paper.words import printed_word

PACKAGE, STYLE, COVER = "package.opf", "epub.css", "cover.png"
FOLDER = "EPUB"
"""Where all but the container's own files lie in the archive."""

_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    f'<rootfiles><rootfile full-path="{FOLDER}/{PACKAGE}" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>\n"
)
_MEDIA = {
    "css": "text/css", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "ncx": "application/x-dtbncx+xml",
    "png": "image/png", "svg": "image/svg+xml", "webp": "image/webp", "xhtml": "application/xhtml+xml",
}  # fmt: skip
_ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
)
"""What a reader who does not see can expect, in the words of schema.org."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_NO_DAY = "2000-01-01"
"""For a book that does not say its day: every EPUB has to name a moment."""
_ZIP_START = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class BookFile:
    """Hold a file of the book: its path below the book's folder, its bytes, and what the package says of it."""

    path: str
    data: bytes
    properties: str = ""
    is_read: bool = False
    """Whether it is one of the pages that are read one after the other."""


def is_picture(path: str) -> bool:
    """Tell whether a book may show the file at a path as a picture.

    >>> is_picture("_images/a.PNG"), is_picture("a.tiff")
    (True, False)
    """
    return _MEDIA.get(_ending(path), "").startswith("image/")


def _ending(path: str) -> str:
    return path.rpartition(".")[2].lower()


def identifier(site: BookSite) -> str:
    """Give the identifier of the book: the same for every printing of an edition in a language."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'jiedu:{site.name or site.title}:{site.language}')}"


def write_package(site: BookSite, items: list[BookFile]) -> bytes:
    """Write the package: what the book is, what it holds, and in which order it is read."""
    names = {"version": "3.0", "unique-identifier": "book", XML_LANG: site.language}
    package: Node = etree.Element(f"{{{_OPF}}}package", names, {None: _OPF})
    metadata = etree.SubElement(package, f"{{{_OPF}}}metadata", nsmap={"dc": _DC})
    for name, value in _described(site):
        made = etree.SubElement(metadata, f"{{{_DC}}}{name}")
        made.text = clean_text(value)
        if name == "identifier":
            made.set("id", "book")
    day = site.date if _DAY.match(site.date) else _NO_DAY
    access = (*_ACCESS, ("accessibilitySummary", printed_word("access", site.language)))
    for name, value in (
        ("dcterms:modified", f"{day}T00:00:00Z"),
        *((f"schema:{name}", value) for name, value in access),
    ):
        etree.SubElement(metadata, f"{{{_OPF}}}meta", property=name).text = value
    manifest = etree.SubElement(package, f"{{{_OPF}}}manifest")
    spine = etree.SubElement(package, f"{{{_OPF}}}spine")
    for number, item in enumerate(items):
        id_, properties = f"i{number}", {"properties": item.properties} if item.properties else {}
        attributes = {"id": id_, "href": item.path, "media-type": _MEDIA[_ending(item.path)], **properties}
        etree.SubElement(manifest, f"{{{_OPF}}}item", attributes)
        if item.is_read:
            etree.SubElement(spine, f"{{{_OPF}}}itemref", idref=id_)
        if _ending(item.path) == "ncx":
            spine.set("toc", id_)
        if item.path == COVER:
            # For readers of the older form, which know no properties.
            etree.SubElement(metadata, f"{{{_OPF}}}meta", name="cover", content=id_)
    return serialize(package)


def _described(site: BookSite) -> Iterator[tuple[str, str]]:
    """Yield what the site says of the book, under the names of the Dublin Core."""
    yield "identifier", identifier(site)
    yield "title", site.title
    yield from (("language", language) for language in site.languages)
    optional = {
        "creator": site.author, "date": site.date if _DAY.match(site.date) else "",
        "description": site.meta("description"), "rights": site.licence,
    }  # fmt: skip
    yield from ((name, value) for name, value in optional.items() if value)
    yield from (("source", address) for _, address in site.sources)


def pack_book(items: list[BookFile], package: bytes) -> bytes:
    """Put a book into its archive: the type first and as it is, the rest in order, and nothing with today's date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        files = [("mimetype", b"application/epub+zip"), ("META-INF/container.xml", _CONTAINER.encode("utf-8"))]
        files += [(f"{FOLDER}/{PACKAGE}", package), *((f"{FOLDER}/{item.path}", item.data) for item in items)]
        for name, data in files:
            entry = zipfile.ZipInfo(name, _ZIP_START)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            # As written on any system, readable by all.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data, compresslevel=9)
    return out.getvalue()
