"""The two forms of a table: one that scrolls in a notebook, one whose rows are stacked on a narrow page.

They stay two: a notebook's table brings its own style, since it is also read outside the book, and great_tables lays
it out; a page of the book has a style sheet, and its cells repeat their head, so that a phone can stack them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jiedu.display.html import Safe
from jiedu.edition import Row


@dataclass(frozen=True)
class Column:
    """A column as shown: its head in Chinese and English, how a row fills it, and on which side it stands.

    A column that is `spare` is left out where no row has anything for it.
    """

    zh: str
    en: str
    cell: Callable[[Row], str]
    align: str = "left"
    spare: bool = False

    @property
    def head(self) -> Safe:
        """Write the head in two lines."""
        return Safe("{}<br>{}").format(self.zh, self.en)


def scrolling(rows: Iterable[Row], columns: Sequence[Column], anchor: str) -> Safe:
    """Lay rows out as a table with its own style, in a box that scrolls sideways.

    >>> column = Column("词", "term", lambda row: row["term"])
    >>> "&lt;六稳" in scrolling([{"term": "<六稳"}], [column], "table-terms")
    True
    """
    # A third of a second to import, and needed by no page of the book.
    from great_tables import GT
    from great_tables import html as as_html

    keys = [f"c{i}" for i in range(len(columns))]
    cells = [[str(Safe.escape(column.cell(row))) for column in columns] for row in rows]
    heads: dict[str, Any] = {key: as_html(str(column.head)) for key, column in zip(keys, columns, strict=True)}
    table = (
        GT(pd.DataFrame(cells, columns=keys, dtype=object), id=anchor)
        # The cells are safe already; the identity keeps them as they are.
        .fmt(lambda cell: cell, columns=keys)
        .cols_label(cases=heads)
        .tab_options(table_background_color="transparent", container_overflow_x="auto")
    )
    for side in ("left", "right"):
        here = [key for key, column in zip(keys, columns, strict=True) if column.align == side]
        table = table.cols_align(align=side, columns=here) if here else table
    return Safe(table.as_raw_html())


def stacked(heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], name: str) -> Safe:
    """Lay rows out as a table of a page of the book; a row is its id (or "") and its cells.

    >>> stacked(["Name"], [("x-1", [Safe("<b>1</b>")])], "small").splitlines()[5:7]
    [Safe('<tr id="x-1">'), Safe('<td data-head="Name"><b>1</b></td>')]
    """
    lines = [Safe('<table class="jd-stack jd-{}">').format(name), Safe("<thead><tr>")]
    lines += [Safe('<th scope="col">{}</th>').format(head) for head in heads]
    lines.append(Safe("</tr></thead>\n<tbody>"))
    for anchor, cells in rows:
        lines.append(Safe('<tr id="{}">').format(anchor) if anchor else Safe("<tr>"))
        for head, cell in zip(heads, cells, strict=True):
            empty = Safe("") if cell else Safe(' class="jd-empty"')
            lines.append(Safe('<td data-head="{}"{}>{}</td>').format(head, empty, cell))
        lines.append(Safe("</tr>"))
    lines.append(Safe("</tbody></table>"))
    return Safe("\n").join(lines)
