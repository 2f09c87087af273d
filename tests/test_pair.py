"""Two sentences in two languages: what differs, what is left in peace, and how a finding looks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz import check_pair

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
    pytest.param("مشاركة Momentum في الاقتراع", "a vote with Momentum", id="a-name-in-latin-letters"),
]
WRONG: list[Any] = [
    pytest.param(BUDGET, "It cost 12 billion dirhams, said Said Amzazi.", ["money"], "12 billion dirhams", id="magnitude"),
    pytest.param(BUDGET, "It cost 12 million dollars, said Said Amzazi.", ["money"], "12 million dollars", id="currency"),
    pytest.param(BUDGET, "It has a budget, according to Minister Said Amzazi.", ["money"], None, id="amount-lost"),
    pytest.param("حضر 12 وزيرا.", "12 ministers came, 48 people said.", ["number"], "48 people", id="number-added"),
    pytest.param("ظهر كوفيد-19 في الصين.", "COVID-59 appeared in China.", ["number"], "COVID-59", id="number-in-a-name"),
    pytest.param("ظهر كوفيد-19 في الصين.", "COVID appeared in China.", ["number"], None, id="number-of-a-name-lost"),
    pytest.param("خرج آلاف المتظاهرين.", "Millions of protesters came out.", ["number"], "Millions", id="vague-magnitude"),
    pytest.param("في 3 أكتوبر 2024", "on 3 May 2024", ["date"], "3 May 2024", id="month"),
    pytest.param("بنسبة 14٪", "by 41 percent", ["percent"], "41 percent", id="percent"),
    pytest.param("انتهى العمل.", "انتهى العمل.", ["script"], "انتهى العمل.", id="not-english"),
]
LIKELY: list[Any] = [
    pytest.param("انتهى العمل.", "The work is not over.", "negation", id="not-added"),
    pytest.param("لم ينته العمل.", "The work is over.", "negation", id="not-lost"),
    pytest.param("لم ينته العمل دون سبب.", "The work did not end.", "negation", id="one-of-two-lost"),
    pytest.param("ليس هذا صحيحا فقط.", "That is merely right.", "negation", id="not-only-became-only"),
    pytest.param("وقع سعيد أمزازي العقد.", "The contract was signed by Omar Tazi.", "name", id="another-person"),
    pytest.param("وقع سعيد أمزازي العقد.", "The contract was signed by Said Tazi.", "name", id="another-surname"),
    pytest.param("اجتمعوا في القاهرة.", "They met in Damascus.", "name", id="another-city"),
    pytest.param("وأكد الوزير أن العمل انتهى.", "The work is over.", "attribution", id="a-claim-became-a-fact"),
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


def test_the_country_settles_the_dirham() -> None:
    """Whose dirham is meant is known by the country; an Emirati one is then another."""
    ar, en = "12 مليون درهم", "12 million AED"
    assert [f.check for f in check_pair(source=ar, ar=ar, en=en, country="MA")] == ["money"]
    assert check_pair(source=ar, ar=ar, en=en, country="AE") == []


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_no_text_makes_it_fail(source: str, ar: str, en: str) -> None:
    """Any three texts can be checked, and what is found twice is the same."""
    assert check_pair(source=source, ar=ar, en=en) == check_pair(source=source, ar=ar, en=en)
