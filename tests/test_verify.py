"""What the checks find, what they leave in peace, and the state that each item gets."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from conftest import ROOT
from pydantic import BaseModel

from mujaz.model.whole import _better, with_value
from mujaz.pipeline import example_words
from mujaz.reading.load import load
from mujaz.result import Finding
from mujaz.schema import BilingualSummary, Block, NewsSummary, Pair, Place, SummarySentence
from mujaz.text.article import make_article
from mujaz.trust.evidence import leaves
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, Verdict, items, verify

LABEL = re.compile(r"^topic$|\.kind$|\.country$|^dates\[\d+\]\.of$")


@cache
def _case(name: str) -> tuple[NewsSummary, Proof]:
    """A right answer written by hand, and its article."""
    told = json.loads((ROOT / f"tests/answers/{name}.json").read_text(encoding="utf-8"))
    proof = Proof(load(ROOT / told["article"]), Reading(told["options"].get("country")), example_words())
    return NewsSummary.model_validate(told["replies"][-1]["content"]), proof


def _spoiled(name: str, path: str, value: str) -> tuple[NewsSummary, Proof]:
    summary, proof = _case(name)
    changed = with_value(summary, path, value)
    assert changed is not None
    return changed, proof


@pytest.mark.parametrize("name", ["seed", "hiv", "vietnam"])
def test_right_answers(name: str) -> None:
    """A right answer has no finding, and each of its items is checked, but for labels, which nothing can check."""
    summary, proof = _case(name)
    verdict = verify(summary, proof)
    assert verdict.findings == []
    made = items(verdict, small=False, repaired=())
    assert {item.status for item in made} == {"checked", "chosen"}
    assert {item.path for item in made if item.status == "chosen"} == {item.path for item in made if LABEL.search(item.path)}


ONE_PLACE: list[Any] = [
    pytest.param("seed", "summary[1].en", "With a budget of 10 million dirhams.", "money", id="another-amount"),
    pytest.param("seed", "summary[1].en", "With a budget of one million dollars.", "money", id="another-currency"),
    pytest.param("seed", "summary[1].en", "It supports released prisoners.", "money", id="amount-lost"),
    pytest.param("seed", "summary[1].en", "One million dirhams, 40% of it new.", "percent", id="percentage-added"),
    pytest.param("seed", "summary[0].en", "On Thursday 4 October 2024 he signed.", "date", id="another-day"),
    pytest.param("seed", "summary[0].en", "On Thursday 3 November 2024 he signed.", "date", id="another-month"),
    pytest.param("seed", "summary[0].en", "On Thursday 3 October 2023 he signed.", "date", id="another-year"),
    pytest.param("seed", "summary[0].en", "He signed it.", "date", id="date-lost"),
    pytest.param("seed", "summary[0].sources", "2, 99", "citation", id="no-such-sentence"),
    pytest.param("seed", "summary[3].ar", "Equipment was given to them.", "script", id="arabic-is-english"),
    pytest.param("seed", "summary[3].en", "وزعت تجهيزات على السجناء", "script", id="english-is-arabic"),
    pytest.param("seed", "summary[3].en", "Equipment was given to سجناء.", "script", id="arabic-word-in-english"),
    pytest.param("seed", "people[0].en", "Саид Амзази", "script", id="name-in-cyrillic"),
    pytest.param("seed", "people[0].en", "...", "script", id="english-without-a-word"),
    pytest.param("seed", "people[0].ar", "سعيد أمزاري", "quote", id="name-not-there"),
    pytest.param("seed", "people[0].role", "وزير الداخلية", "quote", id="role-not-there"),
    pytest.param("seed", "organizations[0].ar", "البنك الدولي", "quote", id="organization-not-there"),
    pytest.param("seed", "places[0].ar", "مدينة مراكش", "quote", id="place-not-there"),
    pytest.param("seed", "quotes[0].ar", "لن نترك أحدا وراءنا", "quote", id="words-nobody-said"),
    pytest.param("seed", "quotes[0].speaker", "رئيس الحكومة", "quote", id="speaker-not-there"),
    pytest.param("seed", "events[0].when", "يوم الجمعة", "quote", id="day-not-there"),
    pytest.param("seed", "events[0].en", "3 agreements were signed", "number", id="number-in-an-event"),
    pytest.param("seed", "quotes[0].en", "support for 500 prisoners", "number", id="number-in-a-quote"),
    pytest.param("seed", "amounts[0].value", "10000000", "money", id="value-is-another"),
    pytest.param("seed", "amounts[0].unit", "USD", "money", id="unit-is-another"),
    pytest.param("seed", "dates[0].value", "2024-03-10", "date", id="day-and-month-swapped"),
    pytest.param("seed", "dates[0].value", "2024-10", "date", id="day-left-out"),
    pytest.param("seed", "people[1].en", "Leila Bensaid", "content", id="name-of-the-example"),
    pytest.param("seed", "headline.ar", "اتفاق بين ليلى بنسعيد والولاية", "content", id="example-in-the-headline"),
    pytest.param("hiv", "headline.en", "HIV: China records a 41% increase", "percent", id="percentage-in-the-headline"),
    pytest.param("hiv", "summary[0].en", "China announced 14 new cases.", "percent", id="percentage-became-a-number"),
    pytest.param("hiv", "summary[1].en", "802,000 people are affected.", "number", id="digits-swapped"),
    pytest.param("hiv", "summary[1].en", "820 people are affected.", "number", id="thousand-lost"),
    pytest.param("hiv", "summary[1].en", "It cost more than $820,000.", "money", id="people-became-money"),
    pytest.param("hiv", "summary[2].en", "40,000 in the third quarter of 2018.", "date", id="another-quarter"),
    pytest.param("hiv", "amounts[0].value", "41", "percent", id="value-of-a-percentage"),
    pytest.param("hiv", "amounts[0].unit", "MAD", "percent", id="percentage-as-money"),
    pytest.param("hiv", "amounts[1].value", "820", "number", id="value-lost-its-thousand"),
    pytest.param("vietnam", "summary[1].en", "In 1961 the rebels formed the Front.", "date", id="year-beside"),
    pytest.param("vietnam", "dates[0].value", "1965-09-13", "date", id="year-with-digits-swapped"),
]


SEVERAL_PLACES: list[Any] = [
    pytest.param(
        "seed",
        "summary[2].sources",
        "9",
        {("summary[2].ar", "number"), ("summary[2].ar", "date"), ("summary[2].en", "date")},
        id="cites-another-sentence",
    ),
    pytest.param(
        "seed",
        "summary[1].ar",
        "وتبلغ الميزانية ملياري درهم.",
        {("summary[1].ar", "money"), ("summary[1].en", "money")},
        id="arabic-amount-is-another",
    ),
    pytest.param(
        "seed",
        "amounts[0].text",
        "مليون دولار",
        {("amounts[0].text", "quote"), ("amounts[0].unit", "money")},
        id="amount-not-there",
    ),
    pytest.param(
        "seed",
        "dates[0].text",
        "الخميس 4 أكتوبر 2024",
        {("dates[0].text", "quote"), ("dates[0].value", "date")},
        id="date-not-there",
    ),
    pytest.param(
        "seed",
        "places[1].ar",
        "مدينة وليلى",
        {("places[1].ar", "quote"), ("places[1].ar", "content")},
        id="place-of-the-example",
    ),
]


@pytest.mark.parametrize(
    ("name", "path", "value", "expected"),
    [*[pytest.param(*p.values[:3], {(p.values[1], p.values[3])}, id=p.id) for p in ONE_PLACE], *SEVERAL_PLACES],
)
def test_planted_errors(name: str, path: str, value: str, expected: set[tuple[str, str]]) -> None:
    """Each planted error is found by the check made for it where it is, and no other error is found anywhere."""
    summary, proof = _spoiled(name, path, value)
    verdict = verify(summary, proof)
    assert {(f.path, f.check) for f in verdict.errors} == expected
    assert all(f.message for f in verdict.findings)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        pytest.param("seed", "people[0].ar", "سَعيد امزازي", id="name-respelled"),
        pytest.param("seed", "people[0].en", "Saʿīd Amzāzī", id="scholarly-spelling"),
        pytest.param("seed", "people[1].en", "King Mohammed the Sixth", id="king-in-words"),
        pytest.param("seed", "summary[1].en", "It has a budget of 1,000,000 dirhams.", id="number-in-digits"),
        pytest.param("seed", "summary[1].en", "It has a budget of MAD 1 million.", id="currency-code"),
        pytest.param("seed", "summary[1].ar", "وتبلغ الميزانية ١٠٠٠٠٠٠ درهم.", id="arabic-indic-digits"),
        pytest.param("seed", "summary[0].en", "He signed it on October 3, 2024.", id="american-date"),
        pytest.param("seed", "summary[1].sources", "4, 5", id="one-citation-more"),
        pytest.param("seed", "events[1].when", "وعلى هامش اللقاء", id="time-in-words"),
        pytest.param("seed", "dates[0].of", "signing of 3 papers", id="note-is-not-checked"),
        pytest.param("hiv", "summary[0].ar", "سجلت الصين ارتفاعا بنسبة 14 في المائة.", id="percent-in-words"),
        pytest.param("hiv", "summary[1].en", "More than 820 thousand people are affected.", id="thousand-in-words"),
        pytest.param("hiv", "headline.en", "China: HIV up 14 percent", id="headline-rests-on-the-article"),
        pytest.param("vietnam", "summary[1].en", "The Front dates from 1960.", id="year-in-other-words"),
    ],
)
def test_the_same_in_other_words(name: str, path: str, value: str) -> None:
    """The same thing, spelled or written otherwise, is no error."""
    summary, proof = _spoiled(name, path, value)
    assert verify(summary, proof).errors == []


LIKELY: list[Any] = [
    pytest.param("seed", "people[0].en", "Said Amraoui", {("people[0].en", "name")}, id="another-surname"),
    pytest.param("seed", "places[0].en", "Tangier", {("places[0].en", "name")}, id="another-city"),
    pytest.param("seed", "organizations[0].en", "World Bank", {("organizations[0].en", "name")}, id="another-organization"),
    pytest.param("seed", "people[0].en", "Saeed Amzazi", {("summary[0].en", "name")}, id="one-name-in-two-spellings"),
    pytest.param(
        "seed",
        "summary[1].en",
        "The agreement, with a budget of one million dirhams, does not aim to support income-generating projects.",
        {("summary[1].en", "negation")},
        id="a-not-that-nobody-said",
    ),
    pytest.param(
        "hiv",
        "summary[1].en",
        "More than 820,000 people are affected in the country by the virus.",
        {("summary[1].en", "attribution")},
        id="a-claim-becomes-a-fact",
    ),
    pytest.param(
        "hiv",
        "summary[1].ar",
        "إن أكثر من 820 ألف شخص متأثرون بالفيروس في البلد كله.",
        {("summary[1].ar", "attribution")},
        id="a-claim-becomes-a-fact-in-arabic",
    ),
    pytest.param("seed", "summary[3].en", "Equipment was handed out.", {("summary[3].en", "length")}, id="half-of-it-is-missing"),
    pytest.param("seed", "summary[3].sources", "3", {("summary[3].sources", "content")}, id="another-sentence-is-cited"),
    pytest.param("seed", "summary[3].ar", "وزعت تجهيزات", {("summary[3].en", "length")}, id="the-arabic-is-a-stump"),
]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("تم سحب مجموعة من التجهيزات والمعدات على السجناء السابقين", "تم سحب مجموعة", id="changed"),
        pytest.param("تم توزيع مجموعة التجهيزات والمعدات على السجناء السابقين", "مجموعة التجهيزات", id="left-out"),
        pytest.param("تمّ توزيع مجموعة من التجهيزات و المعدّات على السجناء السابقين", None, id="respelled"),
    ],
)
def test_altered_words(value: str, shown: str | None) -> None:
    """Words that are not quite the article's are doubtful, and so is their English; another spelling of the same is neither."""
    summary, proof = _spoiled("seed", "events[1].ar", value)
    verdict = verify(summary, proof)
    assert [(f.path, f.check, f.severity, f.found) for f in verdict.findings] == (
        [("events[1].ar", "quote", "warning", shown)] if shown else []
    )
    states = {i.path: i.status for i in items(verdict, small=False, repaired=())}
    assert {states[f"events[1].{side}"] for side in ("ar", "en")} == {"doubtful" if shown else "checked"}


@pytest.mark.parametrize(("name", "path", "value", "expected"), LIKELY)
def test_what_is_likely_wrong(name: str, path: str, value: str, expected: set[tuple[str, str]]) -> None:
    """What is likely wrong is a warning of the check made for it, its item is doubtful and says why; nothing else is found."""
    summary, proof = _spoiled(name, path, value)
    verdict = verify(summary, proof)
    assert {(f.path, f.check) for f in verdict.findings} == expected
    assert not verdict.errors
    doubtful = {i.path: i.why for i in items(verdict, small=False, repaired=()) if i.status == "doubtful"}
    assert set(doubtful) == {where for where, _ in expected}
    assert all(doubtful.values())


@pytest.mark.parametrize(
    ("field", "changes", "expected"),
    [
        pytest.param("dates", {"text": "الولاية", "value": "2031-10-05"}, ["value"], id="no-date-in-the-words"),
        pytest.param("dates", {"text": "الولاية", "value": "2005"}, [], id="a-date-of-the-article"),
        pytest.param("dates", {"text": "عام 2005", "value": "2005"}, [], id="the-date-of-the-words"),
        pytest.param(
            "amounts", {"text": "السجناء", "value": "77", "unit": "USD"}, ["value", "unit"], id="no-number-in-the-words"
        ),
        pytest.param("amounts", {"text": "السجناء", "value": "77", "unit": "سجين"}, ["value"], id="a-thing-counted"),
        pytest.param("amounts", {"text": "بميزانية", "value": "1000000", "unit": "MAD"}, [], id="an-amount-of-the-article"),
        pytest.param("amounts", {"text": "بميزانية", "value": "1000000", "unit": "USD"}, ["unit"], id="in-another-currency"),
    ],
)
def test_values_whose_words_hold_none(field: str, changes: dict[str, str], expected: list[str]) -> None:
    """A value whose words say no figure is doubtful, and so is its currency, unless the article has that figure."""
    summary, proof = _case("seed")
    told = summary.model_dump(mode="json")
    told[field][0].update(changes)
    findings = verify(NewsSummary.model_validate(told), proof).findings
    assert [(f.path, f.severity) for f in findings] == [(f"{field}[0].{name}", "warning") for name in expected]


@pytest.mark.parametrize(
    ("unit", "errors"),
    [
        pytest.param("MAD", 0, id="one-it-may-be"),
        pytest.param("AED", 0, id="the-other-it-may-be"),
        pytest.param("درهم", 0, id="its-name"),
        pytest.param("USD", 1, id="none-it-may-be"),
        pytest.param("دولار", 1, id="another-name"),
    ],
)
def test_a_currency_that_is_not_decided(unit: str, errors: int) -> None:
    """Without a country «درهم» may be either dirham, and is no dollar."""
    summary, proof = _spoiled("seed", "amounts[0].unit", unit)
    found = verify(summary, Proof(proof.article, Reading())).errors
    assert [(f.path, f.check, f.expected) for f in found] == [("amounts[0].unit", "money", "AED or MAD")] * errors


def test_a_repair_may_not_take_the_date_away() -> None:
    """Words that hold no date do not make a date that the article lacks right: it was failed, and would be doubtful."""
    summary, proof = _case("seed")
    told = summary.model_dump(mode="json")
    told["dates"][0].update(text="5 أكتوبر 2031", value="2031-10-05")
    before = verify(NewsSummary.model_validate(told), proof)
    told["dates"][0].update(text="الولاية")
    after = verify(NewsSummary.model_validate(told), proof)
    assert [f.path for f in before.findings] == ["dates[0].text"]
    assert [f.path for f in after.findings] == ["dates[0].value"]
    assert not _better(after, before)


@pytest.mark.parametrize(
    ("english", "found"),
    [
        pytest.param("Amzazi stressed the importance of the initiative.", [], id="the-one-who-said-it"),
        pytest.param("Mohammed stressed the importance of the initiative.", ["Mohammed"], id="another-of-the-list"),
        pytest.param("Governor stressed the importance of the initiative.", [], id="no-name"),
        pytest.param("Stressing its importance, Amzazi spoke of the initiative.", [], id="any-other-word"),
    ],
)
def test_a_listed_person_opens_a_sentence(english: str, found: list[str]) -> None:
    """A person of the list who opens an English sentence must be named in its Arabic; any other word there may be no name."""
    summary, proof = _spoiled("seed", "summary[2].en", english)
    summary = summary.model_copy(
        update={
            "summary": [
                s.model_copy(update={"ar": "وأكد أمزازي أهمية المبادرة."}) if n == 2 else s for n, s in enumerate(summary.summary)
            ]
        }
    )
    findings = verify(summary, proof).findings
    assert [f.found for f in findings if (f.path, f.check, f.severity) == ("summary[2].en", "name", "warning")] == found


def test_one_organization_named_twice() -> None:
    """An organization that stands twice in the list under two English names is told at the second place."""
    summary, proof = _case("seed")
    summary = summary.model_copy(deep=True)
    twice = summary.organizations[0].model_copy(update={"en": "Regional Human Development Committee"})
    summary.organizations.append(twice)
    (finding,) = verify(summary, proof).findings
    last = len(summary.organizations) - 1
    assert (finding.path, finding.check, finding.expected) == (f"organizations[{last}].en", "name", summary.organizations[0].en)


@pytest.mark.parametrize(
    ("english", "found"),
    [("Comoros", []), ("Maldives", ["name"])],
    ids=["listed", "another"],
)
def test_a_listed_name_need_not_sound_alike(english: str, found: list[str]) -> None:
    """The English name that a list has for a place is right, whatever it sounds like; any other must be read off the Arabic."""

    class Visit(BaseModel):
        where: Place

    proof = Proof(make_article("زار الوفد جزر القمر يوم الجمعة."), Reading(None))
    verdict = verify(Visit(where=Place(ar="جزر القمر", en=english, country=None)), proof)
    assert [finding.check for finding in verdict.findings] == found


@pytest.mark.parametrize(("share", "found"), [(0.4, []), (0.7, ["copying"])])
def test_a_summary_that_is_the_article_over_again(share: float, found: list[str]) -> None:
    """A summary that repeats more than half of an article of at least 100 words is told; one that repeats less is not."""
    _, proof = _case("seed")
    text, sentences = proof.article.text, proof.sentences
    limit = share * len(text)
    chosen = [s for s in sentences if s.end < limit]
    own = [SummarySentence(ar=text[s.start : s.end], en=None, sources=[s.number]) for s in chosen]
    findings = verify(Summaries(summary=own), proof).findings
    assert [(f.path, f.check) for f in findings] == [("summary", check) for check in found]
    bare = BilingualSummary(summary=[Pair(ar=sentence.ar, en=None) for sentence in own])
    assert [(f.path, f.check) for f in verify(bare, proof).findings] == [("summary", check) for check in found]


@pytest.mark.parametrize(
    ("arabic", "found"),
    [
        pytest.param(
            "زار الملك مدينة باريس والتقى الرئيس الفرنسي.", [("summary[0].ar", "content", "warning")], id="of-another-article"
        ),
        pytest.param("وقع والي جهة سوس ماسة اتفاقية لدعم السجناء السابقين.", [], id="of-this-one"),
    ],
)
def test_a_sentence_without_sources(arabic: str, found: list[tuple[str, str, str]]) -> None:
    """A sentence that cites nothing must share enough words with the whole article."""
    _, proof = _case("seed")
    findings = verify(BilingualSummary(summary=[Pair(ar=arabic, en=None)]), proof).findings
    assert [(f.path, f.check, f.severity) for f in findings] == found


def test_names_are_those_of_the_article() -> None:
    """A name that the cited sentence leaves out may come from elsewhere in the article; one that the article lacks is told."""
    proof = Proof(make_article("وقع الوزير العقد الجديد في الرباط. والوزير هو سعيد أمزازي."), Reading())
    for arabic, english, found in (("سعيد أمزازي", "Said Amzazi", []), ("ناصر بوريطة", "Nasser Bourita", ["name"])):
        said = SummarySentence(
            ar=f"وقع {arabic} العقد الجديد في الرباط.", en=f"{english} signed the new contract in Rabat.", sources=[1]
        )
        findings = verify(BilingualSummary(headline=None, summary=[said]), proof).findings
        assert [f.check for f in findings] == found
        assert all("cannot be read off the article" in f.message for f in findings)


class Summaries(Block):
    """A user's own schema: sentences alone."""

    summary: list[SummarySentence]


class OwnSummary(Block):
    """A user's own schema."""

    pair: Pair


@pytest.mark.parametrize(
    ("article", "arabic", "leaked"),
    [
        pytest.param("كلام عن ليلى بنسعيد في بلدها.", "كلام عن ليلى بنسعيد", [], id="the-article-has-it-too"),
        pytest.param("كلام عن وزيرة في بلدها.", "كلام عن ليلى بنسعيد", ["content"], id="a-name-leaked"),
        pytest.param("كلام عن وزيرة في بلدها.", "كلام عن لَيلى بنسعيد", ["content"], id="leaked-and-respelled"),
        pytest.param("كلام عن وزيرة في بلدها.", "وليلى بنسعيد تتكلم", ["content"], id="leaked-with-a-conjunction"),
        pytest.param("ارتفع العدد بنسبة 40٪ في بلدها.", "ارتفع بنسبة 40 في المائة", [], id="its-own-40-percent"),
        pytest.param("ارتفع العدد بنسبة 140٪ في بلدها.", "ارتفع بنسبة 140 في المائة", [], id="its-own-140-percent"),
        pytest.param("ارتفع العدد في بلدها.", "ارتفع بنسبة 40 في المائة", ["content", "percent"], id="a-percentage-leaked"),
    ],
)
def test_leaks_of_the_example(article: str, arabic: str, leaked: list[str]) -> None:
    """Words of the prompt's example are told, unless the article says the same itself."""
    proof = Proof(make_article(article), Reading("MA"), example_words())
    findings = verify(OwnSummary(pair=Pair(ar=arabic, en=None)), proof).findings
    assert sorted(f.check for f in findings) == leaked


def _finding(path: str, severity: Any = "error") -> Finding:
    return Finding(path=path, check="name", severity=severity, expected=None, found=None, message="wrong")


@pytest.mark.parametrize(
    ("findings", "repaired", "expected"),
    [
        pytest.param([], [], {}, id="all-well"),
        pytest.param([_finding("people[0].en")], [], {"people[0].en": "failed"}, id="one-wrong"),
        pytest.param([_finding("people[0].en", "warning")], [], {"people[0].en": "doubtful"}, id="only-likely"),
        pytest.param([], ["people[0].en"], {"people[0].en": "repaired"}, id="repaired"),
        pytest.param([_finding("people[0].en")], ["people[0].en"], {"people[0].en": "failed"}, id="repaired-and-wrong-again"),
        pytest.param(
            [_finding("summary[1].sources")],
            [],
            dict.fromkeys(["summary[1].sources", "summary[1].ar", "summary[1].en"], "failed"),
            id="a-sentence-falls-with-its-citation",
        ),
        pytest.param(
            [_finding("amounts[0].text")],
            [],
            dict.fromkeys(["amounts[0].text", "amounts[0].value", "amounts[0].unit"], "failed"),
            id="a-value-falls-with-its-words",
        ),
        pytest.param([], ["topic"], {}, id="a-label-that-is-another-now"),
        pytest.param(
            [_finding("dates[0].text")],
            [],
            dict.fromkeys([f"dates[0].{name}" for name in ("text", "value", "calendar", "of")], "failed"),
            id="a-label-falls-with-its-words",
        ),
    ],
)
def test_states(findings: list[Finding], repaired: list[str], expected: dict[str, str]) -> None:
    """An error fails its item and what rests on it, a warning makes its item doubtful; all else is checked, or a label."""
    summary, _ = _case("seed")
    made = items(Verdict(findings, {}, list(leaves(summary))), small=False, repaired=repaired)
    well = {leaf.path: "chosen" if LABEL.search(leaf.path) else "checked" for leaf in leaves(summary)}
    assert {i.path: i.status for i in made} == well | expected
    assert all((item.why is None) is (item.status in {"checked", "chosen", "repaired"}) for item in made)


def test_what_a_small_model_wrote_is_draft() -> None:
    """All English of a small model, and its choice of topic, is draft whatever the checks say; nothing else is."""
    summary, _ = _case("seed")
    made = items(Verdict([], {}, list(leaves(summary))), small=True, repaired=())
    drafts = {item.path for item in made if item.status == "draft"}
    assert drafts == {"topic"} | {leaf.path for leaf in leaves(summary) if leaf.holds == "english"}


def test_english_that_is_not_there_is_withheld() -> None:
    """English that was taken out is an item of its own and is not checked."""
    summary, proof = _case("seed")
    summary = summary.model_copy(deep=True)
    summary.people[0].en = None
    assert verify(summary, proof).findings == []
    made = {item.path: item.status for item in items(Verdict([], {}, list(leaves(summary))), small=True, repaired=())}
    assert made["people[0].en"] == "withheld"
