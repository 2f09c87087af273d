"""Reading PDFs of several programs in reading order, and refusing what cannot be read."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.errors import InputError
from mujaz.reading import pdf, pdf_glyphs
from mujaz.reading.document import Document
from mujaz.reading.pdf import read_here, read_pdf
from mujaz.reading.pdf_glyphs import Glyph, Page
from mujaz.reading.pdf_layout import lay_out
from mujaz.reading.pdf_words import mend

FILES = Path(__file__).parent / "files"
TEXT = (FILES / "arabic.txt").read_text(encoding="utf-8").strip()
TEX = (FILES / "arabic.tex.pdf").read_bytes()


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def made(content: bytes, *, resources: str = "", more: tuple[bytes, ...] = (), filters: str = "", pages: str = "3 0 R") -> bytes:
    """A PDF of one page, whose objects 5, 6, … are `more`."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{pages}]/Count 1>>".encode(),
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
        stream(content, filters),
        *more,
    )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def cmap(ranges: str) -> bytes:
    return stream(f"begincmap 1 beginbfrange {ranges} endbfrange endcmap".encode())


FONT = "/Font<</F 5 0 R>>"
TWO_BYTES = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Subtype/CIDFontType2>>]>>"
DRAW = b"BT /F 12 Tf 50 700 Td <00010002000300040005> Tj ET"
IMAGE = stream(b"\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


@pytest.mark.parametrize("name", ["arabic.libreoffice", "arabic.chromium", "arabic.tex", "columns.chromium", "running.chromium"])
def test_programs(name: str) -> None:
    """The text comes back to the letter, with its paragraphs, whichever program made the PDF, in columns and over pages."""
    assert read_pdf((FILES / f"{name}.pdf").read_bytes(), name).text == TEXT


def test_mixed_directions() -> None:
    """Numbers, Latin words, addresses and brackets keep their order inside Arabic lines."""
    wanted = (FILES / "mixed.txt").read_text(encoding="utf-8").strip()
    assert read_here((FILES / "mixed.chromium.pdf").read_bytes(), "mixed").text == wanted


def test_metadata() -> None:
    """Title and author come from the metadata; the day it was made does not become that of publication."""
    document = read_pdf((FILES / "arabic.libreoffice.pdf").read_bytes(), "a.pdf")
    assert (document.title, document.author) == (TEXT.split("\n")[0], "هيئة التحرير")
    assert document.published is None


@pytest.mark.parametrize(
    ("info", "title", "author"),
    [
        ({"Title": "Microsoft Word - taqrir.docx", "Author": "user"}, None, None),
        ({"Title": "ÇáãÚÑÖ ÇáÏæáí", "Author": "C:\\Users\\x"}, None, None),
        ({}, None, None),
        ({"Title": "معرض الكتاب", "Author": "سعاد"}, "معرض الكتاب", "سعاد"),
    ],
)
def test_doubtful_metadata(info: dict[str, str], title: str | None, author: str | None) -> None:
    """Names of files and users, and mojibake, are not taken for a title or an author."""
    assert (pdf._title(info), pdf._author(info)) == (title, author)


def test_running_lines() -> None:
    """Page numbers and headers that repeat are left out, and the notes say so."""
    notes = read_here((FILES / "running.chromium.pdf").read_bytes(), "r").notes
    assert "left out 3 page numbers" in notes
    assert "left out what is repeated on pages: جريدة الموجز اليومية" in notes


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "not a PDF", id="empty"),
        pytest.param(b"PK\x03\x04", "not a PDF", id="zip"),
        pytest.param(b"%PDF-1.7\nnothing", "broken PDF|without pages", id="header-only"),
        pytest.param(TEX[:9000], "broken PDF|without pages|no text", id="cut-short"),
        pytest.param((FILES / "locked.pdf").read_bytes(), "locked with a password", id="locked"),
        pytest.param(made(b"", pages="").replace(b"/Type/Page/", b"/Type/Font/"), "without pages", id="no-pages"),
        pytest.param(made(b""), "no text in it", id="empty-page"),
        pytest.param(made(b"/I Do", resources="/XObject<</I 5 0 R>>", more=(IMAGE,)), "scanned.*ocrmypdf", id="scanned"),
        pytest.param(made(DRAW, resources=FONT, more=(TWO_BYTES, cmap(""))), "no letter .*ToUnicode", id="no-table"),
        pytest.param(
            made(b"BT /F 12 Tf (\xc7\xe1\xe3\xda\xd1\xd6 \xc7\xe1\xcf\xe6\xe1\xed) Tj ET", resources=FONT, more=(LATIN,)),
            "named wrongly",
            id="mojibake",
        ),
        pytest.param(made(b"BT /F 9 Tf 0 1 -1 0 9 9 Tm (AB) Tj ET", resources=FONT, more=(LATIN,)), "askew", id="turned"),
        pytest.param(
            made(zlib.compress(bytes(400_000_000)), filters="/Filter/FlateDecode"), "unpacks to more than 300 MB", id="bomb"
        ),
    ],
)
def test_bad_files(data: bytes, message: str) -> None:
    """What cannot be read is one line that names the file and the reason."""
    with pytest.raises(InputError, match=message) as caught:
        read_pdf(data, "bad.pdf")
    assert str(caught.value).startswith("bad.pdf: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("bound", "value", "message"), [("MAX_SECONDS", 1, "not read after"), ("MAX_MEMORY", 200_000_000, "GB of memory")]
)
def test_endless_table(monkeypatch: pytest.MonkeyPatch, bound: str, value: int, message: str) -> None:
    """A table of four billion letters is ended by the bound of time, and by that of memory."""
    monkeypatch.setattr(pdf, bound, value)
    data = made(DRAW, resources=FONT, more=(TWO_BYTES, cmap("<00000000> <ffffffff> <0041>")))
    with pytest.raises(InputError, match=message):
        read_pdf(data, "endless.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no bound of time there")
def test_a_reader_that_is_left_alone_ends() -> None:
    """The process that reads a PDF ends after its time, though the one that started it is gone."""
    data = made(DRAW, resources=FONT, more=(TWO_BYTES, cmap("<00000000> <ffffffff> <0041>")))
    command = [sys.executable, "-m", "mujaz.reading.pdf_child"]
    given = json.dumps(["endless.pdf", pdf.MAX_MEMORY, 1]).encode() + b"\n" + data
    done = subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603  (our own command)
    assert -done.returncode in {signal.SIGXCPU, signal.SIGKILL}


def test_page_and_size_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many pages, letters or bytes are refused."""
    data = (FILES / "running.chromium.pdf").read_bytes()
    for module, bound, value in ((pdf_glyphs, "MAX_PAGES", 2), (pdf_glyphs, "MAX_GLYPHS", 9), (pdf, "MAX_BYTES", 9)):
        with monkeypatch.context() as patch:
            patch.setattr(module, bound, value)
            with pytest.raises(InputError, match="more than|larger than"):
                (read_pdf if module is pdf else read_here)(data, "large.pdf")


def test_swapped_ligature() -> None:
    """A glyph of lam-alef that the file names «ال» is put in order, and presentation forms become letters."""
    table = cmap("<0001> <0001> <06270644> <0002> <0002> <FEE1>")
    drawn = made(b"BT /F 12 Tf 50 700 Td <00020001> Tj ET", resources=FONT, more=(TWO_BYTES, table))
    document = read_here(drawn, "a.pdf")
    assert document.text == "لام"
    assert "put 1 ligatures لا in order that the PDF names ال" in document.notes


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("اإلسلام", "الإسلام"),
        ("واألولى", "والأولى"),
        ("باالتحاد", "بالاتحاد"),
        ("اآلن", "الآن"),
        ("لـكن", "لكن"),
        ("1446 هـ", "1446 هـ"),
        ("لألمانيا الأولى خالد", "لألمانيا الأولى خالد"),
    ],
)
def test_certain_words(broken: str, right: str) -> None:
    """Spellings that no Arabic word has are put right; words that may be right are left as they are."""
    assert mend([broken], "a.pdf").paragraphs == [right]


def test_uncertain_words() -> None:
    """A text full of swapped letters is refused: others are wrong unseen. So are letters that make no words."""
    with pytest.raises(InputError, match="out of order .3 words such as «اإلسالم»"):
        mend(["تاريخ اإلسالم في األندلس واألدب"], "a.pdf")
    with pytest.raises(InputError, match="are no Arabic"):
        mend(["صضثق فغعهخ حجدش " * 30], "a.pdf")


def row(text: str, y: float, *, right: float = 100.0) -> list[Glyph]:
    """An Arabic line, a letter every 5 points from the right."""
    return [Glyph(char, right - 5 * at - 5, right - 5 * at, y, 10.0) for at, char in enumerate(text)]


def test_paragraphs_and_hyphens() -> None:
    """Lines that fill their width go on, short ones end a paragraph, and a Latin word cut at the end of a line is joined."""
    glyphs = row("كلمات في سطر طويل", 700) + row("ثم بقية.", 682) + row("فقرة بعدها", 664)
    assert lay_out([Page(glyphs)]).paragraphs == ["كلمات في سطر طويل ثم بقية.", "فقرة بعدها"]
    cut = [Glyph(c, 5.0 * at, 5.0 * at + 5, 700, 10.0) for at, c in enumerate("wide pub-")]
    rest = [Glyph(c, 5.0 * at, 5.0 * at + 5, 682, 10.0) for at, c in enumerate("lication")]
    assert lay_out([Page(cut + rest)]).paragraphs == ["wide publication"]


def test_marks_and_latin_lines() -> None:
    """A mark is written behind its letter in either order of drawing; a Latin line keeps its order, and an Arabic name in it."""
    table = cmap("<0001> <0001> <0628> <0002> <0002> <064F> <0003> <0003> <0639>")
    font = TWO_BYTES.replace(b"CIDFontType2", b"CIDFontType2/W[2[0]]")  # the mark has no width
    from_the_left, in_reading_order = b"<000100020003>", b"<00010002> Tj -12 0 Td <0003>"
    for drawn, text in ((from_the_left, "ع\u064fب"), (in_reading_order, "ب\u064fع")):
        data = made(b"BT /F 12 Tf 90 700 Td " + drawn + b" Tj ET", resources=FONT, more=(font, table))
        assert read_here(data, "a").text == text
    latin = [Glyph(c, 5.0 * at, 5.0 * at + 5, 700, 10.0) for at, c in enumerate("The president, ديعس, said so")]
    assert lay_out([Page(latin)]).paragraphs == ["The president, سعيد, said so"]


def test_damaged_stream() -> None:
    """A stream whose end is damaged is read as far as it goes."""
    table = cmap("<0001> <0005> <0628>")
    packed = zlib.compress(DRAW + b" " * 99)[:-3]
    data = made(packed, filters="/Filter/FlateDecode", resources=FONT, more=(TWO_BYTES, table))
    assert read_here(data, "a").text == "جثتةب"  # five letters from U+0628 on, drawn from the left


@settings(max_examples=25)
@given(st.data())
def test_never_another_error(data: st.DataObject) -> None:
    """Random bytes, and PDFs cut short or damaged anywhere, give a document or an InputError and nothing else."""
    cut = data.draw(st.integers(0, len(TEX)))
    noise = data.draw(st.binary(max_size=200))
    for attempt in (b"%PDF-1.7\n" + noise, TEX[:cut], TEX[:cut] + noise + TEX[cut + len(noise) :]):
        try:
            assert isinstance(read_here(attempt, "x.pdf"), Document)
        except InputError as error:
            assert "x.pdf" in str(error)  # noqa: PT017  (a document is as good)
