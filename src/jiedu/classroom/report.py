"""The report of a score: one page for the teacher, and each student's own sheet to be handed out."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from jiedu.classroom.score_tables import (
    answer_words,
    disputed_sentences,
    show_agreement,
    show_confusion,
    strange_table,
    students_table,
)
from jiedu.classroom.scoring import Score
from jiedu.classroom.sheet_reading import FilledSheet, SheetKey
from jiedu.classroom.sheets import SheetItem
from jiedu.display import html
from jiedu.display.html import Safe
from jiedu.display.spoken import english_then
from jiedu.errors import Fault
from jiedu.files import one_line, safe_name, why, write_whole
from jiedu.language import BOTH, LANGUAGES, language, say, say_count, tell, tell_count

_PAGE = Safe(
    '<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>{style}</head>\n'
    '<body class="jd-paper jd-report"><main><header><h1>{head}</h1><p>{about}</p>{draft}</header>\n'
    '<section class="jd-class"><h2>{agreement_head}</h2>{agreement}{students}{strange}</section>\n'
    '<section class="jd-class"><h2>{disputed_head}</h2>{disputed}</section>\n'
    '<section class="jd-class"><h2>{confusion_head}</h2>{confusion}</section>\n'
    "{sheets}</main></body></html>\n"
)
_DRAFT = Safe('<p class="jd-class-draft">{}</p>')


def report_page(score: Score) -> str:
    """Write the report of a class, whole in one file that asks nothing of the network.

    >>> from jiedu.classroom.sheet_reading import answer_key
    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> report_page(Score(answer_key(worksheet(Edition.open(), "f")), ()))[:15]
    '<!DOCTYPE html>'
    """
    key = score.key
    drafts = ""
    if key.drafts:
        said = say(
            "The key is a draft: {drafts} of its {items} rows were signed by nobody.",
            drafts=key.drafts,
            items=len(key.items),
        )
        drafts = _DRAFT.format(html.mixed(english_then(said, "答案尚未审校。") if language() == BOTH else said))
    count = len(score.sheets)
    about = _about(key, count)
    closed = [one.code for one in key.fields if one.labels is not None]
    return str(
        _PAGE.format(
            lang=LANGUAGES.get(language(), "en"),
            title=f"{say('The class and the key')} · {_section(key)}",
            head=html.mixed(english_then("The class and the key", "全班与答案")),
            about=html.mixed(about),
            draft=drafts,
            style=html.style_sheet("table.css") + html.style_sheet("classroom.css"),
            agreement_head=html.mixed(english_then("Agreement", "一致")),
            agreement=_table(show_agreement(score).html),
            students=_table(students_table(score).html),
            strange=_table(strange_table(score).html) if score.strange else "",
            disputed_head=html.mixed(english_then("Where the class disagrees most", "分歧最大的句子")),
            disputed=disputed_sentences(score),
            confusion_head=html.mixed(english_then("Word by word", "逐词对照")),
            confusion=Safe("").join(_table(show_confusion(score, code).html) for code in closed) if count else "",
            sheets=Safe("\n").join(_own_sheet(score, sheet) for sheet in score.sheets),
        )
    )


def _about(key: SheetKey, count: int) -> str:
    items, section = len(key.items), _section(key)
    if key.of == "numerals":
        return say_count(
            "{section}: {items} numerals, {count} sheet.",
            "{section}: {items} numerals, {count} sheets.",
            count,
            section=section,
            items=items,
        )
    return say_count(
        "{section}: {items} promises, {count} sheet.",
        "{section}: {items} promises, {count} sheets.",
        count,
        section=section,
        items=items,
    )


def _section(key: SheetKey) -> str:
    """Name the section of a key: the edition, its letter and its Chinese; its English too where that is read.

    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     _section(SheetKey("numerals", (), (), "jinshui-2020 · c · 聚焦“双改” · Focus on the “two renovations”"))
    'jinshui-2020 · c · 聚焦“双改”'
    """
    parts = key.section.split(" · ")
    return " · ".join(parts[:-1] if language() == "zh" and len(parts) > _WITHOUT_ENGLISH else parts)


_WITHOUT_ENGLISH = 3
"""Parts of the name of a section as keys have it, before its English."""


def _table(shown: str) -> Safe:
    # One style sheet is enough for a page.
    return Safe(shown.removeprefix(html.style_sheet("table.css")))


_OWN = Safe(
    '<section class="jd-class jd-class-own"><h2>{name}</h2><p>{about}</p>{odd}'
    '<div class="jd-class-scroll" tabindex="0" role="group" aria-label="{label}">'
    '<table class="jd-class-table"><thead><tr>{heads}</tr></thead>{bodies}</table></div></section>'
)

_GROUP = Safe('<tr><th scope="rowgroup" colspan="{}" lang="zh-CN">{}</th></tr>')


def _own_sheet(score: Score, sheet: FilledSheet) -> Safe:
    """Write a student's own sheet: sentence by sentence each item, the answer, and the key where it differs."""
    fields = score.key.fields
    (row,) = (row for row, one in zip(score.students.to_dict("records"), score.sheets, strict=True) if one is sheet)
    remarked = bool(sheet.remarks)
    heads = [
        english_then("item", "编号"),
        *(english_then(one.label[1], one.label[0]) for one in fields),
        *([english_then("remark", "备注")] if remarked else []),
    ]
    bodies = []
    items = sorted(score.key.items, key=lambda item: (item.sentence, item.number))
    for _, group in groupby(items, key=lambda item: item.sentence):
        here = list(group)
        first = _GROUP.format(len(heads), here[0].plain)
        lines = (_own_row(score, sheet, item, remarked) for item in here)
        bodies.append(Safe("<tbody>{}{}</tbody>").format(first, Safe("").join(lines)))
    about = say(
        "{section}. {right} of {answered} answers are as the key, {empty} left empty; – is not asked."
        if row["answered"]
        else "{section}. nothing answered, {empty} left empty; – is not asked.",
        section=_section(score.key),
        right=row["right"],
        answered=row["answered"],
        empty=row["empty"],
    )
    return _OWN.format(
        name=sheet.name,
        about=html.mixed(about),
        odd=Safe("").join(Safe('<p class="jd-class-odd">{}</p>').format(line) for line in sheet.odd),
        label=say("The sheet of {name}", name=sheet.name),
        heads=Safe("").join(Safe('<th scope="col">{}</th>').format(html.mixed(head)) for head in heads),
        bodies=Safe("").join(bodies),
    )


def _own_row(score: Score, sheet: FilledSheet, item: SheetItem, remarked: bool) -> Safe:
    cells = [_own_cell(score, sheet, item, at) for at in range(len(score.key.fields))]
    if remarked:
        cells.append(Safe("<td>{}</td>").format(html.mixed(sheet.remarks.get(item.number, ""))))
    return Safe('<tr><th scope="row">{}. <span lang="zh-CN">{}</span></th>{}</tr>').format(
        item.number, item.words, Safe("").join(cells)
    )


_RIGHT = Safe('<td class="jd-right-answer"><span class="jd-sign" role="img" aria-label="{}">✓</span> {}</td>')
_WRONG = Safe(
    '<td class="jd-wrong-answer"><span class="jd-sign" role="img" aria-label="{}">✗</span> {}'
    '<span class="jd-class-key">{} {}</span></td>'
)
_LEFT = Safe('<td class="jd-empty-answer">{}<span class="jd-class-key">{} {}</span></td>')


def _own_cell(score: Score, sheet: FilledSheet, item: SheetItem, at: int) -> Safe:
    asked = score.key.fields[at]
    place = item.number, asked.code
    written = html.mixed(sheet.written[place]) if place in sheet.written else answer_words(asked, "")
    if not item.key[asked.code]:
        return Safe("<td>{}</td>").format(written if place in sheet.written else answer_words(asked, "", "–"))
    key = answer_words(asked, item.key[asked.code])
    right = score.right(sheet, item, asked)
    said = html.mixed(english_then("key", "答案"))
    if right is None:
        return _LEFT.format(written, said, key)
    if right:
        return _RIGHT.format(say("as the key"), written)
    return _WRONG.format(say("not as the key"), written, said, key)


def write_report(score: Score, out: Path) -> None:
    """Write the report of a class into a file, whole or not at all."""
    try:
        write_whole(out, report_page(score))
    except OSError as error:
        raise Fault(tell("{name}: cannot be written: {why}", name=safe_name(out), why=why(error))) from None


def score_lines(score: Score) -> Iterator[str]:
    """Give what a terminal is told: the figures of each field, and what was odd about a sheet.

    >>> from jiedu.classroom.sheet_reading import answer_key
    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> next(score_lines(Score(answer_key(worksheet(Edition.open(), "f")), ())))
    'class: no answers'
    """
    for row in score.fields.to_dict("records"):
        if not row["n"]:
            yield tell("{field}: no answers", field=row["field"])
            continue
        line = tell(
            "{field}: {share}% of {answers} answers as the key, α {alpha}",
            field=row["field"],
            share=f"{row['key_share']:.1f}",
            answers=row["n"],
            alpha=_figure(row["key_alpha"]),
        )
        if row["pairs"]:
            line += tell("; ") + tell(
                "{share}% of {pairs} pairs of students alike, α {alpha}",
                share=f"{row['class_share']:.1f}",
                pairs=row["pairs"],
                alpha=_figure(row["class_alpha"]),
            )
        yield line
    for sheet in score.sheets:
        for line in sheet.odd:
            yield one_line(tell("{name}: {line}", name=sheet.name, line=line))
    if score.strange:
        yield tell_count(
            "{count} answer is outside the vocabulary",
            "{count:,} answers are outside the vocabulary",
            len(score.strange),
        )
    if score.key.drafts:
        yield tell(
            "the key is a draft: {drafts} of its {items} rows were signed by nobody",
            drafts=score.key.drafts,
            items=len(score.key.items),
        )


def _figure(alpha: float | None) -> str:
    # A frame of numbers has its own sign for none.
    return tell("not defined") if alpha is None or alpha != alpha else f"{alpha:.3f}"
