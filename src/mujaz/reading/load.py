"""From whatever a caller gives to cleaned articles: the first two stations in one step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mujaz.errors import InputError
from mujaz.reading.read import Ways, files_of, is_address, read, read_all
from mujaz.result import Article
from mujaz.text.article import make_article
from mujaz.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_NAME = 4096  # characters of the longest path that Linux opens


def load(source: str | Path | Article, ways: Ways | None = None, item: int | None = None) -> Article:
    """The cleaned article of a `Path` (a file, or `-` for standard input), a `str` (an address, or the text), or an `Article`.

    Args:
        source: The article.
        ways: How to read it.
        item: Which article to take of a folder, table or feed, counted from 1.

    Raises:
        InputError: It cannot be read or used, or a `str` is the name of a file.
    """
    if isinstance(source, Article):
        return source
    if isinstance(source, Path) or is_address(source):
        return clean(read(source, ways, item))
    if len(source) < _NAME and os.path.isfile(source):  # noqa: PTH113  (a Path asked so may raise)
        raise InputError(f"{source}: the name of a file, and a str is the text itself; give Path({source!r}).")
    return clean(make_article(source))


def load_all(source: str | Path, ways: Ways | None = None) -> Iterator[Article | InputError]:
    """The cleaned articles of a file, folder, table, feed, page or text; what cannot be used is given as the error that says why.

    Raises:
        InputError: Nothing of it can be read.
    """
    whole = isinstance(source, str) and not is_address(source)
    for found in [make_article(str(source))] if whole else read_all(source, ways):
        try:
            yield found if isinstance(found, InputError) else clean(found)
        except InputError as error:
            yield error


_BLOCK = 1_048_576  # bytes looked at at a time for line ends: reading is then as fast as the disk


def count(sources: Iterable[str | Path | Article]) -> int | None:
    """About how many articles sources hold, found without reading them: enough to tell how long a run of many will take.

    JSON Lines are counted by their lines, Parquet by what it says of itself, and the files of a folder each by its kind. CSV is
    counted by its lines too, which is too many where texts have line breaks. JSON, a feed, and what cannot be read count 1.

    Args:
        sources: What `load_all` takes, or articles.

    Returns:
        The number; `None` when one of them is standard input or an address, as nothing is known of those before they are read.
    """
    total = 0
    for source in sources:
        if not isinstance(source, Article) and (str(source) == "-" or is_address(str(source))):
            return None
        total += _in_path(source) if isinstance(source, Path) else 1
    return total


def _in_path(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(_in_file(file) for file in files_of(path) if isinstance(file, Path))
    except (OSError, ValueError):
        return 1  # its error will be one outcome
    return _in_file(path)


def _in_file(path: Path) -> int:
    kind = path.suffix.lower()
    try:
        if not path.is_file():
            return 1  # missing; or a pipe, which can be read only once
        with path.open("rb") as file:
            if kind == ".parquet" or file.peek(4).startswith(b"PAR1"):
                from mujaz.reading.parquet import count_rows  # noqa: PLC0415

                return count_rows(file)
            if kind in {".jsonl", ".ndjson"}:
                return _lines(file)
            if kind in {".csv", ".tsv"}:
                return max(1, _lines(file) - 1)  # the first line names the columns
    except (OSError, ValueError, InputError):
        return 1
    return 1


def _lines(file: BinaryIO) -> int:
    """How many lines a file has; the last need not be ended."""
    ends, last = 0, b"\n"
    while block := file.read(_BLOCK):
        ends += block.count(b"\n")
        last = block[-1:]
    return ends + (last != b"\n")
