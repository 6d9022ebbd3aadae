"""What a page asks for besides itself: one style sheet, one script, a face cut to size; all else is taken out."""

import hashlib
import posixpath
import re
import shutil
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import html

from jiedu.files import write_whole
from jiedu.site.faces import CHINESE, blank_face, cut, is_chinese, ranges
from jiedu.site.stylesheets import JoinedSheet, Vocabulary, merge_scoped, moved_from, read_sheet
from jiedu.site.trees import Site, SitePage

INDEX = "search-index.js"
STYLES, SCRIPT = "_static/site.css", "_static/site.js"

# What the theme and Sphinx's extensions lay out and no page of ours asks for, in `_static`.
_IDLE = (
    "locales", "vendor", "scripts", "styles", "images/logo_*", "sbt-webpack-macros.html", "webpack-macros.html",
    "basic.css", "pygments.css", "copybutton.css", "mystnb.*.css", "sphinx-design.min.css", "documentation_options.js",
    "doctools.js", "translations.js", "sphinx_highlight.js", "searchtools.js", "language_data.js", "clipboard.min.js",
    "copybutton.js", "copybutton_funcs.js", "design-tabs.js", "check-solid.svg", "copy-button.svg", "file.png",
    "minus.png", "plus.png",
)  # fmt: skip

_FACE = re.compile(r"JieduSans(?:Old)?-Regular\.woff2")


def lighten(site: Site) -> None:
    """Join style sheets and scripts, cut the faces to the characters of the site, and take out what nobody asks for."""
    scripts = _join_scripts(site)
    _join_styles(site, scripts)
    _sweep(site)
    for page in site.pages:
        _put_off_images(site, page)
        _close_up(page.tree)


def _local(site: Site, page: SitePage, address: str | None) -> Path | None:
    """Find the file of the site that an address on a page leads to; none if it is elsewhere."""
    if not address or re.match(r"[a-z]+:|//", address):
        return None
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), re.sub(r"[?#].*", "", unquote(address))))
    path = site.folder / inside
    return path if path.is_file() else None


def _everywhere(site: Site, path: str, attribute: str) -> tuple[list[Path], dict[SitePage, list[html.HtmlElement]]]:
    """List the files that every page asks for by a kind of element, in order, and the elements that ask for them."""
    asked: dict[SitePage, list[tuple[Path, html.HtmlElement]]] = {}
    for page in site.pages:
        found = ((_local(site, page, element.get(attribute)), element) for element in page.tree.xpath(path))
        asked[page] = [(file, element) for file, element in found if file is not None]
    first = next(iter(asked.values()), [])
    common = set.intersection(*({file for file, _ in pairs} for pairs in asked.values())) if asked else set()
    order = list(dict.fromkeys(file for file, _ in first if file in common))
    return order, {page: [element for file, element in pairs if file in common] for page, pairs in asked.items()}


def _write(site: Site, address: str, text: str) -> str:
    """Write a file, and give its address with what tells one version from another."""
    write_whole(site.folder / address, text)
    return f"{address}?v={hashlib.sha256(text.encode()).hexdigest()[:8]}"


_LATE = "//script[@src and not(contains(@src, 'early.js'))]"
"""The scripts that run once the page is there."""


def _join_scripts(site: Site) -> str:
    """Make one script of those that every page has, but for the one that runs before it is drawn; gives all scripts."""
    files, elements = _everywhere(site, _LATE, "src")
    texts = {file: file.read_text("utf-8") for file in files}
    # As each stood in a file of its own, one that ends without a semicolon does not run into the next.
    address = _write(site, SCRIPT, "".join(f"{text.strip()}\n;\n" for text in texts.values()))
    early = site.folder / "_static" / "early.js"
    text = early.read_text("utf-8").replace("@blank@", blank_face()) if early.exists() else ""
    first = _write(site, "_static/early.js", text)
    for page, found in elements.items():
        for element in found:
            element.drop_tree()
        joined = html.Element("script", {"src": page.to(address), "defer": ""})
        own = page.tree.xpath(_LATE)
        # What a page has of its own comes after what all have, as before, and may use it.
        if own:
            own[0].addprevious(joined)
        else:
            page.tree.head.append(joined)
        for element in page.tree.xpath("//script[@src]"):
            if "early.js" in element.get("src"):
                element.set("src", page.to(first))
            else:
                element.set("defer", "")
    _remove(site, files)
    # The index of the search holds the words of the pages, which no script sets.
    others = (path.read_text("utf-8") for path in sorted((site.folder / "_static").glob("*.js")) if path.name != INDEX)
    return "\n".join(others)


def _join_styles(site: Site, scripts: str) -> None:
    """Make one style sheet of those that every page has and of those inside pages."""
    files, elements = _everywhere(site, "//link[@rel='stylesheet']", "href")
    inner = [style for page in site.pages for style in page.tree.xpath("//style")]
    vocabulary = Vocabulary([page.tree for page in site.pages], scripts)
    sheet = JoinedSheet(vocabulary)
    folder = site.folder / "_static"
    for file in files:
        for path, text in read_sheet(file):
            sheet.add(text, moved_from(path, folder))
    for text in merge_scoped(list(dict.fromkeys(style.text or "" for style in inner))):
        sheet.add(text)
    inline = (style for page in site.pages for style in page.tree.xpath("//@style"))
    faces = _cut_faces(site, scripts)
    address = _write(site, STYLES, _with_faces(sheet.text("\n".join([scripts, *inline])), faces))
    for page, found in elements.items():
        for element in [*found, *page.tree.xpath("//style")]:
            element.drop_tree()
        # Before what a project adds to some pages, which is to have the last word.
        link = html.Element("link", {"rel": "stylesheet", "href": page.to(address)})
        page.tree.head.xpath("title")[0].addnext(link)
    _remove(site, files)


def _cut_faces(site: Site, scripts: str) -> dict[str, str]:
    """Cut each face to the characters of the site, and say which they are: a face that has none goes."""
    text = "".join(html.tostring(page.tree, encoding="unicode") for page in site.pages) + scripts
    wanted = {character for character in set(text) if is_chinese(character)}
    faces = {}
    for path in sorted((site.folder / "_static").glob("JieduSans*.woff2")):
        written, known = cut(path, wanted)
        if known:
            path.write_bytes(written)
            # The old one is asked for by the characters that it alone has.
            faces[path.name] = ranges(known) if "Old" in path.name else CHINESE
        else:
            path.unlink()
    return faces


def _with_faces(css: str, faces: dict[str, str]) -> str:
    """Say in the style sheet which characters each face has."""

    def with_ranges(match: re.Match[str]) -> str:
        face = _FACE.search(match[0])
        if face is None:
            return match[0]
        if face[0] not in faces:
            return ""
        rule = re.sub(r";?unicode-range:[^;}]*", "", match[0])
        return f"{rule[:-1]};unicode-range:{faces[face[0]]}}}"

    return re.sub(r"@font-face\{[^}]*\}", with_ranges, css)


def _remove(site: Site, files: Iterable[Path]) -> None:
    """Remove files that were joined, but not where a page that is none of the site's own still asks for them."""
    asked = "\n".join(_other_pages(site))
    for file in files:
        if file.name not in asked:
            file.unlink()


def _other_pages(site: Site) -> Iterator[str]:
    own = {site.folder / page.address for page in site.pages}
    for path in sorted(site.folder.rglob("*.html")):
        if path not in own and "_static" not in path.relative_to(site.folder).parts:
            yield path.read_text("utf-8")


def _sweep(site: Site) -> None:
    """Take out the files that nothing asks for."""
    static = site.folder / "_static"
    asked = {_local(site, page, address) for page in site.pages for address in page.tree.xpath("//@src | //@href")}
    css = static / "site.css"
    asked |= {(static / address) for address in re.findall(r'url\("([^")]*)"\)', css.read_text("utf-8"))}
    others = "\n".join(_other_pages(site))
    for pattern in _IDLE:
        for path in sorted(static.glob(pattern)):
            files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
            if any(file in asked or file.name in others for file in files):
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _put_off_images(site: Site, page: SitePage) -> None:
    """Let images load when they are near, and keep their place until then."""
    for image in page.tree.xpath("//article//img[@src and not(@loading)]"):
        image.set("loading", "lazy")
        path = _local(site, page, image.get("src"))
        if path is not None and path.suffix == ".png" and image.get("height") is None:
            # The width and the height stand behind the signature and the name of the first part.
            width, height = struct.unpack(">II", path.read_bytes()[16:24])
            if image.get("width") is None:
                image.set("width", str(width))
                image.set("height", str(height))


def _close_up(tree: html.HtmlElement) -> None:
    """Leave one line feed of the white space between elements, but where white space is shown.

    >>> page = html.document_fromstring("<p> <b>a</b>   </p><pre><span>  </span>b</pre>")
    >>> _close_up(page)
    >>> html.tostring(page.body)
    b'<body><p> <b>a</b> </p><pre><span>  </span>b</pre></body>'
    """
    for element in tree.iter():
        if next(element.iterancestors("pre", "code"), None) is not None:
            continue
        if element.tag not in ("pre", "textarea", "code") and not (element.text or "x").strip():
            element.text = _closed(element.text)
        if not (element.tail or "x").strip():
            element.tail = _closed(element.tail)


def _closed(space: str) -> str:
    return "\n" if "\n" in space else " "
