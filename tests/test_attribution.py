"""Claims: what is one in Arabic, what keeps it one in the other text, and what of a source is only claimed."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.trust.attribution import claims, lost

LEFT_IN_PEACE: list[Any] = [
    pytest.param(
        "علقت المحكمة الجلسة بعد أن تغيب الشهود.",
        "The court adjourned the session after the witnesses failed to appear.",
        id="after-that",
    ),
    pytest.param(
        "أقر البرلمان القانون بعد أن أدخل عليه تعديلات.",
        "Parliament passed the law after amending it.",
        id="law-after",
    ),
    pytest.param(
        "توفي طالب مغربي في فرنسا بعد أن صدمته سيارة.",
        "A Moroccan student died in France after a car hit him.",
        id="student",
    ),
    pytest.param(
        "وردت المقاومة على القصف عند الساعة 20:00.",
        "The resistance responded to the shelling at 20:00.",
        id="unanswered-shelling",
    ),
    pytest.param("وردت المقاومة على القصف عند الساعة 20:00.", "The resistance hit back at 20:00.", id="at-twenty-hours"),
    pytest.param("من أبرز الملفات: التعليم", "Among the main files: education", id="files-behind-of"),
    pytest.param("أبرز الملفات المطروحة: التعليم والصحة.", "The main files are education and health.", id="files"),
    pytest.param("تقدم السلطات المساعدة وفقا للقانون.", "The authorities provide aid in line with the law.", id="law"),
    pytest.param("تختلف الأسعار حسب الموسم.", "Prices vary by season.", id="season"),
    pytest.param("جاء في المركز الأول.", "He came first.", id="came-first"),
    pytest.param("تضمن التقرير عشرين صفحة.", "The report has twenty pages.", id="held-pages"),
    pytest.param("جاء في التقرير أن الأزمة انتهت.", "The report said the crisis was over.", id="it-stood-kept"),
    pytest.param("أظهرت الدراسات أن القهوة مفيدة.", "Studies have demonstrated that coffee helps.", id="demonstrated"),
    pytest.param("أشارت تقارير إلى خسائر كبيرة.", "Reports spoke of heavy losses.", id="reports-spoke"),
    pytest.param("توفي الفنان يوم 12 فبراير بالرباط.", "The artist died on February 12 in Rabat.", id="february"),
    pytest.param("أكد الزعماء أن الحرب انتهت.", "The leaders confirmed that the war had ended.", id="leaders"),
    pytest.param("يذكر أن الملتقى تأسس سنة 1980.", "The forum was founded in 1980.", id="it-may-be-noted"),
    pytest.param("توزع المقاعد وفق شروط محددة.", "Seats are given on set terms.", id="conditions"),
    pytest.param("بدأت المباراة في السابعة بحسب التوقيت المحلي.", "The match began at seven local time.", id="local-time"),
    pytest.param("قال ترامب: سنفوز.", "Trump: We will win.", id="name-colon"),
    pytest.param("كشفت دراسة أن القهوة مفيدة.", "A study found coffee helps.", id="a-study-found"),
    pytest.param("أفادت الدراسة بأن القهوة مفيدة.", "The study showed coffee helps.", id="a-study-showed"),
    pytest.param(
        "طالبت المنظمة بأن توقف الحكومة القصف.",
        "The organization called on the government to halt the shelling.",
        id="called-on",
    ),
    pytest.param("تعهدت الحكومة بأن تخفض الضرائب.", "The government committed to cutting taxes.", id="committed-to"),
    pytest.param(
        "اتهمت هيومن رايتس ووتش السلطات السودانية بارتكاب جرائم حرب في دارفور.",
        "Human Rights Watch accused Sudanese authorities of war crimes in Darfur.",
        id="accused-kept",
    ),
    pytest.param("ادعى الجيش مقتل القائد.", "The army claimed the commander was killed.", id="alleged-kept"),
    pytest.param(
        "قدرت الأمم المتحدة كلفة الإعمار بأكثر من مليار دولار.",
        "The UN put the cost of reconstruction at over $1 billion.",
        id="estimated-kept",
    ),
    pytest.param("نقلت البضائع عن طريق البحر.", "The goods were carried by sea.", id="carried-by-sea"),
    pytest.param(
        "تابع الجمهور المباراة بعد أن توقف المطر.",
        "The crowd watched the match after the rain stopped.",
        id="watched-after",
    ),
    pytest.param("من المتوقع أن يصل الوفد غدا.", "The delegation is due to arrive tomorrow.", id="expected-kept"),
    pytest.param("من المرجح أن ترتفع الأسعار.", "Prices will probably rise.", id="likely-kept"),
    pytest.param("عثر على شاب يدعى محمد في الغابة.", "A young man named Mohamed was found in the forest.", id="named"),
    pytest.param("تزوج من امرأة تدعى آن هورتون.", "He married a woman named Anne Horton.", id="anne"),
    pytest.param(
        "أعلن العمال إضرابا مفتوحا إلى أن تستجاب مطالبهم.",
        "Workers went on open strike until their demands are met.",
        id="until",
    ),
    pytest.param(
        "أضافت المهاجمة هدفا ثانيا قبل أن تغادر الملعب.",
        "The striker scored a second goal before leaving the pitch.",
        id="before",
    ),
    pytest.param(
        "شدد الجيش الحصار على المدينة إلا أن السكان صمدوا.",
        "The army tightened the siege but the people held out.",
        id="however",
    ),
    pytest.param(
        "هددت العاصفة الساحل غير أن الخسائر كانت محدودة.",
        "The storm hit the coast but losses were limited.",
        id="yet",
    ),
    pytest.param("صدرت له ثلاثة كتب: رواية وديوانان.", "He published three books, a novel and two collections.", id="books"),
    pytest.param("سافر الطالب قبل أن تبدأ الامتحانات.", "The student travelled before the exams.", id="student-before"),
    pytest.param("تم اختيارها حسب العمر والحجم.", "They were chosen by age and size.", id="age"),
    pytest.param("اتهم الرجل بقتل جاره.", "The man was charged with killing his neighbour.", id="charged"),
]
BECAME_A_FACT: list[Any] = [
    pytest.param(
        "اتهمت هيومن رايتس ووتش السلطات السودانية بارتكاب جرائم حرب في دارفور.",
        "Sudanese authorities committed war crimes in Darfur.",
        id="accused-fact",
    ),
    pytest.param("ادعى الجيش مقتل القائد.", "The commander was killed.", id="alleged-fact"),
    pytest.param("زعم المتمردون السيطرة على المدينة.", "The rebels took the town.", id="claimed-without-that"),
    pytest.param(
        "قدرت الأمم المتحدة كلفة الإعمار بأكثر من مليار دولار.",
        "Reconstruction will cost more than one billion dollars.",
        id="estimated-fact",
    ),
    pytest.param("نقلت وكالة رويترز عن مسؤول أمني قوله إن الهدنة انهارت.", "The truce has collapsed.", id="quoted-agency"),
    pytest.param("نقلت الصحيفة عن مصدر مقتل أربعة جنود.", "Four soldiers were killed.", id="quoted-newspaper"),
    pytest.param("يشتبه في أن الحريق متعمد.", "The fire was started on purpose.", id="suspected"),
    pytest.param("ألمح الوزير إلى أن الضرائب سترتفع.", "Taxes will rise.", id="hinted"),
    pytest.param("وتابع الوزير أن الأشغال ستنتهي غدا.", "The works will end tomorrow.", id="continued-that"),
    pytest.param("وتابعت: «الأشغال ستنتهي غدا».", "The works will end tomorrow.", id="continued-colon"),
    pytest.param("من المتوقع أن يصل الوفد غدا.", "The delegation arrives tomorrow.", id="expected-fact"),
    pytest.param("من المرجح أن ترتفع الأسعار.", "Prices will rise.", id="likely-fact"),
    pytest.param("يعتقد أن القائد فر إلى الجبال.", "The commander fled to the mountains.", id="believed"),
    pytest.param("وأشار التقرير إلى أن نصف المدارس مغلقة.", "Half of the schools are closed.", id="pointed-to"),
    pytest.param("حذر الخبراء من أن السد قد ينهار.", "The dam may collapse.", id="warned-of"),
    pytest.param("علق المدرب على النتيجة بأن الفريق كان متعبا.", "The team was tired.", id="commented-by-that"),
    pytest.param("أقر الوزير بأن الخطة فشلت.", "The plan failed.", id="admitted"),
    pytest.param("كتب الرئيس على منصة إكس: الحرب انتهت.", "The war is over.", id="wrote-colon"),
    pytest.param("وصف الرئيس الاتفاق بأنه تاريخي.", "The deal is historic.", id="described"),
    pytest.param("رد الناطق: لم نتسلم شيئا.", "We did not receive anything.", id="replied-colon"),
    pytest.param("أكد المدير على أن المصنع لن يغلق.", "The factory will not close.", id="insisted-on"),
    pytest.param("أبرز الوزير أن الإنتاج تضاعف.", "Production doubled.", id="highlighted"),
    pytest.param("وفقا لعمر البشير، انتهت الأزمة.", "The crisis is over.", id="omar"),
    pytest.param("وفقا لوزارة الصحة، انتهت الأزمة.", "The crisis is over.", id="ministry"),
    pytest.param("بحسب بيان للجيش، انتهت الأزمة.", "The crisis is over.", id="statement"),
    pytest.param("انتهت الأزمة، وفق ما أوردته الصحيفة.", "The crisis is over.", id="by-what"),
    pytest.param("اتهم الرجل بقتل جاره.", "The man killed his neighbour.", id="charged-fact"),
    pytest.param("المسؤولون أعلنوا أن الخسائر كبيرة.", "Losses were heavy.", id="officials-announced"),
    pytest.param("الخبراء حذروا من أن الأسعار سترتفع.", "Prices will rise.", id="experts-warned"),
    pytest.param("وتضمن بلاغ أهل الفتاة أن وافدا اختطفها.", "An expatriate abducted the girl.", id="the-complaint-held"),
    pytest.param("جاء في التقرير أن الخسائر كبيرة.", "Losses were heavy.", id="it-stood-in-the-report"),
    pytest.param("أظهر استطلاع أن الرئيس متقدم.", "The president is ahead.", id="a-poll-showed"),
    pytest.param("أشارت تقارير إلى خسائر كبيرة.", "Losses were heavy.", id="reports-of-losses"),
    pytest.param("تحدثت وسائل إعلام عن خسائر كبيرة.", "Losses were heavy.", id="media-spoke"),
    pytest.param("استنادا إلى مصادر أمنية انتهت الأزمة.", "The crisis is over.", id="based-on-sources"),
    pytest.param("يقال إن الرجل هرب.", "The man fled.", id="it-is-said"),
    pytest.param("انتهت الأزمة برأي الخبراء.", "The crisis is over.", id="in-their-view"),
    pytest.param("ويذكر التقرير أن الأزمة انتهت.", "The crisis is over.", id="the-report-notes"),
    pytest.param("زعم الزعماء أن الحرب انتهت.", "The leaders confirmed that the war had ended.", id="leaders-claimed"),
]
DEAD = "بلغ عدد القتلى 20 شخصا، وقال الوزير إن التحقيق جار."
PRICES = "تراجع التضخم إلى أدنى مستوى، وفق البنك المركزي. وارتفع الإنتاج."
VISIT = "زار الوزير المصنع في فاس أمس، وأعلن أن الإنتاج سيتضاعف."
ARABIC: list[Any] = [
    pytest.param(DEAD, "بلغ عدد القتلى 20 شخصا.", False, id="before-the-verb"),
    pytest.param(DEAD, "التحقيق جار.", True, id="behind-the-verb"),
    pytest.param(DEAD.replace("،", "."), "بلغ القتلى عشرين شخصا.", False, id="another-sentence"),
    pytest.param(PRICES, "ارتفع الإنتاج.", False, id="another-sentence-behind"),
    pytest.param(PRICES, "تراجع التضخم إلى أدنى مستوى.", True, id="all-of-a-sentence"),
    pytest.param(VISIT, "زار الوزير مصنعا في فاس.", False, id="the-speaker-did-it"),
    pytest.param(VISIT, "سيتضاعف الإنتاج قريبا.", True, id="the-speaker-said-it"),
    pytest.param(VISIT, "قال الوزير إن الإنتاج سيتضاعف.", False, id="kept"),
    pytest.param("جاء في التقرير أن الخسائر كبيرة.", "جاء في التقرير أن الخسائر كبيرة.", False, id="word-for-word"),
]


@pytest.mark.parametrize(("ar", "en"), LEFT_IN_PEACE)
def test_no_claim_is_lost(ar: str, en: str) -> None:
    """Words that look like a verb of saying, a law or a season, and claims that the English keeps as such, are left in peace."""
    assert not lost(en, "en", ar)


@pytest.mark.parametrize(("ar", "en"), BECAME_A_FACT)
def test_a_claim_became_a_fact(ar: str, en: str) -> None:
    """A claim is one with or without أن, and English without any word of saying has made a fact of it."""
    assert claims(ar)
    assert lost(en, "en", ar)


@pytest.mark.parametrize(("source", "said", "found"), ARABIC)
def test_an_arabic_text_may_rest_on_what_nobody_claims(source: str, said: str, *, found: bool) -> None:
    """Of a source with a claim and a fact, an Arabic text that says the fact has lost nothing."""
    assert lost(said, "ar", source) is found


@given(st.text(alphabet="قال ان:.,وفعلي", max_size=80), st.text(max_size=40))
def test_no_text_makes_it_fail(source: str, said: str) -> None:
    """Any two texts can be compared, and what makes no claim can lose none."""
    assert claims(source) or not (lost(said, "ar", source) or lost(said, "en", source))


def test_a_long_text_is_read_once() -> None:
    """A text of 25,000 letters that is full of verbs of saying takes less than five seconds."""
    began = time.process_time()
    claims("قال وأكد وأعلن وذكر وأضاف " * 1000)
    assert time.process_time() - began < 5
