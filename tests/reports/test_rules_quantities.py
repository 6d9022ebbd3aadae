"""The rules of numerals: each speaks in its examples, says what they name, and is silent in its near miss."""

from decimal import Decimal

import pytest
from rule_checks import assert_named, assert_no_word, lists_named, lists_of, never_heard
from support import ROOT

from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.classes import CLASS_RULES
from jiedu.reports.quantities.comparators import BOUND_RULES, NO_BOUNDS, SHARE_RULES, Comparators
from jiedu.reports.quantities.extents import EXTENT_RULES
from jiedu.reports.quantities.forms import FORM_RULES
from jiedu.reports.quantities.grammar import Grammar, Token
from jiedu.reports.quantities.ranges import PAIR_RULES
from jiedu.reports.quantities.tokens import Tokenizer
from jiedu.reports.rules import Example, Rule

RULES: tuple[Rule, ...] = (
    *FORM_RULES,
    *CLASS_RULES,
    *EXTENT_RULES,
    *PAIR_RULES,
    *NO_BOUNDS,
    *BOUND_RULES,
    *SHARE_RULES,
)
ROOM = ROOT / "src/jiedu/reports/quantities"
GRAMMAR = Grammar(Lexicon.load())
TOKENIZER, COMPARATORS = Tokenizer(GRAMMAR), Comparators(GRAMMAR)


def marked(example: Example) -> Token:
    """Read an example, and give the token that its marks stand around."""
    start, end = example.marked
    tokens = COMPARATORS.assign(example.plain, TOKENIZER.tokenize(example.plain))
    inside = [token for token in tokens if token.start < end and start < token.end]
    assert inside, f"no numeral in {example.text}"
    return inside[0]


def said(token: Token, name: str) -> str:
    cell = getattr(token, "class_" if name == "class" else name)
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_speaks_in_its_examples_and_is_silent_in_its_near_miss(rule):
    for example in rule.examples:
        token = marked(example)
        assert rule.name in token.rules, f"{example.text}: {token.rules}"
        assert {name: said(token, name) for name in example.says} == dict(example.says), example.text
    near = marked(rule.near)
    assert rule.name not in near.rules, rule.near.text


def test_no_rule_holds_a_word_and_its_lists_are_there():
    patterns = [pattern for rule in RULES for pattern in getattr(rule, "patterns", ())]
    assert_no_word(patterns)
    assert lists_named(patterns, GRAMMAR.sets) <= set(GRAMMAR.lexicon.lists)


def test_every_list_of_the_room_is_heard():
    code = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
    assert never_heard(lists_of("classes"), code) == []


def test_every_rule_has_its_own_name_and_one_sentence():
    assert_named(RULES)
