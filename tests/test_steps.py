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


# The steps of the article above in two sentences: topic; people of the second, as there only may be others; English; names,
# but for the town, whose English a list has.
GOOD: list[Any] = [
    {"topic": "health"},
    {"people": ["أحمد بنعلي"], "organizations": [], "places": ["مراكش"]},
    {"en": "Headline"},
    {"en": "First"},
    {"en": "Second"},
    {"en": ["Ahmed Benali", "Hope Association"]},
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
    assert [(o.ar, o.en) for o in summary.organizations] == [("جمعية الأمل", "Hope Association")]
    assert [(p.ar, p.en) for p in summary.places] == [("مراكش", "Marrakesh")]
    assert next((d.text, d.value) for d in summary.dates) == ("5 ماي 2025", "2025-05-05")
    assert [(a.text, str(a.value), a.unit) for a in summary.amounts] == [("80 مليون درهم", "80000000", "MAD")]
    assert (summary.quotes, summary.events, summary.topic) == ([], [], "health")
    assert withheld == []
    assert len(stub.requests) == len(GOOD)


def test_its_english_is_a_draft_and_its_arabic_is_checked() -> None:
    """What a small model wrote in English, and the topic it chose, is `draft` though every check passes; a listed name is not."""
    summary, _ = asked(GOOD)
    proof = proof_of()
    found = items(verify(summary, proof), small=True, repaired=[])
    by_status = {status: {i.path for i in found if i.status == status} for status in ("checked", "draft", "failed")}
    assert {"headline.en", "summary[0].en", "people[0].en", "topic"} <= by_status["draft"] | by_status["failed"]
    assert [path for path in by_status["checked"] if path.endswith(".en") or path == "topic"] == ["places[0].en"]
    assert {"headline.ar", "summary[0].ar", "summary[1].ar", "people[0].ar", "dates[0].value"} <= by_status["checked"]


ONE, TWO, THREE = (f"وقالت الوزارة إن المستشفى {which} سيفتح أبوابه أمام المرضى." for which in ("الأول", "الثاني", "الثالث"))
SHORT = "يقول الخبراء."
LEADING: dict[str, tuple[list[str], int, list[int]]] = {
    "first_ones": ([ONE, TWO, THREE], 2, [1, 2]),
    "title_left_out": (["افتتاح مستشفى جديد في مدينة مراكش المغربية هذا اليوم", ONE, TWO, THREE], 2, [2, 3]),
    "short_one_passed_over": ([ONE, SHORT, TWO, THREE], 2, [1, 3]),
    "filled_up": ([ONE, SHORT, TWO], 4, [1, 2, 3]),
    "only_short_ones": ([SHORT, "تقول الوزارة.", "نعم."], 2, [1, 2]),
}


@pytest.mark.parametrize(("lines", "count", "numbers"), LEADING.values(), ids=LEADING)
def test_the_first_sentences_that_say_something_are_the_summary(lines: list[str], count: int, numbers: list[int]) -> None:
    """As many as are asked for, in the article's order; a sentence of a few words only where there is no other."""
    proof = proof_of("\n".join(lines))
    body = [s for s in proof.sentences if s is not title_of(proof.article.text, proof.sentences)]
    assert [s.number for s in steps.leading(proof.article.text, body, count)] == numbers


PEOPLE = "وشكر تيغمات أوزين سكان مدينة أكادير على صبرهم، وشكرت جمعية الأمل أحمد بنعلي."
# Whom the model sees in this sentence; whom of them is listed beside those that the rules find; what is withheld.
SEEN: dict[str, tuple[list[str], list[str], list[str]]] = {
    "there": (["تيغمات أوزين"], ["تيغمات أوزين"], []),
    "other_spelling": (["تيغمات اوزين"], ["تيغمات أوزين"], []),
    "twice": (["تيغمات أوزين", "تيغمات أوزين"], ["تيغمات أوزين"], []),
    "twice_spelled_apart": (["تيغمات أوزين", "تيغمات اوزين"], ["تيغمات أوزين"], []),
    "its_surname_too": (["تيغمات أوزين", "أوزين"], ["تيغمات أوزين"], []),
    "known": (["أحمد بنعلي"], [], []),
    "part_of_what_is_known": (["بنعلي"], [], []),
    "a_place": (["أكادير"], [], []),
    "part_of_an_organization": (["الأمل"], [], []),
    "not_there": (["محمد العلوي"], [], ["محمد العلوي"]),
    "common_noun": (["سكان"], [], ["سكان"]),
    "more_than_the_name": (["شكر تيغمات أوزين"], [], ["شكر تيغمات أوزين"]),
    "one_letter": (["م"], [], ["م"]),
    "blank": ([" "], [], []),
    "one_word": (["تيغمات"], ["تيغمات"], []),
    "latin": (["Ahmed Benali"], [], ["Ahmed Benali"]),
    "of_the_example": (["ليلى بنسعيد"], [], ["ليلى بنسعيد"]),
}


@pytest.mark.parametrize(("seen", "kept", "withheld"), SEEN.values(), ids=SEEN)
def test_people_that_the_model_adds(seen: list[str], kept: list[str], withheld: list[str]) -> None:
    """A person that no list knows is added as the sentence spells the name; what is no name, or not there, is withheld."""
    people = ["أحمد بنعلي", *kept]
    english = {"en": ["Name"] * (len(people) + 1)}
    answers = [{"topic": "health"}, NONE | {"people": seen}, {"en": "One"}, english]
    summary, listed = asked(answers, proof=proof_of(PEOPLE))
    assert [p.ar for p in summary.people] == people
    assert [o.ar for o in summary.organizations] == ["جمعية الأمل"]
    assert [p.ar for p in summary.places] == ["أكادير"]
    assert [name for w in listed for name in json.loads(w.value)] == withheld
    assert len(listed) <= 1  # one line for all that was refused
    assert all(w.why for w in listed)


def test_names_of_the_whole_article() -> None:
    """Names are listed once, those of the chosen sentences first; what is over twenty of a kind is withheld and told."""
    towns = [f"بلدة تيسلي{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلم"]
    lines = [f"ووصلت القافلة الطويلة إلى {town} في شمال البلاد." for town in towns]
    answers = [{"topic": "society"}, {"en": "One"}, {"en": "Two"}, {"en": ["Name"] * 19}]
    summary, withheld = asked(answers, proof=proof_of("\n".join(["وصل الوفد إلى مدينة أكادير.", *lines])))
    listed = [p.ar for p in summary.places]
    assert len(listed) == 20
    assert listed[2] == "أكادير"  # its sentence is too short to be chosen, and the two behind it are
    (more,) = withheld
    assert (more.path, len(json.loads(more.value))) == ("places", 5)


def test_a_short_name_inside_a_word_is_withheld() -> None:
    """What cannot be shown to stand in the article is not listed: «قطر» where only «وقطر» is written."""
    answers = [{"topic": "sport"}, NONE, {"en": "One"}]
    summary, withheld = asked(answers, proof=proof_of("وربح المنتخب المباراتين الأخيرتين في الكويت وقطر بعد عام من الغياب."))
    assert [(p.ar, p.en) for p in summary.places] == [("الكويت", "Kuwait")]
    assert [(w.path, w.value) for w in withheld] == [("places", '"قطر"')]


def test_a_name_of_two_sentences_is_listed_once() -> None:
    """A person named in the title and again below is one person; the words of respect before the name are no part of it."""
    summary, _ = asked(GOOD)
    assert [p.ar for p in summary.people] == ["أحمد بنعلي"]


# The step whose answer cannot be read, and what is missing then; everything else is there.
FAILED: dict[str, tuple[int, list[str]]] = {
    "headline": (2, ["headline.en"]),
    "second_sentence": (4, ["summary[1].en"]),
    "people": (1, []),
    "blank_headline": (2, ["headline.en"]),
    "names": (5, ["people[0].en", "organizations[0].en"]),
}


@pytest.mark.parametrize(("at", "missing", "blank"), [(*FAILED[name], "blank" in name) for name in FAILED], ids=FAILED)
def test_a_failed_step_costs_that_step(at: int, missing: list[str], blank: bool) -> None:  # noqa: FBT001  (a column)
    """English that never came, or is blank, is `None`, its item `withheld` and the reason told; the run goes on."""
    summary, told, _ = asked_of_a_server(changed(at, {"en": " "} if blank else '{"never closed'))
    assert {w.path for w in told if w.path.endswith(".en")} == {path for path in missing if "[0].en" not in path}
    proof = proof_of()
    found = items(verify(summary, proof), small=True, repaired=[])
    assert [i.path for i in found if i.status == "withheld"] == missing
    assert [s.ar for s in summary.summary] == [SENTENCES[0], LONG]


def test_too_few_english_names_are_no_answer() -> None:
    """A list of English names that is not as long as the Arabic one would pair the wrong ones: none of it is taken."""
    summary, _ = asked(changed(5, {"en": ["Ahmed Benali"]}))
    english = [*(p.en for p in summary.people), *(o.en for o in summary.organizations), *(p.en for p in summary.places)]
    assert english == [None, None, "Marrakesh"]


def test_an_article_of_one_line() -> None:
    """One sentence has no title, and is the summary whatever number is asked for."""
    proof = proof_of(SENTENCES[0])
    names = {"en": ["Ahmed Benali"]}
    summary, _ = asked([{"topic": "health"}, {"en": "One"}, names], proof=proof, sentences=4)
    assert summary.headline is None
    assert [(s.ar, s.en) for s in summary.summary] == [(SENTENCES[0], "One")]


def test_a_sentence_without_end_fits_a_summary() -> None:
    """A text without marks is cut into pieces that a summary sentence can hold, and summed up like any other."""
    proof = proof_of("قالت الوزارة كلاما طويلا جدا " * 200)
    summary, _ = asked([{"topic": "society"}, NONE, NONE, {"en": "One"}, {"en": "Two"}], proof=proof)
    assert len(summary.summary) == 2


def test_vowel_signs_do_not_hide_a_name() -> None:
    """The model is asked for people in a sentence with vowel signs as in one without."""
    answers = [{"topic": "society"}, {"people": [], "organizations": [], "places": []}, {"en": "One"}]
    summary, _ = asked(answers, proof=proof_of("كَشَفَ كُوسْتَادِينُوف عَنْ خُطَّةٍ جَدِيدَةٍ لِلْمَدِينَةِ فِي العَامِ المُقْبِلِ."))
    assert len(summary.summary) == 1


def test_amounts_beyond_those_listed_are_told() -> None:
    """Twenty amounts are listed; the others are withheld, with their words."""
    lines = [f"وبلغت كلفة المشروع رقم {n} في المدينة نحو {n} مليون درهم حسب الوزارة." for n in range(1, 81)]
    summary, withheld = asked([{"topic": "health"}, {"en": "One"}, {"en": "Two"}], proof=proof_of("\n".join(lines)))
    assert len(summary.amounts) == 20
    (more,) = withheld
    assert (more.path, len(json.loads(more.value))) == ("amounts", 60)


def test_the_arabic_is_told_as_soon_as_it_is_there() -> None:
    """Who waits reads the sentences, dates and amounts before the model is asked anything, and the names before any English."""
    told: list[str] = []
    asked(GOOD, tell=told.append)
    assert told == [
        f"[2] {SENTENCES[0]}",
        f"[3] {LONG}",
        "5 ماي 2025 · 2026 · 80 مليون درهم",
        "finding the topic",
        "finding names",
        "health · أحمد بنعلي · جمعية الأمل · مراكش",
        "writing English",
    ]
