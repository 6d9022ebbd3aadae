"""What was read of a file, and whether it can be a report."""

import hashlib
import re
from dataclasses import dataclass, field

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.text.characters import IDEOGRAPHS

MAX_LINE = 1_000_000
"""The longest line of a text, in characters; a whole report in one line has some 60,000."""
MIN_CHINESE = 200
"""The fewest Chinese characters of a report."""
MIN_SHARE = 0.3
"""The smallest share of Chinese characters in what is not blank."""

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


def require_report(source: Source) -> None:
    """Raise Fault if a text cannot be a report: too little Chinese, or no sentence.

    >>> require_report(Source("menu.txt", "豆浆 油条"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: menu.txt: no report: 4 Chinese characters, a report has at least 200
    """
    where = safe_name(source.name)
    chinese = len(CHINESE.findall(source.text))
    if chinese < MIN_CHINESE:
        raise Fault(f"{where}: no report: {chinese} Chinese characters, a report has at least {MIN_CHINESE}")
    visible = len("".join(source.text.split()))
    if chinese < MIN_SHARE * visible:
        raise Fault(f"{where}: no report: only {100 * chinese // visible} % of its characters are Chinese")
    if len(_PROSE_STOP.findall(source.text)) * 200 < chinese:
        raise Fault(f"{where}: no report: the text has no sentences")
