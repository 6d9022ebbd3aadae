"""`jiedu diff`: what changed in an edition since a revision of git, as an editor would list it."""

import csv
import io
import json
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from jiedu.edition import find_root
from jiedu.edition.reading import read_file
from jiedu.edition.schema import ALL_TABLES, TableSchema
from jiedu.edition.signatures import SCHEMA
from jiedu.errors import Fault
from jiedu.files import one_line, safe_name
from jiedu.language import tell, tell_count
from jiedu.project.wording import excerpt

_SOURCES = ("_config.yml", "_toc.yml", "book", "data", "notebooks")
_KEYS = ("term", "zh", "block", "start", "end", "field")
# What a row is about, to whoever does not know its id.
_ABOUT = ("surface", "text", "term", "heading_zh", "zh", "claim", "indicator", "reader", "en")
_SHORT = 24

Lines = Iterator[str]


def user_name(root: Path) -> str:
    """Give the user.name that git has for a folder; empty where it has none, or there is no git.

    >>> user_name(Path("/nowhere"))
    ''
    """
    try:
        return _git(root, "config", "user.name").decode("utf-8", errors="replace").strip()
    except Fault:
        return ""


def changes_since(folder: Path, revision: str = "HEAD") -> list[str]:
    """List what changed in the project around a folder since a revision: tables row by row, prose word by word.

    Raises Fault where this is no project of git, or git knows no such revision.

    >>> changes_since(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: no data/datapackage.json in /nowhere or above it: this is no edition
    """
    root = find_root(folder)
    old, new = _files_at(root, _commit(root, revision)), source_files(root)
    tables = {table.path: table for table in ALL_TABLES.values()}
    lines: list[str] = []
    for path in sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)):
        lines += _of_file(path, old.get(path), new.get(path), tables.get(path))
    return [one_line(line) for line in lines] or [
        tell("nothing has changed since {revision}", revision=safe_name(revision))
    ]


def _commit(root: Path, revision: str) -> str:
    """Find the commit that a revision names; what looks like an option is none."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return _git(root, *asked, asked=revision).decode().strip()


def _git(root: Path, *arguments: str, asked: str = "") -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    except FileNotFoundError:
        raise Fault(tell("git is not installed, and versions are kept by git")) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", errors="replace").strip().splitlines()
        if asked and not said:
            raise Fault(
                tell(
                    "{revision}: git knows no such revision of {name}", revision=safe_name(asked), name=safe_name(root)
                )
            ) from None
        raise Fault(
            tell("{name}: git says: {said}", name=safe_name(root), said=said[0] if said else error.returncode)
        ) from None
    return done.stdout


def _files_at(root: Path, commit: str) -> dict[str, bytes]:
    """Read the sources of a project as they were in a commit."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", commit))) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() and _is_source(member.name) else None
            if content is not None:
                files[member.name] = content.read()
    return files


def source_files(root: Path) -> dict[str, bytes]:
    """Read the sources of a project as they are: settings, pages, tables, notebooks; what is hidden is left out.

    >>> source_files(Path("/nowhere"))
    {}
    """
    paths = [path for name in _SOURCES for path in (root / name, *sorted((root / name).rglob("*"))) if path.is_file()]
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: read_file(path, name) for name, path in names.items() if _is_source(name)}


def _is_source(name: str) -> bool:
    return name.split("/")[0] in _SOURCES and not any(part.startswith(".") for part in name.split("/"))


def _of_file(path: str, old: bytes | None, new: bytes | None, table: TableSchema | None) -> Lines:
    """List the changes of a file; one that is neither table nor prose is only named."""
    if old is None or new is None:
        yield tell("{path}: new" if old is None else "{path}: gone", path=path)
        return
    try:
        before, after = old.decode("utf-8"), new.decode("utf-8")
        if table is SCHEMA:
            listed = list(_of_signatures(before, after))
        elif table is not None:
            listed = list(_of_table(before, after))
        elif path.endswith(".ipynb"):
            listed = list(_of_notebook(before, after))
        elif path.endswith((".md", ".yml", ".bib")):
            listed = list(_of_prose(before, after, "  "))
        else:
            listed = []
    except (ValueError, KeyError, TypeError, csv.Error):
        listed = [tell("  not to be read as it was or as it is")]
    yield tell("{path}:" if listed else "{path}: changed", path=path)
    yield from listed


def _rows(text: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Read the rows of a table by what names them: the id, else the place and what it speaks of."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        cells = {name: cell for name, cell in row.items() if isinstance(name, str) and isinstance(cell, str)}
        key = (cells["id"],) if "id" in cells else tuple(cells[name] for name in _KEYS if name in cells)
        while key in rows:
            key = (*key, "again")
        rows[key] = cells
    return rows


def _of_table(before: str, after: str) -> Lines:
    old, new = _rows(before), _rows(after)
    for key in dict.fromkeys([*old, *new]):
        name = " ".join(key)
        if key not in new:
            yield tell("  {row}: gone", row=f"{name}{_about(old[key])}")
        elif key not in old:
            cells = [f"{column} {cell}" for column, cell in new[key].items() if cell and column != "id"]
            yield tell("  {row}: new: {cells}", row=name, cells=tell("; ").join(cells))
        elif changed := _cells(old[key], new[key]):
            yield tell("  {row}: {cells}", row=f"{name}{_about(new[key])}", cells=tell("; ").join(changed))
    if old.keys() == new.keys() and list(old) != list(new):
        yield tell("  the rows stand in another order")


def _about(row: Mapping[str, str]) -> str:
    words = next((row[name] for name in _ABOUT if row.get(name)), "")
    shown = "".join(words[:_SHORT].split()) + ("…" if len(words) > _SHORT else "")
    return tell(" ({words})", words=shown) if words else ""


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    columns = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
    return [f"{name} {_cell(old.get(name, ''), new.get(name, ''))}" for name in columns]


def _cell(old: str, new: str) -> str:
    if max(len(old), len(new)) <= _SHORT:
        return f"{old or tell('nothing')} → {new or tell('nothing')}"
    return excerpt(old, new)


def _of_signatures(before: str, after: str) -> Lines:
    """Say who signed how many rows, and how many signatures were taken back."""
    old, new = (
        {(row["table"], row["row"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}
        for text in (before, after)
    )
    signers = Counter(row["by"] for name, row in new.items() if old.get(name) != row)
    for by, count in signers.items():
        yield tell_count("  {count} row signed by {by}", "  {count} rows signed by {by}", count, by=by)
    if gone := len(old.keys() - new.keys()):
        yield tell_count("  {count} signature taken back", "  {count} signatures taken back", gone)


def _of_notebook(before: str, after: str) -> Lines:
    """List the changed cells of a notebook, each by its number today."""
    old, new = (
        {cell.get("id", str(at)): "".join(cell["source"]) + _caption(cell) for at, cell in enumerate(book["cells"])}
        for book in (json.loads(before), json.loads(after))
    )
    for number, (name, source) in enumerate(new.items(), 1):
        if name not in old:
            yield tell("  cell {number}: new", number=number)
            yield from _of_prose("", source, "    ")
        elif old[name] != source:
            yield tell("  cell {number}:", number=number)
            yield from _of_prose(old[name], source, "    ")
    for name in old.keys() - new.keys():
        yield tell("  a cell is gone:")
        yield from _of_prose(old[name], "", "    ")


def _caption(cell: Mapping[str, dict[str, dict[str, dict[str, str]]]]) -> str:
    caption = cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", "")
    return f"\n\n{caption}" if caption else ""


def _of_prose(before: str, after: str, indent: str) -> Lines:
    """List the paragraphs that changed, word by word."""
    old, new = ([part.strip("\n") for part in text.split("\n\n") if part.strip()] for text in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for one, other in zip_longest(old[a:b], new[c:d], fillvalue=""):
                yield indent + excerpt(one, other).replace("\n", " ")
