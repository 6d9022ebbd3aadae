"""What a notebook cites, in the notebook: where links lead when it is read outside the book."""

from collections.abc import Iterator, Mapping

import pandas as pd

from jiedu.answers.records import NAMES, answer
from jiedu.answers.rows import TYPE_NAMES
from jiedu.display import html, labels
from jiedu.display.amounts import number
from jiedu.display.html import Safe
from jiedu.display.labels import Label
from jiedu.display.table import Column
from jiedu.edition import Edition, Row
from jiedu.edition.checks.prose import captions, cited_values
from jiedu.edition.citations import CITATION
from jiedu.edition.reading import read_notebook
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, speaking
from jiedu.tables.base import Table, render

_MOST = 4
"""Fields of a record that are written out."""

_SAID = {half for name in ("value", "says", "state") for half in NAMES[name]}
"""Fields that the label of a record says already, or that say nothing of what is cited."""


def references(edition: Edition, notebook: str) -> Table:
    """List what the prose of a notebook cites, each row with its id as the place to which the number leads.

    In JupyterLab a link finds only what stands in the same notebook; the book leads it to where the row stands, and
    leaves the list out. Raises Fault where there is no such notebook.

    >>> references(Edition.open(), "open_innovation").data.loc[0, "id"]
    'fact-d-numbers'
    """
    name = f"notebooks/{notebook}.ipynb"
    cells = read_notebook(edition.root / name, name)["cells"]
    prose = [cell["source"] if cell["cell_type"] == "markdown" else _caption(cell) for cell in cells]
    ids = dict.fromkeys(match["id"] for text in prose for match in CITATION.finditer(text))
    with speaking(BOTH):
        rows = [row for id_ in ids if (row := _row(edition, id_)) is not None]
    said = {row["id"]: _row(edition, row["id"]) or row for row in rows}
    data = pd.DataFrame(rows, columns=["id", "type", "zh", "en", "says"], dtype=object)
    columns = [
        Column("编号", "id", lambda row: Safe('<span id="{0}">{0}</span>').format(row["id"])),
        Column("种类", "type", lambda row: _type(row["type"])),
        Column("数值", "value", lambda row: html.pair(said[row["id"]]["zh"], said[row["id"]]["en"])),
        Column("记录", "record", lambda row: Safe("<br>").join(_lines(said[row["id"]]["says"]))),
    ]
    caption = one_of("本章所引", "Cited in this notebook")
    return render(edition, f"references-{notebook.replace('_', '-')}", data, columns, caption)


_OTHER_TYPES: dict[str, Label] = {"figure": ("图", "figure"), "row": ("数据行", "row")}


def _type(name: str) -> str:
    """Name what is cited; in both, as the data do."""
    zh, _ = labels.labelled(TYPE_NAMES | _OTHER_TYPES, name)
    return (language() == "zh" and zh) or name


def _caption(cell: Row) -> str:
    figure = cell["metadata"].get("mystnb", {}).get("figure", {})
    return str(figure.get("caption", ""))


def _row(edition: Edition, name: str) -> Row | None:
    """Write out a record in a few lines; none for what is no row of the edition."""
    figures = captions(edition.root)
    if name in figures:
        return {
            "id": name,
            "type": "figure",
            "zh": "",
            "en": html.strip_citations(edition.said(figures[name][1])),
            "says": "",
        }
    try:
        record = answer(edition, name)
    except Fault:
        return _outside_the_ledger(edition, name)
    label = record["label"]
    fields = [field for field in record["fields"] if _SAID.isdisjoint(field["name"].values())][:_MOST]
    said = [_field(field["name"], field["value"]) for field in fields]
    return {"id": name, "type": record["type"], "zh": label["zh"], "en": label["en"], "says": "\n".join(said)}


def _field(name: Mapping[str, str], value: Mapping[str, str]) -> str:
    words = " ".join(dict.fromkeys(filter(None, value.values())))
    return f"{name['zh']}：{words}" if language() == "zh" else f"{name['en']}: {words}"


def _outside_the_ledger(edition: Edition, name: str) -> Row | None:
    """Give the figures of a row of a table that has no record of its own, as of the panel."""
    found = cited_values(edition).get(name)
    if found is None:
        return None
    words = found if isinstance(found, str) else ", ".join(number(value) for value in found)
    return {"id": name, "type": "row", "zh": "", "en": words, "says": ""}


def _lines(words: str) -> Iterator[str]:
    yield from html.strip_citations(words).split("\n")
