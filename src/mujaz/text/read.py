"""First station: a path, standard input or a text becomes an `Article`, or a clear error."""

from __future__ import annotations

import errno
import hashlib
import re
import shlex
import sys
import unicodedata
from pathlib import Path
from typing import Literal

from mujaz.errors import InputError
from mujaz.result import Article
from mujaz.text.arabic import arabic_share, looks_persian_or_urdu

MAX_BYTES = 20_000_000
"""Largest input: 20 MB of UTF-8 Arabic are some 1.8 million words, twenty times the longest report anyone summarizes."""

_BINARY_SAMPLE = 65_536  # bytes looked at to tell a binary: a NUL comes early in every common binary format
_MOSTLY = 0.3  # share of Arabic among letters below which a text is not Arabic; the corpus' lowest article has 0.86


def read(source: str | Path) -> Article:
    r"""Read an article from a file, or from standard input when `source` is `-`.

    Args:
        source: A path, or `-`.

    Returns:
        The article; its text is what was decoded, with line ends made `\\n` and a byte-order mark dropped.

    Raises:
        InputError: It is missing, a folder, too large, binary, not UTF-8, empty, or has no Arabic in it.
    """
    return make_article(decoded(Path(source)), source=str(source))


def decoded(path: Path) -> str:
    """The text of a file, or of standard input when the path is `-`.

    Raises:
        InputError: It is missing, a folder, too large, binary or not UTF-8.
    """
    name = str(path)
    return _decode(_stdin() if name == "-" else _file(path), name)


def make_article(text: str, *, source: str = "text") -> Article:
    """Make an article of a text that is at hand.

    Args:
        text: The article.
        source: What to call its origin.

    Raises:
        InputError: It is empty or has no Arabic in it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{source}: the article is empty; give a text with at least one sentence.")
    if re.search(r"[\ud800-\udfff]", text):
        raise InputError(f"{source}: half of a surrogate pair in it, so it was decoded wrongly; decode its bytes as UTF-8.")
    if arabic_share(text) < _MOSTLY:
        raise InputError(f"{source}: no Arabic in it ({_letters(text)}); mujaz summarizes articles written in Arabic.")
    return article_of(text, source, language_of(text))


def article_of(text: str, source: str, language: Literal["ar", "fa", "ur"]) -> Article:
    """Build an `Article`, with its identity computed from the text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(id=digest[:12], source=source, sha256=digest, language=language, text=text)


def _stdin() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("no article on standard input; give a file, or pipe one in: mujaz summarize article.txt")
    return _bounded(sys.stdin.buffer.read(MAX_BYTES + 1), "-")


def _file(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{path}: a folder; give one file of it.")
        with path.open("rb") as file:
            return _bounded(file.read(MAX_BYTES + 1), str(path))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name, or pass '-' to read standard input.") from None
    except OSError as error:
        shown = f"{str(path)[:80]}…" if error.errno == errno.ENAMETOOLONG else path
        mend = "for a text, use '-'" if error.errno == errno.ENAMETOOLONG else "check its permissions"
        raise InputError(f"{shown}: cannot be read ({error.strerror}); {mend}.") from None


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; cut it into articles first.")
    return data


def _decode(data: bytes, name: str) -> str:
    try:
        if b"\0" not in data[:_BINARY_SAMPLE]:
            return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is 0x{data[error.start]:02x}"
        if arabic_share(data.decode("utf-8", errors="replace")) >= _MOSTLY:
            raise InputError(
                f"{name}: damaged or cut short: {where}, which is not UTF-8, and the rest is. Get the file again, or leave out "
                f"what is broken: {_iconv('UTF-8', name, '-c ')}"
            ) from None
        raise InputError(_not_utf8(name, f" ({where})", _wide(data) or _looks_like(data))) from None
    kind = _wide(data)
    raise InputError(_not_utf8(name, "", kind) if kind else f"{name}: a binary file; give the article as plain UTF-8 text.")


def _not_utf8(name: str, where: str, kind: str | None) -> str:
    if kind is None:
        return f"{name}: not UTF-8{where}, nor an encoding of Arabic that mujaz knows; give the article as plain UTF-8 text."
    return f"{name}: not UTF-8{where}; it looks like {kind}. Convert it: {_iconv(kind, name)}"


def _iconv(kind: str, name: str, option: str = "") -> str:
    return f"iconv {option}-f {kind} -t UTF-8 {shlex.quote(name) if name != '-' else ''}".rstrip()


def _wide(data: bytes) -> str | None:
    """Name the encoding of two or four bytes a letter in which the data is Arabic; `None`: it is a binary."""
    for kind in ("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"):
        if arabic_share(data[:_BINARY_SAMPLE].decode(kind, errors="ignore")) >= _MOSTLY:
            return kind
    return None


def _looks_like(data: bytes) -> str | None:
    """Name the likeliest encoding of one byte a letter, in the spelling iconv takes."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  (30 ms, and only for a file that is broken)

    names = {"cp1256": "windows-1256", "iso8859_6": "ISO-8859-6", "cp1252": "windows-1252"}
    best = from_bytes(data[:_BINARY_SAMPLE], cp_isolation=list(names)).best()
    return names.get(best.encoding) if best else None


def _letters(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), None)
    return f"its letters are {unicodedata.name(letter, 'unknown').split()[0].title()}" if letter else "it has no letters"


def language_of(text: str) -> Literal["ar", "fa", "ur"]:
    """Tell Arabic from Persian and Urdu, which share its script, by the letters only they use."""
    if not looks_persian_or_urdu(text):
        return "ar"
    return "ur" if any(c in text for c in "ٹڈڑےں") else "fa"
