"""The words of charts by language: lists and clauses as an alt text joins them, amounts as a drawing writes them."""

from collections.abc import Iterable, Mapping

from jiedu.display.amounts import COMPARATOR_WORDS, as_printed, in_english, in_words, with_sign
from jiedu.display.labels import Label, labelled
from jiedu.display.panel_figures import amount_in_english
from jiedu.edition import Row
from jiedu.language import BOTH, language
from jiedu.panel.grid import in_magnitude
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import COMPARATOR_SIGNS


def join_words(parts: Iterable[str]) -> str:
    """Join parts of a sentence with commas and an "and", in Chinese with 、 and 和.

    >>> join_words(["a", "b", "c"])
    'a, b and c'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     join_words(["甲", "乙", "丙"])
    '甲、乙和丙'
    """
    items = list(parts)
    comma, last = ("、", "和") if language() == "zh" else (", ", " and ")
    return last.join([comma.join(items[:-1]), items[-1]] if len(items) > 1 else items)


def join_with_and(parts: Iterable[str]) -> str:
    """Join parts with nothing but "and", in Chinese with a comma.

    >>> join_with_and(["towns 5%", "country 6%"])
    'towns 5% and country 6%'
    """
    return ("，" if language() == "zh" else " and ").join(parts)


def join_with_commas(parts: Iterable[str]) -> str:
    """Join parts with commas alone.

    >>> join_with_commas(["a", "b"])
    'a, b'
    """
    return ("，" if language() == "zh" else ", ").join(parts)


def join_clauses(parts: Iterable[str]) -> str:
    """Join clauses with semicolons.

    >>> join_clauses(["a", "b"])
    'a; b'
    """
    return ("；" if language() == "zh" else "; ").join(parts)


def join_stops(parts: Iterable[str]) -> str:
    """Join sentences that have no stop of their own; the last is left without.

    >>> join_stops(["One", "two"])
    'One. two'
    """
    return ("。" if language() == "zh" else ". ").join(parts)


def join_sentences(parts: Iterable[str]) -> str:
    """Join sentences that have their stops; what is empty is left out.

    >>> join_sentences(["One.", "", "Two."])
    'One. Two.'
    """
    return ("" if language() == "zh" else " ").join(filter(None, parts))


def code_name(names: Mapping[str, Label], code: str) -> str:
    """Name a code in an alt text: in an edition by its label, in both as the tables have it.

    >>> from jiedu.display.labels import STATUSES
    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     code_name(STATUSES, "achieved")
    'reported'
    """
    zh, en = labelled(dict(names), code)
    return {"zh": zh or code, "en": en or code}.get(language(), code)


def alt_name(zh: str, en: str) -> str:
    """Choose a name for an alt text, which in both languages is English; of one that has no English, the Chinese.

    >>> alt_name("道路", "roads"), alt_name("道路", "")
    ('roads', '道路')
    """
    return zh or en if language() == "zh" else en or zh


_IN_CHINESE = {"about": "{}左右", "gt": "超过{}", "ge": "{}以上", "le": "{}以内", "lt": "不足{}"}


def bound_by(comparator: str, amount: str) -> str:
    """Write an amount with its comparator as a word.

    >>> bound_by("ge", "95%")
    'at least 95%'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     bound_by("ge", "95%")
    '95%以上'
    """
    if language() == "zh":
        return _IN_CHINESE.get(comparator, "{}").format(amount)
    return f"{COMPARATOR_WORDS.get(comparator, '')} {amount}".strip()


def printed_in_words(row: Row) -> str:
    """Write a quantity of the page in an alt text with its bound in words: as printed, but in English for the English.

    >>> from decimal import Decimal
    >>> row = {"surface": "95%", "value": Decimal(95), "value_high": None, "unit": "%", "comparator": "ge"}
    >>> printed_in_words(row)
    'at least 95%'
    """
    if language() == BOTH:
        return in_words(row)
    if language() == "zh":
        return as_printed(row) if row["value"] is None else bound_by(row["comparator"], as_printed(row))
    return in_english(row) if row["value"] is not None or row["comparator"] == "sync" else as_printed(row)


def figure_in_words(row: Row) -> str:
    """Write a figure of a panel in an alt text, with its bound, magnitude and unit.

    >>> from decimal import Decimal
    >>> row = {"value": Decimal("2.9e10"), "value_high": None, "unit": "元", "comparator": "gt"}
    >>> figure_in_words(row)
    'more than 29 billion yuan'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     figure_in_words(row)
    '超过290亿元'
    """
    if language() != "zh":
        return in_english(row)
    ends = [row["value"], *([row["value_high"]] if row["value_high"] is not None else [])]
    return bound_by(row["comparator"], "～".join(f"{in_magnitude(value)}{row['unit']}" for value in ends))


def signed(row: Row, gap: str = " ") -> str:
    """Write a quantity of the page in a drawing with the sign of its bound: as printed, but in English for the English.

    `gap` stands behind the sign.

    >>> from decimal import Decimal
    >>> row = {"surface": "290亿元", "value": Decimal("2.9e10"), "value_high": None, "unit": "元", "comparator": "gt"}
    >>> signed(row)
    '> 290亿元'
    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     signed(row)
    '> 29 billion yuan'
    """
    if language() != "en" or row["value"] is None:
        return with_sign(row) if gap else strip_whitespace(with_sign(row))
    sign = "" if row["comparator"] in ("", "eq", "range") else f"{COMPARATOR_SIGNS[row['comparator']]}{gap}"
    rank = "No. " if row["unit"] == "位" else ""
    return f"{sign}{rank}{amount_in_english(row)}"
