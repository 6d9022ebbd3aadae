"""Give the tables names, and the room that they need."""

from lxml import html

from jiedu.site.trees import Site

_WIDE = 7
"""Columns from which on a table takes the margin too."""


def place_tables(site: Site) -> None:
    """Let wide tables use the margin, and name those of a page by their heading."""
    for _, article in site.articles():
        for table in article.xpath(".//table[@class='jd-grid']"):
            if len(table.xpath("./thead/tr/th")) >= _WIDE:
                _widen(table)
        for table in article.xpath(".//table[contains(@class, 'jd-stack')]"):
            _label(table)


def _widen(table: html.HtmlElement) -> None:
    cell = next((box for box in table.iterancestors("div") if "cell" in box.get("class", "").split()), None)
    if cell is not None and "tag_full-width" not in cell.get("class", ""):
        cell.set("class", f"{cell.get('class')} tag_full-width")


def _label(table: html.HtmlElement) -> None:
    """Name a table of a page by the heading that it stands under."""
    heading = table.xpath("(ancestor::section[1]/*[self::h1 or self::h2 or self::h3])[1]")
    if heading and not table.get("aria-label"):
        words = " ".join(heading[0].text_content().split()).removesuffix("#").strip()
        table.set("aria-label", words)
