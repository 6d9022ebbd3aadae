"""Make the pictures of the chapter "Your own report", and the one of the README.

    make book && .venv/bin/python tools/make_pictures.py

Runs the chapter's steps on the small report and photographs each; the README's picture is a chapter of the built book
with a record open. Needs Chromium as /usr/bin/chromium. Nothing is staged by hand: the terminals show what the
commands print.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

import jiedu

ROOT = Path(__file__).parents[1]
HERE = ROOT / "book" / "images"
REPORT = ROOT / "tests" / "data" / "sample_report.txt"
FONT = Path(jiedu.__file__).parent / "book" / "static" / "JieduSans-Regular.woff2"
CHROMIUM = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
COLUMNS = 66

FRAME = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: "Jiedu Sans"; src: url("{font}"); }}
body {{ margin: 0; background: #fff; }}
#terminal {{ display: inline-block; background: #1e1f1c; border-radius: 8px; padding: 18px 22px; }}
pre {{ margin: 0; font: 15px/1.55 "DejaVu Sans Mono", "Jiedu Sans", monospace; color: #f8f8f2; }}
</style><div id="terminal"><pre>{code}</pre></div>"""


class Desk:
    """A folder to work in, a terminal that is remembered, and a browser."""

    def __init__(self, folder: Path, page: Page) -> None:
        self.folder, self.page = folder, page
        self.console = Console(record=True, width=COLUMNS, file=io.StringIO())

    def run(self, command: str, below: str = "") -> None:
        """Type a command, run it with the `jiedu` of this Python, and remember what it printed."""
        self.console.print(Text(f"~/books{'/' + below if below else ''}$ ", style="bold green") + Text(command))
        path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder / below,
            capture_output=True,
            text=True,
            env=os.environ | {"PATH": path},
        )
        said = (done.stdout + done.stderr).replace(str(self.folder), "/home/you/books").strip()
        self.console.print(Text(said)) if said else None

    def photograph(self, name: str) -> None:
        """Write what the terminal shows as a picture, and clear it."""
        code = self.console.export_html(theme=MONOKAI, inline_styles=True, code_format="{code}")
        (self.folder / "terminal.html").write_text(FRAME.format(font=FONT.as_uri(), code=code), encoding="utf-8")
        self.page.goto((self.folder / "terminal.html").as_uri())
        self.page.evaluate("document.fonts.ready")
        save(name, self.page.locator("#terminal").screenshot())

    def visit(
        self, name: str, site: Path, address: str, width: int, height: int, to: str = "", press: str = ""
    ) -> None:
        """Photograph a page of the built book, scrolled to an element, with what a press on another opens."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(f"{site.as_uri()}/{address}")
        self.page.evaluate("document.fonts.ready")
        if to:
            self.page.evaluate(
                "to => window.scrollTo(0, document.querySelector(to).getBoundingClientRect().top - 130)", to
            )
        if press:
            self.page.locator(press).click()
        self.page.wait_for_timeout(400)
        save(name, self.page.screenshot())


def save(name: str, png: bytes) -> None:
    """Write a picture with as many colours as it needs to look the same, and no more."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    picture.save(HERE / f"{name}.png", optimize=True)


def edit(table: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file, as a person does in an editor."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def review(project: Path) -> list[str]:
    """Correct one number, one sentence and one term; give their ids."""
    ids: list[str] = []

    def numbers(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["surface"] == "3条")
        row |= {"indicator": "断头路", "indicator_en": "dead-end roads"}
        ids.append(row["id"])

    def sentences(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if "断头路" in row["zh"])
        row["en"] = (
            "Carry out the “three lengthwise, two across” road works in Riverbank New Area, and open up"
            " 3 dead-end roads by year-end."
        )
        ids.append(row["id"])

    def terms(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["term"] == "三纵两横")
        row |= {"en": "“three lengthwise, two across”"}
        ids.append(row["id"])

    edit(project / "data" / "quantities.csv", numbers)
    edit(project / "data" / "translation.csv", sentences)
    edit(project / "data" / "terms.csv", terms)
    return ids


def comment(project: Path, words: str) -> None:
    """Put a sentence in the place of what stands in the commentary of the notebook of section C."""
    notebook = project / "notebooks" / "section_c.ipynb"
    text = notebook.read_text(encoding="utf-8")
    place = "## Commentary · 评论\\n\\n"
    start = text.index(place) + len(place)
    notebook.write_text(text[:start] + words + text[text.index('"', start) :], encoding="utf-8")


def main() -> None:
    """Photograph the edition, then go through the chapter, step by step."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM.split())
        page = browser.new_page()
        chapter = "notebooks/open_innovation.html"
        Desk(Path(made), page).visit("chapter", ROOT / "_build" / "html", chapter, 1280, 900, "#s-073", "#q-060 a")
        desk = Desk(Path(made), browser.new_page(device_scale_factor=1.5))
        project = desk.folder / "qinghe"
        site = project / "_build" / "html"
        shutil.copyfile(REPORT, desk.folder / "report.txt")

        desk.run("head -n 8 report.txt")
        desk.photograph("own-1-report")
        desk.run("jiedu new qinghe --from report.txt")
        desk.run("ls -C -w 62 qinghe qinghe/data")
        desk.photograph("own-2-new")
        desk.run("make book", "qinghe")
        desk.photograph("own-3-book")
        desk.visit("own-4-front", site, "book/index.html", 1100, 760)
        desk.visit("own-5-section", site, "notebooks/section_c.html", 820, 700, ".jd-passage")
        desk.visit("own-6-phone", site, "notebooks/section_c.html", 390, 700, ".jd-passage")
        desk.run("grep -n 3条 data/quantities.csv", "qinghe")
        desk.run("# in an editor: name it in English, and translate sentence and term", "qinghe")
        number, *others = review(project)
        desk.run(f"jiedu review {number} {' '.join(others)} --by 'Li Hua' --yes", "qinghe")
        desk.run("jiedu check", "qinghe")
        desk.photograph("own-7-review")
        desk.run("# in the notebook: “By year-end 4 dead-end roads …”, citing the row", "qinghe")
        comment(project, f"By year-end [4](#{number}) dead-end roads are to be opened up.")
        desk.run("jiedu check", "qinghe")
        desk.run("# in the notebook: 3 instead of 4", "qinghe")
        comment(project, f"By year-end [3](#{number}) dead-end roads are to be opened up.")
        desk.run("jiedu check | head -n 1", "qinghe")
        desk.photograph("own-8-commentary")
        edit(
            project / "data" / "quantities.csv",
            lambda rows: rows.pop(next(i for i, r in enumerate(rows) if r["surface"] == "11座")),
        )
        desk.run(
            "# a draft row is lost by mistake; the reader finds it again, and leaves alone what was reviewed", "qinghe"
        )
        desk.run("jiedu update", "qinghe")
        desk.photograph("own-9-update")
        subprocess.run(["make", "book"], cwd=project, check=True, capture_output=True)
        desk.visit("own-10-reviewed", site, "notebooks/section_c.html", 820, 480, "#c-2")
        browser.close()


if __name__ == "__main__":
    main()
