"""What stands on the page of a report and is none of it: its bar, its licence, its links to other pages.

Such lines are no headings, no evidence of what the report is, and no part of its last section.
"""

from collections.abc import Sequence

from jiedu.reports.rules import Example
from jiedu.reports.structure.headings import unnumbered
from jiedu.reports.structure.hearing import StructureRule, heard
from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.signs import addresses, marker

PAGE_RULES = (
    StructureRule(
        name="furniture.bar",
        sentence="Who put the page up, when, from where, and how often it was read stand on lines of the page.",
        pattern=r"^[（(]?(?:{page_bar}\s*[：:]|{page_bar_word}\s*$)",
        examples=(Example("⟦来源：易县政府网⟧"), Example("⟦发布时间：2025-02-22⟧"), Example("⟦下载⟧")),
        near=Example("⟦来源于工业的收入增长8%。⟧"),
    ),
    StructureRule(
        name="furniture.font",
        sentence="A line of the words for printing, sharing and the size of type is of the page.",
        pattern=r"^[【\[（(]?(?:{page_tool}[\s：:|｜/\]】\[【）)]*){2,}$",
        examples=(Example("⟦【字号：大 中 小】 打印 分享⟧"),),
        near=Example("⟦打印和复印业务增长8%。⟧"),
    ),
)
"""What the lines of a page around its report say."""

FOOT_RULES = (
    StructureRule(
        name="furniture.foot",
        sentence="The report ends where the page offers to share it, turns to other pages, or names its editor.",
        pattern=r"^[【\[（(]?\s*{page_foot}\s*(?:[：:】\])）]|$)|{page_next}\s*[：:]?$",
        examples=(Example("奋力谱写新篇章！\n⟦分享到：\nQQ空间⟧"), Example("作出新的贡献！\n⟦（责任编辑：郭桢）⟧")),
        near=Example("作出新的贡献！\n⟦分享到改革成果。⟧"),
    ),
    StructureRule(
        name="furniture.licence",
        sentence="The report ends where a licence begins, or a notice of whose the page is.",
        pattern=r"^[©\s]*(?:{page_licence}|{page_owner}[^。]{0,150}$|{page_host}[：:][^。]*{page_contact})",
        examples=(
            Example("作出新的贡献！\n⟦本作品是中华人民共和国的法律、法规，属于公有领域。⟧"),
            Example("作出新的贡献！\n⟦版权所有：易县人民政府　冀ICP备05000123号⟧"),
        ),
        near=Example("作出新的贡献！\n⟦主办单位：省交通运输厅⟧"),
    ),
)
"""What stands below a report: all that follows is of the page."""


def of_the_page(line: str) -> str | None:
    """Name the rule that takes a line for one of the page; None for a line of the report.

    >>> of_the_page("来源：易县政府网"), of_the_page("来源于工业的收入增长8%。")
    ('furniture.bar', None)
    """
    return next((rule.name for rule in (*PAGE_RULES, *FOOT_RULES) if rule.hears(line)), None)


def masthead_lines(lines: Sequence[Line]) -> list[Line]:
    """Keep of the lines before the address those that are the report's: no bar of the page, no abstract."""
    kept: list[Line] = []
    abstract = False
    for line in lines:
        if not abstract and of_the_page(line.text) is None and not _opens_abstract(line.text):
            kept.append(line)
        abstract = _opens_abstract(line.text)
    return kept


def _opens_abstract(line: str) -> bool:
    """Say whether what follows a line is an abstract, which names everything once more."""
    return heard(r"{page_abstract}\s*[：:]$").search(line) is not None


def find_foot(lines: Sequence[Line], first: int) -> tuple[int, str | None]:
    """Give the index of the first line below the report, and the rule that heard it; the number of lines if none is.

    What an address or a heading follows stands inside the report, whatever it says; without either the foot is in
    the second half of the text.
    """
    half = lines[-1].end / 2 if lines else 0
    marked = [at for at in range(first, len(lines)) if _of_the_report(lines[at].text)]
    first = marked[-1] + 1 if marked else next((at for at in range(first, len(lines)) if lines[at].end > half), 0)
    for index in range(first, len(lines)):
        for rule in FOOT_RULES:
            if rule.hears(lines[index].text):
                return index, rule.name
    return len(lines), None


def _of_the_report(line: str) -> bool:
    mark = marker(line)
    return (mark is not None and mark.rank == 1) or addresses(line) or unnumbered(line) is not None
