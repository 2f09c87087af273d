"""Articles in Parquet: one row an article, read a few rows at a time, and only the columns that are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from mujaz.errors import InputError
from mujaz.reading.document import MAX_BYTES, Document, noted
from mujaz.reading.encoding import decode, mend
from mujaz.reading.tables import document_of, no_text, used_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROWS = 64  # read at once: some 300 kB of news, so that the cost of a call is shared and memory stays small
# Bytes of a column held at once; without a bound, or read ahead, the whole column of a row group is, often all of the file.
_BUFFER = 1_048_576


def read_parquet(
    file: BinaryIO, name: str, column: str | None, groups: Sequence[int] | None = None
) -> Iterator[Document | InputError]:
    """The articles of a Parquet file, named `name#1`, `name#2` and so on by their rows.

    A row that cannot be used is an error of its own, and the others go on. Where the file is damaged, the error is the last that
    is given.

    Args:
        file: The file; it must be one in which every place can be reached, so no pipe.
        name: What to call it.
        column: The column that holds the text; `None` takes the first with a usual name.
        groups: The row groups to read; all of them when not given.

    Raises:
        InputError: pyarrow is not installed, or it is no Parquet, has no row, or no column of text.
    """
    arrow = _arrow(name)
    n = 0
    try:
        with arrow.parquet.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False) as table:
            used = used_columns(table.schema_arrow.names, column)
            if used is None:
                raise no_text(table.schema_arrow.names, name, column)
            for batch in _batches(table, used, groups):
                for n, row in enumerate(_rows(batch, arrow), n + 1):  # noqa: B020  (goes on where the last batch ended)
                    yield _document(row, f"{name}#{n}", column)
    except (arrow.ArrowException, OSError, UnicodeError) as error:
        what = str(error).split("\n", 1)[0][:200]
        if n == 0:
            raise InputError(f"{name}: no Parquet that can be read ({what}); get the file again, or write it anew.") from None
        yield InputError(f"{name}#{n + 1}: damaged ({what}); get the file again. Rows from here on were not read.")
        return
    if n == 0 and groups is None:
        raise InputError(f"{name}: no row in it; give at least one.")


def _batches(table: Any, used: list[str], groups: Sequence[int] | None) -> Iterator[Any]:  # noqa: ANN401  (pyarrow has no type information)
    """The rows of an open file, a few at a time; never of two row groups, so that a damaged one takes none of the one before."""
    for group in range(table.num_row_groups) if groups is None else groups:
        # One thread: rows wait for a model anyway, and several would each hold memory for a column.
        yield from table.iter_batches(batch_size=_ROWS, row_groups=[group], columns=used, use_threads=False)


def count_rows(file: BinaryIO) -> int:
    """How many rows a Parquet file says that it has.

    Raises:
        InputError: pyarrow is not installed, or it is no Parquet.
    """
    arrow = _arrow("Parquet")
    try:
        return int(arrow.parquet.read_metadata(file).num_rows)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"no Parquet ({error})") from None


def group_sizes(file: BinaryIO, name: str) -> list[int]:
    """How many bytes each row group of a Parquet file has, unpacked.

    Raises:
        InputError: pyarrow is not installed, or it is no Parquet.
    """
    arrow = _arrow(name)
    try:
        told = arrow.parquet.read_metadata(file)
    except (arrow.ArrowException, OSError) as error:
        raise InputError(f"{name}: no Parquet that can be read ({error}); get the file again, or write it anew.") from None
    return [told.row_group(number).total_byte_size for number in range(told.num_row_groups)]


def _arrow(name: str) -> Any:  # noqa: ANN401  (pyarrow has no type information)
    try:
        import pyarrow  # noqa: ICN001, PLC0415  (an optional extra of 140 MB)
        import pyarrow.parquet  # noqa: PLC0415  (an attribute of the same)
    except ImportError as error:
        raise InputError(f"{name}: a Parquet file, and pyarrow cannot be used ({error}): pip install 'mujaz[parquet]'") from None
    return pyarrow


def _rows(batch: Any, arrow: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (pyarrow has no type information)
    """The rows of a batch, as values of Python; names of columns need not be unique, and the last of a name holds."""
    values = [_values(column, arrow) for column in batch.columns]
    return (dict(zip(batch.schema.names, row, strict=True)) for row in zip(*values, strict=True))


def _values(column: Any, arrow: Any) -> list[Any]:  # noqa: ANN401  (pyarrow has no type information)
    try:
        if arrow.types.is_temporal(column.type):
            # As text: a day of the year 20,000 or a billionth of a second has no value in Python.
            column = column.cast(arrow.string())
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return list(column.cast(arrow.binary()).to_pylist())  # the rows that are UTF-8 are told from the others later
    except arrow.ArrowException:
        return [None] * len(column)  # a day in a time zone that this machine does not know


def _document(row: dict[str, Any], name: str, column: str | None) -> Document | InputError:
    notes: dict[str, None] = {}
    for key, value in row.items():
        if isinstance(value, (str, bytes)):
            if len(value if isinstance(value, bytes) else value.encode()) > MAX_BYTES:
                return InputError(f"{name}: its {key} is larger than {MAX_BYTES // 1_000_000} MB; cut it into articles first.")
            row[key], how = _text(value, name)
            notes.update(dict.fromkeys(how))
    return noted(document_of(row, name, column), tuple(notes))


def _text(value: str | bytes, name: str) -> tuple[str | bytes, tuple[str, ...]]:
    """A value as text, and what was done; bytes that are none stay what they are. Older writers mark no column as text."""
    if isinstance(value, str):
        return mend(value)
    try:
        return decode(value, name)
    except InputError:
        return value, ()
