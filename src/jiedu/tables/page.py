"""Tables of the page: its blocks, its density, its tasks and sections."""

from collections.abc import Callable
from typing import Any

from jiedu.display import (
    escape,
    percent,
    section_name,
)
from jiedu.edition import Edition, measures
from jiedu.tables.base import Column, Table, badge, chinese, none, pair, part_of, render, section_column, sub, to_id


def blocks(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """List the blocks in reading order with their place in the file and the evidence for both.

    >>> len(blocks(Edition.open()).data) == len(Edition.open().blocks)
    True
    """
    table = edition.blocks
    data = table[["id", "role", "section", "heading_zh", "heading_en", "start", "end", "order", "evidence", "state"]]
    data = data.assign(file_order=data["start"].rank().astype(int))

    def lines(row: Any) -> str:
        first = edition.text.count("\n", 0, row.start) + 1
        last = edition.text.count("\n", 0, row.end - 1) + 1
        return f"{first}" if first == last else f"{first}–{last}"

    columns = [
        Column("顺序<br>reading", lambda r: str(r.order), "right"),
        Column("原序<br>file", lambda r: str(r.file_order), "right"),
        Column("版块<br>block", lambda r: to_id(r.id) + sub(r.role.replace("_", " ")) + badge(r.state)),
        Column(
            "标题<br>heading",
            lambda r: pair(r.heading_zh, r.heading_en) if r.heading_zh else none("no heading"),
        ),
        Column("行<br>lines", lines, "right"),
        Column("理由<br>evidence", lambda r: f'<span class="jd-wide">{escape(r.evidence)}</span>'),
    ]
    return render(edition, "blocks", data, columns, caption or "The blocks of the page", subtitle)


def density(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Show section by section how much text, how many numbers and slogans, how many promises with a number.

    >>> density(Edition.open()).data["section"].tolist()[0]
    'a'
    """
    data = measures.density(edition)
    columns = [
        section_column(),
        Column("字数<br>characters", lambda r: f"{r.characters:,}", "right"),
        Column("数<br>quantities", lambda r: str(r.quantities), "right"),
        Column("数字略语<br>slogans", lambda r: str(r.slogans), "right"),
        Column("承诺<br>promises", lambda r: str(r.commitments), "right"),
        Column("有数<br>with a number", lambda r: part_of(r.with_number, r.commitments), "right"),
        Column("有期限<br>with a deadline", lambda r: part_of(r.with_deadline, r.commitments), "right"),
    ]
    return render(edition, "density", data, columns, caption or "Numbers and slogans by section", subtitle)


def tasks_sections(edition: Edition, caption: str = "", subtitle: str = "") -> Table:
    """Show how much of each task stands in each section, in per cent of the task's pairs of characters.

    >>> "a" in tasks_sections(Edition.open()).data
    True
    """
    shares = measures.tasks_sections(edition)
    tasks = measures.tasks(edition)
    data = shares.rename_axis("task").reset_index()
    data.insert(1, "heading_zh", [tasks.loc[name, "heading_zh"] for name in data["task"]])
    data.insert(2, "own_section", [tasks.loc[name, "section"] for name in data["task"]])

    def cell(section: str) -> Callable[[Any], str]:
        def fill(row: Any) -> str:
            value = getattr(row, section)
            text = percent(value)
            return f'<span class="jd-own">{text}</span>' if row.own_section == section else text

        return fill

    def own(row: Any) -> str:
        return row.own_section.upper() if row.own_section else none("no section")

    columns = [
        Column(
            "任务<br>task",
            lambda r: f'<span class="jd-two">{chinese(r.heading_zh)}{sub(to_id(r.task), safe=True)}</span>',
        ),
        Column("对应<br>its section", own),
    ]
    for section in edition.sections:
        columns.append(
            Column(f"{chinese(section_name(edition, section)[0])}<br>{section.upper()}", cell(section), "right")
        )
    note = "Share of the task's pairs of neighbouring characters that also stand in the section; outlined: its own."
    return render(edition, "tasks-sections", data, columns, caption or "Tasks and sections", subtitle, note)
