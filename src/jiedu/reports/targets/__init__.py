"""The expected targets of a report, family by family: a value, its bound, or why there is none.

A report lists its targets in one paragraph (今年经济社会发展的主要预期目标是：…), or states single ones elsewhere
(今年经济增长预期目标为7%左右). Both are read; other numbers of the plan are quantities, and no expected targets.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jiedu.reports.quantities import Quantity
from jiedu.reports.structure import Structure
from jiedu.text.cleaning import clean, reflow
from jiedu.text.spans import CleanText, Span


@dataclass(frozen=True, slots=True)
class Family:
    """Name a family of targets, and the words that name it in a report."""

    name: str
    en: str
    zh: str
    words: re.Pattern[str]


def _family(name: str, en: str, zh: str, words: str) -> Family:
    return Family(name, en, zh, re.compile(words))


FAMILIES = (
    _family(
        "gdp",
        "Growth of GDP",
        "生产总值",
        r"(?<!单位)(?<!占)(?<!人均)(?<!单位国内)(?<!单位地区)(?<!人均地区)(?<!人均国内)(?<!万元)(?:地区|国内|国民)?生产总值(?!能耗|的比|二氧化碳)"
        r"|(?:^|(?<=今年)|(?<=今年的))经济增[长速]|GDP增",
    ),
    _family("budget_revenue", "Budget revenue", "一般公共预算收入", r"公共(?:财政)?预算收入|财政(?:总)?收入"),
    _family(
        "income",
        "Income of residents",
        "居民收入",
        r"居民(?:实际)?(?:人均)?(?:可支配)?(?:实际)?收入|(?:农民|农村居民)人均(?:纯)?收入|(?:城乡)?居民人均(?:纯)?收入",
    ),
    _family(
        "cpi",
        "Consumer prices",
        "居民消费价格",
        r"(?:居民)?消费价格|商品零售价格|零售物价|物价(?:总)?(?:水平|上涨)|价格总水平|物价涨幅",
    ),
    _family("new_jobs", "New urban jobs", "城镇新增就业", r"城镇新增就业|新增城镇就业|城镇新增劳动力就业"),
    _family("surveyed_unemployment", "Surveyed urban unemployment", "城镇调查失业率", r"调查失业率"),
    _family("registered_unemployment", "Registered urban unemployment", "城镇登记失业率", r"登记失业率"),
    _family("retail", "Retail sales", "社会消费品零售总额", r"社会(?:消费|商)品零售(?:总)?额|社零总额|社消零"),
    _family("fixed_investment", "Fixed-asset investment", "固定资产投资", r"固定资产投资"),
    _family("grain", "Grain output", "粮食产量", r"粮食(?:年)?(?:总)?(?:综合)?(?:产量|产能|生产能力)|粮食总产"),
    _family(
        "rd", "Spending on research and development", "研发投入", r"研发(?:经费)?(?:投入|支出|强度)?|研究与试验发展|R&D"
    ),
    _family("energy_intensity", "Energy use per unit of GDP", "单位生产总值能耗", r"能耗(?!总量)"),
    _family("trade", "Imports and exports", "进出口", r"进出口|(?<!进)出口(?=总额|增长|额)"),
    _family("industry", "Value added of industry", "工业增加值", r"(?:规上|规模以上|规模)?工业增加值"),
)
"""The families that are looked for, in the order of the table."""

WHERES = {
    "list": "the paragraph that lists the year's expected targets",
    "sentence": "a sentence of the plan that calls a figure the year's target",
    "": "nowhere",
}
AIMS = {"base": "the target", "stretch": "what is to be striven for beyond it (力争, 争取)"}

COLUMNS = (
    "family",
    "scope",
    "aim",
    "availability",
    "value",
    "value_high",
    "comparator",
    "unit",
    "direction",
    "start",
    "end",
    "surface",
    "sentence",
    "where",
)
"""`availability` is a word of vocabulary.AVAILABILITY; start and end point at the number, or at the words."""


@dataclass(frozen=True, slots=True)
class Target:
    """Hold one target; `value` is None where the report names no number."""

    family: str
    scope: str
    aim: str
    availability: str
    value: Decimal | None
    value_high: Decimal | None
    comparator: str
    unit: str
    direction: str
    start: int | None
    end: int | None
    surface: str
    sentence: str
    where: str


def list_targets(text: str | CleanText, structure: Structure, quantities: Sequence[Quantity]) -> list[Target]:
    """Give the expected targets in the order of FAMILIES; a family without one says why.

    >>> from jiedu.reports.quantities import read
    >>> from jiedu.reports.structure import read_structure
    >>> text = "我们没有提出全年经济增速具体目标。"
    >>> [t.availability for t in list_targets(text, read_structure(text), read(text))][:2]
    ['none set', 'not found']
    """
    run = reflow(text) if isinstance(text, str) else text
    source = run.source
    starts = [quantity.start for quantity in quantities]
    found: list[Target] = []
    for span in structure.targets:
        found += _read_list(source, span, quantities, starts)
    listed = {target.family for target in found}
    for stating, goes_on in _statements(run, structure):
        found += [
            replace(target, where="sentence")
            for target in _read_clauses(stating, quantities, starts)
            if target.family not in listed and not (goes_on and target.value is None)
        ]
    refused = _refused(run, structure)
    silent = "not stated" if found else "not found"
    result: list[Target] = []
    for family in FAMILIES:
        rows = _settled([target for target in found if target.family == family.name])
        if family.name in refused and not any(row.value is not None for row in rows):
            span, sentence = refused[family.name]
            rows = [_without(family.name, "none set", span, span.of(source), sentence, "sentence")]
        result += rows or [_without(family.name, silent, None, "", "", "")]
    return result


def _without(family: str, availability: str, span: Span | None, surface: str, sentence: str, where: str) -> Target:
    start, end = (span.start, span.end) if span else (None, None)
    surface = re.sub(r"\s+", "", surface)
    return Target(family, "all", "base", availability, None, None, "", "", "", start, end, surface, sentence, where)


def _settled(rows: list[Target]) -> list[Target]:
    """Keep each target once; words without a number give way to the number."""
    kept: dict[tuple[str, str], Target] = {}
    for row in rows:
        key = (row.scope, row.aim)
        if key not in kept or (kept[key].value is None and row.value is not None):
            kept[key] = row
    for row in rows:
        # 财政总收入增长5%，其中一般公共预算收入增长4%: the narrower of two takings is the family's own.
        wide = kept[row.scope, row.aim]
        if row.family == "budget_revenue" and row.value is not None and "总收入" in wide.surface:
            kept[row.scope, row.aim] = row
    if any(row.value is not None for row in kept.values()):
        kept = {key: row for key, row in kept.items() if row.value is not None or key[0] != "all"}
    order = {"all": 0, "urban": 1, "rural": 2, "exports": 3}
    return sorted(kept.values(), key=lambda row: (order[row.scope], row.aim))


_CLAUSE = re.compile(r"[^，,；;。！：:]+")
_AFTERWARDS = re.compile(
    r"(?:上述|以上|这里|确定|提出|实现(?:这些|上述|这样)|总的考虑|这些|这(?:体现|样|个|一)|[^。]{0,6}(?:考虑|说明))"
)
_STRETCH = re.compile(r"力争|争取|努力达到|冲刺")
_SETS = re.compile(r"\s*(?:定为|定在|确定为|设定为|控制在)")
_SYNC = re.compile(r"同步|一致|相适应|相匹配")
_BY_COMPARISON = re.compile(r"[与和同].{0,12}(?:同步|一致)|[快高低]于|不低于|超过")
_DOWN = re.compile(r"下降|降低|降幅|减少")
_JOINED = re.compile(r"[\s、和及与]*(?:城镇|农村|全社会|全省|全市|全区|全国|居民)*")


def _read_list(text: str, span: Span, quantities: Sequence[Quantity], starts: list[int]) -> Iterator[Target]:
    """Read the paragraph of targets up to the sentence that begins to explain them."""
    paragraph = clean(text, span.start, span.end)
    position = 0
    for sentence in re.finditer(r"[^。！]+[。！]?", paragraph.text):
        if position and _AFTERWARDS.match(sentence[0].lstrip()):
            return
        position = sentence.end()
        part = _Sentence(paragraph, sentence.start(), sentence.end())
        for target in _read_clauses(part, quantities, starts):
            yield replace(target, where="list")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as a stretch of clean text."""

    paragraph: CleanText
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]


def _inside(
    paragraph: CleanText, start: int, end: int, quantities: Sequence[Quantity], starts: list[int]
) -> list[tuple[int, Quantity]]:
    """Give the quantities of a stretch with their clean offsets."""
    span = paragraph.span_to_source(start, end)
    first = bisect_left(starts, span.start)
    last = bisect_left(starts, span.end)
    return [
        (paragraph.from_source(quantity.start), quantity)
        for quantity in quantities[first:last]
        if quantity.class_ == "quantity" and quantity.value is not None and quantity.kind not in ("date", "time")
    ]


def _read_clauses(sentence: _Sentence, quantities: Sequence[Quantity], starts: list[int]) -> Iterator[Target]:
    previous: Target | None = None
    for clause in _CLAUSE.finditer(sentence.paragraph.text, sentence.start, sentence.end):
        numbers = _inside(sentence.paragraph, clause.start(), clause.end(), quantities, starts)
        names = _names(clause[0], clause.start())
        if not names:
            # 地区生产总值增长7%以上，力争达到8%; but 经济增长速度的目标，定为百分之八
            if previous is not None and numbers and (_STRETCH.search(clause[0]) or _SETS.match(clause[0])):
                aim = "base" if previous.value is None else "stretch"
                yield _target(previous.family, previous.scope, aim, numbers[0][1], clause[0], sentence)
            continue
        for target in _read_clause(sentence, clause, names, numbers):
            previous = target if target.aim == "base" else previous
            yield target


def _names(clause: str, offset: int) -> list[tuple[int, int, str]]:
    """Give the families that a clause is about: the first that it names, and those joined to it."""
    mentions = sorted(
        (offset + found.start(), offset + found.end(), family.name)
        for family in FAMILIES
        for found in [family.words.search(clause)]
        if found
    )
    names = mentions[:1]
    compared = _BY_COMPARISON.search(clause) is not None and "分别" not in clause
    for mention in mentions[1:]:
        between = clause[names[-1][1] - offset : mention[0] - offset]
        separate = re.search(r"[、和及与]", between) is not None
        if separate and not (compared and mention[2] == "gdp") and (_JOINED.fullmatch(between) or "、" in between):
            names.append(mention)
    return names


def _read_clause(
    sentence: _Sentence,
    clause: re.Match[str],
    names: list[tuple[int, int, str]],
    numbers: list[tuple[int, Quantity]],
) -> Iterator[Target]:
    words = clause[0]
    numbers = [(at, quantity) for at, quantity in numbers if at >= names[0][1] or len(numbers) == 1]
    apart = words.find("分别")
    if apart >= 0:
        after = [quantity for at, quantity in numbers if at > clause.start() + apart]
        keys = _respective(words[:apart], len(after))
        if keys:
            for (name, scope), quantity in zip(keys, after, strict=True):
                if name:
                    yield _target(name, scope, "base", quantity, words, sentence)
            return
    if numbers:
        for index, (_, _, name) in enumerate(names):
            # Each name of 粮食产量500亿斤、城镇新增就业70万人 has the numbers up to the next.
            stop = names[index + 1][0] if index + 1 < len(names) else clause.end()
            own = [(at, quantity) for at, quantity in numbers if names[index][0] <= at < stop] or numbers[:1]
            scope = _scope(words, name)
            yield _target(name, scope, "base", own[0][1], words, sentence)
            for at, quantity in own[1:]:
                if _STRETCH.search(sentence.paragraph.text, names[index][1], at):
                    yield _target(name, scope, "stretch", quantity, words, sentence)
                    break
        return
    span = sentence.paragraph.span_to_source(clause.start(), clause.end())
    comparator = "sync" if _SYNC.search(words) else ""
    for index, (start, _, name) in enumerate(names):
        stop = names[index + 1][0] if index + 1 < len(names) else clause.end()
        direction = _direction(sentence.paragraph.text[start:stop])
        row = _without(name, "not ratable", span, words, sentence.text.strip(), "list")
        yield replace(row, scope=_scope(words, name), comparator=comparator, direction=direction)


def _respective(words: str, count: int) -> list[tuple[str, str]]:
    """Give family and scope of each thing before 分别, as many as there are numbers; nothing if they do not match.

    城镇 in 城镇、农村居民收入 takes its family from what follows; 人口自然增长率 has none, and takes up its number.
    """
    if count == 2 and "城乡" in words and "income" in (found := _families_of(words)) and len(found) == 1:
        return [("income", "urban"), ("income", "rural")]
    items = re.split(r"[、和及与]", words)
    if len(items) != count:
        return []
    keys: list[tuple[str, str]] = []
    following = ""
    for item in reversed(items):
        name = next(iter(_families_of(item)), "")
        if not name and re.fullmatch(r"[^，]{0,4}(?:城镇|农村|城市)(?:常住)?(?:居民)?", item):
            name = following
        following = name
        keys.append((name, _scope(item, name) if name else "all"))
    return keys[::-1]


def _families_of(words: str) -> list[str]:
    """Name the families that words mention, in their order."""
    found = ((mention.start(), family.name) for family in FAMILIES if (mention := family.words.search(words)))
    return [name for _, name in sorted(found)]


def _scope(words: str, name: str) -> str:
    if name == "trade":
        return "all" if "进出口" in words else "exports"
    if name != "income":
        return "all"
    # 农村居民收入增速高于城镇居民: what is compared with does not name the scope.
    own = re.split(r"[快高低]于|[与和同]经济|超过", words)[0]
    urban, rural = "城镇" in own, "农村" in own or "农民" in own
    if urban == rural:
        return "all"
    return "urban" if urban else "rural"


def _direction(words: str) -> str:
    return "down" if _DOWN.search(words) else ""


def _target(family: str, scope: str, aim: str, quantity: Quantity, words: str, sentence: _Sentence) -> Target:
    return Target(
        family,
        scope,
        aim,
        "stated",
        quantity.value,
        quantity.value_high,
        quantity.comparator,
        quantity.unit,
        quantity.direction or _direction(words),
        quantity.start,
        quantity.end,
        words.strip(),
        sentence.text.strip(),
        "list",
    )


_STATES = re.compile(
    r"(?:预期|调控)的?目标[，,]?(?:是|为|定为|确定为|定在|设定为)|增长预期(?:目标)?为|增长目标(?:是|为|定为)"
    r"|今年计划(?:要求)?|计划要求|生产总值计划增长"
)
_OTHER_YEARS = re.compile(r"五年|[“\"]十?[一二三四五]?五[”\"]|年均|去年.{0,12}(?:报告|提出|预期)|规划期")


def _statements(run: CleanText, structure: Structure) -> Iterator[tuple[_Sentence, bool]]:
    """Give the sentences outside the list that call a figure the target of the year.

    What a plan asks for (今年计划要求) goes on to the end of its paragraph; those sentences are marked.
    """
    covered = 0
    for found in _STATES.finditer(run.text):
        if found.start() < covered:
            continue
        at = run.to_source(found.start())
        if any(span.start <= at < span.end for span in structure.targets):
            continue
        if structure.role_at(at) in ("review", "review_term", "plan_term"):
            continue
        start, end = _sentence_around(run.text, found.start(), found.end())
        covered = end
        if _OTHER_YEARS.search(run.text, start, end):
            continue
        yield _Sentence(run, start, end), False
        if "计划" in found[0]:
            last = min(end + 3 * _LONGEST_SENTENCE, len(run.text))
            stop = run.text.find("\n", end, last)
            for later in re.finditer(r"[^。！]+[。！]?", run.text[end : last if stop < 0 else stop]):
                if _AFTERWARDS.match(later[0].lstrip()):
                    break
                yield _Sentence(run, end + later.start(), end + later.end()), True


_LONGEST_SENTENCE = 400


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the sentence that text[start:end] stands in, cut where it has no end."""
    first = max(start - _LONGEST_SENTENCE, 0)
    last = min(end + _LONGEST_SENTENCE, len(text))
    begins = max(max(text.rfind(stop, first, start) for stop in "。！\n") + 1, first)
    return begins, min((at + 1 for stop in "。！" if (at := text.find(stop, end, last)) >= 0), default=last)


_REFUSES = re.compile(r"(?:没有|未|不再?|暂不)(?:提出|设定?|设置|确定|明确|安排)[^。；\n]{0,24}?(?:目标|指标)")
_REFUSED_NAMES = (
    ("gdp", re.compile(r"经济增[速长]|生产总值|GDP")),
    *((family.name, family.words) for family in FAMILIES if family.name != "gdp"),
)


def _refused(run: CleanText, structure: Structure) -> dict[str, tuple[Span, str]]:
    """Find the families for which the report says that it sets no target."""
    refused: dict[str, tuple[Span, str]] = {}
    for found in _REFUSES.finditer(run.text):
        if structure.role_at(run.to_source(found.start())) in ("review", "review_term"):
            continue
        # What is refused may stand before the refusal: 今年经济增长不设具体目标.
        before = re.split(r"[。；，\n]", run.text[max(found.start() - 20, 0) : found.start()])[-1]
        start = found.start() - len(before)
        for name, words in _REFUSED_NAMES:
            if words.search(before + found[0]):
                begins, ends = _sentence_around(run.text, start, found.end())
                span = run.span_to_source(start, found.end())
                refused.setdefault(name, (span, run.text[begins:ends]))
    return refused
