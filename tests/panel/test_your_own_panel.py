"""The page *Your own panel*: its commands and its queries run, and its tables of signs and files are whole."""

import ast
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from panels import jiedu, write_report
from support import ROOT, in_process

from jiedu.panel.grid import CHANGES
from jiedu.panel.writing import columns_of

PAGE = (ROOT / "book" / "your_own_panel.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with reports of a few counties and years, where the page is tried."""
    in_process(monkeypatch)
    for year in (2023, 2024, 2025):
        for place in ("易县", "唐县"):
            write_report(tmp_path / "reports", place, year)
    write_report(tmp_path / "reports", name="one-report.txt")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_run(folder):
    (lines,) = blocks("bash")
    commands = [shlex.split(line) for line in lines.splitlines()]
    assert len(commands) == 10
    for command in commands:
        # What is not jiedu's is not tried.
        if command[0] == "jiedu":
            result = jiedu(*command[1:])
            assert result.exit_code == 0, (command, result.output)
    assert {"counties.html", "changes.xlsx", "growth.svg", "now.csv", "panel"} <= {
        path.name for path in folder.iterdir()
    }
    named = set(re.findall(r"^\| `(\w+\.\w+)` \|", PAGE, re.MULTILINE))
    assert named == {"panel.xlsx", "codebook.csv", "faults.csv", *(f"{name}.csv" for name in columns_of())}
    assert named <= {path.name for path in (folder / "panel").iterdir()}


def test_the_queries_answer(folder):
    assert jiedu("panel", "reports", "--out", "panel").exit_code == 0
    names: dict[str, object] = {}
    answers = []
    for block in blocks("python"):
        *statements, last = ast.parse(block).body
        exec(compile(ast.Module(statements, []), "book/your_own_panel.md", "exec"), names)
        assert isinstance(last, ast.Expr)
        answers.append(eval(compile(ast.Expression(last.value), "book/your_own_panel.md", "eval"), names))
    assert len(answers) == 5 and all(len(answer) > 0 for answer in answers)
    hedged, asked = answers[1], answers[3]
    assert hedged.tolist() == pytest.approx(asked["hedged"].tolist()), "pandas and DuckDB say the same"
    assert set(answers[2]["missed_by"].astype(float)) >= {0.1}


def test_the_columns_of_the_do_file_are_there(folder):
    assert jiedu("panel", "reports", "--out", "panel").exit_code == 0
    (lines,) = blocks("stata")
    table = pd.read_stata("panel/wide.dta")
    used = set(re.findall(r"\b(?:gdp\w*|code|year|level)\b", lines))
    assert {"gdp", "gdp_bound", "gdp_last", "code", "year"} <= used <= set(table.columns)
    assert "end_at" in pd.read_stata("panel/targets.dta").columns


def test_every_change_is_named():
    assert [word for word in CHANGES if f"*{word.removeprefix('other ')}*" not in PAGE and word != "other bound"] == []
