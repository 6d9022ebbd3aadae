"""The book in two editions: the same pages in Chinese and in English, each led to from the other, and a door."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from lxml.html import HtmlElement
from support import ROOT, served

from jiedu.book.build import contents
from jiedu.book.editions import editions_of

PAGES = [page.relative_to(ROOT).with_suffix("").as_posix() for page in contents(ROOT)]
LANGUAGES = {"zh": "zh-CN", "en": "en"}


def tree(folder: Path, name: str) -> HtmlElement:
    return html.document_fromstring((folder / f"{name}.html").read_text(encoding="utf-8"))


def ids(page: HtmlElement) -> set[str]:
    """Give what may be led to on a page; parts of a drawing are named after what it says, what a search finds counted."""
    found = page.xpath("//article//*[not(ancestor-or-self::*[local-name()='svg'])]/@id")
    return {str(name) for name in found if not re.match(r"(caption|table)-|id\d|jd-u\d", str(name))}


def test_the_project_is_a_book_of_two_editions() -> None:
    assert [edition.folder for edition in editions_of(ROOT)] == ["zh", "en"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_in_both_editions_with_the_same_ids(editions: Path, name: str) -> None:
    pages = {language: tree(editions / language, name) for language in LANGUAGES}
    assert {language: page.get("lang") for language, page in pages.items()} == LANGUAGES
    assert ids(pages["zh"]) == ids(pages["en"])


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_a_page_leads_to_itself_in_the_other_language(editions: Path, name: str) -> None:
    for language, other in (("zh", "en"), ("en", "zh")):
        page = tree(editions / language, name)
        (link,) = page.xpath("//nav[@class='jd-editions']/a")
        assert (link.get("lang"), link.get("hreflang")) == (LANGUAGES[other], LANGUAGES[other])
        address = urljoin(f"/{language}/{name}.html", link.get("href"))
        assert address == f"/{other}/{name}.html" and (editions / address[1:]).is_file()
        alternates = {one.get("hreflang"): one.get("href") for one in page.xpath("//link[@rel='alternate']")}
        assert set(alternates) == set(LANGUAGES.values())


def test_the_door_names_both_editions_without_a_script(editions: Path) -> None:
    door = tree(editions, "index")
    links = {link.get("hreflang"): link for link in door.xpath("//main//a")}
    assert set(links) == set(LANGUAGES.values())
    for link in links.values():
        assert (editions / link.get("href")).is_file()
    assert "《响鼓重锤 再跨征鞍》评注" in links["zh-CN"].text_content()
    assert not door.xpath("//script[not(@src)]")


def test_the_page_for_wrong_addresses_leads_to_both_editions_from_any_depth(editions: Path) -> None:
    lost = tree(editions, "404")
    assert {link.get("href") for link in lost.xpath("//a")} == {f"/{one}/{PAGES[0]}.html" for one in LANGUAGES}
    assert not lost.xpath("//script")


def test_the_chinese_pages_say_their_prose_in_chinese(editions: Path) -> None:
    for name in PAGES:
        title = tree(editions / "zh", name).xpath("//h1")[0].text_content()
        assert re.search("[\u4e00-\u9fff]", title), name


@pytest.mark.browser
@pytest.mark.parametrize(("locale", "folder"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_door_follows_the_language_of_the_browser(
    editions: Path, chromium: object, locale: str, folder: str
) -> None:
    with served(editions) as address:
        page = chromium.new_context(locale=locale).new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_url(f"**/{folder}/{PAGES[0]}.html")
        page.goto(f"{address}/index.html#choose")
        assert page.get_by_role("link").count() == 2
        page.context.close()


@pytest.mark.browser
def test_the_switch_leads_to_the_same_place_and_is_remembered_by_the_door(editions: Path, chromium: object) -> None:
    with served(editions) as address:
        page = chromium.new_context(locale="en-GB").new_page()
        page.goto(f"{address}/en/notebooks/open_innovation.html#q-057")
        page.get_by_role("link", name="中文", exact=True).click()
        page.wait_for_url("**/zh/notebooks/open_innovation.html#q-057")
        assert page.locator("#q-057").is_visible()
        page.goto(f"{address}/index.html")
        page.wait_for_url(f"**/zh/{PAGES[0]}.html")
        page.context.close()


@pytest.mark.browser
def test_the_switch_works_in_a_folder_without_a_server(editions: Path, chromium: object) -> None:
    page = chromium.new_page()
    page.goto((editions / "zh" / "notebooks" / "targets.html").as_uri() + "#q-099")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url("**/en/notebooks/targets.html#q-099")
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "asked", "named"),
    [("en", "文字层在这里损坏最重", "中文"), ("zh", "The text layer is at its worst here", "English")],
)
def test_a_search_finds_what_is_said_in_the_other_edition(
    editions: Path, chromium: object, language: str, asked: str, named: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{(editions / language / 'search.html').as_uri()}?q={asked}")
    found = page.locator(".jd-found").first
    found.wait_for()
    assert named in found.inner_text()
    page.close()
