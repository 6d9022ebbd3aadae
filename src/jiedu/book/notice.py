"""What the book says on every page while it is a draft, and what of a draft it does not publish."""

import csv
import io
import json
from pathlib import Path

from docutils import nodes

from jiedu.edition import Edition
from jiedu.edition.checks.prose import is_prompt, prompts_left, without_prompts
from jiedu.edition.reading import read_exactly
from jiedu.edition.schema import PACKAGE, tables_of
from jiedu.edition.signatures import count_drafts
from jiedu.language import in_digits, say, say_count


def notice(root: Path) -> str:
    """Write the notice of a draft; empty when every row was reviewed and every prompt gave way to a text.

    >>> notice(Path("/nowhere"))
    ''
    """
    draft, rows = _drafts(root)
    prompts = sum(1 for _ in prompts_left(root))
    counts = {"draft": in_digits(draft), "rows": in_digits(rows)}
    if draft and prompts:
        return say_count(
            "A draft: {draft} of {rows} rows of its data have not been reviewed by a person, or changed since, and "
            "{count} place waits for its text.",
            "A draft: {draft} of {rows} rows of its data have not been reviewed by a person, or changed since, and "
            "{count} places wait for their text.",
            prompts,
            **counts,
        )
    if draft:
        return say(
            "A draft: {draft} of {rows} rows of its data have not been reviewed by a person, or changed since.",
            **counts,
        )
    if prompts:
        return say_count(
            "A draft: {count} place waits for its text.", "A draft: {count} places wait for their text.", prompts
        )
    return ""


def _drafts(root: Path) -> tuple[int, int]:
    """Count the rows that are drafts, and all rows; where tables are no edition, those that say what they are."""
    if (root / PACKAGE).exists():
        counts = count_drafts(Edition.open(root)).values()
        return sum(drafts for drafts, _ in counts), sum(rows for _, rows in counts)
    states: list[str] = []
    for table in tables_of(root).values():
        if (root / table.path).exists():
            lines = io.StringIO(read_exactly(root / table.path, table.path), newline="")
            states += [row["state"] for row in csv.DictReader(lines) if row.get("state")]
    return states.count("draft"), len(states)


def published_source(page: Path, text: str) -> str:
    """Give the source of a page as readers may download it: its text in the project, without prompts.

    A cell of a notebook that holds nothing else is left out with its prompt.

    >>> published_source(Path("method.md"), "# Method\\n\\n% Write here who reviewed what.\\n")
    '# Method\\n\\n'
    """
    if page.suffix != ".ipynb":
        return without_prompts(text)
    notebook = json.loads(text)
    kept = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        left = without_prompts(source) if cell["cell_type"] == "markdown" else source
        if left != source:
            cell = {**cell, "source": left.splitlines(keepends=True)}
        if left.strip() or left == source:
            kept.append(cell)
    if kept == notebook["cells"]:
        return text
    return json.dumps({**notebook, "cells": kept}, ensure_ascii=False, indent=1) + "\n"


def leave_out_prompts(doctree: nodes.document) -> None:
    """Take out the lines that ask an editor to write, and headings with nothing else below them.

    >>> from docutils.utils import new_document
    >>> page, chapter = new_document("a"), nodes.section("", nodes.title("", "Chapter"))
    >>> page += chapter
    >>> chapter += nodes.section("", nodes.title("", "Commentary"), nodes.comment("", "Write here what you think."))
    >>> leave_out_prompts(page)
    >>> page.astext()
    'Chapter'
    """
    for comment in list(doctree.findall(nodes.comment)):
        if not is_prompt(comment.astext()):
            continue
        section = comment.parent
        section.remove(comment)
        if isinstance(section, nodes.section) and len(section.children) == 1 and section.parent is not doctree:
            section.parent.remove(section)
