"""A number answers where it stands: by pointer, finger and keyboard, in both languages, and without a script by links."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from jiedu.edition import Edition

EDITION = Edition.open()
CHAPTER = "notebooks/open_innovation.html"
BOX = "#jd-answer"

pytestmark = pytest.mark.browser


@pytest.fixture
def chapter(chromium: Any, site: Path) -> Iterator[Any]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / CHAPTER).as_uri())
    yield page
    page.close()


def is_open(page: Any) -> bool:
    return bool(page.evaluate(f"document.querySelector('{BOX}').matches(':popover-open')"))


def shown(page: Any) -> str:
    """Give the id whose record is open; "" for none."""
    return str(page.inner_text(f"{BOX} h2 small")) if is_open(page) else ""


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-id]')?.dataset.id ?? document.activeElement.id"))


def settle(page: Any) -> None:
    # A browser tells of what it opened and closed a moment later.
    page.wait_for_timeout(60)


def passages_of(site: Path) -> Iterator[tuple[Path, Any]]:
    for path in sorted((site / "notebooks").glob("*.html")):
        tree = lxml_html.fromstring(path.read_text("utf-8"))
        if tree.xpath("//section[contains(@class, 'jd-passage')]"):
            yield path, tree


def links_in(tree: Any) -> list[Any]:
    return list(tree.xpath("//a[contains(concat(' ', @class, ' '), ' jd-answer-link ')]"))


def test_every_row_of_the_page_is_a_link_to_its_own_page_without_a_script(site: Path) -> None:
    reached = set()
    for path, tree in passages_of(site):
        for link in links_in(tree):
            target = path.parent / link.get("href")
            assert target.exists(), f"{path.name}: {link.get('href')}"
            reached.add(target.stem)
    for table in ("quantities", "commitments"):
        assert set(EDITION.tables[table].index) <= reached


def test_a_page_brings_the_record_of_every_mark_and_of_the_terms_whose_characters_a_number_took(site: Path) -> None:
    for path, tree in passages_of(site):
        records = json.loads(tree.get_element_by_id("jd-records").text)
        assert {link.get("data-id") for link in links_in(tree)} <= set(records), path.name
        assert {name for mark in tree.xpath("//mark[@data-term]") for name in mark.get("data-term").split()} <= set(
            records
        )


@pytest.mark.parametrize("id_", ["q-057", "q-055", "p-103", "t-kai-fang-chuang-xin"])
def test_a_press_and_a_key_open_the_record_and_escape_leads_back(chapter: Any, id_: str) -> None:
    link = chapter.locator(f".jd-zh a[data-id='{id_}']").first
    link.click()
    settle(chapter)
    assert shown(chapter) == id_
    assert chapter.evaluate(f"document.querySelector('{BOX}').contains(document.activeElement)")
    box = chapter.locator(BOX)
    assert (box.get_attribute("role"), chapter.url.endswith(CHAPTER)) == ("dialog", True)
    named = chapter.locator(f"#{box.get_attribute('aria-labelledby')}").inner_text()
    assert id_ in named and len(named) > len(id_) + 1
    chapter.keyboard.press("Escape")
    settle(chapter)
    assert (shown(chapter), focused(chapter)) == ("", id_)
    chapter.keyboard.press("Enter")
    settle(chapter)
    assert shown(chapter) == id_


def test_a_press_elsewhere_closes_and_a_press_on_the_same_mark_too(chapter: Any) -> None:
    mark = chapter.locator("#q-057 a")
    mark.click()
    assert is_open(chapter)
    mark.click()
    settle(chapter)
    assert not is_open(chapter)
    mark.click()
    assert is_open(chapter)
    chapter.mouse.click(300, 80)
    settle(chapter)
    assert not is_open(chapter)


def test_the_record_says_what_the_row_says(chapter: Any) -> None:
    chapter.locator("#q-057 a").click()
    said = chapter.inner_text(BOX)
    row = EDITION.quantities.loc["q-057"]
    for words in ("more than 1,000", row["indicator"], row["indicator_en"], "promised", "no explicit deadline"):
        assert words in said
    note = EDITION.notes[EDITION.notes["target"] == "q-057"].iloc[0]
    assert note["en"] in said and note["zh"] not in said
    assert chapter.locator(f"{BOX} a[data-id='p-103']").count() == 1
    assert chapter.locator(f"{BOX} .jd-answer-used a").count() >= 1
    chapter.locator(f"{BOX} a[data-id='p-103']").click()
    settle(chapter)
    assert shown(chapter) == "p-103"


def test_a_number_that_took_the_characters_of_a_term_answers_for_both(chapter: Any) -> None:
    chapter.locator("#q-059 a").click()
    assert shown(chapter) == "q-059"
    term = EDITION.terms.loc["t-yi-dai-yi-lu"]
    said = chapter.inner_text(f"{BOX} .jd-answer-term")
    assert term["pinyin"] in said


def test_arrows_walk_through_the_ledger_and_the_mark_comes_into_view(chapter: Any) -> None:
    chapter.locator("#q-057 a").click()
    for name in ("q-058", "q-059", "q-060"):
        chapter.keyboard.press("ArrowRight")
        assert shown(chapter) == name
    chapter.keyboard.press("ArrowLeft")
    assert shown(chapter) == "q-059"
    for _ in range(10):
        chapter.keyboard.press("ArrowRight")
    assert shown(chapter) == "q-069"
    box = chapter.locator("#q-069").bounding_box()
    assert 0 < box["y"] < 900 and not overlap(box, chapter.locator(BOX).bounding_box())
    chapter.keyboard.press("Escape")
    settle(chapter)
    assert focused(chapter) == "q-069"


def test_who_steps_on_in_a_column_stays_in_it_and_tab_goes_on_from_there(chapter: Any) -> None:
    chapter.locator(".jd-en a[data-id='q-057']").first.focus()
    chapter.keyboard.press("Enter")
    for _ in range(8):
        chapter.keyboard.press("ArrowRight")
    assert shown(chapter) == "q-065"
    english = chapter.locator(".jd-en a[data-id='q-065']").first
    # Out of the record to what follows the mark, and by Escape to the mark itself: neither far off nor back at the start.
    for key, on in (("Tab", 4), ("Escape", 0)):
        chapter.locator(f"{BOX} .jd-answer-foot > :is(a, button)").last.focus()
        chapter.keyboard.press(key)
        settle(chapter)
        assert not is_open(chapter)
        where = english.evaluate("(mark) => mark.compareDocumentPosition(document.activeElement)")
        assert where == on
        assert 64 <= chapter.evaluate("document.activeElement.getBoundingClientRect().top") < 900
        english.press("Enter")
        settle(chapter)


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(
        one[at] < other[at] + other[size] and other[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


def test_the_next_row_on_another_page_is_a_link_to_its_page(chapter: Any, site: Path) -> None:
    last = chapter.locator(".jd-zh mark a").last
    last.click()
    name = chapter.locator(f"{BOX} [data-key='→']").get_attribute("data-id")
    assert not chapter.locator(f"#{name}").count()
    assert (site / "notebooks" / chapter.locator(f"{BOX} [data-key='→']").get_attribute("href")).exists()


def test_the_two_languages_light_up_together(chapter: Any) -> None:
    lit = "[...document.querySelectorAll('mark.jd-lit')].map(one => one.closest('.jd-zh') ? 'zh' : 'en')"
    chapter.locator(".jd-en mark[data-of='q-060'] a").hover()
    assert chapter.evaluate(lit) == ["zh", "en"]
    chapter.locator("#q-060 a").focus()
    assert chapter.evaluate(lit) == ["zh", "en"]
    chapter.locator("h1").hover()
    assert chapter.evaluate(lit) == []


def test_every_mark_is_reached_by_tab_and_has_a_name(chapter: Any) -> None:
    wanted = chapter.locator(".jd-passage a.jd-answer-link:visible").count()
    chapter.evaluate("document.querySelector('.jd-passage a.jd-answer-link').focus()")
    seen = 0
    for _ in range(2 * wanted):
        name = chapter.evaluate(
            "(one => one.matches('.jd-answer-link') && one.checkVisibility()"
            " ? [one.getAttribute('aria-label') ?? '', one.textContent] : null)(document.activeElement)"
        )
        if name:
            seen += 1
            assert name[0] and name[0].startswith(name[1])
        chapter.keyboard.press("Tab")
        if not chapter.evaluate("!!document.activeElement.closest('.jd-passage')"):
            break
    assert seen == wanted > 100


def test_a_sign_for_a_promise_is_wide_enough_for_a_finger(chapter: Any) -> None:
    size = chapter.evaluate(
        "(one => [one.width, one.height])(getComputedStyle(document.querySelector('.jd-promise'), '::after'))"
    )
    assert [float(one.removesuffix("px")) >= 24 for one in size] == [True, True]


def test_what_counts_nothing_is_shown_with_its_class_on_every_page(chromium: Any, site: Path) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found: dict[str, str] = {}
    numbers = [0, 0]
    for at, (path, _) in enumerate(passages_of(site)):
        page.goto(path.as_uri())
        toggle = page.locator("button[aria-controls^='jd-uncounted']")
        if not toggle.count():
            continue
        if not found:
            assert toggle.get_attribute("aria-pressed") == "false"
            toggle.click()
        # It stays pressed from page to page.
        assert toggle.get_attribute("aria-pressed") == "true", at
        total, counted, *_ = map(int, re.findall(r"\d+", page.inner_text(".jd-uncounted p[lang=en]")))
        numbers = [numbers[0] + total, numbers[1] + counted]
        assert "0 unassigned" in page.inner_text(".jd-uncounted")
        found |= page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.jd-passage mark[id][data-class]')]"
            ".map(one => [one.id, getComputedStyle(one, '::after').content]))"
        )
    context.close()
    rows = EDITION.quantities
    uncounted = rows[rows["class"] != "quantity"]
    assert set(found) == set(uncounted.index)
    for name, kind in uncounted["class"].items():
        if kind == "slogan":
            assert "numeric shorthand" in found[name]
    whole = rows[rows["block"].isin(rows[rows.index.isin(found)]["block"])]
    assert len(whole) <= numbers[0] <= len(rows) and numbers[0] - numbers[1] == len(uncounted)


def test_without_a_script_the_class_of_a_numeral_is_shown_by_a_fold(chromium: Any, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    page.locator("details.jd-uncounted summary").click()
    assert page.locator("details.jd-uncounted p").first.is_visible()
    page.locator("#q-057 a").click()
    page.wait_for_url("**/id/q-057.html")
    assert "more than 1,000" in page.inner_text("main")
    context.close()


def test_a_finger_opens_a_sheet_that_leaves_the_mark_to_be_seen(chromium: Any, site: Path) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    for name in ("q-057", "q-069"):
        page.locator(f"#{name} a").tap()
        settle(page)
        assert shown(page) == name
        sheet = page.locator(BOX).bounding_box()
        assert sheet["width"] == 390 and abs(sheet["y"] + sheet["height"] - 844) < 2
        assert page.locator(f"#{name}").bounding_box()["y"] < sheet["y"]
        page.locator(f"{BOX} .jd-answer-head button").tap()
        settle(page)
        assert not is_open(page)
    # A term no longer takes the reader out of the chapter.
    page.locator(".jd-zh a.jd-term").first.tap()
    settle(page)
    assert is_open(page) and page.url.endswith(CHAPTER)
    context.close()


def test_the_address_is_copied_and_said_to_be(chapter: Any) -> None:
    chapter.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (w) => { window.copied = w }}})"
    )
    chapter.locator("#q-057 a").click()
    chapter.locator(f"{BOX} button", has_text="copy link").click()
    settle(chapter)
    assert chapter.evaluate("window.copied").endswith(f"{CHAPTER}#q-057")
    assert "copied" in chapter.inner_text(f"{BOX} [role=status]")


def test_cite_asks_the_box_for_this_row(chapter: Any) -> None:
    chapter.evaluate("document.addEventListener('jd-cite', (event) => { window.cited = event.detail.id })")
    chapter.locator("#q-057 a").click()
    chapter.locator(f"{BOX} button", has_text="cite").click()
    assert chapter.evaluate("window.cited") == "q-057"


# What is left empty beside a text: of the height of all passages, what no line of a column covers, but for the
# ordinary distance between two lines. A note is in one language, and runs over both columns.
EMPTY = """() => {
  const slack = 30;
  const lines = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return [...range.getClientRects()].filter((box) => box.width && box.height);
  };
  const empty = (passage, column) => {
    const over = ".jd-source, .jd-uncounted, .jd-note";
    const boxes = [...passage.querySelectorAll(`${column}, ${over}`)].flatMap(lines).sort((a, b) => a.top - b.top);
    const { top, bottom } = passage.getBoundingClientRect();
    let [at, sum] = [top, 0];
    for (const box of [...boxes, { top: bottom, bottom }]) {
      sum += Math.max(0, box.top - at - slack);
      at = Math.max(at, box.bottom);
    }
    return sum;
  };
  const passages = [...document.querySelectorAll(".jd-passage")];
  const columns = [".jd-zh", ".jd-en"];
  return [
    passages.reduce((sum, one) => sum + columns.reduce((all, column) => all + empty(one, column) / 2, 0), 0),
    passages.reduce((sum, one) => sum + one.getBoundingClientRect().height, 0),
  ];
}"""


def test_less_than_a_twentieth_of_the_passages_is_empty(chromium: Any, site: Path) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    measured = []
    for path, _ in passages_of(site):
        page.goto(path.as_uri())
        measured.append(page.evaluate(EMPTY))
        across = page.evaluate(
            "(one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize))"
            "(document.querySelector('p.jd-zh'))"
        )
        assert 22 <= across <= 25.5, f"{path.name}: {across} characters in a line"
    page.close()
    assert sum(empty for empty, _ in measured) / sum(height for _, height in measured) < 0.05


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_chapter_with_a_record_open_is_in_order(chromium: Any, site: Path, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto((site / CHAPTER).as_uri())
    page.locator("button[aria-controls^='jd-uncounted']").click()
    page.locator("#q-059 a").click()
    settle(page)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for context in (".jd-passage", BOX):
        found = Axe().run(page, context=context, options=options).response["violations"]
        assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found] == []
    page.close()
