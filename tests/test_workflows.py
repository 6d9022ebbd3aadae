"""The workflows of the repository and of new projects: valid, with the least rights, each action by its version."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from support import DATA, ROOT

from jiedu.cli import main

OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def workflows(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Our own workflows and the one that a new project gets."""
    project = tmp_path_factory.mktemp("new") / "qinghe"
    result = CliRunner().invoke(main, ["new", str(project), "--from", str(DATA / "sample_report.txt")])
    assert result.exit_code == 0, result.output
    return [*OURS, project / ".github" / "workflows" / "pages.yml"]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def steps_of(path: Path) -> list[dict]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job.get("steps", [])]


def test_they_are_workflows(workflows: list[Path]) -> None:
    done = run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    assert done.returncode == 0, done.stdout


def test_they_give_nobody_a_way_in(workflows: list[Path]) -> None:
    config = ROOT / ".github" / "zizmor.yml"
    done = run(TOOLS / "zizmor", "--offline", "--no-progress", "--min-severity=low", "--config", config, *workflows)
    assert done.returncode == 0, done.stdout


def test_actionlint_finds_nothing(workflows: list[Path]) -> None:
    program = shutil.which("actionlint")
    if program is None:
        # It comes as a program that is fetched when it is installed, so it is in no lock.
        message = "no actionlint on this machine: the expressions and scripts of the workflows were not checked"
        if os.environ.get("JIEDU_REQUIRE_ACTIONLINT"):
            pytest.fail(message)
        pytest.skip(message)
    done = run(program, *workflows)
    assert done.returncode == 0, done.stdout


def test_a_workflow_may_read_and_a_job_asks_for_what_it_writes(workflows: list[Path]) -> None:
    for path in workflows:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}, path
        assert "group" in workflow["concurrency"], path
        for name, job in workflow["jobs"].items():
            asked = job.get("permissions", {})
            assert "write" not in asked.values() or name in ("deploy", "release"), path


def test_every_action_and_program_is_named_by_its_version(workflows: list[Path]) -> None:
    for path in workflows:
        for step in steps_of(path):
            assert re.search(r"@v\d+", step.get("uses", "@v1")), (path, step)
            assert all("==" in line for line in re.findall(r"pipx? install (?!-)\S.*", step.get("run", ""))), (
                path,
                step,
            )


def test_what_a_workflow_makes_is_a_target_of_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = {
        name for path in OURS for step in steps_of(path) for name in re.findall(r"make (\w+)", step.get("run", ""))
    }
    assert asked and asked <= targets


def test_a_release_has_the_words_of_the_changelog(tmp_path: Path) -> None:
    """The step that takes them is run as it stands; a version without an entry is no release."""
    steps = steps_of(ROOT / ".github" / "workflows" / "release.yml")
    script = next(step["run"] for step in steps if "CHANGELOG.md" in step.get("run", ""))
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    taken = script.partition("mkdir files")[0]
    for version, code in (("0.1.0", 0), ("9.9.9", 1)):
        environment = {**os.environ, "GITHUB_REF_NAME": f"v{version}"}
        done = subprocess.run(
            ["bash", "-e", "-c", taken], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == code, done.stderr
    assert "no entry 9.9.9" in done.stderr
