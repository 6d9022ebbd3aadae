"""Whether a duration says itself where it lies: behind or ahead of the speaker."""

from jiedu.reports.quantities.status.places import StatusRule
from jiedu.reports.rules import Example

_TIME = frozenset(("time",))

DURATIONS = (
    StatusRule(
        name="status.years-ahead",
        sentence="A duration after 今后 or 未来 lies ahead.",
        before=r"{ahead_of_now}{attributive}?",
        inner=True,
        kinds=_TIME,
        status="target",
        examples=(Example("成绩来之不易，未来⟦五年⟧", {"status": "target"}),),
        near=Example("成绩来之不易，奋斗⟦五年⟧"),
    ),
    StatusRule(
        name="status.years-gone-by",
        sentence="A duration after 过去 or 近 lies behind.",
        before=r"(?: {gone_by} | (?<![{no_lately.chars}]){lately} ){attributive}?",
        inner=True,
        kinds=_TIME,
        status="achieved",
        examples=(Example("要看到，近⟦五年⟧的变化", {"status": "achieved"}),),
        near=Example("要看到，接近⟦五年⟧的变化"),
    ),
    StatusRule(
        name="status.years-since",
        sentence="A duration that has lasted until now lies behind.",
        after=r"{and_more}?{ever_since}",
        inner=True,
        kinds=_TIME,
        status="achieved",
        examples=(Example("要看到，⟦五年⟧来的变化", {"status": "achieved"}),),
        near=Example("要看到，⟦五年⟧后的变化"),
    ),
)
