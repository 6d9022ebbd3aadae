"""Say of every Chinese word on the pages that it is Chinese, and of English among Chinese that it is English.

Browsers choose faces and marks by it, and screen readers their voice; Sphinx and the theme know one language a page.
"""

import re
from collections.abc import Iterator

from lxml import html

from jiedu.display.html import CHINESE_RUN
from jiedu.site.trees import Site
from jiedu.text.characters import HAN

# Two words make English; one alone is mostly a name or an abbreviation that Chinese has taken over.
ENGLISH = re.compile(r"[A-Za-z][A-Za-z’'-]*(?:[ ,;:()]+[A-Za-z][A-Za-z’'-]*)+")

_WORDLESS = frozenset({"script", "style", "textarea", "template", "noscript", "option", "metadata"})
_PARAGRAPHS = frozenset({"p", "li", "dd", "dt", "td", "th", "figcaption", "caption", "option", "desc"})


def name_languages(site: Site) -> None:
    """Name the languages of every page."""
    for page in site.pages:
        name_chinese(page.tree)


def name_chinese(tree: html.HtmlElement) -> None:
    """Name the languages in a tree: of whole paragraphs that are Chinese, and of runs of words.

    >>> tree = html.fromstring("<div><p>It says “解读”.</p><p>这是解读。</p></div>")
    >>> name_chinese(tree)
    >>> print(html.tostring(tree, encoding="unicode"))
    <div><p>It says “<span lang="zh-CN">解读</span>”.</p><p lang="zh-CN">这是解读。</p></div>
    """
    for element in list(tree.iter(*_PARAGRAPHS)):
        if element.get("lang") is None and _is_chinese(element) and not _is_called_chinese(element):
            element.set("lang", "zh-CN")
    for element, chinese in list(_spoken(tree)):
        if element.tag not in _WORDLESS:
            _name(element, chinese)


def _is_chinese(element: html.HtmlElement) -> bool:
    """Tell whether more than half of the text of an element, in which no block stands, is Chinese."""
    text = "".join(element.itertext()) if element.xpath("not(.//p | .//div | .//ul | .//ol | .//svg)") else ""
    return 2 * len(re.findall(f"[{HAN}]", text)) > len(text.strip())


def _is_called_chinese(element: html.HtmlElement) -> bool:
    named = next((other for other in element.iterancestors() if other.get("lang")), None)
    return named is not None and str(named.get("lang")).startswith("zh")


def _spoken(element: html.HtmlElement, chinese: bool = False) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Yield each element, and whether its own text is already called Chinese."""
    stack = [(element, chinese)]
    while stack:
        at, within = stack.pop()
        if not isinstance(at.tag, str):
            continue
        named = at.get("lang")
        within = within if named is None else named.startswith("zh")
        # Pinyin is neither: it is Chinese in Latin letters.
        if named is None or "Latn" not in named:
            yield at, within
            stack += [(child, within) for child in at]


def _name(element: html.HtmlElement, chinese: bool) -> None:
    """Name what is of the other language in the text of an element and between its children."""
    pattern, language = (ENGLISH, "en") if chinese else (CHINESE_RUN, "zh-CN")
    # The title of a page is no place for elements; that of a drawing, and what describes it, are.
    drawing = next(element.iterancestors("svg"), None)
    if element.tag == "title" and drawing is None:
        return
    described = next(element.iterancestors("title", "desc"), element).tag in ("title", "desc")
    tag = "span" if drawing is None or described else "tspan"
    for child in reversed(list(element)):
        first, parts = _parted(child.tail or "", pattern, language, tag)
        if parts:
            child.tail = first
            for part in reversed(parts):
                _put_after(child, part)
    first, parts = _parted(element.text or "", pattern, language, tag)
    if parts:
        element.text = first
        for part in reversed(parts):
            element.insert(0, part)


def _put_after(element: html.HtmlElement, part: html.HtmlElement) -> None:
    parent = element.getparent()
    parent.insert(parent.index(element) + 1, part)


def _parted(text: str, pattern: re.Pattern[str], language: str, tag: str) -> tuple[str, list[html.HtmlElement]]:
    """Part a text into what stands before the first run and the runs, each with the text behind it."""
    parts: list[html.HtmlElement] = []
    first, at = text, 0
    for match in pattern.finditer(text):
        between = text[at : match.start()]
        if parts:
            parts[-1].tail = between
        else:
            first = between
        part = html.Element(tag, {"lang": language})
        part.text = match[0]
        parts.append(part)
        at = match.end()
    if parts:
        parts[-1].tail = text[at:]
    return first, parts
