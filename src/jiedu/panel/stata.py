"""A table as a file of Stata 14 and later: text in UTF-8, a label a variable, names that Stata takes."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from jiedu.reports.columns import OutputColumn
from jiedu.reports.corpus.outputs import cell_text

if TYPE_CHECKING:
    import pandas as pd

_LABEL = 80
_NAME = 32
"""Characters."""
_LONGEST_TEXT = 2045
"""Bytes; longer text needs Stata's type for it."""

_OWN_WORDS = {"end": "end_at"}
"""Words of Stata's own that have another name of old; any other gets a low line at its end."""


def stata_file(rows: Sequence[Mapping[str, Any]], columns: Sequence[OutputColumn], label: str) -> bytes:
    """Make the file of a table whose rows have a cell for every column; the same rows give the same bytes.

    Long text is of the type strL; a missing number is Stata's, a missing text is empty. The label of the file is
    given, those of its variables are what the columns mean, cut to 80 characters.

    >>> stata_file([{"unit": "家"}], [OutputColumn("unit", "string", "The unit.")], "units")[:28]
    b'<stata_dta><header><release>'
    """
    names = dict(zip((column.name for column in columns), stata_names(column.name for column in columns), strict=True))
    frame = _frame(rows, columns)
    longest = {
        column.name: max((len(cell.encode()) for cell in frame[column.name]), default=0)
        for column in columns
        if column.type == "string"
    }
    out = io.BytesIO()
    frame.rename(columns=names).to_stata(
        out,
        write_index=False,
        # The first version that reads text in UTF-8.
        version=118,
        variable_labels={names[column.name]: _label(column.meaning) for column in columns},
        data_label=_label(label),
        time_stamp=datetime(2000, 1, 1),
        convert_strl=[names[name] for name, length in longest.items() if length > _LONGEST_TEXT],
    )
    return out.getvalue()


def stata_names(names: Iterable[str]) -> list[str]:
    """Give the names of columns as Stata takes them: letters, figures and low lines, 32 at most, each once.

    >>> stata_names(["start", "end", "class", "2020 年", "2020-年"])
    ['start', 'end_at', 'class_', '_2020_年', '_2020_年_2']
    """
    from pandas.io.stata import StataParser

    taken = StataParser().RESERVED_WORDS  # type: ignore[attr-defined]
    given: list[str] = []
    for name in names:
        plain = "".join(sign if sign.isalnum() else "_" for sign in _OWN_WORDS.get(name, name))
        plain = f"{plain}_" if plain in taken else plain
        plain = (f"_{plain}" if plain[:1].isdigit() else plain)[:_NAME]
        ends = (f"_{number}" for number in count(2))
        free = plain
        while free in given:
            end = next(ends)
            free = f"{plain[: _NAME - len(end)]}{end}"
        given.append(free)
    return given


def _label(meaning: str) -> str:
    return meaning if len(meaning) <= _LABEL else f"{meaning[: _LABEL - 1]}…"


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[OutputColumn]) -> "pd.DataFrame":
    """Make a table for Stata, which knows a missing number but no missing text."""
    import pandas as pd

    frame = pd.DataFrame(index=range(len(rows)))
    for column in columns:
        cells = [row[column.name] for row in rows]
        if column.type == "string":
            frame[column.name] = pd.Series([_stata_text(cell) for cell in cells], dtype=object)
        elif column.type == "int64":
            frame[column.name] = pd.Series(cells, dtype="Int64")
        else:
            frame[column.name] = pd.Series([None if cell is None else float(cell) for cell in cells], dtype="float64")
    return frame


def _stata_text(cell: Any) -> str:
    return cell_text(str(cell)).replace("\0", "") if cell is not None else ""
