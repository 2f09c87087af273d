"""The shapes: what fits, what does not, and that a result survives being written down."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from pydantic import ValidationError

from mujaz.report.schemas import EXAMPLES, schemas
from mujaz.result import Finding, Item, Result, Run, Withheld
from mujaz.schema import DateMention, NewsSummary
from mujaz.spans import Span

if TYPE_CHECKING:
    from mujaz.result import Article

ANSWER: dict[str, Any] = json.loads((ROOT / "tests/answers/seed.json").read_text(encoding="utf-8"))["replies"][0]["content"]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        pytest.param("2024", True, id="year"),
        pytest.param("-0031", True, id="year-bc"),
        pytest.param("199X", True, id="decade"),
        pytest.param("19XX", True, id="century"),
        pytest.param("2024-21", True, id="spring"),
        pytest.param("2024-34", True, id="second-quarter"),
        pytest.param("2024-10", True, id="month"),
        pytest.param("2024-02-29", True, id="leap-day"),
        pytest.param("XXXX-02-29", True, id="leap-day-of-some-year"),
        pytest.param("XXXX-10-03", True, id="day-of-some-year"),
        pytest.param("2023-02-29", False, id="no-leap-day"),
        pytest.param("XXXX-02-30", False, id="day-of-no-year"),
        pytest.param("2024-04-31", False, id="no-31-april"),
        pytest.param("2024-13", False, id="no-month-13"),
        pytest.param("2024-00", False, id="no-month-0"),
        pytest.param("2024-25", False, id="no-season-25"),
        pytest.param("2024-34-01", False, id="day-of-a-quarter"),
        pytest.param("2024-1-3", False, id="short-numbers"),
        pytest.param("2024/10/03", False, id="slashes"),
        pytest.param("03-10-2024", False, id="day-first"),
        pytest.param("2024-10-03T10:00", False, id="time"),
        pytest.param("2024-10-03\n", False, id="line-end"),
        pytest.param("2024-10-03 ", False, id="space"),
        pytest.param("٢٠٢٤-١٠-٠٣", False, id="arabic-digits"),
        pytest.param("٢٠٢٤", False, id="arabic-year"),
        pytest.param("", False, id="empty"),
    ],
)
def test_dates(value: str, *, fits: bool) -> None:
    """A date is EDTF in ASCII, and a full one is a day of the calendar."""
    if fits:
        assert DateMention(text="x", value=value, calendar="gregorian", of=None).value == value
    else:
        with pytest.raises(ValidationError, match="value"):
            DateMention(text="x", value=value, calendar="gregorian", of=None)


def _with(path: list[Any], value: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(ANSWER))
    owner: Any = data
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(["gossip"], "x", id="unknown-key"),
        pytest.param(["people", 0, "age"], 50, id="unknown-key-in-a-block"),
        pytest.param(["summary"], [], id="no-sentence"),
        pytest.param(["summary", 0, "sources"], [], id="no-source"),
        pytest.param(["summary", 0, "sources"], [0], id="source-zero"),
        pytest.param(["summary", 0, "ar"], "  ", id="blank-text"),
        pytest.param(["summary", 0, "ar"], "ا" * 1601, id="endless-text"),
        pytest.param(["people", 0, "ar"], "ا" * 161, id="endless-name"),
        pytest.param(["topic"], "gossip", id="no-topic"),
        pytest.param(["organizations", 0, "kind"], "gang", id="no-kind"),
        pytest.param(["places", 0, "country"], "ma", id="small-letters"),
        pytest.param(["places", 0, "country"], "MAR", id="three-letters"),
        pytest.param(["amounts", 0, "value"], "much", id="no-number"),
        pytest.param(["amounts", 0, "value"], "NaN", id="nan"),
        pytest.param(["amounts", 0, "value"], "Infinity", id="infinity"),
        pytest.param(["dates", 0, "calendar"], "coptic", id="no-calendar"),
    ],
)
def test_what_does_not_fit(path: list[Any], value: object) -> None:
    """The answer fits as it stands, and with one thing spoiled it is refused under the name of that thing."""
    NewsSummary.model_validate(ANSWER)
    with pytest.raises(ValidationError) as caught:
        NewsSummary.model_validate(_with(path, value))
    assert list(caught.value.errors()[0]["loc"])[: len(path)] == path


def test_a_field_may_not_be_left_out() -> None:
    """Every field of the summary must be given, so that an empty list is said and not forgotten."""
    for name in NewsSummary.model_fields:
        with pytest.raises(ValidationError, match="Field required"):
            NewsSummary.model_validate({key: value for key, value in ANSWER.items() if key != name})


def test_english_is_a_string_to_the_model_and_may_be_withheld_in_a_result() -> None:
    """The model is asked for an English string; only the program's own output may have none there."""
    asked = NewsSummary.model_json_schema(mode="validation")["$defs"]["Person"]["properties"]["en"]
    given = NewsSummary.model_json_schema(mode="serialization")["$defs"]["Person"]["properties"]["en"]
    assert asked["type"] == "string"
    assert {"type": "null"} in given["anyOf"]


def _result(article: Article, **run: Any) -> Result[NewsSummary]:
    span = Span(0, 4, "exact")
    how: dict[str, Any] = {
        "model": "m", "way": "whole", "prompt_sha256": "0", "schema_sha256": "0", "calls": 1, "attempts": 2,
        "prompt_tokens": 3, "completion_tokens": 4, "cost_usd": Decimal("0.0012"), "seconds": 1.5, "recording": None,
    }  # fmt: skip
    return Result[NewsSummary](
        article=article,
        summary=NewsSummary.model_validate(_with(["people", 0, "en"], None)),
        items=[Item(path="topic", status="checked", spans=(span,))],
        findings=[Finding(path="topic", check="date", severity="error", expected="أ", found=None, spans=(span,), message="«أ»")],
        withheld=[Withheld(path="people[0].en", value='"x"', why="no proof")],
        run=Run(**{**how, **run}),
    )


@pytest.mark.parametrize("cost", [Decimal("0.0012"), Decimal(0), None], ids=["priced", "free", "unknown"])
def test_results_round_trip(seed: Article, cost: Decimal | None) -> None:
    """A result with every kind of part in it, written as JSON and read back, is equal; Arabic stays readable."""
    result = _result(seed, cost_usd=cost, recording="a.yaml")
    written = result.model_dump_json()
    assert Result[NewsSummary].model_validate_json(written) == result
    assert seed.text[:20] in written
    assert json.loads(written)["schema_version"] == "1"


def test_a_result_of_another_version_is_refused(seed: Article) -> None:
    """A result whose shape has another version is not read as if it were this one."""
    written = _result(seed).model_dump_json().replace('"schema_version":"1"', '"schema_version":"2"')
    with pytest.raises(ValidationError, match="schema_version"):
        Result[NewsSummary].model_validate_json(written)


@pytest.mark.parametrize(
    ("statuses", "withheld", "proven"),
    [
        pytest.param(["checked", "repaired"], 0, True, id="all-passed"),
        pytest.param(["checked", "draft"], 0, False, id="draft"),
        pytest.param(["checked", "failed"], 0, False, id="failed"),
        pytest.param(["checked", "withheld"], 0, False, id="withheld-text"),
        pytest.param(["checked"], 1, False, id="taken-out"),
    ],
)
def test_proven(seed: Article, statuses: list[Any], withheld: int, *, proven: bool) -> None:
    """A result is proven only when every item passed and nothing was taken out."""
    base = _result(seed)
    items = [Item(path="topic", status=status) for status in statuses]
    assert base.model_copy(update={"items": items, "withheld": base.withheld[:withheld]}).proven is proven


def test_schema_files_are_what_the_code_makes() -> None:
    """schemas/ holds exactly what is generated; `python -m mujaz.report.schemas schemas` mends it."""
    assert set(schemas()) == {"news_summary.json", "result.json", "check_report.json", "bilingual_summary.json"}
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").iterdir() if path.is_file()}
    assert {name: text for name, text in files.items() if name not in EXAMPLES} == schemas()
    assert set(EXAMPLES) <= set(files)
