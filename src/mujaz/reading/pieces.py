"""Large tables in pieces that can be read apart, on several machines: a stretch of JSON Lines, row groups of Parquet."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz.errors import InputError
from mujaz.reading.parquet import group_sizes, read_parquet
from mujaz.reading.read import article_of, files_of, opened
from mujaz.reading.streams import stream_json_lines
from mujaz.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from mujaz.reading.document import Document
    from mujaz.reading.read import Ways
    from mujaz.result import Article

# Bytes of text in a piece: some 2,000 articles of news, ten minutes of a worker that asks 8 at a time for 3 s each. What is lost
# with a worker is only what was being asked, so a piece may be large; the last ones to end are waited for, so not too large.
_SIZE = 8_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file.

    Attributes:
        path: The file.
        name: Names the piece, and its file of results; the same each time the same file is cut.
        start: The first byte (JSON Lines: a line belongs to the piece that it begins in), or the first row group.
        end: One past the last.
    """

    path: str
    name: str
    start: int
    end: int


def pieces_of(source: Path) -> Iterator[Piece]:
    """Cut a file, or every file of a folder, into pieces.

    Raises:
        InputError: It cannot be read, or is no kind of file that can be cut.
    """
    for path in files_of(source) if source.is_dir() else [source]:
        if isinstance(path, InputError):
            raise path
        yield from _of_file(path.resolve())


def _of_file(path: Path) -> Iterator[Piece]:
    kind = path.suffix.lower()
    if kind not in {".jsonl", ".ndjson", ".parquet"}:
        raise InputError(f"{path}: only .jsonl, .ndjson and .parquet can be read in pieces; put the articles into one of these.")
    with opened(path) as file:
        if kind == ".parquet":
            cuts = _grouped(group_sizes(file, str(path)))
        else:
            size = file.seek(0, 2)
            cuts = [(start, min(start + _SIZE, size)) for start in range(0, size, _SIZE)]
    # Two folders may have files of one name.
    name = f"{path.name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"
    for number, (start, end) in enumerate(cuts):
        yield Piece(str(path), f"{name}-{number:05d}", start, end)


def _grouped(sizes: list[int]) -> list[tuple[int, int]]:
    """Row groups, one or more to a piece."""
    cuts, first, held = [], 0, 0
    for number, size in enumerate(sizes):
        held += size
        if held >= _SIZE or number == len(sizes) - 1:
            cuts.append((first, number + 1))
            first, held = number + 1, 0
    return cuts


def read_piece(piece: Piece, ways: Ways) -> Iterator[Article | InputError]:
    """The cleaned articles of a piece; what cannot be used is given as the error that says why."""
    name = f"{piece.path}@{piece.start}"
    try:
        with opened(Path(piece.path)) as file:
            for document in _documents(piece, file, name, ways):
                try:
                    yield document if isinstance(document, InputError) else clean(article_of(document, name))
                except InputError as error:
                    yield error
    except InputError as error:
        yield error


def _documents(piece: Piece, file: BufferedReader, name: str, ways: Ways) -> Iterator[Document | InputError]:
    if piece.path.lower().endswith(".parquet"):
        return read_parquet(file, name, ways.column, range(piece.start, piece.end))
    return stream_json_lines(_Stretch(file, piece.start, piece.end), name, ways.column)


class _Stretch:
    """The lines of a file that begin in a stretch of it."""

    def __init__(self, file: Any, start: int, end: int) -> None:  # noqa: ANN401  (an open file)
        self._file, self._end = file, end
        file.seek(max(0, start - 1))
        if start:
            file.readline()  # the rest of the line that begins before

    def readline(self, size: int) -> bytes:
        """The next line, or `size` bytes of it; nothing at the end of the stretch."""
        line: bytes = self._file.readline(size) if self._file.tell() < self._end else b""
        return line
