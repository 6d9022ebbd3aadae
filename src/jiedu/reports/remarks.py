"""What a reader of the results should hear: what was not found, what was left out, what could be read in two ways."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from jiedu.reports.formats import invisible_remark
from jiedu.reports.targets import FAMILIES, Target, list_apart
from jiedu.text.cleaning import reflow

if TYPE_CHECKING:
    from jiedu.reports.report import Report

_MANY = 10
"""A tenth of the numbers without something is worth a word; a date in the masthead is not."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def find_remarks(report: "Report") -> tuple[str, ...]:
    """Say in sentences what of a report was not found, not read, or is open to doubt; nothing where all is plain.

    >>> from jiedu.reports.report import read_report
    >>> for remark in find_remarks(read_report("今年，建成道路9条。" * 40)):
    ...     print(remark)
    no place was found, in the text or in its file's name
    no year was found, in the text or in its file's name
    no expected targets were found: no paragraph lists them, and no sentence calls a figure one
    """
    return tuple(remark for find in _FINDERS for remark in find(report))


def _of_source(report: "Report") -> Iterator[str]:
    """Repeat what was said when the file was read; characters that were lost are counted here where nobody did."""
    yield from report.source.remarks
    unseen = invisible_remark(report.source.text)
    if unseen and unseen not in report.source.remarks:
        yield unseen
    lost = report.source.text.count("\ufffd")
    if lost and not report.source.remarks:
        yield f"{_of(lost, 'character')} could not be read: \ufffd in the text"


def _of_identity(report: "Report") -> Iterator[str]:
    """Say which of place and year was not found, and which the text does not say itself."""
    known = {"place": report.structure.place, "year": report.structure.year}
    for name, found in known.items():
        if found is None:
            yield f"no {name} was found, in the text or in its file's name"
    outside = {name: found.value for name, found in known.items() if found and found.evidence == "file name"}
    if outside:
        are = "are" if len(outside) > 1 else "is"
        yield f"{' and '.join(outside)} ({', '.join(outside.values())}) {are} known from the file's name alone"


def _of_structure(report: "Report") -> Iterator[str]:
    """Repeat where the report names two places or years that do not agree."""
    yield from report.structure.remarks


def _of_other_years(report: "Report") -> Iterator[str]:
    year = report.structure.year
    named = _YEAR.findall(report.source.name)
    if year and named and year.value not in named:
        yield f"the file's name says {named[-1]}, the {year.evidence} {year.value}: the latter stands"


def _of_targets(report: "Report") -> Iterator[str]:
    lists = report.structure.targets
    stated = [target for target in report.targets if target.value is not None]
    if not lists:
        if any(target.availability != "not found" for target in report.targets):
            yield f"no paragraph lists the expected targets; single sentences gave {_of(len(stated), 'value')}"
        else:
            yield "no expected targets were found: no paragraph lists them, and no sentence calls a figure one"
    if len(lists) > 1:
        yield from _read_twice(report, len(lists))


def _read_twice(report: "Report", lists: int) -> Iterator[str]:
    """Find families for which two lists give different values; the table has one of them."""
    values: dict[_Key, list[str]] = {}
    for stated in list_apart(reflow(report.source.text), report.structure, report.quantities):
        for target in stated:
            if target.value is not None:
                values.setdefault(_key(target), []).append(_amount(target))
    stands = {_key(target): _amount(target) for target in report.targets if target.value is not None}
    names = {family.name: family.zh for family in FAMILIES}
    differing = [
        f"{names[key[0]]} {' or '.join(dict.fromkeys(said))} ({stands.get(key, 'neither')} stands)"
        for key, said in values.items()
        if len(set(said)) > 1
    ]
    if differing:
        yield f"{lists} paragraphs list targets and differ: {', '.join(differing)}"


_Key = tuple[str, str, str, str]


def _key(target: Target) -> _Key:
    """Tell what is compared: a growth in per cent does not contradict an amount."""
    return target.family, target.scope, target.aim, target.unit


def _amount(target: Target) -> str:
    numbers = [value for value in (target.value, target.value_high) if value is not None]
    return "–".join(f"{Decimal(value).normalize():f}" for value in numbers) + target.unit


def _of_roles(report: "Report") -> Iterator[str]:
    """Say how many numbers stand behind the report, or where it does not tell looking back from looking forward."""
    structure, numbers = report.structure, report.quantities
    end = structure.periods[-1].span.end if structure.periods else len(report.source.text)
    inside = [quantity for quantity in numbers if quantity.start < end]
    if len(inside) < len(numbers):
        yield f"{_of(len(numbers) - len(inside), 'number')} stand behind the report, in what its page adds"
    without = sum(1 for quantity in inside if not structure.role_at(quantity.start))
    if without * _MANY <= len(inside):
        return
    silent = sum(1 for part in structure.parts if not part.role)
    why = f"{silent} of {_of(len(structure.parts), 'part')} do not tell looking back from looking forward"
    yield f"{without:,} of {len(inside):,} numbers have no role: {why if structure.parts else 'no headings were found'}"


def _of_indicators(report: "Report") -> Iterator[str]:
    measured = [quantity for quantity in report.quantities if quantity.kind != "date"]
    without = sum(1 for quantity in measured if not quantity.indicator)
    if 2 * without > len(measured):
        yield f"{without:,} of {len(measured):,} numbers name nothing that they measure"


def _of(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


_FINDERS: tuple[Callable[["Report"], Iterator[str]], ...] = (
    _of_source,
    _of_identity,
    _of_structure,
    _of_other_years,
    _of_targets,
    _of_roles,
    _of_indicators,
)
