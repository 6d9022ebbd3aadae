"""What every table shares: cells that several have, the caption, the download of exactly the data it shows."""

import base64
import math
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

import pandas as pd

from jiedu.display import html, labels
from jiedu.display.amounts import percent
from jiedu.display.html import Safe
from jiedu.display.table import Column, captioned
from jiedu.edition import Edition, Row, measures, records
from jiedu.edition.facts import format_fact
from jiedu.edition.positions import sentence_at
from jiedu.language import BOTH, in_digits, language, one_of, pick_page, say
from jiedu.text.cleaning import strip_whitespace


@dataclass(frozen=True)
class Table:
    """Hold a table: its HTML, its data as shown, and a file name for them.

    >>> table = Table("<table></table>", pd.DataFrame({"a": ["解读"]}), "x")
    >>> table.csv
    'a\\n解读\\n'
    """

    html: str = field(repr=False)
    data: pd.DataFrame = field(repr=False)
    name: str

    @property
    def csv(self) -> str:
        """Write the data as CSV, as the download holds them."""
        return _to_csv(self.data)

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return say("table: {name}, {count} rows", name=self.name, count=len(self.data))


def _to_csv(data: pd.DataFrame) -> str:
    return str(data.to_csv(index=False, lineterminator="\n"))


_LAID_OUT = Safe(
    '{style}<div class="jd-table{kind}" role="group" aria-labelledby="{anchor}">'
    # The note stands outside the box that scrolls, so that a phone shows it whole.
    "{table}{note}"
    '<p><a class="jd-download" download="{file}" href="data:text/csv;charset=utf-8;base64,{content}">'
    "{download}</a></p></div>"
)


_EMPTY = Safe('{style}<p class="jd-table"><span class="jd-none">{nothing}</span></p>')


class Packaged(Protocol):
    """What a table is of, an edition or a panel: its package names the files that are downloaded."""

    @property
    def package(self) -> Mapping[str, Any]:
        """Give the package's own words."""
        ...


def render(
    of: Packaged,
    name: str,
    data: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    note: str = "",
    download: pd.DataFrame | None = None,
    sortable: bool = False,
) -> Table:
    """Lay a table out; `download` is what the file holds where it is more than the rows shown.

    A `sortable` table is put in the order of a column on a page of the book when its head is pressed.
    A spare column in which no row has anything is left out and named below; the file has it all the same. A table
    without rows is one sentence.
    """
    kept = (data if download is None else download).reset_index(drop=True)
    content = _to_csv(kept)
    file = f"{of.package.get('name') or 'edition'}-{name}.csv"
    # A notebook may show two tables of one kind: the data tell their ids apart, and the same data have the same id.
    digest = f"{zlib.crc32(content.encode('utf-8')):08x}"
    anchor = f"caption-{name}-{digest}"
    rows = records(data)
    bare = [column for column in columns if column.spare and rows and all(_says_nothing(column.cell(r)) for r in rows)]
    if bare:
        note = in_sentences(note, _left_out(bare))
    filled = [column for column in columns if column not in bare]
    laid_out = (_LAID_OUT if rows else _EMPTY).format(
        style=html.style_sheet("table.css"),
        kind=" jd-sortable" if sortable else "",
        anchor=anchor,
        nothing=say("{caption}: there is nothing to list.", caption=caption),
        table=captioned(rows, filled, f"table-{name}-{digest}", caption, anchor) if rows else "",
        note=Safe('<p class="jd-table-note">{}</p>').format(note) if note else "",
        file=file,
        content=base64.b64encode(b"\xef\xbb\xbf" + content.encode("utf-8")).decode("ascii"),
        download=_download(len(kept)),
    )
    return Table(str(laid_out), kept, file)


def _download(count: int) -> str:
    """Say what a link loads down, and how many rows that is."""
    rows = say("{count} row", count=count) if count == 1 else say("{count} rows", count=count)
    words = say("Download the data (CSV, {rows})", rows=rows)
    return f"下载数据 {words}" if language() == BOTH else words


_ABSENT = re.compile(r'<span class="jd-none">[^<]*</span>|<[^>]+>')


def _says_nothing(cell: str) -> bool:
    """Tell whether a cell is empty, says why it is, or holds a zero."""
    return not _ABSENT.sub("", cell).strip("0%/ ")


def _left_out(columns: Sequence[Column]) -> str:
    return say("Left out, since no row has any: {columns}.", columns=in_a_row(column.one_name for column in columns))


def name_of(kind: str, section: str | None) -> str:
    return f"{kind}-{section}" if section else kind


def about(edition: Edition, what: labels.Label, section: str | None) -> str:
    if section is None:
        return one_of(*what)
    name = " ".join(filter(None, pick_page(*edition.section_name(section))))
    return say("{what} of section {letter}, {name}", what=one_of(*what), letter=section.upper(), name=name)


def in_a_row(words: Iterable[str]) -> str:
    """Join words with commas, in Chinese with its own.

    >>> in_a_row(["kind", "deadline"])
    'kind, deadline'
    """
    return ("、" if language() == "zh" else ", ").join(words)


def in_sentences(*said: str) -> str:
    """Write sentences behind each other; between Chinese ones there is no space.

    >>> in_sentences("A bound is inferred.", "", "It is not published.")
    'A bound is inferred. It is not published.'
    """
    return ("" if language() == "zh" else " ").join(filter(None, said))


def defined(meanings: Mapping[str, str]) -> str:
    """Say what signs or words mean, one behind the other.

    >>> defined({"about": "near the number", "ge": "at least the number"})
    'about: near the number; ge: at least the number'
    """
    chinese = language() == "zh"
    return ("；" if chinese else "; ").join(
        f"{word}{'：' if chinese else ': '}{say(meaning)}" for word, meaning in meanings.items()
    )


def lines(parts: Sequence[Safe], why_none: str) -> Safe:
    """Write parts below each other, or why there are none."""
    return Safe("<br>").join(parts) or html.absent(why_none)


def cue(row: Row) -> Safe:
    return html.sub(html.chinese(strip_whitespace(row["cue"])) if row["cue"] else "")


def sources(edition: Edition, names: str) -> Safe:
    parts: list[str] = []
    for name in names.split():
        if edition.has("context", name):
            parts.append(html.link(f"ctx-{name}", name))
        elif any(edition.has(table, name) for table in edition.tables):
            parts.append(html.link_id(name))
        else:
            parts.append(name)
    return Safe("、" if language() == "zh" else ", ").join(parts)


def section_column() -> Column:
    return Column("版块", "section", lambda row: html.of_page(f"{row['section'].upper()} {row['zh']}", row["en"]))


def part_of(part: int, whole: int) -> Safe:
    value = measures.share(part, whole)
    return html.absent(say("no promises")) if value is None else Safe("{}{}").format(part, html.sub(percent(value)))


def partly(name: str) -> Callable[[Row], Safe]:
    return lambda row: part_of(row[name], row["commitments"])


def sentence_in_english(edition: Edition, start: int, before: int | None = None) -> Safe:
    """Write for an edition in English the English of the sentence that holds an offset, below a clause of it.

    A table that goes on with another clause of the sentence, its last at `before`, does not say it again.

    >>> from jiedu.language import speaking
    >>> edition = Edition.open()
    >>> with speaking("en"):
    ...     "overseas warehouses" in sentence_in_english(edition, 2150), sentence_in_english(edition, 2150, 2130)
    (True, Safe('<span class="jd-sub">in the sentence above</span>'))
    """
    found = sentence_at(edition, start) if language() == "en" else None
    if found is None:
        return Safe("")
    last = sentence_at(edition, before) if before is not None else None
    return html.sub("in the sentence above" if last is not None and last["id"] == found["id"] else found["en"])


def count_in(name: str) -> Callable[[Row], str]:
    return lambda row: in_digits(row[name])


def rounded(value: float | Decimal | None, decimals: int, unit: str, why_none: str) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return html.absent(why_none)
    # The sign of a number that is read is a minus, not a hyphen.
    return f"{format_fact(Decimal(value), decimals)}{unit}".replace("-", "−")
