"""Negations: which words negate, which only look so, and what may stand for what in the other language."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.trust.negation import differs

EQUAL: list[Any] = [
    pytest.param(
        "قال إنه لم يتقرر بعد ما إذا كان سيترشح أم لا.",
        "He said it had not been decided whether or not he would run.",
        id="whether-or-not-kept",
    ),
    pytest.param("فاز المنتخب دون 20 سنة.", "The under-20 team won.", id="under-20"),
    pytest.param("فاز المنتخب دون الـ20 سنة.", "The under-20 team won.", id="under-20-attached"),
    pytest.param("اللقاح متاح للأطفال دون سن السادسة.", "The vaccine is available to children under six.", id="under-six"),
    pytest.param("شارك لاعبون دون العشرين.", "Players under twenty took part.", id="under-twenty-word"),
    pytest.param("فاز الفريق بهدفين دون رد.", "The team won 2-0.", id="two-nil"),
    pytest.param("فاز الفريق بهدفين دون رد.", "The team won by two goals without reply.", id="two-nil-unanswered"),
    pytest.param("يوزع الخبز دون مقابل.", "The bread is given away for free.", id="free"),
    pytest.param("جاءت الأمطار دون المعدل.", "Rainfall was below average.", id="below-average"),
    pytest.param("كان الأداء دون المستوى المطلوب.", "The performance was below the required standard.", id="below-standard"),
    pytest.param("أسقطت طائرة من دون طيار.", "A drone was shot down.", id="drones"),
    pytest.param("أسقطت طائرة بدون طيار.", "An unmanned aircraft was shot down.", id="unmanned"),
    pytest.param("جرت محادثات غير مباشرة.", "Indirect talks were held.", id="indirect"),
    pytest.param("تفاوضا بشكل غير مباشر.", "They negotiated indirectly.", id="indirectly"),
    pytest.param("يعمل في القطاع غير المهيكل.", "He works in the informal sector.", id="informal"),
    pytest.param("أجلت الجلسة إلى أجل غير مسمى.", "The session was postponed indefinitely.", id="indefinitely"),
    pytest.param("أوقفوا مهاجرين غير شرعيين.", "They arrested illegal migrants.", id="illegal"),
    pytest.param("شهدت البلاد موجة حر غير مسبوقة.", "The country saw an unprecedented heatwave.", id="unprecedented"),
    pytest.param("غير أنه وصل.", "However, he arrived.", id="however-he"),
    pytest.param("ليس لدينا ماء ولا كهرباء ولا غذاء.", "We have no water, electricity or food.", id="water-electricity"),
    pytest.param("لم يأكل ولم يشرب.", "He did not eat or drink.", id="eat-or-drink"),
    pytest.param("لا يأكل ولا يشرب.", "He neither eats nor drinks.", id="neither-nor"),
    pytest.param("لا سلم ولا حرب.", "No peace, no war.", id="no-peace-no-war"),
    pytest.param("أصدر الجيش البلاغ رقم 7.", "The army issued communique No 7.", id="communique-no-7"),
    pytest.param("أصدر الجيش البلاغ رقم 7.", "The army issued communique No. 7.", id="no-dot-7"),
    pytest.param("البلاغان رقم 7 و8.", "Communiques Nos. 7 and 8.", id="nos-7"),
    pytest.param("فشل الفريق في الفوز.", "The team did not win.", id="failed"),
    pytest.param("أخفق الفريق في الفوز.", "The team did not win.", id="akhfaqa"),
    pytest.param("تخلف الوزير عن الحضور.", "The minister did not attend.", id="absent"),
    pytest.param("يفتقد الفريق إلى الخبرة.", "The team has no experience.", id="lacks"),
    pytest.param("كف الجيران عن الكلام.", "The neighbours no longer spoke.", id="ceased"),
    pytest.param("حرم السكان من الماء.", "The residents did not have water.", id="deprived"),
    pytest.param("أطلق مجهول النار.", "A man who was not identified opened fire.", id="unknown-person"),
    pytest.param("استحال الوصول إلى القرية.", "The village could not be reached.", id="became-impossible"),
    pytest.param("لم يتمكن الفريق من السفر.", "Unable to travel, the team stayed.", id="unable"),
    pytest.param("لم تتضح الأسباب.", "The reasons are unclear.", id="unclear"),
    pytest.param("لم يستطع الدفع.", "He spoke of his inability to pay.", id="inability"),
    pytest.param("كان بدون أعراض.", "He was asymptomatic.", id="without-symptoms"),
    pytest.param("اختار السلم لا الحرب.", "He chose peace rather than war.", id="rather-than"),
    pytest.param("غير مرة زار الرباط.", "He visited Rabat more than once.", id="otherwise"),
    pytest.param("حال الثلج دون وصولهم.", "Snow prevented their arrival.", id="prevented"),
    pytest.param("حظرت البلاد استيراد اللحوم.", "The country banned meat imports.", id="ban-kept"),
    pytest.param("رفض البرلمان المشروع.", "Parliament voted the bill down.", id="voted-down"),
    pytest.param("فشلت المفاوضات.", "The talks collapsed.", id="collapsed"),
    pytest.param("عاش في المنفى.", "He lived in exile.", id="exile"),
    pytest.param("نفى الجيش سقوط الطائرة.", "The army denied the crash of the plane.", id="denied-kept"),
    pytest.param("برنامج الوقاية من الأمراض.", "The disease prevention programme.", id="prevention"),
]
LOST: list[Any] = [
    pytest.param(
        "لم يصدر أي تعليق من الجيش على الحادث.",
        "There was an immediate comment from the army on the incident.",
        id="immediate",
    ),
    pytest.param("قالت الأونروا إن المساعدات لم تصل.", "UNRWA said the aid had arrived.", id="unrwa"),
    pytest.param("نفى المتحدث وجود ضحايا.", "The spokesman said there were casualties.", id="denied-became-said"),
    pytest.param("رفضت المحكمة الطعن.", "The court heard the appeal.", id="rejected-became-heard"),
    pytest.param("فشل الفريق في الفوز.", "The team won.", id="failed-became-won"),
    pytest.param("وقال أيضا إنه لن يستقيل.", "He also said he would resign.", id="also"),
    pytest.param("لم يكن القرار مهما.", "The decision was important.", id="important"),
    pytest.param("لا يحق للمهاجرين العمل.", "Immigrants have the right to work.", id="immigrants"),
    pytest.param("لن تحقق الشرطة في الحادث.", "Police will investigate the incident.", id="investigate"),
    pytest.param("لا تشير الأرقام إلى تحسن.", "The figures indicate an improvement.", id="indicate"),
    pytest.param("لم تنسحب الوحدات العسكرية.", "The military units withdrew.", id="units"),
    pytest.param("لم تتشكل حكومة وحدة.", "A unity government was formed.", id="unity"),
    pytest.param("لم يكشف الوزير عن الخطة.", "The minister unveiled the plan.", id="unveiled"),
    pytest.param("لم ترتفع البطالة.", "Unemployment rose.", id="unemployment"),
    pytest.param("لم يكن القرار بالإجماع.", "The decision was unanimous.", id="unanimous"),
    pytest.param("لم تسقط الدفاعات أي طائرة.", "The defences shot down a drone.", id="drone"),
    pytest.param("ومع ذلك لم يستسلم.", "Nevertheless, he surrendered.", id="nevertheless"),
    pytest.param("لم يكن الحضور كبيرا.", "The turnout was rather large.", id="rather"),
    pytest.param("لن يوزع المال بالتساوي.", "The money will be shared equally.", id="equally"),
    pytest.param("لم تصل يونيسف إلى الشمال.", "UNICEF reached the north.", id="unicef"),
    pytest.param("لا يقبل الاتحاد العرض.", "The union accepts the offer.", id="union"),
    pytest.param("لم تعمل الشبكة اللاسلكية.", "The wireless network worked.", id="wireless"),
    pytest.param(
        "قال إنه لم يتقرر بعد ما إذا كان سيترشح أم لا.",
        "He said it had been decided whether or not he would run.",
        id="whether-or-not",
    ),
    pytest.param("لا يزال يرفض التوقيع، ولم يحضر.", "He still refuses to sign, and he came.", id="still-not"),
    pytest.param("دخل دون إذن.", "He entered with permission.", id="without-conditions"),
    pytest.param("انتقلوا دون الحاجة إلى تأشيرة.", "They travelled and need a visa.", id="without-need"),
    pytest.param("لم تسقط طائرة من دون طيار.", "An unmanned aircraft was shot down.", id="drones-not-shot"),
    pytest.param("النتائج غير معروفة.", "The results are known.", id="are-known"),
    pytest.param("الاتفاق غير قانوني.", "The agreement is legal.", id="is-legal"),
    pytest.param(
        "لم يحضر الوزير ولم يوقع الاتفاق.",
        "The minister did not attend, and he signed the agreement.",
        id="came-and-known",
    ),
    pytest.param("وصل المدير ولم يوقع الاتفاق.", "The manager arrived and signed the agreement or so.", id="and-not-first"),
    pytest.param("لم يصدر الجيش البلاغ رقم 7.", "The army issued communique No. 7.", id="no-7-forgives-nothing"),
]
ADDED: list[Any] = [
    pytest.param("لا شك أنه سيفوز.", "There is no doubt he will not win.", id="asserting-added"),
    pytest.param("صلى الناس في الحرم المكي.", "People did not pray at the Mecca mosque.", id="haram-mosque"),
    pytest.param("تهدف الاتفاقية إلى دعم المشاريع.", "The agreement fails to support projects.", id="fails"),
    pytest.param("سيوقع الوزير الاتفاق.", "The minister will refuse to sign the agreement.", id="refuses"),
    pytest.param("أكد الجيش سقوط الطائرة.", "The army denied the crash of the plane.", id="denied"),
    pytest.param("قبلت المعارضة العرض.", "The opposition rejected the offer.", id="rejects"),
    pytest.param("سمحت البلاد باستيراد اللحوم.", "The country banned meat imports.", id="banned"),
]


@pytest.mark.parametrize(("ar", "en"), EQUAL)
def test_both_say_it(ar: str, en: str) -> None:
    """Ages, scores, numbers and negations in other words are left in peace."""
    assert differs(ar, en) is None


@pytest.mark.parametrize(("ar", "en"), LOST)
def test_the_english_lost_it(ar: str, en: str) -> None:
    """A negation of the Arabic is missed, whatever word of the English only looks like one."""
    assert differs(ar, en) == "ar"


@pytest.mark.parametrize(("ar", "en"), ADDED)
def test_the_english_added_it(ar: str, en: str) -> None:
    """A negation that only the English has is found, and so is a word of failing, refusing or forbidding."""
    assert differs(ar, en) == "en"


@given(st.text(alphabet="لا وم.غيرن د7", max_size=60), st.text(alphabet="not un.7 ", max_size=60))
def test_no_text_makes_it_fail(ar: str, en: str) -> None:
    """Any two texts can be compared."""
    assert differs(ar, en) in (None, "ar", "en")
