"""Asking a small model in short steps: what it may choose, what of its answers is kept, and what a failed step costs."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import pytest
from pydantic import BaseModel, ValidationError
from stub import Reply, Stub

from mujaz.errors import AnswerError
from mujaz.model import steps
from mujaz.model.call import Door
from mujaz.settings import Settings
from mujaz.text.article import make_article
from mujaz.text.clean import clean
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, items, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

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


FITS = 100_000  # characters that the model reads at once: more than any article here has


def texts(answers: Sequence[Any]) -> list[str]:
    """The answers as a model writes them; a text is sent as it is."""
    return [a if isinstance(a, str) else json.dumps(a, ensure_ascii=False) for a in answers]


def asked(answers: Sequence[Any], *, proof: Proof | None = None, sentences: int = 2) -> tuple[NewsSummary, list[Withheld]]:
    """A whole run of the steps on these answers, which must all be asked for."""
    settings = Settings(sentences=sentences)
    door = Canned("small", "http://model/v1", "none", settings, lambda _stage: None)
    door.answers = texts(answers)
    given = asyncio.run(steps.ask(door, proof or proof_of(), settings, FITS, lambda _stage: None))
    assert door.answers == []
    return given


def asked_of_a_server(answers: Sequence[Any]) -> tuple[NewsSummary, list[Withheld], Stub]:
    """The same through a real door, to a stub: what is sent can be looked at, and one attempt is all there is."""
    settings = Settings(sentences=2, attempts=1)

    async def run(url: str) -> tuple[NewsSummary, list[Withheld]]:
        async with Door("small", url, "none", settings, lambda _stage: None, patient=False) as door:
            return await steps.ask(door, proof_of(), settings, FITS, lambda _stage: None)

    with Stub([Reply(text) for text in texts(answers)]) as stub:
        return *asyncio.run(run(stub.url)), stub


# The steps of the article above in two sentences: which; people of the title, of each; the long one shorter; English; names.
CHOICE = {"topic": "health", "n1": 2, "n2": 3}
GOOD: list[Any] = [
    CHOICE,
    NONE,
    {"people": ["أحمد بنعلي"], "organizations": [], "places": ["مراكش"]},
    NONE,
    {"ar": LONG},
    {"en": "Headline"},
    {"en": "First"},
    {"en": "Second"},
    {"en": ["Ahmed Benali", "Hope Association", "Marrakesh"]},
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
    assert [(p.ar, p.en) for p in summary.places] == [("مدينة مراكش", "Marrakesh")]
    assert next((d.text, d.value) for d in summary.dates) == ("5 ماي 2025", "2025-05-05")
    assert [(a.text, str(a.value), a.unit) for a in summary.amounts] == [("80 مليون درهم", "80000000", "MAD")]
    assert (summary.quotes, summary.events, summary.topic) == ([], [], "health")
    assert withheld == []
    assert len(stub.requests) == len(GOOD)


def test_its_english_is_a_draft_and_its_arabic_is_checked() -> None:
    """What a small model wrote in English, and the topic it chose, is `draft` though every check passes."""
    summary, _ = asked(GOOD)
    proof = proof_of()
    found = items(summary, verify(summary, proof), small=True, repaired=[])
    by_status = {status: {i.path for i in found if i.status == status} for status in ("checked", "draft", "failed")}
    assert {"headline.en", "summary[0].en", "people[0].en", "places[0].en", "topic"} <= by_status["draft"] | by_status["failed"]
    assert not [path for path in by_status["checked"] if path.endswith(".en") or path == "topic"]
    assert {"headline.ar", "summary[0].ar", "summary[1].ar", "people[0].ar", "dates[0].value"} <= by_status["checked"]


def test_the_choice_is_bound_to_the_articles_sentences() -> None:
    """Each number of the choice has an enum of its own stretch of the article, and the title is not among them."""
    _, _, stub = asked_of_a_server(GOOD)
    schema = stub.requests[0]["response_format"]["json_schema"]["schema"]["properties"]
    offered = [schema[n].get("enum", [schema[n].get("const")]) for n in ("n1", "n2")]
    assert offered == [[2], [3]]  # the sentences with a figure, of the stretches 2 and 3 to 5
    assert "n3" not in schema
    assert TITLE not in stub.requests[0]["messages"][-1]["content"]


@pytest.mark.parametrize("number", [1, 4, 99], ids=["title", "without_figure", "beyond"])
def test_a_choice_outside_its_stretch_is_refused(number: int) -> None:
    """A number that was not offered does not get through, whatever the server let the model write."""
    with pytest.raises(AnswerError, match="n2"):
        asked_of_a_server([CHOICE | {"n2": number}])


@pytest.mark.parametrize(
    ("count", "wanted", "stretches"),
    [
        (12, 4, [[1, 2], [3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]),
        (4, 4, [[1], [2], [3], [4]]),
        (2, 4, [[1], [2]]),
        (1, 1, [[1]]),
        (5, 1, [[1, 2, 3, 4, 5]]),
    ],
    ids=["twelve", "as_many", "fewer", "one", "one_of_five"],
)
def test_stretches_cover_the_article(count: int, wanted: int, stretches: list[list[int]]) -> None:
    """The stretches are in order, none is empty, and together they are the whole article."""
    assert [list(s) for s in steps._stretches(range(1, count + 1), wanted)] == stretches


@pytest.mark.parametrize("wanted", range(1, 13))
@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 13, 40])
def test_no_stretch_is_empty(count: int, wanted: int) -> None:
    """Whatever is asked for, every number has something to choose from, and no sentence is offered twice."""
    cut = steps._stretches(range(count), wanted)
    assert all(cut)
    assert [n for stretch in cut for n in stretch] == list(range(count))
    assert len(cut) == min(count, wanted)


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
    english = {"en": ["Name"] * (len(people) + 2)}
    answers = [{"topic": "health", "n1": 1}, NONE | {"people": seen}, {"en": "One"}, english]
    summary, listed = asked(answers, proof=proof_of(PEOPLE))
    assert [p.ar for p in summary.people] == people
    assert [o.ar for o in summary.organizations] == ["جمعية الأمل"]
    assert [p.ar for p in summary.places] == ["مدينة أكادير"]
    assert [json.loads(w.value) for w in listed] == withheld
    assert all(w.why for w in listed)


def test_names_of_the_whole_article() -> None:
    """Names are listed once, those of the chosen sentences first; what is over twenty of a kind is withheld and told."""
    towns = [f"بلدة تيسلي{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلم"]
    lines = [f"ووصلت القافلة الطويلة إلى {town} في شمال البلاد." for town in towns]
    summary, withheld = long_run([*lines, "وبلغت كلفة المشروع في مدينة أكادير وحدها نحو 80 مليون درهم."], FITS)
    listed = [p.ar for p in summary.places]
    assert len(listed) == 20
    assert "مدينة أكادير" in listed[:4]  # of the fourth sentence chosen, the last of the article
    (more,) = withheld
    assert (more.path, len(json.loads(more.value))) == ("places", 5)


def test_a_name_of_two_sentences_is_listed_once() -> None:
    """A person named in the title and again below is one person; the words of respect before the name are no part of it."""
    summary, _ = asked(GOOD)
    assert [p.ar for p in summary.people] == ["أحمد بنعلي"]


def left_out(*pieces: str, text: str = LONG) -> str:
    for piece in pieces:
        assert piece in text
        text = text.replace(piece, "", 1)
    return " ".join(text.split())


REMARK = "، خلال حفل كبير حضره عدد من المسؤولين والمنتخبين ورجال الإعلام،"
LAST = "حجم المشروع وأهميته الكبرى "
SHORTER: dict[str, tuple[str, bool]] = {
    "one_remark": (left_out(REMARK), True),
    "two_remarks": (left_out(REMARK, LAST), True),
    "three_gaps": (left_out("خلال ", "عدد من ", LAST), False),
    "nothing_left_out": (LONG, False),
    "negation_lost": (left_out("لن "), False),
    "number_lost": (left_out("80 "), False),
    "magnitude_lost": (left_out("مليون "), False),
    "currency_lost": (left_out("درهم"), False),
    "year_lost": (left_out("سنة 2026، "), False),
    "number_changed": (left_out(REMARK).replace("80", "90"), False),
    "word_changed": (left_out(REMARK).replace("المرضى", "الجرحى"), False),
    "word_added": (left_out(REMARK).replace("المستشفى", "المستشفى الكبير"), False),
    "order_changed": (left_out(REMARK).replace("كلفة الأشغال", "الأشغال كلفة"), False),
    "start_lost": (left_out("وأكد السيد "), False),
    "end_lost": (left_out(" لسكان المدينة"), False),
    "empty": ("", False),
    "english": ("Mr Ahmed Benali said the hospital will not open before 2026.", False),
}


@pytest.mark.parametrize(("shorter", "accepted"), SHORTER.values(), ids=SHORTER)
def test_a_shortening_only_leaves_words_out(shorter: str, accepted: bool) -> None:  # noqa: FBT001  (a column of the table)
    """A shortening counts when its words are the source's, in order, and no figure or negation is gone; else all stays."""
    summary, _ = asked(changed(4, {"ar": shorter}))
    assert summary.summary[1].ar == (shorter if accepted else LONG)


SPELLED = {
    "hamza": left_out(REMARK).replace("وأكد", "واكد").replace("الأشغال", "الاشغال"),
    "digits": left_out(REMARK).replace("80", "٨٠"),
    "vowels": left_out(REMARK).replace("كلفة", "كُلْفَة"),
}


@pytest.mark.parametrize("shorter", SPELLED.values(), ids=SPELLED)
def test_a_shortening_keeps_the_articles_spelling(shorter: str) -> None:
    """Whatever spelling the model gives the words that are left, the summary has them as the article prints them."""
    summary, _ = asked(changed(4, {"ar": shorter}))
    assert all(word in LONG.split() for word in summary.summary[1].ar.split())


def test_a_short_sentence_is_not_shortened() -> None:
    """A sentence with nothing to spare costs no question: the steps ask once for the long one and not for the other."""
    _, _, stub = asked_of_a_server(GOOD)
    shortened = [r for r in stub.requests if set(r["response_format"]["json_schema"]["schema"]["properties"]) == {"ar"}]
    assert [r["messages"][-1]["content"] for r in shortened] == [LONG]


# The step whose answer cannot be read, and what is missing then; everything else is there.
FAILED: dict[str, tuple[int, list[str]]] = {
    "shorten": (4, []),
    "headline": (5, ["headline.en"]),
    "second_sentence": (7, ["summary[1].en"]),
    "people": (2, []),
    "names": (8, ["people[0].en", "organizations[0].en", "places[0].en"]),
}


@pytest.mark.parametrize(("at", "missing"), FAILED.values(), ids=FAILED)
def test_a_failed_step_costs_that_step(at: int, missing: list[str]) -> None:
    """English that never came is `None` and its item `withheld`; the run goes on."""
    summary, _, _ = asked_of_a_server(changed(at, '{"never closed'))
    proof = proof_of()
    found = items(summary, verify(summary, proof), small=True, repaired=[])
    assert [i.path for i in found if i.status == "withheld"] == missing
    assert [s.ar for s in summary.summary] == [SENTENCES[0], LONG]


def test_too_few_english_names_are_no_answer() -> None:
    """A list of English names that is not as long as the Arabic one would pair the wrong ones: none of it is taken."""
    summary, _ = asked(changed(8, {"en": ["Ahmed Benali"]}))
    english = [*(p.en for p in summary.people), *(o.en for o in summary.organizations), *(p.en for p in summary.places)]
    assert english == [None, None, None]


def test_an_article_of_one_line() -> None:
    """One sentence has no title, and is the summary whatever number is asked for."""
    proof = proof_of(SENTENCES[0])
    names = {"en": ["Ahmed Benali", "Marrakesh"]}
    summary, _ = asked([{"topic": "health", "n1": 1}, NONE, {"en": "One"}, names], proof=proof, sentences=4)
    assert summary.headline is None
    assert [(s.ar, s.en) for s in summary.summary] == [(SENTENCES[0], "One")]


class Willing(Door):
    """A door that always chooses the first sentence of each stretch, names nobody and translates anything."""

    refuses: str = "nothing"

    async def ask(self, messages: Sequence[Message], schema: type[T], *, max_tokens: int | None = None) -> T:  # noqa: ARG002
        """An answer that fits the schema."""
        shown = messages[-1]["content"]
        if self.refuses in shown and "n1" in schema.model_fields:
            raise AnswerError("in circles")
        answer: dict[str, Any] = {}
        for name, field in schema.model_fields.items():
            answer[name] = "health" if name == "topic" else get_args(field.annotation)[0] if name[1:].isdigit() else []
        english = ["x"] * len(json.loads(shown)) if shown.startswith('["') else "x"  # of a list of names, or of a sentence
        return schema.model_validate(answer | ({"en": english} if name == "en" else {"ar": shown} if name == "ar" else {}))


def long_run(lines: list[str], most: int, refuses: str = "nothing") -> tuple[NewsSummary, list[Withheld]]:
    door = Willing("m", "http://x", "k", Settings(), lambda _: None)
    door.refuses = refuses
    return asyncio.run(steps.ask(door, proof_of("\n".join(lines)), Settings(), most, lambda _: None))


def test_a_long_article_in_steps() -> None:
    """Sentences are chosen window by window and then among the chosen; an amount is listed or told."""
    lines = [f"وبلغت كلفة المشروع رقم {n} في المدينة نحو {n} مليون درهم حسب الوزارة." for n in range(1, 81)]
    summary, withheld = long_run(lines, 2000)
    assert len(summary.summary) == 4
    assert len(summary.amounts) == 20
    (more,) = withheld
    assert (more.path, len(json.loads(more.value))) == ("amounts", 60)


def test_windows_that_cannot_be_chosen_from_are_told() -> None:
    """A window without an answer, and sentences that never fit the context together, are listed by their numbers."""
    lines = [f"وتحدث الحاضرون في الجلسة {n} طويلا عن أهمية المشاريع الكبرى في حياة السكان." for n in range(60)]
    _, withheld = long_run(lines, 2000, refuses="الجلسة 5 ")
    assert [w.value for w in withheld] == ['"sentences 1 to 21"']
    _, withheld = long_run(lines[:8], 200)
    assert [w.value for w in withheld] == ['"sentences 3 to 4"', '"sentences 5 to 6"', '"sentences 7 to 8"']
