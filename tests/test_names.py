"""Names read off Arabic ones: by sound, by table, and in a sentence."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text.arabic import fold
from mujaz.text.exonyms import is_place, stems_of
from mujaz.text.names import SoundIndex, alike, likeness, readings
from mujaz.trust.names import SAME, ArabicWords, name_words, names, read_share, unread

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


IN_A_SENTENCE: list[Any] = [
    pytest.param("زار الوزير نيويورك أمس.", "The minister visited New York yesterday.", [], id="new-york"),
    pytest.param("زار الوزير أبوظبي أمس.", "The minister visited Abu Dhabi yesterday.", [], id="abu-dhabi"),
    pytest.param("زار الوزير كوالالمبور أمس.", "The minister visited Kuala Lumpur yesterday.", [], id="kuala-lumpur"),
    pytest.param("زار الوزير نيودلهي أمس.", "The minister visited New Delhi yesterday.", [], id="new-delhi"),
    pytest.param("زار الوزير سريلانكا أمس.", "The minister visited Sri Lanka yesterday.", [], id="sri-lanka"),
    pytest.param("قال عبدالفتاح إنه سيغادر.", "He said Abdel Fattah would leave.", [], id="abdel-fattah"),
    pytest.param("قال الرئيس عبدالفتاح السيسي", "said President Abdel Fattah al-Sisi", [], id="president-abdel-fattah"),
    pytest.param("زار الوزير نيويورك أمس.", "The minister visited New Delhi yesterday.", ["New Delhi"], id="another-joined"),
    pytest.param("رفضت روسيا الاقتراح.", "Ukraine rejected the proposal.", ["Ukraine"], id="opening-ukraine"),
    pytest.param("رفضت روسيا الاقتراح.", "Russia rejected the proposal.", [], id="opening-russia"),
    pytest.param("رفضت روسيا الاقتراح.", "First, the proposal was rejected.", [], id="opening-first"),
    pytest.param("رفضت روسيا الاقتراح.", "Long talks were held.", [], id="opening-long"),
    pytest.param("رفضت موسكو الاقتراح.", "Moscow rejected the proposal.", [], id="opening-moscow"),
    pytest.param("رفضت موسكو الاقتراح.", "Cairo rejected the proposal.", ["Cairo"], id="opening-cairo"),
    pytest.param("وقعت النيجر الاتفاق.", "The deal was signed by Nigeria.", ["Nigeria"], id="niger-nigeria"),
    pytest.param("وقعت نيجيريا الاتفاق.", "The deal was signed by Niger.", ["Niger"], id="nigeria-niger"),
    pytest.param("وقعت مالي الاتفاق.", "The deal was signed by Malawi.", ["Malawi"], id="mali-malawi"),
    pytest.param("وقعت مالاوي الاتفاق.", "The deal was signed by Mali.", ["Mali"], id="malawi-mali"),
    pytest.param("وقعت غينيا الاتفاق.", "The deal was signed by Ghana.", ["Ghana"], id="guinea-ghana"),
    pytest.param("وقعت أستراليا الاتفاق.", "The deal was signed by Austria.", ["Austria"], id="australia-austria"),
    pytest.param("وقعت النمسا الاتفاق.", "The deal was signed by Australia.", ["Australia"], id="austria-australia"),
    pytest.param("وقعت إيران الاتفاق.", "The deal was signed by Iraq.", ["Iraq"], id="iran-iraq"),
    pytest.param("وقع العراق الاتفاق.", "The deal was signed by Iran.", ["Iran"], id="iraq-iran"),
    pytest.param("وقعت سلوفاكيا الاتفاق.", "The deal was signed by Slovenia.", ["Slovenia"], id="slovakia-slovenia"),
    pytest.param("وقعت سلوفينيا الاتفاق.", "The deal was signed by Slovakia.", ["Slovakia"], id="slovenia-slovakia"),
    pytest.param("وقعت سلوفينيا الاتفاق.", "The deal was signed by Slovenia.", [], id="slovenia"),
    pytest.param("وقعت النيجر ونيجيريا الاتفاق.", "The deal was signed by Niger and Nigeria.", [], id="both-nigers"),
    pytest.param("في الضفة الغربية وقطاع غزة", "in the West Bank and Gaza Strip", [], id="west-bank"),
    pytest.param("محكمة العدل الدولية في لاهاي", "the court in The Hague", [], id="hague"),
    pytest.param("محكمة النقض", "the Court of Cassation", [], id="cassation"),
    pytest.param("محكمة الاستئناف", "the Court of Appeal", [], id="appeal"),
    pytest.param("المحكمة الدستورية", "the Constitutional Court", [], id="constitutional"),
    pytest.param("النيابة العامة", "the Public Prosecution", [], id="prosecution"),
    pytest.param("مجلس النواب", "the House of Representatives", [], id="representatives"),
    pytest.param("فازت كوت ديفوار", "it was won by Ivory Coast", [], id="ivory-coast"),
    pytest.param("فاز ساحل العاج", "it was won by Ivory Coast", [], id="ivory"),
    pytest.param("المملكة العربية السعودية", "the Kingdom of Saudi Arabia", [], id="kingdom"),
    pytest.param("زار الإمارات", "he visited the UAE", [], id="uae"),
    pytest.param("من حلب والخليل واللاذقية", "from Aleppo, Hebron and Latakia", [], id="aleppo"),
    pytest.param("وصل إلى سبتة", "he reached Ceuta", [], id="ceuta"),
    pytest.param("صندوق النقد الدولي", "the International Monetary Fund", [], id="monetary"),
    pytest.param("هضبة الجولان ومضيق هرمز", "the Golan Heights and the Strait of Hormuz", [], id="golan"),
    pytest.param("مؤسسات أمريكية وبريطانية", "American and British institutions", [], id="and-british"),
    pytest.param("مؤسسات أمريكية وبريطانية", "American and Turkish firms", ["American and Turkish"], id="and-turkish"),
    pytest.param("أطعمة سورية ولبنانية", "Syrian and Lebanese food", [], id="and-lebanese"),
    pytest.param("شركات فرنسية وكندية", "French and Canadian companies", [], id="and-canadian"),
    pytest.param("فرنسا وبريطانيا", "France and the United Kingdom", [], id="and-the-kingdom"),
    pytest.param("فرنسا وبريطانيا", "in France and in the United States", ["United States"], id="not-the-states"),
    pytest.param("رئيس الوزراء بوريس جونسون", "said Prime Minister Boris Johnson", [], id="prime-minister"),
    pytest.param("قال إن Google وAmazon وافقتا", "he said Google and Amazon agreed", [], id="latin-letters-attached"),
    pytest.param("للجنة الوطنية لحقوق الإنسان", "by the National Human Rights Committee", [], id="lam-of-a-lam"),
    pytest.param("نادي الأسير الفلسطيني", "the Palestinian Prisoners' Club", [], id="prisoners-club"),
    pytest.param("فيروسات كورونا وفيتامين ج", "the CoVs and vitamin C", [], id="letters"),
    pytest.param("40 درجة مئوية", "40 degrees Celsius", [], id="celsius"),
    pytest.param("قمة مجموعة السبع", "a summit of the G7", [], id="g7"),
    pytest.param("قمة مجموعة العشرين", "a summit of the G20 in Rabat", ["Rabat"], id="g20"),
    pytest.param("قمة مجموعة العشرين", "the G-20 summit", [], id="g-20"),
    pytest.param("اجتاحت القوات الروسية المدينة", "Russian troops took the city.", [], id="opening-russian"),
    pytest.param("اجتاحت القوات الأوكرانية المدينة", "Russian troops took the city.", ["Russian"], id="opening-russian-wrong"),
]


@pytest.mark.parametrize(("arabic", "english", "found"), IN_A_SENTENCE)
def test_unread_names(arabic: str, english: str, found: list[str]) -> None:
    """Names that Arabic joins or translates are read; another country, also one that sounds alike or opens a sentence, is not."""
    assert [english[name.start : name.end] for name in unread(english, ArabicWords(arabic))] == found


def test_words_are_no_places() -> None:
    """Places and peoples are known as such; words of titles, and places that are words too, are not judged alone."""
    assert all(map(is_place, ["Ukraine", "Cairo", "Moroccan", "Nigerian"]))
    assert not any(map(is_place, ["First", "Long", "Center", "Easter", "Amzazi"]))


@given(
    st.lists(st.text(alphabet="ابتجدرسعقكلمنهويش", min_size=1, max_size=8), max_size=12),
    st.text(alphabet="aeioubdghjklmnrstvwxyz", min_size=1, max_size=10),
    st.sampled_from([0.65, 0.8, 0.95]),
)
def test_the_index_leaves_nothing_out(arabic: list[str], english: str, same: float) -> None:
    """What is like an English word by itself is found by the index too."""
    found = {word for word in SoundIndex(arabic).near(english, same) if alike(word, english, same)}
    assert found == {word for word in arabic if likeness(word, english) >= same}


def test_many_names_against_many_words() -> None:
    """A text of 13,000 different words, asked for 50 names, takes less than four seconds."""
    letters = "ابتجدرسعقكلمنهويشفح"
    text = " ".join(one + two + three + four for one in letters for two in letters for three in letters for four in "نر")
    english = [f"{one}{two}{three}ntok" for one in "BDGM" for two in "aei" for three in "lrstz"][:50]
    began = time.process_time()
    arabic = ArabicWords(text)
    assert not all(arabic.has(name) for name in english)
    assert time.process_time() - began < 4
