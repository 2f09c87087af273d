"""Tables of any size: JSON Lines and CSV in UTF-8, read record by record, so that memory holds one record and not the file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO, Protocol, TextIO

from mujaz.errors import InputError
from mujaz.reading.document import MAX_BYTES, Document, noted
from mujaz.reading.encoding import decode_line
from mujaz.reading.tables import read_csv, read_json_line

if TYPE_CHECKING:
    from collections.abc import Iterator


class Lines(Protocol):
    """What lines are read from: an open file, or a stretch of one."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or `size` bytes of it."""
        ...


def stream_json_lines(file: Lines, name: str, column: str | None) -> Iterator[Document | InputError]:
    """The articles of an open file with one JSON record a line, named `name#1`, `name#2` and so on by their lines.

    A line that is no record, not UTF-8 or above `MAX_BYTES` is an error of its own, and the others go on.

    Args:
        file: The file, at its beginning.
        name: What to call it.
        column: The column that holds the text; `None` takes the first with a usual name.
    """
    n = 0
    while line := file.readline(MAX_BYTES + 1):
        n += 1
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):  # to where the next record begins
                line = file.readline(io.DEFAULT_BUFFER_SIZE)
            yield InputError(f"{name}#{n}: a line larger than {MAX_BYTES // 1_000_000} MB; write one record a line.")
            continue
        try:
            text, notes = decode_line(line, name)
        except InputError as error:
            yield _of_record(error, name, n)
            continue
        if text.strip():
            yield noted(read_json_line(text, f"{name}#{n}", column), notes)


def stream_csv(file: BinaryIO, name: str, column: str | None) -> Iterator[Document | InputError]:
    """The articles of an open CSV file, named `name#1`, `name#2` and so on by their rows.

    A row that is not UTF-8 is an error of its own, and the others go on. Where the quotation marks go wrong, or a row is above
    `MAX_BYTES`, the error is the last that is given: nothing tells where the next row begins.

    Args:
        file: The file, at its beginning.
        name: What to call it.
        column: The column that holds the text; `None` takes the first with a usual name.

    Raises:
        InputError: It has no row, or no column of text.
    """
    # Lines end as those of a table may, also by \r alone; bytes that are not UTF-8 go through, to be looked at with their line.
    with io.TextIOWrapper(file, "utf-8", errors="surrogateescape", newline="") as text:
        lines = _Lines(text, name)
        for n, document in enumerate(read_csv(lines, name, column), 1):
            error, notes = lines.taken()
            yield _of_record(error, name, n) if error else noted(document, notes)


def _of_record(error: InputError, name: str, n: int) -> InputError:
    """An error of a file as the error of one record of it; a command in it still names the file."""
    return InputError(f"{name}#{n}{str(error).removeprefix(name)}")


class _Lines:
    """The lines of an open table, decoded one at a time, and what was found in those of the row at hand."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file, self._name = file, name
        self._clear()

    def _clear(self) -> None:
        self._size = 0
        self._error: InputError | None = None
        self._notes: dict[str, None] = {}

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_BYTES + 1)
        if not line:
            raise StopIteration
        data = line.encode("utf-8", "surrogateescape")
        self._size += len(data)
        if self._size > MAX_BYTES:
            raise csv.Error(f"a row larger than {MAX_BYTES // 1_000_000} MB")
        try:
            text, notes = decode_line(data, self._name)
        except InputError as error:
            self._error = self._error or error
            return data.decode(errors="replace")  # the signs of a table are ASCII: the cells can be told though letters cannot
        self._notes.update(dict.fromkeys(notes))
        return text

    def taken(self) -> tuple[InputError | None, tuple[str, ...]]:
        """What is wrong with the lines since the last call, if anything, and what was done to them."""
        found = self._error, tuple(self._notes)
        self._clear()
        return found
