"""Numerals to Decimal: Arabic, full-width, Chinese, and the mixtures that reports write."""

import re
from decimal import Context, Decimal

from jiedu.text.characters import (
    APPROXIMATORS,
    DIGIT_VALUES,
    DIGITS,
    FIGURE_VALUES,
    MAGNITUDE_POWERS,
    POINTS,
    TEN_VALUES,
    ZEROS,
)

NUMERAL_CHARACTERS = frozenset([*DIGIT_VALUES, *FIGURE_VALUES, *TEN_VALUES, *MAGNITUDE_POWERS, "半", "雙"])
"""Every character that this module can read as part of a number."""

_FRACTION = re.compile(r"([^分]+)分之(.+)", re.DOTALL)
_SLASH = re.compile(rf"([{DIGITS}]+)[/／]([{DIGITS}]+)")
_ARABIC = rf"[{DIGITS}]+(?:[,，][{DIGITS}]{{3}})*(?:[.．·•][{DIGITS}]+)?"
_ARABIC_ALONE = re.compile(_ARABIC)
_FIGURES = f"[{''.join(FIGURE_VALUES)}]+"
_FIGURES_ALONE = re.compile(_FIGURES)
# What a numeral is made of; _STEPS says what each piece does to the sum.
_PIECE = re.compile(
    rf"""
      (?P<arabic>{_ARABIC})                        # 1,500 or 6.5
    | (?P<figures>{_FIGURES})                      # 一九五三
    | (?P<ten>[{"".join(TEN_VALUES)}])
    | (?P<magnitude>[{"".join(MAGNITUDE_POWERS)}])
    | (?P<half>半)
    | (?P<point>[{POINTS}])                        # 六点五; that of 6.5 is taken above
    | (?P<approximator>[{APPROXIMATORS}])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_TO_DIGITS = str.maketrans("０１２３４５６７８９．·•", "0123456789...", ",，")
_DIGIT_OF = {c: str(n) for c, n in FIGURE_VALUES.items()}
_FIGURES_TO_DIGITS = str.maketrans(_DIGIT_OF)
_NOTHING, _ONE = Decimal(0), Decimal(1)
_ZEROS = frozenset(ZEROS)
# Sums are exact: no number has more digits than its numeral characters, but for those of the magnitudes.
_SHORT = 60
_EXACT = Context(prec=_SHORT + 40)


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
    return Decimal(run.translate(_TO_DIGITS))


def _whole(text: str, numeral: str) -> Decimal:
    """Read a numeral without sign and fraction; `numeral` is what it was cut from."""
    if _ARABIC_ALONE.fullmatch(text):
        return _arabic(text) or _NOTHING
    if _FIGURES_ALONE.fullmatch(text):
        return Decimal(text.translate(_FIGURES_TO_DIGITS))
    if NUMERAL_CHARACTERS.isdisjoint(text):
        raise ValueError(f"not a numeral: {numeral!r}")
    running = _Sum(numeral, _EXACT if len(text) <= _SHORT else Context(prec=len(text) + 40))
    for piece in _PIECE.finditer(text):
        _STEPS[piece.lastgroup or "other"](running, piece[0])
    return running.total()


class _Sum:
    """Add up digits, tens and magnitudes from left to right.

    `parts` holds what stands before the last magnitude that was met, the largest first: a magnitude takes in
    every smaller part before it (1.2万亿), and no larger one (二亿七千万). Each part goes in and out once.
    A figure waits, in digits or in Chinese, until the ten or the magnitude after it is known.
    """

    section = _NOTHING
    waiting: Decimal | None = None
    last_ten = 0
    zero_before = begun = False

    def __init__(self, numeral: str, context: Context) -> None:
        self.numeral = numeral
        self.context = context
        self.parts: list[tuple[int, Decimal]] = []
        self.figures: list[str] = []

    def _figure(self) -> Decimal | None:
        """Take the figure that waits for its ten or magnitude."""
        value = Decimal("".join(self.figures)) if self.figures else self.waiting
        self.waiting, self.figures = None, []
        return value

    def _add(self, value: Decimal) -> None:
        self.section = self.context.add(self.section, value)

    def arabic(self, run: str) -> None:
        if self.waiting is not None or "".join(self.figures).strip("0"):
            raise ValueError(f"two numbers in one: {self.numeral!r}")
        self.waiting, self.figures, self.last_ten = _arabic(run), [], 0

    def chinese(self, run: str) -> None:
        if self.waiting is not None:
            raise ValueError(f"two scripts in one number: {self.numeral!r}")
        self.zero_before = self.zero_before or not _ZEROS.isdisjoint(run)
        # Most runs are one figure, and to look it up is faster.
        self.figures.append(_DIGIT_OF.get(run) or run.translate(_FIGURES_TO_DIGITS))
        self.begun = True

    def ten(self, character: str) -> None:
        # One figure is the rule; zeros may stand before it (一万零五百), and decimals after it.
        if self.figures and len("".join(self.figures).lstrip("0")) > 1 and "." not in self.figures:
            raise ValueError(f"two figures before {character}: {self.numeral!r}")
        self.last_ten = TEN_VALUES[character]
        # 一百一十 and 一百十 are both 110; in 一万零十二 the zero only holds the place.
        self._add(self.context.multiply(self._figure() or _ONE, self.last_ten))
        self.zero_before, self.begun = False, True

    def magnitude(self, character: str) -> None:
        power = MAGNITUDE_POWERS[character]
        figure = self._figure()
        if figure:
            self._add(figure)
        while self.parts and self.parts[-1][0] < power:
            self._add(self.parts.pop()[1])
        value = self.section
        # A bare magnitude is one of it: 超百万元, 万元; old texts write 萬萬 for 亿.
        if not value and figure is None:
            squared = power == 4 and self.parts and self.parts[-1][0] == 4
            value = self.parts.pop()[1].scaleb(-4, self.context) if squared else _ONE
            power = 8 if squared else power
        self.parts.append((power, self.context.scaleb(value, power)))
        self.section, self.last_ten = _NOTHING, 0
        self.zero_before, self.begun = False, True

    def half(self, _: str) -> None:
        # 半百 is half of a hundred, 两半 two and a half
        if self.figures or self.waiting is not None or self.begun:
            self._add(Decimal("0.5"))
        else:
            self.waiting = Decimal("0.5")
        self.begun = True

    def point(self, _: str) -> None:
        if not self.begun or "." in self.figures:
            raise ValueError(f"not a numeral: {self.numeral!r}")
        # 十点四 has no figure before its point
        self.figures = [*(self.figures or "0"), "."]

    def approximator(self, _: str) -> None:
        self.begun = True

    def other(self, _: str) -> None:
        raise ValueError(f"not a numeral: {self.numeral!r}")

    def total(self) -> Decimal:
        if not self.begun and self.waiting is None:
            raise ValueError(f"not a numeral: {self.numeral!r}")
        below = self.last_ten or (10 ** self.parts[-1][0] if self.parts else 0)
        # 两千四百五 is 2450 and 一万三 is 13,000; 两千零五 is 2005.
        short = below >= 100 and not self.zero_before and len("".join(self.figures)) == 1
        rest = self._figure() or _NOTHING
        self._add(self.context.multiply(rest, below // 10) if short else rest)
        for _, part in self.parts:
            self._add(part)
        return self.section


_STEPS = {
    "arabic": _Sum.arabic,
    "figures": _Sum.chinese,
    "ten": _Sum.ten,
    "magnitude": _Sum.magnitude,
    "half": _Sum.half,
    "point": _Sum.point,
    "approximator": _Sum.approximator,
    "other": _Sum.other,
}
