"""Which Chinese in English prose has its English beside it: sentences of this book and of others."""

import pytest

from jiedu.edition import Edition
from jiedu.edition.checks.glosses import glosses_hold

GLOSSED = (
    "力争 (strive) stands before topping out.",
    "力促…开工 (press for the start), 加快…进度 (speed up).",
    "The hedge 左右 (‘about’) stands in the list; 左右 is gone here.",
    "「六稳」 (“six stabilities”) and 「六保」 (“six safeguards”).",
    "the “two renovations” (双改), with the bracket behind",
    "the Zhengzhou Evening News (郑州晚报)",
    "All stand under the “expected”, 预期, and 预期 (again).",
    "六稳: stabilise jobs, finance, trade.",
    "| 力争 | strive |",
    "大铺 and 杓袁 (Dapu and Shaoyuan) are villages.",
    "新型城镇化 (new urbanisation); 城镇化 is a part of it.",
    "The word [清四乱](#t-qing-si-luan) (“clear the four disorders”) is a campaign.",
    "The column holds `力争`, and {cite}`li2019` is no Chinese.",
    "## Limits · 局限\n\nNone.",
    "思爱普（中国）有限公司 (SAP China)",
    "切实 (in practice) stresses the verb.",
    "It answers how many: [55个](#q-049) projects, [290亿元](#q-074).",
)
NOT_GLOSSED = {
    "力争 governs both numbers.": ["力争"],
    "最多跑一次, 四减一提: the terms of the section": ["最多跑一次", "四减一提"],
    "What 中优 and 三项工程、一项管理 stand for was not found.": ["中优", "三项工程、一项管理"],
    "左右 is dropped here; 左右 (about) comes too late.": ["左右"],
    "headed 聚焦金水两会·解读 (context a01)": ["聚焦金水两会·解读"],
    "切实 (in section F) stresses the verb.": ["切实"],
    "more than [1100](#ctx-c11) 亿元 of value added": ["亿元"],
    "[亩均论英雄](#t-mu-jun-lun-ying-xiong) is a scheme (from [2006](#ctx-h27))": ["亩均论英雄"],
    "建成 (completed) is not 建设.": ["建设"],
    "‘结合’ is the editor's, and Chinese all the same.": ["结合"],
}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open()


def lacking(edition: Edition, sentences: list[str]) -> dict[str, list[str]]:
    """Put each sentence into a note of its own, and give what is said to lack its English there."""
    notes = dict(zip(edition.notes["id"], sentences, strict=False))
    for note, sentence in notes.items():
        edition = edition.with_row("notes", note, en=sentence)
    found: dict[str, list[str]] = {sentence: [] for sentence in sentences}
    for fault in glosses_hold(edition):
        path, row, rest = fault.split(": ", 2)
        if path == "data/notes.csv" and (sentence := notes.get(row.removeprefix("row "))):
            found[sentence].append(rest.removesuffix(" has no English beside it"))
    return found


def test_english_beside_chinese_is_its_gloss(edition: Edition) -> None:
    assert lacking(edition, list(GLOSSED)) == {sentence: [] for sentence in GLOSSED}


def test_chinese_without_english_beside_it_is_named_at_its_first_mention(edition: Edition) -> None:
    assert lacking(edition, list(NOT_GLOSSED)) == NOT_GLOSSED


def test_a_term_is_glossed_by_its_own_row(edition: Edition) -> None:
    noted = edition.with_row("terms", "t-liu-wen", note="稳 is a stable thing; 六保 is another term")
    assert "data/terms.csv: row t-liu-wen: 六保 has no English beside it" in list(glosses_hold(noted))
    assert not [fault for fault in glosses_hold(noted) if "row t-liu-wen: 稳" in fault]


def test_an_edition_without_english_is_asked_for_none(edition: Edition) -> None:
    chinese = edition
    for table in ("translation", "terms"):
        for row in chinese.tables[table]["id"]:
            chinese = chinese.with_row(table, row, en="")
    assert list(glosses_hold(chinese)) == [] and list(glosses_hold(edition.with_row("notes", "n-001", en="版"))) != []
