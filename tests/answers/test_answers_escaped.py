"""Whatever stands in a cell is text: in the data of a page, in its links, and on a row's own page."""

import json

import pytest
from lxml import html
from support import ROOT

from jiedu.answers.records import answer
from jiedu.edition import Edition
from jiedu.site.answers import used_by
from jiedu.site.id_pages import id_page
from jiedu.site.links import CitingLink, citing_links, source_name
from jiedu.site.trees import data_block

HOSTILE = '</script><script>alert(1)</script><b title="\'">&amp;'


@pytest.fixture(scope="module")
def record() -> dict:
    """The record of a row whose words are all hostile."""
    changed = Edition.open(ROOT).with_row("quantities", "q-060", indicator=HOSTILE, indicator_en=HOSTILE, note=HOSTILE)
    changed = changed.with_row("translation", "s-074", zh=HOSTILE, en=HOSTILE)
    made = answer(changed, "q-060")
    used = [{"place": f'a.html#"{HOSTILE}', "title": HOSTILE, "kind": "chapter", "ids": []}]
    return made | {"place": "notebooks/a.html#q-060", "used": used, "label": {"zh": HOSTILE, "en": HOSTILE}}


def test_the_data_of_a_page_end_where_they_end(record: dict) -> None:
    written = html.tostring(data_block("jd-records", {"q-060": record}), encoding="unicode")
    assert written.count("</script>") == 1
    (block,) = html.document_fromstring(f"<body>{written}</body>").xpath("//script")
    assert json.loads(block.text)["q-060"]["label"]["en"] == HOSTILE


def test_a_rows_page_holds_them_as_text(record: dict) -> None:
    tree = html.document_fromstring(str(id_page(record, ["q-060"], HOSTILE, f"https://example.org/{HOSTILE}")))
    assert [script.get("src") or script.get("type") for script in tree.xpath("//script")] == [
        "application/ld+json",
        "record.js",
    ]
    assert tree.xpath("//b") == []
    assert json.loads(tree.xpath("//script")[0].text)["name"] == HOSTILE
    assert HOSTILE in tree.xpath("//main")[0].text_content()


def test_a_way_back_holds_them_as_text(record: dict) -> None:
    line = html.fragment_fromstring(str(used_by(str, record["used"])))
    assert line.xpath(".//script | .//b") == []
    assert line.xpath(".//a")[0].get("href") == record["used"][0]["place"]


def test_an_address_from_a_table_is_no_script() -> None:
    changed = Edition.open(ROOT).with_row("context", "f01", source_url="javascript:alert(1)")
    made = answer(changed, "ctx-f01") | {"place": "book/context.html#ctx-f01", "used": []}
    tree = html.document_fromstring(str(id_page(made, ["ctx-f01"], "A book")))
    assert [href for href in tree.xpath("//a/@href") if href.startswith("javascript")] == []
    assert "javascript:alert(1)" in tree.xpath("//main")[0].text_content()


def test_links_of_a_heading_a_mark_and_the_web_cite_nothing() -> None:
    article = html.fromstring(
        '<div><h1>A<a class="headerlink" href="#a">#</a></h1><a class="jd-answer-link" href="#q-001">2</a>'
        '<a href="https://example.org/#q-002">x</a><div class="jd-table"><a href="#q-003">3</a></div>'
        '<p><a href="b.html#q-004">4</a></p></div>'
    )
    assert [(link.id, link.in_prose) for link in citing_links(article)] == [("q-003", False), ("q-004", True)]
    assert isinstance(next(citing_links(article)), CitingLink)


def test_a_source_without_year_and_level_is_called_by_its_topic_alone() -> None:
    assert source_name({"topic": "names", "level": "-", "period": "-"}) == "names"
