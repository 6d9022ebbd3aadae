"""Charts of how the page speaks: numbers against slogans, force, precision; and how well it was read."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from jiedu.charts import base, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.words import alt_name, code_name, join_clauses, join_sentences, join_with_commas, join_words
from jiedu.display import labels
from jiedu.display.amounts import percent
from jiedu.edition import Edition, Row, measures, records
from jiedu.edition.facts import format_fact
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick, pick_page, say, say_count
from jiedu.vocabulary import FORCES, UNRANKED_FORCES


def _rows(edition: Edition, highlight: str) -> list[Row]:
    data = measures.count_by_section(edition)
    if data.empty:
        raise Fault("data/blocks.csv: there are no sections to compare")
    if highlight and highlight not in set(data["section"]):
        raise Fault(f"data/blocks.csv: there is no section {highlight!r}")
    return records(data)


def _name(sheet: Sheet, row: Row, middle: float, width: float, strong: bool) -> None:
    """Write the name of a section around a height."""
    zh, en = _of_section(row)
    options = {"weight": "bold"} if strong else {}
    sheet.pair(base.MARGIN, middle - base.pair_height(zh, en, width) / 2, zh, en, width, **options)


def _of_section(row: Row) -> labels.Label:
    return pick_page(f"{row['section'].upper()} {row['zh']}", row["en"])


def _tall(row: Row, width: float) -> float:
    return max(base.pair_height(*_of_section(row), width), 0.34) + 0.14


def _quantities(row: Row) -> str:
    return say_count("{count} quantity", "{count} quantities", row["quantities"])


@house
def numbers_and_slogans(edition: Edition, highlight: str = "") -> Chart:
    """Draw for each section how many quantities and how much numeric shorthand it has in 1,000 characters.

    >>> numbers_and_slogans(Edition.open(), highlight="e").alt.split(". ")[0]
    'More numeric shorthand than quantities in E and F'
    """
    rows = _rows(edition, highlight)
    width, head, foot = base.across(1.65), 0.42, 0.55
    heights = [_tall(row, width) for row in rows]
    sheet = Sheet(head + sum(heights) + foot)
    left = width + 0.35
    _key_of_dots(sheet, base.MARGIN + 0.08 if base.is_narrow() else left, 0.2)
    axes = sheet.axes(left, head, base.sheet_width() - left - 0.45, sum(heights))
    top = max(max(float(row["quantities_per_1000"] or 0), float(row["slogans_per_1000"] or 0)) for row in rows)
    axes.set(xlim=(-0.06 * top or -0.1, top * 1.08 or 1), ylim=(sum(heights), 0))
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    y = 0.0
    for row, tall in zip(rows, heights, strict=True):
        middle = y + tall / 2
        strong = row["section"] == highlight
        if strong:
            sheet.page.add_patch(
                Rectangle((0.04, head + y), base.sheet_width() - 0.08, tall, facecolor=palette.PALE, edgecolor="none")
            )
        _name(sheet, row, head + middle, width, strong)
        _pair_of_dots(axes, row, middle)
        y += tall
    sheet.note(left, sheet.height - 0.13, one_of("每千字", "in 1,000 characters"))
    said = [
        say(
            "{section} {quantities} and {shorthand} in {characters} characters",
            section=row["section"].upper(),
            quantities=_quantities(row),
            shorthand=say_count("{count} shorthand term", "{count} shorthand terms", row["slogans"]),
            characters=row["characters"],
        )
        for row in rows
    ]
    more = [row["section"].upper() for row in rows if row["slogans"] > row["quantities"]]
    lead = (
        say("More numeric shorthand than quantities in {sections}.", sections=join_words(more))
        if more
        else say("No section has more numeric shorthand than quantities.")
    )
    alt = join_sentences([lead, say("{sentences}.", sentences=join_clauses(said))])
    keep = ["section", "zh", "en", "characters", "quantities", "slogans", "quantities_per_1000", "slogans_per_1000"]
    return Chart(sheet.figure, alt, pd.DataFrame(rows)[keep])


_MARKS: dict[str, tuple[str, str, str, labels.Label]] = {
    "quantities": ("o", palette.STRONG, palette.STRONG, ("数量", "quantities")),
    "slogans": ("D", palette.COOL, palette.PAPER, ("数字略语", "numeric shorthand")),
}
"""A disc for quantities, a lozenge for shorthand: shape, edge, face and name."""


def _key_of_dots(sheet: Sheet, x: float, y: float) -> None:
    for shape, edge, face, label in _MARKS.values():
        name = one_of(*label)
        sheet.page.plot([x], [y], shape, mec=edge, mfc=face, mew=1.6, ms=7 if shape == "o" else 6)
        sheet.note(x + 0.13, y, name, color=edge)
        x += base.text_width(name, base.SMALL) + 0.4


def _pair_of_dots(axes: Axes, row: Row, y: float) -> None:
    """Draw what a section has of either, the counts outside."""
    marks = sorted((float(row[f"{name}_per_1000"] or 0), str(row[name]), *look) for name, look in _MARKS.items())
    axes.plot([marks[0][0], marks[1][0]], [y, y], color=palette.LINE, lw=2.2, zorder=2)
    for side, (x, count, shape, edge, face, _) in zip((-1, 1), marks, strict=True):
        axes.plot([x], [y], shape, mec=edge, mfc=face, mew=1.6, ms=7 if shape == "o" else 6, zorder=3, clip_on=False)
        axes.annotate(
            count,
            (x, y),
            xytext=(9 * side, 0),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            va="center",
            weight="bold",
            color=edge,
            annotation_clip=False,
        )


_DENSITIES: tuple[labels.Label, ...] = (
    ("每千字的数量", "quantities in 1,000 characters"),
    ("含数量的承诺", "promises with a quantity"),
)


@house
def density(edition: Edition, highlight: str = "") -> Chart:
    """Draw how quantified each section is: quantities in 1,000 characters, and the share of promises with a quantity.

    >>> "promises" in density(Edition.open(), highlight="f").alt
    True
    """
    rows = _rows(edition, highlight)
    width, head, foot = base.across(1.55), 0.72, 0.38
    heights = [_tall(row, width) for row in rows]
    first, gap = width + 0.25, 0.62
    panel = (base.sheet_width() - first - gap - 0.62) / 2
    texts = [pick(*label) for label in _DENSITIES]
    if language() != BOTH:
        head = max(base.pair_height(*words, panel + 0.35) for words in texts) + 0.2
    sheet = Sheet(head + sum(heights) + foot)
    panels = [sheet.axes(first + i * (panel + gap), head, panel, sum(heights)) for i in range(2)]
    for i, axes in enumerate(panels):
        sheet.pair(first + i * (panel + gap), 0.1, *texts[i], panel + 0.35)
        axes.set_ylim(sum(heights), 0)
        axes.xaxis.set_major_locator(MaxNLocator(1 if base.is_narrow() else 3, steps=[1, 2, 5, 10], min_n_ticks=1))
    panels[0].set_xlim(0, max(float(row["quantities_per_1000"] or 0) for row in rows) * 1.05 or 1)
    panels[1].set_xlim(0, max(float(row["number_share"] or 0) for row in rows) * 1.05 or 1)
    panels[0].xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    panels[1].xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
    y = 0.0
    for row, tall in zip(rows, heights, strict=True):
        middle = y + tall / 2
        strong = row["section"] == highlight
        colour = palette.STRONG if strong or not highlight else palette.MUTED
        _name(sheet, row, head + middle, width, strong)
        values = [
            (row["quantities_per_1000"], format_fact(row["quantities_per_1000"] or Decimal(0), 1)),
            (row["number_share"], f"{row['with_number']}/{row['commitments']}"),
        ]
        for axes, (value, text) in zip(panels, values, strict=True):
            axes.barh(middle, float(value or 0), height=0.22, color=colour, zorder=2)
            weight = "bold" if strong else "normal"
            axes.annotate(
                text,
                (float(value or 0), middle),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                weight=weight,
                annotation_clip=False,
            )
        y += tall
    said = [
        say(
            "{section} {quantities} in {characters} characters, {part} of {whole} promises with a quantity",
            section=row["section"].upper(),
            quantities=_quantities(row),
            characters=row["characters"],
            part=row["with_number"],
            whole=row["commitments"],
        )
        for row in rows
    ]
    ordered = sorted(rows, key=lambda row: row["quantities_per_1000"] or 0)
    lead = say(
        "{least} is the least quantified section, {most} the most.",
        least=alt_name(ordered[0]["zh"], ordered[0]["en"]),
        most=alt_name(ordered[-1]["zh"], ordered[-1]["en"]),
    )
    alt = join_sentences([lead, say("{sentences}.", sentences=join_clauses(said))])
    keep = ["section", "zh", "en", "characters", "quantities", "quantities_per_1000", "commitments", "with_number"]
    return Chart(sheet.figure, alt, pd.DataFrame(rows)[[*keep, "number_share"]])


@house
def force(edition: Edition) -> Chart:
    """Draw how many promises are worded how firmly, section by section: areas and counts, the firmest on top.

    What has no rank, as a figure announced as expected, stands apart below.

    >>> force(Edition.open()).alt.split(": ")[0]
    '164 promises by the force of their wording, firmest first'
    """
    counts = measures.count_by_force(edition)
    if counts.empty:
        raise Fault("data/commitments.csv: there are no promises")
    places = [place for place in [*edition.sections, labels.REST[1]] if counts[place].any()]
    left, right, head, gap = base.across(1.42), 0.1, 0.52, 0.3
    width = (base.sheet_width() - left - right) / len(places)
    radius = min(width, 0.52) / 2 * 0.86
    largest = max(int(counts[place].max()) for place in places)
    names = {name: _of_force(name, counts.loc[name, "cues"]) for name in counts.index}
    heights = {
        name: max(
            base.pair_height(*names[name], left - 0.25),
            2 * radius * (max(counts.loc[name, places]) / largest) ** 0.5,
        )
        + 0.12
        for name in counts.index
    }
    ranked = [name for name in counts.index if name not in UNRANKED_FORCES]
    apart = [name for name in counts.index if name in UNRANKED_FORCES]
    legend = [
        line
        for words in (
            f"{one_of('上强下弱', 'firmest on top')} · {one_of('深色：直接写完成', 'dark: the result is asserted')}",
            one_of(*labels.WORDING_ONLY),
        )
        for line in base.wrap(words, base.sheet_width() - 2 * base.MARGIN, base.SMALL)
    ]
    sheet = Sheet(head + sum(heights.values()) + (gap if apart else 0) + 0.17 * len(legend) + 0.18)
    for j, place in enumerate(places):
        x = left + width * (j + 0.5)
        if place == labels.REST[1]:
            _name_rest(sheet, x)
        else:
            sheet.text(x, 0.24, place.upper(), ha="center", weight="bold", size=11)
    y = head
    for group in filter(None, (ranked, apart)):
        if group is apart:
            sheet.rule(y, 1.6)
            sheet.note(base.MARGIN, y + gap / 2 + 0.02, one_of(*labels.UNRANKED), color=palette.STRONG, weight="bold")
            y += gap
        tops = sheet.ruled(y, [heights[name] for name in group], 0.6)
        for name, top in zip(group, tops, strict=True):
            sheet.label(top, heights[name], *names[name], left - 0.25)
            for j, place in enumerate(places):
                size = radius * (int(counts.loc[name, place]) / largest) ** 0.5
                x, middle = left + width * (j + 0.5), top + heights[name] / 2
                _count_of_promises(sheet, x, middle, int(counts.loc[name, place]), size, _is_asserted(name))
            y += heights[name]
    sheet.rule(y, 0.6)
    for i, line in enumerate(legend):
        sheet.note(base.MARGIN, y + 0.16 + 0.17 * i, line)
    return Chart(sheet.figure, _force_alt(counts, ranked, apart, places), counts.rename_axis("force").reset_index())


def _name_rest(sheet: Sheet, x: float) -> None:
    """Write the head of the column of what stands in no section."""
    zh, en = pick(*labels.REST)
    if zh:
        sheet.text(x, 0.16 if en else 0.24, zh, ha="center")
    if en:
        sheet.note(x, 0.34 if zh else 0.24, en, ha="center")


def _of_force(force: str, cues: str) -> labels.Label:
    """Name a force: the words of the page that carry it, with its name; in Chinese the name first, where it differs."""
    if language() == BOTH:
        return cues or "（无限定力度的词）", force
    zh, en = labels.labelled(labels.FORCES, force)
    if language() == "en":
        return cues, en
    return zh or force, "无限定力度的词" if not cues else "" if cues == zh else cues


def _is_asserted(force: str) -> bool:
    """Tell whether a force asserts the result itself: it stands above a plain statement."""
    names = list(FORCES)
    return names.index(force) < names.index("plain")


def _count_of_promises(sheet: Sheet, x: float, y: float, count: int, size: float, firm: bool) -> None:
    """Draw a count as a disc of its area with the number in it, or beside it where it has no room; a dot for none."""
    if not count:
        sheet.text(x, y, "·", ha="center", color=palette.QUIET)
        return
    size = max(size, 0.035)
    long = base.text_width(str(count), weight="bold")
    inside = 1.8 * size > long and size > 0.09
    # A circle and the number beside it share the middle of their column, so that neither meets a neighbour.
    x -= 0 if inside else (0.04 + long) / 2
    face, edge = (palette.STRONG, palette.STRONG) if firm else (palette.LINE, palette.QUIET)
    sheet.page.add_patch(Circle((x, y), size, facecolor=face, edgecolor=edge, lw=0.8))
    if inside:
        sheet.text(x, y, str(count), ha="center", weight="bold", color=palette.INK if not firm else palette.ON_STRONG)
    else:
        sheet.text(x + size + 0.04, y, str(count), weight="bold")


def _force_alt(counts: pd.DataFrame, ranked: list[str], apart: list[str], places: list[str]) -> str:
    def said(names: list[str]) -> str:
        rows = records(counts.loc[names].rename_axis("force").reset_index())
        return join_with_commas(map(_force_in_words, rows))

    total = say(
        "{count} promises by the force of their wording, firmest first: {forces}.",
        count=int(counts["all"].sum()),
        forces=said(ranked),
    )
    rest = say("Not ranked: {forces}.", forces=said(apart)) if apart else ""
    first = counts.index[0]
    found = {place: int(counts.loc[first, place]) for place in places if counts.loc[first, place]}
    where = join_words(
        say("{count} in the rest", count=count)
        if place == labels.REST[1]
        else say("{count} in {section}", count=count, section=place.upper())
        for place, count in found.items()
    )
    of_first = say("Of {force}: {places}.", force=code_name(labels.FORCES, first), places=where)
    return join_sentences([total, rest, of_first])


def _force_in_words(row: Row) -> str:
    name = code_name(labels.FORCES, row["force"])
    if row["cues"] in ("", name):
        return say("{force} {count}", force=name, count=row["all"])
    return say("{force} {count} ({cues})", force=name, count=row["all"], cues=row["cues"])


@house
def specificity(edition: Edition) -> Chart:
    """Draw for each section what share of its promises names a deliverable, a quantity, a deadline, an actor.

    >>> specificity(Edition.open()).alt.split(". ")[0]
    'What promises name, section by section'
    """
    data = measures.count_by_criterion(edition)
    if data.empty:
        raise Fault("data/blocks.csv: there are no sections to compare")
    # What no promise names, and sections without promises, would be empty frames; the alt text has the numbers.
    rows = records(data[data["commitments"] > 0])
    criteria = {name: label for name, label in labels.CRITERIA.items() if data[name].any()}
    if not criteria:
        raise Fault("data/commitments.csv: no promise names a deliverable, a quantity, a deadline or an actor")
    # The English heads are wider than a quarter of what the names of sections leave on a narrow sheet.
    small = base.is_narrow() and language() == "en"
    width = 0.8 if small else base.across(1.5)
    left = width + 0.25
    cell = (base.sheet_width() - left - 0.1) / len(criteria)
    head = max(base.pair_height(*pick(*label), cell - 0.1) for label in criteria.values()) + 0.2
    heights = [max(_tall(row, width), 0.74 if base.is_narrow() else 0.56) for row in rows]
    sheet = Sheet(head + sum(heights) + 0.1)
    for j, label in enumerate(criteria.values()):
        options: dict[str, Any] = {"size": base.SMALL} if small else {"weight": "bold"}
        sheet.pair(left + cell * j, 0.1, *pick(*label), cell - (0.05 if small else 0.1), **options)
    for row, y, tall in zip(rows, sheet.ruled(head, heights, 0.6), heights, strict=True):
        _name(sheet, row, y + tall / 2, width, False)
        for j, name in enumerate(criteria):
            x, full = left + cell * j, cell - 0.14
            count = row[name]
            value = measures.share(count, row["commitments"])
            sheet.text(
                x,
                y + tall / 2 - 0.1,
                f"{count}/{row['commitments']}",
                size=base.SMALL,
                weight="bold" if count else "normal",
            )
            # Where there is no room beside the count, the share stands below its bar.
            below = 0.26 if base.is_narrow() else -0.1
            sheet.note(x + full, y + tall / 2 + below, percent(value), ha="right")
            box = Rectangle(
                (x, y + tall / 2 + 0.03), full, 0.13, facecolor=palette.PAPER, edgecolor=palette.QUIET, lw=0.6
            )
            sheet.page.add_patch(box)
            part = full * float(value or 0) / 100
            sheet.page.add_patch(
                Rectangle((x, y + tall / 2 + 0.03), part, 0.13, facecolor=palette.COOL, edgecolor="none")
            )
    said = [
        say(
            "{section}, {count} promises: {named}",
            section=row["section"].upper(),
            count=row["commitments"],
            named=join_with_commas(_with(row[name], label) for name, label in labels.CRITERIA.items()),
        )
        for row in records(data)
    ]
    alt = say("What promises name, section by section. {sections}.", sections=join_clauses(said))
    return Chart(sheet.figure, alt, data)


def _with(count: int, label: labels.Label) -> str:
    if label[1][0] in "aeiou":
        return say("{count} with an {criterion}", count=count, criterion=alt_name(*label))
    return say("{count} with a {criterion}", count=count, criterion=alt_name(*label))


@house
def agreement(frame: pd.DataFrame) -> Chart:
    """Draw an agreement field by field: the share of equal cells in per cent, and Krippendorff's alpha if it is there.

    `frame` has field, n, and equal_share or share (per cent), and may have alpha; each measure has its own panel.

    >>> frame = pd.DataFrame({"field": ["value"], "n": [4], "equal_share": [75.0], "alpha": [None]})
    >>> "value 75.0%" in agreement(frame).alt
    True
    """
    rate = "equal_share" if "equal_share" in frame else "share"
    if frame.empty or rate not in frame:
        raise Fault("charts.agreement: the frame has no rows, or neither equal_share nor share")
    measured: Sequence[tuple[str, str, int, str]] = [(rate, one_of("相同", "equal"), 1, "%")]
    if "alpha" in frame:
        measured = [*measured, ("alpha", "α 系数" if language() == "zh" else "α Krippendorff", 3, "")]
    left, head, step, gap = base.across(1.25), 0.5, 0.36, 0.75
    sheet = Sheet(head + step * len(frame) + 0.4)
    panel = (base.sheet_width() - left - gap * len(measured)) / len(measured)
    for j, (column, title, decimals, unit) in enumerate(measured):
        x = left + j * (panel + gap)
        sheet.text(x, 0.2, title, weight="bold")
        axes = sheet.axes(x, head - 0.1, panel, step * len(frame))
        full = 100.0 if column != "alpha" else 1.0
        values = [None if value is None or pd.isna(value) else float(value) for value in frame[column]]
        low = min([value for value in values if value is not None], default=0.0)
        # A dot plot may leave zero out, as no length is compared; it keeps room below the lowest dot.
        floor = max(min(low - 0.05 * full, 0.8 * full) // (0.1 * full) * (0.1 * full), -full)
        axes.set(xlim=(floor, full), ylim=(step * len(frame), 0))
        axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _, f=full: f"{v:g}%" if f == 100 else f"{v:g}"))
        for i, value in enumerate(values):
            y = step * (i + 0.5)
            if value is None:
                none = f" {one_of('无定义', 'not defined')}"
                axes.text(floor, y, none, size=base.SMALL, color=palette.QUIET, style="italic", va="center")
                continue
            axes.plot([floor, full], [y, y], color=palette.LINE, lw=0.6)
            axes.plot([value], [y], "o", color=palette.STRONG, ms=7, zorder=3, clip_on=False)
            sheet.text(
                x + panel + 0.1,
                head - 0.1 + y,
                f"{format_fact(Decimal(value), decimals)}{unit}",
                size=base.SMALL,
                weight="bold",
            )
    said = []
    for i, row in enumerate(records(frame)):
        y = head - 0.1 + step * (i + 0.5)
        zh, en = labels.labelled(labels.FIELDS, str(row["field"]))
        first, second = f"{en}", f"n {row['n']}"
        if language() != "en":
            first, second = zh, f"比对数{row['n']}" if language() == "zh" else f"{row['field']}, n {row['n']}"
        sheet.text(base.MARGIN, y - 0.075, first, size=base.SMALL)
        sheet.note(base.MARGIN, y + 0.085, second)
        words = [
            f"{format_fact(Decimal(row[column]), decimals)}{unit}"
            for column, _, decimals, unit in measured
            if row[column] is not None and not pd.isna(row[column])
        ]
        about = {"field": code_name(labels.FIELDS, str(row["field"])), "count": row["n"]}
        said.append(
            say("{field} {share}, alpha {alpha} of {count}", **about, share=words[0], alpha=words[1])
            if len(words) > 1
            else say("{field} {share} of {count}", **about, share="".join(words))
        )
    alt = say("Agreement field by field, share equal: {fields}.", fields=join_clauses(said))
    return Chart(sheet.figure, alt, frame)
