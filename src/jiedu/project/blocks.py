"""The blocks of a report, from its structure: title, opening, the expected targets, a section a part."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from keyword import kwlist
from typing import Any

from jiedu.display.spoken import pause
from jiedu.language import say
from jiedu.reports.quantities import Quantity
from jiedu.reports.structure import Found, Part, Structure
from jiedu.text.cleaning import clean
from jiedu.text.spans import Span

_ADDRESS = re.compile(r"(?:各位|同志们)(?:代表|同志)?")
# A report without headings is still cut where its paragraphs end, so that a passage stays readable.
_PARAGRAPH = re.compile(r"\n[ \t\u3000]*")
_NOT_BLANK = re.compile(r"\S")
_LONGEST_ADDRESS = 200
_STOPS = ("。", "！", "？", "：", "”", "；", "!", "?")

PART_HEADING, SECTION_HEADING = "the heading of a part", "the heading of a section"
"""How the evidence of a heading begins: the table of contents groups the sections of a long part under its heading."""
LONG_PART = 3_000
"""Characters; a longer part with sections of its own is divided, so that a chapter can be read in one sitting."""


@dataclass(frozen=True)
class _Cut:
    """Where a block begins, and what it is."""

    start: int
    id: str
    role: str
    section: str
    heading: str
    evidence: str


def letter(number: int) -> str:
    """Name a section by its place from 0: a to z, then aa, ab and so on.

    A keyword of Python is passed over, since a key also names columns and arguments of what computes: no `as`.

    >>> letter(0), letter(25), letter(26), letter(44)
    ('a', 'z', 'aa', 'at')
    """
    place = number + 1
    for keyword in _KEYWORDS:
        place += keyword <= place
    return _letters(place)


def _letters(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _place(letters: str) -> int:
    """Give the place of a name, from 1: the other way round of `_letters`."""
    place = 0
    for character in letters:
        place = 26 * place + ord(character) - ord("a") + 1
    return place


_KEYWORDS = sorted(_place(word) for word in kwlist if word.islower())
"""The places that are passed over."""


def draft_blocks(text: str, structure: Structure, numerals: Iterable[Quantity]) -> list[dict[str, Any]]:
    """Cut a page into blocks, in the order of the file, which is the reading order of a report.

    Every character that is not blank is in exactly one block, and no numeral is cut in two.

    >>> from jiedu.reports.structure import read_structure
    >>> text = "一、去年工作回顾⏎　　经济增长9%。⏎二、今年工作安排⏎　　经济增长8%。".replace("⏎", chr(10))
    >>> [(row["id"], row["role"]) for row in draft_blocks(text, read_structure(text), [])]
    [('a-heading', 'heading'), ('a-1', 'body'), ('b-heading', 'heading'), ('b-1', 'body')]
    """
    cuts = [*_opening(text, structure), *_parts(text, structure)]
    cuts = _with_targets(text, cuts, structure.targets)
    inside = [Span(numeral.start, numeral.end) for numeral in numerals]
    rows: list[dict[str, Any]] = []
    for cut, following in pairwise([*cuts, _Cut(len(text), "", "", "", "", "")]):
        start, end = _trimmed(text, _whole(cut.start, inside), _whole(following.start, inside))
        if start >= end:
            continue
        rows.append(
            {
                "id": cut.id,
                "role": cut.role,
                "section": cut.section,
                "heading_zh": cut.heading,
                "heading_en": "",
                "start": start,
                "end": end,
                "order": len(rows) + 1,
                "evidence": cut.evidence,
                "state": "draft",
            }
        )
    # A heading without text of its own, such as one above the expected targets alone, is no section.
    bodied = {row["section"] for row in rows if row["role"] != "heading"}
    return [row if row["section"] in bodied else row | {"section": ""} for row in rows]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the white space off both ends of a span."""
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())


def _whole(at: int, numerals: list[Span]) -> int:
    """Move a place out of the numeral that it would cut in two."""
    found = bisect_right(numerals, at, key=lambda span: span.start) - 1
    return numerals[found].start if found >= 0 and numerals[found].start < at < numerals[found].end else at


def _opening(text: str, structure: Structure) -> list[_Cut]:
    """Cut what stands before the first heading: title, the lines below it, the opening paragraphs."""
    end = structure.parts[0].span.start if structure.parts else len(text)
    head: list[_Cut] = []
    title = structure.title
    address = next((span.start for span in structure.breaks if span.start < end), None)
    said = (title, structure.date, structure.occasion, structure.speaker)
    ends = [found.span.end for found in said if found is not None and _stands(found)]
    first = text.find("\n", max(ends)) + 1 if ends else 0
    after = min(address if address is not None and address >= first else first, end)
    if title is not None and _stands(title):
        head.append(_Cut(0, "headline", "headline", "", _words(text, title.span), say("the title, in the masthead")))
        below = text.find("\n", title.span.end) + 1
        if 0 < below < after:
            why = say("the lines below the title: date, occasion, speaker")
            head.append(_Cut(below, "byline", "byline", "", "", why))
    elif 0 < after <= end:
        head.append(_Cut(0, "masthead", "masthead", "", "", say("the lines before the opening")))
    if not structure.parts:
        return head + _paragraphs(text, after if head else 0, end, "a")
    if text[after:end].strip():
        head.append(_Cut(after if head else 0, "lead", "lead", "", "", say("what stands before the first heading")))
    return head


def _stands(found: Found) -> bool:
    """Tell whether something was found in the masthead of the text, and not in the file's name."""
    return found.evidence == "masthead"


def _words(text: str, span: Span) -> str:
    return clean(text, span.start, span.end).text


def _parts(text: str, structure: Structure) -> list[_Cut]:
    """Cut the parts: a long one with sections of its own is a group, and each of its sections stands by itself."""
    cuts: list[_Cut] = []
    key = 0
    for number, part in enumerate(structure.parts, 1):
        body = _below(text, part)
        if len(part.sections) < 2 or len("".join(part.span.of(text).split())) <= LONG_PART:
            cuts += _heading(text, part, letter(key), PART_HEADING)
            cuts += _short(text, part, letter(key))
            key += 1
            continue
        if text[body : part.sections[0].span.start].strip():
            cuts += _heading(text, part, letter(key), PART_HEADING)
            cuts += _paragraphs(text, body, part.sections[0].span.start, letter(key), part)
            key += 1
        else:
            words = _words(text, part.heading_span)
            cuts.append(_Cut(part.span.start, f"part-{number}", "heading", "", words, say(PART_HEADING)))
        for section in part.sections:
            cuts += _heading(text, section, letter(key), SECTION_HEADING)
            cuts += _paragraphs(text, _below(text, section), section.span.end, letter(key), section)
            key += 1
    return cuts


def _below(text: str, part: Part) -> int:
    """Give the place below a heading; the full stop that ends a run-in heading belongs to it."""
    return part.heading_span.end + text.startswith("。", part.heading_span.end)


def _heading(text: str, part: Part, key: str, why: str) -> list[_Cut]:
    why = say(why)
    if part.role:
        why = pause().join([why, say(part.role.replace("_", " "))])
    return [_Cut(part.heading_span.start, f"{key}-heading", "heading", key, _words(text, part.heading_span), why)]


def _short(text: str, part: Part, key: str) -> list[_Cut]:
    """Cut a part that is one section: what opens it, then its sections, or its paragraphs where it has none."""
    body = _below(text, part)
    if not part.sections:
        return _paragraphs(text, body, part.span.end, key, part)
    cuts = []
    first = part.sections[0].span.start
    if text[body:first].strip():
        why = say("what stands before the first section")
        cuts.append(_Cut(body, f"{key}-lead", "section_lead", key, "", why))
    for number, section in enumerate(part.sections, 1):
        why = say("a section of the part, by its heading")
        words = _words(text, section.heading_span)
        cuts.append(_Cut(section.span.start, f"{key}-{number}", "subsection", key, words, why))
    return cuts


def _paragraphs(text: str, start: int, end: int, key: str, part: Part | None = None) -> list[_Cut]:
    """Cut a stretch into its paragraphs; one that opens with a run-in lead sentence has it as its heading."""
    starts = [start]
    for found in _PARAGRAPH.finditer(text, start, end):
        if _ends_with_stop(text, starts[-1], found.start()) and _NOT_BLANK.search(text, found.end(), end):
            starts.append(found.end())
    joined: list[int] = []
    for at in starts:
        # 各位代表： opens a paragraph and is none.
        if joined and at - joined[-1] < _LONGEST_ADDRESS and _is_address(text[joined[-1] : at].strip()):
            continue
        joined.append(at)
    leads = {span.start: span for span in (part.leads if part else ())}
    cuts = []
    for number, at in enumerate(joined, 1):
        begin = _NOT_BLANK.search(text, at, end)
        first = begin.start() if begin else end
        lead = leads.get(first)
        name = f"{key}-{number}"
        if lead is None:
            cuts.append(_Cut(at, name, "body", key, "", say("a paragraph")))
        else:
            why = say("a paragraph with a run-in lead sentence")
            cuts.append(_Cut(at, name, "subsection", key, _words(text, lead).rstrip("。"), why))
    return cuts


def _ends_with_stop(text: str, start: int, end: int) -> bool:
    while end > start and text[end - 1].isspace():
        end -= 1
    return text.endswith(_STOPS, start, end)


def _is_address(paragraph: str) -> bool:
    return _ADDRESS.match(paragraph) is not None and len(paragraph) < 12


def _with_targets(text: str, cuts: list[_Cut], targets: Iterable[Span]) -> list[_Cut]:
    """Cut the paragraphs of the expected targets out of what holds them; the rest goes on as a block of its own."""
    for number, span in enumerate(targets, 1):
        at = bisect_right(cuts, span.start, key=lambda cut: cut.start) - 1
        if at < 0:
            continue
        holder = cuts[at]
        stop = cuts[at + 1].start if at + 1 < len(cuts) else len(text)
        end = min(span.end, stop)
        name = "targets" if number == 1 else f"targets-{number}"
        why = say("the paragraph that lists the expected targets")
        pieces = [_Cut(span.start, name, "targets", "", "", why)]
        if text[holder.start : span.start].strip():
            pieces.insert(0, holder)
        if text[end:stop].strip():
            role = holder.role if holder.role != "subsection" else "body"
            after = say("what follows the expected targets")
            pieces.append(_Cut(end, f"{holder.id}-after-{name}", role, holder.section, "", after))
        cuts[at : at + 1] = pieces
    return cuts
