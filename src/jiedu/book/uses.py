"""What a notebook uses of the data, so that a build may leave it alone while other tables change.

A kernel writes down, as it happens, each table that it takes from an edition and each file of the data that it opens
by itself. Where anything could escape that, the notebook depends on all data and runs again after any change.
"""

import ast
import os
import sys
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from jiedu.edition.schema import TABLES
from jiedu.edition.use import is_loading, on_use

EVERYTHING = "*"
"""Written down where something happens that Python does not tell of: the notebook depends on all data."""

# Another process, or a library of C that opens files by itself.
_UNSEEN = (
    "subprocess.Popen",
    "os.system",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "sqlite3.connect",
    "ctypes.dlopen",
)
# What opens files through Python alone, which tells of it. Other libraries (duckdb, polars) open them in C.
_SEEN = {"jiedu", "pandas", "numpy", "matplotlib", "IPython", *sys.stdlib_module_names} - {"importlib", "ctypes"}


def can_be_watched(notebook: NotebookNode) -> bool:
    """Tell whether all that a notebook may read of the data is seen in its kernel: by what its cells import.

    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> can_be_watched(new_notebook(cells=[new_code_cell("from jiedu import tables")]))
    True
    >>> can_be_watched(new_notebook(cells=[new_code_cell("import duckdb")]))
    False
    >>> can_be_watched(new_notebook(cells=[new_code_cell("!cat ../data/terms.csv")]))
    False
    """
    try:
        nodes = [n for cell in notebook.cells if cell.cell_type == "code" for n in ast.walk(ast.parse(cell.source))]
    except SyntaxError:
        # A magic, or a line for the shell.
        return False
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    return {name.partition(".")[0] for name in imported} <= _SEEN and "__import__" not in named


def record_uses(record: str, data: str) -> None:
    """From now on write down, in the file `record`, what this process uses of the folder `data`, a path a line.

    A table counts when it is taken from an edition, not when the edition loads them all; any other file counts when
    it is opened.
    """
    descriptor = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    folder = os.path.realpath(data) + os.sep
    known: set[str] = set()
    process = os.getpid()

    def write(name: str) -> None:
        if name not in known:
            known.add(name)
            os.write(descriptor, f"{name}\n".encode("utf-8", "surrogateescape"))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        # Called for every event of the process: most go at the first question.
        if event == "open":
            if isinstance(arguments[0], str | bytes | os.PathLike) and not is_loading():
                path = os.path.realpath(os.fsdecode(arguments[0]))
                if path.startswith(folder):
                    write(f"data/{Path(path[len(folder) :]).as_posix()}")
        elif event in _UNSEEN and os.getpid() == process:
            write(EVERYTHING)

    on_use(lambda table: write(TABLES[table].path))
    sys.addaudithook(hook)
