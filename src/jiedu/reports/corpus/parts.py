"""One report as a part: what a worker makes, and where parts are kept."""

import contextlib
import hashlib
import json
import shutil
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jiedu
from jiedu.errors import Fault
from jiedu.files import safe_name, write_whole
from jiedu.language import telling
from jiedu.reports.briefs import brief, striving
from jiedu.reports.columns import REPORT, types_of
from jiedu.reports.corpus.finding import Item
from jiedu.reports.counting import count_report
from jiedu.reports.export import quantity_rows, target_rows, to_arrow
from jiedu.reports.formats import extract
from jiedu.reports.outcomes import read_outcomes
from jiedu.reports.report import Report, read_report

if TYPE_CHECKING:
    import pyarrow as pa

_TYPES = types_of(REPORT["quantities"])
_READING = ("vocabulary.py", "text/**/*.py", "reports/**/*.py", "reports/**/*.csv")
"""What decides what is read of a report, below the package's folder."""
_DIGEST = hashlib.sha256().digest_size
_LIBRARIES = ("charset-normalizer", "lxml", "pypdf", "python-docx", "trafilatura")


@cache
def code_version() -> str:
    """Give the hash of everything that decides what is read of a report: code, lexicon, libraries.

    >>> len(code_version())
    16
    """
    digest = hashlib.sha256()
    package = Path(jiedu.__file__).parent
    for path in sorted({path for pattern in _READING for path in package.glob(pattern)}):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()[:16]


def read_many(batch: list[tuple[str, bytes]]) -> tuple[str, list[bytes]]:
    """Read a few files, given as name and bytes: the version of the code, and a part for each.

    This is what a worker does; it touches no disk, and a file that cannot be read becomes a part that says why.

    >>> version, parts = read_many([("a.txt", b"")])
    >>> unpack(parts[0])[1]
    {'fault': 'a.txt: the file is empty'}
    """
    return code_version(), [read_part(name, data) for name, data in batch]


def read_part(name: str, data: bytes) -> bytes:
    """Read one file to a part: an Arrow file of its quantities, its report and targets in the metadata.

    A file that cannot be read gives a part that says why; ModuleNotFoundError where a library is missing.

    >>> table, report, targets = unpack(read_part("a.txt", ("今年，建成道路9条。" * 40).encode()))
    >>> table.num_rows, report["quantities"], {target["availability"] for target in targets}
    (40, 40, {'not found'})
    """
    try:
        # A part is kept, and goes into a table: it says the same whoever has it made.
        with telling("en"):
            found = read_report(extract(data, name))
    except Fault as fault:
        return pack(to_arrow([], _TYPES), {"fault": str(fault)}, [])
    except ModuleNotFoundError:
        # What is not installed is no fault of the file, and the next one would fail alike.
        raise
    # Nobody can list what a reader of four formats may raise, and one of ten thousand files must not stop the others:
    # whatever it is, it is written down with its name. Ctrl-C is no Exception and goes through.
    except Exception as error:
        reason = f"{safe_name(name)}: the reader failed: {type(error).__name__}: {error}"
        return pack(to_arrow([], _TYPES), {"fault": reason[:500]}, [])
    rows = list(quantity_rows(found))
    targets = [row | _wording(found, row) for row in target_rows(found)]
    structure = found.structure
    about: dict[str, Any] = dict(structure.identity()) | {
        "year": int(found.year) if found.year else None,
        "place_from": structure.place.evidence if structure.place else "not found",
        "year_from": structure.year.evidence if structure.year else "not found",
        "format": found.source.format,
        "encoding": found.source.encoding,
        "characters": len(found.source.text),
        "parts": len(structure.parts),
        "quantities": len(rows),
        "targets": sum(1 for target in targets if target["availability"] == "stated"),
        "sha256": found.source.sha256,
        "file_sha256": found.source.file_sha256,
        "counts": count_report(found),
        "outcomes": [
            _plain(asdict(one)) | {"brief": brief(found.source.text, one.start, one.end)}
            for one in read_outcomes(found)
        ],
    }
    return pack(to_arrow(rows, _TYPES), about, targets)


def _wording(report: Report, row: dict[str, Any]) -> dict[str, str]:
    """Give what a panel says of a target beside its value: the words that bind and soften it, and a few around it."""
    if row["start"] is None:
        return {"cue": "", "strive": "", "brief": ""}
    text = report.source.text
    cues = {found.start: found.cue for found in report.quantities}
    return {
        "cue": cues.get(row["start"], ""),
        "strive": striving(text, row["start"]),
        "brief": brief(text, row["start"], row["end"]),
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row with numbers that JSON knows."""
    return {name: float(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()}


def pack(table: "pa.Table", about: dict[str, Any], targets: list[dict[str, Any]]) -> bytes:
    """Put quantities, what is known of a report, and its targets into one Arrow file.

    >>> table = to_arrow([], {"unit": "string"})
    >>> unpack(pack(table, {"place": "青河县"}, [{"value": Decimal(6)}]))[1:]
    ({'place': '青河县'}, [{'value': 6.0}])
    """
    import pyarrow as pa

    numbers = [_plain(row) for row in targets]
    metadata = {"report": json.dumps(about, ensure_ascii=False), "targets": json.dumps(numbers, ensure_ascii=False)}
    table = table.replace_schema_metadata(metadata)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpack(data: bytes) -> tuple["pa.Table", dict[str, Any], list[dict[str, Any]]]:
    """Take apart what `pack` made: quantities, what is known of the report, targets; ArrowException for anything else.

    >>> unpack(pack(to_arrow([{"unit": "家"}], {"unit": "string"}), {}, []))[0].column("unit").to_pylist()
    ['家']
    """
    import pyarrow as pa

    table = pa.ipc.open_file(pa.BufferReader(data)).read_all()
    metadata = table.schema.metadata
    return table.replace_schema_metadata(None), json.loads(metadata[b"report"]), json.loads(metadata[b"targets"])


class PartStore:
    """The parts of the reports, a file each, known by the file's bytes, its name and the version of the code.

    A file begins with the SHA-256 of the part after it: a disk that flips a bit, or a copy that ends early, would
    else be a wrong number in a table, or none.

    >>> import tempfile
    >>> store = PartStore(Path(tempfile.mkdtemp()))
    >>> store.keep("abc", b"part")
    >>> store.get("abc"), store.path("abc").write_bytes(b"other"), store.get("abc")
    (b'part', 5, None)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, item: Item, data: bytes) -> str:
        """Return the key of a file's part: another name, another byte or other code gives another."""
        digest = hashlib.sha256(f"{code_version()}\n{item.path.name}\n".encode("utf-8", "surrogateescape"))
        digest.update(data)
        return digest.hexdigest()

    def path(self, key: str) -> Path:
        """Return where the part of a key is kept, or would be."""
        return self.folder / key[:2] / f"{key}.arrow"

    def keep(self, key: str, part: bytes) -> None:
        """Keep a part, whole or not at all."""
        path = self.path(key)
        # Whatever stands there instead of a file was damaged in its own way.
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        write_whole(path, hashlib.sha256(part).digest() + part)

    def get(self, key: str) -> bytes | None:
        """Return a part; None where there is none, or what is there is not as it was kept."""
        try:
            data = self.path(key).read_bytes()
        except OSError:
            return None
        digest, part = data[:_DIGEST], data[_DIGEST:]
        return part if hashlib.sha256(part).digest() == digest else None

    def prune(self, keys: set[str]) -> None:
        """Delete what no file of this run stands for."""
        for path in self.folder.glob("*/*"):
            if path.suffix != ".arrow" or path.stem not in keys:
                path.unlink(missing_ok=True)
