"""The marks that structure a report: years, ordinals, the address to the deputies."""

import re

_DIGITS = {**{str(n): str(n) for n in range(10)}, **{chr(0xFF10 + n): str(n) for n in range(10)}}
_DIGITS |= dict(zip("〇一二三四五六七八九", "0123456789", strict=True)) | {"○": "0", "零": "0", "Ｏ": "0", "О": "0"}
YEAR = r"[12１２一二][0-9０-９〇○零一二三四五六七八九]{3}"
ORDINAL = "[一二三四五六七八九十]{1,3}"
ADDRESS = re.compile(r"(?:各位|同志们)(?:代表|同志)?\s*[：:！!，,。]?")


def plain_year(digits: str) -> str:
    return "".join(_DIGITS[c] for c in digits)


def small_number(digits: str) -> int:
    """Read a number below 100: 26, ２６, 二十六; what is none, as 十十, gives 0."""
    if digits.count("十") > 1:
        return 0
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * int(plain_year(tens) or 1) + int(plain_year(ones) or 0)
    return int(plain_year(digits))


_MARKERS = (
    (1, re.compile(rf"(?:({ORDINAL})[、．.]|第({ORDINAL})部分[、：:，]?|({ORDINAL})[ \u3000])[ \u3000]*")),
    (2, re.compile(rf"[（(]({ORDINAL})[）)][、.． \u3000]*")),
)
UNNUMBERED = re.compile(
    rf"(?:首先)?(?:报告)?(?:(?:{YEAR})年|过去|今后|去年|今年|[上本]届).{{0,16}}"
    r"(?:回顾|总结|工作|任务|安排|要求|部署|方针|目标)"
    r"|关于.{2,14}(?:建设|工作|问题|任务|形势|改革)|结束语|(?:加强)?政府自身建设"
)


def marker(text: str) -> tuple[int, int, str, int] | None:
    """Give rank, number, ordinal and length of the mark that a line begins with."""
    for rank, pattern in _MARKERS:
        found = pattern.match(text)
        if found:
            digits = next(group for group in found.groups() if group)
            return rank, small_number(digits) if digits != "十" else 10, found[0].strip(), found.end()
    return None
