"""Notebooks executed side by side, each result kept under a key of everything it depends on."""

import asyncio
import hashlib
import json
import platform
import sys
import sysconfig
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import jiedu
from jiedu.book.server import start_server
from jiedu.errors import Fault
from jiedu.files import write_whole

# A cell that takes longer than this is stuck: seconds.
CELL_SECONDS = 120

# Never part of what a result depends on: made by Python or by an editor.
_PASSING = {"__pycache__", ".ipynb_checkpoints"}


def digest(root: Path, files: Iterable[Path]) -> str:
    """Hash files by their name below a folder and their content, as hexadecimal SHA-256.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "a").write_text("1"), (folder / "b").write_text("1")
    (1, 1)
    >>> digest(folder, [folder / "a"]) == digest(folder, [folder / "b"])
    False
    """
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """List every file below a folder, without what Python and editors leave behind; none if it is not there.

    >>> import tempfile
    >>> files_below(Path(tempfile.mkdtemp()))
    []
    """
    return sorted(path for path in folder.rglob("*") if path.is_file() and not _PASSING.intersection(path.parts))


def surroundings(root: Path) -> str:
    """Hash what every notebook of a book depends on beside itself, as hexadecimal SHA-256.

    That is the package, all data, the other files of `notebooks/`, the lock, the installed versions and Python.
    The style sheets and scripts of the site are left out: no notebook reads them.

    >>> len(surroundings(Path("/nowhere")))
    64
    """
    package = Path(jiedu.__file__).parent
    static = package / "book" / "static"
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    lock = root / "requirements.lock"
    parts = [
        digest(package, (path for path in files_below(package) if static not in path.parents)),
        digest(root, files_below(root / "data")),
        digest(root, (path for path in files_below(root / "notebooks") if path.suffix != ".ipynb")),
        hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else "",
        *installed,
        sys.version,
        platform.platform(),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs, as the text of an .ipynb file, and whether it was at hand already."""

    source: Path
    text: str
    kept: bool


class Store:
    """Results of earlier builds, one file a key.

    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()))
    >>> store.get("abc") is None
    True
    >>> store.put("abc", '{"cells": []}')
    >>> store.get("abc")
    '{"cells": []}'
    >>> store.prune({"other"})
    >>> store.get("abc") is None
    True
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.ipynb"

    def get(self, key: str) -> str | None:
        """Return a kept result; None where there is none or the file is not whole."""
        try:
            text = self._path(key).read_text(encoding="utf-8")
            json.loads(text)
        except (OSError, ValueError):
            return None
        return text

    def put(self, key: str, text: str) -> None:
        """Keep a result, whole or not at all."""
        write_whole(self._path(key), text)

    def prune(self, keys: set[str]) -> None:
        """Delete every result but these, so that the folder does not grow."""
        for path in self.folder.glob("*.ipynb"):
            if path.stem not in keys:
                path.unlink(missing_ok=True)


async def _run(path: Path, root: Path) -> str:
    # Imported while the fork server imports what the kernels need, and not at all when every result is at hand.
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    from jiedu.book.kernels import Client

    name = path.relative_to(root)
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        raise Fault(f"{name}: not a notebook ({str(error).splitlines()[0]})") from None
    client = Client(
        notebook,
        timeout=CELL_SECONDS,
        # Times would make each run's result another.
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute()
    except CellExecutionError as error:
        failed = next(
            number
            for number, cell in enumerate(notebook.cells, 1)
            if any(output.output_type == "error" for output in cell.get("outputs", []))
        )
        raise Fault(f"{name}: cell {failed}: {error.ename}: {error.evalue}") from None
    except CellTimeoutError:
        raise Fault(f"{name}: a cell ran for more than {CELL_SECONDS} seconds") from None
    except RuntimeError as error:
        # So nbclient reports a kernel that dies or does not start, also when the build itself ended it.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError from None
        raise Fault(f"{name}: {error}") from None
    return nbformat.writes(notebook)


async def _run_all(paths: list[Path], root: Path, jobs: int, done: Callable[[Path, str], None]) -> None:
    gate = asyncio.Semaphore(jobs)

    async def one(path: Path) -> None:
        async with gate:
            done(path, await _run(path, root))

    async with asyncio.TaskGroup() as group:
        for path in paths:
            group.create_task(one(path))


def execute(
    root: Path,
    notebooks: list[Path],
    store: Store,
    jobs: int,
    progress: Callable[[Path], None],
    meanwhile: Callable[[], None],
) -> list[Executed]:
    """Execute notebooks, `jobs` at a time, or take their kept results; in the order given.

    Each runs in its own folder with a kernel of its own. `progress` is called for each that is done, `meanwhile`
    once if any must run, while the first kernel gets ready. A cell that raises is a Fault naming notebook, cell
    and error. If a source changes meanwhile, that is a Fault too, and nothing is kept.
    """
    around = surroundings(root)

    def key_of(path: Path) -> str:
        name = path.relative_to(root).as_posix()
        return hashlib.sha256(f"{around}\0{name}\0{digest(root, [path])}".encode()).hexdigest()

    keys = {path: key_of(path) for path in notebooks}
    texts: dict[Path, str] = {}
    for path in notebooks:
        text = store.get(keys[path])
        if text is not None:
            texts[path] = text
            progress(path)
    kept = set(texts)

    def done(path: Path, text: str) -> None:
        if key_of(path) != keys[path]:
            raise Fault(f"{path.relative_to(root)}: changed while it was executed; build again")
        store.put(keys[path], text)
        texts[path] = text
        progress(path)

    missing = [path for path in notebooks if path not in texts]
    if missing:
        start_server()
        meanwhile()
        try:
            asyncio.run(_run_all(missing, root, jobs, done))
        except* Fault as group:
            raise group.exceptions[0] from None
        if surroundings(root) != around:
            store.prune(set())
            raise Fault(f"{root}: the data or the package changed while the notebooks ran; build again")
    store.prune(set(keys.values()))
    return [Executed(path, texts[path], path in kept) for path in notebooks]
