"""A worksheet: the sentences of a section without marks, their numerals or promises numbered, and the key apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from jiedu.classroom.asked import ITEM_HEADS, NONE, AskedField, fields_of
from jiedu.classroom.sheet_page import sheet_html
from jiedu.display.html import Html
from jiedu.display.labels import Label
from jiedu.edition import Edition, Row, records
from jiedu.errors import Fault
from jiedu.files import one_line
from jiedu.language import tell
from jiedu.text.cleaning import clean, sentences
from jiedu.text.spans import CleanText

TABLES = {"numerals": "quantities", "promises": "commitments"}
"""Where the items of a sheet are kept."""


@dataclass(frozen=True, slots=True)
class SheetSentence:
    """A sentence of a sheet: its number from 1, its words without white space, and whether it is a heading.

    `marks` are the items that begin in it: where in the words each begins and ends, and its number.
    """

    number: int
    words: str
    heading: bool
    marks: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A numeral or promise of a sheet, with what the edition says of it.

    `key` has an answer for each field: NONE where the words name nothing, "" where it is not asked of this item.
    """

    number: int
    id: str
    sentence: int
    text: str
    words: str
    key: dict[str, str]
    state: str

    @property
    def plain(self) -> str:
        """Give the sentence without the brackets around the item.

        >>> SheetItem(1, "q-001", 1, "【注】等【6个】项目", "6个", {}, "draft").plain
        '【注】等6个项目'
        """
        return self.text.replace(f"【{self.words}】", self.words, 1)


@dataclass(frozen=True)
class Worksheet:
    """Hold what a class is given of one section, and what is kept from it.

    >>> sheet = worksheet(Edition.open(), section="c")
    >>> sheet.key.columns.tolist()
    ['item', 'sentence', 'text', 'numeral', 'class', 'unit', 'comparator', 'key', 'state']
    >>> sheet.items[3].text, sheet.items[3].key["class"]
    ('力争年内大铺等【6个】项目主体封顶，杓袁等5个项目顺利回迁；', 'quantity')
    """

    edition: str
    title: str
    section: str
    label: Label
    of: str
    fields: tuple[AskedField, ...]
    sentences: tuple[SheetSentence, ...] = field(repr=False)
    items: tuple[SheetItem, ...] = field(repr=False)

    @property
    def stem(self) -> str:
        """Give what the names of its files end in.

        >>> worksheet(Edition.open(), section="c").stem
        'c-numerals'
        """
        return f"{self.section}-{self.of}"

    def answers(self, item: SheetItem) -> list[str]:
        """Write what the key answers for an item, field by field, as a sheet has it.

        >>> sheet = worksheet(Edition.open(), section="c")
        >>> sheet.answers(sheet.items[3])
        ['quantity · 数量', '个', 'eq · 只有数字']
        """
        return [field.write(item.key[field.code]) for field in self.fields]

    @property
    def drafts(self) -> int:
        """Count the items whose key nobody has signed."""
        return sum(item.state == "draft" for item in self.items)

    @property
    def key(self) -> pd.DataFrame:
        """Give the key, a row an item: its codes, the id of its row in the edition, and whether somebody signed it."""
        return pd.DataFrame(
            [
                {
                    "item": item.number,
                    "sentence": item.sentence,
                    "text": item.text,
                    ITEM_HEADS[self.of][1]: item.words,
                    **item.key,
                    "key": item.id,
                    "state": item.state,
                }
                for item in self.items
            ]
        )

    def blank(self) -> Html:
        """Show the sheet as it is printed: the passage, the boxes to fill in, and the words to choose from.

        >>> worksheet(Edition.open(), section="c").blank()
        worksheet: c-numerals, 22 items
        """
        return sheet_html(self)


def worksheet(edition: Edition, section: str, of: str = "numerals", fields: Iterable[str] = ()) -> Worksheet:
    """Make the worksheet of a section: of its numerals, whatever their class, or of its promises.

    `fields` are asked, the usual ones where none is named. Raises Fault for a section without such rows, and for
    fields that no sheet can ask.

    >>> [item.words for item in worksheet(Edition.open(), section="f").items]
    ['四水同治', '清四乱', '1000亩']
    >>> worksheet(Edition.open(), section="g")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: there is no section 'g': the edition has a, b, c, d, e, f
    """
    asked = fields_of(of, fields)
    section = section.strip().lower()
    if section not in edition.sections:
        known = ", ".join(edition.sections) or tell("none")
        raise Fault(
            tell("there is no section {section!r}: the edition has {known}", section=one_line(section), known=known)
        )
    rows = edition.select(TABLES[of], section=section)
    if rows.empty:
        raise Fault(
            tell(
                "data/{table}.csv: no numerals stand in section {section}"
                if of == "numerals"
                else "data/{table}.csv: no promises stand in section {section}",
                table=TABLES[of],
                section=section,
            )
        )
    # Taken apart once: to ask the tables anew for each block took longer than all the rest.
    cut, asked_of = _by_block(edition.select("translation", section=section)), _by_block(rows)
    parts: list[_Sentence] = []
    items: list[SheetItem] = []
    for block in records(edition.select("blocks", section=section)):
        own = asked_of.get(block["id"], [])
        here = _sentences(edition, block, cut.get(block["id"], []), own, len(parts))
        parts += here
        for row in own:
            items.append(_item(edition, here, row, len(items) + 1, of, asked))
    return Worksheet(
        edition=str(edition.package.get("name") or "edition"),
        title=edition.said(str(edition.package.get("title") or "")),
        section=section,
        label=edition.section_name(section),
        of=of,
        fields=asked,
        sentences=tuple(part.written() for part in parts),
        items=tuple(items),
    )


def worksheets(edition: Edition, section: str, of: str, fields: Iterable[str] = ()) -> list[Worksheet]:
    """Make the worksheet of a section, or with `all` those of every section that has such rows.

    >>> [sheet.stem for sheet in worksheets(Edition.open(), "all", "promises")][:2]
    ['a-promises', 'b-promises']
    """
    wanted = list(fields)
    fields_of(of, wanted)
    if section.strip().lower() != "all":
        return [worksheet(edition, section, of, wanted)]
    found = section_worksheets(edition, of, wanted)
    if not found:
        raise Fault(
            tell(
                "data/{table}.csv: no numerals stand in any section"
                if of == "numerals"
                else "data/{table}.csv: no promises stand in any section",
                table=TABLES[of],
            )
        )
    return found


def section_worksheets(edition: Edition, of: str, fields: Iterable[str] = ()) -> list[Worksheet]:
    """Make the worksheet of every section that has such rows, in reading order; none where no section has any.

    >>> len(section_worksheets(Edition.open(), "promises"))
    6
    """
    wanted = list(fields)
    return [
        worksheet(edition, one, of, wanted)
        for one in edition.sections
        if not edition.select(TABLES[of], section=one).empty
    ]


class _Sentence:
    """A sentence while its items are being found."""

    def __init__(self, number: int, text: CleanText, heading: bool) -> None:
        self.number, self.text, self.heading = number, text, heading
        self.marks: list[tuple[int, int, int]] = []

    def written(self) -> SheetSentence:
        return SheetSentence(self.number, self.text.text, self.heading, tuple(self.marks))


def _by_block(rows: pd.DataFrame) -> dict[str, list[Row]]:
    """Part the rows of a section by the block that they stand in, each in the order of the page."""
    found: dict[str, list[Row]] = {}
    for row in sorted(records(rows), key=lambda row: (row["start"], row["end"])):
        found.setdefault(row["block"], []).append(row)
    return found


def _sentences(edition: Edition, block: Row, cut: list[Row], items: list[Row], before: int) -> list[_Sentence]:
    """Cut a block into sentences: those of the edition, and where an item is in none of them, as the reader cuts."""
    spans = [(row["start"], row["end"]) for row in cut]
    ends = [block["start"], *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), block["end"]]
    for start, end in zip(ends, starts, strict=True):
        if not spans or any(start <= row["start"] < end for row in items):
            gap = clean(edition.text, start, end)
            found = (gap.span_to_source(span.start, span.end) for span in sentences(gap))
            spans = sorted([*spans, *((span.start, span.end) for span in found)])
    texts = (clean(edition.text, start, end) for start, end in spans)
    heading = block["role"] == "heading"
    return [_Sentence(before + at, text, heading) for at, text in enumerate((t for t in texts if t.text), 1)]


def _item(
    edition: Edition, parts: list[_Sentence], row: Row, number: int, of: str, asked: Iterable[AskedField]
) -> SheetItem:
    # Where it begins in none, the block itself begins later: the row is a fault of its table, and stands in the first.
    first = next((part for part in reversed(parts) if part.text.start <= row["start"]), parts[0])
    first.marks.append((*_inside(first.text, row), number))
    last = next((part for part in parts if row["end"] <= part.text.end), parts[-1])
    text = clean(edition.text, first.text.start, max(last.text.end, first.text.end))
    start, end = _inside(text, row)
    words = text.text[start:end]
    return SheetItem(
        number=number,
        id=row["id"],
        sentence=first.number,
        text=f"{text.text[:start]}【{words}】{text.text[end:]}",
        words=words,
        key={field.code: _answer(row, field, of) for field in asked},
        state=row["state"],
    )


def _inside(text: CleanText, row: Row) -> tuple[int, int]:
    return text.from_source(row["start"]), text.from_source(row["end"])


def _answer(row: Row, asked: AskedField, of: str) -> str:
    """Give what the edition says; nothing is asked of a numeral that counts nothing but what it is."""
    if of == "numerals" and asked.code != "class" and row["class"] != "quantity":
        return ""
    said = row[asked.code]
    if asked.code == "value":
        said = "–".join(f"{number:f}" for number in (said, row["value_high"]) if number is not None)
    plain = "".join((said or "").split())
    return (plain if asked.labels is None and asked.code != "value" else asked.read(plain)) or NONE
