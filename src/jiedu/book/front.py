"""What a front page shows: the counts set large, one annotated sentence, and the page redrawn in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from jiedu import passages
from jiedu.display import html, labels
from jiedu.display.html import Safe
from jiedu.display.spoken import beside_mixed, english_then, pause
from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.ledger import unassigned
from jiedu.edition.facts import characters
from jiedu.language import BOTH, in_digits, language, pick, pick_page, say, say_count
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import OWN_ROLES

_TALLEST = 12
"""Steps of height of a box of the map, by the length of its text."""


def front_sections(edition: Edition) -> list[tuple[str, str, Safe]]:
    """Write the parts of a front page, each with anchor and title: the first has no heading.

    >>> [title for _, title, _ in front_sections(Edition.open())]
    ['', 'One sentence · 一句', 'The page in reading order · 版面次序']
    """
    sections = [("", "", _counts(edition))]
    sentence = telling_sentence(edition)
    if sentence:
        sections.append(
            ("one-sentence", english_then("One sentence", "一句"), Safe(passages.sample(edition, sentence).html))
        )
    if not edition.blocks.empty:
        sections.append(("page-map", english_then("The page in reading order", "版面次序"), _map(edition)))
    return sections


_COUNT = Safe("<div><dt>{}</dt><dd>{}</dd></div>")


def _counts(edition: Edition) -> Safe:
    """Set the counts large."""
    ledger = edition.quantities
    found = [
        ("数字", "numerals", len(ledger)),
        ("其中数量", "of them quantities", int((ledger["class"] == "quantity").sum())),
        ("承诺", "promises", len(edition.commitments)),
        ("未归类", "unassigned", len(unassigned(edition))),
    ]
    return Safe('<dl class="jd-counts">{}</dl>').format(
        Safe("").join(_COUNT.format(beside_mixed(zh, en), in_digits(count)) for zh, en, count in found)
    )


def telling_sentence(edition: Edition) -> str:
    """Choose the sentence that shows most in few words: quantities with a bound, a promise by its force, a term.

    >>> telling_sentence(Edition.open())
    's-072'
    """
    rows = records(edition.translation)
    return str(max(rows, key=lambda row: (_shows(edition, row), row["start"] - row["end"]))["id"]) if rows else ""


def _shows(edition: Edition, sentence: Row) -> int:
    """Count the kinds of things that a sentence shows."""
    ledger = edition.quantities[edition.quantities["class"] == "quantity"]
    numbers, promises, terms = (
        frame[(frame["start"] >= sentence["start"]) & (frame["end"] <= sentence["end"])]
        for frame in (ledger, edition.commitments, edition.occurrences)
    )
    # Two numbers are seen at once; a list of them is not.
    return sum(
        (
            len(numbers) >= 2,
            len(numbers) == 2,
            bool(set(numbers["comparator"]) - {"eq", ""}),
            bool(set(promises["force"]) - {"plain", ""}),
            not terms.empty,
            bool(sentence["en"]),
        )
    )


@dataclass(frozen=True)
class _Box:
    """A part of the page: the blocks that follow each other in it, and what they hold."""

    blocks: Sequence[Row]
    section: str
    length: int
    quantities: int
    promises: int


def _boxes(edition: Edition) -> Iterator[_Box]:
    """Join the blocks of a section, or of one role, as they follow each other."""
    blocks = edition.blocks.sort_values("order")
    ledger, promises = edition.quantities, edition.commitments

    def part(block: Row) -> str:
        own = block["section"] and (block["role"] in OWN_ROLES or block["role"] == "heading")
        if own:
            return f"section {block['section']}"
        # A heading of what has no section names itself.
        return f"heading {block['id']}" if block["role"] == "heading" else str(block["role"])

    for name, group in groupby(records(blocks), key=part):
        own = list(group)
        ids = [block["id"] for block in own]
        yield _Box(
            own,
            own[0]["section"] if name.startswith("section ") else "",
            int(characters(edition, edition.blocks.loc[ids])),
            int((ledger["block"].isin(ids) & (ledger["class"] == "quantity")).sum()),
            int(promises["block"].isin(ids).sum()),
        )


_MAP = Safe('<nav class="jd-map" aria-label="{}"><ol>{}</ol></nav>')
_BOX = Safe(
    '<li class="jd-box jd-tall-{tall}{look}"><a class="jd-maybe" href="#{id}">{letter}{zh}{en}</a>'
    '<span class="jd-ticks" aria-hidden="true">{ticks}</span><small>{said}</small></li>'
)


def _map(edition: Edition) -> Safe:
    """Draw each part as a box as high as its text is long, a stroke for each quantity, and where the file has it."""
    boxes = list(_boxes(edition))
    longest = max(box.length for box in boxes) or 1
    file = sorted(range(len(boxes)), key=lambda i: min(block["start"] for block in boxes[i].blocks))
    placed = {box: place for place, box in enumerate(file, 1)}
    return _MAP.format(
        say("The page in reading order"),
        Safe("").join(
            _box(edition, box, placed[i], max(1, round(_TALLEST * box.length / longest))) for i, box in enumerate(boxes)
        ),
    )


def _box(edition: Edition, box: _Box, place: int, tall: int) -> Safe:
    first = box.blocks[0]
    named = edition.section_name(box.section) if box.section else labels.labelled(labels.ROLES, first["role"])
    zh, en = pick_page(*named) if box.section else pick(*named)
    if not box.section and first["role"] == "heading" and first["heading_zh"]:
        zh, en = pick_page(strip_whitespace(first["heading_zh"]), first["heading_en"])
    hue = f" jd-hue-{(ord(box.section[-1]) - ord('a')) % 6 + 1}" if box.section else ""
    counted = [
        *([say_count("{count} quantity", "{count} quantities", box.quantities)] if box.quantities else []),
        *([say_count("{count} promise", "{count} promises", box.promises)] if box.promises else []),
    ]
    return _BOX.format(
        tall=tall,
        look=hue,
        id=first["id"],
        letter=Safe("<b>{}</b> ").format(box.section.upper()) if box.section else "",
        zh=html.chinese(zh) if zh else "",
        en=Safe("{}<span>{}</span>").format(" " if zh or language() == BOTH else "", en)
        if en or language() == BOTH
        else "",
        ticks="❘" * box.quantities,
        said=pause().join([*counted, say("place {place} in the file", place=place)]),
    )
