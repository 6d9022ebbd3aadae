"""Word documents: the text as Word shows it, with its numbers, tables, boxes and notes; a guard against bombs."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.reports.formats.numbering import Numbering
from jiedu.reports.formats.raised import raised
from jiedu.text.characters import IDEOGRAPHS

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

    Paragraphs have their automatic numbers; what stands in a text box follows the paragraph that it is tied to; notes
    are marked [1] and stand at the end. Headers and footers, comments, hidden text and what was deleted in a tracked
    change are no text of the document.

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
        lines = list(_Reader(document.part).lines(document.element.body))
    # python-docx meets a broken package with whatever its lookups raise.
    except Exception as error:
        raise Fault(tell("{where}: a damaged Word document ({said})", where=where, said=type(error).__name__)) from None
    return "\n".join(lines)


def _check_zip(data: bytes, where: str) -> None:
    """Unpack every part once, in pieces, so that neither a lie about sizes nor a bomb costs memory."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError):
        raise Fault(
            tell("{where}: a truncated or damaged Word document: its list of parts is missing", where=where)
        ) from None
    members = archive.infolist()
    _check_members(members, where)
    left = MAX_INFLATED
    for member in members:
        try:
            left -= _unpacked_size(archive, member, left, where)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            part = safe_name(member.filename)
            fault = tell("{where}: a damaged Word document: {part} cannot be unpacked", where=where, part=part)
            raise Fault(fault) from None


def _check_members(members: list[zipfile.ZipInfo], where: str) -> None:
    """Refuse an archive by its list: no Word document, too many parts, too much declared, encrypted."""
    names = {member.filename for member in members}
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise Fault(tell("{where}: a zip archive, not a Word document: unpack it first", where=where))
    if "word/document.xml" not in names and any(name.startswith(("xl/", "ppt/")) for name in names):
        raise Fault(tell("{where}: an Office file, but not a Word document", where=where))
    if len(members) > MAX_MEMBERS:
        raise Fault(
            tell(
                "{where}: {count:,} parts; a Word document has at most {most:,}",
                where=where,
                count=len(members),
                most=MAX_MEMBERS,
            )
        )
    declared = sum(member.file_size for member in members)
    if declared > MAX_INFLATED:
        raise Fault(
            tell(
                "{where}: would unpack to {size:,} bytes; the limit is {most:,}",
                where=where,
                size=declared,
                most=MAX_INFLATED,
            )
        )
    if any(member.flag_bits & 1 for member in members):
        raise Fault(tell("{where}: the Word document is encrypted", where=where))


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, where: str) -> int:
    """Unpack one part in pieces, and count its bytes; `left` is what all parts together may still unpack to."""
    size, name = 0, safe_name(member.filename)
    with archive.open(member) as part:
        while piece := part.read(2**16):
            if not size and b"<!DOCTYPE" in piece.replace(b"\x00", b""):
                raise Fault(
                    tell("{where}: {part} declares a document type: no Word document does", where=where, part=name)
                )
            size += len(piece)
            if size > left:
                raise Fault(tell("{where}: unpacks to more than {most:,} bytes", where=where, most=MAX_INFLATED))
            if size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1):
                raise Fault(
                    tell(
                        "{where}: {part} unpacks to more than {most} times its size",
                        where=where,
                        part=name,
                        most=MAX_RATIO,
                    )
                )
    return size


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CONTAINERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"))
# What is in a paragraph and is no text of it: its properties, what was deleted or moved away, readings of characters.
_NO_TEXT = frozenset(f"{_W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "rt"))
_SIGNS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_LONG_CELL = 200
_NOTES_HEADING = "注释"


class _Reader:
    """Read the lines of a document in the order in which they are shown."""

    def __init__(self, part: Any) -> None:
        from lxml import etree

        parts = {
            kind: etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            for relation in part.rels.values()
            if not relation.is_external
            and (kind := relation.reltype.rpartition("/")[2]) in ("styles", "numbering", "footnotes", "endnotes")
        }
        self._numbering = Numbering(parts.get("styles"), parts.get("numbering"))
        self._notes = {
            (kind, note.get(f"{_W}id")): note
            for kind in ("footnotes", "endnotes")
            if kind in parts
            for note in parts[kind]
        }
        self._called: list[Any] = []

    def lines(self, body: Any) -> Iterator[str]:
        """Give the lines of the document, those of its notes last."""
        yield from self._blocks(body)
        if self._called:
            yield _NOTES_HEADING
        for number, note in enumerate(self._called, 1):
            words = " ".join(line.strip() for line in self._blocks(note) if line.strip())
            yield f"[{number}]{words}"

    def _blocks(self, parent: Any) -> Iterator[str]:
        """Walk paragraphs, tables and content controls; python-docx's own walk leaves the last out."""
        kept = ""
        for child in parent:
            if child.tag == f"{_W}p":
                text, boxes = self._paragraph(child)
                if child.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                    # The end of the paragraph was deleted: it goes on in the next.
                    kept += text
                    continue
                yield kept + text
                kept = ""
                for box in boxes:
                    yield from self._blocks(box)
            elif child.tag == f"{_W}tbl":
                yield from self._rows(child)
            elif child.tag in _CONTAINERS:
                yield from self._blocks(child)
        if kept:
            yield kept

    def _rows(self, table: Any) -> Iterator[str]:
        for row in table.iter(f"{_W}tr"):
            own = next(row.iterancestors(f"{_W}tbl")) is table
            if own and row.find(f"{_W}trPr/{_W}del") is None:
                cells = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
                yield from _row([[line for line in self._blocks(cell) if line.strip()] for cell in cells])

    def _paragraph(self, paragraph: Any) -> tuple[str, list[Any]]:
        """Give the text of a paragraph with its number, and the boxes that are tied to it."""
        label = self._numbering.label(paragraph.find(f"{_W}pPr"))
        pieces: list[str] = []
        boxes: list[Any] = []
        self._read(paragraph, pieces, boxes)
        text = "".join(pieces)
        return (_labelled(label, text) if text.strip() else text), boxes

    def _read(self, element: Any, pieces: list[str], boxes: list[Any]) -> None:
        """Collect the text below an element; what stands in a box is collected apart."""
        for child in element:
            tag = child.tag
            if tag == f"{_W}t":
                pieces.append(child.text or "")
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag])
            elif tag in _NOTES:
                pieces.append(self._note(_NOTES[tag], child))
            elif tag == f"{_W}txbxContent":
                boxes.append(child)
            elif tag == f"{_MC}AlternateContent":
                self._read(_shown(child), pieces, boxes)
            elif tag == f"{_W}r":
                self._run(child, pieces, boxes)
            elif tag not in _NO_TEXT:
                self._read(child, pieces, boxes)

    def _run(self, run: Any, pieces: list[str], boxes: list[Any]) -> None:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            self._read(run, pieces, boxes)
        elif not _is_on(properties.find(f"{_W}vanish")):
            position = properties.find(f"{_W}vertAlign")
            own: list[str] = []
            self._read(run, own, boxes)
            words = "".join(own)
            if position is not None and position.get(f"{_W}val") == "superscript":
                words = raised("".join(pieces[-3:]), words)
            pieces.append(words)

    def _note(self, kind: str, reference: Any) -> str:
        note = self._notes.get((kind, reference.get(f"{_W}id")))
        if note is None:
            return ""
        self._called.append(note)
        return f"[{len(self._called)}]"


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "off")


def _shown(alternatives: Any) -> Any:
    """Choose the one alternative that has text; they say the same for newer and for older programs."""
    choices = [child for child in alternatives if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    return next((choice for choice in choices if next(choice.iter(f"{_W}t"), None) is not None), choices[:1])


def _labelled(label: str, text: str) -> str:
    """Set a number before its paragraph, so that 1. and 2024年 are not 1.2024年."""
    if not label:
        return text
    if label[-1] in "．." and text[:1].isdigit():
        return f"{label}\t{text}"
    return f"{label} {text}" if label[-1].isalnum() else label + text


def _row(cells: list[list[str]]) -> Iterator[str]:
    """Give the row of a table in one line, or the lines of a cell that is a text of its own, or the only one."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(len(cell) > 1 and sum(map(len, cell)) > _LONG_CELL for cell in cells):
        for cell in filled:
            yield from cell
    else:
        yield "\t".join(_in_one_line(cell) for cell in cells).rstrip("\t")


_BREAK = re.compile(rf"(?<=[{IDEOGRAPHS}])\s*\n\s*(?=[{IDEOGRAPHS}])")


def _in_one_line(cell: list[str]) -> str:
    """Join the lines of a cell: a word that the cell was too narrow for, but not two numbers."""
    return " ".join(_BREAK.sub("", "\n".join(cell)).split())
