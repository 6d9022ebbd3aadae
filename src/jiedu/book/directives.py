"""Pages written from the data: ```` ```{jiedu} glossary ```` and its like.

Each page is a function from the edition to parts, each with a heading and its HTML. Links to ids need not know
which page the id is on: the extension finds it. A link of class `jd-maybe` may lead nowhere; it is then plain text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from jiedu.edition import Edition
from jiedu.edition.facts import compute, shown


@dataclass(frozen=True)
class PagePart:
    """A stretch of a page: the anchor and text of its heading (none if the title is empty) and its HTML."""

    anchor: str
    title: str
    body: str


def zh(text: str) -> str:
    """Wrap Chinese text so that browsers set it as Chinese; nothing for empty text.

    >>> zh("六稳 <1>")
    '<span lang="zh-CN">六稳 &lt;1&gt;</span>'
    """
    return f'<span lang="zh-CN">{escape(text)}</span>' if text else ""


def outside(address: str) -> str:
    """Link to an address on the web by its host; anything but http and https is only written down.

    >>> outside("https://example.org/a?b=1&c=2")
    '<a class="jd-outside" href="https://example.org/a?b=1&amp;c=2">example.org</a>'
    >>> outside("javascript:alert(1)")
    'javascript:alert(1)'
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return escape(address)
    return f'<a class="jd-outside" href="{escape(address)}">{escape(parts.netloc)}</a>'


def _maybe(anchor: str, text: str) -> str:
    return f'<a class="jd-maybe" href="#{escape(anchor)}">{text}</a>'


def table(heads: list[str], rows: Iterable[tuple[str, list[str]]], name: str) -> str:
    """Make an HTML table whose rows are stacked on a narrow screen; a row is its id (or "") and its cells' HTML.

    >>> table(["Name"], [("x-1", ["<b>1</b>"])], "small").count('data-head="Name"')
    1
    """
    lines = [f'<table class="jd-stack jd-{name}">', "<thead><tr>"]
    lines += [f'<th scope="col">{escape(head)}</th>' for head in heads]
    lines.append("</tr></thead>\n<tbody>")
    for anchor, cells in rows:
        lines.append(f'<tr id="{escape(anchor)}">' if anchor else "<tr>")
        for head, cell in zip(heads, cells, strict=True):
            empty = ' class="jd-empty"' if not cell else ""
            lines.append(f'<td data-head="{escape(head)}"{empty}>{cell}</td>')
        lines.append("</tr>")
    lines.append("</tbody></table>")
    return "\n".join(lines)


def _letter(pinyin: str) -> str:
    """Give the plain first letter of pinyin, upper-case; "#" for what begins with a figure or a sign."""
    first = unicodedata.normalize("NFD", pinyin.strip()[:1])[:1].upper()
    return first if first.isalpha() else "#"


def glossary_page(edition: Edition) -> list[PagePart]:
    """List the terms by pinyin, each with its English, its expansion, how sure that is, and where it occurs.

    >>> parts = glossary_page(Edition.open())
    >>> [part.title for part in parts] == sorted(part.title for part in parts)
    True
    """
    places = _places(edition)
    plain = edition.terms["pinyin"].map(
        lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    )
    ordered = edition.terms.assign(letter=edition.terms["pinyin"].map(_letter), plain=plain.str.lower())
    ordered = ordered.sort_values(["letter", "plain", "id"])
    return [
        PagePart(
            f"terms-{letter.lower() if letter.isalpha() else 'other'}",
            letter,
            "\n".join(['<dl class="jd-glossary">', *(_entry(row, places) for _, row in group.iterrows()), "</dl>"]),
        )
        for letter, group in ordered.groupby("letter", sort=True)
    ]


def _entry(term: pd.Series, places: dict[str, list[str]]) -> str:
    expansion = "<br>".join(part for part in (zh(term["expansion_zh"]), escape(term["expansion_en"])) if part)
    blocks = ", ".join(_maybe(block, escape(block)) for block in places.get(term["id"], []))
    lines = [
        f'<dt id="{escape(term["id"])}">{zh(term["term"])} <span class="jd-pinyin">{escape(term["pinyin"])}</span>'
        f' <span class="jd-gloss">{escape(term["en"])}</span></dt>\n<dd>',
        f"<p>{expansion}</p>" if expansion else "",
        f'<p class="jd-small">{escape(term["note"])}</p>' if term["note"] else "",
        f'<p class="jd-small">{escape(term["type"])} · <span class="jd-confidence">{escape(term["confidence"])}</span>'
        + (f" · source {_source(term['source'])}" if term["source"] else "")
        + (f" · in {blocks}" if blocks else "")
        + "</p></dd>",
    ]
    return "\n".join(line for line in lines if line)


def _source(names: str) -> str:
    """Link the context rows among the sources of a term; the keys of books stand as they are."""
    return ", ".join(
        _maybe(f"ctx-{name}", escape(name)) if re.fullmatch(r"[a-z]\d+", name) else escape(name)
        for name in re.split(r"[\s,;]+", names.strip())
    )


def _places(edition: Edition) -> dict[str, list[str]]:
    """Map each term to the blocks that it occurs in, in reading order."""
    blocks = edition.blocks
    found: dict[str, list[str]] = {}
    for block in blocks.itertuples():
        within = edition.occurrences[
            (edition.occurrences["start"] >= block.start) & (edition.occurrences["end"] <= block.end)
        ]
        for term in within["term"].unique():
            found.setdefault(term, []).append(str(block.id))
    return found


def context_page(edition: Edition) -> list[PagePart]:
    """List the facts from outside the page by topic, each with its address and how far it can be trusted.

    >>> 'id="ctx-f02"' in "".join(part.body for part in context_page(Edition.open()))
    True
    """

    def cells(row: Any) -> list[str]:
        return [
            escape(row.id),
            escape(row.claim) + (f'<p class="jd-small">{escape(row.note)}</p>' if row.note else ""),
            " · ".join(part for part in (zh(row.place), escape(row.period)) if part),
            escape(f"{row.value} {row.unit}".strip()),
            " ".join(part for part in (outside(row.source_url), escape(row.source_kind)) if part),
            f'<span class="jd-confidence">{escape(row.confidence)}</span>',
        ]

    heads = ["No.", "Fact", "Where, when", "Value", "Source", "Confidence"]
    return [
        PagePart(
            f"context-{_slug(topic)}",
            topic.capitalize(),
            table(heads, ((f"ctx-{row.id}", cells(row)) for row in rows), "context"),
        )
        for topic, rows in groupby(edition.context.itertuples(), key=lambda row: str(row.topic))
    ]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def facts_page(edition: Edition) -> list[PagePart]:
    """List the derived numbers: what each says, its value, the formula over the ledger, what it assumes.

    >>> 'id="fact-targets"' in facts_page(Edition.open())[0].body
    True
    """
    ids = {name.replace("-", "_"): name for name in [*edition.quantities.index, *edition.facts.index]}
    ids |= {name.replace("-", "_"): f"ctx-{name}" for name in edition.context.index}

    def linked(formula: str) -> str:
        return re.sub(
            r"\w+",
            lambda word: _maybe(ids[word[0]], word[0]) if word[0] in ids else word[0],
            escape(formula, quote=False),
        )

    rows = (
        (
            str(fact.id),
            [
                f"<b>{shown(fact.value, int(fact.decimals))}</b> {escape(fact.unit)}"
                f"<br><small>{escape(fact.id)}</small>",
                escape(fact.en) + (f"<br>{zh(fact.zh)}" if fact.zh else ""),
                f"<code>{linked(fact.formula)}</code>",
                escape(fact.assumption),
            ],
        )
        for fact in compute(edition).itertuples()
    )
    return [PagePart("", "", table(["Value", "What it says", "Formula", "Assumption"], rows, "facts"))]


def data_dictionary_page(edition: Edition) -> list[PagePart]:
    """Describe every table and column, from datapackage.json.

    >>> "Blocks" in [part.title for part in data_dictionary_page(Edition.open())]
    True
    """
    return [
        PagePart(
            f"table-{resource['name']}",
            resource.get("title", resource["name"]),
            f"<p>{escape(resource.get('description', ''))}</p>\n"
            f'<p class="jd-small"><code>data/{escape(resource["path"])}</code></p>\n'
            + table(["Column", "Type", "What it holds", "Allowed"], _columns(resource), "columns"),
        )
        for resource in edition.package["resources"]
        if "schema" in resource
    ]


def _columns(resource: dict[str, Any]) -> Iterable[tuple[str, list[str]]]:
    for column in resource["schema"]["fields"]:
        yield (
            "",
            [
                f"<code>{escape(column['name'])}</code>",
                escape(column["type"]),
                escape(column.get("description", "")),
                _constraints(column.get("constraints", {})),
            ],
        )


def _constraints(constraints: dict[str, Any]) -> str:
    """Put the constraints of a column into words."""
    said = []
    if constraints.get("required"):
        said.append("never empty")
    if constraints.get("unique"):
        said.append("unique")
    if "enum" in constraints:
        said.append("one of " + ", ".join(f"<code>{escape(str(value))}</code>" for value in constraints["enum"]))
    if "pattern" in constraints:
        said.append(f"like <code>{escape(constraints['pattern'])}</code>")
    if "minimum" in constraints:
        said.append(f"at least {escape(str(constraints['minimum']))}")
    return "; ".join(said)


REGISTRY: dict[str, Callable[[Edition], list[PagePart]]] = {
    "glossary": glossary_page,
    "data-dictionary": data_dictionary_page,
    "context": context_page,
    "facts": facts_page,
}
"""What `{jiedu}` can be asked for."""
