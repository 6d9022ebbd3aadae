"""Charts of the expected targets: beside other places, and how they are worded from place to place."""

from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from jiedu.charts import base, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.metrics import printable
from jiedu.charts.values import short
from jiedu.charts.words import alt_name, bound_by, code_name, join_clauses, join_stops, join_words
from jiedu.display import labels
from jiedu.display.amounts import number
from jiedu.edition import Edition, Row, measures, records
from jiedu.edition.english import unit_in_english
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick, pick_page, say
from jiedu.vocabulary import COMPARATOR_SIGNS


@house
def targets(edition: Edition) -> Chart:
    """Draw each target beside other places' targets and outcomes, a panel a target.

    Rates share one scale and levels another. A ring is hedged (about), an arrow open (at most), a dashed arrow an
    inferred bound; what is missing says in words why. Without comparisons only the announced targets are drawn.

    >>> targets(Edition.open()).alt.split(". ")[0]
    '5 targets beside other figures'
    """
    data = _compared(edition)
    names = [name for name in measures.target_ids(edition) if name in set(data["target_id"])]
    # Targets of one kind and unit share a scale: new jobs and homes are both counts, and not to be compared.
    kinds = {name: _kind(edition, data, name) for name in names}
    units = {
        kind: {u for n in names if kinds[n] == kind for u in data.loc[data["target_id"] == n, "unit"]}
        for kind in kinds.values()
    }
    for kind, found in units.items():
        if len(found - {""}) > 1:
            raise Fault(f"data/comparisons.csv: targets of kind {kind} have units {', '.join(sorted(found))}, not one")
    top = {
        kind: max(
            (float(v) for v in data.loc[data["target_id"].map(kinds) == kind, "value"] if v is not None), default=1
        )
        for kind in units
    }
    step = 0.36 if base.is_narrow() and language() == BOTH else 0.215
    widest = max(base.text_width(line, base.SMALL, "bold") for row in records(data) for line in _who(row))
    left = base.MARGIN + widest + 0.12
    left = left if base.is_narrow() or language() != BOTH else max(base.across(2.2), left)
    heads = {
        name: base.pair_height(*_named(edition, name), base.sheet_width() - 2 * base.MARGIN) + 0.14 for name in names
    }
    groups = {name: data[data["target_id"] == name] for name in names}
    sheet = Sheet(sum(heads[n] + step * len(groups[n]) + 0.42 for n in names) + 0.05)
    y = 0.08
    for name in names:
        sheet.rule(y, 0.8)
        sheet.pair(base.MARGIN, y + 0.07, *_named(edition, name), base.sheet_width() - 2 * base.MARGIN, weight="bold")
        y += heads[name]
        own = groups[name]
        axes = sheet.axes(left, y, base.sheet_width() - left - 0.95, step * len(own))
        axes.set(xlim=(0, top[kinds[name]] * 1.08), ylim=(step * len(own), 0))
        axes.xaxis.set_major_locator(MaxNLocator(2 if base.is_narrow() else 4, steps=[1, 2, 5, 10]))
        unit = _unit(next(iter(units[kinds[name]] - {""}), ""))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _, unit=unit: f"{short(value)}{unit}"))
        for i, row in enumerate(records(own)):
            at = step * (i + 0.5)
            weight = "bold" if row["aspect"] == "target" else "normal"
            for k, line in enumerate(who := _who(row)):
                middle = y + at + 0.155 * (k - (len(who) - 1) / 2)
                sheet.text(base.MARGIN, middle, line, size=base.SMALL, weight=weight)
            _figure(axes, row, at)
        y += step * len(own) + 0.42
    return Chart(sheet.figure, _targets_alt(edition, names, groups), data.reset_index(drop=True))


def _compared(edition: Edition) -> pd.DataFrame:
    """Give the comparisons in the order base, target, outcome; the announced targets alone where there are none."""
    keep = ["target_id", "place", "level", "aspect", "availability", "value", "value_high", "comparator", "unit"]
    keep += ["source", "note"]
    data = edition.comparisons
    if data.empty:
        rows = measures.mentions(edition).drop_duplicates("target_id")
        missing = rows["value"].isna()
        data = pd.DataFrame({"target_id": rows["target_id"], "place": "", "level": "", "aspect": "target"})
        data = data.assign(
            availability=["not ratable" if gone else "stated" for gone in missing],
            value=rows["value"],
            comparator=rows["comparator"],
            unit=rows["unit"],
            source=rows["id"],
            note="",
        )
    if data.empty:
        raise Fault("data/comparisons.csv: there are no targets to draw")
    order = {name: i for i, name in enumerate(labels.ASPECTS)}
    rank = data["aspect"].map(order).fillna(len(order))
    # A range has its upper end in the ledger.
    ledger = edition.quantities
    high = [ledger.loc[name, "value_high"] if name in ledger.index else None for name in data["source"]]
    return data.assign(rank=rank, value_high=pd.Series(high, index=data.index, dtype=object)).sort_values(
        "rank", kind="stable"
    )[keep]


def _kind(edition: Edition, data: pd.DataFrame, target: str) -> str:
    rows = edition.quantities
    units = sorted({unit for unit in data.loc[data["target_id"] == target, "unit"] if unit})
    return " ".join([str(rows.loc[rows["target_id"] == target, "kind"].iloc[0]), *units])


def _named(edition: Edition, target: str) -> labels.Label:
    return pick_page(*measures.target_name(edition, target))


def _unit(unit: str) -> str:
    """Write a unit behind a number, in English with a space before its word."""
    if language() != "en" or unit == "%":
        return unit
    words = unit_in_english(unit)
    return f" {words}" if words else ""


def _who(row: Row) -> tuple[str, ...]:
    """Name a compared figure, on a narrow sheet in a line a language."""
    label = labels.whose(row["place"], row["level"], row["aspect"])
    return tuple(filter(None, pick(*label))) if base.is_narrow() else (one_of(*label),)


def _said(row: Row) -> str:
    """Write a compared figure, or in words why there is none."""
    if row["value"] is None:
        if row["comparator"] == "sync":
            return one_of("与经济增长同步" if language() == "zh" else "同步", "in step with growth")
        return one_of(*labels.labelled(labels.MISSING, row["availability"]))
    sign = "" if row["comparator"] in ("", "eq", "range") else f"{COMPARATOR_SIGNS[row['comparator']]} "
    inferred = f" {one_of('推断', 'inferred')}" if row["availability"] == "bound" else ""
    return f"{sign}{_number(row)}{_unit(row['unit'])}{inferred}"


def _number(row: Row) -> str:
    high = f"–{number(row['value_high'])}" if row["value_high"] is not None else ""
    return f"{number(row['value'])}{high}"


def _figure(axes: Axes, row: Row, y: float) -> None:
    words = _said(row)
    if row["value"] is None:
        axes.text(0, y, f" {words}", size=base.SMALL, color=palette.QUIET, style="italic", va="center")
        return
    value = float(row["value"])
    target = row["aspect"] == "target"
    colour = palette.STRONG if target else palette.COOL
    inferred = row["availability"] == "bound"
    axes.plot([0, value], [y, y], color=colour, lw=1.6, ls=(0, (2, 2)) if inferred else "-", zorder=2)
    if row["comparator"] in ("le", "lt", "gt", "ge"):
        # The stop is the limit, the arrow says on which side the figure may lie.
        axes.plot([value], [y], "|", color=colour, ms=10, mew=2, zorder=3)
        way = -1 if row["comparator"] in ("le", "lt") else 1
        arrow = {"arrowstyle": "<-", "color": colour, "lw": 1.6, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (value, y), xytext=(14 * way, 0), textcoords="offset points", arrowprops=arrow, zorder=3)
    else:
        shape = {"base": "D", "target": "o", "outcome": "s"}.get(row["aspect"], "o")
        face = palette.PAPER if row["comparator"] == "about" else colour
        axes.plot([value], [y], shape, mec=colour, mfc=face, mew=1.6, ms=7 if target else 5.5, zorder=3, clip_on=False)
    weight = "bold" if target else "normal"
    axes.annotate(
        printable(words),
        (value, y),
        xytext=(9 + (14 if row["comparator"] in ("gt", "ge") else 0), 0),
        textcoords="offset points",
        va="center",
        size=base.SMALL,
        weight=weight,
        annotation_clip=False,
    )


def _targets_alt(edition: Edition, names: list[str], groups: dict[str, pd.DataFrame]) -> str:
    parts = []
    for name in names:
        said = []
        for row in records(groups[name]):
            what = alt_name(*labels.whose(row["place"], row["level"], row["aspect"]))
            said.append(say("{whose} {figure}", whose=what, figure=_figure_in_words(row)))
        target = alt_name(*measures.target_name(edition, name))
        parts.append(say("{whose}: {figures}", whose=target, figures=join_clauses(said)))
    return say("{count} targets beside other figures. {targets}.", count=len(names), targets=join_stops(parts))


def _figure_in_words(row: Row) -> str:
    if row["value"] is None:
        if row["comparator"] == "sync":
            return say("in step with growth, no number")
        return code_name(labels.MISSING, row["availability"])
    words = bound_by(row["comparator"], f"{_number(row)}{_unit(row['unit'])}")
    return say("{figure}, inferred", figure=words) if row["availability"] == "bound" else words


_HEDGES: dict[str, labels.Label] = {
    "hedged": ("带保留语", "hedged"),
    "bare": ("无保留语", "bare"),
    "bounded": ("界限", "bounded"),
    "tied": ("与增长同步", "tied to growth"),
}


@house
def hedges(edition: Edition) -> Chart:
    """Draw where each target is mentioned and in which words: hedged, bare, bounded, or not at all.

    >>> hedges(Edition.open()).alt.split(". ")[0]
    'Where each target is named and how: 6 times hedged, 3 times bare'
    """
    data = measures.list_hedges(edition)
    if data.empty:
        raise Fault("data/quantities.csv: no row has a target_id")
    targets = {name: _named(edition, name) for name in dict.fromkeys(data["target_id"])}
    places = {name: pick(*labels.labelled(labels.ROLES, edition.blocks.loc[name, "role"])) for name in data["block"]}
    cells = {key: group for key, group in data.groupby(["target_id", "block"], sort=False)}
    # There are more targets than places, and their names are longer: on a narrow sheet they stand at the side.
    turned = base.is_narrow()
    columns, rows = (places, targets) if turned else (targets, places)
    left, right = (1.12, 0.1) if turned else (base.across(0.95), 0.1)
    width = (base.sheet_width() - left - right) / len(columns)
    head = max(base.pair_height(*label, width - 0.1) for label in columns.values()) + 0.25

    def cell(row: str, column: str) -> pd.DataFrame:
        return cells[(row, column) if turned else (column, row)]

    heights = [
        max(
            base.pair_height(*label, left - 0.2),
            *(
                sum(0.3 + 0.17 * len(base.wrap(words, width - 0.08)) for words in cell(row, column)["words"])
                for column in columns
            ),
        )
        + 0.14
        for row, label in rows.items()
    ]
    wide = base.sheet_width() - 2 * base.MARGIN
    sheet = Sheet(head + sum(heights) + 0.3 + 0.24 * max(line for _, line, _, _ in _key_of_signs(wide)) + 0.32)
    for j, label in enumerate(columns.values()):
        sheet.pair(left + width * (j + 0.5), 0.1, *label, width - 0.1, ha="center")
    for (row, label), y, height in zip(rows.items(), sheet.ruled(head, heights, 0.8), heights, strict=True):
        sheet.label(y, height, *label, left - 0.2)
        for j, column in enumerate(columns):
            _mentions(sheet, cell(row, column), left + width * (j + 0.5), y, height, width)
    y = head + sum(heights)
    sheet.rule(y, 0.8)
    for x, line, kind, words in _key_of_signs(wide):
        _sign(sheet, kind, x + 0.08, y + 0.3 + 0.24 * line)
        sheet.note(x + 0.22, y + 0.3 + 0.24 * line, words)
    return Chart(sheet.figure, _hedges_alt(data, edition), data)


_SIGNS: dict[str, labels.Label] = {
    "hedged": ("带保留语", "hedged"),
    "bare": ("无保留语", "bare"),
    "bounded": ("界限", "limit"),
    "tied": ("无数字", "in words"),
}


def _key_of_signs(wide: float) -> list[tuple[float, int, str, str]]:
    """Place the entries of the key in as many lines as they need: from the left, line, kind and words."""
    placed, x, line = [], base.MARGIN, 0
    for kind, label in _SIGNS.items():
        words = one_of(*label)
        length = 0.22 + base.text_width(words, base.SMALL) + 0.3
        if x + length > wide + base.MARGIN + 0.3:
            x, line = base.MARGIN, line + 1
        placed.append((x, line, kind, words))
        x += length
    return placed


def _sign(sheet: Sheet, kind: str, x: float, y: float) -> None:
    """Draw a ring for a hedged number, a disc for a bare one, a stop for a limit, a lozenge for words alone."""
    if kind == "hedged":
        sheet.page.plot([x], [y], "o", ms=9, mec=palette.COOL, mfc=palette.PAPER, mew=1.6)
        sheet.page.plot([x], [y], "o", ms=3.5, mec=palette.COOL, mfc=palette.COOL)
    elif kind == "bare":
        sheet.page.plot([x], [y], "o", ms=9, mec=palette.STRONG, mfc=palette.STRONG)
    elif kind == "bounded":
        sheet.page.plot([x - 0.06, x + 0.05], [y, y], color=palette.INK, lw=1.6)
        sheet.page.plot([x + 0.05], [y], "|", color=palette.INK, ms=9, mew=2)
    else:
        sheet.page.plot([x], [y], "D", ms=6, mec=palette.INK, mfc=palette.PALE)


def _mentions(sheet: Sheet, rows: pd.DataFrame, x: float, y: float, height: float, width: float) -> None:
    if (rows["hedge"] == "not mentioned").all():
        lines = list(filter(None, pick("未提", "not named")))
        for i, line in enumerate(lines):
            sheet.note(x, y + height / 2 + 0.16 * i - 0.08 * (len(lines) - 1), line, ha="center", style="italic")
        return
    takes = [0.3 + 0.17 * len(base.wrap(words, width - 0.08)) for words in rows["words"]]
    at = y + (height - sum(takes)) / 2
    for row, take in zip(records(rows), takes, strict=True):
        _sign(sheet, row["hedge"], x, at + 0.16)
        for i, line in enumerate(base.wrap(row["words"], width - 0.08)):
            bold = "bold" if row["hedge"] == "bare" else "normal"
            sheet.text(x, at + 0.35 + 0.17 * i, line, ha="center", size=base.TEXT, weight=bold)
        at += take


def _hedges_alt(data: pd.DataFrame, edition: Edition) -> str:
    parts = []
    for place, mentions in groupby(records(data), key=lambda row: str(row["block"])):
        rows = list(mentions)
        named = [row for row in rows if row["hedge"] != "not mentioned"]
        said = [
            say(
                "{target} {words} ({hedge})",
                target=alt_name(*measures.target_name(edition, row["target_id"])),
                words=row["words"],
                hedge=alt_name(*_HEDGES[row["hedge"]]),
            )
            for row in named
        ]
        silent = len({row["target_id"] for row in rows}) - len({row["target_id"] for row in named})
        about = {"whose": code_name(labels.ROLES, edition.row("blocks", place)["role"]), "figures": join_words(said)}
        parts.append(
            say("{whose}: {figures}; {count} not mentioned", **about, count=silent)
            if silent
            else say("{whose}: {figures}", **about)
        )
    bare = int((data["hedge"] == "bare").sum())
    hedged = int((data["hedge"] == "hedged").sum())
    return say(
        "Where each target is named and how: {hedged} times hedged, {bare} times bare. {places}.",
        hedged=hedged,
        bare=bare,
        places=join_stops(parts),
    )
