"""What tests ask of HTML that is printed in one language: the runs of the other that stand in it."""

import re
from collections.abc import Iterator
from importlib import resources

from lxml import html

from jiedu.language import LOCALE, read_catalogues
from jiedu.site.language import ENGLISH
from jiedu.text.characters import HAN

SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-head")
"""Attributes that a reader sees or hears."""

_CHINESE = re.compile(f"[{HAN}]")
_NO_WORDS = "descendant-or-self::script | descendant-or-self::style | .//code | .//pre"
_HEADS = ".//th[@scope='col'] | .//caption | .//summary | .//button | .//h1 | .//h2 | .//h3 | .//form/label/span"
_OF_THE_PACKAGE = read_catalogues(resources.files("jiedu").joinpath(LOCALE))


def tree_of(text: str, without: str = "") -> html.HtmlElement:
    """Read HTML, without scripts, styles, code, and what an XPath names."""
    tree = html.fromstring(f"<div>{text}</div>")
    for element in tree.xpath(" | ".join(filter(None, (_NO_WORDS, without)))):
        element.drop_tree()
    return tree


def _words(tree: html.HtmlElement) -> Iterator[str]:
    yield from (str(text) for text in tree.xpath(".//text()"))
    for element in tree.iter():
        yield from (element.get(name) for name in SPOKEN if element.get(name))


def english_in(text: str, without: str = "") -> list[str]:
    """List the runs of two or more English words of a page in Chinese."""
    return [found for words in _words(tree_of(text, without)) for found in ENGLISH.findall(words)]


def chinese_in(text: str, without: str = "") -> list[str]:
    """List what of a page in English is the Chinese of the package: in heads and labels any, elsewhere its messages."""
    tree = tree_of(text, without)
    heads = [element.text_content() for element in tree.xpath(_HEADS)]
    heads += [value for element in tree.iter() for name in ("data-head", "placeholder") if (value := element.get(name))]
    found = [words for words in heads if _CHINESE.search(words)]
    messages = set(_OF_THE_PACKAGE.values())
    return [*found, *(words for words in map(str.strip, _words(tree)) if len(words) > 3 and words in messages)]
