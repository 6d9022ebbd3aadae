"""The content security policy: on every page, obeyed from a folder and from a server, and by all that pages do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from support import ROOT, served

from jiedu.site.policy import POLICY

pytestmark = pytest.mark.slow

# A violation is told to the page before it is told to whoever wrote the page.
LISTEN = """
window.jdRefused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.jdRefused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.lineNumber}`);
});
"""


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module", params=["folder", "server"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    return site.as_uri() if request.param == "folder" else request.getfixturevalue("server")


@pytest.fixture
def page(chromium) -> Iterator[object]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.add_init_script(LISTEN)
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()


def refused(page) -> list[str]:
    """What the browser would not do on the page that is open, since it was opened."""
    told = [text for text in page.said if "Content Security Policy" in text or "Refused" in text]
    return [*page.evaluate("window.jdRefused"), *told]


def addresses(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts)


def test_every_page_has_the_policy_before_all_that_it_is_about(site: Path) -> None:
    for address in addresses(site):
        head = html.document_fromstring((site / address).read_bytes()).find("head")
        found = head.xpath("./meta[@http-equiv='Content-Security-Policy']")
        assert [meta.get("content") for meta in found] == [POLICY], address
        before = {element.tag for element in head[: head.index(found[0])]}
        assert before <= {"meta"}, address


def test_no_page_holds_a_look_or_a_script_of_its_own(site: Path) -> None:
    for address in addresses(site):
        tree = html.document_fromstring((site / address).read_bytes())
        assert not tree.xpath("//@style | //style | //script[not(@src)][not(contains(@type, 'json'))]"), address
        assert not tree.xpath("//@*[starts-with(name(), 'on')]"), address


def test_what_a_page_shows_to_be_copied_is_as_it_was_written(site: Path) -> None:
    """A space more or less is another setting in YAML."""
    shown = html.document_fromstring((site / "book" / "make_it_yours.html").read_bytes()).xpath("//pre")
    source = (ROOT / "book" / "make_it_yours.md").read_text(encoding="utf-8")
    written = re.findall(r"```(?:yaml|css)\n(.*?)```", source, re.DOTALL)
    assert [pre.text_content().strip() for pre in shown] == [block.strip() for block in written]


@pytest.mark.browser
def test_no_page_is_refused_anything(site: Path, root: str, page) -> None:
    wrong = {}
    # The pages of rows are alike: one of each kind. Pages that lead on at once are gone before they can be asked.
    rows = {re.split(r"[-.]", address)[0]: address for address in addresses(site) if address.startswith("id/")}
    for address in [*(address for address in addresses(site) if not address.startswith("id/")), *rows.values()]:
        if 'http-equiv="refresh"' in (site / address).read_text(encoding="utf-8"):
            continue
        page.said.clear()
        page.goto(f"{root}/{address}")
        if told := refused(page):
            wrong[address] = told
    assert wrong == {}


@pytest.mark.browser
def test_looks_of_a_page_are_those_that_it_had(root: str, page) -> None:
    """A picture that the source makes 600 pixels wide is so: its width was an attribute of style."""
    page.goto(f"{root}/book/your_own_report.html")
    assert page.locator("#fig-own-new img").bounding_box()["width"] == pytest.approx(600, abs=1)


@pytest.mark.browser
def test_the_theme_can_be_switched_and_stays(root: str, page) -> None:
    page.goto(f"{root}/book/facts.html")
    before = page.evaluate("document.documentElement.dataset.theme")
    for _ in range(3):
        page.locator("button.theme-switch-button").first.click()
        if page.evaluate("document.documentElement.dataset.theme") != before:
            break
    chosen = page.evaluate("document.documentElement.dataset.theme")
    assert chosen != before
    page.goto(f"{root}/book/context.html")
    assert page.evaluate("document.documentElement.dataset.theme") == chosen
    assert refused(page) == []


@pytest.mark.browser
def test_search_answers(root: str, page) -> None:
    page.goto(f"{root}/search.html?q=营商环境")
    page.locator("#jd-results a").first.wait_for(timeout=20_000)
    assert refused(page) == []


@pytest.mark.browser
def test_every_control_of_a_chapter_works(root: str, page) -> None:
    """All that opens is opened once, and nothing that it does is refused."""
    page.goto(f"{root}/notebooks/open_innovation.html")
    for summary in page.locator("article summary").all()[:3]:
        summary.click()
    mark = page.locator("#q-057")
    mark.scroll_into_view_if_needed()
    mark.click()
    page.keyboard.press("Escape")
    for button in page.locator("article button:visible").all()[:12]:
        button.click()
        page.keyboard.press("Escape")
    assert refused(page) == []


@pytest.mark.browser
def test_a_table_can_be_downloaded(root: str, page) -> None:
    page.goto(f"{root}/notebooks/open_innovation.html")
    with page.expect_download(timeout=20_000) as waiting:
        page.locator("article a[download]").first.click()
    assert Path(waiting.value.path()).stat().st_size > 100
    assert refused(page) == []
