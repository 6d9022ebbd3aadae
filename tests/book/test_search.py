"""The search of the site, asked from a folder as a reader asks it, held against the text of the pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from support import ROOT
from written import lines_on

from jiedu.book.build import contents
from jiedu.site.search import units

PAGES = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in contents(ROOT)]

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CHINESE = [
    "营商环境", "海外仓", "水", "跨境电商", "郑州国际金贸港", "人工智能", "楼宇经济",
    "双改", "黄河流域", "科技型中小企业", "高质量发展", "预期目标", "力争", "突破",
    "左右", "第一", "六稳", "六保", "放管服", "城镇登记失业率", "居民消费价格指数",
    "响鼓重锤", "再跨征鞍", "金水区", "记者", "郑州", "亿元", "孵化载体",
    "瞪羚", "独角兽", "嘉里中心", "一网通办", "生态廊道", "贾鲁河", "老旧小区",
    "专精特新", "首店", "夜经济", "总部", "产业",
]  # fmt: skip
ENGLISH = ["targets", "glossary", "incubated projects", "commentary", "firm", "business environment", "promise"]
NUMBERS = ["6.5%", "2.16%", "3%", "1,500", "1500", "3200", "15%", "30", "16"]
NOWHERE = ["龘", "营商龘", "zyzzyva", "金水龘区", "6.55%", "q-999", "qqqq", "97531", "營龘", "bananarama"]


@dataclass(frozen=True)
class Answer:
    """What the page of the search shows: what it says, and the lines with their addresses."""

    status: str
    lines: list[tuple[str, str]]

    @property
    def pages(self) -> set[str]:
        return {address.partition("?")[0].partition("#")[0] for address, _ in self.lines}


@cache
def lines_of(site: Path) -> dict[str, list[str]]:
    return {name: lines_on(site / name) for name in PAGES}


def pages_with(site: Path, pattern: str) -> set[str]:
    return {name for name, lines in lines_of(site).items() if any(re.search(pattern, line, re.I) for line in lines)}


@pytest.fixture(scope="module")
def ask(site: Path, chromium) -> Iterator[object]:
    context = chromium.new_context()
    page = context.new_page()
    known: dict[str, Answer] = {}

    def asked(query: str) -> Answer:
        if query not in known:
            page.goto(f"{(site / 'search.html').as_uri()}?q={query.replace('%', '%25').replace('+', '%2B')}")
            page.wait_for_function("document.getElementById('jd-status').textContent")
            found = page.evaluate(
                "[...document.querySelectorAll('#jd-results li')].map((line) =>"
                " [line.querySelector('a').getAttribute('href'), line.textContent])"
            )
            # What the other edition says is found too, and led to by its whole address.
            own = [(address, text) for address, text in found if not address.startswith("file:")]
            known[query] = Answer(page.inner_text("#jd-status"), own)
        return known[query]

    yield asked
    context.close()


def test_chinese_is_found_wherever_it_stands_and_nowhere_else(site: Path, ask) -> None:
    truth = {word: pages_with(site, word) for word in CHINESE}
    assert sum(map(bool, truth.values())) > 30
    assert {word: ask(word).pages for word in CHINESE} == truth
    assert [line for word in CHINESE for _, line in ask(word).lines if word not in re.sub(r"\s", "", line)] == []


@pytest.mark.parametrize("word", NUMBERS)
def test_a_number_is_found_whole(site: Path, ask, word: str) -> None:
    digits = word.replace(",", "").rstrip("%")
    grouped = re.sub(r"\B(?=(\d{3})+$)", ",?", digits) if "." not in digits else re.escape(digits)
    pattern = rf"(?<!\d)(?<!\d[.,]){grouped}(?!\d)(?![.,]\d)" + (r"\s*(?:%|per cent)" if "%" in word else "")
    assert ask(word).pages == pages_with(site, pattern) != set()


@pytest.mark.parametrize("query", ENGLISH)
def test_english_is_found_in_all_its_forms_the_phrase_first(site: Path, ask, query: str) -> None:
    expected = pages_with(site, r"\b" + r"\W+".join(query.split()) + r"\b")
    assert expected <= ask(query).pages
    assert not expected or re.search(query, ask(query).lines[0][1], re.I)


@pytest.mark.parametrize(
    ("form", "other"), [("incubated", "incubation"), ("promises", "promised"), ("reading", "read")]
)
def test_forms_of_a_word_find_each_other(ask, form: str, other: str) -> None:
    assert {address.partition("#")[2] for address, _ in ask(form).lines} == {
        address.partition("#")[2] for address, _ in ask(other).lines
    }


def test_an_id_leads_to_its_mark(site: Path, ask) -> None:
    for name in ("q-060", "q-001", "q-121", "p-104", "s-014", "t-ying-shang-huan-jing", "fact-rows"):
        address, _ = ask(name).lines[0]
        page, _, anchor = address.partition("#")
        assert anchor == name
        tree = html.document_fromstring((site / page.partition("?")[0]).read_text("utf-8"))
        assert tree.xpath("//*[@id=$name]", name=name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("營商環境", "营商环境"),
        ("yingshang", "营商"),
        ("yingshanghuanjing", "营商环境"),
        ("kaifang chuangxin", "开放创新"),
    ],
)
def test_what_is_typed_otherwise_finds_the_same(site: Path, ask, typed: str, meant: str) -> None:
    assert pages_with(site, meant) <= ask(typed).pages


@pytest.mark.parametrize("query", NOWHERE)
def test_nothing_is_found_where_there_is_nothing(ask, query: str) -> None:
    assert ask(query).lines == []
    assert "Nothing was found" in ask(query).status


def test_a_sentence_is_shown_in_both_languages_and_the_click_leads_to_it(site: Path, chromium) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=海外仓")
    line = page.locator("#jd-results li", has_text="力争运行海外仓").first
    line.wait_for()
    assert "overseas" in line.inner_text()
    assert line.locator("mark").first.inner_text() == "海外仓"
    address = line.locator("a").get_attribute("href")
    line.locator("a").click()
    page.wait_for_load_state()
    target = page.locator(":target")
    assert target.get_attribute("id") == unquote(address.partition("#")[2])
    assert "海外仓" in target.inner_text()
    assert 0 <= target.evaluate("(place) => place.getBoundingClientRect().top") < 720
    assert page.evaluate("[...CSS.highlights.get('jd-found')].map((range) => range.toString())") == ["海外仓"]
    context.close()


def test_the_index_is_loaded_by_nothing_but_a_search(site: Path, chromium) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for name in (PAGES[1], "search.html"):
        page.goto((site / name).as_uri())
    assert [url for url in asked if "search-index" in url] == []
    page.locator(".bd-article form[role=search] input").fill("水")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('jd-status').textContent")
    assert [url for url in asked if "search-index" in url]
    context.close()


def test_every_unit_has_an_id_of_its_own(site: Path) -> None:
    for name in PAGES:
        article = html.document_fromstring((site / name).read_text("utf-8")).xpath("//article")[0]
        found = [unit.element.get("id") for unit in units(article)]
        assert None not in found
