"""What a system is measured on: articles, with their reference summaries and fields where there are any."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from mujaz.errors import InputError
from mujaz.evaluate import overlap
from mujaz.evaluate.fields import wanted
from mujaz.pipeline import informed
from mujaz.reading.load import load_all
from mujaz.reading.read import Ways, decoded
from mujaz.text.arabic import arabic_share
from mujaz.text.segment import segment
from mujaz.trust.figures import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mujaz.evaluate.fields import Wanted
    from mujaz.result import Article
    from mujaz.settings import Settings
    from mujaz.text.segment import Sentence

ARABIC = ("summary", "reference", "summaries", "references", "reference_summaries")
ENGLISH = ("summary_en", "reference_en")
"""Columns of a reference summary, in either language: a text, or a list of several; and of reference fields."""
FIELDS = "fields"

_MOSTLY = 0.5  # share of Arabic letters that tells an Arabic text from an English one


class Reference:
    """One reference summary, cut and folded once for all systems."""

    def __init__(self, text: str) -> None:
        """Keep its text."""
        self.text = text

    @cached_property
    def folded(self) -> str:
        """It in the one spelling that characters are compared in."""
        return overlap.folded(self.text)

    @cached_property
    def words(self) -> list[str]:
        """All its words."""
        return overlap.tokens(self.text)

    @cached_property
    def sentences(self) -> list[list[str]]:
        """The words of each of its sentences."""
        return [overlap.tokens(self.text[s.start : s.end]) for s in segment(self.text)]


@dataclass(frozen=True)
class Record:
    """One article of the data, and what is known to be right.

    Attributes:
        article: The cleaned article.
        reading: How its figures are read.
        arabic: Reference summaries in Arabic; the best of the scores against them counts.
        english: The same in English.
        fields: What the reference has in each field; `None` where it has no fields.
    """

    article: Article
    reading: Reading
    arabic: Sequence[Reference] = ()
    english: Sequence[Reference] = ()
    fields: Wanted | None = None

    @cached_property
    def words(self) -> list[str]:
        """The article's words."""
        return overlap.tokens(self.article.text)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The article's sentences."""
        return segment(self.article.text)


def record_of(article: Article, settings: Settings) -> Record:
    """An article that nothing else is known of."""
    known = informed(settings, article)
    return Record(article, Reading(known.country, known.published))


def read_data(path: Path, settings: Settings, tell: Callable[[str], None], limit: int | None = None) -> list[Record]:
    """The records of a file: JSON Lines, or a JSON list; one record an article.

    Args:
        path: The file.
        settings: Names the column of the text where it has no usual name, the country and the day of publication.
        tell: Is told of each record that cannot be read, and is left out.
        limit: How many records to take from its start; all where it is `None`.

    Raises:
        InputError: It cannot be read, or what a record says beside its text cannot be used.
    """
    if str(path) == "-":
        raise InputError("DATA is read twice, so it cannot be standard input; give a file.")
    text = decoded(path)
    rows = _rows(text, path)
    records = []
    for row, article in zip_longest(rows, load_all(path, Ways(settings.column))):
        if isinstance(article, InputError):
            tell(f"left out: {article}")
            continue
        if row is None or article is None:
            raise InputError(f"{path}: its articles stand inside another object; give one JSON object a line.")
        records.append(_record(row, record_of(article, settings)))
        if len(records) == limit:
            break
    return records


def _rows(text: str, path: Path) -> list[Any]:
    """The records as they stand, in the order in which their articles are read."""
    rows: list[Any]
    text = text.removeprefix("\ufeff")
    try:
        if text.lstrip().startswith("["):
            rows = json.loads(text)
        else:
            rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: no JSON Lines ({error}); give one JSON object a line, with the article's text in it."
        ) from None
    if not rows:
        raise InputError(f"{path}: it is empty; give one JSON object a line, with the article's text in it.")
    if strange := next((row for row in rows if not isinstance(row, dict)), None):
        raise InputError(f"{path}: no record but {json.dumps(strange)[:40]}; give one JSON object a line.")
    return rows


def _record(row: dict[str, Any], record: Record) -> Record:
    """A record with its references."""
    where = record.article.source
    cells = {str(key).strip().lower(): value for key, value in row.items()}
    arabic, english = (_references(cells, columns, where) for columns in (ARABIC, ENGLISH))
    for reference in arabic:
        if arabic_share(reference.text) < _MOSTLY:
            raise InputError(f"{where}: its summary is not Arabic: {reference.text[:40]!r}; put English into summary_en.")
    fields = cells.get(FIELDS)
    read = None if fields is None else wanted(fields, record.reading, where)
    return Record(record.article, record.reading, arabic, english, read)


def _references(cells: dict[str, Any], columns: Sequence[str], where: str) -> list[Reference]:
    found = []
    for name in columns:
        given = cells.get(name)
        for text in [] if given is None else given if isinstance(given, list) else [given]:
            if not isinstance(text, str):
                told = json.dumps(text, ensure_ascii=False)[:40]
                raise InputError(f"{where}: its {name} is no text but {told}; give a text, or a list of texts.")
            found += [Reference(text)] if text.strip() else []
    return found
