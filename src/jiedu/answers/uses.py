"""Where a row is used: the prose that cites it, and the notes, facts, claims, comparisons and terms that rest on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jiedu.answers.formulas import inputs
from jiedu.answers.rows import site_id
from jiedu.edition import Edition, records
from jiedu.edition.checks.prose import markdown_of_page, without_prompts
from jiedu.edition.citations import CITATION, EXEMPT, citations
from jiedu.edition.contents import page_of, read_contents

_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<words>.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Use:
    """Hold one use of a row: the kind of what uses it, and its id on the site."""

    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Hold one citation in prose: the page as the table of contents names it, the heading it stands under, the id."""

    page: str
    heading: str
    id: str


def uses(edition: Edition) -> dict[str, list[Use]]:
    """Map each id on the site to the rows of the edition that use it: notes, claims, facts, comparisons, terms.

    A note uses what it comments on, its sources and what its words cite; a fact what its formula names.

    >>> [(use.kind, use.by) for use in uses(Edition.open())["ctx-f02"]][:2]
    [('note', 'n-007'), ('comparison', 'r-city-revenue-growth')]
    """
    found: dict[str, list[Use]] = {}
    for name, use in _used(edition):
        if use not in found.setdefault(name, []) and use.by != name:
            found[name].append(use)
    return {name: own for name, own in found.items() if own}


def _used(edition: Edition) -> Iterator[tuple[str, Use]]:
    for note in records(edition.notes):
        by = Use("note", note["id"])
        for name in (note["target"], *note["sources"].split()):
            yield _on_site(edition, name), by
        yield from _cited(by, note["zh"], note["en"])
    for claim in records(edition.claims):
        texts = (claim[name] for name in ("en", "evidence_zh", "evidence_en", "finding_zh", "finding_en"))
        yield from _cited(Use("claim", claim["id"]), *texts)
    for fact in records(edition.facts):
        by = Use("fact", fact["id"])
        yield from ((name, by) for name in inputs(edition, fact["formula"]))
        yield from _cited(by, fact["assumption"], fact["zh"], fact["en"])
    for row in records(edition.comparisons):
        yield from ((_on_site(edition, name), Use("comparison", row["id"])) for name in row["source"].split())
    for term in records(edition.terms):
        names = re.split(r"[\s,;]+", term["source"])
        yield from ((f"ctx-{name}", Use("term", term["id"])) for name in names if edition.has("context", name))


def _cited(by: Use, *texts: str) -> Iterator[tuple[str, Use]]:
    for text in texts:
        yield from ((citation.id, by) for citation in citations(text))


def _on_site(edition: Edition, name: str) -> str:
    return site_id("context", name) if edition.has("context", name) else name


def prose_uses(root: Path) -> list[Cited]:
    """List the citations in the prose of the pages of a project, captions too, in the order of its contents.

    Code shows how one cites, and cites nothing. Empty for a project without a table of contents.

    >>> first = prose_uses(Edition.open().root)[0]
    >>> first.page
    'book/index'
    """
    if not (root / "_toc.yml").exists():
        return []
    return [cited for page in read_contents(root) for cited in _on_page(root, page)]


def _on_page(root: Path, page: str) -> Iterator[Cited]:
    path = page_of(root, page)
    if path is None or path.suffix not in (".md", ".ipynb"):
        return
    heading = ""
    for text in markdown_of_page(root, path):
        prose = EXEMPT["code"][0].sub(" ", without_prompts(text))
        found = [*_HEADING.finditer(prose), *CITATION.finditer(prose)]
        for match in sorted(found, key=lambda match: match.start()):
            if match.re is _HEADING:
                heading = match["words"]
            else:
                yield Cited(page, heading, match["id"])


def page_title(root: Path, page: str) -> str:
    """Give the first heading of a page; its name where it has none.

    >>> page_title(Edition.open().root, "book/facts")
    'Computed facts'
    """
    path = page_of(root, page)
    texts = markdown_of_page(root, path) if path is not None and path.suffix in (".md", ".ipynb") else []
    return next((match["words"] for text in texts for match in _HEADING.finditer(text)), page)


@lru_cache(maxsize=4)
def chapter_of_facts(edition: Edition) -> dict[str, str]:
    """Map each computed fact to the page that first cites it, or the page of the fact that it is computed for.

    A fact that no page needs, itself or for another, is not among them.

    >>> chapter_of_facts(Edition.open())["fact-targets"]
    'book/index'
    """
    first: dict[str, str] = {}
    for cited in prose_uses(edition.root):
        if edition.has("facts", cited.id):
            first.setdefault(cited.id, cited.page)
    waiting = list(first)
    for name in waiting:
        for used in inputs(edition, edition.row("facts", name)["formula"]):
            if edition.has("facts", used) and used not in first:
                first[used] = first[name]
                waiting.append(used)
    return first
