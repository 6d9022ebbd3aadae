"""What a class reckons on the board: alpha from a hat of slips, and whether striving goes with numbers."""

from itertools import combinations
from pathlib import Path

import pytest

from jiedu import classroom, open_panel
from jiedu.classroom.hat import from_the_hat
from jiedu.classroom.striving import luck, striving_counts
from jiedu.edition import Edition, agreement
from jiedu.edition.facts import compute
from jiedu.errors import Fault


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open()


def test_the_hat_gives_the_alpha_of_the_method(edition: Edition) -> None:
    one, other = (edition.optional(f"promises-{coder}")["kind"] for coder in "ab")
    drawn = from_the_hat({"the coders of the edition": [f"{x} {y}" for x, y in zip(one, other, strict=True)]})
    alpha = agreement.figure(agreement.coding(edition, of="promises"), "kind", "alpha")
    assert drawn["alpha"].iloc[0] == pytest.approx(float(alpha))


def test_luck_is_what_all_deals_give() -> None:
    slips = [True] * 4 + [False] * 5
    deals = [sum(deal) for deal in combinations(slips, 3)]
    for hits in range(4):
        assert luck(3, hits, 4, 9) == pytest.approx(100 * sum(deal >= hits for deal in deals) / len(deals))


def test_more_hits_than_slips_are_refused() -> None:
    with pytest.raises(Fault, match=r"3 cannot be dealt with 4 marked"):
        luck(3, 4, 4, 9)


def test_the_counts_are_those_of_the_facts_and_of_the_panel(edition: Edition) -> None:
    facts = compute(edition)["value"]
    counted = striving_counts(edition, "d", None, open_panel(), ["pm-page-machine", "pm-130608-2023"]).set_index("en")
    section, machine = counted.loc["the edition"], counted.loc["Qingyuan District, 2023, by machine"]
    assert section["strive"] == facts["fact-d-strive"]
    assert section["others_number"] == facts["fact-d-others-number"]
    assert section["luck"] == pytest.approx(float(facts["fact-d-luck"]))
    assert machine["strive_number"] == facts["fact-qingyuan-strive-number"]


def test_a_class_that_misses_how_far_a_hedge_reaches_has_its_own_row(edition: Edition) -> None:
    said = dict(edition.commitments["force"]) | {"p-103": "plain", "p-114": "plain", "p-123": "plain"}
    own = striving_counts(edition, "d", said, open_panel(), []).iloc[0]
    assert (own["en"], own["strive"], own["strive_number"], own["others"]) == ("the class", 4, 3, 24)


def test_a_class_without_a_word_of_striving_has_nothing_to_deal(edition: Edition) -> None:
    shown = classroom.show_striving(edition, "d", dict.fromkeys(edition.commitments["id"], "plain"), open_panel(), [])
    assert "nothing to deal" in shown.html


def test_measures_that_the_panel_has_not_are_named(edition: Edition) -> None:
    with pytest.raises(Fault, match="the panel has no measures pm-1"):
        striving_counts(edition, "d", None, open_panel(), ["pm-1"])


def test_most_say_what_leads_and_nothing_where_none_does(edition: Edition, tmp_path: Path) -> None:
    sheet = classroom.worksheet(edition, section="d", of="promises", fields=("force",))
    ids = sheet.key["key"]
    said = {"a": ["strive", "strive", ""], "b": ["strive", "effort", ""], "c": ["plain", "plain", ""]}
    for name, forces in said.items():
        filled = sheet.key.drop(columns=["key", "state"]).assign(remark="")
        filled["force"] = forces + [""] * (len(filled) - len(forces))
        filled.to_csv(tmp_path / f"{name}.csv", index=False)
    score = classroom.score(sheet, sorted(tmp_path.iterdir()))
    assert classroom.most_say(score, "force") == {ids.iloc[0]: "strive"}
