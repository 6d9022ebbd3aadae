"""One number of one place through the years: what was planned, and beside it what the next report says came of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from jiedu.charts import base, marks, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.marks import Gauge, KeyEntry, Scale, kind_of_mark
from jiedu.charts.words import alt_name, join_clauses, join_stops
from jiedu.display import labels
from jiedu.display.panel_figures import bare_figure
from jiedu.edition import Row, records
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick, say
from jiedu.panel.grid import NONE, cell_of, families_of_panel, scope_sign
from jiedu.panel.opening import Panel
from jiedu.panel.places import NATION, place_in_english

_EARLIER = ("output", "output_industry", "national_income")
"""What the nation planned by before it had a figure of GDP, the widest first."""

_SHORT: dict[str, labels.Label] = {
    "output": ("工农业", "industry and agriculture"),
    "output_industry": ("工业", "industry alone"),
    "national_income": ("国民收入", "national income"),
}
_SHORT_EN = {"output": "both", "output_industry": "industry", "national_income": "income"}
"""What stands in the column of an English chart, where the heading says the whole."""

_ANOTHER = ("另一种数字，标尺也不同", "another number, on another scale")
_ROW, _GAP = 0.225, 0.22
_APART = 0.045
"""Inches by which a target stands above the middle of its row and an outcome below, so that none hides the other."""


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's target and outcome of one family and scope, either of which may be missing; `report`: is it at hand?"""

    year: int
    family: str
    target: Row | None
    outcome: Row | None
    report: bool

    @property
    def said(self) -> bool:
        """Tell whether there is anything but silence."""
        return self.outcome is not None or (self.target is not None and kind_of_mark(self.target) != "absent")

    @property
    def absence(self) -> labels.Label | None:
        """Say why there is no target."""
        if self.target is not None and kind_of_mark(self.target) != "absent":
            return None
        return labels.BOUNDS["absent"] if self.report else labels.NO_REPORT


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Years that share a scale; where they are of several families, each year says of which."""

    family: str
    gauge: Gauge
    years: Sequence[_Year]
    mixed: bool = False


@house
def years(panel: Panel, family: str = "gdp", code: str = NATION) -> Chart:
    """Draw one number of one place year by year: the target by its bound, the outcome as a square on the same scale.

    What is not stated is a row in words, and so are years without a report. The nation planned by other numbers before
    it had a figure of GDP: these stand above, on a scale of their own. Raises Fault for a place or family without any.

    >>> from jiedu import open_panel
    >>> years(open_panel()).alt.split(". ")[0]
    'Growth of GDP of the nation, 1988 to 2026, target and outcome'
    """
    families_of_panel(panel, [family])
    reports = [row for row in records(panel.reports) if row["code"] == code]
    if not reports:
        raise Fault(f"the panel has no report of a place with the code {code!r}")
    at_hand = {row["year"] for row in reports}
    own = _Stretch(family, *_stretch(panel, (family,), code, at_hand))
    if not own.years:
        raise Fault(f"no report of {reports[0]['place']} names a number for {family!r}")
    stretches = [own]
    if code == NATION and family == "gdp":
        before = {year for year in at_hand if year < own.years[0].year}
        earlier = _stretch(panel, _EARLIER, code, before, own.years[0].year)
        if earlier[1]:
            stretches.insert(0, _Stretch(_EARLIER[0], *earlier, mixed=True))
    place = alt_name(reports[0]["place"], place_in_english(reports[0]["place"], code))
    return Chart(_drawn(stretches), _alt(stretches, place), _data(stretches))


def _stretch(
    panel: Panel, families: Sequence[str], code: str, at_hand: set[int], end: int = 9999
) -> tuple[Gauge, list[_Year]]:
    """Give the scale and the years of a number; of several families a year has the one of which it says the most."""
    planned = [row for row in records(panel.targets) if row["code"] == code and row["family"] in families]
    planned = [row for row in planned if row["aim"] == "base" and row["year"] is not None and row["year"] < end]
    came = [row for row in records(panel.outcomes) if row["code"] == code and row["family"] in families]
    came = [row for row in came if row["availability"] == "stated" and row["year"] is not None and row["year"] < end]
    gauge = Gauge.of(planned) if Gauge.of(planned).unit else Gauge.of(came)
    targets: dict[tuple[int, str, str], Row] = {}
    for row in planned:
        key = (row["year"], row["family"], row["scope"])
        # A year may have a rate and an amount: the one on the scale is drawn.
        if key not in targets or (gauge.ends(row) and not gauge.ends(targets[key])):
            targets[key] = row
    outcomes = {(row["year"], row["family"], row["scope"]): row for row in reversed(came) if gauge.ends(row)}
    found = [
        _Year(year, family, targets.get((year, family, scope)), outcomes.get((year, family, scope)), year in at_hand)
        for year, family, scope in dict.fromkeys([*targets, *outcomes])
    ]
    kept: list[_Year] = []
    for year in sorted({one.year for one in found} | at_hand):
        here = [one for one in found if one.year == year]
        said = [one for one in here if one.said]
        if len(families) > 1:
            best = sorted(said, key=lambda one: (-_says(one, gauge), families.index(one.family)))[:1]
            kept += best or [_Year(year, families[0], None, None, year in at_hand)]
        else:
            kept += sorted(said, key=_scope) or here[:1] or [_Year(year, families[0], None, None, year in at_hand)]
    while kept and not kept[0].said:
        kept.pop(0)
    return gauge, kept if any(one.said for one in kept) else []


def _scope(one: _Year) -> int:
    row = one.target or one.outcome
    return list(labels.SCOPES).index(row["scope"]) if row is not None else 0


def _says(one: _Year, gauge: Gauge) -> int:
    target = one.target is not None and gauge.ends(one.target) is not None
    return 2 * target + (one.outcome is not None)


def _rows(years: Sequence[_Year]) -> Iterator[_Year | tuple[int, int]]:
    """Give the years, and between them the stretches of years of which nothing is at hand."""
    last = None
    for one in years:
        if last is not None and one.year > last + 1:
            yield last + 1, one.year - 1
        last = one.year
        yield one


_YEAR, _TARGET, _OUTCOME = 0.42, 0.62, 0.6
"""Inches that the columns of the years and of the figures take."""


def _drawn(stretches: Sequence[_Stretch]) -> base.Figure:
    wide = base.sheet_width() - 2 * base.MARGIN
    shown = [one for stretch in stretches for one in stretch.years]
    kinds = {kind_of_mark(one.target) for one in shown if one.target is not None} - {"absent", "none set"}
    told = [one.outcome for one in shown if one.outcome is not None]
    entries = marks.entries_of(kinds)
    entries += [KeyEntry("outcome", labels.OUTCOME)] if any(not row["preliminary"] for row in told) else []
    entries += [KeyEntry("estimate", labels.ESTIMATE)] if any(row["preliminary"] for row in told) else []
    key = marks.key_height(entries, wide)
    heads = [_head_height(stretch, wide) for stretch in stretches]
    heights = [sum(_GAP if isinstance(row, tuple) else _ROW for row in _rows(s.years)) for s in stretches]
    sheet = Sheet(0.1 + key + 0.12 + sum(heads) + sum(heights) + 0.22 * len(stretches) + 0.1)
    marks.draw_key(sheet, entries, base.MARGIN, 0.08, wide)
    y = 0.1 + key + 0.12
    for stretch, head, height in zip(stretches, heads, heights, strict=True):
        _draw_stretch(sheet, stretch, y, head, height)
        y += head + height + 0.22
    return sheet.figure


def _head_height(stretch: _Stretch, wide: float) -> float:
    zh, en = _heading(stretch)
    return base.pair_height(zh, en, wide) + 0.1 + (0.42 if language() == BOTH else 0.26)


def _heading(stretch: _Stretch) -> labels.Label:
    zh, en = stretch.gauge.head(stretch.family, base.sheet_width())
    if not stretch.mixed:
        return zh, en
    used = dict.fromkeys(one.family for one in stretch.years if one.said)
    which = "; ".join(" ".join(_SHORT[name]) for name in _EARLIER if name in used)
    if language() == "en":
        which = "; ".join(f"{_SHORT_EN[name]}: {_SHORT[name][1]}" for name in _EARLIER if name in used)
    return pick(f"{zh}（{_ANOTHER[0]}）", f"{en}: {_ANOTHER[1]}. {which}")


def _draw_stretch(sheet: Sheet, stretch: _Stretch, top: float, head: float, height: float) -> None:
    wide = base.sheet_width() - 2 * base.MARGIN
    sheet.rule(top, 1.2)
    zh, en = _heading(stretch)
    sheet.pair(base.MARGIN, top + 0.08, zh, en, wide, weight="bold")
    names = max((base.text_width(_name(one, stretch), base.SMALL) for one in stretch.years), default=0.0)
    target = base.MARGIN + _YEAR + (names + 0.08 if names else 0.0)
    outcome = target + max(
        _TARGET, *(base.text_width(_figure(one.target, bare_figure), base.SMALL, "bold") + 0.1 for one in stretch.years)
    )
    left = outcome + max(
        _OUTCOME, *(base.text_width(_came(one, bare_figure), base.SMALL) + 0.12 for one in stretch.years)
    )
    body = top + head
    for x, label in ((target, labels.ASPECTS["target"]), (outcome, labels.OUTCOME)):
        halves = list(filter(None, pick(*label)))
        for i, half in enumerate(halves):
            sheet.note(x, body - (0.28 if i < len(halves) - 1 else 0.12), half)
    scale = _scale(stretch, left + 0.14, base.sheet_width() - base.MARGIN - 0.2)
    scale.draw(sheet, body - 0.12, body, body + height, (left, base.sheet_width()))
    scale.draw(sheet, body + height + 0.1, body, body + height, (left, base.sheet_width()))
    y = body
    for row in _rows(stretch.years):
        if isinstance(row, tuple):
            _draw_gap(sheet, row, y)
            y += _GAP
            continue
        # A heavier line every ten years lets the eye count.
        sheet.rule(y, 0.9 if row.year % 10 == 0 else 0.35)
        middle = y + _ROW / 2
        sheet.text(base.MARGIN, middle, str(row.year), size=base.SMALL)
        sheet.note(base.MARGIN + _YEAR, middle, _name(row, stretch))
        sheet.text(target, middle, _figure(row.target, bare_figure), size=base.SMALL, weight="bold")
        sheet.text(outcome, middle, _came(row, bare_figure), size=base.SMALL)
        _draw_year(sheet, stretch.gauge, scale, row, middle)
        y += _ROW
    sheet.rule(body + height, 0.9)


def _scale(stretch: _Stretch, left: float, right: float) -> Scale:
    """Fit the scale of a stretch; rates begin at zero, so that lengths can be compared."""
    rows = [row for one in stretch.years for row in (one.target, one.outcome) if row is not None]
    values = [value for row in rows for value in stretch.gauge.ends(row) or ()]
    return Scale.around([*values, *([0.0] if stretch.gauge.unit == "%" else [])], left, right)


def _draw_gap(sheet: Sheet, gap: tuple[int, int], y: float) -> None:
    first, last = gap
    said = str(first) if first == last else f"{first}{'—' if language() == 'zh' else '–'}{last}"
    sheet.page.fill_between(
        [base.MARGIN, base.sheet_width() - base.MARGIN], y, y + _GAP, color=palette.PALE, lw=0, zorder=1
    )
    sheet.note(base.MARGIN, y + _GAP / 2, f"{said}  {one_of(*labels.NO_REPORT)}", zorder=3)


def _draw_year(sheet: Sheet, gauge: Gauge, scale: Scale, one: _Year, y: float) -> None:
    places = []
    target = one.target
    ends = gauge.ends(target) if target is not None else None
    came = gauge.ends(one.outcome) if one.outcome is not None else None
    apart = _APART if ends and came else 0.0
    if ends and came:
        sheet.page.plot([scale.at(ends[0]), scale.at(came[0])], [y, y], color=palette.LINE, lw=2.2, zorder=2)
    if target is not None and ends:
        low, high = sorted(map(scale.at, ends))
        kind = kind_of_mark(target)
        marks.draw_mark(sheet, kind, low, y - apart, high if kind == "range" else None, marks.is_fall(target))
        places += [low, high]
    if one.outcome is not None and came:
        x = scale.at(came[0])
        marks.draw_outcome(sheet, one.outcome, x, y + apart)
        places += [x, x + (marks.REACH if one.outcome["comparator"] in ("ge", "gt") else 0.0)]
    # Where an outcome leaves no room on either side for both languages, the Chinese stands alone.
    left, right = scale.left - 0.1, max(places, default=0.0) + 0.12
    for words in _in_words(one, gauge):
        length = base.text_width(words, base.SMALL)
        before = left + length < min(places, default=base.sheet_width()) - 0.1
        if before or right + length < base.sheet_width() - base.MARGIN:
            sheet.note(left if before else right, y, words)
            break


def _in_words(one: _Year, gauge: Gauge) -> tuple[str, ...]:
    """Write why there is no target on the scale, in the language printed in; of both, also in Chinese alone."""
    label = one.absence
    if label is None and one.target is not None and gauge.ends(one.target) is None:
        label = labels.OTHER_UNIT if one.target["value"] is not None else labels.BOUNDS[kind_of_mark(one.target)]
    if label is None:
        return ()
    short = label[1].removesuffix(" at hand") if language() == "en" else label[0]
    return tuple(dict.fromkeys((one_of(*label), short)))


def _name(one: _Year, stretch: _Stretch) -> str:
    if stretch.mixed:
        short = _SHORT_EN[one.family] if language() == "en" else _SHORT[one.family][0]
        return short if one.said else ""
    row = one.target or one.outcome
    if row is not None and language() == "en":
        return labels.labelled(labels.SCOPES, row["scope"])[1]
    return scope_sign(row | {"aim": "base"}) if row is not None else ""


def _figure(row: Row | None, write: Callable[[Row], str] = cell_of) -> str:
    return NONE if row is None or row["value"] is None else write(row)


def _came(one: _Year, write: Callable[[Row], str] = cell_of) -> str:
    return NONE if one.outcome is None else write(one.outcome | {"strive": ""})


def _data(stretches: Sequence[_Stretch]) -> pd.DataFrame:
    rows = [
        {
            "year": one.year,
            "family": one.family,
            "scope": (one.target or one.outcome or {"scope": "all"})["scope"],
            "target": _figure(one.target),
            "outcome": _came(one),
            "preliminary": one.outcome["preliminary"] if one.outcome is not None else "",
            "absence": one.absence[1] if one.absence else "",
        }
        for stretch in stretches
        for one in stretch.years
    ]
    return pd.DataFrame(rows, dtype=object)


def _alt(stretches: Sequence[_Stretch], place: str) -> str:
    parts = []
    for stretch in reversed(stretches):
        said = [_year_in_words(one, stretch.mixed) for one in stretch.years]
        about = {
            "family": alt_name(*labels.family_label(stretch.family)),
            "place": place,
            "first": stretch.years[0].year,
            "last": stretch.years[-1].year,
            "years": join_clauses(said),
        }
        parts.append(
            say(
                "{family} of {place}, {first} to {last}, target and outcome ({other}). {years}",
                **about,
                other=alt_name(*_ANOTHER),
            )
            if stretch.mixed
            else say("{family} of {place}, {first} to {last}, target and outcome. {years}", **about)
        )
    return say("{sentences}.", sentences=join_stops(parts))


def _year_in_words(one: _Year, mixed: bool) -> str:
    when = say("{year}", year=one.year)
    if mixed and one.said:
        when = say("{year} {family}:", year=one.year, family=alt_name(*labels.family_label(one.family)))
    target = alt_name(*one.absence) if one.absence else marks.target_in_words(one.target or {})
    if one.outcome is None:
        return say("{when} {target}", when=when, target=target)
    about = {
        "when": when,
        "target": target,
        "outcome": marks.target_in_words({**marks.TARGET_DEFAULTS, **one.outcome}),
    }
    if one.outcome["preliminary"]:
        return say("{when} {target}, outcome {outcome}, estimated", **about)
    return say("{when} {target}, outcome {outcome}", **about)
