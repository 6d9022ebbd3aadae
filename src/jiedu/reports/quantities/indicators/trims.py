"""What of the words before a number is its noun, and what is none."""

from jiedu.reports.quantities.indicators.phrases import AFTER_PREPOSITION, OPEN_END
from jiedu.reports.quantities.indicators.reading import PhraseRule, Reading
from jiedu.reports.rules import Example

_ASIDE = r"""
    ^ (?:
        {adjusts} .* {adjusted}
      | {at_time} (?![{no_at_time.chars}]) .* {time_noun}
      | [^，]{0,12} {on_basis}
      | [{since.chars}] {since_when}
      | {leaves_out} [^，]*
      | {includes} [^，]* {proportion}
    ) $
"""


def _none(reading: Reading) -> Reading:
    return reading.but(noun="")


def _last(reading: Reading) -> str:
    return reading.segment.rpartition("、")[2]


def _verbs_alone(reading: Reading) -> bool:
    return reading.linked and bool(reading.noun) and not reading.phrases.strip_tail(_last(reading)).noun


def _acts_last(reading: Reading) -> bool:
    return reading.parted is None and reading.phrases.acts_on(_last(reading))


def _of_last(reading: Reading) -> Reading:
    noun, change, nearest = reading.phrases.strip_tail(_last(reading))
    return reading.but(noun=noun, change=change, nearest=nearest)


def _closed(reading: Reading) -> Reading:
    """Take the connectors off the end: the words before go on in the noun after the number."""
    return reading.but(noun=reading.phrases.open_end.sub("", reading.noun), conjunct=True)


def _goes_on(reading: Reading) -> Reading:
    return reading.but(noun="", conjunct=True)


def _object(reading: Reading) -> Reading:
    found = reading.phrases.after_preposition.search(reading.noun)
    return reading.but(noun=found[1]) if found else reading


def _bare(reading: Reading) -> bool:
    return not reading.predicate


def _described(reading: Reading) -> bool:
    phrases = reading.phrases
    return not reading.following and bool(reading.memory.subject or phrases.placed.match(reading.segment))


ENDS = (
    PhraseRule(
        name="indicator.list-ends-in-a-verb",
        sentence="Where a list after a number ends in a verb alone, its words measure nothing new.",
        segment="、",
        when=_verbs_alone,
        then=_none,
        examples=(Example("企业税收100亿元和利润、达到⟦20亿元⟧", {"indicator": "企业税收"}),),
        near=Example("税收10亿元、利润达到⟦20亿元⟧"),
    ),
    PhraseRule(
        name="indicator.last-of-a-list-acts",
        sentence="Where the last member of a list begins with an acting verb, the members before are other acts.",
        segment="、",
        when=_acts_last,
        then=_of_last,
        examples=(Example("整治河道、新建公园⟦5个⟧", {"indicator": "公园"}),),
        near=Example("河道、公园⟦5个⟧"),
    ),
    PhraseRule(
        name="indicator.open-end",
        sentence="A phrase that ends in a connector goes on in the noun after the number.",
        noun=OPEN_END,
        then=_closed,
        examples=(Example("新建幼儿园和⟦5所⟧小学", {"indicator": "小学"}),),
        near=Example("惠及⟦5所⟧小学"),
    ),
)
"""The rules on where the words before a number end, each on what the one before left."""

NO_NOUNS = (
    PhraseRule(
        name="indicator.and-so-on",
        sentence="A phrase that ends in 等 names members of what the noun after the number counts.",
        noun="{and_so_on}$",
        then=_goes_on,
        examples=(Example("建成幼儿园、小学等⟦5个⟧项目", {"indicator": "项目"}),),
        near=Example("建成幼儿园⟦5个⟧"),
    ),
    PhraseRule(
        name="indicator.bare-verb",
        sentence="A verb that stands alone before a number is no indicator.",
        noun="^{BARES}$",
        when=_bare,
        then=_none,
        examples=(Example("粮食产量增长5%，出口⟦3万吨⟧", {"indicator": "粮食产量"}),),
        near=Example("粮食产量增长5%，出口总额⟦3万元⟧"),
    ),
    PhraseRule(
        name="indicator.aside",
        sentence="What is taken out of account, or says when, is no indicator.",
        noun=_ASIDE,
        then=_none,
        examples=(Example("工业产值100亿元，剔除价格变动增长⟦5%⟧", {"indicator": "工业产值"}),),
        near=Example("工业产值100亿元，价格因素影响⟦5%⟧"),
    ),
    PhraseRule(
        name="indicator.after-a-preposition",
        sentence="Behind a preposition, its noun, and a verb, the object of the verb is what is measured.",
        noun=AFTER_PREPOSITION,
        then=_object,
        examples=(Example("通过土地复垦新增占补平衡指标⟦823亩⟧", {"indicator": "占补平衡指标"}),),
        near=Example("对外贸易总额达到⟦823亿元⟧"),
    ),
    PhraseRule(
        name="indicator.function-word",
        sentence="A function word or a manner, alone or with the name of the whole region, is no indicator.",
        noun=r"^(?:{function_word}|{MANNERS})+{whole_region}?$",
        then=_none,
        examples=(Example("对⟦12个⟧小区进行改造", {"indicator": "小区"}),),
        near=Example("对企业⟦12家⟧进行改造"),
    ),
    PhraseRule(
        name="indicator.except",
        sentence="What is left out of account with 除 is no indicator.",
        noun=r"^{except_word}(?!{no_except})",
        then=_none,
        examples=(Example("除因政策调整取消⟦3项⟧外", {"indicator": ""}),),
        near=Example("除险加固水库⟦3座⟧"),
    ),
)
"""The rules on what is no noun, when the verbs before it are off, each on what the one before left."""

DESCRIBED = (
    PhraseRule(
        name="indicator.headless",
        sentence="A clause with 的 before 有 or 是 has no noun of its own: it divides the subject.",
        segment="{noun_of}{headless_verb}$",
        when=_described,
        then=_none,
        examples=(Example("重大项目300个，属于地方的是⟦149个⟧", {"indicator": "重大项目"}),),
        near=Example("属于地方的有⟦149个⟧项目"),
    ),
    PhraseRule(
        name="indicator.arriving",
        sentence="A segment that is nothing but a change and where it arrives has no noun.",
        segment="^{arriving_verb}[{arriving_at.chars}].{0,4}$",
        then=_none,
        examples=(Example("覆盖人数由年初的400多万人扩大到年末的⟦1120多万人⟧", {"indicator": "覆盖人数"}),),
        near=Example("扩大到年末，职工增长⟦5%⟧"),
    ),
)
"""The rules that are asked when the noun after the number is known."""
