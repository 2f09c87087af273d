"""The results of a batch as a table: Parquet, CSV or SQLite, made of its journal.

The journal stays what a batch writes, because only a file of lines survives a kill; a table is made of it at the end, whole or
not at all, in memory that does not grow with the number of articles but for their keys.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mujaz.batch.shape import Fitted, UnlikeError, fitted, shape_of
from mujaz.errors import InputError, SettingsError
from mujaz.lines import entries
from mujaz.own import schema_of
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import BaseModel

    from mujaz.batch.shape import Fields

_LINES = ".jsonl"
_WRITERS = {".parquet": "as_parquet", ".csv": "as_csv", ".sqlite": "as_sqlite", ".db": "as_sqlite"}


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a journal.

    Attributes:
        key: Names the article and how it was asked.
        source: Where it came from.
        status: `proven`, `unproven` or `failed`.
        error: Why it failed.
        result: Its result as the journal has it; `None` when it failed.
        fit: The same with the types of the columns.
    """

    key: str
    source: str
    status: str
    error: str | None
    result: dict[str, Any] | None
    fit: Fitted | None


def journal_of(out: Path) -> Path:
    """The journal behind a file of results: `out` with .jsonl behind its name for a table, else `out` itself.

    Ask it before a batch: what could not be written at the end is told here.

    Raises:
        SettingsError: The name ends in something else than `.jsonl` or a kind of table (a name with no ending is a file of
            lines, too), or Parquet is wanted and its extra is not installed.
    """
    if out.suffix.lower() in {"", _LINES}:
        return out
    _writer(out, _LINES, *_WRITERS)
    return out.with_name(f"{out.name}{_LINES}")


def write(journal: Path, out: Path, schema: type[BaseModel] = NewsSummary) -> int:
    """Make a table of the results of a batch.

    The suffix of `out` decides: `.parquet` has every value of a result in typed, nested columns; `.csv` is flat, for a
    spreadsheet; `.sqlite` or `.db` is a database of articles, items, findings and withheld. A file that is there already is
    replaced. A torn last line, of a run that was killed or goes on, is passed over.

    Args:
        journal: What `mujaz batch` wrote.
        out: The table.
        schema: What the batch asked for.

    Returns:
        The number of rows: one an article.

    Raises:
        InputError: The journal cannot be read, is no journal, or was made with another schema; or `out` cannot be written.
        SettingsError: There is no such kind of table, or Parquet is wanted and its extra is not installed.
    """
    writer = import_module(f"mujaz.batch.{_writer(out)}")
    if journal.resolve() == out.resolve():
        raise InputError(f"--out {out}: that is the file of the results themselves; give another name.")
    shape = shape_of(schema)
    with _whole(out) as part:
        count: int = writer.write(_rows(journal, shape, schema.__name__), part, shape, schema)
    return count


def fits(journal: Path, schema: type[BaseModel]) -> None:
    """Look whether a journal that is to become a table has results of a schema: told before anything is asked.

    Raises:
        InputError: Its first result is of another one.
    """
    if journal.exists():
        next((row for row in _rows(journal, shape_of(schema), schema.__name__) if row.fit), None)


def export(journal: Path, out: Path, schema: str | None) -> str:
    """What `mujaz export` does: the table, and a line that tells of it."""
    count = write(journal, out, NewsSummary if schema is None else schema_of(schema))
    return f"{count} article{'' if count == 1 else 's'} written to {out}"


def _writer(out: Path, *endings: str) -> str:
    """The module that writes such a file; `endings` are those to tell of where there is none."""
    suffix = out.suffix.lower()
    if suffix not in _WRITERS:
        why = f"{suffix} is no kind of file that is written" if suffix else "no ending says what is to be written"
        raise SettingsError(f"--out {out}: {why}; give a name that ends in {', '.join(endings or _WRITERS)}.")
    if suffix == ".parquet" and find_spec("pyarrow") is None:
        raise SettingsError(
            f"--out {out}: Parquet needs pyarrow, which is not installed; "
            "run pip install 'mujaz[parquet]', or give a .csv or .sqlite."
        )
    return _WRITERS[suffix]


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A file to write into, that takes the place of `out` when all of it is on the disk; else nothing is left of it."""
    part = out.with_name(f"{out.name}.part")
    try:
        if out.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if any(out.with_name(f"{out.name}{log}").exists() for log in ("-wal", "-journal")):
            # SQLite would play the old file's log into the new one.
            raise InputError(f"--out {out}: a program has it open, or was killed over it; close it there, or give another name.")
        out.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(out)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"--out {out}: cannot be written ({why}); make room, or give a file in a folder you own.") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _rows(journal: Path, shape: Fields, schema: str) -> Iterator[Row]:
    """The articles of a journal, one at a time.

    Raises:
        InputError: It cannot be read, or a line of it is no result of this schema.
    """
    for n, row in entries(journal):
        result = row.get("result")
        try:
            fit = None if result is None else fitted(result, shape)
        except UnlikeError as error:
            raise InputError(
                f"{journal}: line {n} is no result of {schema}: {error}. Give the --schema that the batch was run with."
            ) from None
        yield Row(row["key"], row["source"], row["status"], row.get("error"), result, fit)
