"""The worksheets of an edition on a page of the book: those of each section, and the keys apart from them."""

from collections.abc import Iterator, Sequence

from jiedu.classroom.asked import ITEM_HEADS
from jiedu.classroom.sheet_files import site_file
from jiedu.classroom.sheets import Worksheet, section_worksheets
from jiedu.display import html
from jiedu.display.html import Safe
from jiedu.display.spoken import english_then
from jiedu.display.table import stacked
from jiedu.edition import Edition
from jiedu.language import one_of, pick_page, say

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
    heads = [one_of("版块", "Section"), one_of("数字", "Numerals"), one_of("承诺", "Promises")]
    if not sections:
        words = english_then("No section has numerals or promises yet.", "各版块尚无数字或承诺。", " ")
        yield "", "", Safe('<p class="jd-small">{}</p>').format(html.mixed(words))
        return
    for anchor, title, links in (
        ("sheets-class", english_then("The sheets", "作业"), _sheet_links),
        ("sheets-keys", english_then("The keys, for the teacher", "答案（教师用）"), _key_links),
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
    zh, en = pick_page(zh, en)
    return Safe(" ").join([section.upper(), html.chinese(zh), *([en] if en else [])])


def _sheet_links(sheet: Worksheet) -> Safe:
    forms: Sequence[tuple[str, str]] = (("XLSX", "xlsx"), ("CSV", "csv"), (say("to print"), "html"))
    links = (_file(sheet, f"worksheet-{sheet.stem}.{form}", words) for words, form in forms)
    return Safe(say("{}: {}")).format(f"{len(sheet.items)}", Safe(" · ").join(links))


def _key_links(sheet: Worksheet) -> Safe:
    csv = say("draft key, CSV") if sheet.drafts else say("key, CSV")
    forms = ((csv, "csv"), (say("to print"), "html"))
    return Safe(" · ").join(_file(sheet, f"key-{sheet.stem}.{form}", words, key=True) for words, form in forms)


def _file(sheet: Worksheet, name: str, words: str, key: bool = False) -> Safe:
    saved = Safe("") if name.endswith(".html") else _SAVED
    return _FILE.format(site_file(name), saved, _named(sheet, words, key), words)


def _named(sheet: Worksheet, form: str, key: bool) -> str:
    """Say what a link to a file leads to, for who hears it without the row that it stands in."""
    section, numerals = sheet.section.upper(), sheet.of == "numerals"
    if not key and numerals:
        return say("numerals of section {section}: {form}", section=section, form=form)
    if not key:
        return say("promises of section {section}: {form}", section=section, form=form)
    if sheet.drafts:
        return (
            say("draft key of numerals of section {section}: {form}", section=section, form=form)
            if numerals
            else say("draft key of promises of section {section}: {form}", section=section, form=form)
        )
    return (
        say("key of numerals of section {section}: {form}", section=section, form=form)
        if numerals
        else say("key of promises of section {section}: {form}", section=section, form=form)
    )
