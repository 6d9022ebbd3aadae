"""What belongs to a number beside its unit: a second unit, a half, the end of a range, a sign, a unit said apart."""

import re
from decimal import Decimal

from jiedu.reports.quantities.grammar import Changes, parse_or_none
from jiedu.reports.quantities.numeral import Numeral, NumeralRule
from jiedu.reports.quantities.ranges import join_range
from jiedu.reports.rules import Example

_JOINT = r"[/／](?:{SIZE}{1,2})?|[·・•]|{each_word}"
_UNIT_IN_HEAD = (
    r"[（(](?:{unit_word}[:：])?([{ten_word.chars}{size_word.chars}{MAGNITUDES}]{0,2})([^（()）]{1,6})[）)][:： ]?\Z"
)
_UNIT_BEHIND = r"[（(]([{ten_word.chars}{size_word.chars}{MAGNITUDES}]{0,2})([^（()）]{1,6})[）)]"
_SIGN = (
    r"(?:^|[^{DIGITS}A-Za-z%％{part_of_date.chars}—－–-])[{stroke.chars}]\Z"
    r"|(?:^|[{before_minus.chars}、（ ])[{minus.chars}]\Z"
)
_HALF = Decimal("0.5")


def _per(numeral: Numeral) -> Changes | None:
    """Take in the units that follow: 元/立方米, 吨/万元, 元/人·月; a size may stand before the first."""
    text, token, grammar = numeral.text, numeral.token, numeral.grammar
    end = token.end
    while joint := grammar.heard(_JOINT).match(text, end):
        unit = grammar.unit_at(text, joint.end())
        if unit is None:
            break
        end = joint.end() + len(unit.unit)
    return {"end": end, "unit": token.unit + text[token.end : end]} if end > token.end else None


def _has_stroke(numeral: Numeral) -> bool:
    return "/" in numeral.token.unit or "／" in numeral.token.unit


def _is_money(numeral: Numeral) -> bool:
    return numeral.token.kind == "money"


def _ranked(numeral: Numeral) -> Changes:
    return dict(kind="rank")


def _is_share(numeral: Numeral) -> bool:
    return numeral.token.kind == "share"


def _over_months(numeral: Numeral) -> Changes:
    token = numeral.token
    return dict(unit="个月", kind="time", comparator="gt", cue="多", end=token.end + 2)


def _half_of_unit(numeral: Numeral) -> Changes | None:
    """Add the half of a duration that its classifier leads to: 一个半小时."""
    text, token = numeral.text, numeral.token
    month = numeral.grammar.lexicon.lists["month_word"]
    unit = numeral.grammar.unit_at(text, token.end + 1)
    if token.value is None or not (text.startswith(month, token.end + 1) or (unit and unit.kind == "time")):
        return None
    named, length = (unit.unit, len(unit.unit)) if unit and unit.kind == "time" else (f"个{month[0]}", 1)
    return {"value": token.value + _HALF, "unit": named, "kind": "time", "end": token.end + 1 + length}


def _half_more(numeral: Numeral) -> Changes | None:
    token = numeral.token
    if token.value is None or not token.unit or token.kind in ("share", "date", "rank"):
        return None
    return dict(value=token.value + _HALF, end=token.end + 1)


def _half_tenth(numeral: Numeral) -> Changes | None:
    token = numeral.token
    return None if token.value is None else {"value": token.value + _HALF, "end": token.end + 1}


def _joined(numeral: Numeral) -> Changes | None:
    return join_range(numeral.text, numeral.token, numeral.grammar)


def _signed(numeral: Numeral) -> bool:
    """Say whether a sign is no stroke of a range or a name, and no end of a word."""
    return numeral.grammar.heard(_SIGN).search(numeral.head[-2:]) is not None


def _negative(numeral: Numeral) -> Changes | None:
    token = numeral.token
    if token.comparator == "range" or token.value is None or not token.unit:
        return None
    return dict(start=token.start - 1, value=token.value.copy_negate())


def _heads_a_cell(numeral: Numeral) -> bool:
    return numeral.head[-2:-1] in (" ", "\n") and numeral.token.comparator != "range"


def _minus(numeral: Numeral) -> Changes | None:
    token = numeral.token
    return None if token.value is None else {"start": token.start - 1, "value": token.value.copy_negate()}


def _has_no_unit(numeral: Numeral) -> bool:
    return not numeral.token.unit and numeral.token.kind == ""


def _said_before(numeral: Numeral) -> Changes | None:
    """Take the unit from the bracket before a colon, as heads of tables write it."""
    return _said(numeral, numeral.grammar.heard(_UNIT_IN_HEAD).search(numeral.head))


def _said_after(numeral: Numeral) -> Changes | None:
    return _said(numeral, numeral.grammar.heard(_UNIT_BEHIND).match(numeral.text, numeral.token.end))


def _said(numeral: Numeral, found: re.Match[str] | None) -> Changes | None:
    """Give the number the size and the unit of a bracket that holds nothing else."""
    unit = numeral.grammar.unit_at(found[2], 0) if found else None
    if found is None or unit is None or unit.unit != found[2] or numeral.token.value is None:
        return None
    size = parse_or_none(found[1]) or Decimal(1)
    return {"unit": unit.unit, "kind": unit.kind, "value": numeral.token.value * size}


def _in_yuan(numeral: Numeral) -> Changes | None:
    """Read a large number without a unit as money where the noun before it is one of money."""
    token, grammar = numeral.token, numeral.grammar
    sized = not grammar.magnitudes.isdisjoint(numeral.text[token.number_start : token.number_end])
    money = grammar.heard(_OF_MONEY).search(numeral.text[max(0, token.start - 20) : token.start])
    return dict(kind="money") if sized and money else None


_OF_MONEY = r"{money_noun}(?:(?!{counted_noun})[^，。；：！？、{DIGITS}]){0,6}\Z"

EXTENT_RULES = (
    NumeralRule(
        name="extent.per",
        sentence="A unit after a stroke belongs to the unit before it, with a size of its own.",
        after="[/／]",
        then=_per,
        examples=(
            Example("用水⟦3吨/户·天⟧", {"unit": "吨/户·天"}),
            Example("补助⟦200元/人/月⟧", {"unit": "元/人/月"}),
            Example("单位能耗⟦0.42吨标准煤/万元⟧", {"unit": "吨标准煤/万元"}),
        ),
        near=Example("建成⟦3座⟧/4座"),
    ),
    NumeralRule(
        name="extent.per-and-per",
        sentence="A unit after a dot belongs to a unit with a stroke.",
        unit=True,
        after="[·・•]",
        when=_has_stroke,
        then=_per,
        examples=(Example("低保标准⟦700元/人·月⟧", {"unit": "元/人·月"}),),
        near=Example("建成⟦3家⟧·月"),
    ),
    NumeralRule(
        name="extent.per-in-words",
        sentence="每 and a unit after a sum of money belong to its unit.",
        unit=True,
        after="{each_word}",
        when=_is_money,
        then=_per,
        examples=(Example("补贴⟦300元每吨⟧", {"unit": "元每吨"}),),
        near=Example("新增⟦3家⟧每年"),
    ),
    NumeralRule(
        name="extent.place-in-a-ranking",
        sentence="Places after a verb of ranking or after 前 are a rank.",
        before="(?:[{place_verb.chars}]|{ranks_place}|{first_word})",
        units="place_unit",
        then=_ranked,
        examples=(Example("跻身百强区前⟦50名⟧", {"kind": "rank"}),),
        near=Example("选派⟦50名⟧干部"),
    ),
    NumeralRule(
        name="extent.share-in-a-ranking",
        sentence="A share after 前 and a verb of ranking is a rank.",
        before="(?:{enters_ranking}|[{place_verb.chars}])[^，。、]{0,8}{first_word}",
        when=_is_share,
        then=_ranked,
        examples=(Example("排名前⟦1%⟧", {"kind": "rank"}),),
        near=Example("比以前⟦1%⟧"),
    ),
    NumeralRule(
        name="extent.more-months",
        sentence="个多月 after a number is a duration of more months than that.",
        after="{more_months}",
        units="classifier",
        then=_over_months,
        examples=(Example("历时⟦3个多月⟧", {"kind": "time", "comparator": "gt"}),),
        near=Example("历时⟦3个月⟧"),
    ),
    NumeralRule(
        name="extent.half-a-duration",
        sentence="个半 before a unit of time adds half of that unit.",
        after="{half_word}",
        units="classifier",
        then=_half_of_unit,
        examples=(
            Example("由⟦一个半小时⟧缩短", {"value": "1.5", "unit": "小时"}),
            Example("历时⟦两个半月⟧", {"value": "2.5", "unit": "个月"}),
        ),
        near=Example("建成⟦两个⟧半导体园区"),
    ),
    NumeralRule(
        name="extent.half-more",
        sentence="半 after the unit adds half of it, unless it begins another word.",
        after="{half_word}(?![{after_half.chars}])",
        then=_half_more,
        examples=(Example("增长⟦一倍半⟧", {"value": "1.5"}),),
        near=Example("连续⟦三年⟧半数以上"),
    ),
    NumeralRule(
        name="extent.half-a-tenth",
        sentence="半 after tenths adds half of a tenth, unless it begins another word.",
        units="tenths",
        after="{half_word}(?![{after_half.chars}])",
        then=_half_tenth,
        examples=(Example("占比逾⟦七成半⟧", {"value": "7.5", "unit": "成"}),),
        near=Example("占⟦七成⟧半导体"),
    ),
    NumeralRule(
        name="extent.range",
        sentence="A stroke, 至 or 到 joins a number to a larger one of the same unit.",
        after="{BETWEEN}|{and_word}",
        then=_joined,
        examples=(Example("增长⟦5%至6%⟧", {"comparator": "range"}),),
        near=Example("由⟦3家⟧到5家"),
    ),
    NumeralRule(
        name="extent.sign",
        sentence="A minus sign or 负 before a number is its sign, where no number or name stands before it.",
        before="[{sign.chars}]",
        when=_signed,
        then=_negative,
        examples=(Example("净结余⟦-0.3亿元⟧", {"value": "-30000000"}),),
        near=Example("力争1-⟦2家⟧"),
    ),
    NumeralRule(
        name="extent.sign-in-a-cell",
        sentence="A minus sign at the head of a cell is the sign of its number.",
        unit=False,
        before="[{stroke.chars}]",
        when=_heads_a_cell,
        then=_minus,
        examples=(Example("社会消费品零售总额 298.4 ⟦-1.2⟧", {"value": "-1.2"}),),
        near=Example("社会消费品零售总额298-⟦301.2⟧"),
    ),
    NumeralRule(
        name="extent.unit-said-before",
        sentence="A number without a unit has the one that a bracket names before its colon or its cell.",
        before="[）)][:： ]?",
        when=_has_no_unit,
        unit=False,
        then=_said_before,
        examples=(Example("债券发行总额（亿元）：⟦10.5⟧", {"unit": "元", "value": "1050000000"}),),
        near=Example("发行总额（一般债券）：⟦10.5⟧"),
    ),
    NumeralRule(
        name="extent.unit-said-after",
        sentence="A number without a unit has the one that stands alone in the bracket after it.",
        unit=False,
        after=r"[（(][^（()）]{1,8}[）)]",
        when=_has_no_unit,
        then=_said_after,
        examples=(Example("债券发行总额⟦10.5⟧（亿元）", {"unit": "元", "value": "1050000000"}),),
        near=Example("发行总额⟦10.5⟧（一般债券）"),
    ),
    NumeralRule(
        name="extent.money-without-yuan",
        sentence="A number of thousands or millions without a unit is money where a noun of money leads to it.",
        when=_has_no_unit,
        unit=False,
        then=_in_yuan,
        examples=(Example("新增贷款⟦40亿⟧", {"kind": "money"}),),
        near=Example("总人口⟦40万⟧"),
    ),
)
"""What a number takes in after it was classed; each of the rules is asked in turn, and each may speak."""
