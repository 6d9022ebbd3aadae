"""What a reader may rely on, tried: single changes to numbers, offsets and citations, and none of them passes."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from changes import Pool, mutations, pools
from changes.mutation import draw
from changes.trial import Bench
from support import ROOT, copy_project

from jiedu.edition.checks import check

SEED = 20200527

# What was always caught: group, kind, and how many are tried here. What
# only the formulas give away takes a second each.
CAUGHT = [
    ("notebooks", "cited digit changed", 20),
    ("captions", "cited digit changed", 10),
    ("book", "cited digit changed", 10),
    ("notes.en", "cited digit changed", 1),
    ("notes.zh", "cited digit changed", 1),
    ("notebooks", "id of a cited number replaced", 20),
    ("captions", "id of a cited number replaced", 10),
    ("book", "id of a cited number replaced", 10),
    ("notebooks", "cited number word changed", 5),
    ("notes.zh", "cited number word changed", 3),
    ("notebooks", "English number word changed", 3),
    ("notebooks", "Chinese number word changed", 3),
    ("notes.zh", "Chinese number word changed", 2),
    ("notebooks", "uncited digit changed", 5),
    ("book", "uncited digit changed", 5),
    ("notes.en", "uncited digit changed", 2),
    ("notes.zh", "uncited digit changed", 2),
    ("notes.zh", "Chinese character in “ ” changed", 2),
    ("blocks.start", "offset shifted", 5),
    ("blocks.end", "offset shifted", 5),
    ("quantities.start", "offset shifted", 5),
    ("quantities.end", "offset shifted", 5),
    ("quantities.surface", "cells exchanged", 5),
    ("quantities.surface", "digit changed", 3),
    ("quantities.id", "id replaced", 5),
    ("quantities.block", "id replaced", 5),
    ("quantities.value", "digit changed", 2),
    ("quantities.value", "number replaced", 2),
    ("quantities.unit", "cells exchanged", 3),
    ("quantities", "row deleted", 5),
    ("commitments.start", "offset shifted", 5),
    ("commitments.end", "offset shifted", 5),
    ("commitments.quantities", "id replaced", 5),
    ("occurrences.start", "offset shifted", 5),
    ("occurrences.term", "id replaced", 5),
    ("translation.start", "offset shifted", 5),
    ("translation.zh", "cells exchanged", 5),
    ("translation.en", "digit changed", 3),
    ("translation.en", "bound changed", 5),
    ("comparisons.value", "digit changed", 3),
    ("comparisons.source", "id replaced", 3),
]

# What agrees with the page and with the other tables, and is not as it was reviewed.
SIGNED = [
    ("quantities.indicator_en", "English word replaced"),
    ("commitments.verb", "cells exchanged"),
    ("context.claim", "digit changed"),
    ("facts.en", "English word replaced"),
    ("facts.zh", "negated"),
    ("terms.pinyin", "cells exchanged"),
    ("blocks.heading_en", "English word replaced"),
    ("readers.value", "digit changed"),
    ("coding-b.indicator", "cells exchanged"),
    ("notes", "row deleted"),
    ("claims", "row deleted"),
    ("comparisons", "row deleted"),
    ("reviewed", "row deleted"),
    ("reviewed.on", "digit changed"),
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(copy_project(tmp_path_factory.mktemp("changes") / "edition"))


@pytest.fixture(scope="module")
def by_name() -> dict[tuple[str, str], Pool]:
    return {(pool.group, pool.kind): pool for pool in pools(ROOT)}


@pytest.mark.parametrize(("group", "kind", "count"), CAUGHT)
def test_is_always_caught(
    bench: Bench, by_name: dict[tuple[str, str], Pool], group: str, kind: str, count: int
) -> None:
    drawn = draw([by_name[group, kind]], Random(SEED), count)
    assert drawn
    trials = [bench.tried(mutation) for mutation in drawn]
    assert [trial for trial in trials if not trial.caught] == []


@pytest.mark.parametrize(("group", "kind"), SIGNED)
def test_what_was_reviewed_is_missed_when_it_changes(
    bench: Bench, by_name: dict[tuple[str, str], Pool], group: str, kind: str
) -> None:
    (mutation,) = draw([by_name[group, kind]], Random(SEED), 1)
    assert bench.tried(mutation).caught, mutation


def test_the_shorter_way_says_what_check_says(bench: Bench, by_name: dict[tuple[str, str], Pool]) -> None:
    """A change of prose that is caught, and one that is not."""
    said = []
    for name in (
        ("notebooks", "cited digit changed"),
        ("book", "negated"),
    ):
        (mutation,) = draw([by_name[name]], Random(SEED), 1)
        with bench.made(mutation):
            faults = check(bench.copy)
        trial = bench.tried(mutation)
        assert trial.fault in [*faults, ""]
        assert trial.caught == bool(faults)
        said.append(trial.caught)
    assert said == [True, False]


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_change_is_undone_even_where_a_check_breaks_off(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(bench.copy)
    (mutation,) = mutations(ROOT, SEED, 1, "quantities.value")
    with bench.made(mutation):
        after = contents(bench.copy)
    assert {name for name in before if before[name] != after[name]} == {mutation.path}
    monkeypatch.setattr(bench, "_checks", [lambda edition: 1 / 0])
    trial = bench.tried(mutation)
    assert (trial.crashed, trial.caught) == (True, False)
    assert contents(bench.copy) == before


def test_the_changes_are_the_same_for_a_seed_and_spread_over_their_kinds() -> None:
    drawn = mutations(ROOT, SEED, 130)
    assert drawn == mutations(ROOT, SEED, 130)
    assert drawn[:40] != mutations(ROOT, SEED + 1, 40)
    counts = Counter((mutation.area, mutation.kind) for mutation in drawn).values()
    assert sum(counts) == 130
    assert max(counts) - min(counts) <= 1
    for mutation in drawn:
        assert mutation.before != mutation.after
        assert mutation.text != (ROOT / mutation.path).read_text(encoding="utf-8")


def test_a_part_is_drawn_by_its_name() -> None:
    assert {mutation.path for mutation in mutations(ROOT, SEED, 20, "terms")} == {"data/terms.csv"}
    assert {mutation.kind for mutation in mutations(ROOT, SEED, 20, "bound changed")} == {"bound changed"}
    assert {mutation.area for mutation in mutations(ROOT, SEED, 20, "prose")} == {"prose"}
