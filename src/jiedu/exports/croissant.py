"""The edition as a data set of schema.org, for heads of pages and search engines, and in full for machine learning."""

import hashlib
from functools import lru_cache
from typing import Any

from jiedu.edition import Edition
from jiedu.edition.schema import Field, TableSchema
from jiedu.exports.data_package import FOLDER, GUARD, PACKAGE_FILE, PAGE_FILE, csv_package
from jiedu.exports.tables import export_tables
from jiedu.exports.words import Imprint

# Word for word as the format's specification asks for it.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "date": "sc:Date", "integer": "sc:Integer", "number": "sc:Float"}
_MEDIA = {"csv": "text/csv", "txt": "text/plain", "json": "application/json"}
_OTHERS = {
    PAGE_FILE: "The text layer of the source, byte for byte; the offsets of the tables count its code points.",
    PACKAGE_FILE: "The same tables described as a Data Package.",
}


def described(edition: Edition, address: str = "") -> dict[str, Any]:
    """Describe an edition as a `Dataset` of schema.org, in a few lines that any page can carry in its head.

    `address` is the public address of its site, as `site_address` gives it; without one nothing says where it is.

    >>> described(Edition.open())["@type"]
    'Dataset'
    >>> described(Edition.open(), "https://example.org/book")["distribution"][0]["contentUrl"]
    'https://example.org/book/data/datapackage.json'
    """
    data = {"@context": "https://schema.org/"} | _dataset(Imprint.of(edition), address)
    if address:
        package = f"{address}/{FOLDER}{PACKAGE_FILE}"
        data["distribution"] = [
            {"@type": "DataDownload", "contentUrl": package, "encodingFormat": "application/vnd.datapackage+json"}
        ]
    return data


def _dataset(imprint: Imprint, address: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Dataset",
        "name": imprint.title or imprint.name,
        "alternateName": imprint.name,
        "description": imprint.description or imprint.title,
        "inLanguage": list(imprint.languages),
        "url": f"{address}/" if address else "",
        "version": imprint.version,
        "datePublished": imprint.day,
        "license": imprint.licence[1] or imprint.licence[0],
        "creator": [{"@type": "Organization", "name": name} for name in imprint.editors],
        "keywords": list(imprint.keywords),
        "isBasedOn": [path for _, path in imprint.sources if path.startswith(("http://", "https://"))],
    }
    return {key: value for key, value in found.items() if value}


def croissant(edition: Edition, address: str = "") -> dict[str, Any]:
    """Describe an edition in Croissant 1.0: every file with its hash, every column with its type and meaning.

    `address` is the public address of its site, as `site_address` gives it; without one the files stand beside the
    description.

    >>> [record["name"] for record in croissant(Edition.open())["recordSet"]][:2]
    ['blocks', 'quantities']
    """
    return dict(_croissant(edition, address))


@lru_cache(maxsize=2)
def _croissant(edition: Edition, address: str) -> dict[str, Any]:
    where = f"{address}/{FOLDER}" if address else ""
    tables = list(export_tables(edition))
    about = {f"{table.name}.csv": f"{table.schema.description} {GUARD}" for table in tables} | _OTHERS
    return {
        "@context": _CONTEXT,
        **_dataset(Imprint.of(edition), address),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "distribution": [
            _file(name, data, f"{where}{name}", about[name]) for name, data in csv_package(edition).items()
        ],
        "recordSet": [_record_set(table.schema) for table in tables],
    }


def _file(name: str, data: bytes, address: str, about: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": about,
        "contentUrl": address,
        "contentSize": f"{len(data)} B",
        "encodingFormat": _MEDIA[name.rpartition(".")[2]],
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _record_set(table: TableSchema) -> dict[str, Any]:
    records: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title}. {table.description}",
    }
    if table.key:
        records["key"] = {"@id": f"{table.name}/{table.key}"}
    return records | {"field": [_field(table, column) for column in table.fields]}


def _field(table: TableSchema, column: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": column.name}},
    }
    if column.name in table.foreign:
        described["references"] = {"field": {"@id": f"{table.foreign[column.name]}/id"}}
    return described
