"""The promises of a panel: words that it may hold, rows that belong together, and no sentence of a report."""

import hashlib
from collections.abc import Iterator

from jiedu.edition import Edition, records
from jiedu.edition.schema import PANEL_TABLES
from jiedu.reports.briefs import LONGEST
from jiedu.reports.columns import PANEL, READ_BY_EYE, READINGS, OutputColumn

_COLUMNS: dict[str, tuple[OutputColumn, ...]] = PANEL | {"readings": READINGS, "agreement": READ_BY_EYE}


def panel_holds(edition: Edition) -> Iterator[str]:
    """Find cells of a panel with a word that is none, a report that is not there, and more text than a fact needs.

    An edition without a panel promises nothing here.

    >>> list(panel_holds(Edition.open()))
    []
    """
    there = {name: table for name, table in PANEL_TABLES.items() if (edition.root / table.path).exists()}
    reports: set[str] = set()
    recorded = {resource["name"]: resource.get("hash") for resource in edition.package["resources"]}
    for name, table in there.items():
        digest = f"sha256:{hashlib.sha256((edition.root / table.path).read_bytes()).hexdigest()}"
        if recorded.get(name) not in (None, digest):
            yield f"{table.path}: changed since `jiedu panel --in` wrote it, or `jiedu describe` recorded it"
        frame = edition.optional(name)
        columns = _COLUMNS[name.removeprefix("panel-")]
        closed = {column.name: set(column.words) | {""} for column in columns if column.words}
        reports = set(frame["id"]) | {""} if name == "panel-reports" else reports
        for number, row in enumerate(records(frame), 2):
            where = f"{table.path}: row {row.get('id', number)}"
            for column, words in closed.items():
                if row[column] not in words:
                    yield f"{where}: {column} is {row[column]!r}, which is none of its words"
            if "report" in row and "panel-reports" in there and row["report"] not in reports:
                yield f"{where}: there is no report {row['report']!r}"
            if len(row.get("surface", "")) > LONGEST:
                yield f"{where}: surface has more than {LONGEST} characters"
            if (row.get("availability") in ("stated", "in the plan")) != (row.get("value") is not None):
                yield f"{where}: {row['availability']}, {'but no value' if row['value'] is None else 'but a value'}"
