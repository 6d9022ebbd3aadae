"""The head of every page: what search engines, messengers and browsers are told of it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from jiedu.citing.address import read_settings, site_address
from jiedu.citing.references import edition_item, meta_tags
from jiedu.exports.croissant import described
from jiedu.language import LANGUAGES, language
from jiedu.site.cards import APPLE, CARD, CARD_SIZE, ICON, ICON_SMALL, card_alt
from jiedu.site.feet import licences_of
from jiedu.site.language import page_language
from jiedu.site.trees import Site, SitePage
from jiedu.text.characters import HAN

LONGEST_DESCRIPTION = 160
"""Characters: what a search engine shows of a description; of Chinese ones, which are twice as wide, half as many."""

_SENTENCE = re.compile(r"(?<=[.!?])(?<!al\.)\s+(?=[A-Z“‘(\[0-9])")
_SENTENCE_ZH = re.compile(r"(?<=[。！？])(?![”’」』）])|(?<=[。！？][”’」』）])")
_CHINESE = re.compile(f"[{HAN}]")
_WIDEST = 50
"""Characters of a Chinese title that may stand before a description; a longer one would leave it no room."""

# What the theme has for a search service that no book of this kind uses, and the viewport that is written once.
_IDLE = ("viewport", "docsearch:language", "docsearch:version")

# What a page shows is not what it says: paragraphs there are none of its own.
_SHOWN = "ancestor::figure or ancestor::table or ancestor::aside or ancestor::details or ancestor::dl or ancestor::nav"


@dataclass(frozen=True)
class About:
    """Hold what every head says alike: the book, its address ("" while none is set), its front page, its picture."""

    book: str
    author: str
    address: str
    front: str
    front_description: str
    alt: str
    licence: str
    item: dict[str, Any]

    def at(self, address: str) -> str:
        """Give the public address of what stands at an address of the site; "" while the site has none.

        >>> About("", "", "https://example.org/a", "", "", "", "", {}).at("book/index.html")
        'https://example.org/a/book/index.html'
        """
        return f"{self.address}/{address}" if self.address else ""


def write_heads(site: Site) -> None:
    """Write on every page what it is: description, Open Graph, canonical address, icons, schema.org."""
    about = about_book(site)
    for page in site.pages:
        write_head(page, site, about)


def about_book(site: Site) -> About:
    """Gather what every head of a site says alike."""
    front = next(iter(site.titles))
    page = site.page(front)
    address = site_address(read_settings(site.root))
    return About(
        book=str(site.config.html_title),
        author=str(site.config.author),
        address=address,
        front=front,
        front_description=describe_article(page.article if page else None, site.titles[front], ""),
        alt=card_alt(site),
        licence=next((found.get("path", "") for found in licences_of(site)), ""),
        item=edition_item(site.root, address),
    )


def write_head(page: SitePage, site: Site, about: About) -> None:
    """Write on one page what it is; a page that is not in the table of contents is kept out of search engines."""
    head = page.tree.find("head")
    if head is None:
        head = html.Element("head")
        page.tree.insert(0, head)
    if not page.tree.get("lang"):
        page.tree.set("lang", page_language())
    first = page.name in (about.front, "index")
    title = site.titles.get(about.front if first else page.name) or _title(head)
    listed = page.name in site.titles or first
    if first:
        description = about.front_description
    else:
        description = describe_article(page.article if listed else None, title, about.book)
    # Sphinx writes the address too, where the settings have it, on pages that are not to be found as well.
    for idle in head.xpath("./meta[@name] | ./link[@rel='canonical']"):
        if idle.get("name") in (None, *_IDLE):
            idle.drop_tree()
    title_tag = head.find("title")
    if title_tag is None:
        title_tag = html.Element("title")
        head.append(title_tag)
    title_tag.text = title if first else _name(title, about.book)
    tags = [html.Element("meta", name="viewport", content="width=device-width, initial-scale=1")]
    tags += [html.Element("meta", name="description", content=description)]
    tags += _standing(page, about, listed)
    tags += _cited(page, about, title, first) if listed else []
    tags += _shared(page, about, title, description, first)
    tags += [] if head.xpath("./link[@rel='icon']") else _icons(page)
    tags += _described(page, about, title, description) if listed else []
    if page.name == about.front and site.edition is not None:
        tags.append(ld_json(described(site.edition, about.address)))
    at = head.index(title_tag) + 1
    for number, tag in enumerate(tags):
        tag.tail = "\n    "
        head.insert(at + number, tag)


def _title(head: HtmlElement) -> str:
    """Give the title that Sphinx has written, without the book's name after it."""
    return re.split(" [—-] ", head.findtext("title") or "")[0].strip()


def _name(title: str, book: str) -> str:
    """Name a page and its book, and neither twice.

    >>> _name("Facts", "A reading"), _name("A reading", "A reading")
    ('Facts — A reading', 'A reading')
    """
    return f"{title} — {book}" if book and book not in title else title


def describe_article(article: HtmlElement | None, title: str, book: str) -> str:
    """Describe a page in its own first sentences: English ones after its Chinese title, in at most 160 characters.

    In the Chinese edition they are Chinese and have half that room. A page that says nothing in the language is
    described by its title and its book.

    >>> page = html.fromstring("<article><p>它说什么？</p><p>What does it say? It says a lot.</p></article>")
    >>> describe_article(page, "The list · 清单", "A book")
    '清单 · What does it say? It says a lot.'
    >>> describe_article(None, "Search", "A book")
    'Search · A book'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     describe_article(page, "清单", "一本书")
    '它说什么？'
    """
    is_chinese = language() == "zh"
    longest = LONGEST_DESCRIPTION // 2 if is_chinese else LONGEST_DESCRIPTION
    said = ("" if is_chinese else " ").join(_paragraphs(article)) if article is not None else ""
    if not said:
        return _cut(" · ".join(filter(None, [title, book])), longest)
    chinese = "" if is_chinese else _chinese_title(title)
    before = f"{chinese} · " if chinese and len(chinese) <= _WIDEST and chinese not in said else ""
    return before + _cut(said, longest - len(before))


def _paragraphs(article: HtmlElement) -> Iterator[str]:
    """Give the paragraphs in which a page speaks the language of the edition itself, in plain text."""
    for paragraph in article.xpath(f".//p[not({_SHOWN})][not(ancestor::*[contains(@class, 'cell_')])]"):
        text = " ".join(paragraph.text_content().split())
        text = close_chinese(text) if language() == "zh" else text
        if _is_spoken(text):
            yield text


def close_chinese(text: str) -> str:
    """Take out of a Chinese text the spaces that lines of the source have left between its sentences.

    >>> close_chinese("要点： 七处。 三处"), close_chinese("It says 左右 (about).")
    ('要点：七处。三处', 'It says 左右 (about).')
    """
    return re.sub(rf"(?<=[{HAN}，。；：！？、”）]) (?=[{HAN}“《（])", "", text)


def _is_spoken(text: str) -> bool:
    """Tell whether a text is a sentence or more in the language of the edition, which is English where it has both."""
    if language() == "zh":
        return re.search("[。！？：]", text) is not None and 2 * len(_CHINESE.findall(text)) > len(text)
    return re.search(r"[A-Za-z]{2}.*[.?!:]", text) is not None and 3 * len(_CHINESE.findall(text)) < len(text)


def _chinese_title(title: str) -> str:
    """Give the Chinese part of a title that has both languages; "" where it is Chinese alone or not at all.

    >>> _chinese_title("A · The steady economy · 经济平稳健康"), _chinese_title("Facts")
    ('经济平稳健康', '')
    """
    parts = [part.strip() for part in re.split(r" · |: ", title)]
    return next((part for part in parts if _CHINESE.search(part) and not re.search("[A-Za-z]{3}", part)), "")


def _cut(text: str, longest: int) -> str:
    """Keep the sentences that fit; of a first one that does not, the words that fit.

    >>> _cut("It counts. It also weighs.", 20), _cut("It counts and weighs.", 12)
    ('It counts.', 'It counts…')
    """
    kept = ""
    pattern, space = (_SENTENCE_ZH, "") if language() == "zh" else (_SENTENCE, " ")
    for sentence in pattern.split(text):
        longer = f"{kept}{space}{sentence}".strip()
        if len(longer) > longest:
            break
        kept = longer
    if kept:
        return kept
    words = text[: longest - 1]
    return (words[: words.rfind(" ")] if " " in words else words).rstrip(" ,;:–—·，、；：") + "…"


def _standing(page: SitePage, about: About, listed: bool) -> list[HtmlElement]:
    """Give the page's one address, if it has any, and keep out of search engines what is no page to be found."""
    if not listed:
        return [html.Element("meta", name="robots", content="noindex")]
    where = about.at(f"{about.front}.html" if page.name == "index" else page.address)
    return [html.Element("link", rel="canonical", href=where)] if where else []


def _cited(page: SitePage, about: About, title: str, first: bool) -> list[HtmlElement]:
    """Give what reference managers and libraries read: the edition on its front page, elsewhere a part of it."""
    item = about.item
    if not first:
        item = {**item, "title": title, "container-title": item["title"], "URL": about.at(page.address)}
    return [html.Element("meta", name=name, content=content) for name, content in meta_tags(item)]


def _shared(page: SitePage, about: About, title: str, description: str, first: bool) -> list[HtmlElement]:
    """Give what a messenger shows of a page: the Open Graph, and the card of its own that Twitter asks for."""
    # While the site has no address, a messenger has to find the picture from the page itself.
    picture = about.at(CARD) or page.to(CARD)
    width, height = CARD_SIZE
    locale, other = ("zh_CN", "en_GB") if language() == "zh" else ("en_GB", "zh_CN")
    properties = {
        "og:title": title,
        "og:description": description,
        "og:type": "website" if first else "article",
        "og:site_name": about.book,
        "og:locale": locale,
        "og:locale:alternate": other,
        "og:url": about.at(f"{about.front}.html" if first else page.address),
        "og:image": picture,
        "og:image:type": "image/png",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": about.alt,
    }
    tags = [html.Element("meta", property=name, content=value) for name, value in properties.items() if value]
    named = {"twitter:card": "summary_large_image", "twitter:image": picture, "twitter:image:alt": about.alt}
    return tags + [html.Element("meta", name=name, content=value) for name, value in named.items()]


def _icons(page: SitePage) -> list[HtmlElement]:
    return [
        html.Element("link", rel="icon", type="image/svg+xml", href=page.to(ICON)),
        html.Element("link", rel="icon", type="image/png", sizes="48x48", href=page.to(ICON_SMALL)),
        html.Element("link", rel="apple-touch-icon", href=page.to(APPLE)),
    ]


def _described(page: SitePage, about: About, title: str, description: str) -> list[HtmlElement]:
    """Give the page in the words of schema.org."""
    languages = LANGUAGES.get(language(), [*LANGUAGES.values()])
    book: dict[str, Any] = {"@type": "Book", "name": about.book, "inLanguage": languages}
    book |= {"author": about.author} if about.author else {}
    book |= {"license": about.licence} if about.licence else {}
    book |= {"url": about.at(f"{about.front}.html")} if about.address else {}
    if page.name in (about.front, "index"):
        return [ld_json({"@context": "https://schema.org", **book, "description": description})]
    said: dict[str, Any] = {"@context": "https://schema.org", "@type": "WebPage", "name": title}
    said |= {"description": description, "inLanguage": languages, "isPartOf": book}
    return [ld_json(said | ({"url": about.at(page.address)} if about.address else {}))]


def ld_json(data: object) -> HtmlElement:
    """Write JSON-LD for a page; no text in it can end the element that it stands in.

    >>> ld_json({"name": "</script>"}).text
    '{"name": "\\\\u003c/script>"}'
    """
    tag = html.Element("script", type="application/ld+json")
    tag.text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return tag
