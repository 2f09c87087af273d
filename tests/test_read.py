"""Reading, cleaning and cutting an article."""

from __future__ import annotations

import hashlib
import io
import itertools
import shlex
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import InputError
from mujaz.reading.document import MAX_BYTES
from mujaz.reading.load import load
from mujaz.reading.read import read
from mujaz.text.article import make_article
from mujaz.text.clean import clean
from mujaz.text.segment import segment, title_of

if TYPE_CHECKING:
    from pathlib import Path

    from mujaz.result import Article

ARABIC = "أعلنت الوزارة أن المشروع سيبدأ العام المقبل. وقالت إن الكلفة لم تحدد بعد."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\t\n", "empty", id="only-white-space"),
        pytest.param(b"\xef\xbb\xbf", "empty", id="only-a-byte-order-mark"),
        pytest.param(b"Nothing but English here.", "no Arabic in it .its letters are Latin", id="english"),
        pytest.param(b"12345 67", "no Arabic in it .it has no letters", id="digits"),
        pytest.param(b"\x7fELF\x00\x00\x01", "binary", id="binary"),
        pytest.param("Le président a été élu. ".encode("cp1252") * 9, "not UTF-8 .byte 5 is 0xe9.*nor an encoding", id="french"),
        pytest.param(ARABIC.encode()[:-2], "damaged or cut short: .*iconv -c -f UTF-8", id="cut-inside-a-letter"),
        pytest.param((ARABIC * 900).encode() + b"\xff", "damaged or cut short: byte 1", id="one-bad-byte-far-behind"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "a picture", id="picture"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes, message: str) -> None:
    """A file that cannot be used is one clear error that names the file and the reason."""
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_places_that_are_no_file(tmp_path: Path) -> None:
    """An empty folder, a missing file and a file above the limit each say so."""
    with pytest.raises(InputError, match="nothing in it"):
        read(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.txt")
    big = tmp_path / "big.txt"
    for size in (MAX_BYTES + 1, 50_000_000):
        with big.open("wb") as file:
            file.truncate(size)  # sparse: no byte of it is written
        with pytest.raises(InputError, match="larger than 20 MB"):
            read(big)


def test_a_path_given_as_a_text(tmp_path: Path) -> None:
    """The name of a file given where a text belongs is told so, and is not taken for an article; any other text is one."""
    path = tmp_path / "خبر عاجل من الوزارة اليوم.txt"
    path.write_text(ARABIC, encoding="utf-8")
    with pytest.raises(InputError, match=r"the name of a file, and a str is the text itself; give Path\("):
        load(str(path))
    for text in (ARABIC, ARABIC * 99, f"{ARABIC}\0"):
        assert load(text).text


def test_a_text_given_as_a_path() -> None:
    """A whole article given where a path belongs is told so, on a short line and without a traceback."""
    with pytest.raises(InputError, match="cannot be read .*; for a text, use '-'") as caught:
        read(ARABIC * 9)
    assert len(str(caught.value)) < 200


def test_half_a_surrogate_pair() -> None:
    """A text that no encoding can hold is an error of the input, not of the program."""
    with pytest.raises(InputError, match="surrogate"):
        make_article(f"{ARABIC}\ud83d")


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp1256", "read as windows-1256, by its letters"),
        ("iso-8859-6", "read as ISO-8859-6, by its letters"),
        ("utf-16", "read as UTF-16"),
        ("utf-16-le", "read as UTF-16LE"),
        ("utf-16-be", "read as UTF-16BE"),
        ("utf-32", "read as UTF-32"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, note: str | None) -> None:
    """Arabic in any of its encodings is read without one wrong letter, and the article tells which one it was."""
    path = tmp_path / "article.txt"
    path.write_bytes(ARABIC.encode(encoding))
    article = read(path)
    assert article.text == ARABIC
    assert article.notes == ((note,) if note else ())


def test_the_mend_can_be_typed(tmp_path: Path) -> None:
    """The command that the message gives names the file so that a shell takes it as one word."""
    path = tmp_path / "my article's.txt"
    path.write_bytes(ARABIC.encode()[:-2])
    with pytest.raises(InputError, match="iconv") as caught:
        read(path)
    assert shlex.split("iconv" + str(caught.value).rpartition("iconv")[2])[-1] == str(path)


def test_a_good_file(tmp_path: Path) -> None:
    """The text is what was written, but for the byte-order mark and the line ends; the id comes from the text."""
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xef\xbb\xbf" + ARABIC.encode() + b"\r\n" + ARABIC.encode() + b"\r")
    article = read(path)
    assert article.text == f"{ARABIC}\n{ARABIC}\n"
    assert article.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert article.id == article.sha256[:12]
    assert (article.source, article.language) == (str(path), "ar")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input; a terminal there is an error, not a wait."""
    stream = io.TextIOWrapper(io.BytesIO(ARABIC.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert read("-").text == ARABIC
    for piped in (f'{{"text": "{ARABIC}"}}', f'[{{"text": "{ARABIC}"}}]', f'title,text\nx,"{ARABIC}"'):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped.encode())))
        assert read("-").text == ARABIC  # JSON and tables are known by their first words
    monkeypatch.setattr(sys, "stdin", stream)
    monkeypatch.setattr(stream, "isatty", lambda: True)
    with pytest.raises(InputError, match="standard input"):
        read("-")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(ARABIC, "ar", id="arabic"),
        pytest.param("این گزارش درباره پژوهشگرانی است که می‌گویند چیزهای تازه‌ای یافته‌اند و گفتند", "fa", id="persian"),
        pytest.param("یہ رپورٹ ان لوگوں کے بارے میں ہے جو کہتے ہیں کہ انہوں نے نئی چیزیں دیکھی ہیں", "ur", id="urdu"),
    ],
)
def test_languages(text: str, language: str) -> None:
    """Persian and Urdu are told from Arabic."""
    assert make_article(text).language == language


def test_debris_of_the_seed(seed: Article) -> None:
    """The seed's two lines of page debris are gone, and are listed with offsets into what was read."""
    raw = read(ROOT / "examples/seed_agadir.txt").text
    assert "مقالات ذات صلة" not in seed.text
    assert "زر الذهاب" not in seed.text
    assert [raw[r.start : r.end].strip() for r in seed.removed] == ["مقالات ذات صلة", "زر الذهاب إلى الأعلى"]
    assert seed.text.endswith("داخل المجتمع.")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        pytest.param("مقالات ذات صلة", False, id="debris"),
        pytest.param("  مقالات ذات صله: ", False, id="debris-respelled"),
        pytest.param("قال إنه قرأ مقالات ذات صلة بالموضوع.", True, id="the-same-words-in-a-sentence"),
        pytest.param("طباعة", False, id="one-word"),
    ],
)
def test_only_whole_lines_are_debris(line: str, *, kept: bool) -> None:
    """A line is debris only when it says nothing else."""
    assert (line.strip() in clean(make_article(f"{ARABIC}\n{line}\n{ARABIC}")).text) is kept


def test_nothing_but_debris() -> None:
    """An article of debris alone is an error."""
    with pytest.raises(InputError, match="only page debris"):
        clean(make_article("مقالات ذات صلة\nطباعة"))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("جملة أولى. جملة ثانية؟ ثالثة! رابعة؛ خامسة…", 4, id="every-end"),
        pytest.param("قال، وأضاف، وأكد أن الأمر انتهى.", 1, id="comma-ends-nothing"),
        pytest.param("بلغت النسبة 2.8 في المئة و1.5 مليون.", 1, id="decimals"),
        pytest.param("قال د. محمد إن العمل مستمر. انتهى.", 2, id="title-with-a-dot"),
        pytest.param("عنوان بلا نقطة\nثم جملة.", 2, id="line-end"),
        pytest.param("قال: «انتهى الأمر.» ثم غادر.", 2, id="quote-closes-after-the-stop"),
        pytest.param("\n\n  \n", 0, id="blank"),
    ],
)
def test_sentence_ends(text: str, sentences: int) -> None:
    """Arabic sentences end at their own marks and at line ends, never at a comma, a semicolon, a decimal or an abbreviation."""
    assert len(segment(text)) == sentences


@given(st.text(alphabet="اب .،؟!\n\t«»…د2"))
def test_segments_lose_nothing(text: str) -> None:
    """The sentences hold every visible character once, in order, and number themselves from 1."""
    cut = segment(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in cut) == "".join(text.split())
    assert [s.number for s in cut] == list(range(1, len(cut) + 1))
    assert all(a.end <= b.start for a, b in itertools.pairwise(cut))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("عنوان الخبر\nنص الخبر هنا.", "عنوان الخبر", id="title"),
        pytest.param("جملة كاملة.\nنص الخبر هنا.", None, id="a-sentence"),
        pytest.param("نص بلا عنوان", None, id="nothing-below"),
        pytest.param("جملة؛ ثم أخرى.", None, id="same-line"),
        pytest.param("كلمة " * 21 + "\nنص.", None, id="too-long"),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    """A title is a short first line without a full stop, with a text below it."""
    found = title_of(text, segment(text))
    assert (text[found.start : found.end] if found else None) == title
