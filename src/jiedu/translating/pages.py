"""The pages of a project, message by message, and the same pages in Chinese."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from jiedu.edition.contents import contents
from jiedu.edition.reading import read_notebook, read_text, read_yaml
from jiedu.edition.schema import edition_language
from jiedu.errors import Fault
from jiedu.language import BOTH, LOCALE, tell
from jiedu.translating.units import MarkdownUnit, headings, markdown_units, put

SETTINGS = "_config.yml"
CONTENTS = "_toc.yml"
FRAME = "book"
"""The catalogue of what frames the pages: the title of the book, its author and the captions of its parts."""


_READ = ("title", "author")
"""The settings that are read by people."""


@dataclass(frozen=True, slots=True)
class Message:
    """Hold a message of the prose: its words, the file and the place they stand at."""

    text: str
    file: str
    place: str


def told_place(message: Message) -> str:
    """Say to a user at which place of its file a message stands; in catalogues the places are English.

    >>> told_place(Message("Numbers", "notebooks/a.ipynb", "caption in cell 3"))
    'caption in cell 3'
    """
    kind, _, number = message.place.rpartition(" ")
    return {
        "line": tell("line {number}", number=number),
        "cell": tell("cell {number}", number=number),
        "caption in cell": tell("caption in cell {number}", number=number),
        "part": tell("part {number}", number=number),
    }.get(kind, message.place)


def has_chinese(root: Path) -> bool:
    """Tell whether a project has catalogues of Chinese, and so is a book of two editions.

    One that is made in a single language is none, whatever lies there.

    >>> has_chinese(Path("/nowhere"))
    False
    """
    return (root / LOCALE).is_dir() and edition_language(root) == BOTH


def catalogue_name(root: Path, page: Path) -> str:
    """Name the catalogue of a page, below the folder of catalogues.

    >>> catalogue_name(Path("/a"), Path("/a/notebooks/overview.ipynb"))
    'notebooks/overview'
    """
    return page.relative_to(root).with_suffix("").as_posix()


def messages(root: Path) -> dict[str, list[Message]]:
    """List the messages of a project by catalogue, in the order of the pages: the frame first.

    >>> from jiedu.edition import Edition
    >>> found = messages(Edition.open().root)
    >>> list(found)[:2], found["book/index"][0].place
    (['book', 'book/index'], 'line 1')
    """
    found = {FRAME: list(_of_frame(root))}
    for page in contents(root):
        file = page.relative_to(root).as_posix()
        found[catalogue_name(root, page)] = [Message(text, file, place) for text, place in _of_page(page, file)]
    return found


def _of_frame(root: Path) -> Iterator[Message]:
    settings = read_yaml(root / SETTINGS, SETTINGS)
    for name in _READ:
        if settings.get(name):
            yield Message(str(settings[name]), SETTINGS, name)
    for number, part in enumerate(read_yaml(root / CONTENTS, CONTENTS).get("parts") or (), 1):
        if part.get("caption"):
            yield Message(str(part["caption"]), CONTENTS, f"part {number}")


def _of_page(page: Path, file: str) -> Iterator[tuple[str, str]]:
    if page.suffix != ".ipynb":
        for unit in _units(read_text(page, file), file):
            yield unit.message, f"line {unit.line}"
        return
    for number, cell in enumerate(read_notebook(page, file)["cells"], 1):
        if cell["cell_type"] == "markdown":
            where = tell("{path}: cell {number}", path=file, number=number)
            for unit in _units(cell["source"], where):
                yield unit.message, f"cell {number}"
        if caption := _figure(cell).get("caption"):
            yield caption, f"caption in cell {number}"


def _units(text: str, where: str) -> tuple[MarkdownUnit, ...]:
    try:
        return markdown_units(text)
    except Fault as fault:
        raise Fault(tell("{where}: {problem}", where=where, problem=fault)) from None


def _figure(cell: dict[str, Any]) -> dict[str, Any]:
    figure: dict[str, Any] = cell["metadata"].get("mystnb", {}).get("figure", {})
    return figure


def anchors(page: Path, file: str) -> list[str]:
    """List what the headings of a page are led to by, in their order, as the builder names them after their words.

    >>> from jiedu.edition import Edition
    >>> root = Edition.open().root
    >>> anchors(root / "notebooks/overview.ipynb", "notebooks/overview.ipynb")[:2]
    ['the-page-in-numbers', 'the-frame']
    """
    from docutils.nodes import make_id

    if page.suffix != ".ipynb":
        texts = [read_text(page, file)]
    else:
        cells = read_notebook(page, file)["cells"]
        texts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    return [make_id(title) for text in texts for title in headings(text)]


def translated_page(page: Path, file: str, translate: Callable[[str], str]) -> str:
    """Write a page with its messages in other words: Markdown, or a notebook as the text of its file.

    >>> from jiedu.edition import Edition
    >>> root = Edition.open().root
    >>> translated_page(root / "book/facts.md", "book/facts.md", lambda message: "推算")[:4]
    '# 推算'
    """
    if page.suffix != ".ipynb":
        return put(read_text(page, file), translate)
    return written(translated_notebook(read_notebook(page, file), translate))


def translated_pages(root: Path, of: Callable[[str, str], str]) -> dict[Path, str]:
    """Write every page of a project with its messages as `of` gives them, by catalogue and message; by their files."""
    return {
        page: translated_page(page, page.relative_to(root).as_posix(), partial(of, catalogue_name(root, page)))
        for page in contents(root)
    }


def translated_notebook(notebook: dict[str, Any], translate: Callable[[str], str]) -> dict[str, Any]:
    """Give a copy of a notebook with the messages of its Markdown and of its captions in other words."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = put("".join(cell["source"]), translate)
        if caption := _figure(cell).get("caption"):
            _figure(cell)["caption"] = translate(caption)
    return notebook


def written(notebook: dict[str, Any]) -> str:
    """Write a notebook as the text of its file.

    >>> written({"cells": []})
    '{\\n "cells": []\\n}\\n'
    """
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def translated_frame(root: Path, translate: Callable[[str], str]) -> dict[str, str]:
    """Write the settings and the table of contents with their titles in other words, each as the text of its file."""
    settings = read_yaml(root / SETTINGS, SETTINGS)
    for name in _READ:
        if settings.get(name):
            settings[name] = translate(str(settings[name]))
    contents = read_yaml(root / CONTENTS, CONTENTS)
    for part in contents.get("parts") or ():
        if part.get("caption"):
            part["caption"] = translate(str(part["caption"]))
    return {
        name: yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        for name, data in ((SETTINGS, settings), (CONTENTS, contents))
    }
