"""What the finished site answers: records on the pages, links that say where they lead, pages with permanent addresses."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from support import ROOT

from jiedu.answers.rows import rows_in_order
from jiedu.answers.uses import prose_uses
from jiedu.edition import Edition
from jiedu.edition.contents import read_contents

pytestmark = pytest.mark.slow

Tree = html.HtmlElement


@cache
def tree_of(path: Path) -> Tree:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Tree]:
    """The pages of the contents, by name."""
    return {name: tree_of(site / f"{name}.html") for name in read_contents(ROOT)}


def block(tree: Tree) -> dict:
    found = tree.xpath("//script[@id='jd-records']")
    return json.loads(found[0].text) if found else {}


def links(tree: Tree) -> Iterator[Tree]:
    yield from tree.xpath("//article//a[contains(@class, 'jd-cites')]")


def target(link: Tree) -> str:
    return str(link.get("href")).partition("#")[2]


def test_every_page_tells_scripts_the_way_to_the_root(site: Path, pages: dict[str, Tree]) -> None:
    for name, tree in pages.items():
        assert (site / f"{name}.html").parent.joinpath(tree.get("data-root")).resolve() == site.resolve()
    assert tree_of(site / "search.html").get("data-root") == "./"


def around(number: str) -> set[str]:
    """The terms that hold a character of a number."""
    edition = Edition.open(ROOT)
    start, end = edition.quantities.loc[number, ["start", "end"]]
    found = edition.occurrences
    return set(found[(found["start"] < end) & (found["end"] > start)]["term"])


def test_a_page_carries_the_records_of_its_passages_and_of_what_it_cites(pages: dict[str, Tree]) -> None:
    for name, tree in pages.items():
        marked = {str(found) for found in tree.xpath("//*[contains(@class, 'jd-passage')]//@id")}
        cited = {
            target(link)
            for link in links(tree)
            if not link.xpath("ancestor::*[contains(@class, 'jd-stack') or contains(@class, 'jd-glossary')]")
        }
        known = {name for order in rows_in_order(Edition.open(ROOT)).values() for name in order}
        terms = {str(found) for found in tree.xpath("//a[contains(@class, 'jd-term')]/@data-id")}
        # A number takes the characters of the term that it stands in, and its record shows the term.
        covered = {term for number in marked if number.startswith("q-") for term in around(number)}
        assert set(block(tree)) == (marked | cited | terms | covered) & known, name


def test_the_file_beside_a_page_has_the_records_of_all_that_stands_on_it(site: Path, pages: dict[str, Tree]) -> None:
    for name, tree in pages.items():
        path = site / f"{name}.facts.json"
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        assert found.keys() >= block(tree).keys()
        assert all(record["id"] == id_ for id_, record in found.items())
    facts = json.loads((site / "book/facts.facts.json").read_text(encoding="utf-8"))
    assert facts["fact-plain-share"]["place"] == "book/facts.html#fact-plain-share"


def test_every_citation_of_every_page_is_among_the_uses_of_its_row(site: Path, pages: dict[str, Tree]) -> None:
    records = {
        id_: record
        for name in pages
        if (path := site / f"{name}.facts.json").exists()
        for id_, record in json.loads(path.read_text(encoding="utf-8")).items()
    }
    missing = []
    for cited in prose_uses(ROOT):
        if cited.id in records:
            used = {use["place"].partition("#")[0] for use in records[cited.id]["used"] if use["kind"] == "chapter"}
            missing += [] if f"{cited.page}.html" in used else [(cited.page, cited.id)]
    assert missing == []


def test_a_use_leads_to_the_sentence_that_cites(site: Path, pages: dict[str, Tree]) -> None:
    uses = [use for tree in pages.values() for record in block(tree).values() for use in record["used"]]
    assert uses
    for use in uses:
        if not use["place"]:
            # A comparison stands in a table of a chapter, and has no anchor of its own.
            assert use["kind"] == "comparison"
            continue
        address, _, anchor = use["place"].partition("#")
        (found,) = tree_of(site / address).xpath(f"//*[@id='{anchor}']")
        if use["kind"] == "chapter":
            assert found.tag == "a"
            assert re.fullmatch(r"use-.+-\d+", anchor)


def test_ids_stay_unique_on_every_page(pages: dict[str, Tree]) -> None:
    for name, tree in pages.items():
        ids = tree.xpath("//article//@id")
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize(
    ("start", "way"),
    [("q-", "page"), ("p-", "page"), ("ctx-", "outside"), ("fact-", "computation"), ("pt-", "panel")],
)
def test_a_link_says_before_the_click_where_it_leads(pages: dict[str, Tree], start: str, way: str) -> None:
    found = [link for tree in pages.values() for link in links(tree) if target(link).startswith(start)]
    assert found
    assert {f"jd-from-{way}" in link.get("class").split() for link in found} == {True}


def test_no_link_is_called_just_a_number_or_a_code(pages: dict[str, Tree]) -> None:
    bare = re.compile(r"[\d.,%]+|[a-z]\d\d|[a-z]-\d+|ctx-\w+|fact-[\w-]+")
    wrong = []
    for tree in pages.values():
        for link in links(tree):
            text = " ".join(link.text_content().split())
            label = link.get("aria-label")
            if bare.fullmatch(text) and not label:
                wrong.append(text)
            # What is read aloud has to hold what is seen, or a voice cannot press it.
            if label and not label.startswith(text):
                wrong.append(label)
    assert wrong == []


def test_a_source_is_called_by_its_topic_and_not_by_its_code(pages: dict[str, Tree]) -> None:
    (support,) = pages["book/glossary"].xpath(
        "//dt[@id='t-liu-wen']/following-sibling::dd[1]/p[contains(., 'sourced')]"
    )
    (source,) = [link for link in support.iter("a") if target(link) == "ctx-h01"]
    assert source.text_content() == "terms, national 2018"
    assert source.get("title").startswith("六稳: stabilise jobs")


@pytest.mark.parametrize(
    ("page", "entry", "by"),
    [
        ("book/facts", "fact-plain-share", "notebooks/wording.html#use-fact-plain-share-1"),
        ("book/context", "ctx-f02", "notebooks/targets.html#n-007"),
        ("book/glossary", "t-si-ai-pu", "notebooks/modern_services.html#n-073"),
    ],
)
def test_an_entry_leads_back_to_where_it_is_used(pages: dict[str, Tree], page: str, entry: str, by: str) -> None:
    found = pages[page].xpath(f"//tr[@id='{entry}']//a | //dt[@id='{entry}']/following-sibling::dd[1]//a")
    assert f"../{by}" in [link.get("href") for link in found if link.get("class") == "jd-used-by"]


def test_a_term_leads_to_every_sentence_that_has_it(pages: dict[str, Tree]) -> None:
    links_of = pages["book/glossary"].xpath("//dt[@id='t-liu-wen']/following-sibling::dd[1]//a")
    assert {target(link) for link in links_of} >= {"s-012", "overall", "ctx-h01"}


def test_facts_stand_under_the_pages_that_cite_them(pages: dict[str, Tree]) -> None:
    heads = [" ".join(head.text_content().split()) for head in pages["book/facts"].xpath("//article//h2")]
    assert len(heads) > 10
    assert any(head.startswith("How firm is a promise?") for head in heads)
    assert heads[-1].startswith("Cited on no page")


def test_tables_and_figures_have_ids_that_do_not_depend_on_their_data(pages: dict[str, Tree]) -> None:
    tables = [
        (name, table.get("id"))
        for name, tree in pages.items()
        if name.startswith("notebooks/")
        for table in tree.xpath("//article//div[contains(concat(' ', @class, ' '), ' jd-table ')][@role='group']")
    ]
    assert tables
    assert [table for table in tables if not re.fullmatch(r"tab-[a-z0-9-]+", table[1] or "")] == []
    assert ("notebooks/overview", "tab-overview-density") in tables
    assert not [name for _, name in tables if re.search(r"-[0-9a-f]{8}$", name)]


# Permanent addresses


def test_every_row_figure_and_table_with_a_place_has_a_page_that_leads_there(
    site: Path, pages: dict[str, Tree]
) -> None:
    written = {path.stem for path in (site / "id").glob("*.html")}
    rows = {name for order in rows_in_order(Edition.open(ROOT)).values() for name in order}
    exhibits = {
        str(id_) for tree in pages.values() for id_ in tree.xpath("//article//@id") if re.match("tab-|fig-", str(id_))
    }
    assert written == rows | exhibits
    for name in written:
        (link,) = tree_of(site / "id" / f"{name}.html").xpath("//a[@class='jd-place']")
        address, _, anchor = link.get("href").removeprefix("../").partition("#")
        assert tree_of(site / address).xpath(f"//*[@id='{anchor}']"), name


def test_a_rows_page_is_whole_without_a_script(site: Path) -> None:
    tree = tree_of(site / "id" / "q-060.html")
    assert tree.getroottree().docinfo.doctype == "<!DOCTYPE html>"
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title").startswith("q-060: 300,000 square metres · 30万平方米 — ")
    assert tree.xpath("//meta[@name='description']/@content")
    assert [part.text for part in tree.xpath("//main//h1/span")] == ["30万平方米", "300,000 square metres"]
    assert tree.xpath("//main/dl/dd//a/@href")[:1] == ["p-108.html"]
    assert tree.xpath("//main//nav/a/@href") == ["q-059.html", "q-061.html"]
    # No address is set for the edition in this repository, so that none can be given.
    assert tree.xpath("//link[@rel='canonical']") == []
    data = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert (data["identifier"], data["@type"]) == ("q-060", "PropertyValue")
    assert {"@type": "PropertyValue", "name": "Status", "value": ["promised"]} in data["additionalProperty"]


def test_links_between_the_rows_pages_lead_somewhere(site: Path) -> None:
    for path in (site / "id").glob("*.html"):
        for href in tree_of(path).xpath("//main//a/@href"):
            if "//" not in href:
                assert (path.parent / href.partition("#")[0]).exists(), (path.name, href)


@pytest.mark.browser
def test_a_permanent_address_leads_on_and_without_a_script_stays(site: Path, chromium) -> None:
    for scripts, end in ((True, "notebooks/open_innovation.html#q-060"), (False, "id/q-060.html")):
        context = chromium.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto((site / "id" / "q-060.html").as_uri())
        if scripts:
            page.wait_for_url("**/open_innovation.html#q-060")
        assert page.url.endswith(end)
        context.close()


@pytest.mark.browser
def test_the_signs_of_links_are_seen_and_are_of_different_shapes(site: Path, chromium) -> None:
    page = chromium.new_page()
    page.goto((site / "notebooks/targets.html").as_uri())
    look = """way => { const s = getComputedStyle(document.querySelector(`article .jd-from-${way}`), '::after');
      return [s.content, s.borderTopStyle, s.borderLeftStyle] }"""
    looks = {way: page.evaluate(look, way) for way in ("page", "outside", "computation")}
    page.close()
    assert looks["page"][0] == "none"
    assert looks["outside"][1:] == ["solid", "none"]
    assert "ƒ" in looks["computation"][0]


@pytest.mark.browser
def test_an_id_that_is_nowhere_is_said_and_one_that_is_elsewhere_leads_there(site: Path, chromium) -> None:
    page = chromium.new_page()
    address = (site / "notebooks/targets.html").as_uri()
    page.goto(f"{address}#q-999")
    assert "There is no q-999 on this page." in page.inner_text(".jd-nowhere")
    assert page.query_selector(".jd-nowhere a") is None
    page.goto(f"{address}#ctx-f01")
    page.wait_for_selector(".jd-nowhere a")
    page.click(".jd-nowhere a")
    page.wait_for_url("**/book/context.html#ctx-f01")
    assert page.query_selector(".jd-nowhere") is None
    page.close()
