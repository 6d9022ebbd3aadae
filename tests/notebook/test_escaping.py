"""Nothing that stands in a table of an edition is ever read as HTML: not in a table, a passage or a page of the book."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from lxml import html as lxml_html

from jiedu import passages, tables
from jiedu.book.directives import REGISTRY
from jiedu.display.html import Safe, cited
from jiedu.edition import Edition, agreement
from jiedu.vocabulary import VOCABULARIES

HOSTILE = """"'><b onclick="x">粗</b> &amp; {0} %s"""

# Cells that anything may be written in; the others are ids, places on the page or words of a closed vocabulary.
FREE = {
    "blocks": ("heading_zh", "heading_en", "evidence"),
    "quantities": ("indicator", "indicator_en", "cue", "deadline", "note"),
    "commitments": ("text", "cue", "actor", "object", "deadline", "note"),
    "terms": ("term", "pinyin", "en", "expansion_zh", "expansion_en", "source", "note"),
    "translation": ("en",),
    "notes": ("zh", "en", "sources"),
    "claims": ("zh", "en", "evidence_zh", "evidence_en", "finding_zh", "finding_en"),
    "context": ("topic", "place", "period", "claim", "value", "unit", "source_kind", "source_url", "note"),
    "comparisons": ("place", "unit", "source"),
    "facts": ("unit", "en", "zh", "assumption"),
}


@cache
def hostile() -> Edition:
    edition = Edition.open()
    frames = {name: edition.tables[name].assign(**dict.fromkeys(cells, HOSTILE)) for name, cells in FREE.items()}
    # What a formula names is a number.
    named = [name for name in edition.context.index if any(name in formula for formula in edition.facts["formula"])]
    frames["context"].loc[named, "value"] = edition.context.loc[named, "value"]
    return replace(edition, tables=edition.tables | frames)


SHOWN: dict[str, Callable[[Edition], str]] = {
    "blocks": lambda e: tables.blocks(e).html,
    "claims": lambda e: tables.claims(e).html,
    "commitments": lambda e: tables.commitments(e).html,
    "commitments of a section": lambda e: tables.commitments(e, section="a").html,
    "compare": lambda e: tables.compare(e).html,
    "density": lambda e: tables.density(e).html,
    "facts": lambda e: tables.facts(e, e.facts.index).html,
    "quantities": lambda e: tables.quantities(e).html,
    "references": lambda e: tables.references(e, "open_innovation").html,
    "quantities of a section": lambda e: tables.quantities(e, section="a").html,
    "specificity": lambda e: tables.specificity(e).html,
    "targets": lambda e: tables.targets(e).html,
    "tasks_sections": lambda e: tables.tasks_sections(e).html,
    "terms": lambda e: tables.terms(e).html,
    "terms of a section": lambda e: tables.terms(e, section="a").html,
    "passage": lambda e: passages.show(e, *e.blocks["id"]).html,
    "quotation": lambda e: passages.quote(e, "q-049", "p-026", "t-liu-wen", "s-014").html,
} | {f"page: {name}": lambda e, name=name: "".join(part.body for part in REGISTRY[name](e)) for name in REGISTRY}
# These show counts and words that no table of the edition holds.
NOTHING_WRITTEN = {
    "page: downloads",
    "page: how-to-cite",
    "page: data-dictionary",
    "page: own-terms",
    "page: columns",
    "page: rules",
    "page: vocabularies",
}
NOTHING_WRITTEN |= {f"page: vocabulary-{name}" for name in VOCABULARIES}


@pytest.mark.parametrize("name", SHOWN)
def test_a_tag_and_quotes_come_out_as_they_were_written(name: str) -> None:
    root = lxml_html.fromstring(f"<div>{SHOWN[name](hostile())}</div>")
    assert not root.xpath("//*[@onclick]")
    cells = [*root.itertext(), *(value for element in root.iter() for value in element.attrib.values())]
    assert name in NOTHING_WRITTEN or HOSTILE in "\n".join(str(cell) for cell in cells)


def test_every_table_page_and_passage_is_tried() -> None:
    made_from_an_edition = set(tables.__all__) - {"Table"}
    # The codings, readers and scores are not among the tables of FREE: they are tried below.
    others = {"agreement", "disagreements", "drafts", "force", "mutations", "reader_mistakes", "readers", "reading"}
    others |= {"promise_confusion", "promise_disagreements"}
    # Made from a panel, whose words are facts and surfaces; tried in tests/panel.
    others |= {"bounds", "changed", "measures_beside", "outcomes", "panel_agreement", "side_by_side"}
    assert made_from_an_edition - others == {name for name in SHOWN if name in made_from_an_edition}


def test_what_is_read_from_any_text_is_escaped_too() -> None:
    edition = Edition.open()
    mistakes = agreement.mistakes(edition).assign(surface=HOSTILE, field=HOSTILE, edition=HOSTILE, reader=HOSTILE)
    found = agreement.coding(edition).assign(field=HOSTILE)
    forced = replace(
        edition, tables=edition.tables | {"commitments": edition.tables["commitments"].assign(cue=HOSTILE)}
    )
    for made in (
        tables.reader_mistakes(edition, mistakes),
        tables.agreement(edition, found),
        tables.reading(edition, "<b>建成道路9条</b>"),
        tables.force(forced),
        tables.promise_disagreements(
            replace(edition, tables=edition.tables | {"commitments": edition.commitments.assign(text=HOSTILE)})
        ),
    ):
        assert not lxml_html.fromstring(made.html).xpath("//*[@onclick] | //td//b"), made.name


def test_a_name_that_is_no_word_of_the_page_is_escaped_in_a_passages_frame() -> None:
    root = lxml_html.fromstring(passages.show(hostile(), "a-1").html)
    assert root.xpath("//section/@aria-label") == [HOSTILE]
    assert any(f"词条“{HOSTILE}”" in name for name in root.xpath("//a[contains(@class, 'jd-term')]/@aria-label"))


def test_what_is_safe_is_not_escaped_twice() -> None:
    assert Safe("<i>{}</i>").format(Safe("<b>{}</b>").format("&")) == "<i><b>&amp;</b></i>"
    assert Safe(", ").join(["<", Safe("<br>")]) == "&lt;, <br>"
    assert Safe("<br>") + "<" == "<br>&lt;"
    assert cited("<[1,500](#q-060)>") == '&lt;<a href="#q-060">1,500</a>&gt;'
