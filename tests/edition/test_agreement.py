"""Agreement: what the method chapter reports."""

from dataclasses import replace

import pandas as pd
import pytest
from support import ROOT

from jiedu.edition import Edition, agreement
from jiedu.edition.facts import compute
from jiedu.errors import Fault


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


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    """Two observers, ten units, two values: alpha is .095 (Computing Krippendorff's Alpha-Reliability, 2011)."""
    one, other = "0100000010", "1110010000"
    pairs = list(zip(one, other, strict=True))
    assert agreement._alpha(pairs, "nominal") == pytest.approx(0.095, abs=0.0005)
    assert agreement._alpha([("1", "1")] * 3, "nominal") is None


def test_alpha_falls_when_a_coding_changes(edition: Edition) -> None:
    pairs = agreement.align(edition.optional("coding-a"), edition.optional("coding-b"))
    classes = [(x["class"], y["class"]) for x, y in pairs if x is not None and y is not None]
    alpha = agreement._alpha(classes, "nominal")
    assert alpha == pytest.approx(agreement.coding(edition).set_index("field").loc["class", "alpha"], abs=0.01)
    changed = [("word" if x == "quantity" else "quantity", y) for x, y in classes[:10]] + classes[10:]
    assert agreement._alpha(changed, "nominal") < alpha - 0.05


def test_alpha_of_numbers_goes_by_their_ratio() -> None:
    near = agreement._alpha([("100", "101"), ("5", "5"), ("2000", "2000")], "ratio")
    far = agreement._alpha([("100", "1010"), ("5", "5"), ("2000", "2000")], "ratio")
    assert far < 0.9 < near < 1
    assert agreement._alpha([("100", agreement.ABSENT), ("5", "5"), ("7", "7")], "ratio") == 1


def test_kappa_is_that_of_the_usual_example() -> None:
    """Fifty proposals, two readers, 20 yes by both and 15 no by both, 5 and 10 apart: kappa is 0.4."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert agreement._kappa(pairs) == pytest.approx(0.4)
    assert agreement._kappa([("yes", "yes")] * 3) is None


def test_the_promises_are_crossed_as_they_were_coded(edition: Edition) -> None:
    crossed = agreement.confusion(edition)
    for name, sums in (("promises-a", crossed.sum(axis="columns")), ("promises-b", crossed.sum(axis="index"))):
        assert sums.to_dict() == edition.optional(name)["kind"].value_counts().to_dict()
    apart = int(crossed.to_numpy().sum()) - sum(crossed.loc[kind, kind] for kind in crossed.index)
    assert apart == len(edition.optional("promises-disagreements"))
    kind = agreement.coding(edition, of="promises").iloc[0]
    assert (kind["n"], kind["n"] - kind["equal"]) == (len(edition.commitments), apart)


def test_facts_cite_the_agreement_on_numerals_and_on_promises(edition: Edition) -> None:
    def values(*formulas: str) -> list[float]:
        facts = edition.facts.head(len(formulas)).assign(formula=formulas)
        return [float(v) for v in compute(replace(edition, tables=edition.tables | {"facts": facts}))["value"]]

    alpha, same, kappa = values('alpha("indicator")', 'alpha("indicator", of="numerals")', 'kappa("indicator")')
    assert alpha == same != kappa
    names = ["alpha", "kappa", "equal_share"]
    kind = agreement.coding(edition, of="promises").iloc[0]
    assert values(*(f'{name}("kind", of="promises")' for name in names)) == kind[names].tolist()
    with pytest.raises(Fault, match="of 'terms' there are no codings"):
        values('kappa("kind", of="terms")')
    with pytest.raises(Fault, match="there is no kappa for 'force'"):
        values('kappa("force", of="promises")')


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
