"""Years, months with days, decades and centuries."""

import re

from jiedu.reports.quantities.grammar import DIGIT, FIGURE, YEAR, Token, parse_or_none

_MONTH_DAY = re.compile(
    rf"(?:(?:[{DIGIT}]{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:份)?(?:(?:[{DIGIT}]{{1,2}}|[一二三四五六七八九十]{{1,3}})日)?)?"
)
_DAY = re.compile(rf"份?(?:(?:[{DIGIT}]{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])?")
_YEAR_RANGE = re.compile(rf"年?(?:[—－\-–~～至到]|——|、)((?:[1１2２][{DIGIT}]{{3}}|[一二][{FIGURE}]{{3}}))年?")


def read_date(text: str, token: Token, number: str, tail: str) -> Token | None:
    """Read years, months with days, decades and centuries; a year without 年 is a name."""
    end = token.end
    year = YEAR.fullmatch(number) is not None
    if year and tail.startswith("年"):
        token.end = _MONTH_DAY.match(text, end + 1).end()  # type: ignore[union-attr]
        token.unit = "年"
        span = _YEAR_RANGE.match(text, end)
        if span and "、" not in span[0] and span[0].endswith("年"):
            token.end, token.value_high, token.comparator = span.end(), parse_or_none(span[1]), "range"
    elif year and (span := _YEAR_RANGE.match(text, end)):
        if "、" in span[0] or not span[0].endswith("年"):
            token.class_ = "label"
            return token
        token.end, token.value_high, token.unit, token.comparator = span.end(), parse_or_none(span[1]), "年", "range"
    elif year and not token.arabic:
        token.class_ = "label"
        return token
    elif tail.startswith("世纪") and token.value and token.value > 10:
        token.end, token.unit = end + 2, "世纪"
    elif tail.startswith("年代"):
        token.end, token.unit = end + 2, "年代"
    elif tail.startswith("月") and token.value and token.value <= 12:
        token.end, token.unit = _DAY.match(text, end + 1).end(), "月"  # type: ignore[union-attr]
    elif tail[:1] == "日" and tail[1:2] not in tuple("本益常均元") and token.value and token.value <= 31:
        token.end, token.unit = end + 1, "日"
    elif re.match(rf"[至到—－\-–~～][{DIGIT}]{{1,2}}月", tail) and token.arabic:
        token.class_, token.kind, token.unit = "quantity", "date", "月"
        return token
    else:
        return None
    token.class_, token.kind = "quantity", "date"
    return token
