"""`jiedu pdf`: a built site as one book on paper."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiedu.errors import Fault
from jiedu.files import safe_name, write_whole
from jiedu.paper.chromium import as_pdf, page_to_print
from jiedu.paper.document import ContentsLine, one_document
from jiedu.paper.folder import PrintedBook, read_printed_book

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pypdf import PdfReader

# A table that is wider than the text is set smaller; one that is too wide even so lies across the page.
_FIT_TABLES = """() => {
  const wide = (table) => table.getBoundingClientRect().right > table.closest('.jp-chapter').getBoundingClientRect().right + 1;
  for (const table of document.querySelectorAll('.jp-chapter table')) {
    for (const size of ['jp-small', 'jp-smaller', 'jp-wide']) if (wide(table)) table.classList.add(size);
    if (table.classList.contains('jp-wide')) (table.closest('.cell') ?? table).classList.add('jp-across');
  }
}"""
_NUMBER = """(pages) => document.querySelectorAll('.jp-line-page').forEach((at, i) => { at.textContent = pages[i]; })"""


@dataclass(frozen=True)
class PrintedPdf:
    """Say what was printed: where it is, its pages and its bytes."""

    path: Path
    pages: int
    size: int


def print_book(site: Path, out: Path) -> PrintedPdf:
    """Print the folder of a built site as one PDF in A4.

    A folder that holds no site, or lacks a page, is a Fault, and so is a machine without Chromium; what stood in the
    place of the PDF is then as it was.
    """
    if out.is_dir():
        raise Fault(f"{safe_name(out)}: is a folder, and the book is one file: nothing was written")
    book = read_printed_book(site)
    document = one_document(book)
    with page_to_print(document.text, site) as page:
        page.evaluate(_FIT_TABLES)
        data, numbers = _numbered(page, document.lines)
    finished, pages = _finish(data, book, document.lines, numbers)
    write_whole(out, finished)
    return PrintedPdf(out, pages, len(finished))


def _numbered(page: "Page", lines: tuple[ContentsLine, ...]) -> tuple[bytes, list[int]]:
    """Print until the contents say the pages on which their headings stand.

    The first print says where they are, the second has the numbers.
    """
    from pypdf import PdfReader

    said: list[int] = []
    for _ in range(4):
        data = as_pdf(page)
        numbers = _places(PdfReader(io.BytesIO(data)), lines)
        if numbers == said:
            return data, numbers
        said = numbers
        page.evaluate(_NUMBER, [str(number) for number in numbers])
    raise Fault("the contents do not come to rest: their page numbers move the pages")


def _places(reader: "PdfReader", lines: tuple[ContentsLine, ...]) -> list[int]:
    """Give the page on which each line of the contents is found, from 1."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    found = reader.named_destinations
    return [pages[found[f"/{line.place}"].raw_get("/Page").idnum] for line in lines]


def _finish(
    data: bytes, book: PrintedBook, lines: tuple[ContentsLine, ...], numbers: list[int]
) -> tuple[bytes, int]:
    """Give a print its bookmarks, which are its contents, and what it says of itself."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import BooleanObject, NameObject, create_string_object

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    above: list[object] = []
    for line, number in zip(lines, numbers, strict=True):
        del above[line.level :]
        above.append(writer.add_outline_item(line.text, number - 1, parent=above[-1] if above else None))
    writer.add_metadata({"/Title": book.title, "/Author": book.author, "/Subject": book.description})
    root = writer.root_object
    root[NameObject("/Lang")] = create_string_object(book.language)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue(), len(writer.pages)
