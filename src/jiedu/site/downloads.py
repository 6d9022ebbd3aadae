"""The data of the edition on the site: every table and form as a file, and the links of the page that offers them."""

from lxml import html

from jiedu.answers.records import answers
from jiedu.citing.address import SETTINGS, read_settings, site_address
from jiedu.classroom.sheet_files import SITE_FOLDER, site_sheets
from jiedu.exports.croissant import described
from jiedu.exports.data_package import FOLDER
from jiedu.exports.downloads import download_files
from jiedu.files import write_whole
from jiedu.language import BOTH, speaking
from jiedu.site.heads import ld_json
from jiedu.site.trees import Site


def write_downloads(site: Site) -> None:
    """Write the files that the site offers, lead the links of the page of data to them, and say how large each is."""
    if site.edition is None:
        return
    address = site_address(read_settings(site.root)) if (site.root / SETTINGS).exists() else ""
    offered = [(page, article.xpath(".//a[@class='jd-file']")) for page, article in site.articles()]
    # Data are the same in every language; what is printed and filled in by hand is in that of the book.
    with speaking(BOTH):
        records = {name: found | _place(site, name) for name, found in answers(site.edition).items()}
        files = dict(download_files(site.edition, address, records))
    if any(link.get("href").startswith(SITE_FOLDER) for _, links in offered for link in links):
        files |= site_sheets(site.edition, str(site.config.jiedu_policy))
    for name, data in files.items():
        write_whole(site.folder / name, data)
    for page, links in offered:
        names = [link.get("href") for link in links]
        for link in links:
            name = link.get("href")
            link.set("href", page.to(name))
            link.getparent().insert(link.getparent().index(link) + 1, _size(len(files[name]), link))
        if any(name.startswith(FOLDER) for name in names):
            page.tree.head.append(ld_json(described(site.edition, address)))


def _place(site: Site, name: str) -> dict[str, str]:
    return {"place": site.places[name]} if name in site.places else {}


def _size(count: int, link: html.HtmlElement) -> html.HtmlElement:
    """Say how large a file is, behind its link and before what follows it."""
    said = html.Element("span", {"class": "jd-size"})
    said.text, said.tail, link.tail = size_in_words(count), link.tail, " "
    return said


def size_in_words(count: int) -> str:
    """Write a number of bytes as a reader of files does.

    >>> size_in_words(800), size_in_words(15_686), size_in_words(1_935_754)
    ('1 kB', '16 kB', '1.9 MB')
    """
    kilobytes = -(-count // 1000)
    return f"{kilobytes} kB" if kilobytes < 1000 else f"{count / 1_000_000:.1f} MB"
