"""Names read off Arabic ones: by sound, by table, and in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text.arabic import fold
from mujaz.text.exonyms import stems_of
from mujaz.text.names import likeness, readings
from mujaz.trust.names import SAME, ArabicWords, name_words, names, read_share

ALIKE = [
    ("القذافي", "Gaddafi"), ("القذافي", "Qadhafi"), ("القذافي", "Kadhafi"), ("جمال", "Gamal"), ("جمال", "Jamal"),
    ("غانم", "Ghanem"), ("خالد", "Khaled"), ("شريف", "Sharif"), ("شريف", "Cherif"), ("تشارلز", "Charles"), ("فاطمة", "Fatima"),
    ("فاطمة", "Fatimah"), ("محمود", "Mahmoud"), ("محمود", "Mahmud"), ("وليد", "Walid"), ("وليد", "Oualid"),
    ("فلاديمير", "Vladimir"),
    ("غوتيريش", "Guterres"), ("ألكسندر", "Alexander"), ("ماي", "May"), ("خوان", "Juan"), ("سعيد", "Saïd"), ("شولمان", "Schulman"),
    ("أݣادير", "Agadir"), ("وسعيد", "Said"), ("بالرباط", "Rabat"), ("ترمب", "Trump"), ("إيمي", "Emmy"),
]  # fmt: skip
UNLIKE = [
    ("برلين", "Merkel"), ("ما", "May"), ("سعيد", "Omar"), ("أمزازي", "Amraoui"), ("ترامب", "Obama"), ("باريس", "London"),
    ("الرئيس", "Trump"), ("في", "Fay"), ("كتاب", "Qatar"), ("جونسون", "Jackson"),
]  # fmt: skip


@pytest.mark.parametrize(("arabic", "english"), ALIKE)
def test_alike(arabic: str, english: str) -> None:
    """The usual ways to write an Arabic or foreign name in either language are one name."""
    assert max(likeness(reading, english) for reading in readings(fold(arabic).text)) >= SAME


@pytest.mark.parametrize(("arabic", "english"), UNLIKE)
def test_unlike(arabic: str, english: str) -> None:
    """Different names, and short words that are none, are not."""
    assert max(likeness(reading, english) for reading in readings(fold(arabic).text)) < SAME


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share(arabic: str, english: str) -> None:
    """The likeness of any two words lies between 0 and 1."""
    assert 0 <= likeness(fold(arabic).text, english) <= 1


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Morocco", "المغرب"), ("Moroccan", "مغربية"), ("Cairo", "القاهرة"), ("Germany", "ألمانيا"), ("French", "الفرنسية"),
        ("Kolkata", "كالكتا"), ("Ministries", "وزارات"), ("bridges", "الجسور"), ("Beijing", "بكين"),
    ],
)  # fmt: skip
def test_exonyms(english: str, arabic: str) -> None:
    """Countries, peoples, cities and institutions are known by table, in the plural too."""
    assert any(reading.startswith(stems_of(english)) for reading in readings(fold(arabic).text))


def test_words_that_the_table_lacks() -> None:
    """A word that is not in the table has no stems."""
    assert stems_of("Amzazi") == ()


@pytest.mark.parametrize(
    ("english", "found"),
    [
        pytest.param("Yesterday Said Amzazi met Omar Tazi.", [("Yesterday Said Amzazi", 1.0), ("Omar Tazi", 0.0)], id="two"),
        pytest.param("He met George W. Bush in Paris. The end.", [("George W. Bush", 0.0), ("Paris", 0.0)], id="an-initial"),
        pytest.param("With Amzazi's speech, NATO and I'm here", [("With Amzazi", 1.0)], id="genitive-abbreviation-and-I"),
        pytest.param("in the House of Commons", [("House of Commons", 0.0)], id="of-inside"),
        pytest.param("Nothing here.", [], id="the-first-word-alone"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_names_of_a_sentence(english: str, found: list[tuple[str, float]]) -> None:
    """Names are runs of capitalized words; each tells the share of its letters that can be read off the Arabic."""
    arabic = ArabicWords("التقى سعيد أمزازي بالصحفيين")
    assert [(english[n.start : n.end], n.read) for n in names(english, arabic)] == found


def test_two_arabic_words_may_be_one_english_one() -> None:
    """«عبد الله» is Abdullah, «نيشن وايد» is Nationwide to the ear: neighbours count together."""
    assert ArabicWords("الملك عبد الله الثاني").has("Abdullah")
    assert not ArabicWords("الملك الثاني").has("Abdullah")


def test_the_share_of_a_name() -> None:
    """Of a name with one wrong word the share is the letters of the right one; of no name at all it is 1."""
    arabic = ArabicWords("سعيد أمزازي")
    assert read_share("Said Tazi", arabic) == 0.5
    assert read_share("the governor", arabic) == 1.0
    assert name_words("Said al-Amzazi of NATO") == ["Said", "Amzazi"]
