"""Characters of Chinese reports: each set defined once, with what it is for.

A set that is used in patterns is what stands between the brackets of a regular expression, so that sets can be put
together: `rf"[{DIGITS}{ZEROS}]"`. A set whose characters count for something is a mapping to what they count for.
"""

import unicodedata

UNIFIED = "\u4e00-\u9fff"
"""The ideographs of the basic block, which hold what reports of today are written in; 〇 is none of them."""

IDEOGRAPHS = "\u3400-\u9fff"
"""The basic block and extension A, for rare characters in names: what is counted to tell whether a text is Chinese."""

HAN = f"\u3007{IDEOGRAPHS}\uf900-\ufaff"
"""〇, IDEOGRAPHS and the compatibility ideographs of old encodings: what is searched for and marked as Chinese."""

FIRST_WIDE = 0x2E80
"""The code point of the first character that is set as wide as it is high: radicals, kana, ideographs and marks."""

DIGITS = "0-9０-９"
"""Arabic digits, of half and of full width; `\\d` would take those of every script."""

ZEROS = "〇○零"
"""What is written for nought in a Chinese number; ○ is a circle that stands in for 〇."""

ONE_TO_NINE = "一二三四五六七八九"
"""The everyday figures."""

ORDINAL = f"[{ONE_TO_NINE}十]{{1,3}}"
"""A pattern of the numbers of headings and chapters, up to 九十九."""

POINTS = "点點.．·•"
"""What stands before the decimals of a number, in Chinese or in digits."""

APPROXIMATORS = "多余餘来來几幾"
"""What makes a number open towards more: 20余万, 十几."""

DIGIT_VALUES = {**{str(n): n for n in range(10)}, **{chr(0xFF10 + n): n for n in range(10)}}
"""The digits of DIGITS and what they count for."""

FIGURE_VALUES = {
    **dict.fromkeys(ZEROS, 0),
    **{c: n for n, c in enumerate(ONE_TO_NINE, 1)},
    **{c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    **dict.fromkeys("两兩貳双", 2),
    "叄": 3,
    "陸": 6,
}
"""Every character that is written for a figure, in accounts and in traditional characters too."""

TEN_VALUES = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
"""What multiplies a figure inside a section of four digits."""

MAGNITUDE_POWERS = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
"""What multiplies a whole section, by the power of ten.

兆 is 10^12 where it counts and 10^6 in 兆瓦; the reader takes 兆瓦 as a unit before a number is read.
"""

WRITTEN_FIGURES = "".join(FIGURE_VALUES).replace("双", "")
"""The characters of FIGURE_VALUES that are read as figures in a running text; 双 is mostly a word."""

TENS = "".join(TEN_VALUES)
"""The characters of TEN_VALUES."""

KILOS = "千仟"
"""A thousand: the one of TENS that also begins units (千瓦)."""

BELOW_KILO = "十拾百佰"
"""The multipliers that begin no unit."""

MAGNITUDES = "万萬亿億"
"""The magnitudes of a running text; 兆 is mostly a prefix of a unit."""

CHINESE_YEAR = f"[一二][{ZEROS}{ONE_TO_NINE}]{{3}}"
"""A pattern of the four figures of a year in Chinese."""

YEAR = f"[12１２一二][{DIGITS}{ZEROS}{ONE_TO_NINE}]{{3}}"
"""A pattern of the four figures of a year from 1000 to 2999, in digits, in Chinese or in both: 二00五."""

BELOW_HUNDRED = f"[{DIGITS}{ONE_TO_NINE}十]{{1,3}}"
"""A pattern of a number below 100, of a month or a day."""

_SUPPLEMENT = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿"
        "⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁网羊羊羊耂肀聿肉臼艹艹"
        "艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)

RADICALS = str.maketrans(
    # A font has one glyph for 户 and the radical, whose own character is the traditional 戶.
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | _SUPPLEMENT | {"⼾": "户"}
)
"""The radicals that stand in a PDF's text layer for the characters that look like them, as a table for translate.

The Kangxi radicals and the radicals supplement of Unicode: ⼈ (U+2F08) for 人, ⻓ (U+2ED3) for 长, ⺠ for 民.
"""

RADICAL = "\u2e80-\u2fd5"
"""The two blocks of radicals."""

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that take no room: soft hyphens, joiners, marks of the byte order and of the direction of writing."""
