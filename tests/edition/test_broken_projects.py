"""Projects whose files are not what they should be: one sentence with file and place, and always an answer."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT, copy_project

from jiedu.book.build import contents
from jiedu.book.settings import check_settings
from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.checks.prose import notebooks_are_clean
from jiedu.edition.contents import read_contents
from jiedu.edition.facts import compute
from jiedu.edition.reading import odd_files, read_notebook, read_yaml
from jiedu.edition.schema import read_package
from jiedu.errors import Fault

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the edition to break."""
    return copy_project(tmp_path / "edition")


def sentence(read: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        read()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    return str(caught.value)


def code(**parts: object) -> dict:
    return {"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": None} | parts


def figure(figure: object) -> dict:
    return code(metadata={"mystnb": {"figure": figure}})


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


CELLS = {
    "a number": (1, "cell 2 is a number, expected a mapping"),
    "a list": ([], "cell 2 is a list, expected a mapping"),
    "metadata": (code(metadata=[]), "cell 2: metadata is a list, expected a mapping"),
    "mystnb": (code(metadata={"mystnb": "x"}), "cell 2: metadata/mystnb is a text, expected a mapping"),
    "figure": (figure(None), "cell 2: metadata/mystnb/figure is nothing, expected a mapping"),
    "caption": (figure({"caption": 1}), "cell 2: metadata/mystnb/figure/caption is a number, expected a text"),
    "name": (figure({"name": ["a"]}), "cell 2: metadata/mystnb/figure/name is a list, expected a text"),
    "tags": (code(metadata={"tags": 1}), "cell 2: metadata/tags is a number, expected a list"),
    "source": (code(source=None), "cell 2: source is nothing, expected a text or a list"),
    "line of source": (code(source=["a", 1]), "cell 2: source/1 is a number, expected a text"),
    "kind": (code(cell_type=[]), r"cell 2: cell_type: \[\] is not one of"),
    "outputs": (code(outputs=None), "cell 2: outputs is nothing, expected a list"),
    "count": (code(execution_count="1"), "cell 2: execution_count is a text, expected a whole number or nothing"),
    "id": (code(id=True), "cell 2: id is true or false, expected a text"),
    "half a character": (code(source="x\ud800"), r"cell 2: source: holds half a character \(\\ud800\)"),
    "half a character in a key": (code(metadata={"\udfff": 1}), r"cell 2: metadata: holds half a character"),
    "depth": (code(metadata=nested(200)), r"cell 2: metadata/0: nested too deep"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_of_another_shape_is_named(tmp_path: Path, name: str) -> None:
    cell, words = CELLS[name]
    book = {"cells": [code(), cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(book), encoding="utf-8")
    said = sentence(lambda: read_notebook(tmp_path / "a.ipynb", "notebooks/a.ipynb"))
    assert re.match(rf"notebooks/a\.ipynb: (not a notebook \()?{words}", said), said


NOTEBOOKS = {
    "depth": ('{"cells": ' + DEEP + "}", "nested too deep to be read"),
    "a list": ("[]", "it is a list, expected a mapping"),
    "version": ('{"cells": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}', "nbformat: 4 was expected"),
    "cells": (
        '{"cells": {}, "metadata": {}, "nbformat": 4, "nbformat_minor": 0}',
        "cells is a mapping, expected a list",
    ),
    "endless number": (f'{{"cells": [{"9" * 5000}]}}', "not readable as JSON"),
    "no JSON": ("{\n'a'", "not readable as JSON \\(line 2: "),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_of_another_shape_is_one_sentence(tmp_path: Path, name: str) -> None:
    text, words = NOTEBOOKS[name]
    (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
    assert re.search(words, sentence(lambda: read_notebook(tmp_path / "a.ipynb", "a.ipynb")))


PACKAGES = {
    "depth": ('{"resources": ' + DEEP + "}", "nested too deep to be read"),
    "resources": ('{"resources": null}', "resources is nothing, expected a list"),
    "name": ('{"resources": [{"name": ["page"]}]}', "resources/0/name is a list, expected a text"),
    "half a character": (r'{"title": "\ud800", "resources": []}', "title: holds half a character"),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_of_another_shape_is_one_sentence(tmp_path: Path, name: str) -> None:
    text, words = PACKAGES[name]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text(text, encoding="utf-8")
    assert re.match(f"data/datapackage.json: .*{words}", sentence(lambda: read_package(tmp_path)))


def unfolding(depth: int) -> str:
    """Make lists of ten aliases of a list of ten aliases, and so on: a short text that is endless when walked."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return "\n".join(lines)


HEAD = "format: jb-book\nroot: book/index\n"
TOCS = {
    "a tag of Python": ("root: !!python/object/apply:os.getcwd []\n", "line 1: not readable as YAML"),
    "a tag": ("a: 1\nroot: !x a\n", "line 2: not readable as YAML"),
    "itself": (f"{HEAD}chapters: &a\n- file: notebooks/one\n  sections: *a\n", "nested too deep, or holds itself"),
    "a mapping that is itself": (f"&a\n{HEAD}x: *a\n", "nested too deep, or holds itself"),
    "what unfolds": (unfolding(12), "unfolds to more than 1,000,000 values"),
    "depth": (f"{HEAD}x: {'[' * 1000}{']' * 1000}", "nested too deep"),
    "nothing": ("", "it is nothing, expected a mapping"),
    "a date": ("2020-01-01", "it is a date, expected a mapping"),
    "a date that is none": ("x: 2020-99-99", r"not readable as YAML \(month must be in 1..12\)"),
    "a key that is a list": ("? [a]\n: b\n", "line 1: not readable as YAML"),
    "format": ("format: [a]\nroot: a\n", "format is a list, expected a text"),
    "file": (f"{HEAD}chapters:\n- file: {{a: b}}\n", "chapters/0/file is a mapping, expected a text"),
    "defaults": (f"{HEAD}defaults: a\n", "defaults is a text, expected a mapping"),
    "a page twice": (f"{HEAD}chapters:\n- file: a\n- file: a\n", "document file used multiple times: 'a'"),
    "no such key": (f"{HEAD}pages: []\n", "Unknown keys found"),
    "a NUL": ('root: "a\\0b"\n', r"no such page: a\\x00b"),
    "a long name": (f"root: {'a' * 5000}\n", "no such page: a+…a+$"),
}


@pytest.mark.parametrize("name", TOCS)
def test_a_table_of_contents_of_another_shape_is_one_sentence(tmp_path: Path, name: str) -> None:
    text, words = TOCS[name]
    (tmp_path / "_toc.yml").write_text(text, encoding="utf-8")
    assert re.match(f"_toc.yml: .*{words}", sentence(lambda: contents(tmp_path)))


def test_an_alias_is_welcome_in_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: &a [1, 2]\nb: *a\n", encoding="utf-8")
    assert read_yaml(tmp_path / "a.yml", "a.yml") == {"a": [1, 2], "b": [1, 2]}
    assert read_contents(ROOT).root.docname == "book/index"


SETTINGS = {
    "a list": ("[]", "it is a list, expected a mapping"),
    "a text": ("abc", "it is a text, expected a mapping"),
    "nothing": ("", "it is nothing, expected a mapping"),
    "title": ("title: [a]", "title is a list, expected a text"),
    "html": ("html: 1", "html is a number, expected a mapping"),
    "extensions": ("sphinx: {config: {extensions: 1}}", "sphinx/config/extensions is a number, expected a list"),
    "itself": ("title: &a [*a]", "title/0/0/0: nested too deep, or holds itself"),
    "a tag": ("title: !x a", "line 1: not readable as YAML"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_another_shape_are_one_sentence(tmp_path: Path, name: str) -> None:
    text, words = SETTINGS[name]
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    assert re.match(f"_config.yml: .*{words}", sentence(lambda: check_settings(tmp_path)))


def test_the_settings_of_the_edition_are_settings() -> None:
    check_settings(ROOT)


@pytest.mark.parametrize(
    "formula",
    ["-" * 480 + "1", "(" * 240 + "1" + ")" * 240, "1" + "+1" * 240, "[" * 150 + "]" * 150, "not " * 120 + "1"],
)
def test_a_formula_nested_too_deep_is_computed_or_named(formula: str) -> None:
    edition = Edition.open(ROOT).with_row("facts", "fact-rows", formula=formula)
    try:
        compute(edition)
    except Fault as fault:
        assert str(fault).startswith("data/facts.csv: row fact-rows: ")


@pytest.mark.parametrize("source", ["(" * 5000 + ")" * 5000, "-" * 50_000 + "1", "1" + "+1" * 50_000, "a\0b"])
def test_code_that_no_parser_takes_is_left_to_its_run(project: Path, source: str) -> None:
    path = project / "notebooks" / "targets.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in book["cells"] if cell["cell_type"] == "code")["source"] = source
    path.write_text(json.dumps(book), encoding="utf-8")
    assert list(notebooks_are_clean(Edition.open(project))) == []


PLACES = (
    "_toc.yml",
    "_config.yml",
    "notebooks/pipe.ipynb",
    "book/pipe.md",
    "book/references.bib",
    "data/pipe.csv",
    "data/terms.csv",
    "data/readers.csv",
    "data/datapackage.json",
    "data/source/page.txt",
)


# In a process of its own, since nothing else ends who waits for a pipe.
CHECKED = """
import os, sys
from pathlib import Path
from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.checks.prose import notebooks_are_clean
root = Path(sys.argv[1])
for name in sys.argv[2:]:
    path, aside = root / name, root / "aside"
    if path.exists():
        path.rename(aside)
    os.mkfifo(path)
    print(*check(root), sep="\\n")
    path.unlink()
    if aside.exists():
        aside.rename(path)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(project: Path) -> None:
    command = [sys.executable, "-c", CHECKED, project, *PLACES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines() == [f"{name}: is a named pipe, not a file" for name in PLACES], done.stderr


def test_every_source_of_the_edition_can_be_copied() -> None:
    assert list(odd_files(ROOT, ["_config.yml", "_toc.yml", "book", "data", "notebooks"])) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a name that this system does not allow")
def test_a_folder_may_be_called_what_a_shell_would_expand(project: Path, tmp_path: Path) -> None:
    odd = project.rename(tmp_path.with_name("tilde~[x]{y}*?"))
    assert check(odd) == []
