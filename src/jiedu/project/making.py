"""`jiedu new`: a project from a report, whole or not at all."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jiedu.edition import Edition
from jiedu.edition.checks import CONTENT, check
from jiedu.edition.schema import PACKAGE, PAGE, describe, read_package
from jiedu.errors import Fault
from jiedu.files import replace_folder, safe_name, why, write_whole
from jiedu.language import BOTH, language, say, speaking, tell
from jiedu.project.drafting import draft_tables, files_of
from jiedu.project.lessons import lesson_files
from jiedu.project.pages import project_files
from jiedu.reports.formats import load, require_report
from jiedu.reports.report import Report, read_source
from jiedu.text.characters import RADICALS
from jiedu.text.cleaning import without_invisible
from jiedu.text.pagination import without_page_marks

LONGEST_PAGE = 500_000
"""Characters; the longest of the reports that this was tried on has some 57,000."""
_LONGEST = 120
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def make_project(folder: Path, report: Path, title: str = "", name: str = "", spoken: str = BOTH) -> Report:
    """Make a project in `folder` from a report; `title` and `name` of the edition, else from the report.

    Its pages and what its tables say are in the language `spoken`, `zh` or `en` alone, or in both side by side.

    Raises Fault, with nothing written, for a folder that is not empty, a name that cannot be one, a file that is
    no report, or a draft that does not hold what an edition promises.

    >>> make_project(Path("a/../b"), Path("report.txt"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: a/../b: name the folder without `..`
    """
    folder = _target(folder)
    title, name = _line("title", title), _line("name", name)
    if name and not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        raise Fault(
            tell("--name {name}: small letters, digits, points and hyphens, like heyang-2025", name=safe_name(name))
        )
    source = load(report)
    if len(source.text) > LONGEST_PAGE:
        raise Fault(
            tell(
                "{name}: {count:,} characters; a book is made of at most {most:,}",
                name=safe_name(source.name),
                count=len(source.text),
                most=LONGEST_PAGE,
            )
        )
    require_report(source)
    # The lines of a page end with one line feed, wherever it was made, so that its hash is the same everywhere. A book
    # has pages of its own, and no radicals for characters; what takes no room on a page is not on it.
    text = _LINE_END.sub("\n", without_page_marks(without_invisible(source.text))).translate(RADICALS)
    found = read_source(replace(source, text=text))
    try:
        with speaking(spoken), replace_folder(folder) as root:
            package = _package(found, name, title or _title(found, source.name), safe_name(source.name))
            tables = draft_tables(found)
            files = project_files(package["title"], found.year, found.source, tables) | files_of(tables)
            _write(root, files, text, package)
            faults = check(root, CONTENT)
            if faults:
                more = tell(" (and {count} more)", count=len(faults) - 1) if len(faults) > 1 else ""
                raise Fault(
                    tell(
                        "{name}: no edition can be drafted from it: {fault}{more}",
                        name=safe_name(source.name),
                        fault=faults[0],
                        more=more,
                    )
                )
            # A class fills them in, so they are the project's own from here on, and no update writes them again.
            for path, content in lesson_files(Edition.open(root)).items():
                write_whole(root / path, content)
    except OSError as error:
        raise Fault(tell("{name}: cannot be made: {why}", name=safe_name(folder), why=why(error))) from None
    return found


def _package(report: Report, name: str, title: str, source: str) -> dict[str, Any]:
    """Describe an edition in the language that is printed in, which is named where it is not both."""
    package: dict[str, Any] = {
        "name": name or f"report-{report.year or 'undated'}",
        "title": title,
        "description": say("A draft made by jiedu from {file}; every row is to be reviewed by a person.", file=source),
        "version": "0.1.0",
        "sources": [{"title": title, "path": source}],
    }
    return package if language() == BOTH else package | {"language": language()}


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
        raise Fault(
            tell(
                "{name}: no name for a folder: it holds what cannot be printed, or is too long", name=safe_name(folder)
            )
        )
    if ".." in folder.parts:
        raise Fault(tell("{name}: name the folder without `..`", name=safe_name(folder)))
    if folder.name.startswith("-") or not folder.name:
        raise Fault(tell("{name}: no name for a folder", name=safe_name(folder)))
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Fault(tell("{name}: is there already and is no folder", name=safe_name(folder)))
    if folder.is_dir() and any(folder.iterdir()):
        raise Fault(tell("{name}: is not empty; name a new folder", name=safe_name(folder)))
    if not folder.parent.is_dir():
        raise Fault(
            tell(
                "{name}: its parent folder {parent} is not there",
                name=safe_name(folder),
                parent=safe_name(folder.parent),
            )
        )
    return folder.resolve()


def _line(what: str, text: str) -> str:
    text = text.strip()
    # The theme prints a title as it is, so that < would begin a tag.
    if not text.isprintable() or len(text) > _LONGEST or set(text) & set("<>"):
        raise Fault(
            tell("--{option}: one line of at most {most} characters, without < and >", option=what, most=_LONGEST)
        )
    return text


def _title(report: Report, name: str) -> str:
    """Name an edition: what the report calls itself, with year and place where it does not name them."""
    found = report.structure.title
    words = found.value if found else "政府工作报告"
    place = report.place
    # 西藏 stands for 西藏自治区.
    if place and place[:2] not in words and place != "全国":
        words = f"{place}{words}"
    if report.year and report.year not in words:
        words = f"{report.year}年{words}"
    return words if found or report.year or place else _printable(Path(name).stem) or words


def _printable(stem: str) -> str:
    """Take out of a file's name what `--title` may not hold either."""
    return "".join(c for c in stem if c.isprintable() and c not in "<>").strip()[:_LONGEST]


def package_of(root: Path) -> dict[str, object]:
    """Read the package's own words from data/datapackage.json.

    Raises Fault where there is none or it is not readable.

    >>> package_of(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: /nowhere: no data/datapackage.json here: this is no edition
    """
    if not (root / PACKAGE).exists():
        raise Fault(tell("{name}: no {package} here: this is no edition", name=safe_name(root), package=PACKAGE))
    return read_package(root)
