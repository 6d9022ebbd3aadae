"""What bounds a number: words before it, after it, and inside it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from jiedu.reports.quantities.grammar import Changes, Grammar, Token
from jiedu.reports.rules import Example, Rule
from jiedu.text.characters import MAGNITUDES, TENS

_BACK = 24
_BARE_SIZES = frozenset(10**power for power in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
_SIZES = frozenset(f"{MAGNITUDES}{TENS}")


class Word(NamedTuple):
    """Hold a word that bounds a number: what it says, and where it stands."""

    word: str
    code: str
    start: int
    end: int


class Bound(NamedTuple):
    """Hold a number with the words of the lexicon that stand right before and right after it."""

    text: str
    token: Token
    grammar: Grammar
    before: Word | None
    after: Word | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRule(Rule):
    """Hold a rule on a word that bounds nothing where it stands.

    `word` is the word of the lexicon, `before` must match up to where it begins, `after` from where it ends;
    `when` is asked last.
    """

    word: str
    before: str = ""
    after: str = ""
    when: Callable[[Token], bool] | None = None

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return tuple(filter(None, (self.before, self.after)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundRule(Rule):
    """Hold a rule on a number and its neighbours: `before` must match up to where the number begins."""

    before: str = ""
    when: Callable[[Bound], bool]
    then: Callable[[Bound], Changes]

    @property
    def patterns(self) -> tuple[str, ...]:
        """Give the patterns of the rule."""
        return tuple(filter(None, (self.before,)))


def _of_time(token: Token) -> bool:
    return token.kind == "time"


def _no_time(token: Token) -> bool:
    return token.kind != "time"


def _not_of_hundreds(token: Token) -> bool:
    """Say whether the number is not one of magnitudes alone: 过亿元 needs no noun before it."""
    return token.value is None or token.value not in _BARE_SIZES


def _no_bare_share(token: Token) -> bool:
    return bool(token.unit) or token.kind != "share"


def _of_count(token: Token) -> bool:
    return token.kind in ("count", "rank")


NO_BOUNDS = (
    WordRule(
        name="comparator.near-in-time",
        sentence="近 before a duration says which years are meant, and bounds no number.",
        word="近",
        when=_of_time,
        examples=(Example("近⟦三年⟧新建", {"comparator": "eq"}),),
        near=Example("近⟦三百家⟧企业"),
    ),
    WordRule(
        name="comparator.near-in-a-word",
        sentence="近 that ends another word bounds no number.",
        word="近",
        before="[{before_near.chars}]",
        examples=(Example("附近⟦3个⟧村", {"comparator": "eq"}),),
        near=Example("近⟦3万⟧人"),
    ),
    WordRule(
        name="comparator.past-in-time",
        sentence="过 before a duration bounds no number.",
        word="过",
        when=_of_time,
        examples=(Example("走过⟦三年⟧", {"comparator": "eq"}),),
        near=Example("产值过⟦10亿元⟧"),
    ),
    WordRule(
        name="comparator.past-after-a-verb",
        sentence="过 bounds a number with a figure after the noun that it measures, and not after a verb.",
        word="过",
        before="(?<![{measured_end.chars}])",
        when=_not_of_hundreds,
        examples=(Example("召开过⟦3次⟧", {"comparator": "eq"}),),
        near=Example("产值过⟦10亿元⟧"),
    ),
    WordRule(
        name="comparator.past-in-a-verb",
        sentence="过 that ends a verb of passing bounds no number.",
        word="过",
        before="[{verb_of_passing.chars}]",
        examples=(Example("通过⟦亿元⟧以上项目", {"comparator": "ge"}),),
        near=Example("过⟦亿元⟧项目"),
    ),
    WordRule(
        name="comparator.over-in-a-word",
        sentence="超 that ends another word bounds no number.",
        word="超",
        before="[{before_over.chars}]",
        examples=(Example("反超⟦3位⟧", {"comparator": "eq"}),),
        near=Example("超⟦3万⟧人"),
    ),
    WordRule(
        name="comparator.strong-after-a-unit",
        sentence="强 after a number with a unit bounds no number.",
        word="强",
        when=_no_bare_share,
        examples=(Example("⟦500家⟧强企", {"comparator": "eq"}),),
        near=Example("占⟦四分之一⟧强"),
    ),
    WordRule(
        name="comparator.more-of-a-count",
        sentence="多 after what is counted or ranked begins another word.",
        word="多",
        when=_of_count,
        examples=(Example("⟦3家⟧多元企业", {"comparator": "eq"}),),
        near=Example("⟦3公里⟧多"),
    ),
    WordRule(
        name="comparator.more-in-a-word",
        sentence="多 that begins another word bounds no number.",
        word="多",
        after="[{after_more.chars}]",
        examples=(Example("⟦3亿元⟧多元投入", {"comparator": "eq"}),),
        near=Example("⟦3公里⟧多"),
    ),
    WordRule(
        name="comparator.rest-of-a-count",
        sentence="余 after what is counted or ranked begins another word.",
        word="余",
        when=_of_count,
        examples=(Example("⟦3家⟧余热利用", {"comparator": "eq"}),),
        near=Example("⟦3公里⟧余"),
    ),
    WordRule(
        name="comparator.rest-in-a-word",
        sentence="余 that begins another word bounds no number.",
        word="余",
        after="[{after_more.chars}]",
        examples=(Example("⟦3公里⟧余种", {"comparator": "eq"}),),
        near=Example("⟦3公里⟧余"),
    ),
    WordRule(
        name="comparator.about-no-time",
        sentence="前后 bounds durations and dates alone.",
        word="前后",
        when=_no_time,
        examples=(Example("⟦3家⟧前后", {"comparator": "eq"}),),
        near=Example("⟦3年⟧前后"),
    ),
)
"""Which words of the table bound nothing where they stand."""


def _has_before(bound: Bound) -> bool:
    return bound.before is not None


def _has_after(bound: Bound) -> bool:
    return bound.after is not None


def _take_before(bound: Bound) -> Changes:
    assert bound.before is not None
    lead = {"lead": bound.token.start - bound.before.start}
    if bound.before.code == "eq" or bound.token.comparator != "eq":
        return lead
    return lead | {"comparator": bound.before.code, "cue": bound.before.word}


def _take_after(bound: Bound) -> Changes:
    """Take the word in; one that closes 控制在 is named with it."""
    assert bound.after is not None
    token, word = bound.token, bound.after.word
    trail = {"trail": bound.after.end - token.end}
    if token.comparator != "eq":
        return trail
    opened = _opening(bound.text, token.start, bound.grammar) if word in bound.grammar.closes_control else ""
    return trail | {"comparator": bound.after.code, "cue": f"{opened}…{word}" if opened else word}


def _opening(text: str, at: int, grammar: Grammar) -> str:
    """Give the 控制在 or 控制到 that ends where a number begins; "" for none."""
    opened = text[max(0, at - 3) : at]
    return opened if opened in grammar.opens_control else ""


def _is_unbound_share(bound: Bound) -> bool:
    return bound.before is None and bound.token.kind == "share" and bound.token.comparator == "eq"


def _may_be_bound_by_a_deed(bound: Bound) -> bool:
    """Say whether no word bounds the number at its side, and one may stand before the deed."""
    token = bound.token
    if bound.before is not None or bound.after is not None or token.comparator != "eq":
        return False
    return not bound.grammar.begins_bound.isdisjoint(bound.text[max(0, token.start - _BACK) : token.start])


def _is_bare_size(bound: Bound) -> bool:
    token = bound.token
    size = bound.text[token.number_start : token.number_end]
    return token.comparator == "eq" and not token.arabic and bool(size) and _SIZES.issuperset(size)


def _has_approximator(bound: Bound) -> bool:
    token = bound.token
    inside = bound.text[token.number_start : token.number_end]
    return token.comparator == "eq" and not bound.grammar.inside.keys().isdisjoint(inside)


def _is_fan(bound: Bound) -> bool:
    return bound.token.unit == "番" and bound.token.comparator == "eq"


def _take_distant(pattern: str) -> Callable[[Bound], Changes]:
    """Return what takes the word that a pattern finds across the words between it and the number."""

    def take(bound: Bound) -> Changes:
        window = bound.text[max(0, bound.token.start - _BACK) : bound.token.start]
        found = bound.grammar.heard(rf"(?:{pattern})\Z").search(window)
        assert found is not None
        return {"comparator": bound.grammar.lexicon.comparators["before"][found[1]], "cue": found[1]}

    return take


def _take_up(bound: Bound) -> Changes:
    lead = bound.token.lead + 1
    return {"comparator": "ge", "cue": bound.text[bound.token.start - lead], "lead": lead}


def _take_inside(bound: Bound) -> Changes:
    token, inside = bound.token, bound.grammar.inside
    character = next(c for c in reversed(bound.text[token.number_start : token.number_end]) if c in inside)
    return {"comparator": inside[character], "cue": character}


def _take_fan(_: Bound) -> Changes:
    return {"comparator": "other"}


_WHOLE_BETWEEN = r"({bound_of_share})[^，。；、{DIGITS}]{1,14}{of_word}"
_VERB_BETWEEN = r"({bound_of_deed})(?:[^，。；、{DIGITS}]{0,2}?{deed}[^，。；、{DIGITS}]{0,12})"

BOUND_RULES = (
    BoundRule(
        name="comparator.word-before",
        sentence="A word of the table that ends where the number begins bounds it; one particle may stand between.",
        when=_has_before,
        then=_take_before,
        examples=(Example("在孵企业突破⟦3200家⟧", {"comparator": "gt", "cue": "突破"}),),
        near=Example("取得突破，新增⟦3200家⟧"),
    ),
    BoundRule(
        name="comparator.across-the-whole",
        sentence="A word of the table bounds a share across the whole that is shared.",
        before=_WHOLE_BETWEEN,
        when=_is_unbound_share,
        then=_take_distant(_WHOLE_BETWEEN),
        examples=(Example("约占全年投资总额的⟦三分之二⟧", {"comparator": "about"}),),
        near=Example("占全年投资总额的⟦三分之二⟧"),
    ),
    BoundRule(
        name="comparator.word-after",
        sentence="A word of the table that begins where the number ends bounds it; a note mark may stand between.",
        when=_has_after,
        then=_take_after,
        examples=(Example("控制在⟦5%⟧以内", {"comparator": "le", "cue": "控制在…以内"}),),
        near=Example("增长⟦5%⟧，以上均为预计"),
    ),
    BoundRule(
        name="comparator.across-a-deed",
        sentence="A word for at least or at most bounds the number of what is done, across the verb and its object.",
        before=_VERB_BETWEEN,
        when=_may_be_bound_by_a_deed,
        then=_take_distant(_VERB_BETWEEN),
        examples=(Example("至少引进龙头企业⟦3家⟧", {"comparator": "ge", "cue": "至少"}),),
        near=Example("至少引进一批龙头，培育⟦3家⟧"),
    ),
    BoundRule(
        name="comparator.up-to-a-size",
        sentence="上 before a size without a figure says that it is reached.",
        before="{up_word}",
        when=_is_bare_size,
        then=_take_up,
        examples=(Example("吸引上⟦百万人⟧", {"comparator": "ge", "cue": "上"}),),
        near=Example("吸引上⟦三万人⟧"),
    ),
    BoundRule(
        name="comparator.inside",
        sentence="An approximator inside the number bounds it.",
        when=_has_approximator,
        then=_take_inside,
        examples=(Example("惠及⟦20余万人⟧", {"comparator": "gt", "cue": "余"}),),
        near=Example("惠及⟦20万人⟧"),
    ),
    BoundRule(
        name="comparator.multiplied",
        sentence="A number of 番 is the power of a multiplication, and neither equal nor bounded.",
        when=_is_fan,
        then=_take_fan,
        examples=(Example("税收翻⟦两番⟧", {"comparator": "other"}),),
        near=Example("增长⟦两倍⟧"),
    ),
)
"""How a number is bounded; each rule is asked in turn, and each may speak."""


class Comparators:
    """Ask which words bound a number, by the tables and the rules."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._note_mark = grammar.hear(r"[\[［〔][{DIGITS}]{1,3}[\]］〕] | [①-⑳]")
        self._none: dict[str, list[tuple[WordRule, object, object]]] = {}
        for rule in NO_BOUNDS:
            before = grammar.hear(rf"(?:{rule.before})\Z") if rule.before else None
            after = grammar.hear(rule.after) if rule.after else None
            self._none.setdefault(rule.word, []).append((rule, before, after))
        self._rules = [
            (rule.name, rule.when, grammar.hear(rf"(?:{rule.before})\Z") if rule.before else None, rule.then)
            for rule in BOUND_RULES
        ]

    def assign(self, text: str, tokens: Iterable[Token]) -> list[Token]:
        """Return the tokens, every quantity with its comparator, its cue, and how far the bounding words reach."""
        bounded = [
            self._bind(text, token) if token.class_ == "quantity" and token.kind != "date" else token
            for token in tokens
        ]
        return share_bounds(text, bounded, self._grammar)

    def _bind(self, text: str, token: Token) -> Token:
        before, spoke = self._before(text, token)
        after, spoke_after = self._after(text, token)
        for name in (*spoke, *spoke_after):
            token = token.learn(name)
        bound = Bound(text, token, self._grammar, before, after)
        for name, when, pattern, then in self._rules:
            if not when(bound):
                continue
            start = bound.token.outer_start
            if pattern is None or pattern.search(text[max(0, start - _BACK) : start]):
                bound = bound._replace(token=bound.token.learn(name, **then(bound)))
        return bound.token

    def _before(self, text: str, token: Token) -> tuple[Word | None, tuple[str, ...]]:
        """Find the word that ends where the number begins; one verb or particle may stand between: 突破了, 最多为."""
        found, spoke = self._word(text, token, token.start, True)
        if found is None and text[token.start - 1 : token.start] in self._grammar.particles_of_bound:
            return self._word(text, token, token.start - 1, True)
        return found, spoke

    def _after(self, text: str, token: Token) -> tuple[Word | None, tuple[str, ...]]:
        found, spoke = self._word(text, token, token.end, False)
        if found is None and text[token.end : token.end + 1] in self._grammar.opens_note:
            mark = self._note_mark.match(text, token.end)
            return self._word(text, token, mark.end(), False) if mark else (None, spoke)
        return found, spoke

    def _word(self, text: str, token: Token, at: int, ends: bool) -> tuple[Word | None, tuple[str, ...]]:
        """Find the longest word of the table at an offset, ending or beginning there, unless it bounds nothing."""
        table, key = (self._grammar.before, text[at - 1 : at]) if ends else (self._grammar.after, text[at : at + 1])
        for word, code in table.get(key, ()):
            start = at - len(word) if ends else at
            if start < 0 or not text.startswith(word, start):
                continue
            refused = self._refuses(word, text, token, start)
            return (None, (refused,)) if refused else (Word(word, code, start, start + len(word)), ())
        return None, ()

    def _refuses(self, word: str, text: str, token: Token, start: int) -> str:
        """Name the rule by which a word bounds nothing here; "" for none."""
        for rule, before, after in self._none.get(word, ()):
            if rule.when is not None and not rule.when(token):
                continue
            if before is not None and not before.search(text[max(0, start - 4) : start]):  # type: ignore[attr-defined]
                continue
            if after is not None and not after.match(text, start + len(word)):  # type: ignore[attr-defined]
                continue
            return rule.name
        return ""


SHARED_BACK = Rule(
    name="comparator.shared-back",
    sentence="A word that bounds the last number of a list bounds those before it, joined by nothing but 、 or 和.",
    examples=(Example("控制在⟦5%⟧和3%以内", {"comparator": "le", "cue": "控制在…以内"}),),
    near=Example("达到⟦5%⟧，控制在3%以内"),
)
SHARED_ON = Rule(
    name="comparator.shared-on",
    sentence="A word that bounds the first number of a list after 分别 bounds those that follow.",
    examples=(Example("分别超过400家、⟦1500家⟧", {"comparator": "gt", "cue": "超过"}),),
    near=Example("超过400家、⟦1500家⟧"),
)
SHARE_RULES = (SHARED_BACK, SHARED_ON)
"""What the members of a list share."""

_SPREADS_ON = frozenset(("about", "gt", "ge", "le", "lt"))


def share_bounds(text: str, tokens: Sequence[Token], grammar: Grammar) -> list[Token]:
    """Give the members of a list, joined by nothing but 、 or 和, the word that bounds the last or the first.

    >>> from jiedu.reports.quantities import read
    >>> [q.comparator for q in read("控制在5%和3%以内")]
    ['le', 'le']
    """
    shared = list(tokens)
    bounded = [at for at, token in enumerate(shared) if token.class_ == "quantity" and token.kind != "date"]
    for one, other in reversed(list(pairwise(bounded))):
        shared[one], shared[other] = _share_back(text, shared[one], shared[other], grammar)
    for one, other in pairwise(bounded):
        shared[other] = _share_on(text, shared[one], shared[other], grammar)
    return shared


def _joined(text: str, one: Token, other: Token, grammar: Grammar) -> bool:
    between = text[one.outer_end : other.outer_start]
    return between in grammar.list_joints and one.unit == other.unit and one.kind == other.kind


def _share_back(text: str, token: Token, following: Token, grammar: Grammar) -> tuple[Token, Token]:
    word = following.cue.rpartition("…")[2]
    if token.comparator != "eq" or word not in grammar.spreads_back or not _joined(text, token, following, grammar):
        return token, following
    cue = following.cue
    opened = _opening(text, token.start, grammar) if word == cue else ""
    if opened:
        cue = f"{opened}…{word}"
        following = following._replace(cue=cue)
    return token.learn(SHARED_BACK.name, comparator=following.comparator, cue=cue), following


def _share_on(text: str, token: Token, following: Token, grammar: Grammar) -> Token:
    leads = token.lead > 0 and token.comparator in _SPREADS_ON
    if not leads or following.comparator != "eq" or not _joined(text, token, following, grammar):
        return following
    # The word stands once, before the first: 分别 says that all the numbers share the predicate.
    if not any(word in text[max(0, token.outer_start - 8) : token.outer_start] for word in grammar.respectively):
        return following
    return following.learn(SHARED_ON.name, comparator=token.comparator, cue=token.cue)
