"""A project made once from the sample report, and copies of it that a test may change."""

import shutil
from pathlib import Path

import pytest
from projects import new

from jiedu.edition import Edition


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the project as it was made; nobody changes it."""
    return new(tmp_path_factory.mktemp("projects") / "qinghe")


@pytest.fixture(scope="session")
def edition(made: Path) -> Edition:
    """Open the project as it was made."""
    return Edition.open(made)


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """Copy the project for one test."""
    return Path(shutil.copytree(made, tmp_path / "qinghe"))
