"""What a report is made of: its title and occasion, parts and sections, the expected targets, past and plan.

Everything is a span of the source. What a report does not say is None: nothing is guessed, and what follows from
something else (a review of 2008 was given in 2009) names its evidence.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiedu.text import CleanText, Span, flow

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


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what a report says about itself, where it says so, and by which evidence."""

    value: str
    span: Span
    evidence: str


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a part or section: a heading and what stands under it, up to the next heading of its rank.

    `ordinal` is empty for an unnumbered heading; `run_in` says that text follows the heading in its paragraph.
    `leads` are the run-in lead sentences of its own paragraphs. `role` is a word of PART_ROLES, or None.
    """

    ordinal: str
    heading: str
    run_in: bool
    role: str | None
    span: Span
    heading_span: Span
    leads: tuple[Span, ...]
    sections: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Hold a stretch of the report that looks back, looks forward, or closes; None where the text does not tell."""

    role: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Structure:
    """Hold what a report says about itself and how it is divided; None and () mean not found."""

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

    def role_at(self, offset: int) -> str | None:
        """Give the role of the stretch that an offset stands in.

        >>> read_structure("一、2024年工作安排").role_at(3)
        'plan'
        """
        at = bisect_right(self.periods, offset, key=lambda period: period.span.start) - 1
        if at < 0 or offset >= self.periods[at].span.end:
            return None
        return self.periods[at].role

    def walk(self) -> Iterator[tuple[int, Part]]:
        """Give every part and section in reading order, with its depth from 0.

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


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph of the running text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    rank: int
    number: int
    ordinal: str
    title: str
    start: int
    end: int
    run_in: bool


_DIGITS = {**{str(n): str(n) for n in range(10)}, **{chr(0xFF10 + n): str(n) for n in range(10)}}
_DIGITS |= dict(zip("〇一二三四五六七八九", "0123456789", strict=True)) | {"○": "0", "零": "0", "Ｏ": "0", "О": "0"}
_YEAR = r"[12１２一二][0-9０-９〇○零一二三四五六七八九]{3}"
_NUMBER = "[一二三四五六七八九十]{1,3}"
_ADDRESS = re.compile(r"(?:各位|同志们)(?:代表|同志)?\s*[：:！!，,。]?")
_BREAK = re.compile(r"各位代表[：:！!，,]")
_OCCASION = re.compile(
    rf"第{_NUMBER}[届屆][ \u3000]?(?:[\u4e00-\u9fff]{{2,25}}?)?(?:人民代表大会|人民代表大會|人代会)"
    rf"(?:常务委员会)?[ \u3000]?第{_NUMBER}次(?:会议|会議|會議|全体会议)"
)
_SMALL = r"([0-9０-９一二三四五六七八九十]{1,3})"
_DATE = re.compile(rf"({_YEAR})\s?年\s?{_SMALL}\s?月\s?{_SMALL}\s?日")
_TITLE = re.compile(
    rf"(?:{_YEAR}年)?(?:[\u4e00-\u9fff]{{2,25}})?政府工作(?:的)?报告|(?:{_YEAR}年)?(?:国务院)?政府工作(?:的)?報告"
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


def read_structure(text: str, name: str = "") -> Structure:
    """Find the structure of a report; `name` is the file's name, the last evidence of place and year.

    >>> text = "一、2008年工作回顾⏎　　经济增长9%。⏎二、2009年工作安排⏎　　今年经济增长8%。".replace("⏎", chr(10))
    >>> structure = read_structure(text)
    >>> [(part.ordinal, part.heading, part.role) for part in structure.parts]
    [('一、', '2008年工作回顾', 'review'), ('二、', '2009年工作安排', 'plan')]
    >>> structure.year.value, structure.year.evidence, structure.place
    ('2009', 'review heading', None)
    """
    run = flow(text)
    lines = _lines(run)
    head_end = _masthead(lines)
    head = lines[:head_end]
    headings = _headings(lines, head_end)
    date = _date(run, head)
    title = _title(run, lines, head)
    occasion = _occasion(run, lines, head_end)
    place = _place(run, lines, head, head_end, title, name)
    level = _level(run, lines, head_end, place)
    year = _year(run, lines, head_end, date, title, occasion, headings, name)
    number = int(year.value) if year else None
    targets = _targets(lines, head_end, number)
    tree, periods = _tree(run, lines, headings, number, targets, head_end)
    return Structure(
        title,
        place,
        level,
        year,
        date,
        occasion,
        _speaker(run, head),
        tree,
        tuple(
            run.span_to_source(line.start, line.start + found.end())
            for line in lines
            if (found := _BREAK.match(line.text))
        ),
        tuple(run.span_to_source(a, b) for a, b in targets),
        periods,
    )


def _lines(run: CleanText) -> list[_Line]:
    """Cut the running text into paragraphs: at its line feeds, and after the short lines of a text set in columns."""
    feeds = {found.start() for found in re.finditer("\n", run.text)}
    short, full = _line_ends(run)
    # In columns a full line that ends in ； goes on in the next, unless that begins with a number.
    feeds -= {at for at in full if run.text[at - 1 : at] in ("；", "：") and not _marker(run.text[at + 1 : at + 12])}
    lines, start = [], 0
    for end in sorted({*feeds, *short, len(run.text)}):
        piece = run.text[start:end]
        skip = len(piece) - len(piece.lstrip("\n"))
        if piece[skip:]:
            lines.append(_Line(start + skip, piece[skip:].replace("\n", " ")))
        start = end
    return lines


_FULL = 0.85
_WIDEST = 160
_STOP_AT_END = re.compile(r"[。！？：；][”’）)]*$")


def _line_ends(run: CleanText) -> tuple[list[int], list[int]]:
    """Find the ends of the short and of the full lines of a text that breaks its lines at one width.

    A line that is not full ends a paragraph. Without indents nothing else tells a heading from what stands under it;
    a PDF's text layer is such a text.
    """
    source = run.source
    lines = [(found.start(), found.end(), found[0]) for found in re.finditer(r"[^\n]+", source) if found[0].strip()]
    if len(lines) < 20:
        return [], []
    # A page is set to a width, a terminal cuts at a number of characters: a line may be full by either measure.
    widths = [_width(line.strip()) for _, _, line in lines]
    lengths = [len(line.strip()) for _, _, line in lines]
    column, longest = (sorted(sizes)[int(0.9 * len(sizes))] for sizes in (widths, lengths))
    short = [a < _FULL * column and b < _FULL * longest for a, b in zip(widths, lengths, strict=True)]
    stopped = sum(1 for _, _, line in lines if _STOP_AT_END.search(line.rstrip()))
    if column > _WIDEST or 2 * sum(short) > len(lines) or 2 * stopped > len(lines):
        return [], []
    ends: tuple[list[int], list[int]] = ([], [])
    for (_, end, line), is_short in zip(lines, short, strict=True):
        if not line.rstrip().endswith(("，", "、")):
            ends[not is_short].append(run.from_source(end))
    return ends


def _width(line: str) -> int:
    """Count the columns of a line: two for a Chinese character, one for a Latin letter or digit."""
    return sum(1 if c < "\u1100" else 2 for c in line)


_HEAD_LINES = 14
_HEAD_LINE = 120


def _masthead(lines: list[_Line]) -> int:
    """Count the lines before the first address to the deputies, or before the first heading or long paragraph."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _ADDRESS.match(line.text):
            return index
        if len(line.text) > _HEAD_LINE or _marker(line.text) or _UNNUMBERED.fullmatch(line.text):
            return index
    return 0


def _plain_year(digits: str) -> str:
    return "".join(_DIGITS[c] for c in digits)


def _found(run: CleanText, start: int, end: int, value: str, evidence: str) -> Found:
    return Found(value, run.span_to_source(start, end), evidence)


def _date(run: CleanText, head: list[_Line]) -> Found | None:
    for line in head:
        found = _DATE.search(line.text)
        if found:
            year, month, day = _plain_year(found[1]), _small(found[2]), _small(found[3])
            if 1 <= month <= 12 and 1 <= day <= 31:
                value = f"{year}-{month:02}-{day:02}"
                return _found(run, line.start + found.start(), line.start + found.end(), value, "masthead")
    return None


def _small(digits: str) -> int:
    """Read a number below 100: 26, ２６, 二十六; what is none, as 十十, gives 0."""
    if digits.count("十") > 1:
        return 0
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * int(_plain_year(tens) or 1) + int(_plain_year(ones) or 0)
    return int(_plain_year(digits))


def _title(run: CleanText, lines: list[_Line], head: list[_Line]) -> Found | None:
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


def _occasion(run: CleanText, lines: list[_Line], head_end: int) -> Found | None:
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


def _speaker(run: CleanText, head: list[_Line]) -> Found | None:
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


def _place(
    run: CleanText, lines: list[_Line], head: list[_Line], head_end: int, title: Found | None, name: str
) -> Found | None:
    """Find the place: before 第…届人民代表大会, in the title, or in the sentence that submits the report."""
    for line in head:
        found = re.search(rf"([\u4e00-\u9fff]{{2,30}}?)第{_NUMBER}[届屆][\s\u3000]*(全国)?", line.text)
        if found and found[2]:
            return _found(run, line.start + found.start(2), line.start + found.end(2), "全国", "masthead")
        if found:
            phrase = re.split(r"在|向|[市省县区长席]长", found[1])[-1]
            place = _PLACE.search(phrase)
            if place and place[0]:
                at = line.start + found.end(1) - len(phrase) + place.start()
                return _found(run, at, at + len(place[0]), place[0], "masthead")
    if title:
        found = re.match(rf"(?:{_YEAR}年)?([\u4e00-\u9fff]{{2,20}}?)(?:人民)?政府工作", title.value)
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


def _level(run: CleanText, lines: list[_Line], head_end: int, place: Found | None) -> Found | None:
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


_REVIEW_YEAR = re.compile(rf"({_YEAR})年.{{0,8}}(?:回顾|回顧|工作总结)|首先报告({_YEAR})年的工作")
_PLAN_YEAR = re.compile(rf"({_YEAR})年(?!.*计划).{{0,12}}(?:工作|任务|安排|要求|目标|部署|政策)")
_JUST_PAST = re.compile(rf"刚刚?过去的({_YEAR})年")


def _year(
    run: CleanText,
    lines: list[_Line],
    head_end: int,
    date: Found | None,
    title: Found | None,
    occasion: Found | None,
    headings: list[_Heading],
    name: str,
) -> Found | None:
    """Give the year in which the report was delivered."""
    if date:
        return Found(date.value[:4], date.span, "masthead")
    if title and (found := re.match(rf"({_YEAR})年", title.value)):
        return Found(_plain_year(found[1]), title.span, "masthead")
    if occasion and (session := _session_year(occasion.value)):
        return Found(str(session), occasion.span, "session")
    for heading in headings[:6]:
        found = _REVIEW_YEAR.search(heading.title)
        if found:
            past = int(_plain_year(found[1] or found[2]))
            return _found(run, heading.start, heading.end, str(past + 1), "review heading")
    for line in lines[head_end : head_end + 4]:
        found = _JUST_PAST.search(line.text, 0, 200)
        if found:
            span = (line.start + found.start(1), line.start + found.end(1))
            return _found(run, *span, str(int(_plain_year(found[1])) + 1), "opening paragraph")
    for heading in headings:
        found = _PLAN_YEAR.search(heading.title)
        if found and not re.search(r"以来|回顾|到" + _YEAR, heading.title):
            return _found(run, heading.start, heading.end, _plain_year(found[1]), "plan heading")
    found = re.search(r"(?<!\d)(19[4-9]\d|20[0-4]\d)(?!\d)", name)
    return Found(found[1], Span(0, 0), "file name") if found else None


_FIRST_REGULAR_CONGRESS = 5
_FIRST_REGULAR_YEAR = 1978


def _session_year(occasion: str) -> int | None:
    found = re.match(rf"第({_NUMBER})[届屆]全[国國].*第([一二三四五])次", occasion)
    if not found or _small(found[1]) < _FIRST_REGULAR_CONGRESS:
        return None
    return _FIRST_REGULAR_YEAR + 5 * (_small(found[1]) - _FIRST_REGULAR_CONGRESS) + _small(found[2]) - 1


_MARKERS = (
    (1, re.compile(rf"(?:({_NUMBER})[、．.]|第({_NUMBER})部分[、：:，]?|({_NUMBER})[ \u3000])[ \u3000]*")),
    (2, re.compile(rf"[（(]({_NUMBER})[）)][、.． \u3000]*")),
)
_UNNUMBERED = re.compile(
    rf"(?:首先)?(?:报告)?(?:(?:{_YEAR})年|过去|今后|去年|今年|[上本]届).{{0,16}}"
    r"(?:回顾|总结|工作|任务|安排|要求|部署|方针|目标)"
    r"|关于.{2,14}(?:建设|工作|问题|任务|形势|改革)|结束语|(?:加强)?政府自身建设"
)
_NO_HEADING = re.compile(r"[。；：，、！？…]$")
_LONGEST_HEADING = 70
_LONGEST_UNNUMBERED = 26


def _marker(text: str) -> tuple[int, int, str, int] | None:
    """Give rank, number, ordinal and length of the mark that a line begins with."""
    for rank, pattern in _MARKERS:
        found = pattern.match(text)
        if found:
            digits = next(group for group in found.groups() if group)
            return rank, _small(digits) if digits != "十" else 10, found[0].strip(), found.end()
    return None


def _candidate(lines: list[_Line], index: int) -> _Heading | None:
    line = lines[index]
    mark = _marker(line.text)
    if mark:
        rank, number, ordinal, length = mark
        stop = line.text.find("。", length, length + _LONGEST_HEADING + 1)
        rest = len(line.text) - length
        if stop < 0 and (not 0 < rest <= _LONGEST_HEADING or _NO_HEADING.search(line.text)):
            return None
        end = len(line.text) if stop < 0 else stop
        title = line.text[length:end].strip()
        if not title:
            return None
        run_in = stop >= 0 and stop + 1 < len(line.text)
        return _Heading(index, rank, number, ordinal, title, line.start, line.start + end, run_in)
    if len(line.text) > _LONGEST_UNNUMBERED or _NO_HEADING.search(line.text):
        return None
    follows = index + 1 < len(lines) and (len(lines[index + 1].text) >= 30 or _marker(lines[index + 1].text))
    follows = bool(follows) or _ADDRESS.match(lines[index + 1].text) is not None if index + 1 < len(lines) else False
    before = index == 0 or re.search(r"[。！？!：”]$", lines[index - 1].text) is not None
    if follows and before and _UNNUMBERED.fullmatch(line.text):
        return _Heading(index, 0, 0, "", line.text, line.start, line.end, False)
    return None


def _headings(lines: list[_Line], first: int) -> list[_Heading]:
    """Choose the headings among the lines that look like one: their numbers must run on."""
    marks = [(mark[0], mark[1]) if (mark := _marker(line.text)) else (0, 0) for line in lines]
    numbers = [number if rank == 1 else 0 for rank, number in marks]
    following = _following(numbers)
    chosen: list[_Heading] = []
    last = {1: 0, 2: 0}
    # The last number of a list inside the text, by rank: what goes on with it is no heading.
    listed = {1: 0, 2: 0}
    for index in range(first, len(lines)):
        heading = _candidate(lines, index)
        rank, number = marks[index]
        if rank:
            step = number - last[rank]
            # A lost heading leaves a gap; a number that goes back begins a list.
            runs_on = step == 1 or (step == 2 and last[rank] > 0 and heading is not None and not heading.run_in)
            if (listed[rank] and number == listed[rank] + 1) or not runs_on or heading is None:
                if number == 1 or listed[rank]:
                    listed[rank] = number
                continue
            last[rank] = number
            listed[rank] = 0
            if rank == 1:
                last[2] = listed[2] = 0
        elif heading is None or following[index] not in (0, 1):
            continue
        else:
            last = {1: 0, 2: 0}
            listed = {1: 0, 2: 0}
        chosen.append(heading)
    return _same_rank(chosen)


def _following(numbers: list[int]) -> list[int]:
    """Give for each line the next number of the first rank after it, or 0."""
    following, number = [0] * len(numbers), 0
    for index in range(len(numbers) - 1, -1, -1):
        following[index] = number
        number = numbers[index] or number
    return following


def _same_rank(headings: list[_Heading]) -> list[_Heading]:
    """Raise 一、 to the rank of unnumbered headings unless these hold them: 首先…, 一、, 二、, 结束语 are one row."""
    opening = [h for h in headings if h.rank == 0 and h.title != "结束语"]
    if len(opening) >= 2:
        return headings
    return [replace(h, rank=1) if h.rank == 0 else h for h in headings]


_TARGET_LIST = re.compile(
    r"(?:预期(?:性)?目标|主要(?:预期)?(?:目标|指标)|调控(?:的)?主要目标|预期指标|奋斗目标|发展目标|目标建议|目标任务"
    r"|主要(?:经济|预期)?指标|(?:以下|下列|如下)(?:主要)?目标)"
    r"(?:[（(][^）)]{0,20}[）)])?(?:建议|初步)?(?:安排)?(?:如下)?(?:是|为|：)\s*[：:]?"
)
_TARGET_WORDS = re.compile(r"生产总值|财政|预算收入|居民|价格|失业率|就业|零售|投资|粮食|能耗|进出口|增加值|经济增长")
_ONE_TARGET = re.compile(r"(?:增长|速度|价格|就业|失业率|收入|涨幅|产量)(?:的)?(?:主要)?$")
_MANY_YEARS = re.compile(r"五年|[“\"]?十[一二三四五]?五[”\"]|年均|规划期|到20[2-9][0-9]年|本世纪|长期|时期")


_LONGEST_OPENING = 120


def _targets(lines: list[_Line], first: int, year: int | None) -> list[tuple[int, int]]:
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
            if year and (named := re.findall(rf"({_YEAR})年", before)) and str(year) not in map(_plain_year, named):
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


def _list_end(lines: list[_Line], index: int) -> int:
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


_REVIEW = re.compile(
    rf"回顾|回顧|工作总结|过去的?[一三五]年|去年.{{0,4}}工作|一年来|首先报告|取得.{{0,6}}(?:成效|成就|进展|成绩)|胜利$|执行情况|伟大成就"
    rf"|{_YEAR}年国家决算"
)
_TERM = re.compile(r"五年|[“\"]十?[一二三四五六七八九]?五[”\"](?:时期|期间)|本届政府|几年|[一二三四]年来的|十年来")
_PLAN = re.compile(
    rf"(?:{_YEAR}年|今年|本年度).{{0,16}}(?:工作|任务|安排|要求|目标|部署|政策|建设|方针|预算)"
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
        years = [int(_plain_year(y)) for y in re.findall(rf"({_YEAR})年", title)]
        past = bool(years) and max(years) < year and not ahead
    if _both(title):
        return None
    if past:
        return "review_term" if _TERM.search(title) else "review"
    if _PLAN_TERM.search(title):
        return "plan_term"
    return "plan" if ahead else None


def _tree(
    run: CleanText,
    lines: list[_Line],
    headings: list[_Heading],
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
        inside = lines[_first_line(lines, start) : _first_line(lines, end)]
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


def _first_line(lines: list[_Line], offset: int) -> int:
    """Give the index of the first line that begins at or after an offset."""
    at = bisect_right(lines, offset, key=lambda line: line.start)
    return at - 1 if at and lines[at - 1].start == offset else at


def _content_role(
    lines: list[_Line],
    heading: _Heading,
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


def _leads(run: CleanText, lines: list[_Line], heading: _Heading, stop: int) -> tuple[Span, ...]:
    """Find the run-in lead sentences: a short first sentence that the rest of its paragraph spells out."""
    leads = []
    for line in lines[heading.line + 1 : _first_line(lines, stop)]:
        end = line.text.find("。", 0, _LONGEST_LEAD) + 1
        if end > 4 and len(line.text) - end >= 20 and not _ADDRESS.match(line.text) and "，" not in line.text[:2]:
            skip = len(line.text) - len(line.text.lstrip("—-－· "))
            leads.append(run.span_to_source(line.start + skip, line.start + end))
    return tuple(leads)
