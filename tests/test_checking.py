"""Checking summaries from elsewhere: the shapes that are taken, and what each that is not says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CASSETTES, ROOT

import mujaz
from mujaz.errors import InputError
from mujaz.report.text import findings_as_text
from mujaz.result import CheckReport
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from pathlib import Path

SEED = ROOT / "examples/seed_agadir.txt"
ANSWER = json.loads((ROOT / "tests/answers/seed.json").read_text(encoding="utf-8"))["replies"][0]["content"]
AR = "وتهدف الاتفاقية، بميزانية قدرها مليون درهم، إلى دعم مشاريع مدرة للدخل لفائدة السجناء المفرج عنهم."
RIGHT = "The agreement, with a budget of one million dirhams, aims to support income-generating projects for released prisoners."
WRONG = RIGHT.replace("one million", "ten million")

SHAPES: list[Any] = [
    pytest.param(lambda en: json.dumps({"summary": [{"ar": AR, "en": en, "sources": [4]}]}), "summary[0].en", id="with-sources"),
    pytest.param(lambda en: json.dumps({"headline": None, "summary": [{"ar": AR, "en": en}]}), "summary[0].en", id="without"),
    pytest.param(lambda en: json.dumps([{"ar": AR, "en": en}]), "summary[0].en", id="a-list"),
    pytest.param(lambda en: json.dumps({"ar": AR, "en": en}), "summary[0].en", id="one-pair"),
    pytest.param(
        lambda en: json.dumps({"headline": {"ar": AR, "en": en}, "summary": [{"ar": AR, "en": RIGHT}]}),
        "headline.en",
        id="headline",
    ),
    pytest.param(lambda en: f"{AR}\n\n{en}\n", "summary[0].en", id="arabic-first"),
    pytest.param(lambda en: f"\n{en}\n \n{AR}", "summary[0].en", id="english-first"),
    pytest.param(lambda en: f"{AR}\r\r{en}\r", "summary[0].en", id="carriage-returns"),
    pytest.param(lambda en: f"{AR}\r\n\r\n{en}\r\n", "summary[0].en", id="windows-line-ends"),
    pytest.param(lambda en: f"\ufeff{AR}\n\n{en}", "summary[0].en", id="a-mark-of-utf-8"),
    pytest.param(lambda en: "\ufeff" + json.dumps([{"ar": AR, "en": en}]), "summary[0].en", id="a-mark-of-utf-8-before-json"),
    pytest.param(
        lambda en: json.dumps({**ANSWER, "summary": [{"ar": AR, "en": en, "sources": [4]}]}), "summary[0].en", id="a-whole-answer"
    ),
]


@pytest.mark.parametrize(("shape", "path"), SHAPES)
def test_shapes(shape: Any, path: str) -> None:
    """Each shape is taken: a right one is proven, and a wrong amount is found where it is."""
    assert mujaz.check(SEED, shape(RIGHT), country="MA").proven
    report = mujaz.check(SEED, shape(WRONG), country="MA")
    assert [(f.path, f.check, f.severity) for f in report.findings] == [(path, "money", "error")]
    assert not report.proven
    assert {i.path for i in report.items if i.status == "failed"} == {path}


def test_a_result_of_mujaz() -> None:
    """A whole result is checked anew by what it says, whatever it says of itself, and a pydantic model is taken as it is."""
    with mujaz.recording(CASSETTES / "seed.reference.yaml"):
        result = mujaz.summarize(SEED)
    assert mujaz.check(SEED, result.model_dump_json(), country="MA").proven
    assert mujaz.check(SEED, NewsSummary.model_validate(ANSWER), country="MA").proven
    spoiled = result.model_copy(deep=True)
    spoiled.summary.summary[1].en = WRONG
    assert not mujaz.check(SEED, spoiled.model_dump_json(), country="MA").proven


def test_a_report_survives_json() -> None:
    """A report is the same after JSON, and its spans slice the article."""
    report = mujaz.check(SEED, json.dumps([{"ar": AR, "en": WRONG, "sources": [4]}]))
    assert CheckReport.model_validate_json(report.model_dump_json()) == report
    (span,) = report.findings[0].spans
    assert report.article.text[span.start : span.end].startswith("تهدف هذه الاتفاقية")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("{", "no JSON", id="broken-json"),
        pytest.param("[" * 100_000, "no JSON", id="nested-too-deeply"),
        pytest.param('{"ar": ' + "1" * 6000 + "}", "no JSON", id="a-number-too-long"),
        pytest.param('{"ar": "نص", "en": "x", "note": 4}', "summary.0.note: Extra", id="an-unknown-key"),
        pytest.param('[{"ar": "نص", "en": "x", "sources": []}]', "summary.0.sources: List", id="no-source-in-its-list"),
        pytest.param('[{"ar": "نص", "en": "' + "x" * 1601 + '"}]', "at most 1600 characters", id="a-text-too-long"),
        pytest.param(
            "كلمة " * 5000 + "\n\nword", "a paragraph of 24,999 characters; give at most 20,000", id="a-paragraph-too-long"
        ),
        pytest.param("{}", "summary: Field required", id="nothing-in-it"),
        pytest.param("[]", "summary: List should have at least 1 item", id="no-pair"),
        pytest.param('[{"ar": "نص"}]', "summary.0.en: Field required", id="no-english"),
        pytest.param('[{"ar": "نص", "en": "x", "sources": ["a"]}]', "summary.0.sources.0", id="a-source-that-is-no-number"),
        pytest.param('{"topic": "gossip", "summary": []}', "give JSON", id="no-topic-of-ours"),
        pytest.param("One paragraph.", "summary: 1 paragraph; give JSON", id="one-paragraph"),
        pytest.param("One.\n\nTwo.", "not one in Arabic and one in English", id="two-in-english"),
        pytest.param("نص.\n\nنص آخر.", "not one in Arabic and one in English", id="two-in-arabic"),
        pytest.param("", "it is empty; give JSON", id="empty"),
    ],
)
def test_what_is_no_summary(content: str, message: str, tmp_path: Path) -> None:
    """What has none of the shapes is one clear error, from a file with its name."""
    with pytest.raises(InputError, match=message):
        mujaz.check(SEED, content)
    path = tmp_path / "summary.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"summary\.json: "):
        mujaz.check(SEED, path)


def test_a_text_that_is_missing() -> None:
    """English that is `null` is told at its place, so that a report that is not proven is never empty."""
    report = mujaz.check(SEED, json.dumps([{"ar": AR, "en": RIGHT}, {"ar": AR, "en": None}]), country="MA")
    assert [(f.path, f.severity) for f in report.findings] == [("summary[1].en", "warning")]
    assert [(i.path, i.status) for i in report.items if i.status != "checked"] == [("summary[1].en", "withheld")]
    assert "summary[1].en (content): the text is missing" in findings_as_text(report)
