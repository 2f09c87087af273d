"""A page of the web becomes bytes, or a clear error.

Every redirect is checked as the first address was (`wire.py` says how, and why no proxy is used). All bounds hold against a
server that means harm: bytes on the wire, bytes unpacked, and time, of which every single read is given what is left.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from http.client import IncompleteRead
from typing import TYPE_CHECKING

from mujaz.errors import InputError
from mujaz.reading import wire
from mujaz.reading.document import MAX_BYTES
from mujaz.reading.url import Target, printable, redirected, target_of
from mujaz.reading.wire import SAVE, Answer, Clock, UnusableError, opened

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

MAX_REDIRECTS = 5
"""http to https, to www, to the language, to the article, and one to spare."""

_BLOCK = 65_536  # bytes read at once: four records of TLS
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")  # 8 digits: 4 GB, more than is ever taken
_MAX_CHUNK_LINE = 1024  # a size and an extension nobody uses
_REDIRECTS = {301, 302, 303, 307, 308}
_EMPTY = {204, 205}
_NO_TEXT = {"image": "a picture", "audio": "sound", "video": "a film", "font": "a font"}
_MEANING = {
    206: f"only a part of the page came; {SAVE}",
    401: f"the page wants a log-in; {SAVE}",
    402: f"the page must be paid for; {SAVE}",
    403: f"the site refuses programs, or wants a log-in; {SAVE}",
    404: "there is no such page; check the address",
    410: "the page was taken down; look for it in an archive of the web",
    429: "too many requests; wait {wait}and try again",
    451: "the page is blocked for legal reasons; look for it elsewhere",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its server gave it, unpacked.

    Attributes:
        url: Where it stands, after redirects, with its query.
        data: Its bytes.
        media_type: What the server says it is, in small letters, such as `text/html`; `None`: it says nothing usable.
        charset: The encoding the server names, in small letters.
        notes: What was done to get it, a sentence each.
    """

    url: str
    data: bytes
    media_type: str | None
    charset: str | None
    notes: tuple[str, ...] = ()


def fetch(url: str, *, private: bool = False) -> Page:
    """Fetch one page.

    Args:
        url: Its http or https address.
        private: Whether the host may lie in a private network or on this machine (`--allow-private`).

    Returns:
        The page, whole: one that was cut on its way, or is larger than `reading.document.MAX_BYTES`, is an error.

    Raises:
        InputError: The address cannot be used, its host is not public or cannot be reached, or what it gives is no page.
    """
    clock = Clock(wire.TOTAL_SECONDS)
    target = target_of(url)
    notes: list[str] = []
    for _ in range(MAX_REDIRECTS + 1):
        with opened(target, clock, private=private) as answer:
            location = _location(answer)
            if location is None:
                return _page(target, answer, clock, notes)
        target = redirected(target, location)
        notes.append(f"redirected to {target.shown}")
    raise InputError(f"{target.via}: redirected more than {MAX_REDIRECTS} times, at last to {target.shown}; {SAVE}.")


def _location(answer: Answer) -> str | None:
    """Where an answer redirects to; Arabic sites send it as UTF-8, which http.client reads as Latin-1."""
    location = answer.headers.get("Location")
    if answer.status not in _REDIRECTS or not location:
        return None
    raw = str(location).encode("latin-1", errors="replace")
    return raw.decode("utf-8", errors="replace").strip()


def _page(target: Target, answer: Answer, clock: Clock, notes: list[str]) -> Page:
    """Read an answer that is no redirect."""
    if not 200 <= answer.status < 300 or answer.status in _MEANING:
        raise UnusableError(_refusal(answer))
    said = str(answer.headers.get("Content-Type", ""))
    media = re.match(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:[;,]|$)", said, re.ASCII)
    charset = re.search(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", said, re.ASCII | re.IGNORECASE)
    media_type = media[1].lower() if media else None
    if media_type and media_type.split("/")[0] in _NO_TEXT:
        kind = _NO_TEXT[media_type.split("/")[0]]
        raise UnusableError(f"{kind} ({media_type[:40]}), not a text; give the address of the article itself")
    data = _unpacked(_body(answer), answer, clock)
    if not data:
        raise UnusableError(f"HTTP {answer.status}, and the page is empty; {SAVE}")
    return Page(target.url, data, media_type, charset[1].lower() if charset else None, tuple(notes))


def _body(answer: Answer) -> bytes:
    """The body as it comes over the wire, whole and not too large."""
    coding = str(answer.headers.get("Transfer-Encoding", "identity")).strip().lower()
    if coding not in {"chunked", "identity"}:
        raise UnusableError(f"sent as «{printable(coding)}», which mujaz did not ask for; {SAVE}")
    if answer.status in _EMPTY:
        return b""
    length = None if coding == "chunked" else _length(answer)
    if length is not None and length > MAX_BYTES:
        raise _too_large()
    data = bytearray()
    for piece in _chunks(answer.fp) if coding == "chunked" else _pieces(answer.fp, length):
        data += piece
        if len(data) > MAX_BYTES:
            raise _too_large()
    return bytes(data)


def _length(answer: Answer) -> int | None:
    """What the server says of the body's length."""
    said = {value.strip() for line in answer.headers.get_all("Content-Length", []) for value in line.split(",")}
    if not said:
        return None
    length = said.pop()
    if said or not re.fullmatch(r"[0-9]{1,18}", length):
        raise UnusableError(f"its Content-Length makes no sense; {SAVE}")
    return int(length)


def _pieces(stream: io.BufferedIOBase, length: int | None) -> Iterator[bytes]:
    """Read so many bytes, or all there are when nobody says how many."""
    while length is None or length > 0:
        piece = stream.read1(_BLOCK if length is None else min(_BLOCK, length))
        if not piece and length is None:
            return
        if not piece:
            raise IncompleteRead(b"", length)
        length = None if length is None else length - len(piece)
        yield piece


def _chunks(stream: io.BufferedIOBase) -> Iterator[bytes]:
    """Read a chunked body, and take no size but a plain one: `-1` makes http.client and urllib3 read without a bound."""
    while True:
        line = stream.readline(_MAX_CHUNK_LINE)
        size = _CHUNK_LINE.fullmatch(line)
        if not size:
            raise IncompleteRead(b"")
        if int(size[1], 16) == 0:
            return
        yield from _pieces(stream, int(size[1], 16))
        if stream.readline(2) not in {b"\r\n", b"\n"}:
            raise IncompleteRead(b"")


def _unpacked(packed: bytes, answer: Answer, clock: Clock) -> bytes:
    """Undo the one Content-Encoding that was asked for."""
    said = ",".join(str(line) for line in answer.headers.get_all("Content-Encoding", [])).lower()
    codings = [c for c in (part.strip() for part in said.split(",")) if c not in {"", "identity"}]
    if not codings or not packed:
        return packed
    if len(codings) > 1:
        raise UnusableError(f"packed more than once ({printable(', '.join(codings))}); {SAVE}")
    try:
        if codings[0] in {"gzip", "x-gzip"}:
            return _gunzip(packed, clock)
        if codings[0] == "deflate":
            return _undeflate(packed)
    except zlib.error as error:
        raise UnusableError(f"said to be {codings[0]}, and is not, or is damaged ({error}); try again, or {SAVE}") from None
    raise UnusableError(f"packed as «{printable(codings[0])}», which mujaz did not ask for; {SAVE}")


def _gunzip(packed: bytes, clock: Clock) -> bytes:
    """Unpack gzip: one member or many; what follows the last is ignored, as browsers do."""
    data = bytearray()
    while True:
        clock.left()  # a million empty members are 20 MB, and minutes
        part, packed = _inflated(packed, 31, MAX_BYTES - len(data))  # 31: with the header of gzip
        data += part
        if not packed.startswith(b"\x1f\x8b"):
            return bytes(data)


def _undeflate(packed: bytes) -> bytes:
    """Unpack deflate, which is zlib by the standard, and bare from servers that misread it."""
    try:
        return _inflated(packed, 15, MAX_BYTES)[0]  # 15: with the header of zlib
    except zlib.error:
        return _inflated(packed, -15, MAX_BYTES)[0]  # -15: without


def _inflated(packed: bytes, bits: int, most: int) -> tuple[bytes, bytes]:
    """Unpack one stream, and give what follows it; a stream that would be larger is never made."""
    stream = zlib.decompressobj(bits)
    data = stream.decompress(packed, most + 1)
    if len(data) > most:
        raise _too_large()
    if not stream.eof:
        raise IncompleteRead(b"")
    return data, stream.unused_data


def _too_large() -> UnusableError:
    return UnusableError(f"larger than {MAX_BYTES // 1_000_000} MB; give the address of one article")


def _refusal(answer: Answer) -> str:
    """What a status means for the user."""
    wait = re.fullmatch(r"[0-9]{1,6}", str(answer.headers.get("Retry-After", "")))
    default = "the site is in trouble; try again later" if answer.status >= 500 else f"the site gives no page; {SAVE}"
    said = _MEANING.get(answer.status, default).format(wait=f"{wait[0]} seconds " if wait else "")
    return f"HTTP {answer.status}: {said}"
