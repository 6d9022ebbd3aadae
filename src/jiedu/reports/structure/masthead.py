"""What a report says of itself: title, occasion, place, level, year, date and speaker."""

import re

from jiedu.reports.structure.headings import Heading
from jiedu.reports.structure.lines import Line
from jiedu.reports.structure.model import Found
from jiedu.reports.structure.signs import ADDRESS, ORDINAL, UNNUMBERED, YEAR, marker, plain_year, small_number
from jiedu.text.spans import CleanText, Span

_OCCASION = re.compile(
    rf"第{ORDINAL}[届屆][ \u3000]?(?:[\u4e00-\u9fff]{{2,25}}?)?(?:人民代表大会|人民代表大會|人代会)"
    rf"(?:常务委员会)?[ \u3000]?第{ORDINAL}次(?:会议|会議|會議|全体会议)"
)
_SMALL = r"([0-9０-９一二三四五六七八九十]{1,3})"
_DATE = re.compile(rf"({YEAR})\s?年\s?{_SMALL}\s?月\s?{_SMALL}\s?日")
_TITLE = re.compile(
    rf"(?:{YEAR}年)?(?:[\u4e00-\u9fff]{{2,25}})?政府工作(?:的)?报告|(?:{YEAR}年)?(?:国务院)?政府工作(?:的)?報告"
    r"|关于[\u4e00-\u9fff０-９0-9（）、]{4,60}的报告"
)
_OFFICE = (
    r"(?:代省长|代市长|代县长|代区长|代州长|代旗长|代主席|代理主席|代理省长|代理市长|副省长|副市长|省长|市长|县长|区长|州长|旗长|盟长|镇长|乡长"
    r"|主席|代总理|副总理|总理|国家计划委员会主任)"
)
_NAME = r"[\u4e00-\u9fff](?:[\s\u3000]?[\u4e00-\u9fff·]){1,5}?"
_SPEAKER = (
    re.compile(rf"{_OFFICE}[\s\u3000]*({_NAME})(?=$|[\s\u3000]*$|同志|在|作|向|代表)"),
    re.compile(rf"(?:[日\s\u3000]|^)({_NAME}){_OFFICE}(?=在|作|同志|向|代表)"),
)
_UNIT = "省|自治区|特别行政区|自治州|地区|盟|市|自治县|县|自治旗|旗|林区|特区|区|镇|乡|街道"
_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市", "北京", "上海", "天津", "重庆")
_SHORT_REGIONS = ("西藏", "宁夏", "广西", "新疆", "内蒙古")
_SHORT = "|".join((*_MUNICIPALITIES[4:], *_SHORT_REGIONS))
_PLACE = re.compile(rf"(?:[\u4e00-\u9fff]{{2,8}}?(?:{_UNIT})){{1,4}}|国务院|全国|{_SHORT}")
_SUBMIT = re.compile(r"代表(?:中华人民共和国|中華人民共和國)?(国务院|國務院|中央人民政府)")
_SUBMIT_LOCAL = re.compile(rf"代表([\u4e00-\u9fff]{{0,12}}?(?:{_UNIT}|州))(?:人民)?政府")


_HEAD_LINES = 14
_HEAD_LINE = 120


def masthead_end(lines: list[Line]) -> int:
    """Count the lines before the first address to the deputies, or before the first heading or long paragraph."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if ADDRESS.match(line.text):
            return index
        if len(line.text) > _HEAD_LINE or marker(line.text) or UNNUMBERED.fullmatch(line.text):
            return index
    return 0


def _found(run: CleanText, start: int, end: int, value: str, evidence: str) -> Found:
    return Found(value, run.span_to_source(start, end), evidence)


def find_date(run: CleanText, head: list[Line]) -> Found | None:
    for line in head:
        found = _DATE.search(line.text)
        if found:
            year, month, day = plain_year(found[1]), small_number(found[2]), small_number(found[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                value = f"{year}-{month:02}-{day:02}"
                return _found(run, line.start + found.start(), line.start + found.end(), value, "masthead")
    return None


def find_title(run: CleanText, lines: list[Line], head: list[Line]) -> Found | None:
    """Find the title in the masthead; it may be cut over two lines."""
    for index, line in enumerate(head):
        found = _TITLE.search(line.text)
        if found and not line.text.startswith(("—", "-", "－", "来源")) and found.start() < 30:
            whole = found.end() == len(line.text) or found.start() == 0
            if whole and "日在" not in line.text:
                return _found(run, line.start + found.start(), line.start + found.end(), found[0], "masthead")
        if index + 1 < len(head):
            both = line.text + head[index + 1].text
            found = _TITLE.fullmatch(both)
            if found and len(both) < 40:
                return _found(run, line.start, head[index + 1].end, found[0], "masthead")
    return None


def find_occasion(run: CleanText, lines: list[Line], head_end: int) -> Found | None:
    """Find the session in the masthead, or in the sentence that submits the report to it."""
    for line in lines[:head_end]:
        found = _OCCASION.search(line.text)
        if found:
            value = re.sub(r"\s", "", found[0])
            return _found(run, line.start + found.start(), line.start + found.end(), value, "masthead")
    for line in lines[head_end : head_end + 6]:
        for found in _OCCASION.finditer(line.text, 0, 400):
            before = line.text[max(found.start() - 12, 0) : found.start()]
            after = line.text[found.end() : found.end() + 40]
            if re.search(r"(?:向|我們|我们|在)$", before) and re.match(
                r"(?:上)?(?:作|提出|报告|，在聽了|，请|全体)", after
            ):
                return _found(run, line.start + found.start(), line.start + found.end(), found[0], "opening")
    return None


def find_speaker(run: CleanText, head: list[Line]) -> Found | None:
    for index, line in enumerate(head):
        for pattern in _SPEAKER:
            found = pattern.search(line.text)
            if found and not re.search(r"人民|政府|大会|会议|报告", found[1]):
                span = (line.start + found.start(1), line.start + found.end(1))
                return _found(run, *span, re.sub(r"\s", "", found[1]), "masthead")
        office = re.fullmatch(rf".{{0,20}}{_OFFICE}", line.text)
        if office and index + 1 < len(head) and re.fullmatch(_NAME, head[index + 1].text):
            name = head[index + 1]
            return _found(run, name.start, name.end, re.sub(r"\s", "", name.text), "masthead")
    return None


def find_place(
    run: CleanText, lines: list[Line], head: list[Line], head_end: int, title: Found | None, name: str
) -> Found | None:
    """Find the place: before 第…届人民代表大会, in the title, or in the sentence that submits the report."""
    for line in head:
        found = re.search(rf"([\u4e00-\u9fff]{{2,30}}?)第{ORDINAL}[届屆][\s\u3000]*(全国)?", line.text)
        if found and found[2]:
            return _found(run, line.start + found.start(2), line.start + found.end(2), "全国", "masthead")
        if found:
            phrase = re.split(r"在|向|[市省县区长席]长", found[1])[-1]
            place = _PLACE.search(phrase)
            if place and place[0]:
                at = line.start + found.end(1) - len(phrase) + place.start()
                return _found(run, at, at + len(place[0]), place[0], "masthead")
    if title:
        found = re.match(rf"(?:{YEAR}年)?([\u4e00-\u9fff]{{2,20}}?)(?:人民)?政府工作", title.value)
        place = _PLACE.fullmatch(found[1]) if found else None
        if found and place:
            at = run.from_source(title.span.start) + found.start(1)
            return _found(run, at, at + len(found[1]), found[1], "masthead")
    for line in lines[head_end : head_end + 6]:
        found = _SUBMIT.search(line.text, 0, 400)
        if found:
            return _found(run, line.start + found.start(1), line.start + found.end(1), "全国", "opening")
        found = _OCCASION.search(line.text, 0, 200)
        if found and ("全国" in found[0] or "全國" in found[0]):
            return _found(run, line.start + found.start(), line.start + found.end(), "全国", "opening")
        found = _SUBMIT_LOCAL.search(line.text, 0, 400)
        if found and len(found[1]) > 2 and _PLACE.fullmatch(found[1]):
            return _found(run, line.start + found.start(1), line.start + found.end(1), found[1], "opening")
    stem = _PLACE.search(name.replace("-", " ").replace("_", " "))
    if stem:
        return Found("全国" if stem[0] == "国务院" else stem[0], Span(0, 0), "file name")
    return None


def level_of(place: str) -> str | None:
    """Give the level of a place by the last word of its name.

    >>> [level_of(p) for p in ("全国", "重庆市", "宁夏回族自治区", "郑州市", "郑州市金水区", "平原")]
    ['nation', 'province', 'province', 'city', 'county', None]
    """
    if place in ("全国", "国务院"):
        return "nation"
    if place in _MUNICIPALITIES or place in _SHORT_REGIONS or place.endswith(("省", "自治区", "特别行政区")):
        return "province"
    if place.endswith(("自治州", "地区", "盟", "州", "市")):
        return "city"
    if place.endswith(("县", "旗", "林区", "特区", "区")):
        return "county"
    if place.endswith(("镇", "乡", "街道")):
        return "township"
    return None


_LEVEL_WORDS = {"省": "province", "自治区": "province", "州": "city", "盟": "city", "市": "city", "县": "county"}
_LEVEL_WORDS |= {"旗": "county", "镇": "township", "乡": "township"}


def find_level(run: CleanText, lines: list[Line], head_end: int, place: Found | None) -> Found | None:
    level = level_of(place.value) if place else None
    if place and level:
        return Found(level, place.span, place.evidence)
    for line in lines[head_end : head_end + 6]:
        found = _SUBMIT_LOCAL.search(line.text, 0, 400)
        word = found[1] if found else ""
        level = _LEVEL_WORDS.get(word)
        if found and level:
            return _found(run, line.start + found.start(1), line.start + found.end(1), level, "opening")
    return None


_REVIEW_YEAR = re.compile(rf"({YEAR})年.{{0,8}}(?:回顾|回顧|工作总结)|首先报告({YEAR})年的工作")
_PLAN_YEAR = re.compile(rf"({YEAR})年(?!.*计划).{{0,12}}(?:工作|任务|安排|要求|目标|部署|政策)")
_JUST_PAST = re.compile(rf"刚刚?过去的({YEAR})年")


def find_year(
    run: CleanText,
    lines: list[Line],
    head_end: int,
    date: Found | None,
    title: Found | None,
    occasion: Found | None,
    headings: list[Heading],
    name: str,
) -> Found | None:
    """Give the year in which the report was delivered."""
    if date:
        return Found(date.value[:4], date.span, "masthead")
    if title and (found := re.match(rf"({YEAR})年", title.value)):
        return Found(plain_year(found[1]), title.span, "masthead")
    if occasion and (session := _session_year(occasion.value)):
        return Found(str(session), occasion.span, "session")
    for heading in headings[:6]:
        found = _REVIEW_YEAR.search(heading.title)
        if found:
            past = int(plain_year(found[1] or found[2]))
            return _found(run, heading.start, heading.end, str(past + 1), "review heading")
    for line in lines[head_end : head_end + 4]:
        found = _JUST_PAST.search(line.text, 0, 200)
        if found:
            span = (line.start + found.start(1), line.start + found.end(1))
            return _found(run, *span, str(int(plain_year(found[1])) + 1), "opening paragraph")
    for heading in headings:
        found = _PLAN_YEAR.search(heading.title)
        if found and not re.search(r"以来|回顾|到" + YEAR, heading.title):
            return _found(run, heading.start, heading.end, plain_year(found[1]), "plan heading")
    found = re.search(r"(?<!\d)(19[4-9]\d|20[0-4]\d)(?!\d)", name)
    return Found(found[1], Span(0, 0), "file name") if found else None


_FIRST_REGULAR_CONGRESS = 5
_FIRST_REGULAR_YEAR = 1978


def _session_year(occasion: str) -> int | None:
    found = re.match(rf"第({ORDINAL})[届屆]全[国國].*第([一二三四五])次", occasion)
    if not found or small_number(found[1]) < _FIRST_REGULAR_CONGRESS:
        return None
    return _FIRST_REGULAR_YEAR + 5 * (small_number(found[1]) - _FIRST_REGULAR_CONGRESS) + small_number(found[2]) - 1
