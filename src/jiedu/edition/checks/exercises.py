"""The promise that every exercise can be answered, and that its right answer stands in one place only."""

from collections import Counter
from collections.abc import Iterator

from jiedu.edition import Edition, Row
from jiedu.edition.citations import citations
from jiedu.edition.positions import sentence_at
from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.language import tell
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
            yield tell("{path}: row {row}: {problem}", path=_EXERCISES.path, row=exercise["id"], problem=problem)
    for option in options:
        where = tell("{path}: row {row}", path=_OPTIONS.path, row=option["id"])
        if option["exercise"] not in known:
            yield tell("{where}: there is no exercise {exercise!r}", where=where, exercise=option["exercise"])
        elif option["id"].rpartition("-")[0] != option["exercise"]:
            yield tell(
                "{where}: is an option of {exercise}, its id says another", where=where, exercise=option["exercise"]
            )


def _of_its_lesson(exercise: Row) -> Iterator[str]:
    lessons = list(LESSONS)
    if exercise["lesson"] in lessons and not exercise["id"].startswith(f"x-{lessons.index(exercise['lesson']) + 1}"):
        yield tell("is of the lesson {lesson}, its id is not", lesson=exercise["lesson"])


def _of_the_row(edition: Edition, exercise: Row) -> Iterator[str]:
    row, field = exercise["row"], exercise["field"]
    if bool(row) != bool(field):
        yield tell("names a row without a field" if row else "names a field without a row")
    if not row or not field:
        return
    table = next((name for name in CODED if edition.has(name, row)), None)
    if table is None:
        yield tell("there is no quantity and no commitment {row!r}", row=row)
    elif field not in CODED[table]:
        yield tell(
            "{field!r} of {table} has no closed vocabulary; it is one of {fields}",
            field=field,
            table=table,
            fields=", ".join(CODED[table]),
        )
    elif not edition.row(table, row)[field]:
        yield tell("{row} has no {field}, so nothing would be right", row=row, field=field)
    else:
        sentence = sentence_at(edition, edition.row(table, row)["start"])
        if exercise["mark_en"] and (sentence is None or sentence["en"].count(exercise["mark_en"]) != 1):
            yield tell(
                "mark_en {words!r} does not stand once in the English of the sentence", words=exercise["mark_en"]
            )


def _of_the_options(exercise: Row, options: list[Row]) -> Iterator[str]:
    if exercise["row"]:
        if options:
            yield tell("the row {row} answers it, and it has options beside", row=exercise["row"])
        return
    rights = {option["right"] for option in options}
    if "yes" not in rights:
        yield tell("no option is right")
    if "no" not in rights:
        yield tell("no option is wrong")
    for column in ("words_zh", "words_en"):
        for words, times in Counter(option[column] for option in options if option[column]).items():
            if times > 1:
                yield tell("two options say {words!r}", words=words)
        for option in options:
            # They stand beside a box to tick, where nothing leads away, and may be wrong on purpose.
            if any(citations(option[column])):
                yield tell(
                    "the {column} of {option} cite a row; what an option rests on is said in its reason",
                    column=column,
                    option=option["id"],
                )
