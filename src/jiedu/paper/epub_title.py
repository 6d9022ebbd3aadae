"""The title page of an EPUB."""

from jiedu.paper.book_site import BookSite, by_class
from jiedu.paper.epub_chapter import language_runs
from jiedu.paper.epub_package import STYLE
from jiedu.paper.epub_xhtml import Copier, Node, add, add_text, copy_words, serialize, xhtml_page
from jiedu.paper.words import printed_word

TITLE = "title.xhtml"


def write_title_page(site: BookSite, words: Copier) -> bytes:
    """Write the title page: title, author, what the edition reads, version, licence, and that it is a draft."""
    language = site.language
    page = xhtml_page(language, site.title, STYLE)
    section = add(page[1], "section", epub="titlepage", class_="title-page")
    head = add(section, "h1")
    logo = site.pages[site.front].xpath(by_class("logo__title", "p"))
    if logo:
        copy_words(logo[0], head, words, language)
    else:
        _add_runs(head, site.title)
    lines = {"author": site.author, "description": site.meta("description"), "jd-draft-line": site.draft}
    for class_, text in lines.items():
        if text:
            _add_runs(add(section, "p", class_=class_), text)
    facts = add(section, "dl")
    for text, address in site.sources:
        add(facts, "dt", printed_word("source", language))
        _add_runs(add(add(facts, "dd"), "a", href=address), text)
    if version := ", ".join(filter(None, (site.version, site.date))):
        add(facts, "dt", printed_word("version", language))
        add(facts, "dd", version)
    if site.licence:
        add(facts, "dt", printed_word("rights", language))
        add(add(facts, "dd"), "a", site.licence, href=site.licence)
    if not len(facts):
        section.remove(facts)
    return serialize(page, "<!DOCTYPE html>")


def _add_runs(parent: Node, text: str) -> None:
    """Add text, each run of Chinese in it with its language."""
    for run, is_chinese in language_runs(text):
        if is_chinese:
            add(parent, "span", run, lang="zh-CN")
        else:
            add_text(parent, run)
