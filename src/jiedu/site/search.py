"""The search of the site: every sentence, row and paragraph of the finished pages, in one file that only the page of
the search loads.

Nothing is cut into words here: the browser looks through the text itself (`search.js`), so that Chinese of any length
is found, and nothing else.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import html
from sphinx.search.en import js_porter_stemmer

from jiedu.files import write_whole
from jiedu.language import LANGUAGES, language
from jiedu.reports.lexicon import Lexicon
from jiedu.site.trees import Site, SitePage
from jiedu.text.characters import HAN

INDEX = "_static/search-index.js"

_SKIPPED = ("cell_input", "hide", "headerlink", "jd-source", "jd-copy", "jd-unseen", "jd-x-ground", "jd-x-key")
"""Classes of what is no text of the book, code, marks of the frame, where a passage stands in the file; and of an
exercise all but what is asked: a result should not give the answer away."""

_SILENT = frozenset({"script", "style", "svg", "template", "dialog", "button", "noscript", "input", "select"})
_BLOCKS = frozenset(
    """p li dt dd tr h1 h2 h3 h4 h5 h6 figcaption caption summary pre div section aside article table thead tbody tfoot
    ul ol dl figure details blockquote form nav header footer""".split()  # noqa: SIM905 it reads better in a line
)
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass
class SearchUnit:
    """Hold what a search can lead to: an element, its text, its other language, and the ids that stand in it."""

    element: html.HtmlElement = field(repr=False)
    text: str
    other: str = ""
    ids: list[str] = field(default_factory=list)
    head: bool = False


def units(article: html.HtmlElement) -> Iterator[SearchUnit]:
    """Yield what can be found on a page, in order: sentences with their English, rows, notes, paragraphs, headings.

    >>> rows = "<table><tr><td>1</td><td>家</td></tr></table>"
    >>> article = html.fromstring(f"<article><h1>One</h1><p>解读 <b>it</b></p>{rows}</article>")
    >>> [unit.text for unit in units(article)]
    ['One', '解读 it', '1 · 家']
    """
    waiting: list[str] = []
    for unit in _units(article):
        waiting += unit.ids
        if unit.text:
            unit.ids = list(dict.fromkeys(waiting))
            waiting = []
            yield unit


def _units(element: html.HtmlElement) -> Iterator[SearchUnit]:
    """Yield units; one without text stands for an element that holds others, and brings its id to the first."""
    for part in _parts(element):
        if isinstance(part, list):
            yield from _run(element, part)
        elif _is_whole(part):
            yield from _whole(part)
        else:
            yield SearchUnit(part, "", ids=_own_id(part))
            yield from _units(part)


def _parts(element: html.HtmlElement) -> Iterator[html.HtmlElement | list[str | html.HtmlElement]]:
    """Yield the blocks of an element, and between them the runs of words that stand in none."""
    run: list[str | html.HtmlElement] = [element.text or ""]
    for child in element:
        if not _is_skipped(child):
            if _is_block(child):
                yield run
                run = []
                yield child
            else:
                run.append(child)
        run.append(child.tail or "")
    yield run


def _run(element: html.HtmlElement, run: Sequence[str | html.HtmlElement]) -> Iterator[SearchUnit]:
    text = _plain("".join(part if isinstance(part, str) else seen_words(part) for part in run))
    inside = [name for part in run if not isinstance(part, str) for name in _ids(part)]
    if text:
        yield SearchUnit(element, text, ids=inside)


def _is_skipped(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    return not set(_SKIPPED).isdisjoint((element.get("class") or "").split())


def _is_block(element: html.HtmlElement) -> bool:
    return element.tag in _BLOCKS or any(child.tag in _BLOCKS for child in element.iterdescendants())


def _is_whole(element: html.HtmlElement) -> bool:
    if element.tag in ("tr", "pre") or {"jd-zh", "jd-en", "jd-note"} & set((element.get("class") or "").split()):
        return True
    return not any(child.tag in _BLOCKS for child in element.iterdescendants())


def _whole(element: html.HtmlElement) -> Iterator[SearchUnit]:
    other = ""
    if "jd-en" in (element.get("class") or "") and _is_sentence(element.getprevious()):
        # It is the other language of the sentence before it.
        return
    if _is_sentence(element):
        english = element.getnext()
        other = _plain(seen_words(english)) if english is not None and "jd-en" in (english.get("class") or "") else ""
    if element.tag == "tr":
        text = " · ".join(cell for cell in (_plain(_cell(cell)) for cell in element) if cell)
    else:
        text = _plain(_cell(element) if element.tag in _HEADS else seen_words(element))
    yield SearchUnit(element, text, other, _ids(element), element.tag in _HEADS)


def _is_sentence(element: html.HtmlElement | None) -> bool:
    return element is not None and "jd-zh" in (element.get("class") or "").split()


def seen_words(element: html.HtmlElement) -> str:
    """Give the words of an element that a reader sees, those of its blocks apart."""
    if _is_skipped(element):
        return ""
    apart = element.tag in _BLOCKS or element.tag in ("td", "th", "br") or _stands_below(element)
    space = " " if apart else ""
    inside = (element.text or "", *(part for child in element for part in (seen_words(child), child.tail or "")))
    return f"{space}{''.join(inside)}{space}"


def _stands_below(element: html.HtmlElement) -> bool:
    """Tell whether an element stands on a line of its own by its class: a second figure, the English of a head."""
    return not {"jd-sub", "jd-en"}.isdisjoint((element.get("class") or "").split())


def _cell(element: html.HtmlElement) -> str:
    """Give the words of a cell or a heading, in which the two languages may stand one above the other."""
    inside = ((gap, seen_words(child), gap, child.tail or "") for child in element for gap in [_gap(child)])
    parts = [element.text or "", *(part for some in inside for part in some)]
    return re.sub(rf"(?<=[{HAN}，。；])\0+(?=[A-Za-z])|(?<=[a-z.;)])\0+(?=[{HAN}])", " ", "".join(parts)).replace(
        "\0", ""
    )


def _gap(element: html.HtmlElement) -> str:
    return "\0" if element.get("lang") or element.tag in ("br", "div") else ""


def _plain(text: str) -> str:
    return re.sub(rf"(?<=[{HAN}，。、；：]) (?=[{HAN}])", "", " ".join(text.split()))


def _own_id(element: html.HtmlElement) -> list[str]:
    return [str(element.get("id"))] if element.get("id") else []


def _ids(element: html.HtmlElement) -> list[str]:
    return [str(name) for name in element.xpath("descendant-or-self::*/@id")]


def make_search(site: Site) -> None:
    """Write what the search looks through, and give each unit that has no id one to lead to.

    The index of an edition of one language says which, so that the search of its sister can look through both.
    """
    pages = [_entry(site, page, article) for page, article in site.articles()]
    text = json.dumps(pages, ensure_ascii=False)
    data = {"pages": pages, "terms": _terms(site), "traditional": _traditional(text)}
    if language() in LANGUAGES:
        data |= {"language": LANGUAGES[language()]}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    write_whole(site.folder / INDEX, f"{js_porter_stemmer.strip()}\nwindow.jieduIndex({written});\n")
    page = site.page("search")
    if page is not None:
        page.tree.head.append(html.Element("script", {"src": page.to("_static/search.js")}))


def _entry(site: Site, page: SitePage, article: html.HtmlElement) -> list[Any]:
    """Give a page as the index has it: address, title, and for each heading its units."""
    sections: list[list[Any]] = [["", []]]
    for number, unit in enumerate(list(units(article)), 1):
        if unit.element.get("id") is None:
            unit.element.set("id", f"jd-u{number}")
        if unit.head:
            sections.append([unit.text, []])
        anchor = str(unit.element.get("id"))
        # Most ids are made here: their number is their place.
        made = anchor == f"jd-u{number}"
        known = [name for name in unit.ids if name != anchor and name in site.places]
        row: list[Any] = [0 if made else anchor, unit.text, unit.other, " ".join(known)]
        while len(row) > 2 and not row[-1]:
            row.pop()
        sections[-1][1].append(row)
    return [page.address, site.titles[page.name], [section for section in sections if section[1]]]


def _terms(site: Site) -> list[list[Any]]:
    """List the terms of the glossary, each with the syllables of its characters without tones."""
    if site.edition is None:
        return []
    from pypinyin import lazy_pinyin

    listed: list[list[Any]] = []
    for row in site.edition.terms.itertuples():
        said = toneless(str(row.pinyin))
        syllables = [toneless(part) for part in lazy_pinyin(str(row.term))]
        # Where the readings differ, only the whole term has one.
        listed.append([row.term, syllables if "".join(syllables) == said else [said]])
    return listed


def toneless(pinyin: str) -> str:
    """Write pinyin as it is typed: without tones, spaces and marks.

    >>> toneless("yíngshāng huánjìng"), toneless("lǜsè")
    ('yingshanghuanjing', 'luse')
    """
    return "".join(letter for letter in unicodedata.normalize("NFD", pinyin.lower()) if "a" <= letter <= "z")


def _traditional(text: str) -> str:
    """Give the traditional characters of what stands on the pages, each before its simplified one."""
    known: Mapping[str, str] = Lexicon.load().traditional
    return "".join(old + new for old, new in sorted(known.items()) if old in text or new in text)
