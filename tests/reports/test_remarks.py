"""What a report does not say, or says in two ways, is said in a sentence on standard error; a plain one is silent."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from support import DATA, REPORTS

from jiedu.cli import main
from jiedu.reports.formats import Source, load
from jiedu.reports.report import Report, read_report

TEXT = (DATA / "report.txt").read_text(encoding="utf-8")
LIST = "主要预期目标是：地区生产总值增长8%左右，固定资产投资增长9%，城镇新增就业6000人以上。"


def said(text: str, name: str = "a.txt") -> list[str]:
    return list(read_report(Source(name, text)).remarks)


def without_title(text: str) -> str:
    """Take out what names the county before the first part, and in the sentence that submits the report."""
    return text.replace("青河县", "我县")


def test_a_plain_report_is_silent() -> None:
    assert said(TEXT) == []
    result = CliRunner().invoke(main, ["report", str(DATA / "report.txt")])
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        (without_title, "a.txt", "no place was found, in the text or in its file's name"),
        (without_title, "county-博野县-2024.txt", "place (博野县) is known from the file's name alone"),
        (str, "county-青河县-2019.txt", "the file's name says 2019, the masthead 2024: the latter stands"),
        (
            lambda text: text.replace("代表县人民政府", "代表安国市人民政府").replace("代表青河县", "代表安国市"),
            "a.txt",
            "the opening sentence names 安国市, the masthead 青河县: the latter stands",
        ),
        (lambda text: text + "\ufffd\ufffd", "a.txt", "2 characters could not be read: \ufffd in the text"),
        (
            lambda text: text + f"\n　　五、2024年补充安排\n　　{LIST}\n",
            "a.txt",
            "2 paragraphs list targets and differ: 生产总值 6% or 8% (6% stands)",
        ),
    ],
)
def test_what_is_open_to_doubt_is_said(change: Callable[[str], str], name: str, expected: str) -> None:
    changed = change(TEXT)
    assert changed != TEXT or name != "a.txt"
    assert any(remark.startswith(expected) for remark in said(changed, name)), said(changed, name)


def test_what_was_lost_in_reading_the_file_is_repeated() -> None:
    source = Source("a.txt", TEXT, remarks=("3 bytes are no gb18030",))
    assert read_report(source).remarks == ("3 bytes are no gb18030",)


def test_they_are_said_on_standard_error_for_every_form(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("各位代表：\n" + "　　我们要继续努力，把各项工作做得更好。\n" * 20, encoding="utf-8")
    for form in ("table", "json", "csv"):
        result = CliRunner().invoke(main, ["report", str(path), "--format", form])
        lines = result.stderr.splitlines()
        assert lines == [f"jiedu: a.txt: {remark}" for remark in read_report(load(path)).remarks]
        assert len(lines) == 3 and not set(lines) & set(result.stdout.splitlines())


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    if not REPORTS.is_dir():
        pytest.skip(f"no reports at {REPORTS}: set JIEDU_REPORTS")
    return {path.stem: read_report(load(path)) for path in sorted(REPORTS.glob("*.txt"))[::3]}


def test_they_are_few(reports: dict[str, Report]) -> None:
    """Nothing at all for most reports of the 26 provinces, which say all that is asked; four lines at most."""
    counts = {name: len(report.remarks) for name, report in reports.items()}
    assert max(counts.values()) <= 4
    provinces = [count for name, count in counts.items() if name.startswith("province")]
    assert provinces.count(0) >= len(provinces) - 1


def test_they_are_true(reports: dict[str, Report]) -> None:
    for report in reports.values():
        text = "\n".join(report.remarks)
        assert ("no place was found" in text) == (report.place == "")
        assert ("no expected targets were found" in text) == (
            {target.availability for target in report.targets} == {"not found"}
        )
        assert ("single sentences gave" in text) <= (not report.structure.targets)
        if "have no role" in text:
            silent = sum(report.structure.role_at(q.start) is None for q in report.quantities)
            assert f"{silent:,} of {len(report.quantities):,} numbers have no role" in text
