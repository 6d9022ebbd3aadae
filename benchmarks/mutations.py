"""Change single cells and words of the edition, ask the checks after each, and print the share that they catch.

usage: python benchmarks/mutations.py [--seed N] [--count N] [--jobs N] [--only NAME] [--list-missed]
                                      [--json FILE] [--table FILE]

Each change is made in a copy of the project and undone. What a check finds by itself counts as caught, and so does a
row that is not as it was signed; the last column leaves the signatures out. NAME is an area (tables, prose,
translation), a table, a column (quantities.value), a sort of page (notebooks, captions, book) or a kind of change, as
the output names them. The changes are spread evenly over their kinds, and are the same for a seed whatever the number
of jobs.
"""

import argparse
import json
import math
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from changes import mutations, pools
from changes.mutation import BEYOND_CHECKS
from changes.trial import Bench, Trial
from rich.console import Console
from rich.table import Table

from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.reports.export import to_csv

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support import copy_project  # noqa: E402


def share(arguments: argparse.Namespace, job: int) -> list[tuple[int, Trial]]:
    """Try every so-many-th change; the number of each puts the shares of all jobs in one order."""
    drawn = list(enumerate(mutations(ROOT, arguments.seed, arguments.count, arguments.only)))[job :: arguments.jobs]
    # What was computed from the tables is kept as long as they do not change.
    drawn.sort(key=lambda numbered: numbered[1].path.startswith("data/"))
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(copy_project(Path(scratch) / "edition"))
        return [(number, bench.tried(mutation)) for number, mutation in drawn]


def run(arguments: argparse.Namespace) -> list[Trial]:
    """Try all changes, in as many processes as were asked for."""
    if arguments.jobs == 1:
        shares = [share(arguments, 0)]
    else:
        with ProcessPoolExecutor(arguments.jobs, get_context("spawn")) as processes:
            shares = list(processes.map(partial(share, arguments), range(arguments.jobs)))
    numbered = sorted((trial for part in shares for trial in part), key=lambda pair: pair[0])
    return [trial for _, trial in numbered]


Row = dict[str, Any]


def counted(trials: Iterable[Trial], *names: str) -> list[Row]:
    """Count the changes of each sort: tried, caught, of these by a signature alone, and where a check broke off."""
    tried: Counter[tuple[str, ...]] = Counter()
    caught: Counter[tuple[str, ...]] = Counter()
    crashed: Counter[tuple[str, ...]] = Counter()
    signed: Counter[tuple[str, ...]] = Counter()
    for trial in trials:
        key = tuple(getattr(trial.mutation, name) for name in names)
        tried[key] += 1
        caught[key] += trial.caught
        crashed[key] += trial.crashed
        signed[key] += trial.signed
    return [
        dict(zip(names, key, strict=True))
        | {"tried": n, "caught": caught[key], "signed": signed[key], "crashed": crashed[key]}
        for key, n in sorted(tried.items())
    ]


def figures(trials: list[Trial], seed: int) -> Row:
    """Give all figures that are printed, and the changes that were not caught."""
    within = [trial for trial in trials if trial.mutation.kind not in BEYOND_CHECKS]
    beyond = [trial for trial in trials if trial.mutation.kind in BEYOND_CHECKS]
    return {
        "seed": seed,
        "count": len(trials),
        "areas": counted(within, "area"),
        "beyond_checks": counted(beyond, "area", "kind"),
        "kinds": counted(within, "area", "kind"),
        "groups": counted(within, "area", "group"),
        "missed": [missed(trial) for trial in trials if not trial.caught],
    }


def missed(trial: Trial) -> Row:
    """Describe a change that was not caught."""
    names = ("path", "place", "kind", "before", "after")
    return {name: getattr(trial.mutation, name) for name in names} | {"crash": trial.fault}


TITLES = {
    "areas": "Caught by the checks",
    "groups": "By table and column, or sort of page",
    "kinds": "By kind of change",
    "beyond_checks": "Beyond any check",
}


def show(console: Console, found: Row) -> None:
    """Print the figures as tables."""
    for name, title in TITLES.items():
        rows = found[name]
        if not rows:
            continue
        words = [key for key in rows[0] if key not in ("tried", "caught", "signed", "crashed")]
        table = Table(*words, title=title, title_justify="left")
        for heading in ("tried", "caught", "share", "without signatures"):
            table.add_column(heading, justify="right")
        for row in rows:
            broken = f" ({row['crashed']} crashed)" if row["crashed"] else ""
            counts = (str(row["tried"]), f"{row['caught']}{broken}")
            shares = (row["caught"] / row["tried"], (row["caught"] - row["signed"]) / row["tried"])
            table.add_row(*(row[word] for word in words), *counts, *map(percent, shares))
        console.print(table)


def percent(share: float) -> str:
    """Write a share in per cent, one decimal, never rounded up to all of it."""
    return f"{math.floor(share * 1000) / 10:g} %"


def as_table(found: Row) -> str:
    """Write the figures as data/mutations.csv."""
    source = f"python benchmarks/mutations.py --seed {found['seed']} --count {found['count']}"
    rows = [
        {"id": "mut-" + re.sub(r"[^a-z0-9]+", "-", f"{row['area']} {row['kind']}".lower()).strip("-"), "source": source}
        | row
        for row in (*found["kinds"], *found["beyond_checks"])
    ]
    return to_csv(rows, [column.name for column in OPTIONAL_TABLES["mutations"].fields])


def list_missed(console: Console, rows: list[Row]) -> None:
    """Print what was not caught: file, place, before and after."""
    for row in rows:
        crash = f"   {row['crash']}" if row["crash"] else ""
        line = f"{row['path']}: {row['place']}: {row['kind']}: {row['before']} → {row['after']}{crash}"
        console.print(line.replace("\n", "⏎"), markup=False, highlight=False, soft_wrap=True)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    whole_number: Callable[[str], int] = int
    parser.add_argument("--seed", type=whole_number, default=1, help="draws other changes (default: 1)")
    parser.add_argument("--count", type=whole_number, default=600, help="how many changes (default: 600)")
    parser.add_argument("--jobs", type=whole_number, default=os.cpu_count() or 1, help="processes (default: all cores)")
    parser.add_argument("--only", default="", metavar="NAME", help="an area, table, column, sort of page or kind")
    parser.add_argument("--list-missed", action="store_true", help="print what was not caught")
    parser.add_argument("--table", type=Path, metavar="FILE", help="write what the method chapter shows, as CSV")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file")
    chosen = parser.parse_args(arguments)
    if chosen.jobs < 1 or chosen.count < 1:
        parser.error("--jobs and --count are at least 1")
    names = sorted({name for pool in pools(ROOT) for name in pool.names()})
    if chosen.only and chosen.only not in names:
        parser.error(f"--only: nothing is called {chosen.only!r}; it is one of {', '.join(names)}")
    return chosen


def main(arguments: list[str]) -> None:
    """Try the changes and print what was caught."""
    chosen = parsed(arguments)
    try:
        found = figures(run(chosen), chosen.seed)
    except Fault as fault:
        sys.exit(str(fault))
    console = Console()
    show(console, found)
    if chosen.list_missed:
        list_missed(console, found["missed"])
    if chosen.table:
        write_whole(chosen.table, as_table(found))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
