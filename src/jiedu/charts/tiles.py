"""A map of equal tiles: each province a tile where it about lies, with its target."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from matplotlib.patches import Rectangle

from jiedu.charts import base, marks, palette
from jiedu.charts.base import Chart, Sheet, house
from jiedu.charts.marks import Gauge, kind_of_mark
from jiedu.charts.words import alt_name, join_sentences, join_with_and, join_words
from jiedu.display import labels
from jiedu.display.panel_figures import panel_figure
from jiedu.edition import Row, records
from jiedu.edition.english import unit_in_english
from jiedu.errors import Fault
from jiedu.language import language, one_of, pick, say
from jiedu.panel.grid import families_of_panel, grid, rows_of_grid
from jiedu.panel.opening import Panel
from jiedu.panel.places import PROVINCES

_PLACES = (
    ("", "", "", "", "", "", "23"),
    ("", "", "", "15", "11", "21", "22"),
    ("65", "62", "64", "14", "13", "12", ""),
    ("54", "63", "61", "41", "37", "", ""),
    ("", "51", "50", "42", "34", "32", "31"),
    ("", "53", "52", "43", "36", "33", ""),
    ("", "", "45", "44", "35", "71", ""),
    ("", "", "46", "82", "81", "", ""),
)
"""Where the tile of each province stands, by the first two digits of its code."""

_TALL, _TALL_NARROW = 0.74, 0.86


_LETTERS = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL", "31": "SH",
    "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA", "42": "HB", "43": "HN",
    "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN",
    "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW", "81": "HK", "82": "MO",
}  # fmt: skip
"""The provinces by the letters of ISO 3166-2, for tiles that have no room for a name in English."""


def _below() -> bool:
    """Tell whether the mark stands below the figure, as there is no room beside the name of the province."""
    return base.is_narrow() or language() == "en"


def _tile_height() -> float:
    return _TALL_NARROW if _below() else _TALL


def _tile_width() -> float:
    return (base.sheet_width() - 2 * base.MARGIN) / 7


@house
def tiles(panel: Panel, family: str = "gdp", year: int = 2025) -> Chart:
    """Draw one target of the provinces in a year as a map of equal tiles: the figure, and the mark of its bound.

    A tile is the darker the higher its figure; a province without a report is pale. Raises Fault for a family or a
    year of which no province says anything.

    >>> from jiedu import open_panel
    >>> tiles(open_panel()).alt.split(": ")[0]
    'Growth of GDP in the reports of 26 provinces of 2025'
    """
    panel = panel.only("province", year)
    families_of_panel(panel, [family])
    own = rows_of_grid(panel)
    data = grid(panel, [family])
    cells = {row["code"][:2]: own.get((row["report"], row["year"], family), []) for row in records(data)}
    rows = [row for cell in cells.values() for row in cell]
    gauge = Gauge.of(rows)
    if not any(kind_of_mark(row) != "absent" for row in rows):
        raise Fault(f"no province says anything of {family!r} in its report of {year}")
    ends = {code: [e for row in cell if (e := gauge.ends(row))] for code, cell in cells.items()}
    values = [low for found in ends.values() for low, _ in found]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    wide = base.sheet_width() - 2 * base.MARGIN
    entries = marks.entries_of({kind_of_mark(row) for row in rows} - {"none set"})
    top = 0.1
    notes = _notes(rows)
    sheet = Sheet(top + _tile_height() * len(_PLACES) + marks.key_height(entries, wide) + 0.5 + 0.17 * len(notes))
    common = Counter(row["unit"] for row in rows if row["value"] is not None and row["unit"] != "%").most_common(1)
    unit = common[0][0] if common else ""
    size, magnitude = _magnitude(values) if unit and language() == "en" else (Decimal(1), "")
    unit = f" {unit_in_english(unit)}" if language() == "en" else unit
    zh, en = gauge.head(family, 2 * _tile_width())
    _heading(sheet, (zh, f"{en}, {magnitude}" if magnitude else en), year, len(cells), top)
    for i, line in enumerate(_PLACES):
        for j, code in enumerate(line):
            if not code:
                continue
            x, y = base.MARGIN + _tile_width() * j, top + _tile_height() * i
            depth = (ends[code][0][0] - low) / (high - low or 1) if ends.get(code) else None
            cell = cells.get(code)
            _tile(sheet, code, x, y, cell and [_divided(row, size) for row in cell], depth, unit)
    y = top + _tile_height() * len(_PLACES) + 0.08
    marks.draw_key(sheet, entries, base.MARGIN, y, wide)
    y += marks.key_height(entries, wide) + 0.11
    _key_of_tiles(sheet, y)
    for i, words in enumerate(notes):
        sheet.note(base.MARGIN, y + 0.2 + 0.17 * i, words)
    return Chart(sheet.figure, _alt(cells, family, year), data)


def _heading(sheet: Sheet, name: labels.Label, year: int, reports: int, top: float) -> None:
    """Write what the map shows in the corner that no province takes."""
    width = 2.9 * _tile_width()
    y = top + sheet.pair(base.MARGIN, top, *name, width, weight="bold") + 0.06
    said = pick(f"{year}年，{reports}份省级报告", f"{year}, {reports} reports of provinces")
    sheet.pair(base.MARGIN, y, *said, width)


def _notes(rows: Sequence[Row]) -> list[str]:
    """Explain what is cut short for want of room, on a narrow sheet in English."""
    if language() != "en" or not base.is_narrow():
        return []
    cut = [f"{short} {long}" for long, short in _CUT.items() if any(row["scope"] == _SCOPE[long] for row in rows)]
    return [", ".join(["provinces by the letters of ISO 3166-2", *cut])]


_CUT = {"towns": "T", "country": "C"}
_SCOPE = {"towns": "urban", "country": "rural"}


def _magnitude(values: Sequence[float]) -> tuple[Decimal, str]:
    """Choose in what magnitude English figures are written, so that they have room in a tile."""
    most = max(values, default=0.0)
    if most >= 1e7:
        return Decimal(10**6), "million"
    return (Decimal(1000), "thousand") if most >= 1e4 else (Decimal(1), "")


def _divided(row: Row, size: Decimal) -> Row:
    return row | {name: row[name] / size for name in ("value", "value_high") if row[name] is not None}


def _name(code: str) -> str:
    zh, en = PROVINCES[code]
    if language() != "en":
        return zh
    return _LETTERS[code] if base.is_narrow() else en


def _tile(
    sheet: Sheet, code: str, x: float, y: float, cell: Sequence[Row] | None, depth: float | None, unit: str
) -> None:
    inside, tall = _tile_width() - 0.06, _tile_height() - 0.06
    face: Any = palette.PAPER
    edge, style = palette.LINE, "-"
    if cell is None:
        style = ":"
    elif depth is not None:
        face, edge = palette.tint(palette.STRONG, depth), palette.QUIET
    box = Rectangle((x + 0.03, y + 0.03), inside, tall, facecolor=face, edgecolor=edge, lw=0.9, ls=style)
    sheet.page.add_patch(box)
    colour = palette.INK if cell is not None else palette.QUIET
    sheet.text(x + (0.05 if language() == "en" else 0.08), y + 0.15, _name(code), size=base.SMALL, color=colour)
    if cell is None:
        sheet.note(x + _tile_width() / 2, y + 0.46, "no text" if language() == "en" else labels.NO_TEXT[0], ha="center")
        return
    shown = [row for row in cell if kind_of_mark(row) != "absent"]
    if not shown:
        sheet.note(x + _tile_width() / 2, y + 0.46, "—", ha="center")
        return
    kind = kind_of_mark(shown[0])
    shift = {"least": -0.06, "most": 0.03, "range": -0.12}.get(kind, -0.02)
    # Beside the name of the province, or below the figure where there is no room beside it.
    right, high = x + _tile_width(), y + 0.15
    if _below():
        right, high = x + _tile_width() / 2 + 0.12, y + 0.71
    marks.draw_mark(sheet, kind, right - 0.12 + shift, high, right - 0.08, marks.is_fall(shown[0]))
    lines = _lines(shown, unit, inside - 0.04)
    large = len(lines) == 1 and base.text_width(lines[0], 11, "bold") <= inside - 0.1
    for k, words in enumerate(lines):
        middle = y + (0.42 if _below() else 0.47) + 0.17 * (k - (len(lines) - 1) / 2)
        sheet.text(x + _tile_width() / 2, middle, words, size=11 if large else base.SMALL, weight="bold", ha="center")


def _lines(rows: Sequence[Row], unit: str, width: float) -> list[str]:
    """Write the figures of a tile, without the unit that most have, in at most two lines."""
    said = [_bare(panel_figure(row), unit) for row in rows]
    if language() == "en" and base.is_narrow():
        said = list(dict.fromkeys(map(_cut, said)))
    lines = [line for words in said for line in base.wrap(words, width, base.SMALL, "bold")]
    return lines if len(lines) <= 2 else [*lines[:1], lines[1] + "…"]


def _cut(words: str) -> str:
    words = words.replace("strive ", "").replace("in words", "words")
    for long, short in _CUT.items():
        words = words.replace(f"{long} words", "words").replace(long, short)
    return words


def _bare(words: str, unit: str) -> str:
    return words.removesuffix(unit) if not words.endswith(")") else f"{words[:-1].removesuffix(unit)})"


def _key_of_tiles(sheet: Sheet, y: float) -> None:
    x = base.MARGIN
    for i in range(4):
        box = Rectangle(
            (x + 0.13 * i, y - 0.06),
            0.13,
            0.12,
            facecolor=palette.tint(palette.STRONG, i / 3),
            edgecolor=palette.QUIET,
            lw=0.5,
        )
        sheet.page.add_patch(box)
    words = one_of("低—高", "low to high")
    sheet.note(x + 0.6, y, words)
    x += 0.6 + base.text_width(words, base.SMALL) + 0.2
    sheet.page.add_patch(Rectangle((x, y - 0.07), 0.22, 0.14, facecolor="none", edgecolor=palette.LINE, lw=0.9, ls=":"))
    sheet.note(x + 0.3, y, one_of(*labels.NO_TEXT))


def _alt(cells: dict[str, list[Row]], family: str, year: int) -> str:
    said = []
    for code, name in PROVINCES.items():
        if code not in cells:
            continue
        words = [marks.target_in_words(row) for row in cells[code] if kind_of_mark(row) != "absent"]
        said.append((alt_name(*name), join_with_and(words) or alt_name(*labels.BOUNDS["absent"])))
    without = join_words(alt_name(*name) for code, name in PROVINCES.items() if code not in cells)
    text = say(
        "{family} in the reports of {count} provinces of {year}: {groups}.",
        family=alt_name(*labels.family_label(family)),
        count=len(cells),
        year=year,
        groups=marks.grouped_in_words(said),
    )
    return join_sentences([text, say("No text at hand: {places}.", places=without) if without else ""])
