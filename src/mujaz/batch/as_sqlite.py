"""Results as a SQLite database: a table of articles, and one of each thing that an article has many of.

What is asked for most has columns; `summary` and `result` are JSON, for SQLite's own json functions (`summary ->> '$.topic'`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from mujaz.batch.shape import VERSION, as_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import BaseModel

    from mujaz.batch.shape import Fields
    from mujaz.batch.tables import Row

# SQLite has no decimals: cost_usd is binary, to be added up; the exact one is in `result`. `check` is a word of SQL: check_name.
_TABLES = """
CREATE TABLE articles (
    key TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL, status TEXT NOT NULL, error TEXT,
    id TEXT, title TEXT, author TEXT, site TEXT, url TEXT, published TEXT, country TEXT, language TEXT, sha256 TEXT, text TEXT,
    model TEXT, way TEXT, calls INTEGER, attempts INTEGER, prompt_tokens INTEGER, completion_tokens INTEGER,
    cost_usd REAL, seconds REAL,
    summary TEXT, result TEXT
);
CREATE TABLE items (
    key TEXT NOT NULL REFERENCES articles (key), path TEXT NOT NULL, status TEXT NOT NULL, why TEXT, spans TEXT NOT NULL
);
CREATE TABLE findings (
    key TEXT NOT NULL REFERENCES articles (key), path TEXT NOT NULL, check_name TEXT NOT NULL, severity TEXT NOT NULL,
    expected TEXT, found TEXT, message TEXT NOT NULL, spans TEXT NOT NULL
);
CREATE TABLE withheld (
    key TEXT NOT NULL REFERENCES articles (key), path TEXT NOT NULL, value TEXT NOT NULL, why TEXT NOT NULL
);
"""

# Made last: an index that grows with its table costs more than one that is sorted once.
_INDEXES = """
CREATE INDEX articles_status ON articles (status);
CREATE INDEX items_key ON items (key);
CREATE INDEX items_status ON items (status);
CREATE INDEX items_path ON items (path);
CREATE INDEX findings_key ON findings (key);
CREATE INDEX findings_path ON findings (path);
CREATE INDEX withheld_key ON withheld (key);
CREATE INDEX withheld_path ON withheld (path);
"""

_ARTICLE = ("id", "title", "author", "site", "url", "published", "country", "language", "sha256", "text")
_RUN = ("model", "way", "calls", "attempts", "prompt_tokens", "completion_tokens")
_PARTS = {
    "items": ("path", "status", "why", "spans"),
    "findings": ("path", "check", "severity", "expected", "found", "message", "spans"),
    "withheld": ("path", "value", "why"),
}


def write(rows: Iterator[Row], part: Path, shape: Fields, schema: type[BaseModel]) -> int:  # noqa: ARG001  (any schema's result is JSON here)
    """Write all rows; their number."""
    count = 0
    with closing(sqlite3.connect(part, isolation_level=None)) as base:
        # A file that is thrown away unless all goes well needs no log of its own, and no waiting for the disk before its end.
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {VERSION}; {_TABLES}")
        base.executescript("PRAGMA foreign_keys = ON; BEGIN")
        for count, row in enumerate(rows, 1):  # noqa: B007  (the last is their number)
            _add(base, row)
        base.execute("COMMIT")
        base.executescript(_INDEXES)
    return count


def _add(base: sqlite3.Connection, row: Row) -> None:
    cells: list[Any] = [row.key, row.source, row.status, row.error]
    result = row.result
    if result is None:
        _insert(base, "articles", [cells + [None] * (len(_ARTICLE) + len(_RUN) + 4)])
        return
    cells += [result["article"].get(name) for name in _ARTICLE]
    cells += [result["run"].get(name) for name in _RUN]
    cost = result["run"]["cost_usd"]
    cells += [None if cost is None else float(cost), result["run"]["seconds"], as_json(result["summary"]), as_json(result)]
    _insert(base, "articles", [cells])
    for table, names in _PARTS.items():
        _insert(base, table, [[row.key, *(_cell(part.get(name)) for name in names)] for part in result[table]])


def _insert(base: sqlite3.Connection, table: str, rows: list[list[Any]]) -> None:
    if rows:
        base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608  (our own names)


def _cell(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    return as_json(value) if isinstance(value, list) else value
