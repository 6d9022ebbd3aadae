"""The switch between the editions of a book: from each page to the same page in the other language."""

from lxml import html

from jiedu.language import LANGUAGES, language, one_of
from jiedu.site.trees import Site, SitePage

NAMES = {"zh": "中文", "en": "English"}
"""What a switch calls each edition: in its own language."""


def add_switch(site: Site) -> None:
    """Put the switch on every page, and say in its head where its other edition is; nothing on a single edition."""
    if not site.config.jiedu_edition:
        return
    for page in site.pages:
        page.tree.find("head").extend(alternates(page))
        # The search looks through the other edition as well.
        page.tree.set("data-other", f"{page.to(f'../{other_language()}')}/")
        for place in page.tree.xpath("//div[contains(@class, 'article-header-buttons')]")[:1]:
            place.insert(0, switch(page))


def other_language() -> str:
    """Give the language of the other edition.

    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     other_language()
    'zh'
    """
    return next(name for name in LANGUAGES if name != language())


def alternates(page: SitePage) -> list[html.HtmlElement]:
    """Make the links that say in the head of a page where it stands in each language.

    >>> [link.get("href") for link in alternates(SitePage("book/facts", html.Element("html")))]
    ['../../zh/book/facts.html', '../../en/book/facts.html']
    """
    tags = LANGUAGES.items()
    return [html.Element("link", rel="alternate", hreflang=tag, href=_way(page, name)) for name, tag in tags]


def switch(page: SitePage) -> html.HtmlElement:
    """Make the switch of a page: both languages by name, the one at hand as words, the other as a link.

    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     [(one.tag, one.text) for one in switch(SitePage("book/facts", html.Element("html")))]
    [('a', '中文'), ('span', 'English')]
    """
    nav = html.Element("nav", {"class": "jd-editions", "aria-label": one_of("语言", "Language")})
    for name, tag in LANGUAGES.items():
        if name == language():
            choice = html.Element("span", {"lang": tag, "aria-current": "true"})
        else:
            choice = html.Element("a", {"lang": tag, "hreflang": tag, "href": _way(page, name), "data-edition": name})
        choice.text, choice.tail = NAMES[name], " · "
        nav.append(choice)
    nav[-1].tail = None
    return nav


def _way(page: SitePage, name: str) -> str:
    """Give the way from a page to the same page of another edition, whose folder stands beside that of this one."""
    return page.to(f"../{name}/{page.address}")
