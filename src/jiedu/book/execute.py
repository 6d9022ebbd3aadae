"""Notebooks executed side by side, each result kept under a key of everything it depends on."""

import asyncio
import contextlib
import copy
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiedu.book.digests import around, digest, files_below, join
from jiedu.book.forks import can_fork, fork_server
from jiedu.book.uses import EVERYTHING
from jiedu.edition import Tables
from jiedu.edition.reading import read_notebook
from jiedu.edition.schema import ALL_TABLES
from jiedu.edition.signatures import SIGNED_WITH, Signatures
from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.language import BOTH, LOCALE, tell

# A cell that takes longer than this is stuck: seconds.
CELL_SECONDS = 120


def tables_in(root: Path) -> dict[str, str]:
    """Hash each table of a project with the signatures of its rows, by its path; other files of the data are none.

    >>> tables_in(Path("/nowhere"))
    {}
    """
    signed: dict[str, list[str]] = {}
    for signature in Signatures.read(root, Tables({})).signed.values():
        signed.setdefault(signature.table, []).append(signature.sha256)
    hashes = {}
    for name, table in sorted(ALL_TABLES.items(), key=lambda named: named[1].path):
        files = [table.path, *(ALL_TABLES[other].path for of, other in SIGNED_WITH.items() if of == name)]
        if (root / table.path).is_file():
            there = [root / path for path in files if (root / path).is_file()]
            hashes[table.path] = join(digest(root, there), *sorted(signed.get(name, [])))
    return hashes


def surroundings(root: Path) -> str:
    """Hash what every notebook of a book depends on beside itself and tables, as hexadecimal SHA-256.

    That is what stands around every book, the data but for its tables, the other files of `notebooks/`, what a class
    has filled in, below `lessons/`, and the Chinese of cells. A table counts for the notebooks that use it: see
    `tables_in`.

    >>> len(surroundings(Path("/nowhere")))
    64
    """
    tables = tables_in(root)
    data = (path for path in files_below(root / "data") if path.relative_to(root).as_posix() not in tables)
    beside = (path for path in files_below(root / "notebooks") if path.suffix != ".ipynb")
    cells = (path for path in [root / LOCALE / "data.po"] if path.is_file())
    parts = (data, beside, files_below(root / "lessons"), cells)
    return join(around(root), *(digest(root, files) for files in parts))


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs by language, as the text of an .ipynb file, and whether it was at hand already."""

    source: Path
    texts: Mapping[str, str]
    kept: bool


class Store:
    """Results of earlier builds, two files a key: the notebook with its outputs, and the tables that it used.

    A result counts as long as it is what was kept, to the byte, and each of its tables is what it was; one that used
    no known tables (`EVERYTHING`) as long as all of them are.

    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()))
    >>> store.put("abc", '{"cells": []}', ["data/terms.csv"], {"data/terms.csv": "1", "data/notes.csv": "1"})
    >>> store.get("abc", {"data/terms.csv": "1", "data/notes.csv": "2"})
    '{"cells": []}'
    >>> store.get("abc", {"data/terms.csv": "2", "data/notes.csv": "1"}) is None
    True
    >>> store.prune({"other"})
    >>> store.get("abc", {"data/terms.csv": "1"}) is None
    True
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str, tables: Mapping[str, str]) -> str | None:
        """Return a kept result; None where there is none, a table has changed, or the result is not as it was kept."""
        try:
            data = (self.folder / f"{key}.ipynb").read_bytes()
            known = json.loads((self.folder / f"{key}.uses").read_bytes())
            # What a disk or an editor has changed would be published as what a notebook said.
            edited = known["sha256"] != hashlib.sha256(data).hexdigest()
            used: dict[str, str | None] = known["uses"]
            changed = any(tables.get(path) != was for path, was in used.items() if path != EVERYTHING)
            whole = used.get(EVERYTHING, "")
        except (OSError, ValueError, LookupError, AttributeError, TypeError):
            return None
        return None if edited or changed or (whole and whole != _all(tables)) else data.decode("utf-8")

    def put(self, key: str, text: str, uses: Iterable[str], tables: Mapping[str, str]) -> None:
        """Keep a result, its hash and what its tables were; a table that was asked for and is not there was None."""
        data = text.encode("utf-8")
        used = {path: _all(tables) if path == EVERYTHING else tables.get(path) for path in uses}
        known = {"sha256": hashlib.sha256(data).hexdigest(), "uses": used}
        write_whole(self.folder / f"{key}.uses", json.dumps(known))
        write_whole(self.folder / f"{key}.ipynb", data)

    def prune(self, keys: set[str]) -> None:
        """Delete every result but these, so that the folder does not grow."""
        for path in [*self.folder.glob("*.ipynb"), *self.folder.glob("*.uses")]:
            if path.stem not in keys:
                path.unlink(missing_ok=True)


def _all(tables: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(sorted(tables.items()))).encode()).hexdigest()


async def _run(path: Path, root: Path, languages: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    # Imported while the fork server imports what the kernels need, and not at all when every result is at hand.
    import nbformat
    import zmq
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    from jiedu.book.kernels import run_notebook

    name = path.relative_to(root)
    # A copy, since a notebook that was read is only to be looked at, and this one is filled with outputs.
    notebook = nbformat.from_dict(copy.deepcopy(read_notebook(path, name.as_posix())))
    try:
        notebooks, uses = await run_notebook(notebook, languages, path.parent, root / "data", CELL_SECONDS)
    except CellExecutionError as error:
        failed = next(
            number
            for number, cell in enumerate(notebook.cells, 1)
            if any(output.output_type == "error" for output in cell.get("outputs", []))
        )
        where = tell("{path}: cell {number}", path=name, number=failed)
        said = f"{error.ename}: {error.evalue}"
        raise Fault(tell("{where}: {problem}", where=where, problem=said)) from None
    except NoSuchKernel as error:
        raise Fault(
            tell("{path}: there is no kernel named {kernel!r} on this machine", path=name, kernel=error.name)
        ) from None
    except CellTimeoutError:
        raise Fault(tell("{path}: a cell ran for more than {most} seconds", path=name, most=CELL_SECONDS)) from None
    except zmq.ZMQError as error:
        raise Fault(tell("{path}: its kernel cannot be reached ({why})", path=name, why=error.strerror)) from None
    except RuntimeError as error:
        # So nbclient reports a kernel that dies or does not start, also when the build itself ended it.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError from None
        raise Fault(tell("{where}: {problem}", where=name, problem=error)) from None
    return {language: nbformat.writes(one) for language, one in notebooks.items()}, uses


async def _run_all(
    paths: list[Path],
    root: Path,
    languages: Sequence[str],
    jobs: int,
    done: Callable[[Path, dict[str, str], list[str]], None],
    meanwhile: Callable[[], None],
) -> None:
    gate = asyncio.Semaphore(jobs)

    async def one(path: Path) -> None:
        async with gate:
            done(path, *await _run(path, root, languages))

    with fork_server().listening() if can_fork() else contextlib.nullcontext():
        async with asyncio.TaskGroup() as group:
            for path in paths:
                group.create_task(one(path))
            # In a thread, since the loop has to hear the kernels.
            group.create_task(asyncio.to_thread(meanwhile))


@dataclass(frozen=True)
class Plan:
    """What a build has to execute: the key of each notebook, and the results that are at hand, by language."""

    root: Path
    beside: str
    tables: Mapping[str, str]
    languages: Sequence[str]
    keys: Mapping[Path, str]
    texts: Mapping[Path, Mapping[str, str]]

    @property
    def missing(self) -> list[Path]:
        """Give the notebooks that must run, in the order given."""
        return [path for path in self.keys if path not in self.texts]


def _key_of(path: Path, root: Path, beside: str) -> str:
    return join(beside, path.relative_to(root).as_posix(), digest(root, [path]))


def _kept_as(key: str, language: str) -> str:
    return key if language == BOTH else f"{key}-{language}"


def plan(root: Path, notebooks: list[Path], store: Store, languages: Sequence[str] = (BOTH,)) -> Plan:
    """Find out which results are at hand; where some are not, let the server of kernels get ready.

    A result is at hand if it is in every language. The server imports what kernels need while the caller does
    something else.
    """
    beside, tables = surroundings(root), tables_in(root)
    keys = {path: _key_of(path, root, beside) for path in notebooks}
    found = {}
    for path, key in keys.items():
        texts = {language: store.get(_kept_as(key, language), tables) for language in languages}
        if all(text is not None for text in texts.values()):
            found[path] = {language: text for language, text in texts.items() if text is not None}
    planned = Plan(root, beside, tables, languages, keys, found)
    if planned.missing and can_fork():
        fork_server()
    return planned


def execute(
    planned: Plan,
    store: Store,
    jobs: int,
    on_progress: Callable[[Path], None] = lambda path: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[Executed]:
    """Execute the notebooks of a plan, `jobs` at a time, or take their kept results; in the order of the plan.

    Each runs in its own folder with a kernel of its own. `on_progress` is called for each that is done, `meanwhile`
    once, beside the kernels, if any must run. A cell that raises is a Fault naming notebook, cell
    and error. If a source has changed since the plan was made, that is a Fault too, and nothing is kept.
    """
    root, texts = planned.root, dict(planned.texts)
    for path in texts:
        on_progress(path)

    def done(path: Path, by_language: dict[str, str], uses: list[str]) -> None:
        if _key_of(path, root, planned.beside) != planned.keys[path]:
            raise Fault(tell("{path}: changed while it was executed; build again", path=path.relative_to(root)))
        for language, text in by_language.items():
            store.put(_kept_as(planned.keys[path], language), text, uses, planned.tables)
        texts[path] = by_language
        on_progress(path)

    if planned.missing:
        try:
            asyncio.run(_run_all(planned.missing, root, planned.languages, jobs, done, meanwhile))
        except* (Fault, OSError) as group:
            # A disk may be full: the system's own error says so, and which file it met.
            raise group.exceptions[0] from None
        if surroundings(root) != planned.beside or tables_in(root) != planned.tables:
            store.prune(set())
            raise Fault(tell("{path}: the data or the package changed while the notebooks ran; build again", path=root))
    store.prune({_kept_as(key, language) for key in planned.keys.values() for language in planned.languages})
    return [Executed(path, texts[path], path in planned.texts) for path in planned.keys]
