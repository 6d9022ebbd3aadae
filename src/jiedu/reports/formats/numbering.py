"""The automatic numbers of a Word document's paragraphs, which stand in none of its texts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jiedu.text.characters import ONE_TO_NINE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_MOST_DIGITS = 6
_LARGEST_ROMAN = 4_000
_LARGEST_LETTER = 26 * 5
_DEEPEST_STYLE = 20


def chinese_numeral(number: int, figures: str = f"〇{ONE_TO_NINE}", units: str = "十百千") -> str:
    """Write a number below 10,000 in Chinese, as headings are numbered.

    >>> [chinese_numeral(number) for number in (3, 10, 12, 20, 105, 1030)]
    ['三', '十', '十二', '二十', '一百〇五', '一千〇三十']
    """
    if not 0 < number < 10_000:
        return str(number)
    digits = str(number)
    words = "".join(
        figures[int(digit)] + ("", *units)[len(digits) - at - 1] if digit != "0" else figures[0]
        for at, digit in enumerate(digits)
    )
    words = re.sub(f"{figures[0]}+", figures[0], words).rstrip(figures[0])
    return words.removeprefix(figures[1]) if 10 <= number < 20 and units[0] == "十" else words


def _digit_by_digit(number: int) -> str:
    return "".join(f"〇{ONE_TO_NINE}"[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if number >= _LARGEST_ROMAN:
        return str(number)
    steps = (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")
    words = ""
    for value, sign in (*steps, (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        words += sign * (number // value)
        number %= value
    return words


def _letter(number: int) -> str:
    # After z comes aa, then bb.
    if number > _LARGEST_LETTER:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(first: str, last: int) -> Callable[[int], str]:
    """Count in characters that follow one another in Unicode."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _one_of(words: str) -> Callable[[int], str]:
    return lambda number: words[(number - 1) % len(words)]


def _in_accounts(number: int) -> str:
    return chinese_numeral(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")


def _with_zero(number: int) -> str:
    return chinese_numeral(number, f"零{ONE_TO_NINE}")


_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "japaneseCounting", "taiwaneseCounting"), chinese_numeral),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _with_zero),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digit_by_digit),
    **dict.fromkeys(("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional"), _in_accounts),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
}
_UNSEEN = ("bullet", "none")


@dataclass(slots=True)
class _Level:
    """Say how one level of a list counts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


_Levels = dict[int, _Level]


@dataclass(slots=True)
class _List:
    """Hold a list of the document; lists of one definition count on together."""

    definition: str
    levels: _Levels
    starts: dict[int, int] = field(default_factory=dict)


def _value(element: Any, name: str = "val", default: str = "") -> str:
    return default if element is None else str(element.get(f"{_W}{name}", default))


def _whole(words: str, default: int = 0) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < _MOST_DIGITS else default


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for level in parent.iterchildren(f"{_W}lvl"):
        restart = level.find(f"{_W}lvlRestart")
        yield (
            _whole(_value(level, "ilvl")),
            _Level(
                _whole(_value(level.find(f"{_W}start")), 1),
                _value(level.find(f"{_W}numFmt"), default="decimal"),
                _value(level.find(f"{_W}lvlText")),
                None if restart is None else _whole(_value(restart)),
                level.find(f"{_W}isLgl") is not None,
                _value(level.find(f"{_W}pStyle")),
            ),
        )


def _own_number(properties: Any) -> tuple[str | None, int | None]:
    """Give the list and the level that a `w:pPr` names itself."""
    number = None if properties is None else properties.find(f"{_W}numPr")
    if number is None:
        return None, None
    identity, level = number.find(f"{_W}numId"), number.find(f"{_W}ilvl")
    return (
        None if identity is None else _value(identity),
        None if level is None else _whole(_value(level)),
    )


def _written(here: _Level, levels: _Levels, counts: list[int | None]) -> str:
    """Put the counts into a level's text: （%2） or %1.%2."""

    def count(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        form = "decimal" if here.legal else levels.get(at, _Level()).form
        number = counts[at]
        if not number:
            return "0"
        return "" if form in _UNSEEN else _FORMATS.get(form, str)(number)

    return re.sub(r"%([1-9])", count, here.text)


class Numbering:
    """Count the paragraphs of a document and give each the number that Word sets before it.

    `styles` and `numbers` are the roots of the parts styles.xml and numbering.xml, or None.

    >>> Numbering(None, None).label(None)
    ''
    """

    def __init__(self, styles: Any, numbers: Any) -> None:
        self._styles = {} if styles is None else {_value(s, "styleId"): s for s in styles.iter(f"{_W}style")}
        self._lists: dict[str, _List] = {} if numbers is None else dict(self._read(numbers))
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()
        for found in self._lists.values():
            self._follow_link(found, numbers)

    def _read(self, numbers: Any) -> Iterator[tuple[str, _List]]:
        definitions = {_value(one, "abstractNumId"): dict(_levels(one)) for one in numbers.iter(f"{_W}abstractNum")}
        for number in numbers.iterchildren(f"{_W}num"):
            definition = _value(number.find(f"{_W}abstractNumId"))
            found = _List(definition, dict(definitions.get(definition, {})))
            for change in number.iterchildren(f"{_W}lvlOverride"):
                found.levels.update(_levels(change))
                start = change.find(f"{_W}startOverride")
                if start is not None:
                    found.starts[_whole(_value(change, "ilvl"))] = _whole(_value(start), 1)
            yield _value(number, "numId"), found

    def _follow_link(self, found: _List, numbers: Any) -> None:
        """Take the levels of a list from the one that its style of lists names."""
        for definition in numbers.iter(f"{_W}abstractNum"):
            link = definition.find(f"{_W}numStyleLink")
            if link is not None and _value(definition, "abstractNumId") == found.definition:
                other = self._lists.get(self._number_of_style(_value(link))[0] or "")
                if other:
                    found.levels, found.definition = other.levels | found.levels, other.definition

    def label(self, properties: Any) -> str:
        """Give the number of the next paragraph, whose `w:pPr` this is; "" for one without."""
        number, level = self._number_of(properties)
        found = self._lists.get(number or "")
        if number is None or found is None:
            return ""
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        if number not in self._used:
            self._used.add(number)
            for at, start in found.starts.items():
                if at < _LEVELS:
                    counts[at:] = [start - 1, *[None] * (_LEVELS - at - 1)]
        _count(counts, found.levels, level)
        here = found.levels.get(level, _Level())
        return "" if here.form in _UNSEEN else _written(here, found.levels, counts)

    def _number_of(self, properties: Any) -> tuple[str | None, int]:
        """Give the list and the level of a paragraph: its own, or those of its style."""
        number, level = _own_number(properties)
        if number is None:
            style = None if properties is None else properties.find(f"{_W}pStyle")
            of_style = self._number_of_style(_value(style)) if style is not None else (None, 0)
            number, level = of_style[0], of_style[1] if level is None else level
        return number, min(level or 0, _LEVELS - 1)

    def _number_of_style(self, name: str) -> tuple[str | None, int]:
        """Give the list and the level of a style, or of the style that it is based on."""
        level: int | None = None
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                break
            number, own = _own_number(style.find(f"{_W}pPr"))
            level = own if level is None else level
            if number is not None:
                return number, self._level_of_style(number, name) if level is None else level
            name = _value(style.find(f"{_W}basedOn"))
        return None, level or 0

    def _level_of_style(self, number: str, style: str) -> int:
        found = self._lists.get(number)
        levels = found.levels if found else {}
        return next((at for at, level in levels.items() if level.style == style), 0)


def _count(counts: list[int | None], levels: _Levels, level: int) -> None:
    """Count one paragraph; the levels below begin again, those above that were left out count as begun."""
    for above in range(level):
        if counts[above] is None:
            counts[above] = levels.get(above, _Level()).start
    before = counts[level]
    counts[level] = levels.get(level, _Level()).start if before is None else before + 1
    for below in range(level + 1, _LEVELS):
        restart = levels.get(below, _Level()).restart
        if restart is None or level < restart:
            counts[below] = None
