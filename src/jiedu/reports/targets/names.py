"""Which families a clause is about."""

from dataclasses import dataclass

from jiedu.reports.rules import Example, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRule(Rule):
    """Hear what makes a clause be about a family: a `pattern` held against what stands before, between or around."""

    pattern: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return (self.pattern,) if self.pattern else ()


FIRST = MentionRule(
    name="name.first",
    sentence="A clause is about the family that it names first.",
    examples=(Example("⟦居民收入⟧增长与经济增长同步", {"family": "income"}),),
    near=Example("⟦生态环境⟧质量持续改善"),
)
JOINED = MentionRule(
    name="name.joined",
    sentence="It is about those too that are joined to it by 、 or 和, with nothing but whose they are between.",
    examples=(Example("固定资产投资、社会消费品零售总额均增长⟦8%⟧", {"family": "retail"}),),
    near=Example("固定资产投资增长8%，社会消费品零售总额增长⟦9%⟧"),
    pattern=r"[\s、{target_and.chars}]* {target_whose}*",
)
COMPARED = MentionRule(
    name="name.compared",
    sentence="What a growth is held against (与经济增长同步, 高于…) is not what the clause is about.",
    examples=(Example("居民收入增长与⟦地区生产总值⟧增长同步"),),
    near=Example("城镇调查失业率、居民消费价格涨幅分别为5%和⟦3%⟧"),
    pattern="[{target_and.chars}] .{0,12} {target_tied} | {target_outruns}",
)
URBAN_BESIDE_RURAL = MentionRule(
    name="name.urban-beside-rural",
    sentence="城镇 before 、农村居民收入 is a thing of its own, and takes its family from what follows.",
    examples=(Example("城镇和农村居民人均可支配收入增长⟦9%⟧左右", {"family": "income", "scope": "urban"}),),
    near=Example("城乡居民人均可支配收入增长⟦9%⟧左右"),
    pattern=("(?: {target_town} | {target_village} ) {target_settled}? {target_residents}? [、{target_and.chars}] $"),
)
RESPECTIVELY_BOTH = MentionRule(
    name="name.respectively-both",
    sentence="城乡居民收入 with 分别, or with a pair of figures, is two: the urban and the rural.",
    examples=(
        Example("城乡居民人均可支配收入分别增长⟦8.5%⟧左右", {"family": "income", "scope": "rural"}),
        Example("城乡居民人均可支配收入增长7%、⟦8%⟧", {"family": "income", "scope": "rural"}),
    ),
    near=Example("城乡居民人均可支配收入增长⟦8.5%⟧左右"),
    pattern="{target_both}",
)
RULES = (FIRST, JOINED, COMPARED, URBAN_BESIDE_RURAL, RESPECTIVELY_BOTH)
"""What makes a clause be about a family, or not."""

APART = "{target_respectively}"
PAIRED = "{target_paired} [、{target_and.chars}] [{DIGITS}] [{DIGITS}.．]* {target_paired}"
TOWN, VILLAGE = "{target_town}", "{target_village}"
COMPARES = "{target_outruns} | [{target_and.chars}] {family_economy} | {target_exceeds}"
TRADE = "{family_trade}"
