"""Tables of the page: its blocks, its density, its tasks and sections."""

from collections.abc import Callable

from jiedu.display import html, labels
from jiedu.display.amounts import percent
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, measures
from jiedu.edition.facts import closest
from jiedu.language import language, one_of, pick, say
from jiedu.tables.base import Table, count_in, defined, in_sentences, part_of, render, section_column


def blocks(edition: Edition) -> Table:
    """List the blocks in reading order with their place in the file and the evidence for both.

    >>> blocks(Edition.open()).data.columns.tolist()[-3:]
    ['evidence', 'state', 'file_order']
    """
    table = edition.blocks
    data = table[["id", "role", "section", "heading_zh", "heading_en", "start", "end", "order", "evidence", "state"]]
    data = data.assign(file_order=data["start"].rank().astype(int))

    def block(row: Row) -> Safe:
        # A block of a role that the page has once is called by it.
        zh, en = pick(*labels.labelled(labels.ROLES, row["role"]))
        words = [html.chinese(zh)] if zh else []
        words += [Safe.escape("" if en == row["id"] else en)] if en else []
        role = Safe(" ").join(words)
        return html.link_id(row["id"]) + html.sub(role) + html.draft_badge(row)

    def heading(row: Row) -> Safe:
        zh, en = row["heading_zh"], row["heading_en"]
        return html.of_page(zh, en) if zh else html.absent(say("no heading"))

    def lines(row: Row) -> str:
        first = edition.text.count("\n", 0, row["start"]) + 1
        last = edition.text.count("\n", 0, row["end"] - 1) + 1
        return f"{first}" if first == last else f"{first}–{last}"

    columns = [Column("阅读顺序", "reading order", lambda row: str(row["order"]), "right")]
    # Where nothing was put in order again the two would be the same from the first row to the last.
    if not data["file_order"].is_monotonic_increasing:
        columns.append(Column("文件顺序", "order in the file", lambda row: str(row["file_order"]), "right"))
    columns += [
        Column("区块", "block", block),
        Column("标题", "heading", heading),
        Column("行", "lines", lines, "right"),
        Column(
            "依据",
            "evidence",
            lambda row: Safe('<span class="jd-wide">{}</span>').format(edition.said(row["evidence"])),
        ),
    ]
    return render(edition, "blocks", data, columns, one_of("版面区块", "The blocks of the page"))


def density(edition: Edition) -> Table:
    """Show section by section how much text, how many quantities and shorthand terms, how many precise promises.

    >>> density(Edition.open()).data["section"].tolist()[0]
    'a'
    """
    columns = [
        section_column(),
        Column("字数", "characters", count_in("characters"), "right"),
        Column("数量", "quantities", lambda row: str(row["quantities"]), "right"),
        Column("数字略语", "numeric shorthand", lambda row: str(row["slogans"]), "right", spare=True),
        Column("承诺", "promises", lambda row: str(row["commitments"]), "right", spare=True),
        Column(
            "含数量",
            "with a quantity",
            lambda row: part_of(row["with_number"], row["commitments"]),
            "right",
            spare=True,
        ),
        Column(
            "写明期限",
            "with an explicit deadline",
            lambda row: part_of(row["with_deadline"], row["commitments"]),
            "right",
            spare=True,
        ),
    ]
    return render(
        edition,
        "density",
        measures.count_by_section(edition),
        columns,
        one_of("各版块的数量与数字略语", "Quantities and numeric shorthand by section"),
    )


def tasks_sections(edition: Edition) -> Table:
    """Show how much of each task stands in each section, in per cent of the task's pairs of characters.

    >>> tasks_sections(Edition.open()).data.columns.tolist()[:4]
    ['task', 'heading_zh', 'own_section', 'a']
    """
    tasks = measures.tasks(edition)
    data = measures.overlap_by_task(edition).rename_axis("task").reset_index()
    data.insert(1, "heading_zh", [tasks.loc[name, "heading_zh"] for name in data["task"]])
    data.insert(2, "own_section", [tasks.loc[name, "section"] for name in data["task"]])

    def task(row: Row) -> Safe:
        words = html.of_page(row["heading_zh"], str(tasks.loc[row["task"], "heading_en"]))
        return words + html.sub(html.link_id(row["task"]))

    def own(row: Row) -> str:
        return row["own_section"].upper() or html.absent(say("no section"))

    def share(section: str) -> Callable[[Row], str]:
        def cell(row: Row) -> str:
            text = percent(row[section])
            return Safe('<span class="jd-own">{}</span>').format(text) if row["own_section"] == section else text

        return cell

    def nearest(by: str) -> Callable[[Row], str]:
        return lambda row: closest(edition, row["task"], by).upper()

    columns = [Column("任务", "task", task), Column("对应版块", "its section", own)]
    for section in edition.sections:
        name, letter = edition.section_name(section)[0], section.upper()
        if language() == "zh":
            name = f"{letter} {name}"
        columns.append(Column(html.chinese(name), letter, share(section), "right"))
    columns += [
        Column("最近（占比）", "nearest by share", nearest("overlap")),
        Column("最近（Jaccard）", "nearest by Jaccard", nearest("likeness")),
    ]
    note = in_sentences(
        say("Share of the task's character pairs, of neighbours, that also stand in the section; outlined: its own."),
        say("Jaccard's index divides what both share by what either has."),
    )
    # In Chinese the heads of the columns name the sections themselves.
    if language() != "zh":
        note += f" {defined({one.upper(): edition.section_name(one)[1] for one in edition.sections})}."
    return render(edition, "tasks-sections", data, columns, one_of("任务与版块", "Tasks and sections"), note)
