"""The cover of an EPUB: the title as a picture, since shelves of books show no other."""

import io

import matplotlib as mpl
from matplotlib.patches import Rectangle

from jiedu.charts.base import Sheet, wrap
from jiedu.charts.palette import INK, LINE, PAPER, QUIET, STRONG
from jiedu.display.html import STYLE
from jiedu.display.style.fonts import register
from jiedu.paper.book_site import BookSite
from jiedu.paper.words import printed_word
from jiedu.site.cards import split_title

_WIDTH, _HEIGHT, _DPI = 12, 16, 100
"""Inches and dots an inch: three to four, as shelves have it."""

_LEFT, _ACROSS = 1.2, 9.6


def draw_cover(site: BookSite) -> bytes:
    """Draw the cover as PNG: title, what the edition reads, author and version; the same bytes for the same site."""
    chinese, english = split_title(site.title)
    main, below = (chinese, english) if chinese else (english, "")
    register()
    with mpl.rc_context(fname=STYLE / "house.mplstyle"):
        sheet = Sheet(_HEIGHT, _WIDTH)
        sheet.page.add_patch(Rectangle((0, 0), _WIDTH, _HEIGHT, color=PAPER))
        sheet.page.add_patch(Rectangle((_LEFT, 2.2), 1.6, 0.14, color=STRONG))
        size = next((size for size in (96, 80, 64, 52) if len(wrap(main, _ACROSS, size, "bold")) <= 2), 40)
        y = 2.9
        y += sheet.lines(_LEFT, y, [(main, {"size": size, "weight": "bold", "color": INK})], _ACROSS) + 0.3
        if below:
            sheet.lines(_LEFT, y, [(below, {"size": 36, "color": QUIET})], _ACROSS)
        version = f"{printed_word('version', site.language)} {site.version}" if site.version else ""
        feet = [words for words, _ in site.sources] + [site.author, ", ".join(filter(None, (version, site.date)))]
        y = _HEIGHT - 1.6 - 0.55 * len(feet)
        sheet.page.plot([_LEFT, _WIDTH - _LEFT], [y - 0.4] * 2, color=LINE, lw=2)
        for words in filter(None, feet):
            y += sheet.lines(_LEFT, y, [(words, {"size": 24, "color": QUIET})], _ACROSS) + 0.12
        out = io.BytesIO()
        sheet.figure.savefig(out, format="png", dpi=_DPI, metadata={"Software": None})
        return out.getvalue()
