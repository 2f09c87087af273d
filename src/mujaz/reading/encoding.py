"""From bytes to text: what the file says of itself, what its bytes show, and the mojibake of others undone."""

from __future__ import annotations

import codecs
import re
import shlex
from math import log
from typing import TYPE_CHECKING

from mujaz.errors import InputError
from mujaz.text.arabic import arabic_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAMPLE = 65_536  # bytes looked at to tell an encoding: some 5,000 Arabic words, and a NUL comes early in every binary format
_MOSTLY = 0.3  # share of Arabic among letters from which a text is Arabic; the corpus' lowest article has 0.86

# The encodings of one byte a letter that Arabic text is found in, likeliest first, in Python's spelling and the usual one.
_BYTES = {"cp1256": "windows-1256", "iso8859_6": "ISO-8859-6"}

# How often each letter stands in Arabic news (the 36 articles of EASC and AraNews), in thousandths.
_THOUSANDTHS = (
    "ا155 ل118 ي74 م65 و55 ت50 ن49 ر45 ة36 ع34 ب33 د30 ف25 س25 ق23 ه21 ك20 أ18 ح16 ج15 ط11 ش10 ى9 ص9 خ8 ز7 ض6 إ6 ذ6 ث6 ئ5 غ3 ء3"
    " ظ2 ؤ2 آ1 ـ1"
)
_LETTERS = {entry[0]: log(int(entry[1:]) / 1000) for entry in _THOUSANDTHS.split()}
_SIGN, _STRANGE = log(0.002), log(0.00001)
_SIGNS = frozenset("،؛؟٪«»“”‘’…–—٠١٢٣٤٥٦٧٨٩ًٌٍَُِّْ\xa0\u200c\u200d\u200e\u200f")
# A mean below this is no Arabic: texts of the corpus lie between -3.0 and -2.7 in their own encoding, and below -4.5 in another.
_LIKELY = -4.0


def plausibility(text: str) -> float:
    """How likely the signs beyond ASCII of a text are in Arabic: the mean of their logarithms; 0 when there is none."""
    return _mean([c for c in text if c > "\x7f"])


def _mean(letters: Sequence[str]) -> float:
    return sum(_LETTERS.get(c, _SIGN if c in _SIGNS else _STRANGE) for c in letters) / max(1, len(letters))


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of some bytes.

    Args:
        data: The bytes.
        name: What to call them in an error.
        declared: The encoding that a server or the file itself names; believed when the text is Arabic in it.

    Returns:
        The text without a byte-order mark, and what was done that a reader may want to know.

    Raises:
        InputError: It is binary, damaged, or in no known encoding.
    """
    text, notes = _decoded(data, name, declared)
    mended, how = mend(text.removeprefix("\ufeff"))
    return mended, (*notes, *how)


def decode_line(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of one line of a file that begins as UTF-8, and what was done; a line in another encoding is read for itself.

    Raises:
        InputError: It is binary, damaged, or in no known encoding.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return decode(data, name)
    return mend(text.removeprefix("\ufeff"))  # also inside of a file: of tables that were put one behind the other


def begins_as_utf8(head: bytes) -> bool:
    """Whether the first bytes of a file are UTF-8, a letter cut at their end and single damaged ones set aside."""
    if b"\0" in head:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _mostly_utf8(head)
    return True


def _decoded(data: bytes, name: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, kind in (
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return _strictly(data, kind, name), () if kind == "utf-8" else (f"read as {kind.upper()}",)
    if wide := _wide(data):
        return _strictly(data, wide, name), (f"read as {wide}",)
    if b"\0" in data[:SAMPLE]:
        raise InputError(f"{name}: a binary file; give the article as text, HTML, PDF, DOCX, JSON, CSV or a feed.")
    if declared and (text := _believed(data, declared)) is not None:
        return text, () if _is_utf8(declared) else (f"read as {declared}, as declared",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _guessed(data, name, error)


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def _believed(data: bytes, declared: str) -> str | None:
    """The text in a declared encoding, unless that is unknown, does not fit, or makes no Arabic of it."""
    try:
        # What is declared as Latin-1 is windows-1252 to every browser (WHATWG Encoding), and neither has Arabic letters.
        text = data.decode(declared)
    except (LookupError, UnicodeError):  # also of `undefined`, a codec that only fails
        return None
    return text if _is_utf8(declared) or plausibility(text[:SAMPLE]) >= _LIKELY else None


def _strictly(data: bytes, kind: str, name: str) -> str:
    try:
        return data.decode(kind)
    except UnicodeDecodeError as error:
        raise InputError(_damaged(name, kind.upper(), data, error)) from None


def _guessed(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    """The text in the encoding of one byte a letter in which it is likeliest Arabic."""
    if arabic_share(data.decode("utf-8", errors="ignore")) >= _MOSTLY and _mostly_utf8(data):
        raise InputError(_damaged(name, "UTF-8", data, error))
    best = max(_candidates(data), key=lambda scored: scored[0], default=(_STRANGE, ""))
    if best[0] < _LIKELY:
        where = f"byte {error.start} is 0x{data[error.start]:02x}"
        raise InputError(f"{name}: not UTF-8 ({where}), nor an encoding of Arabic that mujaz knows; give it as UTF-8.")
    return _strictly(data, best[1], name), (f"read as {_BYTES[best[1]]}, by its letters",)


def _candidates(data: bytes) -> Iterator[tuple[float, str]]:
    high = bytes(byte for byte in data[:SAMPLE] if byte > 0x7F)
    for kind in _BYTES:
        try:
            data.decode(kind)
        except UnicodeDecodeError:
            continue
        yield _mean(high.decode(kind)), kind


def _mostly_utf8(data: bytes) -> bool:
    """Whether most of what is beyond ASCII is UTF-8, so that the file is damaged UTF-8 and no other encoding."""
    good = sum(c > "\x7f" for c in data.decode("utf-8", errors="ignore"))
    return 4 * good > sum(byte > 0x7F for byte in data)  # two bytes a letter; half of them lost is no longer most


def _damaged(name: str, kind: str, data: bytes, error: UnicodeDecodeError) -> str:
    quoted = shlex.quote(name) if name != "-" else ""
    return (
        f"{name}: damaged or cut short: byte {error.start} is 0x{data[error.start]:02x}, which is not {kind}, and the rest is. "
        f"Get the file again, or leave out what is broken: iconv -c -f {kind} -t UTF-8 {quoted}".rstrip()
    )


def _wide(data: bytes) -> str | None:
    """Name the encoding of two or four bytes a letter in which the data is Arabic, if there is one."""
    if b"\0" not in data[:SAMPLE] and len(data) % 2:
        return None
    for kind in ("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"):
        sample = data[: SAMPLE - SAMPLE % 4].decode(kind, errors="ignore")
        letters = sum("\u0621" <= c <= "\u064a" for c in sample)
        # Any pairs of bytes make some signs: only mostly Arabic letters, spaces and ASCII are text of such an encoding.
        plain = letters + sum(c <= "\x7f" for c in sample)
        if letters >= _MOSTLY * max(1, len(sample)) and plain >= 0.9 * len(sample):
            return kind
    return None


# Each: what the bytes were taken for, and what they were. Text whose letters were decoded wrongly is still there, sign for sign.
_MISTAKES = (
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1256", "utf-8"),
    ("mac_roman", "utf-8"),
    ("cp1252", "cp1256"),
    ("latin-1", "cp1256"),
)
_BETTER = 1.0  # a mended line must be e times likelier a letter; right lines mended by chance come nowhere near


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo mojibake, line by line: Arabic that was decoded as something else and stored so, once or twice over.

    Args:
        text: The text as it was decoded.

    Returns:
        The text, with the lines that are surely mojibake mended, and what was done.
    """
    if not _SUSPECT.search(text):
        return text, ()
    mended = [_mended(line) for line in text.split("\n")]
    kinds = dict.fromkeys(step for _, steps in mended for step in steps)
    notes = tuple(f"mended text that was {was} and had been read as {taken}" for taken, was in kinds)
    return "\n".join(line for line, _ in mended), notes


# What mojibake of Arabic is made of: the first bytes of its UTF-8 (D8 to DB) as Latin letters, or as ط ظ and signs; or the
# letters of windows-1256 as Latin ones.
_SUSPECT = re.compile(r"[ØÙÚÛÃÿ÷]|[طظ][^\u0621-\u064a\s.,،:]|[À-ÿ]{3}")


def _mended(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if not _SUSPECT.search(line):
        return line, ()
    once = [(better, (pair,)) for pair in _MISTAKES if (better := _undone(line, *pair)) is not None]
    # A text may have passed through two programs that got it wrong; a third was not seen.
    twice = [
        (better, (*steps, pair))
        for half, steps in once
        if _SUSPECT.search(half)
        for pair in _MISTAKES
        if (better := _undone(half, *pair)) is not None
    ]
    best, steps = max([*once, *twice], key=lambda tried: plausibility(tried[0]), default=(line, ()))
    likely = plausibility(best) >= max(_LIKELY, plausibility(line) + _BETTER) and arabic_share(best) > arabic_share(line) / 2
    return (best, steps) if likely and best != line else (line, ())


def _undone(line: str, taken: str, was: str) -> str | None:
    """A line taken back to the bytes it was, and read as what they were; `None` where that cannot be."""
    try:
        raw = b"".join(_byte(c, taken) for c in line)
        return raw.decode(was)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _byte(char: str, encoding: str) -> bytes:
    """One sign as a byte; the five bytes that windows-1252 leaves open are what browsers make of them, control signs."""
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        if "\x80" <= char <= "\x9f":
            return bytes([ord(char)])
        raise
