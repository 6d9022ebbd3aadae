"""The coding guidelines: every word that a column may hold is defined there, and the data dictionary leads to it."""

import re
from functools import cache

import pytest
from lxml import html as lxml_html
from support import ROOT

from jiedu.book.directives import REGISTRY, PagePart, data_dictionary_page
from jiedu.edition import Edition
from jiedu.edition.schema import ALL_TABLES
from jiedu.project.pages import project_files
from jiedu.reports.formats import Source
from jiedu.vocabulary import VOCABULARIES

EDITION = Edition.open(ROOT)
_DIRECTIVE = re.compile(r"^```\{jiedu\} ([a-z-]+)$", re.MULTILINE)
ENUMS = [
    (table.name, field.name, tuple(field.constraints["enum"]))
    for table in ALL_TABLES.values()
    for field in table.fields
    if "enum" in field.constraints
]


@cache
def defined(page: str) -> dict[str, list[str]]:
    """Give what the directives of a page define: the id of each row, and its cells as a reader sees them."""
    found: dict[str, list[str]] = {}
    for name in _DIRECTIVE.findall(page):
        for part in REGISTRY[name](EDITION):
            for row in lxml_html.fromstring(f"<div>{part.body}</div>").xpath("//tr[@id]"):
                assert row.get("id") not in found
                found[row.get("id")] = [cell.text_content() for cell in row.xpath("th | td")]
    return found


@cache
def guidelines() -> dict[str, list[str]]:
    return defined((ROOT / "book" / "guidelines.md").read_text(encoding="utf-8"))


@cache
def dictionary() -> list[PagePart]:
    return data_dictionary_page(EDITION)


@pytest.mark.parametrize(("table", "column", "words"), ENUMS, ids=[f"{t}.{c}" for t, c, _ in ENUMS])
def test_every_word_of_every_column_leads_to_its_definition(table: str, column: str, words: tuple[str, ...]) -> None:
    part = next(part for part in dictionary() if part.anchor == f"table-{table}")
    rows = lxml_html.fromstring(f"<div>{part.body}</div>").xpath("//tbody/tr")
    row = next(row for row in rows if row.xpath("th | td")[0].text_content() == column)
    links = {link.text_content(): link.get("href").removeprefix("#") for link in row.xpath(".//a")}
    assert tuple(links) == words
    for word, id_ in links.items():
        assert guidelines()[id_][0] == word
        assert len(guidelines()[id_][1].split()) > 1


def test_the_page_defines_each_word_as_the_code_does() -> None:
    said = [cells for id_, cells in guidelines().items() if id_.startswith("voc-")]
    meant = [[word, meaning] for _, words in VOCABULARIES.values() for word, meaning in words.items()]
    assert sorted(said) == sorted(meant)


def test_the_dictionary_of_a_new_project_defines_its_words_itself() -> None:
    files = project_files(
        "河阳县", "2025", Source("a.txt", "河阳县"), {n: [] for n in ("blocks", "quantities", "commitments")}
    )
    page = files["book/data_dictionary.md"]
    assert set(_DIRECTIVE.findall(page)) == {"data-dictionary", "vocabularies"}
    assert defined(page).keys() == guidelines().keys()
