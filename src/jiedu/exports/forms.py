"""The forms in which an edition is exported, by the name that `jiedu export --to` takes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jiedu.answers.records import answers
from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.exports.annotations import ANNOTATIONS_FILE, annotations
from jiedu.exports.croissant import croissant
from jiedu.exports.data_package import PACKAGE_FILE, PAGE_FILE, csv_package
from jiedu.exports.packing import Files, zipped
from jiedu.exports.parquet import parquet_file
from jiedu.exports.tables import export_tables
from jiedu.exports.tei.document import tei_document
from jiedu.exports.words import Imprint
from jiedu.exports.workbook import workbook
from jiedu.files import replace_folder, safe_name, why, write_whole
from jiedu.language import BOTH, speaking, tell
from jiedu.panel.stata import stata_file
from jiedu.reports.columns import COLUMNS_TABLE, column_rows, types_of
from jiedu.reports.export import BOM, to_csv

Make = Callable[[Edition, str], Files]
"""What makes an export: the edition and the public address of its site, which may be empty."""

CODEBOOK = "codebook.csv"


@dataclass(frozen=True)
class ExportForm:
    """Describe a form: how its files are made, and how one file of it is named.

    A form of several files (`folder`) is written as a folder, or as a zip archive of it.
    """

    name: str
    make: Make
    ending: str
    folder: bool = False

    def file_name(self, edition: Edition) -> str:
        """Name the one file that holds this form of an edition.

        >>> FORMS["parquet"].file_name(Edition.open())
        'jinshui-2020-parquet.zip'
        """
        return f"{Imprint.of(edition).name}{self.ending}"

    def single(self, edition: Edition, address: str = "") -> bytes:
        """Make this form of an edition as one file.

        >>> FORMS["annotations"].single(Edition.open())[:2]
        b'PK'
        """
        return self.packed(self.make(edition, address))

    def packed(self, files: Files) -> bytes:
        """Pack the files of this form into one.

        >>> FORMS["facts"].packed({"facts.json": b"{}"})
        b'{}'
        """
        return zipped(files) if self.folder else next(iter(files.values()))


def _codebook(edition: Edition) -> bytes:
    rows = column_rows({table.name: table.columns for table in export_tables(edition)})
    return (BOM + to_csv(rows, types_of(COLUMNS_TABLE))).encode("utf-8")


def _csv(edition: Edition, address: str) -> Files:
    return {**csv_package(edition), **_croissant(edition, address)}


def _xlsx(edition: Edition, address: str) -> Files:
    return {"tables.xlsx": workbook(export_tables(edition))}


def _parquet(edition: Edition, address: str) -> Files:
    files = {f"{table.name}.parquet": parquet_file(table) for table in export_tables(edition)}
    return files | {CODEBOOK: _codebook(edition)}


def _dta(edition: Edition, address: str) -> Files:
    files = {
        f"{table.name}.dta": stata_file(table.rows, table.columns, f"{Imprint.of(edition).name}: {table.name}")
        for table in export_tables(edition)
    }
    return files | {CODEBOOK: _codebook(edition)}


def _croissant(edition: Edition, address: str) -> Files:
    return {"croissant.json": json_file(croissant(edition, address))}


def _annotations(edition: Edition, address: str) -> Files:
    return {ANNOTATIONS_FILE: json_file(annotations(edition, address)), PAGE_FILE: edition.text.encode("utf-8")}


def _tei(edition: Edition, address: str) -> Files:
    return {"tei.xml": tei_document(edition)}


def _facts(edition: Edition, address: str) -> Files:
    with speaking(BOTH):
        return {"facts.json": json_file(answers(edition))}


def json_file(value: object) -> bytes:
    """Write JSON as a file: Chinese as it is, a line a value.

    >>> json_file({"zh": "解读"}).decode()
    '{\\n  "zh": "解读"\\n}\\n'
    """
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


FORMS = {
    form.name: form
    for form in (
        ExportForm("csv", _csv, "-csv.zip", folder=True),
        ExportForm("xlsx", _xlsx, ".xlsx"),
        ExportForm("parquet", _parquet, "-parquet.zip", folder=True),
        ExportForm("dta", _dta, "-dta.zip", folder=True),
        ExportForm("annotations", _annotations, "-annotations.zip", folder=True),
        ExportForm("tei", _tei, "-tei.xml"),
        ExportForm("croissant", _croissant, "-croissant.json"),
        ExportForm("facts", _facts, "-facts.json"),
    )
}
"""The forms by their names, each of which `FORM_NAMES` explains."""

_MARKERS = (PACKAGE_FILE, CODEBOOK, ANNOTATIONS_FILE)


def write_export(edition: Edition, form: ExportForm, out: Path, address: str = "") -> list[Path]:
    """Write a form of an edition: a file, or a folder, or for a name that ends in .zip the folder packed.

    An earlier export is replaced; a folder that holds anything else is left alone, with a Fault. Gives the files.
    """
    try:
        if not form.folder or out.suffix == ".zip":
            if out.is_dir():
                raise Fault(
                    tell(
                        "{name}: is a folder, and {form} is one file: nothing was written",
                        name=safe_name(out),
                        form=form.name,
                    )
                )
            write_whole(out, form.single(edition, address))
            return [out]
        files = form.make(edition, address)
        _require_own(out, files)
        with replace_folder(out) as new:
            for name, data in files.items():
                (new / name).write_bytes(data)
        return [out / name for name in files]
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(out), why=why(error))) from None


def write_all(edition: Edition, folder: Path, address: str = "") -> list[Path]:
    """Write every form of an edition into a folder, a file each, beside whatever else stands there.

    Nothing is written before all of them are made.
    """
    made = {folder / form.file_name(edition): form.single(edition, address) for form in FORMS.values()}
    try:
        for path, data in made.items():
            write_whole(path, data)
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(folder), why=why(error))) from None
    return list(made)


def _require_own(folder: Path, files: Files) -> None:
    """Raise Fault where an export may not take the place of what a folder holds: anything but an earlier one."""
    if folder.name in ("", ".."):
        raise Fault(tell("{name}: cannot be replaced by an export; name a folder inside it", name=safe_name(folder)))
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Fault(tell("{name}: is a file, and the export is a folder: nothing was written", name=safe_name(folder)))
    there = sorted(path.name for path in folder.iterdir())
    if there and not set(there) & set(_MARKERS):
        raise Fault(tell("{name}: exists, and is no earlier export: nothing was written", name=safe_name(folder)))
    strange = [name for name in there if name not in files]
    if strange:
        raise Fault(
            tell(
                "{name}: holds {other}, which is of no export: nothing was written",
                name=safe_name(folder),
                other=safe_name(strange[0]),
            )
        )
