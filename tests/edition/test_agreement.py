"""Agreement: what the method chapter reports."""

import krippendorff
import numpy as np
import pandas as pd
import pytest
from support import ROOT

from jiedu.edition import Edition, agreement


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


def test_both_codings_cover_every_numeral_they_were_asked_for(edition: Edition) -> None:
    asked = set("0123456789〇零一二三四五六七八九十百千万亿兆两双")
    for name in ("coding-a", "coding-b"):
        covered: list[int] = []
        for row in edition.optional(name).itertuples():
            assert edition.text[row.start : row.end] == row.surface
            covered += range(row.start, row.end)
        assert len(covered) == len(set(covered))
        assert not [i for i, c in enumerate(edition.text) if c in asked and i not in set(covered)]


def test_alpha_is_that_of_the_library_and_falls_when_a_coding_changes(edition: Edition) -> None:
    frame = agreement.coding(edition).set_index("field")
    pairs = agreement.align(edition.optional("coding-a"), edition.optional("coding-b"))
    classes = [(x["class"], y["class"]) for x, y in pairs if x is not None and y is not None]
    code = {name: i for i, name in enumerate(sorted({c for pair in classes for c in pair}))}
    data = np.array([[code[c] for c in coder] for coder in zip(*classes, strict=True)], dtype=float)
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert frame.loc["class", "alpha"] == pytest.approx(expected)
    data[0, :10] = (data[0, :10] + 1) % len(code)
    assert krippendorff.alpha(reliability_data=data, level_of_measurement="nominal") < expected


def test_rows_are_paired_by_what_they_share() -> None:
    a = pd.DataFrame({"start": [0, 10, 20], "end": [5, 12, 25]})
    b = pd.DataFrame({"start": [3, 20], "end": [12, 22]})
    pairs = [(x and x["start"], y and y["start"]) for x, y in agreement.align(a, b)]
    assert pairs == [(0, 3), (10, None), (20, 20)] or pairs == [(0, None), (10, 3), (20, 20)]


def test_every_mistake_of_the_reader_is_a_cell_that_differs(edition: Edition) -> None:
    frame = agreement.reader(edition).set_index("field")
    listed = agreement.mistakes(edition)
    wrong = listed[~listed["field"].isin(["found", "span"])]["id"].nunique()
    missed = len(listed[(listed["field"] == "found") & (listed["id"] != "")])
    assert frame.loc["found", "n"] - frame.loc["found", "equal"] == missed
    assert frame.loc["whole record", "n"] - frame.loc["whole record", "equal"] == wrong + missed
