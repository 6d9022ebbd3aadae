"""What was read of one report, as rows of the four tables of a panel."""

import zlib
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jiedu.panel.places import NATION, code_of
from jiedu.reports.families import BY_NAME
from jiedu.reports.outcomes import FAMILIES_REPORTED
from jiedu.reports.rates import rates_of

Row = dict[str, Any]
Tables = dict[str, list[Row]]

TABLES = ("reports", "targets", "outcomes", "measures")
"""The tables of a panel, in their order."""


def key_of(about: Mapping[str, Any]) -> str:
    """Give what the ids of a report's rows are made of: the code of its place, and its year.

    >>> key_of({"file": "a.txt", "place": "易县", "year": 2020, "title": ""})
    '130633-2020'
    """
    code = code_of(about["place"] or "", about["year"], about["title"] or "")
    # A place without a code is known by its file, so that two of one name stay two.
    return f"{code or format(zlib.crc32(about['file'].encode()), '08x')}-{about['year'] or '0000'}"


def level_by_code(code: str) -> str:
    """Tell the level of a place by its code, which tells a city with counties from one that is a county; "" without.

    >>> [level_by_code(code) for code in ("130683", "130600", "410000", "100000", "")]
    ['county', 'city', 'province', 'nation', '']
    """
    if not code or code == NATION:
        return "nation" if code else ""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def rows_of(
    key: str, about: Mapping[str, Any], targets: Iterable[Mapping[str, Any]], known: Mapping[str, str]
) -> Tables:
    """Make the rows of one report from its part: what is known of it, and its targets.

    `known` is what the folder's manifest tells of the file: where it was read, and a note.

    >>> about = {"file": "a.txt", "place": "易县", "year": 2020, "level": "county", "title": "", "date": None}
    >>> about |= {"characters": 9, "sha256": "", "counts": {"characters": 9, "quantities": 3}, "outcomes": []}
    >>> tables = rows_of("130633-2020", about, [], {})
    >>> tables["reports"][0]["id"], tables["measures"][0]["numbers_per_1000"]
    ('rep-130633-2020', Decimal('333.33'))
    """
    place, year = about["place"] or "", about["year"]
    code = code_of(place, year, about["title"] or "")
    report = {
        "id": f"rep-{key}",
        "file": about["file"],
        "place": place,
        "code": code,
        "level": level_by_code(code) or about["level"] or "",
        "year": year,
        "date": about["date"] or "",
        "title": about["title"] or "",
        "characters": about["characters"],
        "sha256": about["sha256"],
        "source": known.get("source", ""),
        "note": known.get("note", ""),
    }
    of = {"report": report["id"], "place": place, "code": code, "level": report["level"]}
    return {
        "reports": [report],
        "targets": apart(_target(of | {"year": year}, key, row) for row in targets),
        "outcomes": apart(_outcomes(of, key, year, about["outcomes"])),
        "measures": [measure_row(f"pm-{key}", of | {"year": year, "by": "machine"}, about["counts"])],
    }


def name_in_id(row: Mapping[str, Any]) -> str:
    """Name a target in ids: its family, with scope, aim and measure where they are not the usual ones.

    >>> name_in_id({"family": "new_jobs", "scope": "all", "aim": "stretch", "measure": "level"})
    'new-jobs-stretch'
    """
    parts = [row["family"].replace("_", "-")]
    parts += [row["scope"]] if row["scope"] != "all" else []
    parts += ["stretch"] if row.get("aim") == "stretch" else []
    usual = BY_NAME[row["family"]].usual if row["family"] in BY_NAME else "growth"
    parts += [row["measure"]] if row["measure"] not in ("", usual) else []
    return "-".join(parts)


def _target(of: Row, key: str, row: Mapping[str, Any]) -> Row:
    number = row["value"] is not None
    kept = {name: row[name] for name in ("family", "scope", "aim", "measure", "availability", "comparator", "unit")}
    kept |= {name: row[name] for name in ("direction", "start", "end", "where", "cue", "strive")}
    return (
        {"id": f"pt-{key}-{name_in_id(row)}"}
        | of
        | kept
        | {
            "value": exact(row["value"]),
            "value_high": exact(row["value_high"]),
            "cue": row["cue"] if number else "",
            "strive": row["strive"] if number else "",
            "surface": row["brief"],
            "state": "machine",
        }
    )


def _outcomes(of: Row, key: str, year: int | None, found: Iterable[Mapping[str, Any]]) -> Iterable[Row]:
    """Give a row for each outcome, and one that says so for each family of which the report states none."""
    stated = list(found)
    before = year - 1 if year else None
    # The figure is of the year before, and so is its id.
    key = key.replace(f"-{year}", f"-{before}", 1) if year else key
    for family in FAMILIES_REPORTED:
        own: list[Mapping[str, Any] | None] = [one for one in stated if one["family"] == family]
        for one in own or [None]:
            yield outcome_row(of | {"year": before, "family": family}, key, one)


def outcome_row(of: Row, key: str, one: Mapping[str, Any] | None) -> Row:
    """Make the row of an outcome, or of its absence; `key` is the code of the place with the year of the figure."""
    row = of | {
        "scope": one["scope"] if one else "all",
        "measure": one["measure"] if one else "",
        "availability": "stated" if one else "not stated",
        "value": exact(one["value"]) if one else None,
        "value_high": exact(one["value_high"]) if one else None,
        "comparator": one["comparator"] if one else "",
        "unit": one["unit"] if one else "",
        "preliminary": one["preliminary"] if one else "",
        "start": one["start"] if one else None,
        "end": one["end"] if one else None,
        "surface": one["brief"] if one else "",
        "source": "",
        "state": "machine",
    }
    return {"id": f"po-{key}-{name_in_id(row)}"} | row


def measure_row(name: str, of: Row, counts: Mapping[str, int]) -> Row:
    """Make a row of measures from counts, with what follows from them.

    >>> row = measure_row("pm-x", {}, {"promises": 8, "promises_number": 2, "characters": 1000, "quantities": 5})
    >>> row["share_number"], row["numbers_per_1000"], row["plan_numbers_per_1000"]
    (Decimal('25.00'), Decimal('5.00'), None)
    """
    rates = {
        column: None if rate is None else rate.quantize(Decimal("0.01"), ROUND_HALF_UP)
        for column, rate in rates_of(counts).items()
    }
    return {"id": name} | of | dict(counts) | rates


def exact(value: float | Decimal | None) -> Decimal | None:
    """Give a number of a part as the decimal that was read: the shortest digits that give it again.

    >>> exact(5.5), exact(None)
    (Decimal('5.5'), None)
    """
    return None if value is None else Decimal(repr(value) if isinstance(value, float) else value).normalize() + 0


def apart(rows: Iterable[Row]) -> list[Row]:
    """Give rows ids of their own: the second of two alike, such as a target said in two amounts, takes a number.

    >>> [row["id"] for row in apart([{"id": "pt-1-gdp"}, {"id": "pt-1-gdp"}])]
    ['pt-1-gdp', 'pt-1-gdp-2']
    """
    used: dict[str, int] = {}
    found = []
    for row in rows:
        used[row["id"]] = number = used.get(row["id"], 0) + 1
        found.append(row if number == 1 else row | {"id": f"{row['id']}-{number}"})
    return found
