"""The words of the scripts: each in the one table, with its Chinese, and said in the language of the page."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import served

import jiedu
from jiedu.text.characters import HAN

STATIC = Path(jiedu.__file__).parent / "book" / "static"
SCRIPTS = {path.name: path.read_text("utf-8") for path in sorted(STATIC.glob("*.js")) if path.name != "words.js"}
SCRIPTS |= {
    path.name: path.read_text("utf-8")
    for path in (STATIC.parents[1] / "site" / "static").rglob("*")
    if path.suffix in (".js", ".mjs")
}
TABLE = dict(re.findall(r'^    "(.+?)": "(.+?)",$', (STATIC / "words.js").read_text("utf-8"), re.MULTILINE))

# A function that says a word, which may be spread; of a count the last word stands for any number.
_SAYS = r"(?:(?<![\w.])|(?<=\.\.\.))(?:said|say|beside|oneOf)\("
_SAID = re.compile(_SAYS + r'\s*"((?:[^"\\]|\\.)*)"')
_COUNTED = re.compile(r'counted\([\w.]+, "[^"]*", "([^"]*)"\)')
_HIDDEN = re.compile(_SAYS + r"(?!\s*\")[^)]*")

# Chinese in scripts that is no word of theirs: sizes by which a table is sorted, characters that a machine is tried by,
# the name of a language, which is its own.
NO_WORDS = {
    "jiedu.js": set("万亿斤") | {"公斤"},
    "early.js": {"政", "府"},
    "search.js": {"中文"},
    "worker.mjs": {"今年，建成道路9条。"},
}


def code_of(script: str) -> str:
    """Give a script without its comments."""
    return re.sub(r"(?<!:)//[^\n]*", "", re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL))


def used() -> dict[str, set[str]]:
    """List the words that each script says; the box of the reader has its own in the page."""
    scripts = {name: code_of(text) for name, text in SCRIPTS.items() if name != "read_here.js"}
    return {name: {*_SAID.findall(code), *_COUNTED.findall(code)} for name, code in scripts.items()}


def test_every_word_of_a_script_has_its_chinese_and_none_is_left_over() -> None:
    said = set().union(*used().values())
    assert len(said) > 40
    assert said == set(TABLE)
    assert all(re.search(f"[{HAN}]", chinese) for chinese in TABLE.values())


def test_a_word_and_its_chinese_have_the_same_gaps() -> None:
    def gaps(words: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", words))

    assert {en: zh for en, zh in TABLE.items() if gaps(en) != gaps(zh)} == {}


def test_words_are_written_out_where_they_are_said() -> None:
    # `beside` in the search is where it is made.
    hidden = {name: _HIDDEN.findall(code_of(text)) for name, text in SCRIPTS.items() if name != "read_here.js"}
    assert {name: calls for name, calls in hidden.items() if calls} == {"search.js": ["beside(en, values"]}


def test_no_script_has_chinese_of_its_own() -> None:
    for name, text in SCRIPTS.items():
        strings = re.findall(
            r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`|^\s*const sizes = \{([^}]*)\}', code_of(text), re.MULTILINE
        )
        found = {run for parts in strings for part in parts for run in re.findall(rf"[{HAN}][{HAN}0-9，。]*", part)}
        assert found <= NO_WORDS.get(name, set()), name


PAGE = """<!DOCTYPE html><html lang="{lang}"{data}><head><meta charset="utf-8">
<script src="words.js"></script><script src="dom.js"></script></head><body></body></html>"""


@pytest.fixture(scope="module")
def said(chromium, tmp_path_factory) -> Iterator[Callable[[str, str], object]]:
    """Evaluate an expression of a script on a page of a language."""
    folder = tmp_path_factory.mktemp("words")
    for name in ("words.js", "dom.js"):
        shutil.copy2(STATIC / name, folder)
    data = {"zh": ' data-language="zh"', "en": ' data-language="en"', "both": ""}
    for language, attribute in data.items():
        written = PAGE.format(lang="zh-CN" if language == "zh" else "en", data=attribute)
        (folder / f"{language}.html").write_text(written, encoding="utf-8")
    page = chromium.new_page()

    def evaluate(language: str, expression: str) -> object:
        page.goto((folder / f"{language}.html").as_uri())
        return page.evaluate(expression)

    yield evaluate
    page.close()


_HTML = "(() => { const box = document.createElement('p'); box.append(...%s); return box.innerHTML; })()"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "words", "line", "sentence"),
    [
        ("zh", '<span lang="zh-CN">已复制</span>', "引用", "本页另有3处"),
        ("en", '<span lang="en">Copied</span>', "Cite", "3 more on this page"),
        ("both", '<span lang="zh-CN">已复制</span> <span lang="en">Copied</span>', "引用 Cite", "3 more on this page"),
    ],
)
def test_a_page_speaks_its_language(said, language: str, words: str, line: str, sentence: str) -> None:
    assert said(language, _HTML % "jiedu.words('Copied')") == words
    assert said(language, "jiedu.oneOf('Cite')") == line
    assert said(language, "jiedu.say('{count} more on this page', { count: 3 })") == sentence


@pytest.mark.browser
def test_chinese_counts_one_as_many(said) -> None:
    counted = "jiedu.counted(1, '{count} place', '{count} places')"
    assert said("zh", counted) == {"zh": "1处", "en": ""}
    assert said("en", counted) == {"zh": "", "en": "1 place"}
    assert said("both", counted) == {"zh": "1处", "en": "1 place"}


SEARCH = """<!DOCTYPE html><html lang="zh-CN" data-language="zh" data-other="../en/"><head><meta charset="utf-8">
<title>搜索</title><script src="_static/words.js"></script><script src="_static/dom.js"></script>
<script src="_static/search.js"></script></head><body><article class="bd-article">
<form role="search"><input name="q"></form><p id="jd-status" role="status"></p><div id="jd-results"></div>
</article></body></html>"""


def write_index(folder: Path, language: str, pages: list) -> None:
    """Write the index of an edition as the site has it; what stems English words is left out."""
    data = {"pages": pages, "terms": [["海外仓", ["hai", "wai", "cang"]]], "traditional": "倉仓", "language": language}
    stemmer = "class Stemmer { stemWord(word) { return word; } }"
    text = f"var Stemmer = {stemmer};\nwindow.jieduIndex({json.dumps(data, ensure_ascii=False)});\n"
    (folder / "_static").mkdir(parents=True, exist_ok=True)
    (folder / "_static" / "search-index.js").write_text(text, encoding="utf-8")


@pytest.mark.browser
def test_a_search_finds_both_languages_and_says_which(chromium, tmp_path: Path) -> None:
    sentence = ["q-060", "力争运行海外仓30万平方米", "strive to operate overseas warehouses"]
    write_index(tmp_path / "zh", "zh-CN", [["book/a.html", "海外仓", [["", [sentence, [0, "海外仓的面积"]]]]]])
    write_index(
        tmp_path / "en", "en", [["book/a.html", "Warehouses", [["", [sentence, [0, "What a 海外仓 measures"]]]]]]
    )
    for name in ("words.js", "dom.js", "search.js"):
        shutil.copy2(STATIC / name, tmp_path / "zh" / "_static")
    (tmp_path / "zh" / "search.html").write_text(SEARCH, encoding="utf-8")
    page = chromium.new_page()
    with served(tmp_path) as address:
        page.goto(f"{address}/zh/search.html?q=海外仓")
        page.wait_for_function("document.getElementById('jd-status').textContent")
        assert page.inner_text("#jd-status") == "2页中3处"
        assert page.locator(".jd-edition").all_inner_texts() == ["中文", "English"]
        # The sentence stands on the page of both editions, and is found in the one that is read.
        assert page.locator("section").first.locator("li").count() == 2
        other = page.locator("section[lang=en]")
        assert other.locator("li").count() == 1
        assert other.locator("li a").get_attribute("href").startswith(f"{address}/en/book/a.html?")
        assert other.locator("li a [lang=zh-CN]").inner_text() == "海外仓"
        # English is named where the page is Chinese.
        assert page.locator("section").first.locator(".jd-other [lang=en]").count() == 1
        # A word of the commentary in the other language is found as well.
        page.goto(f"{address}/zh/search.html?q=measures")
        page.wait_for_function("document.getElementById('jd-status').textContent")
        assert page.locator("section[lang=en] li").count() == 1
    page.close()


@pytest.mark.browser
def test_a_search_without_a_sister_finds_what_is_there(chromium, tmp_path: Path) -> None:
    write_index(tmp_path, "zh-CN", [["book/a.html", "海外仓", [["", [[0, "海外仓的面积"]]]]]])
    for name in ("words.js", "dom.js", "search.js"):
        shutil.copy2(STATIC / name, tmp_path / "_static")
    (tmp_path / "search.html").write_text(SEARCH, encoding="utf-8")
    page = chromium.new_page()
    # The other edition is named, and is not there.
    page.goto(f"{(tmp_path / 'search.html').as_uri()}?q=海外仓")
    page.wait_for_function("document.getElementById('jd-status').textContent")
    assert page.inner_text("#jd-status") == "1页中1处"
    assert page.locator(".jd-edition").count() == 0
    (tmp_path / "_static" / "search-index.js").unlink()
    page.goto(f"{(tmp_path / 'search.html').as_uri()}?q=海外仓")
    page.wait_for_function("document.getElementById('jd-status').textContent")
    assert page.inner_text("#jd-status") == "搜索所用的索引未能载入。"
    page.close()
