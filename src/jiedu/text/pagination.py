"""Page numbers and running heads inside a text, as in one that was copied from a PDF.

They stand on lines of their own between two lines of a sentence. They are no part of it, and no numerals of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable

from jiedu.text.characters import DIGITS, ORDINAL
from jiedu.text.spans import Span

_N = rf"[{DIGITS}]{{1,4}}"
_PAGES = rf"(?![0０])[{DIGITS}]{{1,3}}"
_DASH = "[-‐‑‒–—―−─－·•~～]"
_GAP = r"[^\S\n\r\f]*"
PAGE_NUMBER = rf"""
      {_DASH}{{1,3}}{_GAP}(?:{_N}|{ORDINAL}){_GAP}{_DASH}{{1,3}}    # — 12 —, as GB/T 9704 sets it
    | [（(]?第{_GAP}(?:{_N}|{ORDINAL}){_GAP}页                      # 第 3 页
        (?:[ \u3000,，/／|（(]*[共总]{_GAP}{_N}{_GAP}页)?[）)]?     # 共 20 页
    | [共总]{_GAP}{_N}{_GAP}页[ \u3000,，/／|]*第{_GAP}{_N}{_GAP}页
    | [Pp](?i:age){_GAP}{_N}(?:{_GAP}(?:of|/){_GAP}{_N})?
"""
"""A pattern, for `re.VERBOSE`, of what is a page number wherever it stands alone on a line."""

_MARK = re.compile(
    rf"(?:(?P<sure>{PAGE_NUMBER})|(?P<page>{_N})(?:{_GAP}[/／]{_GAP}(?P<pages>{_PAGES}))?)(?={_GAP}(?:[\n\r\f]|\Z))",
    re.VERBOSE,
)
# What a mark begins with; nearly every line is told by it.
_FIRST = frozenset("-‐‑‒–—―−─－·•~～（(第共总Pp0123456789０１２３４５６７８９")
_LINE_START = re.compile(r"(?:\A|[\n\r\f])\s*")
_FEED_AFTER = re.compile(r"\s*?\f")
_BREAK = re.compile(r"[^\S\n\r\f]*(?:\r\n|[\n\r\f])?")
_NEXT_LINE = re.compile(r"\s*([^\n\r\f]*)")
_STOP = re.compile(r"[。！？；：，、]")
_SHORTEST_PAGE = 200
_FEWEST_PAGES = 3
_LIKELY_PAGES = 10
_HEAD_LENGTHS = range(4, 41)


def page_marks(source: str, starts: Iterable[int] | None = None) -> list[Span]:
    """Find the lines that are page numbers, and the heads and feet beside them that repeat.

    `starts` are the offsets of the first characters of the lines, where they are known. 12 and 3/24 may be a number
    that was cut from its sentence: they count if they go on from page to page.

    >>> text = "新增就业⏎— 12 —⏎3.6万人，突破⏎1000⏎家".replace("⏎", chr(10))
    >>> [mark.of(text) for mark in page_marks(text)]
    ['— 12 —']
    """
    if starts is None:
        starts = [found.end() for found in _LINE_START.finditer(source)]
    sure: list[Span] = []
    counted: list[re.Match[str]] = []
    for start in starts:
        if source[start : start + 1] in _FIRST and (found := _MARK.match(source, start)):
            if found["sure"] or _beside_form_feed(source, *found.span()):
                sure.append(Span(*found.span()))
            else:
                counted.append(found)
    sure = sorted([*sure, *_going_on(counted)])
    return sorted([*sure, *_running_heads(source, sure)]) if len(sure) > 1 else sure


def without_page_marks(source: str) -> str:
    """Take the lines that `page_marks` finds out of a text.

    >>> without_page_marks("新增就业⏎— 12 —⏎3.6万人".replace("⏎", chr(10)))
    '新增就业\\n3.6万人'
    """
    pieces, position = [], 0
    for mark in page_marks(source):
        pieces.append(source[position : mark.start])
        after = _BREAK.match(source, mark.end)
        position = after.end() if after else mark.end
    return "".join([*pieces, source[position:]])


def _beside_form_feed(source: str, start: int, end: int) -> bool:
    feed = source.rfind("\f", max(0, start - _SHORTEST_PAGE), start)
    return (feed >= 0 and not source[feed:start].strip()) or _FEED_AFTER.match(source, end) is not None


def _going_on(counted: list[re.Match[str]]) -> list[Span]:
    """Keep the numbers that count pages: 3/24 before 4/24, and 7, 8, 9 with a page of text between them."""
    pages = Counter(found["pages"] for found in counted if found["pages"])
    kept = []
    chains: dict[int, list[re.Match[str]]] = {}
    for found in counted:
        number, total = int(found["page"]), found["pages"]
        if total:
            if 0 < number <= int(total) and (pages[total] > 1 or int(total) >= _LIKELY_PAGES):
                kept.append(found)
            continue
        chain = chains.get(number - 1, [])
        if chain and found.start() - chain[-1].end() >= _SHORTEST_PAGE:
            chains[number] = [*chains.pop(number - 1), found]
        else:
            chains.setdefault(number, [found])
    for chain in chains.values():
        if len(chain) >= _FEWEST_PAGES:
            kept += chain
    return [Span(*found.span()) for found in kept]


def _running_heads(source: str, marks: list[Span]) -> list[Span]:
    """Find the lines beside page numbers that say the same there more than once, and are no sentence."""
    lines = [line for mark in marks for line in (_line_before(source, mark.start), _line_after(source, mark.end))]
    said = Counter(line.of(source) for line in lines)
    heads = {words for words, times in said.items() if times > 1 and len(words) in _HEAD_LENGTHS}
    return sorted({line for line in lines if line.of(source) in heads and not _STOP.search(line.of(source))})


def _line_before(source: str, at: int) -> Span:
    end = at
    while end and source[end - 1].isspace():
        end -= 1
    start = max(source.rfind(feed, 0, end) for feed in "\n\r\f") + 1
    return Span(end - len(source[start:end].lstrip()), end)


def _line_after(source: str, at: int) -> Span:
    found = _NEXT_LINE.match(source, at)
    start = found.start(1) if found else at
    return Span(start, start + len(found[1].rstrip()) if found else start)
