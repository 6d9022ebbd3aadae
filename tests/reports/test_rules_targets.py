"""The rules of targets: each speaks in its examples, says what they name, and is silent in its near miss."""

import re

import pytest
from rule_checks import assert_named, assert_no_word, lists_named, lists_of, never_heard
from support import ROOT

from jiedu.reports import families
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import read_numerals
from jiedu.reports.rules import SETS, Example, Rule
from jiedu.reports.structure import read_structure
from jiedu.reports.structure.expected import TargetList, judged_lists
from jiedu.reports.structure.expected_rules import BELOW, OPENS, REFUSES, TOLD
from jiedu.reports.structure.expected_rules import RULES as LIST_RULES
from jiedu.reports.structure.headings import find_headings
from jiedu.reports.structure.lines import paragraphs
from jiedu.reports.targets import Target, list_by, numbers, reader_of
from jiedu.reports.targets.names import COMPARED
from jiedu.reports.targets.plan import OUTLINE
from jiedu.reports.targets.plan import TOLD as PLAN_TOLD
from jiedu.reports.targets.rulebook import ROOMS
from jiedu.reports.targets.statements import EXPLAINS, OTHER_YEARS
from jiedu.text.cleaning import reflow

EVERY: tuple[Rule, ...] = tuple(rule for rules in ROOMS.values() for rule in rules)
RULES = [rule for rule in EVERY if rule not in (*families.FAMILY_RULES, *LIST_RULES)]
REPORTS = ROOT / "src/jiedu/reports"
SILENCE = (*numbers.RULES, COMPARED, EXPLAINS, OTHER_YEARS, PLAN_TOLD, OUTLINE)
"""What these rules hear is no target."""
IN_A_LIST = "一、2025年工作安排\n我们要努力工作。\n今年主要预期目标是：{}；实际利用外资增长1%，就业稳定，居民生活改善。"


def in_a_list(example: Example) -> Example:
    """Put a clause into a list of targets; what is a report already stays as it is."""
    if re.match("一、|今年", example.text):
        return example
    return Example(IN_A_LIST.format(example.text), example.says)


def heard(example: Example) -> tuple[list[Target], set[str]]:
    """Read an example: the targets that its marks meet, and the rules that passed over something within them."""
    start, end = example.marked
    run = reflow(example.plain)
    structure = read_structure(run)
    quantities = [q for q in read_numerals(run, structure) if q.class_ == "quantity"]
    reader = reader_of(structure, quantities, Lexicon.load())
    targets = list_by(reader, run, structure, quantities)
    met = [t for t in targets if t.start is not None and t.start < end and start < t.end]
    return met, {rule for at, rule in reader.silenced.items() if start <= at < end}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in SILENCE], ids=lambda rule: rule.name)
def test_a_rule_speaks_in_its_examples_and_is_silent_in_its_near_miss(rule):
    for example in map(in_a_list, rule.examples):
        met, _ = heard(example)
        spoken = [target for target in met if rule.name in target.rules]
        assert spoken, f"{example.text}: {[(t.family, t.rules) for t in met]}"
        says = [{name: str(getattr(target, name)) for name in example.says} for target in spoken]
        assert dict(example.says) in says, f"{example.text}: {says}"
    met, _ = heard(in_a_list(rule.near))
    assert [target for target in met if rule.name in target.rules] == [], rule.near.text


@pytest.mark.parametrize("rule", SILENCE, ids=lambda rule: rule.name)
def test_a_rule_that_silences_leaves_no_target_and_its_near_miss_is_one(rule):
    for example in map(in_a_list, rule.examples):
        met, silenced = heard(example)
        assert [t for t in met if t.value is not None] == [], example.text
        assert rule.name in silenced or rule not in (*numbers.RULES, COMPARED), f"{example.text}: {silenced}"
    met, silenced = heard(in_a_list(rule.near))
    assert met, rule.near.text
    assert rule.name not in silenced


@pytest.mark.parametrize("rule", families.FAMILY_RULES, ids=lambda rule: rule.name)
def test_a_family_is_heard_in_its_examples_and_not_in_its_near_miss(rule):
    for example in rule.examples:
        assert [q.family for q in read_numerals(*read(example)) if q.class_ == "quantity"] == [example.says["family"]]
        assert rule.family == example.says["family"]
    assert rule.family not in {q.family for q in read_numerals(*read(rule.near))}


def read(example: Example):
    run = reflow(example.plain)
    return run, read_structure(run)


def judged(example: Example) -> list[TargetList]:
    run, structure = read(Example(f"{example.text}\n谢谢大家。\n努力工作。"))
    lines = paragraphs(run)
    year = int(structure.year.value) if structure.year else None
    return judged_lists(lines, 0, year, find_headings(lines, 0))


@pytest.mark.parametrize("rule", [*REFUSES, TOLD], ids=lambda rule: rule.name)
def test_what_is_no_list_of_the_year_is_refused_by_its_rule(rule):
    for example in rule.examples:
        found = judged(example)
        assert rule.name in {one.refused for one in found}, example.text
        assert all(one.refused for one in found), example.text
    assert "" in {one.refused for one in judged(rule.near)}, rule.near.text


@pytest.mark.parametrize("rule", [*OPENS, *BELOW], ids=lambda rule: rule.name)
def test_a_list_is_opened_and_goes_on_by_its_rules(rule):
    for example in rule.examples:
        (found,) = [one for one in judged(example) if not one.refused]
        assert rule.name in found.rules
        assert found.end == example.marked[1]
    assert rule.name not in {name for one in judged(rule.near) if not one.refused for name in one.rules}


def test_no_rule_holds_a_word_and_its_lists_are_there():
    patterns = [pattern for rule in EVERY for pattern in rule.patterns]
    assert_no_word(patterns)
    assert lists_named(patterns, SETS) <= set(Lexicon.load().lists)


def test_every_list_of_the_room_is_heard():
    rooms = [
        REPORTS / "families.py",
        *(REPORTS / "targets").glob("*.py"),
        *(REPORTS / "structure").glob("expected*.py"),
    ]
    code = "".join(path.read_text(encoding="utf-8") for path in rooms)
    assert never_heard(lists_of("families", "expected", "targets"), code) == []


def test_every_rule_has_its_own_name_and_one_sentence():
    assert_named(EVERY)


def test_a_word_of_the_users_own_opens_a_list(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("table,list,word\nlists,expected_phrases,奋斗指标\n", encoding="utf-8")
    text = "各位代表：\n一、2025年工作安排\n今年奋斗指标是：地区生产总值增长6%，进出口增长5%，居民收入增长7%。"
    spans = [read_structure(text, lexicon=one).targets for one in (None, Lexicon.load(table))]
    assert [[text[span.start : span.end][:6] for span in found] for found in spans] == [[], ["今年奋斗指标"]]
