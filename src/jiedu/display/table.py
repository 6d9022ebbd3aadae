"""The two forms of a table: one that a notebook shows, which brings its own style, and one of a page of the book.

They stay two: a notebook's table is also read outside the book, with a caption and a file. In both the cells repeat
their head, so that a phone can stack them, and the first cell of a row is its head.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jiedu.display.html import Safe
from jiedu.edition import Row
from jiedu.language import BOTH, language, pick


@dataclass(frozen=True)
class Column:
    """A column as shown: its head in Chinese and in English, how a row fills it, and on which side it stands.

    A column that is `spare` is left out where no row has anything for it.
    """

    zh: str
    en: str
    cell: Callable[[Row], str]
    align: str = "left"
    spare: bool = False

    @property
    def head(self) -> Safe:
        """Write the head in the language that is printed in; in both, in two lines."""
        if language() == BOTH:
            return Safe('<span lang="zh-CN">{}</span><br>{}').format(self.zh, self.en)
        zh, en = pick(self.zh, self.en)
        return Safe('<span lang="zh-CN">{}</span>').format(zh) if zh else Safe.escape(en)

    @property
    def one_name(self) -> str:
        """Write the head in one language: in both it is English, as sentences are."""
        return Safe.escape((language() == "zh" and self.zh) or self.en).striptags()

    @property
    def words(self) -> str:
        """Write the head in one line."""
        return " ".join(Safe.escape(words).striptags() for words in pick(self.zh, self.en) if words)


_TABLE = Safe(
    '<div class="jd-scroll"><table class="jd-grid" id="{anchor}">'
    '<caption class="jd-caption" id="{caption_id}">{caption}</caption>'
    "\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
)


_BOXED = Safe("<div>{}</div>")
"""Holds what a cell says beside the words of its head, where rows are stacked."""


def captioned(rows: Iterable[Row], columns: Sequence[Column], anchor: str, caption: str, caption_id: str) -> Safe:
    """Lay rows out as a table with a caption, in a box that scrolls sideways where it has to.

    >>> column = Column("词", "term", lambda row: row["term"])
    >>> "&lt;六稳" in captioned([{"term": "<六稳"}], [column], "table-terms", "Terms", "caption-terms")
    True
    """
    head = Safe('<th scope="col"{}>{}</th>')
    heads = Safe("").join(head.format(_side(column), column.head) for column in columns)
    lines = [
        Safe("<tr>{}</tr>").format(
            Safe("").join(
                _cell(column.words, _BOXED.format(column.cell(row)), i == 0, _side(column))
                for i, column in enumerate(columns)
            )
        )
        for row in rows
    ]
    return _TABLE.format(
        anchor=anchor, caption_id=caption_id, caption=caption, heads=heads, rows=Safe("\n").join(lines)
    )


def _side(column: Column) -> Safe:
    return Safe(' class="jd-right"') if column.align == "right" else Safe("")


def _cell(head: str, words: str, first: bool, attributes: Safe) -> Safe:
    """Write a cell with the words of its head; the first of a row is the head of the row."""
    tag = Safe('<th scope="row" data-head="{0}"{1}>{2}</th>') if first else Safe('<td data-head="{0}"{1}>{2}</td>')
    return tag.format(head, attributes, words)


def stacked(heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], name: str) -> Safe:
    """Lay rows out as a table of a page of the book; a row is its id (or "") and its cells.

    >>> stacked(["Name"], [("x-1", [Safe("<b>1</b>")])], "small").splitlines()[5:7]
    [Safe('<tr id="x-1">'), Safe('<th scope="row" data-head="Name"><b>1</b></th>')]
    """
    lines = [Safe('<table class="jd-stack jd-{}">').format(name), Safe("<thead><tr>")]
    lines += [Safe('<th scope="col">{}</th>').format(head) for head in heads]
    lines.append(Safe("</tr></thead>\n<tbody>"))
    for anchor, cells in rows:
        lines.append(Safe('<tr id="{}">').format(anchor) if anchor else Safe("<tr>"))
        for i, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            lines.append(_cell(head, cell, i == 0 and bool(cell), Safe("") if cell else Safe(' class="jd-empty"')))
        lines.append(Safe("</tr>"))
    lines.append(Safe("</tbody></table>"))
    return Safe("\n").join(lines)
