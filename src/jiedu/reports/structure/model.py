"""The structure of a report as it is found: facts with their evidence, parts, periods."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiedu.text.spans import Span

LEVELS = {
    "nation": "the State Council",
    "province": "a province, an autonomous region or a municipality directly under the centre",
    "city": "a prefecture, or a city of any rank: the name 市 does not tell them apart",
    "county": "a county, a banner, or a district of a city",
    "township": "a town, a township or a subdistrict",
}

PART_ROLES = {
    "review": "looks back on the past year",
    "review_term": "looks back on several years: the past five, a term, a plan",
    "plan": "says what the coming year is to bring",
    "plan_term": "says what several years to come are to bring",
    "self_building": "the government's work on itself",
    "closing": "closing words",
    "annex": "explains terms or adds tables after the report",
}

EVIDENCE = {
    "masthead": "the lines before the address to the deputies",
    "opening": "the sentence that submits the report",
    "review heading": "the year reviewed, plus one",
    "plan heading": "the year planned for",
    "opening paragraph": "the year that is called just past, plus one",
    "session": "the session of a National People's Congress: one a year, five a term, since 1978",
    "file name": "the name of the file",
}


IDENTITY = ("title", "place", "level", "year", "date", "occasion", "speaker")
"""What a report says of itself, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what a report says about itself, where it says so, by which evidence, and which rule heard it."""

    value: str
    span: Span
    evidence: str
    rules: tuple[str, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a part or section: a heading and what stands under it, up to the next heading of its rank.

    `ordinal` is empty for an unnumbered heading; `run_in` says that text follows the heading in its paragraph.
    `leads` are the run-in lead sentences of its own paragraphs. `role` is a word of PART_ROLES, or None.
    `rules` names the rules that heard the heading and told the role.
    """

    ordinal: str
    heading: str
    run_in: bool
    role: str | None
    span: Span
    heading_span: Span
    leads: tuple[Span, ...]
    sections: tuple["Part", ...]
    rules: tuple[str, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Period:
    """Hold a stretch of the report that looks back, looks forward, closes or explains; None where it does not tell."""

    role: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Structure:
    """Hold what a report says about itself and how it is divided; None and () mean not found.

    `remarks` are sentences on what does not agree: a title that names another place or year than the text.
    """

    title: Found | None
    place: Found | None
    level: Found | None
    year: Found | None
    date: Found | None
    occasion: Found | None
    speaker: Found | None
    parts: tuple[Part, ...]
    breaks: tuple[Span, ...]
    targets: tuple[Span, ...]
    periods: tuple[Period, ...]
    remarks: tuple[str, ...] = ()

    def identity(self) -> dict[str, str | None]:
        """Give what the report says of itself, by the names of IDENTITY; None for what it does not say.

        >>> from jiedu.reports.structure import read_structure
        >>> read_structure("一、2009年工作安排").identity()["year"]
        '2009'
        """
        found: dict[str, Found | None] = {name: getattr(self, name) for name in IDENTITY}
        return {name: value.value if value else None for name, value in found.items()}

    def role_at(self, offset: int) -> str | None:
        """Give the role of the stretch that an offset stands in.

        >>> from jiedu.reports.structure import read_structure
        >>> read_structure("一、2024年工作安排").role_at(3)
        'plan'
        """
        at = bisect_right(self.periods, offset, key=lambda period: period.span.start) - 1
        if at < 0 or offset >= self.periods[at].span.end:
            return None
        return self.periods[at].role

    def is_listed(self, offset: int) -> bool:
        """Say whether an offset stands in a list of targets.

        >>> from jiedu.reports.structure import read_structure
        >>> structure = read_structure("主要预期目标是：地区生产总值增长6%左右，固定资产投资增长8%。")
        >>> structure.is_listed(9), structure.is_listed(99)
        (True, False)
        """
        at = bisect_right(self.targets, offset, key=lambda span: span.start) - 1
        return at >= 0 and offset < self.targets[at].end

    def walk(self) -> Iterator[tuple[int, Part]]:
        """Give every part and section in reading order, with its depth from 0.

        >>> from jiedu.reports.structure import read_structure
        >>> [(depth, part.heading) for depth, part in read_structure("一、2023年工作回顾").walk()]
        [(0, '2023年工作回顾')]
        """
        stack = [(0, part) for part in reversed(self.parts)]
        while stack:
            depth, part = stack.pop()
            yield depth, part
            stack += [(depth + 1, section) for section in reversed(part.sections)]

    def path_at(self, offset: int) -> tuple[Part, ...]:
        """Give the part, the section and so on that an offset stands in, outermost first.

        >>> from jiedu.reports.structure import read_structure
        >>> [part.ordinal for part in read_structure("一、2023年工作回顾").path_at(4)]
        ['一、']
        """
        path: list[Part] = []
        parts = self.parts
        while parts:
            at = bisect_right(parts, offset, key=lambda part: part.span.start) - 1
            if at < 0 or offset >= parts[at].span.end:
                break
            path.append(parts[at])
            parts = parts[at].sections
        return tuple(path)
