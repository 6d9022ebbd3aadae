"""What a target is measured in: a change, a share, or an amount."""

from dataclasses import dataclass

from jiedu.reports.rules import Example, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetMeasureRule(Rule):
    """Give a target's measure: where the unit is one of `units` (a list), the family is mostly set in `usual`, and
    `pattern` is heard between name and number; what is empty asks nothing.
    """

    measure: str
    units: str = ""
    usual: str = ""
    family: str = ""
    pattern: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern,) if self.pattern else ()


RULES = (
    TargetMeasureRule(
        name="measure.points",
        sentence="Percentage points and multiples are a change, of a rate too.",
        examples=(Example("研发经费投入强度提高⟦0.1个百分点⟧", {"measure": "growth"}),),
        near=Example("研发经费投入强度达到⟦2.5%⟧"),
        measure="growth",
        units="target_points",
    ),
    TargetMeasureRule(
        name="measure.change",
        sentence="A per cent after a word of change is a change, unless the word leads to where it ends.",
        examples=(Example("研发经费投入增长⟦10%⟧以上", {"measure": "growth"}),),
        near=Example("研发经费投入强度提高到⟦2.5%⟧"),
        measure="growth",
        units="target_percent",
        family="rd",
        pattern="{target_changes} (?! {target_arrives} )",
    ),
    TargetMeasureRule(
        name="measure.rate",
        sentence="A per cent of unemployment, or of research, is a rate or a share.",
        examples=(
            Example("城镇调查失业率控制在⟦5.5%⟧以内", {"measure": "intensity"}),
            Example("研发经费投入强度达到⟦2.5%⟧", {"measure": "intensity"}),
        ),
        near=Example("社会消费品零售总额增长⟦5.5%⟧"),
        measure="intensity",
        units="target_percent",
        usual="intensity",
    ),
    TargetMeasureRule(
        name="measure.percent",
        sentence="A per cent of any other family is a change.",
        examples=(Example("居民消费价格涨幅⟦3%⟧左右", {"measure": "growth"}),),
        near=Example("城镇登记失业率⟦3%⟧左右"),
        measure="growth",
        units="target_percent",
    ),
    TargetMeasureRule(
        name="measure.unit-lost",
        sentence="A number whose unit the text has lost is a change after a word of change.",
        examples=(Example("财政收入增长⟦12⟧_M_M_", {"measure": "growth"}),),
        near=Example("财政收入完成⟦12亿⟧"),
        measure="growth",
        units="target_lost",
        pattern="{target_changes} (?! {target_arrives} )",
    ),
    TargetMeasureRule(
        name="measure.amount",
        sentence="A number with any other unit is an amount.",
        examples=(Example("全县生产总值达到⟦43.5亿元⟧", {"measure": "level"}),),
        near=Example("全县生产总值增长⟦14.5%⟧"),
        measure="level",
    ),
)
"""What a target is measured in; the first that speaks decides, the last speaks always."""
