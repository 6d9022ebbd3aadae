"""What a site offers to be downloaded: the whole edition in every form, and each table in three."""

from jiedu.answers.records import Record
from jiedu.edition import Edition
from jiedu.exports.data_package import FOLDER
from jiedu.exports.forms import FORMS, json_file
from jiedu.exports.packing import Files
from jiedu.exports.tables import export_tables
from jiedu.exports.workbook import workbook
from jiedu.reports.export import has_parquet


def forms_offered() -> list[str]:
    """Name the forms in which a site offers the whole edition: those for which the libraries are installed.

    The Croissant description is left out, which goes with the CSV files.

    >>> forms_offered()[:2]
    ['csv', 'xlsx']
    """
    return [name for name in FORMS if name != "croissant" and (name != "parquet" or has_parquet())]


def whole_file(edition: Edition, form: str) -> str:
    """Give the address, from the root of the site, of the file that holds the edition in a form.

    >>> whole_file(Edition.open(), "xlsx")
    'data/jinshui-2020.xlsx'
    """
    return f"{FOLDER}{FORMS[form].file_name(edition)}"


def table_files(table: str) -> dict[str, str]:
    """Give the addresses, from the root of the site, of the files that hold one table, by what they are called.

    >>> table_files("terms")["CSV"]
    'data/terms.csv'
    """
    endings = {"CSV": "csv", "XLSX": "xlsx"} | ({"Parquet": "parquet"} if has_parquet() else {})
    return {name: f"{FOLDER}{table}.{ending}" for name, ending in endings.items()}


def download_files(edition: Edition, address: str, records: dict[str, Record]) -> Files:
    """Make every file that a site offers, by its address from the root of the site.

    `records` is what the rows answer, as the site knows them. The CSV files, the page, datapackage.json, the Croissant
    description and the annotations stand there unpacked too, so that they can be read from their addresses.
    """
    made = {name: FORMS[name].make(edition, address) for name in forms_offered() if name != "facts"}
    made["facts"] = {"facts.json": json_file(records)}
    files = {whole_file(edition, name): FORMS[name].packed(parts) for name, parts in made.items()}
    for parts in (made["csv"], made["annotations"], made.get("parquet", {})):
        files |= {f"{FOLDER}{name}": data for name, data in parts.items()}
    files |= {f"{FOLDER}{table.name}.xlsx": workbook([table]) for table in export_tables(edition)}
    return files
