"""The results of a batch as a folder of pages: one for each article, and a list of them all to search and to filter.

The file is read a line at a time and a page is written before the next line is read, so memory does not grow with the batch.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from pydantic import ValidationError

from mujaz.errors import InputError
from mujaz.lines import BEGINS, STATUSES, entries
from mujaz.report.html import AnySummary, Sheet, assets, environment
from mujaz.result import Result
from mujaz.text.arabic import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{8,64}")  # a batch writes 32 hexadecimal digits; a key becomes the name of a file, so nothing else
_OURS = '<meta name="generator" content="mujaz">'
_HEAD = 4096  # bytes of a page in which that line stands: only the policy of some 300 comes before it
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SAID = frozenset({"ar", "en"})  # parts that a search looks through


@dataclass(slots=True)
class Row:
    """One article in the list.

    Attributes:
        source: Where it came from.
        status: `proven`, `unproven` or `failed`.
        href: Of its page; `None` when it failed, for then there is nothing to show but `error`.
        title: What it is called.
        english: Its English headline.
        topic: As the summary names it.
        day: ISO date: of publication, or else the first that its fields name.
        published: Whether `day` is that of publication.
        tally: How many items have each status.
        words: What a search looks through, folded.
        error: Why it failed.
    """

    source: str
    status: str
    href: str | None = None
    title: str = ""
    english: str | None = None
    topic: str | None = None
    day: str | None = None
    published: bool = False
    tally: dict[str, int] = field(default_factory=dict)
    words: str = ""
    error: str | None = None

    @property
    def kinds(self) -> list[str]:
        """What it can be filtered by: its own status, and those of its items."""
        return [self.status, *(f"has-{status}" for status in self.tally if status not in {"checked", "chosen"})]


@dataclass(slots=True)
class _Sums:
    topics: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    rows: int = 0


def write(results: Path, folder: Path) -> str:
    """Write the pages of a batch.

    Args:
        results: The file of `mujaz batch`, or one result as JSON.
        folder: Where to write `index.html` and the folder `articles`; it is made when it is not there.

    Returns:
        What was written, in a line.

    Raises:
        InputError: The file cannot be read or holds something else, or the folder cannot be written or is somebody else's.
    """
    pages = _pages(_entries(results), results)
    first = next(pages, None)  # a file of something else makes no folder
    if first is None:
        raise InputError(f"{results}: it holds no results yet; give a file that mujaz batch has written to.")
    index = folder / "index.html"
    try:
        if index.exists() and not _ours(index):
            raise InputError(f"--out {folder}: it holds an index.html that mujaz did not write; give another folder.")
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as rows:
            sums = _Sums()
            written = set()
            for key, row, page in chain([first], pages):
                if page is not None:
                    (folder / "articles" / f"{key}.html").write_text(page, encoding="utf-8")
                    written.add(f"{key}.html")
                rows.write(environment().get_template("row.html").render(row=row) + "\n")
                _count(sums, row)
            _write_index(index, results.name, rows, sums)
        # What an earlier run wrote of articles that are no longer there is not to be sent along.
        for page_of in (folder / "articles").glob("*.html"):
            if page_of.name not in written and _KEY.fullmatch(page_of.stem) and _ours(page_of):
                page_of.unlink()
    except OSError as error:
        raise InputError(f"--out {folder}: cannot be written ({error.strerror}); give a folder you own.") from None
    return f"{sums.rows} article{'s' * (sums.rows != 1)}: " + ", ".join(f"{sums.kinds[s]} {s}" for s in STATUSES)


def _ours(index: Path) -> bool:
    with index.open("rb") as file:
        return _OURS in file.read(_HEAD).decode(errors="replace")


def _pages(entries: Iterator[tuple[int, dict[str, Any]]], results: Path) -> Iterator[tuple[str, Row, str | None]]:
    for number, entry in entries:
        try:
            key, source, status = str(entry["key"]), str(entry["source"]), entry["status"]
            if not _KEY.fullmatch(key) or status not in STATUSES:
                raise _foreign(results, number)
            if status == "failed":
                error = str(entry["error"])
                yield key, Row(source, status, title=source, words=_searched([source, error]), error=error), None
                continue
            sheet = Sheet(Result[AnySummary].model_validate(entry["result"]))
        except (KeyError, TypeError, ValidationError):
            raise _foreign(results, number) from None
        yield key, _row(sheet, source, status, f"articles/{key}.html"), sheet.page("../index.html")


def _row(sheet: Sheet, source: str, status: str, href: str) -> Row:
    article, sections = sheet.result.article, sheet.sections
    said = sections.headline.parts.get("en") if sections.headline else None
    texts = [p.text for p in sections.parts() if p.text and p.name in _SAID]
    about = [sheet.title, source, article.title, article.site, article.author]
    day, published = (article.published.isoformat(), True) if article.published else (_first_day(sheet), False)
    return Row(
        source,
        status,
        href,
        sheet.title,
        said.text if said else None,
        sections.topic.text if sections.topic else None,
        day,
        published,
        sheet.tally,
        _searched(t for t in [*about, *texts] if t),
    )


def _searched(texts: Iterable[str]) -> str:
    """The words of texts, folded, each once: what is asked for is a word or a part of one, never more."""
    return " ".join(dict.fromkeys(fold(" ".join(texts)).text.split()))


def _first_day(sheet: Sheet) -> str | None:
    """The full date that the summary names first; a timeline is in another order."""
    days = [
        (entry.parts["value"].number or 0, entry.parts["value"].text or "")
        for section in sheet.sections.all
        for entry in section.entries
        if {"value", "calendar"} <= entry.parts.keys()
    ]
    return next((day for _, day in sorted(days) if _FULL_DAY.fullmatch(day)), None)


def _count(sums: _Sums, row: Row) -> None:
    sums.rows += 1
    sums.kinds.update(row.kinds)
    if row.topic:
        sums.topics[row.topic] += 1


def _write_index(index: Path, name: str, rows: IO[str], sums: _Sums) -> None:
    whole = environment().get_template("index.html").render(name=name, sums=sums, **assets("index"))
    head, _, tail = whole.partition("<!-- rows -->")
    rows.seek(0)
    part = index.with_name(index.name + ".part")
    with part.open("w", encoding="utf-8") as made:
        made.write(head)
        shutil.copyfileobj(rows, made)
        made.write(tail)
    part.replace(index)


def _entries(results: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entries of a file, each with the number of its line."""
    try:
        with results.open("rb") as file:
            start = file.read(len(BEGINS))
            single = b"" if start == BEGINS[: len(start)] else start + file.read()
    except FileNotFoundError:
        raise InputError(f"{results}: no such file; give the file that mujaz batch --out wrote.") from None
    except OSError as error:
        raise InputError(f"{results}: cannot be read ({error.strerror}); give the file that mujaz batch --out wrote.") from None
    if single:
        yield 1, _single(single, results)
    else:
        yield from entries(results)


def _single(text: bytes, results: Path) -> dict[str, Any]:
    """One result of `mujaz summarize --format json`, as a batch would have written it."""
    try:
        result = Result[AnySummary].model_validate_json(text)
    except ValidationError:
        raise _foreign(results, 1) from None
    status = "proven" if result.proven else "unproven"
    return {"key": result.article.id, "source": result.article.source, "status": status, "result": result}


def _foreign(results: Path, number: int) -> InputError:
    return InputError(
        f"{results}: line {number} is no result of mujaz; give the file of mujaz batch --out, or of --format json --output."
    )
