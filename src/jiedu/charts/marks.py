"""The marks of targets, a form for each way in which words bind a number, and the scales in inches they stand on."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matplotlib.ticker import MaxNLocator

from jiedu.charts import base, palette
from jiedu.charts.base import Sheet
from jiedu.charts.values import short
from jiedu.charts.words import alt_name, figure_in_words, join_clauses, join_words
from jiedu.display import labels
from jiedu.edition import Row
from jiedu.edition.english import unit_in_english
from jiedu.language import language, one_of, pick, say

REACH = 0.17
"""Inches that an open mark takes on its open side."""

_BOUNDS = {"about": "about", "ge": "least", "gt": "least", "le": "most", "lt": "most", "range": "range"}
_COLOURS = {
    "about": palette.COOL,
    "bare": palette.STRONG,
    "range": palette.STRONG,
    "strive": palette.STRONG,
}


def kind_of_mark(row: Row) -> str:
    """Tell by which mark a target is drawn: a word of labels.BOUNDS.

    >>> kind_of_mark({"value": Decimal(5), "comparator": "about", "strive": "", "availability": "stated"})
    'about'
    """
    if row["value"] is None:
        if row["availability"] == "not ratable":
            return "tied" if row["comparator"] == "sync" else "words"
        return "none set" if row["availability"] == "none set" else "absent"
    return "strive" if row["strive"] else _BOUNDS.get(row["comparator"], "bare")


def draw_mark(sheet: Sheet, kind: str, x: float, y: float, end: float | None = None, down: bool = False) -> None:
    """Draw the mark of a kind at a place in inches; a range goes on to `end`.

    A ring with a dot is about, a disc the bare number, a stop with an arrow a bound, a bar a range, an open triangle
    striven for, a lozenge tied or in words. `down` turns the arrow of a bound on a fall.
    """
    page, colour = sheet.page, _COLOURS.get(kind, palette.INK)
    if kind == "about":
        page.plot([x], [y], "o", ms=8, mec=colour, mfc=palette.PAPER, mew=1.5, zorder=4)
        page.plot([x], [y], "o", ms=3, mec=colour, mfc=colour, zorder=5)
    elif kind == "bare":
        page.plot([x], [y], "o", ms=7, mec=colour, mfc=colour, zorder=4)
    elif kind in ("least", "most"):
        # The stop is the limit, the arrow says on which side the figure may lie.
        way = 1 if (kind == "least") != down else -1
        page.plot([x], [y], "|", color=colour, ms=9, mew=2, zorder=4)
        page.plot([x, x + 0.1 * way], [y, y], color=colour, lw=1.6, zorder=4)
        page.plot([x + 0.115 * way], [y], ">" if way > 0 else "<", color=colour, ms=4.5, mew=0, zorder=4)
    elif kind == "range":
        end = x + 0.16 if end is None else end
        page.plot([x, end], [y, y], color=colour, lw=4, zorder=4)
        page.plot([x, end], [y, y], "|", color=colour, ms=8, mew=1.6, zorder=4)
    elif kind == "strive":
        page.plot([x], [y], "^", ms=7.5, mec=colour, mfc=palette.PAPER, mew=1.5, zorder=4)
    elif kind in ("tied", "words"):
        page.plot([x], [y], "D", ms=5.5, mec=palette.INK, mfc=palette.PALE, mew=1.2, zorder=4)


def draw_outcome(sheet: Sheet, row: Row, x: float, y: float) -> None:
    """Draw an outcome as a square, hollow where the report calls it an estimate; an arrow where it is a bound."""
    way = {"ge": 1, "gt": 1, "le": -1, "lt": -1}.get(row["comparator"], 0)
    if way:
        sheet.page.plot([x, x + 0.13 * way], [y, y], color=palette.INK, lw=1.2, zorder=3)
        sheet.page.plot([x + 0.14 * way], [y], ">" if way > 0 else "<", color=palette.INK, ms=4, mew=0, zorder=3)
    face = palette.PAPER if row["preliminary"] else palette.INK
    sheet.page.plot([x], [y], "s", ms=5, mec=palette.INK, mfc=face, mew=1.2, zorder=5)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """Name a mark in a key: a kind of mark, or "outcome" or "estimate", and its label."""

    kind: str
    label: labels.Label

    @property
    def words(self) -> str:
        """Write it in one line, in both languages the Chinese first."""
        return one_of(*self.label)


def entries_of(kinds: Iterable[str]) -> list[KeyEntry]:
    """Give the entries of a key for the kinds that occur, tied targets and those in words in one.

    >>> [entry.words for entry in entries_of(["bare", "about"])]
    ['左右 about', '只有数字 the number alone']
    """
    found = set(kinds)
    entries = [KeyEntry(kind, label) for kind, label in labels.BOUNDS.items() if kind in found]
    if {"tied", "words"} <= found:
        zh, en = zip(labels.BOUNDS["tied"], labels.BOUNDS["words"], strict=True)
        both = KeyEntry("tied", ("、".join(zh), " or ".join(en)))
        entries = [both if entry.kind == "tied" else entry for entry in entries if entry.kind != "words"]
    return entries


_KEY_STEP = 0.21


def _lines_of_key(entries: Sequence[KeyEntry], width: float) -> Iterator[list[tuple[float, KeyEntry]]]:
    line: list[tuple[float, KeyEntry]] = []
    x = 0.0
    for entry in entries:
        length = 0.27 + base.text_width(entry.words, base.SMALL) + 0.14
        if line and x + length > width + 0.14:
            yield line
            line, x = [], 0.0
        line.append((x, entry))
        x += length
    if line:
        yield line


def key_height(entries: Sequence[KeyEntry], width: float) -> float:
    """Give the height in inches that a key takes at a width."""
    return _KEY_STEP * sum(1 for _ in _lines_of_key(entries, width))


def draw_key(sheet: Sheet, entries: Sequence[KeyEntry], x: float, y: float, width: float) -> None:
    """Draw a key from a place on, in as many lines as it needs at a width."""
    for i, line in enumerate(_lines_of_key(entries, width)):
        middle = y + _KEY_STEP * (i + 0.5)
        for at, entry in line:
            left = x + at
            if entry.kind in ("outcome", "estimate"):
                row = {"comparator": "eq", "preliminary": entry.kind == "estimate"}
                draw_outcome(sheet, row, left + 0.1, middle)
            elif entry.kind in ("absent", "none set"):
                unset = "none" if language() == "en" else "未设"
                sheet.note(left + 0.1, middle, "—" if entry.kind == "absent" else unset, ha="center")
            else:
                start = {"least": 0.04, "most": 0.17, "range": 0.02}.get(entry.kind, 0.1)
                draw_mark(sheet, entry.kind, left + start, middle)
            sheet.note(left + 0.27, middle, entry.words)


_CLOSE = 5
_TONNES = {"吨": Decimal(1), "公斤": Decimal("0.001"), "斤": Decimal("0.0005")}
"""The units of mass in tonnes: grain is set in any of them, and is one thing."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """Say what a scale measures: one measure of targets in one unit; masses are all in tonnes."""

    measure: str
    unit: str

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Gauge":
        """Take the measure and unit that most of the rows with a number have.

        >>> Gauge.of([{"value": Decimal(5), "measure": "growth", "unit": "%"}])
        Gauge(measure='growth', unit='%')
        """
        found = Counter((row["measure"], _unit(row)) for row in rows if row["value"] is not None)
        return cls(*found.most_common(1)[0][0]) if found else cls("", "")

    def ends(self, row: Row) -> tuple[float, float] | None:
        """Give both ends of a row's figure, equal but for a range, a fall below zero; None where it does not fit.

        >>> row = {"value": Decimal(3), "value_high": None, "measure": "growth", "unit": "%", "direction": "down"}
        >>> Gauge("growth", "%").ends(row), Gauge("level", "元").ends(row)
        ((-3.0, -3.0), None)
        """
        if row["value"] is None or (row["measure"], _unit(row)) != (self.measure, self.unit):
            return None
        times = _TONNES.get(row["unit"], Decimal(1)) * (-1 if is_fall(row) else 1)
        low = float(row["value"] * times)
        high = low if row["value_high"] is None else float(row["value_high"] * times)
        return low, high

    def head(self, family: str, width: float) -> labels.Label:
        """Name a family with what its scale measures, in Chinese beside English only where that fits."""
        zh, en = labels.family_label(family)
        unit = self.unit if self.unit == "%" else unit_in_english(self.unit)
        growth = self.measure == "growth"
        whole = "，".join(filter(None, (zh, f"增长{self.unit}" if growth else self.unit)))
        grows = "growth" if growth and "growth" not in en.casefold() else ""
        fits = base.text_width(whole, base.TEXT, "bold") <= width
        return pick(whole if fits or language() == "zh" else zh, ", ".join(filter(None, (en, grows, unit))))


def _unit(row: Row) -> str:
    return "吨" if row["unit"] in _TONNES else str(row["unit"])


def is_fall(row: Row) -> bool:
    """Tell whether a target is to go down.

    >>> is_fall({"direction": "down"}), is_fall({})
    (True, False)
    """
    return row.get("direction") == "down"


@dataclass(frozen=True, slots=True)
class Scale:
    """Set values between two places of a sheet, in inches.

    >>> Scale(0, 10, 1, 2).at(5)
    1.5
    """

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def around(cls, values: Iterable[float], left: float, right: float) -> "Scale":
        """Fit a scale to values; values close together get whole numbers about them, so that little looks like little.

        >>> Scale.around([6.5, 7], 0, 1)
        Scale(low=6, high=7, left=0, right=1)
        """
        found = list(values)
        low, high = (min(found), max(found)) if found else (0.0, 1.0)
        if low == high:
            low, high = low - max(abs(low) * 0.1, 0.5), high + max(abs(high) * 0.1, 0.5)
        if high - low < _CLOSE:
            low, high = math.floor(low), math.ceil(high)
        return cls(low, high, left, right)

    def at(self, value: float) -> float:
        """Give the place of a value."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self) -> list[tuple[float, str]]:
        """Give the places of round values with what is written there, as many as stand apart."""
        for count in range(max(int((self.right - self.left) / 0.22), 1), 0, -1):
            places = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10], min_n_ticks=1).tick_values(self.low, self.high)
            shown = [(self.at(value), _tick(value)) for value in places if self._holds(float(value))]
            widths = [base.text_width(words, base.SMALL) for _, words in shown]
            gaps = [b[0] - a[0] - (v + w) / 2 for a, b, v, w in zip(shown, shown[1:], widths, widths[1:], strict=False)]
            if shown and all(gap > 0.08 for gap in gaps):
                return shown
        return []

    def _holds(self, value: float) -> bool:
        slack = (self.high - self.low) * 1e-9
        return self.low - slack <= value <= self.high + slack

    def draw(self, sheet: Sheet, written: float, top: float, bottom: float, room: tuple[float, float]) -> None:
        """Draw pale lines from top to bottom, the values written at a height where they are within the room."""
        for x, words in self.ticks():
            sheet.page.plot([x, x], [top, bottom], color=palette.PALE, lw=0.8, zorder=0)
            half = base.text_width(words, base.SMALL) / 2
            if room[0] <= x - half and x + half <= room[1]:
                sheet.note(x, written, words, ha="center")


def _tick(value: float) -> str:
    value = 0.0 if abs(value) < 1e-9 else round(value, 9)
    return f"−{short(-value)}" if value < 0 else short(value)


def target_in_words(row: Row) -> str:
    """Say a target for alt texts: bound, number, unit, or why there is none.

    >>> row = {"value": Decimal(5), "value_high": None, "unit": "%", "comparator": "ge", "availability": "in the plan"}
    >>> target_in_words(row | {"strive": "力争", "direction": "", "scope": "all", "aim": "base"})
    'striving for at least 5% (in the plan)'
    """
    kind = kind_of_mark(row)
    if row["value"] is None:
        words = alt_name(*labels.BOUNDS[kind])
    else:
        words = figure_in_words(row)
        words = say("a fall of {figure}", figure=words) if is_fall(row) else words
        words = say("striving for {figure}", figure=words) if kind == "strive" else words
        words = say("{figure} (in the plan)", figure=words) if row["availability"] == "in the plan" else words
    words = say("beyond the target {figure}", figure=words) if row["aim"] == "stretch" else words
    scope = alt_name(*labels.labelled(labels.SCOPES, row["scope"]))
    return say("{whose} {figure}", whose=scope, figure=words) if scope else words


def grouped_in_words(said: Iterable[tuple[str, str]]) -> str:
    """Group names by what is said of them, the first said first, for alt texts.

    >>> grouped_in_words([("Beijing", "about 5%"), ("Hainan", "at least 6%"), ("Tianjin", "about 5%")])
    'about 5%: Beijing and Tianjin; at least 6%: Hainan'
    """
    groups: dict[str, list[str]] = {}
    for name, words in said:
        groups.setdefault(words, []).append(name)
    return join_clauses(
        say("{whose}: {figures}", whose=words, figures=join_words(names)) for words, names in groups.items()
    )


TARGET_DEFAULTS: Mapping[str, Any] = {
    "scope": "all", "aim": "base", "measure": "growth", "availability": "stated", "value": None, "value_high": None,
    "comparator": "eq", "strive": "", "unit": "%", "direction": "", "code": "",
}  # fmt: skip
"""What a target that a caller adds to a chart need not say."""
