"""What is asked of the rules of every room: that they speak where they say, hold no words, and have names."""

import csv
import re
from collections.abc import Collection, Iterable, Sequence

from support import ROOT

from jiedu.reports.quantities import Quantity, read_all
from jiedu.reports.rules import Example, Rule, listed
from jiedu.text.characters import HAN

LISTS = ROOT / "src/jiedu/reports/lexicon/lists"


def marked(example: Example) -> Quantity:
    """Read an example, and give the quantity that its marks stand around."""
    start, end = example.marked
    return next(q for q in read_all(example.plain) if q.start < end and start < q.end)


def assert_speaks(rule: Rule) -> None:
    """Ask that a rule speaks in its examples, and that the record says what they name."""
    assert rule.examples
    for example in rule.examples:
        quantity = marked(example)
        assert rule.name in quantity.rules, f"{example.text}: {quantity.rules}"
        assert {name: getattr(quantity, name) for name in example.says} == dict(example.says), example.text


def assert_silent(rule: Rule) -> None:
    """Ask that a rule does not speak in its near miss."""
    assert rule.name not in marked(rule.near).rules, rule.near.text


def assert_named(rules: Sequence[Rule], rooms: str = "[a-z]+") -> None:
    """Ask that every rule has a name of its own, `room.what-it-hears`, one sentence, and an example."""
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(rf"(?:{rooms})\.[a-z-]+", rule.name)
        assert rule.sentence.endswith(".") and ". " not in rule.sentence
        assert rule.examples, rule.name


def assert_no_word(patterns: Iterable[str]) -> None:
    """Ask that patterns hold no Chinese word; what stands behind # explains, and is none."""
    without_comments = (re.sub(r"(?<!\\)#.*", "", pattern) for pattern in patterns)
    assert [pattern for pattern in without_comments if re.search(f"[{HAN}]", pattern)] == []


def lists_named(patterns: Iterable[str], sets: Iterable[str]) -> set[str]:
    """Name the lists that patterns hear, besides the sets of characters that they name."""
    return {name for pattern in patterns for name in listed(pattern, tuple(sets))}


def lists_of(*tables: str) -> set[str]:
    """Name the lists that tables of the lexicon define."""
    names = set()
    for table in tables:
        with (LISTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            names |= {row["list"] for row in csv.DictReader(file)}
    assert names
    return names


def never_heard(names: Collection[str], code: str) -> list[str]:
    """List the names that stand in some code neither in a pattern nor as a string."""
    return sorted(name for name in names if not re.search(rf"[{{\"]{name}[}}.\"]", code))
