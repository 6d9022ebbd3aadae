"""Tables, passages and records in one language: all that the edition says is of it, and the data stay what they are."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pandas as pd
import pytest
from lxml import html
from support import ROOT

from jiedu import open_panel, passages, tables, vocabulary
from jiedu.answers.formulas import _CALLS, in_plain_words
from jiedu.answers.records import NAMES, Record, answers
from jiedu.display import labels
from jiedu.edition import Edition, records
from jiedu.edition.measures import CRITERIA
from jiedu.edition.own_terms import other_words, own_terms
from jiedu.edition.schema import ALL_TABLES
from jiedu.exports.annotations import annotations
from jiedu.language import LOCALE, read_catalogues, say, speaking
from jiedu.panel.grid import CHANGES, KEY
from jiedu.panel.opening import Panel
from jiedu.reports.columns import SAMPLES
from jiedu.site.language import ENGLISH
from jiedu.tables import Table
from jiedu.text.characters import HAN

_HAN = re.compile(f"[{HAN}]")


@cache
def edition() -> Edition:
    return Edition.open(ROOT)


@cache
def panel() -> Panel:
    return open_panel()


def _agreement() -> Table:
    cells = {"field": ["value", "whole record"], "n": [4, 4], "equal": [3, 3], "equal_share": [75.0, None]}
    return tables.agreement(edition(), pd.DataFrame(cells | {"alpha": [None, 0.5], "kappa": [None, 0.5]}))


def _mistakes() -> Table:
    columns = ["id", "surface", "field", "edition", "reader"]
    return tables.reader_mistakes(edition(), pd.DataFrame([["q-057", "6个", "unit", "个", "∅"]], columns=columns))


TABLES: dict[str, Callable[[], Table]] = {
    **{
        name: (lambda name=name: getattr(tables, name)(edition()))
        for name in (
            *("blocks", "claims", "commitments", "compare", "density", "disagreements", "drafts", "force", "mutations"),
            *("panel_agreement", "promise_confusion", "promise_disagreements", "quantities", "readers", "specificity"),
            *("targets", "tasks_sections", "terms"),
        )
    },
    "agreement": _agreement,
    "bounds": lambda: tables.bounds(panel().only("province", 2025)),
    "changed": lambda: tables.changed(panel(), 2024, 2025, ["gdp", "cpi"]),
    "facts": lambda: tables.facts(edition(), list(edition().facts.index)),
    "measures_beside": lambda: tables.measures_beside(panel()),
    "outcomes": lambda: tables.outcomes(panel(), ["gdp", "cpi"], "100000"),
    "reader_mistakes": _mistakes,
    "reading": lambda: tables.reading(edition(), "建成道路9条，增长6.5%左右，力争年内完成"),
    "references": lambda: tables.references(edition(), "open_innovation"),
    "side_by_side": lambda: tables.side_by_side(panel().only("province", 2025), ["gdp", "cpi"]),
}


@cache
def shown(name: str, language: str) -> Table:
    with speaking(language):
        return TABLES[name]()


def words(element: html.HtmlElement, but: str = "") -> Iterator[str]:
    """Give what is read or heard of an element, without what an XPath leaves out."""
    for skipped in element.xpath(f".//style{f'|{but}' if but else ''}"):
        skipped.drop_tree()
    yield from element.itertext()
    yield from (str(value) for value in element.xpath(".//@aria-label|.//@title|.//@data-head|.//@data-class"))


def tree(markup: str) -> html.HtmlElement:
    return html.fragment_fromstring(markup, create_parent="div")


def test_every_table_is_looked_at() -> None:
    assert set(TABLES) == set(tables.__all__) - {"Table"}


# The English of terms is an entry of the glossary, that of a sentence the edition itself; a formula is code.
_ENGLISH_BELONGS = {
    "terms": ".//td[@data-head='英译']|.//th//span[@class='jd-sub']",
    "facts": ".//code",
    "references": ".//tbody//td",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_chinese_has_no_english(name: str) -> None:
    table = shown(name, "zh")
    there = [
        found[0] for said in words(tree(table.html), _ENGLISH_BELONGS.get(name, "")) for found in ENGLISH.finditer(said)
    ]
    # A firm has the name that it has.
    assert set(there) <= {"Kerry Properties"}
    with speaking("zh"):
        assert not ENGLISH.search(repr(table).replace(table.name, ""))


_NO_WORDS_OF_THE_PAGE = {
    word
    for named in (labels.STATUSES, labels.COMMITMENT_KINDS, labels.ROLES, labels.CLASSES, labels.FIELDS, labels.CHANGED)
    for word, _ in named.values()
} - {"指标"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_english_has_chinese_in_its_cells_alone(name: str) -> None:
    table = shown(name, "en")
    frame = tree(table.html)
    for around in (*frame.xpath(".//thead|.//caption|.//a[@class='jd-download']"),):
        said = " ".join(around.itertext())
        # Places and the sections' names are the page's; the key of a grid explains its signs.
        assert name in ("compare",) or not _HAN.search(said), said
    assert not {said.strip() for said in frame.itertext()} & _NO_WORDS_OF_THE_PAGE
    with speaking("en"):
        assert not _HAN.search(repr(table))


@pytest.mark.parametrize("name", TABLES)
def test_the_data_of_a_table_are_the_same_in_every_language(name: str) -> None:
    plain = shown(name, "both")
    for language in ("zh", "en"):
        table = shown(name, language)
        assert (table.csv, table.name) == (plain.csv, plain.name)
        assert tree(table.html).xpath("//@id") == tree(plain.html).xpath("//@id")


@cache
def passage(block: str, language: str) -> str:
    with speaking(language):
        return passages.show(edition(), block).html


@pytest.mark.parametrize("block", list(edition().blocks.index))
def test_a_passage_says_nothing_twice(block: str) -> None:
    zh, en = tree(passage(block, "zh")), tree(passage(block, "en"))
    english = ".//*[contains(concat(' ', @class, ' '), ' jd-en ')]"
    assert [found[0] for said in words(zh, english) for found in ENGLISH.finditer(said)] == []
    assert not zh.xpath(".//aside//p[@lang='en']") and not en.xpath(".//aside/p[@lang='zh-CN']")
    for said in en.xpath(".//@data-class"):
        assert not _HAN.search(str(said))
    for summary in en.xpath(".//summary"):
        assert not _HAN.search(summary.text_content())
    # What is heard of a mark begins with the words it stands on; the rest is English.
    for link in en.xpath(".//a[@aria-label and not(contains(@class, 'jd-term'))]"):
        own = "".join(link.itertext())
        assert not _HAN.search(link.get("aria-label").removeprefix(own)), link.get("aria-label")


def test_a_quotation_and_a_sample_are_of_one_language_but_for_the_sentence() -> None:
    for make in (lambda: passages.quote(edition(), "q-057", "p-003"), lambda: passages.sample(edition(), "s-072")):
        with speaking("zh"):
            found = make()
        english = ".//p[span[@lang='en']]|.//*[contains(@class, 'jd-en')]|.//p[@lang='en']"
        assert not any(ENGLISH.search(said) for said in words(tree(found.html), english))
        with speaking("en"):
            found = make()
        assert not any(_HAN.search(said) for said in words(tree(found.html), ".//*[@lang='zh-CN']"))


@cache
def said(language: str) -> dict[str, Record]:
    with speaking(language):
        return answers(edition())


_BOTH = ("sentence", "stands", "text", "pinyin", "address")


def test_a_record_in_chinese_has_english_in_sentences_and_terms_alone() -> None:
    allowed = {NAMES[name][0] for name in _BOTH}
    for record in said("zh").values():
        values = [record["label"], *(one["value"] for one in record["fields"] if one["name"]["zh"] not in allowed)]
        assert all(one["name"]["en"] == "" for one in record["fields"])
        if record["id"] in ("ctx-i01", "ctx-i02"):
            # Titles of books and articles are what they are.
            continue
        for value in values:
            left = re.sub("［.*］|Kerry Centre|Kerry Properties", "", f"{value['zh']} {value['en']}")
            assert not ENGLISH.search(left), (record["id"], left)


def test_a_record_in_english_has_chinese_where_the_page_speaks_alone() -> None:
    # Values with a sign of the page's, such as 7左右, where something is, and the words that are explained.
    own = {
        NAMES[name][1] for name in ("class", "kind", "status", "force", "type", "confidence", "role", "state", "place")
    }
    for record in said("en").values():
        for one in record["fields"]:
            assert one["name"]["zh"] == ""
            assert one["name"]["en"] not in own or one["value"]["zh"] == "", (record["id"], one)


def test_records_keep_their_ids_and_fields_in_every_language() -> None:
    for language, half in (("zh", 0), ("en", 1)):
        key = ("zh", "en")[half]
        for name, record in said("both").items():
            there = said(language)[name]
            assert [one["name"][key] for one in there["fields"]] == [one["name"][key] for one in record["fields"]]
            assert [one.get("ids") for one in there["fields"]] == [one.get("ids") for one in record["fields"]]


def test_exports_are_the_same_in_every_language() -> None:
    with speaking("both"):
        plain = annotations(edition(), "")
    with speaking("zh"):
        assert annotations(edition(), "") == plain


def test_a_formula_is_said_in_chinese() -> None:
    with speaking("zh"):
        said = {formula: in_plain_words(formula) for formula in edition().facts["formula"]}
    assert {words for words in said.values() if ENGLISH.search(words)} == set()
    assert said['count("commitments", force="strive", quantities="*")'] == "措辞力度为力争、写明数量的承诺的数目"


def test_what_is_said_from_lists_has_its_chinese() -> None:
    """Sentences that stand in vocabularies are no literals where they are said."""
    sentences = [
        *(meaning for _, words in vocabulary.VOCABULARIES.values() for meaning in words.values()),
        *KEY.values(),
        *CHANGES.values(),
        *CRITERIA.values(),
        *SAMPLES.values(),
        *(form for form, _ in _CALLS.values()),
        *(table.title for table in ALL_TABLES.values()),
        *(term.meaning for term in own_terms()),
    ]
    with speaking("zh"):
        assert [one for one in sentences if say(one) == one] == []
        for name, words in vocabulary.IN_CHINESE.items():
            for word, meaning in words.items():
                assert say(vocabulary.VOCABULARIES[name][1][word]) == meaning


_IN_ENGLISH_ALONE = {
    "blocks": ["evidence"],
    "quantities": ["note"],
    "commitments": ["note"],
    "terms": ["note"],
    "context": ["claim", "note", "confidence"],
    "comparisons": ["note"],
    "facts": ["assumption", "unit"],
    "disagreements": ["reason"],
    "promises-disagreements": ["reason"],
    "readers": ["measure", "unit", "note"],
    "mutations": ["area", "kind"],
}


@pytest.mark.parametrize("table", _IN_ENGLISH_ALONE)
def test_every_cell_in_english_alone_has_its_chinese(table: str) -> None:
    found = edition().tables[table] if table in edition().tables else edition().optional(table)
    cells = {str(row[name]) for row in records(found) for name in _IN_ENGLISH_ALONE[table]} - {"", "%"}
    with speaking("zh"):
        # The title of an article stays what it is.
        left = {cell for cell in cells if ENGLISH.search(cell) and edition().said(cell) == cell}
        assert {cell for cell in left if not cell.startswith("Li, X.")} == set()
        for cell in cells:
            amounts = [amounts_in(words, names) for words, names in ((cell, _BIG), (edition().said(cell), _GROSS))]
            assert amounts[0] == amounts[1], cell
            bare = re.sub(r"[\d.,]+ [mb]illion", "", cell)
            missing = set(re.findall(r"(?<![\d.,])\d+(?![\d.,])", bare)) - set(re.findall(r"\d+", edition().said(cell)))
            assert missing == set(), (cell, edition().said(cell))


_BIG = {" million": 10**6, " billion": 10**9}
_GROSS = {"亿": 10**8}


def amounts_in(words: str, names: dict[str, int]) -> list[Decimal]:
    """List the amounts that a magnitude is written with."""
    found = re.findall(rf"(\d[\d.,]*)({'|'.join(names)})", words)
    return sorted(Decimal(digits.replace(",", "")) * names[name] for digits, name in found)


def test_the_chinese_of_the_data_is_in_the_words_of_the_edition() -> None:
    page = edition().text
    for chinese in read_catalogues(ROOT / LOCALE).values():
        assert list(other_words(chinese, page)) == []
