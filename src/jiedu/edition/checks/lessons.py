"""The promise that a number of minutes stands in a lesson alone, and that the steps of its plan fill its time.

Minutes are a lesson's own and cite nothing: the first that it states, `a lesson of 45 min`, are its length. Its plan is
a table whose first cells are spans of it, each from where the one before ended; a second table has it in Chinese. Where
a step is taken up it is called as in the plan, with its minutes: `**The question, 5 min`.

| time | what is done |
|---|---|
| 0–5 min | **The question.** |
| 5–45 min | **The rest.** |
"""

import re
from collections.abc import Iterator

from jiedu.edition import Edition
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.citations import LESSON_TIME
from jiedu.language import tell

LESSON = re.compile(r"notebooks/lesson_\w+\.ipynb")
"""The path of a lesson."""
_STEP = re.compile(r"^\| *(\d+)–(\d+)(?: min|分钟) *\|", re.MULTILINE)
_NAMED_STEP = re.compile(r"^\| *(\d+)–(\d+) min *\| *\*\*([^*]+?)[.?]?\*\*", re.MULTILINE)


def lesson_times_hold(edition: Edition) -> Iterator[str]:
    """Find minutes that are no lesson's or no step's, and plans that leave a gap or do not end with the lesson.

    >>> broken = Edition.open().with_row("notes", "n-001", en="A talk of 30 min.")
    >>> for fault in lesson_times_hold(broken):
    ...     print(fault)
    data/notes.csv: row n-001, en: 30 min is the time of a lesson and stands in none; another number cites its row
    """
    lessons: dict[str, str] = {}
    for path, place, text in prose_of(edition):
        if LESSON.fullmatch(path):
            lessons[path] = f"{lessons.get(path, '')}\n{text}"
            continue
        for found in LESSON_TIME.finditer(text):
            yield tell(
                "{path}: {place}: {time} is the time of a lesson and stands in none; another number cites its row",
                path=path,
                place=place,
                time=found[0],
            )
    for path, text in lessons.items():
        yield from (tell("{where}: {problem}", where=path, problem=fault) for fault in plan_faults(text))


def plan_faults(text: str) -> Iterator[str]:
    """Say what is wrong with the minutes of a lesson, given as Markdown.

    >>> list(plan_faults("A lesson of 45 min.\\n\\n| 0–5 min | a |\\n| 6–45 min | b |"))
    ['the step 6–45 min begins where none ended; the one before ends at 5']
    >>> list(plan_faults("A lesson of 45 min.\\n\\n| 0–5 min | a |\\n"))
    ['the plan ends at 5 min, the lesson at 45']
    >>> list(plan_faults("A lesson of 45 min.\\n\\n| 0–45 min | **Vote.** |\\n\\n**Vote, 40 min.**"))
    ['40 min is neither the whole lesson, as in a lesson of 45 min, nor a step of the plan, as in **Vote, 45 min']
    """
    times = list(LESSON_TIME.finditer(text))
    if not times:
        yield tell("a lesson says how long it takes, as in 45 min")
        return
    length = int(times[0]["last"])
    yield from _plan(text, length)
    steps = plan_steps(text)
    said = {f"lesson of {length} min", *(f"**{name}, {minutes} min" for name, minutes in steps)}
    for time in times:
        line = text[text.rfind("\n", 0, time.start()) + 1 : time.end()]
        if not line.startswith("| ") and not any(line.endswith(words) for words in said):
            yield _no_step(time[0], length, steps)


def _no_step(time: str, length: int, steps: list[tuple[str, int]]) -> str:
    if not steps:
        return tell(
            "{time} is neither the whole lesson, as in a lesson of {length} min, nor a step of the plan",
            time=time,
            length=length,
        )
    name, minutes = steps[0]
    return tell(
        "{time} is neither the whole lesson, as in a lesson of {length} min, nor a step of the plan, as in **{name}, "
        "{minutes} min",
        time=time,
        length=length,
        name=name,
        minutes=minutes,
    )


def plan_steps(text: str) -> list[tuple[str, int]]:
    """Give the steps that the English plan of a lesson names, each with its minutes.

    >>> plan_steps("| 0–4 min | **Vote.** Hands up. |\\n| 4–11 min | **The rule.** |")
    [('Vote', 4), ('The rule', 7)]
    """
    return [(name, int(last) - int(first)) for first, last, name in _NAMED_STEP.findall(text)]


def _plan(text: str, length: int) -> Iterator[str]:
    """Find where the steps leave a gap, or do not end with the lesson."""
    end = 0
    for first, last in ((int(step[1]), int(step[2])) for step in _STEP.finditer(text)):
        # After the last step the plan begins anew, in the other language.
        if first != (0 if end == length else end) or last <= first:
            yield tell(
                "the step {first}–{last} min begins where none ended; the one before ends at {end}",
                first=first,
                last=last,
                end=end,
            )
        end = last
    if end != length:
        yield tell("the plan ends at {end} min, the lesson at {length}", end=end, length=length)
