"""A cite box for every page: its control at the foot, what it needs as data, and CITATION.cff on the site."""

from typing import Any

from lxml import html

from jiedu.citing.address import SETTINGS
from jiedu.citing.references import CITATION_FILE
from jiedu.citing.templates import citation_templates
from jiedu.display.html import Safe, english
from jiedu.files import write_whole
from jiedu.language import language
from jiedu.site.language import within_line
from jiedu.site.trees import Site, SitePage, data_block

HOW_TO_CITE = "how_to_cite"
"""The name of the page that has every citation written out, for readers without scripts."""


def add_cite_box(site: Site) -> None:
    """Put at the foot of each chapter what opens the cite box, and copy the citation file into the site."""
    if not (site.root / SETTINGS).exists():
        return
    file = site.root / CITATION_FILE
    if file.exists():
        write_whole(site.folder / CITATION_FILE, file.read_text(encoding="utf-8"))
    written_out = next((name for name in site.titles if name.rpartition("/")[2] == HOW_TO_CITE), "")
    made = citation_templates(site.root, site.edition)
    for page, article in site.articles():
        article.append(_control(page, f"{written_out}.html" if written_out else ""))
        for link in article.xpath(".//a[@class='jd-cff']"):
            link.set("href", page.to(CITATION_FILE))
        said = _page(page, site.titles[page.name], made["address"])
        page.tree.body.append(data_block("jd-citations", made | {"page": said}))


def _page(page: SitePage, title: str, address: str) -> dict[str, Any]:
    key = page.name.rpartition("/")[2]
    return {
        "key": key,
        "label": {"zh" if language() == "zh" else "en": title},
        "address": f"{address}/{page.address}" if address else "",
    }


def _control(page: SitePage, written_out: str) -> html.HtmlElement:
    """Make the control: a link to the page that has the citations, which a script turns into a button."""
    control = html.Element("p", {"class": "jd-cite-page"})
    if written_out:
        link = Safe('<a href="{}">{}</a>').format(
            page.to(written_out), within_line("引用本页", english("Cite this page"))
        )
        control.append(html.fragment_fromstring(link))
    return control
