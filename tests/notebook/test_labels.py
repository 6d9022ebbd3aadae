"""The Chinese labels of tables, charts, passages and pages: one term for one thing, and the marks of Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

from jiedu.display import labels
from jiedu.edition.own_terms import half_width, other_english, other_words, own_terms

PACKAGE = ROOT / "src" / "jiedu"
ROOMS = (
    "tables",
    "charts",
    "book",
    "display",
    "answers",
    "site",
    "passages",
    "classroom",
    "project/drafting.py",
    "project/pages.py",
)
CHINESE = re.compile("[\u4e00-\u9fff]")
TERMS = {term.zh: term.en for term in own_terms()}


def strings(tree: ast.Module) -> Iterator[str]:
    """Give the string constants of a module that hold Chinese; docstrings are none."""
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in said and CHINESE.search(str(node.value)):
            yield str(node.value)


def faults(text: str) -> list[str]:
    """Find in a label what stands for a term of the edition and is not it, and marks that are no Chinese ones."""
    found = [f"{word} for {term.zh}" for word, term in other_words(text)]
    found += [f"{word} for {term.en}" for word, term in other_english(text)]
    found += [f"half width in {around}" for around in half_width(text)]
    return found + re.findall("[「」]", text)


MODULES = sorted(
    path for room in ROOMS for path in ([PACKAGE / room] if "." in room else (PACKAGE / room).rglob("*.py"))
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_labels_speak_as_the_edition_does(path: Path) -> None:
    own = strings(ast.parse(path.read_text(encoding="utf-8")))
    assert [fault for text in own for fault in faults(text)] == []


def test_the_labels_are_read_at_all() -> None:
    assert "比对数" in set(strings(ast.parse((PACKAGE / "tables/method.py").read_text(encoding="utf-8"))))
    assert faults("板块的数字略语,其余（slogans）") == [
        "板块 for 版块",
        "slogans for numeric shorthand",
        "half width in 略语,其余",
    ]


def test_a_term_is_one_thing_and_stands_for_none_of_the_others() -> None:
    terms = own_terms()
    assert len(TERMS) == len(terms) == len(set(TERMS.values()))
    assert all(term.meaning.endswith(".") and CHINESE.search(term.zh) for term in terms)
    assert [fault for term in terms for fault in (*other_words(term.zh), *other_english(term.en))] == []


@pytest.mark.parametrize("name", ["ASPECTS", "COMMITMENT_KINDS", "CRITERIA", "FIELDS", "ROLES"])
def test_a_label_that_is_a_term_has_the_english_of_the_term(name: str) -> None:
    pairs = dict(getattr(labels, name).values())
    english = {en: zh for zh, en in TERMS.items()}
    assert {zh: en for zh, en in pairs.items() if TERMS.get(zh, en) != en} == {}
    assert {en: zh for zh, en in pairs.items() if english.get(en, zh) != zh} == {}
