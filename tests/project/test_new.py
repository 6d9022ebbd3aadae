"""`jiedu new`: a project from a small report, and from reports that are odd, hostile or none."""

import json
import keyword
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from docx import Document
from projects import REPORT, TEXT, files, jiedu, new, rows_of, sign, write
from support import ROOT

from jiedu.book.notice import notice
from jiedu.edition import Edition
from jiedu.edition.checks import check, draft_counts
from jiedu.edition.checks.ledger import unassigned
from jiedu.edition.checks.prose import prompts_left
from jiedu.edition.citations import numbers
from jiedu.edition.schema import TABLES
from jiedu.errors import Fault
from jiedu.project.blocks import letter
from jiedu.project.drafting import draft_tables
from jiedu.project.making import make_project
from jiedu.project.pages import as_markdown, quoted
from jiedu.reports.formats import Source
from jiedu.reports.report import read_source
from jiedu.text.numerals import NUMERAL_CHARACTERS


def test_a_new_project_holds_every_promise(made: Path, edition: Edition) -> None:
    assert check(made) == []
    assert edition.text == TEXT
    drafted = {"blocks", "quantities", "commitments", "terms", "translation", "comparisons", "facts"}
    assert set(draft_counts(edition)) == drafted
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


def test_the_blocks_are_the_structure(edition: Edition) -> None:
    assert edition.sections == ["a", "b", "c", "d"]
    assert edition.blocks.loc["c-heading", "heading_zh"] == "三、2025年重点工作"
    assert edition.blocks.loc["a-2", "heading_zh"] == "（二）城乡面貌有新变化"
    targets = edition.blocks.loc["targets"]
    assert TEXT[targets["start"] : targets["end"]].startswith("今年全县经济社会发展主要预期目标是")
    assert targets["section"] == ""


def test_the_targets_are_named(edition: Edition) -> None:
    ledger = edition.quantities
    named = ledger[ledger["target_id"] != ""].set_index("target_id")
    assert named.loc["gdp", ["surface", "comparator", "status"]].tolist() == ["6%", "about", "target"]
    assert named.loc["income", ["comparator", "value", "indicator"]].tolist() == ["sync", None, "居民收入"]
    own = edition.comparisons
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
        ("努力提高养老服务水平", "effort", "orientation", ""),
        ("将县级审批事项再压减一成", "plain", "measure", ""),
        ("居民消费价格涨幅2%左右", "expect", "result", ""),
        ("空气质量优良天数比例保持在90%以上", "plain", "result", ""),
    ],
)
def test_promises_are_cut_and_ranked(edition: Edition, text: str, force: str, kind: str, deadline: str) -> None:
    table = edition.commitments.set_index("text")
    assert table.loc[text, ["force", "kind", "deadline"]].tolist() == [force, kind, deadline]


@pytest.mark.parametrize("text", ["过去一年", "任务已经明确", "聚力产业升级", "发放救助资金"])
def test_reviews_headings_and_perorations_promise_nothing(edition: Edition, text: str) -> None:
    assert not any(text in clause for clause in edition.commitments["text"])


def test_terms_are_quoted_named_or_numeric(edition: Edition) -> None:
    terms = edition.terms
    assert terms.loc["t-liu-wen", ["term", "type", "pinyin", "en"]].tolist() == ["六稳", "slogan", "liù wěn", ""]
    assert terms.loc["t-qing-he-xian-cha-chan-ye-cu-jin-tiao-li", "type"] == "regulation"


def test_every_page_is_in_the_table_of_contents(made: Path) -> None:
    from jiedu.book.build import contents

    pages = {page.relative_to(made).as_posix() for page in contents(made)}
    there = {p.relative_to(made).as_posix() for folder in ("book", "notebooks") for p in (made / folder).iterdir()}
    assert pages == there
    assert {"notebooks/section_a.ipynb", "notebooks/targets.ipynb", "book/index.md"} <= pages


def test_nothing_of_the_package_is_copied(made: Path) -> None:
    assert {Path(name).suffix for name in files(made)} == {
        *(".csv", ".json", ".md", ".txt", ".yml", ".ipynb", ".cff", ".mk", "", ".xlsx", ".html")
    }


def test_a_class_gets_a_sheet_of_each_section_and_is_told_the_steps(made: Path, edition: Edition) -> None:
    page = (made / "lessons/README.md").read_text(encoding="utf-8")
    wanted = set()
    for section in edition.sections:
        counts = [len(edition.select(table, section=section)) for table in ("quantities", "commitments")]
        assert f"| {section.upper()} | {edition.section_name(section)[0]} | {counts[0]} | {counts[1]} |" in page
        wanted |= {f"{section}-{of}" for of, count in zip(("numerals", "promises"), counts, strict=True) if count}
    there = {path.name for path in (made / "lessons/sheets").iterdir()}
    made_of = [("worksheet", "csv"), ("worksheet", "xlsx"), ("worksheet", "html"), ("key", "csv"), ("key", "html")]
    assert there == {f"{kind}-{stem}.{form}" for stem in wanted for kind, form in made_of}
    assert wanted >= {"a-numerals", "c-promises"} and "a-promises" not in wanted
    # In the order in which they are given; each is a command, with options that it has.
    commands = re.findall(r"^ +(jiedu .*)$", page, re.MULTILINE)
    assert [line.split()[1] for line in commands] == ["worksheet", "worksheet", "score", "review", "merge", "check"]
    for line in commands:
        options = set(re.findall(r"--[a-z-]+", line))
        assert options <= set(re.findall(r"--[a-z-]+", jiedu(line.split()[1], "--help").output)), line


def test_a_report_without_numerals_has_no_sheets(tmp_path: Path) -> None:
    text = "各位代表：\n" + "　　去年人民生活继续改善，农村面貌焕然更新，社会大局保持稳定，各项事业全面进步。\n" * 12
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    new(tmp_path / "a", tmp_path / "r.txt")
    assert [path.name for path in (tmp_path / "a/lessons").iterdir()] == ["README.md"]
    assert "there are no worksheets yet" in (tmp_path / "a/lessons/README.md").read_text(encoding="utf-8")


def test_the_citation_file_asks_who_made_the_edition(made: Path) -> None:
    cff = yaml.safe_load((made / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["cff-version"] and cff["title"].endswith(": an annotated reading") and cff["authors"]
    assert [line for line in prompts_left(made) if line.startswith("CITATION.cff: still asks for a text: an author")]


def test_nothing_that_is_shared_holds_a_path_of_this_machine(project: Path) -> None:
    shared = {name: text for name, text in files(project).items() if name != "local.mk"}
    assert "local.mk" in (project / ".gitignore").read_text(encoding="utf-8").split()
    here = [str(place).encode() for place in (Path(sys.executable).parent, project, ROOT)]
    assert [name for name, text in shared.items() if any(place in text for place in here)] == []
    (project / "local.mk").unlink()
    shown = subprocess.run(["make", "-n", "check"], cwd=project, capture_output=True, text=True, check=True)
    assert "\njiedu check" in shown.stdout


def test_notebooks_have_places_for_the_commentary(made: Path) -> None:
    for path in (made / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
        assert "## Commentary · 评论\n\n% Write here" in prose and "**Limits.**" in prose, path.name
        assert 5 <= len([cell for cell in cells if "remove-cell" not in cell["metadata"].get("tags", [])]) <= 12


NO_TITLE = "各位代表：\n" + "　　去年生产总值增长6%，新增就业4300人，农村公路建成164公里，人民生活改善。\n" * 12
NAMES = """a b.txt|it's "quoted".txt|a#b.txt|100%.txt|-dash.txt|report.txt.txt|12345.txt|📜报告.txt|`code`.txt
$x{y}.txt|[link](#q-001).txt|「引用」报告.txt|<!-- x.txt|a&b<c>.txt|--- markdown.txt|{{x}} <%y%>.txt|a: b, 'c'.txt
第100号 报告 3件.txt|%Write here.txt|Write here.txt|=1+2.txt|\u200bzero.txt|a\tb.txt"""


@pytest.mark.parametrize("name", [*re.split(r"[|\n]", NAMES), "字" * 80 + ".txt"])
def test_a_draft_holds_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    """A report without a title gives its file's name to the book."""
    (tmp_path / name).write_text(NO_TITLE, encoding="utf-8")
    project = new(tmp_path / "a", tmp_path / name)
    assert jiedu("check", project).output.startswith("0 faults\n")
    title = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))["title"]
    assert title and title.isprintable() and not set(title) & set("<>")


@pytest.mark.parametrize("title", ["100 counties", "关于第3号方案的报告", "Write here", "% x", "# 1"])
def test_a_draft_holds_whatever_it_is_titled(tmp_path: Path, title: str) -> None:
    assert jiedu("new", tmp_path / "a", "--from", REPORT, "--title", title).exit_code == 0
    assert jiedu("check", tmp_path / "a").exit_code == 0


def test_a_chapter_has_no_empty_part(tmp_path: Path) -> None:
    """A review promises nothing, closing words count nothing: neither has a heading with nothing below it."""
    new(tmp_path / "a")
    edition = Edition.open(tmp_path / "a")
    for section in edition.sections:
        cells = json.loads((tmp_path / f"a/notebooks/section_{section}.ipynb").read_text(encoding="utf-8"))["cells"]
        text = "\n".join(cell["source"] for cell in cells)
        assert ("tables.commitments" in text) == (section in set(edition.commitments["section"])), section
        assert ("tables.quantities" in text) == bool(len(edition.select(section=section, class_=["quantity"]))), section
    (tmp_path / "r.txt").write_text(NO_TITLE, encoding="utf-8")
    new(tmp_path / "b", tmp_path / "r.txt")
    assert not rows_of(tmp_path / "b", "commitments") and not (tmp_path / "b/notebooks/wording.ipynb").exists()


PROMPT = (
    "notebooks/wording.ipynb: cell 10: still asks for a text: Write here which verbs carry the section you know best"
)


def test_a_prompt_is_a_draft_and_then_a_fault(project: Path) -> None:
    said = jiedu("check", project).output
    assert said.startswith("0 faults\n") and said.endswith(" places wait for their text\n")
    everything_reviewed(project)
    result = jiedu("check", project)
    assert result.exit_code == 1
    assert any(line.startswith(PROMPT) for line in result.stdout.splitlines()), result.stdout
    assert notice(project) == f"A draft: {len(list(prompts_left(project)))} places wait for their text."
    for path in [*(project / "notebooks").glob("*.ipynb"), *(project / "book").glob("*.md"), project / "CITATION.cff"]:
        text = path.read_text(encoding="utf-8").replace("to be named", "A. Editor")
        path.write_text(re.sub(r"% (?:Write here|这里写)", "It is said", text), encoding="utf-8")
    result = jiedu("check", project)
    assert (result.exit_code, "wait for" in result.output, notice(project)) == (0, False, "")


def test_a_prompt_of_an_older_project_counts_too(project: Path) -> None:
    before = len(list(prompts_left(project)))
    path = project / "book/index.md"
    path.write_text(path.read_text("utf-8") + "\n*Write here what it was.*\n\nWe write here.\n", encoding="utf-8")
    assert len(list(prompts_left(project))) == before + 1


def everything_reviewed(project: Path) -> None:
    """Set every row to reviewed, with an English that states what the checks ask for: numbers, bounds, units, names."""
    ledger = Edition.open(project).quantities
    for name in TABLES:
        rows = rows_of(project, name)
        if not rows or "state" not in rows[0]:
            continue
        for row in rows:
            row["state"] = "reviewed"
            if name == "terms":
                row["en"] = "a term"
            if name == "translation":
                inside = ledger[(ledger["start"] >= int(row["start"])) & (ledger["end"] <= int(row["end"]))]
                row["en"] = "; ".join(["It names a term", *(in_english(one) for one in inside.to_dict("records"))])
        write(project, name, rows)
    sign(project)
    sign(project, "--table", "comparisons")


BOUNDS = {"ge": "at least", "gt": "over", "le": "at most", "lt": "below", "about": "about", "sync": "in step with"}
UNITS = {
    "元": "yuan",
    "年": "years",
    "个月": "months",
    "天": "days",
    "倍": "times",
    "亩": "mu",
    "平方米": "square metres",
}
UNITS |= {
    "公里": "kilometres",
    "米": "metres",
    "吨": "tonnes",
    "小时": "hours",
    "%": "%",
    "百分点": "percentage points",
}


def in_english(row: dict[str, object]) -> str:
    if row["class"] != "quantity":
        return " ".join(f"{number:f}" for number in numbers(row["surface"]))
    values = " to ".join(f"{value:f}" for value in (row["value"], row["value_high"]) if value is not None)
    return f"{BOUNDS.get(row['comparator'], '')} {values} {UNITS.get(row['unit'], '')} {row['indicator_en']}"


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
    new(tmp_path / "a")
    assert (tmp_path / "a" / "Makefile").exists() and [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_report_copied_from_a_pdf_loses_its_page_numbers(tmp_path: Path) -> None:
    lines = [line[at : at + 40] for line in TEXT.splitlines() for at in range(0, len(line), 40)]
    pages = ["\n".join([*lines[at : at + 9], f"— {at // 9 + 1} —"]) for at in range(0, len(lines), 9)]
    (tmp_path / "report.txt").write_text("\n".join(pages).replace("人", "⼈"), encoding="utf-8")
    edition = Edition.open(new(tmp_path / "a", tmp_path / "report.txt"))
    assert edition.text.split() == [word for line in lines for word in line.split()]
    assert not unassigned(edition)


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


def test_a_draft_that_would_not_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def broken(root: Path, _: object) -> list[str]:
        seen.append(root)
        return ["data/terms.csv: row t-a: wrong", "data/terms.csv: row t-b: wrong"]

    monkeypatch.setattr("jiedu.project.making.check", broken)
    result = jiedu("new", tmp_path / "a", "--from", REPORT)
    assert result.exit_code == 1 and len(seen) == 1 and not list(tmp_path.iterdir())
    assert result.stderr.endswith("no edition can be drafted from it: data/terms.csv: row t-a: wrong (and 1 more)\n")


def test_an_error_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiedu.files.os.replace", full)
    result = jiedu("new", tmp_path / "a", "--from", REPORT)
    assert result.exit_code == 1 and "No space left" in result.stderr and not list(tmp_path.iterdir())


def test_markup_in_a_report_is_text(tmp_path: Path) -> None:
    hostile = TEXT.replace("加强政府自身建设", "<script>alert(9)</script>*加强*`$建设").replace(
        "青禾茶、", "=HYPERLINK(1)、"
    )
    hostile = hostile.replace("2025年青禾县政府工作报告\n", '2025年青禾县政府工作报告\n"<b>: {x}"\n')
    (tmp_path / "<img src=x>.txt").write_text(hostile, encoding="utf-8")
    new(tmp_path / "a", tmp_path / "<img src=x>.txt")
    prose = (tmp_path / "a/notebooks/section_d.ipynb").read_text(encoding="utf-8")
    assert "<script>" not in prose


def test_windows_line_ends_and_other_encodings_give_the_same_page(tmp_path: Path, made: Path) -> None:
    (tmp_path / "r.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    new(tmp_path / "a", tmp_path / "r.txt")
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
    new(tmp_path / "a", tmp_path / "r.txt")
    edition = Edition.open(tmp_path / "a")
    assert edition.sections == ["a", "b", "c", "d", "e", "f", "g"]
    assert edition.blocks.loc["part-3", ["role", "section"]].tolist() == ["heading", ""]
    assert edition.blocks.loc["d-heading", "heading_zh"] == "（二）办好第二件大事"
    # What heads several chapters stands in the first of them: what no page shows could not be led to.
    chapters = {path.stem for path in (tmp_path / "a/notebooks").iterdir() if "part-3" in path.read_text("utf-8")}
    assert chapters == {"section_c"}
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


def test_a_word_document_gives_the_same_sections(tmp_path: Path) -> None:
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "r.docx"))
    new(tmp_path / "a", tmp_path / "r.docx")
    edition = Edition.open(tmp_path / "a")
    assert edition.sections == ["a", "b", "c", "d"]
    assert (edition.quantities["target_id"] != "").sum() == 11


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x0c", "\x85", "\r", "\xa0", "\t", "\u200b"])
def test_odd_white_space_breaks_no_table(tmp_path: Path, separator: str) -> None:
    odd = (
        TEXT.replace("127家", f"127{separator}家")
        .replace("。开工", f"。{separator}开工")
        .replace("“六稳”", f"“六{separator}稳”")
    )
    (tmp_path / "r.txt").write_bytes(odd.encode())
    new(tmp_path / "a", tmp_path / "r.txt")


def test_a_text_too_long_for_a_book_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(TEXT * 400, encoding="utf-8")
    result = jiedu("new", tmp_path / "a", "--from", tmp_path / "r.txt")
    assert result.exit_code == 1 and "at most 500,000" in result.stderr and not (tmp_path / "a").exists()


def test_a_report_without_headings_has_one_section(tmp_path: Path) -> None:
    text = "各位代表：\n" + "　　去年生产总值增长6%，新增就业4300人，农村公路建成164公里，人民生活继续改善。\n" * 12
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    new(tmp_path / "a", tmp_path / "r.txt")
    edition = Edition.open(tmp_path / "a")
    assert edition.sections == ["a"]
    assert not (tmp_path / "a/notebooks/targets.ipynb").exists()


def test_a_draft_depends_on_the_text_alone() -> None:
    assert draft_tables(read_source(Source("a.txt", TEXT))) == draft_tables(read_source(Source("a.txt", TEXT)))


def test_no_section_is_named_like_a_keyword() -> None:
    names = [letter(number) for number in range(1000)]
    assert names[43:46] == ["ar", "at", "au"]
    assert len(set(names)) == 1000 and not any(map(keyword.iskeyword, names))


def test_small_parts() -> None:
    assert [letter(n) for n in (0, 25, 26, 50, 51)] == ["a", "z", "aa", "az", "ba"]
    assert (
        quoted("发展 5G") == "发展 5G"
        and quoted("办好100件实事") == "“办好100件实事”"
        and quoted("办好“两个”100件实事") == "“办好「两个」100件实事”"
        and quoted("聚焦「双改」") == "聚焦“双改”"
        and quoted("办好100件*实事") == ""
    )
    assert as_markdown("a  [b](c)\n") == r"a \[b\]\(c\)"


@pytest.mark.parametrize("name", ["a[1]*.txt", "第2 7.txt", "size-1m-line.txt"])
def test_no_name_of_a_file_or_folder_breaks_a_draft(name, tmp_path):
    report = tmp_path / name
    report.write_text("今年，建成道路9条，增长6%。" * 40, encoding="utf-8")
    make_project(tmp_path / "p[3]*", report)
    assert check(tmp_path / "p[3]*") == []


def test_a_title_with_digits_and_brackets(tmp_path):
    report = tmp_path / "a.txt"
    report.write_text("今年，建成道路9条，增长6%。" * 40, encoding="utf-8")
    make_project(tmp_path / "p", report, title="第2个 2025 题目 [7]")
    assert check(tmp_path / "p") == []


def test_what_takes_no_room_is_not_on_the_page_of_a_book(tmp_path):
    report = tmp_path / "a.txt"
    report.write_text("\ufeff今年，建成道路1\u200b9条，增\u00ad长6\u2060.5%。" * 40, encoding="utf-8")
    make_project(tmp_path / "p", report)
    assert check(tmp_path / "p") == []
    page = (tmp_path / "p" / "data" / "source" / "page.txt").read_text(encoding="utf-8")
    assert page.startswith("今年，建成道路19条，增长6.5%。")


def test_more_than_a_book_may_have_is_refused_before_it_is_read(tmp_path, monkeypatch):
    report = tmp_path / "a.txt"
    report.write_text("今年，建成道路9条。\n" * 50_000, encoding="utf-8")
    monkeypatch.setattr("jiedu.project.making.read_source", None)
    with pytest.raises(Fault, match=r"a.txt: 550,000 characters; a book is made of at most 500,000"):
        make_project(tmp_path / "p", report)
