"""The paragraphs of a report, also of one that breaks its lines at a column's width."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from jiedu.reports.rules import Example
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.reports.structure.signs import addresses, marker
from jiedu.text.characters import INVISIBLE
from jiedu.text.spans import CleanText


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the running text; a blank stands for each line feed inside, whose offsets are `feeds`."""

    start: int
    text: str
    feeds: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


LINE_RULES = (
    StructureRule(
        name="line.annex",
        sentence="The heading of an annex stands on a line of its own, whatever is run together around it.",
        pattern=r"{ANNEX}",
        examples=(Example("⟦附件1⟧"), Example("⟦※名词解释※⟧")),
        near=Example("⟦附件齐全后办理⟧"),
    ),
    StructureRule(
        name="line.foot",
        sentence="The words with which a page offers more than its report stand on lines of their own.",
        pattern=r"{page_foot}[：:]?",
        examples=(Example("⟦分享到：⟧"), Example("⟦相关文章⟧")),
        near=Example("⟦相关文章发表于⟧"),
    ),
    StructureRule(
        name="line.heading",
        sentence="A number, a time and what is done in it, on a line with a long one below: a heading stands alone.",
        pattern=r"{ORDINAL}[、．.]?(?:{heading_lead})*{TIME}[^，。；：]{0,16}{heading_task}{heading_proposal}?",
        examples=(Example("⟦一、2024年工作回顾⟧\n过去一年，我们坚持稳中求进工作总基调，统筹发展和安全。"),),
        near=Example("⟦一、2024年经济发展目标⟧\n和重点工作"),
    ),
    StructureRule(
        name="line.plain-heading",
        sentence="A time and what is done in it stand alone between a line that ends in a stop and a long one.",
        pattern=r"{TIME}[^，。；：]{0,16}{heading_task}{heading_proposal}?",
        examples=(Example("各位代表：\n⟦2025年工作安排⟧\n今年，我们要坚持稳中求进工作总基调，统筹发展和安全。"),),
        near=Example("必须扎实做好\n⟦2025年工作⟧\n，坚持稳中求进工作总基调，统筹发展和安全，完成任务。"),
    ),
    StructureRule(
        name="line.title",
        sentence="The title stands on a line of its own.",
        pattern=r"(?:{YEAR}{time_year})?(?:{NAME}){0,4}(?:{YEAR}{time_year})?{title_people}?{title_word}",
        examples=(Example("⟦易县2025年政府工作报告⟧"),),
        near=Example("⟦政府工作报告提出⟧"),
    ),
    StructureRule(
        name="line.session",
        sentence="The line that names the session stands alone.",
        pattern=r"[—\-－（(]*(?:{YEAR}{time_year}{SMALL}{time_month}{SMALL}{time_day})?{at_word}?[{UNIFIED}]{0,25}{OCCASION}{on_word}?[）)]?",
        examples=(Example("⟦——2025年1月14日在易县第十八届人民代表大会第五次会议上⟧"),),
        near=Example("⟦在易县第十八届人民代表大会第五次会议上通过⟧"),
    ),
    StructureRule(
        name="line.speaker",
        sentence="The line that names the office and its holder stands alone.",
        pattern=r"(?:{NAME}){1,4}{of_government}?{OFFICE}{PERSON}",
        examples=(Example("⟦易县人民政府代县长丁磊⟧"),),
        near=Example("⟦易县人民政府县长办公会议研究决定⟧"),
    ),
)
"""The lines of the source that are paragraphs, though the running text has run them into their neighbours."""

_LONGEST_ALONE = 60
_SOURCE_LINE = re.compile(r"[^\n]+")
_STRAY = re.compile(rf"[\s?{INVISIBLE}]+")


def paragraphs(run: CleanText) -> list[Line]:
    """Cut the running text into paragraphs: at its line feeds, and where the lines of the source tell more."""
    feeds = {found.start() for found in re.finditer("\n", run.text)}
    lines = [(found.start(), found.end(), found[0]) for found in _SOURCE_LINE.finditer(run.source) if found[0].strip()]
    short, full = _line_ends(run, lines)
    # In columns a full line that ends in ； goes on in the next, unless that begins with a number.
    feeds -= {at for at in full if run.text[at - 1 : at] in ("；", "：") and not marker(run.text[at + 1 : at + 12])}
    ends = sorted({*feeds, *short, *_alone(run, lines), len(run.text)})
    return _whole_headings([part for piece in _pieces(run, ends) for part in _off_its_heading(run, piece)])


def _alone(run: CleanText, lines: list[tuple[int, int, str]]) -> list[int]:
    """Find where lines of the source begin and end that are paragraphs by LINE_RULES."""
    cuts: list[int] = []
    for at, (start, end, line) in enumerate(lines):
        if end - start <= _LONGEST_ALONE:
            above = lines[at - 1][2] if at else ""
            below = lines[at + 1][2] if at + 1 < len(lines) else ""
            cuts += (run.from_source(start), run.from_source(end)) if stands_alone(line, above, below) else ()
    return cuts


def stands_alone(line: str, above: str = "", below: str = "") -> str | None:
    """Name the rule that takes a line of the source for a paragraph; None where none does.

    >>> stands_alone("易县人民政府代县长 丁 磊"), stands_alone("易县人民政府县长办公会议研究决定")
    ('line.speaker', None)
    """
    words = _STRAY.sub("", line)
    rule = next((rule.name for rule in LINE_RULES if heard(rule.pattern).fullmatch(words)), None)
    if rule == "line.heading":
        return rule if len(below.strip()) > _LONGEST_REST else None
    if rule == "line.plain-heading":
        opens = len(below.strip()) > _LONGEST_REST and _STOP_AT_END.search(above.rstrip())
        return rule if opens else None
    return rule


def _pieces(run: CleanText, ends: list[int]) -> Iterator[Line]:
    start = 0
    for end in ends:
        piece = run.text[start:end]
        skip = len(piece) - len(piece.lstrip("\n"))
        if piece[skip:]:
            yield _line(start + skip, piece[skip:])
        start = end


def _line(start: int, text: str) -> Line:
    if "\n" not in text:
        return Line(start, text)
    feeds = tuple(found.start() for found in re.finditer("\n", text))
    return Line(start, text.replace("\n", " "), feeds)


_LONGEST_BROKEN = 75
_PARAGRAPH = 100


def _off_its_heading(run: CleanText, line: Line) -> Iterator[Line]:
    """Cut a paragraph off a long heading that was broken over lines and run into it.

    Only a line longer than any page is wide is a paragraph of its own, and only words that open one tell where the
    heading ends: elsewhere a break inside a sentence is a link.
    """
    cut = _end_of_heading(run, line) if len(line.text) > _PARAGRAPH and marker(line.text) else None
    if cut is None:
        yield line
    else:
        yield Line(line.start, line.text[:cut])
        yield Line(line.start + cut, line.text[cut:])


def _end_of_heading(run: CleanText, line: Line) -> int | None:
    at = run.to_source(line.start)
    for _ in range(3):
        at = run.source.find("\n", at)
        cut = run.from_source(at) - line.start if at >= 0 else len(line.text)
        if not 0 < cut <= _LONGEST_BROKEN or "。" in line.text[:cut]:
            return None
        at += 1
        following = run.source.find("\n", at)
        width = (following if following >= 0 else len(run.source)) - at
        if width > _PARAGRAPH and heard(r"{PLAN}{heading_span}|{YEAR}{time_year}|{line_opening}").match(line.text, cut):
            return cut
    return None


_LONGEST_REST = 20


def _whole_headings(lines: list[Line]) -> list[Line]:
    """Join a heading that ends in words that want more to the short line that has them."""
    whole: list[Line] = []
    for line in lines:
        if whole and _wants(whole[-1], line):
            before = whole.pop()
            gap = line.start - before.end
            line = Line(
                before.start,
                before.text + " " * gap + line.text,
                (*before.feeds, *range(len(before.text), len(before.text) + gap)),
            )
        whole.append(line)
    return whole


def _wants(heading: Line, rest: Line) -> bool:
    if len(rest.text) > _LONGEST_REST or not heard(r"{line_unfinished}$").search(heading.text):
        return False
    stopped = _STOP_AT_END.search(rest.text) is not None
    return marker(heading.text) is not None and not stopped and not marker(rest.text) and not addresses(rest.text)


_FULL = 0.85
_WIDEST = 160
_STOP_AT_END = re.compile(r"[。！？：；][”’）)]*$")


def _line_ends(run: CleanText, lines: list[tuple[int, int, str]]) -> tuple[list[int], list[int]]:
    """Find the ends of the short and of the full lines of a text that breaks its lines at one width.

    A line that is not full ends a paragraph. Without indents nothing else tells a heading from what stands under it;
    a PDF's text layer is such a text.
    """
    if len(lines) < 20:
        return [], []
    # A page is set to a width, a terminal cuts at a number of characters: a line may be full by either measure.
    widths = [_width(line.strip()) for _, _, line in lines]
    lengths = [len(line.strip()) for _, _, line in lines]
    column, longest = (sorted(sizes)[int(0.9 * len(sizes))] for sizes in (widths, lengths))
    short = [a < _FULL * column and b < _FULL * longest for a, b in zip(widths, lengths, strict=True)]
    stopped = sum(1 for _, _, line in lines if _STOP_AT_END.search(line.rstrip()))
    if column > _WIDEST or 2 * sum(short) > len(lines) or 2 * stopped > len(lines):
        return [], []
    ends: tuple[list[int], list[int]] = ([], [])
    for (_, end, line), is_short in zip(lines, short, strict=True):
        if not line.rstrip().endswith(("，", "、")):
            ends[not is_short].append(run.from_source(end))
    return ends


_NARROW = re.compile("[\u0000-\u10ff]+")


def _width(line: str) -> int:
    """Count the columns of a line: two for a Chinese character, one for a Latin letter or digit."""
    return 2 * len(line) - sum(map(len, _NARROW.findall(line)))


def first_line(lines: list[Line], offset: int) -> int:
    """Give the index of the first line that begins at or after an offset."""
    at = bisect_right(lines, offset, key=lambda line: line.start)
    return at - 1 if at and lines[at - 1].start == offset else at
