"""The paragraph that lists the year's expected targets."""

import re

from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.signs import YEAR, plain_year

_TARGET_LIST = re.compile(
    r"(?:预期(?:性)?目标|主要(?:预期)?(?:目标|指标)|调控(?:的)?主要目标|预期指标|奋斗目标|发展目标|目标建议|目标任务"
    r"|主要(?:经济|预期)?指标|(?:以下|下列|如下)(?:主要)?目标)"
    r"(?:[（(][^）)]{0,20}[）)])?(?:建议|初步)?(?:安排)?(?:如下)?(?:是|为|：)\s*[：:]?"
)
_TARGET_WORDS = re.compile(r"生产总值|财政|预算收入|居民|价格|失业率|就业|零售|投资|粮食|能耗|进出口|增加值|经济增长")
_ONE_TARGET = re.compile(r"(?:增长|速度|价格|就业|失业率|收入|涨幅|产量)(?:的)?(?:主要)?$")
_MANY_YEARS = re.compile(r"五年|[“\"]?十[一二三四五]?五[”\"]|年均|规划期|到20[2-9][0-9]年|本世纪|长期|时期")


_LONGEST_OPENING = 120


def find_target_lists(lines: list[Line], first: int, year: int | None) -> list[tuple[int, int]]:
    """Find the paragraph that lists the year's expected targets: from its phrase to the end of the list."""
    found: list[tuple[int, int]] = []
    for index in range(first, len(lines)):
        line = lines[index]
        for phrase in _TARGET_LIST.finditer(line.text):
            nearest = max(phrase.start() - _LONGEST_OPENING, 0)
            sentence = max(line.text.rfind("。", nearest, phrase.start()) + 1, nearest)
            before = line.text[sentence : phrase.start()]
            # 经济增长预期目标为… states one target, and no list.
            if _ONE_TARGET.search(before):
                continue
            if _MANY_YEARS.search(before) and not re.search(r"今年|全年", before):
                continue
            if year and (named := re.findall(rf"({YEAR})年", before)) and str(year) not in map(plain_year, named):
                continue
            start, end = line.start + sentence, line.end
            # The list may stand in paragraphs of its own under its phrase.
            if phrase.end() >= len(line.text) - 1:
                end = _list_end(lines, index)
            body = line.text[phrase.start() : phrase.start() + 400]
            body += "".join(item.text[:400] for item in lines[index + 1 : index + 4])
            numbers = re.findall(r"[%％]|百分之|万人|万吨|亿斤|亿元|同步", body[:400])
            words = _TARGET_WORDS.findall(body[:400])
            if len(set(words)) >= 2 and numbers:
                found.append((start, end))
                break
    return found


def _list_end(lines: list[Line], index: int) -> int:
    """Find the end of a list below its phrase: one paragraph, or all that begin with a dash or a number."""
    end = lines[index].end
    for later in lines[index + 1 : index + 21]:
        item = re.match(r"[—\-－·•]|[0-9０-９]{1,2}[.．、]|[一二三四五六七八九十]是|——", later.text) is not None
        if end != lines[index].end and not item:
            break
        end = later.end
        if not item:
            break
    return end
