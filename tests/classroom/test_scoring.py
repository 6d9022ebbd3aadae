"""The sheets of a class: read back whatever saved them, refused in a sentence, and held against the key and each other."""

import csv
import io
import math
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from classroom.filled import SAVED, Answers, as_csv, from_key, grid, save_workbook
from click.testing import CliRunner
from lxml import html
from support import ROOT

from jiedu.classroom import Score, score, show_agreement, show_confusion, show_disputed, worksheet
from jiedu.classroom.asked import NUMERAL_FIELDS, PROMISE_FIELDS
from jiedu.classroom.report import report_page
from jiedu.classroom.scoring import EMPTY, OTHER
from jiedu.classroom.sheet_files import key_csv
from jiedu.classroom.sheet_page import sheet_page
from jiedu.classroom.sheets import Worksheet
from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.edition.agreement import krippendorff
from jiedu.errors import Fault

Rows = list[list[str]]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


@pytest.fixture(scope="module")
def sheet(edition: Edition) -> Worksheet:
    return worksheet(edition, "c", fields=NUMERAL_FIELDS)


@pytest.fixture
def key(sheet: Worksheet, tmp_path: Path) -> Path:
    path = tmp_path / "key-c-numerals.csv"
    path.write_text(key_csv(sheet), encoding="utf-8")
    return path


def whole(found: Score) -> bool:
    """Tell whether every answer is as the key and none is left out."""
    fields = found.fields
    return bool((fields["key_share"] == 100).all() and (fields["empty"] == 0).all())


# Read back, whatever saved it.


@pytest.mark.parametrize("form", SAVED)
def test_a_sheet_filled_in_with_the_key_agrees_with_it(sheet: Worksheet, key: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "anna.csv"
    path.write_bytes(SAVED[form](grid(sheet, from_key(sheet))))
    found = score(key, [path])
    assert whole(found)
    assert found.sheets[0].odd == ()


@pytest.mark.parametrize("of", ["numerals", "promises"])
@pytest.mark.parametrize("section", "abcdef")
def test_every_workbook_comes_back_as_it_was_filled_in(edition: Edition, tmp_path: Path, section: str, of: str) -> None:
    made = worksheet(edition, section, of, NUMERAL_FIELDS if of == "numerals" else PROMISE_FIELDS)
    key = tmp_path / "key.csv"
    key.write_text(key_csv(made), encoding="utf-8")
    assert whole(score(key, [save_workbook(tmp_path / "anna.xlsx", made, from_key(made))]))


def edited(rows: Rows, edit: Callable[[Rows], object]) -> Rows:
    """Give a copy of a grid after an edit; what the edit gives back takes its place."""
    copy = [list(row) for row in rows]
    done = edit(copy)
    return done if isinstance(done, list) and done and isinstance(done[0], list) else copy


def column(rows: Rows, name: str) -> int:
    return rows[0].index(name)


def put(row: int, name: str, cell: str) -> Callable[[Rows], object]:
    """Put something else into a cell; row 1 is the head."""

    def edit(rows: Rows) -> None:
        rows[row - 1][column(rows, name)] = cell

    return edit


HABITS: dict[str, Callable[[Rows], object]] = {
    "rows in another order": lambda rows: [rows[0], *reversed(rows[1:])],
    "columns in another order": lambda rows: [list(reversed(row)) for row in rows],
    "items with a point": lambda rows: [rows[0], *([f"{row[0]}.0", *row[1:]] for row in rows[1:])],
    "items of full width": put(6, "item", "５"),
    "empty rows at the end": lambda rows: [*rows, [""] * len(rows[0]), [], [" "]],
    "empty columns at the end": lambda rows: [[*row, "", ""] for row in rows],
    "rows cut short": lambda rows: [rows[0], *(row[:-1] for row in rows[1:])],
    "blanks around everything": lambda rows: [[f" {cell} " for cell in row] for row in rows],
    "line breaks in a cell": put(5, "indicator", "项\n目"),
    "a head in Chinese": put(1, "class", "类别"),
    "a head in both": put(1, "class", "Class · 类别"),
    "codes alone": lambda rows: [rows[0], *([cell.partition(" · ")[0] for cell in row] for row in rows[1:])],
    "Chinese alone": lambda rows: [rows[0], *([cell.rpartition(" · ")[2] for cell in row] for row in rows[1:])],
    "capitals": lambda rows: [rows[0], *([cell.upper() for cell in row] for row in rows[1:])],
    "full width": put(23, "unit", "％"),
    "a share as shown": put(23, "value", "95.00%"),
    "a number with decimals": put(9, "value", "92.0"),
    "a column of one's own": lambda rows: [[*rows[0], "my notes"], *([*row, "?"] for row in rows[1:])],
    "no column that is only shown": lambda rows: [row[:1] + row[2:3] + row[4:-1] for row in rows],
}


@pytest.mark.parametrize("habit", HABITS)
def test_the_habits_of_spreadsheets_change_no_answer(sheet: Worksheet, key: Path, tmp_path: Path, habit: str) -> None:
    rows = edited(grid(sheet, from_key(sheet)), HABITS[habit])
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(rows), encoding="utf-8-sig")
    found = score(key, [path])
    assert whole(found), found.fields
    assert found.sheets[0].odd == ()


def test_numbers_of_a_workbook_are_read_as_their_cells_show_them(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    path = save_workbook(tmp_path / "anna.xlsx", sheet, from_key(sheet))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    at = [cell.value for cell in page[1]].index("value · 数值") + 1
    share = page.cell(23, at)
    share.value, share.number_format = 0.95, "0.00%"
    page.cell(9, at).value, page.cell(9, at).number_format = 92.0, "General"
    book.save(path)
    assert whole(score(key, [path]))


def test_a_key_that_a_teacher_saved_in_excel_is_still_one(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(key_csv(sheet).removeprefix("\ufeff"), newline="")))
    key.write_bytes(as_csv(rows, ";").encode("gb18030"))
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(sheet, from_key(sheet))), encoding="utf-8")
    assert whole(score(key, [path]))


# Refused, in a sentence.


def sorted_apart(rows: Rows) -> None:
    for row, number in zip(rows[1:], range(len(rows) - 1, 0, -1), strict=True):
        row[0] = str(number)


REFUSED: dict[str, tuple[Callable[[Rows], object], str]] = {
    "a head that was changed": (
        put(1, "comparator", "bound"),
        r"the heading “comparator” is missing: in column H stands “bound” in its place",
    ),
    "a head that was emptied": (put(1, "unit", ""), r"the heading “unit” is missing: column G should have it"),
    "a head that stands twice": (
        lambda rows: [[*rows[0], "Class"], *([*row, ""] for row in rows[1:])],
        r"the heading “class” stands twice, in columns E and M",
    ),
    "no head at all": (lambda rows: rows[1:], r"no worksheet: its first row is no row of headings, it begins with “1”"),
    "no item": (put(4, "item", ""), r"row 4: the item is “”, which is no number"),
    "an item in words": (put(4, "item", "three"), r"row 4: the item is “three”, which is no number"),
    "an item twice": (put(5, "item", "3"), r"rows 4 and 5 are both of item 3"),
    "an item that is not asked": (put(5, "item", "40"), r"row 5: there is no item 40, the key has 1 to 22"),
    "a date that was a range": (
        put(9, "value", "5-Mar"),
        r"row 9, value: “5-Mar” is a date, which the spreadsheet made of an answer such as 3-5: format the column",
    ),
    "a date as China shows it": (put(9, "value", "3月5日"), r"row 9, value: “3月5日” is a date"),
    "columns sorted apart": (
        sorted_apart,
        r"item 22 stands beside the text of item 1: columns were sorted without the others",
    ),
    "a sheet of promises": (put(1, "numeral", "promise"), r"a sheet of promises, and the key is of numerals"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(sheet: Worksheet, key: Path, tmp_path: Path, case: str) -> None:
    edit, message = REFUSED[case]
    path, out = tmp_path / "anna.csv", tmp_path / "report.html"
    path.write_text(as_csv(edited(grid(sheet, from_key(sheet)), edit)), encoding="utf-8")
    done = CliRunner().invoke(main, ["score", str(key), str(path), "--out", str(out)])
    assert (done.exit_code, done.output.count("\n")) == (1, 1), done.output
    assert re.search(rf"^jiedu: .*anna\.csv: {message}", done.output), done.output
    assert not out.exists()


def test_a_sheet_of_another_section_is_known_by_its_texts(edition: Edition, key: Path, tmp_path: Path) -> None:
    other = worksheet(edition, "d", fields=NUMERAL_FIELDS)
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(other, from_key(other))), encoding="utf-8")
    with pytest.raises(Fault, match=r"anna\.csv: a sheet of another section: its texts are not those of the key"):
        score(key, [path])


def test_a_key_is_no_sheet_and_a_sheet_is_no_key(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"key-c-numerals\.csv: a key, and no filled-in sheet"):
        score(key, [key])
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(sheet, {})), encoding="utf-8")
    with pytest.raises(Fault, match=r"anna\.csv: no key: it has no column “key”; name the file key-….csv"):
        score(path, [path])


def test_a_date_in_a_workbook_is_refused_with_row_and_column(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    from datetime import datetime

    path = save_workbook(tmp_path / "anna.xlsx", sheet, from_key(sheet))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(9, 6).value = datetime(2026, 3, 5)
    book.save(path)
    with pytest.raises(Fault, match=r"anna\.xlsx: row 9, value: “2026-03-05” is a date"):
        score(key, [path])


def test_a_deadline_may_be_a_day(edition: Edition, tmp_path: Path) -> None:
    made = worksheet(edition, "c", "promises", ["deadline"])
    answers = from_key(made) | {(1, "deadline"): "6月30日"}
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(made, answers)), encoding="utf-8")
    assert score(made, [path]).sheets[0].answers[1, "deadline"] == "6月30日"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64, r"an old workbook \(\.xls\), or one with a password"),
        ("a.xlsx", packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "cannot be read as a workbook"),
        ("a.xlsx", b"PK\x03\x04broken", "cannot be read as a workbook"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\xff\x00\x01\x02\x03", "a binary file"),
        ("a.csv", "你好，世界。".encode(), "no worksheet: its first row is no row of headings, it begins with “你好"),
        ("a.csv", b"a,b\n" * 10, "no worksheet"),
    ],
)
def test_what_is_no_sheet_is_said(key: Path, tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Fault, match=f"{re.escape(name)}: {message}"):
        score(key, [path])


def test_what_unpacks_to_far_more_than_a_sheet_is_refused_at_once(key: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 250_000_000)
    with pytest.raises(Fault, match=r"bomb\.xlsx: unpacks to more than any filled-in sheet"):
        score(key, [path])


def test_every_faulty_sheet_is_named_and_no_report_is_written(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "anna.csv", tmp_path / "ben.csv", tmp_path / "carl.csv"
    good.write_text(as_csv(grid(sheet, from_key(sheet))), encoding="utf-8")
    bad.write_text("x", encoding="utf-8")
    out = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["score", str(key), str(good), str(bad), str(gone), "--out", str(out)])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert ["ben.csv: no worksheet" in lines[0], "carl.csv: there is no such file" in lines[1], len(lines)] == [
        True,
        True,
        2,
    ]
    assert not out.exists()


def test_a_sheet_named_twice_and_a_folder_without_sheets_are_said(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(sheet, from_key(sheet))), encoding="utf-8")
    with pytest.raises(Fault, match=r"anna\.csv: is named twice"):
        score(key, [path, tmp_path / "." / "anna.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(Fault, match=r"empty: no sheet is in this folder"):
        score(key, [tmp_path / "empty"])
    # A folder stands for the sheets in it, and its key is none of them.
    assert [one.name for one in score(key, [tmp_path]).sheets] == ["anna"]


# Odd, and read all the same.


def test_missing_rows_and_empty_cells_are_read_and_said(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    rows = grid(sheet, from_key(sheet))
    put(9, "value", "")(rows)
    del rows[4:7]
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(rows), encoding="utf-8")
    found = score(key, [path])
    assert found.sheets[0].odd == ("3 rows missing: items 4, 5, 6",)
    said = found.fields.set_index("field")
    # Items 4 and 5 are quantities, item 6 is a word; item 8 has no value.
    assert said.loc["class", ["n", "empty", "key_share"]].tolist() == [19, 3, 100]
    assert said.loc["value", ["n", "empty"]].tolist() == [11, 3]


def test_an_empty_sheet_agrees_with_nobody(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(sheet, {})), encoding="utf-8")
    found = score(key, [path])
    assert found.sheets[0].odd == ("nothing is answered",)
    assert found.fields["key_share"].isna().all() and (found.fields["n"] == 0).all()
    assert "nothing answered" in report_page(found)


def test_a_text_that_somebody_touched_is_read_by_its_number_and_said(
    sheet: Worksheet, key: Path, tmp_path: Path
) -> None:
    rows = edited(grid(sheet, from_key(sheet)), put(5, "text", "oops"))
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(rows), encoding="utf-8")
    found = score(key, [path])
    assert whole(found)
    assert found.sheets[0].odd == ("the text of item 4 was changed; its answers count by its number",)


def test_a_word_outside_the_vocabulary_is_wrong_and_says_what_was_meant(
    sheet: Worksheet, key: Path, tmp_path: Path
) -> None:
    answers = from_key(sheet) | {(4, "class"): "quantitiy", (5, "comparator"): "=SUM(A1)", (6, "class"): "苹果"}
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(sheet, answers)), encoding="utf-8")
    found = score(key, [path])
    strange = {(one.item, one.field): (one.written, one.meant) for one in found.strange}
    assert strange == {
        (4, "class"): ("quantitiy", "quantity"),
        (5, "comparator"): ("=SUM(A1)", ""),
        (6, "class"): ("苹果", ""),
    }
    assert found.confusion("class").loc["quantity", OTHER] == found.confusion("class").loc["word", OTHER] == 1
    assert found.fields.set_index("field").loc["class", "key_share"] == 100 * 20 / 22


# Figures.


@pytest.fixture
def three(sheet: Worksheet, tmp_path: Path) -> tuple[Score, list[Answers]]:
    """A class of three that differ, one of them with gaps."""
    random_ = random.Random(7)
    answers = []
    for student in range(3):
        mine = from_key(sheet)
        for place in list(mine):
            words = [field.write(word) for field in sheet.fields if field.code == place[1] for word in field.words]
            if words and random_.random() < 0.3:
                mine[place] = random_.choice(words)
            if student == 2 and random_.random() < 0.3:
                del mine[place]
        answers.append(mine)
        (tmp_path / f"student {student}.csv").write_text(as_csv(grid(sheet, mine)), encoding="utf-8")
    return score(sheet, [tmp_path / f"student {student}.csv" for student in range(3)]), answers


def alpha_by_hand(units: list[list[str]]) -> float:
    """Krippendorff's alpha for nominal data, from the coincidence matrix of his own account."""
    units = [unit for unit in units if len(unit) > 1]
    values = sorted({value for unit in units for value in unit})
    total = {value: sum(unit.count(value) for unit in units) for value in values}
    n = sum(total.values())
    observed = sum(
        unit.count(a) * unit.count(b) / (len(unit) - 1) for unit in units for a in values for b in values if a != b
    )
    expected = sum(total[a] * total[b] / (n - 1) for a in values for b in values if a != b)
    return 1 - observed / expected


def test_the_figures_are_those_that_are_computed_by_hand(sheet: Worksheet, three: tuple[Score, list[Answers]]) -> None:
    found, answers = three
    said = found.fields.set_index("field")
    for field in sheet.fields:
        units = [
            [mine[item.number, field.code] for mine in answers if (item.number, field.code) in mine]
            for item in sheet.items
        ]
        keyed = [
            [field.write(item.key[field.code]), mine[item.number, field.code]]
            for item in sheet.items
            for mine in answers
            if (item.number, field.code) in mine
        ]
        pairs = [(a, b) for unit in units for at, a in enumerate(unit) for b in unit[at + 1 :]]
        row = said.loc[field.code]
        assert row["n"] == len(keyed)
        assert row["key_share"] == pytest.approx(100 * sum(a == b for a, b in keyed) / len(keyed))
        assert row["pairs"] == len(pairs)
        assert row["class_share"] == pytest.approx(100 * sum(a == b for a, b in pairs) / len(pairs))
        for name, cells in (("key_alpha", keyed), ("class_alpha", units)):
            assert row[name] == pytest.approx(alpha_by_hand(cells)), (field.code, name)


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    """Nominal data of four coders and twelve units with gaps, from his Computing Krippendorff's Alpha-Reliability."""
    coders = {
        "A": "1 2 3 3 2 1 4 1 2 . . .",
        "B": "1 2 3 3 2 2 4 1 2 5 . 3",
        "C": ". 3 3 3 2 3 4 2 2 5 1 .",
        "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    }
    said = [
        (coder, unit, value)
        for coder, values in coders.items()
        for unit, value in enumerate(values.split())
        if value != "."
    ]
    assert krippendorff(said) == pytest.approx(0.743, abs=0.0005)


def test_what_is_undefined_is_said_and_no_number(edition: Edition, tmp_path: Path) -> None:
    made = worksheet(edition, "a", fields=["status"])
    path = tmp_path / "anna.csv"
    path.write_text(as_csv(grid(made, from_key(made))), encoding="utf-8")
    found = score(made, [path])
    (row,) = found.fields.to_dict("records")
    assert (row["n"], row["key_share"], row["pairs"]) == (3, 100, 0)
    assert row["key_alpha"] is None or math.isnan(row["key_alpha"])
    assert "not defined" in show_agreement(found).html and "nothing to compare" in show_agreement(found).html
    assert "nobody to disagree with" in show_disputed(found).html


def test_confusion_counts_each_answer_once_in_its_place(three: tuple[Score, list[Answers]]) -> None:
    found, answers = three
    for field in found.key.fields:
        if field.labels is None:
            with pytest.raises(Fault, match=f"{field.code} is free text"):
                found.confusion(field.code)
            continue
        counts = found.confusion(field.code)
        for word in counts.index:
            items = [item.number for item in found.key.items if item.key[field.code] == word]
            given = [mine.get((item, field.code), "") for item in items for mine in answers]
            assert counts.loc[word, word] == given.count(field.write(word))
            assert counts.loc[word, EMPTY] == given.count("")
            assert counts.loc[word].sum() == 3 * len(items)
        assert "<table" in show_confusion(found, field.code).html


def test_the_sentences_that_are_disputed_most_come_first_with_every_answer(
    three: tuple[Score, list[Answers]],
) -> None:
    found, answers = three

    def differing(sentence: int) -> int:
        count = 0
        for item in found.key.items:
            for field in found.key.fields:
                given = [mine[place] for mine in answers if (place := (item.number, field.code)) in mine]
                if item.sentence == sentence:
                    count += sum(a != b for at, a in enumerate(given) for b in given[at + 1 :])
        return count

    counts = {item.sentence: differing(item.sentence) for item in found.key.items}
    assert len(found.disputed) == 5
    assert [one.differing for one in found.disputed] == sorted(counts.values(), reverse=True)[:5]
    assert all(counts[one.number] == one.differing for one in found.disputed)
    shown = html.document_fromstring(show_disputed(found).html)
    heads = [th.text_content() for th in shown.xpath("(//table)[1]//thead//th")]
    assert heads == ["item · 编号", "student 0", "student 1", "student 2", "key · 答案"]


def test_of_a_large_class_those_who_gave_an_answer_are_named_beside_it(edition: Edition, tmp_path: Path) -> None:
    """Thirty columns fit no page."""
    made = worksheet(edition, "f", fields=["class"])
    for at in range(9):
        mine = from_key(made) | ({(3, "class"): "word"} if at < 2 else {(3, "class"): ""} if at == 8 else {})
        (tmp_path / f"s{at}.csv").write_text(as_csv(grid(made, mine)), encoding="utf-8")
    found = score(made, [tmp_path / f"s{at}.csv" for at in range(9)])
    shown = html.document_fromstring(show_disputed(found).html)
    assert [th.text_content() for th in shown.xpath("//thead//th")] == ["item · 编号", "answers · 作答", "key · 答案"]
    assert [line.text_content() for line in shown.xpath("//div[@class='jd-class-answer']")] == [
        "quantity · 数量 (6): s2, s3, s4, s5, s6, s7",
        "word · 词语中的数字 (2): s0, s1",
        "empty (1): s8",
    ]


# The report.


HOSTILE = ("<script>alert(1)<", "a\x1b[31mb", "“quoted” & 'odd'", "‮evil")


def test_names_stand_in_the_report_as_in_the_files_and_can_do_nothing(
    sheet: Worksheet, key: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in HOSTILE:
        (folder / f"{name}.csv").write_text(
            as_csv(grid(sheet, from_key(sheet) | {(4, "class"): "<img src=x onerror=alert(1)>"})), encoding="utf-8"
        )
    out = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["score", str(key), str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    assert not page.xpath("//script | //img | //link | //iframe | //@*[starts-with(name(), 'on')] | //@src")
    assert "\x1b" not in text and "‮" not in text and "\x1b" not in done.output
    names = [head.text_content() for head in page.xpath("//section[contains(@class, 'jd-class-own')]/h2")]
    assert names == sorted(["<script>alert(1)<", "a\\x1b[31mb", "“quoted” & 'odd'", "\\u202eevil"], key=names.index)
    assert str(tmp_path) not in text


def test_files_of_one_name_are_told_apart(sheet: Worksheet, key: Path, tmp_path: Path) -> None:
    for place in ("one/anna.csv", "two/anna.csv", "two/ben.csv"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(as_csv(grid(sheet, from_key(sheet))), encoding="utf-8")
    save_workbook(tmp_path / "two" / "ben.xlsx", sheet, from_key(sheet))
    found = score(key, [tmp_path / "one", tmp_path / "two"])
    assert [one.name for one in found.sheets] == ["one/anna", "two/anna", "ben.csv", "ben.xlsx"]


def test_each_student_has_a_sheet_that_says_what_was_answered(three: tuple[Score, list[Answers]]) -> None:
    found, answers = three
    page = html.document_fromstring(report_page(found))
    own = page.xpath("//section[contains(@class, 'jd-class-own')]")
    for sheet, section, mine in zip(found.sheets, own, answers, strict=True):
        signs = section.xpath(".//span[@role='img']/@aria-label")
        right = sum(
            mine.get((i.number, f.code)) == f.write(i.key[f.code])
            for i in found.key.items
            for f in found.key.fields
            if i.key[f.code]
        )
        assert (signs.count("as the key"), len(signs)) == (right, len(mine))
        assert section.xpath("./h2")[0].text_content() == sheet.name
        empty = sum(bool(i.key[f.code]) for i in found.key.items for f in found.key.fields) - len(mine)
        assert len(section.xpath(".//td[@class='jd-empty-answer']")) == empty
        assert f"{right} of {len(mine)} answers are as the key, {empty} left empty" in section.text_content()


def test_ids_of_the_report_stand_once_and_it_asks_for_nothing(three: tuple[Score, list[Answers]]) -> None:
    text = report_page(three[0])
    ids = html.document_fromstring(text).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "http:" not in text and "https:" not in text


def test_a_key_that_nobody_signed_says_that_it_is_a_draft(edition: Edition, tmp_path: Path) -> None:
    made = worksheet(edition.with_row("quantities", "q-003", state="draft"), "c")
    path = tmp_path / "key.csv"
    path.write_text(key_csv(made), encoding="utf-8")
    student = tmp_path / "anna.csv"
    student.write_text(as_csv(grid(made, from_key(made))), encoding="utf-8")
    done = CliRunner().invoke(main, ["score", str(path), str(student), "--out", str(tmp_path / "r.html")])
    assert "the key is a draft: 1 of its 22 rows were signed by nobody" in done.output
    assert "The key is a draft" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_report_is_an_html_file(key: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["score", str(key), str(key), "--out", str(tmp_path / "report.docx")])
    assert (done.exit_code, "report.docx: the report is an .html file" in done.output) == (1, True)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_report_and_sheet_are_for_everyone(edition: Edition, tmp_path: Path, chromium, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    made = worksheet(edition, "f", fields=NUMERAL_FIELDS)
    wrong = from_key(made) | {(3, "unit"): "公里", (3, "class"): "word", (2, "class"): "slogn"}
    for name, answers in (("anna", from_key(made)), ("李雷", wrong)):
        (tmp_path / f"{name}.csv").write_text(as_csv(grid(made, answers)), encoding="utf-8")
    found = score(made, [tmp_path / "anna.csv", tmp_path / "李雷.csv"])
    (tmp_path / "report.html").write_text(report_page(found), encoding="utf-8")
    (tmp_path / "sheet.html").write_text(sheet_page(made), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for name in ("report", "sheet"):
        page.goto((tmp_path / f"{name}.html").as_uri())
        violations = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_each_student_begins_a_page_of_the_printed_report(
    three: tuple[Score, list[Answers]], tmp_path: Path, chromium
) -> None:
    from pypdf import PdfReader

    (tmp_path / "report.html").write_text(report_page(three[0]), encoding="utf-8")
    page = chromium.new_page(color_scheme="dark")
    page.goto((tmp_path / "report.html").as_uri())
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    page.close()
    begins = [text.split("\n")[0] for text in pages]
    assert [name for name in begins if name.startswith("student")] == ["student 0", "student 1", "student 2"]


def test_the_commands_of_the_readme_work_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a worksheet to the report of the class whose sheets are in the repository."""
    commands = re.findall(
        r"^ {4}\.venv/bin/jiedu ((?:worksheet|score) .*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert [command.split()[0] for command in commands] == ["worksheet", "score"]
    monkeypatch.chdir(ROOT)
    for command in commands:
        words = [str(tmp_path / word) if word.startswith(("sheets", "report")) else word for word in command.split()]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
    own = html.parse(str(tmp_path / "report.html")).xpath("//section[contains(@class, 'jd-class-own')]")
    assert len(own) >= 3
