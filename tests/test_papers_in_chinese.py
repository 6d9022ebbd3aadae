"""The README and the first page of CONTRIBUTING say the same in Chinese: its commands, links, pages and figures."""

import calendar
import re
from collections import Counter
from decimal import Decimal

import pytest
from support import ROOT

from jiedu.language import LOCALE, read_catalogues

NUMBER_WORDS = {
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
}
"""English has words where Chinese has figures; one and two are words in both."""
MONTHS = {name: str(month) for month, name in enumerate(calendar.month_name) if name}
OF_THE_CHINESE = "中文和英文"
"""A paragraph of the Chinese that its English has elsewhere, begun by these words."""


def read_paper(name: str) -> list[str]:
    """Read a paper by its sections: what stands before the first of its headings, and below each."""
    return re.split(r"^## .*$", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)


def pairs() -> list[tuple[str, str]]:
    """Pair each section with its Chinese; of CONTRIBUTING the first page alone is in Chinese."""
    readme, chinese = read_paper("README.md"), read_paper("README.zh-CN.md")
    assert len(readme) == len(chinese) > 10
    contributing, first_page = read_paper("CONTRIBUTING.md"), read_paper("CONTRIBUTING.zh-CN.md")
    assert len(first_page) == 2
    first_page[1] = first_page[1].partition(f"**{OF_THE_CHINESE}。**")[0]
    return [*zip(readme, chinese, strict=True), *zip(contributing[:2], first_page, strict=True)]


PAIRS = pairs()
each_section = pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=map(str, range(len(PAIRS))))


def prose_of(section: str) -> str:
    """Take the code out of a section, and where its links lead."""
    section = re.sub(r"^```.*?^```$|^ {4}[^\n]*$|`[^`\n]+`", " ", section, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\]\([^)]*\)", "]", section)


def figures(prose: str) -> Counter[Decimal]:
    """Count the figures of a text, by their value."""
    prose = re.sub(r"\ba million\b", "1,000,000", prose)
    prose = re.sub(rf"\b({'|'.join(NUMBER_WORDS)})\b", lambda m: str(NUMBER_WORDS[m[0].lower()]), prose, flags=re.I)
    prose = re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda month: MONTHS[month[0]], prose)
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)(万?)", prose)
    return Counter(Decimal(digits.replace(",", "")) * (10_000 if size else 1) for digits, size in found)


def lines_of_code(section: str) -> list[str]:
    """Give what is typed, or named at the head of a line, in the indented and fenced blocks of a section.

    A comment, and a gloss behind two blanks, are prose; so is a line that goes on with one.
    """
    fenced = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    lines = [line for block in fenced.findall(section) for line in block.splitlines()]
    for line in re.findall(r"^ {4}(.*)$", fenced.sub("", section), re.MULTILINE):
        head = re.match(r"(\S.*?)(?:\s{2,}|\s+#|$)|\s+([a-z]+)\s{2,}", line)
        if head:
            lines.append(head[1] or head[2])
    return lines


@each_section
def test_a_section_has_the_code_of_its_english(english: str, chinese: str) -> None:
    assert lines_of_code(chinese) == lines_of_code(english)
    spans = [set(re.findall(r"`([^`\n]+)`", section)) for section in (english, chinese)]
    assert spans[0] == spans[1]
    rows = [re.findall(r"^\| (`[^`]+`) \|", section, re.MULTILINE) for section in (english, chinese)]
    assert rows[0] == rows[1]


@each_section
def test_a_section_has_the_figures_of_its_english(english: str, chinese: str) -> None:
    assert figures(prose_of(chinese)) == figures(prose_of(english))


@each_section
def test_a_section_leads_where_its_english_leads(english: str, chinese: str) -> None:
    links = [re.findall(r"\]\(([^)]*)\)", section) for section in (english, chinese)]
    # The Chinese leads to what there is in Chinese; at its head each leads to the other.
    leads = [{link.replace(".zh-CN", "") for link in found} for found in links]
    if english.startswith("# Contributing"):
        # The Chinese is the first page alone, and leads to the rest.
        leads[0].add("CONTRIBUTING.md")
    assert leads[0] == leads[1]


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING"])
def test_each_leads_to_the_other_at_its_head(name: str) -> None:
    heads = [(ROOT / f"{name}{end}.md").read_text(encoding="utf-8").splitlines()[2] for end in ("", ".zh-CN")]
    assert heads == [f"[中文]({name}.zh-CN.md) · English", f"中文 · [English]({name}.md)"]


@each_section
def test_a_section_calls_the_pages_of_the_book_by_their_names(english: str, chinese: str) -> None:
    names = read_catalogues(ROOT / LOCALE / "book")
    pages = re.findall(r"\bpage \*([^*\n]+)\*", english)
    assert [page for page in pages if page not in names] == []
    assert [page for page in pages if f"“{names[page]}”" not in chinese] == []


def test_the_check_sees_what_went_stale() -> None:
    assert figures("a page of 27 May 2020, six sections, 500,000 characters") == figures(
        "2020年5月27日，6个版块，50万字符"
    )
    assert figures(prose_of("42 reports\n\n    make 7\n\n43 reports, `44`")) == {42: 1, 43: 1}
    assert figures("seven sections") != figures("6个版块")
    assert lines_of_code("    make book    # the site\n") == lines_of_code("    make book    # 网站\n") == ["make book"]
    assert lines_of_code("    src/    the code\n           text    strings\n") == ["src/", "text"]
    assert lines_of_code("    make book    # the site\n") != lines_of_code("    make site    # 网站\n")
