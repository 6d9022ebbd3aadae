"""What somebody who only wants to read reports installs: the wheel, in an environment with nothing in it."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from support import DATA, ROOT, copy_project

MOST_PACKAGES = 30
MOST_BYTES = 150 * 10**6


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it asks for, nothing else; the folder of its programs."""
    folder = tmp_path_factory.mktemp("light")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    home = folder / "env"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    locked = folder / "versions.txt"
    # The versions that the project is tested with, without their hashes: the wheel itself has none.
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked.write_text("\n".join(line.rstrip(" \\") for line in lock.splitlines() if line[:1].isalnum()))
    install = [*pip, "--python", programs / "python", "install", "--quiet", "--constraint", locked, wheel]
    done = subprocess.run(install, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode and not os.environ.get("JIEDU_REQUIRE_INSTALL"):
        pytest.skip(f"no package index answers, so the wheel was not installed: {done.stderr.splitlines()[-1:]}")
    assert done.returncode == 0, done.stderr[-2000:]
    return programs


@pytest.mark.install
def test_the_wheel_reads_a_file(installed: Path) -> None:
    lines = run(installed / "jiedu", "read", DATA / "sample_report.txt").splitlines()
    here = run(Path(sys.executable).with_name("jiedu"), "read", DATA / "sample_report.txt").splitlines()
    assert lines == here
    assert json.loads(lines[0])["class"] == "quantity"


@pytest.mark.install
def test_the_wheel_writes_the_tables_of_a_report(installed: Path, tmp_path: Path) -> None:
    run(installed / "jiedu", "report", DATA / "sample_report.txt", "--out", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"quantities.csv", "targets.jsonl", "report.json"}


@pytest.mark.install
def test_what_is_installed_is_light(installed: Path) -> None:
    program = "import importlib.metadata as m; print(len({d.metadata['Name'] for d in m.distributions()}))"
    assert int(run(installed / "python", "-c", program)) <= MOST_PACKAGES
    size = sum(path.stat().st_size for path in installed.parent.rglob("*") if path.is_file())
    assert size <= MOST_BYTES


@pytest.mark.install
def test_a_command_of_the_book_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [installed / "jiedu", "build", copy_project(tmp_path / "project")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("jiedu: jiedu build needs ")
    assert done.stderr.endswith("which is not installed: pip install 'jiedu[book]'\n")


@pytest.mark.install
def test_the_wheel_says_that_it_is_typed(installed: Path) -> None:
    run(installed / "python", "-c", "import importlib.resources as r; assert (r.files('jiedu') / 'py.typed').is_file()")
