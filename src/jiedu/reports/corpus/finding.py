"""The files of a corpus: what is read, and what each is called."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiedu.errors import Fault
from jiedu.files import safe_name

SUFFIXES = (".txt", ".text", ".docx", ".doc", ".html", ".htm", ".xhtml", ".pdf")
"""What a folder is searched for; other files in it are counted, and passed over."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a corpus: where it is, and what it is called in the tables."""

    path: Path
    label: str


def find_reports(folders: Sequence[Path]) -> tuple[list[Item], int]:
    """List the files of the folders in the order of their labels, each once; and count what is passed over.

    A label is the path inside the folder; with several folders the folder's name stands before it.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "b.txt").write_text("b"), (folder / "a.docx").write_text("a"), (folder / "c.csv").write_text("c")
    >>> items, other = find_reports([folder])
    >>> [item.label for item in items], other
    (['a.docx', 'b.txt'], 1)
    """
    items: dict[Path, Item] = {}
    other = 0
    roots: dict[str, int] = {}
    for folder in sorted(folders, key=str):
        if not folder.exists():
            raise Fault(f"{safe_name(folder)}: no such folder")
        root = folder.resolve().name
        roots[root] = roots.get(root, 0) + 1
        prefix = "" if len(folders) == 1 else root + (f"-{roots[root]}" if roots[root] > 1 else "") + "/"
        for path in _files(folder):
            if path.suffix.lower() not in SUFFIXES and path != folder:
                other += 1
                continue
            inside = path.name if path == folder else path.relative_to(folder).as_posix()
            label = (prefix + inside).encode("utf-8", "backslashreplace").decode()
            items.setdefault(path.resolve(), Item(path, label))
    return sorted(items.values(), key=lambda item: item.label), other


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        yield folder
        return
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in files if not name.startswith("."))
