"""The codes of places by GB/T 2260, from their names.

`places.csv` holds the codes of provinces, cities and counties with the first and the last list that has them: those of
2002 to 2014 and that of 2020. A county that became a district has two codes, and each report the one of its year.
"""

import csv
import io
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

NATION = "100000"
"""The whole country. The standard has no code for it; this one is in common use and taken by no place."""

_LATEST, _EARLIEST = 2020, 2002


class Coded(NamedTuple):
    """Name a place with its code and the years in which lists have both."""

    code: str
    name: str
    first: int
    last: int

    def stood_in(self, year: int) -> bool:
        """Say whether a place had this code in a year, as far as the lists tell; the first and last go on."""
        first = 0 if self.first == _EARLIEST else self.first
        last = 9999 if self.last == _LATEST else self.last
        return first <= year <= last


@cache
def _by_name() -> dict[str, list[Coded]]:
    found: dict[str, list[Coded]] = {}
    table = files("jiedu.panel").joinpath("places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(table)):
        place = Coded(row["code"], row["name"], int(row["first"]), int(row["last"]))
        found.setdefault(place.name, []).append(place)
    return found


@cache
def _names_of_code() -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for places in _by_name().values():
        for place in places:
            names.setdefault(place.code, set()).add(place.name)
    return names


def code_of(place: str, year: int | None = None, around: str = "") -> str:
    """Give the code of a place; "" where there is none, or the name alone could be one of several.

    `around` are other words about the place, such as the title of its report: the name of its city or province tells
    places of one name apart.

    >>> code_of("全国"), code_of("河南省"), code_of("郑州市金水区", 2020), code_of("清苑县", 2005)
    ('100000', '410000', '410105', '130622')
    >>> code_of("鼓楼区", 2020), code_of("鼓楼区", 2020, "福州市鼓楼区人民政府")
    ('', '350102')
    """
    if place == "全国":
        return NATION
    # 米易县 ends like 易县: the longest name is the place's own.
    own = next((place[at:] for at in range(len(place)) if place[at:] in _by_name()), "")
    found = _by_name().get(own, [])
    then = [one for one in found if year is None or one.stood_in(year)] or found
    if len({one.code for one in then}) > 1:
        words = place.removesuffix(own) + around
        then = [one for one in then if any(name in words for name in _above(one.code))]
    codes = {one.code for one in then}
    return codes.pop() if len(codes) == 1 else ""


PROVINCES = {
    "11": ("北京", "Beijing"), "12": ("天津", "Tianjin"), "13": ("河北", "Hebei"), "14": ("山西", "Shanxi"),
    "15": ("内蒙古", "Inner Mongolia"), "21": ("辽宁", "Liaoning"), "22": ("吉林", "Jilin"),
    "23": ("黑龙江", "Heilongjiang"), "31": ("上海", "Shanghai"), "32": ("江苏", "Jiangsu"), "33": ("浙江", "Zhejiang"),
    "34": ("安徽", "Anhui"), "35": ("福建", "Fujian"), "36": ("江西", "Jiangxi"), "37": ("山东", "Shandong"),
    "41": ("河南", "Henan"), "42": ("湖北", "Hubei"), "43": ("湖南", "Hunan"), "44": ("广东", "Guangdong"),
    "45": ("广西", "Guangxi"), "46": ("海南", "Hainan"), "50": ("重庆", "Chongqing"), "51": ("四川", "Sichuan"),
    "52": ("贵州", "Guizhou"), "53": ("云南", "Yunnan"), "54": ("西藏", "Tibet"), "61": ("陕西", "Shaanxi"),
    "62": ("甘肃", "Gansu"), "63": ("青海", "Qinghai"), "64": ("宁夏", "Ningxia"), "65": ("新疆", "Xinjiang"),
    "71": ("台湾", "Taiwan"), "81": ("香港", "Hong Kong"), "82": ("澳门", "Macao"),
}  # fmt: skip
"""The short names of the provinces, in Chinese and English, by the first two digits of their codes."""

_PEOPLES = {
    "回": "Hui", "满": "Manchu", "蒙古": "Mongol", "苗": "Miao", "土家": "Tujia", "侗": "Dong", "壮": "Zhuang",
    "瑶": "Yao", "彝": "Yi", "白": "Bai", "藏": "Tibetan", "羌": "Qiang", "畲": "She", "黎": "Li", "傣": "Dai",
    "朝鲜": "Korean", "达斡尔": "Daur", "哈萨克": "Kazakh", "锡伯": "Xibe", "布依": "Bouyei", "仡佬": "Gelao",
}  # fmt: skip
_PEOPLE = re.compile(rf"(?:各|(?P<names>(?:(?:{'|'.join(_PEOPLES)})族)+))(?P<own>自治)?$")
_KINDS = {"县": "County", "区": "District", "市": "City", "旗": "Banner", "镇": "Town", "乡": "Township"}


def place_in_english(place: str, code: str) -> str:
    """Name a place in English: a province by its short name, another by its pinyin and its kind.

    >>> place_in_english("全国", NATION), place_in_english("陕西省", "610000")
    ('the nation', 'Shaanxi')
    >>> place_in_english("保定市徐水区", "130609"), place_in_english("易县", "130633")
    ('Xushui District', 'Yixian County')
    >>> place_in_english("管城回族区", "410104"), place_in_english("青龙满族自治县", "130321")
    ('Guancheng Hui District', 'Qinglong Manchu Autonomous County')
    """
    if code == NATION:
        return "the nation"
    if code.endswith("0000"):
        return PROVINCES[code[:2]][1]
    from pypinyin import lazy_pinyin

    own = next(iter(sorted((name for name in _names_of_code().get(code, ()) if place.endswith(name)), key=len)), place)
    stem, kind = (own[:-1], _KINDS[own[-1]]) if own[-1:] in _KINDS and len(own) > 2 else (own, "")
    if own[-1:] in _KINDS and len(own) == 2:
        # 易县 is called Yixian as a whole.
        stem, kind = own, "County" if own[-1] == "县" else ""
    people = _PEOPLE.search(stem)
    middle = ""
    if people:
        stem = stem[: people.start()]
        named = [_PEOPLES[name] for name in (people["names"] or "").split("族") if name]
        middle = " ".join(["–".join(named), *(["Autonomous"] if people["own"] else [])]).strip()
    return " ".join(word for word in ("".join(lazy_pinyin(stem)).capitalize(), middle, kind) if word)


def _above(code: str) -> set[str]:
    """Name the city and the province of a county, and the province of a city."""
    names = _names_of_code()
    levels = [f"{code[:4]}00", f"{code[:2]}0000"]
    return {name for level in levels if level != code for name in names.get(level, set())}
