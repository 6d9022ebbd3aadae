"""From a file to its text: plain text in any encoding, Word, HTML, and PDF with a text layer.

What a file is, its first bytes say, not its name. Offsets point into the extracted text, which is therefore part of
the result, with its SHA-256. Whatever cannot be read is a `Fault` of one sentence.
"""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.reports.formats.encodings import META_CHARSET, decode
from jiedu.reports.formats.pdf import pdf_text
from jiedu.reports.formats.source import (
    CHINESE,
    MAX_LINE,
    MAX_LINES,
    MAX_TEXT,
    Source,
    invisible_remark,
    require_report,
)
from jiedu.reports.formats.web import HTML_START, MAX_HTML, is_wide_html, web_text
from jiedu.reports.formats.word import word_text
from jiedu.text.characters import RADICALS
from jiedu.text.cleaning import strip_whitespace

__all__ = ["MAX_BYTES", "Source", "extract", "invisible_remark", "load", "load_stream", "read_bytes", "require_report"]

MAX_BYTES = 256 * 2**20
"""The largest file that is opened; a report has some 60 kB."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def _other_kinds() -> tuple[tuple[bytes, str], ...]:
    """Give what files that are no text begin with, and what they are."""
    return (
        (b"\x7fELF", tell("a program")),
        (b"MZ\x90\x00", tell("a program")),
        (b"\x89PNG\r\n", tell("a PNG image")),
        (b"\xff\xd8\xff", tell("a JPEG image")),
        (b"GIF8", tell("a GIF image")),
        (b"\x1f\x8b\x08", tell("a gzip archive: unpack it first")),
        (b"BZh9", tell("a bzip2 archive: unpack it first")),
        (b"\xfd7zXZ\x00", tell("an xz archive: unpack it first")),
        (b"7z\xbc\xaf\x27\x1c", tell("a 7z archive: unpack it first")),
        (b"Rar!\x1a\x07", tell("a RAR archive: unpack it first")),
        (_OLE, tell("an old Office file (.doc): save it as .docx")),
        (b"{\\rtf", tell("an RTF file: save it as .docx")),
        (b"PAR1", tell("a Parquet table")),
        (b"SQLite format 3\x00", tell("a SQLite database")),
    )


def load(path: Path | str) -> Source:
    """Read a file to text, whatever its format and encoding.

    Line ends stay as they are; a byte order mark goes. Raises Fault for what is not a file, is empty, too large,
    damaged, binary, without a text layer, or holds no Chinese at all.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_bytes("增长6.5%左右".encode("gb18030"))
    >>> source = load(folder / "a.txt")
    >>> source.text, source.encoding
    ('增长6.5%左右', 'gb18030')
    """
    path = Path(path)
    return extract(read_bytes(path), path.name.encode("utf-8", "backslashreplace").decode())


def load_stream(stream: BinaryIO, name: str) -> Source:
    """Read what a stream of bytes holds to text, as `load` does a file; `name` stands in messages and results.

    >>> import io
    >>> load_stream(io.BytesIO("增长6.5%左右".encode("gb18030")), "standard input").encoding
    'gb18030'
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Fault(tell("{name}: more than {most:,} bytes, which no report has", name=safe_name(name), most=MAX_BYTES))
    return extract(data, name)


def read_bytes(path: Path) -> bytes:
    """Read a regular file of at most MAX_BYTES; Fault otherwise.

    >>> read_bytes(Path("/nowhere/a.txt"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: /nowhere/a.txt: no such file
    """
    try:
        if not path.exists():
            raise Fault(tell("{name}: no such file", name=safe_name(path)))
        if not path.is_file():
            raise Fault(tell("{name}: not a regular file", name=safe_name(path)))
        size = path.stat().st_size
        if size > MAX_BYTES:
            name = safe_name(path)
            raise Fault(
                tell("{name}: {size:,} bytes; a report has at most {most:,}", name=name, size=size, most=MAX_BYTES)
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Fault(tell("{name}: cannot be read: {why}", name=safe_name(path), why=reason)) from None


def extract(data: bytes, name: str) -> Source:
    """Read the bytes of a file to text; `name` stands in the messages and in the result.

    >>> extract("一、工作回顾".encode("utf-16"), "a.txt").encoding
    'utf-16'
    """
    where = safe_name(name)
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise Fault(tell("{where}: the file is empty", where=where))
    kind, text, encoding, remarks = _text_of(data, where)
    # A lone surrogate can stand in no UTF-8 file; a PDF's broken font map may give one.
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    if kind != "text":
        text = text.translate(RADICALS)
    if not strip_whitespace(text[:4096]) and not strip_whitespace(text):
        raise Fault(tell("{where}: the file holds no text", where=where))
    if not CHINESE.search(text):
        raise Fault(tell("{where}: the text holds no Chinese character", where=where))
    _check_lines(text, where)
    unseen = invisible_remark(text)
    remarks = (*remarks, unseen) if unseen else remarks
    return Source(name, text, kind, encoding, hashlib.sha256(data).hexdigest(), remarks)


def _check_lines(text: str, where: str) -> None:
    size = len(text) if text.isascii() else len(text.encode("utf-8"))
    if size > MAX_TEXT:
        raise _too_large(where, size)
    start = number = filled = 0
    while start <= len(text):
        number += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_LINE:
            raise Fault(
                tell(
                    "{where}: line {line} has {count:,} characters; the limit is {most:,}",
                    where=where,
                    line=number,
                    count=end - start,
                    most=MAX_LINE,
                )
            )
        filled += end > start
        start = end + 1
    if filled > MAX_LINES:
        raise Fault(tell("{where}: {count:,} lines; the limit is {most:,}", where=where, count=filled, most=MAX_LINES))


def _too_large(where: str, size: int) -> Fault:
    return Fault(
        tell("{where}: a text of {size:,} bytes; the limit is {most:,}", where=where, size=size, most=MAX_TEXT)
    )


def _text_of(data: bytes, where: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Give format, text, encoding and remarks."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise Fault(
            tell("{where}: an encrypted Office file: open it with its password and save it without one", where=where)
        )
    for magic, what in _other_kinds():
        if data.startswith(magic):
            raise Fault(tell("{where}: not a text, but {what}", where=where, what=what))
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "docx", word_text(data, where), "", ()
    if b"%PDF-" in data[:1024]:
        text, remarks = pdf_text(data, where)
        return "pdf", text, "", remarks
    if HTML_START.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) or is_wide_html(data):
        if len(data) > MAX_HTML:
            raise Fault(
                tell(
                    "{where}: an HTML page of {size:,} bytes; the limit is {most:,}",
                    where=where,
                    size=len(data),
                    most=MAX_HTML,
                )
            )
        text, encoding, remarks = decode(data, where, META_CHARSET.search(data[:4096]))
        return "html", web_text(text, where), encoding, remarks
    # No text in UTF-32 is longer than four bytes a character.
    if len(data) > (MAX_TEXT if not data.startswith(_WIDE) else 4 * MAX_TEXT // 3):
        raise _too_large(where, len(data))
    return "text", *decode(data, where, None)
