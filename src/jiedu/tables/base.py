"""What every table shares: columns, cells, the layout, the download of exactly the data it shows."""

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from great_tables import GT
from great_tables import html as gt_html

from jiedu.display import (
    cited,
    escape,
    percent,
    section_name,
    style_sheet,
)
from jiedu.edition import Edition, measures
from jiedu.edition.facts import shown


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
        return str(self.data.to_csv(index=False, lineterminator="\n"))

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"table: {self.name}, {len(self.data)} rows"


@dataclass(frozen=True)
class Column:
    """A column as shown: its two-line head, how a row fills it, and on which side it stands."""

    head: str
    cell: Callable[[Any], str]
    align: str = "left"


def render(
    edition: Edition,
    name: str,
    data: pd.DataFrame,
    columns: list[Column],
    caption: str,
    subtitle: str,
    note: str = "",
    download: pd.DataFrame | None = None,
) -> Table:
    """Lay a table out; `download` is what the file holds where it is more than the rows shown."""
    cells = [[column.cell(row) for column in columns] for row in data.itertuples(index=False)]
    keys = [f"c{i}" for i in range(len(columns))]
    frame = pd.DataFrame(cells, columns=keys, dtype=object)
    kept = data if download is None else download
    note = note or ("" if len(data) else "There is nothing to list.")
    file = f"{edition.package.get('name') or 'edition'}-{name}.csv"
    done = Table("", kept.reset_index(drop=True), file)
    # A notebook may show two tables of one kind: the data tell their ids apart, and the same data have the same id.
    digest = f"{zlib.crc32(done.csv.encode('utf-8')):08x}"
    # The cells are escaped where they are made, so that they may hold links; the identity keeps them as they are.
    table = (
        GT(frame, id=f"table-{name}-{digest}")
        .fmt(lambda cell: cell, columns=keys)
        .cols_label(cases={key: gt_html(column.head) for key, column in zip(keys, columns, strict=True)})
        .tab_options(table_background_color="transparent", container_overflow_x="auto")
    )
    for side in ("left", "right"):
        here = [key for key, column in zip(keys, columns, strict=True) if column.align == side]
        table = table.cols_align(align=side, columns=here) if here else table
    # Caption and note stand outside the box that scrolls, so that a phone shows them whole.
    name_id = f"caption-{name}-{digest}"
    head = f'<p class="jd-caption" id="{name_id}">{cited(caption)}</p>'
    head += f'<p class="jd-subtitle">{cited(subtitle)}</p>' if subtitle else ""
    foot = f'<p class="jd-table-note">{escape(note)}</p>' if note else ""
    text = base64.b64encode(b"\xef\xbb\xbf" + done.csv.encode("utf-8")).decode("ascii")
    link = (
        f'<p><a class="jd-download" download="{escape(file)}" href="data:text/csv;charset=utf-8;base64,{text}">'
        f"下载数据 Download the data (CSV, {len(kept)} {'row' if len(kept) == 1 else 'rows'})</a></p>"
    )
    body = f"{head}{table.as_raw_html()}{foot}{link}"
    html = f'{style_sheet("table.css")}<div class="jd-table" role="group" aria-labelledby="{name_id}">{body}</div>'
    return Table(html, done.data, file)


def chinese(text: str) -> str:
    return f'<span lang="zh-CN">{escape(text)}</span>'


def pair(zh: str, en: str) -> str:
    if not zh and not en:
        return none("none named")
    return f'<span class="jd-two">{chinese(zh)}{sub(en)}</span>'


def sub(text: str, safe: bool = False) -> str:
    return f'<span class="jd-sub">{text if safe else escape(text)}</span>' if text else ""


def none(words: str) -> str:
    return f'<span class="jd-none">{escape(words)}</span>'


def or_none(text: str, words: str) -> str:
    return text or none(words)


def to_id(name: str) -> str:
    return f'<a class="jd-id" href="#{escape(name)}">{escape(name)}</a>'


def badge(state: str) -> str:
    return ' <span class="jd-badge" title="not yet read by a person">草稿 draft</span>' if state == "draft" else ""


def sources(edition: Edition, names: str) -> str:
    parts = []
    for name in names.split():
        shown = escape(name)
        if name in edition.context.index:
            parts.append(f'<a href="#ctx-{shown}">{shown}</a>')
        elif any(name in table.index for table in edition.tables.values()):
            parts.append(to_id(name))
        else:
            parts.append(shown)
    return ", ".join(parts)


def about(edition: Edition, what: str, section: str | None) -> str:
    if section is None:
        return what
    zh, en = section_name(edition, section)
    return f"{what} of section {section.upper()}, {zh} {en}"


def section_column() -> Column:
    return Column("板块<br>section", lambda r: pair(f"{r.section.upper()} {r.zh}", r.en))


def part_of(part: int, whole: int) -> str:
    value = measures.share(part, whole)
    return none("no promises") if value is None else f"{part}{sub(percent(value))}"


def partly(name: str) -> Callable[[Any], str]:
    return lambda row: part_of(getattr(row, name), row.commitments)


def counted(place: str) -> Callable[[Any], str]:
    return lambda row: f"{getattr(row, place):,}"


def figure(value: Any, decimals: int, unit: str, missing: str) -> str:
    empty = value is None or (not isinstance(value, Decimal) and pd.isna(value))
    return none(missing) if empty else f"{shown(Decimal(value), decimals)}{unit}"
