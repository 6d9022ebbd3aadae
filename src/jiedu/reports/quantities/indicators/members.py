"""Lists of numbers under 分别: each number has its own member."""

import re

from jiedu.reports.quantities.indicators.clauses import clauses_of
from jiedu.reports.quantities.indicators.phrases import Phrases
from jiedu.reports.quantities.indicators.reading import Named, NameRule, Reading
from jiedu.reports.rules import Example

PARTED = r"{respectively_word} | {severally}(?=[{each_verb.chars}])"
"""A pattern of what says that each number has its own member."""

_ENUMERATED = re.compile("、")


def _awaited(reading: Reading) -> bool:
    return reading.joined and bool(reading.memory.pending)


def _next(reading: Reading) -> Named:
    memory = reading.memory
    return Named(memory.pending[0], memory.subject, memory.change, "", memory.members, memory.pending[1:])


def _parted(reading: Reading) -> bool:
    return reading.parted is not None


def _leads(reading: Reading) -> bool:
    """Say whether nothing but verbs and adverbs stands between 分别 and the number."""
    return reading.parted is not None and reading.parted[1] >= len(reading.noun)


def _named(reading: Reading, members: list[str]) -> Named | None:
    if not members:
        return None
    subject = "、".join(members)
    return Named(members[0], subject, reading.change, reading.nearest, tuple(members), tuple(members[1:]))


def _before(reading: Reading) -> str:
    """Give the words before 分别."""
    return reading.segment[: reading.parted[0]] if reading.parted else ""


def _shared_noun(reading: Reading) -> Named | None:
    phrases = reading.phrases
    after = reading.segment[reading.parted[1] :] if reading.parted else ""
    noun = phrases.strip_head(phrases.strip_tail(after).noun)
    members = _items(phrases, _noun(phrases, _before(reading)))
    if not noun or not reading.followers or len(members) != 1 + reading.followers:
        return None
    return _named(reading, [member + noun for member in members])


def _own(reading: Reading) -> Named | None:
    return _named(reading, _split(reading, _noun(reading.phrases, _before(reading))))


def _same(reading: Reading) -> Named | None:
    members = reading.memory.members
    return _named(reading, [*members]) if len(members) == 1 + reading.followers else None


def _before_numbers(reading: Reading) -> Named | None:
    count = 1 + reading.followers
    if count == 1 or len(reading.memory.named) < count or clauses_of(reading.phrases).apart(reading):
        return None
    return _named(reading, [*reading.memory.named[-count:]])


def _earlier(reading: Reading) -> Named | None:
    phrases = reading.phrases
    return _named(reading, _split(reading, _noun(phrases, clauses_of(phrases).earlier(reading))))


def _noun(phrases: Phrases, subject: str) -> str:
    return phrases.strip_head(phrases.strip_tail(subject).noun)


def _items(phrases: Phrases, noun: str) -> list[str]:
    return [item for item in phrases.items.split(noun) if item]


def _split(reading: Reading, noun: str) -> list[str]:
    """Split a subject into as many members as numbers follow."""
    count = 1 + reading.followers
    if not noun:
        return []
    items = _items(reading.phrases, noun)
    if len(items) == count:
        return items
    enumerated = [item for item in _ENUMERATED.split(noun) if item]
    if len(enumerated) == count:
        return enumerated
    if len(items) > count:
        return items[-count:] if count > 1 else [noun]
    return [noun] * count


def _no_subject(reading: Reading) -> bool:
    return _leads(reading) and not _noun(reading.phrases, _before(reading))


MEMBERS = (
    NameRule(
        name="indicator.next-member",
        sentence="A number that a list joins to the one before measures the next member of 分别.",
        when=_awaited,
        then=_next,
        examples=(Example("粮食、油料分别增长5%、⟦6%⟧", {"indicator": "油料"}),),
        near=Example("粮食增长5%、油料增长⟦6%⟧"),
    ),
    NameRule(
        name="indicator.member-with-noun",
        sentence="A noun between 分别 and the number is what each member has.",
        when=_parted,
        then=_shared_noun,
        examples=(Example("甲公司、乙集团分别实现税收⟦2.1亿元⟧、1.3亿元", {"indicator": "甲公司税收"}),),
        near=Example("甲公司、乙集团分别实现⟦2.1亿元⟧、1.3亿元"),
    ),
    NameRule(
        name="indicator.member",
        sentence="The first of the numbers after 分别 measures the first member of its subject.",
        when=_leads,
        then=_own,
        examples=(Example("粮食、油料分别增长⟦5%⟧、6%", {"indicator": "粮食"}),),
        near=Example("粮食、油料增长⟦5%⟧"),
    ),
    NameRule(
        name="indicator.same-members",
        sentence="A 分别 without a subject speaks of the members of the one before.",
        when=_no_subject,
        then=_same,
        examples=(Example("粮食、油料分别达到50吨、60吨，分别增长⟦5%⟧、6%", {"indicator": "粮食"}),),
        near=Example("产量提高，分别增长⟦5%⟧、6%"),
    ),
    NameRule(
        name="indicator.named-before",
        sentence="A 分别 without a subject speaks of what the numbers just before it measure.",
        when=_no_subject,
        then=_before_numbers,
        examples=(
            Example(
                "城镇居民收入达到7963元，农村居民收入达到2102元，分别增长⟦7.0%⟧和15.9%", {"indicator": "城镇居民收入"}
            ),
        ),
        near=Example("税收达到7963元，城乡居民收入稳步提高，分别增长⟦7.0%⟧和15.9%"),
    ),
    NameRule(
        name="indicator.members-of-the-clause-before",
        sentence="A 分别 without a subject speaks of the members in the clause before.",
        when=_no_subject,
        then=_earlier,
        examples=(Example("粮食、油料喜获丰收，分别增长⟦5%⟧、6%", {"indicator": "粮食"}),),
        near=Example("粮食、油料分别增长⟦5%⟧、6%"),
    ),
)
"""The rules on members; they are asked before all others, in this order."""
