"""From a path, an address or standard input to articles: what it is, which reader it needs, and what its source says of it."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mujaz.errors import InputError
from mujaz.reading.document import MAX_BYTES, Document, noted
from mujaz.reading.encoding import SAMPLE, begins_as_utf8, decode
from mujaz.text.article import make_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mujaz.result import Article

_BLOCK = 65_536  # bytes of standard input read at once: what a pipe holds
# The Arab states by the top-level domain of a site: its country decides whose dirham or dinar an article means.
_COUNTRIES = frozenset("ae bh dj dz eg iq jo km kw lb ly ma mr om ps qa sa sd so sy tn ye".split())


@dataclass(frozen=True, slots=True)
class Ways:
    """How to read.

    Attributes:
        column: The column of a table that holds the text; `None` takes the first with a usual name.
        private: Whether addresses of private networks may be fetched.
    """

    column: str | None = None
    private: bool = False


def written(text: str) -> str:
    """A text that can be written: half of a surrogate pair, as in a file name that is no UTF-8, becomes its escape."""
    return text.encode(errors="backslashreplace").decode()


def is_address(source: str) -> bool:
    """Whether a text is the address of a page, and no path and no article."""
    return source[:8].lower().startswith(("http://", "https://")) and not any(c.isspace() for c in source)


def read(source: str | Path, ways: Ways | None = None, item: int | None = None) -> Article:
    """Read one article.

    Args:
        source: A path, `-` for standard input, or the address of a page.
        ways: How to read it.
        item: Which article to take of a folder, table or feed, counted from 1.

    Returns:
        The article, with what its source says of it and what was done to read it.

    Raises:
        InputError: It cannot be read, has no Arabic in it, or holds several articles and none was chosen.
    """
    found = list(islice(read_all(source, ways), item or 2))
    if item is None and len(found) > 1:
        raise InputError(f"{source}: holds several articles; choose one with --item N, counted from 1 (mujaz read lists them).")
    if item is not None and len(found) < item:
        raise InputError(f"{source}: --item {item}: it holds {len(found)}.")
    if not found:
        raise InputError(f"{source}: nothing in it that can be read; give a file.")
    chosen = found[-1]
    if isinstance(chosen, InputError):
        raise chosen
    return chosen


def read_all(source: str | Path, ways: Ways | None = None) -> Iterator[Article | InputError]:
    """Read every article of a file, folder, table, feed or page, one after the other.

    What cannot be used is given as the error that says why, in its place, and the others go on.

    Raises:
        InputError: Nothing of it can be read.
    """
    ways = ways or Ways()
    if not is_address(str(source)) and str(source) != "-" and _is_folder(Path(source)):
        yield from _folder(Path(source), ways)
        return
    for document in _documents(str(source), ways):
        try:
            yield document if isinstance(document, InputError) else article_of(document, str(source))
        except InputError as error:
            yield error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # too long, or no name at all: what is wrong with it is told when it is opened


def _folder(folder: Path, ways: Ways) -> Iterator[Article | InputError]:
    for path in files_of(folder):
        if isinstance(path, InputError):
            yield path
            continue
        try:
            yield from read_all(path, ways)
        except InputError as error:
            yield error


def files_of(folder: Path) -> Iterator[Path | InputError]:
    """Every file of a folder and of those in it, in the order of their names; hidden ones are left out.

    A folder that may not be looked into is given as the error that says so.
    """
    closed: list[OSError] = []
    found = [Path(root, name) for root, _, names in os.walk(folder, onerror=closed.append) for name in names]
    for path in sorted(found):
        if _may_be_read(path) and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
    for error in closed:
        yield InputError(f"{error.filename}: a folder that cannot be read ({error.strerror}); check its permissions.")


def _may_be_read(path: Path) -> bool:
    """Whether it is a file, and no pipe or device; what cannot even be asked counts as one, and says why when it is opened."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False  # a link to nothing
    except OSError:
        return True


def article_of(document: Document, source: str) -> Article:
    """The article of a document, with what its source says of it.

    Raises:
        InputError: It is empty or has no Arabic in it.
    """
    article = make_article(document.text, source=written(document.source or source))
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    domain = host.rsplit(".", 1)[-1]
    return article.model_copy(
        update={
            "title": written(document.title) if document.title else None,
            "author": written(document.author) if document.author else None,
            "site": written(document.site or host) or None,
            "url": document.url,
            "published": document.published,
            "country": domain.upper() if domain in _COUNTRIES else None,
            "notes": document.notes,
        }
    )


def _documents(source: str, ways: Ways) -> Iterable[Document | InputError]:
    """The texts of one file, stream or page."""
    if is_address(source):
        from mujaz.reading.web import fetch  # noqa: PLC0415

        page = fetch(source, private=ways.private)
        made = _of_bytes(page.data, _Hints(source, page.media_type, page.charset, page.url), ways)
        return [noted(document, page.notes) for document in made]
    return _of_bytes(_stdin(), _Hints(source), ways) if source == "-" else _of_file(source, ways)


def _of_file(source: str, ways: Ways) -> Iterator[Document | InputError]:
    """The texts of one file: a table record by record, whatever its size, and anything else whole."""
    hints = _Hints(source)
    with opened(Path(source)) as file:
        try:
            head = file.peek(SAMPLE)
            kind = _kind(head, hints)
            if kind == "parquet":
                from mujaz.reading.parquet import read_parquet  # noqa: PLC0415

                yield from read_parquet(file, source, ways.column)
                return
            if kind in {"jsonl", "csv"} and begins_as_utf8(head):
                from mujaz.reading import streams  # noqa: PLC0415

                stream = streams.stream_csv if kind == "csv" else streams.stream_json_lines
                yield from stream(file, source, ways.column)
                return
            data = _bounded(file.read(MAX_BYTES + 1), source)
        except OSError as error:
            raise _unreadable(Path(source), error) from None
    yield from _of_bytes(data, hints, ways)


@dataclass(frozen=True, slots=True)
class _Hints:
    """What is known of some bytes before they are looked at."""

    name: str
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None


def _of_bytes(data: bytes, hints: _Hints, ways: Ways) -> Iterable[Document | InputError]:
    kind = _kind(data, hints)
    if kind == "pdf":
        from mujaz.reading.pdf import read_pdf  # noqa: PLC0415

        return [read_pdf(data, hints.name)]
    if kind == "docx":
        from mujaz.reading.docx import read_docx  # noqa: PLC0415

        return [read_docx(data, hints.name)]
    if kind == "feed":
        from mujaz.reading.feed import read_feed  # noqa: PLC0415

        return read_feed(data, hints.name)
    if kind == "parquet":
        from mujaz.reading.parquet import read_parquet  # noqa: PLC0415

        return read_parquet(io.BytesIO(data), hints.name, ways.column)
    return _of_text(data, kind, hints, ways)


def _of_text(data: bytes, kind: str, hints: _Hints, ways: Ways) -> Iterable[Document | InputError]:
    from dataclasses import replace  # noqa: PLC0415

    if kind == "html":
        from mujaz.reading.html import declared_encoding, read_html  # noqa: PLC0415

        html, notes = decode(data, hints.name, hints.charset or declared_encoding(data))
        return [replace(read_html(html, hints.name, hints.url), notes=notes)]
    text, notes = decode(data, hints.name, hints.charset)
    from mujaz.reading import tables  # noqa: PLC0415

    if kind == "text" and (kind := tables.kind_of(text, ways.column)) == "text":
        return [Document(text, url=hints.url, notes=notes)]
    if kind == "csv":
        found = tables.read_csv(io.StringIO(text, newline=""), hints.name, ways.column)
    else:
        found = (tables.read_json if kind == "json" else tables.read_json_lines)(text, hints.name, ways.column)
    return (noted(document, notes) for document in found)


_BY_NAME = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv",
    ".tsv": "csv", ".parquet": "parquet", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
_BY_TYPE = {
    "text/html": "html", "application/xhtml+xml": "html", "application/json": "json", "application/rss+xml": "feed",
    "application/atom+xml": "feed", "text/csv": "csv", "application/x-ndjson": "jsonl",
    "application/vnd.apache.parquet": "parquet",
}  # fmt: skip


def _kind(data: bytes, hints: _Hints) -> str:
    """What some bytes are: by their own first bytes, by the server's word, by the name, else text."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "docx"  # or another ZIP, or an old Word file: `docx` says which
    if data.startswith(b"PAR1"):
        return "parquet"
    for mark, (what, mend) in _NO_TEXT.items():
        if data.startswith(mark):
            raise InputError(f"{hints.name}: {what}; {mend}.")
    head = re.sub(rb"\A(?:<!--.*?-->\s*)+", b"", head, flags=re.DOTALL)
    if head.startswith((b"<rss", b"<feed", b"<rdf:rdf")) or (head.startswith(b"<?xml") and _is_feed(head)):
        return "feed"
    told = _BY_TYPE.get(hints.media_type or "") or _BY_NAME.get(Path(hints.name).suffix.lower())
    # A table that does not begin with a tag is one though the text of its first article is a whole page.
    table = told in {"json", "jsonl", "csv"} and not head.startswith(b"<")
    if head.startswith((b"<!doctype html", b"<html")) or (b"<html" in head and not table):
        return "html"
    if head.startswith(b"<?xml") and told is None:
        raise InputError(f"{hints.name}: XML that is neither a page nor a feed; give its text, or the page itself.")
    return told or ("html" if _FRAGMENT.match(head) else "text")


# The first bytes of what holds no text that mujaz reads, and what mends it.
_OCR = ("a picture", "read its text by OCR: tesseract IMAGE out -l ara")
_NO_TEXT = {
    b"\x89PNG\r\n": _OCR,
    b"\xff\xd8\xff": _OCR,
    b"GIF8": _OCR,
    b"{\\rtf": ("an RTF file", "open it and save it as DOCX"),
    b"\x1f\x8b\x08": ("packed by gzip", "unpack it first: gunzip"),
}
# A piece of a page without its head.
_FRAGMENT = re.compile(rb"<(?:p|div|article|section|main|h[1-6]|meta|body)[\s>]")


def _is_feed(head: bytes) -> bool:
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def decoded(path: Path) -> str:
    """The text of a file, or of standard input when the path is `-`.

    Raises:
        InputError: It is missing, a folder, too large, binary or in no known encoding.
    """
    return decode(_stdin() if str(path) == "-" else file_bytes(path), str(path))[0]


def _stdin() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("no article on standard input; give a file, or pipe one in: mujaz summarize article.txt")
    # Past Python's own buffer: a thread that waits for a pipe would hold its lock, and Python does not end while one does.
    raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    data = bytearray()
    while len(data) <= MAX_BYTES and (block := raw.read(_BLOCK)):
        data += block
    return _bounded(bytes(data), "-")


def file_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: It is missing, a folder, too large or cannot be read.
    """
    with opened(path) as file:
        try:
            return _bounded(file.read(MAX_BYTES + 1), str(path))
        except OSError as error:
            raise _unreadable(path, error) from None


def opened(path: Path) -> io.BufferedReader:
    """A file, open for reading.

    Raises:
        InputError: It is missing, a folder or cannot be opened.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path}: a folder; give one file of it.")
        return io.BufferedReader(path.open("rb", buffering=0), SAMPLE)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name, or pass '-' to read standard input.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError | ValueError) -> InputError:
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    long = number == errno.ENAMETOOLONG
    shown = f"{str(path)[:80]}…" if long else path
    mend = "for a text, use '-'" if long else "check its name and permissions"
    return InputError(f"{shown}: cannot be read ({os.strerror(number or errno.EIO)}); {mend}.")


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_BYTES // 1_000_000} MB; cut it into articles first, or give "
            "the path of one table, which may have any size: .jsonl or .csv in UTF-8, or .parquet."
        )
    return data
