"""The three files that name versions agree: pyproject.toml, requirements.lock, environment.yml."""

import re
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
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wrong = [
        line
        for line in wanted
        if not Requirement(line).specifier.contains(locked.get(canonicalize_name(Requirement(line).name), "0"))
        or canonicalize_name(Requirement(line).name) not in locked
    ]
    assert wrong == []
