"""The pages of exercises: by keyboard from the question to the verdict, kept, begun again, printed, without a script."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from support import ROOT
from written import AXE, LANGUAGES, TAGS

from jiedu.edition import Edition

PAGE = "book/exercises_numbers.html"
EDITION = Edition.open(ROOT)
ASKED = [row for row in EDITION.optional_rows("exercises") if row["lesson"] == "numbers"]
FIRST = next(row for row in ASKED if row["row"])
RIGHT = EDITION.row("quantities", FIRST["row"])[FIRST["field"]]
OPTIONS = {
    row["id"]: [one for one in EDITION.optional_rows("options") if one["exercise"] == row["id"]] for row in ASKED
}
SEVERAL = next(name for name, options in OPTIONS.items() if sum(one["right"] == "yes" for one in options) > 1)
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def page(site: Path, chromium) -> Iterator[object]:
    context = chromium.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((site / PAGE).as_uri())
    yield page
    context.close()
    assert faults == []


def tab_to(page, selector: str, key: str = "Tab") -> None:
    for _ in range(200):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never comes to {selector}")


def choose(page, value: str) -> None:
    """Go through the options of the group that has the focus, until one is chosen."""
    for key in ("Space", *["ArrowDown"] * 12):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.value") == value:
            return
    raise AssertionError(f"the arrows never come to {value}")


def said(page, name: str = FIRST["id"]) -> str:
    return page.locator(f"#{name} [role=status]").inner_text()


def chosen(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.jd-exercise input:checked')].map((one) => one.value)")


def focused(page) -> str:
    return page.evaluate("document.activeElement.innerText")


def test_from_the_question_to_the_verdict_and_back_by_keyboard_alone(page) -> None:
    group, check = f"#{FIRST['id']} input", f"#{FIRST['id']} .jd-x-check"
    wrong = next(
        value for value in page.locator(group).evaluate_all("(all) => all.map((one) => one.value)") if value != RIGHT
    )
    tab_to(page, check)
    page.keyboard.press("Enter")
    assert said(page) == "Choose an answer first."
    tab_to(page, group, "Shift+Tab")
    choose(page, wrong)
    assert said(page) == ""
    tab_to(page, check)
    page.keyboard.press("Enter")
    assert said(page).startswith("✗ Not right")
    # Why the wrong one is wrong is told, not which one is right.
    assert FIRST["why_en"] not in said(page)
    assert focused(page) == "Check"
    tab_to(page, group, "Shift+Tab")
    choose(page, RIGHT)
    page.keyboard.press("Enter")
    assert said(page).startswith("✓ Right") and FIRST["why_en"] in said(page)
    assert page.evaluate("document.activeElement.value") == RIGHT
    score = f"1 of {len(ASKED)} right, 0 of them at the first try."
    assert page.locator(".jd-x-score").inner_text() == score

    page.reload()
    assert chosen(page) == [RIGHT] and said(page).startswith("✓ Right")
    assert page.locator(".jd-x-score").inner_text() == score
    tab_to(page, ".jd-x-score + button")
    page.keyboard.press("Enter")
    assert focused(page) == "Start again"
    assert chosen(page) == [] and said(page) == ""
    assert page.locator(".jd-x-told").inner_text() == "The answers of this page were cleared."
    page.reload()
    assert chosen(page) == [] and said(page) == ""


def test_of_several_all_and_only_the_right_ones_are_right(page) -> None:
    options = {one["id"]: one for one in OPTIONS[SEVERAL]}
    right = [name for name, one in options.items() if one["right"] == "yes"]
    wrong = next(name for name in options if name not in right)
    for values, verdict, lacks in ((right[1:], "✗", True), ([*right, wrong], "✗", False), (right, "✓", False)):
        for name in options:
            page.locator(f"#{SEVERAL} input[value={name}]").set_checked(name in values)
        page.locator(f"#{SEVERAL} .jd-x-check").click()
        told = said(page, SEVERAL)
        assert told.startswith(verdict)
        assert ("Something right was not chosen." in told) is lacks
        shown = options if verdict == "✓" else values
        assert [name for name in options if options[name]["words_en"] in told] == [n for n in options if n in shown]


def test_an_exercise_that_has_changed_is_not_shown_as_answered(page) -> None:
    page.locator(f"#{FIRST['id']} input[value={RIGHT}]").check()
    page.locator(f"#{FIRST['id']} .jd-x-check").click()
    kept = page.evaluate("localStorage.getItem('jiedu-exercises-jinshui-2020')")
    assert json.loads(kept)[FIRST["id"]]["chosen"] == [RIGHT]
    page.evaluate(
        "(text) => localStorage.setItem('jiedu-exercises-jinshui-2020', text)", kept.replace('"mark":"', '"mark":"0')
    )
    page.reload()
    assert chosen(page) == [] and said(page) == ""
    page.evaluate("localStorage.setItem('jiedu-exercises-jinshui-2020', '[not JSON')")
    page.reload()
    assert chosen(page) == [] and page.locator(".jd-x-check").count() == len(ASKED)


def test_where_the_browser_keeps_nothing_it_works_without_memory(page) -> None:
    assert "Answers are kept in this browser alone." in page.locator(".jd-x-told").inner_text()
    page.add_init_script(REFUSED)
    page.reload()
    page.locator(f"#{FIRST['id']} input[value={RIGHT}]").check()
    page.locator(f"#{FIRST['id']} .jd-x-check").click()
    assert said(page).startswith("✓") and "1 of" in page.locator(".jd-x-score").inner_text()
    assert page.locator(".jd-x-told").inner_text() == ""


def test_paper_has_empty_boxes_and_answers_only_when_they_are_asked_for(page) -> None:
    page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; }")
    page.locator(f"#{FIRST['id']} input[value={RIGHT}]").check()
    page.locator(f"#{FIRST['id']} .jd-x-check").click()
    page.locator(f"#{FIRST['id']} .jd-x-key summary").click()
    page.emulate_media(media="print")
    sheet = page.locator("article").inner_text()
    assert FIRST["question_en"] in sheet
    assert not any(row["why_zh"] in sheet for row in ASKED) and "✓" not in sheet
    look = "(box) => { const style = getComputedStyle(box); return [style.appearance, style.backgroundImage, style.boxShadow]; }"
    boxes = page.locator(f"#{FIRST['id']} input")
    assert {str(boxes.nth(at).evaluate(look)) for at in range(boxes.count())} == {str(["none", "none", "none"])}
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print with answers").click()
    page.emulate_media(media="print")
    sheet = page.locator("article").inner_text()
    assert len(re.findall(r"\bAnswer\b", sheet)) == len(ASKED) == page.locator(".jd-x-key[open]").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("window.printed") == 1
    assert page.locator(".jd-x-key[open]").count() == 1
    assert not re.search(r"\bAnswer\b", page.locator("article").inner_text())


def test_without_a_script_the_folded_answers_do(site: Path, chromium) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    assert page.locator(".jd-exercises button").count() == 0
    assert not page.locator(f"#{FIRST['id']} .jd-x-key .jd-x-why").first.is_visible()
    page.locator(f"#{FIRST['id']} input").first.press("Space")
    page.keyboard.press("Enter")
    page.locator(f"#{FIRST['id']} .jd-x-key summary").press("Enter")
    assert page.locator(f"#{FIRST['id']} .jd-x-key > .jd-x-why").is_visible()
    assert page.url == (site / PAGE).as_uri()
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_where_a_verdict_stands(site: Path, chromium, width: int, theme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.add_init_script(AXE_SCRIPT)
    page.goto((site / PAGE).as_uri())
    for name, value in ((FIRST["id"], RIGHT), (SEVERAL, OPTIONS[SEVERAL][0]["id"])):
        page.locator(f"#{name} input[value={value}]").check()
        page.locator(f"#{name} .jd-x-check").click()
    # What has been scrolled under the bar at the top would count as a target cut in half.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    found, languages = page.evaluate(AXE, [TAGS, {}, ""]), page.evaluate(LANGUAGES)
    context.close()
    assert found == [] and languages["zh"] == languages["en"] == []


def test_a_search_finds_the_question_and_gives_no_answer_away(site: Path) -> None:
    index = (site / "_static" / "search-index.js").read_text("utf-8")
    for row in ASKED:
        assert row["question_en"].split("(")[0].split("[")[0] in index
        assert row["why_zh"] not in index
    assert not any(one["why_en"] in index for options in OPTIONS.values() for one in options)


def test_only_the_pages_that_have_exercises_load_their_script(site: Path) -> None:
    asks = {page.name for page in (site / "book").glob("*.html") if "exercises.js" in page.read_text("utf-8")}
    assert asks == {f"exercises_{lesson}.html" for lesson in ("numbers", "promises", "chart", "panel")}
