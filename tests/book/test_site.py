"""The built site: every page, link and image is there, nothing comes from the network, search finds Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from fontTools.ttLib import TTFont
from lxml import html
from support import COLOURS, ROOT

from jiedu.book.build import contents

PAGES = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in contents(ROOT)]

pytestmark = pytest.mark.slow


@cache
def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes().decode("utf-8"))


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(parsed(path).xpath("//@id"))


def written(site: Path) -> list[Path]:
    """The pages of the contents."""
    return [site / name for name in PAGES]


@pytest.mark.parametrize("name", [*PAGES, "index.html", "search.html"])
def test_every_page_is_there(site: Path, name: str) -> None:
    assert (site / name).is_file()


def test_the_front_page_leads_to_the_first_page(site: Path) -> None:
    assert PAGES[0] in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_image_within_the_site_is_there(site: Path, name: str) -> None:
    missing = []
    for address in parsed(site / name).xpath("//a/@href | //img/@src | //script/@src | //link/@href"):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (site / name).parent / unquote(parts.path) if parts.path else site / name
        fragment = unquote(parts.fragment) if target.suffix == ".html" else ""
        if not target.is_file() or (fragment and fragment not in ids(target.resolve())):
            missing.append(address)
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_no_id_stands_twice_on_a_page(site: Path, name: str) -> None:
    found = parsed(site / name).xpath("//*[contains(@class, 'bd-article')]//@id")
    assert sorted(found) == sorted(set(found))


def test_a_quantity_or_note_stands_once_on_the_whole_site(site: Path) -> None:
    found = [name for page in written(site) for name in ids(page) if re.fullmatch(r"[qn]-\d+", name)]
    assert sorted(found) == sorted(set(found))


def test_no_page_names_this_machine(site: Path) -> None:
    names = {str(site.parents[1]), str(ROOT)}
    assert [
        path.name
        for path in site.rglob("*")
        if path.suffix in {".html", ".js", ".css"}
        and any(name in path.read_text(encoding="utf-8", errors="ignore") for name in names)
    ] == []


def test_the_fonts_come_with_their_licence(site: Path) -> None:
    assert "SIL OPEN FONT LICENSE" in (site / "_static" / "OFL.txt").read_text(encoding="utf-8")
    for folder in ("src/jiedu/display/style/fonts", "src/jiedu/book/static"):
        assert all(path.stat().st_size < 4_000_000 for path in (ROOT / folder).iterdir())


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def visited(site: Path, chromium, theme: str) -> Iterator[dict[str, dict]]:
    """What Chromium saw of every page on a phone: requests, faults, width, colours."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=theme)
    page = context.new_page()
    outside: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: outside.append(request.url) if "file:" not in request.url[:5] else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    seen = {}
    for name in [*PAGES, "search.html"]:
        outside.clear()
        faults.clear()
        page.goto((site / name).as_uri())
        seen[name] = {
            "outside": [url for url in outside if not url.startswith(("data:", "blob:"))],
            "faults": list(faults),
            "width": page.evaluate("document.documentElement.scrollWidth"),
            "theme": page.evaluate("document.documentElement.dataset.theme"),
            "contrast": page.evaluate(CONTRAST) if name in PAGES else [21, ""],
        }
    yield seen
    context.close()


# The lowest contrast of any text of the article with what lies behind it (WCAG 2), and which text that is.
CONTRAST = (
    f"() => {{{COLOURS}"
    + """
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  let worst = [21, ''];
  const walker = document.createTreeWalker(document.querySelector('.bd-article'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('.headerlink, script, style, pre')) continue;
    const behind = ground(element);
    const ratio = contrast(over(rgba(getComputedStyle(element).color), behind), behind);
    if (ratio < worst[0]) worst = [ratio, node.data.trim().slice(0, 40)];
  }
  return worst;
}"""
)


@pytest.mark.browser
def test_nothing_comes_from_the_network(visited: dict[str, dict]) -> None:
    assert {name: page["outside"] for name, page in visited.items() if page["outside"]} == {}


@pytest.mark.browser
def test_no_script_fails(visited: dict[str, dict]) -> None:
    assert {name: page["faults"] for name, page in visited.items() if page["faults"]} == {}


@pytest.mark.browser
def test_no_page_scrolls_sideways_on_a_phone(visited: dict[str, dict]) -> None:
    assert {name: page["width"] for name, page in visited.items() if page["width"] > 390} == {}


@pytest.mark.browser
def test_both_themes_are_readable(visited: dict[str, dict], theme: str) -> None:
    assert {page["theme"] for page in visited.values()} == {theme}
    faint = {name: page["contrast"] for name, page in visited.items() if page["contrast"][0] < 4.5}
    assert faint == {}


# The text that a reader sees, without the code and the styles.
ARTICLE = "//article//text()[not(ancestor::style or ancestor::script)]"


def test_the_font_of_the_site_has_every_chinese_character_of_every_page(site: Path) -> None:
    text = "".join("".join(parsed(page).xpath(ARTICLE)) for page in written(site))
    han = set(re.findall(r"[〇㐀-鿿，。、；：？！《》（）“”]", text))
    assert len(han) > 500
    known: set[str] = set()
    for face in ("JieduSans-Regular.woff2", "JieduSansOld-Regular.woff2"):
        with TTFont(site / "_static" / face) as font:
            known |= {chr(code) for code in font.getBestCmap()}
    assert sorted(han - known) == []


@pytest.mark.browser
def test_a_browser_without_chinese_fonts_has_the_font_of_the_site(site: Path, bare_chromium) -> None:
    context = bare_chromium.new_context()
    page = context.new_page()
    page.goto((site / PAGES[0]).as_uri())
    loaded = page.evaluate(
        "document.fonts.load('16px \"Jiedu Sans\"', '水').then((fonts) => fonts.map((font) => font.status))"
    )
    assert loaded == ["loaded"]
    # Every stack of fonts on the page ends with it, whatever the machine has before it.
    stacks = page.evaluate(
        "[...document.querySelectorAll('.bd-article *')].filter((element) => element.checkVisibility())"
        ".map((element) => getComputedStyle(element).fontFamily)"
    )
    assert {stack for stack in stacks if "Jiedu Sans" not in stack} == set()
    context.close()


@pytest.mark.browser
def test_a_browser_that_draws_chinese_by_itself_fetches_no_font(site: Path, chromium) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto((site / PAGES[1]).as_uri())
    if page.evaluate("document.documentElement.dataset.han") != "system":
        pytest.skip("no Chinese font on this machine")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if ".woff2" in url] == []
    context.close()


@pytest.mark.browser
def test_a_citation_leads_to_the_marked_characters(site: Path, chromium) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    first = next(
        (name, link) for name in PAGES for link in parsed(site / name).xpath("//p//a[contains(@href, '#q-')]/@href")
    )
    page.goto((site / first[0]).as_uri())
    page.locator(f'p a[href="{first[1]}"]').first.click()
    target = page.locator(":target")
    target.wait_for()
    assert target.evaluate("(mark) => getComputedStyle(mark).outlineStyle") == "solid"
    top = target.evaluate("(mark) => mark.getBoundingClientRect().top")
    assert 40 < top < 900
    context.close()
