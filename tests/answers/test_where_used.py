"""Where a row is used: every citation of every page, and what the tables themselves rest on."""

import json
from functools import cache

import pytest
from support import ROOT, notebook

from jiedu.answers.rows import TYPES
from jiedu.answers.uses import Cited, chapter_of_facts, page_title, prose_uses, uses
from jiedu.edition import Edition
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.citations import citations
from jiedu.edition.contents import read_contents


@cache
def edition() -> Edition:
    return Edition.open(ROOT)


def test_a_row_knows_the_notes_claims_facts_and_comparisons_that_use_it() -> None:
    by = {(use.kind, use.by) for use in uses(edition())["q-099"]}
    assert by >= {("note", "n-006"), ("claim", "claim-2"), ("fact", "fact-like-city")}
    assert ("comparison", "r-district-gdp-growth") in by
    assert ("term", "t-liu-wen") in {(use.kind, use.by) for use in uses(edition())["ctx-h01"]}


def test_what_uses_a_row_is_there_and_used_is_what_is_there() -> None:
    ids = {name for table in TYPES for name in edition().tables[table]["id"]}
    assert {use.by for own in uses(edition()).values() for use in own} <= ids
    used = {name.removeprefix("ctx-") for name in uses(edition())}
    # A note may cite readings and changes on purpose, which are no rows of the edition's own tables.
    assert {name for name in used - ids if not name.startswith(("m-", "mut-", "p", "rep-", "voc-"))} == set()


def test_a_row_is_no_use_of_itself_and_named_once_by_each() -> None:
    for name, own in uses(edition()).items():
        assert len(own) == len(set(own))
        assert name not in {use.by for use in own}


def test_every_citation_in_the_prose_of_the_contents_is_found_in_its_order() -> None:
    pages = set(read_contents(ROOT))
    checked: dict[str, list[str]] = {}
    for path, _, prose in prose_of(edition()):
        name = path.rpartition(".")[0]
        if name in pages:
            checked.setdefault(name, []).extend(citation.id for citation in citations(prose))
    found: dict[str, list[str]] = {}
    for cited in prose_uses(ROOT):
        found.setdefault(cited.page, []).append(cited.id)
    # In code a citation is only shown, which the checks read as one all the same.
    assert {name: ids for name, ids in found.items() if ids != checked.get(name)} == {}


@pytest.fixture
def small(tmp_path):
    """A project of two pages that cite, one of them in code too."""
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters:\n- file: notebooks/a\n")
    (tmp_path / "book").mkdir()
    (tmp_path / "notebooks").mkdir()
    text = "# Front · 首页\n\n[3](#q-001) and `[4](#q-002)`\n\n```\n[5](#q-003)\n```\n\n## More\n\n[6](#ctx-a01)\n"
    (tmp_path / "book" / "index.md").write_text(text, encoding="utf-8")
    caption = {"mystnb": {"figure": {"name": "fig-a", "caption": "Of [7](#fact-a)."}}}
    cells = (("markdown", "# A\n\n## First\n\n[1](#q-001)"), ("code", "1", caption), ("markdown", "[2](#q-002)"))
    (tmp_path / "notebooks" / "a.ipynb").write_text(notebook(*cells), encoding="utf-8")
    return tmp_path


def test_a_citation_has_its_page_and_heading_captions_too_and_code_has_none(small) -> None:
    assert prose_uses(small) == [
        Cited("book/index", "Front · 首页", "q-001"),
        Cited("book/index", "More", "ctx-a01"),
        Cited("notebooks/a", "First", "q-001"),
        Cited("notebooks/a", "First", "fact-a"),
        Cited("notebooks/a", "First", "q-002"),
    ]
    assert (page_title(small, "book/index"), page_title(small, "notebooks/none")) == ("Front · 首页", "notebooks/none")


def test_a_project_without_contents_has_no_prose_to_be_used_in(tmp_path) -> None:
    assert prose_uses(tmp_path) == []


def test_a_fact_stands_with_the_page_that_needs_it() -> None:
    chapters = chapter_of_facts(edition())
    order = list(read_contents(ROOT))
    cited = [use for use in prose_uses(ROOT) if edition().has("facts", use.id)]
    for use in cited:
        assert order.index(chapters[use.id]) <= order.index(use.page)
    # No page cites the number of counties, and it is an input of one that is cited.
    through = set(chapters) - {use.id for use in cited}
    assert through
    assert json.dumps(sorted(through)) == json.dumps(sorted(through & set(edition().facts.index)))
