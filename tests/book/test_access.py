"""The site for everyone, and light: axe-core, languages, the keyboard, no script, what a first visit weighs."""

import gzip
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from lxml import html
from support import ROOT
from written import AXE, LANGUAGES, TAGS

from jiedu.book.build import contents

PAGES = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in contents(ROOT)]
CHAPTER = "notebooks/open_innovation.html"
ROWS = ("q-060", "p-104", "n-045", "s-074", "t-liu-wen", "fact-targets", "ctx-f02", "claim-1")

pytestmark = pytest.mark.slow


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "theme", "contrast"),
    [(1280, "light", True), (390, "dark", True), (1280, "dark", False), (390, "light", False)],
)
def test_axe_finds_nothing_on_any_page(site: Path, chromium, width: int, theme: str, contrast: bool) -> None:
    """The contrast of every word takes longest, and is the same at both widths."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.add_init_script(AXE_SCRIPT)
    found = {}
    for name in [*PAGES, "search.html?q=营商环境"]:
        page.goto(f"{site.as_uri()}/{name}")
        found[name] = page.evaluate(AXE, [TAGS, {"color-contrast": {"enabled": contrast}}, ""])
    context.close()
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_row_s_own_page_nor_where_it_leads(site: Path, chromium, theme: str) -> None:
    """What a link led to stands out there, on a ground of its own."""
    context = chromium.new_context(viewport={"width": 390, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.add_init_script(AXE_SCRIPT)
    found = {}
    for name in ROWS:
        page.route("**/record.js", lambda route: route.abort())
        page.goto(f"{site.as_uri()}/id/{name}.html")
        found[f"{name} itself"] = page.evaluate(AXE, [TAGS, {}, ""])
        page.unroute("**/record.js")
        page.goto(f"{site.as_uri()}/id/{name}.html")
        page.wait_for_url(f"**#{name}")
        found[f"where {name} stands"] = page.evaluate(AXE, [TAGS, {}, name])
    context.close()
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.browser
def test_words_are_called_what_they_are(site: Path, chromium) -> None:
    page = chromium.new_page()
    wrong: dict[str, list[str]] = {"zh": [], "en": []}
    words = {"zh": 0, "en": 0}
    for name in [*PAGES, "search.html"]:
        page.goto(f"{site.as_uri()}/{name}", wait_until="load")
        found = page.evaluate(LANGUAGES)
        for language in words:
            words[language] += found["all"][language]
            wrong[language] += [f"{name}: {run}" for run in found[language]]
    page.close()
    assert {language: len(wrong[language]) / words[language] < 0.005 for language in words} == {
        "zh": True,
        "en": True,
    }, {language: some[:40] for language, some in wrong.items()}


# Whether the middle of what has the focus is where it can be seen.
IN_SIGHT = """() => {
  const { x, y, width, height } = document.activeElement.getClientRects()[0];
  const seen = document.elementFromPoint(x + width / 2, y + height / 2);
  return Boolean(seen) && (document.activeElement.contains(seen) || seen.contains(document.activeElement));
}"""


@pytest.fixture
def phone(site: Path, chromium) -> Iterator[object]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    yield page
    context.close()


def focused(page) -> str:
    return page.evaluate("document.activeElement.className + ' ' + (document.activeElement.ariaLabel ?? '')")


@pytest.mark.browser
def test_the_theme_is_switched_by_keyboard_again_and_again(phone) -> None:
    button = phone.locator(".theme-switch-button")
    button.focus()
    seen = []
    for _ in range(3):
        phone.keyboard.press("Enter")
        seen.append(phone.evaluate("document.documentElement.dataset.mode"))
        assert "theme-switch-button" in focused(phone)
        assert seen[-1] in phone.locator("#jd-said").inner_text().replace("as the system", "auto")
    assert seen == ["light", "dark", "auto"]


@pytest.mark.browser
@pytest.mark.parametrize(("button", "contents"), [("primary", "primary"), ("secondary", "secondary")])
def test_the_menus_of_a_phone_open_close_and_give_the_focus_back(phone, button: str, contents: str) -> None:
    toggle = phone.locator(f".{button}-toggle")
    sidebar = phone.locator(f"#pst-{contents}-sidebar")
    assert not sidebar.is_visible()
    toggle.focus()
    phone.keyboard.press("Enter")
    assert sidebar.is_visible()
    phone.keyboard.press("Tab")
    assert "jd-close" in focused(phone)
    phone.keyboard.press("Escape")
    assert not sidebar.is_visible()
    assert f"{button}-toggle" in focused(phone)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("opens", "menu"),
    [
        (".primary-toggle", "#pst-primary-sidebar"),
        (".secondary-toggle", "#pst-secondary-sidebar"),
        (".jd-menu summary", ".jd-menu"),
    ],
)
def test_a_menu_does_not_hide_what_tab_has_come_to_behind_it(phone, opens: str, menu: str) -> None:
    phone.locator(opens).press("Enter")
    phone.locator(f"{menu} :is(a, button):visible").last.focus()
    phone.keyboard.press("Tab")
    assert phone.locator(f"{menu} :is(a, button):visible").count() == 0
    assert phone.evaluate(IN_SIGHT)


@pytest.mark.browser
def test_the_first_link_leads_to_the_text(site: Path, chromium) -> None:
    for name in PAGES:
        page = chromium.new_page()
        page.goto((site / name).as_uri())
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
        inside = page.evaluate("Boolean(document.activeElement.closest('article'))")
        page.close()
        assert inside, name


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_names_of_rows_hide_nothing_that_the_keyboard_comes_to(site: Path, chromium, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto((site / "notebooks/provinces.html").as_uri())
    page.locator(".jd-scroll[tabindex] a").last.focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("document.activeElement.outerHTML")
    page.close()


@pytest.mark.browser
def test_a_button_that_has_the_focus_shows_it(phone) -> None:
    for name in (".primary-toggle", ".theme-switch-button", "a.search-button", ".jd-menu summary"):
        # By keyboard: a pointer leaves no mark.
        phone.keyboard.press("Tab")
        phone.locator(name).first.focus()
        style = phone.locator(name).first.evaluate("(button) => getComputedStyle(button).outlineStyle")
        assert style == "solid", name


@pytest.mark.browser
def test_without_a_script_the_menu_opens_and_no_dead_button_is_shown(site: Path, chromium) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    page.locator(".primary-toggle").click()
    assert page.locator("#pst-primary-sidebar a.current").is_visible()
    assert [button.is_visible() for button in page.locator(".pst-js-only").all()].count(True) == 0
    context.close()


def local(site: Path, page: Path) -> set[Path]:
    """The files that a page asks for as soon as it is opened."""
    tree = html.document_fromstring(page.read_text("utf-8"))
    addresses = tree.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img[not(@loading='lazy')]/@src")
    return {(page.parent / re.sub(r"[?#].*", "", address)).resolve() for address in addresses if ":" not in address}


def sent(path: Path) -> int:
    data = path.read_bytes()
    return len(gzip.compress(data, 9)) if path.suffix in {".html", ".css", ".js", ".svg", ".json"} else len(data)


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_is_light(site: Path, name: str) -> None:
    page = site / name
    weight = sent(page) + sum(sent(path) for path in local(site, page))
    faces = sum(sent(path) for path in (site / "_static").glob("*.woff2"))
    assert weight <= 300_000, weight
    assert weight + faces <= 450_000, (weight, faces)


@pytest.mark.parametrize("name", [*PAGES, "search.html"])
def test_a_page_holds_no_script_and_asks_for_few(site: Path, name: str) -> None:
    tree = html.document_fromstring((site / name).read_text("utf-8"))
    inline = [script for script in tree.xpath("//script[not(@src)]") if "json" not in (script.get("type") or "")]
    assert inline == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
    assert tree.xpath("//style") == []
    assert len(tree.xpath("//script[@src]")) <= 3
    # A page may have a sheet and a script of its own, as the ledger has.
    assert len(tree.xpath("//link[@rel='stylesheet']")) <= 2


@pytest.mark.browser
def test_nothing_jumps_where_the_font_has_to_be_fetched(site: Path, bare_chromium) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    context = bare_chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    session.send("Network.emulateNetworkConditions", slow)
    page.goto(f"http://127.0.0.1:{server.server_port}/{CHAPTER}", wait_until="networkidle")
    fetched = page.evaluate("[...document.fonts].filter((font) => font.status == 'loaded').map((font) => font.family)")
    shift = page.evaluate(
        "new Promise((resolve) => { let sum = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => (sum += entry.value))).observe({ type: 'layout-shift', buffered: true });"
        " setTimeout(() => resolve(sum), 300); })"
    )
    context.close()
    server.shutdown()
    assert any("Jiedu Sans" in family for family in fetched)
    assert shift <= 0.02
