"""The pages written from data in one language: what the book says itself is of that language, and said once."""

import re
from functools import cache

import pytest
from one_language import chinese_in, english_in, tree_of
from support import ROOT

from jiedu.book import extension
from jiedu.book.directives import REGISTRY
from jiedu.book.notice import notice
from jiedu.book.read_page import read_box
from jiedu.edition import Edition
from jiedu.edition.own_terms import own_terms
from jiedu.language import speaking
from jiedu.vocabulary import VOCABULARIES

EDITION = Edition.open(ROOT)
OF_BOTH = {
    # The English of terms is what a glossary is for.
    "glossary": "//*[@class='jd-gloss'] | //*[@class='jd-pinyin']",
    "own-terms": "//td[1]",
    # Citations are as their style has them; a sentence is shown with its translation.
    "how-to-cite": "//dd",
    "front": "//*[@class='jd-en']",
}
"""What stands in English in a Chinese edition too."""
NAMES = (
    # Of forms of files, and of a firm.
    "Data Package",
    "Web Annotation",
    "TEI P",
    "Kerry Properties",
    # Of commands, and codes of the tables.
    "jiedu read",
    "low, high",
    "by eye",
    "kV KV kv Kv",
)
FILES = ("report.json",)
"""What a file is called heads its columns."""


@cache
def page(name: str, language: str) -> list[tuple[str, str, str]]:
    with speaking(language):
        return [(part.anchor, part.title, str(part.body)) for part in REGISTRY[name](EDITION)]


@pytest.mark.parametrize("name", REGISTRY)
def test_a_chinese_page_has_no_english_of_its_own(name: str) -> None:
    parts = page(name, "zh")
    found = [run for _, _, body in parts for run in english_in(body, OF_BOTH.get(name, "")) if run not in NAMES]
    if name == "context":
        claims = [row["claim"] for row in EDITION.context.to_dict("records")]
        left = [claim for claim in claims if claim in "".join(body for *_, body in parts)]
        assert not left
        found = [run for *_, body in parts[:1] for run in english_in(body)]
    assert not found
    # The facts stand under the titles of pages, which are translated with the pages.
    titles = [title for _, title, _ in parts if name != "facts" and title not in FILES]
    assert not [title for title in titles if re.search("[a-z]{2}", title.replace("jiedu read", ""))]


@pytest.mark.parametrize("name", REGISTRY)
def test_an_english_page_has_no_chinese_heads_and_messages(name: str) -> None:
    parts = page(name, "en")
    # Heads of the page's own sections are its own words.
    found = [words for *_, body in parts for words in chinese_in(body, "//option | //dt[@id] | //tbody/tr/th")]
    assert not found
    assert not [title for _, title, _ in parts if re.search("[\u4e00-\u9fff]", title) and name != "facts"]


@pytest.mark.parametrize("name", REGISTRY)
def test_a_page_has_the_same_places_in_every_language(name: str) -> None:
    said = {language: page(name, language) for language in ("both", "zh", "en")}
    anchors = [[anchor for anchor, *_ in parts] for parts in said.values()]
    assert anchors[0] == anchors[1] == anchors[2]
    ids = [re.findall(r'\bid="([^"]+)"', "".join(body for *_, body in parts)) for parts in said.values()]
    assert ids[0] == ids[1] == ids[2]


def test_a_page_in_one_language_says_nothing_twice() -> None:
    """Three labels of each kind: a pair set in two lines, a pair in one line, a heading with a dot."""
    zh, en = ("".join(title + body for _, title, body in page("ledger", one)) for one in ("zh", "en"))
    assert "下载所示各行" in zh and "Download the rows shown" not in zh
    assert "Download the rows shown" in en and "下载所示各行" not in en
    assert "已承诺" in zh and "promised" not in tree_of(zh).text_content()
    assert "promised" in en and "已承诺" not in en
    for name, title in (("downloads", ("全部", "All tables together")), ("worksheets", ("作业", "The sheets"))):
        assert page(name, "zh")[0][1] == title[0]
        assert page(name, "en")[0][1] == title[1]
        assert page(name, "both")[0][1] == f"{title[1]} · {title[0]}"


def test_the_ledger_shows_chinese_readers_the_sentence_itself() -> None:
    rows = tree_of(page("ledger", "zh")[0][2]).xpath("//tr[.//th[@data-sort='q-057']]")
    sentence = rows[0].xpath(".//p[contains(@class, 'jd-sentence')]")[0]
    assert sentence.get("lang") == "zh-CN"
    assert sentence.text_content().startswith("积极打造金水自贸线上虚拟园区")
    assert sentence.xpath("b/text()") == ["1000家"]


def test_a_vocabulary_tells_chinese_readers_what_a_code_is_called() -> None:
    cells = tree_of(page("vocabulary-comparator", "zh")[0][2]).xpath("//tr[@id='voc-comparator-ge']/*")
    assert [cell.text_content().strip() for cell in cells] == ["以上", "不少于这个数"]
    assert set(VOCABULARIES) == {
        name.removeprefix("vocabulary-") for name in REGISTRY if name.startswith("vocabulary-")
    }


def test_the_terms_of_an_edition_keep_both_names() -> None:
    body = page("own-terms", "zh")[0][2]
    assert all(term.en in tree_of(body).text_content() for term in own_terms())
    assert not [term.meaning for term in own_terms() if term.meaning in body]


def test_the_box_that_reads_a_report_speaks_one_language() -> None:
    with speaking("zh"):
        chinese = read_box()
    with speaking("en"):
        english = read_box()
    assert not english_in(chinese)
    assert "lang=" not in re.sub(r"<(?:code|textarea)[^>]*>", "", chinese.split("jd-here-words")[0]).replace(
        'lang="zh-CN"', ""
    )
    assert not re.search("[\u4e00-\u9fff]", english.split("jd-here-words")[0])
    assert '"empty":["","There is no text' in english and '"empty":["没有文本' in chinese
    ids = [re.findall(r'\b(?:id|for|name)="([^"]+)"', box) for box in (chinese, english)]
    assert ids[0] == ids[1]


def test_the_search_page_is_asked_in_one_language() -> None:
    def asked(language: str) -> tuple[str, str]:
        with speaking(language):
            ((_, context, _),) = extension.search_page(None)  # type: ignore[arg-type]
        return str(context["title"]), str(context["body"])

    title, body = asked("zh")
    assert title == "搜索" and not english_in(body) and "<h1>搜索</h1>" in body
    title, body = asked("en")
    assert title == "Search" and not re.search("[\u4e00-\u9fff]", body)
    assert "<h1>Search · 搜索</h1>" in asked("both")[1]


@pytest.mark.parametrize(("drafts", "prompts"), [(1, 0), (2, 1), (3, 2), (0, 1), (0, 4)])
def test_the_notice_of_a_draft_is_said_in_each_language(
    monkeypatch: pytest.MonkeyPatch, drafts: int, prompts: int
) -> None:
    monkeypatch.setattr("jiedu.book.notice._drafts", lambda root: (drafts, 1200))
    monkeypatch.setattr("jiedu.book.notice.prompts_left", lambda root: iter(["x"] * prompts))
    with speaking("zh"):
        chinese = notice(ROOT)
    assert chinese.startswith("草稿：") and chinese.endswith("。") and not re.search("[A-Za-z{}]", chinese)
    numbers = [str(one) for one in (drafts, prompts) if one]
    assert all(number in chinese for number in numbers) and ("1200" in chinese) == bool(drafts)
    with speaking("en"):
        english = notice(ROOT)
    assert english.startswith("A draft: ") and english.endswith(".") and "{" not in english
    assert ("places wait for their" in english) == (prompts > 1)
