"""What an edition says of itself, as every form of it has to say it: title, licence, sources, editors."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiedu.edition import Edition


@dataclass(frozen=True)
class Imprint:
    """Hold an edition's own words, from data/datapackage.json; what it does not say is empty.

    `name` is fit for the name of a file. `languages` are tags. `licence` and `sources` are pairs of words and address.

    >>> imprint = Imprint.of(Edition.open())
    >>> imprint.name, imprint.licence[1]
    ('jinshui-2020', 'https://creativecommons.org/licenses/by/4.0/')
    """

    name: str
    title: str
    description: str
    version: str
    day: str
    licence: tuple[str, str]
    sources: tuple[tuple[str, str], ...]
    editors: tuple[str, ...]
    keywords: tuple[str, ...]
    languages: tuple[str, ...]

    @classmethod
    def of(cls, edition: Edition) -> "Imprint":
        """Read the words of an edition; whatever stands there in another shape than a Data Package has is left out."""
        package = edition.package
        licences = [_named(entry) for entry in _entries(package, "licenses")]
        words = package.get("keywords")
        return cls(
            name=re.sub(r"[^a-z0-9._-]+", "-", _text(package, "name").lower()).strip("-.") or "edition",
            title=_text(package, "title"),
            description=_text(package, "description"),
            version=_text(package, "version"),
            day=_text(package, "created")[:10],
            licence=licences[0] if licences else ("", ""),
            sources=tuple(_named(entry) for entry in _entries(package, "sources")),
            editors=tuple(_text(entry, "title") for entry in _entries(package, "contributors") if "title" in entry),
            keywords=tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else (),
            languages=("zh-CN",) if edition.language == "zh" else ("zh-CN", "en"),
        )


def _text(words: Mapping[str, Any], key: str) -> str:
    value = words.get(key, "")
    return value if isinstance(value, str) else ""


def _entries(words: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    entries = words.get(key)
    yield from (entry for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict))


def _named(entry: Mapping[str, Any]) -> tuple[str, str]:
    return _text(entry, "title") or _text(entry, "name"), _text(entry, "path")
