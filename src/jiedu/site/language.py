"""Say of every page in which language it is, and of every word of the other language on it which that is.

Browsers choose faces and marks by it, and screen readers their voice; Sphinx and the theme know one language a page.
"""

import re
from collections.abc import Iterator

from lxml import html

from jiedu.display.html import CHINESE_RUN, Safe, chinese, english, mixed
from jiedu.language import LANGUAGES, language, pick
from jiedu.site.trees import Site
from jiedu.text.characters import HAN

# Two words make English; one alone is mostly a name or an abbreviation that Chinese has taken over.
# No part of a word does: between its tones pinyin has plain letters.
ENGLISH = re.compile(r"(?<![^\W\d_])[A-Za-z][A-Za-z’'-]*(?:[ ,;:()]+[A-Za-z][A-Za-z’'-]*)+(?![^\W\d_])")

_WORDLESS = frozenset({"script", "style", "textarea", "template", "noscript", "option", "metadata"})
_PARAGRAPHS = frozenset({"p", "li", "dd", "dt", "td", "th", "figcaption", "caption", "option", "desc"})
_ENGLISH_WHOLE = _PARAGRAPHS | {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "label", "legend", "pre", "code"}


def page_language() -> str:
    """Give the tag of the language of the pages; those that have both are English with Chinese in it.

    >>> page_language()
    'en'
    """
    return LANGUAGES.get(language(), "en")


def within_line(zh: str, en: str) -> Safe:
    """Say something in the language of the pages; in both, the Chinese and its English in one line.

    >>> within_line("用于", "used in")
    Safe('<span lang="zh-CN">用于</span> used in')
    """
    zh, en = pick(zh, en)
    return Safe(" ").join([chinese(zh), en] if zh and en else [zh or en])


def english_first(zh: str, en: str, between: str = " ") -> Safe:
    """Say something in the language of the pages; in both, the English and its Chinese in one line.

    >>> english_first("版权", "Rights")
    Safe('Rights <span lang="zh-CN">版权</span>')
    """
    zh, en = pick(zh, en)
    return Safe(between).join([en, chinese(zh)] if zh and en else [zh or en])


def spoken(words: str) -> Safe:
    """Say of what is not in the language of the page in which it is.

    >>> from jiedu.language import speaking
    >>> spoken("The list · 清单")
    Safe('The list · <span lang="zh-CN">清单</span>')
    >>> with speaking("zh"):
    ...     spoken("清单 · The list")
    Safe('清单 · <span lang="en">The list</span>')
    """
    if language() != "zh":
        return mixed(words)
    parts: list[str] = []
    at = 0
    for found in ENGLISH.finditer(words):
        parts += [words[at : found.start()], english(found[0])]
        at = found.end()
    return Safe("").join([*parts, words[at:]])


def set_language(site: Site) -> None:
    """Say of every page in which language it is, and tell its scripts where the edition has one language alone."""
    if language() in LANGUAGES:
        for page in site.pages:
            page.tree.set("lang", page_language())
            page.tree.set("data-language", language())


_BROKEN = re.compile(rf"(?<=[{HAN}，。；：！？、”）》])[ \t]*\n\s*|[ \t]*\n\s*(?=[{HAN}“《（])")
_STRONG = frozenset({"b", "strong", "em"})
_MARKS = tuple("，。；：！？）”")


def close_lines(site: Site) -> None:
    """Take the line breaks out of the Chinese of pages in Chinese: a browser would show each as a space."""
    if language() != "zh":
        return
    for page in site.pages:
        for element in page.tree.xpath("//article//*[self::p or self::li or self::dd or self::dt or self::figcaption]"):
            close_breaks(element)


def close_breaks(element: html.HtmlElement) -> None:
    """Close the Chinese of an element over its line breaks; code and what is laid out line by line stay as they are.

    So it is closed behind strong words that end with a mark: Markdown ends such words before a space alone.

    >>> tree = html.fromstring("<p>逐句排列。\\n标出<b>数字</b>\\n及其所指，run\\nit</p>")
    >>> close_breaks(tree)
    >>> print(html.tostring(tree, encoding="unicode").replace("\\n", "⏎"))
    <p>逐句排列。标出<b>数字</b>及其所指，run⏎it</p>
    >>> tree = html.fromstring("<p><strong>依据。</strong> 表一，<b>GDP</b> 与 <b>税收</b></p>")
    >>> close_breaks(tree)
    >>> print(html.tostring(tree, encoding="unicode"))
    <p><strong>依据。</strong>表一，<b>GDP</b> 与 <b>税收</b></p>
    """
    if element.tag in ("pre", "code", "svg", "script", "style"):
        return
    element.text = _BROKEN.sub("", element.text) if element.text else element.text
    for child in element:
        close_breaks(child)
        child.tail = _BROKEN.sub("", child.tail) if child.tail else child.tail
        if child.tail and child.tag in _STRONG and child.text_content().endswith(_MARKS):
            child.tail = child.tail.lstrip(" ")


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

    A tree that is called Chinese itself has its English named, whole paragraphs first.

    >>> tree = html.fromstring('<div lang="zh-CN"><p>It says, in 2020, “解读”.</p><p>这是 New York 的解读。</p></div>')
    >>> name_chinese(tree)
    >>> print(html.tostring(tree[1], encoding="unicode"))
    <p>这是 <span lang="en">New York</span> 的解读。</p>
    >>> print(html.tostring(tree[0], encoding="unicode"))
    <p lang="en">It says, in 2020, “<span lang="zh-CN">解读</span>”.</p>
    """
    for element in list(tree.iter(*_PARAGRAPHS)):
        if element.get("lang") is None and _is_chinese(element) and not _is_called_chinese(element):
            element.set("lang", "zh-CN")
    if str(tree.get("lang")).startswith("zh"):
        for element in list(tree.iter(*_ENGLISH_WHOLE)):
            if element.get("lang") is None and _is_english(element) and _is_called_chinese(element):
                element.set("lang", "en")
    for element, is_chinese in list(_spoken(tree)):
        if element.tag not in _WORDLESS:
            _name(element, is_chinese)


def _is_chinese(element: html.HtmlElement) -> bool:
    """Tell whether more than half of the text of an element, in which no block stands, is Chinese."""
    text = "".join(element.itertext()) if element.xpath("not(.//p | .//div | .//ul | .//ol | .//svg)") else ""
    return 2 * len(re.findall(f"[{HAN}]", text)) > len(text.strip())


def _is_english(element: html.HtmlElement) -> bool:
    """Tell whether what an element says, in which no block stands, is English: Chinese in it is quoted."""
    text = "".join(_unnamed(element)) if element.xpath("not(.//p | .//div | .//ul | .//ol | .//svg)") else ""
    letters, characters = len(re.findall("[A-Za-z]", text)), len(re.findall(f"[{HAN}]", text))
    return ENGLISH.search(text) is not None and 3 * characters < letters


def _unnamed(element: html.HtmlElement) -> Iterator[str]:
    """Give the text of an element but for what is code or has been called what it is."""
    yield element.text or ""
    for child in element:
        if child.get("lang") is None and child.tag != "code":
            yield from _unnamed(child)
        yield child.tail or ""


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
