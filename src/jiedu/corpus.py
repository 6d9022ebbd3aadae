"""`jiedu corpus`: every quantity and target of many reports in one Parquet file.

The work is a Dask graph: a task reads a few reports and knows nothing of disks. The client hands out the bytes of the
files, keeps what comes back as one part a report beside the output, and puts the parts together at the end. So a
worker may die, a run may be cut short, and the same code serves two processes or a cluster.
"""

import contextlib
import csv
import fcntl
import hashlib
import io
import itertools
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.formats import extract, read_bytes, shown
from jiedu.report import FACTS, QUANTITY_COLUMNS, TARGET_TYPES, read_report, to_arrow

if TYPE_CHECKING:
    import pyarrow as pa
    from distributed import Client

SUFFIXES = (".txt", ".text", ".docx", ".doc", ".html", ".htm", ".xhtml", ".pdf")
"""What a folder is searched for; other files in it are counted, and passed over."""

KEYS = {"file": "string", "place": "string", "level": "string", "year": "int64", "sha256": "string"}
"""What stands before every row: the file, what its report says of itself, the SHA-256 of the extracted text."""

REPORT_COLUMNS = KEYS | {
    "title": "string",
    "date": "string",
    "occasion": "string",
    "speaker": "string",
    "place_from": "string",
    "year_from": "string",
    "format": "string",
    "encoding": "string",
    "characters": "int64",
    "parts": "int64",
    "quantities": "int64",
    "targets": "int64",
    "file_sha256": "string",
}
"""A row a report; place_from and year_from say by which evidence, `targets` counts those with a value."""

_BATCH_FILES = 16
_BATCH_BYTES = 4 * 2**20
_ROW_GROUP = 50_000
_PATIENCE = 20
_READING = (
    *(
        f"{name}.py"
        for name in ("text", "numerals", "vocabulary", "formats", "structure", "targets", "report", "corpus")
    ),
    "quantities/*.py",
    "lexicon/*.csv",
    "lexicon/*.py",
)
_LIBRARIES = ("charset-normalizer", "lxml", "pypdf", "python-docx", "trafilatura")


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a corpus: where it is, and what it is called in the tables."""

    path: Path
    label: str


Entry = tuple[Item, str, bytes]
"""A file on its way: the item, the key of its part, its bytes."""


@dataclass
class Result:
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


@cache
def code_version() -> str:
    """Give the hash of everything that decides what is read of a report: code, lexicon, libraries.

    >>> len(code_version())
    16
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted({path for pattern in _READING for path in here.glob(pattern) if path.is_file()}):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()[:16]


def find(folders: Sequence[Path]) -> tuple[list[Item], int]:
    """List the files of the folders in the order of their labels, each once; and count what is passed over.

    A label is the path inside the folder; with several folders the folder's name stands before it.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "b.txt").write_text("b"), (folder / "a.docx").write_text("a"), (folder / "c.csv").write_text("c")
    >>> items, other = find([folder])
    >>> [item.label for item in items], other
    (['a.docx', 'b.txt'], 1)
    """
    items: dict[Path, Item] = {}
    other = 0
    roots: dict[str, int] = {}
    for folder in sorted(folders, key=str):
        if not folder.exists():
            raise Fault(f"{shown(folder)}: no such folder")
        root = folder.resolve().name
        roots[root] = roots.get(root, 0) + 1
        prefix = "" if len(folders) == 1 else root + (f"-{roots[root]}" if roots[root] > 1 else "") + "/"
        for path in _files(folder):
            if path.suffix.lower() not in SUFFIXES and path != folder:
                other += 1
                continue
            inside = path.name if path == folder else path.relative_to(folder).as_posix()
            label = (prefix + inside).encode("utf-8", "backslashreplace").decode()
            items.setdefault(path.resolve(), Item(path, label))
    return sorted(items.values(), key=lambda item: item.label), other


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        yield folder
        return
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in files if not name.startswith("."))


def read_many(batch: list[tuple[str, bytes]]) -> tuple[str, list[bytes]]:
    """Read a few files, given as name and bytes: the version of the code, and a part for each.

    This is what a worker does; it touches no disk, and a file that cannot be read becomes a part that says why.

    >>> version, parts = read_many([("a.txt", b"")])
    >>> _unpack(parts[0])[1]
    {'fault': 'a.txt: the file is empty'}
    """
    return code_version(), [_part(name, data) for name, data in batch]


def _part(name: str, data: bytes) -> bytes:
    """Read one file to a part: an Arrow file of its quantities, its report and targets in the metadata."""
    try:
        found = read_report(extract(data, name))
    except Fault as fault:
        return _pack(to_arrow([], QUANTITY_COLUMNS), {"fault": str(fault)}, [])
    # Nobody can list what a reader of four formats may raise, and one of ten thousand files must not stop the others:
    # whatever it is, it is written down with its name. Ctrl-C is no Exception and goes through.
    except Exception as error:
        reason = f"{shown(name)}: the reader failed: {type(error).__name__}: {error}"
        return _pack(to_arrow([], QUANTITY_COLUMNS), {"fault": reason[:500]}, [])
    rows = list(found.quantity_rows())
    targets = list(found.target_rows())
    facts = {fact: getattr(found.structure, fact) for fact in FACTS}
    about = {fact: value.value if value else None for fact, value in facts.items()}
    about |= {
        "year": int(about["year"]) if about["year"] else None,
        "place_from": facts["place"].evidence if facts["place"] else "not found",
        "year_from": facts["year"].evidence if facts["year"] else "not found",
        "format": found.source.format,
        "encoding": found.source.encoding,
        "characters": len(found.source.text),
        "parts": len(found.structure.parts),
        "quantities": len(rows),
        "targets": sum(1 for target in targets if target["value"] is not None),
        "sha256": found.source.sha256,
        "file_sha256": found.source.file_sha256,
    }
    return _pack(to_arrow(rows, QUANTITY_COLUMNS), about, targets)


def _pack(table: "pa.Table", about: dict[str, Any], targets: list[dict[str, Any]]) -> bytes:
    import pyarrow as pa

    numbers = [
        {name: float(cell) if name.startswith("value") and cell is not None else cell for name, cell in row.items()}
        for row in targets
    ]
    metadata = {"report": json.dumps(about, ensure_ascii=False), "targets": json.dumps(numbers, ensure_ascii=False)}
    table = table.replace_schema_metadata(metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _unpack(data: bytes) -> tuple["pa.Table", dict[str, Any], list[dict[str, Any]]]:
    import pyarrow as pa

    table = pa.ipc.open_file(pa.BufferReader(data)).read_all()
    metadata = table.schema.metadata
    return table.replace_schema_metadata(None), json.loads(metadata[b"report"]), json.loads(metadata[b"targets"])


class _Parts:
    """The parts of the reports, a file each, known by the file's bytes, its name and the version of the code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, item: Item, data: bytes) -> str:
        digest = hashlib.sha256(f"{code_version()}\n{item.path.name}\n".encode("utf-8", "surrogateescape"))
        digest.update(data)
        return digest.hexdigest()

    def path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.arrow"

    def keep(self, key: str, part: bytes) -> None:
        write_whole(self.path(key), part)

    def prune(self, keys: set[str]) -> None:
        """Delete what no file of this run stands for."""
        for path in self.folder.glob("*/*"):
            if path.suffix != ".arrow" or path.stem not in keys:
                path.unlink(missing_ok=True)


def build(
    folders: Sequence[Path],
    out: Path,
    scheduler: str | None = None,
    jobs: int | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Read the reports of the folders into `out` and the tables beside it; `told` hears how far it is.

    Raises Fault where nothing can be done at all; a bad file becomes a row of the table of faults.
    """
    began = time.monotonic()
    if out.suffix != ".parquet":
        raise Fault(f"{shown(out)}: the output is a .parquet file")
    items, other = find(folders)
    if not items:
        raise Fault(f"{', '.join(map(shown, folders))}: no file to read ({', '.join(SUFFIXES)})")
    result = Result(passed_over=other)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone(out) as folder:
            parts = _Parts(folder)
            keys = _read_all(items, parts, result, scheduler, jobs, told)
            _assemble(items, keys, parts, out, result)
            parts.prune({key for key in keys.values() if key})
    except OSError as error:
        raise Fault(f"{shown(out)}: cannot be written: {error.strerror or error}") from None
    result.seconds = time.monotonic() - began
    return result


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[Path]:
    """Keep a second run with the same output away; give the folder of parts."""
    folder = out.parent / f".{out.name}.parts"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Fault(f"{shown(out)}: another run is writing it") from None
        yield folder


def _read_all(
    items: list[Item],
    parts: _Parts,
    result: Result,
    scheduler: str | None,
    jobs: int | None,
    told: Callable[[int, int], None],
) -> dict[str, str]:
    """Have every file read that has no part yet; give the key of each file's part by label, "" for none."""
    keys: dict[str, str] = {}
    done = 0

    def waiting() -> Iterator[Entry]:
        """Pass over what is already there, so that no cluster is started for it."""
        nonlocal done
        for item in items:
            try:
                data = read_bytes(item.path)
            except Fault as fault:
                keys[item.label] = ""
                result.faults.append((item.label, str(fault)))
                done += 1
                continue
            key = keys[item.label] = parts.key(item, data)
            if parts.path(key).exists():
                result.kept += 1
                done += 1
                told(done, len(items))
            else:
                yield item, key, data

    queue = waiting()
    first = next(queue, None)
    told(done, len(items))
    if first is None:
        return keys
    with _cluster(scheduler, jobs) as client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        for item, key, part in _on_cluster(client, itertools.chain([first], queue), workers, len(items)):
            if isinstance(part, str):
                keys[item.label] = ""
                result.faults.append((item.label, part))
            else:
                parts.keep(key, part)
                result.read += 1
            done += 1
            told(done, len(items))
    return keys


def _batches(queue: Iterator[Entry], most: int) -> Iterator[list[Entry]]:
    """Group files so that a task is worth its way, and none is large."""
    batch: list[Entry] = []
    size = 0
    for entry in queue:
        if batch and (len(batch) >= most or size + len(entry[2]) > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += len(entry[2])
    if batch:
        yield batch


def _on_cluster(
    client: "Client", queue: Iterator[Entry], workers: int, total: int
) -> Iterator[tuple[Item, str, bytes | str]]:
    """Run the graph task by task with a bounded number under way; give a part, or why there is none.

    A batch whose worker dies is run again by the scheduler. One that has seen several die is suspect, and so is what
    waited beside it: suspects are read at the end, each alone, so that only the file to blame is a fault.
    """
    from distributed import KilledWorker, as_completed

    batches = _batches(queue, max(1, min(_BATCH_FILES, total // (4 * workers))))
    suspects: list[Entry] = []
    under_way: dict[Any, list[Entry]] = {}
    completed = as_completed(loop=client.loop)

    def submit(batch: list[Entry]) -> None:
        future = _task(client, batch)
        under_way[future] = batch
        completed.add(future)

    for batch in itertools.islice(batches, 3 * workers):
        submit(batch)
    while under_way:
        future = next(completed)
        batch = under_way.pop(future)
        try:
            yield from _results(future, batch)
        except KilledWorker:
            suspects += batch
        for following in itertools.islice(batches, 1):
            submit(following)
    for suspect in suspects:
        try:
            yield from _results(_task(client, [suspect]), [suspect])
        except KilledWorker:
            item = suspect[0]
            yield item, "", f"{shown(item.label)}: every worker that read it died (out of memory?)"


def _task(client: "Client", batch: list[Entry]) -> Any:
    import dask

    return client.compute(dask.delayed(read_many, pure=False)([(item.path.name, data) for item, _, data in batch]))


def _results(future: Any, batch: list[Entry]) -> list[tuple[Item, str, bytes | str]]:
    """Wait for a task and give its parts; Fault if the cluster is lost or runs other code."""
    try:
        worker_version, parts = future.result()
    except (CancelledError, OSError, TimeoutError) as error:
        raise Fault(f"the Dask cluster was lost ({error or type(error).__name__}): run again to go on") from None
    finally:
        future.release()
    if worker_version != code_version():
        raise Fault("the workers of the cluster run another version of jiedu than this one")
    return [(item, key, part) for (item, key, _), part in zip(batch, parts, strict=True)]


@contextlib.contextmanager
def _cluster(scheduler: str | None, jobs: int | None) -> Iterator["Client"]:
    """Join the cluster at an address, or start processes on this machine for as long as it takes."""
    import logging
    from multiprocessing import resource_tracker

    from distributed import Client, LocalCluster

    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise Fault(f"{shown(scheduler)}: no Dask scheduler answers ({type(error).__name__})") from None
        with client:
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError:
                raise Fault(f"{shown(scheduler)}: the Dask scheduler has no workers") from None
            yield client
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Ctrl-C is for this process: the workers, and the thread that starts them anew, are born with it blocked. The
    # tracker goes first, since starting it would let Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        # A worker that dies is news for the summary, not for the terminal.
        cluster = LocalCluster(
            n_workers=jobs or cores,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    with cluster, Client(cluster, set_as_default=False) as client:
        yield client


def _assemble(items: list[Item], keys: dict[str, str], parts: _Parts, out: Path, result: Result) -> None:
    """Put the parts together in the order of the files; the outputs appear at the end, each of them whole.

    Four files cannot appear at one stroke. The table of reports is moved last and is the mark of a run that came to
    its end: where it is older than the file of quantities, a run was cut short between the two, and is to be repeated.
    """
    import pyarrow as pa

    folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.new."))
    try:
        names = {name: out.with_name(f"{out.stem}{name}.parquet") for name in ("", "-targets", "-reports")}
        with (
            _Table(folder / "quantities", KEYS | QUANTITY_COLUMNS) as quantities,
            _Table(folder / "targets", KEYS | TARGET_TYPES) as targets,
            _Table(folder / "reports", REPORT_COLUMNS) as reports,
        ):
            for item in items:
                if not keys[item.label]:
                    continue
                table, about, rows = _open(item, parts.path(keys[item.label]))
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
        result.faults.sort()
        if not result.reports:
            reasons = "; ".join(reason for _, reason in result.faults[:3])
            raise Fault(f"no report among {len(items):,} files: {reasons}")
        sheet = io.StringIO()
        csv.writer(sheet, lineterminator="\n").writerows([("file", "reason"), *result.faults])
        faults = out.with_name(f"{out.stem}-faults.csv")
        write_whole(folder / "faults", sheet.getvalue())
        moves = {"quantities": names[""], "targets": names["-targets"], "faults": faults, "reports": names["-reports"]}
        for name, path in moves.items():
            os.replace(folder / name, path)
        result.outputs = list(moves.values())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open(item: Item, path: Path) -> tuple["pa.Table", dict[str, Any], list[dict[str, Any]]]:
    """Open a part; one that a crash has damaged is made again."""
    import pyarrow as pa

    try:
        return _unpack(path.read_bytes())
    except (pa.ArrowException, ValueError, KeyError, TypeError, FileNotFoundError):
        part = _part(item.path.name, read_bytes(item.path))
        write_whole(path, part)
        return _unpack(part)


class _Table:
    """A Parquet file that is written a row group at a time."""

    def __init__(self, path: Path, types: dict[str, str]) -> None:
        import pyarrow as pa

        self.path = path
        self.schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in types.items()])
        self.waiting: list[pa.Table] = []
        self.rows = 0

    def __enter__(self) -> "_Table":
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


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The Parquet file of quantities.")
@click.option("--scheduler", help="The address of a Dask cluster; processes on this machine without it.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes; one a core without it.")
def corpus(folders: tuple[Path, ...], out: Path, scheduler: str | None, jobs: int | None) -> None:
    """Read every report in FOLDERS into one Parquet file, with its tables beside it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    reached = (0, 0)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("", total=None)

            def told(done: int, total: int) -> None:
                nonlocal reached
                reached = (done, total)
                progress.update(task, completed=done, total=total)

            result = build(folders, out, scheduler, jobs, told)
    except KeyboardInterrupt:
        click.echo(f"jiedu: interrupted after {reached[0]} of {reached[1]} files: run again to go on", err=True)
        raise SystemExit(1) from None
    _print_summary(result)


def _print_summary(result: Result) -> None:
    click.echo(
        f"{result.reports:,} reports ({result.read:,} read, {result.kept:,} unchanged),"
        f" {result.quantities:,} quantities, {result.targets:,} targets, {result.seconds:.1f} s"
    )
    if result.passed_over:
        click.echo(f"{result.passed_over:,} other files passed over")
    if result.faults:
        click.echo(f"{len(result.faults):,} files could not be read:")
        for _, reason in result.faults[:20]:
            click.echo(f"  {reason}")
        if len(result.faults) > 20:
            click.echo(f"  … and {len(result.faults) - 20:,} more in the table of faults")
    for path in result.outputs:
        click.echo(shown(path))
