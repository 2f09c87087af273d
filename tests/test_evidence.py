"""Where the article says what a summary says, checked by slicing the article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from mujaz.schema import Arabic, Block, English, EnglishNote, NewsSummary, Pair, Person, Words
from mujaz.text.segment import segment
from mujaz.trust.evidence import cited, evidence, leaves
from mujaz.trust.ground import Index

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mujaz.result import Article
    from mujaz.spans import Span

SEED = NewsSummary.model_validate(
    json.loads((ROOT / "tests/answers/seed.json").read_text(encoding="utf-8"))["replies"][0]["content"]
)


def _evidence(summary: BaseModel, text: str) -> dict[str, tuple[Span, ...]]:
    return evidence(list(leaves(summary)), Index(text), segment(text))


@pytest.mark.parametrize(
    ("path", "beginnings"),
    [
        pytest.param("people[0].ar", ["سعيد أمزازي"], id="a-name"),
        pytest.param("people[0].en", ["سعيد أمزازي"], id="english-rests-on-the-name"),
        pytest.param("people[0].role", ["والي جهة سوس ماسة وعامل عمالة"], id="a-role-has-its-own-place"),
        pytest.param("organizations[0].kind", ["اللجنة الإقليمية"], id="a-value-rests-on-the-name"),
        pytest.param("places[0].country", ["جهة سوس ماسة"], id="a-country-rests-on-the-name"),
        pytest.param("dates[0].text", ["الخميس 3 أكتوبر 2024"], id="a-date"),
        pytest.param("dates[0].value", ["الخميس 3 أكتوبر 2024"], id="its-value"),
        pytest.param("dates[0].of", ["الخميس 3 أكتوبر 2024"], id="its-note"),
        pytest.param("amounts[0].unit", ["مليون درهم"], id="a-unit-rests-on-the-amount"),
        pytest.param("quotes[0].speaker", ["سعيد أمزازي"], id="a-speaker"),
        pytest.param("quotes[0].en", ["أهمية المبادرة"], id="a-translated-quote"),
        pytest.param("events[0].where", ["بمقر الولاية"], id="where-it-happened"),
        pytest.param("summary[0].ar", ["ترأس السيد"], id="a-sentence-rests-on-what-it-cites"),
        pytest.param("summary[0].sources", ["ترأس السيد"], id="a-citation"),
        pytest.param("headline.ar", [], id="a-headline-cites-nothing"),
        pytest.param("topic", [], id="a-topic-cites-nothing"),
    ],
)
def test_places(seed: Article, path: str, beginnings: list[str]) -> None:
    """Slicing the article at the spans of a path gives the words it rests on."""
    spans = _evidence(SEED, seed.text).get(path, ())
    assert len(spans) == len(beginnings)
    for span, beginning in zip(spans, beginnings, strict=True):
        assert seed.text[span.start : span.end].startswith(beginning)


def test_words_are_sliced_letter_by_letter(seed: Article) -> None:
    """All words of the seed's answer are found; the slice is the text of the field, or that with an attached «و»."""
    found = _evidence(SEED, seed.text)
    words = [leaf for leaf in leaves(SEED) if leaf.holds == "words"]
    assert len(words) == 20
    for leaf in words:
        (span,) = found[leaf.path]
        assert (span.grade, seed.text[span.start : span.end]) in {("exact", leaf.value), ("clitic", f"و{leaf.value}")}


def test_words_that_are_not_there_prove_nothing(seed: Article) -> None:
    """A name that the article does not have gives a place neither to itself nor to its English."""
    found = _evidence(Stranger(person=Person(ar="أنجيلا ميركل", en="Angela Merkel", role="جلالة الملك")), seed.text)
    assert set(found) == {"person.role"}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param([1, 3], ["واحد.", "ثلاثة."], id="in-order"),
        pytest.param([3, 1], ["ثلاثة.", "واحد."], id="as-cited"),
        pytest.param([2, 2], ["اثنان."], id="twice"),
        pytest.param([3, 4], ["ثلاثة."], id="behind-the-last"),
        pytest.param([0, -1], [], id="before-the-first"),
        pytest.param([], [], id="none"),
    ],
)
def test_cited_sentences(numbers: list[int], expected: list[str]) -> None:
    """Numbers become the sentences that have them, each once; a number that no sentence has becomes nothing."""
    text = "واحد. اثنان. ثلاثة."
    assert [text[s.start : s.end] for s in cited(numbers, segment(text))] == expected


class Stranger(Block):
    """A user's own schema: one block."""

    person: Person


class Own(Block):
    """A user's own schema: every way a field can hold a text, at any depth."""

    words: Words
    maybe: Words | None
    tags: list[Words]
    lines2: list[Arabic]
    en: English
    note: EnglishNote
    number: int
    numbers: list[int]
    pair: Pair | None
    nested: list[Stranger]


def _own(*, empty: bool) -> Own:
    person = Stranger(person=Person(ar="سامي", en="Sami", role=None))
    return Own(
        words="كلام",
        maybe=None if empty else "كلام",
        tags=[] if empty else ["كلام", "سامي"],
        lines2=[] if empty else ["جملة"],
        en=None if empty else "words",
        note=None if empty else "note",
        number=0,
        numbers=[] if empty else [1, 2],
        pair=None if empty else Pair(ar="كلام", en=None),
        nested=[] if empty else [person],
    )


@pytest.mark.parametrize(
    ("empty", "expected"),
    [
        pytest.param(
            False,
            {
                "words": "words", "maybe": "words", "tags[0]": "words", "tags[1]": "words", "lines2[0]": "arabic",
                "en": "english", "note": "english",
                "number": "value", "numbers": "value", "pair.ar": "arabic", "pair.en": "english",
                "nested[0].person.ar": "words", "nested[0].person.en": "english",
            },
            id="full",
        ),
        pytest.param(True, {"words": "words", "en": "english", "number": "value"}, id="empty"),
    ],
)  # fmt: skip
def test_leaves_of_any_schema(*, empty: bool, expected: dict[str, str]) -> None:
    """Each text and value of a user's own schema has its path; what is empty is left out, but for withheld English."""
    assert {leaf.path: leaf.holds for leaf in leaves(_own(empty=empty))} == expected


def test_blocks_of_leaves() -> None:
    """A leaf knows the path of the block it belongs to, also in a list of texts."""
    blocks = {leaf.path: leaf.block for leaf in leaves(_own(empty=False))}
    assert blocks["nested[0].person.ar"] == "nested[0].person"
    assert (blocks["pair.ar"], blocks["words"], blocks["tags[1]"]) == ("pair", "", "")


def test_evidence_of_any_schema() -> None:
    """Each text of a list of the article's words is found for itself."""
    text = "كلام سامي هنا."
    found = _evidence(_own(empty=False), text)
    assert {path: text[s.start : s.end] for path, (s,) in found.items()} == {
        "words": "كلام",
        "maybe": "كلام",
        "tags[0]": "كلام",
        "tags[1]": "سامي",
        "nested[0].person.ar": "سامي",
        "nested[0].person.en": "سامي",
    }
