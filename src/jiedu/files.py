"""Files and folders written whole or not at all, locks, and names fit to be printed."""

import contextlib
import glob
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from jiedu.errors import Fault
from jiedu.language import tell

BUILD_LOCK = "_build/.lock"
"""The lock of a project: held by a build, and by whoever writes many of its tables."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Text is encoded as UTF-8. An error (a full disk, an interrupt) leaves the old file as it was, and names it.

    >>> folder = Path(tempfile.mkdtemp())
    >>> write_whole(folder / "a.txt", "解读")
    >>> (folder / "a.txt").read_text(encoding="utf-8")
    '解读'
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        # Opened as any new file is, so that the umask of its owner decides who may read it.
        with new.open("xb") as file:
            file.write(data)
        os.replace(new, path)
    except BaseException as error:
        new.unlink(missing_ok=True)
        # A write that finds no room says so without a name, and the name of the passing file is nothing to anybody.
        if isinstance(error, OSError):
            error.filename = str(path)
        raise


@contextlib.contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of `folder` when the block ends.

    An error inside the block, or on the way, leaves the old folder as it was and nothing beside it. Whether the old
    one may be replaced at all is for the caller to ask first; one at which a file system of its own is mounted may
    not, since the system moves none, and is a Fault.

    >>> folder = Path(tempfile.mkdtemp()) / "result"
    >>> with replace_folder(folder) as new:
    ...     write_whole(new / "a.txt", "解读")
    >>> [path.name for path in folder.parent.rglob("*")]
    ['result', 'a.txt']
    """
    if folder.is_mount():
        raise Fault(
            tell(
                "{name}: a file system of its own, which cannot be replaced; name a folder inside it",
                name=safe_name(folder),
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the folder, since a rename does not reach another file system; inside a private one, since mkdir alone
    # gives the new folder the mode of any other of its owner.
    prefix = f".{folder.name}.{secrets.token_hex(4)}."
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=prefix, ignore_cleanup_errors=True) as name:
            new, old = Path(name) / "new", Path(name) / "old"
            new.mkdir()
            yield new
            with _aside(folder, old):
                os.replace(new, folder)
    except BaseException:
        # An interrupt may come when the private folder is there and nobody has it in hand yet.
        for left in folder.parent.glob(f"{glob.escape(prefix)}*"):
            shutil.rmtree(left, ignore_errors=True)
        raise


@contextlib.contextmanager
def _aside(folder: Path, old: Path) -> Iterator[None]:
    """Let a folder stand aside for the block, and come back if the block fails."""
    if not folder.exists():
        yield
        return
    os.replace(folder, old)
    try:
        yield
    except BaseException:
        os.replace(old, folder)
        raise


@contextlib.contextmanager
def locked(path: Path, message: str) -> Iterator[None]:
    """Hold a lock file as long as the block runs; Fault with the message where another process holds it.

    The system takes a lock back when its process ends, however it ends.

    >>> with locked(Path(tempfile.mkdtemp()) / "lock", "another run is writing there"):
    ...     pass
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, blocking=False, thread_local=False):
            yield
    except Timeout:
        raise Fault(message) from None


def why(error: OSError) -> str:
    """Say in the system's words why it refused; of many files that could not be copied, why the first could not.

    >>> why(OSError(28, "No space left on device"))
    'No space left on device'
    >>> why(shutil.Error([("a", "b", "[Errno 27] File too large: 'a' -> 'b'"), ("c", "d", "[Errno 28] Full")]))
    'File too large'
    """
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return re.sub(r"^\[Errno \d+\] |: .*$", "", str(error.args[0][0][-1]))
    return error.strerror or str(error)


def one_line(text: str) -> str:
    r"""Escape what cannot be printed, so that a text stays one line and moves no cursor.

    >>> one_line("解\n读\x00")
    '解\\n读\\x00'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def safe_name(name: str | PurePath) -> str:
    r"""Return a file's name fit for a terminal: what cannot be printed is escaped, what is long is cut.

    >>> safe_name("a\x1b[31m.txt")
    'a\\x1b[31m.txt'
    """
    text = one_line(str(name))
    return text if len(text) <= 200 else f"{text[:120]}…{text[-60:]}"
