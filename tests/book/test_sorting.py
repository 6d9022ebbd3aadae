"""A table of a page that can be sorted: its heads are buttons, its rows follow the numbers that its cells say."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from support import ROOT

from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.tables.base import render

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CELLS = ["≈6", "—", "≥5.5", "无数字", "5–5.5", "(≤3)", "↓2", "力争≥1.2万人", "1,100", "1亿", "≥1.2 billion yuan"]
UP = ["↓2", "(≤3)", "5–5.5", "≥5.5", "≈6", "1,100", "力争≥1.2万人", "1亿", "≥1.2 billion yuan"]
PLACES = ["易县", "安国市", "博野县", "唐县", "蠡县", "曲阳县", "涞源县", "阜平县", "顺平县", "—", "高阳县"]
BY_PINYIN = ["安国市", "博野县", "阜平县", "高阳县", "涞源县", "蠡县", "曲阳县", "顺平县", "唐县", "易县"]


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A page with one such table, with the script of the book and nothing else of it."""
    data = pd.DataFrame({"place": PLACES, "target": CELLS})
    columns = [
        Column("地方", "place", lambda row: Safe("<b>{}</b>").format(row["place"])),
        Column("目标", "target", lambda row: Safe('<a href="#x">{}</a>').format(row["target"]), "right"),
    ]
    of = SimpleNamespace(package={"name": "x"})
    table = render(of, "t", data, columns, "表 A table", sortable=True).html  # type: ignore[arg-type]
    script = (ROOT / "src/jiedu/book/static/jiedu.js").as_uri()
    path: Path = tmp_path_factory.mktemp("sorting") / "page.html"
    words = '<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    words += f'<script src="{script}"></script><article>{table}</article>'
    path.write_text(words, encoding="utf-8")
    context = chromium.new_context(color_scheme=request.param)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert faults == []
    context.close()


def column(page, number: int) -> list[str]:
    """The words of a column from top to bottom."""
    return page.locator(f"tbody :is(th, td):nth-child({number})").all_inner_texts()


def test_rows_follow_the_numbers_and_the_words_of_a_column(page) -> None:
    place, target = page.get_by_role("button").all()
    target.click()
    assert column(page, 2) == [*UP, "—", "无数字"]
    assert target.locator("..").get_attribute("aria-sort") == "ascending"
    # With the keyboard the other way round; what has no number stays last.
    target.press("Enter")
    assert column(page, 2) == [*reversed(UP), "—", "无数字"]
    assert target.locator("..").get_attribute("aria-sort") == "descending"
    place.focus()
    page.keyboard.press("Space")
    assert column(page, 1) == [*BY_PINYIN, "—"]
    assert target.locator("..").get_attribute("aria-sort") is None
    arrow = place.evaluate("(button) => getComputedStyle(button, '::after').content")
    assert "↑" in arrow
    colours = place.evaluate("(b) => [getComputedStyle(b).color, getComputedStyle(b.closest('table')).color]")
    assert len(set(colours)) == 1


def test_after_printing_the_heads_are_buttons_again(page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.get_by_role("button").count() == 0
    assert page.locator("thead th").all_inner_texts() == ["地方\nplace", "目标\ntarget"]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    place = page.get_by_role("button").first
    place.click()
    assert column(page, 1)[:-1] in (BY_PINYIN, BY_PINYIN[::-1])
