"""Charts of the page as a whole: its order, its numbers at a glance, its tasks and sections."""

from typing import Any

import pandas as pd
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from jiedu.charts import base, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.words import alt_name, code_name, join_clauses, join_sentences, join_words, signed
from jiedu.display.amounts import percent
from jiedu.display.labels import KINDS, ROLES, STATUSES, labelled
from jiedu.edition import Edition, Row, measures, records
from jiedu.edition.facts import characters
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick, pick_page, say
from jiedu.vocabulary import OWN_ROLES

_HATCHES = ("", "|||", "///", "\\\\\\", "---", "xxx")


@house
def reading_order(edition: Edition) -> Chart:
    """Draw every block from its place in the file to its place in reading order; headings are lines, bodies ribbons.

    A ribbon is as thick as its text is long.

    >>> reading_order(Edition.open()).alt.split(". ")[0]
    '46 blocks from their place in the file to their place in reading order; 45 change place'
    """
    height = 7.4
    rows = _placed(edition, height - 0.75)
    sheet = Sheet(height)
    top, left, right = 0.6, *((1.3, 2.5) if base.is_narrow() else (base.across(1.62), base.across(3.4)))
    sheet.pair(left, 0.1, *pick("文件顺序", "order in the file"), base.across(1.5), ha="right")
    sheet.pair(right, 0.1, *pick("阅读顺序", "reading order"), base.across(1.5))
    for i, line in enumerate(filter(None, pick("虚线为标题", "dashed: headings"))):
        sheet.note((left + right) / 2, 0.18 + 0.16 * i, line, ha="center")
    for row in sorted(rows, key=lambda row: row["heading"]):
        _ribbon(sheet, row, top, left, right)
    _side(sheet, _runs(rows, "file"), top, left - 0.14, "file", "right")
    _side(sheet, _runs(rows, "read"), top, right + 0.14, "read", "left")
    data = pd.DataFrame(
        [{key: row[key] for key in ("id", "role", "section", "file_order", "order", "characters")} for row in rows]
    )
    return Chart(sheet.figure, _order_alt(data), data)


def _placed(edition: Edition, room: float) -> list[Row]:
    """Give every block its place on either side, in inches from the top."""
    blocks = edition.blocks
    rows = []
    for block in records(blocks):
        length = int(characters(edition, blocks.loc[[block["id"]]]))
        heading = block["role"] == "heading"
        rows.append(block | {"characters": length, "heading": heading})
    gap, least = 0.022, 0.03
    total = sum(row["characters"] for row in rows)
    scale = (room - len(rows) * (gap + least)) / total
    for side, key in (("file", "start"), ("read", "order")):
        at = 0.0
        for i, row in enumerate(sorted(rows, key=lambda row: row[key]), 1):
            thick = least + row["characters"] * scale
            row[side] = (at, at + thick)
            row["file_order" if side == "file" else "order"] = i
            at += thick + gap
    return rows


def _hue(row: Row) -> str:
    if not row["section"] or row["role"] == "tasks":
        return palette.LINE
    return palette.HUES[(ord(row["section"][-1]) - ord("a")) % len(palette.HUES)]


def _hatch(row: Row) -> str:
    """Give a section a pattern as well as a hue, so that its ribbon can be followed in grey."""
    if not row["section"] or row["role"] == "tasks":
        return ""
    return _HATCHES[(ord(row["section"][-1]) - ord("a")) % len(_HATCHES)]


def _ribbon(sheet: Sheet, row: Row, top: float, left: float, right: float) -> None:
    (a, b), (c, d) = row["file"], row["read"]
    hue = _hue(row)
    middle = (left + right) / 2
    if row["heading"]:
        start, end = top + (a + b) / 2, top + (c + d) / 2
        path = Path(
            [(left, start), (middle, start), (middle, end), (right, end)],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        sheet.page.add_patch(PathPatch(path, fill=False, edgecolor=palette.INK, lw=1.3, ls=(0, (4, 2))))
    else:
        points = [
            (left, top + a),
            (middle, top + a),
            (middle, top + c),
            (right, top + c),
            (right, top + d),
            (middle, top + d),
            (middle, top + b),
            (left, top + b),
            (left, top + a),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        ribbon = Path(points, codes)
        sheet.page.add_patch(PathPatch(ribbon, facecolor=hue, alpha=0.42, edgecolor="none"))
        sheet.page.add_patch(PathPatch(ribbon, facecolor="none", edgecolor=hue, lw=0.4, hatch=_hatch(row)))
    for x, (low, high) in ((left - 0.1, (a, b)), (right, (c, d))):
        face = palette.INK if row["heading"] else hue
        sheet.page.add_patch(Rectangle((x, top + low), 0.1, high - low, facecolor=face, edgecolor="none"))


def _runs(rows: list[Row], side: str) -> list[Row]:
    """Join neighbours that carry one label: the parts of a section, the tasks."""
    runs: list[Row] = []
    for row in sorted(rows, key=lambda row: row[side]):
        own = row["section"] if row["role"] in OWN_ROLES else ""
        # In the file a heading stands apart from its body, which is what the chart is about.
        key = (own, row["heading"] if side == "file" or not own else False) if own else row["role"]
        if row["role"] == "heading" and not own:
            key = ("heading", row["id"] if side == "file" else "")
            if side == "read":
                continue
        if runs and runs[-1]["key"] == key:
            runs[-1]["to"] = row[side][1]
        else:
            runs.append({"key": key, "from": row[side][0], "to": row[side][1], "row": row, "heading": row["heading"]})
    return runs


def _side(sheet: Sheet, runs: list[Row], top: float, x: float, side: str, align: str) -> None:
    """Write the labels of one side, moved apart where they would touch, with a line back to their block."""
    step = 0.155
    wanted = [top + (run["from"] + run["to"]) / 2 for run in runs]
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + step) if places else want)
    limit = sheet.height - 0.1
    for i in range(len(places) - 1, -1, -1):
        limit_here = limit if i == len(places) - 1 else places[i + 1] - step
        places[i] = min(places[i], limit_here)
    shift = -0.1 if align == "right" else 0.1
    room = (x if align == "right" else sheet.width - x) - 0.2
    for run, want, place in zip(runs, wanted, places, strict=True):
        sheet.page.plot([x, x + shift], [want, place], color=palette.QUIET, lw=0.6)
        row = run["row"]
        own = row["section"] if row["role"] in OWN_ROLES else ""
        if own and side == "file":
            words = f"{own.upper()} {one_of('标题', 'heading') if run['heading'] else one_of('正文', 'body')}"
        elif own and language() != BOTH:
            heading = row["heading_en" if language() == "en" else "heading_zh"]
            lines = base.wrap(f"{own.upper()} {heading}", room, base.SMALL, "bold")
            for i, line in enumerate(lines):
                middle = place + 0.145 * (i - (len(lines) - 1) / 2)
                sheet.text(x + shift * 1.4, middle, line, size=base.SMALL, ha=align, weight="bold")
            continue
        elif own:
            words = _first_that_fits(room, f"{own.upper()} {row['heading_zh']}", own.upper())
        elif row["role"] == "heading":
            words = _first_that_fits(room, *_choices("其他标题", "heading"))
        else:
            words = _first_that_fits(room, *_choices(*labelled(ROLES, row["role"])))
        bold = "bold" if own and (side == "read" or run["heading"]) else "normal"
        sheet.text(x + shift * 1.4, place, words, size=base.SMALL, ha=align, weight=bold)


def _choices(zh: str, en: str) -> tuple[str, str]:
    """Give what a label may be: all that is printed of it; in both languages, the English if there is no room."""
    said = one_of(zh, en)
    return said, en if language() == BOTH else said


def _first_that_fits(room: float, *choices: str) -> str:
    """Choose the first of several labels that has room; the last, if none has."""
    return next((words for words in choices if base.text_width(words, base.SMALL, "bold") <= room), choices[-1])


def _order_alt(data: pd.DataFrame) -> str:
    """Say what the order does to the headings, counted."""
    file = records(data.sort_values("file_order"))
    torn, heads = [], 0
    for row, after in zip(file, [*file[1:], None], strict=True):
        if row["role"] != "heading" or not row["section"]:
            continue
        heads += 1
        if after is None or after["section"] != row["section"] or after["role"] not in OWN_ROLES:
            torn.append(row["section"].upper())
    moved = int((data["file_order"] != data["order"]).sum())
    own = [row["section"] for row in file if row["section"] and row["role"] in OWN_ROLES and row["role"] != "heading"]
    bodies = join_words(section.upper() for section in dict.fromkeys(own))
    text = say(
        "{count} blocks from their place in the file to their place in reading order; {moved} change place.",
        count=len(data),
        moved=moved,
    )
    if not heads:
        return text
    order = say(
        "In the file the bodies of the sections stand in the order {bodies}, and {whole} of {heads} section headings"
        " are followed by their own body; in reading order all {heads} are.",
        bodies=bodies,
        whole=heads - len(torn),
        heads=heads,
    )
    return join_sentences([text, order])


@house
def overview(edition: Edition) -> Chart:
    """Draw every quantity of the page as a chip with its printed value, part by part; units are never mixed on a scale.

    A full chip is promised, a dashed one reported, a bare one context.

    >>> overview(Edition.open()).alt.split(" quantities")[0].isdigit()
    True
    """
    parts = _parts(edition)
    left, height, gap = base.across(1.7), 0.25, 0.06
    laid = []
    for name, en, rows in parts:
        x, lines, placed = left, 0, []
        for row in records(rows):
            words = signed(row, "") if row["comparator"] != "sync" else one_of("同步", "in step")
            width = base.text_width(words, base.SMALL) + 0.14
            if x + width > base.sheet_width() - base.MARGIN and x > left:
                x, lines = left, lines + 1
            placed.append((x, lines, width, words, row["status"]))
            x += width + gap
        name, en = (pick if (name, en) in ROLES.values() else pick_page)(name, en)
        label = base.pair_height(name, en, left - 0.5)
        laid.append((name, en, len(rows), placed, max((lines + 1) * (height + gap), label + 0.04) + 0.16))
    sheet = Sheet(sum(part[4] for part in laid) + 0.55)
    heights = [part[4] for part in laid]
    for (name, en, count, placed, _), y in zip(laid, sheet.ruled(0.1, heights, 0.8), strict=True):
        sheet.text(left - 0.12, y + 0.2, str(count), weight="bold", ha="right", size=11)
        sheet.pair(base.MARGIN, y + 0.1, name, en, left - 0.5)
        for x, line, width, words, status in placed:
            _chip(sheet, x, y + 0.08 + line * (height + gap), width, height, words, status)
    y = 0.1 + sum(heights)
    sheet.rule(y, 0.8)
    x = base.MARGIN
    for status in ("target", "achieved", "context"):
        words = one_of(*STATUSES[status])
        width = base.text_width(words, base.SMALL) + 0.14
        _chip(sheet, x, y + 0.12, width, height, words, status)
        x += width + 0.12
    data = pd.concat([rows.assign(part=name) for name, _, rows in parts])
    keep = ["id", "part", "block", "value", "unit", "comparator", "kind", "status"]
    return Chart(sheet.figure, _overview_alt(parts), data[keep].reset_index(drop=True))


def _chip(sheet: Sheet, x: float, y: float, width: float, height: float, words: str, status: str) -> None:
    styles: dict[str, dict[str, Any]] = {
        "target": {"facecolor": palette.tint(palette.STRONG), "edgecolor": palette.STRONG, "linestyle": "-"},
        "achieved": {"facecolor": palette.PAPER, "edgecolor": palette.INK, "linestyle": (0, (2, 1.5))},
    }
    style = styles.get(status, {"facecolor": palette.PAPER, "edgecolor": palette.LINE, "linestyle": "-"})
    shape = FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=0.05", lw=0.8, **style)
    sheet.page.add_patch(shape)
    sheet.text(x + width / 2, y + height / 2 + 0.005, words, size=base.SMALL, ha="center")


def _parts(edition: Edition) -> list[tuple[str, str, pd.DataFrame]]:
    """Group the quantities: the sections in order, and before them what stands outside, by its role."""
    ledger = edition.quantities[edition.quantities["class"] == "quantity"]
    blocks = edition.blocks
    parts = []
    outside = blocks[~(blocks["role"].isin(OWN_ROLES) & (blocks["section"] != ""))]
    for role in dict.fromkeys(outside["role"]):
        rows = ledger[ledger["block"].isin(outside.loc[outside["role"] == role, "id"])]
        if len(rows):
            zh, en = labelled(ROLES, role)
            parts.append((zh, en, rows))
    for section in edition.sections:
        rows = ledger[ledger["block"].isin(measures.own_blocks(edition, section)["id"])]
        zh, en = edition.section_name(section)
        parts.append((f"{section.upper()} {zh}", en, rows))
    if not parts:
        raise Fault("data/quantities.csv: there is no quantity to draw")
    return parts


def _overview_alt(parts: list[tuple[str, str, pd.DataFrame]]) -> str:
    rows = pd.concat([part[2] for part in parts])
    counted = {
        "parts": join_words(say("{part} {count}", part=alt_name(zh, en), count=len(own)) for zh, en, own in parts),
        "statuses": join_words(
            say("{count} {code}", count=int((rows["status"] == status).sum()), code=code_name(STATUSES, status))
            for status in dict.fromkeys(rows["status"])
            if status
        ),
        "kinds": join_words(
            say("{count} {code}", count=count, code=code_name(KINDS, str(kind)))
            for kind, count in rows["kind"].value_counts().items()
            if kind
        ),
    }
    # In English nothing is as it is printed.
    if language() == "en":
        return say(
            "{count} quantities. By part: {parts}. By status: {statuses}. By kind: {kinds}.", count=len(rows), **counted
        )
    return say(
        "{count} quantities, each as printed. By part: {parts}. By status: {statuses}. By kind: {kinds}.",
        count=len(rows),
        **counted,
    )


_OVERLAP = ("任务的字对中也见于该版块的比重", "share of the task's character pairs found in the section")


@house
def tasks_sections(edition: Edition) -> Chart:
    """Draw how much of each task stands in each section: per cent of the task's pairs of neighbouring characters.

    The cell of a task's own section is outlined, the largest of a row is bold. Raises Fault without tasks.

    >>> tasks_sections(Edition.open()).alt.split(": ")[0]
    '8 tasks against 6 sections by shared pairs of characters'
    """
    shares = measures.overlap_by_task(edition)
    tasks = measures.tasks(edition)
    if shares.empty or not edition.sections:
        raise Fault("data/blocks.csv: there are no tasks with a heading, or no sections")
    left, right = base.across(1.98), 0.1
    headings = [(tasks.loc[name, "heading_zh"], str(tasks.loc[name, "heading_en"])) for name in shares.index]
    names_of_tasks = [
        _of_task(*heading, section in edition.sections)
        for heading, section in zip(headings, tasks.loc[shares.index, "section"], strict=True)
    ]
    shown: list[tuple[str, str]] = headings if language() == BOTH else names_of_tasks
    row_height = max(max(base.pair_height(*heading, left - 0.4) for heading in shown) + 0.12, 0.52)
    width = (base.sheet_width() - left - right) / len(edition.sections)
    wide = base.sheet_width() - 2 * base.MARGIN
    notes = [line for half in filter(None, pick(*_OVERLAP)) for line in base.wrap(half, wide, base.SMALL)]
    names = {section: edition.section_name(section)[0] for section in edition.sections}
    if language() == "en":
        # A name in English is wider than its column, and stands below the chart.
        said = join_clauses(f"{section.upper()} {' '.join(edition.section_name(section))}" for section in names)
        notes += base.wrap(said, wide, base.SMALL)
        names = dict.fromkeys(names, "")
    lines = {section: base.wrap(name, width - 0.06, base.SMALL) if name else () for section, name in names.items()}
    head = 0.17 * max(map(len, lines.values())) + (0.42 if any(lines.values()) else 0.36)
    sheet = Sheet(head + row_height * len(shares) + 0.17 + 0.165 * len(notes))
    for j, section in enumerate(edition.sections):
        x = left + width * (j + 0.5)
        sheet.text(x, 0.18, section.upper(), ha="center", weight="bold", size=11)
        for k, line in enumerate(lines[section]):
            sheet.text(x, 0.37 + 0.165 * k, line, ha="center", size=base.SMALL)
    largest = max((value for row in shares.to_numpy() for value in row if value is not None), default=1) or 1
    outlined = []
    for i, name in enumerate(shares.index):
        y = head + row_height * i
        own = tasks.loc[name, "section"]
        zh, en = names_of_tasks[i]
        sheet.text(base.MARGIN, y + row_height / 2, str(i + 1), weight="bold", size=11)
        tall = base.pair_height(zh, en, left - 0.4)
        sheet.pair(base.MARGIN + 0.22, y + (row_height - tall) / 2, zh, en, left - 0.4)
        best = max((value for value in shares.loc[name] if value is not None), default=None)
        for j, section in enumerate(edition.sections):
            value = shares.loc[name, section]
            x = left + width * j
            depth = 0.0 if value is None else float(value / largest)
            face = palette.tint(palette.COOL, depth)
            sheet.page.add_patch(Rectangle((x + 0.02, y + 0.02), width - 0.04, row_height - 0.04, facecolor=face))
            text = percent(value)
            bold = "bold" if value is not None and value == best else "normal"
            sheet.text(x + width / 2, y + row_height / 2, text, ha="center", weight=bold)
            if section == own:
                outlined.append((x, y))
    for x, y in outlined:
        box = Rectangle(
            (x + 0.02, y + 0.02), width - 0.04, row_height - 0.04, fill=False, edgecolor=palette.STRONG, lw=2.4
        )
        sheet.page.add_patch(box)
    for k, line in enumerate(notes):
        sheet.note(base.MARGIN, head + row_height * len(shares) + 0.16 + 0.165 * k, line)
    data = shares.rename_axis("task").reset_index()
    return Chart(sheet.figure, _tasks_alt(shares, tasks), data)


def _of_task(zh: str, en: str, has_section: bool) -> tuple[str, str]:
    """Name a task by its heading; below one that has no section of its own, say so."""
    if has_section:
        return pick_page(zh, en)
    return zh, f"{en} (no section)" if language() == "en" else one_of("无对应版块", "no section")


def _tasks_alt(shares: pd.DataFrame, tasks: pd.DataFrame) -> str:
    said, hits, paired = [], 0, 0
    for i, name in enumerate(shares.index, 1):
        own = tasks.loc[name, "section"]
        row = {section: value for section, value in shares.loc[name].items() if value is not None}
        if not row:
            continue
        best = max(row, key=lambda section: row[section])
        if own in row:
            paired += 1
            hits += row[own] == row[best]
            share = {"number": i, "own": own.upper(), "share": percent(row[own])}
            most = {"best": best.upper(), "most": percent(row[best])}
            said.append(
                say("task {number}: own section {own} {share}", **share)
                if row[own] == row[best]
                else say("task {number}: own section {own} {share} but {best} {most}", **share, **most)
            )
        else:
            said.append(
                say(
                    "task {number}: no section, most in {best} {most}",
                    number=i,
                    best=best.upper(),
                    most=percent(row[best]),
                )
            )
    return say(
        "{tasks} tasks against {sections} sections by shared pairs of characters: for {hits} of {paired} tasks with a"
        " section of their own, the own section shares most. {shares}.",
        tasks=len(shares),
        sections=len(shares.columns),
        hits=hits,
        paired=paired,
        shares=join_clauses(said),
    )
