"""The page of the kit on the site: the sheets of every section are there, and their keys apart from them."""

from pathlib import Path

import pytest
from classroom.filled import as_csv, from_key, grid
from lxml import html
from support import ROOT

from jiedu.classroom import score, worksheet
from jiedu.classroom.sheet_files import sheet_files
from jiedu.edition import Edition


@pytest.fixture(scope="module")
def page(site: Path) -> html.HtmlElement:
    return html.parse(str(site / "book" / "classroom_kit.html")).getroot()


def offered(site: Path, part: html.HtmlElement) -> set[str]:
    """The files that the links of a part of the page lead to, from the root of the site."""
    links = part.xpath(".//a[@class='jd-file']/@href")
    return {(site / "book" / link).resolve().relative_to(site.resolve()).as_posix() for link in links}


def test_every_sheet_is_offered_and_every_key_apart(site: Path, page: html.HtmlElement) -> None:
    kinds = [f"{section}-{of}" for section in "abcdef" for of in ("numerals", "promises")]
    (sheets,), (keys,) = (page.xpath(f"//section[@id='{name}']") for name in ("sheets-class", "sheets-keys"))
    forms = ("xlsx", "csv", "html")
    assert offered(site, sheets) == {f"sheets/worksheet-{kind}.{form}" for kind in kinds for form in forms}
    assert offered(site, keys) == {f"sheets/key-{kind}.{form}" for kind in kinds for form in ("csv", "html")}
    assert "teacher" in keys.xpath("./h2 | ./h3")[0].text_content()
    for link in page.xpath("//a[@class='jd-file']"):
        # What is saved says so; the page to print is opened.
        assert (link.get("download") is None) == link.get("href").endswith(".html")
    names = page.xpath("//a[@class='jd-file']/@aria-label")
    assert len(names) == len(set(names))


def test_the_files_are_those_of_the_command_and_can_be_scored(site: Path, tmp_path: Path) -> None:
    made = worksheet(Edition.open(ROOT), "e")
    for name, data in sheet_files(made).items():
        if not name.endswith(".html"):
            assert (site / "sheets" / name).read_bytes() == data
    (tmp_path / "anna.csv").write_text(as_csv(grid(made, from_key(made))), encoding="utf-8")
    found = score(site / "sheets" / "key-e-numerals.csv", [tmp_path / "anna.csv"])
    assert (found.fields["key_share"] == 100).all()


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_to_print_has_its_style_from_a_folder_too(site: Path, chromium) -> None:
    page = chromium.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto((site / "sheets" / "worksheet-e-numerals.html").as_uri())
    border = page.evaluate("getComputedStyle(document.querySelector('.jd-sheet-box')).borderTopStyle")
    page.close()
    assert (border, faults) == ("solid", [])
