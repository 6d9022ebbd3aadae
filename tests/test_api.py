"""The public door: what `import jiedu` gives, that it is documented, and what it costs."""

import doctest
import inspect
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from click.testing import CliRunner
from support import DATA, ROOT, copy_project

import jiedu
from jiedu.cli import main

REPORT = DATA / "sample_report.txt"
API_PAGE = (ROOT / "book" / "api.md").read_text(encoding="utf-8")
OBJECTS = [name for name in jiedu.__all__ if not name.startswith("__")]


@pytest.mark.parametrize("name", jiedu.__all__)
def test_every_public_name_is_there_and_on_the_page(name: str) -> None:
    assert getattr(jiedu, name) is not None
    assert re.search(rf"^\.\. (?:auto\w+|data):: {name}(?:\(\))?$", API_PAGE, re.MULTILINE)


def test_the_page_promises_no_other_name() -> None:
    assert set(re.findall(r"^\.\. (?:auto\w+|data):: (\w+)", API_PAGE, re.MULTILINE)) == set(jiedu.__all__)


@pytest.mark.parametrize("name", OBJECTS)
def test_every_public_name_has_an_example_that_runs(name: str) -> None:
    found = getattr(jiedu, name)
    home = vars(sys.modules[found.__module__])
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    examples = 0
    for case in doctest.DocTestFinder(recurse=True).find(found, name, globs=dict(home)):
        examples += len(case.examples)
        assert runner.run(case).failed == 0, case.name
    assert examples


@pytest.mark.parametrize("name", ["Report", "Edition"])
def test_every_member_that_the_page_shows_is_documented(name: str) -> None:
    public = {key: member for key, member in vars(getattr(jiedu, name)).items() if not key.startswith("_")}
    members = {key: m for key, m in public.items() if inspect.isfunction(m) or hasattr(m, "__get__")}
    assert members
    assert [key for key, member in members.items() if not inspect.getdoc(member)] == []


@pytest.mark.parametrize("page", ["book/api.md", "README.md"])
def test_the_examples_of_the_pages_run(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"```(?:python|pycon)\n(>>> .*?)```", text, re.DOTALL))
    case = doctest.DocTestParser().get_doctest(examples, {}, page, page, 0)
    assert case.examples
    assert doctest.DocTestRunner().run(case).failed == 0


def test_another_name_is_no_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'tabels'"):
        _ = jiedu.tabels
    assert set(jiedu.__all__) <= set(dir(jiedu))


def test_a_report_is_read_from_a_path_a_name_and_a_text() -> None:
    from_path = jiedu.read_report(REPORT)
    from_name = jiedu.read_report(str(REPORT))
    from_text = jiedu.read_report(REPORT.read_text(encoding="utf-8"))
    assert from_path.quantities == from_name.quantities == from_text.quantities
    assert from_path.targets == from_text.targets
    assert from_path.source.text[from_path.quantities[0].start :].startswith(from_path.quantities[0].surface)


def test_a_report_gives_its_three_tables_to_pandas() -> None:
    report = jiedu.read_report(REPORT)
    quantities, targets, structure = (report.to_frame(name) for name in ("quantities", "targets", "structure"))
    assert len(quantities) == len(report.quantities)
    assert quantities["value"].tolist() == [found.value for found in report.quantities]
    assert isinstance(quantities["value"].iloc[0], Decimal)
    assert str(targets["start"].dtype) == "Int64"
    assert set(structure["element"]) >= {"title", "place", "part"}
    with pytest.raises(jiedu.Fault, match="a report has no table 'numbers': quantities, targets, structure"):
        report.to_frame("numbers")


def test_a_path_without_a_file_and_a_text_without_a_report_are_said() -> None:
    with pytest.raises(jiedu.Fault, match=r"nowhere\.txt: no such file"):
        jiedu.read_report("nowhere.txt")
    with pytest.raises(jiedu.Fault, match="no report: 4 Chinese characters"):
        jiedu.read_report("豆浆。油条。")


def test_the_edition_of_this_repository_opens() -> None:
    edition = jiedu.open_edition(ROOT)
    assert isinstance(edition, jiedu.Edition)
    assert edition.quantities.loc["q-099", "value"] == Decimal("6.5")


@pytest.mark.parametrize("command", ["read", "report"])
def test_standard_input_is_read_as_a_file_is(command: str) -> None:
    text = REPORT.read_bytes()
    from_file = CliRunner().invoke(main, [command, str(REPORT)])
    from_stdin = CliRunner().invoke(main, [command, "-"], input=text.decode("utf-8").encode("gb18030"))
    assert from_stdin.exit_code == 0, from_stdin.output
    assert from_stdin.output.replace("standard input", REPORT.name) == from_file.output


def test_nothing_on_standard_input_is_said() -> None:
    done = CliRunner().invoke(main, ["read", "-"], input=b"")
    assert done.exit_code == 1
    assert "standard input: the file is empty" in done.output


def test_reading_needs_neither_pandas_nor_the_book() -> None:
    program = (
        "import sys, jiedu\n"
        f"jiedu.read_report({str(REPORT)!r})\n"
        "print(sorted({'pandas', 'numpy', 'matplotlib', 'sphinx', 'dask', 'pyarrow', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


MISSING = {
    "pandas": (["check", str(ROOT)], "jiedu check needs pandas, which is not installed: pip install 'jiedu[book]'"),
    "dask": (
        ["corpus", str(DATA), "--out", "x.parquet"],
        "jiedu corpus needs dask, which is not installed: pip install 'jiedu[corpus]'",
    ),
    "sphinx_external_toc": (
        ["build", "project"],
        "jiedu build needs sphinx_external_toc, which is not installed: pip install 'jiedu[book]'",
    ),
}


@pytest.mark.parametrize("library", MISSING)
def test_a_command_without_its_extra_says_what_to_type(library: str, tmp_path) -> None:
    arguments, sentence = MISSING[library]
    copy_project(tmp_path / "project")
    # Python takes a module that is None for one that cannot be found.
    program = f"import sys; sys.modules[{library!r}] = None; from jiedu.cli import main; main({arguments!r})"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"jiedu: {sentence}\n"
    assert not list(tmp_path.glob("*.parquet"))
