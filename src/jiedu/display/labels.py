"""What the codes of the tables are called in tables, charts and pages: Chinese and English, each defined once.

The terms are those of `jiedu.edition.own_terms`.
"""

from jiedu.display import html
from jiedu.display.amounts import DEADLINES
from jiedu.display.html import Safe
from jiedu.edition import Row
from jiedu.language import say
from jiedu.panel.grid import scope_sign
from jiedu.reports.families import BY_NAME

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

CLASSES: dict[str, Label] = {
    "quantity": ("数量", "quantity"),
    "label": ("名称中的数字", "label"),
    "ordinal": ("序数", "ordinal"),
    "slogan": ("数字略语", "numeric shorthand"),
    "word": ("词语中的数字", "part of a word"),
}
"""What a numeral of the page is."""

COMPARATORS: dict[str, Label] = {
    "eq": ("只有数字", "the number alone"),
    "about": ("左右", "about"),
    "gt": ("超过", "more than"),
    "ge": ("以上", "at least"),
    "le": ("以内", "at most"),
    "lt": ("不足", "less than"),
    "range": ("区间", "between two"),
    "sync": ("同步", "tied to another figure"),
    "other": ("其他", "another relation"),
}
"""How the number of a quantity is bound."""

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

FORCES: dict[str, Label] = {
    "ensure": ("确保", "ensure"),
    "complete": ("完成", "complete"),
    "plain": ("直陈", "plain statement"),
    "press": ("力促", "press for"),
    "strive": ("力争", "strive"),
    "seek": ("争取", "seek"),
    "explore": ("探索", "explore"),
    "effort": ("着力", "make an effort"),
    "expect": ("预期目标", "expected target"),
}
"""How firmly a promise is worded; the Chinese is the first of the words that carry the force."""

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
    "place": ("地点", "place"),
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

CONFIDENCES: dict[str, Label] = {
    "sourced": ("有出处", "sourced"),
    "plain wording": ("字面自明", "plain wording"),
    "read from the page": ("据版面读出", "read from the page"),
    "unsure": ("未能确定", "unsure"),
}
"""What the entry of a term rests on."""

FIELDS: dict[str, Label] = {
    "span": ("字符区间", "span"),
    "surface": ("字面", "surface"),
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

AVAILABLE: dict[str, Label] = {
    "stated": ("已写明", "stated"),
    "in the plan": ("见于规划部分", "in the plan"),
    **MISSING,
}
"""Whether a report gives a target its number, and where, or why it does not."""

BOUND_ONLY: Label = ("仅推断界限", "a bound, inferred")
UNRANKED: Label = ("不排序", "not ranked")
WORDING_ONLY: Label = ("力度只看措辞，能否核对另论", "force is wording only, not what can be checked")
NO_DEADLINE: Label = ("未写明期限", "no explicit deadline")
REST: Label = ("其余", "rest")
YEARLY = "a yearly report presumes its year"


LEVELS: dict[str, Label] = {
    "county": ("县级", "counties"),
    "province": ("省级", "provinces"),
    "nation": ("国务院", "State Council since 1990"),
}
"""The levels of reports that the page is set beside."""

MEASURED: dict[str, Label] = {
    "numbers_per_1000": ("每千字数量", "quantities per 1,000 characters"),
    "plan_numbers_per_1000": ("规划部分每千字数量", "the same in what plans"),
    "shorthand_per_1000": ("每千字数字略语", "numeric shorthand per 1,000 characters"),
    "share_number": ("含数量的承诺，%", "promises with a quantity, %"),
    "share_deadline": ("写明期限的承诺，%", "promises with an explicit deadline, %"),
    "share_actor": ("写明行动主体的承诺，%", "promises that name an actor, %"),
    "strive_per_100": ("力争、争取，每百条承诺", "words of striving per 100 promises"),
    "ensure_per_100": ("确保、务必，每百条承诺", "words of assurance per 100 promises"),
    "about_per_100": ("左右，每百条承诺", "“about” per 100 promises"),
    "at_least_per_100": ("以上、不低于，每百条承诺", "“at least” per 100 promises"),
    "at_most_per_100": ("以内、不超过，每百条承诺", "“at most” per 100 promises"),
}
"""What reports are measured by."""

PANEL_TABLES: dict[str, Label] = {"targets": ("目标", "targets"), "outcomes": ("结果", "outcomes")}

SCOPES: dict[str, Label] = {
    "all": ("", ""),
    "urban": ("城镇", "towns"),
    "rural": ("农村", "country"),
    "exports": ("出口", "exports"),
}

PANEL_MEASURES: dict[str, Label] = {
    "growth": ("增速", "growth"),
    "intensity": ("比率", "share or rate"),
    "level": ("总量", "amount"),
}
"""What the number of a target in a panel measures."""

CHANGED: dict[str, Label] = {
    "raised": ("上调", "raised"),
    "lowered": ("下调", "lowered"),
    "hedged": ("加保留语", "hedged"),
    "unhedged": ("去保留语", "unhedged"),
    "other bound": ("改限定", "other bound"),
    "unchanged": ("未变", "unchanged"),
    "dropped": ("不再列出", "dropped"),
    "new": ("新列出", "new"),
}
"""What can have become of a target from one year to another."""

BOUNDS: dict[str, Label] = {
    "about": ("左右", "about"),
    "bare": ("只有数字", "the number alone"),
    "least": ("以上", "at least"),
    "most": ("以内", "at most"),
    "range": ("区间", "range"),
    "strive": ("力争", "striven for"),
    "tied": ("同步", "tied"),
    "words": ("无数字", "in words"),
    "none set": ("明确未设", "none set"),
    "absent": ("未写明", "not stated"),
}
"""How words bind the number of a target, or that there is none, in the order of a key."""

OUTCOME: Label = ("结果", "outcome")
ESTIMATE: Label = ("预计结果", "outcome, estimated")
NO_REPORT: Label = ("手头无此报告", "no report at hand")
OTHER_UNIT: Label = ("单位不同，不入标尺", "another unit, not on the scale")
NO_TEXT: Label = ("无文本", "no text at hand")

_EARLIER: dict[str, Label] = {
    "output": ("工农业总产值", "Gross output of industry and agriculture"),
    "output_industry": ("工业总产值", "Gross output of industry"),
    "output_agriculture": ("农业总产值", "Gross output of agriculture"),
    "national_income": ("国民收入", "National income"),
}


def family_label(name: str, scope: str = "all") -> Label:
    """Name a family of targets, and whose figure it is where that is not the whole.

    >>> family_label("gdp"), family_label("income", "rural")
    (('生产总值', 'Growth of GDP'), ('居民收入，农村', 'Income of residents, country'))
    """
    zh, en = _EARLIER[name] if name in _EARLIER else (BY_NAME[name].zh, BY_NAME[name].en)
    of_zh, of_en = labelled(SCOPES, scope)
    return "，".join(filter(None, (zh, of_zh))), ", ".join(filter(None, (en, of_en)))


def scoped(row: Row, words: str) -> str:
    """Write before a target whose figure it is, and → where it is striven for beyond the base.

    >>> scoped({"scope": "urban", "aim": "stretch"}, "≈5")
    '→城≈5'
    """
    return scope_sign(row) + words


def change_label(words: str) -> Label:
    """Name what became of a target; several words are parted by commas.

    >>> change_label("lowered, hedged")
    ('下调、加保留语', 'lowered, hedged')
    """
    return "、".join(labelled(CHANGED, word)[0] for word in words.split(", ")), words


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
    return html.of_page(words, DEADLINES.get(words, "")) if words else html.absent(say(NO_DEADLINE[1]))


def whose(place: str, level: str, aspect: str) -> Label:
    """Name a figure of a comparison by place and aspect, in both languages.

    >>> whose("郑州市", "city", "base")
    ('郑州市上年', 'city, year before')
    """
    zh, en = labelled(ASPECTS, aspect)
    return f"{place}{zh}", ", ".join(word for word in (level, en) if word)
