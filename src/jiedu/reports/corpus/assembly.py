"""Parts put together: the tables of a corpus."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.reports.columns import KEYS
from jiedu.reports.corpus.finding import Item
from jiedu.reports.corpus.outputs import TYPES, TableFile, open_tables, paths_of
from jiedu.reports.corpus.parts import PartStore, unpack
from jiedu.reports.export import to_arrow

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class CorpusResult:
    """What a run did."""

    reports: int = 0
    read: int = 0
    kept: int = 0
    damaged: int = 0
    quantities: int = 0
    targets: int = 0
    passed_over: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    outputs: list[Path] = field(default_factory=list)
    seconds: float = 0.0


def assemble(items: list[Item], keys: dict[str, str], parts: PartStore, out: Path, result: CorpusResult) -> None:
    """Put the parts together in the order of the files; the outputs appear at the end, each of them whole.

    Several files cannot appear at one stroke. The table of reports is moved last and is the mark of a run that came to
    its end: where it is older than the file of quantities, a run was cut short between the two, and is to be repeated.
    """
    # A private folder beside the output: a rename does not reach another file system.
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.new.", ignore_cleanup_errors=True) as new:
        folder = Path(new)
        with open_tables(folder, out) as tables:
            _write_reports(tables, items, keys, parts, result)
            result.faults.sort()
            if not result.reports:
                reasons = "; ".join(reason for _, reason in result.faults[:3])
                raise Fault(tell("no report among {count:,} files: {reasons}", count=len(items), reasons=reasons))
            faults = [{"file": label, "reason": reason} for label, reason in result.faults]
            tables["faults"].add(to_arrow(faults, TYPES["faults"]))
        paths = paths_of(out)
        order = [paths[name] for name in paths if name != "reports"] + [paths["reports"]]
        result.outputs = list(dict.fromkeys(order))
        for path in result.outputs:
            os.replace(folder / path.name, path)


def _write_reports(
    tables: Mapping[str, TableFile], items: list[Item], keys: dict[str, str], parts: PartStore, result: CorpusResult
) -> None:
    """Write what was read, one report after the other, and count it."""
    import pyarrow as pa

    for table, about, rows in reports_of(items, keys, parts, result.faults):
        result.reports += 1
        result.quantities += table.num_rows
        result.targets += about["targets"]
        constant = [pa.array([about[name]] * table.num_rows, type=KEYS[name]) for name in KEYS]
        tables["quantities"].add(pa.Table.from_arrays(constant + table.columns, names=[*KEYS, *table.column_names]))
        own = {name: about[name] for name in KEYS}
        tables["targets"].add(to_arrow([own | row for row in rows], TYPES["targets"]))
        tables["reports"].add(to_arrow([about], TYPES["reports"]))


def reports_of(
    items: list[Item], keys: dict[str, str], parts: PartStore, faults: list[tuple[str, str]]
) -> Iterator[tuple["pa.Table", dict[str, Any], list[dict[str, Any]]]]:
    """Give what was read of each report: its quantities, what is known of it, its targets.

    What could not be read is added to `faults`. Raises Fault where a part is gone since it was made.
    """
    for item in items:
        if not keys[item.label]:
            continue
        part = parts.get(keys[item.label])
        if part is None:
            # It was whole a moment ago: the disk, or somebody at it.
            raise Fault(
                tell(
                    "{name}: what was read of {file} is gone or damaged: run again",
                    name=safe_name(parts.folder),
                    file=item.label,
                )
            )
        table, about, rows = unpack(part)
        if "fault" in about:
            faults.append((item.label, about["fault"]))
            continue
        about["file"] = item.label
        yield table, about, rows
