"""Python for the browser: Pyodide, fetched by npm's client and held against its hash."""

import base64
import hashlib
import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.language import tell

ENGINE = "314.0.6"
"""The version of Pyodide; the first three figures are those of its Python, 3.14."""

INTEGRITY = "sha512-BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="
"""What npm calls the hash of a package: that of this version, and of no other."""

ENGINE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
"""What a page needs of the package: the loader, the engine, its list of packages, the standard library."""

_SECONDS = 600


def integrity_of(data: bytes) -> str:
    """Write the hash of a package as npm does.

    >>> integrity_of(b"")[:15]
    'sha512-z4PhNX7v'
    """
    return f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode()}"


def fetch_engine(kept: Path) -> Path:
    """Give the package of the engine in the folder `kept`, fetched where it is not there as it should be.

    npm's client fetches it, from wherever it is set up to. Raises Fault where there is no npm, where it could not
    fetch, and for a package that has another hash; then nothing is left in the folder.
    """
    package = kept / f"pyodide-{ENGINE}.tgz"
    if package.is_file() and integrity_of(package.read_bytes()) == INTEGRITY:
        return package
    npm = shutil.which("npm")
    if npm is None:
        raise Fault(
            tell(
                "the reader for the browser needs Pyodide, which npm fetches, and there is no npm here: "
                "install Node.js, or build without --with-reader"
            )
        )
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept, prefix=".engine.") as folder:
        data = _packed(npm, Path(folder))
    if integrity_of(data) != INTEGRITY:
        raise Fault(
            tell(
                "npm gave another pyodide {version} than the one that this version of jiedu is made for", version=ENGINE
            )
        )
    write_whole(package, data)
    return package


def _packed(npm: str, folder: Path) -> bytes:
    """Let npm put the package into a folder, and give its bytes."""
    command = [npm, "pack", f"pyodide@{ENGINE}", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Fault(
            tell("npm could not fetch pyodide {version}: {why}", version=ENGINE, why=type(error).__name__)
        ) from None
    packages = list(folder.glob("*.tgz"))
    if done.returncode or len(packages) != 1:
        said = re.search(rb"npm (?:error|ERR!) code (\w+)", done.stderr)
        why = said[1].decode() if said else tell("exit code {code}", code=done.returncode)
        raise Fault(
            tell(
                "npm could not fetch pyodide {version} ({why}); build without --with-reader, or with a network",
                version=ENGINE,
                why=why,
            )
        )
    return packages[0].read_bytes()


def engine_files(package: Path) -> Mapping[str, bytes]:
    """Take the files that a page needs out of the package; one that is not the engine's is a Fault."""
    data = package.read_bytes()
    if integrity_of(data) != INTEGRITY:
        raise Fault(tell("{name}: not pyodide {version} as npm has it", name=package, version=ENGINE))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        members = {name: archive.extractfile(f"package/{name}") for name in ENGINE_FILES}
        return {name: member.read() for name, member in members.items() if member is not None}
