"""Which figures of one text another one proves, in one table: what is proven, and what each wrong figure is called."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mujaz.trust.figures import Reading, strange

PROVEN: list[Any] = [
    pytest.param("بلغت الكلفة مليون درهم", "It cost one million dirhams", id="number-in-words"),
    pytest.param("بلغت الكلفة مليون درهم", "It cost MAD 1,000,000", id="number-in-digits"),
    pytest.param("قبل 3 أكتوبر 2024", "before October 3, 2024", id="the-same-day"),
    pytest.param("قبل 3 أكتوبر 2024", "before October 2024", id="less-of-the-date"),
    pytest.param("قبل 3 أكتوبر 2024", "before 2024", id="the-year-of-the-date"),
    pytest.param("قبل 3 أكتوبر 2024", "on 3 October", id="the-day-without-its-year"),
    pytest.param("في الربع الثاني من عام 2018", "in the second quarter of 2018", id="a-quarter"),
    pytest.param("ارتفع بنسبة 14٪", "It rose by 14 percent", id="percent"),
    pytest.param("ارتفع بنسبة 14٪", "It rose by 14", id="percent-said-as-a-number"),
    pytest.param("وقع الطرفان الاتفاق", "The two sides signed one agreement", id="one-and-two-by-the-way"),
    pytest.param("وقع الطرفان الاتفاق", "This is the first time", id="first-by-the-way"),
    pytest.param("حضر 12 وزيرا", "Nobody was counted", id="no-figure-said"),
    pytest.param("في 12 دجنبر و40 شخصا", "on 12 December, 40 people", id="two-figures"),
    pytest.param("نصف السكان", "half the people", id="half"),
    pytest.param("بهدفين دون رد", "2-0", id="nil-of-a-score"),
    pytest.param("بدون أهداف", "a 0-0 draw", id="nil-of-both"),
    pytest.param("موسم 2023/2024", "the 2023-24 season", id="a-season"),
    pytest.param("موسم 2023-24", "from 2023 to 2024", id="the-years-of-a-season"),
    pytest.param("حكم عليه بسنة حبسا", "a one-year sentence", id="a-unit-says-one"),
    pytest.param("منذ أسبوع", "one week ago", id="a-week"),
    pytest.param("بعد عام ونصف", "after 18 months", id="a-year-and-a-half-in-months"),
    pytest.param("عشرين عاما", "two decades", id="years-in-decades"),
    pytest.param("العقد الماضي", "the last ten years", id="a-decade-in-years"),
    pytest.param("بعد يومين", "after 48 hours", id="days-in-hours"),
    pytest.param("خمسين بالمئة", "half", id="a-share-in-words"),
    pytest.param("ثلث السكان", "33% of the population", id="a-share-in-percent"),
    pytest.param("ثلاثة أضعاف", "tripled", id="three-times"),
    pytest.param("بين 300 و400 ألف", "between 300,000 and 400,000", id="a-magnitude-of-both-ends"),
    pytest.param("من 12 إلى 15 مليون درهم", "to 15 million dirhams from 12 million", id="a-currency-of-both-ends"),
    pytest.param("1281 دولارا بعدما قفز إلى 1283", "$1,281 after $1,283", id="a-currency-said-once"),
    pytest.param("بين 10 و15 سنتا", "10 to 15 cents", id="a-part-of-both-ends"),
    pytest.param("في العاشرة والنصف صباحا", "at 10.30 am", id="a-time-of-day"),
]
WRONG: list[Any] = [
    pytest.param("بلغت الكلفة مليون درهم", "It cost 10 million dirhams", ["money"], id="another-amount"),
    pytest.param("بلغت الكلفة مليون درهم", "It cost one million dollars", ["money"], id="another-currency"),
    pytest.param("حضر مليون شخص", "It cost one million dollars", ["money"], id="people-become-money"),
    pytest.param("بلغت الكلفة مليون درهم", "He came 3 times, 12 more than before", ["number"] * 2, id="two-numbers-more"),
    pytest.param("قبل 3 أكتوبر 2024", "before 4 October 2024", ["date"], id="another-day"),
    pytest.param("قبل 3 أكتوبر 2024", "before 3 November 2024", ["date"], id="another-month"),
    pytest.param("قبل 3 أكتوبر 2024", "before 3 October 2023", ["date"], id="another-year"),
    pytest.param("في أكتوبر 2024", "on 3 October 2024", ["date"], id="more-than-the-date"),
    pytest.param("قبل 3 أكتوبر 2024", "10 projects", ["number"], id="month-is-no-number"),
    pytest.param("في الربع الثاني من عام 2018", "34 projects", ["number"], id="code-of-a-quarter-is-no-number"),
    pytest.param("في الخمسينيات", "in 1950", ["date"], id="a-decade-is-no-year"),
    pytest.param("ارتفع بنسبة 14٪", "It rose by 41 percent", ["percent"], id="another-percentage"),
    pytest.param("حضر 14 شخصا", "14 percent came", ["percent"], id="a-number-becomes-a-percentage"),
    pytest.param("انخفضت الحرارة", "It fell to -40 degrees", ["number"], id="a-number-below-zero"),
    pytest.param("انخفضت الحرارة", "It fell 1.5 degrees", ["number"], id="a-small-fraction"),
    pytest.param("انخفض العدد", "It fell to 0 cases", ["number"], id="zero"),
    pytest.param("موسم 2022-2023", "the 2023-24 season", ["date"], id="another-season"),
    pytest.param("حضر وزير", "The third minister came", ["number"], id="an-ordinal"),
    pytest.param("حكم عليه بسنة حبسا", "a one-month sentence", ["number"], id="a-unit-says-one-of-it"),
    pytest.param("في سنة 2024", "one year later", ["number"], id="the-year-of-a-date-counts-nothing"),
    pytest.param("حكم عليه بسنة حبسا", "a two-year sentence", ["number"], id="a-unit-says-no-two"),
    pytest.param("بعد عام ونصف", "after 15 months", ["number"], id="other-months"),
    pytest.param("العقد الماضي", "the last five years", ["number"], id="half-a-decade"),
    pytest.param("خمسين بالمئة", "a third", ["number"], id="another-share"),
    pytest.param("ثلث السكان", "30% of the population", ["percent"], id="another-share-in-percent"),
    pytest.param("تضاعفت الصادرات", "Exports tripled", ["number"], id="doubled-becomes-tripled"),
    pytest.param("بين 300 و400 ألف", "between 300 and 400,000", ["number"], id="the-magnitude-of-one-end-lost"),
    pytest.param("بين 10 و15 سنتا", "10 to 15 dollars", ["money"] * 2, id="parts-become-wholes"),
]


@pytest.mark.parametrize(
    ("arabic", "english", "checks"),
    [*[pytest.param(*p.values, [], id=p.id) for p in PROVEN], *WRONG],
)
def test_english_against_arabic(arabic: str, english: str, checks: list[str]) -> None:
    """The Arabic proves what it says in any form; each figure that it does not say is found, under the right name."""
    reading = Reading("MA")
    found = strange(reading.values(english, "en"), reading.proof(arabic, "ar"))
    assert [check for _, check in found] == checks


@pytest.mark.parametrize(
    ("country", "english", "checks"),
    [
        pytest.param("MA", "one million AED", ["money"], id="known-and-another"),
        pytest.param("AE", "one million AED", [], id="known-and-the-same"),
        pytest.param(None, "one million AED", [], id="not-known"),
        pytest.param(None, "one million euros", ["money"], id="not-known-and-none-it-may-be"),
        pytest.param(None, "one million dinars", ["money"], id="not-known-and-another-name"),
        pytest.param(None, "one million dirhams", [], id="not-known-and-the-same-name"),
    ],
)
def test_the_country_settles_the_currency(country: str | None, english: str, checks: list[str]) -> None:
    """Whose dirham it is depends on the country; while that is not known, only what is no dirham at all is called wrong."""
    reading = Reading(country)
    said, known = reading.values(english, "en"), reading.values("مليون درهم", "ar")
    assert [check for _, check in strange(said, known)] == checks


def test_the_day_of_publication_settles_yesterday() -> None:
    """«أمس» proves a date only when the day of publication is known."""
    said = Reading().values("on 2 October 2024", "en")
    for published, checks in ((date(2024, 10, 3), []), (date(2024, 10, 4), ["date"]), (None, ["date"])):
        known = Reading(published=published).values("وقع أمس الاتفاق", "ar")
        assert [check for _, check in strange(said, known)] == checks
