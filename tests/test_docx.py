"""Reading DOCX in the order of the file, and refusing what cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.errors import InputError
from mujaz.reading import docx as reader
from mujaz.reading.document import Document
from mujaz.reading.docx import read_docx

FILES = Path(__file__).parent / "files"
DATA = (FILES / "arabic.docx").read_bytes()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(word: docx.document.Document) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


def test_text() -> None:
    """The text comes back to the letter, with the title and the author; the library's template has no day of its own."""
    document = read_docx(DATA, "a.docx")
    assert document.text == (FILES / "arabic.txt").read_text(encoding="utf-8").strip()
    assert (document.title, document.author, document.published) == (document.text.split("\n")[0], "هيئة التحرير", None)


def test_order_of_blocks() -> None:
    """Headings, paragraphs, items and tables stand in the order of the file; a row is a line, its cells divided by «|»."""
    word = docx.Document()
    word.add_heading("عنوان", 1)
    word.add_paragraph("فقرة أولى")
    table = word.add_table(2, 2)
    for at, text in enumerate(("المدينة", "العدد", "فاس", "12")):
        table.cell(at // 2, at % 2).text = text
    word.add_paragraph("بند", style="List Bullet")
    assert read_docx(saved(word), "a.docx").text == "عنوان\n\nفقرة أولى\n\nالمدينة | العدد\nفاس | 12\n\nبند"


def test_nested_table_and_form_field() -> None:
    """A table inside a cell is written in that cell once, and the fields of a form are read."""
    word = docx.Document()
    outer = word.add_table(1, 2)
    outer.cell(0, 0).text = "أول"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "داخل"
    field = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>حقل</w:t><w:tab/><w:t>نص</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    word.element.body.insert(0, parse_xml(field))
    assert read_docx(saved(word), "a.docx").text == "حقل نص\n\nأول | داخل"


def test_what_is_left_out() -> None:
    """Tracked insertions are read; deletions and footnotes are left out and told."""
    word = docx.Document()
    body = '<w:r><w:t>نص</w:t></w:r><w:ins><w:r><w:t xml:space="preserve"> جديد</w:t></w:r></w:ins>'
    gone = '<w:del><w:r><w:delText>قديم</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="2"/></w:r>'
    word.element.body.insert(0, parse_xml(f"<w:p {W}>{body}{gone}</w:p>"))
    document = read_docx(saved(word), "a.docx")
    assert document.text == "نص جديد"
    assert document.notes == ("left out 1 footnotes", "left out 1 deletions that are tracked")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "not a DOCX", id="empty"),
        pytest.param(b"%PDF-1.7", "not a DOCX", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file, or one locked", id="doc"),
        pytest.param(DATA[:20_000], "not a DOCX, or cut short", id="cut-short"),
        pytest.param(zipped(other=b"<a/>"), "without word/document.xml", id="other-zip"),
        pytest.param(zipped(word__document=b"<a/>"), "broken DOCX", id="no-content-types"),
        pytest.param(zipped(word__document=bytes(20_000_000)), "times its size", id="bomb"),
        pytest.param(zipped(word__document=bytes(60_000_000)), "unpacks to 60 MB", id="large-bomb"),
        pytest.param(saved(docx.Document()), "no text in it", id="no-text"),
    ],
)
def test_bad_files(data: bytes, message: str) -> None:
    """What cannot be read is one line that names the file and the reason."""
    with pytest.raises(InputError, match=message) as caught:
        read_docx(data, "bad.docx")
    assert str(caught.value).startswith("bad.docx: ")
    assert "\n" not in str(caught.value)


def test_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """More parts than the bound are refused."""
    monkeypatch.setattr(reader, "MAX_PARTS", 3)
    with pytest.raises(InputError, match="parts"):
        read_docx(DATA, "a.docx")


@settings(max_examples=40)
@given(cut=st.integers(0, len(DATA)), noise=st.binary(max_size=100))
def test_never_another_error(cut: int, noise: bytes) -> None:
    """Random bytes, and a DOCX cut short or damaged anywhere, give a document or an InputError and nothing else."""
    for attempt in (noise, b"PK\x03\x04" + noise, DATA[:cut], DATA[:cut] + noise + DATA[cut + len(noise) :]):
        try:
            assert isinstance(read_docx(attempt, "x.docx"), Document)
        except InputError as error:
            assert "x.docx" in str(error)  # noqa: PT017  (a document is as good)
