"""Reports in the formats of offices, made for a test."""

import io
from collections.abc import Iterable


def a_docx(lines: Iterable[str]) -> bytes:
    """Make a Word document of one paragraph a line."""
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
