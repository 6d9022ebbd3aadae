"""The Sphinx extension of the book: what Jupyter Book does not do by itself.

Ids inside HTML become targets that prose can cite, links inside HTML find the page their id is on, charts bring
their description as alt text, and the finished pages are searched by a search of their own.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import jiedu
from jiedu.book.editions import ANCHORS
from jiedu.book.notice import leave_out_prompts, notice
from jiedu.display.spoken import english_then
from jiedu.errors import Fault
from jiedu.language import say
from jiedu.site.finish import finish, page_order
from jiedu.site.policy import POLICY
from jiedu.site.read_here import BOX

if TYPE_CHECKING:
    from jiedu.edition import Edition

_Made = TypeVar("_Made")

_LOG = logging.getLogger(__name__)

# An id or a link within a tag, in double quotes as every function of the package writes them.
_ID = re.compile(r"""<[a-zA-Z][^<>]*?\sid="([^"]+)\"""")
_LINK = re.compile(r"""<a\s[^<>]*?href="\#([^"]+)"[^<>]*>""")

# The end of an element that begins a line of its own. Sphinx's search drops tags and would run the words of two
# cells together; a line feed keeps them apart.
_END = re.compile(r"(</(?:td|th|tr|p|div|li|dt|dd|h[1-6]|section|aside|figcaption|caption)>)(?=<)")

# Ids that stand for one place on the whole site: quantities and notes.
_UNIQUE = ("q-", "n-")

_SVG = "{http://www.w3.org/2000/svg}"
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"


def ids_in(text: str) -> list[str]:
    """List the ids of the elements in a piece of HTML, in order.

    >>> ids_in('<p id="a">1 &lt; 2 <mark class="x" id="q-001">家</mark> id="b"</p>')
    ['a', 'q-001']
    """
    return [html.unescape(found) for found in _ID.findall(text)]


def _raw(document: nodes.document) -> Iterator[nodes.raw]:
    for node in document.findall(nodes.raw):
        if "html" in node.get("format", "").split():
            yield node


class IdCollector(EnvironmentCollector):
    """Remember, page by page, the ids that stand in HTML: in notebook outputs and in Markdown."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _ids(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
        _ids(env).update({name: ids for name, ids in _ids(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        _ids(app.env)[app.env.docname] = [name for node in _raw(doctree) for name in ids_in(node.astext())]


def _ids(env: BuildEnvironment) -> dict[str, list[str]]:
    # Kept on the environment, which Sphinx pickles and merges between its processes.
    ids: dict[str, list[str]] = vars(env).setdefault("jiedu_ids", {})
    return ids


def register_ids(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make every id in HTML a target of the std domain; the first page that has it wins."""
    std = env.get_domain("std")
    ids = _ids(env)
    places: dict[str, str] = {}
    for docname in page_order(app):
        for name in ids.get(docname, []):
            if name in places:
                if name.startswith(_UNIQUE):
                    _LOG.warning("id %s stands on %s already", name, places[name], location=docname)
                continue
            places[name] = docname
            std.anonlabels.setdefault(name, (docname, name))  # type: ignore[attr-defined]
            std.labels.setdefault(name, (docname, name, name))  # type: ignore[attr-defined]
    return []


def link_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Lead links within HTML to the page that their id is on."""
    labels = app.env.get_domain("std").anonlabels  # type: ignore[attr-defined]

    def lead(match: re.Match[str]) -> str:
        tag, name = match[0], html.unescape(match[1])
        if name in labels:
            page, anchor = labels[name][:2]
            address = "" if page == docname else app.builder.get_relative_uri(docname, page)
            return tag.replace(f'href="#{match[1]}"', f'href="{address}#{html.escape(anchor)}"')
        if "jd-maybe" in tag:
            return tag.replace(f' href="#{match[1]}"', "")
        if name not in doctree.ids:
            _LOG.warning("HTML links to an id that is nowhere: %s", name, location=docname)
        return tag

    for node in _raw(doctree):
        text = node.astext()
        node.children = []
        node += nodes.Text(_END.sub("\\1\n", _LINK.sub(lead, text)))


def describe_images(app: Sphinx, doctree: nodes.document) -> None:
    """Give an SVG image without alt text the description that its file carries."""
    for node in doctree.findall(nodes.image):
        uri = node["uri"]
        if node.get("alt") or not uri.endswith(".svg"):
            continue
        # Sphinx writes paths from the source folder with a leading slash, others from the page's folder.
        folder = Path(app.srcdir) if uri.startswith("/") else Path(app.env.doc2path(app.env.docname)).parent
        description = svg_description(folder / uri.lstrip("/"))
        if description:
            node["alt"] = description


def svg_description(path: Path) -> str:
    """Read the title and description of an SVG file, or its Dublin Core description; empty if it has none."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return ""
    found = [root.find(f"{_SVG}title"), root.find(f"{_SVG}desc")]
    said = [element for element in found if element is not None] or list(root.iter(_DESCRIPTION))[:1]
    return " ".join(" ".join(element.text or "" for element in said).split())


def keep_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Lead to a heading by the same id in every edition, whatever it is called there."""
    staged = Path(app.srcdir) / ANCHORS
    if not app.config.jiedu_edition or not staged.is_file():
        return
    anchors = json.loads(staged.read_text(encoding="utf-8")).get(app.env.docname, [])
    # A part that a directive writes has an id of its own.
    written = [node for node in doctree.findall(nodes.section) if not node.get(_MADE_HERE)]
    for section, anchor in zip(written, anchors, strict=False):
        of_words = {doctree.nameids.get(name) for name in section["names"] if not doctree.nametypes.get(name)}
        for old in of_words & set(section["ids"]):
            doctree.ids.pop(old, None)
        section["ids"] = [anchor, *(name for name in section["ids"] if name not in of_words)]
        doctree.ids[anchor] = section


_MADE_HERE = "jd-made-here"
"""Marks a section that a directive has written."""


class FromData(SphinxDirective):
    """Write a part of a page from the edition's data: see `jiedu.book.directives`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        # Loading an edition imports pandas, which a book without such pages need not wait for.
        from jiedu.book.directives import REGISTRY

        name = directives.choice(self.arguments[0], tuple(REGISTRY))
        written: list[nodes.Node] = []
        for part in _made(self, REGISTRY[name]):
            body = nodes.raw("", part.body, format="html")
            if part.title:
                section = nodes.section("", nodes.title("", part.title), body, names=[part.anchor])
                section[_MADE_HERE] = True
                self.state.document.note_explicit_target(section, section)
                written.append(section)
            else:
                written.append(body)
        return written


class ReadHere(SphinxDirective):
    """Put the box on a page in which its reader has a text read; the same for every book."""

    def run(self) -> list[nodes.Node]:
        # What it says of targets and bounds comes with pandas.
        from jiedu.book.read_page import read_box

        return [nodes.raw("", read_box(), format="html")]


class FromExercises(SphinxDirective):
    """Write exercises of the edition into a page: those of a lesson, or those named by their ids."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        from jiedu.classroom import exercises

        shown = _made(self, lambda edition: exercises(edition, *self.arguments[0].split()))
        return [nodes.raw("", shown.html, format="html")]


def _made(directive: SphinxDirective, make: "Callable[[Edition], _Made]") -> _Made:
    """Make something of the edition of the project; what cannot be made is a fault of the page that asks for it."""
    from jiedu.edition import Edition

    root = Path(directive.env.srcdir)
    # The page of facts has the headings of the pages that cite them.
    for path in sorted((*(root / "data").glob("*.*"), *root.glob("notebooks/*.ipynb"), *root.glob("book/*.md"))):
        directive.env.note_dependency(str(path))
    try:
        return make(Edition.open(root))
    except Fault as fault:
        raise directive.error(str(fault)) from None


_SEARCH = """<h1>{head}</h1>
<form role="search" class="jd-search" action="search.html">
<i class="fa-solid fa-magnifying-glass"></i>
<input type="search" name="q" aria-label="{label}" autocomplete="off" spellcheck="false">
<button type="submit" class="btn">{search}</button>
</form>
<p class="jd-small">{hint}</p>
<noscript><p>{script}</p></noscript>
<p id="jd-status" role="status"></p>
<div id="jd-results"></div>
"""


def replace_search(app: Sphinx) -> None:
    """Keep Sphinx from making its index, which cuts text into words: `jiedu.site.search` makes another."""
    if app.builder.format == "html":
        app.builder.search = False  # type: ignore[attr-defined]


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the page on which the search is asked and answers."""
    body = _SEARCH.format(
        head=english_then("Search", "搜索"),
        label=say("Search this book"),
        search=say("Search"),
        hint=say(
            "Chinese in simplified or traditional characters, the pinyin of a term, English, a number (6.5%),\n"
            "an id (q-060)."
        ),
        script=say("The search needs JavaScript."),
    )
    yield "search", {"title": say("Search"), "body": body}, "page.html"


_OWN_FILES = {'class="jd-ledger ': "ledger", 'class="jd-exercises"': "exercises"}
"""What stands on few pages, and the name of the script and the style sheet that it needs."""


def add_own_files(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Load the script and the style sheet of a ledger, or of exercises, on the pages that have such, and no other."""
    for element, name in _OWN_FILES.items():
        if element in context.get("body", ""):
            app.add_css_file(f"{name}.css")
            app.add_js_file(f"{name}.js")


def add_reader_files(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Load what the page needs that reads a text; of a site that is built without the reader the looks alone."""
    if f'class="{BOX}"' in context.get("body", ""):
        app.add_css_file("read_here.css")
        if app.config.jiedu_reader:
            app.add_js_file("read_here.js")


# Jupyter Book's own list without what fetches scripts from the network when it is used, or is not used here.
EXTENSIONS = (
    "sphinx_copybutton",
    "myst_nb",
    "jupyter_book",
    "sphinx_external_toc",
    "sphinx_design",
    "sphinx_book_theme",
)


def configure(app: Sphinx, config: Any) -> None:
    """Set what every book of this kind has: style sheet, font, a calm theme, and the notice of a draft."""
    config.html_static_path.append(str(Path(jiedu.__file__).parent / "book" / "static"))
    # An index of the terms of Python, of which most books define none.
    config.html_use_index = False
    config.nb_ipywidgets_js = {}
    config.html_theme_options |= {
        # The theme's second bar at the top, with another search box.
        "navbar_persistent": [],
        "navbar_end": [],
        "use_fullscreen_button": False,
        "announcement": notice(Path(app.srcdir)),
    }


def setup(app: Sphinx) -> dict[str, Any]:
    """Load the extensions of a book and connect everything to Sphinx."""
    for name in EXTENSIONS:
        app.setup_extension(name)
    if app.config.overrides.get("bibtex_bibfiles"):
        app.setup_extension("sphinxcontrib.bibtex")
        # Labels made of initials make nothing of Chinese names; numbers do.
        app.config["bibtex_default_style"] = "plain"
    if "comments_config" not in app.config:
        # Jupyter Book sets this for an extension that is not among them.
        app.add_config_value("comments_config", {}, "html")
    # What the site may load and run; a project that needs more says so in its settings.
    app.add_config_value("jiedu_policy", POLICY, "html")
    # The package of Python for the browser, set by a build with the reader alone. Where it lies is not to be seen in
    # the site, whose mark of its settings leaves out what asks for no page to be written again.
    app.add_config_value("jiedu_reader", "", "")
    # The folder of the edition beside those in other languages; none for a single one.
    app.add_config_value("jiedu_edition", "", "html")
    app.connect("config-inited", configure)
    for name in ("jiedu.css", "theme.css", "charts.css", "front.css", "answers.css", "cite.css", "cited.css"):
        app.add_css_file(name)
    for name in ("words.js", "dom.js", "jiedu.js", "theme.js", "tables.js", "answers.js", "cite.js", "cited.js"):
        app.add_js_file(name)
    app.add_directive("jiedu", FromData)
    app.add_directive("read-here", ReadHere)
    app.add_directive("exercises", FromExercises)
    app.add_env_collector(IdCollector)
    # Before Sphinx collects the headings of a page.
    app.connect("doctree-read", lambda app, doctree: leave_out_prompts(doctree), priority=400)
    app.connect("doctree-read", describe_images, priority=400)
    app.connect("doctree-read", keep_anchors, priority=400)
    app.connect("builder-inited", replace_search)
    app.connect("html-collect-pages", search_page)
    app.connect("env-updated", register_ids)
    app.connect("doctree-resolved", link_pages)
    app.connect("html-page-context", add_reader_files)
    app.connect("html-page-context", add_own_files)
    # After the theme has had its last word: it writes the colours of code again when all else is done.
    app.connect("build-finished", finish, priority=900)
    return {"version": jiedu.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
