"""What the codes of the tables are called in tables, charts and pages: Chinese and English, each defined once.

The terms are those of `jiedu.edition.own_terms`.
"""

from jiedu.display import html
from jiedu.display.amounts import DEADLINES
from jiedu.display.html import Safe
from jiedu.edition import Row

Label = tuple[str, str]

ASPECTS: dict[str, Label] = {
    "base": ("上年", "year before"),
    "target": ("目标", "target"),
    "outcome": ("结果", "outcome"),
}
"""The aspects of a comparison, in the order in which they are shown."""

STATUSES: dict[str, Label] = {
    "achieved": ("已报告", "reported"),
    "target": ("已承诺", "promised"),
    "context": ("背景", "context"),
}

KINDS: dict[str, Label] = {
    "rate": ("变动率", "rate"),
    "share": ("比率", "share"),
    "money": ("金额", "money"),
    "count": ("个数", "count"),
    "area": ("面积", "area"),
    "length": ("长度", "length"),
    "level": ("实物量", "level"),
    "time": ("时长", "time"),
    "rank": ("位次", "rank"),
    "date": ("日期", "date"),
    "other": ("其他", "other"),
}

COMMITMENT_KINDS: dict[str, Label] = {
    "measure": ("举措", "measure"),
    "result": ("成果", "result"),
    "orientation": ("方向", "orientation"),
}

CRITERIA: dict[str, Label] = {
    "deliverable": ("可核对成果", "deliverable"),
    "quantity": ("数量", "quantity"),
    "deadline": ("明确期限", "explicit deadline"),
    "actor": ("行动主体", "actor"),
}

ROLES: dict[str, Label] = {
    "masthead": ("栏目名", "masthead"),
    "headline": ("主标题", "headline"),
    "deck": ("提要", "deck"),
    "label": ("散字", "label"),
    "lead": ("导语", "lead"),
    "byline": ("记者署名", "byline"),
    "overall": ("总体要求", "overall"),
    "targets": ("目标清单", "list of targets"),
    "commentary": ("评论", "comment"),
    "tasks": ("任务", "tasks"),
    "heading": ("标题", "heading"),
    "section_lead": ("版块导语", "section lead"),
    "subsection": ("小节", "subsection"),
    "body": ("正文", "body"),
}

TERM_TYPES: dict[str, Label] = {
    "slogan": ("套语", "set phrase"),
    "programme": ("政策计划", "programme"),
    "institution": ("制度", "institution"),
    "project": ("项目", "project"),
    "place": ("地名", "place"),
    "organisation": ("机构", "organisation"),
    "regulation": ("法规", "regulation"),
    "event": ("会议活动", "event"),
    "person": ("人名", "person"),
    "field": ("领域", "field"),
    "category": ("类属", "category"),
    "indicator": ("指标", "indicator"),
    "concept": ("概念", "concept"),
}

NOTE_KINDS: dict[str, Label] = {
    "textual": ("文本", "textual"),
    "contextual": ("背景", "contextual"),
    "interpretive": ("解读", "interpretive"),
}

FIELDS: dict[str, Label] = {
    "span": ("字符区间", "span"),
    "class": ("类别", "class"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "comparator": ("限定方式", "comparator"),
    "cue": ("限定词", "cue"),
    "indicator": ("指标", "indicator"),
    "kind": ("种类", "kind"),
    "status": ("状态", "status"),
    "found": ("读出", "found"),
    "precision": ("查准率", "precision"),
    "whole record": ("整条", "whole record"),
}
"""What is compared where two readings of one page are."""

MISSING: dict[str, Label] = {
    "none set": ("明确未设", "none set"),
    "not stated": ("未写明", "not stated"),
    "not found": ("未查到", "not found"),
    "not ratable": ("无数字", "in words only"),
}
"""Why a compared figure is not there."""

UNRANKED: Label = ("不排序", "not ranked")
WORDING_ONLY: Label = ("力度只看措辞，能否核对另论", "force is wording only, not what can be checked")
NO_DEADLINE: Label = ("未写明期限", "no explicit deadline")
REST: Label = ("其余", "rest")
YEARLY = "a yearly report presumes its year"


def labelled(labels: dict[str, Label], code: str) -> Label:
    """Give a code's label; a code that has none, as one of an edition's own, stands for itself.

    >>> labelled(ROLES, "deck"), labelled(ROLES, "aside")
    (('提要', 'deck'), ('', 'aside'))
    """
    return labels.get(code, ("", code.replace("_", " ")))


def measured(row: Row) -> Label:
    """Name the kind of a quantity and whether it was reported or promised; the English is that of the codes.

    >>> measured({"kind": "count", "status": "target"})
    ('个数，已承诺', 'count, target')
    """
    zh = [labelled(KINDS, row["kind"])[0], labelled(STATUSES, row["status"])[0]]
    return "，".join(word for word in zh if word), f"{row['kind']}, {row['status']}".strip(", ")


def deadline(words: str) -> Safe:
    """Write a deadline as the page has it, with its English where it is a usual one; or that none is explicit.

    >>> deadline("")
    Safe('<span class="jd-none">no explicit deadline</span>')
    """
    return html.pair(words, DEADLINES.get(words, "")) if words else html.absent(NO_DEADLINE[1])


def whose(place: str, level: str, aspect: str) -> Label:
    """Name a figure of a comparison by place and aspect, in both languages.

    >>> whose("郑州市", "city", "base")
    ('郑州市上年', 'city, year before')
    """
    zh, en = labelled(ASPECTS, aspect)
    return f"{place}{zh}", ", ".join(word for word in (level, en) if word)
