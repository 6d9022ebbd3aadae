"""The rules of the reader as a page of the book: what each holds, hears and shows."""

import re
from collections.abc import Iterator

from jiedu.display.html import Safe, chinese
from jiedu.display.table import stacked
from jiedu.language import language, say
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities.rulebook import ROOMS as OF_NUMERALS
from jiedu.reports.rules import MARKS, Example, Rule, listed
from jiedu.reports.structure.rulebook import ROOMS as OF_STRUCTURE
from jiedu.reports.targets.rulebook import ROOMS as OF_TARGETS

ROOMS = {**OF_STRUCTURE, **OF_NUMERALS, **OF_TARGETS}
"""The rooms of the reader, in the order in which a report goes through them."""

_SHOWN = 8
_SPLIT = re.compile(f"[{MARKS}]")


def rule_tables() -> Iterator[tuple[str, str, Safe]]:
    """Give each room of the reader: an anchor, its name and the table of its rules, in the order they are asked.

    >>> next(rule_tables())[:2]
    ('rules-1', 'Which lines stand alone')
    """
    lexicon = Lexicon.load()
    for number, (room, rules) in enumerate(ROOMS.items(), 1):
        rows = ((rule.name, _cells(rule, lexicon)) for rule in rules)
        heads = (say("Rule"), say("Words it hears"), say("Speaks in"), say("Silent in"))
        yield f"rules-{number}", say(room), stacked(heads, rows, "rules")


def _cells(rule: Rule, lexicon: Lexicon) -> list[Safe]:
    return [
        Safe("<code>{}</code><br>{}").format(rule.name, say(rule.sentence)),
        Safe("<br>").join(_lists(rule, lexicon)),
        Safe("<br>").join(_shown(example) for example in rule.examples),
        _shown(rule.near),
    ]


def _lists(rule: Rule, lexicon: Lexicon) -> Iterator[Safe]:
    """Write the lists of words that a rule hears, the first words of each."""
    names = dict.fromkeys(name for pattern in rule.patterns for name in listed(pattern))
    for name in names:
        words = lexicon.lists.get(name, ())
        more = f" … {say('{count} words', count=len(words))}" if len(words) > _SHOWN else ""
        heard = chinese(" ".join(words[:_SHOWN]))
        if words:
            yield Safe("<code>{}</code> {}{}").format(name, heard, more)


def _shown(example: Example) -> Safe:
    """Write an example with its marked words set off, and what the record then says."""
    pieces = _SPLIT.split(example.text.replace("\n", " ⏎ "))
    said = ", ".join(f"{name} {cell}" for name, cell in example.says.items())
    cells = Safe("<code>{}</code>").format(said) if said and language() == "zh" else said
    # Every second piece stood between marks.
    words = Safe("").join(Safe("<b>{}</b>" if at % 2 else "{}").format(piece) for at, piece in enumerate(pieces))
    text = Safe('<span lang="zh-CN">{}</span>').format(words)
    # Names of columns and their codes: among Chinese they are told apart as what they are.
    return Safe("{} <small>{}</small>").format(text, cells) if said else text
