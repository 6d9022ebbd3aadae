"""What can be counted of any report alike: length, numbers, promises, and the words that bind or soften them.

Every count is of the machine's own reading, so that reports are held against each other by one measure. What a person
would count differs, and by how much is worth knowing before a count is quoted alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jiedu.reports.promises import draft_promises
from jiedu.text.spans import Span

if TYPE_CHECKING:
    from jiedu.reports.report import Report
    from jiedu.reports.structure.model import Part

WORDS = {
    "strive": (r"力争|争取(?!到|工作)|争创|努力(?:实现|达到|完成|做到|使)", "words of striving: 力争, 争取, 努力实现"),
    "ensure": (r"确保|务必|保证(?!金)", "words of assurance: 确保, 务必, 保证"),
    "about": (r"左右|上下(?=[，。；、）)]|$)", "words that put a number near: 左右, 上下"),
    "at_least": (
        r"以上|不低于|不少于|超过|突破|高于",
        "words that set a floor: 以上, 不低于, 不少于, 超过, 突破, 高于",
    ),
    "at_most": (r"以内|以下|不超过|不高于|低于", "words that set a ceiling: 以内, 以下, 不超过, 不高于, 低于"),
}
"""The words that are counted in promises: name of the column, their form, what they are."""

COUNTS = (
    "characters",
    "plan_characters",
    "quantities",
    "plan_quantities",
    "shorthand",
    "promises",
    "promises_number",
    "promises_deadline",
    "promises_actor",
    "promises_strive",
    "promises_strive_number",
    *WORDS,
)
"""What `count_report` counts, in this order."""

PLAN_ROLES = ("plan", "plan_term")
"""The roles of the stretches that say what is to come."""

# 不低于 is a floor, though it holds a word that sets a ceiling; 不超过 and 不高于 are ceilings in the same way.
_BOUNDING = ("at_least", "at_most")
_FORMS = {name: re.compile(rf"(?<!不)(?:{form})" if name in _BOUNDING else form) for name, (form, _) in WORDS.items()}
_BLANK = re.compile(r"\s+")


def count_report(report: "Report") -> dict[str, int]:
    """Count a report: COUNTS by name; characters without white space, promises clause by clause.

    >>> from jiedu.reports.report import read_report
    >>> found = count_report(read_report("一、今年工作安排" + chr(10) + "　　今年，力争建成道路9条以上。" * 40))
    >>> found["promises"], found["promises_number"], found["strive"], found["at_least"]
    (40, 40, 40, 40)
    """
    text = report.source.text
    promises = read_promises(report)
    plan = [period.span for period in report.structure.periods if period.role in PLAN_ROLES]
    return {
        "characters": _length(text),
        "plan_characters": sum(_length(span.of(text)) for span in plan),
        "quantities": len(report.quantities),
        "plan_quantities": sum(report.structure.role_at(found.start) in PLAN_ROLES for found in report.quantities),
        "shorthand": sum(1 for found in report.numerals if found.class_ == "slogan"),
        "promises": len(promises),
        "promises_number": sum(bool(row["quantities"]) for row in promises),
        "promises_deadline": sum(bool(row["deadline"]) for row in promises),
        "promises_actor": sum(bool(row["actor"]) for row in promises),
        **count_striving(promises),
        **words_in(row["text"] for row in promises),
    }


def count_striving(promises: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Count the promises that hold a word of striving, and those of them that hold a number.

    >>> count_striving([{"text": "力争突破1000家", "quantities": "q-001"}, {"text": "争创一流", "quantities": ""}])
    {'promises_strive': 2, 'promises_strive_number': 1}
    """
    own = [row for row in promises if _FORMS["strive"].search(row["text"])]
    return {"promises_strive": len(own), "promises_strive_number": sum(bool(row["quantities"]) for row in own)}


def words_in(clauses: Iterable[str]) -> dict[str, int]:
    """Count the words that bind or soften in some clauses, by the names of WORDS.

    >>> words_in(["力争突破1000家", "稳定在90%以上"])
    {'strive': 1, 'ensure': 0, 'about': 0, 'at_least': 2, 'at_most': 0}
    """
    said = list(clauses)
    return {name: sum(len(form.findall(words)) for words in said) for name, form in _FORMS.items()}


def read_promises(report: "Report") -> list[dict[str, Any]]:
    """Code the promises of a report by rules, as `jiedu new` drafts them; its `quantities` name the report's own.

    >>> from jiedu.reports.report import read_report
    >>> rows = read_promises(read_report("一、今年工作安排" + chr(10) + "　　今年，建成道路9条。" * 40))
    >>> rows[0]["text"], rows[0]["quantities"]
    ('建成道路9条', 'q-001')
    """
    text = report.source.text
    ledger = [
        {"id": f"q-{number:03}", "start": found.start, "end": found.end, "status": found.status}
        for number, found in enumerate(report.quantities, 1)
    ]
    return draft_promises(text, list(_blocks(report)), report.structure, ledger)


def _blocks(report: "Report") -> Iterator[dict[str, Any]]:
    """Cut a report into its lists of targets and what stands between: in a list every comma ends a promise.

    A heading on a line of its own is no part of the first promise below it.
    """
    at, end = 0, len(report.source.text)
    spans = [("targets", span) for span in report.structure.targets]
    spans += [("heading", part.heading_span) for part in _parts(report.structure.parts) if not part.run_in]
    for role, span in sorted(spans, key=lambda one: one[1].start):
        yield from _block("body", Span(at, span.start))
        yield from _block(role, Span(max(at, span.start), span.end))
        at = max(at, span.end)
    yield from _block("body", Span(at, end))


def _parts(parts: Iterable["Part"]) -> Iterator["Part"]:
    for part in parts:
        yield part
        yield from _parts(part.sections)


def _block(role: str, span: Span) -> Iterator[dict[str, Any]]:
    if span.start < span.end:
        yield {"id": f"{role}-{span.start}", "role": role, "start": span.start, "end": span.end}


def _length(text: str) -> int:
    return len(_BLANK.sub("", text))
