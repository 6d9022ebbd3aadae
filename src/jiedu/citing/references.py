"""What is cited: the edition, the page that it reads, and each part of it, as items of CSL-JSON.

An item has the names of CSL-JSON, and beside them `variants`: what is said otherwise in a Chinese or an English list.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jiedu.citing.address import read_settings
from jiedu.edition import Edition
from jiedu.edition.reading import hold, read_yaml
from jiedu.errors import Fault
from jiedu.language import LOCALE, language, read_catalogues, tell

Item = dict[str, Any]

CITATION_FILE = "CITATION.cff"
LONGEST = 40
"""Characters of a label in a citation; what is longer is cut, since the id says which row is meant."""

_TEXT = {"type": ["string", "number"]}
_PEOPLE = {"type": "array", "items": {"type": "object"}}
_CFF = {
    "type": "object",
    "required": ["title", "authors"],
    "properties": {
        "title": {"type": "string"},
        "authors": _PEOPLE,
        "version": _TEXT,
        "references": {"type": "array", "items": {"type": "object", "properties": {"authors": _PEOPLE}}},
    },
}


def read_citation_file(root: Path) -> Mapping[str, Any]:
    """Read CITATION.cff in the folder `root`; nothing where there is none.

    Raises Fault for what is none.

    >>> read_citation_file(Path("/nowhere"))
    {}
    """
    path = root / CITATION_FILE
    if not path.exists():
        return {}
    cff = read_yaml(path, CITATION_FILE)
    if not isinstance(cff, dict):
        raise Fault(tell("{path}: names nothing that could be cited", path=CITATION_FILE))
    hold(cff, _CFF, CITATION_FILE, tell("not a citation file"))
    return cff


def edition_item(root: Path, address: str = "", key: str = "edition") -> Item:
    """Describe the edition in the folder `root`: from its CITATION.cff, without one from its settings.

    `address` is where the site is published, "" as long as that is nowhere; by `key` BibTeX knows the edition.

    >>> item = edition_item(Edition.open().root)
    >>> item["author"], item["version"], "URL" in item
    ([{'literal': 'The Jiedu project'}], '0.2.0', False)
    """
    cff = read_citation_file(root) or _from_settings(root)
    # An edition in Chinese is cited by the Chinese that the project's catalogue has for its title and its authors.
    chinese = read_catalogues(root / LOCALE) if language() == "zh" else {}
    title, authors = " ".join(str(cff["title"]).split()), [_person(person) for person in cff["authors"]]
    item: Item = {
        "id": key,
        "type": "dataset",
        "title": chinese.get(title, title),
        "author": [{part: chinese.get(name, name) for part, name in author.items()} for author in authors],
        "version": str(cff.get("version", "")),
        "issued": _date(cff.get("date-released", "")),
        "URL": address,
    }
    return _filled(item) | {"variants": {"zh": {"title": _chinese_marks(item["title"])}}}


def _chinese_marks(title: str) -> str:
    """Part a title from its second part as a Chinese list does."""
    return title.replace(": ", "：")


def _from_settings(root: Path) -> Mapping[str, Any]:
    settings = read_settings(root)
    author = str(settings.get("author") or "").strip()
    return {
        "title": settings.get("title") or "An annotated edition",
        "authors": [{"name": author}] if author else [],
        "date-released": settings.get("copyright") or "",
    }


def source_item(root: Path, edition: Edition | None = None, key: str = "edition") -> Item | None:
    """Describe the page that the edition reads: the first of the references of CITATION.cff; none where it names none.

    In a list in English its title has its translation beside it, which the headings of `edition` know.

    >>> edition = Edition.open()
    >>> item = source_item(edition.root, edition)
    >>> item["title"], item["container-title"], item["page"]
    ('响鼓重锤 再跨征鞍', '郑州晚报', 'C04–C05')
    """
    named = read_citation_file(root).get("references") or []
    if not named or "title" not in named[0]:
        return None
    cff = named[0]
    people = [_person(person) for person in cff.get("authors", [])]
    ends = [str(cff[name]) for name in ("start", "end") if name in cff]
    item: Item = {
        "id": f"{key}-source",
        "type": "article-newspaper" if cff.get("type") == "newspaper-article" else "document",
        "title": " ".join(str(cff["title"]).split()),
        "author": people,
        "container-title": str(cff.get("journal", "")),
        "issued": _date(cff.get("date-published", "")),
        "page": "–".join(dict.fromkeys(ends)),
        "URL": str(cff.get("url", "")),
        "language": str((cff.get("languages") or [""])[0]),
    }
    english = {
        "author": [_romanised(person, own) for person, own in zip(cff.get("authors", []), people, strict=True)],
        "title": _with_english(item["title"], edition),
    }
    return _filled(item) | {"variants": {"en": _filled(english)}}


def _with_english(title: str, edition: Edition | None) -> str:
    blocks = edition.blocks if edition else None
    found = [] if blocks is None else blocks.loc[blocks["heading_zh"] == title, "heading_en"].tolist()
    return f"{title} [{found[0]}]" if found and found[0] else title


def part_title(id_: str, label: Mapping[str, str], language: str = "") -> str:
    """Name a part of the edition by its id and its label; in a Chinese list ("zh") by what it is in Chinese alone.

    >>> label = {"zh": "1500家", "en": "1,500 firms"}
    >>> part_title("q-060", label), part_title("q-060", label, "zh")
    ('q-060: 1500家 [1,500 firms]', 'q-060：1500家')
    """
    zh, en = (_cut(label.get(name, "")) for name in ("zh", "en"))
    if language == "zh":
        return "：".join(filter(None, (id_, zh or en)))
    return ": ".join(filter(None, (id_, f"{zh} [{en}]" if zh and en and zh != en else zh or en)))


def part_item(whole: Item, id_: str, label: Mapping[str, str], address: str = "", key: str = "") -> Item:
    """Describe a part of the edition: a row by its id and its label in Chinese and English, or a page by its title.

    `id_` is "" for a page, which then has a `key` for BibTeX; `address` is where the part is for good, "" while the
    site has no address.

    >>> part = part_item({"title": "解读"}, "q-060", {"zh": "1500家", "en": "1,500 firms"})
    >>> part["title"], part["variants"]["zh"]["title"], part["container-title"]
    ('q-060: 1500家 [1,500 firms]', 'q-060：1500家', '解读')
    """
    item = {name: whole[name] for name in ("author", "version", "issued") if name in whole} | {
        "id": f"{whole.get('id', 'edition')}-{key or id_}",
        "type": "chapter",
        "title": part_title(id_, label),
        "container-title": whole["title"],
        "URL": address,
    }
    chinese = {"title": part_title(id_, label, "zh"), "container-title": _chinese_marks(whole["title"])}
    return _filled(item) | {"variants": {"zh": chinese}}


def _cut(words: str) -> str:
    # A title that ends in a full stop would have two.
    words = " ".join(words.split()).rstrip(" .。")
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def meta_tags(item: Item) -> list[tuple[str, str]]:
    """Give the names and contents of the meta elements that describe an item to Google Scholar and to libraries.

    The names are those of Highwire Press and of Dublin Core; an address is given where the item has one.

    >>> item = {"title": "解读", "author": [{"literal": "A"}], "issued": {"date-parts": [[2026]]}}
    >>> meta_tags(item)  # doctest: +NORMALIZE_WHITESPACE
    [('citation_title', '解读'), ('citation_author', 'A'), ('citation_publication_date', '2026'), ('DC.title', '解读'),
     ('DC.creator', 'A'), ('DC.date', '2026')]
    """
    names = [name_of_author(person) for person in item.get("author", [])]
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    slashed, dashed = (sign.join(f"{part:02}" for part in parts) for sign in "/-")
    address = item.get("URL", "")
    inside = item.get("container-title", "")
    pairs = [
        ("citation_title", item["title"]),
        *(("citation_author", name) for name in names),
        ("citation_publication_date", slashed),
        ("citation_inbook_title", inside),
        ("citation_public_url", address),
        ("DC.title", item["title"]),
        *(("DC.creator", name) for name in names),
        ("DC.date", dashed),
        ("DC.isPartOf", inside),
        ("DC.identifier", address),
    ]
    return [(name, content) for name, content in pairs if content]


def name_of_author(person: Mapping[str, str]) -> str:
    """Write the name of an author in one piece: Chinese names without a space, family name first.

    >>> name_of_author({"family": "王", "given": "翠"}), name_of_author({"family": "Li", "given": "X."})
    ('王翠', 'Li, X.')
    """
    if "literal" in person:
        return person["literal"]
    family, given = person.get("family", ""), person.get("given", "")
    return f"{family}{given}" if _is_chinese(family) else ", ".join(filter(None, (family, given)))


def _is_chinese(words: str) -> bool:
    return words != "" and all("\u4e00" <= character <= "\u9fff" for character in words)


def _person(person: Mapping[str, Any]) -> dict[str, str]:
    """Give a person or an institution of a citation file as CSL has it."""
    if "name" in person:
        return {"literal": str(person["name"])}
    family, given = str(person.get("family-names", "")), str(person.get("given-names", ""))
    if _is_chinese(family):
        # A processor would put a comma and a space between them, and cut the second to an initial.
        return {"literal": family + given}
    return {"family": family, "given": given}


def _romanised(person: Mapping[str, Any], own: dict[str, str]) -> dict[str, str]:
    """Give the name of a person in Latin letters where the file has it as `alias`, the family name first."""
    family, _, given = str(person.get("alias", "")).partition(" ")
    return {"family": family, "given": given} if given else own


def _date(value: object) -> dict[str, list[list[int]]] | None:
    """Give a date as CSL has it: a day, or a year alone; none for anything else.

    >>> _date("2026-11-26"), _date("2026"), _date("soon")
    ({'date-parts': [[2026, 11, 26]]}, {'date-parts': [[2026]]}, None)
    """
    words = str(value)
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return {"date-parts": [[int(words)]]} if len(words) == 4 and words.isdecimal() else None
    return {"date-parts": [[day.year, day.month, day.day]]}


def _filled(item: Item) -> Item:
    return {name: value for name, value in item.items() if value}
