"""The tree of parts, and which stretch looks back, looks forward, or closes."""

import re

from jiedu.reports.structure.headings import Heading
from jiedu.reports.structure.lines import Line, first_line
from jiedu.reports.structure.model import Part, Period
from jiedu.reports.structure.signs import ADDRESS, YEAR, plain_year
from jiedu.text.spans import CleanText, Span

_REVIEW = re.compile(
    rf"回顾|回顧|工作总结|过去的?[一三五]年|去年.{{0,4}}工作|一年来|首先报告|取得.{{0,6}}(?:成效|成就|进展|成绩)|胜利$|执行情况|伟大成就"
    rf"|{YEAR}年国家决算"
)
_TERM = re.compile(r"五年|[“\"]十?[一二三四五六七八九]?五[”\"](?:时期|期间)|本届政府|几年|[一二三四]年来的|十年来")
_PLAN = re.compile(
    rf"(?:{YEAR}年|今年|本年度).{{0,16}}(?:工作|任务|安排|要求|目标|部署|政策|建设|方针|预算)"
    r"|新的一年|下一步|总体要求|总体部署|[重目][点标]任务|主要任务|重点工作|预期目标"
)
_PLAN_TERM = re.compile(
    r"(?:今后|未来).{0,3}[五十几]年|[“\"]十?[一二三四五六七八九]?五[”\"].{0,14}(?:目标|任务|方针|规划|纲要)|远景目标"
)
_SELF = re.compile(
    r"自身(?:改革和)?建设|政府.{0,8}治理.{0,6}(?:水平|效能|能力|建设)|(?:建设|打造).{0,10}(?:人民满意|服务型|法治|效能|廉洁).{0,6}政府"
    r"|政府.{0,4}(?:全面现代化|现代化建设)|持续提升政府|政风建设|机构改革"
)
_OPENS_REVIEW = r"(?:(?:刚刚)?过去的?一年|去年|一年来|过去一年|回顾|{past}年)"
_OPENS_PLAN = r"(?:今年(?![0-9以])|做好.{{0,8}}(?:今年|{year}年)|{year}年|新的一年|按照.{{0,12}}要求，今年)"


_ANNOUNCES = re.compile(r"今年[^。]{0,30}(?:做好|抓好)[^。]{0,20}(?:工作|任务)")
_ANNOUNCES_AS_HEADING = re.compile(r"总体部署|总体要求|工作的基本方针")
_ABROAD = re.compile(r"外交|对外政策|国际|祖国.{0,6}统一|结束语|《$")
_BOTH = re.compile(
    r"(?:回顾|回顧|斗争|成就)[和及与].{0,12}(?:任务|安排|方针|要求|部署|目标)|形势和.{0,4}任务|成就和.{0,4}今后"
)


def _both(title: str) -> bool:
    """Say whether a heading looks back and forward at once."""
    return _BOTH.search(title) is not None and "“" not in title


def _own_role(title: str, year: int | None) -> str | None:
    """Read the role of a heading from its words; a heading that does both has none."""
    if title == "结束语":
        return "closing"
    if _SELF.search(title):
        return "self_building"
    past = _REVIEW.search(title) is not None
    ahead = _PLAN.search(title) is not None
    if year is not None and not past:
        years = [int(plain_year(y)) for y in re.findall(rf"({YEAR})年", title)]
        past = bool(years) and max(years) < year and not ahead
    if _both(title):
        return None
    if past:
        return "review_term" if _TERM.search(title) else "review"
    if _PLAN_TERM.search(title):
        return "plan_term"
    return "plan" if ahead else None


def read_parts(
    run: CleanText,
    lines: list[Line],
    headings: list[Heading],
    year: int | None,
    targets: list[tuple[int, int]],
    head_end: int,
) -> tuple[tuple[Part, ...], tuple[Period, ...]]:
    """Nest the headings by rank, and lay the roles over the text, paragraph by paragraph where a heading has none."""
    body_end = lines[-1].end if lines else 0
    periods: list[tuple[int, int, str | None]] = []
    opens_plan = re.compile(_OPENS_PLAN.format(year=year or "今"))
    opens_review = re.compile(_OPENS_REVIEW.format(past=year - 1 if year else "去"))

    announced = False

    def lay(start: int, end: int, role: str | None, both: bool) -> None:
        """Lay a role over a stretch; without one its paragraphs speak for themselves, in turn where it does both."""
        nonlocal announced
        inside = lines[first_line(lines, start) : first_line(lines, end)]
        announced = announced or any(_ANNOUNCES.search(line.text, 0, 300) for line in inside)
        if role is not None:
            periods.append((start, end, role))
            return
        current: str | None = None
        for line in inside:
            holds = any(line.start <= a < line.end for a, _ in targets)
            turn = "plan" if holds or opens_plan.match(line.text) else None
            if turn is None and current != "plan" and opens_review.match(line.text):
                turn = "review"
            if turn is not None or not both:
                current = turn
            periods.append((line.start, line.end, current))

    def build(first: int, last: int, end: int, inherited: str | None, top: bool) -> tuple[Part, ...]:
        nonlocal announced
        parts: list[Part] = []
        at = first
        while at < last:
            heading = headings[at]
            following = next((i for i in range(at + 1, last) if headings[i].rank <= heading.rank), last)
            stop = headings[following].start if following < last else end
            own = _own_role(heading.title, year)
            # A section counts its results in the words of a review, even in a plan: only self-building differs.
            if inherited is not None and not (inherited == "plan" and own == "self_building"):
                own = inherited
            both = _both(heading.title)
            if own is None and not both:
                own = _content_role(lines, heading, stop, targets, opens_review, opens_plan)
            # After 今年要着重做好以下八个方面工作 the parts that follow are the plan, whatever they are called.
            if own is None and top and not both and announced and not _ABROAD.search(heading.title):
                own = "plan"
            announced = announced or _ANNOUNCES_AS_HEADING.search(heading.title) is not None
            inner = headings[at + 1].start if at + 1 < following else stop
            lay(heading.start, inner, own, both)
            sections = build(at + 1, following, stop, own, False)
            parts.append(
                Part(
                    heading.ordinal,
                    heading.title,
                    heading.run_in,
                    own,
                    run.span_to_source(heading.start, stop),
                    run.span_to_source(heading.start, heading.end),
                    _leads(run, lines, heading, inner),
                    sections,
                )
            )
            at = following
        return tuple(parts)

    start = lines[head_end].start if head_end < len(lines) else body_end
    lay(start, headings[0].start if headings else body_end, None, False)
    tree = build(0, len(headings), body_end, None, True)
    return tree, _joined(run, periods)


def _joined(run: CleanText, periods: list[tuple[int, int, str | None]]) -> tuple[Period, ...]:
    joined: list[tuple[int, int, str | None]] = []
    for start, end, role in periods:
        if end <= start:
            continue
        if joined and joined[-1][2] == role and joined[-1][1] >= start - 1:
            joined[-1] = (joined[-1][0], end, role)
        else:
            joined.append((start, end, role))
    return tuple(Period(role, run.span_to_source(start, end)) for start, end, role in joined)


def _content_role(
    lines: list[Line],
    heading: Heading,
    stop: int,
    targets: list[tuple[int, int]],
    opens_review: re.Pattern[str],
    opens_plan: re.Pattern[str],
) -> str | None:
    """Read the role of a part from its text: the targets make it a plan, its first words a review or a plan."""
    if heading.rank == 2:
        return None
    if any(heading.start <= start < stop for start, _ in targets):
        return "plan"
    following = lines[heading.line + 1].text if heading.line + 1 < len(lines) else ""
    if opens_review.match(following):
        return "review"
    return "plan" if opens_plan.match(following) else None


_LONGEST_LEAD = 45


def _leads(run: CleanText, lines: list[Line], heading: Heading, stop: int) -> tuple[Span, ...]:
    """Find the run-in lead sentences: a short first sentence that the rest of its paragraph spells out."""
    leads = []
    for line in lines[heading.line + 1 : first_line(lines, stop)]:
        end = line.text.find("。", 0, _LONGEST_LEAD) + 1
        if end > 4 and len(line.text) - end >= 20 and not ADDRESS.match(line.text) and "，" not in line.text[:2]:
            skip = len(line.text) - len(line.text.lstrip("—-－· "))
            leads.append(run.span_to_source(line.start + skip, line.start + end))
    return tuple(leads)
