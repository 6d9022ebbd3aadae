"""The EPUB: valid, whole, linked within itself, the same each time; and what is no site is refused in a sentence."""

import os
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html
from support import JIEDU, ROOT

from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.paper.epub import write_epub

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/2000/svg",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "e": "http://www.idpf.org/2007/ops",
}
HAN = re.compile("[㐀-鿿]")


class Epub:
    """An EPUB as a reader's program finds it: its files, each page as a tree, the order in which they are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.names = archive.namelist()
            self.infos = archive.infolist()
            self.files = {name.removeprefix("EPUB/"): archive.read(name) for name in self.names}
        self.pages = {name: etree.fromstring(data) for name, data in self.files.items() if name.endswith(".xhtml")}
        self.package = etree.fromstring(self.files["package.opf"])
        self.paths = {item.get("id"): item.get("href") for item in self.package.iterfind(".//o:item", NAMES)}
        self.spine = [self.paths[ref.get("idref")] for ref in self.package.iterfind(".//o:itemref", NAMES)]

    def all(self, path: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield what a path finds on every page, with the page."""
        for name, page in self.pages.items():
            for found in page.xpath(path, namespaces=NAMES):
                yield name, found

    def described(self, name: str) -> list[str]:
        return [str(one.text) for one in self.package.iterfind(f".//dc:{name}", NAMES)]


def words(element: etree._Element | html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def epubcheck(path: Path) -> str:
    """Ask epubcheck about a file, and give what it says against it."""
    found = shutil.which("epubcheck")
    if found is None:
        message = "no epubcheck on this machine: whether the EPUB is valid was not tested"
        if os.environ.get("JIEDU_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    # Debian's is an archive of Java that the system is told how to run, which in a container it is not.
    is_archive = Path(found).read_bytes()[:2] == b"PK"
    command = ["java", "-jar", found] if is_archive else [found]
    done = subprocess.run([*command, path], capture_output=True, text=True, timeout=600, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout or done.returncode, done.stdout + done.stderr
    return "\n".join(re.findall(r"^(?:FATAL|ERROR|WARNING|USAGE).*$", done.stdout + done.stderr, re.MULTILINE))


@pytest.fixture(scope="module")
def epub(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Epub:
    """The EPUB of the edition's site, for reading only."""
    return Epub(write_epub(site, tmp_path_factory.mktemp("epub")))


@pytest.fixture(scope="module")
def articles(site: Path, epub: Epub) -> dict[str, html.HtmlElement]:
    """The texts of the site's pages, under the paths that they have in the book, in its order."""
    read = [name for name in epub.spine if name.startswith("pages/")]
    pages = {name: site / name.removeprefix("pages/").replace(".xhtml", ".html") for name in read}
    return {name: html.fromstring(page.read_bytes()).xpath("//article")[0] for name, page in pages.items()}


# The edition's book


def test_epubcheck_has_nothing_to_say(epub: Epub) -> None:
    assert epubcheck(epub.path) == ""


def test_it_begins_as_an_epub_has_to(epub: Epub) -> None:
    first = epub.infos[0]
    assert (first.filename, first.compress_type, epub.files["mimetype"]) == (
        "mimetype",
        zipfile.ZIP_STORED,
        b"application/epub+zip",
    )
    assert {info.date_time for info in epub.infos} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_site_gives_the_same_bytes(site: Path, epub: Epub, tmp_path: Path) -> None:
    out = tmp_path / "again.epub"
    done = subprocess.run(
        [JIEDU, "epub", site.parents[2], "--language", "en", "--out", out],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{out}\n", "")
    assert out.read_bytes() == epub.path.read_bytes()


def test_it_is_called_as_the_edition_is_and_says_what_it_is(epub: Epub) -> None:
    assert epub.path.name == "jinshui-2020.epub"
    assert epub.described("title") == ["A resounding drum, a heavy mallet: an annotated reading"]
    assert epub.described("creator") == ["The Jiedu project"]
    assert epub.described("language") == ["en"]
    assert epub.described("source") == ["https://zzwb.zynews.cn/html/2020-05/27/content_1161967.htm"]
    assert epub.described("rights") == ["https://creativecommons.org/licenses/by/4.0/"]
    (date,) = epub.described("date")
    assert f'date-released: "{date}"' in (ROOT / "CITATION.cff").read_text("utf-8")
    said = {one.get("property") for one in epub.package.iterfind(".//o:meta", NAMES)}
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilitySummary"} <= said
    assert "郑州晚报 2020-05-27 C04–C05" in words(epub.pages["title.xhtml"])


def test_every_row_of_the_edition_has_its_place(epub: Epub) -> None:
    edition = Edition.open(ROOT)
    ids = {str(one) for _, one in epub.all("//@id")}
    for table in (edition.quantities, edition.commitments, edition.notes, edition.terms):
        assert len(table) and set(table.index) <= ids
    ledger = epub.pages["pages/book/ledger.xhtml"]
    listed = [words(row[0]) for row in ledger.iterfind(".//x:tbody/x:tr", NAMES)]
    assert sorted(listed) == sorted([*edition.quantities.index, *edition.commitments.index])


def test_a_number_leads_to_the_ledger_and_back_and_a_term_to_the_glossary(epub: Epub) -> None:
    chapter = epub.pages["pages/notebooks/open_innovation.xhtml"]
    (number,) = chapter.xpath("//x:mark[@id='q-057']/x:a", namespaces=NAMES)
    assert number.get("href") == "../book/ledger.xhtml#ledger-q-057"
    (back,) = epub.pages["pages/book/ledger.xhtml"].xpath("//*[@id='ledger-q-057']/x:th/x:a/@href", namespaces=NAMES)
    assert back == "../notebooks/open_innovation.xhtml#q-057"
    (promise,) = chapter.xpath("//*[@id='p-103']/x:a[contains(@class, 'jd-promise')]", namespaces=NAMES)
    assert (promise.text, promise.get("href")) == ("◆", "../book/ledger.xhtml#ledger-p-103")
    terms = [link for _, link in epub.all("//x:a[contains(@class, 'jd-term')]")]
    assert len(terms) > 100
    assert all(link.get("href").partition("#")[0].endswith("glossary.xhtml") for link in terms)


def test_every_link_has_its_end(epub: Epub) -> None:
    ids = {name: set(map(str, page.xpath("//@id"))) for name, page in epub.pages.items()}
    links = [(name, str(link)) for name, link in epub.all("//@href | //@src")]
    links += [("toc.ncx", str(link)) for link in etree.fromstring(epub.files["toc.ncx"]).xpath("//@src")]
    lost = []
    for name, link in links:
        parts = urlsplit(link)
        if parts.scheme:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
        if path not in epub.files or (parts.fragment and unquote(parts.fragment) not in ids[path]):
            lost.append((name, link))
    assert len(links) > 5000
    assert lost == []


def test_links_between_chapters_are_kept_with_their_ids(epub: Epub, articles: dict[str, html.HtmlElement]) -> None:
    """Of what cites on the site nothing is lost, and what leads outside does so here."""
    for name, article in articles.items():
        for kind, fits in (("cites", "jd-cites"), ("http", None)):
            path = f".//a[contains(@class, '{fits}')]/@href" if fits else ".//a[starts-with(@href, 'http')]/@href"
            wanted = [str(href) for href in article.xpath(path)]
            mine = path.replace(".//a", ".//x:a")
            kept = [str(href).replace(".xhtml", ".html") for href in epub.pages[name].xpath(mine, namespaces=NAMES)]
            assert kept == [re.sub(r"^(?:\.\./)?id/.*", "", href) or href for href in wanted], (name, kind)


def test_the_contents_are_those_of_the_site(site: Path, epub: Epub, articles: dict[str, html.HtmlElement]) -> None:
    front = html.fromstring((site / "book" / "index.html").read_bytes())
    listed: list[tuple[int, str]] = []
    for element in front.xpath("//nav[contains(@class, 'bd-docs-nav')]//*[self::p or self::li]"):
        listed.append((0 if element.tag == "p" else 1, words(element)))
    (nav,) = epub.pages["nav.xhtml"].xpath("//x:nav[@e:type='toc']", namespaces=NAMES)
    entries = [
        (len(item.xpath("ancestor::x:ol", namespaces=NAMES)) - 1, item[0]) for item in nav.iterfind(".//x:li", NAMES)
    ]
    first = next(at for at, (_, entry) in enumerate(entries) if entry.tag.endswith("span"))
    assert [(depth, words(entry)) for depth, entry in entries[first:] if depth < 2] == listed
    # The sections of each chapter are its headings of the second level.
    for name, article in articles.items():
        below = [entry for _, entry in entries if entry.get("href", "").startswith(f"{name}#")]
        heads = article.xpath(".//h2")
        assert [words(entry) for entry in below] == [words(head).replace("#", "") for head in heads], name
    chapters = [entry.get("href") for _, entry in entries if entry.get("href") and "#" not in entry.get("href")]
    assert epub.spine == ["title.xhtml", "nav.xhtml", *chapters]
    points = etree.fromstring(epub.files["toc.ncx"]).findall(".//n:navPoint/n:navLabel/n:text", NAMES)
    assert [words(point) for point in points] == [words(entry) for _, entry in entries]


def test_every_chart_is_a_drawing_with_its_text(epub: Epub, articles: dict[str, html.HtmlElement]) -> None:
    drawn = 0
    for name, article in articles.items():
        page = epub.pages[name]
        charts = page.xpath("//x:div[contains(@class, 'jd-chart')]", namespaces=NAMES)
        assert len(charts) == len(article.xpath(".//div[contains(@class, 'jd-chart')]")), name
        for drawing in page.iterfind(".//s:svg", NAMES):
            said = [words(page.xpath("//*[@id=$id]", id=one)[0]) for one in drawing.get("aria-labelledby").split()]
            assert re.search(r"\w{3}", " ".join(said)), name
            assert drawing.get("viewBox"), name
            # Coloured without a style sheet: a shape without a colour would be black.
            for shape in drawing.xpath(".//s:text | .//s:circle | .//s:path", namespaces=NAMES):
                around = [shape, *shape.iterancestors()]
                assert any(one.get("fill") or one.get("stroke") for one in around), etree.tostring(shape)
            drawn += 1
    assert drawn >= 40
    assert all(image.get("alt") for _, image in epub.all("//x:img"))


def test_nothing_runs_and_nothing_is_left_of_the_site_around_the_text(epub: Epub) -> None:
    working = [
        "script",
        "button",
        "input",
        "form",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "style",
        "link[not(@rel='stylesheet')]",
    ]
    assert [found for tag in working for found in epub.all(f"//x:{tag}")] == []
    assert list(epub.all("//@*[starts-with(name(), 'on') or name() = 'style']")) == []
    assert [link for _, link in epub.all("//@href") if re.match(r"\s*(?:javascript|data):", str(link))] == []
    for name in ("headerlink", "jd-code", "jd-download", "jd-cite-page", "jd-icon", "jd-launch"):
        assert list(epub.all(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]")) == [], name


def test_notes_are_footnotes_below_their_sentence(epub: Epub, articles: dict[str, html.HtmlElement]) -> None:
    noted = 0
    for name, article in articles.items():
        page = epub.pages[name]
        notes = page.xpath("//x:div[@e:type='footnote'][@role='doc-footnote']/@id", namespaces=NAMES)
        assert notes == article.xpath(".//aside[contains(@class, 'jd-note')]/@id")
        signs = page.xpath("//x:a[@e:type='noteref'][@role='doc-noteref']", namespaces=NAMES)
        asked = {f"#{one}" for link in article.xpath(".//a/@aria-details") for one in link.split()}
        assert asked <= {sign.get("href") for sign in signs}
        assert all(sign.text == sign.get("href")[1:] for sign in signs)
        assert {sign.text for sign in signs} == set(notes)
        noted += len(notes)
    assert noted == len(Edition.open(ROOT).notes)
    # An aside that is a footnote is shown by some readers in a window alone.
    assert list(epub.all("//x:aside")) == []


def test_chinese_is_called_chinese_everywhere(epub: Epub) -> None:
    for name, page in epub.pages.items():
        for text in page.xpath("//text()[not(ancestor::x:title)]", namespaces=NAMES):
            if not HAN.search(text) or not name.startswith(("pages/", "nav", "title")):
                continue
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            (language,) = (
                holder.xpath(
                    "string(ancestor-or-self::*[@lang or @xml:lang][1]/@*[name()='lang' or name()='xml:lang'])"
                ),
            )
            if holder.xpath("ancestor-or-self::*[local-name()='desc' or local-name()='title']"):
                continue
            assert language.startswith("zh"), (name, text[:60])


def test_exercises_are_a_text_with_folded_answers(epub: Epub, articles: dict[str, html.HtmlElement]) -> None:
    name = "pages/book/exercises_numbers.xhtml"
    page, article = epub.pages[name], articles[name]
    asked = article.xpath(".//form[contains(@class, 'jd-exercise')]/@id")
    assert asked == page.xpath(
        "//x:section[contains(@class, 'jd-exercise ') or @class='jd-exercise']/@id", namespaces=NAMES
    )
    for exercise in page.xpath("//x:section[@class='jd-exercise']", namespaces=NAMES):
        options = exercise.xpath(".//x:ul[contains(@class, 'jd-x-options')]/x:li", namespaces=NAMES)
        assert len(options) > 1
        assert all(words(option)[0] in "○□" for option in options)
        (answer,) = exercise.xpath(".//x:details[contains(@class, 'jd-x-key')]", namespaces=NAMES)
        assert answer.get("open") is None
        assert words(answer[0]) == "Answer"


def test_a_table_of_many_columns_says_its_heads_in_its_cells(epub: Epub) -> None:
    row = epub.pages["pages/book/ledger.xhtml"].xpath("//*[@id='ledger-q-060']", namespaces=NAMES)[0]
    heads = [words(one) for one in row.xpath(".//x:span[@class='jd-of']", namespaces=NAMES)]
    assert heads[:3] == ["section:", "value:", "what it says:"]
    # Else the width of the screen would be asked, which is not that of a column.
    many = list(epub.all("//x:table[contains(@class, 'jd-many')]"))
    assert len(many) > 50
    assert all(table.getparent().get("class") == "jd-fit" for _, table in many)


# Other sites

FRONT = """<html lang="{lang}"><head><title>Two</title>
<meta name="citation_author" content="Somebody"><meta name="DC.date" content="2026-01-02"></head><body>
<div class="bd-header-announcement">A draft: 3 of 9 rows have not been reviewed.</div>
<nav class="bd-docs-nav"><p class="caption"><span>Part</span></p><ul><li><a href="a/one.html">One</a></li>
<li><a href="https://example.org/">elsewhere</a></li></ul></nav>
<article><section id="top"><h1>Two</h1><p>Text.</p></section></article></body></html>"""

CHAPTER = """<html lang="{lang}"><body><article><section id="one"><h1>One<a class="headerlink" href="#one">#</a></h1>
<script>alert(1)</script><style>p{{}}</style><p onclick="alert(2)" style="x" id="a b">A \x08 sign, <a href="javascript:x()">a
trap</a>, <a href="../../../etc/passwd">a way out</a>, <a href="nowhere.html">nothing</a>, <a href="https://example.org/a b">
outside</a>, <a href="http://[bad">bad</a>, <img src="pic.png" alt="a dot">, <img src="https://example.org/x.png" alt="far">
<blink>words</blink> & <iframe src="x"></iframe><b></b></p>
<svg viewbox="0 0 1 1" onload="x()"><foreignobject><p>x</p></foreignobject><path class="fi" d="M0 0" fill="url(http://x)">
</path><script>y</script></svg><form><input><p>asked</p></form></section></article></body></html>"""

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63600000000200014873a4710000000049454e44ae426082"
)


def write_site(folder: Path, language: str = "en") -> Path:
    """Write a small site of two pages, the second of them hostile."""
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text(FRONT.format(lang=language), "utf-8")
    (folder / "a" / "one.html").write_text(CHAPTER.format(lang=language), "utf-8")
    (folder / "a" / "pic.png").write_bytes(DOT)
    return folder


def test_a_hostile_page_gives_a_valid_book_that_does_nothing(tmp_path: Path) -> None:
    book = Epub(write_epub(write_site(tmp_path / "site"), tmp_path / "b.epub"))
    assert epubcheck(book.path) == ""
    page = book.pages["pages/a/one.xhtml"]
    text = words(page)
    assert "A sign, a trap, a way out, nothing, outside, bad" in text
    assert "far words &" in text
    assert "asked" in text
    assert "alert" not in text
    assert "x()" not in book.files["pages/a/one.xhtml"].decode()
    assert page.xpath("//@href[. != '../../epub.css']") == ["https://example.org/a%20b"]
    assert (page.xpath("//@src"), book.files["pages/a/pic.png"]) == (["pic.png"], DOT)
    assert [str(fill) for fill in page.xpath("//s:path/@fill", namespaces=NAMES)] == ["#23201c"]


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    book = Epub(write_epub(write_site(tmp_path / "site"), tmp_path / "b.epub"))
    said = [name for name, page in book.pages.items() if "A draft: 3 of 9 rows" in words(page)]
    assert said == ["title.xhtml", "pages/index.xhtml", "pages/a/one.xhtml"]


def test_the_words_of_the_book_are_in_its_language(tmp_path: Path) -> None:
    chinese = Epub(write_epub(write_site(tmp_path / "zh", "zh-CN"), tmp_path / "zh.epub"))
    english = Epub(write_epub(write_site(tmp_path / "en"), tmp_path / "en.epub"))
    heads = [words(book.pages["nav.xhtml"].find(".//x:h1", NAMES)) for book in (chinese, english)]
    assert heads == ["目录", "Contents"]
    assert [book.described("language") for book in (chinese, english)] == [["zh-CN"], ["en"]]
    # Two editions are two books.
    assert chinese.described("identifier") != english.described("identifier")


def test_what_is_asked_and_the_heads_of_cells_have_the_marks_of_their_language(tmp_path: Path) -> None:
    asked = '<form><p>问<span class="jd-x-how">可多选</span></p></form>'
    cells = "".join(f'<td data-head="{name}">1</td>' for name in "甲乙丙丁")
    text = f"<html><body><article><h1>一</h1>{asked}<table><tr>{cells}</tr></table></article></body></html>"
    for language, said in (("zh-CN", ["问（可多选）", "甲：1"]), ("en", ["问 (可多选)", "甲: 1"])):
        folder = write_site(tmp_path / language, language)
        (folder / "a" / "one.html").write_text(text, "utf-8")
        page = Epub(write_epub(folder, tmp_path / f"{language}.epub")).pages["pages/a/one.xhtml"]
        assert [mark for mark in said if mark not in words(page)] == []


def test_a_published_site_has_addresses_for_what_the_book_leaves_out(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site")
    front = (folder / "index.html").read_text("utf-8")
    home = '<link rel="canonical" href="https://example.org/book/index.html"></head>'
    (folder / "index.html").write_text(front.replace("</head>", home), "utf-8")
    book = Epub(write_epub(folder, tmp_path / "b.epub"))
    links = book.pages["pages/a/one.xhtml"].xpath("//x:a/@href", namespaces=NAMES)
    assert links == ["https://example.org/book/a/nowhere.html", "https://example.org/a%20b"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("index.html", None, "site: no index.html, so no built site"),
        ("a/one.html", None, "site: a/one.html: named by the site, but not there"),
        ("a/pic.png", None, "site: a/pic.png: named by the site, but not there"),
        ("a/one.html", "<html><body><p>x</p></body></html>", "site: a/one.html: a page without a text"),
        ("a/one.html", "", "site: a/one.html: not a page of HTML"),
        ("index.html", "<html><body>x</body></html>", "site: index.html: a front page without a heading"),
        ("index.html", FRONT.replace("a/one.html", "../../secret.html"), "secret.html: leads out of the site"),
        ("index.html", FRONT.replace("</head>", '<script type="application/ld+json">{</script></head>'), "is no JSON"),
    ],
)
def test_what_is_no_whole_site_is_refused_and_the_old_book_stays(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    folder = write_site(tmp_path / "site")
    (tmp_path / "b.epub").write_bytes(b"old")
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content.replace("{lang}", "en"), "utf-8")
    with pytest.raises(Fault) as fault:
        write_epub(folder, tmp_path / "b.epub")
    assert message in str(fault.value)
    assert "\n" not in str(fault.value)
    assert (tmp_path / "b.epub").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.epub", "site"]


def test_the_command_says_in_a_line_that_there_is_no_site(tmp_path: Path) -> None:
    done = subprocess.run([JIEDU, "epub", tmp_path], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert done.stderr == f"jiedu: {tmp_path}/_build/html: no index.html, so no built site; `jiedu build` makes one\n"
    assert list(tmp_path.iterdir()) == []
