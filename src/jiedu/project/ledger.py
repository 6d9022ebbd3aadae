"""The number ledger of a draft: every numeral of the page as the reader classes it, and the expected targets."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiedu.language import language, say
from jiedu.reports.families import BY_NAME, FAMILIES, families_of
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.promises import deadline_of
from jiedu.reports.quantities import Quantity
from jiedu.reports.targets import Target
from jiedu.text.cleaning import strip_whitespace
from jiedu.text.numerals import NUMERAL_CHARACTERS
from jiedu.text.spans import Span, SpanIndex

_EMPTY: dict[str, Any] = {
    "value": None,
    "value_high": None,
    "unit": "",
    "comparator": "",
    "cue": "",
    "indicator": "",
    "indicator_en": "",
    "kind": "",
    "status": "",
    "deadline": "",
    "target_id": "",
    "note": "",
    "state": "draft",
}
_SYNC = re.compile(r"[与和同][^，。；、\n]{0,16}?(?:基本)?(?:保持)?(?:同步|一致|相适应|相匹配)|(?:基本)?保持同步")
_ENGLISH = {family.name: family.en for family in FAMILIES}


def draft_ledger(
    text: str, blocks: Sequence[dict[str, Any]], numerals: Iterable[Quantity], targets: Iterable[Target]
) -> list[dict[str, Any]]:
    """Make a row for every numeral of a page, in the order of the file; no id yet.

    A date is a label, as in the annotation guidelines; a target tied to another figure is a row without a value.

    >>> from jiedu.reports.quantities import read_all
    >>> text = "聚焦六稳，力争年内完成6个项目。"
    >>> rows = draft_ledger(text, [{"id": "a-1", "start": 0, "end": 16}], read_all(text), [])
    >>> [(row["surface"], row["class"], row["deadline"]) for row in rows]
    [('六', 'slogan', ''), ('6个', 'quantity', '年内')]
    """
    named = {target.start: target for target in targets if target.availability == "stated"}
    places = SpanIndex(blocks)
    bodies = {block["id"]: strip_whitespace(text[block["start"] : block["end"]]) for block in blocks if "id" in block}
    rows = []
    for numeral in numerals:
        row = _row(text, places, bodies, numeral)
        if row is None:
            continue
        if numeral.start in named and row["class"] == "quantity":
            row |= _named(named[numeral.start])
        rows.append(row)
    rows += [row for target in targets if (row := _tied(text, places, rows, target)) is not None]
    rows += uncovered(text, blocks, rows)
    return sorted(rows, key=lambda row: row["start"])


def _row(text: str, blocks: SpanIndex, bodies: Mapping[str, str], numeral: Quantity) -> dict[str, Any] | None:
    start, end = numeral.start, numeral.end
    # A cell that begins with a sign would be a formula to a spreadsheet, and the sign is no numeral.
    while start < end and text[start] in "-+=@":
        start += 1
    block = blocks.holding(start, end)
    if block is None:
        return None
    row = {"block": block["id"], "start": start, "end": end, "surface": text[start:end], "class": numeral.class_}
    row |= _EMPTY
    if numeral.class_ != "quantity":
        return row
    if numeral.kind == "date":
        return row | {"class": "label", "note": say("a date")}
    if numeral.value is None and numeral.comparator != "sync":
        return row | {"class": "word", "note": say("read without a value")}
    body = bodies[block["id"]]
    indicator = strip_whitespace(numeral.indicator)
    return row | {
        "value": numeral.value,
        "value_high": numeral.value_high,
        "unit": numeral.unit,
        "comparator": numeral.comparator,
        "cue": strip_whitespace(numeral.cue),
        "indicator": indicator if indicator in body and not indicator.startswith(tuple("-+=@")) else "",
        "kind": numeral.kind,
        "status": numeral.status,
        "deadline": deadline_of(text, start, end) if numeral.status == "target" else "",
    }


def target_id(target: Target) -> str:
    """Name a target by its family, whose it is, whether it is striven for beyond another, and an unusual measure.

    >>> from jiedu.reports.targets import Target
    >>> nothing = (None, None, "", "", "", None, None, "", "", "")
    >>> target_id(Target("new_jobs", "all", "stretch", "level", "stated", *nothing))
    'new-jobs-stretch'
    >>> target_id(Target("gdp", "all", "base", "level", "stated", *nothing))
    'gdp-level'
    """
    parts = [target.family.replace("_", "-")]
    parts += [target.scope] if target.scope != "all" else []
    parts += [target.aim] if target.aim != "base" else []
    parts += [target.measure] if target.measure not in ("", BY_NAME[target.family].usual) else []
    return "-".join(parts)


def _named(target: Target) -> dict[str, Any]:
    """Give what the table of expected targets knows of a row of the ledger beyond the reader."""
    return {
        "target_id": target_id(target),
        "status": "target",
        "indicator_en": "" if language() == "zh" else _english(target),
    }


def _english(target: Target) -> str:
    scope = {"urban": ", urban", "rural": ", rural", "exports": ", exports"}.get(target.scope, "")
    level = ", level" if target_id(target).endswith("-level") else ""
    aim = " (to strive for)" if target.aim == "stretch" else ""
    return _ENGLISH.get(target.family, "") + scope + level + aim


def _tied(text: str, blocks: SpanIndex, rows: Sequence[dict[str, Any]], target: Target) -> dict[str, Any] | None:
    """Make the row of a target that is tied to another figure and names no number."""
    if target.comparator != "sync" or target.value is not None or target.start is None or target.end is None:
        return None
    found = _SYNC.search(text, target.start, target.end)
    if found is None:
        return None
    start, end = found.span()
    block = blocks.holding(start, end)
    if block is None or any(row["start"] < end and row["end"] > start for row in rows):
        return None
    words = strip_whitespace(text[target.start : start])
    mentions = families_of(Lexicon.load()).named(words)
    indicator = next((words[name.start : name.end] for name in mentions if name.family == target.family), "")
    row = {"block": block["id"], "start": start, "end": end, "surface": text[start:end], "class": "quantity"}
    row |= _EMPTY | {"comparator": "sync", "cue": strip_whitespace(found[0]), "indicator": indicator, "kind": "rate"}
    return row | _named(target) | {"note": say("tied to another figure; no value")}


def uncovered(text: str, blocks: Sequence[dict[str, Any]], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make rows of class word for the numeral characters that no row covers, a run a row.

    >>> [row["surface"] for row in uncovered("统一", [{"id": "a-1", "start": 0, "end": 2}], [])]
    ['一']
    """
    covered: set[int] = set()
    for row in rows:
        covered.update(range(row["start"], row["end"]))
    spans: list[Span] = []
    for at, character in enumerate(text):
        if character not in NUMERAL_CHARACTERS or at in covered:
            continue
        if spans and spans[-1].end == at:
            spans[-1] = Span(spans[-1].start, at + 1)
        else:
            spans.append(Span(at, at + 1))
    places = SpanIndex(blocks)
    made = []
    for span in spans:
        block = places.holding(span.start, span.end)
        if block is not None:
            row = {"block": block["id"], "start": span.start, "end": span.end, "surface": span.of(text)}
            made.append(row | {"class": "word"} | _EMPTY | {"note": say("not classed by the reader")})
    return made


def draft_comparisons(
    place: str, level: str, ledger: Sequence[dict[str, Any]], targets: Iterable[Target]
) -> list[dict[str, Any]]:
    """List the report's own targets, and those that it expressly does not set; a row each.

    >>> row = {"id": "q-007", "target_id": "gdp", "value": Decimal(6), "comparator": "about", "unit": "%"}
    >>> (own,) = draft_comparisons("河阳县", "county", [row], [])
    >>> own["id"], own["availability"], own["source"]
    ('r-own-gdp', 'stated', 'q-007')
    """
    base = {"place": place, "level": level, "aspect": "target", "note": ""}
    rows = [
        base
        | {
            "id": f"r-own-{row['target_id']}",
            "target_id": row["target_id"],
            "availability": "not ratable" if row["value"] is None else "stated",
            "value": row["value"],
            "comparator": row["comparator"],
            # What is tied to a rate of growth is a rate, and shares the scale of the others.
            "unit": row["unit"] or ("%" if row["comparator"] == "sync" else ""),
            "source": row["id"],
        }
        for row in ledger
        if row["target_id"]
    ]
    known = {row["target_id"] for row in rows}
    for target in targets:
        name = target_id(target)
        if target.availability == "none set" and name not in known:
            nothing: dict[str, Decimal | str | None] = {"value": None, "comparator": "", "unit": "", "source": ""}
            rows.append(
                base
                | {"id": f"r-own-{name}", "target_id": name, "availability": "none set"}
                | nothing
                | {"note": target.surface}
            )
    unique: dict[str, dict[str, Any]] = {}
    for row in rows:
        unique.setdefault(row["id"], row)
    return list(unique.values())
