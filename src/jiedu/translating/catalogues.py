"""The catalogues of a project's Chinese, a PO file a page, as gettext and the tools of translators have them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from jiedu.edition.reading import read_file
from jiedu.edition.schema import PACKAGE, edition_language
from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.language import BOTH, LOCALE, tell
from jiedu.translating.pages import Message, messages

_LOCALE_NAME = "zh_CN"
_HEADER = "# The Chinese of the book's prose: each message as it stands in the pages, and its translation."
DATA = "data"
"""The catalogue of cells that the tables have in English alone; its messages are found by those who show them."""


@dataclass(frozen=True)
class Translations:
    """Hold the Chinese of a project's prose by catalogue: message to translation, and which of them are in doubt."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    doubtful: frozenset[tuple[str, str]] = frozenset()

    def of(self, catalogue: str, message: str) -> str:
        """Give the Chinese of a message of a catalogue; the message where there is none."""
        return self.texts.get(catalogue, {}).get(message) or message


def catalogue_paths(root: Path) -> dict[str, Path]:
    """List the catalogues of the prose of a project by name; that of the data's cells is none of them.

    >>> catalogue_paths(Path("/nowhere"))
    {}
    """
    folder = root / LOCALE
    paths = {path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.rglob("*.po"))}
    return {name: path for name, path in paths.items() if name != DATA}


def read_translations(root: Path) -> Translations:
    """Read every catalogue of the prose of a project; one that is not readable is a Fault.

    >>> read_translations(Path("/nowhere")).texts
    {}
    """
    texts, doubtful = {}, set()
    for name, path in catalogue_paths(root).items():
        catalogue = read_one(path, path.relative_to(root).as_posix())
        texts[name] = {str(message.id): str(message.string) for message in catalogue if message.id}
        doubtful |= {(name, str(message.id)) for message in catalogue if message.id and message.fuzzy}
    return Translations(texts, frozenset(doubtful))


def read_one(path: Path, name: str) -> Catalog:
    """Read a PO file; `name` is what a Fault calls it."""
    try:
        return read_po(io.BytesIO(read_file(path, name)), locale=_LOCALE_NAME, abort_invalid=True)
    except PoFileError as error:
        raise Fault(tell("{name}: not readable as a catalogue ({said})", name=name, said=error)) from None
    except UnicodeDecodeError as error:
        fault = tell("{name}: not UTF-8 (byte {offset}){advice}", name=name, offset=error.start, advice="")
        raise Fault(fault) from None


def update_catalogues(root: Path) -> dict[str, int]:
    """Bring the catalogues of a project to its pages; give the messages that want a translation, by catalogue.

    A new message comes without one; a changed one keeps what it had, marked fuzzy; what is no longer said goes, and
    the catalogue of a page that is gone with it. Raises Fault for a project that is made in a single language.
    """
    if (spoken := edition_language(root)) != BOTH:
        raise Fault(
            tell(
                "{path}: the edition is in a single language, {language}: there is nothing to translate; "
                "its pages are written in it",
                path=PACKAGE,
                language=spoken,
            )
        )
    wanted: dict[str, int] = {}
    kept = set()
    for name, found in messages(root).items():
        path = root / LOCALE / f"{name}.po"
        if found:
            kept.add(name)
            catalogue = _updated(path, path.relative_to(root).as_posix(), found)
            wanted[name] = sum(1 for message in catalogue if message.id and (message.fuzzy or not message.string))
            write_catalogue(path, catalogue)
    for name, path in catalogue_paths(root).items():
        if name not in kept:
            path.unlink()
    return wanted


def _updated(path: Path, name: str, found: Sequence[Message]) -> Catalog:
    template = Catalog(locale=_LOCALE_NAME)
    for message in found:
        template.add(message.text, auto_comments=[f"{message.file}: {message.place.split(',')[0]}"])
    catalogue = read_one(path, name) if path.is_file() else Catalog(locale=_LOCALE_NAME)
    catalogue.update(template)
    catalogue.obsolete.clear()
    return catalogue


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue whole, without dates and wrapped lines, so that a change shows what has changed."""
    catalogue.header_comment = _HEADER
    into = io.BytesIO()
    write_po(into, catalogue, width=0, omit_header=True)
    head = f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    write_whole(path, head + into.getvalue().decode("utf-8"))
