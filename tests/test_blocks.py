"""Building blocks: their evidence and checks come by themselves in any model, and two worked examples are proven by them."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from conftest import CASSETTES, ROOT
from pydantic import BaseModel, ConfigDict, Field, RootModel, create_model
from record import schema_asked
from stub import Reply, Stub

import mujaz
from mujaz import Bilingual, EventDate, Grounded, Money, Pair, Percent, Words
from mujaz.model.fields import described
from mujaz.model.whole import with_value
from mujaz.report.text import as_markdown, as_text
from mujaz.schema import English
from mujaz.text.article import make_article
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, items, verify

COURT, TENDER = ROOT / "tests/articles/own_court.txt", ROOT / "tests/articles/own_tender.txt"
ANSWERS = {n: json.loads((ROOT / f"tests/answers/{n}.json").read_text(encoding="utf-8")) for n in ("own_court", "own_tender")}


# Evidence and checks.

TEXT = "قضت المحكمة بسجن ثلاثة متهمين يوم 3 أكتوبر 2024، وبغرامة 200 ألف درهم، ولم تحكم على الرابع. وذلك بنسبة 40 في المائة."


class Colour(Enum):
    """Some choice."""

    RED = "red"


def checked(kind: Any, value: Any, *, country: str | None = "MA") -> dict[str, tuple[str, str, str]]:
    """State, words and check of every item of a plain pydantic model that holds `kind` three levels down, optional in a list."""

    class Inner(BaseModel):
        it: kind | None

    class Middle(BaseModel):
        deep: list[Inner]

    class Outer(BaseModel):
        middle: dict[str, Middle]

    outer = Outer.model_validate({"middle": {"k": {"deep": [{"it": None}, {"it": value}]}}})
    proof = Proof(make_article(TEXT), Reading(country))
    verdict = verify(outer, proof)
    checks = {f.path: f.check for f in verdict.findings}
    made = items(verdict, small=False, repaired=())
    assert all(i.path.startswith("middle.k.deep[1].it") for i in made)
    assert all((i.why is None) == (i.status in {"checked", "chosen"}) for i in made)
    return {
        i.path.removeprefix("middle.k.deep[1].it").removeprefix("."): (
            i.status, " ".join(TEXT[s.start : s.end] for s in i.spans), checks.get(i.path, ""),
        )
        for i in made
    }  # fmt: skip


GOOD: list[Any] = [
    pytest.param(Grounded[int], {"text": "ثلاثة متهمين", "value": 3}, "ثلاثة متهمين", id="whole-number"),
    pytest.param(Grounded[Decimal], {"text": "200 ألف درهم", "value": 200000}, "200 ألف درهم", id="decimal"),
    pytest.param(Grounded[float], {"text": "40 في المائة", "value": 40.0}, "40 في المائة", id="float"),
    pytest.param(Grounded[date], {"text": "3 أكتوبر 2024", "value": "2024-10-03"}, "3 أكتوبر 2024", id="date"),
    pytest.param(Grounded[str], {"text": "3 أكتوبر 2024", "value": "2024-10-03"}, "3 أكتوبر 2024", id="date-as-text"),
    pytest.param(Grounded[str], {"text": "ثلاثة متهمين", "value": "3"}, "ثلاثة متهمين", id="number-as-text"),
    pytest.param(Grounded[str], {"text": "قضت المحكمة", "value": "المحكمة"}, "قضت المحكمة", id="text-of-its-words"),
    pytest.param(Grounded[int], {"text": "3 أكتوبر 2024", "value": 2024}, "3 أكتوبر 2024", id="year-of-a-date"),
    pytest.param(Grounded[Literal["yes", "no"]], {"text": "ولم تحكم", "value": "no"}, "ولم تحكم", id="choice"),
    pytest.param(Grounded[Colour], {"text": "المحكمة", "value": "red"}, "المحكمة", id="enum"),
    pytest.param(Grounded[bool], {"text": "قضت المحكمة", "value": True}, "قضت المحكمة", id="yes-or-no"),
    pytest.param(Grounded[English], {"text": "ثلاثة متهمين", "value": "three defendants"}, "ثلاثة متهمين", id="english"),
    pytest.param(Bilingual, {"ar": "ثلاثة متهمين", "en": "three defendants"}, "ثلاثة متهمين", id="bilingual"),
    pytest.param(Money, {"text": "200 ألف درهم", "value": 200000, "unit": "MAD"}, "200 ألف درهم", id="money"),
    pytest.param(Percent, {"text": "40 في المائة", "value": 40, "unit": "percent"}, "40 في المائة", id="percent"),
    pytest.param(
        EventDate, {"text": "3 أكتوبر 2024", "value": "2024-10-03", "calendar": "gregorian"}, "3 أكتوبر 2024", id="event-date"
    ),
    pytest.param(Words, "ثلاثة متهمين", "ثلاثة متهمين", id="words"),
    pytest.param(Annotated[Words, Field(description="x")], "ثلاثة متهمين", "ثلاثة متهمين", id="words-with-a-note"),
    pytest.param(Annotated[str, Words], "ثلاثة متهمين", "ثلاثة متهمين", id="words-inside"),
    pytest.param(list[Words], ["ثلاثة متهمين"], "ثلاثة متهمين", id="list-of-words"),
    pytest.param(list[list[Words]], [["ثلاثة متهمين"]], "ثلاثة متهمين", id="lists-in-lists"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "words"), GOOD)
def test_evidence_comes_by_itself(kind: Any, value: Any, words: str) -> None:
    """A right value of each kind is checked and has its words in the article, deep in plain models, lists and dicts.

    A choice is the model's reading of its words.
    """
    found = checked(kind, value)
    choice = isinstance(value, dict) and value.get("value") in ("no", "red", True)
    others = {path: status for path, (status, _, _) in found.items() if status != "checked"}
    assert others == ({"value": "chosen"} if choice else {})
    assert {at for _, at, _ in found.values()} == {words}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        pytest.param(Grounded[int], {"text": "ثلاثة متهمين", "value": 4}, {"value": ("failed", "number")}, id="another-number"),
        pytest.param(
            Grounded[int],
            {"text": "خمسة متهمين", "value": 5},
            {"text": ("failed", "quote"), "value": ("failed", "")},
            id="words-not-there",
        ),
        pytest.param(Grounded[int], {"text": "المحكمة", "value": 1}, {"value": ("doubtful", "number")}, id="no-number"),
        pytest.param(
            Grounded[date], {"text": "3 أكتوبر 2024", "value": "2024-03-10"}, {"value": ("failed", "date")}, id="another-day"
        ),
        pytest.param(
            Grounded[str], {"text": "3 أكتوبر 2024", "value": "2024-11-03"}, {"value": ("failed", "date")}, id="date-as-text"
        ),
        pytest.param(Grounded[str], {"text": "المحكمة", "value": "guilty"}, {"value": ("doubtful", "")}, id="free-text"),
        pytest.param(
            Grounded[Literal["yes", "no"]],
            {"text": "حكمت بالبراءة", "value": "no"},
            {"text": ("failed", "quote"), "value": ("failed", "")},
            id="choice-without-words",
        ),
        pytest.param(
            Grounded[English], {"text": "ثلاثة متهمين", "value": "four defendants"}, {"value": ("failed", "number")}, id="english"
        ),
        pytest.param(Bilingual, {"ar": "ثلاثة متهمين", "en": "four defendants"}, {"en": ("failed", "number")}, id="bilingual"),
        pytest.param(
            Bilingual,
            {"ar": "أربعة شهود", "en": "four witnesses"},
            {"ar": ("failed", "quote"), "en": ("failed", "")},
            id="bilingual-not-there",
        ),
        pytest.param(
            Bilingual,
            {"ar": "لم تحكم على الرابع", "en": "it sentenced the fourth"},
            {"en": ("doubtful", "negation")},
            id="not-lost",
        ),
        pytest.param(
            Money, {"text": "200 ألف درهم", "value": 200, "unit": "MAD"}, {"value": ("failed", "money")}, id="thousand-lost"
        ),
        pytest.param(Money, {"text": "200 ألف درهم", "value": 200000, "unit": "USD"}, {"unit": ("failed", "money")}, id="usd"),
        pytest.param(
            Money, {"text": "ثلاثة متهمين", "value": 3, "unit": "MAD"}, {"unit": ("doubtful", "money")}, id="money-that-is-none"
        ),
        pytest.param(
            Percent, {"text": "40 في المائة", "value": 41, "unit": "percent"}, {"value": ("failed", "percent")}, id="percent"
        ),
        pytest.param(
            EventDate,
            {"text": "3 أكتوبر 2024", "value": "2024-10-03", "calendar": "hijri"},
            {"calendar": ("failed", "date")},
            id="another-calendar",
        ),
        pytest.param(Words, "أربعة متهمين", {"": ("failed", "quote")}, id="words"),
        pytest.param(list[Words], ["ثلاثة متهمين", "أربعة"], {"[1]": ("failed", "quote")}, id="one-of-a-list"),
        pytest.param(English, "It fined them $5 million.", {"": ("failed", "money")}, id="english-with-a-strange-figure"),
        pytest.param(str, "guilty", {"": ("doubtful", "")}, id="plain-text"),
        pytest.param(int, 3, {"": ("doubtful", "")}, id="plain-number"),
        pytest.param(Literal["a", "b"], "a", {"": ("doubtful", "")}, id="plain-choice"),
    ],
)
def test_checks_come_by_themselves(kind: Any, value: Any, expected: dict[str, tuple[str, str]]) -> None:
    """A wrong value fails by the check for it, with what rests on it; what nothing can prove is doubtful and never `checked`."""
    found = {path: (status, check) for path, (status, _, check) in checked(kind, value).items() if status != "checked"}
    assert found == expected


def test_a_currency_that_nothing_settles() -> None:
    """A dirham of no country may be no country's, and one that the model made Morocco's is doubtful."""
    for unit in (None, "MAD"):
        found = checked(Money, {"text": "200 ألف درهم", "value": 200000, "unit": unit}, country=None)
        assert {p: s for p, (s, _, _) in found.items() if s != "checked"} == ({"unit": "doubtful"} if unit else {})


def test_two_fields_named_after_the_languages_are_a_pair() -> None:
    """A user's own block with `ar` and `en` is compared like ours; a constant has nothing to prove."""

    class Clause(BaseModel):
        kind: Literal["clause"]
        ar: Words
        en: English

    good = {"kind": "clause", "ar": "ثلاثة متهمين", "en": "three defendants"}
    assert {s for s, _, _ in checked(Clause, good).values()} == {"checked"}
    assert checked(Clause, good | {"en": "four defendants"})["en"][::2] == ("failed", "number")


def test_english_without_its_arabic_is_held_against_the_article() -> None:
    """Of a user's pair whose Arabic may be null, English alone is compared with the article and not with nothing."""

    class Clause(BaseModel):
        ar: Words | None
        en: English | None

    assert checked(Clause, {"ar": None, "en": "three defendants"})["en"][0] == "checked"
    assert checked(Clause, {"ar": None, "en": "four million dollars"})["en"][::2] == ("failed", "money")


@pytest.mark.parametrize(
    ("kind", "value"), [(list[str], ["x"]), (int, 3), (Words, "المحكمة")], ids=["texts", "a-number", "words"]
)
def test_a_field_called_sources(kind: Any, value: Any) -> None:
    """A user's own field of this name cites nothing: it is no more than what its type says."""
    model = create_model("Mine", sources=(kind, ...))
    mine = model.model_validate({"sources": value})
    verdict = verify(mine, Proof(make_article(TEXT), Reading()))
    (item,) = items(verdict, small=False, repaired=())
    assert item.status == ("checked" if kind is Words else "doubtful")


class Tags(RootModel[list[Words]]):
    """A list that is a model."""


class Odd(BaseModel):
    """What few schemas have: a list that is a model, two kinds in a tuple, English in a list, another name, keys nobody named."""

    model_config = ConfigDict(extra="allow")
    tags: Tags
    two: tuple[Words, int]
    english: list[English]
    maybe: English | None
    named: Bilingual = Field(alias="otherName")


def test_odd_schemas() -> None:
    """Nothing of an odd schema is left out or called proven for want of a check, and it can be mended and printed."""
    answer = {"tags": ["المحكمة"], "two": ["المحكمة", 3], "english": [None, "yes"], "maybe": None, "more": 5}
    odd = Odd.model_validate(answer | {"otherName": {"ar": "المحكمة", "en": "the court"}})
    verdict = verify(odd, Proof(make_article(TEXT), Reading()))
    assert {i.path: i.status for i in items(verdict, small=False, repaired=())} == {
        "tags[0]": "checked", "two[0]": "checked", "two[1]": "doubtful", "english[0]": "withheld", "english[1]": "checked",
        "named.ar": "checked", "named.en": "checked", "more": "doubtful",
    }  # fmt: skip
    mended = with_value(odd, "named.en", "a court")
    assert mended
    assert mended.named.en == "a court"
    assert "- tags: list of words\n" in described(Odd)
    assert "- otherName: text" in described(Odd)


# The two worked examples.


def replayed(name: str) -> mujaz.Result[Any]:
    with mujaz.recording(CASSETTES / f"{name}.reference.yaml"):
        return mujaz.summarize(ROOT / ANSWERS[name]["article"], schema=schema_asked(ANSWERS[name]))


CHOICES = ("verdict.value", "appeal_possible.value")


@pytest.mark.parametrize("name", ANSWERS)
def test_examples_are_proven(name: str) -> None:
    """Every item of a worked example is checked, or a choice, and has a place; what it quotes is what the slice says."""
    result = replayed(name)
    assert result.proven
    assert result.findings == []
    data = result.summary.model_dump()
    words = [item for item in result.items if item.path.endswith((".ar", ".text")) and not item.path.startswith("summary")]
    assert len(words) >= 10
    for item in result.items:
        assert (item.status, bool(item.spans)) == ("chosen" if item.path.endswith(CHOICES) else "checked", True)
    for item in words:
        said = eval("data" + re.sub(r"(?:^|\.)(\w+)", r"['\1']", item.path), {"data": data})  # noqa: S307  (paths of this file)
        (span,) = item.spans
        assert result.article.text[span.start : span.end].endswith(said)
    assert type(result).model_validate_json(result.model_dump_json()) == result


def test_a_hijri_day_of_an_example() -> None:
    """The tender's Hijri day is given as the Gregorian day it was."""
    published = replayed("own_tender").summary.published
    assert (published.text, published.value, published.calendar) == ("15 رجب 1446هـ", "2025-01-15", "hijri")


@pytest.mark.parametrize(
    ("name", "path", "value", "expected"),
    [
        ("own_court", "defendants[0].prison_years.value", "15", {("defendants[0].prison_years.value", "number")}),
        ("own_court", "defendants[1].fine.unit", "USD", {("defendants[1].fine.unit", "money")}),
        ("own_court", "defendants[2].name.ar", "ليلى القباج",
         {("defendants[2].name.ar", "quote"), ("defendants[2].name.en", "name")}),
        ("own_court", "defendants[2].verdict.text", "إدانة المحاسبة", {("defendants[2].verdict.text", "quote")}),
        ("own_court", "ruled_on.value", "2025-02-19", {("ruled_on.value", "date")}),
        ("own_court", "charges[1]", "غسل الأموال", {("charges[1]", "quote")}),
        ("own_court", "summary[1].en", "The court ordered them to pay 3.5 million dollars to 42 victims.",
         {("summary[1].en", "money")}),
        ("own_tender", "lots[1].estimate.value", "75000000", {("lots[1].estimate.value", "money")}),
        ("own_tender", "published.value", "2025-01-05", {("published.value", "date")}),
        ("own_tender", "published.calendar", "gregorian", {("published.calendar", "date")}),
        ("own_tender", "local_share.value", "13", {("local_share.value", "percent")}),
        ("own_tender", "number", "18/1446", {("number", "quote")}),
        ("own_tender", "conditions[1]", "لا تقل خبرته عن سبع سنوات", {("conditions[1]", "quote")}),
    ],
    ids=lambda v: v if isinstance(v, str) and v.isascii() and " " not in v else "",
)  # fmt: skip
def test_spoiled_examples_are_caught(name: str, path: str, value: str, expected: set[tuple[str, str]]) -> None:
    """One value of a worked example made wrong, at any depth, is found where it is by the check made for it."""
    result = replayed(name)
    spoiled = with_value(result.summary, path, value)
    assert spoiled is not None
    verdict = verify(spoiled, Proof(result.article, Reading(ANSWERS[name]["options"]["country"])))
    assert {(f.path, f.check) for f in verdict.findings} == expected


def test_what_is_sent_for_own_fields() -> None:
    """Own fields are asked for without the news and its worked example, and listed with their kinds and descriptions."""
    body = replayed("own_court")
    assert body.run.way == "whole"
    with Stub([Reply(json.dumps(ANSWERS["own_tender"]["replies"][0]["content"]))]) as stub:
        mujaz.summarize(TENDER, schema=str(ROOT / "schemas/tender_notice.json"), model="m", base_url=stub.url, country="SA")
    system, user = stub.requests[0]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert "- subject: text — What is to be built, supplied or done.\n" in system["content"]
    assert "- lots: list of the following — One part of the tender, with its own estimate.\n  - what: text\n" in system["content"]
    assert "headline" not in system["content"]
    assert all(word not in json.dumps(stub.requests[0], ensure_ascii=False) for word in ("ليلى بنسعيد", "{{"))


class Plain(BaseModel):
    """Fields of every kind a prompt may have to name.

    This line is not for the model.
    """

    a: str
    b: list[int]
    c: Literal["x", "y"] | None
    d: Colour
    e: Pair | None
    f: Annotated[Words | None, Field(description="Said by nobody.")]
    g: list[mujaz.Person]
    h: Grounded[English]


def test_fields_are_described() -> None:
    """A prompt lists each field with its kind, the fields of a block below it, and what its author says of it."""
    assert described(Plain).splitlines() == [
        "Fields of every kind a prompt may have to name.", "", "The fields:", "", "- a: string", "- b: list of whole number",
        "- c: one of x, y or null", "- d: one of red", "- e: pair or null", "- f: words or null — Said by nobody.",
        "- g: list of the following — " + (mujaz.Person.__doc__ or ""),
        "  - ar: words", "  - en: English", "  - role: words or null", "- h: English, with text and value",
    ]  # fmt: skip


def test_own_results_are_readable() -> None:
    """Own fields stand each under its name, nested ones with their place in it, values with their words, marks at their line."""
    result = replayed("own_court")
    shown = as_text(result)
    assert "court:\n  غرفة الجنايات بمحكمة الاستئناف بالدار البيضاء\n    the criminal chamber" in shown
    assert "  [0].name: سمير بناني\n    Samir Bennani\n  [chosen] [0].verdict: guilty مؤاخذته" in shown
    assert "  [1].fine: 50,000 MAD 50 ألف درهم\n" in shown
    assert "appeal_possible:\n  [chosen] yes قابلا للطعن بالنقض" in shown
    assert "## defendants\n" in as_markdown(result)
    states = [
        i.model_copy(update={"status": "failed", "why": "no"}) if i.path.endswith("[1].fine.value") else i for i in result.items
    ]
    assert "  [failed: no] [1].fine: 50,000 MAD" in as_text(result.model_copy(update={"items": states}))


def test_what_was_not_found_is_a_dash() -> None:
    """A field that is null or an empty list is shown, at any depth, with a dash and its state: it was asked for."""
    result = replayed("own_court")
    assert "  [chosen] [2].verdict: acquitted تبرئة المحاسبة ليلى قاسمي\n  [2].prison_years: -\n  [2].fine: -\n" in as_text(
        result
    )
    summary = result.summary.model_copy(update={"damages": None, "charges": []})
    state = result.items[0].model_copy(update={"path": "damages", "status": "withheld", "why": "no proof"})
    emptied = result.model_copy(update={"summary": summary, "items": [*result.items, state]})
    text, markdown = as_text(emptied).splitlines(), as_markdown(emptied).splitlines()
    for name, line in (("charges", "-"), ("damages", "[withheld: no proof] -")):
        assert text[text.index(f"{name}:") + 1] == f"  {line}"
        assert markdown[markdown.index(f"## {name}") + 2] == f"- {line}"
