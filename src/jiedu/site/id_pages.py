"""A page for each row, figure and table: its permanent address, which leads to where it stands and is its record."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import Element, HtmlElement

from jiedu.answers.records import Record
from jiedu.citing.address import SETTINGS, permanent_address, read_settings, site_address
from jiedu.display.html import Safe, chinese, english, mixed
from jiedu.display.labels import Label
from jiedu.files import write_whole
from jiedu.language import language, one_of, pick, say
from jiedu.site.cards import book_icon
from jiedu.site.editions import alternates, switch
from jiedu.site.exhibits import exhibits
from jiedu.site.fields import is_named
from jiedu.site.language import page_language, spoken, within_line
from jiedu.site.trees import Site, SitePage, as_json, has_class

FOLDER = "id"
"""The folder of the pages, from the root of the site."""

_STATIC = Path(__file__).with_name("static")
_FILES = ("record.css", "record.js")

_TYPES: dict[str, tuple[str, Label]] = {
    "quantity": ("PropertyValue", ("数量", "Quantity")),
    "numeral": ("Quotation", ("数字", "Numeral")),
    "promise": ("Quotation", ("承诺", "Promise")),
    "sentence": ("Quotation", ("句子", "Sentence")),
    "term": ("DefinedTerm", ("词条", "Term")),
    "note": ("Comment", ("注释", "Note")),
    "fact": ("PropertyValue", ("推算", "Computed fact")),
    "context": ("Claim", ("页外事实", "Fact from outside")),
    "claim": ("Claim", ("论断", "Claim")),
    "block": ("CreativeWork", ("区块", "Block")),
    "comparison": ("PropertyValue", ("对照", "Comparison")),
    "figure": ("ImageObject", ("图", "Figure")),
    "table": ("Dataset", ("表", "Table")),
}
"""What a row is to schema.org, and to a reader."""


def write_id_pages(site: Site) -> None:
    """Write `id/<id>.html` for each row, figure and table that stands on the site, and lead its marks there.

    A mark's link that a script has not taken over leads to the page of its row.
    """
    records = _records(site)
    written = {name for name, record in records.items() if record["place"]}
    if not written:
        return
    book = " ".join(str(site.config.html_title or "").split())
    address = site_address(read_settings(site.root)) if (site.root / SETTINGS).exists() else ""
    policy, icon = site.config.jiedu_policy, book_icon(site)
    for name in sorted(written):
        at = SitePage(f"{FOLDER}/{name}", Element("html"))
        beside = (alternates(at), switch(at)) if site.config.jiedu_edition else ((), None)
        page = id_page(records[name], written, book, permanent_address(address, name), policy, icon, *beside)
        write_whole(site.folder / FOLDER / f"{name}.html", str(page))
    for file in _FILES:
        write_whole(site.folder / FOLDER / file, (_STATIC / file).read_text(encoding="utf-8"))
    for tree, article in site.articles():
        for link in article.iter("a"):
            _lead(tree, link, written)


def _records(site: Site) -> dict[str, Record]:
    records = dict(site.records)
    shown = list(exhibits(site))
    for at, exhibit in enumerate(shown):
        beside = shown[at - 1].id if at else "", shown[at + 1].id if at + 1 < len(shown) else ""
        records[exhibit.id] = {
            "id": exhibit.id,
            "type": exhibit.type,
            "label": _in_language(exhibit.caption),
            "fields": [_field_of_page(site.titles[exhibit.page])],
            "previous": beside[0],
            "next": beside[1],
            "place": site.places[exhibit.id],
            "used": [],
        }
    return records


def _field_of_page(title: str) -> dict[str, Any]:
    zh, en = pick("章节", "Chapter")
    return {"name": {"zh": zh, "en": en}, "value": _in_language(title)}


def _in_language(words: str) -> dict[str, str]:
    """Give words of a page as those of a record: where they have both languages, as English with Chinese in it."""
    return {"zh": words, "en": ""} if language() == "zh" else {"zh": "", "en": words}


def _lead(page: SitePage, link: Any, written: set[str]) -> None:
    name = (link.get("href") or "").partition("#")[2]
    if has_class(link, "jd-answer-link") and name in written:
        link.set("href", page.to(f"{FOLDER}/{name}.html"))
        link.set("data-id", name)


_PAGE = Safe("""<!DOCTYPE html>
<html lang="{language}" data-root="../">
<head>
<meta charset="utf-8">
{policy}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{description}">
<meta property="og:type" content="article">
{canonical}{alternates}{icon}<link rel="stylesheet" href="record.css">
<script type="application/ld+json">{data}</script>
<script src="record.js" defer></script>
</head>
<body>
<header><a href="../index.html">{book}</a>{switch}</header>
<main>
<p>{type} · <code>{id}</code></p>
<h1>{heading}</h1>
<p><a class="jd-place" href="{place}">{lead}</a></p>
<dl>
{fields}
</dl>
{used}<nav aria-label="{around}">{beside}</nav>
</main>
</body>
</html>
""")
_POLICY = Safe('<meta http-equiv="Content-Security-Policy" content="{}">\n')
_CANONICAL = Safe('<link rel="canonical" href="{}">\n')
_ICON = Safe('<link rel="icon" href="../{}">\n')
_FIELD = Safe("<dt>{name}</dt>\n<dd>{value}</dd>")
_USED = Safe('<h2>{heading}</h2>\n<ul class="jd-used">\n{uses}\n</ul>\n')
_LINK = Safe('<a href="{}">{}</a>')


def id_page(
    record: Record,
    written: Iterable[str],
    book: str,
    canonical: str = "",
    policy: str = "",
    icon: str = "",
    others: Iterable[HtmlElement] = (),
    editions: HtmlElement | None = None,
) -> Safe:
    """Write the page of a record; `written` names the ids that have one, `canonical` is its address if it has any.

    `policy` is what the page may load, as `jiedu.site.policy` has it; `icon` is the address of the book's, from the
    root of the site. `others` say in the head where the page stands in each language, `editions` is the switch.

    >>> record = {"id": "q-060", "type": "quantity", "label": {"zh": "30万平方米", "en": "<300,000>"}, "fields": [],
    ...           "previous": "", "next": "", "place": "notebooks/a.html#q-060", "used": []}
    >>> page = id_page(record, ["q-060"], "Jinshui 2020")
    >>> page[page.index("<h1>") : page.index("</h1>")]
    Safe('<h1><span lang="zh-CN">30万平方米</span><span lang="en">&lt;300,000&gt;</span>')
    """
    known = set(written)
    label, kind = record["label"], _TYPES[record["type"]]
    said, colon = " · ".join(filter(None, (label["en"], label["zh"]))), ": "
    if language() == "zh":
        said, colon = label["zh"] or label["en"], "："
    return _PAGE.format(
        language=page_language(),
        title=f"{record['id']}{colon}{_cut(said, 90)} — {book}",
        description=_cut(f"{one_of(*kind[1])} {record['id']}{colon}{said}", 155),
        policy=_POLICY.format(policy) if policy else "",
        canonical=_CANONICAL.format(canonical) if canonical else "",
        icon=_ICON.format(icon) if icon else "",
        alternates=Safe("").join(map(_markup, others)),
        switch=Safe("") if editions is None else _markup(editions),
        data=Safe(as_json(_linked_data(record, kind[0], book, canonical)).replace("<", "\\u003c")),
        book=spoken(book),
        type=spoken(one_of(*kind[1])),
        id=record["id"],
        heading=_both(label["zh"], label["en"]),
        place=f"../{record['place']}",
        lead=within_line("看它在书中的位置", "See it where it stands"),
        around=say("Rows before and after"),
        fields=Safe("\n").join(_fields(record["fields"], known)),
        used=_used(record["used"]),
        beside=Safe(" ").join(_beside(record, known)),
    )


def _markup(element: HtmlElement) -> Safe:
    return Safe(html.tostring(element, encoding="unicode"))


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _both(zh: str, en: str) -> Safe:
    return _halves(zh, en, language())


# Names of fields, and much of what they say, are the same on hundreds of pages.
@lru_cache(maxsize=4096)
def _halves(zh: str, en: str, printed: str) -> Safe:
    # Nothing else names the English of a Chinese page of a row.
    said = spoken(zh) if printed == "zh" else zh
    if zh == en:
        return Safe("<span>{}</span>").format(en)
    return Safe("").join(part for part in (chinese(said) if zh else "", english(mixed(en)) if en else "") if part)


def _fields(fields: Iterable[Mapping[str, Any]], known: set[str]) -> Iterator[Safe]:
    for field in fields:
        value = _both(**field["value"])
        if is_named(field, "address"):
            value = _outside(field["value"]["en"])
        links = Safe(" ").join(_LINK.format(f"{name}.html", name) for name in field.get("ids", []) if name in known)
        yield _FIELD.format(name=_both(**field["name"]), value=value + links)


def _outside(address: str) -> Safe:
    return _LINK.format(address, address) if re.match(r"https?://", address) else Safe.escape(address)


def _used(used: Iterable[Mapping[str, Any]]) -> Safe:
    uses = [
        Safe("<li>{}</li>").format(_LINK.format(f"../{use['place']}", title) if use["place"] else title)
        for use, title in ((use, spoken(use["title"])) for use in used)
    ]
    return _USED.format(heading=within_line("用于", "Used in"), uses=Safe("\n").join(uses)) if uses else Safe("")


def _beside(record: Record, known: set[str]) -> Iterator[Safe]:
    link = partial(Safe('<a rel="{rel}" href="{name}.html">{sign} {name}</a>').format)
    if record["previous"] in known:
        yield link(rel="prev", name=record["previous"], sign="←")
    if record["next"] in known:
        yield link(rel="next", name=record["next"], sign="→")


def _linked_data(record: Record, kind: str, book: str, canonical: str) -> dict[str, Any]:
    """Give the record as linked data: what it is to schema.org, and each field as a property."""
    label = record["label"]
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "identifier": record["id"],
        "name": (language() == "zh" and label["zh"]) or label["en"] or label["zh"],
        "alternateName": label["zh"],
        "url": canonical,
        "isPartOf": {"@type": "Book", "name": book},
        "additionalProperty": [
            {
                "@type": "PropertyValue",
                "name": field["name"]["en"] or field["name"]["zh"],
                "value": [value for value in dict.fromkeys((field["value"]["zh"], field["value"]["en"])) if value],
            }
            for field in record["fields"]
        ],
    }
    return {name: value for name, value in data.items() if value}
