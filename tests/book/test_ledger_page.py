"""The ledger page: complete without scripts; filtered, searched, put in order, sent as an address and downloaded."""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from support import ROOT

from jiedu.book.ledger_page import ledger
from jiedu.edition import Edition

PAGE = "book/ledger.html"
browser = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


@pytest.fixture(scope="module")
def table(edition: Edition):
    return html.fromstring(ledger(edition)).xpath(".//table")[0]


def test_every_number_and_promise_is_there_with_its_english(edition: Edition, table) -> None:
    rows = table.xpath("./tbody/tr")
    ids = [row.xpath("string(./th)") for row in rows]
    assert sorted(ids) == sorted([*edition.quantities.index, *edition.commitments.index])
    sentences = {row["en"] for row in edition.translation.to_dict("records")}
    for row in rows:
        english = row.xpath("string(.//p[contains(@class, 'jd-sentence')])")
        assert english in sentences, row.xpath("string(./th)")
        assert row.get("data-zh")
    marked = [row for row in rows if row.get("data-class") == "quantity" and row.xpath(".//p[@lang='en']/b")]
    assert len(marked) == (edition.quantities["class"] == "quantity").sum()


def test_the_table_can_be_understood_without_seeing_it(table) -> None:
    assert table.xpath("string(./caption)") == "台账：数字与承诺 The ledger: 121 numbers, 164 promises"
    heads = table.xpath("./thead/tr/th")
    assert all(head.get("scope") == "col" for head in heads)
    for row in table.xpath("./tbody/tr"):
        assert row[0].tag == "th" and row[0].get("scope") == "row"
        assert len(row) == len(heads)
        assert [cell.get("data-head") for cell in row] == [" ".join(head.text_content().split()) for head in heads]
    # The ids of marks stand once on the site: here are only links to them.
    assert table.xpath(".//*[@id]") == []


def test_cells_of_strangers_stay_text(edition: Edition) -> None:
    hostile = '<script>alert("x")</script>'
    changed = edition.with_row("quantities", "q-060", indicator=hostile, deadline=f'"{hostile}').with_row(
        "translation", "s-074", en=hostile
    )
    page = ledger(changed)
    assert "<script>" not in page
    assert html.fromstring(page).xpath("//option[starts-with(@value, '\"<script>')]")


def test_an_edition_without_rows_says_so(edition: Edition) -> None:
    from dataclasses import replace

    bare = {name: edition.tables[name].iloc[:0] for name in ("quantities", "commitments")}
    assert "no promises yet" in ledger(replace(edition, tables=edition.tables | bare))


@pytest.fixture(scope="module")
def page(chromium, site: Path) -> Iterator[object]:
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
    context.close()


def shown(page) -> list[str]:
    """The ids of the rows that can be seen, from top to bottom."""
    return page.locator(".jd-ledger tbody tr:not([hidden]) > th").all_inner_texts()


def downloaded(page) -> list[dict[str, str]]:
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download the rows shown").click()
    assert kept.value.suggested_filename == "jinshui-2020-ledger.csv"
    data = Path(kept.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def choose(page, **options: str) -> None:
    for name, value in options.items():
        page.locator(f".jd-ledger-form select[name={name}]").select_option(value)


class TestInABrowser:
    pytestmark = browser

    @pytest.fixture(autouse=True)
    def fresh(self, page, site: Path) -> None:
        page.goto((site / PAGE).as_uri())

    def test_filters_add_up_and_are_in_the_address(self, page, site: Path, edition: Edition) -> None:
        choose(page, section="d", kind="count", bound="ge")
        rows = edition.select(section="d", kind="count", comparator="ge")
        assert sorted(shown(page)) == sorted(rows.index) != []
        assert page.url.endswith("ledger.html?section=d&kind=count&bound=ge")
        count = page.locator(".jd-ledger [role=status]").inner_text()
        assert count == f"{len(rows)} of 285 rows shown"
        kept = shown(page)
        page.goto(page.url)
        assert shown(page) == kept
        assert page.locator("select[name=bound]").input_value() == "ge"
        page.get_by_role("button", name="Show all").click()
        page.wait_for_function("document.querySelectorAll('.jd-ledger tbody tr:not([hidden])').length === 285")
        assert page.url.endswith("ledger.html")

    def test_every_filter_finds_what_the_tables_hold(self, page, edition: Edition) -> None:
        numbers, promises = edition.quantities, edition.commitments
        counted = numbers[numbers["class"] == "quantity"]
        for chosen, wanted in (
            ({"type": "promise"}, promises),
            ({"class": "slogan"}, numbers[numbers["class"] == "slogan"]),
            ({"force": "strive"}, promises[promises["force"] == "strive"]),
            ({"kind": "orientation"}, promises[promises["kind"] == "orientation"]),
            ({"status": "achieved"}, numbers[numbers["status"] == "achieved"]),
            ({"type": "number", "deadline": "explicit"}, numbers[numbers["deadline"] != ""]),
            ({"type": "number", "deadline": "none"}, counted[counted["deadline"] == ""]),
            ({"type": "promise", "deadline": "年内"}, promises[promises["deadline"] == "年内"]),
            ({"type": "number", "section": "rest"}, numbers[numbers["section"] == ""]),
        ):
            choose(page, **chosen)
            assert sorted(shown(page)) == sorted(wanted.index) != [], chosen
            choose(page, **dict.fromkeys(chosen, ""))

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("q-060", "q-060"),
            ("海外仓 30万", "q-060"),
            ("overseas warehouses 300,000", "q-060"),
            ("OVERSEAS 300000", "q-060"),
            ("4%", "q-104"),
            ("３００,０００", "q-060"),
            ("确保", "p-141"),
        ],
    )
    def test_search_takes_chinese_english_ids_and_values(self, page, edition: Edition, words: str, found: str) -> None:
        page.get_by_label("Search: Chinese, English, id, value").fill(words)
        assert 0 < len(shown(page)) < 60
        assert found in shown(page)

    def test_a_number_is_found_as_a_number(self, page, edition: Edition) -> None:
        search = page.get_by_label("Search: Chinese, English, id, value")
        # 6.5%, 15% and 95% stand on the page, 5% does not.
        for words, there in (("5%", False), ("15%", True), ("6.5%", True)):
            search.fill(words)
            found = edition.select(ids=[name for name in shown(page) if name.startswith("q-")])
            assert (words in set(found["surface"])) == there == bool(shown(page))

    def test_rows_are_put_in_order_by_heads_and_by_the_choice_alike(self, page, edition: Edition) -> None:
        choose(page, type="number", **{"class": "quantity"})
        page.get_by_role("button", name="value").click()
        assert page.url.endswith("sort=value")
        rows = edition.select(ids=shown(page))
        values = [float(value) for value in rows["value"] if value is not None]
        assert values == sorted(values) and len(values) > 50
        assert rows["value"].iloc[-1] is None
        upwards = shown(page)
        page.get_by_label("descending").check()
        assert page.locator("th[data-key=value]").get_attribute("aria-sort") == "descending"
        assert page.url.endswith("sort=value&order=desc")
        assert shown(page) != upwards and shown(page)[0] == upwards[len(values) - 1]
        downwards = shown(page)
        page.goto(page.url)
        assert shown(page) == downwards
        choose(page, sort="bound", type="promise", **{"class": ""})
        page.get_by_label("descending").uncheck()
        assert shown(page)[0] == edition.select("commitments", force="ensure").index[0]

    def test_what_is_downloaded_is_what_is_shown(self, page, edition: Edition) -> None:
        choose(page, section="e", type="number", sort="value")
        rows = downloaded(page)
        assert [row["id"] for row in rows] == shown(page)
        row = next(row for row in rows if row["class"] == "quantity" and row["value"])
        source = edition.row("quantities", row["id"])
        assert (row["value"], row["unit"], row["bound"]) == (
            f"{source['value']:f}",
            source["unit"],
            source["comparator"],
        )
        assert all(row["sentence"] for row in rows)

    def test_cells_that_look_like_formulas_stay_text(self, page) -> None:
        page.evaluate("document.querySelector('.jd-ledger tbody tr').dataset.zh = '=1+1'")
        page.evaluate("document.querySelector('.jd-ledger tbody tr').dataset.en = 'a \"b\", c'")
        first = downloaded(page)[0]
        assert (first["zh"], first["en"]) == ("'=1+1", 'a "b", c')

    def test_an_address_with_what_is_no_option_is_passed_over(self, page, site: Path) -> None:
        page.goto((site / PAGE).as_uri() + "?section=z&nonsense=1&sort=__proto__&type=promise")
        assert len(shown(page)) == 164
        page.goto("about:blank")
        page.goto((site / PAGE).as_uri() + "#?type=promise&force=strive")
        assert len(shown(page)) == 18

    def test_by_keyboard_alone(self, page) -> None:
        form = page.get_by_role("form", name="Filter and sort the rows")
        form.get_by_label("Search: Chinese, English, id, value").focus()
        page.keyboard.type("海外仓")
        found = len(shown(page))
        assert 0 < found < 20
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.name") == "type"
        assert len(shown(page)) < found

    def test_a_row_leads_to_its_place(self, page) -> None:
        page.locator("th >> text=q-060").click()
        assert page.url.endswith("/notebooks/open_innovation.html#q-060")


@pytest.mark.slow
@pytest.mark.browser
def test_without_scripts_the_table_is_whole_and_no_control_is_seen(chromium, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    assert page.locator(".jd-ledger tbody tr:visible").count() == 285
    assert not page.locator(".jd-ledger-form").is_visible()
    context.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_rows_are_cards_and_nothing_is_wider_than_the_page(chromium, site: Path, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cell = page.locator(".jd-ledger tbody tr").first.locator("td").nth(3)
    assert cell.evaluate("(cell) => getComputedStyle(cell).display") == "block"
    assert "kind" in cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    # Heads that cannot be seen are not reached by the keyboard either.
    assert not page.locator(".jd-sort").first.is_visible()
    context.close()


@pytest.mark.slow
def test_only_the_ledger_loads_its_script_and_it_is_light(site: Path) -> None:
    page = (site / PAGE).read_bytes()
    assert len(gzip.compress(page)) < 100_000
    other = (site / "notebooks/overview.html").read_text(encoding="utf-8")
    assert not re.search(r"ledger\.(js|css)", other)
