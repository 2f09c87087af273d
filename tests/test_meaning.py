"""What a value may be of the words beside it, in one table: numbers of another kind, and years that nothing shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

import mujaz
from mujaz.text.relative import _DAYS_EN, _STEPS_EN, weekdays
from mujaz.trust.moments import _FROM_HERE

FINE = "قضت المحكمة بغرامة قدرها 200 ألف درهم وبسجن ثلاث سنوات"
MET = "انعقد الاجتماع يوم 5 غشت"


@pytest.mark.parametrize(
    ("article", "schema", "field", "published", "status"),
    [
        pytest.param(FINE, "x: money", (FINE, 200_000, "MAD"), None, "checked", id="the-money"),
        pytest.param(FINE, "x: money", (FINE, 3, "MAD"), None, "failed", id="years-are-no-money"),
        pytest.param(
            "بلغت 14 في المائة من 50 وكالة", "x: percent", ("14 في المائة من 50", 14, "percent"), None, "checked", id="percent"
        ),
        pytest.param(
            "بلغت 14 في المائة من 50 وكالة", "x: percent", ("14 في المائة من 50", 50, "percent"), None, "failed", id="count"
        ),
        pytest.param("بين 50 و60 سنتيما", "x: money", ("بين 50 و60 سنتيما", 0.5, "MAD"), None, "checked", id="centimes"),
        pytest.param("بين 50 و60 سنتيما", "x: money", ("بين 50 و60 سنتيما", 50, "MAD"), None, "failed", id="no-dirhams"),
        pytest.param(MET, "x: date", ("5 غشت", "2024-08-05"), "2024-08-10", "checked", id="year-of-publication"),
        pytest.param(MET, "x: date", ("5 غشت", "2025-08-05"), "2024-09-10", "checked", id="next-year"),
        pytest.param(MET, "x: date", ("5 غشت", "2025-08-05"), "2024-08-10", "doubtful", id="the-same-month-of-next-year"),
        pytest.param(MET, "x: date", ("5 غشت", "2034-08-05"), "2024-08-10", "doubtful", id="a-year-too-far"),
        pytest.param(MET, "x: date", ("5 غشت", "XXXX-08-05"), "2024-08-10", "checked", id="no-year"),
        pytest.param(MET, "x: date", ("5 غشت", "2024-08-05"), None, "doubtful", id="a-year-from-nowhere"),
        pytest.param(f"{MET} من سنة 1999", "x: date", ("5 غشت", "1999-08-05"), None, "checked", id="a-year-of-the-article"),
        pytest.param(MET, "x: date", ("5 غشت", "2024-08-06"), "2024-08-10", "failed", id="another-day"),
    ],
)
def test_what_words_mean(article: str, schema: str, field: tuple[Any, ...], published: str | None, status: str) -> None:
    """Money is a money value of its words, and a year that the words leave open is near the publication or in the article."""
    text, value, *unit = field
    answer = {"text": text, "value": value} | ({"unit": unit[0]} if unit else {"calendar": "gregorian"})
    report = mujaz.check(article, json.dumps({"x": answer}), schema=schema, country="MA", published=published)
    assert {item.path: item.status for item in report.items}["x.value"] == status


@pytest.mark.parametrize(
    ("text", "unit", "status"),
    [
        pytest.param("500 عامل", "عامل", "checked", id="what-is-counted"),
        pytest.param("500 عامل", "USD", "doubtful", id="no-currency"),
        pytest.param("500 عامل", "percent", "doubtful", id="no-percentage"),
        pytest.param("300", "MAD", "checked", id="money-elsewhere-in-the-article"),
        pytest.param("300", "USD", "doubtful", id="another-currency-elsewhere"),
    ],
)
def test_what_an_amount_is_of(text: str, unit: str, status: str) -> None:
    """A currency or a percentage of a number that is neither in its words nor in the article is doubtful."""
    article = "أعلنت رونو توظيف 500 عامل في طنجة، بأجر 300 درهم في اليوم"
    said = {"ar": article, "en": "Renault announced it will hire 500 workers in Tangier, at 300 dirhams a day.", "sources": [1]}
    empty: dict[str, Any] = {key: [] for key in ("people", "organizations", "places", "dates", "quotes", "events")}
    amount = {"text": text, "value": text.split(maxsplit=1)[0], "unit": unit}
    summary = {"headline": None, "summary": [said], "topic": "labour", "amounts": [amount], **empty}
    report = mujaz.check(article, json.dumps(summary), country="MA")
    assert {item.path: item.status for item in report.items}["amounts[0].unit"] == status


@pytest.mark.parametrize("said", sorted([*_DAYS_EN, *_STEPS_EN, *weekdays("en"), "ago"]))
def test_english_days_are_looked_for_by_words_that_they_all_have(said: str) -> None:
    """What is looked for before both texts are read for days misses none of the words that such days are told with."""
    assert _FROM_HERE.search(f"It came {said} month")
