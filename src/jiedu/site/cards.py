"""The pictures by which a book is known elsewhere: the card that messengers show, drawn from its data, and its icon."""

import io
import re
from pathlib import Path

import matplotlib as mpl
from lxml import etree
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from jiedu.charts.base import Sheet, text_width, wrap
from jiedu.charts.palette import INK, LINE, PAPER, QUIET, STRONG
from jiedu.display.html import STYLE
from jiedu.display.style.fonts import register
from jiedu.edition import Edition
from jiedu.files import write_whole
from jiedu.language import BOTH, in_digits, language, one_of, say, say_count
from jiedu.site.trees import Site
from jiedu.text.characters import HAN

CARD, ICON, ICON_SMALL, APPLE = (f"_static/{name}" for name in ("card.png", "icon.svg", "icon-48.png", "icon-180.png"))
CARD_SIZE = (1200, 630)
"""Pixels; what messengers ask for."""
_DPI = 100

# A page with a line that is marked, on a grid of 32: left, top, width, height, corner, colour.
_SHAPES = (
    (0, 0, 32, 32, 6, INK),
    (6, 7, 20, 3, 1, PAPER),
    (6, 14.5, 8, 3, 1, PAPER),
    (16, 12.5, 10, 7, 1.5, "#d98243"),
    (6, 22, 14, 3, 1, PAPER),
)


def draw_cards(site: Site) -> None:
    """Draw the card of the book and its icon beside the style sheets: the same bytes for the same data."""
    write_whole(site.folder / CARD, _card(site))
    write_whole(site.folder / ICON, icon_svg())
    for name, pixels in ((ICON_SMALL, 48), (APPLE, 180)):
        write_whole(site.folder / name, _icon_png(pixels))


def book_icon(site: Site) -> str:
    """Give the path of the icon of the book, from the root of its site: its own, or that of the program."""
    own = site.config.html_favicon
    return f"_static/{Path(own).name}" if own else ICON


def card_alt(site: Site) -> str:
    """Say what the card shows."""
    words = " ".join(filter(None, _titles(site)))
    if site.edition is None:
        return say("The title of the book: {words}", words=words)
    quantities, promises = _counted(site.edition)
    counted = say_count("{count} quantity", "{count} quantities", quantities) if quantities else ""
    promised = say_count("{count} promise", "{count} promises", promises) if promises else ""
    counts = say("{one} and {other}", one=counted, other=promised) if counted and promised else counted or promised
    return say(
        "The title of the book, {words}; {counts}; where the quantities stand in each section",
        words=words,
        counts=counts,
    )


def _counted(edition: Edition) -> tuple[int, int]:
    """Count what a book of this kind is about: quantities and promises."""
    return int((edition.quantities["class"] == "quantity").sum()), len(edition.commitments)


def _counts(edition: Edition) -> list[tuple[int, str]]:
    """Give the counts that are not zero, each with its noun."""
    quantities, promises = _counted(edition)
    found = [
        (quantities, one_of("数量", "quantity" if quantities == 1 else "quantities")),
        (promises, one_of("承诺", "promise" if promises == 1 else "promises")),
    ]
    return [(number, noun) for number, noun in found if number]


def _titles(site: Site) -> tuple[str, str]:
    """Part the title of the front page into Chinese and the rest; one of one language into its first parts."""
    title = next(iter(site.titles.values()))
    chinese, rest = split_title(title)
    if language() == BOTH or (chinese and rest):
        return chinese, rest
    first, *others = _title_parts(title)
    return first, next(iter(others), "")


def split_title(title: str) -> tuple[str, str]:
    """Part a title into its first Chinese part and its first English one; either may be "".

    >>> split_title("响鼓重锤 再跨征鞍: an annotated reading · 逐数评注")
    ('响鼓重锤 再跨征鞍', 'An annotated reading')
    >>> split_title("Two")
    ('', 'Two')
    """
    parts = _title_parts(title)
    chinese = next((part for part in parts if re.search(f"[{HAN}]", part)), "")
    english = next((part for part in parts if not re.search(f"[{HAN}]", part)), "")
    return chinese, english[:1].upper() + english[1:]


def _title_parts(title: str) -> list[str]:
    return [part.strip() for part in re.split(r" · |[:：]\s*|——", title) if part.strip()]


def _card(site: Site) -> bytes:
    chinese, english = _titles(site)
    width, height = (pixels / _DPI for pixels in CARD_SIZE)
    register()
    with mpl.rc_context(fname=STYLE / "house.mplstyle"):
        sheet = Sheet(height, width)
        main, below = (chinese, english) if chinese else (english, "")
        # The largest size at which the title takes two lines or fewer.
        size = next((size for size in (60, 48, 40, 32) if len(wrap(main, 10.6, size, "bold")) <= 2), 26)
        y = 0.7 + sheet.lines(0.7, 0.7, [(main, {"size": size, "weight": "bold"})], 10.6) + 0.1
        sheet.lines(0.7, y, [(below, {"size": 24, "color": QUIET})] if below else [], 10.6)
        if site.edition is not None:
            _numbers(sheet, site.edition)
            _rows(sheet, site.edition)
        return _png(sheet.figure)


def _numbers(sheet: Sheet, edition: Edition) -> None:
    """Set the counts large, each with its noun below."""
    counts = _counts(edition)
    # Whatever they are, they leave the right half of the card alone.
    size = min(84, 450 // max(1, sum(len(in_digits(number)) for number, _ in counts)))
    left = 0.7
    for number, noun in counts:
        sheet.text(left, 4.55, in_digits(number), size=size, weight="bold", color=STRONG)
        sheet.text(left + 0.04, 5.5, noun, size=20, color=QUIET)
        left += 0.4 + max(text_width(in_digits(number), size, "bold"), text_width(noun, 20))


def _rows(sheet: Sheet, edition: Edition) -> None:
    """Draw each section as a line as long as its text, with a stroke for each quantity where it stands."""
    rows = _places(edition)
    longest = max((length for length, _ in rows), default=0)
    if not longest:
        return
    left, top, width, height = 6.7, 3.75, 4.6, 1.95
    step = height / len(rows)
    stroke = min(step * 0.7, 0.3)
    for number, (length, places) in enumerate(rows):
        y = top + step * (number + 0.5)
        sheet.page.plot([left, left + width * length / longest], [y + stroke / 2] * 2, color=LINE, lw=1.5)
        for place in places:
            x = left + width * place / longest
            sheet.page.plot([x, x], [y - stroke / 2, y + stroke / 2], color=STRONG, lw=2.2, solid_capstyle="butt")


def _places(edition: Edition) -> list[tuple[int, list[int]]]:
    """Give the length of each section in characters, and where in it its quantities stand; without sections, of all."""
    blocks = edition.blocks
    quantities = edition.quantities[edition.quantities["class"] == "quantity"]
    rows = []
    for section in edition.sections or [""]:
        length, places = 0, []
        for id_, block in blocks[blocks["section"].fillna("") == section].iterrows():
            start = int(block["start"])
            places += [length + int(at) - start for at in quantities.loc[quantities["block"] == id_, "start"]]
            length += int(block["end"]) - start
        rows.append((length, places))
    return rows


def icon_svg() -> str:
    """Draw the icon as SVG.

    >>> icon_svg()[:75]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="0" y="'
    """
    picture = etree.Element("svg", {"viewBox": "0 0 32 32"}, nsmap={None: "http://www.w3.org/2000/svg"})
    for x, y, width, height, corner, colour in _SHAPES:
        box = {"x": x, "y": y, "width": width, "height": height, "rx": corner, "fill": colour}
        etree.SubElement(picture, "rect", {name: str(value) for name, value in box.items()})
    return etree.tostring(picture, encoding="unicode") + "\n"


def _icon_png(pixels: int) -> bytes:
    figure = Figure(figsize=(pixels / _DPI, pixels / _DPI))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 32), ylim=(32, 0))
    axes.set_axis_off()
    for x, y, width, height, corner, colour in _SHAPES:
        round_ = f"round,pad=0,rounding_size={corner}"
        axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=round_, facecolor=colour, linewidth=0))
    return _png(figure, transparent=True)


def _png(figure: Figure, transparent: bool = False) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=_DPI, transparent=transparent, metadata={"Software": None})
    return out.getvalue()
