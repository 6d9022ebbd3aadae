"""Measure `jiedu build` against plain `jupyter-book build` with forced execution: the same book, the same run.

    python benchmarks/book.py [--runs N]

Each run builds a fresh copy of the project with either, then ours again: with one notebook edited, with one row of
data changed, and with nothing changed. Time is wall-clock of the whole command; memory is the highest sum over the
process tree, as resident memory (pages that forked kernels share are counted once for each) and as proportional
memory (once).
"""

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from jiedu.book.editions import editions_of

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SOURCES = (
    *("_config.yml", "_toc.yml", "CITATION.cff", "LICENSE", "requirements.lock"),
    *("book", "notebooks", "lessons", "data", "locale"),
)

# Plain Jupyter Book makes one edition, ours makes two at once. At most this share of its time, and this much resident
# memory for each edition.
COLD, UNCHANGED, MEBIBYTES = 0.6, 0.1, 800


@dataclass(frozen=True)
class Measured:
    """One command: seconds, and the peak of its process tree in MiB (proportional is None off Linux)."""

    seconds: float
    resident: float
    proportional: float | None


def _memory(tree: list[psutil.Process]) -> tuple[float, float | None]:
    resident = 0.0
    proportional: float | None = 0.0
    for process in tree:
        try:
            full = process.memory_full_info()
        except psutil.Error:
            continue
        resident += full.rss
        shared = getattr(full, "pss", None)
        proportional = None if shared is None or proportional is None else proportional + shared
    return resident / 2**20, None if proportional is None else proportional / 2**20


def measure(command: list[str], folder: Path) -> Measured:
    """Run a command in a folder and watch its process tree; a command that fails ends the benchmark."""
    # Python keeps its compiled modules on a user's machine; some build machines turn that off.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with (folder / "log.txt").open("w") as log:
        start = time.perf_counter()
        process = psutil.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        peaks: list[tuple[float, float | None]] = []
        finished = threading.Event()

        def watch() -> None:
            while not finished.wait(0.1):
                try:
                    peaks.append(_memory([process, *process.children(recursive=True)]))
                except psutil.Error:
                    continue

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        seconds = time.perf_counter() - start
        finished.set()
        watcher.join()
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / 'log.txt').read_text()}")
    proportional = [peak[1] for peak in peaks if peak[1] is not None]
    return Measured(seconds, max(peak[0] for peak in peaks), max(proportional) if proportional else None)


def fresh(folder: Path) -> Path:
    """Copy what the book is built from."""
    folder.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy2(source, folder / name)
    return folder


def edit_one_notebook(folder: Path) -> None:
    """Change a comment in the first notebook, so that it has to run again."""
    path = min((folder / "notebooks").glob("*.ipynb"))
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = ["# edited\n", *cell["source"]]
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def change_one_row(folder: Path) -> None:
    """Change a cell of a table that one chapter shows, so that this chapter has to run again and no other."""
    path = folder / "data" / "claims.csv"
    text = path.read_text(encoding="utf-8")
    finding = next(csv.DictReader(text.splitlines()))["finding_en"]
    path.write_text(text.replace(finding, f"{finding} Changed."), encoding="utf-8")


def parts(folder: Path) -> dict[str, float]:
    """Build in this process and time its parts; those of the notebooks are sums over all, two or more at a time."""
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from jiedu.book.build import build_book
    from jiedu.book.kernels import KernelClient

    spent: dict[str, float] = defaultdict(float)

    def timed(owner: type, name: str, part: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def within(*args: Any, **kw: Any) -> Any:
            start = time.perf_counter()
            try:
                return original(*args, **kw)
            finally:
                spent[part] += time.perf_counter() - start

        setattr(owner, name, within)

    def timed_async(owner: type, name: str, part: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        async def within(*args: Any, **kw: Any) -> Any:
            start = time.perf_counter()
            try:
                return await original(*args, **kw)
            finally:
                spent[part] += time.perf_counter() - start

        setattr(owner, name, within)

    timed_async(KernelClient, "async_start_new_kernel", "  fork a kernel (the first waits for the imports)")
    timed_async(KernelClient, "async_start_new_kernel_client", "  wait for the kernel to answer")
    timed_async(KernelClient, "async_execute_cell", "  run cells")
    timed(Builder, "read", "  Sphinx: read")
    timed(Builder, "write", "  Sphinx: write")
    timed(StandaloneHTMLBuilder, "finish", "  Sphinx: finish (search index, static files)")
    report = build_book(folder)
    within_notebooks = {name: value for name, value in spent.items() if "Sphinx" not in name}
    within_pages = {name: value for name, value in spent.items() if "Sphinx" in name}
    ordered: dict[str, float] = {}
    for part, seconds in report.seconds.items():
        ordered[part] = seconds
        ordered |= within_notebooks if part == "notebooks" else within_pages if part == "pages" else {}
    return ordered


def main() -> None:
    """Run everything and print two tables; exit 1 if a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1, help="runs to take the median of")
    runs = parser.parse_args().runs
    plain_command = [str(BIN / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going"]
    our_command = [str(BIN / "jiedu"), "build"]
    found: dict[str, list[Measured]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="jiedu-bench-") as name:
        for run in range(runs):
            plain = fresh(Path(name) / f"plain-{run}")
            ours = fresh(Path(name) / f"ours-{run}")
            found["plain jupyter-book, forced"].append(measure(plain_command, plain))
            found["jiedu build, cold"].append(measure(our_command, ours))
            edit_one_notebook(ours)
            found["jiedu build, one notebook edited"].append(measure(our_command, ours))
            change_one_row(ours)
            found["jiedu build, one row changed"].append(measure(our_command, ours))
            found["jiedu build, nothing changed"].append(measure(our_command, ours))
        spent = parts(fresh(Path(name) / "parts"))

    base = statistics.median(measured.seconds for measured in found["plain jupyter-book, forced"])
    table = Table(title=f"The book, median of {runs}")
    for head in ("", "seconds", "of plain", "resident MiB", "proportional MiB"):
        table.add_column(head, justify="left" if not head else "right")
    shares: dict[str, float] = {}
    peak = 0.0
    for what, measured in found.items():
        seconds = statistics.median(each.seconds for each in measured)
        shares[what] = seconds / base
        resident = max(each.resident for each in measured)
        shared = [each.proportional for each in measured if each.proportional is not None]
        if what.startswith("jiedu"):
            peak = max(peak, resident)
        table.add_row(
            what,
            f"{seconds:.1f}",
            f"{shares[what]:.2f}",
            f"{resident:.0f}",
            f"{max(shared):.0f}" if shared else "",
        )
    breakdown = Table(title="Where a cold build spends its time, seconds")
    breakdown.add_column("part")
    breakdown.add_column("seconds", justify="right")
    for part, value in spent.items():
        breakdown.add_row(part, f"{value:.2f}")
    console = Console()
    console.print(table)
    console.print(breakdown)
    unchanged = shares["jiedu build, nothing changed"]
    most = MEBIBYTES * len(editions_of(ROOT))
    kept = shares["jiedu build, cold"] <= COLD and unchanged <= UNCHANGED and peak <= most
    limits = f"cold ≤ {COLD}, nothing changed ≤ {UNCHANGED}, memory ≤ {most} MiB"
    console.print(f"{limits}: {'reached' if kept else 'missed'}")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
