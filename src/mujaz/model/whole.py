"""Asking a strong model: everything in one call, and again for what could not be proven."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mujaz.errors import MujazError, RecordingError
from mujaz.model import prompt
from mujaz.model.fields import described
from mujaz.result import Withheld
from mujaz.schema import NewsSummary
from mujaz.trust.evidence import leaves
from mujaz.trust.verify import Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mujaz.model.call import Door
    from mujaz.result import Finding
    from mujaz.settings import Settings
    from mujaz.text.segment import Sentence
    from mujaz.trust.verify import Proof

T = TypeVar("T", bound=BaseModel)
Message = prompt.Message


class Fix(BaseModel):
    """A new value for one path, or `null` to take it out."""

    model_config = ConfigDict(extra="forbid")
    path: str
    value: str | None


class Repair(BaseModel):
    """What the model answers when it is asked about failing items."""

    model_config = ConfigDict(extra="forbid")
    fixes: list[Fix]


@dataclass
class Repaired(Generic[T]):
    """What asking again came to.

    Attributes:
        summary: The summary with the new values.
        verdict: What is found in it.
        repaired: The paths that got a new value.
        withheld: What was taken out.
        error: Why asking again failed, if it did.
    """

    summary: T
    verdict: Verdict
    repaired: list[str] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    error: MujazError | None = None


def messages(
    proof: Proof, settings: Settings, schema: type[BaseModel], sentences: Sequence[Sentence] | None = None
) -> list[Message]:
    """The question for one article, or for some of its sentences.

    It is ours with its worked example, ours for other fields than news, or the user's own.
    """
    published = settings.published.isoformat() if settings.published else None
    told: dict[str, Any] = {"count": settings.sentences, "country": settings.country, "published": published}
    text, shown = proof.article.text, sentences or proof.sentences
    if settings.prompt:
        return prompt.asked_by(settings.prompt, text, shown, schema=described(schema), **told)
    told["title"] = proof.article.title
    if schema is NewsSummary:
        return prompt.whole(text, shown, **told)
    return prompt.fields(text, shown, schema=described(schema), **told)


# The second try is for what the first left wrong: a model that was told twice what its own words mean is not going to be right
# the third time, and each try reads the whole conversation again.
_TRIES = 2
# Tokens for the braces and paths of a repair; a new value is given one a character, which no current tokenizer exceeds in Arabic.
_FRAME = 256
# Checks that are only likely, but worth asking about: they change what is said. The others are told to the reader alone.
_WORTH_ASKING = frozenset({"negation", "attribution"})


def questionable(verdict: Verdict) -> list[Finding]:
    """The findings that a model should be asked about."""
    return [f for f in verdict.findings if f.severity == "error" or f.check in _WORTH_ASKING]


async def repair(
    door: Door,
    proof: Proof,
    settings: Settings,
    question: Sequence[prompt.Message],
    summary: T,
    verdict: Verdict,
    most: int | None = None,
) -> Repaired[T]:
    """Ask again for the items that failed, and for nothing else; at most twice, and not when the first time changed nothing.

    A new value is taken only when the checks find less in the summary with it than without it, and nothing where nothing was
    found before; so a repair never makes a right item wrong, as far as the checks can see.

    Args:
        door: The model.
        proof: The article.
        settings: How much an answer may have.
        question: The messages that the summary answers.
        summary: The answer so far.
        verdict: What was found in it.
        most: Characters of the answer that the model can be shown; all of it when not given.

    Returns:
        The summary with the new values, its verdict, the paths that got one, and what was taken out. When asking fails, what was
        mended until then, and the error.
    """
    done = Repaired(summary, verdict)
    for _ in range(_TRIES):
        if not (asked := questionable(done.verdict)):
            break
        answer, asked = _answer(done.summary, asked, most)
        lines = [f"{f.path}: {f.message}" for f in asked]
        try:
            reply = await door.ask(
                prompt.repair(question, answer, lines), Repair, max_tokens=_room(done.summary, asked, settings)
            )
        except RecordingError:
            raise
        except MujazError as error:  # what was answered so far was paid for: it is given, with its failures marked
            done.error = error
            break
        if not _take(reply, done, proof, {f.path for f in asked}):
            break  # the next question would be this one to the letter
    return done


def _answer(summary: BaseModel, asked: list[Finding], most: int | None) -> tuple[str, list[Finding]]:
    """The answer as the model is shown it, and what it is asked about: of a long one as many blocks, by their paths, as fit."""
    if most is None:
        return prompt.compact(summary.model_dump(mode="json")), asked
    data = summary.model_dump(mode="json", round_trip=True)
    shown: dict[str, Any] = {}
    kept: list[Finding] = []
    for finding in asked:
        way = _steps(finding.path)
        path = _joined(way[: max(1, len(way) - 1)])
        if path not in shown:
            shown[path] = _at(data, _steps(path))
            most -= len(prompt.compact(shown[path])) + len(path)
        if most < 0 and kept:
            shown.pop(path)
            break
        kept.append(finding)
    return prompt.compact(shown), kept


def _room(summary: BaseModel, asked: Sequence[Finding], settings: Settings) -> int:
    values = {leaf.path: str(leaf.value) for leaf in leaves(summary)}
    return min(settings.max_tokens, _FRAME + sum(len(values.get(path, "")) for path in {f.path for f in asked}))


def _take(reply: Repair, done: Repaired[T], proof: Proof, asked: Collection[str]) -> bool:
    """Take the new values that make it better, and tell whether anything changed."""
    before = done.summary
    failed = {f.path for f in done.verdict.errors}
    gone = []
    for fix in reply.fixes:
        if fix.path not in asked:
            continue
        if fix.value is None:
            gone += [fix.path] if fix.path in failed else []  # what is only likely wrong is not taken out
        elif (changed := with_value(done.summary, fix.path, fix.value)) is not None:
            verdict = verify(changed, proof)
            if _better(verdict, done.verdict):
                done.summary, done.verdict = changed, verdict
                done.repaired.append(fix.path)
    if gone:
        take_out(done, dict.fromkeys(gone, "taken out by the model when it was asked to prove it"), proof)
    return done.summary is not before


def _better(new: Verdict, old: Verdict) -> bool:
    """Whether less is found than before, and nothing where nothing was."""
    before = {(f.path, f.severity) for f in old.findings}
    worse = {(f.path, f.severity) for f in new.findings} - before - {(f.path, "warning") for f in old.errors}
    return not worse and (len(new.errors), len(new.findings)) < (len(old.errors), len(old.findings))


def with_value(summary: T, path: str, value: str) -> T | None:
    """A copy of a summary with another value at a path; `None` where it does not fit the schema."""
    data = summary.model_dump(mode="json", round_trip=True)
    *way, last = _steps(path)
    try:
        owner = _at(data, way)
        owner[last] = [int(n) for n in re.findall(r"\d+", value)] if _are_numbers(owner[last]) else value
        return type(summary).model_validate(data, by_alias=True, by_name=True)
    except (ValidationError, KeyError, IndexError, TypeError):
        return None


def _are_numbers(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(n, int) for n in value)


def take_out(done: Repaired[T], paths: dict[str, str], proof: Proof) -> None:
    """Take leaves out, list them and why, and check what is left. All paths are then those of the summary that is left."""
    done.summary, taken = without(done.summary, paths)
    done.repaired = moved(done.repaired, taken)
    gone = [_steps(one.path) for one in taken]
    done.withheld = [one.model_copy(update={"path": _left(one.path, gone)}) for one in [*done.withheld, *taken]]
    done.verdict = verify(done.summary, proof)


def without(summary: T, paths: dict[str, str]) -> tuple[T, list[Withheld]]:
    """A copy of a summary without some of its leaves.

    English that is not proven leaves an empty place; of anything else that the schema cannot spare, the nearest block that it
    can spare goes too.

    Args:
        summary: The summary.
        paths: What to take out, and why.

    Returns:
        The summary, and what was taken out. What cannot be spared at all stays in.
    """
    withheld: list[Withheld] = []
    for path in sorted(paths, key=_backwards, reverse=True):
        if withheld and path.startswith((f"{withheld[-1].path}.", f"{withheld[-1].path}[")):
            continue  # it went with its block, and what has its number now is another
        for candidate in _outwards(path):
            data = summary.model_dump(mode="json", round_trip=True)
            *way, last = _steps(candidate)
            try:
                owner = _at(data, way)
                value = owner[last]
                if isinstance(owner, list):
                    del owner[last]
                else:
                    owner[last] = None
                summary = type(summary).model_validate(data, by_alias=True, by_name=True)
            except (ValidationError, KeyError, IndexError, TypeError):
                continue
            withheld.append(Withheld(path=candidate, value=prompt.compact(value), why=paths[path]))
            break
    return summary, withheld[::-1]


def moved(paths: Iterable[str], withheld: Sequence[Withheld]) -> list[str]:
    """Where paths are after `without`: what stood behind a list's element moves up, what went is left out."""
    gone = [_steps(taken.path) for taken in withheld]
    after = []
    for path in paths:
        steps = _steps(path)
        if not any(steps[: len(way)] == way for way in gone):
            after.append(_joined([_moved(steps, n, gone) for n in range(len(steps))]))
    return after


def _left(path: str, gone: list[list[Any]]) -> str:
    """What is left of a path when some are gone: the place that is empty now, or the list that has an element less."""
    steps = _steps(path)
    for way in sorted(gone, key=len):
        if steps[: len(way)] == way:
            steps = way[:-1] if isinstance(way[-1], int) else way
            break
    return _joined([_moved(steps, n, gone) for n in range(len(steps))])


def _moved(steps: list[Any], n: int, gone: list[list[Any]]) -> Any:  # noqa: ANN401  (a name or a number)
    """Step `n` of a path, less the elements before it that went from the same list."""
    if not isinstance(steps[n], int):
        return steps[n]
    return steps[n] - sum(len(way) == n + 1 and way[:n] == steps[:n] and way[n] < steps[n] for way in gone)


def _outwards(path: str) -> list[str]:
    """A path and the paths of what holds it, from the inside out: `people[0].ar`, `people[0]`, `people`."""
    steps = _steps(path)
    return [_joined(steps[:n]) for n in range(len(steps), 0, -1)]


def _backwards(path: str) -> list[tuple[int, str]]:
    """Order in which later elements of a list come last, so that taking one out moves no other that is still to go."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in _steps(path)]


def _steps(path: str) -> list[Any]:
    return [int(n) if n else name for name, n in re.findall(r"([^.\[\]]+)(?=[.\[]|$)|\[(\d+)\]", path)]


def _joined(steps: Sequence[Any]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).removeprefix(".")


def _at(data: Any, way: Sequence[Any]) -> Any:  # noqa: ANN401  (any JSON)
    for step in way:
        data = data[step]
    return data
