"""Which class a numeral is of, and its unit: quantity, label, ordinal, slogan, or a part of a word."""

import re
from decimal import Decimal

from jiedu.reports.lexicon import Unit
from jiedu.reports.quantities.dates import read_date
from jiedu.reports.quantities.grammar import DIGIT, FIGURE, Grammar, Token, parse_or_none
from jiedu.reports.quantities.ranges import SPACED_NEIGHBOURS, join_range, read_neighbours, unit_name

_LATIN_BEFORE = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ][-－]?$|[A-Za-z0-9]\.$|[+＋]$|[0-9][:：∶]$")
_NAME_AFTER = re.compile(r"[:：∶][0-9]|[+＋][0-9A-Za-z一二三四五六七八九十]|[A-Za-zＡ-Ｚａ-ｚ]")
_PARTY = re.compile(
    r"中(?=[、，和及]?[一二三四五六七]中|全会)|次(?=全会|会议|全体|代表大会|党代会|集体学习)|季度|版|大报告|大精神|大(?=[以召胜、。，和])|年代|国集团|强|号|股|开(?!始)|码|环(?=路|线|以|内)|路|制"
)
_PLAN = re.compile(r"年[^，。；、！“”\n0-9]{0,9}?(?:行动|计划|规划|方案|纲要|制(?!定|造)|(?<!预)期(?!间|内))")
_NTH_BEFORE = re.compile(r"第[一二三四五六七八九十]{1,3}个$")
_RANK_BEFORE = re.compile(
    r"(?:全国|全球|世界|亚洲|国际|国内|全省|全区|全市|[东中西]部|地区|省份|省区市|[居列位排前升至](?:名|进)?|保持|[国省区市界洲球])$"
)
_NOT_RANK = re.compile(
    r"产业|书记|责任|时间|线|批|届|条|要务|方阵|梯队|资源|生产力|动力|轮|期|个|次|所|家|颗|艘|台|座|款|例|架|部|支|套|步|类|课|关|章|节|把|张|年|季|天|代"
)
_ORDINAL_AFTER = re.compile(r"[期批]|季度|步|阶段|[，、,]")
_REACH_BEFORE = re.compile(r"(?:达到?了?|为|至|到|增加|减少|超过?|突破|约|近|有|共计?|总计|计|下降|增长|上升)$")
_STRUCTURE = frozenset("\n。；：！？ ")
_FORMAL = frozenset("零〇○壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟")
_INDEFINITE = frozenset("数幾几上成")
_COUNT_BEFORE = re.compile(r"(?:超过?|近|约|不足|不到|突破|逾|至少有?|不少于)$")
# 这一年, 新的一年 point at a year; 过去一年, 一年来 last one.
_POINTS_AT = re.compile(r"(?:[这那上新同又每全头后比年]|(?<!过去)的|任何|重要|关键|最后|决胜|收官|起步)$")
# No place has a hundred million of these: the magnitude is that of their output.
_BIG_ONES = frozenset(("县", "市", "区", "镇", "乡", "村", "省", "州", "级", "国"))
_OVER_BEFORE = re.compile(r"(?:超过?|突破|过|不足|近|逾)$")
_BARE_BEFORE = re.compile(r"(?:超过?|近|约|不足|不到|突破|逾|过|达到?|上|跃上|迈上|站上)$")
# A sign, not the stroke of a range or of a name: 增长-0.6%, 负3.9%.
_SIGN = re.compile(rf"(?:(?:^|[^{DIGIT}A-Za-z%％年月日])[-－−]|(?:^|[为是到了，、（ ])[负負])$")


def read_half(text: str, token: Token, grammar: Grammar) -> Token:
    """Read 半年 and 半个月 as half of one; 上半年, 半导体, 双赢 are words."""
    unit = grammar.unit_at(text, token.end) if text[token.start] == "半" else None
    if unit and unit.kind == "time" and text[token.start - 1 : token.start] not in tuple("上下大前后小"):
        token.class_, token.value, token.unit, token.kind = "quantity", Decimal("0.5"), unit.unit, "time"
        token.end += len(unit.unit)
    elif _quoted(text, token.start, token.end):
        token.class_ = "slogan"
    return token


_PER = {"百": "%", "千": "‰", "万": "万分之"}


def read_rate(text: str, token: Token, match: re.Match[str], grammar: Grammar) -> Token:
    token.value = parse_or_none(match["rate"])
    if token.value is None:
        return token
    token.class_, token.unit, token.kind = "quantity", _PER[match["per"][0]], "share"
    token.number_start = match.start("rate")
    neighbours = read_neighbours(match["rate"])
    if neighbours:
        token.value, token.value_high = neighbours
        token.comparator = "range"
        return token
    return join_range(text, token, grammar)


def read_fraction(text: str, token: Token, match: re.Match[str]) -> Token:
    token.value = parse_or_none(text[token.number_start : token.end])
    before = text[token.start - 1 : token.start]
    # 24/7 and １９９４／１９９５ are names
    named = bool(match["slash"]) and (len(match["slash"]) > 7 or before in tuple("-－/／+"))
    if token.value is not None and not named and token.value <= 1:
        token.class_, token.kind = "quantity", "share"
    else:
        token.class_ = "label"
    return token


def read_number(text: str, token: Token, number: str, grammar: Grammar) -> Token:
    start, end = token.number_start, token.end
    match_end = start + len(number)
    head, tail = text[max(0, token.start - 14) : token.start], text[end : end + 14]
    previous, following = head[-1:], tail[:1]
    if len(number) > 1 and number[-1] in "两兩":
        # No number ends in 两: it is a weight, or counts what follows (三百两, 一九八二两年).
        number, end = number[:-1], match_end - 1
        token.end = end
        tail, following = text[end : end + 14], text[end : end + 1]
    neighbours = None if token.arabic else read_neighbours(number)
    spaced = SPACED_NEIGHBOURS.match(text, start) if not token.arabic and len(number) == 1 else None
    if spaced and read_neighbours(spaced[1] + spaced[2]) and grammar.unit_at(text, spaced.end()):
        # 两、三年 and 二、三百个 are one number
        number, neighbours = spaced[1] + spaced[2] + spaced[3], read_neighbours(spaced[1] + spaced[2] + spaced[3])
        end = token.end = spaced.end()
        tail = text[end : end + 14]
        following = tail[:1]
    token.value = neighbours[0] if neighbours else parse_or_none(number)
    if token.value is None:
        return token
    if neighbours:
        token.value_high, token.comparator = neighbours[1], "range"
    token.number_end = end
    unit = grammar.unit_at(text, end)
    if token.nth:
        return _nth(text, token, unit, head, tail)
    date = read_date(text, token, number, tail)
    if date:
        return date
    if _LATIN_BEFORE.search(head) or (_NAME_AFTER.match(tail) and not (unit and unit.unit.isascii())):
        token.class_ = "slogan" if "+" in (previous, following) or "＋" in (previous, following) else "label"
        return token
    if _heading(text, token, previous, tail):
        token.class_ = "ordinal"
        return token
    if _inside_title(text, token.start):
        token.class_ = "label"
        return token
    plain = not any(c in "万萬亿億百千" for c in number)
    if previous in ("［", "[") and following in ("］", "]"):
        token.class_ = "ordinal"
        return token
    if plain and (_PARTY.match(tail) and not (unit and unit.unit == "个")):
        token.class_ = "label"
        return token
    if plain and unit and unit.unit == "年" and (_PLAN.match(tail) or _NTH_BEFORE.search(head)):
        token.class_ = "label"
        return token
    quoted = _quoted(text, token.start, end)
    if not token.arabic:
        return _chinese(text, token, number, unit, head, tail, quoted, grammar)
    if unit is None:
        return _bare_arabic(text, token, number, head, tail, quoted, grammar)
    if quoted and unit.kind in ("count", "share") and _shorthand_quotation(text, start):
        token.class_ = "slogan"
        return token
    if unit.unit in ("期", "届", "代") and plain and not head.endswith(("举办", "连续", "承办", "办好")):
        token.class_ = "ordinal" if unit.unit == "期" else "label"
        token.end += 1
        return token
    return _with_unit(text, token, unit, grammar, head)


def _chinese(
    text: str, token: Token, number: str, unit: Unit | None, head: str, tail: str, quoted: bool, grammar: Grammar
) -> Token:
    """Class a Chinese numeral: many are words, and a number needs a unit or a size that no word has."""
    figures = sum(c in FIGURE or c == "十" for c in number)
    large = len(number) >= 3 or (len(number) == 2 and number[-1] in "百千万萬亿億" and figures)
    if number[0] in _FORMAL and len(number) == 1:
        # 大陆, 队伍, 零售: a formal numeral or a zero alone is half of a word
        return token
    if quoted and (not large or unit is None):
        plan = number[-1] == "五" and head[-1:] == "“" and tail[:1] == "”"
        token.class_ = "label" if plan else "slogan"
        return token
    if unit and unit.unit == "级" and any(c in "百千万萬亿億" for c in number):
        # 千亿级 and 万亿级 name a class of size
        return token
    if not figures and "亿" in number.replace("億", "亿") and (unit is None or unit.unit in _BIG_ONES):
        # 超百亿县, 百亿以上产业: so much money, in yuan that go unsaid
        if _OVER_BEFORE.search(head) or tail.startswith(("以上", "元以上")):
            token.class_, token.kind = "quantity", "money"
        return token
    if not figures:
        bounded = _BARE_BEFORE.search(head) or (unit and text.startswith("以上", token.end + len(unit.unit)))
        if unit and unit.kind != "time" and bounded and not head.endswith(("数", "几")):
            return _with_unit(text, token, unit, grammar, head)
        return token
    if head[-1:] in _INDEFINITE and number[0] == "十":
        return token
    if number == "一" and tail[:1] == "半" and not _OTHER_HALF.search(head) and tail[1:2] not in _HALF_WORDS:
        token.class_, token.value, token.kind = "quantity", Decimal("0.5"), "share"
        token.end += 1
        token.number_end = token.end
        return token
    if unit is None:
        if large and figures and (any(c in "百千万萬亿億" for c in number)):
            token.class_ = "quantity"
            return join_range(text, token, grammar)
        if tail[:1] in ("到", "至") and join_range(text, token, grammar).comparator == "range":
            return token
        token.class_ = "slogan" if _shorthand(number, head, tail) else "word"
        return token
    name = unit.unit
    if name in ("期", "届", "代"):
        token.class_ = "ordinal" if name == "期" else "label"
        token.end += 1
        return token
    if unit.numerals == "arabic" and not large:
        token.class_ = "slogan" if _shorthand(number, head, tail) else "word"
        return token
    if number in ("一", "壹"):
        counts = unit.numerals == "all" and not (name == "年" and _POINTS_AT.search(head))
        if not counts and not _COUNT_BEFORE.search(head):
            return token
    if name == "个" and tail[1:2] == "一":
        token.class_ = "slogan"
        return token
    return _with_unit(text, token, unit, grammar, head)


# 另一半 and 一半天 are words.
_OTHER_HALF = re.compile(r"[另这那前后上下]$")
_HALF_WORDS = frozenset("天会儿点")
_SHORTHAND = re.compile(r"[^，。；、！“”\n]{1,2}[一二三四五六七八九十][^，。；、\n]")


def _shorthand(number: str, head: str, tail: str) -> bool:
    """Tell 三送一强 and 六稳 from a word: a small number before one syllable, paired or standing alone."""
    if len(number) > 1 or number in "〇○零一百千万亿":
        return False
    if _SHORTHAND.match(tail) or re.search(r"[一二三四五六七八九十][^，。；、\n]{1,2}$", head):
        return True
    return number in "三四五六七八九" and len(tail) > 1


def _bare_arabic(text: str, token: Token, number: str, head: str, tail: str, quoted: bool, grammar: Grammar) -> Token:
    """Class an Arabic number without a unit: sizes, decimals and what a verb leads to are quantities."""
    sized = any(c in "万萬亿億千百" for c in number) or "." in number or "．" in number or "·" in number
    if quoted and (not sized or "·" in number):
        token.class_ = "label" if "·" in number else "slogan"
        return token
    ranged = join_range(text, token, grammar)
    if ranged.comparator == "range":
        ranged.class_ = "quantity"
        return ranged
    approximate = text[token.end - 1] in "多余餘"
    if sized or approximate or _REACH_BEFORE.search(head) or grammar.bounded(text, token):
        token.class_ = "quantity"
    else:
        token.class_ = "label"
    return token


def _nth(text: str, token: Token, unit: Unit | None, head: str, tail: str) -> Token:
    """Class 第N: a rank where it is held among others, an ordinal or a name elsewhere."""
    if unit and unit.unit in ("位", "名") and not head.endswith(("放在", "摆在", "作为", "是")):
        token.class_, token.unit, token.kind = "quantity", unit.unit, "rank"
        token.end += len(unit.unit)
    elif _RANK_BEFORE.search(head) and not _NOT_RANK.match(tail):
        token.class_, token.kind = "quantity", "rank"
    elif _ORDINAL_AFTER.match(tail):
        token.class_ = "ordinal"
    else:
        token.class_ = "label"
        token.end += unit is not None and unit.unit in ("届", "期")
    return token


_HEADING = re.compile(r"[、．.](?![0-9])|[）)]")


def _heading(text: str, token: Token, previous: str, tail: str) -> bool:
    """Recognise 一、 （一） 一是 1. at the head of a line or sentence."""
    if previous in ("（", "(") and tail[:1] in ("）", ")"):
        return True
    if previous and previous not in _STRUCTURE and previous != "，":
        return False
    if tail.startswith("是") and not token.arabic:
        return True
    opens = not previous or previous in "\n。；：！？ "
    return opens and tail[:1] in tuple("、．.") and not tail[1:2].isdigit() and (token.value or 0) < 30


def _inside_title(text: str, at: int) -> bool:
    opened = text.rfind("《", max(0, at - 40), at)
    return opened >= 0 and text.rfind("》", opened, at) < 0


_QUOTE_LONGEST = 11


def _quoted(text: str, start: int, end: int) -> bool:
    """Say whether a numeral stands in a short quotation: “最多跑一次”, “334”."""
    opened = text.rfind("“", max(0, start - _QUOTE_LONGEST), start)
    if opened < 0 or text.rfind("”", opened, start) >= 0:
        return False
    return text.find("”", end, opened + _QUOTE_LONGEST + 2) >= 0


_QUOTATION = re.compile(
    r"[0-9０-９]{1,3}[个項项%％条类]?[^0-9０-９“”，。；]{0,8}[0-9０-９]{0,3}[%％]?[^0-9０-９“”，。；]{0,4}”"
)
_COUNTED_NOUN = re.compile(r"[0-9０-９]{1,3}[个項项条类][^0-9０-９“”，。；]{5,}”")


def _shorthand_quotation(text: str, at: int) -> bool:
    """Say whether a number belongs to a quotation of a few syllables that begins with one: “3个70%”, “7个不准”."""
    opened = text.rfind("“", max(0, at - 6), at) + 1
    return opened > 0 and _QUOTATION.match(text, opened) is not None and not _COUNTED_NOUN.match(text, opened)


def _with_unit(text: str, token: Token, unit: Unit, grammar: Grammar, head: str) -> Token:
    """Take the unit in, with what follows it: a second unit after a stroke, 半, the other end of a range."""
    token.class_, token.kind = "quantity", unit.kind
    at = token.end
    token.end += len(unit.unit)
    token.unit = unit_name(unit.unit)
    if text[token.end : token.end + 1] in ("/", "／"):
        second = grammar.unit_at(text, token.end + 1)
        if second:
            token.end += 1 + len(second.unit)
            token.unit = text[at : token.end]
    if unit.unit in ("位", "名") and re.search(r"(?:[居列]|排名?|全国前|全省前|前)$", head):
        token.kind = "rank"
    if unit.kind == "share" and _AMONG_FIRST.search(head):
        token.kind = "rank"
    if unit.unit == "个" and text[token.end : token.end + 2] == "多月":
        token.unit, token.kind, token.comparator, token.cue = "个月", "time", "gt", "多"
        token.end += 2
        return token
    half = text[token.end : token.end + 1] == "半" and text[token.end + 1 : token.end + 2] not in tuple(
        "年个天月导径数"
    )
    if half and unit.kind not in ("share", "date", "rank") and token.value is not None:
        token.value += Decimal("0.5")
        token.end += 1
    ranged = join_range(text, token, grammar)
    if ranged.comparator != "range" and _SIGN.search(head) and ranged.value is not None:
        ranged.start -= 1
        ranged.value = ranged.value.copy_negate()
    return ranged


# 排名前1%, 进入前1‰
_AMONG_FIRST = re.compile(r"(?:排名|排位|位[居列]|进入|跻身|[居列])[^，。、]{0,8}前$")
