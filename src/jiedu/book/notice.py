"""What the book says on every page while it is a draft, and what of a draft it does not publish."""

import csv
from pathlib import Path

from docutils import nodes

from jiedu.edition.checks.prose import is_prompt, prompts_left
from jiedu.edition.schema import tables_of
from jiedu.errors import Fault


def count_drafts(root: Path) -> tuple[int, int]:
    """Count the rows in state `draft`, and all rows that have a state, over the tables of a project.

    Other files in data/ are nobody's business here. Raises Fault for a table that is no CSV in UTF-8.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "data").mkdir()
    >>> (folder / "data" / "terms.csv").write_text("id,state\\na,draft\\nb,reviewed\\n")
    28
    >>> (folder / "data" / "mine.csv").write_bytes(b"state\\ndraft\\xff")
    12
    >>> count_drafts(folder)
    (1, 2)
    """
    states: list[str] = []
    for table in tables_of(root).values():
        try:
            with (root / table.path).open(encoding="utf-8", newline="") as file:
                states += [row["state"] for row in csv.DictReader(file) if row.get("state")]
        except FileNotFoundError:
            continue
        except (csv.Error, UnicodeDecodeError) as error:
            raise Fault(f"{table.path}: not readable as CSV in UTF-8 ({error})") from None
    return states.count("draft"), len(states)


def notice(root: Path) -> str:
    """Write the notice of a draft; empty when every row was reviewed and every prompt gave way to a text.

    >>> notice(Path("/nowhere"))
    ''
    """
    draft, rows = count_drafts(root)
    prompts = sum(1 for _ in prompts_left(root))
    said = []
    if draft:
        said.append(f"{draft:,} of {rows:,} rows of its data have not been reviewed by a person")
    if prompts:
        said.append(f"{prompts:,} {'place waits for its' if prompts == 1 else 'places wait for their'} text")
    return f"A draft: {', and '.join(said)}." if said else ""


def leave_out_prompts(doctree: nodes.document) -> None:
    """Take out the lines that ask an editor to write, and headings with nothing else below them.

    >>> from docutils.utils import new_document
    >>> page, chapter = new_document("a"), nodes.section("", nodes.title("", "Chapter"))
    >>> page += chapter
    >>> chapter += nodes.section("", nodes.title("", "Commentary"), nodes.comment("", "Write here what you think."))
    >>> leave_out_prompts(page)
    >>> page.astext()
    'Chapter'
    """
    for comment in list(doctree.findall(nodes.comment)):
        if not is_prompt(comment.astext()):
            continue
        section = comment.parent
        section.remove(comment)
        if isinstance(section, nodes.section) and len(section.children) == 1 and section.parent is not doctree:
            section.parent.remove(section)
