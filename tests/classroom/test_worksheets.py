"""Worksheets of an edition: what a class is given, what is kept from it, and what a spreadsheet makes of them."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from classroom.filled import from_key, grid
from click.testing import CliRunner
from lxml import html
from support import ROOT, copy_project

from jiedu.classroom import worksheet
from jiedu.classroom.asked import ASKED, NUMERAL_FIELDS, PROMISE_FIELDS, fields_of
from jiedu.classroom.sheet_files import blank_csv, sheet_files, write_sheets
from jiedu.classroom.sheets import TABLES, worksheets
from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import IN_CHINESE, VOCABULARIES

KINDS = [(section, of) for section in "abcdef" for of in TABLES]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


@pytest.mark.parametrize(("section", "of"), KINDS)
def test_every_row_of_the_section_is_an_item_in_the_words_of_the_page(edition: Edition, section: str, of: str) -> None:
    rows = edition.select(TABLES[of], section=section)
    sheet = worksheet(edition, section, of)
    assert sorted(item.id for item in sheet.items) == sorted(rows["id"])
    assert [item.number for item in sheet.items] == list(range(1, len(rows) + 1))
    sentences = {one.number: one for one in sheet.sentences}
    for item in sheet.items:
        row = rows.loc[item.id]
        assert item.words == strip_whitespace(edition.text[row["start"] : row["end"]])
        assert item.text.count("【") == item.text.count("】") == 1
        assert f"【{item.words}】" in item.text
        assert item.text.replace("【", "").replace("】", "").startswith(sentences[item.sentence].words)


def test_the_sheet_goes_in_reading_order_and_no_sentence_is_left_out(edition: Edition) -> None:
    sheet = worksheet(edition, "c")
    pairs = edition.translation
    own = pairs[pairs["block"].isin(edition.select("blocks", section="c")["id"])]
    assert [one.words for one in sheet.sentences] == [strip_whitespace_but_blanks(zh) for zh in own["zh"]]
    assert [item.sentence for item in sheet.items] == sorted(item.sentence for item in sheet.items)


def strip_whitespace_but_blanks(text: str) -> str:
    return text.replace("\n", "")


def test_the_key_says_what_the_edition_says_and_asks_nothing_of_what_counts_nothing(edition: Edition) -> None:
    sheet = worksheet(edition, "c", fields=NUMERAL_FIELDS)
    for item in sheet.items:
        row = edition.row("quantities", item.id)
        assert item.key["class"] == row["class"]
        if row["class"] != "quantity":
            assert {code for code, answer in item.key.items() if answer} == {"class"}
            continue
        assert item.key["value"] == f"{row['value'].normalize():f}"
        assert {code: item.key[code] for code in ("unit", "comparator", "kind", "status", "indicator")} == {
            code: strip_whitespace(row[code]) for code in ("unit", "comparator", "kind", "status", "indicator")
        }


def test_a_promise_without_a_deadline_has_none_for_an_answer(edition: Edition) -> None:
    keys = {item.id: item.key for item in worksheet(edition, "c", "promises", PROMISE_FIELDS).items}
    assert (keys["p-070"]["deadline"], keys["p-074"]["deadline"], keys["p-074"]["actor"]) == ("年内", "none", "none")


@pytest.mark.parametrize(("section", "of"), KINDS)
def test_what_a_class_is_given_holds_no_answer(edition: Edition, section: str, of: str) -> None:
    sheet = worksheet(edition, section, of)
    head, *rows = csv.reader(io.StringIO(blank_csv(sheet).removeprefix("\ufeff"), newline=""))
    assert head == ["item", "sentence", "text", {"numerals": "numeral", "promises": "promise"}[of],
                    *(field.code for field in sheet.fields), "remark"]  # fmt: skip
    assert all(set(row[4:]) == {""} for row in rows)
    files = sheet_files(sheet)
    for name, data in files.items():
        if not name.startswith("key-"):
            assert not any(item.id.encode() in data for item in sheet.items)
    book = openpyxl.load_workbook(io.BytesIO(files[f"worksheet-{sheet.stem}.xlsx"]))
    assert all(cell.value is None for row in book.worksheets[0].iter_rows(min_row=2, min_col=5) for cell in row)
    page = html.document_fromstring(files[f"worksheet-{sheet.stem}.html"])
    boxes = page.xpath("//td[@class='jd-sheet-box']")
    assert len(boxes) == len(sheet.items) * (len(sheet.fields) + 1), "a box for each field and for a remark"
    assert {box.text_content() for box in boxes} == {""}
    key = html.document_fromstring(files[f"key-{sheet.stem}.html"])
    told = iter(box.text_content() for box in key.xpath("//td[@class='jd-sheet-box']"))
    for item in sheet.items:
        assert [next(told) for _ in sheet.fields] == [field.write(item.key[field.code]) for field in sheet.fields]
        assert next(told) == item.id


def test_the_workbook_offers_the_words_and_keeps_what_is_typed_as_text(edition: Edition) -> None:
    sheet = worksheet(edition, "c")
    book = openpyxl.load_workbook(io.BytesIO(sheet_files(sheet)["worksheet-c-numerals.xlsx"]))
    page, words = book.worksheets
    assert [cell.value for cell in page[1]][4:7] == ["class · 类别", "unit · 单位", "comparator · 限定方式"]
    offered = {}
    for rule in page.data_validations.dataValidation:
        first, last = map(int, re.findall(r"\$B\$(\d+)", rule.formula1))
        assert rule.formula1.startswith(f"'{words.title}'!")
        offered[str(rule.sqref)] = [words.cell(row, 2).value for row in range(first, last + 1)]
    assert offered == {
        "E2:E23": [NUMERAL_FIELDS["class"].write(word) for word in NUMERAL_FIELDS["class"].words],
        "G2:G23": [NUMERAL_FIELDS["comparator"].write(word) for word in NUMERAL_FIELDS["comparator"].words],
    }
    assert {page.cell(row, column).number_format for row in (2, 23) for column in (5, 6, 7, 8)} == {"@"}


def test_the_printed_page_numbers_each_item_where_it_stands(edition: Edition) -> None:
    sheet = worksheet(edition, "c")
    page = html.document_fromstring(sheet_files(sheet)["worksheet-c-numerals.html"])
    lines = page.xpath("//ol[@class='jd-sheet-passage']/li")
    assert [line.get("value") for line in lines] == [str(one.number) for one in sheet.sentences]
    assert lines[3].text_content() == "力争年内大铺等【46个】项目主体封顶，杓袁等【55个】项目顺利回迁；"
    assert [sup.text for sup in page.xpath("//sup")] == [str(item.number) for item in sheet.items]
    said = page.text_content()
    for word, (zh, en) in NUMERAL_FIELDS["comparator"].meanings.items():
        assert word in said and zh in said and en in said
    assert not page.xpath("//script | //img | //link | //@*[starts-with(name(), 'on')]")


def test_every_word_that_can_be_asked_has_its_meaning_in_both_languages() -> None:
    closed = [field for fields in ASKED.values() for field in fields.values() if field.vocabulary]
    assert {field.vocabulary for field in closed} == set(IN_CHINESE)
    for field in closed:
        assert set(field.words) == set(VOCABULARIES[field.vocabulary][1]) == set(IN_CHINESE[field.vocabulary])
        assert all(CHINESE.search(zh) for zh in IN_CHINESE[field.vocabulary].values())
        # Whichever way a word is written, it is read as itself.
        for word, (zh, en) in field.words.items():
            for written in (word, zh, en, f"{word} · {zh}", f"{en} {zh}", word.upper(), f" {zh}\n"):
                assert field.read(written) == word, written


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("value", "1000", "1,000"),
        ("value", "1000", "1000.0"),
        ("value", "1000", "１０００"),
        ("value", "6.5", "6.50%"),
        ("value", "3–5", "3-5"),
        ("value", "110000000000", "1.1E+11"),
        ("unit", "%", "％"),
        ("unit", "平方米", "平 方\n米"),
        ("indicator", "none", "无"),
    ],
)
def test_one_answer_written_in_two_ways_is_one(code: str, one: str, other: str) -> None:
    assert NUMERAL_FIELDS[code].read(one) == NUMERAL_FIELDS[code].read(other) != ""


@pytest.mark.parametrize(("one", "other"), [("1000", "100"), ("6.5", "65"), ("3–5", "3–6"), ("none", "0")])
def test_two_values_are_two(one: str, other: str) -> None:
    assert NUMERAL_FIELDS["value"].read(one) != NUMERAL_FIELDS["value"].read(other)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--section", "g"], "there is no section 'g': the edition has a, b, c, d, e, f"),
        (
            ["--section", "c", "--fields", "class,force"],
            "a worksheet of numerals has no field 'force': it is one of class,",
        ),
        (["--section", "c", "--fields", "class", "--of", "promises"], "a worksheet of promises has no field 'class'"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(main, ["worksheet", str(ROOT), *arguments, "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert f"jiedu: {message}" in done.output
    assert not (tmp_path / "out").exists()


def test_the_command_writes_a_set_for_each_section(tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    done = CliRunner().invoke(main, ["worksheet", str(ROOT), "--section", "all", "--out", str(out)])
    assert done.exit_code == 0, done.output
    names = [path.name for path in out.iterdir()]
    wanted = {f"worksheet-{s}-numerals.{form}" for s in "abcdef" for form in ("xlsx", "csv", "html")}
    assert set(names) == wanted | {f"key-{s}-numerals.{form}" for s in "abcdef" for form in ("csv", "html")}
    # The same again changes nothing, and another kind goes beside it.
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = ["worksheet", str(ROOT), "--section", "c", "--out", str(out)]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert CliRunner().invoke(main, [*again, "--of", "promises"]).exit_code == 0
    assert {name: (out / name).read_bytes() for name in before} == before


def test_a_sheet_that_may_have_been_filled_in_is_not_written_over(edition: Edition, tmp_path: Path) -> None:
    sheet = worksheet(edition, "f")
    write_sheets([sheet], tmp_path)
    mine = tmp_path / "worksheet-f-numerals.csv"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(Fault, match=r"worksheet-f-numerals\.csv: is there and differs, so it may have been filled in"):
        write_sheets([sheet], tmp_path)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_folder_of_other_things_and_a_file_are_left_alone(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(Fault, match=r"holds other things \(thesis\.docx\); name a new or an empty folder"):
        write_sheets([worksheet(edition, "f")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(Fault, match=r"thesis\.docx: is a file; name a folder"):
        write_sheets([worksheet(edition, "f")], tmp_path / "thesis.docx")


def test_a_sheet_made_twice_is_the_same_to_the_byte(edition: Edition) -> None:
    assert sheet_files(worksheet(edition, "d")) == sheet_files(worksheet(edition, "d"))


def test_cells_stay_text_whatever_they_begin_with(edition: Edition) -> None:
    """A promise or unit that begins with = would be computed by whoever opens the sheet."""
    hostile = edition.with_row("quantities", "q-007", unit="=1+1").with_row("quantities", "q-007", indicator="@cmd")
    sheet = worksheet(hostile, "c", fields=["unit", "indicator"])
    files = sheet_files(sheet)
    assert ",'=1+1,'@cmd," in files["key-c-numerals.csv"].decode("utf-8-sig")
    swapped = worksheet(edition.with_row("quantities", "q-005", start=130, end=131), "c")
    assert swapped.items[5].text.startswith("【一】体化")


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("draft") / "qinghe"
    report = ROOT / "tests" / "data" / "sample_report.txt"
    done = CliRunner().invoke(main, ["new", str(folder), "--from", str(report)])
    assert done.exit_code == 0, done.output
    return folder


def test_a_draft_edition_gives_sheets_and_its_key_says_what_it_is(draft: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["worksheet", str(draft), "--section", "all", "--out", str(tmp_path / "sheets")])
    assert done.exit_code == 0, done.output
    keys = sorted((tmp_path / "sheets").glob("key-*.csv"))
    assert keys
    states = {row["state"] for path in keys for row in csv.DictReader(path.open(encoding="utf-8-sig", newline=""))}
    assert states == {"draft"}
    assert re.search(r"(\d+) of \1 answers of the key are drafts", done.output)


def test_an_edition_without_rows_of_the_kind_says_so(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "edition")
    table = project / "data" / "commitments.csv"
    lines = list(csv.reader(table.open(encoding="utf-8", newline="")))
    blocks = {
        row["id"]
        for row in csv.DictReader((project / "data/blocks.csv").open(encoding="utf-8"))
        if row["section"] == "c"
    }
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row for row in lines if row[1] not in blocks)
    edition = Edition.open(project)
    with pytest.raises(Fault, match=r"data/commitments\.csv: no promises stand in section c"):
        worksheet(edition, "c", "promises")
    assert "c" not in {sheet.section for sheet in worksheets(edition, "all", "promises")}


def test_a_sentence_that_the_edition_lacks_is_cut_by_the_reader(edition: Edition, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "edition")
    table = project / "data" / "translation.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith("s-058,")), encoding="utf-8")
    (project / "data" / "reviewed.csv").unlink()
    texts = [item.text for item in worksheet(Edition.open(project), "c").items]
    assert texts == [item.text for item in worksheet(edition, "c").items]


def test_a_key_is_not_among_what_a_notebook_shows(edition: Edition) -> None:
    sheet = worksheet(edition, "c")
    shown = sheet.blank()
    assert "jd-sheet-box" in shown.html and "q-0" not in shown.html
    assert sheet.key["class"].tolist() == [item.key["class"] for item in sheet.items]
    assert len(from_key(sheet)) > len(sheet.items) and len(grid(sheet, {})) == len(sheet.items) + 1


def test_fields_are_asked_in_one_order_whatever_was_named() -> None:
    assert fields_of("promises", ["kind", "force", "kind"]) == fields_of("promises")
