"""Pages written from the data: ```` ```{jiedu} glossary ```` and its like.

Each page is a function from the edition to parts, each with a heading and its HTML. Links to ids need not know
which page the id is on: the extension finds it. A link of class `jd-maybe` may lead nowhere; it is then plain text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from jiedu.answers.uses import chapter_of_facts, page_title
from jiedu.book.cite_page import cite_sections
from jiedu.book.data_page import download_sections
from jiedu.book.front import front_sections
from jiedu.book.ledger_page import ledger
from jiedu.book.rules_page import rule_tables
from jiedu.book.worksheets_page import worksheet_sections
from jiedu.display import html, labels
from jiedu.display.amounts import fact_amount, unit_before
from jiedu.display.html import Safe
from jiedu.display.labels import Label
from jiedu.display.panel_figures import outside_amount, outside_period
from jiedu.display.spoken import comma, english_then, half_title, semicolon
from jiedu.display.table import stacked
from jiedu.edition import Edition, Row, records
from jiedu.edition.facts import compute
from jiedu.edition.own_terms import own_terms
from jiedu.edition.positions import block_at, reading_place, sentence_at
from jiedu.language import BOTH, language, one_of, pick, say
from jiedu.panel.places import place_in_english
from jiedu.panel.wide import wide_columns
from jiedu.passages.notes import called
from jiedu.reports.columns import COLUMNS_TABLE, CORPUS, EARLIER_FAMILIES, KEYS, PANEL, READ, REPORT, OutputColumn
from jiedu.reports.families import FAMILIES
from jiedu.vocabulary import IN_CHINESE, VOCABULARIES, word_id


@dataclass(frozen=True)
class PagePart:
    """A stretch of a page: the anchor and text of its heading (none if the title is empty) and its HTML."""

    anchor: str
    title: str
    body: Safe


def outside(address: str) -> Safe:
    """Link to an address on the web by its host; anything but http and https is only written down.

    >>> outside("https://example.org/a?b=1&c=2")
    Safe('<a class="jd-outside" href="https://example.org/a?b=1&amp;c=2">example.org</a>')
    >>> outside("javascript:alert(1)")
    Safe('javascript:alert(1)')
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return Safe.escape(address)
    return Safe('<a class="jd-outside" href="{}">{}</a>').format(address, parts.netloc)


def _maybe(anchor: str, words: str) -> Safe:
    return Safe('<a class="jd-maybe" href="#{}">{}</a>').format(anchor, words)


def _chinese(words: str) -> Safe:
    return html.chinese(words) if words else Safe("")


def _small(words: str) -> Safe:
    return Safe('<p class="jd-small">{}</p>').format(words) if words else Safe("")


def _joined(between: str, parts: Iterable[str]) -> Safe:
    """Join the parts that are not empty."""
    return Safe(between).join(part for part in parts if part)


def _letter(pinyin: str) -> str:
    """Give the plain first letter of pinyin, upper-case; "#" for what begins with a figure or a sign."""
    first = unicodedata.normalize("NFD", pinyin.strip()[:1])[:1].upper()
    return first if first.isalpha() else "#"


def _without_tones(pinyin: str) -> str:
    letters = unicodedata.normalize("NFD", pinyin)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


def glossary_page(edition: Edition) -> list[PagePart]:
    """List the terms by pinyin, each with its English, its expansion, what it rests on, and where it occurs.

    A fact from outside is the source of what is sourced; of another term it says more, and the page says *see*.

    >>> [part.title for part in glossary_page(Edition.open())][:3]
    ['B', 'C', 'D']
    >>> page = "".join(part.body for part in glossary_page(Edition.open()))
    >>> 'sourced</span> · source <a class="jd-maybe" href="#ctx-h01"' in page
    True
    >>> 'unsure</span> · see <a class="jd-maybe" href="#ctx-h28"' in page
    True
    """
    if edition.terms.empty:
        return [PagePart("", "", _small(english_then("There are no terms yet.", "目前没有词条。", " ")))]
    places = _places(edition)
    terms = sorted(
        records(edition.terms),
        key=lambda term: (_letter(term["pinyin"]), _without_tones(term["pinyin"]), term["id"]),
    )
    return [
        PagePart(
            f"terms-{letter.lower() if letter.isalpha() else 'other'}",
            letter,
            Safe("\n").join(
                [Safe('<dl class="jd-glossary">'), *(_entry(edition, term, places) for term in group), Safe("</dl>")]
            ),
        )
        for letter, group in groupby(terms, key=lambda term: _letter(term["pinyin"]))
    ]


_TERM = Safe(
    '<dt id="{id}">{term} <span class="jd-pinyin">{pinyin}</span> <span class="jd-gloss">{en}</span>{state}</dt>\n<dd>'
)


def _entry(edition: Edition, term: Row, places: Mapping[str, Mapping[str, list[str]]]) -> Safe:
    zh, en = pick(term["expansion_zh"], term["expansion_en"])
    expansion = _joined("<br>", (_chinese(zh), en))
    there = Safe(semicolon()).join(
        _in_block(edition, block, names) for block, names in places.get(term["id"], {}).items()
    )
    support = Safe('{} · <span class="jd-confidence">{}</span>{}{}').format(
        one_of(*labels.labelled(labels.TERM_TYPES, str(term["type"]))),
        _code_in_words(labels.CONFIDENCES, term["confidence"]),
        Safe(" · ") + _rests_on(term) if term["source"] else "",
        Safe(" · ") + Safe(say("in {}")).format(there) if there else "",
    )
    parts = (
        _TERM.format(
            id=term["id"],
            term=_chinese(term["term"]),
            pinyin=term["pinyin"],
            en=term["en"],
            state=html.draft_badge(term),
        ),
        Safe("<p>{}</p>").format(expansion) if expansion else "",
        _small(edition.said(term["note"])),
        _small(support) + Safe("</dd>"),
    )
    return _joined("\n", parts)


def _code_in_words(known: Mapping[str, Label], code: str) -> str:
    """Give a code of the tables, which English reads as it is, to Chinese readers by its label."""
    return (known.get(code, ("", ""))[0] or code) if language() == "zh" else code


def _rests_on(term: Row) -> Safe:
    said = Safe(say("source {}") if term["confidence"] == "sourced" else say("see {}"))
    return said.format(_source(term["source"]))


def _source(names: str) -> Safe:
    """Link the context rows among the sources of a term; the keys of books stand as they are."""
    return Safe(comma()).join(
        _maybe(f"ctx-{name}", name) if re.fullmatch(r"[a-z]\d+", name) else name
        for name in re.split(r"[\s,;]+", names.strip())
    )


def _in_block(edition: Edition, block: str, sentences: Iterable[str]) -> Safe:
    """Link a block in which a term occurs, and the sentences of it that have the term."""
    named = Safe(comma()).join(_maybe(name, name) for name in sentences)
    link = _maybe(block, _name_of(edition, block))
    return Safe(_bracketed("{}", "{}")).format(link, named) if named else link


def _name_of(edition: Edition, block: str) -> str:
    """Name a block to Chinese readers by its heading on the page, else by what it is; elsewhere its id stands."""
    if language() != "zh":
        return block
    name, role = called(edition, block)[0], edition.row("blocks", block)["role"]
    # A heading, and the lead below it, are called alike.
    return f"{name}·{labels.ROLES[role][0]}" if role in ("heading", "section_lead") else name or block


def _bracketed(words: str, more: str) -> str:
    return f"{words}（{more}）" if language() == "zh" else f"{words} ({more})"


def _places(edition: Edition) -> dict[str, dict[str, list[str]]]:
    """Map each term to the blocks that it occurs in, in reading order, and each of these to its sentences."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in sorted(records(edition.occurrences), key=lambda row: reading_place(edition, row["start"])):
        block, sentence = block_at(edition, row["start"]), sentence_at(edition, row["start"])
        if block is None:
            continue
        names = found.setdefault(row["term"], {}).setdefault(block["id"], [])
        if sentence is not None and sentence["id"] not in names:
            names.append(sentence["id"])
    return found


def context_page(edition: Edition) -> list[PagePart]:
    """List the facts from outside the page by topic, each with its address and how far it can be trusted.

    >>> 'id="ctx-f02"' in "".join(part.body for part in context_page(Edition.open()))
    True
    """

    def cells(row: Row) -> list[str]:
        return [
            row["id"],
            Safe.escape(edition.said(row["claim"])) + html.draft_badge(row) + _small(edition.said(row["note"])),
            _joined(" · ", (_where(row), outside_period(edition.said(row["period"])).strip("-"))),
            _glossed(outside_amount(row["value"], edition.said(row["unit"]))),
            _joined(" ", (outside(row["source_url"]), edition.said(row["source_kind"]))),
            Safe('<span class="jd-confidence">{}</span>').format(edition.said(row["confidence"])),
        ]

    if edition.context.empty:
        return [
            PagePart(
                "",
                "",
                _small(english_then("Nothing from outside is stated here so far.", "目前未引用页外事实。", " ")),
            )
        ]
    heads = [
        one_of("编号", "No."),
        one_of("事实", "Fact"),
        one_of("地点、时间", "Where, when"),
        one_of("数值", "Value"),
        one_of("来源", "Source"),
        one_of("可信度", "Confidence"),
    ]
    return [
        PagePart(
            f"context-{_slug(topic)}",
            _capitalized(edition.said(topic)),
            stacked(heads, ((f"ctx-{row['id']}", cells(row)) for row in records(rows)), "context"),
        )
        # A topic is a section, wherever in the table its rows stand.
        for topic, rows in ((str(topic), rows) for topic, rows in edition.context.groupby("topic", sort=False))
    ]


def _where(row: Row) -> Safe:
    """Name the place of a fact from outside, in English too for readers of it; a building or a firm by its name."""
    place = _chinese(row["place"])
    own = _NATIONS.get(row["place"], "")
    if not own and row["place"].endswith(("省", "市", "区", "县", "郑州", "浙江")):
        # 郑州市金水区 is a district of a city, 郑州市 the city.
        name = row["place"].rpartition("市")[2] or row["place"]
        own = place_in_english(name.removesuffix("省"), "")
    return _joined(" ", (place, own)) if language() == "en" else place


_NATIONS = {"全国": "the nation", "中国": "China"}


_VALUE_WORDS = {
    "左右": "about",
    "以上": "or more",
    "超": "more than",
    "无": "none",
    "与经济增长基本同步": "basically in step with growth",
    "同步": "in step",
    "万亿元": "trillion yuan",
    "亿元": "hundred million yuan",
    "万人": "ten thousand people",
    "令": "order",
    "幢": "buildings",
    "家": "firms",
    "项": "items",
}
"""The words of a source's value and their English; what holds another of them stands before it."""


def _glossed(value: str) -> str:
    """Put the English behind a value that is written in Chinese; Chinese readers need none."""
    if language() == "zh":
        return value
    rest, said = value, []
    for word, english in _VALUE_WORDS.items():
        if word in rest:
            rest = rest.replace(word, " ")
            said.append(f"{word} {english}")
    return f"{value} ({'; '.join(said)})" if said else value


def _capitalized(words: str) -> str:
    # A Chinese topic may hold a name that has capitals of its own.
    return words if language() == "zh" else words.capitalize()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


UNCITED = "Cited on no page · 各页未引用"
"""The heading of the facts that no page needs, where both languages are printed."""


def facts_page(edition: Edition) -> list[PagePart]:
    """List the computed facts: what each says, its value, the formula over the ledger, what it assumes.

    A fact stands under the page that first cites it, or for whose facts it is computed; without headings where no page
    cites any.

    >>> part = facts_page(Edition.open())[1]
    >>> part.title, 'id="fact-density-page"' in part.body
    ('The page in numbers', True)
    """
    ids = {name.replace("-", "_"): name for name in [*edition.quantities.index, *edition.facts.index]}
    ids |= {name.replace("-", "_"): f"ctx-{name}" for name in edition.context.index}

    def linked(formula: str) -> Safe:
        words = re.findall(r"\w+|\W+", formula)
        return Safe("").join(_maybe(ids[word], word) if word in ids else html.between_tags(word) for word in words)

    def cells(fact: Row) -> list[str]:
        zh, en = pick(fact["zh"], fact["en"])
        words = Safe("<br>").join([Safe.escape(en) + html.draft_badge(fact), *([_chinese(zh)] if zh else [])])
        figure, unit = fact_amount(edition, fact)
        return [
            Safe("<b>{}</b>{}<br><small>{}</small>").format(figure, unit_before(unit, en), fact["id"]),
            words if en else _chinese(zh) + html.draft_badge(fact),
            Safe("<code>{}</code>").format(linked(fact["formula"])),
            edition.said(fact["assumption"]),
        ]

    heads = [one_of("结果", "Result"), one_of("含义", "What it says"), one_of("算法", "Computed as")]
    # In a draft nothing is assumed yet, and the column would be empty.
    heads += [one_of("前提", "Assumes")] if (edition.facts["assumption"] != "").any() else []
    chapters = chapter_of_facts(edition)
    groups: dict[str, list[tuple[str, list[str]]]] = {page: [] for page in (*dict.fromkeys(chapters.values()), "")}
    for fact in records(compute(edition)):
        groups[chapters.get(fact["id"], "")].append((fact["id"], cells(fact)[: len(heads)]))
    return [
        PagePart(*_heading_of_facts(edition, page, alone=not chapters), stacked(heads, rows, "facts"))
        for page, rows in groups.items()
        if rows
    ]


def _heading_of_facts(edition: Edition, page: str, alone: bool) -> tuple[str, str]:
    if alone:
        return "", ""
    if not page:
        return "facts-uncited", half_title(UNCITED)
    return f"facts-{_slug(page.rpartition('/')[2])}", half_title(edition.said(page_title(edition.root, page)))


def own_terms_page(edition: Edition) -> list[PagePart]:
    """List the words in which an edition speaks of itself: Chinese, English, what each means; the same for all.

    One that is made in Chinese alone has no use for the English.

    >>> "区块" in own_terms_page(Edition.open())[0].body
    True
    """
    english = edition.language != "zh"
    rows = (("", [_chinese(term.zh), *([term.en] if english else []), say(term.meaning)]) for term in own_terms())
    heads = [
        one_of("中文", "Chinese") if english else "用语",
        *([one_of("英文", "English")] if english else []),
        one_of("含义", "What it means"),
    ]
    return [PagePart("", "", stacked(heads, rows, "terms"))]


def rules_page(edition: Edition) -> list[PagePart]:
    """List the rules by which any report is read, room by room; they are the same for every edition.

    >>> rules_page(Edition.open())[0].title
    'Which lines stand alone'
    """
    return [PagePart(*part) for part in rule_tables()]


def ledger_page(edition: Edition) -> list[PagePart]:
    """List every number and every promise in one table, with the controls that filter it.

    >>> "q-060" in ledger_page(Edition.open())[0].body
    True
    """
    return [PagePart("", "", ledger(edition))]


def downloads_page(edition: Edition) -> list[PagePart]:
    """Offer the tables of the edition in every form.

    >>> 'href="data/terms.csv"' in downloads_page(Edition.open())[1].body
    True
    """
    return [PagePart(*section) for section in download_sections(edition)]


def worksheets_page(edition: Edition) -> list[PagePart]:
    """Offer the worksheets of every section, and the keys apart from them.

    >>> 'href="sheets/key-c-numerals.csv"' in worksheets_page(Edition.open())[1].body
    True
    """
    return [PagePart(*section) for section in worksheet_sections(edition)]


def how_to_cite_page(edition: Edition) -> list[PagePart]:
    """Write out how the edition, the page that it reads and a row are cited, in every style.

    >>> how_to_cite_page(Edition.open())[1].anchor
    'cite-source'
    """
    return [PagePart(*part) for part in cite_sections(edition)]


_TABLE = Safe('<p>{description}</p>\n<p class="jd-small"><code>data/{path}</code></p>\n{columns}')


def data_dictionary_page(edition: Edition) -> list[PagePart]:
    """Describe every table and column, from datapackage.json.

    >>> [part.title for part in data_dictionary_page(Edition.open())][:2]
    ['Blocks', 'The number ledger']
    """
    return [
        PagePart(
            f"table-{resource['name']}",
            say(resource.get("title", resource["name"])),
            _TABLE.format(
                description=say(resource.get("description", "")),
                path=resource["path"],
                columns=stacked(
                    [say("Column"), say("Type"), say("What it holds"), say("Allowed")], _columns(resource), "columns"
                ),
            ),
        )
        for resource in edition.package["resources"]
        if "schema" in resource
    ]


def _columns(resource: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    for column in resource["schema"]["fields"]:
        yield (
            "",
            [
                Safe("<code>{}</code>").format(column["name"]),
                column["type"],
                say(column.get("description", "")),
                _constraints(column.get("constraints", {})),
            ],
        )


_NAMES = {tuple(words): name for name, (_, words) in VOCABULARIES.items()}


def _constraints(constraints: Mapping[str, Any]) -> Safe:
    """Put the constraints of a column into words; a word of a vocabulary leads to its definition."""
    code = Safe("<code>{}</code>").format
    said: list[str] = []
    if constraints.get("required"):
        said.append(say("never empty"))
    if constraints.get("unique"):
        said.append(say("unique"))
    if "enum" in constraints:
        name = _NAMES.get(tuple(constraints["enum"]), "")
        words = (_maybe(word_id(name, value), code(value)) for value in constraints["enum"])
        said.append(Safe(say("one of {}")).format(Safe(comma()).join(words)))
    if "pattern" in constraints:
        said.append(Safe(say("like {}")).format(code(constraints["pattern"])))
    if "minimum" in constraints:
        said.append(say("at least {minimum}", minimum=constraints["minimum"]))
    return Safe(semicolon()).join(said)


def vocabularies_page(edition: Edition) -> list[PagePart]:
    """Define every word that a column of the tables may hold, vocabulary by vocabulary.

    >>> [part.title for part in vocabularies_page(Edition.open())][2]
    'Comparators · 限定方式'
    """
    return [PagePart(f"voc-{name}", half_title(title), _defined(name)) for name, (title, _) in VOCABULARIES.items()]


def _one_vocabulary(name: str, edition: Edition) -> list[PagePart]:
    return [PagePart("", "", _defined(name))]


def _defined(name: str) -> Safe:
    words = VOCABULARIES[name][1].items()
    rows = ((word_id(name, word), [_coded(name, word), _meaning(name, word, meaning)]) for word, meaning in words)
    return stacked([say("Word"), say("What it means")], rows, "columns")


_LABELS: Mapping[str, Mapping[str, Label]] = {
    "role": labels.ROLES,
    "class": labels.CLASSES,
    "comparator": labels.COMPARATORS,
    "kind": labels.KINDS,
    "status": labels.STATUSES,
    "force": labels.FORCES,
    "promise-kind": labels.COMMITMENT_KINDS,
    "term-type": labels.TERM_TYPES,
    "confidence": labels.CONFIDENCES,
    "note-kind": labels.NOTE_KINDS,
    "availability": labels.AVAILABLE | {"bound": labels.BOUND_ONLY},
    "measure": labels.PANEL_MEASURES,
}
"""What the words of a vocabulary are called in tables and charts."""


def _coded(name: str, word: str) -> Safe:
    """Write a word as the tables have it; for Chinese readers with what they read in its place."""
    code = Safe("<code>{}</code>").format(word)
    label = _LABELS.get(name, {}).get(word, ("", ""))[0] if language() == "zh" else ""
    return Safe("{} {}").format(code, html.chinese(label)) if label else code


def _meaning(name: str, word: str, meaning: str) -> str:
    known = IN_CHINESE.get(name, {}).get(word, "") if language() == "zh" else ""
    return known or say(meaning)


_OUTPUTS = (
    ("read", "The lines of jiedu read", "A line is a numeral, as one JSON object.", READ["read"]),
    ("quantities", "Quantities", "A row is a number of the report, in the order of the text.", REPORT["quantities"]),
    ("targets", "Targets", "A row is an expected target, or why a family has none.", REPORT["targets"]),
    ("structure", "Structure", "A row is what the report says of itself, or a part of it.", REPORT["structure"]),
    ("report", "report.json", "One object: the file, and what its report says of itself.", REPORT["report"]),
    ("reports", "Reports of a corpus", "A row is a report.", CORPUS["reports"]),
    ("faults", "Faults of a corpus", "A row is a file that could not be read.", CORPUS["faults"]),
    ("columns", "Columns", "This page as a table: columns.csv, or the sheet of a workbook.", COLUMNS_TABLE),
    ("panel-reports", "Reports of a panel", "A row is a report.", PANEL["reports"]),
    ("panel-targets", "Targets of a panel", "A row is a target, or why a family has none.", PANEL["targets"]),
    (
        "panel-outcomes",
        "Outcomes of a panel",
        "A row is what a report says came of the year before, or that it says nothing of a family.",
        PANEL["outcomes"],
    ),
    ("panel-measures", "Measures of a panel", "A row is a report, counted.", PANEL["measures"]),
    ("panel-wide", "The wide table of a panel", "A row is a report, with a few columns a family.", wide_columns()),
)


def columns_page(edition: Edition) -> list[PagePart]:
    """Describe every column of what the program writes about reports, and the words that stand in them.

    >>> [part.title for part in columns_page(Edition.open())][1:4]
    ['Quantities', 'Targets', 'Structure']
    """
    heads = [say("Column"), say("Type"), say("What it means"), say("Unit, or words")]
    code = Safe("<code>{}</code>").format

    def cells(column: OutputColumn) -> list[str]:
        words = Safe(comma()).join(code(word) for word in column.words)
        return [code(column.name), say(column.type), say(column.meaning), words or say(column.unit)]

    keys = Safe(say("In a corpus {} stand before these.")).format(Safe(comma()).join(map(code, KEYS)))
    parts = []
    for name, title, description, columns in _OUTPUTS:
        shared = name in CORPUS and name in REPORT
        about = Safe("<p>{}</p>").format(_joined(" ", (say(description), keys if shared else "")))
        table = stacked(heads, (("", cells(column)) for column in columns), "columns")
        parts.append(PagePart(f"columns-{name}", say(title), about + table))
    return [*parts, PagePart("columns-words", say("The words"), _words_list())]


_FAMILIES = {f"{family.zh}, {family.en}" for family in FAMILIES} | set(EARLIER_FAMILIES.values())


def _said_of(meaning: str) -> str:
    """Say what a word means; of a family its name in the language that is printed in."""
    if meaning not in _FAMILIES or language() == BOTH:
        return say(meaning)
    zh, _, en = meaning.partition(", ")
    return one_of(zh, en)


def _words_list() -> Safe:
    """Explain each word that a column of any output may hold, once for each meaning."""
    said: dict[str, dict[str, str]] = {}
    for name, *_, columns in _OUTPUTS:
        for column in columns:
            # The wide table has the words of the long ones, under as many names as there are families.
            if column.words and name != "panel-wide":
                said.setdefault(column.name, {}).update(column.words)
    code = Safe("<code>{}</code>").format
    rows = (
        ("", [code(name) if at == 0 else "", code(word), _said_of(meaning)])
        for name, words in said.items()
        for at, (word, meaning) in enumerate(words.items())
    )
    return stacked([say("Column"), say("Word"), say("What it says")], rows, "columns")


def front_page(edition: Edition) -> list[PagePart]:
    """Show the counts, one annotated sentence and the page redrawn in reading order.

    >>> len(front_page(Edition.open()))
    3
    """
    return [PagePart(*section) for section in front_sections(edition)]


REGISTRY: dict[str, Callable[[Edition], list[PagePart]]] = {
    "glossary": glossary_page,
    "data-dictionary": data_dictionary_page,
    "own-terms": own_terms_page,
    "rules": rules_page,
    "context": context_page,
    "facts": facts_page,
    "columns": columns_page,
    "front": front_page,
    "how-to-cite": how_to_cite_page,
    "ledger": ledger_page,
    "downloads": downloads_page,
    "vocabularies": vocabularies_page,
    "worksheets": worksheets_page,
    # On a page that has headings of its own, one vocabulary at a time.
    **{f"vocabulary-{name}": partial(_one_vocabulary, name) for name in VOCABULARIES},
}
"""What `{jiedu}` can be asked for."""
