"""What a number measures: the noun before it, the noun after it, or the subject of its neighbours."""

from jiedu.reports.quantities.indicators.clauses import clauses_of
from jiedu.reports.quantities.indicators.reading import Named, NameRule, Reading
from jiedu.reports.rules import Example

_COUNTED = frozenset(("count", "area", "level", "length"))
_SHARED = frozenset(("share", "rate", "rank"))
_OF_SUBJECT = r"""
    ^ (?: {takes_share}(?!{no_holds_share}) | {relation} | {relation_than}(?![{no_relation_than.chars}]) )
"""
_IS = r"^(?:{equals} | {equals_for}(?!{no_equals_for}))"


def _name(reading: Reading, noun: str, change: str | None = None, held: bool = False) -> Named:
    """Name what a number measures; the whole of a share, and what a subject is held against, name it alone."""
    whole = held or (reading.nearest in reading.phrases.words("takes_whole") and reading.token.kind not in _SHARED)
    subject = reading.memory.subject if whole or not noun else noun
    return Named(noun, subject, reading.change if change is None else change, reading.nearest)


def _or_none(reading: Reading, noun: str) -> Named | None:
    return _name(reading, noun) if noun else None


def _subject_before(reading: Reading) -> str:
    return reading.memory.subject or reading.memory.carried


def _linked_share(reading: Reading) -> bool:
    return reading.linked and reading.token.kind == "share"


def _joins(reading: Reading) -> bool:
    return reading.joined


def _has_subject(reading: Reading) -> bool:
    return bool(reading.memory.subject)


def _has_any_subject(reading: Reading) -> bool:
    return bool(_subject_before(reading))


def _heads(reading: Reading) -> bool:
    """Say whether the noun is one that needs the subject before it, which is no such noun itself."""
    generic, subject = reading.phrases.generic, reading.memory.subject
    return bool(subject) and reading.noun in generic and not subject.endswith(reading.noun)


def _wants_noun(reading: Reading) -> bool:
    return not reading.noun or reading.conjunct


def _no_unit(reading: Reading) -> bool:
    return not reading.token.unit and reading.token.kind != "money"


def _rating(reading: Reading) -> bool:
    return reading.has_unit("rating_unit")


def _relative(reading: Reading) -> bool:
    return reading.relative and reading.token.kind not in ("share", "rate")


def _counts(reading: Reading) -> bool:
    return not reading.predicate and reading.token.kind == "count"


def _owns(reading: Reading) -> bool:
    owner = reading.nearest in reading.phrases.words("owns") and reading.token.kind == "count"
    return owner and bool(reading.token.unit) and not reading.has_unit("being_unit")


def _object(reading: Reading) -> bool:
    return reading.token.kind in _COUNTED and reading.phrases.ends_in_act(reading.segment)


def _among_them(reading: Reading) -> bool:
    return reading.segment.startswith(tuple(reading.phrases.words("among_them")))


def _of_subject(reading: Reading) -> Named:
    return _name(reading, reading.memory.subject)


def _joined(reading: Reading) -> Named:
    return _name(reading, reading.memory.subject, reading.memory.change)


def _related(reading: Reading) -> Named:
    held = reading.phrases.held_against.match(reading.noun) is not None
    return _name(reading, _subject_before(reading) + reading.noun, held=held)


def _headed(reading: Reading) -> Named:
    subject, generic = reading.memory.subject, reading.phrases.generic
    return _name(reading, reading.noun if subject in generic else subject + reading.noun)


def _next_noun(reading: Reading) -> Named:
    return _name(reading, reading.following)


def _part_of_whole(reading: Reading) -> Named | None:
    """Name a share by its subject and the whole that it is of."""
    part = reading.phrases.of_region.search(reading.segment)
    subject = _subject_before(reading)
    return Named(subject + part[1], subject, reading.change, reading.nearest) if part and subject else None


def _between(reading: Reading) -> Named | None:
    return _or_none(reading, clauses_of(reading.phrases).between(reading)) if reading.memory.subject else None


def _again(reading: Reading) -> Named | None:
    return _or_none(reading, reading.memory.subject)


def _clause_before(reading: Reading) -> Named | None:
    return _or_none(reading, clauses_of(reading.phrases).earlier(reading))


def _carried(reading: Reading) -> Named | None:
    return _or_none(reading, reading.memory.carried)


def _former(reading: Reading) -> Named | None:
    return _or_none(reading, reading.memory.former)


def _own_noun(reading: Reading) -> Named:
    return _name(reading, reading.noun)


NAMES = (
    NameRule(
        name="indicator.share-of-that",
        sentence="A share whose whole alone stands between the two numbers is of the subject.",
        segment="^[^，、；]{1,14}{noun_of}$",
        when=_linked_share,
        then=_of_subject,
        examples=(Example("合作社的产值由去年的12%上升到今年的⟦14%⟧", {"indicator": "合作社的产值"}),),
        near=Example("植棉县产值的⟦百分之二十八⟧"),
    ),
    NameRule(
        name="indicator.shared-subject",
        sentence="A number that a connector joins to the one before has its subject and its verb.",
        has_noun=False,
        has_following=False,
        when=_joins,
        then=_joined,
        examples=(Example("税收增长5%、⟦6%⟧", {"indicator": "税收", "kind": "rate"}),),
        near=Example("税收增长5%、利润增长⟦6%⟧"),
    ),
    NameRule(
        name="indicator.subject-in-relation",
        sentence="A phrase that begins with a relation says what the subject is held against, or what whole it is of.",
        noun=_OF_SUBJECT,
        has_noun=True,
        when=_has_any_subject,
        then=_related,
        examples=(Example("贷款余额37.2亿元，较年初增加⟦10.5亿元⟧", {"indicator": "贷款余额较年初"}),),
        near=Example("贷款余额37.2亿元，存款增加⟦10.5亿元⟧"),
    ),
    NameRule(
        name="indicator.subject-is",
        sentence="A phrase that begins with 是 or 为 says more of the subject.",
        noun=_IS,
        has_noun=True,
        when=_has_subject,
        then=_of_subject,
        examples=(Example("机床产量8万台，是历史最高年份的⟦3倍⟧", {"indicator": "机床产量"}),),
        near=Example("机床产量8万台，历史最高年份⟦3万台⟧"),
    ),
    NameRule(
        name="indicator.head-of-the-subject",
        sentence="A noun that needs another, like 总数, belongs to the subject before it.",
        has_noun=True,
        when=_heads,
        then=_headed,
        examples=(Example("省级企业28家，总数达到⟦96家⟧", {"indicator": "省级企业总数"}),),
        near=Example("省级企业28家，企业总数达到⟦96家⟧"),
    ),
    NameRule(
        name="indicator.noun-after",
        sentence="A number with no noun before it, or with one that goes on, counts the noun after it.",
        has_following=True,
        when=_wants_noun,
        then=_next_noun,
        examples=(Example("新建⟦13个⟧港航项目", {"indicator": "港航项目"}),),
        near=Example("港航项目⟦13个⟧"),
    ),
    NameRule(
        name="indicator.noun-after-a-bare-number",
        sentence="A number without a unit counts the noun after it.",
        has_following=True,
        when=_no_unit,
        then=_next_noun,
        examples=(Example("162个贫困村⟦3.3万⟧贫困人口脱贫出列", {"indicator": "贫困人口"}),),
        near=Example("投资⟦20万元⟧"),
    ),
    NameRule(
        name="indicator.noun-after-a-rating",
        sentence="A voltage belongs to what is built with it.",
        has_following=True,
        when=_rating,
        then=_next_noun,
        examples=(Example("续建朱庄⟦220千伏⟧变电站", {"indicator": "变电站"}),),
        near=Example("装机⟦220千瓦⟧"),
    ),
    NameRule(
        name="indicator.noun-after-a-relative-clause",
        sentence="A clause that ends in 的 before the number describes the noun after it.",
        has_following=True,
        when=_relative,
        then=_next_noun,
        examples=(Example("国家下达的⟦90亿元⟧资金", {"indicator": "资金"}),),
        near=Example("国家资金⟦90亿元⟧"),
    ),
    NameRule(
        name="indicator.noun-after-a-count",
        sentence="A count that no verb leads to counts the noun after it.",
        has_following=True,
        when=_counts,
        then=_next_noun,
        examples=(Example("全县各乡镇⟦120个⟧村庄", {"indicator": "村庄"}),),
        near=Example("全县各乡镇有⟦120人⟧报名"),
    ),
    NameRule(
        name="indicator.noun-after-has",
        sentence="What somebody has is named by the noun after the number.",
        has_following=True,
        when=_owns,
        then=_next_noun,
        examples=(Example("该省有⟦55个⟧县", {"indicator": "县"}),),
        near=Example("职工有⟦55人⟧参加"),
    ),
    NameRule(
        name="indicator.noun-after-an-act",
        sentence="The object of an acting verb right before the number stands after it.",
        has_following=True,
        when=_object,
        then=_next_noun,
        examples=(Example("在城区新建⟦3万平方米⟧厂房", {"indicator": "厂房"}),),
        near=Example("城区厂房达到⟦3万平方米⟧"),
    ),
    NameRule(
        name="indicator.share-of-a-region",
        sentence="A share of the country or the region names its subject and the whole.",
        has_noun=False,
        then=_part_of_whole,
        examples=(Example("城镇新增就业143万人、占全国⟦1/10⟧以上", {"indicator": "城镇新增就业占全国"}),),
        near=Example("城镇新增就业143万人、占⟦1/10⟧以上"),
    ),
    NameRule(
        name="indicator.subject-between",
        sentence="A clause with a verb of change and no number gives the subject of the number after it.",
        has_noun=False,
        then=_between,
        examples=(Example("总投资15亿元的综合体开工，零售总额稳定增长，完成⟦94.8亿元⟧", {"indicator": "零售总额"}),),
        near=Example("总投资15亿元的综合体开工，完成⟦94.8亿元⟧"),
    ),
    NameRule(
        name="indicator.subject-again",
        sentence="A number without a noun of its own measures what the one before did.",
        has_noun=False,
        then=_again,
        examples=(Example("税收达到5亿元，增长⟦6%⟧", {"indicator": "税收"}),),
        near=Example("税收平稳，增长⟦6%⟧"),
    ),
    NameRule(
        name="indicator.clause-before",
        sentence="The first number of a sentence may measure what the clause before is about.",
        has_noun=False,
        then=_clause_before,
        examples=(Example("粮食生产再获丰收，达到⟦5亿斤⟧", {"indicator": "粮食生产再获丰收"}),),
        near=Example("粮食产量5亿斤，增长⟦6%⟧"),
    ),
    NameRule(
        name="indicator.carried-on",
        sentence="The subject of a sentence may hold after a semicolon.",
        has_noun=False,
        then=_carried,
        examples=(Example("总投资达到3亿元；达到⟦5亿元⟧", {"indicator": "总投资"}),),
        near=Example("总投资达到3亿元。达到⟦5亿元⟧"),
    ),
    NameRule(
        name="indicator.former-sentence",
        sentence="其中 at the head of a sentence speaks of the subject of the sentence before.",
        has_noun=False,
        when=_among_them,
        then=_former,
        examples=(Example("新建学校5所。其中⟦3所⟧", {"indicator": "学校"}),),
        near=Example("新建学校5所。⟦3所⟧"),
    ),
    NameRule(
        name="indicator.noun-before",
        sentence="A number measures the noun before it.",
        has_noun=True,
        then=_own_noun,
        examples=(Example("粮食产量达到⟦5亿斤⟧", {"indicator": "粮食产量"}),),
        near=Example("达到⟦5亿斤⟧"),
    ),
)
"""The rules on what a number measures, in their order; the first that has a name for it is heard."""
