"""Set titles of two languages so that they break between the languages, wherever the theme writes them."""

import re

from lxml import html

from jiedu.language import BOTH, language
from jiedu.site.trees import Site
from jiedu.text.characters import HAN

_SIGN = " · "
_TITLES = (
    "//article//*[self::h1 or self::h2 or self::h3 or self::h4]",
    "//div[@id='jb-print-docs-body']//*[self::h1 or self::a]",
    "//nav[contains(@class, 'bd-links')]//a",
    "//nav[contains(@class, 'page-toc')]//a",
    "//p[contains(@class, 'prev-next-title')]",
)
_CHINESE = re.compile(f"[{HAN}]")
_LETTERS = re.compile("[A-Za-z]")


def break_titles(site: Site) -> None:
    """Put the Chinese of every title on a line of its own, and say that it is; in one language none is parted."""
    if language() != BOTH:
        return
    for page in site.pages:
        for path in _TITLES:
            for title in page.tree.xpath(path):
                break_title(title)
        for title in page.tree.xpath("//p[contains(@class, 'logo__title')]"):
            _break_masthead(title)


# As a title page has it: 响鼓重锤 再跨征鞍: an annotated reading.
_CHINESE_FIRST = re.compile(f"(?P<zh>[^A-Za-z:：]*[{HAN}][^A-Za-z:：]*)[:：] *(?P<en>.*[A-Za-z].*)")


def _break_masthead(title: html.HtmlElement) -> None:
    """Set the Chinese of the title of the book above its English, each as what it is."""
    match = _CHINESE_FIRST.fullmatch(" ".join(title.text_content().split()))
    if match is None:
        break_title(title)
        return
    chinese = html.Element("span", {"class": "jd-zh-first", "lang": "zh-CN"})
    english = html.Element("span", {"class": "jd-en-below"})
    chinese.text, english.text = match["zh"], match["en"][:1].upper() + match["en"][1:]
    dot = html.Element("span", {"class": "jd-dot"})
    dot.text = ": "
    title.text = None
    title[:] = [chinese, dot, english]


def break_title(title: html.HtmlElement) -> None:
    """Wrap the Chinese after the last sign between the languages, with the elements that are in it.

    >>> title = html.fragment_fromstring("<a>C · Urban renewal · 聚焦“双改”</a>")
    >>> break_title(title)
    >>> print(html.tostring(title, encoding="unicode"))
    <a>C · Urban renewal<span class="jd-dot"> · </span><span class="jd-zh-title" lang="zh-CN">聚焦“双改”</span></a>
    """
    own = [child for child in title if "headerlink" not in child.get("class", "")]
    texts = [title.text or "", *(child.tail or "" for child in own)]
    at = next((i for i in reversed(range(len(texts))) if _SIGN in texts[i]), None)
    if at is None:
        return
    before, after = texts[at].rsplit(_SIGN, 1)
    words = after + "".join((child.text_content() or "") + (child.tail or "") for child in own[at:])
    # A name in Latin letters may stand in it.
    if len(_LETTERS.findall(words)) > 2 * len(_CHINESE.findall(words)):
        return
    dot = html.Element("span", {"class": "jd-dot"})
    dot.text = _SIGN
    chinese = html.Element("span", {"class": "jd-zh-title", "lang": "zh-CN"})
    chinese.text = words
    for child in own[at:]:
        title.remove(child)
    if at == 0:
        title.text = before
    else:
        own[at - 1].tail = before
    for place, element in enumerate((*title.xpath("./a[contains(@class, 'headerlink')]"), dot, chinese), at):
        title.insert(place, element)
