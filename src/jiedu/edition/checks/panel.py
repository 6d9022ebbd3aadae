"""The promises of a panel: words that it may hold, rows that belong together, and no sentence of a report."""

import hashlib
from collections.abc import Iterator

from jiedu.edition import Edition, Row, records
from jiedu.edition.schema import PANEL_TABLES
from jiedu.language import tell
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
            yield tell(
                "{path}: changed since `jiedu panel --in` wrote it, or `jiedu describe` recorded it", path=table.path
            )
        frame = edition.optional(name)
        columns = _COLUMNS[name.removeprefix("panel-")]
        closed = {column.name: set(column.words) | {""} for column in columns if column.words}
        reports = set(frame["id"]) | {""} if name == "panel-reports" else reports
        for number, row in enumerate(records(frame), 2):
            for problem in _of_row(row, closed, reports if "panel-reports" in there else None):
                row_name = row.get("id", number)
                yield tell("{path}: row {row}: {problem}", path=table.path, row=row_name, problem=problem)


def _of_row(row: Row, closed: dict[str, set[str]], reports: set[str] | None) -> Iterator[str]:
    for column, words in closed.items():
        if row[column] not in words:
            yield tell("{column} is {cell!r}, which is none of its words", column=column, cell=row[column])
    if "report" in row and reports is not None and row["report"] not in reports:
        yield tell("there is no report {report!r}", report=row["report"])
    if len(row.get("surface", "")) > LONGEST:
        yield tell("surface has more than {most} characters", most=LONGEST)
    if (row.get("availability") in ("stated", "in the plan")) != (row.get("value") is not None):
        yield tell(
            "{availability}, but no value" if row["value"] is None else "{availability}, but a value",
            availability=row["availability"],
        )
