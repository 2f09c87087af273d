"""A DOCX to a document."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

from mujaz.errors import InputError
from mujaz.reading.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as Word

    Element = Any  # of lxml, which has no types

MAX_UNPACKED = 200_000_000  # bytes of all parts: a book of 1,000 pages has 20 MB of XML and perhaps 100 MB of pictures
MAX_XML = 50_000_000  # bytes of one part that is parsed; its tree takes ten times that
MAX_RATIO = 200  # the text of Word packs to a tenth or a twentieth; what packs to less than 1 in 200 is made to harm
_RATIO_FROM = 1_000_000  # bytes unpacked: below, no ratio does harm
MAX_PARTS = 10_000  # a part for each picture

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TABLE, _ROW, _CELL_TAG = (_WORD + tag for tag in ("p", "tbl", "tr", "tc"))
_HOLDERS = {_WORD + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_BREAKS = {_WORD + "tab": " ", _WORD + "br": "\n", _WORD + "cr": "\n", _WORD + "noBreakHyphen": "-"}
# What is deleted or moved away, what floats beside the text, and the second copy of a drawing for old programs.
_LEFT_OUT = {_WORD + tag for tag in ("del", "moveFrom", "txbxContent", "pPr", "rPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_CELL = " | "
_NO_TITLE = re.compile(r"\.(docx?|pdf|rtf|odt)\b|^untitled|^Word Document|^بدون عنوان|^مستند", re.IGNORECASE)
_NO_AUTHOR = re.compile(r"^(python-docx|user|admin|administrator|owner|pc|hp|dell|lenovo|unknown)\W*\d*$", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Document:
    """Reads the text of a DOCX: headings, paragraphs, items of lists, and tables a row a line.

    Args:
        data: The file.
        name: What to call it in errors.

    Returns:
        Its text in the order of the file, and the title, author and day of its properties where they are given.

    Raises:
        InputError: It is no DOCX, broken, locked, empty, or unpacks to more than the bounds.
    """
    _bounded(data, name)
    try:
        word = _opened(data)
        lines = [line for line in _lines(word.element.body) if line]
        notes = tuple(_notes(word))
        title, author = _properties(word)
    except MemoryError:
        raise
    # A broken file can fail anywhere in the library, with any error; to its reader it is all the same.
    except Exception as error:  # noqa: BLE001
        raise InputError(
            f"{name}: a broken DOCX ({type(error).__name__}); get the file again, or open it in Word and save it anew."
        ) from None
    if not lines:
        raise InputError(f"{name}: no text in it; if it holds pictures of pages, read them by OCR first.")
    return Document(text="\n\n".join(lines), title=title, author=author, notes=notes)


def _bounded(data: bytes, name: str) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # the container of Office 97, and of what Office locks with a password
        raise InputError(f"{name}: an old Word file, or one locked with a password; open it and save it as DOCX without one.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError) as error:
        raise InputError(f"{name}: not a DOCX, or cut short ({error}); get the file again.") from None
    if "word/document.xml" not in {part.filename for part in parts}:
        raise InputError(f"{name}: not a DOCX: a ZIP without word/document.xml; save it as DOCX.")
    size = sum(part.file_size for part in parts)
    largest = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if size > MAX_UNPACKED or largest > MAX_XML or len(parts) > MAX_PARTS:
        raise InputError(f"{name}: unpacks to {size // 1_000_000} MB in {len(parts)} parts; copy the article to a new DOCX.")
    if size > _RATIO_FROM and size > MAX_RATIO * len(data):
        raise InputError(f"{name}: unpacks to {size // len(data)} times its size; copy the article to a new DOCX.")


def _opened(data: bytes) -> Word:
    from docx import Document as open_word  # noqa: N813, PLC0415  (it is a function; 200 ms, and only for a DOCX)

    return open_word(io.BytesIO(data))


def _lines(inside: Element) -> Iterator[str]:
    """The paragraphs and tables of an element in order, also those in fields of a form and in tracked insertions."""
    for element in inside:
        if element.tag == _P:
            yield _text(element)
        elif element.tag == _TABLE:
            yield "\n".join(row for row in map(_row, element.iter(_ROW)) if row.strip(_CELL))
        elif element.tag in _HOLDERS:
            yield from _lines(element)


def _row(row: Element) -> str:
    """A row as a line. A table inside a cell is written in the cell, and its rows are not rows of their own."""
    if next(row.iterancestors(_CELL_TAG), None) is not None:
        return ""
    cells = (cell for cell in row.iter(_CELL_TAG) if next(cell.iterancestors(_CELL_TAG), None) is None)
    return _CELL.join(" ".join(" ".join(_text(p) for p in cell.iter(_P)).split()) for cell in cells)


def _text(paragraph: Element) -> str:
    return "\n".join(" ".join(line.split()) for line in "".join(_pieces(paragraph)).split("\n")).strip()


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == _WORD + "t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _LEFT_OUT:
            yield from _pieces(child)


def _notes(word: Word) -> Iterator[str]:
    body = word.element.body
    for tag, what in (("footnoteReference", "footnotes"), ("endnoteReference", "endnotes"), ("commentReference", "comments")):
        if count := sum(1 for _ in body.iter(_WORD + tag)):
            yield f"left out {count} {what}"
    if count := sum(1 for _ in body.iter(_WORD + "del")):
        yield f"left out {count} deletions that are tracked"
    if count := sum(1 for _ in body.iter(_WORD + "txbxContent")):
        yield f"left out {count} text boxes"


def _properties(word: Word) -> tuple[str | None, str | None]:
    """Title and author, where they look like such; the day a file was made is not that of its article."""
    core = word.core_properties
    title, author = core.title.strip(), core.author.strip()
    named = title and not _NO_TITLE.search(title)
    known = author and not _NO_AUTHOR.search(author)
    return title if named else None, author if known else None
