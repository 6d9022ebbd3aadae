"""What a reader of a passage relies on: every mark where it belongs, once; nothing unsafe; nothing lost."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from jiedu import passages
from jiedu.edition import Edition, records
from jiedu.errors import Fault
from jiedu.text.cleaning import clean, strip_whitespace

EDITION = Edition.open()
HOSTILE = '"><script>alert(1)</script>&amp;'


def parsed(html: str) -> ElementTree.Element:
    """Read HTML as XML: it fails on anything that does not nest."""
    return ElementTree.fromstring(f"<div>{html}</div>")


@cache
def page() -> ElementTree.Element:
    """Show the whole page once for all tests."""
    return parsed(passages.show(EDITION, *EDITION.blocks["id"]).html)


def ids(prefix: str, root: ElementTree.Element | None = None) -> list[str]:
    root = page() if root is None else root
    return [e.attrib["id"] for e in root.iter() if re.fullmatch(rf"{prefix}-\d+", e.attrib.get("id", ""))]


def classes(element: ElementTree.Element) -> list[str]:
    return element.get("class", "").split()


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if name in classes(e)]


def said(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def chinese(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Give the elements of the Chinese of a passage, which are those that have ids."""
    return (e for cell in of_class(root, "jd-zh") for e in cell.iter())


def text_of(name: str, root: ElementTree.Element | None = None) -> str:
    """Join the parts of a mark, which may have been cut in two."""
    root = page() if root is None else root
    return "".join(said(e) for e in chinese(root) if name in (e.get("id"), e.get("data-of")))


def changed(**tables: pd.DataFrame) -> Edition:
    return replace(EDITION, tables=EDITION.tables | tables)


def one_row(table: str, **values: object) -> Edition:
    """Change cells of the first row of a table."""
    frame = EDITION.tables[table].copy()
    for column, value in values.items():
        frame.loc[frame.index[0], column] = value
    return changed(**{table: frame})


@pytest.mark.parametrize(
    ("prefix", "table"), [("q", "quantities"), ("p", "commitments"), ("s", "translation"), ("n", "notes")]
)
def test_every_row_of_the_edition_has_one_anchor(prefix: str, table: str) -> None:
    found = ids(prefix)
    assert sorted(found) == sorted(EDITION.tables[table].index)
    assert len(found) > 10


def test_the_text_of_a_mark_is_the_surface_of_its_row() -> None:
    for row in records(EDITION.quantities):
        assert strip_whitespace(text_of(row["id"])) == strip_whitespace(row["surface"])


def test_the_text_of_a_promise_is_its_clause() -> None:
    for row in records(EDITION.commitments):
        assert strip_whitespace(text_of(row["id"])) == strip_whitespace(row["text"])


def test_a_passage_shows_the_clean_text_and_nothing_else() -> None:
    for block in records(EDITION.blocks):
        root = parsed(passages.show(EDITION, block["id"], notes=False).html)
        shown = "".join(said(e) for e in of_class(root, "jd-zh") if e.get("id", "").startswith("s-"))
        assert strip_whitespace(shown) == strip_whitespace(EDITION.text[block["start"] : block["end"]]), block["id"]


def links_to(name: str, root: ElementTree.Element) -> list[ElementTree.Element]:
    return [e for e in of_class(root, "jd-answer-link") if e.get("href") == f"#{name}"]


def test_every_number_promise_and_term_is_a_link_and_no_link_holds_a_link() -> None:
    linked = Counter(link.attrib["href"][1:] for link in chinese(page()) if "jd-answer-link" in classes(link))
    assert set(EDITION.quantities["id"]) <= set(linked)
    assert {name: linked[name] for name in EDITION.commitments["id"]} == dict.fromkeys(EDITION.commitments["id"], 1)
    # A term whose characters are all a number's is named by the number.
    taken = {name for e in page().iter("mark") for name in e.get("data-term", "").split()}
    assert {name for name in linked if name.startswith("t-")} | taken == set(EDITION.occurrences["term"])
    for link in page().iter("a"):
        assert not link.findall(".//a")


def test_a_link_is_named_by_what_it_shows_and_by_what_it_is() -> None:
    for link in of_class(page(), "jd-answer-link"):
        if not link.get("href", "").startswith("#") or "jd-source" in classes(link):
            continue
        name = link.get("aria-label") or said(link)
        assert name.startswith(said(link)) and name
    row = next(r for r in records(EDITION.quantities) if r["comparator"] == "ge" and r["unit"] == "%")
    zh, en = (link.attrib["aria-label"] for link in links_to(row["id"], page()))
    for part in (strip_whitespace(row["surface"]), "数量", row["indicator"], "已承诺", row["id"]):
        assert part in zh
    for part in ("95%", "quantity", "at least 95%", row["indicator_en"], "promised", row["id"]):
        assert part in en
    slogan = next(r for r in records(EDITION.quantities) if r["class"] == "slogan")
    mark = next(e for e in page().iter("mark") if e.get("id") == slogan["id"])
    assert "数字略语" in mark[0].attrib["aria-label"]
    assert mark.attrib["class"] == "jd-q jd-slogan" and "numeric shorthand" in mark.attrib["data-class"]
    assert links_to("p-104", page())[0].attrib["aria-label"] == "承诺 p-104"


def test_names_and_titles_are_in_the_language_they_stand_in() -> None:
    for cell, own in (("jd-zh", True), ("jd-en", False)):
        for e in (e for found in of_class(page(), cell) for e in found.iter()):
            for words in filter(None, (e.get("title"), e.get("aria-label"))):
                plain = re.sub(r"(?:[qp]-\d+|\d[\d,.]*%?)", "", words).replace(said(e), "")
                assert bool(re.search("[\u4e00-\u9fff]", plain)) is own or not plain.strip("，, "), words


def test_the_english_has_the_marks_of_the_chinese() -> None:
    cells = [e for cell in of_class(page(), "jd-en") for e in cell.iter("mark")]
    marked = {e.attrib["data-of"]: said(e) for e in cells}
    quantities = EDITION.quantities[EDITION.quantities["class"] == "quantity"]["id"]
    assert set(quantities) <= set(marked)
    assert marked["q-060"] == "300,000 square metres"
    assert all(not e.get("id") for e in cells)


def test_a_mark_points_at_its_notes() -> None:
    ids = {e.get("id") for e in page().iter()}
    pointed = {}
    for link in of_class(page(), "jd-answer-link"):
        for name in link.get("aria-details", "").split():
            assert name in ids
            pointed[name] = link.attrib["href"][1:]
    on_marks = {n["id"]: n["target"] for n in records(EDITION.notes) if n["target"][:2] in ("q-", "p-", "t-")}
    taken = {t for e in page().iter("mark") for t in e.get("data-term", "").split()}
    assert on_marks.items() - pointed.items() <= {(n, t) for n, t in on_marks.items() if t in taken}
    assert pointed.items() <= on_marks.items()


def test_what_counts_nothing_is_marked_counted_and_named() -> None:
    shown = of_class(page(), "jd-uncounted")
    assert len(shown) == 1
    zh, en = (said(e) for e in shown[0].iter("p"))
    classes_of = EDITION.quantities["class"].value_counts()
    counts = [len(EDITION.quantities), classes_of["quantity"], len(EDITION.quantities) - classes_of["quantity"]]
    assert [int(n) for n in re.findall(r"\d+", zh)][:3] == [int(n) for n in re.findall(r"\d+", en)][:3] == counts
    assert "0 unassigned" in en and f"{classes_of['word']} part of a word" in en
    marks = {e.get("id") for e in page().iter("mark") if e.get("data-class")}
    assert marks == set(EDITION.quantities[EDITION.quantities["class"] != "quantity"]["id"]) | {None}
    # A numeral without a row is not passed over.
    lost = changed(quantities=EDITION.tables["quantities"].drop(index="q-048"))
    assert "1 unassigned" in said(of_class(parsed(passages.show(lost, *EDITION.blocks["id"]).html), "jd-uncounted")[0])
    every = EDITION.tables["quantities"].assign(**{"class": "quantity"})
    assert not of_class(parsed(passages.show(changed(quantities=every), "c-lead").html), "jd-uncounted")


def test_a_block_says_where_it_stands() -> None:
    block = EDITION.blocks.loc["c-1"]
    where = said(of_class(parsed(passages.show(EDITION, "c-1").html), "jd-source")[0]).partition("page.txt")[2]
    first, last, start, end = map(int, re.findall(r"\d+", where))
    lines = EDITION.text.split("\n")
    assert (start, end) == (block["start"], block["end"])
    assert lines[first - 1].startswith(EDITION.text[start : start + 10])
    assert lines[last - 1].rstrip().endswith(EDITION.text[end - 3 : end])


def test_a_heading_is_shown_once() -> None:
    root = parsed(passages.show(EDITION, "c-heading", "c-lead", "c-1", notes=False).html)
    heads = [(e.tag, strip_whitespace(said(e[0]))) for e in of_class(root, "jd-head")]
    assert heads == [("h3", "C关键词聚焦“双改”"), ("h4", "高品质建设优化城区格局")]
    assert [said(e[1]) for e in of_class(root, "jd-head")][1] == EDITION.blocks.loc["c-1", "heading_en"]
    alone = parsed(passages.show(EDITION, "c-lead", notes=False).html)
    assert [(e.tag, said(e[0])) for e in of_class(alone, "jd-head")] == [("h3", "聚焦“双改”")]


def test_nothing_unsafe_comes_through() -> None:
    first = EDITION.tables["notes"].index[0]
    target = EDITION.tables["notes"].loc[first, "target"]
    cases = [
        ("blocks", {"heading_zh": HOSTILE, "heading_en": HOSTILE}),
        ("translation", {"en": HOSTILE}),
        ("terms", {"en": HOSTILE, "pinyin": HOSTILE}),
        ("quantities", {"class": "quantity", "value": Decimal(1), "indicator_en": HOSTILE, "deadline": HOSTILE}),
        ("notes", {"zh": HOSTILE, "en": HOSTILE, "sources": HOSTILE, "target": target}),
        ("context", {"claim": HOSTILE}),
    ]
    everything = list(EDITION.blocks["id"])
    for table, cells in cases:
        html = passages.show(one_row(table, **cells), *everything).html
        assert "<script" not in html, table
        parsed(html)


def test_hostile_words_are_shown_as_they_are() -> None:
    html = passages.show(one_row("translation", en=HOSTILE), EDITION.translation["block"].iloc[0]).html
    assert HOSTILE in "".join(parsed(html).itertext())


def test_a_number_stays_whole_where_a_term_crosses_it() -> None:
    row = next(r for r in records(EDITION.quantities) if r["block"] == "d-3" and r["class"] == "quantity")
    start, end = row["start"] - 4, row["start"] + 1
    terms = EDITION.occurrences
    away = terms[(terms["end"] <= start) | (terms["start"] >= row["end"])]
    name = terms["term"].iloc[0]
    crossing = pd.concat([away, pd.DataFrame({"term": [name], "start": [start], "end": [end]}).astype(away.dtypes)])
    root = parsed(passages.show(changed(occurrences=crossing), "d-3").html)
    marks = [e for e in chinese(root) if row["id"] in (e.get("id"), e.get("data-of"))]
    assert ["".join(mark.itertext()) for mark in marks] == [strip_whitespace(row["surface"])]
    # The number wins its characters, and says whose they were.
    assert "".join(said(link) for link in links_to(name, root)) == strip_whitespace(EDITION.text[start : row["start"]])
    assert marks[0].attrib["data-term"] == name


def test_a_term_within_a_term_keeps_both_links() -> None:
    outer = EDITION.occurrences.iloc[0]
    block = next(b for b in records(EDITION.blocks) if b["start"] <= outer["start"] < b["end"])
    other = next(n for n in EDITION.terms.index if n != outer["term"])
    inner = pd.DataFrame({"term": [other], "start": [outer["start"] + 1], "end": [outer["end"] - 1]})
    both = pd.concat([EDITION.occurrences.iloc[[0]], inner.astype(EDITION.occurrences.dtypes)])
    root = parsed(passages.show(changed(occurrences=both), block["id"], notes=False).html)
    found: dict[str, str] = defaultdict(str)
    for link in of_class(root, "jd-term"):
        found[link.attrib["href"]] += said(link)
    whole_term = strip_whitespace(EDITION.text[outer["start"] : outer["end"]])
    assert found == {f"#{outer['term']}": whole_term[0] + whole_term[-1], f"#{other}": whole_term[1:-1]}


def test_a_mark_across_two_sentences_has_one_id() -> None:
    sentences = [r for r in records(EDITION.translation) if r["block"] == "a-1"]
    edge = sentences[2]["start"]
    rows = EDITION.tables["quantities"].copy()
    name = rows.index[rows["block"] == "a-1"][0]
    rows.loc[name, ["start", "end"]] = [edge - 3, edge + 3]
    root = parsed(passages.show(changed(quantities=rows), "a-1").html)
    assert ids("q", root).count(name) == 1
    assert strip_whitespace(text_of(name, root)) == strip_whitespace(EDITION.text[edge - 3 : edge + 3])


def test_a_note_stands_below_the_sentence_it_speaks_of() -> None:
    note = next(n for n in records(EDITION.notes) if n["target"].startswith("q-"))
    row = EDITION.quantities.loc[note["target"]]
    grid = of_class(parsed(passages.show(EDITION, row["block"]).html), "jd-rows")[0]
    cells = [e for e in grid if "jd-en" not in classes(e)]
    at = next(i for i, e in enumerate(cells) if any(aside.get("id") == note["id"] for aside in e))
    assert any(mark.get("id") == note["target"] for mark in cells[at - 1].iter("mark"))
    aside = next(e for e in cells[at] if e.get("id") == note["id"])
    assert f"jd-{note['kind']}" in classes(aside) and aside.attrib["role"] == "note"
    assert aside.attrib["aria-label"].startswith(f"{note['kind']} note {note['id']} on ")


def test_a_note_on_a_term_is_shown_at_its_first_place_alone() -> None:
    counts = EDITION.occurrences["term"].value_counts()
    term = counts.index[0]
    assert counts.iloc[0] > 1
    notes = EDITION.notes.iloc[[0]].copy()
    notes.loc[notes.index[0], "target"] = term
    order = {b["id"]: (b["order"], b["start"], b["end"]) for b in records(EDITION.blocks)}
    places = []
    for row in records(EDITION.occurrences[EDITION.occurrences["term"] == term]):
        name = next(n for n, (_, a, b) in order.items() if a <= row["start"] < b)
        places.append((order[name][0], row["start"], name))
    edition = changed(notes=notes)
    shown = [name for name in EDITION.blocks["id"] if 'class="jd-notes"' in passages.show(edition, name).html]
    assert shown == [min(places)[2]]


def test_notes_cite_with_links() -> None:
    name = EDITION.notes.index[0]
    fact = EDITION.context.index[0]
    other = EDITION.quantities.index[0]
    notes = EDITION.notes.copy()
    notes.loc[name, ["target", "en", "sources"]] = [other, f"see [1,500](#{other})", f"{fact} {other} li2019"]
    root = parsed(passages.show(changed(notes=notes), EDITION.quantities.loc[other, "block"]).html)
    aside = next(e for e in root.iter("aside") if e.get("id") == name)
    links = [(e.attrib["href"], "".join(e.itertext())) for e in aside.iter("a")]
    assert (f"#{other}", "1,500") in links
    place, level = EDITION.context.loc[fact, ["place", "level"]]
    assert any(to == f"#ctx-{fact}" and {place, level} <= set(words.split()) for to, words in links)
    assert "li2019" in "".join(aside.itertext())
    assert not any(href == "#li2019" for href, _ in links)


def test_drafts_are_marked() -> None:
    first = EDITION.translation["block"].iloc[0]
    reviewed = one_row("translation", state="reviewed")
    draft = one_row("translation", state="draft")
    assert "草稿 draft" not in passages.show(reviewed, first, notes=False).html
    assert "草稿 draft" in passages.show(draft, first, notes=False).html
    block = EDITION.quantities["block"].iloc[0]
    assert "jd-slogan jd-draft" in passages.show(one_row("quantities", state="draft"), block).html


def test_a_block_without_translation_shows_its_sentences() -> None:
    empty = changed(translation=EDITION.tables["translation"].iloc[:0])
    root = parsed(passages.show(empty, "a-1").html)
    shown = "".join("".join(e.itertext()) for e in root.iter("p") if "jd-draft" in e.get("class", ""))
    block = EDITION.blocks.loc["a-1"]
    assert strip_whitespace(shown) == strip_whitespace(clean(EDITION.text, int(block["start"]), int(block["end"])).text)
    assert "not translated" in "".join(root.itertext())
    assert ids("q", root)


def test_where_nothing_is_translated_the_chinese_has_the_page_to_itself() -> None:
    nothing = changed(
        translation=EDITION.tables["translation"].assign(en=""), blocks=EDITION.tables["blocks"].assign(heading_en="")
    )
    root = parsed(passages.show(nothing, "c-lead", "a-1").html)
    said = "".join(root.itertext())
    assert (said.count("Not translated yet"), said.count("not translated")) == (1, 0)
    assert not [e for e in root.iter() if "jd-en" in e.get("class", "")]
    assert [e for e in root.iter("p") if "jd-zh" in e.get("class", "")]
    # One sentence that has its English, and there are two columns again.
    name = EDITION.translation[EDITION.translation["block"] == "a-1"].index[0]
    root = parsed(passages.show(nothing.with_row("translation", name, en="It is said."), "c-lead", "a-1").html)
    said = "".join(root.itertext())
    assert "Not translated yet" not in said and "It is said." in said and "not translated" in said


def test_a_quotation_has_both_languages_a_mark_and_no_anchor() -> None:
    row = next(r for r in records(EDITION.quantities) if r["comparator"] == "ge" and r["surface"].startswith("300"))
    quotation = passages.quote(EDITION, row["id"])
    root = parsed(quotation.html)
    assert not [e for e in root.iter() if e.get("id")]
    assert ["".join(e.itertext()) for e in root.iter("mark")] == [strip_whitespace(row["surface"])]
    assert "300" in "".join("".join(e.itertext()) for e in root.iter("span") if e.get("lang") == "en")
    assert f'href="#{row["id"]}"' in quotation.html
    assert repr(quotation) == f"quotation: {row['id']}"


@pytest.mark.parametrize("call", [lambda: passages.show(EDITION, "z-9"), lambda: passages.quote(EDITION, "q-999")])
def test_an_unknown_id_is_named(call: object) -> None:
    with pytest.raises(Fault, match=r"z-9|q-999"):
        call()  # type: ignore[operator]


def test_the_same_passage_is_the_same_bytes() -> None:
    assert passages.show(EDITION, "c-1", "c-2").html == passages.show(EDITION, "c-1", "c-2").html


def place(page: object, selector: str) -> dict[str, float]:
    return page.locator(selector).first.bounding_box()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_passage_reads_well_at_every_width(chromium: object, tmp_path: Path, scheme: str) -> None:
    roles = EDITION.blocks["role"]
    block, note = next(
        (row["block"], n)
        for n in records(EDITION.notes)
        if n["target"].startswith("q-")
        for row in [EDITION.quantities.loc[n["target"]]]
        if roles[row["block"]] == "subsection"
    )
    sentence = next(
        s["id"]
        for s in records(EDITION.translation)
        if s["start"] <= EDITION.quantities.loc[note["target"], "start"] < s["end"]
    )
    wide_page = (
        '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><body style="margin:16px">'
    )
    path = tmp_path / "passage.html"
    path.write_text(wide_page + passages.show(EDITION, block).html, encoding="utf-8")
    places = {}
    for width in (390, 800, 1280):
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[attr-defined]
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        paper, ground = page.evaluate(
            "['.jd-block', '.jd-note'].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)"
        )
        assert paper != ground, "the page's words stand on paper, the edition's on the ground of the book"
        zh = place(page, f"#{sentence}")
        en = place(page, f"#{sentence} + .jd-en")
        places[width] = (zh, en, place(page, f"#{note['id']}"), place(page, f"#{note['target']}"))
        mark, ground = page.evaluate(
            """name => [getComputedStyle(document.getElementById(name)).color,
                        getComputedStyle(document.body).color]""",
            note["target"],
        )
        assert mark == ground, "a mark keeps the ink of its page, in the dark too"
        page.close()
    zh, en, aside, target = places[390]
    assert en["y"] >= zh["y"] + zh["height"] - 1, "the translation stands below on a phone"
    assert aside["y"] > target["y"], "the note stands below what it speaks of"
    zh, en, aside, target = places[800]
    assert abs(en["y"] - zh["y"]) < 8 and en["x"] > zh["x"], "side by side"
    zh, en, aside, target = places[1280]
    assert aside["y"] >= max(zh["y"] + zh["height"], en["y"] + en["height"]) - 12, "the note stands below both columns"
    assert abs(aside["x"] - zh["x"]) < 2 and aside["x"] + aside["width"] > en["x"] + en["width"] - 2
