"""Long articles: cut into windows that fit the model, asked one by one, put together, and summed up in a last call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field

from mujaz.errors import ModelError, TooLongError
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
from mujaz.trust.merge import merge_amounts, merge_dates, merge_events, merge_fields, merge_names, merge_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.call import Door
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
# A window is never cut below this many characters: the longest sentence that `segment` leaves whole has 2,000.
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
        question: The messages of the last call, on which a repair goes on.
        withheld: What is missing: the windows that failed, with their sentences and why.
    """

    summary: NewsSummary
    question: list[prompt.Message]
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
    question = _Question(door, Window, lambda window: _messages("window.md", proof, settings, window, _KEYS), [])
    answers = await _each(question, windows, tell)
    # A window may name no more than so many; one that names others' sentences does no harm, the last call is shown what exists.
    keys = {number for answer in answers for number in answer.key_sentences[:_KEYS]}
    chosen = [s for s in proof.sentences if s.number in keys] or [window[0] for window in windows]
    chosen = await _fewer(door, proof, settings, chosen, most, tell)
    tell("summing up")
    last = _messages("brief.md", proof, settings, chosen, settings.sentences)
    brief = await door.ask(last, Brief)
    return Told(_together(brief, answers), last, question.withheld)


async def ask_fields(
    door: Door, proof: Proof, settings: Settings, schema: type[T], most: int, tell: Callable[[str], None]
) -> tuple[T, list[prompt.Message], list[Withheld]]:
    """Ask for the fields of a user's own schema, window by window, and put them together.

    Lists are joined, each element once; of what there is one of, the first window that says it has the word.

    Returns:
        The fields, the messages of the first window, on which a repair goes on, and the windows that failed.

    Raises:
        ModelError: No window got an answer.
    """
    question = _Question(door, schema, lambda window: messages(proof, settings, schema, window), [])
    windows = cut(proof.sentences, most)
    answers = await _each(question, windows, tell)
    return merge_fields(answers), question.messages(windows[0]), question.withheld


@dataclass(frozen=True)
class _Question(Generic[T]):
    """What each window is asked, and which windows got no answer."""

    door: Door
    schema: type[T]
    messages: Callable[[list[Sentence]], list[prompt.Message]]
    withheld: list[Withheld]


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

    answers = [answer for answers in await asyncio.gather(*map(one, windows)) for answer in answers]
    if not answers:
        last = question.withheld[-1].why
        raise ModelError(f"{question.door.model}: none of the {len(windows)} windows got an answer; the last: {last}")
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
    except ModelError as error:
        why = error
    where = prompt.compact(f"sentences {window[0].number} to {window[-1].number}")
    question.withheld.append(Withheld(path="summary", value=where, why=f"this part of the article got no answer: {why}"))
    return []


async def _fewer(
    door: Door, proof: Proof, settings: Settings, chosen: list[Sentence], most: int, tell: Callable[[str], None]
) -> list[Sentence]:
    """So few key sentences that they fit one window: asked for again among themselves, and at the last cut to what fits."""
    while len(windows := cut(chosen, most)) > 1:
        tell(f"choosing among {len(chosen)} key sentences")
        kept: set[int] = set()
        for window in windows:
            try:
                answer = await door.ask(_messages("window.md", proof, settings, window, _KEYS), Keys)
            except ModelError:
                kept |= {s.number for s in window[:_KEYS]}  # news puts first what matters most
            else:
                kept |= set(answer.key_sentences[:_KEYS]) & {s.number for s in window} or {window[0].number}
        fewer = [s for s in chosen if s.number in kept]
        if len(fewer) >= len(chosen):
            return windows[0]
        chosen = fewer
    return chosen


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
