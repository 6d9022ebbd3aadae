"""Every quantity and target of many reports in a few tables: Parquet, CSV or a workbook.

The work is a Dask graph: a task reads a few reports and knows nothing of disks. The client hands out the bytes of the
files, keeps what comes back as one part a report beside the output, and puts the parts together at the end. So a
worker may die, a run may be cut short, and the same code serves two processes or a cluster.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jiedu.errors import Fault
from jiedu.files import locked, safe_name, why
from jiedu.language import tell, telling
from jiedu.reports.corpus.assembly import CorpusResult, assemble
from jiedu.reports.corpus.finding import SUFFIXES, Item, Search, find_reports
from jiedu.reports.corpus.outputs import require_form
from jiedu.reports.corpus.parts import PartStore
from jiedu.reports.corpus.workers import Entry, on_cluster, open_cluster
from jiedu.reports.formats import read_bytes


def build_corpus(
    folders: Sequence[Path],
    out: Path,
    scheduler: str | None = None,
    jobs: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> CorpusResult:
    """Read the reports of the folders into `out` and the tables beside it; `on_progress` hears how many of how
    many files are done.

    Raises Fault where nothing can be done at all; a bad file becomes a row of the table of faults.
    """
    began = time.monotonic()
    found = find_some(folders)
    items = found.items
    require_form(out, len(items))
    result = CorpusResult(passed_over=found.passed_over, faults=list(found.faults))
    try:
        # What has been read of the reports serves every form of the output.
        folder = out.parent / f".{out.stem}.parts"
        with locked(folder / "lock", tell("{name}: another run is writing it", name=safe_name(out))):
            parts = PartStore(folder)
            keys = read_parts(items, parts, result, scheduler, jobs, on_progress)
            assemble(items, keys, parts, out, result)
            parts.prune({key for key in keys.values() if key})
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(out), why=why(error))) from None
    result.seconds = time.monotonic() - began
    return result


def find_some(folders: Sequence[Path]) -> Search:
    """Find the reports of the folders; raise Fault where there is none."""
    found = find_reports(folders)
    if not found.items:
        raise Fault(
            tell(
                "{folders}: no file to read ({endings}){reasons}",
                folders=", ".join(map(safe_name, folders)),
                endings=", ".join(SUFFIXES),
                reasons="".join(f"{tell('; ')}{reason}" for _, reason in found.faults[:3]),
            )
        )
    return found


def read_parts(
    items: list[Item],
    parts: PartStore,
    result: CorpusResult,
    scheduler: str | None,
    jobs: int | None,
    on_progress: Callable[[int, int], None],
) -> dict[str, str]:
    """Have every file read that has no part yet; give the key of each file's part by label, "" for none."""
    keys: dict[str, str] = {}
    done = 0

    def waiting() -> Iterator[Entry]:
        """Pass over what is already there, so that no cluster is started for it."""
        nonlocal done
        for item in items:
            try:
                with telling("en"):
                    data = read_bytes(item.path)
            except Fault as fault:
                keys[item.label] = ""
                result.faults.append((item.label, str(fault)))
                done += 1
                continue
            key = keys[item.label] = parts.key(item, data)
            kept = parts.get(key)
            if kept is not None:
                result.kept += 1
                done += 1
                on_progress(done, len(items))
                continue
            result.damaged += parts.path(key).exists()
            yield item, key, data

    queue = waiting()
    first = next(queue, None)
    on_progress(done, len(items))
    if first is None:
        return keys
    with open_cluster(scheduler, jobs) as client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        for item, key, part in on_cluster(client, itertools.chain([first], queue), workers, len(items)):
            if isinstance(part, str):
                keys[item.label] = ""
                result.faults.append((item.label, part))
            else:
                parts.keep(key, part)
                result.read += 1
            done += 1
            on_progress(done, len(items))
    return keys
