"""Whether a number is a rate or a share, and whether it falls."""

from jiedu.reports.quantities.indicators.reading import MeasureRule, Reading
from jiedu.reports.rules import Example

_CHANGES = {"kind": "rate"}
_DOWN = {"direction": "down"}


def _no_kind(reading: Reading) -> bool:
    return not reading.token.kind


def _part(reading: Reading) -> bool:
    return reading.per_cent and reading.token.kind != "rank"


def _changed(reading: Reading) -> bool:
    return _part(reading) and bool(reading.change) and reading.change not in reading.phrases.words("is_verb")


def _falls(reading: Reading) -> bool:
    falls = reading.phrases.change.get(reading.change) == "down"
    return falls and reading.change not in reading.phrases.words("no_fall_verb")


def _taken_away(reading: Reading) -> bool:
    return reading.memory.falls and not reading.change and not reading.nearest


KINDS = (
    MeasureRule(
        name="kind.count",
        sentence="A number without a unit of a kind counts.",
        when=_no_kind,
        then={"kind": "count"},
        examples=(Example("综合污染指数为⟦7.26⟧", {"kind": "count"}),),
        near=Example("税收⟦5亿元⟧"),
    ),
    MeasureRule(
        name="kind.rate-by-verb",
        sentence="A part of a hundred that a verb of change leads to is a rate.",
        when=_changed,
        then=_CHANGES,
        examples=(Example("财政收入增长⟦6%⟧", {"kind": "rate"}),),
        near=Example("占比提高到⟦6%⟧"),
    ),
    MeasureRule(
        name="kind.rate-by-noun",
        sentence="A part of a hundred that measures a growth or a speed is a rate.",
        indicator="{rate_noun}[^，。{share_letter.chars}]{0,4}$",
        when=_part,
        then=_CHANGES,
        examples=(Example("规上工业增速达到⟦6%⟧", {"kind": "rate"}),),
        near=Example("对经济增长的贡献率达到⟦6%⟧"),
    ),
)
"""The rules on kinds; the first that speaks is heard."""

DIRECTIONS = (
    MeasureRule(
        name="direction.falls-by-verb",
        sentence="A verb of decrease that leads to a number says that it falls.",
        when=_falls,
        then=_DOWN,
        examples=(Example("单位能耗下降⟦3%⟧", {"direction": "down"}),),
        near=Example("失业率低于全国⟦3个百分点⟧"),
    ),
    MeasureRule(
        name="direction.falls-by-clause",
        sentence="A clause that begins with a verb of decrease takes away what its number counts.",
        when=_taken_away,
        then=_DOWN,
        examples=(Example("减轻企业负担⟦5亿元⟧", {"direction": "down"}),),
        near=Example("减轻企业负担达到⟦5亿元⟧"),
    ),
)
"""The rules on directions; the first that speaks is heard."""
