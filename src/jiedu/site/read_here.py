"""The page that reads a report in the browser: with the reader beside it, or a sentence that says that it is not."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from lxml.html import HtmlElement

import jiedu
from jiedu.errors import Fault
from jiedu.exports.packing import zipped
from jiedu.files import write_whole
from jiedu.language import tell
from jiedu.site.downloads import size_in_words
from jiedu.site.engine import ENGINE, engine_files
from jiedu.site.trees import Site, SitePage

READER = "_static/reader"
"""The folder of the site that holds what the page loads on a click."""

BOX = "jd-here"
"""The class of the box in which a text is read."""

_ROOMS = ("text", "reports")
_BESIDE = ("__init__.py", "errors.py", "files.py", "language.py", "vocabulary.py")
_OWN = ("worker.mjs", "LICENCES.txt")


def place_reader(site: Site) -> None:
    """Put the reader beside the page that has it; without one, leave the sentence that says so.

    Raises Fault where a book is built with the reader and no page of it asks for one.
    """
    boxes = [(page, box) for page in site.pages for box in page.tree.find_class(BOX)]
    package = str(site.config.jiedu_reader)
    if not package:
        for _, box in boxes:
            _leave(box, "jd-here-with")
        return
    if not boxes:
        raise Fault(tell("no page of this book has the reader: write {read-here} on one, or build without it"))
    files = _files(Path(package))
    for name, data in files.items():
        write_whole(site.folder / READER / name, data)
    for page, box in boxes:
        _leave(box, "jd-here-without")
        _tell(page, box, files)


def _leave(box: HtmlElement, name: str) -> None:
    """Leave a part of the box out."""
    for part in box.find_class(name):
        part.drop_tree()


def _tell(page: SitePage, box: HtmlElement, files: Mapping[str, bytes]) -> None:
    """Tell the script where the files are, and the reader of the page how much it will load."""
    worker, package = (
        f"{page.to(f'{READER}/{name}')}?v={_version(files[name])}" for name in ("worker.mjs", "jiedu.zip")
    )
    box.set("data-worker", worker)
    box.set("data-package", package)
    box.set("data-engine", page.to(f"{READER}/pyodide-{ENGINE}/pyodide.mjs"))
    # What is fetched can be counted on its way; modules are imported.
    sizes = {name: len(data) for name, data in files.items() if name != "LICENCES.txt"}
    box.set("data-fetched", str(sum(size for name, size in sizes.items() if not name.endswith(".mjs"))))
    for said in box.find_class("jd-here-size"):
        said.text = size_in_words(sum(sizes.values()))


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def _files(package: Path) -> dict[str, bytes]:
    """Gather what the folder of the reader holds, by name."""
    own = Path(__file__).parent / "static" / "reader"
    files = {f"pyodide-{ENGINE}/{name}": data for name, data in engine_files(package).items()}
    files |= {name: (own / name).read_bytes() for name in _OWN}
    return files | {"jiedu.zip": packed_reader()}


def packed_reader() -> bytes:
    """Pack the rooms that read a report, the same bytes for the same rooms.

    It is an archive and no wheel: a wheel has every room, and asks for libraries that no browser needs for a text.

    >>> import io, zipfile
    >>> names = zipfile.ZipFile(io.BytesIO(packed_reader())).namelist()
    >>> "jiedu/reports/here.py" in names, any(name.startswith("jiedu/edition") for name in names)
    (True, False)
    """
    root = Path(jiedu.__file__).parent
    paths = [root / name for name in _BESIDE]
    paths += [path for room in _ROOMS for path in (root / room).rglob("*") if path.suffix in (".py", ".csv")]
    return zipped({f"jiedu/{path.relative_to(root).as_posix()}": path.read_bytes() for path in paths})
