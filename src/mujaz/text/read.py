"""First station: a path, standard input or a text becomes an `Article`, or a clear error."""

from __future__ import annotations

import hashlib
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
    name = str(source)
    data = _stdin() if name == "-" else _file(Path(source))
    return make_article(_decode(data, name), source=name)


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
    if path.is_dir():
        raise InputError(f"{path}: a folder; give one file of it.")
    try:
        with path.open("rb") as file:
            return _bounded(file.read(MAX_BYTES + 1), str(path))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name, or pass '-' to read standard input.") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its permissions.") from None


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; cut it into articles first.")
    return data


def _decode(data: bytes, name: str) -> str:
    if b"\0" in data[:_BINARY_SAMPLE]:
        kind = _looks_like(data)
        hint = f"looks like {kind}; convert it first: iconv -f {kind} -t UTF-8" if kind.startswith("utf") else "a binary file"
        raise InputError(f"{name}: {hint}; mujaz reads plain UTF-8 text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        kind = _looks_like(data)
        raise InputError(
            f"{name}: not UTF-8 (byte {error.start} is 0x{data[error.start]:02x}); it looks like {kind}. "
            f"Convert it: iconv -f {kind} -t UTF-8 {name if name != '-' else ''}".rstrip()
        ) from None


def _looks_like(data: bytes) -> str:
    """Name the likeliest encoding, in the spelling iconv takes."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  (30 ms, and only for a file that is broken)

    best = from_bytes(data[:_BINARY_SAMPLE], cp_isolation=["cp1256", "iso8859_6", "utf_16", "utf_32", "cp1252"]).best()
    names = {"cp1256": "windows-1256", "iso8859_6": "ISO-8859-6", "cp1252": "windows-1252"}
    return names.get(best.encoding, best.encoding.replace("_", "-")) if best else "an unknown encoding"


def _letters(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), None)
    return f"its letters are {unicodedata.name(letter, 'unknown').split()[0].title()}" if letter else "it has no letters"


def language_of(text: str) -> Literal["ar", "fa", "ur"]:
    """Tell Arabic from Persian and Urdu, which share its script, by the letters only they use."""
    if not looks_persian_or_urdu(text):
        return "ar"
    return "ur" if any(c in text for c in "ٹڈڑےں") else "fa"
