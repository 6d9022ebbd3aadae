"""The page of data on the site: every file that it offers is there, is what it is called, and comes from a folder too."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from lxml import etree, html
from support import ROOT

from jiedu.edition import Edition
from jiedu.edition.schema import tables_of
from jiedu.exports.downloads import forms_offered, table_files, whole_file
from jiedu.site.downloads import size_in_words


@pytest.fixture(scope="module")
def offered(site: Path) -> dict[str, html.HtmlElement]:
    """The links of the page by the files that they lead to."""
    page = site / "book" / "data.html"
    links = html.parse(str(page)).xpath("//a[contains(@class, 'jd-file')]")
    return {(page.parent / link.get("href")).resolve().relative_to(site.resolve()).as_posix(): link for link in links}


def test_every_table_and_form_is_offered_and_there(site: Path, offered: dict[str, html.HtmlElement]) -> None:
    edition = Edition.open(ROOT)
    wanted = [whole_file(edition, form) for form in forms_offered()]
    wanted += [address for table in tables_of(ROOT) for address in table_files(table).values()]
    assert sorted(offered) == sorted(wanted)
    for address, link in offered.items():
        assert (site / address).stat().st_size > 100
        assert link.get("download") == "" and link.text in link.get("aria-label")
        assert link.getnext().text == size_in_words((site / address).stat().st_size)


def test_names_of_links_are_told_apart(offered: dict[str, html.HtmlElement]) -> None:
    names = [link.get("aria-label") for link in offered.values()]
    assert len(names) == len(set(names))


def test_the_folder_is_a_data_package(site: Path) -> None:
    package = Package(str(site / "data" / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "note"])[:3]
    assert {resource.name for resource in package.resources} == {"page", *tables_of(ROOT)}


def test_one_table_is_the_same_in_its_three_forms(site: Path) -> None:
    rows = Edition.open(ROOT).quantities
    files = {name: (site / address).read_bytes() for name, address in table_files("quantities").items()}
    assert files["CSV"].startswith("\ufeff".encode())
    table = list(csv.DictReader(io.StringIO(files["CSV"].decode("utf-8-sig"), newline="")))
    sheet = pd.read_excel(io.BytesIO(files["XLSX"]), sheet_name="quantities", dtype=str, keep_default_na=False)
    parquet = pq.read_table(io.BytesIO(files["Parquet"])).to_pydict()
    ids = rows["id"].tolist()
    assert [row["id"] for row in table] == ids == sheet["id"].tolist() == parquet["id"]
    assert parquet["value"] == rows["value"].tolist()


def test_the_whole_is_in_every_form(site: Path) -> None:
    edition = Edition.open(ROOT)
    files = {form: site / whole_file(edition, form) for form in forms_offered()}
    names = set(tables_of(ROOT))
    for form, ending in {"csv": "csv", "parquet": "parquet", "dta": "dta"}.items():
        with zipfile.ZipFile(files[form]) as archive:
            assert archive.testzip() is None
            assert {f"{name}.{ending}" for name in names} <= set(archive.namelist())
    assert etree.parse(files["tei"]).getroot().tag == "{http://www.tei-c.org/ns/1.0}TEI"
    records = json.loads(files["facts"].read_text(encoding="utf-8"))
    assert records["q-060"]["place"] == "notebooks/open_innovation.html#q-060"
    assert json.loads((site / "data" / "annotations.jsonld").read_text(encoding="utf-8"))["total"] > 100


def test_the_head_of_the_page_says_that_it_holds_a_data_set(site: Path) -> None:
    page = html.parse(str(site / "book" / "data.html"))
    said = [json.loads(block.text) for block in page.xpath("//script[@type='application/ld+json']")]
    data = next(one for one in said if one["@type"] == "Dataset")
    assert data["alternateName"] == "jinshui-2020" and data["license"].startswith("https://creativecommons.org/")


def test_a_book_without_tables_offers_none(read_only: Path) -> None:
    assert not (read_only / "_build" / "html" / "data").exists()


@pytest.mark.browser
def test_a_file_comes_from_a_folder(site: Path, chromium, tmp_path: Path) -> None:
    page = chromium.new_page(accept_downloads=True)
    page.goto((site / "book" / "data.html").as_uri())
    for address in ("data/terms.csv", "data/jinshui-2020.xlsx"):
        with page.expect_download() as started:
            page.click(f"a.jd-file[href='../{address}']")
        started.value.save_as(tmp_path / "file")
        assert (tmp_path / "file").read_bytes() == (site / address).read_bytes()
    page.close()
