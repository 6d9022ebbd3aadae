"""Links that cite: each says before the click whether it leads to the page, outside, to a computation or a panel."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from jiedu.answers.records import Record
from jiedu.display.labels import Label
from jiedu.edition import Edition, Row
from jiedu.edition.citations import DIGITS_WITH_MAGNITUDE
from jiedu.edition.number_words import value_of
from jiedu.language import language
from jiedu.site.fields import is_named
from jiedu.site.trees import Site, SitePage, add_class, has_class, is_within

WAYS: dict[str, Label] = {
    "page": ("版面", "page"),
    "outside": ("页外", "outside"),
    "computation": ("推算", "computed"),
    "panel": ("面板", "panel"),
}
"""Where a citation leads, by the end of its class `jd-from-…`: Chinese and English."""

_BY_TYPE = {"context": "outside", "comparison": "outside", "fact": "computation"}
_BY_PREFIX = {"pt": "panel", "po": "panel", "pm": "panel", "pa": "panel", "pr": "panel", "rep": "panel"}
_BY_PREFIX |= {"m": "computation", "mut": "computation"}

# Links that are no citation: a heading's own, a term's, a mark's, and where a quotation stands.
_NO_CITATION = ("headerlink", "jd-term", "jd-answer-link", "jd-to", "jd-download", "jd-used-by")
MADE = (
    "jd-passage",
    "jd-quote",
    "jd-table",
    "jd-ledger",
    "jd-stack",
    "jd-glossary",
    "jd-used",
    "jd-cite",
    "jd-exercises",
)
"""What is made from the tables: a link in it is no use of a row by the prose."""

# A number, or the code of a row: q-060, fact_plain, f01.
_BARE = re.compile(r"[^A-Za-z一-鿿]*(?:[A-Za-z]{1,2}[^A-Za-z一-鿿]*)?|[一-鿿]|[a-z]+(?:[-_][a-z0-9]+)+|[a-z]\d+")
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class CitingLink:
    """Hold a link of an article that cites a row: the element, the id that it leads to, and whether prose has it."""

    element: html.HtmlElement
    id: str
    in_prose: bool


def citing_links(article: html.HtmlElement) -> Iterator[CitingLink]:
    """Yield the links of an article that lead to an id on the site and are citations, in their order.

    >>> article = html.fromstring('<p><a href="facts.html#fact-rows">121</a> <a href="#x" class="jd-to">y</a></p>')
    >>> [link.id for link in citing_links(article)]
    ['fact-rows']
    """
    for link in article.iter("a"):
        address, _, name = (link.get("href") or "").partition("#")
        if name and "//" not in address and not has_class(link, *_NO_CITATION):
            yield CitingLink(link, name, not is_within(link, *MADE))


def way_of(name: str, records: dict[str, Record]) -> str:
    """Say where a citation of an id leads; "" for what is no row, as a heading is.

    >>> way_of("pt-130637-2022-gdp", {}), way_of("q-060", {"q-060": {"type": "quantity"}}), way_of("the-list", {})
    ('panel', 'page', '')
    """
    if name in records:
        return _BY_TYPE.get(records[name]["type"], "page")
    return _BY_PREFIX.get(name.partition("-")[0], "")


def tell_links(site: Site, records: dict[str, Record]) -> None:
    """Give each citing link the class of where it leads, a name that is more than a number, and prose an anchor.

    The anchor is `use-`, the id and a number, so that the entry of a row can lead back to the sentence that cites it.
    """
    for page, article in site.articles():
        seen: Counter[str] = Counter()
        for link in citing_links(article):
            way = way_of(link.id, records)
            # An id of the panel's shape may be that of a heading: then nothing has registered it as a row.
            if not way or link.id not in site.places:
                continue
            add_class(link.element, "jd-cites", f"jd-from-{way}")
            if link.in_prose:
                seen[link.id] += 1
                if not link.element.get("id"):
                    link.element.set("id", f"use-{link.id}-{seen[link.id]}")
            _name(site, page, link, way, records.get(link.id))


def _name(site: Site, page: SitePage, link: CitingLink, way: str, record: Record | None) -> None:
    """Let no link be called just “3” or “f01”: what is read aloud goes on with what it leads to."""
    element = link.element
    text = " ".join(element.text_content().split())
    if site.edition is not None and site.edition.has("context", text) and link.id == f"ctx-{text}":
        row = site.edition.row("context", text)
        if not is_within(element, "jd-table", "jd-stack"):
            code = text
            text = source_name(row) if language() != "zh" else _source_name_zh(site.edition, row)
            before = element.getprevious()
            if before is not None and before.text == text:
                # Facts of a topic that stand beside each other are told apart by their codes.
                text = f"{text}（{code}）" if language() == "zh" else f"{text} ({code})"
            element.text = text
        element.set("title", site.edition.said(row["claim"]))
    if _is_bare(text):
        about = gist(record, 0 if _is_chinese(element) else 1) if record else ""
        code = "" if text == link.id else link.id
        if _is_chinese(element):
            element.set("aria-label", f"{text}（{WAYS[way][0]}：{'，'.join(filter(None, (about, code)))}）")
        else:
            element.set("aria-label", f"{text} ({WAYS[way][1]}: {', '.join(filter(None, (about, code)))})")


def _is_bare(text: str) -> bool:
    """Tell whether a text says a number or a code and nothing else."""
    rest = DIGITS_WITH_MAGNITUDE.sub("", text)
    return value_of(text) is not None or _BARE.fullmatch(rest) is not None or _BARE.fullmatch(text) is not None


def source_name(row: Row) -> str:
    """Name a fact from outside in a few words instead of its code: its topic, whose it is, and the year.

    >>> source_name({"topic": "terms", "level": "national", "period": "2018-07-31"})
    'terms, national 2018'
    >>> source_name({"topic": "Zhengzhou 2020 targets", "level": "city", "period": "2020 (plan of June)"})
    'Zhengzhou 2020 targets, city'
    """
    year = re.search(r"(?:19|20)\d\d", row["period"])
    words = [row["level"].strip("-"), year[0] if year else ""]
    more = " ".join(word for word in words if word and word not in row["topic"])
    return f"{row['topic']}, {more}" if more else str(row["topic"])


# Whose a fact from outside is: the column `level` of the table.
_LEVELS: dict[str, str] = {
    "national": "全国",
    "province": "省级",
    "city": "市级",
    "district": "区县级",
    "firm": "企业",
}


def _source_name_zh(edition: Edition, row: Row) -> str:
    """Name a fact from outside in Chinese, as `source_name` does in English."""
    year = re.search(r"(?:19|20)\d\d", row["period"])
    topic = edition.said(row["topic"])
    words = [_LEVELS.get(row["level"], ""), f"{year[0]}年" if year else ""]
    return "，".join([topic, *(word for word in words if word and word not in topic)])


def gist(record: Record, half: int) -> str:
    """Say in a few words what a record is of, in Chinese (0) or English (1), or the other where one is missing."""
    wanted = {"quantity": "indicator", "fact": "says", "context": "claim"}.get(record["type"])
    named = [field["value"] for field in record["fields"] if wanted and is_named(field, wanted)]
    said = (named or [record["label"]])[0]
    both = said["zh"], said["en"]
    words = both[half] or both[1 - half]
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _is_chinese(element: html.HtmlElement) -> bool:
    for above in (element, *element.iterancestors()):
        if above.get("lang"):
            return bool(above.get("lang").startswith("zh"))
    return False
