"""A report summed up on a terminal."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from jiedu.files import safe_name
from jiedu.language import tell
from jiedu.reports.export import heading_of
from jiedu.reports.structure import IDENTITY, Found
from jiedu.reports.targets import FAMILIES, Target
from jiedu.vocabulary import COMPARATOR_SIGNS, KINDS

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from jiedu.reports.corpus.assembly import CorpusResult
    from jiedu.reports.report import Report

_FAULTS = 20


def summary(report: "Report") -> Iterator["RenderableType"]:
    """Give the summary piece by piece, for a rich console of 80 columns or more."""
    from rich.table import Table
    from rich.text import Text
    from rich.tree import Tree

    facts = Table.grid(padding=(0, 2))
    for name in IDENTITY:
        found: Found | None = getattr(report.structure, name)
        if found is None:
            facts.add_row(name, Text("not found", style="dim"))
        else:
            facts.add_row(name, Text.assemble(safe_name(found.value), (f"  {found.evidence}", "dim")))
    facts.add_row("text", Text(f"{len(report.source.text):,} characters, sha256 {report.source.sha256[:16]}…"))
    yield facts

    inside = _counts(report)
    tree = Tree(Text("structure", style="bold"), guide_style="dim")
    nodes = [tree]
    for depth, part in report.structure.walk():
        label = Text(safe_name(heading_of(part)), overflow="ellipsis", no_wrap=True)
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
        by_kind.add_row(Text(safe_name(heading_of(part))), *(str(inside[id(part)][kind] or "·") for kind in kinds))
    everywhere = Counter(quantity.kind for quantity in report.quantities)
    by_kind.add_row("all", *(str(everywhere[kind]) for kind in kinds), style="bold")
    yield by_kind


def _counts(report: "Report") -> dict[int, Counter[str]]:
    """Count the quantities of every part and section by kind."""
    counts: dict[int, Counter[str]] = {id(part): Counter() for _, part in report.structure.walk()}
    for quantity in report.quantities:
        for part in report.structure.path_at(quantity.start):
            counts[id(part)][quantity.kind] += 1
    return counts


def _targets_table(report: "Report") -> "RenderableType":
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
        table.add_row(name, Text(_value(target), style=style), Text(safe_name(target.surface), style="dim"))
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
    elsewhere = " (in the plan)" if target.availability == "in the plan" else ""
    return f"{down}{sign}{number}{target.unit}{stretch}{elsewhere}"


def _short(value: Decimal) -> str:
    """Write a number as reports do, with 万 and 亿."""
    power, word = next(((10**n, w) for n, w in ((8, "亿"), (4, "万")) if abs(value) >= 10**n), (1, ""))
    return f"{(value / power).normalize():f}{word}"


def print_summary(report: "Report", console: "Console") -> None:
    """Print the summary with a blank line between its pieces."""
    for index, piece in enumerate(summary(report)):
        if index:
            console.print()
        console.print(piece)


def corpus_summary(result: "CorpusResult") -> Iterator[str]:
    """Give the lines that say what a run over many reports did; at most twenty faults are named.

    >>> from jiedu.reports.corpus.assembly import CorpusResult
    >>> list(corpus_summary(CorpusResult(reports=2, read=2, quantities=9, passed_over=1)))[1]
    '1 other files passed over'
    """
    yield tell(
        "{reports:,} reports ({read:,} read, {kept:,} unchanged),"
        " {quantities:,} quantities, {targets:,} targets, {seconds:.1f} s",
        reports=result.reports,
        read=result.read,
        kept=result.kept,
        quantities=result.quantities,
        targets=result.targets,
        seconds=result.seconds,
    )
    if result.passed_over:
        yield tell("{count:,} other files passed over", count=result.passed_over)
    if result.damaged:
        yield tell("{count:,} kept by an earlier run and damaged since: read again", count=result.damaged)
    if result.faults:
        yield tell("{count:,} files or folders could not be read:", count=len(result.faults))
        for _, reason in result.faults[:_FAULTS]:
            yield f"  {reason}"
        if len(result.faults) > _FAULTS:
            yield tell("  … and {count:,} more in the table of faults", count=len(result.faults) - _FAULTS)
    for path in result.outputs:
        yield safe_name(path)
