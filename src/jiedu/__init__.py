"""解读: an annotated reading of a government work report.

What a program needs is here, and each name is imported when it is asked for: reading a text needs neither pandas nor
the book.

>>> import jiedu
>>> [(q.surface, q.value, q.comparator) for q in jiedu.read("力争年内突破1000家")]
[('1000家', Decimal('1000'), 'gt')]
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    from jiedu.edition import Edition
    from jiedu.errors import Fault
    from jiedu.panel.opening import Panel
    from jiedu.reports.lexicon import Lexicon
    from jiedu.reports.quantities import Quantity, read
    from jiedu.reports.report import Report, read_report

__version__ = "0.2.0"

__all__ = [
    "Edition",
    "Fault",
    "Lexicon",
    "Panel",
    "Quantity",
    "Report",
    "__version__",
    "open_edition",
    "open_panel",
    "read",
    "read_report",
]

_ROOMS = {
    "Edition": "jiedu.edition",
    "Fault": "jiedu.errors",
    "Lexicon": "jiedu.reports.lexicon",
    "Panel": "jiedu.panel.opening",
    "Quantity": "jiedu.reports.quantities",
    "Report": "jiedu.reports.report",
    "read": "jiedu.reports.quantities",
    "read_report": "jiedu.reports.report",
}


def open_edition(folder: "str | PathLike[str] | None" = None) -> "Edition":
    """Open the edition in a folder, or around it; the current folder if none is given.

    Raises Fault where there is none, where its page was altered, and for a table that does not fit its schema; and
    where the extra `book` is not installed.

    >>> open_edition("/nowhere")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: no data/datapackage.json in /nowhere or above it: this is no edition
    """
    from pathlib import Path

    edition: type[Edition] = __getattr__("Edition")
    return edition.open(Path(folder) if folder is not None else None)


def open_panel(folder: "str | PathLike[str] | None" = None) -> "Panel":
    """Open the panel that `jiedu panel` wrote into a folder; that of the edition here if none is given.

    Raises Fault where there is none, or a table of it does not fit.

    >>> open_panel().targets.loc["pt-100000-2024-gdp", "comparator"]
    'about'
    """
    from pathlib import Path

    if folder is None:
        folder = open_edition().root / "data" / "panel"
    panel: type[Panel] = __getattr__("Panel")
    return panel.read(Path(folder))


def __getattr__(name: str) -> Any:
    """Import a public name from its room."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'jiedu' has no attribute {name!r}")
    try:
        found = getattr(importlib.import_module(_ROOMS[name]), name)
    except ModuleNotFoundError as error:
        from jiedu.errors import explain_missing

        raise explain_missing(error, f"jiedu.{name}", "book") from None
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
