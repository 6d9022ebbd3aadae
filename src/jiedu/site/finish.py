"""Finish the site: every step in its order, on all pages at once."""

from collections.abc import Callable
from pathlib import Path

from lxml import html
from sphinx.application import Sphinx

from jiedu.edition import Edition
from jiedu.edition.schema import PACKAGE
from jiedu.site.answers import add_answers
from jiedu.site.cards import draw_cards
from jiedu.site.cite import add_cite_box
from jiedu.site.code import quieten_code
from jiedu.site.downloads import write_downloads
from jiedu.site.editions import add_switch
from jiedu.site.feet import write_feet
from jiedu.site.figures import place_figures
from jiedu.site.headings import break_titles
from jiedu.site.heads import write_heads
from jiedu.site.id_pages import write_id_pages
from jiedu.site.language import close_lines, name_languages, set_language
from jiedu.site.launch import add_launch_links
from jiedu.site.policy import move_looks, set_policy
from jiedu.site.read_here import place_reader
from jiedu.site.search import make_search
from jiedu.site.signposts import write_signposts
from jiedu.site.tables import place_tables
from jiedu.site.theme import mend_theme
from jiedu.site.trees import Site, SitePage
from jiedu.site.weight import lighten

STEPS: tuple[Callable[[Site], None], ...] = (
    set_language,
    close_lines,
    place_figures,
    place_tables,
    quieten_code,
    break_titles,
    add_answers,
    add_launch_links,
    add_cite_box,
    place_reader,
    mend_theme,
    add_switch,
    write_downloads,
    write_feet,
    draw_cards,
    name_languages,
    write_heads,
    write_signposts,
    make_search,
    move_looks,
    lighten,
    write_id_pages,
    set_policy,
)
"""What is done to the written pages, in this order: language, content, heads, search, weight, and policy last."""


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Take the pages that Sphinx has written through every step, and write them again."""
    if exception is not None or app.builder.format != "html":
        return
    site = open_site(app)
    for step in STEPS:
        step(site)
    site.write()


def open_site(app: Sphinx) -> Site:
    """Read the written pages, and gather what the steps ask."""
    env, folder, root = app.env, Path(app.outdir), Path(app.srcdir)
    std = env.get_domain("std")
    places = {
        name: f"{docname}.html#{anchor}"
        for name, (docname, anchor) in sorted(std.anonlabels.items())  # type: ignore[attr-defined]
        if docname in env.all_docs
    }
    titles = {name: env.titles[name].astext() for name in page_order(app)}
    others = ("search", "genindex")
    names = [*titles, *(name for name in others if (folder / f"{name}.html").exists())]
    pages = [SitePage(name, html.document_fromstring((folder / f"{name}.html").read_text("utf-8"))) for name in names]
    edition = Edition.open(root) if (root / PACKAGE).exists() else None
    return Site(folder, root, app.config, edition, places, titles, pages)


def page_order(app: Sphinx) -> list[str]:
    """List the pages in the order of the table of contents."""
    order: list[str] = []
    waiting = [app.config.root_doc]
    while waiting:
        name = waiting.pop(0)
        if name not in order:
            order.append(name)
            waiting = app.env.toctree_includes.get(name, []) + waiting
    return order
