"""The steps of the site in each language: what they write, what they name, and the data, which stay as they are."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html
from support import ROOT

from jiedu.edition import Edition
from jiedu.language import LANGUAGES, speaking
from jiedu.site.answers import add_answers, used_by
from jiedu.site.cards import card_alt, draw_cards
from jiedu.site.cite import add_cite_box
from jiedu.site.code import quieten_code
from jiedu.site.feet import write_feet
from jiedu.site.heads import describe_article, write_heads
from jiedu.site.id_pages import id_page
from jiedu.site.language import ENGLISH, name_languages, set_language
from jiedu.site.launch import add_launch_links
from jiedu.site.links import tell_links
from jiedu.site.policy import POLICY
from jiedu.site.search import make_search
from jiedu.site.signposts import write_signposts
from jiedu.site.theme import mend_theme
from jiedu.site.trees import Site, SitePage
from jiedu.text.characters import HAN

CHINESE = re.compile(f"[{HAN}]+")
TITLES = {"zh": ("响鼓重锤 再跨征鞍：逐数评注", "清单"), "en": ("A resounding drum: an annotated reading", "The list")}

# The frame as Sphinx and the theme write it, as far as it has words or gets some.
FRAME = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} — {book}</title></head><body>
<div id="pst-skip-link"><a href="#main-content">Skip to main content</a></div>
<div id="pst-primary-sidebar"><button class="search-button-field">Search</button>
<nav class="bd-links" aria-label="Main"></nav></div>
<button class="primary-toggle" title="Toggle primary sidebar" data-bs-toggle="tooltip"></button>
<button class="search-button" title="Search" aria-label="Search" data-bs-toggle="tooltip"></button>
<button class="theme-switch-button" title="Color mode" aria-label="Color mode" data-bs-toggle="tooltip"></button>
<div class="dropdown dropdown-download-buttons"><button data-bs-toggle="dropdown" aria-label="Download this page"></button>
</div>
<article class="bd-article"><section id="a"><h1>{title}<a class="headerlink" href="#a" title="Link to this heading">#</a></h1>
{said}
<div class="cell"><details class="hide"><summary aria-label="Toggle hidden content">Show code cell source</summary>
<pre>list(range(3))</pre></details></div></section></article>
<a class="left-prev" href="x.html" title="previous page"><p class="prev-next-subtitle">previous</p></a>
<a class="right-next" href="x.html" title="next page"><p class="prev-next-subtitle">next</p></a>
<div id="pst-secondary-sidebar"><div class="onthispage"><i class="fa-solid fa-list"></i> Contents</div></div>
<footer class="bd-footer-content"><div><div><p class="component-author">By A. B.</p></div></div></footer>
</body></html>"""
SAID = {
    "zh": '<p>版面给出<a href="facts.html#fact-targets">9</a>项目标。每项都有一行。</p>',
    "en": '<p>The page gives <a href="facts.html#fact-targets">9</a> targets. Each has a row.</p>',
}

# Names, formats and addresses are what they are in every language.
NAMES = re.compile(
    r"The [Jj]iedu project|MIT License|Creative Commons[\w .-]*|CC BY[\w .-]*|https?://\S+|Google Colab|A\. B\."
)


def site_of(folder: Path, language: str) -> Site:
    """Make a site of two pages that speak one language, as it is before the steps."""
    book, title = TITLES[language]
    names = {"book/index": book, "book/list": title}
    pages = [
        SitePage(name, html.document_fromstring(FRAME.format(title=words, book=book, said=SAID[language])))
        for name, words in names.items()
    ]
    config = SimpleNamespace(
        html_title=book, author="A. B.", copyright="2026", html_favicon="", jiedu_policy=POLICY, jiedu_reader=""
    )
    places = {"fact-targets": "book/facts.html#fact-targets", "a": "book/list.html#a"}
    (folder / "_static").mkdir(parents=True)
    return Site(folder, ROOT, config, Edition.open(ROOT), places, names, pages)


STEPS: tuple[Callable[[Site], None], ...] = (
    set_language, quieten_code, add_cite_box, mend_theme, write_feet, name_languages, write_heads, write_signposts
)  # fmt: skip


@pytest.fixture(scope="module", params=["zh", "en"])
def finished(request, tmp_path_factory) -> tuple[str, Site]:
    """A site after the steps, with its language."""
    site = site_of(tmp_path_factory.mktemp(request.param) / "html", request.param)
    with speaking(request.param):
        for step in STEPS:
            step(site)
        site.write()
    return request.param, site


def words_of(tree: html.HtmlElement) -> Iterator[str]:
    """Give what a page says: its text, and what is read aloud or shown of it elsewhere."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "pre"):
            continue
        yield from (text for text in (element.text, *(child.tail for child in element)) if text and text.strip())
        yield from (element.get(name) for name in ("aria-label", "title", "placeholder", "alt") if element.get(name))
        if element.tag == "meta" and element.get("name", "").startswith(("description", "twitter:image:alt")):
            yield element.get("content")


def foreign(language: str, text: str) -> list[str]:
    """List the runs of the other language in a text; two words make English."""
    return (ENGLISH if language == "zh" else CHINESE).findall(NAMES.sub("", text))


def test_a_page_says_nothing_in_the_other_language(finished: tuple[str, Site]) -> None:
    language, site = finished
    assert {text for page in site.pages for text in words_of(page.tree) if foreign(language, text)} == set()


def test_single_words_of_the_frame_are_chinese_too(finished: tuple[str, Site]) -> None:
    language, site = finished
    english = {"Contents", "Search", "Main", "Colours", "Rights", "previous", "next"}
    said = {text.strip() for page in site.pages for text in words_of(page.tree)}
    assert not said & english if language == "zh" else {"Contents", "Colours", "previous", "next"} <= said


def test_a_page_is_called_what_it_is(finished: tuple[str, Site]) -> None:
    language, site = finished
    for name in ("book/index", "book/list", "index", "404"):
        tree = html.document_fromstring((site.folder / f"{name}.html").read_text("utf-8"))
        assert tree.get("lang") == LANGUAGES[language], name
    assert {page.tree.get("data-language") for page in site.pages} == {language}


@pytest.mark.parametrize("name", ["index", "404"])
def test_the_way_in_and_the_wrong_address_speak_one_language(finished: tuple[str, Site], name: str) -> None:
    language, site = finished
    tree = html.document_fromstring((site.folder / f"{name}.html").read_text("utf-8"))
    assert [text for text in words_of(tree.body) if foreign(language, text)] == []


def test_heads_are_of_one_language(finished: tuple[str, Site]) -> None:
    language, site = finished
    head = site.page("book/list").tree.head
    description = head.xpath("string(meta[@name='description']/@content)")
    assert (
        description
        == {"zh": "版面给出9项目标。每项都有一行。", "en": "The page gives 9 targets. Each has a row."}[language]
    )
    assert head.xpath("string(meta[@property='og:locale']/@content)") == {"zh": "zh_CN", "en": "en_GB"}[language]
    data = json.loads(head.xpath("string(script[@type='application/ld+json'])"))
    assert data["inLanguage"] == data["isPartOf"]["inLanguage"] == LANGUAGES[language]


def test_a_long_chinese_description_ends_with_a_sentence() -> None:
    page = html.fromstring(f"<article><p>{'版面给出九项目标。' * 20}</p></article>")
    with speaking("zh"):
        said = describe_article(page, "清单", "一本书")
    assert said == "版面给出九项目标。" * 8


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_card_is_of_one_language(language: str, tmp_path: Path) -> None:
    site = site_of(tmp_path / "html", language)
    with speaking(language):
        assert foreign(language, card_alt(site)) == []
        draw_cards(site)
    assert {"zh": "书名“响鼓重锤 再跨征鞍 逐数评注”", "en": "The title of the book, A resounding drum"}[
        language
    ] in card_alt_of(site, language)


def card_alt_of(site: Site, language: str) -> str:
    with speaking(language):
        return card_alt(site)


def test_uses_are_said_in_the_language_of_the_page() -> None:
    once, often = (
        [{"place": "a.html", "title": "清单"}],
        [{"place": f"{name}.html", "title": "清单"} for name in "abcd"],
    )
    with speaking("zh"):
        assert used_by(str, once).startswith('<p class="jd-small jd-used">用于：<a')
        assert "<summary>用于4处</summary>" in used_by(str, often)
    with speaking("en"):
        assert used_by(str, once).startswith('<p class="jd-small jd-used">used in: <a')
        assert "<summary>used in 4 places</summary>" in used_by(str, often)


RECORD = {
    "zh": {
        "label": {"zh": "30万平方米", "en": ""},
        "fields": [
            {"name": {"zh": "指标", "en": ""}, "value": {"zh": "海外仓", "en": ""}},
            {"name": {"zh": "审校", "en": ""}, "value": {"zh": "The Jiedu project 审阅，2026-11-26", "en": ""}},
        ],
    },
    "en": {
        "label": {"zh": "", "en": "300,000 square metres"},
        "fields": [{"name": {"zh": "", "en": "What it measures"}, "value": {"zh": "", "en": "overseas warehouses"}}],
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_row_speaks_the_language_of_its_record(language: str) -> None:
    book, title = TITLES[language]
    uses = [{"place": "book/list.html#use-q-060-1", "title": title}]
    record = RECORD[language] | {
        "id": "q-060",
        "type": "quantity",
        "previous": "q-059",
        "next": "q-061",
        "place": "a.html",
        "used": uses,
    }
    with speaking(language):
        page = html.document_fromstring(id_page(record, ["q-059", "q-060", "q-061"], book))
    assert page.get("lang") == LANGUAGES[language]
    assert [text for text in words_of(page) if foreign(language, text)] == []
    assert page.xpath("//*[@lang='en']/text()[contains(., 'Jiedu')]") == (
        ["The Jiedu project"] if language == "zh" else []
    )
    assert page.xpath("//meta[@name='description']/@content") == [
        {"zh": "数量 q-060：30万平方米", "en": "Quantity q-060: 300,000 square metres"}[language]
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ways_to_run_a_chapter_are_said_in_one_language(language: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "notebooks").mkdir(parents=True)
    (root / "_config.yml").write_text("repository:\n  url: https://github.com/o/r\n", encoding="utf-8")
    (root / "environment.yml").write_text("dependencies: []\n", encoding="utf-8")
    (root / "notebooks" / "a.ipynb").write_text("{}", encoding="utf-8")
    page = SitePage(
        "notebooks/a", html.document_fromstring('<html><body><article class="bd-article"></article></body></html>')
    )
    site = Site(tmp_path, root, None, None, {}, {"notebooks/a": "a"}, [page])
    with speaking(language):
        add_launch_links(site)
    (box,) = page.tree.find_class("jd-launch")
    assert [text for text in words_of(box) if foreign(language, text)] == []
    assert box.find("summary").text_content() == {"zh": "在线运行本章", "en": "Run this chapter online"}[language]


MIXED = """<!DOCTYPE html><html lang="en"><head><title>清单 · The list</title></head><body><div>
<h2>Where the numbers stand</h2>
<p>版面给出九项目标，题为 A steady and healthy economy 的一节最多。</p>
<p>It says, in 2020, that 左右 (about) is a hedge.</p>
<p lang="en">Already called so.</p>
<ul><li>优化营商环境</li><li>the business environment</li></ul>
<pre>import jiedu\nedition = jiedu.open_edition("金水")</pre>
<p>拼音<span lang="zh-Latn">liù wěn</span>在此 <code>jiedu build --with-reader</code>。</p>
<svg><text>GDP growth of 6% 增长</text></svg></div></body></html>"""


def test_in_a_chinese_page_every_run_of_english_is_called_english(tmp_path: Path) -> None:
    page = SitePage("a", html.document_fromstring(MIXED))
    site = Site(tmp_path, tmp_path, None, None, {}, {}, [page])
    before = page.tree.text_content()
    with speaking("zh"):
        set_language(site)
        name_languages(site)
    assert page.tree.text_content() == before
    wrong = [
        (text, called)
        for element in page.tree.body.iter()
        for owner, text in ((element, element.text), *((element, child.tail) for child in element))
        for called in [next(above.get("lang") for above in (owner, *owner.iterancestors()) if above.get("lang"))]
        if text and called != "zh-Latn"
        if (ENGLISH.search(text) and called != "en") or (CHINESE.search(text) and called != "zh-CN")
    ]
    assert wrong == []
    # What is English as a whole is called so as a whole.
    assert [element.tag for element in page.tree.body.xpath("//*[@lang='en']") if element.tag != "span"] == [
        "h2", "p", "p", "li", "pre", "code", "tspan"
    ]  # fmt: skip


def test_an_english_page_is_named_as_one_of_both(tmp_path: Path) -> None:
    written = []
    for language in ("both", "en"):
        page = SitePage("a", html.document_fromstring(MIXED))
        with speaking(language):
            name_languages(Site(tmp_path, tmp_path, None, None, {}, {}, [page]))
        written.append(html.tostring(page.tree))
    assert written[0] == written[1]


def test_data_are_the_same_in_every_language(tmp_path: Path) -> None:
    files = []
    for language in ("both", "zh", "en"):
        site = site_of(tmp_path / language, "en")
        with speaking(language):
            add_answers(site)
        files.append((site.folder / "book" / "list.facts.json").read_bytes())
    assert files[0] == files[1] == files[2]
    assert json.loads(files[0])["fact-targets"]["fields"][0]["name"] == {"zh": "数值", "en": "Value"}


def test_links_say_where_they_lead_in_the_language_of_the_page(tmp_path: Path) -> None:
    names = []
    for language in ("zh", "en"):
        site = site_of(tmp_path / language, language)
        with speaking(language):
            set_language(site)
            add_answers(site)
        names += site.page("book/list").tree.xpath("//a[contains(@class, 'jd-cites')]/@aria-label")
    assert (names[0][:5], names[1][:12]) == ("9（推算：", "9 (computed:")
    assert all(foreign(language, name) == [] for language, name in zip(("zh", "en"), names, strict=True))


def test_a_fact_from_outside_is_named_in_chinese(tmp_path: Path) -> None:
    site = site_of(tmp_path / "html", "zh")
    site.places["ctx-h01"] = "book/context.html#ctx-h01"
    page = site.page("book/list")
    page.article.append(html.fragment_fromstring('<p>见<a href="context.html#ctx-h01">h01</a>。</p>'))
    row = site.edition.row("context", "h01")
    with speaking("zh"):
        set_language(site)
        tell_links(site, {"ctx-h01": {"type": "context", "label": {"zh": "全国", "en": ""}, "fields": []}})
        topic, claim = site.edition.said(row["topic"]), site.edition.said(row["claim"])
    (link,) = page.article.xpath(".//a[@href='context.html#ctx-h01']")
    assert link.text.removeprefix(topic) == "，全国，2018年"
    assert link.get("title") == claim


def test_the_index_of_the_search_says_its_language(tmp_path: Path) -> None:
    said = {}
    for language in ("both", "zh", "en"):
        site = site_of(tmp_path / language, "en")
        with speaking(language):
            make_search(site)
        index = (site.folder / "_static" / "search-index.js").read_text("utf-8")
        data = json.loads(
            index[index.index("window.jieduIndex(") + len("window.jieduIndex(") :].rstrip().removesuffix(");")
        )
        said[language] = data.get("language")
    assert said == {"both": None, "zh": "zh-CN", "en": "en"}
