"""What a translation must have in common with its message, and the promises that the Chinese pages keep."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from jiedu.edition import Edition
from jiedu.edition.checks import Check, cited_words, names, own_words, prose, quotations
from jiedu.edition.citations import DIGITS_WITH_MAGNITUDE, number_of, numbers_in_words, without_citations
from jiedu.edition.dates import dates, without_days
from jiedu.files import write_whole
from jiedu.language import LOCALE, tell
from jiedu.text.characters import HAN
from jiedu.text.cleaning import strip_whitespace
from jiedu.translating.catalogues import Translations, read_translations
from jiedu.translating.pages import Message, has_chinese, messages, told_place, translated_pages

_LINK = re.compile(r"\]\(([^()\s]*)\)")
_CODE = re.compile(r"`[^`\n]*`")
_CHINESE = re.compile(rf"[{HAN}]+(?:[、，]?[{HAN}]+)*")
_MONTH = re.compile(r"\d{1,2}月")


def translation_faults(message: str, translation: str) -> Iterator[str]:
    """Say what a translation does not have in common with its message: links, code, marks, numbers, the page's words.

    >>> list(translation_faults("Up to [1,500](#q-060) *firms*, 突破 (exceed).", "“突破”[1500](#q-061)家。"))
    ['links to #q-060 no more', 'links to #q-061', 'has 2 fewer of *']
    >>> list(translation_faults("In 2020, 3 lists.", "2020年有4个清单。"))
    ['has the number 4', 'has the number 3 no more']
    """
    gone, new = _apart(_LINK, message, translation)
    yield from (tell("links to {target} no more", target=target) for target in gone)
    yield from (tell("links to {target}", target=target) for target in new)
    gone, new = _apart(_CODE, message, translation)
    yield from (tell("has {words} no more", words=code) for code in gone)
    yield from (tell("has {words}", words=code) for code in new)
    was_marks, now_marks = (_CODE.sub("", text).count("*") for text in (message, translation))
    if was_marks != now_marks:
        yield tell(
            "has {number} fewer of *" if now_marks < was_marks else "has {number} more of *",
            number=abs(was_marks - now_marks),
        )
    yield from _numbers_apart(message, translation)
    there = strip_whitespace(translation)
    for words in _CHINESE.findall(_CODE.sub("", message)):
        if words not in there:
            yield tell("has {words} no more", words=words)


def _apart(form: re.Pattern[str], message: str, translation: str) -> tuple[list[str], list[str]]:
    """Give what of a form the translation has no more, and what it has that its message has not."""
    was, now = (Counter(form.findall(text)) for text in (message, translation))
    return list((was - now).elements()), list((now - was).elements())


def _numbers_apart(message: str, translation: str) -> Iterator[str]:
    """Compare the numbers that cite nothing; what is written in figures in one may stand in words in the other."""
    was, now = _bare(message), _bare(translation)
    if dates(was) != dates(now):
        yield tell("names other days")
    was, now = without_days(was), without_days(now)
    figures_was, figures_now = set(_figures(was)), set(_figures(_MONTH.sub("", now)))
    for number in sorted(figures_now - figures_was - set(numbers_in_words(was))):
        yield tell("has the number {number}", number=number)
    for number in sorted(figures_was - figures_now - set(numbers_in_words(now))):
        yield tell("has the number {number} no more", number=number)


def _bare(text: str) -> str:
    """Leave out of a message what is held otherwise: citations, addresses, code."""
    return _CODE.sub(" ", _LINK.sub("] ", without_citations(text)))


def _figures(text: str) -> Iterator[Decimal]:
    return (number_of(found) for found in DIGITS_WITH_MAGNITUDE.finditer(text))


PROSE: tuple[Check, ...] = (
    prose.citations_hold,
    names.names_hold,
    cited_words.cited_words_hold,
    quotations.quotations_hold,
    own_words.own_words_hold,
    own_words.marks_hold,
)
"""The checks of an edition's prose that its Chinese pages are held to as well."""


def check_chinese(root: Path) -> list[str]:
    """Check the Chinese of a project's prose: a line a fault; none where the project has no catalogues.

    No message without a translation, none in doubt, none that the pages no longer say; each agrees with its message;
    and the Chinese pages keep the promises of the prose. A page that cannot be read is a fault of `jiedu check`.

    >>> check_chinese(Path("/nowhere"))
    []
    """
    if not has_chinese(root):
        return []
    found, translations = messages(root), read_translations(root)
    faults = [
        tell("{where}: {problem}", where=f"{LOCALE}/{name}.po", problem=fault)
        for name in dict.fromkeys([*found, *translations.texts])
        for fault in _of_catalogue(name, found.get(name, []), translations)
    ]
    return [*faults, *_of_pages(root, translations)]


def _of_catalogue(name: str, found: list[Message], translations: Translations) -> Iterator[str]:
    known = translations.texts.get(name, {})
    said = {message.text: message for message in found}
    for text, message in said.items():
        where = tell("{file}, {place}", file=message.file, place=told_place(message))
        if not known.get(text):
            yield tell("{where}: has no translation: {words}", where=where, words=text[:60])
        elif (name, text) in translations.doubtful:
            yield tell(
                "{where}: the message has changed since it was translated (fuzzy): {words}",
                where=where,
                words=text[:60],
            )
        else:
            yield from (
                tell("{where}: {problem}: {words}", where=where, problem=fault, words=known[text][:60])
                for fault in translation_faults(text, known[text])
            )
    for text in known:
        if text not in said:
            yield tell("no page says this any more: {words}", words=text[:60])


def _of_pages(root: Path, translations: Translations) -> Iterator[str]:
    """Hold the pages in Chinese to what prose is held to."""
    edition = Edition.open(root)
    with tempfile.TemporaryDirectory(prefix="jiedu-") as name:
        folder = Path(name)
        (folder / "data").symlink_to(root / "data")
        for page, text in translated_pages(root, translations.of).items():
            write_whole(folder / page.relative_to(root), text)
        translated = replace(edition, root=folder)
        for one in PROSE:
            for fault in one(translated):
                # The tables are the same in both editions, and their faults are told once.
                if not fault.startswith("data/"):
                    yield tell("{where}: {problem}", where=LOCALE, problem=fault)
