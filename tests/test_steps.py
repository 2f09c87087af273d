"""Asking a small model in short steps: what is chosen, what of its answers is kept, and what a failed step costs."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from pydantic import BaseModel, ValidationError
from stub import Reply, Stub

from mujaz.errors import AnswerError
from mujaz.model import steps
from mujaz.model.call import Door
from mujaz.settings import Settings
from mujaz.text.article import make_article
from mujaz.text.clean import clean
from mujaz.text.segment import title_of
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, items, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.prompt import Message
    from mujaz.result import Withheld
    from mujaz.schema import NewsSummary

T = TypeVar("T", bound=BaseModel)

TITLE = "وزير الصحة يفتتح مستشفى مراكش الجديد"
LONG = (
    "وأكد السيد أحمد بنعلي، خلال حفل كبير حضره عدد من المسؤولين والمنتخبين ورجال الإعلام، أن المستشفى لن يستقبل المرضى "
    "قبل سنة 2026، وأن كلفة الأشغال بلغت 80 مليون درهم، وهو ما يعكس حجم المشروع وأهميته الكبرى لسكان المدينة."
)
SENTENCES = [
    "افتتح أحمد بنعلي، وزير الصحة، يوم 5 ماي 2025 مستشفى جديدا بمدينة مراكش.",
    LONG,
    "وحضر الحفل ممثلون عن جمعية الأمل.",
    "وشكر الوزير سكان مراكش على صبرهم.",
]
ARTICLE = "\n".join([TITLE, *SENTENCES])
NONE: dict[str, list[str]] = {"people": [], "organizations": [], "places": []}


def proof_of(text: str = ARTICLE) -> Proof:
    return Proof(clean(make_article(text)), Reading("MA", None))


class Canned(Door):
    """A door that gives the next of some answers at once, and none where it does not fit what was asked for."""

    answers: list[str]

    async def ask(self, messages: Sequence[Message], schema: type[T], *, max_tokens: int | None = None) -> T:  # noqa: ARG002
        """The next answer."""
        try:
            return schema.model_validate_json(self.answers.pop(0))
        except ValidationError as error:
            raise AnswerError(str(error)) from None


def texts(answers: Sequence[Any]) -> list[str]:
    """The answers as a model writes them; a text is sent as it is."""
    return [a if isinstance(a, str) else json.dumps(a, ensure_ascii=False) for a in answers]


def asked(
    answers: Sequence[Any],
    *,
    proof: Proof | None = None,
    sentences: int = 2,
    tell: Callable[[str], None] = lambda _stage: None,
) -> tuple[NewsSummary, list[Withheld]]:
    """A whole run of the steps on these answers, which must all be asked for."""
    settings = Settings(sentences=sentences)
    door = Canned("small", "http://model/v1", "none", settings, lambda _stage: None)
    door.answers = texts(answers)
    given = asyncio.run(steps.ask(door, proof or proof_of(), settings, tell))
    assert door.answers == []
    return given


def asked_of_a_server(answers: Sequence[Any]) -> tuple[NewsSummary, list[Withheld], Stub]:
    """The same through a real door, to a stub: what is sent can be looked at, and one attempt is all there is."""
    settings = Settings(sentences=2, attempts=1)

    async def run(url: str) -> tuple[NewsSummary, list[Withheld]]:
        async with Door("small", url, "none", settings, lambda _stage: None, patient=False) as door:
            return await steps.ask(door, proof_of(), settings, lambda _stage: None)

    with Stub([Reply(text) for text in texts(answers)]) as stub:
        return *asyncio.run(run(stub.url)), stub


# The steps of the article above in two sentences: topic; names of the title, of each; English; names.
GOOD: list[Any] = [
    {"topic": "health"},
    NONE,
    {"people": ["أحمد بنعلي"], "organizations": [], "places": ["مراكش"]},
    NONE,
    {"en": "Headline"},
    {"en": "First"},
    {"en": "Second"},
    {"en": ["Ahmed Benali", "Marrakesh"]},
]


def changed(at: int, answer: Any) -> list[Any]:
    return [*GOOD[:at], answer, *GOOD[at + 1 :]]


def test_a_run_in_steps() -> None:
    """Sentences keep the article's words and cite themselves; dates and amounts are read by the program, not by the model."""
    summary, withheld, stub = asked_of_a_server(GOOD)
    assert summary.headline is not None
    assert (summary.headline.ar, summary.headline.en) == (TITLE, "Headline")
    assert [(s.ar, s.en, s.sources) for s in summary.summary] == [(SENTENCES[0], "First", [2]), (LONG, "Second", [3])]
    assert [(p.ar, p.en) for p in summary.people] == [("أحمد بنعلي", "Ahmed Benali")]
    assert [(p.ar, p.en) for p in summary.places] == [("مراكش", "Marrakesh")]
    assert next((d.text, d.value) for d in summary.dates) == ("5 ماي 2025", "2025-05-05")
    assert [(a.text, str(a.value), a.unit) for a in summary.amounts] == [("80 مليون درهم", "80000000", "MAD")]
    assert (summary.quotes, summary.events, summary.topic) == ([], [], "health")
    assert withheld == []
    assert len(stub.requests) == len(GOOD)


def test_its_english_is_a_draft_and_its_arabic_is_checked() -> None:
    """What a small model wrote in English, and the topic it chose, is `draft` though every check passes."""
    summary, _ = asked(GOOD)
    proof = proof_of()
    found = items(verify(summary, proof), small=True, repaired=[])
    by_status = {status: {i.path for i in found if i.status == status} for status in ("checked", "draft", "failed")}
    assert {"headline.en", "summary[0].en", "people[0].en", "places[0].en", "topic"} <= by_status["draft"] | by_status["failed"]
    assert not [path for path in by_status["checked"] if path.endswith(".en") or path == "topic"]
    assert {"headline.ar", "summary[0].ar", "summary[1].ar", "people[0].ar", "dates[0].value"} <= by_status["checked"]


ONE, TWO, THREE = (f"وقالت الوزارة إن المستشفى {which} سيفتح أبوابه أمام المرضى." for which in ("الأول", "الثاني", "الثالث"))
SHORT = "يقول الخبراء."
LEADING: dict[str, tuple[list[str], int, list[int]]] = {
    "first_ones": ([ONE, TWO, THREE], 2, [1, 2]),
    "title_left_out": (["افتتاح مستشفى جديد في مدينة مراكش المغربية هذا اليوم", ONE, TWO, THREE], 2, [2, 3]),
    "short_one_passed_over": ([ONE, SHORT, TWO, THREE], 2, [1, 3]),
    "fewer_than_asked": ([ONE, SHORT, TWO], 4, [1, 3]),
    "only_short_ones": ([SHORT, "تقول الوزارة.", "نعم."], 2, [1, 2]),
}


@pytest.mark.parametrize(("lines", "count", "numbers"), LEADING.values(), ids=LEADING)
def test_the_first_sentences_that_say_something_are_the_summary(lines: list[str], count: int, numbers: list[int]) -> None:
    """As many as are asked for, in the article's order; a sentence of a few words only where there is no other."""
    proof = proof_of("\n".join(lines))
    body = [s for s in proof.sentences if s is not title_of(proof.article.text, proof.sentences)]
    assert [s.number for s in steps.leading(proof.article.text, body, count)] == numbers


# What the model names in the second sentence; what is kept of it; what is withheld.
NAMES: dict[str, tuple[dict[str, list[str]], dict[str, list[str]], list[str]]] = {
    "there": ({"people": ["أحمد بنعلي"]}, {"people": ["أحمد بنعلي"]}, []),
    "not_there": ({"people": ["محمد العلوي"]}, {}, ["محمد العلوي"]),
    "elsewhere_only": ({"organizations": ["جمعية الأمل"]}, {}, ["جمعية الأمل"]),
    "other_spelling": ({"people": ["احمد بنعلى"]}, {"people": ["أحمد بنعلي"]}, []),
    "twice": ({"people": ["أحمد بنعلي", "أحمد بنعلي"]}, {"people": ["أحمد بنعلي"]}, []),
    "twice_spelled_apart": ({"people": ["أحمد بنعلي", "احمد بنعلي"]}, {"people": ["أحمد بنعلي"]}, []),
    "two_kinds": ({"people": ["مراكش"], "places": ["مراكش"]}, {"people": ["مراكش"]}, []),
    "one_letter": ({"places": ["م"]}, {}, ["م"]),
    "blank": ({"places": [" "]}, {}, []),
    "common_noun": ({"people": ["الصحة"]}, {}, ["الصحة"]),
    "latin": ({"people": ["Ahmed Benali"]}, {}, ["Ahmed Benali"]),
    "of_the_example": ({"people": ["ليلى بنسعيد"]}, {}, ["ليلى بنسعيد"]),
}


@pytest.mark.parametrize(("said", "kept", "withheld"), NAMES.values(), ids=NAMES)
def test_names_are_the_sentences_own(said: dict[str, list[str]], kept: dict[str, list[str]], withheld: list[str]) -> None:
    """A name is kept once and as the sentence spells it; one that the sentence does not have is withheld and listed."""
    every = [name for kind in ("people", "organizations", "places") for name in kept.get(kind, [])]
    answers = [*changed(2, NONE | said)[:-1], *([{"en": ["Name"] * len(every)}] if every else [])]
    summary, listed = asked(answers)
    for kind in ("people", "organizations", "places"):
        assert [entry.ar for entry in getattr(summary, kind)] == kept.get(kind, [])
    assert [json.loads(w.value) for w in listed] == withheld
    assert all(w.why for w in listed)


def test_a_name_of_two_sentences_is_listed_once() -> None:
    """A person named in the title and again below is one person; the words of respect before the name are no part of it."""
    named = NONE | {"people": ["السيد أحمد بنعلي"]}
    summary, _ = asked([*changed(3, named)[:-1], {"en": ["Ahmed Benali", "Marrakesh"]}])
    assert [p.ar for p in summary.people] == ["أحمد بنعلي"]


# The step whose answer cannot be read, and what is missing then; everything else is there.
FAILED: dict[str, tuple[int, list[str]]] = {
    "headline": (4, ["headline.en"]),
    "second_sentence": (6, ["summary[1].en"]),
    "names": (7, ["people[0].en", "places[0].en"]),
}


@pytest.mark.parametrize(("at", "missing"), FAILED.values(), ids=FAILED)
def test_a_failed_step_costs_that_step(at: int, missing: list[str]) -> None:
    """English that never came is `None` and its item `withheld`; the run goes on."""
    summary, _, _ = asked_of_a_server(changed(at, '{"never closed'))
    proof = proof_of()
    found = items(verify(summary, proof), small=True, repaired=[])
    assert [i.path for i in found if i.status == "withheld"] == missing
    assert [s.ar for s in summary.summary] == [SENTENCES[0], LONG]


def test_too_few_english_names_are_no_answer() -> None:
    """A list of English names that is not as long as the Arabic one would pair the wrong ones: none of it is taken."""
    summary, _ = asked(changed(7, {"en": ["Ahmed Benali"]}))
    assert [p.en for p in summary.people] + [p.en for p in summary.places] == [None, None]


def test_an_article_of_one_line() -> None:
    """One sentence has no title, and is the summary whatever number is asked for."""
    proof = proof_of(SENTENCES[0])
    summary, _ = asked([{"topic": "health"}, NONE, {"en": "One"}], proof=proof, sentences=4)
    assert summary.headline is None
    assert [(s.ar, s.en) for s in summary.summary] == [(SENTENCES[0], "One")]


def test_amounts_beyond_those_listed_are_told() -> None:
    """Twenty amounts are listed; the others are withheld, with their words."""
    lines = [f"وبلغت كلفة المشروع رقم {n} في المدينة نحو {n} مليون درهم حسب الوزارة." for n in range(1, 81)]
    summary, withheld = asked([{"topic": "health"}, NONE, NONE, {"en": "One"}, {"en": "Two"}], proof=proof_of("\n".join(lines)))
    assert len(summary.amounts) == 20
    (more,) = withheld
    assert (more.path, len(json.loads(more.value))) == ("amounts", 60)


def test_the_arabic_is_told_before_the_model_is_asked() -> None:
    """Who waits reads the Arabic of the summary at once, with the numbers of its sentences; English comes last."""
    told: list[str] = []
    asked(GOOD, tell=told.append)
    assert told == [f"[2] {SENTENCES[0]}", f"[3] {LONG}", "finding the topic", "finding names", "writing English"]
