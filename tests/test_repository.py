"""What the papers at the root say of the repository: paths, versions, rooms and their order, commands; and what stays out."""

import ast
import doctest
import graphlib
import re
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pytest
import yaml
from click.testing import CliRunner
from support import ROOT

import jiedu
from jiedu.cli import main
from jiedu.vocabulary import COMPARATORS, STATUSES

PAPERS = (
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CONTRIBUTING.zh-CN.md",
    "CHANGELOG.md",
)
PACKAGE = ROOT / "src" / "jiedu"
COMMON = ("errors", "files", "language", "vocabulary")
"""The rooms that all others may know."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """Every file that git keeps or is about to: what a clone, and a commit, would hold."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git repository: which files belong to it cannot be asked")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    return [name for name in names.split("\0") if (ROOT / name).is_file()]


# Paths

_PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
_SUFFIXES = (".md", ".py", ".csv", ".toml", ".yml", ".lock", ".cff", ".ipynb", ".json", ".txt", ".yaml")
_MADE = ("_build", ".venv")
"""What a command makes, and a clone does not have."""
_EXAMPLES = ("province-浙江省-2025.txt", "id/q-060.html", "targets.facts.json")


def paths_of(text: str) -> Iterator[str]:
    """Give what a page names as a path: a whole link or piece of code that looks like one, and a word of code that
    begins at the root of the repository."""
    entries = {path.name for path in ROOT.iterdir()}
    outside, inside = "", ""
    for at, piece in enumerate(re.split(r"^```.*$", text, flags=re.MULTILINE)):
        outside, inside = (outside + piece, inside) if at % 2 == 0 else (outside, inside + piece)
    indented = "\n".join(re.findall(r"^ {4}.*$", outside, re.MULTILINE))
    running = re.sub(r"^ {4}.*$", "", outside, flags=re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", running)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^()\s]+)\)", running) if "://" not in link]
    for word in spans + links:
        if _PATH.fullmatch(word) and ("/" in word or word.endswith(_SUFFIXES)) and word not in _EXAMPLES:
            yield word
    for word in re.split(r"[\s`\"'(),]+", "\n".join([indented, inside, *spans])):
        word = word.rstrip(".,;:")
        if _PATH.fullmatch(word) and "/" in word and word.partition("/")[0] in entries:
            yield word


def missing_paths(text: str) -> set[str]:
    """Find the paths of a page that are not in the repository; a pattern has to fit something."""
    named = {path for path in paths_of(text) if path.partition("/")[0] not in _MADE}
    return {path for path in named if not any(ROOT.glob(path.rstrip("/")))}


@pytest.mark.parametrize("name", PAPERS)
def test_every_path_on_the_page_is_there(name: str) -> None:
    text = read(name)
    assert set(paths_of(text)) or name == "CHANGELOG.md"
    assert missing_paths(text) == set()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("see `tests/none.py` and `data/*.csv`", {"tests/none.py"}),
        ("see [the map](NOWHERE.md) and [the rules](CONTRIBUTING.md#rules)", {"NOWHERE.md"}),
        ("    data/*.xls   tables\n    data/README.md", {"data/*.xls"}),
        ("```python\njiedu.read_report('tests/none.txt')\n```\n`_build/html/index.html`", {"tests/none.txt"}),
        ("`jiedu corpus DIR --out corpus.parquet`, `SRC/LIB` is none, `notebooks/` is", {"SRC/LIB"}),
    ],
)
def test_a_path_that_is_not_there_is_found(text: str, missing: set[str]) -> None:
    assert missing_paths(text) == missing


@pytest.mark.parametrize("name", PAPERS)
def test_every_target_of_make_on_the_page_is_one(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`| {4})make ([a-z]+)", read(name))) <= targets


# Versions


def released() -> tuple[str, str]:
    """Give version and date of the newest entry of the changelog."""
    found = re.search(
        r"^## \[(?P<version>\d[\w.]*)\] - (?P<date>\d{4}-\d{2}-\d{2})$", read("CHANGELOG.md"), re.MULTILINE
    )
    assert found is not None
    return found["version"], found["date"]


VERSIONS = {
    "jiedu.__version__": lambda: jiedu.__version__,
    "pyproject.toml": lambda: tomllib.loads(read("pyproject.toml"))["project"]["version"],
    "CITATION.cff": lambda: yaml.safe_load(read("CITATION.cff"))["version"],
    "data/datapackage.json": lambda: yaml.safe_load(read("data/datapackage.json"))["version"],
}


@pytest.mark.parametrize("place", VERSIONS)
def test_the_version_is_that_of_the_changelog(place: str) -> None:
    assert VERSIONS[place]() == released()[0]


def test_the_date_to_cite_is_that_of_the_changelog() -> None:
    assert str(yaml.safe_load(read("CITATION.cff"))["date-released"]) == released()[1]


def test_the_changelog_goes_back_in_time_and_keeps_its_form() -> None:
    text = read("CHANGELOG.md")
    heads = re.findall(r"^## .*$", text, re.MULTILINE)
    entries = re.findall(r"^## \[([\d.]+)\] - (\S+)$", text, re.MULTILINE)
    assert len(entries) == len(heads[heads[0] == "## [Unreleased]" :])
    assert [tuple(map(int, version.split("."))) for version, _ in entries] == sorted(
        (tuple(map(int, version.split("."))) for version, _ in entries), reverse=True
    )
    assert [date for _, date in entries] == sorted((date for _, date in entries), reverse=True)
    order = ["Methodology", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
    for entry in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        parts = re.findall(r"^### (.*)$", entry, re.MULTILINE)
        assert set(parts) <= set(order)
        assert "Methodology" not in parts[1:]


# Rooms


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name, parsed."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def nodes_of(tree: ast.AST, types: bool) -> Iterator[ast.AST]:
    """Give every node of a module; without `types`, not those that a type checker alone sees."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if not types and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            waiting += node.orelse
        else:
            yield node
            waiting += ast.iter_child_nodes(node)


def imports_of(tree: ast.AST, known: set[str], types: bool = True) -> set[str]:
    """Give the modules of the package that one imports, at its head or inside a function."""
    found = set()
    for node in nodes_of(tree, types):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a module is named in full"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else str(node.module) for name in whole}
    return {name for name in found if name.partition(".")[0] == "jiedu"}


def room_of(module: str) -> str:
    """Give the room that a module stands in; the package itself is the door."""
    return [*module.split("."), "__init__"][1]


def rooms_on_the_map() -> list[str]:
    block = re.search(r"^## The rooms\n.*?\n\n((?: {4}\S[^\n]*\n)+)", read("ARCHITECTURE.md"), re.MULTILINE | re.DOTALL)
    assert block is not None
    return [line.split()[0] for line in block[1].splitlines()]


def order_of_rooms() -> dict[str, int]:
    """Give the height of each room, as ARCHITECTURE.md draws it: text < reports < …"""
    (line,) = re.findall(r"^ {4}(\w.* < .*)$", read("ARCHITECTURE.md"), re.MULTILINE)
    return {room.strip(): height for height, level in enumerate(line.split("<")) for room in level.split(",")}


def climbing(tree: dict[str, ast.Module], order: dict[str, int]) -> list[str]:
    """Find imports that lead from a room to one that it may not know: above it, or beside it. A type is knowledge too."""
    wrong = []
    for module, body in tree.items():
        here = room_of(module)
        if here == "__init__":
            continue
        for other in sorted(imports_of(body, set(tree))):
            there = room_of(other)
            if there in (here, "__init__", *COMMON):
                continue
            if here in COMMON or order[there] >= order[here]:
                wrong.append(f"{module} imports {other}")
    return wrong


def circle(tree: dict[str, ast.Module]) -> list[str]:
    """Find modules that lead back to themselves when the program runs; none if they never do."""
    graph = {name: imports_of(body, set(tree), types=False) - {name} for name, body in tree.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def parsed(**modules: str) -> dict[str, ast.Module]:
    return {f"jiedu.{name.replace('__', '.')}": ast.parse(text) for name, text in modules.items()}


def test_the_map_has_every_room_and_no_other() -> None:
    there = {f"{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    there |= {path.name for path in PACKAGE.glob("*.py")}
    assert sorted(rooms_on_the_map()) == sorted(there)


def test_the_order_has_every_room_of_the_map() -> None:
    rooms = {name.removesuffix("/").removesuffix(".py") for name in rooms_on_the_map()}
    assert set(order_of_rooms()) == rooms - {"__init__", *COMMON}


def test_no_room_knows_one_above_it_or_beside_it(modules: dict[str, ast.Module]) -> None:
    assert climbing(modules, order_of_rooms()) == []


def test_no_module_leads_back_to_itself(modules: dict[str, ast.Module]) -> None:
    assert circle(modules) == []


def test_nobody_inside_goes_through_the_door(modules: dict[str, ast.Module]) -> None:
    """The package itself is asked for its version and its folder, and for nothing that it takes from a room."""
    wrong = []
    for module, body in modules.items():
        for node in ast.walk(body):
            if isinstance(node, ast.ImportFrom) and node.module == "jiedu":
                names = {alias.name for alias in node.names if f"jiedu.{alias.name}" not in modules}
                wrong += [f"{module}: {name}" for name in names - {"__version__"}]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "jiedu":
                wrong += [f"{module}: jiedu.{node.attr}"] if node.attr in set(jiedu.__all__) - {"__version__"} else []
    assert wrong == []


def test_an_import_that_climbs_is_found() -> None:
    order = {"text": 0, "tables": 1, "charts": 1, "cli": 2}
    tree = parsed(
        text__a="def f():\n    from jiedu.cli import main", cli="import jiedu.text.a, jiedu.errors", errors=""
    )
    assert climbing(tree, order) == ["jiedu.text.a imports jiedu.cli"]
    tree = parsed(tables="from jiedu import charts", charts="", errors="import jiedu.text", text="")
    assert climbing(tree, order) == ["jiedu.tables imports jiedu.charts", "jiedu.errors imports jiedu.text"]


def test_a_circle_is_found() -> None:
    nested = "def f():\n    import jiedu.a"
    seen = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import jiedu.a"
    assert set(circle(parsed(a="import jiedu.b", b=nested))) == {"jiedu.a", "jiedu.b"}
    assert circle(parsed(a="import jiedu.b", b=seen)) == []


# Names

_SAYS_NOTHING = {"command", "common", "draft", "files", "helpers", "misc", "page", "tools", "util", "utils"}


def test_no_two_rooms_have_a_file_whose_name_says_nothing() -> None:
    places = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        if path.stem in _SAYS_NOTHING:
            places[path.stem].append(path.relative_to(PACKAGE).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def exported(module: ast.Module) -> set[str]:
    """Give what a module lists in `__all__`."""
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_no_two_public_functions_or_classes_share_a_name(modules: dict[str, ast.Module]) -> None:
    """A table and a chart of the same thing are a pair on purpose, where a notebook asks for both by that name."""
    pairs = exported(modules["jiedu.tables"]) & exported(modules["jiedu.charts"])
    assert pairs
    places = defaultdict(list)
    for module, body in modules.items():
        for node in body.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
                places[node.name].append(module)
    shared = {name: found for name, found in places.items() if len(found) > 1}
    for name in pairs & shared.keys():
        if sorted(map(room_of, shared[name])) == ["charts", "tables"]:
            del shared[name]
    assert shared == {}


# The commands, the walk, the form


def test_the_table_of_commands_is_that_of_the_program() -> None:
    table = re.search(r"^## The command line\n(.*?)^## ", read("README.md"), re.MULTILINE | re.DOTALL)
    assert table is not None
    listed = re.findall(r"^\| `jiedu (\w+)", table[1], re.MULTILINE)
    said = CliRunner().invoke(main, ["--help"]).output.partition("Commands:")[2]
    assert sorted(listed) == sorted(re.findall(r"^ {2}(\w+) ", said, re.MULTILINE))


def test_the_walk_of_a_number_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = "\n".join(re.findall(r"```python\n(>>> .*?)```", read("ARCHITECTURE.md"), re.DOTALL))
    walk = doctest.DocTestParser().get_doctest(examples, {}, "the walk", "ARCHITECTURE.md", 0)
    assert len(walk.examples) > 10
    said: list[str] = []
    assert doctest.DocTestRunner().run(walk, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize(("field", "words"), [("comparator", COMPARATORS), ("status", STATUSES)])
def test_the_form_for_a_misread_number_has_the_words_of_the_vocabulary(field: str, words: dict[str, str]) -> None:
    form = yaml.safe_load(read(".github/ISSUE_TEMPLATE/misread-number.yml"))
    (asked,) = (part["attributes"] for part in form["body"] if part.get("id") == field)
    # What stands in brackets after a sentence are examples.
    options = dict(re.sub(r" \([^()A-Za-z]+\)$", "", option).split(": ", 1) for option in asked["options"])
    plain = {word: re.sub(r" \([^()A-Za-z]+\)$", "", sentence) for word, sentence in words.items()}
    assert options == plain
