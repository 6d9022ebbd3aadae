"""Numerals that count, and Chinese numerals that are words: what neither a name nor a date nor a rank is."""

from decimal import Decimal

from jiedu.reports.quantities.classes.names import EDITION_RULE
from jiedu.reports.quantities.grammar import Changes
from jiedu.reports.quantities.numeral import (
    Numeral,
    NumeralRule,
    label,
    plain,
    slogan,
    word,
)
from jiedu.reports.quantities.ranges import join_range, unit_name
from jiedu.reports.rules import Example


def counted(numeral: Numeral) -> Changes | None:
    """Take the unit in, with its kind; None without one."""
    unit = numeral.unit
    if unit is None:
        return None
    token = numeral.token
    return dict(class_="quantity", kind=unit.kind, unit=unit_name(unit.unit), end=token.end + len(unit.unit))


def _bare(numeral: Numeral) -> Changes:
    return dict(class_="quantity")


def _money(numeral: Numeral) -> Changes:
    return dict(class_="quantity", kind="money")


def _half(numeral: Numeral) -> Changes:
    end = numeral.token.end + 1
    return dict(class_="quantity", kind="share", value=Decimal("0.5"), end=end, number_end=end)


def _ranged(numeral: Numeral) -> Changes | None:
    return join_range(numeral.text, numeral.token, numeral.grammar)


def _short_or_unitless(numeral: Numeral) -> bool:
    return not numeral.large or numeral.unit is None


def _class_of_size(numeral: Numeral) -> bool:
    return not numeral.plain


def _so_much_money(numeral: Numeral) -> bool:
    """Say whether hundreds of millions stand alone, or before what a place cannot have so many of."""
    lists = numeral.grammar.lexicon.lists
    countable = numeral.unit is not None and numeral.unit.unit not in lists["no_hundred_millions"]
    return not numeral.figures and any(size in numeral.number for size in lists["hundred_million"]) and not countable


def _sizes_alone(numeral: Numeral) -> bool:
    return not numeral.figures


def _sizes_of_a_unit(numeral: Numeral) -> bool:
    return not numeral.figures and numeral.unit is not None and numeral.unit.kind != "time"


def _sizes_bounded_after(numeral: Numeral) -> bool:
    unit = numeral.unit
    if not _sizes_of_a_unit(numeral) or unit is None:
        return False
    return numeral.text.startswith(
        numeral.grammar.lexicon.lists["bound_after_unit"], numeral.token.end + len(unit.unit)
    )


def _large_and_sized(numeral: Numeral) -> bool:
    return numeral.large and not numeral.plain


def _names_with_short_numbers(numeral: Numeral) -> bool:
    return numeral.unit is not None and numeral.unit.numerals == "arabic" and not numeral.large


def _shorthand(numeral: Numeral) -> bool:
    """Say whether a small number may be shorthand: it has no unit, or one that short Chinese numbers do not count."""
    return (numeral.unit is None or _names_with_short_numbers(numeral)) and len(numeral.number) == 1


def _one_without_counting(numeral: Numeral) -> bool:
    unit = numeral.unit
    return unit is not None and numeral.number in numeral.grammar.ones and unit.numerals != "all"


def _one_and_a_half(numeral: Numeral) -> bool:
    after = numeral.token.end + 2
    unit = numeral.grammar.unit_at(numeral.text, after)
    return _one_without_counting(numeral) and unit is not None and unit.kind == "time"


def _place_like(numeral: Numeral) -> bool:
    """Say whether a short Chinese number stands before a word that both counts and begins the names of places."""
    unit = numeral.unit
    if unit is None or len(numeral.number) > 1 or len(unit.unit) > 1:
        return False
    grammar = numeral.grammar
    at = numeral.token.end + 1
    return unit.unit in grammar.lexicon.lists["in_place_name"] and numeral.text.startswith(
        grammar.lexicon.lists["end_of_place_name"], at
    )


CHINESE_RULES = (
    NumeralRule(
        name="class.half-of-a-word",
        sentence="A zero or a formal figure alone is half of a word.",
        number="[{ZEROS}{formal_figure.chars}]",
        then=word,
        examples=(Example("⟦零⟧售总额", {"class": "word"}),),
        near=Example("⟦五⟧项工作"),
    ),
    NumeralRule(
        name="class.five-year-plan",
        sentence="A number that ends in five, alone between quotation marks, names a five-year plan.",
        number="[{ONE_TO_NINE}{ten_word.chars}]{0,2}{five_word}",
        before="“",
        after="”",
        when=_short_or_unitless,
        quoted=True,
        then=label,
        examples=(Example("“⟦十三五⟧”规划", {"class": "label"}),),
        near=Example("“⟦六⟧稳”"),
    ),
    NumeralRule(
        name="class.quoted",
        sentence="A small Chinese number in a short quotation is shorthand.",
        when=_short_or_unitless,
        quoted=True,
        then=slogan,
        examples=(Example("“⟦六⟧稳”", {"class": "slogan"}),),
        near=Example("做好“⟦三百五十个⟧重点”"),
    ),
    NumeralRule(
        name="class.place-name",
        sentence="A Chinese figure, a word that also counts and the end of a place's name make a name together.",
        when=_place_like,
        unit=True,
        then=label,
        examples=(Example("⟦五⟧头镇获评示范镇", {"class": "label"}),),
        near=Example("⟦五头⟧牛"),
    ),
    NumeralRule(
        name="class.size-of-a-class",
        sentence="A size before 级 names a class of size.",
        when=_class_of_size,
        units="class_unit",
        then=word,
        examples=(Example("⟦千亿⟧级产业", {"class": "word"}),),
        near=Example("⟦三级⟧医院"),
    ),
    NumeralRule(
        name="class.money-unsaid-after-bound",
        sentence="Hundreds of millions that a bound leads to, without a unit of their own, are so much money.",
        before="{over}",
        when=_so_much_money,
        then=_money,
        examples=(Example("税收突破⟦百亿⟧", {"class": "quantity", "kind": "money"}),),
        near=Example("⟦百亿⟧产业"),
    ),
    NumeralRule(
        name="class.money-unsaid-before-bound",
        sentence="Hundreds of millions that a bound follows, without a unit of their own, are so much money.",
        after="{bound_after_money}",
        when=_so_much_money,
        then=_money,
        examples=(Example("⟦百亿⟧以上产业", {"class": "quantity", "kind": "money"}),),
        near=Example("⟦百亿⟧产业"),
    ),
    NumeralRule(
        name="class.size-as-a-word",
        sentence="Hundreds of millions without a figure or a bound are a word.",
        when=_so_much_money,
        then=word,
        examples=(Example("打造⟦百亿⟧产业", {"class": "word"}),),
        near=Example("突破⟦百亿⟧"),
    ),
    NumeralRule(
        name="class.size-after-bound",
        sentence="A size without a figure counts where a bound leads to it and a unit follows.",
        before="{bound_of_size}",
        when=_sizes_of_a_unit,
        unit=True,
        then=counted,
        examples=(Example("产值超⟦千万元⟧", {"class": "quantity", "unit": "元"}),),
        near=Example("数⟦千万元⟧"),
    ),
    NumeralRule(
        name="class.size-before-bound",
        sentence="A size without a figure counts where a unit and a bound follow, and no vague word leads to it.",
        before="{vague.not_behind}",
        when=_sizes_bounded_after,
        unit=True,
        then=counted,
        examples=(Example("⟦亿元⟧以上项目", {"class": "quantity", "unit": "元"}),),
        near=Example("⟦千万⟧百计"),
    ),
    NumeralRule(
        name="class.size-alone",
        sentence="A size without a figure is a word.",
        when=_sizes_alone,
        then=word,
        examples=(Example("⟦千⟧方百计", {"class": "word"}),),
        near=Example("⟦三千⟧户"),
    ),
    NumeralRule(
        name="class.vague-tens",
        sentence="Tens after a vague word are a word.",
        number="[{ten_word.chars}].*",
        before="[{vague_ten.chars}]",
        then=word,
        examples=(Example("数⟦十⟧家", {"class": "word"}),),
        near=Example("⟦十家⟧"),
    ),
    NumeralRule(
        name="class.half",
        sentence="一半 is a half, unless it begins or ends another word.",
        number="{one_word}",
        before="(?<![{other_half.chars}])",
        after="{half_word}(?![{half_of_word.chars}])",
        then=_half,
        examples=(Example("⟦一半⟧以上的村", {"class": "quantity", "kind": "share"}),),
        near=Example("另⟦一⟧半"),
    ),
    NumeralRule(
        name="class.large",
        sentence="A long Chinese number with a size counts without a unit.",
        when=_large_and_sized,
        unit=False,
        then=_bare,
        examples=(Example("人口达⟦四十二万⟧", {"class": "quantity"}),),
        near=Example("⟦四⟧化同步"),
    ),
    NumeralRule(
        name="class.range-without-unit",
        sentence="A Chinese number that 到 or 至 joins to a larger one counts.",
        after="[{range_in_words.chars}]",
        unit=False,
        then=_ranged,
        examples=(Example("⟦三到五年⟧见效", {"class": "quantity", "comparator": "range"}),),
        near=Example("⟦一⟧到夏天"),
    ),
    EDITION_RULE,
    NumeralRule(
        name="class.shorthand-pair",
        sentence="A figure before one or two syllables and another figure is shorthand.",
        number="[{two_to_ten.chars}]",
        after="[^，。；、！“”\n]{1,2}[{ONE_TO_NINE}{ten_word.chars}][^，。；、\n]",
        when=_shorthand,
        then=slogan,
        examples=(Example("推行⟦三⟧送一强行动", {"class": "slogan"}),),
        near=Example("⟦三⟧大产业"),
    ),
    NumeralRule(
        name="class.shorthand-second",
        sentence="A figure after another figure and one or two syllables is shorthand.",
        number="[{two_to_ten.chars}]",
        before="[{ONE_TO_NINE}{ten_word.chars}][^，。；、\n]{1,2}",
        when=_shorthand,
        then=slogan,
        examples=(Example("推行五增⟦两⟧降", {"class": "slogan"}),),
        near=Example("推行三送⟦一⟧强行动"),
    ),
    NumeralRule(
        name="class.shorthand",
        sentence="A figure from three to nine before words that it does not count is shorthand.",
        number="[{three_to_nine.chars}]",
        after=r"[\s\S]{2}",
        when=_shorthand,
        then=slogan,
        examples=(Example("做好⟦六⟧稳工作", {"class": "slogan"}),),
        near=Example("⟦一⟧体化发展"),
    ),
    NumeralRule(
        name="class.word",
        sentence="A Chinese number without a unit is a word.",
        unit=False,
        then=word,
        examples=(Example("⟦一⟧以贯之", {"class": "word"}),),
        near=Example("⟦三家⟧企业"),
    ),
    NumeralRule(
        name="class.word-with-unit",
        sentence="A short Chinese number before a unit that it does not count is a word.",
        when=_names_with_short_numbers,
        unit=True,
        then=word,
        examples=(Example("⟦两⟧县合作", {"class": "word"}),),
        near=Example("⟦三十五国⟧"),
    ),
    NumeralRule(
        name="class.one-counted",
        sentence="One before a unit counts where a bound leads to it.",
        before="{bound_of_count}",
        when=_one_without_counting,
        unit=True,
        then=counted,
        examples=(Example("至少有⟦一个⟧广场", {"class": "quantity"}),),
        near=Example("打造⟦一个⟧品牌"),
    ),
    NumeralRule(
        name="class.one-and-a-half",
        sentence="One before 个半 and a unit of time counts.",
        unit=True,
        after="{classifier}{half_word}",
        when=_one_and_a_half,
        then=counted,
        examples=(Example("由⟦一个半小时⟧缩短", {"class": "quantity", "value": "1.5"}),),
        near=Example("打造⟦一⟧个半岛"),
    ),
    NumeralRule(
        name="class.one",
        sentence="One before most units is a word.",
        when=_one_without_counting,
        unit=True,
        then=word,
        examples=(Example("打造⟦一⟧个品牌", {"class": "word"}),),
        near=Example("打造⟦两个⟧品牌"),
    ),
    NumeralRule(
        name="class.year-pointed-at",
        sentence="一年 after a word that points at a year is a word, and not a duration.",
        before="(?:{points_at_year}|{past.not_behind}{of_word})",
        number="[{one_figure.chars}]",
        units="year_word",
        then=word,
        examples=(Example("新的⟦一⟧年", {"class": "word"}),),
        near=Example("过去⟦一年⟧"),
    ),
    NumeralRule(
        name="class.shorthand-with-classifier",
        sentence="A Chinese number before 个一 is shorthand.",
        after="{classifier}{one_word}",
        units="classifier",
        then=slogan,
        examples=(Example("⟦三⟧个一批", {"class": "slogan"}),),
        near=Example("⟦三个⟧项目"),
    ),
    NumeralRule(
        name="class.counts",
        sentence="A Chinese number with a unit counts.",
        unit=True,
        then=counted,
        examples=(Example("⟦三家⟧企业", {"class": "quantity", "unit": "家"}),),
        near=Example("⟦三⟧大产业"),
    ),
)
"""What a Chinese numeral is, if neither date nor name; the last of them always speaks."""


def _unsized(numeral: Numeral) -> bool:
    return numeral.plain and not any(point in numeral.number for point in ".．·")


def _sized(numeral: Numeral) -> bool:
    return not _unsized(numeral)


def _dotted(numeral: Numeral) -> bool:
    return "·" in numeral.number


def _unsized_or_dotted(numeral: Numeral) -> bool:
    return _unsized(numeral) or _dotted(numeral)


def _approximate(numeral: Numeral) -> bool:
    return numeral.text[numeral.token.end - 1] in numeral.grammar.open_tail


def _led_to(numeral: Numeral) -> bool:
    return numeral.grammar.reaches(numeral.head) or numeral.grammar.bounded(numeral.text, numeral.token)


def _in_a_row(numeral: Numeral) -> bool:
    """Say whether digits stand in a row of cells.

    A blank beside digits is left in the running text between cells alone, and none before the first cell of a row.
    """
    text, token = numeral.text, numeral.token
    line = text.rfind("\n", 0, token.start) + 1
    first = text.find(" ", line, token.start) < 0
    if first and text[token.end : token.end + 1] != " ":
        return False
    return numeral.grammar.heard(_ROW).fullmatch(text, line, token.start) is not None


_ROW = r"[{UNIFIED}（）()“”、]{2,24}[-－−{DIGITS}.%]*(?:[ ][-－−]?[^，。；！？\n ]{1,16})*[ ]?[-－−]?"


def _counted_in_quotation(numeral: Numeral) -> bool:
    """Say whether a number begins a quotation of a few syllables: “3个70%”, “7个不准”."""
    unit = numeral.unit
    if unit is None or unit.kind not in ("count", "share"):
        return False
    opened = numeral.text.rfind("“", max(0, numeral.token.number_start - 6), numeral.token.number_start) + 1
    heard = numeral.grammar.heard
    return (
        opened > 0
        and heard(_SHORT_QUOTATION).match(numeral.text, opened) is not None
        and not heard(_COUNTED_NOUN).match(numeral.text, opened)
    )


_SHORT_QUOTATION = (
    r"[{DIGITS}]{1,3}[{quoted_classifier.chars}%％]?[^{DIGITS}“”，。；]{0,8}"
    r"[{DIGITS}]{0,3}[%％]?[^{DIGITS}“”，。；]{0,4}”"
)
_COUNTED_NOUN = r"[{DIGITS}]{1,3}[{quoted_classifier.chars}][^{DIGITS}“”，。；]{5,}”"

ARABIC_RULES = (
    NumeralRule(
        name="class.dotted-quotation",
        sentence="Digits with a dot in a short quotation name a day.",
        when=_dotted,
        unit=False,
        quoted=True,
        then=label,
        examples=(Example("“⟦23·7⟧”特大暴雨", {"class": "label"}),),
        near=Example("增长⟦3·5%⟧"),
    ),
    NumeralRule(
        name="class.quoted-digits",
        sentence="Digits in a short quotation, without unit and size, are shorthand.",
        when=_unsized_or_dotted,
        unit=False,
        quoted=True,
        then=slogan,
        examples=(Example("“⟦334⟧”工作法", {"class": "slogan"}),),
        near=Example("“⟦334家⟧企业”"),
    ),
    NumeralRule(
        name="class.range-of-digits",
        sentence="Digits without a unit that are joined to a larger number with a unit count.",
        unit=False,
        then=_ranged,
        examples=(Example("建成⟦20—30个⟧", {"class": "quantity", "comparator": "range"}),),
        near=Example("编号⟦20⟧—10"),
    ),
    NumeralRule(
        name="class.sized",
        sentence="Digits with a size or with decimals count without a unit.",
        when=_sized,
        unit=False,
        then=_bare,
        examples=(Example("贷款⟦40亿⟧", {"class": "quantity"}),),
        near=Example("通过⟦40⟧认证"),
    ),
    NumeralRule(
        name="class.approximate",
        sentence="Digits with an approximator count without a unit.",
        when=_approximate,
        unit=False,
        then=_bare,
        examples=(Example("惠及⟦300多⟧", {"class": "quantity"}),),
        near=Example("惠及⟦300⟧"),
    ),
    NumeralRule(
        name="class.led-to",
        sentence="Digits count without a unit where a verb leads to them or a word bounds them.",
        when=_led_to,
        unit=False,
        then=_bare,
        examples=(Example("企业总数达到⟦150⟧", {"class": "quantity"}),),
        near=Example("文号⟦150⟧"),
    ),
    NumeralRule(
        name="class.cell",
        sentence="Digits alone in a cell count, in a row that begins with what they measure.",
        unit=False,
        after=r"[ \n]|\Z",
        when=_in_a_row,
        then=_bare,
        examples=(Example("新增就业（人） ⟦12035⟧ 2.6", {"class": "quantity", "unit": "人"}),),
        near=Example("文号，第号 ⟦150⟧"),
    ),
    NumeralRule(
        name="class.digits-alone",
        sentence="Digits with neither unit nor size nor a verb that leads to them are a name.",
        unit=False,
        then=label,
        examples=(Example("文号⟦150⟧", {"class": "label"}),),
        near=Example("文号达到⟦150⟧"),
    ),
    NumeralRule(
        name="class.short-quotation",
        sentence="Digits that begin a quotation of a few syllables are shorthand.",
        when=_counted_in_quotation,
        unit=True,
        quoted=True,
        then=slogan,
        examples=(Example("落实“⟦7⟧个不准”", {"class": "slogan"}),),
        near=Example("“⟦7个⟧重点建设项目”"),
    ),
    NumeralRule(
        name="class.edition-held",
        sentence="Digits before an issue or a term count it where it is held so many times.",
        before="{held}",
        when=plain,
        units="edition_unit",
        then=counted,
        examples=(Example("连续举办⟦3期⟧", {"class": "quantity", "unit": "期"}),),
        near=Example("建设⟦3期⟧工程"),
    ),
    EDITION_RULE,
    NumeralRule(
        name="class.counts-in-digits",
        sentence="Digits with a unit count.",
        unit=True,
        then=counted,
        examples=(Example("建成⟦9条⟧道路", {"class": "quantity", "unit": "条"}),),
        near=Example("建成⟦9⟧号楼"),
    ),
)
"""What Arabic digits are, if neither date nor name; the last of them always speaks."""
