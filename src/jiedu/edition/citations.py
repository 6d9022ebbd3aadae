"""Numbers in prose: found, read, and held against the row that they cite."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jiedu.edition.dates import MONTHS
from jiedu.edition.number_words import number_words, value_of

MAGNITUDES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "万": 4, "亿": 8, "万亿": 12}
DIGITS_WITH_MAGNITUDE = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[ \u00a0-]?(?P<magnitude>thousand|million|billion|trillion|万亿|万|亿)(?![a-z]))?"
)
"""Arabic digits, and the magnitude in English or Chinese behind them."""
# A target that is a path (a page of the book) is an ordinary link; only an id is a citation.
CITATION = re.compile(r"\[(?P<text>[^\[\]]+)\]\(#(?P<id>[a-z][a-z0-9-]*)\)")

LEDGER_ID = re.compile(r"\b[a-z]-\d+\b")
"""The id of a row of the ledger, the promises, the sentences or the notes."""

LESSON_TIME = re.compile(r"(?<![\d.])(?:\d{1,2}–)?(?P<last>\d{1,2})(?:[ -]min\b|分钟)")
"""A number of minutes, or a span of them, as the plan of a lesson has it."""

# After one of these a figure that looks like a year counts: 2000 firms.
_COUNTED = "firms|projects|roads|buildings|promises|numbers|quantities|terms|people|enterprises|yuan|mu|households"

EXEMPT = {
    "quotation": (
        re.compile(r"“[^“”\n]*”"),
        "a quotation is held against the page, or its English, as a whole",
    ),
    "code": (re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL), "code and file names are not statements"),
    "link target": (re.compile(r"(?<=\])\([^()\s]*\)|https?://\S+"), "an address is not a statement"),
    "directive": (re.compile(r"^(?::{3,}|`{3,}).*$|^:[a-z-]+:.*$", re.MULTILINE), "layout is not a statement"),
    "role": (re.compile(r"\{[a-z:-]+\}"), "markup is not a statement"),
    "citation key": (re.compile(r"(?<=`)[a-z]+\d{4}[a-z]*(?=`)"), "a key of the bibliography"),
    "date": (
        re.compile(
            rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b|(?:\d{{4}}年)?(?<!\d)\d{{1,2}}月(?:\d{{1,2}}日)?"
            r"|\d{4}年"
        ),
        "a date names a day, a month or a year",
    ),
    "year": (
        re.compile(rf"\b(?:19|20)\d{{2}}\b(?!\s+(?:{_COUNTED})\b)"),
        "a year names a year; 2000 firms are counted",
    ),
    "ordinal": (re.compile(r"\b\d+(?:st|nd|rd|th)\b"), "an ordinal names a place in an order"),
    "page": (re.compile(r"(?<![A-Za-z\d])C0\d(?:[–-]C?0\d)?(?!\d)"), "a page of the newspaper"),
    "version": (re.compile(r"\b[Vv]ersion \d+(?:\.\d+)+"), "a version names a state of the edition"),
    "line": (re.compile(r"\b(?:[Ll]ines?|第) ?\d+(?:[–-]\d+)?(?:行)?"), "a line of the text layer"),
    "standard": (
        re.compile(
            r"(?<![A-Za-z\d])"
            r"(?:GB ?(?:2312|13000|18030)|UTF-(?:8|16|32)|SHA-?(?:1|256|512)|[2-6]G|CC BY(?:-[A-Z]{2})* \d\.\d)"
            r"(?!\.?\d)"
        ),
        "a name with a digit, of a standard that is called so",
    ),
    "ledger id": (LEDGER_ID, "an id names a row"),
    "lesson time": (LESSON_TIME, "the minutes of a plan are the lesson's own; checks.lessons holds that they add up"),
}
"""What may hold a digit and is no bare number: the name of the exception, its form, and why."""


@dataclass(frozen=True)
class Citation:
    """Hold one citation: its text, the id it points at, and where it begins.

    >>> next(citations("to [1,500](#q-060) firms")).id
    'q-060'
    """

    text: str
    id: str
    at: int


def citations(prose: str) -> Iterator[Citation]:
    """Yield the citations of Markdown prose, in order.

    >>> [c.text for c in citations("[55](#q-049) and [a page](overview.ipynb)")]
    ['55']
    """
    for match in CITATION.finditer(prose):
        yield Citation(match["text"], match["id"], match.start())


def without_citations(prose: str) -> str:
    """Take the citations out of prose, so that what is left can be looked through for bare numbers.

    >>> without_citations("to [1,500](#q-060) firms")
    'to  firms'
    """
    return CITATION.sub("", prose)


def numbers(text: str) -> list[Decimal]:
    """Read the Arabic numbers of a text, with the English or Chinese magnitude that follows.

    >>> [str(n) for n in numbers("29 billion yuan, 300,000 m², 6.5% and 30万")]
    ['29000000000', '300000', '6.5', '300000']
    """
    return [number_of(match) for match in DIGITS_WITH_MAGNITUDE.finditer(text)]


def number_of(match: re.Match[str]) -> Decimal:
    """Read what DIGITS_WITH_MAGNITUDE found.

    >>> found = DIGITS_WITH_MAGNITUDE.search("29 billion yuan")
    >>> number_of(found) == 29 * 10**9
    True
    """
    value = Decimal(match["digits"].replace(",", ""))
    if match["magnitude"]:
        value = value.scaleb(MAGNITUDES[match["magnitude"]])
    return Decimal(f"{value.normalize():f}")


def digits(text: str) -> list[Decimal]:
    """Read the Arabic numbers of a text as they are written, magnitudes left out.

    >>> digits("超1,100 亿元")
    [Decimal('1100')]
    """
    return [Decimal(match["digits"].replace(",", "")) for match in DIGITS_WITH_MAGNITUDE.finditer(text)]


def bare_numbers(prose: str) -> list[str]:
    """Give the numbers of prose that cite nothing and fall under no named exception.

    Number words are found by `jiedu.edition.uncited.bare_words`.

    >>> bare_numbers("In 2020 it promised 55 projects, [116](#q-050) more, by 27 May 2020.")
    ['55']
    """
    rest = without_citations(prose)
    for form, _ in EXEMPT.values():
        rest = form.sub(" ", rest)
    return [match["digits"] for match in DIGITS_WITH_MAGNITUDE.finditer(rest)]


def exempted(prose: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what falls under a named exception, with the name, in the order of the exceptions.

    >>> [(name, found[0]) for name, found in exempted("row q-099, seen on 27 May 2020, in 2019")]
    [('date', '27 May 2020'), ('year', '2019'), ('ledger id', 'q-099')]
    """
    rest = without_citations(prose)
    for name, (form, _) in EXEMPT.items():
        for found in form.finditer(rest):
            yield name, found
        rest = form.sub(" ", rest)


def states(text: str, value: Decimal) -> bool:
    """Tell whether a citation's text states a value: equal, or the value rounded to the decimals shown.

    Number words of both languages are read as well, a half and a third also of a value in per cent. Text without any
    number states nothing and agrees with any value.

    >>> states("about 2.16%", Decimal("2.15962")), states("29 billion", Decimal("29000000000"))
    (True, True)
    >>> states("1,400", Decimal(1500)), states("once", Decimal(2)), states("十六", Decimal(15))
    (False, False, False)
    >>> states("half", Decimal("50.4")), states("一半", Decimal("0.5"))
    (True, True)
    """
    for match in DIGITS_WITH_MAGNITUDE.finditer(text):
        digits = Decimal(match["digits"].replace(",", ""))
        power = MAGNITUDES[match["magnitude"]] if match["magnitude"] else 0
        unit = Decimal(1).scaleb(int(digits.as_tuple().exponent))
        if value.scaleb(-power).quantize(unit, ROUND_HALF_UP) != digits:
            return False
    return all(_is_worth(word, value) for word in numbers_in_words(text))


def numbers_in_words(text: str) -> list[Decimal]:
    """Read the numbers that a citation's text states in words; the magnitude behind a digit is none of them.

    >>> numbers_in_words("two of five"), numbers_in_words("29 billion"), numbers_in_words("十六")
    ([Decimal('2'), Decimal('5')], [], [Decimal('16')])
    """
    rest = DIGITS_WITH_MAGNITUDE.sub(" ", text)
    whole = value_of(rest)
    return [whole] if whole is not None else [word.value for word in number_words(rest)]


def _is_worth(number: Decimal, value: Decimal) -> bool:
    if not 0 < number < 1:
        return value == number
    # Of a fraction or of per cent, to two figures.
    return any(abs(part - value) <= step / 2 for part, step in ((number, Decimal("0.01")), (100 * number, Decimal(1))))


def missing(
    required: list[Decimal], optional: list[Decimal], found: list[Decimal]
) -> tuple[list[Decimal], list[Decimal]]:
    """Compare the numbers of two languages: what is required and absent, what is there and unexplained.

    >>> missing([Decimal(4), Decimal(4)], [Decimal(1)], [Decimal(4), Decimal(9)])
    ([Decimal('4')], [Decimal('9')])
    """
    have, want, may = Counter(found), Counter(required), Counter(optional)
    return list((want - have).elements()), list((have - want - may).elements())
