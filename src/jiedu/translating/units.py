"""The messages of a Markdown text: each paragraph, heading, item, cell and caption, and where in the text it stands.

A message is what a translator gets: the inline Markdown of one block, its lines run together, as gettext has it from
Sphinx. What says nothing in words, code or a number alone, is none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from jiedu.errors import Fault
from jiedu.language import tell

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_DIRECTIVE = re.compile(r"\{([\w-]+)\}[ \t]*(.*)")
_OPTION = re.compile(r"^:([\w-]+):[ \t]*(.*?)[ \t]*$")
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
_HIDDEN = re.compile(r"`[^`]*`|\]\([^()\s]*\)|<[^<>]*>")

# Directives whose body is Markdown, and those whose argument is read by people.
_MARKDOWN = frozenset({"grid", "grid-item-card", "figure", "note", "tip", "important", "warning", "admonition"})
_TITLED = frozenset({"grid-item-card", "admonition"})
_READ_OPTIONS = frozenset({"alt", "caption"})


@dataclass(frozen=True, slots=True)
class MarkdownUnit:
    """Hold a message and where it stands in its text: offsets, end exclusive, and the line, counted from 1."""

    message: str
    start: int
    end: int
    line: int
    in_table: bool = False


# The checks, the pages of an edition and their sources all ask for the same texts.
@lru_cache(maxsize=1024)
def markdown_units(text: str) -> tuple[MarkdownUnit, ...]:
    r"""List the messages of a Markdown text in their order.

    A block whose words cannot be found again in the text is a Fault.

    >>> [unit.message for unit in markdown_units("# The list\n\nIt has\n*items*.\n\n| `ge` | at least |\n| - | - |\n")]
    ['The list', 'It has *items*.', 'at least']
    """
    found = sorted(_units(text, 0, 0), key=lambda unit: unit.start)
    return tuple(unit for unit in found if says_something(unit.message))


def says_something(message: str) -> bool:
    """Tell whether a message has words to translate: Latin letters outside code and addresses.

    >>> says_something("`ge`"), says_something("[1,500](#q-060)"), says_something("up to [1,500](#q-060)")
    (False, False, True)
    """
    return re.search(r"[A-Za-z]", _HIDDEN.sub("", message)) is not None


def put(text: str, translate: Callable[[str], str]) -> str:
    r"""Write a Markdown text anew with each message in other words; what stands around the messages stays.

    >>> put("> It *counts*\n> something.\n", {"It *counts* something.": "它在*计数*。"}.__getitem__)
    '> 它在*计数*。\n'
    """
    at, parts = 0, []
    for unit in markdown_units(text):
        words = translate(unit.message)
        parts += [text[at : unit.start], words.replace("|", "\\|") if unit.in_table else words]
        at = unit.end
    return "".join([*parts, text[at:]])


def headings(text: str) -> list[str]:
    r"""List the headings of a Markdown text, as words without marks.

    >>> headings("# The *list*\n\nText.\n\n## Its `ids`\n")
    ['The list', 'Its ids']
    """
    tokens = _parser().parse(text)
    titles = [after for token, after in pairwise(tokens) if token.type == "heading_open"]
    return ["".join(part.content for part in title.children or ()) for title in titles]


@cache
def _parser() -> "MarkdownIt":
    """Give the parser of the book, with what every book of this kind enables."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    enabled = {"colon_fence", "deflist", "attrs_inline", "attrs_block"}
    return create_md_parser(MdParserConfig(enable_extensions=enabled), RendererHTML)


def _units(text: str, offset: int, line: int) -> Iterator[MarkdownUnit]:
    """Find the messages of a part of a text that begins at an offset and a line of the whole."""
    lines = text.split("\n")
    starts = [0]
    for each in lines:
        starts.append(starts[-1] + len(each) + 1)
    after: dict[int, int] = {}
    in_table = False
    for token in _parser().parse(text):
        in_table = in_table != (token.type in ("table_open", "table_close"))
        if token.map is None:
            continue
        first = token.map[0]
        if token.type == "inline" and token.content:
            start, end = _place(lines, starts, after, first, token.content, in_table)
            message = " ".join(token.content.split("\n"))
            yield MarkdownUnit(message, offset + start, offset + end, line + first + 1, in_table)
        elif token.type == "html_block":
            for found in _SUMMARY.finditer(text, starts[first], starts[token.map[1]]):
                yield MarkdownUnit(found[1].strip(), offset + found.start(1), offset + found.end(1), line + first + 1)
        elif token.type in ("fence", "colon_fence"):
            yield from _of_directive(text, lines, starts, token.map, token.info, offset, line)


def _place(
    lines: list[str], starts: list[int], after: dict[int, int], first: int, content: str, in_table: bool
) -> tuple[int, int]:
    """Find where the words of a block begin and end; a line of a table holds several, one after the other."""
    parts = content.replace("|", "\\|").split("\n") if in_table else content.split("\n")
    last = first + len(parts) - 1
    begin = lines[first].find(parts[0], after.get(first, 0))
    end = lines[last].rfind(parts[-1]) if last > first else begin
    if begin < 0 or end < 0:
        raise Fault(
            tell(
                "line {line}: these words cannot be told apart from the marks around them: {words}",
                line=first + 1,
                words=content[:40],
            )
        )
    after[last] = end + len(parts[-1])
    return starts[first] + begin, starts[last] + after[last]


def _of_directive(
    text: str, lines: list[str], starts: list[int], span: list[int], info: str, offset: int, line: int
) -> Iterator[MarkdownUnit]:
    """Find the messages of a directive: its title, the options that are read, its body."""
    said = _DIRECTIVE.match(info.strip())
    if said is None or said[1] not in _MARKDOWN:
        return
    first, end = span
    if said[1] in _TITLED and said[2]:
        at = starts[first] + lines[first].index(said[2])
        yield MarkdownUnit(said[2].strip(), offset + at, offset + at + len(said[2].strip()), line + first + 1)
    body = first + 1
    while body < end and (option := _OPTION.match(lines[body])):
        if option[1] in _READ_OPTIONS and option[2]:
            yield MarkdownUnit(
                option[2],
                offset + starts[body] + option.start(2),
                offset + starts[body] + option.end(2),
                line + body + 1,
            )
        body += 1
    # The last line closes the directive.
    yield from _units(text[starts[body] : starts[end - 1]], offset + starts[body], line + body)
