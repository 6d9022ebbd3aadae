"""The edition as TEI P5: valid, every id and value in it, the text as it is read, and every pointer leads somewhere."""

import re
from collections.abc import Iterator

import pytest
from exported import hostile, lines, plain, real
from lxml import etree
from project.projects import new
from support import SCHEMAS

from jiedu.edition import Edition, records
from jiedu.edition.facts import compute
from jiedu.exports.tei.document import tei_document
from jiedu.exports.tei.elements import TEI_NS, xml_words
from jiedu.text.cleaning import clean

RNG = SCHEMAS / "tei_all.rng"
NS = {"t": TEI_NS}
ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module", params=["real", "hostile", "draft"])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    if request.param == "draft":
        return Edition.open(new(tmp_path_factory.mktemp("encoded") / "draft"))
    return {"real": real, "hostile": hostile}[request.param]()


@pytest.fixture(scope="module")
def document(edition: Edition) -> etree._Element:
    return etree.fromstring(tei_document(edition))


def by_id(document: etree._Element) -> dict[str, etree._Element]:
    return {made.get(ID): made for made in document.iter("*") if made.get(ID)}


def parts(document: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield an element and the parts that it was cut into."""
    known = by_id(document)
    made: etree._Element | None = known[name]
    while made is not None:
        yield made
        made = known.get(made.get("next", "").removeprefix("#"))


def words(document: etree._Element, name: str) -> str:
    return "".join("".join(part.itertext()) for part in parts(document, name))


@pytest.mark.skipif(not RNG.exists(), reason=f"no schema of the TEI at {RNG}: set JIEDU_SCHEMAS")
def test_the_document_is_valid(document: etree._Element) -> None:
    schema = etree.RelaxNG(etree.parse(RNG))
    assert schema.validate(document), str(schema.error_log)[:1000]
    document = etree.fromstring(etree.tostring(document))
    document.append(etree.SubElement(document, f"{{{TEI_NS}}}p"))
    assert not schema.validate(document)


def test_every_row_that_stands_on_the_page_is_an_element_with_its_words(
    edition: Edition, document: etree._Element
) -> None:
    known = by_id(document)
    for table in (edition.quantities, edition.commitments, edition.translation):
        for row in records(table):
            assert words(document, row["id"]) == clean(edition.text, row["start"], row["end"]).text, row["id"]
    assert {row["id"] for table in (edition.blocks, edition.notes, edition.terms) for row in records(table)} <= set(
        known
    )
    for place in records(edition.occurrences):
        name = f"{place['term']}.{place['start']}"
        assert words(document, name) == clean(edition.text, place["start"], place["end"]).text
        assert known[name].get("ref") == f"#{place['term']}"


def test_measures_say_what_the_ledger_says(edition: Edition, document: etree._Element) -> None:
    known = by_id(document)
    for row in records(edition.quantities):
        made = known[row["id"]]
        if row["class"] != "quantity":
            assert made.tag == f"{{{TEI_NS}}}num" and made.get("quantity") is None
            continue
        value = made.get("min") if row["comparator"] == "range" else made.get("quantity")
        assert plain(None if value is None else float(value)) == plain(
            None if row["value"] is None else float(row["value"])
        )
        assert f"#voc-kind-{row['kind']}" in made.get("ana", "") or not row["kind"]
        if not re.search(r"\s", row["unit"]):
            assert made.get("unit", "") == row["unit"]


def test_the_text_is_that_of_the_page_in_reading_order(edition: Edition, document: etree._Element) -> None:
    (body,) = document.xpath("//t:text[@xml:lang='zh-CN']/t:body", namespaces=NS)
    told = "".join("".join(made.itertext()) for made in body.iter(f"{{{TEI_NS}}}p", f"{{{TEI_NS}}}head"))
    assert told == "".join(clean(edition.text, row["start"], row["end"]).text for row in records(edition.blocks))


def test_the_translation_stands_sentence_beside_sentence(edition: Edition, document: etree._Element) -> None:
    known = by_id(document)
    english = {row["id"]: row["en"] for row in records(edition.translation) if row["en"]}
    links = document.xpath("//t:linkGrp[@type='translation']/t:link/@target", namespaces=NS)
    assert links == [f"#{name} #{name}.en" for name in english]
    for name, said in english.items():
        assert "".join(known[f"{name}.en"].itertext()) == said


def test_every_row_stands_there_whole(edition: Edition, document: etree._Element) -> None:
    tables = {"quantities": edition.quantities, "commitments": edition.commitments, "notes": edition.notes}
    tables |= {"terms": edition.terms, "blocks": edition.blocks, "context": edition.context}
    for name, frame in tables.items():
        found = []
        for made in document.xpath(f"//t:fs[@type='{name}']", namespaces=NS):
            values = ((f.get("name"), f[0]) for f in made)
            found.append({key: value.get("value") or value.text for key, value in values})
        wanted = [{key: xml_words(cell) for key, cell in row.items() if cell} for row in lines(records(frame))]
        assert found == wanted, name
    values = document.xpath("//t:fs[@type='facts']/t:f[@name='value']/t:numeric/@value", namespaces=NS)
    assert len(values) == len(compute(edition))


def test_every_pointer_leads_to_an_element(edition: Edition, document: etree._Element) -> None:
    known = set(by_id(document))
    pointing = ("target", "corresp", "ana", "ref", "next", "prev")
    led = {
        way for made in document.iter("*") for name in pointing for way in made.get(name, "").split() if way[0] == "#"
    }
    assert {way for way in led if way[1:] not in known} == set()
    assert len(led) > 100


def test_a_promise_that_a_term_crosses_is_in_two_parts() -> None:
    document = etree.fromstring(tei_document(real()))
    first, second = parts(document, "p-010")
    assert (first.get("part"), second.get("part")) == ("I", "F")
    assert second.get("prev") == "#p-010"
    assert second.getparent().get("ref") == "#t-niu-zhu-fa-zhan"


def test_notes_point_at_what_they_are_on(edition: Edition, document: etree._Element) -> None:
    known = by_id(document)
    for row in records(edition.notes):
        made = known[row["id"]]
        assert made.get("target") == f"#{row['target']}" and made.get("type") == row["kind"]
        said = ["".join(p.itertext()) for p in made.findall("t:p", NS)]
        assert said == [xml_words(re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", row[key])) for key in ("zh", "en")]


def test_two_documents_are_the_same_to_the_byte_and_hold_no_control() -> None:
    edition = real().with_row("notes", "n-001", en="a\x00\x1b\ufffe")
    document = tei_document(edition)
    assert document == tei_document(edition)
    assert "a\ufffd\ufffd\ufffd" in document.decode()
