"""What an export gives: files in memory, the same bytes for the same rows, written whole or packed into one."""

import io
import zipfile
from collections.abc import Mapping

Files = Mapping[str, bytes]
"""The files of an export by their names."""

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows."""


def zipped(files: Files) -> bytes:
    """Pack files into one, in the order of their names and without a time.

    >>> zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Without it some programs unpack files that nobody may read; the system is named, since it would differ.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
