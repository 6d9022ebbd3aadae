"""What several tests share that is no fixture: where things are, and how a small book is written."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from written import with_fonts

from jiedu.paper.chromium import BROWSER_ARGUMENTS
from jiedu.reports import corpus
from jiedu.reports.corpus import parts

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
PAGE = ROOT / "data" / "source" / "page.txt"
REPORTS = Path(os.environ.get("JIEDU_REPORTS", ROOT.parent / "shared" / "reports"))
"""Real reports to try the reader on; they are not part of the project, and tests that need them say so."""
SCHEMAS = Path(os.environ.get("JIEDU_SCHEMAS", ROOT.parent / "shared" / "schemas"))
"""The schemas of the W3C and of the TEI that exports are held against; tests that need them say so where they are missing."""
JIEDU = Path(sys.executable).with_name("jiedu")

# What a book is built from; nothing else of the repository may be needed.
SOURCES = (
    *("_config.yml", "_toc.yml", "CITATION.cff", "LICENSE", "environment.yml", "requirements.lock"),
    *("book", "notebooks", "lessons", "data", "locale"),
)

# Playwright's own browser is not to be had everywhere; Debian's works with these.
CHROMIUM = BROWSER_ARGUMENTS

COLOURS = """
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, alpha], ground) => [r, g, b].map((part, at) => part * alpha + ground[at] * (1 - alpha));
  const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (...colours) => {
    const [low, high] = colours.map(light).sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
"""
"""What a measure in Chromium needs of colours: as they are painted, one over another, and their contrast (WCAG 2)."""


def copy_project(target: Path) -> Path:
    """Copy what a book is built from into a new folder."""
    target.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy2(source, target / name)
    return target


def run_build(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a project as a user does, in a process of its own."""
    return subprocess.run(
        [JIEDU, "build", str(project)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep silent."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder over http as long as the block runs, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def without_chinese_fonts(folder: Path) -> dict[str, str]:
    """Give the environment of a program that finds Latin fonts only."""
    latin = Path("/usr/share/fonts/truetype/dejavu")
    if not latin.is_dir():
        pytest.skip("no DejaVu fonts on this machine, to be the only ones")
    return with_fonts(folder, [latin])


def notebook(*cells: tuple[str, str] | tuple[str, str, dict]) -> str:
    """Write a notebook from pairs of a cell's type and source, and its metadata if any."""
    written = []
    for number, (kind, source, *metadata) in enumerate(cells):
        cell = {"cell_type": kind, "id": f"c{number}", "metadata": metadata[0] if metadata else {}}
        cell["source"] = source
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        written.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": written, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: what is tested is the client, and the cluster has tests of its own."""

    def read_here(client, queue, workers, total):
        for item, key, data in queue:
            yield item, key, parts.read_many([(item.path.name, data)])[1][0]

    class Nobody:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def scheduler_info(self, n_workers):
            return {"workers": {"one": 1}}

    monkeypatch.setattr(corpus, "on_cluster", read_here)
    monkeypatch.setattr(corpus, "open_cluster", lambda scheduler, jobs: Nobody())


SHOW_PASSAGE = """
from IPython.display import HTML
HTML('<p lang="zh-CN">孵化<mark id="q-060">1500家</mark>，<a href="#t-liu-wen">六稳</a></p><p id="n-001">水</p>')
"""

SHOW_CHART = """
import io
import matplotlib
from IPython.display import SVG
from matplotlib.figure import Figure
matplotlib.rcParams["svg.hashsalt"] = "test"
figure = Figure()
figure.add_subplot().bar([1, 2], [55, 116])
buffer = io.StringIO()
figure.savefig(buffer, format="svg", metadata={"Date": None, "Description": "Two bars: 55 and 116"})
SVG(buffer.getvalue())
"""

SHOW_TABLE = """
import csv
from pathlib import Path
from IPython.display import HTML
rows = csv.DictReader(Path("../data/terms.csv").open(encoding="utf-8"))
HTML("".join(f'<p id="{row["id"]}">{row["term"]}: {row["en"]}</p>' for row in rows))
"""

FIGURE = {"mystnb": {"figure": {"caption": "Two stages, [1,500](#q-060).", "name": "fig-stages"}}}


def write_book(root: Path) -> Path:
    """Write a book of two notebooks and a front page that cite each other."""
    for folder in ("book", "notebooks", "data"):
        (root / folder).mkdir(parents=True)
    shutil.copy2(ROOT / "_config.yml", root)
    chapters = "".join(f"- file: notebooks/{name}\n" for name in ("one", "two"))

    def write(name: str, text: str) -> None:
        (root / name).write_text(text, encoding="utf-8")

    write("_toc.yml", f"format: jb-book\nroot: book/index\nchapters:\n{chapters}")
    write("book/references.bib", "")
    write("book/index.md", "# Two\n\nIt says [1,500](#q-060), see {numref}`fig-stages`, [六稳](#t-liu-wen), 海外仓.\n")
    write("data/terms.csv", "id,term,en\nt-liu-wen,六稳,six stabilities\n")
    one = notebook(("markdown", "# One"), ("code", SHOW_PASSAGE), ("code", SHOW_CHART, FIGURE))
    write("notebooks/one.ipynb", one)
    write("notebooks/two.ipynb", notebook(("markdown", "# Two, a chapter"), ("code", SHOW_TABLE)))
    return root
