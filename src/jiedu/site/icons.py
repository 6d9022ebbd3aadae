"""The icons of the pages: a few lines each, drawn here and put into the page where the theme asks for a font's."""

from lxml import html

# Strokes on a field of 24 by 24; a second path is filled.
_DRAWN = {
    "bars": ("M3 6h18M3 12h18M3 18h18",),
    "list": ("M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",),
    "magnifying-glass": ("M17 10a7 7 0 1 1-14 0a7 7 0 0 1 14 0M15 15l6 6",),
    "sun": (
        "M16 12a4 4 0 1 1-8 0a4 4 0 0 1 8 0M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4"
        "M17.6 6.4L19 5",
    ),
    "moon": ("M20 14a8.5 8.5 0 1 1-10-10a7 7 0 0 0 10 10z",),
    "circle-half-stroke": ("M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0", "M12 3a9 9 0 0 1 0 18z"),
    "angle-left": ("M15 5l-7 7l7 7",),
    "angle-right": ("M9 5l7 7l-7 7",),
    "download": ("M12 3v12M7 10l5 5l5-5M4 20h16",),
    "file": ("M6 2h8l5 5v15H6zM14 2v5h5",),
    "print": ("M6 8V3h12v5M6 18H3V8h18v10h-3M6 14h12v7H6z",),
    "xmark": ("M5 5l14 14M19 5L5 19",),
}
ICONS = frozenset(_DRAWN)
"""The names that can be drawn; those that the theme uses are Font Awesome's."""


def icon(name: str, *classes: str) -> html.HtmlElement:
    """Draw an icon, which is hidden from screen readers: what it stands on has a name in words.

    >>> html.tostring(icon("angle-left"))
    b'<svg class="jd-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7l7 7"></path></svg>'
    """
    drawn = html.Element("svg", {"class": " ".join(["jd-icon", *classes]), "viewBox": "0 0 24 24"})
    drawn.set("aria-hidden", "true")
    for number, path in enumerate(_DRAWN[name]):
        line = html.Element("path", {"d": path})
        if number:
            line.set("fill", "currentColor")
        drawn.append(line)
    return drawn
