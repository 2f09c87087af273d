"""Two sentences in two languages: what differs, what is left in peace, and how a finding looks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz import check_pair
from mujaz.errors import SettingsError

BUDGET = "بلغت ميزانية المشروع 12 مليون درهم مغربي، وفق الوزير سعيد أمزازي."
RIGHT: list[Any] = [
    pytest.param(BUDGET, "The project's budget was 12 million Moroccan dirhams, according to Minister Said Amzazi.", id="plain"),
    pytest.param(BUDGET, "It cost MAD 12,000,000, Minister Saïd Amzazi said.", id="other-figures-and-spelling"),
    pytest.param("ظهر كوفيد-19 في الصين.", "COVID-19 appeared in China.", id="a-number-in-a-name"),
    pytest.param("ظهر كوفيد 19 في الصين.", "COVID-19 appeared in China.", id="a-number-in-a-name-with-a-space"),
    pytest.param("ظهر كوفيد-19 في الصين.", "The coronavirus appeared in China.", id="the-name-in-other-words"),
    pytest.param("خرج عشرات الآلاف.", "Tens of thousands came out.", id="vague-magnitudes"),
    pytest.param("لم يحضر أحد.", "Nobody came.", id="not-as-nobody"),
    pytest.param("النتائج غير معروفة.", "The results are unknown.", id="not-inside-a-word"),
    pytest.param("لا يزال العمل جاريا.", "Work is still going on.", id="a-not-that-asserts"),
    pytest.param("لا يقل العدد عن 40 شخصا.", "There are at least 40 people.", id="at-least"),
    pytest.param("وأكد الوزير أن العمل انتهى.", "The work is over, the minister insisted.", id="a-claim-kept"),
    pytest.param("وأكد الوزير أن العمل انتهى.", "«The work is over.»", id="a-claim-kept-as-a-quotation"),
    pytest.param("زار قادش عام 700 ق.م.", "He visited Kadesh in about 700 BC.", id="before-christ"),
    pytest.param("في بداية القرن الواحد والعشرين", "in the early 2000s", id="the-two-thousands"),
    pytest.param("وقع الرئيس إيمانويل ماكرون في باريس.", "President Emmanuel Macron signed in Paris.", id="names-by-sound"),
    pytest.param("اجتمع في القاهرة وزراء المغرب ومصر.", "Ministers of Morocco and Egypt met in Cairo.", id="names-by-table"),
    pytest.param("رئيس منظمة الصحة العالمية", "the head of the World Health Organization", id="a-translated-name"),
    pytest.param("شارك المكتب الشريف للفوسفاط.", "The OCP Group took part.", id="a-listed-name-of-another-sound"),
    pytest.param("عقد الاجتماع في 12 رمضان 1446.", "The meeting was held on 12 March 2025.", id="a-month-of-the-other-calendar"),
    pytest.param("وصل جلالة الملك محمد السادس.", "His Majesty King Mohammed VI arrived.", id="a-king"),
    pytest.param("في جنوب غرب الولايات المتحدة", "in the U.S. southwest", id="letters-with-dots"),
    pytest.param("قال الرئيس الأمريكي جو بايدن", "United States President Joe Biden said", id="a-state-and-its-adjective"),
    pytest.param("بميزانية قدرها مليون درهم", "a budget of 1m dirhams", id="a-currency-not-decided"),
    pytest.param("بميزانية قدرها 5000 جنيه", "a budget of 5,000 pounds", id="pounds-not-decided"),
    pytest.param("بكلفة 5 كرونات", "costing 5 kronor", id="crowns-not-decided"),
    pytest.param("بكلفة 5000 دينار أردني", "costing JD5,000", id="a-currency-glued-to-its-number"),
    pytest.param("يبدأ الموسم 2023-2024", "the 2023-24 season begins", id="a-season"),
    pytest.param("فاز بثلاثة أهداف نظيفة.", "It won 3-0.", id="three-clean-goals"),
    pytest.param("يصومون في رمضان.", "They fast in Ramadan.", id="ramadan"),
    pytest.param("يصومون في رمضان.", "Ramadan is when they fast.", id="ramadan-without-a-cue"),
    pytest.param("ارتفع بنسبة نصف في المائة.", "It rose by half a percent.", id="half-a-percent"),
    pytest.param("انخفض إلى الثلث في عام.", "It fell to a third in a year.", id="a-third"),
    pytest.param("ارتفع بمقدار الربع.", "It rose by a quarter.", id="a-quarter"),
    pytest.param("سجلت 1.204 إصابة.", "1,204 cases were recorded.", id="a-point-before-thousands"),
    pytest.param("بلغ السعر 1.250 درهم.", "The price was 1.25 dirhams.", id="a-point-before-decimals"),
    pytest.param("في 3 أكتوبر 2024", "on October 3", id="the-year-left-out"),
    pytest.param("في 5/10/2024", "On October 5, 2024", id="a-month-in-figures"),
    pytest.param("قال محمد السادس ذلك.", "Mohammed VI said so.", id="a-king"),
    pytest.param("كلما خرجت رأيتهم.", "Whenever I go out, I see them.", id="who-speaks-is-no-numeral"),
    pytest.param("سجن خمس سنوات بعد 5 أشهر.", "5 months later he got a five-year sentence.", id="both-measures"),
    pytest.param(
        "حكم عليه بخمس، وسجن 5 أشهر.", "He got five years, and was jailed for 5 months.", id="a-number-without-a-measure"
    ),
    pytest.param("على مساحة 12 كلم مربع", "over 12 square kilometers", id="a-measure-cut-short"),
    pytest.param("اشترى 12 كيلو", "He bought 12 kilograms", id="a-measure-that-may-be-two"),
    pytest.param("اجتمعوا يوم الأحد والاثنين.", "They met on Sunday and on Monday.", id="days-of-the-week"),
    pytest.param("حضر 12 نائبا", "12 deputies came", id="a-count-is-no-measure"),
    pytest.param("مشاركة Momentum في الاقتراع", "a vote with Momentum", id="a-name-in-latin-letters"),
    pytest.param("فاز الوداد ٣ - ١.", "Wydad won 3–1.", id="a-score"),
    pytest.param("وقع الطرفان بقلم واحد.", "The two sides signed with a pen.", id="a-dual-and-one"),
    pytest.param("خسر الوداد 1-3.", "Wydad lost 3-1.", id="a-score-the-other-way-round"),
    pytest.param("خطاب الملك محمد السادس", "King Mohammed VI's speech", id="a-king"),
    pytest.param("في الحرب العالمية الثانية", "in World War II", id="a-war"),
    pytest.param("قال أولا إنه الثاني.", "And Then I said that he was first and second.", id="i-is-no-numeral"),
    pytest.param("نزح مئات الآلاف.", "Hundreds of thousands were displaced.", id="magnitude-without-a-number"),
    pytest.param("نزح عشرات الآلاف.", "Tens of thousands were displaced.", id="tens-of-thousands"),
    pytest.param("أصيب العشرات.", "Scores were hurt.", id="scores"),
    pytest.param("نزح خمسة آلاف.", "5,000 were displaced.", id="magnitude-of-a-number"),
    pytest.param("تنتج كميات من المياه.", "It produces amounts of water.", id="quantities-are-no-hundreds"),
    pytest.param("وقع الحادث أول أمس.", "The accident happened the day before yesterday.", id="two-days-ago"),
    pytest.param("وقع الحادث أمس الخميس.", "The accident happened today, Thursday.", id="a-weekday-beside-it"),
    pytest.param("ينطلق الشهر المقبل.", "It starts next month.", id="next-month"),
    pytest.param("تبدأ في الساعة الثامنة والنصف مساء", "It starts at 8:30 p.m.", id="an-hour-in-words"),
    pytest.param("تبدأ في الساعة 20:30", "It starts at 8:30 pm", id="an-hour-of-twenty-four"),
    pytest.param("تبدأ في الثامنة إلا ربعا صباحا", "It starts at 7:45 a.m.", id="a-quarter-to"),
    pytest.param("تبدأ الساعة الثانية عشرة", "It starts at 12 o'clock", id="no-half-of-the-day"),
    pytest.param("تبدأ الساعة الثامنة", "It starts at half past eight in the east, at 8 a.m. here", id="one-hour-more"),
]
WRONG: list[Any] = [
    pytest.param(BUDGET, "It cost 12 billion dirhams, said Said Amzazi.", ["money"], "12 billion dirhams", id="magnitude"),
    pytest.param(BUDGET, "It cost 12 million dollars, said Said Amzazi.", ["money"], "12 million dollars", id="currency"),
    pytest.param(BUDGET, "It has a budget, according to Minister Said Amzazi.", ["money"], None, id="amount-lost"),
    *(
        pytest.param(f"بميزانية {name}", f"a budget of {other}", ["money"], other, id=f"{told}-is-not-{case}")
        for told, name, case, other in [
            ("dirham", "مليون درهم", "a-dollar", "$1 million"),
            ("dirham", "مليون درهم", "a-euro", "one million euros"),
            ("dirham", "مليون درهم", "a-dinar", "one million dinars"),
            ("dinar", "مليون دينار", "a-riyal", "one million riyals"),
            ("riyal", "مليون ريال", "a-dirham", "one million dirhams"),
            ("pound", "مليون جنيه", "a-franc", "one million francs"),
            ("lira", "مليون ليرة", "a-euro", "one million euros"),
            ("franc", "مليون فرنك", "a-dollar", "$1 million"),
            ("dollar", "مليون دولار", "a-dirham", "one million dirhams"),
        ]
    ),
    pytest.param("سجلت 1.204 إصابة.", "1.205 cases were recorded.", ["number"], "1.205 cases", id="neither-reading-of-a-point"),
    pytest.param("في 3 أكتوبر 1961", "on October 3", ["date"], None, id="the-year-of-history-lost"),
    pytest.param("في أكتوبر 2024", "in October", ["date"], None, id="the-year-of-a-month-lost"),
    pytest.param("في 3 أكتوبر 2024", "on October 3, 2023", ["date"], "October 3, 2023", id="another-year"),
    pytest.param("انخفض العدد.", "It fell to 0 cases.", ["number"], "0 cases", id="a-zero-that-is-no-score"),
    pytest.param("حضر 12 وزيرا.", "12 ministers came, 48 people said.", ["number"], "48 people", id="number-added"),
    pytest.param("ظهر كوفيد-19 في الصين.", "COVID-59 appeared in China.", ["number"], "COVID-59", id="number-in-a-name"),
    pytest.param("ظهر كوفيد-19 في الصين.", "COVID appeared in China.", ["number"], None, id="number-of-a-name-lost"),
    pytest.param("خرج آلاف المتظاهرين.", "Millions of protesters came out.", ["number"], "Millions", id="vague-magnitude"),
    pytest.param("في 3 أكتوبر 2024", "on 3 May 2024", ["date"], "3 May 2024", id="month"),
    pytest.param("بنسبة 14٪", "by 41 percent", ["percent"], "41 percent", id="percent"),
    pytest.param("سجن خمس سنوات.", "He was jailed for five months.", ["number"], "five months", id="years-are-no-months"),
    pytest.param("سجن سنتين.", "He was jailed for two days.", ["number"], "two days", id="a-dual-is-a-number-of-years"),
    pytest.param("على بعد 12 كيلومترا", "12 miles away", ["number"], "12 miles", id="kilometres-are-no-miles"),
    pytest.param("وزنه 12 طنا", "It weighs 12 kilos", ["number"], "12 kilos", id="tons-are-no-kilos"),
    pytest.param("انتهى العمل.", "انتهى العمل.", ["script"], "انتهى العمل.", id="not-english"),
    pytest.param("فاز الوداد 3-1.", "Wydad won 3-0.", ["number"], "3-0", id="another-score"),
    pytest.param("قتل واحد وأصيب ثلاثة.", "Two were killed, three hurt.", ["number"], "Two", id="one-becomes-two"),
    pytest.param("أصيب اثنان من الركاب.", "It hurt one passenger.", ["number"], "one passenger", id="two-becomes-one"),
    pytest.param("تعادلا 2-2.", "They drew 1-1.", ["number"], "1-1", id="another-draw"),
    pytest.param("خطاب محمد السادس", "Mohammed V's speech", ["number"], "Mohammed V", id="another-king"),
    pytest.param("يوحنا بولس الثاني", "John Paul I", ["number"], "Paul I", id="another-pope"),
    pytest.param("نزح مئات الآلاف.", "Hundreds were displaced.", ["number"], None, id="vague-magnitude-lost"),
    pytest.param("نزح عشرات الآلاف.", "Thousands were displaced.", ["number"], None, id="tens-of-thousands-lost"),
    pytest.param("بقيمة 600 مليون ريال", "worth 600 million", ["money"], None, id="currency-lost"),
    pytest.param("وقع الحادث أمس.", "It happened last week.", ["date"], "last week", id="a-day-is-no-week"),
    pytest.param("وقع الحادث أول أمس.", "It happened yesterday.", ["date"], "yesterday", id="another-day-told"),
    pytest.param("ينطلق الشهر المقبل.", "It started last month.", ["date"], "last month", id="last-is-not-next"),
    pytest.param("يوم الثلاثاء الماضي", "next Tuesday", ["date"], "next Tuesday", id="next-is-not-last"),
    pytest.param("الثامنة والنصف مساء", "at 8:30 a.m.", ["date"], "8:30 a.m", id="morning-is-not-evening"),
    pytest.param("على الساعة 20:30", "at 21:30", ["date"], "21:30", id="another-hour"),
    pytest.param("الساعة الثامنة", "at half past eight", ["date"], "half past eight", id="other-minutes"),
]
LIKELY: list[Any] = [
    pytest.param("انتهى العمل.", "The work is not over.", "negation", id="not-added"),
    pytest.param("لم ينته العمل.", "The work is over.", "negation", id="not-lost"),
    pytest.param("لم ينته العمل دون سبب.", "The work did not end.", "negation", id="one-of-two-lost"),
    pytest.param("ليس هذا صحيحا فقط.", "That is merely right.", "negation", id="not-only-became-only"),
    pytest.param("وقع سعيد أمزازي العقد.", "The contract was signed by Omar Tazi.", "name", id="another-person"),
    pytest.param("وقع سعيد أمزازي العقد.", "The contract was signed by Said Tazi.", "name", id="another-surname"),
    pytest.param("اجتمعوا في القاهرة.", "They met in Damascus.", "name", id="another-city"),
    pytest.param("شارك المكتب الشريف للفوسفاط.", "The Renault Group took part.", "name", id="another-group"),
    pytest.param("غادر المكتب الشريف.", "The OCP Group left.", "name", id="a-listed-name-that-is-not-there"),
    pytest.param("ترأس سعيد أمزازي اللقاء.", "Mohammed VI chaired the meeting.", "name", id="another-king-opens-the-sentence"),
    pytest.param("زار الرئيس باريس ثم زار مدريد.", "He went to Rome, then to Rome.", "name", id="the-same-wrong-name-twice"),
    pytest.param("اجتمعوا يوم الأحد.", "They met on Monday.", "date", id="another-day-of-the-week"),
    pytest.param("اجتمعوا أمس.", "They met on Sunday.", "date", id="a-day-of-the-week-looked-up"),
    pytest.param("اجتمعوا يوم السبت.", "They met on Black Friday.", "name", id="a-name-with-a-day-in-it"),
    pytest.param("وأكد الوزير أن العمل انتهى.", "The work is over.", "attribution", id="a-claim-became-a-fact"),
    pytest.param("وتهدف", "The agreement aims to support projects that bring in an income.", "length", id="a-stump-of-arabic"),
    pytest.param("زعم الحزب أن العمل انتهى.", "It was revealed that the work is over.", "attribution", id="a-claim-vouched-for"),
]


@pytest.mark.parametrize(("ar", "en"), RIGHT)
def test_the_same_in_both_languages(ar: str, en: str) -> None:
    """A pair that says the same is left in peace."""
    assert check_pair(source=ar, ar=ar, en=en) == []


@pytest.mark.parametrize(("ar", "en", "checks", "found"), WRONG)
def test_what_is_certain(ar: str, en: str, checks: list[str], found: str | None) -> None:
    """A wrong figure or script is an error of the right name that shows the words, on the English side."""
    findings = check_pair(source=ar, ar=ar, en=en)
    assert [f.check for f in findings if f.severity == "error"] == checks
    first = findings[0]
    assert (first.path, first.found, first.spans[0].start, first.spans[0].end) == ("en", found, 0, len(ar))
    assert first.message


@pytest.mark.parametrize(("ar", "en", "check"), LIKELY)
def test_what_is_likely(ar: str, en: str, check: str) -> None:
    """A wrong name, a negation that one side lacks and a claim that became a fact are warnings, and nothing else is found."""
    findings = check_pair(source=ar, ar=ar, en=en)
    assert [(f.check, f.severity, f.path) for f in findings] == [(check, "warning", "en")]


def test_the_arabic_is_checked_too() -> None:
    """A figure that the source lacks is an error in each language that has it, and a claim may not become a fact in Arabic."""
    source = "قال الوزير إن الكلفة بلغت 12 مليون درهم."
    findings = check_pair(source=source, ar="بلغت الكلفة 13 مليون درهم.", en="The cost was 13 million dirhams.")
    assert [(f.path, f.check) for f in findings] == [("ar", "money"), ("ar", "attribution"), ("en", "money")]


@pytest.mark.parametrize(
    ("ar", "en", "found"),
    [
        pytest.param("وقع سعيد أمزازي العقد.", "Said Amzazi signed the contract.", [], id="the-same"),
        pytest.param("وقع ناصر بوريطة العقد.", "Nasser Bourita signed the contract.", [("en", "name")], id="another-person"),
        pytest.param(
            "لم يوقع سعيد أمزازي العقد.", "Said Amzazi did not sign the contract.", [("ar", "negation")], id="a-not-added"
        ),
        pytest.param("وقع سعيد أمزازي العقد لا غير.", "Said Amzazi signed just the contract.", [], id="a-not-that-asserts"),
    ],
)
def test_wrong_in_both_languages(ar: str, en: str, found: list[tuple[str, str]]) -> None:
    """A name or a «not» that both languages have and their source lacks is told: the two saying the same proves nothing."""
    findings = check_pair(source="وقع الوزير سعيد أمزازي العقد في الرباط.", ar=ar, en=en)
    assert [(f.path, f.check) for f in findings] == found
    assert all("what it rests on" in f.message for f in findings)


@pytest.mark.parametrize("source", ["رفض الوزير العقد.", "لم يحضر الوزير.", "لا بد من العقد."], ids=["soft", "hard", "asserting"])
def test_a_not_in_other_words(source: str) -> None:
    """A «not» of the Arabic may be any negation of its source: which of them it renders, no rule can tell."""
    assert check_pair(source=source, ar="لم يوقع الوزير العقد.", en="The minister did not sign the contract.") == []


def test_figures_of_a_message() -> None:
    """A message about an amount shows the source's amounts, each once, and all its figures only where it has no amount."""
    source = "في 3 أكتوبر 2024 منح 12 شخصا مليون درهم، ثم مليون درهم."
    for country, en, has in (("MA", "two million dirhams", "مليون درهم"), (None, "5%", "3 أكتوبر 2024, 12 شخصا, مليون درهم")):
        found = check_pair(source=source, ar=source, en=en, country=country)[0]
        assert (found.expected, found.message) == (has, f"«{en}» is not in what it rests on, which has {has}")


def test_the_country_settles_the_dirham() -> None:
    """Whose dirham is meant is known by the country; an Emirati one is then another."""
    ar, en = "12 مليون درهم", "12 million AED"
    assert [f.check for f in check_pair(source=ar, ar=ar, en=en, country="MA")] == ["money"]
    assert check_pair(source=ar, ar=ar, en=en, country="AE") == []


@pytest.mark.parametrize(
    ("ar", "en", "checks"),
    [
        pytest.param("وقع الحادث أمس الأربعاء.", "The accident happened on Wednesday.", [], id="yesterday-as-a-weekday"),
        pytest.param("وقع الحادث أمس الأربعاء.", "The accident happened on Wednesday, October 2.", [], id="yesterday-as-a-day"),
        pytest.param("وقع الحادث أمس الأربعاء.", "The accident happened on October 5.", ["date"], id="another-day"),
        pytest.param("وقع الحادث اليوم الخميس.", "The accident happened on Thursday.", [], id="today"),
        pytest.param("يجتمعون غدا الجمعة.", "They meet on Friday.", [], id="tomorrow"),
        pytest.param("وقع الحادث في مارس الماضي.", "The accident happened in March.", [], id="last-march"),
        pytest.param("وقع الحادث في مارس الماضي.", "The accident happened in May.", ["date"], id="another-month"),
        pytest.param("وقع الحادث في 3 مارس الماضي.", "The accident happened.", ["date"], id="a-day-lost"),
        pytest.param("انطلق المهرجان يوم 17 يوليو.", "The festival opened on July 17, 2024.", [], id="the-year-of-publication"),
        pytest.param("انطلق المهرجان يوم 17 نونبر.", "The festival opened on November 17, 2023.", [], id="the-year-before"),
        pytest.param("انطلق المهرجان يوم 17 يوليو.", "The festival opened on July 17, 2022.", ["date"], id="a-year-too-far"),
        pytest.param("انطلق المهرجان يوم 17 يوليو.", "The festival opened on July 18, 2024.", ["date"], id="another-day-of-it"),
        pytest.param(
            "انطلق المهرجان في 17 يوليو 2023.", "The festival opened on July 17, 2024.", ["date"], id="a-year-that-is-told"
        ),
        pytest.param("وقع الحادث في رمضان.", "The accident happened as Ramadan began.", [], id="ramadan"),
    ],
)
def test_the_day_of_publication(ar: str, en: str, checks: list[str]) -> None:
    """What the day of publication alone gives is not demanded of the English, which tells it by the weekday as news does."""
    for published in (date(2024, 10, 3), "2024-10-03"):
        found = check_pair(source=ar, ar=ar, en=en, published=published)
        assert [f.check for f in found if f.severity == "error"] == checks


@pytest.mark.parametrize(
    ("ar", "en", "found"),
    [
        pytest.param("انعقد الاجتماع أمس.", "The meeting was held on Thursday.", [], id="yesterday"),
        pytest.param("انعقد الاجتماع أمس.", "The meeting was held on Friday.", ["Friday"], id="another-day"),
        pytest.param("انعقد الاجتماع.", "The meeting was held on Thursday.", ["Thursday"], id="no-day"),
    ],
)
def test_the_weekday_of_yesterday(ar: str, en: str, found: list[str]) -> None:
    """With the day of publication «أمس» has a weekday, which is no name that the Arabic lacks; another one is."""
    assert [f.found for f in check_pair(source=ar, ar=ar, en=en, published="2024-10-04")] == found


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"published": "yesterday"}, "published: 'yesterday'.*YYYY-MM-DD", id="no-day"),
        pytest.param({"country": "Morocco"}, "country: 'Morocco'.*two letters", id="no-country"),
    ],
)
def test_what_cannot_be_used(given: dict[str, Any], message: str) -> None:
    """A country or a day that is none is one clear error."""
    with pytest.raises(SettingsError, match=message):
        check_pair(source="قال أمس", ar="قال أمس", en="he said", **given)


@pytest.mark.parametrize(
    ("ar", "en", "found"),
    [
        pytest.param("بلغت الكلفة 12 مليون درهم.", "It cost 12 million dirhams.", [], id="both-have-it"),
        pytest.param("تحددت الكلفة.", "It cost 12 million dirhams.", [("en", "money", "no figure")], id="the-arabic-lost-it"),
        pytest.param(
            "بلغت الكلفة 12 مليون درهم.", "It cost 12 million dirhams in 2024.", [("en", "date", "12 مليون درهم")], id="a-year"
        ),
    ],
)
def test_english_against_its_own_arabic(ar: str, en: str, found: list[tuple[str, str, str]]) -> None:
    """A figure that the source has and the Arabic lacks is an error of the English, and told to be missing in its Arabic."""
    findings = check_pair(source="بلغت الكلفة 12 مليون درهم في عام 2024.", ar=ar, en=en)
    assert [(f.path, f.check, f.expected) for f in findings] == found
    assert all("is not in its Arabic" in f.message for f in findings)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_no_text_makes_it_fail(source: str, ar: str, en: str) -> None:
    """Any three texts can be checked, and what is found twice is the same."""
    assert check_pair(source=source, ar=ar, en=en) == check_pair(source=source, ar=ar, en=en)
