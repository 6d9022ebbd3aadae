"""Targets and amounts of a panel as an edition prints them: as its cells have them, in English in English units."""

import re
from decimal import Decimal

from jiedu.display.amounts import in_english
from jiedu.display.labels import SCOPES, labelled, scoped
from jiedu.edition import Row
from jiedu.edition.english import unit_in_english
from jiedu.language import BOTH, language
from jiedu.panel.grid import IN_ENGLISH, cell_of
from jiedu.text.characters import MAGNITUDE_POWERS
from jiedu.vocabulary import COMPARATOR_SIGNS


def amount_in_english(row: Row) -> str:
    """Write the number of a row in English magnitudes with its unit, without what binds it.

    >>> amount_in_english({"value": Decimal(4), "value_high": Decimal(5), "unit": "%"})
    '4–5%'
    >>> amount_in_english({"value": Decimal(260000), "value_high": None, "unit": "人"})
    '260,000'
    """
    ends = [row["value"], *([row["value_high"]] if row["value_high"] is not None else [])]
    unit = unit_in_english(row["unit"])
    bare = {"value_high": None, "unit": "", "comparator": "eq"}
    amount = "–".join(in_english(bare | {"value": value}).strip() for value in ends)
    return f"{amount}{unit}" if unit == "%" else f"{amount} {unit}".strip()


def panel_figure(row: Row) -> str:
    """Write a target of a panel in a drawing: its cell, in English for the English.

    >>> row = {"availability": "in the plan", "value": Decimal(260000), "value_high": None, "unit": "人"}
    >>> row |= {"comparator": "ge", "strive": "力争", "scope": "urban", "aim": "base"}
    >>> panel_figure(row)
    '城(力争≥26万人)'
    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     panel_figure(row)
    'towns (strive ≥260,000)'
    """
    if language() != "en":
        return scoped(row, cell_of(row))
    scope = labelled(SCOPES, row["scope"])[1]
    words = "→" if row["aim"] == "stretch" else ""
    return words + " ".join(filter(None, (scope, bare_figure(row))))


def bare_figure(row: Row) -> str:
    """Write a figure of a panel in a drawing without whose it is.

    >>> row = {"availability": "not ratable", "value": None, "comparator": "sync"}
    >>> bare_figure(row)
    '同步'
    """
    if language() != "en":
        return cell_of(row)
    if row["value"] is None:
        return IN_ENGLISH.get(cell_of(row), cell_of(row))
    sign = COMPARATOR_SIGNS.get(row["comparator"], "") if row["comparator"] not in ("eq", "range", "other") else ""
    fall = "↓" if row.get("direction") == "down" else ""
    amount = amount_in_english(row).removesuffix("%")
    words = f"{'strive ' if row['strive'] else ''}{sign}{fall}{amount}"
    return f"({words})" if row["availability"] == "in the plan" else words


_OUTSIDE = re.compile(r"(?P<bound>>=|<=|[<>超]|)(?P<digits>\d+(?:\.\d+)?)(?P<near>左右|以上|以内|)")
_OUTSIDE_UNIT = re.compile(
    r"""
    (?P<unit> [万]?[亿]?[元人] | % | [令幢家项] )
    (?P<rest> (?: \ \([^()]*\) | \ of\ GDP )? )  # such as the growth that the source gives beside it
    """,
    re.VERBOSE,
)
_OUTSIDE_BOUNDS = {">=": "≥", "<=": "≤", "<": "less than ", ">": "more than ", "超": "more than "}
_OUTSIDE_NEAR = {"左右": "about ", "以上": "≥", "以内": "≤"}
_OUTSIDE_COUNTS = {"令": "Order {}", "幢": "{} buildings", "家": "{} firms", "项": "{} items"}
_OUTSIDE_WORDS = {"无": "none", "同步": "in step", "与经济增长基本同步": "basically in step with growth"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEARS = re.compile(r"(?<=\d{4})-(?=\d{4})")


def outside_amount(value: str, unit: str) -> str:
    """Write a value from outside and its unit as its edition would: Chinese without spaces, English in its magnitudes.

    Several values stand in a row, each with its own unit; a day has none, and a dash is nothing in Chinese. What cannot
    be told apart stays as the table has it.

    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     outside_amount("1259.2", "亿元 (+9.5%)"), outside_amount(">=900", "万人"), outside_amount("5.5左右", "%")
    ...     outside_amount("2.3 / 1186", "% / 万人"), outside_amount("6.5左右 / 同步", "%"), outside_amount("722", "令")
    ('125.92 billion yuan (+9.5%)', '≥9 million people', 'about 5.5%')
    ('2.3% / 11.86 million people', 'about 6.5% / in step', 'Order 722')
    >>> with speaking("zh"):
    ...     outside_amount("1259.2", "亿元 (+9.5%)"), outside_amount(">=900", "万人"), outside_amount("5.5左右", "%")
    ...     outside_amount("6.5左右 / <=4 / 同步", "%"), outside_amount("99.1 / 6.1", "万亿元 / %")
    ('1259.2亿元（+9.5%）', '≥900万人', '5.5%左右')
    ('6.5%左右、≤4%、同步', '99.1万亿元、6.1%')
    """
    words = f"{value} {unit}".strip()
    if language() == BOTH:
        return words
    if _DAY.fullmatch(value):
        return value
    values, units = value.strip().split(" / "), re.split(r" ?/ ?", unit)
    units = units * len(values) if len(units) == 1 else units
    if len(units) != len(values):
        return words
    if language() == "zh":
        return "、".join(map(_one_in_chinese, values, units))
    said = list(map(_one_in_english, values, units))
    return " / ".join(said) if all(said) else words


def outside_period(period: str) -> str:
    """Write when a fact from outside held: a stretch of years with its dash, a day as it is.

    >>> from jiedu.language import speaking
    >>> with speaking("en"):
    ...     outside_period("2018-2021"), outside_period("2018-05-23")
    ('2018–2021', '2018-05-23')
    >>> with speaking("zh"):
    ...     outside_period("2018-2021")
    '2018—2021'
    """
    return _YEARS.sub("—" if language() == "zh" else "–", period)


def _one_in_english(value: str, unit: str) -> str:
    """Write one value of a source; empty where it is neither a number with a unit nor a known word."""
    if value in _OUTSIDE_WORDS:
        return _OUTSIDE_WORDS[value]
    found, counted = _OUTSIDE.fullmatch(value), _OUTSIDE_UNIT.fullmatch(unit)
    if found is None or counted is None:
        return ""
    (bound, digits, near), (unit, rest) = found.groups(), counted.groups()
    sign = _OUTSIDE_BOUNDS.get(bound, "") + _OUTSIDE_NEAR.get(near, "")
    if unit in _OUTSIDE_COUNTS:
        return sign + _OUTSIDE_COUNTS[unit].format(digits) + rest
    if unit == "万亿元":
        return f"{sign}{digits} trillion yuan{rest}"
    size = Decimal(digits).scaleb(sum(MAGNITUDE_POWERS[magnitude] for magnitude in unit[:-1]))
    noun = " people" if unit[-1] == "人" else ""
    return f"{sign}{amount_in_english({'value': size, 'value_high': None, 'unit': unit[-1]})}{noun}{rest}"


def _one_in_chinese(value: str, unit: str) -> str:
    """Write one value of a source, its unit before what binds it; a dash is nothing."""
    if value == "-":
        return ""
    found = _OUTSIDE.fullmatch(value)
    if found is None:
        # Words have no unit, and a name in Latin letters stands apart from what it names.
        between = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
        return f"{value}{between}{unit}" if any(map(str.isdigit, value)) else value
    bound = {">=": "≥", "<=": "≤"}.get(found["bound"], found["bound"])
    # What the source adds stands behind the unit: its growth, or what it is a share of.
    name = re.split(r"[，( ]", unit, maxsplit=1)[0]
    added = unit[len(name) :].strip().replace("(", "（").replace(")", "）")
    return f"{bound}{found['digits']}{name}{found['near']}{added}"
