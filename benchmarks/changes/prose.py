"""The prose of an edition, and what can be done to it: notebooks, captions, pages of the book, notes and claims."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from changes import cells
from changes.mutation import Make, Mutation, Pool
from changes.words import PROSE, Kind, another_id, cited_numbers
from jiedu.edition import Edition
from jiedu.edition.checks.prose import cited_values
from jiedu.edition.citations import CITATION, digits, numbers_in_words, states
from jiedu.edition.schema import TABLES


@dataclass(frozen=True)
class Piece:
    """Hold one text of prose: its file, its place in it, and how the file is written with another text there."""

    path: str
    place: str
    group: str
    text: str
    written: Callable[[str], str] = field(repr=False)


def pieces(root: Path) -> Iterator[Piece]:
    """Give the prose of the notebooks and of the pages of the book."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        yield from _of_notebook(f"notebooks/{path.name}", path.read_text(encoding="utf-8"))
    for path in sorted((root / "book").glob("*.md")):
        yield Piece(f"book/{path.name}", "text", "book", path.read_text(encoding="utf-8"), str)


def _of_notebook(name: str, text: str) -> Iterator[Piece]:
    for at, cell in enumerate(json.loads(text)["cells"]):
        if cell["cell_type"] == "markdown":
            source = "".join(cell["source"])
            yield Piece(name, f"cell {at + 1}", "notebooks", source, partial(_with_source, text, at))
        elif caption := _figure(cell).get("caption"):
            yield Piece(name, f"caption in cell {at + 1}", "captions", caption, partial(_with_caption, text, at))


def _figure(cell: dict[str, Any]) -> dict[str, str]:
    figure: dict[str, str] = cell["metadata"].get("mystnb", {}).get("figure", {})
    return figure


def _with_source(text: str, at: int, source: str) -> str:
    book = json.loads(text)
    book["cells"][at]["source"] = source
    return _dumped(book)


def _with_caption(text: str, at: int, caption: str) -> str:
    book = json.loads(text)
    _figure(book["cells"][at])["caption"] = caption
    return _dumped(book)


def _dumped(book: dict[str, Any]) -> str:
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _says_otherwise(values: dict[str, list[Decimal] | str]) -> Kind:
    """Let a citation name a row of the same sort that states another number: one that states the same is no slip."""

    def change(before: str, random: Random, others: Sequence[str]) -> str | None:
        cited = CITATION.fullmatch(before)
        if cited is None:
            return None
        text = cited["text"]
        apart = [id_ for id_ in others if id_ in values and not _stated(text, values[id_])]
        other = another_id(cited["id"], random, apart)
        return other and f"[{text}](#{other})"

    return Kind("id of a cited number replaced", cited_numbers, change)


def _stated(text: str, row: list[Decimal] | str) -> bool:
    if isinstance(row, str):
        return {*digits(text), *numbers_in_words(text)} <= {*digits(row), *numbers_in_words(row)}
    return any(states(text, value) for value in row)


def prose_pools(root: Path) -> list[Pool]:
    """Give what can be done to the prose."""
    found = list(pieces(root))
    tables = {name: cells.Table.read(root, TABLES[name]) for name in cells.PROSE}
    columns = [(tables[name], column) for name, listed in cells.PROSE.items() for column in listed]
    texts = [piece.text for piece in found] + [cell for table, column in columns for cell in table.column(column)]
    cited = sorted({match["id"] for text in texts for match in CITATION.finditer(text)})
    pools = []
    for kind in (_says_otherwise(cited_values(Edition.open(root))), *PROSE):
        others = cited if kind.name.startswith("id of") else _bare(texts)
        for group in ("notebooks", "captions", "book"):
            places = [make for piece in found if piece.group == group for make in _spots(piece, kind, others)]
            pools.append(Pool("prose", group, kind.name, places))
        for table, column in columns:
            places = cells.spots(table, column, "prose", kind, others)
            pools.append(Pool("prose", f"{table.schema.name}.{column}", kind.name, places))
    return [pool for pool in pools if pool.places]


def _bare(texts: list[str]) -> list[str]:
    """Give the words of some texts, once each, without code and addresses."""
    return sorted(
        {word for text in texts for word in re.findall(r"[^\W\d_]+", re.sub(r"`[^`]*`|\([^()]*\)", "", text))}
    )


def _spots(piece: Piece, kind: Kind, others: list[str]) -> list[Make]:
    def make(start: int, end: int, random: Random) -> Mutation | None:
        text, before = piece.text, piece.text[start:end]
        after = kind.change(before, random, others)
        if after is None or after == before:
            return None
        around = (text[max(0, start - 20) : start], text[end : end + 20])
        written = piece.written(text[:start] + after + text[end:])
        said = (before.join(around), after.join(around))
        return Mutation(piece.path, piece.place, "prose", piece.group, kind.name, *said, written)

    return [partial(make, start, end) for start, end in kind.find(piece.text)]
