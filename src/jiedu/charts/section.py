"""A chart for a section of any report, however many numbers it holds: where they stand and what they report."""

import pandas as pd
from matplotlib.patches import Rectangle

from jiedu.charts import base, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.words import alt_name, join_clauses, join_words
from jiedu.display.labels import KINDS, STATUSES
from jiedu.edition import Edition, measures, records
from jiedu.errors import Fault
from jiedu.language import one_of, pick, pick_page, say
from jiedu.text.cleaning import strip_whitespace

_LEFT = 2.15
"""Inches of a sheet 5.2 wide that the names of the parts take."""
_FACES = {
    "achieved": (palette.COOL, palette.COOL, ""),
    "target": (palette.STRONG, palette.STRONG, ""),
    "context": (palette.PALE, palette.QUIET, "////"),
}


@house
def inside(edition: Edition, section: str) -> Chart:
    """Draw how many quantities each part of a section holds: reported, promised, or stated as context.

    The parts are its sub-sections; a section without any is divided by what its quantities measure. Raises Fault
    for an unknown section.

    >>> inside(Edition.open(), "c").alt.split(". ")[0]
    'The 14 quantities of section C, Focus on the “two renovations”, part by part'
    """
    data = _count(edition, section)
    labels = [_named(row["zh"], row["en"]) for row in records(data)]
    left = base.across(_LEFT)
    wide = left - base.MARGIN - 0.1
    heights = [max(base.pair_height(zh, en, wide), 0.3) + 0.12 for zh, en in labels]
    head = 0.42
    sheet = Sheet(head + sum(heights, 0.0) + 0.12 + (0.4 if data.empty else 0))
    longest = max((int(row["quantities"]) for row in records(data)), default=1) or 1
    scale = (base.sheet_width() - left - 0.4) / longest
    x = base.MARGIN
    for status, label in STATUSES.items():
        sheet.page.add_patch(_bar(x, 0.12, 0.2, 0.15, status))
        sheet.note(x + 0.27, 0.195, one_of(*label))
        x += 1.35
    if data.empty:
        sheet.note(base.MARGIN, head + 0.2, one_of("本版块没有数量", "no quantities here"), style="italic")
    tops = sheet.ruled(head, heights, 0.6)
    for row, (zh, en), y, tall in zip(records(data), labels, tops, heights, strict=True):
        sheet.label(y, tall, zh, en, wide)
        at = left
        for status in STATUSES:
            length = int(row[status]) * scale
            if not length:
                continue
            sheet.page.add_patch(_bar(at, y + tall / 2 - 0.12, length, 0.24, status))
            if length > 0.24:
                ink = palette.ON_STRONG if status != "context" else palette.QUIET
                box = {"facecolor": palette.PAPER, "edgecolor": "none", "pad": 1} if status == "context" else None
                middle = at + length / 2
                sheet.text(middle, y + tall / 2, str(row[status]), size=base.SMALL, color=ink, ha="center", bbox=box)
            at += length
        sheet.text(at + 0.07, y + tall / 2, str(row["quantities"]), weight="bold")
    return Chart(sheet.figure, _alt(edition, section, data), data)


_OPENING = ("（开头）", "opening")


def _named(zh: str, en: str) -> tuple[str, str]:
    """Name a part: by what it measures or as its opening, in one language; by the page's heading, with its English."""
    return pick(zh, en) if (zh, en) in (_OPENING, *KINDS.values()) else pick_page(zh, en)


def _bar(x: float, y: float, width: float, height: float, status: str) -> Rectangle:
    face, edge, hatch = _FACES[status]
    return Rectangle((x, y), width, height, facecolor=face, edgecolor=edge, hatch=hatch, lw=0.6)


def _count(edition: Edition, section: str) -> pd.DataFrame:
    """Count the quantities of a section by part and status."""
    blocks = measures.own_blocks(edition, section)
    if blocks.empty:
        raise Fault(f"data/blocks.csv: there is no section {section!r}")
    ledger = edition.quantities
    ledger = ledger[ledger["block"].isin(blocks["id"]) & (ledger["class"] == "quantity")]
    named = blocks[(blocks["role"] == "subsection") & (blocks["heading_zh"] != "")]
    groups: list[tuple[str, str, pd.Series]] = []
    if len(named) > 1:
        opening = set(blocks["id"]) - set(named["id"])
        if ledger["block"].isin(opening).any():
            groups.append((*_OPENING, ledger["block"].isin(opening)))
        groups += [
            (strip_whitespace(row["heading_zh"]), row["heading_en"], ledger["block"] == row["id"])
            for row in records(named)
        ]
    else:
        groups = [(*KINDS[kind], ledger["kind"] == kind) for kind in KINDS if (ledger["kind"] == kind).any()]
    rows = [
        {"zh": zh, "en": en, "quantities": int(mask.sum())}
        | {status: int((mask & (ledger["status"] == status)).sum()) for status in STATUSES}
        for zh, en, mask in groups
    ]
    return pd.DataFrame(rows, columns=["zh", "en", "quantities", *STATUSES])


def _alt(edition: Edition, section: str, data: pd.DataFrame) -> str:
    zh, en = edition.section_name(section)
    name = alt_name(zh, en)
    if data.empty:
        return say("Section {section}, {name}, holds no quantity.", section=section.upper(), name=name)
    said = []
    for row in records(data):
        parts = [
            say("{count} {code}", count=row[status], code=alt_name(*STATUSES[status]))
            for status in STATUSES
            if row[status]
        ]
        part = {"part": alt_name(row["zh"], row["en"]), "count": row["quantities"]}
        said.append(
            say("{part} {count} ({statuses})", **part, statuses=join_words(parts))
            if parts
            else say("{part} {count}", **part)
        )
    return say(
        "The {count} quantities of section {section}, {name}, part by part. {parts}.",
        count=int(data["quantities"].sum()),
        section=section.upper(),
        name=name,
        parts=join_clauses(said),
    )
