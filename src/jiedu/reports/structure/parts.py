"""The tree of parts, and which stretch looks back, looks forward, closes, or explains."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiedu.reports.structure.annexes import Annexes, is_note
from jiedu.reports.structure.headings import Heading
from jiedu.reports.structure.hearing import heard
from jiedu.reports.structure.lines import Line, first_line
from jiedu.reports.structure.model import Part, Period
from jiedu.reports.structure.roles import Place, announces, opens_plan, opens_review, read_role
from jiedu.reports.structure.signs import addresses
from jiedu.text.spans import CleanText, Span

Stretch = tuple[int, int, str | None]


@dataclass(slots=True)
class PartReader:
    """Nest the headings by rank, and lay the roles over the text, paragraph by paragraph where a heading has none.

    `lines` are those of the report and its annexes, without the foot of the page.
    """

    run: CleanText
    lines: list[Line]
    headings: list[Heading]
    year: int | None
    targets: Sequence[tuple[int, int]]
    annexes: Annexes
    stretches: list[Stretch] = field(default_factory=list)
    announced: bool = False

    def read(self, head_end: int) -> tuple[tuple[Part, ...], tuple[Period, ...]]:
        """Read the parts and the periods of what follows the masthead."""
        end = self.lines[-1].end if self.lines else 0
        body_end = self._start(self.annexes.first, end)
        first = self.headings[0].start if self.headings else body_end
        self._lay(self._start(head_end, end), first, None, False)
        tree = self._build(0, len(self.headings), body_end, None)
        self._add(body_end, end, "annex")
        return (*tree, *self._annexes(end)), self._periods()

    def _start(self, line: int, end: int) -> int:
        return self.lines[line].start if line < len(self.lines) else end

    def _annexes(self, end: int) -> list[Part]:
        headings = self.annexes.headings
        ends = [*(heading.start for heading in headings), end][1:]
        return [self._part(h, "annex", stop, stop, ()) for h, stop in zip(headings, ends, strict=True)]

    def _build(self, first: int, last: int, end: int, inherited: str | None, top: bool = True) -> tuple[Part, ...]:
        """Build the parts of headings[first:last], which end at an offset."""
        parts: list[Part] = []
        at = first
        while at < last:
            heading = self.headings[at]
            following = next((i for i in range(at + 1, last) if self.headings[i].rank <= heading.rank), last)
            stop = self.headings[following].start if following < last else end
            role, rule = read_role(self._place(heading, stop, inherited, top))
            self.announced = self.announced or heard(r"{role_announces}").search(heading.title) is not None
            inner = self.headings[at + 1].start if at + 1 < following else stop
            self._lay(heading.start, inner, role, rule == "role.both")
            sections = self._build(at + 1, following, stop, role, False)
            parts.append(self._part(heading, role, stop, inner, sections, rule))
            at = following
        return tuple(parts)

    def _place(self, heading: Heading, stop: int, inherited: str | None, top: bool) -> Place:
        holds = any(heading.start <= start < stop for start, _ in self.targets)
        after = heading.line + 1
        follows = self.lines[after].text if after < len(self.lines) else ""
        return Place(heading.title, self.year, inherited, heading.rank, follows, holds, self.announced, top)

    def _part(
        self,
        heading: Heading,
        role: str | None,
        stop: int,
        inner: int,
        sections: tuple[Part, ...],
        rule: str | None = None,
    ) -> Part:
        return Part(
            heading.ordinal,
            heading.title,
            heading.run_in,
            role,
            self.run.span_to_source(heading.start, stop),
            self.run.span_to_source(heading.start, heading.end),
            () if role == "annex" else _leads(self.run, self.lines, heading, inner),
            sections,
            (*heading.rules, rule) if rule else heading.rules,
        )

    def _lay(self, start: int, end: int, role: str | None, both: bool) -> None:
        """Lay a role over a stretch; without one its paragraphs speak for themselves, in turn where it does both."""
        inside = self.lines[first_line(self.lines, start) : first_line(self.lines, end)]
        self.announced = self.announced or any(announces(line.text) for line in inside)
        current = role
        at = start
        for line in inside:
            if role is None:
                current = self._turn(line, current, both)
            if is_note(line.text):
                self._add(at, line.start, current)
                self._add(line.start, line.end, "annex")
                at = line.end
            elif role is None:
                self._add(line.start, line.end, current)
        if role is not None:
            self._add(at, end, role)

    def _turn(self, line: Line, current: str | None, both: bool) -> str | None:
        """Say which way a paragraph looks, after one that looked `current`."""
        holds = any(line.start <= start < line.end for start, _ in self.targets)
        turn = "plan" if holds or opens_plan(line.text, self.year) else None
        if turn is None and current != "plan" and opens_review(line.text, self.year):
            turn = "review"
        return turn if turn is not None or not both else current

    def _add(self, start: int, end: int, role: str | None) -> None:
        """Add a stretch; one of the same role joins the one before."""
        if end <= start:
            return
        if self.stretches and self.stretches[-1][2] == role and self.stretches[-1][1] >= start - 1:
            self.stretches[-1] = (self.stretches[-1][0], end, role)
        else:
            self.stretches.append((start, end, role))

    def _periods(self) -> tuple[Period, ...]:
        return tuple(Period(role, self.run.span_to_source(start, end)) for start, end, role in self.stretches)


_LONGEST_LEAD = 45


def _leads(run: CleanText, lines: list[Line], heading: Heading, stop: int) -> tuple[Span, ...]:
    """Find the run-in lead sentences: a short first sentence that the rest of its paragraph spells out."""
    leads = []
    for line in lines[heading.line + 1 : first_line(lines, stop)]:
        end = line.text.find("。", 0, _LONGEST_LEAD) + 1
        if end > 4 and len(line.text) - end >= 20 and "，" not in line.text[:2] and not addresses(line.text):
            skip = len(line.text) - len(line.text.lstrip("—-－· "))
            leads.append(run.span_to_source(line.start + skip, line.start + end))
    return tuple(leads)
