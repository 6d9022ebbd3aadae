"""Change files of the edition at random for a number of runs; `jiedu check` must answer each in sentences.

usage: python benchmarks/fuzz_projects.py RUNS
"""

import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "edition")]

from support import copy_project  # noqa: E402
from test_changed_projects import answers  # noqa: E402


def main(runs: int) -> None:
    """Run so many changes; the first that is not answered ends the runs with what Hypothesis makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "edition")

        @settings(max_examples=runs, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.data())
        def run(data: st.DataObject) -> None:
            answers(project, data)

        run()
    print(f"{runs} changes, each answered in sentences")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        sys.exit(__doc__)
    main(int(sys.argv[1]))
