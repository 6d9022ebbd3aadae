"""The content security policy of the site: nothing from elsewhere, and no script or style that stands within a page."""

import hashlib
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.language import tell
from jiedu.site.trees import Site, SitePage

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What a page may load and run: files of the site, and pictures and type written into an address."""

LOOKS = "_static/looks.css"

# An attribute is stronger than any rule of a sheet. A rule is nearly so with ids that nothing has, and like an
# attribute weaker than what is marked important.
_STRONG = ":not(#_)" * 3

_SCRIPTS = ("", "module", "text/javascript", "application/javascript")


def move_looks(site: Site) -> None:
    """Move what elements say of their looks into one style sheet, each under a class that is named after it."""
    rules: dict[str, str] = {}
    for page in site.pages:
        for element in page.tree.xpath("//*[@style]"):
            said = element.attrib.pop("style").strip().rstrip(";").strip()
            if not said:
                continue
            name = f"jd-look-{hashlib.sha256(said.encode('utf-8')).hexdigest()[:8]}"
            element.set("class", f"{element.get('class', '')} {name}".strip())
            rules[name] = said
    if not rules:
        return
    text = "".join(f".{name}{_STRONG} {{ {said}; }}\n" for name, said in sorted(rules.items()))
    write_whole(site.folder / LOOKS, text)
    for page in site.pages:
        page.tree.head.append(html.Element("link", rel="stylesheet", href=page.to(LOOKS)))


def set_policy(site: Site) -> None:
    """Write the policy into the head of every page, before anything that it is about.

    Raises Fault for a page that holds what the policy would keep from running: it would be there and do nothing.
    """
    for page in site.pages:
        put_policy(page, site)
        for link in page.tree.xpath("//a[starts-with(@href, 'http:') or starts-with(@href, 'https:')]"):
            # Wherever it is opened, the other page learns nothing of this one that the browser could keep from it.
            link.set("rel", " ".join(dict.fromkeys([*(link.get("rel") or "").split(), "noopener"])))


def put_policy(page: SitePage, site: Site) -> None:
    """Write the policy of the settings into the head of one page; none where they have none."""
    policy = str(site.config.jiedu_policy)
    if not policy:
        return
    held = next(_kept_out(page.tree), "") if policy == POLICY else ""
    if held:
        raise Fault(
            tell(
                "{page}: holds {held}, which the content security policy of the site keeps from working: "
                "put what it does into a file in _static, or set sphinx.config.jiedu_policy in "
                "_config.yml",
                page=page.name,
                held=held,
            )
        )
    meta = html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    page.tree.head.xpath("./meta[@charset]")[0].addnext(meta)


def _kept_out(tree: HtmlElement) -> Iterator[str]:
    """Name what stands within a page and would not work there, in the words of who wrote it.

    >>> page = html.document_fromstring("<p onclick='go()'>解<script type='application/json'>1</script></p>")
    >>> list(_kept_out(page))
    ['an attribute onclick']
    """
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            address, kind = element.get("src"), element.get("type", "").lower()
            if address is None and kind in _SCRIPTS:
                yield tell("a script")
            elif address is not None and _is_outside(address):
                yield tell("a script from {address}", address=address)
        elif element.tag == "style":
            yield tell("a style element")
        elif element.tag in ("img", "iframe", "link") and _is_asked(element):
            address = element.get("src") or element.get("href")
            yield tell("<{tag}> of {address}", tag=element.tag, address=address)
        for name in element.attrib:
            if str(name).startswith("on"):
                yield tell("an attribute {name}", name=name)


def _is_outside(address: str) -> bool:
    return address.startswith(("http:", "https:", "//"))


def _is_asked(element: HtmlElement) -> bool:
    """Tell whether a page would ask another place for what an element shows: a picture, a frame, a style sheet."""
    if element.tag == "link":
        return element.get("rel") in ("stylesheet", "icon", "preload") and _is_outside(element.get("href", ""))
    return element.tag == "iframe" or _is_outside(element.get("src", ""))
