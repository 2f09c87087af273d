"""Results as CSV: one row an article, flat, for a spreadsheet.

UTF-8 with a byte order mark: without it Excel takes the file for one in the machine's old encoding, and Arabic is lost. A cell
that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises: what an article says is a stranger's
text, and =HYPERLINK(...) in it would run on the reader's machine. A number is none, whatever its sign. Every cell is quoted, so
that text with a semicolon stays one cell where the spreadsheet splits by semicolons.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from mujaz.batch.shape import as_json
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic import BaseModel

    from mujaz.batch.shape import Fields
    from mujaz.batch.tables import Row

# What begins a formula, or is stripped in front of one, and the full-width twins that spreadsheets of East Asia read the same.
_FORMULA = re.compile(r"[=+\-@\t\r\n\0＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)

_ARTICLE = ("id", "title", "author", "site", "url", "published", "country", "language")
_RUN = ("model", "prompt_tokens", "completion_tokens", "cost_usd", "seconds")

Cell = dict[str, "Callable[[dict[str, Any]], Any]"]


def write(rows: Iterator[Row], part: Path, shape: Fields, schema: type[BaseModel]) -> int:
    """Write all rows; their number."""
    columns = _columns(shape, schema)
    count = 0
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        table.writerow(["key", "source", "status", "error", *columns])
        for count, row in enumerate(rows, 1):  # noqa: B007  (the last is their number)
            told = [None] * len(columns) if row.result is None else [cell(row.result) for cell in columns.values()]
            table.writerow([_safe(_text(value)) for value in (row.key, row.source, row.status, row.error, *told)])
    return count


def _columns(shape: Fields, schema: type[BaseModel]) -> Cell:
    """The columns behind the first four, and how each is read off a result."""
    cells: Cell = {name: _of("article", name) for name in _ARTICLE}
    after: Cell = {name: _of("run", name) for name in _RUN}
    after |= {"errors": _findings("error"), "warnings": _findings("warning"), "withheld": lambda result: len(result["withheld"])}
    taken = {"key", "source", "status", "error", *cells, *after}
    summary = shape.fields["summary"]
    for name in getattr(summary, "fields", ()):
        if issubclass(schema, NewsSummary) and name in {"headline", "summary"}:
            cells |= {f"{name}_{language}": _prose(name, language) for language in ("ar", "en")}
        else:
            # A field of one's own may have the name of a column of ours.
            cells[f"summary.{name}" if name in taken else name] = _of("summary", name)
    return cells | after


def _of(block: str, name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda result: result[block].get(name)


def _findings(severity: str) -> Callable[[dict[str, Any]], int]:
    return lambda result: sum(finding["severity"] == severity for finding in result["findings"])


def _prose(name: str, language: str) -> Callable[[dict[str, Any]], str]:
    """One language of a headline or a summary, a sentence a line: line 2 of one language says what line 2 of the other says."""

    def read(result: dict[str, Any]) -> str:
        said = result["summary"][name] or []
        pairs = said if isinstance(said, list) else [said]
        return "\n".join(" ".join((pair[language] or "").split()) for pair in pairs)

    return read


def _text(value: Any) -> str:  # noqa: ANN401  (any JSON)
    if value is None or isinstance(value, str):
        return value or ""
    return as_json(value)


def _safe(cell: str) -> str:
    """A cell that is no formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
