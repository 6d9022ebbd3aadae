"""Numerals that name and do not count: parts of names and codes, headings, versions, roads, plans, meetings."""

import re

from jiedu.reports.quantities.grammar import Changes
from jiedu.reports.quantities.numeral import (
    Numeral,
    NumeralRule,
    counts_nothing,
    label,
    ordinal,
    plain,
    slogan,
    titled,
    unsized,
)
from jiedu.reports.rules import Example

_OPENS = frozenset("\n。；：！？ ")
_PAGE_LIKE = frozenset("、．.")
_LAST_HEADING = 30
_FIRST_HAN, _LAST_HAN = "\u3000", "\ufaff"


def _may_end_a_name(numeral: Numeral) -> bool:
    """Say at a look whether what stands before is no Chinese character."""
    return numeral.head[-1:] < _FIRST_HAN or numeral.head[-1:] > _LAST_HAN


def _signs_no_unit(numeral: Numeral) -> bool:
    """Say whether no unit in Latin letters follows: 300MW is no name."""
    return not (numeral.unit and numeral.unit.unit[0].isascii())


def _opens_line(numeral: Numeral) -> bool:
    """Recognise the number of a heading: at the head of a line or sentence, before a mark, below thirty."""
    previous = numeral.head[-1:]
    follows = numeral.text[numeral.token.end : numeral.token.end + 2]
    small = (numeral.token.value or 0) < _LAST_HEADING
    opens = not previous or previous in _OPENS
    return opens and follows[:1] in _PAGE_LIKE and not follows[1:].isdigit() and small


def _plain_without_classifier(numeral: Numeral) -> bool:
    return numeral.plain and not (numeral.unit and numeral.unit.unit == "个")


def _with_unit_of_edition(numeral: Numeral) -> Changes | None:
    """Take the word for a term or an issue into the name."""
    assert numeral.unit is not None
    class_ = "ordinal" if numeral.unit.unit == "期" else "label"
    return dict(class_=class_, end=numeral.token.end + 1)


def _possible_day(numeral: Numeral) -> bool:
    """Say whether a number with a dot can be month and day."""
    month, _, day = re.split(r"([.．·•])", numeral.number)
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _names_a_day(numeral: Numeral) -> bool:
    """Say whether month and day are set off as a name: by a middle dot or by quotation marks."""
    set_off = not {"·", "•"}.isdisjoint(numeral.number) or numeral.quoted
    return set_off and _possible_day(numeral) and counts_nothing(numeral)


NAME_RULES = (
    NumeralRule(
        name="class.joined-by-plus",
        sentence="A number joined to another by a plus sign is shorthand for a programme.",
        after="[+＋][{DIGITS}A-Za-z{ONE_TO_NINE}{ten_word.chars}]",
        when=_signs_no_unit,
        then=slogan,
        examples=(Example("实施“⟦1⟧+5”专项整治", {"class": "slogan"}),),
        near=Example("建成⟦1座⟧+新型车站"),
    ),
    NumeralRule(
        name="class.after-plus",
        sentence="A number after a plus sign is shorthand for a programme.",
        before="[+＋]",
        then=slogan,
        examples=(Example("实施“1+⟦5⟧”专项整治", {"class": "slogan"}),),
        near=Example("增长⟦5%⟧"),
    ),
    NumeralRule(
        name="class.after-latin",
        sentence="A number after Latin letters, or after digits with a colon or a point, is part of a name.",
        before=r"{LATIN}[-－]? | [A-Za-z0-9]\. | [0-9][:：∶]",
        back=2,
        when=_may_end_a_name,
        then=label,
        examples=(Example("PM⟦2.5⟧浓度", {"class": "label"}),),
        near=Example("浓度⟦2.5微克⟧"),
    ),
    NumeralRule(
        name="class.before-latin",
        sentence="A number before Latin letters that are no unit, or before a colon and digits, is part of a name.",
        after="[:：∶][0-9] | {LATIN}",
        when=_signs_no_unit,
        then=label,
        examples=(Example("开通⟦5G⟧基站", {"class": "label"}),),
        near=Example("装机⟦5MW⟧"),
    ),
    NumeralRule(
        name="class.in-brackets",
        sentence="A number alone in round brackets is the number of a heading or an item.",
        before="[（(]",
        after="[）)]",
        then=ordinal,
        examples=(Example("（⟦一⟧）产业升级", {"class": "ordinal"}),),
        near=Example("（⟦12家⟧）"),
    ),
    NumeralRule(
        name="class.firstly",
        sentence="A Chinese number before 是 at the head of a clause counts the items of the text.",
        before="(?:^|[\n。；：！？ ，])",
        after="{is_word}",
        script="chinese",
        then=ordinal,
        examples=(Example("⟦一⟧是扩大投资", {"class": "ordinal"}),),
        near=Example("这⟦一⟧是非曲直"),
    ),
    NumeralRule(
        name="class.heading",
        sentence="A small number before a mark at the head of a line or a sentence is the number of a heading.",
        after="[、．.]",
        when=_opens_line,
        then=ordinal,
        examples=(Example("⟦一⟧、工作回顾", {"class": "ordinal"}),),
        near=Example("新增⟦1⟧、2号线"),
    ),
    NumeralRule(
        name="class.in-a-title",
        sentence="A number between the marks of a title is part of the title.",
        when=titled,
        then=label,
        examples=(Example("落实《⟦2021⟧规划》", {"class": "label"}),),
        near=Example("落实⟦2条⟧意见"),
    ),
    NumeralRule(
        name="class.note-mark",
        sentence="A number alone in square brackets points to a note.",
        number="[{DIGITS}]{1,3}",
        before=r"[［\[〔]",
        after=r"[］\]〕]",
        then=ordinal,
        examples=(Example("专精特新企业[⟦12⟧]", {"class": "ordinal"}),),
        near=Example("专精特新企业⟦12家⟧"),
    ),
    NumeralRule(
        name="class.road",
        sentence="A number before the word for a class of road is the road's.",
        after="{road}",
        when=plain,
        then=label,
        examples=(Example("经过⟦312⟧国道", {"class": "label"}), Example("经过⟦104⟧省道", {"class": "label"})),
        near=Example("建成⟦3条⟧国道"),
    ),
    NumeralRule(
        name="class.road-before",
        sentence="Digits after the word for a class of road are the road's, where nothing that counts follows.",
        unit=False,
        before="{road}",
        when=unsized,
        then=label,
        examples=(Example("实施国道⟦107⟧改造", {"class": "label"}),),
        near=Example("改造国道⟦107公里⟧"),
    ),
    NumeralRule(
        name="class.road-line",
        sentence="Three digits before 线 are the number of a road.",
        units="line_unit",
        number="[{DIGITS}]{3}",
        then=label,
        examples=(Example("完成省道⟦234⟧线改造", {"class": "label"}),),
        near=Example("架设⟦3线⟧光缆"),
    ),
    NumeralRule(
        name="class.institution",
        sentence="Digits before the word for a hospital, a school or a unit of an army are part of its name.",
        unit=False,
        after="{institution}",
        when=unsized,
        then=label,
        examples=(Example("与⟦301⟧医院合作", {"class": "label"}),),
        near=Example("新建⟦3所⟧医院"),
    ),
    NumeralRule(
        name="class.hotline-called",
        sentence="Digits after a verb of calling are a telephone number.",
        unit=False,
        number="[{DIGITS}]{3,12}",
        before="{calling}",
        when=unsized,
        then=label,
        examples=(Example("拨打⟦12315⟧投诉", {"class": "label"}),),
        near=Example("接听⟦12315次⟧"),
    ),
    NumeralRule(
        name="class.hotline",
        sentence="A number of three to six digits before the word for a line to call is a telephone number.",
        number="[{DIGITS}]{3,6}",
        after="(?:[{UNIFIED}]{0,4}?{hotline})",
        when=unsized,
        unit=False,
        then=label,
        examples=(Example("通过⟦12345⟧热线", {"class": "label"}),),
        near=Example("办结⟦12345件⟧热线诉求"),
    ),
    NumeralRule(
        name="class.university-batch",
        sentence="A figure before 本 and a word of admission names a batch of universities.",
        number="[{batch_figure.chars}]",
        after="{batch_word}{admission}",
        then=label,
        examples=(Example("⟦二⟧本上线率68%", {"class": "label"}),),
        near=Example("出版⟦三本⟧志书"),
    ),
    NumeralRule(
        name="class.version",
        sentence="A number with one decimal before the word for a version is a version.",
        after="{version}",
        then=label,
        examples=(Example("发布⟦1.0⟧版清单", {"class": "label"}),),
        near=Example("增长⟦1.0%⟧"),
    ),
    NumeralRule(
        name="class.version-of-a-thing",
        sentence="A whole number written with .0, without unit or bound, is the version of what stands before it.",
        number=r"[{DIGITS}]{1,2}[.．][0０]",
        before="[{UNIFIED}”]{bare_measure.not_behind}",
        when=counts_nothing,
        unit=False,
        script="digits",
        then=label,
        examples=(Example("推进工业互联网⟦2.0⟧改革", {"class": "label"}),),
        near=Example("得分⟦2.0⟧"),
    ),
    NumeralRule(
        name="class.date-as-a-name",
        sentence="A month and a day joined by a dot, with nothing that counts, are the name of a day.",
        number="[{DIGITS}]{1,2}[·•．.][{DIGITS}]{1,2}",
        when=_names_a_day,
        unit=False,
        script="digits",
        then=label,
        examples=(Example("“⟦7.21⟧”洪灾", {"class": "label"}), Example("办好⟦11·28⟧集中签约", {"class": "label"})),
        near=Example("增长⟦7·2⟧"),
    ),
    NumeralRule(
        name="class.day-of-an-event",
        sentence="A month and a day joined by a dot before the word for an event name its day.",
        unit=False,
        number="[{DIGITS}]{1,2}[·•．.][{DIGITS}]{1,2}",
        after="{event}",
        when=_possible_day,
        script="digits",
        then=label,
        examples=(Example("开展⟦3.15⟧消费者权益日活动", {"class": "label"}),),
        near=Example("得分⟦3.65⟧"),
    ),
    NumeralRule(
        name="class.meeting",
        sentence="A plain number before the word for a session, a class, a series or a ring is part of a name.",
        after=(
            "{part_of_name}"
            "| {middle_word}(?=[{plenum_joint.chars}]?[{plenum_number.chars}]{middle_word}|{plenum})"
            "| {times_word}(?={session})"
            "| {congress_word}(?=[{after_congress.chars}])"
            "| {open_word}(?!{begin_word})"
            "| {ring_word}(?=[{after_ring.chars}])"
        ),
        when=_plain_without_classifier,
        then=label,
        examples=(Example("十九届⟦五⟧中全会", {"class": "label"}), Example("⟦14⟧号线", {"class": "label"})),
        near=Example("⟦五个⟧中学"),
    ),
    NumeralRule(
        name="class.plan-of-years",
        sentence="A number of years that names an action, a plan or a term is part of its name.",
        after=(
            "{year_word}[^，。；、！“”\n0-9]{0,9}?"
            "(?:{plan_word}|{system_word}(?![{not_system.chars}])|{no_term.not_behind}{term_word}(?![{after_term.chars}]))"
        ),
        when=plain,
        units="year_word",
        then=label,
        examples=(Example("落实⟦3⟧年行动计划", {"class": "label"}),),
        near=Example("用好⟦5年⟧过渡期"),
    ),
    NumeralRule(
        name="class.nth-of-years",
        sentence="A number of years that 第一个 leads to is a name.",
        before="{ordinal_mark}{ORDINAL}{classifier}",
        after="{year_word}",
        when=plain,
        units="year_word",
        then=label,
        examples=(Example("第二个⟦五⟧年", {"class": "label"}),),
        near=Example("又一个⟦五年⟧"),
    ),
)
"""Names, whatever the script of the number; in the order in which they are asked."""

EDITION_RULE = NumeralRule(
    name="class.edition",
    sentence="A number before 期, 届 or 代 numbers an issue, a term or a generation.",
    when=plain,
    units="edition_unit",
    then=_with_unit_of_edition,
    examples=(Example("⟦3期⟧工程", {"class": "ordinal"}),),
    near=Example("连续举办⟦3期⟧"),
)
