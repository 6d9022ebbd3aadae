"""The promise that every exercise can be answered, and that its right answer stands in one place only."""

from collections import Counter
from collections.abc import Iterator

from jiedu.edition import Edition, Row
from jiedu.edition.citations import citations
from jiedu.edition.positions import sentence_at
from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.vocabulary import CODED, LESSONS

_EXERCISES, _OPTIONS = OPTIONAL_TABLES["exercises"], OPTIONAL_TABLES["options"]


def exercises_hold(edition: Edition) -> Iterator[str]:
    """Find exercises that name no row, a field without a closed vocabulary or an empty cell, and options out of place.

    An exercise on a row has no options, since the row answers; any other has a right one and a wrong one at least. An
    edition without exercises promises nothing here.
    """
    exercises, options = (edition.optional_rows(name) for name in ("exercises", "options"))
    known = {row["id"] for row in exercises}
    for exercise in exercises:
        own = [row for row in options if row["exercise"] == exercise["id"]]
        for problem in (*_of_its_lesson(exercise), *_of_the_row(edition, exercise), *_of_the_options(exercise, own)):
            yield f"{_EXERCISES.path}: row {exercise['id']}: {problem}"
    for option in options:
        if option["exercise"] not in known:
            yield f"{_OPTIONS.path}: row {option['id']}: there is no exercise {option['exercise']!r}"
        elif option["id"].rpartition("-")[0] != option["exercise"]:
            yield f"{_OPTIONS.path}: row {option['id']}: is an option of {option['exercise']}, its id says another"


def _of_its_lesson(exercise: Row) -> Iterator[str]:
    lessons = list(LESSONS)
    if exercise["lesson"] in lessons and not exercise["id"].startswith(f"x-{lessons.index(exercise['lesson']) + 1}"):
        yield f"is of the lesson {exercise['lesson']}, its id is not"


def _of_the_row(edition: Edition, exercise: Row) -> Iterator[str]:
    row, field = exercise["row"], exercise["field"]
    if bool(row) != bool(field):
        yield "names a row without a field" if row else "names a field without a row"
    if not row or not field:
        return
    table = next((name for name in CODED if edition.has(name, row)), None)
    if table is None:
        yield f"there is no quantity and no commitment {row!r}"
    elif field not in CODED[table]:
        yield f"{field!r} of {table} has no closed vocabulary; it is one of {', '.join(CODED[table])}"
    elif not edition.row(table, row)[field]:
        yield f"{row} has no {field}, so nothing would be right"
    else:
        sentence = sentence_at(edition, edition.row(table, row)["start"])
        if exercise["mark_en"] and (sentence is None or sentence["en"].count(exercise["mark_en"]) != 1):
            yield f"mark_en {exercise['mark_en']!r} does not stand once in the English of the sentence"


def _of_the_options(exercise: Row, options: list[Row]) -> Iterator[str]:
    if exercise["row"]:
        if options:
            yield f"the row {exercise['row']} answers it, and it has options beside"
        return
    rights = {option["right"] for option in options}
    if "yes" not in rights:
        yield "no option is right"
    if "no" not in rights:
        yield "no option is wrong"
    for column in ("words_zh", "words_en"):
        for words, times in Counter(option[column] for option in options).items():
            if times > 1:
                yield f"two options say {words!r}"
        for option in options:
            # They stand beside a box to tick, where nothing leads away, and may be wrong on purpose.
            if any(citations(option[column])):
                yield f"the {column} of {option['id']} cite a row; what an option rests on is said in its reason"
