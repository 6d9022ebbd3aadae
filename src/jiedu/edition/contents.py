"""The table of contents of a book, `_toc.yml`: its pages in their order, and the files they stand in."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiedu.edition.reading import hold, read_yaml
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell

if TYPE_CHECKING:
    from sphinx_external_toc.api import SiteMap

_NAME = "_toc.yml"
_ITEMS = {"type": "array", "items": {"$ref": "#/definitions/item"}}
_SUBTREES = {"type": "array", "items": {"type": "object", "properties": {"chapters": _ITEMS, "sections": _ITEMS}}}
# The parser says itself what is missing or unknown; these are the types that it takes for granted.
_CONTENTS: dict[str, Any] = {
    "type": "object",
    "required": ["root"],
    "properties": {
        "format": {"type": "string"},
        "root": {"type": "string"},
        "title": {"type": ["string", "null"]},
        "defaults": {"type": "object"},
        "meta": {"type": "object"},
        "options": {"type": "object"},
        "parts": _SUBTREES,
        "chapters": _ITEMS,
        "sections": _ITEMS,
        "entries": _ITEMS,
        "subtrees": _SUBTREES,
    },
    "definitions": {
        "item": {
            "type": "object",
            "properties": {
                "file": {"type": "string"},
                "glob": {"type": "string"},
                "url": {"type": "string"},
                "title": {"type": ["string", "null"]},
                "options": {"type": "object"},
                "sections": _ITEMS,
                "entries": _ITEMS,
                "subtrees": _SUBTREES,
            },
        },
    },
}


def read_contents(root: Path) -> "SiteMap":
    """Read the table of contents of a project; a Fault says where it is none.

    >>> read_contents(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: _toc.yml: is missing
    """
    # A quarter of a second to import, and needed nowhere else.
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data

    data = read_yaml(root / _NAME, _NAME)
    not_one = tell("not readable as a table of contents")
    hold(data, _CONTENTS, _NAME, not_one)
    try:
        return parse_toc_data(data)
    except MalformedError as error:
        said = safe_name(" ".join(str(error).split()))
        raise Fault(tell("{name}: {what} ({said})", name=_NAME, what=not_one, said=said)) from None


def page_of(root: Path, name: str) -> Path | None:
    """Find the file of a page that the table of contents names, with or without its ending; None if there is none.

    >>> page_of(Path("/nowhere"), "book/index") is None
    True
    """
    try:
        return next((path for suffix in ("", ".md", ".ipynb") if (path := root / f"{name}{suffix}").is_file()), None)
    except OSError:
        # A name that no file can have is no file's name.
        return None


def contents(root: Path) -> list[Path]:
    """List the pages of `_toc.yml` in its order: .md and .ipynb files.

    A page that is not there is a Fault.
    """
    site = read_contents(root)
    pages = []
    names = [site.root.docname]
    while names:
        name = names.pop(0)
        page = page_of(root, name)
        if page is None:
            raise Fault(tell("_toc.yml: no such page: {page}", page=safe_name(name)))
        pages.append(page)
        names = [str(child) for child in site[name].child_files()] + names
    return pages
