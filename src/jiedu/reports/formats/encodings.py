"""Bytes to characters: by byte order mark, as UTF-8, as declared, or as the bytes suggest."""

import contextlib
import re

from jiedu.errors import Fault
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


def decode(data: bytes, where: str, declared: re.Match[bytes] | None) -> tuple[str, str]:
    """Decode by byte order mark, as UTF-8, as declared, or as charset-normalizer finds, in this order.

    Gives the text and the name of the encoding; `where` names the file in a Fault, which what is binary, damaged or
    in an unknown encoding raises.

    >>> decode("\\ufeff增长6%".encode("utf-16-le"), "a.txt", None)
    ('增长6%', 'utf-16')
    >>> decode(b"\\x00\\x01\\x02", "a.txt", None)
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a.txt: a binary file, or a text in an unknown encoding
    """
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
    scores = {name: len(_COMMON.findall(text)) for name, text in found.items() if CHINESE.search(text)}
    if not scores:
        return None
    return max(scores, key=lambda name: scores[name]).replace("_", "-")


def _no_binary(text: str, where: str) -> str:
    found = _CONTROL.search(text)
    if found:
        code = ord(found[0])
        raise Fault(f"{where}: a binary file under the name of a text (character {found.start():,} is U+{code:04X})")
    return text
