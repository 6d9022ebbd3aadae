"""The rules of the structure: each speaks in its examples, says what they name, and is silent in its near miss."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from rule_checks import assert_named, assert_no_word, lists_named, lists_of

from jiedu.reports import structure as room
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.rules import Example, Rule, listed
from jiedu.reports.structure import read_structure
from jiedu.reports.structure.annexes import NOTE_RULES
from jiedu.reports.structure.furniture import FOOT_RULES, PAGE_RULES, find_foot, of_the_page
from jiedu.reports.structure.hearing import COMPOUNDS, StructureRule, sets
from jiedu.reports.structure.lines import LINE_RULES, paragraphs, stands_alone
from jiedu.reports.structure.model import IDENTITY
from jiedu.reports.structure.rulebook import ROOMS
from jiedu.text.cleaning import reflow

RULES = [rule for rules in ROOMS.values() for rule in rules]
LEXICON = Lexicon.load()
YEARS = ("NOW", "BEFORE")
"""What stands in a pattern for the year of the report and the one before."""


def parts_and_facts(example: Example) -> Iterator[tuple[tuple[str, ...], dict[str, str | None]]]:
    """Give the rules of what an example's marked words are, and what the record says."""
    text = example.plain
    begin, stop = example.marked
    file_name = text.endswith(".txt")
    structure = read_structure("", text) if file_name else read_structure(text)
    for name in IDENTITY:
        fact = getattr(structure, name)
        if fact and (file_name or (fact.span.start < stop and begin < fact.span.end)):
            yield fact.rules, {name: fact.value}
    for _, part in structure.walk():
        span = part.heading_span
        if span.start < stop and begin < span.end:
            said = {"role": part.role or "", "heading": part.heading, "ordinal": part.ordinal}
            yield part.rules, said


def notes(example: Example) -> Iterator[tuple[tuple[str, ...], dict[str, str | None]]]:
    structure = read_structure(example.plain)
    role = structure.role_at(example.marked[0])
    rules = tuple(rule.name for rule in NOTE_RULES if role == "annex" and rule.hears(words(example)))
    yield rules, {"role": role}


def lines(example: Example) -> Iterator[tuple[tuple[str, ...], dict[str, str | None]]]:
    begin, stop = example.marked
    rule = stands_alone(words(example), example.plain[:begin], example.plain[stop:])
    yield (rule,) if rule else (), {}


def page(example: Example) -> Iterator[tuple[tuple[str, ...], dict[str, str | None]]]:
    rule = of_the_page(words(example))
    yield (rule,) if rule else (), {}


def foot(example: Example) -> Iterator[tuple[tuple[str, ...], dict[str, str | None]]]:
    page = paragraphs(reflow(example.plain))
    index, rule = find_foot(page, 0)
    assert rule is None or page[index].start == example.marked[0]
    yield (rule,) if rule else (), {}


def words(example: Example) -> str:
    begin, stop = example.marked
    return example.plain[begin:stop]


def what_was_read(rule: Rule, example: Example) -> list[tuple[tuple[str, ...], dict[str, str | None]]]:
    for rules, look in ((NOTE_RULES, notes), (LINE_RULES, lines), (PAGE_RULES, page), (FOOT_RULES, foot)):
        if rule in rules:
            return list(look(example))
    return list(parts_and_facts(example))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_speaks_in_its_examples_and_is_silent_in_its_near_miss(rule):
    for example in rule.examples:
        read = what_was_read(rule, example)
        told = [said for rules, said in read if rule.name in rules]
        assert told, f"{example.text}: {read}"
        for name, value in example.says.items():
            found = [said[name] for _, said in read if name in said]
            assert value in found, f"{example.text}: {name} {found}"
    near = what_was_read(rule, rule.near)
    assert not any(rule.name in rules for rules, _ in near), f"{rule.near.text}: {near}"


def patterns_of(file: Path) -> Iterator[str]:
    """Give the strings of a module that name a list or a pattern, without those of its docstrings."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = listed(node.value, (*sets(LEXICON), *YEARS))
            doctest = node.value.count(">>>")
            if named and not doctest and all(name in LEXICON.lists for name in named):
                yield node.value


def test_no_pattern_holds_a_word_and_every_list_is_heard():
    patterns = [*COMPOUNDS.values(), *(pattern for rule in RULES for pattern in rule.patterns)]
    modules = [file for file in Path(room.__file__).parent.glob("*.py") if file.name != "expected.py"]
    patterns += [pattern for file in modules for pattern in patterns_of(file)]
    assert_no_word(patterns)
    heard = lists_named(patterns, (*sets(LEXICON), *YEARS))
    assert heard <= LEXICON.lists.keys()
    asked = {"place_short", "place_whole", "place_municipality"}
    asked |= {f"level_{level}" for level in ("province", "city", "county", "township")}
    assert lists_of("structure") - heard - asked == set()


def test_every_rule_has_its_own_name_and_one_sentence():
    assert_named(RULES)
    assert all(isinstance(rule, StructureRule) for rule in RULES)


def test_a_word_of_the_users_own_is_heard(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("table,list,word\nlists,annex_word,词语释义\n", encoding="utf-8")
    text = "各位代表：\n一、2025年工作安排\n今年，我们要抓好落实，完成好各项任务，统筹发展和安全。\n词语释义\n1.双碳：即碳达峰。"
    roles = [[part.role for part in read_structure(text, lexicon=one).parts] for one in (None, Lexicon.load(table))]
    assert roles == [["plan"], ["plan", "annex"]]
