"""What the project asks for may be used by an MIT package: every direct dependency has a permissive licence."""

import re
import tomllib
from importlib.metadata import metadata

import pytest
from packaging.requirements import Requirement
from support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = {name: lines for name, lines in PROJECT["optional-dependencies"].items() if name != "dev"}
DIRECT = sorted({Requirement(line).name for lines in (PROJECT["dependencies"], *LINES.values()) for line in lines})
PERMISSIVE = re.compile(r"MIT|BSD|Apache|Python Software Foundation|PSF|ISC|Zlib|CC0")


def licence_of(name: str) -> str:
    """Give the licence that a library states: its expression, or its classifiers."""
    said = metadata(name)
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    return said.get("License-Expression") or " ".join(classifiers) or said.get("License") or ""


@pytest.mark.parametrize("name", DIRECT)
def test_a_direct_dependency_is_permissive(name: str) -> None:
    licence = licence_of(name)
    assert PERMISSIVE.search(licence) and not re.search(r"GPL|GNU", licence), f"{name}: {licence or 'not stated'}"
