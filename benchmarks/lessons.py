"""Hold the plan of each lesson against what has to be said, answered and run in it.

    python benchmarks/lessons.py [--chorus SECONDS]

For each step of a plan: its minutes, how long what the teacher says takes to be read aloud in the slower of the two
languages, how long the exercises take in chorus, how long its cells run in a fresh kernel, and what is left for the
class's own work. How long that work takes no machine can say: benchmarks/README.md has what it took in rehearsal.
"""

import argparse
import re
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from rich.console import Console
from rich.table import Table

from jiedu.edition.checks.lessons import plan_steps
from jiedu.text.characters import UNIFIED

ROOT = Path(__file__).parents[1]
WORDS, CHARACTERS = 130, 220
"""How many English words and Chinese characters are read aloud in a minute, to a class that writes."""

_LINK = re.compile(r"\]\([^)]*\)")


@dataclass
class Step:
    """A step of a plan: its name and minutes, and what it asks for."""

    name: str
    minutes: int
    words: int = 0
    characters: int = 0
    exercises: int = 0
    seconds: float = 0.0

    @property
    def said(self) -> float:
        """Give the minutes that the speech takes in the slower language."""
        return max(self.words / WORDS, self.characters / CHARACTERS)


def steps_of(notebook: nbformat.NotebookNode) -> list[Step]:
    """Give the steps of a lesson that has been run, in the order of its plan."""
    plan = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    steps = [Step(name, minutes) for name, minutes in plan_steps(plan)]
    step = steps[0]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            step.exercises += len(re.findall(r'"x-\d+"', cell.source))
            step.seconds += cell.metadata.get("seconds", 0.0)
            continue
        for line in cell.source.splitlines():
            step = next((other for other in steps if line.startswith(f"**{other.name}, {other.minutes} min")), step)
            if not line.startswith(">"):
                continue
            speech = _LINK.sub("]", line)
            chinese = len(re.findall(f"[{UNIFIED}]", speech))
            # A sentence in English may name a Chinese word, one in Chinese seldom names an English one.
            if chinese > len(speech) / 3:
                step.characters += chinese
            else:
                step.words += len(re.findall(r"[A-Za-z0-9’-]+", speech))
    return steps


def run(path: Path) -> nbformat.NotebookNode:
    """Run a notebook in a fresh kernel, and write down with each cell how many seconds it took."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code" and "skip-execution" not in cell.metadata.get("tags", []):
                start = time.perf_counter()
                client.execute_cell(cell, number)
                cell.metadata["seconds"] = time.perf_counter() - start
    return notebook


def main() -> None:
    """Print a table for each lesson."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--chorus", type=float, default=25, help="seconds for an exercise answered in chorus")
    chorus = parser.parse_args().chorus
    console = Console(width=120)
    for path in sorted((ROOT / "notebooks").glob("lesson_*.ipynb")):
        steps = steps_of(run(path))
        table = Table("step", title=f"{path.stem}, {sum(step.minutes for step in steps)} min", title_justify="left")
        for name in ("minutes", "said", "exercises", "in chorus", "cells, s", "left to the class"):
            table.add_column(name, justify="right")
        for step in steps:
            aloud = step.exercises * chorus / 60
            left = step.minutes - step.said - aloud - step.seconds / 60
            row = (step.said, step.exercises, aloud, step.seconds, left)
            table.add_row(
                step.name, str(step.minutes), *(f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row)
            )
        console.print(table)


if __name__ == "__main__":
    main()
