"""What a reader makes of one input: a text, what is known about it, and what was done to get it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mujaz.errors import InputError

if TYPE_CHECKING:
    from datetime import date


MAX_BYTES = 20_000_000
"""Largest input, and largest record of a table: 20 MB of UTF-8 Arabic are some 1.8 million words, twenty times the longest report
anyone summarizes."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was found in a file or on a page, before the page's debris is taken out.

    Attributes:
        text: The text, paragraphs on lines of their own.
        title: The title that its source gives it, if any; it need not stand in the text.
        author: Who wrote it, as its source says.
        site: The site or paper, as its source says.
        url: Where it stands.
        published: The day it was published, as its source says.
        source: Its own name inside a file that holds several, such as `news.jsonl#3`.
        notes: What was decided or mended to get the text, a sentence each, such as "read as windows-1256".
    """

    text: str
    title: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    published: date | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()


def noted(document: Document | InputError, notes: tuple[str, ...]) -> Document | InputError:
    """A text with what was done before it was found, ahead of what was done since; an error stays what it is."""
    if isinstance(document, InputError) or not notes:
        return document
    return replace(document, notes=(*notes, *document.notes))
