"""What the book says on every page while parts of its data are a draft."""

import csv
from pathlib import Path

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
    """Write the notice of a draft; empty when every row was reviewed.

    >>> notice(Path("/nowhere"))
    ''
    """
    draft, rows = count_drafts(root)
    if not draft:
        return ""
    return f"A draft: {draft:,} of {rows:,} rows of its data have not been reviewed by a person."
