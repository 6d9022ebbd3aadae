"""Time the reader beside its peers on the same text, and its cost and memory from 10 to 1,000 reports.

usage: python benchmarks/reader.py REPORTS [PEERS_PYTHON]

REPORTS is a folder of reports as .txt. PEERS_PYTHON is the Python of an environment with
benchmarks/requirements.txt; without it the peers are left out. Everything runs on one core, one after the other,
and seconds are the processor's own, so that a busy machine does not matter.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

SAMPLE = 120_000
PEERS = {
    "recognizers": "Recognizers-Text (Python)",
    "recognizers-numbers": "Recognizers-Text, numbers only",
    "chinese2digits": "chinese2digits",
}


def one_core() -> None:
    """Keep this process and its children on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def sample(folder: Path) -> str:
    """Take an equal share of every report, cut at a sentence."""
    paths = sorted(folder.glob("*.txt"))
    share = SAMPLE // len(paths)
    parts = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        start = text.find("。", len(text) // 3) + 1
        parts.append(text[start : text.rfind("。", start, start + share) + 1])
    return "\n".join(parts)


def time_ours(text: str) -> tuple[float, int]:
    """Give the best of five runs, and how much was found."""
    from jiedu.reports.quantities import read

    read(text[:2000])
    best, found = float("inf"), 0
    for _ in range(5):
        started = time.process_time()
        found = len(read(text))
        best = min(best, time.process_time() - started)
    return best, found


def compare(folder: Path, peers_python: str | None) -> None:
    """Print characters a second of each reader on one text, and how many times the slowest peer ours is."""
    text = sample(folder)
    seconds, found = time_ours(text)
    rows = [("jiedu", len(text) / seconds, found)]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "sample.txt"
        path.write_text(text, encoding="utf-8")
        for name, title in PEERS.items() if peers_python else ():
            command = [str(peers_python), str(Path(__file__).with_name("reader_peers.py")), name, str(path)]
            result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            rows.append((title, len(text) / result["seconds"], result["found"]))
    print(f"one text of {len(text):,} characters from {len(list(folder.glob('*.txt')))} reports, one core")
    for title, speed, found in rows:
        print(f"  {title:31} {speed:>12,.0f} characters/s {found:>7,} found   jiedu is {rows[0][1] / speed:.1f} times")


def scale(folder: Path, reports: int) -> None:
    """Read so many reports one after the other, repeating the folder, and print cost and peak memory."""
    from jiedu.reports.quantities import read

    paths = sorted(folder.glob("*.txt"))
    characters = found = 0
    started = time.process_time()
    for path in islice(cycle(paths), reports):
        text = path.read_text(encoding="utf-8")
        characters += len(text)
        found += len(read(text))
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {reports:>5} reports {characters:>11,} characters {seconds:>7.2f} s "
        f"{characters / seconds:>10,.0f} characters/s {found:>8,} quantities  peak {peak:.0f} MiB",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    """Compare with the peers, then measure each size in a process of its own."""
    one_core()
    if len(arguments) == 3 and arguments[0] == "--scale":
        scale(Path(arguments[1]), int(arguments[2]))
        return
    folder = Path(arguments[0])
    compare(folder, arguments[1] if len(arguments) > 1 else None)
    print("cost and memory, one process each")
    for reports in (10, 100, 1000):
        subprocess.run([sys.executable, __file__, "--scale", str(folder), str(reports)], check=True)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(sys.argv[1:])
