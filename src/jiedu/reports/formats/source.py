"""What was read of a file, and whether it can be a report."""

import hashlib
import re
from dataclasses import dataclass, field

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.text.characters import IDEOGRAPHS, INVISIBLE

MAX_LINE = 1_000_000
"""The longest line of a text, in characters; a whole report in one line has some 60,000."""
MAX_TEXT = 50_000_000
"""The longest text, in bytes of UTF-8, whatever the file it was taken from; a report has some 60 kB."""
MAX_LINES = 1_000_000
"""The most lines of a text that are not blank."""
MIN_CHINESE = 200
"""The fewest Chinese characters of a report."""
MIN_SHARE = 0.3
"""The smallest share of Chinese characters in what is not blank."""

_CHINESE_RUN = re.compile(f"[{IDEOGRAPHS}]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_UNSEEN = re.compile(rf"[\s{INVISIBLE}]+")
CHINESE = re.compile(f"[{IDEOGRAPHS}]")
_PROSE_STOP = re.compile(r"[。！？；：，]")


@dataclass(frozen=True, slots=True)
class Source:
    """Hold the text of a file as it was extracted; every offset of every result points into `text`.

    `encoding` is "" for what has none of its own (a Word document, a PDF), `file_sha256` for what was no file.
    `remarks` say in sentences what of the file is not in the text, or not as it was.

    >>> source = Source("a.txt", "第一")
    >>> source.sha256[:8]
    '437683aa'
    """

    name: str
    text: str = field(repr=False)
    format: str = "text"
    encoding: str = ""
    file_sha256: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Give the SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def invisible_remark(text: str) -> str:
    """Say how many characters of a text take no room, and where the first is; "" for none.

    >>> invisible_remark("增长6" + chr(0x200B) + ".5%")
    '1 character that takes no room is read through: U+200B at character 3 (line 1)'
    """
    first = _INVISIBLE.search(text)
    if first is None:
        return ""
    count = len(text) - len(_INVISIBLE.sub("", text))
    what = "character that takes no room is" if count == 1 else "characters that take no room are"
    place = f"at character {first.start():,} (line {text.count(chr(10), 0, first.start()) + 1:,})"
    return f"{count:,} {what} read through: {'' if count == 1 else 'the first, '}U+{ord(first[0]):04X} {place}"


def require_report(source: Source) -> None:
    """Raise Fault if a text cannot be a report: too little Chinese, or no sentence.

    >>> require_report(Source("menu.txt", "豆浆 油条"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: menu.txt: no report: 4 Chinese characters, a report has at least 200
    """
    where = safe_name(source.name)
    # What is left without them is counted: a list of them would be thirty times as long as the text.
    text = source.text
    chinese = len(text) - len(_CHINESE_RUN.sub("", text))
    if chinese < MIN_CHINESE:
        raise Fault(
            tell(
                "{where}: no report: {count} Chinese characters, a report has at least {least}",
                where=where,
                count=chinese,
                least=MIN_CHINESE,
            )
        )
    visible = len(_UNSEEN.sub("", text))
    if chinese < MIN_SHARE * visible:
        raise Fault(
            tell(
                "{where}: no report: only {share} % of its characters are Chinese",
                where=where,
                share=100 * chinese // visible,
            )
        )
    if (len(text) - len(_PROSE_STOP.sub("", text))) * 200 < chinese:
        raise Fault(tell("{where}: no report: the text has no sentences", where=where))
