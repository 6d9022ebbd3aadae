"""The files of a corpus: what is read, and what each is called."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell

SUFFIXES = (".txt", ".text", ".docx", ".doc", ".html", ".htm", ".xhtml", ".pdf")
"""What a folder is searched for; other files in it are counted, and passed over."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a corpus: where it is, and what it is called in the tables."""

    path: Path
    label: str


@dataclass(frozen=True, slots=True)
class Search:
    """What folders hold: the files to read, how many others there are, and by label why a place was not searched."""

    items: list[Item]
    passed_over: int
    faults: list[tuple[str, str]]


def find_reports(folders: Sequence[Path]) -> Search:
    """List the files of the folders in the order of their labels, each once.

    A label is the path inside the folder; with several folders the folder's name stands before it. A folder that
    cannot be entered, a link to a folder that is not searched anyway, and a link that leads nowhere is a fault: what
    they hold is not read.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "b.txt").write_text("b"), (folder / "a.docx").write_text("a"), (folder / "c.csv").write_text("c")
    >>> found = find_reports([folder])
    >>> [item.label for item in found.items], found.passed_over, found.faults
    (['a.docx', 'b.txt'], 1, [])
    """
    items: dict[str, Item] = {}
    other = 0
    roots: dict[str, int] = {}
    closed: dict[Path, str] = {}
    searched: set[str] = set()
    labels: dict[Path, str] = {}
    for folder in sorted(folders, key=str):
        if not folder.exists():
            raise Fault(tell("{name}: no such folder", name=safe_name(folder)))
        root = folder.resolve().name
        roots[root] = roots.get(root, 0) + 1
        prefix = "" if len(folders) == 1 else root + (f"-{roots[root]}" if roots[root] > 1 else "") + "/"
        known = set(closed)
        for path in _files(folder, searched, closed):
            if path.suffix.lower() not in SUFFIXES and path != folder:
                other += 1
                continue
            # Not Path.resolve, to which a link that leads to itself is an error.
            items.setdefault(os.path.realpath(path), Item(path, _label(path, folder, prefix)))
        labels |= {path: _label(path, folder, prefix) for path in closed.keys() - known}
    faults = [(labels[path], why) for path, why in closed.items() if os.path.realpath(path) not in searched]
    return Search(sorted(items.values(), key=lambda item: item.label), other, faults)


def _label(path: Path, folder: Path, prefix: str) -> str:
    inside = path.name or "." if path == folder else path.relative_to(folder).as_posix()
    return (prefix + inside).encode("utf-8", "backslashreplace").decode()


def _files(folder: Path, searched: set[str], closed: dict[Path, str]) -> Iterator[Path]:
    """Walk a folder, noting each that was searched and, with the reason, each that was not."""
    if not folder.is_dir():
        yield folder
        return

    def cannot(error: OSError) -> None:
        path = Path(error.filename)
        searched.discard(os.path.realpath(path))
        closed[path] = f"{safe_name(path)}: the folder cannot be searched: {error.strerror}"

    for parent, folders, files in os.walk(folder, onerror=cannot):
        searched.add(os.path.realpath(parent))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(parent, name) for name in folders):
            if path.is_symlink():
                closed[path] = f"{safe_name(path)}: a link to a folder, which is not searched; name the folder itself"
        for path in (Path(parent, name) for name in sorted(files) if not name.startswith(".")):
            if path.is_symlink() and not path.exists():
                closed[path] = f"{safe_name(path)}: a link that leads nowhere"
            else:
                yield path
