"""The headings among the lines: what a heading says, where it ends, and that its number runs on."""

from dataclasses import dataclass, field, replace

from jiedu.reports.rules import Example
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.signs import Mark, addresses, marker


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold a heading: its line, rank and number, its words, and the rules that heard it."""

    line: int
    rank: int
    number: int
    ordinal: str
    title: str
    start: int
    end: int
    run_in: bool
    rules: tuple[str, ...] = ()


UNNUMBERED_RULES = (
    StructureRule(
        name="heading.of-a-time",
        sentence="A time and what is done in it, looked back on or planned: a heading without a number.",
        pattern=r"(?:[【◆■●★▲#*]|[{DIGITS}]{1,2}[.．、])*{heading_lead}*{TIME}.{0,20}{heading_task}{heading_proposal}?[】#*]*",
        examples=(
            Example(
                "各位代表：\n⟦“十四五”时期和2024年工作回顾⟧\n过去一年，我们坚持稳中求进工作总基调，统筹发展和安全，完成了各项任务。"
            ),
            Example(
                "各位代表：\n⟦2025年工作安排建议⟧\n今年，我们要坚持稳中求进工作总基调，统筹发展和安全，完成好各项任务。"
            ),
        ),
        near=Example(
            "各位代表：\n⟦2025年工作安排，请予审议。⟧\n今年，我们要坚持稳中求进工作总基调，统筹发展和安全，完成好各项任务。"
        ),
    ),
    StructureRule(
        name="heading.on-a-field",
        sentence="关于 and a field of work: a heading without a number.",
        pattern=r"{heading_on}.{2,14}{heading_field}",
        examples=(
            Example("各位代表！\n⟦关于外交工作⟧\n一年来，我们同各国的友好关系继续发展，朋友越来越多，道路越走越宽。"),
        ),
        near=Example(
            "各位代表！\n⟦关于外交方面的事⟧\n一年来，我们同各国的友好关系继续发展，朋友越来越多，道路越走越宽。"
        ),
    ),
    StructureRule(
        name="heading.closing",
        sentence="The word for closing words is a heading.",
        pattern=r"{heading_closing}",
        examples=(Example("一、过去五年工作的回顾\n五年来，成绩很大。\n⟦结束语⟧\n各位代表！"),),
        near=Example("一、过去五年工作的回顾\n五年来，成绩很大。\n⟦结束了⟧\n各位代表！"),
    ),
    StructureRule(
        name="heading.self-building",
        sentence="The government's work on itself, in a line of its own: a heading without a number.",
        pattern=r".{0,8}{heading_self}(?:{heading_and}.{2,8})?",
        examples=(
            Example(
                "各位代表：\n2025年工作安排\n新的一年，要坚持稳中求进工作总基调，统筹发展和安全，抓好各项任务的落实。\n⟦全面加强政府自身建设⟧\n坚持依法行政，全面提高政府执行力和公信力，建设人民满意的服务型政府。"
            ),
        ),
        near=Example(
            "各位代表：\n2025年工作安排\n新的一年，要坚持稳中求进工作总基调，统筹发展和安全，抓好各项任务的落实。\n⟦全面加强党的建设⟧\n坚持依法行政，全面提高政府执行力和公信力，建设人民满意的服务型政府。"
        ),
    ),
    StructureRule(
        name="heading.of-the-work",
        sentence="Words for work, aims and looking back, and nothing else: a heading where none has a number.",
        pattern=r"(?:(?:{heading_kind}|{heading_task}){heading_and}?){2,5}{heading_proposal}?",
        examples=(
            Example("各位代表：\n⟦主要目标任务⟧\n今年，我们要坚持稳中求进工作总基调，统筹发展和安全，完成好各项任务。"),
        ),
        near=Example(
            "一、2024年工作回顾\n成绩很大。\n⟦主要目标任务⟧\n今年，我们要坚持稳中求进工作总基调，统筹发展和安全，完成好各项任务。"
        ),
    ),
)
"""What a heading without a number says, over its whole line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRule(StructureRule):
    """Hear where a heading ends; `shortest` is the length from which on it is one."""

    shortest: int = 1


END_RULES = (
    EndRule(
        name="heading.ends-before-its-paragraph",
        sentence="A heading ends at the blank, colon or dash after which its paragraph opens.",
        shortest=4,
        pattern=r"""
              (?:[{BLANK}]+|[：:][{BLANK}]*)(?={YEAR}{time_year}|{PLAN}{heading_span}|{line_opening})
            | —+(?={line_opening})                    # a year after a dash may be of the heading""",
        examples=(Example("⟦一、2025年主要任务⟧ 今年是实现规划目标的重要一年。", {"heading": "2025年主要任务"}),),
        near=Example("⟦一、坚持工业强县 推动转型升级⟧。加快建设园区。"),
    ),
    EndRule(
        name="heading.ends-at-its-stop",
        sentence="A heading ends at its full stop, and what follows is its paragraph.",
        pattern=r"。",
        examples=(Example("⟦一、突出项目建设⟧。实施重点项目120个。", {"heading": "突出项目建设"}),),
        near=Example("⟦一、2024年工作回顾⟧\n过去一年，我们坚持稳中求进工作总基调，成绩很大。"),
    ),
)
"""Where a heading ends that does not fill its line, as they are asked."""

_NO_HEADING = r"[。；：，、！？…]$"
_AFTER = r"[。！？!：”]$"
_LONGEST_HEADING = 70
_LONGEST_UNNUMBERED = 32


def unnumbered(line: str, alone: bool = True) -> str | None:
    """Name the rule by which a line is a heading without a number; None where none is.

    `alone` says that no heading has a number so far.

    >>> unnumbered("2025年工作安排建议"), unnumbered("2025年工作安排建议书")
    ('heading.of-a-time', None)
    """
    if len(line) > _LONGEST_UNNUMBERED:
        return None
    rules = UNNUMBERED_RULES if alone else UNNUMBERED_RULES[:-1]
    return next((rule.name for rule in rules if heard(rule.pattern).fullmatch(line)), None)


def _title_end(line: Line, mark: Mark) -> tuple[int, tuple[str, ...]] | None:
    """Find where the heading ends, and by which rule; None where the line is none."""
    for rule in END_RULES:
        found = heard(rule.pattern).search(line.text, mark.length + rule.shortest, mark.length + _LONGEST_HEADING + 1)
        if found and "。" not in line.text[mark.length : found.start()]:
            return found.start(), (rule.name,)
    rest = len(line.text) - mark.length
    if not 0 < rest <= _LONGEST_HEADING or heard(_NO_HEADING).search(line.text):
        return None
    return len(line.text), ()


def _numbered(index: int, line: Line, mark: Mark) -> Heading | None:
    ending = _title_end(line, mark)
    title = _title(line, mark.length, ending[0]) if ending else ""
    if not ending or not title:
        return None
    end, rules = ending
    run_in = bool(line.text[end:].strip("。：: \u3000"))
    return Heading(
        index, mark.rank, mark.number, mark.ordinal, title, line.start, line.start + end, run_in, (mark.rule, *rules)
    )


def _title(line: Line, start: int, end: int) -> str:
    """Cut a heading's words out of its line, without the line feeds inside."""
    return "".join(c for at, c in enumerate(line.text[start:end], start) if at not in line.feeds).strip()


def _plain(lines: list[Line], index: int, alone: bool) -> Heading | None:
    """Take a line for a heading without a number, if it stands between a full stop and a paragraph."""
    line = lines[index]
    rule = unnumbered(line.text, alone)
    if rule is None or index + 1 == len(lines):
        return None
    following = lines[index + 1].text
    opens = len(following) >= 30 or marker(following) is not None or addresses(following)
    if not opens or (index and not heard(_AFTER).search(lines[index - 1].text)):
        return None
    return Heading(index, 0, 0, "", line.text, line.start, line.end, False, (rule,))


@dataclass(slots=True)
class _Count:
    """Keep the last number of the headings by rank, and that of a list inside the text, which is no heading's."""

    last: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 0})
    listed: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 0})

    def takes(self, mark: Mark, heading: Heading | None) -> bool:
        """Say whether a heading runs on, and count it; what goes on with a list goes into the list."""
        rank, number = mark.rank, mark.number
        step = number - self.last[rank]
        # A lost heading leaves a gap; a number that goes back begins a list.
        runs_on = step == 1 or (step == 2 and self.last[rank] > 0 and heading is not None and not heading.run_in)
        goes_on_with_list = self.listed[rank] > 0 and number == self.listed[rank] + 1
        if goes_on_with_list or not runs_on or heading is None:
            if number == 1 or self.listed[rank]:
                self.listed[rank] = number
            return False
        self.last[rank], self.listed[rank] = number, 0
        if rank == 1:
            self.last[2] = self.listed[2] = 0
        return True

    def restart(self) -> None:
        self.last = {1: 0, 2: 0}
        self.listed = {1: 0, 2: 0}


def find_headings(lines: list[Line], first: int) -> list[Heading]:
    """Choose the headings among the lines that look like one: their numbers must run on."""
    marks = [marker(line.text) for line in lines]
    following = _following([mark.number if mark and mark.rank == 1 else 0 for mark in marks])
    chosen: list[Heading] = []
    count = _Count()
    for index in range(first, len(lines)):
        mark = marks[index]
        if mark:
            heading = _numbered(index, lines[index], mark)
            if count.takes(mark, heading) and heading:
                chosen.append(heading)
            continue
        heading = _plain(lines, index, count.last[1] == 0) if following[index] in (0, 1) else None
        if heading:
            count.restart()
            chosen.append(heading)
    return _same_rank(_divide(chosen))


def _following(numbers: list[int]) -> list[int]:
    """Give for each line the next number of the first rank after it, or 0."""
    following, number = [0] * len(numbers), 0
    for index in range(len(numbers) - 1, -1, -1):
        following[index] = number
        number = numbers[index] or number
    return following


def _divide(headings: list[Heading]) -> list[Heading]:
    """Leave out a run-in section that is the only one of its part: it divides nothing."""
    kept = []
    for at, heading in enumerate(headings):
        following = headings[at + 1] if at + 1 < len(headings) else None
        alone = heading.number == 1 and (following is None or following.rank != 2)
        if not (heading.rank == 2 and heading.run_in and alone):
            kept.append(heading)
    return kept


def _same_rank(headings: list[Heading]) -> list[Heading]:
    """Raise 一、 to the rank of unnumbered headings unless these hold them: 首先…, 一、, 二、, 结束语 are one row."""
    opening = [h for h in headings if h.rank == 0 and "heading.closing" not in h.rules]
    if len(opening) >= 2:
        return headings
    return [replace(h, rank=1) if h.rank == 0 else h for h in headings]
