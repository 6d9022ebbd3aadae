"""`jiedu pdf` on the edition's own site: what is on the pages, where the contents say it is, and what is refused."""

import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont
from pypdf._cmap import get_encoding
from pypdf.generic import IndirectObject
from support import ROOT

from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.paper.book_site import BookSite, open_book_site
from jiedu.paper.chromium import find_chromium
from jiedu.paper.pdf import ACROSS, print_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]

A4 = (594.96, 841.92)


@pytest.fixture(scope="session")
def pdf(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the edition's site, printed once for all tests, in a process of its own."""
    out = tmp_path_factory.mktemp("paper") / "book.pdf"
    printed(site, out)
    return out


@pytest.fixture(scope="session")
def reader(pdf: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(pdf)


@pytest.fixture(scope="session")
def book(site: Path) -> BookSite:
    """The site as it is read to be printed; no test changes its trees."""
    return open_book_site(site)


def said(text: str) -> str:
    """What a text says, however a PDF spaces it: without white space, radicals as the characters that they are."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="session")
def words(reader: pypdf.PdfReader) -> list[list[tuple[str, float, float]]]:
    """What each page says, piece by piece, with where each piece begins, in points; one reading for all tests."""
    pages = []
    for page in reader.pages:
        pieces: list[tuple[str, float, float]] = []

        def look(text: str, ctm: list[float], tm: list[float], *_: object, pieces: list = pieces) -> None:
            x = ctm[0] * tm[4] + ctm[2] * tm[5] + ctm[4]
            y = ctm[1] * tm[4] + ctm[3] * tm[5] + ctm[5]
            pieces.append((text, x, y))

        page.extract_text(visitor_text=look)
        pages.append(pieces)
    return pages


@pytest.fixture(scope="session")
def texts(words: list[list[tuple[str, float, float]]]) -> list[str]:
    return ["".join(text for text, _, _ in pieces) for pieces in words]


@pytest.fixture(scope="session")
def bookmarks(reader: pypdf.PdfReader) -> list[tuple[int, str, int]]:
    """The bookmarks: how deep, what they say, on which page from 1."""

    def walk(items: list[object], level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                yield level, str(item.title), (reader.get_destination_page_number(item) or 0) + 1

    return list(walk(reader.outline, 0))


@pytest.fixture(scope="session")
def contents(texts: list[str], bookmarks: list[tuple[int, str, int]]) -> str:
    """The words of the pages of the contents, which stand between the title page and the first chapter."""
    return said("".join(texts[1 : bookmarks[0][2] - 1]))


def test_every_id_of_the_edition_is_in_print(texts: list[str]) -> None:
    edition = Edition.open(ROOT)
    printed = said("".join(texts))
    for table in (edition.quantities, edition.commitments, edition.notes, edition.terms, edition.facts):
        assert [name for name in table.index if str(name) not in printed] == []


def test_no_page_is_empty(texts: list[str]) -> None:
    # A page has at least its number; one with a picture alone has a caption.
    assert [number for number, text in enumerate(texts, 1) if len(said(text)) < 60] == []


# What Chromium writes for a text: the font, then its glyphs in hexadecimal, four digits each; what is read in place of
# them is written so as well.
DRAWN = re.compile(rb"/(\w+) [\d.]+ Tf\b|(/ActualText ?)?<((?:[0-9A-Fa-f]{4})+)>")


def drawn_glyphs(reader: pypdf.PdfReader) -> dict[int, set[int]]:
    """Give the glyphs that the pages draw with each font, by the number of the font's object."""
    drawn: dict[int, set[int]] = {}
    for page in reader.pages:
        fonts_of, number = page["/Resources"].get("/Font", {}), 0
        content = page.get_contents().get_data()
        assert not re.search(rb"\) ?Tj", content)
        for font, instead, glyphs in DRAWN.findall(content):
            if font:
                number = fonts_of.raw_get(f"/{font.decode()}").idnum
            elif not instead:
                drawn.setdefault(number, set()).update(int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4))
    return drawn


def missing_glyphs(reader: pypdf.PdfReader) -> list[str]:
    """List what is drawn as the box of its font for a character that it lacks, or as nothing where it should be seen."""
    missing = []
    for number, glyphs in drawn_glyphs(reader).items():
        font = reader.get_object(number)
        name = str(font["/BaseFont"])
        inner = font["/DescendantFonts"][0].get_object()
        assert (font["/Encoding"], inner["/CIDToGIDMap"]) == ("/Identity-H", "/Identity"), name
        outlines = TTFont(io.BytesIO(inner["/FontDescriptor"]["/FontFile2"].get_object().get_data()))
        order, shapes = outlines.getGlyphOrder(), outlines["glyf"]
        # What a glyph stands for: a space and what only joins or parts has no outline.
        _, characters = get_encoding(font)
        for glyph in sorted(glyphs):
            text = str(characters.get(chr(glyph), ""))
            if glyph == 0:
                missing.append(f"{name}: .notdef")
            elif not shapes[order[glyph]].numberOfContours and text.strip() and unicodedata.category(text[0])[0] != "C":
                missing.append(f"{name}: {text}")
    return missing


def test_every_character_has_its_glyph(reader: pypdf.PdfReader, texts: list[str]) -> None:
    assert missing_glyphs(reader) == []
    assert "\ufffd" not in "".join(texts)
    assert "\0" not in "".join(texts)


def fonts(reader: pypdf.PdfReader) -> dict[int, pypdf.generic.DictionaryObject]:
    found = {}
    for page in reader.pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            found[font.indirect_reference.idnum] = font
    return found


def test_every_font_is_embedded(reader: pypdf.PdfReader) -> None:
    seen = set()
    for font in fonts(reader).values():
        assert font["/Subtype"] == "/Type0", font.get("/FontDescriptor")
        inner = font["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in inner["/FontDescriptor"], inner["/BaseFont"]
        seen.add(str(font["/BaseFont"]).partition("+")[2])
    assert {"JieduSans-Regular", "JieduSans-Bold"} <= seen


def test_the_bookmarks_are_the_contents(bookmarks: list[tuple[int, str, int]], contents: str, book: BookSite) -> None:
    assert len(bookmarks) > len(book.pages)
    # In order, each with its page behind it.
    at = 0
    for _, title, page in bookmarks:
        found = contents.find(said(title) + str(page), at)
        assert found >= 0, (title, page)
        at = found + 1


def test_a_heading_stands_on_the_page_that_the_contents_say(
    bookmarks: list[tuple[int, str, int]], texts: list[str]
) -> None:
    assert [
        (title, page) for _, title, page in bookmarks if said(title.split(" · ")[0]) not in said(texts[page - 1])
    ] == []


def test_every_chapter_begins_on_a_page_of_its_own(
    bookmarks: list[tuple[int, str, int]], book: BookSite, texts: list[str]
) -> None:
    pages: list[int] = []
    for address in book.pages:
        title = said(book.article(address).find(".//h1").text_content().replace("#", ""))
        # A section may have the name of a chapter; chapters stand on the two upper levels.
        pages.append(next(page for level, text, page in bookmarks if level < 2 and said(text) == title))
        # Before it stand the running head and, at most, the name of the part.
        assert title.partition("·")[0] in said(texts[pages[-1] - 1])[:160], address
    assert pages == sorted(set(pages))


def test_no_text_leaves_its_page(reader: pypdf.PdfReader, words: list[list[tuple[str, float, float]]]) -> None:
    outside = []
    for number, (page, pieces) in enumerate(zip(reader.pages, words, strict=True), 1):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert sorted((width, height)) == pytest.approx(sorted(A4), abs=2)
        # Nothing begins in the margin, so a table that is too wide cannot hide there.
        outside += [
            (number, text, round(x), round(y))
            for text, x, y in pieces
            if text.strip() and not (50 < x < width - 55 and 20 < y < height - 20)
        ]
    assert outside == []


LAID_OUT = """
import sys
from pathlib import Path
from jiedu.paper.book_site import open_book_site
from jiedu.paper.chromium import page_to_print
from jiedu.paper.document import one_document
from jiedu.paper.pdf import fit_tables
book = open_book_site(Path(sys.argv[1]))
with page_to_print(one_document(book).text, book.folder) as page:
    fit_tables(page, book.language)
    print(page.evaluate("document.documentElement.scrollWidth"))
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_so_wide_that_the_whole_book_would_be_set_smaller(editions: Path, language: str) -> None:
    assert int(in_a_process(LAID_OUT, editions / language)) <= ACROSS + 1


def test_a_table_of_far_too_many_columns_is_set_as_small_as_it_must_be(few: Path) -> None:
    wide = "".join(f"<th>unbreakable{number}</th>" for number in range(60))
    write_in(few / "book" / "two.html", f"<table><thead><tr>{wide}</tr></thead></table>")
    assert int(in_a_process(LAID_OUT, few)) <= ACROSS + 1


def test_it_is_tagged_and_says_what_it_is(reader: pypdf.PdfReader, book: BookSite) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == book.language
    assert (reader.metadata.title, reader.metadata.author) == (book.whole_title, book.author)
    assert reader.metadata["/CreationDate"] == f"D:{book.date.replace('-', '')}000000Z"


def test_every_link_leads_somewhere(reader: pypdf.PdfReader) -> None:
    pages = {page.indirect_reference.idnum for page in reader.pages}
    named = reader.named_destinations
    inner = outer = 0
    for number, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots", []):
            note = note.get_object()
            if note["/Subtype"] != "/Link":
                continue
            place = note.get("/Dest") or note.get("/A", {}).get("/D")
            if place is not None:
                target = named[str(place)] if isinstance(place, str) else None
                page_of = target.raw_get("/Page") if target is not None else place[0]
                assert isinstance(page_of, IndirectObject) and page_of.idnum in pages, (number, place)
                inner += 1
            else:
                address = str(note["/A"]["/URI"])
                assert re.match(r"https?://(?!paper\.invalid)", address), (number, address)
                outer += 1
    assert inner > 2000 and outer > 50


def test_an_outside_link_has_its_address_in_print(book: BookSite, texts: list[str]) -> None:
    printed = said("".join(texts))
    for address in book.pages:
        for link in book.article(address).xpath(".//a[starts-with(@href, 'http')]"):
            assert said(str(link.get("href"))) in printed, (address, link.get("href"))


def test_charts_are_drawn_and_not_pictures(reader: pypdf.PdfReader, book: BookSite, texts: list[str]) -> None:
    """Only what is a picture on the site is one on paper; the words of charts are words."""
    articles = [book.article(address) for address in book.pages]
    pictures = [image for article in articles for image in article.iter("img")]
    sizes = {
        (int(image["/Width"]), int(image["/Height"]))
        for page in reader.pages
        for image in (entry.get_object() for entry in page["/Resources"].get("/XObject", {}).values())
        if image["/Subtype"] == "/Image"
    }
    assert len(sizes) <= len(pictures)
    printed = said("".join(texts))
    charts = [chart for article in articles for chart in article.xpath(".//svg[contains(@class, 'jd-wide')]")]
    assert len(charts) > 20
    for chart in charts:
        words = [said(word.text_content()) for word in chart.iter("text")]
        assert [word for word in words if word not in printed] == []


def test_the_draft_line_is_on_the_title_page(tmp_path: Path, site: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("id", "_sources", "*.json"))
    front = copy / "book" / "index.html"
    text = front.read_text(encoding="utf-8")
    line = '<div class="bd-header-announcement">A draft: 3 of 9 rows.</div>'
    front.write_text(re.sub(r"(<body[^>]*>)", rf"\1{line}", text), encoding="utf-8")
    assert open_book_site(copy).draft == "A draft: 3 of 9 rows."
    assert open_book_site(site).draft == ""


# What is refused


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A site of two pages, as small as a site can be."""
    folder = tmp_path / "site"
    (folder / "book").mkdir(parents=True)
    head = '<html lang="zh-CN"><head><title>书：副题</title></head><body>'
    nav = '<nav class="bd-docs-nav"><p class="caption">部分</p><ul><li><a href="two.html">二</a></li></ul></nav>'
    door = head.replace("<title>", '<meta http-equiv="refresh" content="0; url=book/index.html"><title>')
    (folder / "index.html").write_text(f"{door}<h1>书：副题</h1></body></html>", encoding="utf-8")
    for name, text in (("index", "一"), ("two", "二")):
        article = f'<article class="bd-article"><section><h1>{text}</h1><p>{text}段</p></section></article>'
        (folder / "book" / f"{name}.html").write_text(f"{head}{nav}{article}</body></html>", encoding="utf-8")
    return folder


def printed(site: Path, out: Path, **environment: str) -> pypdf.PdfReader:
    """Print a site in a process of its own."""
    program = "import sys; from pathlib import Path; from jiedu.paper.pdf import print_book; print_book(*map(Path, sys.argv[1:]))"
    in_a_process(program, site, out, **environment)
    return pypdf.PdfReader(out)


def in_a_process(program: str, *paths: Path, **environment: str) -> str:
    """Run a program that needs Chromium, and give what it prints."""
    if shutil.which("chromium") is None:
        message = "no chromium on this machine: the book was not laid out"
        if os.environ.get("JIEDU_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    command = [sys.executable, "-c", program, *map(str, paths)]
    env = {**os.environ, **environment}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_book_in_chinese_says_its_own_words_in_chinese(few: Path, tmp_path: Path) -> None:
    reader = printed(few, tmp_path / "a.pdf")
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    text = said("".join(page.extract_text() for page in reader.pages))
    assert "目录" in text and "Contents" not in text
    assert len(reader.pages) == 4
    assert missing_glyphs(reader) == []


def write_in(page: Path, text: str) -> None:
    """Put a text at the end of a page."""
    page.write_text(page.read_text(encoding="utf-8").replace("</section>", f"{text}</section>"), encoding="utf-8")


def test_a_character_that_no_face_has_would_be_found(few: Path, tmp_path: Path) -> None:
    write_in(few / "book" / "two.html", "<p>一个\ue123字</p>")
    assert [name for name in missing_glyphs(printed(few, tmp_path / "a.pdf")) if name.endswith(".notdef")]


def test_the_same_site_is_printed_in_the_same_bytes(few: Path, tmp_path: Path) -> None:
    front = few / "book" / "index.html"
    dated = '<meta name="DC.date" content="2026-11-26"></head>'
    front.write_text(front.read_text(encoding="utf-8").replace("</head>", dated), encoding="utf-8")
    wide = "".join(f"<th>column {number}</th>" for number in range(30))
    chart = '<svg class="jd-c jd-wide" viewBox="0 0 9 9"><text y="9">轴</text><path d="M0 0L9 9" stroke="red"/></svg>'
    write_in(
        few / "book" / "two.html",
        f'<h2 id="a">节</h2><p><a href="#a">此处</a>, <a href="https://example.org/">outside</a> <b>bold</b></p>'
        f"<table><thead><tr>{wide}</tr></thead><tbody><tr>{wide}</tr></tbody></table><figure>{chart}</figure>",
    )
    one = printed(few, tmp_path / "a.pdf", PYTHONHASHSEED="1", TZ="UTC")
    printed(few, tmp_path / "b.pdf", PYTHONHASHSEED="7", TZ="Asia/Shanghai")
    assert one.metadata["/CreationDate"] == one.metadata["/ModDate"] == "D:20261126000000Z"
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


AWAY = '<meta http-equiv="refresh" content="0; url=../secret.html">'
REFUSED = {
    "no site": (lambda site: shutil.rmtree(site / "book") or (site / "index.html").unlink(), "so no built site"),
    "a page is missing": (lambda site: (site / "book" / "two.html").unlink(), "two.html: named by the site, but not"),
    "a page is empty": (lambda site: (site / "book" / "two.html").write_text(""), "two.html: not a page of HTML"),
    "a page without a text": (lambda site: (site / "book" / "two.html").write_text("<p>x</p>"), "without a text"),
    "a front page that leads nowhere": (lambda site: (site / "index.html").write_text("<p>x</p>"), "without a heading"),
    "a front page that leads out": (lambda site: (site / "index.html").write_text(AWAY), "leads out of the site"),
    "a name that is too long": (
        lambda site: (site / "index.html").write_text(AWAY.replace("../secret", "x" * 300)),
        "cannot be read: ",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_site_is_one_sentence(few: Path, tmp_path: Path, case: str) -> None:
    spoil, message = REFUSED[case]
    spoil(few)
    out = tmp_path / "book.pdf"
    out.write_bytes(b"as it was")
    with pytest.raises(Fault, match=re.escape(message)) as fault:
        print_book(few, out)
    assert "\n" not in str(fault.value)
    assert out.read_bytes() == b"as it was"


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Fault, match="apt-get install chromium"):
        find_chromium()


def test_a_folder_in_the_place_of_the_pdf_is_left_alone(few: Path, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="is a folder"):
        print_book(few, tmp_path)
