"""What speaks for a plan or a report beside the sentence: the clause of the number, and the part it stands in."""

from collections.abc import Mapping

from jiedu.reports.quantities.status.places import StatusRule
from jiedu.reports.rules import Example, Rule

_REVIEW = Example(
    "一、2024年工作回顾\n经济平稳运行。\n继续办好养老服务，建设食堂⟦5个⟧。\n二、2025年工作安排\n加快发展。",
    {"status": "achieved"},
)
_PLAN = Example(
    "一、2024年工作回顾\n经济平稳运行。\n二、2025年工作安排\n加快发展。\n建设食堂⟦5个⟧。", {"status": "target"}
)

VOICES = (
    StatusRule(
        name="status.promises-here",
        sentence="A clause that strives, or says what will be reached, promises.",
        clause=r"""
            {strives}
          | {intends} (?: {intends_to} | [^，、]{0,4}[{intends_rise.chars}] )
          | (?<![{no_will.chars}]){will}{will_reach}
        """,
        weight=8.0,
        examples=(Example("去年完成产值80亿元，力争达到⟦100亿元⟧。", {"status": "target"}),),
        near=Example("去年完成产值80亿元，即将突破⟦100亿元⟧。"),
    ),
    StatusRule(
        name="status.plans-here",
        sentence="A clause that ensures, or speaks of what is expected or planned, plans.",
        clause=r"{plans_here} | {intends}(?!{no_intent}) | (?<![{no_will.chars}]){will}(?![{no_will_after.chars}])",
        weight=3.0,
        examples=(Example("确保建成住房⟦500套⟧。", {"status": "target"}),),
        near=Example("拟定措施，建成住房⟦500套⟧。"),
    ),
    StatusRule(
        name="status.reports-here",
        sentence="A clause that gives first accounts, or says up to when it counts, reports.",
        clause=r"{reports_here} | (?<!{year_expected}){expected}",
        weight=-3.0,
        examples=(Example("要看到，预计全年减税⟦500万元⟧。", {"status": "achieved"}),),
        near=Example("要看到，明年预计减税⟦500万元⟧。"),
    ),
    StatusRule(
        name="status.done-after",
        sentence="A verb with 了 after the number says that it was done.",
        after=r"[^，。；！？\n]{0,8}{done_with}",
        weight=-3.0,
        examples=(Example("要对⟦12个⟧小区进行了改造。", {"status": "achieved"}),),
        near=Example("要对⟦12个⟧小区进行改造。"),
    ),
)
"""The voices of a clause: the first that speaks is heard, and added to what the sentence says."""

PARTS: Mapping[str, StatusRule] = {
    role: StatusRule(
        name=f"status.part-says-{what}",
        sentence=f"The part that the number stands in {does}.",
        weight=weight,
        examples=(example,),
        near=near,
    )
    for role, what, does, weight, example, near in (
        ("review", "review", "looks back at the year", -6.0, _REVIEW, _PLAN),
        ("review_term", "review-term", "looks back at a term", -6.0, _REVIEW, _PLAN),
        ("plan", "plan", "plans the year", 5.0, _PLAN, _REVIEW),
        ("plan_term", "plan-term", "plans a term", 1.0, _PLAN, _REVIEW),
        ("self_building", "self-building", "is about the government itself", 1.0, _PLAN, _REVIEW),
    )
}
"""How far the part of a report speaks for a number in it: less than a sentence that is sure."""

TENSE = Rule(
    name="status.tense",
    sentence="The words of the sentence and of those around it, each with its weight, speak of a plan or of a report.",
    examples=(Example("建成高速公路⟦500公里⟧。", {"status": "achieved"}),),
    near=Example("会议于⟦2025年3月5日⟧召开。"),
)
"""The rule that stands for the cues of `lexicon/status.csv`."""
