"""What a site tells search engines, messengers and servers, with an address of its own and without one."""

import json
import re
import struct
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from lxml import etree, html
from support import ROOT, SHOW_TABLE, notebook, write_book

from jiedu.book.build import build_book, contents
from jiedu.errors import Fault

PAGES = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in contents(ROOT)]
SITEMAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ADDRESS = "https://example.org/jinshui"


def head(site: Path, name: str) -> html.HtmlElement:
    return html.document_fromstring((site / name).read_bytes()).find("head")


def content(found: html.HtmlElement, name: str) -> str | None:
    """The content of the one meta element of a name; none where there is none."""
    contents = found.xpath("./meta[@name=$name or @property=$name]/@content", name=name)
    assert len(contents) <= 1, name
    return contents[0] if contents else None


def edit_settings(root: Path, **settings: object) -> None:
    """Add to the settings of a book, group by group."""
    path = root / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, value in settings.items():
        config[key] = {**config.get(key, {}), **value} if isinstance(value, dict) else value
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a book of two notebooks that knows its address and has a licence."""
    root = write_book(tmp_path_factory.mktemp("addressed") / "book")
    edit_settings(root, html={"baseurl": f"{ADDRESS}/"})
    (root / "LICENSE").write_text("MIT License\n\nText.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jiedu.book.build._checked", lambda root: None)
        build_book(root)
    return root / "_build" / "html"


# Every page of the edition


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PAGES, "index.html"])
def test_a_page_says_what_it_is(site: Path, name: str) -> None:
    found = head(site, name)
    assert found.getparent().get("lang")
    assert len(found.xpath("./meta[@name='viewport']")) == 1
    description = content(found, "description")
    assert description and 40 <= len(description) <= 160
    assert not re.search(r"[`*_\[\]]|\(#", description), "as a reader reads it"
    assert content(found, "og:description") == description
    assert content(found, "og:title")
    assert content(found, "og:type") == ("website" if name in ("index.html", PAGES[0]) else "article")
    assert content(found, "twitter:card") == "summary_large_image"
    assert content(found, "og:image:alt") == content(found, "twitter:image:alt")
    assert re.search(r"\d", content(found, "og:image:alt"))
    assert content(found, "citation_title")


@pytest.mark.slow
def test_no_two_pages_have_one_description_or_title(site: Path) -> None:
    heads = [head(site, name) for name in PAGES]
    assert len({content(found, "description") for found in heads}) == len(PAGES)
    assert len({found.findtext("title") for found in heads}) == len(PAGES)


@pytest.mark.slow
def test_no_title_says_anything_twice(site: Path) -> None:
    for name in [*PAGES, "index.html", "404.html", "search.html"]:
        title = head(site, name).findtext("title")
        parts = [part for part in re.split(r" — | · |: ", title) if part]
        assert len(parts) == len(set(parts)), title


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_of_the_first_rank_that_is_read(site: Path, name: str) -> None:
    page = html.document_fromstring((site / name).read_bytes())
    assert len(page.xpath("//main//h1[not(ancestor::*[@id='jb-print-docs-body'])]")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PAGES, "index.html", "search.html"])
def test_icons_and_picture_are_there(site: Path, name: str) -> None:
    found = head(site, name)
    ways = [*found.xpath("./link[@rel='icon' or @rel='apple-touch-icon']/@href"), content(found, "og:image")]
    assert len(ways) == 4
    assert [way for way in ways if not ((site / name).parent / way).is_file()] == []


@pytest.mark.slow
def test_the_card_has_the_size_that_it_says(site: Path) -> None:
    picture = (site / "_static" / "card.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = struct.unpack(">II", picture[16:24])
    found = head(site, PAGES[0])
    assert size == (1200, 630) == (int(content(found, "og:image:width")), int(content(found, "og:image:height")))


@pytest.mark.slow
def test_what_no_reader_looks_for_is_not_listed(site: Path) -> None:
    assert all(content(head(site, name), "robots") == "noindex" for name in ("search.html", "404.html"))
    assert all(content(head(site, name), "robots") is None for name in PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_data_in_a_head_is_json_in_the_words_of_schema_org(site: Path, name: str) -> None:
    blocks = head(site, name).xpath("./script[@type='application/ld+json']")
    kinds = []
    for block in blocks:
        data = json.loads(block.text)
        assert data["@context"]
        kinds.append(data.get("@type"))
    assert ("Book" if name == PAGES[0] else "WebPage") in kinds
    assert ("Dataset" in kinds) == (name in (PAGES[0], "book/data.html"))


@pytest.mark.slow
def test_a_foot_says_the_licence_and_leads_to_its_text(site: Path) -> None:
    for name in PAGES:
        page = html.document_fromstring((site / name).read_bytes())
        (foot,) = page.xpath("//footer//p[@class='jd-foot']")
        assert "CC BY" in foot.text_content() or "Creative Commons" in foot.text_content()
        ways = [way for way in foot.xpath(".//a/@href") if "://" not in way]
        assert any(way.endswith("LICENSE.txt") for way in ways)
        assert [way for way in ways if not ((site / name).parent / way).is_file()] == []
        assert "Copyright 2026." not in page.text_content()


@pytest.mark.slow
def test_without_an_address_nothing_pretends_to_have_one(site: Path) -> None:
    assert not (site / "sitemap.xml").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text(encoding="utf-8")
    for name in [*PAGES, "index.html", "404.html"]:
        found = head(site, name)
        assert found.xpath("./link[@rel='canonical']") == []
        assert content(found, "og:url") is None


@pytest.mark.slow
def test_a_link_that_leads_out_gives_nothing_away(site: Path) -> None:
    links = [link for name in PAGES for link in html.document_fromstring((site / name).read_bytes()).iter("a")]
    outside = [link for link in links if (link.get("href") or "").startswith("http")]
    assert len(outside) > 60
    assert [link.get("href") for link in outside if "noopener" not in (link.get("rel") or "").split()] == []


# What stands at the root


@pytest.mark.slow
@pytest.mark.parametrize("name", [".nojekyll", "robots.txt", "404.html", "index.html", "CITATION.cff", "LICENSE.txt"])
def test_it_stands_at_the_root(site: Path, name: str) -> None:
    assert (site / name).is_file()


@pytest.mark.slow
def test_the_front_door_is_a_page_with_a_link(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    door = html.document_fromstring(text)
    assert door.get("lang") and door.find("head").findtext("title")
    assert door.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={PAGES[0]}"]
    assert door.xpath("//main//a/@href") == [PAGES[0]]


def test_the_map_of_a_site_with_an_address_lists_its_pages(addressed: Path) -> None:
    listed = etree.parse(addressed / "sitemap.xml").xpath("//s:url/s:loc/text()", namespaces=SITEMAPS)
    names = ("book/index", "notebooks/one", "notebooks/two")
    assert listed == [f"{ADDRESS}/{name}.html" for name in names]
    assert f"Sitemap: {ADDRESS}/sitemap.xml\n" in (addressed / "robots.txt").read_text(encoding="utf-8")


def test_every_page_of_a_site_with_an_address_names_its_own(addressed: Path) -> None:
    for name in ("book/index.html", "notebooks/one.html"):
        found = head(addressed, name)
        assert found.xpath("./link[@rel='canonical']/@href") == [f"{ADDRESS}/{name}"]
        assert content(found, "og:url") == f"{ADDRESS}/{name}"
        assert content(found, "og:image") == f"{ADDRESS}/_static/card.png"
    assert head(addressed, "index.html").xpath("./link[@rel='canonical']/@href") == [f"{ADDRESS}/book/index.html"]


def test_the_page_for_wrong_addresses_leads_on_from_any_depth(addressed: Path) -> None:
    page = html.document_fromstring((addressed / "404.html").read_bytes())
    for way in page.xpath("//a/@href | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"):
        assert way.startswith("/jinshui/"), way
        assert (addressed / urlsplit(way).path.removeprefix("/jinshui/")).is_file()
    assert page.xpath("//h1")[0].text_content() == "No such page 没有这一页"


def test_a_book_without_tables_has_a_head_and_a_card_too(read_only: Path) -> None:
    site = read_only / "_build" / "html"
    found = head(site, "notebooks/two.html")
    assert content(found, "description") == "Two, a chapter · A resounding drum, a heavy mallet: an annotated reading"
    assert (site / "_static" / "card.png").is_file()
    assert content(found, "og:image:alt").startswith("The title of the book")


# Settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"logo": "logo.png"}, r"logo names logo\.png, and there is no such file beside _config\.yml"),
        ({"html": {"favicon": "../icon.png"}}, r"html\.favicon names \.\./icon\.png, which is outside the project"),
        ({"logo": "https://example.org/a.png"}, r"the site asks the network for nothing: name a file"),
        ({"html": {"use_repository_button": True}}, r"html\.use_repository_button is on, but repository\.url names no"),
        ({"html": {"baseurl": "example.org"}}, r"html\.baseurl is no address of the web"),
        ({"sphinx": {"config": {"html_static_path": "static"}}}, r"html_static_path is a text, expected a list"),
        ({"sphinx": {"config": {"html_static_path": ["none"]}}}, r"html_static_path names none, and there is no such"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_named_before_anything_runs(
    book: Path, settings: dict, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def runs(*_: object) -> None:
        raise AssertionError("a notebook ran")

    monkeypatch.setattr("jiedu.book.execute.execute", runs)
    edit_settings(book, **settings)
    with pytest.raises(Fault, match=message):
        build_book(book)


# The policy of a project's own (what pages do under it, in a browser, is in test_policy.py)


@pytest.mark.parametrize(
    ("source", "held"),
    [
        ("<script>alert(1)</script>", "a script"),
        ('<p onclick="alert(1)">1</p>', "an attribute onclick"),
        ('<script src="https://example.org/a.js"></script>', r"a script from https://example\.org/a\.js"),
        ('<img src="https://example.org/a.png" alt="a">', r"<img> of https://example\.org/a\.png"),
    ],
)
def test_what_the_policy_would_keep_from_working_stops_the_build(built: Path, source: str, held: str) -> None:
    cell = f"from IPython.display import HTML\nHTML({source!r})"
    cells = ("markdown", "# Two"), ("code", SHOW_TABLE), ("code", cell)
    (built / "notebooks" / "two.ipynb").write_text(notebook(*cells), encoding="utf-8")
    with pytest.raises(Fault, match=f"^notebooks/two: holds {held}, which the content security policy"):
        build_book(built)


def test_a_project_may_have_a_policy_of_its_own_or_none(built: Path) -> None:
    for policy, found in (("script-src 'self' 'unsafe-inline'", 1), ("", 0)):
        config = yaml.safe_load((built / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
        edit_settings(built, sphinx={"config": {**config, "jiedu_policy": policy}})
        build_book(built)
        page = (built / "_build" / "html" / "notebooks" / "one.html").read_text(encoding="utf-8")
        assert len(re.findall("Content-Security-Policy", page)) == found
        assert not policy or policy in page.replace("&#39;", "'")
