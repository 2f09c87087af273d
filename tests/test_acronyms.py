"""Acronyms of the English and what the Arabic says for them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.trust.acronyms import unsaid

CASES: list[Any] = [
    pytest.param("يمول الاتحاد الأوروبي البرنامج", "The UN funds the programme.", ["UN"], id="eu-un"),
    pytest.param("يمول الاتحاد الأوروبي البرنامج", "The EU funds the programme.", [], id="eu-eu"),
    pytest.param("زار الوفد الإمارات", "The delegation visited the USA.", ["USA"], id="uae-usa"),
    pytest.param("زار الوفد الإمارات", "The delegation visited the UAE.", [], id="uae-uae"),
    pytest.param("زار الوفد بريطانيا", "The delegation visited the U.S.", ["U.S."], id="uk-us"),
    pytest.param("زار الوفد للولايات المتحدة", "The delegation visited the U.S.", [], id="us-us"),
    pytest.param("اعتقل قيادي في حركة فتح", "An ISIS leader was arrested.", ["ISIS"], id="fatah-isis"),
    pytest.param("اعتقل قيادي في داعش", "An ISIS leader was arrested.", [], id="isis-isis"),
    pytest.param("اجتمع مجلس الأمن الدولي", "The UN Security Council met.", [], id="security-council"),
    pytest.param("قوات الناتو", "NATO-led forces", [], id="nato-led"),
    pytest.param("قوات الاتحاد الأفريقي", "NATO-led forces", ["NATO"], id="au-nato"),
    pytest.param("قالت منظمة الصحة العالمية", "WHO said so", [], id="who"),
    pytest.param("قال صندوق النقد الدولي", "The WHO said so, and the WHO again.", ["WHO"], id="imf-who"),
    pytest.param("خسر مليون دولار", "It lost US$1 million", [], id="a-sum"),
    pytest.param("تقرير عن CNN", "A report on CNN", [], id="latin-letters"),
    pytest.param("قالت الشركة", "The XYZ Group and who is in it", [], id="unknown"),
]


@pytest.mark.parametrize(("ar", "en", "told"), CASES)
def test_acronyms(ar: str, en: str, told: list[str]) -> None:
    """A known acronym that the Arabic does not say is told once; other capitals and what it has in Latin letters are not."""
    assert unsaid(en, ar) == told


@given(st.text(max_size=60), st.lists(st.sampled_from(["UN", "U.N.", "the", "NATO", "-", "."])).map(" ".join))
def test_what_is_told_stands_in_the_english(ar: str, en: str) -> None:
    """Whatever two texts are compared, what is told stands in the English one, and the same letters in the Arabic excuse it."""
    assert all(written in en for written in unsaid(en, ar))
    assert unsaid(en, f"{ar} {en}") == []
