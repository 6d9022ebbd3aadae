"""Every promise of `jiedu check`, kept by the edition and broken on purpose."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import ROOT

from jiedu.cli import main
from jiedu.edition.checks import check

Edit = Callable[[Path], None]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the edition to break."""
    for name in ("data", "book", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


def cell(table: str, row: str, **values: str) -> Edit:
    """Change cells of one row, by id."""

    def edit(root: Path) -> None:
        path = root / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert any(r["id"] == row for r in rows), row
        for r in rows:
            if r["id"] == row:
                r.update(values)
        _write(path, rows)

    return edit


def without(table: str, row: str) -> Edit:
    """Take one row out of a table."""

    def edit(root: Path) -> None:
        path = root / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        _write(path, [r for r in rows if r["id"] != row])

    return edit


def twice(table: str, row: str) -> Edit:
    """Write one row a second time."""

    def edit(root: Path) -> None:
        path = root / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        _write(path, [r for r in rows for _ in range(2 if r["id"] == row else 1)])

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


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _code_cell(book: dict) -> dict:
    return next(c for c in book["cells"] if c["cell_type"] == "code")


BROKEN: dict[str, tuple[Edit, str]] = {
    "page missing": (replaced("data/source/page.txt", None), r"^data/source/page\.txt: the page is missing$"),
    "page empty": (replaced("data/source/page.txt", b"\n"), r"page\.txt: the page is empty"),
    "page altered": (text("data/source/page.txt", "6.5%", "6.6%"), r"page\.txt: the page was altered"),
    "page in GB18030": (recoded("data/source/page.txt", "gb18030"), r"page\.txt: not UTF-8 \(byte \d+\)"),
    "page in UTF-16": (recoded("data/source/page.txt", "utf-16"), r"page\.txt: not UTF-8 \(byte 0\)"),
    "table missing": (replaced("data/notes.csv", None), r"^data/notes\.csv: the table is missing$"),
    "table empty": (replaced("data/notes.csv", b""), r"^data/notes\.csv: the table is empty"),
    "table in GB18030": (recoded("data/terms.csv", "gb18030"), r"^data/terms\.csv: not UTF-8"),
    "header": (text("data/terms.csv", "pinyin", "sound"), r"^data/terms\.csv: the header is .*sound"),
    "short row": (text("data/occurrences.csv", "\nt-", "\nx\nt-"), r"^data/occurrences\.csv: row 2 has 1 cells"),
    "offset no number": (cell("quantities", "q-049", start="many"), r"row \d+: start is 'many', not a whole number"),
    "value no number": (cell("quantities", "q-049", value="55个"), r"row \d+: value is '55个', not a number"),
    "value infinite": (cell("quantities", "q-049", value="Infinity"), r"value is 'Infinity', not a number"),
    "duplicate id": (twice("quantities", "q-049"), r"^data/quantities\.csv: row q-049: the id stands twice"),
    "package no JSON": (replaced("data/datapackage.json", b"{"), r"^data/datapackage\.json: not readable as JSON"),
    "package stale": (text("data/datapackage.json", '"title": "Blocks"', '"title": "X"'), r"run `jiedu describe`"),
    "formula": (cell("terms", "t-liu-wen", note="=1+1"), r"^data/terms\.csv: row t-liu-wen: note begins like"),
    "control character": (cell("terms", "t-liu-wen", note="a\x07"), r"row t-liu-wen: note holds a control character"),
    "unknown class": (cell("quantities", "q-001", **{"class": "numberish"}), r"^data/quantities\.csv.*class"),
    "unknown role": (cell("blocks", "deck", role="decking"), r"^data/blocks\.csv.*role"),
    "malformed id": (cell("notes", "n-001", id="N1"), r"^data/notes\.csv.*(N1|pattern)"),
    "unknown block": (cell("quantities", "q-049", block="z-9"), r"^data/quantities\.csv: row q-049: .*'z-9'"),
    "block offset": (
        cell("blocks", "a-1", end="1760"),
        r"^data/blocks\.csv: \d characters of the page are in no block",
    ),
    "blocks overlap": (cell("blocks", "a-1", end="1775"), r"row a-\d: character 17\d\d is already in a-\d"),
    "block outside": (cell("blocks", "tasks-8", end="99999"), r"row tasks-8: offsets 4312–99999 are not a span"),
    "block order": (cell("blocks", "a-1", order="99"), r"the column order does not count from 1"),
    "heading": (cell("blocks", "a-1", heading_zh="增加投资"), r"row a-1: the heading '增加投资' is not on the page"),
    "surface": (cell("quantities", "q-049", surface="56个"), r"row q-049: the surface is '56个', the page has '55个'"),
    "offset": (cell("quantities", "q-049", start="1709"), r"row q-049: the surface is '55个', the page has"),
    "indicator": (
        cell("quantities", "q-049", indicator="工厂"),
        r"row q-049: the indicator '工厂' is not in block a-1",
    ),
    "deadline": (
        cell("quantities", "q-049", deadline="年底前"),
        r"row q-049: the deadline '年底前' is not in block a-1",
    ),
    "no value": (cell("quantities", "q-049", value=""), r"row q-049: a quantity has a value, or the comparator sync"),
    "slogan with value": (cell("quantities", "q-001", value="2"), r"row q-001: a slogan has no value"),
    "numeral in no row": (without("quantities", "q-048"), r"the numeral '一' at 1672 \(.*\) is in no row"),
    "two targets, two values": (
        cell("quantities", "q-107", value="6.4"),
        r"target gdp-growth has the values 6\.4, 6\.5",
    ),
    "promise altered": (
        cell("commitments", "p-026", text="力促开工"),
        r"row p-026: the text is '力促开工', the page has",
    ),
    "promise cue": (cell("commitments", "p-026", cue_start="10"), r"row p-026: the cue '力促' is not at 10–"),
    "promise quantities": (cell("commitments", "p-026", quantities="q-050"), r"row p-026: quantities are 'q-050'"),
    "promise outside": (cell("commitments", "p-026", block="b-1"), r"row p-026: .* is not inside block 'b-1'"),
    "occurrence": (text("data/occurrences.csv", "t-liu-wen,3062,3064", "t-liu-wen,3061,3063"), r"the term is '六稳'"),
    "unknown term": (text("data/occurrences.csv", "t-liu-wen,", "t-liu-wan,"), r"t-liu-wan"),
    "term nowhere": (
        text("data/occurrences.csv", "t-liu-wen,3062,3064\n", ""),
        r"row t-liu-wen: the term occurs nowhere",
    ),
    "sentence altered": (cell("translation", "s-014", zh="增长"), r"row s-014: the Chinese is '增长', the page has"),
    "sentence missing": (
        without("translation", "s-014"),
        r"data/translation\.csv: 14 characters are not in exactly one",
    ),
    "number lost": (cell("translation", "s-014", en="Regional GDP to grow"), r"row s-014: the English lacks 6\.5"),
    "number invented": (cell("translation", "s-014", en="by 6.5% from 2019"), r"row s-014: the Chinese has no 2019"),
    "order of magnitude": (
        text("data/translation.csv", "29 billion yuan", "2.9 billion yuan"),
        r"the English lacks 29000000000",
    ),
    "reviewed, untranslated": (cell("translation", "s-014", en=""), r"row s-014: reviewed, but there is no English"),
    "note's target": (cell("notes", "n-001", target="q-999"), r"row n-001: unknown target 'q-999'"),
    "note's source": (cell("notes", "n-001", sources="z99"), r"row n-001: unknown source 'z99'"),
    "term's source": (cell("terms", "t-liu-wen", source="z99"), r"row t-liu-wen: unknown source 'z99'"),
    "sourced from nowhere": (cell("terms", "t-liu-wen", source=""), r"row t-liu-wen: sourced, but no source is named"),
    "comparison": (cell("comparisons", "r-city-revenue-growth", value="8"), r"the value is 8, f02 has 7"),
    "zero for none set": (
        cell("comparisons", "r-nation-gdp-growth", value="0"),
        r"the value is 0, the availability 'none",
    ),
    "coding": (
        text("data/coding/b.csv", ",55,", ",56,"),
        r"disagreements\.csv: '55个' at 1710, value: 55 or 56 is not",
    ),
    "resolution": (text("data/coding/disagreements.csv", '道路,道路,"条', '道路,街道,"条'), r"resolved as '街道'"),
    "formula unknown": (cell("facts", "fact-rows", formula="q_999"), r"row fact-rows: nothing is called q-999"),
    "formula hostile": (cell("facts", "fact-rows", formula="().__class__"), r"row fact-rows: .* cannot be computed"),
    "formula circle": (cell("facts", "fact-rows", formula="fact_rows + 1"), r"row fact-rows: the formula comes back"),
    "number in prose": (prose("[55](#q-049) to be started", "[56](#q-049) to be started"), r"\[56\]\(#q-049\), but"),
    "bare number": (
        prose("The page does not add them", "The 3 are not added"),
        r"the number 3 cites no row and no fact",
    ),
    "unknown citation": (
        prose("[47](#fact-stage-start-share)", "[47](#fact-gone)"),
        r"fact-gone\) cites an id that is",
    ),
    "quotation": (prose("*How does", "「力促开放」 *How does"), r"「力促开放」 is not on the page"),
    "number in a note": (
        text("data/notes.csv", "[2%](#q-111) is a", "[3%](#q-111) is a"),
        r"notes\.csv: row n-014, en: \[3%\]",
    ),
    "stored output": (notebook(lambda b: _code_cell(b).update(execution_count=1)), r"cell 2: holds a stored output"),
    "logic in a notebook": (
        notebook(lambda b: _code_cell(b).update(source="def f(): pass")),
        r"cell 2: defines something",
    ),
    "too many cells": (notebook(lambda b: b.update(cells=b["cells"] * 2)), r"\d+ cells, expected 6 to 12"),
    "figure without a name": (
        notebook(lambda b: _code_cell(b)["metadata"].update(mystnb={"figure": {"caption": "x"}})),
        r"cell 2: a figure needs a name and a caption",
    ),
    "page is a folder": (
        lambda root: (root / "data/source/page.txt").unlink() or (root / "data/source/page.txt").mkdir(),
        r"page\.txt: cannot be read",
    ),
    "byte order mark": (recoded("data/terms.csv", "utf-8-sig"), r"^data/terms\.csv: begins with a byte order mark"),
    "carriage return": (text("data/notes.csv", "Two slogans with", "Two\r slogans with"), r"holds a carriage return"),
    "endless value": (cell("quantities", "q-049", value="1e999999999"), r"value is '1e999999999', not a number"),
    "page of the book missing": (
        text("_toc.yml", "notebooks/wording", "notebooks/wordings"),
        r"^_toc\.yml: no such page: notebooks/wordings$",
    ),
    "empty offset": (cell("quantities", "q-049", start=""), r"^data/quantities\.csv: row 50: start is empty$"),
    "empty order": (cell("blocks", "a-1", order=""), r"^data/blocks\.csv: row \d+: order is empty$"),
    "empty occurrence": (
        text("data/occurrences.csv", ",3062,", ",,"),
        r"^data/occurrences\.csv: row \d+: start is empty$",
    ),
    "endless offset": (cell("quantities", "q-049", end="9" * 20), r"end is '9+', not a whole number"),
    "far offset": (
        cell("quantities", "q-049", end="999999999999"),
        r"row q-049: 1710–999999999999 is not inside block",
    ),
    "unclosed quote": (
        text("data/notes.csv", ",masthead,", ',"masthead,'),
        r"^data/notes\.csv: line \d+ is not readable as CSV",
    ),
    "package without resources": (
        replaced("data/datapackage.json", b"[]"),
        r"^data/datapackage\.json: is no data package",
    ),
    "package with odd resources": (replaced("data/datapackage.json", b'{"resources": ["x"]}'), r"is no data package"),
    "strange path": (
        text("data/datapackage.json", '"path": "blocks.csv"', '"path": "../../../../etc/passwd"'),
        r"does not describe the tables as they are",
    ),
    "comparison with a fact": (
        cell("comparisons", "r-city-gdp-growth", source="fact-rows"),
        r"the source 'fact-rows' is no quantity",
    ),
    "unknown field": (text("data/coding/disagreements.csv", ",surface,信", ",colour,信"), r"unknown field 'colour'"),
    "coding in GB18030": (recoded("data/coding/a.csv", "gb18030"), r"^data/coding/a\.csv: not UTF-8"),
    "page of the book in GB18030": (recoded("book/index.md", "gb18030"), r"^book/index\.md: not readable as UTF-8"),
    "cell without outputs": (
        notebook(lambda b: _code_cell(b).pop("outputs")),
        r"not a notebook \(a cell lacks a part\)",
    ),
    "cells that are words": (notebook(lambda b: b.update(cells=["x"])), r"steady_economy\.ipynb: not a notebook"),
    "lambda in a notebook": (
        notebook(lambda b: _code_cell(b).update(source="f = lambda x: x")),
        r"cell 2: defines something",
    ),
    "formula on no table": (
        cell("facts", "fact-rows", formula='count("text")'),
        r"row fact-rows: .* cannot be computed",
    ),
    "formula to infinity": (cell("facts", "fact-rows", formula='"Infinity"'), r"row fact-rows: .* cannot be computed"),
    "formula with powers": (cell("facts", "fact-rows", formula="2**3999999"), r"row fact-rows: .* cannot be computed"),
    "formula that prints": (
        cell("facts", "fact-rows", formula='"%1000000000d" % 1'),
        r"row fact-rows: .* cannot be computed",
    ),
    "number word": (prose("[55](#q-049) to be started", "[two](#q-049) to be started"), r"\[two\]\(#q-049\), but"),
    "a year that counts": (
        prose("The page does not add them", "The 2000 firms are not added"),
        r"the number 2000 cites",
    ),
    "no notebook": (replaced("notebooks/steady_economy.ipynb", b"{"), r"steady_economy\.ipynb: not a notebook"),
}


def test_the_edition_keeps_every_promise() -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_one_clear_sentence(copy: Path, name: str) -> None:
    edit, expected = BROKEN[name]
    edit(copy)
    faults = check(copy)
    assert any(re.search(expected, fault) for fault in faults), faults
    assert all("\n" not in fault for fault in faults)


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
