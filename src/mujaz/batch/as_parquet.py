"""Results as Parquet: one row an article, every value of its result in a typed column, nested as the result is.

Decimals are decimals and not text: a column of money is there to be added up. Those of Arrow have a fixed number of digits; what
has more is not rounded, but stands as it was in `unplaced`, and so does a whole number beyond 64 bits. This module is imported
only where a Parquet file is written: pyarrow is an extra, and takes its time.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from mujaz.batch.shape import PLACES, VERSION, WHOLE, Fields, Many, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import BaseModel

    from mujaz.batch.tables import Row

_ROWS = 64  # results that are Python objects at a time: these take five times the room that they take in Arrow
_GROUP = 32 << 20  # bytes of a row group in memory: some 2,000 results, enough for a reader to skip by, and little to hold


def write(rows: Iterator[Row], part: Path, shape: Fields, schema: type[BaseModel]) -> int:  # noqa: ARG001  (the shape says all)
    """Write all rows; their number."""
    columns = _columns(shape).with_metadata({"mujaz_tables": str(VERSION)})
    count, held = 0, 0
    group: list[pa.RecordBatch] = []
    # zstd: Arabic text takes two thirds of the room that it takes with the default, and all readers of today know it.
    with part.open("wb") as file, ParquetWriter(file, columns, compression="zstd") as writer:
        while some := [_cells(row) for row in islice(rows, _ROWS)]:
            group.append(pa.RecordBatch.from_pylist(some, schema=columns))
            count += len(some)
            held += group[-1].nbytes
            if held >= _GROUP:
                _write_group(writer, group)
                held = 0
        _write_group(writer, group)
    return count


def _write_group(writer: Any, group: list[pa.RecordBatch]) -> None:  # noqa: ANN401  (pyarrow's)
    """Write what is held as one row group, and let it go."""
    if group:
        table = pa.Table.from_batches(group)
        writer.write_table(table, row_group_size=table.num_rows)
        group.clear()


def _cells(row: Row) -> dict[str, Any]:
    cells: dict[str, Any] = {"key": row.key, "source": row.source, "status": row.status, "error": row.error, "unplaced": []}
    if row.fit:
        cells |= row.fit.values
        cells["unplaced"] = [{"path": path, "value": value} for path, value in row.fit.unplaced]
    return cells


def _columns(shape: Fields) -> pa.Schema:
    text = pa.string()
    first = [pa.field(name, text) for name in ("key", "source", "status", "error")]
    unplaced = pa.list_(pa.struct([("path", text), ("value", text)]))
    return pa.schema([*first, *_fields(shape), pa.field("unplaced", unplaced)])


def _fields(shape: Fields) -> list[pa.Field]:
    return [pa.field(name, _type(part)) for name, part in shape.fields.items()]


def _type(shape: Shape) -> pa.DataType:
    if isinstance(shape, Fields):
        return pa.struct(_fields(shape))
    if isinstance(shape, Many):
        return pa.list_(_type(shape.item))
    return {
        "text": pa.string(),
        "json": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "decimal": pa.decimal128(WHOLE + PLACES, PLACES),
        "yes/no": pa.bool_(),
        "date": pa.date32(),
    }[shape.kind]
