"""Whether a number is promised, reported, or stands as context."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import exp, log

from jiedu.reports.quantities.grammar import Token
from jiedu.text.cleaning import sentences

REVIEW_HEADING = re.compile(
    r"回顾|总结|过去[一二三四五]?年|[一二三四五六七八九]年来|去年|执行情况|成就|主要成绩|完成情况|决算"
)
YEAR = r"(?:[12１２][0-9０-９]{3}|[一二][〇○零一二三四五六七八九]{3})年"


# Words that contain a cue and are none.
_PART = (
    "不合要求|不符合要求|达不到[^，。；]{0,6}要求|主要|重要|需要|首要|次要|必要|纲要|摘要|紧要|要求|要素|要点|要件"
    "|将近|将军|即将|除了|为了|了解|赶超|超级|已知|新增长点"
)
_RISE = r"[由从][^，。；、由从]{1,18}(?:增|提|上升|升|扩大|下降|降|减少)[^，。；、]{0,2}[到至为]"


def cue_finder(cues: Iterable[str]) -> re.Pattern[str]:
    """Compile cues into one expression that finds the longest at each place.

    `^` is the head of a clause, 某年 any year, 小数 a number with decimals (a report's, seldom a plan's),
    由到 a change from one level to another.

    >>> cues = ["^加快", "加快", "了", "某年"]
    >>> found_cues(cue_finder(cues), "加快建设，在2025年加快了", cues)
    ['^加快', '某年', '加快', '了']
    """
    plain = sorted(
        (c for c in cues if not c.startswith("^") and "某年" not in c and c not in ("小数", "由到")),
        key=lambda c: -len(c),
    )
    heads = sorted((c[1:] for c in cues if c.startswith("^") and "某年" not in c), key=lambda c: -len(c))
    at_head = r"(?:^|(?<=[，、；：。！？\n“”（）《》 ]))"
    return re.compile(
        rf"(?P<part>{_PART})|(?P<decimal>[0-9０-９][.．·][0-9０-９])|(?P<rise>{_RISE})|{at_head}(?P<head_year>{YEAR})|(?P<to_year>到{YEAR})|(?P<year>{YEAR})"
        rf"|{at_head}(?P<head>{'|'.join(heads) or '(?!)'})|(?P<plain>{'|'.join(plain) or '(?!)'})"
    )


_PATTERN_CUES = {"decimal": "小数", "rise": "由到", "head_year": "^某年", "to_year": "到某年", "year": "某年"}


def found_cues(finder: re.Pattern[str], sentence: str, known: Container[str]) -> list[str]:
    """Name the cues of a sentence, in their order."""
    names = []
    for match in finder.finditer(sentence):
        if match.lastgroup == "part" and match[0] not in known:
            continue
        group = match.lastgroup or "plain"
        name = _PATTERN_CUES.get(group) or ("^" + match[0] if group == "head" else match[0])
        if name not in known and group != "plain":
            name = match[0]
        if name in known:
            names.append(name)
    return names


_PLAN_HEADING = re.compile(
    r"任务|安排|部署|总体要求|要求|目标|建议|政策取向|重点工作|打算|今后|预算(?!执行)|20\d\d年工作(?!回顾)"
)
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]部分)")
# The list that follows is a list of targets; 低于预期目标 and 完成年度目标任务 are a report's.
_TARGETS = re.compile(
    r"(?:预期目标|预期指标|奋斗目标|主要目标|约束性指标|年度目标|工作目标)[^，。；完超低高]{0,6}(?:是|为|：|:)"
)
# A change that is yet to come, a budget held against the accounts of the year before.
_TO_COME = re.compile(
    r"将(?:比|达|增[长加至]|提高|上升|下降|降|新增|完成|超过|突破|建成|变)|(?:计划|预算|草案)规定(?!的)|占本年(?:预算)?(?:收入|支出)"
    r"|年决算数|拟(?:安排|按|定为)|年度目标[：:]"
)
# What went wrong is told, not planned.
_GONE_WRONG = re.compile(
    r"报废|损失[^，。；]{0,4}[0-9０-９一二三四五六七八九十]|不合格|不合要求|没有完成|返修|废品率?[为达]"
)
_STRONGEST = 5.0
_HEADING_SAYS = 8.0
_STAY, _STAY_AT_BREAK, _STAY_IN_LIST = 0.01, 0.08, 0.0005
# How far the part of the report that a number stands in speaks for its own: less than a sentence that is sure.
_PART_SAYS = {"review": -6.0, "review_term": -6.0, "plan": 5.0, "plan_term": 1.0, "self_building": 1.0}


@dataclass(frozen=True, slots=True)
class Tense:
    """Say of each sentence of a text how far it speaks of a plan: log-odds, negative for what was done."""

    starts: list[int]
    plan: list[float]
    own: list[float]

    def at(self, offset: int) -> float:
        """Give the log-odds for the sentence at an offset."""
        return self.plan[max(bisect_right(self.starts, offset) - 1, 0)]


class Cues:
    """Hold the weights of a lexicon's cues with the expression that finds them."""

    def __init__(self, status: Mapping[str, float]) -> None:
        self.weights = {cue: weight for cue, weight in status.items() if cue != "*"}
        self.finder = cue_finder(self.weights)

    def score(self, phrase: str) -> float:
        """Add up the weights of a phrase, bounded, so that no one sentence outshouts its part."""
        # The weights were learnt from whether a sentence has the cue; only decimals say more the more there are.
        found = found_cues(self.finder, phrase, self.weights)
        total = sum(self.weights[name] for name in {*found})
        total += self.weights.get("小数", 0.0) * max(0, found.count("小数") - 1)
        return max(-_STRONGEST, min(_STRONGEST, total))


def tense(text: str, cues: Cues) -> Tense:
    """Weigh the cues of each sentence, and let neighbours speak for one that has few.

    The two voices, review and plan, are the states of a chain that seldom changes (more easily where a part
    begins); a heading that names one speaks loudly. Forward and backward passes, so the time is linear.
    """
    spans = sentences(text)
    own = []
    switch = []
    listed = False
    for span in spans:
        sentence = text[span.start : span.end]
        score = cues.score(sentence)
        if _TO_COME.search(sentence):
            score += _STRONGEST
        if _GONE_WRONG.search(sentence):
            score -= 2.5
        heads = len(sentence) <= 46 and (_HEADING.match(sentence) or sentence.endswith("\n"))
        changes = _STAY_IN_LIST if listed else _STAY
        listed = sentence[-1:] in ("：", "；", ":", ";")
        if heads:
            reviews, plans = REVIEW_HEADING.search(sentence), _PLAN_HEADING.search(sentence)
            if reviews and not plans:
                score, changes = -_HEADING_SAYS, 0.5
            elif plans and not reviews:
                score, changes = _HEADING_SAYS, 0.5
            elif _HEADING.match(sentence):
                changes = _STAY_AT_BREAK
        elif _TARGETS.search(sentence):
            score += _STRONGEST
        own.append(score)
        switch.append(changes)
    forward = _pass(own, switch)
    backward = _pass(own[::-1], [_STAY, *switch[:0:-1]])[::-1]
    plan = [f + o + b for f, o, b in zip(forward, own, backward, strict=True)]
    return Tense([span.start for span in spans] or [0], plan or [0.0], own or [0.0])


def _pass(own: list[float], switch: list[float]) -> list[float]:
    """Carry log-odds from one sentence to the next; `switch[i]` is the chance of a change before sentence i."""
    carried, before = [], 0.0
    for score, change in zip(own, switch, strict=True):
        there = 1 / (1 + exp(-before))
        there = there * (1 - change) + (1 - there) * change
        arriving = log(there / (1 - there))
        carried.append(arriving)
        before = arriving + score
    return carried


_THRESHOLD = re.compile(
    r"的?(?!的|左右|增|以|和|与|及|并|或|提|下|占|达|为|是|已|都|均|也|得|被|完成|目标|水平|标准?煤)[一-鿿]"
)
_CLAUSE = "，。；：！？\n"
_BASE = re.compile(r"(?:由|从|自)[^，。；、由从自]{0,24}$")
_BASE_TO = re.compile(r"[^，。；！？\n]{0,24}?(?:到|至|为|降|升|增|提|扩|缩|减)")
_COMPARED_WITH = re.compile(r"(?:同|与|跟|和)[^，。；]{0,20}的?$")
_IN_COMPARISON = re.compile(r"[^，。；]{0,4}(?:相比|作比较|比较|相较)")
_THAN = re.compile(r"比[^，。；比]{0,14}的?$")
_THAN_ON = re.compile(r"(?:增长|增加|提高|下降|减少|降低|上升|多|少|高|低)")
_WHOLE_OF = re.compile(r"占[^，。；]{0,14}$")
_OF_IT = re.compile(r"[^，。；、]{0,14}的(?:百分之|[0-9０-９.．]+[%％]|[一二三四五六七八九十]{1,3}分之)")
_PASSED = re.compile(r"(?:超过|低于|高于|相当于)[^，。；]{3,}$")
# 低于13%左右的预期目标, 超过计划增长4%的要求: what the report measures itself against.
_AGAINST = re.compile(r"的(?:预期|预定|既定|年度|计划|规划)?(?:目标|要求|水平|指标)")
_PASSED_BY = re.compile(r"(?:超过|低于|高于|好于|快于|超出)[^，。；]{0,12}$")
_CLASSED_BY = re.compile(r"的(?:[，。]|共?有|主要|只有|仅|约?占|为)")
# 超百万元楼宇突破140幢: the first number tells which buildings the second counts.
_ATTRIBUTE = re.compile(
    r"的?(?!带动|增长|建设|支持|用于|推动|完成|新增|惠及|投入|左右|以上|以下)[一-鿿“”]{2,18}?[0-9０-９一二三四五六七八九十百千万]+[个家户幢栋项件座]"
)
_EACH = re.compile(r"(?:每|每个|平均每|人均每)$")
_PROMISES_HERE = re.compile(
    r"力争|拟(?:安排|按|新增|发行|[^，、]{0,4}[增达])|(?<![即行])将(?:比|达|增[长加至]|提高|上升|下降|降|新增|完成|超过|突破)"
)
_PLANS_HERE = re.compile(
    r"确保|争取|预期目标|目标是|今后|预定|计划(?:安排|完成|达到|新建|增加|生产)|拟(?!定)|(?<![即行])将(?!近|军)"
)
_REPORTS_HERE = re.compile(r"(?<!年)预计|初步核算|截至|截止")
_DONE_AFTER = re.compile(r"[^，。；！？\n]{0,8}(?:进行|完成|取得|发挥|得到|受到)了")
# 年产八百吨合成氨的小洋化肥厂: the size of a thing that is spoken of, 国家规定的12%: a rule.
_SIZE_BEFORE = re.compile(r"(?:[年日][产处]理?|总投资|库容)$")
_SIZE_OF = re.compile(r"[^，。；、的]{0,12}的(?!目标|基础|左右)[一-鿿]")
_RULED = re.compile(r"(?:国家|纲要|法律|标准|合同)规定的$")


def assign_status(text: str, tokens: list[Token], cues: Cues, roles: Sequence[str | None] = ()) -> None:
    """Give every quantity its status: target or achieved by the tense of its sentence and the part it stands in
    (`roles`, one a token), context where it is a threshold, a base of comparison, an age, an anniversary or a date.
    """
    if not any(token.class_ == "quantity" for token in tokens):
        return
    told = tense(text, cues)
    for token, role in zip_longest(tokens, roles):
        if token.class_ == "quantity":
            part = _PART_SAYS.get(role or "", 0.0)
            token.status = "context" if _is_context(text, token) else _tense_of(text, token, told, part)


def _is_context(text: str, token: Token) -> bool:
    if token.kind == "date" or token.unit == "周年":
        return True
    if token.unit in ("千伏", "千伏安", "伏"):
        # a voltage is a rating
        return True
    if token.unit in ("岁", "周岁"):
        return "寿命" not in token.indicator
    before = text[max(0, token.outer_start - 28) : token.outer_start]
    if _EACH.search(before):
        return True
    if token.kind == "money" and token.comparator == "gt" and token.outer_start < token.start:
        return _ATTRIBUTE.match(text, token.outer_end) is not None
    if token.outer_end > token.end and text[token.end : token.end + 2] in ("以上", "以下", "以内"):
        # 30户以上自然村 is a threshold, 1500个以上项目 counts the projects themselves
        bounds = token.kind in ("money", "level", "area", "length") or token.unit in ("人", "户", "")
        return bounds and token.kind != "share" and _THRESHOLD.match(text, token.outer_end) is not None
    if _WHOLE_OF.search(before) and _OF_IT.match(text, token.outer_end):
        return True
    if _RULED.search(before) or (_SIZE_BEFORE.search(before) and _SIZE_OF.match(text, token.outer_end)):
        return True
    if token.kind in ("level", "area", "length", "money") and _CLASSED_BY.match(text, token.outer_end):
        return True
    if text.startswith("的水平", token.outer_end) and _PASSED.search(before):
        return True
    if _AGAINST.match(text, token.outer_end) and _PASSED_BY.search(text[max(0, token.start - 24) : token.start]):
        return True
    if _COMPARED_WITH.search(before) and _IN_COMPARISON.match(text, token.outer_end):
        return True
    if _THAN.search(before) and token.kind != "time" and _THAN_ON.match(text, token.outer_end):
        return True
    if _BASE.search(before) and token.kind not in ("time", "rank"):
        return _BASE_TO.match(text, token.outer_end) is not None
    return False


_GONE_BY = re.compile(r"(?:过去|最近|[^接将附邻]近|^近)的?$")
_AHEAD = re.compile(r"(?:今后|未来|再用|往后)的?$")
_SINCE = re.compile(r"多?以?来")


def _tense_of(text: str, token: Token, told: Tense, part: float) -> str:
    if token.kind == "time":
        before = text[max(0, token.start - 4) : token.start]
        if _AHEAD.search(before):
            return "target"
        if _GONE_BY.search(before) or _SINCE.match(text, token.end):
            return "achieved"
    score = told.at(token.start) + part
    window = text[max(0, token.outer_start - 40) : token.outer_start]
    clause = window[max(window.rfind(bound) for bound in _CLAUSE) + 1 :]
    if _PROMISES_HERE.search(clause):
        score += 8
    elif _PLANS_HERE.search(clause):
        score += 3
    elif _REPORTS_HERE.search(clause) or _DONE_AFTER.match(text, token.outer_end):
        score -= 3
    return "target" if score > 0 else "achieved"
