"""Asking a small model: short steps, each with little to read and little room for error.

Its Arabic is the article's own: the first sentences that say something, whole. Names, dates and amounts are found by the
program; the model may add people, who count only when the sentence has them. Its English is a draft, whatever the checks say:
nearly all of it is wrong, and most of that in ways no check of numbers can see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from mujaz.errors import AnswerError
from mujaz.model import prompt
from mujaz.result import Withheld
from mujaz.schema import Amount, DateMention, NewsSummary, Organization, Pair, Person, Place, SummarySentence, Topic
from mujaz.text.arabic import words
from mujaz.text.named.english import english_of
from mujaz.text.named.find import entities
from mujaz.text.named.people import unlisted
from mujaz.text.segment import title_of
from mujaz.trust.merge import merge_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.call import Door
    from mujaz.settings import Settings
    from mujaz.text.named.line import Entity, Kind
    from mujaz.text.segment import Sentence
    from mujaz.text.values import Value
    from mujaz.trust.verify import Proof

_Block = TypeVar("_Block", Person, Organization, Place)

# Bounds on what one step may write, in tokens: the corpus' longest sentence is 420 tokens in Arabic and 250 in English.
_SHORT_ANSWER = 256
_LONG_ANSWER = 768

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


class About(_Strict):
    """What an article is about."""

    topic: Topic


class Translated(_Strict):
    """One sentence in English."""

    en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=800)]


@dataclass(frozen=True)
class _Found:
    people: list[Person]
    organizations: list[Organization]
    places: list[Place]

    @property
    def names(self) -> list[tuple[Kind, str]]:
        """The Arabic names with their kinds, in the order of the lists."""
        kinds: tuple[tuple[Kind, Sequence[Person | Organization | Place]], ...] = (
            ("person", self.people),
            ("organization", self.organizations),
            ("place", self.places),
        )
        return [(kind, block.ar) for kind, blocks in kinds for block in blocks]


async def ask(
    door: Door, proof: Proof, settings: Settings, on_stage: Callable[[str], None]
) -> tuple[NewsSummary, list[Withheld]]:
    """Ask for a summary, step by step.

    Args:
        door: The model.
        proof: The article.
        settings: How many sentences.
        on_stage: Is told which step begins, and the Arabic as soon as it is there.

    Returns:
        The summary, and what the model said that is not in the article.
    """
    title = title_of(proof.article.text, proof.sentences)
    body = [s for s in proof.sentences if s is not title]
    withheld: list[Withheld] = []
    chosen = leading(proof.article.text, body, settings.sentences)
    arabic = [_words_of(proof, sentence) for sentence in chosen]
    for line, sentence in zip(arabic, chosen, strict=True):
        on_stage(f"[{sentence.number}] {line}")
    dates, amounts = _dates(proof, withheld), _amounts(proof, withheld)
    if values := [*(d.text for d in dates), *(a.text for a in amounts)]:
        on_stage(" · ".join(values))
    lines = ([_words_of(proof, title)] if title else []) + arabic
    on_stage("finding the topic")
    topic = await _topic(door, lines)
    on_stage("finding names")
    found = await _names(door, proof, [*([title] if title else []), *chosen], withheld)
    every = found.names
    on_stage(" · ".join([topic, *(name for _, name in every)]))
    on_stage("writing English")
    paths = (["headline.en"] if title else []) + [f"summary[{n}].en" for n in range(len(arabic))]
    english = [await _english(door, line, path, withheld) for line, path in zip(lines, paths, strict=True)]
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
            dates=dates,
            amounts=amounts,
            quotes=[],
            events=[],
        ),
        withheld,
    )


# A sentence of fewer words says little by itself («يقول الخبراء:»), and is passed over. On 36 articles with references the first
# four of eight words or more have ROUGE-1 46.5, the first four 44.2, the first three 41.4, four by TextRank 37.6; those that the
# embedded model chose were 8 points below the first four (`make bench-choice`). So no model is asked.
_FEWEST_WORDS = 8


def leading(text: str, body: Sequence[Sentence], count: int) -> Sequence[Sentence]:
    """The first sentences that say something: news puts first what matters most.

    Args:
        text: The article's text.
        body: Its sentences, without its title.
        count: How many are wanted.
    """
    telling = [s for s in body if len(words(text[s.start : s.end])) >= _FEWEST_WORDS][:count]
    others = [s for s in body if s not in telling][: count - len(telling)]
    return sorted([*telling, *others], key=lambda s: s.number)


async def _topic(door: Door, lines: Sequence[str]) -> Topic:
    return (await door.ask(prompt.step("topic", "\n".join(lines)), About, max_tokens=_SHORT_ANSWER)).topic


async def _names(door: Door, proof: Proof, sentences: Sequence[Sentence], withheld: list[Withheld]) -> _Found:
    """The names of the article that lists and rules find, of some sentences first, and the people that the model adds there."""
    # A stable sort: what no chosen sentence names comes after what one does, each in the order of the article.
    mentions = sorted(entities(proof.article.text), key=lambda e: not any(s.start <= e.start < s.end for s in sentences))
    by_kind: dict[str, list[str]] = {"person": [], "organization": [], "place": []}
    for entity in mentions:
        if proof.index.find(entity.text):
            by_kind[entity.kind].append(entity.text)
        else:  # «قطر» in «وقطر» alone is too short to be told from another word that begins with a و
            value = prompt.compact(entity.text)
            withheld.append(Withheld(path=_PATHS[entity.kind], value=value, why="the article has it only inside another word"))
    refused: list[str] = []
    for sentence in filter(partial(_may_name, proof, mentions), sentences):
        by_kind["person"] += await _more_people(door, proof, sentence, mentions, withheld, refused)
    if refused:
        told = "the model took this for people; it is not in the sentence asked about, or holds a word that is no name"
        withheld.append(Withheld(path="people", value=prompt.compact(refused), why=told))
    return _Found(
        _listed([Person(ar=name, en=None, role=None) for name in by_kind["person"]], "people", withheld),
        _listed([Organization(ar=name, en=None, kind=None) for name in by_kind["organization"]], "organizations", withheld),
        _listed([Place(ar=name, en=None, country=None) for name in by_kind["place"]], "places", withheld),
    )


_PATHS = {"person": "people", "organization": "organizations", "place": "places"}


def _may_name(proof: Proof, known: Sequence[Entity], sentence: Sentence) -> bool:
    """Whether a word of a sentence may be a name that is not known yet; in one sentence of five none is, and nothing is asked."""
    spoken = _WORD.finditer(proof.article.text, sentence.start, sentence.end)
    return any(unlisted(word[0]) for word in spoken if not any(e.start <= word.start() < e.end for e in known))


_WORD = re.compile(r"[\w\u064b-\u065f\u0670]{3,}")  # with its vowel signs; a shorter one is a particle


async def _more_people(
    door: Door, proof: Proof, sentence: Sentence, known: Sequence[Entity], withheld: list[Withheld], refused: list[str]
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
        if span and any(span.start < e.end and e.start < span.end for e in known) and span.grade != "partial":
            continue
        if span is None or span.grade == "partial" or not unlisted(name):
            refused.append(name)
        else:
            # As the article prints it, but for a و or ب that is attached to it there and no part of the name.
            printed = name if span.grade == "clitic" else proof.article.text[span.start : span.end]
            found.append(" ".join(printed.split()))
    return found


def _listed(blocks: list[_Block], path: str, withheld: list[Withheld]) -> list[_Block]:
    """Each name once, in its fullest form; so many as are listed, the others are withheld."""
    merged = merge_names(blocks)
    _tell_others([block.ar for block in merged], path, withheld)
    return merged[:_VALUES]


def _tell_others(found: Sequence[str], path: str, withheld: list[Withheld]) -> None:
    """Withhold what is beyond the number that is listed."""
    if more := found[_VALUES:]:
        told = f"only the first {_VALUES} are listed; the article has {len(more)} more"
        withheld.append(Withheld(path=path, value=prompt.compact(more), why=told))


async def translate(door: Door, line: str) -> str:
    """A sentence in English, a draft.

    Raises:
        AnswerError: No answer came.
    """
    return (await door.ask(prompt.step("translate", line), Translated, max_tokens=_LONG_ANSWER)).en


async def _english(door: Door, line: str, path: str, withheld: list[Withheld]) -> str | None:
    """A sentence in English; an answer that runs in circles costs this sentence its English, not the run."""
    try:
        return await translate(door, line)
    except AnswerError as error:
        withheld.append(Withheld(path=path, value="null", why=f"no English came: {error}"))
        return None


async def _romanize(door: Door, names: Sequence[tuple[Kind, str]]) -> list[str | None]:
    """One English name for each Arabic one: what a list has is not asked for («أكادير» came back as "Academy")."""
    known = [english_of(kind, name) for kind, name in names]
    written = iter(await _written(door, [name for (_, name), english in zip(names, known, strict=True) if english is None]))
    return [english or next(written) for english in known]


async def _written(door: Door, names: Sequence[str]) -> list[str | None]:
    """The names as the model writes them in English."""
    if not names:
        return []
    exact = Annotated[
        list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]],
        Field(min_length=len(names), max_length=len(names)),
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
    _tell_others([said for said, _ in found], path, withheld)
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
