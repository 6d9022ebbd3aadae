"""The numbers of an English sentence as the ledger holds them: value, bound and unit, in their order.

The words that bound a number, the units and the number words stand in `english.csv`, a row a word. A number in square
brackets is the editor's, who gives the number before it in a unit that an English reader knows; what one unit is in the
other stands there too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from jiedu.edition.citations import DIGITS_WITH_MAGNITUDE, number_of
from jiedu.edition.wordlist import word_list

_JOINS = re.compile(r"(?:,| and| or| to|,? respectively,?|[–-])* ?(?:and |or |to )?")


@dataclass(frozen=True, slots=True)
class EnglishNumber:
    """Hold a number of a sentence: where it stands, its value, its bound (`eq` for none), and its unit.

    The unit is written as in the ledger, and empty where things are counted.
    """

    start: int
    end: int
    value: Decimal
    comparator: str = "eq"
    unit: str = ""


def _any(words: Iterable[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    # A sign is not part of a word, and a word ends where its letters end.
    return "|".join(re.escape(word) + (r"(?![A-Za-z])" if word[-1].isalpha() else "") for word in longest)


_NUMBERS = ("cardinal", "number")


@cache
def _pattern(kind: str, form: str) -> re.Pattern[str]:
    return re.compile(form.format(_any(word_list(*_kinds(kind)))), re.IGNORECASE)


def _kinds(kind: str) -> tuple[str, ...]:
    return _NUMBERS if kind == "number" else (kind,)


def _of(kind: str, found: re.Match[str] | None) -> str:
    """Give what the words that were found stand for; "" where none were."""
    if found is None:
        return ""
    known = word_list(*_kinds(kind))
    return known.get(found[1]) or known.get(found[1].lower(), "")


def readings(sentence: str) -> list[EnglishNumber]:
    """Read the numbers of an English sentence, digits and number words alike, in their order.

    Those in square brackets are left out: they are the editor's, and no part of the sentence.

    >>> [(str(r.value), r.comparator, r.unit) for r in readings("at least 60 people and over 29 billion yuan")]
    [('60', 'ge', ''), ('29000000000', 'gt', '元')]
    >>> [(str(r.value), r.unit) for r in readings("rank 24th in six lists, up 5 and 6.5%")]
    [('24', '位'), ('6', ''), ('5', '%'), ('6.5', '%')]
    >>> [(str(r.value), r.unit) for r in readings("1,000 mu [about 67 hectares] of forest")]
    [('1000', '亩')]
    """
    sentence = _BRACKET.sub(lambda bracket: " " * len(bracket[0]), sentence)
    found = [_bound(sentence, number) for number in _numbers(sentence)]
    # 5 and 6.5%: the unit stands once, behind the last of them.
    for at in reversed(range(len(found) - 1)):
        one, following = found[at], found[at + 1]
        if not one.unit and _JOINS.fullmatch(sentence, one.end, following.start):
            found[at] = replace(one, unit=following.unit)
    return found


def _numbers(sentence: str) -> Iterator[EnglishNumber]:
    """Find digits and number words; two words that make one number are one: fifty-six."""
    word = _pattern("number", r"\b({})")
    idioms = [found.span() for found in _pattern("no_number", r"\b({})").finditer(sentence)]
    spans = [EnglishNumber(*found.span(), number_of(found)) for found in DIGITS_WITH_MAGNITUDE.finditer(sentence)]
    taken = [(number.start, number.end) for number in spans]
    for found in word.finditer(sentence):
        if not any(start <= found.start() < end for start, end in (*idioms, *taken)):
            spans.append(EnglishNumber(found.start(), found.end(), Decimal(_of("number", found))))
    spans.sort(key=lambda number: number.start)
    passed = -1
    for one, following in pairwise([*spans, EnglishNumber(len(sentence) + 9, len(sentence) + 9, Decimal(0))]):
        if one.start <= passed:
            continue
        passed = one.end
        tens = 20 <= one.value < 100 and one.value % 10 == 0
        if tens and 0 < following.value < 10 and sentence[one.end : following.start] == "-":
            passed = following.start
            yield EnglishNumber(one.start, following.end, one.value + following.value)
        else:
            yield one


def _bound(sentence: str, number: EnglishNumber) -> EnglishNumber:
    """Give a number its unit and its bound, which stand beside it."""
    unit = _pattern("unit", r"[\s\u00a0-]*({})").match(sentence, number.end)
    end = unit.end() if unit else number.end
    before = _pattern("bound_before", r"\b({})\s+$").search(sentence[: number.start])
    after = _pattern("bound_after", r",?\s+({})(?!\s*\d)").match(sentence, end)
    comparator = _of("bound_before", before) or _of("bound_after", after) or "eq"
    ranked = "位" if sentence[: number.start].endswith(("No. ", "No.\u00a0")) else ""
    return replace(number, end=end, comparator=comparator, unit=_of("unit", unit) or ranked)


_BRACKET = re.compile(r"\[(?P<inside>[^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Conversion:
    """Hold a number of an editor's bracket, as its words there say it, and the number that stands before the bracket.

    `before` is None where something else stands between the two.
    """

    words: str
    said: EnglishNumber
    before: EnglishNumber | None

    @property
    def exact(self) -> Fraction | None:
        """Give what the number before is in the unit of the bracket; None where no conversion is known.

        >>> [str(conversion.exact) for conversion in conversions("30 mu [2 hectares], 30 mu [2 years]")]
        ['2', 'None']
        """
        if self.before is None:
            return None
        rate = word_list("conversion").get(f"{self.before.unit} {self.said.unit}")
        return Fraction(self.before.value) * Fraction(rate) if rate else None


def conversions(sentence: str) -> Iterator[Conversion]:
    """Give the numbers of an editor's square brackets, each with the number before the bracket.

    >>> found = conversions("1,000 mu [about 67 hectares] of [the] wood")
    >>> [(each.words, str(each.said.value), str(each.before.value)) for each in found]
    [('67 hectares', '67', '1000')]
    """
    stated = readings(sentence)
    for bracket in _BRACKET.finditer(sentence):
        inside = bracket["inside"]
        passed = [number for number in stated if number.end <= bracket.start()]
        before = passed[-1] if passed and not sentence[passed[-1].end : bracket.start()].strip() else None
        for said in readings(inside):
            yield Conversion(inside[said.start : said.end] if said.unit else inside, said, before)


def as_shown(exact: Fraction, shown: Decimal, finer: int = 0) -> Decimal:
    """Round a number to the digits that another shows, or finer by some; zeros from the third digit on show nothing.

    >>> hectares = Fraction(200, 3)
    >>> [f"{as_shown(hectares, Decimal(shown)):f}" for shown in ("67", "66.7", "70", "100")]
    ['67', '66.7', '67', '70']
    >>> f"{as_shown(1000 * hectares, Decimal(67000)):f}", f"{as_shown(hectares, Decimal(76), 1):f}"
    ('67000', '66.7')
    """
    places = int(shown.as_tuple().exponent)
    if places >= 0:
        digits = f"{shown:f}"
        # 70 is held to the unit, 67,000 to the thousand.
        places = min(len(digits) - len(digits.rstrip("0")), max(len(digits) - 2, 0))
    # Enough digits for whatever was typed: rounding a number too long for the context is an error.
    with localcontext(prec=int(exact).bit_length() // 3 + 30):
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return value.quantize(Decimal(1).scaleb(places - finer), ROUND_HALF_UP)


_LETTERS = re.compile(r"[A-Za-z]+(?:[’'](?!s\b)[a-z]+)?")


def stems(text: str) -> list[str]:
    """List the stems of the words of an English text that name something, in their order.

    Words that join others, prepositions, and words that name a kind of number (share, rate, rank) are left out.

    >>> stems("the share of households’ projects under construction")
    ['household', 'project', 'construct']
    """
    found = [word.lower() for word in _LETTERS.findall(text)]
    return [_stem(word) for word in found if word not in _passed_over()]


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(word_list("joins")) | frozenset(word_list("prepositions")) | frozenset(word_list("kinds"))


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def first_phrase(name: str) -> str:
    """Give the words of a name up to its first preposition: what is counted.

    >>> first_phrase("projects under construction"), first_phrase("“one matter” items")
    ('projects ', '“one matter” items')
    """
    found = _pattern("prepositions", r"\b({})").search(name)
    return name[: found.start()] if found and found.start() else name


def goes_on_with_a_noun(text: str) -> bool:
    """Tell whether what stands behind a number begins with the words for what it counts.

    >>> goes_on_with_a_noun(" projects start"), goes_on_with_a_noun(" and 1,500 respectively"), goes_on_with_a_noun(";")
    (True, False, False)
    """
    found = re.match(r"[\s\u00a0-]+[“‘(]*([A-Za-z]+)", text)
    return found is not None and found[1].lower() not in word_list("joins") | word_list("prepositions")


def tie(sentence: str) -> tuple[int, int] | None:
    """Find the words by which a sentence ties something to another figure; None where it ties nothing.

    >>> "income to keep in step with growth"[slice(*tie("income to keep in step with growth"))], tie("income to grow")
    ('in step with', None)
    """
    found = _pattern("tied", r"\b({})").search(sentence)
    return found.span() if found else None


def unit_in_english(unit: str) -> str:
    """Name a unit of the ledger in English, in the plural where it has one; "" for a measure word and a place.

    >>> unit_in_english("平方米"), unit_in_english("元"), unit_in_english("家")
    ('square metres', 'yuan', '')
    """
    found = [word for word, code in word_list("unit").items() if code == unit and unit != "位"]
    return next((word for word in found if word.endswith("s")), found[0] if found else "")


def known_units() -> frozenset[str]:
    """Give the units, as the ledger writes them, whose English is known.

    >>> "元" in known_units(), "家" in known_units()
    (True, False)
    """
    return frozenset(word_list("unit").values())
