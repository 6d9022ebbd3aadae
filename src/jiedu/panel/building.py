"""`jiedu panel`: the reports of folders read into the tables of a panel, on this machine or a Dask cluster."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jiedu.errors import Fault
from jiedu.files import locked, safe_name
from jiedu.language import tell
from jiedu.panel.rows import TABLES, Row, Tables, key_of, rows_of
from jiedu.reports.corpus import find_some, read_parts
from jiedu.reports.corpus.assembly import CorpusResult, reports_of
from jiedu.reports.corpus.parts import PartStore

MANIFEST = "manifest.csv"
"""A table beside the reports that tells of each `file` its `source`, where it was read, and a `note`."""


@dataclass
class PanelResult:
    """What was read: the rows of the tables, what could not be read, how many files were other than reports."""

    tables: Tables
    faults: list[tuple[str, str]] = field(default_factory=list)
    passed_over: int = 0
    agreement: list[Row] = field(default_factory=list)


def read_panel(
    folders: Sequence[Path],
    parts: Path,
    scheduler: str | None = None,
    jobs: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> PanelResult:
    """Read the reports of the folders; `parts` is the folder that keeps what was read, for the next run.

    Raises Fault where nothing can be read at all; a bad file becomes a fault of the result.
    """
    found = find_some(folders)
    counted = CorpusResult(faults=list(found.faults))
    known = _manifests(folders)
    tables: Tables = {name: [] for name in TABLES}
    with locked(parts / "lock", tell("{name}: another run is writing it", name=safe_name(parts))):
        store = PartStore(parts)
        keys = read_parts(found.items, store, counted, scheduler, jobs, on_progress)
        used: dict[str, int] = {}
        for _, about, targets in reports_of(found.items, keys, store, counted.faults):
            key = key_of(about)
            # Two files of one place and year are two reports.
            used[key] = number = used.get(key, 0) + 1
            key = key if number == 1 else f"{key}-{number}"
            for name, rows in rows_of(key, about, targets, known.get(Path(about["file"]).name, {})).items():
                tables[name] += rows
        store.prune({key for key in keys.values() if key})
    if not tables["reports"]:
        reasons = "; ".join(reason for _, reason in counted.faults[:3])
        raise Fault(tell("no report among {count:,} files: {reasons}", count=len(found.items), reasons=reasons))
    return PanelResult(tables, sorted(counted.faults), found.passed_over)


def parts_beside(out: Path) -> Path:
    """Give the hidden folder beside an output that keeps what was read of the reports.

    >>> parts_beside(Path("a/panel"))
    PosixPath('a/.panel.parts')
    """
    return out.parent / f".{out.name}.parts"


_FAULTS = 20


def panel_summary(result: PanelResult) -> Iterator[str]:
    """Say in lines what was read, and what could not be.

    >>> next(panel_summary(PanelResult({name: [] for name in TABLES})))
    '0 reports: 0 targets with a number, 0 outcomes'
    """
    targets = sum(row["value"] is not None for row in result.tables["targets"])
    outcomes = sum(row["value"] is not None for row in result.tables["outcomes"])
    yield tell(
        "{reports:,} reports: {targets:,} targets with a number, {outcomes:,} outcomes",
        reports=len(result.tables["reports"]),
        targets=targets,
        outcomes=outcomes,
    )
    coded = sum(not row["code"] for row in result.tables["reports"])
    if coded:
        yield tell("{count} without a code of GB/T 2260: no place was found, or several have its name", count=coded)
    for table in ("targets", "outcomes"):
        own = [row for row in result.agreement if row["table"] == table]
        if own:
            cells, agreed, right = (sum(row[name] for row in own) for name in ("cells", "agreed", "reader_right"))
            yield tell(
                "{table}: {cells:,} cells read by eye, {agreed:,} agree with the machine, {right:,} corrected",
                table=table,
                cells=cells,
                agreed=agreed,
                right=right,
            )
    for file, reason in result.faults[:_FAULTS]:
        yield tell("not read: {reason}", reason=safe_name(reason or file))
    if len(result.faults) > _FAULTS:
        yield tell("not read: {count} more, see faults.csv", count=len(result.faults) - _FAULTS)
    if result.passed_over:
        yield tell("{count} files of other kinds were passed over", count=result.passed_over)


def _manifests(folders: Sequence[Path]) -> dict[str, dict[str, str]]:
    """Read what manifests in the folders tell, by file; a folder need not have one."""
    known: dict[str, dict[str, str]] = {}
    for folder in folders:
        path = folder / MANIFEST
        if not path.is_file():
            continue
        try:
            rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            said = type(error).__name__
            fault = tell("{path}: is not readable as a table in UTF-8 ({said})", path=safe_name(path), said=said)
            raise Fault(fault) from None
        if rows and "file" not in rows[0]:
            raise Fault(tell("{path}: has no column `file`", path=safe_name(path)))
        known |= {row["file"]: {name: row.get(name) or "" for name in ("source", "note")} for row in rows}
    return known
