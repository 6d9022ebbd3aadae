"""Parquet: a file a table, every column in its type, its meaning in the metadata of the schema."""

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiedu.exports.tables import ExportTable
from jiedu.reports.columns import OutputColumn

if TYPE_CHECKING:
    import pyarrow as pa

_DIGITS = 38
"""The digits of a decimal in every program that reads the format."""


def parquet_file(table: ExportTable) -> bytes:
    """Make the Parquet file of a table: text, whole numbers, and decimals to the last digit that any row has.

    A column of decimals that need more than 38 digits is one of doubles. The metadata of each column hold its meaning
    under `description`, and those of the file the table's title and description.

    >>> from jiedu.edition import Edition
    >>> from jiedu.exports.tables import export_tables
    >>> parquet_file(next(export_tables(Edition.open())))[:4]
    b'PAR1'
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays, fields = [], []
    for column in table.columns:
        cells = [row[column.name] for row in table.rows]
        kind = _kind(column, cells)
        if kind == pa.float64():
            cells = [None if cell is None else float(cell) for cell in cells]
        arrays.append(pa.array(cells, type=kind))
        fields.append(pa.field(column.name, kind, metadata={"description": column.meaning}))
    about = {"title": table.schema.title, "description": table.schema.description}
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about)), out, compression="zstd")
    return out.getvalue()


def _kind(column: OutputColumn, cells: Iterable[Any]) -> "pa.DataType":
    import pyarrow as pa

    if column.type != "double":
        return pa.type_for_alias(column.type)
    numbers = [cell for cell in cells if isinstance(cell, Decimal)]
    scale = max((_scale(number) for number in numbers), default=0)
    whole = max((number.adjusted() + 1 for number in numbers), default=1)
    return pa.decimal128(_DIGITS, scale) if max(whole, 1) + scale <= _DIGITS else pa.float64()


def _scale(number: Decimal) -> int:
    # `normalize` would round to the digits of the context.
    _, digits, exponent = number.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -int(exponent) - zeros)
