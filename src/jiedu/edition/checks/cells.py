"""The promises that hold the tables against their schemas and against each other."""

import os
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from jiedu.edition import Edition, Row, records
from jiedu.edition.reading import odd_files, read_file, read_text
from jiedu.edition.schema import PACKAGE, PANEL_TABLES, describe, tables_of
from jiedu.edition.signatures import SCHEMA as SIGNATURES
from jiedu.edition.spreadsheets import is_unmistakable
from jiedu.language import BOTH, tell
from jiedu.vocabulary import EXPANDED

# A spreadsheet runs a cell that begins so; a lone dash or a negative number is harmless.
_FORMULA = re.compile(r"[=+@\t\r]|-(?!$|[\d.]+$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")


def cells_are_plain_text(edition: Edition) -> Iterator[str]:
    """Find cells that a spreadsheet would run as a formula or has made its own, and characters that no text holds.

    >>> broken = Edition.open().with_row("terms", "t-liu-wen", note="=1+1")
    >>> next(cells_are_plain_text(broken))
    "data/terms.csv: row t-liu-wen: note begins like a spreadsheet formula ('=1+1')"
    """
    for name, table in tables_of(edition.root).items():
        frame = edition.tables[name] if name in edition.tables else edition.optional(name)
        for number, row in enumerate(records(frame), 2):
            for column, cell in row.items():
                if not isinstance(cell, str):
                    continue
                for problem in _not_plain(column, cell):
                    row_name = row.get("id", number)
                    yield tell("{path}: row {row}: {problem}", path=table.path, row=row_name, problem=problem)


def _not_plain(column: str, cell: str) -> Iterator[str]:
    if _FORMULA.match(cell):
        yield tell("{column} begins like a spreadsheet formula ({cell!r})", column=column, cell=cell[:20])
    if is_unmistakable(cell):
        yield tell(
            "{column} is {cell!r}, a date or a rounded number as only a spreadsheet writes it", column=column, cell=cell
        )
    if _CONTROL.search(cell):
        yield tell(
            "{column} holds a carriage return (save with plain line feeds)"
            if "\r" in cell
            else "{column} holds a control character",
            column=column,
        )


def files_can_be_copied(edition: Edition) -> Iterator[str]:
    """Find what is no file and no folder among the sources of the book, and links that lead nowhere or in a circle."""
    yield from odd_files(edition.root, ("_config.yml", "_toc.yml", "book", "data", "notebooks"))


def schemas_are_recorded(edition: Edition) -> Iterator[str]:
    """Find a datapackage.json that does not describe the tables as the package reads them."""
    if read_text(edition.root / PACKAGE, PACKAGE) != describe(edition.root, edition.package):
        yield tell("{path}: does not describe the tables as they are; run `jiedu describe`", path=PACKAGE)


def rows_fit_their_schemas(edition: Edition) -> Iterator[str]:
    """Find what frictionless finds: cells against types and constraints, keys, foreign keys."""
    # A descriptor that this package did not write could name any file of the machine.
    if list(schemas_are_recorded(edition)):
        return
    # Through the one door first: frictionless would wait for a pipe.
    for name in tables_of(edition.root).keys() - set(edition.tables):
        edition.optional(name)
    # Half a second to import, and needed nowhere else.
    from frictionless import Package, system

    with system.use_context(trusted=True):
        # As what was read and not as a path, in which `*`, `?` and `[` would be a pattern.
        # The signatures have been held by their hashes, which leave nothing for a schema to find. A panel is made by a
        # command, and its thousands of rows are held by `panel_holds` in a tenth of the time.
        passed = {SIGNATURES.name, *PANEL_TABLES}
        held = [resource for resource in edition.package["resources"] if resource["name"] not in passed]
        package = Package.from_descriptor({**edition.package, "resources": held}, basepath=str(edition.root / "data"))
        report = package.validate()
    for task in report.tasks:
        for error in task.errors:
            where = f"data/{task.place}"
            if hasattr(error, "row_number"):
                where = tell("{path}: row {row}", path=where, row=error.row_number)
            yield tell("{where}: {problem}", where=where, problem=error.message)
    for error in report.errors:
        yield tell("{where}: {problem}", where=PACKAGE, problem=error.message)


def references_exist(edition: Edition) -> Iterator[str]:
    """Find notes, terms and comparisons that name a row, a fact or a work that is not there.

    >>> broken = Edition.open().with_row("notes", "n-001", target="q-999")
    >>> next(references_exist(broken))
    "data/notes.csv: row n-001: unknown target 'q-999'"
    """
    known = known_ids(edition)
    for table, row, what, names in _naming(edition):
        for name in names:
            if name not in known:
                yield tell(
                    "data/{table}.csv: row {row}: unknown target {name!r}"
                    if what == "target"
                    else "data/{table}.csv: row {row}: unknown source {name!r}",
                    table=table,
                    row=row["id"],
                    name=name,
                )
    for row in records(edition.comparisons):
        if row["availability"] in ("stated", "bound") and not row["source"]:
            yield tell(
                "data/comparisons.csv: row {row}: {availability}, but no source is named",
                row=row["id"],
                availability=row["availability"],
            )


def _naming(edition: Edition) -> Iterator[tuple[str, Row, str, list[str]]]:
    """Yield the cells that name something: the table, the row, what is named, and the names."""
    for row in records(edition.notes):
        yield "notes", row, "target", [row["target"]]
        yield "notes", row, "source", row["sources"].split()
    for row in records(edition.terms):
        yield "terms", row, "source", row["source"].split()
    for row in records(edition.comparisons):
        yield "comparisons", row, "source", [row["source"]] if row["source"] else []


def confidences_hold(edition: Edition) -> Iterator[str]:
    """Find terms that rest on something else than their confidence says.

    What is sourced names a fact from outside and is expanded; what is read from the page is expanded and names none;
    plain wording, and what is unsure, are not expanded. An expansion has the languages of the edition.

    >>> broken = Edition.open().with_row("terms", "t-liu-wen", confidence="plain wording")
    >>> next(confidences_hold(broken))
    'data/terms.csv: row t-liu-wen: plain wording, but it is expanded'
    """
    for row in records(edition.terms):
        for problem in (_about_the_source(edition, row), _about_the_expansion(row, edition.language)):
            if problem:
                yield tell(
                    "data/terms.csv: row {row}: {confidence}, but {problem}",
                    row=row["id"],
                    confidence=row["confidence"],
                    problem=problem,
                )


def _about_the_source(edition: Edition, term: Row) -> str:
    if term["confidence"] == "sourced" and not any(edition.has("context", name) for name in term["source"].split()):
        return tell("no source is named that is a fact from outside")
    if term["confidence"] == "read from the page" and term["source"]:
        return tell("a source is named: {source}", source=term["source"])
    return ""


def _about_the_expansion(term: Row, language: str) -> str:
    expansions = {"zh": (tell("Chinese"), term["expansion_zh"]), "en": (tell("English"), term["expansion_en"])}
    if term["confidence"] not in EXPANDED:
        return tell("it is expanded") if any(text for _, text in expansions.values()) else ""
    lacking = [name for code, (name, text) in expansions.items() if not text and language in (code, BOTH)]
    return tell("there is no expansion in {languages}", languages=tell(" and ").join(lacking)) if lacking else ""


def reviewed_terms_have_english(edition: Edition) -> Iterator[str]:
    """Find terms that an editor answers for and that have no English; a draft may lack it, and a Chinese edition.

    >>> broken = Edition.open().with_row("terms", "t-liu-wen", en="")
    >>> next(reviewed_terms_have_english(broken))
    'data/terms.csv: row t-liu-wen: reviewed, but there is no English'
    """
    for row in records(edition.terms) if edition.language != "zh" else ():
        if row["state"] == "reviewed" and not row["en"]:
            yield tell("data/terms.csv: row {row}: reviewed, but there is no English", row=row["id"])


def known_ids(edition: Edition) -> set[str]:
    """Give every id that a row or the prose may name: rows, facts, context facts, works of the bibliography.

    >>> {"q-001", "c-lead", "f02"} <= known_ids(Edition.open())
    True
    """
    ids = {id_ for frame in edition.tables.values() if "id" in frame.columns for id_ in frame["id"]}
    bibliography = edition.root / "book" / "references.bib"
    if os.path.lexists(bibliography):
        entries = read_file(bibliography, "book/references.bib").decode("utf-8", errors="replace")
        ids |= set(re.findall(r"^@\w+\{([^,\s]+),", entries, re.MULTILINE))
    return ids


def comparisons_repeat_their_sources(edition: Edition) -> Iterator[str]:
    """Find comparisons that are not what the row they name says: value, bound, unit, place; and values without one.

    >>> broken = Edition.open().with_row("comparisons", "r-city-revenue-growth", source="fact-rows")
    >>> next(comparisons_repeat_their_sources(broken))
    "data/comparisons.csv: row r-city-revenue-growth: the source 'fact-rows' is no quantity and no fact of the context"
    """
    for row in records(edition.comparisons):
        where = tell("data/comparisons.csv: row {row}", row=row["id"])
        if (row["value"] is not None) != (row["availability"] in ("stated", "bound")):
            yield tell(
                "{where}: the value is {value}, the availability {availability!r}",
                where=where,
                value=row["value"],
                availability=row["availability"],
            )
        if row["value"] is None:
            continue
        if not any(edition.has(table, row["source"]) for table in ("quantities", "context")):
            yield tell(
                "{where}: the source {source!r} is no quantity and no fact of the context",
                where=where,
                source=row["source"],
            )
            continue
        if edition.has("quantities", row["source"]):
            source = edition.row("quantities", row["source"])
            values = {source["value"]}
            yield from _repeats(where, row, source, ("target_id", "comparator", "unit"))
        else:
            source = edition.row("context", row["source"])
            values = {_decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", f"{source['value']} {source['unit']}")}
            # A bound is inferred from another place's figure, and its note says how.
            if row["availability"] == "stated":
                bound = {"comparator": _bound(source["value"], row["comparator"])}
                yield from _repeats(where, row, source | bound, ("place", "comparator"))
        if row["value"] not in values:
            yield tell(
                "{where}: the value is {value}, {source} has {values}",
                where=where,
                value=row["value"],
                source=row["source"],
                values=", ".join(map(str, sorted(values))),
            )


# The signs and words with which a value in data/context.csv says how it binds.
_BOUNDS = {"左右": "about", "约": "about", "<=": "le", "≤": "le", "以内": "le", ">=": "ge", "≥": "ge", "以上": "ge"}
_BOUNDS |= {"超": "gt", "突破": "gt"}


def bounds_of(value: str) -> list[str]:
    """Read how the numbers of a value in data/context.csv are bound; a number without a sign is exact.

    >>> bounds_of("7.5以上 / 5"), bounds_of("1752.5")
    (['ge'], [])
    """
    return [word for sign, word in _BOUNDS.items() if sign in value]


def _bound(value: str, said: str) -> str:
    """Read how a value binds; a number without a sign is exact, which a row says or leaves open."""
    return next(iter(bounds_of(value)), "eq" if said else "")


def _repeats(where: str, row: Row, source: Row, columns: Iterable[str]) -> Iterator[str]:
    for name in columns:
        # A number may be set beside a target that the ledger does not name.
        if row[name] != source[name] and (source[name] or name != "target_id"):
            yield tell(
                "{where}: {column} is {cell!r}, {source} has {other!r}",
                where=where,
                column=name,
                cell=row[name],
                source=row["source"],
                other=source[name],
            )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("nan")
