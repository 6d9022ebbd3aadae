"""The worksheets of an edition on a page of the book: those of each section, and the keys apart from them."""

from collections.abc import Iterator, Sequence

from jiedu.classroom.asked import ITEM_HEADS
from jiedu.classroom.sheet_files import site_file
from jiedu.classroom.sheets import Worksheet, section_worksheets
from jiedu.display import html
from jiedu.display.html import Safe
from jiedu.display.table import stacked
from jiedu.edition import Edition

_FILE = Safe('<a class="jd-file" href="{}"{} aria-label="{}">{}</a>')
_SAVED = Safe(' download=""')


def worksheet_sections(edition: Edition) -> Iterator[tuple[str, str, Safe]]:
    """Give the sections of the page: anchor, heading, and the sheets or the keys of every section.

    The site leads the links, which are written from its root, to the files, and says how large these are.

    >>> [title for _, title, _ in worksheet_sections(Edition.open())]
    ['The sheets · 作业', 'The keys, for the teacher · 答案（教师用）']
    """
    made = {of: {sheet.section: sheet for sheet in section_worksheets(edition, of)} for of in ITEM_HEADS}
    sections = [one for one in edition.sections if any(one in sheets for sheets in made.values())]
    heads = ["版块 Section", "数字 Numerals", "承诺 Promises"]
    if not sections:
        nothing = Safe('<p class="jd-small">No section has numerals or promises yet. {}</p>')
        yield "", "", nothing.format(html.chinese("各版块尚无数字或承诺。"))
        return
    for anchor, title, links in (
        ("sheets-class", "The sheets · 作业", _sheet_links),
        ("sheets-keys", "The keys, for the teacher · 答案（教师用）", _key_links),
    ):
        rows = [
            ("", [_section(edition, one), *(links(sheets[one]) if one in sheets else "" for sheets in made.values())])
            for one in sections
        ]
        yield anchor, title, stacked(heads, rows, "sheets")


def _section(edition: Edition, section: str) -> Safe:
    zh, en = edition.section_name(section)
    if zh == section.upper():
        return Safe.escape(zh)
    return Safe("{} {} {}").format(section.upper(), html.chinese(zh), en)


def _sheet_links(sheet: Worksheet) -> Safe:
    forms: Sequence[tuple[str, str]] = (("XLSX", "xlsx"), ("CSV", "csv"), ("to print", "html"))
    links = (_file(sheet, f"worksheet-{sheet.stem}.{form}", words) for words, form in forms)
    return Safe("{}: {}").format(f"{len(sheet.items)}", Safe(" · ").join(links))


def _key_links(sheet: Worksheet) -> Safe:
    key = "draft key" if sheet.drafts else "key"
    forms = ((f"{key}, CSV", "csv"), ("to print", "html"))
    return Safe(" · ").join(_file(sheet, f"key-{sheet.stem}.{form}", words, key) for words, form in forms)


def _file(sheet: Worksheet, name: str, words: str, what: str = "") -> Safe:
    saved = Safe("") if name.endswith(".html") else _SAVED
    of = f"{what} of {sheet.of}" if what else sheet.of
    return _FILE.format(site_file(name), saved, f"{of} of section {sheet.section.upper()}: {words}", words)
