"""Long articles: cut into windows that fit the model, asked one by one, put together, and summed up in a last call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from mujaz.errors import ModelError, RecordingError, TooLongError
from mujaz.model import prompt
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
from mujaz.trust.merge import merge_amounts, merge_dates, merge_events, merge_names, merge_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.call import Door
    from mujaz.settings import Settings
    from mujaz.text.segment import Sentence
    from mujaz.trust.verify import Proof

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
    withheld: list[Withheld] = []
    tell(f"asking {door.model} in {len(windows)} windows")
    answers = await _each(door, proof, settings, windows, withheld, tell)
    if not answers:
        raise ModelError(f"{door.model}: none of the {len(windows)} windows got an answer; the last: {withheld[-1].why}")
    keys = {number for answer in answers for number in answer.key_sentences}
    chosen = [s for s in proof.sentences if s.number in keys] or [window[0] for window in windows]
    chosen = await _fewer(door, proof, settings, chosen, most, tell)
    tell("summing up")
    question = _messages("brief.md", proof, settings, chosen, settings.sentences)
    brief = await door.ask(question, Brief)
    return Told(_together(brief, answers), question, withheld)


async def _each(
    door: Door,
    proof: Proof,
    settings: Settings,
    windows: Sequence[list[Sentence]],
    withheld: list[Withheld],
    tell: Callable[[str], None],
) -> list[Window]:
    """The answers of all windows, in order; those that failed are listed."""
    places = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def one(window: list[Sentence]) -> list[Window]:
        nonlocal done
        async with places:
            answers = await _window(door, proof, settings, window, withheld)
        done += 1
        tell(f"window {done} of {len(windows)}")
        return answers

    return [answer for answers in await asyncio.gather(*map(one, windows)) for answer in answers]


async def _window(door: Door, proof: Proof, settings: Settings, window: list[Sentence], withheld: list[Withheld]) -> list[Window]:
    """The answer of a window; of its halves where the server finds it too long, as another tokenizer may."""
    try:
        answer = await door.ask(_messages("window.md", proof, settings, window, _KEYS), Window)
    except TooLongError as error:
        if len(window) == 1:
            return _failed(window, error, withheld)
        half = len(window) // 2
        return [
            answer for part in (window[:half], window[half:]) for answer in await _window(door, proof, settings, part, withheld)
        ]
    except RecordingError:
        raise
    except ModelError as error:
        return _failed(window, error, withheld)
    own = {s.number for s in window}
    return [answer.model_copy(update={"key_sentences": [n for n in answer.key_sentences if n in own][:_KEYS]})]


def _failed(window: list[Sentence], error: ModelError, withheld: list[Withheld]) -> list[Window]:
    where = f"sentences {window[0].number} to {window[-1].number}"
    withheld.append(Withheld(path="summary", value=prompt.compact(where), why=f"this part of the article got no answer: {error}"))
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
            except RecordingError:
                raise
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
