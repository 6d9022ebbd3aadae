"""The counts behind tables and charts, held against counts made another way."""

import re

import pytest

from jiedu.edition import Edition, measures, records
from jiedu.edition.facts import compute

EDITION = Edition.open()


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("力促郑州国际金贸港等55个项目开工建设", "start"),
        ("全面启动主体建设", "start"),
        ("推动辉瑞医疗电子产品科研中心等15个项目建成投产", "finish"),
        ("年底前建成2个污水处理站和9条道路", "finish"),
        ("年内一期4条主干道和49条支路背街完成改造", "finish"),
        ("加快嘉里中心等116个在建项目进度", "going on"),
        ("新建续建道路92条", "going on"),
        ("力争分类覆盖率达95%以上", ""),
        ("引进高层次人才60名以上", ""),
    ],
)
def test_stage(text: str, stage: str) -> None:
    assert measures.stage(text) == stage


def test_density_adds_up_to_what_stands_in_the_bodies() -> None:
    data = measures.count_by_section(EDITION).set_index("section")
    for section in EDITION.sections:
        own = [
            block
            for block in records(EDITION.blocks)
            if block["section"] == section and block["role"] not in ("tasks", "heading")
        ]
        text = "".join(re.sub(r"\s", "", EDITION.text[b["start"] : b["end"]]) for b in own)
        names = {block["id"] for block in own}
        ledger = [row for row in records(EDITION.quantities) if row["block"] in names]
        quantities = sum(row["class"] == "quantity" for row in ledger)
        assert data.loc[section, "characters"] == len(text)
        assert data.loc[section, "quantities"] == quantities
        assert data.loc[section, "slogans"] == sum(row["class"] == "slogan" for row in ledger)
        assert float(data.loc[section, "quantities_per_1000"]) == pytest.approx(1000 * quantities / len(text))


def test_counts_are_those_that_the_prose_cites() -> None:
    facts = compute(EDITION)["value"]
    for row in records(measures.count_by_section(EDITION)):
        name = f"fact-{row['section']}"
        assert facts[f"{name}-characters"] == row["characters"]
        assert facts[f"{name}-numbers"] == row["quantities"]
        assert facts[f"{name}-slogans"] == row["slogans"]
        assert facts[f"{name}-commitments"] == row["commitments"]
        assert facts[f"{name}-with-number"] == row["with_number"]
        assert facts[f"{name}-density"] == row["quantities_per_1000"]
    shares = measures.overlap_by_task(EDITION)
    assert facts["fact-match-5-b"] == shares.loc["tasks-5", "b"]
    assert facts["fact-deadline-quantities"] == int((EDITION.quantities["deadline"] != "").sum())


def test_specificity_and_density_agree() -> None:
    dense, precise = measures.count_by_section(EDITION), measures.count_by_criterion(EDITION)
    assert list(dense["with_number"]) == list(precise["quantity"])
    assert list(dense["with_deadline"]) == list(precise["deadline"])
    assert list(dense["commitments"]) == list(precise["commitments"])


def test_every_task_is_measured_against_every_section() -> None:
    shares = measures.overlap_by_task(EDITION)
    assert shares.shape == (8, 6)
    assert all(0 <= value <= 100 for row in shares.to_numpy() for value in row)


def test_hedges_have_a_row_for_every_place_and_target() -> None:
    data = measures.list_hedges(EDITION)
    named = data[data["hedge"] != "not mentioned"]
    mentions = measures.mentions(EDITION)
    assert sorted(named["id"]) == sorted(mentions.index)
    assert data[["block", "target_id"]].drop_duplicates().shape[0] == 4 * 5
    assert data["block"].iloc[0] == "targets"
    assert "控制在4%以内" in set(data["words"])
    assert "6.5%左右" in set(data["words"])


def test_nothing_of_nothing_is_no_share() -> None:
    assert measures.share(0, 0) is None
