"""Bytes to characters: by byte order mark, as UTF-8, as declared, or as the bytes suggest."""

import codecs
import contextlib
import re

from jiedu.errors import Fault
from jiedu.language import tell
from jiedu.reports.formats.source import CHINESE

# Characters that no text holds: control characters but for tab, line feed, vertical tab, form feed, carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
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


Decoded = tuple[str, str, tuple[str, ...]]


def decode(data: bytes, where: str, declared: re.Match[bytes] | None) -> Decoded:
    """Decode by byte order mark, as UTF-8, as declared, or as charset-normalizer finds, in this order.

    Gives the text, the name of the encoding, and a remark on every damaged place: where hardly a byte in a thousand
    is broken, the rest is read. `where` names the file in a Fault, which what is binary, damaged beyond that or in an
    unknown encoding raises.

    >>> decode("\\ufeff增长6%".encode("utf-16-le"), "a.txt", None)
    ('增长6%', 'utf-16', ())
    >>> decode("增长6%，投资增长8%。".encode().replace(b"\\x95", b"\\xff", 1), "a.txt", None)[2]
    ('byte 3 (line 1) is no UTF-8 and stands as U+FFFD',)
    >>> decode(b"\\x00\\x01\\x02", "a.txt", None)
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a.txt: a binary file, or a text in an unknown encoding
    """
    whole, fault = "", None
    try:
        whole, encoding, guessed = _decode_whole(data, where, declared)
        if not guessed or _is_chinese(whole):
            return whole, encoding, ()
    except Fault as found:
        fault = found
    # A damaged text may pass for one in another encoding, of which it makes no words.
    mended = _mend(data, declared)
    if mended and _words(mended[0]) > _words(whole):
        return mended
    if fault:
        raise fault
    return whole, encoding, ()


def _decode_whole(data: bytes, where: str, declared: re.Match[bytes] | None) -> tuple[str, str, bool]:
    """Give text, encoding, and whether this is a guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                begins = encoding.removesuffix("-sig")
                fault = tell(
                    "{where}: begins as {encoding}, but byte {offset:,} is not",
                    where=where,
                    encoding=begins,
                    offset=error.start,
                )
                raise Fault(fault) from None
            return _no_binary(text, where), encoding.removesuffix("-sig"), False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = tell(" (byte {offset:,} is not UTF-8)", offset=error.start)
    else:
        # UTF-16 without a mark may be valid UTF-8, full of zeros.
        if "\x00" not in text:
            return _no_binary(text, where), "utf-8", False
        broken = ""
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in _DECLARED:
        with contextlib.suppress(UnicodeDecodeError):
            return _no_binary(data.decode(_DECLARED[name]), where), name, False
    guess = _guess(data)
    if guess is None:
        raise Fault(tell("{where}: a binary file, or a text in an unknown encoding{more}", where=where, more=broken))
    try:
        return _no_binary(data.decode(guess), where), guess, True
    except UnicodeDecodeError as error:
        fault = tell(
            "{where}: reads as {encoding} up to byte {offset:,}, and is damaged there",
            where=where,
            encoding=guess,
            offset=error.start,
        )
        raise Fault(fault) from None


def _readings(head: bytes) -> dict[str, str] | None:
    """Give what a library takes for text, by encoding; None without the library: a browser has Python alone."""
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        return None
    return {str(match.encoding): str(match) for match in from_bytes(head, cp_isolation=_ENCODINGS)}


def _guess(data: bytes) -> str | None:
    # The beginning of a long file says enough; an even cut keeps UTF-16, and a whole line keeps GB18030, intact.
    head = data
    if len(data) > _GUESS_FROM:
        cut = data.rfind(b"\n", 0, _GUESS_FROM) + 1
        wide = b"\x00" in data[:4096]
        head = data[:_GUESS_FROM] if wide or not cut else data[:cut]
    readings = _readings(head)
    found = dict(readings or {})
    # It holds some short texts for noise; gb18030 then counts if it makes everyday words of every fifth character, and
    # without it so does each of the others.
    for name in _ENCODINGS if readings is None else ("gb18030",):
        with contextlib.suppress(UnicodeDecodeError):
            text = head.decode(name)
            if len(_COMMON.findall(text)) * 5 >= len(text):
                found.setdefault(name, text)
    # Few bytes pass for several encodings; the one that makes everyday words of them is meant.
    scores = {name: len(_COMMON.findall(text)) for name, text in found.items() if CHINESE.search(text)}
    if not scores:
        return None
    return max(scores, key=lambda name: scores[name]).replace("_", "-")


# An escape is no damage but the beginning of what a terminal takes for a command: a text with one is refused.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_HOLES = 100
_BYTES_A_HOLE = 1000
_ONE_HOLE = 4
_SAID = 5
_RUN = 200
_FIRST_OF_TWO = 0x80


def _words(text: str) -> int:
    return len(_COMMON.findall(text))


def _is_chinese(text: str) -> bool:
    """Say whether every fifth character that is not ASCII is an everyday one; a page may be mostly ASCII."""
    return 0 < len(text) - len(text.encode("ascii", "ignore")) <= 5 * _words(text)


def _mend(data: bytes, declared: re.Match[bytes] | None) -> Decoded | None:
    """Read a text with a few broken bytes, with U+FFFD for each, in the encoding that makes most words of it."""
    mark = len(_BOMS[0][0]) if data.startswith(_BOMS[0][0]) else 0
    # No text holds these bytes; 255 is in none of the encodings, and is found where it stands.
    body, binary = _BINARY.subn(b"\xff", data[mark:])
    if binary > _most_holes(data):
        return None
    name = declared[1].decode("ascii").lower() if declared else ""
    names = dict.fromkeys(("utf-8", *([_DECLARED[name]] if name in _DECLARED else []), "gb18030", "big5"))
    found = []
    for encoding in names if not mark else ("utf-8",):
        text, holes = _with_holes(body, encoding)
        if holes and not _CONTROL.search(text) and _is_chinese(text):
            found.append((_words(text), text, encoding, holes))
    if not found:
        return None
    _, text, encoding, holes = max(found)
    remarks = []
    for hole in holes[:_SAID]:
        line = data.count(b"\n", 0, mark + hole) + 1
        remarks.append(f"byte {mark + hole:,} (line {line:,}) is no {encoding.upper()} and stands as U+FFFD")
    if len(holes) > _SAID:
        remarks.append(f"{len(holes) - _SAID} more damaged places stand as U+FFFD")
    return text, encoding, tuple(remarks)


def _most_holes(data: bytes) -> int:
    return max(1, min(_MOST_HOLES, len(data) // _BYTES_A_HOLE))


def _with_holes(data: bytes, encoding: str) -> tuple[str, list[int]]:
    """Decode what can be decoded; without text where more is broken than a few bytes."""
    most = _most_holes(data)
    pieces: list[str] = []
    holes: list[int] = []
    at = last = 0
    while True:
        try:
            pieces.append(codecs.decode(memoryview(data)[at:], encoding))
            return "".join(pieces), holes
        except UnicodeDecodeError as error:
            hole, resume = _hole(data, at, at + error.start, at + error.end, encoding)
        pieces += [data[at:hole].decode(encoding, "replace"), "\ufffd"]
        # One byte may break a character at both its ends.
        if not holes or hole - last > _ONE_HOLE:
            holes.append(hole)
        if len(holes) > most:
            return "", []
        at = last = resume


def _hole(data: bytes, begin: int, start: int, end: int, encoding: str) -> tuple[int, int]:
    """Give the broken byte and where the text goes on.

    After a lost byte the pairs of GB18030 and Big5 are out of step, up to the next byte of ASCII, where the decoder
    notices: the byte is where leaving it out makes most of common characters.
    """
    if encoding == "utf-8":
        while end < min(len(data), start + _ONE_HOLE) and data[end] & 0xC0 == _FIRST_OF_TWO:
            end += 1
        return start, end
    first = start
    while first > max(begin, start - _RUN) and data[first - 1] >= _FIRST_OF_TWO:
        first -= 1
    last = start + 1
    while last < min(len(data), start + _RUN) and data[last] >= _FIRST_OF_TWO:
        last += 1
    best, place = -1, (start, start + 1)
    for hole, resume in [(start, start + 1), (start, start + 2), *((at, at + 1) for at in range(first, start))]:
        with contextlib.suppress(UnicodeDecodeError):
            text = data[first:hole].decode(encoding) + data[resume:last].decode(encoding, "ignore")
            common = _common_characters(text, encoding)
            if common > best:
                best, place = common, (hole, resume)
    return place


# Both encodings have punctuation and the characters in common use before the others, by the first of two bytes.
_FIRST_LEVEL = {
    "gb18030": ("gb2312", frozenset((0xA1, *range(0xB0, 0xD8)))),
    "big5": ("big5", frozenset((0xA1, *range(0xA4, 0xC7)))),
}


def _common_characters(text: str, encoding: str) -> int:
    codec, common = _FIRST_LEVEL["big5" if encoding.startswith("big5") or encoding == "cp950" else "gb18030"]
    return sum(character.encode(codec, "replace")[0] in common for character in text)


def _no_binary(text: str, where: str) -> str:
    found = _CONTROL.search(text)
    if found:
        code = ord(found[0])
        raise Fault(
            tell(
                "{where}: a binary file under the name of a text (character {offset:,} is U+{code:04X})",
                where=where,
                offset=found.start(),
                code=code,
            )
        )
    return text
