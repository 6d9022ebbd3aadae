"""Change files at random for a number of runs; each must be answered in sentences.

`check` changes files of the edition for `jiedu check`, `draft` those of a small draft, which takes a tenth of the
time: there the schemas, two thirds of it and the work of a library, are asked in one run of ten. `update` saves tables
of a draft as a spreadsheet may, for `jiedu check --fix-format` and `jiedu update`.

usage: python benchmarks/fuzz_projects.py (check | draft | update) RUNS
"""

import sys
import tempfile
from datetime import date
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "edition")]

from support import DATA, copy_project  # noqa: E402
from test_changed_projects import answers, mended  # noqa: E402

from jiedu.edition import Edition  # noqa: E402
from jiedu.edition.checks import CHECKS  # noqa: E402
from jiedu.edition.checks.cells import rows_fit_their_schemas  # noqa: E402
from jiedu.project.making import make_project  # noqa: E402
from jiedu.project.reviewing import Wanted, chosen, sign  # noqa: E402


def main(what: str, runs: int) -> None:
    """Run so many changes; the first that is not answered ends the runs with what Hypothesis makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "edition"
        if what == "check":
            copy_project(project)
        else:
            make_project(project, DATA / "report.txt")
            edition = Edition.open(project)
            sign(edition, chosen(edition, Wanted(table="quantities")), "A. Editor", date(2026, 11, 26))

        turn = count()
        quick = tuple(one for one in CHECKS if one is not rows_fit_their_schemas)

        # Without shrinking: an example takes a second, and what fails is told as it was drawn.
        @settings(
            phases=[Phase.generate],
            max_examples=runs,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def run(data: st.DataObject) -> None:
            if what == "update":
                mended(project, data)
            else:
                answers(project, data, CHECKS if what == "check" or not next(turn) % 10 else quick)

        run()
    print(f"{runs} changes, each answered in sentences")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("check", "draft", "update") or not sys.argv[2].isdecimal():
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]))
