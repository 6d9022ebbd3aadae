"""Hashes of what a build depends on, so that it does again only what it must."""

import hashlib
import platform
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import jiedu

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


def join(*parts: str) -> str:
    """Hash several strings to one, as hexadecimal SHA-256; where one ends counts.

    >>> join("ab", "c") == join("a", "bc")
    False
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def around(root: Path) -> str:
    """Hash what stands around a book, as hexadecimal SHA-256: the package, the lock, installed versions, Python.

    The style sheets and scripts of the site are left out: no notebook reads them.

    >>> len(around(Path("/nowhere")))
    64
    """
    package = Path(jiedu.__file__).parent
    static = package / "book" / "static"
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    lock = root / "requirements.lock"
    return join(
        digest(package, (path for path in files_below(package) if static not in path.parents)),
        hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else "",
        *installed,
        sys.version,
        platform.platform(),
    )


def whole_site(root: Path, sources: Iterable[str]) -> str:
    """Hash everything that the site of a project depends on: its sources, the package whole, what stands around.

    >>> len(whole_site(Path("/nowhere"), ["book"]))
    64
    """
    package = Path(jiedu.__file__).parent
    files = [
        path for name in sources for path in ([root / name] if (root / name).is_file() else files_below(root / name))
    ]
    return join(digest(root, files), digest(package, files_below(package)), around(root))
