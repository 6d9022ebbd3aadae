"""Charts of a panel's targets side by side: reports in rows, families in columns, each column with its own scale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.patches import Rectangle

from jiedu.charts import base, marks, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.marks import Gauge, Scale, kind_of_mark
from jiedu.charts.words import alt_name, join_stops, join_with_and
from jiedu.display import labels
from jiedu.display.panel_figures import panel_figure
from jiedu.edition import Row, records
from jiedu.errors import Fault
from jiedu.language import language, one_of, pick, pick_page, say, tell
from jiedu.panel.grid import NONE, families_of_panel, grid, join_cells, rows_of_grid
from jiedu.panel.opening import Panel
from jiedu.panel.places import place_in_english

MOST_FAMILIES, MOST_ROWS = 4, 60
"""What a chart has room for, so that it is still read on a phone."""

_LINE, _MARK = 0.16, 0.2
_APART = "†"


@dataclass(frozen=True)
class _Line:
    """A row of the chart: its name and its targets by family; without targets it is a heading across the sheet."""

    zh: str
    en: str
    cells: Mapping[str, Sequence[Row]] | None = None
    strong: bool = False


@house
def side_by_side(panel: Panel, families: Sequence[str] = (), by: str = "place") -> Chart:
    """Draw targets side by side: a row a report, a column a family with its own scale, a mark by bound, its figure.

    Without families the four that most reports set are drawn. Raises Fault for a family that there is not, and for
    more than 4 families or 60 rows.

    >>> from jiedu import open_panel
    >>> side_by_side(open_panel().only("province", 2025), ["gdp", "cpi"]).alt.split(". ")[0]
    '26 rows of targets side by side'
    """
    names = _families(panel, families)
    data = grid(panel, names, by)
    own = rows_of_grid(panel)
    one_place, one_year = data["code"].nunique() == 1 and all(data["code"]), data["year"].nunique() == 1
    lines = []
    for row in records(data):
        zh, en = row["place"], place_in_english(row["place"], row["code"])
        year = "" if row["year"] is None else str(row["year"])
        said = f"{year}年" if year and language() == "zh" else year
        if one_place and not one_year:
            zh, en = said, ""
        elif not one_year:
            zh, en = f"{zh}{'' if language() == 'zh' else ' '}{said}", f"{en} ({year})"
        lines.append(
            _Line(*pick_page(zh, en), {name: own.get((row["report"], row["year"], name), []) for name in names})
        )
    return _beside(lines, names, data, say("{count} rows of targets side by side.", count=len(lines)))


def _families(panel: Panel, wanted: Sequence[str]) -> list[str]:
    """Give the families to be drawn: those wanted, or those that most reports set, in the order of the panel."""
    names = families_of_panel(panel, wanted)
    if not names:
        raise Fault(tell("the reports set no target of any family: there is nothing to draw"))
    if wanted and len(names) > MOST_FAMILIES:
        raise Fault(
            tell(
                "a chart has room for {most} families, and {count} are named: name fewer with --families",
                most=MOST_FAMILIES,
                count=len(names),
            )
        )
    said = panel.targets[panel.targets["value"].notna()].drop_duplicates(["report", "year", "family"])
    counts = said["family"].value_counts()
    most = sorted(names, key=lambda name: -int(counts.get(name, 0)))[:MOST_FAMILIES]
    return [name for name in names if name in most]


@house
def before_and_after(
    panel: Panel,
    year: int = 2020,
    families: Sequence[str] = ("gdp", "budget_revenue"),
    line: tuple[str, str, str] | None = None,
    extra: Sequence[Row] = (),
    level: str = "county",
) -> Chart:
    """Draw the reports of a year in the order in which they were delivered, as `side_by_side` does.

    `line` is a day or month, as YYYY-MM-DD or YYYY-MM, and what is written on a line across the sheet there, in Chinese
    and English. `extra` are targets from
    elsewhere, with at least place, family, value and comparator, and a date where there is one: rows of their own
    after the dated reports. Reports without a date come last, under a heading that says so.

    >>> from jiedu import open_panel
    >>> before_and_after(open_panel(), line=("2020-05", "全国未设", "none set")).data.loc[0, "date"]
    '2020-01-09'
    """
    panel = panel.only(level, year)
    names = _families(panel, families)
    own = rows_of_grid(panel)
    found = []
    for report in records(panel.reports):
        cells = {name: own.get((report["id"], year, name), []) for name in names}
        found.append((report["date"], report["place"], report["code"], cells))
    dated = sorted((row for row in found if row[0]), key=lambda row: (row[0], row[2]))
    added = [(rows[0].get("date", ""), place, rows[0]["code"], _by_family(rows)) for place, rows in _added(extra)]
    # What has no day of its own comes after all that has one, as the caller wants it.
    dated = sorted([*dated, *added], key=lambda row: row[0] or "9999")
    lines, passed = [], line is None
    for date, place, code, cells in dated:
        if line is not None and not passed and (not date or date > line[0]):
            lines.append(_Line(*pick(*line[1:]), strong=True))
            passed = True
        zh, en = _place(place, code)
        # Beside its English a place is named, and the day not said again.
        zh += _day_zh(date) if language() != "en" else ""
        lines.append(_Line(*pick_page(zh, f"{en}{_day_en(date)}"), cells))
    if line is not None and not passed:
        lines.append(_Line(*pick(*line[1:]), strong=True))
    undated = [row for row in found if not row[0]]
    if undated:
        lines.append(_Line(*pick("报告日期不详", "day of the report not known")))
        lines += [_Line(*pick_page(*_place(place, code)), cells) for _, place, code, cells in undated]
    data = pd.DataFrame(
        [
            {"place": place, "code": code, "date": date} | {name: join_cells(cells.get(name, [])) for name in names}
            for date, place, code, cells in [*dated, *undated]
        ],
        dtype=object,
    )
    count = sum(1 for row in lines if row.cells is not None)
    what = say("{count} reports of {year} in the order of their days.", count=count, year=year)
    return _beside(lines, names, data, what)


def _place(place: str, code: str) -> labels.Label:
    return place, place_in_english(place, code) if code else ""


def _added(extra: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    rows: dict[str, list[Row]] = {}
    for row in extra:
        rows.setdefault(row["place"], []).append({**marks.TARGET_DEFAULTS, **row})
    return list(rows.items())


def _by_family(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["family"], []).append(row)
    return found


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def _day_zh(date: str) -> str:
    if not date:
        return ""
    day = f"{int(date[5:7])}月{int(date[8:])}日"
    return f"（{day}）" if language() == "zh" else f"，{day}"


def _day_en(date: str) -> str:
    return f" ({int(date[8:])} {_MONTHS[int(date[5:7]) - 1]})" if date else ""


@dataclass(frozen=True, slots=True)
class _FamilyColumn:
    """A column: what its scale measures, where it stands, whether figures fit beside their marks.

    What has no place on the scale stands before it, at the left edge of the column.
    """

    family: str
    gauge: Gauge
    left: float
    width: float
    beside: bool
    scale: Scale

    @classmethod
    def of(cls, family: str, lines: Sequence[_Line], left: float, width: float) -> "_FamilyColumn":
        rows = [row for line in lines for row in (line.cells or {}).get(family, [])]
        gauge = Gauge.of(rows)
        drawn = [(row, ends) for row in rows if (ends := gauge.ends(row))]
        widest = max((base.text_width(_figure(row), base.SMALL) for row, _ in drawn), default=0.0)
        before = 0.1 + max([0.08, *(marks.REACH for row, _ in drawn if _arrow(row) < 0)])
        after = 0.08 + max([0.0, *(marks.REACH - 0.06 for row, _ in drawn if _arrow(row) > 0)])
        beside = width - before - after - widest - 0.1 > 0.6
        right = left + width - after - (widest + 0.04 if beside else 0.0)
        values = [value for _, ends in drawn for value in ends]
        return cls(family, gauge, left, width, beside, Scale.around(values, left + before, right))

    def apart(self, lines: Sequence[_Line]) -> bool:
        """Tell whether a target of the column is in another unit than the scale."""
        rows = [row for line in lines for row in (line.cells or {}).get(self.family, [])]
        return any(row["value"] is not None and self.gauge.ends(row) is None for row in rows)

    def height(self, rows: Sequence[Row]) -> float:
        """Give the height of a cell."""
        shown = _shown(rows)
        return sum(self._tall(row) for row in shown) if shown else _MARK

    def _tall(self, row: Row) -> float:
        return _MARK if self.beside or self.gauge.ends(row) is None else _MARK + _LINE * len(self._lines(row))

    def _lines(self, row: Row) -> tuple[str, ...]:
        return base.wrap(_figure(row), self.width, base.SMALL)

    def draw(self, sheet: Sheet, rows: Sequence[Row], top: float, height: float) -> None:
        """Draw a cell, its targets below each other, in the middle of its row."""
        shown = _shown(rows)
        if not shown:
            sheet.note(self.left, top + height / 2, NONE)
            return
        y = top + (height - self.height(rows)) / 2
        for row in shown:
            self._draw(sheet, row, y)
            y += self._tall(row)

    def _draw(self, sheet: Sheet, row: Row, y: float) -> None:
        kind, ends, middle = kind_of_mark(row), self.gauge.ends(row), y + _MARK / 2
        if ends is None:
            if row["value"] is None and kind != "none set":
                marks.draw_mark(sheet, kind, self.left + 0.06, middle)
                sheet.note(self.left + 0.17, middle, _figure(row))
            else:
                sheet.note(self.left, middle, _figure(row) + (_APART if row["value"] is not None else ""))
            return
        low, high = sorted(map(self.scale.at, ends))
        marks.draw_mark(sheet, kind, low, middle, high if kind == "range" else None, marks.is_fall(row))
        if self.beside:
            x = high + 0.1 + (marks.REACH - 0.06 if _arrow(row) > 0 else 0.0)
            sheet.text(x, middle, _figure(row), size=base.SMALL)
            return
        for i, words in enumerate(self._lines(row)):
            half = base.text_width(words, base.SMALL) / 2
            x = min(max((low + high) / 2, self.left + half), self.left + self.width - half)
            sheet.text(x, y + _MARK + _LINE * (i + 0.4), words, size=base.SMALL, ha="center")


def _figure(row: Row) -> str:
    return panel_figure(row)


def _arrow(row: Row) -> int:
    """Tell on which side the mark of a row has an arrow."""
    way = {"least": 1, "most": -1}.get(kind_of_mark(row), 0)
    return -way if marks.is_fall(row) else way


def _shown(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if kind_of_mark(row) != "absent"]


_GUTTER = 0.14
_LABELS = {1: 1.75, 2: 1.75, 3: 1.5, 4: 1.2}
"""Inches that names take at most, by the number of columns."""


def _beside(lines: Sequence[_Line], names: Sequence[str], data: pd.DataFrame, what: str) -> Chart:
    """Draw rows of targets in columns, with the key of the marks that occur below."""
    rows = [line for line in lines if line.cells is not None]
    if len(rows) > MOST_ROWS:
        raise Fault(
            tell(
                "a chart has room for {most} rows, and there are {count}: name one --level, one --year or both",
                most=MOST_ROWS,
                count=len(rows),
            )
        )
    wide = base.sheet_width() - 2 * base.MARGIN
    # On a narrow sheet two columns stand beside each other, and the next two below them.
    step = 2 if base.is_narrow() else len(names)
    blocks = [_Block.of(lines, names[i : i + step], wide) for i in range(0, len(names), step)]
    cells = [_shown((line.cells or {}).get(name, [])) for line in rows for name in names]
    kinds = {kind_of_mark(row) for cell in cells for row in cell} - {"none set"}
    entries = marks.entries_of(kinds | ({"absent"} if not all(cells) else set()))
    apart = any(column.apart(rows) for block in blocks for column in block.columns)
    key = marks.key_height(entries, wide)
    sheet = Sheet(sum(block.height for block in blocks) + key + (0.22 if apart else 0.0) + 0.14)
    y = 0.0
    for block in blocks:
        block.draw(sheet, y)
        y += block.height
    marks.draw_key(sheet, entries, base.MARGIN, y + 0.07, wide)
    if apart:
        sheet.note(base.MARGIN, y + 0.07 + key + 0.1, f"{_APART} {one_of(*labels.OTHER_UNIT)}")
    return Chart(sheet.figure, _alt(rows, names, what), data)


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows with some of the families in columns, and how high its head and each row are."""

    lines: Sequence[_Line]
    columns: Sequence[_FamilyColumn]
    heads: Sequence[labels.Label]
    label: float
    head: float
    heights: Sequence[float]

    @classmethod
    def of(cls, lines: Sequence[_Line], names: Sequence[str], wide: float) -> "_Block":
        rows = [line for line in lines if line.cells is not None]
        label = min(max(map(_widest, rows)) + 0.06, base.across(_LABELS[len(names)]))
        width = (wide - label) / len(names) - _GUTTER
        lefts = [base.MARGIN + label + _GUTTER + (width + _GUTTER) * i for i in range(len(names))]
        columns = [_FamilyColumn.of(name, rows, left, width) for name, left in zip(names, lefts, strict=True)]
        heads = [column.gauge.head(column.family, width) for column in columns]
        # English alone is set in bold, which is wider.
        head = max(base.pair_height(zh, en, width, "normal" if zh else "bold") for zh, en in heads) + 0.34
        return cls(lines, columns, heads, label, head, [_height(line, columns, label, wide) for line in lines])

    @property
    def bottom(self) -> float:
        """Give the height down to the last line."""
        return self.head + sum(self.heights)

    @property
    def height(self) -> float:
        """Give the whole height: a long block has the scales at its foot as well."""
        return self.bottom + (0.24 if self.bottom > _TALL else 0.06)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the block from a height on."""
        head, bottom = top + self.head, top + self.bottom
        for column, (zh, en) in zip(self.columns, self.heads, strict=True):
            sheet.pair(column.left, top + 0.1, zh, en, column.width, weight="bold")
            room = (column.left - _GUTTER / 2, column.left + column.width + _GUTTER / 2)
            column.scale.draw(sheet, head - 0.11, head, bottom, room)
            if self.bottom > _TALL:
                column.scale.draw(sheet, bottom + 0.1, head, bottom, room)
        for line, y, height in zip(self.lines, sheet.ruled(head, self.heights, 0.6), self.heights, strict=True):
            if line.cells is None:
                _heading(sheet, line, y, height)
                continue
            sheet.label(y, height, line.zh, line.en, self.label)
            for column in self.columns:
                column.draw(sheet, line.cells.get(column.family, []), y, height)
        sheet.rule(bottom, 0.8)


_TALL = 8.0


def _widest(line: _Line) -> float:
    return max(base.text_width(line.zh), base.text_width(line.en or " ", base.SMALL))


def _height(line: _Line, columns: Sequence[_FamilyColumn], label: float, wide: float) -> float:
    if line.cells is None:
        return base.pair_height(line.zh, line.en, wide) + 0.12
    cells = [column.height(line.cells.get(column.family, [])) for column in columns]
    return max(base.pair_height(line.zh, line.en, label), *cells) + 0.1


def _heading(sheet: Sheet, line: _Line, top: float, height: float) -> None:
    """Write a heading across the sheet, on a band; a strong one below a heavy line."""
    wide = base.sheet_width() - 2 * base.MARGIN
    sheet.page.add_patch(
        Rectangle((base.MARGIN, top), wide, height, facecolor=palette.PALE, edgecolor="none", zorder=1)
    )
    if line.strong:
        sheet.page.plot([base.MARGIN, base.MARGIN + wide], [top, top], color=palette.STRONG, lw=2, zorder=2)
    weight = "bold" if line.strong else "normal"
    sheet.pair(base.MARGIN + 0.06, top + 0.06, line.zh, line.en, wide - 0.12, weight=weight)


def _alt(lines: Sequence[_Line], names: Sequence[str], what: str) -> str:
    parts = []
    for name in names:
        said = []
        for line in lines:
            rows = _shown((line.cells or {}).get(name, []))
            words = join_with_and(marks.target_in_words(row) for row in rows) or alt_name(*labels.BOUNDS["absent"])
            said.append((alt_name(line.zh, line.en), words))
        family = alt_name(*labels.family_label(name))
        parts.append(say("{family}: {groups}", family=family, groups=marks.grouped_in_words(said)))
    return say("{what} {families}.", what=what, families=join_stops(parts))
