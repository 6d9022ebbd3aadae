"""What the parts do: which looks back, which forward, which neither; told by their headings or their text."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from jiedu.reports.rules import Example
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.reports.structure.signs import plain_year


@dataclass(frozen=True, slots=True)
class Place:
    """Hold what stands around a heading: all that a rule may ask about it.

    `inherited` is the role of the part that a section stands in, `follows` the paragraph under the heading,
    `announced` whether the text has said before that the tasks of the year come now.
    """

    title: str
    year: int | None
    inherited: str | None
    rank: int
    follows: str
    holds_targets: bool
    announced: bool
    top: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule(StructureRule):
    """Give a heading a role: a word of PART_ROLES, None for none, or what stands around it tells."""

    role: str | Callable[[Place], str | None] | None
    when: Callable[[Place], bool] = lambda place: True

    def speaks(self, place: Place) -> bool:
        """Say whether the rule hears the heading at its place."""
        return self.hears(place.title) and self.when(place)


BUILDS_ITSELF = r"""
      {role_self}
    | {role_government}.{0,8}{role_governing}.{0,6}{role_ability}
    | {role_builds}.{0,10}{role_good}.{0,6}{role_government}
    | {role_government}.{0,4}{role_modern}
"""

REVIEWS = r"""
      {role_review}
    | {role_past}{role_of}?[{role_past_years.chars}]{time_year}
    | {role_last_year}.{0,4}{role_work}
    | {role_reaches}.{0,6}{role_result}
    | (?:{PLAN}|{role_several_years}).{0,8}{role_result}(?![{role_and.chars}])
    | {role_victory}$
    | {YEAR}{time_year}{role_accounts}
"""

TERM = r"{role_term}|{PLAN}(?:{heading_span}|.{0,8}{role_result})|{role_back}{PLAN}|{role_several_years}"

PLANS = r"(?:{YEAR}{time_year}|{role_this_year}).{0,16}{role_task}|{role_ahead}"

PLANS_TERM = r"""
      {role_to_come}.{0,3}[{role_coming_years.chars}]{time_year}
    | {PLAN}.{0,14}{role_aim}
    | {role_forth}{PLAN}
    | {role_far_aims}
"""


def _past_years_alone(place: Place) -> bool:
    """Say whether the years that a heading names are all before that of the report."""
    named = [int(plain_year(found)) for found in heard(r"({YEAR}){time_year}").findall(place.title)]
    return place.year is not None and bool(named) and max(named) < place.year


def _review(place: Place) -> str:
    return "review_term" if heard(TERM).search(place.title) else "review"


def _in_a_part(place: Place) -> bool:
    """Say whether the part above gives the role; only self-building differs inside a plan."""
    return place.inherited is not None and not (place.inherited == "plan" and heard(BUILDS_ITSELF).search(place.title))


OPENS_REVIEW = r"{role_just}?{role_past}{role_of}?{role_one_year}|{role_opens_review}|{BEFORE}{time_year}"

OPENS_PLAN = r"""
      {role_now}(?![0-9{role_since.chars}])
    | {role_do_well}.{0,8}(?:{role_now}|{NOW}{time_year})
    | {NOW}{time_year}
    | {role_new_year}
    | {role_according}.{0,12}{role_demand}，{role_now}
"""

ANNOUNCES = r"{role_now}[^。]{0,30}{role_do}[^。]{0,20}{role_work_or_task}"


@lru_cache(maxsize=64)
def _of_year(pattern: str, year: int | None) -> str:
    """Write a pattern out in which NOW is the report's year and BEFORE the one before; without a year neither is."""
    for name, named in (("{NOW}", year), ("{BEFORE}", year and year - 1)):
        pattern = pattern.replace(name, str(named) if named else "(?!)")
    return pattern


def opens_review(line: str, year: int | None) -> bool:
    """Say whether a paragraph opens by looking back: with the past year, or the year before that of the report.

    >>> opens_review("2024年，全市上下攻坚克难", 2025), opens_review("2025年，全市上下", 2025)
    (True, False)
    """
    return heard(_of_year(OPENS_REVIEW, year)).match(line) is not None


def opens_plan(line: str, year: int | None) -> bool:
    """Say whether a paragraph opens by looking forward: with this year, the year of the report, or what is to be done.

    >>> opens_plan("今年要抓好八个方面", 2025), opens_plan("今年以来", 2025), opens_plan("2025年，", 2025)
    (True, False, True)
    """
    return heard(_of_year(OPENS_PLAN, year)).match(line) is not None


def announces(line: str) -> bool:
    """Say whether a paragraph announces the tasks of the year.

    >>> announces("按照这个总体要求，今年要着重做好以下三个方面工作。")
    True
    """
    return heard(ANNOUNCES).search(line, 0, _LONGEST_ANNOUNCEMENT) is not None


_LONGEST_ANNOUNCEMENT = 300
_PARAGRAPH = "全市上下坚持稳中求进工作总基调，统筹发展和安全。全力以赴稳增长、促改革、惠民生、防风险。\n"
_PLAN_TEXT = "\n" + _PARAGRAPH + "今年的主要预期目标是：地区生产总值增长6%，城镇新增就业1.2万人，居民收入增长6%。"

ROLE_RULES = (
    RoleRule(
        name="role.of-its-part",
        sentence="A section has the role of its part; only the government's work on itself differs in a plan.",
        when=_in_a_part,
        role=lambda place: place.inherited,
        examples=(Example("一、2024年工作回顾\n⟦（一）重点工作有力推进⟧\n（二）民生改善", {"role": "review"}),),
        near=Example("一、2025年工作安排\n⟦（一）加强政府自身建设⟧\n（二）改善民生"),
    ),
    RoleRule(
        name="role.annex",
        sentence="A heading with a number that names a glossary or notes is an annex all the same.",
        pattern=r"^{annex_about}*{annex_word}{annex_more}?$",
        role="annex",
        examples=(
            Example("一、2025年工作安排\n" + 2 * _PARAGRAPH + "⟦二、名词解释⟧\n" + _PARAGRAPH, {"role": "annex"}),
        ),
        near=Example("⟦一、名词解释工作⟧"),
    ),
    RoleRule(
        name="role.closing",
        sentence="Closing words are so called.",
        pattern=r"^{heading_closing}$",
        role="closing",
        examples=(Example("一、过去五年工作的回顾\n五年来，成绩很大。\n⟦结束语⟧\n各位代表！", {"role": "closing"}),),
        near=Example("一、过去五年工作的回顾\n五年来，成绩很大。\n⟦二、结束语及其他⟧"),
    ),
    RoleRule(
        name="role.self-building",
        sentence="What is built, governed better or kept clean is the government itself.",
        pattern=BUILDS_ITSELF,
        role="self_building",
        examples=(
            Example("⟦一、加强政府自身建设⟧", {"role": "self_building"}),
            Example("⟦一、全面提升政府治理效能⟧", {"role": "self_building"}),
            Example("⟦一、全力营造风清气正的工作氛围和政治环境⟧", {"role": "self_building"}),
        ),
        near=Example("⟦一、加强生态文明建设⟧"),
    ),
    RoleRule(
        name="role.both",
        sentence="A heading that looks back and forward at once has no role: its paragraphs speak for themselves.",
        pattern=r"{role_both_back}[{role_and.chars}].{0,12}{role_both_ahead}",
        unless=r"“",
        role=None,
        examples=(Example("⟦一、过去五年的回顾和今后五年的任务⟧", {"role": ""}),),
        near=Example("⟦一、2024年工作回顾⟧"),
    ),
    RoleRule(
        name="role.reviewed",
        sentence="Words of looking back or of results make a review, of a term if they name years or a plan.",
        pattern=REVIEWS,
        role=_review,
        examples=(
            Example("⟦一、2024年工作回顾⟧", {"role": "review"}),
            Example("⟦一、“十四五”时期工作回顾⟧", {"role": "review_term"}),
            Example("⟦一、2025年主要工作和“十四五”发展成就⟧", {"role": "review_term"}),
        ),
        near=Example("⟦一、2025年工作安排⟧"),
    ),
    RoleRule(
        name="role.past-years",
        sentence="A heading whose years all lie before that of the report looks back, whatever its words.",
        when=_past_years_alone,
        role=_review,
        examples=(Example("⟦一、关于2014年政府工作⟧\n二、2015年工作安排", {"role": "review"}),),
        near=Example("一、2014年工作回顾\n⟦二、关于2015年政府工作⟧"),
    ),
    RoleRule(
        name="role.planned-term",
        sentence="What is aimed at for years to come, or in a plan, is a plan of a term.",
        pattern=PLANS_TERM,
        role="plan_term",
        examples=(
            Example("⟦一、今后五年的奋斗目标⟧", {"role": "plan_term"}),
            Example("⟦一、“十五五”时期的主要目标任务⟧", {"role": "plan_term"}),
        ),
        near=Example("⟦一、2025年主要任务⟧"),
    ),
    RoleRule(
        name="role.planned",
        sentence="The tasks, aims and demands of the year, or of what is ahead, are a plan.",
        pattern=PLANS,
        role="plan",
        examples=(
            Example("⟦一、2025年工作安排⟧", {"role": "plan"}),
            Example("⟦一、重点工作⟧", {"role": "plan"}),
        ),
        near=Example("⟦一、深化改革开放⟧"),
    ),
    RoleRule(
        name="role.holds-the-targets",
        sentence="A part that lists the year's targets is a plan.",
        when=lambda place: place.rank != 2 and place.holds_targets,
        role="plan",
        examples=(Example("⟦一、牢记历史使命⟧" + _PLAN_TEXT, {"role": "plan"}),),
        near=Example("⟦一、牢记历史使命⟧\n" + _PARAGRAPH),
    ),
    RoleRule(
        name="role.opens-as-review",
        sentence="A part whose text opens with the past year looks back.",
        when=lambda place: place.rank != 2 and opens_review(place.follows, place.year),
        role="review",
        examples=(Example("⟦一、牢记殷殷嘱托⟧\n过去一年，" + 2 * _PARAGRAPH, {"role": "review"}),),
        near=Example("⟦一、牢记殷殷嘱托⟧\n" + 2 * _PARAGRAPH),
    ),
    RoleRule(
        name="role.opens-as-plan",
        sentence="A part whose text opens with this year looks forward.",
        when=lambda place: place.rank != 2 and opens_plan(place.follows, place.year),
        role="plan",
        examples=(Example("⟦一、牢记历史使命⟧\n今年，" + 2 * _PARAGRAPH, {"role": "plan"}),),
        near=Example("⟦一、牢记历史使命⟧\n今年以来，" + 2 * _PARAGRAPH),
    ),
    RoleRule(
        name="role.after-the-announcement",
        sentence="After the tasks of the year are announced, a part of any name is the plan, but for one about abroad.",
        unless=r"{role_abroad}|{role_homeland}.{0,6}{role_union}|{heading_closing}|《$",
        when=lambda place: place.top and place.announced,
        role="plan",
        examples=(
            Example(
                "首先报告2001年的工作\n过去一年，成绩很大，国民经济保持良好发展势头，人民生活继续改善。\n"
                "按照这个总体要求，今年要着重做好以下三个方面工作。\n⟦一、扩大内需⟧\n投资增加。",
                {"role": "plan"},
            ),
        ),
        near=Example(
            "首先报告2001年的工作\n过去一年，成绩很大，国民经济保持良好发展势头，人民生活继续改善。\n"
            "按照这个总体要求，今年要着重做好以下三个方面工作。\n⟦一、关于外交工作⟧\n朋友更多。"
        ),
    ),
)
"""What tells the role of a part, as it is asked; a part of which none speaks has no role."""


def read_role(place: Place) -> tuple[str | None, str | None]:
    """Give the role of a heading at its place, and the rule that told it; None and None where none did.

    >>> read_role(Place("2024年工作回顾", 2025, None, 1, "", False, False))
    ('review', 'role.reviewed')
    """
    for rule in ROLE_RULES:
        if rule.speaks(place):
            return (rule.role(place) if callable(rule.role) else rule.role), rule.name
    return None, None
