"""The records of the rows on the pages: what each answers, where it is used, and the way back from its entry."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import html

from jiedu.answers.records import Record, answers
from jiedu.answers.uses import Use, uses
from jiedu.display.html import Safe
from jiedu.edition import Edition
from jiedu.files import write_whole
from jiedu.language import BOTH, language, speaking
from jiedu.site.exhibits import name_exhibits
from jiedu.site.fields import is_named
from jiedu.site.language import spoken, within_line
from jiedu.site.links import citing_links, tell_links
from jiedu.site.trees import Site, SitePage, as_json, data_block, has_class, is_within

# An entry of a page made from the tables is its own record: its page need not carry it once more for a script.
_ENTRIES = ("jd-stack", "jd-glossary")
_PASSAGE = "contains(concat(' ', @class, ' '), ' jd-passage ')"


def add_answers(site: Site) -> None:
    """Tell scripts the way to the root; give tables, links and entries what they need; put the records on the pages.

    A page has, as data for its script, the records of what stands in its passages and of what it cites, and beside it
    a file `<page>.facts.json` with those of everything that stands on it or is cited there: data for programs, the
    same in every language.
    """
    for page in site.pages:
        page.tree.set("data-root", page.to_root)
    name_exhibits(site)
    if site.edition is None:
        return
    records = answers(site.edition)
    tell_links(site, records)
    site.records.update(_with_places(site, site.edition, records))
    placed = site.records
    data = placed if language() == BOTH else _in_both(site, site.edition)
    for page, article in site.articles():
        _lead_back(page, article, placed)
    for page, article in site.articles():
        here, marked = _ids(article)
        if found := {name: data[name] for name in here if name in data}:
            write_whole(site.folder / f"{page.name}.facts.json", as_json(found) + "\n")
        if found := {name: _lean(placed[name], marked) for name in marked if name in placed}:
            page.tree.body.append(data_block("jd-records", found))


def _in_both(site: Site, edition: Edition) -> dict[str, Record]:
    """Give the records as data have them."""
    with speaking(BOTH):
        return _with_places(site, edition, answers(edition))


def _with_places(site: Site, edition: Edition, records: Mapping[str, Record]) -> dict[str, Record]:
    """Add to each record where it stands and where it is used: chapters in their order, then rows of the edition."""
    by_rows, by_prose = uses(edition), _prose(site)
    return {
        name: record
        | {
            "place": site.places.get(name, ""),
            "used": [*by_prose.get(name, []), *(_row_use(site, records, use) for use in by_rows.get(name, []))],
        }
        for name, record in records.items()
    }


def _row_use(site: Site, records: Mapping[str, Record], use: Use) -> dict[str, Any]:
    label = records[use.by]["label"]
    return {
        "place": site.places.get(use.by, ""),
        "title": _headed(use.by, label),
        "kind": use.kind,
        "ids": [use.by],
    }


def _headed(name: str, label: Mapping[str, str]) -> str:
    """Name a row by its id and its words, in the language that is printed in as far as they are in it."""
    if language() == "zh":
        return f"{name}：{label['zh'] or label['en']}"
    return f"{name}: {label['en'] or label['zh']}"


def _prose(site: Site) -> dict[str, list[dict[str, Any]]]:
    """List for each id the headings under which the prose cites it, each with the way to the first such sentence."""
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for page, article in site.articles():
        for link in citing_links(article):
            if link.in_prose and link.element.get("id"):
                title = _title(site.titles[page.name], heading_above(link.element))
                place = f"{page.address}#{link.element.get('id')}"
                use = {"place": place, "title": title, "kind": "chapter", "ids": []}
                found.setdefault(link.id, {}).setdefault((page.name, title), use)
    return {name: list(own.values()) for name, own in found.items()}


def _title(page: str, heading: str) -> str:
    return page if heading in ("", page) else f"{page} › {heading}"


def heading_above(element: html.HtmlElement) -> str:
    """Give the words of the heading under which an element stands; "" where there is none."""
    for above in element.iterancestors("section"):
        for child in above:
            if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                words = "".join(child.xpath(".//text()[not(ancestor::a[contains(@class, 'headerlink')])]"))
                return " ".join(words.split())
    return ""


def _ids(article: html.HtmlElement) -> tuple[list[str], list[str]]:
    """List the ids that stand in an article or are cited there, and those of them that a script has to answer for."""
    standing = [(str(name), False) for name in article.xpath(".//@id")]
    standing += [(str(name), True) for name in article.xpath(f".//*[{_PASSAGE}]//@id")]
    terms = [(link.get("href").partition("#")[2], True) for link in article.xpath(".//a[@href]") if _is_term(link)]
    # A number that stands in a term has taken its characters, and answers for both.
    terms += [(name, True) for names in article.xpath(".//mark/@data-term") for name in str(names).split()]
    cited = [(link.id, not is_within(link.element, *_ENTRIES)) for link in citing_links(article)]
    both = [*standing, *terms, *cited]
    return list(dict.fromkeys(name for name, _ in both)), list(dict.fromkeys(name for name, lean in both if lean))


def _is_term(link: html.HtmlElement) -> bool:
    return has_class(link, "jd-term") and "#" in link.get("href")


# A sentence and a note stand on the page in both languages, and a promise is called by its words: none says them twice.
_STATED = {"sentence": ("text",), "note": ("text",), "promise": ("text",)}


def _lean(record: Record, here: Iterable[str]) -> Record:
    stated = _STATED.get(record["type"], ())
    kept = [field for field in record["fields"] if not is_named(field, *stated) and not _is_here(field, here)]
    return record | {"fields": kept}


def _is_here(field: Mapping[str, Any], here: Iterable[str]) -> bool:
    """Tell whether a field only says a sentence that stands on the page."""
    return is_named(field, "sentence", "stands") and not set(field.get("ids", [])).isdisjoint(here)


def _lead_back(page: SitePage, article: html.HtmlElement, placed: Mapping[str, Record]) -> None:
    """Say under each entry of a page made from the tables where the row is used."""
    for entry in article.xpath(".//tr[@id] | .//dt[@id]"):
        record = placed.get(entry.get("id"))
        if record is None or record["place"].partition("#")[0] != page.address or not record["used"]:
            continue
        if (cell := _room_in(entry)) is not None:
            cell.append(html.fragment_fromstring(str(used_by(page.to, record["used"]))))


def _room_in(entry: html.HtmlElement) -> html.HtmlElement | None:
    """Find where an entry has room for a line: what follows a term, the formula of a fact, the words of a source."""
    if entry.tag == "dt":
        return entry.getnext()
    at = 2 if is_within(entry, "jd-facts") else 1
    return entry[min(at, len(entry) - 1)]


_USED = Safe('<p class="jd-small jd-used">{words}{uses}</p>')
_USED_OFTEN = Safe('<details class="jd-small jd-used"><summary>{words}</summary><ul>{uses}</ul></details>')
_OFTEN = 3
"""Uses from which on they are folded: a fact that is used all over the book would be a page of links."""
_USED_BY = Safe('<a class="jd-used-by" href="{place}">{title}</a>')


def used_by(to: Any, used: Iterable[Mapping[str, Any]]) -> Safe:
    """Write where a row is used as a line of links, or folded if they are many.

    `to` gives the way to an address from where the line stands.

    >>> str(used_by(str, [{"place": "a.html#use-q-1-1", "title": "A < B"}]))[-53:]
    '"jd-used-by" href="a.html#use-q-1-1">A &lt; B</a></p>'
    """
    links = list(_used_links(to, used))
    if len(links) < _OFTEN:
        colon, comma = ("：", "；") if language() == "zh" else (": ", "; ")
        return _USED.format(words=within_line("用于", "used in") + colon, uses=Safe(comma).join(links))
    words = within_line(f"用于{len(links)}处", f"used in {len(links)} places")
    return _USED_OFTEN.format(words=words, uses=Safe("").join(map(Safe("<li>{}</li>").format, links)))


def _used_links(to: Any, used: Iterable[Mapping[str, Any]]) -> Iterator[Safe]:
    for use in used:
        title = spoken(use["title"])
        yield _USED_BY.format(place=to(use["place"]), title=title) if use["place"] else title
