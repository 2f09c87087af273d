"""From bytes to text: encodings declared, detected and damaged, and mojibake undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import InputError
from mujaz.reading.encoding import decode, mend, plausibility

TEXT = "أعلنت الوزارة أن المشروع سيبدأ العام المقبل، وقالت إن الكلفة «لم تحدد بعد».\nوحضر 12 وزيرا و40 نائبا."
SHORT = "كتب الولد"


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
def test_short_texts(encoding: str) -> None:
    """Nine letters are enough to tell the two encodings of one byte a letter apart."""
    assert decode(SHORT.encode(encoding), "x")[0] == SHORT


@pytest.mark.parametrize(
    ("data", "declared", "note"),
    [
        pytest.param(TEXT.encode("cp1256"), "windows-1256", "read as windows-1256, as declared", id="right"),
        pytest.param(TEXT.encode(), "utf-8", None, id="utf-8"),
        pytest.param(TEXT.encode(), "windows-1256", None, id="declared-1256-and-is-utf-8"),
        pytest.param(TEXT.encode("cp1256"), "utf-8", "read as windows-1256, by its letters", id="declared-utf-8-and-is-1256"),
        pytest.param(TEXT.encode("cp1256"), "iso-8859-1", "read as windows-1256, by its letters", id="declared-latin"),
        pytest.param(TEXT.encode("cp1256"), "iso-8859-6", "read as windows-1256, by its letters", id="declared-8859-6"),
        pytest.param(TEXT.encode("cp1256"), "no-such-encoding", "read as windows-1256, by its letters", id="unknown"),
        pytest.param(TEXT.encode("utf-16"), "utf-8", "read as UTF-16", id="a-mark-beats-what-is-declared"),
    ],
)
def test_what_is_declared(data: bytes, declared: str, note: str | None) -> None:
    """A declared encoding is believed when it makes Arabic of the bytes, and only then."""
    assert decode(data, "x", declared) == (TEXT, (note,) if note else ())


MISTAKES = [("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp1256", "utf-8"), ("latin-1", "cp1256"), ("mac_roman", "utf-8")]


def spoiled(text: str, taken: str, was: str) -> str:
    """What a program makes of a text in one encoding that it takes for another."""
    return "".join(
        bytes([byte]).decode(taken) if taken != "cp1252" or byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
        for byte in text.encode(was)
    )


@pytest.mark.parametrize(("taken", "was"), MISTAKES)
def test_mojibake_is_mended(taken: str, was: str) -> None:
    """Arabic stored after a wrong decoding comes back letter for letter, and the note says what had happened."""
    mended, notes = mend(spoiled(TEXT, taken, was))
    assert mended == TEXT
    (note,) = notes
    assert note.startswith(f"mended text that was {was} and had been read as ")


def test_mojibake_twice() -> None:
    """Text that two programs in a row got wrong comes back too."""
    assert mend(spoiled(spoiled(TEXT, "cp1252", "utf-8"), "cp1252", "utf-8"))[0] == TEXT


def test_only_the_spoiled_lines_change() -> None:
    """A page of which one line is mojibake keeps the others as they are."""
    good, bad = TEXT.split("\n")
    assert mend(f"{good}\n{spoiled(bad, 'cp1252', 'utf-8')}")[0] == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Le président a été élu à Rabat; l'Élysée a réagi.",
        "ÀÉÎÕÜ ÇÈÊËÌÍ",
        "طظطظ ظ طط",
        "Øresund, Ødegård og Åse",
        "",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    """What is no mojibake stays as it is: French, Danish, capitals with accents, and Arabic with rare letters."""
    assert mend(text) == (text, ())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(TEXT.encode()[:-1] + b"\xd8", "damaged or cut short", id="cut"),
        pytest.param(TEXT.encode("utf-16")[:-1], "damaged or cut short.*UTF-16", id="half-a-letter-of-utf-16"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a binary file", id="picture"),
        pytest.param("Ünïcödé çà èt là ".encode("latin-1") * 4, "nor an encoding of Arabic", id="latin"),
    ],
)
def test_what_cannot_be_decoded(data: bytes, message: str) -> None:
    """What is damaged, binary or in an encoding that is not Arabic is an error that says so."""
    with pytest.raises(InputError, match=message):
        decode(data, "x")


@given(st.text(alphabet="".join(chr(c) for c in range(0x621, 0x64B)) + " .،؟0123456789", min_size=1, max_size=80))
def test_utf8_is_never_taken_for_another(text: str) -> None:
    """Any Arabic text in UTF-8 is read as it is."""
    assert decode(text.encode(), "x") == (text, ())


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Any bytes give a text or an error of the input."""
    try:
        text, _ = decode(data, "x")
    except InputError:
        return
    assert isinstance(text, str)


def test_plausibility_tells_the_right_encoding() -> None:
    """The right reading of a text's bytes is likelier than the wrong one."""
    data = TEXT.encode("cp1256")
    assert plausibility(data.decode("cp1256")) > plausibility(data.decode("iso8859_6", errors="ignore"))
