"""`jiedu report`: one report as a readable summary, and as tables."""

import contextlib
import csv
import io
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jiedu import __version__
from jiedu.errors import Fault
from jiedu.formats import Source, load, require_report, shown
from jiedu.lexicon import Lexicon
from jiedu.quantities import Quantity
from jiedu.quantities import read as read_quantities
from jiedu.structure import Found, Part, Structure, read_structure
from jiedu.targets import COLUMNS as TARGET_COLUMNS
from jiedu.targets import FAMILIES, Target, list_targets
from jiedu.vocabulary import COMPARATOR_SIGNS, KINDS

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console, RenderableType

QUANTITY_COLUMNS = {
    "start": "int64",
    "end": "int64",
    "surface": "string",
    "class": "string",
    "value": "double",
    "value_high": "double",
    "unit": "string",
    "comparator": "string",
    "cue": "string",
    "indicator": "string",
    "kind": "string",
    "status": "string",
    "direction": "string",
    "role": "string",
    "part": "string",
    "section": "string",
}
"""A row a quantity: what was read, then the role, part and section that it stands in."""

STRUCTURE_COLUMNS = {
    "element": "string",
    "depth": "int64",
    "ordinal": "string",
    "text": "string",
    "role": "string",
    "evidence": "string",
    "start": "int64",
    "end": "int64",
}
"""A row an element: title, place, level, year, date, occasion, speaker, part, lead, break, targets, period."""

TARGET_TYPES = {name: "string" for name in TARGET_COLUMNS} | {
    "value": "double",
    "value_high": "double",
    "start": "int64",
    "end": "int64",
}

FACTS = ("title", "place", "level", "year", "date", "occasion", "speaker")
MARKER = "report.json"
"""What a folder of results is known by: a later run may replace it."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """Hold everything that was read of one report."""

    source: Source
    structure: Structure
    quantities: Sequence[Quantity]
    targets: Sequence[Target]

    def quantity_rows(self) -> Iterator[Row]:
        """Give the quantities with their place in the report, in the order of the text."""
        for quantity in self.quantities:
            path = self.structure.path_at(quantity.start)
            yield {
                "start": quantity.start,
                "end": quantity.end,
                "surface": quantity.surface,
                "class": quantity.class_,
                "value": quantity.value,
                "value_high": quantity.value_high,
                "unit": quantity.unit,
                "comparator": quantity.comparator,
                "cue": quantity.cue,
                "indicator": quantity.indicator,
                "kind": quantity.kind,
                "status": quantity.status,
                "direction": quantity.direction,
                "role": self.structure.role_at(quantity.start) or "",
                "part": _name(path[0]) if path else "",
                "section": _name(path[1]) if len(path) > 1 else "",
            }

    def target_rows(self) -> Iterator[Row]:
        """Give the expected targets, family by family."""
        for target in self.targets:
            yield {name: getattr(target, name) for name in TARGET_COLUMNS}

    def structure_rows(self) -> Iterator[Row]:
        """Give what the report says about itself, then its parts in reading order, breaks, targets and periods."""
        for name in FACTS:
            found: Found | None = getattr(self.structure, name)
            if found is None:
                yield _element(name, evidence="not found")
            else:
                place = (None, None) if found.evidence == "file name" else (found.span.start, found.span.end)
                yield _element(name, text=found.value, evidence=found.evidence, start=place[0], end=place[1])
        for depth, part in self.structure.walk():
            yield _element(
                "part",
                depth=depth,
                ordinal=part.ordinal,
                text=part.heading,
                role=part.role or "",
                evidence="run-in heading" if part.run_in else "heading",
                start=part.span.start,
                end=part.span.end,
            )
            for lead in part.leads:
                words = "".join(lead.of(self.source.text).split())
                yield _element("lead", depth=depth + 1, text=words, start=lead.start, end=lead.end)
        for name, spans in (("break", self.structure.breaks), ("targets", self.structure.targets)):
            for span in spans:
                yield _element(name, start=span.start, end=span.end)
        for period in self.structure.periods:
            yield _element("period", role=period.role or "", start=period.span.start, end=period.span.end)


def _element(element: str, **cells: Any) -> Row:
    blank: Row = {"element": element, "depth": None, "ordinal": "", "text": "", "role": "", "evidence": ""}
    return blank | {"start": None, "end": None} | cells


def _name(part: Part) -> str:
    return part.ordinal + part.heading


def read_report(source: Source, lexicon: Lexicon | None = None) -> Report:
    """Read structure, quantities and expected targets of one report; Fault if it cannot be a report.

    >>> from jiedu.formats import extract
    >>> text = "今年主要预期目标是：国内生产总值增长5%左右，居民收入增长与经济增长同步。" * 8
    >>> report = read_report(extract(text.encode(), "a.txt"))
    >>> report.targets[0].value
    Decimal('5')
    """
    require_report(source)
    structure = read_structure(source.text, source.name)
    quantities = read_quantities(source.text, lexicon)
    return Report(source, structure, quantities, list_targets(source.text, structure, quantities))


def to_arrow(rows: list[Row], types: dict[str, str]) -> "pa.Table":
    """Make an Arrow table of rows; a number too large for a double is null, its words stand in `surface`.

    >>> to_arrow([{"value": Decimal("6.5")}, {"value": None}], {"value": "double"}).column("value").to_pylist()
    [6.5, None]
    """
    import pyarrow as pa

    arrays = []
    for name, kind in types.items():
        cells = [row[name] for row in rows]
        if kind == "double":
            cells = [_double(cell) for cell in cells]
        arrays.append(pa.array(cells, type=pa.type_for_alias(kind)))
    return pa.Table.from_arrays(arrays, names=list(types))


def _double(value: Decimal | None) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if abs(number) != float("inf") else None


def to_csv(rows: list[Row], types: dict[str, str]) -> str:
    """Write rows as CSV with a header; numbers stand as they were read, to the last digit.

    >>> to_csv([{"value": Decimal("6.50")}], {"value": "double"})
    'value\\n6.50\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(types)
    for row in rows:
        writer.writerow(["" if row[name] is None else _plain(row[name]) for name in types])
    return out.getvalue()


def _plain(cell: Any) -> Any:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


def to_json_lines(rows: list[Row], types: dict[str, str]) -> str:
    """Write rows as JSON Lines; null where there is no value.

    >>> to_json_lines([{"value": Decimal("6.50"), "unit": "%"}], {"value": "double", "unit": "string"})
    '{"value": 6.5, "unit": "%"}\\n'
    """
    lines = (json.dumps({name: _json(row[name]) for name in types}, ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def _json(cell: Any) -> Any:
    if not isinstance(cell, Decimal):
        return cell
    if cell == cell.to_integral_value():
        return int(cell)
    return float(cell)


def tables(report: Report) -> dict[str, tuple[list[Row], dict[str, str]]]:
    """Give the three tables of a report by name: rows and column types.

    >>> from jiedu.formats import extract
    >>> report = read_report(extract(("今年，地区生产总值增长5%左右。" * 20).encode(), "a.txt"))
    >>> [(name, len(rows)) for name, (rows, types) in tables(report).items()][:2]
    [('quantities', 20), ('targets', 14)]
    """
    return {
        "quantities": (list(report.quantity_rows()), QUANTITY_COLUMNS),
        "targets": (list(report.target_rows()), TARGET_TYPES),
        "structure": (list(report.structure_rows()), STRUCTURE_COLUMNS),
    }


def write_results(report: Report, folder: Path) -> None:
    """Write tables and text of a report into a folder, whole or not at all.

    An earlier result is replaced; a folder that holds anything else is left alone. Raises Fault for that, and for a
    disk that is full or a place that may not be written.
    """

    def fill(new: Path) -> None:
        import pyarrow.parquet as pq

        for name, (rows, types) in tables(report).items():
            (new / f"{name}.csv").write_bytes(to_csv(rows, types).encode("utf-8"))
            (new / f"{name}.jsonl").write_bytes(to_json_lines(rows, types).encode("utf-8"))
            sink = io.BytesIO()
            pq.write_table(to_arrow(rows, types), sink, compression="zstd")
            (new / f"{name}.parquet").write_bytes(sink.getvalue())
        (new / "text.txt").write_bytes(report.source.text.encode("utf-8"))
        (new / "text.txt.sha256").write_text(f"{report.source.sha256}  text.txt\n", encoding="utf-8")
        (new / MARKER).write_bytes((json.dumps(_about(report), ensure_ascii=False, indent=2) + "\n").encode("utf-8"))

    write_folder(folder, fill)


def _about(report: Report) -> dict[str, Any]:
    found = {name: getattr(report.structure, name) for name in FACTS}
    return {
        "file": report.source.name,
        "format": report.source.format,
        "encoding": report.source.encoding,
        "file_sha256": report.source.file_sha256,
        "text_sha256": report.source.sha256,
        "characters": len(report.source.text),
        "jiedu": __version__,
        **{name: value.value if value else None for name, value in found.items()},
    }


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder beside the one asked for, then let it take its place; Fault if it may not.

    >>> folder = Path(tempfile.mkdtemp()) / "result"
    >>> write_folder(folder, lambda new: (new / MARKER).write_text("{}") and None)
    >>> [path.name for path in folder.iterdir()]
    ['report.json']
    """
    try:
        if folder.exists() and not (folder / MARKER).is_file() and (not folder.is_dir() or any(folder.iterdir())):
            raise Fault(f"{shown(folder)}: exists, and is no earlier result of jiedu report: nothing was written")
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            inside = new / "new"
            inside.mkdir()
            fill(inside)
            if folder.exists():
                os.replace(folder, new / "old")
            os.replace(inside, folder)
        except BaseException:
            # Between the two renames the old result stands aside: put it back.
            with contextlib.suppress(OSError):
                if (new / "old").exists() and not folder.exists():
                    os.replace(new / "old", folder)
            raise
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise Fault(f"{shown(folder)}: cannot be written: {error.strerror or error}") from None


def summary(report: Report) -> Iterator["RenderableType"]:
    """Give the summary piece by piece, for a rich console of 80 columns or more."""
    from rich.table import Table
    from rich.text import Text
    from rich.tree import Tree

    facts = Table.grid(padding=(0, 2))
    for name in FACTS:
        found: Found | None = getattr(report.structure, name)
        if found is None:
            facts.add_row(name, Text("not found", style="dim"))
        else:
            facts.add_row(name, Text.assemble(shown(found.value), (f"  {found.evidence}", "dim")))
    facts.add_row("text", Text(f"{len(report.source.text):,} characters, sha256 {report.source.sha256[:16]}…"))
    yield facts

    inside = _counts(report)
    tree = Tree(Text("structure", style="bold"), guide_style="dim")
    nodes = [tree]
    for depth, part in report.structure.walk():
        label = Text(shown(_name(part)), overflow="ellipsis", no_wrap=True)
        label.truncate(44, overflow="ellipsis")
        label.append(f"  {part.role or '–'}, {sum(inside[id(part)].values())}", style="dim")
        del nodes[depth + 1 :]
        nodes.append(nodes[depth].add(label))
    if not report.structure.parts:
        tree.add(Text("no headings found", style="dim"))
    yield tree

    yield _targets_table(report)

    kinds = [kind for kind in KINDS if any(quantity.kind == kind for quantity in report.quantities)]
    by_kind = Table(title="quantities by part and kind", title_justify="left", box=None, padding=(0, 1, 0, 0))
    by_kind.add_column("", no_wrap=True, overflow="ellipsis", max_width=20)
    for kind in kinds:
        by_kind.add_column(kind, justify="right", no_wrap=True)
    for part in report.structure.parts:
        by_kind.add_row(Text(shown(_name(part))), *(str(inside[id(part)][kind] or "·") for kind in kinds))
    everywhere = Counter(quantity.kind for quantity in report.quantities)
    by_kind.add_row("all", *(str(everywhere[kind]) for kind in kinds), style="bold")
    yield by_kind


def _counts(report: Report) -> dict[int, Counter[str]]:
    """Count the quantities of every part and section by kind."""
    counts: dict[int, Counter[str]] = {id(part): Counter() for _, part in report.structure.walk()}
    for quantity in report.quantities:
        for part in report.structure.path_at(quantity.start):
            counts[id(part)][quantity.kind] += 1
    return counts


def _targets_table(report: Report) -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    table = Table(title="expected targets", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("family", no_wrap=True)
    table.add_column("value", no_wrap=True)
    table.add_column("words", overflow="ellipsis", no_wrap=True, max_width=38)
    names = {family.name: family.zh for family in FAMILIES}
    for target in report.targets:
        name = names[target.family] + ("" if target.scope == "all" else f" ({target.scope})")
        style = "dim" if target.value is None else ""
        table.add_row(name, Text(_value(target), style=style), Text(shown(target.surface), style="dim"))
    return table


def _value(target: Target) -> str:
    if target.value is None:
        return target.availability + (f" {COMPARATOR_SIGNS[target.comparator]}" if target.comparator else "")
    number = _short(target.value)
    if target.value_high is not None:
        number += f"–{_short(target.value_high)}"
    sign = COMPARATOR_SIGNS[target.comparator] if target.comparator not in ("eq", "range") else ""
    down = "↓ " if target.direction == "down" else ""
    stretch = " (stretch)" if target.aim == "stretch" else ""
    return f"{down}{sign}{number}{target.unit}{stretch}"


def _short(value: Decimal) -> str:
    """Write a number as reports do, with 万 and 亿."""
    power, word = next(((10**n, w) for n, w in ((8, "亿"), (4, "万")) if abs(value) >= 10**n), (1, ""))
    return f"{(value / power).normalize():f}{word}"


def print_summary(report: Report, console: "Console") -> None:
    """Print the summary with a blank line between its pieces."""
    for index, piece in enumerate(summary(report)):
        if index:
            console.print()
        console.print(piece)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="A folder for the tables and the extracted text.")
@click.option("--lexicon", "lexicon_file", type=click.Path(path_type=Path), help="A CSV table of your own words.")
def report(file: Path, out: Path | None, lexicon_file: Path | None) -> None:
    """Print what a report is and promises; with --out, write its tables too."""
    from rich.console import Console

    found = read_report(load(file), Lexicon.load(lexicon_file))
    if out is not None:
        write_results(found, out)
    console = Console(highlight=False)
    print_summary(found, console)
    if out is not None:
        console.print(f"\ntables and text: {shown(out)}", soft_wrap=True, markup=False)
