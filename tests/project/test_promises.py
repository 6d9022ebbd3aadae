"""What is a promise of a report and what is none, on real clauses."""

from collections.abc import Iterable

import pytest
from support import REPORTS

from jiedu.project.blocks import draft_blocks
from jiedu.project.drafting import draft_tables
from jiedu.reports.formats import Source, load
from jiedu.reports.promises import draft_promises
from jiedu.reports.report import read_source
from jiedu.reports.structure import read_structure

PLAN = "一、今年工作安排\n　　"


def promises(text: str) -> list[dict[str, object]]:
    structure = read_structure(text)
    return draft_promises(text, draft_blocks(text, structure, []), structure, [])


def one(clause: str) -> dict[str, object]:
    found = promises(f"{PLAN}{clause}。")
    assert [row["text"] for row in found] == [clause]
    return found[0]


@pytest.mark.parametrize(
    ("clause", "verb", "force"),
    [
        # 山西 2025, 安徽 2025: a verb that is a part of a noun is passed over.
        ("力争服务业增加值增长5.5%左右", "力争", "strive"),
        ("深化服务业扩大开放试点", "深化", "plain"),
        ("把现代服务业培育成为富民强县的支柱产业", "培育", "plain"),
        ("加快保障性住房建设", "加快", "plain"),
        ("把经济开发区打造成集聚资源的强大引擎", "打造", "plain"),
        ("服务企业上市", "服务", "plain"),
        # 米易 2024, 国务院 2004: what is quoted is a name, and gives no force.
        ("坚决实现“两个确保”", "实现", "plain"),
        ("完善“拿地即开工、竣工即投产”审批模式", "完善", "plain"),
        ("确保“两不愁、三保障”落到实处", "确保", "ensure"),
    ],
)
def test_verb_and_force(clause: str, verb: str, force: str) -> None:
    row = one(clause)
    assert (row["verb"], row["force"]) == (verb, force)


def test_a_quotation_is_not_cut() -> None:
    """国务院 1983: the comma inside the quotation stands before a verb."""
    row = one("贯彻执行“决不放松粮食生产，积极开展多种经营”的方针")
    assert row["object"] == "执行“决不放松粮食生产，积极开展多种经营”的方针"


def test_the_cue_is_where_it_is_said_and_not_where_it_is_quoted() -> None:
    text = f"{PLAN}围绕“努力奋斗”精神，努力提高产品质量。"
    (row,) = (row for row in promises(text) if row["force"] == "effort" and row["cue"] == "努力")
    assert text[: row["cue_start"]].endswith("精神，")  # type: ignore[index]


def test_a_sentence_that_goes_on_and_on_is_no_promise() -> None:
    """浙江 2025: 217 characters became a promise of direction."""
    whole = {times: "坚持稳中求进工作总基调，" + "围绕中心大局和各方关切，" * times + "务求实效" for times in (8, 9)}
    assert (len(whole[8]), len(whole[9])) == (112, 124)
    assert one(whole[8])["verb"] == "坚持"
    assert promises(f"{PLAN}{whole[9]}。") == []


TARGETS = "　　今年主要预期目标是：地区生产总值增长6%左右，固定资产投资增长8%，城镇新增就业6000人以上。\n"


def test_a_list_that_stands_in_a_review_is_no_promise() -> None:
    review = f"一、2023年工作回顾\n　　过去一年，全县经济平稳运行。\n{TARGETS}二、2024年工作安排\n　　加快建设道路。"
    plan = f"一、2023年工作回顾\n　　过去一年，全县经济平稳运行。\n二、2024年工作安排\n{TARGETS}"

    def listed(text: str) -> list[object]:
        source = Source("a.txt", text)
        return [row["text"] for row in draft_tables(read_source(source))["commitments"] if row["force"] == "expect"]

    assert listed(plan) == ["地区生产总值增长6%左右", "固定资产投资增长8%", "城镇新增就业6000人以上"]
    structure = read_structure(review)
    assert {structure.role_at(span.start) for span in structure.targets} == {"review"}
    assert listed(review) == []


def drafted(names: Iterable[str]) -> Iterable[tuple[str, list[dict[str, object]]]]:
    for name in names:
        report = read_source(load(REPORTS / name))
        yield name, draft_tables(report)["commitments"]


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_real_drafts() -> None:
    """No clause of three whole reports is too long, cut inside a quotation, or from a part that looks back."""
    for name, rows in drafted(("county-易县-2022.txt", "province-浙江省-2025.txt", "state-国务院-2025.txt")):
        structure = read_source(load(REPORTS / name)).structure
        assert len(rows) > 200
        for row in rows:
            words = str(row["text"])
            assert len(words) <= 120
            assert words.count("“") == words.count("”"), words
            assert structure.role_at(row["start"]) not in ("review", "review_term", "closing"), words  # type: ignore[arg-type]
            assert not (row["verb"] == "服务" and "服务业" in words and words.count("服务") == 1), words
