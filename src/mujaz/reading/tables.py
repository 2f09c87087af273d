"""Articles in JSON, JSON Lines and CSV: one record an article, its text in one column."""

from __future__ import annotations

import csv
import json
import re
from contextlib import suppress
from datetime import date
from html import unescape
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from mujaz.errors import InputError
from mujaz.reading.document import MAX_BYTES, Document
from mujaz.reading.html import fragment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Names of columns in public collections of news, likeliest first; `--column` names any other.
_COLUMNS = {
    "text": ("text", "body", "content", "article", "article_text", "maintext", "full_text", "نص", "النص", "المحتوى", "المقال"),
    "title": ("title", "headline", "العنوان", "عنوان"),
    "author": ("author", "authors", "byline", "الكاتب"),
    "published": ("published", "published_at", "date", "publish_date", "date_publish", "pubdate", "datetime", "التاريخ"),
    "url": ("url", "link", "الرابط"),
    "site": ("site", "publisher", "source", "المصدر"),
}

# Texts that were taken from a page with its tags: only a pair of tags, or a break, is one for certain.
_MARKED_UP = re.compile(r"</(?:p|div|span|h[1-6]|li|strong|a|em|b)>|<br ?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|quot|lt|gt|nbsp|[lr]aquo|hellip|ndash);", re.IGNORECASE)


def kind_of(text: str, column: str | None) -> str:
    """What a text without a telling name is, as on standard input: `json`, `csv`, or `text`.

    No article begins with a brace and a quotation mark, or has a line of names of columns above it.
    """
    if re.match(r"\s*(?:\[\s*)?\{\s*\"", text):
        return "json"
    cells = [cell.strip().strip('"').lower() for cell in re.split(r"[,;\t|]", text.split("\n", 1)[0])]
    return (
        "csv" if len(cells) > 1 and any(name.lower() in cells for name in ((column,) if column else _COLUMNS["text"])) else "text"
    )


def read_json(text: str, name: str, column: str | None) -> Iterator[Document | InputError]:
    """The articles of a JSON file: one record, a list of records, or an object that holds one list of them.

    Raises:
        InputError: It is no JSON, or holds no records.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _is_record(text.lstrip().split("\n", 1)[0]):
            return read_json_lines(text, name, column)  # one record a line, whatever the file is called
        raise InputError(f"{name}: no JSON ({error}); mend it, or give a text file.") from None
    if isinstance(data, dict) and len(data) == 1 and isinstance(inner := next(iter(data.values())), dict):
        data = inner  # {"data": {"articles": [...]}}, as services answer
    if isinstance(data, dict) and not _named(data, "text", column):
        lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        data = lists[0] if len(lists) == 1 else data
    records = data if isinstance(data, list) else [data]
    if not records:
        raise InputError(f"{name}: an empty list; give at least one record with a text.")
    return (document_of(record, f"{name}#{n}" if len(records) > 1 else name, column) for n, record in enumerate(records, 1))


def _is_record(line: str) -> bool:
    with suppress(ValueError, RecursionError):
        return isinstance(json.loads(line), dict)
    return False


def read_json_lines(text: str, name: str, column: str | None) -> Iterator[Document | InputError]:
    """The articles of a file with one JSON record a line; a line that is none is an error of its own."""
    lines = enumerate(text.split("\n"), 1)
    return (read_json_line(line, f"{name}#{n}", column) for n, line in lines if line.strip())


def read_json_line(line: str, name: str, column: str | None) -> Document | InputError:
    """The article of one JSON record, or the error that says why there is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return InputError(f"{name}: no JSON ({error}); mend the line.")
    return document_of(record, name, column)


def read_csv(lines: Iterator[str], name: str, column: str | None) -> Iterator[Document | InputError]:
    """The articles of a CSV file: names of columns in its first line; commas, semicolons, tabs or bars between them.

    A row is taken when it is asked for. One that is no CSV is the last: nothing tells where the next begins.

    Raises:
        InputError: It has no row, or no column of text.
    """
    try:
        lines, delimiter, skipped = _begun(lines)
    except csv.Error as error:
        raise InputError(f"{name}: no CSV ({error}); give a table with one article a row.") from None
    csv.field_size_limit(MAX_BYTES)  # the default stops at 131,072 characters, which a report exceeds
    rows = csv.DictReader(lines, delimiter=delimiter, strict=True)
    begins = skipped + 1
    for n in count(1):
        try:
            names = rows.fieldnames or ()
            begins = skipped + rows.line_num + 1
            row = next(rows, None)
        except csv.Error as error:
            yield InputError(
                f"{name}#{n}: no CSV ({error}), in the row that begins on line {begins}; mend the quotation marks in it. "
                "Rows from here on were not read."
            )
            return
        if row is None:
            break
        if n == 1 and used_columns(names, column) is None:
            raise no_text(names, name, column)
        yield document_of(row, f"{name}#{n}", column)
    if n == 1:
        raise InputError(f"{name}: no row below the names of columns; give at least one.")


def _begun(lines: Iterator[str]) -> tuple[Iterator[str], str, int]:
    """The lines of a CSV file from its names of columns on, what stands between those, and how many lines were above them."""
    said, skipped = "", 0
    for line in lines:
        if not skipped and (excel := re.match(r"sep=([^\"\r\n])[\r\n]", line)):
            said = excel[1]  # Excel's own line before the table
        elif line.strip():
            # A single column has no delimiter, and the commas of its texts are none.
            likely = max(",;\t|\x1f", key=lambda sign: (line.count(sign), sign == "\x1f"))
            return chain([line], lines), said or likely, skipped
        skipped += 1
    return lines, ",", skipped


def used_columns(names: Iterable[str], column: str | None) -> list[str] | None:
    """Which columns of a table say something of an article, in their order; `None` when none can hold its text."""
    texts = {name.lower() for name in ((column,) if column else _COLUMNS["text"])}
    told = texts.union(*(known for what, known in _COLUMNS.items() if what != "text"))
    used = [name for name in names if name.strip().lower() in told]
    return used if any(name.strip().lower() in texts for name in used) else None


def no_text(names: Iterable[str], name: str, column: str | None) -> InputError:
    """The error of a record or table with no column of text, with the names of those that it has."""
    wanted = f"column {column!r}" if column else "column of text"
    there = " ".join(", ".join(map(str, names)).split())  # on one line, also where an article stands in place of the names
    return InputError(f"{name}: no {wanted}; it has {there[:200]}. Name one with --column.")


def _named(record: dict[str, Any], what: str, column: str | None = None) -> str | None:
    """The key that holds something, whatever its case; one with nothing in it only where no other has."""
    keys = {str(key).strip().lower(): key for key in record}
    found = [keys[name.lower()] for name in ((column,) if column else _COLUMNS[what]) if name.lower() in keys]
    return next((key for key in found if _string(record[key])), found[0] if found else None)


def _string(value: object) -> str | None:
    """A value that is a text; WordPress puts its own into {"rendered": ...}."""
    value = value.get("rendered") if isinstance(value, dict) else value
    return value if isinstance(value, str) else None


def document_of(record: Any, name: str, column: str | None) -> Document | InputError:  # noqa: ANN401  (any JSON)
    """The article of one record of a table, or the error that says why there is none."""
    if not isinstance(record, dict):
        return InputError(f"{name}: no record but {json.dumps(record, ensure_ascii=False)[:40]}; give objects with a text.")
    if None in record:
        return InputError(f"{name}: more cells than names of columns; put the text in quotation marks.")
    key = _named(record, "text", column)
    if key is None:
        return no_text(record, name, column)
    text = _string(record[key])
    if text is None:
        return InputError(f"{name}: its {key} is no text but {json.dumps(record[key], ensure_ascii=False, default=str)[:40]}.")
    return Document(
        text=fragment_text(text) if _MARKED_UP.search(text) else unescape(text) if _ENTITY.search(text) else text,
        title=_told(record, "title"),
        author=_told(record, "author"),
        site=_told(record, "site"),
        url=_told(record, "url"),
        published=_day(_told(record, "published")),
        source=name,
    )


def _told(record: dict[str, Any], what: str) -> str | None:
    """What a record says of its article, where it is a text."""
    found = _named(record, what)
    value = _string(record[found]) if found else None
    if not value:
        return None
    return " ".join((unescape(value) if _ENTITY.search(value) else value).split()) or None


def _day(text: str | None) -> date | None:
    """A day that begins with year, month and day; other orders (03/04/2024) may mean two days and are left alone."""
    found = re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", text or "")
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else None
    return None
