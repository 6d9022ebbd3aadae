"""CSV for spreadsheets, each with a byte order mark, and the Data Package that describes them."""

import json
from functools import lru_cache

from jiedu.edition import Edition
from jiedu.edition.schema import fingerprint, page_resource, table_resource
from jiedu.exports.packing import Files
from jiedu.exports.tables import ExportTable, export_tables
from jiedu.reports.export import BOM, csv_lines

FOLDER = "data/"
"""Where the files of the data stand on the site of an edition."""
PACKAGE_FILE = "datapackage.json"
PAGE_FILE = "page.txt"

GUARD = (
    "Words that a spreadsheet would take for a formula have an apostrophe before them: those that begin with = + - @, "
    "in either width, a tab, a line end or an apostrophe. To read such a cell is to take one apostrophe off."
)
"""How cells are kept from being computed, for whoever reads the files with a program."""


def csv_package(edition: Edition) -> Files:
    """Give every table as CSV, the page, and datapackage.json with the hash of each.

    >>> list(csv_package(Edition.open()))[:2]
    ['blocks.csv', 'quantities.csv']
    """
    return dict(_package(edition))


# The site, its heads and the description for machine learning all want them.
@lru_cache(maxsize=2)
def _package(edition: Edition) -> dict[str, bytes]:
    tables = list(export_tables(edition))
    files = {f"{table.name}.csv": _csv(table) for table in tables}
    files[PAGE_FILE] = edition.text.encode("utf-8")
    resources = [page_resource(PAGE_FILE, files[PAGE_FILE])]
    for table in tables:
        path = f"{table.name}.csv"
        resources.append(table_resource(table.schema, path) | fingerprint(files[path]))
    head = {key: value for key, value in edition.package.items() if key != "resources"}
    head["description"] = f"{head.get('description', '')} {GUARD}".strip()
    package = json.dumps(head | {"resources": resources}, ensure_ascii=False, indent=2)
    return files | {PACKAGE_FILE: f"{package}\n".encode()}


def _csv(table: ExportTable) -> bytes:
    return (BOM + "".join(csv_lines(table.rows, table.types, guarded=True))).encode("utf-8")
