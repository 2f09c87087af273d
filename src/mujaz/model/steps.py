"""Asking a small model: short steps, each with little to read and little room for error.

It chooses sentences by number, so it cannot invent one; each keeps its own Arabic words. Names, dates and amounts are found by
the program; the model may add people, who count only when the sentence has them. Its English is a draft, whatever the checks
say: most of it is wrong, and half of that in ways no check of numbers can see.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from mujaz.errors import AnswerError, TooLongError
from mujaz.model import prompt
from mujaz.model.windows import cut
from mujaz.result import Withheld
from mujaz.schema import Amount, DateMention, NewsSummary, Organization, Pair, Person, Place, SummarySentence, Topic
from mujaz.text.arabic import words
from mujaz.text.named.find import entities
from mujaz.text.named.people import unlisted
from mujaz.text.segment import title_of
from mujaz.trust.figures import strange
from mujaz.trust.forms import may_not_be_lost
from mujaz.trust.merge import merge_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.call import Door
    from mujaz.settings import Settings
    from mujaz.text.named.line import Entity
    from mujaz.text.segment import Sentence
    from mujaz.text.values import Value
    from mujaz.trust.verify import Proof

_Block = TypeVar("_Block", Person, Organization, Place)

# Bounds on what one step may write, in tokens: the corpus' longest sentence is 420 tokens in Arabic and 250 in English.
_SHORT_ANSWER = 256
_LONG_ANSWER = 768

_LONG_SENTENCE = 30  # words; a shorter sentence has nothing to leave out (the corpus' median is 24)
_GAPS = 2  # places where words may be left out; with more, what is left is no longer the author's sentence
_VALUES = 20  # dates, amounts, and names of a kind, that are listed; an article with more is a table


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


_Name = Annotated[str, Field(max_length=80)]
_Names = Annotated[list[_Name], Field(max_length=6)]  # no sentence of the corpus names more of one kind


class Names(_Strict):
    """The names of one sentence."""

    people: _Names
    organizations: _Names
    places: _Names


class Shorter(_Strict):
    """One sentence with words left out."""

    ar: Annotated[str, Field(max_length=800)]


class Translated(_Strict):
    """One sentence in English."""

    en: Annotated[str, Field(min_length=1, max_length=800)]


@dataclass(frozen=True)
class _Found:
    people: list[Person]
    organizations: list[Organization]
    places: list[Place]


async def ask(
    door: Door, proof: Proof, settings: Settings, most: int, on_stage: Callable[[str], None]
) -> tuple[NewsSummary, list[Withheld]]:
    """Ask for a summary, step by step.

    Args:
        door: The model.
        proof: The article.
        settings: How many sentences.
        most: Characters that it can read at once.
        on_stage: Is told which step begins.

    Returns:
        The summary, and what the model said that is not in the article.
    """
    title = title_of(proof.article.text, proof.sentences)
    body = [s for s in proof.sentences if s is not title]
    on_stage("choosing sentences")
    withheld: list[Withheld] = []
    chosen, topic = await _choose(door, proof, await _fitting(door, proof, body, most, withheld), settings.sentences)
    on_stage("finding names")
    found = await _names(door, proof, [*([title] if title else []), *chosen], withheld)
    arabic = [await _shorten(door, proof, sentence) for sentence in chosen]
    on_stage("writing English")
    lines = ([_words_of(proof, title)] if title else []) + arabic
    english = [await _translate(door, line) for line in lines]
    every = [*(n.ar for n in found.people), *(n.ar for n in found.organizations), *(n.ar for n in found.places)]
    romanized = iter(await _romanize(door, every))
    headline = Pair(ar=lines[0], en=english.pop(0)) if title else None
    pairs = zip(arabic, english, chosen, strict=True)
    return (
        NewsSummary(
            headline=headline,
            summary=[SummarySentence(ar=ar, en=en, sources=[s.number]) for ar, en, s in pairs],
            topic=topic,
            people=[n.model_copy(update={"en": next(romanized)}) for n in found.people],
            organizations=[n.model_copy(update={"en": next(romanized)}) for n in found.organizations],
            places=[n.model_copy(update={"en": next(romanized)}) for n in found.places],
            dates=_dates(proof, withheld),
            amounts=_amounts(proof, withheld),
            quotes=[],
            events=[],
        ),
        withheld,
    )


_KEYS = 3  # sentences that a window of a long article may send into the last choice


async def _fitting(door: Door, proof: Proof, body: Sequence[Sentence], most: int, withheld: list[Withheld]) -> Sequence[Sentence]:
    """The sentences that the last choice is made among: all, or those chosen window by window until they fit."""
    while len(windows := cut(body, most)) > 1:
        kept: list[Sentence] = []
        for window in windows:
            try:
                kept += (await _choose(door, proof, window, _KEYS))[0]
            except (AnswerError, TooLongError) as error:  # an answer that runs in circles costs this window, not the run
                withheld.append(_unchosen(window, str(error)))
        if not 0 < len(kept) < len(body):
            withheld += [_unchosen(window, "they do not fit the context") for window in windows[1:] if kept]
            return windows[0]
        body = kept
    return body


def _unchosen(window: Sequence[Sentence], why: str) -> Withheld:
    where = prompt.compact(f"sentences {window[0].number} to {window[-1].number}")
    return Withheld(path="summary", value=where, why=f"no sentence chosen of these: {why}")


async def _choose(door: Door, proof: Proof, body: Sequence[Sentence], count: int) -> tuple[list[Sentence], Topic]:
    """The sentences that matter, one from each stretch of the article.

    Left to itself the model answers 1, 2, 3, 4 or the last four whatever the article. So each number has a stretch of its own,
    short ones first, because news puts first what matters most.
    """
    stretches = [_telling(stretch, proof) for stretch in _stretches([s.number for s in body], count)]
    numbers: dict[str, Any] = {f"n{n}": (Literal[tuple(stretch)], ...) for n, stretch in enumerate(stretches, 1)}
    schema = create_model("Chosen", __base__=_Strict, topic=(Topic, ...), **numbers)
    question = prompt.numbered(proof.article.text, body)
    answer = await door.ask(prompt.step("choose", question), schema, max_tokens=_SHORT_ANSWER)
    by_number = {s.number: s for s in body}
    return [by_number[getattr(answer, name)] for name in numbers], answer.topic  # type: ignore[attr-defined]


def _stretches(numbers: Sequence[int], count: int) -> list[Sequence[int]]:
    """Cut numbers into `count` runs that grow with the power 1.5: of 12 in four, 2, 2, 4 and 4."""
    count = min(count, len(numbers))
    ends = [max(n, round(len(numbers) * (n / count) ** 1.5)) for n in range(count + 1)]
    return [numbers[a:b] for a, b in itertools.pairwise(ends)]


def _telling(stretch: Sequence[int], proof: Proof) -> Sequence[int]:
    """Of one stretch, the sentences that hold a date, an amount or another figure; all of it when none does.

    What the model has to choose among is then worth choosing: a figure is what a brief must not miss.
    """
    text = proof.article.text
    spans = {s.number: text[s.start : s.end] for s in proof.sentences}
    return [n for n in stretch if any(v.kind != "ordinal" for v in proof.reading.values(spans[n], "ar"))] or stretch


async def _names(door: Door, proof: Proof, sentences: Sequence[Sentence], withheld: list[Withheld]) -> _Found:
    """The names of the article that lists and rules find, of some sentences first, and the people that the model adds there."""
    # A stable sort: what no chosen sentence names comes after what one does, each in the order of the article.
    mentions = sorted(entities(proof.article.text), key=lambda e: not any(s.start <= e.start < s.end for s in sentences))
    by_kind = {kind: [e.text for e in mentions if e.kind == kind] for kind in ("person", "organization", "place")}
    for sentence in sentences:
        by_kind["person"] += await _more_people(door, proof, sentence, mentions, withheld)
    return _Found(
        _listed([Person(ar=name, en=None, role=None) for name in by_kind["person"]], "people", withheld),
        _listed([Organization(ar=name, en=None, kind=None) for name in by_kind["organization"]], "organizations", withheld),
        _listed([Place(ar=name, en=None, country=None) for name in by_kind["place"]], "places", withheld),
    )


async def _more_people(
    door: Door, proof: Proof, sentence: Sentence, known: Sequence[Entity], withheld: list[Withheld]
) -> list[str]:
    """The people that the model sees in a sentence where no name is known yet, and of whose words none is one of the language.

    It is asked for all three kinds, because asked for people alone it takes half of what else is named for people, too; but its
    organizations and places are wrong more often than not.
    """
    try:
        answer = await door.ask(prompt.step("names", _words_of(proof, sentence)), Names, max_tokens=_SHORT_ANSWER)
    except AnswerError as error:  # an answer that runs in circles costs this sentence its people, not the run
        withheld.append(Withheld(path="people", value="null", why=f"no people of sentence {sentence.number}: {error}"))
        return []
    found = []
    for name in filter(str.strip, answer.people):
        span = proof.index.find(name, within=(sentence.start, sentence.end)) if len(name.strip()) > 1 else None
        if span is None or span.grade == "partial":
            withheld.append(Withheld(path="people", value=prompt.compact(name), why="not in the sentence it was found in"))
        elif any(span.start < e.end and e.start < span.end for e in known):
            continue
        elif not unlisted(name):
            withheld.append(Withheld(path="people", value=prompt.compact(name), why="holds a word that is no name"))
        else:
            # As the article prints it, but for a و or ب that is attached to it there and no part of the name.
            printed = name if span.grade == "clitic" else proof.article.text[span.start : span.end]
            found.append(" ".join(printed.split()))
    return found


def _listed(blocks: list[_Block], path: str, withheld: list[Withheld]) -> list[_Block]:
    """Each name once, in its fullest form; so many as are listed, the others are withheld."""
    merged = merge_names(blocks)
    if more := merged[_VALUES:]:
        told = f"only the first {_VALUES} are listed; the article has {len(more)} more"
        withheld.append(Withheld(path=path, value=prompt.compact([block.ar for block in more]), why=told))
    return merged[:_VALUES]


async def _shorten(door: Door, proof: Proof, sentence: Sentence) -> str:
    """A long sentence without its side remarks, or as it is when the model did anything but leave words out."""
    whole = _words_of(proof, sentence)
    if len(whole.split()) <= _LONG_SENTENCE:
        return whole
    try:
        shorter = (await door.ask(prompt.step("shorten", whole), Shorter, max_tokens=_LONG_ANSWER)).ar.strip()
    except AnswerError:  # an answer that runs in circles costs this step, not the run
        return whole
    return shorter if _only_left_out(whole, shorter, proof) else whole


_LETTERS = re.compile(r"\w+")  # a word, or what its vowel marks divide it into


def _only_left_out(whole: str, shorter: str, proof: Proof) -> bool:
    """True when every word left is the source's, in its order, and no figure and no word that turns a meaning is gone."""
    if not set(_LETTERS.findall(shorter)) <= set(_LETTERS.findall(whole)):
        return False  # a word respelled is no longer the article's
    source, kept = words(whole), words(shorter)
    if not kept or len(kept) >= len(source) or kept[0] != source[0] or kept[-1] != source[-1]:
        return False
    gaps, lost, at = 0, [], 0
    for word in kept:
        before = at
        while at < len(source) and source[at] != word:
            at += 1
        if at == len(source):
            return False
        lost += source[before:at]
        gaps += at > before
        at += 1
    figures = strange(proof.reading.values(whole, "ar"), proof.reading.values(shorter, "ar"))
    return gaps <= _GAPS and not any(may_not_be_lost(w) for w in lost) and next(figures, None) is None


async def _translate(door: Door, line: str) -> str | None:
    try:
        return (await door.ask(prompt.step("translate", line), Translated, max_tokens=_LONG_ANSWER)).en
    except AnswerError:  # an answer that runs in circles costs this sentence its English, not the run
        return None


async def _romanize(door: Door, names: Sequence[str]) -> list[str | None]:
    """One English name for each Arabic one."""
    if not names:
        return []
    exact = Annotated[
        list[Annotated[str, Field(min_length=1, max_length=120)]], Field(min_length=len(names), max_length=len(names))
    ]
    schema = create_model("Romanized", __base__=_Strict, en=(exact, ...))
    try:
        answer = await door.ask(prompt.step("romanize", prompt.compact(list(names))), schema, max_tokens=_LONG_ANSWER)
    except AnswerError:
        return [None] * len(names)
    return list(answer.en)  # type: ignore[attr-defined]


def _words_of(proof: Proof, sentence: Sentence) -> str:
    return " ".join(proof.article.text[sentence.start : sentence.end].split())


def _values_of(proof: Proof, kinds: set[str], path: str, withheld: list[Withheld]) -> list[tuple[str, Value]]:
    """The values of these kinds in the article, each once, with its words; so many as are listed, the others are withheld."""
    seen: dict[tuple[Any, str | None], tuple[str, Value]] = {}
    text = proof.article.text
    for value in proof.whole.values:
        if value.kind in kinds:
            seen.setdefault((value.value, value.unit), (" ".join(text[value.start : value.end].split()), value))
    found = list(seen.values())
    if more := found[_VALUES:]:
        told = f"only the first {_VALUES} are listed; the article has {len(more)} more"
        withheld.append(Withheld(path=path, value=prompt.compact([said for said, _ in more]), why=told))
    return found[:_VALUES]


def _dates(proof: Proof, withheld: list[Withheld]) -> list[DateMention]:
    dates = []
    for said, value in _values_of(proof, {"date"}, "dates", withheld):
        calendar = "hijri" if "ijri" in (value.note or "") else "gregorian"
        try:
            dates.append(DateMention.model_validate({"text": said, "value": value.value, "calendar": calendar, "of": None}))
        except ValidationError:  # «1995-1998», «1446 هـ»: a stretch of time, which the schema has no field for
            withheld.append(Withheld(path="dates", value=prompt.compact(said), why=f"no single date: {value.value}"))
    return dates


def _amounts(proof: Proof, withheld: list[Withheld]) -> list[Amount]:
    return [
        Amount(text=words, value=v.value, unit="percent" if v.kind == "percent" else v.unit)
        for words, v in _values_of(proof, {"money", "percent"}, "amounts", withheld)
        if isinstance(v.value, Decimal)
    ]
