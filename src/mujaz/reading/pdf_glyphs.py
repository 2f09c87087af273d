"""The glyphs of a PDF and where they stand: all that is taken from pdfminer, in bounds.

A PDF holds no text, only drawn glyphs; most programs draw a right-to-left line from its left end. So the order of drawing is
not used at all: each glyph keeps its place on the page, and `pdf_lines` reads from the places.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, LITERALS_LZW_DECODE, LITERALS_RUNLENGTH_DECODE, PDFStream
from pdfminer.utils import decode_text

from mujaz.errors import InputError

if TYPE_CHECKING:
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfinterp import PDFGraphicState
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import Matrix

MAX_PAGES = 2_000  # the longest reports of the United Nations have some 1,000
MAX_UNPACKED = 300_000_000  # bytes: ten times what a book of 1,000 pages and its fonts unpack to
MAX_GLYPHS = 10_000_000  # 2,000 pages of 5,000 letters, the fullest newspaper page there is

# The most that one byte of these can become: an LZW code of 12 bits stands for up to 4,096 bytes, a run of 2 bytes for 128.
_LZW_GROWTH, _RUN_GROWTH = 2_731, 64
# Fonts draw lam and alef as one glyph, and never alef and lam: whoever wrote these two as one had them the wrong way round.
_SWAPPED_LAM_ALEF = re.compile("[اأإآٱ]ل")
_LEAN = 0.1  # a tangent of 6 degrees: lines of a skewed page are read, those of a slanted stamp are not


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn glyph, or several that the file says are one piece of text.

    Attributes:
        text: What it stands for, in reading order: one letter, or those of a ligature.
        x0: Left end, in points.
        x1: Right end.
        y: Baseline, upwards.
        size: Height of the font.
        exact: The file gives this text for this very place (ActualText), so brackets in it are not mirrored.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    exact: bool = False


@dataclass(slots=True)
class Page:
    """What is drawn on a page.

    Attributes:
        glyphs: All upright glyphs that stand for a text.
        images: How many pictures there are.
        turned: How many glyphs stand askew, and are left out.
        unnamed: How many glyphs stand for nothing that is known.
        swapped: How many glyphs of a lam-alef were put in order.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    images: int = 0
    turned: int = 0
    unnamed: int = 0
    swapped: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole PDF.

    Attributes:
        pages: Its pages.
        info: Its entries of metadata, decoded: Title, Author, CreationDate, Producer, …
    """

    pages: list[Page]
    info: dict[str, str]


def draw(data: bytes, name: str) -> Drawn:
    """Finds the glyphs of a PDF.

    Args:
        data: The file.
        name: What to call it in errors.

    Returns:
        All pages.

    Raises:
        InputError: It is broken, locked with a password, or larger than the bounds.
    """
    try:
        document = PDFDocument(_Parser(io.BytesIO(data)))
        return Drawn(_pages(document, name), _info(document))
    except (InputError, MemoryError):
        raise
    except PDFPasswordIncorrect:
        raise InputError(f"{name}: locked with a password; open it with the password and print it to a new PDF.") from None
    except PDFEncryptionError as error:
        raise InputError(f"{name}: encrypted in a way that cannot be read ({error}); print it to a new PDF.") from None
    except _TooMuchError as error:
        raise InputError(f"{name}: {error}; print the pages you need to a new PDF.") from None
    # A broken file can fail anywhere in the library, with any error; to its reader it is all the same.
    except Exception as error:  # noqa: BLE001
        raise InputError(
            f"{name}: a broken PDF ({type(error).__name__}); get the file again, or open it and print it to a new PDF."
        ) from None


def _pages(document: PDFDocument, name: str) -> list[Page]:
    manager = PDFResourceManager()
    device = _Device(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        if len(device.pages) == MAX_PAGES:
            raise InputError(f"{name}: more than {MAX_PAGES:,} pages; print those of the article to a new PDF.")
        device.pages.append(Page())
        interpreter.process_page(page)
    for drawn in device.pages:
        named = [glyph for glyph in drawn.glyphs if _known(glyph.text)]
        drawn.unnamed = len(drawn.glyphs) - len(named)
        drawn.glyphs = _with_marks(named)
    return device.pages


def _with_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Writes each mark behind the letter it is drawn with.

    A mark has no width, and where its pen stands is left to the font. But it is drawn next to its letter: behind it where
    letters are drawn in reading order, before it where a line is drawn from its left end.
    """
    letters = [at for at, glyph in enumerate(glyphs) if glyph.text[0].isalpha()]
    marks: dict[int, str] = {}
    for at, glyph in enumerate(glyphs):
        if _is_mark(glyph.text):
            after = bisect_left(letters, at)
            base = _base(glyph, glyphs, letters[max(after - 1, 0) : after + 1])
            marks[base] = marks.get(base, "") + glyph.text
    bare = ((at, glyph) for at, glyph in enumerate(glyphs) if not _is_mark(glyph.text))
    return [replace(glyph, text=glyph.text + marks[at]) if at in marks else glyph for at, glyph in bare]


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(char) == "Mn" for char in text)


def _base(mark: Glyph, glyphs: list[Glyph], beside: list[int]) -> int:
    """Which of the letters drawn before and after a mark it belongs to."""
    near = [at for at in beside if abs(glyphs[at].y - mark.y) < mark.size and abs(glyphs[at].x0 - mark.x0) < 2 * mark.size]
    if len(near) < 2:
        return near[0] if near else -1
    before, after = (glyphs[at] for at in near)
    latin = unicodedata.bidirectional(before.text[0]) == "L" and not before.exact
    return near[1] if after.x0 > before.x0 and not latin else near[0]


def _known(text: str) -> bool:
    """A glyph of a control character, of a private one or of none says nothing about the letter it draws."""
    return any(unicodedata.category(char)[0] != "C" for char in text) and "\ufffd" not in text


def _info(document: PDFDocument) -> dict[str, str]:
    entries: dict[str, str] = {}
    for info in document.info:
        for key, value in info.items():
            entries[str(key)] = decode_text(value) if isinstance(value, bytes) else str(value)
    return entries


class _TooMuchError(Exception):
    """A bound is passed."""


class _Budget:
    """What may still be unpacked, over all streams of a file."""

    def __init__(self) -> None:
        self.left = MAX_UNPACKED

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _TooMuchError(f"it unpacks to more than {MAX_UNPACKED // 1_000_000} MB")


class _Parser(PDFParser):
    """The library's parser, whose streams are bounded: it would unpack a bomb of 1 MB to 1 GB before it looked at it."""

    def __init__(self, file: io.BytesIO) -> None:
        self._budget = _Budget()
        super().__init__(file)

    def push(self, *objs: Any) -> None:  # noqa: ANN401  (the library's own type for what a PDF holds)
        super().push(*((place, self._bounded(obj)) for place, obj in objs))

    def _bounded(self, obj: Any) -> Any:  # noqa: ANN401  (the same)
        if type(obj) is not PDFStream:
            return obj
        stream = _Stream(obj.attrs, obj.rawdata or b"", obj.decipher)
        stream.budget = self._budget
        return stream


class _Stream(PDFStream):
    """A stream that is counted before the library unpacks it."""

    budget: _Budget

    def decode(self) -> None:
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for kind, _ in self.get_filters():
            if kind in LITERALS_FLATE_DECODE:
                data = self._inflate(data)
            elif kind in LITERALS_LZW_DECODE or kind in LITERALS_RUNLENGTH_DECODE:
                self.budget.spend(len(data) * (_LZW_GROWTH if kind in LITERALS_LZW_DECODE else _RUN_GROWTH))
        super().decode()

    def _inflate(self, data: bytes) -> bytes:
        """What the data unpacks to, so that a second filter behind the first is counted as well."""
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(data, self.budget.left + 1)
        except zlib.error:  # damaged: the library takes it up byte by byte, and no byte gives more than deflate's 1,032
            self.budget.spend(len(data))
            return b""
        self.budget.spend(len(unpacked))
        return unpacked


class _Device(PDFTextDevice):
    """Keeps the glyphs of each page where the library would draw them."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.pages: list[Page] = []
        self._count = 0
        self._tags: list[tuple[str | None, int]] = []  # of each open marked content, its text if any and the first glyph

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:  # noqa: ARG002  (the library's signature)
        self._tags.clear()

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ANN401, ARG002  (the library's signature)
        text = props.get("ActualText") if isinstance(props, dict) else None
        self._tags.append((decode_text(text) if isinstance(text, bytes) else None, len(self.pages[-1].glyphs)))

    def end_tag(self) -> None:
        text, start = self._tags.pop() if self._tags else (None, 0)
        glyphs = self.pages[-1].glyphs
        drawn = glyphs[start:]
        if text is None or not drawn or max(g.y for g in drawn) - min(g.y for g in drawn) > drawn[0].size:
            return  # a text over several lines has no one place; its glyphs do
        x0, x1 = min(g.x0 for g in drawn), max(g.x1 for g in drawn)
        glyphs[start:] = [Glyph(text, x0, x1, drawn[0].y, drawn[0].size, exact=True)] if text else []

    def do_tag(self, tag: PSLiteral, props: Any = None) -> None:  # noqa: ANN401
        """A mark without content changes nothing."""

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002  (the library's signature)
        self.pages[-1].images += 1

    def render_char(  # noqa: PLR0913, PLR0917  (the library's signature)
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        self._count += 1
        if self._count > MAX_GLYPHS:
            raise _TooMuchError(f"more than {MAX_GLYPHS:,} letters are drawn in it")
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        if _SWAPPED_LAM_ALEF.fullmatch(text):
            text = text[::-1]
            self.pages[-1].swapped += 1
        width, place = font.char_width(cid), font.char_disp(cid)
        char = LTChar(matrix, font, fontsize, scaling, rise, text, width, place, ncs, graphicstate)
        a, b, _, d, _, y = matrix
        if a > 0 and d > 0 and abs(b) <= _LEAN * a:
            self.pages[-1].glyphs.append(Glyph(text, char.x0, char.x1, y, char.size))
        else:
            self.pages[-1].turned += 1
        return char.adv
