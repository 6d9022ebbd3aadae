"""Measure `jiedu corpus`: reports a second at one and two processes, memory, and what 60,000 reports cost on paper.

usage: python benchmarks/corpus.py REPORTS [COPIES]

REPORTS is a folder of reports; each is read COPIES times (12) under as many names, so that starting up weighs little.
"""

import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from jiedu.reports.corpus import SUFFIXES, build_corpus

MANY = 60_000
"""31 provinces, 333 prefectures and 2,800 counties over 20 years make some 63,000; not all are published."""
MEBIBYTE = 2**20


class Watch:
    """Watch this process and its children: largest resident size of the client and of any worker, seconds of CPU."""

    def __init__(self) -> None:
        self.client = self.worker = 0
        self.before = self._own_seconds()
        self.workers_seconds: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @staticmethod
    def _own_seconds() -> float:
        times = psutil.Process().cpu_times()
        return times.user + times.system

    def seconds(self) -> tuple[float, float]:
        """Give the CPU seconds of the workers and of the client since the beginning."""
        return sum(self.workers_seconds.values()), self._own_seconds() - self.before

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.2):
            self.client = max(self.client, me.memory_info().rss)
            for child in me.children(recursive=True):
                try:
                    self.worker = max(self.worker, child.memory_info().rss)
                    times = child.cpu_times()
                    self.workers_seconds[child.pid] = times.user + times.system
                except psutil.NoSuchProcess:
                    continue


def measure(folder: Path, jobs: int, workspace: Path) -> tuple[float, float, Watch, int]:
    """Read a folder: reports a second from the first result to the last, seconds before it, memory, bytes written."""
    first: list[float] = []
    last: list[float] = []
    done_at_first: list[int] = []

    def on_progress(done: int, total: int) -> None:
        if done and not first:
            first.append(time.monotonic())
            done_at_first.append(done)
        last[:] = [time.monotonic()]

    out = workspace / f"{jobs}" / "corpus.parquet"
    began = time.monotonic()
    with Watch() as watch:
        result = build_corpus([folder], out, jobs=jobs, on_progress=on_progress)
    rate = (result.reports - done_at_first[0]) / (last[0] - first[0])
    return rate, first[0] - began, watch, sum(path.stat().st_size for path in result.outputs)


def main() -> None:
    """Measure and print."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    copies = int(sys.argv[2]) if len(sys.argv) == 3 else 12
    files = [path for path in sorted(source.iterdir()) if path.suffix.lower() in SUFFIXES]
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        folder = workspace / "reports"
        folder.mkdir()
        for copy in range(copies):
            for path in files:
                shutil.copy(path, folder / f"{copy:03}-{path.name}")
        total = len(files) * copies
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{total:,} reports, {size / total / 1024:.0f} kB each; this machine has {psutil.cpu_count()} cores")
        print("CPU is the time of a core a report, starting up included; it does not suffer from busy neighbours")
        print("processes  reports/s  start, s  worker, MiB  client, MiB  workers, CPU ms  client, CPU ms")
        for jobs in (1, 2):
            rate, start, watch, written = measure(folder, jobs, workspace)
            row = (watch.worker / MEBIBYTE, watch.client / MEBIBYTE)
            cpu = [1000 * seconds / total for seconds in watch.seconds()]
            print(
                f"{jobs:>9} {rate:>10.1f} {start:>9.1f} {row[0]:>12.0f} {row[1]:>12.0f} {cpu[0]:>16.1f} {cpu[1]:>15.1f}"
            )
        print(f"on paper, {MANY:,} reports:")
        print(f"  {MANY * sum(cpu) / 3.6e6:.2f} core hours, or {MANY / rate / 60:.0f} minutes at {jobs} processes here")
        print(f"  {MANY * size / total / 1e9:.1f} GB of reports read")
        print(f"  {MANY * written / total / 1e9:.2f} GB of tables written")


if __name__ == "__main__":
    main()
