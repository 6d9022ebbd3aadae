"""PDF files with a text layer."""

import io

from jiedu.errors import Fault
from jiedu.reports.formats.source import CHINESE

MAX_PAGES = 5_000
"""The most pages of a PDF."""


def pdf_text(data: bytes, where: str) -> str:
    """Take the text layer of a PDF, page by page.

    Raises Fault for what is damaged, under a password, without Chinese text, or of more than MAX_PAGES pages.

    >>> pdf_text(b"%PDF-1.7", "a.pdf")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a.pdf: a truncated PDF: its end is missing
    """
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
    if not CHINESE.search(text):
        raise Fault(f"{where}: a PDF without a text layer ({pages} pages of images?): run OCR on it first")
    return text
