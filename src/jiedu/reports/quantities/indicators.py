"""What a number measures: the noun phrase before it, after it, or one it shares with its neighbour."""

import re
from collections.abc import Mapping

from jiedu.reports.quantities.grammar import Token

_WINDOW = 72
_FOLLOWING = 26
_BOUNDS = "，。；：！？\n ,;:!?《〈"
_SENTENCE_BOUNDS = "。！？\n；;"
_CONNECTORS = "、和及与或并，暨"

_NUMERAL = "[0-9０-９一二两三四五六七八九十]"
_YEAR = "(?:[0-9０-９]{4}|[一二][〇○零一二三四五六七八九]{3})年"
# What stands before a noun and is no part of it, beside the words of the table: years, months, spans of years.
_LEAD = rf"""
      共(?![建同享产青和])
    | (?:在|从)?[0-9０-９]{{4}}年?[到至—-]{_YEAR}(?:间|期间)?
    | 平均每[天月日年人] | 每[天月日]
    | (?:到|在|从|按|比|截至|自)?{_YEAR}(?:底|末|初|前|内|度|以来|期间)?
    | (?:近|前|后|过去|这|今后|未来|最近|在)?(?:{_NUMERAL}{{1,3}}|几)多?(?:年|个月)
      (?:来|间|内|里|中(?![央国小部西等药医学共外欧])|以来|时间|期间)*(?:[，共]|累计)?
    | [0-9０-９]{{1,2}}月(?:底|末|份|中旬|上旬|下旬)?
    | “[一二三四五六七八九十]{{1,3}}五”(?:期间|时期|计划|规划|末|以来)*
    | [、，和及与或并暨而且但则也又还使将要再即其的了]
"""
_TIME_AT_END = re.compile(
    rf"(?:连续|近|前|后|过去|今后|第|比|较|与|同)?"
    rf"(?:{_YEAR}(?:末|底|同期)?(?:的|相比)?|{_NUMERAL}{{1,3}}个?(?:年|月|季度|天|届)(?:以?来|内|间|同期)?)$"
)
_COMPARED = re.compile(
    r"(?:比|较|同|与|高于|低于|快于)[^，、比较同与]{1,14}?"
    r"(?:年|年同期|期|水平|平均|全国|全省|相比|以前|之前|计划|预算|目标|年末|年底|时期)的?$"
)
_SHARE_OF = re.compile(r"约?占(?![有地用比据])[^占，、]{1,14}?的?$")
_KEEP_SHARE = re.compile(r"(?:比重|比例|份额|比率|占比)$")
_NOT_NOUN = frozenset(
    "、，。；：！？\n ）)”》…—-以左和与及或并且而较达为是在于被把将已也又都均仅还就则可到至从由因，多余"
)
# Where a noun phrase after a number ends, beside the words of the table.
_STOP = (
    r"占(?!地)|居(?![民家住])|比(?![例重赛])|(?<![主重需必首])要(?!素)|(?<![具拥享])有(?![色机关限轨线效序])"
    r"|基本(?!建设|农田|养老|医疗|公共|药物|生活|粮田|民生)|[，。；、！？\n：（ ]"
)
# 服务业, 生产总值, 保障性住房: what begins like a verb is a noun when this follows.
_NOT_OBJECT = frozenset("性业总额率量力者值面用化费品基的型期线区点体价")
_OF_WHOLE = re.compile(r"(?:占|由|从|比|同|与|年)[^，]{0,14}的$")
_FIRSTLY = re.compile(r"^[一二三四五六七八九十]{1,2}是")
_FALLS = re.compile(r"(?:[^，、]{0,10}?)(?:减少|减轻|降低|压减|压缩|节约|削减|裁减|下调)")
_ASIDE_NOUN = re.compile(
    r"(?:考虑|扣除|剔除|除去|按).*(?:因素|价格|口径|计算|变动)$"
    r"|在(?![建校册编岗职读产途逃外线]).*(?:初期|后期|期间|时期|之后|以后|以来|情况下|条件下|基础上|同时|过程中)$"
    r"|[^，]{0,12}的基础$|[由从自](?:年初|年末|年底|上年|去年|原来|过去|当时)$"
    r"|(?:不包括|不含|不计)[^，]*$|包括[^，]*的比[重例]$"
)
_RATE_NOUN = re.compile(r"(?:增速|增长率|递增率|速度|[涨增降]幅|增长)[^，。]{0,4}$")
_NUMBER_NEXT = re.compile(r"[0-9０-９]|[百千万]分之|[一二三四五六七八九十]{1,3}(?:分之|[个家项亿万])")
# 占全国一千七百八十六个县的百分之二十八: what is left between the two numbers
_OF_THAT = re.compile(r"[^，、；]{1,14}的")
_OPEN_END = re.compile(r"(?:、|[和与暨]|以及|(?<![惠普涉危波])及)+$")
_OF_SUBJECT = re.compile(r"占(?!地)|[高低快慢]于|[较比](?!例|重)|超过|相当于")
# 在今年内可以建设完工的有188个, 属于地方的是149个: a clause without a head, which is the subject's.
_HEADLESS = re.compile(r"的(?:共?有|是|为|仅|只有)$")
# 由年初的400多万人扩大到年末的1120多万人: what follows the first number is no noun.
_ARRIVING = re.compile(r"(?:增加|增长|扩大|提高|提升|上升|升|下降|降低|降|减少|缩小|缩短)[到至为]")
_HELD_AGAINST = re.compile(r"超过|相当于|比(?!例|重)")
_AMONG = re.compile(r"在([^，]{2,20}?)(?:之中|当中|中|里)$")
_PLACED = re.compile(r"在|属于")
_IS_SUBJECT = re.compile(r"是|为(?!民)|相当于|等于")
_FENBIE = re.compile(r"分别|各(?=[增达为占完提下降减])")
_WORDS = re.compile(r"[一-鿿A-Za-z]")
_ITEMS = re.compile(r"[、和与及]|以及")


def _any(roles: Mapping[str, Mapping[str, str]], role: str) -> str:
    """Write the words of a role as one expression, the longest first."""
    return "|".join(map(re.escape, sorted(roles.get(role, {}), key=len, reverse=True))) or "(?!)"


class Phrases:
    """Hold the words that end or begin a noun phrase, by last character, longest first."""

    def __init__(self, roles: Mapping[str, Mapping[str, str]]) -> None:
        self.change = roles.get("change", {})
        self.reach = frozenset(roles.get("reach", {}))
        self.acts = frozenset(roles.get("act", {}))
        self.nouns = frozenset(roles.get("noun", {}))
        self.generic = frozenset(roles.get("head", {}))
        self.bare = frozenset(roles.get("bare", {}))
        self.lead = re.compile(f"(?:{_any(roles, 'lead')}|{_LEAD})", re.VERBOSE)
        self.manner = re.compile(_any(roles, "manner"))
        self.aside = re.compile(f"(?!经[济营费验贸常]|在[建校编岗]|到位|同[类城]|比[重例])(?:{_any(roles, 'aside')})")
        self.stop = re.compile(f"(?:{_any(roles, 'stop')}|{_STOP})")
        arriving = {verb + to for verb in self.change for to in ("到", "至", "为", "了", "达", "到了")}
        words = {*self.change, *arriving, *self.reach, *roles.get("adverb", {})}
        self.tails: dict[str, list[str]] = {}
        for word in sorted(words, key=lambda word: -len(word)):
            self.tails.setdefault(word[-1], []).append(word)
        self.heads: dict[str, list[str]] = {}
        for word in sorted(self.acts, key=lambda word: -len(word)):
            self.heads.setdefault(word[0], []).append(word)
        self.act_ends: dict[str, list[str]] = {}
        for word in self.acts:
            self.act_ends.setdefault(word[-1], []).append(word)

    def strip_tail(self, phrase: str) -> tuple[str, str, str]:
        """Take verbs and adverbs off the end: the noun, the verb of change, and the verb nearest the number."""
        change = nearest = ""
        while phrase:
            whole = phrase[-2:] in self.nouns
            for word in self.tails.get(phrase[-1], ()):
                if phrase.endswith(word) and not (whole and len(word) == 1):
                    verb = word if word in self.change else word.rstrip("到至为了达")
                    if verb in self.change:
                        change = change or verb
                    if not nearest and (verb in self.change or word in self.reach):
                        nearest = word[-1] if word in arriving_ends(verb) else word
                    phrase = phrase[: -len(word)]
                    break
            else:
                shorter = _TIME_AT_END.sub("", _COMPARED.sub("", phrase))
                if nearest == "占" or (not change and not nearest):
                    shorter = shorter if _KEEP_SHARE.search(shorter) else _SHARE_OF.sub("", shorter)
                if shorter == phrase:
                    break
                phrase = shorter
        return phrase, change, nearest

    def strip_head(self, phrase: str) -> str:
        """Take connectors, adverbs of time and place, and the acting verb off the front."""
        while phrase:
            lead = self.lead.match(phrase)
            shorter = phrase[lead.end() :] if lead else phrase
            if shorter == phrase:
                break
            phrase = shorter
        for _ in range(3):
            manner = self.manner.match(phrase)
            if manner and any(
                phrase.startswith(word, manner.end())
                for word in self.heads.get(phrase[manner.end() : manner.end() + 1], ())
            ):
                phrase = phrase[manner.end() :]
            word = next((word for word in self.heads.get(phrase[:1], ()) if phrase.startswith(word)), "")
            rest = phrase[len(word) :].lstrip("了和、") if word else phrase
            if not rest:
                return ""
            if rest == phrase or len(rest) == 1 or rest[0] in _NOT_OBJECT:
                break
            phrase = rest
        return phrase

    def ends_in_act(self, phrase: str) -> bool:
        """Say whether a phrase ends in an acting verb, so that its object follows the number: 发行2000亿元债券."""
        return any(phrase.endswith(word) for word in self.act_ends.get(phrase[-1:], ()))


class Namer:
    """Name what each number of a text measures, from left to right, remembering the last subject."""

    def __init__(self, text: str, phrases: Phrases) -> None:
        self.text = text
        self.phrases = phrases
        self.subject = ""
        self.members: list[str] = []
        self.change = ""
        self.last_end = -1
        self.pending: list[str] = []
        self.falls = False
        self.carried = ""
        # the subject of the sentence before
        self.former = ""

    def name(self, token: Token) -> None:
        """Fill indicator, direction and, for per cents, kind."""
        text = self.text
        start = max(0, token.outer_start - _WINDOW)
        window = text[start : token.outer_start]
        clause = start + 1 + max(window.rfind(bound) for bound in _BOUNDS)
        sentence = start + 1 + max(window.rfind(bound) for bound in _SENTENCE_BOUNDS)
        fresh = self.last_end < sentence
        if fresh:
            # After a semicolon the subject of the sentence may still hold: 八十斤到九十九斤的有五十五个县
            semicolon = text[sentence - 1 : sentence] in ("；", ";") and self.last_end > sentence - _WINDOW
            self.carried = (self.subject or self.carried) if semicolon else ""
            self.former = self.subject
            self.subject, self.members, self.change, self.pending = "", [], "", []
        linked = self.last_end > clause
        head = max(clause, self.last_end) if linked else clause
        segment = _unbracketed(text[head : token.outer_start])
        self._name(token, segment, linked, sentence, clause)
        self.last_end = token.outer_end

    def _name(self, token: Token, segment: str, linked: bool, sentence: int, clause: int) -> None:
        only_joined = linked and not segment.strip(_CONNECTORS)
        if only_joined and self.pending:
            token.indicator = self.pending.pop(0)
            self._finish(token, self.change, "")
            return
        segment = _FIRSTLY.sub("", segment)
        split = _FENBIE.search(segment)
        noun, change, nearest = self.phrases.strip_tail(segment)
        if split and split.end() >= len(noun):
            members = self._members(token, segment[: split.start()]) or self._members(
                token, self._earlier(sentence, clause)
            )
            if members:
                token.indicator, self.pending = members[0], members[1:]
                self.members, self.subject = members, "、".join(members)
                self._finish(token, change, nearest)
                return
        self.pending = []
        if linked and "、" in segment and not self.phrases.strip_tail(segment.rsplit("、", 1)[1])[0]:
            noun = ""
        if "、" in segment:
            last = segment.rsplit("、", 1)[1]
            acts = any(last.startswith(word) and len(last) > len(word) for word in self.phrases.heads.get(last[:1], ()))
            if acts and not split:
                noun, change, nearest = self.phrases.strip_tail(last)
        open_end = _OPEN_END.search(noun)
        conjunct = open_end is not None or noun.endswith("等")
        noun = self.phrases.strip_head(noun[: open_end.start()] if open_end else noun)
        if noun.endswith("等") or (noun in self.phrases.bare and not (change or nearest)) or _ASIDE_NOUN.match(noun):
            noun = ""
        self.falls = bool(_FALLS.match(segment)) and token.unit != "%"
        # 国家下达的90亿元资金: a clause that ends in 的 before the number describes what follows it
        relative = segment.endswith("的") and not _OF_WHOLE.search(segment)
        following = self._following(token, "" if conjunct or relative else noun)
        predicate = bool(change or nearest)
        if _HEADLESS.search(segment) and not following and (self.subject or _PLACED.match(segment)):
            noun = ""
        if (arrived := _ARRIVING.match(segment)) and arrived.end() >= len(segment) - 4:
            noun = ""
        owned = nearest in ("有", "共有", "拥有") and token.kind == "count" and token.unit not in _BEINGS
        fits = token.kind in ("count", "area", "level", "length") and self.phrases.ends_in_act(segment)
        whole = nearest in ("占", "约占") and token.kind not in ("share", "rate", "rank")
        if linked and token.kind == "share" and _OF_THAT.fullmatch(segment):
            noun = self.subject
        elif only_joined and not following:
            noun, change = self.subject, self.change
        elif (subject := self.subject or self.carried) and _OF_SUBJECT.match(noun):
            # 超过计划, 比去年多: what it is held against does not name the next number.
            whole = _HELD_AGAINST.match(noun) is not None
            noun = subject + noun
        elif self.subject and _IS_SUBJECT.match(noun):
            noun = self.subject
        elif noun in self.phrases.generic and self.subject and not self.subject.endswith(noun):
            noun = self.subject + noun
        elif following and (
            not noun
            or conjunct
            or (not token.unit and token.kind != "money")
            or token.unit in _RATINGS
            or (relative and token.kind not in ("share", "rate"))
            or (not predicate and token.kind == "count")
            or owned
            or fits
        ):
            noun = following
        elif not noun:
            noun = self.subject or self._earlier(sentence, clause) or self.carried
            if not noun and segment.startswith("其中"):
                noun = self.former
        token.indicator = noun
        if noun and not whole:
            self.subject = noun
        token.kind = token.kind or "count"
        self._finish(token, change, nearest)

    def _finish(self, token: Token, change: str, nearest: str) -> None:
        """Read rate or share, and a fall, from the verb that leads to the number."""
        to = nearest in ("到", "至", "为", "达", "达到", "了") and change != nearest
        self.change = change if not to else ""
        part = token.unit in ("%", "‰") or (token.kind == "share" and not token.unit)
        if (
            part
            and token.kind != "rank"
            and ((self.change and self.change not in ("是", "为")) or _RATE_NOUN.search(token.indicator))
        ):
            token.kind = "rate"
        falls = self.phrases.change.get(self.change) == "down" if self.change else self.falls and not nearest
        if falls and self.change not in ("低于", "慢于"):
            token.direction = "down"

    def _members(self, token: Token, subject: str) -> list[str]:
        """Split the subject of 分别 into as many members as numbers follow."""
        noun = self.phrases.strip_head(self.phrases.strip_tail(subject)[0])
        count = 1 + self.listed(token)
        if not noun and len(self.members) == count:
            return list(self.members)
        if not noun:
            return []
        for pattern in (_ITEMS, re.compile("、")):
            items = [item for item in pattern.split(noun) if item]
            if len(items) == count:
                return items
        items = [item for item in _ITEMS.split(noun) if item]
        if len(items) > count:
            return [noun, *items[-count:]][1:] if count > 1 else [noun]
        return [noun] * count

    def listed(self, token: Token) -> int:
        """Count the numbers that follow in a list; set by the caller, which sees all tokens."""
        return self._listed.get(token.start, 0)

    _listed: Mapping[int, int] = {}

    def _following(self, token: Token, noun: str) -> str:
        """Take the noun phrase right after a number: 13个港航项目, 98%的基层医疗机构."""
        at = token.outer_end
        rest = self.text[at : at + _FOLLOWING]
        if rest[:1] == "的":
            if noun and token.unit not in ("%", "‰"):
                return ""
            rest = rest[1:]
        elif token.outer_end != token.end and (
            (noun and (token.kind != "count" or token.unit in _BEINGS))
            or rest[:1] in _NOT_NOUN
            or token.kind in ("rate", "share")
        ):
            return ""
        if (
            _ARRIVING.match(rest)
            or not rest
            or rest[0] in _NOT_NOUN
            or _NUMBER_NEXT.match(rest)
            or token.kind in ("time", "rank")
        ):
            return ""
        if token.unit in ("%", "‰", "百分点", "倍") and self.text[at : at + 1] != "的":
            return ""
        if token.unit == "次":
            # 4次降低存款准备金率: what was done so often is named by its object
            verb = max((word for word in self.phrases.change if rest.startswith(word)), key=len, default="")
            rest = rest[len(verb) :]
        stop = self.phrases.stop.search(rest)
        if stop and stop.start() == 0:
            return ""
        if token.unit == "人" and rest[0] == "口":
            return "人口"
        phrase = rest[: stop.start()] if stop else rest
        return _unquoted(phrase.strip("的"))

    def _earlier(self, sentence: int, clause: int) -> str:
        """Fall back on the clause before: 粮食生产再获丰收，达到…"""
        before = self.text[max(sentence, clause - _WINDOW) : max(clause - 1, 0)]
        parts = re.split(f"[{_BOUNDS}]", before)
        for part in reversed(parts):
            if part and not self.phrases.aside.match(part):
                found = self.phrases.strip_head(part)[:20]
                return found if _WORDS.search(found) else ""
        among = next((match[1] for part in reversed(parts) if (match := _AMONG.match(part))), "")
        return self.phrases.strip_head(among)


def arriving_ends(verb: str) -> tuple[str, ...]:
    """Give a verb of change with the words that say where it ends: 提高到 names a level, not a change."""
    return tuple(verb + to for to in ("到", "至", "为", "达", "到了"))


_RATINGS = frozenset(("千伏", "千伏安", "伏"))
_BEINGS = frozenset(("人", "户", "人次", "户次", ""))
# A short bracket is part of a name: 分类屋（亭）覆盖率, 细颗粒物（PM2.5）浓度.
_BRACKETS = re.compile(r"（[^（）]{9,}）|\([^()]{9,}\)")


def _unbracketed(phrase: str) -> str:
    """Drop a long bracket within a phrase, and what stands before one that is still open."""
    phrase = _BRACKETS.sub("", phrase)
    for mark, close in ("（）", "()"):
        opened = phrase.rfind(mark)
        if opened >= 0 and phrase.find(close, opened) < 0:
            phrase = phrase[opened + 1 :]
        if phrase.count(close) > phrase.count(mark):
            phrase = phrase.replace(close, "", 1)
    return _unquoted(phrase)


def _unquoted(phrase: str) -> str:
    """Drop a quotation mark that lost its partner."""
    opened, closed = phrase.rfind("“"), phrase.rfind("”")
    if opened > closed:
        phrase = phrase[:opened] + phrase[opened + 1 :]
    if phrase.count("”") > phrase.count("“"):
        phrase = phrase.replace("”", "", 1)
    return phrase


def assign_indicators(text: str, tokens: list[Token], phrases: Phrases) -> None:
    """Give every quantity but dates and durations its indicator."""
    counted = [t for t in tokens if t.class_ == "quantity" and t.kind not in ("date", "time")]
    following: dict[int, int] = {}
    run = 0
    for token, after in zip(reversed(counted), [None, *reversed(counted)], strict=False):
        joined = (
            after is not None
            and 0 < len(text[token.outer_end : after.outer_start]) <= 3
            and not text[token.outer_end : after.outer_start].strip(_CONNECTORS)
        )
        run = run + 1 if joined else 0
        following[token.start] = run
    namer = Namer(text, phrases)
    namer._listed = following
    for token in counted:
        namer.name(token)
