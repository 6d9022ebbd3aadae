"""`jiedu new`: a project from a report, whole or not at all."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jiedu.checks import check
from jiedu.errors import Fault
from jiedu.formats import load, require_report, shown
from jiedu.project.draft import Reading, draft_tables, files_of, read_report
from jiedu.project.files import project_files
from jiedu.schema import PACKAGE, PAGE, describe

LONGEST_PAGE = 500_000
"""Characters; the longest of the reports that this was tried on has some 57,000."""
_LONGEST = 120
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def make_project(folder: Path, report: Path, title: str = "", name: str = "") -> Reading:
    """Make a project in `folder` from a report; `title` and `name` of the edition, else from the report.

    Raises Fault, with nothing written, for a folder that is not empty, a name that cannot be one, a file that is
    no report, or a draft that does not hold what an edition promises.
    """
    folder = _target(folder)
    title, name = _line("title", title), _line("name", name)
    if name and not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        raise Fault(f"--name {shown(name)}: small letters, digits, points and hyphens, like heyang-2025")
    source = load(report)
    require_report(source)
    # The lines of a page end with one line feed, wherever it was made, so that its hash is the same everywhere.
    text = _LINE_END.sub("\n", source.text)
    if len(text) > LONGEST_PAGE:
        raise Fault(f"{shown(source.name)}: {len(text):,} characters; a book is made of at most {LONGEST_PAGE:,}")
    reading = read_report(text, source.name)
    title = title or _title(reading, source.name)
    package = {
        "name": name or f"report-{reading.year or 'undated'}",
        "title": title,
        "description": f"A draft made by jiedu from {shown(source.name)}; every row is to be reviewed by a person.",
        "version": "0.1.0",
        "sources": [{"title": title, "path": shown(source.name)}],
    }
    tables = draft_tables(reading)
    files = project_files(title, reading.year, shown(source.name), tables) | files_of(tables)
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            root = Path(made) / "project"
            _write(root, files, text, package)
            faults = check(root)
            if faults:
                more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
                raise Fault(f"{shown(source.name)}: no edition can be drafted from it: {faults[0]}{more}")
            _place(root, folder)
    except OSError as error:
        raise Fault(f"{shown(folder)}: cannot be made: {error.strerror or error}") from None
    return reading


def _write(root: Path, files: Mapping[str, str], text: str, package: dict[str, Any]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    (root / PAGE).parent.mkdir(parents=True, exist_ok=True)
    (root / PAGE).write_bytes(text.encode("utf-8"))
    (root / PACKAGE).write_text(describe(root, package), encoding="utf-8")


def _target(folder: Path) -> Path:
    """Check where a project is to stand: a new or empty folder in one that exists."""
    written = str(folder)
    if not written.isprintable() or len(folder.name) > _LONGEST:
        raise Fault(f"{shown(folder)}: no name for a folder: it holds what cannot be printed, or is too long")
    if ".." in folder.parts:
        raise Fault(f"{shown(folder)}: name the folder without `..`")
    if folder.name.startswith("-") or not folder.name:
        raise Fault(f"{shown(folder)}: no name for a folder")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Fault(f"{shown(folder)}: is there already and is no folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise Fault(f"{shown(folder)}: is not empty; name a new folder")
    if not folder.parent.is_dir():
        raise Fault(f"{shown(folder)}: its parent folder {shown(folder.parent)} is not there")
    return folder.resolve()


def _line(what: str, text: str) -> str:
    text = text.strip()
    # The theme prints a title as it is, so that < would begin a tag.
    if not text.isprintable() or len(text) > _LONGEST or set(text) & set("<>"):
        raise Fault(f"--{what}: one line of at most {_LONGEST} characters, without < and >")
    return text


def _title(reading: Reading, name: str) -> str:
    """Name an edition: what the report calls itself, with year and place where it does not name them."""
    found = reading.structure.title
    words = found.value if found else "政府工作报告"
    place = reading.structure.place.value if reading.structure.place else ""
    # 西藏 stands for 西藏自治区.
    if place and place[:2] not in words and place != "全国":
        words = f"{place}{words}"
    if reading.year and reading.year not in words:
        words = f"{reading.year}年{words}"
    return words if found or reading.year or place else Path(name).stem


def _place(root: Path, folder: Path) -> None:
    """Move a project that is whole to its place; an empty folder there gives way."""
    # A folder made by tempfile is private; a project is as readable as any other folder of its owner.
    umask = os.umask(0)
    os.umask(umask)
    os.chmod(root, 0o777 & ~umask)
    os.replace(root, folder)


def package_of(root: Path) -> dict[str, object]:
    """Read the package's own words from data/datapackage.json.

    Raises Fault where there is none or it is not readable.
    """
    try:
        package: dict[str, object] = json.loads((root / PACKAGE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Fault(f"{shown(root)}: no {PACKAGE} here: this is no edition") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise Fault(f"{PACKAGE}: not readable as JSON ({error})") from None
    return package
