"""Long articles: cut into windows that fit the model, asked one by one, put together, and summed up in a last call."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_origin

from pydantic import BaseModel, Field, ValidationError, create_model

from mujaz.errors import FOR_ALL, AnswerError, ModelError, TooLongError
from mujaz.model import prompt
from mujaz.model.whole import messages
from mujaz.result import Withheld
from mujaz.schema import (
    Amount,
    Block,
    DateMention,
    Event,
    NewsSummary,
    Organization,
    Pair,
    Person,
    Place,
    Quote,
    SummarySentence,
    Topic,
)
from mujaz.text.arabic import words
from mujaz.trust.merge import merge_amounts, merge_dates, merge_events, merge_fields, merge_names, merge_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.call import Door
    from mujaz.result import Finding
    from mujaz.settings import Settings
    from mujaz.text.segment import Sentence
    from mujaz.trust.verify import Proof

T = TypeVar("T", bound=BaseModel)

# Characters of Arabic to one token, for deciding what fits: Qwen's tokenizer has 2.6 (measured on the corpus), older ones near 2.
# A window that a server finds too long all the same is asked in halves.
CHARACTERS_A_TOKEN = 2
# Tokens of instructions, schema and frame around a window's sentences; window.md is 550, the schema 900 where it is counted.
_FRAME = 2000
# Of the model's context, the part kept for the answer: the fields of a full window of news are a third of its length.
_ANSWER_SHARE = 4
# Sentences that a window may name as key; more would make the last call a long article again.
_KEYS = 4
# Windows asked at a time: what a small server of one's own still answers side by side.
_AT_ONCE = 4
# A window is never cut below this many characters: the longest sentence that `segment` leaves whole has 1,600.
_SHORTEST = 2000


class Window(Block):
    """What a model fills in for one window."""

    key_sentences: list[Annotated[int, Field(ge=1)]]
    people: list[Person]
    organizations: list[Organization]
    places: list[Place]
    dates: list[DateMention]
    amounts: list[Amount]
    quotes: list[Quote]
    events: list[Event]


class Brief(Block):
    """What the last call fills in."""

    headline: Pair | None
    summary: Annotated[list[SummarySentence], Field(min_length=1)]
    topic: Topic


class Keys(Block):
    """Key sentences alone."""

    key_sentences: list[Annotated[int, Field(ge=1)]]


@dataclass
class Told:
    """What the windows came to.

    Attributes:
        summary: The summary.
        shown: The sentences that the last call was shown.
        withheld: What is missing: the windows that failed, with their sentences and why.
    """

    summary: NewsSummary
    shown: Sequence[Sentence]
    withheld: list[Withheld]


def room(context: int, max_tokens: int) -> int:
    """Characters of an article that fit a context of so many tokens beside the instructions and the answer."""
    answer = min(max_tokens, context // _ANSWER_SHARE)
    return max(_SHORTEST, (context - _FRAME - answer) * CHARACTERS_A_TOKEN)


def cut(sentences: Sequence[Sentence], most: int) -> list[list[Sentence]]:
    """Cut sentences into windows of at most so many characters, as even as can be; a longer sentence is a window of its own.

    Args:
        sentences: The sentences, in order.
        most: Characters of a window.

    Returns:
        The windows; every sentence is in one of them.
    """
    total = sum(s.end - s.start for s in sentences)
    even = total / max(1, -(-total // most))  # of ten and a little more, two of five and no ten and a little
    windows: list[list[Sentence]] = []
    size = 0
    for sentence in sentences:
        length = sentence.end - sentence.start
        if not windows or size + length > most or size >= even:
            windows.append([])
            size = 0
        windows[-1].append(sentence)
        size += length
    return windows


async def ask(door: Door, proof: Proof, settings: Settings, most: int, tell: Callable[[str], None]) -> Told:
    """Ask for the summary of a long article.

    Args:
        door: The model.
        proof: The article.
        settings: How many sentences, and where and when it was published.
        most: Characters of a window.
        tell: Is told which window is asked.

    Raises:
        ModelError: No window, or not the last call, got an answer.
    """
    windows = cut(proof.sentences, most)
    question = _Question(door, Window, lambda window: _messages("window.md", proof, settings, window, _KEYS), [], [])
    answers = await _each(question, windows, tell)
    # A window may name no more than so many; one that names others' sentences does no harm, the last call is shown what exists.
    keys = {number for answer in answers for number in answer.key_sentences[:_KEYS]}
    chosen = [s for s in proof.sentences if s.number in keys] or [window[0] for window in windows]
    last, shown = await _summed_up(_Last(door, proof, settings, most, tell), chosen)
    return Told(_together(last, answers), shown, question.withheld)


@dataclass(frozen=True)
class _Last:
    """What the last call is made with: see `ask`."""

    door: Door
    proof: Proof
    settings: Settings
    most: int
    tell: Callable[[str], None]


async def _summed_up(last: _Last, chosen: list[Sentence]) -> tuple[Brief, list[Sentence]]:
    """The last call and the sentences it was shown: fewer, when the server finds them too long as it may a window."""
    most = last.most
    while True:
        chosen = await _fewer(last, chosen, most)
        last.tell("summing up")
        try:
            return await last.door.ask(brief(last.proof, last.settings, chosen), Brief), chosen
        except TooLongError:
            if len(chosen) == 1:
                raise
            most = sum(s.end - s.start for s in chosen) // 2


async def ask_fields(
    door: Door, proof: Proof, settings: Settings, schema: type[T], most: int, tell: Callable[[str], None]
) -> tuple[T, Sequence[Sentence], list[Withheld]]:
    """Ask for the fields of a user's own schema, window by window, and put them together.

    Lists are joined, each element once; of what there is one of, the first window that says it has the word. A window may leave
    anything out: what must be in an article need not be in each part of it, and a model that may not say so makes it up.

    Returns:
        The fields; the sentences of the first window, or of the last call; and what is missing: windows that failed, and what
        others say otherwise.

    Raises:
        ModelError: No window got an answer, or none said what the schema says must be there.
    """
    part = in_part(schema)
    question: _Question[BaseModel] = _Question(door, part, lambda window: messages(proof, settings, part, window), [], [])
    windows = cut(proof.sentences, most)
    answers = await _each(question, windows, tell)
    merged, others = merge_fields(answers)
    shown: Sequence[Sentence] = windows[0]
    if schema is NewsSummary:  # asked with a user's own prompt; its summary is no sum of summaries
        keys = {n for answer in answers for sentence in getattr(answer, "summary", None) or [] for n in sentence.sources}
        chosen = [s for s in proof.sentences if s.number in keys] or [window[0] for window in windows]
        last, shown = await _summed_up(_Last(door, proof, settings, most, tell), chosen)
        merged |= dict(last)
    missing = [
        Withheld(path=name, value=_shown(value), why="another part of the article says this; the field holds one, the first")
        for name, value in others
        if schema is not NewsSummary or name not in Brief.model_fields
    ]
    for name, field in schema.model_fields.items():
        if field.is_required():
            merged.setdefault(name, [] if get_origin(field.annotation) is list else None)
    try:
        fields = schema.model_validate(merged, by_alias=True, by_name=True)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'the answer'}: {e['msg']}" for e in error.errors(include_url=False))
        raise AnswerError(
            f"{door.model}: what the {len(windows)} windows say does not fit the schema ({told}); "
            "let a field be null that the article need not say."
        ) from None
    return fields, shown, [*question.withheld, *missing]


def _shown(value: object) -> str:
    return value.model_dump_json() if isinstance(value, BaseModel) else prompt.compact(str(value))


def in_part(schema: type[BaseModel]) -> type[BaseModel]:
    """A schema with the same fields, each of which may be null; the schema's own rules are for the whole."""
    fields: dict[str, Any] = {}
    for name, field in schema.model_fields.items():
        told = Field(
            ... if field.is_required() else None,
            alias=field.alias, validation_alias=field.validation_alias, title=field.title, description=field.description,
        )  # fmt: skip
        fields[name] = (field.rebuild_annotation() | None, told)
    return create_model(schema.__name__, __config__=schema.model_config, __doc__=schema.__dict__.get("__doc__"), **fields)


def again(proof: Proof, findings: Sequence[Finding], shown: Sequence[Sentence], most: int) -> list[Sentence]:
    """The sentences that a repair is shown: those that were compared, or are most like what was not found; then `shown`.

    Args:
        proof: The article.
        findings: What the model is asked about.
        shown: The sentences that the answer was made from.
        most: Characters that fit.
    """
    ends = [s.end for s in proof.sentences]
    like = _Like(proof)
    near: list[int] = []
    for finding in findings:
        here = [n for span in finding.spans for n in range(bisect_right(ends, span.start), bisect_left(ends, span.end) + 1)]
        near += [n + 1 for n in here] or [like.most(finding.found or "")]
    kept: set[int] = set()
    for number in dict.fromkeys([*near, *(s.number for s in shown)]):
        sentence = proof.sentences[number - 1]
        most -= sentence.end - sentence.start
        if most < 0 and kept:
            break
        kept.add(number)
    return [s for s in proof.sentences if s.number in kept]


@dataclass(frozen=True)
class _Question(Generic[T]):
    """What each window is asked, and which windows got no answer."""

    door: Door
    schema: type[T]
    messages: Callable[[list[Sentence]], list[prompt.Message]]
    withheld: list[Withheld]
    failed: list[ModelError]


@dataclass(frozen=True)
class _Like:
    """The sentences of an article by their words, folded once and only when they are asked for."""

    proof: Proof

    @cached_property
    def _words(self) -> list[set[str]]:
        text = self.proof.article.text
        return [set(words(text[s.start : s.end])) for s in self.proof.sentences]

    def most(self, said: str) -> int:
        """The number of the sentence that has most of somebody's words."""
        looked_for = set(words(said))
        return 1 + max(range(len(self._words)), key=lambda n: len(looked_for & self._words[n]))


async def _each(question: _Question[T], windows: Sequence[list[Sentence]], tell: Callable[[str], None]) -> list[T]:
    """The answers of all windows, in order; those that failed are listed."""
    tell(f"asking {question.door.model} in {len(windows)} windows")
    places = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def one(window: list[Sentence]) -> list[T]:
        nonlocal done
        async with places:
            answers = await _window(question, window)
        done += 1
        tell(f"window {done} of {len(windows)}")
        return answers

    asked = [asyncio.ensure_future(one(window)) for window in windows]
    try:
        answers = [answer for found in await asyncio.gather(*asked) for answer in found]
    finally:
        for task in asked:  # after an error that ends the run, no more is asked and paid for
            task.cancel()
    question.withheld.sort(key=lambda w: int(re.findall(r"\d+", w.value)[0]))  # in the order of the article, whoever was first
    if not answers:
        last = question.failed[-1]
        raise type(last)(f"{question.door.model}: none of the {len(windows)} windows got an answer; the last: {last}")
    return answers


async def _window(question: _Question[T], window: list[Sentence]) -> list[T]:
    """The answer of a window; of its halves where the server finds it too long, as another tokenizer may."""
    try:
        return [await question.door.ask(question.messages(window), question.schema)]
    except TooLongError as error:
        if len(window) > 1:
            half = len(window) // 2
            return [*await _window(question, window[:half]), *await _window(question, window[half:])]
        why: ModelError = error
    except FOR_ALL:
        raise
    except ModelError as error:
        why = error
    where = prompt.compact(f"sentences {window[0].number} to {window[-1].number}")
    question.failed.append(why)
    question.withheld.append(Withheld(path="summary", value=where, why=f"this part of the article got no answer: {why}"))
    return []


async def _fewer(last: _Last, chosen: list[Sentence], most: int) -> list[Sentence]:
    """So few key sentences that they fit one window: asked for again among themselves, and at the last cut to what fits."""
    while len(windows := cut(chosen, most)) > 1:
        last.tell(f"choosing among {len(chosen)} key sentences")
        kept: set[int] = set()
        for window in windows:
            try:
                answer = await last.door.ask(_messages("window.md", last.proof, last.settings, window, _KEYS), Keys)
            except ModelError:
                kept |= {s.number for s in window[:_KEYS]}  # news puts first what matters most
            else:
                kept |= set(answer.key_sentences[:_KEYS]) & {s.number for s in window} or {window[0].number}
        fewer = [s for s in chosen if s.number in kept]
        if len(fewer) >= len(chosen):
            return windows[0]
        chosen = fewer
    return chosen


def brief(proof: Proof, settings: Settings, sentences: Sequence[Sentence]) -> list[prompt.Message]:
    """The messages of the last call; with a user's own prompt, that prompt and the fields of it."""
    if settings.prompt:
        return messages(proof, settings, Brief, sentences)
    return _messages("brief.md", proof, settings, sentences, settings.sentences)


def _messages(file: str, proof: Proof, settings: Settings, sentences: Sequence[Sentence], count: int) -> list[prompt.Message]:
    published = settings.published.isoformat() if settings.published else None
    return prompt.part(
        file, proof.article.text, sentences, count=count, country=settings.country, published=published, title=proof.article.title
    )


def _together(brief: Brief, answers: Sequence[Window]) -> NewsSummary:
    def every(name: str) -> list[Any]:
        return [block for answer in answers for block in getattr(answer, name)]

    return NewsSummary(
        headline=brief.headline,
        summary=brief.summary,
        topic=brief.topic,
        people=merge_names(every("people")),
        organizations=merge_names(every("organizations")),
        places=merge_names(every("places")),
        dates=merge_dates(every("dates")),
        amounts=merge_amounts(every("amounts")),
        quotes=merge_quotes(every("quotes")),
        events=merge_events(every("events")),
    )
