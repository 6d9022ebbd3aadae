"""The panel with a row a report: each family's target and last year's outcome beside the measures."""

from collections.abc import Iterable, Iterator

from jiedu.panel.rows import Row, Tables, name_in_id
from jiedu.reports.columns import PANEL, OutputColumn
from jiedu.reports.families import FAMILIES
from jiedu.reports.outcomes import FAMILIES_REPORTED
from jiedu.vocabulary import COMPARATORS

_KEYS = ("id", "file", "place", "code", "level", "year")
_INCOMES = ("income", "income_urban", "income_rural")


def _names() -> list[str]:
    """Name the targets that have columns: every family in its usual measure, income also of towns and country."""
    names = [family.name for family in FAMILIES]
    at = names.index("income")
    return [*names[:at], *_INCOMES, *names[at + 1 :]]


NAMES = _names()
_REPORTED = [name for name in NAMES if name in FAMILIES_REPORTED or name in _INCOMES]


def wide_columns() -> tuple[OutputColumn, ...]:
    """Describe the columns of the wide table.

    >>> [column.name for column in wide_columns()][6:10]
    ['gdp', 'gdp_high', 'gdp_bound', 'gdp_strive']
    """
    keys = tuple(column for column in PANEL["reports"] if column.name in _KEYS)
    return keys + tuple(_described()) + _MEASURES


_OF_ROW = ("id", "report", "place", "code", "level", "year", "by")
_MEASURES = tuple(column for column in PANEL["measures"] if column.name not in _OF_ROW)


_BOUNDS = dict(COMPARATORS) | {"words": "set in words, without a number"}


_WHOSE = {"urban": "towns", "rural": "country"}


def _described() -> Iterator[OutputColumn]:
    titles = {family.name: f"{family.en}, {family.zh}" for family in FAMILIES}
    for family in FAMILIES:
        titles |= {f"{family.name}_{of}": f"{titles[family.name]}, {words}" for of, words in _WHOSE.items()}
    for name in NAMES:
        title = titles[name]
        yield OutputColumn(name, "double", f"{title}: the target of the year in its usual measure.")
        yield OutputColumn(f"{name}_high", "double", f"{title}: the upper end of a range.")
        meaning = f"{title}: how the number is bound; words where it is set in words alone, empty where nothing is."
        yield OutputColumn(f"{name}_bound", "string", meaning, words=_BOUNDS)
        yield OutputColumn(f"{name}_strive", "string", f"{title}: the word of striving before the number.")
    for name in _REPORTED:
        title = titles[name]
        yield OutputColumn(f"{name}_last", "double", f"{title}: what the report says of the year before.")


def wide_rows(tables: Tables) -> Iterator[Row]:
    """Give a row a report; a target in an unusual measure, or beyond another, is in the long table alone."""
    targets, outcomes = _by_column(tables["targets"]), _by_column(tables["outcomes"])
    counts = {row["report"]: row for row in tables["measures"] if row["by"] == "machine"}
    for report in tables["reports"]:
        cells = {name: report[name] for name in _KEYS}
        for name in NAMES:
            one = targets.get(report["id"], {}).get(name)
            cells |= {
                name: one["value"] if one else None,
                f"{name}_high": one["value_high"] if one else None,
                f"{name}_bound": _bound(one) if one else "",
                f"{name}_strive": one["strive"] if one else "",
            }
        for name in _REPORTED:
            told = outcomes.get(report["id"], {}).get(name)
            cells[f"{name}_last"] = told["value"] if told else None
        own = counts.get(report["id"], {})
        yield cells | {column.name: own.get(column.name) for column in _MEASURES}


def _by_column(rows: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """Give the rows of each report by the column they would fill; the first of two alike."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["report"], {}).setdefault(name_in_id(row).replace("-", "_"), row)
    return found


def _bound(row: Row) -> str:
    return row["comparator"] or ("words" if row["availability"] == "not ratable" else "")
