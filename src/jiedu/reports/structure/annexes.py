"""What follows the report: glossaries, tables and notes, which explain it or add to it and promise nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiedu.reports.rules import Example
from jiedu.reports.structure.headings import Heading
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.signs import addresses

_GLOSSARY = "各位代表：\n一、2025年工作安排\n今年，我们要坚持稳中求进工作总基调，统筹发展和安全，完成好各项任务。\n"

HEADING_RULE = StructureRule(
    name="annex.heading",
    sentence="A line after the report that names a glossary, notes or an annex begins a part of its own.",
    pattern=r"{ANNEX}",
    examples=(
        Example(_GLOSSARY + "⟦名词解释⟧\n1.“两重”：指国家重大战略实施和重点领域安全能力建设。", {"role": "annex"}),
        Example(_GLOSSARY + "⟦附件⟧\n2025年10件惠民实事", {"role": "annex"}),
        Example(_GLOSSARY + "⟦附：短语说明⟧\n1.两化融合：指信息化和工业化深度结合。", {"role": "annex"}),
    ),
    near=Example("⟦附件⟧\n政府工作报告\n" + _GLOSSARY),
)

NOTE_RULES = (
    StructureRule(
        name="annex.note",
        sentence="A line that begins with a number in brackets and a term with a colon is a note, wherever it stands.",
        pattern=r"^[\[［〔【][{DIGITS}]{1,3}[\]］〕】]\s*[^。；，：:]{1,40}[：:]",
        examples=(Example("⟦[12]“独角兽”企业：指成立不足10年、估值超过10亿美元的未上市企业。⟧", {"role": "annex"}),),
        near=Example("⟦[12]个项目开工建设。⟧"),
    ),
    StructureRule(
        name="annex.definition",
        sentence="A number, a term and the word for means begin a note, among others after the report.",
        pattern=r"""
            ^(?:[\[［〔【（(]?[{DIGITS}]{1,3}[\]］〕】）).．、]\s*)?    # 1. or 〔1〕 or none
            [^。；，：:]{1,40}(?:[：:]\s*)?{note_means}(?!{note_no_means})""",
        examples=(
            Example(
                _GLOSSARY
                + "⟦1.“两重”：指国家重大战略实施。\n2.“两新”：是指大规模设备更新。\n3.双碳：即碳达峰与碳中和。⟧",
                {"role": "annex"},
            ),
        ),
        near=Example(
            _GLOSSARY + "⟦1.稳增长：指标安排要积极。\n2.促改革：指挥体系要健全。\n3.惠民生：指导意见要落实。⟧"
        ),
    ),
)
"""What a note that explains a term looks like."""

_FEWEST_NOTES = 3
_FIRST = frozenset('[［〔【（(0123456789０１２３４５６７８９“"')


def is_note(line: str) -> bool:
    """Say whether a line is a note by its own look.

    >>> is_note("[12]“独角兽”企业：指成立不足10年的企业。"), is_note("[12]个项目开工。")
    (True, False)
    """
    return line[:1] in _FIRST and heard(NOTE_RULES[0].pattern).match(line) is not None


@dataclass(frozen=True, slots=True)
class Annexes:
    """Hold the headings of the annexes, and the line with which they begin: that of the first, or of a run of notes."""

    headings: tuple[Heading, ...]
    first: int


def find_annexes(lines: Sequence[Line], head_end: int, headings: Sequence[Heading]) -> Annexes:
    """Find where the report ends and its annexes begin, in lines without the foot of the page."""
    body = min(
        (heading.line for heading in headings),
        default=next((at for at, line in enumerate(lines) if at >= head_end and addresses(line.text)), len(lines)),
    )
    named = {at for at in range(body + 2, len(lines)) if heard(HEADING_RULE.pattern).fullmatch(lines[at].text)}
    # Below 附件 its title may stand: 《政府工作报告》有关内容名词注释.
    found = tuple(
        Heading(at, 1, 0, "", _title(lines[at].text), lines[at].start, lines[at].end, False, (HEADING_RULE.name,))
        for at in sorted(named)
        if at - 1 not in named
    )
    first = min((heading.line for heading in found), default=len(lines))
    return Annexes(found, min(first, _notes_begin(lines[:first], body)))


def _title(line: str) -> str:
    return line.strip().rstrip("：:")


def _notes_begin(lines: Sequence[Line], body: int) -> int:
    """Give the first line of the notes that a report ends with; the number of lines if it ends with none."""
    notes = [any(heard(rule.pattern).match(line.text) for rule in NOTE_RULES) for line in lines[body:]]
    begin = len(notes)
    while begin and notes[begin - 1]:
        begin -= 1
    return body + begin if len(notes) - begin >= _FEWEST_NOTES else len(lines)
