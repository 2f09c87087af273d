"""What the checks find, and what they leave in peace; where the evidence is; and editing a summary by path."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from mujaz.model.whole import with_value, without
from mujaz.pipeline import example_words, load
from mujaz.report.schemas import schemas
from mujaz.schema import DateMention, NewsSummary
from mujaz.trust.evidence import leaves
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, verify


def answer(name: str) -> NewsSummary:
    loaded = json.loads((ROOT / f"tests/answers/{name}.json").read_text(encoding="utf-8"))
    return NewsSummary.model_validate(loaded["replies"][-1]["content"])


def proof_of(name: str) -> Proof:
    path = json.loads((ROOT / f"tests/answers/{name}.json").read_text(encoding="utf-8"))["article"]
    return Proof(load(ROOT / path), Reading("MA"), example_words())


SEED, PROOF = answer("seed"), proof_of("seed")
PATHS = [leaf.path for leaf in leaves(SEED)]


@pytest.mark.parametrize("name", ["seed", "hiv", "vietnam"])
def test_right_answers(name: str) -> None:
    """A right answer has no finding."""
    assert verify(answer(name), proof_of(name)) == []


PLANTED: list[Any] = [
    pytest.param("summary[1].en", "With a budget of 10 million dirhams it supports projects.", "money", id="another-number"),
    pytest.param("summary[1].en", "With a budget of one million dollars it supports projects.", "money", id="another-currency"),
    pytest.param("summary[1].en", "It supports projects of released prisoners.", "money", id="amount-lost-in-english"),
    pytest.param("summary[1].en", "A budget of one million dirhams, 40% of it new.", "percent", id="percentage-added"),
    pytest.param("summary[0].en", "On Thursday 4 October 2024 he signed.", "date", id="another-day"),
    pytest.param("summary[0].en", "On Thursday 3 November 2024 he signed.", "date", id="another-month"),
    pytest.param("summary[0].en", "On Thursday 3 October 2023 he signed.", "date", id="another-year"),
    pytest.param("summary[1].ar", "وتهدف الاتفاقية، بميزانية قدرها ملياري درهم، إلى دعم مشاريع.", "money", id="arabic-magnitude"),
    pytest.param("summary[0].sources", "99", "citation", id="no-such-sentence"),
    pytest.param("summary[2].ar", "He stressed the importance of the initiative in 2005.", "script", id="arabic-is-english"),
    pytest.param("summary[3].en", "وزعت تجهيزات على السجناء", "script", id="english-is-arabic"),
    pytest.param("summary[3].en", "Equipment was given to سجناء.", "script", id="an-arabic-word-in-english"),
    pytest.param("people[0].ar", "سعيد أمزاري", "quote", id="name-not-in-the-article"),
    pytest.param("people[0].role", "وزير الداخلية", "quote", id="role-not-in-the-article"),
    pytest.param("organizations[0].ar", "البنك الدولي", "quote", id="organization-not-in-the-article"),
    pytest.param("quotes[0].ar", "لن نترك أحدا وراءنا", "quote", id="words-nobody-said"),
    pytest.param("amounts[0].value", "10000000", "money", id="value-is-not-what-the-words-mean"),
    pytest.param("amounts[0].unit", "USD", "money", id="unit-is-not-what-the-words-mean"),
    pytest.param("dates[0].value", "2024-03-10", "date", id="day-and-month-swapped"),
    pytest.param("people[1].en", "Leila Bensaid", "content", id="name-of-the-worked-example"),
]


@pytest.mark.parametrize(("path", "value", "check"), PLANTED)
def test_planted_errors(path: str, value: str, check: str) -> None:
    """Each planted error is found where it is, by the check that is made for it, and nothing else is."""
    spoiled = with_value(SEED, path, value)
    assert spoiled is not None
    findings = verify(spoiled, PROOF)
    assert (path, check) in {(f.path, f.check) for f in findings}
    # A wrong Arabic figure is also missing from its English; nothing else may be said of another block.
    assert {(f.path.rsplit(".", 1)[0], f.check) for f in findings} == {(path.rsplit(".", 1)[0], check)}
    assert all(f.severity == "error" and f.message for f in findings)


HARMLESS: list[Any] = [
    pytest.param("people[0].ar", "سَعيد امزازي", id="name-respelled"),
    pytest.param("summary[1].en", "It has a budget of 1,000,000 dirhams.", id="number-in-digits"),
    pytest.param("summary[1].en", "It has a budget of MAD 1 million.", id="currency-code"),
    pytest.param("summary[0].en", "He signed it on October 3, 2024.", id="american-date"),
    pytest.param("summary[1].ar", "وتبلغ الميزانية ١٠٠٠٠٠٠ درهم.", id="arabic-indic-digits"),
    pytest.param("dates[0].of", "signing", id="a-note"),
]


@pytest.mark.parametrize(("path", "value"), HARMLESS)
def test_the_same_in_other_words(path: str, value: str) -> None:
    """The same thing spelled or written otherwise is left in peace."""
    changed = with_value(SEED, path, value)
    assert changed is not None
    assert verify(changed, PROOF) == []


def test_evidence_is_in_the_article() -> None:
    """Slicing the article at a span gives the words themselves, and a summary sentence's spans are the sentences it cites."""
    found = PROOF.evidence(SEED)
    text = PROOF.article.text
    for leaf in leaves(SEED):
        if leaf.holds == "words":
            (span,) = found[leaf.path]
            assert span.grade != "exact" or text[span.start : span.end] == leaf.value
    assert [text[s.start : s.end] for s in found["people[0].ar"]] == ["سعيد أمزازي"]
    assert found["people[0].en"] == found["people[0].ar"]
    (cited,) = found["summary[1].en"]
    assert "مليون درهم" in text[cited.start : cited.end]
    assert "headline.ar" not in found


@pytest.mark.parametrize("value", ["2024", "2024-10", "2024-10-03", "XXXX-10-03", "199X", "19XX", "2024-34", "-0031"])
def test_good_dates(value: str) -> None:
    """Dates are EDTF, with what is not known left open."""
    assert DateMention(text="x", value=value, calendar="gregorian", of=None).value == value


@pytest.mark.parametrize("value", ["3 October", "2024-13", "2024-10-32", "2023-02-29", "24-10-03", "", "2024-10-03T10:00"])
def test_bad_dates(value: str) -> None:
    """What is no date, or no day of the calendar, does not fit the schema."""
    with pytest.raises(ValueError, match="value"):
        DateMention(text="x", value=value, calendar="gregorian", of=None)


@pytest.mark.parametrize(
    ("path", "value"), [("people[9].ar", "x"), ("nothing", "x"), ("amounts[0].value", "much"), ("topic", "gossip")]
)
def test_values_that_do_not_fit(path: str, value: str) -> None:
    """A value for no path, or one that does not fit the schema, changes nothing."""
    assert with_value(SEED, path, value) is None


@given(st.sets(st.sampled_from(PATHS), max_size=12))
def test_taking_out_leaves_the_rest(paths: set[str]) -> None:
    """Taking out any leaves gives a valid summary, lists each that went, and changes no block that was not named."""
    left, gone = without(SEED, dict.fromkeys(paths, "test"))
    assert NewsSummary.model_validate(left.model_dump()) == left
    named = {path.split(".")[0] for path in paths}
    for n, person in enumerate(SEED.people):
        assert (person in left.people) or f"people[{n}]" in named
    assert all(w.why == "test" for w in gone)


def test_schemas_are_current() -> None:
    """The files of schemas/ are what the code makes."""
    assert {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")} == schemas()
