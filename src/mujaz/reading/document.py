"""What a reader makes of one input: a text, what is known about it, and what was done to get it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


MAX_BYTES = 20_000_000
"""Largest input: 20 MB of UTF-8 Arabic are some 1.8 million words, twenty times the longest report anyone summarizes."""


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
