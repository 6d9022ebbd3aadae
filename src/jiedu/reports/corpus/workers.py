"""The Dask graph: batches under way, and files whose workers die."""

import contextlib
import itertools
import os
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from jiedu.errors import Fault
from jiedu.files import one_line, safe_name
from jiedu.language import tell
from jiedu.reports.corpus.finding import Item
from jiedu.reports.corpus.parts import code_version, read_many

if TYPE_CHECKING:
    from distributed import Client

_BATCH_FILES = 16
_BATCH_BYTES = 4 * 2**20
_PATIENCE = 20


Entry = tuple[Item, str, bytes]
"""A file on its way: the item, the key of its part, its bytes."""


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


def on_cluster(
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
            yield item, "", f"{safe_name(item.label)}: every worker that read it died (out of memory?)"


def _task(client: "Client", batch: list[Entry]) -> Any:
    import dask

    return client.compute(dask.delayed(read_many, pure=False)([(item.path.name, data) for item, _, data in batch]))


def _results(future: Any, batch: list[Entry]) -> list[tuple[Item, str, bytes | str]]:
    """Wait for a task and give its parts; Fault if the cluster is lost or runs other code."""
    try:
        worker_version, parts = future.result()
    except (CancelledError, OSError, TimeoutError) as error:
        said = str(error) or type(error).__name__
        raise Fault(tell("the Dask cluster was lost ({said}): run again to go on", said=said)) from None
    finally:
        future.release()
    if worker_version != code_version():
        raise Fault(tell("the workers of the cluster run another version of jiedu than this one"))
    return [(item, key, part) for (item, key, _), part in zip(batch, parts, strict=True)]


def open_cluster(scheduler: str | None, jobs: int | None) -> contextlib.AbstractContextManager["Client"]:
    """Join the cluster at an address, or start processes on this machine for as long as it takes."""
    return _own_cluster(jobs) if scheduler is None else _joined(scheduler)


@contextlib.contextmanager
def _joined(scheduler: str) -> Iterator["Client"]:
    """Join a cluster; certificates and keys are those of Dask's own configuration (`distributed.comm.tls`)."""
    from distributed import Client
    from distributed.security import Security

    security = Security()
    try:
        # Asked before a client is made: one that finds no certificate takes most of a minute to give up.
        certified = security.get_connection_args("client")["ssl_context"] is not None
    except (OSError, ValueError):
        certified = False
    if scheduler.startswith("tls:") and not certified:
        raise Fault(
            tell(
                "{address}: TLS needs a certificate, and Dask's configuration (distributed.comm.tls) names none that "
                "can be read",
                address=safe_name(scheduler),
            )
        )
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False, security=security)
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        address, said = safe_name(scheduler), type(error).__name__
        fault = tell("{address}: no Dask scheduler answers this client ({said})", address=address, said=said)
        raise Fault(fault) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise Fault(tell("{address}: the Dask scheduler has no workers", address=safe_name(scheduler))) from None
        yield client


# Each node of a cluster has an HTTP server, dashboard or not, which tells whoever asks about tasks and files.
_SILENT: dict[str, Any] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}


@contextlib.contextmanager
def _own_cluster(jobs: int | None) -> Iterator["Client"]:
    """Start processes on this machine that take orders from this process alone.

    A scheduler runs the code that it is sent. So every socket is on loopback, and answers only who has the key that
    is made here, for this run: another user of the machine has no more say than a stranger from outside.
    """
    import logging

    # Dask makes keys with cryptography, and would tell of its lack in other words than of another library's.
    import cryptography  # noqa: F401
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.ExitStack() as stack:
        # Dask would make a folder for itself, and leave it there.
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="jiedu-", ignore_cleanup_errors=True))
        stack.enter_context(dask.config.set(_SILENT | {"temporary-directory": scratch}))
        try:
            with _interrupts_blocked():
                # A worker that dies is news for the summary, not for the terminal.
                cluster = LocalCluster(
                    n_workers=jobs or cores,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False},
                    worker_dashboard_address="127.0.0.1:0",
                    security=Security.temporary(),
                    silence_logs=logging.CRITICAL,
                )
        except RuntimeError as error:
            raise Fault(tell("no processes to read with: {said}", said=one_line(str(error)))) from None
        stack.enter_context(cluster)
        yield stack.enter_context(Client(cluster, set_as_default=False))


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let processes and threads be born with Ctrl-C blocked, which is for this process alone.

    Where signals cannot be blocked (Windows), Ctrl-C reaches the workers too.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # The tracker goes first, since starting it would let Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
