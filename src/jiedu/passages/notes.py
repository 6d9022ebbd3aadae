"""The notes of a passage: each below the sentence that it speaks of, its two languages side by side."""

import re
from collections.abc import Iterable
from functools import lru_cache

from jiedu.display import html, labels
from jiedu.display.amounts import in_english
from jiedu.display.html import Safe
from jiedu.display.labels import Label
from jiedu.display.panel_figures import outside_period
from jiedu.edition import Edition, Row, records
from jiedu.edition.positions import position
from jiedu.language import BOTH, language, pick, say
from jiedu.text.characters import HAN
from jiedu.text.cleaning import strip_whitespace

_HAN = re.compile(f"[{HAN}]")


@lru_cache(maxsize=4)
def _placed(edition: Edition) -> list[tuple[int, Row]]:
    return [(position(edition, note["target"])[0], note) for note in records(edition.notes)]


def notes_by_sentence(edition: Edition, block: Row, starts: list[int]) -> dict[int, list[Row]]:
    """Give the notes of a block by the number of the sentence that holds their target; `starts` are the sentences'."""
    found: dict[int, list[Row]] = {}
    for at, note in _placed(edition) if starts else ():
        if block["start"] <= at < block["end"]:
            line = max((i for i, start in enumerate(starts) if start <= at), default=0)
            found.setdefault(line, []).append(note)
    return found


_NOTE = Safe(
    '<aside class="jd-note jd-{kind}{draft}" role="note" id="{id}" aria-label="{said}" data-about="{about}">'
    '<p class="jd-note-head">{named} · <a href="#{about}">{target}</a>{sources}{state}</p>{zh}{en}</aside>'
)


def note_card(edition: Edition, note: Row) -> Safe:
    """Write a note: of what kind, on what, from which sources, and its words in both languages.

    >>> edition = Edition.open()
    >>> card = note_card(edition, edition.row("notes", "n-006") | {"id": "n-006"})
    >>> 'aria-label="contextual note n-006 on about 6.5%"' in card
    True
    """
    zh, en = labels.labelled(labels.NOTE_KINDS, note["kind"])
    said_zh, said_en = pick(note["zh"], note["en"])
    target = _target(edition, note["target"])
    sources = [_source(edition, name) for name in note["sources"].split()]
    return _NOTE.format(
        kind=note["kind"],
        draft=" jd-draft" if note["state"] == "draft" else "",
        id=note["id"],
        said=_said(note["id"], (zh, en), target),
        about=note["target"],
        named=html.in_line(f"{zh}注释", f"{en} note"),
        target=_two(target),
        sources=_sources(sources) if sources else "",
        state=html.badge(say("the note: made by the machine, not yet read by a person"))
        if note["state"] == "draft"
        else "",
        zh=html.chinese(html.cited(said_zh), "p") if said_zh or language() == BOTH else "",
        en=html.english(html.cited(said_en), "p") if said_en or language() == BOTH else "",
    )


def _said(name: str, kind: Label, target: Label) -> str:
    """Name a note to those who do not see it."""
    if language() == "zh":
        return f"{kind[0]}注释{name}，关于{target[0] or target[1]}"
    return f"{kind[1]} note {name} on {target[1] or target[0]}"


def _sources(links: Iterable[Safe]) -> Safe:
    chinese = language() == "zh"
    form = Safe(" · {}：{}") if chinese else Safe(" · {}: {}")
    return form.format(html.in_line("依据", "source"), Safe("、" if chinese else ", ").join(links))


def noted(notes: Iterable[Row]) -> dict[str, list[str]]:
    """Map what notes speak of to their ids.

    >>> noted([{"id": "n-001", "target": "q-001"}, {"id": "n-002", "target": "q-001"}])
    {'q-001': ['n-001', 'n-002']}
    """
    found: dict[str, list[str]] = {}
    for note in notes:
        found.setdefault(note["target"], []).append(note["id"])
    return found


def called(edition: Edition, name: str) -> Label:
    """Call a row of the edition by words that a reader knows, in both languages; its id if there are none.

    >>> edition = Edition.open()
    >>> called(edition, "q-057"), called(edition, "tasks-1")[0], called(edition, "p-003")
    (('1000家', 'more than 1,000'), '聚焦经济平稳健康发展', ('承诺', 'promise p-003'))
    """
    if edition.has("quantities", name):
        row = edition.row("quantities", name)
        return strip_whitespace(row["surface"]), in_english(row) if row["class"] == "quantity" else ""
    if edition.has("terms", name):
        row = edition.row("terms", name)
        return row["term"], row["en"]
    if edition.has("blocks", name):
        row = edition.row("blocks", name)
        if row["heading_zh"]:
            return strip_whitespace(row["heading_zh"]), row["heading_en"]
        return pick(*labels.labelled(labels.ROLES, row["role"]))
    if edition.has("commitments", name):
        return (f"承诺{name}", "") if language() == "zh" else pick("承诺", f"promise {name}")
    return "", name


def _target(edition: Edition, name: str) -> Label:
    """Call what a note speaks of; a block stands right above, so that its heading need not be said again."""
    if edition.has("blocks", name):
        return pick(*labels.labelled(labels.ROLES, edition.row("blocks", name)["role"]))
    return called(edition, name)


def _two(names: Label) -> Safe:
    """Write a name in both languages; figures need no English."""
    zh, en = names if language() != "zh" or not names[0] else (names[0], "")
    if not zh or (en and not _HAN.search(zh)):
        return Safe("{}").format(en)
    return Safe("{} {}").format(html.chinese(zh), en) if en else html.chinese(zh)


_OUTSIDE_SOURCE = '<a href="#ctx-{}" title="{}">{} {} ({})</a>'


def _source(edition: Edition, name: str) -> Safe:
    """Link a source of a note: a fact from outside, or a row of the edition; a bibliography key stays text."""
    if edition.has("context", name):
        row = edition.row("context", name)
        # The period of a plan may go on: 2020 (plan published 15 June 2020).
        period = outside_period(row["period"].partition(" (")[0])
        words = (period if language() == "zh" else f"{row['level']} {period}").strip(" -")
        form = '<a href="#ctx-{}" title="{}">{} {}（{}）</a>' if language() == "zh" else _OUTSIDE_SOURCE
        return Safe(form).format(name, edition.said(row["claim"]), html.chinese(row["place"]), words, name)
    known = any(edition.has(table, name) for table in edition.tables)
    return html.link(name, _two(called(edition, name))) if known else Safe("{}").format(name)
