"""What a notebook uses of the data, so that a build may leave it alone while other tables change.

A kernel writes down, as it happens, each table that is taken from an edition and each file of the data that the
package opens. That is the whole truth of a notebook whose code asks the package alone; any other code could read a
file in ways that nobody sees (a library of C, another process, the mere size of a file), and depends on all data.
"""

import ast
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

EVERYTHING = "*"
"""Stands for all data: what a notebook depends on of which nobody knows what it uses."""

# What leads from the package to files: builtins, the shell, and an edition's folder.
_WAYS_OUT = {"__import__", "compile", "eval", "exec", "get_ipython", "getattr", "globals", "open", "root", "vars"}
# Another process may read any file.
_PROCESSES = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"}


def asks_the_package_alone(notebook: "NotebookNode") -> bool:
    """Tell whether the code of a notebook takes what it shows from the package, and from nowhere else.

    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> for code in ("from jiedu import tables", "import duckdb", "open('data/terms.csv')", "!cat data/terms.csv"):
    ...     asks_the_package_alone(new_notebook(cells=[new_code_cell(code)]))
    True
    False
    False
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
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return all(name.partition(".")[0] == "jiedu" for name in imported) and not named & _WAYS_OUT


class UseRecorder:
    """Write down, in a file, what this process uses of a folder of data, a path a line, as it happens.

    A table counts when it is taken from an edition, not when the edition loads them all; any other file counts when
    it is opened.
    """

    def __init__(self, record: str, data: str) -> None:
        self._descriptor = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._folder = os.path.realpath(data) + os.sep
        self._known: set[str] = set()
        self._process = os.getpid()
        self._loading = False

    def start(self) -> None:
        """Listen to Python's audit events from now on; there is no way to stop."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        # Called for every event of the process: most go at the first questions.
        if event == "open":
            if not self._loading:
                self._use(arguments[0])
        elif event == "jiedu.edition.table":
            self._use(arguments[0])
        elif event == "jiedu.edition.load":
            self._loading = bool(arguments[0])
        elif event in _PROCESSES and os.getpid() == self._process:
            self._write(EVERYTHING)

    def _use(self, path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            name = os.path.realpath(os.fsdecode(path))
            if name.startswith(self._folder):
                self._write(f"data/{Path(name[len(self._folder) :]).as_posix()}")

    def _write(self, name: str) -> None:
        if name not in self._known:
            self._known.add(name)
            os.write(self._descriptor, f"{name}\n".encode("utf-8", "surrogateescape"))
