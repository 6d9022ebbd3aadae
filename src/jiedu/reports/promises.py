"""A first coding of the promises, clause by clause, by rules: what a person corrects, not what is printed."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from jiedu.reports.structure import Structure
from jiedu.text.characters import DIGITS, ONE_TO_NINE
from jiedu.text.cleaning import clean, strip_whitespace
from jiedu.text.spans import Span, SpanIndex

PROMISING = ("plan", "plan_term", "self_building")
"""The roles of the stretches that promise; a review reports, and closing words ask."""

# Firmest first, as in the vocabulary; a clause takes the first that it holds.
_CUES = (
    ("ensure", re.compile(r"确保|务必")),
    ("complete", re.compile(r"全面完成|全面建成")),
    ("press", re.compile(r"力促")),
    ("strive", re.compile(r"力争")),
    ("seek", re.compile(r"争取(?!到|工作)|争创")),
    ("explore", re.compile(r"探索|试点(?=推进|开展|建设)")),
    ("effort", re.compile(r"着力|努力")),
    # 完成 asserts a result only where the clause begins with it: 推动项目完成 pushes.
    ("complete", re.compile(r"^(?:年内|年底前)?(?:完成|建成|实现)")),
)

# What may stand before the verb that opens a clause, and the verbs; the first that fits is taken.
_ADVERBS = """
    要 继续 持续 深入 全面 大力 积极 扎实 稳步 有序 统筹 严格 全力 充分 不断 进一步 坚决 坚定不移
    切实 着力 努力 更大力度 高质量 高标准 高水平 加快 深化 分类 逐步 重点 认真 精准 常态化 一体 协同
    系统 有效 科学 依法 主动 力争 争取 确保 力促 务必 探索 全力以赴 毫不动摇 年内 年底前 基本 自觉
    严厉
"""
_VERBS = """
    推进 推动 建设 实施 开展 加强 加快 完善 深化 优化 健全 提升 提高 扩大 强化 落实 打造 培育 发展
    支持 促进 完成 建成 实现 新建 改造 改建 扩建 续建 开工 启动 引进 新增 增加 建立 构建 制定 出台
    保障 保持 稳定 稳住 坚持 打好 打赢 聚焦 聚力 消除 抓好 抓紧 抓实 做好 做优 做强 做大 办好 发挥
    鼓励 引导 规范 整治 治理 化解 防范 防止 遏制 严守 守住 守牢 严控 压减 降低 减少 淘汰 盘活 拓展
    拓宽 激发 释放 用好 用足 整合 推广 普及 创建 创新 谋划 布局 争创 争取 力争 力促 确保 探索 试点
    营造 维护 巩固 弘扬 传承 繁荣 增强 增进 壮大 集聚 吸引 招引 组织 举办 承办 筹集 安排 投入 设立
    组建 改革 简化 取消 下放 放宽 清理 修复 保护 绿化 美化 畅通 打通 贯通 补齐 夯实 筑牢 落地 破解
    解决 满足 关爱 救助 提供 供给 发放 支付 偿还 服务 培养 培训 选派 表彰 贯彻 执行 遵守 接受 倡导
    宣传 普查 编制 修订 修编 改善 改进 转变 转型 调整 调动 缩小 控制 达到 突破 超过 增长 下降 推行
    推出 推介 开发 开放 开辟 开通 联动 融入 对接 承接 搭建 搬迁 安置 拆除 修建 铺设 架设 种植 收购
    储备 供应 监管 监督 检查 排查 打击 严厉打击 惩治 整顿 精简 压缩 节约 厉行 过紧日子 兑现 清欠
    减轻 减免 延续 扶持 帮扶 帮助 带动 树立 践行 深耕 迈出 迈上 取得 展现 赢得 争当 当好 唱响 擦亮
    叫响 迭代 升级 更新 配套 投用 投产 通车 竣工 交付
"""
# The same characters as a part of a noun: 服务业增加值, 经济开发区; and after any verb 保障性住房, 创新型企业, 增长率.
_NOUNS = {
    "服务": "业|贸易|消费|外包|中心|站|点|区|网|平台|体系|机构|设施|能力|水平|质量|事项|行业|机制|效能|功能|经费|模式",
    "开发": "区",
    "增加": "值",
}
_VERB = (
    "(?:"
    + "|".join(f"{verb}(?!{_NOUNS[verb]})" if verb in _NOUNS else verb for verb in _VERBS.split())
    + ")(?![型率]|性(?!别))"
)
_OPENS = re.compile(rf"(?:(?:{'|'.join(_ADVERBS.split())})(?:地)?)*(?P<verb>{_VERB})")
_INSIDE = re.compile(_VERB)
# 将审批事项压减一成 has its verb at the end; so has what is said of a figure: 优良天数比例保持在90%以上.
_BRINGS = re.compile(r"(?:再)?[将把让使]")
_STATES = re.compile(
    rf"[^，,]{{2,30}}(?:增长|下降|降低|提高|达到|保持|控制|稳定|压减|突破|超过)[^，,]{{0,6}}[{DIGITS}]"
)
_PERORATION = re.compile(r"让我们|同志们|各位代表")
_STOP = re.compile(r"[。；！？!?;：\n]+[”’」』）)》]*")
_COMMA = re.compile(r"[，,][”’]?")
_RESULT = re.compile(r"^(?:.{0,8})?(?:确保|完成|建成|实现|达到|开工|竣工|通车|投用|投产|出台|编制|制定)")
_DIRECTION = re.compile(
    r"^(?:要)?(?:坚持|坚定|坚决|聚焦|围绕|树立|弘扬|发扬|践行|增强|努力|着力|切实|自觉|始终|牢牢|大力发展)"
)
_FIGURE = re.compile(
    rf"[^{DIGITS}]+?(?=增长|控制|稳定|下降|降低|达到|涨幅|提高|保持|突破|力争|[与和同]经济|[{DIGITS}])"
)
# Who is named as acting: at the head of a clause, or after a verb that leaves the act to somebody.
_ACTORS = """
    企业 机构 单位 部门 乡镇 街道 社区 学校 高校 院所 医院 公司 集团 银行 协会 合作社 干部 公务员 群众 居民 农民 农户
    家庭 人才 青年 毕业生
"""
_ACTOR = re.compile(
    rf"""
      (?: 支持 | 鼓励 | 引导 | 组织 | 动员 | 督促 | 帮助 | 推动 | 由 | 让 | ^ )
      (?P<actor> (?! 将 | 把 ) [^，,、的和“”‘’《》]{{0,8}}? (?:{"|".join(_ACTORS.split())}) )
      (?= (?:{"|".join(_ADVERBS.split())})* {_VERB} )
    """,
    re.VERBOSE,
)
_DEADLINE = re.compile(
    rf"""
      年内|年底前|年底|年末|[上下]半年
    | [一二三四]季度(?:前|末)?
    | (?:1[0-2]|[1-9]|十[一二]?|[{ONE_TO_NINE}])月底前?
    | (?:19|20)\d\d年(?:底前?|前)                # 2025年底前; a year alone is no deadline
    """,
    re.VERBOSE,
)
# The commonest first: each search begins where the last one ended, and a rare stop is not looked for from the top.
_LONGEST_CLAUSE = 1_000
_CLAUSE_ENDS = "。\n；：！？;"
_SHORTEST = 5
_LONGEST = 120
"""Characters; what is longer was not cut where its promises end, or is a list, and a person has to read it."""
_QUOTED = re.compile(r"“[^“”]{1,200}”")


def deadline_of(text: str, start: int, end: int) -> str:
    """Give the deadline that stands before a place in its clause, as written; "" where none does.

    >>> deadline_of("年内完成6个项目；新建92条", 4, 6), deadline_of("年内完成6个项目；新建92条", 11, 14)
    ('年内', '')
    """
    first = max(0, start - _LONGEST_CLAUSE)
    for stop in _CLAUSE_ENDS:
        first = max(first, text.rfind(stop, first, start) + 1)
    found = [word for word in _DEADLINE.finditer(text, first, start)]
    return strip_whitespace(found[-1][0]) if found else ""


def draft_promises(
    text: str, blocks: Sequence[dict[str, Any]], structure: Structure, ledger: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Code the promises of the stretches that look forward; no id yet, in the order of the blocks.

    `ledger` has ids: those inside a clause are its quantities.

    >>> from jiedu.reports.structure import read_structure
    >>> text = "一、今年工作安排⏎　　确保建成2个站点，加快修建道路；项目很多。".replace("⏎", chr(10))
    >>> blocks = [{"id": "a-1", "start": 10, "end": len(text), "role": "body"}]
    >>> [(row["text"], row["force"]) for row in draft_promises(text, blocks, read_structure(text), [])]
    [('确保建成2个站点', 'ensure'), ('加快修建道路', 'plain')]
    """
    places, numbers = SpanIndex(blocks), SpanIndex(ledger)
    rows = []
    for block in sorted(blocks, key=lambda block: block["start"]):
        if block["role"] in ("headline", "masthead", "byline", "heading"):
            continue
        listed = block["role"] == "targets"
        for start, end in _clauses(text, _below(text, block), block["end"], listed):
            role = structure.role_at(start)
            if role not in PROMISING and not (listed and role is None):
                continue
            row = _promise(text, start, end, numbers.inside(start, end), listed)
            if row is not None and places.holding(start, end) is not None:
                rows.append({"block": block["id"]} | row)
    return rows


def _below(text: str, block: dict[str, Any]) -> int:
    """Give the place where the text of a block begins, below its own heading."""
    at, left = block["start"], len(strip_whitespace(block.get("heading_zh", "")))
    while left:
        left -= not text[at].isspace()
        at += 1
    return int(at)


def _clauses(text: str, start: int, end: int, listed: bool) -> Iterator[tuple[int, int]]:
    """Cut a block where sentences or parts of them end, and at commas before a verb; in a list of targets at each."""
    run = clean(text, start, end)
    said = _unquoted(run.text)
    at = 0
    for stop in [*_STOP.finditer(said), None]:
        last = stop.start() if stop else len(said)
        pieces = [at]
        for comma in _COMMA.finditer(said, at, last):
            if listed or any(form.match(said, comma.end(), last) for form in (_OPENS, _BRINGS, _STATES)):
                pieces.append(comma.end())
        for first, after in zip(pieces, [*pieces[1:], last], strict=True):
            body = run.text[first:after]
            first += len(body) - len(body.lstrip("，, 　"))
            after -= len(body) - len(body.rstrip("，, 　"))
            if after - first >= _SHORTEST:
                span = run.span_to_source(first, after)
                yield span.start, span.end
        at = stop.end() if stop else last


def _unquoted(words: str) -> str:
    """Blank what stands in quotation marks, a character for a character: what is quoted is named, not promised."""
    return _QUOTED.sub(lambda found: f"“{'＿' * (len(found[0]) - 2)}”", words)


def _promise(text: str, start: int, end: int, inside: Sequence[dict[str, Any]], listed: bool) -> dict[str, Any] | None:
    words = strip_whitespace(text[start:end])
    quantities = [row for row in inside if row["status"] == "target"]
    if words.startswith(("-", "+", "=", "@")) or len(words) > _LONGEST or (listed and not quantities):
        return None
    said = _unquoted(words)
    opens = _OPENS.match(said)
    acts = opens or _INSIDE.search(said)
    verb, after = (acts[acts.lastgroup or 0], acts.end()) if acts else ("", 0)
    force, cue = ("expect", "") if listed else _force(said)
    promising = opens or _BRINGS.match(said) or quantities or force != "plain"
    if not listed and (not verb or not promising or _PERORATION.match(words)):
        return None
    place = _place(text, start, end, cue)
    rest = words[after:]
    figure = _FIGURE.match(words)
    deadline = deadline_of(text, end, end)
    return {
        "start": start,
        "end": end,
        "text": words,
        "verb": verb,
        "force": force,
        "cue": cue,
        "cue_start": place.start if place else None,
        "cue_end": place.end if place else None,
        "kind": _kind(said, force, bool(quantities)),
        "deadline": deadline,
        "deadline_inherited": "yes" if deadline and deadline not in words else "",
        "actor": _actor(said),
        "object": figure[0] if listed and figure else rest.lstrip("了好"),
        "quantities": " ".join(row["id"] for row in quantities),
        "note": "",
        "state": "draft",
    }


def _actor(words: str) -> str:
    """Name who acts, where a clause names anyone; a verb at its head is the government's own act."""
    found = _ACTOR.search(words)
    # 支持企业扩大产能: from its head on the clause would be the actor; from 支持 on it is 企业.
    while found and _OPENS.match(found["actor"]):
        found = _ACTOR.search(words, found.start("actor") + 1)
    return found["actor"] if found else ""


def _force(words: str) -> tuple[str, str]:
    for force, pattern in _CUES:
        found = pattern.search(words)
        if found:
            cue = re.search(r"全面完成|全面建成|完成|建成|实现", found[0]) if force == "complete" else None
            return force, cue[0] if cue else found[0]
    return "plain", ""


def _place(text: str, start: int, end: int, cue: str) -> Span | None:
    """Find where a cue stands, also one that a line break cuts; what is quoted is no cue."""
    found = re.search(r"\s*".join(map(re.escape, cue)), _unquoted(text[start:end])) if cue else None
    return Span(start + found.start(), start + found.end()) if found else None


def _kind(words: str, force: str, counted: bool) -> str:
    if counted or force in ("expect", "complete") or _RESULT.match(words):
        return "result"
    return "orientation" if force == "orient" or _DIRECTION.match(words) else "measure"
