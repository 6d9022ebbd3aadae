"""Safe HTML: text is escaped where it is put in, and what is HTML already says so by its type."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import markupsafe

from jiedu.edition.citations import CITATION
from jiedu.language import BOTH, language, one_of, pick, pick_page, say
from jiedu.text.characters import HAN

# The quotation marks around it belong to the English sentence.
_MARKS = "，。、；：？！《》（）…·"
CHINESE_RUN = re.compile(rf"[《（]?[{HAN}](?:[{HAN}{_MARKS}“”‘’0-9%]*[{HAN}{_MARKS}])?")
"""Chinese in running text: from a character to the last character or Chinese mark, figures and marks in between."""

STYLE = Path(__file__).parent / "style"


class Safe(markupsafe.Markup):
    """Hold HTML; whatever is formatted, joined or added into it is escaped, unless it is Safe itself.

    >>> Safe('<b title="{}">{}</b>').format('a "b"', Safe("<i>1</i>"))
    Safe('<b title="a &quot;b&quot;"><i>1</i></b>')
    """

    @classmethod
    def escape(cls, s: object, /) -> Self:
        """Make text safe between tags and inside quoted attributes.

        >>> Safe.escape('<b title="x">')
        Safe('&lt;b title=&quot;x&quot;&gt;')
        """
        # The quotes are spelled as Python spells them: MarkupSafe's &#34; would change every page for nothing.
        return cls(s.__html__() if hasattr(s, "__html__") else html.escape(str(s)))

    def __repr__(self) -> str:
        """Show the HTML as what it is."""
        return f"Safe({str(self)!r})"


def between_tags(text: str) -> Safe:
    """Escape text that stands between tags and nowhere else: quotes are harmless there, and stay as they are.

    >>> between_tags('count("terms") < 1')
    Safe('count("terms") &lt; 1')
    """
    return Safe(html.escape(text, quote=False))


@dataclass(frozen=True)
class Html:
    """Hold HTML for a notebook, with a line that stands for it in plain text.

    >>> Html("<b>解读</b>", "a word")
    a word
    """

    html: str = field(repr=False)
    summary: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.summary


@cache
def style_sheet(name: str) -> Safe:
    """Read a style sheet of the package into a style element.

    >>> style_sheet("passage.css")[:7]
    Safe('<style>')
    """
    return Safe(f"<style>{(STYLE / name).read_text(encoding='utf-8')}</style>")


def chinese(words: str, tag: str = "span") -> Safe:
    """Say of some words that they are Chinese, so that they are set and read aloud as Chinese.

    >>> chinese("六稳 <1>")
    Safe('<span lang="zh-CN">六稳 &lt;1&gt;</span>')
    """
    return _in_language("zh-CN", words, tag)


def english(words: str, tag: str = "span") -> Safe:
    """Say of some words that they are English, beside Chinese.

    >>> english("six stabilities", "p")
    Safe('<p lang="en">six stabilities</p>')
    """
    return _in_language("en", words, tag)


def mixed(words: str) -> Safe:
    """Say of the Chinese in an English text that it is Chinese.

    >>> mixed("The list · 清单 <1>")
    Safe('The list · <span lang="zh-CN">清单</span> &lt;1&gt;')
    """
    parts, at = [], 0
    for found in CHINESE_RUN.finditer(words):
        parts += [words[at : found.start()], chinese(found[0])]
        at = found.end()
    return Safe("").join([*parts, words[at:]])


def _in_language(language: str, words: str, tag: str) -> Safe:
    return Safe('<{tag} lang="{language}">{words}</{tag}>').format(tag=tag, language=language, words=words)


def pair(zh: str, en: str) -> Safe:
    """Set the English of a term below its Chinese.

    >>> pair("道路", "roads")
    Safe('<span class="jd-two"><span lang="zh-CN">道路</span><span class="jd-sub">roads</span></span>')
    """
    if not zh and not en:
        return absent(say("none named"))
    return two(chinese(zh), en)


def label(zh: str, en: str) -> Safe:
    """Name something in the language that is printed in; in both, the English below the Chinese.

    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     label("目标", "target")
    Safe('<span lang="zh-CN">目标</span>')
    >>> with speaking("en"):
    ...     label("目标", "target")
    Safe('target')
    """
    if language() == BOTH or not (zh or en):
        return pair(zh, en)
    zh, en = pick(zh, en)
    return chinese(zh) if zh else Safe.escape(en)


def in_line(zh: str, en: str) -> Safe:
    """Name something as `label` does, but in both with the English behind the Chinese, in one line.

    >>> from jiedu.language import speaking
    >>> with speaking("both"):
    ...     in_line("依据", "source")
    Safe('<span lang="zh-CN">依据</span> source')
    >>> with speaking("en"):
    ...     in_line("依据", "source")
    Safe('source')
    """
    return _one_line(*pick(zh, en))


def in_line_of_page(zh: str, en: str) -> Safe:
    """Name something in the page's words as `of_page` does, but with the English behind them, in one line.

    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     in_line_of_page("道路", "roads")
    Safe('<span lang="zh-CN">道路</span>')
    """
    return _one_line(*pick_page(zh, en))


def _one_line(zh: str, en: str) -> Safe:
    return Safe(" ").join(words for words in (chinese(zh) if zh else "", en) if words)


def of_page(zh: str, en: str) -> Safe:
    """Name something in the page's words, with their English where that is read; Chinese readers need none.

    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     of_page("道路", "roads")
    Safe('<span class="jd-two"><span lang="zh-CN">道路</span></span>')
    """
    return pair(*pick_page(zh, en))


def two(first: str, second: str = "") -> Safe:
    """Set a second line below the first, in one cell; no second line for no words.

    >>> two("policy", "slogan")
    Safe('<span class="jd-two">policy<span class="jd-sub">slogan</span></span>')
    """
    return Safe('<span class="jd-two">{}{}</span>').format(first, sub(second))


def sub(words: str) -> Safe:
    """Write a second, smaller line; nothing for no words.

    >>> sub(""), sub("growth")
    (Safe(''), Safe('<span class="jd-sub">growth</span>'))
    """
    return Safe('<span class="jd-sub">{}</span>').format(words) if words else Safe("")


def absent(why: str) -> Safe:
    """Say in words why a cell holds nothing.

    >>> absent("none stated")
    Safe('<span class="jd-none">none stated</span>')
    """
    return Safe('<span class="jd-none">{}</span>').format(why)


def badge(title: str) -> Safe:
    """Mark what no person has read yet; `title` says so in words.

    >>> badge("not yet read by a person")
    Safe(' <span class="jd-badge" title="not yet read by a person">草稿 draft</span>')
    """
    return Safe(' <span class="jd-badge" title="{}">{}</span>').format(title, one_of("草稿", "draft"))


def draft_badge(row: Mapping[str, Any]) -> Safe:
    """Mark a row that nobody answers for as it stands; nothing for one that was reviewed.

    >>> draft_badge({"state": "reviewed"})
    Safe('')
    """
    return badge(say("not read by a person as it stands")) if row["state"] == "draft" else Safe("")


def anchored(anchor: str, inside: Safe) -> Safe:
    """Let a row be led to where a cell of a table says it.

    >>> anchored("claim-1", Safe("<b>6.5</b>"))
    Safe('<span id="claim-1"><b>6.5</b></span>')
    """
    return Safe('<span id="{}">{}</span>').format(anchor, inside)


def link(anchor: str, words: str) -> Safe:
    """Link to a row of the edition by its id, on whatever page of the book it is.

    >>> link("q-060", "1,500")
    Safe('<a href="#q-060">1,500</a>')
    """
    return Safe('<a href="#{}">{}</a>').format(anchor, words)


def link_id(anchor: str) -> Safe:
    """Link to a row by its id, with the id as the words.

    >>> link_id("q-060")
    Safe('<a class="jd-id" href="#q-060">q-060</a>')
    """
    return Safe('<a class="jd-id" href="#{0}">{0}</a>').format(anchor)


def cited(text: str) -> Safe:
    """Escape a text and turn its citations `[text](#id)` into links.

    >>> cited("a < [1,500](#q-060)")
    Safe('a &lt; <a href="#q-060">1,500</a>')
    """
    parts: list[str] = []
    at = 0
    for match in CITATION.finditer(text):
        parts += [text[at : match.start()], link(match["id"], match["text"])]
        at = match.end()
    return Safe("").join([*parts, text[at:]])


def strip_citations(text: str) -> str:
    """Strip a text of its citations, keeping their words.

    >>> strip_citations("about [1,500](#q-060) firms")
    'about 1,500 firms'
    """
    return CITATION.sub(r"\g<text>", text)
