"""Opposites: words that say the contrary, and words that only look so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.trust.opposites import opposed

CONTRARY: list[Any] = [
    pytest.param("تراجع النمو من 5 إلى 3 في المائة.", "Growth rose from 3% to 5%.", "rose", id="fell-for-rose"),
    pytest.param("ارتفعت أسعار النفط بعد قرار أوبك.", "Oil prices dropped after the OPEC decision.", "dropped", id="fell-rose"),
    pytest.param("زادت المبيعات.", "Sales fell.", "fell", id="sales-fell"),
    pytest.param("تسارع النمو.", "Growth slowed.", "slowed", id="slowed"),
    pytest.param(
        "المبلغ لا يقل عن عشرة ملايين درهم.",
        "The sum is no more than ten million dirhams.",
        "no more than",
        id="at-least-at-most",
    ),
    pytest.param("حضر أكثر من 150 رجل أعمال.", "Fewer than 150 businessmen attended.", "Fewer than", id="more-fewer"),
    pytest.param("تحقق أقل من 10 في المائة.", "Reached: more than 10%.", "more than", id="less-more"),
    pytest.param("لا يتجاوز عددهم خمسين شخصا.", "They number more than fifty.", "more than", id="not-over-over"),
    pytest.param("حضر على الأقل 20 شخصا.", "At most 20 people attended.", "At most", id="at-the-least"),
    pytest.param("برأت المحكمة المتهم.", "The court convicted the defendant.", "convicted", id="acquitted-convicted"),
    pytest.param("أدانت المحكمة المتهم.", "The court acquitted the defendant.", "acquitted", id="convicted-acquitted"),
    pytest.param("رفضت المحكمة الطعن.", "The court upheld the appeal.", "upheld", id="rejected-upheld"),
    pytest.param("نفى المتحدث وجود ضحايا.", "The spokesman confirmed casualties.", "confirmed", id="denied-confirmed"),
    pytest.param("منعت السلطات المسيرة.", "The authorities authorised the march.", "authorised", id="forbade-allowed"),
    pytest.param("فاز الفريق بالمباراة.", "The team lost the match.", "lost", id="won-lost"),
    pytest.param("خسر الوداد المباراة.", "Wydad won the match.", "won", id="lost-won"),
    pytest.param("اعتقلت الشرطة ثلاثة أشخاص.", "Police released three people.", "released", id="arrested-released"),
    pytest.param("أفرجت السلطات عن ثلاثة أشخاص.", "The authorities arrested three people.", "arrested", id="released-arrested"),
    pytest.param("أغلقت السلطات المعبر.", "The authorities opened the crossing.", "opened", id="closed-opened"),
    pytest.param("توسعت الصادرات المغربية.", "Moroccan imports expanded.", "imports", id="exports-imports"),
    pytest.param("اشترت الشركة المصنع.", "The company sold the factory.", "sold", id="bought-sold"),
    pytest.param("عقد اللقاء قبل الاجتماع.", "It was held after the meeting.", "after", id="before-after"),
    pytest.param("أصيب ثلاثة أشخاص في الحادث.", "Three people were killed in the accident.", "killed", id="hurt-killed"),
    pytest.param("قتل ثلاثة أشخاص في الحادث.", "Three people were injured in the accident.", "injured", id="killed-hurt"),
    pytest.param(
        "التقى وزير الداخلية المسؤولين.", "The foreign minister met the officials.", "foreign minister", id="interior-foreign"
    ),
    pytest.param("زار كوريا الشمالية.", "He visited South Korea.", "South", id="north-south"),
    pytest.param("حققت الشركة أرباحا.", "The company made a loss.", "loss", id="profit-loss"),
    pytest.param("بلغ العجز التجاري الحد.", "The trade surplus reached the limit.", "surplus", id="surplus-deficit"),
    pytest.param("عين الملك الوالي.", "The king dismissed the governor.", "dismissed", id="appointed-dismissed"),
    pytest.param("عارضت الحكومة المشروع.", "The government supported the project.", "supported", id="opposed-supported"),
    pytest.param("بدأت الحرب.", "The war ended.", "ended", id="began-ended"),
    pytest.param("رفع البنك سعر الفائدة.", "The bank cut the interest rate.", "cut", id="rates-cut"),
    pytest.param("اتهم زوجته.", "He accused her husband.", "husband", id="wife-husband"),
    pytest.param("أعلى مستوى في عشر سنوات", "the lowest level in ten years", "lowest", id="highest-lowest"),
    pytest.param("أكبر منتج في العالم", "the smallest producer in the world", "smallest", id="largest-smallest"),
    pytest.param("كحد أقصى 20 يوما", "a minimum of 20 days", "minimum", id="maximum-minimum"),
    pytest.param("داخل المملكة", "outside the kingdom", "outside", id="inside-outside"),
    pytest.param("باستثناء مدينة طنجة", "including the city of Tangier", "including", id="except-including"),
]
THE_SAME: list[Any] = [
    pytest.param("لم ينخفض الإنتاج.", "Production rose.", id="not-fallen"),
    pytest.param("ارتفعت الأسعار.", "Prices did not fall.", id="not-risen"),
    pytest.param("ارتفعت الأسعار.", "Prices went up.", id="went-up"),
    pytest.param("ارتفعت الصادرات وانخفضت الواردات.", "Imports fell.", id="both"),
    pytest.param("تراجع عن قراره.", "He backed down from his decision.", id="backed-down"),
    pytest.param("لا يقل عن عشرة.", "At least ten, or more than ten.", id="at-least"),
    pytest.param("لا يتجاوز عددهم عشرة.", "They are at most ten.", id="at-most"),
    pytest.param("أكثر من عشرة.", "No fewer than ten.", id="no-fewer"),
    pytest.param("فاز الوداد على الرجاء.", "Wydad beat Raja.", id="beat"),
    pytest.param("فاز الوداد على الرجاء.", "Raja lost to Wydad.", id="the-other-side-of-it"),
    pytest.param("فقد حياته.", "He lost his life.", id="lost-his-life"),
    pytest.param("نفى الوزير رفع الأسعار.", "The minister denied the prices had been raised.", id="denied-a-rise"),
    pytest.param("أوقفت الشرطة شخصا.", "Police arrested a man.", id="stopped-by-police"),
    pytest.param("أفرج عنه بعد توقيفه.", "He was released after his arrest.", id="released-after-arrest"),
    pytest.param("رفع الحظر.", "The ban was lifted.", id="ban-lifted"),
    pytest.param("باعت له الشركة السيارة.", "He bought the car from the company.", id="sold-to"),
    pytest.param("أصيب بجلطة أودت بحياته.", "He died of a stroke.", id="stroke"),
    pytest.param("أصيب مئات بالفيروس وتوفي اثنان.", "Hundreds caught the virus and two died.", id="infected"),
    pytest.param("انتهى العام الدراسي قبل أسبوع.", "The school year ended a week ago.", id="ago"),
    pytest.param("وصل الفريق إلى النهائي.", "The team reached the final.", id="reached"),
    pytest.param("تصدير الفوسفاط.", "The important export of phosphate.", id="important"),
    pytest.param("الصادرات.", "An important trade.", id="important-alone"),
    pytest.param("المغرب.", "Eastern Morocco.", id="moroccan-west"),
    pytest.param("ما يصل إلى أعلى مستوى", "a level that tops all", id="tops-all"),
    pytest.param("خارج الملعب", "off the pitch", id="off-the-pitch"),
    pytest.param("ساحة الانتصار.", "Victory Square.", id="names"),
]


@pytest.mark.parametrize(("ar", "en", "told"), CONTRARY)
def test_the_contrary(ar: str, en: str, told: str) -> None:
    """A word of the contrary sense is told, and is the only one that is."""
    assert [english for _, english in opposed(ar, en)] == [told]


@pytest.mark.parametrize(("ar", "en"), THE_SAME)
def test_no_contrary(ar: str, en: str) -> None:
    """A negated contrary, words of both senses, other ways to say the same and words with another meaning are left in peace."""
    assert list(opposed(ar, en)) == []


def test_the_words_as_they_are_written() -> None:
    """The Arabic word is told in its own spelling, with what is attached to it."""
    assert list(opposed("وَارتفعت الأسعار", "Prices fell")) == [("وَارتفعت", "fell")]


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_told_are_in_the_texts(ar: str, en: str) -> None:
    """Whatever two texts are compared, what is told stands in them."""
    assert all(arabic in ar and english in en for arabic, english in opposed(ar, en))
