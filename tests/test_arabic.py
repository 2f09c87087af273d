"""Folding: what counts as one spelling, and that every folded letter finds its way back to the original."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text.arabic import arabic_share, fold, looks_persian_or_urdu, words

# Letters, marks, signs and white space that folding treats in every one of its ways, and the two it uses for itself.
ALPHABET = "اأإآٱبتةهىيیئؤءكکلمن و\n\u00a0\tَُّْـ\u200f\u200c\ufeffﷺﻻﷲﺃ٣٫٬،؛؟«»“'123½².,%-AéÉßİ…\ufdd0\ufdd1"
MIXED = st.text(st.one_of(st.sampled_from(ALPHABET), st.characters()), max_size=80)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("كَتَّبٌ ٰ", "كتب ", id="tashkeel"),
        pytest.param("العـــربية", "العربيه", id="tatweel, ta marbuta"),
        pytest.param("أإآٱا", "ااااا", id="alef"),
        pytest.param("أ", "ا", id="hamza as a mark of its own"),
        pytest.param("سؤال رئيس ماء", "سوال رييس ماء", id="hamza on a seat"),
        pytest.param("على علي علی", "علي علي علي", id="ya"),
        pytest.param("کتاب كتاب", "كتاب كتاب", id="Persian kaf"),
        pytest.param("أݣادير ڤيديو", "اكادير فيديو", id="borrowed sounds"),
        pytest.param("ﻛﺘﺎﺏ ﻻ", "كتاب لا", id="presentation forms"),
        pytest.param("محمد ﷺ", "محمد صلي الله عليه وسلم", id="ligature"),
        pytest.param("ﹶﹰ", "", id="spacing marks"),
        pytest.param("٢٠٢٤ ۲۰۲۴ २०२४ 2024", "2024 2024 2024 2024", id="digits"),
        pytest.param("٢٫٥ ١٬٢٥٠ ٥٠٪", "2.5 1,250 50%", id="separators"),
        pytest.param("2½ 10²", "2½ 10²", id="a fraction does not run into its number"),
        pytest.param("«أ» “ب” „ت‟ 'ث'", '"ا" "ب" "ت" "ث"', id="quotation marks"),
        pytest.param("أ، ب؛ ت؟", "ا, ب; ت?", id="punctuation"),
        pytest.param("أ – ب — ت", "ا - ب - ت", id="dashes"),
        pytest.param("\u200fأ\u200c\u200bب\ufeff\u2067", "اب", id="bidi and zero-width"),
        pytest.param("أ \n\t\u00a0\u200f ب", "ا ب", id="white space"),
        pytest.param("CAFÉ İstanbul", "cafe istanbul", id="Latin"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    """Spellings of the same words fold to one; what differs in meaning stays apart."""
    assert fold(written).text == folded


@pytest.mark.parametrize(
    ("written", "part", "original"),
    [
        pytest.param("قال كَتَبَ له", "كتب", "كَتَبَ", id="marks of the last letter"),
        pytest.param("قال كَتَبَ\u200f له", "كتب", "كَتَبَ", id="a bidi mark behind them stays outside"),
        pytest.param("النبي ﷺ قال", "الله عليه", "ﷺ", id="part of a ligature is the ligature"),
        pytest.param("قبل ﻻ بعد", "لا", "ﻻ", id="lam-alef"),
        pytest.param("أ  \n ب", "ا ب", "أ  \n ب", id="a run of white space"),
        pytest.param("\u200fــكتاب", "كتاب", "كتاب", id="marks before the first letter stay outside"),
        pytest.param("عام ٢٠٢٤م", "2024", "٢٠٢٤", id="digits"),
    ],
)
def test_span_gives_original_words(written: str, part: str, original: str) -> None:
    """A stretch of the folded text leads back to exactly the code points it came from."""
    folded = fold(written)
    start = folded.text.index(part)
    begin, end = folded.span(start, start + len(part))
    assert written[begin:end] == original


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)], ids=["below", "backwards", "beyond"])
def test_span_outside_is_refused(start: int, end: int) -> None:
    """A stretch that does not lie in the folded text is an error, not a wrong place."""
    with pytest.raises(ValueError, match="does not lie in the folded text, 0 to 3"):
        fold("قال").span(start, end)


def test_every_character_folds_for_good() -> None:
    """Folding a folded character changes nothing more, for every code point there is."""
    once = fold("".join(map(chr, range(sys.maxunicode + 1)))).text
    assert fold(once).text == once


def test_every_decimal_digit_is_ascii() -> None:
    """Each digit of each script folds to the ASCII digit of its value."""
    digits = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) == "Nd"]
    assert len(digits) > 500
    assert fold("".join(digits)).text == "".join(str(unicodedata.decimal(char)) for char in digits)


@given(MIXED)
def test_folding_never_moves_an_offset(text: str) -> None:
    """Each folded character's span, folded by itself, holds that character; spans lie in the text and in order."""
    folded = fold(text)
    last = 0
    for at, char in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert last <= start < end <= len(text) or folded.span(at - 1, at) == (start, end)
        assert char in fold(text[start:end]).text
        last = end


@given(MIXED, MIXED)
def test_folding_is_the_same_in_every_context(one: str, other: str) -> None:
    """A text folds the same whatever stands before or behind it, but for the white space where they meet."""
    assert fold(one + "x" + other).text == fold(one).text + "x" + fold(other).text


@given(MIXED)
def test_whole_folded_text_spans_what_shows(text: str) -> None:
    """The span of the whole folded text leaves out nothing that folds to something."""
    folded = fold(text)
    start, end = folded.span(0, len(folded.text))
    assert fold(text[start:end]).text == folded.text
    assert fold(folded.text).text == folded.text


def test_words_are_folded_and_numbers_whole() -> None:
    """Words come in order, folded; a number keeps its inner separators and loses its percent sign."""
    assert words("قال: «أعلنت» الشركةُ ٢٫٥٪، و1.250 (AI)") == ["قال", "اعلنت", "الشركه", "2.5", "و", "1.250", "ai"]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        pytest.param("كَتَبَ 123 !", 1.0, id="marks and digits do not count"),
        pytest.param("أب ab", 0.5, id="half"),
        pytest.param("abc", 0.0, id="none"),
        pytest.param("123 …", 0.0, id="no letter"),
        pytest.param("ﻛﺘﺎﺏ", 1.0, id="presentation forms"),
    ],
)
def test_arabic_share(text: str, share: float) -> None:
    """The share counts letters only, whatever form they have."""
    assert arabic_share(text) == share


@pytest.mark.parametrize(
    ("text", "persian"),
    [
        pytest.param("این یک متن فارسی است که برای آزمایش نوشته شده و چند کلمه دارد", True, id="Persian"),
        pytest.param(
            "اين يك متن فارسي است كه براي پژوهش و گفتگو نوشته شده و چند نكته دارد", True, id="Persian on an Arabic keyboard"
        ),
        pytest.param("یہ اردو کا ایک جملہ ہے جو ٹیسٹ کے لیے لکھا گیا ہے", True, id="Urdu"),
        pytest.param("زار الوزير مدينة أگادير ثم عاد إلى الرباط", False, id="Arabic with a borrowed name"),
        pytest.param(
            "أعلنت الشركة في القاهرة عن اتفاقیة جدیدة مع الحكومة المصرية حول كل المشاريع", False, id="Persian ya in places"
        ),
        pytest.param("پاریس", False, id="one odd word"),
        pytest.param("قال الوزير إن الحكومة وافقت على المشروع", False, id="Arabic"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_persian_and_urdu_are_told_from_arabic(text: str, *, persian: bool) -> None:
    """Their own letters decide, and a few of them in an Arabic text do not."""
    assert looks_persian_or_urdu(text) is persian


@pytest.mark.parametrize("char", ["ا", "7", "َ", "("], ids=["letter", "digit", "diacritic", "bracket"])
def test_a_megabyte_of_one_character_returns(char: str) -> None:
    """No single character makes folding or its helpers slow or wrong about the end."""
    text = char * 1_000_000
    folded = fold(text)
    assert folded.span(len(folded.text), len(folded.text)) == (len(text), len(text))
    assert 0 <= arabic_share(text) <= 1
    assert not looks_persian_or_urdu(text)
