"""The panel of a project, made again from the texts: `jiedu panel FOLDER --in DIR`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jiedu.edition import Edition
from jiedu.edition.schema import rewrite_package
from jiedu.errors import Fault
from jiedu.files import safe_name, why, write_whole
from jiedu.language import tell
from jiedu.panel.building import PanelResult, read_panel
from jiedu.panel.measured_page import measure_page
from jiedu.panel.opening import read_rows
from jiedu.panel.readings import agreement_rows, applied
from jiedu.panel.rows import TABLES
from jiedu.panel.writing import project_lines
from jiedu.reports.columns import PANEL, READ_BY_EYE, READINGS

FOLDER = "data/panel"
"""Where a project keeps its panel."""

_READINGS = f"{FOLDER}/readings.csv"


def remake_panel(
    root: Path,
    folders: Sequence[Path],
    scheduler: str | None = None,
    jobs: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> PanelResult:
    """Make the panel of a project again: what the machine reads, with the readings by eye, and the page measured.

    The tables under data/panel are written where they differ, whole each, and data/datapackage.json records their
    hashes. Raises Fault where the folder is no project, or a file of the readings is not among the texts.
    """
    edition = Edition.open(root)
    result = read_panel(folders, edition.root / "_build" / "panel", scheduler, jobs, on_progress)
    readings = read_rows(edition.root / _READINGS, READINGS) if (edition.root / _READINGS).exists() else []
    there = {report["file"] for report in result.tables["reports"]}
    gone = sorted({reading["file"] for reading in readings} - there)
    if gone:
        raise Fault(
            tell(
                "{path}: {file} is not among the texts ({count} files are not)",
                path=_READINGS,
                file=safe_name(gone[0]),
                count=len(gone),
            )
        )
    result.agreement = list(agreement_rows(result.tables, readings))
    result.tables = applied(result.tables, readings)
    result.tables["measures"] += measure_page(edition)
    try:
        for name, rows, columns in (
            *((name, result.tables[name], PANEL[name]) for name in TABLES),
            ("agreement", result.agreement, READ_BY_EYE),
        ):
            text = "".join(project_lines(rows, columns))
            path = edition.root / FOLDER / f"{name}.csv"
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                write_whole(path, text.encode("utf-8"))
        rewrite_package(edition.root)
    except OSError as error:
        name = safe_name(edition.root / FOLDER)
        raise Fault(tell("{name}: cannot be written: {why}", name=name, why=why(error))) from None
    return result
