"""第N: a rank where it is held among others, an ordinal or a name elsewhere; and 前N, which is a rank without 第."""

from jiedu.reports.quantities.grammar import Changes
from jiedu.reports.quantities.numeral import Numeral, NumeralRule, label, ordinal, plain, unsized
from jiedu.reports.rules import Example


def _rank_with_unit(numeral: Numeral) -> Changes:
    assert numeral.unit is not None
    unit = numeral.unit.unit
    return dict(class_="quantity", unit=unit, kind="rank", end=numeral.token.end + len(unit))


def _rank(numeral: Numeral) -> Changes:
    return dict(class_="quantity", kind="rank")


def _among_first(numeral: Numeral) -> Changes:
    """Take 前 into the number, as 第 is."""
    return _rank(numeral) | {"start": numeral.token.start - 1}


def _edition(numeral: Numeral) -> Changes:
    assert numeral.unit is not None
    return dict(class_="label", end=numeral.token.end + 1)


NTH_RULES = (
    NumeralRule(
        name="rank.placed",
        sentence="第N位 and 第N名 are ranks, but not where something is put in the first place.",
        before="{put_first.not_behind}",
        units="place_unit",
        then=_rank_with_unit,
        examples=(Example("总量居全省⟦第4位⟧", {"class": "quantity", "kind": "rank", "unit": "位"}),),
        near=Example("把质量放在⟦第一位⟧"),
    ),
    NumeralRule(
        name="rank.among-others",
        sentence="第N after those that are ranked or a verb of ranking is a rank, unless it begins a name.",
        before="(?:{ranked_among}|[{ranking_verb.chars}](?:{rank_word})?|[{region_end.chars}])",
        after="(?!{no_rank})",
        then=_rank,
        examples=(Example("产量全市⟦第二⟧", {"class": "quantity", "kind": "rank"}),),
        near=Example("区⟦第二⟧人民医院扩建"),
    ),
    NumeralRule(
        name="rank.counts-the-text",
        sentence="第N before a mark, a phase or a step counts the items of a text or a course.",
        after="{course_step}|[，、,]",
        then=ordinal,
        examples=(Example("⟦第一⟧，扩大投资", {"class": "ordinal"}),),
        near=Example("⟦第一⟧产业"),
    ),
    NumeralRule(
        name="rank.edition",
        sentence="第N届 and 第N期 are names, with the word for term or issue.",
        units="nth_edition",
        then=_edition,
        examples=(Example("⟦第十三届⟧会议", {"class": "label"}),),
        near=Example("⟦第一⟧要务"),
    ),
    NumeralRule(
        name="rank.name",
        sentence="Any other 第N is a name.",
        then=label,
        examples=(Example("⟦第一⟧要务", {"class": "label"}),),
        near=Example("产量全市⟦第二⟧"),
    ),
)
"""What 第N is; the last of them always speaks."""

FIRST_RULES = (
    NumeralRule(
        name="rank.among-the-first",
        sentence="前N after those that are ranked or a verb of ranking is a rank, unless it begins a name or a time.",
        number="[{ONE_TO_NINE}{ten_word.chars}]",
        before="(?:{ranked_among}|{ranks_among}|[{ranking_verb.chars}]){first_word}",
        after="(?!{no_rank}|{time_word})",
        when=plain,
        unit=False,
        script="chinese",
        then=_among_first,
        examples=(Example("增速稳居全市⟦前三⟧", {"class": "quantity", "kind": "rank"}),),
        near=Example("全市前⟦三⟧季度"),
    ),
    NumeralRule(
        name="rank.among-the-first-in-digits",
        sentence="Digits after 前 and a verb of ranking are a rank.",
        before="(?:{ranked_among}|{ranks_among}|[{ranking_verb.chars}]){first_word}",
        after="(?!{no_rank}|{time_word})",
        when=unsized,
        unit=False,
        script="digits",
        then=_rank,
        examples=(Example("营商环境进入全省前⟦20⟧", {"class": "quantity", "kind": "rank"}),),
        near=Example("全省前⟦20⟧天"),
    ),
)
"""Ranks among the first, written without 第."""
