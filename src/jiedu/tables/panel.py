"""Tables of a panel: targets side by side, what changed, what came of them, how reports and the page measure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import dropwhile, product
from statistics import median

import pandas as pd

from jiedu.display import html, labels
from jiedu.display.html import Safe
from jiedu.display.panel_figures import amount_in_english, bare_figure, panel_figure
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, records
from jiedu.language import in_digits, language, one_of, say
from jiedu.panel.grid import (
    CHANGES,
    KEY,
    KEY_IN_ENGLISH,
    NONE,
    cell_of,
    changes_frame,
    families_of_panel,
    grid,
    in_magnitude,
    rows_of_grid,
)
from jiedu.panel.measuring import RATES, measure_values, measures_of
from jiedu.panel.opening import Panel
from jiedu.panel.places import place_in_english
from jiedu.reports.columns import SAMPLES
from jiedu.tables.base import Table, count_in, defined, in_sentences, render


def _place_column() -> Column:
    return Column("地方", "place", lambda row: html.of_page(row["place"], place_in_english(row["place"], row["code"])))


def _year_column() -> Column:
    return Column("年份", "year", lambda row: "" if row["year"] is None else str(row["year"]), "right")


def _cell(rows: Sequence[Row]) -> Safe:
    """Write the targets of a family below each other, each an anchor under its own id."""
    said = [row for row in rows if cell_of(row) != NONE]
    if not said:
        return Safe("").join(Safe('<span id="{}" class="jd-none">—</span>').format(row["id"]) for row in rows[:1])
    return Safe("<br>").join(
        Safe('<a class="jd-amount" id="{0}" href="#{0}" title="{1}">{2}</a>{3}').format(
            row["id"], row["surface"], _spoken(panel_figure(row)), _state(row)
        )
        for row in said
    )


def _spoken(figure: str) -> Safe:
    """Say of a figure that it is Chinese, but of one of an English edition."""
    return Safe.escape(figure) if language() == "en" else html.chinese(figure)


def _state(row: Row) -> Safe:
    mark = {"machine": "°", "corrected": "*"}.get(row["state"], "")
    return Safe('<span class="jd-none">{}</span>').format(mark) if mark else Safe("")


def _states() -> str:
    return say(
        "° read by machine alone; * corrected by a coder; the others were read by a coder too, without sight of it."
    )


def side_by_side(panel: Panel, families: Sequence[str] = (), by: str = "place") -> Table:
    """Set targets side by side: a row a report, a column a family; on a page of the book it can be sorted.

    >>> from jiedu import open_panel
    >>> side_by_side(open_panel().only("province", 2025), ["gdp", "cpi"]).data.columns.tolist()[-2:]
    ['gdp', 'cpi']
    """
    names = families_of_panel(panel, families)
    data = grid(panel, names, by)
    own = rows_of_grid(panel)

    def cell(name: str) -> Callable[[Row], Safe]:
        return lambda row: _cell(own.get((row["report"], row["year"], name), []))

    columns = [_place_column()]
    if data["year"].nunique() > 1:
        columns.append(_year_column())
    columns += [Column(*labels.family_label(name), cell(name), "right") for name in names]
    unread = any(not own.get((row["report"], row["year"], name)) for row in records(data) for name in names)
    note = in_sentences(
        say("{key}.", key=defined(KEY_IN_ENGLISH if language() == "en" else KEY)),
        say("For an empty cell the table of targets has no row.") if unread else "",
        _states(),
    )
    return render(
        panel,
        "targets-by-" + by,
        data,
        columns,
        one_of("预期目标对照", "Targets side by side"),
        note,
        sortable=True,
    )


def bounds(panel: Panel, families: Sequence[str] = ()) -> Table:
    """Count how the numbers of targets are bound: a row for each measure and family, a column for each word.

    Counted are the targets that all reports set as their base, in the list or the plan; one without a number is in no
    column. Raises Fault for a family that there is not.

    >>> from jiedu import open_panel
    >>> bounds(open_panel().only("province", 2025), ["gdp"]).data.to_dict("records")
    [{'measure': 'growth', 'family': 'gdp', 'numbers': 26, 'about': 18, 'ge': 7, 'range': 1}]
    """
    names = families_of_panel(panel, families)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in records(panel.targets):
        if row["aim"] == "base" and row["value"] is not None:
            counts[row["measure"], row["family"]][row["comparator"]] += 1
    kinds = [kind for kind in product(labels.PANEL_MEASURES, names) if kind in counts]
    words = [word for word in labels.COMPARATORS if any(counts[kind][word] for kind in kinds)]
    rows = [[*kind, counts[kind].total(), *(counts[kind][word] for word in words)] for kind in kinds]
    data = pd.DataFrame(rows, columns=["measure", "family", "numbers", *words], dtype=object)
    columns = [
        Column("目标", "target", lambda row: html.label(*labels.family_label(row["family"]))),
        Column("数字是", "the number is", lambda row: html.label(*labels.PANEL_MEASURES[row["measure"]])),
        Column("有数字的", "with a number", lambda row: str(row["numbers"]), "right"),
        *(Column(*labels.COMPARATORS[word], count_in(word), "right") for word in words),
    ]
    note = in_sentences(
        say("Out of {count} reports at hand; what has no number is counted nowhere.", count=len(panel.reports)),
        say("A figure for towns and one for the country are two; a word that binds none has no column."),
    )
    return render(panel, "bounds", data, columns, one_of("数字如何限定", "How numbers are bound"), note)


def changed(panel: Panel, first: int, second: int, families: Sequence[str] = ()) -> Table:
    """List what became of targets from one year to another, place by place.

    >>> from jiedu import open_panel
    >>> changed(open_panel(), 2024, 2025, ["cpi"]).data.loc[0, ["before", "after", "change"]].tolist()
    ['≈3', '≈2', 'lowered']
    """
    data = changes_frame(panel, first, second, families)
    targets = {row["id"]: row for row in records(panel.targets)}

    def side(name: str) -> Callable[[Row], Safe]:
        def cell(row: Row) -> Safe:
            if not row[f"id_{name}"] or row[name] == NONE:
                return html.chinese(row[name])
            return html.link(row[f"id_{name}"], bare_figure(targets[row[f"id_{name}"]]))

        return cell

    columns = [
        _place_column(),
        Column("目标", "target", lambda row: html.label(*labels.family_label(row["family"], row["scope"]))),
        Column(str(first), "before", side("before"), "right"),
        Column(str(second), "after", side("after"), "right"),
        Column("变化", "change", lambda row: html.label(*labels.change_label(row["change"]))),
    ]
    note = say("{key}.", key=defined({_word(word): meaning for word, meaning in CHANGES.items()}))
    caption = one_of("目标变化", say("What changed, {first} to {second}", first=first, second=second))
    return render(panel, f"changes-{first}-{second}", data, columns, caption, note)


def _word(change: str) -> str:
    """Name what became of a target: in Chinese by its label, else by its word."""
    zh, en = labels.change_label(change)
    return zh if language() == "zh" else en


def outcomes(panel: Panel, families: str | Sequence[str], code: str) -> Table:
    """Set what one place planned, year by year, beside what the next report says came of it.

    >>> from jiedu import open_panel
    >>> outcomes(open_panel(), "gdp", "100000").data["year"].max()
    2026
    """
    names = [families] if isinstance(families, str) else list(families)
    targets = _by_year(records(panel.targets[panel.targets["code"] == code]))
    told = _by_year(records(panel.outcomes[panel.outcomes["code"] == code]))
    keys = sorted({key for key in (*targets, *told) if key[0] in names}, key=lambda key: (names.index(key[0]), key[1]))
    rows = [
        _planned_and_told(name, year, targets.get((name, year), []), told.get((name, year), [])) for name, year in keys
    ]
    # Before a number is first named its silence is no finding.
    rows = list(dropwhile(lambda row: row["target"] == NONE and row["outcome"] == NONE, rows))
    data = pd.DataFrame([row for row in rows if row["planned"] or row["outcome"] != NONE], dtype=object)

    def came(row: Row) -> Safe:
        if row["outcome"] == NONE:
            return html.absent(say("not told in a report at hand"))
        anchor = Safe('<a class="jd-amount" id="{0}" href="#{0}" title="{1}">{2}</a>{3}')
        return Safe("<br>").join(
            anchor.format(one["id"], one["surface"], _spoken(_told_figure(one)), _state(one))
            + html.sub(html.in_line(one["preliminary"], "estimated") if one["preliminary"] else "")
            for one in row["told"]
        )

    def planned(row: Row) -> Safe:
        said = [one for one in row["planned"] if cell_of(one) != NONE]
        words = [html.link(one["id"], bare_figure(one)) + _state(one) for one in said]
        return Safe("<br>").join(words) if words else html.absent(NONE)

    english = language() == "en"

    def difference(row: Row) -> str:
        if row["difference"] is None:
            return html.absent(say("none to tell"))
        sign, size = "+" if row["difference"] > 0 else "−" if row["difference"] < 0 else "", abs(row["difference"])
        return sign + (
            amount_in_english({"value": size, "value_high": None, "unit": ""}) if english else in_magnitude(size)
        )

    columns = [Column("年份", "year", lambda row: str(row["year"]))]
    if len(names) > 1:
        columns.insert(0, Column("指标", "of what", lambda row: html.label(*labels.family_label(row["family"]))))
    columns += [
        Column("目标", "target", planned, "right"),
        Column("次年报告所述结果", "as the next report says", came, "right"),
        Column("结果减目标", "outcome less target", difference, "right"),
    ]
    caption = ("；" if language() == "zh" else "; ").join(one_of(*labels.family_label(name)) for name in names)
    shown = data.drop(columns=["planned", "told"])
    note = in_sentences(
        say("Of a range the nearer end is taken off."),
        say("A word below an outcome calls it an estimate."),
        _states(),
    )
    return render(panel, f"outcomes-{names[0]}", data, columns, caption, note, shown)


def _by_year(rows: Sequence[Row]) -> dict[tuple[str, int], list[Row]]:
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        if row["year"] is not None and row["availability"] != "not found":
            found.setdefault((row["family"], row["year"]), []).append(row)
    return found


def _told(row: Row) -> str:
    return labels.scoped(row | {"aim": "base"}, cell_of(row | {"strive": "", "direction": ""}))


def _told_figure(row: Row) -> str:
    """Write an outcome in a table; the file of its data has it as `_told` does."""
    return panel_figure(row | {"aim": "base", "strive": "", "direction": ""})


def _planned_and_told(family: str, year: int, planned: Sequence[Row], told: Sequence[Row]) -> Row:
    told = [row for row in told if row["availability"] == "stated"]
    pairs = (
        (one, other)
        for one in planned
        for other in told
        if one["value"] is not None and (one["measure"], one["scope"]) == (other["measure"], other["scope"])
    )
    return {
        "family": family,
        "year": year,
        "target": " ".join(words for row in planned if (words := cell_of(row)) != NONE) or NONE,
        "outcome": " ".join(map(_told, told)) or NONE,
        "difference": next((_apart(one, other) for one, other in pairs), None),
        "preliminary": " ".join(row["preliminary"] for row in told if row["preliminary"]),
        "planned": planned,
        "told": told,
    }


def _apart(target: Row, outcome: Row) -> Decimal:
    """Give how far an outcome lies from its target: from the nearer end of a range, and nothing within it."""
    low = target["value"]
    high = low if target["value_high"] is None else target["value_high"]
    came = outcome["value"]
    return Decimal(came - low if came < low else came - min(came, high))


def measures_beside(panel: Panel) -> Table:
    """Set the page, measured by hand and by machine, beside the county, province and national reports.

    >>> from jiedu import open_panel
    >>> measures_beside(open_panel()).data["measure"].tolist()[3]
    'share_number'
    """
    rows = measures_of(panel)
    data = pd.DataFrame([_measure(rows, name) for name in RATES], dtype=object)

    ids = {row["by"]: row["id"] for row in rows if row["level"] == "page"}

    def page(by: str) -> Callable[[Row], Safe]:
        def cell(row: Row) -> Safe:
            # A row of the table of measures is a column here: its anchor is where that begins.
            anchor = Safe(' id="{}"').format(ids[by]) if row["measure"] == RATES[0] and by in ids else Safe("")
            return Safe("<span{}>{}</span>").format(anchor, _number(row[by]))

        return cell

    def spread(level: str) -> Callable[[Row], Safe]:
        return lambda row: html.two(
            _number(row[level]), f"{_number(row[f'{level}_low'])}–{_number(row[f'{level}_high'])}"
        )

    columns = [
        Column("度量", "measure", lambda row: html.label(*labels.labelled(labels.MEASURED, row["measure"]))),
        Column("本版，人工", "the page, by hand", page("hand"), "right"),
        Column("本版，机器", "the page, by machine", page("machine"), "right"),
        *(Column(f"{zh}中位数", f"{en}, median", spread(level), "right") for level, (zh, en) in labels.LEVELS.items()),
        Column("低于本版的县", "counties below the page", lambda row: f"{row['below']} / {row['counties']}", "right"),
    ]
    note = in_sentences(
        say("Below each median the lowest and the highest."),
        say(
            "All but the first column are counted by the same machine; the last holds its county reports against its "
            "own figure of the page."
        ),
    )
    return render(panel, "measures", data, columns, one_of("本版与各级报告", "The page beside the reports"), note)


def _measure(rows: Sequence[Row], name: str) -> Row:
    page = {row["by"]: row[name] for row in rows if row["level"] == "page"}
    found: Row = {"measure": name, "hand": page.get("hand"), "machine": page.get("machine")}
    for level in labels.LEVELS:
        values = measure_values(rows, name, level)
        found |= {level: median(values), f"{level}_low": min(values), f"{level}_high": max(values)}
    counties = measure_values(rows, name, "county")
    machine = found["machine"]
    return found | {"below": sum(value < machine for value in counties), "counties": len(counties)}


def _number(value: Decimal | None) -> str:
    return html.absent(say("none")) if value is None else f"{value:.1f}"


def panel_agreement(edition: Edition) -> Table:
    """Show how far readers and machine agree, sample by sample.

    >>> int(panel_agreement(Edition.open()).data["undecided"].sum())
    0
    """
    data = edition.optional("panel-agreement")

    def share(row: Row) -> Safe:
        anchor = Safe('<a class="jd-amount" id="{0}" href="#{0}">{1}</a>')
        return anchor.format(row["id"], f"{in_digits(row['agreed'])} / {in_digits(row['cells'])}")

    columns = [
        Column("样本", "sample", lambda row: say(SAMPLES[row["sample"]])),
        Column("表", "table", lambda row: html.label(*labels.labelled(labels.PANEL_TABLES, row["table"]))),
        Column("报告", "reports", lambda row: str(row["reports"]), "right"),
        Column("一致 / 单元格", "agreed / cells", share, "right"),
        Column("机器正确", "the machine was right", lambda row: str(row["machine_right"]), "right"),
        Column("读者正确，已更正", "the reader was right: corrected", lambda row: str(row["reader_right"]), "right"),
    ]
    note = say("A cell agrees where value, bound and place in the report are the same, or both find nothing.")
    caption = one_of("编码与机读", "Read by coders and by machine")
    return render(edition, "panel-agreement", data, columns, caption, note)
