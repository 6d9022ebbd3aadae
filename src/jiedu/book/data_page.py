"""The page of data: the edition in every form, and each table with what it holds and its files."""

from collections.abc import Iterable, Iterator

from jiedu.display.html import Safe
from jiedu.display.spoken import english_then
from jiedu.display.table import stacked
from jiedu.edition import Edition
from jiedu.edition.schema import PANEL_TABLES, TABLES, TableSchema, tables_of
from jiedu.exports import FORM_NAMES
from jiedu.exports.downloads import forms_offered, table_files, whole_file
from jiedu.language import in_digits, one_of, say

_TITLES = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "parquet": "Parquet",
    "dta": "Stata",
    "annotations": "Web Annotation",
    "tei": "TEI P5",
    "facts": "JSON",
}
"""What the forms are called where they are offered."""

_FILE = Safe('<a class="jd-file" href="{}" download="" aria-label="{}">{}</a>')


def download_sections(edition: Edition) -> Iterator[tuple[str, str, Safe]]:
    """Give the sections of the page: anchor, heading, and what can be downloaded.

    The site leads the links, which are written from its root, to the files, and says how large these are.

    >>> [title for _, title, _ in download_sections(Edition.open())][:2]
    ['All tables together · 全部', 'The edition · 本书']
    """
    heads = [one_of("形式", "Form"), one_of("内容", "What it is"), one_of("下载", "Download")]
    rows = (("", _form(edition, name)) for name in forms_offered())
    yield "downloads-all", english_then("All tables together", "全部"), stacked(heads, rows, "downloads")
    tables = tables_of(edition.root)
    groups = {
        english_then("The edition", "本书"): [table for name, table in tables.items() if name in TABLES],
        english_then("The panel", "面板"): [table for name, table in tables.items() if name in PANEL_TABLES],
        english_then("Coding, measurements, signatures", "编码、度量、签名"): [
            table for name, table in tables.items() if name not in TABLES | PANEL_TABLES
        ],
    }
    for number, (title, group) in enumerate(groups.items(), 1):
        if group:
            yield f"downloads-{number}", title, _tables(edition, group)


def _form(edition: Edition, name: str) -> list[str]:
    address = whole_file(edition, name)
    title = _TITLES[name]
    return [title, say(FORM_NAMES[name]), _file(address, say("all tables"), address.rpartition("/")[2])]


def _tables(edition: Edition, tables: Iterable[TableSchema]) -> Safe:
    heads = [one_of("表", "Table"), one_of("行数", "Rows"), one_of("内容", "What it holds"), one_of("下载", "Download")]
    return stacked(heads, (("", _table(edition, table)) for table in tables), "downloads")


def _table(edition: Edition, table: TableSchema) -> list[str]:
    frame = edition.tables[table.name] if table.name in TABLES else edition.optional(table.name)
    files = table_files(table.name).items()
    name = Safe('<a class="jd-maybe" href="#table-{}">{}</a>').format(table.name, say(table.title))
    links = Safe(" · ").join(_file(address, say(table.title), form) for form, address in files)
    return [name, in_digits(len(frame)), say(table.description), links]


def _file(address: str, of: str, words: str) -> Safe:
    return _FILE.format(address, say("{form}: {table}", form=words, table=of), words)
