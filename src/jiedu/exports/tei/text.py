"""The two texts of TEI: the page in reading order with its marks, and its translation, sentence beside sentence."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from lxml import etree

from jiedu.answers.bilingual import english_spans
from jiedu.edition import Edition, Row, records
from jiedu.exports.tei.elements import CHINESE, ENGLISH, analysed, element, on_lines, pointers, token, xml_name
from jiedu.exports.tei.marking import TeiMark, marked, nested
from jiedu.text.cleaning import clean
from jiedu.text.spans import SpanIndex
from jiedu.vocabulary import OWN_ROLES

_DISPLAYED = ("masthead", "headline", "label", "heading")
"""Roles of blocks that are heads and no paragraphs."""

Fill = Callable[[Row, etree._Element], bool]
"""What writes a block into the element that is made for it, and says whether there was anything to write."""


def page_text(edition: Edition) -> etree._Element:
    """Make the text of the page, with the glossary behind it.

    >>> made = page_text(Edition.open())
    >>> made.xpath("//*[@xml:id='q-060']")[0].attrib["quantity"]
    '300000'
    """
    marks = _marks(edition)

    def fill(block: Row, parent: etree._Element) -> bool:
        text = clean(edition.text, block["start"], block["end"])
        own = (
            TeiMark(text.from_source(mark.start), text.from_source(mark.end), mark.tag, mark.name, mark.attributes)
            for mark in marks.get(block["id"], [])
        )
        marked(parent, text.text, nested(own))
        return True

    body = _body(edition, fill, "")
    back = [on_lines(element("back", "", _glossary(edition)))] if len(edition.terms) else []
    return on_lines(element("text", "", body, *back, xml_id="text-zh", xml_lang=CHINESE))


def english_text(edition: Edition) -> etree._Element | None:
    """Make the text of the translation; none while there is none. Its ids are those of the page with `.en` behind.

    >>> made = english_text(Edition.open())
    >>> made.xpath("//*[@xml:id='s-001.en']")[0].text
    '· Interpretation'
    """
    sentences: dict[str, list[Row]] = {}
    for row in records(edition.translation.sort_values("start")):
        if row["en"]:
            sentences.setdefault(row["block"], []).append(row)

    def fill(block: Row, parent: etree._Element) -> bool:
        for row in sentences.get(block["id"], []):
            made = element("s", xml_id=f"{xml_name(row['id'])}.en", corresp=pointers([row["id"]]))
            marks = [
                TeiMark(start, end, "measure", f"{name}.en.{row['id']}.{number}", {"corresp": pointers([name])})
                for number, (start, end, name) in enumerate(english_spans(edition, row["id"]), 1)
            ]
            parent.append(marked(made, row["en"], nested(marks)))
            made.tail = " "
        return block["id"] in sentences

    if not sentences:
        return None
    return on_lines(element("text", "", _body(edition, fill, ".en"), xml_id="text-en", xml_lang=ENGLISH))


def _body(edition: Edition, fill: Fill, end: str) -> etree._Element:
    """Lay the blocks out as divisions, in reading order; `end` is put behind the ids of the page."""
    body = element("body")
    for group in divisions(records(edition.blocks)):
        alone = len(group) == 1 and group[0]["role"] != "heading"
        division = body if alone else element("div", type="section", n=token(group[0]["section"]))
        for block in group:
            displayed = block["role"] in _DISPLAYED
            words = element("head" if displayed else "p")
            if not fill(block, words):
                continue
            heads = block["role"] == "heading"
            made = words if heads else on_lines(element("div", "", words, type=token(block["role"])))
            _identify(made, block, end)
            division.append(made)
        if not alone and len(division):
            body.append(on_lines(division))
    return on_lines(body)


def _identify(made: etree._Element, block: Row, end: str) -> None:
    same = {"corresp": pointers([block["id"]])} if end else {"ana": analysed({"role": block["role"]})}
    known = element(
        "div", xml_id=f"{xml_name(block['id'])}{end}", n=str(block["order"]), **{k: v for k, v in same.items() if v}
    )
    made.attrib.update(known.attrib)


def divisions(blocks: Iterable[Row]) -> list[list[Row]]:
    """Put blocks that belong together into one division: a section, or a heading and what stands below it.

    >>> [len(group) for group in divisions(records(Edition.open().blocks))][:8]
    [1, 1, 1, 1, 1, 1, 2, 2]
    """
    found: list[list[Row]] = []
    for block in blocks:
        if found and _goes_on(found[-1], block):
            found[-1].append(block)
        else:
            found.append([block])
    return found


def _goes_on(group: list[Row], block: Row) -> bool:
    first = group[0]
    if block["role"] == "heading" or block["section"] != first["section"]:
        return False
    if block["section"] and block["role"] in OWN_ROLES:
        return first["role"] in OWN_ROLES
    # Below a heading outside the sections stands what is of one kind.
    return first["role"] == "heading" and all(block["role"] == other["role"] for other in group[1:])


def _marks(edition: Edition) -> dict[str, list[TeiMark]]:
    """Give all marks of the page by their block, in offsets of the page."""
    index = SpanIndex(records(edition.blocks))
    found: dict[str, list[TeiMark]] = {}
    for mark in _all_marks(edition):
        block = index.holding(mark.start, mark.end)
        if block is not None:
            found.setdefault(block["id"], []).append(mark)
    return found


def _all_marks(edition: Edition) -> Iterable[TeiMark]:
    for row in records(edition.translation):
        yield TeiMark(row["start"], row["end"], "s", row["id"])
    for row in records(edition.quantities):
        tag = "measure" if row["class"] == "quantity" else "num"
        yield TeiMark(row["start"], row["end"], tag, row["id"], _measured(row))
    kinds = {row["id"]: row for row in records(edition.terms)}
    for row in records(edition.occurrences):
        ana = analysed({"term-type": kinds[row["term"]]["type"]}) if row["term"] in kinds else ""
        attributes = {"ref": pointers([row["term"]]), "ana": ana}
        yield TeiMark(row["start"], row["end"], "term", f"{row['term']}.{row['start']}", attributes)
    for row in records(edition.commitments):
        ana = analysed({"force": row["force"], "promise-kind": row["kind"]})
        yield TeiMark(row["start"], row["end"], "seg", row["id"], {"type": "promise", "ana": ana})


def _measured(row: Row) -> dict[str, str]:
    """Say what a quantity is; of a numeral that counts nothing only its class."""
    ana = analysed({"class": row["class"]} | {name: row[name] for name in ("kind", "status", "comparator")})
    if row["class"] != "quantity":
        return {"type": token(row["class"]), "ana": ana}
    value, high = _digits(row["value"]), _digits(row["value_high"])
    range_ = row["comparator"] == "range"
    return {
        "quantity": "" if range_ else value,
        "min": value if range_ else "",
        "max": high if range_ else "",
        "atLeast": value if row["comparator"] == "ge" else "",
        "atMost": value if row["comparator"] == "le" else "",
        "unit": token(row["unit"]),
        "commodity": token(row["indicator"]),
        "ana": ana,
    }


def _digits(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _glossary(edition: Edition) -> etree._Element:
    entries = []
    for row in records(edition.terms):
        item = element("item", "", element("term", row["term"]), xml_id=xml_name(row["id"]))
        ana = analysed({"term-type": row["type"], "confidence": row["confidence"]})
        item.attrib.update({"ana": ana} if ana else {})
        for words, language in ((row["en"], ENGLISH), (row["expansion_zh"], CHINESE), (row["expansion_en"], ENGLISH)):
            item.extend([element("gloss", words, xml_lang=language)] if words else [])
        entries.append(on_lines(item))
    listed = on_lines(element("list", "", *entries, type="gloss"))
    return on_lines(element("div", "", element("head", "词条"), listed, type="glossary"))
