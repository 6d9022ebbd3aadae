"""What a reader of a table relies on: no blank cell, nothing unsafe, and a download that is the data shown."""

import base64
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from lxml import html as lxml_html

from jiedu import tables
from jiedu.edition import Edition, agreement, records
from jiedu.errors import Fault
from jiedu.text.cleaning import strip_whitespace

EDITION = Edition.open()
HOSTILE = '"><script>alert(1)</script>'
SECTION = EDITION.sections[2]

CALLS: dict[str, Callable[[Edition], tables.Table]] = {
    "quantities": lambda e: tables.quantities(e, section=SECTION),
    "quantities by id": lambda e: tables.quantities(e, ids=list(e.quantities.index[:3])),
    "every class": lambda e: tables.quantities(e, classes=("quantity", "label", "ordinal", "slogan", "word")),
    "targets": tables.targets,
    "compare": tables.compare,
    "commitments": lambda e: tables.commitments(e, section=SECTION),
    "all commitments": tables.commitments,
    "terms": lambda e: tables.terms(e, section=SECTION),
    "all terms": tables.terms,
    "blocks": tables.blocks,
    "density": tables.density,
    "force": tables.force,
    "specificity": tables.specificity,
    "tasks and sections": tables.tasks_sections,
    "facts": lambda e: tables.facts(e, e.facts.index),
    "disagreements": tables.disagreements,
    "agreement": lambda e: tables.agreement(e, agreement.coding(e)),
    "agreement on promises": lambda e: tables.agreement(e, agreement.coding(e, of="promises")),
    "promise confusion": tables.promise_confusion,
    "promise disagreements": tables.promise_disagreements,
    "reader": lambda e: tables.agreement(e, agreement.reader(e)),
    "mistakes": lambda e: tables.reader_mistakes(e, agreement.mistakes(e)),
}


@cache
def made(name: str) -> tables.Table:
    """Make a table once for all tests, when the first one asks for it."""
    return CALLS[name](EDITION)


def changed(**frames: pd.DataFrame) -> Edition:
    return replace(EDITION, tables={**EDITION.tables, **frames})


def downloaded(table: tables.Table) -> bytes:
    link = lxml_html.fromstring(table.html).xpath("//a[@class='jd-download']")[0]
    kind, data = link.get("href").split(",", 1)
    assert kind == "data:text/csv;charset=utf-8;base64"
    assert link.get("download") == table.name
    return base64.b64decode(data)


def cells(table: tables.Table) -> list[list[str]]:
    """Read the body of a table as a reader sees it."""
    root = lxml_html.fromstring(table.html)
    return [[" ".join(td.text_content().split()) for td in tr.xpath("th | td")] for tr in root.xpath("//tbody/tr")]


@pytest.mark.parametrize("name", CALLS)
def test_the_download_is_the_data(name: str) -> None:
    table = made(name)
    data = downloaded(table)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data[3:].decode("utf-8") == table.csv
    read = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert list(read.columns) == list(table.data.columns)
    assert len(read) == len(table.data)
    assert re.fullmatch(r"[a-z0-9-]+\.csv", table.name)


@pytest.mark.parametrize("name", CALLS)
def test_no_cell_is_blank(name: str) -> None:
    body = cells(made(name))
    assert body
    for row in body:
        assert all(row), row


@pytest.mark.parametrize("name", CALLS)
def test_a_table_scrolls_in_its_own_box_and_keeps_its_id(name: str) -> None:
    root = lxml_html.fromstring(made(name).html)
    table = root.xpath("//div[@class='jd-scroll']/table[starts-with(@id, 'table-')]")[0]
    assert CALLS[name](EDITION).html == made(name).html
    assert table.find("caption").text_content().strip()
    heads = table.xpath("./thead/tr/th[@scope='col']")
    rows = table.xpath("./tbody/tr")
    assert heads and rows
    for row in rows:
        # The first cell names the row; on a phone each says under which head it would stand.
        assert [cell.get("scope") for cell in row.xpath("./th")] == ["row"] and row[0].tag == "th"
        assert [cell.get("data-head") for cell in row] == [" ".join(head.xpath(".//text()")) for head in heads]


def test_tables_of_the_method_chapter_have_different_ids() -> None:
    found = [re.search(r'<table [^>]*id="([^"]+)"', made(name).html) for name in CALLS]
    names = [match[1] for match in found if match]
    assert len(set(names)) == len(CALLS)


def test_a_quantity_is_shown_as_the_page_prints_it_with_its_mark_behind_it() -> None:
    table = made("quantities")
    root = lxml_html.fromstring(table.html)
    ledger = EDITION.quantities
    links = {a.get("href")[1:]: a.text_content() for a in root.xpath("//tbody//a[@class='jd-amount']")}
    assert list(links) == list(table.data["id"])
    for name, shown in links.items():
        surface = strip_whitespace(ledger.loc[name, "surface"])
        digits = re.search(r"\d+", surface)
        if digits:
            assert digits[0] in shown.replace(",", "")
    cover = next(r["id"] for r in records(ledger) if r["comparator"] == "ge" and r["unit"] == "%")
    assert links[cover] == "≥ 95%"


def test_a_section_holds_its_own_text_and_not_the_task_that_points_to_it() -> None:
    for section in EDITION.sections:
        blocks = set(tables.commitments(EDITION, section=section).data["block"])
        assert blocks
        assert not any(EDITION.blocks.loc[name, "role"] == "tasks" for name in blocks)


def test_a_missing_figure_says_why() -> None:
    body = cells(made("compare"))
    said = " ".join(cell for row in body for cell in row)
    data = EDITION.comparisons
    for row in records(data):
        if row["availability"] in ("none set", "not found"):
            assert row["availability"] in said
    assert "no more than 1.6%, inferred" in said
    assert "in step with growth, no number" in said
    assert not re.search(r"(?<![\d.])0%", said)
    assert len(made("compare").data) == len(data)


def test_targets_show_every_mention() -> None:
    mentioned = EDITION.quantities[EDITION.quantities["target_id"] != ""]
    html = made("targets").html
    assert all(f'href="#{name}"' in html for name in mentioned.index)
    assert len(made("targets").data) == mentioned["target_id"].nunique()


def test_nothing_unsafe_comes_through() -> None:
    def hostile(table: str, columns: list[str]) -> Edition:
        frame = EDITION.tables[table].copy()
        for column in columns:
            frame[column] = HOSTILE
        return changed(**{table: frame})

    cases = [
        (tables.terms, hostile("terms", ["term", "en", "expansion_en", "source", "pinyin"])),
        (tables.commitments, hostile("commitments", ["text", "cue", "actor", "deadline"])),
        (tables.quantities, hostile("quantities", ["indicator", "indicator_en", "cue", "deadline", "unit"])),
        (tables.blocks, hostile("blocks", ["heading_zh", "heading_en", "evidence"])),
        (tables.compare, hostile("comparisons", ["place", "source", "unit"])),
        (tables.density, hostile("blocks", ["heading_zh", "heading_en"])),
    ]
    for call, edition in cases:
        table = call(edition)
        assert "<script" not in table.html, call.__name__
        assert "<script>" in lxml_html.fromstring(table.html).text_content(), call.__name__


def test_force_counts_every_promise_once() -> None:
    data = made("force").data
    assert data["all"].sum() == len(EDITION.commitments)
    assert data[[*EDITION.sections, "rest"]].to_numpy().sum() == len(EDITION.commitments)


def test_terms_of_a_section_stand_in_it() -> None:
    text = "".join(
        strip_whitespace(EDITION.text[b["start"] : b["end"]])
        for b in records(EDITION.blocks)
        if b["section"] == SECTION and b["role"] != "tasks"
    )
    data = made("terms").data
    assert len(data) > 10
    stands = [name for name in data["term"] if strip_whitespace(name) in text]
    # A term may be written on the page with a word of its list in between; its own span is what counts.
    assert len(stands) >= len(data) - 2


@pytest.mark.parametrize(
    "call",
    [
        lambda: tables.quantities(EDITION, ids=["q-999"]),
        lambda: tables.quantities(EDITION, section="z"),
        lambda: tables.commitments(EDITION, section="z"),
        lambda: tables.terms(EDITION, section="z"),
        lambda: tables.facts(EDITION, ["fact-none"]),
        lambda: tables.compare(changed(comparisons=EDITION.comparisons.iloc[:0])),
    ],
)
def test_what_is_not_there_is_said(call: Callable[[], tables.Table]) -> None:
    with pytest.raises(Fault, match=r"^data/\w+\.csv: "):
        call()


@pytest.mark.browser
def test_a_wide_table_scrolls_in_its_box_and_takes_the_colours_of_the_page(chromium: object, tmp_path: Path) -> None:
    path = tmp_path / "tables.html"
    head = '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><body>'
    path.write_text(head + "".join(table.html for table in map(made, CALLS)), encoding="utf-8")
    for scheme in ("light", "dark"):
        page = chromium.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[attr-defined]
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        inks, grounds = page.evaluate(
            """() => [["color"], ["background-color"]].map(([name]) => [...new Set(
                [...document.querySelectorAll(".jd-grid, .jd-grid td, .jd-grid thead th")]
                .map(cell => getComputedStyle(cell)[name]))])"""
        )
        assert inks == [page.evaluate("getComputedStyle(document.body).color")]
        assert grounds == ["rgba(0, 0, 0, 0)"]
        page.close()


def test_a_column_in_which_no_row_has_anything_is_left_out_and_named() -> None:
    silent = EDITION.commitments.assign(deadline="", actor="")
    table = tables.commitments(changed(commitments=silent), section=SECTION)
    shown = lxml_html.fromstring(table.html)
    heads = [th.text_content() for th in shown.xpath("//th")]
    assert not any("deadline" in head for head in heads) and any("numbers" in head for head in heads)
    assert "Left out, since no row has any: explicit deadline, actor." in shown.text_content()
    assert "deadline" in table.data.columns, "the file has it all the same"
    assert "Left out" not in made("all commitments").html


def test_a_table_without_rows_is_a_sentence() -> None:
    table = tables.commitments(changed(commitments=EDITION.commitments.iloc[:0]))
    shown = lxml_html.fromstring(table.html)
    assert not shown.xpath("//table | //a") and shown.text_content().endswith("Promises: there is nothing to list.")


def test_sections_without_promises_are_no_row_and_no_column() -> None:
    """As in the drafts of whole reports, whose reviews promise nothing."""
    blocks = EDITION.blocks[EDITION.blocks["section"] == "a"]["id"]
    edition = changed(commitments=EDITION.commitments[~EDITION.commitments["block"].isin(blocks)])
    assert "No promises stand in A." in tables.specificity(edition).html
    assert len(cells(tables.specificity(edition))) == len(EDITION.sections) - 1
    heads = [th.text_content().strip() for th in lxml_html.fromstring(tables.force(edition).html).xpath("//th")]
    assert "B" in heads and "A" not in heads


def test_the_forces_of_many_sections_are_the_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """24 columns for the 24 sections of 浙江 2025 were wider than a page of paper."""
    wide = made("force")
    monkeypatch.setattr("jiedu.tables.promises.MOST_COLUMNS", 3)
    tall = tables.force(EDITION)
    assert tall.csv == wide.csv
    counts = wide.data.set_index("force")
    rows = {row[0].split()[0]: row[1:] for row in cells(tall)}
    assert rows["A"] == [str(counts.loc[force, "a"]) for force in counts.index]
    assert rows["合计all"] == [str(counts.loc[force, "all"]) for force in counts.index]


def test_a_term_without_expansion_says_whether_it_needs_one() -> None:
    """Both had no source, said the table, of 大棚户区改造 which says what it is and of 双改 which nobody explains."""
    rows = {row[0].split()[0]: row[2:] for row in cells(tables.terms(EDITION, section="c"))}
    plain, unsure = (next(row for term, row in rows.items() if term.startswith(t)) for t in ("大棚户区改造", "双改"))
    assert plain == ["as it says", "plain wording"]
    assert unsure[0] == "not known" and unsure[1].startswith("unsure") and "h28" in unsure[1]


def test_what_is_not_translated_has_no_column_for_it() -> None:
    terms = EDITION.terms.assign(en="", expansion_zh="", expansion_en="")
    heads = lxml_html.fromstring(tables.terms(changed(terms=terms)).html).xpath("//th//text()")
    assert "English" not in heads and "what it stands for" not in heads and "type" in heads
