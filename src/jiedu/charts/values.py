"""Charts of amounts: stages, units, groups, deadlines."""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from jiedu.charts import base, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.metrics import printable
from jiedu.charts.words import (
    alt_name,
    join_clauses,
    join_sentences,
    join_stops,
    join_words,
    printed_in_words,
    signed,
)
from jiedu.display import labels
from jiedu.display.amounts import DEADLINES, number, with_sign
from jiedu.display.panel_figures import amount_in_english
from jiedu.edition import Edition, Row, measures, records
from jiedu.edition.english import unit_in_english
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick, pick_page, say, say_count
from jiedu.text.cleaning import strip_whitespace

_LABEL = 2.15
"""Inches of a sheet 5.2 wide that the names of quantities take."""


def _label(row: Row) -> str:
    """Name what a quantity counts, in words for an alt text."""
    return alt_name(str(row["indicator"]), str(row["indicator_en"])) or str(row["surface"])


@house
def stages(edition: Edition, ids: Sequence[str], labels: Sequence[tuple[str, str]]) -> Chart:
    """Draw quantities of one unit as stages of one process, side by side and never added up.

    `labels` names each stage in Chinese and English. Raises Fault where their number or the units differ.

    >>> chart = stages(Edition.open(), ["q-003", "q-004"], [("封顶", "topped out"), ("回迁", "moved back")])
    >>> "6个" in chart.alt
    True
    """
    rows = edition.select(ids=ids)
    if len(labels) != len(rows):
        raise Fault(f"charts.stages: {len(rows)} ids and {len(labels)} labels")
    unit = measures.same_unit(rows)
    step, top, left = 0.82, 0.2, base.across(2.05)
    if language() != BOTH:
        left = min(left, 0.95 + max(base.text_width(half) for label in labels for half in pick(*label) if half))
    note = " · ".join(filter(None, pick(f"单位：{unit}；各为阶段，不相加", "stages, not a sum")))
    foot = base.wrap(note, base.sheet_width() - left - base.MARGIN, base.SMALL)
    sheet = Sheet(top + step * len(rows) + 0.18 + 0.17 * len(foot))
    longest = float(max(rows["value"]))
    scale = (base.sheet_width() - left - 0.75) / longest
    for i, (row, (zh, en)) in enumerate(zip(records(rows), labels, strict=True)):
        y = top + step * i
        # A pointed tab says that the process goes on downwards.
        tab = [
            (base.MARGIN, y),
            (base.MARGIN + 0.34, y),
            (base.MARGIN + 0.34, y + 0.48),
            (base.MARGIN + 0.17, y + 0.62),
            (base.MARGIN, y + 0.48),
        ]
        sheet.page.fill(*zip(*tab, strict=True), color=palette.STRONG)
        sheet.text(base.MARGIN + 0.17, y + 0.26, str(i + 1), color=palette.ON_STRONG, weight="bold", ha="center")
        name, room = pick(zh, en), left - 0.75
        above = 0.04 if language() == BOTH else 0.25 - base.pair_height(*name, room) / 2
        sheet.pair(base.MARGIN + 0.48, y + above, *name, room)
        length = float(row["value"]) * scale
        sheet.page.add_patch(_box(left, y + 0.08, length, 0.34, palette.COOL))
        sheet.text(left + length + 0.08, y + 0.25, signed(row), weight="bold", size=12)
    sheet.page.plot([left, left], [top, top + step * len(rows) - 0.2], color=palette.INK, lw=0.9)
    for i, line in enumerate(foot):
        sheet.note(left, top + step * len(rows) + 0.08 + 0.17 * i, line)
    said = [
        say("{whose}: {figures}", whose=alt_name(*label), figures=printed_in_words(row))
        for row, label in zip(records(rows), labels, strict=True)
    ]
    alt = say(
        "{count} stages of projects, drawn apart because they are not a sum. {stages}.",
        count=len(rows),
        stages=join_clauses(said),
    )
    data = rows[["id", "value", "unit", "comparator", "indicator", "indicator_en"]].assign(
        stage_zh=[zh for zh, _ in labels], stage_en=[en for _, en in labels]
    )
    return Chart(sheet.figure, alt, data.reset_index(drop=True))


def _box(x: float, y: float, width: float, height: float, face: str, **options: Any) -> Rectangle:
    return Rectangle((x, y), width, height, **({"facecolor": face, "edgecolor": "none"} | options))


@house
def by_unit(
    edition: Edition,
    section: str | None = None,
    ids: Iterable[str] | None = None,
    status: Iterable[str] = ("target",),
) -> Chart:
    """Draw the quantities of a section, or those named, a panel for each unit: no axis carries two units.

    Within a panel the scale is linear from zero, or logarithmic where the largest is over 30 times the smallest.
    An arrow opens the mark where the comparator leaves it open. Raises Fault where there is nothing to draw.

    >>> len(by_unit(Edition.open(), section="e").figure.axes)
    3
    """
    rows = edition.select(section=section, ids=ids)
    wanted = set(status)
    rows = rows[(rows["class"] == "quantity") & rows["value"].notna()]
    if ids is None:
        rows = rows[rows["status"].isin(wanted)]
    if rows.empty:
        raise Fault(f"charts.by_unit: no quantities {f'in section {section}' if section else 'are named'}")
    rows = _by_size(rows)
    panels = [(unit, rows[rows["unit"] == unit]) for unit in dict.fromkeys(rows["unit"])]
    panels.sort(key=lambda panel: -len(panel[1]))
    figure = _paneled([(_unit_of_panel(unit) or one_of("（无单位）", "no unit"), own) for unit, own in panels])
    alt = say_count(
        "{count} quantity, a panel a unit. {panels}.",
        "{count} quantities, a panel a unit. {panels}.",
        len(rows),
        panels=_said_by_panel([(_unit_of_panel(unit), own) for unit, own in panels]),
    )
    return Chart(figure, alt, _plain(rows))


def _unit_of_panel(unit: str) -> str:
    """Name the unit of a panel; in English a measure word has no name, and is given as the page has it."""
    if language() != "en" or not unit:
        return unit
    return unit_in_english(unit) or say("counted with {unit}", unit=unit)


@house
def by_group(edition: Edition, groups: Sequence[tuple[tuple[str, str], Sequence[str]]]) -> Chart:
    """Draw quantities of one unit in groups that must not be compared: a panel and a scale for each.

    Each group is its name in Chinese and English, and ids. Raises Fault where units differ.

    >>> groups = [(("新增", "to be added"), ["q-064"]), (("达到", "to be reached"), ["q-065", "q-066"])]
    >>> by_group(Edition.open(), groups).alt.split(". ")[0]
    '3 quantities in groups that do not compare'
    """
    named = [(label, edition.select(ids=ids)) for label, ids in groups]
    rows = pd.concat([own for _, own in named])
    measures.same_unit(rows)
    sized = [(label, _by_size(own)) for label, own in named]
    data = pd.concat([_plain(own).assign(group=" ".join(label)) for label, own in sized], ignore_index=True)
    panels = [(one_of(*label), own) for label, own in sized]
    alt = say_count(
        "{count} quantity in groups that do not compare. {panels}.",
        "{count} quantities in groups that do not compare. {panels}.",
        len(rows),
        panels=_said_by_panel(panels),
    )
    return Chart(_paneled(panels), alt, data)


def _by_size(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(size=[float(value) for value in rows["value"]])
    return rows.sort_values("size", ascending=False, kind="stable")


def _paneled(panels: Sequence[tuple[str, pd.DataFrame]]) -> Figure:
    """Draw a panel for each group of quantities, below each other, with its own scale."""
    label = _label_width(panels)
    heights = [
        [max(base.pair_height(*_names(row), label - 0.15), 0.34) + 0.1 for row in records(own)] for _, own in panels
    ]
    # One number alone has nothing to be measured against, but a part of a whole does.
    scaled = [len(own) > 1 or set(own["kind"]) == {"share"} for _, own in panels]
    feet = [0.36 if scale else 0.08 for scale in scaled]
    head = 0.32
    sheet = Sheet(sum(sum(rises) + head + foot for rises, foot in zip(heights, feet, strict=True)) + 0.12)
    y = 0.1
    for (name, own), rises, foot, scale in zip(panels, heights, feet, scaled, strict=True):
        sheet.text(base.MARGIN, y + 0.15, name, weight="bold", size=11)
        sheet.rule(y, 0.8)
        y += head
        axes = sheet.axes(label + 0.1, y, base.sheet_width() - label - 1.05, sum(rises))
        axes.set_label(name)
        axes.set_ylim(sum(rises), 0)
        if scale:
            _scale(axes, own)
        else:
            axes.set_axis_off()
        at = 0.0
        for row, rise in zip(records(own), rises, strict=True):
            if scale:
                _dot(axes, row, at + rise / 2)
            else:
                axes.text(0, at + rise / 2, printable(signed(row)), weight="bold", va="center")
            sheet.label(y + at, rise, *_names(row), label - 0.15)
            at += rise
        y += sum(rises) + foot
    return sheet.figure


def _label_width(panels: Sequence[tuple[str, pd.DataFrame]]) -> float:
    """Give the width in inches that the names of quantities take: in one language no more than they need."""
    most = base.across(_LABEL)
    if language() == BOTH:
        return most
    names = [half for _, own in panels for row in records(own) for half in _names(row) if half]
    return min(most, max(map(base.text_width, names)) + 0.2)


def _names(row: Row) -> tuple[str, str]:
    if row["indicator"]:
        return pick_page(row["indicator"], row["indicator_en"])
    return pick("（未写明指标）", "no indicator named")


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    keep = ["id", "value", "value_high", "unit", "comparator", "indicator", "indicator_en", "status", "deadline"]
    return rows[keep].reset_index(drop=True)


def _said_by_panel(panels: Sequence[tuple[str, pd.DataFrame]]) -> str:
    parts = []
    for name, own in panels:
        said = [say("{whose} {figure}", whose=_label(row), figure=printed_in_words(row)) for row in records(own)]
        parts.append(say("{whose}: {figures}", whose=name, figures=join_clauses(said)))
    return join_stops(parts)


def _scale(axes: Axes, rows: pd.DataFrame) -> None:
    """Set the horizontal scale for some quantities; logarithmic where they are far apart, whole for shares."""
    values = [float(value) for value in [*rows["value"], *rows["value_high"]] if value is not None]
    low, high = min(values), max(values)
    if set(rows["kind"]) == {"share"} and set(rows["unit"]) == {"%"} and high <= 100:
        axes.set_xlim(0, 100)
        axes.xaxis.set_major_locator(FixedLocator([0, 25, 50, 75, 100]))
    elif low > 0 and high / low > 30:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high * 1.01))
        axes.set_xscale("log")
        axes.set_xlim(10.0**first * 0.8, 10.0**last * 1.2)
        # On a phone large numbers have no room beside each other.
        every = 2 if language() != BOTH and base.is_narrow() and last - first > 3 else 1
        axes.xaxis.set_major_locator(FixedLocator([10.0**power for power in range(first, last + 1, every)]))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.set_xlim(min(low, 0) * 1.1, high * 1.12 or 1)
        steps = 2 if language() != BOTH and base.is_narrow() and high >= 1000 else 4
        axes.xaxis.set_major_locator(MaxNLocator(steps, integer=high >= 4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))


def short(value: float) -> str:
    """Write the number of a tick shortly, in Chinese magnitudes from 万 on; in the English edition in those of English.

    >>> short(1000), short(60000000), short(0.5)
    ('1,000', '6,000万', '0.5')
    """
    if language() == "en":
        return amount_in_english({"value": Decimal(f"{value:g}"), "value_high": None, "unit": ""})
    if value >= 1e8:
        return f"{number(Decimal(f'{value / 1e8:g}'))}亿"
    if value >= 1e4:
        return f"{number(Decimal(f'{value / 1e4:g}'))}万"
    return number(Decimal(f"{value:g}"))


def _dot(axes: Axes, row: Row, y: float) -> None:
    """Draw one amount: a stem from the edge, a mark, an arrow where it is open, and the amount itself."""
    value = float(row["value"])
    end = value if row["value_high"] is None else float(row["value_high"])
    comparator = row["comparator"]
    left = axes.get_xlim()[0] if axes.get_xscale() == "log" else 0
    axes.plot([left, value], [y, y], color=palette.LINE, lw=2.2, zorder=2)
    if end != value:
        axes.plot([value, end], [y, y], "-o", color=palette.STRONG, lw=3, ms=6, zorder=3)
    fill = palette.PAPER if comparator == "about" else palette.STRONG
    axes.plot([value], [y], "o", mec=palette.STRONG, mfc=fill, mew=1.5, ms=6.5, zorder=4, clip_on=False)
    way = {"gt": 1, "ge": 1, "le": -1, "lt": -1}.get(comparator, 0)
    if way:
        arrow = {"arrowstyle": "<-", "color": palette.STRONG, "lw": 1.5, "shrinkA": 0, "shrinkB": 0}
        axes.annotate(
            "",
            (end, y),
            xytext=(20 * way, 0),
            textcoords="offset points",
            arrowprops=arrow,
            annotation_clip=False,
            zorder=3,
        )
    axes.annotate(
        printable(signed(row)),
        (end, y),
        xytext=(24 if way > 0 else 8, 0),
        textcoords="offset points",
        va="center",
        weight="bold",
        annotation_clip=False,
        zorder=5,
    )


_FILLS = {"start": "none", "going on": "left", "finish": "full"}


@house
def deadlines(edition: Edition, section: str) -> Chart:
    """Draw how far each promise of a section goes with what it counts, and by which explicit deadline.

    The stage is read from the words of the commitment (measures.stage); what names none is listed below the chart.

    >>> deadlines(Edition.open(), "c").alt.split(". ")[0].split(" ", 1)[1]
    'promised things by how far the promise goes'
    """
    data, left_out = _staged(edition, section)
    if data.empty:
        raise Fault(f"charts.deadlines: no promise of section {section!r} says how far it goes")
    words, last, room = (1.4, 3.12, 0.62) if base.is_narrow() else map(base.across, (2.2, 4.12, 1.0))
    stops = dict(zip(measures.STAGES, _places_of_stages(), strict=True))
    head, gap = _height_of_stages(room), 0.3
    groups = [
        (("写明期限", "explicit deadline"), data[data["deadline"] != ""]),
        (labels.NO_DEADLINE, data[data["deadline"] == ""]),
    ]
    groups = [group for group in groups if len(group[1])]
    heights = {
        name: max(
            base.pair_height(*_promised(row), words),
            base.pair_height(*_deadline(row), room),
            0.3,
        )
        + 0.1
        for name, row in zip(data.index, records(data), strict=True)
    }
    said = [one_of("年度报告本以当年为限", labels.YEARLY), *_stageless(left_out)]
    below = [line for words_ in said for line in base.wrap(words_, base.sheet_width() - 2 * base.MARGIN, base.SMALL)]
    sheet = Sheet(head + sum(heights.values()) + gap * len(groups) + 0.17 * len(below) + 0.22)
    _name_stages(sheet, stops)
    sheet.pair(last, 0.08, *pick(*labels.CRITERIA["deadline"]), room, weight="bold")
    y = head
    for label, group in groups:
        sheet.rule(y, 0.8)
        of_group = "  ".join(filter(None, pick(*label)))
        sheet.text(base.MARGIN, y + 0.16, of_group, size=base.SMALL, color=palette.STRONG, weight="bold")
        y += gap
        for name, row in zip(group.index, records(group), strict=True):
            height = heights[name]
            middle = y + height / 2
            sheet.label(y, height, *_promised(row), words)
            for x in stops.values():
                sheet.page.plot([x], [middle], "o", color=palette.LINE, ms=2.5)
            sheet.page.plot([stops["start"], stops[row["stage"]]], [middle, middle], color=palette.STRONG, lw=2)
            fill = _FILLS[row["stage"]]
            sheet.page.plot(
                [stops[row["stage"]]],
                [middle],
                "o",
                ms=9,
                mew=1.5,
                mec=palette.STRONG,
                mfc=palette.STRONG if fill != "none" else palette.PAPER,
                fillstyle=fill if fill != "none" else "full",
                mfcalt=palette.PAPER,
            )
            if row["deadline"]:
                sheet.pair(last, middle - base.pair_height(*_deadline(row), room) / 2, *_deadline(row), room)
            else:
                none = one_of("未写明", "none")
                none = base.wrap(none, room, base.SMALL)[0] if base.is_narrow() else none
                sheet.note(last, middle, none, style="italic")
            y += height
    y += 0.04
    for line in below:
        y += 0.17
        sheet.note(base.MARGIN, y, line)
    return Chart(sheet.figure, _deadlines_alt(data, left_out), data)


def _places_of_stages() -> tuple[float, ...]:
    if not base.is_narrow():
        return tuple(map(base.across, (2.62, 3.2, 3.78)))
    # The English of a stage is wider than its two characters.
    return (1.62, 2.19, 2.76) if language() == "en" else (1.7, 2.28, 2.86)


def _height_of_stages(room: float) -> float:
    """Give the height of the head: in both languages that of both, in one no more than it needs."""
    if language() == BOTH:
        return 0.62
    lines = max(len(_stage_lines(name)) for name in measures.STAGES)
    return max(0.26 + 0.14 * lines, base.pair_height(*pick(*labels.CRITERIA["deadline"]), room) + 0.14)


def _name_stages(sheet: Sheet, stops: Mapping[str, float]) -> None:
    for name, x in stops.items():
        zh, _ = pick(*measures.STAGES[name])
        if zh:
            sheet.text(x, 0.16, zh, ha="center", weight="bold")
        for i, line in enumerate(_stage_lines(name)):
            sheet.note(x, (0.33 if zh else 0.16) + 0.14 * i, line, ha="center")


def _stage_lines(name: str) -> list[str]:
    """Give the English of a stage in lines, where it is printed."""
    return [line for line in pick(*measures.STAGES[name])[1].removeprefix("to be ").split(" ", 1) if line]


def _promised(row: Row) -> tuple[str, str]:
    """Name what a promise counts in the page's words; of one that counts nothing, say so below them."""
    if row["quantity"]:
        return pick_page(row["zh"], row["en"])
    return row["zh"], "无数量" if language() == "zh" else row["en"]


def _deadline(row: Row) -> tuple[str, str]:
    return pick_page(row["deadline"], DEADLINES.get(row["deadline"], ""))


def _stageless(rows: Sequence[Row]) -> list[str]:
    """Name the quantities whose words name no stage."""
    if not rows:
        return []
    if language() == "en":
        return [f"no stage named: {', '.join(f'{signed(row)} {_label(row)}' for row in rows)}"]
    names = "、".join(f"{with_sign(row)}{row['indicator']}" for row in rows)
    return [f"未写明阶段：{names}" if language() == "zh" else f"未写明阶段 no stage named: {names}"]


def _staged(edition: Edition, section: str) -> tuple[pd.DataFrame, list[Row]]:
    """List what each promise counts with its stage and deadline; and the quantities whose words name no stage."""
    ledger = edition.select(section=section)
    ledger = ledger[(ledger["class"] == "quantity") & (ledger["status"] == "target")]
    rows, seen = [], set()
    for promise in records(measures.promised(edition, section)):
        ids = [name for name in promise["quantities"].split() if name in ledger.index]
        seen.update(ids)
        for name in ids:
            row = ledger.loc[name]
            rows.append(
                (
                    promise["id"],
                    name,
                    f"{with_sign(row)} {row['indicator']}",
                    row["indicator_en"],
                    promise["stage"],
                    row["deadline"],
                )
            )
        if not ids and not promise["quantities"]:
            rows.append(
                (
                    promise["id"],
                    "",
                    strip_whitespace(promise["object"]),
                    "; ".join([*_named_in(edition, promise), "no quantity"]),
                    promise["stage"],
                    promise["deadline"],
                )
            )
    data = pd.DataFrame(rows, columns=["commitment", "quantity", "zh", "en", "stage", "deadline"])
    order = {"finish": 0, "going on": 1, "start": 2}
    data = data.assign(rank=data["stage"].map(order)).sort_values("rank", kind="stable").drop(columns="rank")
    left_out = [row for row in records(ledger) if row["id"] not in seen]
    return data.reset_index(drop=True), left_out


def _named_in(edition: Edition, promise: Row) -> list[str]:
    """Give the English of the terms that a promise names, in a row; nothing where it names none."""
    inside = edition.occurrences["start"].between(promise["start"], promise["end"] - 1)
    names = dict.fromkeys(edition.occurrences[inside].sort_values("start")["term"])
    words = ", ".join(edition.row("terms", name)["en"] for name in names if edition.row("terms", name)["en"])
    return [words] if words else []


def _deadlines_alt(data: pd.DataFrame, left_out: Sequence[Row]) -> str:
    parts = []
    for name, label in measures.STAGES.items():
        own = data[data["stage"] == name]
        if len(own):
            parts.append(
                say(
                    "{stage}: {count}, {dated} of them with an explicit deadline ({things})",
                    stage=alt_name(*label),
                    count=len(own),
                    dated=int((own["deadline"] != "").sum()),
                    things=join_words(map(_promised_in_words, records(own))),
                )
            )
    text = say(
        "{count} promised things by how far the promise goes. {stages}.", count=len(data), stages=join_clauses(parts)
    )
    return join_sentences([text, say("{count} more name no stage.", count=len(left_out)) if left_out else ""])


def _promised_in_words(row: Row) -> str:
    zh, en = _promised(row)
    if language() == "zh":
        zh = zh.replace(" ", "")
        return f"{zh}（{en}）" if en else zh
    return f"{zh} ({en})" if en else zh
