"""Measure `jiedu panel`: its time, and how many targets it and a regular expression get right, as read by eye.

usage: python benchmarks/panel.py REPORTS

REPORTS is the folder of the reports that data/panel is made of. The peer is what an analyst writes in an afternoon: a
regular expression a family, the first number behind the words, its bound from the words about it, all of it put into
a pandas table. Neither is told anything of a report but its text. What is right are the cells of data/panel that were
read by eye: growth, prices and new jobs of the State Council since 1990 and of the provinces. The reader of targets
was made with many of these texts in view, and the regular expressions were tried on them too.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd

from jiedu import open_panel
from jiedu.files import why
from jiedu.panel.building import read_panel
from jiedu.panel.opening import Panel

FAMILIES = ("gdp", "cpi", "new_jobs")
_NUMBER = r"(\d+(?:\.\d+)?)(?:\s*%?\s*[-—–~至到]\s*(\d+(?:\.\d+)?))?"
_WORDS = {
    "gdp": rf"(?:生产总值|GDP|经济)[^，。；]{{0,8}}(?:增长|增速)[^，。；\d]{{0,8}}{_NUMBER}\s*%([^，。；、]{{0,4}})",
    "cpi": rf"(?:居民消费价格|消费价格|物价|CPI)[^。；\d]{{0,16}}{_NUMBER}\s*%([^，。；、]{{0,4}})",
    "new_jobs": rf"新增(?:城镇)?就业[^，。；\d]{{0,12}}{_NUMBER}\s*万([^，。；、]{{0,6}})",
}
_BEHIND = {"左右": "about", "以上": "ge", "以内": "le", "以下": "le"}
_BEFORE = {"不低于": "ge", "不少于": "ge", "不超过": "le", "超过": "gt", "突破": "gt"}
# The targets stand in a few hundred characters behind these words; else somewhere in the second half.
_HEAD = re.compile(r"预期目标|主要目标|目标是")
_LIST = 600

Cell = tuple[Decimal, Decimal | None, str] | None


def naive(text: str) -> dict[str, Cell]:
    """Read the targets of a report as an analyst would."""
    # A report speaks of the targets of the year before, too; this year's come after. Then the second half at large.
    heads = [found.start() for found in _HEAD.finditer(text, len(text) // 5)]
    places = [text[at : at + _LIST] for at in heads] + [text[len(text) // 2 :]]
    cells: dict[str, Cell] = {}
    for family, words in _WORDS.items():
        found = next(filter(None, (re.search(words, place) for place in places)), None)
        if found is None:
            cells[family] = None
            continue
        low, high, behind = found.groups()
        bound = next((sign for word, sign in _BEHIND.items() if word in behind), "")
        bound = bound or next((sign for word, sign in _BEFORE.items() if word in found[0]), "range" if high else "eq")
        size = 10_000 if family == "new_jobs" else 1
        cells[family] = (Decimal(low) * size, Decimal(high) * size if high else None, bound)
    return cells


def cells_of(panel: Panel, file: dict[str, str]) -> dict[tuple[str, str], Cell]:
    """Give the first target of each report and family, by file; None where it states no number."""
    found: dict[tuple[str, str], Cell] = {}
    for row in panel.targets.itertuples():
        if row.family in FAMILIES and row.aim == "base":
            cell = None if row.value is None else (row.value, row.value_high, row.comparator)
            found.setdefault((file[row.report], row.family), cell)
    return found


def sample(panel: Panel) -> Iterator[tuple[str, str]]:
    """Give the reports that count with their level: the State Council since 1990, the provinces."""
    for row in panel.reports.itertuples():
        if row.level == "province" or (row.level == "nation" and row.year >= 1990):
            yield row.file, row.level


SHOWN = ("jiedu, value", "jiedu, bound too", "regex, value", "regex, bound too")


def main() -> None:
    """Measure and print."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    committed = open_panel()
    truth = cells_of(committed, dict(zip(committed.reports["id"], committed.reports["file"], strict=True)))
    wanted = dict(sample(committed))
    with tempfile.TemporaryDirectory() as scratch:
        began = time.monotonic()
        tables = read_panel([folder], Path(scratch)).tables
        ours_seconds = time.monotonic() - began
        read = Panel.of(tables)
        began = time.monotonic()
        read_panel([folder], Path(scratch))
        again_seconds = time.monotonic() - began
    ours = cells_of(read, dict(zip(read.reports["id"], read.reports["file"], strict=True)))
    began = time.monotonic()
    try:
        theirs = {file: naive((folder / file).read_text(encoding="utf-8")) for file in wanted}
    except OSError as error:
        sys.exit(f"{folder}: {why(error)}: these are not the reports of data/panel")
    naive_seconds = time.monotonic() - began
    rights: list[dict[str, object]] = []
    for file, level in wanted.items():
        for family in FAMILIES:
            right = truth[file, family]
            row: dict[str, object] = {"level": level, "family": family, "cells": 1, "stated": int(right is not None)}
            for name, cell in (("jiedu", ours[file, family]), ("regex", theirs[file][family])):
                row[f"{name}, value"] = int((cell and cell[:2]) == (right and right[:2]))
                row[f"{name}, bound too"] = int(cell == right)
            rights.append(row)
    frame = pd.DataFrame(rights)
    counted = frame.groupby(["level", "family"], sort=False).sum()
    print(f"{len(wanted)} reports, read by eye; cells that are right, silence included")
    print(counted.to_string())
    shares = frame[list(SHOWN)].mean()
    print("share of all  " + "   ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    families, took = len(set(read.targets["family"])), f"{ours_seconds:.1f} s"
    print(f"jiedu panel, {len(read.reports)} reports, {families} families, outcomes and measures: {took}")
    print(f"the same again, nothing changed: {again_seconds:.1f} s")
    print(f"the regular expressions, {len(wanted)} reports, {len(FAMILIES)} families: {naive_seconds:.2f} s")


if __name__ == "__main__":
    main()
