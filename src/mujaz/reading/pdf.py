"""A PDF to a document.

The library runs in a process of its own. A PDF of a few kilobytes can keep any reader busy for hours or fill all memory,
in more ways than can be checked beforehand (a table of letters for four billion codes, pictures drawn in one another); a
process can be ended.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

from mujaz.errors import InputError
from mujaz.reading.document import Document
from mujaz.reading.pdf_glyphs import Drawn, draw
from mujaz.reading.pdf_layout import Laid, lay_out
from mujaz.reading.pdf_words import mend, must_be_named

MAX_BYTES = 100_000_000  # a newspaper with all its pictures has 30 MB
MAX_SECONDS = 600  # 2,000 pages of 1,250 letters were read in 240 seconds of one core's time
MAX_MEMORY = 2_000_000_000  # bytes; these 2,000 pages took 0.7 GB

_HEADER_WITHIN = 1_024  # bytes: where Acrobat looks for the header too; some servers put lines of their own before it
_SHORTEST_TITLE = 8  # letters; «report1» is no title
# What programs write for a title: names of files, and their own names.
_NO_TITLE = re.compile(
    r"\.(docx?|pdf|indd|qxp|pub|rtf|odt|tex|html?)\b|^Microsoft Word|^untitled|^بدون عنوان|^مستند|[\\/]", re.IGNORECASE
)
_NO_AUTHOR = re.compile(r"^(user|admin|administrator|owner|pc|hp|dell|lenovo|unknown|anonymous)\W*\d*$|@|[\\/]", re.IGNORECASE)


def read_pdf(data: bytes, name: str) -> Document:
    """Reads the text of a PDF in reading order.

    Args:
        data: The file.
        name: What to call it in errors.

    Returns:
        Its text, and the title and author of its metadata where they look like such.

    Raises:
        InputError: It is no PDF, broken, locked with a password, scanned, without Arabic letters that can be known, or passes
            a bound of size, pages, time or memory.
    """
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise InputError(f"{name}: not a PDF, or its beginning is missing; get the file again.")
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; print the pages of the article to a new PDF.")
    if not sys.executable or getattr(sys, "frozen", False):
        return read_here(data, name)  # there is no interpreter to start: Python is built into another program
    return _read_apart(data, name)


def read_here(data: bytes, name: str) -> Document:
    """Does the work of `read_pdf` in this process, with no bound of time and memory.

    Raises:
        InputError: As `read_pdf` does.
    """
    drawn = draw(data, name)
    _must_have_text(drawn, name)
    laid = lay_out(drawn.pages)
    if not laid.paragraphs:
        raise InputError(f"{name}: only page numbers and running lines in it; give a PDF with the article's text.")
    mended = mend(laid.paragraphs, name)
    return Document(
        text="\n\n".join(mended.paragraphs),
        title=_title(drawn.info),
        author=_author(drawn.info),
        # No day: that on which a PDF was made may be years after the article's, and would settle «أمس» wrongly.
        notes=(*_notes(drawn, laid), *mended.notes),
    )


def _read_apart(data: bytes, name: str) -> Document:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "mujaz.reading.pdf_child"]
    given = json.dumps([name, MAX_MEMORY, MAX_SECONDS]).encode() + b"\n" + data
    try:
        done = subprocess.run(  # noqa: S603  (the words are constants)
            command, input=given, capture_output=True, timeout=MAX_SECONDS, check=False, env=environ
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"{name}: not read after {MAX_SECONDS} seconds; print the pages of the article to a new PDF.") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise InputError(
            f"{name}: cannot be read within {MAX_MEMORY // 1_000_000_000} GB of memory; print the article's pages to a new PDF."
        ) from None
    if "error" in answer:
        raise InputError(answer["error"])
    return Document(**{**answer, "notes": tuple(answer["notes"])})


def _must_have_text(drawn: Drawn, name: str) -> None:
    pages = drawn.pages
    sample = "".join(glyph.text for page in pages for glyph in page.glyphs)
    unnamed = sum(page.unnamed for page in pages)
    if not pages:
        raise InputError(f"{name}: a PDF without pages; get the file again, or open it and print it to a new PDF.")
    if sample.strip() or unnamed:
        must_be_named(len(sample), unnamed, sample, name)
        return
    if any(page.turned for page in pages):
        raise InputError(f"{name}: all its text stands askew; turn its pages upright and print it to a new PDF.")
    if any(page.images for page in pages):
        raise InputError(f"{name}: scanned: pictures of pages, and no text; read it by OCR: ocrmypdf -l ara")
    raise InputError(f"{name}: no text in it ({len(pages)} empty or drawn pages); read drawn letters by OCR: ocrmypdf -l ara")


def _notes(drawn: Drawn, laid: Laid) -> tuple[str, ...]:
    turned, unnamed = sum(page.turned for page in drawn.pages), sum(page.unnamed for page in drawn.pages)
    swapped = sum(page.swapped for page in drawn.pages)
    said = (
        (True, f"read from {len(drawn.pages)} PDF page{'s' * (len(drawn.pages) > 1)} by the places of the letters"),
        (laid.columned, f"read columns from the right on {laid.columned} pages"),
        (laid.numbers, f"left out {laid.numbers} page numbers"),
        (laid.running, f"left out what is repeated on pages: {'; '.join(laid.running)}"),
        (turned, f"left out {turned} letters that stand askew"),
        (unnamed, f"left out {unnamed} glyphs that stand for no letter"),
        (swapped, f"put {swapped} ligatures لا in order that the PDF names ال"),
    )
    return tuple(note for given, note in said if given)


def _title(info: dict[str, str]) -> str | None:
    title = " ".join(info.get("Title", "").replace("\0", "").split())
    return title if len(title) >= _SHORTEST_TITLE and not _NO_TITLE.search(title) and _readable(title) else None


def _author(info: dict[str, str]) -> str | None:
    author = " ".join(info.get("Author", "").replace("\0", "").split())
    return author if author and not _NO_AUTHOR.search(author) and _readable(author) else None


def _readable(text: str) -> bool:
    """Letters, and not those that Arabic bytes give when they are read as Latin."""
    return any(char.isalpha() for char in text) and not re.search("[\u0080-\u00bf\ufffd]|[\u00c0-\u00ff]{3}", text)
