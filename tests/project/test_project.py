"""`jiedu new` and `jiedu update`: a project from a small report, and what a person has reviewed in it."""

import csv
import json
import keyword
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from support import DATA

from jiedu.cli import main
from jiedu.edition import Edition
from jiedu.edition.checks import check, draft_counts
from jiedu.edition.schema import PACKAGE, PAGE, TABLES, describe
from jiedu.project.blocks import letter
from jiedu.project.drafting import draft_tables
from jiedu.project.making import package_of
from jiedu.project.pages import as_markdown, quoted
from jiedu.reports.formats import Source
from jiedu.reports.report import read_source
from jiedu.text.numerals import NUMERAL_CHARACTERS
from jiedu.text.spans import SpanIndex

REPORT = DATA / "sample_report.txt"
TEXT = REPORT.read_text(encoding="utf-8")


def jiedu(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("projects") / "qinghe"
    result = jiedu("new", folder, "--from", REPORT)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "qinghe"))


def rows_of(project: Path, table: str) -> list[dict[str, str]]:
    with (project / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(project: Path, table: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    rows = rows_of(project, table)
    names = list(rows[0])
    change(rows)
    with (project / f"data/{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_project_holds_every_promise(made: Path) -> None:
    assert check(made) == []
    edition = Edition.open(made)
    assert edition.text == TEXT
    assert set(draft_counts(edition)) == {"blocks", "quantities", "commitments", "terms", "translation", "facts"}
    assert edition.package["title"] == "2025年青禾县政府工作报告"


def test_every_row_of_a_new_project_is_a_draft(made: Path) -> None:
    states = {row["state"] for name in TABLES for row in rows_of(made, name) if "state" in row}
    assert states == {"draft"}


def test_every_numeral_is_in_the_ledger_once(made: Path) -> None:
    count = [0] * len(TEXT)
    for row in rows_of(made, "quantities"):
        for at in range(int(row["start"]), int(row["end"])):
            count[at] += 1
    assert {count[at] for at, character in enumerate(TEXT) if character in NUMERAL_CHARACTERS} == {1}
    assert max(count) == 1


def test_the_blocks_are_the_structure(made: Path) -> None:
    edition = Edition.open(made)
    assert edition.sections == ["a", "b", "c", "d"]
    assert edition.blocks.loc["c-heading", "heading_zh"] == "三、2025年重点工作"
    assert edition.blocks.loc["a-2", "heading_zh"] == "（二）城乡面貌有新变化"
    targets = edition.blocks.loc["targets"]
    assert TEXT[targets["start"] : targets["end"]].startswith("今年全县经济社会发展主要预期目标是")
    assert targets["section"] == ""


def test_the_targets_are_named(made: Path) -> None:
    ledger = Edition.open(made).quantities
    named = ledger[ledger["target_id"] != ""].set_index("target_id")
    assert named.loc["gdp", ["surface", "comparator", "status"]].tolist() == ["6%", "about", "target"]
    assert named.loc["income", ["comparator", "value", "indicator"]].tolist() == ["sync", None, "居民收入"]
    own = Edition.open(made).comparisons
    assert own.loc["r-own-registered-unemployment", ["comparator", "unit", "place"]].tolist() == ["le", "%", "青禾县"]
    assert set(own["target_id"]) == set(named.index)


@pytest.mark.parametrize(
    ("text", "force", "kind", "deadline"),
    [
        ("确保全年新开工亿元以上项目35个", "ensure", "result", ""),
        ("年内建成标准厂房12万平方米", "complete", "result", "年内"),
        ("力争规模以上工业企业突破135家", "strive", "result", ""),
        ("争取新增产值3亿元", "seek", "result", "6月底前"),
        ("探索建立“园区+乡镇”利益分享机制", "explore", "measure", ""),
        ("落实《青禾县茶产业促进条例》", "plain", "measure", ""),
        ("努力提高养老服务水平", "orient", "orientation", ""),
        ("将县级审批事项再压减一成", "plain", "measure", ""),
        ("居民消费价格涨幅2%左右", "expect", "result", ""),
        ("空气质量优良天数比例保持在90%以上", "plain", "result", ""),
    ],
)
def test_promises_are_cut_and_ranked(made: Path, text: str, force: str, kind: str, deadline: str) -> None:
    table = Edition.open(made).commitments.set_index("text")
    assert table.loc[text, ["force", "kind", "deadline"]].tolist() == [force, kind, deadline]


@pytest.mark.parametrize("text", ["过去一年", "任务已经明确", "聚力产业升级", "发放救助资金"])
def test_reviews_headings_and_perorations_promise_nothing(made: Path, text: str) -> None:
    assert not any(text in clause for clause in Edition.open(made).commitments["text"])


def test_terms_are_quoted_named_or_numeric(made: Path) -> None:
    terms = Edition.open(made).terms
    assert terms.loc["t-liu-wen", ["term", "type", "pinyin", "en"]].tolist() == ["六稳", "slogan", "liù wěn", ""]
    assert terms.loc["t-qing-he-xian-cha-chan-ye-cu-jin-tiao-li", "type"] == "regulation"


def test_every_page_is_in_the_table_of_contents(made: Path) -> None:
    from jiedu.book.build import contents

    pages = {page.relative_to(made).as_posix() for page in contents(made)}
    there = {p.relative_to(made).as_posix() for folder in ("book", "notebooks") for p in (made / folder).iterdir()}
    assert pages == there
    assert {"notebooks/section_a.ipynb", "notebooks/targets.ipynb", "book/index.md"} <= pages


def test_nothing_of_the_package_is_copied(made: Path) -> None:
    assert {Path(name).suffix for name in files(made)} == {".csv", ".json", ".md", ".txt", ".yml", ".ipynb", ""}


def test_notebooks_have_places_for_the_commentary(made: Path) -> None:
    for path in (made / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
        assert "Commentary · 评论" in prose and "**Limits.**" in prose, path.name
        assert 6 <= len(cells) <= 12


def test_make_says_what_to_do_when_jiedu_is_gone(made: Path) -> None:
    gone = subprocess.run(["make", "book", "JIEDU=/gone/jiedu"], cwd=made, capture_output=True, text=True)
    assert gone.returncode != 0 and "make book JIEDU=" in gone.stderr
    shown = subprocess.run(["make", "-n", "check"], cwd=made, capture_output=True, text=True, check=True)
    assert str(Path(sys.executable).with_name("jiedu")) in shown.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../other", ".."),
        ("a\nb", "printed"),
        ("\x1b[31mred", "printed"),
        ("x" * 200, "too long"),
        ("no/such/parent", "parent"),
    ],
)
def test_a_hostile_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = jiedu("new", name, "--from", REPORT)
    assert result.exit_code == 1 and result.stderr.count("\n") == 1 and words in result.stderr
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["here"]


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("x")
    (tmp_path / "b").write_text("x")
    (tmp_path / "c").symlink_to(tmp_path / "a")
    for name, words in (("a", "not empty"), ("b", "no folder"), ("c", "no folder")):
        result = jiedu("new", tmp_path / name, "--from", REPORT)
        assert result.exit_code == 1 and words in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "c"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert jiedu("new", tmp_path / "a", "--from", REPORT).exit_code == 0
    assert (tmp_path / "a" / "Makefile").exists() and [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x7fELF" + b"\0" * 100, "a program"),
        ("豆浆 油条 包子".encode(), "no report"),
        (b"PK\x03\x04" + b"\0" * 40, "report"),
    ],
)
def test_what_is_no_report_leaves_nothing(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "report").write_bytes(content)
    result = jiedu("new", tmp_path / "a", "--from", tmp_path / "report")
    assert result.exit_code == 1 and words in result.stderr and result.stderr.startswith("jiedu: ")
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize(
    "option", [("--name", "../x"), ("--name", "A B"), ("--title", "a\nb"), ("--title", "题" * 200)]
)
def test_a_hostile_title_or_name_is_refused(tmp_path: Path, option: tuple[str, str]) -> None:
    result = jiedu("new", tmp_path / "a", "--from", REPORT, *option)
    assert result.exit_code == 1 and option[0] in result.stderr and not list(tmp_path.iterdir())


def test_an_error_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiedu.project.making.os.replace", full)
    result = jiedu("new", tmp_path / "a", "--from", REPORT)
    assert result.exit_code == 1 and "No space left" in result.stderr and not list(tmp_path.iterdir())


def test_markup_in_a_report_is_text(tmp_path: Path) -> None:
    hostile = TEXT.replace("加强政府自身建设", "<script>alert(9)</script>*加强*`$建设").replace(
        "青禾茶、", "=HYPERLINK(1)、"
    )
    hostile = hostile.replace("2025年青禾县政府工作报告\n", '2025年青禾县政府工作报告\n"<b>: {x}"\n')
    (tmp_path / "<img src=x>.txt").write_text(hostile, encoding="utf-8")
    result = jiedu("new", tmp_path / "a", "--from", tmp_path / "<img src=x>.txt")
    assert result.exit_code == 0, result.output
    assert check(tmp_path / "a") == []
    prose = (tmp_path / "a/notebooks/section_d.ipynb").read_text(encoding="utf-8")
    assert "<script>" not in prose


def test_windows_line_ends_and_other_encodings_give_the_same_page(tmp_path: Path, made: Path) -> None:
    (tmp_path / "r.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    assert jiedu("new", tmp_path / "a", "--from", tmp_path / "r.txt").exit_code == 0
    for table in ("quantities", "commitments", "translation"):
        assert rows_of(tmp_path / "a", table) == rows_of(made, table)


def test_a_long_part_is_divided_into_its_sections(tmp_path: Path) -> None:
    """A part of more than LONG_PART characters: its sections are chapters, its lead sentences sub-sections."""
    body = "".join(
        f"　　（{'一二三四'[n]}）办好第{'一二三四'[n]}件大事\n"
        + f"　　抓好项目建设。{'今年建成标准厂房12万平方米，新增就业4300人。' * 30}\n"
        + f"　　稳定扩大就业。{'开展职业技能培训6000人次，建成互助点30个。' * 30}\n"
        for n in range(4)
    )
    text = (
        TEXT[: TEXT.index("　　三、2025")]
        + "　　三、2025年重点工作\n"
        + body
        + "　　四、结束语\n　　让我们努力奋斗！\n"
    )
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    assert jiedu("new", tmp_path / "a", "--from", tmp_path / "r.txt").exit_code == 0
    edition = Edition.open(tmp_path / "a")
    assert edition.sections == ["a", "b", "c", "d", "e", "f", "g"]
    assert edition.blocks.loc["part-3", ["role", "section"]].tolist() == ["heading", ""]
    assert edition.blocks.loc["d-heading", "heading_zh"] == "（二）办好第二件大事"
    assert edition.blocks.loc["d-2", ["role", "heading_zh"]].tolist() == ["subsection", "稳定扩大就业"]
    toc = (tmp_path / "a/_toc.yml").read_text(encoding="utf-8")
    parts = [part.splitlines()[0] for part in toc.split("- caption: ")[1:]]
    assert parts == [
        "The report",
        '"Its sections"',
        '"三、2025年重点工作"',
        '"Its sections"',
        "Across the sections",
        "Data",
    ]
    assert check(tmp_path / "a") == []


def test_a_word_document_gives_the_same_sections(tmp_path: Path) -> None:
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "r.docx"))
    assert jiedu("new", tmp_path / "a", "--from", tmp_path / "r.docx").exit_code == 0
    edition = Edition.open(tmp_path / "a")
    assert edition.sections == ["a", "b", "c", "d"] and check(tmp_path / "a") == []
    assert (edition.quantities["target_id"] != "").sum() == 11


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x0c", "\x85", "\r", "\xa0", "\t", "\u200b"])
def test_odd_white_space_breaks_no_table(tmp_path: Path, separator: str) -> None:
    odd = (
        TEXT.replace("127家", f"127{separator}家")
        .replace("。开工", f"。{separator}开工")
        .replace("“六稳”", f"“六{separator}稳”")
    )
    (tmp_path / "r.txt").write_bytes(odd.encode())
    result = jiedu("new", tmp_path / "a", "--from", tmp_path / "r.txt")
    assert result.exit_code == 0, result.output
    assert check(tmp_path / "a") == []


def test_a_text_too_long_for_a_book_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(TEXT * 400, encoding="utf-8")
    result = jiedu("new", tmp_path / "a", "--from", tmp_path / "r.txt")
    assert result.exit_code == 1 and "at most 500,000" in result.stderr and not (tmp_path / "a").exists()


def test_a_report_without_headings_has_one_section(tmp_path: Path) -> None:
    text = "各位代表：\n" + "　　去年生产总值增长6%，新增就业4300人，农村公路建成164公里，人民生活继续改善。\n" * 12
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    assert jiedu("new", tmp_path / "a", "--from", tmp_path / "r.txt").exit_code == 0
    edition = Edition.open(tmp_path / "a")
    assert edition.sections == ["a"] and check(tmp_path / "a") == []
    assert not (tmp_path / "a/notebooks/targets.ipynb").exists()


def test_a_draft_depends_on_the_text_alone() -> None:
    assert draft_tables(read_source(Source("a.txt", TEXT))) == draft_tables(read_source(Source("a.txt", TEXT)))


def test_no_section_is_named_like_a_keyword() -> None:
    names = [letter(number) for number in range(1000)]
    assert names[43:46] == ["ar", "at", "au"]
    assert len(set(names)) == 1000 and not any(map(keyword.iskeyword, names))


def test_rows_are_found_by_place() -> None:
    """Against a look at every row; rows may touch, overlap and lie in each other."""
    source = random.Random(20250116)
    rows = [{"start": at, "end": at + source.randint(1, 9)} for at in source.choices(range(60), k=30)]
    places = SpanIndex(rows)
    for start in range(70):
        for end in range(start + 1, 71):
            inside = [row for row in rows if start <= row["start"] and row["end"] <= end]
            meeting = [row for row in rows if row["start"] < end and start < row["end"]]
            assert places.inside(start, end) == sorted(inside, key=lambda row: row["start"])
            assert places.meeting(start, end) == sorted(meeting, key=lambda row: row["start"])


def test_small_parts() -> None:
    assert [letter(n) for n in (0, 25, 26, 50, 51)] == ["a", "z", "aa", "az", "ba"]
    assert (
        quoted("发展 5G") == "发展 5G"
        and quoted("办好100件实事") == "「办好100件实事」"
        and quoted("办好100件*实事") == ""
    )
    assert as_markdown("a  [b](c)\n") == r"a \[b\]\(c\)"


def test_a_reviewed_term_needs_its_english(project: Path) -> None:
    edit(project, "terms", lambda rows: rows[0].update(state="reviewed"))
    term = rows_of(project, "terms")[0]["id"]
    assert check(project) == [f"data/terms.csv: row {term}: reviewed, but there is no English"]


def test_an_update_with_nothing_to_do_changes_nothing(project: Path) -> None:
    before = files(project)
    result = jiedu("update", project)
    assert result.exit_code == 0 and result.output == "nothing has changed\n"
    assert files(project) == before


def test_a_reviewed_row_is_never_overwritten(project: Path) -> None:
    def review(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["surface"] == "127家")
        row |= {"value": "128", "indicator": "工业企业", "note": "checked", "state": "reviewed"}
        # Another draft row is wrong: the machine puts it right.
        next(row for row in rows if row["surface"] == "31个")["value"] = "99"

    edit(project, "quantities", review)
    result = jiedu("update", project)
    assert result.exit_code == 0, result.output
    after = {row["surface"]: row for row in rows_of(project, "quantities")}
    assert after["127家"]["value"] == "128" and after["127家"]["note"] == "checked"
    assert after["31个"]["value"] == "31"
    assert "1 changed" in result.output and "1 reviewed and left alone" in result.output
    assert check(project) == []


def test_a_draft_row_gives_way_to_a_reviewed_one(project: Path) -> None:
    """A reviewer joins 增长5.1%和6.7% into one row; the reader would make two."""
    start = TEXT.index("5.1%和6.7%")

    def join(rows: list[dict[str, str]]) -> None:
        first = next(row for row in rows if row["start"] == str(start))
        second = next(row for row in rows if row["surface"] == "6.7%")
        first |= {"end": second["end"], "surface": "5.1%和6.7%", "value_high": "6.7", "state": "reviewed"}
        rows.remove(second)

    edit(project, "quantities", join)
    before = rows_of(project, "quantities")
    assert jiedu("update", project).output == "nothing has changed\n"
    assert rows_of(project, "quantities") == before and check(project) == []


def test_a_lost_numeral_gets_a_new_row_and_the_others_keep_their_ids(project: Path) -> None:
    ids = {row["start"]: row["id"] for row in rows_of(project, "quantities")}
    edit(project, "quantities", lambda rows: rows.remove(next(r for r in rows if r["surface"] == "22个")))
    result = jiedu("update", project)
    assert "quantities: 1 new" in result.output
    after = {row["start"]: row["id"] for row in rows_of(project, "quantities")}
    new = str(TEXT.index("22个"))
    assert after.pop(new) not in set(ids.values()) - {ids[new]}
    assert after == {start: id_ for start, id_ in ids.items() if start != new} and check(project) == []


def test_reviewed_promises_terms_and_sentences_stay(project: Path) -> None:
    def promise(rows: list[dict[str, str]]) -> None:
        row = next(r for r in rows if r["text"].startswith("确保全年"))
        row |= {"object": "亿元以上项目", "actor": "开发区", "state": "reviewed"}

    def term(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"en": "one visit at most", "type": "programme", "state": "reviewed"}
        rows[1]["en"] = "one window for all"

    def sentence(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"en": "Work report of the government of Qinghe County, 2025", "state": "reviewed"}
        rows[2]["en"] = "Deputies,"

    edit(project, "commitments", promise)
    edit(project, "terms", term)
    edit(project, "translation", sentence)
    tables = {name: rows_of(project, name) for name in ("commitments", "terms", "occurrences", "translation")}
    assert check(project) == []
    assert jiedu("update", project).exit_code == 0
    assert {name: rows_of(project, name) for name in tables} == tables


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_reviewed_stays_to_the_letter(project: Path, seed: int) -> None:
    """Some rows of every table reviewed, others lost or wrong: the reviewed ones come out as they went in."""
    chance = random.Random(seed)
    kept: dict[str, dict[str, dict[str, str]]] = {}
    for name in ("quantities", "commitments", "terms", "translation", "facts", *(["blocks"] if seed % 2 else [])):

        def change(rows: list[dict[str, str]], name: str = name) -> None:
            for row in chance.sample(rows, len(rows) // 4):
                row |= {"state": "reviewed"} | ({"note": f"seen {seed}"} if "note" in row else {})
                row |= {"en": "Seen."} if name in ("terms", "translation") else {}
            drafts = [row for row in rows if row["state"] == "draft"]
            if name in ("quantities", "commitments", "terms"):
                for row in chance.sample(drafts, 5):
                    rows.remove(row)
            kept[name] = {row["id"]: dict(row) for row in rows if row["state"] == "reviewed"}

        edit(project, name, change)
    result = jiedu("update", project)
    assert result.exit_code == 0, result.output
    for name, rows in kept.items():
        after = {row["id"]: row for row in rows_of(project, name)}
        assert {id_: after.get(id_) for id_ in rows} == rows, name
    # What is left is the person's to settle: English that lacks the numbers.
    assert [fault for fault in check(project) if "the English lacks" not in fault] == []
    assert jiedu("update", project).output == "nothing has changed\n"


def test_what_the_prose_cites_does_not_vanish(project: Path) -> None:
    """A person adds a draft row for what the reader misses, and cites it."""
    at = TEXT.index("农户")

    def add(rows: list[dict[str, str]]) -> None:
        row = dict(rows[0]) | {"id": "q-900", "block": "a-1", "start": str(at), "end": str(at + 2), "surface": "农户"}
        rows.append(row | {"class": "word", "note": "by hand"})
        rows.sort(key=lambda row: int(row["start"]))

    edit(project, "quantities", add)
    index = project / "book/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n[农户](#q-900)\n", encoding="utf-8")
    jiedu("update", project)
    assert "q-900" in {row["id"] for row in rows_of(project, "quantities")} and check(project) == []


def test_the_facts_of_a_section_that_is_gone_go_with_it(project: Path) -> None:
    """A heading of the page becomes none, as where the reader learns better."""
    (project / PAGE).write_text(
        TEXT.replace("　　三、2025年重点工作\n", "　　往下要说的是各项工作：\n"), encoding="utf-8"
    )
    (project / PACKAGE).write_text(describe(project, package_of(project)), encoding="utf-8")
    *left, last = Edition.open(project).sections
    gone = [row["id"] for row in rows_of(project, "facts") if row["id"].startswith(f"fact-{last}-")]
    assert len(gone) == 4
    assert jiedu("update", project).exit_code == 0
    assert Edition.open(project).sections == left and check(project) == []
    assert not [row["id"] for row in rows_of(project, "facts") if row["id"] in gone]


def test_a_fact_of_a_section_that_is_gone_stays_while_it_is_named(project: Path) -> None:
    def add(rows: list[dict[str, str]]) -> None:
        for name, formula in (
            ("fact-y-numbers", "2 * fact_y_promises"),
            ("fact-y-promises", 'count("commitments", section="y")'),
            ("fact-z-density", "1000 * fact_z_numbers / fact_z_characters"),
            ("fact-z-numbers", 'count("quantities", section="z", class_="quantity")'),
            ("fact-z-characters", 'characters(section="z")'),
            ("fact-own", "fact_y_numbers + 1"),
        ):
            rows.append(dict(rows[0]) | {"id": name, "formula": formula})

    edit(project, "facts", add)
    assert jiedu("update", project).exit_code == 0
    left = {row["id"] for row in rows_of(project, "facts") if row["id"].startswith(("fact-y", "fact-z", "fact-own"))}
    assert left == {"fact-own", "fact-y-numbers", "fact-y-promises"}


def test_an_update_that_fails_on_the_way_puts_everything_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(project, "quantities", lambda rows: rows[0].update(note="to be refreshed", value=""))
    edit(project, "quantities", lambda rows: rows.remove(next(r for r in rows if r["surface"] == "22个")))
    before = files(project)
    real, calls = os.replace, []

    def second_fails(source: object, target: object) -> None:
        calls.append(target)
        if Path(str(target)).name == "data" and len(calls) == 2:
            raise KeyboardInterrupt
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr("jiedu.project.refresh.os.replace", second_fails)
    monkeypatch.setattr("jiedu.project.refresh.write_whole", lambda path, text: path.write_text(text, "utf-8"))
    assert jiedu("update", project).exit_code == 1
    assert calls[-1] == project / "data" and files(project) == before


def test_an_update_of_what_is_no_edition_is_one_sentence(tmp_path: Path, project: Path) -> None:
    result = jiedu("update", tmp_path / "nothing")
    assert result.exit_code == 1 and "no edition" in result.stderr
    (project / "data/source/page.txt").write_text(TEXT + "!", encoding="utf-8")
    before = files(project)
    result = jiedu("update", project)
    assert result.exit_code == 1 and "altered" in result.stderr and files(project) == before


def test_edited_pages_are_left_alone(project: Path) -> None:
    notebook = project / "notebooks/section_a.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("three", "3rd").replace("*Write here", "*Wrote here")
    )
    edit(project, "blocks", lambda rows: rows[-1].update(evidence="to be refreshed"))
    before = notebook.read_bytes()
    result = jiedu("update", project)
    assert result.exit_code == 0 and "blocks: 1 changed" in result.output and notebook.read_bytes() == before


@pytest.mark.slow
def test_the_book_of_a_new_project_is_built_at_once(project: Path) -> None:
    built = subprocess.run(["make", "book"], cwd=project, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    site = project / "_build/html"
    pages = sorted(site.glob("notebooks/*.html")) + sorted(site.glob("book/*.html"))
    assert len(pages) == 14
    for page in pages:
        assert "rows of its data have not been reviewed by a person" in page.read_text(encoding="utf-8"), page.name
    section = (site / "notebooks/section_a.html").read_text(encoding="utf-8")
    assert 'class="jd-passage"' in section and "草稿 draft" in section and ".svg" in section


@pytest.mark.slow
def test_the_notice_counts_what_is_left(project: Path) -> None:
    from jiedu.book.notice import notice

    total = len([row for name in TABLES for row in rows_of(project, name) if "state" in row])
    assert notice(project) == f"A draft: {total} of {total} rows of its data have not been reviewed by a person."
    edit(project, "facts", lambda rows: rows[0].update(state="reviewed"))
    assert f"{total - 1} of {total}" in notice(project)
