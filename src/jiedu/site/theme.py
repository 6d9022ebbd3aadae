"""The frame that the theme writes around a page, mended: names, landmarks and menus that open by keyboard and without
a script, icons in the page, and no script inside it."""

import re
from collections.abc import Callable

from lxml import html

from jiedu.language import language, pick, say
from jiedu.site.icons import ICONS, icon
from jiedu.site.trees import Site, SitePage

# Scripts that the theme and its extensions bring, and that nothing on the page needs any more: what they did is done
# by `theme.js`, by the browser itself, or not at all. Any other script stays.
_IDLE_SCRIPTS = re.compile(
    r"/(?:fontawesome|bootstrap|pydata-sphinx-theme|sphinx-book-theme|documentation_options|doctools|sphinx_highlight"
    r"|translations|clipboard\.min|copybutton|searchtools|language_data|searchindex|design-tabs)\.js"
)
_IDLE_CODE = re.compile(r"DOCUMENTATION_OPTIONS|documentElement\.dataset\.mode|Activate the search field")

# Nothing stands in these, on any page.
_EMPTY = (
    "//div[@class='pst-async-banner-revealer d-none']",
    "//header[@id='pst-header']",
    "//footer[@class='bd-footer']",
    "//dialog[starts-with(@id, 'pst-')]",
    "//div[@id='pst-scroll-pixel-helper' or @id='searchbox']",
    "//div[@id='ethical-ad-placement']/ancestor::div[contains(@class, 'sidebar-primary__section')]",
    "//button[@id='pst-back-to-top']",
    # What is printed is the page itself; this is its title and its contents a second time.
    "//div[@id='jb-print-docs-body']",
    "//noscript[style]",
    "//meta[starts-with(@name, 'docsearch:')]",
    "//meta[@name='viewport'][position() > 1]",
    "//link[@rel='preload' and @as='script']",
)

_NOT_PRINTED = ("bd-header-announcement", "bd-sidebar-primary", "bd-sidebar-secondary", "bd-footer-content")


def mend_theme(site: Site) -> None:
    """Mend the frame of every page."""
    for page in site.pages:
        for mend in _MENDS:
            mend(page)


def take_out(element: html.HtmlElement) -> None:
    """Take an element out of its tree; the text behind it stays."""
    element.drop_tree()


def _sweep(page: SitePage) -> None:
    # Without a script a page is light; a script says otherwise before anything is drawn.
    page.tree.set("data-theme", "light")
    page.tree.set("data-mode", "auto")
    for path in _EMPTY:
        for element in page.tree.xpath(path):
            take_out(element)
    for comment in page.tree.xpath("//comment()"):
        take_out(comment)


def _scripts(page: SitePage) -> None:
    for script in page.tree.xpath("//script"):
        source = script.get("src")
        if _IDLE_SCRIPTS.search(f"/{source}") if source else _IDLE_CODE.search(script.text or ""):
            take_out(script)
    early = html.Element("script", {"src": page.to("_static/early.js")})
    page.tree.head.xpath("meta[@charset]")[0].addnext(early)


def _icons(page: SitePage) -> None:
    for element in page.tree.xpath("//i[contains(@class, 'fa-')] | //span[contains(@class, 'fa-')]"):
        words = str(element.get("class")).split()
        name = "print" if "fa-file-pdf" in words else next((word[3:] for word in words if word[3:] in ICONS), None)
        if name is None or not {"fa-solid", "fas"} & set(words):
            continue
        drawn = icon(name, *(word for word in words if not word.startswith("fa")))
        for attribute in ("data-mode",):
            if element.get(attribute):
                drawn.set(attribute, str(element.get(attribute)))
        drawn.tail = element.tail
        element.getparent().replace(element, drawn)


def _tooltips(page: SitePage) -> None:
    for element in page.tree.xpath("//*[@data-bs-toggle='tooltip']"):
        for name in ("data-bs-toggle", "data-bs-placement", "data-bs-title", "title"):
            element.attrib.pop(name, None)


def _skip(page: SitePage) -> None:
    """Let the first link of a page lead to its text, past the bar of buttons too, all there is before it on a phone."""
    for article in page.tree.xpath("//article[contains(@class, 'bd-article')]"):
        article.set("id", "jd-text")
    for link in page.tree.xpath("//div[@id='pst-skip-link']/a[@href='#main-content']"):
        link.set("href", "#jd-text")


def _sidebar(page: SitePage) -> None:
    """Make the contents of the book a landmark, and on a narrow page what its button opens."""
    for sidebar in page.tree.xpath("//div[@id='pst-primary-sidebar']"):
        sidebar.tag = "header"
        for part in sidebar.xpath("div[contains(@class, 'sidebar-header-items')]"):
            take_out(part)
        _popover(page, sidebar, "primary-toggle", say("Contents of the book"))
        for button in sidebar.xpath(".//button[contains(@class, 'search-button-field')]"):
            button.getparent().replace(button, search_form(page))
    for sidebar in page.tree.xpath("//div[@id='pst-secondary-sidebar']"):
        _popover(page, sidebar, "secondary-toggle", say("Contents of the page"))


def _popover(page: SitePage, sidebar: html.HtmlElement, toggle: str, name: str) -> None:
    sidebar.set("popover", "auto")
    sidebar.set("class", f"{sidebar.get('class')} jd-contents")
    close = html.Element("button", {"type": "button", "class": "jd-close", "popovertarget": str(sidebar.get("id"))})
    close.set("popovertargetaction", "hide")
    close.set("aria-label", say("Close: {name}", name=name))
    close.append(icon("xmark"))
    sidebar.insert(0, close)
    for button in page.tree.xpath(f"//button[contains(@class, '{toggle}')]"):
        button.set("type", "button")
        button.set("popovertarget", str(sidebar.get("id")))
        button.set("aria-label", name)


def search_form(page: SitePage) -> html.HtmlElement:
    """Make the form that leads to the page of the search."""
    zh, en = pick("搜索", "Search")
    words = " · ".join(filter(None, (en, zh)))
    form = html.Element("form", {"role": "search", "class": "jd-search", "action": page.to("search.html")})
    field = html.Element("input", {"type": "search", "name": "q", "placeholder": words})
    field.set("aria-label", say("Search this book"))
    field.set("autocomplete", "off")
    field.set("spellcheck", "false")
    form.extend([icon("magnifying-glass"), field])
    return form


def _buttons(page: SitePage) -> None:
    for button in page.tree.xpath("//button[contains(@class, 'search-button')]"):
        link = html.Element("a", {"class": str(button.get("class")).replace("pst-js-only", "").strip()})
        link.set("href", page.to("search.html"))
        link.set("aria-label", say("Search this book"))
        link.append(icon("magnifying-glass"))
        link.tail = button.tail
        button.getparent().replace(button, link)
    for button in page.tree.xpath("//button[contains(@class, 'theme-switch-button')]"):
        button.set("type", "button")
        button.set("aria-label", say("Colours"))
        said = html.Element("span", {"id": "jd-said", "role": "status", "class": "jd-unseen"})
        button.addnext(said)
        said.tail, button.tail = button.tail, None


def _menus(page: SitePage) -> None:
    """Make each menu one that opens by itself."""
    for button in page.tree.xpath("//button[@data-bs-toggle='dropdown']"):
        menu = button.getparent()
        menu.tag = "details"
        menu.set("class", f"jd-menu {menu.get('class')}")
        button.tag = "summary"
        for name in ("type", "data-bs-toggle", "aria-expanded"):
            button.attrib.pop(name, None)
    for button in page.tree.xpath("//button[@onclick='window.print()']"):
        del button.attrib["onclick"]
        button.set("type", "button")
        button.set("data-print", "")
        button.set("class", f"{button.get('class')} pst-js-only")


def _names(page: SitePage) -> None:
    for summary in page.tree.xpath("//summary[@aria-label='Toggle hidden content']"):
        del summary.attrib["aria-label"]
    for link in page.tree.xpath("//a[@target='_blank']"):
        link.set("rel", "noopener")
    # Assistive technology of today follows one.
    for element in page.tree.xpath("//*[contains(@aria-details, ' ')]"):
        element.set("aria-details", str(element.get("aria-details")).split()[0])
    for entry in page.tree.xpath("//*[@role='doc-biblioentry' or contains(@class, 'citation-list')]"):
        entry.attrib.pop("role", None)


def _signatures(page: SitePage) -> None:
    """Put the parameters of a function back into its line: a list within a term is no HTML, and was taken out of it."""
    for described in page.tree.xpath("//dl[contains(concat(' ', @class, ' '), ' py ')]"):
        term = None
        for child in list(described):
            if child.tag == "dt":
                term = child
            elif child.tag != "dd" and term is not None:
                term.append(child)
        for parameters in described.xpath("./dt/dl"):
            parameters.tag = "span"
            parameters.set("class", "jd-parameters")
            for parameter in parameters.findall("dd"):
                parameter.tag = "span"


def _print(page: SitePage) -> None:
    for name in _NOT_PRINTED:
        for element in page.tree.find_class(name):
            element.set("class", f"{element.get('class')} noprint")


_FRAME: tuple[tuple[str, str, str], ...] = (
    ("//div[@id='pst-skip-link']/a", "", "跳到正文"),
    ("//nav[contains(@class, 'bd-links')]", "aria-label", "全书"),
    ("//div[contains(@class, 'onthispage')]", "", "本页目录"),
    ("//details[contains(@class, 'dropdown-download-buttons')]/summary", "aria-label", "下载本页"),
    ("//a[contains(@class, 'left-prev')]", "title", "上一页"),
    ("//a[contains(@class, 'right-next')]", "title", "下一页"),
    ("//a[contains(@class, 'left-prev')]//p[contains(@class, 'prev-next-subtitle')]", "", "上一页"),
    ("//a[contains(@class, 'right-next')]//p[contains(@class, 'prev-next-subtitle')]", "", "下一页"),
    ("//a[contains(@class, 'headerlink')]", "title", "此处的链接"),
)
"""The words of the theme in Chinese, of which its own catalogue has some: where, in which attribute or as text."""


def _speak(page: SitePage) -> None:
    """Let the frame of a Chinese page speak Chinese."""
    if language() != "zh":
        return
    for path, attribute, words in _FRAME:
        for element in page.tree.xpath(path):
            if attribute:
                element.set(attribute, words)
            elif len(element):
                # An icon stands before the words.
                element[-1].tail = words
            else:
                element.text = words


_MENDS: tuple[Callable[[SitePage], None], ...] = (
    _sweep,
    _scripts,
    _tooltips,
    _skip,
    _sidebar,
    _buttons,
    _menus,
    _icons,
    _names,
    _signatures,
    _print,
    _speak,
)
