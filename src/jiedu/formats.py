"""From a file to its text: plain text in any encoding, Word, HTML, and PDF with a text layer.

What a file is, its first bytes say, not its name. Offsets point into the extracted text, which is therefore part of
the result, with its SHA-256. Whatever cannot be read is a `Fault` of one sentence.
"""

import contextlib
import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from jiedu.errors import Fault

if TYPE_CHECKING:
    from docx.document import Document

MAX_BYTES = 256 * 2**20
"""The largest file that is opened; a report has some 60 kB."""
MAX_LINE = 1_000_000
"""The longest line of a text, in characters; a whole report in one line has some 60,000."""
MAX_MEMBERS = 10_000
"""The most files inside a Word document."""
MAX_INFLATED = 128 * 2**20
"""The most bytes that a Word document may unpack to, declared or actual."""
MAX_RATIO = 400
"""How often larger a part of a Word document may be than its packed form; real ones stay below 30."""
RATIO_FROM = 2**20
"""Parts that unpack to less than this are small whatever their ratio."""
MAX_HTML = 16 * 2**20
"""The largest HTML page, in characters."""
MAX_PAGES = 5_000
"""The most pages of a PDF."""
MIN_CHINESE = 200
"""The fewest Chinese characters of a report."""
MIN_SHARE = 0.3
"""The smallest share of Chinese characters in what is not blank."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PROSE_STOP = re.compile(r"[。！？；：，]")
# Characters that no text holds: control characters but for tab, line feed, vertical tab, form feed, carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_MAGIC = (
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b\x08", "a gzip archive: unpack it first"),
    (b"BZh9", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc): save it as .docx"),
    (b"{\\rtf", "an RTF file: save it as .docx"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
# What a page may declare that is not in UTF-8. Python has codecs under other names that make no text of a page
# (unicode_escape, punycode), or raise what no decoder should (undefined): such a declaration counts for nothing.
_DECLARED = {
    **dict.fromkeys(("gb18030", "gbk", "gb2312", "gb_2312-80", "cp936", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5"), "big5"),
    **dict.fromkeys(("big5-hkscs", "big5hkscs"), "big5hkscs"),
    "cp950": "cp950",
}
# What Chinese files come in. gb18030 reads gb2312 and gbk too.
_ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16_le", "utf_16_be"]
_GUESS_FROM = 2**20
_COMMON = re.compile(
    "[，。、；：的一是在了和有大这主中人上为们地个时要动国产年发展经济会到业能工作政府社区区农民生长增收入就万亿第"
    "左右以超过达全市县省村改革开放建设项目高新城乡文化教育科技资金投与來這們動產發經濟會業長農國時]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Hold the text of a file as it was extracted; every offset of every result points into `text`.

    >>> source = Source("a.txt", "第一", "text", "utf-8", "")
    >>> source.sha256[:8]
    '437683aa'
    """

    name: str
    text: str = field(repr=False)
    format: str
    encoding: str
    file_sha256: str

    @property
    def sha256(self) -> str:
        """Give the SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def shown(name: str | PurePath) -> str:
    r"""Give a file's name fit for a terminal: what cannot be printed is escaped, what is long is cut.

    >>> shown("a\x1b[31m.txt")
    'a\\x1b[31m.txt'
    """
    text = str(name)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text if len(text) <= 200 else f"{text[:120]}…{text[-60:]}"


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


def read_bytes(path: Path) -> bytes:
    """Read a regular file of at most MAX_BYTES; Fault otherwise.

    >>> read_bytes(Path("/nowhere/a.txt"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: /nowhere/a.txt: no such file
    """
    try:
        if not path.exists():
            raise Fault(f"{shown(path)}: no such file")
        if not path.is_file():
            raise Fault(f"{shown(path)}: not a regular file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Fault(f"{shown(path)}: {size:,} bytes; a report has at most {MAX_BYTES:,}")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Fault(f"{shown(path)}: cannot be read: {reason}") from None


def extract(data: bytes, name: str) -> Source:
    """Read the bytes of a file to text; `name` stands in the messages and in the result.

    >>> extract("一、工作回顾".encode("utf-16"), "a.txt").encoding
    'utf-16'
    """
    where = shown(name)
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise Fault(f"{where}: the file is empty")
    kind, text, encoding = _extract(data, where)
    # A lone surrogate can stand in no UTF-8 file; a PDF's broken font map may give one.
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise Fault(f"{where}: the file holds no text")
    if not _CHINESE.search(text):
        raise Fault(f"{where}: the text holds no Chinese character")
    _check_lines(text, where)
    return Source(name, text, kind, encoding, hashlib.sha256(data).hexdigest())


def require_report(source: Source) -> None:
    """Raise Fault if a text cannot be a report: too little Chinese, or no sentence.

    >>> require_report(Source("menu.txt", "豆浆 油条", "text", "utf-8", ""))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: menu.txt: no report: 4 Chinese characters, a report has at least 200
    """
    where = shown(source.name)
    chinese = len(_CHINESE.findall(source.text))
    if chinese < MIN_CHINESE:
        raise Fault(f"{where}: no report: {chinese} Chinese characters, a report has at least {MIN_CHINESE}")
    visible = len("".join(source.text.split()))
    if chinese < MIN_SHARE * visible:
        raise Fault(f"{where}: no report: only {100 * chinese // visible} % of its characters are Chinese")
    if len(_PROSE_STOP.findall(source.text)) * 200 < chinese:
        raise Fault(f"{where}: no report: the text has no sentences")


def _check_lines(text: str, where: str) -> None:
    start = number = 0
    while start <= len(text):
        number += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_LINE:
            raise Fault(f"{where}: line {number} has {end - start:,} characters; the limit is {MAX_LINE:,}")
        start = end + 1


def _extract(data: bytes, where: str) -> tuple[str, str, str]:
    """Give format, text and encoding."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Fault(f"{where}: not a text, but {what}")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "docx", _docx(data, where), ""
    if b"%PDF-" in data[:1024]:
        return "pdf", _pdf(data, where), ""
    if _HTML_START.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) or _wide_html(data):
        text, encoding = _decode(data, where, _META_CHARSET.search(data[:4096]))
        return "html", _html(text, where), encoding
    text, encoding = _decode(data, where, None)
    return "text", text, encoding


def _wide_html(data: bytes) -> bool:
    """Say whether a UTF-16 file with a byte order mark holds HTML."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return False
    return _HTML_START.match(data[2:4096].replace(b"\x00", b"")) is not None


def _decode(data: bytes, where: str, declared: re.Match[bytes] | None) -> tuple[str, str]:
    """Decode by byte order mark, as UTF-8, as declared, or as charset-normalizer finds, in this order."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise Fault(
                    f"{where}: begins as {encoding.removesuffix('-sig')}, but byte {error.start:,} is not"
                ) from None
            return _no_binary(text, where), encoding.removesuffix("-sig")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = f" (byte {error.start:,} is not UTF-8)"
    else:
        # UTF-16 without a mark may be valid UTF-8, full of zeros.
        if "\x00" not in text:
            return _no_binary(text, where), "utf-8"
        broken = ""
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in _DECLARED:
        with contextlib.suppress(UnicodeDecodeError):
            return _no_binary(data.decode(_DECLARED[name]), where), name
    guess = _guess(data)
    if guess is None:
        raise Fault(f"{where}: a binary file, or a text in an unknown encoding{broken}")
    try:
        return _no_binary(data.decode(guess), where), guess
    except UnicodeDecodeError as error:
        raise Fault(f"{where}: reads as {guess} up to byte {error.start:,}, and is damaged there") from None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    # The beginning of a long file says enough; an even cut keeps UTF-16, and a whole line keeps GB18030, intact.
    head = data
    if len(data) > _GUESS_FROM:
        cut = data.rfind(b"\n", 0, _GUESS_FROM) + 1
        wide = b"\x00" in data[:4096]
        head = data[:_GUESS_FROM] if wide or not cut else data[:cut]
    found = {str(match.encoding): str(match) for match in from_bytes(head, cp_isolation=_ENCODINGS)}
    # It holds some short texts for noise; gb18030 then counts if it makes everyday words of every fifth character.
    with contextlib.suppress(UnicodeDecodeError):
        text = head.decode("gb18030")
        if len(_COMMON.findall(text)) * 5 >= len(text):
            found.setdefault("gb18030", text)
    # Few bytes pass for several encodings; the one that makes everyday words of them is meant.
    scores = {name: len(_COMMON.findall(text)) for name, text in found.items() if _CHINESE.search(text)}
    if not scores:
        return None
    return max(scores, key=lambda name: scores[name]).replace("_", "-")


def _no_binary(text: str, where: str) -> str:
    found = _CONTROL.search(text)
    if found:
        code = ord(found[0])
        raise Fault(f"{where}: a binary file under the name of a text (character {found.start():,} is U+{code:04X})")
    return text


def _docx(data: bytes, where: str) -> str:
    """Take the text of a Word document: paragraphs and tables in their order, a cell's text after a tab."""
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
    total = 0
    for member in members:
        if member.flag_bits & 1:
            raise Fault(f"{where}: the Word document is encrypted")
        size = 0
        try:
            with archive.open(member) as part:
                while piece := part.read(2**16):
                    if not size and b"<!DOCTYPE" in piece.replace(b"\x00", b""):
                        raise Fault(
                            f"{where}: {shown(member.filename)} declares a document type: no Word document does"
                        )
                    size += len(piece)
                    total += len(piece)
                    if total > MAX_INFLATED:
                        raise Fault(f"{where}: unpacks to more than {MAX_INFLATED:,} bytes")
                    if size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1):
                        raise Fault(
                            f"{where}: {shown(member.filename)} unpacks to more than {MAX_RATIO} times its size"
                        )
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise Fault(f"{where}: a damaged Word document: {shown(member.filename)} cannot be unpacked") from None


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


def _html(text: str, where: str) -> str:
    """Take the main text of a page; scripts are dropped with their text, nothing is fetched or run."""
    if len(text) > MAX_HTML:
        raise Fault(f"{where}: an HTML page of {len(text):,} characters; the limit is {MAX_HTML:,}")
    import trafilatura
    from lxml import etree, html

    try:
        # An XML declaration contradicts a text that is already decoded.
        tree = html.fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text))
        etree.strip_elements(tree, "script", "style", "noscript", "template", "iframe", "object", with_tail=False)
        _paragraphs(tree)
        main = trafilatura.extract(
            tree,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            deduplicate=False,
        )
    except RecursionError:
        raise Fault(f"{where}: the HTML page is nested too deeply") from None
    # lxml and trafilatura meet a broken page with whatever their lookups raise.
    except Exception as error:
        raise Fault(f"{where}: no readable HTML ({type(error).__name__})") from None
    if not main:
        raise Fault(f"{where}: the HTML page has no main text")
    return str(main)


# The tags that end a line of text; br ends one too.
_BLOCK = re.compile(
    "address|article|aside|blockquote|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|tbody|td|tfoot|th|thead|tr|ul"
)


def _paragraphs(tree: Any) -> None:
    """Make a paragraph of every line between <br>s; bare text at the beginning of a box is easily lost."""
    from lxml import etree

    for box in [
        parent for parent in tree.iter("div", "section", "article", "main", "td") if parent.find("br") is not None
    ]:
        children = list(box)
        line = etree.Element("p")
        line.text, box.text = box.text, None
        for child in children:
            box.remove(child)
        for child in children:
            tail, child.tail = child.tail, None
            if child.tag == "br" or (isinstance(child.tag, str) and _BLOCK.fullmatch(child.tag)):
                _close(box, line)
                line = etree.Element("p")
                line.text = tail
                if child.tag != "br":
                    box.append(child)
            else:
                child.tail = tail
                line.append(child)
        _close(box, line)


def _close(box: Any, line: Any) -> None:
    if len(line) or (line.text and line.text.strip()):
        box.append(line)


def _pdf(data: bytes, where: str) -> str:
    """Take the text layer of a PDF, page by page."""
    if b"%%EOF" not in data[-2048:]:
        raise Fault(f"{where}: a truncated PDF: its end is missing")
    import logging

    import pypdf

    # What pypdf logs about a damaged file is said in the Fault, or does not matter.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Fault(f"{where}: the PDF is protected by a password")
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise Fault(f"{where}: {pages:,} pages; the limit is {MAX_PAGES:,}")
        text = "\n".join(page.extract_text() for page in reader.pages)
    except Fault:
        raise
    # pypdf meets a damaged file with many kinds of error, RecursionError among them.
    except Exception as error:
        raise Fault(f"{where}: a damaged PDF ({type(error).__name__})") from None
    if not _CHINESE.search(text):
        raise Fault(f"{where}: a PDF without a text layer ({pages} pages of images?): run OCR on it first")
    return text
