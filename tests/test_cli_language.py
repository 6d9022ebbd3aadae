"""The command line speaks the language of its user: which that is, and what is said in it."""

import re
import subprocess
import sys
from pathlib import Path
from unicodedata import east_asian_width

import click
import pytest
from click.testing import CliRunner, Result
from support import copy_project

from jiedu.cli import main
from jiedu.helping import paragraphs_of
from jiedu.language import LOCALE, read_catalogues

ENGLISH = {"LANGUAGE": "", "LC_ALL": "C.UTF-8", "LC_MESSAGES": "", "LANG": ""}
COMMANDS = ["", *main.commands]
each_command = pytest.mark.parametrize("name", COMMANDS, ids=[name or "jiedu" for name in COMMANDS])
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _english_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a command has set for this process."""
    monkeypatch.setenv("JIEDU_MESSAGES", "en")


def run(*line: str, **environment: str) -> Result:
    return CliRunner(env=ENGLISH | environment).invoke(main, list(line), prog_name="jiedu", terminal_width=80)


def help_of(name: str, *before: str) -> str:
    done = run(*before, *filter(None, [name]), "--help")
    assert done.exit_code == 0, done.output
    return done.output


# Which language


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, True),
        ({"LANG": "zh_TW", "LC_ALL": ""}, True),
        ({"LANG": "C.UTF-8", "LC_ALL": ""}, False),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, False),
        ({"LC_ALL": ""}, False),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US", "LC_ALL": ""}, True),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_CN", "LC_ALL": ""}, False),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, False),
        ({"LC_ALL": "zh_CN", "LC_MESSAGES": "en_US"}, True),
        ({"LANGUAGE": "zh_CN", "LC_ALL": "en_US"}, True),
        ({"LANGUAGE": "en:zh_CN", "LC_ALL": "zh_CN"}, False),
        ({"LANGUAGE": "fr:zh", "LC_ALL": "fr_FR"}, True),
        # A script that wants plain output says so, and gettext does not ask LANGUAGE then.
        ({"LANGUAGE": "zh_CN", "LC_ALL": "C"}, False),
        ({"LANGUAGE": "zh_CN", "LC_ALL": "POSIX"}, False),
    ],
)
def test_the_environment_says_which_as_gettext_reads_it(environment: dict[str, str], chinese: bool) -> None:
    assert run("--help", **environment).output.startswith("用法：" if chinese else "Usage: ")


@pytest.mark.parametrize(
    ("line", "chinese"),
    [
        (["--language", "zh", "--help"], True),
        (["--language=zh", "--help"], True),
        (["--help", "--language", "zh"], True),
        (["--language", "zh", "check", "--help"], True),
        (["--language", "en", "--language", "zh", "check", "--help"], True),
        (["check", "--help"], False),
        # That of a command is the edition's.
        (["pdf", "--language", "zh", "--help"], False),
        (["--language", "zh", "pdf", "--language", "en", "--help"], True),
    ],
)
def test_the_option_goes_before_the_environment(line: list[str], chinese: bool) -> None:
    assert run(*line).output.startswith("用法：" if chinese else "Usage: ")
    if line[0].startswith("--"):
        assert run(*line, LC_ALL="zh_CN.UTF-8").output == run(*line).output


def test_english_is_asked_for_where_the_environment_is_chinese() -> None:
    assert run("--language", "en", "--help", LC_ALL="zh_CN.UTF-8").output == run("--help").output


# The help


@each_command
def test_every_help_text_has_its_chinese(name: str) -> None:
    chinese = read_catalogues(Path(__file__).parents[1] / "src" / "jiedu" / LOCALE)
    command = main.commands[name] if name else main
    texts = paragraphs_of(command.help or "")
    texts += [param.help for param in command.params if isinstance(param, click.Option) and param.help]
    assert texts
    assert [text for text in texts if not HAN.search(chinese.get(text, ""))] == []


@each_command
def test_the_help_in_chinese_has_no_line_of_english(name: str) -> None:
    said = help_of(name, "--language", "zh")
    # Names of options with their values, code and names of programs are the same in both.
    words = re.sub(r"`[^`]*`|--[\w-]+ \w+(\.\w+)?|GitHub Pages", "", " ".join(said.partition("\n")[2].split()))
    assert re.findall(r"\b[A-Za-z]+ [a-z]{2,}\b.{20}", words) == []
    assert [
        line for line in said.splitlines() if line and not re.search(r"[\u4e00-\u9fff：]|^\s+(--|\S+$)", line)
    ] == []


@each_command
def test_the_help_in_chinese_keeps_within_eighty_columns(name: str) -> None:
    said = help_of(name, "--language", "zh")
    # Signs like “ and ≈ take one column or two, as the terminal has it.
    assert max(sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line) for line in said.splitlines()) <= 80
    assert not re.search(r"\n\s*[，。；：、）”]", said)
    assert said.count("\n\n\n") == 0


@each_command
def test_the_help_names_the_same_options_in_both(name: str) -> None:
    lists = [
        re.split("^(?:选项：|Options:)\n", help_of(name, "--language", one), flags=re.M)[1] for one in ("zh", "en")
    ]
    options = [re.findall(r"^  (--[\w-]+)", listed, re.MULTILINE) for listed in lists]
    assert options[0] == options[1] != []


@each_command
def test_chinese_leaves_the_english_as_click_writes_it(name: str) -> None:
    help_of(name, "--language", "zh")
    command = main.commands[name] if name else main
    parent = click.Context(main, info_name="jiedu", terminal_width=80)
    context = click.Context(command, info_name=name, parent=parent, terminal_width=80) if name else parent
    # Asked of click alone, with nothing of this package between.
    kind = click.Group if isinstance(command, click.Group) else click.Command
    assert help_of(name) == kind.get_help(command, context) + "\n"


def test_the_list_of_commands_has_a_sentence_for_each() -> None:
    listed = help_of("", "--language", "zh").partition("命令：\n")[2]
    assert re.findall(r"^  (\w+) ", listed, re.MULTILINE) == sorted(main.commands)
    assert not re.search(r"。|\.\.\.", listed)


# What is wrong with a line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("read", "错误：缺少参数 'FILES...'."),
        ("frob", "错误：没有命令'frob'。"),
        ("check --frob", "错误：没有选项'--frob'。"),
        ("check a b", "错误：多余的参数（b）"),
        ("build --out", "错误：选项'--out'之后要写值。"),
        ("build --jobs 0", "错误：'--jobs'的取值无效：0不在x>=1的范围内。"),
        ("build --jobs x", "错误：'--jobs'的取值无效：'x'不是整数。"),
        ("compare x --by z", "错误：'--by'的取值无效：'z'不在可选值之中：'place', 'year'。"),
        ("report a --table targets", "错误：--table只与--format csv连用，指明输出哪张表"),
        ("panel x", "错误：请写--out DIR，或用--in指明项目"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_chinese(line: str, said: str) -> None:
    done = run("--language", "zh", *line.split())
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == said
    if line != "build --out":
        # Of an option without its value click does not know the command.
        assert re.match("用法：jiedu.*\n运行“jiedu.* --help”可看帮助。\n\n错误：", done.output)
    english = run(*line.split())
    assert english.exit_code == 2
    assert re.match("Usage: jiedu|Error: Option", english.output)
    assert not HAN.search(english.output)


# What a command says


def test_a_check_of_a_broken_project_speaks_chinese_and_fails(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    table = project / "data" / "quantities.csv"
    text = table.read_bytes()
    assert text.count(b"q-049,") == 1
    table.write_bytes(text.replace(b"q-049,", b"q-049x,"))
    said = {name: run("--language", name, "check", str(project)) for name in ("zh", "en")}
    assert {done.exit_code for done in said.values()} == {1}
    faults = {name: done.stdout.splitlines() for name, done in said.items()}
    assert len(faults["zh"]) == len(faults["en"]) > 0
    assert re.fullmatch(rf"{len(faults['zh'])}处错误\n", said["zh"].stderr)
    assert re.fullmatch(rf"{len(faults['en'])} faults?\n", said["en"].stderr)


def test_a_missing_library_is_said_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def want(_: Path) -> None:
        raise ModuleNotFoundError("No module named 'pandas'", name="pandas")

    monkeypatch.setattr("jiedu.edition.schema.rewrite_package", want)
    done = run("--language", "zh", "describe", str(tmp_path))
    assert done.exit_code == 1
    assert done.stderr == "jiedu: jiedu describe要用到pandas，尚未安装：pip install 'jiedu[book]'\n"


def test_nothing_to_merge_into_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiedu.project.refresh.refresh", refuse)
    done = run("--language", "zh", "update", str(tmp_path))
    assert (done.exit_code, done.stderr) == (1, f"jiedu: {tmp_path}：不能更新：No space left on device\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "utf-8"])
def test_a_terminal_without_chinese_does_not_break_it(encoding: str) -> None:
    command = [sys.executable, "-c", "from jiedu.cli import main; main()", "--language", "zh", "compare", "--help"]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": encoding, **_paths()}, check=True)
    assert done.stdout.decode("gbk" if encoding == "gbk" else "utf-8").startswith("用法：")


def _paths() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(filter(None, sys.path))}
