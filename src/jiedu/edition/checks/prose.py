"""The promises that hold the prose against the tables: numbers cite, quotations match, notebooks are clean."""

import ast
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiedu.edition import Edition, records
from jiedu.edition.citations import (
    LEDGER_ID,
    Citation,
    bare_numbers,
    citations,
    digits,
    numbers,
    numbers_in_words,
    states,
)
from jiedu.edition.contents import page_of, read_contents
from jiedu.edition.dates import dates, without_days, years_named
from jiedu.edition.facts import compute, power_of
from jiedu.edition.reading import read_notebook, read_text
from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.edition.uncited import bare_words
from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.vocabulary import definitions

_MAX_LINES = 15
_CELLS = range(5, 13)


def prose_of(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield the prose that is checked: the file, the place in it, the Markdown.

    Markdown and captions of notebooks, the pages of book/, both languages of notes and claims, and of exercises what is
    asked and why; what asks the editor to write is none, nor is an option, which may be wrong on purpose.

    >>> {path.split("/")[0] for path, _, _ in prose_of(Edition.open())} >= {"notebooks", "data"}
    True
    """
    for path, place, text in _markdown_of(edition.root):
        yield path, place, without_prompts(text)
    for row in records(edition.notes):
        for language in ("zh", "en"):
            yield "data/notes.csv", tell("row {row}, {column}", row=row["id"], column=language), row[language]
    for row in records(edition.claims):
        for column in ("en", "evidence_zh", "evidence_en", "finding_zh", "finding_en"):
            yield "data/claims.csv", tell("row {row}, {column}", row=row["id"], column=column), row[column]
    for name, columns in _ASKED.items():
        for row in edition.optional_rows(name):
            for column in columns:
                place = tell("row {row}, {column}", row=row["id"], column=column)
                yield OPTIONAL_TABLES[name].path, place, row[column]


_ASKED = {
    "exercises": ("question_zh", "question_en", "why_zh", "why_en"),
    "options": ("why_zh", "why_en"),
}
"""The prose in the tables of exercises."""


def _markdown_of(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the Markdown of notebooks and pages: the file, the place in it, the text."""
    for path in [*sorted((root / "notebooks").glob("*.ipynb")), *sorted((root / "book").glob("*.md"))]:
        for place, text in _markdown_in(root, path):
            yield path.relative_to(root).as_posix(), place, text


def _markdown_in(root: Path, path: Path) -> Iterator[tuple[str, str]]:
    name = path.relative_to(root).as_posix()
    if path.suffix != ".ipynb":
        yield tell("text"), read_text(path, name)
        return
    for number, cell in enumerate(read_notebook(path, name)["cells"], 1):
        if cell["cell_type"] == "markdown":
            yield tell("cell {number}", number=number), cell["source"]
        if caption := _figure(cell).get("caption"):
            yield tell("caption in cell {number}", number=number), caption


def markdown_of_page(root: Path, path: Path) -> list[str]:
    """List the Markdown of one page of a project, a notebook's cells and captions in their order.

    >>> root = Edition.open().root
    >>> markdown_of_page(root, root / "book" / "facts.md")[0].splitlines()[0]
    '# Computed facts'
    """
    return [text for _, text in _markdown_in(root, path)]


# With the signs of Markdown that a prompt may be dressed in, as those of older projects were.
_PROMPT = re.compile(r"^[\s%*_>-]*(?:<!--\s*)?((?:Write here|这里写)[^\n]*)", re.MULTILINE)


def is_prompt(text: str) -> bool:
    """Tell whether a text asks an editor to write.

    >>> is_prompt("Write here what stands out."), is_prompt("What to write here is said above.")
    (True, False)
    """
    return _PROMPT.match(text) is not None


def without_prompts(text: str) -> str:
    """Leave out of a Markdown text the lines that ask an editor to write.

    >>> without_prompts("## Commentary\\n\\n% Write here what stands out.\\n")
    '## Commentary\\n\\n'
    """
    return _PROMPT.sub("", text)


TO_BE_NAMED = ("to be named", "待署名")
"""The author in the citation file of a new project, in English and in Chinese."""


def prompts_left(root: Path) -> Iterator[str]:
    """Find the places where the project in a folder still asks its editor to write: a line each, like a fault.

    Such a line is not published, and a book is a draft as long as there is one.

    >>> list(prompts_left(Path("/nowhere")))
    []
    """
    for path, place, text in _markdown_of(root):
        for prompt in _PROMPT.finditer(text):
            yield tell(
                "{path}: {place}: still asks for a text: {prompt}", path=path, place=place, prompt=prompt[1][:60]
            )
    citation = root / "CITATION.cff"
    if citation.is_file() and any(name in read_text(citation, citation.name) for name in TO_BE_NAMED):
        yield tell("{path}: still asks for a text: an author is {words}", path=citation.name, words=TO_BE_NAMED[0])


def _cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = read_notebook(path, f"notebooks/{path.name}")["cells"]
    return cells


def _defines(source: str) -> bool:
    try:
        nodes = ast.walk(ast.parse(source))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        # A line for the shell or a magic is no Python, nor is a NUL or what is nested too deep for the parser; the
        # notebook's own run will tell what is wrong.
        return False
    return any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda) for n in nodes)


def _figure(cell: dict[str, Any]) -> dict[str, str]:
    figure: dict[str, str] = cell["metadata"].get("mystnb", {}).get("figure", {})
    return figure


def pages_exist(edition: Edition) -> Iterator[str]:
    """Find pages that the table of contents names and the project does not have.

    An edition without a table of contents promises nothing here.
    """
    if not os.path.lexists(edition.root / "_toc.yml"):
        return
    for name in read_contents(edition.root):
        if page_of(edition.root, name) is None:
            yield tell("_toc.yml: no such page: {page}", page=safe_name(name))


def notebooks_are_clean(edition: Edition) -> Iterator[str]:
    """Find notebooks with stored output, with logic of their own, too long, or with a figure that has no name."""
    for path in sorted((edition.root / "notebooks").glob("*.ipynb")):
        name = f"notebooks/{path.name}"
        cells = _cells(path)
        # What the book leaves out, imports and the list of what is cited, is not read as part of the chapter.
        shown = [cell for cell in cells if "remove-cell" not in cell["metadata"].get("tags", [])]
        if len(shown) not in _CELLS:
            yield tell(
                "{path}: {count} cells, expected {least} to {most}",
                path=name,
                count=len(shown),
                least=_CELLS.start,
                most=_CELLS.stop - 1,
            )
        for number, cell in enumerate(cells, 1):
            where = tell("{path}: cell {number}", path=name, number=number)
            source = cell["source"]
            if cell["cell_type"] != "code":
                continue
            if cell["outputs"] or cell["execution_count"] is not None:
                yield tell("{where}: holds a stored output; clear it before committing", where=where)
            if _defines(source):
                yield tell("{where}: defines something; logic lives in the package", where=where)
            if len(source.splitlines()) > _MAX_LINES:
                yield tell("{where}: more than {most} lines", where=where, most=_MAX_LINES)
            figure = _figure(cell)
            if figure and not (figure.get("name") and figure.get("caption")):
                yield tell("{where}: a figure needs a name and a caption", where=where)


def citations_hold(edition: Edition) -> Iterator[str]:
    """Find numbers in the prose, in figures or words, that cite nothing, cite what is not there, or say another
    number than their row.

    >>> broken = Edition.open().with_row("notes", "n-001", en="The 3 are not added, in two lists.")
    >>> for fault in citations_hold(broken):
    ...     print(fault)
    data/notes.csv: row n-001, en: the number 3 cites no row and no fact
    data/notes.csv: row n-001, en: the number word two cites no row and no fact
    """
    values = cited_values(edition)
    for path, place, prose in prose_of(edition):
        where = tell("{path}: {place}", path=path, place=place)
        for citation in citations(prose):
            if citation.id not in values:
                yield tell(
                    "{where}: [{text}](#{id}) cites an id that is not there",
                    where=where,
                    text=citation.text,
                    id=citation.id,
                )
            elif row := _otherwise(citation, values[citation.id]):
                yield tell(
                    "{where}: [{text}](#{id}), but the row says {row}",
                    where=where,
                    text=citation.text,
                    id=citation.id,
                    row=row,
                )
        for number in bare_numbers(prose):
            yield tell("{where}: the number {number} cites no row and no fact", where=where, number=number)
        for word in bare_words(prose):
            yield tell("{where}: the number word {word} cites no row and no fact", where=where, word=word)


def _otherwise(citation: Citation, cited: list[Decimal] | str) -> str:
    """Give what a row says where a citation says something else; "" where they agree."""
    # To call a row by its id is to say which, not how many.
    if named := LEDGER_ID.search(citation.text):
        return "" if named[0] == citation.id else tell("it is {id}", id=citation.id)
    if isinstance(cited, str):
        # A text is cited: whatever number the link states, in figures or words, has to stand in it, as has its day.
        agrees = dates(citation.text) <= dates(cited) and _figures_stand(citation.text, cited)
        return "" if agrees else repr(cited[:40])
    if any(states(citation.text, value) for value in cited):
        return ""
    return tell(" or ").join(f"{value:.8g}" for value in cited) or tell("no number")


def _numbers(text: str) -> set[Decimal | int]:
    rest = without_days(text)
    return {*digits(rest), *numbers_in_words(rest)}


def _figures_stand(text: str, cited: str) -> bool:
    """Tell whether the figures of a link stand in what it cites, as written or with their magnitude (110 billion)."""
    known = _numbers(cited) | years_named(cited)
    if _numbers(text) <= known:
        return True
    return set(numbers(without_days(text))) <= set(numbers(cited)) and set(numbers_in_words(text)) <= known


def cited_values(edition: Edition) -> dict[str, list[Decimal] | str]:
    """Give what each id states: the values of a row, or its text.

    >>> cited_values(Edition.open())["fact-targets"]
    [Decimal('5')]
    """
    known: dict[str, list[Decimal] | str] = {**definitions()}
    for row in records(edition.quantities):
        values = [value for value in (row["value"], row["value_high"]) if value is not None]
        known[row["id"]] = values or row["surface"]
    for row in records(compute(edition)):
        # 197 of million yuan are 197 million as well.
        known[row["id"]] = [row["value"].scaleb(power) for power in sorted({0, power_of(row["unit"])})]
    for row in records(edition.context):
        known[f"ctx-{row['id']}"] = f"{row['value']} {row['unit']} {row['claim']} {row['period']}"
    for name, column in (
        ("commitments", "text"),
        ("terms", "term"),
        ("translation", "zh"),
        ("blocks", "id"),
        ("claims", "zh"),
    ):
        frame = edition.tables[name]
        known |= dict(zip(frame["id"], frame[column], strict=True))
    known |= {note["id"]: note["en"] or note["zh"] for note in records(edition.notes)}
    for name, columns in _NUMBERED.items():
        for row in edition.optional_rows(name):
            cells = (row[column] for column in columns)
            known[row["id"]] = [Decimal(str(cell)) for cell in cells if cell is not None and cell != ""]
    return known | {name: caption for name, (_, caption) in captions(edition.root).items()}


_NUMBERED: dict[str, tuple[str, ...]] = {
    "readers": ("value",),
    "mutations": ("tried", "caught"),
    # A link may also name the year, which no value is mistaken for.
    "panel-targets": ("value", "value_high", "year"),
    "panel-outcomes": ("value", "value_high", "year"),
    "panel-agreement": ("reports", "cells", "agreed", "reader_right"),
    # A row of these has too many numbers to be held by any of them: a fact says which is meant.
    "panel-reports": (),
    "panel-measures": (),
}
"""The columns of tables that an edition may have, whose numbers the prose may cite by the row."""


def captions(root: Path) -> dict[str, tuple[str, str]]:
    """Give the notebook and the caption of each figure of a project, by its name.

    >>> captions(Edition.open().root)["fig-force"][0]
    'notebooks/wording.ipynb'
    """
    return {
        figure["name"]: (f"notebooks/{path.name}", figure.get("caption", ""))
        for path in sorted((root / "notebooks").glob("*.ipynb"))
        for figure in map(_figure, _cells(path))
        if "name" in figure
    }
