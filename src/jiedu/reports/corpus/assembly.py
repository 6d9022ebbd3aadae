"""Parts put together: the Parquet tables of a corpus."""

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.reports.corpus.finding import Item
from jiedu.reports.corpus.parts import KEYS, REPORT_COLUMNS, PartStore, open_part
from jiedu.reports.export import QUANTITY_COLUMNS, TARGET_TYPES, to_arrow, to_csv

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 50_000


@dataclass
class CorpusResult:
    """What a run did."""

    reports: int = 0
    read: int = 0
    kept: int = 0
    quantities: int = 0
    targets: int = 0
    passed_over: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    outputs: list[Path] = field(default_factory=list)
    seconds: float = 0.0


def assemble(items: list[Item], keys: dict[str, str], parts: PartStore, out: Path, result: CorpusResult) -> None:
    """Put the parts together in the order of the files; the outputs appear at the end, each of them whole.

    Four files cannot appear at one stroke. The table of reports is moved last and is the mark of a run that came to
    its end: where it is older than the file of quantities, a run was cut short between the two, and is to be repeated.
    """
    names = {name: out.with_name(f"{out.stem}{name}.parquet") for name in ("", "-targets", "-reports")}
    # A private folder beside the output: a rename does not reach another file system.
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.new.", ignore_cleanup_errors=True) as new:
        folder = Path(new)
        _write_tables(folder, items, keys, parts, result)
        result.faults.sort()
        if not result.reports:
            reasons = "; ".join(reason for _, reason in result.faults[:3])
            raise Fault(f"no report among {len(items):,} files: {reasons}")
        faults = [{"file": label, "reason": reason} for label, reason in result.faults]
        write_whole(folder / "faults", to_csv(faults, ("file", "reason")))
        moves = {
            "quantities": names[""],
            "targets": names["-targets"],
            "faults": out.with_name(f"{out.stem}-faults.csv"),
            "reports": names["-reports"],
        }
        for name, path in moves.items():
            os.replace(folder / name, path)
        result.outputs = list(moves.values())


def _write_tables(
    folder: Path, items: list[Item], keys: dict[str, str], parts: PartStore, result: CorpusResult
) -> None:
    """Write the three Parquet tables into a folder, one report after the other, and count what is in them."""
    import pyarrow as pa

    with (
        _ParquetFile(folder / "quantities", KEYS | QUANTITY_COLUMNS) as quantities,
        _ParquetFile(folder / "targets", KEYS | TARGET_TYPES) as targets,
        _ParquetFile(folder / "reports", REPORT_COLUMNS) as reports,
    ):
        for item in items:
            if not keys[item.label]:
                continue
            table, about, rows = open_part(item, parts.path(keys[item.label]))
            if "fault" in about:
                result.faults.append((item.label, about["fault"]))
                continue
            about["file"] = item.label
            result.reports += 1
            result.quantities += table.num_rows
            result.targets += about["targets"]
            constant = [pa.array([about[name]] * table.num_rows, type=KEYS[name]) for name in KEYS]
            quantities.add(pa.Table.from_arrays(constant + table.columns, names=[*KEYS, *table.column_names]))
            own = {name: about[name] for name in KEYS}
            targets.add(to_arrow([own | row for row in rows], KEYS | TARGET_TYPES))
            reports.add(to_arrow([about], REPORT_COLUMNS))


class _ParquetFile:
    """A Parquet file that is written a row group at a time."""

    def __init__(self, path: Path, types: dict[str, str]) -> None:
        import pyarrow as pa

        self.path = path
        self.schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in types.items()])
        self.waiting: list[pa.Table] = []
        self.rows = 0

    def __enter__(self) -> "_ParquetFile":
        import pyarrow.parquet as pq

        self.file = self.path.open("wb")
        self.writer = pq.ParquetWriter(self.file, self.schema, compression="zstd")
        return self

    def add(self, table: "pa.Table") -> None:
        self.waiting.append(table.cast(self.schema))
        self.rows += table.num_rows
        if self.rows >= _ROW_GROUP:
            self._write()

    def _write(self) -> None:
        import pyarrow as pa

        if self.waiting:
            self.writer.write_table(pa.concat_tables(self.waiting).combine_chunks(), row_group_size=2 * _ROW_GROUP)
        self.waiting, self.rows = [], 0

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._write()
            # Closing writes the footer; on a full disk it fails once more, and the first error is the one to hear.
            with contextlib.suppress(OSError) if kind else contextlib.nullcontext():
                self.writer.close()
        finally:
            self.file.close()
