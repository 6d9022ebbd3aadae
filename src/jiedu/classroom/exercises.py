"""Exercises: questions on rows of the edition, which hold the answer, and questions with options of their own.

Without a script the answer of each is folded below it; on the site `exercises.js` checks what is chosen.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from jiedu.classroom.asked import NUMERAL_FIELDS, PROMISE_FIELDS
from jiedu.display import html
from jiedu.display.html import Html, Safe
from jiedu.display.spoken import beside, beside_mixed, comma
from jiedu.edition import Edition, Row
from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.errors import Fault
from jiedu.language import one_of, pick, say, tell
from jiedu.passages import quotation
from jiedu.vocabulary import LESSONS

_PATH = OPTIONAL_TABLES["exercises"].path


@dataclass(frozen=True, slots=True)
class _Option:
    """One answer that can be chosen: what it is called in the page, its words, and why it is right or not."""

    value: str
    zh: str
    en: str
    right: bool
    why_zh: str
    why_en: str


def exercises(edition: Edition, *wanted: str) -> Html:
    """Show exercises, those of a lesson or those named by their ids, each with its answer folded.

    Raises Fault where no such lesson or exercise is there, and for one that cannot be answered.

    >>> exercises(Edition.open(), "x-101")
    exercises: x-101
    """
    rows = [row for name in wanted for row in _wanted(edition, name)]
    if not rows:
        raise Fault(tell("classroom.exercises: no lesson and no exercise is named"))
    options = edition.optional_rows("options")
    asked = [(row, _options(edition, row, options)) for row in rows]
    shown = _EXERCISES.format(
        style=html.style_sheet("passage.css") + html.style_sheet("exercises.css"),
        label=_called(rows),
        edition=str(edition.package.get("name") or "edition"),
        exercises=Safe("").join(_exercise(edition, row, own) for row, own in asked),
    )
    return Html(str(shown), say("exercises: {ids}", ids=comma().join(row["id"] for row in rows)))


def _called(rows: list[Row]) -> str:
    """Name the exercises for who cannot see them: a page may have several groups."""
    numbers = [int(row["id"].removeprefix("x-")) for row in rows]
    names = [number_of_exercise(row["id"]) for row in rows]
    if len(rows) > 1 and numbers == list(range(numbers[0], numbers[0] + len(rows))):
        return f"{one_of('练习', 'Exercises')} {names[0]}–{names[-1]}"
    return f"{one_of('练习', 'Exercises')} {comma().join(names)}"


def _wanted(edition: Edition, name: str) -> list[Row]:
    found = [row for row in edition.optional_rows("exercises") if name in (row["id"], row["lesson"])]
    if not found:
        raise Fault(
            tell(
                "{path}: there is no exercise {name!r}, nor any of such a lesson ({lessons})",
                path=_PATH,
                name=name,
                lessons=", ".join(LESSONS),
            )
        )
    return found


def _options(edition: Edition, exercise: Row, options: list[Row]) -> list[_Option]:
    """Give what can be chosen: the words of a closed vocabulary where a row is asked, else the options of the table."""
    if exercise["row"]:
        return list(_words_of(edition, exercise))
    own = [row for row in options if row["exercise"] == exercise["id"]]
    if not any(row["right"] == "yes" for row in own):
        raise Fault(tell("{path}: row {exercise}: no option is right", path=_PATH, exercise=exercise["id"]))
    return [
        _Option(row["id"], row["words_zh"], row["words_en"], row["right"] == "yes", row["why_zh"], row["why_en"])
        for row in own
    ]


_CODED = {"quantities": NUMERAL_FIELDS, "commitments": PROMISE_FIELDS}


def _words_of(edition: Edition, exercise: Row) -> Iterator[_Option]:
    table = next((name for name in _CODED if edition.has(name, exercise["row"])), "")
    field = _CODED.get(table, {}).get(exercise["field"])
    if field is None or not field.vocabulary:
        raise Fault(
            tell(
                "{path}: row {exercise}: {row} has no {field!r} to ask about",
                path=_PATH,
                exercise=exercise["id"],
                row=exercise["row"],
                field=exercise["field"],
            )
        )
    answer = edition.row(table, exercise["row"])[exercise["field"]]
    for word, (zh, en) in field.words.items():
        yield _Option(word, zh, en, word == answer, *field.meanings[word])


def _mark_of(exercise: Row, options: list[_Option]) -> str:
    """Make a short hash by which a browser knows that an exercise is not the one that was answered.

    Of a row the words of the vocabulary count, of others the words of the options; and which of them are right.
    """
    said = [[one.value, one.right] + ([] if exercise["row"] else [one.zh, one.en]) for one in options]
    whole = json.dumps([exercise["row"], exercise["field"], said], ensure_ascii=False)
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()[:8]


_EXERCISES = Safe(
    '{style}<section class="jd-exercises" aria-label="{label}" data-edition="{edition}">{exercises}</section>'
)
# Enter in a form without a script would leave the page: this method leads nowhere outside a dialog.
_EXERCISE = Safe(
    '<form class="jd-exercise" id="{id}" method="dialog" data-mark="{mark}"><fieldset>'
    '<legend><span class="jd-x-number">{number}</span> {question}{how}</legend>'
    '<div class="jd-x-ground">{quotation}<div class="jd-x-options{look}">{options}</div></div></fieldset>'
    "{meanings}{key}</form>"
)
_OPTION = Safe(
    '<label class="jd-x-option"><input type="{kind}" name="{name}" value="{value}" autocomplete="off">'
    "<span>{words}</span></label>"
)
_QUESTION = Safe('<span class="jd-x-question">{}</span>')
_SEVERAL = Safe('<span class="jd-x-how">{}</span>')
_KEY = Safe('<details class="jd-x-key"><summary>{}</summary><ul>{}</ul>{}</details>')
_LINE = Safe('<li data-value="{value}" data-right="{right}"><b>{sign} {words}</b>{why}</li>')
_WHY = Safe('<div class="jd-x-why">{}</div>')
_MEANINGS = Safe('<details class="jd-x-meanings jd-x-ground"><summary>{}</summary><dl>{}</dl></details>')
_MEANING = Safe('<div data-value="{value}"><dt>{words}</dt><dd>{why}</dd></div>')
_SIGNS = {True: "✓", False: "✗"}


def _exercise(edition: Edition, exercise: Row, options: list[_Option]) -> Safe:
    several = sum(one.right for one in options) > 1
    kind = "checkbox" if several else "radio"
    why = _why(html.cited(exercise["why_zh"]), html.cited(exercise["why_en"]))
    # The words of a vocabulary are explained beside it, and only the right one has to be given away.
    keyed = [one for one in options if one.right] if exercise["row"] else options
    return _EXERCISE.format(
        id=exercise["id"],
        mark=_mark_of(exercise, options),
        number=number_of_exercise(exercise["id"]),
        question=_QUESTION.format(beside(html.cited(exercise["question_zh"]), html.cited(exercise["question_en"]))),
        how=_SEVERAL.format(beside_mixed("可多选", "several are right")) if several else "",
        quotation=quotation(edition, exercise["row"], exercise["mark_en"]) if exercise["row"] else "",
        look="" if exercise["row"] else " jd-x-listed",
        options=Safe("").join(_choice(exercise["id"], kind, one) for one in options),
        meanings=_meanings(options) if exercise["row"] else "",
        key=_KEY.format(
            beside_mixed("答案", "Answer"), Safe("").join(_line(one, bool(exercise["row"])) for one in keyed), why
        ),
    )


def number_of_exercise(name: str) -> str:
    """Give the number of an exercise as a reader sees it: the lesson and its place there.

    >>> number_of_exercise("x-103"), number_of_exercise("x-212")
    ('1.3', '2.12')
    """
    figures = name.removeprefix("x-")
    return f"{figures[0]}.{int(figures[1:])}"


def _choice(name: str, kind: str, option: _Option) -> Safe:
    return _OPTION.format(kind=kind, name=name, value=option.value, words=beside(option.zh, option.en))


def _line(option: _Option, of_row: bool) -> Safe:
    why = "" if of_row else _why(html.cited(option.why_zh), html.cited(option.why_en))
    words = beside(option.zh, option.en)
    right = "yes" if option.right else "no"
    return _LINE.format(value=option.value, right=right, sign=_SIGNS[option.right], words=words, why=why)


def _why(zh: Safe, en: Safe) -> Safe:
    """Say why in paragraphs, one for each language that is printed."""
    chinese, english = pick(zh, en)
    paragraphs = [html.chinese(chinese, "p") if chinese else "", html.english(english, "p") if english else ""]
    return _WHY.format(Safe("").join(paragraphs))


def _meanings(options: list[_Option]) -> Safe:
    listed = (
        _MEANING.format(
            value=one.value,
            words=beside(one.zh, one.en),
            why=_why(Safe.escape(one.why_zh), html.mixed(one.why_en)),
        )
        for one in options
    )
    return _MEANINGS.format(beside_mixed("各词含义", "What the words mean"), Safe("").join(listed))
