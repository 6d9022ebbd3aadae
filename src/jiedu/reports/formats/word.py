"""Word documents: the text of paragraphs and tables, behind a guard against bombs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jiedu.errors import Fault
from jiedu.files import safe_name

if TYPE_CHECKING:
    from docx.document import Document

MAX_MEMBERS = 10_000
"""The most files inside a Word document."""
MAX_INFLATED = 128 * 2**20
"""The most bytes that a Word document may unpack to, declared or actual."""
MAX_RATIO = 400
"""How often larger a part of a Word document may be than its packed form; real ones stay below 30."""
RATIO_FROM = 2**20
"""Parts that unpack to less than this are small whatever their ratio."""


def word_text(data: bytes, where: str) -> str:
    """Take the text of a Word document: paragraphs and tables in their order, a cell's text after a tab.

    Raises Fault for what is no Word document, damaged, encrypted, or unpacks to too much.

    >>> word_text(b"PK", "a.docx")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a.docx: a truncated or damaged Word document: its list of parts is missing
    """
    _check_zip(data, where)
    import docx

    try:
        document: Document = docx.Document(io.BytesIO(data))
        lines = list(_blocks(document.element.body))
    # python-docx meets a broken package with whatever its lookups raise.
    except Exception as error:
        raise Fault(f"{where}: a damaged Word document ({type(error).__name__})") from None
    return "\n".join(lines)


def _check_zip(data: bytes, where: str) -> None:
    """Unpack every part once, in pieces, so that neither a lie about sizes nor a bomb costs memory."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError):
        raise Fault(f"{where}: a truncated or damaged Word document: its list of parts is missing") from None
    members = archive.infolist()
    _check_members(members, where)
    left = MAX_INFLATED
    for member in members:
        try:
            left -= _unpacked_size(archive, member, left, where)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise Fault(f"{where}: a damaged Word document: {safe_name(member.filename)} cannot be unpacked") from None


def _check_members(members: list[zipfile.ZipInfo], where: str) -> None:
    """Refuse an archive by its list: no Word document, too many parts, too much declared, encrypted."""
    names = {member.filename for member in members}
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise Fault(f"{where}: a zip archive, not a Word document: unpack it first")
    if "word/document.xml" not in names and any(name.startswith(("xl/", "ppt/")) for name in names):
        raise Fault(f"{where}: an Office file, but not a Word document")
    if len(members) > MAX_MEMBERS:
        raise Fault(f"{where}: {len(members):,} parts; a Word document has at most {MAX_MEMBERS:,}")
    declared = sum(member.file_size for member in members)
    if declared > MAX_INFLATED:
        raise Fault(f"{where}: would unpack to {declared:,} bytes; the limit is {MAX_INFLATED:,}")
    if any(member.flag_bits & 1 for member in members):
        raise Fault(f"{where}: the Word document is encrypted")


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, where: str) -> int:
    """Unpack one part in pieces, and count its bytes; `left` is what all parts together may still unpack to."""
    size = 0
    with archive.open(member) as part:
        while piece := part.read(2**16):
            if not size and b"<!DOCTYPE" in piece.replace(b"\x00", b""):
                raise Fault(f"{where}: {safe_name(member.filename)} declares a document type: no Word document does")
            size += len(piece)
            if size > left:
                raise Fault(f"{where}: unpacks to more than {MAX_INFLATED:,} bytes")
            if size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1):
                raise Fault(f"{where}: {safe_name(member.filename)} unpacks to more than {MAX_RATIO} times its size")
    return size


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _blocks(parent: Any) -> Iterator[str]:
    """Walk paragraphs, tables and content controls; python-docx's own walk leaves the last out."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield "".join(_runs(child))
        elif child.tag == f"{_W}tbl":
            yield from _rows(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
        if next(row.iterancestors(f"{_W}tbl")) is table:
            yield "\t".join(" ".join(line for line in _blocks(cell) if line) for cell in cells)


def _runs(element: Any) -> Iterator[str]:
    """Give the text of a paragraph; deleted text has other tags, a fallback repeats what stands before it."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag == f"{_W}tab":
            yield "\t"
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag not in (_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}moveFrom"):
            yield from _runs(child)
