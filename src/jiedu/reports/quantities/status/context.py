"""What stands as context: thresholds, sizes, bases of comparison, ages, ratings, what a glossary explains."""

from jiedu.reports.quantities.status.places import NumberPlace, StatusRule
from jiedu.reports.rules import Example

_CONTEXT = {"status": "context"}
_SIZES = frozenset(("level", "area", "length", "money"))
_MONEY = frozenset(("money",))
# A line of targets is as long as a paragraph.
_LINE = 300
_BOUNDED_NOUN = r"{bounding_after.behind} {attributive}?(?!{no_threshold})[{UNIFIED}]"


def _in_annex(place: NumberPlace) -> bool:
    return place.role == "annex"


def _explains(place: NumberPlace) -> bool:
    return place.explains


CONTEXT = (
    StatusRule(
        name="status.glossary",
        sentence="A number in an entry that says what a term means belongs to the definition.",
        guard=_explains,
        status="context",
        examples=(Example("[12]“独角兽”企业：指估值超过⟦10亿美元⟧的企业。", _CONTEXT),),
        near=Example("“独角兽”企业：新增⟦10家⟧。"),
    ),
    StatusRule(
        name="status.annex-of-targets",
        sentence="A line of an annex that announces targets promises all the same.",
        before=r"{targets_named}[：:][^\n]*",
        reach=_LINE,
        guard=_in_annex,
        status="target",
        examples=(Example("附件\n年度目标：遴选⟦3600名⟧学生支教。", {"status": "target"}),),
        near=Example("附件\n产业园：占地⟦5亩⟧的园区。"),
    ),
    StatusRule(
        name="status.annex",
        sentence="A number in an annex or a glossary explains, and is no part of what is reported or planned.",
        guard=_in_annex,
        status="context",
        examples=(Example("附件\n产业园：占地⟦5亩⟧的园区。", _CONTEXT),),
        near=Example("二、2025年工作安排\n建设食堂⟦5个⟧。"),
    ),
    StatusRule(
        name="status.date",
        sentence="A date says when, and is neither reached nor promised.",
        kinds=frozenset(("date",)),
        status="context",
        examples=(Example("会议于⟦2025年3月5日⟧召开", _CONTEXT),),
        near=Example("会期⟦5天⟧"),
    ),
    StatusRule(
        name="status.anniversary",
        sentence="An anniversary is a fact of the year.",
        units="anniversary_unit",
        status="context",
        examples=(Example("庆祝新中国成立⟦75周年⟧", _CONTEXT),),
        near=Example("建设周期⟦3年⟧"),
    ),
    StatusRule(
        name="status.voltage",
        sentence="A voltage is the rating of what is built.",
        units="voltage_unit",
        status="context",
        examples=(Example("建成⟦220千伏⟧变电站", _CONTEXT),),
        near=Example("新增装机⟦220千瓦⟧"),
    ),
    StatusRule(
        name="status.age",
        sentence="An age says whom a measure is for, unless it is how long people live.",
        units="age_unit",
        unless="{life_span}",
        status="context",
        examples=(Example("为⟦80岁⟧老人发放津贴", _CONTEXT),),
        near=Example("人均预期寿命达到⟦80岁⟧"),
    ),
    StatusRule(
        name="status.for-each",
        sentence="What 每 or 平均每 leads to is the measure that something is counted by.",
        before=r"{each_one}",
        status="context",
        examples=(Example("平均每⟦100户⟧居民有3个车位", _CONTEXT),),
        near=Example("每年建设⟦300个⟧车位"),
    ),
    StatusRule(
        name="status.class-of-what-is-counted",
        sentence="Money that something exceeds says which things the number after it counts.",
        before=r"{goes_beyond}",
        after=r"""
            {attributive}?(?!{no_attribute})[{UNIFIED}“”]{2,18}?
            [{DIGITS}{ONE_TO_NINE}{TENS}{MAGNITUDES}]+[{counted_things.chars}]
        """,
        inner=True,
        kinds=_MONEY,
        status="context",
        examples=(Example("税收超⟦千万元⟧楼宇9幢", _CONTEXT),),
        near=Example("投资超⟦千万元⟧，带动就业9户"),
    ),
    StatusRule(
        name="status.threshold",
        sentence="A size with 以上 or 以下 before a noun says which things are meant.",
        after=_BOUNDED_NOUN,
        kinds=_SIZES,
        status="context",
        examples=(Example("单体投资⟦5000万元⟧以上项目31个", _CONTEXT),),
        near=Example("完成投资⟦5000万元⟧以上，增长8%"),
    ),
    StatusRule(
        name="status.threshold-of-people",
        sentence="A number of people or households with 以上 before a noun says which places are meant.",
        after=_BOUNDED_NOUN,
        units="bounded_unit",
        status="context",
        examples=(Example("⟦30户⟧以上自然村通公路", _CONTEXT),),
        near=Example("开工⟦1500个⟧以上项目"),
    ),
    StatusRule(
        name="status.threshold-of-population",
        sentence="A population with 以上 before a noun says which places are meant.",
        before=r"{population}",
        after=_BOUNDED_NOUN,
        status="context",
        examples=(Example("在9个人口⟦20万⟧以上的县建成特殊教育学校", _CONTEXT),),
        near=Example("要完成⟦1000万⟧以上农村贫困人口脱贫任务"),
    ),
    StatusRule(
        name="status.whole-of-a-share",
        sentence="What stands between 占 and a share is the whole that is shared.",
        before=r"{takes_up}[^，。；]{0,14}",
        after=r"[^，。；、]{0,14}{attributive}(?:{per_cent_words}|[{DIGITS}.．]+[%％]|{ORDINAL}{parts_of})",
        status="context",
        examples=(Example("占全国⟦一千七百八十六个⟧县的百分之二十八", _CONTEXT),),
        near=Example("占全县村庄的⟦百分之二十八⟧"),
    ),
    StatusRule(
        name="status.ruled",
        sentence="What the state, a law or a contract lays down is a rule.",
        before=r"{ruled_by}",
        status="context",
        examples=(Example("高于国家规定的⟦12%⟧", _CONTEXT),),
        near=Example("高于上年的⟦12%⟧"),
    ),
    StatusRule(
        name="status.size-of-a-thing",
        sentence="A yearly output or an investment before a noun is the size of the thing.",
        before=r"{size_of_thing}",
        after=r"[^，。；、{attributive.chars}]{0,12}{attributive}(?!{no_size})[{UNIFIED}]",
        status="context",
        examples=(Example("年产⟦八百吨⟧合成氨的小洋化肥厂", _CONTEXT),),
        near=Example("年产⟦八百吨⟧合成氨，质量提高"),
    ),
    StatusRule(
        name="status.classed-by-size",
        sentence="A size with 的 and no noun is a class, whose members are counted next.",
        after=r"{attributive}(?:[，。,]|{classed_by})",
        kinds=_SIZES,
        status="context",
        examples=(Example("亩产超过⟦五百斤⟧的有三十个县", _CONTEXT),),
        near=Example("亩产超过⟦五百斤⟧，有三十个县"),
    ),
    StatusRule(
        name="status.level-passed",
        sentence="A level that is passed is what the report measures itself against.",
        before=r"{passes}[^，。；]{3,}",
        after=r"{level_of}",
        status="context",
        examples=(Example("超过一九四九年⟦三千万吨⟧的水平", _CONTEXT),),
        near=Example("达到一九四九年⟦三千万吨⟧的水平"),
    ),
    StatusRule(
        name="status.aim-passed",
        sentence="An aim that is passed or missed is what the report measures itself against.",
        before=r"{passes_by}[^，。；]{0,12}",
        inner=True,
        after=r"(?:{around})?{attributive}{aim_said}?{aim_named}",
        status="context",
        examples=(Example("低于⟦13%⟧左右的预期目标", _CONTEXT),),
        near=Example("完成⟦13%⟧左右的预期目标"),
    ),
    StatusRule(
        name="status.compared-with",
        sentence="What something is compared with is a base.",
        before=r"{together_with}[^，。；]{0,20}{attributive}?",
        after=r"[^，。；]{0,4}{in_comparison}",
        status="context",
        examples=(Example("同1952年的⟦三千万吨⟧相比", _CONTEXT),),
        near=Example("同期增产⟦三千万吨⟧"),
    ),
    StatusRule(
        name="status.than",
        sentence="What something is more or less than is a base.",
        before=r"{than}[^，。；{than.chars}]{0,14}{attributive}?",
        after=r"{than_change}",
        without=frozenset(("time",)),
        status="context",
        examples=(Example("比上年的⟦300万元⟧增加200万元", _CONTEXT),),
        near=Example("比上年增加⟦200万元⟧"),
    ),
    StatusRule(
        name="status.base",
        sentence="The level that a change starts from is a base.",
        before=r"[{starts_from.chars}][^，。；、{starts_from.chars}]{0,24}",
        after=r"[^，。；！？\n]{0,24}?{changes_to}",
        without=frozenset(("time", "rank")),
        status="context",
        examples=(Example("城镇化率由⟦61.2%⟧提高到67.8%", _CONTEXT),),
        near=Example("城镇化率由⟦61.2%⟧的居民构成"),
    ),
    StatusRule(
        name="status.base-of-a-change",
        sentence="A duration or a rank that a verb of change leads away from is a base.",
        before=r"[{starts_from.chars}][^，。；、{DIGITS}{starts_from.chars}]{0,12}",
        after=r"[^，。；！？\n]{0,6}?{changes_from}[^，。；！？\n]{0,3}?{arrives}",
        kinds=frozenset(("time", "rank")),
        status="context",
        examples=(Example("审批时限由⟦20天⟧压缩到5天", _CONTEXT),),
        near=Example("从⟦20天⟧前到今天"),
    ),
)
"""The rules that make a number context, in their order; the first that speaks is heard."""
