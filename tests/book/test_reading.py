"""What stands in the way of reading and what helps it: code, titles, tables, the front page, paper, JupyterLab."""

import io
import os
import re
import socket
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from lxml import html
from pypdf import PdfReader
from support import ROOT, copy_project

from jiedu.edition import Edition

EDITION = Edition.open()
CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def tree(site: Path, name: str) -> html.HtmlElement:
    return html.fromstring((site / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize(("edition", "words"), [("zh", "如何算出"), ("en", "how this is computed")])
def test_code_is_one_quiet_line_below_what_it_made(editions: Path, chapter: str, edition: str, words: str) -> None:
    article = tree(editions / edition, f"notebooks/{chapter}.html").xpath("//article")[0]
    for code in article.xpath(".//div[contains(@class, 'cell_input')]"):
        (fold,) = code.xpath("ancestor::details")
        assert fold.get("open") is None and fold.getnext() is None
        summary = fold.find("summary")
        assert summary.get("aria-label") is None and summary.text_content() == words
    assert not article.xpath(".//pre[not(ancestor::details)]")


@pytest.mark.parametrize("page", ["notebooks/urban_renewal.html", "book/index.html", "book/glossary.html"])
@pytest.mark.parametrize("edition", ["zh", "en"])
def test_a_title_of_one_language_is_parted_nowhere(editions: Path, edition: str, page: str) -> None:
    root = tree(editions / edition, page)
    assert not root.xpath("//span[contains(@class, 'jd-zh-title') or contains(@class, 'jd-dot')]")
    keywords = [link.text_content().strip() for link in root.xpath("//nav[contains(@class, 'bd-links')]//a")]
    assert ("C · 聚焦“双改”" if edition == "zh" else "C · Urban renewal") in keywords


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_tables_have_captions_and_heads_of_rows(site: Path, chapter: str) -> None:
    for table in tree(site, f"notebooks/{chapter}.html").xpath("//article//table[contains(@class, 'jd-grid')]"):
        assert table.find("caption").text_content().strip()
        assert all(head.get("scope") == "col" for head in table.xpath("./thead//th"))
        assert all(row[0].get("scope") == "row" for row in table.xpath("./tbody/tr"))


def test_tables_of_pages_are_named(site: Path) -> None:
    for page in ("facts", "context", "data_dictionary"):
        tables = tree(site, f"book/{page}.html").xpath("//article//table[contains(@class, 'jd-stack')]")
        assert tables and all(table.get("aria-label") for table in tables)


def test_the_front_page_shows_counts_a_sentence_and_the_order(site: Path) -> None:
    article = tree(site, "book/index.html").xpath("//article")[0]
    counts = [int(dd.text_content()) for dd in article.xpath(".//dl[@class='jd-counts']//dd")]
    ledger = EDITION.quantities
    assert counts == [len(ledger), int((ledger["class"] == "quantity").sum()), len(EDITION.commitments), 0]
    sample = article.xpath(".//*[contains(@class, 'jd-passage')]")[0]
    assert sample.xpath(".//mark//a/@href") and not sample.xpath(".//mark/@id")
    boxes = article.xpath(".//nav[@class='jd-map']//li")
    assert [box for box in boxes if not box.xpath("./a/@href")] == []
    letters = [letter.text for box in boxes for letter in box.xpath("./a/b")]
    assert letters == [section.upper() for section in EDITION.sections]


@pytest.mark.browser
def test_no_table_of_a_chapter_is_cut_on_a_phone_and_wide_ones_take_the_margin(site: Path, chromium) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    try:
        page.goto((site / "notebooks/targets.html").as_uri())
        over = "[...document.querySelectorAll('.jd-scroll')].map((box) => box.scrollWidth - box.clientWidth)"
        assert max(page.evaluate(over)) <= 1
        page.set_viewport_size({"width": 1280, "height": 900})
        assert max(page.evaluate(over)) <= 1
        widths = page.evaluate("[...document.querySelectorAll('.jd-grid')].map((table) => table.clientWidth)")
        measure = page.evaluate("document.querySelector('article p').clientWidth")
        assert max(widths) > measure
        # What has to scroll can be reached by keyboard, and says by which name.
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto((site / "notebooks/neighbours.html").as_uri())
        scrolled = page.evaluate(
            "[...document.querySelectorAll('.jd-scroll')].filter((box) => box.scrollWidth > box.clientWidth + 1)"
            ".map((box) => [box.tabIndex, box.getAttribute('role'),"
            " document.getElementById(box.getAttribute('aria-labelledby'))?.textContent ?? ''])"
        )
        assert all(index == 0 and role == "region" and name for index, role, name in scrolled)
    finally:
        page.close()


@pytest.mark.browser
def test_paper_is_white_and_holds_whole_figures(site: Path, chromium) -> None:
    context = chromium.new_context(viewport={"width": 680, "height": 980}, color_scheme="dark")
    page = context.new_page()
    try:
        page.goto((site / "notebooks/targets.html").as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.emulate_media(media="print", color_scheme="dark")
        seen = page.evaluate(
            """() => {
              const colour = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
              return {
                ink: ['article p', 'article h1', '.jd-grid td', '.jd-c text'].map((s) => colour(s, s.endsWith('text') ? 'fill' : 'color')),
                paper: colour('body', 'backgroundColor'),
                tall: Math.max(...[...document.querySelectorAll('.jd-c')].map((c) => c.clientHeight)),
                code: [...document.querySelectorAll('.jd-code')].filter((c) => c.clientHeight).length,
                named: getComputedStyle(document.querySelector('.jd-zh mark.jd-quantity[id]'), '::after').content,
              };
            }"""
        )
        assert seen["paper"] == "rgb(255, 255, 255)"
        for ink in seen["ink"]:
            assert max(map(int, re.findall(r"\d+", ink)[:3])) < 110, ink
        assert seen["tall"] <= 21 / 2.54 * 96 + 1 and seen["code"] == 0
        assert re.fullmatch(r'"q-\d+"', seen["named"])
        pages = len(
            re.findall(
                rb"/Type\s*/Page\b",
                page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm")),
            )
        )
        assert pages <= 9
    finally:
        context.close()


@pytest.mark.browser
def test_on_paper_a_chapter_has_its_name_and_a_wide_table_its_heads_on_every_page(site: Path, chromium) -> None:
    """A class is given the pages that lie across: they hold every family, and nothing else."""
    page = chromium.new_page()
    try:
        page.goto((site / "notebooks/provinces.html").as_uri())
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    finally:
        page.close()
    assert "The provinces in a single year" in printed[0].extract_text()
    across = [one for one in printed if one.mediabox.width > one.mediabox.height]
    # A PDF may say 口 by the sign of the radical that looks like it.
    said = [unicodedata.normalize("NFKC", " ".join(one.extract_text().split())) for one in across]
    # The key may have a page of its own.
    rows = [words for words in said if re.search("Shanghai|Heilongjiang|Yunnan", words)]
    assert rows and len(said) - len(rows) <= 1
    assert all(head in words for words in rows for head in ("Growth of GDP", "Value added of industry"))
    upright = [unicodedata.normalize("NFKC", one.extract_text()) for one in printed if one not in across]
    # The chart has the English names alone.
    assert not any("云南省" in words for words in upright)
    assert any("云南省" in words for words in said)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory):
    """JupyterLab on a copy of the project, at an address of its own."""
    project = copy_project(tmp_path_factory.mktemp("lab") / "project")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--IdentityProvider.token="]
    command += ["--expose-app-in-browser"]
    command += ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    home = project.parent
    server = subprocess.Popen(
        command,
        cwd=project,
        env={
            **os.environ,
            "HOME": str(home),
            "JUPYTER_CONFIG_PATH": str(ROOT / "src/jiedu/book/lab"),
            "PYTHONPATH": str(ROOT / "src"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.slow
@pytest.mark.browser
def test_a_number_in_jupyterlab_leads_to_its_row_and_nobody_asks_for_news(lab: str, chromium) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(f"{lab}/lab/tree/notebooks/open_innovation.ipynb", timeout=120_000)
        page.locator(".jp-Notebook:visible .jp-MarkdownCell").first.click(timeout=120_000)
        # Before its kernel is there JupyterLab takes the order to run every cell, and runs none. What the page shows of
        # the kernel says idle before there is one.
        page.wait_for_function(
            "() => { const session = window.jupyterapp?.shell.currentWidget?.sessionContext;"
            " const kernel = session?.isReady && session.session?.kernel;"
            " return kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle'; }",
            timeout=120_000,
        )
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_selector("#fact-d-numbers", state="attached", timeout=120_000)
        page.locator("a[href='#fact-d-numbers']").first.click()
        page.wait_for_function(
            "() => { const at = document.getElementById('fact-d-numbers').getBoundingClientRect();"
            " return at.top > 0 && at.bottom < innerHeight; }"
        )
        assert page.locator(".Toastify__toast").count() == 0
    finally:
        page.close()
