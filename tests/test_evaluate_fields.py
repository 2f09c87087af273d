"""Fields are compared by what they mean: names in any spelling, dates as days, amounts as values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mujaz.errors import InputError
from mujaz.evaluate.fields import scores, wanted
from mujaz.trust.figures import Reading

READING = Reading("MA", date(2024, 10, 4))


def f1(said: dict[str, Any], meant: dict[str, Any]) -> dict[str, float]:
    return scores(said, wanted(meant, READING, "data.jsonl#1"), READING)


@pytest.mark.parametrize(
    ("name", "said", "meant", "same"),
    [
        pytest.param("people", {"ar": "سعيد أمزازي"}, "سعيد امزازي", True, id="spelling"),
        pytest.param("people", {"ar": "الوزير سعيد أمزازي"}, "سعيد أمزازي", True, id="title"),
        pytest.param("people", {"ar": "أمزازي"}, {"ar": "سعيد أمزازي"}, True, id="surname"),
        pytest.param("people", {"ar": "سعيد"}, "أحمد", False, id="another-person"),
        pytest.param("people", {"ar": "زوجة سعيد أمزازي"}, "سعيد أمزازي", False, id="his-wife"),
        pytest.param("places", {"ar": "مدينة أكادير"}, "أگادير", True, id="kind-of-place"),
        pytest.param("places", {"ar": "عمان", "country": "OM"}, {"ar": "عمان", "country": "JO"}, False, id="two-countries"),
        pytest.param("organizations", {"ar": "جامعة القاهرة"}, "القاهرة", False, id="its-university"),
        pytest.param("dates", {"text": "أمس", "value": "2024-10-03"}, "2024-10-03", True, id="day"),
        pytest.param("dates", {"text": "x", "value": "2024-10-03"}, "3 أكتوبر 2024", True, id="day-in-words"),
        pytest.param("dates", {"text": "x", "value": "2024-10-03"}, "أمس", True, id="day-by-publication"),
        pytest.param("dates", {"text": "x", "value": "2024-10"}, "2024-10-03", False, id="month-is-no-day"),
        pytest.param("amounts", {"value": "1000000", "unit": "MAD"}, "مليون درهم", True, id="money-in-words"),
        pytest.param("amounts", {"value": "1000000.0", "unit": "MAD"}, {"value": 1000000, "unit": "MAD"}, True, id="zeros"),
        pytest.param("amounts", {"value": "1000000", "unit": "USD"}, "مليون درهم", False, id="another-currency"),
        pytest.param("amounts", {"value": "14", "unit": "percent"}, "14٪", True, id="percent"),
        pytest.param(
            "amounts", {"value": "14", "unit": "percent"}, {"value": 14, "unit": "MAD"}, False, id="percent-is-no-money"
        ),
        pytest.param("amounts", {"value": "5", "unit": "دولة"}, "5 دول", True, id="the-thing-counted-is-worded-freely"),
        pytest.param("amounts", {"value": "5", "unit": None}, 5, True, id="a-number"),
        pytest.param("court", {"ar": "المحكمة الإبتدائية", "en": "court"}, "المحكمة الابتدائية", True, id="own-words"),
        pytest.param("fine", {"text": "x", "value": "500", "unit": "MAD"}, {"value": 500, "unit": "MAD"}, True, id="own-money"),
        pytest.param("verdict", {"text": "أدانت", "value": "guilty"}, "guilty", True, id="own-choice"),
        pytest.param("verdict", {"text": "أدانت", "value": "guilty"}, "acquitted", False, id="another-choice"),
    ],
)
def test_same(name: str, said: object, meant: object, same: bool) -> None:  # noqa: FBT001  (a column of the table)
    """A value counts as found when it means the same, whatever it looks like."""
    (found,) = f1({name: [said]}, {name: [meant]}).values()
    assert found == (1.0 if same else 0.0)


def test_f1_is_counted_over_the_group() -> None:
    """Names of people, organizations and places are one group; each is found once, and what is said twice counts once."""
    said = {"people": [{"ar": "سعيد أمزازي"}, {"ar": "أمزازي"}], "places": [{"ar": "الرباط"}, {"ar": "فاس"}]}
    meant = {"people": ["سعيد أمزازي"], "organizations": ["وزارة الصحة"], "places": ["فاس"]}
    # Three said (Amzazi, Rabat, Fes), three meant, two met.
    assert f1(said, meant) == {"names": pytest.approx(2 / 3)}


def test_nothing_said() -> None:
    """A field that both leave empty is right; one that only one of them has is wrong; a field without a reference is left out."""
    assert f1({"dates": []}, {"dates": []}) == {"dates": 1.0}
    assert f1({}, {"dates": ["2024"]}) == {"dates": 0.0}
    assert f1({"dates": [{"text": "x", "value": "2024"}]}, {"dates": []}) == {"dates": 0.0}
    assert f1({"people": [{"ar": "سعيد"}]}, {}) == {}


def test_what_cannot_be_read_is_wrong() -> None:
    """A value that a model gave and nobody can read is one said in vain, and no error."""
    assert f1({"amounts": ["كثير", {"value": "5", "unit": None}]}, {"amounts": [5]}) == {"amounts": pytest.approx(2 / 3)}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param([], "data.jsonl#1: its fields are no object", id="list"),
        pytest.param({"dates": ["قريبا"]}, "dates: 'قريبا' cannot be read; write a date as 2024-10-03", id="date"),
        pytest.param({"amounts": [True]}, "amounts: 'True' cannot be read; write a number", id="amount"),
        pytest.param({"amounts": ["NaN"]}, "amounts: 'NaN' cannot be read", id="nan"),
        pytest.param({"people": [7]}, "people: '7' cannot be read; write a name", id="name"),
        pytest.param({"court": [{}]}, "court: '{}' cannot be read", id="own"),
    ],
)
def test_references_that_cannot_be_read(fields: object, message: str) -> None:
    """A reference that cannot be read is an error that names the record, the field and the value."""
    with pytest.raises(InputError) as error:
        wanted(fields, READING, "data.jsonl#1")
    assert message in str(error.value)
