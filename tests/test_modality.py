"""What may be or is planned, and what has happened."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.trust.modality import happened

CASES: list[Any] = [
    pytest.param("قد تؤدي الزيادة إلى تراجع الطلب.", "The increase led to a fall in demand.", "قد تؤدي", id="may-led"),
    pytest.param("قد تؤدي الزيادة إلى تراجع الطلب.", "The increase may lead to a fall in demand.", None, id="may-may"),
    pytest.param("قد يرتفع عدد القتلى.", "The death toll rose.", "قد يرتفع", id="may-rose"),
    pytest.param("وقد توفي الرئيس.", "The president died.", None, id="already-died"),
    pytest.param("وقد تراجع الطلب.", "Demand declined.", None, id="already-declined"),
    pytest.param("من المرتقب أن يزور الوزير المدينة.", "The minister visited the city.", "من المرتقب أن", id="awaited-visited"),
    pytest.param(
        "من المرتقب أن يزور الوزير المدينة.", "The minister is expected to visit the city.", None, id="awaited-expected"
    ),
    pytest.param("من المقرر أن يوقع الطرفان الاتفاق.", "The two sides signed the agreement.", "من المقرر أن", id="due-signed"),
    pytest.param("من المقرر أن يوقع الطرفان الاتفاق.", "The two sides are to sign the agreement.", None, id="due-are-to"),
    pytest.param("تعتزم الحكومة بناء مصنع.", "The government built a factory.", "تعتزم", id="plans-built"),
    pytest.param(
        "تعتزم الحكومة بناء مصنع.", "The government, which was elected in May, plans a factory.", None, id="plans-plans"
    ),
    pytest.param(
        "تعهدت مؤسسات دولية باستثمار مليار دولار.",
        "Institutions invested one billion dollars.",
        "تعهدت مؤسسات دولية باستثمار",
        id="pledged-invested",
    ),
    pytest.param(
        "تعهدت مؤسسات دولية باستثمار مليار دولار.", "Institutions pledged one billion dollars.", None, id="pledged-pledged"
    ),
    pytest.param("كادت الحافلة أن تنقلب.", "The bus overturned.", "كادت", id="nearly-overturned"),
    pytest.param("كادت الحافلة أن تنقلب.", "The bus nearly overturned.", None, id="nearly-nearly"),
    pytest.param("يحتمل أن ترتفع الأسعار.", "Prices rose.", "يحتمل أن", id="likely-rose"),
    pytest.param("ربما غادر الوفد.", "The delegation left.", "ربما", id="perhaps-left"),
    pytest.param("ربما غادر الوفد.", "The delegation has possibly left.", None, id="perhaps-possibly"),
    pytest.param("سيتم افتتاح المصنع العام المقبل.", "The factory was opened.", "سيتم", id="will-was"),
    pytest.param("وكان سيتم عرضها.", "It was being shown.", None, id="was-to-be"),
    pytest.param("ربما في الغد.", "Tomorrow.", None, id="no-verb"),
    pytest.param("غادر الوفد.", "The delegation left.", None, id="left-left"),
]


@pytest.mark.parametrize(("ar", "en", "told"), CASES)
def test_what_may_be_has_happened(ar: str, en: str, told: str | None) -> None:
    """What may be, is planned or nearly was is told where the English has it done; any hedge of the English keeps it."""
    assert happened(ar, en) == told


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_told_are_in_the_arabic(ar: str, en: str) -> None:
    """Whatever two texts are compared, the words told stand in the Arabic one."""
    assert (happened(ar, en) or "") in ar
