"""Targets side by side: a cell for each place or year and family, and what changed from one year to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from jiedu.edition.loading import records
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.panel.opening import Panel
from jiedu.panel.rows import Row
from jiedu.reports.families import BY_NAME
from jiedu.text.characters import MAGNITUDE_POWERS
from jiedu.vocabulary import COMPARATOR_SIGNS

NONE = "—"
NONE_SET = "未设"
SYNC = "同步"
IN_WORDS = "无数字"

KEY = {
    "≈5": "about, 左右",
    "≥5": "at least, 以上",
    "≤5": "at most, 以内",
    "5": "the number alone",
    "4–5": "a range",
    "(5)": "not in the list of targets, but in the plan",
    "↓3": "a fall",
    "→8": "striven for beyond the target",
    "城 乡": "of towns, of the country",
    "力争": "a word of striving before the number",
    SYNC: "tied to another figure, no number",
    IN_WORDS: "named without a number",
    NONE_SET: "the report says that none was set",
    NONE: "not stated",
}
"""What a cell may hold, and what it means."""

IN_ENGLISH = {"力争": "strive", SYNC: "tied", IN_WORDS: "in words", NONE_SET: "none set"}
"""What a cell of an English edition has for the Chinese words of a cell."""

KEY_IN_ENGLISH = {
    "≈5": "about",
    "≥5": "at least",
    "≤5": "at most",
    # Towns and country are called so.
    **{IN_ENGLISH.get(sign, sign): said for sign, said in list(KEY.items())[3:] if sign != "城 乡"},
}
"""The same of the cells of an English edition."""

_SCOPE_SIGNS = {"all": "", "urban": "城", "rural": "乡", "exports": "出口"}
_ORDER = {"all": 0, "urban": 1, "rural": 2, "exports": 3}


def cell_of(row: Row) -> str:
    """Write one target as a cell: sign of its bound, word of striving, number in its magnitude, unit unless per cent.

    >>> row = {"availability": "stated", "value": Decimal(260000), "value_high": None, "unit": "人", "scope": "all"}
    >>> cell_of(row | {"comparator": "ge", "strive": "力争"})
    '力争≥26万人'
    >>> cell_of(row | {"availability": "not stated", "value": None, "comparator": "", "strive": ""})
    '—'
    """
    if row["value"] is None:
        if row["availability"] == "not ratable":
            return SYNC if row["comparator"] == "sync" else IN_WORDS
        return NONE_SET if row["availability"] == "none set" else NONE
    sign = COMPARATOR_SIGNS.get(row["comparator"], "") if row["comparator"] not in ("eq", "range", "other") else ""
    high = row["value_high"]
    number = in_magnitude(row["value"]) + (f"–{in_magnitude(high)}" if high is not None else "")
    unit = "" if row["unit"] == "%" else row["unit"]
    words = f"{row['strive']}{sign}{'↓' if row.get('direction') == 'down' else ''}{number}{unit}"
    return f"({words})" if row["availability"] == "in the plan" else words


def in_magnitude(value: Decimal) -> str:
    """Write a number with 万 or 亿 where it is that large, without an exponent or empty decimals.

    >>> in_magnitude(Decimal("5.50")), in_magnitude(Decimal("12000000")), in_magnitude(Decimal("1.4E+12"))
    ('5.5', '1200万', '14000亿')
    """
    for sign in ("亿", "万"):
        size = Decimal(10) ** MAGNITUDE_POWERS[sign]
        if abs(value) >= size:
            return f"{_plain(value / size)}{sign}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def families_of_panel(panel: Panel, wanted: Sequence[str] = ()) -> list[str]:
    """Give the families to be compared: those wanted, each once, or all of which any report of the panel speaks.

    Raises Fault for a family that there is not.
    """
    known = list(dict.fromkeys(panel.targets["family"]))
    unknown = [name for name in wanted if name not in BY_NAME and name not in known]
    if unknown:
        names = ", ".join(dict.fromkeys([*BY_NAME, *known]))
        raise Fault(
            tell("there is no family {family!r}: it is one of {known}", family=safe_name(unknown[0]), known=names)
        )
    silent = panel.targets["availability"].isin(["not stated", "not found"])
    said = set(panel.targets.loc[~silent, "family"])
    return list(dict.fromkeys(wanted)) or [name for name in known if name in said]


def grid(panel: Panel, families: Sequence[str] = (), by: str = "place") -> pd.DataFrame:
    """Set targets side by side: a row for each report and year planned, a column for each family.

    Cells are as `cell_of` writes them. Rows are in the order of the panel, or with `by="year"` of the years. Before
    the families stand the columns report, place, code, level, year.
    """
    names = families_of_panel(panel, families)
    own = rows_of_grid(panel)
    rows = []
    reports = {row["id"]: row for row in records(panel.reports)}
    for report, year in dict.fromkeys((report, year) for report, year, _ in own):
        about = reports[report]
        line = {"report": report, "place": about["place"], "code": about["code"], "level": about["level"], "year": year}
        rows.append(line | {name: join_cells(own.get((report, year, name), [])) for name in names})
    if by == "year":
        rows.sort(key=lambda row: (row["year"] or 0, row["code"]))
    return pd.DataFrame(rows, columns=["report", "place", "code", "level", "year", *names], dtype=object)


def rows_of_grid(panel: Panel) -> dict[tuple[str, int | None, str], list[Row]]:
    """Give the targets by report, year and family: towns and country in this order, the base before what is beyond."""
    found: dict[tuple[str, int | None, str], list[Row]] = {}
    for row in records(panel.targets):
        found.setdefault((row["report"], row["year"], row["family"]), []).append(row)
    return {key: sorted(rows, key=_place_in_cell) for key, rows in found.items()}


def _place_in_cell(row: Row) -> tuple[int, bool]:
    return _ORDER.get(row["scope"], len(_ORDER)), row["aim"] != "base"


def join_cells(rows: Iterable[Row]) -> str:
    """Join the targets of a family in one cell: towns and country apart, what is striven for behind the base.

    >>> join_cells([])
    '—'
    """
    return " ".join(scope_sign(row) + words for row in rows if (words := cell_of(row)) != NONE) or NONE


def scope_sign(row: Row) -> str:
    """Give what tells targets of one family apart in a cell: whose figure it is, and → for what is beyond the base."""
    return ("→" if row["aim"] == "stretch" else "") + _SCOPE_SIGNS.get(row["scope"], "")


CHANGES = {
    "raised": "the number went up; of a range its middle",
    "lowered": "the number went down",
    "hedged": "左右 (about) or a word of striving came to it",
    "unhedged": "左右 (about) or the word of striving went",
    "other bound": "the same number is bound in another way",
    "unchanged": "the same number, bound alike",
    "dropped": "a number before, none now",
    "new": "a number now, none before",
}
"""What can have become of a target from one year to another; a change of number and one of hedge may come together."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold what became of one target: the rows of the two years, either of which may be missing, and the words."""

    place: str
    family: str
    scope: str
    before: Row | None
    after: Row | None
    words: tuple[str, ...]


def changes(panel: Panel, first: int, second: int, families: Sequence[str] = ()) -> list[Change]:
    """Compare the targets that places set for two years; places with a report of one year alone are left out.

    A level is held against a level, growth against growth. Raises Fault where no place has both years.
    """
    names = set(families_of_panel(panel, families))
    rows = [row for row in records(panel.targets) if row["aim"] == "base" and row["family"] in names]
    # Reports of which no place is known are of no one place.
    rows = [row for row in rows if row["code"] or row["place"]]
    years = {(row["code"] or row["place"], row["year"]): row["place"] for row in rows}
    both = [place for place, year in years if year == first and (place, second) in years]
    if not both:
        raise Fault(
            tell("no place of the panel has a report of {first} and one of {second}", first=first, second=second)
        )
    found = []
    for place in both:
        before, after = (
            {_key(row): row for row in rows if (row["code"] or row["place"]) == place and row["year"] == year}
            for year in (first, second)
        )
        for key in dict.fromkeys([*before, *after]):
            one, other = before.get(key), after.get(key)
            words = _change(one, other)
            if words:
                found.append(Change(years[place, first], key[0], key[1], one, other, words))
    return found


def _key(row: Row) -> tuple[str, str, str]:
    usual = BY_NAME[row["family"]].usual if row["family"] in BY_NAME else "growth"
    return row["family"], row["scope"], row["measure"] or usual


def _change(before: Row | None, after: Row | None) -> tuple[str, ...]:
    old, new = (row if row is not None and row["value"] is not None else None for row in (before, after))
    if old is None and new is None:
        return ()
    if old is None:
        return ("new",)
    if new is None:
        return ("dropped",)
    moved = _middle(new) - _middle(old)
    words = ["raised" if moved > 0 else "lowered"] if moved else []
    if is_hedged(new) != is_hedged(old):
        words.append("hedged" if is_hedged(new) else "unhedged")
    elif not moved and new["comparator"] != old["comparator"]:
        words.append("other bound")
    return tuple(words) or ("unchanged",)


def _middle(row: Row) -> Decimal:
    high = row["value_high"]
    return Decimal(row["value"] if high is None else (row["value"] + high) / 2)


CHANGED = ("place", "code", "family", "scope", "before", "after", "change", "id_before", "id_after")
"""The columns of `changes_frame`."""


def changes_frame(panel: Panel, first: int, second: int, families: Sequence[str] = ()) -> pd.DataFrame:
    """Give what `changes` finds as a table: cells as `cell_of` writes them, with the ids of their rows."""
    found = changes(panel, first, second, families)
    return pd.DataFrame([_changed_row(change) for change in found], columns=list(CHANGED), dtype=object)


def _changed_row(change: Change) -> Row:
    rows = {"before": change.before, "after": change.after}
    code = next(row["code"] for row in rows.values() if row is not None)
    cells = {name: cell_of(row) if row is not None else NONE for name, row in rows.items()}
    ids = {f"id_{name}": row["id"] if row is not None else "" for name, row in rows.items()}
    about = {"place": change.place, "code": code, "family": change.family, "scope": change.scope}
    return about | cells | {"change": ", ".join(change.words)} | ids


def is_hedged(row: Row) -> bool:
    """Tell whether a target is softened: 左右, or a word of striving.

    >>> is_hedged({"comparator": "about", "strive": ""}), is_hedged({"comparator": "ge", "strive": ""})
    (True, False)
    """
    return row["comparator"] == "about" or bool(row["strive"])
