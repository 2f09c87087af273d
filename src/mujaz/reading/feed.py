"""Articles of RSS and Atom feeds."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from mujaz.errors import InputError
from mujaz.reading.document import Document
from mujaz.reading.html import fragment_text, iso_day

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_feed(data: bytes, name: str) -> Iterator[Document | InputError]:
    """The entries of a feed, each with the longest text that it carries.

    Raises:
        InputError: It is no feed, or has no entry.
    """
    import feedparser  # noqa: PLC0415

    # Bytes, never a name: feedparser would open a file or an address.
    parsed = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    if not parsed.entries:
        why = f" ({parsed.bozo_exception})" if parsed.get("bozo") else ""
        raise InputError(f"{name}: no entry in this feed{why}; give the feed's own address.")
    site = " ".join(str(parsed.feed.get("title") or "").split()) or None
    return (_document(entry, f"{name}#{n}", site) for n, entry in enumerate(parsed.entries, 1))


def _document(entry: Any, name: str, site: str | None) -> Document | InputError:  # noqa: ANN401  (feedparser's own dict)
    bodies = [str(part.get("value") or "") for part in entry.get("content") or []] + [str(entry.get("summary") or "")]
    text = max((fragment_text(body) for body in bodies), key=len)
    if not text.strip():
        return InputError(f"{name}: this entry carries no text; fetch its page: {entry.get('link', 'it names none')}")
    return Document(
        text=text,
        title=_plain(entry.get("title")),
        author=_plain(entry.get("author")),
        site=site,
        url=str(entry.get("link") or "") or None,
        published=_day(entry),
        source=name,
    )


def _day(entry: Any) -> date | None:  # noqa: ANN401  (feedparser's own dict)
    """The day in the publisher's own time zone: feedparser gives that of London, where half past midnight is yesterday."""
    which = "published" if "published" in entry else "updated"
    said = str(entry.get(which) or "")
    if day := iso_day(said):
        return day
    with suppress(ValueError, TypeError, IndexError):
        return parsedate_to_datetime(said).date()
    moment = entry.get(f"{which}_parsed")
    return date(*moment[:3]) if moment else None


def _plain(value: object) -> str | None:
    return " ".join(fragment_text(str(value)).split()) or None if value else None
