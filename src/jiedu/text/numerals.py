"""Numerals to Decimal: Arabic, full-width, Chinese, and the mixtures that reports write."""

import re
from decimal import Context, Decimal

_ARABIC = {**{str(n): n for n in range(10)}, **{chr(0xFF10 + n): n for n in range(10)}}
_CHINESE = {
    **{c: 0 for c in "〇○零"},
    **{c: n for n, c in enumerate("一二三四五六七八九", 1)},
    **{c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    **{c: 2 for c in "两兩貳"},
    "叄": 3,
    "陸": 6,
    "双": 2,
}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
# 兆 is 10^12 where it counts and 10^6 in 兆瓦; the reader takes 兆瓦 as a unit before it comes here.
_MAGNITUDES = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}

NUMERAL_CHARACTERS = frozenset([*_ARABIC, *_CHINESE, *_TENS, *_MAGNITUDES, "半", "雙"])
"""Every character that this module can read as part of a number."""

_APPROXIMATE = "多余餘来來几幾"
_FRACTION = re.compile(r"([^分]+)分之(.+)", re.DOTALL)
_SLASH = re.compile(r"([0-9０-９]+)[/／]([0-9０-９]+)")
_ARABIC_RUN = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．·•][0-9０-９]+)?")
_POINT = re.compile(r"[点點.．·•]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．·•", "0123456789...", ",，")


def parse(numeral: str) -> Decimal:
    """Read one numeral.

    An approximator inside (多, 余, 来, 几) is passed over; 百分之 gives per cent as written, other fractions their
    quotient to 28 digits. Raises ValueError for what is no numeral. The time grows with the length.

    >>> [str(parse(n)) for n in ("1.2万亿", "五千八百多万", "百分之六点五", "一九五三", "两千四百五")]
    ['1200000000000', '58000000', '6.5', '1953', '2450']
    >>> parse("半")
    Decimal('0.5')
    """
    text = numeral.strip()
    if not text:
        raise ValueError("an empty numeral")
    sign = -1 if text[0] in "-－−负負" else 1
    if text[0] in "-－−负負+＋":
        text = text[1:]
    slash = _SLASH.fullmatch(text)
    if slash:
        return sign * _quotient(_arabic(slash[1]), _arabic(slash[2]), numeral)
    parts = _FRACTION.fullmatch(text) if "分之" in text else None
    if parts:
        below, above = parts[1], parse(parts[2])
        if below in ("百", "千", "万"):
            return sign * above
        return sign * _quotient(above, _whole(below, numeral), numeral)
    value = _whole(text, numeral)
    return value if sign > 0 else value.copy_negate()


def _quotient(above: Decimal, below: Decimal, numeral: str) -> Decimal:
    if not below:
        raise ValueError(f"a fraction of nothing: {numeral!r}")
    return above / below


def _arabic(run: str) -> Decimal:
    return Decimal(run.translate(_FULL_WIDTH))


def _whole(text: str, numeral: str) -> Decimal:
    """Add up digits, tens and magnitudes from left to right.

    `parts` holds what stands before the last magnitude that was met, the largest first: a magnitude takes in
    every smaller part before it (1.2万亿), and no larger one (二亿七千万). Each part goes in and out once.
    """
    if not any(c in NUMERAL_CHARACTERS for c in text):
        raise ValueError(f"not a numeral: {numeral!r}")
    context = Context(prec=len(text) + 40)
    parts: list[tuple[int, Decimal]] = []
    section = Decimal(0)
    arabic: Decimal | None = None
    digits: list[str] = []
    last_ten = 0
    zero_before = counted = False

    def pending() -> Decimal | None:
        """Take the figure that waits for its magnitude."""
        nonlocal arabic, digits
        value = Decimal("".join(digits)) if digits else arabic
        arabic, digits = None, []
        return value

    position = 0
    while position < len(text):
        run = _ARABIC_RUN.match(text, position)
        if run:
            if "".join(digits).strip("0") or arabic is not None:
                raise ValueError(f"two numbers in one: {numeral!r}")
            arabic, digits, last_ten, position = _arabic(run[0]), [], 0, run.end()
            continue
        c = text[position]
        position += 1
        if c in _CHINESE:
            if arabic is not None:
                raise ValueError(f"two scripts in one number: {numeral!r}")
            zero_before = zero_before or c in "〇○零"
            digits.append(str(_CHINESE[c]))
        elif c in _TENS:
            if len("".join(digits).lstrip("0")) > 1 and "." not in digits:
                raise ValueError(f"two figures before {c}: {numeral!r}")
            last_ten = _TENS[c]
            figure = pending()
            # 一百一十 and 一百十 are both 110; in 一万零十二 the zero only holds the place.
            section = context.add(section, context.multiply(figure or Decimal(1), last_ten))
            zero_before = False
        elif c in _MAGNITUDES:
            power = _MAGNITUDES[c]
            figure = pending()
            section = context.add(section, figure or Decimal(0))
            while parts and parts[-1][0] < power:
                section = context.add(section, parts.pop()[1])
            # A bare magnitude is one of it: 超百万元, 万元; old texts write 萬萬 for 亿.
            bare = not section and figure is None
            if bare and power == 4 and parts and parts[-1][0] == 4:
                section, power = parts.pop()[1], 8
                section, bare = section.scaleb(-4, context), False
            parts.append((power, context.scaleb(Decimal(1) if bare else section, power)))
            section, last_ten, zero_before = Decimal(0), 0, False
        elif c == "半":
            # 半百 is half of a hundred, 两半 two and a half
            if digits or arabic is not None or counted:
                section = context.add(section, Decimal("0.5"))
            else:
                arabic = Decimal("0.5")
        elif _POINT.match(c) and (digits or counted) and "." not in digits:
            # 十点四 has no figure before its point
            digits = [*(digits or "0"), "."]
        elif c not in _APPROXIMATE:
            raise ValueError(f"not a numeral: {numeral!r}")
        counted = True
    if not counted and arabic is None:
        raise ValueError(f"not a numeral: {numeral!r}")
    below = last_ten or (10 ** parts[-1][0] if parts else 0)
    # 两千四百五 is 2450 and 一万三 is 13,000; 两千零五 is 2005.
    short = len(digits) == 1 and below >= 100 and not zero_before
    rest = pending() or Decimal(0)
    total = context.add(section, context.multiply(rest, below // 10) if short else rest)
    for _, part in parts:
        total = context.add(total, part)
    return total
