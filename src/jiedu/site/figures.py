"""Put charts into the page as SVG, wide and narrow, and say of other images how large they are."""

import struct
from pathlib import Path
from urllib.parse import unquote

from lxml import etree, html

from jiedu.site.trees import Site, SitePage

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_CHART = "jd-c"
_PNG = b"\x89PNG\r\n\x1a\n"


def place_figures(site: Site) -> None:
    """Put every chart of the package in place of its image; an image gets its size, and is loaded when it is near."""
    drawn: set[Path] = set()
    kept: set[Path] = set()
    for page, article in site.articles():
        for image in list(article.iter("img")):
            path = _file(site, page, image)
            if path is None:
                continue
            chart = _chart(path)
            if chart is None:
                kept.add(path)
                _measure(image, path)
            else:
                drawn.add(path)
                _replace(page, image, chart)
    for path in sorted(drawn - kept):
        path.unlink()


def _file(site: Site, page: SitePage, image: html.HtmlElement) -> Path | None:
    """Find the file of an image, if it is one of the site."""
    address = image.get("src", "")
    path = (site.folder / page.name).parent / unquote(address)
    return path.resolve() if address and ":" not in address and path.is_file() else None


def _chart(path: Path) -> html.HtmlElement | None:
    """Read a chart of the package; none for any other image."""
    if path.suffix != ".svg":
        return None
    text = path.read_text(encoding="utf-8")
    if f'class="{_CHART} ' not in text[:200]:
        return None
    # The parser of XML keeps the capitals of viewBox; without its name space the elements are those of the page.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(html.HtmlElementClassLookup())
    return etree.fromstring(text.replace(_NAMESPACE, "", 1), parser)


def _replace(page: SitePage, image: html.HtmlElement, wide: html.HtmlElement) -> None:
    """Put both drawings of a chart in place of its image; the page's style sheet has the colours and the faces."""
    for style in wide.findall("style"):
        wide.remove(style)
    del wide.attrib["font-family"]
    both = html.Element("div", {"class": "jd-chart"})
    both.tail = image.tail
    narrow = wide.find(f"svg[@class='{_CHART} jd-narrow']")
    both.append(wide)
    if narrow is not None:
        del narrow.attrib["display"]
        for name in ("role", "lang", "aria-labelledby", "font-size"):
            narrow.set(name, wide.get(name, ""))
        both.append(narrow)
    _make_unique(page, both)
    # An image that is a link to itself leads nowhere now.
    out = image.getparent() if image.getparent().tag == "a" else image
    if out is not image:
        both.tail = out.tail
    out.getparent().replace(out, both)


def _make_unique(page: SitePage, chart: html.HtmlElement) -> None:
    """Give the ids of a chart that stands twice on a page a sign of their own."""
    names = [element.get("id") for element in chart.iter() if element.get("id")]
    taken = {name for name in page.tree.xpath("//@id") if name in names}
    if not taken:
        return
    count = sum(1 for found in page.tree.xpath("//@id") if found.startswith(f"{names[0]}-")) + 1
    for element in chart.iter():
        for key, value in element.attrib.items():
            for name in names:
                if key == "id" and value == name:
                    element.set(key, f"{name}-{count}")
                elif key == "aria-labelledby":
                    element.set(key, " ".join(f"{own}-{count}" for own in value.split()))
                    break
                elif value == f"url(#{name})":
                    element.set(key, f"url(#{name}-{count})")


def _measure(image: html.HtmlElement, path: Path) -> None:
    """Tell the browser how much room an image takes before it is there."""
    image.set("loading", "lazy")
    head = path.read_bytes()[:24]
    if head.startswith(_PNG) and not image.get("width"):
        width, height = struct.unpack(">II", head[16:24])
        image.set("width", str(width))
        image.set("height", str(height))
