"""`jiedu pdf`: a built site as one book on paper."""

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jiedu.errors import Fault
from jiedu.files import safe_name, write_whole
from jiedu.language import tell
from jiedu.paper.book_site import BookSite, open_book_site
from jiedu.paper.chromium import as_pdf, page_to_print
from jiedu.paper.document import ContentsLine, one_document
from jiedu.paper.words import printed_word

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

# A table that is wider than the text is set smaller; one that is too wide even so lies across pages of its own at the
# end of its chapter, where it leaves no page half empty, and a line with its name stands where it was.
_FIT_TABLES = """([across, tall, moved]) => {
  const over = (table, width) => table.getBoundingClientRect().width > width + 1;
  for (const table of document.querySelectorAll('.jp-chapter table')) {
    const chapter = table.closest('.jp-chapter');
    const width = table.parentElement.getBoundingClientRect().width;
    for (const size of ['jp-small', 'jp-smaller']) if (over(table, width)) table.classList.add(size);
    if (!over(table, width)) continue;
    const box = table.closest('.cell, .jd-table') ?? table;
    const line = document.createElement('p');
    const link = line.appendChild(document.createElement('a'));
    line.className = 'jp-moved';
    const holder = box.id ? box : (box.querySelector('[id]') ?? box);
    holder.id ||= chapter.id + '-wide';
    link.href = '#' + holder.id;
    link.append(...[...(table.caption?.childNodes ?? [])].map((node) => node.cloneNode(true)));
    line.append(' ' + moved);
    box.replaceWith(line);
    box.classList.add('jp-across');
    box.style.width = across + 'px';
    chapter.append(box);
    table.classList.remove('jp-smaller');
    for (const size of ['jp-smaller', 'jp-tight']) if (over(table, across)) table.classList.add(size);
    // Chromium would set the whole book smaller, for one table.
    if (over(table, across)) table.style.zoom = across / table.getBoundingClientRect().width;
    // A few rows and the key would have a page of their own.
    if (box.getBoundingClientRect().height % tall < .25 * tall) table.classList.add('jp-close');
  }
}"""
ACROSS, _TALL = 971, 627
"""The width and height of the text on a page that lies across, in pixels: A4 is 297 by 210 mm, less its margins."""

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
        raise Fault(tell("{name}: is a folder, and the book is one file: nothing was written", name=safe_name(out)))
    book = open_book_site(site)
    document = one_document(book)
    with page_to_print(document.text, site) as page:
        fit_tables(page, book.language)
        data, numbers = _numbered(page, document.lines)
    finished, pages = _finish(data, book, document.lines, numbers)
    write_whole(out, finished)
    return PrintedPdf(out, pages, len(finished))


def fit_tables(page: "Page", language: str) -> None:
    """Give every table of a document room: type that is smaller, a page across, or the size at which it fits."""
    page.evaluate(_FIT_TABLES, [ACROSS, _TALL, printed_word("moved", language)])


def _numbered(page: "Page", lines: tuple[ContentsLine, ...]) -> tuple[bytes, list[int]]:
    """Print until the contents say the pages on which their headings stand.

    The first print says where they are, the second has the numbers.
    """
    said: list[int] = []
    for tagged in (False, True, True):
        data = as_pdf(page, tagged)
        numbers = _places(_reader(data), lines)
        if numbers == said:
            return data, numbers
        said = numbers
        page.evaluate(_NUMBER, [str(number) for number in numbers])
    raise Fault(tell("the contents do not come to rest: their page numbers move the pages"))


def _places(reader: "PdfReader", lines: tuple[ContentsLine, ...]) -> list[int]:
    """Give the page on which each line of the contents is found, from 1."""
    pages = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
    found = reader.named_destinations
    return [pages[found[f"/{line.place}"].raw_get("/Page")] for line in lines]


def _finish(data: bytes, book: BookSite, lines: tuple[ContentsLine, ...], numbers: list[int]) -> tuple[bytes, int]:
    """Give a print its bookmarks, which are its contents, and what it says of itself; and count its pages."""
    from pypdf import PdfWriter
    from pypdf.generic import BooleanObject, DictionaryObject, Fit, NameObject, create_string_object

    reader = _reader(data)
    found = reader.named_destinations
    writer = PdfWriter(clone_from=reader)
    above: list[IndirectObject] = []
    for line, number in zip(lines, numbers, strict=True):
        del above[line.level :]
        place = Fit.xyz(left=0, top=float(found[f"/{line.place}"].top or 0))
        above.append(
            writer.add_outline_item(
                title=line.text, page_number=number - 1, parent=above[-1] if above else None, fit=place
            )
        )
    # The day is the edition's own, so that the same site is printed alike on any day.
    day = f"D:{book.date.replace('-', '')}000000Z" if book.date else ""
    said = {
        "/Title": book.whole_title,
        "/Author": book.author,
        "/Subject": book.meta("description"),
        "/Producer": "jiedu, Chromium",
        "/CreationDate": day,
        "/ModDate": day,
    }
    writer.metadata = {name: text for name, text in said.items() if text}
    root = writer.root_object
    root[NameObject("/Lang")] = create_string_object(book.language)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    preferences = root.get("/ViewerPreferences", DictionaryObject()).get_object()
    preferences[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    root[NameObject("/ViewerPreferences")] = preferences
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue(), len(writer.pages)


def _reader(data: bytes) -> "PdfReader":
    """Read a print; what pypdf remarks about Chromium's counting of objects does not matter."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return PdfReader(io.BytesIO(data))
