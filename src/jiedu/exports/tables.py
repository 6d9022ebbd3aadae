"""The tables of an edition as they are exported: every row and column, what the edition works out beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from jiedu.edition import Edition, Row, read_table, records
from jiedu.edition.facts import compute, round_fact
from jiedu.edition.schema import JOINED, TABLES, Field, TableSchema, own_field, tables_of
from jiedu.reports.columns import OutputColumn, types_of
from jiedu.vocabulary import STATES, VOCABULARIES

_TYPES = {"string": "string", "date": "string", "integer": "int64", "number": "double"}

_WORKED_OUT = {
    "section": Field("section", "string", "Section", "The section of its block; empty outside the sections."),
    "state": Field(
        "state", "string", "State", "Whether an editor has read the row.", {"required": True, "enum": list(STATES)}
    ),
    "value": Field(
        "value", "number", "Value", "The result of the formula, rounded half up to the decimals that are shown."
    ),
}
"""The columns of `JOINED`, described."""

_MEANINGS = {tuple(words): words for _, words in VOCABULARIES.values()}


@dataclass(frozen=True, eq=False)
class ExportTable:
    """Hold one table: its schema, with all its columns, and its rows in their order; cells str, int, Decimal or None.

    >>> table = next(export_tables(Edition.open()))
    >>> table.name, table.rows[0]["id"]
    ('blocks', 'masthead')
    """

    schema: TableSchema
    rows: list[Row] = field(repr=False)

    @property
    def name(self) -> str:
        """Give the name of the table: that of its files and its sheet."""
        return self.schema.name

    @property
    def columns(self) -> tuple[OutputColumn, ...]:
        """Describe the columns as those of any other output."""
        return tuple(_column(one) for one in self.schema.fields)

    @property
    def types(self) -> dict[str, str]:
        """Give the types of the columns by their names: string, int64 or double."""
        return types_of(self.columns)


def _column(described: Field) -> OutputColumn:
    allowed = described.constraints.get("enum", ())
    words: Mapping[str, str] = _MEANINGS.get(tuple(allowed), dict.fromkeys(allowed, ""))
    return OutputColumn(described.name, _TYPES[described.type], described.description, words=words)


def export_tables(edition: Edition) -> Iterator[ExportTable]:
    """Yield the tables of an edition in the order of the data dictionary, the panel's among them.

    A fact has its computed value beside its formula, a row that stands in a block its section, and every row the state
    that it has. Raises Fault for a formula that cannot be computed.

    >>> facts = next(table for table in export_tables(Edition.open()) if table.name == "facts")
    >>> [(row["formula"], row["value"]) for row in facts.rows if row["id"] == "fact-rows"]
    [('count("quantities")', Decimal('121'))]
    """
    yield from _tables(edition)


# Several forms are made of one edition, one after the other.
@lru_cache(maxsize=2)
def _tables(edition: Edition) -> tuple[ExportTable, ...]:
    return tuple(_table(edition, schema) for schema in tables_of(edition.root).values())


def _table(edition: Edition, schema: TableSchema) -> ExportTable:
    schema = schema.within(edition.language)
    if schema.name not in TABLES:
        frame = read_table(edition.root, schema)
    elif schema.name == "facts":
        frame = compute(edition)
    else:
        frame = edition.select(schema.name)
    known = {one.name: one for one in schema.fields}
    joined = JOINED.get(schema.name, "")
    fields = [known.get(name) or (_WORKED_OUT[name] if name == joined else own_field(name)) for name in frame.columns]
    rows = records(frame)
    if schema.name == "facts":
        rows = [row | {"value": round_fact(row["value"], row["decimals"])} for row in rows]
    return ExportTable(replace(schema, fields=tuple(fields)), rows)
