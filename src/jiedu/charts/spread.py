"""How targets and measures are spread over many reports: dots stacked by value, and strips by level."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

import pandas as pd

from jiedu.charts import base, marks, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.marks import Gauge, Scale, kind_of_mark
from jiedu.charts.words import alt_name, join_clauses, join_sentences, join_stops, join_words
from jiedu.display import labels
from jiedu.edition import Row
from jiedu.errors import Fault
from jiedu.language import language, one_of, pick, say, say_count
from jiedu.panel.grid import families_of_panel, rows_of_grid
from jiedu.panel.measuring import RATES, measure_values, measures_of
from jiedu.panel.opening import Panel

_ACROSS, _BESIDE, _UP = 0.2, 0.13, 0.14
"""Inches that a pile takes, and a mark beside another and above another in a pile."""

_NEAR, _EXACT = 0.01, 0.14
"""Inches within which two values are one, and beyond which their piles stand exactly where they belong."""
_ORDER = list(labels.BOUNDS)


@dataclass(frozen=True, slots=True)
class _Stack:
    """The targets of one family, where their dots stand, and how many reports set none."""

    family: str
    gauge: Gauge
    rows: Sequence[Row]
    counts: dict[str, int]

    @property
    def drawn(self) -> list[Row]:
        """Give the targets that stand on the scale."""
        return [row for row in self.rows if self.gauge.ends(row)]

    @property
    def kinds(self) -> set[str]:
        """Give the kinds of mark that are drawn."""
        return {kind_of_mark(row) for row in self.drawn}


@house
def multiples(panel: Panel, families: Sequence[str], level: str = "province", year: int = 2025) -> Chart:
    """Draw how the reports of a level and year set several targets: a panel a family, a mark a target, piled by value.

    Below each name stands how many reports set none or say it in words. Raises Fault for a family that there is not.

    >>> from jiedu import open_panel
    >>> multiples(open_panel(), ["gdp"]).alt.split(": ")[0]
    '26 reports of 2025. Growth of GDP'
    """
    panel = panel.only(level, year)
    names = families_of_panel(panel, families)
    own = rows_of_grid(panel)
    stacks = []
    for name in names:
        cells = [own.get((report, year, name), []) for report in panel.reports["id"]]
        stacks.append(_stack(name, cells))
    if not any(stack.drawn for stack in stacks):
        raise Fault(f"no report of {year} names a number for {join_words(names)}")
    across = 2 if len(stacks) > 1 else 1
    gap = 0.3
    width = (base.sheet_width() - 2 * base.MARGIN - gap * (across - 1)) / across
    laid = [_laid_out(stack, width) for stack in stacks]
    lines = [list(range(i, min(i + across, len(stacks)))) for i in range(0, len(stacks), across)]
    heads = [max(_head_height(stacks[i], width) for i in line) for line in lines]
    bodies = [max(laid[i][1] for i in line) for line in lines]
    wide = base.sheet_width() - 2 * base.MARGIN
    entries = marks.entries_of({kind for stack in stacks for kind in stack.kinds})
    foot = 0.3
    sheet = Sheet(sum(heads) + sum(bodies) + (foot + 0.16) * len(lines) + marks.key_height(entries, wide) + 0.16)
    y = 0.08
    for line, head, body in zip(lines, heads, bodies, strict=True):
        for i in line:
            left = base.MARGIN + (width + gap) * (i - line[0])
            _draw_stack(sheet, stacks[i], laid[i][0], (left, y), (width, head, body))
        y += head + body + foot + 0.16
    marks.draw_key(sheet, entries, base.MARGIN, y, wide)
    reports = say_count("{count} report of {year}.", "{count} reports of {year}.", len(panel.reports), year=year)
    alt = say("{what} {families}.", what=reports, families=join_stops(map(_stack_alt, stacks)))
    data = pd.DataFrame(
        [
            {
                key: row[key]
                for key in ("report", "place", "family", "scope", "value", "value_high", "comparator", "unit")
            }
            for stack in stacks
            for row in stack.drawn
        ],
        dtype=object,
    )
    return Chart(sheet.figure, alt, data)


def _stack(family: str, cells: Sequence[Sequence[Row]]) -> _Stack:
    rows = [row for cell in cells for row in cell if row["aim"] == "base"]
    gauge = Gauge.of(rows)
    counts = {"number": 0, "apart": 0, "words": 0, "none": 0}
    for cell in cells:
        kinds = {kind_of_mark(row) for row in cell}
        if any(gauge.ends(row) for row in cell):
            counts["number"] += 1
        elif any(row["value"] is not None for row in cell):
            counts["apart"] += 1
        else:
            counts["words" if kinds & {"tied", "words"} else "none"] += 1
    return _Stack(family, gauge, rows, counts)


_COUNTED: dict[str, labels.Label] = {
    "number": ("有数", "with a number"),
    "apart": ("单位不同", "in another unit"),
    "words": ("同步或无数字", "tied or in words"),
    "none": ("未写明", "not stated"),
}


def _counts(stack: _Stack) -> labels.Label:
    """Write how many reports say what, in Chinese and English, as far as they are printed."""
    found = [(_COUNTED[name], count) for name, count in stack.counts.items() if count]
    zh = "，".join(f"{zh}{count}" for (zh, _), count in found)
    return pick(zh, ", ".join(f"{count} {en}" for (_, en), count in found))


def _head_height(stack: _Stack, width: float) -> float:
    name = base.pair_height(*stack.gauge.head(stack.family, width), width)
    return name + base.pair_height(*_counts(stack), width) + 0.16


def _laid_out(stack: _Stack, width: float) -> tuple[list[tuple[Row, float, float]], float]:
    """Pile the marks of a family by value: where each stands from the left and from the foot, and how high it gets."""
    if not stack.drawn:
        return [], 0.3
    scale = _scale(stack, 0.0, width)
    at = sorted(
        ((scale.at(sum(stack.gauge.ends(row) or ()) / 2), row) for row in stack.drawn), key=lambda pair: pair[0]
    )
    gaps = [b - a for (a, _), (b, _) in pairwise(at) if b - a > _NEAR]
    # Values too close for a pile each share one, and piles that would touch are moved apart.
    exact = min(gaps, default=width) > _EXACT
    piles: list[tuple[float, list[Row]]] = []
    for x, row in at:
        if piles and x - piles[-1][0] <= (_NEAR if exact else _ACROSS / 2):
            piles[-1][1].append(row)
        else:
            piles.append((x if exact or not piles else max(x, piles[-1][0] + _ACROSS), [row]))
    most = max(len(rows) for _, rows in piles)
    broad = max(1, min(int(min(gaps, default=width) / _BESIDE) - 1, math.ceil(most / 8))) if exact else 1
    highest = math.ceil(most / broad)
    placed = []
    for x, rows in piles:
        # Only a pile that would grow too high is more than one mark wide.
        own = math.ceil(len(rows) / highest)
        for i, row in enumerate(sorted(rows, key=lambda row: _ORDER.index(kind_of_mark(row)))):
            here = min(own, len(rows) - i // own * own)
            placed.append((row, x + (i % own - (here - 1) / 2) * _BESIDE, (i // own + 0.5) * _UP))
    return placed, highest * _UP + 0.06


def _scale(stack: _Stack, left: float, right: float) -> Scale:
    values = [value for row in stack.drawn for value in stack.gauge.ends(row) or ()]
    return Scale.around(values, left + 0.3, right - 0.3)


def _draw_stack(
    sheet: Sheet,
    stack: _Stack,
    placed: Sequence[tuple[Row, float, float]],
    place: tuple[float, float],
    size: tuple[float, float, float],
) -> None:
    """Draw a panel: its name, its counts, its marks on the line of its scale."""
    (left, top), (width, head, body) = place, size
    sheet.page.plot([left, left + width], [top, top], color=palette.LINE, lw=1.2)
    y = top + 0.07
    y += sheet.pair(left, y, *stack.gauge.head(stack.family, width), width, weight="bold") + 0.03
    quiet = {"size": base.SMALL, "color": palette.QUIET}
    sheet.lines(left, y, [(half, quiet) for half in _counts(stack) if half], width)
    foot = top + head + body
    sheet.page.plot([left, left + width], [foot, foot], color=palette.QUIET, lw=0.9, zorder=1)
    if stack.drawn:
        _scale(stack, left, left + width).draw(sheet, foot + 0.11, top + head, foot + 0.03, (left, left + width))
    for row, x, up in placed:
        kind, fall = kind_of_mark(row), marks.is_fall(row)
        # The stop of a bound stands off the middle, to leave room for its arrow.
        way = {"least": -1, "most": 1, "range": -1}.get(kind, 0) * (-1 if fall else 1)
        marks.draw_mark(sheet, kind, left + x + 0.03 * way, foot - up, left + x + 0.055, fall)


def _stack_alt(stack: _Stack) -> str:
    said = Counter(marks.target_in_words(row) for row in stack.drawn)
    counted = sorted(said.items(), key=lambda item: -item[1])
    counted += [(alt_name(*_COUNTED[name]), n) for name, n in stack.counts.items() if n and name != "number"]
    groups = join_words(say("{count} {target}", count=count, target=words) for words, count in counted)
    return say("{family}: {groups}", family=alt_name(*labels.family_label(stack.family)), groups=groups)


_SHOWN = (
    "numbers_per_1000",
    "shorthand_per_1000",
    "share_number",
    "strive_per_100",
    "about_per_100",
    "at_least_per_100",
)
_STRIP, _PAGE = 0.38, 0.19
_HANDS: dict[str, labels.Label] = {
    "machine": ("本版，机器", "the page, by machine"),
    "hand": ("本版，人工", "the page, by hand"),
}


@house
def spread(panel: Panel, measures: Sequence[str] = _SHOWN) -> Chart:
    """Draw how reports measure, a strip a level, a dot a report, a line at the median; and the page through all strips.

    Each measure has its own scale. The page by machine is an open lozenge, by hand a full one. Raises Fault for a
    measure that there is not.

    >>> from jiedu import open_panel
    >>> "by hand 26.2" in spread(open_panel(), ["share_number"]).alt
    True
    """
    unknown = [name for name in measures if name not in RATES]
    if unknown or not measures:
        raise Fault(f"there is no measure {''.join(unknown[:1])!r}: it is one of {', '.join(RATES)}")
    rows = measures_of(panel)
    page = [row for row in rows if row["level"] == "page"]
    strips = {}
    for name in measures:
        own = {level: values for level in labels.LEVELS if (values := measure_values(rows, name, level))}
        pages = {row["by"]: row[name] for row in page if row[name] is not None}
        strips[name] = _Strips(own, {by: pages[by] for by in _HANDS if by in pages})
    if not any(strip.levels for strip in strips.values()):
        raise Fault("the panel measures no report of a county, a province or the nation")
    wide = base.sheet_width() - 2 * base.MARGIN
    heads = {name: base.pair_height(*pick(*labels.MEASURED[name]), wide) + 0.14 for name in strips}
    key = 0.32 if _key_in_a_line(wide) else 0.52
    sheet = Sheet(sum(heads[name] + strip.height + 0.36 for name, strip in strips.items()) + key + 0.04)
    _key_of_strips(sheet, 0.16)
    y = key
    for name, strip in strips.items():
        sheet.rule(y, 1.0)
        sheet.pair(base.MARGIN, y + 0.07, *pick(*labels.MEASURED[name]), wide, weight="bold")
        y += heads[name]
        _draw_strips(sheet, strip, y)
        y += strip.height + 0.36
    alt = join_sentences(_strips_alt(*item) for item in strips.items())
    return Chart(sheet.figure, alt, _strips_data(strips))


@dataclass(frozen=True, slots=True)
class _Strips:
    """The values of a measure by level, and those of the page by who measured."""

    levels: dict[str, list[Decimal]]
    page: dict[str, Decimal]

    @property
    def height(self) -> float:
        """Give the height of the strips and of the lines that name the page."""
        return _PAGE * len(self.page) + _STRIP * len(self.levels)


_LEFT, _RIGHT = 1.75, 0.62


_A_REPORT: labels.Label = ("一份报告", "a report")


def _a_median() -> str:
    beside = one_of("右侧数字", "the figure at the right")
    return f"median ({beside})" if language() == "en" else f"{one_of('中位数', 'median')}（{beside}）"


def _key_in_a_line(wide: float) -> bool:
    """Tell whether the key of the strips has room in a line."""
    return base.text_width(one_of(*_A_REPORT), base.SMALL) + base.text_width(_a_median(), base.SMALL) + 0.52 <= wide


def _key_of_strips(sheet: Sheet, y: float) -> None:
    x = base.MARGIN
    sheet.page.plot([x + 0.06], [y], "o", ms=4.5, mec=palette.COOL, mfc="none", mew=1.1)
    sheet.note(x + 0.17, y, one_of(*_A_REPORT))
    if not _key_in_a_line(sheet.width - 2 * base.MARGIN):
        x, y = base.MARGIN + 0.06, y + 0.2
    else:
        x += 0.17 + base.text_width(one_of(*_A_REPORT), base.SMALL) + 0.25
    sheet.page.plot([x], [y], "|", color=palette.INK, ms=11, mew=2)
    sheet.note(x + 0.1, y, _a_median())


def _draw_strips(sheet: Sheet, strip: _Strips, top: float) -> None:
    values = [float(v) for v in [*(v for own in strip.levels.values() for v in own), *strip.page.values()]]
    scale = Scale.around([0.0, *values], base.across(_LEFT), base.sheet_width() - base.MARGIN - _RIGHT)
    bottom = top + strip.height
    scale.draw(sheet, bottom + 0.11, top + _PAGE * len(strip.page), bottom, (0.0, base.sheet_width()))
    y = top
    for by, value in strip.page.items():
        x, middle = scale.at(float(value)), y + _PAGE / 2
        full = by == "hand"
        line = "-" if full else (0, (3, 2))
        sheet.page.plot([x, x], [middle, bottom], color=palette.STRONG, lw=1.2, ls=line, zorder=2)
        face = palette.STRONG if full else palette.PAPER
        sheet.page.plot([x], [middle], "D", ms=6, mec=palette.STRONG, mfc=face, mew=1.4, zorder=6)
        zh, en = _HANDS[by]
        page = en if language() == "en" else en.removeprefix("the page, ")
        sheet.note(base.MARGIN, middle, one_of(zh, page))
        sheet.text(base.sheet_width() - base.MARGIN, middle, f"{value:.1f}", size=base.SMALL, ha="right", weight="bold")
        y += _PAGE
    for level, own in strip.levels.items():
        middle = y + _STRIP / 2
        sheet.rule(y, 0.35)
        words = one_of(*labels.LEVELS[level])
        for i, part in enumerate(base.wrap(words, base.across(_LEFT) - base.MARGIN - 0.15, base.SMALL)):
            lines = len(base.wrap(words, base.across(_LEFT) - base.MARGIN - 0.15, base.SMALL))
            sheet.note(base.MARGIN, middle + 0.14 * (i - (lines - 1) / 2), part)
        for x, away in _swarm([scale.at(float(value)) for value in own]):
            sheet.page.plot([x], [middle + away], "o", ms=4.5, mec=palette.COOL, mfc="none", mew=1.1, zorder=3)
        tick = scale.at(float(median(own)))
        sheet.page.plot([tick, tick], [middle - 0.16, middle + 0.16], color=palette.INK, lw=2.2, zorder=4)
        sheet.text(base.sheet_width() - base.MARGIN, middle, f"{median(own):.1f}", size=base.SMALL, ha="right")
        y += _STRIP
    sheet.rule(bottom, 0.6)


def _swarm(places: Sequence[float]) -> list[tuple[float, float]]:
    """Move dots that would hide each other off the middle of their strip, up and down in turn.

    >>> _swarm([1.0, 1.01])
    [(1.0, 0.0), (1.01, -0.05)]
    """
    put: list[tuple[float, float]] = []
    for x in sorted(places):
        near = [away for at, away in put if x - at < 0.06]
        free = (away for away in (0.0, -0.05, 0.05, -0.1, 0.1, -0.15, 0.15) if away not in near)
        put.append((x, next(free, 0.0)))
    return put


def _strips_alt(name: str, strip: _Strips) -> str:
    said = [
        say(
            "{level} median {median} ({low} to {high}, {reports})",
            level=alt_name(*labels.LEVELS[level]),
            median=f"{median(own):.1f}",
            low=f"{min(own):.1f}",
            high=f"{max(own):.1f}",
            reports=say_count("{count} report", "{count} reports", len(own)),
        )
        for level, own in strip.levels.items()
    ]
    for by, value in strip.page.items():
        words = f"{value:.1f}"
        said.append(
            say("the page, by hand {value}", value=words)
            if by == "hand"
            else say("the page, by machine {value}", value=words)
        )
    return say("{measure}: {levels}.", measure=alt_name(*labels.MEASURED[name]), levels=join_clauses(said))


def _strips_data(strips: dict[str, _Strips]) -> pd.DataFrame:
    rows = [
        {"measure": name, "level": level, "by": "machine", "value": value}
        for name, strip in strips.items()
        for level, own in strip.levels.items()
        for value in own
    ]
    rows += [
        {"measure": name, "level": "page", "by": by, "value": value}
        for name, strip in strips.items()
        for by, value in strip.page.items()
    ]
    return pd.DataFrame(rows, dtype=object)
