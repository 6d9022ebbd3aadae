"""The editions that a book is published in: one, or a Chinese and an English one side by side with a door before them.

A project with catalogues of Chinese is a book of two editions, each whole in a folder of its own, `zh/` and `en/`. One
without is a single edition at the top of its site: in the language that the project is made in, or with what
stands in two languages side by side.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from jiedu.citing.address import SETTINGS, read_settings, site_address
from jiedu.display.html import Safe
from jiedu.edition.contents import contents
from jiedu.edition.reading import read_text
from jiedu.edition.schema import edition_language
from jiedu.files import write_whole
from jiedu.language import LANGUAGES
from jiedu.site.editions import NAMES
from jiedu.translating.pages import (
    FRAME,
    anchors,
    catalogue_name,
    has_chinese,
    translated_frame,
    translated_notebook,
    translated_pages,
    written,
)

if TYPE_CHECKING:
    from jiedu.translating.catalogues import Translations


ANCHORS = "anchors.json"
"""What is staged beside the pages of an edition: what their headings are led to by, in every language the same."""


@dataclass(frozen=True, slots=True)
class BookEdition:
    """Hold an edition of a book: the language it prints in, and its folder on the site, empty for a single one."""

    language: str
    folder: str

    def within(self, folder: Path) -> Path:
        """Give the folder of this edition within one of all editions."""
        return folder / self.folder if self.folder else folder


def editions_of(root: Path) -> tuple[BookEdition, ...]:
    """List the editions of a project, in the order in which a switch names them.

    >>> editions_of(Path("/nowhere"))
    (BookEdition(language='both', folder=''),)
    """
    if not has_chinese(root):
        return (BookEdition(edition_language(root), ""),)
    return tuple(BookEdition(language, language) for language in LANGUAGES)


def sources_in(root: Path, edition: BookEdition) -> dict[Path, str]:
    """Give the pages of an edition as their authors would have written them in its language, by their file."""
    translations = _translations(root, edition)
    if translations is None:
        return {page: read_text(page, page.relative_to(root).as_posix()) for page in contents(root)}
    return translated_pages(root, translations.of)


def staged_in(root: Path, edition: BookEdition, executed: Mapping[Path, str]) -> dict[Path, str]:
    """Give what is staged in other words than the project has: executed notebooks, pages, settings, contents."""
    translations = _translations(root, edition)
    if translations is None:
        texts = dict(executed)
    else:
        # The notebooks of `executed` take the place of the sources.
        texts = sources_in(root, edition) | {
            page: written(translated_notebook(json.loads(text), partial(translations.of, catalogue_name(root, page))))
            for page, text in executed.items()
        }
    if edition.folder:
        texts |= {root / name: text for name, text in _frame(root, edition).items()}
        found = {catalogue_name(root, page): anchors(page, page.name) for page in contents(root)}
        texts[root / ANCHORS] = json.dumps(found)
    return texts


def _translations(root: Path, edition: BookEdition) -> "Translations | None":
    from jiedu.translating.catalogues import read_translations

    return read_translations(root) if edition.folder and edition.language == "zh" else None


def write_door(root: Path, site: Path, editions: tuple[BookEdition, ...]) -> None:
    """Write what stands before several editions: a door that follows the browser's language, and what servers read.

    Who has chosen an edition is led to that one; without JavaScript the door names both, as does the page for wrong
    addresses. A single edition is its own door.
    """
    if len(editions) == 1:
        return
    front = f"{contents(root)[0].relative_to(root).with_suffix('').as_posix()}.html"
    titles = {edition: _title(root, edition) for edition in editions}
    address = site_address(read_settings(root))
    alternate = Safe('<link rel="alternate" hreflang="{}" href="{}/{}">')
    links = [alternate.format(LANGUAGES[one.language], one.folder, front) for one in editions]
    page = Safe((_DOOR / "door.html").read_text(encoding="utf-8"))
    door = page.format(
        title=" · ".join(titles.values()),
        links=Safe("\n").join([*links, Safe('<script src="door.js"></script>')]),
        root="",
        choices=_choices(titles, "", front),
    )
    write_whole(site / "index.html", door)
    # It is shown at whatever depth, and so leads from the root of the server.
    base = f"{urlsplit(address).path.rstrip('/')}/" if address else "/"
    sorry = Safe('<p><span lang="zh-CN">没有这一页。</span> No such page.</p>\n')
    lost = page.format(title="404", links="", root=base, choices=sorry + _choices(titles, base, front))
    write_whole(site / "404.html", lost)
    for name in ("door.js", "door.css"):
        shutil.copyfile(_DOOR / name, site / name)
    write_whole(site / ".nojekyll", "")
    maps = "".join(f"Sitemap: {address}/{edition.folder}/sitemap.xml\n" for edition in editions) if address else ""
    write_whole(site / "robots.txt", f"User-agent: *\nAllow: /\n{maps}")


def _choices(titles: Mapping[BookEdition, str], base: str, front: str) -> Safe:
    """Name each edition by its title and its language, as a link to its front page."""
    choice = Safe('<p><a lang="{tag}" hreflang="{tag}" href="{base}{folder}/{front}"><b>{title}</b>{name}</a></p>')
    return Safe("\n").join(
        choice.format(
            tag=LANGUAGES[edition.language],
            base=base,
            folder=edition.folder,
            front=front,
            title=title,
            name=NAMES[edition.language],
        )
        for edition, title in titles.items()
    )


_DOOR = Path(__file__).parent / "door"


def _title(root: Path, edition: BookEdition) -> str:
    return str(yaml.safe_load(_frame(root, edition)[SETTINGS]).get("title") or "")


def _frame(root: Path, edition: BookEdition) -> dict[str, str]:
    """Give the settings and the table of contents of an edition: their titles, and the address of its folder."""
    translations = _translations(root, edition)
    frame = translated_frame(root, partial(translations.of, FRAME) if translations else str)
    settings = yaml.safe_load(frame[SETTINGS])
    if address := site_address(settings):
        settings["html"] = {**(settings.get("html") or {}), "baseurl": f"{address}/{edition.folder}"}
    return frame | {SETTINGS: yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)}
