"""Every promise of `jiedu check`, kept by the edition and broken on purpose."""

import csv
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import ROOT

from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.edition.checks import (
    CHECKS,
    cells,
    check,
    cited_words,
    codings,
    evidence,
    exercises,
    glosses,
    ledger,
    lessons,
    names,
    outside,
    own_words,
    panel,
    quotations,
    renderings,
    signed,
    translation,
)
from jiedu.edition.checks import prose as prose_checks
from jiedu.edition.signatures import Signature, every_table, signed_cells
from jiedu.errors import Fault

Edit = Callable[[Path], None]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the edition to break; the pictures of the book are no part of what is checked."""
    for name in ("data", "book", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "images"))
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


def rows_of(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(table: str, row: str, /, **values: str) -> Edit:
    """Change cells of one row, by id."""

    def edit(root: Path) -> None:
        rows = rows_of(root, table)
        assert any(r["id"] == row for r in rows), row
        for r in rows:
            if r["id"] == row:
                r.update(values)
        write(root, table, rows)

    return edit


def answered_for(table: str, row: str, **values: str) -> Edit:
    """Change cells of one row, and sign what became of it."""

    def edit(root: Path) -> None:
        cell(table, row, **values)(root)
        cells = signed_cells(every_table(Edition.open(root)))[table, row]
        new = Signature(table, row, cells, "A. Editor", "2026-11-26").as_row()
        lines = rows_of(root, "reviewed")
        write(root, "reviewed", [new if (line["table"], line["row"]) == (table, row) else line for line in lines])

    return edit


def without(table: str, row: str) -> Edit:
    """Take one row out of a table."""

    def edit(root: Path) -> None:
        rows = rows_of(root, table)
        write(root, table, [r for r in rows if r["id"] != row])

    return edit


def twice(table: str, row: str) -> Edit:
    """Write one row a second time."""

    def edit(root: Path) -> None:
        rows = rows_of(root, table)
        write(root, table, [r for r in rows for _ in range(2 if r["id"] == row else 1)])

    return edit


def in_place_of(table: str, one: str, other: str) -> Edit:
    """Let two rows change places."""

    def edit(root: Path) -> None:
        rows = {row["id"]: row for row in rows_of(root, table)}
        swapped = {one: other, other: one}
        write(root, table, [rows[swapped.get(name, name)] for name in rows])

    return edit


def text(path: str, old: str, new: str) -> Edit:
    """Replace text in a file."""

    def edit(root: Path) -> None:
        content = (root / path).read_text(encoding="utf-8")
        assert old in content, old
        (root / path).write_text(content.replace(old, new, 1), encoding="utf-8")

    return edit


def recoded(path: str, encoding: str) -> Edit:
    """Write a file in another encoding."""

    def edit(root: Path) -> None:
        content = (root / path).read_text(encoding="utf-8")
        (root / path).write_bytes(content.encode(encoding))

    return edit


def replaced(path: str, content: bytes | None) -> Edit:
    """Write a file anew, or take it away."""

    def edit(root: Path) -> None:
        if content is None:
            (root / path).unlink()
        else:
            (root / path).write_bytes(content)

    return edit


def prose(old: str, new: str) -> Edit:
    """Change a sentence of a notebook."""
    quoted_old, quoted_new = (json.dumps(s, ensure_ascii=False)[1:-1] for s in (old, new))
    return text("notebooks/steady_economy.ipynb", quoted_old, quoted_new)


def notebook(change: Callable[[dict], None]) -> Edit:
    """Change the parsed notebook."""

    def edit(root: Path) -> None:
        path = root / "notebooks" / "steady_economy.ipynb"
        book = json.loads(path.read_text(encoding="utf-8"))
        change(book)
        path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")

    return edit


def write(root: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (root / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rendered(*rules: tuple[str, str, str]) -> Edit:
    """Write a table of renderings: the Chinese, the English, the sentences excepted."""

    def edit(root: Path) -> None:
        rows = [{"zh": zh, "en": en, "except": excepted, "note": ""} for zh, en, excepted in rules]
        write(root, "renderings", rows)

    return edit


def options(**values: str) -> Edit:
    """Change cells of all options of an exercise that asks about no row."""

    def edit(root: Path) -> None:
        write(
            root, "options", [row | (values if row["exercise"] == "x-106" else {}) for row in rows_of(root, "options")]
        )

    return edit


def _code_cell(book: dict) -> dict:
    return next(c for c in book["cells"] if c["cell_type"] == "code")


# What must catch a case that no check ever sees.
OPEN = Edition.open

# What is broken: by whom it must be caught, how it is broken, and what is then said.
BROKEN: dict[str, tuple[Callable, Edit, str]] = {
    "page missing": (OPEN, replaced("data/source/page.txt", None), r"^data/source/page\.txt: the page is missing$"),
    "page empty": (OPEN, replaced("data/source/page.txt", b"\n"), r"page\.txt: the page is empty"),
    "page altered": (OPEN, text("data/source/page.txt", "6.5%", "6.6%"), r"page\.txt: the page was altered"),
    "page in GB18030": (OPEN, recoded("data/source/page.txt", "gb18030"), r"page\.txt: not UTF-8 \(byte \d+\)"),
    "page in UTF-16": (OPEN, recoded("data/source/page.txt", "utf-16"), r"page\.txt: not UTF-8 \(byte 0\)"),
    "table missing": (OPEN, replaced("data/notes.csv", None), r"^data/notes\.csv: the table is missing$"),
    "table empty": (OPEN, replaced("data/notes.csv", b""), r"^data/notes\.csv: the table is empty"),
    "table in GB18030": (OPEN, recoded("data/terms.csv", "gb18030"), r"^data/terms\.csv: not UTF-8"),
    "header": (OPEN, text("data/terms.csv", "pinyin", "sound"), r"^data/terms\.csv: the header is .*sound"),
    "short row": (OPEN, text("data/occurrences.csv", "\nt-", "\nx\nt-"), r"^data/occurrences\.csv: row 2 has 1 cells"),
    "offset no number": (
        OPEN,
        cell("quantities", "q-049", start="many"),
        r"row \d+: start is 'many', not a whole number",
    ),
    "value no number": (OPEN, cell("quantities", "q-049", value="55个"), r"row \d+: value is '55个', not a number"),
    "value infinite": (OPEN, cell("quantities", "q-049", value="Infinity"), r"value is 'Infinity', not a number"),
    "duplicate id": (OPEN, twice("quantities", "q-049"), r"^data/quantities\.csv: row q-049: the id stands twice"),
    "package no JSON": (
        OPEN,
        replaced("data/datapackage.json", b"{"),
        r"^data/datapackage\.json: not readable as JSON",
    ),
    "package stale": (
        cells.schemas_are_recorded,
        text("data/datapackage.json", '"title": "Blocks"', '"title": "X"'),
        r"run `jiedu describe`",
    ),
    "formula": (
        cells.cells_are_plain_text,
        cell("terms", "t-liu-wen", note="=1+1"),
        r"^data/terms\.csv: row t-liu-wen: note begins like",
    ),
    "control character": (
        cells.cells_are_plain_text,
        cell("terms", "t-liu-wen", note="a\x07"),
        r"row t-liu-wen: note holds a control character",
    ),
    "unknown class": (
        cells.rows_fit_their_schemas,
        cell("quantities", "q-001", **{"class": "numberish"}),
        r"^data/quantities\.csv.*class",
    ),
    "unknown role": (cells.rows_fit_their_schemas, cell("blocks", "deck", role="decking"), r"^data/blocks\.csv.*role"),
    "malformed id": (cells.rows_fit_their_schemas, cell("notes", "n-001", id="N1"), r"^data/notes\.csv.*(N1|pattern)"),
    "unknown block": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", block="z-9"),
        r"^data/quantities\.csv: row q-049: .*'z-9'",
    ),
    "block offset": (
        ledger.blocks_cover_the_page,
        cell("blocks", "a-1", end="1760"),
        r"^data/blocks\.csv: \d characters of the page are in no block",
    ),
    "blocks overlap": (
        ledger.blocks_cover_the_page,
        cell("blocks", "a-1", end="1775"),
        r"row a-\d: character 17\d\d is already in a-\d",
    ),
    "block outside": (
        ledger.blocks_cover_the_page,
        cell("blocks", "tasks-8", end="99999"),
        r"row tasks-8: offsets 4312–99999 are not a span",
    ),
    "block order": (
        ledger.blocks_cover_the_page,
        cell("blocks", "a-1", order="99"),
        r"the column order does not count from 1",
    ),
    "heading": (
        ledger.blocks_cover_the_page,
        cell("blocks", "a-1", heading_zh="增加投资"),
        r"row a-1: the heading '增加投资' is not on the page",
    ),
    "surface": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", surface="56个"),
        r"row q-049: the surface is '56个', the page has '55个'",
    ),
    "offset": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", start="1709"),
        r"row q-049: the surface is '55个', the page has",
    ),
    "indicator": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", indicator="工厂"),
        r"row q-049: the indicator '工厂' is not in block a-1",
    ),
    "deadline": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", deadline="年底前"),
        r"row q-049: the deadline '年底前' is not in block a-1",
    ),
    "no value": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", value=""),
        r"row q-049: a quantity has a value, or the comparator sync",
    ),
    "slogan with value": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-001", value="2"),
        r"row q-001: a slogan has no value",
    ),
    "numeral in no row": (
        ledger.numerals_are_assigned,
        without("quantities", "q-048"),
        r"the numeral '一' at 1672 \(.*\) is in no row",
    ),
    "two targets, two values": (
        ledger.targets_agree,
        cell("quantities", "q-107", value="6.4"),
        r"target gdp-growth has the values 6\.4, 6\.5",
    ),
    "promise altered": (
        ledger.commitments_hold,
        cell("commitments", "p-026", text="力促开工"),
        r"row p-026: the text is '力促开工', the page has",
    ),
    "promise cue": (
        ledger.commitments_hold,
        cell("commitments", "p-026", cue_start="10"),
        r"row p-026: the cue '力促' is not at 10–",
    ),
    "promise quantities": (
        ledger.commitments_hold,
        cell("commitments", "p-026", quantities="q-050"),
        r"row p-026: quantities are 'q-050'",
    ),
    "promise outside": (
        ledger.commitments_hold,
        cell("commitments", "p-026", block="b-1"),
        r"row p-026: .* is not inside block 'b-1'",
    ),
    "occurrence": (
        ledger.occurrences_hold,
        text("data/occurrences.csv", "t-liu-wen,3062,3064", "t-liu-wen,3061,3063"),
        r"the term is '六稳'",
    ),
    "unknown term": (ledger.occurrences_hold, text("data/occurrences.csv", "t-liu-wen,", "t-liu-wan,"), r"t-liu-wan"),
    "term nowhere": (
        ledger.occurrences_hold,
        text("data/occurrences.csv", "t-liu-wen,3062,3064\n", ""),
        r"row t-liu-wen: the term occurs nowhere",
    ),
    "sentence altered": (
        translation.translation_covers_the_page,
        cell("translation", "s-014", zh="增长"),
        r"row s-014: the Chinese is '增长', the page has",
    ),
    "sentence missing": (
        translation.translation_covers_the_page,
        without("translation", "s-014"),
        r"data/translation\.csv: 14 characters are not in exactly one",
    ),
    "number lost": (
        translation.translation_numbers_agree,
        cell("translation", "s-014", en="Regional GDP to grow"),
        r"row s-014: the English lacks 6\.5",
    ),
    "number invented": (
        translation.translation_numbers_agree,
        cell("translation", "s-014", en="by 6.5% from 2019"),
        r"row s-014: the Chinese has no 2019",
    ),
    "order of magnitude": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "29 billion yuan", "2.9 billion yuan"),
        r"the English lacks 29000000000",
    ),
    "numbers exchanged": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "to reach 400 and 1,500 respectively", "to reach 1,500 and 400 respectively"),
        r"row s-078: the English has 1500 in another place than row q-066",
    ),
    "a label's number exchanged": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "lines 6, 7 and 8 ", "lines 6, 8 and 7 "),
        r"row s-058: the English has 8 in another place than row q-006",
    ),
    "bound turned round": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "gather at least 200", "gather at most 200"),
        r"row s-073: the English bounds 200 by le, row q-058 by ge",
    ),
    "bound dropped": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "kept within 4%", "kept at 4%"),
        r"row s-018: the English bounds 4 by eq, row q-104 by le",
    ),
    "bound invented": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "or continue building 92 roads", "or continue building over 92 roads"),
        r"row s-058: the English bounds 92 by gt, row q-007 by eq",
    ),
    "tie dropped": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "per head to keep in step with economic growth", "per head to go before growth"),
        r"row s-004: the English does not say that one figure keeps in step",
    ),
    "unit altered": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "300,000 square metres", "300,000 square kilometres"),
        r"row s-074: the English gives 300000 the unit 平方公里, row q-060 平方米",
    ),
    "unit invented": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "at least 50 strong", "at least 50% strong"),
        r"row s-048: the English gives 50 the unit %, row q-030 家",
    ),
    "number word altered": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "the “six stabilities” and", "the “seven stabilities” and"),
        r"row s-012: the Chinese has no 7",
    ),
    "number word of a count altered": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "complete two sewage", "complete three sewage"),
        r"row s-063: the English lacks 2$",
    ),
    "an editor's conversion wrong": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "[about 67 hectares]", "[about 76 hectares]"),
        r"row s-099: the bracket says 76 hectares; 1,000 亩 are 66\.7$",
    ),
    "an editor's conversion into an unknown unit": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "[about 67 hectares]", "[about 165 acres]"),
        r"row s-099: the bracket says about 165 acres; no conversion of 1,000 亩 into that is known$",
    ),
    "an editor's conversion away from its number": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "mu [about 67 hectares] of forest", "mu of forest [about 67 hectares]"),
        r"row s-099: the bracket says 67 hectares; no number stands right before it",
    ),
    "an editor's conversion with a bound": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "[about 67 hectares]", "[at most 67 hectares]"),
        r"row s-099: the bracket says 67 hectares; a conversion is about so much or exactly, not le$",
    ),
    "an editor's conversion rounded, and not said so": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "[about 67 hectares]", "[67 hectares]"),
        r"row s-099: the bracket says 67 hectares; it is rounded, and does not say about$",
    ),
    "a number of a hundred digits": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "by about 6.5%", f"by about {'6' * 100}%"),
        r"row s-003: the English lacks 6\.5$",
    ),
    "a conversion of a number of a hundred digits": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "1,000 mu [about", f"1{'0' * 99} mu [about"),
        r"row s-099: the bracket says 67 hectares; 1(,000){33} 亩 are 66(,666){32}\.7$",
    ),
    "a number only in an editor's bracket": (
        translation.translation_numbers_agree,
        text("data/translation.csv", "1,000 mu [about 67 hectares]", "much [1,000 mu]"),
        r"row s-099: the English lacks 1000$",
    ),
    "counted noun altered": (
        translation.names_are_translated,
        text("data/translation.csv", "speed up progress on 116 projects", "speed up progress on 116 roads"),
        r"row q-050: 'projects under construction' is not what s-037 counts there: roads under construction",
    ),
    "counted noun altered, its word elsewhere": (
        translation.names_are_translated,
        text("data/translation.csv", "continue building 92 roads", "continue building 92 schools"),
        r"row q-007: 'roads' is not what s-058 counts there: schools, and complete",
    ),
    "counted noun before its number altered": (
        translation.names_are_translated,
        text(
            "data/translation.csv", "high-tech firms and of technology-based", "high-tech parks and of technology-based"
        ),
        r"row q-065: 'high-tech firms' is not what s-078 counts there: ",
    ),
    "English name altered": (
        translation.names_are_translated,
        cell("quantities", "q-104", indicator_en="registered rural unemployment rate"),
        r"row q-104: s-018 has no rural of 'registered rural unemployment rate'",
    ),
    "reviewed, untranslated": (
        translation.translation_covers_the_page,
        answered_for("translation", "s-014", en=""),
        r"row s-014: reviewed, but there is no English",
    ),
    "note's target": (
        cells.references_exist,
        cell("notes", "n-001", target="q-999"),
        r"row n-001: unknown target 'q-999'",
    ),
    "note's source": (
        cells.references_exist,
        cell("notes", "n-001", sources="z99"),
        r"row n-001: unknown source 'z99'",
    ),
    "term's source": (
        cells.references_exist,
        cell("terms", "t-liu-wen", source="z99"),
        r"row t-liu-wen: unknown source 'z99'",
    ),
    "sourced from nowhere": (
        cells.confidences_hold,
        cell("terms", "t-liu-wen", source=""),
        r"row t-liu-wen: sourced, but no source is named that is a fact from outside",
    ),
    "sourced from the page": (
        cells.confidences_hold,
        cell("terms", "t-liu-wen", source="q-092"),
        r"row t-liu-wen: sourced, but no source is named that is a fact from outside",
    ),
    "sourced, and nothing said": (
        cells.confidences_hold,
        cell("terms", "t-liu-wen", expansion_zh="", expansion_en=""),
        r"row t-liu-wen: sourced, but there is no expansion in Chinese and English",
    ),
    "read from the page, and nothing said": (
        cells.confidences_hold,
        cell("terms", "t-shuang-sheng-li", expansion_en=""),
        r"row t-shuang-sheng-li: read from the page, but there is no expansion in English",
    ),
    "read from the page and elsewhere": (
        cells.confidences_hold,
        cell("terms", "t-shuang-sheng-li", source="h01"),
        r"row t-shuang-sheng-li: read from the page, but a source is named: h01",
    ),
    "plain, and expanded": (
        cells.confidences_hold,
        cell("terms", "t-shuang-sheng-li", confidence="plain wording"),
        r"row t-shuang-sheng-li: plain wording, but it is expanded",
    ),
    "unsure, and expanded": (
        cells.confidences_hold,
        cell("terms", "t-shuang-gai", expansion_zh="两项改造"),
        r"row t-shuang-gai: unsure, but it is expanded",
    ),
    "comparison": (
        cells.comparisons_repeat_their_sources,
        cell("comparisons", "r-city-revenue-growth", value="8"),
        r"the value is 8, f02 has 7",
    ),
    "zero for none set": (
        cells.comparisons_repeat_their_sources,
        cell("comparisons", "r-nation-gdp-growth", value="0"),
        r"the value is 0, the availability 'none",
    ),
    "coding": (
        codings.coding_is_accounted_for,
        text("data/coding/b.csv", ",55,", ",56,"),
        r"disagreements\.csv: '55个' at 1710, value: 55 or 56 is not",
    ),
    "resolution": (
        codings.coding_is_accounted_for,
        text("data/coding/disagreements.csv", '道路,道路,"条', '道路,街道,"条'),
        r"resolved as '街道'",
    ),
    "promise not coded": (
        codings.promise_coding_is_accounted_for,
        without("coding/promises-b", "p-164"),
        r"promises-b\.csv: row p-164: the promise is not coded",
    ),
    "coding of no promise": (
        codings.promise_coding_is_accounted_for,
        without("commitments", "p-164"),
        r"promises-a\.csv: row p-164: there is no such promise",
    ),
    "promise coded otherwise": (
        codings.promise_coding_is_accounted_for,
        cell("coding/promises-b", "p-026", kind="measure"),
        r"promises-disagreements\.csv: row p-026: result or measure is not listed",
    ),
    "disagreement that is none": (
        codings.promise_coding_is_accounted_for,
        cell("coding/promises-b", "p-088", kind="measure"),
        r"row p-088: measure and orientation, but the codings say measure and measure",
    ),
    "resolution of a promise": (
        codings.promise_coding_is_accounted_for,
        cell("coding/promises-disagreements", "p-088", resolved="orientation"),
        r"row p-088: resolved as orientation, the table of commitments has measure",
    ),
    "kind that no coding has": (
        codings.promise_coding_is_accounted_for,
        cell("commitments", "p-033", kind="measure"),
        r"data/commitments\.csv: row p-033: the kind is measure, both codings say result",
    ),
    "word of a panel that is none": (
        panel.panel_holds,
        cell("panel/targets", "pt-100000-2024-gdp", comparator="roughly"),
        r"panel/targets\.csv: row pt-100000-2024-gdp: comparator is 'roughly', which is none of its words",
    ),
    "figure of a panel that a hand changed": (
        panel.panel_holds,
        cell("panel/targets", "pt-100000-2024-gdp", value="6"),
        r"panel/targets\.csv: changed since `jiedu panel --in` wrote it",
    ),
    "report that the panel has not": (
        panel.panel_holds,
        cell("panel/outcomes", "po-100000-2023-gdp", report="rep-0"),
        r"panel/outcomes\.csv: row po-100000-2023-gdp: there is no report 'rep-0'",
    ),
    "sentence of a report in the panel": (
        panel.panel_holds,
        cell("panel/targets", "pt-100000-2024-gdp", surface="国" * 21),
        r"row pt-100000-2024-gdp: surface has more than 20 characters",
    ),
    "target without its value": (
        panel.panel_holds,
        cell("panel/targets", "pt-100000-2024-gdp", value=""),
        r"row pt-100000-2024-gdp: stated, but no value",
    ),
    "formula unknown": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula="q_999"),
        r"row fact-rows: nothing is called q-999",
    ),
    "formula hostile": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula="().__class__"),
        r"row fact-rows: .* cannot be computed",
    ),
    "formula of two lines": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula='count("terms")\ncount("quantities")'),
        r"row fact-rows: .* cannot be computed",
    ),
    "formula circle": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula="fact_rows + 1"),
        r"row fact-rows: the formula comes back",
    ),
    "number in prose": (
        prose_checks.citations_hold,
        prose("[55](#q-049) to be started", "[56](#q-049) to be started"),
        r"\[56\]\(#q-049\), but",
    ),
    "bare number": (
        prose_checks.citations_hold,
        prose("The page does not add them", "The 3 are not added"),
        r"the number 3 cites no row and no fact",
    ),
    "bare number word": (
        prose_checks.citations_hold,
        prose("the other [eight](#fact-consumption-plain) are", "the other eight are"),
        r"cell 9: the number word eight cites no row and no fact",
    ),
    "bare number word in Chinese": (
        prose_checks.citations_hold,
        prose("**Limits.** ", "所列承诺中一条为举措。\n\n**Limits.** "),
        r"the number word 一 cites no row and no fact",
    ),
    "bare number word in a caption": (
        prose_checks.citations_hold,
        prose("Projects by the stage", "Projects at three stages, by the stage"),
        r"caption in cell 8: the number word three cites",
    ),
    "number word in prose": (
        prose_checks.citations_hold,
        prose("[nine](#fact-consumption-promises)", "[ten](#fact-consumption-promises)"),
        r"\[ten\]\(#fact-consumption-promises\), but the row says 9$",
    ),
    "number word in Chinese": (
        prose_checks.citations_hold,
        text("data/notes.csv", "创新[三](#ctx-h11)类", "创新[四](#ctx-h11)类"),
        r"row n-020, zh: \[四\]\(#ctx-h11\), but",
    ),
    "day of a fact": (
        prose_checks.citations_hold,
        text("data/notes.csv", "[20 April 2020](#ctx-h11)", "[20 May 2020](#ctx-h11)"),
        r"row n-020, en: \[20 May 2020\]\(#ctx-h11\), but",
    ),
    "another row than its id says": (
        prose_checks.citations_hold,
        text("book/how_to_cite.md", "[row q-099](#q-099)", "[row q-098](#q-099)"),
        r"\[row q-098\]\(#q-099\), but the row says it is q-099",
    ),
    "day": (
        names.names_hold,
        text("book/index.md", "On 27 May 2020", "On 28 May 2020"),
        r"^book/index\.md: text: 28 May 2020 stands neither on the page nor in",
    ),
    "year": (
        names.names_hold,
        text("book/index.md", "\n## Where to begin", "\n2520年的报纸版面。\n\n## Where to begin"),
        r"^book/index\.md: text: 2520年 stands neither",
    ),
    "page of the newspaper": (
        names.names_hold,
        text("notebooks/overview.ipynb", "C04–C05", "C04–C06"),
        r"C04–C06 is no page that the edition names",
    ),
    "version": (
        names.names_hold,
        text("book/how_to_cite.md", "within a version;", "within Version 0.3.0;"),
        r"Version 0\.3\.0 is not that of the edition",
    ),
    "licence": (
        names.names_hold,
        text("book/colophon.md", "CC BY 4.0", "CC BY 3.0"),
        r"CC BY 3\.0 is neither a licence of the edition nor",
    ),
    "id in prose": (
        names.names_hold,
        prose("The page does not add them", "Row q-999 does not add them"),
        r"q-999 is the id of no row",
    ),
    "minutes outside a lesson": (
        lessons.lesson_times_hold,
        prose("The page does not add them", "In 30 min nobody adds them"),
        r"30 min is the time of a lesson and stands in none",
    ),
    "a step longer than in the plan": (
        lessons.lesson_times_hold,
        text("notebooks/lesson_numbers.ipynb", "**The hat, 7 min.**", "**The hat, 9 min.**"),
        r"lesson_numbers\.ipynb: 9 min is neither the whole lesson",
    ),
    "a lesson of another length": (
        lessons.lesson_times_hold,
        text("notebooks/lesson_numbers.ipynb", "**Limits.** A lesson of 45 min", "**Limits.** A lesson of 42 min"),
        r"lesson_numbers\.ipynb: 42 min is neither the whole lesson",
    ),
    "a plan with a gap": (
        lessons.lesson_times_hold,
        text("notebooks/lesson_numbers.ipynb", "| 4–11 min |", "| 5–11 min |"),
        r"lesson_numbers\.ipynb: the step 5–11 min begins where none ended",
    ),
    "words of a link": (
        cited_words.cited_words_hold,
        text("notebooks/yellow_river.ipynb", "[Zhejiang](#ctx-h27)", "[Zhejiang](#ctx-h17)"),
        r"\[Zhejiang\]\(#ctx-h17\) says nothing of what it cites",
    ),
    "Chinese words of a link": (
        cited_words.cited_words_hold,
        text("notebooks/yellow_river.ipynb", "(#t-qing-si-luan)", "(#t-liu-wen)"),
        r"\[清四乱\]\(#t-liu-wen\) does not stand in what it cites",
    ),
    "figure of another chapter": (
        cited_words.cited_words_hold,
        prose("[The chart](#fig-stages)", "[The chart](#fig-force)"),
        r"\[The chart\]\(#fig-force\) says nothing",
    ),
    "unknown citation": (
        prose_checks.citations_hold,
        prose("[47](#fact-stage-start-share)", "[47](#fact-gone)"),
        r"fact-gone\) cites an id that is",
    ),
    "quotation": (
        quotations.quotations_hold,
        prose("*How does", "“力促开放” *How does"),
        r"“力促开放” is quoted, and stands neither on the page nor in its English",
    ),
    "quotation within a quotation": (
        quotations.quotations_hold,
        cell("notes", "n-004", zh="版面写“「科技强区」的时代正迎面走来”。"),
        r"“「科技强区」的时代正迎面走来” is quoted, and stands neither",
    ),
    "another word for a term": (
        own_words.own_words_hold,
        cell("facts", "fact-rows", zh="数字总账的行数"),
        r"^data/facts\.csv: row fact-rows, zh: 总账 stands for 台账, the term of this edition \(ledger\)$",
    ),
    "another word for a term, in a heading": (
        own_words.own_words_hold,
        prose("## Its numbers", "## Its numbers · 各板块的数量"),
        r"^notebooks/steady_economy\.ipynb: cell 5: 板块 stands for 版块",
    ),
    "another English word for a term": (
        own_words.own_words_hold,
        cell("notes", "n-004", en="It is guaranteed."),
        r"^data/notes\.csv: row n-004, en: “guaranteed” stands for “ensure”, the term of this edition$",
    ),
    "corner brackets outside a quotation": (
        own_words.marks_hold,
        cell("notes", "n-004", zh="「两年」不是承诺。"),
        r"^data/notes\.csv: row n-004, zh: 「两年」 stands outside “ ”; a quotation stands in “ ”",
    ),
    "half-width comma in Chinese": (
        own_words.marks_hold,
        cell("notes", "n-004", zh="这是年限,不是承诺。"),
        r"^data/notes\.csv: row n-004, zh: a half-width mark in “年限,不是”$",
    ),
    "quotation in Chinese": (
        quotations.quotations_hold,
        text("notebooks/urban_renewal.ipynb", "**Limits.** ", "“年内”或“年终前”，写法不同。\\n\\n**Limits.** "),
        r"“年终前” is quoted, and stands neither on the page nor in its English",
    ),
    "quotation of the translation": (
        quotations.quotations_hold,
        text("notebooks/urban_renewal.ipynb", "“start or continue building”", "“start or finish building”"),
        r"cell 9: “start or finish building” is quoted",
    ),
    "quotation in a heading": (
        quotations.quotations_hold,
        text("notebooks/urban_renewal.ipynb", "# C · Urban renewal", "# C · 聚焦“双换”"),
        r"cell 1: “双换” is quoted",
    ),
    "Chinese words in an English sentence": (
        quotations.quotations_hold,
        text(
            "notebooks/urban_renewal.ipynb",
            "promises use a flat 完成 (complete)",
            "promises use a flat 完工 (complete)",
        ),
        r"cell 9: 完工 stands neither on the page nor in the tables of sources",
    ),
    "number in a note": (
        prose_checks.citations_hold,
        text("data/notes.csv", "[2%](#q-111) is a", "[3%](#q-111) is a"),
        r"notes\.csv: row n-014, en: \[3%\]",
    ),
    "stored output": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: _code_cell(b).update(execution_count=1)),
        r"cell 2: holds a stored output",
    ),
    "logic in a notebook": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: _code_cell(b).update(source="def f(): pass")),
        r"cell 2: defines something",
    ),
    "too many cells": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: b.update(cells=b["cells"] * 2)),
        r"\d+ cells, expected 5 to 12",
    ),
    "figure without a name": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: _code_cell(b)["metadata"].update(mystnb={"figure": {"caption": "x"}})),
        r"cell 2: a figure needs a name and a caption",
    ),
    "page is a folder": (
        OPEN,
        lambda root: (root / "data/source/page.txt").unlink() or (root / "data/source/page.txt").mkdir(),
        r"page\.txt: is a folder, not a file$",
    ),
    "byte order mark": (
        OPEN,
        recoded("data/terms.csv", "utf-8-sig"),
        r"^data/terms\.csv: begins with a byte order mark",
    ),
    "pipe among the data": (
        cells.files_can_be_copied,
        lambda root: os.mkfifo(root / "data/source/pipe.csv"),
        r"^data/source/pipe\.csv: is a named pipe, not a file$",
    ),
    "link in a circle": (
        cells.files_can_be_copied,
        lambda root: (root / "book/again").symlink_to(".."),
        r"^book/again/book: is a link to a folder that it stands in$",
    ),
    "link that leads nowhere": (
        cells.files_can_be_copied,
        lambda root: (root / "book/lost.md").symlink_to("nowhere"),
        r"^book/lost\.md: cannot be read \(No such file or directory\)$",
    ),
    "carriage return": (
        cells.cells_are_plain_text,
        text("data/notes.csv", "little more than a month", "little\r more than a month"),
        r"holds a carriage return",
    ),
    "endless value": (OPEN, cell("quantities", "q-049", value="1e999999999"), r"value is '1e999999999', not a number"),
    "page of the book missing": (
        prose_checks.pages_exist,
        text("_toc.yml", "notebooks/wording", "notebooks/wordings"),
        r"^_toc\.yml: no such page: notebooks/wordings$",
    ),
    "table of contents no YAML": (
        prose_checks.pages_exist,
        replaced("_toc.yml", b"root: [\n"),
        r"^_toc\.yml: line 2: not readable as YAML \(",
    ),
    "table of contents without a root": (
        prose_checks.pages_exist,
        text("_toc.yml", "root:", "roots:"),
        r"^_toc\.yml: not readable as a table of contents \(",
    ),
    "table of contents not UTF-8": (
        prose_checks.pages_exist,
        replaced("_toc.yml", b"root: \xff\n"),
        r"^_toc\.yml: not UTF-8 \(byte 6\)$",
    ),
    "empty offset": (OPEN, cell("quantities", "q-049", start=""), r"^data/quantities\.csv: row 50: start is empty$"),
    "empty order": (OPEN, cell("blocks", "a-1", order=""), r"^data/blocks\.csv: row \d+: order is empty$"),
    "empty occurrence": (
        OPEN,
        text("data/occurrences.csv", ",3062,", ",,"),
        r"^data/occurrences\.csv: row \d+: start is empty$",
    ),
    "endless offset": (OPEN, cell("quantities", "q-049", end="9" * 20), r"end is '9+', not a whole number"),
    "far offset": (
        ledger.surfaces_are_on_the_page,
        cell("quantities", "q-049", end="999999999999"),
        r"row q-049: 1710–999999999999 is not inside block",
    ),
    "unclosed quote": (
        OPEN,
        text("data/notes.csv", ",masthead,", ',"masthead,'),
        r"^data/notes\.csv: line \d+ is not readable as CSV",
    ),
    "package without resources": (
        OPEN,
        replaced("data/datapackage.json", b"[]"),
        r"^data/datapackage\.json: is no data package",
    ),
    "package with odd resources": (
        OPEN,
        replaced("data/datapackage.json", b'{"resources": ["x"]}'),
        r"is no data package",
    ),
    "strange path": (
        cells.schemas_are_recorded,
        text("data/datapackage.json", '"path": "blocks.csv"', '"path": "../../../../etc/passwd"'),
        r"does not describe the tables as they are",
    ),
    "comparison with a fact": (
        cells.comparisons_repeat_their_sources,
        cell("comparisons", "r-city-gdp-growth", source="fact-rows"),
        r"the source 'fact-rows' is no quantity",
    ),
    "unknown field": (
        codings.coding_is_accounted_for,
        text("data/coding/disagreements.csv", ",surface,信", ",colour,信"),
        r"unknown field 'colour'",
    ),
    "coding in GB18030": (
        cells.cells_are_plain_text,
        recoded("data/coding/a.csv", "gb18030"),
        r"^data/coding/a\.csv: not UTF-8",
    ),
    "page of the book in GB18030": (
        prose_checks.citations_hold,
        recoded("book/index.md", "gb18030"),
        r"^book/index\.md: not UTF-8",
    ),
    "cell without outputs": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: _code_cell(b).pop("outputs")),
        r"not a notebook \(cell 2: 'outputs' is a required property\)$",
    ),
    "cells that are words": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: b.update(cells=["x"])),
        r"steady_economy\.ipynb: not a notebook",
    ),
    "lambda in a notebook": (
        prose_checks.notebooks_are_clean,
        notebook(lambda b: _code_cell(b).update(source="f = lambda x: x")),
        r"cell 2: defines something",
    ),
    "formula on no table": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula='count("text")'),
        r"row fact-rows: .* cannot be computed",
    ),
    "formula to infinity": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula='"Infinity"'),
        r"row fact-rows: .* cannot be computed",
    ),
    "formula with powers": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula="2**3999999"),
        r"row fact-rows: .* cannot be computed",
    ),
    "formula that prints": (
        prose_checks.citations_hold,
        cell("facts", "fact-rows", formula='"%1000000000d" % 1'),
        r"row fact-rows: .* cannot be computed",
    ),
    "number word": (
        prose_checks.citations_hold,
        prose("[55](#q-049) to be started", "[two](#q-049) to be started"),
        r"\[two\]\(#q-049\), but",
    ),
    "a year that counts": (
        prose_checks.citations_hold,
        prose("The page does not add them", "The 2000 firms are not added"),
        r"the number 2000 cites",
    ),
    "order of the file": (
        ledger.ledger_is_in_order,
        in_place_of("quantities", "q-049", "q-050"),
        r"^data/quantities\.csv: the rows are not in the order of the file$",
    ),
    "order of reading": (
        ledger.ledger_is_in_order,
        in_place_of("commitments", "p-026", "p-027"),
        r"^data/commitments\.csv: the rows are not in reading order$",
    ),
    "claim": (
        ledger.claims_are_on_the_page,
        cell("claims", "claim-1", zh="力促开放"),
        r"^data/claims\.csv: row claim-1: '力促开放' is not in block",
    ),
    "claim in no block": (
        ledger.claims_are_on_the_page,
        cell("claims", "claim-1", block="z-9"),
        r"^data/claims\.csv: row claim-1: unknown block 'z-9'$",
    ),
    "bound of a comparison": (
        cells.comparisons_repeat_their_sources,
        cell("comparisons", "r-city-revenue-growth", comparator="ge"),
        r"row r-city-revenue-growth: comparator is 'ge', f02 has 'about'",
    ),
    "unit of a comparison": (
        cells.comparisons_repeat_their_sources,
        cell("comparisons", "r-district-rd-growth", unit="亿元"),
        r"row r-district-rd-growth: unit is '亿元', q-103 has '%'",
    ),
    "place of a comparison": (
        cells.comparisons_repeat_their_sources,
        cell("comparisons", "r-city-rd-growth", place="全国"),
        r"row r-city-rd-growth: place is '全国', f05 has '郑州市'",
    ),
    "changed since it was signed": (
        signed.signatures_hold,
        cell("context", "f02", value="8左右"),
        r"^data/context\.csv: row f02: not as The Jiedu project signed it on [\d-]+: value 7左右 → 8左右; `jiedu review f02`",
    ),
    "reviewed term without English": (
        cells.reviewed_terms_have_english,
        answered_for("terms", "t-liu-wen", en=""),
        r"^data/terms\.csv: row t-liu-wen: reviewed, but there is no English$",
    ),
    "a column without a name": (
        OPEN,
        text("data/terms.csv", "state\n", "state,\n"),
        r"^data/terms\.csv: the header has a column without a name$",
    ),
    "a column twice": (
        OPEN,
        text("data/terms.csv", "state\n", "state,teacher,teacher\n"),
        r"^data/terms\.csv: the header has the column 'teacher' twice$",
    ),
    "a column that is worked out": (
        OPEN,
        text("data/quantities.csv", "state\n", "state,section\n"),
        r"^data/quantities\.csv: the column 'section' is worked out by the edition",
    ),
    "Chinese without its English": (
        glosses.glosses_hold,
        prose("Each number has its own verb", "Each number has its own 动词"),
        r"^notebooks/steady_economy\.ipynb: cell 7: 动词 has no English beside it$",
    ),
    "Chinese without its English, in a table": (
        glosses.glosses_hold,
        cell("comparisons", "r-city-outcome-gdp-growth", note="初步核算"),
        r"^data/comparisons\.csv: row r-city-outcome-gdp-growth: 初步核算 has no English beside it$",
    ),
    "a fact that nothing uses": (
        outside.outside_facts_are_used,
        cell("terms", "t-zhuan-jing-te-xin", source=""),
        r"^data/context\.csv: row h20: nothing in the edition uses it; cite it or take it out$",
    ),
    "a fact whose citation is gone": (
        outside.outside_facts_are_used,
        text("notebooks/targets.ipynb", "[1,200.3 billion](#ctx-d07)", "so much"),
        r"^data/context\.csv: row d07: nothing in the edition uses it",
    ),
    "a claim's number by another row": (
        evidence.claims_cite_what_they_say,
        cell(
            "claims", "claim-2", en="Of [6.5%](#q-099).", evidence_zh="[6.5%](#q-099)。", evidence_en="[6.5%](#q-099)."
        ),
        r"^data/claims\.csv: row claim-2: 6\.5% in its words is row q-107, which neither the claim nor its evidence",
    ),
    "a hedge that no cited row has": (
        evidence.claims_cite_what_they_say,
        cell("claims", "claim-3", evidence_en="The hedge of [15%](#q-113) is the city’s."),
        r"^data/claims\.csv: row claim-3, evidence_en: speaks of a hedge, and cites no row of the page that has one$",
    ),
    "a hedge that no cited row has, in Chinese": (
        evidence.claims_cite_what_they_say,
        cell("claims", "claim-3", evidence_zh="[15%](#q-113)带“左右”。"),
        r"^data/claims\.csv: row claim-3, evidence_zh: says “左右”, and cites no row of the page that is bound so$",
    ),
    "a bound that is not the row's": (
        evidence.claims_cite_what_they_say,
        cell("claims", "claim-3", finding_en="It grows by about [15%](#q-113)."),
        r"^data/claims\.csv: row claim-3, finding_en: bounds \[15%\]\(#q-113\) by about, the row by nothing$",
    ),
    "a bound that is not the fact's": (
        evidence.claims_cite_what_they_say,
        cell("claims", "claim-3", finding_zh="全市[6.5](#ctx-f01)以上。"),
        r"^data/claims\.csv: row claim-3, finding_zh: bounds \[6\.5\]\(#ctx-f01\) by ge, the row by about$",
    ),
    "a quotation from elsewhere on the page": (
        evidence.claims_cite_what_they_say,
        cell("claims", "claim-3", finding_zh="“领跑者”与此无关。"),
        r"^data/claims\.csv: row claim-3, finding_zh: “领跑者” stands neither in the claim nor where a cited row stands$",
    ),
    "a note without its source": (
        evidence.notes_name_what_they_cite,
        cell("notes", "n-007", sources=""),
        r"^data/notes\.csv: row n-007: cites f02, which is not among its sources$",
    ),
    "a term rendered otherwise": (
        renderings.terms_keep_their_english,
        text("data/translation.csv", "the “six stabilities” and", "the “six balances” and"),
        r"^data/terms\.csv: row t-liu-wen: s-012 has not '“six stabilities”' for 六稳$",
    ),
    "a word rendered otherwise": (
        renderings.words_keep_their_english,
        rendered(("力促", "urge", "")),
        r"^data/renderings\.csv: row 力促: s-037 has not 'urge'$",
    ),
    "an exception of no sentence": (
        renderings.words_keep_their_english,
        rendered(("力促", "press for", "s-999")),
        r"^data/renderings\.csv: row 力促: s-999 is excepted, and is no sentence$",
    ),
    "an exception without need": (
        renderings.words_keep_their_english,
        rendered(("力促", "press for", "s-037")),
        r"^data/renderings\.csv: row 力促: s-037 is excepted, and needs no exception$",
    ),
    "a rule for no sentence": (
        renderings.words_keep_their_english,
        rendered(("力促郑州", "press for", ""), ("力促", "press for", "")),
        r"^data/renderings\.csv: row 力促: stands in no sentence, or only in longer words of the table$",
    ),
    "no notebook": (
        prose_checks.notebooks_are_clean,
        replaced("notebooks/steady_economy.ipynb", b"{"),
        r"steady_economy\.ipynb: not readable as JSON \(line 1: ",
    ),
    "exercise on no row": (
        exercises.exercises_hold,
        cell("exercises", "x-101", row="q-999"),
        r"^data/exercises\.csv: row x-101: there is no quantity and no commitment 'q-999'$",
    ),
    "exercise marked in other English": (
        exercises.exercises_hold,
        cell("exercises", "x-102", mark_en="old retail"),
        r"row x-102: mark_en 'old retail' does not stand once in the English of the sentence$",
    ),
    "exercise on free text": (
        exercises.exercises_hold,
        cell("exercises", "x-101", field="unit"),
        r"row x-101: 'unit' of quantities has no closed vocabulary; it is one of class, comparator, kind, status$",
    ),
    "exercise on an empty cell": (
        exercises.exercises_hold,
        cell("exercises", "x-101", row="q-006", field="comparator"),
        r"row x-101: q-006 has no comparator, so nothing would be right$",
    ),
    "exercise on a row without a field": (
        exercises.exercises_hold,
        cell("exercises", "x-101", field=""),
        r"row x-101: names a row without a field$",
    ),
    "exercise on a field without a row": (
        exercises.exercises_hold,
        cell("exercises", "x-106", field="class"),
        r"row x-106: names a field without a row$",
    ),
    "exercise of another lesson": (
        exercises.exercises_hold,
        cell("exercises", "x-101", lesson="chart"),
        r"row x-101: is of the lesson chart, its id is not$",
    ),
    "exercise without a right option": (
        exercises.exercises_hold,
        options(right="no"),
        r"^data/exercises\.csv: row x-106: no option is right$",
    ),
    "exercise without a wrong option": (exercises.exercises_hold, options(right="yes"), r"x-106: no option is wrong$"),
    "options that say the same": (exercises.exercises_hold, options(words_en="so"), r"x-106: two options say 'so'$"),
    "option that cites": (
        exercises.exercises_hold,
        cell("options", "x-106-a", words_en="[30](#q-060)"),
        r"row x-106: the words_en of x-106-a cite a row; what an option rests on is said in its reason$",
    ),
    "options beside a row": (
        exercises.exercises_hold,
        cell("exercises", "x-106", row="q-006", field="class"),
        r"row x-106: the row q-006 answers it, and it has options beside$",
    ),
    "option of no exercise": (
        exercises.exercises_hold,
        options(exercise="x-499"),
        r"^data/options\.csv: row x-106-a: there is no exercise 'x-499'$",
    ),
    "option of another exercise": (
        exercises.exercises_hold,
        cell("options", "x-106-a", exercise="x-107"),
        r"row x-106-a: is an option of x-107, its id says another$",
    ),
    "right and wrong in other words": (
        cells.rows_fit_their_schemas,
        cell("options", "x-106-a", right="maybe"),
        r"^data/options\.csv: row \d+: .*maybe",
    ),
    "exercise that states a number": (
        prose_checks.citations_hold,
        cell("exercises", "x-101", why_en="There are 3 of them."),
        r"^data/exercises\.csv: row x-101, why_en: the number 3 cites no row and no fact$",
    ),
}


def test_the_edition_keeps_every_promise() -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize("zh", ["“「科技兴区」的时代正迎面走来”。", "两个核心板块加快建设，“总账”不在此列。"])
def test_what_the_page_says_is_none_of_the_edition_s_own_words(zh: str) -> None:
    edition = Edition.open(ROOT).with_row("notes", "n-004", zh=zh)
    checks = (own_words.own_words_hold, own_words.marks_hold)
    assert not [fault for by in checks for fault in by(edition) if "n-004" in fault]


def test_a_heading_of_the_page_keeps_its_words_and_marks(copy: Path) -> None:
    headed = "## 各板块的总账(一)"
    prose("## Its numbers", headed)(copy)
    edition = Edition.open(copy)
    assert [fault for fault in own_words.own_words_hold(edition) if "steady_economy.ipynb: cell 5: 板块" in fault]
    assert [fault for fault in own_words.marks_hold(edition) if "steady_economy.ipynb: cell 5" in fault]
    edition = replace(edition, text=edition.text + headed)
    for by in (own_words.own_words_hold, own_words.marks_hold):
        assert not [fault for fault in by(edition) if "steady_economy.ipynb: cell 5" in fault]


def faults_of(root: Path, by: Callable) -> list[str]:
    if by == OPEN:
        with pytest.raises(Fault) as caught:
            Edition.open(root)
        return [str(caught.value)]
    edition = Edition.open(root)
    try:
        return list(by(edition))
    except Fault as fault:
        return [str(fault)]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_one_clear_sentence_of_its_check(copy: Path, name: str) -> None:
    by, edit, expected = BROKEN[name]
    edit(copy)
    faults = faults_of(copy, by)
    assert any(re.search(expected, fault) for fault in faults), faults
    assert all("\n" not in fault for fault in faults)


def test_every_check_is_broken_on_purpose() -> None:
    assert {by for by, _, _ in BROKEN.values()} == {OPEN, *CHECKS}


@pytest.mark.parametrize("name", ["unknown term", "no notebook"])
def test_a_fault_that_several_checks_meet_is_said_once_to_the_whole(copy: Path, name: str) -> None:
    _, edit, expected = BROKEN[name]
    edit(copy)
    faults = check(copy)
    assert len(faults) == len(set(faults))
    assert any(re.search(expected, fault) for fault in faults), faults


def test_a_table_that_cannot_be_read_is_the_one_fault(copy: Path) -> None:
    _, edit, expected = BROKEN["header"]
    edit(copy)
    assert re.search(expected, "".join(check(copy)))


def test_columns_of_ones_own_are_kept_described_and_checked(copy: Path) -> None:
    rows = rows_of(copy, "notes")
    write(copy, "notes", [row | {"teacher": "李老师", "1st term": ""} for row in rows])
    assert check(copy) == ["data/datapackage.json: does not describe the tables as they are; run `jiedu describe`"]
    assert CliRunner().invoke(main, ["describe", str(copy)]).exit_code == 0
    assert check(copy) == []
    notes = Edition.open(copy).notes
    assert set(notes["teacher"]) == {"李老师"}
    assert list(notes.columns)[-3:] == ["state", "teacher", "1st term"]
    package = json.loads((copy / "data/datapackage.json").read_text(encoding="utf-8"))
    fields = next(r["schema"]["fields"] for r in package["resources"] if r["name"] == "notes")
    assert fields[-2]["name"] == "teacher" and fields[-2]["type"] == "string" and fields[-2]["description"]
    write(copy, "notes", [row | {"teacher": "=1+1"} for row in rows])
    assert any("teacher begins like a spreadsheet formula" in f for f in cells.cells_are_plain_text(Edition.open(copy)))


def test_an_update_keeps_the_columns_of_ones_own(copy: Path) -> None:
    tables = ("notes", "quantities", "occurrences", "facts")

    def teachers(table: str) -> dict[tuple[str, ...], str]:
        return {(r["id"],) if "id" in r else (r["term"], r["start"]): r["teacher"] for r in rows_of(copy, table)}

    for table in tables:
        write(copy, table, [row | {"teacher": f"{i}号"} for i, row in enumerate(rows_of(copy, table))])
    # A row that no reviewed promise names, so that it is the machine's to refresh.
    cell("quantities", "q-111", state="draft", indicator="")(copy)
    cell("facts", "fact-rows", state="draft")(copy)
    assert CliRunner().invoke(main, ["describe", str(copy)]).exit_code == 0
    before = {table: teachers(table) for table in tables}
    done = CliRunner().invoke(main, ["update", str(copy)])
    assert done.exit_code == 0, done.output
    for table in tables:
        assert before[table].items() <= teachers(table).items(), table
    assert next(row["indicator"] for row in rows_of(copy, "quantities") if row["id"] == "q-111")


def test_the_command_counts_faults_and_unassigned_numerals() -> None:
    result = CliRunner().invoke(main, ["check", str(ROOT)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:2] == ["0 faults", "0 unassigned numerals, 121 rows in the ledger"]


def test_the_command_exits_with_1_and_a_line_a_fault(copy: Path) -> None:
    cell("quantities", "q-049", surface="56个")(copy)
    result = CliRunner().invoke(main, ["check", str(copy)])
    assert result.exit_code == 1
    assert "data/quantities.csv: row q-049" in result.output


def test_a_folder_that_is_no_edition_is_said_so(tmp_path: Path) -> None:
    assert check(tmp_path) == [f"no data/datapackage.json in {tmp_path} or above it: this is no edition"]


def test_describe_repairs_a_stale_description(copy: Path) -> None:
    text("data/datapackage.json", '"title": "Blocks"', '"title": "X"')(copy)
    assert CliRunner().invoke(main, ["describe", str(copy)]).exit_code == 0
    assert (copy / "data/datapackage.json").read_bytes() == (ROOT / "data/datapackage.json").read_bytes()
